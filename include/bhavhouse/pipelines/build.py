"""The lake -> every table of core and marts, as files; only what is stale is made anew."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse import checks, models
from bhavhouse.contracts import CONTRACTS, Build, Contract
from bhavhouse.contracts.actions import (
    ACTION_CANDIDATE,
    CORPORATE_ACTION,
    DIVIDEND,
    ENTITLEMENT,
    PRICE_JUMP,
    RIGHTS_BASIS,
)
from bhavhouse.contracts.articles import LAKE_ARTICLE
from bhavhouse.contracts.bse import SCRIP_LINE
from bhavhouse.contracts.core import CALENDAR_DAY, DIM_SESSION, RATING_SCALE
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.identity import DIM_SECURITY, IDENTITY_QUEUE, SECURITY_IDENTIFIER, SECURITY_LINE
from bhavhouse.contracts.indices import INDEX_NAME
from bhavhouse.contracts.lake import EQUITY_SERIES
from bhavhouse.contracts.lake_indices import (
    BUNDLE_INDEX,
    INDEX_CLOSE,
    INDEX_LEVEL_IMPORT,
    INDEX_SNAPSHOT,
)
from bhavhouse.contracts.measures import REFERENCE_DAY
from bhavhouse.contracts.membership import INDEX_MEMBERSHIP, INDEX_UNMATCHED
from bhavhouse.contracts.rotation import DECLARED_SEGMENT, SECTOR_NAME
from bhavhouse.engines.duckdb import DuckEngine
from bhavhouse.ledger import Partition, make_current, retire
from bhavhouse.market import segments, tables
from bhavhouse.market.actions import (
    Announced,
    as_prices_date,
    candidates,
    corporate_actions,
    official_actions,
)
from bhavhouse.market.identity import (
    Evidence,
    Identity,
    Lists,
    ScripSeen,
    changes_from,
    identify,
    read_decisions,
)
from bhavhouse.market.membership import IndexSources, memberships
from bhavhouse.market.sessions import confirmed, of_nse
from bhavhouse.models import ALL, Dated, Model, Step, Window, fingerprint, month_of, table_digest, window_of
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.news import NewsSteps
from bhavhouse.pipelines.verdicts import VerdictSteps
from bhavhouse.progress import progress
from bhavhouse.sources import RECEIVED

log = logging.getLogger("bhavhouse")
# Bounds the memory of a run. A model that reads little before its window loses nothing by short ones.
_MONTHS_A_RUN, _MONTHS_A_SHORT_RUN = 24, 6
_LITTLE = 21  # sessions


@dataclass
class Report:
    """What a build did."""

    models: int = 0
    files_made: int = 0
    rows_made: int = 0


def build(house: House) -> Report:
    """Makes every stale file of every model, each model after what it reads.

    Raises CheckFailed where a table breaks its contract; what was built before stays.
    """
    # One engine for all models: to open one takes longer than most of them.
    with house.alone("build"), house.ledger.run("build") as figures, DuckEngine() as engine:
        job = Job(house, engine)
        steps = job.steps()
        with progress("building", len(steps)) as advance:
            for step in steps:
                step()
                advance(1)
        figures.update(vars(job.report))
        return job.report


class Job:
    """One build: the sessions it sees, the files of each table so far, what it has made."""

    def __init__(self, house: House, engine: DuckEngine) -> None:
        self.house = house
        self.report = Report()
        self._engine = engine
        self.sessions = confirmed(house.ledger)
        self.days = list(self.sessions)
        self.months = sorted({month_of(day) for day in self.days})
        self._files: dict[str, dict[str, str]] = {}
        self._dated: dict[str, Dated] = {}

    def steps(self) -> list[Callable[[], None]]:
        """What is to be done, each step after those whose tables it reads."""
        worked_out = [
            Step(
                (DIM_SESSION, CALENDAR_DAY, RATING_SCALE),
                ("lake.rating_change", LAKE_ARTICLE.name),
                self._make_calendar,
            ),
            Step((REFERENCE_DAY, INDEX_NAME, SECTOR_NAME, DECLARED_SEGMENT), (), self._make_lists),
            *NewsSteps(self).steps(),
            *VerdictSteps(self).steps(),
            Step(
                (SECURITY_LINE, SCRIP_LINE, SECURITY_IDENTIFIER, DIM_SECURITY, IDENTITY_QUEUE),
                ("core.symbol_seen", "core.scrip_seen"),
                self._make_identity,
            ),
            Step((ENTITLEMENT, DIVIDEND), ("core.symbol_seen", "core.scrip_seen"), self._make_announced),
            Step(
                (CORPORATE_ACTION, ACTION_CANDIDATE),
                (ENTITLEMENT.name, DIVIDEND.name, RIGHTS_BASIS.name, PRICE_JUMP.name, "core.symbol_seen"),
                self._make_actions,
            ),
            Step(
                (INDEX_MEMBERSHIP, INDEX_UNMATCHED),
                (SECURITY_LINE.name, SECURITY_IDENTIFIER.name, DIM_SECURITY.name),
                self._make_memberships,
            ),
        ]
        by_sql = [Step((m.contract,), m.reads, partial(self._make, m)) for m in models.sql_models()]
        return [step.make for step in models.in_order([*worked_out, *by_sql])]

    # Files

    def files(self, contract: Contract) -> dict[str, str]:
        """Key -> file of every current partition of a table."""
        if contract.name not in self._files:
            if contract.build is Build.LANDED:
                feeds = [feed.name for feed in RECEIVED.values() if feed.contract is contract]
                self._files[contract.name] = {
                    f"{p.key} {feed}": p.file
                    for feed in feeds
                    for p in self.house.ledger.partitions(feed).values()
                }
            else:
                current = self.house.ledger.partitions(contract.name)
                self._files[contract.name] = {p.key: p.file for p in current.values()}
        return self._files[contract.name]

    def rows(self, contract: Contract) -> pa.Table:
        """All rows of a table."""
        found = [self.house.lake.get(file) for file in self.files(contract).values()]
        return pa.concat_tables(found) if found else arrow_schema(contract).empty_table()

    def forget(self, contract: Contract) -> None:
        """Files of a landed table have come since they were looked up."""
        self._files.pop(contract.name, None)

    # SQL models

    def _make(self, model: Model) -> None:
        self.report.models += 1
        if model.contract.build is Build.MONTH:
            self._make_months(model)
        else:
            inputs = [
                f"{n} {file}" for n in model.reads for file in sorted(self.files(CONTRACTS[n]).values())
            ]
            print_ = fingerprint(model, inputs)
            if not self.is_current(model.contract, ALL, print_):
                self.store(model.contract, {ALL: (self._run(model, None), print_)})

    def _make_months(self, model: Model) -> None:
        contract = model.contract
        prints = {m: self._fingerprint(model, window_of(contract, (m,), self.days)) for m in self.months}
        stale = [m for m in self.months if not self.is_current(contract, m, prints[m])]
        most = _MONTHS_A_SHORT_RUN if contract.lookback_sessions <= _LITTLE else _MONTHS_A_RUN
        for months in _runs(stale, self.months, most):
            table = self._run(model, window_of(contract, months, self.days))
            self.store(contract, {m: (_month(contract, table, m), prints[m]) for m in months})
        self._retire(contract, set(self.files(contract)) - set(self.months))

    def _fingerprint(self, model: Model, window: Window) -> str:
        parts: list[str] = []
        for name in model.reads:
            contract = CONTRACTS[name]
            if contract.dated_by and contract.build is Build.WHOLE:
                parts.append(f"{name} {self._digest(contract, window)}")
            else:
                parts += [f"{name} {file}" for file in self._files_of(contract, window)]
        return fingerprint(model, parts)

    def _digest(self, contract: Contract, window: Window) -> str:
        if contract.name not in self._dated:
            self._dated[contract.name] = Dated(contract, self.rows(contract))
        return self._dated[contract.name].digest(window.read_start, window.end)

    def _files_of(self, contract: Contract, window: Window | None) -> list[str]:
        files = self.files(contract)
        if window is None or contract.build is Build.WHOLE:
            return sorted(files.values())
        if contract.build is Build.MONTH:
            first, last = month_of(window.read_start), window.months[-1]
        else:
            first, last = window.read_start.isoformat(), f"{window.end} ~"
        return [file for key, file in sorted(files.items()) if first <= key <= last]

    def _run(self, model: Model, window: Window | None) -> pa.Table:
        for name in model.reads:
            contract = CONTRACTS[name]
            files = [self.house.lake.folder / f for f in self._files_of(contract, window)]
            self._engine.bind(contract, files)
        table = self._engine.rows(model.contract, model.sql, window.parameters if window else {})
        checks.require(model.contract, table)
        return table

    # Storing

    def is_current(self, contract: Contract, key: str, print_: str) -> bool:
        """Whether a table's file is there and was made of what `print_` tells."""
        held = self.house.ledger.partitions(contract.name).get(key)
        return (
            held is not None and held.fingerprint == print_ and (self.house.lake.folder / held.file).exists()
        )

    def store(self, contract: Contract, made: dict[str, tuple[pa.Table, str]]) -> None:
        """Makes these files, with their fingerprints, the table's current ones."""
        partitions = []
        for key, (table, print_) in made.items():
            folder = "" if key == ALL else f"month={key}"
            file = self.house.lake.put(contract.name, folder, table)
            partitions.append(Partition(contract.name, key, file, table.num_rows, print_))
            self.report.files_made += 1
            self.report.rows_made += table.num_rows
        with self.house.ledger.transaction() as connection:
            make_current(connection, partitions)
        self._files.pop(contract.name, None)
        self._dated.pop(contract.name, None)

    def _retire(self, contract: Contract, keys: Iterable[str]) -> None:
        gone = [(contract.name, key) for key in keys]
        if gone:
            with self.house.ledger.transaction() as connection:
                retire(connection, gone)
            self._files.pop(contract.name, None)

    # Tables that code works out

    def keep(self, contract: Contract, table: pa.Table) -> None:
        """Makes `table` the current file, if it is another one."""
        self.report.models += 1
        print_ = table_digest(table)
        if not self.is_current(contract, ALL, print_):
            checks.require(contract, table)
            self.store(contract, {ALL: (table, print_)})

    def _make_calendar(self) -> None:
        articles, changes = self.rows(LAKE_ARTICLE), self.rows(CONTRACTS["lake.rating_change"])
        moments = (changes["published_at"], articles["published_at"], articles["received_at"])
        index_files = (INDEX_CLOSE, BUNDLE_INDEX, INDEX_SNAPSHOT, INDEX_LEVEL_IMPORT)
        of_indices = [date.fromisoformat(key[:10]) for c in index_files for key in self.files(c)]
        events_on = [last.date() for column in moments if (last := pc.max(column).as_py())]
        last = max([*self.days[-1:], *events_on, *of_indices], default=date.min)
        self.keep(DIM_SESSION, tables.dim_session(self.sessions))
        self.keep(
            CALENDAR_DAY,
            tables.calendar_days(self.days, last) if last > date.min else tables.table_of(CALENDAR_DAY, []),
        )
        self.keep(RATING_SCALE, tables.rating_scales())

    def _make_lists(self) -> None:
        self.keep(REFERENCE_DAY, tables.reference_days())
        self.keep(INDEX_NAME, tables.index_names())
        self.keep(SECTOR_NAME, segments.sector_names())
        self.keep(DECLARED_SEGMENT, segments.declared_segments())

    def _make_identity(self) -> None:
        self.keep(SECURITY_LINE, self._identity.lines)
        self.keep(SCRIP_LINE, self._identity.scrips)
        self.keep(SECURITY_IDENTIFIER, self._identity.identifiers)
        self.keep(DIM_SECURITY, self._identity.securities)
        self.keep(IDENTITY_QUEUE, self._identity.queue)

    @cached_property
    def _listed_actions(self) -> list[dict[str, Any]]:
        """Rows of lake.official_action on shares; of the bundle's lines nearly all are of debt."""
        listed = self.rows(CONTRACTS["lake.official_action"])
        is_equity = pc.is_in(listed["series"], value_set=pa.array(EQUITY_SERIES))
        rows: list[dict[str, Any]] = listed.filter(
            pc.and_(is_equity, pc.not_equal(listed["kind"], "other"))
        ).to_pylist()
        return rows

    def _make_announced(self) -> None:
        known = set(self._identity.securities["security_id"].to_pylist())
        bundles = map(date.fromisoformat, self.house.ledger.partitions("nse_bundle_action"))
        announced = Announced(self._listed_actions, self._identity.registry, known, bundles)
        self.keep(ENTITLEMENT, announced.entitlements())
        self.keep(DIVIDEND, announced.dividends())

    def _make_actions(self) -> None:
        listed = official_actions(self.rows(ENTITLEMENT).to_pylist(), self.rows(RIGHTS_BASIS).to_pylist())
        jumps, dividends = self.rows(PRICE_JUMP).to_pylist(), self.rows(DIVIDEND).to_pylist()
        official = as_prices_date(listed, jumps)
        seen = self.rows(CONTRACTS["core.symbol_seen"])
        rights = seen.filter(pc.match_substring(seen["symbol"], "-RE")).to_pylist()
        found = candidates(jumps, official, dividends, rights)
        self.keep(ACTION_CANDIDATE, found)
        self.keep(CORPORATE_ACTION, corporate_actions(official, found))

    def _make_memberships(self) -> None:
        found = memberships(
            IndexSources(
                industry=self.told("lake.industry"),
                pages=self.told("lake.index_constituent"),
                snapshots=self.told("lake.index_snapshot"),
                changes=self.told("lake.index_change"),
                name_changes=self.told("lake.name_change"),
                lines=self.told(SECURITY_LINE.name),
                identifiers=self.told(SECURITY_IDENTIFIER.name),
                securities=self.told(DIM_SECURITY.name),
            )
        )
        self.keep(INDEX_MEMBERSHIP, tables.table_of(INDEX_MEMBERSHIP, found.members))
        self.keep(INDEX_UNMATCHED, tables.table_of(INDEX_UNMATCHED, found.unmatched))

    def told(self, name: str) -> list[dict[str, Any]]:
        """All rows of the table called `name`, as objects."""
        rows: list[dict[str, Any]] = self.rows(CONTRACTS[name]).to_pylist()
        return rows

    @cached_property
    def _identity(self) -> Identity:
        columns = self.rows(CONTRACTS["core.symbol_seen"]).drop_columns("month").to_pydict().values()
        lists = Lists(
            changes_from(self.told("lake.symbol_change")),
            self.told("lake.listed_security"),
            frozenset(self.rows(CONTRACTS["lake.etf_day"])["symbol"].to_pylist()),
            self.told("lake.name_change"),
            self.told("lake.bse_security"),
            self._listed_actions,
            read_decisions(self.house.settings.decisions),
        )
        scrips = self.rows(CONTRACTS["core.scrip_seen"]).drop_columns("month").to_pydict().values()
        return identify(map(Evidence, *columns), lists, of_nse(self.sessions), list(map(ScripSeen, *scrips)))


def _runs(stale: list[str], months: list[str], most: int) -> list[tuple[str, ...]]:
    """Stale months that follow each other, in runs of `most` at most."""
    place = {month: n for n, month in enumerate(months)}
    runs: list[list[str]] = []
    for month in stale:
        if runs and place[month] == place[runs[-1][-1]] + 1 and len(runs[-1]) < most:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [tuple(run) for run in runs]


def _month(contract: Contract, table: pa.Table, month: str) -> pa.Table:
    if "session" not in table.column_names:
        return table.filter(pc.equal(table["month"], month)).combine_chunks()
    window = Window((month,), date.min)
    day = table["session"]
    inside = pc.and_(
        pc.greater_equal(day, pa.scalar(window.start)), pc.less_equal(day, pa.scalar(window.end))
    )
    return table.filter(inside).combine_chunks()
