"""Returns and levels of a market of a few rows, held against claims."""

from datetime import UTC, date, datetime

import pytest

from bhavhouse.verdicts.asked import claims_of
from bhavhouse.verdicts.figures import answer
from claimed import (
    CALENDAR,
    DAY,
    HELD,
    back,
    claim,
    fact,
    flows,
    fund,
    levels,
    market,
    mover,
    shares,
    told_of,
    verdict,
)  # fmt: skip

NIFTY = levels("nifty_50", 100, 102)


def of_index(printed: str, value: float | None = 2.0, **told):
    return claim(index_as_printed=printed, value=value, **told)


def of_share(value: float | None = 10.0, **told):
    return claims_of([mover("NSE:A", value, **told)])[0]


@pytest.mark.parametrize(
    ("printed", "held", "basis"),
    [
        ("Nifty 50", NIFTY, "exact"),
        ("Nifty", NIFTY, "exact"),
        ("Sensex", NIFTY, "proxy"),
        ("Nifty 50", fund("NIFTYBEES", 100, 102), "proxy"),
        (
            "BSE Capital Goods",
            levels("ours_sector_capital_goods_cap", 100, 102, base_session=back(9)),
            "own_index",
        ),
        (
            "BSE Smallcap",
            [*levels("ours_cap_small_cap", 100, 102), *levels("nifty_smallcap_250", 100, None)],
            "own_index",
        ),
    ],
)
def test_an_index_is_held_against_itself_else_the_first_stand_in_that_is_held(printed, held, basis):
    assert told_of(of_index(printed), market(held)) == (2.0, basis, "confirmed")


def test_the_first_stand_in_decides_though_another_fits_and_the_reason_tells_of_both():
    held = [*levels("nifty_smallcap_250", 100, 99), *levels("ours_cap_small_cap", 100, 102)]
    found = answer(of_index("BSE Smallcap"), DAY, market(held))
    assert found.against.name == "nifty_smallcap_250" and [name for name, _ in found.also] == [
        "ours cap small cap"
    ]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (of_index("Nifty Unheard Of"), "nothing is declared to stand for it"),
        (of_index("Nifty 50", horizon="5d"), "is held of 2026-02-05"),
        (of_index("Nifty 50", horizon="january"), "no certain beginning"),
        (of_index("Nifty 50", horizon="400 sessions"), "does not lie in the exchange's calendar"),
        (of_index("Nifty 50", unit="x"), "the claim is in x"),
        (of_index("Nifty 50", unit=None), "no unit"),
        (of_index("Nifty 50", value=float("inf")), "no figure and no direction"),
        (of_index("Nifty 50", value=None), "no figure and no direction"),
        (of_index("Nifty 50", bound="as much as"), "nor of what else"),
        (of_index("Nifty 50", bound="as much as", horizon="5 sessions"), "reached within 5 sessions"),
        (claim(value=2.0), "does not name the index"),
        (of_index("Sensex", unit="points"), "is held of"),
    ],
)
def test_what_cannot_be_held_against_anything_is_not_checkable(told, why):
    assert told_of(told, market(NIFTY))[2] == "not_checkable"
    assert why in told_of(told, market(NIFTY))[1]


def test_without_a_session_only_a_year_that_was_over_when_it_was_seen_is_checked():
    held = [
        *levels("nifty_50", 100, end=date(2024, 12, 31)),
        *levels("nifty_50", 110, end=date(2025, 12, 31)),
    ]
    whole = of_index("Nifty 50", 10.0, horizon="2025")
    assert told_of(whole, market(held), None) == (pytest.approx(10.0), "exact", "confirmed")
    early = of_index("Nifty 50", 10.0, horizon="2025", known_at=datetime(2025, 7, 1, tzinfo=UTC))
    assert (
        verdict(early, market(held), None)
        == verdict(of_index("Nifty 50"), market(held), None)
        == "not_checkable"
    )


@pytest.mark.parametrize(("bases", "verdict_"), [((9, 9), "confirmed"), ((9, 1), "not_checkable")])
def test_levels_of_our_own_index_compare_on_one_base_alone(bases, verdict_):
    before, after = (levels("ours_cap_micro_cap", 100, end=back(1)), levels("ours_cap_micro_cap", 102))
    for rows, base in ((before, bases[0]), (after, bases[1])):
        rows[0][1]["base_session"] = back(base)
    assert verdict(of_index("microcaps"), market([*before, *after])) == verdict_


