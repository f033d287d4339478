"""Universes: which names belong to each on which days, and the one bucket each name is in."""

from bhavhouse.contracts.base import Build, Column, Contract, count, day, flag, real, text
from bhavhouse.contracts.membership import INDEX_BASES

BUCKETS = ("advance", "decline", "unchanged", "not_comparable", "not_traded")
BOARDS = ("nse_main", "nse_sme")
AVERAGES = (20, 50, 100, 200)
BASES = ("classification", "watchlist", "ranked", *INDEX_BASES)
UNNAMED = ("unknown", "ambiguous_isin", "symbol_and_isin_differ", "not_a_share", "no_day")

_SYMBOL = text("symbol", "Exchange symbol on that day, or on the last day it traded.")
_MEASURES: tuple[Column, ...] = (
    text(
        "bucket",
        "The one bucket it is in.",
        one_of=BUCKETS,
        formula="by is_comparable and direction; not_traded: traded in the 20 sessions before, "
        "and not in this one",
        source="core.price_change",
    ),
    text(
        "reason",
        "Why it is not comparable.",
        nullable=True,
        source="core.price_change.not_comparable_reason",
    ),
    real(
        "return_1_pct",
        "Return of the session; null where not comparable.",
        "pct",
        nullable=True,
        source="core.price_change.return_1_pct",
    ),
    count("volume_shares", "Shares traded.", "shares", source="core.price_change.volume_shares"),
    real("turnover_inr", "Value traded.", "inr", minimum=0, source="core.price_change.turnover_inr"),
    *(
        flag(
            f"is_above_{n}dma",
            f"Close above its {n}-session average.",
            nullable=True,
            warm_up=f"{n} own sessions of one basis",
            source=f"core.price_change.is_above_{n}dma",
        )
        for n in AVERAGES
    ),
    *(
        flag(
            name,
            meaning,
            nullable=True,
            warm_up="252 own sessions of one basis before",
            source=f"core.price_change.{name}",
        )
        for name, meaning in (
            ("is_high_52w", "Close above every close of the prior 252."),
            ("is_low_52w", "Close below every close of the prior 252."),
            ("is_high_52w_intraday", "High above every high of the prior 252."),
            ("is_low_52w_intraday", "Low below every low of the prior 252."),
        )
    ),
)

SECURITY_BUCKET = Contract(
    "core.security_bucket",
    grain=("session", "exchange", "security_id"),
    meaning="Every share that trades on an exchange, or traded there within 20 sessions, in one bucket.",
    notes="A name that does not trade stays for 20 sessions on the board of its last line.",
    build=Build.MONTH,
    lookback_sessions=21,
    large=True,
    source="core.price_change, core.bse_price_change",
    columns=(
        day("session", "Trading session (IST)."),
        text("exchange", "Whose prices these are.", one_of=("NSE", "BSE")),
        text("security_id", "Internal id."),
        _SYMBOL,
        text(
            "board",
            "The board of its line.",
            one_of=(*BOARDS, "bse"),
            formula="nse_main: common and dvr in series EQ, BE, BZ; nse_sme: in the other equity series; "
            "bse: on BSE",
        ),
        flag(
            "is_in_india_all",
            "It counts in india_all, where a name of both exchanges counts once.",
            formula="NSE: a file of BSE holds the session; BSE: not on NSE in this session or the 20 before, "
            "and an ISIN is known that would tell, or the group is one of BSE's alone (X, XT, M, MT, MS, TS, "
            "IP)",
            source="core.price_change, core.bse_price_change, core.scrip_line",
        ),
        *_MEASURES,
    ),
)

