"""Target prices that a line states, over the symbols of lines.py; attribution.py finds whose they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bhavhouse.news.grammar.calls.events import is_refused, waits
from bhavhouse.news.grammar.calls.lines import Line
from bhavhouse.news.grammar.pieces import pattern
from bhavhouse.news.units import Unit

TARGET = (
    r"(?:base[- ]case )?(?:target prices?|price targets?|targeted price|targets?|targeting|"
    r"objective(?: price)?|tps?|tgts?|fv|po|fair values?(?: estimate)?|price objective|pt)(?: price)?"
)
_EACH = (
    r"(?: (?:per|a|/)(?: equity)? (?:share|sh|scrip)| apiece| each| / -| rupees?(?: (?:per|a) "
    r"share| apiece)?| \))?"
)
_TO = (
    r"(?:of|at|to|is|was|are|stands|set|pegged|kept|unchanged|:|-|=|\(|\)|\||for|on|by|P|price|revised|"
    r"raised|hiked|increased|lifted|cut|lowered|trimmed|reduced|maintained|retained|slashed|the|stock|share|"
    r"shares|its|now|up|down|higher|lower|sharply|has|have|been|were|comes?|came|goes|went|ris(?:es?|ing)|"
    r"falls?|drops?|slips?|climbs?|moves?|moved|taken|brought|, however ,|, too ,|per|about|around|[NC]|'s|"
    r"by an? (?:third|quarter|fifth|tenth|half|notch)|upped|boosted|further|slightly|marginally|down|"
    r"upwards?|downwards?|also|—|rs|inr|estimate|with|a|stays|stayed|remains|remained|continues|stood|, at|"
    r", of|, which is|, now|new|, to|,(?= M)|chopped|fixed|adjusted|being)"
)
_OLD = (
    r"(?: ,| \()*(?: up| down)?(?: P)? (?:from|against|as against|versus|vs|was|earlier|compared "
    r"(?:with|to)|in place of|instead of)"
    r"(?: (?:the|its|an?|earlier|previous|prior|target|price|of|level|:|estimate))* (?P<old>[M#])"
)
_FORMS = {
    # "target reduced from Rs 135 to Rs 121"
    "ranged": pattern(rf"{TARGET}(?: {_TO}){{0,6}} from (?P<m>M){_EACH}"),
    # "target price raised to Rs 500 from Rs 450", "TP: Rs 500", "target from Rs 450 to Rs 500"
    "stated": pattern(
        rf"{TARGET}(?: (?:on|for|of) (?P<n>[NC])(?: 's)?(?: (?:shares?|stock))?)?"
        rf"(?: {_TO}){{0,6}}(?: from (?P<old1>[M#]){_EACH})?(?: {_TO}){{0,4}} "
        rf"(?P<m>[M#]){_EACH}(?:{_OLD}{_EACH})?"
    ),
    # "a Rs 500 target price"
    "before": pattern(
        rf"(?P<m>M){_EACH}(?: (?:as|is|for)(?: (?:the|its|a))?)?(?: (?:price|12-month|one-year|new|"
        rf"revised))* {TARGET}(?!(?: price)? (?:of|at|to|:) [M#])"
    ),
    # "On X the house now sees Rs 100 apiece", "B sees it at Rs 100, against Rs 90 before"
    "sees": pattern(
        rf"(?:house|brokerage|firm|and|it|,|(?P<b>B))(?: now)? (?:sees|pegs|values) (?:(?P<m1>M) (?:apiece|"
        rf"per share|a share)|(?:it|the stock|the share|[NC])(?: now)? at (?P<m>M){_EACH}(?:{_OLD}{_EACH})?)"
    ),
    # "a 'buy' for A and B at Rs 100 and Rs 110, respectively"
    "for_house": pattern(r"[Gg](?: (?:ratings?|calls?))? (?:for|by|from) (?P<b>B) (?:at|with) (?P<m>M)"),
    # "X (Buy, Rs 530)"
    "bracketed": pattern(r"\( [Gg](?: from [Gg])? [,;|] (?P<m>M)(?= \))"),
    # "a 'hold' with Rs 1,500"
    "graded": pattern(
        r"[Gg](?: (?:ratings?|calls?|tag|stance))?(?: on (?:\w+day|[NC]))? (?:with|and|,)(?: an?)?"
        r"(?: (?:unchanged|new|revised|higher|lower))? (?P<m>M)(?= [,.;)]|$| and| on N)"
    ),
    # "retains buy on X (target: Rs 100) and neutral on Y (Rs 50)"
    "on_bracket": pattern(r"(?:(?<=[Gg] on )|(?<=[Gg] for ))(?P<n>N) \( (?P<m>M) \)"),
    # "and X from buy to sell (Rs 50)"
    "in_bracket": pattern(r"(?<=[Gg] \( )(?P<m>M)(?= \))"),
    # "B has a target of Rs 100 and C has kept Rs 110"
    "and_b": pattern(
        r"(?P<b>B)(?: 's|(?: ,[^,;]{1,60} ,)? (?:has|have|had)?(?: also)? ?(?:kept|left it at|retained|set|"
        rf"given|one of|sees|at|gives)) (?P<m>M){_EACH}(?= [,.;)]|$| and)"
    ),
    # "values the share at Rs 135, against Rs 145 before"
    "valued": pattern(
        rf"(?:values?|valued|valuing)(?: (?:the|its|share|shares|stock|of|[NC]|it)){{0,5}} at "
        rf"(?P<m>M){_EACH}(?:{_OLD}{_EACH})?"
    ),
}
# What stands near makes the target none of a broker's for a share.
_OTHER = re.compile(
    r"\b(?:stop|stoploss|sl|profit|revenue|production|sales|fiscal|capacity|fundraise|aum|bull|bull-case|"
    r"bear|bear-case|worst-case|best-case|average|mean|median|consensus|growth|volume|order|debt|deficit|"
    r"inflation|disinvestment|divestment|capex|upside|ebitda|margin|highest|lowest|intraday|hit|hits|"
    r"achieved?|reached|met|touched|crossed|missed|first|second|next|street-high)(?= |$)"
)
_OLD_LABEL = re.compile(r"(?:^| )(?:prev|previous|old|earlier|prior|last)(?: \.)? $")
_EARLIER = re.compile(r" (?:earlier(?! (?:in|on|this|today))|previously|before)(?= |$)")
_MEAN = re.compile(r"\b(?:average|mean|median|consensus|highest|lowest)(?: (?!of |and |but )[^ ,;.]+){0,5} $")
STOP_LOSS = re.compile(r"\b(?:stop ?-? ?loss|stoploss|stop-loss|sl)\b")
_COUNT_AFTER = re.compile(
    r" (?:units?|lakh|crore|mw|gw|stores?|tonnes?|mtpa|basis|bps|days?|months?|years?|million|"
    r"billion|I|stocks|companies|members|customers|P|x|levels?|zone|mark|mn|bn)(?= |$)"
)


_ORDER = re.compile(r"(?:\W )*[Gg] N(?= )")


@dataclass
class Target:
    """A target told at a place of a line's string."""

    rule: str
    start: int
    end: int
    unit: Unit
    old: Unit | None
    found: re.Match[str]


