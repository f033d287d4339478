"""Moves told by the layout: rows of tables, lists of returns by period, lists under a heading, tickers."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.moves.clauses import OTHER_FIGURE, OWNED, sign_of
from bhavhouse.news.grammar.moves.move import Move
from bhavhouse.news.grammar.moves.roles import Roles
from bhavhouse.news.grammar.moves.told import subject_before, told_horizon
from bhavhouse.news.grammar.pieces import text_of
from bhavhouse.news.lexicon import moves
from bhavhouse.news.numbers import Figure
from bhavhouse.news.periods import horizon
from bhavhouse.news.units import Item, Unit

if TYPE_CHECKING:
    from bhavhouse.news.grammar.moves.moves import Reader


def _head_sign(head: str) -> int:
    """The side of a table's figures that its heading tells; a change without a sign is a rise."""
    if re.search(r"\b(?:decline|fall|loss|drop|fell|down)", head):
        return -1
    return 1 if re.search(r"\b(?:gain|rise|change|chg|return|up|performance)", head) else 0


_GAINERS = re.compile(r"\b(?:gainers?|winners?|advancers|top performers?|best performers?|outperformers)\b")
_LOSERS = re.compile(r"\b(?:losers?|laggards?|decliners|worst performers?|drags?|underperformers)\b")


def heading_sign(sentence: Sentence) -> int:
    """Whether the heading above, past the other lines of the list, is one of gainers or of losers."""
    heading = heading_above(sentence)
    return bool(_GAINERS.search(heading)) - bool(_LOSERS.search(heading))


def is_of_sides(heading: str) -> bool:
    """Whether a heading is one of gainers or of losers."""
    return bool(_GAINERS.search(heading) or _LOSERS.search(heading))


def heading_above(sentence: Sentence) -> str:
    """The heading above, past the other lines of the list, in lower case."""
    heading = sentence.heading
    for n in range(1, 25):
        if is_of_sides(heading):
            break
        other = sentence.before(n)
        if other is None or not re.match(r"[NI]\b|(?:[+-] )?#$", other.string):
            heading = other.string if other is not None else ""
            break
    return heading


def section(sentence: Sentence) -> Unit | None:
    """The one index or company that the heading above names."""
    for n in range(1, 30):
        other = sentence.before(n)
        if other is None:
            return None
        named = [unit for _, unit in other.shape.subjects if unit.symbol in "IN"]
        if other.is_title and named:
            is_one = len(named) == 1 or other.string.startswith("I -")
            return named[0] if is_one and len(named[0].items) == 1 else None
    return None


def headed(reader: "Reader") -> Iterator[Move]:
    """A line "Hind Zinc | +10.40" under "Top gainers": percent, though the sign of percent is not printed."""
    sentence = reader.sentence
    if not re.fullmatch(r"N [|:-] (?:[+-] )?#", sentence.string):
        return
    side = heading_sign(sentence)
    own = {"+": 1, "-": -1}.get(sentence.shape.units[-2].symbol, side)
    figure: Figure = sentence.shape.units[-1].items[0].value
    if not side or own != side or figure.high is not None or not 0 < figure.value <= 100:
        return
    subject = sentence.shape.units[0]
    if len(subject.items) == 1:
        told = horizon(heading_above(sentence))
        end = len(sentence.string)
        yield Move(subject.items[0], "N", Figure(figure.value, unit="pct"), side, told, 0, end, "headed")


