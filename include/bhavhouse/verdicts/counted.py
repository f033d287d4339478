"""Counts, ranks, sectors and flows: what a claim about many names is held against."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import inf
from pathlib import Path

from bhavhouse.verdicts.asked import Claim
from bhavhouse.verdicts.figure import UNDATED, Answer, Figure, Missing
from bhavhouse.verdicts.lists import lines_of
from bhavhouse.verdicts.market import Market
from bhavhouse.verdicts.subjects import Against, breadths, key_of, levels

NEEDS = Path(__file__).with_name("needs.csv")
SECTORS_SAID = Path(__file__).with_name("sectors_said.csv")
# What a statistic's name counts: the column, and how it is measured.
_OF_BREADTH = {
    "stocks_at_52w_high": ("new_highs_52w_intraday", "count"),
    "52_week_highs": ("new_highs_52w_intraday", "count"),
    "stocks_at_52w_low": ("new_lows_52w_intraday", "count"),
    "52_week_lows": ("new_lows_52w_intraday", "count"),
    "stocks_above_200dma": ("pct_above_200dma", "share"),
    "stocks_above_50dma": ("pct_above_50dma", "share"),
}
_OF_VALUATION = {
    "trailing_valuation": "pe_ratio", "trailing_pe": "pe_ratio", "valuation": "pe_ratio",
    "price_to_book": "pb_ratio", "dividend_yield": "dividend_yield_pct",
}  # fmt: skip
_DOUBLE_DIGIT = -10.0
_SINCE = re.compile(r"\b(week|month|year)s?\b", re.I)
_BOTH = re.compile(r"\band\b|&|/|\+")  # of one figure for two kinds of investors
_FOREIGN, _DOMESTIC = ("fii", "fpi", "foreign"), ("dii", "domestic inst")
_CRORES = {"inr_crore": 1.0, "inr_bn": 100.0, "inr": 1e-7, "inr_mn": 0.1}
_BY_SPAN = {
    1: "return_1_pct",
    5: "return_5_pct",
    21: "return_21_pct",
    63: "return_63_pct",
    252: "return_252_pct",
}
_FEWEST_SECTORS = 6  # that an index is ranked among

_A_WEEK = 5  # sessions; longer spans are mostly told by the depository's figures
_PROVISIONAL = "The exchanges' provisional daily figures"
_OF_NSE = next(against for against in breadths("NSE", ()) if against.name == "nse_all")
_SHARES_ALONE = "Our count of its shares, as the exchange's own is not held"


@dataclass(frozen=True)
class Said:
    """What a printed sector is: a segment of ours, and an index of the exchange where there is one."""

    level: str
    sector: str
    index: str


def breadth(claim: Claim, session: date, market: Market) -> Answer:
    """Advances over declines, among the names that the words speak of."""
    if claim.fact["horizon"] and not (claim.window and claim.window.is_session):
        return Missing(f"advances are counted by session, not over {claim.fact['horizon']}")
    if claim.value is None:
        return Missing("the text gives neither both counts nor their ratio")
    found: list[tuple[Against, int, int]] = []
    for against in breadths(claim.fact["index_as_printed"], market.universes):
        row = market.counts.get((against.name, session))
        if row and row["declines"]:
            up, down = row["reported_advances"], row["reported_declines"]
            if against.basis != "exact" or not up or not down:
                up, down = row["advances"], row["declines"]
                if against == _OF_NSE:  # which counts funds and more among them
                    against = replace(against, basis="proxy", reason=_SHARES_ALONE)
            found.append((against, up, down))
    if not found:
        return _nothing_counted(claim, session)
    against, up, down = found[0]
    claimed = (claim.fact["advances"], claim.fact["declines"])
    note = f"{up:,} advances and {down:,} declines"
    also = tuple((other.words, round(a / d, 4)) for other, a, d in found[1:])
    if against.basis == "exact" and None not in claimed:
        apart = max(
            100 * abs(ours - told) / max(told, 1) for ours, told in zip((up, down), claimed, strict=True)
        )
        return Figure(up / down, "counts", against, session, distance=apart, note=note, also=also)
    return Figure(up / down, "ratio", against, session, note=note, also=also)


def _nothing_counted(claim: Claim, session: date) -> Missing:
    named = claim.fact["index_as_printed"] or "the market"
    return Missing(
        f"no counts of {named} or of what stands for it are held of {session}", f"prices of {session}"
    )


def rank(claim: Claim, session: date | None, market: Market) -> Answer:
    """The place of a share among the session's gainers or losers."""
    if session is None:
        return UNDATED
    if claim.window is None or not claim.window.is_session:
        return Missing("ranks are held by session alone")
    security = claim.fact["security_id"]
    if not security:
        return Missing(f"the name {claim.fact['company_as_printed']!r} is open: see marts.open_names")
    if claim.segment is None:
        return Missing("the text does not tell among which names it is the first")
    kind = "gainer" if claim.fact["rank"] == "top_gainer" else "loser"
    for against in breadths(claim.segment, market.universes):
        places = market.movers.get((session, against.name, kind))
        if places and security in places:
            return Figure(float(places[security][0]), "rank", against, session)
        if places:
            return _place_beside(claim, list(places.values()), against, session, market)
    return _nothing_counted(claim, session)


