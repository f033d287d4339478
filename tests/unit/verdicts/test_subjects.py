"""What stands for what: the reviewed lists, and the spellings that they are found by."""

import csv
from pathlib import Path

import pytest

from bhavhouse.contracts.verdicts import BASES
from bhavhouse.market.index_names import known_names
from bhavhouse.market.segments import SECTORS, THEMES
from bhavhouse.verdicts import counted
from bhavhouse.verdicts.comparisons import topics
from bhavhouse.verdicts.judge import tolerances
from bhavhouse.verdicts.subjects import _SAME, STANDS_FOR, breadths, exchange_of, key_of, levels


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        found = list(csv.DictReader(lines))
    assert found and all(None not in row and all(row.values()) for row in found)
    return found


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        (
            "bse_smallcap",
            ("S&P BSE SmallCap", "BSE Small-cap index", "the BSE Small Cap Index’s", "BSE smallcaps"),
        ),
        ("smallcap", ("small-cap stocks", "Small caps", "the smallcap segment")),
        ("sensex", ("S&P BSE Sensex", "30-share Sensex", "BSE Sensex", "benchmark Sensex")),
        ("nifty", ("NSE Nifty", "Nifty", "50-share Nifty", "the Nifty index")),
        ("nifty_50", ("Nifty 50", "NSE Nifty 50 index")),
        ("psu_bank", ("PSU Banks", "public sector banks")),
        ("market", ("", "the market", "Indian equity markets", "stocks", "shares")),
        ("benchmark", ("benchmark index", "the benchmarks", "equity benchmark indices")),
        ("broader_market", ("broader market", "broader indices", "broader benchmarks")),
        ("volatility", ("India VIX", "the volatility index", "VIX")),
        ("oil_and_gas", ("Oil & Gas", "oil and gas sector", "Oil, gas")),
    ],
)
def test_spellings_of_one_thing_have_one_key(key, spellings):
    assert {key_of(spelling) for spelling in spellings} == {key}


def test_every_spelling_that_is_mapped_can_be_met():
    assert all(key_of(spelling.replace("_", " ")) == key for spelling, key in _SAME.items())


@pytest.mark.parametrize(
    ("printed", "exchange"),
    [("Sensex", "BSE"), ("BSE Smallcap", "BSE"), ("Bankex", "BSE"), ("Nifty IT", "NSE"), ("NSE", "NSE"),
     ("Bank Nifty", "NSE"), ("smallcap", None), ("the market", None)],
)  # fmt: skip
def test_a_name_tells_its_exchange_or_none(printed, exchange):
    assert exchange_of(printed) == exchange


@pytest.mark.parametrize("row", rows(STANDS_FOR), ids=lambda row: f"{row['printed']}-{row['stands_for']}")
def test_every_stand_in_is_held_by_the_warehouse_and_has_a_tolerance(row):
    by, _, name = row["stands_for"].partition(":")
    figure = row["figure"]
    assert key_of(row["printed"].replace("_", " ")) == row["printed"]
    assert row["basis"] in BASES
    if figure == "breadth":
        ours = {
            "nse_all",
            "nse_sme",
            "bse_all",
            *(f"cap:{size}" for size in ("large", "mid", "small", "micro")),
        }
        assert by == "universe" and (name in ours or name.removeprefix("index:") in known_names().values())
        assert ("ratio", row["basis"]) in tolerances()
        return
    assert figure == "level" and ("return", row["basis"]) in tolerances()
    if by == "fund":
        assert name.isalnum() and name.isupper() and row["basis"] == "proxy"
    elif name.startswith("ours_"):
        assert by == "index" and name.endswith("_cap") and row["basis"] == "own_index"
    else:
        assert by == "index" and name in known_names().values() and row["basis"] in ("exact", "proxy")


def test_no_stand_in_is_listed_twice():
    listed = [(row["printed"], row["figure"], row["stands_for"]) for row in rows(STANDS_FOR)]
    assert len(set(listed)) == len(listed)


def test_the_thing_itself_comes_first_and_stand_ins_in_the_order_of_the_list():
    held = {"nifty_smallcap_250", "nifty_50"}
    assert [a.name for a in levels("Nifty Smallcap 250", held)] == ["nifty_smallcap_250", "HDFCSML250"]
    assert [(a.name, a.basis) for a in levels("Sensex", held)][:2] == [
        ("nifty_50", "proxy"),
        ("NIFTYBEES", "proxy"),
    ]
    assert [a.basis for a in breadths("Nifty IT", {"index:nifty_it"})] == ["exact"]
    assert [a.name for a in breadths("BSE", ())] == ["bse_all", "nse_all"]
    assert levels("Nifty Unheard Of", held) == breadths("BSE 500", ()) == []


def test_every_sector_said_is_one_of_the_warehouse():
    with SECTORS.open(newline="") as lines:
        names = list(csv.DictReader(lines))
    known = {
        "sector": {row["sector"] for row in names},
        "macro_sector": {row["macro_sector"] for row in names},
        "theme": {row["theme"] for row in rows(THEMES)},
        "size": {"large", "mid", "small", "micro"},
    }
    with counted.SECTORS_SAID.open(newline="", encoding="utf-8") as lines:
        said = list(csv.DictReader(lines))
    assert said and all(row["index"] in {"", *known_names().values()} for row in said)
    for row in said:
        assert row["level"] == "industry" or row["sector"] in known[row["level"]], row
        assert key_of(row["said"].replace("_", " ")) == row["said"]


def test_what_nothing_can_check_says_what_it_needs_and_is_measured_nowhere_else():
    assert all(row["needs"] for row in rows(counted.NEEDS))
    measured = {*counted._OF_BREADTH, *counted._OF_VALUATION, "best_month_since", "stocks_down_double_digit"}
    assert measured and not measured & set(counted.needs())
    assert all(needs for _, needs in topics().values())
