"""What an opening tells, on the exchange's own figures."""

from datetime import date

import pytest

from bhavhouse.contracts.actions import PRICE_JUMP
from bhavhouse.market.actions import as_prices_date, candidates, corporate_actions
from bhavhouse.market.inference import Evidence, Opening, judge
from bhavhouse.market.tables import table_of


def opening(open_ratio: float, low: float | None = None, high: float | None = None, **more) -> Opening:
    """A session that traded at its opening alone, unless told otherwise."""
    given = {"printed_ratio": 1.0, "last_close_inr": 100.0, **more}
    return Opening(open_ratio, open_ratio if low is None else low, high or open_ratio, **given)


@pytest.mark.parametrize(
    ("name", "open_ratio", "factor"),
    [
        ("HDFCBANK 26 Aug 2025", 0.4987, 1 / 2),
        ("KOTAKBANK 14 Jan 2026", 0.1998, 1 / 5),
        ("BAJFINANCE 16 Jun 2025", 0.1025, 1 / 10),
        ("MOTHERSON 18 Jul 2025", 0.6671, 2 / 3),
        ("GODFRYPHLP 16 Sep 2025", 0.3423, 1 / 3),
        ("JAGSNPHARM 8 Jan 2025", 0.3973, 2 / 5),
        ("VERTOZ 11 Jul 2025", 9.8145, 10.0),
        ("BESTAGRO 16 Jan 2026, a split and a bonus", 0.0730, 1 / 15),
        ("AARON 3 Sep 2020", 0.5463, 1 / 2),
        ("a bonus of 1:3", 0.7590, 3 / 4),
        ("a bonus of 2:5", 0.7230, 5 / 7),
        ("a split of 5 and a bonus of 1:2", 0.1350, 2 / 15),
    ],
)
def test_an_opening_near_a_plausible_fraction_has_its_factor(name, open_ratio, factor):
    assert judge(opening(open_ratio)).price_factor == pytest.approx(factor)


MOVED = {"is_trade_for_trade": True, "moved_to_trade_for_trade": True}


@pytest.mark.parametrize(
    ("name", "seen", "why"),
    [
        ("TATAMOTORS 14 Oct 2025, a demerger", opening(0.6054, 0.5695, 0.6380), "off the nearest"),
        ("SIEMENS 7 Apr 2025, a demerger", opening(0.4971, 0.4971, 0.6264), "off the nearest"),
        ("RAYMOND 14 May 2025, a demerger", opening(0.3356, 0.3344, 0.3524, **MOVED), "trade-for-trade"),
        ("STLTECH 24 Apr 2025, a demerger", opening(0.7027, 0.6768, 0.7480, **MOVED), "price band"),
        ("CHEMBOND 9 May 2025, a demerger", opening(0.5278, 0.5278, 0.6242, **MOVED), "price band"),
        ("M&MFIN 22 Jul 2020, a rights issue", opening(0.5924, 0.5878, 0.6996), "off the nearest"),
        ("CLNINDIA 16 Jul 2020, a special dividend", opening(0.7154, 0.7141, 0.7811), "against 2/3"),
        ("NIFTYEES 17 Sep 2020, a misprint", opening(0.6897, 0.6897, 0.9995), "price band"),
        ("an opening between fractions", opening(0.6150), "off the nearest"),
        ("WAAREEINDO 19 Jun 2025, relisted", opening(17.0, printed_ratio=7.469), "not the last close"),
        ("a share suspended for a month", opening(0.5, sessions_since=21), "after 21 sessions"),
    ],
)
def test_an_opening_that_may_be_anything_has_none(name, seen, why):
    verdict = judge(seen)
    assert verdict.price_factor is None and why in verdict.reason


def test_a_share_that_moves_to_trade_for_trade_has_its_factor_where_both_ends_of_its_band_tell_the_basis():
    """IRISDOREME, 4 July 2025: 66.93 to 31.79, at once the lowest, and 35.11; half is 33.465."""
    plain = {"last_close_inr": 66.93, **MOVED}
    assert judge(opening(0.4750, 31.79 / 66.93, 35.11 / 66.93, **plain)).price_factor == 0.5
    assert judge(opening(0.4750, 31.79 / 66.93, 34.30 / 66.93, **plain)).price_factor is None


