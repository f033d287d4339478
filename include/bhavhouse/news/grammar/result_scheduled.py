"""result_scheduled: a company will publish results on a day.

"TCS and Infosys will announce their Q3 results on January 12", "62 companies report today, among them
Wipro", a calendar's rows, the items under "Results today". A day must be told, by a date, a weekday or
"today"; without its year it is null.
"""

import re
from datetime import date

from bhavhouse.news.article import Sentence
from bhavhouse.news.blocks import Kind
from bhavhouse.news.doubt import is_denied
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.pieces import Facts, Span, make
from bhavhouse.news.grammar.result_also import goes_on, next_day
from bhavhouse.news.grammar.result_calendar import listed
from bhavhouse.news.grammar.result_clauses import scheduled
from bhavhouse.news.grammar.result_context import (
    KIND,
    companies_at,
    day_of,
    days_of,
    known_of,
    lead_of,
    own_day,
    spoken_of,
    text_above,
    whens_of,
)
from bhavhouse.news.grammar.result_scheduled_words import (
    ALSO,
    BRACKETED,
    CALENDAR,
    DATED_ROW,
    DOUBT,
    GOES_ON,
    ITEM,
    LIST_FOR,
    NEEDED,
    NO_COMPANY,
    NO_OTHER,
    NO_RESULTS,
    ON,
    PURPOSE,
    PUT_OFF,
    RESULT,
    ROW,
    TAIL,
    THE_RESULTS,
    TO_COME,
    VAGUE_DAY,
)
from bhavhouse.news.lexicon import plain_name
from bhavhouse.news.units import Item


def find(sentence: Sentence) -> Facts:
    """The scheduled results of a sentence."""
    string = sentence.string
    by_layout = None if PUT_OFF.search(string) else listed(sentence)
    if by_layout:
        whole = Span(0, len(string))
        made = list(_facts(sentence, whole, by_layout.companies, by_layout.rule, by_layout.day))
        sentence.article.memo.setdefault(KIND, {})[sentence.number] = made
        yield from made
        return
    if not re.search(r"[NBC]", string) and not NEEDED.search(string):
        return
    made = [] if PUT_OFF.search(string) else list(_rows(sentence))
    if not made:
        made = [
            fact
            for one in scheduled(sentence)
            for fact in _facts(sentence, one.place, [one.company], "clause", one.day)
        ]
    is_several = TO_COME.search(string) and len(BRACKETED.findall(string)) > 1
    is_about = NEEDED.search(string) or ALSO.match(string) or GOES_ON.search(string) or is_several
    is_sure = not (DOUBT.search(string) or PUT_OFF.search(string) or is_denied(sentence.shape, 0, 0))
    if is_about and is_sure:
        known = {fact.fields["company"] for fact in made}
        made += [fact for fact in _told(sentence) if fact.fields["company"] not in known]
        made += _tails(sentence, made)
    if not made:
        made = list(_goes_on(sentence))
    sentence.article.memo.setdefault(KIND, {})[sentence.number] = made
    yield from made


def _told(sentence: Sentence) -> Facts:
    """Results that words without a company of their own announce."""
    whens = whens_of(sentence)
    yield from _paired(sentence)
    for found in sentence.shape.find(THE_RESULTS):
        if whens and not is_denied(sentence.shape, found.start(), found.end()):
            spoken = spoken_of(sentence, found.start())
            day = day_of(sentence, found.start(), found.end(), whens)
            yield from _facts(sentence, found, spoken, "the_results", day)
    found_also = ALSO.match(sentence.string)
    if found_also:
        known, day = _day_before(sentence)
        if known:
            yield from _facts(
                sentence, found_also, companies_at(sentence, found_also.start("n")), "also", day
            )


def _tails(sentence: Sentence, made: list[Fact]) -> Facts:
    """Further companies of a sentence that tells of results, in clauses without the word."""
    if not made:
        return
    known = {fact.fields["company"] for fact in made}
    for found in sentence.shape.find(TAIL):
        group = "n" if found["n"] else "n2"
        shares = [share for share in companies_at(sentence, found.start(group)) if share.text not in known]
        day = made[-1].fields["date"]
        when = date.fromisoformat(str(day)) if day else None
        if before := [told for place, told in whens_of(sentence) if place < found.start()]:
            when = before[-1]
        if group == "n":
            days = days_of(sentence, sentence.shape.told(found, "d"))
            when = days[0] if days else None
        yield from _facts(sentence, found, shares, "tail", when)


