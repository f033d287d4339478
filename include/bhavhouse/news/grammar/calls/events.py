"""Grades given, changed or kept: the shapes in which a line tells them, over the symbols of lines.py.

Each rule reads one way of telling; whose grade it is, and of which share, attribution.py finds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bhavhouse.news import grades
from bhavhouse.news.grammar.calls.event_words import (
    BEFORE,
    CLOSES,
    COUNTED,
    DOWN,
    MAY_MOVE,
    NEXT_OK,
    NOT_GRADES,
    PAST_AFTER,
    PAST_BEFORE,
    RATING,
    RULES,
    STEADY,
    STEADY_VERBS,
    UP,
)
from bhavhouse.news.grammar.calls.grade_parts import FROM, part_of
from bhavhouse.news.grammar.calls.lines import Line


@dataclass
class Event:
    """A grade told at a place of a line's string."""

    rule: str
    start: int
    end: int
    to: str
    before: str | None
    verb: str | None
    found: re.Match[str]
    # Further grades told with it, "respectively".
    more: list[str] = field(default_factory=list)
    # Which of the names before it is meant, of several told "respectively".
    nth: int | None = None

    @property
    def is_steady(self) -> bool:
        """Whether it tells a grade held, kept or begun."""
        is_moved = (self.rule == "more" and self.verb) or (self.rule in MAY_MOVE and self.before)
        return self.rule in STEADY and not is_moved


def events(line: Line) -> Iterator[Event]:
    """The grades that a line tells in its order, each once, by the rule that tells most."""
    string = line.string
    if "G" not in string and not re.search(r"(?:^| )g(?= |$)", string):
        return
    taken: set[int] = set()
    made: list[Event] = []
    if line.heads.grade_cells and (event := columns(line, line.heads.grade_cells)):
        made.append(event)
        taken |= {event.found.start("fr"), event.found.start("to")}
    for name, rule in RULES.items():
        for found in line.shape.find(rule):
            groups = found.groupdict()
            group = next(name for name in ("to", "to2", "to3") if groups.get(name))
            places = {found.start(group)} | ({found.start("fr")} if groups.get("fr") else set())
            if places & taken or not _stands(line, name, found, group):
                continue
            taken |= places
            to = line.shape.told(found, group)
            before = line.shape.told(found, "fr") if groups.get("fr") else None
            if not to.items or (before and not before.items):
                continue  # the word "g" itself
            if is_refused(line, found.start(), found.end()):
                continue
            verb = groups.get("verb")
            if name == "more" and (verb_before := _VERB_BEFORE.search(string[: found.start()])):
                verb = verb_before["verb"]
            event = Event(
                name,
                found.start(),
                found.end(),
                to.items[0].text,
                before.items[0].text if before else None,
                verb,
                found,
            )
            more = _RESPECTIVELY.match(string[found.end() : found.end() + 80])
            if more:
                event.more = [line.shape.units[line.shape.index(found.end() + more.start("g"))].items[0].text]
                taken.add(found.end() + more.start("g"))
            made.append(event)
    for event in made:
        event.before = event.before or told_before(line, event, made)
    told = (event for event in made if event.rule != "is_moved" or event.before)
    yield from sorted(told, key=lambda event: event.start)


def columns(line: Line, cells: tuple[int, int]) -> Event | None:
    """A row with the grade before and the grade now in columns that the head row names."""
    at, places = 0, []
    for printed in line.string.split("|"):
        places.append((at, printed.strip()))
        at += len(printed) + 1
    old, new = cells
    if max(cells) >= len(places) or not all(re.fullmatch("[Gg]", places[n][1]) for n in cells):
        return None
    first, last = sorted(cells)
    one, two = ("fr", "to") if old < new else ("to", "fr")
    found = re.compile(
        rf" ?(?P<{one}>[Gg])(?: [^|]*)?\|(?:[^|]*\|){{{last - first - 1}}} (?P<{two}>[Gg])"
    ).match(line.string, places[first][0])
    if found is None:
        return None
    before, to = line.shape.told(found, "fr"), line.shape.told(found, "to")
    return Event("columns", found.start(), found.end(), to.items[0].text, before.items[0].text, None, found)


_VERB_BEFORE = re.compile(
    rf"(?:^| )(?:(?P<steady>{STEADY_VERBS}|rates?|rated|carr(?:y|ies)|holds?|has|have|gets?|starts?|started|"
    rf"begins?|began|initiate[sd]?)|(?P<verb>{UP}|{DOWN}))(?= )(?:(?! (?:{STEADY_VERBS}|{UP}|{DOWN}) ).)*$"
)
_RESPECTIVELY = re.compile(
    rf"^(?: {RATING})?(?: ,)? and (?P<g>[Gg])(?: {RATING})?(?: on [NC])?(?: ,)? respectively"
)


