"""What lands from outside: one table per kind of file, typed and named, nothing yet interpreted."""

from bhavhouse.contracts.base import (
    AtLeast,
    Build,
    Column,
    Contract,
    count,
    day,
    moment,
    price,
    real,
    text,
    whole,
)

SYMBOL = r"^[A-Z0-9&$._*-]{1,40}$"
EQUITY_SERIES = ("EQ", "BE", "BZ", "SM", "ST", "SZ")

# Columns that the cash files of both exchanges print.
_SESSION = day("session", "Trading session (IST).")
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
        _SESSION,
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

# Columns that every file of index levels has.
_RANGE_POINTS = (
    real("open_points", "Opening value.", "points", nullable=True, minimum=0, maximum=1e7),
    real("high_points", "Highest value.", "points", nullable=True, minimum=0, maximum=1e7),
    real("low_points", "Lowest value.", "points", nullable=True, minimum=0, maximum=1e7),
)
_CLOSE_POINTS = real("close_points", "Closing value.", "points", minimum=0, maximum=1e7, exclusive=True)
_VALUATION = (
    real("pe_ratio", "Price to earnings.", "x", nullable=True),
    real("pb_ratio", "Price to book.", "x", nullable=True),
    real("dividend_yield_pct", "Dividend yield.", "pct", nullable=True),
)

