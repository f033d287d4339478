"""A backfill killed anywhere and run again ends where one that nobody disturbed ends.

Real processes, real SIGKILL: first at moments told by the files that appear, then at seeded random ones. So
that many fit into little time, a process is forked from one that has imported everything; the installed
command itself is killed once.
"""

import random
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.pipelines.status import verify
from bhavhouse.simulate import SimulationSummary
from forks import fork_backfill
from houses import (
    assert_same_rows,
    backfill,
    lake_files,
    open_house,
    published_rows,
    start_backfill,
)

Moment = Callable[[Path], bool]


def files(home: Path, pattern: str) -> int:
    return sum(1 for _ in home.glob(pattern))


def recorded(home: Path, table: str, where: str = "1") -> int:
    """Rows that the ledger has committed, read as a stranger reads them."""
    try:
        with sqlite3.connect(f"file:{home / 'ledger.sqlite'}?mode=ro", uri=True, timeout=1) as ledger:
            return int(ledger.execute(f'select count(*) from "{table}" where {where}').fetchone()[0])
    except sqlite3.Error:
        return 0


MOMENTS: dict[str, Moment] = {
    "at the first received byte": lambda home: files(home, "raw/*/*") > 0,
    "half way through receiving": lambda home: files(home, "raw/*/*") > 40,
    "at the first lake file": lambda home: files(home, "lake/lake.*/*/*/*.parquet") > 0,
    "while lake files are being written": lambda home: files(home, "lake/lake.*/*/*/*.parquet") > 20,
    "at the first receipts": lambda home: recorded(home, "receipt") > 0,
    "at the first model file": lambda home: files(home, "lake/core.*/*.parquet") > 0,
    "after identity": lambda home: recorded(home, "partition", "dataset = 'core.security_line'") > 0,
    "at the prices": lambda home: files(home, "lake/core.price_change/*/*.parquet") > 0,
    "at the first mart": lambda home: files(home, "lake/marts.*/*.parquet") > 0,
    "while the warehouse is written": lambda home: files(home, ".warehouse.duckdb-*") > 0,
    "when the warehouse has appeared": lambda home: (home / "warehouse.duckdb").exists(),
}


def killed_at(house: House, market: SimulationSummary, moment: Moment) -> bool:
    """Starts a backfill and kills it at the moment; False where it ended before."""
    home = house.settings.home
    process, log = fork_backfill(house, market.first_session, market.last_session)
    until = time.monotonic() + 60
    while time.monotonic() < until and process.is_alive():
        if moment(home):
            process.kill()
            process.join()
            return process.exitcode == -signal.SIGKILL
        time.sleep(0.001)
    process.join(1)
    assert process.exitcode == 0, log.read_text()
    return False


def finish(house: House, market: SimulationSummary) -> None:
    """Runs the backfill to its end, in a house opened anew."""
    again = open_house(house.settings.home, *house.settings.archives)
    backfill(again, market.first_session, market.last_session)


def assert_is(house: House, undisturbed: House) -> None:
    assert_same_rows(published_rows(house), published_rows(undisturbed))
    assert lake_files(house) == lake_files(undisturbed)
    assert verify(house) == []
    assert list(house.settings.home.glob(".warehouse*")) == []


@pytest.mark.parametrize("first", [0, 1, 2])
def test_killed_at_every_third_step_and_run_on_it_ends_as_if_undisturbed(
    first, new_house, market, undisturbed
):
    house, moments = new_house("home"), list(MOMENTS)[first::3]
    assert len(moments) >= 3
    # The last step may be over between two looks at it.
    assert sum(killed_at(house, market, MOMENTS[moment]) for moment in moments) >= len(moments) - 1
    finish(house, market)
    assert_is(house, undisturbed)


def test_the_installed_command_can_be_killed_too(new_house, market, undisturbed):
    house = new_house("home")
    process = start_backfill(house, market.first_session, market.last_session)
    while process.poll() is None and not MOMENTS["while lake files are being written"](house.settings.home):
        time.sleep(0.001)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    finish(house, market)
    assert_is(house, undisturbed)


def test_killed_again_and_again_at_random_it_ends_as_if_undisturbed(new_house, market, undisturbed):
    """Each process dies at a random moment of its work, until one gets through."""
    chance, house = random.Random(2026), new_house("home")
    home, kills = house.settings.home, 0
    for _ in range(4):
        seen = files(home, "raw/*/*") + files(home, "lake/**/*.parquet")
        due: list[float] = []

        def later(folder: Path, seen: int = seen, due: list[float] = due) -> bool:
            if not due and files(folder, "raw/*/*") + files(folder, "lake/**/*.parquet") > seen:
                due.append(time.monotonic() + chance.uniform(0, 0.8))
            return bool(due) and time.monotonic() > due[0]

        kills += killed_at(house, market, later)
    assert kills >= 2
    finish(house, market)
    assert_is(house, undisturbed)


def test_a_kill_leaves_what_was_published_before_it(new_house, market, undisturbed):
    """A house that shows January is taken further, killed before it publishes, and still shows January."""
    house = new_house("home")
    middle = market.first_session.replace(day=20)
    backfill(house, market.first_session, middle)
    before = published_rows(house)
    stamp = house.settings.warehouse.stat().st_mtime_ns
    assert killed_at(house, market, lambda home: files(home, ".warehouse.duckdb-*") > 0)
    assert house.settings.warehouse.stat().st_mtime_ns == stamp
    assert_same_rows(published_rows(house), before)
    finish(house, market)
    assert_same_rows(
        {k: v for k, v in published_rows(house).items() if "rating" not in k},
        {k: v for k, v in published_rows(undisturbed).items() if "rating" not in k},
    )


def test_a_lake_file_that_was_lost_is_made_again(new_house, market, undisturbed):
    house = new_house("home")
    backfill(house, market.first_session, market.last_session)
    lost = sorted(house.settings.lake.glob("marts.*/**/*.parquet"))[::2]
    assert lost
    for path in lost:
        path.unlink()
    assert verify(house)
    build(house)
    assert verify(house) == []
    assert_same_rows(published_rows(house), published_rows(undisturbed))


def test_a_disk_that_lost_a_landed_file_is_told_by_verify_and_healed_from_raw(new_house, market):
    house = new_house("home")
    ingest(house, market.first_session, market.last_session)
    landed = next(house.settings.lake.glob("lake.quote/*/*/*.parquet"))
    payload = landed.read_bytes()
    landed.unlink()
    (fault,) = verify(house)
    assert str(landed) in fault and "bhavhouse rebuild" in fault
    ingest(house, market.first_session, market.last_session, reprocess=True)
    assert landed.read_bytes() == payload and verify(house) == []
