"""Company, broker and index mentions, exactly as printed. What a mention means is decided elsewhere.

A mention is a run of capitalised words. Full stops stay inside ("Kirl. Electric"), "of" and "&" join, "and"
joins only before words that cannot stand alone ("Worth Investment and Trading").
"""

import re
from typing import TYPE_CHECKING

from bhavhouse.news.houses import house_at, is_broker, is_house
from bhavhouse.news.indices import index_at
from bhavhouse.news.indices import is_foreign as is_foreign
from bhavhouse.news.indices import is_segment as is_segment
from bhavhouse.news.indices import is_sized as is_sized
from bhavhouse.news.lexicon import moves, names_of, one_of, printed_names, sectors, tails, words
from bhavhouse.news.name_checks import (
    EXCHANGE,
    GRADES,
    alias_end,
    heads_name,
    is_exchange_share,
    is_solid,
    opens_clause,
)
from bhavhouse.news.people import is_person, speaks_for_house

if TYPE_CHECKING:
    from bhavhouse.news.units import Unit

# Companies whose name begins with the country's.
_OF_INDIA = re.compile(
    r"India (?:Cements|Glycols|Pesticides|Nippon|Motor|Tourism|Shelter|Power|Ratings|Infoline|"
    r"Energy|Exposition|Home|Gelatine|"
    r"Gelatin|Steel|Infrastructure|Lease|Finsec|Post|Grid|Hood|Radiators)\b"
)
# Names that the rules would cut.
_WHOLE = re.compile(rf"{one_of(printed_names('whole_names'))}(?: Ltd\b\.?| Limited\b)?(?!\w)")
_TITLES = frozenset(["mr", "mrs", "ms", "shri", "smt", "dr"])
_MAX_WORDS = 9
# How the names of indices begin that are printed small: "small-cap", "volatility index".
_SMALL_INDEX = frozenset(["sma", "mid", "lar", "mic", "vol", "ind"])


def _in_list(units: "list[Unit]", at: int, text: str) -> bool:
    """Whether a name stands in a list after a colon or in a row."""
    near = text[max(0, units[at].start - 300) : units[at].start].rpartition("\n")[2]
    return ":" in near or "|" in near


_ENDINGS = frozenset(["ltd", "limited", "corp", "corporation", "company", "industries", "bank"])
# What makes a listed house's name another's: "Citi Bank".
_AFTER_HOUSE = (words("house_tail") - {"and"}) | words("after_house")


def is_one(before: str, after: str) -> bool:
    """Whether "before and after" is one company."""
    head, tail = before.lower().split(), after.lower().split()
    if " ".join(tail) in names_of("whole_names"):
        return False
    if head[-1] in words("pair") and len(head) == 1:
        return tail[0].strip(".") in tails()
    if tail[0].strip(".") not in tails() or tail[1:] == ["india"]:
        return False  # "Tata Motors and Oil India" are two
    return all(
        word.strip(".") in tails() | {"ltd", "limited", "corp", "corporation", "india", "bank", "company"}
        for word in tail
    )


# "State-owned Hindustan Aeronautics": no part of the name.
_OWNED = ("-owned", "-led", "-promoted", "-run", "-based", "-backed", "-listed", "-headquartered", "-focused")


