"""Files by HTTP, all the way: asked for, kept, taken in, told of."""

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from click.testing import Result
from typer.testing import CliRunner

from bhavhouse import archive as archives
from bhavhouse.cli import app
from bhavhouse.clock import IST, today
from bhavhouse.contracts import CONTRACTS
from bhavhouse.errors import UsageError
from bhavhouse.fetch.client import Limits
from bhavhouse.ledger import RUN
from bhavhouse.market.sessions import confirmed
from bhavhouse.pipelines.fetch import Fetched, fetch
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import Report, ingest
from bhavhouse.pipelines.plan import latest_session
from bhavhouse.pipelines.replay import rebuild_as_of
from bhavhouse.simulate import simulate
from exchange import full, full_name
from houses import backfill, environment, open_house, rows_of
from published import bse_udiff
from web import Site, raw, redirect, reply, serve, tagged

DAY = latest_session(today() - timedelta(days=1))
NAME = full_name(DAY)
ROWS = [(f"S{n:02d}", "EQ", 10.0, 10.0 + n) for n in range(20)]
FILE = full(DAY, ROWS)
PAGE = b"<!DOCTYPE html><html><body>Access Denied. Reference 18.2d3</body></html>"
MARK = reply(200, b'{"minimum_rows": 1}')
RECORD = re.compile(r"_(\d{4}-\d\d-\d\d)")


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        running.put("/archive.json", MARK)
        yield running


@pytest.fixture
def fetching(site: Site, tmp_path: Path) -> House:
    """A house that has the site alone to ask."""
    return open_house(tmp_path / "home", site.url)


def take(house: House, day: date = DAY) -> Report:
    return ingest(house, day, day, ["nse_full"])


def asked(house: House) -> Fetched:
    """The addresses alone are asked, without long waits between attempts."""
    return fetch(house, DAY, DAY, frozenset({"nse_full"}), limits=Limits(attempts=2, back_off_seconds=0.01))


def inbox(house: House) -> dict[str, bytes]:
    (folder,) = house.settings.inboxes
    return {p.name: p.read_bytes() for p in folder.rglob("*.csv")}


def counts(report: Report | Fetched) -> str:
    (line,) = report.fetched if isinstance(report, Report) else report.lines
    return line.split(": ", 1)[1]


def test_a_file_is_fetched_taken_in_and_not_sent_again(site, fetching):
    site.put(f"/{NAME}", tagged(FILE, '"1"'))
    report = take(fetching)
    assert counts(report) == "1 fetched" and report.failures == []
    assert (report.received, report.landed, report.rows) == (1, 1, 20)
    assert inbox(fetching) == {NAME: FILE}
    again = take(fetching)
    assert counts(again) == "1 unchanged" and (again.received, again.failures) == (0, [])
    assert [h.get("if-none-match") for h in site.headers if "archive" not in h][-1] == '"1"'


def test_a_restated_file_is_seen(site, fetching):
    site.put(f"/{NAME}", tagged(full(DAY, ROWS[:15]), '"1"'), tagged(FILE, '"2"'))
    assert take(fetching).rows == 15
    assert take(fetching).rows == 20
    assert [r.rows for r in fetching.ledger.receipts()] == [15, 20]


def test_an_old_session_that_is_held_is_not_asked_for(site, fetching):
    day = date(2025, 6, 18)
    site.put(f"/{full_name(day)}", reply(200, full(day, ROWS)))
    take(fetching, day)
    assert counts(take(fetching, day)) == "nothing to ask for"
    assert site.times(f"/{full_name(day)}") == 1


def test_what_a_folder_held_first_is_not_asked_for(site, archive, tmp_path):
    day = date(2025, 6, 18)
    archive.full(day, ROWS)
    take(open_house(tmp_path / "home", archive.folder), day)
    take(open_house(tmp_path / "home", site.url, archive.folder), day)
    assert site.asked == ["/archive.json"]


def test_a_file_that_is_not_there_is_a_hole_and_no_failure(site, fetching):
    report = take(fetching)
    assert counts(report) == "1 absent" and (report.failures, report.offered) == ([], 0)


@pytest.mark.parametrize("status", [403, 503])
def test_a_file_that_cannot_be_had_is_a_failure_that_says_what_to_do(site, fetching, status):
    site.put(f"/{NAME}", reply(status))
    (failure,) = asked(fetching).failures(fetching.ledger)
    assert failure.startswith(f"{site.url}/{NAME} could not be had: HTTP {status}")
    assert "folder of BHAVHOUSE_ARCHIVE" in failure


