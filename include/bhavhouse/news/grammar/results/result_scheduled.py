"""result_scheduled: a company will publish results on a day.

"TCS and Infosys will announce their Q3 results on January 12", "62 companies report today, among them
Wipro", a calendar's rows, the items under "Results today". A day must be told, by a date, a weekday or
"today"; without its year it is null.
"""

import re
from datetime import date

from bhavhouse.news.article import Sentence
from bhavhouse.news.blocks import Kind
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.pieces import Facts, Span, make
from bhavhouse.news.grammar.results.calendar import listed
from bhavhouse.news.grammar.results.clauses import scheduled
from bhavhouse.news.grammar.results.context import companies_at, lead_of, text_above
from bhavhouse.news.grammar.results.days import KIND, days_of, own_day, whens_of
from bhavhouse.news.grammar.results.words import (
    CALENDAR,
    DATED_ROW,
    ITEM,
    NO_COMPANY,
    NO_OTHER,
    PURPOSE,
    PUT_OFF,
    RESULT,
    ROW,
)
from bhavhouse.news.lexicon import plain_name
from bhavhouse.news.units import Item


def find(sentence: Sentence) -> Facts:
    """The scheduled results of a sentence."""
    string = sentence.string
    is_put_off = PUT_OFF.search(string) is not None
    by_layout = None if is_put_off else listed(sentence)
    if by_layout:
        whole = Span(0, len(string))
        made = _facts(sentence, whole, by_layout.companies, by_layout.rule, by_layout.day)
    else:
        made = [] if is_put_off else list(_rows(sentence))
        made = made or [
            fact
            for one in scheduled(sentence)
            for fact in _facts(sentence, one.place, [one.company], "clause", one.day)
        ]
    sentence.article.memo.setdefault(KIND, {})[sentence.number] = made
    yield from made


def _rows(sentence: Sentence) -> Facts:
    """The rows of a calendar, and the items below "Results today"."""
    string = sentence.string
    if string[0] not in "NBD#-|":
        return
    for rule in (ROW, DATED_ROW):
        found = rule.match(string)
        if found:
            if not (CALENDAR.search(text_above(sentence)) or NEEDED_RESULT.search(string)):
                return
            unit = sentence.shape.unit(found, "d")
            days = days_of(sentence, unit) if unit else []
            other = PURPOSE.search(string) and not NEEDED_RESULT.search(string)
            if len(days) == 1 and not other and NO_OTHER.search(string) is None:
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
