"""The grades of a line by their parts: the one that was, the one that is, the one held.

A grade's part is told by the words next to it (lexicon/grade_cues.txt), in whatever order they stand: "from
sideways to bullish", "bullish now, sideways earlier", "left its sideways zone for mildly bullish".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from bhavhouse.news import grades
from bhavhouse.news.grammar.calls.event_words import DOWN, NOT_GRADES, STEADY_VERBS, TURN, UP
from bhavhouse.news.grammar.calls.events import Event, columns, is_refused
from bhavhouse.news.grammar.calls.grade_parts import (
    AFTER,
    BARE,
    FILL,
    FROM,
    IS,
    NOW,
    STAY,
    TO,
    TURNED,
    part_of,
)
from bhavhouse.news.grammar.calls.lines import Line
from bhavhouse.news.lexicon import cues
from bhavhouse.news.numbers import SPELLED

_ARROW = re.compile(
    rf"^{AFTER}(?: (?:earlier|previously))?(?: ,)? (?:>|→|- >|= >|—|»|to|into|towards)(?: (?:{FILL}))* $"
)
_PUNCTUATED = re.compile(
    rf"^{AFTER}(?: [,;(:—-]|\s)*(?: (?:it|which|C|an?|change|shift|move|upgrade|downgrade|"
    r"improvement|slip|rise|fall|step|up|down|notch|the|having|that))*\s*$"
)
_NOUNS = (
    r"upgrades?|downgrades?|improvements?|deteriorations?|shifts?|moves?|changes?|slips?|jumps?|cuts?|"
    r"transitions?|revisions?|adjustments?|promotions?|demotions?|rises?|falls?|return(?:s|ed)?|graduat(?:ed|"
    r"es)"
)
_INFINITIVES = (
    r"improve|deteriorate|fall|rise|drop|slip|move|shift|change|turn|weaken|strengthen|slide|return|"
    r"transition(?:ed|s|ing)?|shifting|turning|placed|put|assigned|plung(?:ed|es)|tumbled|sank|sinks?|crept|edged|"
    r"double-promoted|made|step(?:ped|s)?|inch(?:ed|es)|climb(?:s|ed)?|leapt|jumps?|came|restored|softened|"
    r"eased|soared|surged|nudged|hik(?:ed|es)|bumped|relabelled|downshifted|progressed|regressed|migrated"
)
_VERB = re.compile(
    rf"(?:^|(?<= ))(?:re-?)?(?:(?P<steady>{STEADY_VERBS})|"
    rf"(?P<verb>{UP}|{DOWN}|{TURN}|{_NOUNS}|{_INFINITIVES}))(?= |$)"
)
_BETTER = re.compile(
    rf"(?:^| )(?:(?P<up>{'|'.join(cues('better'))})|(?P<down>{'|'.join(cues('worse'))}))(?= |$)"
)
_NOT_NOW = re.compile(
    rf"{NOT_GRADES.pattern}|"
    r"\b(?:was|were|been) last (?:changed|revised|moved|reviewed|upgraded|downgraded|cut|raised)"
)
# "deserves an upgrade to positive only if ..."
_IF_BEHIND = re.compile(r"[^;.]{0,60} (?:if|provided|unless|subject to)(?= )")
_SIDED = {"up": "upgraded", "down": "downgraded"}
_PAST = re.compile(r"(?:was|were|stood|been|used to be) ")
# "saw its call turn bullish"; a bare "turn" is a wish or a doubt.
_SAW = re.compile(r"\b(?:saw|sees|seen|seeing|made|with|watched)\b")
_RESPECTIVELY = re.compile(r"^[^;|]{0,60}? respectively(?= |$)")
_COORDINATED = re.compile(rf"^{AFTER}(?: ,)?(?: and|,)(?: an?)? $")
# "X fell to flat, Y's to negative and Z's to very negative, all three from positive"
_GAPPED = re.compile(r"(?: ,| ;| and| while)+ N(?: 's)?(?: (?:score|trend|call|grade))? ")
_ALL_FROM = re.compile(
    rf"{AFTER}(?: ,)? (?:both|each|all(?: (?P<n>three|four|five|six))?)(?: up| down)? from "
)


_MARKS = ("↑", "▲", "⬆", "↓", "▼", "⬇")
# "improved, the former to bullish and the latter to sideways": the verb before
_OTHER_ONE = re.compile(r"\bthe (?:latter|second|third|other)(?: two)? $")


@dataclass(frozen=True)
class Head:
    """What a heading says of the grades listed below it: the new one, the one before, or the way alone."""

    to: str | None = None
    before: str | None = None
    verb: str | None = None


@dataclass
class Mention:
    """A grade where it stands, and the part it plays."""

    at: int
    text: str
    part: str
    start: int
    end: int
    cue: str = ""
    more: list[int] = field(default_factory=list)


# "worsened to bearish (mildly bearish)"
_BRACKETED = re.compile(
    rf"^[Gg]{AFTER} \( [Gg]"
    r"(?: (?:in|at|as of|on|for|until|till|earlier|previously|before)\b[^()]{0,40})? \)"
)
_IN_BRACKETS = re.compile(
    r"\b(?:previous|earlier|last|old|prior)\b[^.\n)]{0,40}\b(?:in|within) (?:brackets|parenthes[ei]s)"
)
# "X: bullish" under "Upgrades"
_LISTED = re.compile(r"(?:^| )N(?: [:(—,-])* $")
_PAIRS = {
    True: re.compile(r"(?:.*? )??(?P<fr>[Gg])(?= )(?:.* )(?P<to>[Gg])"),
    False: re.compile(r"(?:.*? )??(?P<to>[Gg])(?= )(?:.* )(?P<fr>[Gg])"),
}
_ONE = re.compile(r"(?:.* )?(?P<to>[Gg])")


def mentions(line: Line) -> list[Mention]:
    """The grades of a line with their parts."""
    string, last = line.string, 0
    made: list[Mention] = []
    found = line.units("Gg")
    places = [at for at, _ in found]
    for n, at in enumerate(places):
        part = part_of(string, at, last, places[n + 1] if n + 1 < len(places) else len(string))
        mention = Mention(at, found[n][1].items[0].text, part.name, part.start, part.end, part.cue)
        if not (made and _joins(line, made[-1], mention)):
            made.append(mention)
        last = at + 1
    return made


def _joins(line: Line, last: Mention, mention: Mention) -> bool:
    """Whether a grade is one more of the last, "respectively"; the parts that the words between them tell."""
    string, gap = line.string, line.string[last.end : mention.at]
    if mention.part == BARE and _COORDINATED.match(gap) and _RESPECTIVELY.match(string[mention.end :]):
        last.more.append(mention.at)
        return True
    bracketed = string[last.at : mention.end + 60]
    memo = line.article.memo
    if "in_brackets" not in memo:
        memo["in_brackets"] = bool(_IN_BRACKETS.search(line.article.lowered))
    parts = (TO, TURNED, BARE) if memo["in_brackets"] else (TO, TURNED)
    if mention.part == BARE and last.part in parts and _BRACKETED.match(bracketed):
        mention.part = FROM
    elif mention.part in (TO, BARE) and (last.part == BARE or last.cue in _MARKS) and _ARROW.match(gap):
        last.part, mention.part = FROM, TO
    return False


def _verb(line: Line, begin: int, mention: Mention) -> tuple[str | None, bool]:
    """The verb that governs a grade, and whether it tells of no change."""
    left = re.split(
        r" (?:;|\||while|whereas|but) ", line.string[max(begin, mention.start - 160) : mention.start]
    )[-1]
    found = list(_VERB.finditer(left))
    if not found:
        return None, False
    moving = [m for m in found if m["verb"]]
    if found[-1]["steady"] and not (moving and found[-1].group().startswith(("lea", "left", "continu"))):
        return found[-1]["steady"], True
    directed = [m for m in moving if re.fullmatch(rf"{UP}|{DOWN}", m["verb"])]
    return (directed or moving)[-1]["verb"], False


def _way(line: Line, begin: int, mention: Mention) -> str | None:
    """The way of a change that other words tell: "a step better at", "at negative, a notch lower"."""
    left = line.string[max(begin, mention.at - 70) : mention.at]
    right = re.split(r" [;|]", line.string[mention.end : mention.end + 60])[0]
    for near in (re.split(r" [;|]", left)[-1], right):
        if (found := _BETTER.search(near)) and (
            found.group().strip() in "↑▲⬆↓▼⬇"
            or re.search(r"\b(?:notch|notches|step|steps|rung|rungs|one|an?|now)\b", near)
        ):
            return "upgraded" if found["up"] else "downgraded"
    return None


def _pairs(line: Line, told: list[Mention]) -> Iterator[tuple[Mention | None, Mention | None]]:
    """Grades before with grades after."""
    string = line.string
    named = [at for at, _ in line.units("NB")]
    n = 0
    while n < len(told):
        one = told[n]
        two = told[n + 1] if n + 1 < len(told) else None
        three = told[n + 2] if n + 2 < len(told) else None
        if two is None or two.at - one.end > 170:
            yield (one, None) if one.part == FROM else (None, one)
            n += 1
            continue
        gap = string[one.end : two.start]
        crossed = bisect_left(named, two.at) > bisect_left(named, one.end)
        began = bisect_left(named, one.at) > 0
        if not grades.scale_of((grades.MODEL, *grades.TECHNICAL, *grades.FINANCIAL), one.text, two.text):
            crossed = began = True  # of two scales
        if one.part == FROM and two.part in (TO, TURNED, NOW, IS, BARE):
            is_tight = two.part != BARE or _ARROW.match(string[one.end : two.at])
            if is_tight and not (crossed and began) and " | " not in gap[:-1]:
                yield one, two
                n += 2
                continue
        if two.part == FROM and one.part in (TO, TURNED, NOW, IS, BARE) and not crossed:
            goes_on = three is not None and three.part == TO and _ARROW.match(string[two.end : three.at])
            is_near = one.part != BARE or _PUNCTUATED.match(gap)
            if is_near and not goes_on:
                yield two, one
                n += 2
                continue
        yield (one, None) if one.part == FROM else (None, one)
        n += 1


def events(line: Line, head: Head) -> list[Event]:
    """The changes of grade that a line tells; `head` is what the heading above it says."""
    if not line.units("Gg"):
        return []
    made: list[Event] = []
    if line.heads.grade_cells and (event := columns(line, line.heads.grade_cells)):
        return [event]
    begin, moved = 0, None
    for before, after in _pairs(line, mentions(line)):
        event, verb = _event(line, before, after, begin, moved, head)
        start, end = (event.start, event.end) if event else (0, 0)
        if before and after and _PAST.match(before.cue + " "):
            # "a week ago it was bullish; it is sideways now", "it is sideways; it was bullish in May"
            start, end = (after.start, end) if before.at < after.at else (start, after.end)
        if event is None or is_refused(line, start, end):
            moved = None if event else moved
            begin = max(begin, (after or before or Mention(0, "", "", 0, 0)).end) if event else begin
            continue
        if _IF_BEHIND.match(line.string, event.end) or _NOT_NOW.search(
            line.string[max(0, event.start - 60) : event.start]
        ):
            continue
        begin, moved = event.end, verb
        if event.rule == "to_from" and (shared := _ALL_FROM.fullmatch(*_between(line, event))):
            for other in made[1 - SPELLED.get(shared["n"], 2) :]:
                other.before = other.before or event.before
        made.append(event)
        made += _more(line, event, before, after)
    return _in_order(line, made)


def _between(line: Line, event: Event) -> tuple[str, int, int]:
    return line.string, event.found.end("to"), event.found.start("fr")


def _event(
    line: Line, before: Mention | None, after: Mention | None, begin: int, moved: str | None, head: Head
) -> tuple[Event | None, str | None]:
    string = line.string
    if after is None:
        if before is None or head.to is None:
            return None, None
        found = _ONE.fullmatch(string, before.start, before.at + 1)
        if found is None:
            return None, None
        text = line.shape.told(found, "to").items[0].text
        return Event("listed", before.start, before.end, head.to, text, head.verb, found), None
    verb, is_steady = _verb(line, begin, after if before is None or after.at < before.at else before)
    if before is None:
        stays = moved == STAY and after.part == BARE and _OTHER_ONE.search(string[begin : after.start])
        if stays or after.part == STAY or (after.part == TO and is_steady):
            return _made(line, "stays", None, after, None), STAY
        if after.part in (BARE, IS):
            if head.verb and not head.to and _LISTED.search(string[begin : after.at]):
                return _made(line, "to", None, after, head.verb), None
            return None, None
        if after.part == TURNED:
            word = after.cue.split()[0]
            if word in ("turn", "become", "enter") and not _SAW.search(
                string[max(0, after.start - 60) : after.start]
            ):
                return None, None
            return _made(line, "turned", None, after, word), word
        way = _SIDED.get(after.cue.partition(" ")[0]) or _way(line, begin, after)
        if after.part == NOW:
            verb = way or head.verb
        elif way and (verb is None or not re.fullmatch(rf"{UP}|{DOWN}", verb)):
            verb = way
        elif verb is None and (
            _OTHER_ONE.search(string[begin : after.start]) or _GAPPED.fullmatch(string[begin : after.start])
        ):
            verb = moved
        if verb is None or (
            after.cue.split()[:1] in (["for"], ["as"]) and not re.search("grad|rat|class", verb)
        ):
            return None, None
        return _made(line, "to", None, after, verb), verb
    return _made(line, "from_to" if before.at < after.at else "to_from", before, after, verb), verb


def _made(line: Line, rule: str, before: Mention | None, after: Mention, verb: str | None) -> Event | None:
    parts = [m for m in (before, after) if m]
    start = min(m.start for m in parts)
    last = max(m.at for m in parts)
    shape = _ONE if before is None else _PAIRS[before.at < after.at]
    found = shape.fullmatch(line.string, start, last + 1)
    if found is None:
        return None
    to = line.shape.told(found, "to").items[0].text
    fr = line.shape.told(found, "fr").items[0].text if before else None
    return Event(rule, start, max(m.end for m in parts), to, fr, verb, found)


def _more(line: Line, event: Event, before: Mention | None, after: Mention | None) -> Iterator[Event]:
    """The further grades of "to flat and negative, respectively", "from Buy and Hold, respectively"."""
    now, was = ([] if grade is None else grade.more for grade in (after, before))
    if not now and not was:
        return
    end = max(now + was)
    event.nth = 0
    for n in range(max(len(now), len(was))):
        to = _text(line, now[n]) if n < len(now) else event.to
        fr = _text(line, was[n]) if n < len(was) else event.before
        yield Event(event.rule, event.start, end + 1, to, fr, event.verb, event.found, nth=n + 1)


def _text(line: Line, at: int) -> str:
    return line.shape.units[line.shape.index(at)].items[0].text


def _in_order(line: Line, made: list[Event]) -> list[Event]:
    """Events "respectively" of the names before them."""
    named = [at for at, _ in line.units("NB")]
    run = [e for e in made if e.nth is None]
    if len(run) > 1 and _RESPECTIVELY.match(line.string[run[-1].end :]):
        first = next(
            n
            for n in range(len(run))
            if bisect_left(named, run[n].start) == bisect_left(named, run[-1].start)
        )
        for n, event in enumerate(run[first:]):
            event.nth = n if len(run) - first > 1 else None
    return made
