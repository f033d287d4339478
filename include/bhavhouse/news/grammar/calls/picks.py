"""Orders of analysts to traders: "Buy X, target Rs 100, stop loss Rs 90". The grade and the target are the
house's where one is printed, else the analyst's; without either only the page's own pick is claimed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bhavhouse.news.article import Article
from bhavhouse.news.grammar.calls.events import Event, is_refused
from bhavhouse.news.grammar.calls.lines import Line
from bhavhouse.news.grammar.calls.targets import Target
from bhavhouse.news.grammar.pieces import pattern
from bhavhouse.news.people import looks_personal
from bhavhouse.news.units import Item, Unit

_ORDERS = (
    # "Buy X", "recommends Buy on X", "one can buy X"
    pattern(
        r"(?P<to>[Gg])(?: (?:calls?|on|in|the|shares?|stock|of|futures?|[:—-]|rating|for))* (?P<n>N)(?! 's)"
    ),
    # "X: Buy at Rs 100", "X | Buy"
    pattern(r"(?P<n>N)(?: \( [^()]{1,30} \))?(?: [:|—-]|(?: is| as) a) (?P<to>[Gg])"),
)
_TARGET = pattern(
    r"(?:targets?|tgts?|target prices?|tp)(?: (?:price|prices|of|at|for|to|[:=|—-]|is|near|around|the|a|"
    r"seen))* (?P<m>[M#])"
)
_SAYS = (
    r"(?:says?|said|recommends?|recommended|suggests?|suggested|picks?|told|advises?|advised|believes|likes)"
)
_PERSON = r"[A-Z][a-z]+(?: [A-Z][\w.]*){1,2}"
_HOUSE = r"(?:[A-Z][\w&.-]*(?: [A-Z&][\w&.-]*){0,4}|[a-z0-9]+\.(?:com|in))"
_OF_HOUSE = re.compile(
    rf"(?P<person>{_PERSON})(?:,| of| from| at) (?:[A-Za-z ,&-]{{0,80}}? (?:at|of|from|with) "
    rf")?(?P<house>{_HOUSE})"
)
_PERSON_SAYS = re.compile(
    rf"(?P<person>{_PERSON})(?:'s|’s|:| {_SAYS}\b|, (?:an? )?(?:\w+ ){{0,4}}?(?i:head|analyst|trader|expert|"
    rf"adviser|advisor|strategist))|\b{_SAYS},? (?P<person2>{_PERSON})"
)
_SURNAMED = re.compile(
    rf"\b(?:as per|according to|{_SAYS}) (?P<name>[A-Z][a-z]+)\b|"
    rf"\b(?P<name2>[A-Z][a-z]+),? (?:also )?{_SAYS}\b"
)
_SHORT = 160
# "Gaurav Bissa, Technical Analyst": what he is, no house.
_JOB = re.compile(
    r"(?:(?:Senior|Technicals?|Fundamental|Research|Equity|Equities|Markets?|Derivatives?|Chief|Independent|"
    r"Stock|"
    r"Vice|Chartered|Investment|Financial|SEBI\S*|Associate|Deputy|and|&) )*(?:Analyst|Expert|Strategist|"
    r"Advis[eo]r|Trader|Head|Director|Manager|Founder|President|CEO|CMT|CFA|Chartist|Partner|Consultant)"
)
_TEAM = re.compile(r"(?:(?:Technicals?|Derivatives?|Equity|Fundamental|Quantitative|and|&) ){1,4}Research")
# "The author is a research analyst at HDFC Securities", at the end of a page
_AUTHOR = re.compile(
    r"\b(?:authors?|analysts?|writers?) (?:is|are|works?)(?: \S+){0,8}? (?:at|with|of|from|,) (?P<b>B)(?= |$)"
)
_OWN = re.compile(
    r"(?:^| )(?:today 's|our|trading|stock|intraday|top|positional|btst|swing) (?:\S+ )?(?:picks?|calls?|"
    r"tips?|recommendations?|trades?) (?:for today |of the day )?[:-] "
)
# An order that waits for a price.
_WAITS = re.compile(r" (?:only )?(?:above|abv|below|if|once|on (?:a )?(?:close|break\w*|move))(?= |$)")


@dataclass
class Pick:
    """What an order tells, and of which share."""

    told: Event | Target
    houses: list[Item]
    shares: list[Item]


_HEADS_ORDER = re.compile(r"^(?:\W )*(?:N(?: \( [^()]{1,30} \))? [:|—-] [Gg]|[Gg] N)(?= |$)")


def heads_order(line: Line) -> bool:
    """Whether a line is an order's head: "X: Buy", "Sell X"."""
    return bool(_HEADS_ORDER.match(line.string))


