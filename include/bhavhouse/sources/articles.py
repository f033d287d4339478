"""Articles as text, HTML or JSON lines -> lake.article; an RSS or Atom document -> lake.article_entry.

JSON lines hold one object an article: `text` or `html`, and where known `url`, `title`, `publisher` and
`published_at`. What a page says of itself is a claim: its canonical link counts on its own host alone.
"""

import codecs
import hashlib
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import ftfy
import pyarrow as pa
from ftfy.badness import badness
from lxml import etree
from lxml import html as lxml_html

from bhavhouse.clock import IST
from bhavhouse.contracts import Contract
from bhavhouse.contracts.articles import ARTICLE_ENTRY, LAKE_ARTICLE
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.errors import MalformedFile
from bhavhouse.sources.build import shaped
from bhavhouse.sources.feed import Asked, Breach, Cadence, Feed, Parsed, pattern, shown

LARGEST_PAGE_BYTES = 8 * 2**20
LARGEST_FEED_BYTES = 4 * 2**20
_LARGEST_LINES_BYTES = 64 * 2**20
_MOST_ELEMENTS, _MOST_ENTRIES, _MOST_CHARACTERS, _FEWEST_CHARACTERS = 50_000, 2_000, 500_000, 40
_LONGEST_TITLE, _LONGEST_URL = 500, 2_000
_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
# C0 and C1 controls, marks that turn the direction of text, invisible spaces, halves of characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|_ga|ref|ref_src|cmpid|amp|outputtype", re.I
)
_OTHER_HOSTS = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+")
_BINARY = (b"\x1f\x8b", b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x7fELF")


def host_of(url: str) -> str:
    """The host without www, m, mobile and amp."""
    return _OTHER_HOSTS.sub("", (urlsplit(url).hostname or "").rstrip("."))


def canonical_url(url: str | None) -> str | None:
    """The one form of an article's address, https; None where it is no http address."""
    if not url or len(url) > _LONGEST_URL:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = host_of(url.strip()), parts.port
        if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
            return None
        pairs = [p for p in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(p[0])]
    except ValueError:
        return None
    path = re.sub(r"^/amp(?=/)|/amp/?$|\.amp(?=\.html?$)", "", parts.path).rstrip("/")
    query = urlencode(sorted(pairs), errors="replace")
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    found = f"https://{place}{path}" + (f"?{query}" if query else "")
    return None if _INVISIBLE.search(found) or re.search(r"\s", found) else found


def repaired(text: str) -> str:
    """`text` without invisible characters, its line ends plain, clear mojibake undone."""
    if (before := badness(text)) and badness(mended := ftfy.fix_encoding(text)) < before:
        text = mended
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def decoded(payload: bytes) -> str:
    """The text of these bytes by their mark, what they declare, or as UTF-8 and else Windows-1252.

    Raises MalformedFile where they are no text.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if payload.startswith(mark):
            return payload.decode(name, "replace").removeprefix("\ufeff")
    if payload.startswith(_BINARY) or payload[:65_536].count(0):
        raise MalformedFile("bytes that are no text")
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        declared = _CHARSET.search(payload[:4_096])
    for name in ([declared[1].decode()] if declared else []) + ["cp1252"]:
        name = "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else name
        try:
            if codecs.lookup(name)._is_text_encoding:
                return payload.decode(name, "replace")
        except (LookupError, UnicodeError, ValueError):
            continue
    raise MalformedFile("bytes that are no text")


def moment_in(printed: str | None) -> datetime | None:
    """The moment in `printed`, in ISO's or a mail's form; None where it tells no time of day."""
    printed = (printed or "").strip()[:64]
    if ":" not in printed:
        return None
    try:
        found = datetime.fromisoformat(printed)
    except ValueError:
        try:
            found = parsedate_to_datetime(printed)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        found = (found if found.tzinfo else found.replace(tzinfo=IST)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return found if _EARLIEST <= found <= _LATEST else None


def _page(text: str, url: str | None) -> dict[str, Any]:
    """What a page says. Raises MalformedFile where it has no main text, or too many elements."""
    import trafilatura  # here, as it takes a second and most commands read no page

    if text.count("<") > 4 * _MOST_ELEMENTS:
        raise MalformedFile(f"more than {_MOST_ELEMENTS:,} elements")
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
            raise MalformedFile(f"more than {_MOST_ELEMENTS:,} elements")
        told = _told(tree, text, url)
        found = trafilatura.bare_extraction(tree, include_comments=False, deduplicate=False)
    except (etree.LxmlError, ValueError, AssertionError, TypeError, AttributeError) as error:
        raise MalformedFile(f"a page that cannot be read: {type(error).__name__}") from None
    except RecursionError:
        raise MalformedFile("a page nested too deeply") from None
    main = getattr(found, "text", None)
    if not main:
        raise MalformedFile("a page without a main text")
    return {**told, "text": main}


def _told(tree: Any, text: str, url: str | None) -> dict[str, Any]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.lower(), meta.get("content") or "")
    links = [x.get("href") for x in tree.iter("link") if (x.get("rel") or "").lower() == "canonical"]
    try:
        link = urljoin(url or "", next((x for x in links if x), metas.get("og:url", "")).strip())
    except ValueError:
        link = ""
    canonical = canonical_url(link)
    if url and (not canonical or host_of(canonical) != host_of(url)):
        canonical = canonical_url(url)
    title = metas.get("og:title") or next((t.text_content() for t in tree.iter("title")), "")
    linked = re.search(r'"datePublished"\s*:\s*"([^"]{1,64})"', text)
    times = [
        metas.get(name) for name in ("article:published_time", "datepublished", "publish-date", "pubdate")
    ]
    published = next(
        (at for t in [*times[:1], linked and linked[1], *times[1:]] if (at := moment_in(t))), None
    )
    return {
        "url": url or canonical,
        "canonical_url": canonical,
        "title": title,
        "publisher": metas.get("og:site_name"),
        "published_at": published,
        "published_source": "page" if published else None,
    }


def _text(text: str) -> dict[str, Any]:
    first, _, rest = text.strip().partition("\n")
    return {"title": first if rest.strip() and len(first) <= 200 else None, "text": text}


def _finished(row: dict[str, Any]) -> dict[str, Any]:
    """Cleaned; raises MalformedFile where too little or too much text is left."""
    for name in ("title", "publisher"):
        row[name] = " ".join(repaired((row.get(name) or "")[:_LONGEST_TITLE]).split()) or None
    row["text"] = repaired(row["text"])
    if len(row["text"].strip()) < _FEWEST_CHARACTERS:
        raise MalformedFile(f"fewer than {_FEWEST_CHARACTERS} characters of text")
    if len(row["text"]) > _MOST_CHARACTERS:
        raise MalformedFile(f"more than {_MOST_CHARACTERS:,} characters of text")
    if not row["publisher"] and row.get("canonical_url"):
        row["publisher"] = host_of(row["canonical_url"])
    return row


def parse(payload: bytes, asked: Asked) -> Parsed:
    """An article file or page -> its articles. Raises MalformedFile where it holds none that can be read."""
    name = asked.name.lower()
    is_page = name.startswith(("http://", "https://"))
    is_lines = name.endswith(".jsonl") and not is_page
    largest = _LARGEST_LINES_BYTES if is_lines else LARGEST_PAGE_BYTES
    if len(payload) > largest:
        raise MalformedFile(f"larger than {largest // 2**20} MiB")
    if not payload.strip():
        raise MalformedFile("the file is empty")
    breaches: list[Breach] = []
    if is_lines:
        found = list(_lines(payload, breaches))
    elif name.endswith(".txt") and not is_page:
        found = [{**_finished(_text(decoded(payload))), "line": 1}]
    else:
        found = [{**_finished(_page(decoded(payload), asked.name if is_page else None)), "line": 1}]
    return _shaped(LAKE_ARTICLE, found, payload, asked, breaches)


def _lines(payload: bytes, breaches: list[Breach]) -> Iterator[dict[str, Any]]:
    for line, raw in enumerate(payload.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if not raw.strip():
            continue
        try:
            told = json.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError):
            breaches.append(Breach(line, "", shown(raw[:200].decode("utf-8", "replace")), "no JSON object"))
            continue
        row, breach = _object(line, told)
        if breach:
            breaches.append(breach)
        else:
            yield row


def _object(line: int, told: Any) -> tuple[dict[str, Any], Breach | None]:
    if not isinstance(told, dict):
        return {}, Breach(line, "", "", "no JSON object")
    names = ("url", "title", "publisher", "published_at", "text", "html")
    for name in names:
        if told.get(name) is not None and not isinstance(told[name], str):
            return {}, Breach(line, name, "", "no text")
    if not told.get("text") and not told.get("html"):
        return {}, Breach(line, "text", "", "neither text nor html")
    url, printed = told.get("url") or None, told.get("published_at")
    if url and not canonical_url(url):
        return {}, Breach(line, "url", shown(url), "no address of the form https://host/...")
    at = moment_in(printed)
    if printed and not at and ":" in printed:
        return {}, Breach(
            line, "published_at", shown(printed), "no time of the form 2026-02-12T15:45:00+05:30"
        )
    try:
        found = {"text": told["text"]} if told.get("text") else _page(told["html"], url)
        row = {**found, **{n: told[n] for n in ("title", "publisher") if told.get(n)}, "line": line}
        if url:
            row |= {
                "url": shown(url, _LONGEST_URL),
                "canonical_url": found.get("canonical_url") or canonical_url(url),
            }
        if at:
            row |= {"published_at": at, "published_source": "json"}
        return _finished(row), None
    except MalformedFile as error:
        return {}, Breach(line, "text" if told.get("text") else "html", "", str(error))


def parse_feed(payload: bytes, asked: Asked) -> Parsed:
    """An RSS or Atom document -> its entries. Raises MalformedFile where it is none, or too much of one."""
    import feedparser  # here, as most commands read no feed

    if len(payload) > LARGEST_FEED_BYTES:
        raise MalformedFile(f"larger than {LARGEST_FEED_BYTES // 2**20} MiB")
    if b"\0" in payload or re.search(rb"<!ENTITY", payload, re.I):
        raise MalformedFile("entities or bytes that no feed needs")
    if len(re.findall(rb"<(?:\w{1,20}:)?(?:item|entry)\b", payload, re.I)) > _MOST_ENTRIES:
        raise MalformedFile(f"a feed of more than {_MOST_ENTRIES:,} entries")
    if payload.count(b"<") > 4 * _MOST_ELEMENTS:
        raise MalformedFile(f"more than {4 * _MOST_ELEMENTS:,} tags")
    try:
        # A stream: what is given as text might be taken for an address or a file.
        read = feedparser.parse(io.BytesIO(payload), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # its loose parser raises what it will on what is no feed
        raise MalformedFile(f"no RSS or Atom: {type(error).__name__}") from None
    if not read.get("version"):
        raise MalformedFile("no RSS or Atom")
    breaches: list[Breach] = []
    found = []
    for n, entry in enumerate(read.entries, 1):
        try:
            url = urljoin(asked.name, str(entry.get("link") or "").strip())
        except ValueError:
            url = ""
        canonical = canonical_url(url)
        if canonical is None:
            breaches.append(Breach(1, "link", shown(url), "no address of the form https://host/..."))
            continue
        row = {"url": url, "canonical_url": canonical, "line": n}
        row["title"] = " ".join(repaired(str(entry.get("title") or "")[:_LONGEST_TITLE]).split()) or None
        row["publisher"] = host_of(canonical)
        row["published_at"] = moment_in(entry.get("published"))
        row["updated_at"] = moment_in(entry.get("updated"))
        found.append(row)
    return _shaped(ARTICLE_ENTRY, found, payload, asked, breaches)


def _shaped(
    contract: Contract, found: list[dict[str, Any]], payload: bytes, asked: Asked, breaches: list[Breach]
) -> Parsed:
    given = {"delivery", "at_line", "received_order", "received_at"}
    schema = [f for f in arrow_schema(contract) if f.name not in given]
    columns = {f.name: pa.array([r.get(f.name) for r in found], f.type) for f in schema}
    columns["line"] = pa.array([r["line"] for r in found], pa.int64())
    delivery = f"{shown(asked.name, _LONGEST_URL)}:{hashlib.sha256(payload).hexdigest()[:12]}"
    return shaped(contract, pa.table(columns), {"delivery": delivery, "at_line": columns["line"]}, breaches)


FEEDS = (
    Feed("article", LAKE_ARTICLE, Cadence.EVENT, pattern(r".+\.(txt|html?|jsonl)|https?://.+"), parse),
    Feed("article_feed", ARTICLE_ENTRY, Cadence.EVENT, pattern(r"https?://.+"), parse_feed),
)
