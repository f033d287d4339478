"""mover: one share gained or lost so much, or is named among the gainers or losers.

"Tata Steel (3.2%)", "A and B rose 3% and 5% respectively", "X was the worst performer, shedding 7.5%",
"Losers included A, B and C".
"""

import re
from collections.abc import Iterator

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.moves.listed import heading_above, heading_sign
from bhavhouse.news.grammar.moves.move import Move, signed
from bhavhouse.news.grammar.moves.moves import moves_of
from bhavhouse.news.grammar.moves.weights import weighed
from bhavhouse.news.grammar.pieces import Facts, Span, make, pattern
from bhavhouse.news.units import Unit

KIND = "mover"
_WORST = r"worst|biggest|top|major|main|key|heaviest|largest|leading|prominent|significant|notable|chief"
_RANKS = (
    (
        re.compile(
            r"\bone of the (?:worst|(?:biggest|top|major) losers)|"
            r"among (?:the |other )?(?:worst|(?:\w+ )?(?:losers|laggards|drags|decliners))"
        ),
        "among_worst",
    ),
    (
        re.compile(
            r"\bone of the (?:best|(?:biggest|top|major) gainers)|"
            r"among (?:the |other )?(?:best|(?:\w+ )?(?:gainers|winners|performers))"
        ),
        "among_best",
    ),
    (
        re.compile(
            rf"\b(?:{_WORST}) (?:\w+ )?(?:loser|laggard|drag|decliner)s?\b|worst performer|\bw(?:as|"
            rf"ere) the (?:worst|weakest)(?= (?:[,.;]|with|at))|"
            r"worst[- ]performing|\bthe worst of|topmost loser|(?:led|topped|"
            r"headed) the (?:list of )?(?:losses|decline|fall|losers)"
        ),
        "top_loser",
    ),
    (
        re.compile(
            rf"\b(?:best|{_WORST}) (?:\w+ )?(?:gainer|performer)s?\b|best[- ]performing|topmost gainer|"
            r"(?:led|leading|leads|topped|headed|tops) the (?:list of )?(?:gains|gainers|charge|pack|rally)|"
            r"\bbest (?:I )?(?:share|stock|scrip)\b|\bw(?:as|ere) the best(?= (?:[,.;]|with|at))|"
            r"\bthe highest (?:among|in|of|on)\b|\b(?:topped|tops|headed|heads) (?:the |its )?(?:X|I|S|"
            r"segment|index|list|charts?|table|space|universe)\b"
        ),
        "top_gainer",
    ),
)
_UP = (
    r"(?:gainers?|winners?|advancers|bright spots|buzzers|outperformers|(?:top|best|star)(?:-| - |"
    r" )?performers?|(?<=did )best|(?<=fared )best|(?:stocks|shares|counters|scrips|names|I|those|"
    r"ones)(?: [a-z-]+){0,2} (?:with(?: [a-z-]+){0,2} gains|(?:that|which) (?:gained|rose|advanced|surged|"
    r"jumped)(?: the most)?))"
)
_DOWN = (
    r"(?:losers?|laggards?|decliners|drags?|underperformers|draggers|worst(?:-| - | )?performers?|"
    r"(?<=did )worst|(?<=fared )worst|(?:stocks|shares|counters|scrips|names|I|those|"
    r"ones)(?: [a-z-]+){0,2} (?:with(?: [a-z-]+){0,2} losses|(?:that|which) (?:fell|lost|declined|slipped|"
    r"dropped)(?: the most| ground)?))"
)
_SIDE = rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
_OF_INDEX = (
    r"(?: (?:in|on|of|from|at|among|for|during) (?:the )?(?:I|bse|nse|day|session|pack|week|S|"
    r"index)(?: (?:pack|index|index pack|basket|today|indices))*| on D| today| in trade| here|"
    r" \([^()]{1,20}\))*"
)
_ROSE = "gained|rose|advanced|climbed|jumped|surged|rallied|soared"
_FELL = "fell|declined|dropped|slipped|slid|tumbled|lost|plunged|sank|shed"
# "Top losers were A, B and C"; "Gainers: A, B"
_LIST_AFTER = pattern(
    r"(?:I |bse |nse |among (?:the )?|(?:the )?(?:other|major|top|biggest|other|key|notable|"
    rf"prominent|main|leading) )*{_SIDE}{_OF_INDEX}"
    r"(?: I)?(?: (?:were|are|was|is|included|include|including|being|have been|today|also|:|-|"
    r"—))+(?: (?:the likes of|shares of|names like|stocks like|such as))? (?P<n>N)"
)
# "A, B and C were among the top gainers"
_LIST_BEFORE = pattern(
    rf"(?P<n>[NC])(?: (?:shares|stocks|scrips|share|stock))?(?: \( [^()]{{1,30}} \))?"
    r"(?: , [a-z]+(?: [a-z]+){0,4} ,)?(?:(?= among)|(?: (?:were|are|was|is|also|too|too were|emerged|emerge|"
    r"featured|figured|stood|remained|turned|ended|did|fared|at|head|became|ended up|as|out|finished|closed|"
    r"on I|on D|today))+)(?: (?:among|amongst|in|one|of|as|the|its|their|at|head|forefront|some|other|I|nse|"
    r"bse|'s|list|major|top|biggest|main|key|most|worst|leading|notable|prominent|significant|"
    rf"lone|only|heaviest|topmost|index|few|handful|select|day|session|week|month|big|bigger|intraday|"
    rf"principal|S))* {_SIDE}"
)
# "A and B led the gains"; "A, B dragged the index"
# "X was the top gainer, rising 2%, followed by A, B and C"
_FOLLOWED = pattern(rf"(?:{_SIDE})\b[^;]{{0,90}} (?:followed|trailed) by (?P<n>N)")
# A sentence without one of these names nobody as a gainer or a loser.
_SIDED = re.compile(
    rf"\b(?:{_UP}|{_DOWN}|green|red|territory|zone|terrain|up|down|higher|lower|gains|losses|list|rally|"
    rf"advance|decline|fall|best|worst|cuts|{_ROSE}|{_FELL})\b"
)
_THEN = pattern(
    r"(?:followed|trailed) by (?P<n>N)|(?:,|and|with) (?P<n2>N) (?:followed|following|came next|"
    r"next)(?= (?:[.;]|suit)|$)"
)
# "A, B and C gained", "A and B ended lower": no figure follows
_MOVED = pattern(
    r"(?P<n>[NC])(?: (?:shares|stocks|scrips|too|also|were|was|all|both|had|have|ended|closed|"
    r"settled|finished|traded|trading))*"
    rf" (?:(?P<up>{_ROSE}|up|higher)|(?P<down>{_FELL}|down|lower))(?: (?:the most|[a-z]+ly))?(?= "
    rf"(?:[.;]|, (?!(?:or|"
    r"by)\b)[a-z]|while|whereas|as|after|amid|but|on (?:D|the back|[a-z]+day))|$)"
)
# "A and B ended in the red"
_IN_RED = pattern(
    r"(?P<n>[NC])(?: (?:shares|stocks|scrips|share|stock))?(?: (?:were|was|is|are|also|too|ended|closed|"
    r"settled|finished|traded|trading|stood|remained|slipped|turned|on D|[a-z]+ly|the|an?|other|another|"
    r"only|lone|sole|few|name|names|one|ones))+ (?:(?:in|into) (?:the )?|with (?:[a-z]+ )?)(?:(?P<up>green|"
    r"gains(?! of)|positive (?:territory|zone|terrain))|(?P<down>red|(?:cuts|losses)(?! of)|"
    r"negative (?:territory|zone|terrain)))"
)
_LED = pattern(
    r"(?P<n>N)(?: (?:shares|stocks))? (?:led|lead|leading|topped|headed) (?:the )?(?:(?P<up>gains|gainers|"
    r"gainers' list|advance|rally)|(?P<down>losses|losers|losers' list|decline|fall|laggards))"
)


