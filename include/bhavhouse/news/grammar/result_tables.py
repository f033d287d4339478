"""Tables of results to come: which column holds the company, which the day, which the purpose."""

import re
from dataclasses import dataclass
from datetime import date

from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.grammar.result_context import days_of
from bhavhouse.news.grammar.result_names import names
from bhavhouse.news.grammar.result_scheduled_words import RESULT
from bhavhouse.news.units import Item

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
