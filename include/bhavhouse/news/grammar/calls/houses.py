"""Whose call it is: the house that the line names, else those around it."""

import re
from dataclasses import dataclass, field

from bhavhouse.news.grammar.calls.event_words import DOWN, RATING, TURN, UP
from bhavhouse.news.grammar.calls.events import Event
from bhavhouse.news.grammar.calls.lines import Line
from bhavhouse.news.grammar.calls.targets import Target
from bhavhouse.news.lexicon import plain_name
from bhavhouse.news.units import Item, Unit

_LTD = re.compile(r"\b(?:Ltd|Limited)\b")
_HOUSE_VERB = re.compile(
    r"(?: (?:has|have|also|had|further|on D|recently|too|,))*"
    rf" (?:(?:{UP}|{DOWN}|{TURN}) (?:C|(?:its|the) (?:{RATING}|target price)(?: on)?)|"
    r"\S+ C (?:(?:up|down|back|by|a|one|two|notch(?:es)?) )*(?:to|at) [Gg]|(?:(?:double )?upgraded|"
    r"downgraded)(?! (?:to|from|at|by) )|upgrades|downgrades|maintains?|maintained|reiterates?|reiterated|"
    r"retains?|retained|initiat\w+|resumed|recommends?|recommended|reaffirms?|reaffirmed|assigned|"
    r"rates?)(?= )"
)
# "12.09.2022 - X on Y Maintain Buy", a log's line, whoever X is
_LOGGED = re.compile(
    r"^(?:(?:D|\W|#) )*(?P<b>N) on N(?: :| -)? (?:maintains?|upgrades?|downgrades?|initiates?|reiterates?|"
    r"retains?|double|G)(?= |$)"
)
_HOUSE_BEFORE = re.compile(
    r"(?<!to the )(?<!per the )(?:brokerages?|brokerage firm|broking firm|broking house|brokerage house|"
    r"analysts at|analyst at|research firm|research house) (?:, )?$"
)
# "Spark: Cyient from Add to Buy" beside "Investec: Bata India from Hold to Buy"
_LISTED_HOUSE = re.compile(r"(?:\W )*N : N (?:from|to|[:—-]) ")
_HOUSE_FIRST = re.compile(r"(?:\W )*B : N(?= )")
_BY = re.compile(
    r" (?:by|at|from|for|per|to|said|says|with) (?:(?:the|global|foreign|domestic|brokerage|broker|"
    r"brokerages|analysts|firm|house|at|both) )*(?P<b>B)(?= |$)"
)
# "HBL Power: Avoid", a head that names no house
_BARE = re.compile(r"(?:\W )*N [:|—-] [Gg]")
_SIGNED = re.compile(
    r"(?: [:|—-]| \(| ,)(?: (?:says|said|according to|as per|per))? (?P<b>B)(?: "
    r"(?:\)|says|said|research|[.|]))*$"
)


_FORMER = re.compile(r"\bthe (former|latter)(?= )")


@dataclass
class Spoken:
    """Who was spoken of last, as the lines of an article go by."""

    houses: list[Item] = field(default_factory=list)
    houses_block: int = -99
    shares: list[Item] = field(default_factory=list)
    shares_block: int = -99
    # The two that a sentence named last.
    pair: list[Item] = field(default_factory=list)


def is_house(line: Line, at: int, unit: Unit) -> bool:
    """Whether a name that no list knows acts as a broker: "X has upgraded Y"."""
    if unit.symbol == "B":
        return True
    if unit.symbol != "N" or len(unit.items) != 1 or _LTD.search(unit.items[0].text):
        return False
    if _HOUSE_BEFORE.search(line.string[max(0, at - 40) : at]):
        return True
    if (logged := _LOGGED.match(line.string)) and logged.start("b") == at:
        return True
    if (
        at <= 2
        and _LISTED_HOUSE.match(line.string)
        and any(
            other is not None and _HOUSE_FIRST.match(other.string)
            for other in (line.first.before(), line.first.after())
        )
    ):
        return True
    if line.article.is_model_page or line.units("B") or not _HOUSE_VERB.match(line.string, at + 1):
        return False
    return bool([u for place, u in line.units("NC") if place > at])


def houses_of(line: Line, told: Event | Target, begin: int, end: int, spoken: Spoken) -> list[Item]:
    """The brokers of a call; a short form of the head's house, "Goldman", as the head prints it."""
    found, own = _houses(line, told, begin, end, spoken), line.heads.own_houses
    if len(found) == len(own) == 1 and plain_name(own[0].text).startswith(plain_name(found[0].text)):
        return own
    return found


def _houses(line: Line, told: Event | Target, begin: int, end: int, spoken: Spoken) -> list[Item]:
    """Those of a call that stands between two others, `begin` and `end`."""
    for group in ("b1", "b"):
        if told.found.groupdict().get(group):
            unit = line.shape.unit(told.found, group)
            if unit is not None:
                return list(unit.items)
    after = _BY.search(line.string, told.start, end)
    if after:
        return items_of(line, after, "b")
    houses = [(at, u) for at, u in line.units("BN") if is_house(line, at, u)]
    before = [u for at, u in houses if at < told.start]
    signed = _SIGNED.search(line.string, told.start)
    if signed and (not before or line.first.is_title):
        return items_of(line, signed, "b")
    if line.is_row and len(houses) == 1:
        return list(houses[0][1].items)
    if before and (len(houses) == 1 or not _taken(line, before[-1])):
        return list(before[-1].items)
    if len(houses) == 1 and not before and not line.heads.own_houses:
        return list(houses[0][1].items)
    if line.heads.own_houses:
        return line.heads.own_houses
    if _BARE.fullmatch(line.string):
        return line.heads.houses if line.heads.is_call else []
    if line.heads.is_call and line.heads.houses and spoken.shares_block < line.first.block:
        return line.heads.houses
    if len(spoken.houses) == 2 and (order := _FORMER.findall(line.string, 0, told.end)):
        return [spoken.houses[order[-1] == "latter"]]
    if line.first.block - spoken.houses_block <= 3 and len(spoken.houses) == 1:
        return spoken.houses
    return line.heads.houses if line.heads.is_call else _only_house(line)


def _taken(line: Line, unit: Unit) -> bool:
    """Whether a broker before belongs to an earlier call: "to Buy by X"."""
    at = line.shape.starts[line.shape.units.index(unit)]
    return bool(re.search(r"[Gg] (?:\w+ )?(?:by|at|from) $", line.string[:at]))


def _only_house(line: Line) -> list[Item]:
    """The one broker of a text that names but one."""
    known: list[Item] | None = line.article.memo.get("only_house")
    if known is None:
        found = {
            plain_name(item.text): item
            for sentence in line.article.sentences
            for unit in sentence.shape.units
            if unit.symbol == "B"
            for item in unit.items
        }
        shortest = min(found, key=len, default="")
        is_one = bool(found) and all(name.startswith(shortest) for name in found)
        known = line.article.memo["only_house"] = [found[shortest]] if is_one else []
    return known


def items_of(line: Line, found: re.Match[str], group: str) -> list[Item]:
    """The names that a group of a match stands on."""
    unit = line.shape.unit(found, group)
    return list(unit.items) if unit is not None else []
