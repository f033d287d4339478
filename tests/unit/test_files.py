"""Files are whole or not there."""

import pyarrow as pa
import pytest

from bhavhouse.files import Lake, RawStore, write_whole


def test_equal_bytes_are_stored_once_and_never_written_again(tmp_path):
    store = RawStore(tmp_path)
    first = store.put(b"bytes")
    stamp = store.path(first).stat().st_mtime_ns
    assert store.put(b"bytes") == first and store.path(first).stat().st_mtime_ns == stamp
    assert store.get(first) == b"bytes" and len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


def test_a_write_that_fails_leaves_neither_the_file_nor_a_piece_of_it(tmp_path):
    with pytest.raises(TypeError):
        write_whole(tmp_path / "file", "no bytes")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_equal_rows_are_one_lake_file_and_others_another(tmp_path):
    lake = Lake(tmp_path)
    table = pa.table({"n": [1, 2]})
    one, same, other = (lake.put("lake.x", "session=2025-01-01", t) for t in (table, table, table.slice(1)))
    assert one == same != other and one.startswith("lake.x/session=2025-01-01/")
    assert lake.get(one).equals(table) and len(list(tmp_path.rglob("*.parquet"))) == 2
