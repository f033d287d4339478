"""Who is who: securities behind exchange symbols, by date.

A symbol's life is cut where the exchange's list of symbol changes says that it was given up or taken on; the
pieces are joined into securities by the same changes. A security's id is its exchange and the oldest symbol
of its chain, so that a later change of symbol leaves it as it is. A symbol that was given up and later given
to another company is another security, told by the day it began.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from bhavhouse.contracts.core import DIM_SECURITY, SECURITY_IDENTIFIER, SECURITY_LINE
from bhavhouse.contracts.lake import EQUITY_SERIES
from bhavhouse.market.tables import table_of

EXCHANGE = "NSE"
_SERIES_ORDER = {series: n for n, series in enumerate(EQUITY_SERIES)}
_ENTITLEMENT = re.compile(r"-RE\d*$")
_FUND_SYMBOL = re.compile(r"(BEES|ETF|IETF)$|ETF")
_FUND_NAME = re.compile(r"\bETF\b|EXCHANGE TRADED|MUTUAL FUND|\bMF\b|ASSET MANAGEMENT", re.IGNORECASE)
# A name without a listing date is new when it was absent for as long as a universe remembers names.
_ABSENT_SESSIONS = 20
_ABSENT_SPAN = timedelta(45)


@dataclass(frozen=True)
class Change:
    """From `day` the security called `old` is called `new`; `company` as the list prints it."""

    old: str
    new: str
    day: date
    company: str = ""


@dataclass
class Tenure:
    """One symbol held by one security, from `start` (included) to `end` (not), either open."""

    symbol: str
    start: date | None = None
    end: date | None = None
    before: "Tenure | None" = None  # the tenure this security had under its former symbol

    def holds(self, day: date) -> bool:
        """Whether the symbol means this security on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    @property
    def root(self) -> "Tenure":
        """The oldest tenure of the security."""
        tenure, seen = self, {id(self)}
        while tenure.before is not None and id(tenure.before) not in seen:
            tenure = tenure.before
            seen.add(id(tenure))
        return tenure


@dataclass
class Evidence:
    """What files say of one symbol over a span of sessions."""

    symbol: str
    series: str
    isin: str
    name: str
    first: date
    last: date


@dataclass
class Security:
    """A security as its evidence tells it."""

    security_id: str
    evidence: list[Evidence] = field(default_factory=list)
    tenures: list[Tenure] = field(default_factory=list)


def tenures_of(
    changes: Iterable[Change], seen: Mapping[str, list[tuple[date, date]]]
) -> dict[str, list[Tenure]]:
    """Symbol changes -> the tenures of every symbol in them, in order of time.

    `seen` gives the spans in which files hold a symbol. A change whose new symbol already traded before it
    and whose old one never traded tells the day of the list, not of the market, and cuts nothing.
    """
    useful = sorted(
        {c for c in changes if c.old != c.new and not _is_late(c, seen)}, key=lambda c: (c.day, c.old, c.new)
    )
    tenures: dict[str, list[Tenure]] = defaultdict(list)
    for change in useful:
        held = tenures[change.old]
        if not held or held[-1].end is not None:
            # Given up now, with no word of when it was taken on: since the last end, or since ever.
            held.append(Tenure(change.old, held[-1].end if held else None))
        held[-1].end = change.day
        taken = tenures[change.new]
        if taken and taken[-1].end is None:
            taken[-1].end = change.day
        elif not taken and any(first < change.day for first, _ in seen.get(change.new, ())):
            taken.append(Tenure(change.new, None, change.day))  # another company had it before
        taken.append(Tenure(change.new, change.day, None, held[-1]))
    return dict(tenures)


def _is_late(change: Change, seen: Mapping[str, list[tuple[date, date]]]) -> bool:
    traded_before = any(first < change.day for first, _ in seen.get(change.new, ()))
    return traded_before and change.old not in seen


