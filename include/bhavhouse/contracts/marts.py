"""What BI tools read."""

from bhavhouse.contracts.base import Build, Column, Contract, count, day, flag, moment, real, text, whole

BUCKETS = ("advance", "decline", "unchanged", "not_comparable", "not_traded")

BREADTH_MEMBERS = Contract(
    "marts.breadth_members",
    grain=("session", "universe", "security_id"),
    meaning="Which name stands behind each count of breadth_history: every name of a universe in one bucket.",
    build=Build.MONTH,
    lookback_sessions=21,
    large=True,
    columns=(
        day("session", "Trading session (IST)."),
        text("universe", "Universe."),
        text("security_id", "Internal id."),
        text("symbol", "Exchange symbol on that day, or on the last day it traded."),
        text("bucket", "The one bucket it is in.", one_of=BUCKETS),
        text("reason", "Why it is not comparable.", nullable=True),
        real("return_1_pct", "Close over prior price, less one.", "pct", nullable=True),
        count("volume_shares", "Shares traded.", "shares"),
        real("turnover_inr", "Value traded.", "inr", minimum=0),
        flag("is_above_20dma", "Close above its 20-session average.", nullable=True),
        flag("is_above_50dma", "Close above its 50-session average.", nullable=True),
        flag("is_above_100dma", "Close above its 100-session average.", nullable=True),
        flag("is_above_200dma", "Close above its 200-session average.", nullable=True),
        flag("is_high_52w", "Close above every close of the prior 252.", nullable=True),
        flag("is_low_52w", "Close below every close of the prior 252.", nullable=True),
        flag("is_high_52w_intraday", "High above every high of the prior 252.", nullable=True),
        flag("is_low_52w_intraday", "Low below every low of the prior 252.", nullable=True),
    ),
)

_COUNTS: tuple[Column, ...] = (
    day("session", "Trading session (IST)."),
    text("universe", "Universe."),
    count("universe_size", "Names that traded now or in the 20 sessions before."),
    count("traded", "Names that traded."),
    count("comparable", "Traded names with a prior price on the same basis."),
    count("advances", "Comparable names above their prior price."),
    count("declines", "Comparable names below their prior price."),
    count("unchanged", "Comparable names at their prior price."),
    count("not_comparable", "Traded names without a prior price on the same basis."),
    count("not_traded", "Names that traded in the 20 sessions before, but not in this one."),
)
_VOLUMES: tuple[Column, ...] = (
    count("up_volume", "Volume of the advances.", "shares"),
    count("down_volume", "Volume of the declines.", "shares"),
    real("up_turnover_inr", "Turnover of the advances.", "inr", minimum=0),
    real("down_turnover_inr", "Turnover of the declines.", "inr", minimum=0),
    count("up_4pct", "Comparable names up by 4% or more."),
    count("down_4pct", "Comparable names down by 4% or more."),
)
_HIGHS: tuple[Column, ...] = (
    count("new_highs_52w", "Closes above the prior 252 closes; null while no name has them.", nullable=True),
    count("new_lows_52w", "Closes below the prior 252 closes; null while no name has them.", nullable=True),
    count("new_highs_52w_intraday", "Highs above the prior 252 highs.", nullable=True),
    count("new_lows_52w_intraday", "Lows below the prior 252 lows.", nullable=True),
    count("with_52w_window", "Names that have the full window of 252 prior sessions."),
)

BREADTH_DAILY = Contract(
    "core.breadth_daily",
    grain=("session", "universe"),
    meaning="The counts behind breadth_history, before anything that runs over sessions.",
    build=Build.MONTH,
    internal=True,
    columns=(
        *_COUNTS,
        *_VOLUMES,
        *_HIGHS,
        *(
            count(f"{side}_{n}dma", f"{what} {n}-session average.")
            for n in (20, 50, 100, 200)
            for side, what in (("above", "Names above their"), ("with", "Names that have a full"))
        ),
    ),
)

BREADTH_HISTORY = Contract(
    "marts.breadth_history",
    grain=("session", "universe"),
    meaning="Market breadth: one row per session and universe.",
    notes=(
        "Running lines start at 0 before the universe's first session and shift when history is extended "
        "backwards; the averages settle within 300 sessions."
    ),
    columns=(
        *_COUNTS,
        whole("net_advances", "Advances less declines."),
        real("ad_percent", "100 (A-D)/(A+D+U).", "pct", nullable=True, minimum=-100, maximum=100),
        real("ratio_adjusted_net_advances", "1000 (A-D)/(A+D).", nullable=True, minimum=-1000, maximum=1000),
        real("advance_decline_ratio", "Advances over declines.", "x", nullable=True),
        whole("ad_line", "Running sum of net advances."),
        real("mcclellan_oscillator", "EMA19 less EMA39 of net advances (alpha 0.10 and 0.05)."),
        real("mcclellan_summation", "1000 + 19 EMA39 - 9 EMA19 of net advances."),
        real(
            "mcclellan_oscillator_ratio_adjusted",
            "EMA19 less EMA39 of the ratio-adjusted net advances, over the sessions that have them.",
            nullable=True,
        ),
        real("trin", "Arms index: (advances/declines) over (up volume/down volume).", "x", nullable=True),
        real("trin_turnover", "The same on turnover, which no split moves.", "x", nullable=True),
        *_VOLUMES,
        whole("ad_volume_line", "Running sum of up volume less down volume.", "shares"),
        real("movers_4pct_ratio_5", "Up over down 4% movers of 5 sessions.", "x", nullable=True),
        real("movers_4pct_ratio_10", "Up over down 4% movers of 10 sessions.", "x", nullable=True),
        real("zweig_ema10", "EMA10 of A/(A+D) (alpha 2/11).", "x", nullable=True, minimum=0, maximum=1),
        flag(
            "is_zweig_thrust",
            "The average stands above 0.615 for the first time within 10 sessions of standing under 0.40.",
        ),
        *_HIGHS,
        real("record_high_pct", "100 NH/(NH+NL).", "pct", nullable=True, minimum=0, maximum=100),
        real(
            "high_low_index",
            "10-session mean of 100 NH/(NH+NL).",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
        ),
        *(
            real(
                f"pct_above_{n}dma",
                f"Share above the {n}-session average, of names that have one.",
                "pct",
                nullable=True,
                minimum=0,
                maximum=100,
            )
            for n in (20, 50, 100, 200)
        ),
    ),
)

