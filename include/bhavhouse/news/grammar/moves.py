"""Who moved by how much, to what level: the clauses that index returns, movers and closing levels share.

Each rule is a short pattern over the roles of a clause (see roles.py), tried where a subject stands. A move found
carries on: "..., B 2% and C 1.5%" (the verb stands once), "... and gained 3% in a week" (the subject stands once).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import horizon, pattern, text_of
from bhavhouse.news.grammar.roles import Roles
from bhavhouse.news.lexicon import moves, one_of
from bhavhouse.news.numbers import Figure
from bhavhouse.news.units import Item, Unit

_UP, _DOWN = "rAGUCY", "fELDFQ"
_V, _NN, _SIDE = "[rfAE]", "[GLAE]", "[UD]"
# "300 points or 0.4%", "0.4% (300 points)", "0.4%", "300 points"; an index falls "300, or 0.4%".
_AMT = (
    r"(?P<amt>(?P<p>P)(?:,?[|(&]:?[TM#]\)?|,T(?=[,.&x;]|$))?"
    r"|(?P<t>[T#M])(?:[|,(&]{0,2}[UD:]?(?P<p2>P)\)?)?)"
)
# "Infosys, India's second-largest IT firm, rose"; "Larsen & Toubro (L&T) rose"
_AP = r"(?:,[^,;()PTM#NI.]{0,14},|,j[^,;.]{1,14},|\([^()PTM.]{1,12}\))?"
# "jumped up", but not "bounced off"
_SAME = r"(?:(?<=[rA])U|(?<=[fE])D)?"
_AT = r"(?:[a:](?:[#TM]&)?(?P<level0>[#TM]),?)?"
# "to 25,000", "to close at 25,000", "to end 150 points higher at 25,000"
_TO = r"(?:[,&]?(?:y[#TM])?(?:a[bzqh]{1,2}(?:U?T[UD])?a?|[bzq]{0,2}a)(?P<level>[#TM]))?"
# "is the best of the midcap pack", "was the top gainer on the Nifty"
_BEING = r"(?:[bzqohwYQ&]|[On]I(?=[iO,w])|I'?w?(?=[YQ]))"

_RULES = {
    # "rose 300 points or 0.4% (to close at 25,000)"
    "verb": rf"{_AP}(?:b{_BEING}{{1,6}}[&,]?)?[bzoq]{{0,3}}{_AT}[&,]?(?:[bh]a?)?(?P<s>{_V}){_SAME}(?:w?,|[in]I,?)?{_AMT}{_SIDE}?{_TO}",
    # "(closed at 25,000), up 0.4%"; "was the weak spot, down 2%"
    "side": rf"{_AP}[bzqoh]*{_AT}(?:{_BEING}{{1,6}},)?[,(:]?j?b*(?P<s>{_SIDE}){_AMT}\)?{_TO}",
    # "ended 300 points lower, or 0.4%"
    "split": rf"{_AP}[bzqoh]*(?P<amt>(?P<t>T)(?P<s>{_SIDE})[|,(]{{1,2}}(?P<p>P)\)?){_TO}",
    # "... regained the mark to end at 25,000, higher by 0.4%"
    "late": rf"[^NISPTM#.;x]{{0,14}}[zq]{_AT}[,(]?b*(?P<s>{_SIDE}){_AMT}",
    # "... touched 25,200 before it closed 0.4% higher at 25,000"
    "late_settled": rf"[^NISPTM.;]{{0,16}}z{_AT}{_AMT}(?P<s>{_SIDE}){_TO}",
    # "ended (300 points or) 0.4% lower (at 25,000)"
    "settled": rf"{_AP}[bzqoh]*{_AT}i?{_AMT}(?P<s>{_SIDE}){_TO}",
    # "posted a 12% decline", "is the leader with a 3% jump"
    "gave": rf"{_AP}{_BEING}{{0,7}}{_AT}(?:,?[hib]|,)w{{0,3}}{_AMT}w{{0,2}}(?P<s>{_NN}){_TO}",
    # "closed at 25,000 with a loss of about 0.7%"
    "of": rf"{_AP}{_BEING}{{0,7}}{_AT}(?:,?[hib]|,)w{{0,3}}(?P<s>{_NN})(?:O|a)?{_AMT}{_TO}",
    # "led the gains with 1.5%", "came out on top with 27%"
    "led": rf"{_AP}b?h(?P<s>{_NN})(?:nI?S?w{{0,2}})?i(?P<amt>(?P<p>P))",
    "ranked": rf"{_AP}[bwh]{{0,3}}(?P<s>[YQ])(?:n[IS]?w{{0,2}})?,?[ia](?P<amt>(?P<p>P))",
    # "the index's 2.5% rise"
    "own": rf"'w{{0,2}}{_AMT}w{{0,2}}(?P<s>{_NN})",
    # "Infosys (up 2%)", "Wipro (-2.2%)", "Nifty IT: +1.3%"
    "signed": r"[(:,]{0,2}(?:a?[M#T][,;(:]?)?(?P<amt>(?P<s>[UD])?(?P<p>P))\)?",
    # "locked in its 5% upper circuit"
    "circuit": r"[bzqhin]{0,4}a?(?P<amt>(?P<p>P))(?P<s>[CF])",
    "circuit_of": r"[bzqhinw]{0,4}a?(?P<s>[CF])[Oa(]?(?P<amt>(?P<p>P))",
    # "Tata Steel: surging by 6.4%, the company rose to Rs 1,220"; "Sun Pharma: with a gain of 3.5%"
    "label": rf":(?:[ih]?(?P<s>[rfAEGL])O?{_AMT})(?:(?:,[Np]?[bzqrfAEw]{{0,3}})?a(?P<level>M))?",
    # "Nifty 0.3% girkar 25,040 par band hua"
    "hindi": rf"{_AMT}w?(?P<s>[rf])(?:(?P<level>[#M])z)?",
    # "brings up the rear with -3.7%"
    "signed_at": rf"{_BEING}{{0,4}}[ai](?P<amt>(?P<p>P))",
}
_COMPILED = {name: re.compile(rf"(?P<e>[NIS])'?(?P<body>{rest})" if name != "own" else rf"(?P<e>[NIS])(?P<body>{rest})") for name, rest in _RULES.items()}
# "it was up 40 points": the subject stands in the sentence before, or before ", which".
_PRONOUN = {name: re.compile(rf"(?P<e>[pj])(?P<body>{_RULES[name]})") for name in ("verb", "side", "settled", "gave", "of")}
# "a 3% fall in A", "a rise of 3% in A"
_REVERSED = re.compile(rf"(?:{_AMT}w{{0,2}}(?P<s>{_NN})|(?P<s2>{_NN})O?(?P<p3>P))[nO]w?(?P<e>[NIS])")
# "With a gain of 3.5%, Titan led"; "Rising 2.3%, Infosys was the best"
_PREFIXED = re.compile(
    rf"^(?:iw{{0,2}}(?:{_AMT}w?(?P<s>{_NN})|(?P<s2>{_NN})O?(?P<p3>P))|(?P<s3>[rfAE])(?P<p4>P)),(?P<e>[NI])"
)
# ", B 2% and C 1.5%"; "followed by B (2%)"; "then came B with 2%"
_GAPPED = re.compile(
    r"(?:[,;)&]|[xb](?=[NIS])|y(?=[NIS]'))*(?P<e>[NIS])'?[(:,i]?(?P<p>[PT])(?:[|(]T)?\)?"
    rf"(?![GLAEUD!Y|]|w[GLAE]|[,(]P){_TO}"
)
# "... and gaining 1.95% over five days": the same subject goes on.
_CHAIN = re.compile(rf"(?:[bzqah][#TM]?)*(?:[,&x]|xi?)+(?:[bzq](?:a[#MT],?)?)*(?P<s>{_V}|b{_SIDE}|{_SIDE})[UD]?{_AMT}(?!{_NN})")
# "... before ending 4.9% higher at Rs 834"
_CHAIN_SETTLED = re.compile(rf"[,&x]+(?:xi?)?b?[zq]{_AT}{_AMT}(?P<s>{_SIDE}){_TO}")
_SERIES = re.compile(r"[,&]+(?P<p>P)(?=[,&.;]|$)")
_CHAIN_NOUN = re.compile(rf",?&h?(?P<amt>(?P<p>P))w{{0,2}}(?P<s>{_NN})")
# "its one-month loss comes to about 10%", "the three-year return of 221%"
_OWNED = pattern(
    rf"(?:its|the|the stock 's)(?: [a-z-]+| # -?){{0,3}}? (?P<noun>{one_of(moves('noun'))}|performance)(?: [a-z-]+){{0,3}}? "
    r"(?:of|is|was|comes to|came to|stands at|stood at|amounts to|at|to) (?P<p>P)"
)
_CAME_NEXT = re.compile(r" (?:came (?:after|next|second)|followed|were next|came close behind)\b")
# A level alone: "The Nifty settled at 24,600", "the stock trades at Rs 198".
_LEVEL = re.compile(rf"(?P<e>[NI])'?{_AP}(?:b|w(?!.{{0,3}}!))*(?P<z>[zq])w{{0,2}}a(?P<level>[#M])(?![!|UD:])")

# What follows a percentage that is no move of a price.
_OTHER_FIGURE = re.compile(
    r" (?:\) )?(?:stakes?|market share|equity|dividend|y-o-y|yoy|qoq|q-o-q|year-on-year|on-year|quarter-on-quarter|"
    r"sequentially|year on year|annually|of (?:its|the|total|all)|volume|weight(?:age)?|"
    r"(?:(?:rise|jump|fall|drop|growth|increase|decline|surge|dip|gain|uptick|slump|slide|decrease|cut) )?"
    r"(?:in|on) (?:[a-z0-9-]+ ){0,3}?(?:revenues?|profits?|sales|income|ebitda|margins?|earnings|volumes?|pat|net|"
    r"deposits|loans|advances|turnover|expenses|costs?|orders?|production|output|bookings|assets|aum|demand|exports|"
    r"prices?|dispatches|deliveries|wholesales|stake|open interest)|"
    r"(?:rise|jump|fall|drop|growth|increase|decline|surge) (?:on-year|yoy|year-on-year|in net)|growth|"
    r"(?:in )?constant currency|upside|downside|discount|premium|coupon|interest|cagr|retracement|fibonacci|"
    r"(?:from|off|below|above|away from|higher than|lower than|more than|less than)(?: [a-z0-9'-]+| D| #){0,4}?"
    r" (?:high|highs|peak|low|lows|issue price|ipo price|levels?|record|average|dma|top|bottom)|"
    r"to M (?:crore|cr)\b|for the quarter|in the (?:quarter|december|march|june|september)|in q[1-4])\b"
)
# Whose figure it is, where the company is named after it: "sales of Maruti fell 3%".
_OTHER_OWNER = re.compile(
    r"(?:revenues?|profits?|sales|income|margins?|earnings|volumes?|turnover|stakes?|holdings?|production|output|exports?|"
    r"demand|orders?|prices?|price target|target price|target|weightage|promoters?|futures|yields?|market cap\w*|m-cap|mcap|"
    r"volatility|costs?|deposits|loans|shareholding|premium)"
    r"(?: (?!shares|stock)[a-z-]+){0,2}? (?:of|at|in|for|from|by)(?: the)? $"
)
# An earlier day's move, told as background.
_EARLIER = re.compile(
    r"\b(?:previous (?:session|day|trading|trade|close|week|month)|preceding|earlier session|day before|a day ago|"
    r"day earlier|yesterday|last (?:session|trading|close)|same (?:month|quarter|period) last|a week earlier|"
    r"(?:previous|prior|earlier) (?:sessions?|trading sessions?))\b"
)
_SINCE = re.compile(r"(?:previous|last|earlier|yesterday's|prior)(?: [a-z'-]+){0,2} close|previous close|since the previous")
_MONTH_OF = re.compile(
    r"\b(?:in|since|of) (?:january|february|march|april|may|june|july|august|september|october|november|december) "
    r"(?P<year>(?:19|20)\d\d)\b"
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HAD = re.compile(r"\bhad\b(?! (?:a|an|the)\b)")
# "had gained 17% this year" is of now.
_STILL = re.compile(r"\b(?:this year|so far|ytd|year-to-date|today|till|by the clos\w+|by clos\w+|by clock|at clock|this month|this week)\b")
_PLUPERFECT = re.compile(rf"\bhad\b.*\b(?:{'|'.join(_DAYS)}|D)\b|\b(?:{'|'.join(_DAYS)}|D)\b.*\bhad\b")


@dataclass
class Move:
    """One subject's move as a sentence states it, and the level that it led to."""

    item: Item
    symbol: str
    figure: Figure | None
    sign: int
    horizon: str | None
    start: int
    end: int
    rule: str
    level: Figure | None = None
    role: str | None = None


