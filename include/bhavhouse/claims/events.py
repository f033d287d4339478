"""Claims of vendors and articles, in the order of their receipt -> events and their versions.

Claims of one security, scale, kind and change within five sessions are one event, whoever makes them; grades
of two houses are two, and a claim that names no house joins an event only where there is just one. A
claim without a day joins an event that was learnt of in the same week. Each change of what is known of an
event is a version: first told, confirmed by another story, corrected, contradicted, withdrawn.
"""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bhavhouse.contracts.ratings import WHAT

_TOLD = tuple(column.name for column in WHAT)
_CHANGES = ("rating_change", "technical_call_change", "financial_score_change")
_SESSIONS_APART = 5
_UNDATED = -9
_RECEIVED_APART = timedelta(days=7)


@dataclass(frozen=True)
class Claim:
    """One statement of a vendor or an article, or the taking back of one.

    `told` holds the feed's columns from security_id to published_at. `order` is that of receipt.
    """

    claim_id: str
    origin: str
    order: tuple[int, int]
    known_at: datetime
    received_at: datetime | None
    told: Mapping[str, Any]
    story: str
    publisher: str
    source: str
    is_retraction: bool = False


@dataclass
class Event:
    """What is known of one change so far. `history` holds its versions, without feed_seq."""

    event_id: str
    number: int
    standing: dict[str, Claim] = field(default_factory=dict)
    claims: dict[str, None] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)
    orders: list[tuple[int, int]] = field(default_factory=list)
    contradicts: str | None = None
    received: list[datetime] = field(default_factory=list)

    @property
    def told(self) -> dict[str, Any]:
        """The latest version's columns."""
        return self.history[-1] if self.history else {}

    @property
    def is_withdrawn(self) -> bool:
        """Whether nothing stands behind it any more."""
        return not self.standing


