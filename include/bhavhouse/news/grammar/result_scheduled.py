"""result_scheduled: a company will publish results on a day.

"TCS and Infosys will announce their Q3 results on January 12", "62 companies report today, among them
Wipro", a calendar's rows, the items under "Results today". A day must be told, by a date, a weekday or
"today"; without its year it is null.
"""

import re
from datetime import date, timedelta

from bhavhouse.news import dates
from bhavhouse.news.article import Sentence
from bhavhouse.news.blocks import Kind
from bhavhouse.news.doubt import is_denied
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.pieces import Facts, listed_after, make, pattern
from bhavhouse.news.units import Item, Unit

KIND = "result_scheduled"
_QUARTER = r"q[1-4](?:-?fy-?\d\d(?:-\d\d)?|fy\d{4})?"
_RESULT = (
    r"(?:results?|earnings?|numbers|scorecards?|report cards?|financials|financial statements|"
    r"financial performance|"
    rf"quarterly performance|accounts|financial for the|{_QUARTER}(?= (?:on|today|tomorrow|D|this|next|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b))"
)
_SAY = (
    r"(?:announc(?:e|es|ing)|declar(?:e|es|ing)|report(?:s|ing)?|releas(?:e|es|ing)|publish(?:es|ing)?|"
    r"post|posting|unveil(?:s|ing)?|"
    r"present(?:s|ing)?|detail|disclos(?:e|es|ing)|com(?:e|es|ing) out with|be out with|(?:is|"
    r"are) out with|kick(?:s|ing)? ?-?(?:off|start)|"
    r"kick-?start(?:s|ing)?|consider|approve|take up|take on record|bring out|begin|start|open|roll out|"
    r"share|be announced|be declared|be released|be reported|be published|be unveiled|be considered)"
)
_WILL = (
    r"(?:will|shall|to|scheduled|slated|due|set|lined up|gearing up|ready|about|expected|likely|are|is|"
    r"would|preparing|all set)"
)
# Words between a company and what it will do; a verb of the past tense tells of results already out.
_WORD = (
    r"(?!(?:reported|posted|announced|declared|released|published|rose|fell|gained|jumped|surged|slipped|"
    r"beat|missed|climbed|"
    r"dropped|after|postponed|deferred|cancelled|if|may|might|could|not|ahead|before|following|despite|"
    r"while|whereas|but|"
    r"closed|ended|tumbled|soared|downgraded|upgraded|versus|against)\b)[a-z0-9#'&()/,;.+-]+"
)


def _gap(most: int) -> str:
    return rf"(?: (?:{_WORD}|S|I|D|#|K)){{0,{most}}}?"


