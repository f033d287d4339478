"""What lands from outside: one table per kind of file, typed and named, nothing yet interpreted."""

from bhavhouse.contracts.base import (
    AtLeast,
    Build,
    Contract,
    count,
    day,
    flag,
    moment,
    price,
    real,
    text,
    whole,
)

SYMBOL = r"^[A-Z0-9&$._*-]{1,40}$"
EQUITY_SERIES = ("EQ", "BE", "BZ", "SM", "ST", "SZ")

# Columns that the cash files of both exchanges print.
SESSION = day("session", "Trading session (IST).")
_PREV_CLOSE = real(
    "prev_close_inr", "Previous close as printed.", "inr", nullable=True, minimum=0, maximum=1e7
)
_RANGE = (
    price("open_inr", "First price of the session."),
    price("high_inr", "Highest price of the session."),
    price("low_inr", "Lowest price of the session."),
    price("close_inr", "Official close, unadjusted."),
)
_LAST = real(
    "last_inr", "Last traded price; 0 on some debt lines.", "inr", nullable=True, minimum=0, maximum=1e7
)
_TRADED = (
    count("volume_shares", "Shares traded.", "shares"),
    real("turnover_inr", "Value traded.", "inr", minimum=0),
    count("trades", "Number of trades.", nullable=True),
)
_ISIN = text("isin", "ISIN, where the file prints it.", nullable=True, matches=r"^IN[A-Z0-9]{9}[0-9]$")
_NAME = text("name", "Security name, where the file prints it.", nullable=True)

QUOTE = Contract(
    "lake.quote",
    grain=("feed", "session", "symbol", "series"),
    meaning="One row per line of an exchange's daily cash file, every series, as printed.",
    build=Build.LANDED,
    columns=(
        text(
            "feed", "Which kind of file the row comes from.", one_of=("nse_udiff", "nse_legacy", "nse_full")
        ),
        SESSION,
        text("symbol", "Exchange symbol on that day.", matches=SYMBOL),
        text("series", "Exchange series on that day.", matches=r"^[A-Z0-9]{1,4}$"),
        _ISIN,
        _NAME,
        _PREV_CLOSE,
        *_RANGE,
        _LAST,
        price("average_inr", "Volume-weighted average price.", nullable=True),
        *_TRADED,
        count("delivered_shares", "Shares marked for delivery.", "shares", nullable=True),
        real("delivered_pct", "Delivered share of the volume.", "pct", nullable=True, minimum=0, maximum=100),
    ),
    checks=(
        AtLeast("high_inr", "low_inr"),
        AtLeast("high_inr", "open_inr"),
        AtLeast("open_inr", "low_inr"),
        # The close of a T0 line is that of the main line, so it may lie outside its own range.
        AtLeast("high_inr", "close_inr", "series", EQUITY_SERIES),
        AtLeast("close_inr", "low_inr", "series", EQUITY_SERIES),
        AtLeast("volume_shares", "delivered_shares"),
    ),
)

ETF_DAY = Contract(
    "lake.etf_day",
    grain=("session", "symbol"),
    meaning="One row per exchange-traded fund of the daily bundle's own list.",
    build=Build.LANDED,
    columns=(day("session", "Trading session (IST)."), text("symbol", "Exchange symbol.", matches=SYMBOL)),
)

MARKET_ACTIVITY = Contract(
    "lake.market_activity",
    grain=("session",),
    meaning="One row per session of the daily bundle's market activity report: the exchange's own totals.",
    build=Build.LANDED,
    columns=(
        day("session", "Trading session (IST)."),
        count("reported_advances", "Securities that the exchange counts as advances."),
        count("reported_declines", "Securities that the exchange counts as declines."),
        count("reported_unchanged", "Securities that the exchange counts as unchanged."),
        real("traded_value_inr_crore", "Value traded.", "inr crore", minimum=0, maximum=1e9),
        real("traded_quantity_lakh", "Shares traded.", "lakh shares", minimum=0, maximum=1e9),
        count("trades", "Number of trades."),
        real(
            "market_cap_inr_crore",
            "Value of all listed securities.",
            "inr crore",
            minimum=0,
            maximum=1e12,
            exclusive=True,
        ),
    ),
)