def _goes_on(sentence: Sentence) -> Facts:
    """Who else reports, told right behind a sentence about results of the same paragraph."""
    before = sentence.before()
    if before is None or before.block != sentence.block:
        return
    told = known_of(before)
    if not told:
        return
    whole = Span(0, len(sentence.string))
    is_other = PURPOSE.search(sentence.string) and not NEEDED_RESULT.search(sentence.string)
    if VAGUE_DAY.search(sentence.string) or is_other:
        return
    also = goes_on(sentence)
    whens = whens_of(sentence)
    day = str(told[-1].fields["date"] or "")
    when = whens[-1][1] if whens else next_day(sentence, date.fromisoformat(day) if day else None)
    yield from _facts(sentence, whole, also or [], "goes_on", when)


_AHEAD = re.compile(
    r"\b(?:will|would|upcoming|watch|due|scheduled|reports?|announces?|next week|this week)\b"
)


def _paired(sentence: Sentence, start: int = 0) -> Facts:
    """Companies each with a day: "ICICI Bank (January 21) and Cipla (January 25) would be key earnings"."""
    string = sentence.string
    is_other = PURPOSE.search(string) or NO_RESULTS.search(string)
    is_several = not is_other and TO_COME.search(string) and len(BRACKETED.findall(string)) > 1
    is_ahead = re.search(rf"\b{RESULT}\b", string) and _AHEAD.search(string)
    if is_ahead or (is_several and re.search(rf"\b{RESULT}\b", text_above(sentence))):
        rule = BRACKETED
    elif GOES_ON.search(string) and _day_before(sentence)[0]:
        rule = ON
    else:
        return
    for found in sentence.shape.find(rule, start):
        unit = sentence.shape.unit(found, "d")
        days = days_of(sentence, unit) if unit else []
        yield from _facts(
            sentence, found, companies_at(sentence, found.start("n")), "paired", days[0] if days else None
        )


def _day_before(sentence: Sentence) -> tuple[bool, date | None]:
    """Whether the sentence before speaks of results to come, and the day it tells."""
    before = sentence.before()
    if before is None or before.block < sentence.block - 1:
        return False, None
    told = known_of(before)
    if told:
        day = told[-1].fields["date"]
        return True, date.fromisoformat(str(day)) if day else None
    # "The list for D is longer. It has N."
    further = before.before()
    if further is not None and LIST_FOR.search(before.string) and known_of(further):
        whens = whens_of(before)
        return bool(whens), whens[-1][1] if whens else None
    return False, None


def _rows(sentence: Sentence) -> Facts:
    """The rows of a calendar, and the items below "Results today"."""
    string = sentence.string
    if string[0] not in "NBD#-|":
        return
    for rule in (ROW, DATED_ROW, BRACKETED):
        found = rule.match(string)
        if found:
            if not (CALENDAR.search(text_above(sentence)) or NEEDED_RESULT.search(string)):
                return
            unit = sentence.shape.unit(found, "d")
            days = days_of(sentence, unit) if unit else []
            is_whole = rule is not BRACKETED or found.end() >= len(string) - 2
            other = PURPOSE.search(string) and not NEEDED_RESULT.search(string)
            if len(days) == 1 and is_whole and not other and NO_OTHER.search(string) is None:
                yield from _facts(sentence, found, companies_at(sentence, found.start("n")), "row", days[0])
            return
    found = ITEM.match(string)
    if (
        found
        and CALENDAR.search(sentence.heading + " " + lead_of(sentence))
        and sentence.kind in (Kind.ITEM, Kind.HEADING)
        and not re.search(r"\b[PM]\b|D and #(?= |$)", string)
    ):
        whens = whens_of(sentence)
        day = whens[-1][1] if whens else sentence.article.day
        yield from _facts(sentence, found, companies_at(sentence, found.start("n")), "item", day)


NEEDED_RESULT = re.compile(rf"\b{RESULT}(?= |$)")


def _facts(
    sentence: Sentence, found: re.Match[str] | Span, shares: list[Item], rule: str, day: date | None
) -> list[Fact]:
    known = own_day(sentence.article)
    if day is not None and known is not None and day < known:
        return []
    made = []
    for share in shares:
        name = plain_name(share.text)
        if NO_COMPANY.search(name):
            continue
        fields: dict[str, object] = {"company": share.text, "date": day.isoformat() if day else None}
        made.append(
            make(
                sentence,
                found,
                f"result_scheduled.{rule}",
                KIND,
                fields,
                confidence=0.95 if day else 0.75,
                dated=False,
            )
        )
    return made
