"""Claims against each other: a headline and its own count, two figures of one thing, a figure told twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import inf
from typing import Any

from bhavhouse.verdicts.asked import Claim
from bhavhouse.verdicts.checked import Article, Row, session_of
from bhavhouse.verdicts.dating import is_before_close
from bhavhouse.verdicts.market import Market
from bhavhouse.verdicts.subjects import key_of

_A_MOVE, _LOPSIDED = 0.3, 0.8  # percent of an index; advances for each decline, or the other way
_MOST = 20  # other figures of one thing and session that each is held against
_REPEATS = 10  # sessions in which the same digits again are hardly chance
_Placed = tuple[Claim, date, Article]
_Anywhen = tuple[Claim, date | None, Article]


def conflicts(articles: Sequence[Article], market: Market) -> Iterator[Row]:
    """Rows of marts.claim_conflicts."""
    groups: dict[tuple[Any, ...], list[_Placed]] = defaultdict(list)
    for article in articles:
        placed = [(claim, session_of(claim, article, market), article) for claim in article.claims]
        yield from _against_count(placed)
        for claim, session, _ in placed:
            if session and not is_before_close(article.published_at, session) and (what := _what(claim)):
                groups[what].append((claim, session, article))
    for group in groups.values():
        yield from _apart(group)
        yield from _repeated(group, market)


def _against_count(placed: Sequence[_Anywhen]) -> Iterator[Row]:
    """Index returns that the article's own count of the same thing speaks against."""
    counts: dict[tuple[date | None, str], list[_Anywhen]] = defaultdict(list)
    for item in placed:
        if item[0].kind == "advance_decline" and item[0].value is not None and (of := _subject(item[0])):
            counts[item[1], of].append(item)
    for item in placed:
        claim, session, _ = item
        if claim.kind != "index_return" or not claim.window or not claim.window.is_session:
            continue
        is_up, is_down = claim.low > _A_MOVE, claim.high < -_A_MOVE
        if claim.unit != "pct" or not (is_up or is_down):
            continue
        for other in counts.get((session, _subject(claim) or ""), ())[:_MOST]:
            ratio = other[0].value or 0.0
            if (is_up and ratio < _LOPSIDED) or (is_down and ratio > 1 / _LOPSIDED):
                told = f"{_printed(claim)} {_figure(claim)}, yet {ratio:.2f} names rise for each that falls"
                yield _row("headline_against_count", item, other, told)
                break


def _apart(group: Sequence[_Placed]) -> Iterator[Row]:
    """Other figures of one thing on one session."""
    seen: dict[date, dict[tuple[float, float], _Placed]] = defaultdict(dict)
    for item in group:
        claim, session, _ = item
        told_before = seen[session]
        if (claim.low, claim.high) in told_before or len(told_before) >= _MOST:
            continue
        for other in told_before.values():
            first = other[0]
            room = claim.half + first.half + 1e-9
            if claim.low > first.high + room or first.low > claim.high + room:
                told = f"{_printed(claim)}: {_figure(claim)} here, {_figure(first)} there"
                yield _row("different_figures", item, other, told)
        told_before[claim.low, claim.high] = item


def _repeated(group: Sequence[_Placed], market: Market) -> Iterator[Row]:
    """One figure, to its digits, of two near sessions."""
    by_value: dict[float, dict[date, _Placed]] = defaultdict(dict)
    for item in group:
        if _is_precise(item[0]) and item[0].value is not None:
            by_value[item[0].value].setdefault(item[1], item)
    for sessions in by_value.values():
        for (day, other), (session, item) in pairwise(sorted(sessions.items(), key=lambda s: s[0])):
            oldest = market.session_before(session, _REPEATS)
            if item[2] is not other[2] and oldest and day >= oldest:
                told = f"{_printed(item[0])}: {_figure(item[0])} on {session} as on {day}"
                yield _row("repeated_figure", item, other, told)


def _what(claim: Claim) -> tuple[Any, ...] | None:
    """What a figure is of; None for claims whose figures do not compare."""
    if claim.aspect != "figure" or not claim.has_bounds or claim.window is None or claim.is_extreme:
        return None
    of = claim.fact["security_id"] or (None if claim.fact["company_as_printed"] else _subject(claim))
    told = claim.kind in ("index_return", "mover", "advance_decline")
    if of is None or not (told or (claim.kind == "price_level" and claim.fact["role"] == "close")):
        return None
    return (claim.kind, of, claim.exchange, claim.window, claim.unit or "pct")


def _subject(claim: Claim) -> str | None:
    """The index or the set of names; None where the words may mean several."""
    key = key_of(claim.fact["index_as_printed"] or "")
    if key in ("market", "benchmark", "broader_market") and not claim.exchange:
        return None
    return key


def _is_precise(claim: Claim) -> bool:
    """Whether two sessions would hardly show the same digits by chance."""
    return claim.kind == "index_return" and claim.value is not None and 0 < claim.half < 0.01


def _printed(claim: Claim) -> str:
    return str(claim.fact["company_as_printed"] or claim.fact["index_as_printed"] or "the market")


def _figure(claim: Claim) -> str:
    unit = {"pct": "%", "x": "x"}.get(claim.unit or "", "")
    ends = dict.fromkeys(end for end in (claim.low, claim.high) if abs(end) < inf)
    return " to ".join(f"{end:,.2f}{unit}" for end in ends)


def _row(kind: str, item: _Anywhen, other: _Anywhen, told: str) -> Row:
    (claim, session, article), (second, day, beside) = item, other
    return {
        "kind": kind,
        "claim_id": claim.claim_id,
        "other_claim_id": second.claim_id,
        "article_id": article.article_id,
        "other_article_id": beside.article_id,
        "publisher": claim.fact["publisher"],
        "other_publisher": second.fact["publisher"],
        "session": session,
        "other_session": day,
        "told": told,
    }


def within(rows: Iterable[Row]) -> dict[str, str]:
    """Claims that their own article contradicts -> in which words."""
    return {
        row["claim_id"]: row["told"]
        for row in rows
        if row["article_id"] == row["other_article_id"] and row["kind"] == "headline_against_count"
    }
