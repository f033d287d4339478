"""segment_stat: a figure of a whole segment: how many of its shares did what, its valuation, its best month.

"over 600 smallcap stocks delivered double-digit negative returns", "its strongest monthly gain in 12 years".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_asked, is_denied, is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import Facts, Span, horizon, make, pattern, text_of
from bhavhouse.news.grammar.told import is_earlier
from bhavhouse.news.numbers import WORDS
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
    r"(?:by|was|were|stood at|:|at) (?P<v>#)(?! (?:per|P|M|points))"
)
_YARDSTICK = re.compile(r"52[ -]?w(?:ee)?k\w*|\d+[ -]?d(?:ay|ma)|one-year forward|12-month forward")
_SECTORS = pattern(
    r"(?P<v>#|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none|"
    r"all) (?:out )?of (?:the )?(?P<n>#|eleven|twelve|fifteen) "
    r"(?:[a-z-]+ ){0,2}?(?:sector|sectoral|sectors|sub-indices)(?: (?:gauges?|indices|indexes|"
    r"index))?(?: [a-z]+| I| N| nse| bse){0,8}? "
    r"(?:(?P<up>higher|green|positive|rose|gained|advanced|up|gains)|(?P<down>lower|red|"
    r"negative|fell|declined|down|losses))"
)
_SECTORS_TOO = re.compile(
    rf" ,? ?(?:while|and|whereas|but) (?:the (?:other|remaining) )?(?P<v>#|{'|'.join(WORDS)})"
    r"(?: [a-z]+){0,4}? "
    r"(?:(?P<up>higher|green|positive|rose|gained|advanced|up|gains)|"
    r"(?P<down>lower|red|negative|fell|declined|down|losses))\b"
)
_ABOVE = pattern(
    r"(?P<v>P) of (?:the )?(?P<i>I)? ?(?:stocks|shares|constituents|companies|members)?(?: [a-z]+){0,3}? "
    r"(?P<side>above|below) (?:their |its )?# ?-? ?(?:day|dma|sma|ema)"
)
# "investors lost Rs 14 lakh crore", "the m-cap of BSE-listed firms rose by Rs 3 lakh crore to Rs 470 lakh
# crore"
_CAP_OF = (
    r"(?:(?:combined |total |overall )?(?:market capitali[sz]ation|market value|market cap|"
    r"m-cap|mcap|market-cap|value|wealth|valuation)"
    r"(?: of)?(?: all)?(?: the)?(?: (?:bse|nse|bse-listed|nse-listed|listed|I|-|companies|"
    r"firms|stocks|on|shares|the|scrips|in))*"
    r"|investors?(?: '?s?)?(?: wealth)?(?: (?:became|become|were|turned|got))?|(?:india inc|"
    r"N) 's (?:market cap|m-cap))"
)
_CAP_CHANGE = pattern(
    rf"{_CAP_OF}(?: [a-z]+| , [a-z]+ ,){{0,4}}? (?P<verb>rose|jumped|increased|surged|gained|"
    r"swelled|grew|climbed|zoomed|soared|richer|added|fell|eroded|"
    r"declined|dropped|plunged|tumbled|lost|lose|slumped|shrank|poorer|slipped|went down|"
    r"came down|down|up|went up|tanked|dipped|dwindled)"
    r"(?: sharply| by| about| nearly| around| over| a| whopping| collectively| of|"
    r" more than){0,3} (?P<v>M)(?: (?:to|at) (?P<to>M))?"
)
_CAP_LEVEL = pattern(
    rf"{_CAP_OF}(?: [a-z]+| , [a-z]+ ,| P){{0,6}}? (?:to|at|stood at|settled at|reached|"
    r"touched|crossed|hit)(?: (?:a|an|record|new|high|of|all-time))* (?P<to>M)"
)
_BEST = pattern(
    r"(?:its|their|the)? ?(?P<side>best|strongest|biggest|highest|largest|steepest|worst|"
    r"weakest|sharpest) (?:(?P<m>month(?:ly)?|week(?:ly)?|day|session|single-day|one-day|"
    r"intraday|year(?:ly)?|quarter(?:ly)?)(?: [a-z]+){0,2}?) ?"
    r"(?:(?:in|of)(?: (?:the last|over|nearly|more than|at least|about|almost))? (?P<v>#|two|"
    r"three|four|five|six|seven|eight|nine|ten|twelve) (?P<unit>years?|months?|weeks?)|"
    r"since(?: [a-z]+){0,2}?(?: (?P<since>#|D))?)"
)
_VALUATION = pattern(
    r"(?P<what>(?:one-year |12-month |1-year )?(?:forward|trailing)? ?(?:valuations?|p / e|pe|"
    r"price-to-earnings|price-to-book|p / b|pe ratio|multiple|multiples)(?: (?:ratio|"
    r"multiple))?)(?: (?:for|of) (?P<i>I|the I))?(?: [a-z'-]+| I| S|"
    r" \( [^()]{1,20} \)){0,8}? (?P<v>K)"
)
_TRADES = pattern(
    r"(?P<i>[IX])(?: 's)?(?: (?:index|stocks|segment|now|currently|is|are|"
    r"has been))* (?:trades?|trading|valued|quotes?|"
    r"quoting)(?: [a-z]+){0,2}? (?P<v>K)(?: (?:its|their|the|one-year|"
    r"12-month))* (?P<what>(?:forward|trailing|estimated|"
    r"historical)?(?: [a-z0-9-]+){0,2}? ?(?:earnings|p / e|pe|price-to-earnings|book))"
)
_EARNINGS = pattern(
    r"(?:(?P<i>I)(?: 's)? )?(?:earnings|profit|eps) (?:growth)(?: (?:and revisions|"
    r"for (?P<i2>I)|of (?P<i3>I)))?(?: [a-z'-]+){0,5}? (?P<v>P)"
)


def find(sentence: Sentence) -> Facts:
    """The segment figures of a sentence."""
    yield from _best(sentence)
    if not re.search(r"[#PMK]", sentence.string):
        return
    yield from _counts(sentence)
    for stat, rule in (
        ("forward_valuation", _VALUATION),
        ("forward_valuation", _TRADES),
        ("earnings_growth", _EARNINGS),
    ):
        for found in sentence.shape.find(rule):
            if _is_out(sentence, found):
                continue
            unit = sentence.shape.unit(found, "v")
            index = _index(sentence, found)
            near = re.findall(r"\b[INC]\b", sentence.string[: found.end()])
            if unit is None or index is None or (near and near[-1] != "I"):
                continue
            name = stat
            if stat == "forward_valuation":
                said = found.group()
                if re.search(r"book|p / b", said):
                    name = "price_to_book"
                elif "forward" not in sentence.string or "trailing" in said:
                    name = "trailing_valuation"
            yield from _fact(sentence, found, unit, name, index)
    yield from _caps(sentence)
    for found in sentence.shape.find(_ABOVE):
        unit = sentence.shape.unit(found, "v")
        if unit is not None and not _is_out(sentence, found):
            days = re.search(r"\d+", text_of(sentence, found.start("side"), found.end()))
            stat = f"stocks_{found['side']}_{days.group() if days else ''}dma"
            yield from _fact(sentence, found, unit, stat, _index(sentence, found))


def _is_out(sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether a figure is doubtful or of an earlier time."""
    span = found.span()
    return is_doubtful(sentence.shape, *span) or is_earlier(sentence, *span)


