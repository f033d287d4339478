"""Indian time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")


def today() -> date:
    """Today's date in India."""
    return datetime.now(IST).date()
