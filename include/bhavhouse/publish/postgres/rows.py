"""Rows on their way into PostgreSQL."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_NUL, _INSTEAD = "\0", "\N{REPLACEMENT CHARACTER}"


def batches(parts: Iterable[Path | pa.Table]) -> Iterator[pa.RecordBatch]:
    """The rows of files and tables, one after the other, in batches that bound the memory."""
    for part in parts:
        found = part.to_batches() if isinstance(part, pa.Table) else pq.ParquetFile(part).iter_batches()
        yield from map(_storable, found)


def _storable(batch: pa.RecordBatch) -> pa.RecordBatch:
    """PostgreSQL alone can hold no NUL in a text."""
    for place, column in enumerate(batch.columns):
        if pa.types.is_string(column.type) and pc.any(pc.match_substring(column, _NUL)).as_py():
            clean = pc.replace_substring(column, _NUL, _INSTEAD)
            batch = batch.set_column(place, batch.schema.field(place), clean)
    return batch
