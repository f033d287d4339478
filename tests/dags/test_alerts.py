"""Whom an alert reaches: a web address, a mail server, or else the log."""

import logging
from email import message_from_string
from types import SimpleNamespace

import pytest
from house_alert import RunFailed, tell

from alerts import Mailbox, mailbox, webhook

pytestmark = pytest.mark.airflow


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BHAVHOUSE_ALERT_URL", raising=False)
    monkeypatch.delenv("BHAVHOUSE_ALERT_MAIL", raising=False)


def connect(monkeypatch: pytest.MonkeyPatch, box: Mailbox, **extra: str) -> None:
    query = "&".join(f"{k}={v}" for k, v in {"disable_ssl": "true", "disable_tls": "true", **extra}.items())
    monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", f"smtp://127.0.0.1:{box.port}/?{query}")
    monkeypatch.setenv("BHAVHOUSE_ALERT_MAIL", "a@example.org, b@example.org")


def test_an_alert_goes_to_the_web_address(monkeypatch: pytest.MonkeyPatch):
    with webhook() as hook:
        monkeypatch.setenv("BHAVHOUSE_ALERT_URL", hook.url)
        tell("late", "nse_full")
    assert hook.posted == [{"subject": "late", "text": "late\n\nnse_full"}]


def test_an_alert_goes_by_mail_to_all_addresses(monkeypatch: pytest.MonkeyPatch):
    with mailbox() as box:
        connect(monkeypatch, box)
        tell("late\r\nBcc: c@example.org", "a < b")
    ((sender, receivers, text),) = box.mails
    assert (sender, receivers) == ("a@example.org", ["a@example.org", "b@example.org"])
    mail = message_from_string(text)
    assert mail["Subject"] == "late Bcc: c@example.org"
    body = next(part for part in mail.walk() if part.get_content_type() == "text/html")
    assert b"a &lt; b" in body.get_payload(decode=True)


def test_a_sender_that_the_connection_names_is_used(monkeypatch: pytest.MonkeyPatch):
    with mailbox() as box:
        connect(monkeypatch, box, from_email="house%40example.org")
        tell("late", "")
    assert box.mails[0][0] == "house@example.org"


def test_with_nobody_to_tell_the_log_has_it_as_an_error(caplog: pytest.LogCaptureFixture):
    tell("late", "nse_full")
    ((name, level, text),) = [r for r in caplog.record_tuples if r[0] == "bhavhouse"]
    assert (name, level) == ("bhavhouse", logging.ERROR)
    assert "late: nse_full" in text


def test_an_alert_that_cannot_be_sent_is_in_the_log_and_the_other_way_is_taken(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    with mailbox() as box, webhook() as hook:
        hook.answers += [400]
        connect(monkeypatch, box)
        monkeypatch.setenv("BHAVHOUSE_ALERT_URL", hook.url)
        tell("late", "nse_full")
    assert "nse_full (not sent: 127.0.0.1 did not take the alert: it answered 400)" in caplog.text
    assert "geheim" not in caplog.text
    assert len(box.mails) == 1


def test_a_failed_run_is_told_with_its_session(monkeypatch: pytest.MonkeyPatch):
    run = SimpleNamespace(dag_id="market_daily", run_id="scheduled__1", partition_key="2026-02-02")
    with webhook() as hook:
        monkeypatch.setenv("BHAVHOUSE_ALERT_URL", hook.url)
        RunFailed()({"dag_run": run, "reason": "task_failure"})
    assert hook.posted[0]["subject"] == "Bhavhouse: market_daily of session 2026-02-02 failed"
