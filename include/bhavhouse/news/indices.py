"""Mentions of indices: Nifty and BSE with what follows them, sizes ("smallcaps"), foreign ones."""

import re
from typing import TYPE_CHECKING

from bhavhouse.news.lexicon import words

if TYPE_CHECKING:
    from bhavhouse.news.units import Unit

_WORDS = "|".join(
    sorted(
        {"next ?50", "oil and gas", "oil & gas", "financial services ex-bank", "media & entertainment"}
        | words("index_word"),
        key=lambda word: (-len(word), word),
    )
)
_NAMED = re.compile(
    r"(?:S&P )?(?:(?:BSE|NSE)[ -]+)?(?:Bank ?[Nn]ifty|BANK ?NIFTY|Nifty ?[Bb]ank|Fin ?Nifty|(?:Gift|GIFT|"
    r"SGX) (?:Nifty|NIFTY)|Nifty|NIFTY(?:[A-Z]{2,14}\b)?|Sensex|SENSEX|CNX Nifty|CNX|Bankex|BANKEX)"
    rf"(?:[ -]?(?:\d{{2,3}}(?!\d|%|[.,]\d)(?! ?(?:points|pts|ank|factors|per ?cent|sessions|days|weeks))|"
    rf"(?i:{_WORDS})(?:\d{{2,3}})?\b))*"
    r"|(?:S&P )?BSE(?:[ _-](?:(?:100|150|200|250|500|1000|50(?= index))(?!\d|%|[.,]\d)|(?i:bharat[ -]22)|"
    rf"(?i:{_WORDS})(?:\d{{2,3}})?\b(?!-)))+"
    r"|BSE(?:SENSEX|BANKEX|AUTO|METAL|POWER|REALTY|IT|FMCG|TECK|PSU|OIL ?& ?GAS|HEALTHCARE|HC|CD|CG|MIDCAP|"
    r"SMALLCAP|LARGECAP|[12]00|[15]50|500|1000)\b|MIDCPNIFTY\b|S&P CNX Nifty|NSE[ -]?500\b|BSE (?:CG|CD|HC|"
    r"FMC|IPO|SMLCAP|TECK|TECk|SENSEX|AUTO|IT|PSU|CPSE|Power|POWER)\b|(?:(?:India|INDIA) )?VIX|India Vix|"
    r"(?i:(?:India )?volatility index)(?!,? \(?(?:India )?VIX)|Dow Jones(?: Industrial Average)?|"
    r"Nasdaq(?: Composite| 100)?|NASDAQ|S&P 500|Nikkei(?: 225)?|Hang Seng|Kospi|KOSPI|FTSE(?: 100)?|DAX|"
    r"CAC 40|Shanghai Composite|Russell \d{4}|Straits Times|Topix|TOPIX|ASX 200|STOXX 600|Euro Stoxx 50|"
    r"(?i:\b(?:small|mid|large|micro)[ -]?cap[ -]?(?:50|100|150|250|400|select)\b(?! ?(?:points|pts|"
    r"per ?cent)|[%.,]\d))|(?i:\b(?:small|mid|large|micro)[ -]?caps?(?: (?:index|indices|gauge|benchmark|"
    r"barometer)\b)?)|(?:BSE|NSE) (?:index|benchmark|barometer|gauge)\b"
)
_FOREIGN = re.compile(
    r"Dow|Russell|Straits|Topix|TOPIX|ASX|STOXX|Euro Stoxx|Nasdaq|NASDAQ|S&P 500|Nikkei|Hang|Kospi|KOSPI|"
    r"FTSE|DAX|CAC|Shanghai|Gift|GIFT|SGX"
)
_SEGMENT = re.compile(r"(?i)(?:small|mid|large|micro)[ -]?caps?$")
_SIZED = re.compile(r"(?i)(?:small|mid|large|micro)[ -]?caps?(?: (?:index|indices|gauge))?$")


def is_segment(name: str) -> bool:
    """Whether an index is named only by its size: "smallcaps"."""
    return bool(_SEGMENT.match(name))


def is_sized(name: str) -> bool:
    """Whether an index is named by its size alone: "smallcaps", "the Small-cap index"."""
    return bool(_SIZED.match(name))


def is_foreign(name: str) -> bool:
    """Whether an index is none of India's exchanges."""
    return bool(_FOREIGN.match(name))


def index_at(units: "list[Unit]", at: int, text: str) -> tuple[int, int] | None:
    """The index that begins here: the unit after it, and where its name ends."""
    if at and units[at - 1].end == units[at].start and units[at - 1].symbol == "-":
        return None
    found = _NAMED.match(text, units[at].start, units[at].start + 80)
    if not found:
        return None
    end, stop = found.end(), at + 1
    while stop < len(units) and units[stop].end <= end:
        stop += 1
    if units[stop - 1].end < end:
        return None
    if units[stop - 1].end != end:
        # The name ends inside a hyphenated word ("Nifty-led"), unless that word is a figure taken whole.
        return None
    name = text[units[at].start : end]
    if (
        is_segment(name)
        and stop < len(units)
        and units[stop].symbol
        in ("stock", "fund", "funds", "company", "name", "names", "companies", "firms", "counters")
    ):
        return None
    if is_segment(name) and stop < len(units):
        more = index_at(units, stop, text)
        if more and not is_segment(text[units[stop].start : more[1]]):
            # "the large-cap NSE Nifty 50": one index.
            return None
    if stop < len(units) and units[stop].symbol in ("index", "gauge") and not is_segment(name):
        return stop + 1, end
    if stop < len(units) and is_segment(name) and units[stop].symbol in ("index", "indices", "gauge"):
        return stop + 1, units[stop].end
    return stop, end
