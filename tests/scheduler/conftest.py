"""One Airflow on SQLite and one on PostgreSQL, each with copies of the DAGs on houses of their own."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from alerts import Webhook, webhook
from bhavhouse.clock import today
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.simulate import simulate
from exchange import full_name
from postgres import Server
from scheduler.services import Airflow
from shared import made_once

# The ten sessions of FIRST to LAST have a holiday among them, Monday 26 January, and a Sunday session.
FIRST, LAST = date(2026, 1, 20), date(2026, 2, 2)
# For copies that the test alone gives runs: no session lies before their end that the schedule could take.
BY_HAND = "{'end_date': datetime(2026, 1, 1, tzinfo=timezone.utc)}"
SCHEDULED = (
    "{'start_date': datetime(2026, 1, 25, tzinfo=timezone.utc), 'catchup': True,"
    " 'end_date': datetime(2026, 2, 1, 18, tzinfo=timezone.utc)}"
)
RETRIED_SOON = (
    "{'end_date': datetime(2026, 1, 1, tzinfo=timezone.utc),"
    " 'default_args': DAG_DEFAULTS['default_args'] | {'retry_delay': timedelta(seconds=2)}}"
)


@dataclass(frozen=True)
class Stage:
    """A running Airflow, the exchange it reads and who gets its alerts."""

    airflow: Airflow
    exchange: Path
    damaged: Path  # the same with one file cut short
    drop: Path  # an empty folder beside the exchange, for the DAG `waiting`
    alerts: Webhook

    def house(self, name: str) -> Path:
        return self.airflow.home / "houses" / name


@pytest.fixture(scope="session")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> Path:
        return simulate(folder / "files", 36, 60, 11, date(2025, 12, 29)).out

    return made_once(tmp_path_factory, "exchange", make)


@pytest.fixture(scope="session")
def next_session() -> date:
    """A session that is still to come, so that its files can be waited for."""
    return expected_sessions(today() + timedelta(1), today() + timedelta(31))[0].day


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def stage(
    request: pytest.FixtureRequest, exchange: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    home = tmp_path_factory.mktemp(f"airflow_{request.param}")
    server = Server() if request.param == "postgres" else None
    metadata = f"sqlite:///{home}/airflow.db"
    if server:
        server.run("create database airflow")
        metadata = server.url("airflow").replace("+psycopg:", "+psycopg2:")
    damaged, drop = home / "damaged", home / "drop"
    shutil.copytree(exchange, damaged)
    drop.mkdir()
    cut = damaged / "nse" / "sec_bhavdata_full" / full_name(LAST)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 3])
    with webhook() as alerts:
        # The triggerer looks for files where its own environment says.
        waiting = {
            "BHAVHOUSE_HOME": f"{home}/houses/waiting",
            "BHAVHOUSE_ARCHIVE": f"{exchange}:{drop}",
            "BHAVHOUSE_ALERT_URL": alerts.url,
        }
        airflow = Airflow(home, metadata, **waiting)
        add_dags(airflow, exchange, damaged, drop)
        try:
            airflow.start()
            yield Stage(airflow, exchange, damaged, drop, alerts)
        finally:
            airflow.stop()
            if server:
                server.stop()
            assert airflow.leftovers() == []


def add_dags(airflow: Airflow, exchange: Path, damaged: Path, drop: Path) -> None:
    files = str(exchange)
    airflow.add_dag("market_daily", "by_backfill", files, BY_HAND)
    airflow.add_dag("market_daily", "by_schedule", files, SCHEDULED)
    airflow.add_dag("market_backfill", "by_hand", files)
    airflow.add_dag("market_daily", "broken", f"{damaged}", RETRIED_SOON)
    airflow.add_dag("market_daily", "twin", files, BY_HAND)
    airflow.add_dag("market_backfill", "twin_backfill", files, house="twin")
    airflow.add_dag("market_sweep", "twin_sweep", files, BY_HAND, house="twin")
    every = ('task_id="wait"', 'task_id="wait", every=1')
    airflow.add_dag("market_daily", "waiting", f"{exchange}:{drop}", BY_HAND, changes=[every])
