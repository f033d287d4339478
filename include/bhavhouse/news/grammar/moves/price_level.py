"""price_level: a level of an index or a share: support, resistance, a close, a last price.

"support at 24,800", "immediate resistance: 17,100-17,250", "24,500 acts as a base", "Sensex at 82,500".
"""

import re
from collections.abc import Iterator
from typing import Any

from bhavhouse.news import names
from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.doubt import is_asked, is_denied
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.moves.index_return import index_name, printed_index
from bhavhouse.news.grammar.moves.mover import company_of
from bhavhouse.news.grammar.moves.moves import moves_of
from bhavhouse.news.grammar.pieces import Facts, Span, make, pattern
from bhavhouse.news.lexicon import names_of, plain_name
from bhavhouse.news.numbers import Figure
from bhavhouse.news.units import Unit

KIND = "price_level"
_SUPPORT = "safety net|supports?|supp?|s[1-4]|floor|base|demand (?:zone|area)|cushion|demand"
_RESISTANCE = (
    r"walls?|stumbling block|roadblock|resistances?|resi?s?|r[1-4]|hurdles?|supply(?: (?:zone|"
    r"area))?(?= (?:at|near|around|#))|barriers?|ceiling|overhead supply"
)
_ROLE = (
    rf"(?P<role>{_SUPPORT}|{_RESISTANCE})(?: (?:levels?|zones?|areas?|range|band|base|points?|region|nth))*"
)
# An average that a level is that of: "its 50-day EMA".
_AVERAGE = (
    r"(?: #(?: -)? ?(?:day|week|dma|ema|sma|dema|hour|period)(?: (?:moving|exponential|simple|"
    r"average|ema|sma|dma))*)"
)
_FILL = (
    r"(?:(?: (?!and|while|but|whereas|support|supports|resistance|resistances|hurdle|if|lay|target|targets|"
    r"stop|break|breach|breaks|moving|buy|sell|gains|from|than)[a-z'/,()-][a-z'-]*| X| D)"
    rf"|{_AVERAGE}){{0,9}}?"
)
_JOIN = (
    r"(?:(?: (?:,|and|or|/|then|thereafter|again|along|deeper|stretch|next|further|followed|by|even|also|"
    r"later|levels?|the|crucial|level|of|at|near|around|a|zone|mark|followed by|subsequently|lower|higher|"
    r"with|strong|immediate|below that|above that))){1,7}"
)
_ONE = r"[#MT](?: (?:to|-) [#MT](?= |$))?"
_LIST = rf"(?P<v>{_ONE}(?:{_JOIN} {_ONE}(?! (?:P|shares|stocks)))*)"
# A level that is the subject of what follows belongs to that.
_OWN_LIST = (
    rf"(?P<v>{_ONE}(?:{_JOIN} {_ONE}(?! (?:support|resistance|hurdle|P|shares|stocks|acts?|as|"
    r"will|is|are|was|were|has|have|had|remains?|could|can|may|should|would|on the (?!I))))*)"
)
_LEADING_LIST = _LIST.replace("|with|", "|")
_FORMS = {
    # "support and resistance are placed at 17,400 and 17,900"
    "crossed": pattern(
        rf"(?P<role>(?:{_SUPPORT}|{_RESISTANCE}))(?: levels?)? (?:and|&|/) (?:immediate |"
        rf"key )?(?P<role2>{_SUPPORT}|{_RESISTANCE})(?: [a-z]+| (?P<i>I)){{0,6}}? (?:at|:|are|is|near|"
        rf"around) (?P<v>{_ONE}) (?:and|/|,|&|-) (?P<more>{_ONE})"
    ),
    # "17,400 and 17,900 are the support and resistance, respectively"
    "crossed_late": pattern(
        rf"(?P<v>{_ONE}) (?:and|/|&) (?P<more>{_ONE}) (?:are|act as|remain|will be|to be)(?: [a-z]+){{0,3}}? "
        rf"(?P<role>{_SUPPORT}|{_RESISTANCE})(?: levels?)? (?:and|&) (?P<role2>{_SUPPORT}|{_RESISTANCE})"
    ),
    # "24,500 acts as support", "24,400-24,340 will be strong supports"
    "level_first": pattern(
        rf"{_LEADING_LIST}(?: (?:levels?|marks?|zones?|points|range|area|region|"
        rf"band))?(?: , (?:[a-z'-]+ ){{1,5}},)?(?: ,? ?(?:which|that)| ,)?"
        r"(?: (?:is|are|has|have|been|will|shall|might|would|can|could|should|may|to|likely|expected|also|"
        r"now|act|acts|acting|acted|serve|serves|serving|remain|remains|provide|provides|offer|offers|seen|"
        r"be|being|as|continue|continues|becomes?|works?))+"
        rf"(?: (?!and|while|but|not|no)[a-z'-]+){{0,5}}? {_ROLE}"
        rf"(?:(?: ,)? followed by(?: [a-z]+){{0,4}}? (?P<more>{_ONE}(?: (?:,|and) {_ONE})*))?"
    ),
    # "21,000 is the support and 21,750 the resistance"
    "level_next": pattern(
        rf"(?:and|while|whereas|,) (?P<v>{_ONE}) (?:as )?(?:the|an?) (?:[a-z]+ ){{0,2}}?{_ROLE}"
    ),
    # "Bank Nifty: 39,100 (S) 40,000 (R)"
    "marked": pattern(rf"(?P<v>{_ONE}) \( (?P<role>s|r) \)"),
    # "Support: 25,900, 25,820"
    "labelled": pattern(
        rf"{_ROLE}(?: for(?: the)? (?P<i>[INX]))?(?: [a-z]+){{0,2}}?(?: [:—-]){{1,2}} {_LIST}"
    ),
    # "support (is placed) at 24,800", "resistance: 17,100-17,250", "resistance for the Nifty is seen at"
    "role_first": pattern(
        rf"{_ROLE}(?: (?:for|of|in|on)(?: the)? (?P<i>[INX]))?{_FILL}(?: [:(|—-])* ?(?:between )?{_OWN_LIST}"
        r"(?! (?:(?:- )?(?:day|dma|ema|sma|dema|week|hour|period)|sessions|times|P|shares|crore|lakh))"
    ),
}
# What has been broken is no support any more; what a condition names is none yet.
_BROKEN = re.compile(
    r"\b(?:broke|broken|breach(?:ed|es|ing)?|fell through|gave up|lost|violat\w+|crossed|"
    r"surpass\w+|cleared|taken out|"
    r"break(?:s|ing|out|down)?|breakout|breakdown|slip(?:s|ped)? below|fell below|falls? below|drops? below|"
    r"(?:closed|closes|moved|moves|rose|sustains?|sustained) (?:above|below))(?: [a-z'-]+){0,6}$"
)
# What a session ran into is told of its path: "it faced resistance near 16,990 and fell".
_MET = re.compile(r"\b(?:faced|met|hit|encountered|ran into|met with)(?: [a-z-]+){0,2}$")
_IF = re.compile(
    r"\b(?:if|once|unless|until|till|in case|provided|should it|as long as|so long as)\b(?! [a-z ]{0,40} ,)"
)


