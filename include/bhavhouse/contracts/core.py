"""What is known of sessions, securities and prices, after the files have been joined."""

from bhavhouse.contracts.base import Build, Contract, count, day, flag, price, real, text, whole

INSTRUMENTS = ("common", "dvr", "etf", "rights_entitlement", "other")
REASONS = ("listing_day", "demerger_or_scheme", "no_prior_price", "unexplained_gap")

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

PRICE_JUMP = Contract(
    "core.price_jump",
    grain=("session", "security_id", "own_sessions_after"),
    meaning="Evidence on openings that no ordinary session explains: that evening, and three sessions later.",
    build=Build.MONTH,
    lookback_sessions=60,
    internal=True,
    columns=(
        day("session", "Session on which the evidence is there."),
        text("security_id", "Internal id."),
        day("jump_session", "Session of the opening."),
        day("last_session", "Session of the security before it."),
        whole("own_sessions_after", "Sessions of the security since then: 0 or 3."),
        real("open_ratio", "Opening over the printed previous close.", "x", nullable=True),
        real("printed_ratio", "Printed previous close over the last close.", "x", nullable=True),
        flag("moved_to_trade_for_trade", "The series changed to trade-for-trade in that session."),
        real("close_since", "Close now over the close then.", "x"),
    ),
)

ACTION_CANDIDATE = Contract(
    "core.action_candidate",
    grain=("security_id", "session"),
    meaning="Every opening that no official action explains: what was made of it, when, and why.",
    columns=(
        text("security_id", "Internal id."),
        day("session", "Session of the opening."),
        text(
            "status",
            "pending: the next sessions decide; inferred: a factor is confirmed; undecided: it stays open.",
            one_of=("pending", "inferred", "undecided"),
        ),
        real("open_ratio", "Opening over the printed previous close.", "x", nullable=True),
        real("price_factor", "The factor proposed, or confirmed.", "x", nullable=True),
        day("decided_on", "Session that decided.", nullable=True),
        text("reason", "Why, in words."),
    ),
)

CORPORATE_ACTION = Contract(
    "core.corporate_action",
    grain=("security_id", "ex_date", "kind"),
    meaning="One row per accepted corporate action that changes a share's basis.",
    dated_by=("ex_date",),
    columns=(
        text("security_id", "Internal id."),
        day("ex_date", "First session without the entitlement."),
        text(
            "kind",
            "What happens; split_or_bonus where prices alone tell of it.",
            one_of=("split", "bonus", "consolidation", "demerger", "scheme", "split_or_bonus"),
        ),
        real(
            "price_factor",
            "Price after over price before: 0.5 for a 1:1 bonus; null where nothing fixes it.",
            "x",
            nullable=True,
            minimum=0,
            exclusive=True,
        ),
        text("source", "Where it is known from.", one_of=("official", "inferred")),
        day("known_on", "Session whose prices confirmed it, where it is inferred.", nullable=True),
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
        real("price_factor", "Product of the actions that take effect in this session.", "x", minimum=0),
        price("prior_price_inr", "Previous close as printed, times the action's factor.", nullable=True),
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