def _place_beside(
    claim: Claim, listed: Sequence[tuple[int, float]], against: Against, session: date, market: Market
) -> Answer:
    """The place that a share would have among the movers listed, of which it is none.

    It is further down, or in no such set of shares; behind them all its place is one more than there are.
    """
    security = str(claim.fact["security_id"])
    exchange = "BSE" if against.name.startswith("bse") else "NSE"
    prices = market.prices.get((security, exchange))
    at = prices.at(session) if prices else None
    if prices is None or at is None or not prices.is_comparable(at):
        return Missing(f"{security} has no return of {session} on {exchange}", f"prices of {security}")
    own = 100 * (float(prices.close[at]) / float(prices.prior[at]) - 1)
    sign = 1 if claim.fact["rank"] == "top_gainer" else -1
    place = 1 + sum(sign * other > sign * own + 1e-6 for _, other in listed)
    where = f"behind the first {len(listed)}" if place > len(listed) else f"it is not in {against.name}"
    note = f"{where}, and moved {own:+.2f}%"
    return Figure(float(place), "rank", against, session, note=note)


def leadership(claim: Claim, session: date, market: Market) -> Answer:
    """How large a part of the sectors did better than one that is said to lead, or worse than a laggard."""
    printed = claim.fact["sector_as_printed"] or ""
    said = sectors_said().get(key_of(printed)) or sectors_said().get(key_of(printed).removesuffix("s"))
    if said is None:
        return Missing(f"no segment of ours is {printed!r}", "a line in sectors_said.csv")
    span = claim.window.span(session, market.calendar) if claim.window else None
    if claim.window is None or span is None:
        return Missing(f"{claim.fact['horizon']!r} has no certain beginning")
    found = _by_indices(said, span, market) or _by_means(said, span, market)
    if found is None:
        return Missing(f"no return of {said.sector} to {span[1]} is held", f"prices up to {span[1]}")
    against, own, peers = found
    lags = claim.fact["direction"] == "lagging"
    before = sum(peer < own if lags else peer > own for peer in peers)
    of = "; of all sizes" if claim.segment else ""
    word = "worse" if lags else "better"
    note = f"{against.words} moved {own:+.2f}%; {before} of {len(peers)} sectors did {word}{of}"
    if said.level == "size":  # so few that a third of them is none
        return Figure(float(before), "rank", against, span[1], note=note)
    return Figure(100 * before / len(peers), "place", against, span[1], note=note)


_Ranked = tuple[Against, float, list[float]]


def _by_indices(said: Said, span: tuple[date, date], market: Market) -> _Ranked | None:
    """The exchange's own index of the sector, among those of the others."""
    moved = {}
    for name in {other.index for other in sectors_said().values()} - {""}:
        against = Against("index", name, "proxy", "The exchange's index of the sector")
        if (change := market.change(against, *span)) is not None:
            moved[name] = against, change
    if said.index not in moved or len(moved) < _FEWEST_SECTORS:
        return None
    return *moved[said.index], [change for _, change in moved.values()]


