"""segment_stat: a figure of a whole segment: how many of its shares did what, its valuation, its best month.

"over 600 smallcap stocks delivered double-digit negative returns", "its strongest monthly gain in 12 years".
The names of the figures are in lexicon/stats.csv; counts are read in segment_counts.py, valuations in
segment_values.py, market values in segment_caps.py.
"""

import re

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_asked, is_denied
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import Facts, make, pattern, text_of
from bhavhouse.news.grammar.segments.assets import assets
from bhavhouse.news.grammar.segments.caps import caps
from bhavhouse.news.grammar.segments.counts import KIND, counts
from bhavhouse.news.grammar.segments.shares import shares
from bhavhouse.news.grammar.segments.values import valuations
from bhavhouse.news.numbers import WORDS
from bhavhouse.news.periods import MONTHS

_BEST = pattern(
    r"(?:its|their|the)? ?(?P<side>best|strongest|biggest|highest|largest|steepest|worst|"
    rf"weakest|sharpest) (?:(?P<m>(?:{MONTHS})(?:-\w+)?|month(?:ly)?|week(?:ly)?|"
    r"year(?:ly)?|quarter(?:ly)?)(?: [a-z]+){0,2}?) ?(?:for (?:the )?I )?"
    r"(?:(?:in|of)(?: (?:the last|over|nearly|more than|at least|about|almost))? (?P<v>#|two|"
    r"three|four|five|six|seven|eight|nine|ten|twelve) (?P<unit>years?|months?|weeks?)|"
    r"since (?:[a-z]+ ){0,4}?(?P<since>fy ?#|fy\d\d|(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    rf"dec)[a-z]* )?#|D|{MONTHS})(?= |$))"
)


def find(sentence: Sentence) -> Facts:
    """The segment figures of a sentence."""
    yield from _best(sentence)
    yield from counts(sentence)
    yield from valuations(sentence)
    yield from caps(sentence)
    yield from shares(sentence)
    yield from assets(sentence)


def _best(sentence: Sentence) -> Facts:
    if not any(word in sentence.string for word in ("since", "year", "month", "week")):
        return
    for found in sentence.shape.find(_BEST):
        if is_asked(sentence.shape) or is_denied(sentence.shape, found.start(), found.end()):
            continue
        clause = sentence.string[max(0, found.start() - 80) : found.start()]
        if re.search(r"\b(?:could|may|might|would|should|if)\b", clause) or "flow" in found.group():
            continue
        period = (found["m"] or "month").replace("ly", "")
        if period.split("-")[0] in MONTHS.split("|"):
            period = "quarter" if "-" in period else "month"  # "its best January-March showing"
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
        if (
            fields["index"] is None
            or names.is_foreign(str(fields["index"]))
            or (value is None and ("since" not in fields or " I " in found.group()))
        ):
            continue
        fact = make(sentence, found, "segment_stat.best", KIND, fields, confidence=0.8)
        # A month, a quarter or a year that is over has no day.
        fact.has_day = period in ("month", "quarter", "year") and "status" not in fields
        yield fact


_MARKET = re.compile(r"\b(indian (?:equities|equity markets?|stock markets?|markets?|shares)|dalal street)\b")


def _segment(sentence: Sentence, found: re.Match[str]) -> str | None:
    """The index whose best or worst time it is; None where a share stands nearer."""
    market = _MARKET.search(sentence.string, max(0, found.start() - 60), found.start())
    if market and found.start() - market.end() < 24:
        return sentence.article.text.plain[slice(*sentence.shape.span(*market.span(1)))]
    if re.search(r" I ", found.group()):
        return (
            sentence.shape.units[sentence.shape.index(found.start() + found.group().index(" I ") + 1)]
            .items[0]
            .text
        )
    near = [
        u
        for u, s in zip(sentence.shape.units, sentence.shape.starts, strict=True)
        if u.symbol in "INC" and s < found.start()
    ]
    if near:
        return near[-1].items[0].text if near[-1].symbol == "I" else None
    return sentence.article.index(sentence, found.start())
