"""What a share costs says nothing of its market: breadth is the same in paise, rupees or hundreds of them."""

import random
import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from houses import backfill, open_house, rows_of
from properties.rescaled import rescale

# What is counted in rupees moves with the price; nothing else may. Shares of turnover and of delivered
# rupees weigh the names by rupees, and so move too.
RUPEES = [
    "up_turnover_inr", "down_turnover_inr", "trin_turnover", "up_delivered_inr", "down_delivered_inr",
    "delivery_pct", "delivery_pct_change_20",
]  # fmt: skip
CONSTANTS = tuple(Decimal(by) for by in ("0.01", "0.37", "3", "10"))


def constants_of(market, by_name: Mapping[str, Decimal]) -> dict[tuple[str, str], Decimal]:
    daily = market.truth("daily")
    keys = zip(daily["session"], daily["symbol"], daily["truth_id"], strict=True)
    return {(day, symbol): by_name[name] for day, symbol, name in keys if name in by_name}


@pytest.mark.parametrize("how_many", ["one", "every"])
def test_breadth_is_the_same_when_prices_of_one_or_every_share_are_multiplied(
    market, tmp_path: Path, how_many
):
    chance = random.Random(market.seed)
    daily = market.truth("daily")
    # The lists tell in rupees what rights cost, which is not multiplied here.
    with_rights = market.truth("actions").query("kind == 'rights'")["truth_id"]
    is_share = (daily["universe"] != "none") & ~daily["truth_id"].isin(with_rights)
    shares = sorted(daily.loc[is_share, "truth_id"].unique())
    chosen = shares if how_many == "every" else [chance.choice(shares)]
    by_name = {name: chance.choice(CONSTANTS) for name in chosen}
    shutil.copytree(market.exchange, tmp_path / "exchange")
    assert rescale(tmp_path / "exchange", constants_of(market, by_name)) > 10
    house = open_house(tmp_path / "home", tmp_path / "exchange")
    backfill(house, market.summary.first_session, market.summary.last_session)

    closes = [rows_of(h, "core.fact_daily_price")["close_inr"] for h in (house, market.house)]
    assert not closes[0].equals(closes[1])
    for table, without in (("marts.breadth_history", RUPEES), ("marts.breadth_members", ["turnover_inr"])):
        got, wanted = (rows_of(h, table, without) for h in (house, market.house))
        assert got.num_rows == wanted.num_rows > 100
        for column in wanted.column_names:
            assert got[column].equals(wanted[column]), (table, column)
