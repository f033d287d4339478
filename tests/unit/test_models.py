"""Models: their order, and what makes a file stale."""

import shutil
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest

from bhavhouse.contracts import CONTRACTS
from bhavhouse.contracts.base import twin as make_twin
from bhavhouse.contracts.breadth import BREADTH_HISTORY
from bhavhouse.contracts.identity import SECURITY_LINE
from bhavhouse.contracts.measures import LISTINGS
from bhavhouse.contracts.universes import SECURITY_BUCKET
from bhavhouse.ledger import PARTITION
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.market.tables import table_of
from bhavhouse.models import Dated, Model, Step, fingerprint, from_sql, in_order, sql_models, window_of
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from exchange import Archive
from houses import assert_same_rows, backfill, lake_files, open_house, published_rows, rows_of

START, END = date(2025, 1, 1), date(2025, 6, 30)
MONTHLY = ("core.fact_daily_price", "core.price_change", "core.symbol_seen", "core.security_bucket",
           "marts.sector_rotation", "core.breadth_daily", "marts.market_movers")  # fmt: skip
MONTHS = [f"2025-{n:02d}" for n in range(1, 7)]


def step(name: str, *reads: str) -> Step:
    return Step((CONTRACTS[name],), reads, lambda: None)


def test_every_model_comes_after_all_that_it_reads():
    ordered = in_order(step(m.name, *m.reads) for m in sql_models())
    names = [s.makes[0].name for s in ordered]
    assert len(names) == len(set(names)) >= 10
    for place, found in enumerate(ordered):
        assert not set(found.reads) & set(names[place:]), found.makes


def test_models_that_read_each_other_are_a_fault_that_names_them():
    circle = [
        step("core.price_change", "core.security_bucket"),
        step("core.security_bucket", "core.price_change"),
        step("core.fact_daily_price", "lake.quote"),
    ]
    with pytest.raises(ValueError, match=r"each other: core\.price_change, core\.security_bucket"):
        in_order(circle)


def test_a_model_reads_the_tables_its_text_names():
    reads = ("core.benchmark_change", "core.breadth_daily", "core.dim_session")
    assert from_sql(BREADTH_HISTORY).reads == reads


def test_a_model_cannot_read_a_view(tmp_path, monkeypatch):
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "listings.sql").write_text("select * from marts.breadth_members")
    monkeypatch.setattr("bhavhouse.models.SQL", tmp_path)
    with pytest.raises(ValueError, match=r"reads marts\.breadth_members: a view has no files"):
        from_sql.__wrapped__(LISTINGS)


def test_a_window_reads_only_as_many_sessions_back_as_its_contract_says():
    days = [s.day for s in expected_sessions(START, END)]
    window = window_of(SECURITY_BUCKET, ("2025-05",), days)
    assert (window.start, window.end) == (date(2025, 5, 1), date(2025, 5, 31))
    assert len([d for d in days if window.read_start <= d < window.start]) == 21
    assert window_of(SECURITY_BUCKET, ("2025-01",), days).read_start == date(2025, 1, 1)


def test_a_fingerprint_changes_with_the_text_and_with_each_input():
    plain = Model(BREADTH_HISTORY, (), "select 1")
    prints = {
        fingerprint(plain, ["a", "b"]),
        fingerprint(plain, ["a"]),
        fingerprint(plain, ["b", "a"]),
        fingerprint(Model(BREADTH_HISTORY, (), "select 2"), ["a", "b"]),
    }
    assert len(prints) == 4 and fingerprint(plain, ["a", "b"]) in prints


def line(symbol: str, start: date, end: date | None) -> dict[str, object]:
    return {"exchange": "NSE", "symbol": symbol, "valid_from": start, "valid_to": end, "security_id": symbol,
            "instrument": "common", "instrument_evidence": "isin", "listing_session": None}  # fmt: skip


def test_rows_of_a_dated_table_count_only_for_the_windows_they_touch():
    may, june = date(2025, 5, 1), date(2025, 6, 1)
    before = Dated(SECURITY_LINE, table_of(SECURITY_LINE, [line("A", START, None)]))
    cut = [line("A", START, june), line("B", june, None)]
    after = Dated(SECURITY_LINE, table_of(SECURITY_LINE, cut))
    april = (date(2025, 4, 1), date(2025, 4, 30))
    assert before.digest(*april) == after.digest(*april)
    assert before.digest(may, END) != after.digest(may, END)


