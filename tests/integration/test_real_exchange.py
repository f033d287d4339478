"""The exchange's own files: every session, every lying file, and breadth as plain pandas computes it."""

import csv
import zipfile
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bhavhouse.market.actions import candidates
from bhavhouse.market.sessions import confirmed
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import ingest
from houses import open_house, rows_of, select
from reference.breadth import COLUMNS, breadth_of, observe

pytestmark = pytest.mark.real_data
START, END = date(2025, 1, 1), date(2026, 2, 27)
COUNTS = [
    "universe_size", "traded", "comparable", "advances", "declines", "unchanged", "not_comparable",
    "not_traded", "net_advances", "ad_line", "up_volume", "down_volume", "new_highs_52w", "new_lows_52w",
    "new_highs_52w_intraday", "new_lows_52w_intraday",
]  # fmt: skip


@pytest.fixture(scope="module")
def house(real_house) -> House:
    return real_house[0]


@pytest.fixture(scope="module")
def expected(real_data, house) -> pd.DataFrame:
    sql = """
        select p.symbol, p.session, a.price_factor from core.corporate_action as a
        inner join core.fact_daily_price as p on a.security_id = p.security_id and a.ex_date = p.session
        where a.source = 'inferred' and a.price_factor is not null
    """
    inferred = {
        (r["symbol"], pd.Timestamp(r["session"])): r["price_factor"] for r in select(house, sql).to_pylist()
    }
    assert len(inferred) > 50
    observations = observe(real_data, START, END, inferred)
    expected = breadth_of(observations)
    expected.attrs["undecided"] = observations.undecided
    return expected


@cache
def lines_of(path: Path) -> list[list[str]]:
    with path.open(newline="") as text:
        return [[cell.strip() for cell in row] for row in csv.reader(text)][1:]


def test_290_sessions_land_and_none_is_missing(real_house):
    house, report = real_house
    sessions = list(confirmed(house.ledger))
    assert len(sessions) == 290 and (sessions[0], sessions[-1]) == (START, END)
    assert date(2026, 2, 1) in sessions and date(2026, 1, 26) not in sessions
    assert report.failures == [] and report.quarantined == 0


def test_the_lake_holds_every_line_of_every_file(house, real_data):
    partitions, total = house.ledger.partitions("nse_full"), 0
    for day, partition in partitions.items():
        path = real_data / f"nse/sec_bhavdata_full/sec_bhavdata_full_{date.fromisoformat(day):%d%m%Y}.csv"
        lines = sum(1 for line in path.read_bytes().splitlines()[1:] if line.strip())
        assert partition.rows == house.lake.get(partition.file).num_rows == lines, day
        total += lines
    assert len(partitions) == 290 and total > 800_000
    for day, partition in house.ledger.partitions("nse_udiff").items():
        name = f"BhavCopy_NSE_CM_0_0_0_{day.replace('-', '')}_F_0000.csv"
        with zipfile.ZipFile(real_data / f"nse/cm_udiff/{name}.zip") as bundle:
            lines = len(bundle.read(bundle.namelist()[0]).splitlines()) - 1
        assert partition.rows == lines, day


def test_every_value_of_a_session_is_the_printed_one(house, real_data):
    path = real_data / "nse/sec_bhavdata_full/sec_bhavdata_full_16062025.csv"
    printed = {(row[0], row[1]): row for row in lines_of(path)}
    partition = house.ledger.partitions("nse_full")["2025-06-16"]
    names = ["prev_close_inr", "open_inr", "high_inr", "low_inr", "last_inr", "close_inr", "average_inr",
             "volume_shares", "turnover_inr", "trades", "delivered_shares", "delivered_pct"]  # fmt: skip
    rows = house.lake.get(partition.file).to_pylist()
    assert len(rows) == len(printed) > 2500
    for row in rows:
        cells = printed[row["symbol"], row["series"]][3:]
        for name, cell in zip(names, cells, strict=True):
            number = None if cell in ("", "-") else float(cell) * (1e5 if name == "turnover_inr" else 1)
            assert row[name] == (number if number is None else pytest.approx(number)), (row["symbol"], name)


