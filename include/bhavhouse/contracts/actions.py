"""Corporate actions and dividends of each security, and prices on one basis."""

from bhavhouse.contracts.base import Build, Contract, count, day, flag, price, real, text, whole

OFFICIAL_LISTS = ("action_list", "bundle")

ENTITLEMENT = Contract(
    "core.entitlement",
    grain=("security_id", "ex_date", "kind"),
    meaning="One row per action of the exchange's lists that moves a share's basis, in its terms.",
    notes="Rights fix no factor by themselves: that takes the last close before the ex-date.",
    dated_by=("ex_date",),
    internal=True,
    source="lake.official_action",
    columns=(
        text("security_id", "Internal id."),
        day("ex_date", "First session without the entitlement."),
        text(
            "kind",
            "What happens.",
            one_of=("split", "bonus", "consolidation", "rights", "demerger", "scheme"),
        ),
        real(
            "price_factor", "Price after over price before, where the terms alone fix it.", "x", nullable=True
        ),
        count("new_shares", "Rights: shares offered for `held_shares`.", "shares", nullable=True),
        count("held_shares", "Rights: shares held that give the right.", "shares", nullable=True),
        real("premium_inr", "Rights: issue price above the face value.", "inr", nullable=True),
        real("face_value_inr", "Face value, where the list prints it.", "inr", nullable=True),
    ),
)

RIGHTS_BASIS = Contract(
    "core.rights_basis",
    grain=("session", "security_id", "ex_date"),
    meaning="What the factor of a rights issue takes: the last close before it, and the face value.",
    build=Build.MONTH,
    lookback_sessions=60,
    internal=True,
    columns=(
        day("session", "The security's first session on or after the ex-date."),
        text("security_id", "Internal id."),
        day("ex_date", "First session without the right."),
        price(
            "last_close_inr", "The security's last close before the ex-date.", source="core.fact_daily_price"
        ),
        real(
            "face_value_inr",
            "Face value of a share: of the action list, else of the latest bundle up to this session.",
            "inr",
            nullable=True,
            source="core.entitlement, lake.market_cap",
        ),
    ),
)

PRICE_JUMP = Contract(
    "core.price_jump",
    grain=("session", "security_id", "own_sessions_after"),
    meaning="Evidence on openings that no ordinary session explains: that evening, and three sessions later.",
    build=Build.MONTH,
    lookback_sessions=80,
    internal=True,
    columns=(
        day("session", "Session on which the evidence is there."),
        text("security_id", "Internal id."),
        day("jump_session", "Session of the opening."),
        text("symbol", "Exchange symbol on that day."),
        day("last_session", "Session of the security before it, where one is held.", nullable=True),
        count(
            "sessions_since",
            "Sessions of the exchange since then; null where sessions between are not held.",
            "sessions",
            nullable=True,
        ),
        whole("own_sessions_after", "Sessions of the security since then: 0 or 3."),
        real("open_ratio", "Opening over the printed previous close.", "x", nullable=True),
        real("low_ratio", "Lowest price over the printed previous close.", "x", nullable=True),
        real("high_ratio", "Highest price over the printed previous close.", "x", nullable=True),
        real(
            "printed_ratio",
            "Printed previous close over the last close; 1 where the session before is not held.",
            "x",
            nullable=True,
        ),
        price("last_close_inr", "Close of the session before, or as printed where that is not held."),
        flag("is_trade_for_trade", "The series settles trade for trade, within a price band of 5%."),
        flag("moved_to_trade_for_trade", "The series changed to trade-for-trade in that session."),
        real("close_since", "Close now over the close then.", "x"),
        real(
            "face_value_ratio",
            "Face value now over the face value before the opening.",
            "x",
            nullable=True,
            warm_up="a bundle within 10 own sessions before the opening, and one since",
            source="lake.market_cap",
        ),
        real(
            "issue_size_ratio",
            "Shares issued before the opening over those now.",
            "x",
            nullable=True,
            warm_up="a bundle within 10 own sessions before the opening, and one since",
            source="lake.market_cap",
        ),
    ),
)