def targets(line: Line) -> Iterator[Target]:
    """The target prices that a line states, in its order."""
    string = line.string
    if line.is_row and line.heads.target_cell is not None and not re.search(TARGET, string):
        yield from _column(line, line.heads.target_cell)
        return
    if line.is_row and not re.search(TARGET, string):
        yield from _cell(line)
        return
    if _TWO_PRICES.fullmatch(string):
        yield from _in_columns(line)
        return
    if not re.search(
        r"\( [Gg](?: from [Gg])? [,;|] M \)|[Gg] \( M \)|[Gg] (?:\w+ )?(?:on (?:\w+day|[NC]) )?(?:with|and|,|"
        r"with an unchanged|(?:for|by|from) B at) M|target|\btps?\b|\btgt|fair value|\bpt\b|\bfv\b|\bpo\b|"
        r"objective|\bvalu(?:es?|ed|"
        r"ing)\b|\b(?:sees|pegs|values)\b",
        string,
    ):
        return
    if not re.search(r"[M#]", string) or STOP_LOSS.search(string):
        return
    if _ORDER.match(string) and waits(line, 0):
        return
    seen: set[int] = set()
    made: list[Target] = []
    for name, form in _FORMS.items():
        if name in ("and_b", "on_bracket") and not re.search(TARGET, string):
            continue
        if name == "in_bracket" and not (line.units("B") or line.heads.own_houses):
            continue
        for found in line.shape.find(form):
            group = "m" if found["m"] else "m1"
            unit = line.shape.unit(found, group)
            if unit is None or unit.start in seen or not _is_price(line, unit, found.end(group)):
                continue
            if _OLD_LABEL.search(string[: found.start()]):
                continue  # "Prev TP: 380"
            if is_refused(line, found.start(), found.end()) or _OTHER.search(
                re.split(r" [,;] ", string[max(0, found.start() - 20) : found.start()])[-1]
            ):
                continue
            if _of_index(line, found.start()) or _MEAN.search(
                string[max(0, found.start() - 60) : found.start()]
            ):
                continue
            groups = found.groupdict()
            old = next((line.shape.unit(found, g) for g in ("old1", "old") if groups.get(g)), None)
            if old is None and _EARLIER.match(string, found.end()):
                continue  # "rating under review, TP: Rs 250 earlier"
            seen.add(unit.start)
            if string[: found.start(group)].endswith("by "):
                if (cut := _parted(unit)) is None:
                    continue  # "raised its target by Rs 60"
                unit = cut[1]  # "by Rs 50 to Rs 450"
            if name == "ranged":
                parts = _parted(unit)
                if parts is None:
                    continue
                old, unit = parts
            begin = found.start("m") if name == "on_bracket" else found.start()
            made.append(Target(name, begin, found.end(), unit, old, found))
    if made and (
        made[0].found.groupdict().get("n")
        or " one of " in string
        or _NEXT.match(string, made[0].end)
        or _NEXT_FOR.match(string, made[0].end)
    ):
        made += _further(line, made[0], seen)
    yield from sorted(made, key=lambda target: target.start)


