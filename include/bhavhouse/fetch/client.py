"""One polite client for one address: retries, redirects by hand, and a bound on everything.

It stands on httpcore rather than on httpx above it: the guarded network is part of httpcore's interface, it
takes no proxy from the environment, follows nothing and decodes nothing by itself.
"""

import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from importlib.metadata import version
from types import TracebackType

import httpcore

from bhavhouse.archive import LARGEST_FILE_BYTES
from bhavhouse.fetch.addresses import Forbidden, GuardedNetwork, Resolve, Target, redirected, resolve, target
from bhavhouse.fetch.inbox import Validators

USER_AGENT = f"bhavhouse/{version('bhavhouse')} (equity market warehouse)"
_HEADERS = (("User-Agent", USER_AGENT), ("Accept", "*/*"), ("Accept-Encoding", "identity"))
MOST_REDIRECTS = 5
_MOST_OF_AN_ERROR_BYTES = 64 * 2**10  # read, so that the connection can be used again
_TROUBLES = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
_HEADER_VALUE = re.compile(r"[ -~]+")


class Outcome(StrEnum):
    """What became of a file that was asked for."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    ABSENT = "absent"
    BLOCKED = "blocked"
    REFUSED = "refused"
    FAILED = "failed"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Limits:
    """Bounds on a client, in seconds, bytes and counts.

    `file_seconds` bounds a file in all: attempts, redirects and waits together. `pause_seconds` lies between
    two requests to a host of others; one's own machine or network needs no such care.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    file_seconds: float = 180.0
    attempts: int = 4
    back_off_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    pause_seconds: float = 0.5
    own_pause_seconds: float = 0.0
    largest_bytes: int = LARGEST_FILE_BYTES


LIMITS = Limits()
_SAID_NOTHING = Validators()


@dataclass(frozen=True)
class Answer:
    """What a server said in the end. `why` is empty where the file came, or came before."""

    outcome: Outcome
    why: str = ""
    body: bytes = b""
    said: Validators = _SAID_NOTHING