_HE = re.compile(r"\b(?:he|she|his|her|the (?:analyst|expert))(?= |$)")


@dataclass
class Speaker:
    """Whose orders the lines below are."""

    houses: list[Item] = field(default_factory=list)
    block: int = -99
    # Of whom the order was whose head was read last, in a text that tells it behind the head.
    given: list[Item] = field(default_factory=list)
    people: dict[str, list[Item]] = field(default_factory=dict)
    # Who gave the order before: "He also recommends".
    last: list[Item] = field(default_factory=list)
    # Whether the first order of the text came before any speaker: then who gives one is told behind it.
    is_behind: bool | None = None

    def note(self, line: Line) -> None:
        """Take whom a heading or a short line names."""
        units = line.shape.units
        plain = line.article.text.plain[units[0].start : units[-1].end]
        is_open = line.first.is_title or plain.endswith(":") or len(plain) < _SHORT
        if is_open and not line.units("M") and (named := _speaker(line)):
            self.houses, self.block = named, line.first.block

    def at(self, line: Line) -> list[Item]:
        """Whom a line without a speaker of its own goes back to."""
        return self.houses if line.first.block - self.block <= 25 else []

    def of(self, line: Line, behind: Sequence[Line]) -> list[Item]:
        """Who gives an order that names nobody: whom the lines above or, by the text's habit, below name."""
        if self.is_behind is None:
            self.is_behind = not self.at(line)
        if not self.is_behind:
            return self.at(line)
        if not heads_order(line):
            return self.given
        self.given = self.houses if line.first.block - self.block <= 1 else []
        for other in behind[:4]:
            if heads_order(other) or other.first.block - line.first.block > 2:
                break
            if other.first.block > line.first.block and (named := _speaker(other) or self._surnamed(other)):
                self.given = named
                for person in re.findall(_PERSON, _plain(other)):
                    self.people.setdefault(person.rpartition(" ")[2], named)
                break
        return self.given

    def _surnamed(self, line: Line) -> list[Item]:
        """The house of a person told by the last name, who was named in full before."""
        found = _SURNAMED.search(_plain(line))
        return self.people.get(found["name"] or found["name2"], []) if found else []


def _plain(line: Line) -> str:
    units = line.shape.units
    return line.article.text.plain[units[0].start : units[-1].end]


def picks(line: Line, speaker: Speaker, share: Item | None, behind: Sequence[Line]) -> Iterator[Pick]:
    """The orders of a line that has a stop loss, in its order; `behind` are the lines after it."""
    own = _speaker(line)
    said = speaker.last if _HE.search(line.string) else []
    houses = own or said or speaker.of(line, behind) or _author(line.article)
    speaker.last = own or said
    if not (houses or _OWN.search(line.string)) or line.units("IX"):
        return
    taken: set[int] = set()
    starts: list[tuple[int, list[Item]]] = []
    for order in _ORDERS:
        for found in line.shape.find(order):
            unit = line.shape.told(found, "n")
            waits = _WAITS.match(line.string, found.end())
            if found.start("to") in taken or waits or _is_refused(line, found.start("to"), found.end()):
                continue
            if any(item.text == house.text for item in unit.items for house in houses):
                continue
            taken.add(found.start("to"))
            shares = [_share(item) for item in unit.items]
            starts.append((found.start(), shares))
            yield Pick(_event(line, found), houses, shares)
    if not taken and share is not None and not line.units("N"):
        starts.append((0, [share]))
    starts.sort(key=lambda told: told[0])
    for n, (at, shares) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(line.string)
        goal = _TARGET.search(line.string, at, end)
        if goal is None and len(starts) == 1:
            goal = _TARGET.search(line.string)
        price = line.shape.unit(goal, "m") if goal else None
        if goal and price is not None and len(shares) == 1 and _is_price(price):
            for item in price.items:
                one = Unit(price.symbol, price.start, price.end, [item])
                yield Pick(Target("pick", goal.start(), goal.end(), one, None, goal), houses, shares)


