"""How large each security is: shares issued and full market capitalisation."""

from bhavhouse.contracts.base import Build, Contract, count, day, flag, real, text, whole

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

SIZE_SEGMENT = Contract(
    "core.size_segment",
    grain=("security_id", "segment", "valid_from"),
    meaning="Which size segment a share is in, by AMFI's rule: ranks by average full market capitalisation "
    "of six calendar months, new ones at the first session of January and of July.",
    notes="Ranked are common shares of the main board that traded in the 20 sessions held before; AMFI ranks "
    "every listed company, those of the SME board too. What is listed after a ranking enters with the next. "
    "A ranking knows nothing of its own day and later: sessions from an opening on that then still waited "
    "for its explanation are left out. Where the first issue sizes come inside a half-year, a ranking "
    "starts at the next session. micro is ours, and overlaps with small.",
    dated_by=("valid_from", "valid_to"),
    source="core.market_cap, core.issue_size, core.fact_daily_price, core.corporate_action",
    columns=(
        text("security_id", "Internal id."),
        text(
            "segment",
            "The segment.",
            one_of=("large", "mid", "small", "micro"),
            formula="rank 1 to 100: large; 101 to 250: mid; 251 and on: small; 501 and on: micro too",
        ),
        day(
            "valid_from",
            "First session of the ranking.",
            formula="first session on or after 1 January or 1 July, or the first after the first issue sizes",
            source="core.calendar_day",
        ),
        day(
            "valid_to",
            "First session of the next half-year; null while no session that late is held.",
            nullable=True,
            source="core.calendar_day",
        ),
        whole("rank", "Place by average market capitalisation; 1 is the largest.", minimum=1),
        real(
            "average_market_cap_inr",
            "Average full market capitalisation.",
            "inr",
            minimum=0,
            formula="mean over the sessions of the six calendar months before the half-year of "
            "core.market_cap.market_cap_inr; before the first issue size close_inr * first issue size * "
            "product of the price factors with an ex-date after the session and up to that first one",
            warm_up="a session in the six months, and an issue size before valid_from",
        ),
        count("sessions", "Sessions in the average.", "sessions"),
        flag(
            "is_estimated",
            "The issue size of some of these sessions was not printed on the very session.",
            formula="true where any of them is before the first issue size, or estimated in core.market_cap",
        ),
    ),
)