def test_each_lying_file_is_refused_with_its_reason_when_its_session_is_asked_for(real_data, tmp_path):
    stale = sorted((real_data / "nse/stale").iterdir())
    assert len(stale) == 16
    house = open_house(tmp_path / "home", real_data / "nse/stale")
    for path in stale:
        printed = path.stem[-8:]
        day = date(int(printed[4:]), int(printed[2:4]), int(printed[:2]))
        report = ingest(house, day, day)
        (receipt,) = house.ledger.receipts(start=day, end=day)
        inside = {row[2] for row in lines_of(path)}
        if inside == {f"{day:%d-%b-%Y}"}:
            assert day == date(2024, 11, 18) and receipt.verdict == "truncated"
            assert "line 381" in receipt.reason or "379 rows" in receipt.reason
            assert len(report.failures) == 1
        else:
            (other,) = inside
            iso = pd.to_datetime(other, format="%d-%b-%Y").date().isoformat()
            assert receipt.verdict == "stale" and f"of {iso}, not of {day}" in receipt.reason
        assert len(report.refused) == 1 and report.landed == 0
    assert confirmed(house.ledger) == {}


def test_the_lying_files_among_the_true_ones_make_no_session(house, real_data):
    asked = {path.name for path in (real_data / "nse/stale").iterdir()}
    refused = [r for r in house.ledger.receipts() if r.verdict != "accepted"]
    assert {r.name for r in refused} == asked - {"sec_bhavdata_full_18112024.csv"}  # before the interval
    assert not {r.day for r in refused} & set(confirmed(house.ledger))


def test_breadth_equals_the_independent_computation_on_every_session_and_column(house, expected):
    columns = ", ".join(COLUMNS)
    boards = "universe in ('nse_main', 'nse_sme', 'nse_all')"
    sql = f"select {columns} from marts.breadth_history where {boards} order by session, universe"
    found = select(house, sql).to_pandas()
    assert len(found) == len(expected) == 870
    assert (pd.to_datetime(found["session"]) == expected["session"]).all()
    assert (found["universe"] == expected["universe"]).all()
    for name in COLUMNS[2:]:
        got, wanted = (frame[name].astype(float).to_numpy() for frame in (found, expected))
        assert not np.isnan(got).all(), name
        exact = name in COUNTS
        np.testing.assert_allclose(
            got, wanted, rtol=0 if exact else 1e-6, atol=0 if exact else 2e-6, err_msg=name
        )


def test_every_count_has_its_names_behind_it(house):
    sql = """
        select count(*) as sessions, count(*) filter (where
            advances = b.up and declines = b.down and unchanged = b.level and not_comparable = b.apart
            and not_traded = b.silent and new_highs_52w is not distinct from b.highs
        ) as equal
        from marts.breadth_history as h
        inner join (
            select session, universe,
                count(*) filter (where bucket = 'advance') as up,
                count(*) filter (where bucket = 'decline') as down,
                count(*) filter (where bucket = 'unchanged') as level,
                count(*) filter (where bucket = 'not_comparable') as apart,
                count(*) filter (where bucket = 'not_traded') as silent,
                case when count(is_high_52w) > 0 then count(*) filter (where is_high_52w) end as highs
            from marts.breadth_members
            group by session, universe
        ) as b using (session, universe)
    """
    (found,) = select(house, sql).to_pylist()
    assert found["sessions"] == found["equal"] == rows_of(house, "marts.breadth_history").num_rows > 7_000


def change(house: House, symbol: str, day: str) -> dict[str, object]:
    sql = f"select * from core.price_change where symbol = '{symbol}' and session = date '{day}'"
    (row,) = select(house, sql).to_pylist()
    return row


def bucket(house: House, symbol: str, day: str) -> dict[str, object]:
    sql = f"""
        select * from marts.breadth_members
        where symbol = '{symbol}' and session = date '{day}' and universe = 'nse_main'
    """
    (row,) = select(house, sql).to_pylist()
    return row


def test_a_split_and_bonus_day_that_rose_is_an_advance(house):
    row = change(house, "BAJFINANCE", "2025-06-16")
    assert row["price_factor"] == pytest.approx(0.1) and row["prior_price_inr"] == pytest.approx(933.1)
    assert row["return_1_pct"] == pytest.approx(0.53, abs=0.005) and row["direction"] == 1
    assert bucket(house, "BAJFINANCE", "2025-06-16")["bucket"] == "advance"


