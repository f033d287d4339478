"""What is settled -> the tables of identity."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from bhavhouse.contracts.bse import SCRIP_LINE
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.identity import DIM_SECURITY, IDENTITY_QUEUE, SECURITY_IDENTIFIER, SECURITY_LINE
from bhavhouse.market.identity import identifiers as schemes
from bhavhouse.market.identity.decisions import Case, Decision, queue_rows
from bhavhouse.market.identity.evidence import (
    LONG_ABSENCE,
    SERIES_ORDER,
    Evidence,
    Life,
    Sessions,
    is_common,
)
from bhavhouse.market.identity.instrument import instrument_of
from bhavhouse.market.identity.settle import Settled
from bhavhouse.market.identity.tenures import EXCHANGE, Change, Registry
from bhavhouse.market.tables import table_of

Row = Mapping[str, Any]
_ABSENT_SPAN = timedelta(45)
_NEW_FACE_VALUE = ("split", "consolidation")


@dataclass(frozen=True)
class Lists:
    """What lists tell: rows of lake.listed_security, lake.name_change, lake.bse_security and
    lake.official_action, symbol changes, the symbols of the bundle's fund lists, the operator's decisions.
    """

    changes: Iterable[Change] = ()
    masters: Iterable[Row] = ()
    bundle_funds: frozenset[str] = frozenset()
    name_changes: Iterable[Row] = ()
    bse: Iterable[Row] = ()
    actions: Iterable[Row] = ()
    decisions: Mapping[Case, Decision] = field(default_factory=dict)


@dataclass(frozen=True)
class Identity:
    """What is worked out of the evidence, as tables."""

    lines: pa.Table
    identifiers: pa.Table
    securities: pa.Table
    queue: pa.Table
    registry: Registry
    scrips: pa.Table = field(default_factory=arrow_schema(SCRIP_LINE).empty_table)


@dataclass
class _Security:
    security_id: str
    lives: list[Life]

    def __post_init__(self) -> None:
        self.evidence: list[Evidence] = [e for life in self.lives for e in life.evidence]
        self.masters: list[Row] = []
        self.first = min(life.first for life in self.lives)
        self.latest = max(self.evidence, key=lambda e: (e.last, -SERIES_ORDER[e.series]))


def tables(settled: Settled, lists: Lists, sessions: Sessions) -> Identity:
    """The tables of identity."""
    held: dict[str, list[Life]] = defaultdict(list)
    for life in settled.lives:
        held[settled.registry.id_of(life.tenure)].append(life)
    of = {security_id: _Security(security_id, lives) for security_id, lives in sorted(held.items())}
    for row in sorted(lists.masters, key=lambda m: m["as_of"]):
        who = settled.registry.security_id(row["symbol"], row["as_of"])  # maybe by a symbol not yet traded
        if who in of:
            of[who].masters.append(row)
    told = _Told(settled.registry, lists, of, sessions)
    relisted = defaultdict(set)
    for relisting in settled.relistings:
        relisted[relisting.symbol].add(relisting.session)
    lines: list[dict[str, Any]] = []
    identifiers: list[dict[str, Any]] = []
    securities: list[dict[str, Any]] = []
    for security in of.values():
        rows = told.identifiers(security)
        identifiers += rows
        shared = told.instrument(security)
        listed_on = max((m["listed_on"] for m in security.masters if m["listed_on"]), default=None)
        listing = _listing_session(security, listed_on, sessions)
        for life in security.lives:
            lines += _lines(life, {**shared, "listing_session": listing}, relisted[life.symbol])
        isins = [row["value"] for row in rows if row["scheme"] == "isin" and row["valid_to"] is None]
        printed = [e.name for e in sorted(security.evidence, key=lambda e: e.last) if e.name]
        name = security.masters[-1]["name"] if security.masters else (printed[-1] if printed else None)
        securities.append(
            {
                **shared,
                "symbol": security.latest.symbol,
                "isin": isins[-1] if isins else None,
                "name": name,
                "series": security.latest.series,
                "listed_on": listed_on,
                "first_session": security.first,
                "last_session": security.latest.last,
            }
        )
    ids = {case: settled.ids_of(case) for case in {**settled.docket.questions, **settled.docket.decisions}}
    return Identity(
        table_of(SECURITY_LINE, lines),
        table_of(SECURITY_IDENTIFIER, identifiers),
        table_of(DIM_SECURITY, securities),
        table_of(IDENTITY_QUEUE, queue_rows(settled.docket, ids, settled.idle)),
        settled.registry,
    )


class _Told:
    """What lists tell of each security."""

    def __init__(
        self, registry: Registry, lists: Lists, of: Mapping[str, _Security], sessions: Sessions
    ) -> None:
        self.sessions = sessions
        self.funds = {registry.security_id(symbol, sessions.last) for symbol in lists.bundle_funds}
        self.names: dict[str, list[str]] = defaultdict(list)
        for change in lists.changes:
            self.names[change.old].append(change.company)
            self.names[change.new].append(change.company)
        self.bse = schemes.of_issuers(
            lists.bse, {name: {i for life in s.lives for i in life.isins} for name, s in of.items()}
        )

        def security_id(symbol: str, day: date, as_of: date) -> str:
            """Lists name a security by its symbol of then, or of the list's own day."""
            found = registry.security_id(symbol, day)
            return found if found in of else registry.security_id(symbol, as_of)

        self.face_changes: dict[str, set[date]] = defaultdict(set)
        for row in lists.actions:
            if row["kind"] in _NEW_FACE_VALUE and row["ex_date"] and row["series"] in SERIES_ORDER:
                who = security_id(row["symbol"], row["ex_date"], row["as_of"])
                self.face_changes[who].add(row["ex_date"])
        self.name_changes: dict[str, list[Row]] = defaultdict(list)
        for row in lists.name_changes:
            self.name_changes[security_id(row["symbol"], row["changed_on"], row["as_of"])].append(row)

    def instrument(self, security: _Security) -> dict[str, Any]:
        """What the security is."""
        symbol, in_bundle = security.latest.symbol, security.security_id in self.funds
        names = self.names.get(symbol, [])
        kind, evidence = instrument_of(symbol, security.evidence, security.masters, names, in_bundle)
        return {
            "security_id": security.security_id,
            "exchange": EXCHANGE,
            "instrument": kind,
            "instrument_evidence": evidence,
        }

    def identifiers(self, security: _Security) -> list[dict[str, Any]]:
        """Its rows of core.security_identifier."""
        who, evidence, masters = security.security_id, security.evidence, security.masters
        symbols = [
            schemes.Window(life.symbol, max(life.tenure.start or date.min, life.first), life.tenure.end)
            for life in security.lives
        ]
        bse = self.bse.get(who, [])
        listed = [*masters, *(row for row in bse if is_common(row["isin"]))]
        isins = schemes.isin_windows(evidence, listed, self.face_changes.get(who, ()), self.sessions)
        by_scheme = {
            "nse_symbol": symbols,
            "isin": isins,
            "name": schemes.name_windows(evidence, masters, self.name_changes.get(who, ())),
            "bse_scrip_code": schemes.scrip_windows(bse, isins, security.first),
            "nse_series": schemes.series_windows(evidence, self.sessions),
        }
        return [
            {
                "security_id": who,
                "scheme": scheme,
                "value": window.value,
                "valid_from": window.start,
                "valid_to": window.end,
                "is_carried_back": window.is_carried_back,
            }
            for scheme, windows in by_scheme.items()
            for window in windows
        ]


