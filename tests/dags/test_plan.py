"""What a run takes: intervals cut into pieces, and sessions that lack something."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from bhavhouse.errors import UsageError
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.pipelines.plan import (
    archive_interval,
    chunks,
    everything,
    incomplete_sessions,
    latest_session,
    pieces_between,
    pieces_up_to,
)
from bhavhouse.sources import FEEDS, Cadence
from dags.installation import priced
from houses import open_house


def test_an_interval_is_cut_between_months_without_gap_or_overlap():
    assert chunks(date(2025, 12, 30), date(2026, 2, 1)) == [
        (date(2025, 12, 30), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 1)),
    ]


def test_a_single_day_is_one_piece():
    assert chunks(date(2024, 2, 29), date(2024, 2, 29)) == [(date(2024, 2, 29), date(2024, 2, 29))]


def test_ten_years_are_cut_into_two_dozen_at_most():
    found = chunks(date(2016, 1, 15), date(2026, 1, 14))
    assert len(found) <= 24
    assert (found[0][0], found[-1][1]) == (date(2016, 1, 15), date(2026, 1, 14))
    assert all((b - a).days == 1 for (_, a), (b, _) in pairwise(found))


def test_an_empty_house_lacks_its_session_and_the_few_before_it(tmp_path: Path, exchange: Path):
    lacking = incomplete_sessions(open_house(tmp_path, exchange), date(2026, 2, 2), back_sessions=3)
    assert lacking == [date(2026, 1, 30), date(2026, 2, 1), date(2026, 2, 2)]


def test_a_hole_is_taken_again_and_what_is_complete_is_not(tmp_path: Path, exchange: Path):
    house = open_house(tmp_path, exchange)
    ingest(house, date(2025, 12, 29), date(2026, 1, 14))
    ingest(house, date(2026, 1, 23), date(2026, 1, 30))
    held = set(priced(exchange, date(2025, 12, 29), date(2026, 1, 14)))
    held |= set(priced(exchange, date(2026, 1, 23), date(2026, 1, 30)))
    lacking = incomplete_sessions(house, date(2026, 2, 1), back_sessions=1)
    assert lacking[-1] == date(2026, 2, 1)
    assert not held & set(lacking)
    assert {date(2026, 1, day) for day in (16, 19, 20, 21, 22)} <= set(lacking)
    spans = [(p["start"], p["end"]) for p in pieces_up_to(house, date(2026, 2, 1)) if p["label"][:2] == "20"]
    assert spans[0] == ("2026-01-16", "2026-01-22")
    assert spans[-1][1] == "2026-02-01"


def test_the_latest_session_before_a_holiday_is_the_friday():
    assert latest_session(date(2026, 1, 26)) == date(2026, 1, 23)
    assert latest_session(date(2026, 2, 1)) == date(2026, 2, 1)


def test_without_bounds_the_archive_says_how_far_it_reaches(tmp_path: Path, exchange: Path):
    house = open_house(tmp_path, exchange)
    days = priced(exchange)
    assert archive_interval(house) == (days[0], days[-1])
    pieces = pieces_between(house, None, None)
    assert [p["label"] for p in pieces] == ["lists", "events", "2025-12", "2026-01", "2026-02"]
    assert {feed for p in pieces for feed in p["feeds"]} == set(FEEDS)


def test_a_cadence_is_taken_in_one_piece():
    (piece,) = everything("event")
    assert set(piece["feeds"]) == {n for n, feed in FEEDS.items() if feed.cadence is Cadence.EVENT}


@pytest.mark.parametrize(
    ("start", "end", "feeds", "told"),
    [
        ("2026-02-01", "2026-01-01", None, "begins on 2026-02-01"),
        ("2026-01-01", "2026-02-01", ["nse_ful"], "nse_full"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(tmp_path, exchange, start, end, feeds, told):
    with pytest.raises(UsageError, match=told):
        pieces_between(open_house(tmp_path, exchange), start, end, feeds)


def test_an_archive_without_files_is_refused(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no exchange file"):
        pieces_between(open_house(tmp_path / "home", tmp_path / "empty"), None, None)
