"""Every name that a list or file tells of a company, with its days: what printed names are held against.

Companies of which the house holds no security are among them: a name that may be theirs means nobody here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bhavhouse.market.identity.identifiers import of_issuers
from bhavhouse.market.names.spelling import squeezed

Row = Mapping[str, Any]
TABLES = (
    "core.security_identifier",
    "core.dim_security",
    "lake.name_change",
    "lake.listed_security",
    "lake.bse_security",
)
SYMBOLS = ("nse_symbol", "bse_symbol")
_ABSENT = timedelta(60)


@dataclass(frozen=True)
class NameSources:
    """Rows of the tables that tell names, in the order of TABLES."""

    identifiers: Iterable[Row]
    securities: Iterable[Row] = ()
    name_changes: Iterable[Row] = ()
    listed: Iterable[Row] = ()
    bse: Iterable[Row] = ()

    @classmethod
    def read(cls, rows_of: Callable[[str], Iterable[Row]]) -> "NameSources":
        """As a function gives the rows of each table."""
        return cls(*map(rows_of, TABLES))


@dataclass(frozen=True, eq=False, slots=True)
class Company:
    """A security, or a company of which the house has none; `label` is what it goes by."""

    security_id: str | None
    label: str
    instrument: str = "common"
    gone_on: date = date.max  # the day from which it counts as no longer traded


@dataclass(slots=True)
class Window:
    """Days [start, end) on which a name or symbol held; the first file or list to show it is of `shown`."""

    start: date
    end: date
    shown: date

    def holds(self, day: date) -> bool:
        """Whether it held on a day."""
        return self.start <= day < self.end


@dataclass(eq=False, slots=True)
class Name:
    """A name of a company, as it was first found, with its days."""

    company: Company
    value: str
    windows: list[Window] = field(default_factory=list)

    def window(self, day: date) -> Window | None:
        """The window that holds a day."""
        return next((w for w in self.windows if w.holds(day)), None)

    def given_up(self, day: date) -> date | None:
        """The day on which the name ended, where that lies not after `day`."""
        ended = [w.end for w in self.windows if w.end <= day]
        return max(ended, default=None)


class Known:
    """Names and symbols, each with those who bore it."""

    def __init__(self, told: NameSources) -> None:
        self.names: dict[str, list[Name]] = defaultdict(list)
        self.symbols: dict[str, list[tuple[str, Name]]] = defaultdict(list)
        self.companies: dict[str, Company] = _companies(told.securities)
        identifiers = list(told.identifiers)
        isins: dict[str, set[str]] = defaultdict(set)
        self._holders: dict[str, set[str]] = defaultdict(set)
        self._first: dict[str, date] = {}
        self._named: set[str | None] = set()  # of others the last change tells the name
        for row in sorted(identifiers, key=lambda r: (r["valid_from"], r["security_id"], r["value"])):
            who, scheme = row["security_id"], row["scheme"]
            company = self.companies.setdefault(who, Company(who, who))
            start, end = row["valid_from"], row["valid_to"] or date.max
            window = Window(start, end, end if row.get("is_carried_back") else start)
            self._first.setdefault(who, start)
            if scheme == "name":
                self._named.add(who)
                self._add(company, row["value"], window)
            elif scheme in SYMBOLS:
                self._add_symbol(scheme, company, row["value"], window)
            elif scheme == "isin":
                isins[who].add(row["value"])
            if scheme in ("nse_symbol", "bse_scrip_code"):
                self._holders[row["value"]].add(who)
        changes = self._former(told.name_changes)
        self._listed(told.listed)
        self._on_bse(list(told.bse), isins, changes)

    def bearers(self, key: str) -> list[Name]:
        """The names of ordinary shares that compare as `key`."""
        return [n for n in self.names.get(key, ()) if n.company.instrument == "common"]

    def holder(self, symbol: str, day: date) -> Company | None:
        """Who has NSE's symbol, or `BSE:` and a scrip code, on a day, else the only one that ever had it."""
        on_day = [n for s, n in self.symbols.get(symbol, ()) if s == "nse_symbol" and n.window(day)]
        ids = {n.company.security_id for n in on_day} or self._holders.get(symbol.removeprefix("BSE:"), set())
        return self.companies[next(iter(ids)) or ""] if len(ids) == 1 else None

    def _add(self, company: Company, value: str, window: Window) -> None:
        key = squeezed(value)
        if not key:
            return
        found = next((n for n in self.names[key] if n.company is company), None)
        if found is None:
            found = Name(company, value)
            self.names[key].append(found)
        _put(found.windows, window)

    def _add_symbol(self, scheme: str, company: Company, value: str, window: Window) -> None:
        found = next((n for s, n in self.symbols[value] if s == scheme and n.company is company), None)
        if found is None:
            found = Name(company, value)
            self.symbols[value].append((scheme, found))
        _put(found.windows, window)

    def _former(self, rows: Iterable[Row]) -> dict[str, list[date]]:
        """Names that changes tell, of whoever bears another name of the same chain, else has the symbol.

        Gives the days on which each security's name changed.
        """
        rows = sorted(rows, key=lambda r: (r["changed_on"], r["symbol"], r["new_name"]))
        changed: dict[str, list[date]] = defaultdict(list)
        for chain in _chains(rows):
            keys = {squeezed(r[side]) for r in chain for side in ("previous_name", "new_name")}
            bearing = {n.company.security_id for key in keys for n in self.bearers(key)}
            for company, part in self._owners(chain, bearing, min(keys)):
                since: dict[str, date] = {}
                for row in part:
                    before, after, on = (
                        squeezed(row["previous_name"]),
                        squeezed(row["new_name"]),
                        row["changed_on"],
                    )
                    start = since.pop(before, date.min)
                    if start < on:
                        self._add(company, row["previous_name"], Window(start, on, start))
                    since[after] = on
                    if company.security_id:
                        changed[company.security_id].append(on)
                if company.security_id not in self._named:
                    last = {squeezed(r["new_name"]): r["new_name"] for r in part}
                    for key, start in since.items():
                        self._add(company, last[key], Window(start, date.max, start))
        return changed

    def _owners(
        self, chain: list[Row], bearing: set[str | None], least: str
    ) -> list[tuple[Company, list[Row]]]:
        holding = {who for row in chain for who in self._holders.get(row["symbol"], ())}
        one = bearing or holding
        if len(one) == 1:
            return [(self.companies[next(iter(one)) or ""], chain)]
        unknown = Company(None, f"name {least}")
        parts: dict[str, list[Row]] = defaultdict(list)
        for row in chain:
            who = self._holders.get(row["symbol"], set())
            parts[next(iter(who)) if len(who) == 1 else ""].append(row)
        return [(self.companies[who] if who else unknown, part) for who, part in parts.items()]

    def _listed(self, rows: Iterable[Row]) -> None:
        """Names of the masters whose symbol no file held shows."""
        latest = {r["symbol"]: r for r in sorted(rows, key=lambda r: r["as_of"]) if r["list"] != "etf"}
        for symbol, row in sorted(latest.items()):
            if symbol not in self._holders:
                start = row["listed_on"] or date.min
                self._add_unheld(Company(None, f"NSE {symbol}"), [row["name"]], start)

    def _on_bse(
        self, rows: list[Row], isins: Mapping[str, set[str]], changes: Mapping[str, list[date]]
    ) -> None:
        """BSE's spelling of names, and the names of what BSE alone lists."""
        rows = sorted({r["scrip_code"]: r for r in sorted(rows, key=lambda r: r["as_of"])}.values(),
                      key=lambda r: r["scrip_code"])  # fmt: skip
        mine: set[str] = set()
        for who, held in sorted(of_issuers(rows, isins).items()):
            for row in held:
                mine.add(row["scrip_code"])
                told = (day for day in changes.get(who, ()) if day <= row["as_of"])
                start = max(self._first[who], max(told, default=date.min))
                end = min((day for day in changes.get(who, ()) if day > row["as_of"]), default=date.max)
                if start < end:
                    self._add(self.companies[who], row["company"], Window(start, end, row["as_of"]))
        for row in rows:
            if row["scrip_code"] not in mine and row["scrip_code"] not in self._holders:
                names = [row["company"], *([row["name"]] if row["name"] else [])]
                self._add_unheld(Company(None, f"BSE {row['scrip_code']}"), names, date.min)

    def _add_unheld(self, company: Company, names: Iterable[str], start: date) -> None:
        """One name is one company's at a time: who bears it here is the one that the list means."""
        names = list(names)
        if not any(
            n.windows[-1].end == date.max for name in names for n in self.names.get(squeezed(name), ())
        ):
            for name in names:
                self._add(company, name, Window(start, date.max, start))


