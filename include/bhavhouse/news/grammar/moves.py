"""Who moved by how much: the clause structure that index returns and movers share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import AUX, horizon, pattern, text_of
from bhavhouse.news.lexicon import moves, one_of
from bhavhouse.news.numbers import Figure
from bhavhouse.news.units import Item, Unit

_VERB = one_of(moves("verb"))
_NOUN = one_of(moves("noun"))
_SIDE = one_of(moves("adverb"))
_ADVERB = r"(?: (?:\w+ly|by|another|further|some|a|an|whopping|massive|solid|strong|additional|back|up|down|higher|lower|out|well|hefty|staggering|modest|mere|to|as|much))*"
_ADJECTIVES = r"(?: (?!in |of |to |and |N |I )[a-z-]+){0,4}"
_AMOUNT = r"(?:(?:T|M|#)(?: points)?(?: ,)?(?: or| \(| and| /| i\.e\.)* )?"
_TAIL = r"(?: (?:shares?|stocks?|scrips?|counters?|index|indices|gauge|benchmark|share price|stock price|share prices|ltd|limited|equity|segment|space|universe|pack|price|performance))*"
_SETTLED = (
    r"ended|ends|ending|closed|closes|closing|close|settled|settles|settling|settle|finished|finishes|finishing|traded|trades|trading|quoted|quoting|quotes|"
    r"opened|opens|opening|stood|wrapped|concluded|hovering|changing hands|ruling|ruled|was|were|is|are|remained|turned|turning|end"
)
_GAVE = (
    r"posted|posting|posts|delivered|delivering|delivers|recorded|recording|records|registered|registering|registers|clocked|clocking|"
    r"logged|logging|saw|sees|seeing|witnessed|witnessing|notched|notching|suffered|suffering|reported|reporting|gave|giving|"
    r"generated|generating|managed|managing|returned|returning|booked|booking|showed|showing|sustained|with|by|after|on|"
    r"ended|closed|settled|finished|scored|made|fared|enjoyed|faced|experienced|marked|achieved|hit|led|leading|topped"
)
_LINK_GAVE = (
    rf"(?: (?!while |but |and |as )[a-z'-]+){{0,5}}?(?: #)?(?: ,)?(?: (?:where|which)(?: (?:investors|it|X))?)?(?: (?:{_GAVE}))(?: (?:the charge|momentum|the pack|the gainers|the gains|the losses|even worse|gains|losses|list))?"
    rf"(?: (?:by|with|on|after|of))?(?: (?:{_GAVE}))?(?: (?:a|an|the|its|their|intraday|#))*{_ADJECTIVES}"
)
_APPOSITION = r"(?: , (?!(?:and|while|but|which|who) )[^,;NIBPX]{1,70} ,)?"
_WITH_CLOSE = r"(?: (?:at|near|around|above|below|to)(?: the)?(?: level of)? (?:#|M|T)(?: (?:level|mark|points|apiece|each|a share|per share|levels))?(?: on (?:the )?(?:nse|bse|I))?)?"

_PHRASES = {
    # "rose (by) 300 points or 0.4%"
    "verb": rf"{_APPOSITION}{AUX}(?: (?:to|and|,|,? with|,? by))?(?: (?:{_SETTLED}))? (?P<verb>{_VERB}){_ADVERB} {_AMOUNT}(?P<p>P)",
    # "(closed at 25,000), up 0.4%"
    "side": rf"{AUX}(?: (?:{_SETTLED}))?{AUX}{_WITH_CLOSE}(?: today| intraday| on D| sharply| marginally)?(?: [,(:-])?(?: (?:\w+ly|or|is|was|were))? (?P<side>{_SIDE})(?: by| about| almost)? {_AMOUNT}(?P<p>P)",
    # "ended (300 points or) 0.4% lower"
    "settled": rf"{_APPOSITION}{AUX} (?:{_SETTLED}){_ADVERB}{_WITH_CLOSE}(?: ,)?(?: with)? {_AMOUNT}(?P<p>P)(?: \))?(?: each)? (?P<side>{_SIDE})",
    # "posted a 12% decline", "delivering an impressive 15% return"
    "gave": rf"{_APPOSITION}{_LINK_GAVE} {_AMOUNT}(?P<p>P)(?: [a-z-]+){{0,2}}? (?P<noun>{_NOUN})",
    # "with losses of about 7%"
    "of": rf"{_APPOSITION}{_LINK_GAVE} (?P<noun>{_NOUN})(?: (?:of|near|to the tune of|by))? {_AMOUNT}(?P<p>P)",
    # "the index's 2.5% rise"
    "own": rf" 's{_ADJECTIVES} {_AMOUNT}(?P<p>P)(?: [a-z-]+){{0,2}}? (?P<noun>{_NOUN})",
    # "+2.3%" after a colon, in brackets
    "signed": r"(?: [:(|,-])? (?P<p>P)",
}
# "... and gaining 1.95% over five days": the same subject goes on.
_CHAIN = re.compile(
    rf"(?P<gap>(?: (?!while|whereas|but)[a-z'#D-]+){{0,8}}?)(?: ,| and| , and| but| ,? before| ,? after)+ (?P<verb>{_VERB}){_ADVERB} {_AMOUNT}(?P<p>P)(?= |$)"
)
_CHAIN_NOUN = re.compile(
    rf"(?P<gap>(?: (?!while|whereas|but)[a-z'#D-]+){{0,6}}?)(?: and| , and)(?: (?:a|an))? (?P<p>P) (?P<noun>{_NOUN})(?= |$)"
)
# "..., B 2% and C 1.5%": the verb stands once.
_GAPPED = r"(?: [,;)]| and| while| by)+ (?P<e>{0}){1}(?: [(:,-]| by| up| down)* (?P<p>P)(?: \))?(?= |$)(?! (?:{2}|stake))"
# What follows a percentage that is no move of a price.
_OTHER_FIGURE = re.compile(
    r" (?:\) )?(?:stakes?|market share|equity|dividend|y-o-y|yoy|qoq|q-o-q|year-on-year|on-year|quarter-on-quarter|sequentially|"
    r"year on year|of (?:its|the|total|all)|volume|(?:(?:rise|jump|fall|drop|growth|increase|decline|surge|dip|gain|uptick|slump|slide|"
    r"decrease|cut) )?in (?:[a-z0-9-]+ ){0,3}?(?:revenues?|profits?|sales|income|ebitda|margins?|earnings|volumes?|pat|net|deposits|loans|advances|"
    r"turnover|expenses|costs?|orders?|production|output|bookings|assets|aum|demand|exports|prices?|dispatches|deliveries|wholesales|stake|open interest)|"
    r"(?:rise|jump|fall|drop|growth|increase|decline|surge) (?:on-year|yoy|year-on-year|in net)|"
    r"(?:in )?constant currency|upside|downside|discount|premium|coupon|interest|to M (?:crore|cr)\b|for the quarter|in the (?:quarter|december|march|june|september))\b"
)
_GAINERS = re.compile(
    r"\b(?:gainers?|winners?|advancers|top performers?|best performers?|buzzers|in the green|gains|outperformers)\b"
)
_LOSERS = re.compile(
    r"\b(?:losers?|laggards?|decliners|worst performers?|drags?|dragged|in the red|underperformers|losses)\b"
)


@dataclass
class Move:
    """One subject's move as a sentence states it."""

    item: Item
    figure: Figure
    sign: int
    horizon: str | None
    match_start: int
    match_end: int
    shape: str