def signed(figure: Figure, sign: int, *, keeps_bound: bool = False) -> dict[str, object]:
    """A figure's fields: the signed value, or null with the range where only a bound or a range is printed."""
    fields: dict[str, object] = {}
    ends = [sign * figure.value] + ([sign * figure.high] if figure.high is not None else [])
    is_bound = figure.bound == "up to" or (figure.bound in ("over", "under") and not keeps_bound)
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


def moves_of(sentence: Sentence) -> list[Move]:
    """Every move that a sentence states, read once."""
    if sentence.moves is None:
        sentence.moves = list(_Reader(sentence).read()) if re.search(r"[PTM#]", sentence.string) else []
    return sentence.moves


@dataclass
class _Reader:
    """Reads the moves of one sentence."""

    sentence: Sentence
    roles: Roles = field(init=False)
    taken: set[int] = field(default_factory=set)
    levelled: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.roles = Roles(self.sentence.shape)

    def read(self) -> Iterator[Move]:
        """The moves, subject by subject."""
        string = self.roles.string
        if "P" in string or "T" in string or "#" in string:
            if self._is_ticker():
                return
            yield from self._row()
            yield from self._followed()
            for found in _PREFIXED.finditer(string):
                yield from self._move(found, "prefixed")
            for at, role in enumerate(string):
                if role in "NISpj":
                    yield from self._subject(at)
            for found in _REVERSED.finditer(string):
                yield from self._move(found, "reversed")
            yield from self._told_lists()
            yield from self._owned()
            yield from self._periods()
        for found in _LEVEL.finditer(string):
            yield from self._level(found)

    def _is_ticker(self) -> bool:
        """Whether the line is a ticker's at the head of a page: "SENSEX 83,535.35 (0.38)", "Nifty (-0.03%)" over a level."""
        if self.sentence.number > 20 or not re.fullmatch(r"I(?: #)? \( (?:P|#) \)(?: [#P+-])*", self.sentence.string):
            return False
        other = self.sentence.after()
        return other is not None and bool(re.fullmatch(r"#(?: [+-]| #| \( P \))*", other.string))

    def _subject(self, at: int) -> Iterator[Move]:
        string = self.roles.string
        rules = _PRONOUN if string[at] in "pj" else _COMPILED
        for name, rule in rules.items():
            found = rule.match(string, at)
            if found and not self._is_taken(found):
                made = list(self._move(found, name))
                if made:
                    yield from made
                    return

    def _is_taken(self, found: re.Match[str]) -> bool:
        return self._figure_at(found) in self.taken

    @staticmethod
    def _figure_at(found: re.Match[str]) -> int:
        groups = found.groupdict()
        name = next(name for name in ("p", "p2", "p3", "p4", "t") if groups.get(name))
        return found.start(name)

    def _unit(self, at: int) -> Unit:
        return self.sentence.shape.units[self.roles.at[at]]

    def _move(self, found: re.Match[str], name: str) -> Iterator[Move]:
        at = self._figure_at(found)
        if at in self.taken:
            return
        figures = self._unit(at)
        groups = found.groupdict()
        told = groups.get("s") or groups.get("s2") or groups.get("s3")
        own = figures.items[0].value.sign if figures.symbol == "P" else 0
        if not told and not own:
            return
        sign = _sign(told) if told else own
        if told and sign > 0 and own < 0:
            sign = -1
        if figures.symbol in "M" or (figures.symbol == "#" and not self._is_points(found, figures)):
            return
        subject = self._whom(found.start("e"))
        if subject is None or self._is_other(found, at, name):
            return
        start, end = self._span(found, name)
        if is_doubtful(self.sentence.shape, start, end) or is_earlier(self.sentence, *self.roles.span(found.start(), found.end())):
            return
        if "o" in found.group() and "z" in self.roles.string[found.end() :]:
            # The opening told beside the close.
            return
        if figures.symbol in "T#" and subject.symbol not in "IX":
            return
        self.taken.add(at)
        yield from self._pairs(subject, figures, sign, start, end, name, found)
        yield from self._chained(found.end(), subject, sign, start, name)

    def _is_points(self, found: re.Match[str], figures: Unit) -> bool:
        """Whether a bare number is an index's points: "fell 485 to 40,324"."""
        value: Figure = figures.items[0].value
        level = found.groupdict().get("level")
        return bool(level) and value.value < 5000 and value.high is None

    def _span(self, found: re.Match[str], name: str) -> tuple[int, int]:
        return self.roles.span(found.start(), found.end())

    def _whom(self, at: int) -> Unit | None:
        """The subject; "it" and "which" mean the one before, if that is plain."""
        unit = self._unit(at)
        role = self.roles.string[at]
        if role == "j":
            before = at - 1
            while before >= 0 and self.roles.string[before] in ",)":
                before -= 1
            return self._unit(before) if before >= 0 and self.roles.string[before] in "NI" else None
        if role == "p":
            return subject_before(self.sentence, self.roles.at[at])
        return unit

    def _is_other(self, found: re.Match[str], at: int, name: str) -> bool:
        """Whether the figure tells of something else than a price."""
        symbols = self.sentence.string
        start, _ = self.roles.span(found.start(), found.start() + 1)
        _, end = self.roles.span(at, at + 1)
        _, stop = self.roles.span(found.start(), found.end())
        if _OTHER_FIGURE.match(symbols[end : end + 90] + " ") or _OTHER_FIGURE.match(symbols[stop : stop + 90] + " "):
            return True
        if _OTHER_OWNER.search(symbols[max(0, start - 80) : start]):
            return True
        return bool(re.match(r" (?:options?|etf|bees|fund|vix futures)\b", symbols[start + 1 : start + 14]))

    def _pairs(self, subject: Unit, figures: Unit, sign: int, start: int, end: int, name: str, found: re.Match[str]) -> Iterator[Move]:
        told = told_horizon(self.sentence, start, end)
        subjects, values = list(subject.items), list(figures.items)
        groups = found.groupdict()
        level_group = next((g for g in ("level", "level0") if groups.get(g)), None)
        levels: list[Figure] = []
        if level_group:
            unit = self._unit(found.start(level_group))
            levels = [item.value for item in unit.items]
            self.levelled.add(found.start(level_group))
        if len(values) == 1:
            values = values * len(subjects)
        if len(values) != len(subjects):
            if len(subjects) == 1 and "respectively" not in self.sentence.string:
                values = values[:1]
            else:
                return
        if len(levels) != len(subjects) or any(value.value.bound == "as much as" for value in values):
            # What a move reached within the session is no close.
            levels = []
        role = self._role(found)
        for n, (item, value) in enumerate(zip(subjects, values, strict=True)):
            own = value.value.sign or sign
            yield Move(
                item, subject.symbol, value.value, own if name == "signed" else sign, told, start, end, name,
                levels[n] if levels else None, role,
            )  # fmt: skip

    def _role(self, found: re.Match[str]) -> str:
        body = found.group()
        if "z" in body:
            return "close"
        if "q" in body or "o" in body:
            return "last"
        return "last" if self.sentence.article.is_mid_session else "close"

    def _chained(self, end: int, subject: Unit, sign: int, start: int, name: str) -> Iterator[Move]:
        """What goes on after a move: further subjects of the same verb, further verbs of the same subject."""
        string, at = self.roles.string, end
        for _ in range(200):
            more = _GAPPED.match(string, at)
            if not more or more.start("p") in self.taken:
                break
            other, figures = self._whom(more.start("e")), self._unit(more.start("p"))
            if other is None or self._is_other(more, more.start("p"), "gapped"):
                break
            if figures.symbol == "T" and other.symbol != "I":
                break
            side = figures.items[0].value.sign
            self.taken.add(more.start("p"))
            first, last = self.roles.span(more.start("e"), more.end())
            yield from self._pairs(other, figures, side or sign, first, last, "gapped", more)
            at = more.end()
        for series in _SERIES.finditer(string, at):
            # "1.4% in the month, 18.2% over three months and 58.6% over the year"
            place = series.start("p")
            if series.start() != at or place in self.taken:
                break
            first, last = self.roles.span(place, place + 1)
            follows = self.roles.span(place + 1, place + 2)[0] if place + 1 < len(string) else last
            if follows <= last + 1 or horizon(text_of(self.sentence, last, follows)) is None:
                break
            self.taken.add(place)
            yield from self._pairs(subject, self._unit(place), sign, first, last, "series", series)
            at = series.end()
        for chain in (_CHAIN, _CHAIN_NOUN, _CHAIN_SETTLED):
            more = chain.match(string, end)
            if not more:
                continue
            figures_at = self._figure_at(more)
            figures = self._unit(figures_at)
            if figures_at in self.taken or figures.symbol in "M#" or (figures.symbol == "T" and subject.symbol != "I"):
                continue
            _, last = self.roles.span(more.start(), more.end())
            if is_doubtful(self.sentence.shape, last - 1, last) or self._is_other(more, figures_at, "chained"):
                continue
            if is_earlier(self.sentence, *self.roles.span(more.start(), more.end())):
                continue
            self.taken.add(figures_at)
            yield from self._pairs(subject, figures, _sign(more["s"][-1]), start, last, "chained", more)
            yield from self._chained(more.end(), subject, _sign(more["s"][-1]), start, "chained")

    def _followed(self) -> Iterator[Move]:
        """"It was followed by B 5.5%": the sign of the move before."""
        found = re.match(r"(?:[pbw]{0,3}&|w{0,2}b&?|&)(?=[NIS][(:i]?P)", self.roles.string)
        if not found:
            return
        for n in range(1, 4):
            other = self.sentence.before(n)
            if other is None or other.block != self.sentence.block:
                return
            earlier = [move for move in moves_of(other) if move.sign]
            if earlier:
                yield from self._chained(found.end(), Unit("w", 0, 0), earlier[-1].sign, 0, "followed")
                return

    def _told_lists(self) -> Iterator[Move]:
        """"Top gainers: A (2%), B (1.5%)": the nearest word before, or after the list, tells the side."""
        string = self.roles.string
        runs = list(re.finditer(r"(?:[NIS][(:i]?P\)?[,&;]*)+", string))
        for run in runs:
            sign = self._told(string, run.start(), run.end())
            if not sign:
                continue
            for found in re.finditer(r"(?P<e>[NIS])[(:i]?(?P<p>P)\)?", run.group()):
                at = run.start() + found.start("p")
                if at in self.taken:
                    continue
                figures, subject = self._unit(at), self._unit(run.start() + found.start())
                start, end = self.roles.span(run.start() + found.start(), run.start() + found.end())
                if is_doubtful(self.sentence.shape, start, end):
                    continue
                self.taken.add(at)
                own = figures.items[0].value.sign
                yield from self._pairs(subject, figures, own or sign, start, end, "told", found)

    def _owned(self) -> Iterator[Move]:
        """"Its one-month loss comes to 10%": the owner is the subject before."""
        for found in self.sentence.shape.find(_OWNED):
            figures = self.sentence.shape.unit(found, "p")
            at = self.sentence.shape.index(found.start())
            subject = subject_before(self.sentence, at)
            if subject is None and self.sentence.article.topic is not None:
                topic = self.sentence.article.topic
                subject = Unit("N", topic.start, topic.end, [topic])
            if figures is None or subject is None or is_doubtful(self.sentence.shape, found.start(), found.end()):
                continue
            told = horizon(text_of(self.sentence, found.start(), found.end()))
            if told is None or _OTHER_FIGURE.match(self.sentence.string[found.end() : found.end() + 90] + " "):
                continue
            figure: Figure = figures.items[0].value
            noun = found["noun"]
            if noun == "performance" and not figure.sign:
                continue
            sign = figure.sign or moves("noun").get(noun, 1)
            place = self.roles.at.index(self.sentence.shape.index(found.start("p")))
            if place in self.taken:
                continue
            self.taken.add(place)
            yield Move(
                subject.items[0], subject.symbol, figure, sign, told, found.start(), found.end(), "owned"
            )

    def _periods(self) -> Iterator[Move]:
        """"Returns: 1.2% in the last week, 1.8% in a month"; "- In the last 1 week: -0.08%" below such a line."""
        string, sentence = self.roles.string, self.sentence
        found = re.search(r"(?P<e>[IN])(?:[^NISPTM#.]{0,8})[GA]:(?=P)", string)
        if found:
            subject, at = self._unit(found.start("e")), found.end()
        elif re.fullmatch(r"[:(]?P[.;,)]*", string) and (above := self._above()) is not None:
            subject, at = above, string.index("P")
        else:
            return
        if len(subject.items) != 1:
            return
        while at < len(string) and string[at] in "P,&;":
            if string[at] == "P" and at not in self.taken:
                start, end = self.roles.span(at, at + 1)
                stop = self.roles.span(at + 1, at + 2)[0] if at + 1 < len(string) else len(sentence.string)
                told = horizon(text_of(sentence, end, stop)) if stop > end + 1 else None
                told = told or horizon(text_of(sentence, 0, end))
                if told is None:
                    return
                self.taken.add(at)
                figure: Figure = self._unit(at).items[0].value
                yield Move(subject.items[0], subject.symbol, figure, figure.sign or 1, told, start, end, "period")
            at += 1

    def _above(self) -> Unit | None:
        """The subject of the line above a list of returns."""
        for n in range(1, 15):
            other = self.sentence.before(n)
            if other is None:
                return None
            if re.fullmatch(r"[:(]?P[.;,)]*", Roles(other.shape).string):
                continue
            here = re.search(r"return|record|performance|perform|periods?|gain", other.string)
            units = [unit for unit in other.shape.units if unit.symbol in "IN"]
            if here and not units:
                units = [unit for unit in (subject_before(other, 0),) if unit is not None]
            return units[0] if here and units else None
        return None

    def _row(self) -> Iterator[Move]:
        """A row of a table: "| BSE Sensex | 2,185 points (2.54%) | 83,576 |", its sign in the cell or the heading."""
        found = re.match(r":(?P<e>[NIS]):+(?P<rest>[^NIS]*)$", self.roles.string)
        if not found or "|" not in self.sentence.string:
            return
        head = self._table_head()
        if head is None:
            return
        rest = found.start("rest")
        for at in range(rest, len(self.roles.string)):
            if self.roles.string[at] != "P" or at in self.taken:
                continue
            figure: Figure = self._unit(at).items[0].value
            word = next((r for r in self.roles.string[rest:at] if r in "rfAEGLUD"), None)
            sign = figure.sign or (_sign(word) if word else 0) or _head_sign(head)
            if not sign:
                return
            self.taken.add(at)
            level = next(
                (
                    self._unit(n).items[0].value
                    for n in range(rest, len(self.roles.string))
                    if self.roles.string[n] in "#M" and self._unit(n).items[0].value.value >= 100
                ),
                None,
            )
            start, end = self.roles.span(found.start("e"), len(self.roles.string))
            has_level = level is not None and re.search(r"\b(?:clos|level|price|ltp|last)", head)
            subject = self._unit(found.start("e"))
            yield Move(
                subject.items[0], subject.symbol, figure, sign, horizon(head), start, end, "row",
                level if has_level else None, "close",
            )  # fmt: skip
            return

    def _table_head(self) -> str | None:
        """The heading of the table that this row is of, in lower case."""
        for n in range(1, 60):
            other = self.sentence.before(n)
            if other is None or not other.string.startswith("|"):
                return None
            if not re.search(r"[#PTM]", other.string) and re.search(r"[a-z]", other.string):
                return text_of(other, 0, len(other.string))
        return None

    def _told(self, string: str, start: int, end: int) -> int:
        """Whether a list is one of gainers or of losers."""
        before = string[:start]
        border = max(before.rfind("x"), before.rfind(";"), before.rfind("."))
        near = max(before.rfind("Y"), before.rfind("Q"))
        if near > border:
            return 1 if before[near] == "Y" else -1
        after = re.match(r"\)?,?[bnw&]{0,4}I?(?P<s>[YQ])", string[end:])
        if after:
            return 1 if after["s"] == "Y" else -1
        first = self.roles.span(start, start + 1)[0]
        last = self.roles.span(end - 1, end)[1]
        other = self.sentence.before()
        if _CAME_NEXT.match(self.sentence.string[last:]) and other is not None and not self.sentence.string[:first].strip():
            earlier = [move for move in moves_of(other) if move.sign]
            return earlier[-1].sign if earlier else 0
        lead = re.search(r"(?P<h>h)$|(?P<v>[GLAE])[nO]$", before)
        if lead and lead["v"]:
            return _sign(lead["v"])
        if not re.search(r"[NISPTM#]", before):
            return heading_sign(self.sentence)
        return 0

    def _level(self, found: re.Match[str]) -> Iterator[Move]:
        """A closing or last level that stands without a move."""
        at = found.start("level")
        if at in self.levelled or at in self.taken:
            return
        subject = self._whom(found.start("e"))
        if subject is None or len(subject.items) != 1:
            return
        start, end = self.roles.span(found.start(), found.end())
        if is_doubtful(self.sentence.shape, start, end) or is_earlier(self.sentence, *self.roles.span(found.start(), found.end())):
            return
        self.levelled.add(at)
        yield Move(
            subject.items[0], subject.symbol, None, 0, None, start, end, "level",
            self._unit(at).items[0].value, "close" if found["z"] == "z" else "last",
        )  # fmt: skip


