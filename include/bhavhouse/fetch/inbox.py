"""Where fetched files lie: an archive folder for each address, with what the server said of each file.

Every file is there whole or not at all. What a server said (its entity tag and date of change) stands beside
those that are asked for again, so that an unchanged file is not sent again.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

from bhavhouse.clock import indian_day
from bhavhouse.fetch.wanted import Wanted
from bhavhouse.files import write_whole


@dataclass(frozen=True)
class Validators:
    """What a server said by which it knows a file again; empty where it said nothing."""

    etag: str = ""
    last_modified: str = ""


class Inbox:
    """The files fetched from one address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def validators(self, wanted: Wanted) -> Validators:
        """What was said of the file that was fetched; empty unless that file is here still."""
        note = self._note(wanted)
        return Validators(note["etag"], note["last_modified"]) if note else Validators()

    def standing(self, wanted: Wanted) -> Path | None:
        """The file that was last fetched under this name."""
        if wanted.day is not None:
            place = self.folder / wanted.name
            return place if place.is_file() else None
        note = self._note(wanted)
        return self.folder / note["file"] if note else None

    def put(self, wanted: Wanted, body: bytes, said: Validators, today: date) -> Path:
        """Keeps `body` under the file's name.

        A list lies in a folder of its date, which is when the server says that it changed, else today.
        """
        file = wanted.name
        if wanted.day is None and wanted.place.feed:
            file = f"lists_{_changed(said.last_modified, today)}/{file}"
        write_whole(self.folder / file, body)
        if wanted.may_change:
            note = json.dumps({"file": file, **asdict(said)})
            write_whole(self._beside(wanted), note.encode())
        return self.folder / file

    def _beside(self, wanted: Wanted) -> Path:
        return self.folder / f"{wanted.name}.validators"

    def _note(self, wanted: Wanted) -> dict[str, str]:
        try:
            note = json.loads(self._beside(wanted).read_bytes())
            known = {name: str(note[name]) for name in ("file", "etag", "last_modified")}
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return known if (self.folder / known["file"]).is_file() else {}


def _changed(last_modified: str, today: date) -> date:
    try:
        day = indian_day(parsedate_to_datetime(last_modified))
    except (ValueError, OverflowError):
        return today
    return min(day, today)


def is_web_page(body: bytes) -> bool:
    """Whether these bytes are HTML or XML: no file that an exchange or a vendor publishes begins with '<'."""
    return body[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