def mark(
    units: "list[Unit]", text: str, *, is_title: bool, lowered: frozenset[str] = frozenset()
) -> "list[Unit]":
    """Words that name an index, a broker or a company made one unit each."""
    from bhavhouse.news.units import Item, Unit

    made: list[Unit] = []
    at = 0
    first = True
    while at < len(units):
        unit = units[at]
        if unit.symbol == "#" and (whole := _odd_name(units, at, text)) > at:
            end = units[whole - 1].end
            made.append(Unit("N", unit.start, end, [Item(text[unit.start : end], unit.start, end)]))
            at, first = whole, False
            continue
        if not unit.is_word or not (unit.symbol[0].isalnum()):
            made.append(unit)
            first = unit.symbol in ":|" or (first and unit.symbol in "([-")
            at += 1
            continue
        small = text[unit.start].islower() and not _capital(text, unit)
        if small and unit.symbol[:3] not in _SMALL_INDEX:
            # A word printed small begins no name.
            made.append(unit)
            at, first = at + 1, False
            continue
        bourse = EXCHANGE.match(text, unit.start)
        if bourse and not is_exchange_share(unit, text):
            while at < len(units) and units[at].end <= bourse.end():
                made.append(units[at])
                at += 1
            first = False
            continue
        found = index_at(units, at, text)
        if found:
            stop, end = found
            name = text[unit.start : end]
            made.append(Unit("I", unit.start, units[stop - 1].end, [Item(name, unit.start, end)]))
            at, first = stop, False
            continue
        whole = _odd_name(units, at, text)
        if whole > at:
            end = units[whole - 1].end
            made.append(Unit("N", unit.start, end, [Item(text[unit.start : end], unit.start, end)]))
            at, first = alias_end(units, whole, text), False
            continue
        graded = _grade(units, at)
        if graded > at:
            made.extend(units[at:graded])
            at, first = graded, False
            continue
        stop = _run(units, at, text, first=first, is_title=is_title)
        kept = _WHOLE.match(text, unit.start)
        while kept and stop < len(units) and units[stop].end <= kept.end():
            stop += 1
        house = house_at(units, at, text)
        # A listed house whole, and in a headline without the verb printed in capitals after it.
        if house > stop or (is_title and at < house < stop and units[house].symbol not in _AFTER_HOUSE):
            stop = house
        # A word that opens a sentence and is printed small elsewhere is no name.
        if stop == at + 1 and (first or is_title) and unit.symbol in lowered:
            stop = at
        if stop > at and not is_solid(
            units, at, stop, text, first=first or is_title or opens_clause(units, at)
        ):
            stop = at
        if stop == at:
            made.append(unit)
            at, first = at + 1, False
            continue
        end = units[stop - 1].end
        name = text[unit.start : end]
        symbol = "B" if is_broker(name) or is_house(name, text, unit.start, end) else "N"
        if symbol == "N" and speaks_for_house(units, stop, name, text, first=first):
            made.extend(units[at:stop])
            at, first = stop, False
            continue
        if symbol == "N" and (
            tuple(name.lower().split()) in sectors() or is_person(name, text, unit.start, end)
        ):
            made.extend(units[at:stop])
        else:
            after = alias_end(units, stop, text)
            inner = text[units[stop].end : units[after - 1].end].lower() if after > stop else ""
            if inner.partition(")")[0] in words("seat"):
                # "NBCC (India)", "Ion Exchange (India) Ltd"
                while after < len(units) and units[after].symbol in _ENDINGS:
                    after += 1
                    if after < len(units) and units[after].symbol == "." and _shortens(units, after, text):
                        after += 1
                end = units[after - 1].end
                name = text[unit.start : end]
            made.append(Unit(symbol, unit.start, end, [Item(name, unit.start, end)]))
            stop = after
        at, first = stop, False
    return made


def _odd_name(units: "list[Unit]", at: int, text: str) -> int:
    """Where a name ends that begins with a plain word or a figure ("Just Dial", "20 Microns"); `at` if "
    "none does."""
    after = units[at + 1] if at + 1 < len(units) else None
    if after is None or not text[after.start : after.start + 1].strip("abcdefghijklmnopqrstuvwxyz"):
        return at
    head = text[units[at].start : units[at].end] + "_" + text[after.start : after.end]
    if head.lower() not in words("odd_name"):
        return at
    stop = at + 2
    kept = _WHOLE.match(text, units[at].start)
    while kept and stop < len(units) and units[stop].end <= kept.end():
        stop += 1
    while (
        stop < min(len(units), at + 7)
        and units[stop].is_word
        and units[stop].symbol[0].isalpha()
        and _capital(text, units[stop])
        and (units[stop].symbol in _ENDINGS or units[stop].symbol not in words("function"))
    ):
        stop += 1
    return stop


def _grade(units: "list[Unit]", at: int) -> int:
    """Where a grade printed here ends ("Strong Buy"); `at` where none is."""
    head = units[at].symbol.partition("-")[0]
    if head not in GRADES:
        return at
    best, words_ = at, []
    for stop in range(at, min(at + 4, len(units))):
        words_ += units[stop].symbol.split("-")
        if tuple(words_) in GRADES[head]:
            best = stop + 1
    return best


def _is_title(unit: "Unit", text: str) -> bool:
    """Whether a word is a person's title: "Ms", but not the house printed "MS"."""
    return unit.symbol in _TITLES - {"dr"} and not is_broker(text[unit.start : unit.end])


_CAMEL = re.compile(r"[a-z]{1,2}[A-Z][a-z]")


def _capital(text: str, unit: "Unit") -> bool:
    first = text[unit.start]
    if first.islower():  # "eClerx"
        return bool(_CAMEL.match(text, unit.start)) and len(unit.symbol) > 3
    return first.isupper() or (first.isdigit() and any(c.isupper() for c in text[unit.start : unit.end]))


