"""What files say of a symbol, cut into lives: the stretches in which one security held it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from bhavhouse.contracts.lake import EQUITY_SERIES
from bhavhouse.market.identity.tenures import Tenure, tenure_on
from bhavhouse.market.sessions import index_of

SERIES_ORDER = {series: n for n, series in enumerate(EQUITY_SERIES)}
LONG_ABSENCE = 20  # sessions: as long as a universe remembers a name
_SME_SERIES = ("SM", "ST", "SZ")
_EQUITY_TYPE = "01"


def issuer_of(isin: str) -> str:
    """The issuer's part of an ISIN; of a fund, its house."""
    return isin[:7]


def is_common(isin: str) -> bool:
    """Whether it is an ordinary share's ISIN: an issuer has but one at a time."""
    return isin.startswith("INE") and isin[7:9] == _EQUITY_TYPE


@dataclass(frozen=True, slots=True)
class Evidence:
    """What files say of one symbol over a span of sessions.

    `prev_close_inr` is as printed on the first of them, `close_inr` of the last.
    """

    symbol: str
    series: str
    isin: str
    name: str
    first: date
    last: date
    prev_close_inr: float | None = None
    close_inr: float | None = None


class Sessions:
    """The sessions held, in order, and their places in the exchange's calendar, where a hole keeps one."""

    def __init__(self, held: list[date]) -> None:
        self.held = held
        self._places = index_of(held)

    @property
    def first(self) -> date:
        """The first one held."""
        return self.held[0]

    @property
    def last(self) -> date:
        """The last one held."""
        return self.held[-1]

    def between(self, earlier: date, later: date) -> int:
        """How many sessions held lie strictly between two days."""
        return max(0, bisect_left(self.held, later) - bisect_right(self.held, earlier))

    def is_next(self, earlier: date, later: date) -> bool:
        """Whether one session follows the other in the exchange's calendar, with no hole between."""
        return self._places[later] - self._places[earlier] == 1

    def missing_between(self, earlier: date, later: date) -> int:
        """How many sessions between two held ones have no file."""
        return self._places[later] - self._places[earlier] - 1 - self.between(earlier, later)

    def before(self, day: date) -> date | None:
        """The last session before `day`."""
        at = bisect_left(self.held, day)
        return self.held[at - 1] if at else None

    def from_(self, day: date) -> date | None:
        """The first session on or after `day`."""
        at = bisect_left(self.held, day)
        return self.held[at] if at < len(self.held) else None

    def after(self, day: date) -> date | None:
        """The first session after `day`."""
        at = bisect_right(self.held, day)
        return self.held[at] if at < len(self.held) else None

    def are_near(self, one: date, other: date) -> bool:
        """Whether two days are at most one session apart."""
        return abs(bisect_left(self.held, one) - bisect_left(self.held, other)) <= 1


@dataclass(frozen=True)
class Span:
    """Sessions in which a symbol was seen without a break of a session, as far as months tell."""

    first: date
    last: date
    prev_close_inr: float | None
    close_inr: float | None


@dataclass(frozen=True)
class Print:
    """An ISIN as files print it from `first` to `last`, or as a master gives it on its day."""

    isin: str
    first: date
    last: date
    listed_on: date | None = None


@dataclass
class Life:
    """The evidence of one tenure, and the masters' rows for it."""

    tenure: Tenure
    evidence: list[Evidence] = field(default_factory=list)
    masters: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def symbol(self) -> str:
        """The symbol."""
        return self.tenure.symbol

    @cached_property
    def first(self) -> date:
        """First session seen."""
        return min(e.first for e in self.evidence)

    @cached_property
    def last(self) -> date:
        """Last session seen."""
        return max(e.last for e in self.evidence)

    @property
    def first_prev_close(self) -> float | None:
        """The previous close printed on the first session."""
        return next((e.prev_close_inr for e in self.evidence if e.first == self.first), None)

    @property
    def last_close(self) -> float | None:
        """The close of the last session."""
        return next((e.close_inr for e in self.evidence if e.last == self.last), None)

    @property
    def listing_dates(self) -> set[date]:
        """The dates of listing that masters give."""
        return {m["listed_on"] for m in self.masters if m["listed_on"]}

    def is_sme(self, day: date) -> bool:
        """Whether it was on the SME board in the session `day`."""
        return any(e.series in _SME_SERIES for e in self.evidence if e.first <= day <= e.last)

    @cached_property
    def prints(self) -> list[Print]:
        """ISINs in order of time; those of masters with their date of listing."""
        printed = [Print(e.isin, e.first, e.last) for e in self.evidence if e.isin]
        listed = [Print(m["isin"], m["as_of"], m["as_of"], m["listed_on"]) for m in self.masters]
        return sorted([*printed, *listed], key=lambda p: (p.first, p.last, p.isin))

    @cached_property
    def isins(self) -> set[str]:
        """Every ISIN that files or masters give it."""
        return {p.isin for p in self.prints}

    def spans(self, sessions: Sessions) -> list[Span]:
        """When it was seen."""
        found: list[Span] = []
        for e in sorted(self.evidence, key=lambda e: (e.first, e.last)):
            if found and sessions.between(found[-1].last, e.first) == 0:
                now = found[-1]
                if e.last > now.last:
                    found[-1] = Span(now.first, e.last, now.prev_close_inr, e.close_inr)
            else:
                found.append(Span(e.first, e.last, e.prev_close_inr, e.close_inr))
        return found


def lives_of(
    symbol: str,
    evidence: Iterable[Evidence],
    masters: Iterable[Mapping[str, Any]],
    held: list[Tenure],
    sessions: Sessions,
) -> list[Life]:
    """A symbol's evidence and masters, each with the tenure of its day; rows are cut where a tenure ends."""
    found: dict[int, Life] = {}

    def life(day: date) -> Life:
        tenure = tenure_on(held, symbol, day)
        return found.setdefault(id(tenure), Life(tenure))

    for row in evidence:
        now = life(row.first)
        end = now.tenure.end
        if end is None or row.last < end:
            now.evidence.append(row)
        else:
            _share_out(row, life, sessions)
    for master in masters:
        life(master["as_of"]).masters.append(master)
    return sorted(found.values(), key=lambda one: one.tenure.start or date.min)


def _share_out(row: Evidence, life: Any, sessions: Sessions) -> None:
    """A row over several tenures -> a part for each; what was printed within is not known."""
    start: date | None = row.first
    while start is not None and start <= row.last:
        now = life(start)
        end = now.tenure.end
        last = row.last if end is None or row.last < end else sessions.before(end)
        if last is None:
            return
        now.evidence.append(
            Evidence(
                row.symbol, row.series, row.isin, row.name, start, last,
                row.prev_close_inr if start == row.first else None,
                row.close_inr if last == row.last else None,
            )
        )  # fmt: skip
        start = sessions.after(last)