def told_before(line: Line, event: Event, made: list[Event]) -> str | None:
    """The grade that was, where words beside one that no rule read tell it: "a Buy till June, now Hold"."""
    if event.before is not None or event.rule not in MAY_HAVE_MOVED:
        return None
    string, found = line.string, line.units("Gg")
    read = {m.found.start(g) for m in made for g in GRADES & m.found.groupdict().keys()}
    for n, (at, unit) in sorted(enumerate(found), key=lambda told: abs(told[1][0] - event.start)):
        gap = _OWN.sub("", string[event.end : at]) if at >= event.end else string[at + 1 : event.start]
        is_mood = unit.symbol == "g" and unit.items[0].text.lower() in ("positive", "negative")
        if at in read or is_mood or len(gap) > _FAR or _OTHERS_NAMED.search(gap):
            continue
        last = found[n - 1][0] + 1 if n else 0
        stop = found[n + 1][0] if n + 1 < len(found) else len(string)
        if part_of(string, at, last, stop).name == FROM:
            return unit.items[0].text
    return None


GRADES = frozenset(["to", "to2", "to3", "fr"])
MAY_HAVE_MOVED = MAY_MOVE | {"to", "more"}
_FAR = 130
# "underperform with B, having been ...", "'accumulate' on N, lower than ..."
_OWN = re.compile(r"^(?: (?:with|by|at|from|for|on))? [NB](?= )")
_OTHERS_NAMED = re.compile(r"(?:^| )(?:[NBI]|the (?:former|latter|first|second|other))(?= |$)")


_NO_CHANGE = re.compile(
    r"(?:\W )*(?:no change|unchanged|retained|maintained|reiterated|steady)s?(?: \w+){0,2} [:—-] "
)
_UNTIL = re.compile(r"[Gg](?: rating)? (?:until|till|before) (?:then|now|recently|that)")
_PLAIN_MOVE = re.compile(
    r"\S+(?: \S+)? (?:(?:the stock|C|N|it) )?(?:(?:up|down|higher|lower|one|two|a|by|notch|"
    r"notches) ){0,4}to [Gg]$"
)
_HOUSE_SUBJECT = re.compile(r"(?:^| )B on N : $|(?:^| )B(?: (?:has|have|also|had))* $|(?: , and|, | and) $")


def _by_house(line: Line, found: re.Match[str]) -> bool:
    """ "B cuts X to hold": a plain verb moves a grade where a house is its subject."""
    before = line.string[: found.start()]
    return bool(
        "B" in before.split()
        and CLOSES.match(line.string[found.end("to") : found.end("to") + 80])
        and _PLAIN_MOVE.match(found.group())
        and _HOUSE_SUBJECT.search(before)
    )


def _stands(line: Line, rule: str, found: re.Match[str], group: str) -> bool:
    """Whether the grade of a match is one: a weak word needs the form around it to say so."""
    string, at = line.string, found.start(group)
    weak, after = string[at] == "g", string[at + 1 : at + 80]
    items = line.shape.told(found, group).items
    printed = grades.plain_grade(items[0].text) if items else ""
    if re.match(r" or (?:an? )?(?:[Gg]|equivalent|similar|equal|better|higher|its equivalent)(?= |$)", after):
        return False  # "a Buy or an equivalent rating" is no certain grade
    part = part_of(string, at, 0, len(string)) if rule in STEADY else None
    if part and (part.end > at + 1 or (part.name == FROM and not part.cue.startswith("le"))):
        return False  # "it stood at Buy before", "(prev. Hold)"
    if (rule == "order" and waits(line, at)) or (rule == "cell" and printed in ("in line", "inline")):
        return False
    if rule == "on" and weak and printed != "neutral":
        return False
    if rule == "kept_in":
        return bool(_NO_CHANGE.match(string))
    if rule == "more":
        return bool(_VERB_BEFORE.search(string[:at])) and bool(CLOSES.match(after))
    if (
        rule == "cell"
        and string[at - 2 : at] == "( "
        and re.search(r"(?:^| )[Gg] .*[^NBC] \( $", string[:at])
    ):
        return False  # a word on the mood in brackets behind a call
    if weak and printed in ("positive", "negative") and rule not in ("from_to", "to_from"):
        return bool(re.match(r" (?:ratings?|recommendations?)(?= |$)", after))
    if rule in ("aside", "from_to", "to_from", "pair", "pair_cell", "arrow", "was_now"):
        return not NOT_GRADES.search(string[max(0, found.start() - 60) : found.start()])
    if rule == "to":
        verb = found["verb"]
        if _NO_REASON.search(found.group()) or _STAYS_PUT.search(string[: found.start()]):
            return False
        if weak and "grad" not in verb:
            told = (
                re.match(rf" {RATING}(?= |$)", after) or "rating" in found.group() or _by_house(line, found)
            )
            heads = re.match(r" : N(?= |$)", after) and re.fullmatch(r"(?:\W )*", string[: found.start()])
            return bool(told or heads or _UNTIL.search(string[max(0, at - 90) : at]))
        if not weak and ("grad" in verb or "rating" in found.group()):
            return True
        return bool(CLOSES.match(after))
    if rule == "rated" and re.match(r" (?:by|from|at) (?!B)", string[found.end() :]):
        return False
    if rule in ("kept", "coverage", "initiated", "rated"):
        return not weak or bool(NEXT_OK.match(after))
    before = string[max(0, found.start() - 60) : found.start()]
    if rule in ("held", "on", "given") and _BY_OTHERS.match(string, found.end()):
        return False
    if rule == "held" and re.search(
        r"(?:\b(?:lost|loses|losing|shed|sheds|stripped of|gave up|no longer(?: \w+)?)(?: (?:its|the|a|an|"
        r"their))?|G (?:, )?(?:and|,)|previous|earlier|prior|old|erstwhile|(?:number|count|share|"
        r"percentage|cuts?) (?:of|in)(?: the)?) $",
        before,
    ):
        return False  # "'Buy' and 'Add' ratings", one each; "the number of Buy ratings"
    if rule == "held":
        return not COUNTED.search(string[: found.start()])
    if rule in ("on", "given", "is_on", "house_is"):
        return not COUNTED.search(string[: found.start()])
    return True


