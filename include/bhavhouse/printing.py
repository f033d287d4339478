"""How the command line prints what it was asked for: a person's table, or rows for a program."""

import csv
import json
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bhavhouse.pipelines.status import Status

MOST_SHOWN = 8  # of a list, before it says how many more there are


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def print_status(found: "Status") -> None:
    """What is held, missing, refused, held back and published."""
    from bhavhouse.pipelines.status import spans  # here, as it takes a second to load

    if not found.start:
        print("nothing has been received yet: run bhavhouse backfill --from D --to D")
        return
    absent, pending = found.of("absent"), found.of("pending")
    print(
        f"Sessions   {found.start} to {found.end}: {len(found.of('confirmed'))} confirmed, "
        f"{len(absent)} absent, {len(pending)} pending, {len(found.of('holiday'))} weekday holidays"
    )
    for span in list(spans([s.day for s in (*absent, *pending)]))[:MOST_SHOWN]:
        print(f"  missing  {span}")
    print("\nFeeds")
    print_table(
        ["feed", "first", "last", "days", "refused", "rows held back"],
        [
            [f["feed"], f["first_day"], f["last_day"], f["days"], f["refused_files"], f["quarantined_rows"]]
            for f in found.feeds
        ],
    )
    if found.refused:
        print("\nRefused files (kept in raw, not used)")
        for refusal in found.refused[:MOST_SHOWN]:
            print(f"  {refusal['name']} {refusal['verdict']}: {refusal['reason']}")
        if len(found.refused) > MOST_SHOWN:
            print(f"  and {len(found.refused) - MOST_SHOWN} more: bhavhouse status --json")
    for row in found.quarantined[:MOST_SHOWN]:
        where = f"{row['name']} line {row['line']}, {row['column']}"
        print(f"  held back: {where} = {row['value']!r}: {row['reason']}")
    if found.open_cases:
        print(f"\nIdentity   {found.open_cases} open cases: select * from core.identity_queue")
    if found.unnamed:
        which = "core.watchlist_entry where problem is not null"
        print(f"\nWatch lists  {found.unnamed} lines name nobody: select * from {which}")
    print(f"\nPublished  {found.warehouse}")
    print_table(["table", "rows"], [[name, f"{rows:,}"] for name, rows in found.tables.items()])


def print_table(header: list[str], rows: list[list[Any]]) -> None:
    """Rows under their header, numbers to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for n, name in enumerate(header):
        is_number = bool(rows) and all(isinstance(row[n], int | float | None) for row in rows)
        table.add_column(name, justify="right" if is_number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    # A narrow pipe must not cut what a person or a program reads.
    width = None if sys.stdout.isatty() else 1_000
    Console(width=width, highlight=False, markup=False).print(table)


def print_rows(rows: list[dict[str, Any]], form: Format, header: list[str] | None = None) -> None:
    """Rows of equal keys in the form asked for; without any, `header` names the columns."""
    header = header or list(rows[0])
    if form is Format.TABLE:
        print_table(header, [list(row.values()) for row in rows])
    elif form is Format.JSON:
        print_json(rows)
    else:
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(header)
        for row in rows:
            out.writerow(["" if value is None else _plain(value) for value in row.values()])


def print_json(value: Any) -> None:
    """An object for programs, with moments in UTC."""
    json.dump(value, sys.stdout, default=_plain, indent=1, ensure_ascii=False)
    print()


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return vars(value)
    return value if isinstance(value, int | float | str) else str(value)
