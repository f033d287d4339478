"""What archive folders offer: files known by their exchange names, at any depth, zipped or not.

A file offered under one name in several places is offered several times; which one counts is decided where
the bytes have been read.
"""

import json
import logging
import lzma
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from bhavhouse.clock import IST
from bhavhouse.errors import MalformedFile, Refused, UsageError
from bhavhouse.sources import FEEDS, Cadence, Feed

log = logging.getLogger("bhavhouse")
LARGEST_FILE_BYTES = 256 * 2**20
FEWEST_EQ_ROWS = 1_000  # in a whole cash file
_TOO_LARGE = f"larger than {LARGEST_FILE_BYTES // 2**20} MiB"
_MOST_MEMBERS = 10_000
_LONGEST_NOTE = 2**16
# Exchange files swell tenfold at most; the smaller ones may do as they like.
_MOST_SWELLING = 200
_HARMLESS_BYTES = 32 * 2**20
# What the zip module raises on bytes that are no zip, or a damaged, locked or too new one.
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    RuntimeError,
    LookupError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
)
_DATED = re.compile(r"_(\d{4}-\d\d-\d\d)$")


@dataclass(frozen=True)
class Offer:
    """One file that an archive holds. `day` is the session, or the day a list counts as of.

    `member` is set where the file lies inside a zip. `problem` says why it cannot be read at all.
    """

    feed: Feed
    name: str
    day: date
    path: Path
    member: str = ""
    problem: str = ""
    origin: str = ""

    @property
    def source(self) -> str:
        """Where the bytes come from, in words; `origin` where they were received before."""
        return self.origin or printable(f"{self.path}!{self.member}" if self.member else f"{self.path}")

    def read(self) -> bytes:
        """The file's bytes, at most LARGEST_FILE_BYTES.

        Raises MalformedFile where it is larger, or cannot be read.
        """
        if self.problem:
            raise MalformedFile(self.problem)
        if not self.member:
            try:
                with _opened(self.path) as file:
                    return _bounded(file)
            except OSError as error:
                raise MalformedFile(f"the file cannot be read: {error}") from None
        try:
            with (
                _opened(self.path) as outside,
                zipfile.ZipFile(outside) as bundle,
                bundle.open(self.member) as file,
            ):
                return _bounded(file)
        except _ZIP_FAULTS as error:
            raise MalformedFile(f"the zip cannot be read: {error}") from None


def _opened(path: Path) -> BinaryIO:
    """A regular file, open. Raises OSError for all else: a FIFO would be waited for without end."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("no regular file")
    return os.fdopen(handle, "rb")


def _bounded(file: IO[bytes]) -> bytes:
    payload = file.read(LARGEST_FILE_BYTES + 1)
    if len(payload) > LARGEST_FILE_BYTES:
        raise MalformedFile(_TOO_LARGE)
    return payload


def printable(text: str) -> str:
    """`text` on one line, fit for logs and databases, whatever a file is called."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def offers(
    folders: Iterable[Path], start: date, end: date, feeds: frozenset[str] | None = None
) -> list[Offer]:
    """Every file of a known name for the days [start, end], and the reference lists of any day.

    In the order of feed, day, name and place. `feeds` narrows to those named.

    Raises UsageError where a folder is not there.
    """
    found: list[Offer] = []
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"no archive at {folder}: set BHAVHOUSE_ARCHIVE to a folder of exchange files")
        for path, problem in files_below(folder):
            found += [
                offer
                for offer in _offered(path, problem, feeds)
                if offer.feed.cadence is Cadence.REFERENCE or start <= offer.day <= end
            ]
    order = {name: n for n, name in enumerate(FEEDS)}
    return sorted(found, key=lambda o: (order[o.feed.name], o.day, o.name, str(o.path), o.member))


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """What lies below, in order, folders aside; with a problem where it is no regular file."""
    links = []
    for parent, folders, names in os.walk(folder, followlinks=False, onerror=_unreadable):
        folders.sort()
        links += [place for name in folders if (place := Path(parent, name)).is_symlink()]
        for name in sorted(names):
            path = Path(parent, name)
            try:
                mode = path.lstat().st_mode
            except OSError:
                continue  # gone since
            if stat.S_ISLNK(mode):
                links.append(path)
            else:
                yield path, "" if stat.S_ISREG(mode) else "no regular file"
    if links:
        told = f"{len(links)} symbolic links below {folder} are not followed, the first: {links[0]}"
        log.warning("%s", printable(told))