_DAYS = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_WHEN = rf"(?:D|today|tomorrow|(?:on |this |coming |next )?{_DAYS})"
# "N (and others) will announce results": the day stands before or after.
_WILL_RULE = pattern(
    r"(?P<n>[NBC])(?: 's| :)?(?: and other (?:\w+ )?(?:such as|like|"
    rf"including) (?P<n2>[NB]))?{_gap(10)} (?:{_WILL}){_gap(6)} {_SAY}{_gap(9)} {_RESULT}(?:{_gap(9)} "
    rf"{_WHEN})?"
)
# "N announce their earnings on D", "N report Q3 today"
_PRESENT = pattern(rf"(?P<n>[NBC])(?: also| all| both)? {_SAY}{_gap(5)} {_RESULT}(?:{_gap(9)} {_WHEN})?")
_BARE = pattern(
    r"(?P<n>[NBC])(?: , which| will| are| is| also| to)* (?:report(?:s|ing)?|announc(?:e|es|"
    rf"ing) results)(?: on| only on)? {_WHEN}"
)
# "N's board will meet on D to approve the results", "board meeting of N on D for the results"
_BOARD = pattern(
    rf"(?P<n>[NBC])(?: 's| :)?{_gap(5)} (?:boards?|directors) (?:of directors )?{_gap(3)} ?"
    rf"(?:will|to|is|are|meets?|meeting|scheduled){_gap(18)} {_RESULT}(?:{_gap(6)} {_WHEN})?"
)
# "Rallis India, whose year ends in December, meets on D for its results"
_SITS = pattern(
    r"(?P<n>[NB])(?: , [^,NBD]{3,80} ,)? (?:meets?|to meet|will meet|sits?|"
    rf"convenes?) {_gap(4)} ?(?:on )?{_WHEN}{_gap(8)} {_RESULT}"
)
_BOARD_OF = pattern(
    rf"(?:boards?|directors)(?: meetings?)? (?:of|at) (?P<n>[NB]){_gap(12)} {_RESULT}(?:{_gap(6)} {_WHEN})?"
)
# "N's Q2 results are due on D", "N Q2 results on D"
_DUE = pattern(
    rf"(?P<n>[NBC])(?: 's| , whose| said(?: that)? its| said(?: that)? the)?(?: {_QUARTER}| fy\d+| \d{{4}}|"
    r" #| december| march| june| september| quarter| first| second| third| fourth|"
    rf" quarterly| financial| -)* {_RESULT}(?: date)?(?: :)? (?P<due>(?:(?:is|are|will be) )?(?:due|"
    rf"scheduled|slated|expected|out|lined up|to be|on|announcement|:)){_gap(5)} {_WHEN}"
)
_OF = pattern(
    rf"{_RESULT} (?:of|from|by) (?P<n>[NBC])(?: are| is| will be| shall be)? (?P<due>due|lined up|out|"
    r"awaited|scheduled|slated|"
    rf"expected|to be|announced|declared|released|out){_gap(5)} {_WHEN}"
)
# "March quarter numbers are due today from N"
_FROM = pattern(
    rf"{_RESULT}{_gap(4)} (?P<due>due|scheduled|slated|expected|lined up|awaited){_gap(4)} (?:from|by|at|"
    rf"of) (?P<n>[NB])(?:{_gap(4)} {_WHEN})?"
)
# "N has its board meeting for Q1 on D"; where the text is a calendar "N are lined up for D".
_ASIDE = r"(?: , [^,NBD]{3,80} ,)?"
_MEETS = pattern(
    rf"(?P<n>[NBC]){_ASIDE} (?:will |to |also |are |is |slated |scheduled |set |due )*(?:has|have|holds?|"
    rf"hold|scheduled|called) (?:its|their|a|the) (?:board )?meetings?(?:{_gap(10)} {_WHEN})?"
)
_CALENDAR_LINE = pattern(
    rf"(?P<n>[NB]){_ASIDE}(?: also| too| will| next| then| each)*"
    r" (?:are lined up|is lined up|lined up|goes|go|does so|do so|follows?|reports?|comes?|fixes|fixed|is|"
    r"are|announces?|declares?|scheduled|would|follow suit)"
    rf"(?: next| also| up| out| scheduled| slated| due)*(?: on| for| only on)? {_WHEN}"
)
# "companies announcing results today include N", "62 firms report on D, among them N"
_NAMES = r"(?:include|includes|including|such as|among them|namely|like|comprise|being|are|:|-)"
_COMPANIES = (
    r"(?:companies|firms|names|corporates|heavyweights|players|stocks|constituents|lenders|banks|biggies|"
    r"majors|giants)"
)
_LISTED = pattern(
    rf"{_COMPANIES}{_gap(8)} {_SAY}{_gap(9)} (?:{_RESULT}|"
    rf"{_WHEN}){_gap(9)} {_NAMES}(?: the)?(?: likes of)? (?P<n>[NB])"
)
_REPORTING = pattern(
    rf"{_COMPANIES}{_gap(4)} (?:{_SAY}|scheduled){_gap(9)} (?:{_RESULT})?(?:{_gap(9)} {_WHEN})?"
)
# "Q3 results today: N", "Results on D: N"
_LABEL = pattern(
    rf"(?:{_QUARTER} |quarterly |board meetings? |december |corporate )*(?:{_RESULT})(?: (?:calendar|"
    r"schedule|to watch|due|scheduled|"
    rf"releases?|announcements?|for|on|,))* {_WHEN}(?: \( D(?: , \w+)? \))?(?: [:(|—-])+ (?P<n>[NB])"
)
# "earnings releases scheduled for D. Notable companies include N."
_THEN = pattern(
    rf"{_RESULT}{_gap(10)} (?:scheduled|slated|due|lined up|expected|planned|set|announced|released|"
    rf"declared|on|of|announcing){_gap(5)} {_WHEN}"
)
_MORE = re.compile(
    r"(?: ,| ;| and| while| followed by)* (?P<n>[NB])(?: will| would| does so| do so| follows?)*(?: on|"
    r" by)? (?:D|today|tomorrow)(?= |$)"
    r"|(?: ,)? (?:along with|together with|as will|besides) (?P<with>[NB])(?= |$)"
)
_ALSO = re.compile(
    r"^(?:the day 's list(?: also)?|the list(?: also)?|others?|also|"
    r"other (?:companies|names|firms|prominent names|key names|major names)|(?:it|they|these)(?= ha[sv]e?|"
    r" include)|besides(?: these| them)? ,?|apart from (?:these|them) ,?|in addition ,?|among others ,?)"
    r"(?: [a-z ,]{0,60})?? (?P<n>[NB])(?= |$)"
)
_LIST_FOR = re.compile(r"\b(?:list|line-?up|schedule|roster|day)\b.{0,30}\bD\b")
_ROW = pattern(r"^(?:[#|-] )*(?P<n>[NB])(?: [|:—-])* (?P<d>D)")
_BRACKETED = pattern(r"(?P<n>[NB]) \( (?P<d>D)(?: \w+)? \)")
_DATED_ROW = pattern(r"^(?:[|] )?(?P<d>D)(?: \( \w+ \))?(?: [|:—,-])* (?P<n>[NB])(?: [.;|])*$")
_ITEM = pattern(rf"^(?:[|] )*(?P<n>[NB])(?: [:—|-]| to)+{_gap(8)} {_RESULT}")
_CALENDAR = re.compile(
    r"(?:results?|earnings?)(?: 20\d\d)? (?:calendar|schedule|announcements?|dates?|today|tomorrow|"
    r"this week|on\b|due|to watch)|upcoming (?:results|earnings)|announced the dates?|dates? of their|"
    r"announcing .{0,30}results|results for the|board meetings?|to (?:announce|report|"
    r"declare).{0,30}(?:results|earnings)|results? and dividend|dividend and results|results? ?(?:on|date)"
)
_NO_COMPANY = re.compile(
    r"\b(?:results?|earnings|calendar|board|quarter|season|updated|dividend|nifty|sensex)\b"
)
_PERIOD_END = re.compile(
    r"(?:ended|ending|ends|closed|closing|since|as on|as of|till|until|from|dated|date|published|updated|"
    r"ex-date|record date)(?: on| the)? $"
)
_FUTURE = re.compile(
    r"\b(?:will|to|scheduled|slated|due|set|expected|upcoming|lined up|today|tomorrow|are announcing|"
    r"is announcing|are reporting|calendar|are to|be)\b"
)
_DOUBT = re.compile(
    r"\b(?:may|could|might|if|tentatively|yet to|reportedly|rumou?rs?|postponed|deferred|cancelled|"
    r"rescheduled|had|was|were|"
    r"previous(?:ly)?|last (?:week|month|year|quarter)|quiet period|trading window|conference call|"
    r"analyst meet)\b"
)
_NEEDED = re.compile(
    rf"\b(?:{_RESULT}|report|reports|reporting|list|board|lined up|go|goes|follows?|comes?|fixes|meetings?|"
    r"do so|does so)\b"
)


