"""The ledger's shape through time. It alone is migrated: all else is made again from raw.

A new ledger is made in the shape that `ledger.py` declares; an older one takes the steps it lacks, all in one
transaction. A change to a table there is a step here, and adds a version.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from bhavhouse.errors import BhavhouseError

Step = Callable[[sa.Connection], None]

# The first step takes a ledger of version 1 to version 2, the next to 3. A released step never changes.
STEPS: tuple[Step, ...] = ()

_META = sa.MetaData()
_VERSION = sa.Table(
    "schema_version",
    _META,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
)


def migrate(connection: sa.Connection, tables: sa.MetaData, steps: Sequence[Step] = STEPS) -> None:
    """Makes the ledger, or takes it to the version of `steps`; `connection` holds the ledger's lock.

    Raises BhavhouseError where the ledger is of a later version.
    """
    newest = 1 + len(steps)
    inspector = sa.inspect(connection)
    recorded = _recorded(connection) if inspector.has_table(_VERSION.name) else 0
    if recorded > newest:
        raise BhavhouseError(
            f"the ledger is of version {recorded} and this release knows versions up to {newest}: "
            "use the release that wrote it, or a later one. Nothing was changed."
        )
    if recorded == newest:
        return
    if recorded or inspector.has_table("receipt"):
        # A ledger from before versions were counted is of the first.
        for step in steps[max(recorded, 1) - 1 :]:
            step(connection)
    else:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("create schema if not exists ledger")
        tables.create_all(connection)
    _META.create_all(connection)
    connection.execute(_VERSION.insert().values(version=newest, applied_at=datetime.now(UTC)))


def _recorded(connection: sa.Connection) -> int:
    found: int = connection.execute(sa.select(sa.func.max(_VERSION.c.version))).scalar_one()
    return found
