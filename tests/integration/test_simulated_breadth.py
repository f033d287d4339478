"""Breadth of the simulated exchange against its truth, name by name.

What the house cannot know yet is named here, kind by kind; anything else fails.
"""

import numpy as np
import pandas as pd
import pytest

from houses import select

COUNTS = ["advances", "declines", "unchanged", "not_comparable", "not_traded", "traded", "universe_size"]
REMEMBERED = 20  # sessions
WAYS = {1: "advance", -1: "decline", 0: "unchanged"}


@pytest.fixture(scope="module")
def members(simulated) -> pd.DataFrame:
    sql = (
        "select cast(session as varchar) as session, universe, symbol, bucket, reason, return_1_pct, "
        "is_high_52w, is_low_52w, is_above_20dma, is_above_200dma "
        "from marts.breadth_members where universe in ('nse_main', 'nse_sme')"
    )
    return select(simulated.house, sql).to_pandas()


@pytest.fixture(scope="module")
def truth(simulated) -> pd.DataFrame:
    """Every share's lines of the sessions that have a file, each in its true bucket."""
    daily, sessions = simulated.truth("daily"), simulated.truth("sessions")
    held = set(sessions.loc[~sessions["hole"], "session"])
    shares = daily[(daily["universe"] != "none") & daily["session"].isin(held)]
    bucket = np.where(shares["comparable"], shares["direction"].map(WAYS), "not_comparable")
    return shares.assign(bucket=bucket)


@pytest.fixture(scope="module")
def compared(members, truth) -> pd.DataFrame:
    traded = members[members["bucket"] != "not_traded"]
    return truth.merge(
        traded, on=["session", "symbol"], how="outer", suffixes=("_true", ""), indicator=True, validate="1:1"
    )


def explained(simulated) -> dict[str, set[tuple[str, str]]]:
    """Kind -> the (session, truth id) where the house must differ, and why it cannot know better."""
    daily = simulated.truth("daily")
    happenings = simulated.truth("happenings")
    first = {(r.session, r.truth_id): r.open / r.prior_close_on_same_basis for r in daily.itertuples()}
    crashes = happenings[happenings["kind"] == "crash"]
    return {
        # A fresh gap that nothing explains is not comparable; whether it was genuine, later sessions tell.
        "crash": {
            (r.session, r.truth_id) for r in crashes.itertuples() if first[r.session, r.truth_id] < 0.78
        },
    }


def test_every_share_that_traded_is_a_member_of_its_universe_and_nothing_else_is(compared):
    assert len(compared) > 17_000
    assert compared["_merge"].eq("both").all()
    assert (compared["universe"] == compared["universe_true"]).all()


def test_every_name_is_in_its_true_bucket_but_for_the_known_kinds(compared, simulated):
    known = explained(simulated)
    differs = compared[compared["bucket"] != compared["bucket_true"]]
    found = {kind: 0 for kind in known}
    for row in differs.itertuples():
        kind = next((k for k, places in known.items() if (row.session, row.truth_id) in places), None)
        assert kind, f"{row.session} {row.symbol}: {row.bucket} ({row.reason}), truly {row.bucket_true}"
        found[kind] += 1
        if kind == "crash":
            assert (row.bucket, row.reason) == ("not_comparable", "unexplained_gap")
    assert found["crash"] == len(known["crash"]) >= 1


def test_actions_that_no_list_tells_of_are_inferred_with_their_true_factor(simulated):
    true = simulated.truth("actions")
    on_basis = true["kind"].isin(["split", "bonus", "consolidation"])
    missing = (
        true[on_basis & ~true["official"] & ~true["bundled"]]
        .groupby(["symbol", "ex_date"])["price_factor"]
        .prod()
    )
    rows = select(simulated.house, """
        select p.symbol, cast(a.ex_date as varchar) as ex_date, a.price_factor from core.corporate_action as a
        inner join core.fact_daily_price as p on a.security_id = p.security_id and a.ex_date = p.session
        where a.source = 'inferred'
    """).to_pylist()  # fmt: skip
    inferred = {(r["symbol"], r["ex_date"]): r["price_factor"] for r in rows}
    assert len(missing) >= 1
    assert {key: pytest.approx(factor) for key, factor in missing.items()} == inferred


