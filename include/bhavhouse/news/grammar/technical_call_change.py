"""technical_call_change: a share's technical call moved, as from sideways to mildly bullish.

"A and B have moved from neutral to mildly bullish", "the technical trend turned bearish from mildly bearish".
"""

import re

from bhavhouse.news import grades
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.grammar.changes import NOUN_AFTER, VERB, change, grades_of, subject, verb_direction
from bhavhouse.news.grammar.pieces import ARTICLE, AUX, Facts, listed_after, make, pattern
from bhavhouse.news.units import Item

KIND = "technical_call_change"
_GRADES = grades.words(grades.TECHNICAL)
_CHANGE = change(_GRADES)
_CALL = r"(?:technical (?:calls?|trends?|stances?|grades?|ratings?|outlooks?|views?|status|momentum|position|parameters|picture|signals?|scores?|indicators?|set-?up)|technicals|calls?|trend|stance)"
_WHOSE = rf"(?: 's)?(?: (?:shares?|stocks?))?(?: {_CALL})?"
_RULES = {
    "subject": pattern(
        rf"(?P<n>[NBC]){_WHOSE}{AUX}(?: (?:seen|had|witnessed)(?: (?:its|their|the) {_CALL})?)?(?: (?:its|their) {_CALL})?{AUX} (?P<verb>{VERB})(?: (?:its|their) {_CALL})?(?:{_CHANGE})"
    ),
    "call": pattern(
        rf"(?:(?:the|its|overall|daily) )*{_CALL}(?: (?:on|of|for) (?P<n>[NBC]))?(?: 's)?{AUX}(?: [a-z-]+){{0,2}}? (?P<verb>{VERB})(?:{_CHANGE})"
    ),
    "noun": pattern(
        rf"(?P<n>[NBC]){_WHOSE}{AUX} (?:received|got|earned|saw|seen|witnessed|recorded|posted|registered|secured|experienced)(?:{ARTICLE}) (?:[a-z]+ )?(?P<verb>upgrade|downgrade|shift|move|change|improvement|deterioration)(?: (?:in|of) (?:its |their |the )?{_CALL})?(?:{_CHANGE})"
    ),
    "shift": pattern(
        rf"(?P<verb>upgrade|downgrade|shift|move|change|improvement|deterioration|transition)(?: in (?:its |their |the )?{_CALL})?(?: (?:of|for|in) (?P<n>[NBC]))?(?: 's)?(?: {_CALL})?(?:{change(_GRADES, needs_both=True)})"
    ),
    # "X turned bullish from sideways", "X has turned mildly bearish"
    "turned": pattern(
        rf"(?P<n>[NBC])(?: 's)?(?: {_CALL})?{AUX}(?: (?:seen (?:its|their) {_CALL}))?{AUX} (?P<verb>turned|turns|become|became|gone|went|switched)(?: to)?(?:{ARTICLE}) (?P<to4>{_GRADES}){NOUN_AFTER}(?: from(?:{ARTICLE}) (?P<from3>{_GRADES}){NOUN_AFTER})?"
    ),
    "call_turned": pattern(
        rf"{_CALL}(?: (?:on|of|for) (?P<n>[NBC]))?{AUX} (?P<verb>turned|turns|become|became|gone|went|switched)(?:{ARTICLE}) (?P<to4>{_GRADES}){NOUN_AFTER}(?: from(?:{ARTICLE}) (?P<from3>{_GRADES}){NOUN_AFTER})?"
    ),
}
_LISTED = pattern(
    rf"(?:stocks|names|companies|shares|counters|scrips|them|ones)(?: [a-z-]+){{0,6}}?{AUX}(?: (?:seen|had))?(?: (?:its|their) {_CALL})?{AUX} (?P<verb>{VERB})(?:{_CHANGE})"
)
# One indicator is not the call; an analyst's or investor's mood is none either.
_INDICATOR = re.compile(
    r"\b(?:macd|kst|rsi|obv|bollinger|dow theory|moving averages?|candle\w*|pattern|crossover|supertrend|stochastic|indicator turned|"
    r"investors?|analysts?|traders|brokerages?|fiis?|fund managers|sentiment|put-call|options?|I)\b"
)


def find(sentence: Sentence) -> Facts:
    """The technical call changes of a sentence."""
    if not re.search(_GRADES, sentence.string):
        return
    taken: list[tuple[int, int]] = []
    for name, rule in _RULES.items():
        for found in sentence.shape.find(rule):
            if any(s < found.end() and found.start() < e for s, e in taken) or _refused(sentence, found):
                continue
            shares = subject(sentence, found, "n")
            if not shares and found.groupdict().get("n") is None:
                known = sentence.article.company(sentence, found.start())
                shares = [known] if known else []
            if not _is_technical(sentence, found):
                continue
            if shares:
                taken.append(found.span())
            yield from _facts(sentence, found, shares, name)
    if not taken:
        for found in sentence.shape.find(_LISTED):
            if not _refused(sentence, found) and _is_technical(sentence, found):
                yield from _facts(sentence, found, listed_after(sentence, found.end()), "listed")
                break


def _refused(sentence: Sentence, found: re.Match[str]) -> bool:
    near = sentence.string[max(0, found.start() - 40) : found.end()]
    if _INDICATOR.search(near.split(" , ")[-1] if found.start() > 40 else near):
        return True
    return is_doubtful(sentence.shape, found.start(), found.end()) or is_history(
        sentence.shape, found.start(), found.end()
    )


def _is_technical(sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether the grades are those of a technical call: "neutral" alone may be a broker's."""
    before, after = grades_of(sentence, found)
    telling = [grade for grade in (before, after) if grade and grade.lower() != "neutral"]
    if not telling:
        return "technical" in sentence.string
    if "turned" in found.re.pattern and re.search(r"\bon\b", sentence.string[found.end() : found.end() + 4]):
        return False  # "X turned bullish on Y" is a house's view of another
    return bool(
        (before and after)
        or re.search(r"technical|call|stance|trend|outlook|territory|momentum", sentence.string)
        or "technical" in sentence.heading
    )


def _facts(sentence: Sentence, found: re.Match[str], shares: list[Item], rule: str) -> Facts:
    before, after = grades_of(sentence, found)
    told = (
        grades.direction(grades.TECHNICAL, before, after) or verb_direction(found["verb"]) or _leaning(after)
    )
    for share in shares:
        fields: dict[str, object] = {
            "company": share.text,
            "from": before,
            "to": after,
            "direction": told,
            "rater": "model",
            "scale_id": grades.TECHNICAL,
        }
        yield make(
            sentence,
            found,
            f"technical_call_change.{rule}",
            KIND,
            fields,
            confidence=0.95 if before else 0.85,
        )


def _leaning(after: str | None) -> str | None:
    """Where the grade before is not told, a turn to the bullish side is up."""
    place = grades.ordinal(grades.TECHNICAL, after)
    return None if place is None or place == 3 else "upgrade" if place > 3 else "downgrade"
