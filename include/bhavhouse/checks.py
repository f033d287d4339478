"""Great Expectations over large batches: which rows of a table break its contract, and why.

The import of Great Expectations costs 2 s and 266 MB, so it happens on the first call, and callers hand over
many files at once.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from bhavhouse.contracts import Contract
from bhavhouse.contracts.derive import expectations
from bhavhouse.errors import CheckFailed

SEVERAL_ROWS = "several rows for one"


@dataclass(frozen=True)
class Broken:
    """A row that breaks a check: its position in the table, the column, the value, the reason."""

    row: int
    column: str
    value: str
    reason: str


@cache
def _context() -> Any:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    # Before the import, which talks, and after it, since it sets its own level.
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context


@cache
def _batch_definition(name: str) -> Any:
    source = _context().data_sources.add_pandas(name)
    return source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")


@cache
def _suite(contract: Contract, key: tuple[str, ...]) -> Any:
    return _suite_of(contract, expectations(contract, key))


def _suite_of(contract: Contract, checks: list[Any]) -> Any:
    import great_expectations as gx

    return gx.ExpectationSuite(name=contract.name, expectations=checks)


def broken_rows(contract: Contract, table: pa.Table, key: tuple[str, ...] = ()) -> list[Broken]:
    """Every broken check of every row of `table`, which holds the contract's columns.

    `key` must be unique; it is the contract's grain unless given.

    Raises CheckFailed where a check could not be carried out (a column is missing, say).
    """
    frame = _coded(table).to_pandas(date_as_object=False)
    batch = _batch_definition(contract.name).get_batch(batch_parameters={"dataframe": frame})
    # Which rows break a check takes longer to say than whether any does, and most tables have none.
    told = batch.validate(_suite(contract, key or contract.grain), result_format="BOOLEAN_ONLY")
    failed = [result.expectation_config.to_domain_obj() for result in told.results if not result.success]
    if not failed:
        return []
    report = batch.validate(_suite_of(contract, failed), result_format="COMPLETE")
    found: list[Broken] = []
    for result in report.results:
        if result.success:
            continue
        if any(e.get("exception_message") for e in _exceptions(result.exception_info)):
            raise CheckFailed(
                f"{contract.name}: {result.expectation_config.type} could not run: {result.exception_info}"
            )
        found.extend(_told(result, frame))
    return found


def require(contract: Contract, table: pa.Table) -> None:
    """Raises CheckFailed, naming the first rows, where any row breaks the contract.

    Small tables pass the contract's suite; large and internal ones, made of checked rows, its keys and nulls.
    """
    if contract.large or contract.internal:
        _require_keys(contract, table)
        return
    # Without rows there is nothing to break, and a suite takes a tenth of a second.
    broken = broken_rows(contract, table) if table.num_rows else []
    if broken:
        at = {name: str(table[name][broken[0].row].as_py()) for name in contract.grain}
        first = broken[0]
        raise CheckFailed(
            f"{contract.name}: {len(broken)} checks fail, the first at {at}: "
            f"{first.column} = {first.value}: {first.reason}. Nothing is published."
        )


def _require_keys(contract: Contract, table: pa.Table) -> None:
    for column in contract.columns:
        if not column.nullable and table[column.name].null_count:
            raise CheckFailed(
                f"{contract.name}: {column.name} is empty in {table[column.name].null_count} rows"
            )
    keys = table.group_by(list(contract.grain)).aggregate([])
    if keys.num_rows != table.num_rows:
        raise CheckFailed(
            f"{contract.name}: {table.num_rows - keys.num_rows} rows repeat a key of {contract.grain}"
        )


def _coded(table: pa.Table) -> pa.Table:
    """Text as categories: each expectation copies the rows it looks at, and codes copy faster than text."""
    for at, column in enumerate(table.schema):
        if pa.types.is_string(column.type):
            coded = table.column(at).combine_chunks().dictionary_encode()
            table = table.set_column(at, column.name, coded)
    return table


def _exceptions(info: Any) -> Iterator[dict[str, Any]]:
    if "exception_message" in info:
        yield info
    else:
        yield from (part for part in info.values() if isinstance(part, dict))


def _told(result: Any, frame: Any) -> Iterator[Broken]:
    config = result.expectation_config
    given = config.kwargs
    if "column_A" in given:
        columns, reason = (
            [given["column_A"], given["column_B"]],
            f"{given['column_A']} below {given['column_B']}",
        )
    elif "column_list" in given:
        columns = list(given["column_list"])
        reason = f"{SEVERAL_ROWS} {', '.join(columns)}"
    else:
        columns, reason = [given["column"]], _reason(config.type, given)
    for row in result.result["unexpected_index_list"]:
        values = "/".join(str(frame.at[row, c]) for c in columns)
        yield Broken(int(row), columns[0], values[:200], reason)


def _reason(kind: str, given: dict[str, Any]) -> str:
    match kind:
        case "expect_column_values_to_not_be_null":
            return "empty"
        case "expect_column_values_to_be_between":
            low, high = given.get("min_value"), given.get("max_value")
            edge = "exclusive" if given.get("strict_min") else "inclusive"
            return f"outside {low if low is not None else ''} to {high if high is not None else ''} ({edge})"
        case "expect_column_values_to_be_in_set":
            return f"not one of {', '.join(map(str, given['value_set']))}"
        case "expect_column_values_to_match_regex":
            return f"not of the form {given['regex']}"
        case "expect_column_values_to_be_unique":
            return "occurs more than once"
    return kind
