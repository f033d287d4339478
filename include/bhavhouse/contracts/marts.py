"""What BI tools read."""

from bhavhouse.contracts.base import Contract, count, day, moment, text

DATA_FRESHNESS = Contract(
    "marts.data_freshness",
    grain=("feed",),
    meaning="How current each feed is, at the time of publication.",
    source="the ledger",
    columns=(
        text("feed", "Feed."),
        day("first_day", "First day held.", nullable=True, formula="earliest day of a current file"),
        day("last_day", "Last day held.", nullable=True, formula="latest day of a current file"),
        count("days", "Days held.", "days", formula="count of days with a current file"),
        count("refused_files", "Files refused, all time.", "files", formula="count of receipts not accepted"),
        count(
            "quarantined_rows",
            "Rows held back in the current files.",
            "rows",
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
