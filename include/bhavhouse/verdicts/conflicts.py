"""Claims against each other: a headline and its own count, two figures of one thing, a figure told twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
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
        self._said: dict[tuple[Any, ...], dict[tuple[float, float], _Said]] = defaultdict(dict)
        self._digits: dict[tuple[Any, ...], dict[date, _Said]] = defaultdict(dict)

    def of(self, article: Article) -> Iterator[Row]:
        """Rows of marts.claim_conflicts that this article gives rise to."""
        placed = [(claim, session_of(claim, article, self._market)) for claim in article.claims]
        yield from _against_count(placed)
        for claim, session in placed:
            if session is None or is_before_close(article.published_at, session):
                continue
            if (what := _what(claim)) is not None:
                said = _said(claim, session)
                yield from self._apart((*what, session), said)
                if _is_precise(claim):
                    yield from self._repeated((*what, said.low), said)

    def _apart(self, what: tuple[Any, ...], said: _Said) -> Iterator[Row]:
        """Other figures of the same thing and session."""
        seen = self._said[what]
        if (said.low, said.high) in seen or len(seen) >= _MOST:
            return
        for other in seen.values():
            room = said.half + other.half + 1e-9
            if said.low > other.high + room or other.low > said.high + room:
                told = f"{said.printed}: {said.figure} here, {other.figure} there"
                yield _row("different_figures", said, other, told)
        seen[said.low, said.high] = said

    def _repeated(self, what: tuple[Any, ...], said: _Said) -> Iterator[Row]:
        """The same figure of another session that is near."""
        seen = self._digits[what]
        if said.session in seen:
            return
        for other in seen.values():
            earlier, later = sorted((other, said), key=lambda one: one.session)
            oldest = self._market.session_before(later.session, _REPEATS)
            if said.article_id != other.article_id and oldest and earlier.session >= oldest:
                told = f"{said.printed}: {said.figure} on {later.session} as on {earlier.session}"
                yield _row("repeated_figure", later, earlier, told)
        seen[said.session] = said


def _said(claim: Claim, session: date) -> _Said:
    fact = claim.fact
    return _Said(
        claim.claim_id, fact["article_id"], fact["publisher"], session, claim.low, claim.high, claim.half,
        str(fact["company_as_printed"] or fact["index_as_printed"] or "the market"), claim.unit,
    )  # fmt: skip


def _against_count(placed: Sequence[_Placed]) -> Iterator[Row]:
    """Index returns that the article's own count of the same thing speaks against."""
    counts: dict[tuple[date | None, str], list[Claim]] = defaultdict(list)
    for claim, session in placed:
        if claim.kind == "advance_decline" and claim.value is not None and (of := _subject(claim)):
            counts[session, of].append(claim)
    for claim, session in placed:
        is_up, is_down = claim.low > _A_MOVE, claim.high < -_A_MOVE
        if claim.kind != "index_return" or claim.unit != "pct" or not (is_up or is_down):
            continue
        if not claim.window or not claim.window.is_session:
            continue
        for other in counts.get((session, _subject(claim) or ""), ())[:_MOST]:
            ratio = other.value or 0.0
            if (is_up and ratio < _LOPSIDED) or (is_down and ratio > 1 / _LOPSIDED):
                move = f"{claim.fact['index_as_printed']} {_said(claim, date.min).figure}"
                told = f"{move}, yet {ratio:.2f} names rise for each that falls"
                yield {
                    "kind": "headline_against_count",
                    "claim_id": claim.claim_id,
                    "other_claim_id": other.claim_id,
                    **{name: claim.fact[name] for name in ("article_id", "publisher")},
                    **{f"other_{name}": claim.fact[name] for name in ("article_id", "publisher")},
                    "session": session,
                    "other_session": session,
                    "told": told,
                }
                break


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
