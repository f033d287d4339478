"""financial_score_change: a model's grade of the latest quarter moved.

"X reported a very positive financial score change", "X's financial trend turned flat from positive".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from bhavhouse.news import grades
from bhavhouse.news.article import Sentence
from bhavhouse.news.blocks import Kind
from bhavhouse.news.grammar.calls.calls import Call
from bhavhouse.news.grammar.calls.events import Event, is_refused
from bhavhouse.news.grammar.calls.houses import Spoken
from bhavhouse.news.grammar.calls.lines import Line
from bhavhouse.news.grammar.calls.model_grades import facts, moved, subjects
from bhavhouse.news.grammar.pieces import Facts, pattern

KIND = "financial_score_change"
_SCORE = (
    r"(?:(?:quarterly )?(?:financial|S|financials|score|scores)(?: (?:scores?|trends?|grades?|"
    r"parameters?|ratings?|performance))*)"
)
_MOVE = r"(?:changes?|upgrades?|downgrades?|revisions?|shifts?|updates?|adjustments?)"
_GOT = (
    r"(?:with|reported|reports|posted|saw|seen|see|received|recorded|delivered|registered|witnessed|got|"
    r"earned|secured|logged|experienced|reporting|posting|earning|receiving|showed|suffered|faced|clocked|"
    r"drew|attracted|gained|given|assigned|awarded|(?:has|have) had)"
)
_ADJ = r"(?: (?!in |of |to |and |[Gg] )[a-z-]+){0,3}?"
_RULES = {
    # "reported a very positive financial score change", "a negative revision in its financial score"
    "given": pattern(
        rf"{_GOT}{_ADJ} (?P<to>[Gg]) (?:{_SCORE} {_MOVE}|{_MOVE} (?:in|of|to)(?: (?:its|the|"
        rf"their))? {_SCORE}|scores?|(?:financial|S) (?:scores?|trends?|grades?))"
    ),
    # "brought X a negative score change"
    "brought": pattern(
        rf"(?:brought|handed|fetched|earned|won|gave|meant)(?: for)? (?P<n>[NBC]) an? (?P<to>[Gg])"
        rf" {_SCORE}(?: {_MOVE})?"
    ),
    # "A very negative score change was reported by X"
    "reported": pattern(
        rf"(?P<to>[Gg]) {_SCORE} {_MOVE}(?: \w+){{0,3}} (?:by|for|at|from|in|of) (?P<n>[NBC])"
    ),
    # "upgrades were seen at X (now outstanding)"
    "now": pattern(r"(?P<n>N) \( now (?P<to>[Gg]) \)"),
    # "was graded outstanding on its financials"
    "graded": pattern(
        rf"(?:graded|rated|scored)(?: (?:a|an|as))? (?P<to>[Gg])(?: (?:on|for|as|in))?(?: (?:its|"
        rf"their|the))? {_SCORE}"
    ),
}
# "X's results were flat", where the section speaks of scores.
_RESULTS = pattern(
    r"(?:(?P<n>[NBC])(?: 's)?(?: (?:quarterly|latest|q\d|\w+ quarter))* (?:results|numbers|earnings|"
    r"performance)|"
    r"(?:results|numbers) (?:of|from|by) (?P<n2>[NB])|for (?P<n3>[NB])(?: ,)? the (?:results|numbers))"
    r"(?: (?:were|was|came in|remained|turned out|have|has|been|be|\w+ly)){1,3} (?P<to>[Gg])(?= [.,;]|$)"
)
# "came out with a very positive set", there
_SET = pattern(
    r"(?:reported|reports|declared|posted|announced|recorded|came out with|delivered)(?: an?)? (?P<to>[Gg]) "
    r"(?:results?|set|numbers|quarter)"
)
# What turns positive or negative by itself is no score.
_FIGURE = re.compile(
    r"\b(?:profits?|sentiment|margins?|cash flows?|revenues?|sales|growth|"
    r"returns?|flows|outlook|ebitda|stances?|views?|estimates?)\b"
)
_INDICATOR = re.compile(r"\b(?:macd|rsi|obv|kst|bollinger|technical|oscillator|momentum)\b")
# "no change, flat"
_UNCHANGED = pattern(
    r"(?P<n>[NBC])(?: 's)? (?:[:—-] )?(?:(?:(?:S|financial) (?:score|trend|grade) )?(?:no change|unchanged)"
    r"(?: [,:]| at)? (?P<to>[Gg])(?= [.,;]|$)|(?P<to2>[Gg]) \( (?:no change|unchanged) \))"
)
_REMAINED = pattern(
    r"(?:that of )?(?P<n>[NBC])(?: 's(?: (?:S|financial|quarterly))?(?: (?:trend|score|"
    r"grade))?)? (?:remained|remains|stayed|stays|has stayed|has remained|was kept|held)(?: (?:at|"
    r"a))? (?P<to>[Gg])(?= [.,;]|$| and| while)"
)
# "while Y's was negative", "and Y a negative one": the score is not named again.
_GAPPED = re.compile(
    r"(?: (?:after|for|in|on) [^,;]{1,40})?(?: ,| ;)?(?: while| whereas| and| ,| but|"
    r" ;)+ (?P<n>[NB])(?: 's)?(?: (?:was|were|saw|got|received|reported|posted|had|turned|also))*(?: (?:a|"
    r"an))? (?P<to>[Gg])(?: (?:one|change|revision|score|grade|trend))?(?= [.,;]| and| while|$)"
    # "and a negative one for Y"
    r"|(?: (?:for|by|from|in|at) [NB])?(?: ,)?(?: while| whereas| and| ,| but)+ (?:a|an) (?P<to2>[Gg]) "
    r"(?:one|change|revision)"
    r"(?: (?:for|by|from|in|at|was|came|reported|given|to)){1,3} (?P<n2>[NB])(?= |$)"
)
_AFTER_FLAT = re.compile(
    r"^(?: (?:in|for|of|the|this|last|june|march|december|september|quarter|q\d\w*|#|latest)){0,5} after "
    r"(?:(?:a|an|the|two|three|four|several|many)(?: \w+){0,2}? (?P<fr>[Gg]) (?:quarters?|"
    r"ones?|results?)|(?:(?:#|a|an|the|two|three|four|several|many|\w+) )?(?:quarters?|spell|run|long while|"
    r"year) (?:in|at|as|of) (?P<fr2>[Gg])(?= [.,;]|$))"
)
_IMPROVED = re.compile(
    r"^(?: scores?)?(?: , respectively)?(?: ,)?(?: (?:as|and so) (?:did|has|have) N)?(?: ,)?(?: (?:both|each|"
    r"all))?(?: (?:compared (?:to|with)|against|as against|versus|coming from|up from|"
    r"down from))(?: an?)? (?P<fr3>[Gg])(?= |$)|^(?: (?:in|for|of|the|this|last|june|march|december|"
    r"september|quarter|q\d\w*|#|latest|trend|score|grade))*(?: ,)? (?:an? )?(?:improvement|change|upgrade|"
    r"downgrade|shift|step up|step down|up|down|deterioration)(?: (?:from|on|over|against)) (?:a |"
    r"an )?(?P<fr>[Gg])(?= |$)"
)
_TREND = re.compile(
    r"\b(?:financial|S|quarterly) (?:trends?|scores?|grades?|performance|parameters?|scorecards?|"
    r"changes|moves|report cards?)\b|\bfinancials\b|\bS , (?:the|its) (?:trend|score|grade)\b|"
    r"\bscores?\b|\bresults (?:model|trend)\b|"
    r"\b(?:financial|fundamental|balance-sheet) (?:health|strength)(?: (?:scores?|grades?|ratings?))?\b"
)


def find(sentence: Sentence) -> Facts:
    """The financial score changes of the line that begins with a sentence."""
    for line, found, spoken in moved(sentence, grades.FINANCIAL):
        if found or line.units("Gg"):
            yield from _line(line, found, spoken)


def _line(line: Line, found: list[Event], spoken: Spoken) -> Facts:
    near = _near_scores(line)
    if not near:
        return
    for event in found:
        _complete(line, event)
    told = [event for event in found if _is_financial(line, event)]
    taken = {line.string.rfind("g", 0, event.end) for event in told} | {_place(event) for event in told}
    taken |= {event.found.start("fr") for event in told if event.found.groupdict().get("fr")}
    told += [event for event in _others(line) if _place(event) not in taken]
    told.sort(key=lambda event: event.start)
    for n, event in enumerate(told):
        call = _call(line, told, n, spoken)
        if call is None:
            continue
        _complete(line, event)
        yield from _facts(call, event)


def _complete(line: Line, event: Event) -> None:
    """The grade before, where words behind the new one tell it."""
    after = _AFTER_FLAT.match(line.string[event.end :]) or _IMPROVED.match(line.string[event.end :])
    if event.before is None and after:
        place = max(after.start(group) for group in ("fr", "fr2", "fr3") if group in after.groupdict())
        event.before = line.shape.units[line.shape.index(event.end + place)].items[0].text


def _facts(call: Call, event: Event) -> Facts:
    is_flat = event.before is None and grades.plain_grade(event.to) == "flat"
    is_kept = event.rule in ("kept", "remained", "unchanged")
    is_kept |= is_flat and event.rule in ("results", "given", "gapped")
    return facts(call, KIND, grades.FINANCIAL, is_kept=is_kept)


def _call(line: Line, told: list[Event], n: int, spoken: Spoken) -> Call | None:
    event = told[n]
    group = next((g for g in ("n", "n2", "n3") if event.found.groupdict().get(g)), None)
    if group:
        unit = line.shape.unit(event.found, group)
        if unit is not None and unit.symbol in "NB":
            return Call(line, event, [], list(unit.items), event.start, event.end)
    return subjects(line, told, n, spoken)


def _others(line: Line) -> Iterator[Event]:
    """What only financial scores are told by."""
    rules = dict(_RULES)
    if re.search(r"(?:financial|quarterly) (?:score|trend|grade)", _above(line)) or _speaks_of_scores(line):
        rules |= {"set": _SET, "results": _RESULTS, "remained": _REMAINED, "unchanged": _UNCHANGED}
    for name, rule in rules.items():
        for found in line.shape.find(rule):
            if not is_refused(line, found.start(), found.end()):
                yield _event(line, name, found)
    first = next((m for name in ("given", "reported") for m in line.shape.find(_RULES[name])), None)
    while first and (more := _GAPPED.match(line.string, first.end())):
        yield _event(line, "gapped", more)
        first = more


def _place(event: Event) -> int:
    """Where the grade of an event stands."""
    return max(event.found.start(g) for g in ("to", "to2") if g in event.found.groupdict())


def _event(line: Line, name: str, found: re.Match[str]) -> Event:
    unit = line.shape.told(found, "to" if found["to"] else "to2")
    return Event(name, found.start(), found.end(), unit.items[0].text, None, None, found)


def _is_financial(line: Line, event: Event) -> bool:
    """Whether a grade that moved is the score: its words stand near, or the section is about it."""
    cell = line.string.rfind("|", 0, event.start) + 1 if line.is_row else 0
    begin = max(cell, event.start - 90)
    clause, near = (line.string[begin : event.end + reach].partition("|")[0] for reach in (70, 40))
    own = re.split(r" (?:,|;|while|whereas|but) ", line.string[: event.end])[-1]
    if _INDICATOR.search(near) or _FIGURE.search(own):
        return False
    heading = line.first.heading
    if grades.scale_of(grades.FINANCIAL, event.before, event.to) != grades.FINANCIAL[0]:
        # Words of everyday praise grade only where the clause, or the heading, names a score.
        named = _SCORED.search(line.string[max(0, event.start - 90) : event.end + 40])
        named = named or _SCORED.search(heading)
        return (bool(named) or _speaks_of_scores(line)) and not _OTHER_GRADE.search(own)
    if _TREND.search(clause) or re.search(
        r"financial (?:trend|score|grade|upgrade|downgrade|change)|score change", heading
    ):
        return True
    return bool(event.before or event.verb) and ("score" in heading or _speaks_of_scores(line))


_SCORED = re.compile(
    r"\b(?:financial|results?|earnings|fundamental|health|quarterly|durability)(?: (?:health|performance|"
    r"strength))? (?:scores?|grades?|ratings?)\b(?! card)|\bfinancial health(?= from | [:(-])"
)
_OTHER_GRADE = re.compile(
    r"\b(?:quality|valuation|management|esg|credit|demand|momentum|growth|sales|outlook)\b"
)


def _near_scores(line: Line) -> bool:
    """Whether scores are spoken of in the line, its heading or just before."""
    return bool(
        re.search(
            r"financial|financials|score|results (?:model|trend)", line.string + " " + line.first.heading
        )
        or re.search(r"financial (?:score|trend|grade|upgrade|downgrade|change)|score", _above(line))
        or _speaks_of_scores(line)
    )


_SECTION = re.compile(
    r"technicals?\b|(?:financial|quarterly) (?:trend|score|grade|upgrade|downgrade|change)|mojo grade|"
    r"(?P<score>(?<!technical )(?<!quality )(?<!credit )(?<!esg )\bscores?\b)|"
    r"rating|valuation|quality|outlook|stance|sentiment|verdict"
)
# A list of scores is at most so long.
_REACH = 4000


def _speaks_of_scores(line: Line) -> bool:
    """Whether the text above spoke last of financial scores, be it some lines above in a list."""
    memo = line.article.memo
    if "sections" not in memo:
        memo["sections"] = [
            (found.start(), bool(found["score"]) or found.group().startswith(("financial", "quarterly")))
            for found in _SECTION.finditer(line.article.lowered)
        ]
    told: list[tuple[int, bool]] = memo["sections"]
    first = line.shape.units[0].start
    at = bisect_left(told, (first, False)) - 1
    reach = _REACH if _is_bare(line) else 400
    return at >= 0 and told[at][1] and told[at][0] >= first - reach


def _is_bare(line: Line) -> bool:
    """Whether a line is an item of a list that begins with its companies."""
    return (
        line.first.kind is not Kind.PARAGRAPH
        and not line.units("B")
        and bool(re.match(r"(?:\W )*[NBC](?= )", line.string))
    )


def _above(line: Line) -> str:
    plain = line.article.lowered
    first, last = line.shape.units[0].start, line.shape.units[-1].end
    return f"{line.first.heading} {plain[max(0, first - 500) : last]}"
