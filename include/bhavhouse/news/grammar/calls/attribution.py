"""Of which share a call is: the names of the line first, then those around it."""

import re

from bhavhouse.news.article import Article
from bhavhouse.news.grammar.calls.event_words import RATING
from bhavhouse.news.grammar.calls.events import Event
from bhavhouse.news.grammar.calls.houses import Spoken, is_house, items_of
from bhavhouse.news.grammar.calls.lines import Line
from bhavhouse.news.grammar.calls.targets import Target
from bhavhouse.news.lexicon import plain_name
from bhavhouse.news.numbers import SPELLED
from bhavhouse.news.units import Item, Unit

_ON = re.compile(
    rf"^(?: \( P[^()]{{0,20}} \))?(?: (?:{RATING}|now|still|both|earlier|previously|per share|signal|each|"
    rf",))* (?:on|for|of|to)"
    r"(?: (?:the|shares?|stock|stocks|scrip|of|both|S|major|giant))* (?P<n>[NC])(?= |$)"
)
_MANY = re.compile(r"\b(?:stocks|companies|names|counters|players|scrips|shares|others|ones)\b(?! of)")


_MARKET = (
    r"(?:[IS]|X|small|mid|(?:small|mid|large)-?caps?|smaller|india|indian|china|chinese|japanese|korean|"
    r"taiwanese|american|european|british|german|global|"
    r"emerging|asian?|equities|markets?|sectors?|banks|lenders)"
)
_MARKET_BEFORE = re.compile(
    rf"\b{_MARKET}(?: (?:'s|stocks?|sector|space|companies|names|equities|markets?|banks|S|lenders|"
    rf"shares))*(?: (?:at|to|as|is|are|was|were|now|from))* $"
)
_MARKET_AFTER = re.compile(
    rf"^(?: \w+)? (?:on|for|to|in) (?:the )?{_MARKET}(?= |$)(?! (?:major|giant|maker|firm|company|"
    rf"stock|lender|player|bellwether|heavyweight|index heavyweight) )"
    r"|^ (?:india|indian|china|asia|equities|emerging)(?= |$)"
)
_MARKET_IN = re.compile(
    r"\btopix target\b|\b(?:india|indian|equities|sector|markets|stocks) (?:equities |stocks |market )*to\b|"
    r"\b(?:target|tp) (?:on|for|of) (?:the )?I\b"
)


_HEADLINE = 150


def shares_of(line: Line, told: Event | Target, begin: int, end: int, spoken: Spoken) -> list[Item]:
    """The shares of a call that stands between two others; of a headline's name, as the text prints it."""
    found, first = _shares_of(line, told, begin, end, spoken), line.article.sentences[0]
    if line.first.block == first.block or len(first.string) > _HEADLINE:
        return found
    return [in_text(line.article, i) if i.end <= first.shape.units[-1].end else i for i in found]


def _shares_of(line: Line, told: Event | Target, begin: int, end: int, spoken: Spoken) -> list[Item]:
    string = line.string
    if isinstance(told, Event) and (names := named_after(line, told)):
        return names
    if re.match(r"(?: \))? [:-] ", string[told.end :]) and not line.units("NBC", 0, told.end):
        return []  # the line tells whom it means after its colon
    if _is_market(line, told, begin, end):
        return []
    if both := _both(line, told):
        return both
    if by_order := in_order(line, told.end, spoken.pair):
        return by_order
    own_of = owner_before(line, told)
    if own_of is not None:
        return list(own_of.items)
    named = told.found.groupdict().get("n")
    if named:
        unit = line.shape.unit(told.found, "n")
        if unit is not None and unit.symbol == "N":
            return list(unit.items)
    after = _ON.match(string[told.end : end])
    several = _SEVERAL.match(string[told.end :]) if isinstance(told, Event) else None
    if after or several:
        at = told.end + (after or several).start("n")  # type: ignore[union-attr]
        unit = line.shape.units[line.shape.index(at)]
        if unit.symbol == "N" and not is_house(line, at, unit):
            return list(unit.items) + (_chained(line, at + 1) if isinstance(told, Event) else [])
    own = [(at, u) for at, u in line.units("NC", begin, told.end) if not is_house(line, at, u)]
    inside = [u for at, u in own if at >= told.start]
    if inside and inside[0].symbol == "N":
        return list(inside[0].items)
    if told.end < end and (
        told.found.group().split()[-1] in ("on", "for", "from", "by")
        or string[told.start : told.start + 1] in "Gg"
        or (isinstance(told, Event) and told.rule == "recommends")
    ):
        following = re.match(r" (?P<n>N)(?= |$)", string[told.end : end])
        if following:
            unit = line.shape.units[line.shape.index(told.end + 1)]
            if not is_house(line, told.end + 1, unit):
                return list(unit.items) + (_chained(line, told.end + 2) if isinstance(told, Event) else [])
    if line.is_row and line.heads.own_share is None:
        row = [(at, u) for at, u in line.units("N") if not is_house(line, at, u)]
        if row:
            return list(row[0][1].items)
    if line.heads.own_share is not None and (after or inside or not own or _in_words(line, own[-1][0])):
        return [line.heads.own_share]
    if not after and not inside and own and own[-1][1].symbol == "N":
        if len(own) > 1 and (moved := _MOVED.search(string, begin, told.start)):
            # "downgraded X, the operator of Y": X
            return items_of(line, moved, "n")
        return list(own[-1][1].items)
    return _context(line, told, spoken)


