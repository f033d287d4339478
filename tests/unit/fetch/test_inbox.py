"""What is kept of a fetched file, and where."""

from datetime import date
from pathlib import Path

import pytest

from bhavhouse import archive
from bhavhouse.fetch.inbox import Inbox, Validators, is_web_page
from bhavhouse.fetch.places import Place
from bhavhouse.fetch.wanted import Wanted

DAY, TODAY = date(2026, 2, 11), date(2026, 2, 12)
DAILY = Wanted(Place("nse_full", ""), "products/content/sec_bhavdata_full_11022026.csv", DAY)
LIST = Wanted(Place("nse_master", ""), "content/equities/EQUITY_L.csv")
SAID = Validators('"abc"', "Tue, 10 Feb 2026 19:00:00 GMT")


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "inbox")


def test_a_fetched_file_is_found_as_any_folders_file_is(inbox):
    inbox.put(DAILY, b"x", SAID, TODAY)
    inbox.put(LIST, b"y", SAID, TODAY)
    found = [(o.feed.name, o.name, o.day) for o in archive.offers([inbox.folder], DAY, DAY)]
    # 19:00 in Greenwich is the day after in India.
    assert found == [
        ("nse_full", "sec_bhavdata_full_11022026.csv", DAY),
        ("nse_master", "EQUITY_L.csv", date(2026, 2, 11)),
    ]


@pytest.mark.parametrize("said", ["", "yesterday", "Tue, 10 Feb 2099 19:00:00 GMT"])
def test_a_list_counts_as_of_today_where_the_server_says_nothing_usable(inbox, said):
    path = inbox.put(LIST, b"y", Validators("", said), TODAY)
    assert path.parent.name == "lists_2026-02-12"


def test_what_the_server_said_is_remembered_while_the_file_is_there(inbox):
    for one in (DAILY, LIST):
        assert inbox.validators(one) == Validators()
        path = inbox.put(one, b"x", SAID, TODAY)
        assert (inbox.validators(one), inbox.standing(one)) == (SAID, path)
        path.unlink()
        assert (inbox.validators(one), inbox.standing(one)) == (Validators(), None)


def test_an_old_days_file_keeps_no_note(inbox):
    inbox.put(Wanted(DAILY.place, DAILY.path, DAY, may_change=False), b"x", SAID, TODAY)
    assert [path.name for path in inbox.folder.iterdir()] == [DAILY.name]


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b"null", b'{"file": 1}', b"\xff"])
def test_a_note_that_cannot_be_read_is_none(inbox, note):
    inbox.put(DAILY, b"x", SAID, TODAY)
    (inbox.folder / f"{DAILY.name}.validators").write_bytes(note)
    assert inbox.validators(DAILY) == Validators()


def test_a_web_page_is_told_from_a_file():
    assert is_web_page(b"\xef\xbb\xbf\r\n <!DOCTYPE html><html>") and is_web_page(b"<?xml version='1.0'?>")
    assert not is_web_page(b"SYMBOL, SERIES\n") and not is_web_page(b"PK\x03\x04") and not is_web_page(b"")