def by_period(reader: "Reader") -> Iterator[Move]:
    """Returns by period: "1.2% in the last week, 1.8% in a month", or lines "In the last 1 week: -0.08%"."""
    string, sentence = reader.roles.string, reader.sentence
    found = re.search(r"(?P<e>[IN])(?:[^NISPTM#.:]{0,12}):(?=P)", string)
    if found and (string[found.end() - 2] in "GA" or _OF_RETURNS.search(sentence.string)):
        subject, at = reader.unit(found.start("e")), found.end()
    elif re.fullmatch(r"w{0,3}G:#?P(?:[,&]{1,2}#?P)+\.?", string) and (whose := _returning(sentence)):
        subject, at = whose, string.index("P")
    elif re.fullmatch(r"#?[:(]?PyP[.;,)]*", string) or (
        re.fullmatch("#?w?:?P:?P", string) and _is_headed(sentence)
    ):
        # "1 Week: 4.2% vs -0.4%": of the share and of the index that the heading names
        yield from _held(reader)
        return
    elif _LINE.fullmatch(string) and (above := _above(reader.sentence)) is not None:
        subject, at = above, string.index("P")
    elif _PERIOD_ROW.match(sentence.string) and (page := _of_page(sentence)) is not None:
        subject, at = page, string.index("P")
    elif (
        re.fullmatch(r"[Gw]?:P:?", string)
        and _OF_RETURNS.search(sentence.string)
        and (page := section(sentence)) is not None
    ):
        subject, at = page, string.index("P")  # "Weekly Performance: -2.7%"
    else:
        return
    if len(subject.items) != 1:
        return
    begun = 0
    while at < len(string) and string[at] in "P,&;#":
        if string[at] == "P" and at not in reader.taken:
            start, end = reader.roles.span(at, at + 1)
            stop = reader.roles.span(at + 1, at + 2)[0] if at + 1 < len(string) else len(sentence.string)
            told = horizon(text_of(sentence, end, stop)) if stop > end + 1 else None
            told = (
                told
                or horizon(text_of(sentence, begun, end))
                or ("1d" if "| change |" in sentence.string else None)
            )
            begun = end
            if told is None:
                return
            reader.taken.add(at)
            figure: Figure = reader.unit(at).items[0].value
            yield Move(subject.items[0], subject.symbol, figure, figure.sign or 1, told, start, end, "period")
        at += 1


_LINE = re.compile(r"#?[:(]?P[.;,)]*")  # "Past 1 week: -1.4%"
_OF_RETURNS = re.compile(r"\b(?:returns?|returned|performance)\b")
# "| 3 Years | +68.35% |"
_PERIOD_ROW = re.compile(
    r"\| (?:# )?(?:\S+ ){0,2}?(?:days?|weeks?|months?|years?|ytd|year-to-date|change) \| (?:[+-] )?P(?= \||$)"
)


def _returning(sentence: Sentence) -> Unit | None:
    """Whose "its returns" are: the index of the sentence before, else the share that the page is about."""
    if sentence.string.startswith("its ") and (subject := subject_before(sentence, 1)) is not None:
        return subject
    topic = sentence.article.company(sentence, 0)
    return Unit("N", topic.start, topic.end, [topic]) if topic else None


def _of_page(sentence: Sentence) -> Unit | None:
    """The one index or company that the page's title names."""
    named = [unit for _, unit in sentence.article.sentences[0].shape.subjects if unit.symbol in "IN"]
    return named[0] if len(named) == 1 and len(named[0].items) == 1 else None


def _is_headed(sentence: Sentence) -> bool:
    """Whether the row above a table of returns names an index beside the share."""
    for n in range(1, 9):
        other = sentence.before(n)
        if other is None or other.block < sentence.block - 9:
            return False
        if (
            re.search(r"\b(?:N|C|stock|share|company)(?: |\b.* )I(?: |$)", other.string)
            and "P" not in other.string
        ):
            return True
    return False


def _held(reader: "Reader") -> Iterator[Move]:
    sentence, string = reader.sentence, reader.roles.string
    over = horizon(text_of(sentence, 0, len(sentence.string)))
    company = sentence.article.company(sentence, 0)
    index = sentence.article.index(sentence, 0, "benchmark")
    places = [place for place, role in enumerate(string) if role == "P"]
    if over is None or company is None:
        return
    benchmark = Item(index, company.start, company.end) if index else None
    for place, symbol, item in zip(places, "NI", (company, benchmark), strict=True):
        if item is None:
            continue
        reader.taken.add(place)
        figure: Figure = reader.unit(place).items[0].value
        start, end = reader.roles.span(place, place + 1)
        yield Move(item, symbol, figure, figure.sign or 1, over, start, end, "period")


def _above(sentence: Sentence) -> Unit | None:
    """The subject of the line above a list of returns."""
    for n in range(1, 15):
        other = sentence.before(n)
        if other is None:
            return None
        if _LINE.fullmatch(Roles(other.shape).string):
            continue
        here = re.search(r"return|record|performance|perform|periods?|gain", other.string)
        units = [unit for unit in other.shape.units if unit.symbol in "IN"]
        if here and not units:
            units = [unit for unit in (subject_before(other, 0),) if unit is not None]
        return units[0] if here and units else None
    return None


