"""Sessions and days, scales of grades."""

from bhavhouse.contracts.base import Contract, day, flag, text, whole

DIM_SESSION = Contract(
    "core.dim_session",
    grain=("session",),
    meaning="One row per session that a valid exchange file confirms.",
    dated_by=("session",),
    source="the cash files",
    columns=(
        day("session", "Trading session (IST)."),
        whole(
            "session_index",
            "Position in the exchange's calendar; sessions whose file is missing keep their place, "
            "so that windows see the hole.",
            formula="sessions expected or confirmed before this one",
            source="the cash files and the calendar",
        ),
        text(
            "kind",
            "Type of session.",
            source="market/special_days.csv",
            one_of=("regular", "muhurat", "disaster_recovery", "budget", "special"),
        ),
        text("weekday", "Day of the week."),
        whole("calendar_year", "Calendar year."),
        whole("fiscal_year", "Fiscal year by its last calendar year: April 2025 to March 2026 is 2026."),
        whole("fiscal_quarter", "Quarter of the fiscal year; April to June is 1.", minimum=1, maximum=4),
        flag(
            "is_expected",
            "The calendar expected it; false where data alone confirms it.",
            source="exchange_calendars and market/special_days.csv",
        ),
        flag(
            "is_last_of_week",
            "The calendar expects it and no later session in its week, Monday to Sunday.",
            source="exchange_calendars and market/special_days.csv",
        ),
        text("feeds", "Cash files that hold it, joined by a plus sign."),
    ),
)

CALENDAR_DAY = Contract(
    "core.calendar_day",
    grain=("day",),
    meaning="For every day, the first session on or after it.",
    dated_by=("day",),
    internal=True,
    columns=(
        day("day", "Calendar day (IST)."),
        day("session_on_or_after", "The session: confirmed, or expected where none is confirmed yet."),
    ),
)

RATING_SCALE = Contract(
    "core.rating_scale",
    grain=("scale_id", "grade"),
    meaning="Grades of each scale in their order. Grades of different scales are never compared.",
    source="news/scales.csv",
    columns=(
        text("scale_id", "The scale."),
        text("grade", "Grade or its synonym, in lower case, parts parted by one space."),
        whole("ordinal", "Higher is better.", minimum=1),
        text("rater", "Who grades on it.", one_of=("broker", "model")),
    ),
)
