"""The reviewed lists behind sectors, themes and asset classes: what they say, what a wrong row is told."""

from datetime import date
from pathlib import Path

import pytest

from bhavhouse.contracts import CONTRACTS
from bhavhouse.errors import BhavhouseError
from bhavhouse.market.segments import declared_segments, key_of, sector_names
from bhavhouse.market.tables import dim_session

THEMES = "theme,by,value,reviewed_on,reason\n"
FUNDS = "asset,symbol,reviewed_on,reason\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text)
    return path


def test_the_22_sectors_lie_in_12_macro_sectors_under_one_spelling_each():
    rows = sector_names().to_pylist()
    assert len(rows) == 22 and len({row["macro_sector"] for row in rows}) == 12
    printed = ("Oil Gas & Consumable Fuels", "Oil, Gas and Consumable Fuels", "OIL, GAS & CONSUMABLE FUELS")
    assert {key_of(name) for name in printed} == {"oil_gas_and_consumable_fuels"}
    assert "oil_gas_and_consumable_fuels" in {row["spelling"] for row in rows}


def test_every_theme_and_asset_class_is_declared_with_a_reason():
    rows = declared_segments().to_pylist()
    assert {row["sector"] for row in rows if row["level"] == "asset"} == {
        "equities", "gold", "silver", "liquid"
    }  # fmt: skip
    themes = {row["sector"] for row in rows if row["level"] == "theme"}
    assert {"capital_goods", "auto_ancillaries", "green_energy", "specialty_chemicals"} <= themes
    assert all(row["reason"] for row in rows)
    flat = {"LIQUIDBEES", "LIQUIDIETF", "LIQUID", "LIQUIDETF"}  # they pay their return out in units
    assert not flat & {row["value"] for row in rows}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: not theme,by,value"),
        (THEMES + "sun,symbol,A,2025-01-01\n", "line 2: a row is theme, by"),
        (THEMES + "sun,symbol,A,2025-01-01,why,oh\n", "line 2: a row is theme, by"),
        (THEMES + "Sun,symbol,A,2025-01-01,why\n", "line 2: 'Sun' is no name"),
        (THEMES + "sun,isin,A,2025-01-01,why\n", "line 2: 'isin' is none of"),
        (THEMES + "sun,symbol,A,2025-02-30,why\n", "line 2: .*day"),
        (THEMES + "sun,symbol,A,2025-01-01,why\nsun,symbol,A,2025-01-01,why\n", "line 3: sun has A twice"),
        (THEMES + "sun,symbol,A,2025-01-01,why\nsun,sector,Power,2025-01-01,why\n", "line 3: sun stands for"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_line(tmp_path, text, says):
    with pytest.raises(BhavhouseError, match=says):
        declared_segments(themes=written(tmp_path, text))


def test_funds_are_given_by_their_symbols(tmp_path):
    found = declared_segments(asset_funds=written(tmp_path, FUNDS + "gold,G,2025-01-01,why\n")).to_pylist()
    (row,) = (row for row in found if row["level"] == "asset")
    assert row == {
        "level": "asset", "sector": "gold", "selected_by": "symbol", "value": "G",
        "reviewed_on": date(2025, 1, 1), "reason": "why",
    }  # fmt: skip
    assert row.keys() == {column.name for column in CONTRACTS["core.declared_segment"].columns}


def test_a_week_ends_with_the_last_session_that_the_calendar_expects():
    """Good Friday shut the exchange on 18 April 2025; the budget was read on Sunday, 1 February 2026."""
    days = [date(2025, 4, 16), date(2025, 4, 17), date(2026, 1, 30), date(2026, 2, 1), date(2026, 2, 26)]
    rows = dim_session({day: ("nse_full",) for day in days}).to_pylist()
    assert [row["session"] for row in rows if row["is_last_of_week"]] == [days[1], days[3]]
