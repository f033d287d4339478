"""A market in a few lines, and what articles say of it. Series end with DAY, a Thursday, unless told."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.clock import IST
from bhavhouse.contracts import CONTRACTS
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.news import STATED
from bhavhouse.sources import BSE_CASH, CASH
from bhavhouse.verdicts.asked import Claim, claims_of
from bhavhouse.verdicts.checked import Article, articles_of
from bhavhouse.verdicts.figure import Figure, Missing
from bhavhouse.verdicts.figures import answer
from bhavhouse.verdicts.judge import judge
from bhavhouse.verdicts.market import Market, Wanted, add_sessions, market_of

Row = tuple[str, dict[str, Any]]
DAY = date(2026, 2, 12)
SUNDAY = date(2026, 2, 1)  # the session of the budget
CALENDAR = [
    day
    for day in (date(2024, 12, 1) + timedelta(n) for n in range(500))
    if (day.weekday() < 5 and (day.month, day.day) != (1, 26)) or day == SUNDAY
]
HELD = [day for day in CALENDAR if day <= DAY]
SEEN = datetime(2026, 3, 2, 12, tzinfo=IST)


def back(n: int, of: date = DAY) -> date:
    """The session `n` before."""
    return CALENDAR[CALENDAR.index(of) - n]


def _days(values: tuple[Any, ...], end: date) -> list[tuple[date, Any]]:
    last = CALENDAR.index(end)
    days = CALENDAR[last + 1 - len(values) : last + 1]
    return [(day, value) for day, value in zip(days, values, strict=True) if value is not None]


def levels(name: str, *closes: float | None, end: date = DAY, **more: Any) -> list[Row]:
    """Closes of an index, of sessions up to `end`; None where it is not held."""
    return [
        ("marts.index_history", {"index_name": name, "session": day, "close": float(close), **more})
        for day, close in _days(closes, end)
    ]


def shares(
    security: str, *closes: float | None, exchange: str = "NSE", end: date = DAY, **last: Any
) -> list[Row]:
    """Closes of a share; `last` is told of its last session."""
    rows: list[Row] = []
    changes, quotes = {
        "NSE": ("core.price_change", "core.fact_daily_price"),
        "BSE": ("core.bse_price_change", "core.bse_daily_price"),
    }[exchange]
    days = _days(closes, end)
    for n, (day, close) in enumerate(days):
        more = last if n == len(days) - 1 else {}
        prior = days[n - 1][1] if n else None
        of = {"security_id": security, "session": day}
        change = {
            "close_inr": float(close),
            "price_factor": 1.0,
            "prior_price_inr": prior,
            "is_comparable": n > 0,
        }
        change.update({k: v for k, v in more.items() if k in change})
        quote = {"high_inr": float(close), "low_inr": float(close)}
        quote.update({k: v for k, v in more.items() if k in quote})
        rows += [(changes, {**of, **change}), (quotes, {**of, **quote})]
    return rows


def fund(symbol: str, *closes: float | None) -> list[Row]:
    security = f"NSE:{symbol}"
    return [("core.dim_security", {"symbol": symbol, "security_id": security}), *shares(security, *closes)]


def counts(universe: str, advances: int, declines: int, day: date = DAY, **more: Any) -> list[Row]:
    row = {"universe": universe, "session": day, "advances": advances, "declines": declines, **more}
    return [("marts.breadth_history", row)]


def flows(investor: str, *nets: float | None, end: date = DAY) -> list[Row]:
    return [
        (
            "marts.institutional_flows",
            {"investor": investor, "session": day, "net_inr_crore": float(net), "is_latest": True},
        )
        for day, net in _days(nets, end)
    ]


def sectors(returns: Mapping[str, float], level: str = "sector", column: str = "return_1_pct") -> list[Row]:
    return [
        ("marts.sector_rotation", {"session": DAY, "level": level, "sector": name, column: value})
        for name, value in returns.items()
    ]


def movers(universe: str, kind: str, returns: Mapping[str, float]) -> list[Row]:
    of = {"session": DAY, "universe": universe, "kind": kind}
    return [
        ("marts.market_movers", {**of, "rank": n, "security_id": security, "return_1_pct": value})
        for n, (security, value) in enumerate(returns.items(), 1)
    ]


def market(
    *parts: list[Row], held: list[date] | None = None, feeds: str = f"{CASH[0]}+{BSE_CASH[0]}"
) -> Market:
    """What a build would look up, from rows of its tables."""
    tables: dict[str, list[dict[str, Any]]] = {
        "core.calendar_day": [{"day": day, "session_on_or_after": day} for day in CALENDAR],
        "core.dim_session": [{"session": day, "feeds": feeds} for day in held or HELD],
    }
    for part in parts:
        for table, row in part:
            tables.setdefault(table, []).append(row)

    def read(name: str, columns: Any, where: pc.Expression | None) -> pa.Table:
        table = pa.Table.from_pylist(tables.get(name, []), schema=arrow_schema(CONTRACTS[name]))
        return (table if where is None else table.filter(where)).select(list(columns))

    def all_of(column: str) -> set[str]:
        return {row[column] for rows in tables.values() for row in rows if row.get(column)}

    wanted = Wanted(*map(all_of, ("security_id", "symbol", "index_name", "universe")))
    made = market_of(read, wanted)
    add_sessions(made, read, CALENDAR)
    return made


def fact(kind: str = "index_return", **told: Any) -> dict[str, Any]:
    """A fact as core.article_fact holds it; its quote prints its figure to two decimals unless told."""
    value = told.get("value")
    return {
        **dict.fromkeys(column.name for column, _ in STATED),
        "fact_id": f"{kind} {sorted((k, str(v)) for k, v in told.items())}",
        "assertion": 1,
        "kind": kind,
        "article_id": "a",
        "cluster_id": "a",
        **dict.fromkeys(("publisher", "canonical_url", "published_at", "security_id", "retracted_at")),
        "known_at": SEEN,
        "quote": f"it was {abs(value):.2f}" if value is not None else None,
        "quote_start": None,
        "quote_end": None,
        **({"unit": "pct"} if value is not None else {}),
        **told,
    }


def mover(security: str, value: float | None, **told: Any) -> dict[str, Any]:
    return fact("mover", security_id=security, company_as_printed=security, value=value, **told)


def article(text: str = "", **told: Any) -> dict[str, Any]:
    row = {
        **dict.fromkeys(("publisher", "canonical_url", "published_at")),
        **{"article_id": "a", "cluster_id": "a", "first_seen_at": SEEN, "is_latest": True, "text": text},
    }
    return {**row, **told}


def read_article(*facts: dict[str, Any], text: str = "", article_id: str = "a", **told: Any) -> Article:
    """An article with its claims, not dated yet."""
    of_it = [{**f, "article_id": article_id, "fact_id": f"{article_id} {f['fact_id']}"} for f in facts]
    return articles_of(of_it, [article(text, article_id=article_id, **told)])[0]


def claim(kind: str = "index_return", **told: Any) -> Claim:
    return claims_of([fact(kind, **told)])[0]


def told_of(claim: Claim, market: Market, session: date | None = DAY) -> tuple[float | None, str, str]:
    """Computed figure, basis and verdict; of what cannot be checked its reason stands for the basis."""
    found = answer(claim, session, market)
    if isinstance(found, Missing):
        return None, found.reason, "not_checkable"
    assert isinstance(found, Figure)
    return round(found.value, 6), found.against.basis, judge(claim, found).verdict


def verdict(claim: Claim, market: Market, session: date | None = DAY) -> str:
    return told_of(claim, market, session)[2]
