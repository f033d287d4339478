"""Adjusted prices of the exchange's own files: no action leaves a jump, and what differs is counted."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from bhavhouse.pipelines.house import House
from houses import select

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def rows(real_house: tuple[House, object]) -> pd.DataFrame:
    found = select(real_house[0], """
        select a.*, p.volume_shares, p.prev_close_inr, c.is_comparable, c.price_factor, c.prior_price_inr,
            c.dividend_inr, c.total_return_factor, c.return_1_pct, c.session_index, p.series, c.restated_on
        from core.adjusted_price as a
        inner join core.fact_daily_price as p using (session, security_id)
        inner join core.price_change as c using (session, security_id)
        order by a.security_id, a.session
    """).to_pandas()  # fmt: skip
    own = found.groupby("security_id")
    found["adj_before"], found["close_before"] = own["close_adj_inr"].shift(), own["close_inr"].shift()
    found["total_before"] = own["close_total_return_inr"].shift()
    found["is_after_gap"] = found["session_index"] - own["session_index"].shift() > 1
    found["change"] = 100 * (found["close_adj_inr"] / found["adj_before"] - 1)
    return found.assign(session=pd.to_datetime(found["session"]))


def test_adjusted_returns_are_the_sessions_own_wherever_the_printed_previous_close_is_the_last_close(rows):
    whole = rows[rows["is_comparable"] & rows["adj_before"].notna()]
    off = (whole["change"] - whole["return_1_pct"]).abs() > 1e-6
    printed_otherwise = (whole["prev_close_inr"] - whole["close_before"]).abs() > 5e-5
    assert len(whole) > 813_000 and (off <= printed_otherwise).all()
    odd = whole[off]
    assert 1_000 < len(odd) < 1_200
    # The files of the budget sessions hold series EQ alone: what else traded then has another last close.
    budget = pd.to_datetime([date(2025, 2, 1), date(2026, 2, 1)])
    held = rows.groupby("security_id")["session"].shift()[odd.index]
    over_budget = np.logical_or.reduce([(held < day) & (odd["session"] > day) for day in budget])
    assert over_budget.sum() > 1_000 and (~over_budget).sum() <= 40
    # One close was put right by the exchange overnight.
    assert odd.loc[~odd["is_after_gap"] & (odd["price_factor"] == 1), "symbol"].tolist() == ["SURAJLTD"]


def test_no_official_or_inferred_action_leaves_a_jump_in_the_adjusted_close(rows):
    acted = rows[(rows["price_factor"] != 1) & rows["adj_before"].notna()]
    assert len(acted) > 150 and acted["restated_on"].notna().sum() > 60
    assert (acted["price_factor"] < 1).sum() > 145 and (acted["price_factor"] > 1).sum() >= 1
    off = (acted["change"] - acted["return_1_pct"]).abs()
    # Where the exchange itself prints the new basis, it rounds it to the paisa; and after thirteen sessions
    # without a trade it printed another previous close than the last.
    assert acted.loc[off > 1e-6, "symbol"].tolist() == ["UEL", "UEL", "VERTOZ"]
    assert off[acted["symbol"] == "UEL"].max() < 0.05
    assert acted.loc[acted["is_comparable"], "change"].abs().max() < 25
    raw = 100 * (acted["close_inr"] / acted["close_before"] - 1)
    assert (raw.abs() > 25).sum() > 100


def test_volume_takes_the_inverse_factor(rows):
    value = rows["volume_adj_shares"] * rows["close_adj_inr"]
    np.testing.assert_allclose(value, rows["volume_shares"] * rows["close_inr"], rtol=1e-9)


def test_the_total_return_of_an_ex_dividend_session_counts_the_dividend(rows):
    paid = rows[rows["dividend_inr"].notna() & rows["total_before"].notna() & rows["is_comparable"]]
    plain = paid[(paid["prev_close_inr"] == paid["close_before"]) & (paid["price_factor"] == 1)]
    assert len(plain) > 500
    total = plain["close_total_return_inr"] / plain["total_before"]
    own = plain["close_inr"] / (plain["close_before"] - plain["dividend_inr"])
    np.testing.assert_allclose(total, own, rtol=1e-8)
    # IOC, 18 December 2025: 168.16 to 161.75 with 5 rupees paid.
    (ioc,) = plain[(plain["symbol"] == "IOC") & (plain["session"] == "2025-12-18")].index
    assert total[ioc] - 1 == pytest.approx(161.75 / 163.16 - 1)


def test_a_rights_issue_known_from_the_bundle_alone_has_its_face_value_from_there_too(rows):
    row = rows[(rows["symbol"] == "KRISHIVAL") & (rows["session"] == "2025-12-17")].iloc[0]
    close = row["close_before"]
    assert row["price_factor"] == pytest.approx((301 * close + 45 * 300) / (346 * close), abs=1e-9)
    assert row["is_comparable"]


def test_on_ex_rights_sessions_prices_open_near_the_theoretical_price(real_house):
    opened = select(real_house[0], """
        select f.open_inr / c.prior_price_inr as ratio, a.price_factor
        from core.corporate_action as a
        inner join core.fact_daily_price as f on a.security_id = f.security_id and a.ex_date = f.session
        inner join core.price_change as c on f.security_id = c.security_id and f.session = c.session
        where a.kind = 'rights' and a.source = 'official'
    """).to_pandas()  # fmt: skip
    assert len(opened) == 31 and opened["price_factor"].notna().all()
    assert opened["ratio"].between(0.94, 1.07).all() and abs(opened["ratio"].median() - 1) < 0.02
