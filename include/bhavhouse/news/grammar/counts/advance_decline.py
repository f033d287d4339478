"""advance_decline: how many shares rose and how many fell, or the ratio of the two.

"434 advanced while 776 declined", "advances outnumbered declines 1,200 to 900", "a ratio of 0.56x",
"two shares fell for every one that rose", "32 of the 50 closed in the red". breadth.py reads the counts.
"""

import re
from collections.abc import Iterator

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import Fact, plain_number
from bhavhouse.news.grammar.counts.breadth import Breadth, Count, breadth, is_out
from bhavhouse.news.grammar.counts.whose import index_of
from bhavhouse.news.grammar.moves.told import told_horizon
from bhavhouse.news.grammar.pieces import Facts, Span, make

KIND = "advance_decline"
# "the advance-decline ratio stood at 0.45", "A/D ratio of 1.8:1"
_RATIO = re.compile(
    r"(?P<r>R)(?P<gap>[sI?opv&'(),:wzrf|-]{0,9}?)(?P<a>[#K])(?:[:p/&](?P<b>[#K]))?(?![sSP]|\(?P)"
)
# "3:2 in favour of declines"
_FAVOUR = re.compile(r"(?P<a>#)[:p](?P<b>#)(?P<gap>[?sI]{0,4})(?P<state>[rf])")
# "decliners beat advancers by a ratio of 3:1"
_LED = re.compile(r"(?P<state>[rf])x[rf](?P<gap>[?pRoIs]{0,6})(?P<a>#)[:p](?P<b>#)")
_NEAR = re.compile(r"(?<=[rfu])[,.]?[?op]{0,5}R[?op:]{0,3}(?P<v>[#K])(?![sS:p])")
_SAME = re.compile(r"(?P<n>#)[sI?,]{0,4}u|u[?s:(p]{0,3}(?P<m>#)")
_TRADED = re.compile(r"(?P<n>#)s?m|m[:?pI]{0,3}(?P<m>#)")
_BREADTH = re.compile(r"advance|breadth|declin|gainer")
# "how to read a ratio of 2": an example of a lesson
_LESSON = re.compile(
    r"\breported (?:a |an )?(?:rise|growth|increase|decline|fall)\b|"
    r"\b(?:on an average|typical|on average|every (?:july|year|month)|study|studies) (?:\w+ )|"
    r"\bhow to (?:read|use|interpret|calculate|compute)\b|\b(?:for example|for instance|suppose)\b"
)


def find(sentence: Sentence) -> Facts:
    """The counts of a sentence, its unchanged ones taken from the next sentence where they stand there."""
    told = breadth(sentence)
    if told is None or _LESSON.search(sentence.string):
        return
    found = False
    if found_rows := [*_row(sentence), *_columns(sentence)]:
        yield from found_rows
        return
    used = sentence.article.memo.setdefault("advance_decline.used", set())
    if sentence.number in used:
        return
    if pair := _pair(sentence, told):
        used.add(sentence.number + 1)
        yield pair
        return
    for chain in told.chains:
        if any(count.state == "j" for other in told.chains for count in other):
            continue  # of changed grades so many went up and so many down
        for group in _groups(chain):
            fact_fields = _fields(sentence, told, group, len(chain))
            if fact_fields is None:
                continue
            place = told.span(group[0].start, _end(told, group))
            sides = [count for count in group if count.state != "u"]
            if is_out(sentence, told.span(sides[0].start, sides[-1].end)) or _is_foreign(sentence, place):
                continue
            found = True
            rule = "every" if group[0].is_every or group[-1].is_every else "counts"
            yield make(sentence, place, f"advance_decline.{rule}", KIND, fact_fields)
    if not found:
        yield from _ratios(sentence, told)


_ALL = re.compile(r"(?<!almost )(?<!nearly )(?<!not )\ball(?: of)?(?: the| its)? $")


_CELLS = re.compile(r"(?:[|] )?(?:(?:[a-z]+|[NI]) [|] )?#(?: [|] #){1,2}(?: [|])?(?: \.)?")
_SIDES = re.compile(r"\b(a)dvances?\b|\b(d)eclines?\b|\b(u)nchanged\b")


