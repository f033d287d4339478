"""segment_stat, its counts: how many shares, sectors or firms of a segment did what.

"371 stocks hit a 52-week high", "eight of 13 sectoral indices fell", "141 were upgraded and 262 downgraded".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import Facts, Span, make, pattern, text_of
from bhavhouse.news.grammar.told import is_earlier
from bhavhouse.news.numbers import WORDS
from bhavhouse.news.periods import horizon
from bhavhouse.news.units import Unit

KIND = "segment_stat"
# Words between a count and what its shares did.
_DID = (
    r"(?: (?:stocks|shares|companies|scrips|names|counters|constituents|securities|others?|"
    r"listed|of|the|which|that|hit|hits|"
    r"hitting|touch(?:ed|ing)|scaled|reach(?:ed|ing)|at|made|clocked|record(?:ed|ing)|their|"
    r"its|a|an|fresh|new|respective|were|was|are|"
    r"have|has|had|been|be|traded|trading|in|on|locked|frozen|slipp(?:ed|ing)|to|sank|fell|"
    r"slumped|dropped|also|bse|nse|I|S|D|today|"
    r"more|than|nearly|about|only|just|seen|with|near|close|rose|climbed|surged|jumped|"
    r"plunged|hovering|up|by|out|so|far|"
    r"including|already|delivered|posted|given|suffered|lost|fallen|logged|registered|declined|a|P|one-year))"
)
_MARKS = {
    "stocks_at_52w_high": r"(?:52-week|one-year|yearly|52w) (?:highs?|peaks?)",
    "stocks_at_52w_low": r"(?:52-week|one-year|yearly|52w) lows?",
    "upper_circuit": r"(?:upper|higher) (?:circuits?|price bands?)",
    "lower_circuit": r"(?:lower|decrease) (?:circuits?|price bands?)",
    "stocks_down_double_digit": (
        r"double-digit (?:negative returns|losses|declines|falls|percentage|cuts|drops)"
    ),
}
_MARK = "|".join(_MARKS.values())
# "371 stocks hit a 52-week high"
_COUNT = pattern(rf"(?P<v>#){_DID}{{0,14}}? (?P<mark>{_MARK})")
# "..., while 23 slipped to lows"
_TWIN = re.compile(
    r"(?: (?:level|levels|limits?|,|while|and|whereas|;|as|against|compared|versus|but|on|bse|"
    r"nse|the|I|with))* (?P<v>#)"
    rf"{_DID}{{0,12}}? (?P<mark>{_MARK}|lows?|highs?)(?= |$)"
)
_TWIN_BARE = re.compile(r" , (?:while|and|against) (?P<v>#) in the (?P<mark>lower|upper)(?: one)?(?= |$)")
# "new 52-week lows were hit by 155 stocks", "the number of stocks at a 52-week high was 61"
_COUNTED = pattern(
    rf"(?P<mark>{_MARK})(?: levels?| limits?)?(?: (?:was|were|has been|have been|"
    r"today))*(?: (?:hit|touched|seen|made|scaled|reached))? "
    r"(?:by|was|were|stood at|:|at|in|held) (?P<v>#)(?! (?:per|P|M|points))"
)
_YARDSTICK = re.compile(r"52[ -]?w(?:ee)?k\w*|\d+[ -]?d(?:ay|ma)|one-year|12-month forward")
# "141 were upgraded and 262 downgraded", "15 upgrades and 21 downgrades"
_GRADED = pattern(
    r"(?P<up>#)(?: (?:stocks|companies|shares|were|have|been|had|saw|got|of|them|rating|grade|"
    r"score))* (?:upgraded|upgrades)"
    r"(?: (?:and|,|while|against|but|versus|the|other|were|to))* (?P<down>#)"
    r"(?: (?:stocks|companies|shares|were|have|been|had|saw|got|of|them|rating|grade|"
    r"score))* (?:downgraded|downgrades)"
)
_CHANGED = pattern(
    r"(?P<v>#)(?: I)?(?: (?:stocks|companies|shares))(?: (?:had|have|saw|"
    r"got))* (?:their )?(?:grades?|scores?|ratings?)"
    r"(?: (?:were|was))? (?:changed|revised|updated)"
)
# "1,944 companies have declared their results", "47% of the results were positive"
_DECLARED = pattern(
    r"(?P<v>#)(?: I)? (?:stocks|companies|firms)(?: (?:have|had|already|so|far))* (?:declared|"
    r"reported|announced) "
    r"(?:their )?(?:[a-z]+ )?(?:quarter|results|numbers|earnings)"
)
_POSITIVE = pattern(
    r"(?P<v>P) of (?:the )?(?:results|companies|firms|stocks|I)(?: [a-z]+){0,6}? (?:were|was|posted|showed) "
    r"(?:positive|better)(?: (?:numbers|results))?"
)
_SECTORS = pattern(
    r"(?P<v>#|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none|"
    r"all) (?:out )?of (?:the )?(?P<n>#|eleven|twelve|fifteen) "
    r"(?:[a-z-]+ ){0,2}?(?:sector|sectoral|sectors|sub-indices)(?: (?:gauges?|indices|indexes|"
    r"index))?(?: [a-z]+| I| N| nse| bse){0,8}? "
    r"(?:(?P<up>higher|green|positive|rose|gained|advanced|up|gains)|(?P<down>lower|red|"
    r"negative|fell|declined|down|losses))"
)
_SECTORS_OUT = pattern(
    r"(?:out )?of (?:the |all )?(?P<n>#) (?:sectors?|sectoral indices|"
    r"sector gauges)(?: [a-z]+| I| N| nse| bse){0,6}? , "
    r"(?P<v>#)(?: [a-z]+){0,4}? "
    r"(?:(?P<up>higher|green|positive|rose|gained|advanced|up|gains)|"
    r"(?P<down>lower|red|negative|fell|declined|down|losses))"
)
_SECTORS_TOO = re.compile(
    rf" ,? ?(?:while|and|whereas|but) (?:the (?:other|remaining) )?(?P<v>#|{'|'.join(WORDS)})"
    r"(?: [a-z]+){0,4}? "
    r"(?:(?P<up>higher|green|positive|rose|gained|advanced|up|gains)|"
    r"(?P<down>lower|red|negative|fell|declined|down|losses))\b"
)


def counts(sentence: Sentence) -> Facts:
    """How many shares stand at a high, a low or a limit, how many sectors rose, how many grades changed."""
    if "#" not in sentence.string:
        return
    for rule in (_COUNT, _COUNTED):
        for found in sentence.shape.find(rule):
            stat = _stat(found["mark"])
            unit = sentence.shape.unit(found, "v")
            if unit is None or stat is None or is_out(sentence, found):
                continue
            if not _is_count(unit):
                continue
            yield from stat_fact(sentence, found, unit, stat, index_of(sentence, found))
            at, mark = found.end(), stat
            for _ in range(3):
                more = _TWIN.match(sentence.string, at)
                other = sentence.shape.unit(more, "v") if more else None
                if more is None or other is None or not _is_count(other):
                    break
                twin = _stat(more["mark"]) or f"stocks_at_52w_{more['mark'].rstrip('s')}"
                if twin == mark:
                    break
                yield from stat_fact(
                    sentence, Span(more.start("v"), more.end()), other, twin, index_of(sentence, found)
                )
                at, mark = more.end(), twin
            bare = _TWIN_BARE.match(sentence.string, found.end())
            other = sentence.shape.unit(bare, "v") if bare else None
            if bare and other is not None and "circuit" in stat:
                yield from stat_fact(
                    sentence,
                    Span(bare.start("v"), bare.end()),
                    other,
                    f"{bare['mark']}_circuit",
                    index_of(sentence, found),
                )
    yield from _graded(sentence)
    for found in (*sentence.shape.find(_SECTORS), *sentence.shape.find(_SECTORS_OUT)):
        if is_out(sentence, found):
            continue
        side = "up" if found["up"] else "down"
        unit = sentence.shape.unit(found, "v")
        value = unit.items[0].value.value if unit is not None and unit.items else WORDS.get(found["v"])
        if found["v"] in ("none", "all"):
            whole = sentence.shape.unit(found, "n")
            value = whole.items[0].value.value if whole is not None and whole.items else None
            side = side if found["v"] == "all" else "down" if side == "up" else "up"
        exchange = re.search(r"\b(?:bse|nse)\b", text_of(sentence, 0, len(sentence.string)))
        if value is not None:
            fields: dict[str, object] = {
                "stat": f"sectors_{side}",
                "value": plain_number(value),
                "unit": "count",
                "index": exchange.group().upper() if exchange else None,
            }
            yield make(sentence, found, "segment_stat.sectors", KIND, fields, confidence=0.8)
            more = _SECTORS_TOO.match(sentence.string, found.end())
            if more:
                count = sentence.shape.unit(more, "v")
                told = (
                    count.items[0].value.value if count is not None and count.items else WORDS.get(more["v"])
                )
                if told is not None and bool(more["up"]) != (side == "up"):
                    sides: dict[str, object] = {
                        **fields,
                        "stat": f"sectors_{'up' if more['up'] else 'down'}",
                        "value": plain_number(told),
                    }
                    place = Span(more.start("v"), more.end())
                    yield make(sentence, place, "segment_stat.sectors", KIND, sides, confidence=0.8)


def _graded(sentence: Sentence) -> Facts:
    """How many shares a model graded up and down, and how many firms told their results."""
    for rule, groups in (
        (_GRADED, (("up", "upgrades"), ("down", "downgrades"))),
        (_CHANGED, (("v", "grade_changes"),)),
        (_DECLARED, (("v", "results_declared"),)),
        (_POSITIVE, (("v", "positive_results"),)),
    ):
        for found in sentence.shape.find(rule):
            if is_out(sentence, found):
                continue
            for group, stat in groups:
                unit = sentence.shape.unit(found, group)
                if unit is not None and unit.items[0].value.high is None:
                    yield from stat_fact(sentence, found, unit, stat, index_of(sentence, found))


def _stat(mark: str) -> str | None:
    return next((stat for stat, said in _MARKS.items() if re.fullmatch(said, mark)), None)


def _is_count(unit: Unit) -> bool:
    figure = unit.items[0].value
    return bool(figure.value == int(figure.value) and figure.high is None and figure.value < 20_000)


def is_out(sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether a figure is doubtful or of an earlier time."""
    span = found.span()
    return is_doubtful(sentence.shape, *span) or is_earlier(sentence, *span)


