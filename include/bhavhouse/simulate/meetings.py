"""Board meetings: called 5 to 20 days ahead, a few moved, a few withdrawn, and told of when they are over.

The bundle prints what was told since the one before, once; nothing is carried from day to day.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from bhavhouse.simulate.record import Day
from bhavhouse.simulate.roster import SHARE, SME_SERIES, Line
from bhavhouse.simulate.text import sheet
from bhavhouse.simulate.truth import truth_id

HEADER = "COMPANY NAME    SYMBOL     : BM DATE    : BM PURPOSE"
TRUTH_HEADER = (
    "meeting_id,truth_id,symbol,is_results,period_end,announced_on,meeting_date,moved_on,moved_to,"
    "withdrawn_on,held_on,outcome_on"
)
_SHORT_NAMES_UNTIL = date(2025, 10, 12)  # file names with a year of two digits
_FEWEST_DAYS_AHEAD, _MOST_DAYS_AHEAD = 5, 20
_DAYS_MOVED = (7, 1, 3, -1, 14, 0, 5)

_RESULTS = (
    ("Financial Results", "To consider and approve the financial results for the period ended {period}"),
    (
        "Financial Results/Dividend",
        "To consider and approve the Un-Audited Financial Results (Standalone and Consolidated) for the "
        "quarter ended {period} and interim dividend, if any",
    ),
    (
        "Financial Results",
        "Intimation of Board Meeting on {day}, earnings call with analysts\r\nand investors and closure of "
        "trading  window",
    ),
    (
        "Board Meeting Intimation",
        "{name} has informed the Exchange about Board Meeting to be held on {short} to inter-alia consider "
        "and approve the Quarterly Unaudited Financial results for the period ended {period}",
    ),
    (
        "Financial Results/Other business matters",
        "1.\tTo consider and approve the audited results of the Company for the quarter ended {period}.\r\n"
        "\r\n2.\tAny other business with the permission of the Chair.",
    ),
)
_OTHERS = (
    ("Fund Raising", "To consider Fund Raising"),
    ("Other business matters", "To consider other business matters"),
    ("Dividend", "To consider declaration of interim dividend"),
    (
        "Fund Raising/Other business matters",
        "To consider Fund Raising and other business matters : \r\n"
        "To consider the issue of warrants, as a result of which the paid-up capital rises.",
    ),
    ("Other business matters", "To take on record the voting results of the postal ballot"),
    ("Bonus", "To consider issue of bonus shares"),
)
_RESCHEDULED = (
    "{symbol} : {new_short} :  The Company has informed the Exchange that a Board meeting to be held on "
    "{day} has been re-scheduled. Further, the Company has informed the Exchange that the meeting of the "
    "Board of Directors of the Company will be held on {new_day}, {matter}"
)
_CANCELLED = (
    "{symbol} : {name} has informed the Exchange that the Board meeting to be held on {day} has been "
    "cancelled. {matter}"
)
_HELD = "{symbol} : {name} has informed the Exchange regarding  Board meeting held on {new_day}."


@dataclass
class Meeting:
    """One meeting as it is meant to go; its days are kept once they are printed."""

    line: int
    day: date
    heading: str
    matter: str
    period_end: date | None
    new_day: date | None = None
    symbol: str = ""
    printed: dict[str, date] = field(default_factory=dict)  # announced, moved, withdrawn, outcome -> session

    @property
    def planned(self) -> date | None:
        """The day that holds after all that was printed; None for a withdrawn meeting."""
        if "withdrawn" in self.printed:
            return None
        return self.new_day if "moved" in self.printed else self.day


class Board:
    """Plans all meetings of a market, prints them day by day, and keeps the truth."""

    def __init__(
        self, lines: list[Line], sessions: list[date], holes: frozenset[int], rng: np.random.Generator
    ) -> None:
        self.lines, self.rng = lines, rng
        # A session without a bundle prints nothing.
        self._days = [day for number, day in enumerate(sessions) if number not in holes]
        self._due: dict[date, list[tuple[str, Meeting]]] = defaultdict(list)
        self._meetings: list[Meeting] = []
        self._turns = 0
        for period_end in _quarters(sessions[0], sessions[-1]):
            for number, line in enumerate(lines):
                if line.instrument == SHARE:
                    self._call_for_quarter(number, line.series in SME_SERIES, period_end)

    def prints(self, day: Day) -> bytes:
        """The session's file; nothing where nothing was told."""
        told = [self._print(what, meeting, day) for what, meeting in self._due.pop(day.session, ())]
        rows = [row for row in told if row]
        return "".join(f"{row}\n" for row in [HEADER, *rows]).encode() if rows else b""

    def truth(self) -> bytes:
        """Every meeting that was announced, with the sessions that print it."""
        announced = [meeting for meeting in self._meetings if meeting.printed]
        rows: list[list[object]] = [
            [
                f"M{number:06d}", truth_id(m.line), m.symbol, m.period_end is not None, m.period_end,
                m.printed["announced"], m.day, m.printed.get("moved"),
                m.new_day if "moved" in m.printed else None, m.printed.get("withdrawn"), m.planned,
                m.printed.get("outcome"),
            ]
            for number, m in enumerate(announced)
        ]  # fmt: skip
        return sheet(TRUTH_HEADER, rows)

    def results_ahead(self, session: date) -> list[tuple[int, date]]:
        """Line and day of the results that are still to come and that nothing has changed or will change."""
        return [
            (m.line, m.day)
            for m in self._meetings
            if m.period_end
            and m.day > session
            and not {"moved", "withdrawn"} & m.printed.keys()
            and m.printed.get("announced", date.max) <= session
        ]

    def _call_for_quarter(self, number: int, is_half_yearly: bool, period_end: date) -> None:
        """Results are due 45 days after a quarter, 60 after the year; something else comes up at times."""
        first, latest, other, chance = self.rng.random(4)
        turn = self._turns = self._turns + 1
        if not is_half_yearly or period_end.month in (3, 9):
            last = 60 if period_end.month == 3 else 45
            heading, matter = _RESULTS[turn % len(_RESULTS)]
            day = period_end + timedelta(days=12 + int(first * (last - 11)))
            self._call(Meeting(number, _no_sunday(day), heading, matter, period_end), latest, turn)
        if chance < 0.4:
            heading, matter = _OTHERS[turn % len(_OTHERS)]
            day = period_end + timedelta(days=1 + int(other * 91))
            self._call(Meeting(number, _no_sunday(day), heading, matter, None), latest, turn + 9)

    def _call(self, meeting: Meeting, when: float, turn: int) -> None:
        low = bisect_left(self._days, meeting.day - timedelta(days=_MOST_DAYS_AHEAD))
        high = bisect_right(self._days, meeting.day - timedelta(days=_FEWEST_DAYS_AHEAD))
        if low >= high:
            return
        at = low + int(when * (high - low))
        self._meetings.append(meeting)
        self._due[self._days[at]].append(("announced", meeting))
        changed = self._change(meeting, at + 1, turn)
        if changed != "withdrawn":
            # What is told in the evening stands in the next session's bundle; at times it stands there twice.
            end = bisect_left(self._days, meeting.new_day or meeting.day) + turn % 2
            if end < len(self._days):
                self._due[self._days[end]] += [("outcome", meeting)] * (2 if turn % 37 == 5 else 1)

    def _change(self, meeting: Meeting, earliest: int, turn: int) -> str:
        """Moves or withdraws a meeting, up to its day, where it is its turn and there is a session."""
        changed = {7: "moved", 18: "moved", 3: "withdrawn"}.get(turn % 29, "")
        high = bisect_right(self._days, meeting.day)
        if not changed or earliest >= high:
            return ""
        on = self._days[earliest + turn % (high - earliest)]
        if changed == "moved":
            new = _no_sunday(meeting.day + timedelta(days=_DAYS_MOVED[turn % len(_DAYS_MOVED)]))
            meeting.new_day = new if new >= on else meeting.day
        self._due[on].append((changed, meeting))
        return changed

    def _print(self, what: str, meeting: Meeting, day: Day) -> str:
        """One entry, or nothing where the company is not listed, or was not when the meeting was called."""
        if not day.listed[meeting.line] or (what != "announced" and not meeting.printed):
            return ""
        symbol, name = day.identity.symbols[meeting.line], self.lines[meeting.line].name
        if what == "announced":
            meeting.symbol = symbol
        meeting.printed[what] = day.session
        new_day = meeting.planned or meeting.day
        words = {
            "symbol": symbol,
            "name": name,
            "period": f"{meeting.period_end:%B %d, %Y}" if meeting.period_end else "",
            "day": f"{meeting.day:%B %d, %Y}",
            "short": f"{meeting.day:%d-%b-%Y}",
            "new_day": f"{new_day:%B %d, %Y}",
            "new_short": f"{new_day:%d-%b-%Y}",
        }
        matter = meeting.matter.format(**words)
        heading = "Outcome of Board Meeting" if what == "outcome" else meeting.heading
        texts = {"announced": "{matter}", "moved": _RESCHEDULED, "withdrawn": _CANCELLED, "outcome": _HELD}
        printed = new_day if what == "outcome" else meeting.day
        said = texts[what].format(**words, matter=matter)
        return f"{name} {symbol} : {f'{printed:%d-%b-%Y}'.upper()} : {heading} {said}"


def bundled_name(day: date) -> str:
    """The file's name in the bundle of `day`."""
    return f"Bm{day:%d%m%y}.txt" if day <= _SHORT_NAMES_UNTIL else f"bm{day:%d%m%Y}.txt"


def _quarters(first: date, last: date) -> list[date]:
    """The ends of the quarters whose meetings may be called in [first, last]."""
    ends = [
        date(year, month, day)
        for year in range(first.year - 1, last.year + 1)
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    ]
    return [end for end in ends if first - timedelta(days=95) <= end <= last + timedelta(days=10)]


def _no_sunday(day: date) -> date:
    return day + timedelta(days=1) if day.weekday() == 6 else day
