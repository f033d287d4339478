"""segment_stat, its shares: who owns how much of a segment, what a sector weighs, a segment's part of all.

"FII ownership of the Nifty 50 was 27%; in mid-caps it has gone up to 17.1%", "the technology weight went
up by 180 bps to 10.6%", "midcaps account for 16.2% of market capitalisation". Basis points are told as
percentage points.
"""

import re

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.main_index import is_of_segment, subject
from bhavhouse.news.grammar.pieces import Facts, Span, make, text_of
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.grammar.segments.assets import stock_day
from bhavhouse.news.grammar.segments.values import segment_before
from bhavhouse.news.numbers import Figure
from bhavhouse.news.periods import horizon

KIND = "segment_stat"
# A figure that is a share or its change: a percentage, or a number of basis points.
_FIGURE = re.compile(r"(?P<p>P)|(?P<b>#)b")
_OWNER = re.compile(
    r"\b(?:(?P<fii>fiis?|fpis?|foreign|overseas)|(?P<dii>diis?|domestic inst\w+)|(?P<mf>mfs?|mutual)|"
    r"(?P<retail>retail))\b"
)
# What a sector's part is of: "accounted for 32% of their equity assets".
_OF_ASSETS = re.compile(r"\b(?:assets|portfolios?|corpus|aum|holdings?|custody)\b")
# One of these is in every phrase that says what a share is of.
_CUE = re.compile(
    r"\b(?:own|exposure|held|hold|stake|share|weight|portfolio|allocation|account|make|made|top|biggest|"
    r"largest|highest|sector)"
)
_VALUE = re.compile(r"\b(?:capitali[sz]ation|market[- ]cap|m-?cap|market value)\b")
_LISTED = re.compile(r"\b(?:listed|indian equities|india inc|indian companies)\b")
_LEVEL, _UP, _DOWN = "t", "r", "f"


def shares(sentence: Sentence) -> Facts:
    """The shares of ownership, of a portfolio or of the market that a sentence tells."""
    if not re.search(r"\bP\b|basis|bps", sentence.string):
        return
    near = (other.string for n in range(3) if (other := sentence.before(n) if n else sentence) is not None)
    if not any(_CUE.search(string) for string in near):
        return
    row = Row(sentence.shape, "shares")
    measure, context = _measure(sentence, row)
    if not measure or "!" in row.string:
        return
    string = row.string
    for found in _FIGURE.finditer(string):
        at = found.start()
        unit = sentence.shape.units[row.at[at]]
        figure: Figure | None = unit.items[0].value if unit.items else None
        place = Span(*row.span(at, found.end()))
        if figure is None or figure.high is not None or len(unit.items) > 1:
            continue
        if is_doubtful(sentence.shape, place.start(), place.end()):
            continue
        sign = _sign(string, at)
        is_change = found["b"] is not None or (sign != 0 and string[at - 1 : at] in ("r", "f", "y"))
        if is_change and not sign:
            continue
        # "the index, where FPIs own 8%, is down 3%"
        told = string.rfind(",", 0, at)
        is_bracketed = string[at - 2 : at - 1] in ("S", "I")  # "Utilities (down 10.7%)"
        if (
            is_change
            and not is_bracketed
            and measure.endswith("_ownership")
            and -1 < string.rfind("o", 0, at) < told
        ):
            continue
        after = sentence.string[place.end() : place.end() + 20]
        if re.match(r" of (?:the |its )?(?:constituents|companies|stocks|firms|I|shares)", after):
            continue  # "71% of constituents"
        if not is_change and ("z" in string[max(0, at - 3) : at] or figure.value > 90):
            continue  # "from 10.2%"
        if measure.endswith("_ownership"):
            *_, last = [None, *_OWNER.finditer(sentence.string, 0, place.start())]
            measure = f"{last.lastgroup}_ownership" if last else measure
        subject = _subject(sentence, row, at, measure, context)
        if subject is None:
            continue
        value = figure.value / 100 if found["b"] else figure.value
        fields: dict[str, object] = {
            "stat": f"{measure}_change" if is_change else measure,
            "value": plain_number(sign * value if is_change else value),
            "unit": "pct",
            **subject,
        }
        if found["b"]:
            fields["note"] = "basis points"
        if figure.bound and figure.bound != "up to":  # "gone up to 17%"
            fields["bound"] = figure.bound
        over = horizon(text_of(sentence, 0, len(sentence.string)))
        if is_change and over:
            fields["horizon"] = over
        fact = make(sentence, place, f"segment_stat.{measure}", KIND, fields, confidence=0.75)
        if measure == "sector_weight" and (day := stock_day(sentence, is_month=True)):
            fact.fields["date"], fact.has_day = day.isoformat(), True
        yield fact