class Events:
    """The events that a sequence of claims makes. `sessions` are the exchange's; `ordinal` tells a
    grade's place on a scale."""

    def __init__(self, sessions: Sequence[date], ordinal: Callable[[str, str], int | None]) -> None:
        self._sessions = sessions
        self._ordinal = ordinal
        self.all: list[Event] = []
        self._by_id: dict[str, Event] = {}
        self._of: dict[str, Event] = {}
        # Security and kind -> week of the effective session -> events.
        self._near: dict[tuple[str, str], dict[int, list[Event]]] = defaultdict(lambda: defaultdict(list))

    def take(self, claims: Iterable[Claim]) -> "Events":
        """Takes claims in the order of their receipt."""
        for claim in sorted(claims, key=lambda c: (c.order, c.is_retraction, c.claim_id)):
            if claim.is_retraction:
                self._retract(claim)
            else:
                self._assert(claim)
        return self

    def _assert(self, claim: Claim) -> None:
        event = self._of.get(claim.claim_id) or self._event_of(claim)
        if event is None:
            event = Event(_event_id(claim), len(self.all))
            self.all.append(event)
            self._by_id[event.event_id] = event
        self._of[claim.claim_id] = event
        event.standing[claim.claim_id] = claim
        event.claims[claim.claim_id] = None
        if claim.received_at:
            event.received.append(claim.received_at)
        is_first = not event.history
        against = self._against(event, claim.told) if is_first else None
        if against:
            event.contradicts, against.contradicts = against.event_id, event.event_id
        self._tell(event, claim)
        if against:
            self._tell(against, claim)
        weeks = self._near[_place(claim.told)]
        if all(event is not other for other in weeks[self._week(event.told)]):
            weeks[self._week(event.told)].append(event)

    def _retract(self, claim: Claim) -> None:
        event = self._of.get(claim.claim_id)
        if event is None or claim.claim_id not in event.standing:
            return
        del event.standing[claim.claim_id]
        other = self._by_id.get(event.contradicts or "")
        if event.is_withdrawn and other:
            event.contradicts = other.contradicts = None
        self._tell(event, claim)
        if event.is_withdrawn and other:
            self._tell(other, claim)

    # Which event

    def _event_of(self, claim: Claim) -> Event | None:
        near = [e for e in self._around(claim.told) if not e.is_withdrawn and self._is_one(e, claim)]
        same_firm = [e for e in near if _plain(e.told["firm"]) == _plain(claim.told["firm"])]
        found = same_firm or near
        # Without a house, or of several events, only a single one can be meant.
        return found[0] if len(found) == 1 or same_firm else None

    def _is_one(self, event: Event, claim: Claim) -> bool:
        one, two = event.told, claim.told
        if claim.origin == "vendor" and any(c.origin == "vendor" for c in event.standing.values()):
            return False  # a vendor tells its own events apart
        return (
            _may_be_one_rating(one, two)
            and self._are_alike(one, two, "to_grade")
            and self._are_alike(one, two, "from_grade")
            and (None in (one["direction"], two["direction"]) or one["direction"] == two["direction"])
            and (one["to_grade"] or two["to_grade"] or one["direction"]) is not None
            and self._is_near(event, claim, _SESSIONS_APART)
        )

    def _are_alike(self, one: Mapping[str, Any], two: Mapping[str, Any], name: str) -> bool:
        if one[name] is None or two[name] is None:
            return True
        scale = one["scale_id"] or two["scale_id"] or ""
        places = [self._ordinal(scale, told[name]) for told in (one, two)] if scale else [None]
        return places[0] == places[1] if None not in places else _plain(one[name]) == _plain(two[name])

    def _is_near(self, event: Event, claim: Claim, sessions: int) -> bool:
        one, two = event.told["effective_session"], claim.told["effective_session"]
        if one and two:
            return abs(self._index(one) - self._index(two)) <= sessions
        if not event.received or not claim.received_at:
            return False
        return min(abs(claim.received_at - at) for at in event.received) <= _RECEIVED_APART

    def _around(self, told: Mapping[str, Any]) -> Iterable[Event]:
        """The events of a security and kind that may be as near as five sessions, in their order."""
        weeks = self._near[_place(told)]
        week = self._week(told)
        keys = weeks if week == _UNDATED else (_UNDATED, week - 1, week, week + 1)
        found = {id(event): event for key in tuple(keys) for event in weeks.get(key, ())}
        return sorted(found.values(), key=lambda e: e.number)

    def _week(self, told: Mapping[str, Any]) -> int:
        session = told["effective_session"]
        return self._index(session) // _SESSIONS_APART if session else _UNDATED

    def _index(self, session: date) -> int:
        return bisect_left(self._sessions, session)

    def _against(self, event: Event, told: Mapping[str, Any]) -> Event | None:
        """The event that tells the opposite of one that begins."""
        if told["kind"] not in _CHANGES or not told["effective_session"]:
            return None
        for other in self._around(told):
            if other is event or other.is_withdrawn or other.contradicts:
                continue
            claims = [*event.standing.values(), *other.standing.values()]
            if all(claim.origin == "vendor" for claim in claims):
                continue
            one, two = other.told, told
            if not _may_be_one_rating(one, two):
                continue
            if one["effective_session"] == two["effective_session"] and self._are_opposed(one, two):
                return other
        return None

    def _are_opposed(self, one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
        follows = (one["to_grade"], two["from_grade"]), (two["to_grade"], one["from_grade"])
        if any(a and b and _plain(a) == _plain(b) for a, b in follows):
            return False  # one grade after the other
        ways = {one["direction"], two["direction"]}
        return ways == {"upgrade", "downgrade"} or not self._are_alike(one, two, "to_grade")

    # What is told

    def _tell(self, event: Event, by: Claim) -> None:
        before = event.told
        stories: dict[str, str] = {}
        for claim in event.standing.values():
            stories.setdefault(claim.story, claim.publisher)
        is_vendors = by.origin == "vendor" and not by.is_retraction and by.claim_id in event.standing
        best = by if is_vendors else _best(event.standing.values())
        told = {name: (best.told if best else before)[name] for name in _TOLD}
        for name in ("effective_session", "published_at"):
            known = [c.told[name] for c in event.standing.values() if c.told[name]]
            if known and not is_vendors:
                told[name] = min(known)
        row = {
            **told,
            "known_at": by.known_at,
            "contradicts": event.contradicts,
            "evidence_count": len(stories),
            "publisher_count": len(set(stories.values())),
            "source": by.source,
            "claims": " ".join(sorted(event.standing)),
        }
        if not is_vendors and before and all(row[n] == before[n] for n in row if n not in _CLOCKS):
            return
        row["status"] = _status(row, before, event)
        event.history.append({**row, "event_id": event.event_id, "version": len(event.history) + 1})
        event.orders.append(by.order)


_CLOCKS = ("known_at", "source", "claims")
_BESIDE = ("evidence_count", "publisher_count", "effective_session", "published_at", *_CLOCKS)


def _status(row: Mapping[str, Any], before: Mapping[str, Any], event: Event) -> str:
    if event.is_withdrawn or (before and row["kind"] == "removal"):
        return "withdrawn"
    if row["contradicts"]:
        return "contradicted"
    if not before:
        return "active"
    is_more = row["evidence_count"] > before["evidence_count"]
    return (
        "confirmed" if is_more and all(row[n] == before[n] for n in row if n not in _BESIDE) else "corrected"
    )


def _best(claims: Iterable[Claim]) -> Claim | None:
    """The claim that gives an event its columns: a vendor's, else the one that tells most, else the first."""
    return min(
        claims,
        key=lambda c: (
            c.origin != "vendor",
            -sum(v is not None for v in c.told.values()),
            c.order,
            c.claim_id,
        ),
        default=None,
    )


def _may_be_one_rating(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Whether neither the houses nor the scales differ, as far as both are told."""
    firms = {_plain(one["firm"]), _plain(two["firm"])} - {""}
    scales = {one["scale_id"] or one["rater"], two["scale_id"] or two["rater"]} - {None}
    return len(firms) < 2 and len(scales) < 2


def _place(told: Mapping[str, Any]) -> tuple[str, str]:
    return told[
        "security_id"
    ] or f"name {_plain(told['company_as_printed'] or told['symbol_as_printed'])}", told["kind"]


def _plain(printed: str | None) -> str:
    return " ".join((printed or "").lower().replace("-", " ").split())


def _event_id(claim: Claim) -> str:
    if claim.origin == "vendor":
        return claim.claim_id
    return hashlib.sha256(claim.claim_id.encode()).hexdigest()[:20]


def untold(events: Iterable[Event], log: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The versions that the log does not hold yet, as rows of it; what it holds is never changed.

    An event is the log's where they share a claim. Where the log's versions are the first of the event's, the
    rest follows; where the past is seen otherwise now, the last state follows as a correction.
    """
    held: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    owner: dict[str, str] = {}
    last_seq = 0
    for row in sorted(log, key=lambda r: r["feed_seq"]):
        held[row["event_id"]].append(row)
        for claim in (row["claims"] or "").split():
            owner.setdefault(claim, row["event_id"])
        last_seq = max(last_seq, row["feed_seq"])
    names: dict[str, str] = {}
    taken: set[str] = set()
    ordered = list(events)
    for event in ordered:
        known = next((owner[c] for c in event.claims if c in owner and owner[c] not in taken), None)
        names[event.event_id] = known or event.event_id
        taken.update([known] if known else [])
    fresh: list[tuple[tuple[int, int], int, str, dict[str, Any]]] = []
    for event in ordered:
        name = names[event.event_id]
        told = held.get(name, [])
        versions = [
            {**row, "event_id": name, "contradicts": names.get(row["contradicts"], row["contradicts"])}
            for row in event.history
        ]
        if not all(_same(a, b) for a, b in zip(told, versions, strict=False)) or len(told) > len(versions):
            tail = [] if _same(told[-1], versions[-1], _SEEN) else [_corrected(versions[-1])]
        else:
            tail = versions[len(told) :]
        for place, row in enumerate(tail):
            order = event.orders[len(versions) - len(tail) + place]
            fresh.append((order, event.number, name, row))
    for name in sorted(set(held) - taken):
        last = dict(held[name][-1])
        if last["status"] != "withdrawn":
            gone = {**last, "status": "withdrawn", "evidence_count": 0, "publisher_count": 0, "claims": ""}
            fresh.append(((2**62, 0), len(ordered), name, gone))
    counts = {name: len(rows) for name, rows in held.items()}
    for seq, (_, _, name, row) in enumerate(sorted(fresh, key=lambda f: f[:3]), last_seq + 1):
        counts[name] = counts.get(name, 0) + 1
        yield {**row, "feed_seq": seq, "version": counts[name]}


_COMPARED = (*_TOLD, "contradicts", "evidence_count", "publisher_count", "status", "known_at")
_SEEN = tuple(name for name in _COMPARED if name not in ("status", "known_at"))


def _same(one: Mapping[str, Any], two: Mapping[str, Any], names: Sequence[str] = _COMPARED) -> bool:
    return all(one[name] == two[name] for name in names)


def _corrected(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "status": row["status"] if row["status"] in ("withdrawn", "contradicted") else "corrected"}
