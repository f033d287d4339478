"""The simulated exchange against its own truth, and against genuine headers where those are at hand."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from bhavhouse.simulate import SimulationSummary, simulate

SESSIONS, SECURITIES, SEED = 300, 160, 7
MAIN = ["EQ", "BE", "BZ"]


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> SimulationSummary:
    return simulate(tmp_path_factory.mktemp("exchange"), SESSIONS, SECURITIES, SEED)


@pytest.fixture(scope="module")
def archive(summary: SimulationSummary) -> Path:
    return summary.out


@pytest.fixture(scope="module")
def truth(archive: Path):
    def read(name: str) -> pd.DataFrame:
        return pd.read_csv(archive / "truth" / f"{name}.csv", keep_default_na=False, na_values=[""])

    return read


@pytest.fixture(scope="module")
def printed(archive: Path) -> pd.DataFrame:
    """Every complete full file, by column name: the restated version where there is one, no stale file."""
    files = {
        path.name: path
        for folder in ("sec_bhavdata_full", "restated")
        for path in (archive / "nse" / folder).iterdir()
    }
    found = []
    for name, path in files.items():
        table = read_full(path.read_bytes())
        day = pd.to_datetime(name[-12:-4], format="%d%m%Y")
        if (table["DATE1"] == day).all():
            found.append(table)
    return pd.concat(found).sort_values("DATE1", kind="stable")


def read_full(payload: bytes) -> pd.DataFrame:
    table = pd.read_csv(io.BytesIO(payload), skipinitialspace=True, na_values=["-"])
    return table.assign(DATE1=pd.to_datetime(table["DATE1"], format="%d-%b-%Y"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_market(tmp_path):
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        simulate(tmp_path / name, 60, 20, seed)
    one, again, other = (contents(tmp_path / name) for name in ("one", "again", "other"))
    assert len(one) > 150
    assert one == again
    assert one["truth/daily.csv"] != other["truth/daily.csv"]


def test_each_price_file_tells_the_same_closes_in_its_own_habits(archive, printed, truth):
    close = printed.set_index(["DATE1", "SYMBOL", "SERIES"])["CLOSE_PRICE"]
    udiff = sorted((archive / "nse/cm_udiff").iterdir())
    legacy = sorted((archive / "nse/cm_legacy").iterdir())
    assert len(udiff) >= SESSIONS // 5 and len(legacy) >= SESSIONS // 20
    for path in [*udiff, *legacy]:
        with zipfile.ZipFile(path) as file:
            assert file.namelist() == [path.name.removesuffix(".zip")]
            payload = file.read(file.namelist()[0])
        table = pd.read_csv(io.BytesIO(payload))
        if path in udiff:
            assert len(table.columns) == 34
            columns = ["TradDt", "TckrSymb", "SctySrs", "ClsPric"]
        else:
            assert payload.splitlines()[0].endswith(b"ISIN,") and payload.splitlines()[1].endswith(b",")
            columns = ["TIMESTAMP", "SYMBOL", "SERIES", "CLOSE"]
        assert table["ISIN"].str.fullmatch("IN[A-Z0-9]{9}[0-9]").all()
        table[columns[0]] = pd.to_datetime(table[columns[0]], format="mixed")
        told = table.set_index(columns[:3])[columns[3]]
        expected = close.loc[[table[columns[0]].iloc[0]]]
        assert told.sort_index().tolist() == expected.sort_index().tolist()
    kinds = truth("sessions").set_index("session")["kind"]
    for day, kind in kinds.items():
        path = archive / f"nse/sec_bhavdata_full/sec_bhavdata_full_{pd.Timestamp(day):%d%m%Y}.csv"
        if path.exists():
            assert path.read_bytes().startswith(b"SYMBOL,SERIES" if kind == "budget" else b"SYMBOL, SERIES")
    assert {"regular", "muhurat", "budget"} <= set(kinds)


def test_prices_and_volumes_of_every_row_agree_with_each_other(printed):
    top, bottom = printed["HIGH_PRICE"], printed["LOW_PRICE"]
    assert len(printed) > 40000
    for name in ("OPEN_PRICE", "CLOSE_PRICE", "LAST_PRICE", "AVG_PRICE"):
        assert ((bottom <= printed[name]) & (printed[name] <= top)).all(), name
    assert (printed["TTL_TRD_QNTY"] >= printed["NO_OF_TRADES"]).all() and (printed["NO_OF_TRADES"] > 0).all()
    lakhs = printed["AVG_PRICE"] * printed["TTL_TRD_QNTY"] / 1e5
    assert ((printed["TURNOVER_LACS"] - lakhs).abs() <= 0.0101 + 0.005 * printed["TTL_TRD_QNTY"] / 1e5).all()
    assert (printed["DELIV_QTY"].isna() == printed["SERIES"].isin(["BE", "BZ"])).all()


def test_a_previous_close_is_the_last_close_of_that_security_but_for_listings_and_consolidations(
    printed, truth
):
    daily = truth("daily")
    keys = ["session", "symbol", "series"]
    rows = printed.assign(session=printed["DATE1"].dt.strftime("%Y-%m-%d"))
    rows = rows.rename(columns={"SYMBOL": "symbol", "SERIES": "series"})[[*keys, "PREV_CLOSE"]]
    daily = daily.merge(rows, on=keys, how="left").sort_values(["truth_id", "session"])
    before = daily.groupby("truth_id")["close"].shift()
    seen = daily["PREV_CLOSE"].notna() & before.notna()
    strays = daily[seen & (daily["PREV_CLOSE"] != before)]
    actions = truth("actions")
    consolidated = actions[actions["kind"] == "consolidation"]
    assert seen.sum() > 40000 and len(consolidated) >= 2
    assert set(zip(strays["truth_id"], strays["session"], strict=True)) == set(
        zip(consolidated["truth_id"], consolidated["ex_date"], strict=True)
    )


def test_a_factor_takes_the_close_before_an_action_to_the_open_after_it(truth):
    daily, actions = truth("daily"), truth("actions")
    daily = daily.sort_values(["truth_id", "session"])
    daily["before"] = daily.groupby("truth_id")["close"].shift()
    kinds = ["split", "bonus", "consolidation", "rights"]
    factors = actions[actions["kind"].isin(kinds)].groupby(["truth_id", "ex_date"])["price_factor"].prod()
    days = daily.set_index(["truth_id", "session"]).loc[factors.index]
    assert len(factors) > 15 and (factors.index.isin(actions.set_index(["truth_id", "ex_date"]).index)).all()
    basis = days["before"] * factors.to_numpy()
    assert (basis - days["prior_close_on_same_basis"]).abs().max() < 0.0001
    assert (days["open"] / basis).between(0.9, 1.1).all()
    last = daily.groupby("truth_id").tail(1)
    assert (last["close"] == last["adjusted_close"]).all()
    for truth_id, ex_date in factors.index:
        later = actions[(actions["truth_id"] == truth_id) & (actions["ex_date"] >= ex_date)][
            "price_factor"
        ].prod()
        before = daily[(daily["truth_id"] == truth_id) & (daily["session"] < ex_date)].tail(1)
        assert before["adjusted_close"].item() == pytest.approx(before["close"].item() * later, abs=0.0001)


def test_an_isin_changes_after_a_split_one_or_two_sessions_late_and_never_at_a_bonus(truth):
    daily, actions, sessions = truth("daily"), truth("actions"), truth("sessions")["session"].tolist()
    by_id = {name: rows.set_index("session")["isin"] for name, rows in daily.groupby("truth_id")}
    late = []
    for row in actions[actions["kind"].isin(["split", "consolidation"])].itertuples():
        isins = by_id[row.truth_id]
        changed = next(day for day in isins.index if day >= row.ex_date and isins[day] != isins[row.ex_date])
        late.append(sessions.index(changed) - sessions.index(row.ex_date))
    assert late and min(late) == 1 and set(late) - {1}
    splits = set(actions.loc[actions["kind"].isin(["split", "consolidation"]), "truth_id"])
    assert all(isins.nunique() == 1 for name, isins in by_id.items() if name not in splits)


def test_every_name_of_a_universe_is_in_one_bucket_and_the_counts_follow_from_the_daily_truth(truth):
    breadth, daily = truth("breadth").set_index(["session", "universe"]), truth("daily")
    assert len(breadth) == 3 * SESSIONS
    comparable = breadth[["advances", "declines", "unchanged"]].sum(axis=1)
    assert (comparable + breadth["not_comparable"] == breadth["traded"]).all()
    assert (breadth["traded"] + breadth["not_traded"] == breadth["universe_size"]).all()
    shares = daily[daily["universe"] != "none"]
    for column, way in (("advances", 1), ("declines", -1), ("unchanged", 0)):
        counted = shares[shares["direction"] == way].groupby(["session", "universe"]).size()
        assert breadth[column].loc[counted.index].eq(counted).all() and counted.sum() > 500
    both = breadth.drop("nse_all", level=1).groupby("session").sum()
    assert breadth.xs("nse_all", level=1).eq(both).all(axis=None)
    assert not daily.loc[daily["instrument"].isin(["etf", "rights_entitlement"]), "universe"].ne("none").any()


def test_the_archive_lies_where_its_truth_says_so(archive, truth, summary):
    defects, sessions = truth("defects"), truth("sessions")
    kinds = defects["kind"].value_counts()
    assert kinds["stale_holiday"] >= 5 and kinds["missing"] == 1 and kinds["change_missing"] >= 1
    for row in defects[defects["kind"] == "stale_holiday"].itertuples():
        day = pd.Timestamp(row.detail.rsplit(" ", 1)[1])
        true = archive / f"nse/sec_bhavdata_full/sec_bhavdata_full_{day:%d%m%Y}.csv"
        assert (archive / row.file).read_bytes() == true.read_bytes()
    restated = defects[defects["kind"].isin(["rows_missing", "close_wrong_and_rows_missing"])]
    assert restated["kind"].nunique() == 2
    for row in restated.itertuples():
        first = read_full((archive / row.file).read_bytes()).set_index(["SYMBOL", "SERIES"])
        second = read_full((archive / "nse/restated" / Path(row.file).name).read_bytes()).set_index(
            ["SYMBOL", "SERIES"]
        )
        assert summary.minimum_rows < (first.index.get_level_values("SERIES") == "EQ").sum() and len(
            first
        ) < len(second)
        differ = (first["CLOSE_PRICE"] != second["CLOSE_PRICE"].loc[first.index]).sum()
        assert differ == (row.kind == "close_wrong_and_rows_missing")
    hole = sessions.loc[sessions["hole"], "session"]
    assert len(hole) == 1 and hole.item() in set(truth("daily")["session"])
    assert not list((archive / "nse").rglob(f"*{pd.Timestamp(hole.item()):%d%m%Y}.csv.zip"))
    assert not (
        archive / f"nse/sec_bhavdata_full/sec_bhavdata_full_{pd.Timestamp(hole.item()):%d%m%Y}.csv"
    ).exists()


def test_the_official_list_misses_some_actions_and_holds_some_under_a_later_symbol(archive, truth):
    path = next(archive.glob("nse/corporate_actions_*/CF-CA-equities.csv"))
    assert path.read_bytes().startswith(b'\xef\xbb\xbf"SYMBOL"')
    listed = pd.read_csv(path, encoding="utf-8-sig")
    listed["EX-DATE"] = pd.to_datetime(listed["EX-DATE"], format="%d-%b-%Y").dt.strftime("%Y-%m-%d")
    found = set(zip(listed["SYMBOL"], listed["EX-DATE"], strict=True))
    actions = truth("actions")
    pair = pd.Series(list(zip(actions["symbol"], actions["ex_date"], strict=True)), index=actions.index)
    present = pair.isin(found)
    assert present[actions["official"] & ~actions["official_under_later_symbol"]].all()
    assert (~actions["official"]).sum() >= 2 and not present[~actions["official"]].any()
    assert actions["official_under_later_symbol"].sum() >= 1
    assert not present[actions["official_under_later_symbol"]].any()
    words = " ".join(listed["PURPOSE"])
    assert all(
        word in words
        for word in ("Face Value Split", "Bonus", "Rights", "Demerger", "Consolidation", "Ncrps")
    )


def bundle(archive: Path, day: str) -> dict[str, pd.DataFrame]:
    """The CSV members of a session's bundle by the start of their names, but for the market's activity."""
    with zipfile.ZipFile(archive / f"nse/pr/PR{pd.Timestamp(day):%d%m%y}.zip") as file:
        assert len(file.namelist()) in (4, 5)  # on a quiet day no board meeting is told of
        return {
            name[:-12]: pd.read_csv(io.BytesIO(file.read(name)), skipinitialspace=True, keep_default_na=False)
            for name in file.namelist()
            if not name.startswith(("MA", "Bm", "bm"))
        }


def test_a_bundle_tells_the_actions_ahead_once_a_series_and_some_are_told_nowhere_else(archive, truth):
    actions, sessions = truth("actions"), truth("sessions")["session"].tolist()
    told = actions["bundled"] & ~actions["kind"].eq("bonus_ncd")
    assert {True, False} == set(actions.loc[told, "official"]) and (~actions["bundled"]).any()
    assert (~actions["bundled"] & ~actions["official"]).any() and (
        actions["official"] & ~actions["bundled"]
    ).any()
    words = {"split": "SPLT", "bonus": "BONUS", "rights": "RIGHTS", "demerger": "DEMERGER", "dividend": "DIV",
             "consolidation": "CONSOLIDATION"}  # fmt: skip
    for row in actions[told].drop_duplicates("kind").itertuples():
        at = sessions.index(row.ex_date)
        for session in sessions[max(0, at - 5) : at + 1]:
            told_then = bundle(archive, session)["bc"]
            mine = told_then[(told_then["SYMBOL"] == row.symbol) & (told_then["EX_DT"] == row.ex_date)]
            assert len(mine) == 2 and mine["PURPOSE"].str.contains(words[row.kind]).all(), session
        after = bundle(archive, sessions[at + 1])["bc"]
        assert not ((after["SYMBOL"] == row.symbol) & (after["EX_DT"] == row.ex_date)).any()


def test_a_bundle_shows_a_new_face_value_at_once_and_new_shares_a_session_late(archive, truth):
    actions, sessions = truth("actions"), truth("sessions")["session"].tolist()
    alone = actions[~actions.duplicated(["truth_id", "ex_date"], keep=False)]
    seen = set()
    for row in alone[alone["kind"].isin(["split", "bonus"])].drop_duplicates("kind").itertuples():
        at, shown = sessions.index(row.ex_date), []
        for session in sessions[at - 1 : at + 2]:
            caps = bundle(archive, session)["mcap"].set_index("Symbol")
            caps.columns = caps.columns.str.strip()
            shown.append(caps.loc[row.symbol, ["Face Value(Rs.)", "Issue Size"]].astype(float).tolist())
        faces, sizes = zip(*shown, strict=True)
        assert faces[1] / faces[0] == pytest.approx(row.price_factor if row.kind == "split" else 1)
        assert sizes[0] == sizes[1] and sizes[0] / sizes[2] == pytest.approx(row.price_factor, rel=1e-5)
        seen.add(row.kind)
    assert seen == {"split", "bonus"}


def told_meetings(archive: Path) -> pd.DataFrame:
    """Every entry of every bundle's board meetings, cut out without the parser."""
    entry = re.compile(
        r"(?m)^([^:\n]+) (\S+) : (\d\d-[A-Z]{3}-\d{4}) : ((?:.|\n(?![^:\n]+ \S+ : \d\d-[A-Z]{3}-))*)"
    )
    found = []
    for path in (archive / "nse/pr").iterdir():
        session = pd.to_datetime(path.stem, format="PR%d%m%y")
        short = session < pd.Timestamp(2025, 10, 13)
        with zipfile.ZipFile(path) as file:
            name = f"Bm{session:%d%m%y}.txt" if short else f"bm{session:%d%m%Y}.txt"
            if name in file.namelist():
                text = file.read(name).decode().partition("\n")[2]
                found += [(session, *found.groups()) for found in entry.finditer(text)]
    columns = ["session", "company", "symbol", "day", "purpose"]
    return pd.DataFrame(found, columns=columns).assign(
        day=lambda t: pd.to_datetime(t["day"], format="%d-%b-%Y")
    )


