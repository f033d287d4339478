"""Members of the real indices: 22 years of changes fit without a gap, and lists of one day nest."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from bhavhouse.market.names.spelling import squeezed
from bhavhouse.pipelines.house import House
from houses import backfill, open_house, rows_of, select

pytestmark = pytest.mark.real_data
FOLDERS = ("cm_legacy", "cm_udiff", "lists", "index_membership_2020-09-30", "index_snapshots")
LAST_CHANGE = pd.Timestamp(2020, 7, 31)


@pytest.fixture(scope="module")
def house(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("members")
    for name in FOLDERS:
        shutil.copytree(real_data / "nse" / name, folder / "archive" / name)
    for month in ("022026", "072026", "082026"):  # the symbols of the lists' time
        for path in (real_data / "nse/sec_bhavdata_full").glob(f"*{month}.csv"):
            shutil.copy(path, folder / "archive")
    house = open_house(folder / "home", folder / "archive")
    assert backfill(house, date(2020, 7, 1), date(2026, 8, 31)).failures == []
    return house


def dated(house: House, table: str) -> pd.DataFrame:
    rows = rows_of(house, table).to_pandas()
    rows["valid_from"] = pd.to_datetime(rows["valid_from"])
    rows["valid_to"] = pd.to_datetime(rows["valid_to"]).fillna(pd.Timestamp(2262, 1, 1))
    return rows


@pytest.fixture(scope="module")
def unmatched(house) -> pd.DataFrame:
    return dated(house, "core.index_unmatched")


@pytest.fixture(scope="module")
def members(house) -> Callable[[str, str], set[str]]:
    rows = dated(house, "core.index_membership")

    def on(index: str, day: str) -> set[str]:
        own = rows[(rows["index_name"] == index) & (rows["valid_from"] <= day) & (rows["valid_to"] > day)]
        assert own["security_id"].is_unique
        return set(own["security_id"])

    return on


def changes_of(house: House) -> pd.DataFrame:
    files = house.ledger.partitions("nse_index_membership").values()
    rows = pa.concat_tables([house.lake.get(part.file) for part in files]).to_pandas()
    return rows.sort_values(["changed_on", "at_row"])


def test_22_years_of_changes_of_the_nifty_500_fit_and_keep_its_count(house, unmatched):
    """From the first 500 of August 1998; in April 2016 a second share of Tata Motors makes them 501."""
    rows = dated(house, "core.index_membership")
    rows = rows[(rows["index_name"] == "nifty_500") & (rows["basis"] == "replayed")]
    nobody = unmatched[(unmatched["index_name"] == "nifty_500") & (unmatched["reason"] != "contradiction")]
    both = pd.concat([rows, nobody[nobody["valid_from"] <= LAST_CHANGE]])
    days = sorted({*both["valid_from"], LAST_CHANGE})
    counts = pd.Series({day: ((both["valid_from"] <= day) & (both["valid_to"] > day)).sum() for day in days})
    assert len(counts) > 200 and counts.index[0] == pd.Timestamp(1998, 8, 1)
    assert (counts[:"2016-03-31"] == 500).all() and (counts["2016-04-01":] == 501).all()
    assert both["valid_to"].max() == LAST_CHANGE + pd.Timedelta(days=1)


def test_all_of_the_501_of_july_2020_are_known_and_each_of_them_traded(house, members, unmatched):
    found = members("nifty_500", "2020-07-31")
    traded = select(house, """
        select distinct security_id from core.fact_daily_price
        where session between date '2020-07-01' and date '2020-07-31'
    """)  # fmt: skip
    assert len(found) == 501 and found <= set(traded.column(0).to_pylist())
    open_then = unmatched[unmatched["valid_to"] == LAST_CHANGE + pd.Timedelta(days=1)]
    assert open_then.query("index_name == 'nifty_500'").empty


def test_what_36_other_indices_took_in_and_kept_is_in_the_nifty_500(house, members):
    """Who a name is comes from names that are the same letter by letter, without the reviewed list."""
    names = select(house, """
        select value, security_id from core.security_identifier
        where scheme = 'name' and valid_from <= date '2020-07-31'
    """).to_pandas()  # fmt: skip
    names["name"] = names["value"].map(squeezed)
    ids = names.groupby("name")["security_id"].agg(set)
    ids = ids[ids.map(len) == 1].map(min)
    changes = changes_of(house)
    changes["security_id"] = changes["company_as_printed"].map(squeezed).map(ids)
    last = changes.dropna(subset="security_id").groupby(["index_name", "security_id"])["change"].last()
    kept = last[last == "inclusion"].reset_index()
    kept = kept[kept["index_name"] != "nifty_500"]
    assert kept["index_name"].nunique() == 36 and len(kept) > 900
    assert set(kept["security_id"]) - members("nifty_500", "2020-07-31") == set()


def test_the_lists_of_one_day_nest(members):
    def on(index):
        return members(index, "2026-02-03")

    assert [len(on(f"nifty_{n}")) for n in (50, 100, 200, 500)] == [50, 100, 200, 500]
    assert on("nifty_100") == on("nifty_50") | on("nifty_next_50")
    assert on("nifty_200") == on("nifty_100") | on("nifty_midcap_100")
    parts = [on("nifty_100"), on("nifty_midcap_150"), on("nifty_smallcap_250")]
    assert on("nifty_500") == set.union(*parts) and sum(map(len, parts)) == 500


def test_a_list_says_nothing_of_the_day_before_it_and_holds_to_the_next(members):
    assert members("nifty_midcap_150", "2026-02-02") == set()
    assert len(members("nifty_midcap_150", "2026-02-03")) == len(members("nifty_midcap_150", "2026-08-31"))
    assert members("nifty_100", "2026-03-30") == members("nifty_100", "2026-02-03")
    assert members("nifty_100", "2026-03-31") != members("nifty_100", "2026-03-30")
    assert members("nifty_500", "2020-08-01") == members("nifty_500", "2026-02-02") == set()
    # No first list of it is in the workbook.
    assert members("nifty_50", "2020-07-31") == set()


def test_a_page_of_a_larger_index_is_no_list(members):
    assert members("nifty_total_market", "2026-03-30") == members("nifty_rural", "2026-08-31") == set()
    assert len(members("nifty_total_market", "2026-08-31")) == 750
    assert len(members("nifty_housing", "2026-08-31")) == 50
    assert len(members("nifty_bank", "2026-08-31")) == 14


def test_placeholders_of_demergers_are_members_of_no_security(unmatched):
    dummies = unmatched[unmatched["printed"].str.startswith("DUMMY")]
    assert set(dummies["printed"]) == {"DUMMYHDLVR", "DUMMYALCAR", "DUMMYINXGN", "DUMMYTRVN"}
    assert (dummies["reason"] == "unknown").all()
