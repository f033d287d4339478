"""Each DAG, run once by a real Airflow on a small simulated exchange."""

import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.pipelines.publish import publish
from dags.installation import DAGS, TRUE_SESSIONS, Installation, Runner, files, priced, rows
from houses import open_house

pytestmark = pytest.mark.airflow
SESSIONS = "select session from marts.breadth_history where universe = 'nse_all' order by session"
# When we received something differs between two runs; nothing else may.
OF_THIS_RUN = {"last_received_at"}


def published(home: Path) -> dict[str, list[tuple]]:
    tables = rows(
        home, "select table_schema, table_name from information_schema.tables where table_schema <> 'main'"
    )
    found = {}
    for schema, table in tables:
        columns = [c for c, *_ in rows(home, f"describe {schema}.{table}") if c not in OF_THIS_RUN]
        listed = ", ".join(f'"{c}"' for c in columns)
        found[f"{schema}.{table}"] = rows(home, f"select {listed} from {schema}.{table} order by all")
    return found


@pytest.fixture(scope="module")
def backfilled(runner: Runner, exchange: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("backfilled")
    assert runner.run("market_backfill", home, exchange)["state"] == "success"
    return home


def test_every_file_is_a_dag_of_its_name_and_none_fails_to_import(runner: Runner):
    names = sorted(path.stem for path in DAGS.glob("*.py"))
    assert names == ["market_backfill", "market_daily", "market_sweep", "news_events", "reference_refresh"]
    assert runner.ask() == {"dags": names, "errors": {}}


def test_a_backfill_through_airflow_gives_the_rows_of_the_library(
    backfilled: Path, exchange: Path, tmp_path: Path
):
    house = open_house(tmp_path, exchange)
    ingest(house, date.min, date.max)
    build(house)
    publish(house)
    through_airflow, called_directly = published(backfilled), published(tmp_path)
    assert through_airflow.keys() == called_directly.keys()
    for table in through_airflow:
        assert through_airflow[table] == called_directly[table], table
    assert rows(backfilled, SESSIONS) == [(day,) for day in priced(exchange)]


def test_a_backfill_run_twice_changes_nothing(backfilled: Path, exchange: Path, runner: Runner):
    before = (backfilled / "warehouse.duckdb").stat()
    assert runner.run("market_backfill", backfilled, exchange)["state"] == "success"
    assert (backfilled / "warehouse.duckdb").stat() == before


def test_a_backfill_takes_the_interval_and_the_feeds_it_is_given(
    runner: Runner, exchange: Path, tmp_path: Path
):
    conf = {"from": "2026-01-12", "to": "2026-02-03", "feeds": ["nse_full"]}
    assert runner.run("market_backfill", tmp_path, exchange, conf=conf)["state"] == "success"
    taken = {receipt.feed for receipt in open_house(tmp_path).ledger.receipts()}
    assert taken == {"nse_full"}
    days = priced(exchange, date(2026, 1, 12), date(2026, 2, 3))
    assert rows(tmp_path, SESSIONS) == [(day,) for day in days]


def test_a_dry_run_takes_nothing(runner: Runner, exchange: Path, tmp_path: Path):
    done = runner.run("market_backfill", tmp_path, exchange, conf={"dry_run": True})
    assert (done["state"], done["tasks"]["build"]) == ("success", ["skipped"])
    assert not open_house(tmp_path).ledger.receipts()
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_a_feed_that_is_not_known_fails_before_anything_is_taken(
    runner: Runner, exchange: Path, tmp_path: Path
):
    done = runner.run("market_backfill", tmp_path, exchange, conf={"feeds": ["nse_ful"]})
    assert (done["state"], done["tasks"]["plan"]) == ("failed", ["failed"])
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_a_refused_file_fails_the_run_after_the_rest_is_published(
    runner: Runner, exchange: Path, tmp_path: Path
):
    damaged = tmp_path / "archive"
    shutil.copytree(exchange, damaged)
    gone = next(day for day, kinds in files(exchange).items() if kinds == "full index")
    broken = damaged / "nse" / "sec_bhavdata_full" / f"sec_bhavdata_full_{gone:%d%m%Y}.csv"
    broken.write_bytes(b"<html>Resource not found</html>")
    home = tmp_path / "home"
    done = runner.run("market_backfill", home, damaged)
    assert done["state"] == "failed"
    assert (done["tasks"]["publish"], done["tasks"]["verdict"]) == (["success"], ["failed"])
    assert rows(home, SESSIONS) == [(day,) for day in priced(exchange) if day != gone]
    refused = [r.name for r in open_house(home).ledger.receipts() if r.verdict == "malformed"]
    assert refused == [broken.name]


def test_one_run_of_market_daily_heals_more_than_two_weeks_of_outage(
    runner: Runner, exchange: Path, tmp_path: Path
):
    tmp_path, directly = tmp_path / "home", open_house(tmp_path / "directly", exchange)
    first = runner.run("market_daily", tmp_path, exchange, partition_key="2026-01-14")
    assert (first["state"], first["partition_key"]) == ("success", "2026-01-14")
    assert rows(tmp_path, SESSIONS)[-1] == (date(2026, 1, 14),)
    begun = rows(tmp_path, SESSIONS)[0][0]
    later = runner.run("market_daily", tmp_path, exchange, partition_key="2026-02-02")
    assert later["state"] == "success"
    days = priced(exchange, begun, date(2026, 2, 2))
    assert rows(tmp_path, SESSIONS) == [(day,) for day in days]
    # The rows are those of a house that saw no outage.
    ingest(directly, date.min, date(2026, 2, 2), ["rating_change"])
    ingest(directly, begun, date(2026, 2, 2))
    build(directly)
    publish(directly)
    healed, undisturbed = published(tmp_path), published(directly.settings.home)
    for table in ("marts.breadth_history", "marts.rating_change_feed", "core.fact_daily_price"):
        assert healed[table] == undisturbed[table], table


def test_market_daily_by_hand_takes_the_latest_session_and_needs_no_file(
    runner: Runner, exchange: Path, tmp_path: Path
):
    done = runner.run("market_daily", tmp_path, exchange)
    assert (done["state"], done["partition_key"]) == ("success", None)
    assert rows(tmp_path, SESSIONS) == []


def test_reference_refresh_takes_the_lists_alone(runner: Runner, exchange: Path, tmp_path: Path):
    assert runner.run("reference_refresh", tmp_path, exchange)["state"] == "success"
    held = rows(tmp_path, "select feed from marts.data_freshness where days > 0 order by feed")
    assert {"nse_industry", "nse_master", "nse_official_action", "nse_symbol_change"} <= {f for (f,) in held}
    assert not {"nse_full", "nse_udiff", "rating_change"} & {f for (f,) in held}


def test_news_events_fills_the_rating_feed(runner: Runner, exchange: Path, tmp_path: Path):
    assert runner.run("news_events", tmp_path, exchange)["state"] == "success"
    ((versions, last),) = rows(tmp_path, "select count(*), max(feed_seq) from marts.rating_change_feed")
    assert versions == last > 0
    assert rows(tmp_path, "select feed from marts.data_freshness where days > 0") == [("rating_change",)]


def test_news_events_takes_articles_to_the_feed_and_reads_an_interval_again(
    runner: Runner, exchange: Path, tmp_path: Path
):
    news = tmp_path / "news"
    news.mkdir()
    article = {
        "text": "Jefferies upgraded Titan to Buy from Hold on Friday. It likes the jewellery arm's margins.",
        "published_at": "2026-01-23T16:10:00+05:30",
        "url": "https://news.example/titan",
    }
    (news / "one.jsonl").write_text(json.dumps(article))
    assert runner.run("news_events", tmp_path, exchange, news=news)["state"] == "success"
    told = (
        "select company_as_printed, status, effective_session from marts.rating_change_feed "
        "where firm = 'Jefferies' and source like 'http%'"
    )
    assert rows(tmp_path, told) == [("Titan", "active", date(2026, 1, 27))]
    interval = {"from": "2026-01-01", "to": "2026-01-31"}
    done = runner.run("news_events", tmp_path, exchange, news=news, conf=interval)
    assert done["state"] == "success" and rows(tmp_path, told) == [("Titan", "active", date(2026, 1, 27))]


def test_airflows_own_backfill_makes_a_run_for_each_true_session(runner: Runner, tmp_path: Path):
    shutil.copy(runner.before_any_run, tmp_path / "airflow.db")
    interval = ["--from-date", "2026-01-12", "--to-date", "2026-02-03"]
    Installation(tmp_path).cli("backfill", "create", "--dag-id", "market_daily", *interval)
    with sqlite3.connect(tmp_path / "airflow.db") as tables:
        made = tables.execute("select partition_key, run_type from dag_run order by partition_key").fetchall()
    assert made == [(session, "backfill") for session in TRUE_SESSIONS]