def test_names_that_do_not_trade_are_remembered_for_20_sessions(members, truth, simulated):
    """A symbol that changed, with or without a word, leaves no silent one behind."""
    sessions = simulated.truth("sessions")["session"].tolist()  # a hole keeps its place
    place = {day: n for n, day in enumerate(sessions)}
    held, expected = set(members["session"]), set()
    for _, rows in truth.sort_values("session").groupby("truth_id"):
        nexts = [*rows["session"].tolist()[1:], None]
        for row, following in zip(rows.itertuples(), nexts, strict=True):
            until = place[following] if following else len(sessions)
            for n in range(place[row.session] + 1, min(until, place[row.session] + REMEMBERED + 1)):
                if sessions[n] in held:
                    expected.add((sessions[n], row.universe, row.symbol))
    silent = members[members["bucket"] == "not_traded"]
    found = set(zip(silent["session"], silent["universe"], silent["symbol"], strict=True))
    assert len(expected) > 300 and found == expected


def test_the_counts_of_every_session_are_the_true_ones_but_for_what_the_names_explain(
    simulated, compared, members
):
    counts = ", ".join(COUNTS)
    sql = f"""
        select cast(session as varchar) as session, universe, {counts} from marts.breadth_history
        where universe in ('nse_main', 'nse_sme', 'nse_all')
    """
    breadth = select(simulated.house, sql).to_pandas().set_index(["session", "universe"]).sort_index()
    true = simulated.truth("breadth").set_index(["session", "universe"]).sort_index()
    holes = set(simulated.truth("sessions").query("hole")["session"])
    assert set(true.index) - set(breadth.index) == {
        (d, u) for d in holes for u in ("nse_main", "nse_sme", "nse_all")
    }
    true = true.loc[breadth.index]
    assert len(breadth) == 3 * 289 and breadth["traded"].equals(true["traded"])
    wrong = breadth[(breadth[COUNTS[:4]] != true[COUNTS[:4]]).any(axis=1)]
    differs = compared[compared["bucket"] != compared["bucket_true"]]
    places = set(zip(differs["session"], differs["universe"], strict=True))
    assert {(day, universe) for day, universe in wrong.index if universe != "nse_all"} == places
    assert breadth["not_traded"].equals(true["not_traded"])
    assert breadth["universe_size"].equals(true["universe_size"])


def test_returns_follow_from_the_true_prior_close(compared, simulated):
    known = set().union(*explained(simulated).values())
    rows = compared[compared["comparable"] & compared["return_1_pct"].notna()]
    rows = rows[[place not in known for place in zip(rows["session"], rows["truth_id"], strict=True)]]
    true = 100 * (rows["close"] / rows["prior_close_on_same_basis"] - 1)
    # Truth rounds prior closes to the hundredth of a paisa; what a rupee costs, that is one part in 10,000.
    assert len(rows) > 17_000 and (rows["return_1_pct"] - true).abs().max() < 0.01


def test_year_highs_and_averages_follow_from_the_true_adjusted_closes(compared, simulated):
    """On names to which nothing happened that starts a new basis, is inferred, or is not told."""
    happenings, actions = simulated.truth("happenings"), simulated.truth("actions")
    breaks = {"crash", "demerger", "listing", "symbol_change", "entitlement", "delisting"}
    odd = set(happenings.loc[happenings["kind"].isin(breaks), "truth_id"])
    odd |= set(actions.loc[~actions["official"] & ~actions["bundled"], "truth_id"])
    rows = compared[~compared["truth_id"].isin(odd)].sort_values(["truth_id", "session"])
    close = rows.groupby("truth_id")["adjusted_close"]
    top = close.transform(lambda s: s.shift().rolling(252).max())
    bottom = close.transform(lambda s: s.shift().rolling(252).min())
    mean = close.transform(lambda s: s.rolling(20).mean())
    year = rows["is_high_52w"].notna()
    assert year.sum() > 500 and top[year].notna().all()
    near = 1e-5  # adjusted closes of the truth are rounded to a hundredth of a paisa
    for flag, truly, edge in (
        ("is_high_52w", rows["adjusted_close"] > top, top),
        ("is_low_52w", rows["adjusted_close"] < bottom, bottom),
        ("is_above_20dma", rows["adjusted_close"] > mean, mean),
    ):
        clear = rows[flag].notna() & ((rows["adjusted_close"] / edge - 1).abs() > near)
        assert clear.sum() > 500 and (rows.loc[clear, flag].astype(bool) == truly[clear]).all(), flag
    assert rows["is_high_52w"].eq(True).sum() > 3 and rows["is_low_52w"].eq(True).sum() > 3
