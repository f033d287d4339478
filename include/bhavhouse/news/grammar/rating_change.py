"""rating_change: a broker or a model changed, started or kept the grade of a share.

"A, B and C have been upgraded from Hold to Buy. These include ...", "Jefferies cut X to Hold from Buy",
"CLSA initiated coverage on X with an Outperform rating", "Nomura reiterated Buy on X".
"""

import re

from bhavhouse.news import grades
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.changes import NOUN_AFTER, change, grades_of, subject, verb_direction
from bhavhouse.news.grammar.pieces import ARTICLE, AUX, BY_BROKER, Facts, items, listed_after, make, pattern
from bhavhouse.news.units import Item

KIND = "rating_change"
_GRADES = grades.words(grades.BROKER, grades.MODEL)
_CHANGE = change(_GRADES)
_BOTH = change(_GRADES, needs_both=True)
_UPDOWN = r"(?:double[ -])?(?:upgraded|downgraded|upgrades|downgrades)"
_VERBS = (
    r"(?:double[ -])?(?:upgraded|downgraded)|raised|lowered|cut|lifted|revised|moved|changed|shifted|reduced|slashed|bumped up|improved|"
    r"advanced|slipped|climbed|dropped|fell|elevated|demoted|adjusted|hiked|trimmed|gone|went"
)
_ACTIVE = (
    r"(?:double[ -])?(?:upgraded|upgrades|downgraded|downgrades|upgrading|downgrading)|raised|raises|lowered|lowers|cut|cuts|lifted|lifts|"
    r"revised|revises|moved|moves|changed|changes|shifted|shifts|reduced|slashed|hiked|hikes|trimmed|trims"
)
_RATING = r"(?:(?:investment |stock |overall |mojo |its |fundamental )?(?:ratings?|recommendations?|stance|calls?|views?|grades?|opinion))"
_SHARE = r"(?: 's)?(?: (?:shares?|stocks?|scrip|ltd|limited|counter))*"
_GRADE = rf"{ARTICLE}(?: )?(?P<to4>{_GRADES}){NOUN_AFTER}"

