"""The rating feed of the simulated exchange against its truth."""

import json
from collections import Counter

import pandas as pd
import pytest

from houses import rows_of, select

ORDINALS = {"sell": 1, "reduce": 2, "hold": 3, "buy": 4, "strong_buy": 5}


@pytest.fixture(scope="module")
def feed(simulated) -> pd.DataFrame:
    return rows_of(simulated.house, "marts.rating_change_feed").to_pandas().set_index(["event_id", "version"])


@pytest.fixture(scope="module")
def truth(simulated) -> pd.DataFrame:
    return simulated.truth("true_rating_changes").set_index(["event_id", "version"])


@pytest.fixture(scope="module")
def both(feed, truth) -> pd.DataFrame:
    return truth.join(feed, rsuffix="_found", how="inner")


def test_every_version_of_every_event_is_there_once(feed, truth):
    assert len(truth) > 60 and feed.index.is_unique
    assert set(feed.index) == set(truth.index)
    assert sorted(feed["feed_seq"]) == list(range(1, len(feed) + 1))


def test_house_analyst_symbol_and_times_are_the_true_ones(both):
    for column, found in (
        ("firm", "firm_found"),
        ("analyst", "analyst_found"),
        ("symbol", "symbol_as_printed"),
    ):
        assert (both[column] == both[found]).all(), column
    assert (pd.to_datetime(both["published_at"], utc=True) == both["published_at_found"]).all()
    assert (pd.to_datetime(both["updated_at"], utc=True) == both["known_at"]).all()


def test_the_effective_session_is_the_first_that_could_act_on_it(both):
    assert (both["effective_session"] == both["effective_session_found"].astype(str)).all()


def test_grades_stand_on_the_scale_where_they_truly_stand(simulated, both):
    scale = rows_of(simulated.house, "core.rating_scale").to_pandas()
    ordinal = scale.set_index(["scale_id", "grade"])["ordinal"]
    for side in ("from_grade", "to_grade"):
        known = both[both[side].notna()]
        words = known[f"{side}_found"].str.lower().str.replace("-", " ")
        printed = ordinal.loc[list(zip(known["scale_id"], words, strict=True))]
        assert len(known) > 40
        # A scale of broker words has steps of its own: strong sell is a sell, neutral a hold.
        assert (printed.to_numpy() == known[side].map(ORDINALS).to_numpy()).all()
    assert both.loc[both["from_grade"].isna(), "from_grade_found"].isna().all()
    assert set(both["scale_id"]) == {"broker_five", "broker_add"}


def test_direction_and_steps_are_the_true_ones(both):
    changes = both[both["action"].isin(["Upgrades", "Downgrades"])]
    ways = changes["direction_found"].map({"upgrade": 1, "downgrade": -1, "none": 0})
    assert len(changes) > 30 and (ways == changes["direction"]).all()
    assert (changes["steps_found"] == changes["steps"]).all() and (changes["kind"] == "rating_change").all()
    kinds = {"Initiates Coverage On": "initiation", "Maintains": "reiteration", "Reiterates": "reiteration",
             "Removes": "removal"}  # fmt: skip
    for action, kind in kinds.items():
        rows = both[both["action"] == action]
        assert len(rows) > 0 and set(rows["kind"]) == {kind} and set(rows["direction_found"]) == {"none"}, (
            action
        )
    assert (both.loc[both["kind"] == "reiteration", "steps_found"] == 0).all()


def test_corrections_and_withdrawals_are_told_as_such(both):
    told = both["status_found"].map({"active": "first", "corrected": "corrected", "withdrawn": "withdrawn"})
    assert (told == both["status"]).all() and set(both["status"]) == {"first", "corrected", "withdrawn"}


def test_the_current_view_holds_the_last_version_of_all_that_was_not_withdrawn(simulated, truth):
    last = truth.reset_index().sort_values("version").groupby("event_id").tail(1)
    standing = last[last["status"] != "withdrawn"]
    current = rows_of(simulated.house, "marts.rating_change_current").to_pandas()
    assert 0 < len(standing) < len(last)
    assert set(zip(current["event_id"], current["version"], strict=True)) == set(
        zip(standing["event_id"], standing["version"], strict=True)
    )


def test_a_row_that_was_delivered_twice_is_one_row_and_one_piece_of_evidence(simulated, feed):
    delivered: Counter[tuple[str, str]] = Counter()
    for path in (simulated.summary.out / "events").iterdir():
        if path.suffix == ".csv":
            rows = pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")
        else:
            rows = [json.loads(line) for line in path.read_text().splitlines()]
        delivered.update((row["id"], str(row["updated"])) for row in rows)
    known = feed.reset_index()
    updated = known["known_at"].map(lambda moment: str(int(moment.timestamp())))
    assert sorted(zip(known["event_id"], updated, strict=True)) == sorted(delivered)
    assert max(delivered.values()) > 1 and (known["evidence_count"] == 1).all()


def test_every_event_finds_the_security_that_its_symbol_meant_on_the_day(simulated, both):
    sql = "select distinct cast(session as varchar) as session, symbol, security_id from core.price_change"
    seen = select(simulated.house, sql).to_pandas()
    daily = simulated.truth("daily")[["session", "symbol", "truth_id"]]
    ids = daily.merge(seen, on=["session", "symbol"]).groupby("truth_id")["security_id"].agg(set)
    assert both["security_id"].notna().all()
    for row in both.itertuples():
        assert row.security_id in ids[row.truth_id], row.Index
