"""capital_rotation: money has moved from one class of assets or segment into others.

"investors rotated out of smallcaps into gold and silver", "money has flowed out of IT and into banks",
"capital has moved into cyclicals while defensives take a back seat". The sentence is read as a row
(lexicon/rotation.txt): who moves, what is left, what is entered.
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.pieces import Facts, Span, make
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.lexicon import words

KIND = "capital_rotation"
# An asset: a sector, a segment or a noun, with a size before it; a company; "mid- and small-caps".
_ONE = r"(?:z(?:-[&]I|[&]I)|[zI]?C?[SIA]t{0,2}|Ct{0,2}|N)(?:\([^()]{1,9}\))?"
_MANY = rf"{_ONE}(?:(?:,{_ONE}){{0,9}},?&i?{_ONE})?"
_F = rf"(?P<f>{_MANY})(?:l(?P<fe>{_MANY}))?"
_T = rf"(?P<t>{_MANY})(?:l(?P<te>{_MANY}))?"
# Words that no list knows may stand alone on one side.
_LOOSE_F = rf"(?P<f>{_MANY}|[I?]?\?t?)(?:l(?P<fe>{_MANY}))?"
_LOOSE_T = rf"(?P<t>{_MANY}|[I?]?\?t?)(?:l(?P<te>{_MANY}))?"
_ASIDE = r"(?:,[^,.SIAN]{1,9},)?[,&]{0,2}"
_RULES = tuple(
    (name, re.compile(rule))
    for name, rule in (
        # "money is moving out of IT, where growth is slow, into banks"
        ("from_to", rf"v[ow?:]{{0,3}}(?:&v)?o{_LOOSE_F}{_ASIDE}v?(?:[if]{{1,2}}){_LOOSE_T}"),
        # "the cash from small caps has found its way into gold"
        ("from_to", rf"w[w?:]{{0,2}}o{_F}{_ASIDE}v(?:[if]{{1,2}}){_T}"),
        # "gravitating to large caps from smaller stocks"
        ("to_from", rf"v[w?:]{{0,3}}i{_T}[,&]{{0,2}}v?o{_F}"),
        # "sold IT and bought banks", "cut small caps and put the money into gold"
        ("swap", rf"x(?:w[oin]?)?{_F}{_ASIDE}(?:[w?]{{0,2}}[;&i])?(?:e(?:wi)?|vw?(?:v?w?)[ifn]|i){_T}"),
        ("swap", rf"e{_T}[,&;]{{0,2}}b?x{_F}"),
        # "turned to gold, dumping small caps"
        ("swap", rf"vw?i{_T},?[&;]?x(?:w[in]?)?{_F}"),
        # "left IT for banks"
        ("left", rf"x(?:w[oin])?{_F}f{_T}"),
        # "money that had chased small caps is going back to large caps"
        ("back", rf"w\??(?:e|[vx]w?[in]?){_F},?vi{_T}"),
        # "money goes to large-cap funds instead of small-cap ones"
        ("instead", rf"(?:vi|e){_T}w?/{_F}"),
        # "capital has flowed into metals while IT takes a back seat"
        ("while", rf"v[w?]{{0,2}}i{_T},?;(?P<f>{_MANY})(?:l{_MANY})?[kx]"),
    )
)
# "investors are exploring gold and silver", where the sentences before speak of a rotation.
_EXPLORES = re.compile(rf"we{_T}")
# Who moves: without money or investors it is something else that shifts.
_AGENT = re.compile(
    r"\b(?:investors?|money|cash|capital|funds?|flows?|switch|allocations?|rotation|rotat\w+|fiis?|fpis?|"
    r"diis?|institutions|traders|exposure|portfolios?|exodus|reallocat\w+|clients|liquidity|foreigners|hnis)\b"
)
_ADVICE = re.compile(
    r"\b(?:advis\w+|recommend\w*|suggest\w*|urg\w+|asks?|asked|prefer\w*|tells?|told) (?:\w+ ){0,3}to\b"
)
_PART = re.compile(
    r"(?:(?:a )?(?:good |large |big )?(?:part|much|some|most|chunk|bulk|half) of (?:it|this|that) )"
)
_LEFT = re.compile(
    r"(?:distribution|selling|exit|outflows?|selloff|correction|away|out)(?: in| from|"
    r" of) (?:the )?(I)(?= |$)"
)
# A text that explains what rotation is tells of no rotation that took place.
_USUAL = re.compile(
    r"\b(?:when|whenever|typically|usually|often|generally|tends?|means|refers|involves|is called|"
    r"known as|strategy|concept|where investors|process of|cycle|phase|e\.g|example)\b"
)
_IS_LOOSE = re.compile(r"[?N]|C(?!t)")
_NOUN = re.compile(r"[a-z]+[eo]rs|etfs|funds")
_ADJECTIVE = re.compile(r"(?i)(?:consum\w+|psu|liquor|dividend)$")
_SIZE = re.compile(r"(?i)^(?:small|mid|large|micro)")


def find(sentence: Sentence) -> Facts:
    """The rotations of a sentence."""
    string = sentence.string
    before = sentence.before()
    # "Part of it has moved from India to China": of the money that the sentence before tells of.
    is_part = bool(_PART.match(string) and before is not None and _AGENT.search(before.string))
    if sentence.is_title or not (is_part or _AGENT.search(string)) or _USUAL.search(string):
        return
    row = Row(sentence.shape, "rotation")
    for name, rule in _RULES:
        for found in rule.finditer(row.string):
            start, end = row.span(found.start(), found.start("f") - 1 if name == "instead" else found.end())
            place = Span(*row.span(*found.span()))
            if (is_history(sentence.shape, start, end) and name != "back") or is_doubtful(
                sentence.shape, start, end
            ):
                continue
            first = row.span(min(found.start("f"), found.start("t")), found.end())[0]
            if _ADVICE.search(string, 0, first) or not (
                is_part or _AGENT.search(string, max(0, start - 60), first)
            ):
                continue
            left, goal = _side(sentence, row, found, "f"), _side(sentence, row, found, "t")
            if re.search(r"N[^.;,&]{0,2}$", row.string[: found.start()]):
                continue  # a company moves its own money
            loose = [_IS_LOOSE.match(found[group]) is not None for group in "ft"]
            if all(loose) and not re.search(r"\b(?:money|capital|cash)\b.*\bout of\b", string[:first]):
                continue
            if left and goal and not set(left) & set(goal):
                yield _fact(sentence, place, left, goal, name)
                return
    if not _is_rotation(sentence):
        return
    for found in _EXPLORES.finditer(row.string):
        place = Span(*row.span(*found.span()))
        segment, goal = _left(sentence), _side(sentence, row, found, "t")
        if segment and goal and not is_doubtful(sentence.shape, place.start(), place.end()):
            yield _fact(sentence, place, [segment], goal, "explores")
            return


def _fact(sentence: Sentence, place: Span, left: list[str], goal: list[str], name: str) -> Fact:
    fields: dict[str, object] = {"from": left[0] if len(left) == 1 else left, "to": goal}
    return make(sentence, place, f"capital_rotation.{name}", KIND, fields, confidence=0.8)


def _side(sentence: Sentence, row: Row, found: re.Match[str], group: str) -> list[str]:
    """The assets that a group names, as printed; its examples where it gives any."""
    if found.groupdict().get(group + "e"):
        group += "e"
    if "?" in found[group]:
        last = found.end(group) - (found[group][-1] == "t")
        told = [row.words(place) for place in range(found.start(group), last) if row.string[place] == "?"]
        if any(word in words("no_sector") or not re.match(r"[a-z]", word) for word in told):
            return []
        return [_text(sentence, row, found.start(group), last)]
    made: list[str] = []
    at = found.start(group)
    is_alone = not re.search(r"[,&]", found[group])
    for one in re.finditer(_ONE, found[group]):
        made += _names(sentence, row, at + one.start(), one.group(), is_alone=is_alone and group[1:] != "e")
    return made


def _names(sentence: Sentence, row: Row, at: int, one: str, *, is_alone: bool) -> list[str]:
    """The names of one member of a list: a unit may hold several."""
    one = one.partition("(")[0]
    end = at + len(one.rstrip("t"))
    if is_alone and re.fullmatch(r"Ct+", one):
        return [_text(sentence, row, at, at + len(one))]  # "cyclical sectors"
    if one == "N":
        return [item.text for item in sentence.shape.units[row.at[at]].items]
    if re.match(r"z-?&I", one):
        name = _text(sentence, row, end - 1, end)
        return [_text(sentence, row, at, end)] if "-" in one else [_SIZE.sub(row.words(at), name), name]
    unit = sentence.shape.units[row.at[end - 1]]
    first = row.span(at, end)[0]
    plain = sentence.article.text.plain
    noun = row.words(end) if end < len(row.string) else ""
    is_noun = row.string[end : end + 1] == "?" and _NOUN.fullmatch(noun)
    if is_noun or (noun == "names" and _ADJECTIVE.search(plain[unit.start : unit.end])):
        end += 1  # "automobile makers", "liquor names"
    name = _text(sentence, row, at, end)
    if len(unit.items) < 2:
        return ["IPOs" if name.lower().startswith("ipo") else name]
    begin = sentence.shape.span(first, first + 1)[0]
    made = [plain[item.start if n else begin : item.end] for n, item in enumerate(unit.items[:-1])]
    last = name[unit.items[-1].start - begin :]
    # "PSU and private banks"
    return [*(f"{one} banks" if one == "PSU" and last.endswith("banks") else one for one in made), last]


def _text(sentence: Sentence, row: Row, start: int, end: int) -> str:
    first, last = sentence.shape.span(*row.span(start, end))
    return sentence.article.text.plain[first:last]


def _is_rotation(sentence: Sentence) -> bool:
    for n in range(3):
        other = sentence.before(n)
        if other is None:
            return False
        if re.search(r"rotation|rotat|reallocat|shift", other.string):
            return True
    return False


def _left(sentence: Sentence) -> str | None:
    """The segment that the money leaves, named in the sentences before."""
    for n in range(4):
        other = sentence.before(n)
        if other is None:
            return None
        found = _LEFT.search(other.string)
        if found:
            return other.shape.units[other.shape.index(found.start(1))].items[0].text
    return None
