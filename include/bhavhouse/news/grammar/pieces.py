"""Pieces of patterns that several kinds share, matched against a sentence's symbols (see units.py)."""

import re
from collections.abc import Iterator

from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import Fact
from bhavhouse.news.units import Item

ARTICLE = r"(?: (?:a|an|its|the|their|his|our))?"
# What companies did to an index: "A and B lifted the Nifty", "A dragged it".
LET_UP = (
    r"(?:supported|supporting|lifted|lifting|boosted|boosting|propped up|cushioned|cushioning|buoyed|powered|"
    r"propelled|aided|helped|limited|limiting|capped|softened|arrested|pushed up|pushed higher|drove|driving|"
    r"underpinned|countered|offset)"
)
LET_DOWN = (
    r"(?:weighed(?: down)?(?: on)?|weighing on|weigh on|dragged(?: down| lower)?|dragging(?: down)?|drag|"
    r"pulled(?: down| lower)|pulling(?: down)?|hurt|hurting|pressured|dented|pushed lower|pressurised)"
)


class Span:
    """A place in a sentence's symbols, in the form of a match."""

    def __init__(self, start: int, end: int) -> None:
        self._span = start, end

    def start(self) -> int:
        """Where it begins."""
        return self._span[0]

    def end(self) -> int:
        """Where it ends."""
        return self._span[1]


def pattern(text: str) -> re.Pattern[str]:
    """A pattern that begins and ends at the edge of a symbol."""
    return re.compile(rf"(?:^|(?<= ))(?:{text})(?= |$)")


def items(sentence: Sentence, found: re.Match[str], group: str) -> list[Item]:
    """The members of the unit that a group stands on."""
    unit = sentence.shape.unit(found, group) if found.groupdict().get(group) else None
    return unit.items if unit else []


def make(
    sentence: Sentence,
    found: re.Match[str] | Span,
    rule: str,
    kind: str,
    fields: dict[str, object],
    *,
    version: int = 1,
    confidence: float = 0.9,
    end: int | None = None,
    dated: bool = True,
) -> Fact:
    """The fact that a match states; its quote is the match. days.py dates it, unless not `dated`."""
    start, stop = sentence.shape.span(found.start(), found.end() if end is None else end)
    if dated:
        fields["date"] = None
    return Fact(kind, rule, version, start, stop, fields, confidence, is_title=sentence.is_title)


def text_of(sentence: Sentence, start: int, end: int) -> str:
    """The repaired text under a part of the symbols, in lower case."""
    first, last = sentence.shape.span(start, end)
    return sentence.article.text.plain[first:last].lower()


_LISTED = re.compile(
    r"^(?:W )?(?:these|this|those|they|the list|among them|the names|the companies|the stocks|"
    r"notable|key|major|prominent|"
    r"some|other|leading|important|such|big|top|among the|the group|they)(?: \S+){0,5}? "
    r"(?:include|includes|included|including|are|were|being|comprise|comprises|"
    r"comprised)(?: the likes of)?(?: :)? (?P<n>[NB])(?= |$)"
    r"|^(?:names|companies|stocks) (?:such as|like|including) (?P<n2>[NB])(?= |$)"
    r"|^(?P<n3>[NB]) (?:are|were|feature|figure|featured|figured)(?: \S+){0,3}? (?:among|in|"
    r"on|part of|the) (?:them|these|the list|this list|those|companies|names)"
)


def listed_after(sentence: Sentence, end: int) -> list[Item]:
    """The companies that the rest of this sentence, or the next one, lists: "These include ..."."""
    rest = sentence.string[end:]
    here = re.match(
        r"(?: \S+){0,8}?(?: ,| -| :| \()*(?: (?:including|include|includes|such as|namely|like|"
        r"are|being|these are))?(?: :| -)? (?P<n>[NB])(?= |$)",
        rest,
    )
    if here and re.search(r":|includ|such as|namely|like|are|-", here.group()):
        unit = sentence.shape.units[sentence.shape.index(end + here.start("n"))]
        return unit.items
    after = sentence.after()
    if after is None or after.shape.string.endswith("?"):
        return []
    if rest.strip() in (":", "") and sentence.string.endswith(":"):
        return _bullets(sentence)
    found = _LISTED.match(after.string)
    if found:
        group = next(name for name in ("n", "n2", "n3") if found[name])
        named = after.shape.unit(found, group)
        return named.items if named else []
    return []


def _bullets(sentence: Sentence) -> list[Item]:
    """The companies of the list lines below, one or several to a line."""
    found: list[Item] = []
    for n in range(1, 400):
        after = sentence.after(n)
        if after is None or not re.fullmatch(r"[NB](?: [.,;])?", after.string):
            break
        found.extend(after.shape.units[0].items)
    return found


Facts = Iterator[Fact]
