"""Who is who: securities, their identifiers by date, and what waits for a decision."""

from bhavhouse.contracts.base import Build, Contract, day, flag, price, text

INSTRUMENTS = ("common", "dvr", "etf", "rights_entitlement", "other")

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
    source="the cash files, the exchanges' masters and symbol changes",
    notes="Of what BSE alone lists the symbol is BSE's short name, and the series its group.",
    columns=(
        text(
            "security_id",
            "Internal id: the exchange and the oldest symbol known of the security; BSE and the scrip code "
            "of what BSE listed first.",
        ),
        text("exchange", "Exchange of the primary line.", one_of=("NSE", "BSE")),
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
            one_of=("nse_symbol", "isin", "name", "bse_scrip_code", "bse_symbol", "nse_series"),
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
