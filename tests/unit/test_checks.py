"""Every check of lake.quote is fed a row that breaks it, and one that does not."""

from datetime import date

import pyarrow as pa
import pytest

from bhavhouse.checks import broken_rows, require
from bhavhouse.contracts import CONTRACTS
from bhavhouse.contracts.breadth import BREADTH_HISTORY
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.lake import QUOTE
from bhavhouse.errors import CheckFailed

GOOD = {
    "feed": "nse_full", "session": date(2025, 6, 18), "symbol": "M&M", "series": "EQ", "isin": "INE144J01027",
    "name": "Mahindra", "prev_close_inr": 100.0, "open_inr": 101.0, "high_inr": 110.0, "low_inr": 99.0,
    "close_inr": 105.0, "last_inr": 105.0, "average_inr": 104.0, "volume_shares": 1000, "turnover_inr": 1e5,
    "trades": 10, "delivered_shares": 600, "delivered_pct": 60.0,
}  # fmt: skip
BAD = [
    ({"feed": "nse_guess"}, "feed", "nse_guess", "not one of nse_udiff, nse_legacy, nse_full"),
    ({"symbol": "m&m"}, "symbol", "m&m", "not of the form"),
    ({"symbol": ""}, "symbol", "", "not of the form"),
    ({"symbol": "A" * 41}, "symbol", "A" * 41, "not of the form"),
    ({"symbol": None}, "symbol", None, "empty"),
    ({"series": "EQUITY"}, "series", "EQUITY", "not of the form"),
    ({"series": None}, "series", None, "empty"),
    ({"isin": "US0378331005"}, "isin", "US0378331005", "not of the form"),
    ({"prev_close_inr": -0.05}, "prev_close_inr", "-0.05", "outside 0"),
    ({"prev_close_inr": 2e7}, "prev_close_inr", "20000000.0", "outside 0"),
    ({"open_inr": None}, "open_inr", None, "empty"),
    ({"high_inr": None}, "high_inr", None, "empty"),
    ({"low_inr": 0.0}, "low_inr", "0.0", "exclusive"),
    ({"close_inr": None}, "close_inr", None, "empty"),
    ({"high_inr": 1e7}, "high_inr", "10000000.0", "exclusive"),
    ({"last_inr": -1.0}, "last_inr", "-1.0", "outside 0"),
    ({"average_inr": 0.0}, "average_inr", "0.0", "exclusive"),
    ({"volume_shares": -1, "delivered_shares": None}, "volume_shares", "-1", "outside 0"),
    ({"volume_shares": None}, "volume_shares", None, "empty"),
    ({"turnover_inr": -1.0}, "turnover_inr", "-1.0", "outside 0"),
    ({"turnover_inr": None}, "turnover_inr", None, "empty"),
    ({"trades": -1}, "trades", "-1", "outside 0"),
    ({"delivered_shares": -1}, "delivered_shares", "-1", "outside 0"),
    ({"delivered_pct": 100.5}, "delivered_pct", "100.5", "outside 0"),
    ({"delivered_shares": 1001}, "volume_shares", "1000/1001", "volume_shares below delivered_shares"),
    ({"open_inr": 111.0}, "high_inr", "110.0/111.0", "high_inr below open_inr"),
    ({"open_inr": 98.0}, "open_inr", "98.0/99.0", "open_inr below low_inr"),
    ({"close_inr": 111.0}, "high_inr", "110.0/111.0", "high_inr below close_inr"),
    ({"close_inr": 98.0}, "close_inr", "98.0/99.0", "close_inr below low_inr"),
]


def quotes(*changes: dict[str, object]) -> pa.Table:
    """A good row, one changed row each, and a good row."""
    rows = [
        GOOD,
        *({**GOOD, "symbol": f"S{n}", **change} for n, change in enumerate(changes)),
        {**GOOD, "symbol": "Z"},
    ]
    return pa.Table.from_pylist(rows, schema=arrow_schema(QUOTE))