def _sign(role: str) -> int:
    return 1 if role in _UP else -1


def _head_sign(head: str) -> int:
    """The side of a table's figures that its heading tells; a change without a sign is a rise."""
    if re.search(r"\b(?:decline|fall|loss|drop|fell|down)", head):
        return -1
    return 1 if re.search(r"\b(?:gain|rise|change|chg|return|up|performance)", head) else 0


_GAINERS = re.compile(r"\b(?:gainers?|winners?|advancers|top performers?|best performers?|outperformers)\b")
_LOSERS = re.compile(r"\b(?:losers?|laggards?|decliners|worst performers?|drags?|underperformers)\b")


def heading_sign(sentence: Sentence) -> int:
    """Whether the heading above, past the other lines of the list, is one of gainers or of losers."""
    heading = sentence.heading
    for n in range(1, 25):
        if _GAINERS.search(heading) or _LOSERS.search(heading):
            break
        other = sentence.before(n)
        if other is None or not re.match(r"[NI]\b", other.string):
            heading = other.string if other is not None else ""
            break
    return bool(_GAINERS.search(heading)) - bool(_LOSERS.search(heading))


def is_earlier(sentence: Sentence, start: int, end: int) -> bool:
    """Whether what stands here is of an earlier day or year, told as background."""
    symbols = sentence.string
    clause_start = max(symbols.rfind(" , ", 0, start), symbols.rfind(" ; ", 0, start), 0)
    stop = re.search(r" (?:, |; |while |whereas |but |and )", symbols[end:] + " ")
    here = symbols[0 if clause_start < 40 else clause_start : end + (stop.start() if stop else len(symbols))]
    if _EARLIER.search(_SINCE.sub("", here)) or _is_old(sentence, start):
        return True
    if not _HAD.search(symbols[start:end]) and not _PLUPERFECT.search(here):
        return False
    day = sentence.article.day
    is_own = day is not None and _DAYS[day.weekday()] in here
    return not is_own and not _STILL.search(here)