# "an upgrade is no reason to buy"
_NO_REASON = re.compile(r"\b(?:no|not|reasons?|need|time|signal|advice|why|whether)\b")


_STAYS_PUT = re.compile(r"(?:^| )(?:stays?|stayed|remains?|remained) $")


def waits(line: Line, at: int) -> bool:
    """Whether an order is for a price to come: "Sell X above Rs 90"."""
    named = line.units("NB", at)
    return bool(named) and bool(_PRICE_AWAITED.match(line.article.text.plain, named[0][1].end))


_PRICE_AWAITED = re.compile(r" (?:only )?(?:above|abv|below|once|if)\b", re.I)


# "three months after cutting it from Hold to Sell": what was before
_AFTER_DOING = re.compile(
    r"\b(?:months?|weeks?|years?|quarters?|days?) after (?:cutting|lowering|downgrading|raising|upgrading|"
    r"moving|taking|having|being|it was|it had)(?: [^,;]{1,20})? $|\b(?:months?|weeks?|years?|quarters?|"
    r"days?) after $"
)


# "a sell call by the promoters"
_BY_OTHERS = re.compile(
    r" by (?!(?:the |global |domestic |foreign )*(?:B|brokerage|brokerages|house|firm|analysts?|N)(?= |$))"
)
# "A stock moves from sideways to bullish": how grades work, no news of one.
_ANY = re.compile(
    r"(?:^|[,;:.] )(?:an?|any|every|each) (?:[a-z-]+ |S )?(?:stock|score|company|share|grade) $"
)


_WAITS = re.compile(r" (?:if|when|whenever|provided|as soon as|once)(?= )")


def is_refused(line: Line, start: int, end: int) -> bool:
    """Whether what is told there is doubtful, denied, asked or past."""
    string = line.string
    if string.endswith("?") or re.match(
        r"(?:\W )*(?:if|should|unless|were|suppose|assuming|why|how|when|will|"
        r"what(?! (?:to expect|analysts say)))(?= )",
        string,
    ):
        return True
    if _WAITS.match(string, end):
        return True
    if re.match(r"(?: (?:ratings?|calls?))?(?: (?:on )?(?:N|C))? under review", string[end : end + 40]):
        return True
    if _ANY.search(string[max(0, start - 60) : start]):
        return True
    clause = re.split(
        r"(?: |^)(?:[;:|(]|, (?=[NBC] )|but|while|whereas|who|which|said|says|as|after)(?= )",
        string[max(0, start - 400) : start],
    )[-1]
    near = re.split(r"(?: |^)(?:and|,|could not (?:escape|avoid|stop|prevent))(?= )", clause)[-1]
    if BEFORE.search(" ".join(near.split()[-7:])):
        return True
    if PAST_BEFORE.search(clause) or _AFTER_DOING.search(string[max(0, start - 60) : start]):
        return True
    return bool(
        PAST_AFTER.match(re.split(r" (?:[,;:|]|while|but|and|after)(?= )", string[end : end + 80])[0])
    )