def find(sentence: Sentence) -> Facts:
    """The scheduled results of a sentence."""
    string = sentence.string
    if not re.search(r"[NBC]", string) and not _NEEDED.search(string):
        return
    made = list(_rows(sentence))
    is_about = bool(_NEEDED.search(string) or _ALSO.match(string) or _GOES_ON.search(string))
    if not made and is_about and not is_denied(sentence.shape, 0, 0) and not _DOUBT.search(string):
        made = list(_told(sentence))
    sentence.article.memo.setdefault(KIND, {})[sentence.number] = made
    yield from made


def _told(sentence: Sentence) -> Facts:
    """Results that a sentence's own words announce."""
    string = sentence.string
    whens = _whens(sentence)
    taken: set[int] = set()
    for name, rule in (
        ("listed", _LISTED), ("label", _LABEL), ("will", _WILL_RULE), ("present", _PRESENT), ("bare", _BARE),
        ("board", _BOARD), ("board_of", _BOARD_OF), ("sits", _SITS), ("due", _DUE), ("of", _OF),
        ("from", _FROM), ("meets", _MEETS), ("calendar", _CALENDAR_LINE),
    ):  # fmt: skip
        for found in sentence.shape.find(rule):
            at = found.start("n")
            if at in taken or not whens or is_denied(sentence.shape, found.start(), found.end()):
                continue
            if name in ("due", "of", "present", "bare", "label") and not _is_ahead(
                sentence, found, name, whens
            ):
                continue
            is_schedule = name not in ("meets", "calendar") or _CALENDAR.search(_above(sentence))
            if not is_schedule and not _day_before(sentence)[0]:
                continue
            shares = _companies(sentence, at)
            day = _day_of(sentence, at, found.end(), whens)
            if found.groupdict().get("n2"):
                taken.add(found.start("n2"))
                shares = shares + _companies(sentence, found.start("n2"))
            facts = list(_facts(sentence, found, shares, name, day))
            if facts:
                taken.add(at)
                yield from facts
                more = _MORE.match(string, found.end())
                for _ in range(60):
                    if not more:
                        break
                    group = "n" if more["n"] else "with"
                    taken.add(more.start(group))
                    if group == "n":
                        day = _day_of(sentence, more.start(group), more.end(), whens)
                    yield from _facts(sentence, more, _companies(sentence, more.start(group)), "more", day)
                    more = _MORE.match(string, more.end())
    if taken:
        return
    for rule in (_THEN, _REPORTING):
        for found in sentence.shape.find(rule):
            if not whens or is_denied(sentence.shape, found.start(), found.end()):
                continue
            shares = listed_after(sentence, found.end())
            if shares:
                yield from _facts(
                    sentence, found, shares, "then", _day_of(sentence, found.start(), found.end(), whens)
                )
                return
    yield from _paired(sentence)
    found_also = _ALSO.match(string)
    if found_also:
        known, day = _day_before(sentence)
        if known:
            yield from _facts(sentence, found_also, _companies(sentence, found_also.start("n")), "also", day)


