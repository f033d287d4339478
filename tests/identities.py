"""Hand-made evidence: 200 sessions, and symbols seen in them."""

from datetime import date, timedelta

from bhavhouse.market.identity import Case, Change, Decision, Evidence, Identity, Lists, identify

START = date(2025, 1, 1)
SESSIONS = [START + timedelta(n) for n in range(200)]


def seen(
    symbol: str, first: int, last: int, series: str = "EQ", isin: str = "", name: str = "",
    opens: float | None = None, closes: float | None = None,
) -> Evidence:  # fmt: skip
    """`opens` is the previous close printed on the first session, `closes` the close of the last."""
    return Evidence(symbol, series, isin, name, SESSIONS[first], SESSIONS[last], opens, closes)


def known(
    *evidence: Evidence, changes: tuple[Change, ...] = (), masters=(), funds=(), sessions=SESSIONS, **more
) -> Identity:
    lists = Lists(changes=changes, masters=list(masters), bundle_funds=frozenset(funds), **more)
    return identify(evidence, lists, sessions)


def master(
    symbol: str, isin: str, listed_on: date | None = None, kind: str = "equity", as_of: date = SESSIONS[-1]
) -> dict[str, object]:
    return {"as_of": as_of, "list": kind, "symbol": symbol, "series": "EQ", "name": symbol,
            "listed_on": listed_on, "isin": isin, "face_value_inr": 10.0}  # fmt: skip


def decided(former: str, symbol: str, session: date, verdict: str) -> dict[Case, Decision]:
    case = Case(former, symbol, session)
    return {case: Decision(case, verdict, "seen in the exchange's circular")}


def securities(identity: Identity) -> dict[str, dict[str, object]]:
    return {row["security_id"]: row for row in identity.securities.to_pylist()}


def lines(identity: Identity) -> set[tuple[str, str, date, date | None]]:
    return {
        (r["security_id"], r["symbol"], r["valid_from"], r["valid_to"]) for r in identity.lines.to_pylist()
    }


def queue(identity: Identity) -> dict[str, dict[str, object]]:
    return {row["case_id"]: row for row in identity.queue.to_pylist()}


def windows(identity: Identity, scheme: str) -> list[tuple[str, date, date | None]]:
    return [
        (r["value"], r["valid_from"], r["valid_to"])
        for r in sorted(identity.identifiers.to_pylist(), key=lambda r: r["valid_from"])
        if r["scheme"] == scheme and not r["is_carried_back"]
    ]


def carried_back(identity: Identity, scheme: str) -> list[tuple[str, date, date | None]]:
    return [
        (r["value"], r["valid_from"], r["valid_to"])
        for r in sorted(identity.identifiers.to_pylist(), key=lambda r: r["valid_from"])
        if r["scheme"] == scheme and r["is_carried_back"]
    ]
