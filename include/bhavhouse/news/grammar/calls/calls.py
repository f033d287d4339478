"""The calls of an article: grades and target prices, each with its house and its share, read line by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bhavhouse.news import grades
from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.grammar.calls import grade_roles
from bhavhouse.news.grammar.calls.attribution import (
    ORDER,
    in_order,
    is_listed,
    note,
    owner_before,
    shares_of,
    too,
)
from bhavhouse.news.grammar.calls.event_words import RATING, RULES
from bhavhouse.news.grammar.calls.events import GRADES, MAY_HAVE_MOVED, Event, events
from bhavhouse.news.grammar.calls.grade_parts import FROM, part_of
from bhavhouse.news.grammar.calls.houses import Spoken, houses_of
from bhavhouse.news.grammar.calls.lines import Line, lines
from bhavhouse.news.grammar.calls.picks import Speaker, block_picks, heads_order, order_block, picks
from bhavhouse.news.grammar.calls.targets import STOP_LOSS, Target, targets
from bhavhouse.news.grammar.pieces import listed_after
from bhavhouse.news.lexicon import names_of, plain_name
from bhavhouse.news.units import Item


@dataclass
class Call:
    """A grade or a target price, whose it is, of which shares, and where it is told."""

    line: Line
    told: Event | Target
    houses: list[Item]
    shares: list[Item]
    begin: int
    end: int
    spans: list[tuple[int, int]] = field(default_factory=list)

    def span(self) -> tuple[int, int]:
        """The text that tells it, its names taken in where they stand in the line."""
        start, end = self.line.shape.span(self.told.start, self.told.end)
        first, last = self.line.shape.units[0].start, self.line.shape.units[-1].end
        for item in (*self.houses, *self.shares):
            if first <= item.start and item.end <= last and abs(item.start - start) < 400:
                start, end = min(start, item.start), max(end, item.end)
        return start, end


def calls(sentence: Sentence) -> list[Call]:
    """The calls of the line that begins with a sentence; those of an article are worked out once."""
    known: dict[int, list[Call]] | None = sentence.article.memo.get("calls")
    if known is None:
        known = sentence.article.memo["calls"] = {}
        for call in _without_echoes(list(_read(sentence.article))):
            known.setdefault(call.line.first.number, []).append(call)
    return known.get(sentence.number, [])


# So many calls of one house and grade are looked through for another name of a share.
_LOOKED = 40


def _without_echoes(found: list[Call]) -> list[Call]:
    """A grade told as changed is not told again as held: "B on X: Hold", then "B cut X to Hold"."""
    changed: dict[tuple[object, ...], list[Call]] = {}
    for call in found:
        if isinstance(call.told, Event) and not call.told.is_steady and call.shares:
            changed.setdefault(_key(call), []).append(call)
    told = [
        call
        for call in found
        if not any(_echoes(call, other) for other in changed.get(_key(call), [])[:_LOOKED])
    ]
    kept: dict[tuple[object, ...], list[Call]] = {}
    for call in sorted(told, key=lambda call: (call.line.first.is_title, _is_bare(call))):
        near = kept.setdefault(_key(call), [])
        if not any(_restates(call, other) for other in near[:_LOOKED]):
            near.append(call)
    return [call for near in kept.values() for call in near]


def _is_bare(call: Call) -> bool:
    """Whether the grade before is not told."""
    return isinstance(call.told, Event) and not call.told.is_steady and call.told.before is None


def _key(call: Call) -> tuple[object, ...]:
    """Calls of different keys are never the same."""
    told = call.told
    said = grades.plain_grade(told.to) if isinstance(told, Event) else told.unit.items[0].value.value
    return (bool(call.houses), said)


def _restates(call: Call, other: Call) -> bool:
    """Whether a call is told before under another form of the share's or the house's name."""
    names, others = ([i.text for i in (*c.shares, *c.houses)] for c in (call, other))
    if names == others or not call.houses:
        return False
    if not (_are_same(call.houses, other.houses) and _are_same(call.shares, other.shares)):
        return False
    one, two = call.told, other.told
    if isinstance(one, Target) and isinstance(two, Target):
        return [i.value.value for i in one.unit.items] == [i.value.value for i in two.unit.items]
    if isinstance(one, Event) and isinstance(two, Event):
        same = grades.plain_grade(one.to) == grades.plain_grade(two.to) and one.is_steady == two.is_steady
        return same and (one.before is None or two.before is None or one.before.lower() == two.before.lower())
    return False


def _echoes(call: Call, other: Call) -> bool:
    one, two = call.told, other.told
    if not (isinstance(one, Event) and isinstance(two, Event) and one.is_steady):
        return False
    if grades.plain_grade(one.to) != grades.plain_grade(two.to):
        return False
    return _are_same(call.houses, other.houses) and _are_same(call.shares, other.shares)


def _are_same(items: list[Item], others: list[Item]) -> bool:
    """Whether every one of these is one of those, by its whole name, its first words or its initials."""
    if not items or not others:
        return not items and not others
    return all(any(_is_same(item.text, other.text) for other in others) for item in items)


def _is_same(one: str, two: str) -> bool:
    first, second = plain_name(one), plain_name(two)
    if first.startswith(second) or second.startswith(first):
        return True
    initials = [
        "".join(word[0] for word in re.findall(r"[a-z]+", name) if word not in ("of", "and", "the"))
        for name in (first, second)
    ]
    return first in initials[1] or second in initials[0] if min(len(first), len(second)) > 1 else False


# A text without one of these gives no grade and no target.
_SPOKEN_OF = re.compile(
    r"upgrad|downgrad|target|\btps?\b|ratings?\b|rated|rates|overweight|underweight|outperform|underperform|"
    r"equal-?weight|recommend|\bvalu(?:es|ed|ing)\b|initiat|coverage|mojo|brokerage|fair value|reiterat|"
    r"retain|maintain|\bcalls?\b|\b(?:buy|sell|hold|neutral|add|reduce|accumulate)\b"
)


def _read(article: Article) -> Iterator[Call]:
    if not _SPOKEN_OF.search(article.lowered):
        return
    spoken, speaker = Spoken(), Speaker()
    others = article.holds(_OTHERS)
    priced = bool(_NO_SHARE.search(article.lowered) or _FOREIGN_PRICE.search(article.lowered))
    told_of_many = article.holds(_MANY)
    read = list(lines(article, grades.BROKER, grades.ADD, grades.MODEL))
    for at, line in enumerate(read):
        if priced and _is_priced_abroad(line):
            continue
        if told_of_many and _CONSENSUS.search(line.string) and not line.units("B"):
            continue
        if others and _is_other(line):
            yield from _picks(line, speaker, read[at + 1 : at + 5])
            note(line, spoken)
            continue
        speaker.note(line)
        if heads_order(line) and (goal := order_block(line, read[at + 1 : at + 6])):
            for where, pick in block_picks(line, goal, speaker, read[at + 1 : at + 5]):
                yield Call(where, pick.told, pick.houses, pick.shares, 0, len(where.string))
            note(line, spoken)
            continue
        found: list[Event | Target] = sorted([*_events(line), *targets(line)], key=lambda told: told.start)
        if len(moved := [told for told in found if isinstance(told, Event)]) == 1:
            moved[0].before = moved[0].before or _told_behind(moved[0], line, read[at + 1 : at + 2])
        last: Call | None = None
        mentioned: list[Item] = []
        raters: list[Item] = []
        for n, told in enumerate(found):
            begin = found[n - 1].end if n else 0
            end = found[n + 1].start if n + 1 < len(found) else len(line.string)
            if isinstance(told, Event) and is_listed(line, begin, told):
                shares = listed_after(line.first, line.in_first(told.end))
            else:
                shares = shares_of(line, told, begin, end, spoken)
            houses = houses_of(line, told, begin, end, spoken)
            if speaker.is_behind and not line.units("B") and heads_order(line):
                houses = speaker.of(line, read[at + 1 : at + 5])
            known = {*map(id, last.houses), *map(id, last.shares)} if last else set()
            between = [
                u for _, u in line.units("NB", begin, told.end) if not all(id(i) in known for i in u.items)
            ]
            if last is not None and not between:
                # What names nobody goes with what stands before it.
                houses = houses if _by_own(line, told, end) else last.houses
                shares = shares if _of_own(line, told, end) or owner_before(line, told) else last.shares
            if isinstance(told, Target) and len(houses) == 2:
                houses = _one_of_two(line, told, begin, houses)
            if isinstance(told, Target) and len(told.unit.items) > len(shares):
                shares = _one_for_each(told, mentioned) or shares
                if len(shares) == 1:
                    houses = _one_for_each(told, raters) or houses
            mentioned += [share for share in shares if share.text not in {known.text for known in mentioned}]
            raters += [house for house in houses if house.text not in {known.text for known in raters}]
            shares = [share for share in shares if plain_name(share.text) not in names_of("no_company")]
            if isinstance(told, Event):
                shares = [*shares, *too(line, told.end)]
            call = Call(line, told, houses, shares, begin, end)
            last = call
            if isinstance(told, Event) and (each := list(each_from(line, told))):
                for share, one in each:
                    yield Call(line, one, houses, [share], begin, end)
                continue
            yield call
        note(line, spoken)
        if last is not None and last.shares and (line.heads.own_share or not line.heads.of_pair):
            spoken.shares, spoken.shares_block = last.shares, line.first.block


_OF_MODEL = re.compile(r"(?i)mojo")


def _events(line: Line) -> list[Event]:
    """The grades of a line; a model's two grades, the one before and the one now, by their parts."""
    made = list(events(line))
    houses = [item for _, unit in line.units("B") for item in unit.items]
    if not line.article.is_model_page or not all(_OF_MODEL.search(house.text) for house in houses):
        return made
    for pair in grade_roles.events(line, grade_roles.Head()):
        same = [event for event in made if _places(event) & _places(pair)]
        if pair.before is None and not same and pair.to[0].isupper() and pair.rule in ("to", "stays"):
            made.append(replace(pair, rule="kept") if pair.rule == "stays" else pair)
        if pair.before is None or not grades.direction(grades.MODEL, pair.before, pair.to):
            continue
        is_told = any(event.before and event.to == pair.to for event in same)
        if not is_told and not ORDER.search(line.string, pair.start, pair.end):
            made = [event for event in made if event not in same] + [pair]
    return made


