"""What the official lists say of each security, and what becomes of it."""

from datetime import date

import pytest

from bhavhouse.market.actions import Announced, official_actions
from bhavhouse.market.identity import Change, Evidence, Identity, Lists, identify
from bhavhouse.market.purpose import read_purpose

EX, BEFORE, AFTER = date(2025, 6, 13), date(2025, 6, 10), date(2025, 7, 18)
SESSIONS = [date(2025, 6, n) for n in range(2, 28)]


def identity(*symbols: str, changes: tuple[Change, ...] = ()) -> Identity:
    seen = [Evidence(s, "EQ", "", s, SESSIONS[0], SESSIONS[-1], None, None) for s in symbols]
    return identify(seen, Lists(changes=changes), SESSIONS)


def told(
    purpose: str, *, symbol: str = "ABC", on: date | None = EX, as_of: date = AFTER, series: str = "EQ",
    line: int = 2, bundle: bool = False, face: float | None = 10.0,
) -> list[dict[str, object]]:  # fmt: skip
    """The rows of lake.official_action that a line of a list becomes."""
    return [
        {
            "list": "bundle" if bundle else "action_list", "as_of": as_of, "at_line": line, "symbol": symbol,
            "series": series, "purpose": purpose, "ex_date": on, "face_value_inr": None if bundle else face,
            **vars(action),
        }
        for action in read_purpose(purpose)
    ]  # fmt: skip


def announced(*rows: list[dict[str, object]], bundles: tuple[date, ...] = (), of: Identity | None = None):
    of = of or identity("ABC")
    known = set(of.securities["security_id"].to_pylist())
    return Announced([row for line in rows for row in line], of.registry, known, bundles)


def factors(*rows: list[dict[str, object]], bundles: tuple[date, ...] = ()) -> list[tuple[str, float | None]]:
    found = announced(*rows, bundles=bundles).entitlements().to_pylist()
    return [(row["kind"], row["price_factor"]) for row in found]


def paid(*rows: list[dict[str, object]], bundles: tuple[date, ...] = ()) -> list[tuple[float | None, str]]:
    found = announced(*rows, bundles=bundles).dividends().to_pylist()
    return [(row["dividend_inr"], row["source"]) for row in found]


def test_an_action_listed_under_a_later_symbol_finds_its_security():
    change = Change("AMIORG", "ACUTAAS", date(2025, 6, 20))
    seen = [
        Evidence("AMIORG", "EQ", "", "", SESSIONS[0], date(2025, 6, 19), None, None),
        Evidence("ACUTAAS", "EQ", "", "", date(2025, 6, 20), SESSIONS[-1], None, None),
    ]
    both = identify(seen, Lists(changes=(change,)), SESSIONS)
    rows = announced(told("Bonus 1:1", symbol="ACUTAAS"), of=both).entitlements().to_pylist()
    assert [r["security_id"] for r in rows] == ["NSE:AMIORG"]


def test_of_actions_that_two_lists_tell_differently_the_later_list_stands():
    split = "Face Value Split From Rs 10 To Rs {}"
    assert factors(told(split.format(5), as_of=BEFORE), told(split.format(2))) == [("split", 0.2)]
    assert factors(told(split.format(2)), told(split.format(5), as_of=BEFORE)) == [("split", 0.2)]


def test_of_two_lists_of_one_day_the_action_list_stands_and_what_cannot_be_read_never_does():
    terse = told("BONUS 1:2", bundle=True, as_of=AFTER)
    assert factors(terse, told("Bonus 1:1")) == [("bonus", 0.5)]
    later = date(2025, 8, 1)
    unread = told("BONUS", bundle=True, as_of=later)
    assert factors(told("Bonus 1:1"), unread) == [("bonus", 0.5)]
    assert factors(unread) == [("bonus", None)]


def test_only_lines_of_shares_with_an_ex_date_count():
    assert factors(told("Demerger", series="N1"), told("Bonus 1:1", on=None), told("Buy Back")) == []


def test_a_bundle_that_tells_each_series_and_every_evening_tells_one_action():
    days = [date(2025, 6, n) for n in (10, 11, 12, 13)]
    rows = [told("BONUS 1:1/DIV-RS 2 PER SH", bundle=True, as_of=d, series=s, line=n)
            for d in days for n, s in enumerate(("BE", "EQ", "T0"), 2)]  # fmt: skip
    assert factors(*rows, told("Bonus 1:1"), bundles=tuple(days)) == [("bonus", 0.5)]
    assert paid(*rows, bundles=tuple(days)) == [(2.0, "bundle")]
    assert paid(*rows, told("Dividend - Rs 2 Per Share"), bundles=tuple(days)) == [(2.0, "action_list")]


