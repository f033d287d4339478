"""Levels of indices, what follows from them, and what institutions bought and sold."""

from bhavhouse.contracts.base import Build, Column, Contract, count, day, flag, real, text, whole

HORIZONS = (1, 5, 9, 21, 252)
VALUATIONS = ("pe_ratio", "pb_ratio", "dividend_yield_pct")
_PERIODS = {
    "week": "calendar week, which begins on Monday",
    "month": "month",
    "calendar_year": "calendar year",
    "fiscal_year": "fiscal year, which begins on 1 April",
}
_SNAKE_CASE = (
    "printed_name in small letters, with _ for all between letters and digits; where core.index_name has "
    "that as spelled_name, its index_name"
)

INDEX_NAME = Contract(
    "core.index_name",
    grain=("printed_name",),
    meaning="Every printed name of an index that is known, and the one name it goes by.",
    source="include/bhavhouse/market/index_names.csv",
    columns=(
        text("printed_name", "Name as some file prints it."),
        text(
            "spelled_name",
            "The same in snake case.",
            formula="printed_name in small letters, with _ for all between letters and digits",
        ),
        text("index_name", "Name the index goes by."),
    ),
)


def _first(name: str, meaning: str, unit: str, printed: str = "", of: str = "") -> Column:
    printed = printed or name
    return real(
        name,
        meaning,
        unit,
        nullable=True,
        formula=f"first of {printed} in the order of source that is {of or 'known'}",
        source=f"{printed} of the files",
    )


SEGMENT_INDEX = Contract(
    "core.segment_index",
    grain=("session", "index_name"),
    meaning="Levels of our own indices: the returns of a universe chained, equal- and cap-weighted.",
    dated_by=("session",),
    internal=True,
    source="core.breadth_daily",
    columns=(
        day("session", "Trading session (IST)."),
        text("index_name", "ours_, the universe, and its weighting."),
        text("universe", "The universe."),
        text("weighting", "How its names are weighted.", one_of=("equal", "cap")),
        real("close_points", "Level.", "points", minimum=0, exclusive=True),
        day("base_session", "The session whose level is 1000."),
        day("known_on", "The session whose return gave the level."),
    ),
)

INDEX_HISTORY = Contract(
    "marts.index_history",
    grain=("session", "index_name"),
    meaning="Index levels: one row per session and index, the close from the file trusted most.",
    dated_by=("session",),
    large=True,
    notes=(
        "The order of trust is that of `source`; what the first file lacks comes from the next. A previous "
        "close is taken for the session before where nothing else holds that: a row that a later day told. "
        "ours_<universe>_equal and ours_<universe>_cap are our own indices, equal- and cap-weighted, of the "
        "universes that have no official one: returns without dividends, members as of each session."
    ),
    source="lake.index_close, lake.bundle_index, lake.index_snapshot, lake.index_level_import, "
    "core.segment_index",
    columns=(
        day("session", "Trading session (IST)."),
        text("index_name", "Name the index goes by.", formula=_SNAKE_CASE, source="core.index_name"),
        text("printed_name", "Index name as the file of the close prints it."),
        _first("open", "Opening value.", "points", "open_points", "above 0"),
        _first("high", "Highest value.", "points", "high_points", "above 0"),
        _first("low", "Lowest value.", "points", "low_points", "above 0"),
        real(
            "close",
            "Closing value.",
            "points",
            minimum=0,
            exclusive=True,
            formula="close_points; of a page previous_day_points; a previous close is previous_close_points, "
            "or close_points - change_points to the second decimal, for the calendar's session before, "
            "or previous_day_points for previous_day",
        ),
        _first("pe_ratio", "Price to earnings.", "x", of="known; 0 on a page is unknown"),
        _first("pb_ratio", "Price to book.", "x", of="known; 0 on a page is unknown"),
        _first("dividend_yield_pct", "Dividend yield.", "pct", of="known; 0 on a page is unknown"),
        text(
            "source",
            "Which file gave the close.",
            one_of=(
                "index_close",
                "bundle_index",
                "index_snapshot",
                "index_level_import",
                "previous_close",
                "ours",
            ),
            formula="first of this order that holds the session and index: closing file, daily bundle, page "
            "that tells its session, import (the latest), previous close (the earliest); ours for an index "
            "of our own, which no file holds",
        ),
        day(
            "known_on",
            "The day of the file that gave the close: a later one for a previous close and an import.",
            formula="session of a closing or bundle file; as_of of a page or an import; of ours the session "
            "of the return",
        ),
        day(
            "base_session",
            "Of our own indices, the session whose level is 1000; levels with another base do not compare.",
            nullable=True,
            formula="eve of the first session of an unbroken run of returns",
            source="core.segment_index",
        ),
    ),
)

