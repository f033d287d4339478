"""flow: what a class of investors bought or sold.

Read in three steps: who is named, which side is told, which amount belongs to both. An amount takes the
investor and the side named last before it in its clause ("FIIs stayed net sellers, offloading shares worth
Rs 2,345 crore"), or told right after it ("Rs 900 crore was pulled out by FIIs", "DII: Rs 3,014 cr (net
buy)").
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.blocks import Kind
from bhavhouse.news.doubt import is_asked, is_doubtful, is_history
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.flows import words
from bhavhouse.news.grammar.flows.sectors import PART, asprinted, figure_at, listed_sectors, sector_of
from bhavhouse.news.grammar.flows.table import day_row, period_row, printed, sector_row, table_row
from bhavhouse.news.grammar.flows.who import (
    Flow,
    before,
    goes_on,
    is_long_past,
    is_with_debt,
    topic,
    whose_is,
)
from bhavhouse.news.grammar.moves.move import signed
from bhavhouse.news.grammar.moves.told import told_horizon
from bhavhouse.news.grammar.pieces import Facts, Span, make, text_of
from bhavhouse.news.numbers import Figure
from bhavhouse.news.periods import horizon

KIND = "flow"


def find(sentence: Sentence) -> Facts:
    """The flows of a sentence, each investor class with its own amount."""
    string = sentence.string
    rows = [*table_row(sentence), *period_row(sentence), *day_row(sentence)]
    if rows:
        yield from rows
        return
    if sentence.kind is not Kind.PARAGRAPH and (named := topic(sentence, titles=True)):
        rows = list(sector_row(sentence, named))
        if rows:
            yield from rows
            return
    if "M" not in string or is_asked(sentence.shape):
        return
    investors = _named(string)
    known = words.THEY.search(string) or words.GROSS.match(string) or words.INFLOW.match(string)
    known = known or words.TALLY.search(string.partition("M")[0])
    if not investors and not (known and before(sentence)) and not ("S" in string and topic(sentence)):
        return
    flows = list(_flows(sentence, investors))
    beside = _beside(sentence, investors)
    for flow in flows:
        yield _fact(sentence, flow, flows, beside)


def _named(string: str) -> list[re.Match[str]]:
    """The investors that a sentence names, without those that only make up the one before."""
    return [found for found in words.investors(string) if not PART.search(string, 0, found.start())]


def _beside(sentence: Sentence, investors: list[re.Match[str]]) -> list[Flow]:
    """The flows of the sentence that goes on about the same investors: "They also sold ..."."""
    other = sentence.after() if investors else sentence.before()
    if other is None or other.block != sentence.block or "M" not in other.string:
        return []
    named = _named(other.string)
    if bool(named) == bool(investors) or not words.THEY.search(sentence.string if named else other.string):
        return []
    # What they did on a day and what they did this month are no two sides of one sum.
    times = {horizon(text_of(one, 0, len(one.string))) or "1d" for one in (sentence, other)}
    return _flows(other, named) if len(times) == 1 else []


def _flows(sentence: Sentence, investors: list[re.Match[str]]) -> list[Flow]:
    string = sentence.string
    sides = list(words.SIDE.finditer(string))
    breaks = [found.end() for found in words.BREAK.finditer(string)]
    amounts = list(words.MONEY.finditer(string))
    made: list[Flow] = list(listed_sectors(sentence, investors))
    done = 0
    asides = [found.span() for found in words.ASIDE.finditer(string)]
    taken = {flow.figure for flow in made}
    for number, amount in enumerate(amounts):
        at, end = amount.span()
        if any(first < at < last for first, last in asides) or figure_at(sentence, at) in taken:
            continue
        if _SAME_IN_RUPEES.match(string, end) and _is_foreign_money(sentence, at):
            continue
        begin = max([done, *(b for b in breaks if b <= at)])
        next_at = amounts[number + 1].start() if number + 1 < len(amounts) else len(string)
        after = string[
            end : min(next_at, *(b for b in (*breaks, len(string)) if b > end or b == len(string)))
        ]
        found = _one(sentence, made, investors, sides, (begin, at, end), after)
        made.extend(found)
        done = max(end, *(flow.end for flow in found)) if found else end
    return made


# "$5.4 billion, or over Rs 25,910 crore": one amount, taken in rupees.
_SAME_IN_RUPEES = re.compile(r"(?: ,)?(?: \(| or| i\.e\.)+ M(?= |$)")


def _is_foreign_money(sentence: Sentence, at: int) -> bool:
    return figure_at(sentence, at).unit.startswith("usd")


# "sold Rs 900 crore after inflows of Rs 300 crore": what went before, of no time that is told.
_EARLIER = re.compile(
    r"\b(?:after|following|against|versus|compared (?:to|with)|than|reversing)"
    r" (?:(?:a|an|the|net|gross|total|record|their|its|of) )*"
    r"(?:inflows?|outflows?|buying|selling|purchases|sales|withdrawals|infusion|investments?)"
    r"(?: (?:of|worth|totalling|amounting to))* $"
)


def _one(
    sentence: Sentence,
    made: list[Flow],
    investors: list[re.Match[str]],
    sides: list[re.Match[str]],
    place: tuple[int, int, int],
    after: str,
) -> list[Flow]:
    """The flow of the amount at a place; two where two investors share a list of two amounts."""
    string = sentence.string
    begin, at, end = place
    unit = sentence.shape.units[sentence.shape.index(at)]
    figures: list[Figure] = [item.value for item in unit.items]
    if {figure.unit[:3] for figure in figures} == {"usd", "inr"}:
        figures = [figure for figure in figures if figure.unit.startswith("inr")]
    if any(figure.unit not in words.UNITS for figure in figures):
        return []
    if _EARLIER.search(string, max(0, at - 80), at):
        return []
    near = [i for i in investors if begin <= i.start() < at]
    if not near and made and made[-1].sector and words.NEXT_SECTOR.fullmatch(string[begin:at]):
        place_s = begin + string[begin:at].rindex("S")
        one = made[-1]
        named = asprinted(sentence, place_s)
        return [Flow(one.who, one.mention, one.sign, True, figures[0], place_s, end, named)]
    if not near and len(figures) == 1 and (whole := goes_on(sentence, made, place, figures[0])):
        return [whole]
    whose = whose_is(sentence, made, investors, place, after)
    if whose is None:
        return []
    is_joint = len(near) > 1 and whose.mention == near[-2].start() and len(figures) == 1
    # "FPIs and FIIs together": one class under two names; of two classes the shares are not told.
    if (
        is_joint
        and "respectively" not in after
        and len({re.match(words.FOREIGN, n["who"]) is None for n in near[-2:]}) > 1
    ):
        return []
    who, mention, start, stop = whose.who, whose.mention, whose.start, whose.end
    start = max(start, *(found.end() for found in words.ASIDE.finditer(string, start, at)), 0)
    since = max(string.rfind(" M ", 0, at) + 2, begin, 0)
    compared = words.COMPARED.search(string, since, at)
    if compared and not any(i.start() >= compared.start() for i in near):
        # "36.99 billion in small-cap funds, compared with 3.07 billion in large-cap funds"
        is_other = stop > end and made and made[-1].who.text != who.text
        return [Flow(who, mention, made[-1].sign, True, figures[0], at, stop)] if is_other else []
    if not near and made and made[-1].sector and words.MORE.fullmatch(string[begin:at]):
        sector, stop = sector_of(sentence, begin, at, end)
        one = made[-1]
        return [Flow(one.who, one.mention, one.sign, True, figures[0], at, stop, sector)] if sector else []
    told_sign = figures[0].sign or _printed_sign(string, at)
    if (near or made) and told_sign and len(figures) == 1 and _NET.search(string, begin, at):
        return [Flow(who, mention, told_sign, True, figures[0], start, end)]
    if near and made and not told_sign and len(figures) == 1 and _is_same_side(sentence, made[-1], near, at):
        one = made[-1]
        return [Flow(who, mention, one.sign, one.is_net, figures[0], start, end)]
    left = [s for s in sides if begin <= s.start() and s.end() <= at and at - s.end() < words.NEAR]
    gap = words.RIGHT_SIDE.match(after)
    right = words.SIDE.match(after, gap.end() + 1) if gap else None
    if not near and stop > end:
        right = words.SIDE.search(after) or right
    side = right if right and (right.start() < 18 or not left) else left[-1] if left else None
    saves = re.fullmatch(words.SAVERS, who.text.lower()) is not None
    told = side.group() if side else ""
    # "IT received Rs 900 crore": of sectors and savers' schemes alone.
    if told in ("received", "got", "attracted", "drew") and not (
        saves or mention == -2 or re.search(r"\bS\b", string[begin:at])
    ):
        return []
    between = string[(left[-1].end() if left else start) : at]
    sign = figures[0].sign or _printed_sign(string, at)
    is_label = bool(
        re.fullmatch(
            (
                r"(?: (?:[:|(—=-]|net|flows?|activity|figures?|data|cash|market|equity|investments?|of|was|"
                r"were|at|stood at|stood|provisional|in|\)|segment|D|\+))*\W*"
            ),
            string[near[-1].end() : at] if near else "x",
        )
    )
    if not side and is_label and not sign and near:
        # "FII (Net): Rs 2,345 crore", "FII 6,450 cr DII -1,244 cr"
        sign = int(bool(re.search(r"\bnet\b", string[near[-1].end() : at])) or _has_signs(sentence))
    if not side and not (sign and is_label):
        return []
    if told in ("put", "putting", "taken", "took", "taking") and not re.match(
        r"(?: \S+){0,3}? (?:in|into|out|to work|off the table)\b", after
    ):
        return []
    if re.match(r" (?:a|every|each|per) (?:month|day|week|year)\b|-a-month", after):
        return []  # what comes in month after month
    if words.PLACED.search(_HELPED.sub("", string)):
        return []
    if words.DEBT.search(string, begin, at) and not words.SHARES.search(string, begin, at):
        return []
    if words.WIPED.search(between):
        return []
    note = words.FUTURES.match(after) or words.FUTURES_BEFORE.search(string, begin, at)
    if re.search(r"\b[NB]\b", between) or (not note and not saves and _is_other(between, after)):
        return []
    if not sign or side:
        sign = (1 if side["buy"] else -1) if side else sign
        if side and figures[0].sign < 0 and "investment" in told:
            sign = -1
    first = min(start, side.start() if side is not None and side in left else start)
    if side is not None and side is right:
        stop = max(stop, end + side.end())
    # "On Tuesday FIIs had bought M" is that day's flow.
    but = "had" if words.ON_DAY.search(string) else "last month"
    if is_doubtful(sentence.shape, first, end) or is_history(sentence.shape, first, end, but=but):
        return []
    if is_long_past(sentence, first, end) or (
        not words.SHARES.search(string, first, end + 40) and is_with_debt(sentence, figures[0])
    ):
        return []
    is_net = bool(re.search(r"\bnet\b", string[max(begin, start) : stop])) or "flow" in told
    if len(figures) == 1:
        sector, stop = sector_of(sentence, begin, at, stop)
        told_note = note["note"] if note else None
        return [Flow(who, mention, sign, is_net or bool(sector), figures[0], first, stop, sector, told_note)]
    is_pair = len(near) >= 2 and string[near[-2].end() : near[-1].start()] in (" and ", " & ", " , ")
    if len(figures) == 2 and (is_pair or (len(near) >= 2 and "respectively" in after)):
        return [
            Flow(printed(sentence, one), one.start(), sign, is_net, figure, near[-2].start(), stop)
            for one, figure in zip(near[-2:], figures, strict=True)
        ]
    return []


def _fact(sentence: Sentence, flow: Flow, flows: list[Flow], beside: list[Flow]) -> Fact:
    """Bought and sold told of one investor are gross figures, both positive; a lone figure is net."""
    over = _horizon(sentence, flow)
    is_gross = not flow.is_net and (
        "gross" in sentence.string
        or any(
            other.mention == flow.mention
            and _is_other_side(flow, other)
            and _horizon(sentence, other) == over
            and not words.ON_DAY.search(sentence.string, *sorted((flow.end, other.end)))
            for other in flows
        )
        or any(other.who.text == flow.who.text and _is_other_side(flow, other) for other in beside)
    )
    fields: dict[str, object] = {
        "investor": flow.who.text,
        **signed(flow.figure, 1 if is_gross else flow.sign, keeps_bound=True),
        "horizon": over,
        "side": ("buy" if flow.sign > 0 else "sell") if is_gross else "net",
    }
    if flow.sector:
        fields["sector"] = flow.sector
    if flow.note:
        fields["note"] = flow.note
    if fields["unit"] == "usd_bn" and re.search(r"(?i)\b(?:million|mn)\b", _text(sentence, flow)):
        value = fields["value"]
        fields["unit"], fields["value"] = (
            "usd_mn",
            None if value is None else round(float(str(value)) * 1000, 3),
        )
    fact = make(sentence, Span(flow.start, flow.end), "flow.amount", KIND, fields)
    if (
        fields["horizon"] == "1d"
        and re.fullmatch(words.SAVERS, flow.who.text.lower())
        and " period" not in sentence.string
    ):
        fact.fields["horizon"], fact.has_day = "1m", True  # the funds' figures are monthly
    return fact


# "bought M on Friday and sold M for the week": each sum has the time right behind it
_UP_TO = re.compile(r" (?:for|in|over|during|on|this|last) (?:[a-z]+ ){0,3}(?:[a-z]+|D)(?= (?:[.,;]|and)|$)")
_MONTH_SO_FAR = re.compile(
    r"\b(?:for the month ,|this month|month so far|month till|month-to-date|so far in the month)"
)


def _horizon(sentence: Sentence, flow: Flow) -> str:
    """Over what time the flow is told: a fortnight where depositories' figures are the topic."""
    if re.search(r"\bfortnight|\b(?:first|second) half of\b", sentence.string):
        return "fortnight"
    # "In February they sold Rs 100 crore and in March Rs 200 crore": the time is told before the amount.
    told = [
        *words.MONEY.finditer(sentence.string, 0, flow.start),
        *words.ASIDE.finditer(sentence.string, 0, flow.start),
    ]
    last = max((found.end() for found in told), default=0)
    if words.TALLY.search(sentence.string, flow.start, flow.end - 1):
        last = flow.start
    if _MONTH_SO_FAR.search(sentence.string):
        return "mtd"
    after = _UP_TO.match(sentence.string, flow.end)
    over = horizon(text_of(sentence, flow.end, after.end())) if after else None
    over = over or horizon(text_of(sentence, last, flow.end)) or told_horizon(sentence, flow.start, flow.end)
    before = sentence.before()
    if not over and before is not None and before.block == sentence.block and "fortnight" in before.string:
        return "fortnight"
    return over or ("fortnight" if flow.sector and "fortnight" in sentence.article.lowered else "1d")


