"""Moves and levels in the rows of tables: a name, then figures whose meaning the heading row tells.

"Company | LTP | Change (%)" over "Tata Steel | 155.20 | -1.2", the same with tabs or blanks, a price "
"and a percentage
under "Top gainers", and tables printed with one value to a line.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.moves import listed
from bhavhouse.news.grammar.moves.listed import heading_sign
from bhavhouse.news.grammar.moves.move import Move
from bhavhouse.news.numbers import Figure
from bhavhouse.news.periods import horizon
from bhavhouse.news.units import Unit

if TYPE_CHECKING:
    from bhavhouse.news.grammar.moves.moves import Reader

_UP, _DOWN = ("+", "▲", "↑"), ("-", "▼", "↓")
_MARKS = frozenset(["|", ":", "-", "+", "(", ")", "—", "[", "]", "▲", "▼", "↑", "↓", ",", "%", "."])
_TIME = (
    r"(?P<time>(?:\d{1,2}|one|three|six|five)[- ]?(?:d|days?|w|wks?|weeks?|m|mo|mths?|months?|y|yrs?|years?))"
)
# The columns of a heading row, the first of these that fits.
_COLUMN = re.compile(
    rf"\b{_TIME}\b(?:[ -]?(?:returns?|change|chg|gain|perf\w*))?(?: ?\(?%\)?)?"
    r"|\b(?P<todate>c?ytd|mtd|fytd)\b(?: ?\.? ?\(?%\)?)?|(?P<day>\b\d{1,2}[- ](?:jan|feb|mar|apr|may|jun|"
    r"jul|aug|sep|oct|nov|dec)[a-z]*\b(?:[- ,']+(?:20)?\d\d\b)?)|(?P<skip>prev(?:ious)?\.? ?(?:close|"
    r"closing)?|\bopen\b|(?:day'?s? |52-? ?w(?:ee)?k )?\b(?:high|low)\b|\bvolumes?(?: \([^)]*\))?|"
    r"\bvalue \([^)]*\)|\bturnover\b|\bm-?cap\b|market cap\w*(?: \([^)]*\))?|\bp/?e\b|\bweight\w*|\bpivot\b|"
    r"target(?: price)?|stop ?loss|upside(?: ?\(?%\)?)?)|(?P<pct>\bweek(?:ly)? \(?%\)?|%(?: ?(?:chg|change|"
    r"gain|loss|returns?))|(?:\bchg|\bchange|\bgains?|\bloss|\breturns?|\bfall|"
    r"\brise)(?:/loss)? ?(?:\(? ?(?:in )?\.?%(?! ?(?:chg|change|gain|loss))\)?|\(per ?cent\)|in per ?cent|"
    r"per ?cent)|\bper ?cent(?:age)? change\b|\bper ?cent(?:age)? (?:gain|loss)\b|\bpct\.? ?(?:chg|"
    r"change)\b)|(?P<points>\b(?:net |abs\.? ?)?(?:change|chg)\b(?: ?\((?:pts|points|rs\.?|₹)\))?|"
    r"\bpoints\b|\bpts\b|\bgain/loss\b)|(?P<close>\bclos(?:e|ing)(?: (?:price|level|"
    r"value))?(?: ?\([^)%]{1,6}\))?)|(?P<last>\b(?:ltp|cmp|last(?: traded)?(?: price)?|current(?: price|"
    r" level| value)?|latest|price|level|value)\b(?: ?\([^)%]{1,6}\))?)|(?P<support>\b(?:s[1-4]|"
    r"support(?: ?[1-4])?)\b)|(?P<resistance>\b(?:r[1-4]|resistance(?: ?[1-4])?)\b)"
)
_OF_BUSINESS = re.compile(
    r"\b(?:profit|pat|revenue|sales|income|ebitda|margin|eps|stake|holding|weight\w*|target|upside|aum|nav|"
    r"quantity|dividend|gmp|issue price|loan|npa|units|production|q[1-4])\b"
)
# "Equities - Global  Close  Chg%": of no market at home.
_ABROAD = re.compile(
    r"\b(?:global|world|overseas|foreign|commodit(?:y|ies)|currenc(?:y|ies)|forex|bonds?|yields?|adrs?|gdrs?|"
    r"crypto\w*)\b"
)
_FALLS = re.compile(r"\b(?:loss|fall|decline|drop)\b")
_LENGTHS = {"d": "day", "w": "week", "m": "month", "y": "year"}


def columns(reader: "Reader") -> Iterator[Move]:
    """The moves and levels of one row."""
    sentence = reader.sentence
    row = _row(sentence)
    if row is None:
        return
    subject, cells, places = row
    if subject.symbol == "D":
        owner = listed.section(sentence)
        if owner is None:
            return
        subject = owner
    head, side = _heading(sentence)
    if _OF_BUSINESS.search(head) or _ABROAD.search(head):
        reader.taken.update(n for n, role in enumerate(reader.roles.string) if role in "PMT#")
        return
    kinds = _kinds(head)
    if kinds.count("points") == 1 and "pct" not in kinds and _is_in_percent(sentence):
        kinds = ["pct" if kind == "points" else kind for kind in kinds]
    if len(kinds) != len(cells) and places[-1] + 1 == len(kinds) == len(set(places)):
        kinds = [kinds[place] for place in places]  # "| 25,500, 25,300 | 25,900 |": two in one cell
    if len(kinds) != len(cells):
        kinds = _guessed(cells, side)
    kinds = [
        "pct" if kind == "points" and unit.symbol == "P" else kind
        for (unit, _), kind in zip(cells, kinds, strict=False)
    ]
    if not any(kind.startswith("pct") or _is_level(kind) for kind in kinds):
        return
    if any(unit.symbol == "P" and _is_level(kind) for (unit, _), kind in zip(cells, kinds, strict=True)):
        return
    if _FALLS.search(head) and not side:
        side = -1
    made = list(_moves(sentence, subject, cells, kinds, side, bool(head)))
    for n, role in enumerate(reader.roles.string if made else ""):
        if role in "PMT#":
            reader.taken.add(n)
            reader.levelled.add(n)
    yield from made


def _is_level(kind: str) -> bool:
    return kind in ("close", "last", "support", "resistance")


def _moves(
    sentence: Sentence,
    subject: Unit,
    cells: list[tuple[Unit, int]],
    kinds: list[str],
    side: int,
    has_head: bool,
) -> Iterator[Move]:
    item, start, end = subject.items[0], 0, len(sentence.string)
    if subject in sentence.shape.units:
        start = sentence.shape.starts[sentence.shape.units.index(subject)]
    points = next((sign for (_, sign), kind in zip(cells, kinds, strict=True) if kind == "points"), 0)
    whole = next(
        (
            (unit.items[0].value, kind)
            for (unit, _), kind in zip(cells, kinds, strict=True)
            if kind in ("close", "last")
        ),
        None,
    )
    level, role = whole if whole else (None, None)
    if role == "last" or not has_head:
        role = "last" if sentence.article.is_mid_session else "close"
    for (unit, sign), kind in zip(cells, kinds, strict=True):
        figure: Figure = unit.items[0].value
        if kind in ("support", "resistance"):
            yield Move(item, subject.symbol, None, 0, None, start, end, "row", figure, kind)
        if kind.partition(":")[0] != "pct" or figure.high is not None:
            continue
        told = kind.partition(":")[2] or None
        way = figure.sign or sign or points or side or (1 if has_head else 0)
        if way:
            size = replace(figure, unit="pct", sign=0)
            yield Move(
                item, subject.symbol, size, way, told, start, end, "row", level, role if level else None
            )
            level = None
    if level is not None and role is not None:
        yield Move(item, subject.symbol, None, 0, None, start, end, "row", level, role)


def _row(sentence: Sentence) -> tuple[Unit, list[tuple[Unit, int]], list[int]] | None:
    """A name or a day, the figures after it with the sign printed before each, and their columns, if it is
    a row."""
    units = sentence.shape.units
    at = 0
    while at < len(units) and units[at].symbol == "|":
        at += 1
    if at + 1 < len(units) and units[at].symbol == "#" and units[at + 1].symbol in (".", ")", "|"):
        at += 2
    if at + 1 >= len(units) or units[at].symbol not in ("N", "I", "S", "D") or len(units[at].items) != 1:
        return None
    subject, cells, sign, places, place = units[at], [], 0, [], -1
    for n in range(at + 1, len(units)):
        unit = units[n]
        if unit.symbol in ("#", "P", "M", "T"):
            if len(unit.items) != 1:
                return None
            cells.append((unit, sign))
            places.append(place)
            sign = 0
        elif unit.symbol in _MARKS:
            close = n + 1 < len(units) and units[n + 1].start - unit.end < 2
            place += unit.symbol == "|"
            sign = 1 if unit.symbol in _UP and close else -1 if unit.symbol in _DOWN and close else 0
        else:
            return None
    if len(cells) > 2:
        # "20,491  (0.8)  (0.2)  8.4": brackets are a minus
        cells = [(unit, -1 if _in_brackets(sentence, unit) else sign) for unit, sign in cells]
    return (subject, cells, places) if 1 <= len(cells) <= 12 else None


def _in_brackets(sentence: Sentence, unit: Unit) -> bool:
    plain = sentence.article.text.plain
    return unit.symbol == "#" and plain[unit.start - 1] == "(" and plain[unit.end : unit.end + 1] == ")"


def _heading(sentence: Sentence) -> tuple[str, int]:
    """The heading row of the table in lower case, or nothing; and the side that a heading above tells."""
    plain = sentence.article.text.plain
    for n in range(1, 60):
        other = sentence.before(n)
        if other is None:
            return "", 0
        if _row(other) is not None or not re.search(r"[a-z%]", other.string):
            continue
        text = plain[other.shape.units[0].start : other.shape.units[-1].end].lower()
        side = heading_sign(other) if n > 1 or not other.is_title else heading_sign(sentence)
        side = side or heading_sign(sentence)
        is_head = len(text) < 160 and _COLUMN.search(text) and (not text.endswith(".") or "%" in text)
        return (text if is_head else ""), side
    return "", 0


def _is_in_percent(sentence: Sentence) -> bool:
    """Whether the line above a table says that its changes are in percent: "Performance (% change)"."""
    for n in range(1, 60):
        other = sentence.before(n)
        if other is None or (_row(other) is None and "|" not in other.string):
            break
    plain = sentence.article.text.plain
    if other is None:
        return False
    text = plain[other.shape.units[0].start : other.shape.units[-1].end].lower()
    return len(text) < 90 and bool(
        re.search(r"% ?(?:chg|change|gain|returns?)|\((?:in )?(?:%|per ?cent)\)|in (?:%|per ?cent)", text)
    )


def _kinds(head: str) -> list[str]:
    """What the figures of a row are, in order."""
    found: list[str] = []
    for column in _COLUMN.finditer(head):
        kind = str(column.lastgroup)
        if kind == "time":
            told = re.match(r"(\d+|[a-z]+?)[- ]?([dwmy])", column["time"])
            kind = f"pct:{horizon(f'{told[1]} {_LENGTHS[told[2]]}') or '1d'}" if told else "skip"
        if kind == "day":
            kind = "skip" if "close" in found else "close"  # the column of a day is its close
        if kind == "todate":
            kind = f"pct:{column['todate'].removeprefix('c')}"
        found.append(kind)
    return found


def _guessed(cells: list[tuple[Unit, int]], side: int) -> list[str]:
    """Under "Top gainers" alone: a price and a percentage."""
    symbols = "".join(unit.symbol for unit, _ in cells)
    if side and re.fullmatch(r"[#M]P", symbols):
        return ["last", "pct"]
    if side and re.fullmatch(r"[#M][#MT]P", symbols):
        return ["last", "points", "pct"]
    return []


_ALONE = re.compile(r"(?:\| )?(?:[(+-] ){0,2}P(?: \))?|# \( (?:[+-] )?P \)|(?:[+-] )?#")


def stacked(reader: "Reader") -> Iterator[Move]:
    """One value to a line: "Tata Steel", "155.20", "-1.2%"."""
    sentence = reader.sentence
    if not _ALONE.fullmatch(sentence.string):
        return
    level: Figure | None = None
    for n in range(1, 5):
        other = sentence.before(n)
        if other is None or n == 4:
            return
        units = other.shape.units
        if other.string in ("N", "N .", "I") and len(units[0].items) == 1:
            break
        if not re.fullmatch(r"(?:[+-] )?[#MT]", other.string):
            return
        level = units[-1].items[0].value if units[0].symbol in ("#", "M") else None
    else:
        return
    subject = units[0]
    unit = next((u for u in sentence.shape.units if u.symbol == "P"), sentence.shape.units[-1])
    figure: Figure = unit.items[0].value
    sign = figure.sign or heading_sign(other)
    if unit.symbol == "#":
        # "Top gainers and losers", "Tata Steel", "-7.32": percent
        after, both = sentence.after(), listed.heading_above(other)
        if level is not None or (after is not None and re.match(r"[(+-]? ?[#PM]", after.string)):
            return
        if not 0 < figure.value < 100 or "." not in unit.items[0].text or not listed.is_of_sides(both):
            return
        sign = sign or (-1 if sentence.string[0] == "-" else 1)
        figure = Figure(figure.value, unit="pct")
    if not sign or figure.high is not None:
        return
    at = max(reader.roles.string.find("P"), 0)
    reader.taken.add(at)
    role = "last" if sentence.article.is_mid_session else "close"
    end = len(sentence.string)
    yield Move(
        subject.items[0],
        subject.symbol,
        figure,
        sign,
        None,
        0,
        end,
        "stacked",
        level,
        role if level else None,
    )
