"""The client against a server that behaves and misbehaves: outcome, requests made, time taken."""

import gzip
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bhavhouse.fetch.addresses import target
from bhavhouse.fetch.client import Answer, Client, Limits, Outcome
from bhavhouse.fetch.inbox import Validators
from web import Site, raw, redirect, reply, serve, tagged

FILE = b"SYMBOL, SERIES\nABC, EQ\n"
HEAD = b"HTTP/1.1 200 OK\r\n"
SMALL = Limits(
    connect_seconds=2,
    read_seconds=2,
    file_seconds=5,
    attempts=3,
    back_off_seconds=0.01,
    largest_bytes=100_000,
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


class Asking:
    """A client of the site whose waits are told and not waited."""

    def __init__(self, site: Site, limits: Limits = SMALL) -> None:
        self.waits: list[float] = []
        self.client = Client(
            target(site.url), limits, sleep=self.waits.append, chance=lambda: 0.5, resolve=_loopback_alone
        )

    def get(self, url: str, known: Validators | None = None) -> Answer:
        with self.client:
            return self.client.get(url, known or Validators())


def _loopback_alone(host: str, port: int) -> list[str]:
    """Names for tests: nothing outside this machine can be meant, even by mistake."""
    names = {
        "127.0.0.1": ["127.0.0.1"],
        "localhost": ["127.0.0.1"],
        "exchange.test": ["127.0.0.1"],
        "half.test": ["23.52.40.1", "10.0.0.1"],
        "10.0.0.1": ["10.0.0.1"],
        "169.254.169.254": ["169.254.169.254"],
    }
    if host not in names:
        raise OSError("unknown name")
    return names[host]


def get(site: Site, url: str, limits: Limits = SMALL) -> Answer:
    return Asking(site, limits).get(url)


def test_a_file_comes_as_it_is_with_what_the_server_says_of_it(site):
    url = site.put("/f.csv", tagged(FILE, '"1"', "Tue, 10 Feb 2026 13:00:00 GMT"))
    answer = get(site, url)
    assert (answer.outcome, answer.body) == (Outcome.FETCHED, FILE)
    assert answer.said == Validators('"1"', "Tue, 10 Feb 2026 13:00:00 GMT")
    (headers,) = site.headers
    assert headers["user-agent"].startswith("bhavhouse/") and headers["accept-encoding"] == "identity"
    assert "if-none-match" not in headers


def test_an_unchanged_file_is_not_sent_again(site):
    url = site.put("/f.csv", tagged(FILE, '"1"'))
    answer = Asking(site).get(url, Validators('"1"', "Tue, 10 Feb 2026 13:00:00 GMT"))
    assert (answer.outcome, answer.body) == (Outcome.UNCHANGED, b"")
    assert site.headers[0]["if-modified-since"] == "Tue, 10 Feb 2026 13:00:00 GMT"


def test_a_changed_file_comes_whole(site):
    url = site.put("/f.csv", tagged(FILE, '"2"'))
    assert Asking(site).get(url, Validators('"1"')).body == FILE


def test_not_modified_is_no_answer_to_who_knows_nothing(site):
    assert get(site, site.put("/f.csv", reply(304))).outcome is Outcome.FAILED


def test_what_was_said_cannot_smuggle_a_header(site):
    url = site.put("/f.csv", tagged(FILE, '"1"'))
    assert Asking(site).get(url, Validators('"1"\r\nX-Evil: 1')).outcome is Outcome.FETCHED
    assert "x-evil" not in site.headers[0]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, Outcome.ABSENT),
        (410, Outcome.ABSENT),
        (401, Outcome.BLOCKED),
        (403, Outcome.BLOCKED),
        (451, Outcome.BLOCKED),
        (400, Outcome.FAILED),
        (204, Outcome.FAILED),
        (206, Outcome.FAILED),
    ],
)
def test_what_will_not_change_is_asked_once(site, status, outcome):
    answer = get(site, site.put("/f.csv", reply(status, b"" if status == 204 else b"<html>no</html>")))
    assert answer.outcome is outcome and f"HTTP {status}" in answer.why
    assert site.times("/f.csv") == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408, 429])
def test_a_passing_trouble_is_asked_again(site, status):
    url = site.put("/f.csv", reply(status), reply(status), reply(200, FILE))
    asking = Asking(site)
    assert asking.get(url).outcome is Outcome.FETCHED
    assert site.times("/f.csv") == 3 and asking.waits == [0.01, 0.02]


def test_a_trouble_that_does_not_pass_ends_with_its_name(site):
    answer = get(site, site.put("/f.csv", reply(503)))
    assert (answer.outcome, answer.why) == (Outcome.FAILED, "HTTP 503, after 3 attempts")
    assert site.times("/f.csv") == 3