def test_as_much_as_is_on_the_low_or_the_high_and_points_on_the_index_itself():
    held = market(levels("nifty_50", 100, end=back(1)), levels("nifty_50", 99.5, low=98.8, high=101.0))
    assert told_of(of_index("Nifty", -1.2, bound="as much as"), held) == (
        pytest.approx(-1.2),
        "exact",
        "confirmed",
    )
    assert told_of(of_index("Nifty", 1.0, bound="as much as"), held)[0] == 1.0
    assert told_of(of_index("Nifty", -0.5, unit="points"), held) == (-0.5, "exact", "confirmed")


@pytest.mark.parametrize(
    ("said", "basis", "value"),
    [
        ("rose on the BSE", "exact", 11.0),
        ("rose on the NSE", "exact", 10.0),
        ("rose", "other_exchange", 10.0),
    ],
)
def test_a_share_is_held_against_the_exchange_that_is_named_else_either(said, basis, value):
    held = market(shares("NSE:A", 100, 110), shares("NSE:A", 100, 111, exchange="BSE"))
    assert told_of(of_share(quote=said), held)[:2] == (pytest.approx(value), basis)


def test_a_share_that_traded_on_the_other_exchange_alone_is_held_against_that():
    held = market(shares("NSE:A", 100, None, end=DAY), shares("NSE:A", 100, 110, exchange="BSE"))
    assert told_of(of_share(quote="on the NSE"), held)[:2] == (pytest.approx(10.0), "other_exchange")


SPLIT = {"price_factor": 0.1, "prior_price_inr": 10.0}
FRESH = {"is_comparable": False, "prior_price_inr": None}


@pytest.mark.parametrize(
    ("closes", "last", "horizon", "value"),
    [
        ((100, 11), SPLIT, "1d", 10.0),
        ((90, 100, 11), SPLIT, "2 sessions", 100 * (11 / 9 - 1)),
        ((110,), FRESH, "1d", "a listing, a demerger"),
        ((100, 110), FRESH, "1d", "a listing, a demerger"),
        ((90, 100, 110), FRESH, "2 sessions", "on the basis of"),
        ((100, 110, None), {}, "1d", "did not trade"),
        ((100, None, None, 110), {}, "2 sessions", 10.0),
        ((100, *[None] * 7, 110), {}, "2 sessions", "no price of"),
        ((110, 110), {"prior_price_inr": 0.0}, "1d", "no comparable prior price"),
    ],
)  # fmt: skip
def test_a_share_is_measured_on_one_basis_from_a_close_a_few_sessions_back_at_most(
    closes, last, horizon, value
):
    found = told_of(of_share(horizon=horizon), market(shares("NSE:A", *closes, **last)))
    if isinstance(value, str):
        assert found[0] is None and value in found[1]
    else:
        assert found[0] == pytest.approx(value)


def test_a_session_that_is_not_held_changes_no_return_over_it_and_is_no_halt():
    """The next session's prior price is the close that is not held."""
    rows = shares("NSE:A", 100, None, 121, prior_price_inr=110.0)
    held = [day for day in HELD if day != back(1)]
    assert told_of(of_share(21.0, horizon="2 sessions"), market(rows, held=held))[0] == pytest.approx(21.0)
    assert told_of(of_share(10.0), market(rows, held=held))[0] == pytest.approx(10.0)
    rows = shares("NSE:A", 100, None, None, 121, prior_price_inr=110.0)
    held = [day for day in HELD if day != back(2)]
    assert "has no price of" in told_of(of_share(10.0, horizon="2 sessions"), market(rows, held=held))[1]


@pytest.mark.parametrize(
    ("value", "bound", "computed"), [(12, "as much as", 12), (-3, "as much as", -3), (10, None, 10)]
)
def test_a_share_that_rose_as_much_as_is_held_against_its_high(value, bound, computed):
    held = market(shares("NSE:A", 100, 110, high_inr=112.0, low_inr=97.0))
    assert told_of(of_share(float(value), bound=bound), held)[0] == pytest.approx(computed)


def test_an_open_name_is_not_checkable_and_its_line_is_asked_for():
    found = answer(claim("mover", company_as_printed="A Ltd", value=1.0), DAY, market())
    assert "open" in found.reason and "company_aliases.csv" in found.needs


