"""sector_leadership: a sector led the market or lagged it.

"Industrial stocks have led the charge", "Nifty Metal gained the most", "IT and pharma were the laggards",
"dragged by banks", "buying was seen in metal and realty counters". A sector is named as a sector or by its
index ("Nifty Metal").
"""

import re

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.grammar.pieces import Facts, make
from bhavhouse.news.grammar.sector_leadership_words import (
    BUSINESS,
    DOWNWARD,
    DROP,
    FALLING,
    FOLLOWED,
    HIGHER,
    HOUSE,
    LOWER,
    MARKET,
    NEEDED,
    RULES,
    TAIL,
    WORD_ONLY,
)
from bhavhouse.news.grammar.told import told_horizon
from bhavhouse.news.lexicon import sectors, words

KIND = "sector_leadership"


def find(sentence: Sentence) -> Facts:
    """The leading and lagging sectors of a sentence."""
    string = sentence.string
    if BUSINESS.search(string):
        return
    if not NEEDED.search(string) or not re.search(r"(?:^| )[SI](?: |$)", string):
        return
    taken: set[int] = set()
    for name, rule, told in RULES:
        for found in sentence.shape.find(rule):
            side = told or _side(sentence, found, name)
            if is_doubtful(sentence.shape, found.start(), found.end()) or is_history(
                sentence.shape, found.start(), found.end()
            ):
                continue
            if _is_refused(sentence, found, name):
                continue
            ends = [found]
            more = FOLLOWED.match(string, found.end()) if name in ("leads", "lags") else None
            if more:
                ends.append(more)
            for match in ends:
                yield from _facts(sentence, match, side, name, taken)


def _is_refused(sentence: Sentence, found: re.Match[str], name: str) -> bool:
    """Whether a rule's words mean something else here."""
    string = sentence.string
    match name:
        case "leads":
            return bool(re.search(r"\b(?:worst|not|no)\b", found.group())) or _is_object(string, found)
        case "lags":
            if re.match(
                r" (?:segment|vertical|business|market|link|spot for|quarter|year)\b",
                string[found.end() : found.end() + 12],
            ):
                return True
            if found.group().endswith("pressure") and string.startswith(" to ", found.end()):
                return True
            is_passive = re.search(r"(?:dragged|weighed)(?: down)?$", found.group())
            return bool(is_passive) and string.startswith(" by", found.end())
        case "headline":
            return not sentence.is_title
        case "several":
            return len(_sectors(sentence, found)) < 2
        case "led_by":
            return not MARKET.search(string, 0, found.start()) and not MARKET.search(_cue(found))
    return False


def _facts(sentence: Sentence, found: re.Match[str], side: int, name: str, taken: set[int]) -> Facts:
    for at, sector in _sectors(sentence, found):
        if at in taken:
            continue
        taken.add(at)
        fields: dict[str, object] = {"sector": sector, "direction": "leading" if side > 0 else "lagging"}
        index = _index(sentence, found)
        if index:
            fields["index"] = index
        told = _horizon(sentence, found)
        if told not in (None, "1d"):
            fields["horizon"] = told
        yield make(sentence, found, f"sector_leadership.{name}", KIND, fields, confidence=0.8)


def _side(sentence: Sentence, found: re.Match[str], name: str) -> int:
    """Whether a match tells of a lead or a lag."""
    groups = found.groupdict()
    verb = groups.get("now") or groups.get("moved")
    if verb:
        return -1 if FALLING.match(verb) else 1
    if DOWNWARD.search(_cue(found)):
        return -1
    if name == "led_by":
        # "gauges fell, led by metal", "led by the metal index's 0.8% fall"
        if re.match(
            r" 's (?:P )?(?:fall|decline|drop|loss|slide|slump)",
            sentence.string[found.end() : found.end() + 16],
        ):
            return -1
        before = sentence.string[max(0, found.start() - 70) : found.start()]
        down = max((m.start() for m in LOWER.finditer(before)), default=-1)
        up = max((m.start() for m in HIGHER.finditer(before)), default=-1)
        return -1 if down > up else 1
    return 1


