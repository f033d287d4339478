"""The dateline of a page, in any form, and what is none."""

from datetime import date

import pytest

from bhavhouse.news.article import Article
from bhavhouse.news.text import repair


@pytest.mark.parametrize(
    "line",
    [
        "Feb 03, 2026 | 16:08 IST",
        "Updated: February 03, 2026 04:08 PM IST",
        "Published on 03 Feb 2026",
        "Last Updated : Feb 03 2026 | 4:08 PM IST",
        "Tuesday, February 3, 2026",
        "Tue, 03 Feb 2026 16:08:00 +0530",
        "3rd February, 2026",
        "By Markets Desk, Daily Paper|Last Updated: Feb 03, 2026, 04:08 PM IST",
        "Mumbai, Feb 3, 2026 (PTI)",
        "2026-02-03 16:08:00",
        "03/02/2026 16:08",
        "Feb 3, 2026 / 16:08 IST",
        "Date: 03.02.2026",
        "Market Wrap - 3 February 2026",
        "SI Reporter  |  Mumbai Last Updated at February 3, 2026 16:08 IST",
        "Posted on February 3, 2026 by admin",
        "As on 3rd February 2026",
        "3 Feb '26",
        "03-02-26",
        "The Press of India | Mumbai | Feb 3 2026 4:08 PM IST",
        "By A. Shah & Team • 4:08 PM • 3 Feb 2026 • 3 min read",
        "03-02-2026 08:52 AM | Source: Any Securities Ltd",
        "Closing note for Tuesday, the 3rd of February 2026",
        "Scan run after the close of 3 February 2026",
        "Mumbai, Feb 3 (PTI): On Tuesday stocks rose. © 2026 The Paper",
    ],
)
def test_datelines_are_read_in_any_form(line: str):
    for text in (
        f"Sensex climbs as banks rally\n{line}\nTitan rose 2%.",
        f"{line}\nSensex climbs\nTitan rose 2%.",
    ):
        dateline = Article(repair(text)).dateline
        assert dateline is not None
        assert dateline.day == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("line", "minute"),
    [
        ("Feb 03, 2026 | 08:08 IST", 488),
        ("Feb 3, 2026, 12:10 AM IST", 10),
        ("Last Updated at Feb 3, 2026 4:08 PM IST", 968),
        ("2026-02-03T07:10:00+05:30", 430),
        ("Stock Markets Feb 03, 2026 06:30AM ET", 960),
        ("February 3, 2026 10:36 GMT", 966),
        ("Feb 03, 2026 08:30PM ET", None),
        ("Feb 03, 2026", None),
    ],
)
def test_the_clock_beside_a_dateline_is_read(line: str, minute: int | None):
    dateline = Article(repair(f"Titan climbs\n{line}\nTitan rose 2%.")).dateline
    assert dateline is not None
    assert dateline.minute == minute


@pytest.mark.parametrize(
    "text",
    [
        # Without its year, or a weekday to choose among the years printed.
        "Mumbai, Feb 3 (PTI): Titan rose 2% on Tuesday.",
        "Mumbai, Feb 3 (PTI): Titan rose 2%. © 2026 The Paper",
        "Mumbai, Feb 3 (PTI): Titan rose 2% on Friday. © 2026 The Paper",
        # Days of photographs and meetings.
        "File photo, 3 February 2026\nTitan rose 2%.",
        "Titan Ltd AGM | 3 February 2026\nTitan rose 2%.",
    ],
)
def test_a_day_that_may_be_anothers_is_no_dateline(text: str):
    assert Article(repair(text)).dateline is None
