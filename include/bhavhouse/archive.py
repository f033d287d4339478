"""What archive folders offer: files known by their exchange names, at any depth, zipped or not.

A file offered under one name in several places is offered several times; which one counts is decided where
the bytes have been read.
"""

import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from bhavhouse.errors import MalformedFile, Refused, UsageError
from bhavhouse.market.calendar import IST
from bhavhouse.sources import FEEDS, Cadence, Feed

LARGEST_FILE_BYTES = 256 * 2**20
FEWEST_EQ_ROWS = 1_000  # in a whole cash file
_MOST_MEMBERS = 10_000
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
        return self.origin or (f"{self.path}!{self.member}" if self.member else str(self.path))

    def read(self) -> bytes:
        """The file's bytes, at most LARGEST_FILE_BYTES.

        Raises MalformedFile where it is larger, or a zip that cannot be opened.
        """
        if self.problem:
            raise MalformedFile(self.problem)
        if not self.member:
            with self.path.open("rb") as file:
                return _bounded(file.read(LARGEST_FILE_BYTES + 1))
        try:
            with zipfile.ZipFile(self.path) as bundle, bundle.open(self.member) as file:
                return _bounded(file.read(LARGEST_FILE_BYTES + 1))
        except (
            zipfile.BadZipFile,
            RuntimeError,
            NotImplementedError,
            EOFError,
            OSError,
            ValueError,
        ) as error:
            raise MalformedFile(f"the zip cannot be read: {error}") from None
        except Exception as error:  # zlib and lzma raise their own
            if type(error).__module__ in ("zlib", "_lzma", "lzma"):
                raise MalformedFile(f"the zip cannot be read: {error}") from None
            raise


def _bounded(payload: bytes) -> bytes:
    if len(payload) > LARGEST_FILE_BYTES:
        raise MalformedFile(f"larger than {LARGEST_FILE_BYTES // 2**20} MiB")
    return payload


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
        for path in _files(folder):
            found += [
                offer
                for offer in _offered(path, feeds)
                if offer.feed.cadence is Cadence.REFERENCE or start <= offer.day <= end
            ]
    order = {name: n for n, name in enumerate(FEEDS)}
    return sorted(found, key=lambda o: (order[o.feed.name], o.day, o.name, str(o.path), o.member))


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names) if not Path(parent, name).is_symlink())


def _offered(path: Path, feeds: frozenset[str] | None) -> Iterator[Offer]:
    if path.suffix.lower() != ".zip":
        yield from _offer(path.name, path, "", feeds)
        return
    asked = path.name[:-4]
    known = _feed_of(asked, feeds)
    try:
        with zipfile.ZipFile(path) as bundle:
            members = [m for m in bundle.namelist()[:_MOST_MEMBERS] if not m.endswith("/")]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        if known:
            yield from _offer(asked, path, "", feeds, f"the zip cannot be read: {error}")
        return
    if known:
        # The name outside says what was asked for, whatever the file inside is called.
        problem = "" if len(members) == 1 else f"a zip of {len(members)} files, not of one"
        yield from _offer(asked, path, members[0] if members else "", feeds, problem)
        return
    for member in members:
        yield from _offer(PurePosixPath(member.replace("\\", "/")).name, path, member, feeds)


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
        day = feed.day_in(name)
    except Refused:
        return  # a name such as 99132025 asks for no day at all
    if day is None:
        day = _as_of(path)
    yield Offer(feed, name, day, path, member, problem)


def _as_of(path: Path) -> date:
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
        try:
            floors.append(int(json.loads(note.read_text())["minimum_rows"]))
        except FileNotFoundError:
            floors.append(FEWEST_EQ_ROWS)
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise UsageError(f"{note}: {error!r}") from None
    return min(floors, default=FEWEST_EQ_ROWS)