LISTED = Contract(
    "lake.listed_security",
    grain=("as_of", "list", "symbol", "series"),
    meaning="One row per line of a securities master.",
    build=Build.LANDED,
    columns=(
        day("as_of", "The day the master counts as of."),
        text("list", "Which master.", one_of=("equity", "sme", "etf")),
        text("symbol", "Exchange symbol.", matches=SYMBOL),
        text("series", "Series; empty in the fund list."),
        text("name", "Company or fund name."),
        day("listed_on", "Date of listing.", nullable=True),
        text("isin", "ISIN."),
        real("face_value_inr", "Face value.", "inr", nullable=True, minimum=0),
    ),
)

SYMBOL_CHANGE = Contract(
    "lake.symbol_change",
    grain=("as_of", "old_symbol", "new_symbol", "changed_on"),
    meaning="One row per symbol change that the exchange lists.",
    build=Build.LANDED,
    columns=(
        day("as_of", "The day the list counts as of."),
        text("company", "Company as printed."),
        text("old_symbol", "Symbol before.", matches=SYMBOL),
        text("new_symbol", "Symbol from `changed_on`.", matches=SYMBOL),
        day("changed_on", "First day of the new symbol."),
    ),
)

NAME_CHANGE = Contract(
    "lake.name_change",
    grain=("as_of", "at_line"),
    meaning="One row per change of a company's or fund's name that the exchange lists.",
    build=Build.LANDED,
    columns=(
        day("as_of", "The day the list counts as of."),
        count("at_line", "Line of the file."),
        text("symbol", "Exchange symbol, often a later one.", matches=SYMBOL),
        text("previous_name", "Name before."),
        text("new_name", "Name from `changed_on`."),
        day("changed_on", "First day of the new name."),
    ),
)

BSE_SECURITY = Contract(
    "lake.bse_security",
    grain=("as_of", "scrip_code"),
    meaning="One row per line of BSE's list of securities, with its classification in four levels.",
    build=Build.LANDED,
    columns=(
        day("as_of", "The day the list counts as of."),
        text("scrip_code", "BSE's code.", matches=r"^[0-9]{6}$"),
        text("bse_symbol", "BSE's short name.", nullable=True),
        text("company", "Issuer."),
        text("name", "Security name.", nullable=True),
        text("status", "Whether it trades.", nullable=True),
        text("bse_group", "BSE's group.", nullable=True),
        real("face_value_inr", "Face value.", "inr", nullable=True, minimum=0),
        text("isin", "ISIN, where there is one.", nullable=True, matches=r"^IN[A-Z0-9]{9}[0-9]$"),
        text("instrument", "Kind of security as printed.", nullable=True),
        text("macro_sector", "First level of the classification.", nullable=True),
        text("sector", "Second level.", nullable=True),
        text("industry", "Third level.", nullable=True),
        text("basic_industry", "Fourth level.", nullable=True),
    ),
)

INDUSTRY = Contract(
    "lake.industry",
    grain=("as_of", "source", "symbol"),
    meaning="One row per symbol and industry, from a constituent list or a classification file.",
    build=Build.LANDED,
    columns=(
        day("as_of", "The day the list counts as of."),
        text("source", "The list's file name without its ending."),
        text("symbol", "Exchange symbol.", matches=SYMBOL),
        text("industry", "Industry as printed."),
        text("isin", "ISIN, where printed.", nullable=True),
        text("company", "Company, where printed.", nullable=True),
    ),
)

WATCHLIST = Contract(
    "lake.watchlist",
    grain=("as_of", "source", "at_line"),
    meaning="One row per line of a user's list of securities.",
    notes="Each line names a security by its symbol, its ISIN, or both.",
    build=Build.LANDED,
    columns=(
        day("as_of", "The day the list counts as of."),
        text("source", "The list's file name without its ending."),
        count("at_line", "Line of the file."),
        text("watchlist", "Name of the list, off the file's name.", matches=r"^[a-z][a-z0-9_]{0,39}$"),
        text("symbol", "Exchange symbol as printed.", nullable=True, matches=SYMBOL),
        text("isin", "ISIN as printed.", nullable=True, matches=r"^IN[A-Z0-9]{9}[0-9]$"),
        day("valid_from", "First day of its window, where the line tells one.", nullable=True),
        day("valid_to", "First day after its window, where the line tells one.", nullable=True),
    ),
    checks=(AtLeast("valid_to", "valid_from"),),
)

