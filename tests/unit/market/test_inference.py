"""What an opening tells, on the exchange's own figures."""

import pytest

from bhavhouse.contracts.actions import PRICE_JUMP
from bhavhouse.market.actions import candidates, corporate_actions
from bhavhouse.market.inference import Evidence, judge
from bhavhouse.market.tables import table_of


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
    ],
)
def test_an_opening_near_a_plausible_fraction_has_its_factor(name, open_ratio, factor):
    assert judge(
        open_ratio, 1.0, last_close_inr=100.0, moved_to_trade_for_trade=False
    ).price_factor == pytest.approx(factor)


@pytest.mark.parametrize(
    ("name", "open_ratio", "printed_ratio", "moved", "why"),
    [
        ("TATAMOTORS 14 Oct 2025, a demerger", 0.6054, 1.0, False, "not plausible enough"),
        ("RAYMOND 14 May 2025, a demerger", 0.3356, 1.0, True, "trade-for-trade"),
        ("NDTV 12 Sep 2025, a rights issue", 0.7540, 1.0, False, "off the nearest"),
        ("SADHNANIQ 18 Feb 2026", 0.2959, 1.0, False, "off the nearest"),
        ("WAAREEINDO 19 Jun 2025, relisted", 17.0, 7.469, False, "not the last close"),
    ],
)
def test_an_opening_that_may_be_anything_has_none(name, open_ratio, printed_ratio, moved, why):
    verdict = judge(open_ratio, printed_ratio, last_close_inr=100.0, moved_to_trade_for_trade=moved)
    assert verdict.price_factor is None and why in verdict.reason


def test_a_previous_close_that_the_exchange_moved_itself_gives_the_factor():
    assert judge(
        0.9503, 0.33338, last_close_inr=100.0, moved_to_trade_for_trade=False
    ).price_factor == pytest.approx(1 / 3)
    assert judge(
        1.0499, 0.595293, last_close_inr=100.0, moved_to_trade_for_trade=False
    ).price_factor == pytest.approx(25 / 42)


def jump(after: int, close_since: float = 1.0, **more: float) -> dict[str, object]:
    return {
        "session": f"2025-08-2{6 + after}", "security_id": "NSE:P", "jump_session": "2025-08-26",
        "last_session": "2025-08-25", "own_sessions_after": after, "open_ratio": 0.5, "printed_ratio": 1.0,
        "last_close_inr": 100.0, "moved_to_trade_for_trade": False, "close_since": close_since,
        "face_value_ratio": None, "issue_size_ratio": None, **more,
    }  # fmt: skip


def dated(rows):
    return table_of(PRICE_JUMP, [{k: _day(v) if "session" in k and isinstance(v, str) else v
                                  for k, v in row.items()} for row in rows]).to_pylist()  # fmt: skip


def _day(text):
    from datetime import date

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


def test_an_official_action_leaves_nothing_to_infer():
    official = [{"security_id": "NSE:P", "ex_date": _day("2025-08-26")}]
    assert candidates(dated([jump(0), jump(3)]), official).num_rows == 0


def test_below_a_rupee_a_tick_makes_fractions_and_only_the_exchange_itself_is_believed():
    """RAJRAYON, 27 July 2020: 0.15 to 0.10."""
    plain = {"last_close_inr": 0.15, "moved_to_trade_for_trade": False}
    verdict = judge(2 / 3, 1.0, **plain)
    assert verdict.price_factor is None and "one tick" in verdict.reason
    assert judge(1.0, 10.0, **plain).price_factor == 10
    assert judge(0.5, 1.0, **plain, evidence=Evidence(0.5, None)).price_factor == 0.5


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
    verdict = judge(
        open_ratio, 1.0, last_close_inr=100.0, moved_to_trade_for_trade=True, evidence=Evidence(face, size)
    )
    assert verdict.price_factor == pytest.approx(factor) and verdict.is_confirmed
    assert "face value" in verdict.reason or "issue size" in verdict.reason


def test_an_opening_that_disagrees_with_the_bundle_is_undecided():
    verdict = judge(
        0.5, 1.0, last_close_inr=100.0, moved_to_trade_for_trade=False, evidence=Evidence(0.1, None)
    )
    assert verdict.price_factor is None and "face value changed by 0.1" in verdict.reason


@pytest.mark.parametrize("size", [1.0, 0.97, 0.8713, None])
def test_shares_placed_or_issued_to_staff_are_no_evidence(size):
    verdict = judge(
        0.5, 1.0, last_close_inr=100.0, moved_to_trade_for_trade=False, evidence=Evidence(1.0, size)
    )
    assert verdict.price_factor == 0.5 and not verdict.is_confirmed


def test_evidence_confirms_that_evening_or_with_the_third_session_and_the_day_stays():
    (now,) = candidates(dated([jump(0, issue_size_ratio=0.5), jump(3)]), []).to_pylist()
    assert (now["status"], str(now["decided_on"])) == ("inferred", "2025-08-26")
    (late,) = candidates(dated([jump(0), jump(3, close_since=2.0, face_value_ratio=0.5)]), []).to_pylist()
    assert (late["status"], str(late["decided_on"]), late["price_factor"]) == ("inferred", "2025-08-29", 0.5)
    (against,) = candidates(dated([jump(0), jump(3, face_value_ratio=0.1)]), []).to_pylist()
    assert against["status"] == "undecided" and against["price_factor"] is None