class _Passing(Exception):
    """May be over when asked again, not before `after` seconds."""

    def __init__(self, why: str, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


class Client:
    """Asks one host at a time over one connection. Close it, or use it as a context.

    `may_be_private` says whether `base` itself may lie in a private network. `resolve`, `sleep` and
    `chance` are there to be replaced.
    """

    def __init__(
        self,
        base: Target,
        limits: Limits = LIMITS,
        *,
        may_be_private: bool = True,
        resolve: Resolve = resolve,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._limits = limits
        self._sleep = sleep
        self._chance = chance
        self._network = GuardedNetwork((base.host, base.port) if may_be_private else None, resolve)
        self._pool = httpcore.ConnectionPool(max_connections=1, network_backend=self._network)
        self._asked_at = float("-inf")
        self.requests = 0

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def get(self, url: str, known: Validators = _SAID_NOTHING) -> Answer:
        """The file at `url`; UNCHANGED where the server says that it is the one that `known` tells of.

        Passing troubles (no connection, a body cut short, 429, 5xx) are tried again. Raises nothing for
        whatever a server does.
        """
        deadline = time.monotonic() + self._limits.file_seconds
        self._network.deadline = deadline
        attempt = 1
        while True:
            try:
                return self._follow(url, known)
            except Forbidden as error:
                return Answer(Outcome.FAILED, str(error))
            except _Passing as trouble:
                wait = self._wait(attempt, trouble.after)
                tries = f"after {attempt} attempt{'s' if attempt > 1 else ''}"
                if attempt == self._limits.attempts:
                    return Answer(Outcome.FAILED, f"{trouble}, {tries}")
                if wait > self._limits.longest_wait_seconds or time.monotonic() + wait >= deadline:
                    return Answer(Outcome.FAILED, f"{trouble}, {tries}; the next would be too late")
                self._sleep(wait)
                attempt += 1

    def _wait(self, attempt: int, after: float) -> float:
        """Seconds to the next attempt: twice as long each time, spread so that clients do not meet."""
        return max(after, self._limits.back_off_seconds * 2.0 ** (attempt - 1) * (0.5 + self._chance()))

    def _follow(self, url: str, known: Validators) -> Answer:
        to = target(url)
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(to, known)
            if isinstance(answer, Answer):
                return answer
            to = redirected(to, answer)
        return Answer(Outcome.FAILED, f"more than {MOST_REDIRECTS} redirects")

    def _ask(self, to: Target, known: Validators) -> Answer | str:
        """One request -> its answer, or where it redirects to."""
        self._pause()
        conditions = [("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)]
        conditions = [(name, value) for name, value in conditions if _HEADER_VALUE.fullmatch(value)]
        headers = [*_HEADERS, *conditions]
        read = self._limits.read_seconds
        timeout = {"connect": self._limits.connect_seconds, "read": read, "write": read}
        try:
            extensions = {"timeout": timeout}
            with self._pool.stream("GET", to.url, headers=headers, extensions=extensions) as response:
                return self._answer(response, is_conditional=bool(conditions))
        except _TROUBLES as error:
            raise _Passing(_in_words(error)) from None

    def _pause(self) -> None:
        pause = self._limits.own_pause_seconds if self._network.is_private else self._limits.pause_seconds
        wait = self._asked_at + pause - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._asked_at = time.monotonic()
        self.requests += 1

    def _answer(self, response: httpcore.Response, *, is_conditional: bool) -> Answer | str:
        status, headers = response.status, _Headers(response)
        if status == 200:
            return self._body(response, headers)
        with suppress(_TooLarge, *_TROUBLES):
            _read(response, _MOST_OF_AN_ERROR_BYTES)
        if status in (301, 302, 303, 307, 308) and (location := headers.one("location")):
            return location
        if status == 304 and is_conditional:
            return Answer(Outcome.UNCHANGED)
        if status in (404, 410):
            return Answer(Outcome.ABSENT, f"HTTP {status}")
        if status in (401, 403, 407, 451):
            return Answer(Outcome.BLOCKED, f"HTTP {status}, the server does not serve this program")
        if status in (408, 425, 429) or status >= 500:
            raise _Passing(f"HTTP {status}", _seconds(headers.one("retry-after")))
        return Answer(Outcome.FAILED, f"HTTP {status}, which is no answer to this request")

    def _body(self, response: httpcore.Response, headers: "_Headers") -> Answer:
        if encoding := headers.one("content-encoding").lower().replace("identity", "").strip(", "):
            # What is not decoded cannot grow. It was asked for as it is, so nothing is lost by refusing.
            return Answer(Outcome.FAILED, f"it came encoded as {encoding[:50]}, though asked for as it is")
        length = headers.one("content-length")
        if not length and "chunked" not in headers.one("transfer-encoding").lower():
            return Answer(Outcome.FAILED, "the server says neither how long it is nor where it ends")
        largest = self._limits.largest_bytes
        try:
            if length.isdigit() and int(length[:20]) > largest:
                raise _TooLarge
            body = _read(response, largest)
        except _TooLarge:
            return Answer(Outcome.FAILED, f"larger than {largest / 2**20:g} MiB")
        said = Validators(headers.one("etag"), headers.one("last-modified"))
        return Answer(Outcome.FETCHED, body=body, said=said)


class _Headers:
    def __init__(self, response: httpcore.Response) -> None:
        self._pairs = [(name.lower(), value) for name, value in response.headers]

    def one(self, name: str) -> str:
        """All values of a header as one; empty where there is none."""
        return ", ".join(value.decode("latin-1") for n, value in self._pairs if n == name.encode())


class _TooLarge(Exception):
    pass


def _read(response: httpcore.Response, largest_bytes: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > largest_bytes:
            raise _TooLarge
    return bytes(body)


def _in_words(error: Exception) -> str:
    match error:
        case httpcore.ConnectError() | httpcore.ConnectTimeout():
            kind = "no connection"
        case httpcore.TimeoutException():
            kind = "too slow"
        case _:
            kind = "the answer broke off"
    return f"{kind}: {error}" if str(error) else kind


def _seconds(retry_after: str) -> float:
    """What Retry-After asks for, in seconds or as a moment; 0 where it asks for nothing that can be read."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
