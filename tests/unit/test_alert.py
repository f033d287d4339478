"""Alerts posted to a real web address."""

import socket
import time

import pytest

from alerts import webhook
from bhavhouse.alert import NotSent, message, post
from bhavhouse.errors import UsageError

AT_ONCE = (0.0, 0.0)


def test_an_alert_arrives_as_json_with_a_subject_and_a_text():
    with webhook() as hook:
        post(hook.url, message("late", "nse_full has not come"))
    assert hook.posted == [{"subject": "late", "text": "late\n\nnse_full has not come"}]


def test_an_alert_is_posted_again_where_the_other_side_may_recover():
    with webhook() as hook:
        hook.answers += [503, 429]
        post(hook.url, message("late", ""), AT_ONCE)
    assert len(hook.posted) == 3


@pytest.mark.parametrize(("status", "times"), [(500, 3), (403, 1), (302, 1)])
def test_an_alert_that_is_not_taken_says_so_without_the_secret_of_its_address(status: int, times: int):
    with webhook() as hook:
        hook.answers += [status] * 5
        with pytest.raises(NotSent, match=f"127.0.0.1 .* answered {status}") as raised:
            post(hook.url, message("late", ""), AT_ONCE)
    assert len(hook.posted) == times
    assert "geheim" not in str(raised.value)


def test_nobody_who_listens_is_told_soon():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        begun = time.monotonic()
        with pytest.raises(NotSent, match="ConnectError"):
            post(f"http://127.0.0.1:{bound.getsockname()[1]}/", message("late", ""), AT_ONCE)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("address", ["ftp://example.org/x", "example.org", "file:///etc/passwd", "http://"])
def test_what_is_no_web_address_is_refused(address: str):
    with pytest.raises(UsageError, match="BHAVHOUSE_ALERT_URL"):
        post(address, message("late", ""))


def test_a_long_text_is_cut():
    assert len(message("late", "x" * 100_000)["text"]) <= 8_000