def test_the_wait_that_a_server_asks_for_is_kept(site):
    url = site.put("/f.csv", reply(429, headers={"Retry-After": "3"}), reply(200, FILE))
    asking = Asking(site)
    assert asking.get(url).outcome is Outcome.FETCHED
    assert asking.waits == [3.0]


def test_a_wait_until_a_moment_is_kept(site):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
    url = site.put("/f.csv", reply(503, headers={"Retry-After": moment}), reply(200, FILE))
    asking = Asking(site)
    assert asking.get(url).outcome is Outcome.FETCHED
    assert 2.0 < asking.waits[0] <= 4.0


@pytest.mark.parametrize("asked_for", ["3600", "9" * 50, "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_wait_too_long_is_neither_waited_nor_cut_short(site, asked_for):
    asking = Asking(site)
    answer = asking.get(site.put("/f.csv", reply(429, headers={"Retry-After": asked_for})))
    assert answer.outcome is Outcome.FAILED and "too late" in answer.why
    assert asking.waits == [] and site.times("/f.csv") == 1


@pytest.mark.parametrize("asked_for", ["soon", "-5", "nan", "1e9", "Thu, 01 Jan 1970 00:00:00 GMT", ""])
def test_a_wait_that_makes_no_sense_is_ours(site, asked_for):
    url = site.put("/f.csv", reply(429, headers={"Retry-After": asked_for}), reply(200, FILE))
    asking = Asking(site)
    assert asking.get(url).outcome is Outcome.FETCHED
    assert asking.waits == [0.01]


def test_no_server_at_all_is_tried_again_and_told(site):
    with serve() as gone:
        pass
    asking = Asking(gone)
    answer = asking.get(f"{gone.url}/f.csv")
    assert answer.outcome is Outcome.FAILED and answer.why.startswith("no connection")
    assert len(asking.waits) == 2


def test_an_unknown_name_is_told(site):
    asking = Asking(site)
    answer = asking.get("http://nowhere.test/f.csv")
    assert answer.outcome is Outcome.FAILED and "nowhere.test cannot be resolved" in answer.why


@pytest.mark.parametrize(
    "cut_short",
    [
        HEAD + b"Content-Length: 100\r\n\r\nSYMBOL",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\nSYMBOL\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\nSYM",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nSYMBOL",
        HEAD + b"Content-Length: -5\r\n\r\nSYMBOL",
        HEAD + b"Content-Le",
        b"nonsense\r\n\r\n",
        b"",
    ],
    ids=["length", "chunked", "chunk", "no-size", "two-lengths", "minus", "head", "nonsense", "nothing"],
)
def test_what_is_cut_short_or_unreadable_is_asked_for_again_and_never_taken(site, cut_short):
    url = site.put("/f.csv", raw(cut_short), reply(200, FILE))
    answer = get(site, url)
    assert (answer.outcome, answer.body) == (Outcome.FETCHED, FILE)
    assert site.times("/f.csv") == 2
    site.put("/g.csv", raw(cut_short))
    answer = get(site, f"{site.url}/g.csv")
    assert (answer.outcome, answer.body) == (Outcome.FAILED, b"")
    assert "broke off" in answer.why and site.times("/g.csv") == 3


def test_more_than_the_server_said_is_not_read_and_spoils_no_other_file(site):
    url = site.put("/f.csv", raw(HEAD + b"Content-Length: 5\r\n\r\nSYMBOL, and much more"))
    other = site.put("/g.csv", reply(200, FILE))
    with Asking(site).client as client:
        assert client.get(url).body == b"SYMBO"
        assert client.get(other).body == FILE


def test_a_body_without_length_and_end_is_refused(site):
    answer = get(site, site.put("/f.csv", raw(HEAD + b"\r\n" + FILE)))
    assert answer.outcome is Outcome.FAILED and "how long" in answer.why
    assert site.times("/f.csv") == 1


def test_a_chunked_body_comes_whole(site):
    url = site.put("/f.csv", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\nSYMBOL\r\n0\r\n\r\n"))
    assert get(site, url).body == b"SYMBOL"


DRIPS = {
    "body": (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
    "head": (HEAD + b"X: ", b"x"),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "of an error": (b"HTTP/1.1 503 No\r\nContent-Length: 100000\r\n\r\n", b"x"),
}


@pytest.mark.parametrize("drip", DRIPS)
def test_a_slow_drip_ends_at_the_files_deadline(site, drip):
    url = site.put("/f.csv", raw(*DRIPS[drip], every_seconds=0.05, forever=True))
    started = time.monotonic()
    answer = get(site, url, replace(SMALL, file_seconds=0.4))
    assert answer.outcome is Outcome.FAILED
    assert 0.3 < time.monotonic() - started < 1.0


def test_a_server_that_says_nothing_is_left_after_the_read_limit(site):
    url = site.put("/f.csv", raw(b"", every_seconds=1.0))
    started = time.monotonic()
    answer = get(site, url, replace(SMALL, read_seconds=0.1, attempts=2))
    assert answer.outcome is Outcome.FAILED and answer.why.startswith("too slow")
    assert time.monotonic() - started < 0.8 and site.times("/f.csv") == 2


def test_an_endless_body_ends_at_the_largest_size(site):
    url = site.put(
        "/f.csv",
        raw(
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"2000\r\n" + b"x" * 0x2000 + b"\r\n", forever=True
        ),
    )
    started = time.monotonic()
    answer = get(site, url)
    assert answer.outcome is Outcome.FAILED and answer.why.startswith("larger than")
    assert time.monotonic() - started < 1.0 and site.times("/f.csv") == 1


def test_a_file_that_says_it_is_too_large_is_not_read(site):
    url = site.put("/f.csv", raw(HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n"))
    answer = get(site, url)
    assert answer.outcome is Outcome.FAILED
    assert site.times("/f.csv") <= 3


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, identity", "GZIP"])
def test_a_compressed_answer_is_refused_unread(site, encoding):
    bomb = gzip.compress(bytes(50_000_000))
    answer = get(site, site.put("/f.csv", reply(200, bomb, {"Content-Encoding": encoding})))
    assert answer.outcome is Outcome.FAILED and "encoded as" in answer.why
    assert site.times("/f.csv") == 1


def test_identity_is_no_encoding(site):
    assert get(site, site.put("/f.csv", reply(200, FILE, {"Content-Encoding": "identity"}))).body == FILE


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site, status):
    site.put("/new.csv", reply(200, FILE))
    assert get(site, site.put("/f.csv", redirect("/new.csv", status))).body == FILE


def test_five_redirects_are_followed_and_no_more(site):
    for n in range(6):
        site.put(f"/{n}", redirect(f"/{n + 1}"))
    site.put("/6", reply(200, FILE))
    assert get(site, f"{site.url}/1").body == FILE
    answer = get(site, f"{site.url}/0")
    assert answer.outcome is Outcome.FAILED and "redirects" in answer.why


def test_a_loop_of_redirects_ends(site):
    site.put("/a", redirect("/b"))
    site.put("/b", redirect("/a"))
    assert get(site, f"{site.url}/a").outcome is Outcome.FAILED
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1/f.csv",
        "http://169.254.169.254/latest/meta-data/",
        "http://half.test/f.csv",
        "http://localhost/f.csv",
        "//10.0.0.1/f.csv",
        "file:///etc/passwd",
        "ftp://127.0.0.1/f.csv",
        "http://user:secret@127.0.0.1/f.csv",
        "http://[::1/f.csv",
        "http://127.0.0.1:1/f.csv",
        "http://127.0.0.1:99999/f.csv",
        "http://h\xf4st/f.csv",
        "javascript:alert(1)",
    ],
)
def test_a_redirect_to_where_nobody_should_look_is_not_followed(site, location):
    answer = get(site, site.put("/f.csv", redirect(location)))
    assert answer.outcome is Outcome.FAILED and "secret" not in answer.why
    assert len(site.asked) == 1


def test_a_redirect_to_another_port_of_this_machine_is_not_followed(site):
    with serve() as other:
        url = site.put("/f.csv", redirect(other.put("/f.csv", reply(200, FILE))))
        assert get(site, url).outcome is Outcome.FAILED
        assert other.asked == [] and other.connections == 0


def test_a_public_name_that_means_this_machine_is_not_connected_to(site):
    """What a poisoned name server would do to the exchange's name."""
    client = Client(
        target(f"http://exchange.test:{site.port}"), SMALL, may_be_private=False, resolve=_loopback_alone
    )
    with client:
        answer = client.get(f"http://exchange.test:{site.port}/f.csv")
    assert answer.outcome is Outcome.FAILED and "no address of the open internet" in answer.why
    assert site.connections == 0


def test_one_connection_serves_all_files_of_a_host_also_those_that_are_not_there(site):
    urls = [site.put(f"/{n}", reply(200 if n % 2 else 404, FILE)) for n in range(6)]
    with Asking(site).client as client:
        found = [client.get(url).outcome for url in urls]
    assert found == [Outcome.ABSENT, Outcome.FETCHED] * 3
    assert (len(site.asked), site.connections, client.requests) == (6, 1, 6)


def test_between_two_requests_lies_a_pause(site):
    url = site.put("/f.csv", reply(200, FILE))
    asking = Asking(site, replace(SMALL, own_pause_seconds=0.5))
    with asking.client as client:
        for _ in range(3):
            client.get(url)
    assert len(asking.waits) == 2 and all(0.4 < wait <= 0.5 for wait in asking.waits)


def test_a_proxy_of_the_environment_is_not_used(site, monkeypatch):
    with serve() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert get(site, site.put("/f.csv", reply(200, FILE))).body == FILE
        assert proxy.connections == 0
