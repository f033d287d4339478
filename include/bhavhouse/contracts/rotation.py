"""Segments of the market against each other: who is in them, their returns, and where they move to."""

import re

from bhavhouse.contracts.base import Build, Contract, count, day, flag, real, text, whole
from bhavhouse.contracts.breadth import BASES

CLASSIFICATION = ("macro_sector", "sector", "industry", "basic_industry")
LEVELS = (*CLASSIFICATION, "size", "asset", "theme")
BY = (*CLASSIFICATION, "symbol")
QUADRANTS = ("leading", "weakening", "lagging", "improving")
HORIZONS = (1, 5, 21, 63, 126, 252)
RANKED_AGAIN = (5, 21, 63)
SEGMENT_NAME = re.compile("[a-z][a-z0-9_]{0,39}")
_MIXED_BASES = (*BASES, "mixed")

SECTOR_NAME = Contract(
    "core.sector_name",
    grain=("spelling",),
    meaning="One spelling for each sector, whatever list prints it, and the macro sector that it lies in.",
    internal=True,
    source="market/sectors.csv",
    columns=(
        text("spelling", "The name in small letters, & as and, one underscore for all that is no letter."),
        text("sector", "The name that it goes by."),
        text("macro_sector", "The macro sector that it lies in."),
    ),
)

SECTOR_MEMBERSHIP = Contract(
    "core.sector_membership",
    grain=("security_id", "level", "valid_from"),
    meaning="Which segment of each level of the classification a security counts in, by date.",
    notes=(
        "The classification has 12 macro sectors, 22 sectors, some 59 industries and 197 basic industries. "
        "NSE's lists print the sector alone (they call it industry), BSE's list all four levels. From the "
        "first of NSE's lists that names a security on, its sector and the macro sector that it lies in "
        "stand over BSE's; industry and basic industry are always BSE's, and so may lie in another sector. "
        "Before the first list that names a security, that list's segment is carried back and marked. A dash "
        "or a blank is no segment."
    ),
    source="lake.industry, lake.bse_security",
    dated_by=("valid_from", "valid_to"),
    columns=(
        text("security_id", "Internal id.", source="core.security_line, core.security_identifier"),
        text("level", "Level of the classification.", one_of=CLASSIFICATION),
        text(
            "sector",
            "The segment's name.",
            formula="as market/sectors.csv spells it, else as the earliest list that names it",
        ),
        day("valid_from", "First day of the window."),
        day("valid_to", "First day after the window; null while open.", nullable=True),
        day("classified_as_of", "The day of the list."),
        flag(
            "is_carried_back",
            "The window is older than the list.",
            formula="true where valid_from < classified_as_of",
        ),
    ),
)

DECLARED_SEGMENT = Contract(
    "core.declared_segment",
    grain=("level", "sector", "value"),
    meaning="What stands for a theme or an asset class, and why.",
    source="market/themes.csv, market/asset_funds.csv",
    columns=(
        text("level", "What kind of segment.", one_of=("asset", "theme")),
        text("sector", "Theme or asset class.", matches=rf"^{SEGMENT_NAME.pattern}$"),
        text("selected_by", "Level of the classification, or symbol.", one_of=BY),
        text("value", "Segment of that level, or symbol."),
        day("reviewed_on", "The day on which the line was reviewed; a symbol means its holder on that day."),
        text("reason", "Why it stands for it."),
    ),
)

SEGMENT_MEMBERSHIP = Contract(
    "core.segment_membership",
    grain=("security_id", "level", "sector", "valid_from"),
    meaning="Who is in each segment of marts.sector_rotation, by date.",
    notes=(
        "A security is in one segment of each level of the classification, and may be in several themes; a "
        "micro share is in small, too. A theme by symbols is a list written with hindsight: before its "
        "review it is carried back."
    ),
    dated_by=("valid_from", "valid_to"),
    source="core.sector_membership, core.size_segment, core.declared_segment",
    columns=(
        text("security_id", "Internal id."),
        text("level", "Level of the segment.", one_of=LEVELS),
        text("sector", "The segment."),
        day("valid_from", "First day of the window."),
        day("valid_to", "First day after the window; null while open.", nullable=True),
        day(
            "classified_as_of",
            "The day of the list that tells so; null for sizes, and for funds, which hold what they hold.",
            nullable=True,
        ),
        flag(
            "is_carried_back",
            "The window is older than the list.",
            formula="true where valid_from < classified_as_of",
        ),
    ),
)

