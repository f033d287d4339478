"""Corporate actions and dividends of each security: what the official lists say, and what prices tell."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

import pyarrow as pa

from bhavhouse.contracts.actions import ACTION_CANDIDATE, CORPORATE_ACTION, DIVIDEND, ENTITLEMENT
from bhavhouse.contracts.lake import EQUITY_SERIES
from bhavhouse.market.identity import Registry
from bhavhouse.market.inference import Evidence, Opening, Verdict, judge, leaves_a_gap
from bhavhouse.market.purpose import dividend_kind
from bhavhouse.market.tables import table_of

Row: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[str, date, str]  # security, ex-date, kind

_ON_THE_BASIS = {"split", "bonus", "consolidation", "rights", "demerger", "scheme"}
_FIXED = {"split", "bonus", "consolidation"}
_MOVED_WITHIN, _SAME_FACTOR = timedelta(days=7), 0.001
_TERMS = ("price_factor", "new_shares", "held_shares", "premium_inr", "face_value_inr")
# A misprint has gone back three sessions later. A price that goes on may do so by another action.
_GONE_BACK = 1.67
_MOST_AT_ONCE = 20
# Entitlements to an issue trade from 6 to 12 days after its ex-date, under the first letters of the symbol.
_ENTITLEMENT = re.compile(r"(.{3,})-RE\d*")
_ENTITLEMENTS_WITHIN = timedelta(days=21)


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


class RightsTrading:
    """When entitlements to rights issues began to trade, of rows of core.symbol_seen."""

    def __init__(self, seen: Iterable[Row]) -> None:
        lines = sorted(
            (row["symbol"], row["first_session"], row["last_session"], found[1])
            for row in seen
            if (found := _ENTITLEMENT.fullmatch(row["symbol"]))
        )
        # A line that trades over the end of a month has a row in both.
        self._began = [
            (stem, first, symbol)
            for before, (symbol, first, _, stem) in zip([None, *lines], lines, strict=False)
            if not before or before[0] != symbol or first - before[2] > _ENTITLEMENTS_WITHIN
        ]

    def of(self, symbol: str, session: date) -> tuple[date, str] | None:
        """The first session of entitlements that a share opened without on `session`, and their symbol."""
        fitting = [
            (first, line)
            for stem, first, line in self._began
            if symbol.startswith(stem) and session < first <= session + _ENTITLEMENTS_WITHIN
        ]
        return min(fitting, default=None)


def candidates(
    jumps: Iterable[Row], official: Iterable[Row], dividends: Iterable[Row] = (), seen: Iterable[Row] = ()
) -> pa.Table:
    """Rows of core.price_jump -> core.action_candidate, without openings that lists explain.

    `official` are rows of core.corporate_action, `dividends` of core.dividend, `seen` of core.symbol_seen.
    """
    explained, paid = _by_security(official), _by_security(dividends)
    rights = RightsTrading(seen)
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    jumps = sorted(jumps, key=lambda r: r["own_sessions_after"])
    crowded = _crowded(jumps)
    for jump in jumps:
        key = security_id, session = jump["security_id"], jump["jump_session"]
        if any(_falls_on(jump, action) for action in explained[security_id]):
            continue
        if _is_paid_out(jump, [row for row in paid[security_id] if _falls_on(jump, row)]):
            continue
        if found.get(key, {}).get("status") != "inferred":
            found[key] = _candidate(jump, rights.of(jump["symbol"], session), session in crowded)
    return table_of(ACTION_CANDIDATE, found.values())


def as_prices_date(official: Iterable[Row], jumps: Iterable[Row]) -> list[Row]:
    """Official actions, each split, bonus or consolidation on the session whose opening shows its factor.

    A list may print a day that was moved. Where the price goes on as before on that day, and opens at that
    very factor within a week of it, the opening is right; with both, the factor would count twice.
    """
    rows = list(official)
    opened = {(jump["security_id"], jump["jump_session"]): jump for jump in jumps}
    of_security = _by_security(opened.values())
    together: dict[tuple[str, date], float] = defaultdict(lambda: 1.0)
    for row in rows:
        if row["kind"] in _FIXED and row["price_factor"]:
            together[row["security_id"], row["ex_date"]] *= row["price_factor"]
    taken = {
        (row["security_id"], jump["jump_session"])
        for row in rows
        for jump in of_security[row["security_id"]]
        if _falls_on(jump, row)
    }
    moved = {}
    for (security_id, ex_date), factor in together.items():
        near = [j for j in of_security[security_id] if abs(j["jump_session"] - ex_date) <= _MOVED_WITHIN]
        shows = [
            jump["jump_session"]
            for jump in near
            if (security_id, jump["jump_session"]) not in taken and _shows(jump, factor)
        ]
        if shows and leaves_a_gap(factor) and not any(_falls_on(j, {"ex_date": ex_date}) for j in near):
            moved[security_id, ex_date] = min(shows, key=lambda session: (abs(session - ex_date), session))
    return [
        {**row, "ex_date": moved[key]}
        if row["kind"] in _FIXED and (key := (row["security_id"], row["ex_date"])) in moved
        else row
        for row in rows
    ]


def _shows(jump: Row, factor: float) -> bool:
    found = _verdict(jump).price_factor
    return found is not None and abs(found / factor - 1) <= _SAME_FACTOR


def _by_security(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["security_id"]].append(row)
    return found


def _falls_on(jump: Row, action: Row) -> bool:
    """Whether an action takes effect in the session of the opening."""
    session, last = jump["jump_session"], jump["last_session"]
    ex_date = action["ex_date"]
    return bool(ex_date == session or (last is not None and last < ex_date < session))


def _is_paid_out(jump: Row, dividends: Iterable[Row]) -> bool:
    """Whether the dividends of the day leave an opening that needs no explanation."""
    amount = sum(row["dividend_inr"] or 0 for row in dividends)
    ratio = jump["open_ratio"]
    if not amount or not ratio or not leaves_a_gap(ratio):
        return False
    return not leaves_a_gap(ratio + amount / jump["last_close_inr"])


def _crowded(jumps: Iterable[Row]) -> set[date]:
    """Sessions in which more shares open far down than actions ever fell on one day."""
    fell = {
        (jump["security_id"], jump["jump_session"])
        for jump in jumps
        if jump["open_ratio"] and jump["open_ratio"] < 1 and leaves_a_gap(jump["open_ratio"])
    }
    return {session for session, n in Counter(session for _, session in fell).items() if n > _MOST_AT_ONCE}


def _candidate(jump: Row, rights: tuple[date, str] | None, is_with_many: bool) -> dict[str, Any]:
    verdict, decided_on = _verdict(jump, is_with_many), jump["session"]
    factor, status, reason = verdict.price_factor, "pending", verdict.reason
    if verdict.is_confirmed:
        status = "inferred"
    elif rights:
        decided_on, line = rights
        factor, status, reason = None, "inferred", f"a rights issue, whose entitlements trade as {line}"
    elif factor is None:
        status = "undecided"
    elif jump["own_sessions_after"]:
        back = jump["close_since"] if factor < 1 else 1 / jump["close_since"]
        stands = back <= _GONE_BACK
        status = "inferred" if stands else "undecided"
        reason = reason if stands else "the price went back within three sessions"
    return {
        "security_id": jump["security_id"],
        "session": jump["jump_session"],
        "status": status,
        "open_ratio": jump["open_ratio"],
        "price_factor": factor,
        "decided_on": None if status == "pending" else decided_on,
        "reason": reason,
    }


def _verdict(jump: Row, is_with_many: bool = False) -> Verdict:
    if not jump["open_ratio"] or not jump["printed_ratio"]:
        return Verdict(None, "no previous close to compare with")
    opening = Opening(
        open_ratio=jump["open_ratio"],
        low_ratio=jump["low_ratio"],
        high_ratio=jump["high_ratio"],
        printed_ratio=jump["printed_ratio"],
        last_close_inr=jump["last_close_inr"],
        is_trade_for_trade=jump["is_trade_for_trade"],
        moved_to_trade_for_trade=jump["moved_to_trade_for_trade"],
        sessions_since=jump["sessions_since"],
        is_with_many=is_with_many,
    )
    return judge(opening, Evidence(jump["face_value_ratio"], jump["issue_size_ratio"]))


def corporate_actions(official: Sequence[Row], candidate: pa.Table) -> pa.Table:
    """Official actions and confirmed candidates -> core.corporate_action."""
    inferred = (
        {
            "security_id": row["security_id"],
            "ex_date": row["session"],
            "kind": _kind(row["price_factor"]),
            "price_factor": row["price_factor"],
            "source": "inferred",
            "known_on": row["decided_on"],
        }
        for row in candidate.to_pylist()
        if row["status"] == "inferred"
    )
    return table_of(CORPORATE_ACTION, [*official, *inferred])


def _kind(factor: float | None) -> str:
    if factor is None:
        return "rights"
    return "split_or_bonus" if factor < 1 else "consolidation"
