"""The addresses of BHAVHOUSE_ARCHIVE -> files in the inbox, which are then taken in like any folder's."""

import json
import logging
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from bhavhouse.clock import IST, indian_day, today
from bhavhouse.errors import UsageError
from bhavhouse.fetch.addresses import Forbidden, Target, target
from bhavhouse.fetch.client import LIMITS, Answer, Client, Limits, Outcome
from bhavhouse.fetch.inbox import Inbox, Validators, is_web_page
from bhavhouse.fetch.places import EXCHANGES, FLAT, MARKER, Place
from bhavhouse.fetch.wanted import RECHECKED, Key, Wanted, held, wanted
from bhavhouse.ledger import Ledger
from bhavhouse.pipelines.house import House
from bhavhouse.progress import progress

log = logging.getLogger("bhavhouse")
_GOT = (Outcome.FETCHED, Outcome.UNCHANGED)
_OF_NO_USE = (Outcome.BLOCKED, Outcome.REFUSED, Outcome.FAILED)
# A host that blocks or fails this many files in a row is left alone for the rest of the run.
_PATIENCE_FILES = 3


@dataclass
class Fetched:
    """What came of it: a line for each address, and what was wanted and could not be had, with the reason."""

    lines: list[str] = field(default_factory=list)
    missing: list[tuple[Wanted, str]] = field(default_factory=list)

    def failures(self, ledger: Ledger, day: date | None = None) -> list[str]:
        """The reasons for what is still not held, now that all folders have been taken in.

        What another folder had, or what was held before and was only to be looked at again, is no failure;
        of a list, what is held must be of the week before `day`, today.
        """
        if not self.missing:
            return []
        known, fresh = held(ledger), held(ledger, since=(day or today()) - RECHECKED)
        lacking = [why for one, why in self.missing if one.key not in (known if one.day else fresh)]
        told = [why for why in lacking if why]
        if rest := len(lacking) - len(told):
            told.append(f"{rest} more files were not asked for: their host failed {_PATIENCE_FILES} in a row")
        return told


def fetch(
    house: House,
    start: date,
    end: date,
    feeds: Set[str] | None = None,
    *,
    limits: Limits = LIMITS,
    now: datetime | None = None,
) -> Fetched:
    """Asks the addresses for what [start, end] and the lists lack; each for what those before it had not.

    Raises UsageError where an address is none.
    """
    fetched = Fetched()
    bases = [_base(url) for url in house.settings.archive_urls]
    if not bases:
        return fetched
    now = now or datetime.now(IST)
    got: set[Key] = set()
    # One process at a time, so that a host sees one connection whatever runs side by side.
    with house.alone("fetch"), house.ledger.run("fetch", start=start, end=end) as figures:
        for base, folder in zip(bases, house.settings.inboxes, strict=True):
            asking = _Asking(base, Inbox(folder), indian_day(now))
            asks = wanted(asking.places, start, end, feeds, held(house.ledger), now)
            asking.ask([one for one in asks if one.key not in got], limits)
            got |= asking.got
            fetched.lines.append(asking.summary)
            fetched.missing += asking.missing
            figures[base.url] = dict(asking.counts)
    fetched.missing = [(one, why) for one, why in fetched.missing if one.key not in got]
    return fetched


def _base(url: str) -> Target:
    try:
        base = target(url.rstrip("/"))
    except Forbidden as error:
        raise UsageError(f"BHAVHOUSE_ARCHIVE: {error}") from None
    if urlsplit(url).query or urlsplit(url).fragment:
        raise UsageError(f"BHAVHOUSE_ARCHIVE: {url}: an address of files has no ? and no #")
    if base.host in EXCHANGES and urlsplit(base.url).path == "":
        return target(f"https://{base.host}")
    return base


class _Asking:
    """One address, asked file by file."""

    def __init__(self, base: Target, inbox: Inbox, day: date) -> None:
        self._base = base
        self._inbox = inbox
        self._day = day
        self._is_exchange = base.host in EXCHANGES and base.url == f"https://{base.host}"
        self.counts: Counter[str] = Counter()
        self.got: set[Key] = set()
        self.missing: list[tuple[Wanted, str]] = []

    @property
    def places(self) -> tuple[Place, ...]:
        """Where this address keeps its files."""
        return EXCHANGES[self._base.host] if self._is_exchange else FLAT

    @property
    def summary(self) -> str:
        """What came of it, in words."""
        told = ", ".join(f"{self.counts[o]} {o}" for o in Outcome if self.counts[o])
        return f"{self._base.url}: {told or 'nothing to ask for'}"

    def ask(self, files: list[Wanted], limits: Limits) -> None:
        """Asks for each of `files`, until the host has failed several in a row."""
        in_a_row = 0
        with (
            Client(self._base, limits, may_be_private=not self._is_exchange) as client,
            progress("fetching", len(files)) as advance,
        ):
            for n, one in enumerate(files):
                if in_a_row == _PATIENCE_FILES:
                    self._leave_alone(files[n:])
                    break
                answer = self._one(client, one)
                in_a_row = in_a_row + 1 if answer.outcome in _OF_NO_USE else 0
                self._count(one, answer)
                advance(1)

    def _one(self, client: Client, one: Wanted) -> Answer:
        # What was refused, or never taken in, is asked for whole.
        known = self._inbox.validators(one) if one.is_held else Validators()
        answer = client.get(self._url(one), known)
        if answer.outcome is not Outcome.FETCHED:
            return answer
        if one.place is MARKER and not _is_marker(answer.body):
            return Answer(Outcome.ABSENT, "what came under this name is something else")
        if is_web_page(answer.body):
            return self._web_page(one, answer)
        self._inbox.put(one, answer.body, answer.said, self._day)
        return answer

    def _web_page(self, one: Wanted, answer: Answer) -> Answer:
        """An error page with status 200: taken for what was received, unless there is a good file.

        The parser refuses it, and the ledger then says why the session is a hole. It never takes the place of
        a file, and the same page again, which the ledger knows already, is told of here.
        """
        standing = self._inbox.standing(one)
        before = standing.read_bytes() if standing else b""
        if one.is_held or before == answer.body or (before and not is_web_page(before)):
            return Answer(Outcome.FAILED, "a web page came instead of the file")
        self._inbox.put(one, answer.body, Validators(), self._day)
        return Answer(Outcome.REFUSED, "a web page came instead of the file")

    def _count(self, one: Wanted, answer: Answer) -> None:
        if one.place is MARKER and answer.outcome not in (Outcome.BLOCKED, Outcome.FAILED):
            return  # no file of the exchange
        self.counts[answer.outcome] += 1
        if answer.outcome in _GOT:
            self.got.add(one.key)
        elif answer.outcome in (Outcome.BLOCKED, Outcome.FAILED):
            self._miss(one, answer.why)

    def _leave_alone(self, rest: list[Wanted]) -> None:
        log.warning("%s failed %d times in a row and is left alone", self._base.url, _PATIENCE_FILES)
        for one in rest:
            self.counts[Outcome.NOT_ASKED] += 1
            self.missing.append((one, ""))

    def _miss(self, one: Wanted, why: str) -> None:
        text = f"{self._url(one)} could not be had: {why}"
        log.warning(text)
        self.missing.append((one, f"{text}. Put the file into a folder of BHAVHOUSE_ARCHIVE and run again"))

    def _url(self, one: Wanted) -> str:
        return f"{self._base.url}/{one.path}"


def _is_marker(body: bytes) -> bool:
    try:
        return int(json.loads(body)["minimum_rows"]) >= 0
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return False
