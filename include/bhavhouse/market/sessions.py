"""Which sessions there were and which files they lack: what files confirm, over the expected calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bhavhouse.clock import IST
from bhavhouse.ledger import Ledger
from bhavhouse.market.calendar import expected_sessions, overlay, why_closed
from bhavhouse.sources import BSE_CASH, CASH, FEEDS

# What is not there by then will not come by itself any more that evening.
DEADLINE = time(23, 0)


@dataclass(frozen=True)
class SessionState:
    """What is known of one day.

    `state`: confirmed (a valid cash file holds it), pending (not published yet, or still within the evening's
    deadline), absent (expected, and no valid file), holiday (nothing expected, nothing valid).
    """

    day: date
    kind: str
    state: str
    reason: str
    feeds: tuple[str, ...] = ()


def confirmed(ledger: Ledger) -> dict[date, tuple[str, ...]]:
    """Confirmed sessions in order -> the cash feeds that hold them, by precedence.

    A file that prints no day confirms only what the calendar expects.
    """
    found: dict[date, list[str]] = {}
    undated: dict[date, list[str]] = {}
    for feed in (*CASH, *BSE_CASH):
        into = found if FEEDS[feed].prints_day else undated
        for key in ledger.partitions(feed):
            into.setdefault(date.fromisoformat(key), []).append(feed)
    expected = {s.day for s in expected_sessions(min(undated), max(undated))} if undated else set()
    for day in undated.keys() & (expected | found.keys()):
        found[day] = [*found.get(day, []), *undated[day]]
    return {day: tuple(found[day]) for day in sorted(found)}


def of_nse(sessions: Mapping[date, tuple[str, ...]]) -> list[date]:
    """Those of the confirmed sessions that a file of NSE holds."""
    return [day for day, feeds in sessions.items() if set(feeds) & set(CASH)]


def of_house(sessions: Mapping[date, tuple[str, ...]]) -> list[date]:
    """The sessions that the house has whole: from its first file of NSE on, those that NSE's files hold."""
    nse = of_nse(sessions)
    return [day for day in sessions if not nse or day < nse[0]] + nse


def index_of(sessions: Iterable[date]) -> dict[date, int]:
    """Each session's place in the exchange's calendar, from 0.

    Expected sessions without a file keep their place, so that windows see the hole.
    """
    known = set(sessions)
    if not known:
        return {}
    expected = {s.day for s in expected_sessions(min(known), max(known))}
    return {day: n for n, day in enumerate(sorted(known | expected)) if day in known}


def kind_of(day: date) -> str:
    """The kind of a session; special where only data says that there was one."""
    kind = overlay().get(day, ("", ""))[0]
    if kind and kind != "holiday":
        return kind
    return "regular" if expected_sessions(day, day) else "special"


def states(
    ledger: Ledger, start: date, end: date, holidays: Mapping[date, str], now: datetime | None = None
) -> list[SessionState]:
    """Every day of [start, end] that is a session, was expected to be one, or was offered a file.

    `holidays` are those that the exchange's lists name.
    """
    now = now or datetime.now(IST)
    held = confirmed(ledger)
    whole = set(of_house(held))
    expected = {s.day for s in expected_sessions(start, end)}
    refused: dict[date, list[str]] = {}
    for receipt in ledger.receipts(start=start, end=end):
        if receipt.feed in (*CASH, *BSE_CASH) and receipt.verdict != "accepted":
            refused.setdefault(receipt.day, []).append(f"{receipt.name} {receipt.verdict}: {receipt.reason}")
    found = []
    for n in range((end - start).days + 1):
        day = start + timedelta(n)
        why = "; ".join(refused.get(day, []))
        lacks = "no file of NSE was offered, BSE's is held" if day in held else "no file was offered"
        if day in whole or (day in held and day not in expected):
            found.append(SessionState(day, kind_of(day), "confirmed", why, held[day]))
        elif day in expected:
            usual = min(FEEDS[feed].usual_time for feed in CASH)
            if now < datetime.combine(day, usual, IST):
                found.append(
                    SessionState(day, kind_of(day), "pending", f"not published before {usual:%H:%M} IST")
                )
            elif now < datetime.combine(day, DEADLINE, IST) and not why:
                found.append(
                    SessionState(day, kind_of(day), "pending", f"may come until {DEADLINE:%H:%M} IST")
                )
            else:
                found.append(SessionState(day, kind_of(day), "absent", why or lacks))
        elif why or (day.weekday() < 5 and day <= now.date()):
            closed = holidays.get(day) or why_closed(day)
            found.append(SessionState(day, "", "holiday", f"{closed}; {why}" if why else closed))
    return found
