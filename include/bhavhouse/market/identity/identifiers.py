"""A security's identifiers, each with the days on which it held."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bhavhouse.market.identity.evidence import SERIES_ORDER, Evidence, Sessions, is_common, issuer_of
from bhavhouse.market.names.spelling import squeezed

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Window:
    """A value from `start` to `end` (not); `is_carried_back` where no file or list shows it this early."""

    value: str
    start: date
    end: date | None
    is_carried_back: bool = False


def in_turn(points: Iterable[tuple[date, str]]) -> list[Window]:
    """Values by the days since which they hold, each until the next other one."""
    turns: list[tuple[date, str]] = []
    for start, value in sorted(points):
        if turns and turns[-1][1] == value:
            continue
        if turns and turns[-1][0] == start:
            turns.pop()
        turns.append((start, value))
    ends: list[date | None] = [start for start, _ in turns[1:]]
    return [Window(value, start, end) for (start, value), end in zip(turns, [*ends, None], strict=False)]


def isin_windows(
    evidence: Iterable[Evidence], listed: Iterable[Row], face_changes: Iterable[date], sessions: Sessions
) -> list[Window]:
    """ISINs in the order in which files first show them, each until the next; lists fill in.

    The first one known is carried back to the first session, and one that follows a split or consolidation to
    the session after it, since that brings a new ISIN, a session late; nothing is carried back over one.
    """
    evidence = list(evidence)
    first = min(e.first for e in evidence)
    printed = [(e.first, e.last, e.isin) for e in evidence if e.isin]
    shown = {isin for _, _, isin in printed}
    # A list that is behind the files brings nothing old back.
    later = [
        (m["as_of"], m["isin"])
        for m in listed
        if m["isin"] not in shown
        and not any(start <= m["as_of"] and m["isin"] < isin for start, _, isin in printed)
    ]
    lasts = [*((end, isin) for _, end, isin in printed), *later]
    windows = in_turn([*((start, isin) for start, _, isin in printed), *later])
    found: list[Window] = []
    for n, window in enumerate(windows):
        low = first
        since = first
        if n:
            since = windows[n - 1].start
            last = max(day for day, isin in lasts if isin == windows[n - 1].value and day < window.start)
            low = sessions.after(last) or window.start
        breaks = [day for day in face_changes if since < day <= window.start]
        if breaks:
            low = max(low, sessions.after(max(breaks)) or window.start)
        if low < window.start and (breaks or not n):
            if n:
                found[-1] = replace(found[-1], end=low)
            found.append(Window(window.value, low, window.start, True))
        found.append(window)
    return [w for w in found if w.end is None or w.start < w.end]


def series_windows(evidence: Iterable[Evidence], sessions: Sessions) -> list[Window]:
    """Series of the security, which trades in one at a time.

    Months tell the first and last session of each: one within another's is a visit, and what else overlaps
    counts from the end of the one before.
    """
    spans: list[tuple[date, date, str]] = []
    for e in sorted(evidence, key=lambda e: (e.first, SERIES_ORDER[e.series], e.last)):
        start, end, series = spans[-1] if spans else (e.first, e.first, e.series)
        if not spans or e.first > end:
            spans.append((e.first, e.last, e.series))
        elif e.series == series:
            spans[-1] = start, max(end, e.last), series
        elif e.last < end and start < e.first and (back := sessions.after(e.last)):
            spans += [(e.first, e.last, e.series), (back, end, series)]
        elif e.last > end and (late := sessions.after(end)):
            spans.append((late, e.last, e.series))
    return in_turn((start, series) for start, _, series in spans)


def name_windows(
    evidence: Iterable[Evidence], masters: Iterable[Row], changes: Iterable[Row]
) -> list[Window]:
    """Company names: of the list of name changes and the masters in turn, and as the files print them."""
    evidence, masters = list(evidence), sorted(masters, key=lambda m: m["as_of"])
    first = min(e.first for e in evidence)
    turns = sorted({(c["changed_on"], c["previous_name"], c["new_name"]) for c in changes})
    inside = [turn for turn in turns if turn[0] > first]
    points = [(day, new) for day, _, new in inside]
    if inside:
        points.append((first, inside[0][1]))
    elif turns and masters and squeezed(turns[-1][2]) == squeezed(masters[0]["name"]):
        points.append((first, turns[-1][2]))  # else the change was another company's, long ago
    is_told = bool(points)
    for master in masters:
        held = [name for day, name in sorted(points) if day <= master["as_of"]]
        if not held or squeezed(held[-1]) != squeezed(master["name"]):
            points.append((max(master["as_of"], first), master["name"]))
    found = in_turn(points)
    if not is_told:
        found = _carried_back(found, first)
    lasts: dict[str, date] = {}
    for e in evidence:
        if e.name:
            lasts[e.name] = max(lasts.get(e.name, e.last), e.last)
    known = {(w.value, w.start) for w in found}
    for window in in_turn((e.first, e.name) for e in evidence if e.name):
        changed = [day for day, _, _ in inside if day > lasts[window.value]]
        end = min([day for day in (window.end, *changed) if day], default=None)
        if (window.value, window.start) not in known and (end is None or window.start < end):
            found.append(replace(window, end=end))
    return found


def of_issuers(listed: Iterable[Row], isins: Mapping[str, set[str]]) -> dict[str, list[Row]]:
    """Another exchange's list and the ISINs known of each security -> the security's rows of that list.

    A row belongs to the security that ever had its ISIN, else to the only one with ordinary shares of its
    issuer: the list may be older or younger than what files show.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for security_id, known in isins.items():
        for isin in known:
            holders[isin].add(security_id)
            if is_common(isin):
                holders[issuer_of(isin)].add(security_id)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in listed:
        isin = row["isin"] or ""
        held = holders.get(isin) or (holders.get(issuer_of(isin)) if is_common(isin) else None) or set()
        if len(held) == 1:
            found[next(iter(held))].append(row)
    return found


def scrip_windows(rows: Iterable[Row], isins: Iterable[Window], first: date) -> list[Window]:
    """Rows of BSE's lists for a security -> its scrip codes, where the ISIN is the one of the list's day."""
    isins = list(isins)
    return _carried_back(
        in_turn(
            (row["as_of"], row["scrip_code"])
            for row in rows
            if any(
                w.value == row["isin"] and w.start <= row["as_of"] and (w.end is None or row["as_of"] < w.end)
                for w in isins
            )
        ),
        first,
    )


def _carried_back(windows: list[Window], first: date) -> list[Window]:
    if windows and first < windows[0].start:
        return [Window(windows[0].value, first, windows[0].start, True), *windows]
    return windows
