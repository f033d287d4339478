"""BSE's scrip codes: which security each means, by date.

A code stays with a company through splits, which bring a new ISIN, and is not given away; so one ISIN that
NSE knows tells whose the code is before and after it, too. A code of which no ISIN is NSE's is a security of
its own, `BSE:` and the code. Who traded on BSE before a listing on NSE keeps that id: it is from its first
line.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bhavhouse.market.identity.decisions import DIFFERENT, SAME, Case, Docket
from bhavhouse.market.identity.evidence import is_common, issuer_of
from bhavhouse.market.identity.instrument import instrument_of

EXCHANGE = "BSE"
_KINDS = {"IN9": "dvr", "INF": "etf"}
_ENTITLEMENT_TYPE = "20"


@dataclass(frozen=True, slots=True)
class ScripSeen:
    """What BSE's files say of one scrip code over a span of sessions."""

    code: str
    group: str
    isin: str
    symbol: str
    name: str
    first: date
    last: date
    prev_close_inr: float | None = None


@dataclass(frozen=True)
class Holding:
    """What NSE's side knows of a security: its ISINs, its first session, and whether that was its listing."""

    security_id: str
    isins: frozenset[str]
    first: date
    is_listed_then: bool = False


@dataclass
class Scrip:
    """One code, what files and lists say of it."""

    code: str
    seen: list[ScripSeen] = field(default_factory=list)
    listed: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def first(self) -> date:
        """First session seen."""
        return min(s.first for s in self.seen)

    @property
    def last(self) -> date:
        """Last session seen."""
        return max(s.last for s in self.seen)

    @property
    def latest(self) -> ScripSeen:
        """What the last session says."""
        return max(self.seen, key=lambda s: (s.last, s.first, s.isin))

    @property
    def prints(self) -> list[tuple[date, str]]:
        """ISINs by the days on which files first print them or lists give them."""
        printed = [(s.first, s.isin) for s in self.seen if s.isin]
        return sorted([*printed, *((m["as_of"], m["isin"]) for m in self.listed if m["isin"])])

    @property
    def symbol(self) -> str:
        """The latest short name known, else the code."""
        listed = sorted((m["as_of"], m["bse_symbol"]) for m in self.listed if m["bse_symbol"])
        printed = sorted((s.last, s.symbol) for s in self.seen if s.symbol)
        known = printed or listed
        return str(known[-1][1]) if known else self.code

    @property
    def listing_session(self) -> date | None:
        """Its first session, where no previous close is printed on it."""
        opening = min(self.seen, key=lambda s: s.first)
        return opening.first if not opening.prev_close_inr else None

    @property
    def instrument(self) -> tuple[str, str]:
        """What it is, and what tells so."""
        isins = [isin for _, isin in self.prints]
        for isin in reversed(isins):
            if isin[:3] in _KINDS:
                return _KINDS[isin[:3]], "isin"
            if isin[7:9] == _ENTITLEMENT_TYPE:
                return "rights_entitlement", "isin"
            return ("common" if is_common(isin) else "other"), "isin"
        return instrument_of(self.symbol, (), (), [s.name for s in self.seen], in_bundle=False)


@dataclass
class Piece:
    """A code, or a part of its time, and the security it means; `shown` is the first day that tells so."""

    scrip: Scrip
    start: date
    end: date | None
    security_id: str
    shown: date

    @property
    def last(self) -> date:
        """The last session seen within."""
        inside = [s for s in self.scrip.seen if self.end is None or s.first < self.end]
        last = max((s.last for s in inside), default=self.start)
        return last if self.end is None else min(last, self.end)


def scrips_of(seen: Iterable[ScripSeen], listed: Iterable[Mapping[str, Any]]) -> list[Scrip]:
    """The codes that files hold, with the rows of lists on them, by first session and code."""
    found: dict[str, Scrip] = {}
    for row in seen:
        found.setdefault(row.code, Scrip(row.code)).seen.append(row)
    for master in listed:
        if master["scrip_code"] in found:
            found[master["scrip_code"]].listed.append(master)
    return sorted(found.values(), key=lambda s: (s.first, s.code))


