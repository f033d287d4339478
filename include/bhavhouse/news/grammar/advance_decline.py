"""advance_decline: how many shares rose and how many fell.

"434 advanced while 776 declined", "advances outnumbered declines 1,200 to 900", "a ratio of 0.56x".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import Facts, make, pattern

KIND = "advance_decline"
_UP = r"(?:advanced?|advances|advancing|advancers|gained|rose|risen|gainers?|rising|climbed|in the green|higher|in positive territory|closed higher|ended higher|settled higher|winners|advances)"
_DOWN = r"(?:declined?|declines|declining|decliners|fell|losers?|falling|dropped|slipped|in the red|lower|in negative territory|closed lower|ended lower|settled lower|laggards|lost|losses|retreated)"
_WHAT = r"(?: (?:shares?|stocks?|scrips?|counters?|companies|issues|names|securities|of them|were|was|had|have|closed|ended|settled|finished|traded|in|the))*"
_SKIP = r"(?:(?: (?:,|;|\.|and|while|whereas|against|but|versus|compared with|as against|saw|with|-|to|a|total of|about|nearly|around|as many as|the remaining|remaining|only|just|out|on I|on the bse|on the nse))*)"
_FORMS = (
    pattern(rf"(?P<up>#){_WHAT} {_UP}{_WHAT}{_SKIP} (?P<down>#){_WHAT} {_DOWN}"),
    pattern(rf"(?P<down>#){_WHAT} {_DOWN}{_WHAT}{_SKIP} (?P<up>#){_WHAT} {_UP}"),
    pattern(r"(?:advances?|advancers|gainers|advancing (?:shares|stocks))(?: [a-z]+){0,3}? (?:outnumber(?:ed|ing|s)?|outpac(?:ed|ing|es)|beat|exceed(?:ed|ing)?|led|outnumbering)(?: the)? (?:declines?|decliners|losers|declining (?:shares|stocks))(?: [a-z]+){0,3}? (?P<up>#) (?:to|-|:|against|versus) (?P<down>#)"),
    pattern(r"(?:declines?|decliners|losers|declining (?:shares|stocks))(?: [a-z]+){0,3}? (?:outnumber(?:ed|ing|s)?|outpac(?:ed|ing|es)|beat|exceed(?:ed|ing)?|led|outnumbering)(?: the)? (?:advances?|advancers|gainers|advancing (?:shares|stocks))(?: [a-z]+){0,3}? (?P<down>#) (?:to|-|:|against|versus) (?P<up>#)"),
    pattern(r"(?:advances|advancers|gainers)(?: [:(|—-])* (?P<up>#)(?: [,;|)/]| and)* (?:declines|decliners|losers)(?: [:(|—-])* (?P<down>#)"),
    pattern(rf"(?P<down>#){_WHAT} {_DOWN}{_WHAT}{_SKIP} (?:only |just )?(?P<up>#){_WHAT}(?: that)? {_UP}"),
)  # fmt: skip
_RATIO = pattern(
    r"(?:advance(?: -|-| /|/) ?decline|a / d|a-d|advance to decline|market breadth|breadth)(?: [a-z-]+| I){0,8}? (?P<ratio>[K#])(?: (?:to|:) (?P<one>#))?"
)
_UNCHANGED = re.compile(
    r"(?P<n>#)(?: (?:shares?|stocks?|scrips?|companies|were|was|remained|counters|ended|closed|stayed|others?|issues|securities))* (?:unchanged|flat|steady)|unchanged(?: [:(|—-])? (?P<m>#)"
)
_TOTAL = re.compile(
    r"(?:out of|of)(?: the| a total of)? (?P<a>#) (?:stocks|shares|scrips|companies|constituents|securities|names|I|counters|members)|(?:total of|as many as) (?P<b>#) (?:stocks|shares|scrips|companies)(?: were| are)? traded|(?P<c>#) (?:stocks|shares|scrips|companies|securities)(?: were| that were| are)? traded"
)
_RATIO_NEAR = re.compile(r"ratio (?:of|at|stood at|was|to|is)(?: \w+){0,2}? (?P<r>[K#])(?= |$)")


def find(sentence: Sentence) -> Facts:
    """The counts of a sentence, its unchanged ones taken from the next sentence where they stand there."""
    string = sentence.string
    if "#" not in string and "K" not in string:
        return
    for form in _FORMS:
        for found in sentence.shape.find(form):
            if is_doubtful(sentence.shape, found.start(), found.end()):
                continue
            up, down = _count(sentence, found, "up"), _count(sentence, found, "down")
            if up is None or down is None or not _plausible(up, down):
                continue
            fields = _fields(sentence, found, up, down)
            yield make(
                sentence,
                found,
                "advance_decline.counts",
                KIND,
                fields,
                end=max(found.end(), _ratio_end(sentence, found.end())),
            )
            return
    for found in sentence.shape.find(_RATIO):
        if is_doubtful(sentence.shape, found.start(), found.end()) or not re.search(
            r"ratio|a / d|a-d", found.group()
        ):
            continue
        ratio, one = _count(sentence, found, "ratio"), _count(sentence, found, "one")
        if ratio is None or ratio > 100:
            continue
        if one:
            ratio = round(ratio / one, 2)
        fields = {
            "index": _index(sentence, found),
            "advances": None,
            "declines": None,
            "ratio": ratio,
            "unit": "x",
        }
        yield make(sentence, found, "advance_decline.ratio", KIND, fields, confidence=0.8)
        return


def _count(sentence: Sentence, found: re.Match[str], group: str) -> float | int | None:
    unit = sentence.shape.unit(found, group) if found.groupdict().get(group) else None
    if unit is None:
        return None
    figure = unit.items[0].value
    return None if figure.high is not None else plain_number(figure.value)


def _plausible(up: float, down: float) -> bool:
    return up == int(up) and down == int(down) and up + down >= 10 and max(up, down) < 20_000


def _fields(sentence: Sentence, found: re.Match[str], up: float, down: float) -> dict[str, object]:
    fields: dict[str, object] = {"index": _index(sentence, found), "advances": up, "declines": down}
    total = _TOTAL.search(sentence.string)
    if total:
        group = next(name for name in "abc" if total[name])
        fields["total"] = _count(sentence, total, group)
    same = _UNCHANGED.search(sentence.string, found.start())
    if same:
        fields["unchanged"] = _count(sentence, same, "n" if same["n"] else "m")
    else:
        after = sentence.after()
        same = (
            _UNCHANGED.search(after.string) if after is not None and after.block == sentence.block else None
        )
        if same and after is not None and "P" not in after.string:
            fields["unchanged"] = _count(after, same, "n" if same["n"] else "m")
    ratio = _RATIO_NEAR.search(sentence.string, found.end())
    fields["ratio"] = _count(sentence, ratio, "r") if ratio else (round(up / down, 2) if down else None)
    fields["unit"] = "x" if ratio else "count"
    return fields


def _ratio_end(sentence: Sentence, end: int) -> int:
    ratio = _RATIO_NEAR.search(sentence.string, end)
    return ratio.end() if ratio else 0


def _index(sentence: Sentence, found: re.Match[str]) -> str | None:
    """The index or exchange whose shares are counted."""
    plain = sentence.article.text.plain
    begin, end = sentence.shape.units[0].start, sentence.shape.units[-1].end
    named = [u.items[0].text for u in sentence.shape.units if u.symbol == "I"]
    if len(named) == 1 and not re.match(r"(?i)(?:small|mid|large|micro)[ -]?cap", named[0]):
        return named[0]
    exchange = re.search(r"\b(?:BSE|NSE)\b", plain[begin:end])
    if exchange:
        return exchange.group()
    for n in range(4):
        other = sentence.before(n)
        if other is None or (n and not other.is_title and other.block != sentence.block):
            break
        for unit in other.shape.units:
            if unit.symbol in "IX":
                name = unit.items[0].text
                if re.search(r"(?i)(?:small|mid|large|micro)[ -]?cap|segment", name):
                    return sentence.article.index(sentence, found.start(), name) or name
        exchange = re.search(
            r"\b(?:on|at) (?:the )?(BSE|NSE)\b", plain[other.shape.units[0].start : other.shape.units[-1].end]
        )
        if exchange:
            return exchange.group(1)
    return None