def _unreadable(error: OSError) -> None:
    log.warning("%s", printable(f"a folder is passed by: {error}"))


def _offered(path: Path, problem: str, feeds: frozenset[str] | None) -> Iterator[Offer]:
    if path.suffix.lower() != ".zip":
        yield from _offer(path.name, path, "", feeds, problem)
        return
    asked = path.name[:-4]
    known = _feed_of(asked, feeds)
    members: list[zipfile.ZipInfo] = []
    if not problem:
        try:
            with _opened(path) as outside, zipfile.ZipFile(outside) as bundle:
                members = [m for m in bundle.infolist() if not m.is_dir()]
                problem = _too_much(members, os.fstat(outside.fileno()).st_size)
        except _ZIP_FAULTS as error:
            problem = f"the zip cannot be read: {error}"
    if known:
        # The name outside says what was asked for, whatever the file inside is called.
        if not problem and len(members) != 1:
            problem = f"a zip of {len(members)} files, not of one"
        yield from _offer(asked, path, members[0].filename if members else "", feeds, problem)
        return
    times = Counter(member.filename for member in members)
    for member in members[:_MOST_MEMBERS]:
        name = PurePosixPath(member.filename.replace("\\", "/")).name
        fault = problem or ("its name occurs twice in the zip" if times[member.filename] > 1 else "")
        if name.lower().endswith(".zip"):
            name, fault = name[:-4], fault or "a zip inside a zip is not opened"
        yield from _offer(name, path, member.filename, feeds, fault)


def _too_much(members: list[zipfile.ZipInfo], size: int) -> str:
    """Why a zip is not unpacked at all: what its own list of members says, before a byte is unpacked."""
    if any(member.file_size > LARGEST_FILE_BYTES for member in members):
        return _TOO_LARGE
    if len(members) > _MOST_MEMBERS:
        return f"a zip of {len(members):,} files"
    swollen = sum(member.file_size for member in members)
    if swollen > max(_HARMLESS_BYTES, _MOST_SWELLING * size):
        return f"a zip bomb: {swollen:,} bytes out of {size:,}"
    return ""


def _feed_of(name: str, feeds: frozenset[str] | None) -> Feed | None:
    for feed in FEEDS.values():
        if (feeds is None or feed.name in feeds) and feed.names.fullmatch(name):
            return feed
    return None


def _offer(
    name: str, path: Path, member: str, feeds: frozenset[str] | None, problem: str = ""
) -> Iterator[Offer]:
    feed = _feed_of(name, feeds)
    if not feed:
        return
    try:
        day = feed.day_in(name) or as_of(path)
    except (Refused, OSError, OverflowError, ValueError) as error:
        # A name such as 99132025 asks for no day at all.
        log.warning("%s", printable(f"{path} is passed by: {error}"))
        return
    yield Offer(feed, name, day, path, member, problem)


def as_of(path: Path) -> date:
    """The day that a file counts as of: at the end of its or a folder's name, else of its last change."""
    for part in (path.name.split(".")[0], *(parent.name for parent in path.parents)):
        if found := _DATED.search(part):
            try:
                return date.fromisoformat(found[1])
            except ValueError:
                continue
    return datetime.fromtimestamp(path.stat().st_mtime, IST).date()


def minimum_rows(folders: Iterable[Path]) -> int:
    """The fewest rows in series EQ that a whole cash file holds.

    The exchange has listed more than this many shares since before its files begin; a simulated archive is
    smaller and says so in its `archive.json`.
    """
    floors = []
    for folder in folders:
        note = folder / "archive.json"
        if not note.exists():
            floors.append(FEWEST_EQ_ROWS)
            continue
        try:
            with _opened(note) as file:
                floors.append(int(json.loads(file.read(_LONGEST_NOTE))["minimum_rows"]))
        except (ValueError, KeyError, TypeError, OSError, RecursionError) as error:
            raise UsageError(f"{note}: {error!r}") from None
    return min(floors, default=FEWEST_EQ_ROWS)
