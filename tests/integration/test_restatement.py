"""Evening by evening: what a fresh gap is at first, and what the next sessions make of it, visibly."""

from datetime import date

import pytest

from bhavhouse.market.calendar import expected_sessions
from bhavhouse.pipelines.house import House
from exchange import FULL_HEADER, Archive, full_row
from houses import backfill, open_house, select

DAYS = [s.day for s in expected_sessions(date(2025, 8, 4), date(2025, 8, 29))]
FRESH = 8  # the session of the gaps
MARKET_CAP_HEADER = (
    "Trade Date,Symbol,Series,Security Name,Category,Last Trade Date,Face Value(Rs.),Issue Size,"
    "Close Price/Paid up value(Rs.),Market Cap(Rs.)"
)


def row(symbol: str, day: date, previous: float, first: float, close: float) -> str:
    cells = full_row(symbol, "EQ", day, first, close).split(", ")
    return ", ".join([*cells[:3], f"{previous:.2f}", *cells[4:]])


def put(archive: Archive, n: int, opens: dict[str, float], closes: dict[str, dict[int, float]]) -> None:
    """Session n: every name at 1000, or where its own course has come to; gaps open as told."""
    lines = [FULL_HEADER]
    for symbol, course in closes.items():
        before, close = (course[max((k for k in course if k <= at), default=0)] for at in (n - 1, n))
        first = opens[symbol] if n == FRESH and symbol in opens else before
        lines.append(row(symbol, DAYS[n], before, first, close))
    archive.put(f"nse/sec_bhavdata_full_{DAYS[n]:%d%m%Y}.csv", ("\n".join(lines) + "\n").encode())


def market_cap(archive: Archive, n: int, face: float) -> None:
    day = f"{DAYS[n]:%d %b %Y}".upper()
    line = f"{day},TOLD,EQ,TOLD LTD,Listed,{day},{face:.2f},1000,100.00,100000.00"
    payload = f"{MARKET_CAP_HEADER}\n{line}\n".encode()
    archive.put(f"nse/mcap{DAYS[n]:%d%m%Y}.csv", payload)


def on_the_day(house: House, symbol: str) -> dict[str, object]:
    """The row of the gap, and what is made of it, as published."""
    (found,) = select(house, f"""
        select p.is_comparable, p.not_comparable_reason as reason, p.price_factor, p.restated_on, p.direction,
            c.status, c.decided_on, c.reason as why
        from core.price_change as p
        left join core.action_candidate as c on p.security_id = c.security_id and p.session = c.session
        where p.symbol = '{symbol}' and p.session = date '{DAYS[FRESH]}'
    """).to_pylist()  # fmt: skip
    return found


Evening = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, list[Evening]]:
    """The house after all sessions, and what each evening since that of the gaps said of each name."""
    folder = tmp_path_factory.mktemp("evenings")
    archive = Archive(folder / "archive")
    opens = {"SPLIT": 500.0, "CRASH": 510.0, "SLUMP": 620.0, "TOLD": 500.0}
    still = {0: 1000.0}
    closes = {
        "SPLIT": {**still, FRESH: 505.0},
        "CRASH": {**still, FRESH: 520.0, FRESH + 1: 700.0, FRESH + 2: 900.0},
        "SLUMP": {**still, FRESH: 610.0},
        "TOLD": {**still, FRESH: 505.0},
        "CALM": still,
    }
    house, told = open_house(folder / "home", archive.folder), []
    for n in range(FRESH + 5):
        put(archive, n, opens, closes)
        market_cap(archive, n, 10.0 if n < FRESH else 5.0)
        if n >= FRESH:
            backfill(house, DAYS[0], DAYS[n])
            told.append({symbol: on_the_day(house, symbol) for symbol in opens})
    return house, told


def test_a_fresh_gap_is_not_comparable_until_the_third_session_after_infers_and_restates_it(evenings):
    house, told = evenings
    for evening in told[:3]:
        fresh = evening["SPLIT"]
        assert (fresh["is_comparable"], fresh["reason"]) == (False, "unexplained_gap")
        assert (fresh["status"], fresh["restated_on"], fresh["price_factor"]) == ("pending", None, 1)
    later = told[3]["SPLIT"]
    assert (later["is_comparable"], later["reason"], later["direction"]) == (True, None, 1)
    assert (later["status"], later["price_factor"]) == ("inferred", 0.5)
    assert later["restated_on"] == later["decided_on"] == DAYS[FRESH + 3]
    assert told[4]["SPLIT"] == later
    closes = select(house, """
        select close_inr, close_adj_inr, breaks_after from core.adjusted_price
        where symbol = 'SPLIT' order by session
    """).to_pylist()  # fmt: skip
    assert closes[0] == {"close_inr": 1000, "close_adj_inr": 500, "breaks_after": 0}
    assert closes[-1] == {"close_inr": 505, "close_adj_inr": 505, "breaks_after": 0}


