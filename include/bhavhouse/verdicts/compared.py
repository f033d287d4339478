"""What claims that compare are held against: orders of segments, gaps between indices, courses of breadth."""

from datetime import date

from bhavhouse.verdicts.asked import Claim
from bhavhouse.verdicts.figure import UNDATED, Answer, Figure, Missing
from bhavhouse.verdicts.market import Market
from bhavhouse.verdicts.subjects import BY_SIZE, Against, breadths, key_of, levels

_OURS = "Shares of the segment, weighted by value"
_DAYS = 5  # sessions whose mean breadth is held against that of as many before


def compare(claim: Claim, session: date | None, market: Market) -> Answer:
    """A comparison, as of `session`."""
    if session is None:
        return UNDATED
    if claim.aspect.startswith("breadth"):
        return _breadth(claim, session, market)
    span = claim.window.span(session, market.calendar) if claim.window else None
    if span is None:
        return Missing("its time has no certain beginning")
    if claim.aspect in ("best", "worst"):
        return _order(claim, span, market)
    one, other = str(claim.fact["index_as_printed"]), str(claim.fact["compared_with"])
    for first in levels(one, market.levels):
        for second in levels(other, market.levels):
            a, b = market.change(first, *span), market.change(second, *span)
            if a is not None and b is not None and (first.by, first.name) != (second.by, second.name):
                note = f"{first.words} {a:+.2f}%, {second.words} {b:+.2f}%"
                basis = "exact" if first.basis == second.basis == "exact" else "own_index"
                against = Against(first.by, f"{first.name} less {second.name}", basis, first.reason)
                return Figure(a - b, "gap", against, span[1], span[0], note=note)
    return Missing(
        f"no levels of {one} and {other} are held of {span[0]} and {span[1]}", f"levels of {one}, {other}"
    )


def _order(claim: Claim, span: tuple[date, date], market: Market) -> Answer:
    own = key_of(str(claim.fact["index_as_printed"])).removeprefix("bse_").removeprefix("nifty_")
    if own not in BY_SIZE:
        return Missing("only large, mid and small caps are ranked against each other")
    stand_ins = {size: Against("index", name, "own_index", _OURS) for size, name in BY_SIZE.items()}
    found = {size: market.change(against, *span) for size, against in stand_ins.items()}
    held = {size: value for size, value in found.items() if value is not None}
    if len(held) < len(stand_ins):
        return Missing(f"not all segments by size have returns of {span[0]} to {span[1]}", "issue sizes")
    sign = -1 if claim.aspect == "worst" else 1
    place = 1 + sum(sign * value > sign * held[own] for value in held.values())
    note = ", ".join(f"{size} {value:+.2f}%" for size, value in held.items())
    return Figure(float(place), "rank", stand_ins[own], span[1], span[0], note=note)


def _breadth(claim: Claim, session: date, market: Market) -> Answer:
    printed = claim.fact["index_as_printed"]
    for against in breadths(printed, market.universes):
        if not (row := market.counts.get((against.name, session))):
            continue
        if claim.aspect in ("breadth strong", "breadth weak"):
            if not row["declines"]:
                continue
            note = f"{row['advances']:,} advances and {row['declines']:,} declines"
            return Figure(row["advances"] / row["declines"], "ratio", against, session, note=note)
        shares = [_share(market, against.name, market.session_before(session, n)) for n in range(2 * _DAYS)]
        if None in shares:
            return Missing(f"the ten sessions to {session} are not all held")
        now, before = (sum(s for s in part if s) / _DAYS for part in (shares[:_DAYS], shares[_DAYS:]))
        note = f"{now:.1f}% of the movers rose in the mean of {_DAYS} sessions, {before:.1f}% before"
        return Figure(
            now - before,
            "gap",
            Against("universe", against.name, "own_index", against.reason),
            session,
            note=note,
        )
    return Missing(f"no counts of {printed or 'the market'} are held of {session}", f"prices of {session}")


def _share(market: Market, universe: str, session: date | None) -> float | None:
    row = market.counts.get((universe, session)) if session else None
    if not row or not row["advances"] + row["declines"]:
        return None
    return float(100 * row["advances"] / (row["advances"] + row["declines"]))
