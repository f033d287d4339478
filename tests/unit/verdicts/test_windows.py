"""Printed horizons -> spans of sessions."""

from datetime import date

import pytest

from bhavhouse.verdicts.windows import Window, months_before, window_of
from claimed import CALENDAR, DAY, SUNDAY, back

SESSIONS = {
    "1d": 1,
    "": 1,
    "recent": 1,
    "5d": 5,
    "1w": 5,
    "week": 5,
    "2w": 10,
    "fortnight": 10,
    "3 weeks": 15,
}
MONTHS = {"1m": 1, "3m": 3, "6m": 6, "9m": 9, "quarter": 3, "1q": 3, "1y": 12, "2 years": 24, "18 months": 18}
TO_DATE = {"wtd": "week", "mtd": "month", "ytd": "calendar year", "fytd": "fiscal year"}


@pytest.mark.parametrize(
    ("horizon", "window"),
    [
        *((told, Window("sessions", n)) for told, n in {**SESSIONS, "9 sessions": 9, "30 days": 30}.items()),
        *((told, Window("months", n)) for told, n in MONTHS.items()),
        *((told, Window(unit)) for told, unit in TO_DATE.items()),
        ("2025", Window("calendar year", year=2025, is_whole=True)),
        ("CY2025", Window("calendar year", year=2025, is_whole=True)),
        ("calendar year 2025", Window("calendar year", year=2025, is_whole=True)),
        ("first weeks of 2026", Window("calendar year", 2, 2026)),
        ("first few days of 2026", Window("calendar year", 1, 2026)),
        ("early 2026", Window("calendar year", 3, 2026)),
        *((told, None) for told in ("january", "recent sessions", "since March", "0 days", "500 days", "2q")),
        ("9" * 5000 + " days", None),
    ],
)
def test_a_printed_horizon_is_one_window_or_none(horizon, window):
    assert window_of(horizon or None, "") == window


@pytest.mark.parametrize(
    ("horizon", "words", "window"),
    [
        ("5d", "The Sensex fell 2% this week.", Window("week")),
        ("5d", "It ended the week 2% lower.", Window("week")),
        ("1w", "Its weekly gain was 2%.", Window("week")),
        ("5d", "It fell 2% in the past week.", Window("sessions", 5)),
        ("5d", "It fell 2% over the last week.", Window("sessions", 5)),
        ("5d", "It fell 2% in five sessions.", Window("sessions", 5)),
        ("5d", "It fell 2% last week.", None),
        ("5d", "It rose 1% this week and fell 2% in the past week.", None),
        ("1m", "It gained 5% this month.", Window("month")),
        ("1m", "Its monthly gain was 5%.", Window("month")),
        ("1m", "It gained 5% in the past month.", Window("months", 1)),
        ("1m", "It gained 5% last month.", None),
        ("1m", "It gained 5% over the month.", None),
        ("1q", "It gained 5% this quarter.", None),
        ("1y", "It lost 7% last year.", None),
        ("1y", "It lost 7% in one year.", Window("months", 12)),
    ],
)
def test_the_words_around_a_figure_part_the_time_so_far_from_a_time_back(horizon, words, window):
    assert window_of(horizon, words) == window


@pytest.mark.parametrize(
    ("window", "session", "span"),
    [
        (Window("sessions"), date(2026, 2, 2), (SUNDAY, date(2026, 2, 2))),
        (Window("sessions", 9), DAY, (date(2026, 2, 1), DAY)),
        (Window("week"), DAY, (date(2026, 2, 6), DAY)),
        (Window("week"), SUNDAY, (date(2026, 1, 23), SUNDAY)),
        (Window("month"), DAY, (date(2026, 1, 30), DAY)),
        (Window("months", 1), DAY, (date(2026, 1, 12), DAY)),
        (Window("months", 1), date(2026, 3, 2), (date(2026, 2, 2), date(2026, 3, 2))),
        (Window("months", 1), date(2026, 3, 31), (date(2026, 2, 27), date(2026, 3, 31))),
        (Window("calendar year"), DAY, (date(2025, 12, 31), DAY)),
        (Window("fiscal year"), DAY, (date(2025, 3, 31), DAY)),
        (Window("calendar year", 2, 2026), DAY, (date(2025, 12, 31), DAY)),
        (Window("calendar year", 1, 2026), DAY, None),
        (Window("calendar year", 2, 2025), DAY, None),
        (Window("calendar year", year=2025, is_whole=True), DAY, (date(2024, 12, 31), date(2025, 12, 31))),
        (Window("calendar year", year=2026, is_whole=True), DAY, (date(2025, 12, 31), DAY)),
        (Window("calendar year", year=2026, is_whole=True), back(60), None),
        (Window("calendar year", year=2027, is_whole=True), DAY, None),
        (Window("sessions", 400), DAY, None),
        (Window("months", 400 * 12), DAY, None),
        (Window("sessions"), CALENDAR[0], None),
        (Window("sessions"), date(2026, 2, 7), None),
    ],
)
def test_a_span_starts_from_the_close_before_its_first_session_and_lies_in_the_calendar(
    window, session, span
):
    assert window.span(session, CALENDAR) == span


def test_no_calendar_holds_no_span():
    assert Window("week").span(DAY, []) is None


@pytest.mark.parametrize(
    ("day", "n", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 12, date(2025, 1, 15)),
        (date(1, 2, 1), 400, date.min),
    ],
)
def test_months_back_from_a_month_end_stop_at_the_last_day_of_the_shorter_month(day, n, before):
    assert months_before(day, n) == before
