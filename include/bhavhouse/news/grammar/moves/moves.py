"""Who moved by how much, to what level: what index returns, movers and closing levels share.

Each clause is tried where a subject stands (see clauses.py). A move found carries on: "..., B 2% and C 1.5%"
(the verb stands once), "... and gained 3% in a week" (the subject stands once).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.moves import clauses, listed, runs, tables
from bhavhouse.news.grammar.moves.clauses import sign_of
from bhavhouse.news.grammar.moves.move import Move, once
from bhavhouse.news.grammar.moves.roles import Roles
from bhavhouse.news.grammar.moves.subjects import is_gauge, is_of_unnamed, is_owner, several
from bhavhouse.news.grammar.moves.told import (
    has_closed,
    is_contract,
    is_earlier,
    level_role,
    subject_before,
    told_horizon,
)
from bhavhouse.news.grammar.pieces import text_of
from bhavhouse.news.numbers import Figure
from bhavhouse.news.units import Unit


def moves_of(sentence: Sentence) -> list[Move]:
    """Every move that a sentence states, read once."""
    if sentence.moves is None:
        sentence.moves = once(list(Reader(sentence).read())) if re.search(r"[PTM#]", sentence.string) else []
    return sentence.moves


_VERB = re.compile("[bzqohrfAEi]")
_MORE_LEVELS = re.compile(r"(?:,|,?&)[#M]")  # "at 82,340 and 25,115 respectively"
# "closed at 25,561 (78.6, 0.3%)", "Titan (3,400, 2%)": in such brackets a fall has its sign
_IN_BRACKETS = re.compile(r"(?:[#M]\([#T]|[NI]\([#M]),P\)$")
_TIMED = re.compile(r"# - (?:day|week|month|year) ")  # ", a 1-week drop of 4%"
_FROM_TO = re.compile(r",?yM")
# "..., the highest among large-caps, followed by B (2%)"
_PLACED = re.compile(
    r"(?:,b?w{0,3}[YQGA]?|aw{0,2}[YQ]|[ainx][^NISPTM#.;&x]{0,6})(?:n[IS])?(?=,&[NIS][(:ia]?P)"
)
_NO_MOVER = re.compile(r"wI[YQ]")  # "Power Grid, the top Sensex loser, fell"; "in the index, 22 stocks rose"
# "In the index, 22 stocks gained 5%"
_AMONG = re.compile(r"(?:in|within|among|on) the I(?: [a-z]+){0,2} , #")
_NO_SUBJECT_AFTER = ("y", "n", "a", "i")  # "for A", "from A": no subject
_OWN_SIGN = frozenset(["signed", "against"])

# What layout tells is read before the clauses, what has no subject of its own after them.
_FIRST = (tables.columns, tables.stacked, listed.rows, listed.headed, runs.followed)
_TURNED = {clauses.REVERSED: "reversed", clauses.INVERTED: "inverted"}
_LAST = (runs.included, runs.against, runs.earned, runs.told_lists, listed.owned, listed.by_period)


@dataclass
class Reader:
    """Reads the moves of one sentence."""

    sentence: Sentence
    roles: Roles = field(init=False)
    taken: set[int] = field(default_factory=set)
    others: int = -1
    levelled: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.roles = Roles(self.sentence.shape)

    def read(self) -> Iterator[Move]:
        """The moves, subject by subject."""
        string = self.roles.string
        if "P" in string or "T" in string or "#" in string:
            for read in _FIRST:
                yield from read(self)
            for at, role in enumerate(string):
                if role in "NISpj":
                    yield from self._subject(at)
            for rule, name in _TURNED.items():
                for found in rule.finditer(string):
                    yield from self._move(found, name)
            for read in _LAST:
                yield from read(self)
        for rule in (clauses.LEVEL, clauses.LEVEL_LATE, *clauses.OTHER_LEVELS):
            for found in rule.finditer(string):
                yield from self._level(found)
        for found in clauses.HEADLINE_LEVEL.finditer(string):
            # "The Nifty settled at 25,010 and the Sensex at 82,100"
            goes_on = string[found.start() - 1 : found.start()] == "&" and "za#" in string[: found.start()]
            if self.sentence.is_title or goes_on:
                yield from self._level(found)

    def _subject(self, at: int) -> Iterator[Move]:
        string = self.roles.string
        rules = clauses.PRONOUN_RULES if string[at] in "pj" else clauses.RULES
        if string[at] == "N" and (is_owner(self.sentence, self.roles, at) or self._before(at) == "on"):
            return
        is_none = _NO_MOVER.match(string, max(0, at - 1)) or _AMONG.match(self.sentence.string)
        if string[at] == "I" and is_none:
            return
        for name, rule in rules.items():
            if name.startswith("late_") and (
                string[at - 1 : at] in _NO_SUBJECT_AFTER or self._before(at) == "by"
            ):
                continue
            found = rule.match(string, at)
            if found and string[at] == "I" and "p" in found.group() and "N" in string[:at]:
                continue  # "it has delivered 210% versus 45% by the Sensex, and it has slipped 5%"
            if found and name in ("verb", "side") and is_of_unnamed(self.sentence, self.roles, at):
                continue
            if found and not self._is_taken(found):
                made = list(self._move(found, name))
                if made:
                    yield from made
                    return

    def _before(self, at: int) -> str:
        """The word before a subject, past an article."""
        units, n = self.sentence.shape.units, self.roles.at[at] - 1
        n -= n > 0 and units[n].symbol in ("the", "a")
        return units[n].symbol if n > 0 else ""

    def moves_before(self, n: int) -> list[Move]:
        """What the n-th sentence before states."""
        other = self.sentence.before(n)
        return moves_of(other) if other is not None else []

    def _is_taken(self, found: re.Match[str]) -> bool:
        return self._figure_at(found) in self.taken

    @staticmethod
    def _figure_at(found: re.Match[str]) -> int:
        groups = found.groupdict()
        name = next(name for name in ("p", "p2", "p3", "p4", "t") if groups.get(name))
        return found.start(name)

    def is_held(self, found: re.Match[str], at: int) -> bool:
        """Whether a figure without a sign is held against one with: "-3.9% as against the Sensex's 0.4%"."""
        string = self.roles.string
        if (
            string[found.start() : found.start() + 1] != "y"
            or string[found.start() - 1 : found.start()] != "P"
        ):
            return False
        one, other = self.unit(found.start() - 1).items, self.unit(at).items
        return bool(one[-1].value.sign and not other[0].value.sign)

    def unit(self, at: int) -> Unit:
        """The unit at a place of the row of roles."""
        return self.sentence.shape.units[self.roles.at[at]]

    def _move(self, found: re.Match[str], name: str) -> Iterator[Move]:
        at = self._figure_at(found)
        if at in self.taken:
            return
        figures = self.unit(at)
        groups = found.groupdict()
        told = groups.get("s") or groups.get("s2") or groups.get("s3")
        own = figures.items[0].value.sign if figures.symbol == "P" else 0
        if name == "listed":
            # Figures without a side, for the times that the sentence before has listed.
            times = runs.times(self, self.roles.span(found.start(), found.end())[1], len(figures.items))
            if not times or len(figures.items) < 2:
                return
            own = own or 1
        own = own or int(name == "signed" and bool(_IN_BRACKETS.search(found.group())))
        if not told and not own:
            return
        sign = sign_of(told) if told else own
        if figures.symbol in "M" or (figures.symbol == "#" and not self._is_points(found, figures)):
            return
        subject = self.whom(found.start("e"))
        if subject is None or self.is_other(found, at):
            return
        start, end = self.roles.span(found.start(), found.end())
        if is_doubtful(self.sentence.shape, start, end) or is_earlier(
            self.sentence, *self.roles.span(found.start(), found.end())
        ):
            return
        if not _VERB.search(found.group(), 1) and clauses.HAD.search(self.sentence.string[:start]):
            # "The Sensex had ended 170 points lower on Monday, and the Nifty 35 points."
            return
        if clauses.OPENED.search(found.string, found.start(), at) and (
            "z" in found.string[at:] or has_closed(self.sentence)
        ):
            return  # the opening told beside the close
        is_index = subject.symbol in "IX" or is_gauge(self.sentence, subject)
        if (figures.symbol in "T#" and not is_index) or clauses.AVERAGED.search(
            self.sentence.string, start, end
        ):
            return
        self.taken.add(at)
        yield from self.pairs(subject, figures, sign, start, end, name, found)
        yield from self.chained(found.end(), subject, sign, start)

    def _is_points(self, found: re.Match[str], figures: Unit) -> bool:
        """Whether a bare number is an index's points: "fell 485 to 40,324"."""
        value: Figure = figures.items[0].value
        level = found.groupdict().get("level")
        return bool(level) and value.value < 5000 and value.high is None

    def whom(self, at: int) -> Unit | None:
        """The subject; "it" and "which" mean the one before, if that is plain."""
        unit = self.unit(at)
        role = self.roles.string[at]
        if role == "j":
            before = at - 1
            while before >= 0 and self.roles.string[before] in ",)":
                before -= 1
            return self.unit(before) if before >= 0 and self.roles.string[before] in "NIS" else None
        if role == "p" and unit.symbol != "it":
            return several(self.sentence, self.roles, at)
        if role == "p":
            return subject_before(self.sentence, self.roles.at[at])
        return unit

    def is_other(self, found: re.Match[str], at: int) -> bool:
        """Whether the figure tells of something else than a price, as the one just before it may."""
        began = found.start("e") if found.groupdict().get("e") else at
        if 0 <= self.others <= began and not self.roles.string[self.others : began].strip(",&);"):
            self.others = max(self.others, found.end())
            return True
        if self._is_of_business(found, at):
            self.others = max(self.others, found.end())
            return True
        return False

    def _is_of_business(self, found: re.Match[str], at: int) -> bool:
        symbols = self.sentence.string
        start, _ = self.roles.span(found.start(), found.start() + 1)
        _, end = self.roles.span(at, at + 1)
        _, stop = self.roles.span(found.start(), found.end())
        if self.roles.string[at + 1 : at + 2] == "!":
            return True
        is_share = self.roles.string[found.start()] not in "IS"
        for tail in (symbols[end : end + 90] + " ", symbols[stop : stop + 90] + " "):
            if not is_share and clauses.FROM_PEAK.match(tail):
                return False
            if clauses.OTHER_FIGURE.match(tail):
                return True
        if start and clauses.OTHER_OWNER.search(text_of(self.sentence, 0, start)[-80:] + " "):
            return True
        return is_contract(symbols, start)

    def pairs(
        self, subject: Unit, figures: Unit, sign: int, start: int, end: int, name: str, found: re.Match[str]
    ) -> Iterator[Move]:
        """Each subject with its figure: the one for all, or as many of both in the same order."""
        told = told_horizon(self.sentence, start, end)
        subjects, values = list(subject.items), list(figures.items)
        if figures.symbol == "#":
            values = [replace(item, value=replace(item.value, unit="points")) for item in values]
        groups = found.groupdict()
        is_turned = "previous close" in self.sentence.string[start:end]
        order = ("level0", "level") if is_turned else ("level", "level0")
        level_group = next((g for g in order if groups.get(g)), None)
        levels: list[Figure] = []
        if level_group:
            unit = self.unit(found.start(level_group))
            levels = [item.value for item in unit.items]
            self.levelled.add(found.start(level_group))
            at, more = found.end(level_group), []
            while len(subjects) > 1 and (other := _MORE_LEVELS.match(self.roles.string, at)):
                at = other.end()
                more.append(at - 1)
            if len(levels) + len(more) == len(subjects):
                levels += [self.unit(n).items[0].value for n in more]
                self.levelled.update(more)
        ends = _FROM_TO.match(self.roles.string, found.end())
        if ends and not levels and (high := self.unit(ends.end() - 1).items[0].value.high):
            levels = [Figure(high, unit="inr")]  # "fell 9% from Rs 353 to Rs 319"
        if len(values) == 1 and len(subjects) > 1:
            if "(" in found.group()[:3] and " each" not in self.sentence.string[start : end + 6]:
                subjects = subjects[-1:]  # "Titan, Trent (2.1%)"
            values = values * len(subjects)
        if len(subjects) == 1 and len(values) > 1 and (times := runs.times(self, end, len(values))):
            # "2.5%, 9.9% and 7.1% in the last 3 months, 6 months and 1 year"
            for value, time in zip(values, times, strict=True):
                side = value.value.sign or sign
                yield Move(subjects[0], subject.symbol, value.value, side, time, start, end, name)
            return
        if len(values) != len(subjects):
            if len(subjects) == 1 and "respectively" not in self.sentence.string:
                values = values[:1]
            else:
                return
        within = any(value.value.bound == "as much as" for value in values)
        passing = "z" not in found.group() and clauses.WITHIN.search(
            self.sentence.string[max(0, start - 40) : end]
        )
        if passing or within or len(levels) != len(subjects):
            # What a move reached within the session is no close.
            levels = []
        role = self._role(found, told)
        for n, (item, value) in enumerate(zip(subjects, values, strict=True)):
            own = value.value.sign or sign
            # "A and B returned 0.6% and -0.5%"
            side = own if name in _OWN_SIGN or (own < 0 and sign > 0) else sign
            yield Move(
                item, subject.symbol, value.value, side, told, start, end, name,
                levels[n] if levels else None, role, "T" in (groups.get("amt") or ""),
            )  # fmt: skip

    def _role(self, found: re.Match[str], told: str | None) -> str:
        level = next((found.end(g) for g in ("level0", "level") if found.groupdict().get(g)), found.end())
        near = re.findall("[zqo]", found.string[found.start() : level]) or re.findall("[zqo]", found.group())
        if clauses.AT_CLOSE.match(self.sentence.string, self.roles.span(level - 1, level)[1]):
            return "close"
        if near:
            return "close" if near[-1] == "z" else "last"
        return level_role(self.sentence, told)

    def chained(self, end: int, subject: Unit, sign: int, start: int) -> Iterator[Move]:
        """What goes on after a move: further subjects of the same verb, further verbs of the same subject."""
        string = self.roles.string
        aside = _PLACED.match(string, end)
        at = aside.end() if aside else end
        for _ in range(200):
            more = next((m for gapped in clauses.GAPS if (m := gapped.match(string, at))), None)
            if not more or more.start("p") in self.taken:
                break
            if "x" in more.group() and runs.has_own_side(self, more.start("e")):
                break  # "..., whereas A (0.3%) and B (0.2%) ended in the red"
            other, figures = self.whom(more.start("e")), self.unit(more.start("p"))
            if other is None or self.is_other(more, more.start("p")):
                break
            if figures.symbol == "T" and other.symbol != "I":
                break
            noun = more.groupdict().get("s")
            side = figures.items[0].value.sign or (sign_of(noun) if noun else 0)
            if not side and self.is_held(more, more.start("p")):
                side = 1
            self.taken.add(more.start("p"))
            first, last = self.roles.span(more.start("e"), more.end())
            yield from self.pairs(other, figures, side or sign, first, last, "gapped", more)
            at = more.end()
        at = yield from runs.series(self, at, subject, sign)
        if at > end and string[at : at + 1] == "y":
            # "... and over the month -9% compared with the Sensex's 1%"
            yield from self.chained(at, subject, sign, start)
            return
        if more := clauses.CHAIN_GIVEN.match(string, at):
            place, (begun, last) = more.start("p"), self.roles.span(more.start(), more.end())
            is_timed = told_horizon(self.sentence, begun, last) not in (None, "1d")
            if is_timed and not self.is_other(more, place):
                self.taken.add(place)
                yield from self.pairs(subject, self.unit(place), 1, begun, last, "chained", more)
        for chain in (clauses.CHAIN, clauses.CHAIN_NOUN, clauses.CHAIN_LATE, clauses.CHAIN_SIDE):
            more = chain.match(string, at) or chain.match(string, end)
            if not more:
                continue
            figures_at = self._figure_at(more)
            figures = self.unit(figures_at)
            if (
                figures_at in self.taken
                or figures.symbol in "M#"
                or (figures.symbol == "T" and subject.symbol != "I")
            ):
                continue
            begun, last = self.roles.span(more.start(), more.end())
            if chain is clauses.CHAIN_NOUN and clauses.UNDONE.search(self.sentence.string, begun, last):
                continue
            if is_doubtful(self.sentence.shape, last - 1, last) or self.is_other(more, figures_at):
                continue
            if is_earlier(self.sentence, *self.roles.span(more.start(), more.end())):
                continue
            self.taken.add(figures_at)
            groups = more.groupdict()
            side = sign_of((groups.get("s") or groups["s2"])[-1])
            first = begun if _TIMED.search(self.sentence.string, begun, last) else start
            yield from self.pairs(subject, figures, side, first, last, "chained", more)
            yield from self.chained(more.end(), subject, side, start)

    def _level(self, found: re.Match[str]) -> Iterator[Move]:
        """A closing or last level that stands without a move."""
        at = found.start("level")
        if at in self.levelled or at in self.taken:
            return
        subject = self.whom(found.start("e"))
        if subject is None or len(subject.items) != 1:
            return
        start, end = self.roles.span(found.start(), found.end())
        if is_doubtful(self.sentence.shape, start, end):
            return
        if "y#" not in found.group() and is_earlier(self.sentence, start, end):
            return
        if is_contract(self.sentence.string, start):
            return
        least = 1000 if self.roles.string[at - 1] == "(" else 100 if subject.symbol in "IX" else 0
        if self.unit(at).items[0].value.value < least and "VIX" not in subject.items[0].text.upper():
            return  # "Nifty Midcap (100)", "ended the week of May 19-23"
        self.levelled.add(at)
        yield Move(
            subject.items[0], subject.symbol, None, 0, None, start, end, "level",
            self.unit(at).items[0].value, self._role(found, None),
        )  # fmt: skip
