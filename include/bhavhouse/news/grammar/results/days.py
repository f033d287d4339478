"""The days that a sentence, a heading or a page tells for results to come."""

import re
from datetime import date, timedelta

from bhavhouse.news import dates
from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.pieces import pattern
from bhavhouse.news.grammar.results.words import DAYS, PERIOD_END
from bhavhouse.news.mentions import range_end
from bhavhouse.news.units import Unit

KIND = "result_scheduled"
_PARTS = ("this morning", "this afternoon", "this evening")
# "by October 18" is no day of the results.
_VAGUE = re.compile(
    r"(?:^| )(?:by|before|till|until|between|between D and|instead of|rather than|in place of|earlier|"
    r"(?:said|told|(?<!be )announced|informed|disclosed|filing|statement|intimation)(?: (?!to |that |it |"
    r"its )\S+){0,3}? on) (?:the )?$"
)
_PERIOD = re.compile(r"\b(?:ended|ending|ends)(?: on)?(?: the)?,? $")


def _period_ends(article: Article) -> list[date]:
    """The ends of the accounting periods that the text prints with their years."""
    known: list[date] | None = article.memo.get("period_ends")
    if known is None:
        text = article.lowered
        told = [
            dates.day(found)
            for found in dates.DATE.finditer(text)
            if _PERIOD.search(text, max(0, found.start() - 16), found.start())
        ]
        known = article.memo["period_ends"] = [
            day for made in told if made and made.year and (day := made.on()) is not None
        ]
    return known


def days_of(sentence: Sentence, unit: Unit) -> list[date]:
    """The days of a unit; without a year in a text without a day, by the period's end or a printed month."""
    article = sentence.article
    if article.day is not None or any(item.value.year for item in unit.items):
        return article.nearest_days(unit)
    ends = _period_ends(article)
    made: list[date] = []
    for item in unit.items:
        near = {
            day
            for end in ends
            for year in (end.year, end.year + 1)
            if (day := item.value.on(year)) is not None and 0 < (day - end).days < 200
        }
        month = dates.MONTH_NAMES[item.value.month - 1][:3]
        printed = rf"\b{month}[a-z]*\.?(?: \d[\dthsndr –-]{{0,12}})?,? (20\d\d)\b"
        known: dict[str, set[str]] = article.memo.setdefault("months", {})
        if month not in known:
            known[month] = set(re.findall(printed, article.lowered))
        years = set(known[month]) if not ends else set()
        if len(years) == 1 and (day := item.value.on(int(years.pop()))) is not None:
            near = {day}
        made += near if len(near) == 1 else []
    return made or article.nearest_days(unit)


def _last_told(sentence: Sentence) -> date | None:
    """The day of the results told last before a sentence."""
    found: dict[int, list[Fact]] = sentence.article.memo.get(KIND, {})
    told = [facts[-1].fields["date"] for number, facts in found.items() if facts and number < sentence.number]
    return date.fromisoformat(str(told[-1])) if told and told[-1] else None


def own_day(article: Article) -> date | None:
    """The article's day; a headline's own, "D: ...", "share price today, D", where it has no dateline.

    A page on several days, "24-28 April", is of the first; the day of a list's row is no page's.
    """
    if "own_day" not in article.memo:
        article.memo["own_day"] = _own_day(article)
    known: date | None = article.memo["own_day"]
    return known


_DATED_ROW = re.compile(r"^[NB] (?:[:|—–-] )?.{0,12}\bD(?: \S+)?$")
_RANGE = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ?(?:-|–|to) ?$")


def _own_day(article: Article) -> date | None:
    line = article.dateline
    if line is not None:
        rows = [sentence for sentence in article.sentences if _DATED_ROW.search(sentence.string)]
        is_row = any(row.shape.units[0].start <= line.start < row.shape.units[-1].end for row in rows)
        if is_row and len(rows) > 1:
            return None
        found = _RANGE.search(article.text.plain, max(0, line.start - 8), line.start)
        if found and 0 < int(found[1]) < line.day.day:
            return line.day.replace(day=int(found[1]))
    if article.day is not None:
        return article.day
    first = article.sentences[0]
    days = [u for u in first.shape.units if u.symbol == "D" and u.items[0].value.year]
    if len(days) != 1:
        return None
    before = article.lowered[first.shape.units[0].start : days[0].start]
    is_own = re.search(r"^D :|^(?:[a-z0-9' -]+(?: for|[,:|-]) )?D :|\b(?:today|live|aaj)\b", first.string)
    is_stamp = len(before) < 120 and _STAMP.search(before)
    return days[0].items[0].value.on() if is_own or is_stamp else None


