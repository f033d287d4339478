"""What is known of sessions, securities and prices, after the files have been joined."""

from bhavhouse.contracts.base import Build, Column, Contract, count, day, flag, price, real, text, whole

INSTRUMENTS = ("common", "dvr", "etf", "rights_entitlement", "other")
REASONS = ("listing_day", "demerger_or_scheme", "unreadable_terms", "no_prior_price", "unexplained_gap")

DIM_SESSION = Contract(
    "core.dim_session",
    grain=("session",),
    meaning="One row per session that a valid exchange file confirms.",
    dated_by=("session",),
    source="the cash files",
    columns=(
        day("session", "Trading session (IST)."),
        whole(
            "session_index",
            "Position in the exchange's calendar; sessions whose file is missing keep their place, "
            "so that windows see the hole.",
            formula="sessions expected or confirmed before this one",
            source="the cash files and the calendar",
        ),
        text(
            "kind",
            "Type of session.",
            source="market/special_days.csv",
            one_of=("regular", "muhurat", "disaster_recovery", "budget", "special"),
        ),
        text("weekday", "Day of the week."),
        whole("calendar_year", "Calendar year."),
        whole("fiscal_year", "Fiscal year by its last calendar year: April 2025 to March 2026 is 2026."),
        whole("fiscal_quarter", "Quarter of the fiscal year; April to June is 1.", minimum=1, maximum=4),
        flag(
            "is_expected",
            "The calendar expected it; false where data alone confirms it.",
            source="exchange_calendars and market/special_days.csv",
        ),
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
    grain=("month", "symbol", "series", "isin", "name"),
    meaning="Which symbols of equity series the cash files of a month hold: the evidence of identity.",
    build=Build.MONTH,
    internal=True,
    columns=(
        text("month", "Month as YYYY-MM."),
        text("symbol", "Exchange symbol."),
        text("series", "Series."),
        text("isin", "ISIN as printed; empty where no file prints one on that session."),
        text("name", "Security name as printed; empty where none is."),
        day("first_session", "First session of the month with it."),
        day("last_session", "Last session of the month with it."),
        price("first_prev_close_inr", "Previous close printed on the first of them.", nullable=True),
        price("last_close_inr", "Close of the last of them."),
    ),
)

DIM_SECURITY = Contract(
    "core.dim_security",
    grain=("security_id",),
    meaning="One row per security, as it is now.",
    source="the cash files, the exchange's masters and symbol changes",
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
    source="the cash files' symbols and ISINs, lake.symbol_change",
    notes="A new ISIN comes a session or two after the split that brings it.",
    columns=(
        text("security_id", "Internal id.", source="core.dim_security"),
        text(
            "scheme",
            "Kind of identifier; nse_series is the series of the primary line.",
            one_of=("nse_symbol", "isin", "name", "bse_scrip_code", "nse_series"),
            source="cash files, masters, symbolchange.csv, namechange.csv, BSE's list",
        ),
        text("value", "The identifier.", source="as printed"),
        day(
            "valid_from",
            "First day of the window, as far as files and lists show it.",
            formula="the first session that prints it, or the day of the change or of the list that tells it",
        ),
        day(
            "valid_to",
            "First day after the window; null while open.",
            nullable=True,
            formula="valid_from of the next value of the scheme",
        ),
        flag(
            "is_carried_back",
            "No file or list shows it this early: the first one known is taken for the time before.",
            formula="true before the first file or list that shows it; never over a split or consolidation",
        ),
    ),
)

IDENTITY_QUEUE = Contract(
    "core.identity_queue",
    grain=("case_id",),
    meaning="One row per question of identity that no rule settles for good, or that is decided.",
    source="the cash files, masters, lists of changes and the file of decisions",
    notes="Each asks: is the holder of `symbol` from `session` on the holder of `former_symbol` before it?",
    columns=(
        text("case_id", "The case.", formula="former_symbol>symbol@session"),
        text("former_symbol", "Symbol before `session`.", source="lake.quote"),
        text("symbol", "Symbol from `session` on; the same one where it may have been given away."),
        day("session", "First session of the holder that is asked about.", source="lake.quote"),
        text("security_ids", "Securities concerned, joined by a comma; one where the verdict is same."),
        text("question", "The question in words."),
        text(
            "evidence",
            "What files and lists say: closes, ISINs, dates of listing, sessions between.",
            source="lake.quote, lake.listed_security",
        ),
        text(
            "provisional_verdict",
            "What holds until somebody decides; null where no rule asked.",
            nullable=True,
            one_of=("same", "different"),
        ),
        text("status", "settled once an operator has decided.", one_of=("open", "settled")),
        text(
            "verdict",
            "The operator's decision.",
            nullable=True,
            one_of=("same", "different"),
            source="the file of decisions",
        ),
        text("reason", "Why it was decided so.", nullable=True, source="the file of decisions"),
    ),
)

SECTOR_MEMBERSHIP = Contract(
    "core.sector_membership",
    grain=("security_id", "level", "valid_from"),
    meaning="Which sector a security counts in, by date.",
    notes="Before the first list that names a security, that list's sector is carried back and marked.",
    source="the constituent lists and the classification",
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
    dated_by=("day",),
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
    source="news/scales.csv",
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
    notes=(
        "The primary line is the first of EQ, BE, BZ, SM, ST, SZ. Where several files hold a session, UDiFF "
        "stands before the legacy bhavcopy and that before the full file; what one lacks comes from the next."
    ),
    build=Build.MONTH,
    large=True,
    source="lake.quote",
    columns=(
        day("session", "Trading session (IST)."),
        text("security_id", "Internal id.", source="core.security_line"),
        text("symbol", "Exchange symbol on that day."),
        text("series", "Series of the primary line."),
        text("instrument", "What it is.", one_of=INSTRUMENTS, source="core.security_line"),
        text(
            "isin",
            "ISIN printed on that day, where any file prints one.",
            nullable=True,
            source="UDiFF ISIN, legacy ISIN",
        ),
        real(
            "prev_close_inr",
            "As printed: never adjusted by us.",
            "inr",
            nullable=True,
            minimum=0,
            source="UDiFF PrvsClsgPric, legacy PREVCLOSE, full PREV_CLOSE",
        ),
        price("open_inr", "First price.", source="UDiFF OpnPric, legacy OPEN, full OPEN_PRICE"),
        price("high_inr", "Highest price.", source="UDiFF HghPric, legacy HIGH, full HIGH_PRICE"),
        price("low_inr", "Lowest price.", source="UDiFF LwPric, legacy LOW, full LOW_PRICE"),
        price(
            "close_inr", "Official close, unadjusted.", source="UDiFF ClsPric, legacy CLOSE, full CLOSE_PRICE"
        ),
        price("average_inr", "Volume-weighted average price.", nullable=True, source="full AVG_PRICE"),
        count(
            "volume_shares",
            "Shares traded.",
            "shares",
            source="UDiFF TtlTradgVol, legacy TOTTRDQTY, full TTL_TRD_QNTY",
        ),
        real(
            "turnover_inr",
            "Value traded.",
            "inr",
            minimum=0,
            source="UDiFF TtlTrfVal, legacy TOTTRDVAL, full TURNOVER_LACS times 100,000",
        ),
        count(
            "trades",
            "Number of trades.",
            nullable=True,
            source="UDiFF TtlNbOfTxsExctd, legacy TOTALTRADES, full NO_OF_TRADES",
        ),
        count(
            "delivered_shares",
            "Shares marked for delivery.",
            "shares",
            nullable=True,
            source="full DELIV_QTY",
        ),
        text("feeds", "Files the row was joined from, joined by a plus sign."),
    ),
)

_ADJUSTED = "adjusted close, which is close_inr over the product of price_factor so far"


_YEAR = "252 own sessions of one basis before, within the last 277 of the exchange"


def _own(n: int) -> str:
    """The house rule for windows of n own sessions."""
    return f"{n} own sessions of one basis, within the last {n + max(5, n // 10)} of the exchange"


def _return(period: str, since: str) -> Column:
    return real(
        f"return_{period}_pct",
        f"Return since the last close before {since}.",
        "pct",
        nullable=True,
        formula="100 * (adjusted close / adjusted reference close - 1)",
        warm_up="a close of the same basis, at most 6 sessions before the first one held of that period",
    )


PRICE_CHANGE = Contract(
    "core.price_change",
    grain=("session", "security_id"),
    meaning="One row per session and security that traded: its change on the same basis, and its windows.",
    notes=(
        "A session that is not comparable starts a new basis, and no return or window reaches back over it; "
        f"{_ADJUSTED}. A tolerance of one part in a thousand million keeps float noise from deciding a flag."
    ),
    build=Build.MONTH,
    lookback_sessions=280,
    large=True,
    source="core.fact_daily_price",
    columns=(
        day("session", "Trading session (IST)."),
        whole("session_index", "Position in the exchange's calendar.", source="core.dim_session"),
        text("security_id", "Internal id."),
        text("symbol", "Exchange symbol on that day."),
        text("series", "Series of the primary line."),
        text("instrument", "What it is.", one_of=INSTRUMENTS),
        price("close_inr", "Official close, unadjusted."),
        count("volume_shares", "Shares traded.", "shares"),
        real("turnover_inr", "Value traded.", "inr", minimum=0),
        count("delivered_shares", "Shares marked for delivery.", "shares", nullable=True),
        real(
            "delivery_pct",
            "Delivered part of the shares traded; null where not known.",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
            formula="100 * delivered_shares / volume_shares",
        ),
        real(
            "delivery_pct_change_20",
            "Delivered part against its usual one.",
            "pct points",
            nullable=True,
            formula="delivery_pct - mean of delivery_pct of the 20 own sessions before",
            warm_up="20 own sessions before, all with delivery_pct, within the last 25 of the exchange; "
            "a new basis does not break it",
        ),
        real(
            "price_factor",
            "What this session's actions make of a price: 0.5 for a 1:1 bonus; 1 without any.",
            "x",
            minimum=0,
            formula="product of price_factor of the actions that take effect in this session, the first own "
            "session on or after their ex-date",
            source="core.corporate_action",
        ),
        price(
            "prior_price_inr",
            "What the close is measured against.",
            nullable=True,
            formula="prev_close_inr * price_factor; prev_close_inr where it is on the new basis already",
            source="core.fact_daily_price.prev_close_inr, core.corporate_action",
        ),
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
        flag(
            "is_comparable",
            "The prior price stands on the same basis.",
            formula="not_comparable_reason is null",
        ),
        text(
            "not_comparable_reason",
            "Why not.",
            nullable=True,
            one_of=REASONS,
            formula="listing_day: the listing session; demerger_or_scheme: one of them takes effect; "
            "unreadable_terms: so does an action without a factor; no_prior_price: prior_price_inr is null "
            "or 0; unexplained_gap: open_inr outside 0.78 to 1.30 of prior_price_inr",
            source="core.fact_daily_price, core.security_line, core.corporate_action",
        ),
        whole(
            "direction",
            "1 up, 0 unchanged, -1 down; null where not comparable.",
            nullable=True,
            minimum=-1,
            maximum=1,
            formula="sign of close_inr - prior_price_inr; 0 within 0.0001",
        ),
        real(
            "return_1_pct",
            "Return of the session.",
            "pct",
            nullable=True,
            formula="100 * (close_inr / prior_price_inr - 1), where comparable",
        ),
        *(
            real(
                f"return_{n}_pct",
                f"Return over {n} own sessions.",
                "pct",
                nullable=True,
                formula=f"100 * (adjusted close / adjusted close {n} own sessions before - 1)",
                warm_up=f"{_own(n)} before",
            )
            for n in (5, 21, 63)
        ),
        _return("month", "the month"),
        _return("calendar_year", "1 January"),
        _return("fiscal_year", "1 April"),
        real(
            "from_high_52w_pct",
            "Distance from the highest close of the 252 own sessions before and of this one.",
            "pct",
            nullable=True,
            maximum=0,
            formula="100 * (adjusted close / highest of this and the 252 adjusted closes before - 1)",
            warm_up=_YEAR,
        ),
        *(
            flag(
                f"is_above_{n}dma",
                f"Close above its {n}-session average; null without a full window.",
                nullable=True,
                formula=f"adjusted close > mean adjusted close of the last {n} own sessions, this included",
                warm_up=_own(n),
            )
            for n in (20, 50, 100, 200)
        ),
        *(
            flag(
                name,
                f"{what.capitalize()} {side} every {what} of the prior 252; null without a full window.",
                nullable=True,
                formula=f"adjusted {what} {sign} {extreme} adjusted {what} of the 252 own sessions before",
                warm_up=_YEAR,
            )
            for name, what, side, sign, extreme in (
                ("is_high_52w", "close", "above", ">", "highest"),
                ("is_low_52w", "close", "below", "<", "lowest"),
                ("is_high_52w_intraday", "high", "above", ">", "highest"),
                ("is_low_52w_intraday", "low", "below", "<", "lowest"),
            )
        ),
    ),
)