def _lines(life: Life, shared: dict[str, Any], relisted: Iterable[date]) -> list[dict[str, Any]]:
    """A life's rows of core.security_line: one, and one more from each session of a new listing."""
    start, end = max(life.tenure.start or date.min, life.first), life.tenure.end
    again = sorted(day for day in relisted if life.first < day <= life.last)
    bounds = [start, *again, end]
    return [
        {
            **shared,
            "symbol": life.symbol,
            "valid_from": bounds[n],
            "valid_to": bounds[n + 1],
            "listing_session": again[n - 1] if n else shared["listing_session"],
        }
        for n in range(len(bounds) - 1)
    ]


def _listing_session(security: _Security, listed_on: date | None, sessions: Sessions) -> date | None:
    """The session of the listing: the master's date, else a first appearance after a long absence."""
    first = security.first
    if min(security.lives, key=lambda life: life.first).tenure.is_cut:
        return first
    if listed_on is not None:
        return first if first == listed_on else None
    was_renamed = any(life.tenure.before or life.tenure.is_renamed for life in security.lives)
    held = sessions.held
    before = sessions.between(date.min, first)
    if was_renamed or before < LONG_ABSENCE:
        return None
    # A hole in the files is no absence of the name.
    return first if first - held[before - LONG_ABSENCE] <= _ABSENT_SPAN else None