def test_a_blocked_file_that_was_put_into_a_folder_is_no_failure(site, archive, tmp_path):
    site.put(f"/{NAME}", reply(403))
    archive.full(DAY, ROWS)
    report = take(open_house(tmp_path / "home", site.url, archive.folder))
    assert counts(report) == "1 blocked" and (report.failures, report.landed) == ([], 1)


def test_a_held_file_that_cannot_be_looked_at_again_is_no_failure(site, fetching):
    site.put(f"/{NAME}", tagged(FILE, '"1"'), reply(403))
    take(fetching)
    report = take(fetching)
    assert counts(report) == "1 blocked" and report.failures == []
    assert inbox(fetching) == {NAME: FILE}


def test_a_list_that_cannot_be_had_is_a_failure_once_a_week_old(site, archive, tmp_path):
    site.put("/symbolchange.csv", reply(403))
    house = open_house(tmp_path / "home", site.url, archive.folder)
    row = b"A Company,OLD,NEW,01-JAN-2025\n"
    archive.put(f"lists_{today() - timedelta(days=30)}/symbolchange.csv", row)
    assert len(ingest(house, DAY, DAY, ["nse_symbol_change"]).failures) == 1
    archive.put(f"lists_{today()}/symbolchange.csv", row)
    assert ingest(house, DAY, DAY, ["nse_symbol_change"]).failures == []


def test_a_host_that_blocks_all_is_left_alone(site, fetching):
    site.pages.clear()
    site.behaviour = lambda _: reply(403)  # type: ignore[method-assign]
    report = ingest(fetching, date(2025, 1, 1), date(2025, 12, 31))
    assert len(site.asked) == 3
    assert len(report.failures) == 4 and "more files were not asked for" in report.failures[-1]


def test_a_web_page_is_refused_with_its_reason_and_asked_for_anew(site, fetching):
    site.put(f"/{NAME}", tagged(PAGE, '"page"'), tagged(PAGE, '"page"'), tagged(FILE, '"1"'))
    first = take(fetching)
    (receipt,) = fetching.ledger.receipts()
    assert (receipt.verdict, counts(first)) == ("malformed", "1 refused")
    assert len(first.failures) == 1 and "a web page" in first.failures[0]
    second = take(fetching)
    assert counts(second) == "1 failed" and all("a web page" in failure for failure in second.failures)
    third = take(fetching)
    assert (counts(third), third.failures, third.landed) == ("1 fetched", [], 1)
    assert all("if-none-match" not in headers for headers in site.headers)


def test_a_web_page_never_takes_the_place_of_a_good_file(site, fetching):
    site.put(f"/{NAME}", tagged(FILE, '"1"'), tagged(PAGE, '"page"'), tagged(FILE, '"1"'))
    take(fetching)
    report = take(fetching)
    assert counts(report) == "1 failed" and report.failures == []
    assert inbox(fetching) == {NAME: FILE} and len(fetching.ledger.receipts()) == 1
    assert counts(take(fetching)) == "1 unchanged"


def test_a_good_file_that_was_not_taken_in_yet_is_kept_too(site, fetching):
    site.put(f"/{NAME}", tagged(FILE, '"1"'), reply(200, PAGE))
    asked(fetching)  # and killed before it is taken in
    report = take(fetching)
    assert (report.landed, report.failures) == (1, [])


def test_a_stale_file_is_received_and_refused(site, fetching):
    before = latest_session(DAY - timedelta(days=1))
    site.put(f"/{NAME}", reply(200, full(before, ROWS)))
    report = take(fetching)
    (receipt,) = fetching.ledger.receipts()
    assert receipt.verdict == "stale" and confirmed(fetching.ledger) == {}
    assert counts(report) == "1 fetched" and len(report.refused) == 1


@pytest.mark.parametrize(
    "bad",
    [
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + FILE),
        redirect("http://10.0.0.1/f.csv"),
        redirect("file:///etc/hostname"),
        reply(200, FILE, {"Content-Encoding": "gzip"}),
    ],
    ids=["cut-short", "private", "file", "gzip"],
)
def test_what_is_not_whole_or_not_safe_is_never_stored(site, fetching, bad):
    site.put(f"/{NAME}", bad)
    found = asked(fetching)
    assert counts(found) == "1 failed" and len(found.failures(fetching.ledger)) == 1
    assert inbox(fetching) == {}