INDEX_RETURN = Contract(
    "marts.index_return",
    grain=("session", "index_name"),
    meaning="Returns, drawdown and the rank of the month: one row per session and index with a level.",
    notes=(
        "Sessions are counted on the exchange's calendar since 2000, whether or not a level is held; a day "
        "that this calendar does not know has no row. A return is null unless the level of the very session "
        "it is measured from is held: never is the nearest one taken. `best_month_since` knows the months "
        "held alone, which is why it stands beside their number and that of the gaps."
    ),
    dated_by=("session",),
    large=True,
    source="marts.index_history",
    columns=(
        day("session", "Trading session (IST)."),
        text("index_name", "Name the index goes by."),
        *(
            real(
                f"return_{n}_pct",
                f"Return over {n} session{'s' if n > 1 else ''} of the exchange's calendar.",
                "pct",
                nullable=True,
                formula=f"100 * (close / close exactly {n} session{'s' if n > 1 else ''} before - 1)",
                warm_up=f"{n} session{'s' if n > 1 else ''}",
                source="marts.index_history, core.calendar_day",
            )
            for n in HORIZONS
        ),
        *(
            real(
                f"return_{name}_pct",
                f"Return since the {period}'s eve.",
                "pct",
                nullable=True,
                formula=f"100 * (close / close of the last session before the {period.split(',')[0]} - 1)",
                warm_up=f"the last session before the {period}",
                source="marts.index_history, core.calendar_day",
            )
            for name, period in _PERIODS.items()
        ),
        real(
            "drawdown_pct",
            "How far the close lies below the highest close held so far.",
            "pct",
            maximum=0,
            formula="100 * (close / highest close of this and all earlier sessions held - 1)",
            warm_up="none; settled with the first full fall and rise that is held",
        ),
        text(
            "best_month_since",
            "The last full month (YYYY-MM) before this one that was at least as good as this one so far.",
            nullable=True,
            formula="latest earlier month whose return_month_pct at its last session is held and not below "
            "return_month_pct",
            warm_up="one full month with its eve",
        ),
        flag(
            "is_best_month_held",
            "Better than every full month held before; null without return_month_pct or such a month.",
            nullable=True,
            formula="months_held > 0 and best_month_since is null",
            warm_up="one full month with its eve",
        ),
        count(
            "months_held",
            "Full months before this one whose return is held.",
            "months",
            formula="count of earlier months with return_month_pct at their last session",
        ),
        whole(
            "months_not_held",
            "Months in between whose return is not held: with any, best_month_since is no proof.",
            "months",
            nullable=True,
            minimum=0,
            formula="months after best_month_since, else from the first one held, up to the one before this, "
            "less those of them that months_held counts",
            warm_up="one full month with its eve",
        ),
    ),
)

