"""Until when a session's files are waited for, feed by feed, and which of them are due at all."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bhavhouse.clock import IST
from bhavhouse.fetch.places import FLAT
from bhavhouse.ledger import Ledger
from bhavhouse.sources import CASH

# IST, on the session's day. UDiFF is out from about 16:30, the file with deliveries from about 18:00, both
# on a quiet day before 19:00; the sweep at 22:30 takes what comes after these hours.
DEADLINES: dict[str, time] = {"nse_udiff": time(21, 0), "nse_full": time(21, 30), "nse_legacy": time(21, 0)}
# A feed that brought nothing for as long is one that this house does not get.
_LAPSED = timedelta(days=31)


def deadline(feed: str, session: date) -> datetime:
    """When a cash feed's file of a session is late."""
    return datetime.combine(session, DEADLINES[feed], IST)


def due(ledger: Ledger, session: date) -> list[str]:
    """The cash feeds whose file of `session` is to be expected: those published then that this house gets.

    A house that received nothing lately expects all that are published.
    """
    published = [p.feed for p in FLAT if p.feed in CASH and p.since <= session <= p.until]
    first, last = f"{session - _LAPSED}", f"{session}"
    coming = [feed for feed in published if any(first <= key < last for key in ledger.partitions(feed))]
    return coming or published


def missed(feeds: Iterable[str], session: date, now: datetime) -> list[str]:
    """Those of `feeds` whose deadline for `session` has passed."""
    return [feed for feed in feeds if now >= deadline(feed, session)]