_RULES = {
    # "X (was) upgraded (by B) to Buy from Hold (by B2)"
    "passive": pattern(
        rf"(?P<n>[NBC]){_SHARE}(?: , [^,NBP]{{1,60}} ,)?(?: {_RATING})?{AUX}(?: (?:seen|had|got|received))?(?: (?:its|their|the) {_RATING})?{AUX} (?P<verb>{_VERBS})"
        + BY_BROKER.format("b1")
        + rf"(?: {_RATING})?(?:{_CHANGE})"
        + BY_BROKER.format("b2")
    ),
    # "the rating (on X) was revised from Hold to Buy": the share of the context
    "rating": pattern(
        rf"(?:(?:the|its|this|overall|mojo|current|stock|new) )*{_RATING}(?: (?:on|of|for) (?P<n>[NBC]){_SHARE})?{AUX} (?P<verb>{_VERBS})"
        + BY_BROKER.format("b1")
        + rf"(?:{_CHANGE})"
        + BY_BROKER.format("b2")
    ),
    # "B (has) upgraded (its rating on) X to Buy"
    "active": pattern(
        rf"(?P<b1>[BN])(?: 's)?(?: (?:analysts?|research|securities))?(?: , [^,NBP]{{1,60}} ,)?{AUX} (?P<verb>{_ACTIVE})(?:{ARTICLE} {_RATING}(?: (?:on|for|of))?)?"
        rf"(?: (?:shares of|the stock of|stock of|the stock))?(?: S)?(?: (?:stock|major|giant|lender|firm|maker|company))* (?P<n>[NC]){_SHARE}(?: {_RATING})?(?:{_CHANGE})"
    ),
    # "B upgraded the rating to Buy from Hold (on X)"
    "active_grade_first": pattern(
        rf"(?P<b1>[BN]){AUX} (?P<verb>{_ACTIVE}){ARTICLE} {_RATING}(?:{_CHANGE}) (?:on|for) (?P<n>[NC])"
    ),
    # "X: upgraded to Buy", "Upgraded X to Buy", "X - downgrade to Hold from Add by B"
    "label": pattern(
        r"(?P<n>[NBC])(?: [:(|—-])* (?P<verb>(?:double[ -])?(?:upgraded?|downgraded?|raised|cut|lowered))"
        + BY_BROKER.format("b1")
        + rf"(?:{_CHANGE})"
        + BY_BROKER.format("b2")
    ),
    # "B on X: upgrade(d) to Buy"
    "roundup": pattern(
        rf"(?P<b1>[BN]) on (?P<n>[NC])(?: [:(|—-])*(?: \S+){{0,3}}? (?P<verb>(?:double[ -])?(?:upgraded?|downgraded?|raised?|cut|lower(?:ed)?)s?)(?: the stock| {_RATING})?(?:{_CHANGE})"
    ),
    # "X received an upgrade to Buy (from B)", "B's upgrade of X to Buy"
    "noun": pattern(
        rf"(?P<n>[NBC]){_SHARE}{AUX} (?:received|got|gets|earned|earns|saw|secured|bagged|won|witnessed|faced|suffered|gained|experienced){ARTICLE}(?: [a-z-]+){{0,2}}? (?P<verb>(?:double[ -])?(?:upgrade|downgrade))(?: in (?:its )?{_RATING})?"
        + BY_BROKER.format("b1")
        + rf"(?:{_CHANGE})"
        + BY_BROKER.format("b2")
    ),
    "of": pattern(
        r"(?:(?P<b1>[BN]) 's )?(?P<verb>upgrade|downgrade)(?: of| on| for) (?P<n>[NC])"
        + BY_BROKER.format("b2")
        + rf"(?:{_CHANGE})"
        + BY_BROKER.format("b3")
    ),
}
# "a handful of stocks have been upgraded from Hold to Buy": the names follow.
_LISTED = pattern(
    rf"(?:stocks|names|companies|shares|counters|players|scrips|them|ones|upgrades?|downgrades?|I|S)(?: [a-z-]+){{0,6}}?{AUX}(?: seen| their)*(?: {_RATING})?{AUX} ?(?P<verb>{_VERBS}|upgrades?|downgrades?)"
    + BY_BROKER.format("b1")
    + rf"(?: {_RATING})?(?:{_CHANGE})"
    + BY_BROKER.format("b2")
)
_HEADED = pattern(
    rf"(?P<verb>upgraded|downgraded|upgrades?|downgrades?)(?:{_CHANGE})(?: {_RATING})? : (?P<n>[NB])"
)
_KEPT = (
    r"maintained|maintains|maintain|reiterated|reiterates|reiterate|retained|retains|retain|kept|keeps|reaffirmed|reaffirms|reaffirm|affirmed|"
    r"stays|stayed|remained|remains|repeated|repeats|continues with|continued with|maintaining|reiterating|retaining|has maintained|stuck to|sticks to"
)
_BEGUN = r"(?:initiated|initiates|initiate|started|starts|began|begins|resumed|resumes|reinstated|assumed|launched|commenced|initiating|resuming)(?: (?:coverage|research coverage))?"
_STEADY = {
    "kept": pattern(
        rf"(?P<b1>[BN])(?: 's)?{AUX} (?P<verb>{_KEPT}){_GRADE}(?: (?:on|for))(?: (?:the stock|shares of|the shares of|the stock of))?(?: S)? (?P<n>[NC])"
    ),
    "kept_share_first": pattern(
        rf"(?P<b1>[BN]){AUX} (?P<verb>{_KEPT}) (?P<n>[NC])(?: 's)? (?:at|as|with|with a|to|rating at){_GRADE}"
    ),
    "kept_passive": pattern(
        rf"(?P<n>[NBC]){_SHARE}{AUX} (?P<verb>retained|maintained|reiterated|reaffirmed|kept)(?: (?:at|as|with))?{_GRADE}" + BY_BROKER.format("b1")
    ),
    "kept_stance": pattern(
        rf"(?P<b1>[BN]){AUX} (?P<verb>{_KEPT})(?: (?:its|the|their))?(?: {_RATING})?(?: (?:on|for) (?P<n>[NC]))(?: 's)?(?: (?:at|as|with))?{_GRADE}"
    ),
    "kept_roundup": pattern(
        rf"(?P<b1>[BN]) on (?P<n>[NC])(?: [:(|—-])* (?P<verb>(?:re)?tain|maintains?(?:ed)?|reiterates?d?|keeps?|reaffirms?|retains?(?:ed)?|retained|reiterated|maintained){_GRADE}"
    ),
    "begun": pattern(
        rf"(?P<b1>[BN])(?: 's)?(?: (?:has|have|also))* (?P<verb>{_BEGUN})(?: (?:on|of|for))?(?: S)? (?P<n>[NC]){_SHARE}(?: ,)?(?: (?:with|at|as))?(?: a)?{_GRADE}"
    ),
    "begun_passive": pattern(
        rf"(?:coverage|research coverage) (?:on|of|for) (?P<n>[NBC]){AUX} (?P<verb>initiated|started|resumed|begun|reinstated)" + BY_BROKER.format("b1") + rf"(?: (?:with|at|as)){_GRADE}" + BY_BROKER.format("b2")
    ),
}  # fmt: skip
# "X was upgraded by B": a direction without grades.
_BARE = pattern(
    rf"(?P<n>[NC]){_SHARE}{AUX} (?P<verb>(?:double[ -])?(?:upgraded|downgraded)) (?:by|at)(?: brokerage| analysts at)? (?P<b1>B)(?! to| from)"
)
# What is graded here is no share, or not by a scale of ours.
_FOREIGN = re.compile(
    r"\b(?:credit|bond|debt|issuer|long-term|short-term|bank facilit\w+|ncds?|sovereign|crisil|icra|care ratings|moody|fitch|india ratings|s&p global|"
    r"esg|valuation grade|quality grade|quality rating|technical (?:trend|grade|call|stance)|(?:financial|S) (?:trend|grade|score))\b"
)


