"""Adjusted prices, dividends and total return of the simulated exchange against its truth."""

import numpy as np
import pandas as pd
import pytest

from houses import select


@pytest.fixture(scope="module")
def adjusted(simulated) -> pd.DataFrame:
    """Every traded row with its true adjusted close, of the securities whose chain of symbols is known."""
    found = select(simulated.house, """
        select a.*, p.volume_shares, c.is_comparable, c.price_factor,
            c.prior_price_inr, c.dividend_inr, c.total_return_factor, c.return_1_pct, c.session_index
        from core.adjusted_price as a
        inner join core.fact_daily_price as p using (session, security_id)
        inner join core.price_change as c using (session, security_id)
    """).to_pandas()  # fmt: skip
    found["session"] = found["session"].astype(str)
    daily, changes = simulated.truth("daily"), simulated.truth("symbol_changes")
    securities = simulated.truth("securities")
    owners = securities.groupby("symbol")["truth_id"].nunique()
    lost = set(changes.loc[~changes["official"], "truth_id"])
    lost |= set(securities.loc[securities["symbol"].isin(owners[owners > 1].index), "truth_id"])
    rows = found.merge(daily, on=["session", "symbol"], suffixes=("", "_true"), validate="1:1")
    assert len(rows) == len(found) > 19_000 and 0 < len(lost) < 10
    return rows[~rows["truth_id"].isin(lost)].sort_values(["truth_id", "session"], ignore_index=True)


def test_the_adjusted_close_of_every_known_security_is_the_true_one(adjusted, simulated):
    actions = simulated.truth("actions")
    assert (actions["price_factor"] != 1).sum() > 8
    assert (adjusted["close_adj_inr"] - adjusted["adjusted_close"]).abs().max() < 0.000051
    assert (adjusted["close_inr"] == adjusted["close"]).all()
    moved = adjusted["close_adj_inr"] != adjusted["close_inr"]
    assert moved.sum() > 1000


def test_adjusted_returns_are_the_returns_of_the_session(adjusted):
    before = adjusted.groupby("truth_id")["close_adj_inr"].shift()
    change = 100 * (adjusted["close_adj_inr"] / before - 1)
    whole = adjusted["is_comparable"] & before.notna()
    # A hole in the files leaves a last close that the exchange no longer goes by.
    gap = adjusted["session_index"] - adjusted.groupby("truth_id")["session_index"].shift() > 1
    off = (change - adjusted["return_1_pct"])[whole].abs() > 1e-6
    assert whole.sum() > 17_000 and off.sum() < 80 and gap[whole][off].all()


def test_volume_takes_the_inverse_factor(adjusted):
    value = adjusted["volume_adj_shares"] * adjusted["close_adj_inr"]
    np.testing.assert_allclose(value, adjusted["volume_shares"] * adjusted["close_inr"], rtol=1e-9)


def test_dividends_are_the_true_ones_wherever_they_are_told(adjusted, simulated):
    true = simulated.truth("dividends").set_index(["ex_date", "truth_id"])["dividend"]
    rows = adjusted.set_index(["session", "truth_id"])
    found = rows["dividend_inr"].dropna()
    expected = true[true.index.isin(rows.index)]
    assert len(expected) > 40 and found.sort_index().to_dict() == expected.sort_index().to_dict()


def test_the_total_return_series_reinvests_the_true_dividends(adjusted, simulated):
    paid = simulated.truth("dividends").rename(columns={"ex_date": "session"})
    rows = adjusted.merge(paid[["truth_id", "session", "dividend"]], how="left", on=["truth_id", "session"])
    share = (1 - rows["dividend"] / rows["prior_close_on_same_basis"]).fillna(1.0)
    later = share[::-1].groupby(rows["truth_id"]).cumprod()[::-1] / share
    np.testing.assert_allclose(
        rows["close_total_return_inr"], rows["close_adj_inr"] * later, rtol=1e-9, err_msg="total return"
    )
    assert (later < 1).sum() > 3000 and (rows["close_total_return_inr"] <= rows["close_adj_inr"]).all()


def test_what_has_no_factor_is_counted_on_every_row_before_it(adjusted):
    broken = ~adjusted["is_comparable"] & (adjusted.groupby("truth_id").cumcount() > 0)
    later = broken[::-1].groupby(adjusted["truth_id"]).cumsum()[::-1] - broken
    assert broken.sum() >= 1 and (adjusted["breaks_after"] == later).all()
