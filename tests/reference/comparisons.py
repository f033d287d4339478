"""Each published table of the measures against `reference.measures`, every row and column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from bhavhouse.pipelines.house import House
from houses import select
from reference import measures, running
from reference.differences import assert_same
from reference.indices import own_levels
from reference.measures import Market
from reference.rotation import HORIZONS, Given

SHARES = "instrument in ('common', 'dvr')"
# They have a reference of their own, in reference.bse.
OF_BSE = ["bse_all", "india_all"]
DATES = ["session", "restated_on", "base_session"]


@dataclass(frozen=True)
class Comparison:
    """One table, or the new columns of one."""

    keys: list[str]
    columns: list[str]
    expected: Callable[[Market], pd.DataFrame]
    where: str = "true"
    to_six_decimals: Sequence[str] = ()

    def check(self, name: str, house: House, market: Market) -> None:
        found = table(house, name, [*self.keys, *self.columns], self.where)
        wanted = self.expected(market)
        assert_same(found, wanted, self.keys, self.columns, name, self.to_six_decimals)


RETURNS = ["return_month_pct", "return_calendar_year_pct", "return_fiscal_year_pct"]
COMPARISONS = {
    "core.benchmark_change": Comparison(
        ["session", "benchmark"], ["basis", "return_1_pct"], measures.benchmark_change
    ),
    "core.price_change": Comparison(
        ["session", "security_id"],
        ["return_1_pct", "return_126_pct", "return_252_pct", *RETURNS, "from_high_52w_pct",
         "delivered_shares", "delivery_pct", "delivery_pct_change_20", "restated_on"],
        measures.price_change,
        where=SHARES,
    ),
    "marts.breadth_history": Comparison(
        ["session", "universe"],
        ["universe_size", "traded", "comparable", "advances", "declines", "unchanged", "not_comparable",
         "not_traded", "up_volume", "down_volume", "net_advances", "ad_line", "is_carried_back",
         "is_estimated",
         "benchmark_return_1_pct", "benchmark_basis", "divergence", "divergence_streak", "listings",
         "listings_up", "listing_return_mean_pct", "delivery_pct", "delivery_pct_change_20",
         "up_delivered_inr", "down_delivered_inr", "reported_advances", "reported_declines",
         "reported_unchanged", "restated_on", *running.COLUMNS],
        running.whole_breadth,
        to_six_decimals=running.TO_SIX_DECIMALS,
    ),
    "marts.listings": Comparison(
        ["session", "security_id"],
        ["symbol", "series", "issue_price_inr", "open_inr", "close_inr", "open_return_pct",
         "close_return_pct", "turnover_inr"],
        measures.listings,
    ),
    "marts.return_distribution": Comparison(
        ["session", "universe", "reference", "bucket"],
        ["lower_pct", "upper_pct", "names", "share_pct"],
        measures.return_distribution,
    ),
    "marts.market_movers": Comparison(
        ["session", "universe", "kind", "rank"],
        ["security_id", "symbol", "close_inr", "return_1_pct", "turnover_inr", "delivery_pct",
         "delivery_pct_change_20"],
        measures.market_movers,
    ),
    "marts.realised_risk": Comparison(
        ["session", "universe"],
        ["members", "mean_return_1_pct", "realised_volatility_21_pct", "realised_volatility_63_pct",
         "beta_63", "beta_63_basis", "beta_252", "beta_252_basis"],
        measures.realised_risk,
    ),
}  # fmt: skip


def internal(house: House, name: str) -> pd.DataFrame:
    """A table of the lake that is not published."""
    files = [partition.file for partition in house.ledger.partitions(name).values()]
    assert files, f"{name} has no rows"
    return pd.concat([house.lake.get(file).to_pandas() for file in files], ignore_index=True)


def table(house: House, name: str, columns: list[str], where: str = "true") -> pd.DataFrame:
    found = select(house, f"select {', '.join(columns)} from {name} where {where}").to_pandas()
    if "universe" in columns:
        found = found[~found["universe"].isin(OF_BSE)]
    return found.assign(**{c: pd.to_datetime(found[c]) for c in DATES if c in columns})


def house_rows(house: House, name: str, columns: str) -> pd.DataFrame:
    """Columns of any table of the house, published or not; days as stamps."""
    files = [str(house.lake.folder / p.file) for p in house.ledger.partitions(name).values()]
    assert files, f"{name} has no rows"
    with duckdb.connect() as connection:  # the shared one may be in use
        found = connection.sql(f"select {columns} from read_parquet({files})").df()
    days = [c for c in found if c in ("session", "valid_from", "valid_to")]
    return found.assign(**{c: pd.to_datetime(found[c]) for c in days})


ROTATION = {
    "marts.sector_rotation": (
        ["session", "level", "sector"],
        ["members", *(f"return_{h}_pct" for h in HORIZONS),
         *(f"cap_weighted_return_{h}_pct" for h in HORIZONS),
         *(f"relative_strength_{h}_pct" for h in HORIZONS), "benchmark_basis",
         *(f"rank_{h}" for h in HORIZONS), *(f"rank_{h}_change" for h in (5, 21, 63)),
         "advances", "declines", "unchanged", "pct_above_50dma", "pct_above_200dma", "new_highs_52w",
         "new_lows_52w", "turnover_share_pct"],
    ),
    "marts.relative_rotation": (
        ["session", "level", "sector", "frequency"],
        ["relative_strength", "rs_ratio", "rs_momentum", "quadrant", "previous_quadrant", "is_transition",
         "observations_in_quadrant"],
    ),
}  # fmt: skip


def check_rotation(name: str, house: House, expected: pd.DataFrame) -> None:
    """Every row and column of one of the two tables against `reference.rotation`."""
    keys, columns = ROTATION[name]
    assert_same(table(house, name, [*keys, *columns]), expected, keys, columns, name)


def check_own_indices(house: House, market: Market, given: Given, sessions: Sequence[pd.Timestamp]) -> None:
    """The levels marked ours, but for those of BSE; means are printed to eight decimals, so they drift."""
    lines = measures.price_change(market)
    names = lines[lines["reason"] == ""].merge(given.values, on=["session", "security_id"], how="left")
    keys = ["session", "index_name"]
    wanted = own_levels(measures.of_universes(names, market), sessions).sort_values(keys, ignore_index=True)
    found = table(house, "marts.index_history", [*keys, "close", "base_session"], "source = 'ours'")
    of_bse = found["index_name"].str.match("ours_(bse|india)_all_")
    assert of_bse.any() == (house.ledger.partitions("bse_udiff") != {})
    found = found[~of_bse].sort_values(keys, ignore_index=True)
    assert found["index_name"].str.endswith("_cap").any()
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False, rtol=1e-6, atol=0)