# "While the former was raised to Buy, the latter slipped to Hold", "the first two from A"
ORDER = re.compile(
    r"\bthe (?P<which>former|latter|first|second|third|last|other|rest|remaining)(?: (?P<count>two|three|"
    r"four))?(?= (?:to|from|was|is|were|are|has|have|moved|slipped|dropped|rose|turned|gained|stays|stayed|"
    r"remains|remained|keeps|kept|retains|[Gg])(?: |$))"
)
_PLACES = {"former": 0, "first": 0, "second": 1, "third": 2}


def in_order(line: Line, end: int, pair: list[Item]) -> list[Item]:
    """The names told last before a place that "the former", "the first two" or "the rest" mean."""
    told = list(ORDER.finditer(line.string, 0, end))
    if not told:
        return []
    runs = [u.items for _, u in line.units("NB", 0, told[0].start())]
    named = next((run for run in reversed(runs) if len(run) > 1), [i for run in runs for i in run][-2:])
    named = named if len(named) > 1 else pair
    which, size = told[-1]["which"], SPELLED.get(told[-1]["count"] or "", 1)
    if which in _PLACES:
        at = _PLACES[which]
        return named[at : at + size]
    return named[1:] if which in ("rest", "remaining") and size == 1 else named[-size:]


_CELL = re.compile(r"(?:^|[|/#:;] )$")


def _in_words(line: Line, at: int) -> bool:
    """Whether a name stands among the words of a row's cell, not in a cell of its own."""
    return line.is_row and not _CELL.search(line.string[max(0, at - 2) : at])


# "on several companies, including X"
_SEVERAL = re.compile(
    r"^(?: (?:ratings?|calls?|stances?|views?|tags?|each|all))*(?: (?:on|for|of|to))(?: (?:[a-z-]+|S|"
    r"#)){0,4}? (?:stocks|companies|names|majors|players|shares|counters|scrips|firms|lenders|banks|giants|"
    r"ones|constituents)(?: [,:(—-])?(?: (?:including|namely|such as|like|"
    r"viz))?(?: [:.])? (?P<n>N)(?= )(?<!\b[a-z] N)"
)
# "(TP Rs 100) and Y (TP Rs 200)", "with a target of Rs 100, Y at Rs 200": more shares of one grade
_CHAIN = re.compile(
    r"(?: \( [^()]{1,60} \)| (?:with|at|,|for|target|price|of|a|an|tp|the|per|share|:|each|M)){0,12}?"
    r"(?: ,| and| ;)+(?: on| for)? (?P<n>N)(?= (?:\( (?:tp|target|M|price)|at M|with a|with target))"
)


def _chained(line: Line, at: int) -> list[Item]:
    made: list[Item] = []
    for _ in range(30):
        found = _CHAIN.match(line.string, at)
        if not found:
            break
        made += line.shape.told(found, "n").items
        at = found.end()
    return made


_MOVED = re.compile(
    r"\b(?:upgrad|downgrad|initiat|maintain|retain|reiterat)\w*(?: (?:the|shares?|stock|rating|coverage|its|"
    r"on|of|for))* (?P<n>N)(?= )"
)


_BOTH = re.compile(
    r"(?:on|for|of|to) (?:(?P<two>the two|both|the duo|the pair)|all of them|all(?: the)? (?:three|four|five|"
    r"six|seven|eight|nine|ten|these)|each of (?:them|these)|each|all)(?: (?:stocks|companies|names|"
    r"of them))?(?= [,.;]|$| with| and| at)"
)