def _is_old(sentence: Sentence, start: int) -> bool:
    """Whether the sentence sets out with a day or a month long before the article's."""
    article = sentence.article
    for unit, at in zip(sentence.shape.units, sentence.shape.starts, strict=True):
        if at >= start:
            break
        if unit.symbol == "D":
            told = unit.items[0].value.on(None) if unit.items[0].value.year else None
            if told is None:
                continue
            if article.day is not None and abs((article.day - told).days) > 15:
                return True
            if article.day is None and article.year is None:
                return True
    month = _MONTH_OF.search(sentence.string[:start])
    known = article.day.year if article.day else article.year
    return bool(month) and known is not None and int(month["year"]) < known


_SUBJECTS = ("N", "C", "I", "X")


def subject_before(sentence: Sentence, at: int) -> Unit | None:
    """Whom "it" before unit `at` means: the one subject of the clauses before, or a share held against an index."""
    earlier = next((n for n in range(at) if sentence.shape.units[n].symbol == "it"), None)
    if earlier is not None:
        return subject_before(sentence, earlier)
    units = [unit for unit in sentence.shape.units[:at] if unit.symbol in _SUBJECTS]
    other = sentence.before()
    if not units and other is not None and other.block == sentence.block:
        units = [unit for unit in other.shape.units if unit.symbol in _SUBJECTS]
    if not units or len(units[0].items) != 1:
        return None
    alone = len({unit.items[0].text for unit in units}) == 1
    if alone or (units[0].symbol in "NC" and all(unit.symbol in "IX" for unit in units[1:])):
        return units[0]
    return None


def carried(sentence: Sentence) -> str | None:
    """The time that the moves of the sentence before were told over, where it was longer than a day."""
    other = sentence.before()
    if other is None or other.block != sentence.block or re.search(r"\b(?:today|on (?:D|[a-z]+day))\b", sentence.string):
        return None
    told = [move.horizon for move in moves_of(other) if move.horizon and move.symbol in "IXS"]
    return told[-1] if told and told[-1] != "1d" else None


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
