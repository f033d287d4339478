"""A model's grade that moved: technical calls and financial scores are told in the same ways.

"moved from sideways to mildly bullish", "turned bearish from mildly bearish", "upgraded to bullish".
"""

import re
from dataclasses import replace

from bhavhouse.news import grades
from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.grammar.calls.attribution import ORDER, SO_DID, in_order, in_text, note, shares_of, too
from bhavhouse.news.grammar.calls.calls import Call, each_from
from bhavhouse.news.grammar.calls.event_words import DOWN, UP
from bhavhouse.news.grammar.calls.events import Event
from bhavhouse.news.grammar.calls.grade_roles import Head, events
from bhavhouse.news.grammar.calls.houses import Spoken
from bhavhouse.news.grammar.calls.lines import Line, lines
from bhavhouse.news.grammar.calls.rating_change import fact, verb_direction
from bhavhouse.news.grammar.pieces import Facts, listed_after
from bhavhouse.news.units import Item

_MANY_BEFORE = re.compile(r"\b(?:stocks|names|companies|shares|counters|scrips|them|ones)\b")
_MARKET_BEFORE = re.compile(
    r"\b(?:index|nifty|sensex|sector|market|commodit(?:y|ies)|gold|silver|copper|zinc|bullion|crude|mcx|"
    r"rupee|dollar|bitcoin|yields?|pack|space)\b"
)

# A text without these words moves no grade of the scale.
_SPOKEN_OF = {
    "technical_call": re.compile(r"bullish|bearish"),
    "technical_trend": re.compile(r"uptrend|downtrend|\b(?:up|down) trend\b"),
    "technical_rating": re.compile(
        r"\btechnical(?:s|ly)? (?:ratings?|scores?|summary|summaries|signals?|verdicts?|meter|indicator)\b"
    ),
    "financial_trend": re.compile(r"\bfinancials?\b|\bscores?\b|\bresults?\b"),
    "results_score": re.compile(
        r"\b(?:financial|results?|earnings|fundamental|health|quarterly|durability) "
        r"(?:(?:health|performance|strength) )?(?:scores?|grades?|ratings?|health|strength|scorecards?)\b"
    ),
}
# A line that only names companies, under the heading that tells their grade.
_NAMES_ONLY = re.compile(r"(?:[-•·*] |# [.)] )?(?P<n>N)(?: (?:,|and|;|N|\(|\)|M|P|#|[.]|[—-]))*")
# "Upgrades", "Downgraded:", "Moved up": the way of what is listed below or behind.
_WAY = re.compile(
    rf"(?:technical |financial |trend |score |grade |call |S |stocks? |names? |today 's )*"
    rf"(?P<verb>{UP}|{DOWN}|upgrades|downgrades|improvements|deteriorations)"
    r"(?: (?:today|calls?|grades?|scores?|trends?|stocks|names))*(?: [:—-]|$)"
)


def moved(sentence: Sentence, scales: tuple[str, ...]) -> list[tuple[Line, list[Event], Spoken]]:
    """The line that begins with a sentence, its grades that moved, and who was spoken of before."""
    article = sentence.article
    key = f"moved.{scales[0]}"
    if key not in article.memo:
        spoken_of = [scale_id for scale_id in scales if _SPOKEN_OF[scale_id].search(article.lowered)]
        article.memo[key] = _moved(article, spoken_of) if spoken_of else {}
    known: dict[int, list[tuple[Line, list[Event], Spoken]]] = article.memo[key]
    return known.get(sentence.number, [])


def _moved(article: Article, scales: list[str]) -> dict[int, list[tuple[Line, list[Event], Spoken]]]:
    spoken = Spoken()
    made: dict[int, list[tuple[Line, list[Event], Spoken]]] = {}
    last: list[Event] = []
    head, heading, block = Head(), last, -1
    for line in lines(article, *scales):
        before = replace(spoken)
        way = _WAY.match(line.string)
        found = events(line, Head(verb=way["verb"]) if way else head)
        so_did = SO_DID.match(line.string)
        if so_did and len(last) == 1:
            found = [replace(last[0], start=0, end=so_did.end(), found=so_did)]
        if not found and head.to and (names := _NAMES_ONLY.fullmatch(line.string)):
            found = [Event("listed", 0, len(line.string), head.to, head.before, head.verb, names)]
        if any(event.rule == "listed" for event in found):
            heading.clear()  # told of those listed
        elif _heads(line, found):
            head, heading, block = Head(found[0].to, found[0].before, found[0].verb), found, line.first.block
        elif way and way.end() == len(line.string):
            head, heading, block = Head(verb=way["verb"]), [], line.first.block
        elif not found and len(line.shape.units) > 4 and (line.first.is_title or line.first.block != block):
            head = Head()
        made.setdefault(line.first.number, []).append((line, found, before))
        note(line, spoken)
        last = found
    return made


def _heads(line: Line, found: list[Event]) -> bool:
    """Whether a line tells the grade of those listed below it."""
    if len(found) != 1 or line.is_row or line.units("NBM") or found[0].rule == "stays":
        return False
    is_short = line.first.is_title or line.string.endswith(":") or len(line.shape.units) <= 7
    return is_short or bool(_MANY_BEFORE.search(line.string[: found[0].start]))


