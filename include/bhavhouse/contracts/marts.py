"""What BI tools read."""

from bhavhouse.contracts.base import Build, Contract, count, day, flag, moment, real, text, whole

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
