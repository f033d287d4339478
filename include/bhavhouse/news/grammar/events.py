"""Grades given, changed or kept: the shapes in which a line tells them, over the symbols of lines.py.

Each rule reads one way of telling; whose grade it is, and of which share, attribution.py finds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bhavhouse.news import grades
from bhavhouse.news.grammar.event_words import (
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
from bhavhouse.news.grammar.lines import Line
from bhavhouse.news.units import Unit


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
            earlier = before or (
                _earlier(line, name, found.end(), taken)
                if name in ("to", "more") or name in MAY_MOVE
                else None
            )
            event = Event(
                name,
                found.start(),
                found.end(),
                to.items[0].text,
                earlier.items[0].text if earlier else None,
                verb,
                found,
            )
            more = _RESPECTIVELY.match(string[found.end() : found.end() + 80])
            if more:
                event.more = [line.shape.units[line.shape.index(found.end() + more.start("g"))].items[0].text]
                taken.add(found.end() + more.start("g"))
            made.append(event)
    yield from sorted(made, key=lambda event: event.start)


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
        rf" ?(?P<{one}>[Gg])(?: [^|]*)?\|(?:[^|]*\|){{{last - first - 1}}} "
        rf"(?P<{two}>[Gg])"
    ).match(line.string, places[first][0])
    if found is None:
        return None
    before, to = line.shape.told(found, "fr"), line.shape.told(found, "to")
    return Event("columns", found.start(), found.end(), to.items[0].text, before.items[0].text, None, found)


_VERB_BEFORE = re.compile(
    rf"(?:^| )(?:(?P<steady>{STEADY_VERBS}|rates?|rated|carr(?:y|ies)|holds?|has|have|gets?|starts?|"
    rf"started|begins?|began|initiate[sd]?)|(?P<verb>{UP}|{DOWN}))(?= )(?:(?! "
    rf"(?:{STEADY_VERBS}|{UP}|{DOWN}) ).)*$"
)
_RESPECTIVELY = re.compile(
    rf"^(?: {RATING})?(?: ,)? and (?P<g>[Gg])(?: {RATING})?(?: on [NC])?(?: "
    rf",)? respectively"
)
_EARLIER = re.compile(
    r"^(?: \S+){0,6}? (?:previous|earlier|prior|old)(?: (?:rating|call|grade|stance|"
    r"recommendation))?(?: (?:was|of|being|a|an))* (?P<fr>[Gg])(?= |$)"
    # "; it stood at Buy before"
    r"|^(?:(?: (?![Gg] )[^ ;]+){0,12}? ;)?(?: [;,.])*(?: (?:it|which|C|(?:the|its) (?:grade|rating|"
    r"call|trend|score)))? (?:stood|was|had been|had stood)(?: (?:at|rated|a|an|on))* "
    r"(?P<fr2>[Gg])(?: (?:rating|call))? (?:before|earlier|previously|until|till|so far)(?= |$)"
    # ", having earlier had a Buy"
    r"|^(?: ,)? (?:having|after)(?: (?:earlier|previously|been|had|having|rated|it|at|a|an|the stock))+ "
    r"(?P<fr5>[Gg])(?= |$)"
    # "to Neutral (Sell)"
    r"|^ \( (?P<fr6>[Gg])(?: (?:earlier|previously|before))? \)(?= |$)"
    # "; it was earlier a Buy"
    r"|^(?: [;,.])*(?: (?:it|which|the stock|C))? (?:was|had been) (?:earlier|previously|formerly)(?: (?:a|"
    r"an|at|rated|on))* "
    r"(?P<fr4>[Gg])(?= |$)"
    # "with a target of Rs 100, against Neutral before"
    r"|^(?: (?![Gg] )[^ ;]+){0,9}? ,? ?(?:against|as against|versus|compared (?:to|"
    r"with))(?: an?)? (?P<fr7>[Gg])"
    r"(?: (?:rating|call))? (?:before|earlier|previously|so far|until now|till now)(?= |$)"
    # "which it had as Neutral", "lower than the Buy it had"
    r"|^(?: (?![Gg] )[^ ;]+){0,9}? (?:which (?:(?:it|B) )?(?:had|rated|held)(?: (?:as|at|rated|an?|it|C))*|"
    r"(?:lower|higher|down|up) (?:than|from) (?:the|an?|its)) (?P<fr8>[Gg])(?= |$)"
    # "; a month ago it was a Hold", "; it used to be a Hold", ", having been an Outperform"
    r"|^(?: (?![Gg] )[^ ;]+){0,9}?(?: [;,(])*(?: (?:(?:until|till|a (?:month|week|quarter|year) ago|earlier|"
    r"previously|so far)(?: \S+)? (?:(?:it|which|C) )?(?:was|stood)|(?:(?:it|which|C) )?(?:used to be|"
    r"having been)))"
    r"(?: (?:an?|at|rated))* (?P<fr9>[Gg])(?= |$)"
    # "after a month at sideways"
    r"|^ after (?:an?|two|three|six|several) (?:\S+ )?(?:spell|run|phase|months?|weeks?|quarters?|years?|"
    r"stint) "
    r"(?:of|as|at|in) (?P<fr10>[Gg])(?= |$)"
    # "(it was Neutral)"
    r"|^ \( (?:it )?was(?: (?:an?|at))* (?P<fr12>[Gg]) \)"
    # "(Hold earlier)"
    r"|^ \( (?P<fr11>[Gg]) (?:earlier|previously|before|till now|until now) \)"
    # "(prev. Hold)", "[earlier: Hold]"
    r"|^ [(\[] (?:prev|previous|previously|earlier|from|prior|old|was)(?: [.:])* (?P<fr3>[Gg])(?= |$)"
)


def _earlier(line: Line, name: str, end: int, taken: set[int]) -> Unit | None:
    """The grade before, told in a clause of its own: "its previous rating was Neutral"."""
    found = _EARLIER.match(line.string[end : end + 110])
    if found is None or (
        found["fr6"]
        and name in MAY_MOVE
        and not re.search(r"earlier|previously|before", found.group())
        and not re.search(r"\b(?:up|down)grade", line.string)
    ):
        return _until(line, end, taken) if name == "to" else None
    at = end + found.start(str(found.lastgroup))
    taken.add(at)
    return line.shape.units[line.shape.index(at)]


UNTIL_BEFORE = re.compile(r"(?P<fr>[Gg])(?: rating)? (?:until|till|before) (?:then|now|recently|that)")
UNTIL_AFTER = re.compile(
    r"^(?: [,;])?(?: and)? until (?:then|now|recently)(?: (?:it|was|had|been|"
    r"a|an|the|stock|call|trend))* (?P<fr>[Gg])(?= |$)"
)


def _until(line: Line, end: int, taken: set[int]) -> Unit | None:
    """The grade before, told as what was until now."""
    before = UNTIL_BEFORE.search(line.string[max(0, end - 120) : end])
    at = max(0, end - 120) + before.start("fr") if before else -1
    after = UNTIL_AFTER.match(line.string[end : end + 80])
    if at < 0 and after:
        at = end + after.start("fr")
    if at < 0 or at in taken:
        return None
    taken.add(at)
    return line.shape.units[line.shape.index(at)]


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
    if rule == "on" and weak and printed != "neutral":
        return False
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
        if weak and "grad" not in verb:
            told = (
                re.match(rf" {RATING}(?= |$)", after) or "rating" in found.group() or _by_house(line, found)
            )
            heads = re.match(r" : N(?= |$)", after) and re.fullmatch(r"(?:\W )*", string[: found.start()])
            return bool(told or heads or UNTIL_BEFORE.search(string[max(0, at - 90) : at]))
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


# "three months after cutting it from Hold to Sell": what was before
_AFTER_DOING = re.compile(
    r"\b(?:months?|weeks?|years?|quarters?|days?) after (?:cutting|lowering|downgrading|raising|upgrading|"
    r"moving|"
    r"taking|having|being|it was|it had)(?: [^,;]{1,20})? $|"
    r"\b(?:months?|weeks?|years?|quarters?|days?) after $"
)


# "a sell call by the promoters"
_BY_OTHERS = re.compile(
    r" by (?!(?:the |global |domestic |foreign )*(?:B|brokerage|brokerages|house|firm|analysts?|N)(?= |$))"
)
# "A stock moves from sideways to bullish": how grades work, no news of one.
_ANY = re.compile(
    r"(?:^|[,;:.] )(?:an?|any|every|each) (?:[a-z-]+ |S )?(?:stock|score|company|share|grade) $"
)


def is_refused(line: Line, start: int, end: int) -> bool:
    """Whether what is told there is doubtful, denied, asked or past."""
    string = line.string
    if string.endswith("?") or re.match(
        r"(?:\W )*(?:if|should|unless|were|suppose|assuming|why|how|when|will|"
        r"what(?! (?:to expect|analysts say)))(?= )",
        string,
    ):
        return True
    if re.match(r" (?:if|when|whenever|provided|as soon as|once)(?= )", string[end : end + 14]):
        return True
    if re.match(r"(?: (?:ratings?|calls?))?(?: (?:on )?(?:N|C))? under review", string[end : end + 40]):
        return True
    if _ANY.search(string[max(0, start - 60) : start]):
        return True
    clause = re.split(
        r"(?: |^)(?:[;:|(]|, (?=[NBC] )|but|while|whereas|who|which|said|says|as|after)(?= )",
        string[max(0, start - 400) : start],
    )[-1]
    near = re.split(r"(?: |^)(?:and|,)(?= )", clause)[-1]
    if BEFORE.search(" ".join(near.split()[-7:])):
        return True
    if PAST_BEFORE.search(clause) or _AFTER_DOING.search(string[max(0, start - 60) : start]):
        return True
    return bool(
        PAST_AFTER.match(re.split(r" (?:[,;:|]|while|but|and|after)(?= )", string[end : end + 80])[0])
    )