def find(sentence: Sentence) -> Facts:
    """The levels of a sentence."""
    string = sentence.string
    if not re.search(r"[#MT]", string):
        return
    if re.search(rf"\b(?:{_SUPPORT}|{_RESISTANCE})\b|# \( [sr] \)", string):
        yield from _roles(sentence)
    yield from _closes(sentence)


def _roles(sentence: Sentence) -> Facts:
    taken: list[tuple[int, int]] = []
    for name, rule in _FORMS.items():
        for found in sentence.shape.find(rule):
            if any(s < found.end() and found.start() < e for s, e in taken):
                continue
            if (
                _is_lesson(sentence)
                or is_asked(sentence.shape)
                or is_denied(sentence.shape, found.start(), found.end())
            ):
                continue
            before = sentence.string[: found.start()].rstrip()
            if _BROKEN.search(before[-80:]) or _IF.search(before[before.rfind(" , ") + 1 :]):
                continue
            if _BROKEN.search(found.group()[: found.start("v") - found.start()]) or _MET.search(before):
                continue
            taken.append(found.span())
            whose = _whose(sentence, found)
            for group, named in (("v", "role"), ("more", "role2" if name.startswith("crossed") else "role")):
                figures = _figures(sentence, found, group)
                other = _OTHER_ROLE.search(before[-80:]) if name == "level_first" else None
                for figure in figures:
                    # "demand near Rs 152, and Rs 164 has been a ceiling"
                    role = other["role"] if other and figure is not figures[-1] else found[named]
                    yield from _facts(sentence, found, figure, _side(role), whose, name)
            if name == "labelled" and re.fullmatch(r"(?: for(?: the)? I)? ;", sentence.string[found.end() :]):
                yield from _goes_on(sentence, _side(found["role"]), whose)


_OTHER_ROLE = re.compile(
    rf"\b(?P<role>{_SUPPORT}|{_RESISTANCE})(?: (?:[a-z]+|[IN])){{0,6}}?(?: (?:at|near|around|is|:))?$"
)
_LESSON = re.compile(r"\b(?:imagine|suppose|assume|example|quiz|hypothetical|say they)\b")


