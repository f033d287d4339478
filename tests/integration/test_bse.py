"""Houses that hold BSE's files: which sessions they have, and what is counted; the real day among them."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from bhavhouse.clock import IST
from bhavhouse.market.sessions import confirmed, states
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.plan import incomplete_sessions
from exchange import Archive
from houses import backfill, open_house, select
from published import bse_legacy, bse_udiff
from reference import bse

FRIDAY, MONDAY, TUESDAY = date(2025, 6, 13), date(2025, 6, 16), date(2025, 6, 17)
HOLIDAY = date(2025, 8, 15)
REAL_DAY = date(2019, 8, 16)
ISINS = {b"INE500002012": b"INE117A01022", b"INE500209019": b"INE009A01021"}
WAYS = ("advances", "declines", "unchanged", "not_comparable")


def put_udiff(archive: Archive, day: date, scrips=None) -> None:
    payload = bse_udiff(day, scrips) if scrips else bse_udiff(day)
    for printed, isin in ISINS.items():
        payload = payload.replace(printed, isin)
    archive.put(f"BhavCopy_BSE_CM_0_0_0_{day:%Y%m%d}_F_0000.CSV", payload)


def put_legacy(archive: Archive, day: date, close: float) -> None:
    archive.put(f"EQ{day:%d%m%y}.CSV", bse_legacy([("500002", "ABB", 100.0, close)]))


def breadth(house: House, universe: str) -> list[dict[str, object]]:
    names = ", ".join(("session", *WAYS))
    sql = f"select {names} from marts.breadth_history where universe = '{universe}' order by session"
    return select(house, sql).to_pylist()


def test_a_house_that_holds_udiff_of_bse_alone_has_its_sessions_and_breadth(house, archive):
    for day in (FRIDAY, MONDAY):
        put_udiff(archive, day)
    assert backfill(house, FRIDAY, MONDAY).failures == []
    assert confirmed(house.ledger) == {FRIDAY: ("bse_udiff",), MONDAY: ("bse_udiff",)}
    for universe in ("bse_all", "india_all"):
        (_, last) = breadth(house, universe)
        assert last == {
            "session": MONDAY, "advances": 1, "declines": 1, "unchanged": 0, "not_comparable": 0
        }  # fmt: skip
    assert breadth(house, "nse_all") == []
    assert incomplete_sessions(house, TUESDAY, 1) == [TUESDAY]


def test_a_file_that_prints_its_day_confirms_a_saturday_and_one_that_does_not_only_what_is_expected(
    house, archive
):
    saturday = FRIDAY + timedelta(1)
    put_udiff(archive, saturday)
    put_legacy(archive, HOLIDAY, 101.0)
    put_legacy(archive, MONDAY, 102.0)
    backfill(house, FRIDAY, HOLIDAY)
    assert confirmed(house.ledger) == {saturday: ("bse_udiff",), MONDAY: ("bse_legacy",)}
    assert [row["session"] for row in breadth(house, "bse_all")] == [saturday, MONDAY]


def test_a_session_that_bse_alone_holds_is_a_hole_of_a_house_with_files_of_nse(house, archive):
    rows = [(f"S{n:02d}", "EQ", 10.0, 10.0 + n) for n in range(20)]
    archive.full(FRIDAY, rows)
    archive.full(TUESDAY, rows)
    for day in (FRIDAY, MONDAY, TUESDAY):
        put_udiff(archive, day)
    backfill(house, FRIDAY, TUESDAY)
    now = datetime(2025, 7, 1, tzinfo=IST)
    found = {s.day: (s.state, s.reason) for s in states(house.ledger, FRIDAY, TUESDAY, {}, now)}
    assert found[MONDAY] == ("absent", "no file of NSE was offered, BSE's is held")
    assert found[FRIDAY][0] == found[TUESDAY][0] == "confirmed"
    assert incomplete_sessions(house, TUESDAY, 1) == [MONDAY, TUESDAY]
    # It has its breadth of BSE, and none of NSE: nobody knows who traded there.
    assert [row["session"] for row in breadth(house, "nse_all")] == [FRIDAY, TUESDAY]
    assert [row["session"] for row in breadth(house, "bse_all")] == [FRIDAY, MONDAY, TUESDAY]


def test_a_first_day_on_bse_is_no_advance(house, archive):
    put_udiff(archive, MONDAY, [("500002", "ABB", 0.0, 120.5), ("500209", "INFY", 10.0, 10.0)])
    backfill(house, MONDAY, MONDAY)
    (row,) = breadth(house, "bse_all")
    assert [row[name] for name in WAYS] == [0, 0, 1, 1]


@pytest.mark.real_data
def test_the_real_day_of_bse_alone_counts_what_its_file_says(real_data, tmp_path):
    house = open_house(tmp_path / "home", real_data / "bse")
    assert backfill(house, REAL_DAY, REAL_DAY).failures == []
    assert confirmed(house.ledger) == {REAL_DAY: ("bse_legacy",)}
    rows = bse.lines(real_data / "bse/EQ160819.CSV").assign(session=REAL_DAY)
    funds = select(house, "select security_id from core.dim_security where instrument = 'etf'").to_pylist()
    codes = {row["security_id"].removeprefix("BSE:") for row in funds}
    assert len(rows) == 2637 and 25 <= len(codes) <= 60
    shares = bse.buckets(rows[~rows["code"].isin(codes)], {}, ())
    expected = Counter(shares["bucket"])
    (found,) = breadth(house, "bse_all")
    assert {name: found[name] for name in WAYS} == {name: expected[name] for name in WAYS}
    assert expected["advances"] > 1000 and expected["declines"] > 1000
    (india,) = breadth(house, "india_all")
    assert 2000 < sum(india[name] for name in WAYS) < sum(found[name] for name in WAYS)
