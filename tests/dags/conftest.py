"""One Airflow for all tests here: its tables made once, its DAGs run by one process that stays."""

import atexit
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bhavhouse.simulate import simulate
from dags.installation import DAGS, PLUGINS, Installation, Runner

# Importing Airflow reads these once and writes a configuration file.
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="airflow-")
atexit.register(shutil.rmtree, os.environ["AIRFLOW_HOME"], ignore_errors=True)
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(DAGS)
os.environ["AIRFLOW__CORE__PLUGINS_FOLDER"] = str(PLUGINS)
sys.path.append(str(PLUGINS))


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("airflow"))
    installation.cli("db", "migrate")
    return installation


@pytest.fixture(scope="session")
def runner(airflow: Installation) -> Iterator[Runner]:
    worker = [sys.executable, str(Path(__file__).with_name("dag_runner.py"))]
    process = subprocess.Popen(
        worker, env=airflow.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    runner = Runner(process, airflow.home / "before_any_run.db")
    runner.ask()
    with sqlite3.connect(airflow.home / "airflow.db") as tables:
        tables.execute("vacuum into ?", [str(runner.before_any_run)])
    yield runner
    process.stdin.close()
    process.wait(30)


@pytest.fixture(scope="session")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated exchange whose sessions hold FIRST to LAST."""
    folder = tmp_path_factory.mktemp("exchange") / "files"
    simulate(folder, sessions=36, securities=60, seed=11, start=date(2025, 12, 29))
    return folder
