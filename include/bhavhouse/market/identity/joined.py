"""NSE's securities and BSE's codes -> one set of tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa

from bhavhouse.contracts.bse import SCRIP_LINE
from bhavhouse.contracts.identity import DIM_SECURITY, IDENTITY_QUEUE, SECURITY_IDENTIFIER, SECURITY_LINE
from bhavhouse.market.identity.decisions import Case, Decision, Docket, queue_rows
from bhavhouse.market.identity.identifiers import Window, in_turn
from bhavhouse.market.identity.scrips import (
    EXCHANGE,
    Holding,
    Piece,
    ScripSeen,
    first_ids,
    pieces_of,
    scrips_of,
)
from bhavhouse.market.identity.tables import Identity
from bhavhouse.market.tables import table_of

Row = dict[str, Any]


def with_scrips(
    nse: Identity,
    seen: Iterable[ScripSeen],
    listed: Iterable[Mapping[str, Any]],
    decisions: Mapping[Case, Decision],
) -> Identity:
    """The tables with BSE's codes in them; without evidence of BSE's files, NSE's as they are.

    `decisions` are those on codes of BSE.
    """
    scrips = scrips_of(seen, listed)
    if not scrips:
        return nse
    identifiers, securities = nse.identifiers.to_pylist(), nse.securities.to_pylist()
    holdings = _holdings(identifiers, securities, nse.lines)
    docket = Docket(decisions)
    pieces = pieces_of(scrips, holdings, docket)
    ids = first_ids(pieces, holdings)
    for piece in pieces:
        piece.security_id = ids.get(piece.security_id, piece.security_id)
    nse.registry.rename(ids)
    for row in (*identifiers, *securities):
        row["security_id"] = ids.get(row["security_id"], row["security_id"])
    lines = [
        {**row, "security_id": ids.get(row["security_id"], row["security_id"])}
        for row in nse.lines.to_pylist()
    ]
    of: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        of[piece.security_id].append(piece)
    known = {row["security_id"]: row for row in securities}
    # Codes that files hold tell more than the list alone, which told of them so far.
    identifiers = [r for r in identifiers if r["scheme"] != "bse_scrip_code" or r["security_id"] not in of]
    for who, held in of.items():
        held.sort(key=lambda p: (p.start, p.scrip.code))
        upto = known[who]["first_session"] if who in known else None
        identifiers += _identifiers(who, held, upto)
        if who not in known:
            securities.append(_security(who, held))
        elif held[0].start < known[who]["first_session"] and who in ids.values():
            known[who]["first_session"] = held[0].start
    _pass_on(identifiers, {who: max(p.scrip.last for p in held) for who, held in of.items()})
    queue = [
        {**row, "security_ids": ", ".join(ids.get(i, i) for i in row["security_ids"].split(", "))}
        for row in nse.queue.to_pylist()
    ]
    return replace(
        nse,
        lines=table_of(SECURITY_LINE, lines),
        identifiers=table_of(SECURITY_IDENTIFIER, identifiers),
        securities=table_of(DIM_SECURITY, securities),
        queue=table_of(IDENTITY_QUEUE, [*queue, *_questions(docket, pieces)]),
        scrips=table_of(SCRIP_LINE, [_line(p, of[p.security_id]) for p in pieces]),
    )


def _holdings(identifiers: Iterable[Row], securities: Iterable[Row], lines: pa.Table) -> list[Holding]:
    isins: dict[str, set[str]] = defaultdict(set)
    for row in identifiers:
        if row["scheme"] == "isin":
            isins[row["security_id"]].add(row["value"])
    columns = (lines["security_id"].to_pylist(), lines["listing_session"].to_pylist())
    listed = set(zip(*columns, strict=True))
    return [
        Holding(
            row["security_id"],
            frozenset(isins[row["security_id"]]),
            row["first_session"],
            (row["security_id"], row["first_session"]) in listed,
        )
        for row in securities
    ]


def _line(piece: Piece, of_security: Iterable[Piece]) -> Row:
    scrip = piece.scrip
    return {
        "scrip_code": scrip.code,
        "valid_from": piece.start,
        "valid_to": piece.end,
        "security_id": piece.security_id,
        "symbol": scrip.symbol,
        "instrument": scrip.instrument[0],
        "has_isin": any(p.scrip.prints for p in of_security),
        "listing_session": scrip.listing_session,
    }


def _identifiers(who: str, held: list[Piece], nse_from: date | None) -> list[Row]:
    """Codes and short names; ISINs and names, too, for the time in which BSE alone had the security."""
    found: list[tuple[str, Window]] = []
    names: list[tuple[date, str]] = []
    isins: list[tuple[date, str]] = []
    for n, piece in enumerate(held):
        code, start = piece.scrip.code, piece.start
        following = [p.start for p in held[n + 1 :] if p.start > piece.last]
        end = min((day for day in (piece.end, *following) if day), default=None)
        if start < piece.shown and (end is None or piece.shown < end):
            found.append(("bse_scrip_code", Window(code, start, piece.shown, True)))
            found.append(("bse_scrip_code", Window(code, piece.shown, end)))
        else:
            found.append(("bse_scrip_code", Window(code, start, end, piece.shown > start)))
        inside = [s for s in piece.scrip.seen if s.last >= start and (end is None or s.first < end)]
        listed = [m for m in piece.scrip.listed if m["as_of"] >= start and (end is None or m["as_of"] < end)]
        symbols = [(max(s.first, start), s.symbol) for s in inside if s.symbol]
        symbols = symbols or [(m["as_of"], m["bse_symbol"]) for m in listed if m["bse_symbol"]]
        found += [("bse_symbol", _until(window, end)) for window in in_turn(symbols)]
        names += [(max(s.first, start), s.name) for s in inside if s.name]
        names += [(m["as_of"], m["company"]) for m in listed]
        # A split brings a new ISIN, so the first one known says nothing of the time before it.
        isins += [(max(day, start), isin) for day, isin in piece.scrip.prints]
    for scheme, points in (("name", names), ("isin", isins)):
        alone = [w for w in in_turn(points) if nse_from is None or w.start < nse_from]
        found += [(scheme, _until(window, nse_from)) for window in alone]
    rows = {
        (scheme, window.value, window.start): {
            "security_id": who,
            "scheme": scheme,
            "value": window.value,
            "valid_from": window.start,
            "valid_to": window.end,
            "is_carried_back": window.is_carried_back,
        }
        for scheme, window in found
    }
    return list(rows.values())


def _pass_on(identifiers: Iterable[Row], last: Mapping[str, date]) -> None:
    """A short name that another security has later is no longer that of the one that has ended."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in identifiers:
        if row["scheme"] == "bse_symbol":
            by_name[row["value"]].append(row)
    for rows in by_name.values():
        rows.sort(key=lambda row: row["valid_from"])
        for n, row in enumerate(rows):
            ended = last[row["security_id"]]
            taken = [r["valid_from"] for r in rows[n + 1 :] if r["security_id"] != row["security_id"]]
            since = next((day for day in taken if day > ended), None)
            if since and (row["valid_to"] is None or since < row["valid_to"]):
                row["valid_to"] = since


