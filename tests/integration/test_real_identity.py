"""Who is who among the exchange's own files: a face-value split, and renames found without their list."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

import pyarrow as pa
import pytest

from bhavhouse.market.identity import Case, Evidence, changes_from
from bhavhouse.market.identity.evidence import Life, Sessions
from bhavhouse.market.identity.settle import Settled, settle
from bhavhouse.market.sessions import confirmed
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.resolve import resolve
from houses import rows_of, select

pytestmark = pytest.mark.real_data
OLD, NEW = "INE066A01013", "INE066A01021"


@pytest.fixture(scope="module")
def house(real_house) -> House:
    return real_house[0]


def meaning(house: House, name: str, day: date) -> list[tuple[str, str, str]]:
    found = resolve(house, name, day)
    return [(r["security_id"], r["symbol"], r["isin"]) for r in found.rows]


def test_eichermot_is_one_security_with_two_isins_across_its_split(real_house_of_2020):
    summer = real_house_of_2020
    before, after = date(2020, 8, 24), date(2020, 8, 25)  # the split was on the 24th
    assert meaning(summer, OLD, before) == [("NSE:EICHERMOT", "EICHERMOT", OLD)]
    assert meaning(summer, NEW, after) == [("NSE:EICHERMOT", "EICHERMOT", NEW)]
    assert meaning(summer, OLD, after) == meaning(summer, NEW, before) == []
    assert meaning(summer, "EICHERMOT", before)[0][2] == OLD
    isins = [
        (r["value"], r["valid_from"], r["valid_to"])
        for r in rows_of(summer, "core.security_identifier").to_pylist()
        if r["security_id"] == "NSE:EICHERMOT" and r["scheme"] == "isin"
    ]
    assert sorted(isins) == [(OLD, date(2020, 7, 1), after), (NEW, after, None)]


def test_ordinary_names_keep_their_ids(house):
    sql = "select distinct symbol, security_id from core.fact_daily_price"
    ids = {r["symbol"]: r["security_id"] for r in select(house, sql).to_pylist()}
    for symbol, security_id in {
        "INDUSINDBK": "NSE:INDUSINDBK", "RELIANCE": "NSE:RELIANCE", "TATAMOTORS": "NSE:TELCO",
        "TMPV": "NSE:TELCO", "ETERNAL": "NSE:ZOMATO", "LTM": "NSE:LTI",
    }.items():  # fmt: skip
        assert ids[symbol] == security_id


def test_each_scrip_code_is_that_of_its_isin(house):
    found = rows_of(house, "core.security_identifier").to_pylist()
    codes = {r["value"]: r["security_id"] for r in found if r["scheme"] == "bse_scrip_code"}
    assert len(codes) > 2_000
    assert [codes[c] for c in ("500325", "532187", "500570")] == [
        "NSE:RELIANCE", "NSE:INDUSINDBK", "NSE:TELCO",
    ]  # fmt: skip


def settled_from(house: House, *, with_changes: bool, with_masters: bool = True) -> Settled:
    def rows(dataset: str) -> pa.Table:
        files = house.ledger.partitions(dataset).values()
        return pa.concat_tables([house.lake.get(p.file) for p in files])

    columns = rows("core.symbol_seen").drop_columns("month").to_pydict().values()
    changes = changes_from(rows("nse_symbol_change").to_pylist()) if with_changes else []
    masters = rows("nse_master").to_pylist() if with_masters else []
    sessions = Sessions(list(confirmed(house.ledger)))
    return settle(list(map(Evidence, *columns)), changes, masters, {}, sessions)


def joins_of(settled: Settled) -> set[Case]:
    """Every passage of a security from one symbol to another."""
    lives: dict[str, list[Life]] = defaultdict(list)
    for life in settled.lives:
        lives[settled.registry.id_of(life.tenure)].append(life)
    return {
        Case(one.symbol, other.symbol, other.first)
        for found in lives.values()
        for one, other in pairwise(sorted(found, key=lambda life: life.first))
    }


@pytest.mark.parametrize(("with_masters", "least"), [(True, 62), (False, 61)])
def test_of_65_renames_that_the_list_tells_nearly_all_are_found_without_it_and_no_other(
    house, with_masters, least
):
    true = joins_of(settled_from(house, with_changes=True))
    blind = settled_from(house, with_changes=False, with_masters=with_masters)
    found = joins_of(blind)
    assert len(true) == 65
    assert found <= true and len(found) == least
    # What is missed and seen is asked: one traded again after silent sessions.
    assert Case("AMJUMBO", "PARAMPARA", date(2026, 1, 28)) in blind.docket.questions
    assert len(blind.docket.questions) <= 3 and set(blind.docket.questions) <= true


def test_with_the_list_nothing_is_left_to_ask_and_nothing_is_joined_beyond_it(house):
    settled = settled_from(house, with_changes=True)
    assert settled.docket.questions == {} and settled.relistings == set()
    assert not any(life.tenure.is_cut for life in settled.lives)
    listed = {
        (c.old, c.new)
        for p in house.ledger.partitions("nse_symbol_change").values()
        for c in changes_from(house.lake.get(p.file).to_pylist())
    }
    assert {(case.former_symbol, case.symbol) for case in joins_of(settled)} <= listed
