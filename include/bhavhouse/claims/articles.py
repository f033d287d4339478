"""Articles as landed -> core.article: versions of each, and clusters of those that tell one story.

Two texts are one story where their 5-word shingles agree by 0.7 (Jaccard) and their figures by 0.8: reports
that are written from a template differ in figures. Candidates come from MinHash bands; each text is held
against the first of its bucket alone, so that a flood of copies stays linear. Clusters are connected
components of the texts held, so the order of receipt does not count; a new text may join two clusters.
"""

import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from bhavhouse.contracts.articles import ARTICLE
from bhavhouse.market.tables import table_of
from bhavhouse.sources.articles import host_of
from bhavhouse.sources.readings import reading_day, text_id

METHOD = "1"  # of what is below; another one makes the table anew
_SHINGLE_WORDS = 5
_BANDS, _ROWS = 16, 4
_LIKE_WORDS, _LIKE_FIGURES = 0.7, 0.8
_PRIME = np.uint64(4_294_967_311)
_CHANCE = np.random.default_rng(20_250_101)
_FACTORS = _CHANCE.integers(1, 2**31, (_BANDS * _ROWS, 1), np.uint64)
_OFFSETS = _CHANCE.integers(0, 2**31, (_BANDS * _ROWS, 1), np.uint64)
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NEVER = datetime.max.replace(tzinfo=UTC)


def article_id(row: Mapping[str, Any]) -> str:
    """The id of an article: by its address, else by its text."""
    named = row["canonical_url"] or f"text {row['text']}"
    return hashlib.sha256(named.encode()).hexdigest()[:20]


def article_versions(landed: Iterable[Mapping[str, Any]], entries: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of lake.article and lake.article_entry -> core.article."""
    told: dict[str, datetime] = {}
    for entry in entries:
        if at := entry["published_at"]:
            told[entry["canonical_url"]] = min(at, told.get(entry["canonical_url"], at))
    found: dict[str, dict[tuple[Any, str], dict[str, Any]]] = defaultdict(dict)
    for row in sorted(landed, key=lambda r: (r["received_order"] or 0, r["delivery"], r["at_line"])):
        of_one = found[article_id(row)]
        held = of_one.setdefault((row["title"], row["text"]), {**row, "first_seen_at": row["received_at"]})
        held["first_seen_at"] = min(held["first_seen_at"] or _NEVER, row["received_at"] or _NEVER)
        for name in ("published_at", "published_source", "publisher"):
            held[name] = row[name] if held[name] is None else held[name]
    rows: list[dict[str, Any]] = []
    for id_, versions in found.items():
        for n, row in enumerate(versions.values(), 1):
            is_latest = n == len(versions)
            if row["published_at"] is None and (at := told.get(row["canonical_url"] or "")):
                row |= {"published_at": at, "published_source": "feed"}
            seen = row["first_seen_at"]
            rows.append(
                {
                    **row,
                    "article_id": id_,
                    "version": n,
                    "is_latest": is_latest,
                    "first_seen_at": None if seen == _NEVER else seen,
                }
            )
            rows[-1]["reading_id"] = text_id(row["text"], reading_day(rows[-1]["published_at"]))
    _cluster(rows)
    names = {c.name for c in ARTICLE.columns}
    return table_of(ARTICLE, [{k: v for k, v in row.items() if k in names} for row in rows])


def _cluster(rows: list[dict[str, Any]]) -> None:
    """Gives each row its cluster, and what the cluster counts."""
    leader = clusters({(r["article_id"], r["text"]) for r in rows})
    members: dict[str, set[str]] = defaultdict(set)
    publishers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        row["cluster_id"] = leader[row["article_id"]]
        members[row["cluster_id"]].add(row["article_id"])
        url = row["canonical_url"]
        publishers[row["cluster_id"]].add(host_of(url) if url else row["publisher"] or "")
    for row in rows:
        row["cluster_articles"] = len(members[row["cluster_id"]])
        row["cluster_publishers"] = len(publishers[row["cluster_id"]] - {""})


def clusters(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """(id, text) pairs, several to an id where it has versions -> id -> least id of its cluster."""
    ordered = sorted(texts)
    parent = {id_: id_ for id_, _ in ordered}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    first: dict[tuple[int, bytes], int] = {}
    sketches = [_shingles(text) for _, text in ordered]
    for n, (id_, text) in enumerate(ordered):
        for bucket in _buckets(sketches[n]):
            m = first.setdefault(bucket, n)
            other, other_text = ordered[m]
            one, two = root(id_), root(other)
            if one != two and _alike(sketches[n], sketches[m], text, other_text):
                parent[max(one, two)] = min(one, two)
    return {id_: root(id_) for id_ in parent}


def _shingles(text: str) -> np.ndarray[Any, Any]:
    words = _WORD.findall(text.casefold())
    most = max(len(words) - _SHINGLE_WORDS + 1, 1)
    return np.unique(
        np.array(
            [zlib.crc32(" ".join(words[n : n + _SHINGLE_WORDS]).encode()) for n in range(most)], np.uint64
        )
    )


def _buckets(shingles: np.ndarray[Any, Any]) -> list[tuple[int, bytes]]:
    least = np.full(_BANDS * _ROWS, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(shingles), 4_096):
        part = shingles[start : start + 4_096]
        least = np.minimum(least, ((_FACTORS * part + _OFFSETS) % _PRIME).min(axis=1))
    return [(n, least[n * _ROWS : (n + 1) * _ROWS].tobytes()) for n in range(_BANDS)]


def _alike(one: np.ndarray[Any, Any], two: np.ndarray[Any, Any], text: str, other: str) -> bool:
    shared = len(np.intersect1d(one, two, assume_unique=True))
    if shared < _LIKE_WORDS * (len(one) + len(two) - shared):
        return False
    figures, others = set(_FIGURE.findall(text)), set(_FIGURE.findall(other))
    return len(figures & others) >= _LIKE_FIGURES * len(figures | others)