def test_a_board_meeting_is_told_once_when_it_is_called_moved_withdrawn_and_over(archive, truth):
    told, meetings = told_meetings(archive), truth("meetings")
    days = ["announced_on", "meeting_date", "moved_on", "moved_to", "withdrawn_on", "held_on", "outcome_on"]
    meetings[days] = meetings[days].apply(pd.to_datetime)
    ahead = (meetings["meeting_date"] - meetings["announced_on"]).dt.days
    assert len(meetings) > 700 and ahead.between(5, 20).all() and ahead.nunique() > 10
    assert 500 < meetings["is_results"].sum() < len(meetings) - 200
    moved, withdrawn = meetings["moved_on"].notna(), meetings["withdrawn_on"].notna()
    assert 20 < moved.sum() < 0.1 * len(meetings) and 10 < withdrawn.sum() < 0.06 * len(meetings)
    assert not (moved & withdrawn).any() and meetings["held_on"].isna().equals(withdrawn)
    expected = meetings["moved_to"].where(moved, meetings["meeting_date"]).mask(withdrawn)
    assert meetings["held_on"].equals(expected)
    assert (meetings["moved_to"] < meetings["meeting_date"]).any()
    known = pd.concat(
        [
            told_as(meetings, "announced_on", "meeting_date", ""),
            told_as(meetings[moved], "moved_on", "meeting_date", "has been re-scheduled"),
            told_as(meetings[withdrawn], "withdrawn_on", "meeting_date", "has been cancelled"),
            told_as(meetings[meetings["outcome_on"].notna()], "outcome_on", "held_on", "meeting held on"),
        ]
    )
    words = ("has been re-scheduled", "has been cancelled", "meeting held on")
    told["what"] = told["purpose"].map(lambda text: next((word for word in words if word in text), ""))
    windows = truth("securities")[["truth_id", "symbol", "valid_from", "valid_to"]]
    told = told.merge(windows, on="symbol")
    on = told["session"].dt.strftime("%Y-%m-%d")
    told = told[(told["valid_from"] <= on) & (told["valid_to"].isna() | (on <= told["valid_to"]))]
    keys = ["truth_id", "session", "day", "what"]
    assert 5 < len(told) - len(known) < 60  # what the exchange printed twice
    assert set(told[keys].itertuples(index=False)) == set(known[keys].itertuples(index=False))