def test_the_second_address_is_asked_for_what_the_first_has_not(site, tmp_path):
    site.put("/main/archive.json", MARK)
    site.put(f"/main/{NAME}", reply(403))
    site.put(f"/mirror/{NAME}", reply(200, FILE))
    house = open_house(tmp_path / "home", f"{site.url}/main/", f"{site.url}/mirror")
    report = take(house)
    assert [line.split(": ", 1)[1] for line in report.fetched] == ["1 blocked", "1 fetched"]
    assert (report.landed, report.failures) == (1, [])
    take(open_house(tmp_path / "other", f"{site.url}/mirror", f"{site.url}/main"))
    assert site.times(f"/main/{NAME}") == 1


@pytest.mark.parametrize("mark", [PAGE, b"", b"[" * 100_000, b'{"minimum_rows": Infinity}', b'{"other": 1}'])
def test_an_archive_that_says_nothing_usable_of_itself_counts_as_a_whole_exchange(site, fetching, mark):
    site.put("/archive.json", reply(200, mark))
    site.put(f"/{NAME}", reply(200, FILE))
    report = take(fetching)
    assert archives.minimum_rows(fetching.settings.folders) == archives.FEWEST_EQ_ROWS
    assert "truncated" in report.failures[0]


def test_a_list_counts_as_of_the_day_it_changed(site, fetching):
    changed = datetime(2025, 6, 18, 19, 0, tzinfo=IST)
    body = b"A Company,OLD,NEW,01-JAN-2025\n"
    site.put("/symbolchange.csv", tagged(body, '"1"', format_datetime(changed.astimezone(), usegmt=False)))
    ingest(fetching, DAY, DAY, ["nse_symbol_change"])
    ingest(fetching, DAY, DAY, ["nse_symbol_change"])
    assert [r.day for r in fetching.ledger.receipts()] == [date(2025, 6, 18)]


def test_what_was_asked_is_in_the_ledger(site, fetching):
    site.put(f"/{NAME}", reply(200, FILE))
    take(fetching)
    steps = {r.step: r.figures for r in fetching.ledger.rows(RUN.select())}
    assert steps["fetch"] == {site.url: {"fetched": 1}}


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@127.0.0.1/",
        "http://user@127.0.0.1",
        "http://127.0.0.1/?a=b",
        "http://127.0.0.1/#a",
    ],
)
def test_an_address_that_is_none_is_wrong_usage(tmp_path, url):
    with pytest.raises(UsageError) as refusal:
        take(open_house(tmp_path / "home", url))
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("host", ["nsearchives.nseindia.com", "www.bseindia.com"])
@pytest.mark.parametrize("url", ["https://{}", "http://{}/"])
def test_an_exchanges_host_is_known_and_asked_for_nothing_that_nobody_wants(tmp_path, host, url):
    house = open_house(tmp_path / "home", url.format(host))
    found = fetch(house, DAY, DAY, frozenset())
    assert found.lines == [f"https://{host}: nothing to ask for"]


def test_of_two_addresses_each_gives_the_files_of_the_exchange_that_it_has(site, tmp_path):
    name = f"BhavCopy_BSE_CM_0_0_0_{DAY:%Y%m%d}_F_0000.CSV"
    site.put(f"/{NAME}", tagged(FILE, '"1"'))
    with serve() as other:
        other.put("/archive.json", MARK)
        other.put(f"/bse/{name}", tagged(bse_udiff(DAY), '"2"'))
        other.put("/bse/archive.json", MARK)
        house = open_house(tmp_path / "home", site.url, f"{other.url}/bse")
        feeds = ["nse_full", "bse_udiff"]
        report = ingest(house, DAY, DAY, feeds)
        assert [line.split(": ", 1)[1] for line in report.fetched] == ["1 fetched, 1 absent", "1 fetched"]
        assert report.failures == [] and report.landed == 2
        assert confirmed(house.ledger) == {DAY: ("nse_full", "bse_udiff")}
        ingest(house, DAY, DAY, feeds)
        assert other.headers[-1].get("if-none-match") == '"2"'


