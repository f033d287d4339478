"""What stands around a phrase on results to come: the companies, the lines above, the day told there."""

import re
from datetime import date

from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.blocks import Kind
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.results.days import KIND, TOLD_DAY, TOLD_WORD, named_day, own_day, whens_of
from bhavhouse.news.grammar.results.names import are_two
from bhavhouse.news.grammar.results.words import (
    AMONG,
    CALENDAR,
    FIGURE,
    FORECAST,
    LINED_UP,
    LIST_FOR,
    OF_LIST,
    OVER,
    QUARTER,
    RESULT,
    TO_COME,
    VETO,
)
from bhavhouse.news.units import Item


def companies_at(sentence: Sentence, at: int) -> list[Item]:
    """The companies at a place; "the company" as the context tells."""
    unit = sentence.shape.units[sentence.shape.index(at)]
    if unit.symbol == "C":
        known = sentence.article.company(sentence, at)
        return [known] if known else []
    *first, last = unit.items
    amp = re.search(r" & ", last.text) if first else None
    if amp and are_two(last.text[: amp.start()], last.text[amp.end() :]):
        # "A, B & C", read as one name to its end
        return [
            *first,
            Item(last.text[: amp.start()], last.start, last.start + amp.start()),
            Item(last.text[amp.end() :], last.start + amp.end(), last.end),
        ]
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


_DAILY = re.compile(
    r"\b(?:today|stocks? (?:to watch|in (?:focus|news|the news))|trade set-?up|ahead of (?:the )?market|"
    r"in focus|things to know|what to watch|radar|events for the day|for the day|market live|morning (?:note|"
    r"report|call)|picks)\b"
)


def is_daily(article: Article) -> bool:
    """Whether a headline tells that the page is on its own day's trading."""
    heads = [sentence for sentence in article.sentences[:3] if sentence.is_title or sentence.number == 0]
    return any(_DAILY.search(head.string) and not re.search(r"\bweek|\bmonth", head.string) for head in heads)


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


OUT = re.compile(
    r"\b(?:yesterday|review|reaction|takeaways|highlights|impact|after(?! market| hours)|"
    r"(?<!to )(?<!will )post(?![ -]market)|beat|missed|analysis|preview|expect\w*|"
    r"rose|fell|jumps?|falls?|gains?|slips?|reported|declared|(?<!date )(?<!dates )announced|live)(?= |$)"
)
# A headline that tells the day of the whole page.
_OF_PAGE = re.compile(
    rf"\b{RESULT} (?:(?![NBC:] )\S+ ){{0,3}}?(?P<t>today|tomorrow|on D|D)(?= |$)|"
    rf"(?:^|(?<= ))(?:today|tomorrow) (?:\S+ ){{0,2}}?{RESULT}(?= |$)"
)


def page_day(article: Article) -> tuple[bool, date | None]:
    """Whether a headline tells the day of all results of the page, "Q3 results today", and that day."""
    known: tuple[bool, date | None] | None = article.memo.get("page_day")
    if known is None:
        known = (False, None)
        for sentence in article.sentences[:3]:
            if not sentence.is_title and sentence.string.endswith(" ."):
                continue
            found = _OF_PAGE.search(sentence.string)
            if (
                found
                and not OUT.search(sentence.string)
                and not re.search(r"(?:^| )[PM](?= |$)", sentence.string)
            ):
                told = TOLD_DAY.search(sentence.string, found.start()) or TOLD_WORD.search(sentence.string)
                if told:
                    known = (True, named_day(sentence, told))
                    break
        article.memo["page_day"] = known
    return known


def heading_day(sentence: Sentence) -> tuple[bool, date | None] | None:
    """The day that the heading right above tells: "Q3 results on Wednesday"."""
    for n in range(1, 8):
        other = sentence.before(n)
        if other is None or other.is_title:
            days = whens_of(other) if other and re.search(rf"\b{RESULT}(?= |$)", other.string) else []
            return (True, days[-1][1]) if days and other and not OUT.search(other.string) else None
    return None