def test_a_crash_is_dropped_and_stays_not_comparable(evenings):
    house, told = evenings
    assert [evening["CRASH"]["status"] for evening in told] == [*["pending"] * 3, *["undecided"] * 2]
    # At no fraction in particular: nothing to wait for.
    assert {evening["SLUMP"]["status"] for evening in told} == {"undecided"}
    for symbol, why in (("CRASH", "went back"), ("SLUMP", "off the nearest plausible fraction")):
        found = told[-1][symbol]
        assert (found["is_comparable"], found["reason"]) == (False, "unexplained_gap")
        assert why in found["why"] and found["restated_on"] is None
    sql = "select breaks_after from core.adjusted_price where symbol = 'SLUMP' order by session"
    assert select(house, sql)["breaks_after"].to_pylist() == [1] * FRESH + [0] * 5


def test_where_the_bundle_shows_the_new_face_value_the_evening_itself_decides(evenings):
    _, told = evenings
    found = told[0]["TOLD"]
    assert (found["status"], found["is_comparable"], found["price_factor"]) == ("inferred", True, 0.5)
    assert found["restated_on"] == found["decided_on"] == DAYS[FRESH]
    assert "the face value changed by 0.5" in found["why"]
    assert all(evening["TOLD"] == found for evening in told)


def test_a_new_dividend_or_rights_issue_makes_anew_only_the_months_that_it_can_reach(archive, house):
    days = [s.day for s in expected_sessions(date(2025, 1, 1), date(2025, 4, 30))]
    for day in days:
        lines = [FULL_HEADER, row("ABC", day, 100, 100, 100)]
        archive.put(f"nse/sec_bhavdata_full_{day:%d%m%Y}.csv", ("\n".join(lines) + "\n").encode())
    backfill(house, days[0], days[-1])

    def prints(table: str) -> dict[str, str]:
        return {key: p.fingerprint for key, p in house.ledger.partitions(table).items()}

    tables = ("core.price_change", "core.rights_basis", "core.price_jump", "core.fact_daily_price")
    before = {table: prints(table) for table in tables}
    header = '"SYMBOL","COMPANY NAME","SERIES","PURPOSE","FACE VALUE","EX-DATE"'
    listed = f'{header}\n"ABC","ABC Limited","EQ","Dividend - Rs 5 Per Share","10","12-Mar-2025"\n'
    archive.put("nse/actions_2025-05-01/CF-CA-equities.csv", listed.encode())
    backfill(house, days[0], days[-1])
    after = {table: prints(table) for table in tables}
    for table in tables:
        changed = {month for month in before[table] if before[table][month] != after[table][month]}
        assert changed == ({"2025-03", "2025-04"} if table == "core.price_change" else set()), table
    listed += '"ABC","ABC Limited","EQ","Rights 1:4 @ Premium Rs 40","10","14-Apr-2025"\n'
    archive.put("nse/actions_2025-05-02/CF-CA-equities.csv", listed.encode())
    backfill(house, days[0], days[-1])
    for table in tables:
        changed = {month for month in after[table] if after[table][month] != prints(table)[month]}
        wanted = {"core.price_change": {"2025-04"}, "core.rights_basis": {"2025-04"}}.get(table, set())
        assert changed == wanted, table
    rows = select(house, """
        select session, price_factor, dividend_inr, total_return_factor from core.price_change
        where price_factor != 1 or dividend_inr is not null order by session
    """).to_pylist()  # fmt: skip
    names = ("price_factor", "dividend_inr", "total_return_factor")
    assert [(str(r["session"]), *(r[name] for name in names)) for r in rows] == [
        ("2025-03-12", 1, 5, 0.95), ("2025-04-15", 0.9, None, 1),
    ]  # fmt: skip
    first = select(house, "select * from core.adjusted_price order by session limit 1").to_pylist()[0]
    assert first["close_adj_inr"] == 90 and first["close_total_return_inr"] == pytest.approx(85.5)
