"""Lists, pages and changes of indices as they landed -> core.index_membership, core.index_unmatched."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bhavhouse.market.index_names import index_of_list
from bhavhouse.market.membership.companies import Companies, Holders
from bhavhouse.market.membership.spans import Change, Span, spans
from bhavhouse.market.names.aliases import read_aliases
from bhavhouse.market.names.known import Known, NameSources

_SIZE = re.compile(r"_(\d+)$")
Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class IndexSources:
    """Rows of the tables that tell of an index's members, and of who is who."""

    industry: Rows
    pages: Rows  # lake.index_constituent
    snapshots: Rows  # lake.index_snapshot, which counts the members of each index
    changes: Rows
    name_changes: Rows
    lines: Rows  # core.security_line
    identifiers: Rows
    securities: Rows = ()  # core.dim_security


@dataclass
class Memberships:
    """Rows of the two tables."""

    members: list[dict[str, Any]]
    unmatched: list[dict[str, Any]]


@dataclass
class _Names:
    """What each member of the walks is called, and what it may be."""

    ids: set[str]
    printed: dict[str, str]
    candidates: dict[str, tuple[str, ...]]


def memberships(told: IndexSources) -> Memberships:
    """Every index's members by date, and the names of no security."""
    holders = Holders(told.lines)
    names = _Names(set(), {}, {})
    lists = _complete_lists(told, holders, names)
    changes, known_to = _changes(told, holders, names)
    out = Memberships([], [])
    for index in sorted({*lists, *changes}):
        found, odd = spans(lists.get(index, {}), changes.get(index, ()), known_to, _size_of(index))
        for row in _intervals(found):
            member = row.pop("member")
            if member in names.ids:
                out.members.append({"index_name": index, "security_id": member, **row})
                continue
            candidates = names.candidates.get(member, ())
            out.unmatched.append(
                {
                    "index_name": index,
                    "printed": names.printed[member],
                    "valid_from": row["valid_from"],
                    "valid_to": row["valid_to"],
                    "reason": "ambiguous" if candidates else "unknown",
                    "candidates": " ".join(candidates),
                }
            )
        out.unmatched += [
            {
                "index_name": index,
                "printed": names.printed.get(change.member, change.member),
                "valid_from": change.day,
                "valid_to": None,
                "reason": "contradiction",
                "candidates": change.member if change.member in names.ids else "",
            }
            for change in odd
        ]
    return out


def _size_of(index: str) -> int | None:
    """The number of members that an index's name tells."""
    found = _SIZE.search(index)
    return int(found[1]) if found else None


def _complete_lists(
    told: IndexSources, holders: Holders, names: _Names
) -> dict[str, dict[date, frozenset[str]]]:
    """Index -> day -> members. A page is complete if it shows as many names as the index is said to have."""
    counted = {
        (row["index_name"], row["as_of"]): row["advances"] + row["declines"] + row["unchanged"]
        for row in told.snapshots
        if None not in (row["advances"], row["declines"], row["unchanged"])
    }
    shown: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in told.pages:
        shown[row["index_name"], row["as_of"]].add(row["symbol"])
    symbols = {key: found for key, found in shown.items() if counted.get(key) == len(found)}
    listed: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in told.industry:
        index = index_of_list(row["source"])
        if index is not None:
            listed[index, row["as_of"]].add(row["symbol"])
    symbols |= listed
    out: dict[str, dict[date, frozenset[str]]] = defaultdict(dict)
    for (index, day), found in symbols.items():
        out[index][day] = frozenset(_holder(symbol, day, holders, names) for symbol in found)
    return out


def _holder(symbol: str, day: date, holders: Holders, names: _Names) -> str:
    security_id = holders.on(symbol, day)
    if security_id is not None:
        names.ids.add(security_id)
        return security_id
    member = f"symbol {symbol}"
    names.printed[member] = symbol
    return member


def _changes(told: IndexSources, holders: Holders, names: _Names) -> tuple[dict[str, list[Change]], date]:
    """Index -> changes of the latest workbook, and its last day."""
    rows = list(told.changes)
    as_of = max((row["as_of"] for row in rows), default=date.min)
    rows = [row for row in rows if row["as_of"] == as_of]
    known = Known(NameSources(told.identifiers, told.securities, told.name_changes))
    companies = Companies(known, read_aliases())
    out: dict[str, list[Change]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["changed_on"], row["sheet"], row["at_row"])):
        found = companies.find(row["company_as_printed"], row["changed_on"])
        if found.security_id is not None:
            names.ids.add(found.security_id)
        names.printed[found.member] = row["company_as_printed"]
        names.candidates[found.member] = found.candidates
        out[row["index_name"]].append(Change(row["changed_on"], row["change"] == "inclusion", found.member))
    return out, max((row["changed_on"] for row in rows), default=date.min)


def _intervals(found: list[Span]) -> list[dict[str, Any]]:
    """A member of spans that follow each other is one interval; lists and what reaches back are apart."""
    done: list[dict[str, Any]] = []
    held: dict[str, dict[str, Any]] = {}
    last: Span | None = None
    for span in found:
        if last is not None and (last.end != span.start or _kind(last) != _kind(span)):
            done += held.values()
            held = {}
        for member in set(held) - span.members:
            done.append(held.pop(member))
        for member in span.members:
            row = held.setdefault(
                member,
                {"member": member, "valid_from": span.start, "basis": span.basis, "as_of": span.as_of},
            )
            row["valid_to"] = span.end
        last = span
    return sorted([*done, *held.values()], key=lambda row: (row["member"], row["valid_from"]))


def _kind(span: Span) -> str:
    return "list" if span.basis == "changed" else span.basis
