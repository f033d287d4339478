"""Every kind of bad input, for each feed it makes sense for: it names itself and harms nothing else."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bhavhouse.archive import Offer, offers
from bhavhouse.errors import MalformedFile, Refused
from bhavhouse.ledger import QUARANTINE, RECEIPT, Partition
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import Report, ingest
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked
from corpus.good import EVERY, REPORT, WORKBOOK, Good, good_files
from corpus.mutations import MUTATIONS, Gets, Mutation
from corpus.page import page
from houses import open_house

START, END = date(2015, 1, 1), date(2024, 12, 31)
FLOOR = 40
Held = dict[str, dict[str, Partition]]  # current partitions of each feed by key
SLOWEST_SECONDS, MOST_MEGABYTES = 10.0, 700
CASES = [(mutation, kind) for mutation in MUTATIONS for kind in mutation.feeds]
DAYS = [session.day for session in expected_sessions(START, END)][: len(CASES)]
# What says how a row came, not what it says.
_DEEP = ("a", "folder", "far", "below")
_HOW = {"delivery", "at_line", "received_order", "received_at", "line"}


@dataclass(frozen=True)
class Case:
    """A bad file on a session of its own, and what came of it."""

    mutation: Mutation
    good: Good
    folder: Path

    @property
    def gets(self) -> Gets:
        return self.mutation.outcome(self.good.kind)


@dataclass(frozen=True)
class Taken:
    """A house that was offered every bad file at once, each beside a good one."""

    house: House
    report: Report
    held: Held  # when all was taken in
    cases: dict[tuple[str, str], Case]
    log: str
    seconds: float
    before: dict[Path, tuple[int, int]]
    root: Path


@pytest.fixture(scope="module")
def goods(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Good]:
    return good_files(tmp_path_factory.mktemp("exchange") / "files")


@pytest.fixture(scope="module")
def taken(goods: dict[str, Good], tmp_path_factory: pytest.TempPathFactory) -> Taken:
    root = tmp_path_factory.mktemp("corpus")
    cases = _written(root / "archive", goods)
    (root / "another").mkdir()
    (root / "another" / "file").write_text("of nobody here")
    # Deep, so that a name that climbs out of the home still ends in a folder that is looked at.
    house = open_house(root.joinpath(*_DEEP, "home"), root / "archive")
    before = _files_outside(house, root)
    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())
    logger = logging.getLogger("bhavhouse")
    logger.addHandler(handler)
    began = time.monotonic()
    report = ingest(house, START, END)
    seconds = time.monotonic() - began
    logger.removeHandler(handler)
    return Taken(house, report, _held(house), cases, "\n".join(records), seconds, before, root)


def _written(folder: Path, goods: dict[str, Good]) -> dict[tuple[str, str], Case]:
    """Every case in a folder of its own, with a good file beside it."""
    folder.mkdir()
    (folder / "archive.json").write_text(json.dumps({"minimum_rows": FLOOR}))
    cases = {}
    for (mutation, kind), day in zip(CASES, DAYS, strict=True):
        good, place = goods[kind].of_day(day), folder / f"{day}"
        mutation.place(place, good)
        beside = _beside(goods, good)
        (place / "beside").mkdir(parents=True)
        (place / "beside" / beside.name).write_bytes(beside.payload)
        cases[mutation.name, kind] = Case(mutation, good, place)
    return cases


def _beside(goods: dict[str, Good], good: Good) -> Good:
    """A good file of another feed for the same day."""
    return goods["nse_index_close" if good.kind != "nse_index_close" else "nse_full"].of_day(good.day)


def _files_outside(house: House, root: Path) -> dict[Path, tuple[int, int]]:
    home = house.settings.home
    found = [path for path in root.rglob("*") if home not in (path, *path.parents)]
    return {path: (path.lstat().st_size, path.lstat().st_mtime_ns) for path in found if not path.is_dir()}


def _held(house: House) -> Held:
    return {feed: house.ledger.partitions(feed) for feed in FEEDS}


def _landed(house: House, held: Held, good: Good) -> list[dict[str, Any]]:
    """The rows that stand for a file's day and feed; a delivery is known by its name."""
    start = good.name if good.is_event else f"{good.day}"
    found = [partition for key, partition in held[good.feed].items() if key.startswith(start)]
    return [row for partition in found for row in house.lake.get(partition.file).to_pylist()]


