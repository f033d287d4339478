"""rating_change: a broker or a model changed, started, kept or holds the grade of a share.

"Jefferies cut X to Hold from Buy", "CLSA initiated coverage on X with a Buy rating", "Nomura on X: Buy".
The ways of telling are in events.py, whose they are in attribution.py.
"""

import re
from dataclasses import replace

from bhavhouse.news import grades
from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.calls.calls import Call, calls
from bhavhouse.news.grammar.calls.event_words import BEGUN, DOWN, TOLD, UP
from bhavhouse.news.grammar.calls.events import Event
from bhavhouse.news.grammar.calls.picks import heads_order
from bhavhouse.news.grammar.pieces import Facts
from bhavhouse.news.units import Item

KIND = "rating_change"
_MOJO = re.compile(r"(?i)markets?\s?mojo|mojo")
# Grades of other scales, where the line speaks of those.
_ELSEWHERE = re.compile(
    r"\b(?:technical|technicals|(?:financial|S) (?:trend|grade|score)|trend (?:labels?|tags?|meter)|"
    r"macd|rsi|obv|kst|bollinger)\b"
)
_OF_CHART = re.compile(
    r"\btechnical(?:s|ly)? (?:ratings?|scores?|summary|signals?|verdicts?|meter)\b(?=[^,;]*$)"
)
# A model's grade that is merely spoken of ("the current Sell rating suggests") is no news.
_GIVEN = re.compile(
    r"\b(?:given|gave|gives|assigned|assigns|received|receives|gets|got|earned|carries|holds|"
    r"awarded|with)(?= )"
)
_SHARED = frozenset(["neutral", "positive", "negative"])


def find(sentence: Sentence) -> Facts:
    """The rating changes of the line that begins with a sentence."""
    for call in calls(sentence):
        if isinstance(call.told, Event):
            yield from _facts(call, call.told)


def _facts(call: Call, event: Event) -> Facts:
    houses = call.houses
    is_model = any(_MOJO.match(house.text) for house in houses) or (
        not _of_brokers(houses) and call.line.article.is_model_page
    )
    if not call.shares or not _is_told(call, event, is_model=is_model):
        return
    broker = grades.broker_scale(event.before, event.to)
    scale_id = grades.MODEL if is_model else broker if houses else None
    told = _direction(event, scale_id, call.line.string[: event.start][-80:])
    if told == "none" and _NEWLY.search(call.line.string[max(0, event.start - 5) : event.end]):
        told = _headed(call) or _by_side(call.line.string[: event.start][-80:], event.to) or told
    if told is None:
        return
    if is_model:
        # A model's publisher is told where the line names it.
        units = call.line.shape.units
        houses = [house for house in houses if units[0].start <= house.start and house.end <= units[-1].end]
    if event.more:
        yield from _one_each(call, event, told, scale_id)
        return
    graders: list[Item | None] = [*houses] or [None]
    is_crossed = 1 < len(graders) == len(call.shares) and " respectively" in call.line.string[event.end :]
    for n, house in enumerate(graders):
        for share in call.shares[n : n + 1] if is_crossed else call.shares:
            if house is None or house.text != share.text:
                yield _made(call, event, share, house, told, scale_id)


def _one_each(call: Call, event: Event, told: str, scale_id: str | None) -> Facts:
    """Several grades, one for each house or for each share, "respectively"."""
    told_grades = [event.to, *event.more]
    pairs: list[tuple[Item, Item]] = []
    if len(call.shares) == 1 and len(call.houses) == len(told_grades):
        pairs = [(call.shares[0], house) for house in call.houses]
    elif len(call.houses) == 1 and len(call.shares) == len(told_grades):
        pairs = [(share, call.houses[0]) for share in call.shares]
    elif not call.houses and len(call.shares) == len(told_grades):
        for share, grade in zip(call.shares, told_grades, strict=True):
            yield _made(call, replace(event, to=grade), share, None, told, scale_id)
    for (share, house), grade in zip(pairs, told_grades if pairs else [], strict=True):
        yield _made(call, replace(event, to=grade), share, house, told, scale_id)


def _of_brokers(houses: list[Item]) -> bool:
    return bool(houses) and not any(_MOJO.match(house.text) for house in houses)


