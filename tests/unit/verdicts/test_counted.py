"""Counts, ranks, sectors and statistics."""

import pytest

from bhavhouse.verdicts.asked import claims_of
from bhavhouse.verdicts.figures import answer
from claimed import (
    DAY,
    claim,
    counts,
    fact,
    levels,
    market,
    mover,
    movers,
    sectors,
    shares,
    told_of,
    verdict,
)  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "told", "basis", "verdict_"),
    [
        ("NSE", {"advances": 1000, "declines": 2000}, "exact", "confirmed"),
        ("NSE", {"advances": 1040, "declines": 2000}, "exact", "close"),
        ("NSE", {"advances": 2000, "declines": 1000}, "exact", "contradicted"),
        ("NSE", {"ratio": 0.5}, "exact", "confirmed"),
        ("NSE", {"ratio": 2.0}, "exact", "contradicted"),
        (None, {"advances": 1100, "declines": 2000}, "proxy", "confirmed"),
        (None, {"advances": 2000, "declines": 1000}, "proxy", "contradicted"),
        ("BSE", {"advances": 1300, "declines": 2000}, "proxy", "close"),
        ("Nifty 50", {"advances": 10, "declines": 40}, "exact", "confirmed"),
        ("BSE Smallcap", {"advances": 100, "declines": 200}, "proxy", "confirmed"),
    ],
)
def test_advances_are_counted_among_the_names_that_the_words_speak_of(printed, told, basis, verdict_):
    held = market(
        counts("nse_all", 900, 2100, reported_advances=1000, reported_declines=2000)
        if basis == "exact"
        else [],
        counts("nse_all", 1000, 2000) if basis == "proxy" else [],
        counts("index:nifty_50", 10, 40),
        counts("cap:small", 100, 200),
    )
    found = told_of(claim("advance_decline", index_as_printed=printed, **told), held)
    assert found[1:] == (basis, verdict_)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"advances": 10, "declines": 0}, "neither both counts"),
        ({"advances": 10, "declines": 20, "horizon": "5d"}, "by session, not over 5d"),
        ({"advances": 10, "declines": 20, "horizon": "january"}, "by session, not over january"),
        ({"ratio": 0.5, "index_as_printed": "BSE 500"}, "no counts of BSE 500"),
        ({"ratio": 0.5, "index_as_printed": "midcap"}, "no counts of midcap"),
    ],
)
def test_counts_that_nothing_counts_are_not_checkable(told, why):
    assert (
        why
        in told_of(
            claim("advance_decline", **told), market(counts("nse_all", 10, 20), counts("cap:mid", 3, 0))
        )[1]
    )


SMALLCAP = fact(index_as_printed="BSE Smallcap", value=1.0)
FIRST_20 = {f"NSE:{n}": 30.0 - n for n in range(1, 21)}


@pytest.mark.parametrize(
    ("security", "rank", "place", "verdict_"),
    [
        ("NSE:1", "top_gainer", 1, "confirmed"),
        ("NSE:3", "top_gainer", 3, "confirmed"),
        ("NSE:9", "top_gainer", 9, "close"),
        ("NSE:20", "top_gainer", 20, "contradicted"),
        ("NSE:UNLISTED", "top_gainer", 1, "confirmed"),
        ("NSE:BEYOND", "top_gainer", 21, "contradicted"),
        ("NSE:1", "top_loser", None, "not_checkable"),
        ("NSE:ON_BSE_ALONE", "top_gainer", None, "not_checkable"),
        ("NSE:FRESH", "top_gainer", None, "not_checkable"),
        (None, "top_gainer", None, "not_checkable"),
    ],
)
def test_a_top_mover_has_a_place_even_where_our_segment_does_not_hold_it(security, rank, place, verdict_):
    held = market(
        movers("cap:small", "gainer", FIRST_20),
        shares("NSE:UNLISTED", 100, 140),
        shares("NSE:BEYOND", 100, 101),
        shares("NSE:FRESH", 140),
    )
    asked = claims_of([fact("mover", security_id=security, company_as_printed="A", rank=rank), SMALLCAP])[0]
    assert told_of(asked, held)[::2] == (place, verdict_)


