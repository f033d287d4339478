"""Moves whose side stands elsewhere: lists of "gainers", figures held against another's, returns earned."""

import re
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from bhavhouse.news.dates import A_WEEKDAY
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.moves import listed
from bhavhouse.news.grammar.moves.clauses import AGAINST, CAME_NEXT, EARNED, SERIES, sign_of
from bhavhouse.news.grammar.moves.move import Move
from bhavhouse.news.grammar.moves.told import told_horizon
from bhavhouse.news.grammar.pieces import LET_DOWN, LET_UP, text_of
from bhavhouse.news.numbers import Figure
from bhavhouse.news.periods import horizon, periods
from bhavhouse.news.units import Unit

if TYPE_CHECKING:
    from bhavhouse.news.grammar.moves.moves import Reader

_EARNED = re.compile(
    r"\b(?:delivered|generated|returned|yielded|rewarded|given|gave|earned|clocked|made|manage|managed|mustered)\b"
)
_ON_DAY = re.compile(rf"\bon (?:the )?{A_WEEKDAY}")  # "105 points on Tuesday and 16 points on Wednesday"
# "delivered 17.8%, the top return of the day"
_BEST = re.compile(r"(?: ,)? the (?:top|best|highest|strongest) (?:return|gain|performance|performer)\b")
# "A (2%) and B (1%) closed in the green"
_PLACED = re.compile(
    r"(?: \))?(?: ,)?(?: (?:ended|closed|settled|finished|traded|were|was|are|trading|also|all|both))+ "
    r"(?:in|into)(?: the)? (?:(?P<up>green|positive)|red|negative)\b"
)
_AT_TOP = re.compile(r"(?: \))? (?:occup(?:y|ied)|took|take|filled|fill) the (?:top|first)\b")
# "A (4%) and B (3%) drove the index up"
_DROVE = re.compile(
    rf"(?: \))?(?: ,)?(?: which| that| have| had)*(?: (?P<up>{LET_UP})| {LET_DOWN})(?! by)(?= )"
)
# "Only three ended in green: A (0.4%), B (0.3%)"
_COLOURED = re.compile(
    r"\b(?:in|into|with) (?:the )?(?:(?P<up>green|gains|positive \w+)|red|losses|negative \w+)(?: (?:with|:|"
    r",|were|was|including|-))+ $"
)
# "A (2%)", "A by 2% to Rs 410", "A (410.20, 2%)"
_RUN = re.compile(r"(?:[NIS][(:i]?(?:[#M][,;:(])?P\)?(?:a[#M]|M|\(M\))?[,&;:]*)+")
_ONE = re.compile(
    r"(?P<e>[NIS])[(:i]?(?:(?P<level0>[#M])[,;:(])?(?P<p>P)\)?(?:(?:a|\(?(?=M))(?P<level>[#M])\)?)?"
)
_FOLLOWED = re.compile(r"(?:[pbw]{0,3}&|w{0,2}b&?|&)(?=[NIS][(:i]?P)")


def against(reader: "Reader") -> Iterator[Move]:
    """ "... rose 4%, against 2% for the Nifty": the sign of the move before."""
    string, shape = reader.roles.string, reader.sentence.shape
    for found in AGAINST.finditer(string):
        at, whose = (found.start("p"), "e") if found["p"] else (found.start("p2"), "e2")
        start, end = reader.roles.span(min(at, found.start(whose)), found.end())
        before = string[: found.start()]
        side = next((role for role in reversed(before) if role in "rfAEGLUD"), None)
        if before.endswith("hP") or (side and reader.is_held(found, at)):
            side = "r"  # "it has delivered 61% as against 8% for the Sensex"
        if at in reader.taken or side is None or is_doubtful(shape, start, end):
            continue
        if "would have" in reader.sentence.string[:start]:
            continue
        # "against 0.4% of the Sensex" is no share of it.
        is_held = reader.unit(found.start()).symbol not in ("from", "despite", "since")
        if not (is_held and "O" in found.group()) and reader.is_other(found, at):
            continue
        reader.taken.add(at)
        subject = reader.unit(found.start(whose))
        yield from reader.pairs(subject, reader.unit(at), sign_of(side), start, end, "against", found)
        yield from reader.chained(found.end(), subject, sign_of(side), start)


