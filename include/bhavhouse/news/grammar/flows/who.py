"""flow, its investors: whom "they" means, and whose flows a text on sectors tells."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace

from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.grammar.flows import words
from bhavhouse.news.grammar.flows.table import printed
from bhavhouse.news.numbers import Figure
from bhavhouse.news.units import Item

_SHORT = re.compile(r"\bF[IP]Is\b")
_OF_TOPIC = re.compile(
    r"(?:^| )S |^(?:total|overall|net|the total|the net|(?:D|in \w+(?: so far)?|"
    r"so far in \w+) ,? ?the (?:net )?(?:in|out)flow|"
    r"the (?:in|out)flow|(?:the )?(?:equity|cash) (?:segment|market|side)) "
)
_TOPIC = re.compile(r"\b(?:fpis?|fiis?|foreign|overseas|diis?)\b")


@dataclass
class Flow:
    """One amount with its investor and side, before it is known whether it is a net figure."""

    who: Item
    mention: int
    sign: int
    is_net: bool
    figure: Figure
    start: int
    end: int
    sector: str | None = None
    note: str | None = None


@dataclass
class Whose:
    """An investor, where it is named (-1 a sentence before, -2 by the topic), and how far the claim goes."""

    who: Item
    mention: int
    start: int
    end: int


def whose_is(
    sentence: Sentence,
    made: list[Flow],
    investors: list[re.Match[str]],
    place: tuple[int, int, int],
    after: str,
) -> Whose | None:
    """The investor of the amount at a place: named before it or right after, or spoken of already."""
    string = sentence.string
    begin, at, end = place
    near = [i for i in investors if begin <= i.start() < at]
    if near:
        joint = string[near[-2].end() : near[-1].start()] if len(near) > 1 else ""
        one = near[-2] if joint in (" and ", " & ", " / ", " , ") else near[-1]
        return Whose(printed(sentence, one), one.start(), one.start(), end)
    if by := _by(string, investors, end):
        return Whose(printed(sentence, by), by.start(), begin, by.end())
    if made and not re.search(r"\b[NBIX]\b", string[begin:at]) and begin >= made[-1].end - 1:
        return Whose(made[-1].who, made[-1].mention, begin + (string[begin : begin + 1] == " "), end)
    if they := words.THEY.search(string, begin, at):
        earlier = [i for i in investors if i.end() <= they.start()]
        if earlier:
            return Whose(printed(sentence, earlier[-1]), earlier[-1].start(), they.start(), end)
        if known := before(sentence):
            return Whose(known, -1, they.start(), end)
    said = string[begin:at] + after[:30]
    if (words.GROSS.match(said) or words.INFLOW.match(said)) and (known := before(sentence)):
        return Whose(known, -1, begin, end)
    if (named := topic(sentence)) and _OF_TOPIC.search(said):
        return Whose(named, -2, begin, end)
    return None


def _by(string: str, investors: list[re.Match[str]], end: int) -> re.Match[str] | None:
    """The investor told after the amount: "Rs 900 crore was withdrawn by FIIs"."""
    by, into = words.BY.match(string, end), words.INTO.match(string, end)
    return next(
        (
            i
            for i in investors
            if (by and i.start() == by.end())
            or (into and i.start() == into.end() and re.fullmatch(words.SAVERS, i["who"]))
        ),
        None,
    )


def before(sentence: Sentence) -> Item | None:
    """Whom "they" means: the investors that the sentence before speaks of."""
    for n in (1, 2, 3):
        other = sentence.before(n)
        if other is None or other.is_title:
            return None
        named = words.investors(other.string)
        if named:
            return printed(other, named[-1]) if len({f["who"][:4] for f in named}) == 1 else None
    return None


def goes_on(sentence: Sentence, made: list[Flow], place: tuple[int, int, int], figure: Figure) -> Flow | None:
    """An amount alone that goes on with the side of the one before, or tells the sum of a longer time."""
    string, (begin, at, end) = sentence.string, place
    tally = words.TALLY.search(string, 0, at)
    if tally and (made or tally["flow"]):
        who = made[-1].who if made else before(sentence)
        sign = made[-1].sign if made else -1 if tally["flow"] == "out" else 1
        whole = replace(figure, value=figure.high or figure.value, high=None, bound=None)  # "gone up to M"
        return Flow(who, -1, sign, True, whole, max(begin, tally.start()), end) if who else None
    time = words.ITS_TIME.match(string, end)
    if made and not made[-1].sector and time and words.GOES_ON.fullmatch(string, made[-1].end, at):
        return replace(made[-1], figure=figure, start=at, end=time.end())
    return None


def is_long_past(sentence: Sentence, start: int, end: int) -> bool:
    """Whether it tells of another year than the article's: "in March 2020 they withdrew"."""
    first, last = sentence.shape.span(start, end)
    begin = max(sentence.shape.units[0].start, first - 80)
    text = sentence.article.text.plain[begin : min(sentence.shape.units[-1].end, last + 40)].lower()
    text = text[: last - begin] + re.split(r", which\b|; ", text[last - begin :])[0]
    found = words.YEAR.search(text)
    if not found or re.search(r"\b(?:so far|year-to-date|ytd|since)\b", text):
        return False
    day = sentence.article.day
    return day is None or int(found["year"]) != day.year


