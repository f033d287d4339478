"""Corporate actions of each security: the official ones, and those that prices alone tell of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from bhavhouse.contracts.core import ACTION_CANDIDATE, CORPORATE_ACTION
from bhavhouse.contracts.lake import EQUITY_SERIES
from bhavhouse.market.identity import Registry
from bhavhouse.market.inference import Verdict, judge
from bhavhouse.market.tables import table_of

_ON_THE_BASIS = {"split", "bonus", "consolidation", "demerger", "scheme"}


Row = Mapping[str, Any]
# A confirmed factor still stands three sessions later; a misprint has gone back by then.
_STANDS = (0.6, 1.67)


def official_actions(rows: Iterable[Row], registry: Registry, known: set[str]) -> list[dict[str, Any]]:
    """Rows of lake.official_action -> rows of core.corporate_action.

    An entry may stand under a symbol adopted after the ex-date: where the printed symbol meant nothing known
    on the ex-date, it is taken as of the list's own day. One kind on one day counts once: what lists repeat
    is the same action, and of two that differ the one of the later list stands. A split or bonus that cannot
    be read leaves the security not comparable on its ex-date.
    """
    found: dict[tuple[str, Any, str], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (r["as_of"], r["at_line"])):
        if row["kind"] not in _ON_THE_BASIS or row["ex_date"] is None or row["series"] not in EQUITY_SERIES:
            continue
        candidates = (
            registry.security_id(row["symbol"], row["ex_date"]),
            registry.security_id(row["symbol"], row["as_of"]),
        )
        security_id = next((c for c in candidates if c in known), candidates[-1])
        found[security_id, row["ex_date"], row["kind"]] = {
            "security_id": security_id,
            "ex_date": row["ex_date"],
            "kind": row["kind"],
            "price_factor": row["price_factor"],
            "source": "official",
        }
    return list(found.values())


def candidates(jumps: Iterable[Row], official: Iterable[Row]) -> pa.Table:
    """Rows of core.price_jump -> core.action_candidate, without openings that an official action explains."""
    explained: dict[str, list[Any]] = defaultdict(list)
    for action in official:
        explained[action["security_id"]].append(action["ex_date"])
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    for jump in sorted(jumps, key=lambda r: r["own_sessions_after"]):
        security_id, session = jump["security_id"], jump["jump_session"]
        if any(jump["last_session"] < ex_date <= session for ex_date in explained[security_id]):
            continue
        verdict = _verdict(jump)
        candidate = {
            "security_id": security_id,
            "session": session,
            "status": "undecided" if verdict.price_factor is None else "pending",
            "open_ratio": jump["open_ratio"],
            "price_factor": verdict.price_factor,
            "decided_on": None if verdict.price_factor else jump["session"],
            "reason": verdict.reason,
        }
        if jump["own_sessions_after"] and verdict.price_factor:
            stands = _STANDS[0] <= jump["close_since"] <= _STANDS[1]
            candidate["status"] = "inferred" if stands else "undecided"
            candidate["decided_on"] = jump["session"]
            if not stands:
                candidate["reason"] = "the price went back within three sessions"
        found[security_id, session] = candidate
    return table_of(ACTION_CANDIDATE, found.values())


def _verdict(jump: Row) -> Verdict:
    if not jump["open_ratio"] or not jump["printed_ratio"]:
        return Verdict(None, "no previous close to compare with")
    return judge(
        jump["open_ratio"], jump["printed_ratio"], moved_to_trade_for_trade=jump["moved_to_trade_for_trade"]
    )


def corporate_actions(official: Iterable[Row], candidate: pa.Table) -> pa.Table:
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
