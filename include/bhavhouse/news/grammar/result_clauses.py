"""Results to come, read clause by clause: who, on which day, and that it lies ahead, in any order.

A clause tells a schedule where it speaks of results, or stands in a text that just did, has a word of what is
to come, and none of what is over, doubted or of another matter. What is said aside (", which had met on D ,")
is a clause of its own about the company before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_asked
from bhavhouse.news.grammar.pieces import Span
from bhavhouse.news.grammar.result_context import companies_at, known_of, text_above, whens_of
from bhavhouse.news.grammar.result_scheduled_words import (
    CALENDAR,
    DAYS,
    PURPOSE,
    PUT_OFF,
    RESULT,
    SAY,
    VAGUE_DAY,
)
from bhavhouse.news.units import Item

_ASIDE = re.compile(r" , (?:which|who|whose)(?= )[^,;]* ,(?= )")
_BORDER = re.compile(
    r" (?:; |\| )| (?:, )?(?:while|whereas|but|although|though|even as|before|and in the|said|says)(?= )|"
    r" , and (?=on D )| : "
)
_RESULTS = re.compile(
    rf"\b(?:{RESULT}|theirs?|board|boards|directors|the (?:results |earnings |reporting )?season|books|"
    r"report cards?)(?= |$)"
)
_TO_COME = re.compile(
    rf"\b(?:(?:will|would|shall|to|is|are)(?: also| all| both| then| now| next| each| do| does)? (?:{SAY}|"
    rf"come|follow|do so|"
    r"meet|sit|convene|consider|join|report|go|hold|take|have|being|reporting)|do so|does so|scheduled|"
    r"slated|due|set for|"
    r"starts?(?= on D)|expected(?= on D)|(?:starting|beginning|kicking off) with|"
    r"lined up|meets?|sits?|convenes?|reports?|announces?|declares?|unveils?|comes?|comes out|follows?|"
    r"kicks? ?-?off|opens?|goes|turn of|(?:(?:has|have|had) )?(?:fixed|picked|chosen|earmarked|opted for|"
    r"called|"
    r"set|notified|settled on|zeroed in on)|on tap|next in line|up next|(?:takes?|ha(?:s|ve)) (?:its|"
    r"their) turn|best known|"
    r"(?:notable|prominent|biggest|main|key|big) (?:ones|names?)|stand out|feature|figure|on the list|"
    r"in line)"
    r"(?= |$)"
)
# What is over, uncertain, or of another matter.
_VETO = re.compile(
    r"\b(?:was|were|had|(?<!be )held|reported|posted|declared|released|published|unveiled|rose|fell|gained|"
    r"lost|"
    r"slipped|"
    r"jumped|beat|missed|clocked|closed|(?<!quarter )(?<!year )(?<!months )(?<!half )ended|traded|may|might|"
    r"could|should|can|if|unless|not|no|n't|yet|"
    r"reportedly|learnt|rumou?rs?|tentative(?:ly)?|expects?|cancelled|called off|stands cancelled|"
    r"trading window|"
    r"quiet period|(?:earnings|conference|analyst) (?:call|meet)|agm|egm|ipo|listings?|debuts?|ex-\w+|"
    r"record date|expiry|expire|auction|holiday|policy|fomc|inflation|gdp|iip|cpi|last (?:week|month|year|"
    r"quarter)|previous|estimated|since|on (?:strong|weak|good|poor|better) (?:\w+ )?results|(?:after|post|"
    r"following|despite) (?:its|their|the|strong|weak|"
    rf"good|poor|better|[a-z]+-quarter|q[1-4]\w*) (?:\w+ )?{RESULT}(?! on D))(?= |$)"
)
# "has moved its board meeting to D": the new day.
_MOVED = re.compile(
    r"\b(?:moved|shifted|re-?scheduled|advanced|preponed|deferred|postponed|pushed (?:back|out)|"
    r"brought forward|"
    r"pushed|changed|revised|put off)(?: (?!to )[^ ;]+){0,9}? (?:to|for|till|until) (?=(?:\w+day|D|today|"
    r"tomorrow)(?: |$))"
)
_GOES_ON = re.compile(_MOVED.pattern + r"|^ (?:but )?(?:will|would|is|has)(?: now| to)")
_NO_SUBJECT = re.compile(
    r"(?:\bby|according to|as per|says|said|told|versus|against|unlike|after|to|with|by|at|in|peers?|"
    r"rivals?) $"
)
_OF = re.compile(r"\b(?:of|from|for)(?: the)? $")
_OF_THOSE = re.compile(
    r"\b(?:starting|beginning|kicking off) with $|\b(?:opens|begins|starts?|kicks off|closes|ends|concludes|"
    r"winds up|season|off) .{0,30}with (?:the )?$|"
    r"\b(?:turn|results|earnings|numbers|figures|those|boards?|meetings?|directors|list|likes|accounts|"
    r"scorecards?|report cards?) (?:of|from|by|for|at) (?:the (?:likes of )?)?$"
)
_OWNER = re.compile(r"[NB] (?:'s )?(?:parent|promoter|subsidiary|arm|unit|owner|rivals?|peers?)(?= )")
_DAY_LATER = re.compile(
    r"\b(?:(?P<next>(?:a|one) day (?:later|after)|the (?:next|following) day|the day after)|the same day|"
    r"that day)(?= |$)"
)
_JOINS = re.compile(
    r"(?: (?:,|and|as|also|well|along|together|with|will|are|is|does|do|too|besides|including|likes?|such|'s|"
    r"\)|the|of|others?))+ "
)
_LATE = re.compile(r"\b(?:first|second|third|last|later|latter|end|middle|week|fortnight)(?: \w+)? of $")
_ANNOUNCED = re.compile(rf"\b(?:its|their|the|quarterly|[a-z]+-quarter) (?:[a-z]+ )?{RESULT}(?= |$)")
_AHEAD = re.compile(
    r"\b(?:season|results|earnings|numbers)\b.*\b(?:to report|reporting|to come|ahead|lined up|due|will|"
    r"scheduled|"
    r"to announce|last lap|in focus)(?= |$)"
)
_REPORTS = re.compile(rf"[NB] (?:also )?reports? (?:only )?(?:on )?(?:D|today|tomorrow|{DAYS})(?= |$)")
# "on April 17 and 18": a meeting of two days.
_TWO_DAYS = re.compile(r"D and #(?= |$)(?! respectively)")
_SO_IS = re.compile(r"(?:so|as) (?:is|are|does|do|will) $")
_FIGURE = re.compile(r"(?:^| )[PMT](?= |$)")
_RESPECTIVELY = re.compile(r" respectively(?= |$)")
_DATED = re.compile(r"[NB] \( D(?: , \w+| \w+)? \)")


@dataclass
class Scheduled:
    """A company whose results a day will bring, and where the clause tells it."""

    company: Item
    day: date | None
    place: Span


@dataclass
class _Clause:
    """A part of a sentence; `string` is the whole sentence with all else blotted out."""

    string: str
    start: int
    end: int
    # The place of the company that an aside is about.
    about: int | None = None


def scheduled(sentence: Sentence) -> list[Scheduled]:
    """What the clauses of a sentence say of results to come."""
    string = sentence.string
    if is_asked(sentence.shape) or not re.search(r"D|day\b|today|tomorrow", string):
        return []
    is_told = _is_told_before(sentence)
    whens = [
        when
        for when in whens_of(sentence)
        if not _LATE.search(string[max(0, when[0] - 40) : when[0]]) and not _TWO_DAYS.match(string, when[0])
    ]
    whens = _with_later(string, whens)
    made: list[Scheduled] = []
    is_put_off = bool(PUT_OFF.search(string))
    for clause in _clauses(string):
        if clause.about is None and not re.search(r"[NB](?= |$)", clause.string[clause.start : clause.end]):
            # "N was to report on D but pushed it to D"
            earlier = re.search(r"(?:^|.* )([NB])(?= )", string[: clause.start])
            if earlier and _GOES_ON.search(clause.string[clause.start : clause.end]):
                clause.about = earlier.start(1)
        if is_put_off and not _MOVED.search(clause.string[clause.start : clause.end]):
            continue
        made += _read(sentence, clause, whens, is_told=is_told or bool(made))
        part = clause.string[clause.start : clause.end]
        is_told = is_told or bool(
            _ANNOUNCED.search(part) and _TO_COME.search(part) and not _VETO.search(part)
        )
    return made


def _with_later(string: str, whens: list[tuple[int, date | None]]) -> list[tuple[int, date | None]]:
    """The days told, and those counted from the one before: "a day later"."""
    made = list(whens)
    for later in _DAY_LATER.finditer(string):
        before = [day for at, day in sorted(made, key=lambda when: when[0]) if at < later.start()]
        if before and before[-1]:
            made.append((later.start(), before[-1] + timedelta(days=1 if later["next"] else 0)))
    return sorted(made, key=lambda when: when[0])


def _is_told_before(sentence: Sentence) -> bool:
    """Whether the text just spoke of results to come, or is a calendar of them."""
    for n in range(1, 4):
        before = sentence.before(n)
        if before is not None and known_of(before):
            return True
        if (
            n == 1
            and before is not None
            and before.block >= sentence.block - 1
            and _AHEAD.search(before.string)
        ):
            return True
    return bool(CALENDAR.search(text_above(sentence)[:200])) or bool(
        re.search(rf"\b{RESULT}\b", sentence.heading) and CALENDAR.search(sentence.heading)
    )


def _clauses(string: str) -> Iterator[_Clause]:
    plain = string
    asides: list[_Clause] = []
    for found in _ASIDE.finditer(string):
        about = [m.start() for m in re.finditer(r"[NB](?= |$)", string[: found.start()])]
        if about:
            asides.append(_Clause(string, found.start(), found.end(), about[-1]))
            plain = plain[: found.start() + 1] + "~" * (len(found.group()) - 1) + plain[found.end() :]
    at = 0
    for border in _BORDER.finditer(plain):
        if border.start() >= at:
            yield _Clause(plain, at, border.start())
            at = border.end() - 1 if border.group().endswith(" ") else border.end()
    yield _Clause(plain, at, len(plain))
    yield from asides


def _read(
    sentence: Sentence,
    clause: _Clause,
    whens: list[tuple[int, date | None]],
    *,
    is_told: bool,
) -> Iterator[Scheduled]:
    text = clause.string[clause.start : clause.end]
    days = [when for when in whens if clause.start <= when[0] < clause.end and clause.string[when[0]] != "~"]
    moved = _MOVED.search(text)
    if moved:
        days = [(at, day) for at, day in days if at >= clause.start + moved.end()]
    if not days or VAGUE_DAY.search(text) or (_VETO.search(text) and not moved):
        return
    of_results = bool(_RESULTS.search(text) or _REPORTS.search(text))
    if PURPOSE.search(text) and not re.search(rf"\b{RESULT}(?= |$)", text):
        return
    is_row = len(_DATED.findall(text)) > 1 and not _FIGURE.search(text)
    if not (of_results or is_told) or not (moved or _TO_COME.search(text) or (is_told and is_row)):
        return
    if not of_results and _FIGURE.search(text):
        return
    names = list(_companies(clause)) if clause.about is None else [clause.about]
    if not names:
        if (of_results or is_told) and (one := _headed(sentence)) is not None:
            yield Scheduled(one, days[-1][1], Span(clause.start, clause.end))
        return
    yield from _paired(sentence, clause, names, days)


def _headed(sentence: Sentence) -> Item | None:
    """The one company that the heading right above names, and nothing else."""
    for n in range(1, 6):
        other = sentence.before(n)
        if other is None or (other.block != sentence.block and not other.is_title):
            return None
        if other.is_title:
            units = other.shape.units
            is_name = len(units) == 1 and units[0].symbol in "NB" and len(units[0].items) == 1
            return units[0].items[0] if is_name else None
    return None


def _companies(clause: _Clause) -> Iterator[int]:
    """The places of the companies that a clause speaks of, not of those it names by the way."""
    for found in re.finditer(r"(?:^|(?<= ))[NB](?= |$)", clause.string[: clause.end]):
        at = found.start()
        if at < clause.start or _OWNER.match(clause.string, at):
            continue
        before = clause.string[max(0, at - 40) : at]
        is_of = _NO_SUBJECT.search(before) or _OF.search(before)
        if not is_of or _OF_THOSE.search(before):
            yield at


def _paired(
    sentence: Sentence, clause: _Clause, names: list[int], days: list[tuple[int, date | None]]
) -> Iterator[Scheduled]:
    """Each company with its day: the next one told before another company comes, else the one before."""
    shares = [item for at in names for item in companies_at(sentence, at)]
    place = Span(min(names[0], days[0][0]), max(names[-1], days[-1][0]) + 1)
    if _RESPECTIVELY.search(clause.string[days[-1][0] : clause.end]):
        if len(shares) == len(days):
            yield from (Scheduled(s, day, place) for s, (_, day) in zip(shares, days, strict=True))
        return
    for n, at in enumerate(names):
        stop = n + 1
        while stop < len(names) and _JOINS.fullmatch(clause.string[names[stop - 1] + 1 : names[stop]]):
            stop += 1
        end = names[stop] if stop < len(names) else clause.end
        after = [when for when in days if at < when[0] < end]
        before = [when for when in days if when[0] < at]
        if before and _SO_IS.search(clause.string[:at]):
            after = []
        when = after[0] if after else before[-1] if before else None
        if when is None or (len(after) > 1 and clause.about is None and not _same(after)):
            continue
        told = Span(min(at, when[0]), max(at, when[0]) + 1)
        for item in companies_at(sentence, at):
            yield Scheduled(item, when[1], told)


def _same(days: list[tuple[int, date | None]]) -> bool:
    return len({day for _, day in days}) == 1


# "traders may wait for the results, which are due on July 22", "slips ahead of its Q4 results later today"
_BESIDE = re.compile(
    rf"(?P<of>(?P<n>[NB]) 's (?:[a-z0-9-]+ ){{0,3}}?|(?:its|the|their|of the|for|await|"
    rf"awaits) (?:[a-z0-9-]+ ){{0,3}}?)?"
    rf"{RESULT}(?: ,)?(?: (?:which|that|is|are|due|out|scheduled|slated|lined up|announcement|later|to be|"
    rf"come|"
    r"announced|released|declared|set for))*(?P<due> (?:on )?(?P<d>D|today|tomorrow))(?= |$)"
)
_MAY_BE = re.compile(
    r"\b(?:likely|tentative\w*|expected|if|after|post|following|since|not|n't|may be|might be)(?= )"
)


def named_beside(sentence: Sentence) -> Scheduled | None:
    """Results whose day, after the text's own, stands right beside them, whatever the sentence says of them."""
    found = _BESIDE.search(sentence.string)
    known = sentence.article.day
    if found is None or sentence.string.endswith("?") or sentence.is_title or known is None:
        return None
    before = sentence.string[: found.start()]
    if found["d"] != "D":
        day = known + timedelta(days=found["d"] == "tomorrow")
        if not re.search(
            r"\b(?:ahead of|before|awaits?|due)(?= )",
            sentence.string[max(0, found.start() - 30) : found.end()],
        ):
            return None
    else:
        days = sentence.article.nearest_days(sentence.shape.told(found, "d"))
        day = days[0] if len(days) == 1 else known
    if (found["d"] == "D" and day <= known) or _MAY_BE.search(" ".join(before.split()[-4:]) + " "):
        return None
    named = [at for at in _companies(_Clause(sentence.string, 0, found.start()))]
    if found["n"]:
        items = companies_at(sentence, found.start("n"))
    elif named:
        items = companies_at(sentence, named[-1]) if "its " in found.group() else []
    else:
        one = (
            _label(sentence)
            or _headed(sentence)
            or (sentence.article.topic if sentence.article.is_dominant else None)
        )
        items = [one] if one else []
    return Scheduled(items[0], day, Span(found.start(), found.end())) if len(items) == 1 else None


def _label(sentence: Sentence) -> Item | None:
    """The company that the line above heads its part with: "LIC HOUSING: NO CALL"."""
    for n in range(1, 4):
        other = sentence.before(n)
        if other is None or other.block < sentence.block - 1:
            return None
        unit = other.shape.units[0]
        if unit.symbol == "N" and len(unit.items) == 1 and re.match(r"N [:|—-] ", other.string):
            return unit.items[0]
    return None
