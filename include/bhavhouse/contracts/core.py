"""What is known of sessions, securities and prices, after the files have been joined."""

from bhavhouse.contracts.base import Build, Contract, count, day, flag, price, real, text, whole

INSTRUMENTS = ("common", "dvr", "etf", "rights_entitlement", "other")
REASONS = ("listing_day", "demerger_or_scheme", "unreadable_terms", "no_prior_price", "unexplained_gap")

DIM_SESSION = Contract(
    "core.dim_session",
    grain=("session",),
    meaning="One row per session that a valid exchange file confirms.",
    dated_by=("session",),
    columns=(
        day("session", "Trading session (IST)."),
        whole(
            "session_index",
            "Position in the exchange's calendar; sessions whose file is missing keep their place, "
            "so that windows see the hole.",
        ),
        text(
            "kind",
            "Type of session.",
            one_of=("regular", "muhurat", "disaster_recovery", "budget", "special"),
        ),
        text("weekday", "Day of the week."),
        whole("calendar_year", "Calendar year."),
        whole("fiscal_year", "Fiscal year by its last calendar year: April 2025 to March 2026 is 2026."),
        whole("fiscal_quarter", "Quarter of the fiscal year; April to June is 1.", minimum=1, maximum=4),
        flag("is_expected", "The calendar expected it; false where data alone confirms it."),
        text("feeds", "Cash files that hold it, joined by a plus sign."),
    ),
)

SECURITY_LINE = Contract(
    "core.security_line",
    grain=("symbol", "valid_from"),
    meaning="Which security an exchange symbol means, by date.",
    dated_by=("valid_from", "valid_to"),
    internal=True,
    columns=(
        text("exchange", "Exchange of the symbol."),
        text("symbol", "Exchange symbol."),
        day("valid_from", "First day of the window."),
        day("valid_to", "First day after the window; null while open.", nullable=True),
        text("security_id", "Internal id: the exchange and the oldest symbol known of the security."),
        text("instrument", "What it is.", one_of=INSTRUMENTS),
        text("instrument_evidence", "What tells so.", one_of=("isin", "bundle", "list", "name", "undecided")),
        day("listing_session", "The session of its listing, where that is one of the lake's.", nullable=True),
    ),
)

SYMBOL_SEEN = Contract(
    "core.symbol_seen",
    grain=("month", "symbol", "series", "isin"),
    meaning="Which symbols, series and ISINs the cash files of a month hold: the evidence of identity.",
    build=Build.MONTH,
    internal=True,
    columns=(
        text("month", "Month as YYYY-MM."),
        text("symbol", "Exchange symbol."),
        text("series", "Series."),
        text("isin", "ISIN as printed; empty where none is."),
        text("name", "Security name as printed last.", nullable=True),
        day("first_session", "First session of the month with it."),
        day("last_session", "Last session of the month with it."),
    ),
)

DIM_SECURITY = Contract(
    "core.dim_security",
    grain=("security_id",),
    meaning="One row per security, as it is now.",
    columns=(
        text("security_id", "Internal id: the exchange and the oldest symbol known of the security."),
        text("exchange", "Exchange of the primary line."),
        text("symbol", "Latest symbol."),
        text("isin", "Latest ISIN known.", nullable=True),
        text("name", "Latest name known.", nullable=True),
        text("series", "Latest series."),
        text("instrument", "What it is.", one_of=INSTRUMENTS),
        text(
            "instrument_evidence",
            "What tells a fund from a share: an ISIN, the daily bundle, the fund list, the name; "
            "undecided means taken for a share for want of evidence.",
            one_of=("isin", "bundle", "list", "name", "undecided"),
        ),
        day("listed_on", "Date of listing, where a master gives it.", nullable=True),
        day("first_session", "First session seen."),
        day("last_session", "Last session seen."),
    ),
)

SECURITY_IDENTIFIER = Contract(
    "core.security_identifier",
    grain=("security_id", "scheme", "value", "valid_from"),
    meaning="One row per identifier of a security and the days on which it held.",
    columns=(
        text("security_id", "Internal id."),
        text("scheme", "Kind of identifier.", one_of=("nse_symbol", "isin")),
        text("value", "The identifier."),
        day("valid_from", "First day of the window, as far as files show it."),
        day("valid_to", "First day after the window; null while open.", nullable=True),
    ),
)

SECTOR_MEMBERSHIP = Contract(
    "core.sector_membership",
    grain=("security_id", "level", "valid_from"),
    meaning="Which sector a security counts in, by date.",
    notes="Before the first list that names a security, that list's sector is carried back and marked.",
    dated_by=("valid_from", "valid_to"),
    columns=(
        text("security_id", "Internal id."),
        text("level", "Level of the classification.", one_of=("industry",)),
        text("sector", "Sector as the list prints it."),
        day("valid_from", "First day of the window."),
        day("valid_to", "First day after the window; null while open.", nullable=True),
        day("classified_as_of", "The day of the list."),
        flag("is_carried_back", "The window is older than the list."),
    ),
)