# "and HDFC Life and JSW Steel on January 20", behind a sentence about results.
_ON = pattern(r"(?P<n>[NB])(?: will| would)?(?: do so)? (?:on|in) (?P<d>D)")
_GOES_ON = re.compile(r"^(?:and|while|; ) ?(?=[NB] )|\bfollow\b")


def _paired(sentence: Sentence) -> Facts:
    """Companies each with a day: "ICICI Bank (January 21) and Cipla (January 25) would be key earnings"."""
    string = sentence.string
    if re.search(rf"\b{_RESULT}\b", string) and re.search(
        r"\b(?:will|would|upcoming|watch|due|scheduled)\b", string
    ):
        rule = _BRACKETED
    elif _GOES_ON.search(string) and _day_before(sentence)[0]:
        rule = _ON
    else:
        return
    for found in sentence.shape.find(rule):
        unit = sentence.shape.unit(found, "d")
        days = sentence.article.days(unit) if unit else []
        yield from _facts(
            sentence, found, _companies(sentence, found.start("n")), "paired", days[0] if days else None
        )
    return


def _day_before(sentence: Sentence) -> tuple[bool, date | None]:
    """Whether the sentence before speaks of results to come, and the day it tells."""
    before = sentence.before()
    if before is None or before.block < sentence.block - 1:
        return False, None
    told = _known(before)
    if told:
        day = told[-1].fields["date"]
        return True, date.fromisoformat(str(day)) if day else None
    # "The list for D is longer. It has N."
    further = before.before()
    if further is not None and _LIST_FOR.search(before.string) and _known(further):
        whens = _whens(before)
        return bool(whens), whens[-1][1] if whens else None
    return False, None


def _known(sentence: Sentence) -> list[Fact]:
    """What was found in a sentence already read."""
    found: dict[int, list[Fact]] = sentence.article.memo.setdefault(KIND, {})
    return found.get(sentence.number, [])