OFFICIAL_ACTION = Contract(
    "lake.official_action",
    grain=("list", "as_of", "at_line", "kind"),
    meaning="One row per line of an exchange's list of corporate actions and action that its purpose names.",
    notes="The action list tells of years past, the daily bundle of the sessions just ahead.",
    build=Build.LANDED,
    columns=(
        text("list", "Which list.", one_of=("action_list", "bundle")),
        day("as_of", "The day the list counts as of; the bundle's session."),
        count("at_line", "Line of the file."),
        text("symbol", "Symbol as printed (sometimes a later one).", matches=SYMBOL),
        text("series", "Series as printed."),
        text("purpose", "Purpose as printed."),
        day("ex_date", "First session without the entitlement.", nullable=True),
        real("face_value_inr", "Face value, where the list prints it.", "inr", nullable=True, minimum=0),
        text(
            "kind",
            "What the purpose says.",
            one_of=("split", "bonus", "consolidation", "demerger", "scheme", "rights", "dividend", "other"),
        ),
        real(
            "price_factor",
            "Price after over price before, where the text fixes it.",
            "x",
            nullable=True,
            minimum=0,
            exclusive=True,
        ),
        count("new_shares", "Rights: shares offered for `held_shares`.", "shares", nullable=True),
        count("held_shares", "Rights: shares held that give the right.", "shares", nullable=True),
        real("premium_inr", "Rights: issue price above the face value.", "inr", nullable=True, minimum=0),
        price("dividend_inr", "Dividends a share, added up where one line names several.", nullable=True),
        text("unread", "Why the terms could not be read, else empty."),
    ),
)

MARKET_CAP = Contract(
    "lake.market_cap",
    grain=("session", "symbol", "series"),
    meaning="One row per line of the daily bundle's market capitalisation file, traded that day or not.",
    build=Build.LANDED,
    columns=(
        day("session", "Trading session (IST)."),
        text("symbol", "Exchange symbol.", matches=SYMBOL),
        text("series", "Series.", matches=r"^[A-Z0-9]{1,4}$"),
        text("category", "Listed, or permitted to trade."),
        day("last_trade_date", "Session of the last trade; null where there was none yet.", nullable=True),
        real("face_value_inr", "Face value of a share.", "inr", minimum=0, maximum=1e7),
        count("issue_size_shares", "Shares issued.", "shares"),
        price("close_inr", "Last close, or the paid-up value."),
        real("market_cap_inr", "Issue size times close, as printed.", "inr", minimum=0),
    ),
)

BOARD_MEETING = Contract(
    "lake.board_meeting",
    grain=("session", "at_line"),
    meaning="One row per print of a board meeting in the daily bundle: what its company told that day.",
    notes="Nothing is merged. A meeting is printed when it is announced, again when it is moved or "
    "withdrawn, and when its outcome is told; what was told before is not printed again.",
    build=Build.LANDED,
    source="the bundle's bm*",
    columns=(
        day("session", "The bundle's session.", source="the file's name"),
        count("at_line", "Line of the file on which the print begins."),
        text("symbol", "Exchange symbol.", matches=SYMBOL, source="column SYMBOL"),
        text("company", "Company as printed, with single blanks.", source="column COMPANY NAME"),
        day(
            "meeting_date",
            "Day of the meeting as printed; of a moved one the day that no longer holds.",
            source="column BM DATE",
        ),
        text(
            "purpose",
            "Purpose as printed, on one line with single blanks: the exchange's heading, then the text.",
            source="column BM PURPOSE",
        ),
        text(
            "tells",
            "What the print tells: a meeting to come, its move to another day, its end, or what came of it.",
            one_of=("notice", "moved", "withdrawn", "outcome"),
            formula="outcome if purpose begins with Outcome of; else withdrawn if it says of a meeting that "
            "it is cancelled, withdrawn or called off; else moved if re-scheduled, postponed, preponed, "
            "deferred or adjourned; else outcome if it says meeting held on; else notice",
        ),
        day(
            "moved_to",
            "New day of a moved meeting, where one is printed; the same day where the hour alone changed.",
            nullable=True,
            formula="the day between two colons in purpose, where tells is moved",
        ),
        flag(
            "is_results",
            "The purpose speaks of results: financial, audited, unaudited, quarterly and so on.",
            formula="purpose contains results, or a financial, audited, quarterly, yearly or annual result; "
            "not those of a vote, poll or general meeting, nor where something results in, from or into more",
        ),
    ),
)