def find(sentence: Sentence) -> Facts:
    """The share moves of a sentence."""
    named: set[str] = set()
    for move in moves_of(sentence):
        if move.figure is None or move.symbol not in "NBC" or move.figure.unit != "pct":
            continue
        company = company_of(sentence, move)
        if company is None or _is_other(sentence, move):
            continue
        named.add(company)
        fields: dict[str, object] = {
            "company": company,
            **signed(move.figure, move.sign),
            "horizon": move.horizon or sentence.article.horizon,
        }
        rank = _rank(sentence, move)
        if rank:
            fields["rank"] = rank
        yield make(
            sentence,
            Span(move.start, move.end),
            f"mover.{move.rule}",
            KIND,
            fields,
            confidence=0.75 if move.symbol == "C" else 0.9,
        )
    yield from _named(sentence, named)


_OF_VALUES = re.compile(r"most[- ]valued|m-?cap of|market valuation of|\badd(?:s|ed)? rs [^\n]{0,40}m-?cap")
_RATED = re.compile(r"\b(?:targets?|upside|ratings?|brokerages?|radar)\b")


def _is_other(sentence: Sentence, move: Move) -> bool:
    """Whether the figure is of a good's price ("VSF prices fell") or beside a target ("X, Rs 90 (-12%)")."""
    plain = sentence.article.text.plain
    if re.match(r" prices?\b", plain[move.item.end : move.item.end + 8]):
        return True
    if re.search(r"performing sector\b", sentence.string[move.start : move.end]):
        return True  # "Food, Beverages & Tobacco was the best-performing sector"
    before = sentence.before()
    near = sentence.heading + " " + (before.string if before is not None else "")
    return move.rule == "signed" and move.level is not None and bool(_RATED.search(near))


def company_of(sentence: Sentence, move: Move) -> str | None:
    """The company as printed; "the stock" means the one that the context tells."""
    text = move.item.text
    if move.symbol == "C":
        known = sentence.article.company(sentence, move.start)
        return known.text if known else None
    return text


