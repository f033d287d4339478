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
from bhavhouse.files import code_digest
from bhavhouse.market.tables import table_of
from bhavhouse.models import ALL, Step
from bhavhouse.progress import progress
from bhavhouse.verdicts.asked import CHECKED
from bhavhouse.verdicts.checked import (
    OF_ARTICLE,
    OF_FACT,
    Article,
    Row,
    articles_of,
    date_articles,
    wanted_of,
)
from bhavhouse.verdicts.checked import checks as checked
from bhavhouse.verdicts.conflicts import Conflicts, against_themselves
from bhavhouse.verdicts.market import TABLES, Market, add_sessions, market_of

if TYPE_CHECKING:
    from bhavhouse.pipelines.build import Job

_A_TURN = 500  # articles
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
        print_ = hashlib.sha256(
            "\n".join([code_digest(Path(verdicts.__file__).parent), *files]).encode()
        ).hexdigest()
        if all(self._job.is_current(contract, ALL, print_) for contract in _MADE):
            return
        for contract, table in zip(_MADE, self._tables(), strict=True):
            checks.require(contract, table)
            self._job.store(contract, {ALL: (table, print_)})

    def _tables(self) -> list[pa.Table]:
        """The tables, in the order of _MADE; articles are taken some at a time, to bound the memory."""
        stands = pc.field("retracted_at").is_null() & pc.field("kind").isin([*CHECKED, "result_scheduled"])
        facts = self._read(ARTICLE_FACT.name, OF_FACT, stands).sort_by("article_id")
        articles = self._read(ARTICLE.name, OF_ARTICLE, pc.field("is_latest")).sort_by("article_id")
        made: list[list[pa.Table]] = [[table_of(contract, ())] for contract in _MADE]
        if articles.num_rows:
            names = (pc.unique(facts[name]).to_pylist() for name in ("security_id", "index_as_printed"))
            market = market_of(self._read, wanted_of(*names))
            conflicts = Conflicts(market)
            with progress("checking claims", articles.num_rows) as advance:
                for first in range(0, articles.num_rows, _A_TURN):
                    some = articles.slice(first, _A_TURN)
                    of = facts.filter(
                        pc.is_in(facts["article_id"], value_set=some["article_id"].combine_chunks())
                    )
                    rows = self._rows(articles_of(of.to_pylist(), some.to_pylist()), market, conflicts)
                    for contract, tables, told in zip(_MADE, made, rows, strict=True):
                        tables.append(table_of(contract, told))
                    advance(some.num_rows)
        return [
            pa.concat_tables(tables).sort_by([(name, "ascending") for name in contract.grain])
            for contract, tables in zip(_MADE, made, strict=True)
        ]

    def _rows(self, articles: list[Article], market: Market, conflicts: Conflicts) -> tuple[list[Row], ...]:
        add_sessions(market, self._read, date_articles(articles, market))
        apart = [row for article in articles for row in conflicts.of(article)]
        spoken = against_themselves(apart)
        claims = list(checked(articles, market))
        for row in claims:
            if row["verdict"] != "not_checkable" and (told := spoken.get(row["claim_id"])):
                row["reason"] += f"; its own article: {told}"
        evidence = [row for article in articles for row in _evidence_rows(article)]
        return claims, [_session_row(article) for article in articles], evidence, apart

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
