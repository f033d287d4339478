"""Prices of each security: raw as the exchange prints them, and their changes on one basis."""

from bhavhouse.contracts.base import (
    Build,
    Column,
    Contract,
    count,
    day,
    flag,
    price,
    reach,
    real,
    text,
    whole,
)
from bhavhouse.contracts.identity import INSTRUMENTS

REASONS = ("listing_day", "demerger_or_scheme", "unreadable_terms", "no_prior_price", "unexplained_gap")

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
            "trades",
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
_YEAR = f"252 own sessions of one basis before, {reach(252)}"


def _own(n: int) -> str:
    return f"{n} own sessions of one basis, {reach(n)}"


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
        whole("session_index", "Position in the exchange's calendar.", "sessions", source="core.dim_session"),
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
            warm_up=f"20 own sessions before, all with delivery_pct, {reach(20)}; "
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
            formula="sign of close_inr / prior_price_inr - 1; 0 within 1e-9",
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
            for n in (5, 21, 63, 126, 252)
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