# "At 08:28 am on 16 May", "The week ahead (Sunday, 11 January"
_STAMP = re.compile(rf"\b(?:[ap]\.?m\.?|ist|hrs|hours) on $|\((?:{DAYS}[, ]*)$")


def whens_of(sentence: Sentence) -> list[tuple[int, date | None]]:
    """The days a sentence tells, with their places; ends of accounting periods left out."""
    made: list[tuple[int, date | None]] = []
    for found in re.finditer(
        rf"(?:^|(?<= ))(?:D|today|tomorrow|aaj|during the day|in the day|after market hours|"
        rf"post market hours|"
        rf"this (?:morning|afternoon|evening)|(?:on|and) the \d+(?:st|nd|rd|th)(?= [,.;]| and|$)|"
        rf"{DAYS})(?= |$)",
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
            days = [last] if last else days_of(sentence, unit)
            made.append((found.start(), days[-1] if days else None))
            continue
        if word[-3:-2].isdigit():
            last = (made[-1][1] if made else None) or own_day(sentence.article) or _last_told(sentence)
            made.append((found.start(), _next_of_month(last, int(word.split()[-1][:-2])) if last else None))
            continue
        if made and word.endswith("market hours"):
            continue  # of the day told before
        known = own_day(sentence.article)
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
        elif known is None and word in dates.WEEKDAYS:
            # "rose on D ahead of its results on Saturday", or a weekday after the days of a calendar
            before_it = made[-1][1] if made else _last_told(sentence)
            day = dates.weekday_after(word, before_it) if before_it else None
        elif known:
            day = dates.weekday_after(word, known)
            is_later = sentence.string.startswith(" next week", found.end()) or (
                " next week " in sentence.string[: found.start()]
            )
            if day == known and any(other and other > known for _, other in made):
                is_later = True  # "A on Friday and B on Monday", printed on a Monday
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


def _next_of_month(day: date, number: int) -> date | None:
    """The next day with a number: "on the 31st"."""
    return next((on for n in range(62) if (on := day + timedelta(days=n)).day == number), None)


_NTH = r"(?:[D#]|\d+(?:st|nd|rd|th))"
# "on D, D and D", "on 10, 11 and 12 November", "on November 10 and 12"
DAYS_EACH = pattern(rf"{_NTH}(?: , {_NTH})*(?: ,)? and(?: on)? {_NTH}")


def days_each(sentence: Sentence, told: re.Match[str]) -> list[date]:
    """The days of a list of them; a bare number is of the month that the list names."""
    first, last = (sentence.shape.index(place) for place in (told.start(), told.end() - 1))
    units = sentence.shape.units[first : last + 1]
    named = [day for u in units if u.symbol == "D" for day in days_of(sentence, u)]
    made: list[date] = []
    for unit in units:
        if unit.symbol == "D":
            made += days_of(sentence, unit)
        elif named and (found := re.match(r"[12]?\d", unit.items[0].text if unit.items else unit.symbol)):
            made.append(named[0].replace(day=max(1, int(found.group()))))
    return made


TOLD_DAY = re.compile(r"(?:^|(?<= ))(?<!ended )(?<!ending )(?<!closed )D(?= |$)")
TOLD_WORD = re.compile(rf"(?:^|(?<= ))(?:today|tomorrow|{DAYS})(?= |$)")


def named_day(sentence: Sentence, told: re.Match[str]) -> date | None:
    """The day that a heading tells by a date, a weekday or "today"."""
    known, word = own_day(sentence.article), told.group()
    if word == "D":
        days = days_of(sentence, sentence.shape.units[sentence.shape.index(told.start())])
        return days[-1] if days else None
    if known is None:
        return None
    if word in ("tomorrow", "kal"):
        return known + timedelta(days=1)
    return dates.weekday_after(word, known) or known
