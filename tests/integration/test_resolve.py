"""`bhavhouse resolve`: what a name means on a day, never what it means on another."""

import csv
import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.resolve import resolve
from exchange import Archive, udiff, udiff_name
from houses import backfill, environment, open_house

DAYS = [date(2025, 6, day) for day in (16, 17, 18, 19, 20)]
OLD, NEW, OTHER, FUND = "INE144J01019", "INE144J01027", "INE253B01015", "INF204KB14I2"
MASTER = (
    "SYMBOL,NAME OF COMPANY, SERIES, DATE OF LISTING, PAID UP VALUE, MARKET LOT, ISIN NUMBER, FACE VALUE\n"
    f"BETA,Beta (India) Limited,EQ,01-JAN-2001,1,1,{NEW},1\n"
    f"GAMMA,Gamma & Sons Ltd.,EQ,01-JAN-2001,1,1,{OTHER},1\n"
)
BSE = (
    "Security Code,Issuer Name,Security Id,Security Name,Status,Group,Face Value,ISIN No,Industry,Instrument,"
    "Sector Name,Industry New Name,Igroup Name,ISubgroup Name\n"
    f"500001,Beta (India) Limited,BETA,Beta,Active,A ,1.00,{NEW},,Equity,Services,Services,,\n"
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> House:
    """ALPHA has a new ISIN from the third session and is BETA from the fourth; GAMMA never changes."""
    archive = Archive(tmp_path_factory.mktemp("told") / "archive")
    for n, day in enumerate(DAYS):
        rows = [
            (OLD if n < 2 else NEW, "ALPHA" if n < 3 else "BETA", "EQ", 10.0, 10.0),
            (OTHER, "GAMMA", "EQ", 20.0, 21.0), (FUND, "TWINS1", "EQ", 5.0, 5.0),
        ]  # fmt: skip
        archive.put(udiff_name(day), udiff(day, rows))
    archive.put("lists_2025-06-20/symbolchange.csv", b"Beta (India) Limited,ALPHA,BETA,19-JUN-2025\n")
    archive.put("lists_2025-06-20/EQUITY_L.csv", MASTER.encode())
    archive.put("lists_2025-06-20/Equity.csv", BSE.encode())
    archive.put(
        "lists_2025-06-20/namechange.csv",
        b"NCH_SYMBOL, NCH_PREV_NAME, NCH_NEW_NAME, NCH_DT\n"
        b"BETA,Alpha Limited,Beta (India) Limited,19-JUN-2025\n"
        b"GAMMA,Beta India Limited,Gamma & Sons Ltd.,19-JUN-2025\n",
    )
    house = open_house(archive.folder.parent / "home", archive.folder)
    assert backfill(house, DAYS[0], DAYS[-1]).failures == []
    return house


def meaning(house: House, name: str, day: date | None = None) -> list[tuple[object, ...]]:
    found = resolve(house, name, day)
    return [(r["security_id"], r["symbol"], r["isin"], r["method"]) for r in found.rows]


def test_a_symbol_means_what_it_meant_on_the_day(told):
    assert meaning(told, "ALPHA", DAYS[0]) == [("NSE:ALPHA", "ALPHA", OLD, "nse_symbol")]
    assert meaning(told, "alpha", DAYS[2]) == [("NSE:ALPHA", "ALPHA", NEW, "nse_symbol")]
    assert meaning(told, "BETA", DAYS[3]) == [("NSE:ALPHA", "BETA", NEW, "nse_symbol")]
    assert meaning(told, "BETA", DAYS[2]) == meaning(told, "ALPHA", DAYS[3]) == []


def test_without_a_day_it_is_the_latest_session(told):
    assert meaning(told, "BETA") == meaning(told, "BETA", DAYS[4]) != []
    assert meaning(told, "ALPHA") == []


def test_an_isin_means_something_in_its_window_alone(told):
    assert meaning(told, OLD, DAYS[1]) == [("NSE:ALPHA", "ALPHA", OLD, "isin")]
    assert meaning(told, OLD, DAYS[2]) == meaning(told, NEW, DAYS[1]) == []
    assert meaning(told, NEW, DAYS[2]) == [("NSE:ALPHA", "ALPHA", NEW, "isin")]


def test_a_scrip_code_is_carried_back_and_says_so(told):
    found = [resolve(told, "500001", day).rows[0] for day in (DAYS[0], DAYS[4])]
    assert [(r["security_id"], r["is_carried_back"]) for r in found] == [
        ("NSE:ALPHA", True),
        ("NSE:ALPHA", False),
    ]
    assert {r["bse_scrip_code"] for r in found} == {"500001"}


def test_a_company_is_found_by_its_name_of_the_day_however_it_is_written(told):
    assert meaning(told, "alpha LTD", DAYS[0]) == [("NSE:ALPHA", "ALPHA", OLD, "name")]
    assert meaning(told, "Beta India Ltd.", DAYS[4]) == [("NSE:ALPHA", "BETA", NEW, "name")]
    assert meaning(told, "Gamma & Sons", DAYS[4]) == [("NSE:GAMMA", "GAMMA", OTHER, "name")]
    # Another company had that name before.
    assert meaning(told, "Beta India Ltd.", DAYS[0]) == [("NSE:GAMMA", "GAMMA", OTHER, "name")]


def test_an_internal_id_means_its_security_from_its_first_session(told):
    assert meaning(told, "NSE:ALPHA", DAYS[4]) == [("NSE:ALPHA", "BETA", NEW, "security_id")]
    assert meaning(told, "NSE:ALPHA", date(2025, 6, 13)) == []


@pytest.mark.parametrize("name", ["", "  ", "Limited", "x' or '1'='1", "\\", "\x00", "%"])
def test_what_is_no_name_means_nothing(told, name):
    assert meaning(told, name) == []


def run(house: House, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("bhavhouse")), "resolve", *arguments]
    return subprocess.run(
        command, env=environment(house.settings.home), capture_output=True, text=True, check=False
    )


