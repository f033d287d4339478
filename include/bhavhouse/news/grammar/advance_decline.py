"""advance_decline: how many shares rose and how many fell, or the ratio of the two.

"434 advanced while 776 declined", "advances outnumbered declines 1,200 to 900", "a ratio of 0.56x",
"two shares fell for every one that rose".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import Facts, make, pattern
from bhavhouse.news.grammar.told import is_earlier
from bhavhouse.news.lexicon import moves, one_of
from bhavhouse.news.numbers import WORDS

KIND = "advance_decline"
_N = rf"#|{'|'.join(WORDS)}"
_RISE = one_of({word for word, sign in moves("verb").items() if sign > 0})
_FALL = one_of({word for word, sign in moves("verb").items() if sign < 0})
# What is counted, and words that stand between a count and what its shares did.
_WHAT = (
    r"(?: (?:shares?|stocks?|scrips?|counters?|companies|issues|names|securities|constituents|"
    r"components|members|equities|"
    r"of (?:them|these|those|which|the index|the total)|were|was|had|have|has|been|are|is|"
    r"closed|ended|settled|finished|traded|"
    r"trading|that|which|the|in|on|at|moved|went|came|going|moving|stood|remained|seen|listed|"
    r"managed|to|I|X|bse|nse|out|D|(?:out )?of (?:the |a total of )?#|"
    r"today|with|gains|also|already|so|far|of|while|P|C|\( P \)|\w+ly))"
)
_UP = (
    rf"(?:{_RISE}|advanc\w+|gainers?|winners|up|higher|green|positive(?: territory| zone|"
    r" terrain)?|superior|gains)"
)
_DOWN = (
    rf"(?:{_FALL}|declin\w+|losers?|laggards|down|lower|red|negative(?: territory| zone|"
    r" terrain)?|losses|cuts)"
)
_ROSE = (
    rf"(?:(?P<up>{_N}){_WHAT}{{0,8}}? {_UP}|(?:advances?|advancers|gainers|gains)(?: (?:were|"
    r"was|at|stood|numbered|of|in|:|-|\())* (?P<up2>#))"
)
_FELL = (
    rf"(?:(?P<down>{_N}){_WHAT}{{0,8}}? {_DOWN}|(?:a )?(?:declines?|decliners|losers|losses|"
    r"fall)(?: (?:were|was|at|stood|numbered|of|in|:|-|\())* (?P<down2>#))"
)
_SKIP = (
    r"(?:(?: (?:,|;|\.|and|while|whereas|against|but|versus|vs|compared|with|to|as|even|"
    r"though|although|than|saw|-|/|\||\)|"
    r"a|an|total|about|nearly|around|many|the|remaining|other|others|only|just|out|on|of|in|I|"
    r"bse|nse|rest|decline|fall|"
    r"opposition|outnumbered|outpaced|outpacing|outnumbering|by|more|stocks|shares|scrips|"
    r"were|for|compared)){0,9})"
)
_FORMS = (
    pattern(rf"{_ROSE}{_WHAT}{{0,4}}{_SKIP} {_FELL}"),
    pattern(rf"{_FELL}{_WHAT}{{0,4}}{_SKIP} {_ROSE}"),
    # "advances outnumbered declines 1,200 to 900"
    pattern(
        r"(?:advances?|advancers|gainers|(?:advancing|rising|gaining) (?:shares|stocks|"
        r"scrips))(?: [a-z]+){0,3}? "
        r"(?:outnumber\w*|outpac\w+|beat|exceed\w*|led|outstrip\w*|to|-|/|and|versus|vs)(?: the)? "
        r"(?:declines?|decliners|losers|(?:declining|falling|losing) (?:shares|stocks|scrips|"
        r"ones))(?: [a-z]+| I| ,){0,6}? "
        r"(?P<up>#) (?:to|-|:|against|versus|/|and|vs) (?P<down>#)"
    ),
    pattern(
        r"(?:declines?|decliners|losers|(?:declining|falling|losing) (?:shares|stocks|scrips|"
        r"ones))(?: [a-z]+){0,3}? "
        r"(?:outnumber\w*|outpac\w+|beat|exceed\w*|led|outstrip\w*)(?: the)? "
        r"(?:advances?|advancers|gainers|advancing (?:shares|stocks))(?: [a-z]+| I| ,){0,6}? "
        r"(?P<down>#) (?:to|-|:|against|versus|/|and|vs) (?P<up>#)"
    ),
    # "stocks that advanced were 765 against 3,134 that declined"
    pattern(
        r"(?:stocks|shares|scrips)(?: that| which)? (?:advanced|gained|rose|advancing)(?: on| bse|"
        r" nse| I| the| ,){0,4} "
        rf"(?:were|was|stood at|:) (?P<up>#){_SKIP} (?P<down>#){_WHAT}{{0,4}} {_DOWN}"
    ),
    # "advance-decline ratio was 1,705:734"
    pattern(
        r"(?:advance ?(?:-|/|to|) ?decline|advance-decline|a / d|a-d)(?: ratio)?(?: [a-z]+| I| ,){0,6}? "
        r"(?P<up>#) (?:to|:|/|-) (?P<down>#)"
    ),
)
# "two shares fell for every one that rose"
_EVERY = (
    pattern(
        rf"(?P<down>{_N}){_WHAT}{{0,4}} {_DOWN} (?:for|against) (?:every|each) "
        rf"(?P<up>one )?(?:[a-z]+ ){{0,3}}?{_UP}"
    ),
    pattern(
        rf"(?P<up>{_N}){_WHAT}{{0,4}} {_UP} (?:for|against) (?:every|each) "
        rf"(?P<down>one )?(?:[a-z]+ ){{0,3}}?{_DOWN}"
    ),
    pattern(
        rf"for (?:every|each)(?: one)?(?: (?!{_DOWN} )[a-z]+){{0,3}}? {_UP}(?: [a-z]+)?(?: ,)?(?: "
        rf"there were)? (?P<down>{_N}){_WHAT}{{0,3}} {_DOWN}"
    ),
    pattern(
        rf"for (?:every|each)(?: one)?(?: (?!{_UP} )[a-z]+){{0,3}}? {_DOWN}(?: [a-z]+)?(?: ,)?(?: "
        rf"there were)? (?P<up>{_N}){_WHAT}{{0,3}} {_UP}"
    ),
)
_RATIO = pattern(
    r"(?:advance(?: -|-| /|/| to)? ?declines?(?: ratio)?|advance-decline(?: ratio)?|"
    r"advances? / declines? ratio|a / d(?: ratio)?|a-d ratio|"
    r"advance to decline|breadth ratio|(?P<whose>[IS]) (?:manages|has|had|saw|with|posts|shows)(?: a)? ratio)"
    r"(?: [a-z-]+| I| ,| '?s){0,8}? (?P<ratio>[K#])(?: (?:to|:|is to) (?P<one>#))?"
)
_UNCHANGED = re.compile(
    r"(?P<n>#)(?: (?:shares?|stocks?|scrips?|companies|were|was|are|is|remained|counters|"
    r"ended|closed|stayed|others?|issues|"
    r"securities|that|stood|settled|finished|traded|had|have|did|with))* "
    r"(?:unchanged|flat|steady|not move|not change|no change|unmoved)|unchanged(?: [:(|—-]| was| were|"
    r" at| stood at)* (?P<m>#)"
)
_TOTAL = re.compile(
    r"(?:out of|of|among)(?: the| a total of| all)? (?P<a>#)(?: [A-Z]| bse| nse|"
    r" listed)? (?:stocks|shares|scrips|companies|constituents|"
    r"securities|names|I|counters|members|components)"
    r"|(?:total of|as many as) (?P<b>#) (?:stocks|shares|scrips|companies)(?: were| are)? traded"
    r"|(?P<c>#) (?:stocks|shares|scrips|companies|securities)(?: were| that were| are)? traded"
    r"|total stocks traded(?: were| was| :)* (?P<d>#)"
)
_RATIO_NEAR = re.compile(
    r"ratio (?:of|at|stood at|was|to|is|works out to|comes to)(?: \w+){0,2}? (?P<r>[K#])(?= |"
    r"$)"
)
# Not shares are counted but sectors, funds or sessions.
_NOT_SHARES = re.compile(
    r"\b(?:sectors?|sectoral|gauges?|indices|indexes|sessions?|days?|weeks?|months?|funds?|"
    r"schemes?|crore|lakh|upgrades?|brokers?|analysts)\b"
)


def find(sentence: Sentence) -> Facts:
    """The counts of a sentence, its unchanged ones taken from the next sentence where they stand there."""
    string = sentence.string
    if not re.search(r"\b(?:advanc|declin|gain|los|fell|fall|rose|red\b|lower|down|slip|drop)", string):
        return
    for form in _FORMS:
        for found in sentence.shape.find(form):
            if _is_out(sentence, found) or _not_shares(sentence, found):
                continue
            up, down = _count(sentence, found, "up"), _count(sentence, found, "down")
            if up is None or down is None or not _plausible(up, down):
                continue
            fields = _fields(sentence, found, up, down)
            end = max(found.end(), _ratio_end(sentence, found.end()))
            yield make(sentence, found, "advance_decline.counts", KIND, fields, end=end)
            return
    for rule in _EVERY:
        for found in sentence.shape.find(rule):
            if _is_out(sentence, found) or _NOT_SHARES.search(found.group()):
                continue
            up = _count(sentence, found, "up") or 1
            down = _count(sentence, found, "down") or 1
            yield make(
                sentence, found, "advance_decline.every", KIND, _ratio_fields(sentence, found, up / down)
            )
            return
    for found in sentence.shape.find(_RATIO):
        if _is_out(sentence, found) or _not_shares(sentence, found):
            continue
        ratio, one = _count(sentence, found, "ratio"), _count(sentence, found, "one")
        if ratio is None or ratio > 100 or re.match(r" (?:P|day|dma)", string[found.end() :]):
            continue
        if one:
            ratio = ratio / one
        yield make(
            sentence,
            found,
            "advance_decline.ratio",
            KIND,
            _ratio_fields(sentence, found, ratio),
            confidence=0.8,
        )


def _is_out(sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether a count is doubtful or of an earlier session."""
    span = found.span()
    return is_doubtful(sentence.shape, *span) or is_earlier(sentence, *span)


