"""Corporate actions and dividends of each security: what the official lists say, and what prices tell."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import pyarrow as pa

from bhavhouse.contracts.actions import ACTION_CANDIDATE, CORPORATE_ACTION, DIVIDEND, ENTITLEMENT
from bhavhouse.contracts.lake import EQUITY_SERIES
from bhavhouse.market.identity import Registry
from bhavhouse.market.inference import Evidence, Verdict, judge
from bhavhouse.market.purpose import dividend_kind
from bhavhouse.market.tables import table_of

Row: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[str, date, str]  # security, ex-date, kind

_ON_THE_BASIS = {"split", "bonus", "consolidation", "rights", "demerger", "scheme"}
_TERMS = ("price_factor", "new_shares", "held_shares", "premium_inr", "face_value_inr")
# A confirmed factor still stands three sessions later; a misprint has gone back by then.
_STANDS = (0.6, 1.67)


class Announced:
    """Rows of lake.official_action by what they are about: security, ex-date and kind.

    An entry may stand under a symbol adopted after the ex-date: where the printed symbol meant nothing known
    on the ex-date, it is taken as of the list's own day. The bundle repeats what lies ahead every session, so
    what a later bundle up to the ex-date leaves out was withdrawn, or moved to another day.
    """

    def __init__(
        self, rows: Iterable[Row], registry: Registry, known: set[str], bundles: Iterable[date] = ()
    ) -> None:
        found: dict[Key, list[Row]] = defaultdict(list)
        for row in rows:
            if row["ex_date"] is not None and row["series"] in EQUITY_SERIES:
                meant = (
                    registry.security_id(row["symbol"], row["ex_date"]),
                    registry.security_id(row["symbol"], row["as_of"]),
                )
                security_id = next((id_ for id_ in meant if id_ in known), meant[-1])
                found[security_id, row["ex_date"], row["kind"]].append(row)
        self._bundles = sorted(set(bundles))
        self._found = {key: left for key, rows in found.items() if (left := self._standing(key, rows))}

    def _standing(self, key: Key, rows: list[Row]) -> list[Row]:
        last = max((row["as_of"] for row in rows if row["list"] == "bundle"), default=None)
        if last is None:
            return rows
        at = bisect_right(self._bundles, last)
        is_withdrawn = at < len(self._bundles) and self._bundles[at] <= key[1]
        return [row for row in rows if row["list"] != "bundle"] if is_withdrawn else rows

    def entitlements(self) -> pa.Table:
        """core.entitlement. Of several lists the latest that can be read counts, then the action list."""
        found = []
        for (security_id, ex_date, kind), rows in self._found.items():
            if kind in _ON_THE_BASIS:
                row = max(rows, key=lambda r: (not r["unread"], *_rank(r), r["at_line"]))
                terms = {name: row[name] for name in _TERMS}
                found.append({"security_id": security_id, "ex_date": ex_date, "kind": kind, **terms})
        return table_of(ENTITLEMENT, found)

    def dividends(self) -> pa.Table:
        """core.dividend. A list's different dividends of one day add up; those of two lists are the same."""
        found = []
        for (security_id, ex_date, kind), rows in self._found.items():
            if kind != "dividend":
                continue
            by_list: dict[tuple[date, bool], list[Row]] = defaultdict(list)
            for row in rows:
                by_list[_rank(row)].append(row)
            read = {rank: _paid(listed) for rank, listed in by_list.items()}
            rank = max(read, key=lambda r: (read[r] is not None, r))
            listed = sorted(by_list[rank], key=lambda r: r["at_line"])
            found.append(
                {
                    "security_id": security_id,
                    "ex_date": ex_date,
                    "dividend_inr": read[rank],
                    "purposes": " | ".join(dict.fromkeys(r["purpose"] for r in listed)),
                    "source": listed[0]["list"],
                }
            )
        return table_of(DIVIDEND, found)


def _rank(row: Row) -> tuple[date, bool]:
    return row["as_of"], row["list"] == "action_list"


def _paid(rows: Iterable[Row]) -> float | None:
    """The sum of one list's dividends of one day, or None where one cannot be read.

    A kind without an amount beside the same kind with one is the same, announced before it was set.
    """
    amounts: dict[str, set[float | None]] = defaultdict(set)
    for row in rows:
        amounts[dividend_kind(row["purpose"])].add(row["dividend_inr"])
    read = [paid - {None} or paid for paid in amounts.values()]
    each = [amount for paid in read for amount in paid]
    return None if None in each else round(sum(amount for amount in each if amount), 6)


