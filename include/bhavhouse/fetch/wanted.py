"""Which files are asked for: those that can be there and are not held, and again those that may change."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bhavhouse.clock import IST
from bhavhouse.fetch.places import Place
from bhavhouse.ledger import Ledger
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.sources import FEEDS, Cadence

# Exchanges correct a file within days, if at all.
RECHECKED = timedelta(days=7)
_NOTHING_BEFORE = date(1994, 11, 3)  # the exchange's first session
Key = tuple[str, date | str]


@dataclass(frozen=True)
class Wanted:
    """One file to ask for. `path` is below the address; `day` is None where one name covers all days.

    `is_held` says that a good one was received before, `may_change` that it will be asked for again.
    """

    place: Place
    path: str
    day: date | None = None
    is_held: bool = False
    may_change: bool = True

    @property
    def name(self) -> str:
        """The file's base name."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def key(self) -> Key:
        """What it is good for: a session has one file of a feed, whatever the name of what is inside."""
        is_session = self.day is not None and FEEDS[self.place.feed].cadence is Cadence.SESSION
        return (self.place.feed, self.day if is_session and self.day else self.name)

    def is_in(self, held: Set[Key]) -> bool:
        """Whether it was received before: a bundle need not hold a file of every feed that it may serve."""
        return any((feed, self.key[1]) in held for feed in self.place.feeds)


def held(ledger: Ledger, since: date = date.min) -> set[Key]:
    """The keys of what was received and accepted for `since` and later."""
    receipts = [r for r in ledger.receipts(start=since) if r.verdict == "accepted"]
    return {(r.feed, r.day) for r in receipts} | {(r.feed, r.name) for r in receipts}


def wanted(
    places: Sequence[Place],
    start: date,
    end: date,
    feeds: Set[str] | None,
    held: Set[Key],
    now: datetime | None = None,
) -> list[Wanted]:
    """What to ask for in [start, end]: lists first, then session by session.

    `feeds` narrows to those named. An interval without a beginning means what may have changed lately.
    """
    now = (now or datetime.now(IST)).astimezone(IST)
    asked = [p for p in places if feeds is None or not p.feed or p.feeds & feeds]
    lists = [Wanted(p, p.path) for p in asked if not p.is_dated]
    lists = [replace(one, is_held=one.is_in(held)) for one in lists]
    return [*lists, *_dated([p for p in asked if p.is_dated], start, end, held, now)]


def _dated(
    places: Sequence[Place], start: date, end: date, held: Set[Key], now: datetime
) -> Iterator[Wanted]:
    today = now.date()
    first = today - RECHECKED if start == date.min else max(start, _NOTHING_BEFORE)
    for session in expected_sessions(first, min(end, today)) if places else ():
        may_change = today - session.day < RECHECKED
        for place in places:
            # Before its hour a missing file says nothing, so nobody is asked.
            is_out = session.day < today or now.time() >= FEEDS[place.feed].usual_time
            if not is_out or not place.since <= session.day <= place.until:
                continue
            one = Wanted(place, place.on(session.day), session.day, may_change=may_change)
            one = replace(one, is_held=one.is_in(held))
            if may_change or not one.is_held:
                yield one