def topic(sentence: Sentence, *, titles: bool = False) -> Item | None:
    """The one class of investors that a text on flows speaks of, as it was named last."""
    memo = sentence.article.memo
    if "flow.topic" not in memo:
        is_topic = _TOPIC.search(sentence.article.lowered, 0, 300) is not None
        memo["flow.topic"] = [
            (other.number, other.is_title, printed(other, found))
            for other in (sentence.article.sentences if is_topic else ())
            for found in words.investors(other.string)
        ]
    told: list[tuple[int, bool, Item]] = memo["flow.topic"]
    at = bisect_left([number for number, _, _ in told], sentence.number)
    if sentence.article.memo.get("flow.only") is None:
        first = sentence.article.sentences[0]
        kinds = {_is_foreign(found["who"]) for found in words.investors(first.string)}
        sentence.article.memo["flow.only"] = kinds == {True}
    if sentence.article.memo["flow.only"]:  # a headline on foreign investors: the sectors are theirs
        told, at = (kept := [one for one in told[:at] if _is_foreign(one[2].text)]), len(kept)
    if len({_is_foreign(item.text) for _, _, item in told[:at]}) != 1:
        return None  # two classes have been named: whose sectors these are is not plain
    last = next(
        (item for _, is_title, item in reversed(told[max(0, at - 20) : at]) if titles or not is_title), None
    )
    often = _often(sentence.article)
    return replace(last, text=often) if last is not None and often else last


def _often(article: Article) -> str | None:
    """What a text calls foreign investors by far the most: "FPIs"."""
    if "flow.often" not in article.memo:
        counts = Counter(found.group() for found in _SHORT.finditer(article.text.plain))
        (name, most), *rest = [*counts.most_common(2), ("", 0)]
        longer = len(_TOPIC.findall(article.lowered)) - most
        article.memo["flow.often"] = name if most > 2 and most > longer and not any(rest[:-1]) else None
    found: str | None = article.memo["flow.often"]
    return found


def _is_foreign(name: str) -> bool:
    return re.match(words.FOREIGN, name.lower()) is not None


_DEBT = re.compile(r"\b(?:debt|bonds?)\b")


def is_with_debt(sentence: Sentence, figure: Figure) -> bool:
    """Whether a sum is of shares and bonds: the text gives both parts of it."""
    memo = sentence.article.memo
    if "flow.parts" not in memo:
        told = [
            (unit.items[0].value.value, _DEBT.search(other.string) is not None)
            for other in sentence.article.sentences
            for unit in other.shape.units
            if unit.symbol == "M" and len(unit.items) == 1 and unit.items[0].value.unit == "inr_crore"
        ][:60]
        debts = [value for value, is_debt in told if is_debt]
        memo["flow.parts"] = {
            round(total, 1) for one in debts for value, _ in told for total in (value + one, abs(value - one))
        }
    return figure.unit == "inr_crore" and figure.value > 99 and round(figure.value, 1) in memo["flow.parts"]