@pytest.mark.parametrize(
    ("symbol", "day", "return_pct"), [("HDFCBANK", "2025-08-26", -0.88), ("KOTAKBANK", "2026-01-14", -1.29)]
)
def test_a_split_or_bonus_that_no_list_tells_of_is_inferred_and_no_new_low(house, symbol, day, return_pct):
    row = change(house, symbol, day)
    assert row["return_1_pct"] == pytest.approx(return_pct, abs=0.005) and row["direction"] == -1
    following = select(house, f"""
        select count(*) filter (where is_low_52w) as lows, count(*) as sessions
        from core.price_change where symbol = '{symbol}' and session >= date '{day}'
    """).to_pylist()[0]  # fmt: skip
    assert following["lows"] == 0 and following["sessions"] > 25


def test_a_demerger_that_no_list_tells_of_stays_not_comparable(house):
    row = bucket(house, "TATAMOTORS", "2025-10-14")
    assert (row["bucket"], row["reason"]) == ("not_comparable", "unexplained_gap")


def blind(house: House) -> dict[tuple[str, date], dict[str, object]]:
    """What is made of every opening where no official list is looked at, by security and session."""

    def all_of(table: str) -> list[dict[str, object]]:
        files = house.ledger.partitions(table).values()
        return [row for p in files for row in house.lake.get(p.file).to_pylist()]

    found = candidates(all_of("core.price_jump"), [], [], all_of("core.symbol_seen"))
    return {(r["security_id"], r["session"]): r for r in found.to_pylist()}


def official_factors(house: House, end: date) -> list[dict[str, object]]:
    """The official splits, bonuses and consolidations of the main board, by the session of their effect."""
    rows = select(house, f"""
        with effects as (
            select
                security_id, ex_date, exp(sum(ln(price_factor))) as factor,
                bool_or(price_factor is null) as apart
            from core.corporate_action where source = 'official' and kind != 'rights' group by all
        ),
        own as (
            select *, lag(session) over (partition by security_id order by session) as last_session
            from core.fact_daily_price where instrument in ('common', 'dvr')
        )
        select o.security_id, o.session, o.symbol, e.factor, e.apart from effects as e
        inner join own as o
            on e.security_id = o.security_id and o.session >= e.ex_date
            and (o.last_session < e.ex_date or (o.last_session is null and o.session = e.ex_date))
        where o.series in ('EQ', 'BE', 'BZ') and o.session <= date '{end}'
    """).to_pylist()  # fmt: skip
    return [row for row in rows if not row["apart"]]


def missed(factors: list[dict[str, object]], found: dict[tuple[str, date], dict[str, object]]) -> set[object]:
    return {
        row["symbol"]
        for row in factors
        if found.get((row["security_id"], row["session"]), {}).get("price_factor")
        != pytest.approx(row["factor"])
    }


def on_the_main_board(house: House) -> set[str]:
    sql = "select distinct security_id from core.fact_daily_price where series in ('EQ', 'BE', 'BZ')"
    return {row["security_id"] for row in select(house, sql).to_pylist()}


def test_inference_blind_to_the_official_list_finds_its_factors_and_little_else(house):
    """On the main board, over the official list's own time: 1 January to 18 July 2025."""
    end = date(2025, 7, 18)
    found, factors = blind(house), official_factors(house, end)
    # 52 traded on their ex-date, SURYAROSNI on the first session held; two traded later. A bonus is of 1:4.
    assert len(factors) == 54 and missed(factors, found) == {"CONCOR"}
    told = {(row["security_id"], row["session"]) for row in factors}
    flagged = {
        key for key, r in found.items()
        if r["price_factor"] is not None and key[1] <= end and key not in told
    }  # fmt: skip
    # What was on the board of small companies then is in no list.
    sql = "select security_id, session from core.fact_daily_price where series in ('EQ', 'BE', 'BZ')"
    assert flagged & {tuple(row.values()) for row in select(house, sql).to_pylist()} == set()


