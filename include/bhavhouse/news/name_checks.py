"""Whether a run of capitalised words can be a name: what a place or another meaning speaks against."""

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from bhavhouse.news.dates import WEEKDAYS
from bhavhouse.news.grades import RATERS, phrases
from bhavhouse.news.houses import house_at, house_heads, is_broker
from bhavhouse.news.indices import index_at
from bhavhouse.news.lexicon import moves, one_word_companies, sectors, words

if TYPE_CHECKING:
    from bhavhouse.news.units import Unit

_NO_NAME = re.compile(
    r"^[1-4]Q\b|\bJV$|\d{1,2}:\d\d|\b(?:IST|[AP]M|hrs)\b|^(?:Cr|FY|CY|Q|H|OI)\d|^\d+(?!Paisa)[A-Z][a-z]{3}|"
    r"\b(?:Call|Put) OI\b"
)


# "coverage of BSE", "a Buy on BSE": the company.
_RATED_SHARE = re.compile(
    r"(?i)(?:coverage (?:of|on)|(?:ratings?|calls?|stance|buy|bullish|target|target price)['\"]? (?:on|for)|"
    r"(?:up|down)grade[sd]?|"
    r"(?:keeps?|kept|retain\w*|maintain\w*|reiterat\w*|assign\w*|is|stays?|has) (?:an? |its )?"
    r"['\"]?(?:add|hold|neutral|reduce|sell|accumulate|\w+weight|\w+perform)['\"]? on) $"
)


def is_exchange_share(unit: "Unit", text: str) -> bool:
    """Whether BSE, or MCX, is the listed company, not the exchange."""
    if text[unit.start : unit.end] not in ("BSE", "MCX"):
        return False
    if _RATED_SHARE.search(text[max(0, unit.start - 48) : unit.start]):
        return not re.match(r" (?:[A-Z5S]|Small|Mid|Large|and NSE|at\b)", text[unit.end : unit.end + 10])
    return bool(
        re.match(
            r" (?:Ltd|Limited|shares? (?:rose|fell|price|gain|slip|surg)|stock\b|to (?i:buy|add|hold|sell))|"
            r" ?\||"
            r" \((?:up|down|[+-]?\d+\.?\d*(?:%| per))",
            text[unit.end : unit.end + 16],
        )
    )


# "Senior Analyst - Technical Research at Angel One": a desk, no house.
_DESK_BEFORE = re.compile(
    r"(?i)\b(?:analyst|head|manager|president|avp|vp|lead|associate|director)s? ?(?:[-,(]|of|for|"
    r"at)[^.\n:;]{0,30}$"
)
_OF_DESK = re.compile(r",? (?:at|with|of) [A-Z]|, [A-Z]")
# The exchanges are no companies that move.
EXCHANGE = re.compile(
    r"(?:Bombay|National) Stock Exchange\b|"
    r"(?<=on )MCX\b|(?<=on the )MCX\b|"
    r"MCX(?= (?:[A-Z][a-z]{2,8} )?(?i:gold|silver|crude|copper|zinc|natural|aluminium|nickel|lead)\b)"
)
# What ends so is a subject, a fund or a figure.
_NO_COMPANY = re.compile(
    r"(?i)^MSCI\b|\b(?:strategy|sectors?|industry|economy|markets|equities|stocks|space|companies|shares|"
    r"outlook|budget|policy|earnings|results?|financials|statements?|"
    r"preview|index|indices|fund|etf|scheme|ratio|range|survey|chart|inputs|staples|discretionary|"
    r"opec|mutual funds?|bonds?|makers|miners|lenders|refiners|insurers|\w+makers|sales|book|volumes?|orders|"
    r"minister|secretary|governor|committees?|commission|"
    r"(?:convergence|divergence)|ministry|court|elections?|assembly|sabha|festival|day|week|"
    r"quarter|season|calendar|highlights|cross|doji|table|diary|reporter|desk|"
    r"bureau|writer|correspondent|editor|icon|admin|trades?|interest|price)$"
)