def earned(reader: "Reader") -> Iterator[Move]:
    """ "It delivered 120% in one year": a return over a time needs no side."""
    shape = reader.sentence.shape
    for found in EARNED.finditer(reader.roles.string):
        at = found.start("p")
        start, end = reader.roles.span(found.start("e"), found.end())
        subject = reader.whom(found.start("e"))
        if at in reader.taken or subject is None or not _EARNED.search(shape.string[start:end]):
            continue
        is_best = _BEST.match(shape.string, end)
        if (told_horizon(reader.sentence, start, end) in (None, "1d") and not is_best) or reader.is_other(
            found, at
        ):
            continue
        if is_doubtful(shape, start, end):
            continue
        reader.taken.add(at)
        figures = reader.unit(at)
        sign = figures.items[0].value.sign or 1
        yield from reader.pairs(subject, figures, sign, start, end, "earned", found)
        yield from reader.chained(found.end(), subject, sign, start)


# "Stocks that rose 30-45 percent include A and B"
_INCLUDED = re.compile(r"(?:Y|Q|j(?P<s>[rf]))(?P<p>P)[^NISPT#M;.]{0,8}?(?P<e>N)(?![(P:])")
_INCLUDE = re.compile(r"\b(?:include[sd]?|including|such as|like|were|are|:)\b[^,;]*$")


def included(reader: "Reader") -> Iterator[Move]:
    """Shares named as those that moved so much."""
    for found in _INCLUDED.finditer(reader.roles.string):
        at = found.start("p")
        start, end = reader.roles.span(found.start(), found.end())
        if at in reader.taken or not _INCLUDE.search(reader.sentence.string[start:end].rsplit(" ", 1)[0]):
            continue
        side = found["s"] or ("r" if found.group()[0] == "Y" else "f")
        reader.taken.add(at)
        subject = reader.unit(found.start("e"))
        yield from reader.pairs(subject, reader.unit(at), sign_of(side), start, end, "included", found)


def followed(reader: "Reader") -> Iterator[Move]:
    """ "It was followed by B 5.5%": the sign of the move before."""
    found = _FOLLOWED.match(reader.roles.string)
    for n in range(1, 4) if found else ():
        other = reader.sentence.before(n)
        if other is None or other.block != reader.sentence.block:
            return
        earlier = [move for move in reader.moves_before(n) if move.sign]
        if found and earlier:
            yield from reader.chained(found.end(), Unit("w", 0, 0), earlier[-1].sign, 0)
            return


def series(reader: "Reader", end: int, subject: Unit, sign: int) -> Generator[Move, None, int]:
    """ "1.4% in the month, 18.2% over three months, in two years 35%": figures of the subject, each with its
    time; tells where they end."""
    string, at = reader.roles.string, end
    for found in SERIES.finditer(string, end):
        place = found.start("p")
        if found.start() != at or place in reader.taken:
            break
        first, last = reader.roles.span(place, place + 1)
        follows = reader.roles.span(place + 1, place + 2)[0] if place + 1 < len(string) else last
        over = text_of(reader.sentence, last, follows) if follows > last + 1 else ""
        before = horizon(text_of(reader.sentence, reader.roles.span(found.start(), place)[1], first))
        figures = reader.unit(place)
        if before is not None and len(figures.items) == 1 and subject.items:
            figure: Figure = figures.items[0].value
            item = subject.items[0]
            yield Move(item, subject.symbol, figure, figure.sign or sign, before, first, last, "series")
        # "18% over three months, 24% over six"
        elif not _ON_DAY.search(over) and (
            figures.symbol == "T"
            or (horizon(over) is None and horizon(f"{over.rstrip(' ,')} months") is None)
        ):
            break
        else:
            yield from reader.pairs(subject, figures, sign, first, last, "series", found)
        reader.taken.add(place)
        at = found.end()
    return at