def _companies(securities: Iterable[Row]) -> dict[str, Company]:
    rows = list(securities)
    last = max((r["last_session"] for r in rows), default=date.min)
    return {
        r["security_id"]: Company(
            r["security_id"],
            r["symbol"],
            r["instrument"],
            r["last_session"] + _ABSENT if r["last_session"] + _ABSENT < last else date.max,
        )
        for r in rows
    }


def _chains(rows: list[Row]) -> list[list[Row]]:
    """Changes that share a name, together."""
    of: dict[str, int] = {}
    groups: dict[int, list[Row]] = {}
    for n, row in enumerate(rows):
        keys = {squeezed(row["previous_name"]), squeezed(row["new_name"])}
        joined = sorted({of[key] for key in keys if key in of})
        groups[n] = [r for g in joined for r in groups.pop(g)] + [row]
        for r in groups[n]:
            of[squeezed(r["previous_name"])] = of[squeezed(r["new_name"])] = n
    return [sorted(g, key=lambda r: (r["changed_on"], r["symbol"])) for g in groups.values()]


def _put(windows: list[Window], new: Window) -> None:
    """Adds a window; those that adjoin or overlap are one."""
    windows.append(new)
    windows.sort(key=lambda w: (w.start, w.end))
    merged = windows[:1]
    for window in windows[1:]:
        if window.start <= merged[-1].end:
            last = merged[-1]
            merged[-1] = Window(last.start, max(last.end, window.end), min(last.shown, window.shown))
        else:
            merged.append(window)
    windows[:] = merged
