"""Returns of the simulated indices as plain loops compute them from the printed levels."""

import pandas as pd

from houses import rows_of
from reference.indices import NUMBERS, assert_returns_are, assert_valuations_are, valuations_of

BEFORE = ["2024-12-27", "2024-12-30", "2024-12-31"]  # of the calendar, before the first simulated session


def frame(simulated, name: str) -> pd.DataFrame:
    found = rows_of(simulated.house, name).to_pandas()
    return found.assign(session=pd.to_datetime(found["session"]))


def test_every_return_drawdown_and_rank_is_the_independent_computations(simulated):
    sessions = [*map(pd.Timestamp, BEFORE), *pd.to_datetime(simulated.truth("sessions")["session"])]
    levels, returns = (frame(simulated, f"marts.index_{name}") for name in ("history", "return"))
    wanted = assert_returns_are(returns, levels, sessions)
    assert len(wanted) > 4000 and wanted[NUMBERS].notna().any().all()
    assert wanted["best_month_since"].notna().any() and wanted["is_best_month_held"].any()


def test_every_gap_of_valuation_and_its_percentile_is_the_independent_computations(simulated):
    sessions = [*map(pd.Timestamp, BEFORE), *pd.to_datetime(simulated.truth("sessions")["session"])]
    levels, gaps = (frame(simulated, f"marts.index_{name}") for name in ("history", "valuation"))
    wanted = valuations_of(levels, sessions)
    assert len(wanted) > 400 and wanted["premium_percentile"].nunique() > 100
    assert_valuations_are(gaps, wanted)


def test_a_session_without_a_price_file_has_its_levels_and_the_next_one_its_return(simulated):
    sessions = simulated.truth("sessions")
    (hole,) = sessions.index[sessions["hole"]]
    returns = frame(simulated, "marts.index_return").query("index_name == 'nifty_50'").set_index("session")
    days = pd.to_datetime(sessions["session"])
    assert returns.loc[[days[hole], days[hole + 1]], "return_1_pct"].notna().all()
    benchmark = frame(simulated, "core.benchmark_change").set_index("session")
    assert days[hole] not in benchmark.index and benchmark.loc[days[hole + 1], "basis"] == "index"
