"""Lines of a list of results to come: labels before names, names before days, headings."""

import re
from dataclasses import dataclass
from datetime import date

from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.grammar.result_context import (
    OUT,
    TOLD_DAY,
    days_of,
    is_daily,
    named_day,
    own_day,
    page_day,
    whens_of,
)
from bhavhouse.news.grammar.result_names import names
from bhavhouse.news.grammar.result_scheduled_words import DAYS, DAYS_OR_SHORT, QUARTER, RESULT
from bhavhouse.news.units import Item

# "Results today:", "Companies to report Q2 numbers on D -", before the names of a list.
_MARK = re.compile(r" (?:: ?)?[:|—–-]+(?: -)?(?= [^ ])")
_LABELS = re.compile(
    rf"\b(?:{RESULT}|board meetings?|(?:full|complete) list|(?:companies|firms|stocks|names) (?:to report|"
    rf"reporting|announcing|"
    r"declaring))(?= |$)"
)
_LABEL_DAY = re.compile(
    r"(?:^|(?<= ))(?:today|tomorrow|aaj|in focus|to watch|watch|(?:post|after|pre) market(?: hours)?|"
    r"after hours|"
    rf"{DAYS})(?= |$)"
)
_BARE = re.compile(
    r"(?:\W )*(?:(?:companies |stocks |firms )?(?:to (?:announce|report|declare|post|release)|announcing|"
    r"reporting|declaring) )?(?:(?:corporate|quarterly|key|their|q[1-4]\w*|board meeting|[a-z]+ quarter) )*"
    r"(?:results?|earnings|numbers)(?: (?:due|to come|to watch(?: out for)?))?"
)
_DAY_BEHIND = re.compile(r" (?:\( (?:on )?(?P<d>D) \)|(?:, (?:both|all) )?(?:on |[—–-] )(?P<d2>D))(?: \.)?$")
# "Anand Rathi Wealth: D", "1. TCS D (Friday)"
_ROW = re.compile(
    r"(?:[^\w(] |# )*(?:# \. )?(?P<n>[NBSI](?: (?:[NBSI,&.()]|and|(?!(?:will|would|to|is|are|has|have|"
    r"reports?|meets?|due|results?|"
    r"announces?|on|for|by|in|at|of|from|with) )[a-z&.-]+)){0,6}?)(?: [|:—–-]+| on|~)*"
    rf"(?: {DAYS_OR_SHORT} ,?)? (?P<d>D)(?: \(?,? ?{DAYS_OR_SHORT}(?: \))?)?(?: [|.;,])*"
)
# A heading about results in whatever words: it does not tell that they are to come, days below it may.
_ABOUT = re.compile(rf"(?:[\w'&:-]+ ){{0,5}}?(?:{RESULT}|board meetings?|results?)(?: [\w'&:-]+){{0,4}}")


@dataclass
class Listed:
    """Companies whose results a day will bring, told by a line."""

    companies: list[Item]
    day: date | None
    rule: str


def is_about(sentence: Sentence) -> bool:
    """Whether a heading, as printed, speaks of results and of nothing that is over."""
    units = sentence.shape.units
    line = sentence.article.lowered[units[0].start : units[-1].end]
    return len(line) < 70 and bool(_ABOUT.fullmatch(line)) and not OUT.search(line)


def row_of(sentence: Sentence) -> Listed | None:
    """A line of one or several companies and their day, "Name: D", "Name D (Friday)"."""
    found = _ROW.fullmatch(sentence.string)
    if not found or re.search(r"(?:^| )[PMT](?= |$)", sentence.string):
        return None
    own = sentence.article.dateline if found["n"][0] not in "NB" else None
    if own and sentence.shape.units[0].start <= own.start < sentence.shape.units[-1].end:
        return None
    unit = sentence.shape.told(found, "d")
    days = days_of(sentence, unit)
    end = sentence.shape.units[sentence.shape.index(found.end("n") - 1)].end
    companies = names(
        sentence.article, sentence.shape.units[sentence.shape.index(found.start("n"))].start, end
    )
    return Listed(companies, days[0], "row") if companies and len(days) == 1 else None


def label_of(sentence: Sentence) -> tuple[date | None, int, int] | None:
    """ "Results today: A, B and C": the day, and where the names begin and end."""
    string, units = sentence.string, sentence.shape.units
    if re.match(r"date D|D ", string) and sentence.number == 0:
        string = re.sub(r"D", "~", string, count=1)
    for mark in list(_MARK.finditer(string, 0, 160))[:3]:
        label = string[: mark.start()]
        bare = _BARE.fullmatch(label)
        if re.search(r"(?:^| )N(?= |$)", label):
            # "RESULTS DUE": words in capitals are names to the reader.
            last = units[max(0, sentence.shape.index(mark.start() + 1) - 1)].end
            printed = sentence.article.lowered[units[0].start : last]
            bare = _BARE.fullmatch(printed)
            label = printed if bare else _words_in_capitals(sentence, label)
        if re.search(r"(?:^| )[NBCPM](?= |$)", label) or OUT.search(label) or len(label.split()) > 14:
            return None
        if not _LABELS.search(label):
            continue
        if re.search(r"(?:^| )[PM](?= |$)", string):
            return None
        begin, end = units[sentence.shape.index(mark.end() + 1)].start, units[-1].end
        if behind := _DAY_BEHIND.search(string):
            group = "d" if behind["d"] else "d2"
            days = days_of(sentence, sentence.shape.told(behind, group))
            end = units[sentence.shape.index(behind.start() + 1)].start
            return (days[0] if len(days) == 1 else None), begin, end
        told = TOLD_DAY.search(string, 0, mark.start()) or _LABEL_DAY.search(label)
        if told:
            return named_day(sentence, told), begin, end
        is_told, day = page_day(sentence.article)
        if not is_told and bare and is_daily(sentence.article):
            day = own_day(sentence.article)
            is_told = day is not None
        if is_told:
            return day, begin, end
    return None


def _words_in_capitals(sentence: Sentence, label: str) -> str:
    """A label whose words in capitals, "Results Due", are read as a name: these as printed."""
    for at, unit in zip(sentence.shape.starts, sentence.shape.units, strict=True):
        if at < len(label) and unit.symbol == "N" and re.search(rf"\b{RESULT}\b", unit.items[0].text.lower()):
            return label[:at] + unit.items[0].text.lower() + label[at + 1 :]
    return label


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
            return other.shape.units[
                0
            ].items  # "Infosys: The stock rose; its results are out later in the day"
    return []


_HEAD = re.compile(rf"[NB](?: (?:[-:|–—] )?(?:{QUARTER} )?(?:board meeting|{RESULT})(?: adjourned)?)?")


def is_page_of_results(article: Article) -> bool:
    """Whether a headline speaks of results to come."""
    return any(
        re.search(rf"\b{RESULT}(?= |$)", sentence.string) and not OUT.search(sentence.string)
        for sentence in article.sentences[:3]
        if sentence.is_title
    )