def _named(sentence: Sentence, figured: set[str]) -> Facts:
    """Companies named among the gainers or losers without a figure of their own."""
    if not any(unit.symbol in "NC" for _, unit in sentence.shape.subjects):
        return
    rules: tuple[tuple[re.Pattern[str], str], ...] = (
        (_LIST_AFTER, "listed"),
        (_LIST_BEFORE, "among"),
        (_LED, "led"),
        (_IN_RED, "in_red"),
        (_FOLLOWED, "followed"),
        (_MOVED, "moved"),
    )
    if "P" not in sentence.string and _OF_VALUES.search(sentence.article.lowered, 0, 400):
        return  # those whose market value rose
    for rule, name in rules if sentence.is_title or _SIDED.search(sentence.string) else ():
        for found in sentence.shape.find(rule):
            unit = sentence.shape.unit(found, "n")
            if unit is None or is_doubtful(sentence.shape, found.start(), found.end()):
                continue
            if re.search(rf"(?:{_UP}|{_DOWN}) (?:and|&) $", sentence.string[: found.start()]):
                # "gainers and losers: A, B" tells no side.
                continue
            # A figure that follows belongs to the list's last name, so the names before have theirs, too.
            if unit.symbol == "N" and re.match(
                r" (?:M )?(?:\( |at |with )?(?:up |down |- |\+ )?[P#]", sentence.string[found.end("n") :]
            ):
                continue
            side = 1 if found["up"] else -1
            yield from _each(sentence, unit, side, Span(*found.span()), name, found.group(), figured)
    for unit, side, span in weighed(sentence):
        if is_doubtful(sentence.shape, span.start(), span.end()):
            continue
        if not re.match(r" (?:\( )?(?:up |down |- |\+ )?P", sentence.string[span.end() :]):
            yield from _each(sentence, unit, side, span, "weighed", "among", figured)
    for found in sentence.shape.find(_THEN):
        # "X rose 3%, followed by A and B": they went the same way.
        unit = sentence.shape.unit(found, "n") or sentence.shape.unit(found, "n2")
        ahead = [m for m in moves_of(sentence) if m.sign and m.symbol in "NBC" and m.start < found.start()]
        follows = sentence.string[found.end() :]
        if unit is None or not ahead or re.match(r" (?:\( )?(?:up |down |at |with )?P", follows):
            continue
        yield from _each(sentence, unit, ahead[-1].sign, Span(*found.span()), "followed", "some", figured)
    yield from _trailing(sentence, figured)
    if len(sentence.shape.units) > 2 or not re.fullmatch(r"N(?: [.,;])?", sentence.string):
        return
    sign = heading_sign(sentence)
    if sign:
        unit = sentence.shape.units[0]
        yield from _each(sentence, unit, sign, Span(0, len(sentence.string)), "headed", "among", figured)


# "A (2%), B (1%), C and D": those without a figure went the way of the others.
_TRAILING = pattern(
    r"(?P<a>N) \( (?:up |down |[+-] )?P \) (?:, |and |& )+(?P<n>N)(?= (?:[.;]|while|whereas)|$)"
)


def _trailing(sentence: Sentence, figured: set[str]) -> Facts:
    for found in sentence.shape.find(_TRAILING):
        last, unit = sentence.shape.told(found, "a"), sentence.shape.told(found, "n")
        moved = next((m for m in moves_of(sentence) if m.item.start == last.items[-1].start and m.sign), None)
        if moved is not None and not is_doubtful(sentence.shape, found.start(), found.end()):
            yield from _each(sentence, unit, moved.sign, Span(*found.span()), "followed", "some", figured)


def _each(
    sentence: Sentence, unit: Unit, side: int, span: Span, rule: str, said: str, figured: set[str]
) -> Facts:
    top = re.search(rf"\b(?:{_WORST}|best)\b", said) and not re.search(
        r"\b(?:among|amongst|one of|some)\b", said
    )
    rank = ("top_gainer" if top else "among_best") if side > 0 else ("top_loser" if top else "among_worst")
    for company in _companies(sentence, unit, span):
        if rule == "moved" and company in sentence.article.moved:
            continue
        if company in figured:
            continue
        fields: dict[str, object] = {
            "company": company,
            "value": None,
            "unit": "pct",
            "direction": "up" if side > 0 else "down",
            "horizon": sentence.article.horizon,
        }
        if rule not in ("followed", "moved"):
            fields["rank"] = rank
        yield make(sentence, span, f"mover.{rule}", KIND, fields, confidence=0.85)


def _companies(sentence: Sentence, unit: Unit, span: Span) -> Iterator[str]:
    if unit.symbol == "C":
        known = sentence.article.company(sentence, span.start())
        if known:
            yield known.text
        return
    for item in unit.items:
        yield item.text


def _rank(sentence: Sentence, move: Move) -> str | None:
    """The place in the field that the clause gives the share."""
    string = sentence.string
    clause = re.split(r" (?:while|whereas|;|, and) ", string[move.start :])[0]
    before = re.split(r" (?:while|whereas|;|, and) ", string[: move.start])[-1]
    above = heading_above(sentence) if move.rule in ("told", "headed") else ""
    for place in (clause, before, above):
        for found_by, rank in _RANKS:
            if found_by.search(place) and ("gainer" in rank or "best" in rank) == (move.sign > 0):
                return rank
    return None
