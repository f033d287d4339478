"""Articles over real folders and real HTTP on this machine: landed once, clustered, refused where bad."""

import gzip
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bhavhouse.fetch.client import Limits
from bhavhouse.ledger import RECEIPT
from bhavhouse.pipelines.articles import Span, ingest_articles
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import publish
from houses import open_house, select
from web import Site, redirect, reply, serve, tagged

NOW = datetime(2026, 2, 13, 6, tzinfo=UTC)
QUICK = Limits(file_seconds=5.0, attempts=2, back_off_seconds=0.01, pause_seconds=0.0)
WORDS = [
    f"Company {n} rose {n}.{n} per cent after results of quarter {n} were declared." for n in range(1, 30)
]
STORY = " ".join(WORDS)


def page(story: str = STORY, head: str = "") -> bytes:
    body = "".join(f"<p>{line}.</p>" for line in story.split(". "))
    return (
        f"<html><head><title>Shares rise</title>{head}</head><body><nav>Home Markets</nav>"
        f"<article><h1>Shares rise</h1>{body}</article><footer>About us</footer></body></html>"
    ).encode()


def feed(*links: str, at: str = "Thu, 12 Feb 2026 15:45:00") -> bytes:
    items = "".join(
        f"<item><title>T</title><link>{u}</link><pubDate>{at} +0530</pubDate></item>" for u in links
    )
    return f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


def house_of(home: Path, *news: Path | str) -> House:
    house = open_house(home)
    folders = tuple(n for n in news if isinstance(n, Path))
    return House(
        replace(house.settings, news=folders, news_urls=tuple(n for n in news if isinstance(n, str)))
    )


def shown(house: House) -> list[dict]:
    build(house)
    publish(house)
    return select(house, "select * from marts.articles order by title, canonical_url").to_pylist()


def test_a_feed_leads_to_pages_that_land_once(site: Site, tmp_path: Path):
    link = site.put("/amp/story?utm_source=x", tagged(page(), '"1"'))
    feed_url = site.put("/rss", tagged(feed(link), '"f"'))
    house = house_of(tmp_path / "home", feed_url)
    report = ingest_articles(house, limits=QUICK, now=NOW)
    assert (report.landed, report.failures, report.refused) == (2, [], [])
    (row,) = shown(house)
    assert row["canonical_url"] == f"https://127.0.0.1:{site.port}/story"
    assert row["published_at"] == datetime(2026, 2, 12, 10, 15, tzinfo=UTC)
    assert row["published_source"] == "feed"
    again = ingest_articles(house, limits=QUICK, now=NOW + timedelta(days=1))
    assert (again.landed, again.received, shown(house)) == (0, 0, [row])
    assert site.headers[-1]["if-none-match"] == '"1"'


def test_a_changed_page_is_a_new_version(site: Site, tmp_path: Path):
    link = site.put("/story", reply(200, page()), reply(200, page(STORY + " One more line was added here.")))
    house = house_of(tmp_path / "home", site.put("/rss", reply(200, feed(link))))
    ingest_articles(house, limits=QUICK, now=NOW)
    ingest_articles(house, limits=QUICK, now=NOW + timedelta(hours=1))
    assert site.times("/story") == 1
    ingest_articles(house, limits=QUICK, now=NOW + timedelta(hours=7))
    (row,) = shown(house)
    assert row["version"] == 2


def test_robots_redirects_and_packed_answers_are_refused(site: Site, tmp_path: Path):
    site.put("/robots.txt", reply(200, b"User-agent: *\nDisallow: /private"))
    links = [
        site.put("/private/a", reply(200, page())),
        site.put("/file", redirect("file:///etc/passwd")),
        site.put("/inner", redirect("http://127.0.0.2:1/x")),
        site.put("/packed", reply(200, gzip.compress(bytes(10**7)), {"Content-Encoding": "gzip"})),
    ]
    house = house_of(tmp_path / "home", site.put("/rss", reply(200, feed(*links))))
    report = ingest_articles(house, limits=QUICK, now=NOW)
    assert (report.landed, len(report.refused), report.failures) == (1, 4, [])
    assert "robots.txt" in report.refused[0] and "neither http" in report.refused[1]
    assert "no address of the open internet" in report.refused[2]
    assert site.times("/private/a") == 0


