"""financial_score_change: a model's grade of the latest quarter moved.

"X reported a very positive financial score change", "X's financial trend turned flat from positive".
"""

import re

from bhavhouse.news import grades
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.grammar.changes import VERB, change, grades_of, subject, verb_direction
from bhavhouse.news.grammar.pieces import ARTICLE, AUX, Facts, listed_after, make, pattern
from bhavhouse.news.units import Item

KIND = "financial_score_change"
_GRADES = grades.words(grades.FINANCIAL)
_CHANGE = change(_GRADES)
_SCORE = r"(?:(?:quarterly )?(?:financial|S|financials)(?: \S+)?? (?:scores?|trends?|grades?|parameters?|ratings?|performance)(?: (?:scores?|grades?|trend))?)"
_ADJ = r"(?: (?!in |of |to |and )[a-z-]+){0,3}?"
_RULES = {
    # "X reported a very positive financial score change"
    "given": pattern(
        rf"(?P<n>[NC])(?: 's)?(?: (?:results|numbers|quarter|performance|[a-z-]+)){{0,5}}?(?: ,)?{AUX} (?:with|reported|reports|posted|saw|seen|see|received|recorded|delivered|registered|witnessed|got|earned|secured|logged|experienced|reporting|posting|outperformed expectations with|beat expectations with|surprised with|impressed with|disappointed with|came out with|earning|receiving|showed|suffered|faced|clocked|drew|attracted|gained){ARTICLE}{_ADJ} "
        rf"(?P<to4>{_GRADES}) (?:(?:quarterly )?{_SCORE}(?: (?:change|upgrade|downgrade|revision|shift|update))?|(?:revision|change|shift|upgrade|downgrade|adjustment) (?:in|of|to)(?: (?:its|the|their))? {_SCORE})"
    ),
    # "X's financial trend moved from positive to flat"
    "score": pattern(
        rf"(?:(?P<n>[NBC])(?: 's)? )?(?:(?:its|the|their|overall|with) )*{_SCORE}(?: (?:of|for) (?P<n2>[NBC]))?{AUX}(?: [a-z-]+){{0,2}}? (?P<verb>{VERB})(?:{_CHANGE})"
    ),
    "score_turned": pattern(
        rf"(?:(?P<n>[NBC])(?: 's)? )?(?:(?:its|the|their|overall|with) )*{_SCORE}(?: (?:of|for) (?P<n2>[NBC]))?{AUX} (?P<verb>turned|turning|turns|became|become|went|gone|was|is|remained)(?: rated| graded)?{ARTICLE} (?P<to4>{_GRADES})(?: from(?:{ARTICLE}) (?P<from3>{_GRADES}))?"
    ),
    # "X saw its financial score upgraded to outstanding"
    "seen": pattern(
        rf"(?P<n>[NBC]){AUX} (?:saw|seen|had|sees|witnessed|got|having)(?: (?:its|their|the)) {_SCORE}{AUX} (?P<verb>{VERB}|rise|fall|improve|slip|move|turn|shift|deteriorate)(?:{_CHANGE})"
    ),
    "subject": pattern(
        rf"(?P<n>[NBC]){AUX} (?P<verb>{VERB})(?:{_CHANGE})(?: (?:on|in)(?: (?:its|the|their))? {_SCORE})"
    ),
    "graded": pattern(
        rf"(?P<n>[NBC])(?: 's)?(?: [a-z0-9]+){{0,4}}?{AUX} (?:received|given|assigned|got|earned|awarded|scored|graded|rated|carries){ARTICLE}(?: )?(?P<to4>{_GRADES})(?: (?:on|for|as|in))?(?: (?:its|their|the))? {_SCORE}"
    ),
}
# "Empire's results were flat", where the section speaks of scores.
_RESULTS = pattern(
    rf"(?P<n>[NBC])(?: 's)?(?: (?:quarterly|latest|q\d|\w+ quarter))* (?:results|numbers|earnings|performance){AUX} (?:were|was|came in|remained|turned out)(?: \w+ly)? (?P<to4>{_GRADES})"
)
_LISTED = pattern(
    rf"(?:companies|stocks|names|firms)(?: [a-z-]+){{0,5}}?(?: (?:with|reported|posted|saw|received)){ARTICLE}{_ADJ} (?P<to4>{_GRADES}) {_SCORE}"
)
# "while Y's was negative", "and Y a negative one": the score is not named again.
_GAPPED = re.compile(
    rf"(?: ,)?(?: while| whereas| and| ,| but)+ (?P<n>[NB])(?: 's)?(?: (?:was|were|saw|got|received|reported|posted|had|turned|also))*(?: (?:a|an))? (?P<to4>{_GRADES})(?: (?:one|change|revision|score|grade|trend))?(?= [.,;]|$)"
)


