"""The session that an article speaks of: as its text says, by its publication, or inferred from its claims.

An undated article is held against every session that it may be of, none of them after the day it was first
seen. A claim that a session confirms counts for it by how seldom sessions do: the log of sessions over
confirming ones. A claim that it contradicts counts a little against it, as articles are wrong at times.
Results that are still to come bound the sessions, and the nearer ones before them are likelier. The best
session is taken if its score and its margin over the next are large enough; else the article stays undated.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from math import inf, log
from typing import Any

from bhavhouse.clock import CLOSE, IST, indian_day
from bhavhouse.verdicts.asked import Claim
from bhavhouse.verdicts.figure import Figure
from bhavhouse.verdicts.figures import answer
from bhavhouse.verdicts.judge import judge
from bhavhouse.verdicts.market import Market

LEAST_SCORE, LEAST_MARGIN = 4.0, 1.5
_MOST = 6.0  # that one claim counts
_MISS = 0.7
_BEYOND = 0.1  # of a bound
_A_SESSION_EARLIER = 0.35
_BEFORE_RESULTS = 10  # sessions that scheduled results are announced ahead
_MOST_CLAIMS = 30  # of an article that are held against each session
_MOST_SESSIONS = 400  # that an article without any date is looked for in, the latest
_OPEN = time(9, 15)
_DATING = ("mover", "index_return", "price_level", "advance_decline", "flow")
_OF_A_SESSION = ("mover", "index_return", "advance_decline", "flow", "price_level", "sector_leadership")


@dataclass(frozen=True)
class Evidence:
    """What one claim tells for or against a session."""

    session: date
    claim_id: str
    computed_value: float | None
    verdict: str
    weight: float


@dataclass(frozen=True)
class Dated:
    """An article's session; `basis` is stated, published, inferred or undated.

    `is_intraday` where the article was written before that session's close. `score` and `margin` are natural
    logs of odds; `tried` is how many sessions were held against it.
    """

    session: date | None
    basis: str
    is_intraday: bool = False
    score: float | None = None
    margin: float | None = None
    likeliest: date | None = None
    runner_up: date | None = None
    tried: int = 0
    evidence: tuple[Evidence, ...] = field(default=())


def dated(
    facts: Sequence[Mapping[str, Any]], claims: Sequence[Claim], published_at: datetime | None, market: Market
) -> Dated:
    """The session that an article with these standing facts speaks of."""
    said = Counter(fact["stated_on"] for fact in facts if fact["stated_on"] and fact["kind"] in _OF_A_SESSION)
    if said:
        day = max(said, key=lambda d: (said[d], d))
        session = market.session_up_to(day)
        return Dated(session, "stated", is_before_close(published_at, session))
    if published_at:
        return _by_publication(claims, published_at, market)
    return _inferred(facts, claims, market)


def is_before_close(published_at: datetime | None, session: date | None) -> bool:
    """Whether an article came out on the day of a session, before its close; midnight stands for no time."""
    at = published_at.astimezone(IST) if published_at else None
    return at is not None and at.date() == session and time(0) < at.time() < CLOSE


def _by_publication(claims: Sequence[Claim], published_at: datetime, market: Market) -> Dated:
    at = published_at.astimezone(IST)
    session = market.session_up_to(at.date())
    if session is None or not is_before_close(published_at, session):
        return Dated(session, "published")
    before = market.session_before(session)
    if at.time() < _OPEN:
        return Dated(before, "published")
    hits = [e.verdict == "confirmed" for e in _held_against(claims, before, market)] if before else []
    if hits and 2 * sum(hits) >= len(hits):
        return Dated(before, "published")
    return Dated(session, "published", is_intraday=True)


def _inferred(facts: Sequence[Mapping[str, Any]], claims: Sequence[Claim], market: Market) -> Dated:
    asked = [_tight(c) for c in claims if c.kind in _DATING and c.aspect == "figure" and _tells_time(c)]
    asked = sorted(asked, key=_is_of_shares)[:_MOST_CLAIMS]  # levels and counts recur least
    due = [f["stated_on"] for f in facts if f["kind"] == "result_scheduled" and f["stated_on"]]
    seen = min((indian_day(f["known_at"]) for f in facts if f["known_at"]), default=date.max)
    # Of a session whose cash files lack, index levels may be held.
    days = [day for day in market.calendar if market.held and market.held[0] <= day <= market.held[-1]]
    end = bisect_right(days, min([seen, *due]))
    sessions = candidates = days[max(0, end - _MOST_SESSIONS) : end]
    if due:
        place = bisect_left(market.calendar, min(due))
        near = set(market.calendar[max(0, place - _BEFORE_RESULTS) : place])
        candidates = [day for day in sessions if day in near]
    if not asked or not candidates:
        return Dated(None, "undated")
    shown = {day: {e.claim_id: e for e in _held_against(asked, day, market)} for day in sessions}
    weights = _weights(asked, [shown[day] for day in sessions])
    scores = {}
    for earlier, day in enumerate(reversed(candidates)):
        scores[day] = sum(_weighed(e, weights) for e in shown[day].values())
        if due:
            scores[day] -= _A_SESSION_EARLIER * earlier
    ranked = sorted(candidates, key=lambda d: (-scores[d], d))
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    margin = scores[best] - scores[second] if second else scores[best]
    evidence = tuple(
        Evidence(day, e.claim_id, e.computed_value, e.verdict, _weighed(e, weights))
        for day in (best, second)
        if day
        for e in shown[day].values()
    )
    is_sure = scores[best] >= LEAST_SCORE and margin >= LEAST_MARGIN
    return Dated(
        best if is_sure else None,
        "inferred" if is_sure else "undated",
        score=scores[best],
        margin=margin,
        likeliest=best,
        runner_up=second,
        tried=len(candidates),
        evidence=evidence,
    )


def _is_of_shares(claim: Claim) -> bool:
    return claim.kind not in ("price_level", "advance_decline")


def _tight(claim: Claim) -> Claim:
    """The claim with an end to "over" and "under": who writes over 33% has hardly seen 40%."""
    if claim.low == -inf and claim.high < inf:
        return replace(claim, low=claim.high - _BEYOND * abs(claim.high))
    if claim.high == inf and claim.low > -inf:
        return replace(claim, high=claim.low + _BEYOND * abs(claim.low))
    return claim


def _tells_time(claim: Claim) -> bool:
    """Support and resistance, whole years and mere directions hold on too many days to tell one."""
    if claim.window is None or claim.window.is_whole or claim.fact["role"] in ("support", "resistance"):
        return False
    return (claim.low, claim.high) not in ((-inf, inf), (0.0, inf), (-inf, 0.0))


def _weights(claims: Sequence[Claim], shown: Sequence[Mapping[str, Evidence]]) -> dict[str, float]:
    found = {}
    for claim in claims:
        verdicts = [day[claim.claim_id].verdict for day in shown if claim.claim_id in day]
        hits = sum(verdict == "confirmed" for verdict in verdicts)
        found[claim.claim_id] = min(_MOST, log((len(verdicts) + 1) / (hits + 1)))
    return found


def _weighed(evidence: Evidence, weights: Mapping[str, float]) -> float:
    share = {"confirmed": 1.0, "close": 0.5}.get(evidence.verdict)
    return -_MISS if share is None else share * weights[evidence.claim_id]


def _held_against(claims: Sequence[Claim], session: date, market: Market) -> list[Evidence]:
    found = []
    for claim in claims:
        if claim.kind in _DATING and claim.has_bounds:
            figure = answer(claim, session, market)
            if isinstance(figure, Figure):
                verdict = judge(claim, figure).verdict
                found.append(Evidence(session, claim.claim_id, figure.value, verdict, 0.0))
    return found