def test_what_a_later_bundle_leaves_out_before_its_ex_date_was_withdrawn():
    first, second = date(2025, 6, 10), date(2025, 6, 11)
    row = told("BONUS 1:1", bundle=True, as_of=first)
    assert factors(row, bundles=(first,)) == [("bonus", 0.5)]
    assert factors(row, bundles=(first, date(2025, 6, 16))) == [("bonus", 0.5)]
    assert factors(row, bundles=(first, second)) == []
    assert factors(row, told("Bonus 1:1"), bundles=(first, second)) == [("bonus", 0.5)]
    moved = told("BONUS 1:1", bundle=True, as_of=second, on=date(2025, 6, 16))
    found = announced(row, moved, bundles=(first, second)).entitlements().to_pylist()
    assert [r["ex_date"] for r in found] == [date(2025, 6, 16)]


@pytest.mark.parametrize(
    ("purposes", "amount"),
    [
        (["Dividend - Rs 6 Per Share", "Interim Dividend - Rs 6 Per Share"], 12.0),
        (["Interim Dividend - Rs 41 Per Share", "Special Dividend - Rs 110 Per Share"], 151.0),
        (["Annual General Meeting/Dividend - Re 0.50 Per Share", "Dividend- Re 0.50 Per Share"], 0.5),
        (["Interim Dividend", "Interim Dividend - Rs 7 Per Share"], 7.0),
        (["Interim Dividend", "Dividend - Rs 7 Per Share"], None),
        (["Dividend - Rs  Per Share"], None),
        (["Dividend Rs 1.25 Per Share", "Dividend Rs 1.25 Per Share"], 1.25),
    ],
)
def test_a_lists_different_dividends_of_a_day_add_up_and_a_repeated_one_counts_once(purposes, amount):
    assert paid(*(told(p, line=n) for n, p in enumerate(purposes, 2))) == [(amount, "action_list")]


def test_a_dividend_says_what_was_printed():
    rows = announced(told("Dividend - Rs 6 Per Share"), told("Interim Dividend - Rs 4 Per Share", line=3))
    (row,) = rows.dividends().to_pylist()
    assert row["purposes"] == "Dividend - Rs 6 Per Share | Interim Dividend - Rs 4 Per Share"


def rights(
    purpose: str, close: float | None = 100.0, face: float | None = 10.0, also: str = ""
) -> float | None:
    rows = [told(purpose), *([told(also)] if also else [])]
    terms = announced(*rows).entitlements().to_pylist()
    basis = [{"security_id": "NSE:ABC", "ex_date": EX, "last_close_inr": close, "face_value_inr": face}]
    found = official_actions(terms, basis if close else [])
    return next(row["price_factor"] for row in found if row["kind"] == "rights")


def test_the_factor_of_rights_is_the_theoretical_price_over_the_last_close():
    # KRISHIVAL, 17 December 2025: 45 for 301 at a premium of 290 over a face value of 10, last close 489.35.
    factor = rights("RIGHTS 45:301@PRM RS 290", 489.35)
    assert factor == pytest.approx((301 * 489.35 + 45 * 300) / (346 * 489.35), abs=1e-9) != 1
    assert rights("Rights 1:1 @ Par", 20.0) == pytest.approx(0.75)


def test_rights_above_the_price_change_nothing():
    assert (
        rights("Rights 1:5 @ Premium Rs 90/-", 100.0) == 1 == rights("Rights 1:5 @ Premium Rs 200/-", 100.0)
    )


@pytest.mark.parametrize(
    ("purpose", "close", "face", "also"),
    [
        ("Rights 27:47", 100.0, 10.0, ""),
        ("Rights 9:77 Partly Paid @ Premium Rs 50/-", 100.0, 10.0, ""),
        ("Rights 1:5 @ Premium Rs 50/-", None, None, ""),
        ("Rights 1:5 @ Premium Rs 50/-", 100.0, None, ""),
        ("Rights 1:5 @ Premium Rs 50/-", 100.0, 10.0, "Bonus 1:1"),
    ],
    ids=["no price", "partly paid", "no close", "no face value", "with a bonus"],
)
def test_rights_whose_terms_or_prices_are_not_known_have_no_factor(purpose, close, face, also):
    assert rights(purpose, close, face, also) is None