_FUTURES = re.compile(r" (?:futures?|fut)$", re.I)


def _share(item: Item) -> Item:
    """The share of a name that is printed with its contract: "IndusInd Bank Futures"."""
    found = _FUTURES.search(item.text)
    if not found:
        return item
    return Item(item.text[: found.start()], item.start, item.start + found.start())


# "One can buy" is an order, "may be bought if" none.
_ORDERED = re.compile(r"\b(?:one|you|investors|traders) (?:can|should|may)(?: also)? $")


def _is_refused(line: Line, start: int, end: int) -> bool:
    if _ORDERED.search(line.string[:start]):
        return bool(re.search(r"\b(?:if|unless|once|above|below|breaks?)\b", line.string[:start]))
    return is_refused(line, start, end)


def _is_price(unit: Unit) -> bool:
    figure = unit.items[0].value
    return bool(figure.value >= 5 and (unit.symbol == "#" or figure.unit == "inr"))


def _event(line: Line, found: re.Match[str]) -> Event:
    grade = line.shape.told(found, "to").items[0].text
    return Event("pick", found.start(), found.end(), grade, None, None, found)


def order_block(line: Line, behind: Sequence[Line]) -> Line | None:
    """The line with the target of an order whose parts stand in lines below, a stop loss among them."""
    goal, has_stop = None, False
    for other in behind:
        if heads_order(other) or other.first.block - line.first.block > 6:
            break
        has_stop = has_stop or bool(
            re.match(r"(?:\W )*(?:strict )?(?:stop ?-? ?loss|stoploss|stop-loss|sl)\b", other.string)
        )
        if goal is None and re.match(r"(?:\W )*(?:target|tgt|tp)", other.string) and other.units("M#"):
            goal = other
    return goal if has_stop else None


def block_picks(
    line: Line, goal: Line, speaker: Speaker, behind: Sequence[Line]
) -> Iterator[tuple[Line, Pick]]:
    """An order told in several lines: its grade by the head, its target by a line below."""
    houses = _speaker(line) or speaker.of(line, behind) or _author(line.article)
    found = next((m for order in _ORDERS for m in line.shape.find(order)), None)
    price = _TARGET.search(goal.string)
    unit = goal.shape.unit(price, "m") if price else None
    if not houses or found is None or price is None or unit is None or not _is_price(unit):
        return
    shares = [_share(item) for item in line.shape.told(found, "n").items]
    yield line, Pick(_event(line, found), houses, shares)
    for item in unit.items:
        one = Unit(unit.symbol, unit.start, unit.end, [item])
        yield goal, Pick(Target("pick", price.start(), price.end(), one, None, price), houses, shares)


def _author(article: Article) -> list[Item]:
    """The house of the page's author, where a line tells it."""
    if "author" not in article.memo:
        told = (
            (sentence, found)
            for sentence in article.sentences
            if "B" in sentence.string and (found := _AUTHOR.search(sentence.string))
        )
        first = next(told, None)
        article.memo["author"] = first[0].shape.told(first[1], "b").items[:1] if first else []
    known: list[Item] = article.memo["author"]
    return known


def _speaker(line: Line) -> list[Item]:
    """The house that a line names, or the person."""
    units = line.shape.units
    houses = [item for _, unit in line.units("B") for item in unit.items]
    if houses:
        return houses[:1]
    start, end = units[0].start, units[-1].end
    plain = line.article.text.plain
    for found in _OF_HOUSE.finditer(plain, start, end):
        is_house = not (
            _TEAM.fullmatch(found["house"])
            or _JOB.fullmatch(found["house"])
            or found["house"].startswith(("CNBC", "ET ", "Zee"))
        )
        is_listed = any(
            u.start <= found.start("person") < u.end and len(u.items) > 1 for _, u in line.units("N")
        )
        if looks_personal(found["person"]) and is_house and not is_listed:
            return [Item(found["house"], found.start("house"), found.end("house"))]
    for found in _PERSON_SAYS.finditer(plain, start, end):
        group = "person" if found["person"] else "person2"
        if looks_personal(found[group]):
            return [Item(found[group], found.start(group), found.end(group))]
    return []