def _cue(found: re.Match[str]) -> str:
    """The words of a match that are not its sectors."""
    group = "s" if found["s"] else "t"
    return found.string[found.start() : found.start(group)] + found.string[found.end(group) : found.end()]


def _is_object(string: str, found: re.Match[str]) -> bool:
    """Whether "led" turns out to be led by others, or to lead to something."""
    return bool(
        re.match(
            r" (?:to|by|lower|the (?:fall|decline|losses|losers|slide))\b",
            string[found.end() : found.end() + 16],
        )
    )


def _sectors(sentence: Sentence, found: re.Match[str]) -> list[tuple[int, str]]:
    """The sectors of a match, as printed, each with its place."""
    group = "s" if found["s"] else "t"
    shape = sentence.shape
    first, last = shape.index(found.start(group)), shape.index(found.end(group) - 1)
    made: list[tuple[int, str]] = []
    parts: list[str] = []
    place = -1
    known = False
    depth = 0

    def close() -> None:
        if parts and len(parts) <= 3:
            made.append((place, " ".join(parts)))
        parts.clear()

    for unit in shape.units[first : last + 1]:
        depth += (unit.symbol == "(") - (unit.symbol == ")")
        if depth or unit.symbol in (")", "P", "up", "down"):
            continue
        if unit.symbol in "SI":
            for item in unit.items:
                name = _sector_name(
                    item.text if unit.symbol == "I" else sentence.article.text.plain[item.start : item.end]
                )
                if unit.symbol == "I" and not name:
                    return []
                if parts and unit.symbol == "S" and item is unit.items[0] and not known:
                    # "speciality chemicals" where the list knows only chemicals
                    parts.append(name)
                    known = True
                    continue
                close()
                place, known = item.start, True
                parts.append(name)
        elif unit.symbol in (",", "and", "&"):
            close()
        elif re.fullmatch(TAIL, unit.symbol) or unit.symbol in (
            "the",
            "as",
            "well",
            "along",
            "with",
            "followed",
            "by",
        ):
            continue
        else:
            word = DROP.sub("", unit.symbol)
            if word in words("no_sector") or WORD_ONLY.match(word):
                parts.clear()
                continue
            if not parts:
                place = unit.start
            parts.append(word)
    close()
    if group == "t":
        told = {
            item.start for unit in shape.units[first : last + 1] if unit.symbol == "S" for item in unit.items
        }
        return made if told else []
    return made


def _sector_name(printed: str) -> str:
    """The sector of an index's name ("Nifty Metal": Metal); nothing where it is one of the whole market."""
    if names.is_segment(printed) or names.is_foreign(printed):
        return ""
    name = HOUSE.sub("", printed).strip()
    plain = name.lower().replace("-", " ")
    if tuple(plain.split()) in sectors() or plain in ("bankex", "teck", "bank", "fin service", "fin"):
        return name
    # NIFTYMETAL, NIFTYIT
    glued = re.match(r"(?i)nifty(?=[a-z])(.+)", plain)
    if glued and tuple(glued[1].split()) in sectors():
        return printed
    return ""


def _horizon(sentence: Sentence, found: re.Match[str]) -> str | None:
    """Over what time: as the sentence tells, else the one before in the same paragraph."""
    told = told_horizon(sentence, found.start(), found.end())
    for n in (1, 2):
        other = sentence.before(n)
        if told or other is None or other.block != sentence.block:
            break
        told = told_horizon(other, 0, 0)
    return told


def _index(sentence: Sentence, found: re.Match[str]) -> str | None:
    near = [u for u in sentence.shape.units if u.symbol == "I" and len(u.items) == 1]
    if near and re.search(r"[A-Z]", near[0].items[0].text) and not _sector_name(near[0].items[0].text):
        return near[0].items[0].text
    return sentence.article.index(sentence, found.start())