def test_a_session_beyond_the_band_about_a_fraction_is_none_of_it():
    """A trade-for-trade share moves by 5 percent, others by 20, about what their action leaves."""
    assert judge(opening(0.535, 0.53, 0.55)).price_factor == 0.5
    assert judge(opening(0.535, 0.53, 0.55, is_trade_for_trade=True)).price_factor is None
    assert judge(opening(0.50, 0.41, 0.599)).price_factor == 0.5
    assert judge(opening(0.50, 0.37, 0.50)).price_factor is None
    # VERTOZ, 11 July 2025: printed is 9.81, the last close 9.17, and the band is about ten times the latter.
    seen = opening(9.8145, 8.8797, 9.8145, printed_ratio=1.0698, last_close_inr=9.17, is_trade_for_trade=True)
    assert judge(seen).price_factor == 10


def test_a_previous_close_that_the_exchange_moved_itself_gives_the_factor():
    assert judge(opening(0.9503, printed_ratio=0.33338)).price_factor == pytest.approx(1 / 3)
    assert judge(opening(1.0499, printed_ratio=0.595293)).price_factor == pytest.approx(25 / 42)


def jump(after: int, close_since: float = 1.0, **more: float) -> dict[str, object]:
    return {
        "session": f"2025-08-2{6 + after}", "security_id": "NSE:P", "jump_session": "2025-08-26",
        "symbol": "PLUTO", "last_session": "2025-08-25", "sessions_since": 1, "own_sessions_after": after,
        "open_ratio": 0.5, "low_ratio": 0.5, "high_ratio": 0.5, "printed_ratio": 1.0,
        "last_close_inr": 100.0, "is_trade_for_trade": False, "moved_to_trade_for_trade": False,
        "close_since": close_since, "face_value_ratio": None, "issue_size_ratio": None, **more,
    }  # fmt: skip


def dated(rows):
    return table_of(PRICE_JUMP, [{k: _day(v) if "session" in k and isinstance(v, str) else v
                                  for k, v in row.items()} for row in rows]).to_pylist()  # fmt: skip


def _day(text):
    return date.fromisoformat(text)


def test_a_fresh_gap_is_pending_and_three_sessions_later_inferred_with_the_day_it_became_known():
    fresh = candidates(dated([jump(0)]), [])
    assert fresh["status"].to_pylist() == ["pending"] and corporate_actions([], fresh).num_rows == 0
    later = corporate_actions([], candidates(dated([jump(0), jump(3)]), []))
    row = later.to_pylist()[0]
    assert (row["price_factor"], row["source"], str(row["known_on"])) == (0.5, "inferred", "2025-08-29")


def test_a_gap_that_closes_again_is_a_misprint():
    found = candidates(dated([jump(0), jump(3, close_since=1.98)]), [])
    assert found["status"].to_pylist() == ["undecided"] and "went back" in found["reason"][0].as_py()


def test_a_price_that_falls_on_has_not_gone_back():
    """A split the day after a bonus: a fifth of the half."""
    found = candidates(dated([jump(0), jump(3, close_since=0.2)]), [])
    assert (found["status"].to_pylist(), found["price_factor"].to_pylist()) == (["inferred"], [0.5])


@pytest.mark.parametrize(("close_since", "status"), [(2.0, "inferred"), (0.1, "undecided")])
def test_a_rise_goes_back_by_falling(close_since, status):
    up = {"open_ratio": 10.0, "low_ratio": 10.0, "high_ratio": 10.0}
    found = candidates(dated([jump(0, **up), jump(3, close_since=close_since, **up)]), [])
    assert found["status"].to_pylist() == [status]


def test_an_official_action_leaves_nothing_to_infer():
    official = [{"security_id": "NSE:P", "ex_date": _day("2025-08-26")}]
    assert candidates(dated([jump(0), jump(3)]), official).num_rows == 0


def test_an_official_action_over_a_first_session_or_a_hole_leaves_nothing_to_infer():
    first = dated([jump(0, last_session=None, sessions_since=None)])
    assert candidates(first, [{"security_id": "NSE:P", "ex_date": _day("2025-08-26")}]).num_rows == 0
    assert candidates(first, [{"security_id": "NSE:P", "ex_date": _day("2025-08-22")}]).num_rows == 1
    later = dated([jump(0, last_session="2025-08-20", sessions_since=None)])
    assert candidates(later, [{"security_id": "NSE:P", "ex_date": _day("2025-08-22")}]).num_rows == 0


