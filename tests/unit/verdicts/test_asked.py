"""What the words of a fact allow."""

from math import inf

import pytest

from bhavhouse.verdicts.asked import claims_of
from bhavhouse.verdicts.windows import Window
from claimed import claim, fact, mover


@pytest.mark.parametrize(
    ("told", "bounds"),
    [
        ({"value": 6.0}, (6.0, 6.0)),
        ({"value": 6.0, "bound": "over"}, (6.0, inf)),
        ({"value": -6.0, "bound": "over"}, (-inf, -6.0)),
        ({"value": 6.0, "bound": "under"}, (0.0, 6.0)),
        ({"value": -6.0, "bound": "under"}, (-6.0, 0.0)),
        ({"value": 60.0, "bound": "about"}, (57.0, 63.0)),
        ({"value": -60.0, "bound": "nearly"}, (-63.0, -57.0)),
        ({"value": 2.0, "bound": "about", "quote": "about 2%"}, (1.5, 2.5)),
        ({"value": -6.0, "bound": "as much as"}, (-6.0, -6.0)),
        ({"value_low": 2.0, "value_high": 3.0}, (2.0, 3.0)),
        ({"value_low": 3.0, "value_high": 2.0}, (2.0, 3.0)),
        ({"value_low": 3.0, "bound": "over"}, (3.0, inf)),
        ({"value_high": -3.0, "bound": "over"}, (-inf, -3.0)),
        ({"direction": "up"}, (0.0, inf)),
        ({"direction": "down"}, (-inf, 0.0)),
        ({"value": 0.0}, (0.0, 0.0)),
        ({}, (-inf, inf)),
    ],
)
def test_words_allow_a_figure_a_range_or_a_side(told, bounds):
    found = claim(**told)
    assert (found.low, found.high) == pytest.approx(bounds) and found.has_bounds == bool(told)


@pytest.mark.parametrize(
    ("value", "quote", "bound", "half"),
    [
        (2.0, "rose 2%", None, 0.5),
        (-2.5, "fell 2.5%", None, 0.05),
        (25471.1, "closed at 25,471.10", None, 0.005),
        (250000.0, "Rs 2.5 lakh crore", None, 0.005),
        (2.0, None, None, 0.005),
        (6.0, "over 6%", "over", 0.0),
        (6.0, "about 6%", "about", 0.0),
        (6.0, "as much as 6%", "as much as", 0.5),
    ],
)
def test_half_a_unit_of_the_last_digit_is_left_open_where_the_words_do_not_do_it(value, quote, bound, half):
    assert claim(value=value, quote=quote, bound=bound).half == pytest.approx(half)


@pytest.mark.parametrize(
    ("told", "value", "half"),
    [
        ({"advances": 384, "declines": 818}, 384 / 818, 0.005),
        ({"ratio": 0.5, "quote": "a ratio of 0.5"}, 0.5, 0.05),
        ({"advances": 384, "declines": 0}, None, 0.005),
        ({"advances": 384}, None, 0.005),
        ({"advances": 0, "declines": 5}, 0.0, 0.005),
    ],
)
def test_counts_are_asked_as_a_ratio(told, value, half):
    found = claim("advance_decline", **told)
    assert (found.value, found.half, found.unit) == (value, half, "x")


def test_a_top_mover_claims_its_figure_and_a_rank_among_as_many_as_share_it():
    first, second = mover("NSE:A", 9.0, rank="top_gainer"), mover("NSE:B", 8.0, rank="top_gainer")
    last = mover("NSE:C", None, rank="top_loser")
    index = fact(index_as_printed="BSE Smallcap", value=1.0)
    found = [c for c in claims_of([first, second, last, index]) if c.kind == "mover"]
    assert [(c.aspect, c.low, c.high, c.segment) for c in found if c.aspect == "rank"] == [
        ("rank", 1.0, last, "BSE Smallcap") for last in (2.0, 2.0, 1.0)
    ]
    assert [c.value for c in found if c.aspect == "figure"] == [9.0, 8.0]
    assert len({c.claim_id for c in found}) == len(found)


@pytest.mark.parametrize(
    ("names", "quote", "exchange"),
    [
        (["BSE Smallcap"], "rose", "BSE"),
        (["Nifty 50"], "rose", "NSE"),
        (["Nifty 50"], "rose on the BSE", "BSE"),
        (["Nifty 50", "Sensex"], "rose", None),
        (["Nifty 50", "Sensex"], "closed on NSE", "NSE"),
        ([], "the Niftyish stock", None),
    ],
)
def test_the_exchange_is_the_one_that_the_words_name_else_the_one_of_all_indices_beside(
    names, quote, exchange
):
    facts = [mover("NSE:A", 5.0, quote=quote), *(fact(index_as_printed=n, value=1.0) for n in names)]
    assert claims_of(facts)[0].exchange == exchange


def test_a_leader_without_a_time_has_that_of_the_index_returns_beside_it():
    leader = fact("sector_leadership", sector_as_printed="IT", direction="leading")
    for horizons, window in (
        (["5d"], Window("sessions", 5)),
        (["5d", "1d"], Window("sessions")),
        ([], Window("sessions")),
    ):
        beside = [fact(index_as_printed="Nifty", value=1.0, horizon=h) for h in horizons]
        assert claims_of([leader, *beside])[0].window == window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Nifty rose. Sensex fell 2.3% this week. It fell last week.", Window("week")),
        ("Last week it rose.\nThe Sensex fell 2.3% in the past week.", Window("sessions", 5)),
        ("another version of the text", Window("sessions", 5)),
    ],
)
def test_the_time_is_read_from_the_sentence_around_the_quote(text, window):
    start = text.find("Sensex fell 2.3%")
    told = fact(value=-2.3, horizon="5d", quote="Sensex fell 2.3%", quote_start=start, quote_end=start + 16)
    assert claims_of([told], text)[0].window == window


def test_facts_of_other_kinds_are_no_claims():
    assert not claims_of([fact(kind) for kind in ("rating_change", "target_price", "result_scheduled")])
