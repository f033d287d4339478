"""What a scheduled run takes: which sessions lack something, and an interval cut into pieces of landing.

A piece is what one call of `ingest` takes, in plain values that a scheduler can hand from task to task.
"""

import logging
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import TypedDict

from bhavhouse import archive
from bhavhouse.errors import UsageError
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.market.sessions import confirmed, of_house
from bhavhouse.models import month_of
from bhavhouse.pipelines.house import House
from bhavhouse.sources import FEEDS, Cadence

log = logging.getLogger("bhavhouse")
# A worker process takes seconds to start, so a long interval is not cut into ever more pieces.
_MOST_PIECES = 24
_LONGEST_PAUSE = timedelta(days=31)
_ALWAYS = (date.min, date.max)
_LABELS = {Cadence.REFERENCE: "lists", Cadence.EVENT: "events"}


class Piece(TypedDict):
    """One call of `ingest`: the days [start, end] as ISO dates, and the feeds to take."""

    label: str
    start: str
    end: str
    feeds: list[str]
    reprocess: bool


def everything(cadence: str) -> list[Piece]:
    """The one piece that holds all files of all feeds of a cadence."""
    named = [feed.name for feed in FEEDS.values() if feed.cadence == cadence]
    return _pieces([_ALWAYS], _ALWAYS, named, False)


def pieces_between(
    house: House,
    start: str | None,
    end: str | None,
    feeds: Iterable[str] | None = None,
    *,
    reprocess: bool = False,
) -> list[Piece]:
    """The interval [start, end] in pieces; a bound that is not given is the archive's.

    Raises UsageError for a feed that is not known, an interval that is none, or an archive that is empty.
    """
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    named = _known(feeds)
    low, high = (first, last) if first and last else archive_interval(house)
    low, high = first or low, last or high
    if low > high:
        raise UsageError(f"no interval: it begins on {low} and ends on {high}")
    return _pieces(chunks(low, high), (first or date.min, last or date.max), named, reprocess)


def pieces_up_to(house: House, session: date) -> list[Piece]:
    """What the run of a session takes: the sessions that lack something, up to it, the lists and events.

    Events from the first one on: their order is that of their receipt, and where several runs land at once
    the run of a later session must not receive a correction before what it corrects.
    """
    spans = _runs(incomplete_sessions(house, session))
    return _pieces(spans, (date.min, session), list(FEEDS), False)


def incomplete_sessions(house: House, upto: date, back_sessions: int = 5) -> list[date]:
    """Expected sessions up to `upto` without a valid cash file, since the first one that has one.

    From the first file of NSE on, one of BSE alone is not enough.

    The last `back_sessions` are among them in any case: index files come late, and files come restated.
    """
    held = of_house(confirmed(house.ledger))
    expected = [s.day for s in expected_sessions(min([*held, upto - _LONGEST_PAUSE]), upto)]
    again = {upto, *expected[-back_sessions:]}
    since = min(held, default=upto)
    lacking = {day for day in expected if day >= since and day not in held}
    return sorted(lacking | again)


def latest_session(upto: date) -> date:
    """The last day up to `upto` on which a session is expected."""
    return expected_sessions(upto - _LONGEST_PAUSE, upto)[-1].day


def archive_interval(house: House) -> tuple[date, date]:
    """The first and the last session that the archive holds a file of.

    Raises UsageError where it holds none.
    """
    folders = house.settings.folders
    days = [
        offer.day
        for offer in archive.offers(folders, date.min, date.max)
        if offer.feed.cadence is Cadence.SESSION
    ]
    if not days:
        if house.settings.archive_urls:
            raise UsageError("an address does not tell which days it has: give the first and the last")
        raise UsageError(f"no exchange file in {', '.join(map(str, folders))}; the README tells their names")
    return min(days), max(days)


def chunks(start: date, end: date) -> list[tuple[date, date]]:
    """[start, end] cut between months, into at most two dozen."""
    firsts = [start]
    while (following := (firsts[-1].replace(day=1) + timedelta(31)).replace(day=1)) <= end:
        firsts.append(following)
    firsts = firsts[:: -(-len(firsts) // _MOST_PIECES)]
    return [*((a, b - timedelta(1)) for a, b in pairwise(firsts)), (firsts[-1], end)]


def describe(house: House, pieces: Iterable[Piece]) -> None:
    """Tells in the log what each piece would take."""
    files = fresh = size = 0
    for piece in pieces:
        start, end = date.fromisoformat(piece["start"]), date.fromisoformat(piece["end"])
        offers = archive.offers(house.settings.folders, start, end, frozenset(piece["feeds"]))
        known = {(r.feed, r.day, r.name) for r in house.ledger.receipts()}
        new = sum((o.feed.name, o.day, o.name) not in known for o in offers)
        held = sum(path.stat().st_size for path in {offer.path for offer in offers})
        log.info("%s: %d files, %d of them new, %.1f MB", piece["label"], len(offers), new, held / 1e6)
        files, fresh, size = files + len(offers), fresh + new, size + held
    log.info("in all %d files, %d of them new, %.1f MB", files, fresh, size / 1e6)


def _known(feeds: Iterable[str] | None) -> list[str]:
    if not feeds:
        return list(FEEDS)
    asked = list(feeds)
    if unknown := [name for name in asked if name not in FEEDS]:
        raise UsageError(f"no feed is called {', '.join(unknown)}; there are {', '.join(FEEDS)}")
    return asked


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """Sessions that follow each other, as intervals: a session that nobody expected lies in between."""
    places = {s.day: n for n, s in enumerate(expected_sessions(days[0], days[-1]))}
    runs = [(days[0], days[0])]
    for before, day in pairwise(days):
        if day in places and before in places and places[day] == places[before] + 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _pieces(
    spans: list[tuple[date, date]], whole: tuple[date, date], feeds: list[str], reprocess: bool
) -> list[Piece]:
    """Session files span by span; lists and events each in one piece, so that they are received in order."""
    found = []
    for cadence in (Cadence.REFERENCE, Cadence.EVENT, Cadence.SESSION):
        named = [name for name in feeds if FEEDS[name].cadence is cadence]
        for start, end in (spans if cadence is Cadence.SESSION else [whole]) if named else []:
            label = _LABELS.get(cadence) or _label(start, end)
            found.append(Piece(label=label, start=f"{start}", end=f"{end}", feeds=named, reprocess=reprocess))
    return found


def _label(start: date, end: date) -> str:
    first, last = month_of(start), month_of(end)
    if start == end:
        return f"{start}"
    return first if first == last else f"{first} to {last}"
