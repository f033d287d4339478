"""An Airflow to test with, a process that runs its DAGs, and what they leave for readers."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).parents[2]
DAGS = ROOT / "dags"
PLUGINS = ROOT / "plugins"
FIRST, LAST = date(2026, 1, 12), date(2026, 2, 3)
# The exchange's own sessions of FIRST to LAST: a Sunday is one, two weekdays are none.
TRUE_SESSIONS = [
    f"2026-{month:02}-{day:02}"
    for month, days in ((1, (12, 13, 14, 16, 19, 20, 21, 22, 23, 27, 28, 29, 30)), (2, (1, 2, 3)))
    for day in days
]


@dataclass(frozen=True)
class Installation:
    """An Airflow with tables of its own."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{self.home}/airflow.db",
            "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        }

    def cli(self, *words: str) -> str:
        """Runs the airflow command and returns what it printed."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name("airflow")), *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@dataclass
class Runner:
    """A process that runs DAGs one after the other: starting Airflow takes longer than a run."""

    process: subprocess.Popen[str]
    before_any_run: Path  # Airflow's tables when they knew the DAGs and no run

    def ask(self, **request: Any) -> dict[str, Any]:
        self.process.stdin.write(json.dumps(request, default=str) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise AssertionError(f"the process that runs DAGs ended on {request}")

    def run(self, dag_id: str, home: Path, archive: Path, **request: Any) -> dict[str, Any]:
        """Runs a DAG on a home and an archive; returns the states of its tasks and of the run."""
        return self.ask(dag_id=dag_id, home=home, archive=archive, **request)


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a reader of the published warehouse gets."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        # Through Arrow: fetchall would need pytz for moments.
        return [tuple(row.values()) for row in connection.sql(sql).to_arrow_table().to_pylist()]


def files(archive: Path) -> dict[date, str]:
    """Each session of the simulated exchange and the kinds of files that it published."""
    lines = (archive / "truth" / "sessions.csv").read_text().splitlines()[1:]
    return {date.fromisoformat(day): kinds for day, _, kinds, _ in (line.split(",") for line in lines)}


def priced(archive: Path, first: date = date.min, last: date = date.max) -> list[date]:
    """The sessions of [first, last] that it published prices of."""
    return [day for day, kinds in files(archive).items() if first <= day <= last and kinds != "index"]
