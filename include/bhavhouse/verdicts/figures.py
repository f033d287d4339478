"""Returns and levels: what indices and shares did, as the exchange printed it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from math import inf, isfinite, isnan

from bhavhouse.verdicts.asked import Claim
from bhavhouse.verdicts.compared import compare
from bhavhouse.verdicts.comparisons import KIND, UNMEASURED, topics
from bhavhouse.verdicts.counted import breadth, flow, leadership, rank, stat
from bhavhouse.verdicts.figure import UNDATED, Answer, Figure, Missing
from bhavhouse.verdicts.market import Market, Prices
from bhavhouse.verdicts.subjects import Against, levels

__all__ = ["answer"]
_EXCHANGES = {
    "BSE": (("BSE", "exact"), ("NSE", "other_exchange")),
    "NSE": (("NSE", "exact"), ("BSE", "other_exchange")),
    None: (("NSE", "other_exchange"), ("BSE", "other_exchange")),
}


def answer(claim: Claim, session: date | None, market: Market) -> Answer:
    """What the market shows of a claim, taken as of `session`."""
    if claim.kind == UNMEASURED:
        topic = str(claim.fact["index_as_printed"])
        return Missing(f"no file of an exchange tells of {topic}", topics()[topic][1])
    found = _answer(claim, session, market)
    if isinstance(found, Figure):
        if not isfinite(found.value):
            return Missing(f"no figure can be worked out of what is held of {found.session}")
        low, high = found.bounds or (claim.low, claim.high)
        if not any(map(isfinite, (low, high))) or low == inf or high == -inf:
            return Missing("the text gives no figure and no direction")
    return found


def _answer(claim: Claim, session: date | None, market: Market) -> Answer:
    if claim.aspect == "rank":
        return rank(claim, session, market)
    if claim.kind == KIND:
        return compare(claim, session, market)
    ask = _ASK[claim.kind]
    if session is None and not (ask is _index_return and _is_over(claim)):
        return UNDATED
    return ask(claim, session or date.max, market)


def _is_over(claim: Claim) -> bool:
    """Whether it is of a whole year that was over when the claim was first seen."""
    window, known_at = claim.window, claim.fact["known_at"]
    return bool(window and window.is_whole and window.year and known_at and known_at.year > window.year)


def _index_return(claim: Claim, session: date, market: Market) -> Answer:
    if wrong := _wrong_unit(claim, "pct", "points"):
        return wrong
    if isinstance(told := _span(claim, session, market), Missing):
        return told
    start, end = told
    printed = claim.fact["index_as_printed"]
    if not printed:
        return Missing("the text does not name the index")
    in_points = claim.unit == "points"
    found = []
    stand_ins = levels(printed, market.levels)
    for against in stand_ins:
        if in_points and against.basis != "exact":
            continue
        value = market.change(against, start, end, in_points=in_points, reached=_reached(claim))
        if value is not None:
            found.append((against, value))
    if not found:
        return _no_level(printed, stand_ins, (start, end), market)
    against, value = found[0]
    return Figure(
        value,
        "change_points" if in_points else "return",
        against,
        end,
        start,
        sessions=_sessions(start, end, market),
        also=tuple((other.words, figure) for other, figure in found[1:]),
    )


def _no_level(printed: str, stand_ins: list[Against], days: Iterable[date], market: Market) -> Missing:
    if not stand_ins:
        return Missing(
            f"no level of {printed} is held, and nothing is declared to stand for it", f"levels of {printed}"
        )
    first = stand_ins[0].words
    gone = [f"{day}" for day in days if day not in market.levels.get(stand_ins[0].name, {})]
    told = " and ".join(gone) or "those days on one base"
    return Missing(
        f"no level of {first}, nor of what else may stand for {printed}, is held of {told}",
        f"levels of {first}",
    )


def _wrong_unit(claim: Claim, *units: str) -> Missing | None:
    if claim.unit in units or (claim.unit is None and claim.value is None):
        return None
    return Missing(f"the claim is in {claim.unit or 'no unit'}")


def _reached(claim: Claim) -> str:
    """Which price of its last session a claim is on: "as much as" is on what it reached, else the close."""
    if claim.is_extreme and claim.value is not None:
        return "high" if claim.value >= 0 else "low"
    return "close"


def _stock_return(claim: Claim, session: date, market: Market) -> Answer:
    if isinstance(told := _of_security(claim, market), Missing):
        return told
    if isinstance(span := _span(claim, session, market), Missing):
        return span
    if wrong := _wrong_unit(claim, "pct"):
        return wrong
    start, end = span
    why = None
    for exchange, basis in _EXCHANGES[claim.exchange]:
        prices = market.prices.get((told, exchange))
        against = Against("security", told, basis, f"The share's close on {exchange}")
        if prices is None:
            continue
        last = prices.at(end)
        if last is None:
            why = why or f"{told} did not trade on {exchange} on {end}, or the session is not held"
            continue
        if claim.window and claim.window.is_session:
            if not prices.is_comparable(last):
                why = (
                    why or f"{told} has no comparable prior price on {end}: a listing, a demerger or the like"
                )
                continue
            return _of_the_day(claim, prices, last, Figure(0.0, "return", against, end, start))
        first = market.base_of(prices, start, exchange)
        value = None if first is None else prices.return_pct(first, last)
        if value is None:
            why = why or f"{told} has no price of {start} on the basis of {end}"
            continue
        return Figure(value, "return", against, end, start, sessions=_sessions(start, end, market))
    return Missing(why or f"no price of {told} is held", None if why else f"prices of {told}")


def _of_the_day(claim: Claim, prices: Prices, at: int, figure: Figure) -> Figure:
    prior, low, high = prices.prior[at], prices.low[at], prices.high[at]
    lowest, highest, closing = (100 * (float(p) / float(prior) - 1) for p in (low, high, prices.close[at]))
    note = f"in the session it stood between {lowest:+.2f}% and {highest:+.2f}%"
    value = {"high": highest, "low": lowest, "close": closing}[_reached(claim)]
    return Figure(value, "return", figure.against, figure.session, figure.since, note=note)


def _level(claim: Claim, session: date, market: Market) -> Answer:
    fact = claim.fact
    end = market.session_up_to(session)
    if end is None:
        return UNDATED
    if fact["company_as_printed"]:
        return _price(claim, end, market)
    if not (printed := fact["index_as_printed"]):
        return Missing("the text does not name the index")
    stand_ins = [a for a in levels(printed, market.levels) if a.basis == "exact"]
    for against in stand_ins:
        if row := market.levels.get(against.name, {}).get(end):
            return _held_level(claim, row["close"], row["low"], row["high"], against, end)
    return Missing(f"no level of {printed} itself is held of {end}", f"levels of {printed}")


def _price(claim: Claim, end: date, market: Market) -> Answer:
    if isinstance(told := _of_security(claim, market), Missing):
        return told
    for exchange, basis in _EXCHANGES[claim.exchange]:
        prices = market.prices.get((told, exchange))
        if prices is not None and (at := prices.at(end)) is not None:
            against = Against("security", told, basis, f"The share's price on {exchange}")
            return _held_level(
                claim, float(prices.close[at]), float(prices.low[at]), float(prices.high[at]), against, end
            )
    return Missing(f"no price of {told} is held of {end}", f"prices of {told}")


def _held_level(
    claim: Claim, close: float, low: float | None, high: float | None, against: Against, session: date
) -> Answer:
    role, value = claim.fact["role"], claim.value
    if role in ("support", "resistance"):
        bounds = (claim.low, inf) if role == "support" else (-inf, claim.high)
        side = "above" if role == "support" else "below"
        return Figure(
            close, "level", against, session, bounds=bounds, note=f"a {role} has the close {side} it"
        )
    if role == "close" or value is None:
        return Figure(close, "level", against, session)
    if low is None or high is None or isnan(low) or isnan(high):
        return Missing(f"the range of {session} is not held, and the text gives no closing level", None)
    stood = min(max(value, low), high)
    return Figure(stood, "level", against, session, note=f"the session's range is {low:,.2f} to {high:,.2f}")


def _of_security(claim: Claim, market: Market) -> str | Missing:
    security = claim.fact["security_id"]
    if security:
        return str(security)
    named = claim.fact["company_as_printed"]
    return Missing(f"the name {named!r} is open: see marts.open_names", "a line in company_aliases.csv")


def _span(claim: Claim, session: date, market: Market) -> tuple[date, date] | Missing:
    if claim.window is None:
        return Missing(f"{claim.fact['horizon']!r} has no certain beginning")
    if claim.is_extreme and not claim.window.is_session:
        return Missing(f"what was reached within {claim.window.words} is not worked out")
    span = claim.window.span(session, market.calendar)
    if span is None:
        return Missing(f"{claim.window.words} to {session} does not lie in the exchange's calendar")
    return span


def _sessions(start: date, end: date, market: Market) -> int:
    return max(1, bisect_right(market.calendar, end) - bisect_right(market.calendar, start))


_ASK: dict[str, Callable[[Claim, date, Market], Answer]] = {
    "index_return": _index_return,
    "mover": _stock_return,
    "price_level": _level,
    "advance_decline": breadth,
    "flow": flow,
    "segment_stat": stat,
    "sector_leadership": leadership,
}