INDEX_CLOSE = Contract(
    "lake.index_close",
    grain=("session", "index_name"),
    meaning="One row per index of the exchange's daily index file.",
    build=Build.LANDED,
    columns=(
        _SESSION,
        text("index_name", "Index name as printed."),
        *_RANGE_POINTS,
        _CLOSE_POINTS,
        real("change_points", "Change as printed.", "points", nullable=True),
        real("change_pct", "Change as printed.", "pct", nullable=True),
        count("volume_shares", "Shares traded.", "shares", nullable=True),
        real("turnover_inr_crore", "Value traded.", "inr crore", nullable=True, minimum=0),
        *_VALUATION,
    ),
    checks=(AtLeast("high_points", "low_points"),),
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
        _SESSION,
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

# Columns that the exchange's pages print, kept as files once a day.
_AS_OF_PAGE = day("as_of", "The day in the file's name.")
_INDEX_NAME = text("index_name", "Name the index goes by, in snake case.", matches=r"^[a-z0-9_]+$")
_UPDATED_AT = moment("updated_at", "When the page was last updated, as printed.")
_CHANGE_PCT = real("change_pct", "Change as printed.", "pct")


def _if_traded(name: str, meaning: str) -> Column:
    """A price on a page that also shows what did not trade."""
    return real(name, f"{meaning}; 0 without a trade.", "inr", minimum=0, maximum=1e7)


INDEX_CONSTITUENT = Contract(
    "lake.index_constituent",
    grain=("as_of", "index_name", "symbol"),
    meaning="One row per index and symbol that the exchange's page of the index showed.",
    build=Build.LANDED,
    notes="A page shows 50 names at most: of an index of more than 50 these rows are a part, no membership.",
    columns=(
        _AS_OF_PAGE,
        day(
            "session", "The day of `updated_at` (IST), which for single indices is an older one than `as_of`."
        ),
        _INDEX_NAME,
        text("printed_index", "Index name as printed."),
        text("symbol", "Exchange symbol.", matches=SYMBOL),
        text("series", "Exchange series.", matches=r"^[A-Z0-9]{1,4}$"),
        _if_traded("last_price_inr", "Last traded price, which is not the close"),
        _if_traded("high_inr", "Highest price"),
        _if_traded("low_inr", "Lowest price"),
        _if_traded("average_inr", "Volume-weighted average price"),
        real("change_inr", "Change as printed.", "inr"),
        _CHANGE_PCT,
        count("volume_shares", "Shares traded.", "shares"),
        real("turnover_inr", "Value traded.", "inr", minimum=0, source="column quantityTraded"),
        _UPDATED_AT,
    ),
    checks=(AtLeast("high_inr", "low_inr"),),
)

MARKET_SNAPSHOT = Contract(
    "lake.market_snapshot",
    grain=("as_of", "symbol"),
    meaning="One row per share of the Nifty Total Market index, as the exchange's page showed it.",
    build=Build.LANDED,
    notes="The page repeats a symbol for each name that its company had; of equal figures one row is kept.",
    columns=(
        _AS_OF_PAGE,
        day("session", "The day of `updated_at` (IST)."),
        text("symbol", "Exchange symbol.", matches=SYMBOL),
        text("series", "Exchange series.", matches=r"^[A-Z0-9]{1,4}$"),
        price("last_price_inr", "Last traded price, which is not the close."),
        price("open_inr", "First price."),
        price("high_inr", "Highest price."),
        price("low_inr", "Lowest price."),
        real("previous_close_inr", "Previous close as printed.", "inr", minimum=0, maximum=1e7),
        _CHANGE_PCT,
        count("volume_shares", "Shares traded.", "shares"),
        real("turnover_inr", "Value traded.", "inr", minimum=0),
        price("year_high_inr", "Highest price of 52 weeks as printed.", nullable=True),
        price("year_low_inr", "Lowest price of 52 weeks as printed.", nullable=True),
        real(
            "free_float_market_cap_inr",
            "Market capitalisation of the shares in free float, at `last_price_inr`.",
            "inr",
            minimum=0,
            exclusive=True,
            source="column ffmc",
        ),
        _UPDATED_AT,
    ),
    checks=(AtLeast("high_inr", "low_inr"),),
)

INDEX_SNAPSHOT = Contract(
    "lake.index_snapshot",
    grain=("as_of", "index_name"),
    meaning="One row per index of the exchange's page of all indices.",
    build=Build.LANDED,
    notes="Figures that the exchange does not work out for an index are printed as 0 or are null.",
    columns=(
        _AS_OF_PAGE,
        day(
            "session",
            "The session whose close `previous_day_points` is; null where the page does not tell.",
            nullable=True,
            formula="previous_day where it is as_of, or where last_points = previous_day_points and not "
            "previous_close_points",
        ),
        _INDEX_NAME,
        text("key", "The group in which the exchange lists it."),
        text("printed_name", "Index name as printed."),
        text("printed_symbol", "Short name as printed."),
        real("last_points", "Last value.", "points", minimum=0, maximum=1e7, exclusive=True),
        *_RANGE_POINTS,
        real(
            "previous_close_points",
            "Close that the change is measured from.",
            "points",
            minimum=0,
            maximum=1e7,
        ),
        real("change_points", "Change as printed.", "points", nullable=True),
        real("change_pct", "Change as printed.", "pct", nullable=True),
        real(
            "year_high_points", "Highest value of 52 weeks.", "points", nullable=True, minimum=0, maximum=1e7
        ),
        real("year_low_points", "Lowest value of 52 weeks.", "points", nullable=True, minimum=0, maximum=1e7),
        *_VALUATION,
        count("advances", "Members that rose.", nullable=True),
        count("declines", "Members that fell.", nullable=True),
        count("unchanged", "Members that did neither.", nullable=True),
        day(
            "previous_day",
            "The day that the page calls the previous one; after the roll it is the session itself.",
        ),
        real(
            "previous_day_points",
            "Close of `previous_day`.",
            "points",
            minimum=0,
            maximum=1e7,
            exclusive=True,
        ),
    ),
    checks=(AtLeast("high_points", "low_points"),),
)

INDEX_CHANGE = Contract(
    "lake.index_change",
    grain=("as_of", "sheet", "at_row"),
    meaning="One row per row of the exchange's workbook of index inclusions and exclusions.",
    build=Build.LANDED,
    notes="The workbook says some changes twice, and not every index from its beginning.",
    columns=(
        day("as_of", "The day the workbook counts as of."),
        text("sheet", "Sheet of the workbook: the index as it is called now."),
        count("at_row", "Row of the sheet."),
        _INDEX_NAME,
        text("printed_index", "Index name as printed on the row, which may be an older one."),
        day("changed_on", "First session of the change."),
        text("company_as_printed", "Company as it was then called."),
        text("change", "What happened.", one_of=("inclusion", "exclusion")),
        text("printed_description", "What happened, as printed."),
    ),
)

BUNDLE_INDEX = Contract(
    "lake.bundle_index",
    grain=("session", "printed_name"),
    meaning="One row per index of the daily bundle's price file.",
    build=Build.LANDED,
    columns=(
        _SESSION,
        _INDEX_NAME,
        text("printed_name", "Short name as printed."),
        real("previous_close_points", "Previous close.", "points", nullable=True, minimum=0, maximum=1e7),
        *_RANGE_POINTS,
        _CLOSE_POINTS,
        real("year_high_points", "Highest of 52 weeks; 0 for most.", "points", nullable=True, minimum=0),
        real("year_low_points", "Lowest of 52 weeks; 0 for most.", "points", nullable=True, minimum=0),
    ),
    checks=(AtLeast("high_points", "low_points"),),
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

INDEX_LEVEL_IMPORT = Contract(
    "lake.index_level_import",
    grain=("as_of", "source", "session", "index_name"),
    meaning="One row per session and index of a file of index levels that was put into the archive by hand.",
    build=Build.LANDED,
    columns=(
        day("as_of", "The day the file counts as of."),
        text("source", "The file's name without its ending."),
        _SESSION,
        _INDEX_NAME,
        text("printed_name", "Index name as printed."),
        *_RANGE_POINTS,
        _CLOSE_POINTS,
        *_VALUATION,
    ),
    checks=(
        AtLeast("high_points", "low_points"),
        AtLeast("high_points", "close_points"),
        AtLeast("close_points", "low_points"),
    ),
)