def test_a_rank_is_of_a_session_and_a_segment():
    held = market(movers("cap:small", "gainer", FIRST_20))
    first = mover("NSE:1", None, rank="top_gainer")
    assert verdict(claims_of([first, SMALLCAP])[0], held) == "confirmed"
    assert verdict(claims_of([first, SMALLCAP])[0], held, None) == "not_checkable"
    assert "by session alone" in told_of(claims_of([{**first, "horizon": "5d"}, SMALLCAP])[0], held)[1]
    assert "among which names" in told_of(claims_of([first])[0], held)[1]


NAMES = ("Metals & Mining", "Realty", "Information Technology", "Power", "Healthcare", "Capital Goods")
SECTORS = {name: float(-n) for n, name in enumerate(NAMES)}


@pytest.mark.parametrize(
    ("printed", "direction", "verdict_"),
    [
        ("metals", "leading", "confirmed"),
        ("realty stocks", "leading", "confirmed"),
        ("IT", "leading", "confirmed"),
        ("power", "leading", "close"),
        ("healthcare", "leading", "contradicted"),
        ("capital goods", "lagging", "confirmed"),
        ("metals", "lagging", "contradicted"),
        ("smallcaps", "leading", "close"),
        ("midcaps", "leading", "confirmed"),
        ("largecaps", "lagging", "confirmed"),
        ("smallcaps", "lagging", "close"),
        ("media", "leading", "not_checkable"),
        ("crypto", "leading", "not_checkable"),
    ],
)
def test_a_leader_is_in_the_first_third_of_the_sectors_and_the_first_of_the_sizes(
    printed, direction, verdict_
):
    held = market(sectors(SECTORS), sectors({"mid": 2.0, "small": 1.0, "large": 0.0}, "size"))
    asked = claim("sector_leadership", sector_as_printed=printed, direction=direction)
    assert verdict(asked, held) == verdict_


@pytest.mark.parametrize(
    ("horizon", "column"),
    [("5d", "return_5_pct"), ("1m", "return_21_pct"), ("3m", "return_63_pct"), ("1y", "return_252_pct"),
     ("wtd", None), ("mtd", None), ("2026", None), ("january", None)],
)  # fmt: skip
def test_sectors_are_ranked_over_as_many_sessions_as_the_words_tell(horizon, column):
    held = market(
        *(sectors(SECTORS, column=c) for c in [column] if c), sectors(SECTORS, column="return_1_pct")
    )
    asked = claim("sector_leadership", sector_as_printed="metals", direction="leading", horizon=horizon)
    assert verdict(asked, held) == ("confirmed" if column else "not_checkable")


@pytest.mark.parametrize(
    ("names", "basis", "verdict_"), [(6, "proxy", "contradicted"), (5, "own_index", "confirmed")]
)
def test_a_sector_is_ranked_by_the_exchanges_indices_where_enough_of_them_are_held(names, basis, verdict_):
    indices = ("nifty_metal", "nifty_it", "nifty_auto", "nifty_pharma", "nifty_realty", "nifty_fmcg")[:names]
    held = market(sectors(SECTORS), *(levels(name, 100, 100 + n) for n, name in enumerate(indices)))
    asked = claim("sector_leadership", sector_as_printed="metals", direction="leading")
    assert told_of(asked, held)[1:] == (basis, verdict_)