def told_lists(reader: "Reader") -> Iterator[Move]:
    """ "Top gainers: A (2%), B (1.5%)": the nearest word before, or after the list, tells the side."""
    for run in _RUN.finditer(reader.roles.string):
        if 0 <= run.start() <= reader.others:
            continue
        sign = _side(reader, run.start(), run.end())
        for found in _ONE.finditer(reader.roles.string, run.start(), run.end()) if sign else ():
            at = found.start("p")
            if at in reader.taken:
                continue
            figures, subject = reader.unit(at), reader.unit(found.start())
            start, end = reader.roles.span(found.start(), found.end())
            if is_doubtful(reader.sentence.shape, start, end):
                continue
            reader.taken.add(at)
            own = figures.items[0].value.sign
            yield from reader.pairs(subject, figures, own or sign, start, end, "told", found)


def times(reader: "Reader", end: int, size: int) -> list[str] | None:
    """The times listed after as many figures, or those that the sentence before listed."""
    length = len(reader.sentence.string)
    told = text_of(reader.sentence, end, length) if end < length else ""
    first = reader.roles.string.find("P")
    before = text_of(reader.sentence, 0, reader.roles.span(first, first + 1)[0]) if first > 0 else ""
    times: list[str] = []
    for text in (before, told):
        times = [period.name for period in periods(text)]
        if len(times) == size:
            return times
    other = reader.sentence.before()
    if times or other is None or other.block != reader.sentence.block:
        return None
    earlier = [move.horizon or "" for move in reader.moves_before(1)]
    return earlier if len(earlier) == size and len(set(earlier)) == size else None


def has_own_side(reader: "Reader", start: int) -> bool:
    """Whether the words after a list tell where its members closed."""
    found = _RUN.match(reader.roles.string, start)
    if not found:
        return False
    last = reader.roles.span(found.end() - 1, found.end())[1]
    return bool(_PLACED.match(reader.sentence.string, last))


def _side(reader: "Reader", start: int, end: int) -> int:
    """Whether a list is one of gainers or of losers."""
    string, sentence = reader.roles.string, reader.sentence
    first, last = reader.roles.span(start, start + 1)[0], reader.roles.span(end - 1, end)[1]
    before = string[:start]
    before = re.sub(r"(?<=[YQ])x", "_", before)  # "gainers led by A (2%)"
    border = max(before.rfind("x"), before.rfind(";"), before.rfind("."))
    moved = re.match(r"\)?,?(?:&?N)?[bnwzq&]{0,3}(?P<s>[rf])(?![#PTM])", string[end:])
    placed = _PLACED.match(sentence.string, last)
    if moved or placed:
        return sign_of(moved["s"]) if moved else 1 if placed and placed["up"] else -1
    if _AT_TOP.match(sentence.string, last):
        return 1
    drove = _DROVE.match(sentence.string, last)
    if drove:
        return 1 if drove["up"] else -1
    coloured = _COLOURED.search(sentence.string[:first])
    if coloured:
        return 1 if coloured["up"] else -1
    if before in ("U", "D", "U:", "D:"):
        return 1 if before[0] == "U" else -1  # "▲ Tata Elxsi 3.4% | Coforge 2.1%"
    if limit := re.search(r"(?P<s>[CF])w?:$", before):
        return sign_of(limit["s"])  # "Stocks that hit the upper circuit: A (5%), B (4.9%)"
    near = max(before.rfind("Y"), before.rfind("Q"))
    if near > border:
        return 1 if before[near] == "Y" else -1
    after = re.match(r"\)?,?[bnw&]{0,4}I?(?P<s>[YQ])", string[end:])
    if after:
        return 1 if after["s"] == "Y" else -1
    if CAME_NEXT.match(sentence.string[last:]):
        here = re.search(r"(?P<s>[rfAEUD])P[^;.]*$", before)
        if here:
            return sign_of(here["s"])
        earlier = [move for move in reader.moves_before(1) if move.sign]
        if sentence.before() is not None:
            return earlier[-1].sign if earlier else 0
    lead = re.search(r"(?P<h>h)$|(?P<v>[GLAE](?=b{0,2}[nO]$)|[UD](?=:w?$))", before)
    if lead and lead["v"]:
        return sign_of(lead["v"])
    if not re.search(r"[NISPTM#]", before):
        return listed.heading_sign(sentence)
    return 0
