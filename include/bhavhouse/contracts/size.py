"""How large each security is: shares issued and full market capitalisation."""

from bhavhouse.contracts.base import Build, Contract, count, day, flag, real, text

ISSUE_SIZE = Contract(
    "core.issue_size",
    grain=("session", "security_id"),
    meaning="One row per session and share of the daily bundle's market capitalisation file: its issue size.",
    notes="Shares alone: rights entitlements and funds are left out. Of several lines the main one counts. "
    "The file shows the new shares of a split or bonus late: up to 21 days after an ex-date, a figure that "
    "is still the one of before it is left out.",
    build=Build.MONTH,
    lookback_sessions=40,
    internal=True,
    source="lake.market_cap",
    columns=(
        day("session", "The bundle's session."),
        text("security_id", "Internal id.", source="core.security_line"),
        count("shares", "Shares issued, as printed.", "count", source="column Issue Size"),
    ),
)

ISSUE_SIZE_CARRIED = Contract(
    "core.issue_size_carried",
    grain=("security_id", "valid_from"),
    meaning="The issue size known of each share as a month begins, on the basis of that day.",
    notes="So that a month needs no bundle older than itself. A row holds until something changes it.",
    dated_by=("valid_from", "valid_to"),
    internal=True,
    source="core.issue_size, core.corporate_action",
    columns=(
        text("security_id", "Internal id."),
        day("valid_from", "First day of the month."),
        day("valid_to", "First day of the month whose row takes over; null for the last one.", nullable=True),
        day("shares_as_of", "Session of the latest bundle before the month that prints it."),
        real("shares", "Shares issued as the month begins.", "count", minimum=0, exclusive=True),
    ),
)

MARKET_CAP = Contract(
    "core.market_cap",
    grain=("session", "security_id"),
    meaning="One row per session and share that traded and whose issue size is known: its full market "
    "capitalisation.",
    notes="Nothing is carried back: before the first bundle that prints a share there is no row. New issues "
    "other than splits, bonuses and consolidations show with the next bundle.",
    build=Build.MONTH,
    large=True,
    source="core.fact_daily_price, core.issue_size, core.corporate_action",
    columns=(
        day("session", "Trading session (IST)."),
        text("security_id", "Internal id."),
        count(
            "shares",
            "Shares issued.",
            "count",
            formula="latest issue size printed up to the session / product of the price factors of splits, "
            "bonuses and consolidations with an ex-date after shares_as_of and up to the session",
        ),
        real(
            "market_cap_inr",
            "Full market capitalisation.",
            "inr",
            minimum=0,
            formula="shares * close_inr",
        ),
        day(
            "shares_as_of",
            "Session of the bundle that printed the issue size.",
            warm_up="the first bundle that prints the share",
            source="lake.market_cap",
        ),
        flag(
            "is_estimated",
            "The issue size is an older one, brought forward.",
            formula="shares_as_of < session",
        ),
    ),
)
