"""A line of calls: the sentences that are read as one, its grades made symbols, and whom its heads name.

G is a grade that stands out (quoted, capitalised in running text, or of a word that is nothing else), g one
that might be a plain word ("buy", "add"). A table row, though cut at its bars, is one line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from bhavhouse.news import grades
from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.lexicon import names_of, plain_name, words
from bhavhouse.news.units import Item, Shape, Unit

# Grades that are no words of another meaning.
_FIRM = words("firm_grade")
# Words that grade only where they are quoted or stand with another grade.
_VAGUE = frozenset(["positive", "negative", "in line", "inline", "perform", "trim", "avoid", "top pick"])
_SHORT_LINE = 300
_LONGEST_ROW = 600


@dataclass
class Line:
    """Sentences read as one, as symbols with grades."""

    first: Sentence
    shape: Shape
    is_row: bool
    heads: "Heads" = field(default_factory=lambda: Heads())

    @property
    def string(self) -> str:
        """Its symbols."""
        return self.shape.string

    @property
    def article(self) -> Article:
        """The article it is of."""
        return self.first.article

    @cached_property
    def things(self) -> list[tuple[int, Unit]]:
        """The units that are no words, with their places."""
        pairs = zip(self.shape.starts, self.shape.units, strict=True)
        return [(at, unit) for at, unit in pairs if unit.items]

    def in_first(self, offset: int) -> int:
        """A place of the line, at a unit's end, as a place of its first sentence."""
        end = self.shape.units[self.shape.index(max(0, offset - 1))].end
        first = self.first.shape
        at = next((n for n, unit in enumerate(first.units) if unit.end >= end), len(first.units) - 1)
        return first.starts[at] + len(first.units[at].symbol)

    def units(self, symbols: str, start: int = 0, end: int | None = None) -> list[tuple[int, Unit]]:
        """The units of these symbols between two places of the string, with their places."""
        stop = len(self.string) if end is None else end
        return [(at, unit) for at, unit in self.things if start <= at < stop and unit.symbol in symbols]


@dataclass
class Heads:
    """Whom a line's surroundings name: its own head, and the heading above."""

    own_share: Item | None = None
    own_houses: list[Item] = field(default_factory=list)
    share: Item | None = None
    houses: list[Item] = field(default_factory=list)
    is_call: bool = False
    # Whether the share is one house's, "B on X": the next house alone heads no part of it.
    of_pair: bool = False
    # Whether the line is headed by a house on a sector or a country: no share of its surroundings is meant.
    is_market: bool = False
    target_cell: int | None = None
    # The columns of the grade before and the grade now.
    grade_cells: tuple[int, int] | None = None


def lines(article: Article, *scales: str) -> Iterator[Line]:
    """The lines of an article in order, each with the heads above it."""
    heads = Heads()
    block: int | None = None
    for group, units in _parts(article):
        first = group[0]
        shape = _graded(first, units, scales)
        line = Line(first, shape, "|" in shape.string)
        if first.block != block:
            block = first.block
            if heads.own_share or heads.own_houses or heads.is_market:
                heads = replace(heads, own_share=None, own_houses=[], is_market=False)
        heads = _headed(line, heads, is_whole=len(group) == 1)
        cell = _target_cell(line, heads.target_cell)
        if cell != heads.target_cell:
            heads = replace(heads, target_cell=cell)
        pair = _grade_cells(line, heads.grade_cells)
        if pair != heads.grade_cells:
            heads = replace(heads, grade_cells=pair)
        line.heads = heads
        yield line
        heads = _tailed(line, heads)


def _target_cell(line: Line, known: int | None) -> int | None:
    """Which column of a table holds the target: told by a head row, forgotten where the table ends."""
    if not line.is_row:
        return None
    if re.search(r"(?:^| )[MP#BG](?= |$)", line.string):
        return known
    cells = line.string.split("|")
    told = [n for n, cell in enumerate(cells) if _TARGET_CELL.search(cell)]
    new = [n for n in told if not re.search(r"\b(?:old|previous|prior|earlier|last)\b", cells[n])]
    return next(iter(new or told), known)


def _grade_cells(line: Line, known: tuple[int, int] | None) -> tuple[int, int] | None:
    """Which columns of a table hold the grade before and the grade now."""
    if not line.is_row:
        return None
    if re.search(r"(?:^| )[MP#BGg](?= |$)", line.string):
        return known
    cells = [cell.strip() for cell in line.string.split("|")]
    old = next((n for n, cell in enumerate(cells) if _OLD_CELL.match(cell)), None)
    new = next((n for n, cell in enumerate(cells) if _NEW_CELL.match(cell)), None)
    return (old, new) if old is not None and new is not None else known


def _parts(article: Article) -> Iterator[tuple[list[Sentence], list[Unit]]]:
    """The groups with their units."""
    for group in _groups(article):
        yield group, _without_owners([_known(u) for s in group for u in s.shape.units])


