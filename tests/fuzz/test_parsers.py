"""Whatever bytes come: a parser gives rows of its contract or refuses, in bounded time, always the same.

Derandomised, so that a run means the same everywhere; the budget is fixed by the number of examples.
"""

import io
import random
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bhavhouse.archive import offers
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.errors import MalformedFile, Refused
from bhavhouse.market.meetings import is_results, new_day, what_is_told
from bhavhouse.market.purpose import read_purpose
from bhavhouse.sources import RECEIVED, delimited
from bhavhouse.sources.feed import Asked, Parsed
from corpus.good import ALL, EVERY, Good, good_files
from exchange import zipped
from published import with_part

DAY = date(2025, 1, 15)
SLOWEST_SECONDS = 5.0
_NAMES = {
    "nse_industry": ("ind_nifty50list.csv", "symbol_industry_2025-01-15.csv"),
    "nse_holiday": ("holidays.json",),
    "nse_name_change": ("namechange.csv",),
    "bse_master": ("Equity.csv",),
    "nse_master": ("EQUITY_L.csv", "SME_EQUITY_L.csv", "eq_etfseclist.csv"),
    "rating_change": ("rating_changes.csv", "rating_changes.jsonl"),
    "article": ("article.txt", "article.html", "articles.jsonl"),
    "article_feed": ("https://news.example/rss",),
    "reading": ("readings_2026-01-23.jsonl",),
    "rating_log": ("rating_log_2026-01-23.jsonl",),
    "watchlist": ("watch_mine.csv",),
    "nse_index_membership": ("IndexInclExcl.xlsx",),
}
PARSERS = [(feed, name) for feed in RECEIVED for name in _NAMES.get(feed, (f"{feed}.csv",))]
# What the parsers treat apart, so that chance finds it.
_PLAIN = """, - " "" =1 +1 1e5 0x1F nan inf { [ 1_0 . 1. .5 -0 EQ 15-Jan-2025 १ \\ud800 \u202e"""
_ODD = ["\n", "\r", "\r\n", "\0", "\ufeff", " ", "\t", "\x1c", "\x85", "\xa0", "9" * 40, "A" * 2_000]
_PIECES = st.sampled_from([b"\xff", *(piece.encode() for piece in (*_PLAIN.split(" "), *_ODD))])

budget = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@pytest.fixture(scope="module")
def goods(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Good]:
    return good_files(tmp_path_factory.mktemp("exchange") / "files")


def outcome(feed: str, payload: bytes, name: str, day: date = DAY, floor: int = 0) -> Parsed | str:
    """What the parser gives or why it refuses; anything else it may raise goes through."""
    began = time.monotonic()
    found: Parsed | str
    try:
        found = RECEIVED[feed].parse(payload, Asked(name, day, floor))
    except Refused as refusal:
        found = f"{refusal.kind}: {refusal}"
        assert str(refusal)
    else:
        schema = found.table.schema
        assert schema.names == [*arrow_schema(RECEIVED[feed].contract).names, "line"]
        assert [f.type for f in schema][:-1] == [f.type for f in arrow_schema(RECEIVED[feed].contract)]
        found.table.validate(full=True)
        lines = payload.count(b"\n") + payload.count(b"\r") + 1
        assert all(1 <= breach.line <= lines and breach.reason for breach in found.breaches)
        assert all(len(breach.value) <= 1_000 and "\x00" not in breach.value for breach in found.breaches)
    assert time.monotonic() - began < SLOWEST_SECONDS
    return found


