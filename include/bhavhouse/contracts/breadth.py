"""Market breadth: the counts of each session and universe, and what is worked out from those."""

from bhavhouse.contracts.base import Build, Column, Contract, count, day, flag, reach, real, text, whole
from bhavhouse.contracts.universes import AVERAGES

DIVERGENCES = ("index_up_breadth_down", "index_down_breadth_up", "none")
BASES = ("index", "fund")
_MEMBERS = "core.security_bucket, core.universe_membership"
_SETTLES = "settles within 300 sessions of the universe's first"


def _within(n: int) -> str:
    return f"{n} sessions {reach(n)}"


def _names(name: str, meaning: str, formula: str) -> Column:
    return count(name, meaning, "securities", formula=f"names {formula}")


_COUNTS: tuple[Column, ...] = (
    day("session", "Trading session (IST)."),
    text("universe", "Universe."),
    _names("universe_size", "Names that traded now or in the 20 sessions before.", "of the universe"),
    _names("traded", "Names that traded.", "with bucket other than not_traded"),
    _names(
        "comparable",
        "Traded names with a prior price on the same basis.",
        "with bucket advance, decline or unchanged",
    ),
    _names("advances", "Comparable names above their prior price.", "with bucket advance"),
    _names("declines", "Comparable names below their prior price.", "with bucket decline"),
    _names("unchanged", "Comparable names at their prior price.", "with bucket unchanged"),
    _names(
        "not_comparable",
        "Traded names without a prior price on the same basis.",
        "with bucket not_comparable",
    ),
    _names(
        "not_traded",
        "Names that traded in the 20 sessions before, but not in this one.",
        "with bucket not_traded",
    ),
)
_VOLUMES: tuple[Column, ...] = (
    count("up_volume", "Volume of the advances.", "shares", formula="sum of volume_shares of advances"),
    count("down_volume", "Volume of the declines.", "shares", formula="sum of volume_shares of declines"),
    real(
        "up_turnover_inr",
        "Turnover of the advances.",
        "inr",
        minimum=0,
        formula="sum of turnover_inr of advances",
    ),
    real(
        "down_turnover_inr",
        "Turnover of the declines.",
        "inr",
        minimum=0,
        formula="sum of turnover_inr of declines",
    ),
    _names("up_4pct", "Comparable names up by 4% or more.", "with return_1_pct >= 4"),
    _names("down_4pct", "Comparable names down by 4% or more.", "with return_1_pct <= -4"),
)
_HIGHS: tuple[Column, ...] = (
    *(
        count(
            name,
            f"{meaning}; null while no name has the full window.",
            "securities",
            nullable=True,
            formula=f"names with is_{flag_}",
            warm_up="252 sessions before, of one name at least",
        )
        for name, meaning, flag_ in (
            ("new_highs_52w", "Closes above the prior 252 closes", "high_52w"),
            ("new_lows_52w", "Closes below the prior 252 closes", "low_52w"),
            ("new_highs_52w_intraday", "Highs above the prior 252 highs", "high_52w_intraday"),
            ("new_lows_52w_intraday", "Lows below the prior 252 lows", "low_52w_intraday"),
        )
    ),
    _names(
        "with_52w_window",
        "Names that have the full window of 252 prior sessions.",
        "with is_high_52w known",
    ),
)
_LISTINGS: tuple[Column, ...] = (
    _names("listings", "Names on their listing day.", "with reason listing_day, all of which traded"),
    count(
        "listings_up",
        "Of those, names that close above their issue price.",
        "securities",
        formula="listings with close_inr > issue_price_inr",
        source="marts.listings",
    ),
    real(
        "listing_return_mean_pct",
        "Mean first-day return on the issue price.",
        "pct",
        nullable=True,
        formula="mean of close_return_pct over listings with an issue price",
        source="marts.listings",
    ),
)
_DELIVERY_PCT = real(
    "delivery_pct",
    "Delivered part of the value traded, at the close; null where no deliveries are known.",
    "pct",
    nullable=True,
    minimum=0,
    maximum=100,
    formula="100 * sum(delivered_shares * close_inr) / sum(volume_shares * close_inr), over traded names "
    "with delivered_shares",
    source="core.price_change",
)
_DELIVERED: tuple[Column, ...] = tuple(
    real(
        f"{side}_delivered_inr",
        f"Delivered value of the {names}, at the close; null where no deliveries are known.",
        "inr",
        nullable=True,
        minimum=0,
        formula=f"sum of delivered_shares * close_inr of {names}",
        source="core.price_change",
    )
    for side, names in (("up", "advances"), ("down", "declines"))
)
_REPORTED: tuple[Column, ...] = tuple(
    count(
        f"reported_{what}",
        f"The exchange's own count of {what}, for nse_all alone; its securities are not quite ours.",
        "securities",
        nullable=True,
        source="the bundle's MA file",
    )
    for what in ("advances", "declines", "unchanged")
)
_RESTATED = day(
    "restated_on",
    "Latest session whose prices settled an inferred action of a name in this session; null where none.",
    nullable=True,
    formula="latest restated_on of the traded names",
    source="core.price_change",
)