def _places(event: Event) -> set[int]:
    return {event.found.start(group) for group in GRADES & event.found.groupdict().keys()} - {-1}


# What a broker's grade is told by where the next sentence may tell the one before.
_MOVED = frozenset(["to", "more", "cell", "rated", "is_moved"])


def _told_behind(told: Event, line: Line, behind: list[Line]) -> str | None:
    """The grade that was, told in a sentence of its own: "It had been a Sell until then"."""
    for other in behind:
        grades_told = other.units("Gg")
        near = other.first.block - line.first.block <= (told.rule in ("cell", "rated"))
        if (
            told.rule not in (MAY_HAVE_MOVED if line.article.is_model_page else _MOVED)
            or not near
            or len(grades_told) != 1
        ):
            break
        at, unit = grades_told[0]
        named = [item for _, house in other.units("B", 0, at) for item in house.items]
        own = named and told.rule in ("cell", "rated") and _are_same(named, line.heads.own_houses)
        if (
            other.units("NI", 0, at)
            or (named and not own)
            or re.search(r"\bhad been (?:[a-z]+ed|cut)\b", other.string[:at])
        ):
            break
        if part_of(other.string, at, 0, len(other.string)).name == FROM:
            return unit.items[0].text
    return None


_ORDER_FROM = re.compile(
    r"\bthe (?:former|latter|first|second|third|other)(?: two)? from (?P<fr>[Gg])(?= [,.;]|$| and)"
)
_FROM_EACH = re.compile(
    r"(?P<n>N) \( (?:(?:from|was|(?:all|both)(?: \w+)? (?:were|from)) (?P<fr>[Gg])|"
    r"(?P<fr2>[Gg]) (?:earlier|previously|before|so far|until now)) \)"
)