def same(one: Parsed | str, other: Parsed | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one.table.equals(other.table) and one.breaches == other.breaches


@pytest.mark.parametrize(("feed", "name"), PARSERS)
def test_arbitrary_bytes_are_rows_or_refused(feed: str, name: str):
    @settings(budget, max_examples=100)
    @given(st.one_of(st.binary(max_size=400), st.lists(_PIECES, max_size=30).map(b"".join)))
    @example(b'{"holidays": [["2025-01-01", "\\ud800"]]}')
    @example(b'{"holidays": ' + b"[" * 100_000)
    @example(b'{"firm": 1' + b"0" * 5_000 + b"}")
    def check(payload: bytes) -> None:
        assert same(outcome(feed, payload, name), outcome(feed, payload, name))

    check()


def spoiled(good: Good, chance: random.Random, pieces: list[bytes]) -> bytes:
    """A good file after a few changes: bytes flipped, lines lost or doubled, values exchanged or replaced."""
    payload = bytearray(good.payload)
    for piece in pieces:
        at = chance.randrange(len(payload) + 1)
        match chance.randrange(5):
            case 0:
                payload[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                payload[at:at] = piece
            case 2:
                end = payload.find(b"\n", at)
                payload[at : end + 1 if end > 0 else len(payload)] = b""
            case 3:
                end = payload.find(b",", at + 1)
                payload[at : end if end > 0 else at] = piece
            case _:
                cells = bytes(payload).split(b",")
                one, other = chance.randrange(len(cells)), chance.randrange(len(cells))
                cells[one], cells[other] = cells[other], cells[one]
                payload[:] = b",".join(cells)
    return bytes(payload)


def fuzzed(examples: int) -> Callable[[Callable[..., None]], Callable[[], None]]:
    def wrap(check: Callable[..., None]) -> Callable[[], None]:
        given_ = given(st.integers(0, 2**32), st.lists(_PIECES, min_size=1, max_size=4))
        return settings(budget, max_examples=examples)(given_(check))

    return wrap


@pytest.mark.parametrize("kind", EVERY)
def test_a_spoiled_good_file_is_rows_or_refused_and_always_the_same(goods: dict[str, Good], kind: str):
    good = goods[kind]

    @fuzzed(100)
    def check(seed: int, pieces: list[bytes]) -> None:
        payload = spoiled(good, random.Random(seed), pieces)
        one = outcome(good.feed, payload, good.name, good.day)
        assert same(one, outcome(good.feed, payload, good.name, good.day))

    check()


@pytest.mark.parametrize("kind", [kind for kind in ALL if not kind.startswith(("rating", "flows"))])
def test_the_fast_path_says_what_the_slow_one_says(goods: dict[str, Good], kind: str):
    good = goods[kind]
    taken = 0
    read_fast = delimited._read_fast

    def counted(*given: Any) -> Any:
        nonlocal taken
        found = read_fast(*given)
        taken += found is not None
        return found

    @fuzzed(100)
    def check(seed: int, pieces: list[bytes]) -> None:
        payload = spoiled(good, random.Random(seed), pieces[:2])
        with patch.object(delimited, "_read_fast", counted):
            fast = outcome(good.feed, payload, good.name, good.day)
        with patch.object(delimited, "_read_fast", lambda *_: None):
            assert same(fast, outcome(good.feed, payload, good.name, good.day))

    check()
    with patch.object(delimited, "_read_fast", counted):
        outcome(good.feed, good.payload, good.name, good.day)
    assert taken > 1


@pytest.mark.parametrize("kind", ALL)
def test_a_row_is_never_altered_by_a_change_of_another(goods: dict[str, Good], kind: str):
    good = goods[kind]
    whole = RECEIVED[good.feed].parse(good.payload, Asked(good.name, good.day))
    lines = good.payload.splitlines(keepends=True)
    ignored = {"delivery"}

    def rows_of(parsed: Parsed) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = {}
        for row in parsed.table.to_pylist():
            found.setdefault(row["line"], []).append({k: v for k, v in row.items() if k not in ignored})
        return found

    expected = rows_of(whole)

    @fuzzed(100)
    def check(seed: int, pieces: list[bytes]) -> None:
        chance = random.Random(seed)
        at = chance.randrange(1 if not good.is_json else 0, len(lines))
        body = lines[at].rstrip(b"\r\n")
        cut = chance.randrange(len(body) + 1)
        # One line: what ends a line would make others of it.
        change = b"".join(piece for piece in pieces if not set(piece) & set(b"\r\n\x00"))
        changed = body[:cut] + change + body[cut + chance.randrange(4) :]
        payload = b"".join([*lines[:at], changed + b"\n", *lines[at + 1 :]])
        found = outcome(good.feed, payload, good.name, good.day)
        if isinstance(found, str):
            # Only what concerns the whole file may refuse it: another day's date on the row.
            assert "several days" in found, found
            return
        after = rows_of(found)
        assert {line: rows for line, rows in after.items() if line != at + 1} == {
            line: rows for line, rows in expected.items() if line != at + 1
        }

    check()


def test_a_changed_line_of_board_meetings_touches_its_own_entry_and_the_one_before(goods: dict[str, Good]):
    good = goods["nse_board_meeting"]
    lines = good.payload.splitlines(keepends=True)
    whole = RECEIVED[good.feed].parse(good.payload, Asked(good.name, good.day)).table.to_pylist()

    @fuzzed(200)
    def check(seed: int, pieces: list[bytes]) -> None:
        chance = random.Random(seed)
        at = chance.randrange(1, len(lines))
        body = lines[at].rstrip(b"\r\n")
        cut = chance.randrange(len(body) + 1)
        change = b"".join(piece for piece in pieces if not set(piece) & set(b"\r\n\x00"))
        changed = body[:cut] + change + body[cut + chance.randrange(40) :]
        found = outcome(good.feed, b"".join([*lines[:at], changed + b"\n", *lines[at + 1 :]]), good.name)
        assert not isinstance(found, str), found
        after = {row["line"]: row for row in found.table.to_pylist()}
        others = [row for row in whole if row["line"] not in (at, at + 1)]
        assert len(others) >= len(whole) - 2
        assert [after.get(row["line"], {}).get("purpose") for row in others] == [r["purpose"] for r in others]

    check()


def test_a_workbook_with_a_spoiled_part_is_rows_or_refused(goods: dict[str, Good]):
    good = goods["nse_index_membership"]
    with zipfile.ZipFile(io.BytesIO(good.payload)) as book:
        parts = [name for name in book.namelist() if name.endswith((".xml", ".rels"))]
    parse, contract = RECEIVED[good.feed].parse, RECEIVED[good.feed].contract

    def said(payload: bytes) -> Parsed | str:
        try:
            return parse(payload, Asked(good.name, good.day))
        except Refused as refusal:
            return f"{refusal.kind}: {refusal}"

    @fuzzed(150)
    def check(seed: int, pieces: list[bytes]) -> None:
        chance = random.Random(seed)
        part = chance.choice(parts)
        payload = with_part(
            good.payload, part, lambda xml: spoiled(replace(good, payload=xml), chance, pieces)
        )
        began = time.monotonic()
        found = said(payload)
        assert time.monotonic() - began < SLOWEST_SECONDS and same(found, said(payload))
        if isinstance(found, str):
            assert "\n" not in found
        else:
            assert found.table.schema.names == [*arrow_schema(contract).names, "line"]
            found.table.validate(full=True)

    check()


def test_a_damaged_zip_gives_bytes_or_is_refused(tmp_path: Path):
    name = "sec_bhavdata_full_15012025.csv"
    path = tmp_path / f"{name}.zip"
    whole = zipped((name, b"SYMBOL, SERIES\n" * 200))

    @settings(budget, max_examples=200)
    @given(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), min_size=1, max_size=6))
    def check(flips: list[tuple[int, int]]) -> None:
        damaged = bytearray(whole)
        for at, byte in flips:
            damaged[at] = byte
        path.write_bytes(damaged)
        for offer in offers([tmp_path], DAY, DAY):
            with suppress(MalformedFile):
                offer.read()

    check()


@settings(budget, max_examples=300)
@given(st.text(alphabet="bonus split:/0123456789 rstoRE.-fvdmNCD१ghi@%P+(&", max_size=1_000))
def test_a_purpose_of_any_text_is_read_or_said_to_be_unread(purpose: str):
    began = time.monotonic()
    actions = read_purpose(purpose)
    assert actions and time.monotonic() - began < 1


@settings(budget, max_examples=300)
@given(st.text(alphabet="results voting meeting held on ofthe:-.12Jan", max_size=2_000).map(lambda t: t * 10))
@example("poll " * 4_000)
@example("meeting " * 2_500)
@example("results of the " * 1_300)
def test_a_meetings_purpose_of_any_text_is_read_at_once(purpose: str):
    began = time.monotonic()
    is_results(purpose), what_is_told(purpose), new_day(purpose)
    assert time.monotonic() - began < 1
