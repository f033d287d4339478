"""Results to come, read clause by clause: who, on which day, and that it lies ahead, in any order.

A clause tells a schedule where it speaks of results, or stands in a text that just did, has a word of what is
to come, and none of what is over, doubted or of another matter. What is said aside (", which had met on D ,")
is a clause of its own about the company before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bhavhouse.news.article import Sentence
from bhavhouse.news.blocks import Kind
from bhavhouse.news.doubt import is_asked
from bhavhouse.news.grammar.pieces import Span, listed_after
from bhavhouse.news.grammar.results.context import (
    RESULT_WORDS,
    companies_at,
    day_around,
    headed,
    is_near_results,
    is_told_before,
    spoken_of,
    text_above,
)
from bhavhouse.news.grammar.results.days import DAYS_EACH, days_each, whens_of
from bhavhouse.news.grammar.results.words import (
    ALL,
    AMONG,
    ASIDE,
    BEFORE,
    BORDER,
    DATED,
    DAY_LATER,
    DAYS,
    DOES,
    FIGURE,
    ITS,
    JOINS,
    MOVE,
    MOVED,
    NO_COMPANY,
    NO_SUBJECT,
    NOT_ON,
    OF,
    OF_MANY,
    OF_THOSE,
    OTHER,
    OVER,
    OWNER,
    PURPOSE,
    PUT_OFF,
    REPORTS,
    RESPECTIVELY,
    RESULT,
    RESULTS,
    SO_DO,
    TO_COME,
    TWO_DAYS,
    VAGUE_DAY,
    VETO,
)
from bhavhouse.news.units import Item


@dataclass
class Scheduled:
    """A company whose results a day will bring, and where the clause tells it."""

    company: Item
    day: date | None
    place: Span


@dataclass
class Clause:
    """A part of a sentence; `string` is the whole sentence with all else blotted out."""

    string: str
    start: int
    end: int
    # The place of the company that an aside is about.
    about: int | None = None


def scheduled(sentence: Sentence) -> list[Scheduled]:
    """What the clauses of a sentence say of results to come."""
    string = _plain(sentence)
    is_of_results = re.search(rf"D|day\b|today|tomorrow|\b{RESULT}", string) or AMONG.search(string)
    is_other = OTHER.search(string) and not re.search(rf"\b{RESULT}(?= |$)|board", string)
    if is_asked(sentence.shape) or not is_of_results or is_other:
        return []
    is_told = is_told_before(sentence)
    has_many = any(unit.symbol == "N" and len(unit.items) > 1 for unit in sentence.shape.units)
    whens = [when for when in whens_of(sentence) if (has_many or not TWO_DAYS.match(string, when[0]))]
    whens = _with_later(string, whens) or _that_day(sentence)
    made: list[Scheduled] = list(_ahead_of(sentence, string, whens))
    is_put_off = bool(PUT_OFF.search(string))
    for clause in _clauses(string):
        if clause.about is None and not re.search(r"[NB](?= |$)", clause.string[clause.start : clause.end]):
            # "N was to report on D but pushed it to D", "N said its board would meet on D"
            part = clause.string[clause.start : clause.end]
            earlier = [
                found.start() for found in re.finditer(r"(?:^|(?<= ))[NB](?= )", string[: clause.start])
            ]
            if earlier and (MOVED.search(part) or DOES.match(part) or ITS.match(part)):
                clause.about = earlier[-1]
        if is_put_off and not MOVED.search(clause.string[clause.start : clause.end]):
            continue
        made += _read(sentence, clause, whens, is_told=is_told or bool(made))
        part = clause.string[clause.start : clause.end]
    return made


def _plain(sentence: Sentence) -> str:
    """The symbols of a sentence; moves in brackets and names that are no companies blotted out."""
    string = sentence.string
    for aside in (MOVE, NOT_ON):
        string = aside.sub(lambda found: " " + "~" * (len(found.group()) - 1), string)
    for at, unit in zip(sentence.shape.starts, sentence.shape.units, strict=True):
        if unit.symbol in ("N", "B") and all(
            NO_COMPANY.search(item.text.lower()) or item.text.endswith(_LED) for item in unit.items
        ):
            blot = "!" if any(_NO_BOARD.search(item.text) for item in unit.items) else "x"
            string = string[:at] + blot + string[at + 1 :]
    return string


_LED = ("-led", "-owned", "-backed", "-run", "-controlled", "-headed", "-promoted")
_NO_BOARD = re.compile(r"\b(?:AGM|EGM|IPO)\b")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def _that_day(sentence: Sentence) -> list[tuple[int, date | None]]:
    """The day told in the sentence before, where this one says "that day"."""
    found = DAY_LATER.search(sentence.string) or SO_DO.match(sentence.string)
    before = sentence.before()
    if not found or before is None or before.block < sentence.block - 1:
        return []
    days = [day for _, day in whens_of(before) if day]
    named = found.groupdict()
    shift = 1 if named.get("next") else -1 if named.get("prior") else 0
    return [(found.start(), days[-1] + timedelta(days=shift))] if days else []


def _ahead_of(sentence: Sentence, string: str, whens: list[tuple[int, date | None]]) -> Iterator[Scheduled]:
    """The companies of "N rose ahead of its results today"."""
    for found in BEFORE.finditer(string):
        days = [day for at, day in whens if found.start() < at < found.end()]
        if days:
            for item in companies_at(sentence, found.start("n")):
                yield Scheduled(item, days[-1], Span(found.start(), found.end()))


def _with_later(string: str, whens: list[tuple[int, date | None]]) -> list[tuple[int, date | None]]:
    """The days told, and those counted from the one before: "a day later"."""
    made = list(whens)
    for later in DAY_LATER.finditer(string):
        before = [day for at, day in sorted(made, key=lambda when: when[0]) if at < later.start()]
        if before and before[-1]:
            shift = 1 if later["next"] else -1 if later["prior"] else 0
            made.append((later.start(), before[-1] + timedelta(days=shift)))
    return sorted(made, key=lambda when: when[0])


def _clauses(string: str) -> Iterator[Clause]:
    plain = string
    asides: list[Clause] = []
    for found in ASIDE.finditer(string):
        about = [m.start() for m in re.finditer(r"[NB](?= |$)", string[: found.start()])]
        if about:
            asides.append(Clause(string, found.start(), found.end(), about[-1]))
            plain = plain[: found.start() + 1] + "~" * (len(found.group()) - 1) + plain[found.end() :]
    at = 0
    for border in BORDER.finditer(plain):
        if border.start() >= at:
            yield Clause(plain, at, border.start())
            at = border.end() - 1 if border.group().endswith(" ") else border.end()
    yield Clause(plain, at, len(plain))
    yield from asides


def _read(
    sentence: Sentence,
    clause: Clause,
    whens: list[tuple[int, date | None]],
    *,
    is_told: bool,
) -> Iterator[Scheduled]:
    text = clause.string[clause.start : clause.end]
    days = [(at, day) for at, day in whens if clause.start <= at < clause.end and clause.string[at] != "~"]
    moved = MOVED.search(text)
    if moved:
        days = [(at, day) for at, day in days if at >= clause.start + moved.end()][-1:]
    before = clause.string[: clause.start]
    if not days and re.search(rf"\b{RESULT}(?= |$)", before) and not re.search(r"[NBC](?= |$)", before):
        days = [when for when in whens if when[0] < clause.start][-1:]  # "Q3 results on D: N to report"
    of_line: dict[int, date | None] = sentence.article.memo.get("day_above", {})
    if not days and sentence.number in of_line:
        days, is_told = [(clause.start - 1, of_line[sentence.number])], True
    if not days and not whens:
        days = [(clause.start - 1, day) for day in day_around(sentence, text)]
    is_row = len(DATED.findall(text)) > 1 and not FIGURE.search(text)
    if (
        not days
        or (_is_vague(text) and not is_row)
        or (VETO.search(_IN_BRACKETS.sub("", text)) and not moved)
    ):
        return
    of_results = bool(RESULTS.search(text) or REPORTS.search(text))
    if clause.about is not None and not of_results:
        # "N's results, due on D, ..."
        of_results = bool(
            re.search(rf"\b{RESULT}(?= |$)", clause.string[max(0, clause.start - 60) : clause.start + 2])
        )
    if not re.search(RESULT_WORDS, text) and _BOARD.search(text) and not is_near_results(sentence):
        return  # a board that meets, for whatever
    if (PURPOSE.search(text) or "!" in text) and not re.search(rf"\b{RESULT}(?= |$)", text):
        return
    is_told = is_told or (is_row and is_near_results(sentence))
    is_told = is_told or bool(
        is_row and TO_COME.search(text) and re.search(rf"\b{RESULT}\b", text_above(sentence))
    )
    if not (of_results or is_told) or not (
        moved
        or TO_COME.search(text)
        or AMONG.search(text)
        or (is_told and (is_row or _is_plain(sentence, text)))
    ):
        return
    if not of_results and FIGURE.search(text):
        return
    names = list(companies_of(sentence, clause)) if clause.about is None else [clause.about]
    if not names:
        # "Several companies will declare results on D. They include N."
        is_last = clause.end == len(clause.string)
        for item in listed_after(sentence, clause.end) if of_results and is_last else []:
            yield Scheduled(item, days[-1][1], Span(clause.start, clause.end))
        spoken = re.search(r"(?:^| )(C)(?= |$)", text)
        if spoken and of_results:
            place = Span(clause.start, clause.end)
            for item in companies_at(sentence, clause.start + spoken.start(1)):
                yield Scheduled(item, days[-1][1], place)
        elif of_results and (heads := headed(sentence)):
            for item in heads:
                yield Scheduled(item, days[-1][1], Span(clause.start, clause.end))
        elif of_results and whens and not OF_MANY.search(text):
            for item in spoken_of(sentence, clause.start):
                yield Scheduled(item, days[-1][1], Span(clause.start, clause.end))
        return
    yield from _paired(sentence, clause, names, days)


def _is_plain(sentence: Sentence, text: str) -> bool:
    """Whether a clause of prose tells of names and a day, and of nothing that is over: "Thursday has N"."""
    return sentence.kind is Kind.PARAGRAPH and not OVER.search(text)


_BOARD = re.compile(r"\b(?:boards?|directors|meetings?|x)(?= |$)")


def _is_vague(text: str) -> bool:
    """Whether a clause leaves the day open; "next week" with a weekday does not."""
    found = VAGUE_DAY.search(text)
    is_named = re.search(rf"(?:^| )(?:{DAYS}|D)(?= |$)", text)
    return bool(found) and not (found and found.group().strip().startswith("next ") and is_named)


def companies_of(sentence: Sentence, clause: Clause) -> Iterator[int]:
    """The places of the companies that a clause speaks of, not of those it names by the way."""
    places = [m.start() for m in re.finditer(r"(?:^|(?<= ))[NB](?= |$)", clause.string[: clause.end])]
    own = [at for at in places if at >= clause.start]
    for at in own:
        if len(companies_at(sentence, at)) < 2 and OWNER.match(clause.string, at):
            continue
        before = clause.string[max(clause.start, at - 40) : at]
        is_of = NO_SUBJECT.search(before) or OF.search(before)
        if len(own) == 1 and before.endswith(" with "):
            is_of = None  # "the week ends on D with N"
        if not is_of or OF_THOSE.search(before) or ALL.search(clause.string, at, clause.end):
            yield at


def _paired(
    sentence: Sentence, clause: Clause, names: list[int], days: list[tuple[int, date | None]]
) -> Iterator[Scheduled]:
    """Each company with its day: the next one told before another company comes, else the one before."""
    shares = [item for at in names for item in _own(sentence, clause, at)]
    place = Span(max(0, min(names[0], days[0][0])), max(names[-1], days[-1][0]) + 1)
    if RESPECTIVELY.search(clause.string, days[-1][0], clause.end) or _stand_together(clause, days):
        listed = DAYS_EACH.search(clause.string, names[0], clause.end)
        each: list[date | None] = [day for _, day in days]
        if len(shares) != len(each) and listed:
            each = [*days_each(sentence, listed)]
        if 1 < len(shares) == len(each):
            yield from (Scheduled(s, day, place) for s, day in zip(shares, each, strict=True))
            return
    for n, at in enumerate(names):
        stop = n + 1
        while stop < len(names) and JOINS.fullmatch(clause.string[names[stop - 1] + 1 : names[stop]]):
            stop += 1
        end = names[stop] if stop < len(names) else clause.end
        after = [when for when in days if at < when[0] < end]
        before = [when for when in days if when[0] < at]
        if _OPEN.match(clause.string, at):
            continue
        group = [item for place in names[n:stop] for item in _own(sentence, clause, place)]
        own = _own(sentence, clause, at)
        one_each = _each_day(sentence, clause, at, after, len(group))
        if one_each:
            first = next(k for k, item in enumerate(group) if item is own[0]) if own else 0
            place = Span(at, after[-1][0] + 1)
            yield from (Scheduled(s, day, place) for s, day in zip(own, one_each[first:], strict=False))
            continue
        when = after[0] if after else before[-1] if before else None
        if len(after) > 1 and re.match(r"[NB] \( D", clause.string[at:]):
            after = after[:1]
        if when is None or TWO_DAYS.match(clause.string, when[0]):
            continue
        if len(after) > 1 and clause.about is None and not _same(after):
            continue
        told = Span(max(0, min(at, when[0])), max(at, when[0]) + 1)
        for item in own:
            yield Scheduled(item, when[1], told)


def _stand_together(clause: Clause, days: list[tuple[int, date | None]]) -> bool:
    """Whether the days of a clause make one list, "on Monday and Tuesday"."""
    pairs = pairwise(days)
    return all(re.fullmatch(r"\S+(?: ,)?(?: and)?(?: on)? ", clause.string[a:b]) for (a, _), (b, _) in pairs)


def _each_day(
    sentence: Sentence, clause: Clause, at: int, after: list[tuple[int, date | None]], count: int
) -> list[date]:
    """The days of a group of companies, one for each: "A and B on October 12 and 14"."""
    if count < 2 or not after or after[0][1] is None:
        return []
    told = DAYS_EACH.search(clause.string, at, clause.end)
    days = days_each(sentence, told) if told and told.start() <= after[0][0] else []
    return days if len(days) == count else []


_OPEN = re.compile(r"[NB] \( [^()]*\b(?:awaited|tba|tbd|not|yet|expected|likely)(?= )")


def _own(sentence: Sentence, clause: Clause, at: int) -> list[Item]:
    """The companies at a place; in "A, B and C's rival D" C is named by the way."""
    shares = companies_at(sentence, at)
    return shares[:-1] if len(shares) > 1 and OWNER.match(clause.string, at) else shares


def _same(days: list[tuple[int, date | None]]) -> bool:
    return len({day for _, day in days}) == 1
