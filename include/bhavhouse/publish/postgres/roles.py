"""Who may do what in the warehouse: bhavhouse_writer owns it, bhavhouse_reader reads core and marts."""

import logging
from pathlib import Path

import sqlalchemy as sa

from bhavhouse.publish.postgres.session import LOCK, DatabaseError, Session, transaction
from bhavhouse.publish.quoting import literal

log = logging.getLogger("bhavhouse")
_SQL = Path(__file__).with_name("roles.sql")
_IS_SET_UP = """
    select
        coalesce(pg_has_role(to_regrole('bhavhouse_writer'), 'member'), false)
        and to_regrole('bhavhouse_reader') is not null
        and 3 = (
            select count(*) from pg_namespace
            where nspname in ('core', 'marts', 'bhavhouse') and nspowner = to_regrole('bhavhouse_writer')
        )
"""
_MAY_READ = "select coalesce(pg_has_role(to_regrole('bhavhouse_reader'), 'member'), false)"


def set_up(address: sa.URL) -> None:
    """Makes the roles and schemas where they are not there yet, in a transaction of its own.

    Where the login may not, it says what an administrator runs; publishing goes on as that login.
    """
    try:
        with transaction(address) as session:
            session.run(LOCK)
            setup = _setup(session)
            if not session.value(_IS_SET_UP):
                session.run(setup)
    except DatabaseError as error:
        if not error.is_refusal:
            raise
        log.warning(
            "publish: the roles bhavhouse_writer and bhavhouse_reader are not set up, and this login may not "
            "do it. An administrator of the database runs:\n%s;",
            setup,
        )


def become_writer(session: Session) -> None:
    """Takes on bhavhouse_writer until the end of the transaction, where the roles are set up."""
    if session.value(_IS_SET_UP):
        session.run("set local role bhavhouse_writer")


def become_reader(session: Session) -> None:
    """Takes on bhavhouse_reader until the end of the transaction, where there is one and the login may."""
    if session.value(_MAY_READ):
        session.run("set local role bhavhouse_reader")


def let_readers_read(session: Session) -> None:
    """Tables that were made elsewhere and moved here got no default privileges."""
    if session.value("select to_regrole('bhavhouse_reader') is not null"):
        session.run("grant select on all tables in schema core, marts to bhavhouse_reader")


def _setup(session: Session) -> str:
    login = session.value("select current_user::text")
    return _SQL.read_text().strip().replace("{login}", literal(login))
