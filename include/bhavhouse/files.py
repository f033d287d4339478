"""Files that are whole or not there: written aside, renamed on success, named by their content."""

import hashlib
import os
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def code_digest(folder: Path) -> str:
    """A hash of the code and the lists of a package: of all that its results depend on."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".csv", ".txt"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def write_whole(path: Path, payload: bytes | memoryview) -> None:
    """Puts `payload` at `path` by one rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


class RawStore:
    """Bytes as received, each stored once under its hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes of this hash lie."""
        return self._folder / sha256[:2] / sha256

    def put(self, payload: bytes) -> str:
        """Stores `payload`, if it is new, and returns its hash."""
        sha256 = hashlib.sha256(payload).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            write_whole(path, payload)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of this hash."""
        return self.path(sha256).read_bytes()


class Lake:
    """Typed Parquet. A file's name ends in its content's hash, so it never changes once it is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, dataset: str, partition: str, table: pa.Table) -> str:
        """Stores `table` as a file of `dataset` and returns its path below the lake folder.

        `partition` is the hive folder (session=2025-01-01), or empty.
        """
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd", compression_level=1, write_statistics=True)
        payload = sink.getvalue()
        name = f"{hashlib.sha256(payload).hexdigest()[:20]}.parquet"
        file = "/".join(part for part in (dataset, partition, name) if part)
        path = self.folder / file
        if not path.exists():
            write_whole(path, memoryview(payload))
        return file

    def get(self, file: str, columns: list[str] | None = None) -> pa.Table:
        """The rows of one file, all of its columns or these."""
        return pq.ParquetFile(self.folder / file).read(columns)
