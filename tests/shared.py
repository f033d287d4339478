"""What is costly to make is made once in a run of the tests, however many workers it has."""

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from xdist.scheduler import LoadScopeScheduling

Made = TypeVar("Made")


# What takes longest comes first: begun late, it would leave the other worker without work at the end.
FIRST = ("airflow", "real", "tests/faults/test_kills.py", "tests/corpus/test_bad_inputs.py")


def together(nodeid: str) -> str:
    """What a test shares something costly with: mostly the other tests of its file."""
    file = nodeid.partition("::")[0]
    if "/scheduler/" in file or "/dags/" in file:  # an Airflow at a time: two would wait for each other
        return "airflow"
    if "/test_real_" in file:  # a house that the other workers would stand and wait for
        return "real"
    return file


def in_order(nodeid: str) -> int:
    """The place of a test before others; those of one place stay as they were collected."""
    scope = together(nodeid)
    return FIRST.index(scope) if scope in FIRST else len(FIRST)


class ByShared(LoadScopeScheduling):
    """Gives one worker all the tests that share something."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of the whole run; each worker has a folder of its own in it."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """What `make` gives for an empty folder: the first worker that asks makes it, the others wait for it.

    What it gives is pickled, so it tells where things lie and holds nothing open.
    """
    folder = run_folder(factory) / "shared" / name
    kept = folder.with_suffix(".pickle")
    folder.parent.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a worker that failed here
            folder.mkdir()
            kept.write_bytes(pickle.dumps(make(folder)))
        return pickle.loads(kept.read_bytes())