@pytest.mark.parametrize(
    ("stat", "told", "computed"),
    [
        ("stocks_at_52w_high", {"value": 100.0, "unit": "count"}, (100.0, "proxy", "confirmed")),
        (
            "52_week_lows",
            {"value": 100.0, "unit": "count", "index_as_printed": "NSE"},
            (50.0, "exact", "contradicted"),
        ),
        ("stocks_above_200dma", {"value": 62.0}, (60.0, "proxy", "confirmed")),
        ("stocks_above_200dma", {"value": 62.0, "unit": "count"}, "is a share"),
        ("stocks_above_50dma", {"value": 62.0}, "no counts of the market"),
        ("stocks_at_52w_high", {"value": 100.0, "unit": "count", "horizon": "5d"}, "not over 5d"),
        ("stocks_at_52w_high", {"unit": "count"}, "no figure and no direction"),
        (
            "stocks_at_52w_high",
            {"value": 1.0, "unit": "count", "index_as_printed": "midcap"},
            "no counts of midcap",
        ),
        (
            "trailing_pe",
            {"value": 22.0, "unit": "x", "index_as_printed": "Nifty"},
            (22.2, "exact", "confirmed"),
        ),
        ("price_to_book", {"value": 3.0, "unit": "x", "index_as_printed": "Nifty"}, "no pb_ratio"),
        ("trailing_pe", {"value": 22.0, "unit": "x", "index_as_printed": "Sensex"}, "no pe_ratio"),
        ("pmi", {"value": 55.0}, "nothing of ours"),
        ("never heard of", {"value": 55.0}, "nothing of ours"),
        (None, {}, "nothing of ours"),
    ],
)
def test_a_statistic_is_held_against_the_column_that_measures_the_same(stat, told, computed):
    of = {"new_highs_52w_intraday": 100, "new_lows_52w_intraday": 50, "pct_above_200dma": 60.0}
    held = market(counts("nse_all", 1, 1, **of), levels("nifty_50", 100, pe_ratio=22.2))
    found = told_of(claim("segment_stat", stat=stat, **told), held)
    assert computed in found[1] if isinstance(computed, str) else found == computed


@pytest.mark.parametrize(
    ("horizon", "verdict_"),
    [*((h, "confirmed") for h in (None, "ytd", "first weeks of 2026")), ("1y", "not_checkable")],
)
def test_losers_of_ten_percent_and_more_are_counted_over_the_year_so_far(horizon, verdict_):
    of = {"session": DAY, "universe": "cap:small", "reference": "calendar_year"}
    buckets = [
        ("marts.return_distribution", {**of, "upper_pct": upper, "names": names})
        for upper, names in ((-20.0, 400), (-10.0, 250), (0.0, 500), (None, 99))
    ]
    told = {
        "index_as_printed": "smallcap",
        "value": 600.0,
        "unit": "count",
        "bound": "over",
        "horizon": horizon,
    }
    found = told_of(claim("segment_stat", stat="stocks_down_double_digit", **told), market(buckets))
    assert found[2] == verdict_ and found[0] in (650.0, None)


def months(name: str, best: str | None, held: int, lack: int = 0):
    row = {"index_name": name, "session": DAY, "return_month_pct": 9.0, "best_month_since": best}
    return [("marts.index_return", {**row, "months_held": held, "months_not_held": lack})]


@pytest.mark.parametrize(
    ("quote", "n", "rows", "verdict_"),
    [
        ("best month in 12 years", 12, months("nifty_50", "2014-02", 200), "confirmed"),
        ("best month in 12 years", 12, months("nifty_50", "2018-02", 200), "contradicted"),
        ("best month in 12 years", 12, months("nifty_50", "2014-02", 200, lack=1), "not_checkable"),
        ("best month in 12 years", 12, months("nifty_50", None, 200), "confirmed"),
        ("best month in 12 years", 12, months("nifty_50", None, 100), "not_checkable"),
        ("best month in six months", 6, months("nifty_50", "2025-08", 200), "confirmed"),
        ("best month in six months", 6, months("nifty_50", "2025-12", 200), "contradicted"),
        ("best month since March", None, months("nifty_50", "2025-12", 200), "not_checkable"),
        ("best month in 12 years", 12, [], "not_checkable"),
    ],
)
def test_a_best_month_is_as_long_ago_as_the_last_better_one(quote, n, rows, verdict_):
    told = {"value": n, "unit": "count", "quote": quote, "index_as_printed": "Nifty", "horizon": "1m"}
    assert verdict(claim("segment_stat", stat="best_month_since", **told), market(rows)) == verdict_
    assert verdict(claim("segment_stat", stat="worst_month_since", **told), market(rows)) == "not_checkable"


def test_a_best_month_of_our_own_index_has_a_verdict_too():
    told = {"value": 12.0, "unit": "count", "quote": "in 12 years", "index_as_printed": "BSE Smallcap"}
    held = market(months("ours_cap_small_cap", "2014-02", 200))
    assert told_of(claim("segment_stat", stat="best_month_since", **told), held)[1:] == (
        "own_index",
        "confirmed",
    )


def test_what_is_not_measured_says_what_data_would_do():
    found = answer(claim("segment_stat", stat="forward_pe", value=20.0), DAY, market())
    assert "forward earnings estimates" in found.needs