RANGE = {"low": 98.0, "high": 104.0}


@pytest.mark.parametrize(
    ("told", "row", "verdict_"),
    [
        ({"value": 102.0, "role": "close"}, RANGE, "confirmed"),
        ({"value": 103.0, "role": "close"}, RANGE, "contradicted"),
        ({"value": 103.0}, RANGE, "confirmed"),
        ({"value": 103.0, "role": "last"}, RANGE, "confirmed"),
        ({"value": 105.0, "role": "last"}, RANGE, "contradicted"),
        ({"value": 103.0}, {}, "not_checkable"),
        ({"value": 101.0, "role": "support"}, {}, "confirmed"),
        ({"value": 103.0, "role": "support"}, {}, "contradicted"),
        ({"value": 103.0, "role": "resistance"}, {}, "confirmed"),
        ({"value": 101.0, "role": "resistance"}, {}, "contradicted"),
        ({"value": None, "role": "support"}, {}, "not_checkable"),
        ({"value": None}, {}, "not_checkable"),
        ({"value_low": 101.0, "value_high": 103.0}, {}, "confirmed"),
        ({"value": 101.0, "bound": "over"}, RANGE, "confirmed"),
        ({"value": 105.0, "bound": "over"}, RANGE, "contradicted"),
    ],
)
@pytest.mark.parametrize("of", ["index", "share"])
def test_a_level_is_held_against_close_or_range_by_its_role(told, row, verdict_, of):
    if of == "index":
        held = market(levels("nifty_50", 102, **row))
        asked = claim("price_level", index_as_printed="Nifty", unit="points", **told)
    else:
        prices = {f"{name}_inr": row.get(name, float("nan")) for name in ("high", "low")}
        held = market(shares("NSE:A", 102, **prices))
        quote = f"{told.get('value') or 0:.2f} on NSE"
        asked = claim(
            "price_level", security_id="NSE:A", company_as_printed="A", unit="inr", quote=quote, **told
        )
    assert verdict(asked, held) == verdict_


@pytest.mark.parametrize("asked", [
    fact("price_level", index_as_printed="Sensex", value=100.0), fact("price_level", value=1.0),
    fact("price_level", company_as_printed="A", security_id="NSE:B", value=1.0),
])  # fmt: skip
def test_a_level_has_no_stand_in(asked):
    assert verdict(claims_of([asked])[0], market(levels("nifty_50", 100))) == "not_checkable"


@pytest.mark.parametrize(
    ("told", "computed"),
    [
        ({"value": 5.0}, 5.0),
        ({"value": 12.0, "horizon": "3 sessions"}, 12.0),
        ({"value": 0.12, "unit": "inr_bn", "horizon": "3 sessions"}, 0.12),
        ({"value": 12.0, "horizon": "5d"}, "flows of 2 of 5 sessions are not held"),
        ({"value": 12.0, "investor": "mutual funds"}, "in no file held"),
        ({"value": 12.0, "investor": "FIIs and DIIs"}, "in no file held"),
        ({"value": 12.0, "unit": "usd"}, "in usd"),
        ({"value": 12.0, "side": "sell"}, "flows of 1 of 1 sessions are not held"),
        ({"value": 12.0, "horizon": "recent days"}, "no certain beginning"),
        ({"value": None}, "no figure and no direction"),
    ],
)
def test_flows_are_summed_over_sessions_that_are_all_held(told, computed):
    asked = claim("flow", **{"investor": "FIIs", "unit": "inr_crore", "side": "net", **told})
    value, basis, verdict_ = told_of(asked, market(flows("fii", 3, 4, 5)))
    assert (
        (value, verdict_) == (pytest.approx(computed), "confirmed")
        if value is not None
        else computed in basis
    )


def test_nothing_is_held_of_an_empty_market_and_nothing_breaks():
    kinds = (
        "index_return",
        "mover",
        "price_level",
        "advance_decline",
        "flow",
        "segment_stat",
        "sector_leadership",
    )
    empty = market(held=[CALENDAR[0]])
    for kind in kinds:
        for told in ({}, {"value": 0.0}, {"value": 1e308, "unit": None}, {"advances": 2**62, "declines": 1}):
            assert {verdict(c, empty) for c in claims_of([fact(kind, quote=None, **told)])} <= {
                "not_checkable"
            }
