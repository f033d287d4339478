"""Claims against each other: a headline and its own count, two figures of one thing, a figure told twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import inf
from typing import Any

from bhavhouse.verdicts.asked import Claim
from bhavhouse.verdicts.checked import Article, Row, session_of
from bhavhouse.verdicts.market import Market
from bhavhouse.verdicts.subjects import key_of

KINDS = ("headline_against_count", "different_figures", "repeated_figure")
_A_MOVE, _LOPSIDED = 0.3, 0.8  # percent of an index; advances for each decline, or the other way
_MOST = 20  # other figures of one thing that each is held against
_Placed = tuple[Claim, date | None, Article]


def conflicts(articles: Sequence[Article], market: Market) -> Iterator[Row]:
    """Rows of marts.claim_conflicts."""
    groups: dict[tuple[Any, ...], list[_Placed]] = defaultdict(list)
    for article in articles:
        placed = [(claim, session_of(claim, article, market), article) for claim in article.claims]
        yield from _against_count(placed)
        for item in placed:
            if (what := _what(item[0])) is not None:
                groups[what].append(item)
    for group in groups.values():
        yield from _apart(group)


def _against_count(placed: Sequence[_Placed]) -> Iterator[Row]:
    counts = [item for item in placed if item[0].kind == "advance_decline" and item[0].value is not None]
    for item in placed:
        claim, session, _ = item
        if (
            claim.kind != "index_return"
            or not claim.window
            or not claim.window.is_session
            or claim.unit != "pct"
        ):
            continue
        for other in counts:
            ratio = other[0].value or 0.0
            if session != other[1] or _subject(claim) != _subject(other[0]):
                continue
            if (claim.low > _A_MOVE and ratio < _LOPSIDED) or (
                claim.high < -_A_MOVE and ratio > 1 / _LOPSIDED
            ):
                told = f"{_printed(claim)} {_figure(claim)}, yet {ratio:.2f} names rise for each that falls"
                yield _row("headline_against_count", item, other, told)
                break


def _apart(group: Sequence[_Placed]) -> Iterator[Row]:
    """Figures of one thing: others on one session, the same on two."""
    seen: dict[tuple[date | None, float, float], _Placed] = {}
    for item in group:
        claim, session, article = item
        if session is None or (session, claim.low, claim.high) in seen:
            continue
        for (day, _, _), other in list(seen.items())[:_MOST]:
            first = other[0]
            room = claim.half + first.half
            if day == session and (claim.low > first.high + room or first.low > claim.high + room):
                told = f"{_printed(claim)}: {_figure(claim)} here, {_figure(first)} there"
                yield _row("different_figures", item, other, told)
            elif (
                day != session
                and _is_precise(claim)
                and claim.value == first.value
                and article is not other[2]
            ):
                told = f"{_printed(claim)}: {_figure(claim)} on {session} as on {day}"
                yield _row("repeated_figure", item, other, told)
        seen[session, claim.low, claim.high] = item


def _what(claim: Claim) -> tuple[Any, ...] | None:
    """What a figure is of; None for claims whose figures do not compare."""
    if claim.aspect != "figure" or not claim.has_bounds or claim.window is None:
        return None
    if claim.kind == "index_return":
        return (claim.kind, _subject(claim), claim.window, claim.unit)
    if claim.kind == "mover" and claim.fact["security_id"] and not claim.is_extreme:
        return (claim.kind, claim.fact["security_id"], claim.window, claim.unit)
    if claim.kind == "advance_decline":
        return (claim.kind, _subject(claim))
    if claim.kind == "price_level" and claim.fact["role"] == "close":
        return (claim.kind, claim.fact["security_id"] or _subject(claim))
    return None


def _subject(claim: Claim) -> str:
    return key_of(claim.fact["index_as_printed"] or "")


def _is_precise(claim: Claim) -> bool:
    """Whether two sessions would hardly show the same digits by chance."""
    return claim.kind == "index_return" and claim.value is not None and 0 < claim.half < 0.01


def _printed(claim: Claim) -> str:
    return str(claim.fact["company_as_printed"] or claim.fact["index_as_printed"] or "the market")


def _figure(claim: Claim) -> str:
    unit = {"pct": "%", "x": "x"}.get(claim.unit or "", "")
    ends = dict.fromkeys(end for end in (claim.low, claim.high) if abs(end) < inf)
    return " to ".join(f"{end:,.2f}{unit}" for end in ends)


def _row(kind: str, item: _Placed, other: _Placed, told: str) -> Row:
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