def _both(line: Line, told: Event | Target) -> list[Item]:
    """The two shares named last, where a grade is one of "the two"."""
    string = line.string
    found = _BOTH.search(string, max(0, told.start - 40), told.end + 40)
    if not found or re.match(r" (?:the )?N", string[found.end() :]):
        return []
    if isinstance(told, Target) and re.match(r" (?:for|on) N(?= |$)", string[told.end :]):
        return []
    sentences = [line.first.before(2), line.first.before(1)]
    units = [
        u
        for s in sentences
        if s is not None and s.block == line.first.block
        for u in s.shape.units
        if u.symbol == "N"
    ] + [u for at, u in line.units("N", 0, found.start()) if not is_house(line, at, u)]
    named = list({item.text: item for u in units for item in u.items}.values())
    if not found["two"]:
        return named if 2 <= len(named) <= 15 else []
    return named[-2:] if len(named) >= 2 else []


_OWNER = re.compile(r"(?:^| )(?P<n>N)(?: \(| at| with| with an?| :| for an?)* $")


def owner_before(line: Line, told: Event | Target) -> Unit | None:
    """The share that stands right before a target: "X (TP Rs 100) and Y (TP Rs 200)"."""
    if not isinstance(told, Target) or told.found.groupdict().get("n"):
        return None
    near = line.string[max(0, told.start - 24) : told.start]
    found = _OWNER.search(near)
    if not found or not found.group().strip()[1:]:
        return None
    at = max(0, told.start - 24) + found.start("n")
    unit = line.shape.units[line.shape.index(at)]
    return unit if len(unit.items) == 1 and not is_house(line, at, unit) else None


def _size(told: Event | Target) -> int:
    """How many shares it is told of: several prices are told of as many."""
    return len(told.unit.items) if isinstance(told, Target) else 1


def _context(line: Line, told: Event | Target, spoken: Spoken) -> list[Item]:
    """Whom "the stock" means, or a call that names none; by the name printed last before it."""
    found = _meant(line, told, spoken)
    if len(found) == len(spoken.shares) == 1 and spoken.shares_block <= line.first.block:
        one, two = plain_name(found[0].text), plain_name(spoken.shares[0].text)
        if one != two and (one.startswith(two) or two.startswith(one)):
            return spoken.shares
    return found


def _meant(line: Line, told: Event | Target, spoken: Spoken) -> list[Item]:
    heads = line.heads
    if heads.own_share is not None:
        return [heads.own_share]
    if line.string.startswith("— "):
        return []  # behind a name that was cut off
    if heads.is_market and not line.units("N", 0, told.start):
        return []
    before = [u for at, u in line.units("N", 0, told.start) if not is_house(line, at, u)]
    if before:
        return list(before[-1].items) if len(before[-1].items) == 1 or len(before) == 1 else []
    if spoken.shares_block == line.first.block and len(spoken.shares) == _size(told):
        return spoken.shares
    if heads.is_call and heads.share is not None:
        return [heads.share]
    topic = line.article.topic if line.article.is_told(line.first) else None
    if heads.share is not None and (topic is None or spoken.shares_block < 0):
        return [heads.share]
    if topic is not None and line.article.is_dominant:
        return [topic]
    if _UNKNOWN.match(line.string):
        return []
    if len(spoken.shares) == 1 and line.first.block - spoken.shares_block <= 2:
        return spoken.shares
    if topic is not None:
        return [topic]
    return [heads.share] if heads.share is not None else []


# "lupin — Buy", a line of a list whose share is not known
_UNKNOWN = re.compile(
    r"(?:\W )*(?!it |the |its |this |our |rating|call|stance|view|grade)[a-z][a-z&.' ]{2,40} "
    r"[—:|-] (?:from |to )?[Gg] "
)
_NAMES_AFTER = re.compile(
    r"^(?: \))?(?: :| -)(?: (?:#|two|three|four|five|six|seven|eight|nine|ten|stocks|names|companies|"
    r"counters|scrips|,|namely|viz|including|-)){0,6}((?: (?:N|,|;|and|&))+)(?: ,)?(?: (?:saw|got|received|"
    r"had|were|have been|are)(?: (?:an?|the))? (?:upgrad\w+|downgrad\w+|moved|"
    r"changed)(?: [a-z]+){0,6})?(?: \.)?$"
)


