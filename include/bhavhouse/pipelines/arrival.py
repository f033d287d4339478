"""A file on its way in: read by its feed's parser, then held against its contract."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse import checks
from bhavhouse.archive import Offer
from bhavhouse.contracts import Contract
from bhavhouse.decisions import RELEASE, Decision, corrected
from bhavhouse.errors import Refused
from bhavhouse.sources.feed import Asked, Breach

log = logging.getLogger("bhavhouse")
ACCEPTED = "accepted"
_MOST_BROKEN_PCT = 10.0


@dataclass
class Arrival:
    """A file on its way in."""

    offer: Offer
    sha256: str
    size_bytes: int
    verdict: str = ACCEPTED
    reason: str = ""
    table: pa.Table | None = None
    breaches: list[Breach] = field(default_factory=list)
    receipt: Any = None  # its row in the ledger, once there is one
    decisions: list[Decision] = field(default_factory=list)


def parse(arrival: Arrival, payload: bytes, floor: int) -> None:
    """Gives `arrival` its table, with the rows that cannot be read, or a verdict that refuses it."""
    if arrival.verdict != ACCEPTED:
        return
    offer = arrival.offer
    try:
        payload, misfits = corrected(payload, arrival.decisions)
        for misfit in misfits:
            log.warning("%s: %s", offer.name, misfit)
        parsed = offer.feed.parse(payload, Asked(offer.name, offer.day, floor))
    except Refused as refusal:
        arrival.verdict, arrival.reason = refusal.kind, str(refusal)
    except Exception as error:  # a file that finds a parser's own fault must not stop the others
        log.exception("%s", offer.source)
        arrival.verdict, arrival.reason = Refused.kind, f"the parser failed on it: {error!r}"
    else:
        arrival.table, arrival.breaches = parsed.table, list(parsed.breaches)


def by_contract(arrivals: Iterable[Arrival]) -> Iterator[tuple[Contract, list[Arrival]]]:
    """Those that could be read, with the contract that they share."""
    readable = sorted((a for a in arrivals if a.table is not None), key=lambda a: a.offer.feed.contract.name)
    for _, group in groupby(readable, key=lambda a: a.offer.feed.contract.name):
        found = list(group)
        yield found[0].offer.feed.contract, found


def check(contract: Contract, arrivals: list[Arrival]) -> None:
    """Rows that break the contract leave their table; a file with too many of them is refused whole."""
    tables = [a.table for a in arrivals if a.table is not None]
    # Rival files of one session hold the same keys, so each file is a batch of its own to the key's check.
    together = pa.concat_tables(
        [t.append_column("file", pa.repeat(n, t.num_rows)) for n, t in enumerate(tables)]
    )
    broken = checks.broken_rows(contract, together, key=("file", *contract.grain))
    repeated = _repeated(contract, together, broken)
    lost: list[set[int]] = [{b.line for b in arrival.breaches} for arrival in arrivals]
    bad: dict[int, set[int]] = {}
    at = together.select(["file", "line"]).take(pa.array([fault.row for fault in broken], pa.int64()))
    released = [{d.line for d in arrival.decisions if d.kind == RELEASE} for arrival in arrivals]
    for fault, file, line in zip(broken, *(column.to_pylist() for column in at.columns), strict=True):
        if line in released[file]:
            continue
        breach = Breach(line, fault.column, fault.value, fault.reason)
        is_repeated = False
        if fault.reason.startswith(checks.SEVERAL_ROWS):
            first = repeated.get(fault.row)
            if first == line:
                continue
            is_repeated = first is not None
            reason = f"{checks.SEVERAL_ROWS} {', '.join(contract.grain)}"
            # The key begins with the file's place in the batch, which says nothing to anyone.
            breach = Breach(
                line,
                contract.grain[-1],
                fault.value.partition("/")[2],
                f"the same as line {first}" if is_repeated else reason,
            )
        if not is_repeated:
            lost[file].add(line)
        arrivals[file].breaches.append(breach)
        bad.setdefault(file, set()).add(line)
    for n, arrival in enumerate(arrivals):
        table = tables[n]
        if n in bad:
            table = table.filter(pc.invert(pc.is_in(table["line"], value_set=pa.array(sorted(bad[n])))))
        kept, out = table.num_rows, len(lost[n])
        arrival.table = table
        if out * 100 > _MOST_BROKEN_PCT * (kept + out):
            first_lost = min((b for b in arrival.breaches if b.line in lost[n]), key=lambda b: b.line)
            arrival.verdict = Refused.kind
            arrival.reason = (
                f"{out} of {kept + out} rows cannot be used, the first on line {first_lost.line}: "
                f"{first_lost.column} {first_lost.value!r}: {first_lost.reason}"
            )


def _repeated(contract: Contract, table: pa.Table, broken: Iterable[checks.Broken]) -> dict[int, int]:
    """Of the rows that share a key, those that agree in every column -> the line of the first of them."""
    rows = [fault.row for fault in broken if fault.reason.startswith(checks.SEVERAL_ROWS)]
    alike: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    keys: dict[tuple[Any, ...], set[tuple[Any, ...]]] = {}
    for row, values in zip(rows, table.take(pa.array(rows, pa.int64())).to_pylist(), strict=True):
        line = values.pop("line")
        key, whole = tuple(values[name] for name in ("file", *contract.grain)), tuple(values.values())
        alike.setdefault(whole, []).append((row, line))
        keys.setdefault(key, set()).add(whole)
    agreeing = (alike[whole] for wholes in keys.values() if len(wholes) == 1 for whole in wholes)
    return {row: min(line for _, line in same) for same in agreeing for row, _ in same}