def test_bses_file_of_another_day_is_refused_and_confirms_nothing(site, fetching):
    day = DAY - timedelta(days=1)
    site.put(f"/BhavCopy_BSE_CM_0_0_0_{DAY:%Y%m%d}_F_0000.CSV", reply(200, bse_udiff(day)))
    report = ingest(fetching, DAY, DAY, ["bse_udiff"])
    (receipt,) = fetching.ledger.receipts()
    assert receipt.verdict == "stale" and confirmed(fetching.ledger) == {} and report.landed == 0


def test_without_an_address_nothing_is_asked_or_recorded(house, archive):
    assert fetch(house, DAY, DAY).lines == []
    assert house.ledger.rows(RUN.select()) == []


def publish_flat(site: Site, folder: Path) -> int:
    """Serves a simulated exchange as an archive without an index: of each name the latest file."""
    files: dict[str, tuple[str, Path]] = {}
    for path in sorted(folder.rglob("*.*")):
        if "truth" in path.parts:
            continue
        dated = RECORD.search(path.parent.name) or RECORD.search(path.name)
        name = RECORD.sub("", path.name) if path.name.startswith("symbol_industry") else path.name
        rank = dated[1] if dated else str(int(path.parent.name == "restated"))
        files[name] = max(files.get(name, ("", path)), (rank, path))
    for name, (rank, path) in files.items():
        body = path.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", rank)
        changed = datetime.fromisoformat(rank).replace(hour=12, tzinfo=IST) if is_day else None
        site.put(f"/{name}", tagged(body, etag, format_datetime(changed) if changed else ""))
    return len(files)


def run(house: House, step: str, start: date, end: date) -> Result:
    """The command line, in this process: the checks alone take seconds to load."""
    variables = environment(house.settings.home, *house.settings.archive_urls)
    with patch.dict(os.environ, variables, clear=True):
        return CliRunner().invoke(app, [step, "--from", f"{start}", "--to", f"{end}"])


def comparable(house: House, table: str) -> pa.Table:
    """What an address can give as a folder does, which holds older files and older lists too.

    Turnover is exact in the older files alone, and by address there is but the latest of the lists.
    """
    rows = rows_of(house, table, [c.name for c in CONTRACTS[table].columns if "turnover" in c.name])
    names = rows["universe" if "universe" in rows.column_names else "index_name"]
    of_lists = pc.match_substring_regex(names, "^(index:|sector:|ours_sector_)")
    return rows.filter(pc.invert(of_lists)).combine_chunks()


def test_an_address_gives_the_rows_that_the_folder_gives(tmp_path):
    market = simulate(tmp_path / "exchange", 40, 30, 11)
    start, end = market.first_session, market.last_session
    by_folder = open_house(tmp_path / "folder", market.out)
    backfill(by_folder, start, end)
    with serve() as site:
        publish_flat(site, market.out)
        by_http = open_house(tmp_path / "http", site.url)
        done = run(by_http, "backfill", start, end)
        assert (done.exit_code, done.stderr) == (0, "")
        assert re.search(r"fetched    http://127.0.0.1:\d+: \d+ fetched, \d+ absent", done.stdout)
        for table in ("marts.breadth_history", "marts.breadth_members", "marts.index_history"):
            rows, wanted = (comparable(house, table) for house in (by_http, by_folder))
            assert rows.num_rows > 30 and rows.equals(wanted), table
        assert site.connections == 1

        asked = len(site.asked)
        again = ingest(by_http, start, end)
        assert (again.received, again.failures) == (0, [])
        assert not [path for path in site.asked[asked:] if "sec_bhavdata" in path and path in site.pages]


def test_the_floor_that_an_address_tells_holds_when_the_past_is_rebuilt(site, fetching):
    site.put(f"/{NAME}", reply(200, FILE))
    take(fetching)
    rebuild_as_of(fetching, datetime.now(IST))
    (home,) = (fetching.settings.home / "as_of").iterdir()
    receipts = open_house(home).ledger.receipts()
    assert [(r.verdict, r.rows) for r in receipts] == [("accepted", 20)]


def test_a_blocked_backfill_ends_with_status_1_and_names_the_file(site, tmp_path):
    site.pages.clear()
    site.behaviour = lambda _: reply(403)  # type: ignore[method-assign]
    house = open_house(tmp_path / "home", site.url)
    done = run(house, "ingest", DAY, DAY)
    assert done.exit_code == 1
    assert f"failed     {site.url}/" in done.stderr and "HTTP 403" in done.stderr
    assert re.search(r"fetched    http://127.0.0.1:\d+: 3 blocked, \d+ not asked", done.stdout)