def _plain(rows: list[dict[str, Any]]) -> Counter[Any]:
    return Counter(tuple((k, v) for k, v in row.items() if k not in _HOW) for row in rows)


def _good_rows(good: Good) -> Counter[Any]:
    parsed = FEEDS[good.feed].parse(good.payload, Asked(good.name, good.day, FLOOR))
    assert not parsed.breaches and parsed.table.num_rows >= (1 if good.kind in REPORT else 10)
    return _plain(parsed.table.to_pylist())


def _receipt(house: House, case: Case) -> Any:
    query = RECEIPT.select().where(RECEIPT.c.feed == case.good.feed, RECEIPT.c.day == case.good.day)
    found = house.ledger.rows(query)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(("name", "kind"), [(m.name, kind) for m, kind in CASES])
def test_a_bad_file_gets_what_the_corpus_says(taken: Taken, name: str, kind: str):
    case = taken.cases[name, kind]
    gets, good = case.gets, case.good
    rows = _plain(_landed(taken.house, taken.held, good))
    told = [text for text in taken.report.failures if str(case.folder) + "/" in text]
    if gets.what == "passed by":
        assert not rows and not told
        assert gets.says in taken.log
        return
    receipt = _receipt(taken.house, case)
    quarantine = taken.house.ledger.rows(
        QUARANTINE.select().where(QUARANTINE.c.receipt_id == receipt.receipt_id)
    )
    if gets.what == "file refused":
        assert (receipt.verdict, gets.says in receipt.reason) == (gets.verdict, True), receipt.reason
        assert not rows
        refusals = [text for text in taken.report.refused if str(case.folder) + "/" in text]
        assert len(refusals) == 1 and good.name in refusals[0] and gets.says in refusals[0]
        assert told == ([] if gets.verdict == "stale" else refusals)
        return
    assert receipt.verdict == "accepted", receipt.reason
    assert not told
    assert len({row.line for row in quarantine}) == gets.lines, quarantine
    # A row may break several checks.
    assert len({row.line for row in quarantine if gets.says in row.reason}) == gets.lines, quarantine
    if gets.row is not None and gets.lines:
        assert {row.line for row in quarantine} == {good.line_of(gets.row)}
    expected = _good_rows(good)
    if gets.exact:
        assert not rows - expected
    assert rows.total() == expected.total() - gets.lost * good.rows_a_line


@pytest.mark.parametrize(("name", "kind"), [(m.name, kind) for m, kind in CASES])
def test_the_good_file_beside_it_lands(taken: Taken, goods: dict[str, Good], name: str, kind: str):
    case = taken.cases[name, kind]
    beside = _beside(goods, case.good)
    assert _plain(_landed(taken.house, taken.held, beside)) == _good_rows(beside)


def test_nothing_outside_the_home_is_written_or_changed(taken: Taken):
    assert taken.before and _files_outside(taken.house, taken.root) == taken.before


def test_what_is_recorded_can_be_printed_on_one_line(taken: Taken):
    reasons = [receipt.reason for receipt in taken.house.ledger.receipts()]
    assert len(reasons) > 500
    assert all("\n" not in reason and "\x00" not in reason for reason in reasons)


def test_taking_them_in_again_changes_nothing(taken: Taken):
    assert ingest(taken.house, START, END).received == 0


def test_a_bad_file_takes_no_row_from_a_session_that_was_good_before(goods, tmp_path):
    first, later = tmp_path / "first", tmp_path / "later"
    cases = []
    for (mutation, kind), day in zip(CASES, DAYS, strict=True):
        good, gets = goods[kind].of_day(day), mutation.outcome(kind)
        if mutation.heavy or good.is_event or not (gets.what == "file refused" or gets.lost):
            continue
        (first / good.place).parent.mkdir(parents=True, exist_ok=True)
        (first / good.place).write_bytes(good.payload)
        mutation.place(later / f"{day}", good)
        cases.append(Case(mutation, good, later / f"{day}"))
    for folder in (first, later):
        (folder / "archive.json").write_text(json.dumps({"minimum_rows": FLOOR}))
    assert ingest(open_house(tmp_path / "home", first), START, END).failures == []
    house = open_house(tmp_path / "home", later)
    assert len(ingest(house, START, END).refused) > 100
    assert len(cases) > 150
    held = _held(house)
    for case in cases:
        told = case.mutation.name, case.good.kind
        assert _plain(_landed(house, held, case.good)) == _good_rows(case.good), told