def each_from(line: Line, told: Event) -> Iterator[tuple[Item, Event]]:
    """ "Cut to Sell: A (Hold earlier), B (Buy earlier)": each share with the grade it had."""
    for found in _ORDER_FROM.finditer(line.string, told.end) if told.before is None else ():
        before = line.shape.told(found, "fr").items[0].text
        for share in in_order(line, found.start("fr"), []):
            yield share, replace(told, before=before, end=found.end())
    if told.before is None and line.string.startswith(" : ", told.end):
        for found in _FROM_EACH.finditer(line.string, told.end):
            before = line.shape.told(found, "fr" if found["fr"] else "fr2").items[0].text
            for share in line.shape.told(found, "n").items:
                yield share, replace(told, before=before, end=found.end())


def _one_for_each(told: Target, mentioned: list[Item]) -> list[Item]:
    """The shares or houses of the grades before, where as many prices follow: "targets of Rs 5 and Rs 9"."""
    return list(mentioned) if len(mentioned) == len(told.unit.items) else []


def _one_of_two(line: Line, told: Target, begin: int, houses: list[Item]) -> list[Item]:
    """ "With the latter cutting the target to ..."."""
    before = line.string[begin : told.start].split()
    return houses[1:] if "latter" in before else houses[:1] if "former" in before else houses