def _counts(sentence: Sentence) -> Facts:
    if "#" not in sentence.string:
        return
    for rule in (_COUNT, _COUNTED):
        for found in sentence.shape.find(rule):
            stat = _stat(found["mark"])
            unit = sentence.shape.unit(found, "v")
            if unit is None or stat is None or _is_out(sentence, found):
                continue
            if not _is_count(unit):
                continue
            yield from _fact(sentence, found, unit, stat, _index(sentence, found))
            at, mark = found.end(), stat
            for _ in range(3):
                more = _TWIN.match(sentence.string, at)
                other = sentence.shape.unit(more, "v") if more else None
                if more is None or other is None or not _is_count(other):
                    break
                twin = _stat(more["mark"]) or f"stocks_at_52w_{more['mark'].rstrip('s')}"
                if twin == mark:
                    break
                yield from _fact(
                    sentence, Span(more.start("v"), more.end()), other, twin, _index(sentence, found)
                )
                at, mark = more.end(), twin
            bare = _TWIN_BARE.match(sentence.string, found.end())
            other = sentence.shape.unit(bare, "v") if bare else None
            if bare and other is not None and "circuit" in stat:
                yield from _fact(
                    sentence,
                    Span(bare.start("v"), bare.end()),
                    other,
                    f"{bare['mark']}_circuit",
                    _index(sentence, found),
                )
    for found in sentence.shape.find(_SECTORS):
        if _is_out(sentence, found):
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


def _stat(mark: str) -> str | None:
    return next((stat for stat, said in _MARKS.items() if re.fullmatch(said, mark)), None)


def _is_count(unit: Unit) -> bool:
    figure = unit.items[0].value
    return bool(figure.value == int(figure.value) and figure.high is None and figure.value < 20_000)


_DOWN_CAP = re.compile(
    r"fell|eroded|declined|dropped|plunged|tumbled|los[te]|slumped|shrank|poorer|slipped|down|"
    r"tanked|dipped|dwindled"
)


