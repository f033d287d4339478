"""Houses to test in: opened, filled, and their published rows and files read back."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.contracts import published
from bhavhouse.ledger import PARTITION
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import Report, ingest
from bhavhouse.pipelines.publish import publish

# Tables of articles, of which the simulated exchange writes none.
OF_ARTICLES = {
    "core.article_fact", "marts.articles", "marts.claimed_breadth", "marts.claimed_flows",
    "marts.claimed_leadership", "marts.claimed_levels", "marts.claimed_moves", "marts.claimed_rotation",
    "marts.financial_scorecard", "marts.open_names", "marts.claim_checks", "marts.article_sessions",
    "marts.article_session_evidence", "marts.claim_conflicts", "marts.source_record",
}  # fmt: skip
# Their rows carry the moment of their receipt.
BY_RECEIPT = ("rating_change", "rating_log", "core.vendor_rating")
Run = Callable[..., tuple[int, str, str]]  # arguments -> exit status, output, errors
BACKFILL = [str(Path(sys.executable).with_name("bhavhouse")), "backfill"]


def environment(home: Path, *archives: Path) -> dict[str, str]:
    """The settings of a house as a process finds them."""
    named = {"BHAVHOUSE_HOME": str(home), "BHAVHOUSE_ARCHIVE": ":".join(map(str, archives))}
    return {**{k: v for k, v in os.environ.items() if not k.startswith("BHAVHOUSE_")}, **named}


def open_house(home: Path, *archives: Path) -> House:
    with patch.dict(os.environ, environment(home, *archives), clear=True):
        return House.open()


def copy_of(house: House, folder: Path, *archives: Path) -> House:
    """A house with the same content, which a test may change. What never changes is there once."""

    def copied(source: str, target: str) -> None:
        if source.endswith(".parquet") or "/raw/" in source:
            os.link(source, target)
        else:
            shutil.copy2(source, target)

    shutil.copytree(house.settings.home, folder / "home", copy_function=copied)
    return open_house(folder / "home", *archives)


def backfill(house: House, start: date, end: date) -> Report:
    """What the command line's backfill does."""
    report = ingest(house, start, end)
    build(house)
    publish(house)
    return report


def start_backfill(house: House, start: date, end: date) -> subprocess.Popen[str]:
    """A real backfill in a process of its own, so that it can be killed."""
    command = [*BACKFILL, "--from", f"{start}", "--to", f"{end}"]
    variables = environment(house.settings.home, *house.settings.archives)
    return subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def select(house: House, sql: str) -> pa.Table:
    with duckdb.connect(str(house.settings.warehouse), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        return connection.sql(sql).to_arrow_table()


def rows_of(house: House, table: str, without: Iterable[str] = ()) -> pa.Table:
    """All rows of a published table, in the order of all their values."""
    left_out = set(without)
    contract = next(c for c in published() if c.name == table)
    columns = ", ".join(c.name for c in contract.columns if c.name not in left_out)
    return select(house, f"select {columns} from {table} order by all")


def published_rows(house: House) -> dict[str, pa.Table]:
    """Every published table; when a file was received is no part of what it says."""
    return {c.name: rows_of(house, c.name, ["last_received_at"]) for c in published()}


def lake_files(house: House) -> set[tuple[str, str, str]]:
    """Dataset, key and file of every current partition; a file's name is the hash of its bytes.

    Event files carry the moment of their receipt, so their names differ from house to house.
    """
    rows = house.ledger.rows(PARTITION.select().where(PARTITION.c.is_current))
    return {(r.dataset, r.key, "" if r.dataset in BY_RECEIPT else r.file) for r in rows}


def assert_same_rows(one: dict[str, pa.Table], other: dict[str, pa.Table]) -> None:
    assert one.keys() == other.keys()
    assert sum(table.num_rows for table in one.values()) > 0
    for name, table in one.items():
        assert table.num_rows == other[name].num_rows, name
        assert table.equals(other[name]), name


def count(table: pa.Table, **wanted: object) -> int:
    mask = pa.repeat(True, table.num_rows)
    for column, value in wanted.items():
        mask = pc.and_(mask, pc.equal(table[column], pa.scalar(value)))
    return pc.sum(mask).as_py() or 0
