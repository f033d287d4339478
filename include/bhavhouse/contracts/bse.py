"""BSE's line of each security: who it is, its prices, its changes, and the bucket it is in."""

from dataclasses import replace

from bhavhouse.contracts.base import Build, Contract, day, flag, real, text, twin
from bhavhouse.contracts.identity import INSTRUMENTS
from bhavhouse.contracts.prices import FACT_DAILY_PRICE, PRICE_CHANGE

SCRIP_SEEN = Contract(
    "core.scrip_seen",
    grain=("month", "scrip_code", "scrip_group", "isin", "symbol", "name"),
    meaning="Which scrip codes of equity groups BSE's cash files of a month hold: the evidence of identity.",
    build=Build.MONTH,
    internal=True,
    columns=(
        text("month", "Month as YYYY-MM."),
        text("scrip_code", "BSE's code."),
        text("scrip_group", "Group."),
        text("isin", "ISIN as printed; empty where no file prints one on that session."),
        text("symbol", "Short name as printed; empty where none is."),
        text("name", "Security name as printed; empty where none is."),
        day("first_session", "First session of the month with it."),
        day("last_session", "Last session of the month with it."),
        real("first_prev_close_inr", "Previous close printed on the first of them.", "inr", nullable=True),
    ),
)

SCRIP_LINE = Contract(
    "core.scrip_line",
    grain=("scrip_code", "valid_from"),
    meaning="Which security a scrip code of BSE means, by date.",
    dated_by=("valid_from", "valid_to"),
    internal=True,
    columns=(
        text("scrip_code", "BSE's code."),
        day("valid_from", "First day of the window."),
        day("valid_to", "First day after the window; null while open.", nullable=True),
        text("security_id", "Internal id; BSE and the first code of a security that BSE alone lists."),
        text("symbol", "Latest short name known, else the code."),
        text("instrument", "What it is.", one_of=INSTRUMENTS),
        flag("has_isin", "An ISIN of it is known, so that a line on NSE would be found."),
        day("listing_session", "The session of its listing on BSE, where that is one held.", nullable=True),
    ),
)

_LEGACY_AND_UDIFF = {
    "isin": "UDiFF ISIN",
    "prev_close_inr": "UDiFF PrvsClsgPric, legacy PREVCLOSE",
    "open_inr": "UDiFF OpnPric, legacy OPEN",
    "high_inr": "UDiFF HghPric, legacy HIGH",
    "low_inr": "UDiFF LwPric, legacy LOW",
    "close_inr": "UDiFF ClsPric, legacy CLOSE",
    "average_inr": "",
    "volume_shares": "UDiFF TtlTradgVol, legacy NO_OF_SHRS",
    "turnover_inr": "UDiFF TtlTrfVal, legacy NET_TURNOV",
    "trades": "UDiFF TtlNbOfTxsExctd, legacy NO_TRADES",
    "delivered_shares": "",
    "security_id": "core.scrip_line",
    "instrument": "core.scrip_line",
}
_MEANINGS = {
    "symbol": "BSE's short name on that day; where the file prints none the latest one known, else the code.",
    "series": "Group of the primary line.",
    "isin": "ISIN printed on that day.",
    "prev_close_inr": "As printed: 0 on a listing day, never adjusted by us.",
    "average_inr": "Always null: BSE's files print no average.",
    "delivered_shares": "Always null: BSE's files print no deliveries.",
}

BSE_DAILY_PRICE = replace(
    FACT_DAILY_PRICE,
    name="core.bse_daily_price",
    meaning="One row per session and security that traded on BSE, on its primary line. Raw BSE prices.",
    notes=(
        "Groups of equity alone: A, B, T, TS, X, XT, Z, ZP, P, IP of the main boards, M, MT, MS of SMEs; not "
        "debt (F, G), funds and trusts (E, IF), entitlements (R) or suspended lines (Y). Of two codes of one "
        "security the first group in this order is the primary line. UDiFF stands before the older file."
    ),
    source="lake.bse_quote",
    columns=(
        *(
            replace(
                column,
                meaning=_MEANINGS.get(column.name, column.meaning),
                source=_LEGACY_AND_UDIFF.get(column.name, ""),
            )
            for column in FACT_DAILY_PRICE.columns
        ),
        text("scrip_code", "BSE's code of the primary line."),
    ),
)

BSE_PRICE_CHANGE = twin(
    PRICE_CHANGE,
    "core.bse_price_change",
    "One row per session and security that traded on BSE: its change there on one basis, and its windows.",
    {"core.fact_daily_price": "core.bse_daily_price", "core.security_line": "core.scrip_line"},
)
