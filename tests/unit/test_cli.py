"""The command line: what it prints, and its exit status."""

import csv
import io
import json
import subprocess
from datetime import date

import pytest

from bhavhouse.market.calendar import expected_sessions
from exchange import Archive, full_name
from houses import BACKFILL, Run, backfill, environment, open_house, rows_of

START, END = date(2025, 6, 16), date(2025, 6, 20)
FROM_TO = ("--from", f"{START}", "--to", f"{END}")


@pytest.fixture
def week(archive: Archive) -> Archive:
    """Five sessions of 12 shares."""
    for session in expected_sessions(START, END):
        archive.full(session.day, [(f"S{n:02d}", "EQ", 10.0, 10.0 + n % 3 - 1) for n in range(12)])
    return archive


@pytest.fixture
def asked(simulated, monkeypatch, run) -> Run:
    """The command line on the house of the simulated exchange."""
    monkeypatch.setenv("BHAVHOUSE_HOME", str(simulated.house.settings.home))
    monkeypatch.setenv("BHAVHOUSE_ARCHIVE", str(simulated.summary.out))
    return run


def test_a_backfill_that_got_all_ends_with_0_and_says_what_it_did(run, week):
    status, out, _ = run("backfill", *FROM_TO)
    assert status == 0
    assert "landed     5 of 5 files, 60 rows" in out and "5 confirmed, 0 missing" in out
    assert "published" in out and run("backfill", *FROM_TO)[0] == 0


def test_a_stale_holiday_file_is_reported_and_no_failure(run, week):
    (week.folder / "nse" / full_name(END)).rename(week.folder / full_name(date(2026, 1, 26)))
    status, out, err = run("backfill", "--from", "2026-01-26", "--to", "2026-01-26")
    assert status == 0 and "1 refused" in out and "stale" in out + err


def test_quarantined_rows_are_reported_and_no_failure(run, week):
    path = week.folder / "nse" / full_name(END)
    path.write_bytes(path.read_bytes().replace(b"S05, EQ, 20-Jun-2025, 10.00", b"S05, EQ, 20-Jun-2025, ten"))
    status, out, _ = run("backfill", *FROM_TO)
    assert status == 0 and "1 rows in quarantine" in out


def test_an_expected_file_that_is_refused_ends_with_1_and_its_name(run, week):
    (week.folder / "nse" / full_name(END)).write_bytes(b"<html>Access Denied</html>")
    status, out, err = run("backfill", *FROM_TO)
    assert status == 1 and full_name(END) in err and "web page" in err
    assert "4 confirmed, 1 missing" in out and "2025-06-20 absent" in out


