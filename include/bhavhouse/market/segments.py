"""What stands for a sector's name, an asset class or a theme: three reviewed lists and their tables."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from bhavhouse.contracts.rotation import BY, DECLARED_SEGMENT, SECTOR_NAME, SEGMENT_NAME
from bhavhouse.errors import BhavhouseError
from bhavhouse.market.index_names import spelled
from bhavhouse.market.tables import table_of

SECTORS = Path(__file__).with_name("sectors.csv")
THEMES = Path(__file__).with_name("themes.csv")
ASSET_FUNDS = Path(__file__).with_name("asset_funds.csv")


def key_of(name: str) -> str:
    """What all spellings of a sector's name have in common, as core.sector_membership works it out in SQL."""
    return spelled(name.replace("&", " and "))


def sector_names() -> pa.Table:
    """core.sector_name, from the reviewed list."""
    rows = [row for _, row in _rows(SECTORS, ("sector", "macro_sector"))]
    keyed = {key_of(row["sector"]): row for row in rows}
    return table_of(SECTOR_NAME, ({"spelling": key, **row} for key, row in keyed.items()))


def declared_segments(themes: Path = THEMES, asset_funds: Path = ASSET_FUNDS) -> pa.Table:
    """core.declared_segment, from the reviewed lists. Raises BhavhouseError where one cannot be read."""
    rows = [*_declared(themes, "theme"), *_declared(asset_funds, "asset")]
    return table_of(DECLARED_SEGMENT, rows)


def _declared(path: Path, level: str) -> Iterator[dict[str, Any]]:
    by_symbol = level == "asset"
    header = (level, *(("symbol",) if by_symbol else ("by", "value")), "reviewed_on", "reason")
    seen: set[tuple[str, str]] = set()
    kinds: dict[str, str] = {}
    for line, row in _rows(path, header):
        name, by = row[level], row.get("by", "symbol")
        value = row.get("value") or row.get("symbol", "")
        try:
            if not SEGMENT_NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no name of small letters, digits and underscores")
            if by not in BY:
                raise ValueError(f"{by!r} is none of {', '.join(BY)}")
            if kinds.setdefault(name, by) != by:
                raise ValueError(f"{name} stands for names by {kinds[name]} and by {by}")
            if (name, value) in seen:
                raise ValueError(f"{name} has {value} twice")
            seen.add((name, value))
            yield {
                "level": level,
                "sector": name,
                "selected_by": by,
                "value": value,
                "reviewed_on": date.fromisoformat(row["reviewed_on"]),
                "reason": row["reason"],
            }
        except ValueError as error:
            raise BhavhouseError(f"{path}: line {line}: {error}") from None


def _rows(path: Path, header: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != header:
            raise BhavhouseError(f"{path}: line 1: not {','.join(header)}")
        for row in reader:
            if None in row or not all(row.values()):
                raise BhavhouseError(f"{path}: line {reader.line_num}: a row is {', '.join(header)}")
            yield reader.line_num, row
