"""What articles claim, held against the market. The build calls this as one of its steps."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from bhavhouse import checks, verdicts
from bhavhouse.contracts import CONTRACTS
from bhavhouse.contracts.articles import ARTICLE
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.news import ARTICLE_FACT
from bhavhouse.contracts.verdicts import (
    ARTICLE_SESSION_EVIDENCE,
    ARTICLE_SESSIONS,
    CLAIM_CHECKS,
    CLAIM_CONFLICTS,
)
from bhavhouse.market.tables import table_of
from bhavhouse.models import ALL, Step
from bhavhouse.verdicts.checked import Article, articles_of, date_articles, wanted_of
from bhavhouse.verdicts.checked import checks as checked
from bhavhouse.verdicts.conflicts import conflicts, within
from bhavhouse.verdicts.market import TABLES, add_sessions, market_of

if TYPE_CHECKING:
    from bhavhouse.pipelines.build import Job

_MADE = (CLAIM_CHECKS, ARTICLE_SESSIONS, ARTICLE_SESSION_EVIDENCE, CLAIM_CONFLICTS)


class VerdictSteps:
    """The step of a build that makes the tables of verdicts."""

    def __init__(self, job: "Job") -> None:
        self._job = job

    def steps(self) -> list[Step]:
        """What is to be done, with the tables that it reads."""
        return [Step(_MADE, (ARTICLE.name, ARTICLE_FACT.name, *TABLES), self._make)]

    def _make(self) -> None:
        self._job.report.models += len(_MADE)
        reads = (ARTICLE.name, ARTICLE_FACT.name, *TABLES)
        files = [
            f"{name} {file}" for name in reads for file in sorted(self._job.files(CONTRACTS[name]).values())
        ]
        print_ = hashlib.sha256("\n".join([_method(), *files]).encode()).hexdigest()
        if all(self._job.is_current(contract, ALL, print_) for contract in _MADE):
            return
        articles = articles_of(self._job.told(ARTICLE_FACT.name), self._job.told(ARTICLE.name))
        made = self._tables([article for article in articles if article.facts or article.claims])
        for contract, table in zip(_MADE, made, strict=True):
            checks.require(contract, table)
            self._job.store(contract, {ALL: (table, print_)})

    def _tables(self, articles: Sequence[Article]) -> tuple[pa.Table, ...]:
        if not articles:
            return tuple(table_of(contract, ()) for contract in _MADE)
        market = market_of(self._read, wanted_of(articles))
        add_sessions(market, self._read, date_articles(articles, market))
        apart = list(conflicts(articles, market))
        spoken = within(apart)
        rows = list(checked(articles, market))
        for row in rows:
            if row["verdict"] != "not_checkable" and (told := spoken.get(row["claim_id"])):
                row["reason"] += f"; its own article: {told}"
        return (
            table_of(CLAIM_CHECKS, rows),
            table_of(ARTICLE_SESSIONS, map(_session_row, articles)),
            table_of(ARTICLE_SESSION_EVIDENCE, (row for a in articles for row in _evidence_rows(a))),
            table_of(CLAIM_CONFLICTS, apart),
        )

    def _read(self, name: str, columns: Sequence[str], where: pc.Expression | None) -> pa.Table:
        """Some columns and rows of a table, of its files as they are now."""
        contract = CONTRACTS[name]
        files = [
            str(self._job.house.lake.folder / file) for file in sorted(self._job.files(contract).values())
        ]
        schema = arrow_schema(contract)
        if not files:
            return schema.empty_table().select(list(columns))
        return ds.dataset(files, schema=schema, format="parquet").to_table(
            columns=list(columns), filter=where
        )


def _session_row(article: Article) -> dict[str, Any]:
    found = article.dated
    return {
        "article_id": article.article_id,
        "session": found.session,
        "basis": found.basis,
        "is_intraday": found.is_intraday,
        "score": _rounded(found.score),
        "margin": _rounded(found.margin),
        "likeliest": found.likeliest,
        "runner_up": found.runner_up,
        "sessions_tried": found.tried,
    }


def _evidence_rows(article: Article) -> Iterator[dict[str, Any]]:
    for told in article.dated.evidence:
        yield {
            "article_id": article.article_id,
            "session": told.session,
            "claim_id": told.claim_id,
            "computed_value": _rounded(told.computed_value),
            "verdict": told.verdict,
            "weight": _rounded(told.weight),
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 8)


def _method() -> str:
    """Of all that the verdicts depend on besides the tables."""
    files = sorted(p for p in Path(verdicts.__file__).parent.iterdir() if p.suffix in (".py", ".csv"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