ACTION_CANDIDATE = Contract(
    "core.action_candidate",
    grain=("security_id", "session"),
    meaning="Every opening that no official action explains: what was made of it, when, and why.",
    source="core.price_jump, core.entitlement, core.dividend, core.symbol_seen",
    columns=(
        text("security_id", "Internal id."),
        day("session", "Session of the opening."),
        text(
            "status",
            "pending: the next sessions decide; inferred: a factor is confirmed, or a rights issue, which "
            "has none; undecided: it stays open.",
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
    source="lake.official_action, else inferred from core.price_jump",
    columns=(
        text("security_id", "Internal id."),
        day("ex_date", "First session without the entitlement."),
        text(
            "kind",
            "What happens; split_or_bonus where prices alone tell of it.",
            one_of=("split", "bonus", "consolidation", "rights", "demerger", "scheme", "split_or_bonus"),
        ),
        real(
            "price_factor",
            "Price after over price before: 0.5 for a 1:1 bonus; null where nothing fixes it (yet).",
            "x",
            nullable=True,
            minimum=0,
            exclusive=True,
            formula="split: face value after / before; bonus of a for b: b / (a + b); rights of a for b: "
            "(b * last close + a * issue price) / ((a + b) * last close), at most 1; the issue price is "
            "premium + face value",
        ),
        text("source", "Where it is known from.", one_of=("official", "inferred")),
        day("known_on", "Session whose prices confirmed it, where it is inferred.", nullable=True),
    ),
)

DIVIDEND = Contract(
    "core.dividend",
    grain=("security_id", "ex_date"),
    meaning="One row per security and ex-date of dividends: their sum a share.",
    dated_by=("ex_date",),
    source="lake.official_action",
    columns=(
        text("security_id", "Internal id."),
        day("ex_date", "First session without the dividend."),
        price(
            "dividend_inr",
            "Dividends a share, before tax; null where one of them cannot be read.",
            nullable=True,
            formula="sum over the different dividends of that day; one printed twice counts once",
        ),
        text("purposes", "As printed, parted by |."),
        text("source", "Which list tells of it.", one_of=OFFICIAL_LISTS),
    ),
)

ADJUSTMENT = Contract(
    "core.adjustment",
    grain=("security_id", "valid_from"),
    meaning="What takes a raw price of a span of sessions to the basis of the security's last one.",
    notes="A security to which nothing ever happened has no row: its factors are 1.",
    dated_by=("valid_from", "valid_to"),
    source="core.price_change",
    columns=(
        text("security_id", "Internal id."),
        day("valid_from", "First session of the span; 1900-01-01 where it begins with the security."),
        day("valid_to", "First session after the span; null for the last one.", nullable=True),
        real(
            "price_factor",
            "Multiply a raw price by it.",
            "x",
            minimum=0,
            exclusive=True,
            formula="product of core.price_change.price_factor over the security's later sessions",
        ),
        real(
            "volume_factor",
            "Multiply a raw number of shares by it.",
            "x",
            minimum=0,
            exclusive=True,
            formula="1 / price_factor",
        ),
        real(
            "total_return_factor",
            "Multiply a raw price by it for the series that reinvests dividends.",
            "x",
            minimum=0,
            exclusive=True,
            formula="price_factor * product of core.price_change.total_return_factor over the later sessions",
        ),
        count(
            "breaks_after",
            "Later sessions that are not comparable, the listing day left out: 0 where the span stands on "
            "the last basis.",
            "sessions",
            formula="later sessions with not_comparable_reason other than null and listing_day",
        ),
    ),
)

ADJUSTED_PRICE = Contract(
    "core.adjusted_price",
    grain=("session", "security_id"),
    meaning="One row per session and security that traded: raw close, adjusted prices, total return.",
    notes="Where `breaks_after` is above 0 something without a factor lies between: compare with rows of "
    "the same number alone. The factors are those of core.adjustment for the session, 1 where it has none.",
    build=Build.VIEW,
    source="core.fact_daily_price, core.adjustment",
    columns=(
        day("session", "Trading session (IST)."),
        text("security_id", "Internal id."),
        text("symbol", "Exchange symbol on that day."),
        price("close_inr", "Official close, unadjusted."),
        price("open_adj_inr", "First price, adjusted.", formula="open_inr * price_factor"),
        price("high_adj_inr", "Highest price, adjusted.", formula="high_inr * price_factor"),
        price("low_adj_inr", "Lowest price, adjusted.", formula="low_inr * price_factor"),
        price("close_adj_inr", "Close, adjusted for all but dividends.", formula="close_inr * price_factor"),
        real(
            "volume_adj_shares",
            "Shares traded, in shares of the last basis.",
            "shares",
            minimum=0,
            formula="volume_shares / price_factor",
        ),
        price(
            "close_total_return_inr",
            "Close, adjusted for dividends too, as if each were reinvested at the close before its ex-date.",
            formula="close_inr * total_return_factor",
        ),
        count(
            "breaks_after",
            "Later sessions that are not comparable.",
            "sessions",
            source="core.adjustment.breaks_after",
        ),
    ),
)