class Registry:
    """Resolves symbols by date over a set of tenures."""

    def __init__(self, tenures: Mapping[str, list[Tenure]]) -> None:
        self._tenures = dict(tenures)
        roots: dict[str, list[Tenure]] = defaultdict(list)
        for held in self._tenures.values():
            for tenure in held:
                root = tenure.root
                if not any(root is known for known in roots[root.symbol]):
                    roots[root.symbol].append(root)
        self._ids: dict[int, str] = {}
        for symbol, found in roots.items():
            found.sort(key=lambda t: t.start or date.min)
            for n, root in enumerate(found):
                began = f"@{root.start}" if n and root.start else ""
                self._ids[id(root)] = f"{EXCHANGE}:{symbol}{began}"

    def tenure(self, symbol: str, day: date) -> Tenure:
        """The tenure that `symbol` means on `day`.

        After its last end a symbol that files still hold is a security of its own.
        """
        held = self._tenures.setdefault(symbol, [])
        for tenure in held:
            if tenure.holds(day):
                return tenure
        after = max((t.end for t in held if t.end and t.end <= day), default=None)
        upto = min((t.start for t in held if t.start and t.start > day), default=None)
        tenure = Tenure(symbol, after, upto)
        held.append(tenure)
        self._ids[id(tenure)] = f"{EXCHANGE}:{symbol}" + (f"@{after}" if after else "")
        return tenure

    def security_id(self, symbol: str, day: date) -> str:
        """The internal id of what `symbol` means on `day`."""
        return self._ids[id(self.tenure(symbol, day).root)]


@dataclass(frozen=True)
class Identity:
    """What is worked out of the evidence, as tables."""

    lines: pa.Table
    identifiers: pa.Table
    securities: pa.Table
    registry: Registry


def identify(
    evidence: list[Evidence],
    changes: Iterable[Change],
    masters: list[dict[str, Any]],
    bundle_funds: set[str],
    sessions: list[date],
) -> Identity:
    """Evidence of the cash files, symbol changes and masters -> lines, identifiers and securities.

    `masters` are rows of lake.listed_security, `bundle_funds` the symbols of the bundle's fund lists.
    """
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for e in evidence:
        spans[e.symbol].append((e.first, e.last))
    changes = list(changes)
    printed: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        printed[change.old].append(change.company)
        printed[change.new].append(change.company)
    registry = Registry(tenures_of(changes, spans))
    found: dict[str, Security] = {}
    for e in evidence:
        tenure = registry.tenure(e.symbol, e.first)
        security_id = registry.security_id(e.symbol, e.first)
        security = found.setdefault(security_id, Security(security_id))
        security.evidence.append(e)
        if not any(t is tenure for t in security.tenures):
            security.tenures.append(tenure)
        if not tenure.holds(e.last):  # a month in which the symbol passed to another security
            later = registry.tenure(e.symbol, e.last)
            other = registry.security_id(e.symbol, e.last)
            second = found.setdefault(other, Security(other))
            second.evidence.append(e)
            if not any(t is later for t in second.tenures):
                second.tenures.append(later)
    listed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in masters:
        listed[registry.security_id(row["symbol"], row["as_of"])].append(row)
    funds = {registry.security_id(symbol, sessions[-1]) for symbol in bundle_funds} if sessions else set()
    return _tables(found, listed, funds, printed, sessions, registry)