INDEX_VALUATION = Contract(
    "marts.index_valuation",
    grain=("session", "index_name", "against", "measure"),
    meaning="How dear small, mid and large stand against each other: one row per session, pair and measure.",
    notes=(
        "Pairs: Nifty Smallcap 250, Midcap 150 and 100; Nifty Smallcap 100, Midcap 100 and 50. A percentile "
        "knows the sessions held alone, no later one among them: hence their number beside it."
    ),
    source="marts.index_history",
    columns=(
        day("session", "Trading session (IST)."),
        text("index_name", "The index of the smaller companies."),
        text("against", "The index it is held against."),
        text("measure", "What is compared.", one_of=VALUATIONS),
        *(
            real(
                name,
                f"The measure of {of}.",
                "x or pct",
                minimum=0,
                exclusive=True,
                formula=f"pe_ratio, pb_ratio or dividend_yield_pct of {of}, where above 0",
            )
            for name, of in (("value", "index_name"), ("against_value", "against"))
        ),
        real("gap", "How much higher the first is.", "x or pct points", formula="value - against_value"),
        real(
            "premium_pct",
            "The same as a share of the second.",
            "pct",
            formula="100 * (value / against_value - 1)",
        ),
        *(
            real(
                f"{name}_percentile",
                f"Place of the {name} among those held in the last 1,260 sessions, this one included.",
                "pct",
                nullable=True,
                minimum=0,
                maximum=100,
                formula=f"100 * observations with {column} not above this one / observations",
                warm_up="10 observations",
            )
            for name, column in (("value", "value"), ("premium", "premium_pct"))
        ),
        count(
            "observations",
            "Sessions of the last 1,260 of the exchange that hold the measure of both, this one included.",
            "sessions",
            formula="count of sessions with value and against_value",
        ),
    ),
)

INSTITUTIONAL_FLOWS = Contract(
    "marts.institutional_flows",
    grain=("session", "investor", "version"),
    meaning="What foreign and domestic institutions bought and sold in cash: every version of every session.",
    notes=(
        "The exchange's figure is provisional and revised later, and files disagree without saying which "
        "they hold. Versions follow the day their delivery is of, then the order of receipt. Deliveries in "
        "succession that say the same are one version; one that returns to an older figure is a new one."
    ),
    source="lake.institutional_flow",
    columns=(
        day("session", "Trading session (IST)."),
        text("investor", "Foreign (fii, portfolio investors among them) or domestic.", one_of=("fii", "dii")),
        whole(
            "version",
            "Version of the figure, from 1.",
            minimum=1,
            formula="place among the differing figures of the session and investor, by as_of, received_order",
        ),
        flag("is_latest", "No later version is held.", formula="version is the highest of session, investor"),
        text("delivery", "The first delivery that carried it: file name and the start of its hash."),
        day("as_of", "The day that delivery is of: when this version could be known."),
        text("last_delivery", "The last delivery that carried it."),
        count(
            "evidence_count",
            "Deliveries in succession that carry it.",
            "deliveries",
            formula="count of deliveries of the version",
        ),
        *(
            real(
                f"{side}_inr_crore",
                f"{meaning}; null where only the difference was told.",
                "inr crore",
                nullable=True,
                formula=f"{side}_inr_crore; where the delivery lacks it, that of another one of the session "
                "and investor with the same net_inr_crore",
                source=f"lake.institutional_flow.{side}_inr_crore",
            )
            for side, meaning in (("buy", "Purchases"), ("sell", "Sales"))
        ),
        real(
            "net_inr_crore",
            "Purchases less sales.",
            "inr crore",
            source="lake.institutional_flow.net_inr_crore",
        ),
        text("printed_net", "Purchases less sales as the first delivery prints it."),
        text("printed_unit", "Unit as printed; empty where none is, which means crore."),
        real(
            "difference_from_first_inr_crore",
            "How much the difference was revised since version 1.",
            "inr crore",
            formula="net_inr_crore - net_inr_crore of version 1",
        ),
    ),
)

INSTITUTIONAL_FLOWS_CURRENT = Contract(
    "marts.institutional_flows_current",
    grain=("session", "investor"),
    meaning="The latest version of what institutions bought and sold in cash.",
    build=Build.VIEW,
    source="marts.institutional_flows",
    columns=INSTITUTIONAL_FLOWS.columns,
)