def headed(sentence: Sentence) -> list[Item]:
    """The companies that the heading right above names, alone or with "Q2 results", "board meeting"."""
    for n in range(1, 6):
        other = sentence.before(n)
        if other is None or (other.block != sentence.block and not other.is_title):
            return []
        if other.is_title:
            return other.shape.units[0].items if _HEAD.fullmatch(other.string) else []
        if re.match(r"N [:|—-] ", other.string):
            return other.shape.units[0].items  # "Infosys: The stock rose; its results are out today"
    return []


_HEAD = re.compile(rf"[NB](?: (?:[-:|–—] )?(?:{QUARTER} )?(?:board meeting|{RESULT})(?: adjourned)?)?")


def is_told_before(sentence: Sentence) -> bool:
    """Whether the text just spoke of results to come, or is a calendar of them."""
    for n in range(1, 4):
        before = sentence.before(n)
        if before is None:
            break
        if known_of(before) or (before.block >= sentence.block - 1 and _announces(before)):
            return True
    return bool(CALENDAR.search(text_above(sentence)[:200])) or bool(
        re.search(rf"\b{RESULT}\b", sentence.heading) and CALENDAR.search(sentence.heading)
    )


def _announces(sentence: Sentence) -> bool:
    """Whether a sentence speaks of results to come, of companies that it may leave to the next one."""
    string = sentence.string
    of_results = re.search(rf"\b(?:{RESULT}|season|companies to report)(?= |$)", string)
    return bool(of_results and TO_COME.search(string) and not VETO.search(string))


RESULT_WORDS = rf"\b(?:{RESULT}|reports?|reporting|season|books|quarterly|accounts)(?= |$)"


def _is_lined_up(text: str) -> bool:
    """Whether a clause says that results are slated, of whatever day."""
    found = LINED_UP.search(text)
    return bool(found and re.search(rf"\b{RESULT}(?= |$)", text[found.end() :]))


def is_near_results(sentence: Sentence) -> bool:
    """Whether the sentence, its neighbours or the headline speak of results."""
    around = [sentence.before(n) for n in (1, 2, 3)] + [
        sentence,
        sentence.after(),
        *sentence.article.sentences[:2],
    ]
    return any(other and (known_of(other) or re.search(RESULT_WORDS, other.string)) for other in around)


def day_around(sentence: Sentence, text: str) -> list[date | None]:
    """The day for a clause that tells who reports and none: the one told just before, or in the headline."""
    if FIGURE.search(text) or FORECAST.search(text):
        return []
    if AMONG.search(text) or re.search(rf"\b{RESULT}(?= |$)", text):
        day_above = _day_above(sentence)
        if day_above:
            return day_above
    is_told, day = heading_day(sentence) or page_day(sentence.article)
    if not is_told and _is_lined_up(text) and is_daily(sentence.article):
        is_told, day = True, own_day(sentence.article)
        return [day] if day is not None else []
    is_list = heading_day(sentence) and AMONG.search(text) and not OVER.search(text)
    return [day] if is_told and (is_list or re.search(rf"\b{RESULT}(?= |$)", text)) else []


def _day_above(sentence: Sentence) -> list[date | None]:
    """The day told for results just above: by a line that is a day, or by the sentences before."""
    for n in (1, 2, 3):
        before = sentence.before(n)
        if before is None or before.block < sentence.block - 1:
            break
        is_linked = OF_LIST.search(sentence.string) or re.search(rf"\b{RESULT}(?= |$)", sentence.string)
        if before.block < sentence.block and not is_linked:
            break
        if told := known_of(before):
            day = told[-1].fields["date"]
            return [date.fromisoformat(str(day)) if day else None]
        if (_announces(before) or LIST_FOR.search(before.string)) and (
            days := [day for _, day in whens_of(before)]
        ):
            return days[-1:]
        if re.search(r"[NB](?= |$)", before.string):
            break
    return []
