"""Rows in, rows out: every folder below is a case of the model or audit that it is named after.

`<schema>.<table>/<case>/` holds the inputs as `<schema>.<table>.csv`, the rows expected in `expected.csv`
and, where the model has a window, `window.json`. A column that an input leaves out is null where it may be,
else empty, 0 or false; a price left out is the close. Only the columns of `expected.csv` are compared.
"""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bhavhouse.contracts import CONTRACTS, MODELS, Build, Contract
from bhavhouse.contracts.base import Column, Kind
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.engines.duckdb import DuckEngine
from bhavhouse.models import sql_path, sql_text
from bhavhouse.settings import SQL

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/expected.csv"))
YEAR = {"read_start": "2025-01-01", "window_start": "2025-01-01", "window_end": "2025-12-31"}
EMPTY = {Kind.TEXT: "", Kind.INTEGER: 0, Kind.REAL: 0.0, Kind.FLAG: False}
READ = {
    Kind.TEXT: str,
    Kind.DATE: date.fromisoformat,
    Kind.MOMENT: datetime.fromisoformat,
    Kind.INTEGER: int,
    Kind.REAL: float,
    Kind.FLAG: {"true": True, "false": False}.__getitem__,
}


def value(column: Column, printed: str | None, row: dict[str, str]) -> Any:
    if printed:
        return READ[column.kind](printed)
    if column.nullable:
        return None
    if printed is None and column.name in ("open_inr", "high_inr", "low_inr"):
        return float(row["close_inr"])
    return EMPTY[column.kind]


def rows_in(contract: Contract, path: Path) -> pa.Table:
    with path.open(newline="") as lines:
        printed = list(csv.DictReader(lines))
    unknown = set(printed[0] if printed else ()) - {c.name for c in contract.columns}
    assert not unknown, f"{path}: {contract.name} has no {unknown}"
    rows = [{c.name: value(c, row.get(c.name), row) for c in contract.columns} for row in printed]
    return pa.Table.from_pylist(rows, schema=arrow_schema(contract))


def text_of(name: str) -> str:
    if name in CONTRACTS:
        return sql_text(CONTRACTS[name])
    schema, table = name.split(".")
    return (SQL / schema / f"{table}.sql").read_text()


def run(case: Path, folder: Path) -> list[dict[str, Any]]:
    """The rows that the text makes of the case's inputs; a model's in the order of its grain."""
    name, text = case.parent.name, text_of(case.parent.name)
    given = case / "window.json"
    window = {**YEAR, **(json.loads(given.read_text()) if given.exists() else {})}
    with DuckEngine() as engine:
        for contract in CONTRACTS.values():
            path, files = case / f"{contract.name}.csv", []
            if contract.name not in text:  # to bind them all takes longer than the model
                assert not path.exists(), f"{name} does not read {contract.name}"
                continue
            if path.exists():
                files = [folder / f"{contract.name}.parquet"]
                pq.write_table(rows_in(contract, path), files[0])
            engine.bind(contract, files)
        if name in CONTRACTS:
            days = {key: date.fromisoformat(day) for key, day in window.items()}
            return engine.rows(CONTRACTS[name], text, days).to_pylist()
        return engine._connection.sql(text).to_arrow_table().to_pylist()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_rows_in_give_rows_out(case, tmp_path):
    inputs = {path.stem for path in case.glob("*.csv")} - {"expected"}
    assert inputs and inputs <= set(CONTRACTS)
    found = run(case, tmp_path)
    with (case / "expected.csv").open(newline="") as lines:
        reader = csv.DictReader(lines)
        expected, columns = list(reader), reader.fieldnames or []
    assert columns and len(found) == len(expected), found
    for got, wanted in zip(found, expected, strict=True):
        for name in columns:
            assert same(got[name], wanted[name]), f"{name}: {got[name]!r}, not {wanted[name]!r}, in {got}"


def same(got: Any, printed: str) -> bool:
    if got is None or printed == "":
        return (got is None or got == "") and printed == ""
    if isinstance(got, bool):
        return str(got).lower() == printed
    if isinstance(got, float):
        return got == pytest.approx(float(printed), rel=1e-6, abs=1e-6)
    if isinstance(got, datetime):
        return got == datetime.fromisoformat(printed)
    return str(got) == printed


def test_every_model_in_sql_has_a_case():
    models = {c.name for c in MODELS.values() if sql_path(c).exists() or c.sql_of or c.build is Build.VIEW}
    tested = {case.parent.name for case in CASES}
    assert len(models) >= 11
    assert models - tested == set()
    texts = {f"{path.parent.name}.{path.stem}" for path in SQL.glob("*/*.sql")}
    texts |= {c.name for c in MODELS.values() if c.sql_of}
    assert tested - texts == set()


def test_every_audit_is_fed_a_bad_row_and_a_good_one():
    audits = sorted((SQL / "audits").glob("*.sql"))
    assert len(audits) >= 3
    for audit in audits:
        cases = [case for case in CASES if case.parent.name == f"audits.{audit.stem}"]
        found = [len((case / "expected.csv").read_text().splitlines()) - 1 for case in cases]
        assert min(found) == 0 < max(found), audit.stem