def market(archive: Archive) -> None:
    """Six months of 30 shares in three sectors, half of them up each day."""
    shares = [f"S{n:02d}" for n in range(30)]
    prices = dict.fromkeys(shares, 100.0)
    for number, session in enumerate(expected_sessions(START, END)):
        closes = {s: round(prices[s] * (1.01 if (n + number) % 2 else 0.99), 2) for n, s in enumerate(shares)}
        archive.full(session.day, [(s, "EQ", prices[s], closes[s]) for s in shares])
        prices = closes
    rows = "".join(f"{s},Sector {n % 3}\n" for n, s in enumerate(shares))
    archive.put("lists/symbol_industry_2025-01-01.csv", f"symbol,industry\n{rows}".encode())


def made(house: House) -> dict[tuple[str, str], int]:
    """Monthly model file -> the number under which the ledger has it."""
    current = house.ledger.rows(PARTITION.select().where(PARTITION.c.is_current))
    return {(p.dataset, p.key): p.partition_id for p in current if p.dataset in MONTHLY}


def rebuilt(before: dict[tuple[str, str], int], after: dict[tuple[str, str], int]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for (dataset, month), number in after.items():
        if before.get((dataset, month)) != number:
            found.setdefault(dataset, []).append(month)
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a market and of the house that holds it, to be copied."""
    folder = tmp_path_factory.mktemp("half_year")
    archive = Archive(folder / "archive")
    market(archive)
    backfill(open_house(folder / "home", archive.folder), START, END)
    return folder


@pytest.fixture
def half_year(built: Path, tmp_path: Path) -> House:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return open_house(tmp_path / "home", tmp_path / "archive")


def test_building_again_makes_no_file(half_year):
    files = lake_files(half_year)
    assert build(half_year).files_made == 0 and lake_files(half_year) == files


def test_a_restated_session_makes_anew_only_the_months_that_can_depend_on_it(half_year, archive):
    before, files = made(half_year), lake_files(half_year)
    day = date(2025, 4, 29)
    rows = [(f"S{n:02d}", "EQ", 100.0, 101.0 if n else 119.0) for n in range(30)]
    archive.full(day, rows, "restated")
    backfill(half_year, START, END)
    assert rebuilt(before, made(half_year)) == {
        "core.fact_daily_price": ["2025-04"],
        "core.price_change": ["2025-04", "2025-05", "2025-06"],  # windows look back for a year
        "core.breadth_daily": ["2025-04", "2025-05", "2025-06"],
        "core.security_bucket": ["2025-04", "2025-05", "2025-06"],
        "marts.market_movers": ["2025-04", "2025-05", "2025-06"],
        "marts.sector_rotation": ["2025-04", "2025-05", "2025-06"],
        "core.symbol_seen": ["2025-04"],
    }
    changed = {(dataset, key) for dataset, key, _ in lake_files(half_year) - files}
    assert ("core.fact_daily_price", "2025-04") in changed and ("core.price_change", "2025-05") in changed
    assert not any(key < "2025-04" for _, key in changed if key in MONTHS)


def test_a_hole_that_is_filled_gives_what_there_would_be_without_it(half_year, archive, tmp_path):
    day = date(2025, 3, 12)
    (path,) = archive.folder.rglob(f"*{day:%d%m%Y}.csv")
    payload = path.read_bytes()
    path.unlink()
    late = open_house(tmp_path / "late", archive.folder)
    backfill(late, START, END)
    assert rows_of(late, "core.dim_session").num_rows + 1 == rows_of(half_year, "core.dim_session").num_rows
    path.write_bytes(payload)
    backfill(late, day, day)
    assert_same_rows(published_rows(late), published_rows(half_year))
    assert lake_files(late) == lake_files(half_year)


def test_a_new_list_leaves_the_months_before_it_as_they_are(half_year, archive):
    before = made(half_year)
    rows = "".join(f"S{n:02d},Sector {n % 2}\n" for n in range(30))
    archive.put("lists/symbol_industry_2025-05-15.csv", f"symbol,industry\n{rows}".encode())
    backfill(half_year, START, END)
    readers = ("marts.sector_rotation", "core.breadth_daily", "marts.market_movers")
    assert rebuilt(before, made(half_year)) == {name: ["2025-05", "2025-06"] for name in readers}


def test_a_watch_list_makes_anew_only_what_counts_its_names_from_its_own_month_on(half_year, archive):
    before = made(half_year)
    archive.put("watch_mine_2025-05-15.csv", b"symbol\nS01\nS02\n")
    backfill(half_year, START, END)
    readers = ("core.breadth_daily", "marts.market_movers")
    assert rebuilt(before, made(half_year)) == {name: ["2025-05", "2025-06"] for name in readers}
    then = made(half_year)
    archive.put("watch_mine_2025-06-16.csv", b"symbol\nS02\nS03\n")
    backfill(half_year, START, END)
    assert rebuilt(then, made(half_year)) == {name: ["2025-06"] for name in readers}


def test_a_symbol_change_leaves_the_months_before_it_as_they_are(half_year, archive):
    before = made(half_year)
    archive.put("lists_2025-06-30/symbolchange.csv", b"A Company,S07,S08X,16-JUN-2025\n")
    backfill(half_year, START, END)
    assert rebuilt(before, made(half_year)).get("core.fact_daily_price") == ["2025-06"]
    assert set(chain(*rebuilt(before, made(half_year)).values())) == {"2025-06"}


def test_another_session_makes_anew_its_own_month_alone(half_year, archive):
    before = made(half_year)
    july = END + timedelta(1)
    archive.full(july, [(f"S{n:02d}", "EQ", 100.0, 101.0) for n in range(30)])
    backfill(half_year, july, july)
    assert set(chain(*rebuilt(before, made(half_year)).values())) == {"2025-07"}


def test_levels_of_an_index_make_anew_the_benchmark_of_their_own_month_alone(half_year, archive):
    def kept() -> dict[str, int]:
        current = half_year.ledger.rows(PARTITION.select().where(PARTITION.c.is_current))
        return {p.key: p.partition_id for p in current if p.dataset == "core.benchmark_change"}

    before = kept()
    head = ",".join(["Index Name,Index Date,Open Index Value,High Index Value,Low Index Value",
                     "Closing Index Value,Points Change,Change(%),Volume,Turnover (Rs. Cr.),P/E,P/B",
                     "Div Yield"])  # fmt: skip
    for day, close in ((date(2025, 5, 14), 24666.9), (date(2025, 5, 15), 25062.1)):
        row = f"Nifty 50,{day:%d-%m-%Y},-,-,-,{close},-,-,-,-,-,-,-\n"
        archive.put(f"nse/ind_close_all_{day:%d%m%Y}.csv", f"{head}\n{row}".encode())
    backfill(half_year, START, END)
    after = kept()
    assert {month for month in MONTHS if before[month] != after[month]} == {"2025-05"}
    (found,) = rows_of(half_year, "core.benchmark_change").to_pylist()
    assert found["basis"] == "index" and found["return_1_pct"] == pytest.approx(1.602147, abs=1e-6)


def test_a_twin_runs_the_sql_of_its_original_on_other_tables():
    original, twin = (from_sql(CONTRACTS[name]) for name in ("core.price_change", "core.bse_price_change"))
    instead = {"core.fact_daily_price": "core.bse_daily_price", "core.security_line": "core.scrip_line"}
    assert set(twin.reads) == {instead.get(name, name) for name in original.reads}
    assert [c.name for c in twin.contract.columns] == [c.name for c in original.contract.columns]
    told = " ".join(f"{c.source} {c.formula}" for c in twin.contract.columns)
    assert "core.fact_daily_price" not in told and "core.bse_daily_price" in told


def test_a_twin_that_replaces_what_is_not_read_is_a_fault():
    odd = make_twin(CONTRACTS["core.price_change"], "core.odd", "Odd.", {"lake.quote": "lake.bse_quote"})
    with pytest.raises(ValueError, match=r"core\.odd puts another table in place of lake\.quote"):
        from_sql(odd)
