"""What stands around a phrase on results to come: the companies, the days, the lines above."""

import re
from datetime import date, timedelta

from bhavhouse.news import dates
from bhavhouse.news.article import Sentence
from bhavhouse.news.blocks import Kind
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.pieces import pattern
from bhavhouse.news.grammar.result_scheduled_words import DAYS, PERIOD_END
from bhavhouse.news.mentions import range_end
from bhavhouse.news.units import Item, Unit

KIND = "result_scheduled"
_PARTS = ("this morning", "this afternoon", "this evening")
# "by October 18" is no day of the results.
_VAGUE = re.compile(r"(?:^| )(?:by|before|till|until|between|between D and) (?:the )?$")


def companies_at(sentence: Sentence, at: int) -> list[Item]:
    """The companies at a place; "the company" as the context tells."""
    unit = sentence.shape.units[sentence.shape.index(at)]
    if unit.symbol == "C":
        known = sentence.article.company(sentence, at)
        return [known] if known else []
    return unit.items


def known_of(sentence: Sentence) -> list[Fact]:
    """What was found in a sentence already read."""
    found: dict[int, list[Fact]] = sentence.article.memo.setdefault(KIND, {})
    return found.get(sentence.number, [])


def text_above(sentence: Sentence) -> str:
    """The title, the text just above, and the sentence, in lower case."""
    text = sentence.article.lowered
    start, end = sentence.shape.units[0].start, sentence.shape.units[-1].end
    return text[:200] + text[max(200, start - 1500) : end]


def lead_of(sentence: Sentence) -> str:
    """The title, and the last lines of prose before this list."""
    told = []
    first = sentence.article.sentences[0]
    if first.is_title:
        told.append(first.string)
    for n in range(1, 40):
        other = sentence.before(n)
        if other is None:
            break
        if other.kind is Kind.PARAGRAPH:
            told.append(other.string)
            break
    return " ".join(told)


def whens_of(sentence: Sentence) -> list[tuple[int, date | None]]:
    """The days a sentence tells, with their places; ends of accounting periods left out."""
    made: list[tuple[int, date | None]] = []
    for found in re.finditer(
        rf"(?:^|(?<= ))(?:D|today|aaj|tomorrow|during the day|in the day|after market hours|"
        rf"post market hours|"
        rf"this (?:morning|afternoon|evening)|{DAYS})(?= |$)",
        sentence.string,
    ):
        # "date 2026-01-12 The season ...": the article's own day.
        if found.start() == 0 and sentence.number == 0 and not re.match(r"D [:|—-]", sentence.string):
            continue
        before = sentence.string[max(0, found.start() - 24) : found.start()]
        if PERIOD_END.search(before) or _VAGUE.search(before):
            continue
        word = found.group()
        if word.endswith("market hours") and "today" not in sentence.string:
            continue  # a time of a day told elsewhere
        unit: Unit = sentence.shape.units[sentence.shape.index(found.start())]
        if word == "D":
            last = range_end(sentence.article, unit)
            days = [last] if last else sentence.article.nearest_days(unit)
            made.append((found.start(), days[-1] if days else None))
            continue
        if made and word.endswith("market hours"):
            continue  # of the day told before
        known = sentence.article.day
        day = None
        if known and word in (
            "today",
            "aaj",
            "during the day",
            "in the day",
            "after market hours",
            "post market hours",
            *_PARTS,
        ):
            day = known
        elif known and word == "tomorrow":
            day = known + timedelta(days=1)
        elif known:
            day = dates.weekday_after(word, known)
            is_later = sentence.string.startswith(" next week", found.end())
            if day and is_later and day.isocalendar()[1] == known.isocalendar()[1]:
                day += timedelta(days=7)
        # "April 12, a Friday"
        last = made[-1][1] if made and found.start() - made[-1][0] < 8 else None
        if last and word == dates.WEEKDAYS[last.weekday()]:
            continue
        # "Tuesday, January 13" is one day.
        if made and found.start() - made[-1][0] < 5 and word != "today":
            continue
        made.append((found.start(), day))
    # "on Tuesday (January 13)": the date tells more than the weekday before it.
    return [
        when
        for n, when in enumerate(made)
        if not (
            n + 1 < len(made)
            and sentence.string[when[0]] != "D"
            and sentence.string[made[n + 1][0]] == "D"
            and made[n + 1][0] - when[0] < 14
        )
    ]


def day_of(sentence: Sentence, at: int, end: int, whens: list[tuple[int, date | None]]) -> date | None:
    """The day meant for the companies at a place: the one told next, else the one before."""
    after = [day for place, day in whens if at < place < end]
    if after:
        return after[-1]
    later = [day for place, day in whens if place >= end]
    earlier = [day for place, day in whens if place < at]
    if earlier:
        return earlier[-1]
    return later[0] if later else None


def spoken_of(sentence: Sentence, at: int) -> list[Item]:
    """The one company before in the sentence or its line, else the topic."""
    for other in (sentence, sentence.before()):
        if other is None or other.block != sentence.block:
            continue
        stop = at if other is sentence else len(other.string)
        named = {
            item.text: item
            for start, unit in other.shape.subjects
            if unit.symbol == "N" and start < stop
            for item in unit.items
        }
        if named:
            return list(named.values()) if len(named) == 1 else []
    topic = sentence.article.topic
    return [topic] if topic is not None and sentence.article.is_dominant else []


# "on D, D and D, respectively", "on 10, 11 and 12 November respectively",
# "on November 10 and 12 respectively"
DAYS_EACH = pattern(r"(?P<days>[D#](?: , [D#])*(?: ,)? and(?: on)? [D#])(?: ,)? respectively")


def days_each(sentence: Sentence, told: re.Match[str]) -> list[date]:
    """The days of a list of them; a bare number is of the month that the list names."""
    first, last = (sentence.shape.index(place) for place in (told.start("days"), told.end("days") - 1))
    units = [unit for unit in sentence.shape.units[first : last + 1] if unit.symbol in ("D", "#")]
    named = [day for u in units if u.symbol == "D" for day in sentence.article.nearest_days(u)]
    made: list[date] = []
    for unit in units:
        if unit.symbol == "D":
            made += sentence.article.nearest_days(unit)
        elif named and (number := unit.items[0].value.value) in range(1, 29):
            made.append(named[0].replace(day=int(number)))
    return made