def _by_means(said: Said, span: tuple[date, date], market: Market) -> _Ranked | None:
    """Our own segment, by the mean return of its shares over about as many sessions."""
    n = bisect_right(market.calendar, span[1]) - bisect_right(market.calendar, span[0])
    column = next((column for held, column in _BY_SPAN.items() if abs(n - held) <= held // 10), None)
    rows = market.segments.get(span[1], [])
    if column is None:
        return None
    own = next((r[column] for r in rows if (r["level"], r["sector"]) == (said.level, said.sector)), None)
    level = "size" if said.level == "size" else "sector"
    peers = [r[column] for r in rows if r["level"] == level and r[column] is not None]
    if own is None or len(peers) < 3:
        return None
    return (
        Against("segment", said.sector, "own_index", "Mean return of the shares of the segment"),
        own,
        peers,
    )


def stat(claim: Claim, session: date, market: Market) -> Answer:
    """A statistic of a segment, where one of ours measures the same."""
    name, fact = claim.fact["stat"] or "", claim.fact
    if name in ("best_month_since", "worst_month_since"):
        return _best_month(claim, session, market)
    if name == "stocks_down_double_digit":
        return _double_digit_losers(claim, session, market)
    if name in _OF_BREADTH:
        column, measure = _OF_BREADTH[name]
        if (measure == "share") != (claim.unit == "pct"):
            return Missing(f"our figure of {name} is a {measure}")
        if fact["horizon"] and not (claim.window and claim.window.is_session):
            return Missing(f"{name} is counted by session, not over {fact['horizon']}")
        for against in breadths(fact["index_as_printed"], market.universes):
            row = market.counts.get((against.name, session))
            if row and row[column] is not None:
                return Figure(float(row[column]), measure, against, session)
        return _nothing_counted(claim, session)
    if name in _OF_VALUATION and fact["index_as_printed"]:
        for against in levels(fact["index_as_printed"], market.levels):
            row = market.levels.get(against.name, {}).get(session)
            if against.basis == "exact" and row and row[_OF_VALUATION[name]]:
                return Figure(row[_OF_VALUATION[name]], "multiple", against, session)
        return Missing(f"no {_OF_VALUATION[name]} of {fact['index_as_printed']} is held of {session}")
    return Missing("nothing of ours measures it", needs().get(name))


def _double_digit_losers(claim: Claim, session: date, market: Market) -> Answer:
    if claim.fact["horizon"] and not (claim.window and claim.window.unit == "calendar year"):
        return Missing(f"losers are counted from the start of the year, not over {claim.fact['horizon']}")
    for against in breadths(claim.fact["index_as_printed"], market.universes):
        rows = market.distributions.get((session, against.name))
        if rows:
            names = sum(
                r["names"] for r in rows if r["upper_pct"] is not None and r["upper_pct"] <= _DOUBLE_DIGIT
            )
            return Figure(float(names), "count", against, session, note="names down by 10% or more this year")
    return _nothing_counted(claim, session)


def _best_month(claim: Claim, session: date, market: Market) -> Answer:
    printed = claim.fact["index_as_printed"] or ""
    if claim.fact["stat"] != "best_month_since" or claim.value is None:
        return Missing("the worst month since is not worked out")
    units = _SINCE.findall(claim.fact["quote"] or "")
    a_unit = {"week": 1 / 52, "month": 1 / 12}.get(units[-1].lower() if units else "", 1.0)
    years = claim.value * a_unit
    for against in levels(printed, market.levels):
        row = market.months.get((against.name, session)) if against.by == "index" else None
        if row is None or row["return_month_pct"] is None or row["months_not_held"] is None:
            continue
        best = row["best_month_since"]
        gone = (session.year * 12 + session.month - int(best[:4]) * 12 - int(best[5:])) / 12 if best else None
        held = row["months_held"] / 12
        if (gone is None and held < years) or row["months_not_held"]:
            return Missing(
                f"{row['months_held']} months of {against.words} are held, {row['months_not_held']} lack",
                f"monthly levels of {against.words} over {years:g} years",
            )
        value = held if gone is None else gone
        return Figure(
            value,
            "count",
            against,
            session,
            bounds=(years - a_unit, inf),
            note=f"a better month: {best or 'none held'}",
        )
    return Missing(
        f"no return of {session:%B %Y} is held of {printed}",
        f"monthly levels of {printed} over {years:g} years",
    )


def flow(claim: Claim, session: date, market: Market) -> Answer:
    """What institutions bought and sold over the window, in crores of rupees."""
    fact = claim.fact
    who = (fact["investor"] or "").lower()
    investor = "fii" if who.startswith(_FOREIGN) else "dii" if who.startswith(_DOMESTIC) else None
    if _BOTH.search(who):
        investor = None
    if investor is None:
        return Missing(
            f"the flows of {fact['investor']!r} are in no file held", "flows of that kind of investor"
        )
    if claim.unit not in _CRORES:
        return Missing(f"the claim is in {claim.unit}", "rates of exchange")
    if claim.window is None:
        return Missing(f"{fact['horizon']!r} has no certain beginning")
    span = claim.window.span(session, market.calendar)
    calendar = market.calendar
    days = calendar[bisect_right(calendar, span[0]) : bisect_right(calendar, span[1])] if span else []
    rows = [market.flows.get((investor, day)) for day in days]
    column = {"buy": "buy_inr_crore", "sell": "sell_inr_crore"}.get(fact["side"] or "net", "net_inr_crore")
    if not days or any(row is None or row[column] is None for row in rows):
        lacking = sum(row is None or row[column] is None for row in rows)
        return Missing(
            f"flows of {lacking} of {len(days)} sessions are not held", f"daily flows up to {session}"
        )
    total = sum(row[column] for row in rows if row) / _CRORES[claim.unit]
    basis = "exact" if len(days) <= _A_WEEK else "proxy"
    against = Against("flows", investor, basis, _PROVISIONAL)
    return Figure(total, "flow", against, days[-1], days[0], sessions=len(days))


@cache
def sectors_said() -> Mapping[str, Said]:
    """Printed sectors, as keys -> what they are in marts.sector_rotation, and the exchange's index."""
    return {row["said"]: Said(row["level"], row["sector"], row["index"]) for row in lines_of(SECTORS_SAID)}


@cache
def needs() -> Mapping[str, str]:
    """Statistics that nothing held can check -> what data would."""
    return {row["stat"]: row["needs"] for row in lines_of(NEEDS)}