CALENDAR_DAY = Contract(
    "core.calendar_day",
    grain=("day",),
    meaning="For every day, the first session on or after it.",
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
    columns=(
        text("scale_id", "The scale."),
        text("grade", "Grade or its synonym, in lower case, words parted by one space."),
        whole("ordinal", "Higher is better.", minimum=1),
    ),
)

FACT_DAILY_PRICE = Contract(
    "core.fact_daily_price",
    grain=("session", "security_id"),
    meaning="One row per session and security that traded, on its primary line. Raw exchange prices.",
    build=Build.MONTH,
    large=True,
    columns=(
        day("session", "Trading session (IST)."),
        text("security_id", "Internal id."),
        text("symbol", "Exchange symbol on that day."),
        text("series", "Series of the primary line."),
        text("instrument", "What it is.", one_of=INSTRUMENTS),
        text("isin", "ISIN printed on that day, where any file prints one.", nullable=True),
        real("prev_close_inr", "As printed: never adjusted by us.", "inr", nullable=True, minimum=0),
        price("open_inr", "First price."),
        price("high_inr", "Highest price."),
        price("low_inr", "Lowest price."),
        price("close_inr", "Official close, unadjusted."),
        price("average_inr", "Volume-weighted average price.", nullable=True),
        count("volume_shares", "Shares traded.", "shares"),
        real("turnover_inr", "Value traded.", "inr", minimum=0),
        count("trades", "Number of trades.", nullable=True),
        count("delivered_shares", "Shares marked for delivery.", "shares", nullable=True),
        text("feeds", "Files the row was joined from, joined by a plus sign."),
    ),
)

PRICE_CHANGE = Contract(
    "core.price_change",
    grain=("session", "security_id"),
    meaning="One row per session and security that traded: its change on the same basis, and its windows.",
    build=Build.MONTH,
    lookback_sessions=280,
    large=True,
    columns=(
        day("session", "Trading session (IST)."),
        whole("session_index", "Position in the exchange's calendar."),
        text("security_id", "Internal id."),
        text("symbol", "Exchange symbol on that day."),
        text("series", "Series of the primary line."),
        text("instrument", "What it is.", one_of=INSTRUMENTS),
        price("close_inr", "Official close, unadjusted."),
        count("volume_shares", "Shares traded.", "shares"),
        real("turnover_inr", "Value traded.", "inr", minimum=0),
        real(
            "price_factor",
            "Product of the actions that take effect in this session.",
            "x",
            minimum=0,
            formula="product of core.corporate_action.price_factor, unknown ones left out, over the ex-dates "
            "after the security's last session and up to this one; 1 without any",
            source="core.corporate_action",
        ),
        price("prior_price_inr", "Previous close as printed, times the action's factor.", nullable=True),
        price(
            "dividend_inr",
            "Dividends a share that take effect in this session; null where there are none, or where one "
            "cannot be read.",
            nullable=True,
            formula="sum of core.dividend.dividend_inr over the ex-dates after the security's last session "
            "and up to this one",
            source="core.dividend",
        ),
        real(
            "total_return_factor",
            "Price after over price before, for the dividends of this session alone. It moves no breadth.",
            "x",
            minimum=0,
            exclusive=True,
            maximum=1,
            formula="1 - dividend_inr / prior_price_inr where both are known and that is above 0; else 1",
        ),
        day(
            "restated_on",
            "The session since which the row says this: until then an action was not inferred, and the row "
            "not comparable. Null where no inferred action takes effect.",
            nullable=True,
            formula="latest known_on of the inferred actions that take effect in this session",
            source="core.corporate_action",
        ),
        flag("is_comparable", "The prior price stands on the same basis."),
        text("not_comparable_reason", "Why not.", nullable=True, one_of=REASONS),
        whole(
            "direction",
            "1 up, 0 unchanged, -1 down; null where not comparable.",
            nullable=True,
            minimum=-1,
            maximum=1,
        ),
        real("return_1_pct", "Close over prior price, less one.", "pct", nullable=True),
        real("return_5_pct", "Over 5 sessions on one basis.", "pct", nullable=True),
        real("return_21_pct", "Over 21 sessions on one basis.", "pct", nullable=True),
        real("return_63_pct", "Over 63 sessions on one basis.", "pct", nullable=True),
        flag(
            "is_above_20dma", "Close above its 20-session average; null without a full window.", nullable=True
        ),
        flag(
            "is_above_50dma", "Close above its 50-session average; null without a full window.", nullable=True
        ),
        flag(
            "is_above_100dma",
            "Close above its 100-session average; null without a full window.",
            nullable=True,
        ),
        flag(
            "is_above_200dma",
            "Close above its 200-session average; null without a full window.",
            nullable=True,
        ),
        flag(
            "is_high_52w",
            "Close above every close of the prior 252; null without a full window.",
            nullable=True,
        ),
        flag(
            "is_low_52w",
            "Close below every close of the prior 252; null without a full window.",
            nullable=True,
        ),
        flag("is_high_52w_intraday", "High above every high of the prior 252.", nullable=True),
        flag("is_low_52w_intraday", "Low below every low of the prior 252.", nullable=True),
    ),
)
