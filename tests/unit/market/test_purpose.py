"""What the exchange's own wordings mean, as its list printed them from 2016 to 2025."""

import pandas as pd
import pytest

from bhavhouse.market.purpose import Action, dividend_kind, read_purpose

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
    ("Fv Splt Frm Rs 10 To Re 1", [("split", 0.1)]),
    ("FVSPLT FRM RS 10 TO RS 5", [("split", 0.5)]),
    ("FV SPLT FRM RS 10 TO RS 2", [("split", 0.2)]),
    ("FV SPLT FRM RS 10 TO 1", [("split", 0.1)]),
    ("FV SPLT FRM RS 10 TO RE1", [("split", 0.1)]),
    ("FVSPLT FRMRS 100 TO RE 1", [("split", 0.01)]),
    ("FVSPLT FRM RE 1 TO 50 PAISE", [("split", 0.5)]),
    ("Fv Spl-Rs10tors2/Bon-12:1", [("bonus", 1 / 13), ("split", 0.2)]),
    ("FV CONSOLDTN FRM RS 1 TO RS 10", [("consolidation", 10.0)]),
    ("FVCONS FRM RE 1 TO RS 10", [("consolidation", 10.0)]),
    ("RIGHTS- 7CCPS/ 7WRNTS:40", [("other", NO_FACTOR)]),
    ("BONUS CCPS 1:2", [("other", NO_FACTOR)]),
    ("CAP RED", [("scheme", NO_FACTOR)]),
    ("DEMERGER", [("demerger", NO_FACTOR)]),
    ("AGM/DIV - RS 2 PER SH", [("dividend", NO_FACTOR)]),
    ("Scheme Of Arrangement In The Nature Of Demerger", [("demerger", NO_FACTOR)]),
    ("De-Merger", [("demerger", NO_FACTOR)]),
    ("Spin-Off", [("demerger", NO_FACTOR)]),
    ("Sheme Of Arrangement", [("scheme", NO_FACTOR)]),
    ("Composite Scheme Of Amalgamation And Arrangement", [("scheme", NO_FACTOR)]),
    ("Dividend - Rs 12.50 Per Share Pursuant To Scheme", [("dividend", NO_FACTOR)]),
    ("Rights:14 Compulosry Convertible Debentures For Every 15 Equity Shares", [("other", NO_FACTOR)]),
    ("Rights 1:5 Ncd @ Premium Rs 10", [("other", NO_FACTOR)]),
    ("Rights 3:10 Warrants", [("other", NO_FACTOR)]),
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
    ("purpose", "new", "held", "premium"),
    [
        ("Rights 1:15 @ Premium Rs 1247", 1, 15, 1247.0),
        ("Rights 17:74@ Premium Rs 55 Per Share", 17, 74, 55.0),
        ("Rights 5: 116 At Premium Rs 244/- Per Share", 5, 116, 244.0),
        ("Rights 1:2@Prem Rs 40", 1, 2, 40.0),
        ("Rights 7:10 @ Prm Rs 102/-", 7, 10, 102.0),
        ("RGHTS 2:21 @PRM RS 748/-", 2, 21, 748.0),
        ("Rights 87:38 @ Premium Of Rs 2.50 Per Share", 87, 38, 2.5),
        ("Rights 1:20 @ Premium Rs. 440/-", 1, 20, 440.0),
        ("Rights 11: 50 @ Premium Rs 0/-", 11, 50, 0.0),
        ("Rights Issue 30:37@ Premium Rs 53/-", 30, 37, 53.0),
        ("Interim Dividend- Rs 3 Per Share / Rights 1:16 @ Premium Rs 554 Per Share", 1, 16, 554.0),
        ("RIGHTS 45:301@PRM RS 290", 45, 301, 290.0),
        ("RIGHTS 1:1@PAR", 1, 1, 0.0),
    ],
)
def test_rights_are_read_in_their_terms(purpose, new, held, premium):
    (action,) = [a for a in read_purpose(purpose) if a.kind == "rights"]
    assert (action.new_shares, action.held_shares, action.premium_inr) == (new, held, premium)
    assert action.price_factor is None and not action.unread


@pytest.mark.parametrize(
    ("purpose", "why"),
    [
        ("Rights 27:47", "no ratio and premium"), ("Rights 1:0 @ Premium Rs 5", "zero"),
        ("Dividend - Re 0.70/- Per Share/ Right 26:151", "no ratio and premium"),
        ("Rights 9:77 Partly Paid @ Premium Rs 100/-", "partly paid"),
        ("Rights 1:50 @ Premium Rs 175  With 6 Warrants For 50 Equity Shares", "warrants"),
        ("Rights - 4:25 Fully Paid Up Shares @ Premium Rs 500/- Per Share / 2:25 Partly Paid Up Shares @ "
         "Premium Rs 605/- Per Share", "partly paid"),
        ("Rights 1:5 @ Premium Rs 10 / 1:7 @ Premium Rs 20", "several ratios"),
    ],
)  # fmt: skip
def test_rights_whose_terms_cannot_be_read_say_why(purpose, why):
    (action,) = [a for a in read_purpose(purpose) if a.kind == "rights"]
    assert action.new_shares is None and action.premium_inr is None and why in action.unread