def _by_own(line: Line, told: Event | Target, end: int) -> bool:
    by = re.search(r" (?:by|at|from|for) B(?= |$)", line.string[told.start : end])
    return bool(by) or "the latter " in line.string[: told.end]


def _of_own(line: Line, told: Event | Target, end: int) -> bool:
    after = line.string[told.end : end]
    is_order = isinstance(told, Event) and told.rule == "order"
    if (is_order or told.found.group().endswith((" on", " for"))) and re.match(r" N(?= |$)", after):
        return True
    if ORDER.search(line.string, max(0, told.start - 60), told.end):
        return True
    return (
        bool(re.match(rf"(?: \( P[^()]{{0,20}} \))?(?: (?:{RATING}|now|,))* (?:on|for|of) N(?= |$)", after))
        or "N" in line.string[told.start : told.end].split()
    )


# What is graded in such a line is no share, or not by a scale of ours; a stop-loss makes it a trader's order.
_OTHER = re.compile(
    r"\b(?:credit rating|(?:bond|debt)s? (?:rating|programme|instruments?|issue\w*|facilit\w+)|issuer|"
    r"bank facilit\w+|ncds?|sovereign|crisil|icra|care ratings|moody|fitch|india ratings|s&p global|"
    r"esg rating|valuation grade|quality grade|quality rating|model portfolio)\b"
)


# One of these is in every match of the patterns of other things, and of what many say.
_OTHERS = (
    "credit", "bond", "debt", "issuer", "bank facilit", "ncd", "sovereign", "crisil", "icra", "care ratings",
    "moody", "fitch", "india ratings", "s&p", "esg", "grade", "quality", "model", "stop", "sl",
)  # fmt: skip
_MANY = ("analysts", "out of", "data", "consensus", "poll")


def _picks(line: Line, speaker: Speaker, behind: list[Line]) -> Iterator[Call]:
    """A trader's order with a stop loss: the grade and the target of whoever gives it."""
    if _OTHER.search(line.string):
        return
    share = line.heads.own_share or line.heads.share
    for pick in picks(line, speaker, share, behind):
        yield Call(line, pick.told, pick.houses, pick.shares, 0, len(line.string))


def _is_other(line: Line) -> bool:
    return bool(_OTHER.search(line.string) or STOP_LOSS.search(line.string))


# "Of the 22 analysts tracking the company, 12 maintain a 'buy'"
_CONSENSUS = re.compile(
    r"\bof the (?:\S+ )?(?:houses|brokerages|brokers|analysts|firms)\b|\banalysts (?:who |that )?(?:tracking|"
    r"track|covering|cover|polled|surveyed|following|have)\b|\bout of (?:the )?#|\b(?:bloomberg|reuters|"
    r"refinitiv|lseg|factset|trendlyne) (?:data|consensus|poll)|\b# (?:of (?:the )?# )?analysts\b"
)
_NO_SHARE = re.compile(
    r"\b(?:mcx|comex) (?:gold|silver|crude|copper|zinc|natural)|\busd ?-?inr\b|\bper 10 ?g|\bper kg\b|"
    r"\b(?:call|put) options?\b|\d (?:call|put|ce|pe)\b"
)
_FOREIGN_PRICE = re.compile(r"[$£€] ?\d|\d(?:p|c)\b(?!\.)|\bpence\b")


def _is_priced_abroad(line: Line) -> bool:
    """Whether a line is of another country's share, a commodity, a currency or an option."""
    units = line.shape.units
    plain = line.article.text.plain[units[0].start : units[-1].end].lower()
    if _NO_SHARE.search(plain):
        return True
    return (
        bool(_FOREIGN_PRICE.search(plain))
        and bool(re.search(r"target|price", plain))
        and not any(item.value.unit.startswith("inr") for _, unit in line.units("M") for item in unit.items)
    )


__all__ = ["RULES", "Call", "calls"]
