"""flow, its tables: bought, sold and net of an investor class; net by sector."""

import re
from collections.abc import Iterator

from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.flow_words import DOMESTIC, FOREIGN, FUNDS
from bhavhouse.news.grammar.move import signed
from bhavhouse.news.grammar.pieces import Span, make
from bhavhouse.news.lexicon import sectors
from bhavhouse.news.numbers import Figure
from bhavhouse.news.units import Item

KIND = "flow"
# A row of the exchanges' table: bought, sold, the difference.
_ROW = re.compile(
    rf"^(?:[|] )?(?P<who>{FOREIGN}|{DOMESTIC}|{FUNDS})(?: \*)*(?: [|])?(?: D)?(?: [|])? (?P<buy>#) (?:[|"
    r"] )?(?P<sell>#) (?:[|] )?(?:(?P<minus>-) )?(?:\( )?(?P<net>#)"
)
_ROW_HEAD = re.compile(r"(?:buy|bought|purchase).{0,60}(?:sell|sold|sales?).{0,60}net", re.S)
# "Capital Goods -1,293", "3Chemicals₹92", in a table whose header tells sectors and crores
_SECTOR_ROW = re.compile(
    r"(?:\d{1,2}[.)]?)?\s*[|]?\s*(?P<name>[A-Z][A-Za-z&, ]{1,50}?)\s*[|:]?\s*(?P<sign>[-–−])?\s*"
    r"(?:₹|Rs\.?)?\s*(?P<minus>[-–−])?(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?:crore|cr)?[.]?"
)
_SECTOR_HEAD = re.compile(r"\bsectors?\b[^\n]{0,60}(?:invest|flow|net|fpi|fii)[^\n]{0,40}\b(?:crore|cr)\b")


def table_row(sentence: Sentence) -> Iterator[Fact]:
    """Bought, sold and net of a table whose header names these columns."""
    found = _ROW.match(sentence.string)
    start = sentence.shape.units[0].start
    if not found or not _ROW_HEAD.search(sentence.article.lowered, max(0, start - 600), start):
        return
    bought, sold, net = (
        sentence.shape.units[sentence.shape.index(found.start(name))].items[0].value.value
        for name in ("buy", "sell", "net")
    )
    # The columns are what the header says if they add up, nearly at least: late trades are corrected.
    if abs(abs(bought - sold) - net) > 0.02 * max(bought, sold):
        return
    net = -net if found["minus"] or bought < sold else net
    for value, side in ((bought, "buy"), (sold, "sell"), (net, "net")):
        fields: dict[str, object] = {
            "investor": printed(sentence, found).text,
            **signed(Figure(abs(value), unit="inr_crore"), 1 if value >= 0 else -1),
            "horizon": "1d",
            "side": side,
        }
        yield make(sentence, found, "flow.row", KIND, fields)


# "FIIs 0.03 0.6 7.9" under "Flows (USD b) 12-Aug MTD CYTD"
_PERIOD_ROW = re.compile(rf"^(?:[|] )?(?P<who>{FOREIGN}|{DOMESTIC})(?P<cells>(?: (?:[|]|[+-]|#)){{1,12}})$")
_PERIOD_HEAD = re.compile(
    r"\b(?:net )?(?:flows?|investments?|inflows?|activity|trading)\b[^\n]{0,12}\(?(?:in )?"
    r"(?:(?P<usd>usd|us\$|\$) ?(?P<size>bn?|billion|mn?|million)|(?:rs\.?|inr|₹) ?(?:cr|crores?))\b"
)
_PERIOD = re.compile(r"(?P<day>\b\d{1,2}[ -][a-z]{3,9}\b|\b1-?d\b|\btoday\b)|\bc?(?P<time>mtd|ytd|fytd)\b")


def period_row(sentence: Sentence) -> Iterator[Fact]:
    """The net sums of an investor class for the day, the month and the year, as the header tells them."""
    found = _PERIOD_ROW.match(sentence.string)
    head, told = None, ""
    for n in range(1, 6) if found else ():
        other = sentence.before(n)
        if other is None:
            return
        told = sentence.article.lowered[other.shape.units[0].start : other.shape.units[-1].end]
        head = _PERIOD_HEAD.search(told)
        if head or not _PERIOD_ROW.match(other.string):
            break
    if not found or not head:
        return
    times = ["1d" if cell["day"] else cell["time"] for cell in _PERIOD.finditer(told, head.end())]
    units = sentence.shape.units
    figures = [n for n, unit in enumerate(units) if unit.symbol == "#" and len(unit.items) == 1]
    if len(times) != len(figures) or len(set(times)) < len(times):
        return
    unit = "usd_bn" if head["usd"] else "inr_crore"
    scale = 0.001 if (head["size"] or "").startswith("m") else 1.0
    for n, time in zip(figures, times, strict=True):
        value = round(units[n].items[0].value.value * scale, 6)
        fields: dict[str, object] = {
            "investor": printed(sentence, found).text,
            **signed(Figure(value, unit=unit), -1 if units[n - 1].symbol == "-" else 1),
            "horizon": time,
            "side": "net",
        }
        yield make(sentence, found, "flow.period_row", KIND, fields)


def sector_row(sentence: Sentence, who: Item) -> Iterator[Fact]:
    """The net sum of one sector, in a table of sectors."""
    units = sentence.shape.units
    start = units[0].start
    found = _SECTOR_ROW.fullmatch(sentence.article.text.plain[start : units[-1].end])
    if not found or tuple(found["name"].lower().replace(",", "").split()) not in sectors():
        return
    if not _SECTOR_HEAD.search(sentence.article.lowered, max(0, start - 1500), start):
        return
    sign = -1 if found["sign"] or found["minus"] else 1
    fields: dict[str, object] = {
        "investor": who.text,
        **signed(Figure(float(found["value"].replace(",", "")), unit="inr_crore"), sign),
        "horizon": "fortnight" if "fortnight" in sentence.article.lowered else "1m",
        "side": "net",
        "sector": found["name"],
    }
    yield make(sentence, Span(0, len(sentence.string)), "flow.sector_row", KIND, fields)


def printed(sentence: Sentence, found: re.Match[str]) -> Item:
    """The investor as printed, without the short form in brackets."""
    start, end = sentence.shape.span(found.start("who"), found.end("who"))
    return Item(re.sub(r"\s+", " ", sentence.article.text.plain[start:end]), start, end)
