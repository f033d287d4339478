"""What articles are read as, from bytes alone."""

import random
from datetime import UTC, date, datetime

import pytest

from bhavhouse.errors import MalformedFile
from bhavhouse.sources import NEWS
from bhavhouse.sources.articles import canonical_url, decoded, moment_in, repaired
from bhavhouse.sources.feed import Asked


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://m.x.example/amp/a/?utm_source=q&id=3#f", "https://x.example/a?id=3"),
        ("https://www.x.example/a.amp.html", "https://x.example/a.html"),
        ("https://x.example/a?b=2&a=1", "https://x.example/a?a=1&b=2"),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("https://user@x.example/", None),
        ("https://[", None),
    ],
)
def test_an_address_has_one_form(url: str, canonical: str | None):
    assert canonical_url(url) == canonical


def test_only_what_is_mojibake_is_mended():
    assert repaired("â‚¹500 crore â€“ up") == "₹500 crore – up"
    assert repaired("₹500\xa0crore – “up” naïve café") == "₹500\xa0crore – “up” naïve café"
    assert repaired("a\u202eb\u2066c\x00d\r\ne") == "abcd\ne"


def test_bytes_are_read_by_what_they_declare_or_are():
    assert decoded("₹".encode()) == "₹"
    assert decoded("₹".encode("utf-16")) == "₹"
    assert decoded(b"caf\xe9") == "café"
    assert "हिन्दी" in decoded(b"\xff\xfe" + "हिन्दी".encode("utf-16-le"))
    with pytest.raises(MalformedFile):
        decoded(b"PK\x03\x04....")


def test_a_time_without_zone_is_indian_and_a_day_is_no_time():
    assert moment_in("2026-02-12T15:45:00") == datetime(2026, 2, 12, 10, 15, tzinfo=UTC)
    assert moment_in("Thu, 12 Feb 2026 15:45:00 GMT") == datetime(2026, 2, 12, 15, 45, tzinfo=UTC)
    assert moment_in("2026-02-12") is moment_in("9999-12-31T23:59:59-12:00") is moment_in("::") is None


def test_a_page_cannot_pass_for_another_hosts_article():
    body = "".join(f"<p>Company {n} rose {n} per cent on good results today.</p>" for n in range(9))
    html = f"<head><link rel=canonical href='https://good.example/a'></head><article>{body}</article>"
    page = NEWS["article"].parse(html.encode(), Asked("https://bad.example/x", date(2026, 1, 1)))
    assert page.table["canonical_url"].to_pylist() == ["https://bad.example/x"]


@pytest.mark.parametrize(
    ("feed", "name"),
    [("article", n) for n in ("a.txt", "a.html", "a.jsonl")] + [("article_feed", "https://x.example/rss")],
)
def test_arbitrary_bytes_are_rows_or_refused(feed: str, name: str):
    chance = random.Random(7)
    pieces = [
        b"<p>",
        b"</div>",
        b'{"text":"',
        b'"}',
        b"\n",
        b"\0",
        b"\xff",
        b"<![CDATA[",
        b"<item>",
        b"<rss version='2.0'>",
        b"&#x110000;",
        b"<meta charset=rot13>",
        b"word " * 20,
        b"<!--",
        b"<link>http://[</link>",
    ]
    for _ in range(150):
        payload = b"".join(chance.choices(pieces, k=chance.randrange(30)))
        try:
            found = NEWS[feed].parse(payload, Asked(name, date(2026, 1, 1)))
        except MalformedFile as refusal:
            assert str(refusal)
        else:
            found.table.validate(full=True)