def named_after(line: Line, told: Event) -> list[Item]:
    """The shares that end a line which begins with what moved: "Moved to Buy: X, Y; Z"."""
    found = _NAMES_AFTER.match(line.string[told.end :]) if "N" in line.string[told.end :] else None
    if not found or line.units("NC", 0, told.start):
        return []
    return [item for _, unit in line.units("N", told.end) for item in unit.items]


# "..., and so did X", "..., as has Y"
_SO_TOO = re.compile(
    r"(?: (?:in|at|for|after|despite)(?: [^ ,;]+){1,6}?)?(?: ,)?(?: and)? (?:(?:so|as) (?:did|has|have|was|"
    r"were|does|do|is|are)|the same (?:holds|goes|is true) (?:for|of)) (?P<n>N)(?= |$)"
)


def too(line: Line, end: int) -> list[Item]:
    """The shares that moved too, told behind a move."""
    found = _SO_TOO.match(line.string, end)
    return list(line.shape.told(found, "n").items) if found else []


# "So did X": what moved in the sentence before moved for X too.
SO_DID = re.compile(r"^(?:so|as) (?:did|has|have|was|were) (?P<n>N)(?= |$)")


def is_listed(line: Line, begin: int, told: Event) -> bool:
    """Whether the subject is "stocks" that a list names after it."""
    if told.rule == "order":
        return False
    before = line.string[begin : told.start]
    many = _MANY.search(before) or re.search(
        r"\b(?:[ISX]|caps) (?:\w+ ){0,2}(?:have|has|had|saw|"
        r"were)\b",
        before,
    )
    return bool(many) and not line.units("NC", begin, told.end) and not _ON.match(line.string[told.end :])


def _is_market(line: Line, told: Event | Target, begin: int, end: int) -> bool:
    """Whether what is graded is a sector, an index or a country."""
    before, after = line.string[begin : told.start], line.string[told.end : end]
    if told.found.group().endswith((" on", " for")):
        after = " on" + after
    market = _MARKET_AFTER.match(after)
    if market and " in " in market.group() and line.units("N", begin, told.start):
        market = None  # "keeps X its favourite in the sector"
    return bool(_MARKET_BEFORE.search(before) or market or _MARKET_IN.search(told.found.group()))


# "by Diwali", "in London": no share is spoken of.
# "the BSNL deal": no share is spoken of.
_MATTER = re.compile(
    r"N (?:deal|order|contract|project|stake|merger|acquisition|integration|ipo|case|season|"
    r"scheme|programme|policy|norms?)(?= )"
)
_ASIDE = re.compile(r"(?:^| )(?:by|(?<!shares )in|at|until|till|before|since|during|near) $")


def note(line: Line, spoken: Spoken) -> None:
    """Who was spoken of in a line."""
    houses = [u for at, u in line.units("BN") if is_house(line, at, u)]
    if houses:
        spoken.houses, spoken.houses_block = list(houses[-1].items), line.first.block
    shares = {
        i.text: i
        for at, u in line.units("N")
        if not is_house(line, at, u)
        and not _ASIDE.search(line.string[max(0, at - 12) : at])
        and not _MATTER.match(line.string, at)
        and not (line.string[:at].endswith("the ") and re.fullmatch("[A-Z]{2,4}", u.items[0].text))
        for i in u.items
    }
    if len(shares) == 2:
        spoken.pair = list(shares.values())
    if line.heads.of_pair and not line.heads.own_share:
        return  # of one house's item, not of those behind it
    if len(shares) == 1:
        spoken.shares, spoken.shares_block = list(shares.values()), line.first.block
    elif shares:
        first = next((u for at, u in line.units("N") if not is_house(line, at, u)), None)
        is_subject = (
            first is not None and line.shape.units and first is line.shape.units[0] and len(first.items) == 1
        )
        spoken.shares = list(first.items) if is_subject and first is not None else []
        spoken.shares_block = line.first.block


def in_text(article: Article, item: Item) -> Item:
    """A headline's name as the text below prints it first: headlines run on in capitals."""
    name = plain_name(item.text)
    for sentence in article.sentences[1:15]:
        if not sentence.is_title:
            for other in (i for u in sentence.shape.units if u.symbol in "NB" for i in u.items):
                told = plain_name(other.text)
                if name.startswith(told) or told.startswith(name):
                    return other
    return item