def listed(day: str, factor: float = 0.5, kind: str = "bonus") -> dict[str, object]:
    return {"security_id": "NSE:P", "ex_date": _day(day), "kind": kind, "price_factor": factor}


@pytest.mark.parametrize("day", ["2025-08-20", "2025-08-27", "2025-09-01"])
def test_an_official_action_whose_opening_lies_some_days_off_counts_there_and_once(day):
    jumps = dated([jump(0), jump(3)])
    moved = as_prices_date([listed(day)], jumps)
    assert [str(row["ex_date"]) for row in moved] == ["2025-08-26"]
    assert candidates(jumps, moved).num_rows == 0
    both = as_prices_date([listed(day, 1 / 6, "split"), listed(day, 3.0, "consolidation")], jumps)
    assert {str(row["ex_date"]) for row in both} == {"2025-08-26"}


@pytest.mark.parametrize(
    ("why", "rows"),
    [
        ("another factor", [listed("2025-08-27", 0.2)]),
        ("too far off", [listed("2025-09-08")]),
        ("a demerger", [listed("2025-08-27", kind="demerger")]),
        ("another action explains the opening", [listed("2025-08-26"), listed("2025-08-28")]),
    ],
)
def test_an_official_action_stays_on_its_day_where_no_opening_shows_it_elsewhere(why, rows):
    assert as_prices_date(rows, dated([jump(0), jump(3)])) == rows


def test_an_official_action_stays_on_its_day_where_its_own_opening_shows_a_gap():
    own = jump(0, jump_session="2025-08-28", last_session="2025-08-26", session="2025-08-28", open_ratio=0.55)
    rows = [listed("2025-08-27")]
    assert as_prices_date(rows, dated([jump(0), own])) == rows


@pytest.mark.parametrize(("dividend_inr", "left"), [(30.0, 0), (2.0, 1), (None, 1)])
def test_a_special_dividend_explains_what_it_pays_out(dividend_inr, left):
    paid = [{"security_id": "NSE:P", "ex_date": _day("2025-08-26"), "dividend_inr": dividend_inr}]
    assert candidates(dated([jump(0, open_ratio=0.4)]), [], paid).num_rows == 1
    assert candidates(dated([jump(0, open_ratio=0.75)]), [], paid).num_rows == left


def entitlements(symbol: str, *months: tuple[str, str]) -> list[dict[str, object]]:
    return [{"symbol": symbol, "first_session": _day(a), "last_session": _day(b)} for a, b in months]


def test_an_opening_whose_entitlements_trade_a_week_later_is_a_rights_issue_without_a_factor():
    """CAPTRUST, 10 October 2025: two thirds, and CAPTRU-RE1 from the 20th."""
    jumps = dated([jump(0, open_ratio=0.69), jump(3, open_ratio=0.69)])
    (row,) = candidates(jumps, [], [], entitlements("PLU-RE1", ("2025-09-05", "2025-09-12"))).to_pylist()
    assert (row["status"], str(row["decided_on"]), row["price_factor"]) == ("inferred", "2025-09-05", None)
    assert "PLU-RE1" in row["reason"]
    (action,) = corporate_actions([], candidates(jumps, [], [], entitlements(
        "PLU-RE1", ("2025-09-05", "2025-09-12")))).to_pylist()  # fmt: skip
    assert (action["kind"], action["price_factor"], str(action["known_on"])) == ("rights", None, "2025-09-05")


@pytest.mark.parametrize(
    ("symbol", "months"),
    [
        ("URAN-RE", [("2025-09-05", "2025-09-12")]),
        ("PLUTO-RE", [("2025-08-20", "2025-08-30")]),
        ("PLUTO-RE", [("2025-08-20", "2025-08-29"), ("2025-09-01", "2025-09-03")]),
        ("PLUTO-RE", [("2025-10-01", "2025-10-07")]),
        ("PLUTO-REIT", [("2025-09-05", "2025-09-12")]),
    ],
)
def test_other_entitlements_and_those_of_another_time_say_nothing(symbol, months):
    jumps = dated([jump(0), jump(3)])
    (row,) = candidates(jumps, [], [], entitlements(symbol, *months)).to_pylist()
    assert (row["status"], row["price_factor"]) == ("inferred", 0.5)