def _of_index(line: Line, start: int) -> bool:
    """Whether what was spoken of last is an index, whose target is no share's."""
    near = line.units("NICX", max(0, start - 120), start)
    return bool(near) and near[-1][1].symbol in ("I", "X")


def _parted(unit: Unit) -> tuple[Unit, Unit] | None:
    """ "Rs 135 to Rs 121", read as one range, as the target before and the target now."""
    (item,) = unit.items[:1]
    if item.value.high is None or len(unit.items) > 1:
        return None
    before = replace(item, value=replace(item.value, high=None))
    now = replace(item, value=replace(item.value, value=item.value.high, high=None))
    return Unit(unit.symbol, unit.start, unit.end, [before]), Unit(unit.symbol, unit.start, unit.end, [now])


_NEXT = re.compile(
    rf"(?: \))?(?: ,| and| ;)+ (?P<n>N)(?: (?:at|one of)| \( (?:{TARGET}(?: (?:of|at|:|is|-))* )?|"
    rf" with (?:a )?{TARGET}(?: (?:of|at|:))*)(?: |(?<= ))(?P<m>M){_EACH}"
)


# "Rs 100 (+22%) for X and Rs 200 (+5%) for Y"
_NEXT_FOR = re.compile(
    r"(?: \( P[^()]{0,20} \))? (?:for|on) N(?: ,| and| ;)+ (?P<m>M)(?= (?:\( P[^()]{0,20} \) )?(?:for|"
    r"on) (?P<n>N))"
)