def _row(sentence: Sentence) -> Facts:
    """A row of a table whose header names advances and declines: "BSE | 1,640 | 2,190"."""
    head = [sentence.before(n) for n in range(1, 7)] if _CELLS.fullmatch(sentence.string) else []
    sides = next((found for other in head if other and len(found := _SIDES.findall(other.string)) > 1), [])
    units = [unit for unit in sentence.shape.units if unit.symbol not in "|."]
    told = {
        "".join(side): unit.items[0].value.value
        for side, unit in zip(sides, units[-len(sides) :], strict=False)
    }
    if {"a", "d"} <= told.keys() and told["a"] + told["d"] > 9 and len(units) <= len(sides) + 1:
        index = (
            sentence.article.text.plain[units[0].start : units[0].end] if len(units) > len(sides) else None
        )
        yield _counted(sentence, index, told["a"], told["d"], told.get("u"))


def _counted(sentence: Sentence, index: str | None, up: float, down: float, same: float | None) -> Fact:
    fields: dict[str, object] = {
        "index": index, "advances": plain_number(up), "declines": plain_number(down),
        "ratio": None, "unit": "count",
    }  # fmt: skip
    if same is not None:
        fields["unchanged"] = plain_number(same)
    return make(sentence, Span(0, len(sentence.string)), "advance_decline.row", KIND, fields)


_SIDE_ROW = re.compile(
    r"(?:[|] )?(?P<side>advances?|declines?|unchanged) (?:[|] )?(?P<cells>#(?: (?:[|] )?#)*)(?: [|])?"
)
_MARKET = re.compile(r"\b(?:BSE|NSE)\b")


def _columns(sentence: Sentence) -> Iterator[Fact]:
    """A table with a column for each exchange: "Advances | 1,209 | 535" over "Declines | 1,620 | 951"."""
    above, rows = sentence.before(), [sentence, sentence.after(), sentence.after(2)]
    found = [_SIDE_ROW.fullmatch(row.string) if row is not None else None for row in rows]
    if (
        above is None
        or not found[0]
        or not found[1]
        or found[0]["side"][0] != "a"
        or found[1]["side"][0] != "d"
    ):
        return
    plain, units = sentence.article.text.plain, above.shape.units
    markets = _MARKET.findall(plain, units[0].start, units[-1].end)
    sides: list[list[float]] = [
        [unit.items[0].value.value for unit in row.shape.units if unit.symbol == "#"]
        for row, told in zip(rows, found, strict=True)
        if row is not None and told
    ]
    if any(len(side) != len(markets) for side in sides[:2]):
        return
    for n, market in enumerate(markets):
        same = sides[2][n] if len(sides) > 2 and n < len(sides[2]) else None
        yield _counted(sentence, market, sides[0][n], sides[1][n], same)


def _pair(sentence: Sentence, told: Breadth) -> Fact | None:
    """One claim in two sentences: "Advances: 1,120; declines: 1,290", "only 410 rose. Around 3,402 fell"."""
    after = sentence.after()
    other = breadth(after) if after is not None and after.block == sentence.block else None
    if after is None or other is None:
        return None
    one, two = _only(told), _only(other)
    if one is None or two is None or {one.state, two.state} != {"r", "f"}:
        return None
    named = {
        unit.items[0].text for s in (sentence, after) for _, unit in s.shape.subjects if unit.symbol == "I"
    }
    if len(named) > 1:
        return None  # each of its own index
    is_whole = one.total == one.value + two.value
    if not sentence.string.endswith(";") and not is_whole and not (one.has_noun and two.has_noun):
        return None
    sides = {count.state: count.value for count in (one, two)}
    place, second = told.span(one.start, one.end), other.span(two.start, two.end)
    if sum(sides.values()) < 10 or is_out(sentence, place) or is_out(after, second):
        return None
    fields: dict[str, object] = {
        "index": index_of(sentence, place), "advances": plain_number(sides["r"]),
        "declines": plain_number(sides["f"]),
    }  # fmt: skip
    if one.total and one.total >= sum(sides.values()):
        fields["total"] = plain_number(one.total)
    same, _ = _beside(after, other)
    third = after.after()
    if same is None and third is not None and third.block == sentence.block and (more := breadth(third)):
        same, _ = _beside(third, more)
    if same is not None:
        fields["unchanged"] = plain_number(same)
    fields |= {"ratio": None, "unit": "count"}
    return make(sentence, place, "advance_decline.two_sentences", KIND, fields)


