"""segment_stat, its counts: how many shares, sectors or firms of a segment did what.

"371 stocks hit a 52-week high", "eight of 13 sectoral indices fell", "141 were upgraded and 262 downgraded",
"12% of Nifty 500 stocks trade above their 200-day average". They are read in breadth.py.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.facts import Fact, plain_number
from bhavhouse.news.grammar.counts.breadth import Breadth, Count, breadth, is_out
from bhavhouse.news.grammar.counts.whose import index_of
from bhavhouse.news.grammar.main_index import formal
from bhavhouse.news.grammar.pieces import Facts, Span, make, pattern, text_of
from bhavhouse.news.grammar.sectors.names import sector_name
from bhavhouse.news.numbers import SPELLED, Figure
from bhavhouse.news.periods import horizon

KIND = "segment_stat"
_STATS = {
    "W": "stocks_at_all_time_high", "Z": "stocks_at_all_time_low",
    "h": "stocks_at_52w_high", "l": "stocks_at_52w_low", "c": "upper_circuit", "d": "lower_circuit",
    "g": "upgrades", "b": "downgrades", "j": "grade_changes", "t": "results_declared",
    "w": "positive_results", "z": "negative_results", "F": "flat_results", "q": "met_or_beat_estimates",
    "i": "stocks_down_double_digit", "J": "stocks_up_double_digit",
    "y": "beat_estimates", "Y": "missed_estimates", "V": "met_estimates",
}  # fmt: skip
_FRONT = re.compile(r"\b(?:frontline|benchmark|headline) ind")
_LINED_UP = re.compile(
    r"\b(?:make|makes|made|making|making|lined|signed|teamed|backed|caught|set|opened|shut|broken|"
    r"written) (?:up|down)\b"
)
_YARDSTICK = re.compile(r"52[ -]?w(?:ee)?k\w*|\d+[ -]?d(?:ay|ma)|one-year|12-month forward")
# "large caps (43%)", "mid caps 53%"
_ALSO = re.compile(
    r"(?:^|(?<= ))(?P<i>I|S)(?: (?!rose|fell|gained|lost|in )[a-z]+| ,){0,3}? (?:\( )?(?P<p>P)(?= |$)"
)
_ALSO_IN = re.compile(r"(?:^|(?<= ))(?P<p>P) in (?:the )?(?P<i>I|S)(?= |$)")


def counts(sentence: Sentence) -> Facts:
    """How many shares stand at a high, a low or a limit, how many sectors rose, how many grades changed."""
    yield from _more_results(sentence)
    yield from _said(sentence)
    tallies = list(_tallies(sentence))
    yield from tallies
    told = breadth(sentence)
    if told is None:
        return
    for chain in told.chains:
        for count in _with_shares(told, chain):
            place = told.span(count.start, count.end)
            stat = _stat(sentence, told, count, chain)
            index = index_of(sentence, place)
            if stat in ("upgrades", "downgrades") and tallies:
                continue
            if stat == "grade_changes" and _TECHNICAL.search(sentence.string):
                continue  # "264 of the 321 changes were technical"
            if index and index.endswith("s") and stat in ("upgrades", "downgrades", "grade_changes"):
                index = formal(sentence.article, index)
            if index and count.is_sector and sector_name(index):
                index = None  # one of those counted
            if stat is None or _is_out(sentence, place, count.state) or (index and names.is_foreign(index)):
                continue
            yield _fact(sentence, told, count, stat, index)


# "34% of the stocks are bullish or mildly bullish", "38 stocks more than doubled", "91% of the changes were
# technical", "Textiles led the upgrade tally with 27, ahead of Pharma with 18"
_TREND = pattern(
    r"(?P<v>P)(?: of (?:the |all |our )?(?:stocks|shares|companies|universe|names|scrips|them))?"
    r" (?:are|is|were|was|stand|remain|stay)(?: now| still| rated)? (?:(?:strong|mildly|very|moderately) )?"
    r"(?P<side>bullish|bearish|neutral)"
)
_DOUBLED = pattern(
    r"(?P<v>#) (?:of (?:them|these|those)|[a-z-]+|I)(?: [a-z-]+){0,2}? (?:more than )?(?:have )?doubled"
)
_TECHNICAL = pattern(
    r"technical (?:factors|reasons|changes|parameters|triggers)(?: [a-z]+){1,4} (?P<v>P|#)(?: of|$)"
)
# "net sellers in 15 of the 24 sectors"; "of the 38 Nifty companies that have reported so far"
_TRADED = pattern(r"(?P<side>sellers|buyers) in (?P<v>#) (?:of|out of) (?:the )?# sectors")
_REPORTED = pattern(
    r"(?:of (?:the )?|with |^)(?P<v>#)(?: of)?(?: the)? (?:I|X|S|[a-z-]+)"
    r"(?: (?:companies|firms|stocks|members|names))? (?:that|which|having)"
    r" (?:have |has )?(?:so far )?(?:reported|declared|announced|posted|come out with)"
)
# "the share of positive results stands at 41%"; "178 remain more than 15% below their highs"
_POSITIVE = pattern(r"(?:C|share|proportion|percentage) of positive results(?: [a-z]+){1,7}? (?P<v>P)(?! in)")
_BELOW = pattern(
    r"(?P<v>#|P)(?: (?:of (?:them|these|those)|stocks|shares|constituents|members|of the I stocks))?"
    r"(?: (?:are|is|remain|were|stand|now|still|currently|also|trade|trading|quote|quoting|down)){1,4}"
    r" (?P<by>P) (?:below|from|off|under) (?:their|that|its|the)(?: [a-z0-9-]+){0,2}? (?:highs?|peaks?)"
)
# "Small caps accounted for 211 of the downgrades, mid-caps for 22", "the NBFC space saw 19 downgrades against
# 6 upgrades", "Textiles led the upgrade tally with 27, ahead of Pharma with 18"
_TALLY = pattern(
    r"(?P<who>[INS](?: &| -| [NS]){0,4})(?: sector| space| companies| stocks| names)? "
    r"(?:(?:led|topped|witnessed|saw|had|recorded|registered|counted|accounted|bore|followed)"
    r"(?: [a-z]+| ,){0,7}?|for|with|at) (?P<v>#)(?: of(?: the| these)?)?(?: (?P<side>(?:up|down)grades?))?"
    r"(?: (?:against|and|versus|but also) (?P<v2>#) (?P<side2>(?:up|down)grades?))?"
)
_GRADED = re.compile(r"\b(?P<side>(?:up|down)grade)s?\b")
_HEAD = re.compile(r"(?P<side>(?:up|down)grade)s \( (?P<v>#) \)")
# "... and 17 by financial ones", "nine changes came from financial grades"
_CAUSED = pattern(
    r"(?P<v>#|[a-z]+)(?: of)?(?: these)?(?: changes)?"
    r"(?: (?:were|was|came|triggered|driven|prompted|made)){0,2}"
    r" (?:by|from) (?P<by>technical|S|quality) (?:ones|grades?|parameters?|factors?|triggers?|changes)"
)


_SAID = re.compile(
    r"\b(?:sellers|buyers|positive results|highs?|peaks?|that have|which have|having|bullish|bearish|"
    r"neutral|doubled|technical|quality|grades|ones)\b"
)


def _said(sentence: Sentence) -> Facts:
    """Figures of a whole market that need no chain of counts."""
    if not _SAID.search(sentence.string):
        return
    for rule, name in (
        (_TREND, "share"),
        (_DOUBLED, "stocks_doubled"),
        (_TECHNICAL, "technical_changes"),
        (_TRADED, "sectors"),
        (_REPORTED, "results_declared"),
        (_POSITIVE, "positive_results"),
        (_BELOW, "below_high"),
    ):
        for found in sentence.shape.find(rule):
            unit = sentence.shape.told(found, "v")
            figure: Figure = unit.items[0].value
            if len(unit.items) != 1 or figure.high is not None or _is_out(sentence, Span(*found.span()), "j"):
                continue
            stat = name
            if name == "share":
                stat = f"share_{found['side']}"
            elif name == "sectors":
                stat = "sectors_sold" if found["side"] == "sellers" else "sectors_bought"
            elif name == "below_high":
                by = sentence.shape.told(found, "by").items[0].value.value
                stat = f"stocks_down_{int(by)}pct_from_high"
            elif name == "results_declared" and figure.value < 10:
                continue
            yield _stat_fact(
                sentence,
                found,
                stat,
                figure,
                unit.symbol,
                None if name == "sectors" else index_of(sentence, Span(*found.span())),
            )
    for found in sentence.shape.find(_CAUSED):
        number = SPELLED.get(found["v"]) or (
            found["v"] == "#" and sentence.shape.told(found, "v").items[0].value.value
        )
        if number and not is_doubtful(sentence.shape, found.start(), found.end()):
            by = text_of(sentence, found.start("by"), found.end("by"))
            yield _stat_fact(sentence, found, f"{by}_changes", Figure(number), "#", None)


def _tallies(sentence: Sentence) -> Facts:
    """The changes of grade by segment or sector, and those that a heading counts."""
    if head := _HEAD.fullmatch(sentence.string):
        figure = sentence.shape.told(head, "v").items[0].value
        yield _stat_fact(sentence, head, f"{head['side']}s", figure, "#", None)
    sides = [side["side"] for side in _GRADED.finditer(sentence.string)]
    for found in sentence.shape.find(_TALLY) if sides else ():
        if is_doubtful(sentence.shape, found.start(), found.end()):
            continue
        first = sentence.shape.span(found.start("who"), found.end("who"))
        name = sentence.article.text.plain[first[0] : first[1]]
        before = [side["side"] for side in _GRADED.finditer(sentence.string, 0, found.start("v"))]
        for value, told in (("v", "side"), ("v2", "side2")):
            if not found[value]:
                continue
            side = (found[told] or (before or sides)[-1]).rstrip("s")
            figure = sentence.shape.told(found, value).items[0].value
            is_index = found["who"] == "I"
            fact = _stat_fact(sentence, found, f"{side}s", figure, "#", name if is_index else None)
            if not is_index:
                fact.fields["sector"] = name
            yield fact


def _stat_fact(
    sentence: Sentence, found: re.Match[str], stat: str, figure: Figure, symbol: str, index: str | None
) -> Fact:
    fields: dict[str, object] = {
        "stat": stat, "value": plain_number(figure.value), "unit": "pct" if symbol == "P" else "count",
        "index": index,
    }  # fmt: skip
    over = horizon(_YARDSTICK.sub("", text_of(sentence, 0, len(sentence.string))))
    if over:
        fields["horizon"] = over
    return make(sentence, found, f"segment_stat.{stat}", KIND, fields, confidence=0.8)


def _with_shares(told: Breadth, chain: list[Count]) -> Iterator[Count]:
    """ "26 were positive, a share of 63.4%", "255, or 62%, were positive": told by number and by share."""
    for count in chain:
        place = count.start - 3
        is_second = count.unit == "pct" and told.string[max(0, place) : count.start] == "#,&"
        if count.state in "wz" and is_second:
            yield replace(count, value=told.number(place) or 0.0, start=place, unit="count")
        elif count.state in "wz" and (found := _OF_THEM.match(told.string, count.end)):
            value = told.number(found.end() - 1) or 0.0
            yield replace(count, value=value, end=found.end(), unit="pct")
        yield count


_OF_THEM = re.compile(r"[,(?&:]{0,2}s?o?P")


def _is_out(sentence: Sentence, place: Span, state: str) -> bool:
    """Whether a count is doubtful; of results and grades "had" and a date tell no earlier time."""
    if state in "jtwzFgbqyYV":
        return is_doubtful(sentence.shape, place.start(), place.end())
    return is_out(sentence, place)


def _stat(sentence: Sentence, told: Breadth, count: Count, chain: list[Count]) -> str | None:
    """The name of what was counted; None where it is told elsewhere (advance_decline) or is nothing."""
    if (count.unit == "pct" and count.value > 100) or _LINED_UP.search(
        text_of(sentence, *told.row.span(count.start, count.end))
    ):
        return None
    if count.is_every or (count.state in "jt" and count.value < 10):
        return None
    after = told.string[count.end : count.end + 3]
    match count.state:
        case "a" | "k":
            side = "above" if count.state == "a" else "below"
            return f"stocks_{side}_{count.average}dma" if count.average else None
        case "r" | "f" if any(other.state == "j" for row in told.chains for other in row):
            return "upgrades" if count.state == "r" else "downgrades"
        case "r" | "f":
            side = "up" if count.state == "r" else "down"
            if re.search(
                r"\b(?:almost|nearly|most|not) all (?:\w+ )?$",
                sentence.string[: told.span(count.start, count.end).start()][-24:],
            ):
                return None
            if count.is_sector and ((count.value < 2 and len(chain) < 2) or _FRONT.search(sentence.string)):
                return None
            if count.is_sector:
                return f"sectors_{side}" if count.unit == "count" and 0 < count.value < 60 else None
            # "22 stocks gained over 100 percent": a count by size; "1,200 rose, 900 fell" is none.
            found = re.match(r"[?(&]{0,2}P", after)
            if (
                count.unit == "pct"
                and count.has_noun
                and count.value > 3
                and "N" not in told.string
                and not _BELOW.search(sentence.string)
                and told.string[count.start] == "P"
            ):
                return f"stocks_{side}"  # "only 23% of the shares advanced"
            # "180 fell, with 42 of them falling more than 15%", "...; 138 have lost more than 30%"
            first, before = chain[0], sentence.before()
            is_part = count is not first and first.state == count.state and first.value > count.value
            goes_on = before is not None and before.string.endswith(";") and before.block == sentence.block
            is_told = count.has_noun and len(chain) == 1
            if not found or count.unit == "pct" or not (is_part or is_told or goes_on):
                return None
            unit = sentence.shape.units[told.row.at[count.end + found.end() - 1]]
            figure: Figure = unit.items[0].value
            if figure.bound == "over" and figure.value == int(figure.value) and figure.high is None:
                return f"stocks_{side}_{int(figure.value)}pct"
            if count.total:
                return None
            return f"stocks_{side}" if count.value >= 10 else None
        case "u":
            return None
        case "h" | "l" | "c" | "d" | "W" | "Z":
            if count.unit == "pct" and "P" in told.string[count.start : count.end]:
                return None  # "30 per cent from their one-year highs"
            other = sentence.before()
            is_near = other is not None and other.block == sentence.block
            said = f"{other.string} {sentence.string}" if other is not None and is_near else sentence.string
            near = re.search(r"\b(?:bse|nse|exchange|market|I)\b", said)
            is_list = sentence.is_title or (count.value < 10 and len(chain) == 1 and not near)
            return None if is_list and count.value < 10 else _STATS[count.state]
        case "w" | "z" | "F" | "t" | "g" | "b":
            if (
                count.state in "wzF"
                and count.unit != "pct"
                and not re.search(r"result|number|perform|profit|trend", sentence.string)
            ):
                return None
            if count.state in "gb" and count.unit == "pct":
                return None
            if count.state in "gb" and len(chain) < 2 and (not count.has_noun or count.value < 10):
                return None
            if count.state == "t" and not re.search(r"result|earning|number|quarter", sentence.string):
                return None
        case "y" | "Y" | "V" | "q":
            if not _OF_RESULTS.search(sentence.string):
                return None
            return f"{'share' if count.unit == 'pct' else 'results'}_{_STATS[count.state]}"
    return _STATS[count.state]


_OF_RESULTS = re.compile(
    r"\b(?:results?|earnings?|numbers|reported|declared|estimates|quarter|season|street)\b"
)


def _fact(sentence: Sentence, told: Breadth, count: Count, stat: str, index: str | None) -> Fact:
    fields: dict[str, object] = {
        "stat": stat,
        "value": plain_number(count.value),
        "unit": count.unit,
        "index": index,
    }
    if count.bound:
        fields["bound"] = count.bound
    over = horizon(_YARDSTICK.sub("", text_of(sentence, 0, len(sentence.string))))
    if over:
        fields["horizon"] = over
    return make(
        sentence, told.span(count.start, count.end), f"segment_stat.{stat}", KIND, fields, confidence=0.85
    )


def _more_results(sentence: Sentence) -> Facts:
    """Shares of positive results told by segment after the first: "large caps 43%, mid caps 53%"."""
    first = sentence.string
    before = sentence.before()
    context = (
        first + " " + (before.string if before is not None and before.block >= sentence.block - 2 else "")
    )
    if "P" not in first or not re.search(r"positive|results", context) or not re.search(r"\b[IS]\b", first):
        return
    if not re.search(
        r"\b(?:results?|numbers|declared|reported|posted)\b.*\bpositive\b|\bpositive\b.*\b(?:results?|"
        r"numbers)\b",
        context,
    ):
        return
    for found in (_ALSO_IN if _ALSO_IN.search(first) else _ALSO).finditer(first):
        unit = sentence.shape.told(found, "p")
        whole = sentence.shape.told(found, "i")
        segment = whole.items
        figure: Figure = unit.items[0].value
        place = Span(found.start(), found.end())
        if len(segment) != 1 or len(unit.items) != 1 or figure.high is not None or is_out(sentence, place):
            continue
        fields: dict[str, object] = {
            "stat": "positive_results", "value": plain_number(figure.value), "unit": "pct",
            "index": segment[0].text if whole.symbol == "I" else None,
        }  # fmt: skip
        if whole.symbol == "S":
            fields["sector"] = sentence.article.text.plain[whole.start : whole.end]
        yield make(sentence, place, "segment_stat.positive_results", KIND, fields, confidence=0.8)
