"""An operator's decision reaches the tables, and goes again when it is withdrawn."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bhavhouse.errors import UsageError
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import publish
from bhavhouse.pipelines.status import status
from exchange import Archive
from houses import backfill, open_house, rows_of, select

DAYS = [date(2025, 6, day) for day in (16, 17, 18, 19, 20)]
HEAD = "former_symbol,symbol,session,verdict,reason\n"
CASE = "OLD>NEW@2025-06-19"


@pytest.fixture
def deciding(tmp_path: Path, archive: Archive) -> House:
    """OLD ends on the 17th, NEW begins two sessions later with its close."""
    for n, day in enumerate(DAYS):
        rows = [("STAYS", "EQ", 50, 51)]
        rows += [("OLD", "EQ", 80, 81.35)] if n < 2 else [("NEW", "EQ", 81.35, 82)] if n > 2 else []
        archive.full(day, rows)
    opened = open_house(tmp_path / "home", archive.folder)
    path = tmp_path / "decisions.csv"
    path.write_text(HEAD)
    house = House(replace(opened.settings, decisions=path))
    assert backfill(house, DAYS[0], DAYS[-1]).failures == []
    return house


def decide(house: House, lines: str) -> None:
    house.settings.decisions.write_text(HEAD + lines)
    build(house)
    publish(house)


def ids(house: House) -> set[str]:
    rows = select(house, "select distinct security_id from core.fact_daily_price").to_pylist()
    return {row["security_id"] for row in rows}


def test_an_open_case_is_told_and_a_decision_settles_it_in_every_table(deciding):
    apart = {"NSE:STAYS", "NSE:OLD", "NSE:NEW"}
    assert ids(deciding) == apart and status(deciding).open_cases == 1
    decide(deciding, "OLD,NEW,2025-06-19,same,circular of 18 June\n")
    assert ids(deciding) == {"NSE:STAYS", "NSE:OLD"} and status(deciding).open_cases == 0
    (row,) = rows_of(deciding, "core.identity_queue").to_pylist()
    assert (row["case_id"], row["status"], row["verdict"]) == (CASE, "settled", "same")
    assert row["reason"] == "circular of 18 June" and "81.35" in row["evidence"]
    decide(deciding, "")
    assert ids(deciding) == apart and status(deciding).open_cases == 1


def test_a_file_that_cannot_be_read_stops_the_build_and_what_stands_stays(deciding):
    with pytest.raises(UsageError, match="line 2: the reason is empty"):
        decide(deciding, "OLD,NEW,2025-06-19,same,\n")
    assert ids(deciding) == {"NSE:STAYS", "NSE:OLD", "NSE:NEW"}