def _only(told: Breadth) -> Count | None:
    """The one count of shares that rose or fell, where there is but one."""
    counts = [count for chain in told.chains for count in chain if count.state in "rf"]
    if len(counts) != 1 or counts[0].is_sector or counts[0].is_every or counts[0].unit != "count":
        return None
    if counts[0].total and counts[0].has_noun:
        return counts[0]
    return None if "P" in told.string[counts[0].end : counts[0].end + 3] else counts[0]


def _groups(chain: list[Count]) -> Iterator[list[Count]]:
    """Runs of a chain in which each side is told once."""
    group: list[Count] = []
    for count in chain:
        if count.state not in "rfu" or count.is_sector or count.unit == "pct":
            if group:
                yield group
            group = []
            continue
        if count.state in {other.state for other in group}:
            if [other.value for other in group] != [count.value]:  # "3,414 in the red: of 4,189, 3,414 fell"
                yield group
            group = []
        group.append(count)
    if group:
        yield group


def _fields(sentence: Sentence, told: Breadth, group: list[Count], size: int) -> dict[str, object] | None:
    sides = {count.state: count for count in group}
    up, down, same = sides.get("r"), sides.get("f"), sides.get("u")
    place = told.span(group[0].start, group[-1].end)
    index = index_of(sentence, place)
    if up and down and (up.is_every or down.is_every):
        return ratio_fields(index, up.value / down.value if down.value else 0.0)
    total = next((count.total for count in group if count.total), None)
    if not (up and down):
        one = up or down
        is_had = one is not None and told.string[one.start - 1 : one.start] == "I"
        # One side alone: of a total told, or of the shares of an index.
        if (
            one is None
            or (size > 1 and not one.total)
            or not (one.has_noun or is_had)
            or "P" in told.string[one.end : one.end + 3]
        ):
            return None
        is_all = one.is_every or _ALL.search(sentence.string[max(0, place.start() - 16) : place.start()])
        if re.search(
            r"\b(?:almost|nearly|not|virtually) all (?:the )?$", sentence.string[: place.start()][-24:]
        ):
            return None
        if one.is_every and not total:
            return None  # "1.8 gainers for every loser"
        if one.is_every and total:
            one.value, total = total, None  # "each of the 100 members fell"
        if is_all and index and 1 < one.value <= 1000 and not total:
            # "all 13 constituents in the green"
            counted = {"r": one.value, "f": one.value} | {"f" if one is up else "r": 0.0}
            return {
                "index": index, "advances": plain_number(counted["r"]),
                "declines": plain_number(counted["f"]),
                "total": plain_number(one.value), "ratio": None, "unit": "count",
            }  # fmt: skip
        if (
            not total
            and not is_all
            and not is_had  # "the index had 17 losers"
            and _ratio_beside(told, None) is None
            and not re.search(
                r"#[o,?]{0,3}I'?s|I'?#s|#sI|oI,#s", told.string[max(0, one.start - 3) : one.end]
            )
        ):
            return None
        if total and (one.value > total or total < 10):
            return None
    elif up.value + down.value < 10 or (total and total < up.value + down.value):
        return None
    if same is None or total is None:
        same_value, more = _beside(sentence, told)
    fields: dict[str, object] = {
        "index": index,
        "advances": plain_number(up.value) if up else None,
        "declines": plain_number(down.value) if down else None,
    }
    total = total or (more if more and more >= sum(count.value for count in group) else None)
    if total:
        fields["total"] = plain_number(total)
    same_told = same.value if same else same_value if up and down else None
    if same_told is not None:
        fields["unchanged"] = plain_number(same_told)
    ratio = _NEAR.search(told.string, max(0, group[-1].end - 1))
    value = told.number(ratio.start("v")) if ratio else None
    if value is None or value >= 100:
        value = _ratio_beside(told, up.value / down.value if up and down and down.value else None)
    fields["ratio"] = plain_number(value)
    fields["unit"] = "x" if fields["ratio"] is not None else "count"
    over = told_horizon(sentence, place.start(), place.end())
    if over not in (None, "1d"):
        fields["horizon"] = over
    return fields