def _not_shares(sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether what is counted are sectors or days."""
    return bool(
        _NOT_SHARES.search(found.group())
        or re.search(
            r"\b(?:sectors?|sectoral)\b(?! [a-z]+ ,)",
            sentence.string[max(0, found.start() - 60) : found.start()],
        )
    )


def _ratio_fields(sentence: Sentence, found: re.Match[str], ratio: float) -> dict[str, object]:
    return {
        "index": _whose(sentence, found) or _index(sentence, found),
        "advances": None,
        "declines": None,
        "ratio": round(ratio, 2),
        "unit": "x",
    }


def _count(sentence: Sentence, found: re.Match[str], group: str) -> float | int | None:
    groups = found.groupdict()
    name = group if groups.get(group) else f"{group}2"
    printed = (groups.get(name) or "").strip()
    if not printed:
        return None
    if printed in WORDS:
        return WORDS[printed]
    unit = sentence.shape.unit(found, name)
    if unit is None or not unit.items:
        return None
    figure = unit.items[0].value
    return None if figure.high is not None else plain_number(figure.value)


def _plausible(up: float, down: float) -> bool:
    return up == int(up) and down == int(down) and up + down >= 10 and max(up, down) < 20_000


def _fields(sentence: Sentence, found: re.Match[str], up: float, down: float) -> dict[str, object]:
    fields: dict[str, object] = {"index": _index(sentence, found), "advances": up, "declines": down}
    after, before = sentence.after(), sentence.before()
    near = [sentence] + [
        other
        for other in (after, before)
        if other is not None and other.block == sentence.block and "P" not in other.string
    ]
    for other in near:
        total = _TOTAL.search(other.string)
        if total:
            count = _count(other, total, next(name for name in "abcd" if total[name]))
            if count is not None and count >= up + down:
                fields["total"] = count
                break
    for other in near[:2]:
        same = _UNCHANGED.search(other.string, found.start() if other is sentence else 0)
        if same and other is not before:
            fields["unchanged"] = _count(other, same, "n" if same["n"] else "m")
            break
    ratio = _RATIO_NEAR.search(sentence.string, found.end())
    fields["ratio"] = _count(sentence, ratio, "r") if ratio else None
    fields["unit"] = "x" if ratio else "count"
    return fields


def _ratio_end(sentence: Sentence, end: int) -> int:
    ratio = _RATIO_NEAR.search(sentence.string, end)
    return ratio.end() if ratio else 0


def _whose(sentence: Sentence, found: re.Match[str]) -> str | None:
    unit = sentence.shape.unit(found, "whose") if found.groupdict().get("whose") else None
    return sentence.article.text.plain[unit.start : unit.end] if unit else None


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
