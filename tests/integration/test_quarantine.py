"""What an operator does about rows that are held back, and how the tables follow."""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from bhavhouse.errors import UsageError
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.quarantine import correct, decisions, inspect, release, withdraw
from bhavhouse.pipelines.replay import rebuild
from bhavhouse.pipelines.status import held_back
from exchange import Archive, full, full_name
from houses import backfill, copy_of, open_house, select

DAYS = (date(2025, 1, 1), date(2025, 1, 2))
ROWS = [(f"NAME{n}", "EQ", 100.0, 101.0) for n in range(30)]
NAME = full_name(DAYS[1])
GOOD = full(DAYS[1], ROWS).decode()
LINE = 7  # NAME5


def damaged(column: int, value: str) -> bytes:
    """The second day's file with another value in one cell of NAME5."""
    lines = GOOD.splitlines(keepends=True)
    cells = lines[LINE - 1].split(",")
    cells[column] = f" {value}"
    lines[LINE - 1] = ",".join(cells)
    return "".join(lines).encode()


@pytest.fixture(scope="module")
def taken(tmp_path_factory) -> Callable[[bytes], House]:
    """The second day's file -> a house that took in both days; read it, do not change it."""

    @cache
    def house_with(payload: bytes) -> House:
        folder = tmp_path_factory.mktemp("taken")
        archive = Archive(folder / "archive")
        archive.put(full_name(DAYS[0]), full(DAYS[0], ROWS))
        archive.put(NAME, payload)
        house = open_house(folder / "home", archive.folder)
        backfill(house, *DAYS)
        return house

    return house_with


@pytest.fixture
def held(taken, archive, tmp_path) -> Callable[[bytes], House]:
    """The second day's file -> a house that took in both days, and whose archive is empty since."""
    return lambda payload: copy_of(taken(payload), tmp_path, archive.folder)


def advances(house) -> int:
    sql = "select advances from marts.breadth_history where universe = 'nse_main' and session = '2025-01-02'"
    return select(house, sql)["advances"][0].as_py()


CLOSE, HIGH = 8, 5


def test_a_row_held_back_can_be_seen_as_it_was_printed(held):
    house = held(damaged(CLOSE, "-101.00"))
    found = inspect(house, NAME, LINE)
    assert found.text.startswith("NAME5, EQ") and any("close_inr" in reason for reason in found.reasons)
    assert advances(house) == 29


def test_a_released_row_stands_in_the_tables_and_a_withdrawn_release_takes_it_out(held):
    house = held(damaged(HIGH, "99.00"))
    release(house, NAME, LINE, "the high is known to be missing the auction")
    assert advances(house) == 30 and not held_back(house)
    withdraw(house, decisions(house)[0]["decision_id"])
    assert advances(house) == 29 and held_back(house)


@pytest.mark.parametrize("wrong", ["-101.00", "abc"])
def test_a_corrected_value_stands_in_the_tables_and_survives_a_rebuild(held, wrong):
    house = held(damaged(CLOSE, wrong))
    correct(house, NAME, LINE, "CLOSE_PRICE", wrong, "101.00", "printed without its sign")
    assert advances(house) == 30 and not held_back(house)
    rebuild(house)
    assert advances(house) == 30


def test_a_correction_names_the_value_it_expects(held):
    house = held(damaged(CLOSE, "-101.00"))
    with pytest.raises(UsageError, match=r"prints '-101\.00' in CLOSE_PRICE, not '-1'"):
        correct(house, NAME, LINE, "CLOSE_PRICE", "-1", "101.00", "a guess")
    assert not decisions(house)


def test_a_correction_leaves_a_file_alone_that_was_mended_upstream_and_says_so(held, archive, caplog):
    house = held(damaged(CLOSE, "-101.00"))
    correct(house, NAME, LINE, "CLOSE_PRICE", "-101.00", "99.00", "a wrong correction")
    assert advances(house) == 29
    archive.put(NAME, GOOD.encode())
    backfill(house, *DAYS)
    assert advances(house) == 30 and "mended upstream?" in caplog.text


def test_a_row_that_cannot_be_read_cannot_be_released(held):
    house = held(damaged(CLOSE, "abc"))
    with pytest.raises(UsageError, match="correct its value instead"):
        release(house, NAME, LINE, "let it be")
    assert not decisions(house) and advances(house) == 29


def test_a_row_that_is_not_held_back_cannot_be_released_nor_a_decision_made_without_a_reason(held):
    house = held(damaged(HIGH, "99.00"))
    with pytest.raises(UsageError, match="not held back"):
        release(house, NAME, 3, "why not")
    with pytest.raises(UsageError, match="needs a reason"):
        release(house, NAME, LINE, " ")