def _ratio_beside(told: Breadth, counted: float | None) -> float | None:
    """The ratio that the sentence tells beside its counts: "843 gainers, 347 losers - an A/D of 2.43"."""
    for found in _RATIO.finditer(told.string):
        one = told.number(found.start("a"))
        is_ratio = one is not None and (found["a"] == "K" or (found["b"] is None and one != int(one)))
        if is_ratio and one is not None and one < 50 and (not counted or abs(one - counted) < 0.05 * counted):
            return one
    return None


def _beside(sentence: Sentence, told: Breadth) -> tuple[float | None, float | None]:
    """How many stood still and how many were traded, as this sentence or the next tells."""
    same = total = None
    after = sentence.after()
    near = [told]
    if after is not None and after.block == sentence.block and "P" not in after.string:
        following = breadth(after)
        has_own = following and any(count.state in "rf" for chain in following.chains for count in chain)
        near += [following] if following and not has_own else []
    for other in near:
        found = _SAME.search(other.string)
        if found and same is None:
            same = other.number(found.start("n") if found["n"] else found.start("m"))
        found = _TRADED.search(other.string)
        if found and total is None:
            total = other.number(found.start("n") if found["n"] else found.start("m"))
    return same, total


def _end(told: Breadth, group: list[Count]) -> int:
    ratio = _NEAR.search(told.string, max(0, group[-1].end - 1))
    return ratio.end() if ratio else group[-1].end


def _ratios(sentence: Sentence, told: Breadth) -> Facts:
    """Ratios told without counts."""
    for found in (*_FAVOUR.finditer(told.string), *_LED.finditer(told.string)):
        place = told.span(found.start(), found.end())
        one, two = told.number(found.start("a")), told.number(found.start("b"))
        if not one or not two or is_out(sentence, place) or max(one, two) > 30:
            continue
        if told.row.words(found.start("state")) in ("positive", "negative"):
            continue  # "a score of 8 to 10 is positive"
        if (found["state"] == "r") != (one > two):
            one, two = two, one
        fields = ratio_fields(index_of(sentence, place), one / two)
        yield make(sentence, place, "advance_decline.favour", KIND, fields)
        return
    for found in _RATIO.finditer(told.string):
        place = told.span(found.start(), found.end())
        if is_out(sentence, place) or _is_foreign(sentence, place):
            continue
        word = told.row.words(found.start())
        if word == "ratio" and not _is_of_breadth(sentence):
            continue
        one = told.number(found.start("a"))
        two = told.number(found.start("b")) if found["b"] else None
        if one is None:
            continue
        index = index_of(sentence, place)
        if two is not None and one >= 10 and two >= 10 and one == int(one) and two == int(two):
            fields = {
                "index": index, "advances": plain_number(one), "declines": plain_number(two),
                "ratio": None, "unit": "count",
            }  # fmt: skip
            yield make(sentence, place, "advance_decline.pair", KIND, fields)
            return
        is_ratio = two is not None or found["a"] == "K" or one != int(one) or (word != "ratio" and one <= 30)
        if (
            not is_ratio
            or one / (two or 1.0) > 50
            or (word.endswith("breadth") and not two and one == int(one))
        ):
            continue
        fields = ratio_fields(index, one / (two or 1.0))
        yield make(sentence, place, "advance_decline.ratio", KIND, fields, confidence=0.8)


def _is_of_breadth(sentence: Sentence) -> bool:
    """Whether "the ratio" is that of advances to declines: this sentence or one of the two before says so."""
    for n in range(3):
        other = sentence.before(n) if n else sentence
        if other is None or other.block < sentence.block - 1:
            return False
        if _BREADTH.search(other.string):
            return True
    return False


def ratio_fields(index: str | None, ratio: float) -> dict[str, object]:
    """The fields of a ratio without counts."""
    counts: dict[str, object] = {"index": index, "advances": None, "declines": None}
    return counts | {"ratio": int(ratio * 100 + 0.5) / 100, "unit": "x"}


def _is_foreign(sentence: Sentence, place: Span) -> bool:
    return names.is_foreign(index_of(sentence, place) or "")