def _without_owners(units: list[Unit]) -> list[Unit]:
    """ "Vodafone Idea's rival Bharti Airtel" is Bharti Airtel: whose it is, is left out."""
    made: list[Unit] = []
    at = 0
    while at < len(units):
        symbols = [unit.symbol for unit in units[at : at + 4]]
        if (
            symbols[0] == "B"
            and made
            and made[-1].symbol in _REGRADES
            and any(u.symbol == "B" for u in made[-6:])
        ):
            made.append(
                Unit("N", units[at].start, units[at].end, units[at].items)
            )  # "B downgraded B to Sell"
            at += 1
            continue
        if symbols[:2] == ["N", "'s"] and symbols[3:] == ["N"] and symbols[2] in _RELATIONS:
            at += 3
            continue
        made.append(units[at])
        at += 1
    return made


_REGRADES = frozenset(["upgraded", "downgraded", "upgrades", "downgrades", "upgrading", "downgrading"])
_RELATIONS = frozenset(["rival", "peer", "parent", "subsidiary", "arm", "unit", "competitor", "promoter"])


def _known(unit: Unit) -> Unit:
    """A unit as it is; a name that is no company's as a word."""
    if unit.symbol != "N" or not all(plain_name(item.text) in names_of("no_company") for item in unit.items):
        return unit
    return Unit("-".join(unit.items[0].text.lower().split()), unit.start, unit.end)


def _groups(article: Article) -> Iterator[list[Sentence]]:
    """Sentences that bars or semicolons part within one short line, together."""
    group: list[Sentence] = []
    size = 0
    for sentence in article.sentences:
        if group:
            last, begun = group[-1].shape.units[-1], group[0].shape.units[0].start
            size += len(sentence.shape.units)
            joins = last.symbol in ("|", ";") and sentence.block == group[0].block and size < _LONGEST_ROW
            if joins and (last.symbol == "|" or sentence.shape.units[-1].end - begun < _SHORT_LINE):
                group.append(sentence)
                continue
            yield group
        group, size = [sentence], len(sentence.shape.units)
    if group:
        yield group


def _graded(first: Sentence, units: list[Unit], scales: tuple[str, ...]) -> Shape:
    """The units with their grades made symbols."""
    known, text = grades.phrases(*scales), first.article.text.plain
    if not any(
        unit.symbol in known
        or unit.symbol in _PLURAL
        or ("-" in unit.symbol and unit.symbol.partition("-")[0] in known)
        for unit in units
    ):
        return first.shape if units == first.shape.units else Shape(units)
    made: list[Unit] = []
    at = 0
    while at < len(units):
        unit = units[at]
        size = _grade_size(units, at, known) if unit.is_word else 0
        is_plural = unit.symbol in _PLURAL and "hold" in known and bool(made) and not first.is_title
        if is_plural and text[unit.start].isupper():
            printed = text[unit.start : unit.end - 1]  # "are Holds as of Friday"
            made.append(Unit("G", unit.start, unit.end, [Item(printed, unit.start, unit.end)]))
            at += 1
            continue
        if not size:
            made.append(unit)
            at += 1
            continue
        end = units[at + size - 1].end
        printed = re.sub(r"\s+", " ", text[unit.start : end])
        symbol = _strength(text, unit.start, printed, is_first=not made, is_title=first.is_title)
        made.append(Unit(symbol, unit.start, end, [Item(printed, unit.start, end)]))
        at += size
    return Shape(made)


_PLURAL = frozenset(["buys", "holds", "sells"])


def _grade_size(units: list[Unit], at: int, known: dict[str, frozenset[tuple[str, ...]]]) -> int:
    """How many units the grade that begins here takes; 0 where none begins."""
    head = units[at].symbol.partition("-")[0]
    if head not in known:
        return 0
    best, words = 0, []
    for size in range(1, 6):
        if at + size > len(units) or not units[at + size - 1].is_word:
            break
        symbol = units[at + size - 1].symbol
        if symbol == "-" and size > 1:
            continue
        words += symbol.split("-")
        if tuple(words) in known[head]:
            best = size
    # "strong buy" is no score of results
    cut = best and at + best < len(units) and units[at + best].symbol in _CALL_WORDS
    return 0 if cut else best


_CALL_WORDS = frozenset(["buy", "sell", "uptrend", "downtrend", "bullish", "bearish"])


def _strength(text: str, start: int, printed: str, *, is_first: bool, is_title: bool) -> str:
    plain = grades.plain_grade(printed)
    if text[max(0, start - 1) : start] in ("'", '"'):
        return "G"
    capital = printed[0].isupper() and not is_first and not is_title
    if plain in _VAGUE:
        return "g"
    if plain.replace(" ", "") in _FIRM or " " in plain:
        return "G"
    return "G" if capital else "g"