def _is_told(call: Call, event: Event, *, is_model: bool) -> bool:
    """Whether the grade is a rating's, told with enough to say whose."""
    before, after = event.before, event.to
    shared = all(grade is None or grades.plain_grade(grade) in _SHARED for grade in (before, after))
    is_whose = bool(call.houses) or is_own_note(call.line.article)
    is_list = event.rule == "pair_cell" and re.search(r"\b(?:outlook|rating|score)", call.line.first.heading)
    if shared and not is_list and (_ELSEWHERE.search(call.line.string) or not is_whose):
        return False
    if _OF_CHART.search(call.line.string[max(0, event.start - 60) : event.end]) or (
        _OF_CHART.search(call.line.first.heading) and not call.houses
    ):
        return False
    if event.rule in TOLD or event.rule == "pick" or event.before:
        return is_whose or is_model or bool(event.before) or bool(is_list) or event.rule == "pick"
    if is_model:
        if event.rule == "rated" and re.search(r"\bcurrent(?:ly)?\b", call.line.string[: event.end][-60:]):
            return False
        if event.rule == "held" and not _GIVEN.search(call.line.string[: event.start][-50:]):
            return False
        return (
            event.rule in ("held", "rated", "kept", "kept_after", "kept_at", "given")
            and grades.ordinal(grades.MODEL, after) is not None
        )
    return bool(call.houses) or (event.rule in _OF_NOTE and is_own_note(call.line.article))


# How a house that does not name itself tells its grade.
_OF_NOTE = frozenset(["cell", "kept_at", "held", "kept", "kept_after", "coverage", "initiated", "rated"])
_NOTE = re.compile(
    r"\bwe (?:[a-z0-9%]+ ){0,7}?(?:retain|maintain|reiterate|upgrade|downgrade|initiate|value|roll|raise our|"
    r"cut our|lower our|trim our)\w*\b|\bimportant disclosures?\b"
)


def is_own_note(article: Article) -> bool:
    """Whether a text is a house's own note: it speaks of its grades as "we", and hardly names a house."""
    if "own_note" not in article.memo:
        units = (unit for sentence in article.sentences for unit in sentence.shape.units)
        article.memo["own_note"] = (
            bool(_NOTE.search(article.lowered))
            and not article.is_model_page
            and sum(unit.symbol == "B" for unit in units) < 4
        )
    return bool(article.memo["own_note"])


# "CLSA's new 'overweight'", "now has it at 'Buy'"
_NEWLY = re.compile(r"\b(?:new|fresh|now)\b")
_SECTION = re.compile(
    r"(?:(?:rating|ratings|broker|brokerage|stock|key|top|latest) )*(upgrade|downgrade)s?(?: :)?"
)


def _headed(call: Call) -> str | None:
    """The direction that the heading above tells: "RATING UPGRADE"."""
    for n in range(1, 12):
        before = call.line.first.before(n)
        if before is None:
            return None
        if found := _SECTION.fullmatch(before.string):
            return found.group(1)
    return None


# "had been a buyer, moved to Neutral": a side, no grade
_SIDE = re.compile(
    r"\b(?:had been|was|were|until now|till now|until recently|once|previously|earlier|so far|long|"
    r"long-time|erstwhile)"
    r"(?: (?:a|an|the|strong|big|staunch|clear|long-standing))* (?P<side>buyer|seller|bull|bear)s?\b"
)


def _by_side(before: str, to: str) -> str | None:
    found = _SIDE.search(before)
    place = grades.ordinal(grades.BROKER, to) or grades.ordinal(grades.ADD, to)
    if found is None or place is None:
        return None
    if found["side"] in ("buyer", "bull"):
        return "downgrade" if place <= 3 else None
    return "upgrade" if place >= 3 else None


def _direction(event: Event, scale_id: str | None, before: str) -> str | None:
    if event.rule == "either" and event.before is None and " to " not in event.found.group():
        return "none"
    if event.is_steady:
        turned = event.rule == "is_on" and event.found.group().startswith("turn")
        return (_by_side(before, event.to) if turned else None) or "none"
    by_verb = verb_direction(event.verb) or _by_words(event) or _last_verb(before)
    told = grades.direction(scale_id or grades.broker_scale(event.before, event.to), event.before, event.to)
    if told == "none" and event.before and event.before.lower() != event.to.lower():
        # Two names of one step: the verb tells.
        told = by_verb
    if told is None and scale_id == grades.MODEL:
        told = grades.direction(grades.BROKER, event.before, event.to)
    if told is not None and event.before is not None:
        return told
    return by_verb or _by_side(before, event.to) or _by_end(event, scale_id)