def subjects(line: Line, found: list[Event], n: int, spoken: Spoken) -> Call | None:
    """The n-th event of a line with its shares, None where its subject is no share."""
    event = found[n]
    begin = found[n - 1].end if n else 0
    end = found[n + 1].start if n + 1 < len(found) else len(line.string)
    if event.nth is not None:
        item = _in_order(line, event)
        return Call(line, event, [], [item], begin, end) if item else None
    if each := list(each_from(line, event)):
        return Call(line, event, [], [share for share, _ in each], begin, end)
    if ORDER.search(line.string, begin, event.end) and (items := in_order(line, event.end, spoken.pair)):
        return Call(line, event, [], items, begin, end)
    near = [
        u
        for _, u in line.units("NCBISX", begin, event.start)
        if u.symbol != "S" or u.items[0].text not in ("financial", "financials")
    ]
    before = line.string[begin : event.start]
    if event.rule == "listed":
        own = [u for u in near if u.symbol in "NB"] or [u for _, u in line.units("NB", event.start, end)]
        return Call(line, event, [], [i for u in own for i in u.items], begin, end) if own else None
    if _MANY_BEFORE.search(before) and not [u for u in near if u.symbol == "N"]:
        shares = listed_after(line.first, line.in_first(event.end))
        return Call(line, event, [], shares, begin, end) if shares else None
    if (near and near[-1].symbol in ("I", "X")) or _MARKET_BEFORE.search(
        re.split(r"(?:^| )[NB](?= |$)", before)[-1]
    ):
        return None
    if behind := _BEHIND.match(line.string, event.end):
        return Call(line, event, [], list(line.shape.told(behind, "n").items), begin, end)
    if (
        near
        and near[-1].symbol == "N"
        and (line.is_row or line.article.is_model_page)
        and not line.units("B")
    ):
        shares = list(near[-1].items)
        return Call(line, event, [], [*shares, *too(line, event.end)], begin, end)
    if near and near[-1].symbol == "B":
        return Call(line, event, [], list(near[-1].items), begin, end)
    if not near and line.is_row and (item := _named_above(line)):
        return Call(line, event, [], [item], begin, end)
    if not near and not line.units("NCB") and (item := _page_company(line, spoken)):
        return Call(line, event, [], [item], begin, end)
    shares = shares_of(line, event, begin, end, spoken)
    return Call(line, event, [], [*shares, *too(line, event.end)], begin, end) if shares else None


# "upgraded to bullish on October 6 in the case of X"
_BEHIND = re.compile(
    r"(?: on D)? (?:in the case of|in case of|in respect of|at|for|awaited|hit) (?P<n>N)(?= |$)"
)


def _in_order(line: Line, event: Event) -> Item | None:
    """The name meant of several: the n-th of those before, be it in the sentence before."""
    items = [i for _, u in line.units("NB", 0, event.start) for i in u.items]
    for n in (1, 2):
        sentence = line.first.before(n)
        if len(items) < 2 and sentence is not None and sentence.block == line.first.block:
            items = [i for u in sentence.shape.units if u.symbol == "N" for i in u.items]
    units = [u for _, u in line.units("NB", 0, event.start) if len(u.items) > 1]
    told = units[-1].items if units else items[-2:]
    return told[event.nth] if event.nth is not None and event.nth < len(told) > 1 else None


def _page_company(line: Line, spoken: Spoken) -> Item | None:
    """The one company that the page's headline is about, where nobody else was spoken of in the paragraph."""
    if spoken.shares_block == line.first.block or line.heads.own_share is not None:
        return None
    for sentence in line.article.sentences[:2]:
        named = [u for u in sentence.shape.units if u.symbol in "NB"]
        if sentence.is_title and named and len(named[0].items) == 1:
            if len(named) == 1 or sentence.shape.units[0] is named[0]:
                return in_text(line.article, named[0].items[0])
            return None
    return None


def _named_above(line: Line) -> Item | None:
    """The company that a line of its own names right above a row."""
    above = line.first.before()
    named = above.shape.units[0] if above is not None and len(above.shape.units) <= 3 else None
    return named.items[0] if named is not None and named.symbol == "N" and len(named.items) == 1 else None


def facts(call: Call, kind: str, scales: tuple[str, ...], *, is_kept: bool = False) -> Facts:
    """The facts of a moved grade."""
    if not isinstance(call.told, Event):
        return
    told = list(each_from(call.line, call.told)) or [(share, call.told) for share in call.shares]
    for share, event in told:
        scale_id = grades.scale_of(scales, event.before, event.to)
        way = _direction(event, scale_id, is_kept=is_kept) if scale_id else None
        if way is not None:
            fields: dict[str, object] = {
                "company": share.text,
                "from": event.before,
                "to": event.to,
                "direction": way,
                "rater": "model",
                "scale_id": scale_id,
            }
            yield fact(call, kind, event.rule, fields, 0.95 if event.before else 0.85)


def _direction(event: Event, scale_id: str, *, is_kept: bool) -> str | None:
    """Where only the new grade is told, its verb tells the direction, else the side that it is on."""
    if is_kept or event.rule == "stays":
        return "none"
    told = grades.direction(scale_id, event.before, event.to)
    middle = grades.middle(scale_id)
    place = grades.ordinal(scale_id, event.to) or middle
    side = "upgrade" if place > middle else "downgrade" if place < middle else None
    return told or verb_direction(event.verb) or side