_PAIR = re.compile(
    r"^(?:[^|]{1,40} \| )?(?:\W )*(?:# [.)] )?(?P<b>B) (?:on|upon) (?:the )?(?P<n>[NIS])(?= |$)"
)
# "Tata Steel (Citi) | Sell", the head of what follows
_PAIR_BRACKETED = re.compile(r"^(?:\W )*(?:# [.)] )?(?P<n>N) \( (?P<b>B) \)(?= [|:—-]|$)")
_MARKET_PAIR = re.compile(r"^(?:[^|]{1,40} \| )?(?:\W )*(?P<b>B) on [^NC:|]{1,40} :(?= |$)")
_LABEL = re.compile(
    r"^(?:\W )*(?:# [.)] )?(?:D (?:[:—-] )?)?(?P<x>[NBIS])(?: \( [^()]{1,40} \))? (?:[:|—]|-(?= )|$)"
)
# "X - Buy (previously Sell)", the head of what follows
_ONLY_GRADE = re.compile(r"(?: ?:| [Gg](?: \( [^()]{0,30} \))?)?")
# "X | Brokerage: B | Rating: G | Target: M"
_RATED = re.compile(r"\| (?:ratings? : )?[Gg](?= )")
_CELL_OF = (
    r"(?: (?:mojo|technical|financial|S))*"
    r"(?: (?:rating|grade|call|stance|trend|score|reco\w*|week|month|quarter))?$"
)
_OLD_CELL = re.compile(rf"(?:old|previous|prior|earlier|from|last|before|was){_CELL_OF}")
_NEW_CELL = re.compile(rf"(?:new|to|current|latest|now|revised|this|after|is){_CELL_OF}")
_TARGET_CELL = re.compile(r"\btarget|\btp\b|fair value")
_TAIL = re.compile(r"(?:^|[.-] )(?P<n>N) :$")
_CONTENT = re.compile(r"(?:^| )[GgM#P](?= |$)")
# "State Bank of India", alone: of whom the lines below are, whatever the text is about
_ALONE = re.compile(r"(?:\W )*N(?: \( [^()]{1,20} \))?(?: [:–—-])?")


def _headed(line: Line, heads: Heads, *, is_whole: bool) -> Heads:
    """The heads with what a line's beginning, or a heading, says of whose call follows."""
    string, shape = line.string, line.shape
    pair = _PAIR.match(string) or _PAIR_BRACKETED.match(string)
    is_heading = is_whole and line.first.is_title and not _CONTENT.search(string)
    market = None if pair else _MARKET_PAIR.match(string)
    label = None if pair or market else _LABEL.match(string)
    if not (pair or market or label or is_heading):
        return heads
    heads = replace(heads)
    if market:
        heads.own_houses, heads.is_market = list(shape.told(market, "b").items), True
        heads.houses, heads.share, heads.is_call = heads.own_houses, None, True
        return heads
    if pair:
        share = shape.told(pair, "n")
        one = share.items[0] if share.symbol == "N" and len(share.items) == 1 else None
        heads.own_houses, heads.own_share = list(shape.told(pair, "b").items), one
        heads.is_market = share.symbol != "N"
        heads.houses, heads.share, heads.is_call, heads.of_pair = heads.own_houses, one, True, is_heading
        return heads
    if label:
        unit = shape.told(label, "x")
        if unit.symbol == "B":
            heads.own_houses = list(unit.items)
            if is_heading:
                heads.houses, heads.is_call = heads.own_houses, True
        elif unit.symbol == "N":
            heads.own_share = unit.items[0] if len(unit.items) == 1 else None
            raters = [item for _, u in line.units("B") for item in u.items] if _RATED.search(string) else []
            if is_heading or raters or _ONLY_GRADE.fullmatch(string, label.end()):
                heads.share, heads.houses, heads.is_call = heads.own_share, raters, True
        elif is_heading:
            heads.share, heads.houses, heads.is_call = None, [], False
        return heads
    if is_heading:
        shares = {item.text: item for _, u in line.units("N") for item in u.items}
        houses = [item for _, u in line.units("B") for item in u.items]
        if shares or houses or line.units("IS"):
            # A house's name alone heads its part of what a share's name heads, not of another house's note.
            if shares or not houses or heads.of_pair:
                heads.share = next(iter(shares.values())) if len(shares) == 1 else None
                heads.of_pair = False
            heads.houses = houses if len(houses) == 1 else []
            heads.is_call = (bool(heads.houses) and not shares) or bool(_ALONE.fullmatch(string))
    return heads


def _tailed(line: Line, heads: Heads) -> Heads:
    """The heads after a line that ends in a name and a colon: it heads what follows."""
    found = _TAIL.search(line.string) if line.string.endswith(":") else None
    unit = line.shape.told(found, "n") if found else None
    if unit is None or len(unit.items) != 1:
        return heads
    return replace(heads, share=unit.items[0], houses=[], is_call=True)