def find(sentence: Sentence) -> Facts:
    """The rating changes of a sentence."""
    string = sentence.string
    if not re.search(_GRADES, string) and "grade" not in string:
        return
    taken: list[tuple[int, int]] = []
    for name, rule in (*_RULES.items(), *_STEADY.items(), ("bare", _BARE)):
        for found in sentence.shape.find(rule):
            if _refused(sentence, found) or any(s < found.end() and found.start() < e for s, e in taken):
                continue
            shares = subject(sentence, found, "n")
            if name == "rating" and not shares and found.groupdict().get("n") is None:
                inherited = sentence.article.company(sentence, found.start())
                shares = [inherited] if inherited else []
            if (
                name in ("rating", "passive")
                and found["verb"] not in ("upgraded", "downgraded")
                and not _is_graded(found)
            ):
                continue
            if shares:
                taken.append(found.span())
            yield from _facts(sentence, found, shares, name)
    for found in sentence.shape.find(_HEADED):
        if not _refused(sentence, found):
            yield from _facts(sentence, found, items(sentence, found, "n"), "headed")
    if not taken:
        for found in sentence.shape.find(_LISTED):
            if not _refused(sentence, found):
                yield from _facts(sentence, found, listed_after(sentence, found.end()), "listed")
                break


def _refused(sentence: Sentence, found: re.Match[str]) -> bool:
    around = sentence.string[max(0, found.start() - 60) : found.end() + 30]
    return bool(
        is_doubtful(sentence.shape, found.start(), found.end())
        or is_history(sentence.shape, found.start(), found.end())
        or _FOREIGN.search(around)
    )


def _is_graded(found: re.Match[str]) -> bool:
    """Whether weak verbs ("moved from neutral to positive") speak of a rating at all."""
    text = found.group()
    return bool(
        re.search(
            r"rating|grade|recommendation|call|B|buy|sell|hold|perform|weight|accumulate|reduce|add\b", text
        )
    )


def _facts(sentence: Sentence, found: re.Match[str], shares: list[Item], rule: str) -> Facts:
    if not shares:
        return
    before, after = grades_of(sentence, found)
    groups = found.groupdict()
    broker_unit = next((g for g in ("b1", "b2", "b3") if groups.get(g)), None)
    unit = sentence.shape.unit(found, broker_unit) if broker_unit else None
    houses = [item.text for item in unit.items] if unit else _broker_near(sentence, found)
    if _is_model(houses):
        houses = []
        is_model = True
    else:
        is_model = not houses and sentence.article.is_model_page
    scale_id = grades.BROKER if houses else grades.MODEL if is_model else None
    steady = rule in _STEADY
    told = "none" if steady else grades.direction(scale_id or grades.BROKER, before, after)
    told = told or verb_direction(groups.get("verb"))
    for house in houses or [None]:
        for share in shares:
            fields: dict[str, object] = {
                "company": share.text,
                "from": before,
                "to": after,
                "direction": told,
            }
            if steady:
                fields["change"] = "initiation" if rule.startswith("begun") else "reiteration"
            if house:
                fields["broker"] = house
            fields["rater"] = grades.RATERS[scale_id] if scale_id else None
            fields["scale_id"] = scale_id
            yield _made(sentence, found, rule, fields)


def _made(sentence: Sentence, found: re.Match[str], rule: str, fields: dict[str, object]) -> Fact:
    confidence = 0.95 if fields["from"] and fields["to"] else 0.9
    return make(sentence, found, f"rating_change.{rule}", KIND, fields, confidence=confidence)


def _is_model(houses: list[str]) -> bool:
    return bool(houses) and all(re.match(r"(?i)markets?\s?mojo|mojo", house) for house in houses)


def _broker_near(sentence: Sentence, found: re.Match[str]) -> list[str]:
    """A broker named elsewhere in the sentence: "..., said Nomura", "According to Citi, ..."."""
    units = [u for u in sentence.shape.units if u.symbol == "B"]
    if len(units) == 1 and len(units[0].items) == 1:
        return [units[0].items[0].text]
    return []