def _tables(
    found: Mapping[str, Security],
    listed: Mapping[str, list[dict[str, Any]]],
    bundle_funds: set[str],
    printed: Mapping[str, list[str]],
    sessions: list[date],
    registry: Registry,
) -> Identity:
    lines, identifiers, securities = [], [], []
    for security_id, security in sorted(found.items()):
        rows = sorted(listed.get(security_id, ()), key=lambda r: r["as_of"])
        equity = [e for e in security.evidence if e.series in _SERIES_ORDER]
        if not equity:
            continue
        last = max(equity, key=lambda e: (e.last, -_SERIES_ORDER[e.series]))
        first = min(e.first for e in equity)
        listed_on = max((r["listed_on"] for r in rows if r["listed_on"]), default=None)
        instrument, told_by = _instrument(
            last.symbol, security.evidence, rows, printed.get(last.symbol, []), security_id in bundle_funds
        )
        shared = {
            "security_id": security_id,
            "exchange": EXCHANGE,
            "instrument": instrument,
            "instrument_evidence": told_by,
        }
        was_renamed = any(t.before is not None or t.end is not None for t in security.tenures)
        listing = _listing_session(first, listed_on, sessions, was_renamed)
        for tenure in security.tenures:
            spans = [e for e in security.evidence if e.symbol == tenure.symbol]
            start = max(tenure.start or date.min, min(e.first for e in spans))
            lines.append(
                {
                    **shared,
                    "symbol": tenure.symbol,
                    "valid_from": start,
                    "valid_to": tenure.end,
                    "listing_session": listing,
                }
            )
            identifiers.append(
                {
                    "security_id": security_id,
                    "scheme": "nse_symbol",
                    "value": tenure.symbol,
                    "valid_from": start,
                    "valid_to": tenure.end,
                }
            )
        isins = _isin_windows(security, rows, first)
        identifiers += [{"security_id": security_id, "scheme": "isin", **window} for window in isins]
        names = [e.name for e in sorted(security.evidence, key=lambda e: e.last) if e.name]
        securities.append(
            {
                **shared,
                "symbol": last.symbol,
                "isin": isins[-1]["value"] if isins else None,
                "name": rows[-1]["name"] if rows else (names[-1] if names else None),
                "series": last.series,
                "listed_on": listed_on,
                "first_session": first,
                "last_session": last.last,
            }
        )
    return Identity(
        table_of(SECURITY_LINE, lines),
        table_of(SECURITY_IDENTIFIER, identifiers),
        table_of(DIM_SECURITY, securities),
        registry,
    )


def _listing_session(
    first: date, listed_on: date | None, sessions: list[date], was_renamed: bool
) -> date | None:
    """The session of the listing: the master's date, else a first appearance after a long absence."""
    if listed_on is not None:
        return first if first == listed_on else None
    before = bisect_left(sessions, first)
    if was_renamed or before < _ABSENT_SESSIONS:
        return None
    # A hole in the files is no absence of the name.
    return first if first - sessions[before - _ABSENT_SESSIONS] <= _ABSENT_SPAN else None


def _instrument(
    symbol: str, evidence: list[Evidence], rows: list[dict[str, Any]], names: list[str], in_bundle: bool
) -> tuple[str, str]:
    """What a security is and what tells so, in the order of trust: ISIN, bundle, fund list, name."""
    isins = {e.isin for e in evidence if e.isin} | {r["isin"] for r in rows}
    if _ENTITLEMENT.search(symbol):
        return "rights_entitlement", "name"
    if any(isin.startswith("INF") for isin in isins):
        return "etf", "isin"
    if any(isin.startswith("IN9") for isin in isins):
        return "dvr", "isin"
    if isins:
        return "common", "isin"
    if in_bundle:
        return "etf", "bundle"
    if any(r["list"] == "etf" for r in rows):
        return "etf", "list"
    names = [*names, *(e.name for e in evidence)]
    if _FUND_SYMBOL.search(symbol) or any(_FUND_NAME.search(name) for name in names):
        return "etf", "name"
    return "common", "undecided"


def _isin_windows(security: Security, rows: list[dict[str, Any]], first: date) -> list[dict[str, Any]]:
    """ISINs in the order in which files first show them, each until the next; masters fill in."""
    seen: dict[str, date] = {}
    for e in security.evidence:
        if e.isin:
            seen[e.isin] = min(seen.get(e.isin, e.first), e.first)
    for row in rows:
        seen.setdefault(row["isin"], row["as_of"] if seen else first)
    ordered = sorted(seen.items(), key=lambda item: (item[1], item[0]))
    ends = [*(start for _, start in ordered[1:]), None]
    return [
        {"value": isin, "valid_from": start, "valid_to": end}
        for (isin, start), end in zip(ordered, ends, strict=False)
        if end is None or start < end
    ]


def changes_from(rows: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Rows of lake.symbol_change -> changes."""
    return [Change(r["old_symbol"], r["new_symbol"], r["changed_on"], r["company"]) for r in rows]
