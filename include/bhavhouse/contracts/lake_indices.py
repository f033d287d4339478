"""What lands from outside on indices: levels, members, changes of membership, as printed."""

from bhavhouse.contracts.base import AtLeast, Build, Column, Contract, count, day, moment, price, real, text
from bhavhouse.contracts.lake import SESSION, SYMBOL

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
        SESSION,
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
        SESSION,
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

INDEX_LEVEL_IMPORT = Contract(
    "lake.index_level_import",
    grain=("as_of", "source", "session", "index_name"),
    meaning="One row per session and index of a file of index levels that was put into the archive by hand.",
    build=Build.LANDED,
    columns=(
        day("as_of", "The day the file counts as of."),
        text("source", "The file's name without its ending."),
        SESSION,
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
