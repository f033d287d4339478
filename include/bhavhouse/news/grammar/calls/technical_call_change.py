"""technical_call_change: a share's technical call moved, as from sideways to mildly bullish.

"A and B have moved from neutral to mildly bullish", "the technical trend turned bearish from mildly bearish".
"""

import re

from bhavhouse.news import grades
from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.calls.events import Event
from bhavhouse.news.grammar.calls.lines import Line
from bhavhouse.news.grammar.calls.model_grades import facts, moved, subjects
from bhavhouse.news.grammar.pieces import Facts

KIND = "technical_call_change"
_CALL = re.compile(
    r"\b(?:technical|technicals|technically|trend|calls?|stance|momentum|grade|bias|outlook|"
    r"territory|posture|setup|set-up)\b"
)
# What is told Buy or Sell, and what is told an uptrend, so that it is the house's grade.
_RATING = re.compile(
    r"\btechnical(?:s|ly)? (?:ratings?|scores?|summary|signals?|verdicts?|calls?|meter|grades?)\b"
)
_TREND = re.compile(
    r"\btrend (?:calls?|models?|scans?|grades?|ratings?|scores?|signals?|status|tags?|verdicts?|meter)\b|"
    r"\btechnical (?:trends?|calls?|grades?|ratings?|scores?|status)\b"
)
# One indicator is not the call; an analyst's or investor's mood is none either.
_INDICATOR = re.compile(
    r"\b(?:macd|kst|rsi|obv|bollinger|dow theory|moving averages?|candle\w*|chart pattern|crossover|"
    r"supertrend|stochastic|on-balance|oscillator|histogram|bands?|weekly|monthly|daily moving|"
    r"know sure thing|adx|relative strength|volume|investors?|analysts?|traders|brokerages?|fiis?|"
    r"fund managers|sentiment|put-call|options?|indicators? (?:has|have|is|are|turned)|market sentiment|"
    r"markets?|quality|valuation|hourly|minute|intraday)\b"
)
# A turn on a chart of hours or weeks is a reading of it, no call.
_CHART = re.compile(
    r"\b(?:hourly|weekly|monthly|minute) (?:chart|time ?frame|scale)|\b(?:breakout|breakdown)\b"
)
_PAGE = re.compile(
    r"\bprice trend\b|\btrend (?:labels?|tracker|watch|model|changes?|calls?|scores?|meter|status|"
    r"ratings?|grades?|scan|tag)\b"
)
# What is drawn on a chart.
_DRAWN = re.compile(r"\b(?:charts?|breakout|breakdown|channel|pattern|lines?|price|prices|reversal)\b")
_CALLS_ABOVE = re.compile(r"\btechnical(?:ly|s)\b|\bcalls\b|\btrend labels?\b")
_ABOVE = re.compile(r"technical (?:calls?|trends?|grades?|ratings?|upgrades?|downgrades?|momentum|stance)")


def find(sentence: Sentence) -> Facts:
    """The technical call changes of the line that begins with a sentence."""
    for line, found, spoken in moved(sentence, grades.TECHNICAL):
        for n, event in enumerate(found):
            begin = found[n - 1].end if n else 0
            if _is_technical(line, event, begin):
                call = subjects(line, found, n, spoken)
                if call is not None:
                    yield from facts(call, KIND, grades.TECHNICAL)


def _is_technical(line: Line, event: Event, begin: int) -> bool:
    """Whether the grades are those of a technical call: "neutral" alone may be a broker's."""
    string = line.string
    clause = re.split(r" (?:,|;|while|whereas|but|and) ", string[begin : event.end])
    near = " ".join(clause[-2:]) if len(clause[-1]) < 40 else clause[-1]
    if _INDICATOR.search(near) or re.match(
        r" (?:on|about|towards) (?:the )?(?:[NCISX]|market|sector|stock|economy|outlook|prospects)(?= )",
        string[event.end :],
    ):
        return False
    if _CHART.search(re.split(r" [,;]", string[event.end : event.end + 60])[0]):
        return False
    scale_id = grades.scale_of(grades.TECHNICAL, event.before, event.to)
    if scale_id == "technical_rating":
        return bool(_RATING.search(near) or _RATING.search(line.first.heading))
    first = line.shape.units[0].start
    above = line.article.lowered[max(0, first - 300) : first]
    if scale_id == "technical_trend" and (
        _DRAWN.search(near)
        or not (_TREND.search(near) or _TREND.search(line.first.heading) or _PAGE.search(above))
    ):
        return False
    telling = [g for g in (event.before, event.to) if g and g.lower() not in ("neutral", "none", "mixed")]
    if not telling:
        return "technical" in string
    if event.before:
        return True
    spoken_of = (
        _CALL.search(string)
        or string.startswith(("no change", "unchanged"))
        or _ABOVE.search(above)
        or (line.article.is_model_page and _CALLS_ABOVE.search(above))
        or "trend" in line.first.heading
    )
    page = line.article.lowered
    return bool(spoken_of) and ("technical" in page or bool(_PAGE.search(page)))
