"""Whether a run of capitalised words can be a name: what a place or another meaning speaks against."""

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from bhavhouse.news.houses import house_heads, is_broker
from bhavhouse.news.lexicon import one_word_companies, words

if TYPE_CHECKING:
    from bhavhouse.news.units import Unit

_NO_NAME = re.compile(
    r"\d{1,2}:\d\d|\b(?:IST|[AP]M|hrs)\b|^(?:Cr|FY|CY|Q|H|OI)\d|^\d+(?!Paisa)[A-Z][a-z]{3}|"
    r"\b(?:Call|Put) OI\b"
)


# "coverage of BSE", "a Buy on BSE": the company.
_RATED_SHARE = re.compile(
    r"(?i)(?:coverage (?:of|on)|(?:ratings?|calls?|stance|buy|bullish|target|target price)['\"]? (?:on|for)|"
    r"(?:up|down)grade[sd]?) $"
)


def is_exchange_share(unit: "Unit", text: str) -> bool:
    """Whether BSE is the listed company, not the exchange."""
    if text[unit.start : unit.end] != "BSE":
        return False
    if _RATED_SHARE.search(text[max(0, unit.start - 24) : unit.start]):
        return not re.match(r" (?:[A-Z5S]|Small|Mid|Large|and NSE|at\b)", text[unit.end : unit.end + 10])
    return bool(
        re.match(
            r" (?:Ltd|Limited|shares? (?:rose|fell|price|gain|slip|surg)|stock\b)| ?\|| \((?:up|down|[+-]?\d+\.?\d*(?:%| per))",
            text[unit.end : unit.end + 16],
        )
    )


# The exchanges are no companies that move.
EXCHANGE = re.compile(r"(?:Bombay|National) Stock Exchange\b")
# What ends so is a subject, a fund or a figure.
_NO_COMPANY = re.compile(
    r"(?i)^MSCI\b|\b(?:strategy|sectors?|industry|economy|markets|equities|stocks|space|companies|shares|"
    r"outlook|budget|policy|earnings|results?|financials|statements?|"
    r"preview|index|indices|fund|etf|scheme|ratio|range|survey|chart|inputs|staples|discretionary|"
    r"opec|mutual funds?|bonds?|"
    r"(?:convergence|divergence)|ministry|court|elections?|assembly|sabha|festival|day|week|"
    r"quarter|season|calendar|cross|doji|table|diary|reporter|desk|"
    r"bureau|icon|admin|trades?|interest|price)$"
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
    if name == "Stop" and stop < len(units) and units[stop].symbol in ("loss", "-", "losses"):
        return False
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
        return after.symbol not in words("after_word")
    following = re.match(r"\W*(\w+)", text[units[stop - 1].end : units[stop - 1].end + 40])
    return bool(following) and following.group(1).lower() in house_heads()  # type: ignore[union-attr]
