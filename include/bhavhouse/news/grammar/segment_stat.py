"""segment_stat: a figure of a whole segment: how many of its shares did what, its valuation, its best month.

"over 600 smallcap stocks delivered double-digit negative returns", "its strongest monthly gain in 12 years".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_asked, is_denied
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import Facts, make, pattern, text_of
from bhavhouse.news.grammar.segment_counts import KIND, counts, index_of, is_out, stat_fact
from bhavhouse.news.numbers import WORDS
from bhavhouse.news.periods import horizon

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
    yield from counts(sentence)
    for stat, rule in (
        ("forward_valuation", _VALUATION),
        ("forward_valuation", _TRADES),
        ("earnings_growth", _EARNINGS),
    ):
        for found in sentence.shape.find(rule):
            if is_out(sentence, found):
                continue
            unit = sentence.shape.unit(found, "v")
            index = index_of(sentence, found)
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
            yield from stat_fact(sentence, found, unit, name, index)
    yield from _caps(sentence)
    for found in sentence.shape.find(_ABOVE):
        unit = sentence.shape.unit(found, "v")
        if unit is not None and not is_out(sentence, found):
            days = re.search(r"\d+", text_of(sentence, found.start("side"), found.end()))
            stat = f"stocks_{found['side']}_{days.group() if days else ''}dma"
            yield from stat_fact(sentence, found, unit, stat, index_of(sentence, found))


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
            if is_out(sentence, found):
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