def _further(line: Line, first: Target, seen: set[int]) -> Iterator[Target]:
    """More of a list: "target price for X at Rs 100, Y at Rs 200 and Z at Rs 300"."""
    at = first.end
    while found := _NEXT_FOR.match(line.string, at):
        unit = line.shape.told(found, "m")
        if unit.start not in seen and _is_price(line, unit, found.end("m")):
            yield Target("further", found.start("m"), found.end("m"), unit, None, found)
        at = found.end()
    while found := _NEXT.match(line.string, at):
        unit = line.shape.told(found, "m")
        if unit.start not in seen and _is_price(line, unit, found.end("m")):
            yield Target("further", found.start("n"), found.end(), unit, None, found)
        at = found.end()


def _column(line: Line, cell: int) -> Iterator[Target]:
    """The price in the column that the head row calls the target."""
    at = 0
    for n, printed in enumerate(line.string.split("|")):
        found = (
            re.compile(r" ?(?P<m>[M#]) ?(?:\( (?:from|earlier|was) [M#] \) ?)?").fullmatch(
                line.string, at, at + len(printed)
            )
            if n == cell
            else None
        )
        unit = line.shape.unit(found, "m") if found else None
        if found and unit is not None and (unit.symbol == "#" or _is_price(line, unit, found.end("m"))):
            yield Target("column", found.start("m"), found.end("m"), unit, None, found)
        at += len(printed) + 1


_TWO_PRICES = re.compile(r"N (?P<one>[M#]) (?P<two>[M#])")
_NEW_OLD = re.compile(rf"\b(?P<new>new|current|revised)\b.*{TARGET}.*\b(?P<old>old|previous|earlier|prior)\b")
_OLD_NEW = re.compile(rf"\b(?P<old>old|previous|earlier|prior)\b.*{TARGET}.*\b(?P<new>new|current|revised)\b")


def _in_columns(line: Line) -> Iterator[Target]:
    """The new price of a row "X 3,050 3,850" below "Companies Current TP Previous TP"."""
    for n in range(1, 30):
        other = line.first.before(n)
        if other is None:
            return
        if _TWO_PRICES.fullmatch(other.string):
            continue
        order = _NEW_OLD.search(other.string) or _OLD_NEW.search(other.string)
        found = _TWO_PRICES.fullmatch(line.string)
        if order is None or found is None:
            return
        new, old = ("one", "two") if order.start("new") < order.start("old") else ("two", "one")
        unit = line.shape.told(found, new)
        yield Target("column", found.start(new), found.end(new), unit, line.shape.unit(found, old), found)
        return


_CELL = re.compile(r"(?<=\| )(?P<m>M)(?: \( (?:from|earlier|was) (?P<old>M) \))?(?= \||$)")


def _cell(line: Line) -> Iterator[Target]:
    """The one price of a row that has a grade and a house: "X | B | Buy | Rs 100"."""
    found = list(_CELL.finditer(line.string))
    if (
        len(found) == 1
        and line.units("M")
        and len(line.units("M")) == 1 + bool(found[0]["old"])
        and line.units("Gg")
        and line.units("B")
    ):
        unit = line.shape.unit(found[0], "m")
        if unit is not None and _is_price(line, unit, found[0].end()):
            old = line.shape.unit(found[0], "old")
            yield Target("cell", found[0].start(), found[0].end(), unit, old, found[0])


def _is_price(line: Line, unit: Unit, end: int) -> bool:
    """Whether a figure is a price: in rupees, or plain and neither a year nor a count."""
    figure = unit.items[0].value
    if unit.symbol == "M":
        return bool(figure.unit == "inr" and not _COUNT_AFTER.match(line.string, end))
    return bool(
        figure.value >= 5
        and not (
            2020 <= figure.value <= 2035 and "," not in unit.items[0].text and "." not in unit.items[0].text
        )
        and not _COUNT_AFTER.match(line.string, end)
    )
