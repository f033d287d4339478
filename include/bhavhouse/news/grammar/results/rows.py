"""Lines and rows of results to come: labels before names, names before days, the columns of a table."""

import re
from dataclasses import dataclass
from datetime import date

from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.grammar.results.context import OUT, is_daily, page_day
from bhavhouse.news.grammar.results.days import TOLD_DAY, days_of, named_day, own_day
from bhavhouse.news.grammar.results.names import names
from bhavhouse.news.grammar.results.words import DAYS, DAYS_OR_SHORT, RESULT
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
    r"(?:[^\w(] )*(?:# \. )?(?P<n>[NBSI](?: (?:[NBSI,&.()]|and|(?!(?:will|would|to|is|are|has|have|reports?|"
    r"meets?|due|results?|announces?|on|for|by|in|at|of|from|with) )[a-z&.-]+)){0,6}?)(?: [|:—–-]+| on|~)*"
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


_NAMED = re.compile(r"\b(?:compan(?:y|ies)|stocks?|scrips?|securit(?:y|ies)|issuer|firm|bank)\b")
_SHORT = re.compile(r"\b(?:symbol|name|ticker|scrip code)\b")
_DATED = re.compile(r"\b(?:date|day|when|bm date|meeting|results? on|reporting)\b")
_PURPOSE = re.compile(r"\b(?:purpose|agenda|event|particulars|details|subject|remarks?)\b")
_OTHER = re.compile(
    r"\b(?:target|rating|recommendation|reco|call|return|gain|loss|ex-?date|record date|ex-dividend|issue|"
    r"announced|declared|previous|expiry|lot|band|subscription|listing|eps|profit|revenue|sales|pat|nii)\b"
)
_RESULT = re.compile(rf"\b(?:{RESULT}|q[1-4]\w*|quarterly|audited|unaudited|un-audited)\b")
_TENTATIVE = re.compile(r"\b(?:tentative|postponed|cancelled|deferred|tba|tbd|n\.a\.|to be announced)\b")


@dataclass
class _Head:
    """The columns of a table, by number."""

    company: int
    day: int | None
    purpose: int | None
    is_told: bool


@dataclass
class Row:
    """The companies of a row; `day` is None where it has no column of days."""

    companies: list[Item]
    day: date | None
    is_dated: bool
    # Whether the head row speaks of results.
    is_told: bool = False


def rows(article: Article) -> dict[int, Row | None]:
    """What the rows of tables with a head row tell, by the number of the sentence; None where nothing."""
    made: dict[int, Row | None] = {}
    head: _Head | None = None
    block = -1
    for sentence in article.sentences:
        if sentence.block == block:
            continue
        block = sentence.block
        if "|" not in sentence.string:
            head = None
            continue
        cells = _cells(sentence)
        if not re.search(r"[^-:| ]", sentence.string):
            continue
        found = _head(article, cells)
        if found is not None:
            head, made[sentence.number] = found, None
        elif head is not None:
            made[sentence.number] = _row(sentence, cells, head)
    return made


def _cells(sentence: Sentence) -> list[tuple[int, int]]:
    """Where the cells of a line stand in the text; the line's outer bars left out."""
    text = sentence.article.text.plain
    start, end = sentence.shape.units[0].start, sentence.shape.units[-1].end
    # A line that is cut into sentences is one row.
    line = text.find("\n", end)
    end = line if line >= 0 else len(text)
    while start > 0 and text[start - 1] in "| " and text[start - 1] != "\n":
        start -= 1
    begin, stop = start, end
    while begin < stop and text[begin] == " ":
        begin += 1
    while stop > begin and text[stop - 1] == " ":
        stop -= 1
    begin += text[begin:stop].startswith("|")
    stop -= text[begin:stop].endswith("|")
    made: list[tuple[int, int]] = []
    for piece in re.finditer(r"[^|]*(?:\||$)", text[begin:stop]):
        if piece.start() == piece.end() and piece.start() == stop - begin and made:
            break
        made.append((begin + piece.start(), begin + piece.end() - piece.group().endswith("|")))
    return made


def _head(article: Article, cells: list[tuple[int, int]]) -> _Head | None:
    texts = [article.text.plain[start:end].strip().lower() for start, end in cells]
    if len(cells) < 2 or any(
        re.search(r"\d{2,}", text.replace("52", "")) and "q" not in text for text in texts
    ):
        return None
    company = next(
        (n for n, text in enumerate(texts) if _NAMED.search(text) and not _RESULT.search(text)), None
    )
    if company is None:
        company = next((n for n, text in enumerate(texts) if _SHORT.search(text)), None)
    if company is None or any(len(text) > 40 for text in texts):
        return None
    others = [(n, text) for n, text in enumerate(texts) if n != company]
    day = next((n for n, text in others if _DATED.search(text) and not _OTHER.search(text)), None)
    purpose = next((n for n, text in others if _PURPOSE.search(text)), None)
    if any(_OTHER.search(text) for n, text in others if n not in (day, purpose)):
        return _Head(-1, None, None, is_told=False)
    is_told = any(_RESULT.search(text) or "reporting" in text for text in texts)
    return _Head(company, day, purpose, is_told)


def _row(sentence: Sentence, cells: list[tuple[int, int]], head: _Head) -> Row | None:
    text = sentence.article.text.plain
    places = [n for n in (head.company, head.day, head.purpose) if n is not None]
    if head.company < 0 or max(places) >= len(cells):
        return None
    low = text[cells[0][0] : cells[-1][1]].lower()
    purpose = text[slice(*cells[head.purpose])].lower() if head.purpose is not None else ""
    if _TENTATIVE.search(low) or (purpose and not _RESULT.search(purpose)):
        return None
    companies = names(sentence.article, *cells[head.company])
    if not companies:
        return None
    if head.day is None:
        return Row(companies, None, is_dated=False)
    start, end = cells[head.day]
    days = [
        day
        for unit in sentence.shape.units
        if unit.symbol == "D" and start <= unit.start < end
        for day in days_of(sentence, unit)
    ]
    dated = any(unit.symbol == "D" and start <= unit.start < end for unit in sentence.shape.units)
    return Row(companies, days[-1] if days else None, is_dated=True, is_told=head.is_told) if dated else None
