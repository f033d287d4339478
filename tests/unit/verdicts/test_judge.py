"""Verdicts at and beside each tolerance."""

from math import inf, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bhavhouse.contracts.verdicts import BASES
from bhavhouse.verdicts import judge as module
from bhavhouse.verdicts.figure import Figure
from bhavhouse.verdicts.judge import judge, tolerances
from bhavhouse.verdicts.subjects import Against
from claimed import DAY, claim

ORDER = ("confirmed", "close", "contradicted")


def figure(value: float, measure: str = "return", basis: str = "exact", **more) -> Figure:
    return Figure(value, measure, Against("index", "nifty_50", basis, "It"), DAY, **more)


@pytest.mark.parametrize(("measure", "basis"), sorted(tolerances()))
@pytest.mark.parametrize("sessions", [1, 9])
@pytest.mark.parametrize("side", [1, -1])
def test_a_verdict_turns_right_beyond_its_tolerances(measure, basis, sessions, side):
    rule = tolerances()[measure, basis]
    told = claim(value=200.0, quote="200.0000000")
    scale = 2.0 if rule.is_relative else sqrt(sessions) if rule.grows else 1.0
    for width, inside in ((rule.confirmed, "confirmed"), (rule.close, "close")):
        at = judge(told, figure(200 + side * width * scale, measure, basis, sessions=sessions))
        beyond = judge(told, figure(200 + side * (width * scale + 1e-6), measure, basis, sessions=sessions))
        assert ORDER.index(at.verdict) <= ORDER.index(inside) < ORDER.index(beyond.verdict)
        assert at.difference == pytest.approx(side * width * scale)


def test_every_measure_on_every_basis_that_the_code_can_make_has_a_tolerance():
    """Of each measure the bases on which its makers can hold it."""
    on = {
        "return": BASES,
        "change_points": ("exact",),
        "level": ("exact", "other_exchange"),
        "counts": ("exact",),
        "ratio": ("exact", "proxy"),
        "count": ("exact", "proxy", "own_index"),
        "share": ("exact", "proxy"),
        "multiple": ("exact",),
        "flow": ("exact",),
        "rank": ("exact", "proxy", "own_index"),
        "place": ("proxy", "own_index"),
        "gap": ("exact", "own_index"),
    }
    assert {measure for measure, _ in tolerances()} == set(on)
    assert not {(m, b) for m, bases in on.items() for b in bases} - set(tolerances())


@pytest.mark.parametrize(
    ("value", "basis", "told", "verdict"),
    [
        (2.44, "exact", {"value": 2.0, "quote": "2%"}, "confirmed"),
        (2.56, "exact", {"value": 2.0, "quote": "2%"}, "contradicted"),
        (5.6, "exact", {"value": 6.0, "bound": "over", "quote": "over 6%"}, "contradicted"),
        (5.95, "exact", {"value": 6.0, "bound": "over", "quote": "over 6%"}, "confirmed"),
        (-0.2, "proxy", {"direction": "up"}, "close"),
        (0.2, "proxy", {"direction": "up"}, "confirmed"),
        (-0.05, "exact", {"direction": "up"}, "confirmed"),
        (5.9, "other_exchange", {"value_low": 6.0}, "close"),
        (15.31, "other_exchange", {"value": 15.40}, "confirmed"),
        (-6.86, "other_exchange", {"value": -7.58}, "close"),
    ],
)
def test_digits_and_open_ends_are_taken_as_printed(value, basis, told, verdict):
    assert judge(claim(**told), figure(value, basis=basis)).verdict == verdict


def test_bounds_and_a_distance_of_a_figure_stand_in_the_place_of_the_claims():
    assert judge(claim(value=9.0), figure(5.0, bounds=(4.0, inf))).verdict == "confirmed"
    assert judge(claim(value=9.0), figure(9.0, "counts", distance=50.0)).verdict == "contradicted"


def test_a_figure_of_nothing_is_relative_to_nothing():
    assert judge(claim(value=0.0), figure(0.004, "ratio")).verdict == "confirmed"
    assert judge(claim(value=0.0), figure(0.1, "ratio")).verdict == "contradicted"
    assert judge(claim(), figure(1.0, "level")).confirmed_within == 0


@given(st.floats(-90, 900), st.integers(0, 4), st.sampled_from(sorted(tolerances())))
def test_a_true_figure_rounded_to_any_digits_is_confirmed(true, digits, of):
    printed = round(true, digits)
    told = claim(value=printed, quote=f"{abs(printed):.{digits}f}")
    assert judge(told, figure(true, *of)).verdict == "confirmed"


@pytest.mark.parametrize(
    "line", ["confirmed,close\n0.5,0.1", "confirmed,close\n-1,0.1", "confirmed,close\n1,2"]
)
def test_a_line_that_cannot_be_stops_the_build(line, tmp_path, monkeypatch):
    head, row = line.split("\n")
    path = tmp_path / "tolerances.csv"
    kind = "miles" if row == "1,2" else "points"
    path.write_text(f"measure,basis,measured_in,{head},grows,reason\nreturn,exact,{kind},{row},none,why\n")
    monkeypatch.setattr(module, "TOLERANCES", path)
    with pytest.raises(ValueError, match="return exact"):
        tolerances.__wrapped__()