@lru_cache(maxsize=2)
def _capitals(text: str) -> Counter[str]:
    """How often each word is printed with a capital."""
    return Counter(re.findall(r"\b[A-Z][a-z]+\b", text))


def opens_clause(units: "list[Unit]", at: int) -> bool:
    """Whether a word stands after a colon or a bar, where a clause begins."""
    return at > 0 and units[at - 1].symbol in (":", "|", "—")


def is_solid(units: "list[Unit]", at: int, stop: int, text: str, *, first: bool) -> bool:
    """Whether a run of words can be a name: a capital that comes from its place needs a second witness."""
    name = text[units[at].start : units[stop - 1].end]
    if is_broker(name):
        return True
    if name.lower().endswith("research") and _OF_DESK.match(text, units[stop - 1].end):
        return not _DESK_BEFORE.search(text[max(0, units[at].start - 60) : units[at].start])
    if _NO_NAME.search(name) or _NO_COMPANY.search(name):
        return False
    if stop == at + 1 and re.search(r"-[a-z]+$", name):
        return False  # "DCF-based"
    if not first or stop > at + 1 or not re.fullmatch(r"[A-Z][a-z]+", name):
        return not (stop == at + 1 and units[at].symbol.partition("-")[0] in words("function"))
    if name.lower() in one_word_companies() or _capitals(text)[name] > 1:
        return True
    if at and units[at - 1].symbol == "on":
        return True
    if stop < len(units):
        after = units[stop]
        if stop + 1 < len(units) and after.symbol in ("from", "to") and units[stop + 1].symbol in GRADES:
            return True  # "IIFL: Vakrangee from Buy to Sell"
        return after.symbol not in words("after_word")
    following = re.match(r"\W*(\w+)", text[units[stop - 1].end : units[stop - 1].end + 40])
    return bool(following) and following.group(1).lower() in house_heads()  # type: ignore[union-attr]


def heads_name(units: "list[Unit]", at: int, text: str) -> bool:
    """Whether a sector's word begins a headline's name ("Power Mech") and describes none ("Pharma Cipla")."""
    after = units[at + 1] if at + 1 < len(units) else None
    if after is None or (units[at].symbol,) not in sectors() or not text[after.start].isupper():
        return False
    word = after.symbol
    is_plain = word in words("common") or word in words("function") or word in words("other")
    is_move = word in moves("verb") or word in moves("noun")
    return (
        after.is_word
        and after.start - units[at].end == 1
        and not (is_plain or is_move or word in words("described") or word in one_word_companies())
        and not index_at(units, at + 1, text)
        and house_at(units, at + 1, text) == at + 1
    )


GRADES = phrases(*RATERS)


def alias_end(units: "list[Unit]", at: int, text: str) -> int:
    """The unit after a ticker or short name in brackets: "State Bank of India (SBI)"."""
    if at + 2 < len(units) and units[at].symbol == "(":
        for stop in range(at + 1, min(at + 6, len(units))):
            if units[stop].symbol == "D":
                # "ICICI Bank (January 21)"
                return at
            if units[stop].symbol == ")":
                inner = text[units[at].end : units[stop].start]
                if is_broker(inner.strip()):
                    return at
                is_ticker = re.fullmatch(
                    r"[A-Z0-9&.-]{2,15}|"
                    r"(?=.{2,25}$)[A-Z][\w&.-]*(?: (?:[A-Z&][\w&.-]*|of|and))*",
                    inner,
                )
                if inner.lower().strip() in WEEKDAYS:
                    return at  # "ACC (Monday)"
                if inner.lower().partition(" ")[0] in GRADES:
                    return at  # "Titan (Buy to Hold)"
                if not (is_ticker and re.search(r"[A-Z]", inner)):
                    return at
                tail = units[stop + 1].symbol if stop + 1 < len(units) else ""
                return stop + 2 if tail in ("ltd", "limited") else stop + 1
    return at
