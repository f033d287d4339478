"""capital_rotation: money has moved from one class of assets or segment into others.

"investors rotated out of smallcaps into gold and silver", "money has flowed out of IT and into banks",
"capital has moved into cyclicals while defensives take a back seat".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.grammar.pieces import Facts, make, pattern
from bhavhouse.news.lexicon import words

KIND = "capital_rotation"
# Nouns of an asset class. Adjectives of a class need a noun behind them ("cyclical sectors").
_NOUN = (
    r"(?:gold|silver|bonds?|debt|fixed income|cash|fixed deposits|ipos?|ipo opportunities|equities|equity|"
    r"crypto|bitcoin|(?:indian|chinese|domestic|japanese|foreign|"
    r"emerging-market|us) (?:equities|stocks|shares|markets?)|"
    r"real estate|commodities|precious metals|defensives?|cyclicals?|liquid funds|treasuries|safe havens?|"
    r"china|us|emerging markets|alternative assets|primary market|mid- and small-caps|small- and mid-caps|"
    r"mid and small caps|"
    r"mid caps|small caps|large-caps|largecaps|large caps|large-cap|largecap|mid-cap|midcap|"
    r"small-cap|smallcap|"
    r"mid - and small-cap|mid-caps|midcaps|small-caps|smallcaps|gilts|g-secs|hybrid funds|"
    r"bank deposits)"
)
_CLASS = (
    r"(?:defensive|cyclical|value|growth|commodity-led|rate-sensitive|export-oriented|high-beta|low-beta|"
    r"consumption-led|new-age)"
)
_TAIL = (
    r"(?:basket|pack|ones|undertakings|equities|universe|stocks|shares|names|counters|segments?|space|"
    r"funds|sectors?|themes?|plays|pockets|companies)"
)
_FILL = (
    r"(?:the|emerging|other|safer|beaten-down|beaten|down|growth-oriented|as|such|like|expensive|"
    r"overvalued|richly|highly|valued|"
    r"slow-growing|high-growth|fast-growing|risky|riskier|overheated|frothy|cheaper|undervalued|domestic|"
    r"indian|export-facing|export-heavy|rate-sensitive|battered|fresh|overowned|crowded|other|quality|"
    r"broader|traditional|select|certain|some|parts|of|assets)"
)
# Where a list of assets ends.
_STOP = (
    r"(?:in|into|to|towards?|on|at|as|for|by|with|while|during|after|before|amid|over|this|last|its|their|"
    r"from|out|of|was|were|is|are|be|"
    r"has|have|had|said|says|that|which|who|when|since|because|due|even|such|like|including|though|"
    r"although|but|now|again|seen|went|go|going|led|despite|under|per|than)"
)
_WORD = rf"(?!{_STOP}(?: |$))(?:[SIN]|,|&|-|[a-z][a-z&-]*)(?: \( [SNB] \))?"
_RUN = rf"{_WORD}(?: {_WORD}){{0,14}}"
_LAZY = rf"{_WORD}(?: {_WORD}){{0,14}}?"
_EXAMPLES = rf"(?: (?:such as|like|including) (?P<examples>{_RUN}))?"
_MOVED = (
    r"(?:swung|swinging|"
    r"rotated|rotating|rotation|rotates|rotate|shifted|shifting|shifts?|moved|moving|moves|reallocated|"
    r"reallocating|reallocation|"
    r"switched|switching|switch|flowing|flowed|flows|migrated|migrating|churned|exodus|pivoted|pivoting|"
    r"redeployed|redeploying|gravitated|diverted|diverting)"
)
_WHAT = (
    r"(?: (?:of|capital|money|funds?|flows?|allocations?|assets|their|its|investments|investments?|"
    r"exposure|portfolios|holdings|is|was|seen|has been|away|out|focus|steadily|gradually|actively|\w+ly))*"
)
_WHO = (
    r"investors|money|cash|capital|funds|fund managers|money managers|fiis|fpis|diis|institutions|traders|"
    r"flows"
)
_FROM_TO = pattern(
    rf"{_MOVED}{_WHAT} (?:of|from) (?P<f>{_LAZY})(?: (?:such as|like|including) (?P<fe>{_LAZY}))?"
    r"(?: , (?:where|which|as|amid|on|that|whose) [^;]{1,60}? ,)?(?: ,)?(?: and)?(?: back)?"
    rf" (?:into|to|towards?|in favour of) (?P<t>{_RUN}){_EXAMPLES}"
)
_TO_FROM = pattern(
    rf"{_MOVED}{_WHAT} (?:into|to|towards?) (?P<t>{_LAZY})(?: ,)?(?: and)?(?: (?:out|away))? (?:of|"
    rf"from) (?P<f>{_RUN})"
)
# "investors have turned towards gold, dumping smallcaps"
_DUMPING = pattern(
    rf"(?:turned|turning|moved|moving|shifted|shifting|flocked|rushed|rushing) (?:into|to|towards?)"
    rf" (?P<t>{_LAZY})(?: ,)?"
    rf" (?:dumping|selling|ditching|trimming|exiting|abandoning|at the expense of) (?P<f>{_RUN})"
)
# "capital has flowed into metals while IT takes a back seat"
_WHILE = pattern(
    rf"{_MOVED}{_WHAT} (?:into|towards?) (?P<t>{_LAZY})(?: ,)? (?:while|even as|as) (?P<f>{_LAZY})"
    r"(?: such as [^;]{1,60}?)?"
    r" (?:(?:take|takes|took|taking|have taken|has taken|are taking|is taking|lose|loses|lost|have lost|"
    r"are losing|fall out|fell out) (?:a back ?seat|ground|favour|of favour)"
    r"|(?:were|was|are|have been|has been|being) (?:sold|dumped|shunned|sidelined|trimmed))"
)
# "sold IT and bought banks", "booked profits in midcaps and shifted to largecaps"
_OUT = (
    r"(?:(?:pull(?:ed|ing)|withdr(?:ew|awing|awn)|tak(?:en|ing)) (?:out )?(?:the |their )?"
    r"(?:money|funds|capital) (?:from|out of)|sold|selling|dumped|dumping|"
    r"trimmed|trimming|exited|exiting|left|leaving|abandoned|ditched|"
    r"deserted|quit|cut|"
    r"cutting|pared|paring|reduced|reducing|(?:came|coming|moved|moving|pulled|pulling|went|going) out of|"
    r"(?:booked|booking|took|taking) (?:some )?profits? in|"
    r"(?:taken|took|taking) (?:some )?money off the table in|(?:cashed|cashing) out of)(?: (?:their|its))?"
    r"(?: (?:exposure|weights?|weightage|positions|holdings|allocations?|stakes?) (?:to|in|of))?"
)
_IN = (
    r"(?:,|and|while|to|before)*(?: (?:are|is|have|has|been|were|was|now|instead|then|also))*"
    r"(?: (?:and|while|to))? (?:(?:load(?:ed|ing) up on|stock(?:ed|ing) up on|"
    r"bought|buying|buy|entered|entering|enter|lapped up|picked up|"
    r"accumulated|accumulating|chased|"
    r"chasing)|(?:rotated|rotating|moved|moving|move|shifted|shifting|shift|went|gone|goes|headed|heading|"
    r"flowed|flowing|"
    r"redeployed|redeploying|redirected|redirecting|redirect|put|parked|parking|poured|pouring|switched|"
    r"switching|deployed|"
    r"channell?ed|channell?ing|funnell?ed|funnell?ing|found its way|finding its way|"
    r"found their way|finding their way|added|parked|turned|raised|raising|"
    r"increased|"
    r"taking shelter|took shelter|taken shelter|taking refuge|took refuge|taken refuge|seeking refuge|"
    r"crowded|crowding|piled|piling|rushed|rushing|gravitated|gravitating)"
    r"(?: (?:the|its|their|money|proceeds|capital|it|them|funds|cash|weights?|exposure|stakes?|back|"
    r"allocations?))*"
    r" (?:to work )?(?:into|in|to|towards?|for))"
)
_ASIDE = (
    r"(?: , (?:where|which|as|amid|on|that|whose) [^;]{1,60}? ,| into strength| on rallies|"
    r" at higher levels)?"
)
_SWAP = pattern(rf"{_OUT} (?P<f>{_LAZY}){_ASIDE} ?{_IN} (?P<t>{_RUN}){_EXAMPLES}")
# "money that had chased midcaps is going back to large caps"
_CHASED = pattern(
    rf"(?:money|capital|cash|funds) (?:that|which)(?: (?:had|has|have|was|were|once|earlier))*"
    rf" (?:chased|chasing|gone into|went into|flowed into|poured into|rushed into|moved into|"
    rf"flooded|parked in)"
    rf" (?P<f>{_LAZY})(?: ,)? (?:is|are|has|have|was|were) (?:now |been |being |again )*"
    rf"(?:going|moving|flowing|heading|shifting|shifted|moved|rotating|rotated|returning|gone)(?: back)?"
    rf" (?:into|to|towards?) (?P<t>{_RUN})"
)
# "investors left IT for banks"
_LEFT_FOR = pattern(
    rf"(?:left|leaving|abandoned|ditched|deserted|quit|dumped|dumping|exited|exiting) (?P<f>{_LAZY})"
    rf" (?:for|in favour of) (?P<t>{_RUN}){_EXAMPLES}"
)
# "have trimmed smallcaps in favour of gold"
_IN_FAVOUR = pattern(rf"{_OUT} (?P<f>{_LAZY}) in favou?r of (?P<t>{_RUN}){_EXAMPLES}")
# "have cut large-caps while their presence in small-caps has grown"
_GROWN = pattern(
    rf"(?:cut|trimmed|reduced|pared|lowered|sold)(?: (?:their|exposure|holdings?|presence|weight|to|"
    rf"in))* (?P<f>{_LAZY})"
    r" (?:while|and|but|as|even as) (?:their|its|the) (?:presence|exposure|holdings?|allocations?|weights?|"
    r"stakes?|ownership) "
    rf"(?:in|to|of) (?P<t>{_LAZY})(?: stocks)? (?:has|have|was|were|is) (?:\w+ )?(?:grown|risen|increased|"
    rf"gone up|raised|up)"
)
# "all fresh money now goes to large-cap funds instead of small-cap ones"
_INSTEAD = pattern(
    rf"(?:money|capital|cash|flows|inflows|allocations?)(?: \w+){{0,3}}? (?:goes|going|went|gone|flows|"
    rf"flowing|flowed|moves|"
    rf"moving|moved|shifted|shifting)(?: now)? (?:in)?to (?P<t>{_LAZY}) (?:instead of|rather than|"
    rf"and not) (?P<f>{_RUN})"
)
# "investors are exploring gold and silver", where the sentences before speak of a rotation.
_EXPLORES = pattern(
    rf"(?:{_WHO})(?: (?:are|is|have|has|been|simultaneously|now|increasingly|also|\w+ly))*"
    r" (?:exploring|moving into|flowing into|shifting to|turning to|chasing|rotating into|moving to|"
    r"turned to|"
    rf"shifted to|flocking to|flocked to|piling into|piled into) (?P<t>{_RUN})"
)
# Who moves: without money or investors it is something else that shifts.
_AGENT = re.compile(
    r"\b(?:investors?|money|cash|capital|funds?|flows?|switch|allocations?|rotation|rotat\w+|fiis?|fpis?|"
    r"diis?|institutions|traders|exposure|portfolios?|exodus|reallocat\w+)\b"
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


def find(sentence: Sentence) -> Facts:
    """The rotations of a sentence."""
    string = sentence.string
    before = sentence.before()
    # "Part of it has moved from India to China": of the money that the sentence before tells of.
    is_part = _PART.match(string) and before is not None and _AGENT.search(before.string)
    if not (is_part or _AGENT.search(string)) or _USUAL.search(string):
        return
    for name, rule in (
        ("from_to", _FROM_TO),
        ("to_from", _TO_FROM),
        ("dumping", _DUMPING),
        ("while", _WHILE),
        ("swap", _SWAP),
        ("chased", _CHASED),
        ("left", _LEFT_FOR),
        ("favour", _IN_FAVOUR),
        ("grown", _GROWN),
        ("instead", _INSTEAD),
    ):
        for found in sentence.shape.find(rule):
            # "instead of" denies nothing here.
            end = found.start("f") - 12 if name == "instead" else found.end()
            is_past = is_history(sentence.shape, found.start(), end) and name != "chased"
            if is_past or is_doubtful(sentence.shape, found.start(), end):
                continue
            if _ADVICE.search(string, 0, found.start("f")):
                continue
            if not is_part and not _AGENT.search(
                string, max(0, found.start() - 60), min(found.start("f"), found.start("t"))
            ):
                continue
            source, goal = _assets(sentence, found, "f"), _assets(sentence, found, "t")
            if found.groupdict().get("fe") and (told := _assets(sentence, found, "fe")):
                source = told
            if found.groupdict().get("examples") and (told := _assets(sentence, found, "examples")):
                goal = told
            # One side may be told in words that no list knows, if the other is known.
            is_money = name == "from_to" and re.search(
                r"\b(?:money|capital|cash)\b.*\bout of\b", string[: found.start("f")]
            )
            if source and goal and (_is_known(source) or _is_known(goal) or is_money):
                left = [name for name, _ in source]
                fields: dict[str, object] = {
                    "from": left[0] if len(left) == 1 else left,
                    "to": [name for name, _ in goal],
                }
                yield make(sentence, found, f"capital_rotation.{name}", KIND, fields, confidence=0.8)
                return
    for found in sentence.shape.find(_EXPLORES):
        if is_doubtful(sentence.shape, found.start(), found.end()) or not _is_rotation(sentence):
            continue
        segment = _left(sentence)
        goal = _assets(sentence, found, "t")
        if segment and goal and _is_known(goal):
            fields = {"from": segment, "to": [name for name, _ in goal]}
            yield make(sentence, found, "capital_rotation.explores", KIND, fields, confidence=0.7)
            return


_BETWEEN = re.compile(r"(?:^| )(?:,|&|or|and|as well as)(?= |$)")
_HEAD = re.compile(
    rf"(?:{_FILL} )*(?P<a>(?:mid|small|large)(?: -)? (?:and|or|,|&) I|(?:mid-sized|mid-tier|smaller|larger|"
    rf"large|big) S|"
    rf"public sector undertakings|S (?:equipment|generation|finance|products|distribution|parts|"
    rf"ancillaries)|[IS]|{_NOUN}|{_CLASS})(?: (?P<tail>{_TAIL}))?(?: \( [^()]{{1,20}} \))?"
)
_BOTH_SIZES = re.compile(r"(mid|small|large) (?:and|or|,|&) I")
_SIZE = re.compile(r"(?i)^(?:small|mid|large|micro)")
_LOOSE = re.compile(rf"(?:{_FILL} )*(?P<a>[a-z][a-z-]+(?: [a-z][a-z-]+)?)(?: {_TAIL})?")
_COUNTRIES = frozenset(
    ["india", "china", "japan", "korea", "south korea", "taiwan", "brazil", "mexico", "vietnam", "indonesia",
     "thailand", "hong kong", "singapore", "the us", "us", "europe", "germany", "russia"]
)  # fmt: skip


def _assets(sentence: Sentence, found: re.Match[str], group: str) -> list[tuple[str, bool]]:
    """The classes that a group names, as printed, and whether each is known; none where one is no asset."""
    told = found[group]
    if not told:
        return []
    at = found.start(group)
    pieces: list[tuple[int, str]] = []
    begin = 0
    # "mid - and I" is one.
    joint = re.sub(r"\b(mid|small|large)( -)? (and|&) I", r"\1\2_\3 I", told)
    for gap in _BETWEEN.finditer(joint):
        pieces.append((begin, told[begin : gap.start()]))
        begin = gap.end() + 1
    pieces.append((begin, told[begin:]))
    made: list[tuple[str, bool]] = []
    pieces = [(place, piece) for place, piece in pieces if piece.strip()]
    for place, piece in pieces:
        is_last = place == pieces[-1][0] and group != "f"
        is_alone = len(pieces) == 1 or group in ("examples", "fe")
        names = _names(sentence, at + place, piece, is_alone=is_alone, is_last=is_last)
        if not names:
            # The list has ended: what follows is another clause.
            return made if made and group != "f" else []
        made += names
    return made


def _names(
    sentence: Sentence, at: int, piece: str, *, is_alone: bool, is_last: bool = False
) -> list[tuple[str, bool]]:
    """The assets of one member of a list."""
    plain = sentence.article.text.plain
    head = _HEAD.fullmatch(piece)
    if not head and is_last and (part := _HEAD.match(piece)) and piece[part.end() : part.end() + 1] == " ":
        # "... into largecaps continued": the sentence goes on
        head = (
            part
            if re.match(
                r" (?:\w+ed|\w+ing|\w+ly|has|have|was|were|is|are|ahead|says?|said|today|now|this|last|"
                r"early|late|again|instead)\b",
                piece[part.end() :],
            )
            else None
        )
    if head and head["a"] in ("I", "S"):
        unit = sentence.shape.units[sentence.shape.index(at + head.start("a"))]
        return [(plain[item.start : item.end], True) for item in unit.items]
    both = _BOTH_SIZES.fullmatch(head["a"]) if head else None
    if head and both:
        # "mid and small caps" are mid caps and small caps
        last_name = sentence.shape.units[sentence.shape.index(at + head.end("a") - 1)].items[-1].text
        return [(_SIZE.sub(both[1], last_name), True), (last_name, True)]
    if head and head["a"].endswith(" S"):
        # "large banks, telecom and metals": the word before is of the first alone
        members = sentence.shape.units[sentence.shape.index(at + head.end("a") - 1)].items
        first = sentence.shape.span(at + head.start("a"), at + head.end("a"))[0]
        return [(plain[item.start if n else first : item.end], True) for n, item in enumerate(members)]
    if head:
        keeps_noun = is_alone and re.fullmatch(_CLASS, head["a"]) and head["tail"]
        end = head.end("tail") if keeps_noun else head.end("a")
        first, last = sentence.shape.span(at + head.start("a"), at + end)
        is_known = not (is_alone and re.fullmatch(_CLASS, head["a"]) and not head["tail"])
        return [("IPOs" if re.match(r"(?i)ipos?\b", plain[first:last]) else plain[first:last], is_known)]
    if piece in _COUNTRIES or piece == "N":
        unit = sentence.shape.units[sentence.shape.index(at)]
        items = [(item.text, True) for item in unit.items] or [(plain[unit.start : unit.end], True)]
        if all(name.lower() in _COUNTRIES for name, _ in items):
            return items
        return [(name, False) for name, _ in items] if piece == "N" else []
    loose = _LOOSE.fullmatch(piece)
    if loose and is_alone and not any(word in words("no_sector") for word in loose["a"].split()):
        first, last = sentence.shape.span(at + loose.start("a"), at + loose.end("a"))
        return [(plain[first:last], False)]
    return []


def _is_known(assets: list[tuple[str, bool]]) -> bool:
    return all(known for _, known in assets)


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
