"""Counts of shares or sectors by what they did: "1,681 rose and 1,205 fell", "52-week highs: 61, lows: 12".

The sentence is read as a row (lexicon/breadth.txt) in which numbers and states stand in a chain. A chain
that sets out with a number tells it before its state, one that sets out with a state after it;
"gainers outnumbered losers 2,101 to 1,440" tells both states first.
"""

import re
from dataclasses import dataclass

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.moves.told import is_earlier
from bhavhouse.news.grammar.pieces import Span
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.numbers import SPELLED, Figure

_TIMES = frozenset(
    ["day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "sessions"]
)
_SIZES = frozenset([30, 50, 100, 150, 200, 250, 500, 1000])
_ITEM = re.compile(
    r"(?P<average>[ak](?:#-?A|B|(?<=P[ak])#-(?=#?[,.&]|#?$)))|(?P<total>(?<![rfuhlcdgbR])o(?=(?:I'?)?[sm]{0,2}#))|(?P<every>e#?)"
    r"|(?P<number>E?#|P(?=[osIwzqyYVak]|,[wz])|n(?=o))|(?P<state>[rfuhlcdHLCDgbjtwzqyYViJWZ])"
)
_JOINT = re.compile(r"[,&v:sSI?op()/|'Nm-]{0,14}")
# also "four shares, A, B and C, rose", "barring 11, all its shares fell"
_FIRST_GAP = re.compile(r"[sSI?'N()om]{0,9}|[sIo']{1,3},N,[?]{0,2}")
# "57 shares at 52-week highs"
_MARK_GAP = re.compile(r"[sSI?'N()omp]{0,9}|s,[?]?N,[?]{0,2}")
# Firms that have reported are not what is counted where their results are: "62% of those that reported beat".
_REPORTED = re.compile(r"t(?=[?s,]{0,3}[wzqyYV])")
# "of the 38 firms that have reported, 21 ...": these are a count, too
_DECLARED = re.compile(r"(?:(?P<part>#)\??)?o(?P<n>#)[sI?']{0,5}t")
_AFTER_GAP = re.compile(r"[sSI?:(|p'/o-]{0,7}")
# States that may stand as a label before their number: "Advances 1,200".
_LABEL = re.compile(
    r"(?:advances?|advancers?|declines?|decliners?|gainers?|losers?|winners?|unchanged|gains|losses|"
    r"adv|dec|unch|"
    r".* (?:shares|"
    r"stocks|issues|scrips|ones))$"
)
_YEAR_BEFORE = frozenset(
    ["in", "between", "since", "from", "during", "of", "year", "until", "till", "by", "early", "late",
     "mid", "fy", "cy",
     "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
     "november", "december", "fiscal"]
)  # fmt: skip
_SHORT = {"H": "h", "L": "l", "C": "c", "D": "d"}


# "17 beat and nine missed expectations"
_BEAT = re.compile(r"(?<=#)x(?=[&,])")


@dataclass
class Count:
    """So many shares (or sectors, where `is_sector`) did what the letter `state` tells."""

    state: str
    value: float
    start: int
    end: int
    unit: str = "count"
    bound: str | None = None
    total: float | None = None
    is_sector: bool = False
    has_noun: bool = False
    is_every: bool = False
    average: str = ""


@dataclass
class _Item:
    kind: str
    start: int
    end: int
    state: str = ""
    value: float = 0.0
    unit: str = "count"
    bound: str | None = None
    total: float | None = None
    is_ahead: bool = False


class Breadth:
    """The counts of a sentence, in chains; places are those of the row."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.row = Row(sentence.shape, "breadth")
        letters = list(self.row.string)
        for place, letter in enumerate(letters):
            is_last = self.row.at[place] + 1 == len(sentence.shape.units)
            if letter in "?#" and not is_last and self._word(place, 1) in _TIMES:
                letters[place] = "?"  # "over the past one month"
                continue
            if letter in "?N" and self._word(place) in SPELLED:
                letters[place] = "#"
            elif letter == "#" and self.row.at[place] and self._word(place, -1) in ("bse", "nse"):
                # "BSE 500", but not "on the BSE 1,390 rose"
                letters[place] = "?" if self.number(place) in _SIZES else "#"
        string = "".join(letters)
        if "Y" in string:
            string = _BEAT.sub("y", string)
        self.string = _REPORTED.sub("?", _DECLARED.sub(lambda found: found.group()[:-1] + "?", string))
        self.chains = [made for chain in self._chains() if (made := self._paired(chain))]
        for found in _DECLARED.finditer(string):
            value = self.number(found.start("part") if found["part"] else found.start("n"))
            if value is not None and value == int(value):
                self.chains.append([Count("t", value, found.start(), found.end(), has_noun=True)])

    def _word(self, place: int, near: int = 0) -> str:
        """The word printed at a place, or beside it."""
        unit = self.sentence.shape.units[self.row.at[place] + near]
        return unit.items[0].text.lower() if unit.symbol == "N" else unit.symbol

    def _is_after(self, place: int, listed: frozenset[str]) -> bool:
        at = self.row.at[place]
        return at > 0 and self.sentence.shape.units[at - 1].symbol in listed

    def number(self, place: int) -> float | None:
        """The number at a place of the row."""
        word = self._word(place)
        if word in SPELLED:
            return SPELLED[word]
        unit = self.sentence.shape.units[self.row.at[place]]
        figure: Figure | None = unit.items[0].value if unit.items else None
        return figure.value if isinstance(figure, Figure) and figure.high is None else None

    def span(self, start: int, end: int) -> Span:
        """Places in the row -> a place in the sentence's symbols."""
        return Span(*self.row.span(start, end))

    def _items(self) -> list[_Item]:
        made: list[_Item] = []
        for found in _ITEM.finditer(self.string):
            start, end = found.span()
            kind = found.lastgroup or ""
            item = _Item(kind, start, end)
            if kind == "number":
                if not self._count(item, found.group()):
                    continue
                before = self.string[start - 1 : start]
                item.is_ahead = before in ("p", "a", "k", "R", "M", "T") and before != ""
                of = made[-1] if made and made[-1].kind == "total" and not made[-1].value else None
                if of is not None and not self.string[of.end : start].strip("smI'"):
                    total = made.pop()
                    item.start, item.kind = total.start, "total"
            elif kind == "state":
                item.state = found.group()
            elif kind == "average":
                item.kind, item.state = "state", found.group()[0]
            elif kind == "every":
                item.kind, item.value, item.unit = "number", 1.0, "every"
                if found.group().endswith("#"):
                    item.value = self.number(end - 1) or 1.0
            made.append(item)
        return [item for item in made if item.kind != "total" or item.value]

    def _count(self, item: _Item, letter: str) -> bool:
        """A number's value; False where it is no count."""
        if letter == "n":
            return True
        value = self.number(item.end - 1)
        if value is None:
            return False
        unit = self.sentence.shape.units[self.row.at[item.end - 1]]
        figure = unit.items[0].value if unit.items else None
        item.bound = figure.bound if figure is not None else None
        item.value = value
        if letter in ("P", "E#"):
            item.unit = "pct" if letter == "P" else "but"
            return True
        printed = unit.items[0].text if unit.items else ""
        is_year = re.fullmatch(r"(?:19|20)\d\d", printed) and self._is_after(item.end - 1, _YEAR_BEFORE)
        return value < 20_000 and value == int(value) and not is_year

    def _chains(self) -> list[list[_Item]]:
        chains: list[list[_Item]] = []
        for item in self._items():
            gap = self.string[chains[-1][-1].end : item.start] if chains else ""
            if chains and (_is_gap(_JOINT, gap, 5) or (gap.count("x") == 1 and len(gap) < 8)):
                chains[-1].append(item)
            else:
                chains.append([item])
        return chains

    def _paired(self, chain: list[_Item]) -> list[Count]:
        total: float | None = None
        items: list[_Item] = []
        for item in chain:
            if item.kind == "total":
                if items and items[-1].kind == "number":
                    if items[-1].value > item.value:  # "12 mein se 10": of 12 ten
                        items[-1].value, item.value = item.value, items[-1].value
                    items[-1].total = item.value
                    items[-1].end = item.end
                total = item.value
            else:
                items.append(item)
        kinds = "".join("S" if item.kind == "state" else "N" for item in items)
        made: list[Count] = []
        at = 0
        both = re.match(r"(S+)(N+)", kinds)
        size = min(len(both[1]), len(both[2])) if both else 0
        if both and len(both[1]) > size > 1:
            # "in favour of sellers as decliners beat advancers 2,010 to 1,640"
            items, kinds = items[len(both[1]) - size :], kinds[len(both[1]) - size :]
        if both and 1 < size <= len(both[2]) and len({item.state for item in items[:size]}) > 1:
            for state, number in zip(items[:size], items[size : 2 * size], strict=True):
                self._add(made, state, number, items[0].start, items[2 * size - 1].end)
            at = 2 * size
        if re.fullmatch(r"SN(?:NS)+", kinds[at:]) and self._is_label(
            items[at], self.string[items[at].end : items[at + 1].start]
        ) | self._is_told(items[at], items[at + 1]):
            # "sectors in decline number 25 against 13 in advance"
            self._add(made, items[at], items[at + 1], items[at].start, items[at + 1].end)
            at += 2
        ahead, behind = (self._row_of(items, kinds, at, after) for after in (False, True))
        for state, number in behind if len(behind) > len(ahead) else ahead:
            self._add(made, state, number, min(state.start, number.start), max(state.end, number.end))
        for count in made:
            count.total = count.total or total
        return made

    def _row_of(self, items: list[_Item], kinds: str, at: int, after: bool) -> list[tuple[_Item, _Item]]:
        """States and their numbers, the numbers ahead of their states or all after them."""
        made: list[tuple[_Item, _Item]] = []
        first = at
        while at + 1 < len(items):
            one, two = items[at], items[at + 1]
            gap = self.string[one.end : two.start]
            if kinds[at : at + 2] == ("SN" if after else "NS"):
                rule = _FIRST_GAP if two.state in "rfu" else _MARK_GAP
                # "barring 11, all rose", "255, or 62%, were positive"
                gap = gap.lstrip(",") if one.unit == "but" or (one.unit == "pct" and gap == ",") else gap
                if not after and _is_gap(rule, gap, 3) and (made or first or not one.is_ahead):
                    made.append((two, one))
                    at += 1
                elif (
                    after
                    and not (one.state in "hl" and "o" in gap)  # "a 52-week low of 6,152"
                    and _is_gap(_AFTER_GAP, gap, 3)
                    and (self._is_label(one, gap) or self._is_told(one, two))
                ):
                    made.append((one, two))
                    at += 1
            at += 1
        return made

    def _is_label(self, state: _Item, gap: str) -> bool:
        if state.state not in "rfu":
            return True
        words = self.row.words(state.start)
        return (
            bool(_LABEL.match(words))
            or self.string[state.start - 1 : state.start] in ("s", "S")
            or ":" in gap
        )

    def _is_told(self, state: _Item, number: _Item) -> bool:
        """ "The number of shares gaining was 1,884"."""
        words = [self._word(number.start, -n) for n in (1, 2) if self.row.at[number.start] >= n]
        return (
            state.state in "rf"
            and self.string[state.start - 1 : state.start] in ("s", "&")
            and bool({"was", "were", "is", "are", "stood", "totalled", "numbered"} & set(words))
        )

    def _add(self, made: list[Count], state: _Item, number: _Item, start: int, end: int) -> None:
        letter = _SHORT.get(state.state, state.state)
        if letter == "f" and made and made[-1].state == "c" and self._word(state.start) == "lower":
            letter = "d"  # "310 in the upper circuit and 120 in the lower"
        if letter in "rfu" and made and made[0].state in "wz":
            letter = "wzF"[
                "rfu".index(letter)
            ]  # "34 with positive results, 19 with negative and 8 with flat"
        if state.state in _SHORT and not any(count.state in "hlcd" for count in made):
            return
        inside = self.string[start:end].replace("m", "s")  # "stocks traded"
        nouns = (
            re.sub(r"[^sS]", "", inside) or re.sub(r"[^sS]", "", self.string[max(0, start - 12) : start])[-1:]
        )
        is_sector = "S" in nouns and "s" not in nouns
        if not nouns and any(
            letter == "I"
            and re.search(r"(?i)caps$", self.row.shape.units[self.row.at[start + n]].items[-1].text)
            for n, letter in enumerate(inside)
        ):
            nouns = "s"  # "54 small caps"
        if not nouns and made:
            is_sector = made[-1].is_sector
        value = number.value
        if number.unit == "but" and not number.total:
            # "all but two of them rose", "barring two, all rose": the two did not
            if is_sector or letter not in "rf":
                return
            letter = "f" if letter == "r" else "r"
        elif number.unit == "but":  # "all but two of the 13"
            value = (number.total or 0) - value
        is_none = self.string[number.start : number.start + 1] == "n"
        if is_none and is_sector and number.total and letter in "rf":
            letter, value = "f" if letter == "r" else "r", number.total
        made.append(
            Count(
                letter, value, start, end, "pct" if number.unit == "pct" else "count", number.bound,
                number.total, is_sector, bool(nouns), number.unit == "every", self._average(state),
            )
        )  # fmt: skip

    def _average(self, state: _Item) -> str:
        if state.state not in "ak":
            return ""
        found = re.search(r"\d+", self.row.words(state.start + 1))
        text = self.sentence.article.text.plain
        unit = self.sentence.shape.units[self.row.at[state.start + 1]]
        printed = re.match(r"\d+", text[unit.start : unit.end])
        return (printed or found).group() if printed or found else ""  # type: ignore[union-attr]


def _is_gap(rule: re.Pattern[str], gap: str, unknown: int) -> bool:
    return bool(rule.fullmatch(gap)) and gap.count("?") <= unknown


_NEEDED = re.compile(
    r"#|P (?:of|I)\b|\bK\b|\b(?:one|two|three|four|five|six|seven|eight|nine|\w+een|\w+ty|\w+ty-\w+|eleven|"
    r"twelve|none|every|each)\b"
)


def breadth(sentence: Sentence) -> Breadth | None:
    """The counts of a sentence, worked out once; None where it has none."""
    memo = sentence.article.memo
    key = f"breadth.{sentence.number}"
    if key not in memo:
        told = None
        if _NEEDED.search(sentence.string):
            told = Breadth(sentence)
            if "X" in told.string:
                told.chains = [chain for chain in told.chains if not _is_other(told, chain)]
        memo[key] = told
    found: Breadth | None = memo[key]
    return found


def _is_other(told: Breadth, chain: list[Count]) -> bool:
    """Whether sessions, funds or contracts are counted."""
    return "X" in told.string[max(0, chain[0].start - 1) : chain[-1].end + 3]


def is_out(sentence: Sentence, place: Span) -> bool:
    """Whether a figure is doubtful or of an earlier time."""
    span = place.start(), place.end()
    if is_doubtful(sentence.shape, *span):
        return True
    # At 12.40 "2,160 had advanced" is of the session that goes on.
    goes_on = sentence.article.is_mid_session and " had " in sentence.string
    return is_earlier(sentence, *span) and not (goes_on and not _BACK.search(sentence.string))


_BACK = re.compile(
    r"\b(?:\w+day|previous|last|earlier|ago|year|week|month|crash|in (?:19|20)\d\d|after|once)\b|"
    r"(?:^| )D(?= |$)"
)
