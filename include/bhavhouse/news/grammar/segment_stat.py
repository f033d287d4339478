"""segment_stat: a figure of a whole segment: how many of its shares did what, its valuation, its best month.

"over 600 smallcap stocks delivered double-digit negative returns", "its strongest monthly gain in 12 years".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_asked, is_denied, is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import Facts, horizon, make, pattern, text_of
from bhavhouse.news.units import Unit

KIND = "segment_stat"
_STOCKS = r"(?: (?:I|S|listed|nse-listed|bse-listed|of|the|constituents?|nearly|such))*(?: (?:stocks|shares|companies|scrips|names|counters|constituents|securities))?"
_COUNTS = {
    "stocks_down_double_digit": r"(?:delivered|posted|given|suffered|recorded|seen|lost|fallen|logged|registered|declined|dropped)(?: [a-z]+){0,2}? (?:by )?double-digit(?: (?:negative returns|losses|declines|falls|percentage|cuts|drops))?",
    "stocks_at_52w_high": r"(?:hit|touched|scaled|reached|at|made|clocked|recorded|hitting|touching|their|logged)(?: (?:their|fresh|a|new|its))* (?:52 ?-? ?week|one-year|52w|yearly) (?:highs?|peaks?)",
    "stocks_at_52w_low": r"(?:hit|touched|slipped to|slumped to|reached|at|made|fell to|recorded|hitting|touching|sank to|logged)(?: (?:their|fresh|a|new|its))* (?:52 ?-? ?week|one-year|52w|yearly) lows?",
    "stocks_upper_circuit": r"(?:hit|locked in|locked at|hitting|were locked in|were locked at|touched|frozen at|reached)(?: (?:their|the|a|its))* upper (?:circuit|price band)s?(?: limits?)?",
    "stocks_lower_circuit": r"(?:hit|locked in|locked at|hitting|were locked in|were locked at|touched|frozen at|reached)(?: (?:their|the|a|its))* lower (?:circuit|price band)s?(?: limits?)?",
}
_COUNT_RULES = {
    stat: pattern(
        rf"(?P<v>[#])(?!  ?,0){_STOCKS}(?: (?:on|of) (?:the )?(?:I|bse|nse))?(?: (?:have|had|has|were|already|also|that|which|also|in|I))* {said}"
    )
    for stat, said in _COUNTS.items()
}
_GAPPED_LOW = re.compile(
    r"(?:(?: ,| while| and| whereas| ;| as against| against)+)(?: as many as)? (?P<v>#)(?: (?:stocks|shares|scrips|others|hit|touched|slipped|to|were|at|their|its|a|fresh|new|fell|slumped|reached))*(?: 52 ?-? ?week)? (?P<what>lows?|highs?|lower circuits?|upper circuits?)(?= |$)"
)
_BEST = pattern(
    r"(?:its|their|the)? ?(?P<side>best|strongest|biggest|highest|largest|steepest|worst|weakest|sharpest) (?:(?P<m>month(?:ly)?|week(?:ly)?|day|session|single-day|one-day|intraday|year(?:ly)?|quarter(?:ly)?)(?: [a-z]+){0,2}?) ?"
    r"(?:(?:in|of)(?: (?:the last|over|nearly|more than|at least|about|almost))? (?P<v>#|two|three|four|five|six|seven|eight|nine|ten|twelve) (?P<unit>years?|months?|weeks?)|since(?: [a-z]+){0,2}?(?: (?P<since>#|D))?)"
)
_VALUATION = pattern(
    r"(?P<what>(?:one-year |12-month |1-year )?(?:forward|trailing)? ?(?:valuations?|p / e|pe|price-to-earnings|price-to-book|p / b|pe ratio|multiple|multiples)(?: (?:ratio|multiple))?)(?: (?:for|of) (?P<i>I|the I))?(?: [a-z'-]+| I| S| \( [^()]{1,20} \)){0,8}? (?P<v>K)"
)
_TRADES = pattern(
    r"(?P<i>[IX])(?: 's)?(?: (?:index|stocks|segment|now|currently|is|are|has been))* (?:trades?|trading|valued|quotes?|quoting)(?: [a-z]+){0,2}? (?P<v>K)(?: (?:its|their|the|one-year|12-month))* (?P<what>(?:forward|trailing|estimated|historical)?(?: [a-z0-9-]+){0,2}? ?(?:earnings|p / e|pe|price-to-earnings|book))"
)
_EARNINGS = pattern(
    r"(?:(?P<i>I)(?: 's)? )?(?:earnings|profit|eps) (?:growth)(?: (?:and revisions|for (?P<i2>I)|of (?P<i3>I)))?(?: [a-z'-]+){0,5}? (?P<v>P)"
)
_CAP = pattern(
    r"(?:market capitali[sz]ation|market cap|m-cap|mcap)(?: of (?:all )?(?:(?:the )?(?:bse|nse)-?(?: - )?listed (?:companies|firms|stocks)|listed companies))(?: [a-z'-]+| ,| P){0,10}? (?:to|at|stood at|of) (?P<v>M)"
)
_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}


def find(sentence: Sentence) -> Facts:
    """The segment figures of a sentence."""
    yield from _counts(sentence)
    yield from _best(sentence)
    for stat, rule in (
        ("forward_valuation", _VALUATION),
        ("forward_valuation", _TRADES),
        ("earnings_growth", _EARNINGS),
    ):
        for found in sentence.shape.find(rule):
            if is_doubtful(sentence.shape, found.start(), found.end()):
                continue
            unit = sentence.shape.unit(found, "v")
            index = _index(sentence, found)
            if unit is None or index is None:
                continue
            name = stat
            if stat == "forward_valuation":
                name = (
                    "trailing_valuation"
                    if "trailing" in found.group()
                    else stat
                    if "forward" in sentence.string
                    else "valuation"
                )
            yield from _fact(sentence, found, unit, name, index)
    for found in sentence.shape.find(_CAP):
        unit = sentence.shape.unit(found, "v")
        if unit is not None and not is_doubtful(sentence.shape, found.start(), found.end()):
            exchange = re.search(r"bse|nse", found.group())
            yield from _fact(
                sentence, found, unit, "market_cap", exchange.group().upper() if exchange else None
            )


def _counts(sentence: Sentence) -> Facts:
    if "#" not in sentence.string:
        return
    for stat, rule in _COUNT_RULES.items():
        for found in sentence.shape.find(rule):
            unit = sentence.shape.unit(found, "v")
            if unit is None or is_doubtful(sentence.shape, found.start(), found.end()):
                continue
            if unit.items[0].value.value != int(unit.items[0].value.value):
                continue
            yield from _fact(sentence, found, unit, stat, _index(sentence, found))
            more = _GAPPED_LOW.match(sentence.string, found.end())
            if more:
                other = sentence.shape.unit(more, "v")
                what = more["what"]
                if "circuit" in what:
                    twin = "stocks_lower_circuit" if what.startswith("lower") else "stocks_upper_circuit"
                else:
                    twin = "stocks_at_52w_low" if what.startswith("low") else "stocks_at_52w_high"
                if other is not None and twin != stat:
                    yield from _fact(sentence, more, other, twin, _index(sentence, found))


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
            value = unit.items[0].value.value if unit is not None and unit.items else _WORDS.get(found["v"])
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
    near = [
        u.items[-1].text
        for u, s in zip(sentence.shape.units, sentence.shape.starts, strict=True)
        if u.symbol == "I" and s < found.start()
    ]
    return near[-1] if near else sentence.article.index(sentence, found.start())


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


def _fact(sentence: Sentence, found: re.Match[str], unit: Unit, stat: str, index: str | None) -> Facts:
    figure = unit.items[0].value
    fields: dict[str, object] = {
        "stat": stat,
        "value": plain_number(figure.value),
        "unit": figure.unit,
        "index": index,
    }
    if figure.bound:
        fields["bound"] = figure.bound
    told = horizon(text_of(sentence, 0, len(sentence.string)))
    if told:
        fields["horizon"] = told
    yield make(sentence, found, f"segment_stat.{stat}", KIND, fields, confidence=0.85)
