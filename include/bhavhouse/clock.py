"""Indian time."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")
CLOSE = time(15, 30)  # of a regular session


def indian_day(moment: datetime) -> date:
    """The date in India at a moment."""
    return moment.astimezone(IST).date()


def today() -> date:
    """Today's date in India."""
    return datetime.now(IST).date()