_MEMBERSHIP: tuple[Column, ...] = (
    flag(
        "is_estimated",
        "A name counts by an estimate; false for the boards.",
        formula="any name's is_estimated",
        source="core.universe_membership",
    ),
    flag(
        "is_carried_back",
        "A name counts by a list that is younger than the session; false for the boards.",
        formula="any name's is_carried_back",
        source="core.universe_membership",
    ),
)

BREADTH_DAILY = Contract(
    "core.breadth_daily",
    grain=("session", "universe"),
    meaning="The counts behind breadth_history, before anything that runs over sessions.",
    build=Build.MONTH,
    internal=True,
    source=_MEMBERS,
    columns=(
        *_COUNTS,
        *_VOLUMES,
        *_HIGHS,
        *(
            count(f"{side}_{n}dma", f"{what} {n}-session average.", "securities")
            for n in AVERAGES
            for side, what in (("above", "Names above their"), ("with", "Names that have a full"))
        ),
        real(
            "mean_return_1_pct",
            "Mean return of the comparable names.",
            "pct",
            nullable=True,
            formula="mean of return_1_pct",
        ),
        real(
            "cap_weighted_return_1_pct",
            "The same weighted by value; null where a fifth of the names has none that is known.",
            "pct",
            nullable=True,
            formula="sum of weight * return_1_pct / sum of weight; weight: market_cap_inr before the return",
            source="core.security_bucket, core.market_cap",
        ),
        *_LISTINGS,
        _DELIVERY_PCT,
        *_DELIVERED,
        *_REPORTED,
        _RESTATED,
        *_MEMBERSHIP,
    ),
)

