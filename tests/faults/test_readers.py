"""Readers while the house is at work, and two workers at once."""

import subprocess
import sys
import textwrap
import time
from datetime import timedelta

from houses import assert_same_rows, backfill, lake_files, published_rows, start_backfill

# A reader of its own: opens the published file again and again and tells the state it saw.
READER = textwrap.dedent("""
    import sys, time, duckdb
    sql = '''
        select
            (select count(*) from core.dim_session) as sessions,
            (select count(distinct session) from marts.breadth_history) as breadth,
            (select count(distinct session) from marts.breadth_members) as members,
            (select count(*) from marts.breadth_history where universe = 'nse_all') as on_nse,
            (select count(distinct session) from core.fact_daily_price) as prices,
            (select sum(traded) from marts.breadth_history where universe = 'nse_all') as traded,
            (select count(*) from marts.breadth_members
                where universe = 'nse_all' and bucket != 'not_traded') as names
    '''
    while True:
        with duckdb.connect(sys.argv[1], read_only=True) as connection:
            connection.execute("set threads = 1")
            print(*connection.execute(sql).fetchone(), flush=True)
        time.sleep(0.01)
""")


def test_a_reader_always_sees_a_whole_state(new_house, market):
    """Publications go by under a reader that never stops; each of its answers is one of them."""
    house = new_house("home")
    step = timedelta(7)
    end = market.first_session + 2 * step
    backfill(house, market.first_session, end)
    command = [sys.executable, "-c", READER, str(house.settings.warehouse)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None and reader.stdout.readline()
        while end < market.last_session:
            end = min(end + step, market.last_session)
            backfill(house, market.first_session, end)
            assert reader.poll() is None
        time.sleep(0.3)
        reader.terminate()
        output, errors = reader.communicate(timeout=30)
    assert errors == ""
    states = [tuple(map(int, line.split())) for line in output.splitlines() if len(line.split()) == 7]
    assert len(states) > 20 and len(set(states)) >= 4
    assert [s[0] for s in states] == sorted(s[0] for s in states)
    for sessions, breadth, members, on_nse, prices, traded, names in set(states):
        assert sessions == breadth == members and on_nse == prices and traded == names


def test_two_backfills_at_once_leave_the_rows_of_one(new_house, market, undisturbed):
    house = new_house("home")
    both = [start_backfill(house, market.first_session, market.last_session) for _ in range(2)]
    for process in both:
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output
    assert_same_rows(published_rows(house), published_rows(undisturbed))
    assert lake_files(house) == lake_files(undisturbed)
    names = [(r.feed, r.day, r.name, r.sha256) for r in house.ledger.receipts()]
    assert len(names) == len(set(names)) == len(undisturbed.ledger.receipts())