@pytest.mark.parametrize(
    ("purpose", "amount", "kind"),
    [
        ("Annual General Meeting/Dividend - Rs 2.50 Per Share", 2.5, "final"),
        ("Interim Dividend - Re 0.50/- Per Share (Purpose Revised)", 0.5, "interim"),
        ("1st Interim Dividend Rs.5/- Per Share (Purpose Revised)", 5.0, "interim"),
        ("Dividend - Rs 5 Per Share/Special Dividend - Rs 2 Per Share", 7.0, "special"),
        ("Dividend - Rs 35 Per Share & Special Dividend Of Rs 100 Per Share/ Special Dividend Of Rs 30",
         165.0, "special"),
        ("Interim Dividend Rs 5.75/- + Special Dividend - Rs 1.25/- Per Share", 7.0, "interim+special"),
        ("Dividend - Rs 125 Per Share Special Dividend 240 Per Share", 365.0, "special"),
        ("Dividend-Rs.8.50 Per Share (Including Special Dividend Of Rs.2/- Per Share).", 8.5, "special"),
        ("Agm/Spl Div- Rs.5/- Div-7.5/-", 12.5, "special"),
        ("Annual General Meetingdividend - Rs 1.2 Per Share", 1.2, "final"),
        ("Annual General Meeing/Ividend - Rs 6 Per Share", 6.0, "final"),
        ("Annual General Meeting/Divided - Rs 35/- Per Share", 35.0, "final"),
        ("Interim Divdend - Rs 2 Per Share", 2.0, "interim"),
        ("Annual General Meeting/Dividend - 1.40 Per Share", 1.4, "final"),
        ("Annual General Meeting /Dividend - 1 Rs Per Share", 1.0, "final"),
        ("Annual General Meeting/Dividend - R E 1 Per Share", 1.0, "final"),
        ("Dividend Re - Re 1 Per Share", 1.0, "final"),
        ("Interim Dividend - S 5/- Per Share", 5.0, "interim"),
        ("Interim Dividend - Rs Per 0.50 Share", 0.5, "interim"),
        ("Annual General Meeting/Dividend - Re 0..30 Per Share", 0.3, "final"),
        ("Dividend - Rs 0 .70 Per Share", 0.7, "final"),
        ("Special Dividend - Rs 2. Per Share", 2.0, "special"),
        ("Dividend - Re 0.70/- Per Share/ Right 26:151", 0.7, "final"),
        ("Interim Dividend- Rs 3 Per Share / Rights 1:16 @ Premium Rs 554 Per Share", 3.0, "interim"),
        ("Annual General Meeting/Dividend - Rs 10 Per Share/Face Value Split (Sub-Division) - From Rs 10/- "
         "Per Share To Re 1/- Per Share", 10.0, "final"),
        ("INTDIV - RS 7 PER SH", 7.0, "interim"),
        ("SPLDIV-RE 0.35 PER SH", 0.35, "special"),
        ("AGM/DIV-RS 2 PER SH", 2.0, "final"),
    ],
)  # fmt: skip
def test_a_dividend_is_read_in_rupees_a_share(purpose, amount, kind):
    (action,) = [a for a in read_purpose(purpose) if a.kind == "dividend"]
    assert action.dividend_inr == pytest.approx(amount) and not action.unread
    assert dividend_kind(purpose) == kind


@pytest.mark.parametrize(
    "purpose",
    ["Interim Dividend", "Dividend - Rs  Per Share", "Dividend - Re 0.0 Per Share", "Dividend 20%",
     "Dividend (Date Revised 12)", "Dividend - Rs 9999999 Per Share"],
)  # fmt: skip
def test_a_dividend_without_a_plain_amount_says_why(purpose):
    (action,) = read_purpose(purpose)
    assert action.kind == "dividend" and action.dividend_inr is None and action.unread


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
def test_the_official_list_is_read_but_for_ten_rights_issues_and_five_wordings_of_dividends(real_data):
    (path,) = real_data.glob("nse/corporate_actions_*/CF-CA-equities.csv")
    listed = pd.read_csv(path, encoding="utf-8-sig")
    purposes = listed.loc[listed["SERIES"] == "EQ", "PURPOSE"].unique()
    found = [(purpose, action) for purpose in purposes for action in read_purpose(purpose)]
    factors = [a.price_factor for _, a in found if a.price_factor is not None]
    assert len(purposes) > 3800 and len(factors) > 100 and all(0.005 < f <= 10 for f in factors)
    on_basis = {"split", "bonus", "consolidation"}
    assert [purpose for purpose, action in found if action.unread and action.kind in on_basis] == []
    unread = {purpose.strip(): action.unread for purpose, action in found if action.unread}
    rights = [purpose for purpose in unread if "Right" in purpose]
    assert len(rights) == 10 and len(unread) - len(rights) == 5
    amounts = [a.dividend_inr for _, a in found if a.kind == "dividend" and a.dividend_inr]
    assert len(amounts) > 2500 and min(amounts) > 0.001 and max(amounts) == 974
