"""What the exchange's own wordings mean, as its list printed them from 2016 to 2025."""

import pandas as pd
import pytest

from bhavhouse.market.purpose import Action, read_purpose

SPLIT = "Face Value Split (Sub-Division) - From Rs 10/- Per Share To"
NO_FACTOR = None
PHRASES: list[tuple[str, list[tuple[str, float | None]]]] = [
    ("Bonus 1:2", [("bonus", 2 / 3)]),
    ("Bonus 1: 2", [("bonus", 2 / 3)]),
    ("Bonus- 1:2", [("bonus", 2 / 3)]),
    ("Bonus  4:1", [("bonus", 0.2)]),
    (f"{SPLIT} Rs 5/- Per Share", [("split", 0.5)]),
    (f"{SPLIT} Re 1/- Per Share", [("split", 0.1)]),
    ("Face Value Split From Rs 10 To Rs 2", [("split", 0.2)]),
    ("Face Value Split (Sub-Division) - From Rs10/- Per Share To Rs 5/- Per Share", [("split", 0.5)]),
    ("Face Value Split (Sub-Division) - From Rs 2.50 Per Share To Re 0.50 Per Share", [("split", 0.2)]),
    (f"Bonus 4:1/{SPLIT} Rs 5/- Per Share", [("bonus", 0.2), ("split", 0.5)]),
    (f"Interim Div - Rs 6/- Per Share + {SPLIT} Re 1/- Per Share", [("split", 0.1), ("dividend", NO_FACTOR)]),
    (f"Annual General Meeting/{SPLIT} Rs 2/- Per Share", [("split", 0.2)]),
    ("Bonus 1:1 /Dividend- Rs 29 Per Share", [("bonus", 0.5), ("dividend", NO_FACTOR)]),
    ("Consolidation Of Equity Shares From Re 1 Per Share To Rs 10 Per Share", [("consolidation", 10.0)]),
    ("Capital Reduction Rs 10 To Rs 3.30 / Consolidation Rs 3.30 To Rs.10", [("scheme", NO_FACTOR)]),
    ("Capital Reduction Pursuant To Nclt Order", [("scheme", NO_FACTOR)]),
    ("Bonus Ncrps 1:116", [("other", NO_FACTOR)]),
    ("Bonus Ncd 1:1", [("other", NO_FACTOR)]),
    ("Scheme Of Arangement- Bonus - 1 Debenture For 1 Equity Share Held", [("scheme", NO_FACTOR)]),
    ("Scheme Of Arrangement - Bonus Ncrps 1:10", [("scheme", NO_FACTOR)]),
    ("Bonus 4:1 Preference Shares", [("other", NO_FACTOR)]),
    ("Bonus 1:20 Dvr", [("other", NO_FACTOR)]),
    ("Scheme Of Arrangement In The Nature Of Demerger", [("demerger", NO_FACTOR)]),
    ("De-Merger", [("demerger", NO_FACTOR)]),
    ("Spin-Off", [("demerger", NO_FACTOR)]),
    ("Sheme Of Arrangement", [("scheme", NO_FACTOR)]),
    ("Composite Scheme Of Amalgamation And Arrangement", [("scheme", NO_FACTOR)]),
    ("Dividend - Rs 12.50 Per Share Pursuant To Scheme", [("dividend", NO_FACTOR)]),
    ("Rights 5: 116 At Premium Rs 244/- Per Share", [("rights", NO_FACTOR)]),
    ("Interim Dividend- Rs 3 Per Share / Rights 1:16 @ Premium Rs 554 Per Share",
     [("rights", NO_FACTOR), ("dividend", NO_FACTOR)]),
    ("Annual General Meeting", [("other", NO_FACTOR)]),
    ("Buy Back", [("other", NO_FACTOR)]),
]  # fmt: skip


@pytest.mark.parametrize(("purpose", "expected"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
def test_a_purpose_says_which_actions_it_names_and_their_factors(purpose, expected):
    for printed in (purpose, f" {purpose} ", purpose.upper()):
        found = read_purpose(printed)
        assert [(a.kind, a.price_factor) for a in found] == [
            (kind, factor if factor is None else pytest.approx(factor)) for kind, factor in expected
        ]
        assert not any(a.unread for a in found)


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        ("Bonus As Per Scheme", "bonus"), ("Bonus 0:1", "bonus"), ("Bonus 1:0", "bonus"),
        ("Face Value Split", "split"), ("Face Value Split From Rs 10 To Rs 0", "split"),
        ("Consolidation Of Shares", "consolidation"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_no_factor_and_says_why(purpose, kind):
    (action,) = read_purpose(purpose)
    assert action.kind == kind and action.price_factor is None and action.unread


def test_nothing_is_an_action_of_no_kind():
    assert read_purpose("") == [Action("other")]


@pytest.mark.real_data
def test_every_split_and_bonus_of_the_official_list_is_read(real_data):
    (path,) = real_data.glob("nse/corporate_actions_*/CF-CA-equities.csv")
    purposes = pd.read_csv(path, encoding="utf-8-sig")["PURPOSE"].unique()
    found = [(purpose, action) for purpose in purposes for action in read_purpose(purpose)]
    factors = [a.price_factor for _, a in found if a.price_factor is not None]
    assert len(purposes) > 4000 and len(factors) > 100 and all(0.005 < f <= 10 for f in factors)
    assert [purpose for purpose, action in found if action.unread] == []
