"""Grades given, changed or kept: the shapes in which a line tells them, over the symbols of lines.py.

Each rule reads one way of telling; whose grade it is, and of which share, attribution.py finds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bhavhouse.news import grades
from bhavhouse.news.grammar.lines import Line
from bhavhouse.news.grammar.pieces import pattern
from bhavhouse.news.units import Unit

UP = (
    r"(?:double[ -])?upgrad(?:ed|es|e|ing)|raised?|raises|raising|lift(?:ed|s)?|improv(?:ed|es|"
    r"ing)|bumped up|moved up|"
    r"hiked|boosted|elevated|promoted|advanced|climbed|rose|risen|rises|strengthened|jumped|ups|upped"
)
DOWN = (
    r"(?:double[ -])?downgrad(?:ed|es|e|ing)|cuts?|cutting|lower(?:ed|s|ing)?|slashed|slashes|"
    r"reduced|demoted|trimmed|"
    r"slipped|slips|fell|fallen|falls|dropped|drops|weakened|weakens|deteriorated|deteriorates|"
    r"declined|worsened|slid|dipped|relegated|pared|scaled back"
)
TURN = (
    r"moved|moves|moving|shifted|shifts|changed|changes|revised|revises|turned|turns|taken|takes|"
    r"took|went|gone|goes|"
    r"switched|swung|flipped|adjusted|transitioned|evolved|brought|brings|put|pushed|reclassified|"
    r"reverted|returned"
)
_STEADY_VERBS = (
    r"(?:re-?)?(?:maintain(?:ed|s|ing)?|reiterat(?:ed|es|e|ing)|retain(?:ed|s|ing)?|reaffirm(?:ed|"
    r"s|ing)?|affirm(?:ed|s)?|"
    r"kept|keeps?|keeping|repeat(?:ed|s)?|stuck|sticks?|stays?|stayed|remains?|remained|"
    r"continu(?:ed|es|e|ing)|stands?|stood|holds on|left|leaves|leaving)"
)
RATING = (
    r"(?:ratings?|calls?|stances?|views?|recommendations?|grades?|tags?|reco|opinion|verdict|"
    r"status|territory|category|"
    r"outlook|advice|position)"
)
_FILL = (
    r"(?: (?:a|an|its|the|their|his|our|this|current|earlier|previous|prior|existing|old|new|fresh|"
    r"only|just|straight|"
    r"investment|stock|mojo|rating|ratings|grade|call|recommendation|of|being|more|overall))*"
)
_WORD = r"(?:(?!(?:to|at|as|into|and|but|while|whereas|which|target|[GgM])(?: |$))[^ ;|.]+)"
_KEEP_WORD = (
    rf"(?:its|the|their|a|an|his|our|{RATING}|on|for|[NC]|'s|stock|shares?|scrip|unchanged|at|as|"
    rf"with|of|to|in|be|investment|"
    r"long-term|positive|both|and|by|S|ltd|earlier|current|existing|previous|, which|this)"
)
_ON = rf"(?: {RATING})?(?: (?:on|for) [NC])?"
_START = r"(?:initiat(?:ed|es|e|ing|ion|ions)|re-?initiat(?:ed|es|e|ing)|reinstat(?:ed|es|e|ing))"
_BEGIN = (
    r"(?:start(?:ed|s|ing)?|began|begins?|beginning|resum(?:ed|es|e|ing)|launch(?:ed|es)|"
    r"commenc(?:ed|es|ing)|assum(?:ed|es)|picked up|took up)"
)

RULES: dict[str, re.Pattern[str]] = {
    # "from Hold to Buy"
    "from_to": pattern(
        rf"from{_FILL} (?P<fr>[Gg])(?: {RATING})?(?: (?:earlier|previously))?(?: ,)? (?:to|"
        rf"into){_FILL} (?P<to>[Gg])(?: {RATING})?"
    ),
    # "to Buy from Hold", "Buy (earlier Hold)", "at Underweight, down from Neutral"
    "to_from": pattern(
        rf"(?P<to>[Gg]){_ON}(?: ,| \()*(?: an? (?:upgrade|downgrade|improvement))?(?: up| down)? "
        rf"(?:from|against|as against|versus|vs|earlier|previously|was|instead of|"
        rf"compared (?:to|with))(?: [:.])?{_FILL} (?P<fr>[Gg])(?: {RATING})?"
    ),
    # "upgrades X: Hold to Buy"
    "pair": pattern(
        rf"(?P<verb>{UP}|{DOWN})(?: {_WORD}){{0,6}} (?P<fr>[Gg])(?: {RATING})? to{_FILL} "
        rf"(?P<to>[Gg])(?: {RATING})?"
    ),
    # "Hold > Buy"
    "arrow": pattern(r"(?P<fr>[Gg]) (?:>|→|- >) (?P<to>[Gg])"),
    # "Buy (Upgraded)"
    "marked": pattern(r"(?P<to>[Gg]) \( (?P<verb>upgraded?|downgraded?) \)"),
    # "B on X: Sell to Neutral"
    "pair_cell": pattern(r"(?:(?<=[:|(,-] ))(?P<fr>[Gg]) to (?P<to>[Gg])(?= [,;:|.)(]|$| with| tp| target)"),
    # "upgraded X to Buy", "rating raised to Buy"
    "to": pattern(
        rf"(?P<verb>{UP}|{DOWN}|{TURN})(?: {_WORD}){{0,9}}? (?:to|at|as|into){_FILL} "
        rf"(?P<to>[Gg])(?: {RATING})?"
    ),
    # "upgrade on X; Buy"
    "coverage": pattern(
        rf"(?:{_START}|{_BEGIN}(?: {_WORD}){{0,3}}? coverage|coverage(?: {_WORD}){{0,4}}? "
        rf"{_BEGIN})(?: {_WORD}){{0,10}}? "
        rf"(?:with|at|as|to|assigning|giving|by assigning){_FILL} (?P<to>[Gg])(?: {RATING})?"
    ),
    # "initiates 'Buy' on X"
    "initiated": pattern(
        rf"{_START}(?: (?:with|coverage|a|an|:|,|on|of|[NC])){{0,6}} "
        rf"(?P<to>[Gg])(?: {RATING})?"
    ),
    # "maintained its Buy rating", "keeps X at Hold"
    "kept": pattern(rf"(?P<kept>{_STEADY_VERBS})(?: {_KEEP_WORD}){{0,8}}? (?P<to>[Gg])(?: {RATING})?"),
    # "Buy retained", "Overweight rating reaffirmed"
    "kept_after": pattern(
        rf"(?P<to>[Gg]){_ON}(?: (?:is|was|has|have|been|being|also))* (?:retained|maintained|"
        rf"reiterated|reaffirmed|kept|"
        rf"unchanged|intact|affirmed|repeated|stays|continues|remains|stayed)"
    ),
    # "is Overweight on X", "turns buyer": the grade held
    "is_on": pattern(
        r"(?:is|are|was|were|be|been|stays|turned|turns)(?: (?:a|an|at|also|now|still|"
        r"currently|with))* (?P<to>[Gg]) (?:on|for)(?= [NCB]| the)"
    ),
    # "B is 'neutral'", "B's 'overweight'"
    "house_is": pattern(
        r"(?:(?<=^B )|(?<= B ))(?:'s|is|was|remains|stays|are)(?: (?:a|an|at|also|new|fresh|"
        r"now|still|currently))* (?P<to>G)"
    ),
    # "B has it at 'Buy'"
    "has_at": pattern(
        rf"(?:has|have|puts?|holds?|sees)(?: now)? (?:it|[NC])(?: now)? (?:at|"
        rf"as){_FILL} (?P<to>G)"
    ),
    # "a Buy rating", "'Sell' call"
    "held": pattern(r"(?P<to>[Gg]) (?:ratings?|calls?|stance|view|recommendations?|grade|tag|reco|opinion)"),
    # "rating: Buy", "rating of Buy"
    "rated": pattern(
        rf"(?:ratings?|recommendations?|reco|stance|grade)(?: (?:on|for) [NC])?(?: (?:is|of|at|as|"
        rf":|-|stands|remains))+{_FILL} (?P<to>[Gg])"
        rf"|(?:rates?|rated)(?: (?:[NC]|it|them|both))?(?: (?:as|at|a|an))* (?P<to2>[Gg])"
    ),
    # "'Buy' on X"
    "on": pattern(r"(?P<to>G) (?:on|for|from|by)(?: the stock of| shares of)?(?= [NCB](?: |$))"),
    # "keeps X at Hold and Y at Sell", "raises X to Buy and Y to Add": the verb stands before
    "more": pattern(r"(?:,|and|while|;) (?P<n>N) (?:at|as|to) (?P<to>[Gg])"),
    # "has 'Buy', target Rs 100": the grade beside a verb of giving
    "given": pattern(
        r"(?:has|have|gives?|gave|given|assign(?:s|ed)|recommend(?:s|ed)?|advis(?:es|"
        r"ed)|with)(?: [NC])?(?: (?:a|an|as|its))* (?P<to>G)"
    ),
    # "Buy Titan, target Rs 100: B"
    "order": pattern(r"(?:(?<=^)|(?<=: )|(?<=\| ))(?P<to>[Gg])(?: :)?(?= [NB] )"),
    # a cell or a clause that holds the grade alone
    "cell": pattern(
        r"(?:(?<=^)|(?<=[:|;(,.—-] ))(?P<to>[Gg])(?: (?:call|rating|with|at))?(?= [:|"
        r";),.—(-]| (?:with|and|at|M|for|target|tp|but|as|on)(?= )|$)"
    ),
}
STEADY = frozenset(
    [
        "coverage",
        "initiated",
        "kept",
        "kept_after",
        "is_on",
        "house_is",
        "has_at",
        "held",
        "rated",
        "on",
        "given",
        "order",
        "cell",
        "pick",
        "more",
    ]
)
BEGUN = frozenset(["coverage", "initiated"])
TOLD = frozenset(
    ["from_to", "to_from", "pair", "pair_cell", "arrow", "columns", "marked", "to", "coverage", "initiated", "more"]
)
# After a weak grade only these show that it was one and no verb.
_CLOSES = re.compile(
    rf" (?:{RATING}|[,.;:)(|—-]|on|for|from|by|with|and|but|at|as|in|after|while|citing|given|"
    rf"following|amid|due|target|tp|owing|because|thanks|despite|even|[MDB]|over|following|since|saying|post|ahead|cmp|-|"
    rf"upside|price)(?= |$)|$"
)
_NEXT_OK = re.compile(
    rf" (?:{RATING}|[,.;:)(|—-]|on|for|from|by|with|and|but|at|M|cmp|post|upside|after)(?= |$)|$"
)
_NOT_GRADES = re.compile(
    r"\b(?:range|ranging|ranges|scale|spectrum|anywhere|between|either|options?|signals?)\b"
)
_BEFORE = re.compile(
    r"\b(?:may|might|could|would|should|will|shall|can|cannot|likely|unlikely|not|n't|never|no|nor|"
    r"neither|without|if|unless|whether|expects|hopes|(?:about|ready|set|plans|yet) to|considering|"
    r"mulls|mulling|poised|planning|rumou?rs?|denied|denies|deny|reportedly|decided|when|until|once|"
    r"instead|rather|before|how|why|what|(?<!have )(?<!has )had(?! (?:a|an|its|the)$)|possible|"
    r"potential|any|possibly|perhaps|say|either)(?= |$)"
)
_PAST_BEFORE = re.compile(
    r"(?:^|[,;] )(?:in|last|back|earlier|previously|(?:a|two|three|few|some) (?:month|year|"
    r"week)s?)(?: [a-z]+){0,3}(?: ,)? "
    r"(?:month|year|quarter|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|ago|\d{4})\b"
)
_PAST_AFTER = re.compile(
    r"^(?: \S+){0,6}? (?:last (?:year|month|quarter|fiscal)|(?:months?|years?|weeks?|quarters?|"
    r"days?) ago|back in|"
    r"earlier this (?:year|month|quarter)|(?:in|since) (?:january|february|march|april|june|july|"
    r"august|september|october|"
    r"november|december|19\d\d|20\d\d|D))(?= |$)"
)
_COUNTED = re.compile(
    r"(?:#|\b(?:analysts?|of them|brokerages|most|majority|many|several|experts|half|two|three|"
    r"four|five|six|seven|eight|nine|ten|one))(?: (?:analysts|brokerages|have|has|of|them|had|"
    r"recommend|maintain|rate|give|suggest|with|a|an|while|and|,|other|others))* $"
)


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

    @property
    def is_steady(self) -> bool:
        """Whether it tells a grade held, kept or begun."""
        return self.rule in STEADY and not (self.rule == "more" and self.verb)


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
            group = "to" if groups.get("to") else "to2"
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
            earlier = before or (_earlier(line, found.end(), taken) if name == "to" else None)
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
    rf"(?:^| )(?:(?P<steady>{_STEADY_VERBS}|rates?|rated)|(?P<verb>{UP}|{DOWN}))(?= )(?:(?! (?:{_STEADY_VERBS}|{UP}|{DOWN}) ).)*$"
)
_RESPECTIVELY = re.compile(
    rf"^(?: {RATING})?(?: ,)? and (?P<g>[Gg])(?: {RATING})?(?: on [NC])?(?: "
    rf",)? respectively"
)
_EARLIER = re.compile(
    r"^(?: \S+){0,6}? (?:previous|earlier|prior|old)(?: (?:rating|call|grade|stance|"
    r"recommendation))?(?: (?:was|of|being|a|an))* (?P<fr>[Gg])(?= |$)"
    # "; it stood at Buy before"
    r"|^(?: [;,.])*(?: (?:it|which|the stock|C))? (?:stood|was|had been|had stood)(?: (?:at|rated|a|an|on))* "
    r"(?P<fr2>[Gg])(?: (?:rating|call))? (?:before|earlier|previously|until then|so far)(?= |$)"
    # "; it was earlier a Buy"
    r"|^(?: [;,.])*(?: (?:it|which|the stock|C))? (?:was|had been) (?:earlier|previously|formerly)(?: (?:a|an|at|rated|on))* "
    r"(?P<fr4>[Gg])(?= |$)"
    # "(prev. Hold)", "[earlier: Hold]"
    r"|^ [(\[] (?:prev|previous|previously|earlier|from|prior|old|was)(?: [.:])* (?P<fr3>[Gg])(?= |$)"
)


def _earlier(line: Line, end: int, taken: set[int]) -> Unit | None:
    """The grade before, told in a clause of its own: "its previous rating was Neutral"."""
    found = _EARLIER.match(line.string[end : end + 90])
    if not found:
        return _until(line, end, taken)
    group = next(name for name in ("fr", "fr2", "fr3", "fr4") if found[name])
    taken.add(end + found.start(group))
    return line.shape.units[line.shape.index(end + found.start(group))]


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


def _stands(line: Line, rule: str, found: re.Match[str], group: str) -> bool:
    """Whether the grade of a match is one: a weak word needs the form around it to say so."""
    string, at = line.string, found.start(group)
    weak, after = string[at] == "g", string[at + 1 : at + 80]
    if re.match(r" or (?:an? )?(?:[Gg]|equivalent|similar|equal|better|higher|its equivalent)(?= |$)", after):
        return False  # "a Buy or an equivalent rating" is no certain grade
    if rule == "more":
        return bool(_VERB_BEFORE.search(string[:at])) and bool(_CLOSES.match(after))
    if rule == "cell" and string[at - 2 : at] == "( " and re.search(r"(?:^| )[Gg] .*[^NBC] \( $", string[:at]):
        return False  # a word on the mood in brackets behind a call
    printed = grades.plain_grade(line.shape.told(found, group).items[0].text)
    if weak and printed in ("positive", "negative") and rule not in ("from_to", "to_from"):
        return bool(re.match(r" (?:ratings?|recommendations?)(?= |$)", after))
    if rule in ("from_to", "to_from", "pair", "pair_cell", "arrow"):
        return not _NOT_GRADES.search(string[max(0, found.start() - 60) : found.start()])
    if rule == "to":
        verb = found["verb"]
        if weak and "grad" not in verb:
            told = re.match(rf" {RATING}(?= |$)", after) or "rating" in found.group()
            return bool(told or UNTIL_BEFORE.search(string[max(0, at - 90) : at]))
        if not weak and ("grad" in verb or "rating" in found.group()):
            return True
        return bool(_CLOSES.match(after))
    if rule == "rated" and re.match(r" (?:by|from|at) (?!B)", string[found.end() :]):
        return False
    if rule in ("kept", "coverage", "initiated", "rated"):
        return not weak or bool(_NEXT_OK.match(after))
    before = string[max(0, found.start() - 60) : found.start()]
    if rule == "held" and re.search(
        r"(?:G (?:, )?(?:and|,)|previous|earlier|prior|old|erstwhile|(?:number|count|share|"
        r"percentage|cuts?) (?:of|in)(?: the)?) $",
        before,
    ):
        return False  # "'Buy' and 'Add' ratings", one each; "the number of Buy ratings"
    if rule == "held":
        return not _COUNTED.search(string[: found.start()])
    if rule in ("on", "given", "is_on", "house_is"):
        return not _COUNTED.search(string[: found.start()])
    return True


def is_refused(line: Line, start: int, end: int) -> bool:
    """Whether what is told there is doubtful, denied, asked or past."""
    string = line.string
    if string.endswith("?") or re.match(
        r"(?:\W )*(?:if|should|unless|were|suppose|assuming|why|how|when|will|what)(?= )", string
    ):
        return True
    clause = re.split(
        r"(?: |^)(?:[;:|(]|, (?=[NBC] )|but|while|whereas|who|which|said|says|as|after)(?= )",
        string[max(0, start - 400) : start],
    )[-1]
    near = re.split(r"(?: |^)(?:and|,)(?= )", clause)[-1]
    if _BEFORE.search(" ".join(near.split()[-7:])):
        return True
    if _PAST_BEFORE.search(clause):
        return True
    return bool(
        _PAST_AFTER.match(re.split(r" (?:[,;:|]|while|but|and|after)(?= )", string[end : end + 80])[0])
    )
