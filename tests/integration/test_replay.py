"""However files come, and however often: the same rows. And any past state can be made again."""

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from bhavhouse.archive import offers
from bhavhouse.clock import IST
from bhavhouse.errors import UsageError
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import Report, ingest
from bhavhouse.pipelines.publish import publish
from bhavhouse.pipelines.replay import rebuild, rebuild_as_of
from bhavhouse.simulate import SimulationSummary, simulate
from bhavhouse.sources import Cadence
from houses import (
    assert_same_rows,
    backfill,
    lake_files,
    open_house,
    published_rows,
    rows_of,
)

RATINGS = ("marts.rating_change_current", "marts.target_prices")
BY_RECEIPT = ["feed_seq", "version", "status", "source", "evidence_count"]


@pytest.fixture(scope="module")
def market(tmp_path_factory) -> SimulationSummary:
    """Two months of 24 securities, with restated files and a hole."""
    return simulate(tmp_path_factory.mktemp("market") / "exchange", 40, 24, 11)


@pytest.fixture(scope="module")
def whole(market: SimulationSummary, tmp_path_factory) -> House:
    """The house that took all of it at once; read it, do not change it."""
    house = open_house(tmp_path_factory.mktemp("whole") / "home", market.out)
    backfill(house, market.first_session, market.last_session)
    return house


@dataclass(frozen=True)
class Restated:
    """A house to which the restated files came after all others."""

    house: House
    before: dict[str, pa.Table]  # what it published without them
    moment: datetime  # then
    names: set[str]
    report: Report  # of their coming


@pytest.fixture(scope="module")
def restated(market: SimulationSummary, tmp_path_factory) -> Restated:
    folder = tmp_path_factory.mktemp("restated")
    archive, aside = folder / "archive", folder / "aside"
    shutil.copytree(market.out, archive)
    shutil.move(archive / "nse/restated", aside)
    names = {path.name for path in aside.iterdir()}
    house = open_house(folder / "home", archive)
    backfill(house, market.first_session, market.last_session)
    before, moment = published_rows(house), datetime.now(UTC)
    shutil.move(aside, archive / "nse/restated")
    report = backfill(house, market.first_session, market.last_session)
    return Restated(house, before, moment, names, report)


@pytest.fixture
def copied(whole: House, tmp_path: Path) -> House:
    """A copy of the whole house, to be changed."""
    shutil.copytree(whole.settings.home, tmp_path / "home")
    return open_house(tmp_path / "home", *whole.settings.archives)