BREADTH_HISTORY = Contract(
    "marts.breadth_history",
    grain=("session", "universe"),
    meaning="Market breadth: one row per session and universe.",
    notes=(
        "Running lines start at 0 before the universe's first session and shift when history is extended "
        "backwards; the averages settle within 300 sessions. A, D, U are advances, declines, unchanged; a "
        "quotient with a denominator of 0 is null. The names, with their buckets and flags, are in "
        "marts.breadth_members, the prior prices in core.price_change. A universe has no row before "
        "its first known member, nor in a session without one; its lines and exponential averages go on over "
        "such sessions and over holes, its windows do not stretch."
    ),
    source=_MEMBERS,
    columns=(
        *_COUNTS,
        whole("net_advances", "Advances less declines.", "securities", formula="advances - declines"),
        real(
            "ad_percent",
            "Net advances as a share of the comparable names.",
            "pct",
            nullable=True,
            minimum=-100,
            maximum=100,
            formula="100 * (A - D) / (A + D + U)",
        ),
        real(
            "ratio_adjusted_net_advances",
            "Net advances in a thousand movers, which does not grow with the market.",
            "per 1000 movers",
            nullable=True,
            minimum=-1000,
            maximum=1000,
            formula="1000 * (A - D) / (A + D)",
        ),
        real("advance_decline_ratio", "Advances over declines.", "x", nullable=True, formula="A / D"),
        whole(
            "ad_line",
            "Advance-decline line.",
            "securities",
            formula="running sum of net_advances",
            warm_up="starts at 0 before the universe's first session",
        ),
        real(
            "mcclellan_oscillator",
            "Difference of a fast and a slow average of net advances.",
            "securities",
            formula="EMA19 - EMA39 of net_advances (alpha 0.10 and 0.05, from the first value)",
            warm_up=_SETTLES,
        ),
        real(
            "mcclellan_summation",
            "Running sum of the oscillator, in closed form.",
            "securities",
            formula="1000 + 19 * EMA39 - 9 * EMA19 of net_advances",
            warm_up=_SETTLES,
        ),
        real(
            "mcclellan_oscillator_ratio_adjusted",
            "The oscillator on the ratio-adjusted net advances, over the sessions that have them.",
            "per 1000 movers",
            nullable=True,
            formula="EMA19 - EMA39 of ratio_adjusted_net_advances",
            warm_up=_SETTLES,
        ),
        real(
            "trin",
            "Arms index: below 1, volume goes to the advances more than their number tells.",
            "x",
            nullable=True,
            formula="(A / D) / (up_volume / down_volume)",
        ),
        real(
            "trin_turnover",
            "The same on turnover, which no split moves.",
            "x",
            nullable=True,
            formula="(A / D) / (up_turnover_inr / down_turnover_inr)",
        ),
        *_VOLUMES,
        whole(
            "ad_volume_line",
            "Advance-decline volume line.",
            "shares",
            formula="running sum of up_volume - down_volume",
            warm_up="starts at 0 before the universe's first session",
        ),
        *(
            real(
                f"movers_4pct_ratio_{n}",
                f"Up over down 4% movers of {n} sessions.",
                "x",
                nullable=True,
                formula=f"sum of up_4pct / sum of down_4pct, over the last {n} sessions",
                warm_up=_within(n),
            )
            for n in (5, 10)
        ),
        real(
            "zweig_ema10",
            "Average share of the advances among the movers.",
            "x",
            nullable=True,
            minimum=0,
            maximum=1,
            formula="EMA10 of A / (A + D) (alpha 2/11, from the first value)",
            warm_up="settles within 60 sessions of the universe's first",
        ),
        flag(
            "is_zweig_thrust",
            "Breadth thrust: the average rises from weak to strong within 10 sessions.",
            formula="zweig_ema10 > 0.615, not so the session before, and < 0.40 in one of the 10 sessions of "
            "the exchange before",
            warm_up="as zweig_ema10",
        ),
        *_HIGHS,
        real(
            "record_high_pct",
            "Share of the new highs among new highs and lows.",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
            formula="100 * new_highs_52w / (new_highs_52w + new_lows_52w)",
            warm_up="252 sessions before",
        ),
        real(
            "high_low_index",
            "Mean share of the new highs over 10 sessions.",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
            formula="mean of record_high_pct over the last 10 sessions, where all have one",
            warm_up=f"252 sessions before, and {_within(10)}",
        ),
        *(
            real(
                f"pct_above_{n}dma",
                f"Share above the {n}-session average, of names that have one.",
                "pct",
                nullable=True,
                minimum=0,
                maximum=100,
                formula=f"100 * names with is_above_{n}dma / names with is_above_{n}dma known",
                warm_up=f"{n} own sessions of one name at least, {reach(n)}",
            )
            for n in AVERAGES
        ),
        real(
            "benchmark_return_1_pct",
            "Return of the Nifty 50 in the session, or of a fund that follows it.",
            "pct",
            nullable=True,
            source="core.benchmark_change.return_1_pct",
        ),
        text(
            "benchmark_basis",
            "What the benchmark's return was read off.",
            nullable=True,
            one_of=BASES,
            source="core.benchmark_change.basis",
        ),
        text(
            "divergence",
            "Index and breadth against each other.",
            nullable=True,
            one_of=DIVERGENCES,
            formula="index_up_breadth_down: benchmark_return_1_pct > 0 and A < D; index_down_breadth_up: "
            "benchmark_return_1_pct < 0 and A > D; else none",
            source="core.benchmark_change, core.security_bucket",
        ),
        count(
            "divergence_streak",
            "Sessions in a row, this included, with this divergence.",
            "sessions",
            nullable=True,
            formula="0 where divergence is none; a session without a benchmark breaks it",
        ),
        *_LISTINGS,
        _DELIVERY_PCT,
        real(
            "delivery_pct_change_20",
            "Delivered part against its usual one.",
            "pct points",
            nullable=True,
            formula="delivery_pct - mean of delivery_pct over the 20 sessions before",
            warm_up=f"20 sessions before, all with delivery_pct, {reach(20)}",
        ),
        *_DELIVERED,
        *_REPORTED,
        _RESTATED,
        *_MEMBERSHIP,
    ),
)