HOLIDAY = Contract(
    "lake.holiday",
    grain=("as_of", "day"),
    meaning="One row per exchange holiday that a list names.",
    build=Build.LANDED,
    columns=(
        day("as_of", "The day the list counts as of."),
        day("day", "The holiday."),
        text("reason", "Its name."),
    ),
)

RATING_CHANGE = Contract(
    "lake.rating_change",
    grain=("delivery", "at_line"),
    meaning="One row per line of a vendor's rating-change file, as delivered.",
    build=Build.LANDED,
    columns=(
        text("delivery", "File name and the start of its hash."),
        count("at_line", "Line of the file."),
        text("vendor_event_id", "The vendor's own id, where given.", nullable=True),
        text("symbol", "Exchange symbol as delivered.", nullable=True),
        text("company_as_printed", "Company as delivered.", nullable=True),
        text("firm", "The house that rates."),
        text("analyst", "The analyst, where given.", nullable=True),
        text("action", "The vendor's word for the change.", nullable=True),
        text("from_grade", "Grade before, as printed.", nullable=True),
        text("to_grade", "Grade after, as printed.", nullable=True),
        real("from_target_inr", "Target price before.", "inr", nullable=True, minimum=0, maximum=1e7),
        real("to_target_inr", "Target price after.", "inr", nullable=True, minimum=0, maximum=1e7),
        moment("published_at", "When the world could know."),
        moment("updated_at", "The vendor's last change of the row, where given.", nullable=True),
        text("url", "Where it can be read, where given.", nullable=True),
        whole("received_order", "Order of receipt of the delivery in the ledger.", nullable=True),
        moment("received_at", "When the delivery came.", nullable=True),
    ),
)

BSE_QUOTE = Contract(
    "lake.bse_quote",
    grain=("feed", "session", "scrip_code"),
    meaning="One row per line of BSE's daily cash file, every group, as printed.",
    build=Build.LANDED,
    notes="`prev_close_inr` is 0.00 on a listing day, where NSE prints the issue price.",
    columns=(
        text("feed", "Which kind of file the row comes from.", one_of=("bse_udiff", "bse_legacy")),
        SESSION,
        text("scrip_code", "BSE's number of the security.", matches=r"^[0-9]{6,7}$"),
        text("symbol", "BSE's short name on that day; UDiFF alone.", nullable=True, matches=SYMBOL),
        text("scrip_group", "Group on that day: A, B, T, X and the like.", matches=r"^[A-Z0-9]{1,3}$"),
        text("instrument_type", "Kind as printed: STK in UDiFF; Q (equity), B or P before.", nullable=True),
        _ISIN,
        _NAME,
        _PREV_CLOSE,
        *_RANGE,
        _LAST,
        *_TRADED,
    ),
    checks=(
        AtLeast("high_inr", "low_inr"),
        AtLeast("high_inr", "open_inr"),
        AtLeast("open_inr", "low_inr"),
        AtLeast("high_inr", "close_inr"),
        AtLeast("close_inr", "low_inr"),
    ),
)


INSTITUTIONAL_FLOW = Contract(
    "lake.institutional_flow",
    grain=("delivery", "session", "investor"),
    meaning="One row per session and kind of institution of a delivery of cash flows, every delivery kept.",
    build=Build.LANDED,
    columns=(
        text("delivery", "File name and the start of its hash."),
        day("as_of", "The last day in the file's name, else the day the file is of."),
        day("session", "Trading session (IST)."),
        text("investor", "Foreign (fii, portfolio investors among them) or domestic.", one_of=("fii", "dii")),
        text("printed_investor", "The same as printed."),
        real("buy_inr_crore", "Purchases.", "inr crore", nullable=True, minimum=0, maximum=1e6),
        real("sell_inr_crore", "Sales.", "inr crore", nullable=True, minimum=0, maximum=1e6),
        real("net_inr_crore", "Purchases less sales.", "inr crore", minimum=-1e6, maximum=1e6),
        text("printed_net", "Purchases less sales as printed."),
        text("printed_unit", "Unit as printed; empty where none is, which means crore."),
        whole("received_order", "Order of receipt of the delivery in the ledger.", nullable=True),
        moment("received_at", "When the delivery came.", nullable=True),
    ),
)