def signed(figure: Figure, sign: int, *, keeps_bound: bool = False) -> dict[str, object]:
    """A figure's fields: the signed value, or null with the range where only a bound or a range is printed."""
    fields: dict[str, object] = {}
    ends = [sign * figure.value] + ([sign * figure.high] if figure.high is not None else [])
    is_bound = figure.bound in ("over", "under", "up to") and not keeps_bound
    fields["value"] = None if len(ends) == 2 or is_bound else plain_number(ends[0])
    fields["unit"] = figure.unit
    if fields["value"] is None:
        fields["direction"] = "up" if sign > 0 else "down"
    if figure.bound:
        fields["bound"] = figure.bound
    if len(ends) == 2:
        fields["value_range"] = [plain_number(v) for v in sorted(ends)]
    elif is_bound:
        low_open = (sign < 0) == (figure.bound == "over")
        end = plain_number(ends[0])
        fields["value_range"] = [None, end] if low_open else [end, None]
        if figure.bound == "up to":
            fields["value_range"] = [end, 0] if sign < 0 else [0, end]
    return fields


class Mover:
    """Finds the moves of one sort of subject; `subject` is a pattern of symbols."""

    def __init__(self, subject: str) -> None:
        self._phrases = {
            name: pattern(
                rf"(?P<e>{subject})(?: 's)?{_TAIL}{rest}"
                if name != "own"
                else rf"(?P<e>{subject}){_TAIL}{rest}"
            )
            for name, rest in _PHRASES.items()
        }
        self._gapped = re.compile(_GAPPED.format(subject, _TAIL, _NOUN))
        # "a 3% fall in A", "a rise of 3% in A"
        self._reversed = pattern(
            rf"(?:{_AMOUNT}(?P<p>P)(?: [a-z-]+){{0,2}}? (?P<noun>{_NOUN})|(?P<noun2>{_NOUN}) of {_AMOUNT}(?P<p2>P))"
            rf" (?:in|for)(?: (?:the|shares of))? (?P<e>{subject})"
        )

    def find(self, sentence: Sentence) -> Iterator[Move]:
        """Every move stated, each subject of a list by itself."""
        if "P" not in sentence.string:
            return
        seen: set[tuple[int, int]] = set()
        for name, phrase in self._phrases.items():
            for found in sentence.shape.find(phrase):
                for move in self._one(sentence, found, name):
                    key = (move.item.start, round(move.figure.value * 1000))
                    if key not in seen:
                        seen.add(key)
                        yield move
        for found in sentence.shape.find(self._reversed):
            for move in self._one(sentence, found, "reversed"):
                key = (move.item.start, round(move.figure.value * 1000))
                if key not in seen:
                    seen.add(key)
                    yield move

    def _one(self, sentence: Sentence, found: re.Match[str], name: str) -> Iterator[Move]:
        groups = found.groupdict()
        figures_at = "p" if groups.get("p") else "p2"
        unit, figures = sentence.shape.unit(found, "e"), sentence.shape.unit(found, figures_at)
        if unit is None or figures is None or not unit.items:
            return
        string = sentence.string
        if _OTHER_FIGURE.match(string[found.end() : found.end() + 80] + " "):
            return
        if is_doubtful(sentence.shape, found.start(), found.end()):
            return
        sign = self._sign(sentence, found, groups, figures)
        if not sign:
            return
        yield from self._pairs(sentence, found.start(), found.end(), unit, figures, sign, name)
        yield from self._chained(sentence, found.start(), found.end(), unit, sign)

    def _sign(
        self, sentence: Sentence, found: re.Match[str], groups: dict[str, str | None], figures: Unit
    ) -> int:
        figure: Figure = figures.items[0].value
        noun = groups.get("noun") or groups.get("noun2")
        if groups.get("verb"):
            return moves("verb")[str(groups["verb"])]
        if groups.get("side"):
            return moves("adverb")[str(groups["side"])]
        if noun:
            if noun.startswith("return") or figure.sign:
                return -1 if figure.sign < 0 or " negative " in found.group() else 1
            return moves("noun")[noun]
        if figure.sign:
            return figure.sign
        return self._told(sentence, found.start())

    @staticmethod
    def _told(sentence: Sentence, start: int) -> int:
        """Whether a list is one of gainers or of losers: the nearest word before it, else the heading above."""
        before = sentence.string[:start]
        places = [(m.start(), 1) for m in _GAINERS.finditer(before)] + [
            (m.start(), -1) for m in _LOSERS.finditer(before)
        ]
        if places and not re.search(r" (?:and|while|but) $", before[max(p for p, _ in places) :]):
            return max(places)[1]
        if not before.strip(" :-"):
            heading = sentence.heading
            if _GAINERS.search(heading) or _LOSERS.search(heading):
                return (1 if _GAINERS.search(heading) else 0) - (1 if _LOSERS.search(heading) else 0)
        return 0

    def _pairs(
        self, sentence: Sentence, start: int, end: int, unit: Unit, figures: Unit, sign: int, name: str
    ) -> Iterator[Move]:
        told = told_horizon(sentence, start, end)
        subjects, values = unit.items, figures.items
        if len(values) == 1:
            values = values * len(subjects)
        if len(values) != len(subjects):
            if len(subjects) == 1 and len(values) > 1:
                values = values[:1]
            else:
                return
        for item, value in zip(subjects, values, strict=True):
            own = value.value.sign or sign
            yield Move(item, value.value, own if name == "signed" else sign, told, start, end, name)

    def _chained(self, sentence: Sentence, start: int, end: int, unit: Unit, sign: int) -> Iterator[Move]:
        """What goes on after a move: further verbs of the same subject, further subjects of the same verb."""
        string, at = sentence.string, end
        for _ in range(200):
            more = self._gapped.match(string, at)
            if not more:
                break
            other, figures = sentence.shape.unit(more, "e"), sentence.shape.unit(more, "p")
            if other is None or figures is None or not other.items:
                break
            side = figures.items[0].value.sign
            if " down" in more.group():
                side = -1
            elif " up" in more.group():
                side = 1
            yield from self._pairs(
                sentence, more.start("e"), more.end(), other, figures, side or sign, "gapped"
            )
            at = more.end()
        for chain in (_CHAIN, _CHAIN_NOUN):
            more = chain.match(string, end)
            if not more or re.search(r"[NIBX]", more["gap"]):
                continue
            figures = sentence.shape.unit(more, "p")
            if figures is None or is_doubtful(sentence.shape, more.start("p"), more.end()):
                continue
            if _OTHER_FIGURE.match(string[more.end() : more.end() + 80] + " "):
                continue
            groups = more.groupdict()
            new = moves("verb")[groups["verb"]] if groups.get("verb") else moves("noun")[str(groups["noun"])]
            yield from self._pairs(sentence, start, more.end(), unit, figures, new, "chained")


def told_horizon(sentence: Sentence, start: int, end: int) -> str | None:
    """Over what time the move at this place is told: the words after it, inside it, or at the sentence's start."""
    string = sentence.string
    if re.match(r"(?: recorded| seen| registered)? on D\b", string[end : end + 24]):
        return "1d"
    if re.search(r"\b(?:same|that) period\b", string):
        return _same_period(sentence)
    stop = re.search(
        r" (?:, (?!or )|; |while |whereas |but |and [a-z]*ing |and P |and N |and I )", string[end:] + " "
    )
    after_end = end + (stop.start() if stop else len(string) - end)
    if after_end > end:
        found = horizon(text_of(sentence, end, after_end))
        if found:
            return found
    found = horizon(text_of(sentence, start, end))
    if found:
        return found
    return horizon(text_of(sentence, 0, start)) if start > 0 else None


def _same_period(sentence: Sentence) -> str | None:
    """The time that a sentence before has told."""
    for n in range(4):
        other = sentence.before(n)
        if other is None:
            break
        units = other.shape.units
        found = horizon(sentence.article.text.plain[units[0].start : units[-1].end].lower())
        if found:
            return found
    return None
