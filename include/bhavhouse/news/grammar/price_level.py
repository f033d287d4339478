"""price_level: a level of an index or a share: support, resistance, a close, a record.

"support at 24,800", "immediate resistance: 17,100-17,250", "the Sensex settled at 82,500".
"""

import re

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_asked, is_denied, is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.index_return import index_name
from bhavhouse.news.grammar.mover import company_of
from bhavhouse.news.grammar.moves import moves_of
from bhavhouse.news.grammar.pieces import Facts, Span, make, pattern
from bhavhouse.news.numbers import Figure

KIND = "price_level"
_ROLE = r"(?P<role>supports?|resistances?|hurdle|floor|base|demand zone|supply zone|cushion|barrier|ceiling|overhead supply)"
_FILL = r"(?: (?!and|while|but|whereas|support|supports|resistance|resistances|hurdle|if|above|below|break|breach)[a-z'/,()-]+){0,8}?"
_LEVEL = (
    r"(?P<v>[#MT])(?P<more>(?: (?:,|and|-|to|or|followed by|then)+ [#M](?! (?:support|resistance|hurdle)))*)"
)
_FORMS = {
    # "support (is placed) at 24,800", "resistance: 17,100-17,250"
    "role_first": pattern(rf"{_ROLE}(?: (?:levels?|zones?|areas?|range|band))?(?: for (?P<i>[IN]))?{_FILL}(?: [:(|—-])? {_LEVEL}(?! (?:day|dma|ema|sma|-day|sessions|times))"),
    # "24,500 acts as support"
    "level_first": pattern(rf"(?P<v>[#M]) (?:level |mark |zone |points |levels )?(?:(?:is|are|was|will|would|should|may|to|likely|also|now) )*(?:act|acts|acting|serve|serves|serving|remain|remains|provide|provides|offer|offers|seen|be|is|as)(?: [a-z-]+){{0,5}}? {_ROLE}"),
}  # fmt: skip
_RECORD = pattern(
    r"(?P<what>52 ?-? ?week|record|all-time|all time|lifetime|life-time|fresh 52-week|one-year|52w)(?: (?P<side>high|low|peak|closing high))(?: level)?(?: of| at| :)* (?P<v>[#M])"
)
_ROLES = {
    "support": "support", "supports": "support", "floor": "support", "base": "support", "demand zone": "support", "cushion": "support",
    "resistance": "resistance", "resistances": "resistance", "hurdle": "resistance", "supply zone": "resistance", "barrier": "resistance",
    "ceiling": "resistance", "overhead supply": "resistance",
}  # fmt: skip


def find(sentence: Sentence) -> Facts:
    """The levels of a sentence."""
    string = sentence.string
    if not re.search(r"[#MT]", string):
        return
    if re.search(
        r"support|resistance|hurdle|floor|base|demand zone|supply zone|cushion|barrier|ceiling", string
    ):
        yield from _roles(sentence)
    yield from _closes(sentence)
    for found in sentence.shape.find(_RECORD):
        unit = sentence.shape.unit(found, "v")
        if unit is None or is_doubtful(sentence.shape, found.start(), found.end()):
            continue
        role = ("52w_" if "52" in found["what"] or "one" in found["what"] else "record_") + (
            "low" if found["side"] == "low" else "high"
        )
        yield from _facts(sentence, found, unit.items[0].value, role, _whose(sentence, found), "record")


def _roles(sentence: Sentence) -> Facts:
    taken: list[tuple[int, int]] = []
    for name in ("level_first", "role_first"):
        for found in sentence.shape.find(_FORMS[name]):
            if any(s < found.end() and found.start() < e for s, e in taken):
                continue
            if is_asked(sentence.shape) or is_denied(sentence.shape, found.start(), found.end()):
                continue
            if re.search(r"\b(?:broke|broken|breached|fell through|gave up|lost)\b", found.group()):
                continue
            unit = sentence.shape.unit(found, "v")
            if unit is None:
                continue
            role = _ROLES.get(found["role"], "support")
            taken.append(found.span())
            whose = _whose(sentence, found)
            figures = [unit.items[0].value]
            if found.groupdict().get("more"):
                for place in re.finditer(r"[#M]", found["more"]):
                    other = sentence.shape.units[sentence.shape.index(found.start("more") + place.start())]
                    figures.append(other.items[0].value)
            joined = (found.groupdict().get("more") or "").split()
            if len(figures) == 2 and joined[:1] in (["-"], ["to"]):
                figures = [Figure(figures[0].value, figures[1].value, 0, figures[0].unit, figures[0].bound)]
            for figure in figures:
                yield from _facts(sentence, found, figure, role, whose, name)


def _closes(sentence: Sentence) -> Facts:
    """The levels that moves led to, and those that stand alone: "settled at 24,600"."""
    for move in moves_of(sentence):
        if move.level is None or move.level.bound or move.role is None:
            continue
        if move.symbol in "NBC":
            company = company_of(sentence, move)
            if company is None or move.level.unit != "inr":
                continue
            whose = "company", company
        else:
            index = index_name(sentence, move)
            if index is None or move.level.unit not in ("count", "points"):
                continue
            whose = "index", index
        yield from _facts(sentence, Span(move.start, move.end), move.level, move.role, whose, "close")


def _whose(sentence: Sentence, found: re.Match[str]) -> tuple[str, str] | None:
    """Whose level it is: the one the clause names, else the one named last."""
    unit = sentence.shape.unit(found, "i") if found.groupdict().get("i") else None
    if unit is None:
        near = [
            (start, u)
            for u, start in zip(sentence.shape.units, sentence.shape.starts, strict=True)
            if u.symbol in ("I", "N", "C", "X")
        ]
        before = [u for start, u in near if start < found.end()]
        after = [u for start, u in near if start >= found.end() and start - found.end() < 40]
        unit = before[-1] if before else after[0] if after else None
    if unit is not None and unit.symbol == "I" and not names.is_segment(unit.items[0].text):
        return "index", unit.items[0].text
    if unit is not None and unit.symbol == "N" and len(unit.items) == 1:
        return "company", unit.items[0].text
    for n in range(1, 8):
        other = sentence.before(n)
        if other is None:
            break
        for earlier in reversed(other.shape.units):
            if (
                earlier.symbol == "I"
                and not names.is_segment(earlier.items[0].text)
                and not (unit and unit.symbol == "C")
            ):
                return "index", earlier.items[-1].text
            if earlier.symbol == "N" and len(earlier.items) == 1 and (unit is None or unit.symbol == "C"):
                return "company", earlier.items[0].text
    known = sentence.article.index(sentence, found.start())
    return ("index", known) if known else None


def _facts(
    sentence: Sentence,
    found: re.Match[str] | Span,
    figure: Figure,
    role: str,
    whose: tuple[str, str] | None,
    rule: str,
) -> Facts:
    if whose is None:
        return
    kind, name = whose
    if kind == "index" and figure.value < 1000 and rule != "close":
        return
    unit = "inr" if kind == "company" else "points"
    fields: dict[str, object] = {kind: name, "value": plain_number(figure.value), "unit": unit, "role": role}
    if figure.high is not None:
        fields["value_range"] = [plain_number(figure.value), plain_number(figure.high)]
    if figure.bound:
        fields["bound"] = figure.bound
    yield make(sentence, found, f"price_level.{rule}", KIND, fields, confidence=0.85)