def test_inference_tells_rights_issues_by_their_entitlements(house):
    found = blind(house)
    rights = {key[0] for key, r in found.items() if r["status"] == "inferred" and r["price_factor"] is None}
    names = ("CALSOFT", "NDTV", "CAPTRUST", "ROCKINGDCE", "HINDCONS", "SADHNANIQ")
    assert rights == {f"NSE:{symbol}" for symbol in names}
    row = change(house, "NDTV", "2025-09-12")
    assert (row["is_comparable"], str(row["restated_on"])) == (False, "2025-09-22")


def test_inference_blind_to_the_official_list_finds_all_factors_of_the_summer_of_2020(real_house_of_2020):
    """66 sessions of the main board; the list holds no SME names, so what is told of them stays open."""
    summer = real_house_of_2020
    found, factors = blind(summer), official_factors(summer, date(2020, 9, 30))
    assert len(factors) == 7 and missed(factors, found) == set()
    told = {(row["security_id"], row["session"]): row["symbol"] for row in factors}
    # Two fell on the last two sessions: their factors are right, and wait for the third session after.
    pending = {told[key] for key in told if found[key]["status"] == "pending"}
    assert pending == {"LAURUSLABS", "AARTIDRUGS"}
    others = {key[0] for key, r in found.items() if r["price_factor"] is not None and key not in told}
    assert others & on_the_main_board(summer) == set()
    ticks = {key[0] for key, r in found.items() if "one tick" in r["reason"]}
    assert ticks == {f"NSE:{symbol}" for symbol in ("BLUECHIP", "CCCL", "RAJRAYON", "RAMSARUP", "SMPL")}


def test_a_crash_within_the_band_is_a_decline(house):
    row = change(house, "INDUSINDBK", "2025-03-11")
    assert row["direction"] == -1 and row["return_1_pct"] < -25 and row["is_comparable"]


def test_a_demerger_is_not_comparable_on_its_day(house):
    row = change(house, "SIEMENS", "2025-04-07")
    assert (row["is_comparable"], row["not_comparable_reason"]) == (False, "demerger_or_scheme")
    assert bucket(house, "SIEMENS", "2025-04-07")["bucket"] == "not_comparable"


def test_where_two_files_hold_a_session_isin_comes_from_one_and_delivery_from_the_other(house, real_data):
    sql = """
        select count(*) as n, count(isin) as isins, count(delivered_shares) as delivered,
            count(distinct session) as sessions
        from core.fact_daily_price
        where session between date '2025-06-18' and date '2025-06-27' and feeds = 'nse_udiff+nse_full'
            and series = 'EQ'
    """
    (row,) = select(house, sql).to_pylist()
    assert row["sessions"] == 8 and row["n"] == row["isins"] > 15_000
    assert row["delivered"] > 0.99 * row["n"]
    path = real_data / "nse/sec_bhavdata_full/sec_bhavdata_full_20062025.csv"
    places = {"prev_close_inr": 3, "open_inr": 4, "high_inr": 5, "low_inr": 6, "close_inr": 8}
    printed = {(r[0], r[1]): [float(r[n]) for n in places.values()] for r in lines_of(path)}
    columns = ", ".join(places)
    sql = f"select symbol, series, {columns} from core.fact_daily_price where session = date '2025-06-20'"
    prices = select(house, sql).to_pylist()
    assert len(prices) > 2500
    assert all(printed[r["symbol"], r["series"]] == [r[name] for name in places] for r in prices)


def test_funds_are_told_by_isin_and_few_names_stay_undecided(house, expected):
    sql = "select instrument, instrument_evidence, count(*) as n from core.dim_security group by all"
    found = {(r["instrument"], r["instrument_evidence"]): r["n"] for r in select(house, sql).to_pylist()}
    assert found["etf", "isin"] > 250 and found["common", "isin"] > 2500
    assert found.get(("common", "undecided"), 0) < 60 and len(expected.attrs["undecided"]) < 60
    funds = select(house, """
        select count(distinct symbol) as n from core.fact_daily_price
        where session between date '2025-06-18' and date '2025-06-27'
            and series = 'EQ' and instrument = 'etf'
    """).to_pylist()  # fmt: skip
    assert 240 <= funds[0]["n"] <= 275


