"""The other tables of the simulated exchange: sessions, sectors, indices, freshness, what was refused."""

import pandas as pd
import pytest

from bhavhouse.contracts import published
from houses import OF_ARTICLES, rows_of, select

# That every question is settled is what the queue is for; no flows of institutions are simulated, and the
# lists of indices name known symbols alone.
MAY_BE_EMPTY = {"core.identity_queue", "core.index_unmatched", "marts.institutional_flows",
                "marts.institutional_flows_current", *OF_ARTICLES}  # fmt: skip


def test_no_published_table_is_empty_and_each_has_its_key_once(simulated):
    for contract in published():
        table = rows_of(simulated.house, contract.name)
        keys = table.group_by(list(contract.grain)).aggregate([])
        assert table.num_rows == keys.num_rows, contract.name
        assert table.num_rows > 0 or contract.name in MAY_BE_EMPTY, contract.name


def test_every_table_and_column_of_the_warehouse_carries_its_meaning(simulated):
    sql = """
        select c.table_schema || '.' || c.table_name as name, count(*) as columns, count(d.comment) as told
        from information_schema.columns as c
        inner join duckdb_columns() as d
            on (c.table_schema, c.table_name, c.column_name) = (d.schema_name, d.table_name, d.column_name)
        where c.table_schema in ('core', 'marts')
        group by 1
    """
    found = select(simulated.house, sql).to_pylist()
    assert {(r["name"], r["columns"], r["told"]) for r in found} == {
        (c.name, len(c.columns), len(c.columns)) for c in published()
    }


def test_sessions_are_those_with_a_file_and_typed(simulated):
    found = rows_of(simulated.house, "core.dim_session").to_pandas()
    truth = simulated.truth("sessions")
    held = truth[~truth["hole"]]
    assert found["session"].astype(str).tolist() == held["session"].tolist()
    assert found["kind"].tolist() == held["kind"].tolist()
    assert found["session_index"].tolist() == held.index.tolist()  # a hole keeps its place
    words = {"full": "nse_full", "udiff": "nse_udiff", "legacy": "nse_legacy"}
    order = ["nse_udiff", "nse_legacy", "nse_full", "bse_udiff"]
    for printed, feeds in zip(held["files"], found["feeds"], strict=True):
        assert sorted(feeds.split("+"), key=order.index) == feeds.split("+")
        assert set(feeds.split("+")) == {words[w] for w in printed.split() if w in words} | {"bse_udiff"}


def test_every_holiday_file_with_the_session_before_inside_is_refused_and_nothing_else_is(simulated):
    defects = simulated.truth("defects")
    stale = defects[defects["kind"] == "stale_holiday"]
    refused = [r for r in simulated.house.ledger.receipts() if r.verdict != "accepted"]
    assert len(refused) == len(stale) > 5
    assert {r.name for r in refused} == {path.rsplit("/", 1)[1] for path in stale["file"]}
    assert {r.verdict for r in refused} == {"stale"} and simulated.report.failures == []


def test_a_restated_file_stands_in_the_place_of_the_deficient_one(simulated):
    defects = simulated.truth("defects")
    names = {p.rsplit("/", 1)[1] for p in defects.loc[defects["kind"].str.contains("rows_missing"), "file"]}
    daily = simulated.truth("daily").set_index(["session", "symbol", "series"])["close"]
    assert len(names) >= 2
    for name in names:
        day = f"{pd.to_datetime(name[-12:-4], format='%d%m%Y'):%Y-%m-%d}"
        partition = simulated.house.ledger.partitions("nse_full")[day]
        rows = simulated.house.lake.get(partition.file).to_pandas().set_index(["symbol", "series"])
        assert rows["close_inr"].sort_index().tolist() == daily.loc[day].sort_index().tolist()


def test_sectors_hold_their_true_members_and_add_up(simulated):
    securities, daily = simulated.truth("securities"), simulated.truth("daily")
    sectors = rows_of(simulated.house, "marts.sector_rotation").to_pandas()
    day = sectors["session"].astype(str).max()
    industry = securities.drop_duplicates("truth_id", keep="last").set_index("truth_id")["industry"]
    shares = daily[(daily["session"] == day) & (daily["universe"] == "nse_main")]
    truth = shares["truth_id"].map(industry).value_counts()
    found = sectors[(sectors["session"].astype(str) == day) & (sectors["level"] == "sector")]
    found = found.assign(sector=found["sector"].str.replace(",", "")).set_index("sector")
    assert found["members"].to_dict() == truth[truth >= 3].to_dict() and len(found) >= 5
    for horizon in (1, 5, 21, 63):
        known = found.dropna(subset=f"return_{horizon}_pct")  # of three members at least
        ranks = known[f"return_{horizon}_pct"].rank(ascending=False, method="min")
        assert len(known) >= 5 and ranks.astype(int).tolist() == known[f"rank_{horizon}"].tolist()
    assert found["turnover_share_pct"].sum() == pytest.approx(100)


def test_a_sector_carried_back_before_its_list_says_so(simulated):
    sectors = rows_of(simulated.house, "marts.sector_rotation").to_pandas()
    carried = sectors.loc[sectors["session"] < sectors["classified_as_of"], "is_carried_back"]
    assert len(carried) > 0 and carried.all()


