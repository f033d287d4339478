"""Companies named for what they did to an index: "A and B weighed on the Nifty", "the fall was led by "
"A and B"."""

import re
from collections.abc import Iterator

from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.moves.moves import moves_of
from bhavhouse.news.grammar.pieces import LET_DOWN, LET_UP, Span, pattern
from bhavhouse.news.units import Unit

_MARKET = (
    r"(?:the |both |overall |broader |domestic |benchmark |headline |key |equity |frontline |its |some |"
    r"further |of |most |from |in )*(?:I|X|S|ind(?:ex|ices|exes)|benchmarks?|markets?|sentiments?|gauges?|"
    r"fall|losses|decline|downside|slide|gains|upside|rally|advance|rise)"
)
_HOW = (
    r"(?:(?: (?:[a-z]+ly|the most|most|also|too|,|have|had|further|both|all|that|which|shares|stocks|were|"
    r"was|on D))*)"
)
_RULES = (
    # "A and B supported the Nifty", "A cushioned the fall"
    (pattern(rf"(?P<n>N){_HOW} {LET_UP}{_HOW} (?!.{{0,9}}gains){_MARKET}"), 1),
    # "A and B weighed on the index"
    (pattern(rf"(?P<n>N){_HOW} {LET_DOWN}{_HOW} {_MARKET}"), -1),
    # "A and B contributed the most to the gains", "A and B added the most to the rally"
    (
        pattern(
            rf"(?P<n>N){_HOW} (?:contributed|contributing|added){_HOW}(?: to)? "
            r"(?:the |most |of |bulk |I 's )*"
            r"(?P<to>gains?|rally|rise|advance|upmove|fall|losses|decline|slide)"
        ),
        0,
    ),
    # "those that softened the fall were A and B"
    (
        pattern(
            rf"(?:(?P<up>{LET_UP})|(?P<down>{LET_DOWN})){_HOW} {_MARKET}"
            r"(?: (?:were|was|included|include|are|:|the|likes|of|shares))+ (?P<n>N)"
        ),
        0,
    ),
    # "added 3.9% with the support of A and B"
    (pattern(r"(?:with|on)(?: the)? (?:support|help|back)(?: coming)? (?:of|from) (?P<n>N)"), 0),
    # "tracking losses in index majors A and B"
    (
        pattern(
            r"(?:tracking|following|mirroring|amid|reflecting)(?: (?:sharp|heavy|strong|smart|steep|early))* "
            r"(?:(?P<up>gains|rise|advances|buying)|(?P<down>losses|fall|declines|selling)) (?:in|of)"
            r"(?: (?:index|major|majors|heavyweights?|shares|stocks|of|like|such|as|bluechips?|"
            r"the))* (?P<n>N)"
        ),
        0,
    ),
    # "the Sensex was dragged down by A and B", "the index was lifted by gains in A"
    (
        pattern(
            rf"(?:(?P<up>{LET_UP})|(?P<down>{LET_DOWN}))(?: (?:mainly|largely|primarily|higher|lower|"
            rf"up|down))* by"
            r"(?: (?:the|a|losses|gains|rise|fall|rally|selling|buying|decline|weakness|strength|slump|"
            r"surge|in|of|index|heavyweights?|shares|stocks|likes|like|such|as|mainly))* (?P<n>N)"
        ),
        0,
    ),
    # "up 3.7%, led by gains in A and B"
    (
        pattern(
            r"(?:led|driven|fuelled|dominated)(?: (?:mainly|largely|primarily|higher|lower|up|down))* by"
            r"(?: (?:the|a|index|heavyweights?|shares|stocks|likes|strong|sharp|heavy))*"
            r" (?P<way>gains?|rise|rally|losses|fall|decline|selling|buying|surge|slump)"
            r"(?: (?:seen|in|of|index|heavyweights?|shares|stocks|like|such|as))* (?P<n>N)"
        ),
        0,
    ),
    # "The rally was led by A and B", "up 0.8%, led by A"
    (
        pattern(
            r"(?:led|driven|fuelled|spearheaded)(?: (?:mainly|largely|primarily|higher|lower|up|"
            r"down))* by(?: (?:the|index|heavyweights?|shares|stocks|of|likes|names|like|such|as|private|"
            r"bank|banks|lenders))* (?P<n>N)"
        ),
        0,
    ),
)
_RISES = re.compile(r"gains?|rise|rally|advance|upmove|buying|surge|jump|strength|rebound|recovery")
_FALLS = re.compile(r"fall|losses|loss|decline|slide|selling|slump|sell-off|selloff|correction|weakness")
_HINT = re.compile(
    r"\b(?:support|back|lift|boost|propp|cushion|buoy|power|propel|aid|help|limit|capp|soften|push|drove|"
    r"driv|led|weigh|drag|pull|hurt|pressur|dent|contribut|added|spearhead|fuel|offset|counter|underpin|"
    r"tracking|following|mirroring|amid|reflecting)"
)


def weighed(sentence: Sentence) -> Iterator[tuple[Unit, int, Span]]:
    """The companies, their side and where it is told."""
    if not _HINT.search(sentence.string):
        return
    for rule, side in _RULES:
        for found in sentence.shape.find(rule):
            unit = sentence.shape.unit(found, "n")
            way = side or _way(sentence, found)
            if unit is None or not way:
                continue
            yield unit, way, Span(*found.span())


def _way(sentence: Sentence, found: re.Match[str]) -> int:
    """The side that a match's own words, else the sentence's last move or noun before it, tell."""
    groups = found.groupdict()
    if groups.get("up") or groups.get("down"):
        return 1 if groups.get("up") else -1
    told = groups.get("way") or groups.get("to")
    if told:
        return 1 if _RISES.fullmatch(told) else -1
    before = sentence.string[: found.start()]
    if not re.search(r"\b[IXS]\b", before):
        words = before.rsplit(" , ", 1)[-1]
        rises, falls = (len(list(p.finditer(words))) for p in (_RISES, _FALLS))
        return (rises > 0) - (falls > 0) if (rises > 0) != (falls > 0) else 0
    moved = [move for move in moves_of(sentence) if move.sign and move.start < found.start()]
    if moved and moved[-1].symbol in "IXS":
        return moved[-1].sign
    return 0
