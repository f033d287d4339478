"""Market capitalisation and segments of the simulated exchange, whose bundles print issue sizes daily."""

import io
import zipfile
from datetime import date
from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pytest

from houses import backfill, open_house, rows_of
from reference.size import assert_segments_are, segments


def stamped(table: pa.Table, *days: str) -> pd.DataFrame:
    rows = table.to_pandas()
    return rows.assign(**{name: pd.to_datetime(rows[name]) for name in days})


@pytest.fixture(scope="module")
def caps(simulated) -> pd.DataFrame:
    lines = stamped(rows_of(simulated.house, "core.fact_daily_price"), "session")
    found = stamped(rows_of(simulated.house, "core.market_cap"), "session", "shares_as_of")
    return found.merge(lines[["session", "security_id", "symbol", "close_inr"]], how="left")


@pytest.fixture(scope="module")
def bundled(simulated) -> pd.DataFrame:
    """Issue sizes as the bundles print them: session, symbol, printed."""
    parts = []
    for path in sorted((simulated.summary.out / "nse/pr").glob("*.zip")):
        with zipfile.ZipFile(path) as bundle:
            (name,) = (name for name in bundle.namelist() if name.startswith("mcap"))
            rows = pd.read_csv(io.BytesIO(bundle.read(name)), dtype=str).rename(columns=str.strip)
        day = pd.to_datetime(name[4:12], format="%d%m%Y")
        sizes = rows["Issue Size"].str.strip().astype("int64")
        parts.append(pd.DataFrame({"session": day, "symbol": rows["Symbol"].str.strip(), "printed": sizes}))
    rows = pd.concat(parts)
    return rows[~rows["symbol"].isin(["Listed", "Permitted", "Total"])]


def test_every_figure_is_the_printed_one_but_on_days_when_new_shares_are_not_printed_yet(caps, bundled):
    both = caps.merge(bundled, on=["session", "symbol"], how="left")
    late = both[both["shares"] != both["printed"]]
    assert len(both) == len(caps) > 15000 and both["printed"].notna().all()
    assert 10 <= len(late) < 20 and late["is_estimated"].all()
    assert not both.drop(late.index)["is_estimated"].any()
    assert (caps["market_cap_inr"] - caps["shares"] * caps["close_inr"]).abs().max() < 0.01


def test_on_the_ex_date_the_shares_are_those_that_the_next_bundle_prints(caps, bundled):
    days = sorted(bundled["session"].unique())
    caps = caps.assign(next=caps["session"].map(dict(pairwise(days))))
    then = bundled.rename(columns={"session": "next", "printed": "then"})
    late = caps[caps["is_estimated"]].merge(then, on=["next", "symbol"])
    assert len(late) >= 10 and (late["shares"] == late["then"]).all()


def test_the_segments_are_those_of_an_independent_ranking(simulated):
    house = simulated.house
    prices = stamped(rows_of(house, "core.fact_daily_price"), "session")
    files = house.ledger.partitions("core.issue_size").values()
    wanted = segments(
        prices[prices["instrument"] == "common"],
        stamped(pa.concat_tables([house.lake.get(part.file) for part in files]), "session"),
        stamped(rows_of(house, "core.corporate_action"), "ex_date", "known_on"),
        stamped(rows_of(house, "core.action_candidate"), "session", "decided_on"),
    )
    found = stamped(rows_of(house, "core.size_segment"), "valid_from", "valid_to")
    assert found["valid_from"].nunique() == 2 and not found["is_estimated"].all()
    assert_segments_are(found, wanted)


def test_a_ranking_is_the_same_before_anything_later_has_come(simulated, tmp_path):
    ranked_on = date(2025, 7, 1)
    house = open_house(tmp_path / "home", simulated.summary.out)
    backfill(house, simulated.summary.first_session, ranked_on)
    then, now = (rows_of(h, "core.size_segment", ["valid_to"]).to_pandas() for h in (house, simulated.house))
    now = now[now["valid_from"] == ranked_on].reset_index(drop=True)
    assert len(now) > 40
    pd.testing.assert_frame_equal(then, now)