def _by_end(event: Event, scale_id: str | None) -> str | None:
    """ "It too goes to Sell": what moves to an end of the scale came from the other side."""
    place = grades.ordinal(scale_id or grades.BROKER, event.to)
    if event.rule != "to" or place is None or place == 3:
        return None
    return "upgrade" if place > 3 else "downgrade"


def _last_verb(before: str) -> str | None:
    """What the last verb before a pair of grades says: "raises X to Buy from Outperform"."""
    verbs = re.findall(rf"(?:^| )({UP}|{DOWN})(?= )", before)
    return verb_direction(verbs[-1]) if verbs else None


def _by_words(event: Event) -> str | None:
    """ "moved down to Sell"."""
    if re.search(r"\b(?:down|lower)\b", event.found.group()):
        return "downgrade"
    return "upgrade" if re.search(r"\b(?:up|higher)\b", event.found.group()) else None


def verb_direction(verb: str | None) -> str | None:
    """What a verb alone says."""
    if verb is None:
        return None
    if re.fullmatch(UP, verb):
        return "upgrade"
    return "downgrade" if re.fullmatch(DOWN, verb) else None


def _made(call: Call, event: Event, share: Item, house: Item | None, told: str, scale_id: str | None) -> Fact:
    fields: dict[str, object] = {
        "company": share.text,
        "from": event.before,
        "to": event.to,
        "direction": told,
    }
    if event.is_steady:
        fields["change"] = "initiation" if event.rule in BEGUN else "reiteration"
    if house is not None:
        fields["broker"] = house.text
    fields["rater"] = grades.RATERS[scale_id] if scale_id else None
    fields["scale_id"] = scale_id
    return fact(call, KIND, event.rule, fields, 0.95 if event.before else 0.9)


def fact(call: Call, kind: str, rule: str, fields: dict[str, object], confidence: float) -> Fact:
    """The fact of a call; its quote takes in the names that stand in its line."""
    start, end = call.span()
    fields["date"] = None
    return Fact(
        kind,
        f"{kind}.{rule}",
        2,
        start,
        end,
        fields,
        confidence,
        rank=_rank(call),
        is_title=call.line.first.is_title and rule != "pick" and not _heads_item(call),
        has_day=_LAST_WEEK.match(call.line.string, call.told.end) is not None,
    )


def _rank(call: Call) -> int:
    """How well its line tells a call: with its house, as the head of an item, or by what stands around it."""
    units = call.line.shape.units
    if call.line.heads.own_share is not None and call.line.heads.own_houses:
        return 1
    if call.line.first.number < _items_begin(call.line.article):
        return 2  # what the lead sums up, the items below tell in full
    is_named = any(units[0].start <= house.start < units[-1].end for house in call.houses)
    return 0 if is_named or not call.houses or heads_order(call.line) else 2


# "was cut to Sell last week": on no day that can be told
_LAST_WEEK = re.compile(r"(?: (?:with|and|by|at|for)(?: [^ ,;.]+){1,7})? last week(?= |$)")
_ITEM = re.compile(r"(?:\W )*(?:# [.)] )?B (?:on (?:the )?[NIS]|:)(?= )")


def _items_begin(article: Article) -> int:
    """The number of the first of several items headed "B on X" or "B:"; 0 where there are none."""
    if "items_begin" not in article.memo:
        found = [sentence.number for sentence in article.sentences if _ITEM.match(sentence.string)]
        article.memo["items_begin"] = found[0] if len(found) > 2 else 0
    begin: int = article.memo["items_begin"]
    return begin


def _heads_item(call: Call) -> bool:
    """Whether a line is the head of one call of a list, "B on X: Buy", below the text's own headline."""
    heads = call.line.heads
    is_pair = heads.own_share is not None and bool(heads.own_houses)
    return call.line.first.number > 2 and (is_pair or call.line.is_row)
