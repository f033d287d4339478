"""DuckDB on one machine: Parquet files in under their tables' names, Arrow out."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from bhavhouse.contracts import Contract
from bhavhouse.contracts.derive import arrow_schema


class DuckEngine:
    """An engine for the models of a build; a name that is bound again is what it was bound to last."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        self._connection.execute("set preserve_insertion_order = false")
        self._connection.execute("set timezone = 'UTC'")
        for schema in ("lake", "core", "marts"):
            self._connection.execute(f"create schema {schema}")

    def __enter__(self) -> "DuckEngine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def bind(self, contract: Contract, files: Iterable[Path]) -> None:
        """Makes the rows of `files` readable under the contract's name; no files, an empty table."""
        listed = [str(file) for file in files]
        if listed:
            paths = ", ".join("'" + path.replace("'", "''") + "'" for path in listed)
            source = f"select * from read_parquet([{paths}], hive_partitioning = false)"
            self._connection.execute(f"create or replace view {contract.name} as {source}")
            return
        empty = arrow_schema(contract).empty_table()  # noqa: F841 - DuckDB reads it by its name
        self._connection.execute(f"drop view if exists {contract.name}")
        table = f"empty_{contract.schema}_{contract.table}"  # two schemas may have a table of one name
        self._connection.execute(f"create or replace temp table {table} as from empty")
        self._connection.execute(f"create view {contract.name} as from {table}")

    def rows(self, contract: Contract, sql: str, parameters: Mapping[str, Any]) -> pa.Table:
        """The rows of a model, in the columns and types of its contract, sorted by its grain.

        Raises ValueError where the model's columns are not the contract's.
        """
        used = {name: value for name, value in parameters.items() if f"${name}" in sql}
        order = ", ".join(contract.grain)
        body = sql.strip().rstrip(";")
        ordered = f"select * from (\n{body}\n) order by {order}"
        result = self._connection.sql(ordered, params=used).to_arrow_table()
        schema = arrow_schema(contract)
        if set(result.column_names) != set(schema.names):
            odd = sorted(set(result.column_names) ^ set(schema.names))
            raise ValueError(f"{contract.name}: model and contract differ in {', '.join(odd)}")
        return result.select(schema.names).cast(schema).combine_chunks()