BENCHMARK_RETURN = Contract(
    "core.benchmark_return",
    grain=("session", "benchmark"),
    meaning="Returns of the benchmark over the sessions of the exchange.",
    build=Build.MONTH,
    lookback_sessions=252,
    internal=True,
    source="core.benchmark_change",
    columns=(
        day("session", "Trading session (IST)."),
        text("benchmark", "The benchmark.", one_of=("nifty_50",)),
        *(
            real(
                f"return_{h}_pct",
                f"Return over {h} sessions; null where one of them has none.",
                "pct",
                nullable=True,
                formula=f"product of the last {h} daily returns",
            )
            for h in HORIZONS
        ),
        text(
            "basis",
            "What the returns of the last 252 sessions held were read off; mixed where not all are of one "
            "kind.",
            one_of=_MIXED_BASES,
            formula="basis of core.benchmark_change",
        ),
    ),
)


def _at_least(n: int) -> str:
    return f"by {n} members or more; an asset class by one"


SECTOR_ROTATION = Contract(
    "marts.sector_rotation",
    grain=("session", "level", "sector"),
    meaning="Segments against each other: one row per session and segment with three members or more.",
    notes=(
        "Members are the shares in series EQ, BE and BZ that traded; of the asset classes the funds of "
        "core.declared_segment, of which one is enough. Themes overlap and do not cover the market; micro is "
        "a part of small."
    ),
    build=Build.MONTH,
    lookback_sessions=280,
    source="core.price_change, core.segment_membership",
    columns=(
        day("session", "Trading session (IST)."),
        text("level", "Level of the segment.", one_of=LEVELS),
        text("sector", "The segment.", source="core.segment_membership.sector"),
        count("members", "Names of the segment that traded.", "securities", formula="count of names"),
        *(
            real(
                f"return_{h}_pct",
                f"Mean return of the members over {h} sessions.",
                "pct",
                nullable=True,
                formula=f"mean of return_{h}_pct over the members that have it, {_at_least(3)}",
                warm_up=f"{h} own sessions of one basis" if h > 1 else "",
                source=f"core.price_change.return_{h}_pct",
            )
            for h in HORIZONS
        ),
        *(
            real(
                f"cap_weighted_return_{h}_pct",
                "The same, weighted by market value before it.",
                "pct",
                nullable=True,
                formula=f"sum of return_{h}_pct * market_cap_inr of {h} own sessions before / sum of the "
                "latter; null where fewer than four fifths of the members with the return have that value",
                warm_up=f"{h} own sessions after the first known issue size",
                source=f"core.price_change.return_{h}_pct, core.market_cap",
            )
            for h in HORIZONS
        ),
        *(
            real(
                f"relative_strength_{h}_pct",
                f"What the mean return over {h} sessions is above the benchmark's.",
                "pct",
                nullable=True,
                formula=f"100 * ((1 + return_{h}_pct / 100) / (1 + the benchmark's / 100) - 1)",
                warm_up=f"{h} sessions of the exchange, the benchmark known in each",
                source="core.benchmark_return, and as the return",
            )
            for h in HORIZONS
        ),
        text(
            "benchmark_basis",
            "What the Nifty 50's returns of the last 252 sessions were read off: the index, the fund that "
            "follows it, or mixed.",
            nullable=True,
            one_of=_MIXED_BASES,
            source="core.benchmark_return.basis",
        ),
        *(
            whole(
                f"rank_{h}",
                f"Place by the return over {h} sessions; 1 is best.",
                nullable=True,
                minimum=1,
                formula=f"rank by return_{h}_pct among the session's segments of the level, highest first",
                warm_up=f"{h} sessions" if h > 1 else "",
            )
            for h in HORIZONS
        ),
        *(
            whole(
                f"rank_{h}_change",
                f"Places gained within a week, by the {h}-session return.",
                nullable=True,
                formula=f"rank_{h} of 5 sessions of the segment before, within the last 10 of the exchange, "
                f"- rank_{h}",
                warm_up=f"{h + 5} sessions",
            )
            for h in RANKED_AGAIN
        ),
        count(
            "advances",
            "Comparable members above their prior price.",
            "securities",
            formula="members with direction 1",
        ),
        count(
            "declines",
            "Comparable members below their prior price.",
            "securities",
            formula="members with direction -1",
        ),
        count(
            "unchanged",
            "Comparable members at their prior price.",
            "securities",
            formula="members with direction 0",
        ),
        *(
            real(
                f"pct_above_{n}dma",
                f"Share of members above their {n}-session average.",
                "pct",
                nullable=True,
                minimum=0,
                maximum=100,
                formula=f"100 * members with is_above_{n}dma / members with is_above_{n}dma known",
                warm_up=f"{n} own sessions of one basis",
            )
            for n in (50, 200)
        ),
        *(
            count(
                f"new_{which}s_52w",
                f"Members whose close is a {which} of 52 weeks.",
                "securities",
                formula=f"members with is_{which}_52w",
                warm_up="252 own sessions of one basis before",
            )
            for which in ("high", "low")
        ),
        real(
            "turnover_share_pct",
            "Share of the turnover.",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
            formula="100 * sum of turnover_inr / that of the session's segments of the level; sizes and "
            "themes, which overlap: / that of all shares in EQ, BE and BZ",
        ),
        day(
            "classified_as_of",
            "The day of the newest list used.",
            nullable=True,
            source="core.segment_membership.classified_as_of",
        ),
        flag(
            "is_carried_back",
            "The session is older than the list that tells of a member.",
            formula="is_carried_back of one member at least",
            source="core.segment_membership.is_carried_back",
        ),
    ),
)

