"""What a source answers: which names are its files, which day they ask for, bytes -> Arrow."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

import pyarrow as pa

from bhavhouse.contracts import Contract
from bhavhouse.errors import MalformedFile


class Cadence(StrEnum):
    """How a feed's files follow each other."""

    SESSION = "session"  # one a trading session; the name holds the day
    REFERENCE = "reference"  # a list as of a day; the folder or file name ends in it
    EVENT = "event"  # deliveries that only ever add


@dataclass(frozen=True)
class Breach:
    """One value that keeps a row out: line in the file (a header is 1), column, value as printed, reason."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """What a parser is told: the file's name, the day it must be of, the fewest rows it may hold."""

    name: str
    day: date
    minimum_rows: int = 0


@dataclass(frozen=True)
class Parsed:
    """A file's good rows, with the line each stands on, and the rows that could not be read."""

    table: pa.Table  # the contract's columns and `line`
    breaches: list[Breach] = field(default_factory=list)


@dataclass(frozen=True)
class Feed:
    """One kind of file. `names` matches a base name, and its group `day` is read by `day_format`.

    A day of six digits leaves out the century, whatever `day_format` says.

    `prints_day` is false where a session's file says nowhere of which day it is: its name is believed, and
    it is refused only where the same bytes stand under an earlier day's name.
    """

    name: str
    contract: Contract
    cadence: Cadence
    names: re.Pattern[str]
    parse: Callable[[bytes, Asked], Parsed]
    day_format: str = ""
    usual_time: time = time(19, 0)  # IST, when it is safely out on its session
    prints_day: bool = True

    def day_in(self, name: str) -> date | None:
        """The day that `name` asks for, or None where it holds none; a group `year` belongs before `day`.

        Raises MalformedFile where the name's day is no date.
        """
        found = self.names.fullmatch(name)
        groups = found.groupdict() if found else {}
        if not self.day_format or not groups.get("day"):
            return None
        printed = f"{groups.get('year') or ''}{groups['day']}"
        form = self.day_format.replace("%Y", "%y") if re.fullmatch(r"\d{6}", printed) else self.day_format
        try:
            return datetime.strptime(printed, form).date()  # noqa: DTZ007 - a date, no moment
        except ValueError:
            raise MalformedFile(f"{name}: {printed} is no date") from None


def pattern(regex: str) -> re.Pattern[str]:
    """A file-name pattern; exchanges vary the case, and print Latin letters and digits alone."""
    return re.compile(regex, re.IGNORECASE | re.ASCII)


def shown(printed: str, most: int = 200) -> str:
    """The start of a printed text, fit for every database: without NULs and halves of characters."""
    return printed[:most].replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode()
