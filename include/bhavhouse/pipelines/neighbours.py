"""Cash files that clear the floor of rows and still are a piece: told by the sessions around them.

Over all the exchange's files at hand the shares in series EQ were never fewer than 0.93 of the usual number
around them; that was a day on which hundreds changed series. A file with fewer than 0.85 is cut.
"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

import pyarrow.compute as pc
import pyarrow.parquet as pq

from bhavhouse.archive import FEWEST_EQ_ROWS
from bhavhouse.errors import TruncatedFile
from bhavhouse.ledger import RECEIPT, Partition, retire
from bhavhouse.pipelines.house import House
from bhavhouse.sources import CASH

_FEWEST_SHARE = 0.85
_EACH_SIDE = 5
_FEWEST_NEIGHBOURS = 4
_REACH = timedelta(days=31)


def refuse_pieces(house: House, landed: Iterable[date]) -> list[tuple[Partition, str]]:
    """Takes files that are a piece out of use and tells why; looks at the sessions that `landed` bears on.

    What is refused follows from the files received alone, not from the order in which they came: a session
    is looked at again when its neighbours arrive.
    """
    near = _near(landed)
    if not near:
        return []
    first, last = min(near) - _REACH, max(near) + _REACH
    held: dict[date, list[tuple[Partition, int]]] = {}
    for feed in CASH:
        for key, partition in house.ledger.partitions(feed).items():
            if first <= (day := date.fromisoformat(key)) <= last:
                held.setdefault(day, []).append((partition, _eq_rows(house, partition)))
    usual = {day: max(rows for _, rows in files) for day, files in held.items()}
    found = [
        (partition, f"{rows:,} rows in series EQ, where the sessions around it have {around:,.0f}")
        for day in sorted(near & held.keys())
        if (around := _around(usual, day)) >= FEWEST_EQ_ROWS
        for partition, rows in held[day]
        if rows < _FEWEST_SHARE * around
    ]
    if found:
        with house.ledger.transaction() as connection:
            retire(connection, [(partition.dataset, partition.key) for partition, _ in found])
            for partition, reason in found:
                connection.execute(
                    RECEIPT.update()
                    .where(RECEIPT.c.receipt_id == partition.receipt_id)
                    .values(verdict=TruncatedFile.kind, reason=reason, rows=0)
                )
    return found


def _near(days: Iterable[date]) -> set[date]:
    reach = range(-_REACH.days, _REACH.days + 1)
    return {day + timedelta(n) for day in days for n in reach}


def _eq_rows(house: House, partition: Partition) -> int:
    series = pq.read_table(house.settings.lake / partition.file, columns=["series"], partitioning=None)
    return pc.sum(pc.equal(series["series"], "EQ")).as_py() or 0


def _around(usual: dict[date, int], day: date) -> float:
    """The median of the sessions nearest to `day`, itself aside; 0 where there are too few to tell."""
    days = sorted(usual)
    place = bisect_left(days, day)
    nearest = [*days[max(0, place - _EACH_SIDE) : place], *days[place + 1 : place + 1 + _EACH_SIDE]]
    counts = [usual[other] for other in nearest if abs(other - day) <= _REACH]
    return median(counts) if len(counts) >= _FEWEST_NEIGHBOURS else 0