def _run(units: "list[Unit]", at: int, text: str, *, first: bool, is_title: bool) -> int:
    """Where the run of a name's words that begins at `at` ends; `at` itself where there is none."""
    function, common = words("function"), words("common")

    begin = units[at]

    def barred(unit: "Unit") -> bool:
        word = unit.symbol
        if unit is not begin and word == "company":
            return False
        if word == "and" and not is_title and unit is not begin:
            return False  # printed "And" inside a name
        if is_exchange_share(unit, text):
            return unit is not begin
        if word == "and" and unit is not begin and not is_title:
            # "Oil And Natural Gas Corporation": printed so, it is part of the name.
            return False
        if word.endswith(_OWNED):
            return True
        if word in function or word in words("other"):
            return not (
                len(text[unit.start : unit.end]) <= 2
                and text[unit.start : unit.end].isupper()
                and len(word) == 1
            )
        return (
            is_title
            and not (unit is not begin and word in words("in_name"))
            and not (unit is begin and heads_name(units, at, text))
            and (word in common or word in moves("verb") or word in moves("noun"))
        )

    if "-" in begin.symbol and re.search(r"-[a-z]+$", text[begin.start : begin.end]):
        return at  # "State-owned Hindustan Aeronautics"
    if begin.symbol in words("investor"):
        return at
    of_india = _OF_INDIA.match(text, begin.start)
    if (
        not begin.is_word
        or not _capital(text, begin)
        or (barred(begin) and not of_india)
        or _is_title(begin, text)
    ):
        return at
    stop = at + 1
    while stop < len(units) and stop - at < _MAX_WORDS:
        unit = units[stop]
        gap = unit.start - units[stop - 1].end
        if unit.is_word and unit.symbol[0].isalnum() and units[stop - 1].symbol[-1].isalnum() and not gap:
            break  # two words printed without a blank: a sentence begins here
        if (
            unit.is_word
            and unit.symbol[0].isalnum()
            and _capital(text, unit)
            and gap <= 1
            and unit.symbol != "of"
        ):
            if unit.symbol.endswith(_OWNED):
                return at  # "Mukesh Ambani-led Reliance"
            if (
                barred(unit)
                and unit.symbol not in ("price", "company")
                and not (unit.symbol == "india" or unit.symbol == "india's")
            ):
                break
            if units[stop - 1].symbol not in words("pair") and house_at(units, stop, text) > stop + 1:
                break
            if (index_at(units, stop, text) and unit.symbol in ("nifty", "sensex")) or _grade(
                units, stop
            ) > stop:
                break
            stop += 1
            continue
        after = units[stop + 1] if stop + 1 < len(units) else None
        joins = unit.symbol in ("&", "of", ".", "-", "'s")
        if not joins or gap > 1:
            break
        if unit.symbol == "." and gap == 0 and (after is None or not text[after.start].isupper()):
            # At the end of all it is the sentence's own, but a list's last name keeps it.
            word = units[stop - 1].symbol
            ends = after is None and word not in words("shortened")
            ends = ends and (word == "co" or (word,) in sectors() or not _in_list(units, at, text))
            if word not in words("not_alone") - {"ltd", "corp", "inc"} and not ends:
                stop += word in words("abbreviation") or after is not None
            break
        if after is None or not after.is_word or not after.symbol[0].isalnum() or not _capital(text, after):
            break
        if barred(after) and after.symbol != "india":
            break
        if unit.symbol == "of" and after.symbol != "india" and units[stop - 1].symbol not in words("bridge"):
            break
        if unit.symbol == "-" and (gap or after.start - unit.end):
            break
        if unit.symbol == "&" and gap and _are_two(text, units[stop - 1], after):
            break
        # "Nuvama & Motilal Oswal"
        if unit.symbol == "&" and house_at(units, at, text) == stop < house_at(units, stop + 1, text) - 1:
            break
        if unit.symbol == "'s" and units[stop - 1].symbol not in words("possessive"):
            break
        stop += 2
    if stop < len(units) and units[stop].symbol == "'s" and units[stop - 1].symbol in words("possessive"):
        stop += 1
    if stop == at + 1:
        word = begin.symbol
        if (
            stop < len(units)
            and units[stop].symbol == "bank"
            and (
                text[begin.start : begin.end].isupper()
                or word in ("axis", "yes", "kotak", "federal", "canara")
            )
            and word not in words("other")
        ):
            return stop + 1  # "HDFC bank"
        if len(word) == 1 or word in ("indian", "foreign", "asian"):
            return at
        if is_exchange_share(begin, text):
            return stop
        if (
            word in words("not_alone")
            or word in words("other")
            or (
                word in common
                and not text[begin.start : begin.end].isupper()
                and not (at and units[at - 1].symbol in ("and", "&") and word in tails())
            )
        ):
            return at
        if first and (word in moves("verb") or word in moves("noun") or word.endswith(("ing", "ly"))):
            return at
    elif all(units[n].symbol in common for n in range(at, stop) if units[n].symbol[0].isalnum()) and (
        first or all(units[n].symbol not in words("in_name") for n in range(at, stop))
    ):
        return at
    return stop


def _are_two(text: str, first: "Unit", second: "Unit") -> bool:
    """ "Ambuja & ACC": a short name in capitals is no part of one that is not."""
    after = text[second.start : second.end]
    return len(after) > 2 and after.isupper() and not text[first.start : first.end].isupper()


def _shortens(units: "list[Unit]", at: int, text: str) -> bool:
    """Whether a full stop belongs to "Ltd." within a sentence."""
    follows = text[units[at].end : units[at].end + 2].strip()
    return bool(follows) and (follows.islower() or follows in ",:;()'")