def index_of(sentence: Sentence, found: re.Match[str]) -> str | None:
    """The index or segment of the figure: in the match, else last before it."""
    inside = [
        u.items[0].text
        for u, s in zip(sentence.shape.units, sentence.shape.starts, strict=True)
        if u.symbol == "I" and s < found.end()
    ]
    if inside:
        return inside[-1]
    for n in range(3):
        other = sentence.before(n) if n else sentence
        if other is None or other.block != sentence.block:
            break
        exchange = re.search(r"\bon (?:the )?(bse|nse)\b", other.string)
        if exchange:
            return exchange.group(1).upper()
    return sentence.article.index(sentence, found.start())


def stat_fact(
    sentence: Sentence, found: re.Match[str] | Span, unit: Unit, stat: str, index: str | None
) -> Facts:
    """The fact of a figure of a segment, its time told by the sentence."""
    figure = unit.items[0].value
    fields: dict[str, object] = {
        "stat": stat,
        "value": plain_number(figure.value),
        "unit": figure.unit,
        "index": index,
    }
    if figure.bound:
        fields["bound"] = figure.bound
    told = horizon(_YARDSTICK.sub("", text_of(sentence, 0, len(sentence.string))))
    if told:
        fields["horizon"] = told
    yield make(sentence, found, f"segment_stat.{stat}", KIND, fields, confidence=0.85)