def _rows(sentence: Sentence) -> Facts:
    """The rows of a calendar, and the items below "Results today"."""
    string = sentence.string
    if string[0] not in "NBD#-|":
        return
    for rule in (_ROW, _DATED_ROW, _BRACKETED):
        found = rule.match(string)
        if found:
            if not _CALENDAR.search(_above(sentence)):
                return
            unit = sentence.shape.unit(found, "d")
            days = sentence.article.days(unit) if unit else []
            is_whole = rule is not _BRACKETED or found.end() >= len(string) - 2
            if len(days) == 1 and is_whole and _NO_OTHER.search(string) is None:
                yield from _facts(sentence, found, _companies(sentence, found.start("n")), "row", days[0])
            return
    found = _ITEM.match(string)
    if (
        found
        and _CALENDAR.search(sentence.heading + " " + _lead(sentence))
        and sentence.kind in (Kind.ITEM, Kind.HEADING)
        and not re.search(r"\b[PM]\b", string)
    ):
        yield from _facts(
            sentence, found, _companies(sentence, found.start("n")), "item", sentence.article.day
        )


# What a dated row of other matters speaks of.
_NO_OTHER = re.compile(
    r"\b(?:buy|sell|hold|target|tp|neutral|overweight|outperform|upgrade|downgrade|ex-dividend|listing)\b"
)


def _above(sentence: Sentence) -> str:
    """The title, the text just above, and the sentence, in lower case."""
    text = sentence.article.lowered
    start, end = sentence.shape.units[0].start, sentence.shape.units[-1].end
    return text[:200] + text[max(200, start - 1500) : end]


def _lead(sentence: Sentence) -> str:
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


def _companies(sentence: Sentence, at: int) -> list[Item]:
    """The companies at a place; "the company" as the context tells."""
    unit = sentence.shape.units[sentence.shape.index(at)]
    if unit.symbol == "C":
        known = sentence.article.company(sentence, at)
        return [known] if known else []
    return unit.items


def _is_ahead(
    sentence: Sentence, found: re.Match[str], name: str, whens: list[tuple[int, date | None]]
) -> bool:
    """Whether a phrase without "will" speaks of what is to come."""
    if _FUTURE.search(found.group()) and not (name == "due" and found["due"] == "on"):
        return True
    if name == "due" and "D" not in found.group().split():
        # "results on Friday": which Friday, a plain text leaves open.
        return sentence.is_title
    known = sentence.article.day
    day = _day_of(sentence, found.start("n"), found.end(), whens)
    if known is None or day is None:
        return day is not None and (name in ("present", "bare", "label") or sentence.is_title)
    return day >= known


def _whens(sentence: Sentence) -> list[tuple[int, date | None]]:
    """The days a sentence tells, with their places; ends of accounting periods left out."""
    made: list[tuple[int, date | None]] = []
    for found in re.finditer(rf"(?:^|(?<= ))(?:D|today|tomorrow|{_DAYS})(?= |$)", sentence.string):
        # "date 2026-01-12 The season ...": the article's own day.
        if found.start() == 0 and sentence.number == 0 and not re.match(r"D [:|—-]", sentence.string):
            continue
        if _PERIOD_END.search(sentence.string[max(0, found.start() - 24) : found.start()]):
            continue
        word = found.group()
        unit: Unit = sentence.shape.units[sentence.shape.index(found.start())]
        if word == "D":
            days = sentence.article.days(unit)
            made.append((found.start(), days[-1] if days else None))
            continue
        known = sentence.article.day
        day = None
        if known and word == "today":
            day = known
        elif known and word == "tomorrow":
            day = known + timedelta(days=1)
        elif known:
            day = dates.weekday_after(word, known)
        # "Tuesday, January 13" is one day.
        if made and found.start() - made[-1][0] < 5 and word != "today":
            continue
        made.append((found.start(), day))
    # "on Tuesday (January 13)": the date tells more than the weekday before it.
    return [
        when
        for n, when in enumerate(made)
        if not (n + 1 < len(made) and sentence.string[when[0]] != "D" and made[n + 1][0] - when[0] < 14)
    ]


def _day_of(sentence: Sentence, at: int, end: int, whens: list[tuple[int, date | None]]) -> date | None:
    """The day meant for the companies at a place: the one told next, else the one before."""
    after = [day for place, day in whens if at < place < end]
    if after:
        return after[-1]
    later = [day for place, day in whens if place >= end]
    earlier = [day for place, day in whens if place < at]
    if earlier:
        return earlier[-1]
    return later[0] if later else None


def _facts(
    sentence: Sentence, found: re.Match[str], shares: list[Item], rule: str, day: date | None
) -> list[Fact]:
    known = sentence.article.day
    if day is not None and known is not None and day < known:
        return []
    made = []
    for share in shares:
        if _NO_COMPANY.search(share.text.lower()):
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
