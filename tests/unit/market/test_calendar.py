"""Which days trade: the package's default under our own overlay, and what files confirm above both."""

from datetime import date, datetime, timedelta

import pytest

from bhavhouse.clock import IST
from bhavhouse.market.calendar import expected_sessions, overlay, why_closed
from bhavhouse.market.sessions import index_of, kind_of, states
from bhavhouse.market.tables import calendar_days, dim_session
from bhavhouse.pipelines.ingest import ingest
from exchange import full, full_name

ROWS = [("ABC", "EQ", 10, 11)]


def is_expected(day: date) -> bool:
    return bool(expected_sessions(day, day))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2024-01-20", "disaster_recovery"), ("2024-03-02", "disaster_recovery"),
        ("2024-05-18", "disaster_recovery"), ("2024-11-01", "muhurat"), ("2025-02-01", "budget"),
        ("2025-10-21", "muhurat"), ("2026-02-01", "budget"), ("2020-11-14", "muhurat"),
        ("2025-06-18", "regular"),
    ],
)  # fmt: skip
def test_special_sessions_are_expected_and_typed(day, kind):
    (session,) = expected_sessions(date.fromisoformat(day), date.fromisoformat(day))
    assert session.kind == kind == kind_of(session.day)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-01-26", "exchange holiday"), ("2026-01-15", "Municipal elections"),
        ("2024-01-22", "Ram Mandir"),
        ("2024-05-20", "General election"), ("2024-11-20", "assembly election"), ("2025-06-21", "Saturday"),
        ("2026-02-08", "Sunday"), ("2025-10-22", "exchange holiday"),
    ],
)  # fmt: skip
def test_holidays_and_weekends_are_not_expected_and_say_why(day, why):
    assert not is_expected(date.fromisoformat(day)) and why in why_closed(date.fromisoformat(day))


def test_every_line_of_the_overlay_is_reviewed_and_differs_from_a_plain_weekday():
    assert len(overlay()) >= 25
    for day, (kind, reason) in overlay().items():
        assert reason and kind in ("muhurat", "disaster_recovery", "budget", "holiday"), day
        assert kind != "holiday" or day.weekday() < 5, day


@pytest.mark.real_data
def test_the_expected_sessions_of_14_months_are_exactly_those_the_exchange_held(real_data):
    names = (real_data / "nse/sec_bhavdata_full").glob("*.csv")
    held = {datetime.strptime(path.stem[-8:], "%d%m%Y").replace(tzinfo=IST).date() for path in names}
    start, end = date(2025, 1, 1), date(2026, 2, 27)
    expected = {s.day for s in expected_sessions(start, end)}
    assert len(expected) == 290 and expected == {day for day in held if start <= day <= end}


def test_a_hole_keeps_its_place_in_the_count_of_sessions():
    monday = date(2025, 6, 16)
    held = [monday + timedelta(n) for n in (0, 1, 3)]
    assert list(index_of(held).values()) == [0, 1, 3]
    table = dim_session({day: ("nse_full",) for day in held})
    assert table["session_index"].to_pylist() == [0, 1, 3]


def test_a_session_knows_its_fiscal_year_and_quarter():
    days = [date(2025, 3, 28), date(2025, 4, 1), date(2025, 12, 31), date(2026, 1, 1)]
    rows = dim_session({day: ("nse_udiff", "nse_full") for day in days}).to_pylist()
    assert [(r["fiscal_year"], r["fiscal_quarter"]) for r in rows] == [
        (2025, 4),
        (2026, 1),
        (2026, 3),
        (2026, 4),
    ]
    assert rows[0]["weekday"] == "Friday" and rows[0]["feeds"] == "nse_udiff+nse_full"
    assert all(r["is_expected"] for r in rows)


def test_a_day_without_trading_belongs_to_the_next_session():
    table = calendar_days([date(2026, 1, 24)], date(2026, 2, 1))
    of = dict(zip(*(table[c].to_pylist() for c in ("day", "session_on_or_after")), strict=True))
    assert of[date(2026, 1, 26)] == date(2026, 1, 27) and of[date(2026, 1, 31)] == date(2026, 2, 1)
    assert of[date(2026, 1, 24)] == date(2026, 1, 24)  # a Saturday that a file confirms


@pytest.mark.parametrize(
    ("day", "now", "state", "reason"),
    [
        ("2025-06-18", "2025-06-18 12:00", "pending", "not published before 16:30 IST"),
        ("2025-06-18", "2025-06-18 19:00", "pending", "may come until 23:00 IST"),
        ("2025-06-18", "2025-06-18 23:00", "absent", "no file was offered"),
        ("2025-06-18", "2025-07-01 09:00", "absent", "no file was offered"),
        ("2026-02-01", "2026-02-05 09:00", "absent", "no file was offered"),
        ("2026-01-26", "2026-02-05 09:00", "holiday", "exchange holiday"),
        ("2026-01-15", "2026-02-05 09:00", "holiday", "Municipal elections in Maharashtra"),
    ],
)
def test_a_missing_file_is_pending_absent_or_a_holiday_with_the_reason(house, day, now, state, reason):
    asked = date.fromisoformat(day)
    at = datetime.fromisoformat(now).replace(tzinfo=IST)
    (found,) = states(house.ledger, asked, asked, {}, at)
    assert (found.day, found.state) == (asked, state) and reason in found.reason


def test_an_exchanges_own_list_names_the_holiday(house):
    day = date(2026, 1, 26)
    at = datetime(2026, 2, 5, tzinfo=IST)
    (found,) = states(house.ledger, day, day, {day: "Republic Day"}, at)
    assert (found.state, found.reason) == ("holiday", "Republic Day")


def test_a_weekend_without_a_file_is_no_state_at_all(house):
    assert (
        states(house.ledger, date(2025, 6, 21), date(2025, 6, 22), {}, datetime(2025, 7, 1, tzinfo=IST)) == []
    )


def test_what_was_offered_and_refused_is_told_beside_the_state(house, archive):
    expected, holiday = date(2025, 6, 18), date(2026, 1, 26)
    archive.put(full_name(expected), full(date(2025, 6, 17), ROWS))
    archive.put(full_name(holiday), full(date(2026, 1, 23), ROWS))
    ingest(house, expected, holiday)
    at = datetime(2026, 2, 5, tzinfo=IST)
    (absent,) = states(house.ledger, expected, expected, {}, at)
    (closed,) = states(house.ledger, holiday, holiday, {}, at)
    assert absent.state == "absent" and "stale: its rows are of 2025-06-17" in absent.reason
    assert closed.state == "holiday" and "stale: its rows are of 2026-01-23" in closed.reason


def test_a_confirmed_session_stands_above_calendar_and_overlay(house, archive):
    saturday = date(2025, 6, 21)
    archive.full(saturday, ROWS)
    ingest(house, saturday, saturday)
    (found,) = states(house.ledger, saturday, saturday, {}, datetime(2025, 7, 1, tzinfo=IST))
    assert (found.state, found.kind, found.feeds) == ("confirmed", "special", ("nse_full",))
