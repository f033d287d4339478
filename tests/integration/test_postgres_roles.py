"""Who may do what in the warehouse, and what `bhavhouse query` and `bhavhouse status` let through."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from bhavhouse import cli
from bhavhouse.errors import BhavhouseError, UsageError
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import publish
from bhavhouse.publish.read import query
from houses import environment
from postgres import Server, connect, rows, run


@pytest.fixture(scope="module")
def house(server: Server, built: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Published by an administrator; read it, do not change it."""
    server.run("create database roles")
    house = House(replace(built.settings, warehouse_url=server.url("roles")))
    publish(house)
    return house


@pytest.fixture
def reader(house: House, server: Server) -> str:
    """The address as a login of a BI tool, which has been given bhavhouse_reader."""
    server.run(
        "do $$ begin if to_regrole('superset') is null then create role superset login; end if; end $$",
        "grant bhavhouse_reader to superset",
    )
    return server.url("roles", "superset")


def test_the_reader_reads_all_of_core_and_marts(reader):
    assert rows(reader, "select count(*) > 1000 from core.fact_daily_price") == [(True,)]
    assert rows(reader, "select count(*) > 0 from marts.rating_change_current") == [(True,)]


@pytest.mark.parametrize(
    "statement",
    [
        "delete from core.fact_daily_price",
        "insert into marts.index_history select * from marts.index_history",
        "update core.dim_security set symbol = 'X'",
        "truncate core.dim_session",
        "drop table core.dim_session",
        "create table marts.mine (a int)",
        "create table core.mine (a int)",
        "select * from bhavhouse.published",
    ],
)
def test_the_reader_cannot_write(reader, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(reader, statement)


def test_the_reader_reads_tables_that_the_writer_makes_later(house, reader):
    run(
        house.settings.warehouse_url, "set role bhavhouse_writer", "create table marts.later as select 1 as a"
    )
    assert rows(reader, "select a from marts.later") == [(1,)]
    run(house.settings.warehouse_url, "drop table marts.later")


def test_everything_belongs_to_the_writer(house):
    owners = "select distinct tableowner from pg_tables where schemaname in ('core', 'marts', 'bhavhouse')"
    assert rows(house.settings.warehouse_url, owners) == [("bhavhouse_writer",)]


def test_a_login_that_may_not_make_roles_is_told_what_an_administrator_runs_and_that_works(
    server: Server, published_to: Callable[[str], House], caplog: pytest.LogCaptureFixture
):
    server.run('create role "et l\'s" login', "create database plain")
    house = published_to(server.url("plain", "et%20l's"))
    with caplog.at_level(logging.WARNING), pytest.raises(BhavhouseError, match="permission denied"):
        publish(house)
    (told,) = [
        r.getMessage() for r in caplog.records if "An administrator of the database runs" in r.getMessage()
    ]
    run(server.url("plain"), told.split("runs:\n")[1])
    assert publish(house).changed and not publish(house).changed
    owners = "select distinct tableowner from pg_tables where schemaname in ('core', 'marts', 'bhavhouse')"
    assert rows(server.url("plain"), owners) == [("bhavhouse_writer",)]


def test_a_login_without_roles_publishes_as_itself_and_hands_over_when_they_are_made(
    server: Server, published_to: Callable[[str], House], caplog: pytest.LogCaptureFixture
):
    server.run("create role owner login", "create database owned owner owner")
    house = published_to(server.url("owned", "owner"))
    with caplog.at_level(logging.WARNING):
        publish(house)
    told = next(r.getMessage() for r in caplog.records if "administrator" in r.getMessage())
    run(server.url("owned"), told.split("runs:\n")[1])
    run(house.settings.warehouse_url, "drop table core.dim_session")
    assert set(publish(house).rows) == {"core.dim_session"}


@pytest.mark.parametrize(
    "statement",
    [
        "delete from core.dim_session",
        "with gone as (delete from core.dim_session returning *) select * from gone",
        "select * into marts.mine from core.dim_session",
        "create table marts.mine (a int)",
        "copy core.dim_session to '/tmp/bhavhouse-copy'",
        "copy (select 1) to program 'touch /tmp/bhavhouse-copy'",
        "do $$ begin execute 'reset role'; end $$",
        "set role postgres",
        "commit",
        "select 1; delete from core.dim_session",
        "select 1) as a; delete from core.dim_session; select * from (select 1",
        "select pg_read_file('/etc/hostname')",
        "select pg_ls_dir('/')",
        "select lo_import('/etc/hostname')",
        "select set_config('role', 'postgres', true), pg_read_file('/etc/hostname')",
        "select pg_catalog.\"set_config\"('role', 'postgres', true)",
        "select query_to_xml('select pg_read_file(''/etc/hostname'')', true, true, '')",
        "select nextval('nothing')",
        "select no_such_column from core.dim_session",
        "this is no sql",
        "",
    ],
)
def test_a_query_reads_and_does_nothing_else(house, statement):
    before = rows(house.settings.warehouse_url, "select count(*) from core.dim_session")
    with pytest.raises(UsageError, match="query: "):
        query(house.settings.warehouse, house.settings.lake, statement)
    assert rows(house.settings.warehouse_url, "select count(*) from core.dim_session") == before


def test_a_query_on_an_empty_database_says_what_to_do(database, published_to):
    house = published_to(database)
    with pytest.raises(UsageError, match=r"nothing is published at .*: run bhavhouse backfill"):
        query(house.settings.warehouse, house.settings.lake, "select 1")


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_a_query_prints_the_same_from_either_warehouse(house, built, monkeypatch, capsys, form):
    sql = """
        select b.*, f.status, f.published_at, f.steps, 1 = 1 as is_so, n.days, n.mean, n.total,
            null as nothing
        from marts.breadth_history as b
        left join marts.rating_change_feed as f on b.session = f.effective_session
        cross join (
            select count(*) as days, avg(advances) as mean, sum(advances) as total from marts.breadth_history
        ) as n
        order by b.session, b.universe, f.feed_seq
        limit 40 -- the last line
    """
    printed = []
    for url in (built.settings.warehouse_url, house.settings.warehouse_url):
        variables = environment(built.settings.home) | {"BHAVHOUSE_WAREHOUSE_URL": url}
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        cli.app(["query", sql, "--format", form], standalone_mode=False)
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] and len(printed[0].splitlines()) > 40


def test_status_counts_the_rows_of_either_warehouse(house, built, monkeypatch, capsys):
    told = []
    for url in (built.settings.warehouse_url, house.settings.warehouse_url):
        variables = environment(built.settings.home) | {"BHAVHOUSE_WAREHOUSE_URL": url}
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        cli.app(["status", "--json"], standalone_mode=False)
        told.append(json.loads(capsys.readouterr().out))
    assert told[0].pop("warehouse") != told[1].pop("warehouse")
    assert told[0] == told[1] and told[0]["tables"]["core.fact_daily_price"] > 1_000


def test_a_long_query_is_ended(house, monkeypatch):
    monkeypatch.setattr("bhavhouse.publish.postgres.read.LONGEST", "100ms")
    with pytest.raises(UsageError, match="statement timeout"):
        query(house.settings.warehouse, house.settings.lake, "select pg_sleep(5)")
    with connect(house.settings.warehouse_url) as connection:
        running = """
            select count(*) from pg_stat_activity
            where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()
        """
        assert connection.execute(running).fetchone() == (0,)