def _is_lesson(sentence: Sentence) -> bool:
    """Whether the paragraph so far explains by an example."""
    for n in range(4):
        other = sentence.before(n) if n else sentence
        if other is None or other.block != sentence.block:
            return False
        if _LESSON.search(other.string):
            return True
    return False


def _goes_on(sentence: Sentence, role: str, whose: tuple[str, str] | None) -> Facts:
    """ "Support: 2,047; 1,964; 1,864": each level after a semicolon is a sentence of its own."""
    for n in range(1, 6):
        other = sentence.after(n)
        found = re.fullmatch(r"[#M](?: for(?: the)? (?P<i>I))?(?: [;.])?", other.string) if other else None
        if other is None or found is None or other.block != sentence.block:
            return
        own = other.shape.unit(found, "i") if found["i"] else None
        whose = ("index", printed_index(other, own.items[0])) if own else whose
        yield from _facts(other, found, other.shape.units[0].items[0].value, role, whose, "labelled")


def _side(role: str) -> str:
    return "support" if re.fullmatch(rf"s|{_SUPPORT}", role) else "resistance"


def _figures(sentence: Sentence, found: re.Match[str], group: str) -> list[Figure]:
    """The levels of a list, a range of two made one."""
    made: list[Figure] = []
    listed = found.groupdict().get(group) or ""
    is_between = bool(re.search(r"between (?:# and )?$", sentence.string[: found.start("v")]))
    for place in re.finditer(r"[#MT](?= |$)", listed):
        unit = sentence.shape.units[sentence.shape.index(found.start(group) + place.start())]
        joint = listed[: place.start()].rstrip().rsplit(" ", 1)[-1] if made else ""
        for n, item in enumerate(unit.items):
            figure: Figure = item.value
            spans = made and not n and (joint in ("-", "to") or (is_between and joint == "and"))
            if spans and made[-1].high is None:
                ends = sorted((made[-1].value, figure.value))
                made[-1] = Figure(ends[0], ends[1], 0, figure.unit, made[-1].bound)
            else:
                made.append(figure)
    return made


def _closes(sentence: Sentence) -> Facts:
    """The levels that moves led to, and those that stand alone: "settled at 24,600"."""
    for move in moves_of(sentence):
        if move.level is None or move.level.bound or move.role is None:
            continue
        if move.symbol in "NBC":
            company = company_of(sentence, move)
            beside = move.figure is not None and move.level.unit == "count"
            if company is None or not (beside or move.level.unit == "inr"):
                continue
            whose = "company", company
        else:
            index = index_name(sentence, move)
            is_vix = index is not None and "VIX" in index.upper()
            if move.rule == "signed" and move.level.value < 1000 and not is_vix:
                continue
            if index is None or move.level.unit not in ("count", "points"):
                continue
            whose = "index", index
        yield from _facts(sentence, Span(move.start, move.end), move.level, move.role, whose, "close")


def _whose(sentence: Sentence, found: re.Match[str]) -> tuple[str, str] | None:
    """Whose level it is: the nearest named whose other levels are of its size."""
    size = next((figure.value for figure in _figures(sentence, found, "v")), 0.0)
    fitting = (whose for whose in _named(sentence, found) if _fits(sentence.article, whose, size))
    if any(unit.symbol == "I" for _, unit in sentence.shape.subjects) or "X" not in sentence.string.split():
        return next(fitting, None)
    first = next(fitting, None)
    told = _levels(sentence.article)
    if first is None or first[0] == "company" or _plain(first[1]) in told:
        return first
    # "the index" is rather the one whose own level is near
    close = [name for name, *levels in told.values() if any(0.93 < size / level < 1.07 for level in levels)]
    return ("index", close[0]) if len(close) == 1 else first


_LINE_OF = re.compile(r"(?:# [.)] )?N : .* ;$")  # "2. Cipla: closed at 1,488; support 1,470"