def pieces_of(scrips: Iterable[Scrip], holdings: Iterable[Holding], docket: Docket) -> list[Piece]:
    """Whose each code is, by date. What ISINs do not settle is put on the docket."""
    holders = _Holders(holdings)
    pieces: list[Piece] = []
    own: dict[str, Piece] = {}  # ISIN -> the last code of a security that BSE alone lists
    for scrip in scrips:
        held = _held(scrip, holders, docket)
        if held:
            pieces += held
            continue
        isins = [isin for _, isin in scrip.prints]
        before = next((own[isin] for isin in isins if isin in own and own[isin].last < scrip.first), None)
        who = before.security_id if before else f"{EXCHANGE}:{scrip.code}"
        piece = Piece(scrip, scrip.first, None, who, scrip.first)
        own |= dict.fromkeys(isins, piece)
        pieces.append(piece)
    _part(pieces, docket)
    return pieces


class _Holders:
    """ISIN -> the one security on NSE that ever had it, else the only one with shares of its issuer."""

    def __init__(self, holdings: Iterable[Holding]) -> None:
        self._by: dict[str, set[str]] = defaultdict(set)
        for one in holdings:
            for isin in one.isins:
                self._by[isin].add(one.security_id)
                if is_common(isin):
                    self._by[issuer_of(isin)].add(one.security_id)

    def of(self, isin: str) -> str | None:
        """The holder; None where there is none, or several."""
        known = self._by.get(isin) or (self._by.get(issuer_of(isin)) if is_common(isin) else None)
        return next(iter(known)) if known and len(known) == 1 else None


def _held(scrip: Scrip, holders: _Holders, docket: Docket) -> list[Piece]:
    """The parts of a code's time that are securities of NSE's; none where no ISIN is."""
    turns: list[tuple[date, str]] = []
    for day, isin in scrip.prints:
        who = holders.of(isin)
        if who and (not turns or turns[-1][1] != who):
            if turns:
                case = Case(f"{EXCHANGE}:{scrip.code}", f"{EXCHANGE}:{scrip.code}", day)
                asked = docket.ask(
                    case,
                    f"Is {who} since {day} the security that scrip code {scrip.code} meant before?",
                    f"{scrip.code} had an ISIN of {turns[-1][1]} before, and has {isin} from {day}",
                    DIFFERENT,
                )
                if asked == SAME:
                    continue
            turns.append((day, who))
    ends: list[date | None] = [day for day, _ in turns[1:]]
    found = []
    for n, ((day, who), end) in enumerate(zip(turns, [*ends, None], strict=False)):
        start = day if n else scrip.first
        if (end is None or start < end) and start <= scrip.last:
            found.append(Piece(scrip, start, end, who, max(day, start)))
    return found


def _part(pieces: list[Piece], docket: Docket) -> None:
    """Of two codes that trade at once under one security, the later one is another, unless it is decided."""
    by_security: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_security[piece.security_id].append(piece)
    for who, several in sorted(by_security.items()):
        several.sort(key=lambda p: (p.start, p.scrip.code))
        kept = several[:1]
        for piece in several[1:]:
            rival = next((p for p in kept if p.start <= piece.last and piece.start <= p.last), None)
            if rival is None or rival.scrip is piece.scrip:
                kept.append(piece)
                continue
            case = Case(f"{EXCHANGE}:{rival.scrip.code}", f"{EXCHANGE}:{piece.scrip.code}", piece.start)
            asked = docket.ask(
                case,
                f"Are scrip codes {rival.scrip.code} and {piece.scrip.code} both {who}?",
                f"{rival.scrip.code} trades from {rival.start} to {rival.last}, {piece.scrip.code} from "
                f"{piece.start} to {piece.last}, both with ISINs of {who}",
                DIFFERENT,
            )
            if asked == SAME:
                kept.append(piece)
            else:
                piece.security_id, piece.shown = f"{EXCHANGE}:{piece.scrip.code}", piece.start


def first_ids(pieces: Iterable[Piece], holdings: Iterable[Holding]) -> dict[str, str]:
    """Securities that BSE listed before NSE did -> the id of their first line."""
    listed_later = {one.security_id: one.first for one in holdings if one.is_listed_then}
    found: dict[str, Piece] = {}
    for piece in pieces:
        since = listed_later.get(piece.security_id)
        before = found.get(piece.security_id)
        if since and piece.start < since and (before is None or piece.start < before.start):
            found[piece.security_id] = piece
    return {who: f"{EXCHANGE}:{piece.scrip.code}" for who, piece in found.items()}
