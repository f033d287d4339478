"""flow, its tables: bought, sold and net of an investor class; net by sector."""

import re
from collections.abc import Iterator
from itertools import islice

from bhavhouse.news import dates
from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.flows.words import DOMESTIC, FOREIGN, FUNDS, investors
from bhavhouse.news.grammar.moves.move import signed
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
# "FII/FPI: Buy 15,120.44 Sell 18,951.86 Net -3,831.42"
_OR = r"(?: (?:value|rs|[:,;|]))*"
_NAMED_ROW = re.compile(
    rf"(?P<who>{FOREIGN}|{DOMESTIC}|{FUNDS})(?: \*| D)*{_OR} (?:gross )?(?:buy|bought|"
    rf"purchases?){_OR} (?P<buy>[#M])"
    rf"{_OR} (?:gross )?(?:sell|sold|"
    rf"sales?){_OR} (?P<sell>[#M]){_OR} net{_OR} (?:(?P<minus>-) )?(?:\( )?(?P<net>[#M])"
)
_ROW_HEAD = re.compile(r"(?:buy|bought|purchase).{0,60}(?:sell|sold|sales?).{0,60}net", re.S)
# "Capital Goods -1,293", "3Chemicals₹92", in a table whose header tells sectors and crores
_SECTOR_ROW = re.compile(
    r"(?:\d{1,2}[.)]?)?\s*[|]?\s*(?P<name>[A-Z][A-Za-z&, ]{1,50}?)\s*[|:]?\s*(?P<sign>[-–−])?\s*"
    r"(?:₹|Rs\.?)?\s*(?P<minus>[-–−])?(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?:crore|cr)?[.]?"
)
_SECTOR_HEAD = re.compile(r"\bsectors?\b[^\n]{0,60}(?:invest|flow|net|fpi|fii)[^\n]{0,40}\b(?:crore|cr)\b")


def table_row(sentence: Sentence) -> Iterator[Fact]:
    """Bought, sold and net of a table whose header, or whose row itself, names these columns."""
    for named in _NAMED_ROW.finditer(sentence.string) if "net" in sentence.string else ():
        yield from _three(sentence, named)
    found = _ROW.match(sentence.string)
    start = sentence.shape.units[0].start
    if not found or not _ROW_HEAD.search(sentence.article.lowered, max(0, start - 600), start):
        return
    yield from _three(sentence, found)


def _three(sentence: Sentence, found: re.Match[str]) -> Iterator[Fact]:
    bought, sold, net = (
        sentence.shape.units[sentence.shape.index(found.start(name))].items[0].value.value
        for name in ("buy", "sell", "net")
    )
    # The columns are what the header says if they add up, nearly at least: late trades are corrected.
    if abs(abs(bought - sold) - net) > 0.02 * max(bought, sold):
        return
    net = -net if found["minus"] or bought < sold else net
    for value, side in ((bought, "buy"), (sold, "sell"), (net, "net")):
        yield _sum(sentence, found, "row", printed(sentence, found).text, value, side=side)


def _sum(
    sentence: Sentence, found: re.Match[str] | Span, rule: str, who: str, value: float, *,
    unit: str = "inr_crore", over: str = "1d", side: str = "net", day: str | None = None,
) -> Fact:  # fmt: skip
    figure = signed(Figure(abs(value), unit=unit), 1 if value >= 0 else -1)
    fields = {"investor": who, **figure, "horizon": over, "side": side}
    fact = make(sentence, found, f"flow.{rule}", KIND, fields)
    if day:
        fact.fields["date"], fact.has_day = day, True
    return fact


# "FIIs 0.03 0.6 7.9" under "Flows (USD b) 12-Aug MTD CYTD", "MFs (17) (84) (2,955)"
_CELL = re.compile(r"(?P<less>\( )?(?P<sign>[+-] )?(?P<n>[#M])(?(less) \))")
_PERIOD_ROW = re.compile(
    rf"(?:^|(?<= [|] )|(?<=^[|] ))(?P<who>{FOREIGN}|{DOMESTIC}|{FUNDS})(?: (?:cash|net|equity|flows?))*"
    r"(?P<unit> \( (?:in )?(?:rs )?(?:cr|crores?) \))?"
    r"(?P<cells>(?: (?:[|]|[+-]|#|\(|\)|:|net|mtd|ytd))+?)(?=(?: [|] [a-z]| [|.;])?$| [|] [a-z])"
)
_PERIOD_HEAD = re.compile(
    r"\b(?:net )?(?:flows?|investments?|inflows?|activity|trading|data|cash|[fd]ii|figures|net)\b"
    r"[^\n]{0,24}\(?(?:figures )?(?:in )?(?:(?P<usd>usd|us\$|\$) ?(?P<size>bn?|billion|mn?|million)|"
    r"(?:rs\.?|inr|₹)? ?(?:cr|crores?))\b"
)
_PERIOD = re.compile(
    r"(?P<day>\b\d{1,2}[ -][a-z]{3,9}\b|\b1-?d\b|\btoday\b|\bnet\b(?=\W+mtd))|\bc?(?P<time>mtd|ytd|fytd)\b"
)


