"""A simulated exchange's price files with the prices of some securities multiplied."""

import zipfile
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from exchange import zipped

# Per kind of file: the columns of symbol and date, the date's layout, the columns that are multiplied.
FULL = ("SYMBOL", "DATE1", "%d-%b-%Y", ["PREV_CLOSE", "OPEN_PRICE", "HIGH_PRICE", "LOW_PRICE", "LAST_PRICE",
        "CLOSE_PRICE", "AVG_PRICE", "TURNOVER_LACS"])  # fmt: skip
UDIFF = ("TckrSymb", "TradDt", "%Y-%m-%d", ["OpnPric", "HghPric", "LwPric", "ClsPric", "LastPric",
         "PrvsClsgPric", "TtlTrfVal"])  # fmt: skip
LEGACY = ("SYMBOL", "TIMESTAMP", "%d-%b-%Y", ["OPEN", "HIGH", "LOW", "CLOSE", "LAST", "PREVCLOSE",
          "TOTTRDVAL"])  # fmt: skip
Constants = Mapping[tuple[str, str], Decimal]  # (session, symbol) -> constant


def _text(payload: str, kind: tuple[str, str, str, list[str]], constants: Constants) -> str:
    symbol, printed, layout, columns = kind
    header, *rows = payload.split("\n")
    names = [name.strip() for name in header.split(",")]
    places = [names.index(column) for column in columns]
    out = [header]
    for row in rows:
        cells = row.split(",")
        if len(cells) > places[-1]:
            day = datetime.strptime(cells[names.index(printed)].strip(), layout).date()  # noqa: DTZ007
            by = constants.get((f"{day}", cells[names.index(symbol)].strip()), Decimal(1))
            for place in places if by != 1 else ():
                lead = cells[place][: len(cells[place]) - len(cells[place].lstrip())]
                if cells[place].strip() not in ("", "-"):
                    cells[place] = f"{lead}{Decimal(cells[place].strip()) * by}"
        out.append(",".join(cells))
    return "\n".join(out)


def rescale(exchange: Path, constants: Constants) -> int:
    """Rewrites the price files in place -> how many files changed."""
    changed = 0
    for path in exchange.glob("nse/*/sec_bhavdata_full_*.csv"):
        before = path.read_text()
        path.write_text(_text(before, FULL, constants))
        changed += path.read_text() != before
    for pattern, kind in (("nse/cm_udiff/*.zip", UDIFF), ("nse/cm_legacy/*.zip", LEGACY)):
        for path in exchange.glob(pattern):
            with zipfile.ZipFile(path) as bundle:
                (name,) = bundle.namelist()
                before = bundle.read(name).decode()
            after = _text(before, kind, constants)
            path.write_bytes(zipped((name, after.encode())))
            changed += after != before
    return changed