WATCHLIST_ENTRY = Contract(
    "core.watchlist_entry",
    grain=("as_of", "source", "at_line"),
    meaning="One row per line of a user's list: whom it names and when that counts, or why it names none.",
    notes=(
        "A list holds from its own day until the next list of that name. A line's window may begin before "
        "that day, and ends with the list at the latest."
    ),
    source="lake.watchlist",
    columns=(
        day("as_of", "The day the list counts as of."),
        text("source", "The list's file name without its ending."),
        count("at_line", "Line of the file."),
        text("universe", "The universe it makes.", formula="watch: and the list's name"),
        text("symbol", "Exchange symbol as printed.", nullable=True),
        text("isin", "ISIN as printed.", nullable=True),
        text(
            "security_id",
            "Internal id; null where the line names no share that counts.",
            nullable=True,
            formula="of the ISIN, else the first holder of the symbol in the window",
            source="core.security_identifier, core.security_line",
        ),
        day(
            "valid_from",
            "First day of the window.",
            formula="the line's, else as_of; for a symbol not before its holder has it",
        ),
        day(
            "valid_to",
            "First day after the window; null while open.",
            nullable=True,
            formula="the line's, or as_of of the next list of the name if that is sooner",
        ),
        text(
            "problem",
            "Why it names no share that counts.",
            nullable=True,
            one_of=UNNAMED,
            formula="unknown: neither ISIN nor symbol is known in the window; ambiguous_isin: several "
            "securities had it; symbol_and_isin_differ; not_a_share: a fund or the like; no_day: the window "
            "is empty",
        ),
    ),
)

UNIVERSE_MEMBERSHIP = Contract(
    "core.universe_membership",
    grain=("universe", "security_id", "valid_from"),
    meaning="Which securities belong to a universe, by date.",
    notes=(
        "Boards and exchanges are not here: nse_main, nse_sme, nse_all, bse_all, india_all follow from the "
        "lines of the day. Before its first known date a universe has no member; a sector alone is carried "
        "back, and marked. Windows of a security in one universe never overlap."
    ),
    source="core.sector_membership, core.size_segment, core.index_membership, core.watchlist_entry",
    dated_by=("valid_from", "valid_to"),
    columns=(
        text(
            "universe",
            "sector:<sector in snake case>, cap:<segment>, index:<index_name> or watch:<name of the list>.",
            matches=r"^[a-z]+:[a-z0-9]+(?:_[a-z0-9]+)*$",
        ),
        text("security_id", "Internal id."),
        day("valid_from", "First day of the window."),
        day(
            "valid_to",
            "First day after the window; null while open.",
            nullable=True,
            formula="windows that touch are one where all but as_of is alike",
        ),
        text(
            "board",
            "The one board on which it counts, as in marts.sector_rotation; null where it counts on both.",
            nullable=True,
            one_of=BOARDS,
        ),
        text(
            "basis",
            "What tells it: a classification, a user's list, a ranking by size; else core.index_membership.",
            one_of=BASES,
        ),
        flag("is_estimated", "Worked out or carried back, not told for these days."),
        flag("is_carried_back", "The window is older than the list."),
        day("as_of", "The day of the first list that tells it."),
    ),
)

BREADTH_MEMBERS = Contract(
    "marts.breadth_members",
    grain=("session", "universe", "security_id"),
    meaning="Which name stands behind each count of breadth_history: every name of a universe in one bucket.",
    notes=(
        "A name that does not trade stays for 20 sessions on the board of its last line, and in other "
        "universes while it belongs to them. In india_all a name that is on both exchanges counts once, by "
        "NSE's prices; by BSE's in a session that no file of NSE holds. A name of BSE is in it only where an "
        "ISIN, or a group of BSE's alone, tells that NSE has not got it."
    ),
    build=Build.VIEW,
    source="core.security_bucket",
    columns=(
        day("session", "Trading session (IST)."),
        text(
            "universe",
            "Universe.",
            formula="the board of NSE; nse_all: both; bse_all: all on BSE, by BSE's prices; india_all: "
            "nse_all, and what BSE alone has, in sessions that a file of BSE holds; others by "
            "core.universe_membership of the day",
        ),
        text("security_id", "Internal id."),
        _SYMBOL,
        *_MEASURES,
    ),
)
