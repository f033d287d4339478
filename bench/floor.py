"""The bare limit of a backfill: each full file parsed by pyarrow, written as Parquet. No checks."""

import sys
from datetime import date, datetime
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow import csv


def main(folder: Path, out: Path, start: date, end: date) -> None:
    out.mkdir(parents=True)
    for path in sorted(folder.glob("sec_bhavdata_full_*.csv")):
        day = datetime.strptime(path.stem[-8:], "%d%m%Y").date()  # noqa: DTZ007
        if start <= day <= end:
            table = csv.read_csv(path, convert_options=csv.ConvertOptions(null_values=["-", " -", ""]))
            pq.write_table(table, out / f"{day}.parquet", compression="zstd")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *(date.fromisoformat(day) for day in sys.argv[3:5]))