def test_where_many_open_far_down_at_once_only_deep_fractions_tell():
    """As if the fall of 7 April 2025 had known no price bands."""
    fall = [
        jump(0, security_id=f"NSE:S{n}", symbol=f"S{n}", open_ratio=r, low_ratio=r, high_ratio=r)
        for n, r in enumerate([0.5, 0.75, *[0.667] * 19])
    ]
    many = candidates(dated(fall), []).to_pylist()
    assert [r["status"] for r in many] == ["pending", *["undecided"] * 20]
    few = candidates(dated(fall[:-1]), []).to_pylist()
    assert [r["status"] for r in few] == ["pending"] * 20


def test_below_a_rupee_a_tick_makes_fractions_and_only_the_exchange_itself_is_believed():
    """RAJRAYON, 27 July 2020: 0.15 to 0.10."""
    verdict = judge(opening(2 / 3, last_close_inr=0.15))
    assert verdict.price_factor is None and "one tick" in verdict.reason
    assert judge(opening(1.0, printed_ratio=10.0, last_close_inr=0.15)).price_factor == 10
    assert judge(opening(0.5, last_close_inr=0.15), Evidence(0.5, None)).price_factor == 0.5


@pytest.mark.parametrize(
    ("name", "open_ratio", "face", "size", "factor"),
    [
        ("a split", 0.52, 0.5, None, 0.5),
        ("a split whose shares are there too", 0.52, 0.5, 0.5, 0.5),
        ("a bonus of one for four", 0.79, 1.0, 0.8, 0.8),
        ("a bonus of one for four, a few options exercised", 0.79, 1.0, 0.7998, 0.8),
        ("a split and a bonus in the issue size together", 0.102, 0.5, 0.1, 0.1),
        ("a split and a bonus, of which the issue size shows the bonus", 0.102, 0.5, 0.2, 0.1),
        ("a consolidation", 9.8, 10.0, 10.0, 10.0),
        ("a fraction that prices alone do not bear out", 0.7, 0.625, None, 0.625),
    ],
)
def test_what_the_bundle_shows_is_the_factor_and_confirms_it_at_once(name, open_ratio, face, size, factor):
    verdict = judge(opening(open_ratio, **MOVED), Evidence(face, size))
    assert verdict.price_factor == pytest.approx(factor) and verdict.is_confirmed
    assert "face value" in verdict.reason or "issue size" in verdict.reason


def test_an_opening_that_disagrees_with_the_bundle_is_undecided():
    verdict = judge(opening(0.5), Evidence(0.1, None))
    assert verdict.price_factor is None and "face value changed by 0.1" in verdict.reason


@pytest.mark.parametrize("size", [1.0, 0.97, 0.8713, None])
def test_shares_placed_or_issued_to_staff_are_no_evidence(size):
    verdict = judge(opening(0.5), Evidence(1.0, size))
    assert verdict.price_factor == 0.5 and not verdict.is_confirmed


def test_evidence_confirms_that_evening_or_with_the_third_session_and_the_day_stays():
    (now,) = candidates(dated([jump(0, issue_size_ratio=0.5), jump(3)]), []).to_pylist()
    assert (now["status"], str(now["decided_on"])) == ("inferred", "2025-08-26")
    (late,) = candidates(dated([jump(0), jump(3, close_since=2.0, face_value_ratio=0.5)]), []).to_pylist()
    assert (late["status"], str(late["decided_on"]), late["price_factor"]) == ("inferred", "2025-08-29", 0.5)
    (against,) = candidates(dated([jump(0), jump(3, face_value_ratio=0.1)]), []).to_pylist()
    assert against["status"] == "undecided" and against["price_factor"] is None


@pytest.mark.parametrize(
    ("printed_ratio", "factor"),
    [(0.49, 0.5), (0.105, 0.1), (9.6, 10.0), (0.66, None), (0.55, None), (0.75, None)],
)
def test_after_a_hole_a_previous_close_near_a_deep_common_fraction_has_its_factor(printed_ratio, factor):
    seen = opening(1.02, printed_ratio=printed_ratio, sessions_since=None)
    assert judge(seen).price_factor == factor


def test_a_dividend_explains_no_previous_close_that_is_printed_otherwise():
    paid = [{"security_id": "NSE:P", "ex_date": _day("2025-08-26"), "dividend_inr": 2.0}]
    printed = jump(0, open_ratio=1.0, low_ratio=1.0, high_ratio=1.0, printed_ratio=1 / 3)
    assert candidates(dated([printed]), [], paid)["price_factor"].to_pylist() == [pytest.approx(1 / 3)]
