"""No level, return or rank of an index changes when later sessions come, holes or not."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from bhavhouse.contracts import CONTRACTS
from bhavhouse.engines.duckdb import DuckEngine
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.market.tables import calendar_days, index_names, table_of
from bhavhouse.models import sql_path

START, END = date(2024, 1, 1), date(2025, 6, 30)
EMPTY = ("lake.bundle_index", "lake.index_snapshot", "lake.index_level_import", "core.segment_index")


def printed(seed: int) -> list[dict[str, object]]:
    """Levels of two indices, a tenth of the sessions missing, a third of the changes not printed."""
    random = np.random.default_rng(seed)
    rows = []
    for name in ("Nifty 50", "Nifty Smallcap 100"):
        level = 20000.0
        for session in expected_sessions(START, END):
            before, level = level, round(level * float(np.exp(random.normal(0, 0.02))), 2)
            change = round(level - before, 2) if random.random() > 1 / 3 else None
            if random.random() > 0.1:
                rows.append({"session": session.day, "index_name": name, "close_points": level,
                             "change_points": change, "pe_ratio": round(level / 1000, 2)})  # fmt: skip
    return rows


def tables(rows: list[dict[str, object]], folder: Path) -> list[pa.Table]:
    """What the models make of the closing files: marts.index_history, index_return and index_valuation."""
    folder.mkdir()
    last = max(row["session"] for row in rows)
    held = {
        "lake.index_close": table_of(CONTRACTS["lake.index_close"], rows),
        "core.calendar_day": calendar_days([], last),
        "core.index_name": index_names(),
    }
    made = []
    with DuckEngine() as engine:
        for name in EMPTY:
            engine.bind(CONTRACTS[name], [])
        for name, table in held.items():
            pq.write_table(table, folder / name)
            engine.bind(CONTRACTS[name], [folder / name])
        for name in ("marts.index_history", "marts.index_return", "marts.index_valuation"):
            contract = CONTRACTS[name]
            made.append(engine.rows(contract, sql_path(contract).read_text(), {}))
            pq.write_table(made[-1], folder / name)
            engine.bind(contract, [folder / name])
    return made


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_later_sessions_change_no_row_that_an_evening_knew(seed, tmp_path):
    rows = printed(seed)
    levels, returns, valuations = tables(rows, tmp_path / "all")
    months = set(returns["best_month_since"].to_pylist())
    assert len(months) > 5 and pc.any(pc.greater(levels["known_on"], levels["session"])).as_py()
    for evening in (START + timedelta(200), START + timedelta(366), START + timedelta(460)):
        then_levels, then_returns, then_valuations = tables(
            [row for row in rows if row["session"] <= evening], tmp_path / f"{evening}"
        )
        so_far = valuations.filter(pc.less_equal(valuations["session"], pa.scalar(evening)))
        assert then_valuations.num_rows > 80 and then_valuations.equals(so_far)
        known = levels.filter(pc.less_equal(levels["known_on"], pa.scalar(evening)))
        assert then_levels.num_rows > 200 and then_levels.equals(known)
        keys = known.select(["session", "index_name"])
        assert then_returns.equals(
            returns.join(keys, ["session", "index_name"], join_type="inner")
            .select(returns.column_names)
            .sort_by([("session", "ascending"), ("index_name", "ascending")])
            .combine_chunks()
            .cast(returns.schema)
        )
