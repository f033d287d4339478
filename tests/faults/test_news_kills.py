"""An ingest of articles killed anywhere and run again tells what one tells that nobody disturbed."""

import json
import signal
import sqlite3
import time
from pathlib import Path

import pyarrow as pa
import pytest

from bhavhouse.pipelines.articles import ingest_articles
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import publish
from bhavhouse.pipelines.status import verify
from forks import fork_command
from houses import open_house, select

MOMENTS = {
    "while articles are received": "select count(*) > 3 from receipt",
    "when articles have landed": "select count(*) > 20 from partition where dataset = 'article'",
    "when they have been read": "select count(*) > 0 from partition where dataset = 'reading'",
    "when the feed has told": "select count(*) > 0 from partition where dataset = 'rating_log'",
    "when evidence is there": "select count(*) > 0 from partition where dataset = 'marts.rating_evidence'",
    "when claims are checked": "select count(*) > 0 from partition where dataset = 'marts.claim_checks'",
}
TOLD = {
    "marts.rating_change_feed": "*",
    "marts.rating_evidence": "*",
    "marts.claim_checks": "*",
    "marts.article_sessions": "*",
    "core.article_fact": "* exclude (read_at, known_order, retracted_order)",
}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty articles, of which each tenth is a copy of the one before."""
    folder = tmp_path_factory.mktemp("news")
    for n in range(30):
        of = n - 1 if n % 10 == 9 else n
        text = (
            f"Jefferies upgraded Titan{of} Works to Buy from Hold on Friday; CLSA cut Wipro{of} to Sell.\n"
            f"The former rose {of + 1}.5% to Rs {1000 + of * 7} while the latter fell {of + 2}.25%."
        )
        article = {
            "url": f"https://p{n}.example/a",
            "text": text,
            "published_at": "2026-01-23T11:00:00+05:30",
        }
        (folder / f"{n:02}.jsonl").write_text(json.dumps(article))
    return folder


def run(house: House, news: Path) -> None:
    ingest_articles(house, [news])
    build(house)
    publish(house)


def told(house: House) -> dict[str, pa.Table]:
    return {
        name: select(house, f"select {columns} from {name} order by all") for name, columns in TOLD.items()
    }


def has_come(home: Path, sql: str) -> bool:
    try:
        with sqlite3.connect(f"file:{home / 'ledger.sqlite'}?mode=ro", uri=True, timeout=1) as ledger:
            return bool(ledger.execute(sql).fetchone()[0])
    except sqlite3.Error:
        return False


def test_killed_at_each_step_and_run_again_it_tells_the_same(news, tmp_path):
    (tmp_path / "archive").mkdir()
    undisturbed, house = (open_house(tmp_path / name, tmp_path / "archive") for name in ("calm", "killed"))
    run(undisturbed, news)
    kills = 0
    for sql in MOMENTS.values():
        process, _ = fork_command(house, "news", "ingest", str(news))
        until = time.monotonic() + 60
        while process.is_alive() and time.monotonic() < until and not has_come(house.settings.home, sql):
            time.sleep(0.001)
        process.kill()
        process.join()
        kills += process.exitcode == -signal.SIGKILL
    assert kills >= len(MOMENTS) - 1
    house = open_house(house.settings.home, tmp_path / "archive")
    run(house, news)
    assert verify(house) == []
    found, expected = told(house), told(undisturbed)
    assert expected["marts.rating_change_feed"].num_rows > 30
    for name in TOLD:
        assert found[name].equals(expected[name]), name