_HOLES = "28 observations, and no session without the segment's or the benchmark's return among them"

RELATIVE_ROTATION = Contract(
    "marts.relative_rotation",
    grain=("session", "level", "sector", "frequency"),
    meaning="Where each segment stands and moves against the Nifty 50, by the public form of RS-Ratio.",
    notes=(
        "An observation is a session, or the last session that the calendar expects of a week (Monday to "
        "Sunday): a week still running has none, and none ever changes when later sessions come. Windows "
        "are trailing. A session that was missed leaves the windows over it empty."
    ),
    build=Build.MONTH,
    lookback_sessions=300,
    source="marts.sector_rotation, core.benchmark_change",
    columns=(
        day("session", "Trading session (IST)."),
        text("level", "Level of the segment.", one_of=LEVELS),
        text("sector", "The segment."),
        text("frequency", "Every session, or the last one of each week.", one_of=("daily", "weekly")),
        real(
            "relative_strength",
            "RS: the segment against the benchmark, 100 at the first of the last 14 observations.",
            "x",
            nullable=True,
            minimum=0,
            formula="100 * P / B, P and B the products of 1 + return_1_pct / 100 of the segment and of the "
            "benchmark since then",
            warm_up="14 observations without a hole",
        ),
        real(
            "rs_ratio",
            "RS-Ratio; 100 is the mean of the last 14 observations.",
            "x",
            nullable=True,
            formula="100 + (RS - mean of RS) / sample deviation of RS, over 14 observations; null where that "
            "is below 0.000001",
            warm_up="14 observations without a hole",
        ),
        real(
            "rs_momentum",
            "RS-Momentum: the same of the change of RS-Ratio.",
            "x",
            nullable=True,
            formula="100 + (ROC - mean of ROC) / sample deviation of ROC, over 14 observations; ROC = 100 * "
            "(rs_ratio / rs_ratio of the observation before - 1)",
            warm_up=_HOLES,
        ),
        text(
            "quadrant",
            "Where it stands.",
            nullable=True,
            one_of=QUADRANTS,
            formula="leading: rs_ratio and rs_momentum >= 100; weakening: rs_ratio alone; improving: "
            "rs_momentum alone; lagging: neither",
            warm_up=_HOLES,
        ),
        text(
            "previous_quadrant",
            "Where it stood at the observation before.",
            nullable=True,
            one_of=QUADRANTS,
            warm_up="29 observations without a hole",
        ),
        flag(
            "is_transition",
            "It came from another quadrant; null where one of the two is not known.",
            nullable=True,
            formula="quadrant is not previous_quadrant",
        ),
        whole(
            "observations_in_quadrant",
            "For how many observations it has stood there, this one included; 26 is 26 or more.",
            nullable=True,
            minimum=1,
            maximum=26,
            formula="observations since the last one with a transition or without a previous_quadrant",
        ),
    ),
)
