"""Articles and their readings -> core.article_fact: what was stated, since when, until when.

An article's text may change, and a better grammar may read the same text otherwise. The states of an article
follow each other: the first reading of its first version, later readings of it, the first reading of its next
version ... A fact stands from the first state that holds it to the first that does not.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bhavhouse.clock import indian_day
from bhavhouse.contracts.news import STATED

_STATED = tuple(dict.fromkeys(column.name for column, _ in STATED))
_EVIDENCE = ("quote", "quote_start", "quote_end", "rule", "rule_version", "grammar", "confidence")
_OF_ARTICLE = ("article_id", "cluster_id", "publisher", "canonical_url", "published_at")


@dataclass(frozen=True)
class Meaning:
    """Which security a printed name is, or why that is open."""

    security_id: str | None
    method: str | None
    candidates: str | None = None


@dataclass(frozen=True)
class _State:
    since: datetime
    order: int
    version: int
    facts: dict[str, dict[str, Any]]


def article_facts(
    articles: Iterable[Mapping[str, Any]],
    readings: Iterable[Mapping[str, Any]],
    meaning: Callable[[str, date], Meaning],
    session_of: Callable[[datetime | None, date | None], date | None],
) -> Iterator[dict[str, Any]]:
    """Rows of core.article and lake.extracted_fact -> rows of core.article_fact.

    `meaning` resolves a printed name as of a day, `session_of` tells a session by moment, else by day.
    """
    read: dict[str, dict[int, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in readings:
        read[row["text_id"]][row["received_order"]].append(row)
    versions: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in articles:
        versions[row["article_id"]].append(row)
    for rows in versions.values():
        rows.sort(key=lambda r: r["version"])
        for fact in _standing(list(_states(rows, read))):
            article = rows[-1]
            day = fact["stated_on"] or indian_day(article["published_at"] or rows[0]["first_seen_at"])
            printed = fact["company_as_printed"]
            found = meaning(printed, day) if printed else Meaning(None, None)
            yield {
                **fact,
                "fact_id": fact_id(article["article_id"], fact.pop("key")),
                **{name: article[name] for name in _OF_ARTICLE},
                "security_id": found.security_id,
                "resolved_by": found.method,
                "candidates": found.candidates,
                "session": session_of(article["published_at"], fact["stated_on"]),
            }


def _states(
    rows: list[Mapping[str, Any]], read: Mapping[str, Mapping[int, list[Mapping[str, Any]]]]
) -> Iterator[_State]:
    held = [sorted(read.get(row["reading_id"], {}).items()) for row in rows]
    for n, (row, readings) in enumerate(zip(rows, held, strict=True)):
        # Once the next version is read, further readings of this one tell nothing about the article.
        end = min((later[0][0] for later in held[n + 1 :] if later), default=None)
        for place, (order, facts) in enumerate(readings):
            if place and end is not None and order >= end:
                break
            seen = row["first_seen_at"]
            first = row["published_at"] or seen if n == 0 else seen
            since = facts[0]["received_at"] if place else first
            yield _State(since, order, row["version"], _keyed(facts))


def _keyed(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Facts by what they state; a fact that is stated twice has two keys."""
    times: Counter[tuple[Any, ...]] = Counter()
    found = {}
    for row in sorted(rows, key=lambda r: r["at_line"]):
        if row["kind"]:
            what = (row["kind"], *(row[name] for name in _STATED))
            times[what] += 1
            found[repr((*what, times[what]))] = dict(row)
    return found


def _standing(states: list[_State]) -> Iterator[dict[str, Any]]:
    open_: dict[str, dict[str, Any]] = {}
    told: Counter[str] = Counter()
    done = []
    for state in states:
        for key in [key for key in open_ if key not in state.facts]:
            done.append({**open_.pop(key), "retracted_at": state.since, "retracted_order": state.order})
        for key, row in state.facts.items():
            if key in open_:
                continue
            told[key] += 1
            open_[key] = {
                **{name: row[name] for name in ("kind", *_STATED, *_EVIDENCE)},
                "key": key,
                "assertion": told[key],
                "article_version": state.version,
                "known_at": state.since,
                "known_order": state.order,
                "known_line": row["at_line"],
                "read_at": row["received_at"],
                "retracted_at": None,
                "retracted_order": None,
            }
    yield from (*done, *open_.values())


def fact_id(article_id: str, key: str) -> str:
    """The id of a fact: by its article and what it states."""
    return hashlib.sha256(f"{article_id} {key}".encode()).hexdigest()[:20]