def rows(reader: "Reader") -> Iterator[Move]:
    """A row of a table, its sign in the cell or the heading: "| Sensex | 2,185 points (2.54%) | 83,576 |"."""
    yield from _paired(reader)
    found = re.match(r":(?P<e>[NIS]):+(?P<rest>[^NIS]*)$", reader.roles.string)
    if not found or "|" not in reader.sentence.string:
        return
    head = _table_head(reader.sentence)
    if head is None:
        return
    rest = found.start("rest")
    for at in range(rest, len(reader.roles.string)):
        if reader.roles.string[at] != "P" or at in reader.taken:
            continue
        figure: Figure = reader.unit(at).items[0].value
        word = next((r for r in reader.roles.string[rest:at] if r in "rfAEGLUD"), None)
        sign = figure.sign or (sign_of(word) if word else 0) or _head_sign(head)
        if not sign:
            return
        reader.taken.add(at)
        level = next(
            (
                reader.unit(n).items[0].value
                for n in range(rest, len(reader.roles.string))
                if reader.roles.string[n] in "#M" and reader.unit(n).items[0].value.value >= 100
            ),
            None,
        )
        start, end = reader.roles.span(found.start("e"), len(reader.roles.string))
        has_level = level is not None and re.search(r"\b(?:clos|level|price|ltp|last)", head)
        subject = reader.unit(found.start("e"))
        yield Move(
            subject.items[0], subject.symbol, figure, sign, horizon(head), start, end, "row",
            level if has_level else None, "close",
        )  # fmt: skip
        return


_PAIR = re.compile(
    r"(?:[|] )?(?P<a>N) [|] (?P<x>[+-] )?(?P<p>[#P]) [|] (?P<b>N) [|] (?P<y>[+-] )?(?P<q>[#P])(?: [|])?"
)


def _paired(reader: "Reader") -> Iterator[Move]:
    """A row "Balrampur | 4.41 | Anant Raj | -9.16" under "Gainers | % | Losers | %"."""
    sentence, found = reader.sentence, _PAIR.fullmatch(reader.sentence.string)
    above = (o.string for n in range(1, 25) if found and (o := sentence.before(n)) is not None)
    head = next((told for told in above if _GAINERS.search(told)), "")
    if not found or not _LOSERS.search(head):
        return
    side = 1 if _GAINERS.search(head).start() < _LOSERS.search(head).start() else -1  # type: ignore[union-attr]
    for name, figure, sign in (("a", "p", side), ("b", "q", -side)):
        subject, value = sentence.shape.told(found, name), sentence.shape.told(found, figure).items[0].value
        if len(subject.items) == 1 and 0 < value.value <= 100:
            moved = Figure(value.value, unit="pct")
            yield Move(subject.items[0], "N", moved, sign, None, 0, len(sentence.string), "paired")


def _table_head(sentence: Sentence) -> str | None:
    """The heading of the table that this row is of, in lower case."""
    for n in range(1, 60):
        other = sentence.before(n)
        if other is None or not other.string.startswith("|"):
            return None
        if not re.search(r"[#PTM]", other.string) and re.search(r"[a-z]", other.string):
            return text_of(other, 0, len(other.string))
    return None


def owned(reader: "Reader") -> Iterator[Move]:
    """ "Its one-month loss comes to 10%": the owner is the subject before."""
    for found in reader.sentence.shape.find(OWNED):
        figures, noun = reader.sentence.shape.unit(found, "p"), found["noun"]
        at = reader.sentence.shape.index(found.start())
        subject = subject_before(reader.sentence, at)
        if subject is None and reader.sentence.article.topic is not None:
            topic = reader.sentence.article.topic
            subject = Unit("N", topic.start, topic.end, [topic])
        if (
            figures is None
            or subject is None
            or is_doubtful(reader.sentence.shape, found.start(), found.end())
        ):
            continue
        told = horizon(text_of(reader.sentence, found.start(), found.end()))
        if told is None and noun.startswith("return"):  # "Year to date, the return is -19%"
            told = told_horizon(reader.sentence, *found.span())
        is_its = found.group().startswith(("its", "the ")) or noun.startswith(("return", "performance"))
        if told in (None, "1d") or not is_its or "return on " in found.group():
            continue
        if OTHER_FIGURE.match(reader.sentence.string[found.end() : found.end() + 90] + " "):
            continue
        figure: Figure = figures.items[0].value
        if not found["verb"] and not noun.startswith("return"):
            continue  # "the one-year return P", but not "the rally P"
        way = re.search(r"\b(?:(?P<up>positive|green)|negative|red)\b", found["how"])
        if noun in ("performance", "change") and not (figure.sign or way):
            continue
        sign = figure.sign or (-1 if way and not way["up"] else moves("noun").get(noun, 1))
        place = reader.roles.at.index(reader.sentence.shape.index(found.start("p")))
        if place in reader.taken:
            continue
        reader.taken.add(place)
        yield Move(subject.items[0], subject.symbol, figure, sign, told, found.start(), found.end(), "owned")
        yield from reader.chained(place + 1, subject, sign, found.start())