@pytest.mark.parametrize(
    ("name", "kind", "status", "says"),
    [
        ("a web page", "nse_full", 1, "a web page"),
        ("wrong date inside", "nse_full", 0, "its rows are of"),
        ("a formula", "nse_full", 0, "1 rows in quarantine"),
        ("a folder named like a file", "nse_full", 0, "1 missing"),
    ],
)
def test_the_exit_status_says_whether_a_file_was_refused(goods, archive, run, name, kind, status, says):
    day = date(2025, 6, 18)
    archive.put("archive.json", json.dumps({"minimum_rows": FLOOR}).encode())
    next(m for m in MUTATIONS if m.name == name).place(archive.folder, goods[kind].of_day(day))
    ended, out, err = run("ingest", "--from", f"{day}", "--to", f"{day}")
    assert says in out + err
    assert ended == status


_MEASURE = """
import sys, time
from datetime import date
from pathlib import Path
from bhavhouse.archive import offers
from bhavhouse.errors import Refused
from bhavhouse.sources.feed import Asked

def peak():  # of this program; what rusage tells begins with its parent's
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])

before, began = peak(), time.monotonic()
for offer in offers([Path(sys.argv[1])], date.min, date.max):
    try:
        offer.feed.parse(offer.read(), Asked(offer.name, offer.day, 40))
    except Refused:
        pass
print((peak() - before) / 1024, time.monotonic() - began)
"""


@pytest.mark.parametrize(
    ("name", "kind"), [(m.name, m.feeds[0]) for m in MUTATIONS if m.heavy], ids=lambda value: value
)
def test_a_giant_costs_bounded_time_and_memory(goods, tmp_path, name, kind):
    next(m for m in MUTATIONS if m.name == name).place(tmp_path, goods[kind].of_day(DAYS[0]))
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(tmp_path)], capture_output=True, text=True, check=True
    )
    megabytes, seconds = map(float, done.stdout.split())
    assert megabytes < MOST_MEGABYTES and seconds < SLOWEST_SECONDS


def test_a_file_that_may_not_be_read_is_refused_and_says_so(goods):
    good = goods["nse_full"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / good.name).write_bytes(good.payload)
        (folder / good.name).chmod(0)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)  # who may do all is told nothing
        try:
            (offer,) = offers([folder], date.min, date.max)
            with pytest.raises(MalformedFile, match=r"the file cannot be read: .*Permission denied"):
                offer.read()
        finally:
            if is_root:
                os.seteuid(0)


def test_no_bad_file_takes_long(taken: Taken):
    for (name, kind), case in taken.cases.items():
        began = time.monotonic()
        for offer in _offers(case):
            try:
                offer.feed.parse(offer.read(), Asked(offer.name, offer.day, FLOOR))
            except Refused:
                continue
        assert time.monotonic() - began < SLOWEST_SECONDS, (name, kind)


def _offers(case: Case) -> Iterator[Offer]:
    yield from offers([case.folder], date.min, date.max, frozenset([case.good.feed]))


def test_the_corpus_is_as_large_as_it_should_be():
    names = [m.name for m in MUTATIONS]
    assert len(names) == len(set(names)) and len(names) >= 40
    assert {kind for m in MUTATIONS for kind in m.feeds} == {*EVERY, *WORKBOOK}
    # A feed joins the corpus or says here why its files cannot be spoiled that way.
    others = {
        "nse_symbol_change", "nse_industry", "nse_holiday", "nse_bundle_etf",
    }  # fmt: skip
    assert {Good(kind, START, b"").feed for kind in (*EVERY, *WORKBOOK)} == set(FEEDS) - others


def test_the_page_says_what_the_corpus_says():
    text = (Path(__file__).parents[2] / "docs" / "bad-inputs.md").read_text()
    assert text == page(), "write it anew: .venv/bin/python -m corpus.page, in tests/"