def told_as(meetings: pd.DataFrame, on: str, day: str, what: str) -> pd.DataFrame:
    """The prints that a kind of day in the truth stands for."""
    return meetings.assign(session=meetings[on], day=meetings[day], what=what)


def test_the_market_activity_counts_all_traded_lines_as_printed(archive, printed):
    day = printed["DATE1"].iloc[-1]
    rows = printed[printed["DATE1"] == day]
    moves = (rows["CLOSE_PRICE"] - rows["PREV_CLOSE"]).round(2)
    with zipfile.ZipFile(archive / f"nse/pr/PR{day:%d%m%y}.zip") as file:
        lines = file.read(f"MA{day:%d%m%y}.csv").decode().splitlines()
    assert lines[0] == f",{day:%d-%b-%Y}"
    expected = [
        ("ADVANCES", (moves > 0).sum()),
        ("DECLINES", (moves < 0).sum()),
        ("UNCHANGED", (moves == 0).sum()),
    ]
    assert [f",{word},{count}" for word, count in expected] == lines[-4:-1]
    assert any(line.startswith(",Nifty 50,") for line in lines)


def test_a_price_falls_by_its_dividend(truth):
    dividends, daily = truth("dividends"), truth("daily").set_index(["truth_id", "session"])
    days = daily.loc[list(zip(dividends["truth_id"], dividends["ex_date"], strict=True))]
    prior = days["prior_close_on_same_basis"].to_numpy()
    left = days["open"].to_numpy() / (prior - dividends["dividend"].to_numpy())
    assert (
        len(dividends) > 50 and abs(left.mean() - 1) < 0.002 and (dividends["dividend"] < 0.03 * prior).all()
    )
    assert {True, False} == set(dividends["official"]) == set(dividends["bundled"])
    assert (dividends["official"] | dividends["bundled"]).all()