def test_a_hole_ends_with_0_and_with_1_where_strictness_is_asked_for(run, week):
    (week.folder / "nse" / full_name(END)).unlink()
    status, out, _ = run("backfill", *FROM_TO)
    assert status == 0 and "2025-06-20 absent: no file was offered" in out
    assert run("backfill", *FROM_TO, "--strict")[0] == run("ingest", *FROM_TO, "--strict")[0] == 1
    assert run("backfill", "--from", f"{START}", "--to", "2025-06-19", "--strict")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("backfill",), ("backfill", "--from", "2025-06-20", "--to", "2025-06-16"),
        ("backfill", "--from", "16-06-2025", "--to", "2025-06-20"), ("backfill", *FROM_TO, "--feed", "guess"),
        ("ingest", *FROM_TO, "--what"), ("unknown",), ("rebuild",), ("rebuild", "--as-of", "yesterday"),
        ("query", "select 1"), ("query",), ("query", "select 1", "--format", "xml"),
        ("simulate", "--out", ".", "--sessions", "10"), ("simulate", "--out", "x", "--sessions", "0"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2_and_a_line_that_says_why(run, arguments):
    status, _, err = run(*arguments)
    assert status == 2 and err.strip() and "Traceback" not in err


def test_an_archive_that_is_not_there_is_wrong_usage(run, monkeypatch, tmp_path):
    monkeypatch.setenv("BHAVHOUSE_ARCHIVE", str(tmp_path / "nowhere"))
    status, _, err = run("backfill", *FROM_TO)
    assert status == 2 and "no archive at" in err and "BHAVHOUSE_ARCHIVE" in err


def test_a_query_as_csv_has_a_header_plain_newlines_and_integers_as_integers(asked):
    sql = (
        "select session, universe, advances, trin, new_highs_52w from marts.breadth_history "
        "where session <= date '2025-01-02' and universe like 'nse_%' order by 1, 2"
    )
    status, out, _ = asked("query", sql, "--format", "csv")
    assert status == 0 and "\r" not in out and out.endswith("\n")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 6 and list(rows[0]) == ["session", "universe", "advances", "trin", "new_highs_52w"]
    assert all(row["advances"].isdecimal() and row["new_highs_52w"] == "" for row in rows)
    assert rows[0]["session"] == "2025-01-01" and float(rows[0]["trin"]) > 0


def test_a_count_that_sql_widens_stays_an_integer(asked):
    status, out, _ = asked(
        "query", "select sum(advances) as n, count(*) c from marts.breadth_history", "--format", "csv"
    )
    assert status == 0 and all(cell.isdecimal() for cell in out.splitlines()[1].split(","))


def test_a_query_as_csv_quotes_what_needs_it_and_writes_flags_and_moments_plainly(asked):
    sql = "select 'a,\"b\"' as t, true as f, timestamptz '2026-02-12 10:15:00+00' as m, null as n, 1e-9 as x"
    status, out, _ = asked("query", sql, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert status == 0 and row["t"] == 'a,"b"' and row["n"] == "" and float(row["x"]) == 1e-9
    assert (row["f"], row["m"]) == ("true", "2026-02-12T10:15:00+00:00")


def test_a_query_as_json_is_json_and_as_table_is_read_by_people(asked):
    sql = "select session, advances, trin > 1 as quiet from marts.breadth_history where advances > 9 limit 2"
    status, out, _ = asked("query", sql, "--format", "json")
    rows = json.loads(out)
    assert status == 0 and len(rows) == 2 and isinstance(rows[0]["advances"], int)
    assert isinstance(rows[0]["quiet"], bool)
    assert "advances" in asked("query", sql)[1]


def test_a_query_of_no_rows_still_has_its_header(asked):
    status, out, _ = asked(
        "query", "select session, universe from marts.breadth_history where false", "--format", "csv"
    )
    assert (status, out) == (0, "session,universe\n")


@pytest.mark.parametrize(
    "sql",
    [
        "insert into core.rating_scale values ('mine', 'great', 9, 'broker')",
        "delete from marts.breadth_history",
        "create table core.mine (n int)",
        "drop view core.price_change",
        "update core.dim_session set kind = 'regular'",
        "copy (select 1) to '{folder}/written.csv'",
        "export database '{folder}/written'",
        "attach '{folder}/written.duckdb' as other",
        "select * from read_text('/etc/passwd')",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/etc/*')",
        "select * from read_blob('{ledger}')",
        "from read_parquet('/tmp/*.parquet')",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "pragma database_list; select * from read_text('/etc/passwd')",
        "explain analyze copy (select 1) to '{folder}/written.csv'",
        "select 1; select 2",
        "",
    ],
)
def test_a_query_only_reads_what_is_published(asked, simulated, tmp_path, sql):
    warehouse = simulated.house.settings.warehouse
    before = warehouse.read_bytes()
    text = sql.format(folder=tmp_path, ledger=simulated.house.settings.home / "ledger.sqlite")
    status, out, err = asked("query", text, "--format", "csv")
    assert status == 2 and err.startswith("bhavhouse: query:") and "root:" not in out
    assert warehouse.read_bytes() == before and not list(tmp_path.glob("written*"))


@pytest.mark.parametrize("target", ["lake", "home"])
def test_a_query_writes_no_file_beside_the_tables_either(asked, simulated, target):
    home = simulated.house.settings.home
    folder = {"lake": home / "lake", "home": home}[target]
    status, _, _ = asked("query", f"copy (select 1 as n) to '{folder}/written.csv'")
    written = folder / "written.csv"
    left = written.exists()
    written.unlink(missing_ok=True)
    assert status == 2 and not left


def test_status_says_what_is_held_missing_and_refused(asked, simulated):
    status, out, _ = asked("status")
    assert status == 0 and "289 confirmed, 1 absent" in out and "missing  2026-01-05" in out
    assert "Refused files" in out and "stale: its rows are of" in out and "marts.breadth_history" in out
    found = json.loads(asked("status", "--json")[1])
    assert len([s for s in found["sessions"] if s["state"] == "confirmed"]) == 289
    counted = rows_of(simulated.house, "marts.breadth_history").num_rows
    assert found["tables"]["marts.breadth_history"] == counted > 3 * 289
    stale = {r["name"] for r in found["refused"]}
    assert len(stale) == (simulated.truth("defects")["kind"] == "stale_holiday").sum()


def test_status_of_an_empty_house_says_what_to_do(run):
    status, out, _ = run("status")
    assert status == 0 and "bhavhouse backfill --from D --to D" in out


def test_verify_names_each_file_that_is_missing_or_altered(run, week, tmp_path):
    assert run("backfill", *FROM_TO)[0] == 0 and run("verify")[0] == 0
    lake = sorted((tmp_path / "home/lake").rglob("*.parquet"))
    raw = next(path for path in (tmp_path / "home/raw").rglob("*") if path.is_file())
    lake[0].unlink()
    lake[1].write_bytes(lake[1].read_bytes() + b"x")
    raw.write_bytes(b"other")
    status, _, err = run("verify")
    assert status == 1 and f"{lake[0]} is missing" in err and "3 files are not what they were" in err
    assert f"{lake[1]} was altered" in err and f"{raw} was altered" in err


def test_each_step_can_be_taken_alone(run, week):
    assert "landed     5 of 5" in run("ingest", *FROM_TO)[1]
    assert "built" in run("build")[1] and run("query", "select 1")[0] == 2
    assert "(no change)" not in run("publish")[1] and "(no change)" in run("publish")[1]
    assert run("query", "select count(*) from marts.breadth_history", "--format", "csv")[1].endswith("\n10\n")


def test_rebuild_tells_how_many_files_came_out_otherwise(run, week, tmp_path):
    run("backfill", *FROM_TO)
    status, out, _ = run("rebuild")
    assert status == 0 and ", 0 of them with other bytes than before" in out
    status, out, _ = run("rebuild", "--as-of", "2025-06-18T23:00:00")
    assert status == 0 and "as_of/20250618T173000Z" in out


def test_simulate_writes_an_archive_that_backfill_takes(run, tmp_path, monkeypatch):
    status, out, _ = run("simulate", "--out", str(tmp_path / "sim"), "--sessions", "20", "--securities", "20")
    assert status == 0 and "simulated  20 sessions" in out
    monkeypatch.setenv("BHAVHOUSE_ARCHIVE", str(tmp_path / "sim"))
    assert run("ingest", "--from", "2025-01-01", "--to", "2025-01-10", "--strict")[0] == 0


def test_facts_of_good_articles_are_printed_and_the_lines_that_are_none_are_named(run, tmp_path):
    told = [{"text": "Shares of Titan rose 2.5% on Monday in a quiet session."}, {"title": "No story"}, 7]
    lines = [*(json.dumps(row) for row in told), "{"]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    (tmp_path / "b.csv").write_text("Titan rose 2.5%")
    status, out, err = run("news", "extract", f"{tmp_path / 'a.jsonl'}", f"{tmp_path / 'b.csv'}")
    (fact,) = map(json.loads, out.splitlines())
    assert status == 1 and (fact["file"], fact["line"], fact["company"]) == ("a.jsonl", 1, "Titan")
    assert "3 articles not read" in err and "line 2: neither text nor html; line 3: no JSON object" in err
    assert "b.csv: no .txt" in err


def test_the_installed_command_ends_with_its_status_and_one_plain_line(tmp_path):
    ended = subprocess.run(
        [*BACKFILL, *FROM_TO],
        env=environment(tmp_path, tmp_path / "nowhere"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2 and ended.stderr.startswith("bhavhouse: no archive at")
    assert ended.stderr.count("\n") == 1 and ended.stdout == ""


def test_a_house_of_another_process_is_the_same_house(tmp_path, week):
    home = tmp_path / "home"
    ended = subprocess.run(
        [*BACKFILL, *FROM_TO], env=environment(home, week.folder), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    report = backfill(open_house(home, week.folder), START, END)
    assert (report.offered, report.received) == (5, 0)