def _named(sentence: Sentence, found: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Who may be meant: named in the clause, in the paragraph, in the heading, before it, after it."""
    own = sentence.shape.unit(found, "i") if found.groupdict().get("i") else None
    other = sentence.before()
    if other is not None and other.block == sentence.block and _LINE_OF.match(other.string):
        yield "company", next(unit for unit in other.shape.units if unit.symbol == "N").items[0].text
    near = [
        (start, unit)
        for start, unit in sentence.shape.subjects
        if unit.symbol != "N" or _is_share(sentence, found, unit)
    ]
    before = [unit for start, unit in near if start < found.end()]
    after = [unit for start, unit in near if 0 <= start - found.end() < 40]
    unit = own or (before[-1] if before else after[0] if after else None)
    if unit is not None and unit.symbol == "I" and not names.is_segment(unit.items[0].text):
        like = unit.items[0].text
        known = sentence.article.index(sentence, found.start(), like) if names.is_sized(like) else None
        yield "index", known or printed_index(sentence, unit.items[0])
    elif unit is not None and unit.symbol == "N" and len(unit.items) == 1:
        yield "company", unit.items[0].text
    elif unit is not None and unit.symbol == "X" and "M" not in found.group():
        known = sentence.article.index(sentence, found.start())
        yield from [("index", known)] if known else []
    headed = False
    article = sentence.article
    is_rupees = "M" in found.group() or article.first_index > sentence.number
    for n in range(1, 8):
        other = sentence.before(n)
        if other is None:
            break
        if other.block != sentence.block and is_rupees and article.is_dominant and article.topic is not None:
            yield "company", article.topic.text
        if n > 1 and other.block != sentence.block and not headed and "M" not in found.group():
            headed = True
            heading = _section(sentence)
            if heading is not None and not (unit and unit.symbol == "C"):
                yield "index", heading
        for _, earlier in reversed(other.shape.subjects):
            if earlier.symbol == "I" and not names.is_segment(earlier.items[0].text):
                if names.is_sized(earlier.items[-1].text):
                    continue
                if "M" not in found.group() and not (unit and unit.symbol == "C"):
                    yield "index", printed_index(other, earlier.items[-1])
            elif (
                earlier.symbol == "N"
                and len(earlier.items) == 1
                and (unit is None or unit.symbol == "C")
                and (_is_share(sentence, found, earlier) or (n == 1 and unit is not None))
            ):
                yield "company", earlier.items[0].text
    later = [u for start, u in sentence.shape.subjects if start >= found.end() and u.symbol == "I"]
    if later and not names.is_segment(later[0].items[0].text):
        yield "index", printed_index(sentence, later[0].items[0])
    known = sentence.article.index(sentence, found.start())
    if known:
        yield "index", known


def _section(sentence: Sentence) -> str | None:
    """The one index that the heading above names: a heading, or a line that begins with it ("Nifty 50: "
    "25,010")."""
    for n in range(1, 40):
        other = sentence.before(n)
        if other is None:
            return None
        named = [unit for _, unit in other.shape.subjects if unit.symbol == "I"]
        is_head = other.is_title or re.match(r"(?:I (?:[:|(-]|outlook|levels?|$)|I$)", other.string)
        if is_head and len(named) == 1 and len(named[0].items) == 1 and len(other.shape.units) < 16:
            name = named[0].items[0].text
            return (
                None
                if names.is_segment(name) or names.is_foreign(name)
                else printed_index(other, named[0].items[0])
            )
        if is_head and named:
            return None
    return None


def _fits(article: Article, whose: tuple[str, str], size: float) -> bool:
    """Whether a level is of the size of the others that the text tells of an index."""
    kind, name = whose
    if kind == "company" or not size:
        return True
    known = _levels(article).get(_plain(name), ["", size])
    return any(0.7 < size / level < 1.4 for level in known[1:])


def _levels(article: Article) -> dict[str, list[Any]]:
    """The indices whose levels the text tells: each with its name and its levels."""
    told: dict[str, list[Any]] = article.memo.setdefault("levels", {})
    if not told:
        told[""] = [""]
        for sentence in article.sentences:
            for move in moves_of(sentence):
                if move.level is not None and move.symbol == "I" and move.level.value >= 100:
                    name = printed_index(sentence, move.item)
                    told.setdefault(_plain(move.item.text), [name]).append(move.level.value)
    return told


def _plain(name: str) -> str:
    plain = re.sub(r"^\d\d-[a-z]+ |[^a-z0-9]|s&p|bse|nse|index", "", name.lower())
    return "nifty" if plain in ("nifty50", "cnxnifty") else plain


def _is_share(sentence: Sentence, found: re.Match[str], unit: Unit) -> bool:
    """Whether a level may be a share's: in rupees, or in an article that names no index."""
    if plain_name(unit.items[0].text) in names_of("no_company"):
        return False
    return "M" in found.group() or sentence.article.first_index > sentence.number


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
    if kind == "index" and (names.is_foreign(name) or (figure.value < 1000 and rule != "close")):
        return
    if figure.unit not in ({"inr", "count"} if kind == "company" else {"points", "count"}):
        return
    unit = "inr" if kind == "company" else "points"
    fields: dict[str, object] = {kind: name, "value": plain_number(figure.value), "unit": unit, "role": role}
    if figure.high is not None:
        fields["value_range"] = [plain_number(figure.value), plain_number(figure.high)]
    if figure.bound:
        fields["bound"] = figure.bound
    yield make(sentence, found, f"price_level.{rule}", KIND, fields, confidence=0.85)
