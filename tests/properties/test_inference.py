"""A split or bonus counts the same whether the exchange's list tells of it or its opening alone."""

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bhavhouse.market.calendar import expected_sessions
from exchange import FULL_HEADER, Archive, full_name
from houses import assert_same_rows, backfill, open_house, rows_of, select

SESSIONS, NAMES = 45, 14
ACTIONS = {  # factor -> PURPOSE as the exchange words it
    (1, 2): "Bonus 1:1",
    (1, 5): "Face Value Split (Sub-Division) - From Rs 10/- Per Share To Rs 2/- Per Share",
    (1, 10): "Face Value Split (Sub-Division) - From Rs 10/- Per Share To Re 1/- Per Share",
    (2, 3): "Bonus 1:2",
    (1, 3): "Bonus 2:1",
    (1, 4): "Bonus 3:1",
    (2, 5): "Face Value Split (Sub-Division) - From Rs 5/- Per Share To Rs 2/- Per Share",
}
TOLD = ["restated_on", "known_on", "source", "kind"]  # how and when it was known


@dataclass(frozen=True)
class Happening:
    symbol: str
    day: int
    factor: tuple[int, int]
    purpose: str


def market_of(seed: int) -> tuple[list[date], list[Happening], dict[date, bytes]]:
    """A random market in which every action of `ACTIONS` happens, each to a share of its own."""
    chance = random.Random(seed)
    days = [s.day for s in expected_sessions(date(2025, 3, 3), date(2025, 6, 30))][:SESSIONS]
    symbols = [f"SHARE{n:02d}" for n in range(NAMES)]
    owners = chance.sample(symbols, len(ACTIONS))
    happenings = [
        Happening(symbol, chance.randrange(3, SESSIONS - 4), factor, purpose)
        for symbol, (factor, purpose) in zip(owners, ACTIONS.items(), strict=True)
    ]
    due = {(h.symbol, h.day): h.factor for h in happenings}
    paise = {symbol: chance.randrange(20_000, 900_000) for symbol in symbols}
    files = {}
    for n, day in enumerate(days):
        lines = [FULL_HEADER]
        for symbol in symbols:
            previous = paise[symbol]
            held, of = due.get((symbol, n), (1, 1))
            opening = round(previous * held / of * chance.uniform(0.985, 1.015))
            close = round(opening * chance.uniform(0.97, 1.03))
            paise[symbol] = close
            prices = [previous, opening, max(opening, close), min(opening, close), close, close, close]
            volume = chance.randrange(1_000, 90_000)
            cells = [symbol, "EQ", f"{day:%d-%b-%Y}", *(f"{p / 100:.2f}" for p in prices), f"{volume}",
                     f"{close * volume / 1e7:.2f}", "100", f"{volume // 2}", "50.00"]  # fmt: skip
            lines.append(", ".join(cells))
        files[day] = ("\n".join(lines) + "\n").encode()
    return days, happenings, files


def official(days: list[date], happenings: list[Happening]) -> bytes:
    header = "SYMBOL,COMPANY NAME,SERIES,PURPOSE,FACE VALUE,EX-DATE,RECORD DATE"
    rows = [f"{h.symbol},{h.symbol} Ltd,EQ,{h.purpose},10,{days[h.day]:%d-%b-%Y},-" for h in happenings]
    return (
        "\n".join([header, f"SHARE00,S Ltd,EQ,Dividend - Rs 2 Per Share,10,{days[5]:%d-%b-%Y},-", *rows])
    ).encode()


@pytest.mark.parametrize("seed", [1, 2])
def test_breadth_is_the_same_whether_an_action_was_announced_or_inferred(tmp_path: Path, seed):
    days, happenings, files = market_of(seed)
    houses = {}
    for name, told in (("announced", happenings), ("inferred", [])):
        archive = Archive(tmp_path / name)
        for day, payload in files.items():
            archive.put(f"nse/{full_name(day)}", payload)
        archive.put(f"nse/corporate_actions_{days[-1]}/CF-CA-equities.csv", official(days, told))
        houses[name] = open_house(tmp_path / f"home_{name}", archive.folder)
        backfill(houses[name], days[0], days[-1])

    sources = {
        name: select(house, "select distinct source from core.corporate_action").column(0).to_pylist()
        for name, house in houses.items()
    }
    assert sources == {"announced": ["official"], "inferred": ["inferred"]}
    effects = select(houses["announced"], "select symbol from core.price_change where price_factor != 1")
    assert sorted(effects.column(0).to_pylist()) == sorted(h.symbol for h in happenings)
    tables = ["core.corporate_action", "core.price_change", "marts.breadth_members", "marts.breadth_history"]
    rows = {name: {table: rows_of(house, table, TOLD) for table in tables} for name, house in houses.items()}
    assert_same_rows(rows["inferred"], rows["announced"])
