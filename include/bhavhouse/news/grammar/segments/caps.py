"""segment_stat, its market values: of all listed shares, of a group, of a company; and their changes.

"Investors became poorer by Rs 3.4 lakh crore as the m-cap of BSE-listed firms fell to Rs 470 lakh crore",
"TCS added Rs 12,000 crore to take its market valuation to Rs 13 lakh crore".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.counts.breadth import is_out
from bhavhouse.news.grammar.counts.whose import exchange_near
from bhavhouse.news.grammar.pieces import Facts, Span, make, text_of
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.grammar.segments.values import meant
from bhavhouse.news.numbers import Figure
from bhavhouse.news.periods import horizon

_CUE = re.compile(
    r"\b(?:cap|mcap|m-cap|market-cap|capitali\w+|wealth|investors?|valuations?|market value|poorer|richer|"
    r"worth|listed)\b"
)
_TOPIC = re.compile(r"market valuation|mcap|m-cap|market cap|market capitali[sz]ation|most valued")
_AFTER = re.compile(r"[M][?bIL]{0,3}(?:W|C|V|of)?[?IL]{0,3}(?P<v>[rf])")
_WITH = re.compile(r"(?:with|having|boasting|commanding) ")  # what a profile of a share begins with
_LEVEL = re.compile(r"t[?]{0,1}$")


def caps(sentence: Sentence) -> Facts:
    """The market values of a sentence, and their changes."""
    if "M" not in sentence.string:
        return
    is_topic = _TOPIC.search(sentence.article.lowered, 0, 500) is not None
    if not _CUE.search(sentence.string) and not (is_topic and "N" in sentence.string):
        return
    row = Row(sentence.shape, "caps")
    string = row.string
    has_cap = bool(re.search(r"[CWV]|L[?]{0,2}t", string))
    if "!" in string or not (has_cap or is_topic):
        return
    whose: str | None = None
    last = told_sign = 0
    for at, letter in enumerate(string):
        if letter != "M":
            continue
        clause = string[last:at]
        whose = _company(sentence, row, last, at, whose)
        whole = not whose
        unit = sentence.shape.units[row.at[at]]
        figure: Figure = unit.items[0].value
        place = Span(*row.span(at, at + 1))
        last = at + 1
        if len(unit.items) > 1 or figure.high is not None or _is_out(sentence, place):
            continue
        if "z" in clause[-3:]:
            continue  # "from Rs 418 lakh crore"
        if whole and not (has_cap and re.search(r"[VWCLs]", string)):
            continue
        value, told_unit = _amount(figure)
        if value is None or (whole and told_unit == "inr_crore" and value < 10_000) or value < 50:
            continue
        # "saw a surge were Infosys (Rs 12,500 crore) and Wipro (Rs 3,970 crore)"
        sign = _sign(string, at, clause) or (
            told_sign if re.fullmatch(r"[CWV?]{0,3}[&,;]+y?Nb?", clause) else 0
        )
        told_sign = sign
        # "slipped below Rs 400 lakh crore": too much for a change
        is_huge = whole and told_unit == "inr_crore" and value > 6_000_000
        is_level = (is_huge and clause[-2:] not in (",r", ",f")) or (
            bool(
                _LEVEL.search(clause) or (whose and clause.endswith("C") and not _WITH.match(sentence.string))
            )
            and not re.search(r"W[?]?t$", clause)
        )
        if is_level:
            # "to Rs 470 lakh crore" alone may be the level of anything.
            if (
                not re.search(r"C|L[?]{0,2}t$", string[:at])
                and not re.search(r"C|W.{0,3}[rf]", string)
                and not (is_topic and whose)
            ):
                continue
            stat, number = "market_cap", value
        elif sign:
            if whole and not re.search(r"[VWC]", string[max(0, at - 14) : at + 8]):
                continue
            stat, number = "market_cap_change", sign * value
        else:
            continue
        fields: dict[str, object] = {"stat": stat, "value": plain_number(number), "unit": told_unit}
        if whose:
            fields["company"] = whose
            fields["index"] = None
        else:
            fields["index"] = _whole(sentence)
        over = horizon(text_of(sentence, 0, len(sentence.string))) or sentence.article.horizon
        if stat == "market_cap_change":
            fields["horizon"] = over
        if figure.bound:
            fields["bound"] = figure.bound
        begin = max(0, at - 3) if re.fullmatch(r"[a-zC?]+", string[max(0, at - 3) : at] or "!") else at
        yield make(
            sentence, Span(*row.span(begin, at + 1)), "segment_stat.market_cap", "segment_stat", fields,
            confidence=0.8,
        )  # fmt: skip


def _whole(sentence: Sentence) -> str | None:
    """The exchange or the index whose shares are valued together."""
    if re.search(r"\bbse", sentence.string):
        return "BSE"
    of = re.search(r"\b(?:of|for|in) (?:the )?(?P<i>[IX])(?= |$)", sentence.string)
    if of is None:
        return None if re.search(r"\bindia(?:n|  ?'s| inc)?\b", sentence.string) else exchange_near(sentence)
    unit = sentence.shape.told(of, "i")
    return unit.items[0].text if unit.symbol == "I" else meant(sentence, of.start())


def _is_out(sentence: Sentence, place: Span) -> bool:
    """Whether a sum is doubtful or another day's; "compared with M in the previous session" is no reason."""
    if is_doubtful(sentence.shape, place.start(), place.end()):
        return True
    rest = sentence.string[place.end() : place.end() + 40]
    return not re.match(r"(?: to M)?(?: ,)? (?:compared|as against|against|from|versus)\b", rest) and is_out(
        sentence, place
    )


def _amount(figure: Figure) -> tuple[float | None, str]:
    """Rupees in crore; dollars as they are."""
    if figure.unit == "inr_crore":
        return figure.value, "inr_crore"
    if figure.unit == "inr_bn":
        return figure.value * 100.0, "inr_crore"
    return (figure.value, "usd_bn") if figure.unit == "usd_bn" else (None, "")


def _company(sentence: Sentence, row: Row, last: int, at: int, before: str | None) -> str | None:
    """The company whose value it is: named in the clause, else that of the amount before it."""
    told = [place for place in range(last, at) if row.string[place] in "NVWL"]
    if told:
        unit = sentence.shape.units[row.at[told[-1]]]
        if row.string[told[-1]] != "N":
            return None
        return unit.items[-1].text if unit.symbol == "N" else _known(sentence, row, told[-1])
    if last == 0 and re.search(r"[NVWL]", row.string[at : at + 8]):
        found = re.search(r"[NVWL]", row.string[at:])
        if found and found.group() == "N":
            return sentence.shape.units[row.at[at + found.start()]].items[0].text
    return before


def _known(sentence: Sentence, row: Row, place: int) -> str | None:
    item = sentence.article.company(sentence, row.shape.starts[row.at[place]])
    return item.text if item else None


def _sign(string: str, at: int, clause: str) -> int:
    before = re.search(r"([rf])[bI?LNy'C]{0,4}$", clause)
    if before:
        return 1 if before[1] == "r" else -1
    after = _AFTER.match(string, at)
    if after:
        return 1 if after["v"] == "r" else -1
    return 0
