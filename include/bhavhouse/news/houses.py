"""Mentions of broking houses: those of the lexicon, and names that end or act as a house's."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bhavhouse.news.lexicon import brokers, plain_name, words

if TYPE_CHECKING:
    from bhavhouse.news.units import Unit

# A name that ends so is a house's, unless it is told of as a company.
_HOUSE_ENDS = re.compile(
    r"(?i)(?:institutional (?:equities|research)|securities|stock ?brok(?:ing|ers)|broking|"
    r"brokerage|research|shares & stock brokers)$"
)
_LISTED = re.compile(r"(?i)\b(?:ltd|limited)\.?$")


@lru_cache(maxsize=4096)
def is_broker(name: str) -> bool:
    """Whether a printed name is a house's; short forms count only in capitals."""
    plain = plain_name(name)
    if plain in brokers():
        return len(plain) > 3 or name.replace(".", "").isupper() or plain in ("bofa", "citi")
    words_ = plain.split()
    if words_[-1] == "shares":
        return False  # "Angel One Shares Surge"
    for size in range(len(words_) - 1, 0, -1):
        if not all(word in words("house_tail") for word in words_[size:]):
            return False
        if " ".join(words_[:size]) in brokers() and not _LISTED.search(name):
            return True
    return False


# Short for a house only where it rates: else a bank.
_SHORT_HOUSE = re.compile(r"(?i)(?:kotak|axis|icici|hdfc|sbi|idbi|idfc|yes|choice|aditya birla)$")
_RATES = re.compile(
    r" (?:cuts?|raises?|lifts?|hikes?|trims?) (?:to|its? (?:target|rating)|target|rating|the stock|stock)\b|"
    r"(?:,? (?:at|with|which (?:has|rates)) (?:an? |its )?['\"‘“]?(?:buy|sell|add|reduce|hold|accumulate)\b|"
    r" on (?:[A-Z]|the stock)| (?:also |has |have )*(?:maintain|reiterat|downgrad|upgrad|retain|initiat|"
    r"keeps? )|(?:,? too,?)?(?: has| have)?(?: turned positive and)? (?:moves?|moved|rates?|trims?|"
    r"goes)(?: it| them)?(?: to| as)? (?:buy|sell|add|reduce|hold|neutral|outperform|underperform)|"
    r" ?(?:[:|]|- ) ?(?:buy|sell|add|reduce|hold|maintain|accumulate)\b)",
    re.I,
)


# "Target prices: Kotak Rs 320, Axis Rs 340"
_PRICES = re.compile(r" ?(?:\(|: |- |at )?(?:rs\.?|₹|inr) ?\d", re.I)
# "is now an Add at Kotak"
_GRADE_AT = re.compile(r"\b(?:buy|sell|add|reduce|hold|accumulate)['\"’”]? (?:at|from|with) $")


def is_house(name: str, text: str, start: int, end: int) -> bool:
    """Whether a name no list knows is a house's by its last words, or by what it does."""
    if _SHORT_HOUSE.match(name):
        line = text[max(0, start - 200) : start].rpartition("\n")[2].lower()
        priced = "target prices" in line and bool(_PRICES.match(text, end))
        by = text[max(0, start - 4) : start] == " by " or _GRADE_AT.search(line)
        return priced or bool(_RATES.match(text, end)) or bool(by)
    return (
        bool(_HOUSE_ENDS.search(name))
        and " " in name
        and not re.match(
            r"(?i)(?:'s)? (?:shares?|stock|scrip|ltd|limited|rose|fell|gained|surged|jumped)\b",
            text[end : end + 12],
        )
    )


@cache
def house_heads() -> frozenset[str]:
    """The first words of houses' names."""
    return frozenset(re.split(r"[ .]", name)[0] for name in brokers())


def house_at(units: "list[Unit]", at: int, text: str) -> int:
    """Where a listed house that begins here ends, if what follows is no part of a longer name."""
    last = at
    if not text[units[at].start].isupper() or units[at].symbol not in house_heads():
        return at
    for stop in range(at + 1, min(at + 6, len(units)) + 1):
        name = text[units[at].start : units[stop - 1].end]
        ends_small = stop > at + 1 and text[units[stop - 1].start].islower()
        if units[stop - 1].symbol != "." and not ends_small and is_broker(name):
            last = stop
    return last
