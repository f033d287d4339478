"""Pages fetched from the web: whether a site lets them be asked for, and where they are kept."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.robotparser import RobotFileParser

from bhavhouse.fetch.client import USER_AGENT, Client, Outcome
from bhavhouse.fetch.inbox import Validators
from bhavhouse.files import write_whole

_LONGEST_ROBOTS = 500 * 2**10


def rules(client: Client, origin: str) -> RobotFileParser:
    """What `origin`/robots.txt lets this program ask for: all where there is none, nothing where it fails."""
    found = RobotFileParser()
    answer = client.get(f"{origin}/robots.txt")
    if answer.outcome is Outcome.FETCHED:
        found.parse(answer.body[:_LONGEST_ROBOTS].decode("utf-8", "replace").splitlines())
    elif answer.outcome is Outcome.ABSENT:
        found.parse([])
    else:
        found.parse(["User-agent: *", "Disallow: /"])
    return found


def may_ask(found: RobotFileParser, url: str) -> bool:
    """Whether the rules of its site allow `url`."""
    return found.can_fetch(USER_AGENT, url)


@dataclass
class Kept:
    """A page as kept: its versions (hash and first day), what the server said, when it was last asked."""

    url: str
    etag: str = ""
    last_modified: str = ""
    asked_at: float = 0.0
    updated: str = ""
    versions: list[tuple[str, str]] = field(default_factory=list)


class Pages:
    """A folder for each page, with a file for each version; a note names those that count."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def kept(self, url: str) -> Kept:
        """What is kept of `url`; nothing where its note cannot be read."""
        try:
            note = json.loads((self._place(url) / "note.json").read_bytes())
            known = Kept(**{**note, "versions": [(str(v[0]), str(v[1])) for v in note["versions"]]})
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return Kept(url)
        is_whole = known.versions and all(self.file(url, sha256).is_file() for sha256, _ in known.versions)
        return known if is_whole else Kept(url)

    def file(self, url: str, sha256: str) -> Path:
        """Where a version lies."""
        return self._place(url) / f"{sha256[:32]}.page"

    def put(self, kept: Kept, body: bytes, said: Validators, today: date) -> None:
        """Keeps `body` as a version of the page, unless it is one already."""
        sha256 = hashlib.sha256(body).hexdigest()
        if sha256 not in {known for known, _ in kept.versions}:
            write_whole(self.file(kept.url, sha256), body)
            kept.versions.append((sha256, f"{today}"))
        kept.etag, kept.last_modified = said.etag, said.last_modified
        self.note(kept)

    def note(self, kept: Kept) -> None:
        """Writes down what is known of a page."""
        write_whole(self._place(kept.url) / "note.json", json.dumps(vars(kept)).encode())

    def _place(self, url: str) -> Path:
        return self.folder / hashlib.sha256(url.encode()).hexdigest()[:24]