def period_row(sentence: Sentence) -> Iterator[Fact]:
    """The net sums of an investor class for the day, the month and the year, as row or header tell them."""
    rows = list(islice(_PERIOD_ROW.finditer(sentence.string), 5))
    for found in rows if len(rows) < 5 else ():  # no table has more classes in a row
        yield from _periods(sentence, found)


def _periods(sentence: Sentence, found: re.Match[str]) -> Iterator[Fact]:
    head, told, columns = None, "", ""
    for n in range(0 if found["unit"] else 1, 7):
        other = sentence.before(n) if n else sentence
        if other is None:
            return
        told = sentence.article.lowered[other.shape.units[0].start : other.shape.units[-1].end]
        head = _PERIOD_HEAD.search(told)
        is_rule = _PERIOD_ROW.search(other.string) or _RULE.fullmatch(other.string)
        if head or not (is_rule or _PERIOD.search(told)):
            columns = columns or (told[head.end() :] if head else "")
            break
        columns = columns or ("" if not _PERIOD.search(told) or _PERIOD_ROW.search(other.string) else told)
    if not head:
        return
    cells = list(_CELL.finditer(found["cells"]))
    own = found["cells"]
    if "mtd" in own or "ytd" in own:
        # "FII: -168.2 (MTD: 5,610.4)"
        times = ["1d", *re.findall("mtd|ytd", own)]
    else:
        times = ["1d" if cell["day"] else cell["time"] for cell in _PERIOD.finditer(columns)] or ["1d"]
    near = " ".join(s.string for s in (sentence.before(), sentence, sentence.after()) if s is not None)
    if not _PERIOD.search(columns + own) and not re.search(r"[+-] #", near) and "net" not in told + own:
        return  # without a sign nearby a lone figure says nothing
    if len(times) != len(cells) or len(set(times)) < len(times):
        return
    day = _column_day(sentence, columns) if "1d" in times and "mtd" not in own else None
    printed_day = next((u for u in other.shape.units if u.symbol == "D"), None) if other is not None else None
    if printed_day is not None and (days := sentence.article.days(printed_day)):
        day = days[-1].isoformat()
    unit = "usd_bn" if head["usd"] else "inr_crore"
    is_million = (head["size"] or "").startswith("m")
    for cell, time in zip(cells, times, strict=True):
        place = found.start("cells") + cell.start("n")
        value = sentence.shape.units[sentence.shape.index(place)].items[0].value.value
        sign = -1 if (cell["less"] and "mtd" not in own) or (cell["sign"] or "").startswith("-") else 1
        yield _sum(
            sentence, found, "period_row", printed(sentence, found).text, sign * value,
            unit="usd_mn" if is_million else unit, over=time, day=day,
        )  # fmt: skip


# "15 July | -120.47 | 1,555.03" under "Date | FPI | DII"
_DAY_ROW = re.compile(r"(?:[|] )?D(?P<cells>(?: [|] (?:[+-] )?(?:\( )?[#M](?: \))?)+)(?: [|])?")
_RULE = re.compile(r"[| -]+")  # the line below a table's header


def day_row(sentence: Sentence) -> Iterator[Fact]:
    """The net sums of a day, of the classes of investors that head the columns."""
    found = _DAY_ROW.fullmatch(sentence.string)
    above = [sentence.before(n) for n in range(1, 16)] if found else []
    head = next(
        (o for o in above if o and not (_DAY_ROW.fullmatch(o.string) or _RULE.fullmatch(o.string))), None
    )
    whose = investors(head.string) if head else []
    cells = list(_CELL.finditer(found["cells"])) if found else []
    if not found or not head or not whose or len(whose) != len(cells):
        return
    start = head.shape.units[0].start
    if "#" in found["cells"] and not re.search(
        r"\b(?:cr|crores?)\b", sentence.article.lowered[max(0, start - 200) : start + 80]
    ):
        return
    days = sentence.article.days(next(unit for unit in sentence.shape.units if unit.symbol == "D"))
    for who, cell in zip(whose, cells, strict=True):
        place = sentence.shape.index(found.start("cells") + cell.start("n"))
        value = sentence.shape.units[place].items[0].value.value
        sign = -1 if cell["less"] or (cell["sign"] or "").startswith("-") else 1
        day = days[-1].isoformat() if days else None
        yield _sum(sentence, found, "day_row", printed(head, who).text, sign * value, day=day)


def _column_day(sentence: Sentence, columns: str) -> str | None:
    """The day that heads a column, of the article's year or the one before."""
    found, today = dates.DATE.search(columns), sentence.article.day
    told = dates.day(found) if found else None
    if told is None or today is None:
        return None
    year = today.year if (told.month, told.day) <= (today.month, today.day) else today.year - 1
    day = told.on(year)
    return day.isoformat() if day else None


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
    over = "fortnight" if "fortnight" in sentence.article.lowered else "1m"
    value = sign * float(found["value"].replace(",", ""))
    fact = _sum(sentence, Span(0, len(sentence.string)), "sector_row", who.text, value, over=over)
    fact.fields["sector"] = found["name"]
    yield fact


def printed(sentence: Sentence, found: re.Match[str]) -> Item:
    """The investor as printed, without the short form in brackets."""
    start, end = sentence.shape.span(found.start("who"), found.end("who"))
    return Item(re.sub(r"\s+", " ", sentence.article.text.plain[start:end]), start, end)