SECTOR_ROTATION = Contract(
    "marts.sector_rotation",
    grain=("session", "level", "sector"),
    meaning="Sectors against each other: one row per session and sector with three members or more.",
    build=Build.MONTH,
    lookback_sessions=6,
    columns=(
        day("session", "Trading session (IST)."),
        text("level", "Level of the classification.", one_of=("industry",)),
        text("sector", "Sector as the list prints it."),
        count("members", "Names of the sector that traded."),
        *(
            real(f"return_{h}_pct", f"Mean return of the members over {h} sessions.", "pct", nullable=True)
            for h in (1, 5, 21, 63)
        ),
        *(
            whole(f"rank_{h}", f"Rank by the return over {h} sessions; 1 is best.", nullable=True, minimum=1)
            for h in (1, 5, 21, 63)
        ),
        whole(
            "rank_21_change", "Ranks gained since 5 sessions before, by the 21-session return.", nullable=True
        ),
        count("advances", "Comparable members above their prior price."),
        count("declines", "Comparable members below their prior price."),
        count("unchanged", "Comparable members at their prior price."),
        real(
            "pct_above_50dma",
            "Share of members above their average.",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
        ),
        real(
            "turnover_share_pct",
            "Share of all sectors' turnover.",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
        ),
        day("classified_as_of", "The day of the classification used."),
        flag("is_carried_back", "The session is older than the classification."),
    ),
)

RATING_CHANGE_FEED = Contract(
    "marts.rating_change_feed",
    grain=("feed_seq",),
    meaning="Every version of every rating change, in the order we learnt of it. Only ever appended to.",
    columns=(
        whole("feed_seq", "Position in the feed; read on from the last one you saw.", minimum=1),
        text("event_id", "The event; the same in all its versions."),
        whole("version", "Version of the event, from 1.", minimum=1),
        text("security_id", "Internal id; null while the symbol is not resolved.", nullable=True),
        text("symbol_as_printed", "Symbol as delivered.", nullable=True),
        text("company_as_printed", "Company as delivered.", nullable=True),
        text("rater", "Who grades.", one_of=("broker",)),
        text("firm", "The house."),
        text("analyst", "The analyst.", nullable=True),
        text("scale_id", "Scale of the grades; null where a grade is on none we know.", nullable=True),
        text("kind", "What is told.", one_of=("rating_change", "initiation", "reiteration", "removal")),
        text("from_grade", "Grade before, as printed.", nullable=True),
        text("to_grade", "Grade after, as printed.", nullable=True),
        text("direction", "By the scale's order.", nullable=True, one_of=("upgrade", "downgrade", "none")),
        whole("steps", "Grades gained on the scale.", nullable=True),
        real("from_target_inr", "Target price before.", "inr", nullable=True),
        real("to_target_inr", "Target price after.", "inr", nullable=True),
        day(
            "effective_session",
            "First session that could act on it; after 15:30 IST the next.",
            nullable=True,
        ),
        moment("published_at", "When the world could know."),
        moment("known_at", "When this version could be known."),
        text("status", "What this version does.", one_of=("active", "corrected", "withdrawn")),
        whole("evidence_count", "Deliveries that carry this version.", minimum=1),
        text("source", "The delivery the version came from."),
    ),
)

RATING_CHANGE_CURRENT = Contract(
    "marts.rating_change_current",
    grain=("event_id",),
    meaning="The latest version of every rating change that was not withdrawn.",
    build=Build.VIEW,
    columns=RATING_CHANGE_FEED.columns,
)

INDEX_HISTORY = Contract(
    "marts.index_history",
    grain=("session", "index_name"),
    meaning="Index levels: one row per session and index.",
    build=Build.MONTH,
    columns=(
        day("session", "Trading session (IST)."),
        text("index_name", "Index name in snake case."),
        text("printed_name", "Index name as printed."),
        real("open", "Opening value.", "points", nullable=True),
        real("high", "Highest value.", "points", nullable=True),
        real("low", "Lowest value.", "points", nullable=True),
        real("close", "Closing value.", "points"),
        real("pe_ratio", "Price to earnings.", "x", nullable=True),
        real("pb_ratio", "Price to book.", "x", nullable=True),
        real("dividend_yield_pct", "Dividend yield.", "pct", nullable=True),
    ),
)

DATA_FRESHNESS = Contract(
    "marts.data_freshness",
    grain=("feed",),
    meaning="How current each feed is, at the time of publication.",
    columns=(
        text("feed", "Feed."),
        day("first_day", "First day held.", nullable=True),
        day("last_day", "Last day held.", nullable=True),
        count("days", "Days held."),
        count("refused_files", "Files refused, all time."),
        count("quarantined_rows", "Rows held back in the current files."),
        moment("last_received_at", "When its newest file came.", nullable=True),
    ),
)