@pytest.mark.parametrize(
    "body", [b"", b"<html>no feed</html>", b"<rss version='2.0'>" + b"<item/>" * 1_000_000]
)
def test_a_feed_that_is_none_is_a_failure(body: bytes, site: Site, tmp_path: Path):
    house = house_of(tmp_path / "home", site.put("/rss", reply(200, body)))
    assert ingest_articles(house, limits=QUICK, now=NOW).failures


def test_bad_files_name_themselves_and_good_ones_beside_them_land(tmp_path: Path):
    news = tmp_path / "news" / "deep" / "er"
    news.mkdir(parents=True)
    bad = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 100,
        "packed.html": gzip.compress(page()),
        "nested.html": b"<div>" * 100_000 + STORY.encode(),
        "wide.html": b"<p>a</p>" * 300_000,
        "huge.html": b"a" * (9 * 2**20),
        "scripts.html": b"<script>alert('" + b"x" * 10_000 + b"')</script>",
        "bomb.html": b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><p>&b;</p>",
    }
    for name, body in bad.items():
        (news / name).write_bytes(body)
    (news / "good.txt").write_text(f"Headline\n{STORY}")
    house = house_of(tmp_path / "home", tmp_path / "news")
    began = time.monotonic()
    report = ingest_articles(house)
    assert time.monotonic() - began < 30
    assert (report.landed, len(report.refused)) == (1, len(bad))
    assert {r.name for r in house.ledger.rows(RECEIPT.select()) if r.verdict == "malformed"} == set(bad)
    assert [row["title"] for row in shown(house)] == ["Headline"]


def test_copies_are_one_cluster_and_a_template_with_other_figures_is_not(tmp_path: Path):
    other = STORY.replace("1", "7").replace("2", "9")
    told = [
        {"url": "https://one.example/a", "text": STORY, "published_at": "2026-02-12T15:45:00"},
        {"url": "https://two.example/b?fbclid=1", "text": "Agency copy. " + STORY},
        {"url": "https://two.example/c", "text": other},
        {"text": 5},
    ]
    lines = [json.dumps(row) for row in told]
    found = []
    for n, order in enumerate((lines, lines[::-1])):
        path = tmp_path / f"{n}" / "articles.jsonl"
        path.parent.mkdir()
        path.write_text("\n".join([*order, *order[:0]]))
        house = house_of(tmp_path / f"home{n}", path.parent)
        report = ingest_articles(house)
        assert report.quarantined == 1 and report.refused  # one of four rows is too many
        path.write_text("\n".join(line for line in order if '"text": 5' not in line))
        assert ingest_articles(house).rows == 3
        found.append({r["canonical_url"]: r for r in shown(house)})
    one = found[0]
    a, b, c = (one[f"https://{x}"] for x in ("one.example/a", "two.example/b", "two.example/c"))
    assert a["cluster_id"] == b["cluster_id"] != c["cluster_id"]
    assert (a["cluster_articles"], a["cluster_publishers"]) == (2, 2)
    assert a["published_at"] == datetime(2026, 2, 12, 10, 15, tzinfo=UTC)
    assert {u: r["cluster_id"] for u, r in found[1].items()} == {u: r["cluster_id"] for u, r in one.items()}


def test_only_the_days_asked_for_land(tmp_path: Path):
    news = tmp_path / "news"
    news.mkdir()
    for day in (11, 12):
        row = {
            "url": f"https://one.example/{day}",
            "text": f"{day} {STORY}",
            "published_at": f"2026-02-{day}T09:00",
        }
        (news / f"{day}.jsonl").write_text(json.dumps(row))
    house = house_of(tmp_path / "home", news)
    wanted = datetime(2026, 2, 12, tzinfo=UTC).date()
    assert ingest_articles(house, span=Span(wanted, wanted)).landed == 1
