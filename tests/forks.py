"""Commands in processes forked from one that has imported everything, so that a test can kill many."""

import contextlib
import multiprocessing
import os
import sys
from datetime import date
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bhavhouse import cli
from bhavhouse.pipelines.house import House
from houses import environment

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["forks", "bhavhouse.pipelines.replay", "great_expectations"])


def fork_backfill(house: House, start: date, end: date) -> tuple[ForkServerProcess, Path]:
    """A running `bhavhouse backfill`, and the file it writes its output to."""
    return fork_command(house, "backfill", "--from", f"{start}", "--to", f"{end}")


def fork_command(house: House, *arguments: str) -> tuple[ForkServerProcess, Path]:
    """A running `bhavhouse` command, and the file it writes its output to."""
    log = house.settings.home.with_suffix(".log")
    variables = environment(house.settings.home, *house.settings.archives)
    process = _FORKS.Process(target=_call, args=(variables, arguments, log))
    process.start()
    return process, log


def _call(variables: dict[str, str], arguments: tuple[str, ...], log: Path) -> None:
    os.environ.clear()
    os.environ.update(variables)
    sys.argv = ["bhavhouse", *arguments]
    with log.open("a") as out, contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        cli.main()