@pytest.mark.parametrize(("change", "column", "value", "reason"), BAD)
def test_a_row_that_breaks_one_check_is_told_with_column_value_and_reason(change, column, value, reason):
    (found,) = broken_rows(QUOTE, quotes(change))
    assert (found.row, found.column) == (1, column) and reason in found.reason
    assert found.value == value if value is not None else found.value in ("", "None", "nan", "<NA>")


def test_every_bound_column_and_pair_of_a_quote_is_among_the_bad_rows():
    fed = {column for _, column, _, _ in BAD}
    bounded = {
        c.name for c in QUOTE.columns
        if c.one_of or c.matches or c.minimum is not None or c.maximum is not None
    }  # fmt: skip
    assert len(bounded) == 16 and bounded <= fed
    told = {reason for _, _, _, reason in BAD}
    pairs = {f"{check.larger} below {check.smaller}" for check in QUOTE.checks}
    assert pairs - told == {"high_inr below low_inr"}  # fed below, where it cannot come alone


def test_a_high_below_the_low_breaks_each_pair_that_it_crosses():
    found = broken_rows(QUOTE, quotes({"high_inr": 98.0}))
    assert {f.reason for f in found} == {
        "high_inr below low_inr", "high_inr below open_inr", "high_inr below close_inr",
    }  # fmt: skip


def test_the_close_of_a_t0_line_may_lie_outside_its_own_range():
    assert broken_rows(QUOTE, quotes({"series": "T0", "close_inr": 98.0})) == []


def test_good_rows_break_nothing_and_what_a_full_file_lacks_may_be_null():
    lacking = dict.fromkeys(
        ("isin", "name", "last_inr", "average_inr", "trades", "delivered_shares", "delivered_pct")
    )
    assert broken_rows(QUOTE, quotes({}, lacking, {"prev_close_inr": 0.0})) == []


def test_rows_that_share_a_key_are_told_each():
    found = broken_rows(QUOTE, quotes({"symbol": "Z"}))
    assert [f.row for f in found] == [1, 2] and all("several rows for one" in f.reason for f in found)


def test_the_same_key_in_two_files_is_no_fault_where_files_are_told_apart():
    both = pa.concat_tables([quotes(), quotes()]).append_column("file", pa.array([0, 0, 1, 1]))
    assert broken_rows(QUOTE, both, key=("file", *QUOTE.grain)) == []
    assert len(broken_rows(QUOTE, both)) == 4


def test_a_row_is_told_where_it_stands_among_many():
    table = quotes(*({"symbol": f"A{n}"} for n in range(500)), {"trades": -1})
    assert [f.row for f in broken_rows(QUOTE, table)] == [501]


@pytest.mark.parametrize("column", ["symbol", "prev_close_inr", "delivered_pct", "session"])
def test_a_check_of_a_missing_column_is_no_check_and_fails(column):
    with pytest.raises(CheckFailed):
        broken_rows(QUOTE, quotes().drop_columns([column]))


def test_a_mart_that_breaks_its_contract_blocks_with_its_key():
    row = {c.name: None if c.nullable else 0 for c in BREADTH_HISTORY.columns}
    row |= {"session": date(2025, 6, 18), "universe": "nse_main", "pct_above_20dma": 100.0}
    row |= {"is_zweig_thrust": False, "is_estimated": False, "is_carried_back": False}
    schema = arrow_schema(BREADTH_HISTORY)
    require(BREADTH_HISTORY, pa.Table.from_pylist([row], schema=schema))
    with pytest.raises(CheckFailed, match=r"2025-06-18.*pct_above_20dma = 100\.5"):
        require(BREADTH_HISTORY, pa.Table.from_pylist([{**row, "pct_above_20dma": 100.5}], schema=schema))
    with pytest.raises(CheckFailed, match="several rows"):
        require(BREADTH_HISTORY, pa.Table.from_pylist([row, row], schema=schema))


def test_every_contract_can_be_checked_on_no_rows_at_all():
    assert len(CONTRACTS) > 20
    for contract in CONTRACTS.values():
        assert broken_rows(contract, arrow_schema(contract).empty_table()) == [], contract.name