def test_a_symbol_changed_later_keeps_its_security(house):
    sql = "select distinct security_id from core.fact_daily_price where symbol in ('AMIORG', 'ACUTAAS')"
    assert len(select(house, sql).to_pylist()) == 1


def test_sectors_follow_the_first_list_back_in_time_and_say_so(house):
    sql = """
        select count(distinct session) as sessions, count(distinct sector) as sectors,
            bool_and(is_carried_back) filter (where session < date '2025-07-18') as before
        from marts.sector_rotation where level = 'sector'
    """
    (row,) = select(house, sql).to_pylist()
    assert (row["sessions"], row["before"]) == (290, True) and row["sectors"] >= 20


def test_the_legacy_files_of_2020_give_isins_and_a_face_value_split(real_data, real_house_of_2020):
    house = real_house_of_2020
    files = list((real_data / "nse/cm_legacy").iterdir())
    sessions = list(confirmed(house.ledger))
    assert len(files) == len(sessions) > 55
    sql = """
        select session, isin, price_factor, direction
        from core.price_change inner join core.fact_daily_price as f using (session, security_id)
        where f.symbol = 'EICHERMOT' and session between date '2020-08-20' and date '2020-08-28'
        order by session
    """
    eicher = select(house, sql).to_pylist()
    split = next(r for r in eicher if r["price_factor"] != 1)
    assert str(split["session"]) == "2020-08-24" and split["price_factor"] == pytest.approx(0.1)
    changed = [str(b["session"]) for a, b in pairwise(eicher) if a["isin"] != b["isin"]]
    assert changed == ["2020-08-25"]  # a session late
    assert split["direction"] in (-1, 1) and all(r["isin"] for r in eicher)
    counts = "count(*) as n, count(isin) as isins, count(distinct feeds) as feeds"
    sql = f"select {counts} from core.fact_daily_price"
    (row,) = select(house, sql).to_pylist()
    assert row["n"] == row["isins"] > 90_000 and row["feeds"] == 1


def test_the_exchanges_own_counts_stand_beside_ours_for_the_whole_exchange(house):
    rows = select(house, """
        select cast(session as varchar) as session, reported_advances as up, reported_declines as down,
            reported_unchanged as level, advances < reported_advances as is_more
        from marts.breadth_history where reported_advances is not null order by session
    """).to_pylist()  # fmt: skip
    assert [tuple(row.values()) for row in rows] == [
        ("2025-12-16", 1131, 2175, 86, True),
        ("2025-12-17", 1106, 2200, 82, True),
    ]


@pytest.mark.parametrize(
    ("symbol", "day", "kind", "return_pct"),
    [("GVPIL", "2026-02-12", "gainer", 19.99), ("MANINDS", "2026-02-11", "gainer", 15.31)],
)
def test_the_movers_hold_what_articles_told_of(house, symbol, day, kind, return_pct):
    sql = f"""
        select return_1_pct from marts.market_movers
        where session = date '{day}' and universe = 'nse_main' and kind = '{kind}' and symbol = '{symbol}'
    """
    (row,) = select(house, sql).to_pylist()
    assert row["return_1_pct"] == pytest.approx(return_pct, abs=0.005)


def test_a_year_to_date_begins_with_the_year_and_needs_the_year_before(house):
    sql = """
        select reference, sum(names) filter (where upper_pct <= -10) as losses, sum(names) as names
        from marts.return_distribution
        where session = date '2026-02-12' and universe = 'nse_all'
        group by reference
    """
    found = {r["reference"]: (r["losses"], r["names"]) for r in select(house, sql).to_pylist()}
    assert set(found) == {"month", "calendar_year", "fiscal_year", "high_52w", "since:budget_2026"}
    losses, names = found["calendar_year"]
    assert 600 < losses < 800 and names > 2600
    first_year = "select count(*) as n from core.price_change where return_calendar_year_pct is not null and "
    assert select(house, f"{first_year} session < date '2026-01-01'").to_pylist() == [{"n": 0}]


def test_a_fund_is_the_benchmark_where_no_index_file_is_held(house):
    rows = select(house, "select basis, count(*) as n from core.benchmark_change group by basis").to_pylist()
    assert {r["basis"]: r["n"] for r in rows} == {"fund": 287, "index": 2}  # of 16 and 17 December