def without_receipt(rows: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The rating feed tells in the order of receipt; what it tells last of each event is compared."""
    kept = {name: table for name, table in rows.items() if name != "marts.rating_change_feed"}
    for name in RATINGS:
        table = kept[name]
        table = table.drop_columns([column for column in BY_RECEIPT if column in table.column_names])
        kept[name] = table.sort_by([(column, "ascending") for column in table.column_names])
    return kept


def priced(house: House) -> set[tuple[str, str, str]]:
    """The lake's files but for those that tell the order of receipt."""
    return {file for file in lake_files(house) if not re.search("rating|target", file[0])}


def test_a_second_run_changes_nothing(copied, market):
    rows, files = published_rows(copied), lake_files(copied)
    backfill(copied, market.first_session, market.last_session)  # its files lie elsewhere than the copy's
    warehouse = copied.settings.warehouse
    stamp, size = warehouse.stat().st_mtime_ns, len(list(copied.settings.home.rglob("*")))
    report = backfill(copied, market.first_session, market.last_session)
    assert (report.received, report.landed) == (0, 0) and report.offered > 100
    assert warehouse.stat().st_mtime_ns == stamp and len(list(copied.settings.home.rglob("*"))) == size
    assert_same_rows(published_rows(copied), rows)
    assert lake_files(copied) == files


def test_a_correction_that_came_before_what_it_corrects_stands(tmp_path, archive):
    """Feeds are received in any order; the vendor's own clock says which version is the later one."""
    header = "id,published_at,updated,ticker,firm,action,rating_prior,rating_current\n"
    moment = datetime(2025, 6, 16, 10, tzinfo=IST)
    stamps = [int((moment + timedelta(days=n)).timestamp()) for n in (0, 1)]
    lines = [
        f"e1,{moment.isoformat()},{stamps[0]},S01,Banyan,Upgrades,Hold,Buy\n",
        f"e1,{moment.isoformat()},{stamps[1]},S01,Banyan,Downgrades,Hold,Sell\n",
    ]
    house = open_house(tmp_path / "home", archive.folder)
    for day, line in ((17, lines[1]), (16, lines[0])):
        archive.full(date(2025, 6, day), [(f"S{n:02d}", "EQ", 10.0, 11.0) for n in range(12)])
        archive.put(f"rating_changes_2025-06-{day}.csv", (header + line).encode())
        backfill(house, date(2025, 6, day), date(2025, 6, day))
    (current,) = rows_of(house, "marts.rating_change_current").to_pylist()
    assert current["to_grade"] == "Sell" and current["direction"] == "downgrade"


def test_files_one_by_one_give_the_same_rows(market, tmp_path):
    """Every file of a week arrives alone, newest first; lists come last."""
    week = market.first_session, market.first_session + timedelta(7)
    archive = tmp_path / "archive"
    archive.mkdir()
    shutil.copy(market.out / "archive.json", archive)
    one, at_once = open_house(tmp_path / "one", archive), open_house(tmp_path / "at_once", market.out)
    backfill(at_once, *week)
    offered = offers([market.out], *week)
    lists = [o for o in offered if o.feed.cadence is Cadence.REFERENCE]
    daily = sorted((o for o in offered if o not in lists), key=lambda o: o.day, reverse=True)
    assert len(daily) >= 14 and len(lists) > 5
    for offer in [*daily, *lists]:
        place = archive / offer.path.relative_to(market.out)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(offer.path, place)
        ingest(one, *week)
    build(one)
    publish(one)
    got, wanted = (without_receipt(published_rows(house)) for house in (one, at_once))
    assert_same_rows(got, wanted)
    assert priced(one) == priced(at_once)


def test_a_restated_file_that_comes_later_gives_what_it_would_have_given_at_once(restated, whole):
    house, before, names = restated.house, restated.before, restated.names
    assert len(names) >= 2
    assert not before["marts.breadth_history"].equals(rows_of(whole, "marts.breadth_history"))
    assert restated.report.received == restated.report.landed == len(names)
    assert_same_rows(without_receipt(published_rows(house)), without_receipt(published_rows(whole)))
    kept = [r for r in house.ledger.receipts("nse_full") if r.name in names and r.verdict == "accepted"]
    assert len(kept) == 2 * len(names) and all(house.raw.path(r.sha256).exists() for r in kept)


def test_a_rebuild_needs_raw_alone_and_gives_the_same_rows_and_the_same_files(copied, market, tmp_path):
    rows, files = published_rows(copied), lake_files(copied)
    names = {file for _, _, file in files}
    shutil.rmtree(copied.settings.lake)
    copied.settings.warehouse.unlink()
    bare = tmp_path / "bare"  # an archive of no files
    bare.mkdir()
    shutil.copy(market.out / "archive.json", bare)
    house = open_house(copied.settings.home, bare)
    done = rebuild(house)
    assert done.changed == 0 and done.files == len(files)
    assert_same_rows(published_rows(house), rows)
    assert {file for _, _, file in lake_files(house)} == names


def test_as_of_a_moment_before_a_restatement_the_old_rows_come_back(restated):
    house, new = restated.house, published_rows(restated.house)
    assert not restated.before["marts.breadth_history"].equals(new["marts.breadth_history"])
    then = rebuild_as_of(house, restated.moment)
    assert then.warehouse != house.settings.warehouse
    past = open_house(then.warehouse.parent, *house.settings.archives)
    assert_same_rows(published_rows(past), restated.before)
    assert_same_rows(published_rows(house), new)  # the present stays as it is


def test_as_of_a_moment_only_what_the_world_could_have_is_there(copied, market):
    """A session's file is out at its usual hour: an hour before, the session is not known."""
    day = date(2025, 2, 12)
    for hour, last in ((12, date(2025, 2, 11)), (20, day)):
        then = rebuild_as_of(copied, datetime(2025, 2, 12, hour, tzinfo=IST))
        past = open_house(then.warehouse.parent, market.out)
        sessions = rows_of(past, "core.dim_session")["session"]
        assert pc.max(sessions).as_py() == last and pc.min(sessions).as_py() == market.first_session
        events = rows_of(past, "marts.rating_change_feed")["published_at"].to_pylist()
        assert events and max(events) <= datetime(2025, 2, 12, hour, tzinfo=IST)


def test_as_of_a_moment_before_anything_is_wrong_usage(copied):
    with pytest.raises(UsageError, match="nothing was known"):
        rebuild_as_of(copied, datetime(1999, 1, 1, tzinfo=UTC))