def _measure(sentence: Sentence, row: Row) -> tuple[str, bool]:
    """What the shares are of, and whether the sentence before has told it."""
    for n in (0, 1, 2):
        other = sentence.before(n) if n else sentence
        if other is None or other.block != sentence.block:
            break
        letters = row.string if not n else Row(other.shape, "shares").string
        if n and not re.match(r"(?:in |the |# |[A-Z] |it )", sentence.string):
            break
        if "o" in letters:
            owner = _OWNER.search(other.string)
            if owner is None:
                break
            return f"{owner.lastgroup}_ownership", bool(n)
        if "w" in letters or ("a" in letters and _OF_ASSETS.search(other.string)):
            return "sector_weight", bool(n)
        if "a" in letters and not n and _VALUE.search(other.string):
            return "share_of_market_cap", False
    return "", False


def _sign(string: str, at: int) -> int:
    found = re.search(r"([rf])[IS?y]{0,2}$", string[max(0, at - 4) : at])
    return 0 if not found else 1 if found[1] == "r" else -1


def _of_index(sentence: Sentence) -> str | None:
    """The index whose parts the sectors are; none where they are parts of what funds hold."""
    near = " ".join(s.string for n in range(3) if (s := sentence.before(n) if n else sentence) is not None)
    if _OWNER.search(near) or _OF_ASSETS.search(near) or "fund" in near:
        return None
    about = subject(sentence.article)
    told = sentence.article.index(sentence, len(sentence.string))
    return about if about and is_of_segment(about) else told


def _subject(sentence: Sentence, row: Row, at: int, measure: str, context: bool) -> dict[str, object] | None:
    """The index, segment or sector whose share it is: the one named last before the figure."""
    before = [place for place in range(at - 1, -1, -1) if row.string[place] in "ISN"]
    if not before and measure.endswith("_ownership") and _LISTED.search(sentence.string):
        return {"index": "NSE" if "nse" in sentence.string else None}
    if not before and measure.endswith("_ownership"):
        # "FPIs held 8.1% of the Nifty Smallcap 250 companies"
        before = [at + 1 + n for n, letter in enumerate(row.string[at + 1 : at + 5]) if letter == "I"]
    if not before and measure.endswith("_ownership") and (named := segment_before(sentence)):
        return {"index": named}  # "...; FPI holding dipped to 18.8%"
    if not before or row.string[before[0]] == "N":
        return None
    place = before[0]
    unit = sentence.shape.units[row.at[place]]
    # "software and services" is one sector of the depositories
    is_pair = len(unit.items) == 2 and row.string[place] == "S"
    if len(unit.items) != 1 and not is_pair and row.string[at - 1 : at] != "I":
        return None
    if row.string[place] == "S":
        name = sentence.article.text.plain[unit.start : unit.end]
        return (
            {"index": _of_index(sentence), "sector": name} if measure == "sector_weight" else {"index": name}
        )
    name = unit.items[-1].text
    if measure == "sector_weight" or unit.symbol == "X" or names.is_foreign(name):
        return None
    return {"index": name}
