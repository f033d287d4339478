"""Claims against each other: a headline and its own count, two figures of one thing, a figure told twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

from bhavhouse.verdicts.asked import Claim
from bhavhouse.verdicts.checked import Article, Row, session_of
from bhavhouse.verdicts.market import Market
from bhavhouse.verdicts.subjects import key_of

_A_MOVE, _LOPSIDED = 0.3, 0.8  # percent of an index; advances for each decline, or the other way
_MOST = 20  # other figures of one thing that each is held against
_Placed = tuple[Claim, date | None]


@dataclass(frozen=True)
class _Said:
    """A figure of one thing, as a claim gives it."""

    claim_id: str
    article_id: str
    publisher: str | None
    session: date
    low: float
    high: float
    half: float
    printed: str
    unit: str | None

    @property
    def figure(self) -> str:
        ends = dict.fromkeys(end for end in (self.low, self.high) if abs(end) < inf)
        return " to ".join(f"{end:,.2f}{'%' if self.unit == 'pct' else ''}" for end in ends)


class Conflicts:
    """Takes articles one after the other and tells what speaks against what came before."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._said: dict[tuple[Any, ...], dict[tuple[date, float, float], _Said]] = defaultdict(dict)

    def of(self, article: Article) -> Iterator[Row]:
        """Rows of marts.claim_conflicts that this article gives rise to."""
        placed = [(claim, session_of(claim, article, self._market)) for claim in article.claims]
        yield from _against_count(placed)
        for claim, session in placed:
            what = _what(claim)
            if what is not None and session is not None:
                yield from self._apart(what, claim, session)

    def _apart(self, what: tuple[Any, ...], claim: Claim, session: date) -> Iterator[Row]:
        """Other figures of the same thing and session, the same figure of another session."""
        fact, seen = claim.fact, self._said[what]
        if (session, claim.low, claim.high) in seen:
            return
        said = _Said(
            claim.claim_id, fact["article_id"], fact["publisher"], session, claim.low, claim.high, claim.half,
            str(fact["company_as_printed"] or fact["index_as_printed"] or "the market"), claim.unit,
        )  # fmt: skip
        for other in list(seen.values())[-_MOST:]:
            room = said.half + other.half
            if other.session == session and (said.low > other.high + room or other.low > said.high + room):
                told = f"{said.printed}: {said.figure} here, {other.figure} there"
                yield _row("different_figures", said, other, told)
            elif (
                other.session != session
                and _is_precise(claim)
                and (said.low, said.high) == (other.low, other.high)
                and said.article_id != other.article_id
            ):
                told = f"{said.printed}: {said.figure} on {session} as on {other.session}"
                yield _row("repeated_figure", said, other, told)
        seen[session, claim.low, claim.high] = said


def _against_count(placed: Sequence[_Placed]) -> Iterator[Row]:
    counts = [(c, day) for c, day in placed if c.kind == "advance_decline" and c.value is not None]
    for claim, session in placed:
        if (
            claim.kind != "index_return"
            or not (claim.window and claim.window.is_session)
            or claim.unit != "pct"
        ):
            continue
        for other, day in counts:
            ratio = other.value or 0.0
            if session != day or _subject(claim) != _subject(other):
                continue
            if (claim.low > _A_MOVE and ratio < _LOPSIDED) or (
                claim.high < -_A_MOVE and ratio > 1 / _LOPSIDED
            ):
                move = f"{claim.fact['index_as_printed']} {claim.value}%"
                told = f"{move}, yet {ratio:.2f} names rise for each that falls"
                yield {
                    "kind": "headline_against_count",
                    "claim_id": claim.claim_id,
                    "other_claim_id": other.claim_id,
                    **{name: claim.fact[name] for name in ("article_id", "publisher")},
                    **{f"other_{name}": claim.fact[name] for name in ("article_id", "publisher")},
                    "session": session,
                    "other_session": day,
                    "told": told,
                }
                break


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


def _row(kind: str, said: _Said, other: _Said, told: str) -> Row:
    return {
        "kind": kind,
        "claim_id": said.claim_id,
        "other_claim_id": other.claim_id,
        "article_id": said.article_id,
        "other_article_id": other.article_id,
        "publisher": said.publisher,
        "other_publisher": other.publisher,
        "session": said.session,
        "other_session": other.session,
        "told": told,
    }


def against_themselves(rows: Iterable[Row]) -> dict[str, str]:
    """Claims that a count of their own article contradicts -> in which words."""
    return {row["claim_id"]: row["told"] for row in rows if row["kind"] == "headline_against_count"}