def test_index_levels_are_those_of_the_closing_files(simulated):
    found = rows_of(simulated.house, "marts.index_history").to_pandas()
    path = simulated.summary.out / "nse/ind_close_all/ind_close_all_10022025.csv"
    printed = pd.read_csv(path, na_values=["-"])
    assert found["index_name"].str.fullmatch(r"[a-z0-9_]+").all()
    found = found[found["source"] != "ours"]
    day = found[found["session"].astype(str) == "2025-02-10"].set_index("printed_name")
    closes = printed.set_index("Index Name")["Closing Index Value"]
    assert day["close"].to_dict() == closes.to_dict()
    assert found.loc[found["source"] == "index_close", "session"].nunique() == 290
    told_later = found[found["source"] != "index_close"]  # the eve of the first session
    assert set(told_later["source"]) == {"previous_close"}
    assert set(told_later["session"].astype(str)) == {"2024-12-31"}


def test_freshness_tells_each_feeds_first_and_last_day(simulated):
    rows = {r["feed"]: r for r in rows_of(simulated.house, "marts.data_freshness").to_pylist()}
    full = rows["nse_full"]
    assert (str(full["first_day"]), str(full["last_day"]), full["days"]) == ("2025-01-01", "2026-02-27", 289)
    assert full["refused_files"] > 5 and full["last_received_at"] is not None
    assert rows["nse_board_meeting"]["days"] > 200  # on a quiet day no meeting is told of
    for feed in ("nse_bundle_etf", "nse_bundle_action", "nse_market_cap"):
        assert (str(rows[feed]["last_day"]), rows[feed]["days"]) == ("2026-02-27", 289)
    assert rows["nse_holiday"]["days"] == 0 and rows["nse_holiday"]["last_day"] is None


def test_board_meetings_land_as_the_truth_knows_them(simulated):
    house = simulated.house
    files = [partition.file for partition in house.ledger.partitions("nse_board_meeting").values()]
    prints = pd.concat([house.lake.get(file).to_pandas() for file in files])
    truth = simulated.truth("meetings")
    assert not prints.duplicated(["session", "at_line"]).any() and len(prints) > 2 * len(truth) - 100
    days = ["session", "meeting_date", "moved_to"]
    prints[days] = prints[days].map(lambda day: f"{day}", na_action="ignore")
    called = prints[prints["tells"] == "notice"]
    keys = ["symbol", "announced_on", "meeting_date", "is_results"]
    found = called.rename(columns={"session": "announced_on"})[keys]
    assert set(found.itertuples(index=False)) == set(truth[keys].itertuples(index=False))
    assert found["is_results"].mean() == pytest.approx(truth["is_results"].mean(), abs=0.01)
    for tells, on in (("moved", "moved_on"), ("withdrawn", "withdrawn_on"), ("outcome", "outcome_on")):
        told, true = prints[prints["tells"] == tells], truth[truth[on].notna()]
        day = "held_on" if tells == "outcome" else "meeting_date"
        pairs = [told[["session", "meeting_date"]], true[[on, day]]]
        assert len(true) >= 5
        assert set(pairs[0].itertuples(index=False, name=None)) == set(
            pairs[1].itertuples(index=False, name=None)
        )
    moved = prints[prints["tells"] == "moved"]
    assert sorted(moved["moved_to"]) == sorted(truth["moved_to"].dropna())
    assert prints.loc[prints["tells"] != "moved", "moved_to"].isna().all()


def test_funds_debt_and_entitlements_are_told_from_shares(simulated):
    truth = simulated.truth("securities").drop_duplicates("symbol", keep="last").set_index("symbol")
    kinds = {"share": "common", "share_dvr": "dvr", "etf": "etf", "rights_entitlement": "rights_entitlement"}
    found = rows_of(simulated.house, "core.dim_security").to_pandas().set_index("symbol")
    assert found.loc[found["exchange"] == "BSE", "instrument"].tolist() == ["common"] * 8
    found = found[found["exchange"] == "NSE"]
    assert (found["instrument"] == truth.loc[found.index, "instrument"].map(kinds)).all()
    assert set(found["instrument"]) == set(kinds.values())


def test_the_calendar_of_results_follows_each_meeting_to_its_day(simulated):
    meetings = simulated.truth("meetings")
    meetings = meetings[meetings["is_results"]]
    sql = """
        select m.symbol as printed, c.*
        from marts.results_calendar as c
        inner join (
            select distinct symbol, security_id from core.price_change
        ) as m using (security_id)
        where c.told_by = 'exchange'
    """
    found = select(simulated.house, sql).to_pandas()
    days = found["expected_on"].astype(str).groupby(found["printed"]).agg(set)
    last = found[found["is_current"]]
    now = set(zip(last["printed"], last["expected_on"].astype(str), last["status"], strict=True))
    # A bundle that never came tells nothing.
    held = {key[:10] for key in simulated.house.ledger.partitions("nse_board_meeting")}
    for told_on in ("announced_on", "moved_on", "withdrawn_on", "outcome_on"):
        meetings = meetings[meetings[told_on].isna() | meetings[told_on].isin(held)]
    assert len(meetings) > 200
    for row in meetings.itertuples():
        assert row.meeting_date in days[row.symbol], row
        if isinstance(row.outcome_on, str):
            assert (row.symbol, row.held_on, "held") in now, row
        elif isinstance(row.moved_to, str) and not isinstance(row.withdrawn_on, str):
            assert (row.symbol, row.moved_to, "moved") in now, row
