"""One symbol, several securities: where it passed to another one without a word, where it came back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bhavhouse.market.identity.decisions import DIFFERENT, SAME, Case, Docket
from bhavhouse.market.identity.evidence import (
    LONG_ABSENCE,
    Life,
    Print,
    Sessions,
    Span,
    issuer_of,
)
from bhavhouse.market.identity.tenures import Cut

ENTITLEMENT = re.compile(r"-RE\d*$")


@dataclass(frozen=True)
class Relisting:
    """The session on which a security's symbol was listed anew."""

    symbol: str
    session: date


def reuse(life: Life, sessions: Sessions, docket: Docket) -> tuple[list[Cut], list[Relisting]]:
    """Where a life is that of several securities, and where it is one that was listed anew."""
    prints = life.prints
    if not prints and life.last == life.first:
        return [], []
    spans = life.spans(sessions)
    absences = [(a, b) for a, b in pairwise(spans) if sessions.between(a.last, b.first) >= LONG_ABSENCE]
    cuts = [Cut(life.symbol, day) for day in _by_issuer(life, spans, sessions, docket)]
    relistings: list[Relisting] = []
    for before, after in absences:
        if any(before.last < cut.day <= after.first for cut in cuts):
            continue
        verdict = _after_absence(life, before, after, sessions, docket)
        if verdict == DIFFERENT:
            cuts.append(Cut(life.symbol, after.first))
        elif verdict == "relisted":
            relistings.append(Relisting(life.symbol, after.first))
    return cuts, relistings


def _by_issuer(life: Life, spans: list[Span], sessions: Sessions, docket: Docket) -> Iterator[date]:
    """The days on which the symbol passed to another issuer."""
    for before, after in pairwise(life.prints):
        if issuer_of(before.isin) == issuer_of(after.isin):
            continue
        day, evidence, provisional = _passing(life, before, after, spans, sessions)
        case = Case(life.symbol, life.symbol, day)
        told = f"ISIN {before.isin} to {before.last}, {after.isin} from {after.first}; {evidence}"
        verdict = docket.decided(case) or DIFFERENT
        if provisional:
            question = f"ISINs of two issuers on {life.symbol}: was the symbol given to another company?"
            verdict = docket.ask(case, question, told, provisional)
        if verdict == DIFFERENT:
            yield day


def _passing(
    life: Life, before: Print, after: Print, spans: list[Span], sessions: Sessions
) -> tuple[date, str, str]:
    """The day of the passing from one issuer to another, what tells it, and a verdict if it is doubtful."""
    since = [s.first for s in spans if s.first > before.last]
    listed = after.listed_on or next(
        (d for p in life.prints if issuer_of(p.isin) == issuer_of(after.isin) and (d := p.listed_on)), None
    )
    if listed and before.last < listed <= after.first:
        return _first_from(life, spans, listed, sessions) or listed, f"listed on {listed}", ""
    breaks = [(a, b) for a, b in pairwise(spans) if before.last <= a.last and b.first <= after.first]
    if breaks:
        a, b = max(breaks, key=lambda pair: sessions.between(pair[0].last, pair[1].first))
        gap = sessions.between(a.last, b.first)
        if gap >= LONG_ABSENCE:
            return b.first, f"absent for {gap} sessions", ""
        told = f"absent for {gap} sessions before {b.first}; {_closes(a, b)}"
        return b.first, told, SAME if _is_carried(a, b) else DIFFERENT
    if after.first > life.last:
        return after.first, "the later one in a master alone", ""
    hole = next((s for s in since if s <= after.first), after.first)
    earlier = sessions.before(hole)
    missing = sessions.missing_between(earlier, hole) if earlier else 0
    if missing >= LONG_ABSENCE:
        return hole, f"the files of {missing} sessions before {hole} are not held", DIFFERENT
    left = next((e.close_inr for e in life.evidence if e.isin and e.last == before.last), None)
    right = next((e.prev_close_inr for e in life.evidence if e.isin and e.first == after.first), None)
    if sessions.between(before.last, after.first) == 0 and left and right and left != right:
        return after.first, f"close {left} and then previous close {right}", DIFFERENT
    # A symbol is not given away while it trades: schemes of arrangement bring a new issuer code.
    return after.first, "it traded without a break", SAME


def _first_from(life: Life, spans: list[Span], day: date, sessions: Sessions) -> date | None:
    """The first session on or after `day` in which the symbol was seen."""
    for span in spans:
        if span.last >= day:
            return max(span.first, sessions.from_(day) or span.first)
    return None


def _is_carried(before: Span, after: Span) -> bool:
    return before.close_inr is not None and before.close_inr == after.prev_close_inr


def _closes(before: Span, after: Span) -> str:
    return (
        f"close {before.close_inr} on {before.last}, previous close {after.prev_close_inr} on {after.first}"
    )


def _after_absence(life: Life, before: Span, after: Span, sessions: Sessions, docket: Docket) -> str:
    """What came back after a long absence: the same, the same listed anew, or another security."""
    case = Case(life.symbol, life.symbol, after.first)
    if ENTITLEMENT.search(life.symbol):  # an entitlement lives for weeks; the next issue's takes its symbol
        return docket.decided(case) or DIFFERENT
    listed = next((d for d in sorted(life.listing_dates) if sessions.are_near(d, after.first)), None)
    if listed is None:
        return docket.decided(case) or SAME
    if _is_carried(before, after):  # as at a move from the SME board to the main board
        return docket.decided(case) or SAME
    known_before = [p.isin for p in life.prints if p.first <= before.last]
    if known_before:  # of the same issuer, else the symbol was cut here already
        return docket.decided(case) or "relisted"
    gap = sessions.between(before.last, after.first)
    verdict = docket.ask(
        case,
        f"{life.symbol} was absent and a master gives its return as the date of listing: another company?",
        f"absent for {gap} sessions, listed on {listed}; no ISIN known before; {_closes(before, after)}",
        # Joined wrongly, two companies' histories are one; cut wrongly, windows that the absence has emptied
        # anyway begin anew.
        DIFFERENT,
    )
    return "relisted" if verdict == SAME else verdict
