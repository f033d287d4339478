"""Names that are a person's, told by what stands around them: they are no company."""

import re
from typing import TYPE_CHECKING

from bhavhouse.news.houses import house_at, is_broker

if TYPE_CHECKING:
    from bhavhouse.news.units import Unit

# What follows a person's name, and what stands before one.
_PERSON_AFTER = re.compile(
    r"(?i)^(?:, | \(|, the |, a |, an )(?:[a-z&'-]+ ){0,4}?(?:analyst|head|chief|ceo|cfo|cio|md|"
    r"chairman|chairperson|director|"
    r"president|vice[- ]president|avp|vp|strategist|economist|manager|founder|co-founder|partner|"
    r"trader|adviser|advisor|"
    r"expert|secretary|minister|governor)\b|"
    r"^ of an? (?:[a-z-]+ ){0,2}(?:brokerage|brokers?|broking|fund|wealth|advisory|firm|house)\b"
)
_PERSON_BEFORE = re.compile(
    r"(?i)(?:analyst|strategist|economist|chairman|ceo|cfo|founder|director|president|governor|"
    r"minister|investor|promoter|"
    r"\b(?:said|says|written|compiled|reported|edited|inputs|views|report|article|story|posted|published|"
    r"authored|"
    r"calls|picks|ideas|tips|recommendations|strategies|analysed|recommended|headed|founded|owned|acquired|"
    r"held) by|(?:^|\n)by:?|\bmr\.?|\bms\.?|\bmrs\.?|\bdr\.?|"
    r"\bshri|billionaire|expert|trader|fund manager) $"
)
_COMPANY_WORD = re.compile(
    r"(?i)\b(?:ltd|limited|bank|industries|motors?|steel|power|finance|financial|technologies|tech|"
    r"pharma\w*|labs?|laboratories|cement|"
    r"energy|oil|gas|corp\w*|company|co|india|capital|securities|insurance|foods?|consumer|"
    r"chemicals?|infra\w*|"
    r"engineering|services|holdings|hotels?|realty|properties|telecom|media|retail|textiles?|"
    r"sugars?|paints?|auto\w*|healthcare|hospitals?|group|enterprises|international|systems|"
    r"solutions|housing|ports?|airlines|electricals?|electronics|research|broking|global|products|"
    r"mills|paper|metals?|gold|jewell\w+|petro\w*)\b"
)


def is_person(name: str, text: str, start: int, end: int) -> bool:
    """Whether what stands around a name makes it a person's."""
    words_ = name.split()
    if not 2 <= len(words_) <= 4 or _COMPANY_WORD.search(name) or "&" in name:
        return False
    if _PERSON_AFTER.match(text, end) or _PERSON_AFTER.match(text[end : end + 80]):
        return True
    before = text[max(0, start - 24) : start]
    return bool(_PERSON_BEFORE.search(before)) and not is_broker(name)


_NOT_FIRST = re.compile(
    r"^(?:Buy|Sell|Hold|Stocks?|Shares?|The|This|These|Top|Stock|Market|Markets|Experts?|Analysts?|Brokerage|"
    r"Target|Stop|Intraday|Short|Long|Nifty|Bank|Sensex|Today|Technical|Best|Expert|Live|Trading)\b"
)


def looks_personal(name: str) -> bool:
    """Whether a name of two or three words is a person's by its form: no word of a company's or a "
    "heading's."""
    return not (_COMPANY_WORD.search(name) or _NOT_FIRST.match(name) or is_broker(name) or "&" in name)


def speaks_for_house(units: "list[Unit]", stop: int, name: str, text: str, *, first: bool) -> bool:
    """Whether a name is a person's of the house after it: "A Shah, Kotak Securities, likes X"."""
    if not 2 <= len(name.split()) <= 3 or _COMPANY_WORD.search(name) or stop + 1 >= len(units):
        return False
    joint = units[stop].symbol
    if joint not in (",", "of") or (joint == "," and not first):
        return False
    house = house_at(units, stop + 1, text)
    if joint == "of":
        return house > stop + 1
    return house > stop + 1 and house < len(units) and units[house].symbol in (",", ":", "(")