def official_actions(entitlement: Iterable[Row], basis: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows of core.entitlement and core.rights_basis -> the official rows of core.corporate_action.

    What cannot be read, and what no terms fix, has no factor: it leaves the security not comparable.
    """
    entitlements = list(entitlement)
    bases = {(row["security_id"], row["ex_date"]): row for row in basis}
    several: dict[tuple[str, date], int] = defaultdict(int)
    for row in entitlements:
        several[row["security_id"], row["ex_date"]] += 1
    found = []
    for row in entitlements:
        factor, key = row["price_factor"], (row["security_id"], row["ex_date"])
        # With a split on the same day nobody says on which basis the issue price stands.
        if row["kind"] == "rights":
            factor = _rights_factor(row, bases.get(key)) if several[key] == 1 else None
        found.append(
            {
                "security_id": row["security_id"],
                "ex_date": row["ex_date"],
                "kind": row["kind"],
                "price_factor": factor,
                "source": "official",
            }
        )
    return found


def _rights_factor(terms: Row, basis: Row | None) -> float | None:
    """The theoretical ex-rights price over the last close; 1 where nobody would take the offer up."""
    if not basis or not terms["new_shares"] or not terms["held_shares"]:
        return None
    face_value = basis["face_value_inr"]
    if terms["premium_inr"] is None or not face_value:
        return None
    close, issue = basis["last_close_inr"], terms["premium_inr"] + face_value
    if issue >= close:
        return 1.0
    new, held = terms["new_shares"], terms["held_shares"]
    return float(round((held * close + new * issue) / ((held + new) * close), 12))


def candidates(jumps: Iterable[Row], official: Iterable[Row]) -> pa.Table:
    """Rows of core.price_jump -> core.action_candidate, without openings that an official action explains."""
    explained: dict[str, list[Any]] = defaultdict(list)
    for action in official:
        explained[action["security_id"]].append(action["ex_date"])
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    for jump in sorted(jumps, key=lambda r: r["own_sessions_after"]):
        key = security_id, session = jump["security_id"], jump["jump_session"]
        if any(jump["last_session"] < ex_date <= session for ex_date in explained[security_id]):
            continue
        if found.get(key, {}).get("status") != "inferred":
            found[key] = _candidate(jump)
    return table_of(ACTION_CANDIDATE, found.values())


def _candidate(jump: Row) -> dict[str, Any]:
    verdict = _verdict(jump)
    factor, status, reason = verdict.price_factor, "pending", verdict.reason
    if factor is None:
        status = "undecided"
    elif verdict.is_confirmed:
        status = "inferred"
    elif jump["own_sessions_after"]:
        stands = _STANDS[0] <= jump["close_since"] <= _STANDS[1]
        status = "inferred" if stands else "undecided"
        reason = reason if stands else "the price went back within three sessions"
    return {
        "security_id": jump["security_id"],
        "session": jump["jump_session"],
        "status": status,
        "open_ratio": jump["open_ratio"],
        "price_factor": factor,
        "decided_on": None if status == "pending" else jump["session"],
        "reason": reason,
    }


def _verdict(jump: Row) -> Verdict:
    if not jump["open_ratio"] or not jump["printed_ratio"]:
        return Verdict(None, "no previous close to compare with")
    return judge(
        jump["open_ratio"],
        jump["printed_ratio"],
        last_close_inr=jump["last_close_inr"],
        moved_to_trade_for_trade=jump["moved_to_trade_for_trade"],
        evidence=Evidence(jump["face_value_ratio"], jump["issue_size_ratio"]),
    )


def corporate_actions(official: Sequence[Row], candidate: pa.Table) -> pa.Table:
    """Official actions and confirmed candidates -> core.corporate_action."""
    inferred = (
        {
            "security_id": row["security_id"],
            "ex_date": row["session"],
            "kind": "split_or_bonus" if row["price_factor"] < 1 else "consolidation",
            "price_factor": row["price_factor"],
            "source": "inferred",
            "known_on": row["decided_on"],
        }
        for row in candidate.to_pylist()
        if row["status"] == "inferred"
    )
    return table_of(CORPORATE_ACTION, [*official, *inferred])