def test_crashes_and_gaps_are_genuine(truth):
    happenings, daily = truth("happenings"), truth("daily").sort_values(["truth_id", "session"])
    daily["ratio"] = daily["open"] / daily["prior_close_on_same_basis"]
    daily = daily.set_index(["truth_id", "session"])
    days = truth("actions").set_index(["truth_id", "ex_date"]).index
    for kind, low, high in (("crash", 0.6, 0.75), ("gap", 0.78, 1.3)):
        rows = happenings[happenings["kind"] == kind].set_index(["truth_id", "session"])
        assert len(rows) >= 3 and not rows.index.isin(days).any()
        seen = daily.loc[rows.index]
        assert seen["ratio"].between(low, high).all() and seen["comparable"].all()
        assert (seen["ratio"] - rows["open_ratio"]).abs().max() < 0.01


def test_the_rating_files_deliver_every_version_of_the_truth(archive, truth):
    delivered = []
    for path in (archive / "events").iterdir():
        if path.suffix == ".csv":
            rows = pd.read_csv(path, keep_default_na=False, dtype=str)
            rows["published_at"] = rows["date"] + "T" + rows["time"] + "+05:30"
        else:
            rows = pd.DataFrame([json.loads(line) for line in path.read_text().splitlines()])
        delivered.append(rows.astype(str))
    rows = pd.concat(delivered)
    true = truth("true_rating_changes")
    assert {path.suffix for path in (archive / "events").iterdir()} == {".csv", ".jsonl"}
    assert rows.duplicated(["id", "updated"]).any()
    moments = pd.to_datetime(true["updated_at"]).map(lambda moment: str(int(moment.timestamp())))
    assert set(zip(rows["id"], rows["updated"], strict=True)) == set(
        zip(true["event_id"], moments, strict=True)
    )
    assert {"first", "corrected", "withdrawn"} == set(true["status"]) and "Removes" in set(rows["action"])
    published = pd.to_datetime(true["published_at"])
    late = published.dt.strftime("%H:%M:%S") > "15:30:00"
    days = published.dt.strftime("%Y-%m-%d")
    assert late.any() and (true["effective_session"][late] > days[late]).all()
    assert (published.dt.day_of_week >= 5).any() and (true["effective_session"] >= days).all()