def _until(window: Window, end: date | None) -> Window:
    ends = [day for day in (window.end, end) if day]
    return replace(window, end=min(ends) if ends else None)


def _security(who: str, held: list[Piece]) -> Row:
    """A row of core.dim_security for what BSE alone lists."""
    scrip = max((p.scrip for p in held), key=lambda s: (s.last, s.code))
    instrument, evidence = scrip.instrument
    prints = scrip.prints
    names = [m["company"] for m in sorted(scrip.listed, key=lambda m: m["as_of"])]
    names = names or [s.name for s in sorted(scrip.seen, key=lambda s: s.last) if s.name]
    return {
        "security_id": who,
        "exchange": EXCHANGE,
        "symbol": scrip.symbol,
        "isin": prints[-1][1] if prints else None,
        "name": names[-1] if names else None,
        "series": scrip.latest.group,
        "instrument": instrument,
        "instrument_evidence": evidence,
        "listed_on": None,
        "first_session": held[0].start,
        "last_session": scrip.last,
    }


def _questions(docket: Docket, pieces: list[Piece]) -> list[Row]:
    """The queue's rows on codes of BSE."""
    by_code: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        by_code[f"{EXCHANGE}:{piece.scrip.code}"].add(piece.security_id)
    cases = {**docket.questions, **docket.decisions}
    ids = {c: ", ".join(sorted(by_code[c.former_symbol] | by_code[c.symbol])) for c in cases}
    idle = [case for case in docket.decisions if case not in docket.questions]
    return queue_rows(docket, ids, idle)