def find(sentence: Sentence) -> Facts:
    """The financial score changes of a sentence."""
    if not re.search(_GRADES, sentence.string):
        return
    taken: list[tuple[int, int]] = []
    hit = False
    for name, rule in _RULES.items():
        for found in sentence.shape.find(rule):
            if any(s < found.end() and found.start() < e for s, e in taken) or _refused(sentence, found):
                continue
            shares = subject(sentence, found, "n") or subject(sentence, found, "n2")
            groups = found.groupdict()
            if not shares and not groups.get("n") and not groups.get("n2"):
                known = sentence.article.company(sentence, found.start())
                shares = [known] if known else []
            if not shares:
                continue
            hit = True
            taken.append(found.span())
            yield from _facts(sentence, found, shares, name)
            more = _GAPPED.match(sentence.string, found.end())
            if more:
                taken.append(more.span())
                yield from _facts(sentence, more, subject(sentence, more, "n"), "gapped")
    if _speaks_of_scores(sentence):
        for found in sentence.shape.find(_RESULTS):
            if any(s < found.end() and found.start() < e for s, e in taken) or _refused(sentence, found):
                continue
            hit = True
            yield from _facts(sentence, found, subject(sentence, found, "n"), "results")
    if not hit:
        for found in sentence.shape.find(_LISTED):
            if not _refused(sentence, found):
                yield from _facts(sentence, found, listed_after(sentence, found.end()), "listed")
                break


def _speaks_of_scores(sentence: Sentence) -> bool:
    if re.search(r"financial (?:score|trend|grade)", sentence.heading):
        return True
    plain = sentence.article.text.plain
    begin = max(0, sentence.shape.units[0].start - 500)
    return bool(
        re.search(r"financial (?:score|trend|grade)", plain[begin : sentence.shape.units[-1].end].lower())
    )


def _refused(sentence: Sentence, found: re.Match[str]) -> bool:
    return is_doubtful(sentence.shape, found.start(), found.end()) or is_history(
        sentence.shape, found.start(), found.end()
    )


def _facts(sentence: Sentence, found: re.Match[str], shares: list[Item], rule: str) -> Facts:
    before, after = grades_of(sentence, found)
    told = grades.direction(grades.FINANCIAL, before, after) or verb_direction(found.groupdict().get("verb"))
    if told is None or (
        before is None and after is not None and grades.ordinal(grades.FINANCIAL, after) == 3
    ):
        place = grades.ordinal(grades.FINANCIAL, after) or 3
        told = "upgrade" if place > 3 else "downgrade" if place < 3 else told or "none"
    for share in shares:
        fields: dict[str, object] = {
            "company": share.text,
            "from": before,
            "to": after,
            "direction": told,
            "rater": "model",
            "scale_id": grades.FINANCIAL,
        }
        confidence = 0.8 if rule in ("results", "gapped") else 0.9
        yield make(sentence, found, f"financial_score_change.{rule}", KIND, fields, confidence=confidence)
