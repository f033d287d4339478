"""A short message to whom the user names, posted as JSON to a web address of theirs."""

import json
import time
from urllib.parse import urlsplit

import httpcore

from bhavhouse.errors import UsageError

_SECONDS = 10.0
_PAUSES = (1.0, 4.0)  # before the second and the third attempt
_LATER = (408, 425, 429)  # with 5xx: what may be well the next time
_LONGEST = 8_000  # characters of a text


class NotSent(Exception):
    """No attempt was answered with success."""


def message(subject: str, text: str) -> dict[str, str]:
    """What is posted. `text` holds all of it, which is what chat services show."""
    return {"subject": subject, "text": f"{subject}\n\n{text}"[:_LONGEST]}


def post(url: str, payload: dict[str, str], pauses: tuple[float, ...] = _PAUSES) -> None:
    """Posts `payload`; tries again after each of `pauses` where the other side may recover.

    Raises UsageError for what is no web address, NotSent with the last reason. The address may hold a secret,
    so messages name its host alone. Redirects are not followed.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("BHAVHOUSE_ALERT_URL is no http or https address")
    body = json.dumps(payload).encode()
    for pause in (*pauses, None):
        why, may_recover = _attempt(url, body)
        if not why:
            return
        if pause is None or not may_recover:
            raise NotSent(f"{parts.hostname} did not take the alert: {why}")
        time.sleep(pause)


def _attempt(url: str, body: bytes) -> tuple[str, bool]:
    """Why it failed, or nothing; and whether another attempt makes sense."""
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), _SECONDS)
    headers = [("Content-Type", "application/json"), ("User-Agent", "bhavhouse")]
    try:
        # The answer's body is of no use, so it is not read.
        with httpcore.stream(
            "POST", url, headers=headers, content=body, extensions={"timeout": timeout}
        ) as answer:
            status = answer.status
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
        return f"{type(error).__name__}: {error}", True
    if 200 <= status < 300:
        return "", False
    return f"it answered {status}", status >= 500 or status in _LATER