def test_a_kill_leaves_no_half_archive_and_a_strangers_folder_is_left_alone(tmp_path):
    out = tmp_path / "exchange"
    program = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from bhavhouse.simulate import simulate
        def kill(done, total):
            if done == 20:
                os.kill(os.getpid(), signal.SIGKILL)
        simulate(Path({str(out)!r}), 60, 20, 1, progress=kill)
    """)
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -signal.SIGKILL and not out.exists()
    simulate(out, 30, 20, 1)
    before = contents(out)
    with pytest.raises(KeyboardInterrupt):
        simulate(out, 30, 20, 2, progress=lambda done, total: (_ for _ in ()).throw(KeyboardInterrupt))
    assert contents(out) == before
    assert simulate(out, 30, 20, 2).sessions == 30 and contents(out) != before
    assert [path.name for path in tmp_path.iterdir()] == ["exchange"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="no former simulation"):
        simulate(tmp_path / "mine", 30, 20, 1)


@pytest.mark.real_data
@pytest.mark.skipif(
    "BHAVHOUSE_REAL_DATA" not in os.environ, reason="BHAVHOUSE_REAL_DATA names no folder of real files"
)
def test_every_header_is_the_genuine_one(archive):
    real = Path(os.environ["BHAVHOUSE_REAL_DATA"])
    pairs = {
        "sec_bhavdata_full_*2025.csv": "sec_bhavdata_full_02012025.csv",
        "BhavCopy_NSE_CM*.zip": "BhavCopy_NSE_CM*.zip",
        "cm*bhav.csv*": "cm01JUL2020bhav.csv",
        "ind_close_all_*.csv": "ind_close_all_*.csv",
        "EQUITY_L.csv": "EQUITY_L.csv", "SME_EQUITY_L.csv": "SME_EQUITY_L.csv",
        "eq_etfseclist.csv": "eq_etfseclist.csv", "namechange.csv": "namechange.csv",
        "ind_nifty50list.csv": "ind_nifty50list.csv", "CF-CA-equities.csv": "CF-CA-equities.csv",
        "symbol_industry_*.csv": "symbol_industry_*.csv",
        "PR*.zip!Bm": "bm*.txt",
        "PR*.zip!mcap": "mcap*.csv", "PR*.zip!bc": "bc*.csv", "PR*.zip!etf": "etf*.csv",
        "sec_bhavdata_full_01022025.csv": "sec_bhavdata_full_01022025.csv",
    }  # fmt: skip
    for ours, theirs in pairs.items():
        assert header(archive, ours) == header(real, theirs), ours


def header(folder: Path, pattern: str) -> bytes:
    pattern, _, member = pattern.partition("!")
    path = min(path for path in folder.rglob(pattern) if "stale" not in path.parts)
    payload = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as file:
            payload = file.read(next(name for name in file.namelist() if name.startswith(member)))
    return payload.splitlines()[0]