def _caps(sentence: Sentence) -> Facts:
    """The value of all listed shares, and by how much it changed."""
    if "M" not in sentence.string or not re.search(
        r"\b(?:investors?|cap|mcap|m-cap|capitali\w+|wealth|value|market-cap)\b", sentence.string
    ):
        return
    whole = re.search(
        r"\b(?:investors?|listed|bse-listed|nse-listed|bse|india inc)\b|inc 's", sentence.string
    )
    if not whole or re.search(r"\b(?:fpi|fii|dii|foreign|institutional|mutual)\b", sentence.string):
        return
    told: set[int] = set()
    for rule, groups in ((_CAP_CHANGE, ("v", "to")), (_CAP_LEVEL, ("to",))):
        for found in sentence.shape.find(rule):
            if _is_out(sentence, found):
                continue
            for group in groups:
                unit = sentence.shape.unit(found, group) if found[group] else None
                if unit is None or unit.start in told:
                    continue
                figure = unit.items[0].value
                crore = {"inr_crore": 1.0, "inr_bn": 100.0}.get(figure.unit)
                if crore is None or figure.value * crore < 10_000:
                    continue
                told.add(unit.start)
                is_change = group == "v"
                sign = -1 if is_change and _DOWN_CAP.search(found["verb"]) else 1
                fields: dict[str, object] = {
                    "stat": "market_cap_change" if is_change else "market_cap",
                    "value": plain_number(sign * figure.value * crore),
                    "unit": "inr_crore",
                    "index": "BSE" if "bse" in sentence.string else None,
                    "horizon": horizon(text_of(sentence, 0, len(sentence.string)))
                    or sentence.article.horizon,
                }
                if figure.bound:
                    fields["bound"] = figure.bound
                yield make(sentence, found, "segment_stat.market_cap", KIND, fields, confidence=0.8)


def _best(sentence: Sentence) -> Facts:
    for found in sentence.shape.find(_BEST):
        if is_asked(sentence.shape) or is_denied(sentence.shape, found.start(), found.end()):
            continue
        clause = sentence.string[max(0, found.start() - 80) : found.start()]
        if re.search(r"\b(?:could|may|might|would|should|if)\b", clause):
            continue
        period = (found["m"] or "month").replace("ly", "")
        period = {"single-day": "day", "one-day": "day", "session": "day", "dai": "day"}.get(period, period)
        side = (
            "worst"
            if found["side"] in ("worst", "weakest", "steepest")
            or re.search(r"fall|drop|loss|decline|slump", found.group())
            else "best"
        )
        fields: dict[str, object] = {"stat": f"{side}_{period}_since"}
        value: float | None = None
        if found["v"]:
            unit = sentence.shape.unit(found, "v")
            value = unit.items[0].value.value if unit is not None and unit.items else WORDS.get(found["v"])
            if not (found["unit"] or "").startswith("year"):
                fields["since_unit"] = found["unit"]
        fields["value"], fields["unit"] = plain_number(value), "count"
        fields["index"] = _segment(sentence, found)
        if found["since"]:
            fields["since"] = text_of(sentence, found.start("since"), found.end("since"))
        fields["horizon"] = {"month": "1m", "week": "1w", "day": "1d", "year": "1y", "quarter": "1q"}.get(
            period, period
        )
        if re.search(
            r"on track|set (?:for|to)|headed for|positioned|poised|on course|heading for", sentence.string
        ):
            fields["status"] = "provisional"
        if fields["index"] is None or (value is None and "since" not in fields):
            continue
        yield make(sentence, found, "segment_stat.best", KIND, fields, confidence=0.8)


def _segment(sentence: Sentence, found: re.Match[str]) -> str | None:
    """The index whose best or worst time it is; None where a share stands nearer."""
    near = [
        u
        for u, s in zip(sentence.shape.units, sentence.shape.starts, strict=True)
        if u.symbol in "INC" and s < found.start()
    ]
    if near:
        return near[-1].items[-1].text if near[-1].symbol == "I" else None
    return sentence.article.index(sentence, found.start())


def _index(sentence: Sentence, found: re.Match[str]) -> str | None:
    """The index or segment of the figure: in the match, else last before it."""
    inside = [
        u.items[0].text
        for u, s in zip(sentence.shape.units, sentence.shape.starts, strict=True)
        if u.symbol == "I" and s < found.end()
    ]
    exchange = re.search(r"\bon (?:the )?(bse|nse)\b", sentence.string)
    return (
        inside[-1]
        if inside
        else exchange.group(1).upper()
        if exchange
        else sentence.article.index(sentence, found.start())
    )


def _fact(sentence: Sentence, found: re.Match[str] | Span, unit: Unit, stat: str, index: str | None) -> Facts:
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
