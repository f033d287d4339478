"""What BI tools read."""

from bhavhouse.contracts.base import Build, Contract, count, day, moment, real, text, whole

RATING_CHANGE_FEED = Contract(
    "marts.rating_change_feed",
    grain=("feed_seq",),
    meaning="Every version of every rating change, in the order we learnt of it. Only ever appended to.",
    source="lake.rating_change",
    columns=(
        whole(
            "feed_seq",
            "Position in the feed; read on from the last one you saw.",
            minimum=1,
            formula="1, 2, 3 ... in the order of receipt",
        ),
        text(
            "event_id",
            "The event; the same in all its versions.",
            formula="the vendor's id, else a hash of symbol, company, firm, grades and published_at",
        ),
        whole(
            "version",
            "Version of the event, from 1.",
            minimum=1,
            formula="place of the version among those of its event, in the order of receipt",
        ),
        text(
            "security_id",
            "Internal id; null while the symbol is not resolved.",
            nullable=True,
            source="core.security_line, by symbol and day",
        ),
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
        whole(
            "steps",
            "Grades gained on the scale.",
            nullable=True,
            formula="ordinal of to_grade - ordinal of from_grade",
            source="core.rating_scale, lake.rating_change",
        ),
        *(
            real(
                f"{side}_target_inr",
                f"Target price {when}.",
                "inr",
                nullable=True,
                source=f"lake.rating_change.{side}_target_inr",
            )
            for side, when in (("from", "before"), ("to", "after"))
        ),
        day(
            "effective_session",
            "First session that could act on it; after 15:30 IST the next.",
            nullable=True,
            source="core.calendar_day, lake.rating_change.published_at",
        ),
        moment("published_at", "When the world could know."),
        moment(
            "known_at",
            "When this version could be known.",
            formula="the later of published_at and the vendor's updated_at",
        ),
        text("status", "What this version does.", one_of=("active", "corrected", "withdrawn")),
        whole(
            "evidence_count",
            "Deliveries that carry this version.",
            minimum=1,
            formula="count of delivered rows with this version's values",
        ),
        text("source", "The delivery the version came from."),
    ),
)

RATING_CHANGE_CURRENT = Contract(
    "marts.rating_change_current",
    grain=("event_id",),
    meaning="The latest version of every rating change that was not withdrawn.",
    build=Build.VIEW,
    source="marts.rating_change_feed",
    columns=RATING_CHANGE_FEED.columns,
)

DATA_FRESHNESS = Contract(
    "marts.data_freshness",
    grain=("feed",),
    meaning="How current each feed is, at the time of publication.",
    source="the ledger",
    columns=(
        text("feed", "Feed."),
        day("first_day", "First day held.", nullable=True, formula="earliest day of a current file"),
        day("last_day", "Last day held.", nullable=True, formula="latest day of a current file"),
        count("days", "Days held.", formula="count of days with a current file"),
        count("refused_files", "Files refused, all time.", formula="count of receipts not accepted"),
        count(
            "quarantined_rows",
            "Rows held back in the current files.",
            formula="count of lines in quarantine of the current files",
        ),
        moment(
            "last_received_at",
            "When its newest file came.",
            nullable=True,
            formula="latest receipt of an accepted file",
        ),
    ),
)
