"""Users' lists of securities, written beside an archive."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd

# ZOMATO became ETERNAL in April 2025; AMJUMBO is on the SME board; a fund and a stranger count nowhere.
REAL = {
    ("mixed", date(2025, 3, 3)): ["RELIANCE", "ZOMATO", "TATAMOTORS", "AMJUMBO", "NIFTYBEES", "NOBODYS"],
    ("mixed", date(2025, 9, 1)): ["RELIANCE", "ETERNAL", "BAJFINANCE"],
    ("late", date(2025, 12, 7)): ["BAJFINANCE", "INFY", "TCS"],
}


def write(folder: Path, name: str, day: date, symbols: Iterable[str]) -> Path:
    """`watch_<name>_<day>.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"watch_{name}_{day}.csv"
    path.write_text("\n".join(["symbol", *symbols]) + "\n")
    return path


def write_real(folder: Path) -> Path:
    for (name, day), symbols in REAL.items():
        write(folder, name, day, symbols)
    return folder


def write_simulated(folder: Path, truth: pd.DataFrame) -> Path:
    """Two lists of shares of both boards, one of which changes, off the truth's daily rows."""
    shares = truth[truth["universe"] != "none"]
    days = sorted(shares["session"].unique())
    for name, place, step in (("mixed", 40, 5), ("mixed", 150, 7), ("late", 200, 3)):
        symbols = sorted(shares.loc[shares["session"] == days[place], "symbol"])
        write(folder, name, date.fromisoformat(days[place]), symbols[::step])
    return folder
