"""Every form of a contract: Arrow schema, SQLAlchemy table, expectations, dictionary page."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from bhavhouse.contracts.base import Build, Column, Contract, Kind

_ARROW: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.INTEGER: pa.int64(),
    Kind.REAL: pa.float64(),
    Kind.FLAG: pa.bool_(),
}
_SQL: dict[Kind, Any] = {
    Kind.TEXT: sa.Text(),
    Kind.DATE: sa.Date(),
    Kind.MOMENT: sa.TIMESTAMP(timezone=True),
    Kind.INTEGER: sa.BigInteger(),
    Kind.REAL: sa.Double(),
    Kind.FLAG: sa.Boolean(),
}


def arrow_schema(contract: Contract) -> pa.Schema:
    """The Arrow schema, meanings and units as field metadata."""
    return pa.schema(
        pa.field(c.name, _ARROW[c.kind], c.nullable, {"meaning": c.meaning, "unit": c.unit})
        for c in contract.columns
    )


def sql_table(contract: Contract, metadata: sa.MetaData) -> sa.Table:
    """The SQLAlchemy table, with comments and its grain as primary key."""
    return sa.Table(
        contract.table,
        metadata,
        *(
            sa.Column(
                c.name,
                _SQL[c.kind],
                primary_key=c.name in contract.grain,
                autoincrement=False,
                nullable=c.nullable,
                comment=described(c),
            )
            for c in contract.columns
        ),
        schema=contract.schema,
        comment=contract.meaning,
    )


def described(column: Column) -> str:
    """A column's comment: its meaning, and its unit where it has one."""
    return f"{column.meaning} Unit: {column.unit}." if column.unit else column.meaning


def expectations(contract: Contract, key: tuple[str, ...]) -> list[Any]:
    """The Great Expectations of the contract, `key` unique; the first call imports it, which takes 2 s."""
    from great_expectations import expectations as gxe
    from great_expectations.expectations.row_conditions import Column as GxColumn

    found: list[Any] = []
    for c in contract.columns:
        if not c.nullable:
            found.append(gxe.ExpectColumnValuesToNotBeNull(column=c.name))
        if c.minimum is not None or c.maximum is not None:
            found.append(
                gxe.ExpectColumnValuesToBeBetween(
                    column=c.name,
                    min_value=c.minimum,
                    max_value=c.maximum,
                    strict_min=c.exclusive,
                    strict_max=c.exclusive,
                )
            )
        if c.one_of:
            found.append(gxe.ExpectColumnValuesToBeInSet(column=c.name, value_set=list(c.one_of)))
        if c.matches:
            found.append(gxe.ExpectColumnValuesToMatchRegex(column=c.name, regex=c.matches))
    for check in contract.checks:
        scope = {"row_condition": GxColumn(check.where).is_in(check.values)} if check.where else {}
        found.append(
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=check.larger,
                column_B=check.smaller,
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                **scope,
            )
        )
    if len(key) > 1:
        found.append(gxe.ExpectCompoundColumnsToBeUnique(column_list=list(key), ignore_row_if="never"))
    else:
        found.append(gxe.ExpectColumnValuesToBeUnique(column=key[0]))
    return found


def dictionary(contracts: Iterable[Contract]) -> dict[str, str]:
    """The data dictionary: file name -> Markdown page, one for each table, and README.md that lists them."""
    contracts = list(contracts)
    index = [
        "# Data dictionary",
        "",
        "Written from the contracts by `make docs`; edit those, not these pages.",
        "",
        "| Table | One row per | What it holds |",
        "|---|---|---|",
        *(f"| [{c.name}]({c.name}.md) | {', '.join(c.grain)} | {c.meaning} |" for c in contracts),
    ]
    pages = {f"{contract.name}.md": _page(contract) for contract in contracts}
    return {"README.md": "\n".join(index) + "\n", **pages}


def _page(contract: Contract) -> str:
    kind = "view" if contract.build is Build.VIEW else "table"
    lines = [f"# {contract.name}", "", contract.meaning, ""]
    lines += [f"One row per {', '.join(contract.grain)}; a {kind}. {contract.notes}".rstrip(), ""]
    lines += [
        "| Column | Type | Unit | Meaning | Formula | Warm-up | Source |",
        "|---|---|---|---|---|---|---|",
    ]
    for c in contract.columns:
        kind = f"{c.kind}, may be null" if c.nullable else c.kind
        cells = (f"`{c.name}`", kind, c.unit, c.meaning, c.formula, c.warm_up, c.source or contract.source)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