def test_the_command_prints_rows_or_tells_when_the_name_meant_something(told):
    done = run(told, "ALPHA", "--on", "2025-06-17", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert done.returncode == 0
    assert (row["security_id"], row["valid_from"], row["valid_to"]) == (
        "NSE:ALPHA",
        "2025-06-16",
        "2025-06-19",
    )
    gone = run(told, "ALPHA")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert "ALPHA means nothing on 2025-06-20" in gone.stderr
    assert "NSE:ALPHA (nse_symbol ALPHA) from 2025-06-16 to before 2025-06-19" in gone.stderr


def test_a_name_of_two_securities_lists_both_and_fails(told, tmp_path):
    archive = Archive(tmp_path / "archive")
    for day in DAYS:
        archive.put(udiff_name(day), udiff(day, [(NEW, "BETA", "EQ", 1, 1), (OTHER, "GAMMA", "EQ", 2, 2)]))
    names = MASTER.replace("Beta (India)", "Twin").replace("Gamma & Sons Ltd.", "TWIN LTD")
    archive.put("lists_2025-06-20/EQUITY_L.csv", names.encode())
    house = open_house(tmp_path / "home", archive.folder)
    backfill(house, DAYS[0], DAYS[-1])
    done = run(house, "Twin Limited", "--format", "csv")
    assert done.returncode == 1 and "ambiguous" in done.stderr and "2 securities" in done.stderr
    assert [r["security_id"] for r in csv.DictReader(io.StringIO(done.stdout))] == ["NSE:BETA", "NSE:GAMMA"]


def test_postgresql_gives_the_same_meanings(published_to, built, database):
    from bhavhouse.pipelines.publish import publish
    from houses import rows_of

    house = published_to(database)
    publish(house)
    rows = rows_of(built, "core.security_identifier").to_pylist()
    some = [row for row in rows if row["scheme"] != "nse_series"][:: max(1, len(rows) // 20)]
    assert len(some) >= 15
    for row in some:
        for day in (row["valid_from"], None):
            one, other = (resolve(h, row["value"], day) for h in (built, house))
            assert one == other
