"""A model's grade that moved: technical calls and financial scores are told in the same ways.

"moved from sideways to mildly bullish", "turned bearish from mildly bearish", "upgraded to bullish".
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bhavhouse.news import grades
from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.attribution import SO_DID, note, shares_of, too
from bhavhouse.news.grammar.call_houses import Spoken
from bhavhouse.news.grammar.calls import Call
from bhavhouse.news.grammar.event_words import ASIDE, DOWN, TURN, UP
from bhavhouse.news.grammar.events import UNTIL_AFTER, UNTIL_BEFORE, Event, columns, is_refused, told_earlier
from bhavhouse.news.grammar.lines import Line, lines
from bhavhouse.news.grammar.pieces import Facts, listed_after, pattern
from bhavhouse.news.grammar.rating_change import fact, verb_direction

_FILL = (
    r"(?: (?:a|an|its|the|their|more|much|pronounced|outright|clearly|clear|firmly|decisively|"
    r"decidedly|previous|previously|earlier|"
    r"prior|current|new|now|being|S|technical|financial|trend|grade|score|rating|call|of|merely|"
    r"just|fully|only|distinctly|"
    r"definitively|definitive|full|strictly|rated|graded|quarterly|stance))*"
)
_AFTER = (
    r"(?: (?:ratings?|calls?|stances?|views?|grades?|territory|outlooks?|zone|trends?|scores?|mode|"
    r"bias|set-?up|technical|trajectory|"
    r"phase|category|tag|classification|status|momentum|one|ones|posture|picture|pattern|S|financial))*"
)
_WORD = r"(?:(?!(?:to|at|as|into|and|but|while|whereas|which|from|[Gg])(?: |$))[^ ;|.]+)"
_NOUNS = (
    r"upgrades?|downgrades?|improvements?|deteriorations?|shifts?|moves?|changes?|"
    r"transitions?|revisions?|adjustments?"
)
_VERB = (
    rf"(?:re-?)?(?:{UP}|{DOWN}|{TURN}|sank|plunged|plummeted|tumbled|crashed|vaulted|leapt|soared|trimmed|"
    rf"pared|scaled (?:back|down)|lowered|shifting|turning|"
    rf"improve|deteriorate|fall|rise|drop|slip|move|shift|change|turn|weaken|strengthen|slide|"
    rf"transitioned|transitioning)"
)
RULES = {
    "from_to": pattern(
        rf"(?:(?P<verb>{_VERB}|{_NOUNS})(?: {_WORD}){{0,8}}? )?from{_FILL} (?P<fr>[Gg]){_AFTER}(?: "
        rf"(?:earlier|previously))?(?: ,)? "
        rf"(?:to|into|towards){_FILL} (?P<to>[Gg]){_AFTER}"
    ),
    "to_from": pattern(
        rf"(?:(?P<verb>{_VERB})(?: {_WORD}){{0,5}}? (?:(?:to|into|at|as) )?(?:{_FILL[3:-2]} "
        rf")*)?(?P<to>[Gg]){_AFTER}(?: now)?(?: ,| \()*(?: an? (?:change|shift|move|upgrade|downgrade|"
        rf"improvement|slip|"
        rf"rise|fall|step|notch))?(?: up| down)? "
        rf"(?:from|against|as against|versus|vs|earlier|previously|was|after having been|after being|"
        rf"having been|"
        rf"after a (?:spell|run|phase) (?:of|as))(?: :)?{_FILL} (?P<fr>[Gg]){_AFTER}"
    ),
    # "shed its bullish stance and is now mildly bullish"
    "was_now": pattern(
        rf"(?:(?:is|are) out of|left|leaves|lost|loses|shed|sheds|gave up|gives up|surrendered|used to be|"
        rf"no longer){_FILL} (?P<fr>[Gg]){_AFTER}(?: (?:,|and|"
        rf"but|for|;|is|it|C|now|stands|at|became|becomes|turned|has|a|an|moved|"
        rf"to)){{1,7}} (?P<to>[Gg]){_AFTER}"
    ),
    "aside": pattern(ASIDE),
    # "From a sideways call, X and Y made the jump to bullish"
    "from_n_to": pattern(
        rf"from{_FILL} (?P<fr>[Gg]){_AFTER} , (?P<n>N)(?: {_WORD}){{1,8}}? (?:to|into) (?P<to>[Gg])"
    ),
    # "is a step better at mildly bearish"
    "step": pattern(
        r"is (?:a|one|two|three) (?:step|notch|rung|level)s? (?P<verb>better|worse|higher|"
        "lower) at (?P<to>[Gg])"
    ),
    # "mildly bullish so far, sideways now"
    "then_now": pattern(
        r"(?P<fr>[Gg]) (?:earlier|before|previously|so far|until now|till now|last week)"
        rf"(?: (?:,|and|but|;))+ (?:(?P<verb>{_VERB}) (?:to|into)(?: an?)? (?P<to>[Gg])|"
        rf"(?P<to2>[Gg]) (?:now|today))"
    ),
    # "No change: X stays bullish"
    "stays_on": pattern(
        r"(?:no change|unchanged) : (?P<n>N) (?:stays|remains|is|stayed)(?: (?:at|still))* (?P<to>[Gg])"
    ),
    "arrow": pattern(r"(?P<fr>[Gg]) (?:>|→|- >) (?P<to>[Gg])"),
    # "financial score up, flat to very positive"
    "pair": pattern(
        r"(?:(?<=^)|(?<=[:,|(;-] )|(?<=up )|(?<=down ))(?P<fr>[Gg]) to (?P<to>[Gg])(?= [.,;:)|]|$| for N)"
    ),
    # "is now sideways rather than mildly bearish", "is now Positive; it was Flat in the quarter before"
    "now": pattern(
        rf"(?:is|are|stands) now(?: at| in)?{_FILL} (?P<to>[Gg]){_AFTER}(?: ,| ;| \()*(?: (?:rather than|"
        rf"instead of|from|"
        rf"against|as against|versus|vs|compared (?:with|to)|it was|having been|was|earlier))+{_FILL} "
        rf"(?P<fr>[Gg]){_AFTER}"
    ),
    "to": pattern(
        rf"(?P<verb>{_VERB}|{_NOUNS})(?: {_WORD}){{0,8}}? (?:to|into|as){_FILL} "
        rf"(?P<to>[Gg]){_AFTER}"
    ),
    # "the technical call on X stays at mildly bullish"
    "stays": pattern(
        rf"(?:technical (?:call|trend|grade|rating)(?: (?:on|of|for) (?P<n>[NC]))?|(?P<n2>N) 's (?:call|"
        rf"trend))"
        rf"(?: 's)? (?:stays?|"
        rf"stayed|remains?|remained|"
        rf"unchanged|is unchanged|held)(?: (?:at|as))*{_FILL} (?P<to>[Gg]){_AFTER}"
    ),
    "turned": pattern(
        rf"(?P<verb>turned|turns?|turning|became|become|becomes|gone|went|goes|switched|slipped|"
        rf"swung|flipped){_FILL} (?P<to>[Gg]){_AFTER}"
    ),
}
# "... from sideways to mildly bearish and from mildly bearish to bearish, respectively"
_FROM_EACH = re.compile(
    rf"(?: ,)? and from{_FILL} (?P<fr>[Gg]){_AFTER} to{_FILL} (?P<to>[Gg]){_AFTER}(?: ,)? respectively(?= |$)"
)
# "Bullish (Mildly Bullish earlier)"
_WAS = re.compile(
    r"^ \( (?P<fr>[Gg]) (?:earlier|previously|before|until now|till now) \)"
    # "; it used to be mildly bullish"
    r"|^(?: [;,(])? (?:(?:it|which|C|the (?:call|trend|grade|stance)) )?(?:used to be|had been|"
    r"was)(?: (?:a|an|at|merely|only))*"
    r" (?P<fr2>[Gg])(?= [.,;)]| (?:earlier|before|previously|until|till)|$)"
)
_MANY_BEFORE = re.compile(r"\b(?:stocks|names|companies|shares|counters|scrips|them|ones)\b")


# A text without these words moves no grade of the scale.
_SPOKEN_OF = {
    grades.TECHNICAL: re.compile(r"bullish|bearish"),
    grades.FINANCIAL: re.compile(r"\bfinancials?\b|\bscores?\b"),
}


def moved(sentence: Sentence, scale_id: str) -> list[tuple[Line, list[Event], Spoken]]:
    """The line that begins with a sentence, its grades that moved, and who was spoken of before."""
    article = sentence.article
    key = f"moved.{scale_id}"
    if key not in article.memo:
        spoken = Spoken()
        made: dict[int, list[tuple[Line, list[Event], Spoken]]] = {}
        last: list[Event] = []
        for line in lines(article, scale_id) if _SPOKEN_OF[scale_id].search(article.lowered) else ():
            before = replace(spoken)
            found = list(_events(line))
            so_did = SO_DID.match(line.string)
            if so_did and len(last) == 1:
                found = [replace(last[0], start=0, end=so_did.end(), found=so_did)]
            made.setdefault(line.first.number, []).append((line, found, before))
            note(line, spoken)
            last = found
        article.memo[key] = made
    known: dict[int, list[tuple[Line, list[Event], Spoken]]] = article.memo[key]
    return known.get(sentence.number, [])


def _events(line: Line) -> Iterator[Event]:
    if not re.search(r"(?:^| )[Gg](?= |$)", line.string):
        return
    taken: set[int] = set()
    made: list[Event] = []
    if line.heads.grade_cells and (event := columns(line, line.heads.grade_cells)):
        made.append(event)
        taken |= {event.found.start("fr"), event.found.start("to")}
    for name, rule in RULES.items():
        for found in line.shape.find(rule):
            groups = found.groupdict()
            group = "to" if groups.get("to") else "to2"
            places = {found.start(group)} | ({found.start("fr")} if groups.get("fr") else set())
            if places & taken or is_refused(line, found.start(), found.end()):
                continue
            taken |= places
            to = line.shape.told(found, group)
            before = line.shape.told(found, "fr") if groups.get("fr") else None
            earlier = before.items[0].text if before else None
            if before is None and (until := UNTIL_BEFORE.search(line.string[: found.start()])):
                earlier = line.shape.told(until, "fr").items[0].text
            elif before is None and (until := UNTIL_AFTER.match(line.string[found.end() :])):
                at = found.end() + until.start("fr")
                earlier = line.shape.units[line.shape.index(at)].items[0].text
            elif before is None and (was := _WAS.match(line.string[found.end() :])):
                place = max(was.start("fr"), was.start("fr2"))
                if found.end() + place in taken:
                    continue
                earlier = line.shape.units[line.shape.index(found.end() + place)].items[0].text
                taken.add(found.end() + place)
            behind = told_earlier(line, found.end()) if earlier is None else None
            if behind is not None and behind not in taken:
                earlier = line.shape.units[line.shape.index(behind)].items[0].text
                taken.add(behind)
            made.append(
                Event(name, found.start(), found.end(), to.items[0].text, earlier, groups.get("verb"), found)
            )
            if name == "from_to" and (each := _FROM_EACH.match(line.string, found.end())):
                old, new = (line.shape.told(each, group).items[0].text for group in ("fr", "to"))
                taken |= {each.start("fr"), each.start("to")}
                made[-1].of = 0
                made.append(Event(name, each.start(), each.end(), new, old, groups.get("verb"), each, of=1))
    yield from headed(line) if not made else ()
    yield from sorted(made, key=lambda event: event.start)


# Below "Upgraded to Bullish": "From Neutral: A, B", "C (Neutral earlier)", "D, from Bearish"
_BELOW = re.compile(
    r"(?:\W )*(?:from (?P<fr>[Gg])(?: \w+)? [:—-] (?P<n>N)|(?P<n2>N)(?: ,)?(?: \(| from| \( from| [:—-]) "
    r"(?P<fr2>[Gg])(?: (?:earlier|before|previously))?(?: \))?)(?P<more>\b.*)?$"
)
_NEVER = re.compile(r"(?P<to>(?!))?(?P<n>N)")


def headed(line: Line) -> Iterator[Event]:
    """The move of a line below a heading that names the grade which all moved to."""
    if line.heads.moved is None:
        return
    verb, to = line.heads.moved
    for part in re.finditer(r"[^;]+", line.string):
        found = _BELOW.match(line.string[: part.end()].rstrip(), part.start() + (part.start() > 0))
        if found is None:
            continue
        before = line.shape.told(found, "fr" if found["fr"] else "fr2").items[0].text
        place = found.start("n" if found["n"] else "n2")
        subject = _NEVER.match(line.string, place)
        if subject is not None:
            yield Event("headed", place, place + 1, to, before, verb, subject)


def subjects(line: Line, found: list[Event], n: int, spoken: Spoken) -> Call | None:
    """The n-th event of a line with its shares, None where its subject is no share."""
    event = found[n]
    if event.of and n and (first := subjects(line, found, n - 1, spoken)) is not None:
        return Call(line, event, [], first.shares, first.begin, event.end)
    begin = found[n - 1].end if n else 0
    end = found[n + 1].start if n + 1 < len(found) else len(line.string)
    near = [
        u
        for _, u in line.units("NCBISX", begin, event.start)
        if u.symbol != "S" or u.items[0].text not in ("financial", "financials")
    ]
    before = line.string[begin : event.start]
    if _MANY_BEFORE.search(before) and not [u for u in near if u.symbol == "N"]:
        shares = listed_after(line.first, line.in_first(event.end))
        return Call(line, event, [], shares, begin, end) if shares else None
    if (near and near[-1].symbol in ("I", "X")) or re.search(r"\b(?:index|nifty|sensex)\b", before):
        return None
    if near and near[-1].symbol == "B":
        return Call(line, event, [], list(near[-1].items), begin, end)
    shares = shares_of(line, event, begin, end, spoken)
    return Call(line, event, [], shares, begin, end) if shares else None


_STEP = {"better": "upgrade", "higher": "upgrade", "worse": "downgrade", "lower": "downgrade"}


def facts(call: Call, kind: str, scale_id: str, neutral: int, *, is_kept: bool = False) -> Facts:
    """The facts of a moved grade; where only the new one is told, the side it is on tells the direction."""
    event = call.told
    if not isinstance(event, Event):
        return
    told = (
        "none"
        if is_kept or event.rule.startswith("stays")
        else grades.direction(scale_id, event.before, event.to)
    )
    if told is None:
        place = grades.ordinal(scale_id, event.to) or neutral
        told = (
            verb_direction(event.verb)
            or _STEP.get(event.verb or "")
            or ("upgrade" if place > neutral else "downgrade" if place < neutral else None)
        )
    if told is None:
        return
    told_of = call.shares if event.of is None or len(call.shares) != 2 else [call.shares[event.of]]
    for share in [*told_of, *too(call.line, event.end)]:
        fields: dict[str, object] = {
            "company": share.text,
            "from": event.before,
            "to": event.to,
            "direction": told,
            "rater": "model",
            "scale_id": scale_id,
        }
        yield fact(call, kind, event.rule, fields, 0.95 if event.before else 0.85)
