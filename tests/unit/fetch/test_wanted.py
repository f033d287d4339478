"""Which files are asked for, by feed, day and hour."""

from datetime import UTC, date, datetime

import pytest

from bhavhouse.clock import IST
from bhavhouse.fetch.places import EXCHANGES, FLAT
from bhavhouse.fetch.wanted import Wanted, wanted
from bhavhouse.sources import FEEDS

NSE, BSE = EXCHANGES["nsearchives.nseindia.com"], EXCHANGES["www.bseindia.com"]
NIGHT = datetime(2026, 2, 12, 22, 0, tzinfo=IST)  # a Thursday
SESSION_FEEDS = frozenset({"nse_udiff", "nse_legacy", "nse_full", "nse_index_close", "nse_bundle_etf"})


def names(found: list[Wanted]) -> set[str]:
    return {one.name for one in found}


def asked(
    start: date, end: date, feeds=SESSION_FEEDS, held=frozenset(), now=NIGHT, places=NSE
) -> list[Wanted]:
    return wanted(places, start, end, feeds, held, now)


@pytest.mark.parametrize("place", [*NSE, *BSE, *FLAT], ids=lambda place: place.path)
def test_the_name_of_every_place_is_one_that_its_feed_knows_with_its_day(place):
    if not place.feed:
        return
    feed, day = FEEDS[place.feed], date(2023, 5, 9)
    path = place.on(day)
    name = path.rsplit("/", 1)[-1]
    if place.feed == "nse_bundle_etf":
        assert name == "PR090523.zip"  # a zip of many files, which are known by their own names
        return
    known = name.removesuffix(".zip")
    assert feed.names.fullmatch(known) and "{" not in path
    assert feed.day_in(known) == (day if place.is_dated else None)


def test_the_exchange_is_asked_at_its_own_paths():
    day = date(2026, 2, 11)
    assert {one.path for one in asked(day, day)} == {
        "content/cm/BhavCopy_NSE_CM_0_0_0_20260211_F_0000.csv.zip",
        "products/content/sec_bhavdata_full_11022026.csv",
        "content/indices/ind_close_all_11022026.csv",
        "archives/equities/bhavcopy/pr/PR110226.zip",
    }


def test_bse_is_asked_for_its_udiff_file_alone_and_a_mirror_for_the_files_of_both():
    day = date(2026, 2, 11)
    name = "BhavCopy_BSE_CM_0_0_0_20260211_F_0000.CSV"
    every = frozenset(FEEDS)
    assert [one.path for one in wanted(BSE, day, day, every, frozenset(), NIGHT)] == [
        f"download/BhavCopy/Equity/{name}"
    ]
    of_both = {one.path for one in wanted(FLAT, day, day, every, frozenset(), NIGHT)}
    assert {name, "sec_bhavdata_full_11022026.csv"} <= of_both
    before = date(2024, 7, 5)
    assert wanted(BSE, before, before, every, frozenset(), NIGHT) == []


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 7, 5), "cm05JUL2024bhav.csv.zip"),
        (date(2024, 7, 8), "BhavCopy_NSE_CM_0_0_0_20240708_F_0000.csv.zip"),
    ],
)
def test_the_older_format_is_asked_for_to_5_july_2024_and_the_newer_from_8_july(day, name):
    found = names(asked(day, day, feeds={"nse_udiff", "nse_legacy"}))
    assert found == {name}


def test_only_days_of_which_a_session_is_expected_are_asked_for():
    # 26 January is a holiday, Sunday 1 February a budget session.
    days = {one.day for one in asked(date(2026, 1, 23), date(2026, 2, 2))}
    assert date(2026, 1, 26) not in days and date(2026, 2, 1) in days
    assert days & {date(2026, 1, 24), date(2026, 1, 25), date(2026, 1, 31)} == set()


def test_a_file_is_not_asked_for_before_its_usual_hour_nor_before_its_day():
    today = NIGHT.date()
    at = {hour: NIGHT.replace(hour=hour, minute=45) for hour in (15, 16, 18, 19)}
    found = {hour: {one.place.feed for one in asked(today, today, now=now)} for hour, now in at.items()}
    assert found[15] == set()
    assert found[16] == {"nse_udiff"}
    assert found[18] == {"nse_udiff", "nse_full"}
    assert found[19] == {"nse_udiff", "nse_full", "nse_index_close", "nse_bundle_etf"}
    assert asked(date(2026, 2, 13), date(2026, 12, 31)) == []


def test_the_hour_is_indias_whatever_the_zone_of_the_machine():
    today = NIGHT.date()
    assert asked(today, today, {"nse_full"}, now=datetime(2026, 2, 12, 12, 0, tzinfo=UTC)) == []
    assert asked(today, today, {"nse_full"}, now=datetime(2026, 2, 12, 13, 0, tzinfo=UTC)) != []


def test_what_is_held_is_asked_for_again_for_a_week_only():
    days = [date(2026, 2, 4), date(2026, 2, 5), date(2026, 2, 6)]
    held = {("nse_full", day) for day in days}
    found = asked(days[0], days[-1], {"nse_full"}, held)
    assert [(one.day, one.is_held, one.may_change) for one in found] == [(days[2], True, True)]


def test_a_bundle_is_asked_for_by_each_feed_that_it_serves_and_held_by_any():
    day = date(2025, 6, 16)
    assert names(asked(day, day, {"nse_market_cap"})) == {"PR160625.zip"}
    assert asked(day, day, {"nse_market_cap"}, {("nse_bundle_action", day)}) == []
    assert {feed for place in NSE for feed in place.also} <= set(FEEDS)


def test_what_is_not_held_is_asked_for_however_old_it_is():
    found = asked(date(2025, 6, 16), date(2025, 6, 17), {"nse_full"}, {("nse_full", date(2025, 6, 16))})
    assert [(one.day, one.is_held, one.may_change) for one in found] == [(date(2025, 6, 17), False, False)]


def test_lists_come_first_and_each_time():
    found = asked(NIGHT.date(), NIGHT.date(), None, {("nse_master", "EQUITY_L.csv")})
    lists = [one for one in found if one.day is None]
    assert found[: len(lists)] == lists
    assert {one.name for one in lists if one.is_held} == {"EQUITY_L.csv"}


def test_no_list_is_asked_for_where_only_sessions_are_wanted():
    assert all(one.day for one in asked(date(2026, 2, 2), date(2026, 2, 12)))


def test_an_interval_without_a_beginning_means_the_last_days():
    found = asked(date.min, date.max, {"nse_full"})
    assert [one.day for one in found] == [date(2026, 2, d) for d in (5, 6, 9, 10, 11, 12)]


def test_only_an_address_that_is_no_exchanges_is_asked_what_it_says_of_itself():
    day = date(2026, 2, 11)
    assert "archive.json" not in names(asked(day, day, None))
    assert "archive.json" in names(wanted(FLAT, day, day, SESSION_FEEDS, frozenset(), NIGHT))