def _is_same_side(sentence: Sentence, one: Flow, near: list[re.Match[str]], at: int) -> bool:
    """Whether an investor stands with an amount alone right behind another's: "and DIIs Rs 5,900 crore"."""
    string = sentence.string
    if len(near) != 1 or one.sector or near[0].start() <= one.end:
        return False
    joint, gap = string[one.end : near[0].start()], string[near[0].end() : at]
    return bool(words.SAME_SIDE.fullmatch(joint) and words.AMOUNT_OF.fullmatch(gap))


_NET = re.compile(r"\bnet(?: flows?| value| figure| position)?(?: [:(|-])* $")
# "helped by a large block deal" tells why, not what.
_HELPED = re.compile(
    r"\b(?:helped|aided|inflated|boosted|excluding|including|partly|led) (?:[a-z]+ ){0,4}deals?\b"
)


def _text(sentence: Sentence, flow: Flow) -> str:
    first, last = sentence.shape.span(flow.start, flow.end)
    return sentence.article.text.plain[first:last]


def _is_other_side(flow: Flow, other: Flow) -> bool:
    return other.sign == -flow.sign and not other.is_net


_SIGN = re.compile(r"(?:^| )([+-])(?: \))? $")


def _printed_sign(string: str, at: int) -> int:
    """A sign printed before the currency: "-Rs 2,170 crore"."""
    found = _SIGN.search(string, max(0, at - 6), at)
    return 0 if found is None else 1 if found[1] == "+" else -1


def _has_signs(sentence: Sentence) -> bool:
    """Whether an amount of the line has a printed sign, so that those without are inflows."""
    return any(
        unit.items[0].value.sign or _printed_sign(sentence.string, start)
        for unit, start in zip(sentence.shape.units, sentence.shape.starts, strict=True)
        if unit.symbol == "M"
    )


def _is_other(between: str, after: str) -> bool:
    """Whether the amount is of bonds, derivatives, assets held."""
    if words.OTHER_MONEY.search(between):
        return not re.search(r"\bequit\w+ (?:and|but)\b", between) and not words.SHARES.search(between[-24:])
    found = words.OTHER_MONEY.search(after[:60])
    return bool(
        found and not words.SHARES.search(between) and not words.SHARES.search(after[: found.start()])
    )
