"""Tells the user of a missed deadline or a failed run: by a web address, by mail, else in the log.

`BHAVHOUSE_ALERT_URL` gets a POST of JSON with `subject` and `text`; `BHAVHOUSE_ALERT_MAIL`, addresses joined
by commas, gets a mail by Airflow's connection `smtp_default`. An alert that cannot be sent is logged whole
and disturbs nothing else.
"""

import html
import logging
import os
from collections.abc import Mapping
from typing import Any

from airflow.sdk import BaseNotifier

log = logging.getLogger("bhavhouse")


def tell(subject: str, text: str) -> None:
    """Sends the message every way that is set up; it ends in the log where there is none, or one fails."""
    url, addresses = (os.environ.get(f"BHAVHOUSE_ALERT_{kind}", "").strip() for kind in ("URL", "MAIL"))
    ways = [(_post, url), (_mail, addresses)]
    for way, where in ways:
        if where:
            try:
                way(where, subject, text)
            except Exception as error:  # whatever mail and network raise
                log.error("ALERT %s: %s (not sent: %s)", subject, text, error)
    if not url and not addresses:
        log.error("ALERT %s: %s (set BHAVHOUSE_ALERT_URL or BHAVHOUSE_ALERT_MAIL to get it)", subject, text)


def _post(url: str, subject: str, text: str) -> None:
    from bhavhouse.alert import message, post

    post(url, message(subject, text))


def _mail(addresses: str, subject: str, text: str) -> None:
    from airflow.providers.smtp.hooks.smtp import SmtpHook

    to = [address.strip() for address in addresses.split(",") if address.strip()]
    with SmtpHook() as server:
        server.send_email_smtp(
            to=to,
            from_email=server.from_email or to[0],
            subject=" ".join(subject.split()),
            html_content=f"<pre>{html.escape(text)}</pre>",
        )


class RunFailed(BaseNotifier):
    """Tells that a DAG run has failed, and where to look."""

    def notify(self, context: Mapping[str, Any]) -> None:
        """Called when the run is over."""
        run = context["dag_run"]
        session = getattr(run, "partition_key", None)
        of = f" of session {session}" if session else ""
        reason = context.get("reason") or "a task failed"
        tell(
            f"Bhavhouse: {run.dag_id}{of} failed",
            f"Run {run.run_id}: {reason}. Its page in Airflow shows the task; the log says what to do. What "
            "was published before stays.",
        )
