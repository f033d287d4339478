"""The days that a sentence mentions: dates, weekdays, "today", "yesterday", ranges, ends of periods."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bhavhouse.news import dates

if TYPE_CHECKING:
    from bhavhouse.news.article import Article, Sentence
    from bhavhouse.news.units import Unit


@dataclass(frozen=True)
class Mention:
    """A day told at a place of the text; `first` where it ends a range of days, `is_end` where a period."""

    start: int
    end: int
    day: date | None
    is_end: bool = False
    first: date | None = None
    # "As on 10 February, 1,944 companies have reported" dates the count alone.
    is_count: bool = False
    # "rated Sell since 12 January": the day of a grade, of nothing else.
    is_since: bool = False
    # The year is told by the weekday alone, in a text that prints several.
    is_reckoned: bool = False


# Hindi in Latin letters beside English.
_HINDI = {
    "somwar": 0, "somvar": 0, "mangalwar": 1, "mangalvar": 1, "budhwar": 2, "budhvar": 2, "guruwar": 3,
    "guruvar": 3, "shukrawar": 4, "shukravar": 4,
}  # fmt: skip
_WORD = re.compile(
    rf"\b(?:(?P<last>last |previous )?(?P<name>{dates.A_WEEKDAY}|{'|'.join(_HINDI)})(?P<of>'s)?|"
    r"(?P<today>today|aaj|(?:on )?the day of writing)(?:'s)?|(?P<past>yesterday|"
    r"the previous (?:session|day|trading day|trading session)|"
    r"(?:a|the) day (?:earlier|before)|the preceding session|last session(?! of)|the last trading session)|"
    r"(?P<same>that (?:very )?day|the same day)|(?P<later>(?:a|one) day later)|"
    r"(?P<final>on the (?:last|final) (?:trading )?(?:day|session) of the (?:week|month|year)))\b"
)
_WORD_HINTS = ("day", "session", "aaj", "war", "var")
_NAMED = re.compile(rf"\b({dates.A_WEEKDAY})\b")
_REST = ("saturday", "sunday")
_FOR = re.compile(r"\bfor(?: the)? ?$")
_OVER = re.compile(r"\b(?:closed|ended|settled|finished|w(?:as|ere) seen)\b")
# What stands before a day that only measures, or lies ahead.
_MEASURED = re.compile(
    r"\b(?:since|from|after|following|before|ahead of|despite|than|against|versus|over|by|next|coming|due|"
    r"until|upto|compared (?:to|with)|extend\w*|added to|snapp\w+|post|pare\w*|below|above)"
    r"(?: (?:the|its|their|market|close|closing|level|low|high|peak|of|on|last|previous|hours))* ?$"
)
_LATER = re.compile(
    r"\b(?:compared (?:to|with)|against) (?:an? |net )*"
    r"(?:buying|selling|purchases|sales|inflows?|outflows?)\b(?:[^,;]|(?<=\d),(?=\d))*$|"
    # "rose to Rs 452 lakh crore from Rs 450 lakh crore recorded on Tuesday"
    r"\bfrom (?:rs\.? ?|₹ ?)?\d[\d,.]*(?: (?:lakh|thousand|trillion|crore|cr|points|million|billion)){0,3}"
    r"(?: \w+ed| seen| hit)?(?: on)? $|\bfrom (?:its |the )?(?:previous|last) (?:close|closing)\b[^,;]*$|"
    r"\b(?:after(?! \w+ (?:days|sessions|weeks) of )|following|since|before(?! \w+ing )|ahead of|despite|"
    r"owing to)\b(?:[^,;]|(?<=\d),(?=\d))*$|"
    r"\b(?:will|would|may|expected|scheduled|slated|due|likely)\b[^,;]*$"
)
_END = re.compile(
    r"\b(?:till|until|to|ended|ending|ends|end|upto|up to|through|as (?:on|of|at))(?: on)?(?: \w+day,?)? ?$"
)
_LAST = re.compile(
    r"\b(?:through|till|until|up to|"
    r"(?:weeks?|days|sessions|months?) (?:to|ended|ending)(?: on)?)(?: last)? ?$"
)
_DATED = re.compile(
    r"(?:^|\b(?:on|for|of|effective|dated|recorded|today|market|session|snapshot|"
    r"closing|\w+day)\W{0,2}|[(,:|-] ?)$"
)
# What a day is told of that is none of the market's.
_OF_OTHERS = re.compile(
    r"\b(?:results?|earnings|board|meeting|meets?|met|scorecards?|record date|ex-date|dividend|listing|"
    r"listed|"
    r"ipo|expiry|due|will|scheduled|expires?|available|founded|incorporated|born|opened on|launched|"
    r"announced|reported|released|inaugurated|filed|said)\b(?:[^,;.]|[.,](?=\d))*$"
)
_NOTE = re.compile(r" (?:report|note|research note)\b")
_RANGE_BEFORE = re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)? ?(?:-|–|—|to|and|through|till) ?$")
_JOINED_DAYS = re.compile(
    r"(?<![\d.,])(?P<d>\d{1,2})(?:st|nd|rd|th)? ?(?:-|–|—|to) ?(?=\d{1,2}(?:st|nd|rd|th)? ?[a-z]{3})"
)
_RANGE_AFTER = re.compile(
    r"(?:st|nd|rd|th)? ?(?:-|–|—|to|and|through|till) ?(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    rf"(?:,? (?P<y>20\d\d))?(?!\d|[.,]\d|%| ?(?:per|points|stocks|shares|rs|{'|'.join(dates.MONTH_NAMES)}))",
    re.I,
)
_OPENS = re.compile(r",? ?(?:\([a-z ]+\) ?)?(?:(?<=\) )|:|--?|–|—)")
_OPENED = re.compile(r"(?:^|\(|\b(?:from|between|during|over|in|period|week)[,:]? ?(?:\w+day\W*)?)\(?$")
_JOINED = re.compile(r"\W*(?:-|–|—|to|and|till|through|until)\W*(?:\w+day\W*)?$")


def mentions(
    sentence: "Sentence", anchor: date | None, session: date | None, last: date | None = None
) -> list[Mention]:
    """The days of a sentence in order; weekdays and "today" are reckoned from `anchor`.

    `last` is the day that the paragraph told before, which "that day" means.
    """
    units = sentence.shape.units
    start, end = units[0].start, units[-1].end
    text = sentence.article.text.plain[start:end].lower()
    made: list[Mention] = []
    line = sentence.article.dateline
    for unit in units:
        # "Mumbai, March 17 (PTI): FPIs sold ..." dates the text.
        is_line = line is not None and unit.start == line.start and _OPENS.match(text, unit.end - start)
        if unit.symbol == "D" and not is_line:
            found = _printed(sentence, unit, text, start, made)
            if found is not None:
                made.append(found)
    made.extend(_ranges(sentence, text, start, {m.end for m in made}))
    dated = [m.start - start for m in made]
    for word in _WORD.finditer(text) if any(hint in text for hint in _WORD_HINTS) else ():
        before = text[max(0, word.start() - 60) : word.start()]
        # "(Friday: 43,601)" prints an earlier level; the market rests on Saturdays and Sundays.
        if (text[word.end() : word.end() + 1] == ":" and before.endswith("(")) or word["name"] in _REST:
            continue
        # "Friday, 9 June": the date tells more.
        if any(0 <= at - word.end() < 14 or 0 <= word.start() - at < 24 for at in dated):
            continue
        if word["same"] or word["later"]:
            earlier = [m.day for m in made if m.end <= start + word.start()]
            day = earlier[-1] if earlier else last
            if day is not None and word["later"]:
                day = dates.session_after(day)
            made.append(Mention(start + word.start(), start + word.end(), day))
            continue
        if word["name"]:
            last = _reckoned(word, anchor, session, text)
        if _MEASURED.search(before) or (word["name"] and _is_elsewhere(text, word.start())):
            continue
        # "support for Friday", on a Thursday: the session to come.
        if word["name"] and anchor and _FOR.search(before) and _back(word["name"], anchor) > 3:
            continue
        is_end = bool(_LAST.search(before))
        if word["of"] and not re.search(r"\b(?:in|on|during|at|by)(?: the)? ?$", before):
            continue
        made.append(
            Mention(start + word.start(), start + word.end(), _reckoned(word, anchor, session, text), is_end)
        )
    for nth in _NTH.finditer(text):
        day = _this_month(int(nth["d"]), anchor)
        is_measure = _MEASURED.search(text[max(0, nth.start() - 60) : nth.start()])
        if day and not is_measure and not _is_elsewhere(text, nth.start()):
            is_end = not nth.group().startswith("on")
            made.append(Mention(start + nth.start(), start + nth.end(), day, is_end))
    made.sort(key=lambda mention: mention.start)
    return made


# "on the 12th", "till 12th": of the month that the text is of, or of the one before.
_NTH = re.compile(
    r"\b(?:on the|(?:till|until|up ?to)(?: the)?) (?P<d>\d{1,2})(?:st|nd|rd|th)\b"
    r"(?! (?:day|session|time|anniversary|of|floor|consecutive|straight))"
)


def named(text: str, anchor: date | None) -> date | None:
    """The weekday that a text names first, be it "Monday's fall", which dates nothing itself."""
    found = _NAMED.search(text) if anchor and "day" in text else None
    return anchor - timedelta(days=_back(found[1], anchor)) if found and anchor else None


def _this_month(number: int, anchor: date | None) -> date | None:
    last = anchor and anchor.replace(day=1) - timedelta(days=1)
    if anchor is None or last is None or not 1 <= number <= max(anchor.day, last.day):
        return None
    return (anchor if number <= anchor.day else last).replace(day=number)


def _ranges(sentence: "Sentence", text: str, start: int, known: set[int]) -> Iterator[Mention]:
    """Ranges whose figures stand joined before one month: "26-30 January 2026"."""
    memo = sentence.article.memo
    if "joined days" not in memo:
        memo["joined days"] = _JOINED_DAYS.search(sentence.article.lowered) is not None
    for found in _JOINED_DAYS.finditer(text) if memo["joined days"] else ():
        told = dates.DATE.match(text, found.end())
        made = dates.day(told) if told else None
        last = made.on(sentence.article.year) if made and (made.year or sentence.article.year) else None
        if told and last and start + told.end() not in known and 0 < int(found["d"]) < last.day:
            first = last.replace(day=int(found["d"]))
            yield Mention(start + found.start(), start + told.end(), last, first=first)


def range_end(article: "Article", unit: "Unit") -> date | None:
    """The last day of the range that a printed date begins: "March 2-6, 2026", "between 2 March and 6"."""
    plain = article.text.plain
    item = unit.items[0].value
    later = _RANGE_AFTER.match(plain, unit.end, unit.end + 24)
    if not later or int(later["d"]) <= item.day:
        return None
    if "and" in later.group() and not re.search(r"\bbetween $", plain[max(0, unit.start - 9) : unit.start]):
        return None
    year = int(later["y"]) if later["y"] else article.year
    return dates.Day(year, item.month, int(later["d"])).on(year) if year else None


def _is_elsewhere(text: str, at: int) -> bool:
    """Whether the day at a place is of what came before or comes after, or of no market."""
    before = text[max(0, at - 120) : at]
    return bool(_LATER.search(before) or _OF_OTHERS.search(before))


def _reckoned(word: re.Match[str], anchor: date | None, session: date | None, text: str) -> date | None:
    if anchor is None:
        return None
    if word["final"]:
        return session
    if word["today"]:
        # A text of the day before, printed a day later: "today's trade" is what it reports.
        return session if session and session < anchor and _OVER.search(text) else anchor
    if word["past"]:
        return session if session and session < anchor else dates.session_before(anchor)
    back = _back(word["name"], anchor)
    if word["last"] and back == 0:
        back = 7
    return anchor - timedelta(days=back)


def _back(name: str, anchor: date) -> int:
    """How many days before a day its last such weekday is."""
    return (anchor.weekday() - (_HINDI[name] if name in _HINDI else dates.WEEKDAYS.index(name))) % 7


def _printed(
    sentence: "Sentence", unit: "Unit", text: str, start: int, made: list[Mention]
) -> Mention | None:
    """The mention of a printed date, if it dates what the sentence tells."""
    known = sentence.article.days(unit)
    at = unit.start - start
    before = text[max(0, at - 60) : at]
    day = known[0] if len(known) == 1 else None
    item = unit.items[0].value
    earlier = _RANGE_BEFORE.search(before)
    if earlier and day and int(earlier["d"]) < day.day:
        return Mention(unit.start, unit.end, day, first=day.replace(day=int(earlier["d"])))
    last = range_end(sentence.article, unit)
    if last:
        return Mention(unit.start, unit.end, last, first=last.replace(day=item.day))
    units = sentence.shape.units
    earlier_unit = next((u for u in reversed(units[: units.index(unit)]) if u.symbol == "D"), None)
    first = sentence.article.days(earlier_unit) if earlier_unit is not None else []
    if earlier_unit is not None and day and len(first) == 1 and first[0] < day:
        opened = text[max(0, earlier_unit.start - start - 20) : earlier_unit.start - start]
        if _JOINED.fullmatch(text[earlier_unit.end - start : at]) and _OPENED.search(opened):
            if made and made[-1].start == earlier_unit.start:
                made.pop()
            return Mention(unit.start, unit.end, day, first=first[0])
    if re.search(r"\bby(?: \w+day,?)? ?$", before) and at < 20:
        return Mention(unit.start, unit.end, day, is_count=True)
    if _MEASURED.search(before):
        is_since = bool(re.search(r"\b(?:since|from)(?: the)? ?$", before))
        return Mention(unit.start, unit.end, day, is_since=True) if is_since else None
    if _END.search(before) and " since the " in before:
        return None
    if _END.search(before):
        is_count = bool(re.search(r"as (?:on|of|at)(?: \w+day,?)? ?$", before)) and not text.endswith(":")
        return Mention(
            unit.start,
            unit.end,
            day,
            is_end=not is_count and "as" not in before[-9:].split(),
            is_count=is_count,
        )
    # "cut its target in a June 9 report"
    is_note = _NOTE.match(text, unit.end - start)
    if not is_note and (not _DATED.search(before) or _is_elsewhere(text, at)):
        return None
    is_reckoned = not item.year and sentence.article.year is None
    return Mention(unit.start, unit.end, day, is_reckoned=is_reckoned)
