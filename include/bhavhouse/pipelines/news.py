"""What articles and vendors tell -> readings, facts, the rating feed. The build calls these as its steps.

Readings and the log of the feed are kept like deliveries, with a receipt: what was once understood and told
is known for good, whatever later grammars, aliases and files say.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from bhavhouse import checks
from bhavhouse.claims.articles import METHOD, article_versions
from bhavhouse.claims.events import Claim, Events, untold
from bhavhouse.claims.history import article_facts
from bhavhouse.claims.meanings import NAMES, aliases_digest, meanings
from bhavhouse.clock import CLOSE, IST, indian_day, today
from bhavhouse.contracts import CONTRACTS, Contract
from bhavhouse.contracts.articles import ARTICLE, ARTICLE_ENTRY, LAKE_ARTICLE
from bhavhouse.contracts.core import CALENDAR_DAY, RATING_SCALE
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.news import ARTICLE_FACT, EXTRACTED_FACT
from bhavhouse.contracts.ratings import RATING_EVIDENCE, RATING_LOG, VENDOR_RATING
from bhavhouse.market.tables import table_of
from bhavhouse.models import ALL, Step
from bhavhouse.news.grades import direction, ordinal
from bhavhouse.pipelines.articles import Span
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import keep
from bhavhouse.progress import progress
from bhavhouse.sources import OWN
from bhavhouse.sources.rating_log import entries
from bhavhouse.sources.readings import reading, reading_day

if TYPE_CHECKING:
    from bhavhouse.pipelines.build import Job

log = logging.getLogger("bhavhouse")
_TEXTS_A_DELIVERY = 1_000
_RATED = {
    "rating_change": None,
    "technical_call_change": "technical_call",
    "financial_score_change": "financial_trend",
}


class NewsSteps:
    """The steps of a build that make the tables of news."""

    def __init__(self, job: "Job") -> None:
        self._job = job
        self._house = job.house

    def steps(self) -> list[Step]:
        """What is to be done, with the tables that each reads."""
        return [
            Step((ARTICLE,), (LAKE_ARTICLE.name, ARTICLE_ENTRY.name), self._make_articles),
            Step((EXTRACTED_FACT,), (ARTICLE.name,), self._read_articles),
            Step(
                (ARTICLE_FACT,),
                (ARTICLE.name, EXTRACTED_FACT.name, CALENDAR_DAY.name, *NAMES),
                self._make_facts,
            ),
            Step(
                (RATING_LOG, RATING_EVIDENCE),
                (VENDOR_RATING.name, ARTICLE_FACT.name, CALENDAR_DAY.name, RATING_SCALE.name),
                self._tell_ratings,
            ),
        ]

    def _make_articles(self) -> None:
        def made() -> pa.Table:
            return article_versions(self._job.told(LAKE_ARTICLE.name), self._job.told(ARTICLE_ENTRY.name))

        self._make(ARTICLE, (LAKE_ARTICLE, ARTICLE_ENTRY), METHOD, made)

    def _read_articles(self) -> None:
        """Reads the texts that no grammar has read; a new grammar reads old ones when it is asked to."""
        read = set(self._column(EXTRACTED_FACT, "text_id"))
        if set(self._column(ARTICLE, "reading_id")) <= read:
            return
        read_articles(self._house, [a for a in self._job.told(ARTICLE.name) if a["reading_id"] not in read])
        self._job.forget(EXTRACTED_FACT)

    def _make_facts(self) -> None:
        names = [CONTRACTS[name] for name in NAMES]

        def made() -> pa.Table:
            meaning = meanings(self._job.told)
            articles, readings = self._job.told(ARTICLE.name), self._job.told(EXTRACTED_FACT.name)
            facts = article_facts(articles, readings, meaning, partial(_session, self._calendar()))
            return table_of(ARTICLE_FACT, facts)

        self._make(ARTICLE_FACT, (ARTICLE, EXTRACTED_FACT, CALENDAR_DAY, *names), aliases_digest(), made)

    def _tell_ratings(self) -> None:
        def made() -> pa.Table:
            vendors, facts = self._job.told(VENDOR_RATING.name), self._job.told(ARTICLE_FACT.name)
            told = tell_ratings(
                self._house, vendors, facts, self._job.told(RATING_LOG.name), self._calendar()
            )
            self._job.forget(RATING_LOG)
            return evidence_table(told, vendors, facts)

        # Not by the log, to which this alone adds: each telling would call for another look.
        self._make(RATING_EVIDENCE, (VENDOR_RATING, ARTICLE_FACT, CALENDAR_DAY, RATING_SCALE), "1", made)

    def _make(
        self, contract: Contract, reads: Sequence[Contract], method: str, made: Callable[[], pa.Table]
    ) -> None:
        """Makes a table anew where a file that it is made from, or the way of making it, is another."""
        self._job.report.models += 1
        files = sorted(file for read in reads for file in self._job.files(read).values())
        print_ = hashlib.sha256("\n".join([method, f"{arrow_schema(contract)}", *files]).encode()).hexdigest()
        if not self._job.is_current(contract, ALL, print_):
            table = made()
            checks.require(contract, table)
            self._job.store(contract, {ALL: (table, print_)})

    def _column(self, contract: Contract, name: str) -> list[Any]:
        files = self._job.files(contract).values()
        return [value for file in files for value in self._house.lake.get(file, [name])[name].to_pylist()]

    def _calendar(self) -> dict[date, date]:
        return {row["day"]: row["session_on_or_after"] for row in self._job.told(CALENDAR_DAY.name)}


def read_again(house: House, span: Span) -> int:
    """Reads the texts of `span`, by day of publication, else of receipt, that today's grammar has not read.

    What it finds otherwise becomes new versions with the next build. Returns how many texts it has read.
    """
    from bhavhouse.news.extract import GRAMMAR

    rows: list[dict[str, Any]] = []
    for partition in house.ledger.partitions(ARTICLE.name).values():
        rows += house.lake.get(partition.file).to_pylist()
    done = {
        id_
        for partition in house.ledger.partitions("reading").values()
        for id_, grammar in zip(
            *(
                column.to_pylist()
                for column in house.lake.get(partition.file, ["text_id", "grammar"]).columns
            ),
            strict=True,
        )
        if grammar == GRAMMAR
    }
    wanted = [
        row
        for row in rows
        if row["reading_id"] not in done
        and (at := row["published_at"] or row["first_seen_at"])
        and span.holds(indian_day(at))
    ]
    read_articles(house, wanted)
    return len({row["reading_id"] for row in wanted})


def read_articles(house: House, articles: Sequence[Mapping[str, Any]]) -> None:
    """Reads the texts of rows of core.article and keeps what was found, a thousand texts at a time."""
    from bhavhouse.news.extract import GRAMMAR, extract_text  # here, as most builds read nothing new

    texts = {row["reading_id"]: row for row in articles}
    if not texts:
        return
    unread = list(texts.items())
    with progress("reading", len(unread)) as advance:
        for first in range(0, len(unread), _TEXTS_A_DELIVERY):
            lines = []
            for id_, row in unread[first : first + _TEXTS_A_DELIVERY]:
                advance(1)
                try:
                    found = extract_text(row["text"], reading_day(row["published_at"]))
                except Exception:  # a text that finds a fault of the grammar must not stop the others
                    log.exception(
                        "article %s cannot be read; the next build tries it again", row["article_id"]
                    )
                    continue
                lines.append(reading(id_, GRAMMAR, (fact.as_json() for fact in found)))
            if lines:
                keep(house, OWN["reading"], f"readings_{today()}.jsonl", b"".join(lines))


def _session(
    calendar: Mapping[date, date], published_at: datetime | None, stated_on: date | None
) -> date | None:
    """The first session that could act on what is published then; without a moment, on the stated day."""
    if published_at is None:
        return calendar.get(stated_on) if stated_on else None
    at = published_at.astimezone(IST)
    return calendar.get(at.date() + timedelta(1) if at.time() >= CLOSE else at.date())


def tell_ratings(
    house: House,
    vendors: Iterable[Mapping[str, Any]],
    facts: Iterable[Mapping[str, Any]],
    told: Sequence[Mapping[str, Any]],
    calendar: Mapping[date, date],
) -> list[Mapping[str, Any]]:
    """Tells the feed what it has not told yet, and returns all that it has; `told` are rows of the log."""
    claims = [*_of_vendors(vendors), *_of_articles(facts)]
    events = Events(sorted(set(calendar.values())), ordinal).take(claims)
    fresh = list(untold(events.all, told))
    if fresh:
        keep(house, OWN["rating_log"], f"rating_log_{today()}.jsonl", entries(fresh))
        log.info("rating feed: %d new versions, up to %d", len(fresh), fresh[-1]["feed_seq"])
    return [*told, *fresh]


def evidence_table(
    log_: Iterable[Mapping[str, Any]],
    vendors: Iterable[Mapping[str, Any]],
    facts: Iterable[Mapping[str, Any]],
) -> pa.Table:
    """What stands behind each event -> marts.rating_evidence."""
    of = {claim: row["event_id"] for row in log_ for claim in (row["claims"] or "").split()}
    rows: dict[str, dict[str, Any]] = {}
    for vendor in sorted(vendors, key=lambda v: (v["known_at"], v["source"])):
        id_ = vendor["vendor_event_id"]
        rows.setdefault(
            id_,
            {
                "claim_id": id_,
                "origin": "vendor",
                "story": id_,
                "publisher": vendor["firm"],
                "known_at": vendor["known_at"],
                "source": vendor["source"],
            },
        )
    for fact in facts:
        if fact["kind"] in _RATED:
            rows[_claim_id(fact)] = {
                **{
                    name: fact[name]
                    for name in ("publisher", "article_id", "quote", "quote_start", "quote_end")
                },
                **{name: fact[name] for name in ("grammar", "confidence", "known_at", "retracted_at")},
                "claim_id": _claim_id(fact),
                "origin": "article",
                "story": fact["cluster_id"],
                "url": fact["canonical_url"],
                "rule": f"{fact['rule']} {fact['rule_version']}",
                "source": fact["canonical_url"] or fact["article_id"],
            }
    return table_of(RATING_EVIDENCE, [{**row, "event_id": of[id_]} for id_, row in rows.items() if id_ in of])


def _of_vendors(rows: Iterable[Mapping[str, Any]]) -> Iterable[Claim]:
    for row in rows:
        yield Claim(
            claim_id=row["vendor_event_id"],
            origin="vendor",
            order=(row["received_order"], row["at_line"]),
            known_at=row["known_at"],
            received_at=row["received_at"],
            told=row,
            story=row["vendor_event_id"],
            publisher="vendor",
            source=row["source"],
        )


def _of_articles(facts: Iterable[Mapping[str, Any]]) -> Iterable[Claim]:
    for fact in facts:
        if fact["kind"] not in _RATED:
            continue
        source = fact["canonical_url"] or fact["article_id"]
        claim = Claim(
            claim_id=_claim_id(fact),
            origin="article",
            order=(fact["known_order"], fact["known_line"]),
            known_at=fact["known_at"],
            received_at=fact["read_at"],
            told=_told(fact),
            story=fact["cluster_id"],
            publisher=fact["publisher"] or fact["article_id"],
            source=source,
        )
        yield claim
        if fact["retracted_at"]:
            yield replace(
                claim,
                order=(fact["retracted_order"], -1),
                known_at=fact["retracted_at"],
                received_at=None,
                is_retraction=True,
            )


def _claim_id(fact: Mapping[str, Any]) -> str:
    return f"{fact['fact_id']}.{fact['assertion']}"


def _told(fact: Mapping[str, Any]) -> dict[str, Any]:
    scale = fact["scale_id"] or _RATED[fact["kind"]]
    before, after = fact["from_grade"], fact["to_grade"]
    first, last = (ordinal(scale, grade) if scale else None for grade in (before, after))
    steps = last - first if first is not None and last is not None else None
    return {
        "security_id": fact["security_id"],
        "symbol_as_printed": None,
        "company_as_printed": fact["company_as_printed"],
        "rater": "model" if _RATED[fact["kind"]] else fact["rater"],
        "firm": fact["firm"],
        "analyst": None,
        "scale_id": scale if first is not None or last is not None else None,
        "kind": fact["action"] or fact["kind"],
        "from_grade": fact["from_grade"],
        "to_grade": fact["to_grade"],
        "direction": (direction(scale, before, after) if scale else None) or fact["direction"],
        "steps": steps,
        "from_target_inr": None,
        "to_target_inr": None,
        "effective_session": fact["session"],
        "published_at": fact["published_at"],
    }
