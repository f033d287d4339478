"""Who is who in the simulated exchange against its truth: every security, every session."""

import pandas as pd
import pytest

from houses import rows_of, select


@pytest.fixture(scope="module")
def pairs(simulated) -> pd.DataFrame:
    """The house's id and the true one of every line of equity series that traded."""
    sql = "select cast(session as varchar) as session, symbol, security_id from core.fact_daily_price"
    ours = select(simulated.house, sql).to_pandas()
    truth = simulated.truth("daily")[["session", "symbol", "truth_id"]]
    return ours.merge(truth, on=["session", "symbol"], validate="1:1")


def test_every_security_is_one_of_the_truth_and_the_other_way_round_on_every_session(pairs, simulated):
    assert len(pairs) > 19_000
    held = select(simulated.house, "select count(*) as n from core.fact_daily_price").to_pylist()[0]["n"]
    assert len(pairs) == held
    assert pairs.groupby("truth_id")["security_id"].nunique().max() == 1
    assert pairs.groupby("security_id")["truth_id"].nunique().max() == 1
    assert rows_of(simulated.house, "core.identity_queue").num_rows == 0


def test_it_holds_for_the_hard_cases_each_of_which_occurs(pairs, simulated):
    """Renames that no list tells of, symbols given to another company, moves of board, new ISINs."""
    changes, securities = simulated.truth("symbol_changes"), simulated.truth("securities")
    assert (~changes["official"]).sum() >= 2 and changes["official"].sum() >= 2
    for row in changes.itertuples():
        symbols = set(pairs.loc[pairs["truth_id"] == row.truth_id, "symbol"])
        assert {row.old_symbol, row.new_symbol} <= symbols
    owners = pairs.groupby("symbol")["security_id"].nunique()
    assert (owners > 1).sum() == (securities.groupby("symbol")["truth_id"].nunique() > 1).sum() >= 1
    assert (securities.groupby("truth_id")["isin"].nunique() > 1).sum() >= 3


def test_an_identifier_of_a_session_is_the_true_one(pairs, simulated):
    """Symbol, series and ISIN on every session on which a window of the house holds."""
    found = rows_of(simulated.house, "core.security_identifier").to_pandas()
    truth = simulated.truth("daily").merge(pairs, on=["session", "symbol", "truth_id"])
    compared = {}
    for scheme, column in (("nse_symbol", "symbol"), ("nse_series", "series"), ("isin", "isin")):
        windows = found[(found["scheme"] == scheme) & ~found["is_carried_back"]]
        joined = truth.merge(windows, on="security_id")
        session = joined["session"]
        ended = joined["valid_to"].notna() & (joined["valid_to"].astype(str) <= session)
        held = joined[(joined["valid_from"].astype(str) <= session) & ~ended]
        compared[scheme] = len(held)
        wrong = held[held["value"] != held[column]]
        # Where only files without ISIN lie between, the old one holds until a file prints the new.
        most = 0.01 * len(held) if scheme == "isin" else 0
        assert len(wrong) <= most, wrong[["session", "symbol", column, "value"]].head()
    assert compared["nse_symbol"] == len(truth) and compared["isin"] > 0.5 * len(truth)


def test_every_name_change_that_the_exchange_tells_of_is_dated(simulated, pairs):
    found = rows_of(simulated.house, "core.security_identifier").to_pandas()
    names = found[found["scheme"] == "name"]
    windows = set(zip(names["security_id"], names["value"], names["valid_from"].astype(str), strict=True))
    path = next(simulated.summary.out.glob("nse/securities_*/namechange.csv"))
    listed = pd.read_csv(path, skipinitialspace=True)
    ids = pairs.drop_duplicates("symbol", keep="last").set_index("symbol")["security_id"]
    assert len(listed) >= 3
    for row in listed.itertuples():
        day = f"{pd.to_datetime(row.NCH_DT, format='%d-%b-%Y'):%Y-%m-%d}"
        assert (ids[row.NCH_SYMBOL], row.NCH_NEW_NAME, day) in windows
