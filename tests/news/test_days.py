"""Which day a fact is of: session, headings, the words beside it, and the period it covers."""

from datetime import date

import pytest

from bhavhouse.news.article import Article
from bhavhouse.news.extract import extract_text
from bhavhouse.news.text import repair
from bhavhouse.news.timeline import Timeline

TUESDAY = "Sensex climbs as banks rally\nFeb 03, 2026 | 16:08 IST\n"
SATURDAY = "Sensex climbs as banks rally\nFeb 07, 2026 | 10:08 IST\n"


def days(text: str) -> list[str | None]:
    """The month and day of each fact, in the order of the text."""
    told = [fact.fields["date"] for fact in extract_text(text) if fact.kind != "result_scheduled"]
    return [day and day[5:] for day in told]


@pytest.mark.parametrize(
    ("head", "session"),
    [
        ("Sensex climbs\nFeb 03, 2026 | 16:08 IST\nTitan rose 2%.", date(2026, 2, 3)),
        # A page of the early morning tells of the session before; on a Monday, of Friday.
        ("Sensex climbs\nFeb 03, 2026 | 07:08 IST\nTitan rose 2%.", date(2026, 2, 2)),
        ("Stocks to watch\nFeb 09, 2026\nTitan rose 2%.", date(2026, 2, 6)),
        # But the budget was of a Sunday, and the exchange open; Republic Day it is shut.
        ("Stocks to watch\nFeb 02, 2026\nTitan rose 2%.", date(2026, 2, 1)),
        ("Sensex falls\nFeb 01, 2026 | 18:10 IST\nTitan fell 2%.", date(2026, 2, 1)),
        ("Sensex falls\nJan 26, 2026 | 18:10 IST\nTitan fell 2%.", date(2026, 1, 23)),
        ("Trade setup for Tuesday\nFeb 03, 2026 | 08:30 IST\nTitan rose 2%.", date(2026, 2, 2)),
        # Of the evening before, of its own.
        ("Trade setup for Wednesday\nFeb 03, 2026 | 19:08 IST\nTitan rose 2%.", date(2026, 2, 3)),
        # Without a clock a trade set-up is still made before the market, an outlook perhaps after it.
        ("Day trading guide for February 3, 2026\nThe Nifty closed 0.3% lower.", date(2026, 2, 2)),
        ("Market outlook\nFebruary 3, 2026\nThe Nifty closed 0.3% lower.", date(2026, 2, 3)),
        ("Nifty outlook for Monday\nFeb 08, 2026\nTitan rose 2%.", date(2026, 2, 6)),
        ("Sensex climbs\nFeb 07, 2026\nTitan rose 2%.", date(2026, 2, 6)),
        # The lead names the day.
        ("Sensex climbs\nFeb 03, 2026\nThe Sensex rose 1% on Monday. Titan rose 2%.", date(2026, 2, 2)),
        ("Sensex climbs\nFeb 03, 2026\nAfter falling on Monday, the Sensex rose 1%.", date(2026, 2, 3)),
        (
            "Sensex climbs in early trade\nFeb 03, 2026\nThe Sensex, at 81,000 on Monday, rose.",
            date(2026, 2, 3),
        ),
        # A heading dates the table or the paragraph below it; what lies ahead dates no close.
        ("Morning note\nFeb 03, 2026\nMarket snapshot (2-Feb)\nNifty 25,000 -0.4%", date(2026, 2, 2)),
        ("Morning note\nFeb 03, 2026\nNifty 25,000 -0.4%\n(As on 2nd February, 2026)", date(2026, 2, 2)),
        ("Morning note\nFeb 03, 2026\nWhat happened yesterday?\nNifty 25,000 -0.4%", date(2026, 2, 2)),
        ("Results today\nFeb 03, 2026\nMarkets are shut on Friday\nNifty 25,000 -0.4%", date(2026, 2, 3)),
    ],
)
def test_the_session_that_a_text_reports(head: str, session: date):
    assert Timeline(Article(repair(head))).session == session


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Nifty rose 0.5% on Tuesday after falling 1% on Monday.", ["02-03"]),
        ("The Nifty fell 1% on Friday and the Sensex lost 0.8% on Monday.", ["01-30", "02-02"]),
        ("FIIs sold Rs 900 crore of shares on February 2, data showed.", ["02-02"]),
        ("FIIs sold Rs 900 crore of shares on the 2nd.", ["02-02"]),
        ("This month, till the 2nd, FIIs have sold shares worth Rs 900 crore.", ["02-02"]),
        ("FIIs have sold Rs 900 crore of shares in February up to the 2nd.", ["02-02"]),
        # One sentence goes through several days, each with its own figure.
        ("The Nifty rose 0.1% on Friday, and on Monday fell 0.3%.", ["01-30", "02-02"]),
        ("The Nifty recovered 76 points on Friday before jumping 318 points on Monday.", ["01-30", "02-02"]),
        ("FIIs were net sellers of Rs 900 crore yesterday.", ["02-02"]),
        ("Shukrawar ko FIIs ne Rs 900 crore ki bikwali ki.", ["01-30"]),
        ("On Monday, FIIs sold shares worth Rs 900 crore and DIIs bought Rs 800 crore.", ["02-02", "02-02"]),
        # To the end of the paragraph, not beyond.
        (
            "Nifty IT lost 0.2%.\nOn Friday, the Nifty rose 1%. DLF gained 3%.\nThe Sensex lost 0.2%.",
            ["02-03", "01-30", "01-30", "02-03"],
        ),
        # What only measures, or is of something else.
        ("Titan jumped 5%, its biggest gain since January 12.", ["02-03"]),
        ("Titan jumped 5% after the company reported results on Monday.", ["02-03"]),
        ("After Monday's 1% fall, the Nifty rose 0.4%.", ["02-03"]),
        ("Infosys fell 2% ahead of its results on February 5.", ["02-03"]),
        ("The company reported its results on Monday. Titan shares rose 4%.", ["02-03"]),
        ("Titan was at a high of Rs 3,500 on 12 January. It closed 1% higher.", ["02-03"]),
        # A broker's word has the day named beside it, else the page's.
        ("Jefferies on Monday upgraded Titan to buy from hold.", ["02-02"]),
        ("Jefferies upgraded Titan to buy from hold on January 28.", ["01-28"]),
        ("Jefferies upgraded Titan to buy from hold.", ["02-03"]),
        # A day near the turn of the year.
        ("FIIs sold Rs 900 crore of shares on December 30.", ["12-30"]),
    ],
)
def test_words_beside_a_fact_tell_its_day(text: str, told: list[str]):
    assert days(TUESDAY + text) == told


@pytest.mark.parametrize(
    ("head", "session"),
    [
        # The lead may stand as a heading, or say "yesterday"; an earlier closing or two days tell of none.
        ("Sensex slips\nFeb 03, 2026\nAt the close on Monday, the Nifty was at 24,123", date(2026, 2, 2)),
        (
            "The market\nFeb 03, 2026\nBourses ended flat yesterday. The Sensex lost 4 points.",
            date(2026, 2, 2),
        ),
        ("Sensex slips\nFeb 03, 2026\nThe Nifty had closed at 24,123 on Monday.", date(2026, 2, 3)),
        ("Stocks sink\nFeb 07, 2026\nThe market's losses of Monday and Thursday hurt.", date(2026, 2, 6)),
        # A live page of whatever hour.
        ("Titan jumps\nFeb 03, 2026, 05:21 AM\nThe Sensex is now up 141 points.", date(2026, 2, 3)),
        # A trade set-up names its day.
        ("Trade setup for 3 February: Nifty slips\nThe Nifty lost 1% on 2 February 2026.", date(2026, 2, 2)),
    ],
)
def test_the_session_is_that_of_the_lead(head: str, session: date):
    assert Timeline(Article(repair(head))).session == session


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A window ends with the session, levels are of the text's own day.
        ("Over the past month the Nifty gained 3%. The Nifty has support at 24,000.", ["02-06", "02-07"]),
        ("The Nifty IT index is down 9% from its peak.", ["02-06"]),
        # What goes on is told up to the day of the page.
        ("FPIs have sold Rs 900 crore so far in February.", ["02-07"]),
        ("The Nifty gained 3% in FY25.", [None]),
        # A price is of now, a share that has lost since a printed day of the session.
        ("In January, the Nifty fell 2%. It trades at 20 times forward earnings.", [None, "02-07"]),
        ("Titan has lost 28% since Feb. 3. Trent gained 2%.", ["02-06", "02-06"]),
        ("In the first half of February (till February 6), FPIs sold Rs 900 crore of shares.", ["02-06"]),
        ("Money is moving from IT stocks to banks.", ["02-07"]),
        ("January in numbers: Nifty -0.6%", [None]),
        ("In the January series (25 December to 28 January), the Nifty lost 1.9%.", ["01-28"]),
        ("FPIs sold Rs 900 crore in the fortnight ended January 31.", ["01-31"]),
        ("FPIs sold Rs 900 crore in the first fortnight of January.", [None]),
        ("FPIs sold Rs 900 crore in the first half of January. As of January 15, they own 16%.", ["01-15"]),
        # "That day" and "a day later" go on from the day told before.
        ("Monday's fall was steep. Titan fell 9% that day.", ["02-02"]),
        ("UBS cut Titan to sell from hold on 3 February, and Trent to sell from buy a day later.", None),
        # A clause of its own has its own day.
        (
            "CLSA cut Titan to sell from hold on Tuesday, and UBS raised Trent to buy from hold.",
            ["02-03", "02-07"],
        ),
        ("Two stocks changed their rating on Friday. Titan: buy to hold.", None),
    ],
)
def test_windows_levels_and_grades_of_a_page_of_a_saturday(text: str, told: list[str | None] | None):
    assert told is None or days(SATURDAY + text) == told


def test_a_calendar_below_dates_nothing_that_is_told():
    text = (
        "Results this week\nFeb 03, 2026 | 08:08 IST\nThursday, February 5, 2026\nTitan\n"
        "Friday, February 6, 2026\nTrent\nUBS cut Titan to sell from hold."
    )
    assert days(text) == ["02-03"]


def test_a_first_sentence_on_many_changes_dates_those_of_the_page():
    page = (
        TUESDAY
        + "On 2 February 2026, {} saw their scores change.\n\n"
        + "The Mojo grade of Titan was raised to Buy from Hold."
    )
    assert days(page.format("nine companies")) == ["02-02"]
    assert days(page.format("investors")) == ["02-03"]


def test_rows_of_a_table_are_no_headings_with_a_day():
    text = (
        "Grades | Feb 07, 2026\nCompany | Old | New | Date\nTitan | Sell | Hold | 02-02-2026\n"
        "Trent | Sell | Hold | 03-02-2026\n\nUBS cut Titan to sell from hold."
    )
    assert days(text)[-1] == "02-07"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Sensex climbed 1% last week to 72,426 on Friday.\nThe Nifty fell 2% last week.", "02-06"),
        ("Titan rose 3% on Friday.\nThe Nifty fell 2% for the week.", None),
    ],
)
def test_what_an_index_did_on_friday_tells_of_the_week_of_a_text_of_saturday(text: str, told: str | None):
    assert days(SATURDAY + text)[-1] == told


def test_the_day_that_heads_the_columns_of_a_table_dates_its_rows():
    text = "India daily\nFeb 03, 2026\n02-Feb 1-day\nSensex 20,491 (0.8)\n"
    assert all(day == "02-02" for day in days(text))


def test_a_day_without_its_year_lies_near_the_article():
    (fact,) = extract_text(TUESDAY + "FIIs sold Rs 900 crore of shares on December 30.")
    assert fact.fields["date"] == "2025-12-30"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A calendar month, a quarter, a year, a time since a point have no day.
        ("The Nifty gained 3.2% in January.", [None]),
        ("For the quarter, the Nifty fell 4%.", [None]),
        ("The Nifty Smallcap 100 has gained 40% since April 2025.", [None]),
        ("The Nifty has gained 22% since its March low.", [None]),
        ("Metal was the best performing sector in January.", [None]),
        # What goes on, and windows that end now, have the text's.
        ("The Nifty is up 1.2% so far this month.", ["02-03"]),
        ("In February so far FIIs have pulled out Rs 8,000 crore.", ["02-03"]),
        ("FPIs have withdrawn Rs 22,000 crore from equities in 2026.", ["02-03"]),
        ("In the past one month, the Nifty has gained 4%.", ["02-03"]),
        ("The Nifty has lost 2% over the last two sessions.", ["02-03"]),
        # A week or a range has the day it ended, if that is printed.
        ("Last week, the Nifty fell 2.4%.", [None]),
        ("In the week ended January 30, the Sensex fell 1.4% and the Nifty 1.2%.", ["01-30", "01-30"]),
        ("In the week to Friday, the Sensex fell 1.4%.", ["01-30"]),
        ("From January 27-30, the Nifty lost 2.1%.", ["01-30"]),
        ("Over 27-30 January 2026, the Nifty lost 2.1%.", ["01-30"]),
        ("Between 1 and 28 January 2026, the Nifty lost 2.1%.", ["01-28"]),
        # The paragraph goes on over the same time, until a session is told.
        ("In January, the Nifty lost 3%. FIIs sold shares worth Rs 40,000 crore.", [None, None]),
        ("In January, the Nifty lost 3%. On Tuesday, the Sensex rose 0.4%.", [None, "02-03"]),
        ("The Nifty rose 0.6% today and 2% over the past week. Nifty IT fell 1%.", ["02-03"] * 3),
        ("Shares of Titan are up 20% since May 2025. Trent ended 1.2% higher.", [None, "02-03"]),
        # What a company sold in a month is no time of its share.
        ("Its sales rose 9% in January. Titan shares gained 2%.", ["02-03"]),
    ],
)
def test_the_period_of_a_fact_tells_whether_it_has_a_day(text: str, told: list[str | None]):
    assert days(TUESDAY + text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("For the week, the Nifty gained 1.5%. Realty led with a 4% gain.", [None] * 3),
        ("For the week, the Nifty gained 1.5%, by Friday's close.", ["02-06"]),
        ("The Nifty rose 0.5% on Friday.\nInfosys fell 1%.", ["02-06", "02-06"]),
    ],
)
def test_a_text_of_a_saturday_knows_its_week_where_friday_is_printed(text: str, told: list[str | None]):
    assert days(SATURDAY + text) == told


def test_a_page_for_the_coming_session_tells_the_last_one_and_its_own_levels():
    text = (
        "Trade setup for Tuesday\nFeb 03, 2026 | 07:08 IST\n"
        "The Nifty fell 0.5%. FIIs sold Rs 900 crore of shares. "
        "Support for the Nifty is at 24,800."
    )
    assert days(text) == ["02-02", "02-02", "02-03"]


@pytest.mark.parametrize(
    "text",
    [
        "Diary\n9 March 2026\nThe Sensex fell 0.4%. Titan lost 2%.\n6 March 2026\nTata Steel gained 3%.\n",
        "Weak banks\n9 March 2026\nThe Sensex fell 0.4%. Titan lost 2%.\n"
        "Metals up\n6 March 2026\nTata Steel gained 3%.\n",
        "Diary\nMar 09, 2026: The Sensex fell 0.4%. Titan lost 2%.\nMar 06, 2026: Tata Steel gained 3%.\n",
        "Monday, March 9, 2026\nThe Sensex fell 0.4%. Titan lost 2%.\n"
        "Friday, March 6, 2026\nTata Steel gained 3%.",
    ],
)
def test_the_heading_with_a_day_above_governs(text: str):
    assert [day for day in days(text) if day] == ["03-09", "03-09", "03-06"]


@pytest.mark.parametrize(
    "head",
    [
        "Week of 26-30 January 2026 in review",
        "Market recap (26 - 30 January 2026)",
        "For the week ended 30 January 2026",
    ],
)
def test_a_heading_with_the_end_of_a_week_dates_its_review(head: str):
    assert days(f"{head}\nThe Sensex rose 1.2%. Titan gained 4%.") == ["01-30", "01-30"]


def test_the_grades_of_a_page_on_a_week_have_its_last_day():
    page = (
        "Score changes of the week\n{}\nBetween 26 and 30 January 2026, 40 stocks saw their grades change.\n"
    )
    told = page + "The Mojo grade of Titan was raised to Buy from Hold."
    assert days(told.format("3 hours ago")) == ["01-30"]
    named = "The Mojo grade of Titan was raised to Buy from Hold on Monday."
    assert days((page + named).format("3 hours ago")) == ["01-26"]
    told = "Mid caps end the week lower\nFeb 02, 2026\nThe Nifty fell 1% in the week ended January 30.\n{}"
    assert days(told.format("The Mojo grade of Titan was cut to Hold from Buy.")) == ["01-30", "01-30"]
    assert days(told.format("UBS cut Titan to hold from buy.")) == ["01-30", "02-02"]


def test_the_figures_as_of_a_day_date_a_page():
    text = "Scores\nData as of Friday, February 6, 2026. Scores run to 10.\nTitan rose 2% in the week."
    assert days(text) == ["02-06"]


def test_changes_over_a_week_have_no_day():
    text = "Brokerage calls for the week ended January 30, 2026\nTitan: Jefferies maintains Buy"
    assert days(text) == [None]


def test_a_diary_of_calls_dates_each_by_its_line():
    text = (
        "Broker ratings\n3 Feb 2026 - Titan: Jefferies maintains Buy\n"
        "30 Jan 2026 - Infosys: CLSA downgrades to Hold\n"
    )
    assert days(text) == ["02-03", "01-30"]


def test_trends_beside_an_earlier_change_of_grade_have_no_day():
    text = (
        "MarketsMojo downgraded Titan to sell from hold on 28 January 2026.\n"
        "The technical trend of Titan has weakened from bullish to mildly bearish."
    )
    assert days(TUESDAY + text) == ["01-28", None]


def moved_on(text: str) -> list[str | None]:
    """The days of the moves of a text, in its order."""
    return [fact.fields["date"] for fact in extract_text(text) if fact.kind in ("mover", "index_return")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # The day told last in the paragraph.
        ("Titan rose 2% on 21 January 2026. It has lost 9% this month.", ["2026-01-21", "2026-01-21"]),
        (
            "Titan rose 2% on 21 January 2026.\nInfosys fell 3% on 22 January 2026. The Sensex lost 1%.",
            ["2026-01-21", "2026-01-22", "2026-01-22"],
        ),
        # The only day of the text.
        ("Titan hit a low on 21 January 2026.\nThe Sensex lost 1%.", ["2026-01-21"]),
        # The dateline's day goes before others.
        ("Published 22 January 2026\nThe plant opened on 3 May 2019. Titan rose 2%.", ["2026-01-22"]),
        # A day of something else.
        ("The board of Titan meets on 21 January 2026. The Sensex lost 1%.", [None]),
        ("Titan rose 2%.", [None]),
        # A calendar month has no day.
        ("Published 22 January 2026\nThe Sensex lost 4% in December.", [None]),
    ],
)
def test_a_text_without_a_dateline_is_dated_by_what_stands_nearest(text: str, told: list[str | None]):
    assert moved_on(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Maruti sold 1.8 lakh units in January, up 9%. Hero MotoCorp fell 1.4%.",
        "The Fed cut rates last month. Banks were the top gainers.",
        "Nifty Metal was the top gainer among sectors, as exports rose 5% in January.",
        "US markets ended higher on Monday. The Nifty rose 0.4%.",
        "The RBI on Monday kept rates on hold. The Nifty rose 0.4%.",
        "L&T won an order worth Rs 2,500 crore on Monday. The stock rose 2%.",
        "Gold fell 3% in January. The Nifty rose 0.4%.",
        "Foreign funds have been selling since October. The Sensex closed 0.4% lower.",
        "Ahead of the Fed's decision on Wednesday, the Nifty rose 0.4%.",
    ],
)
def test_other_times_of_a_paragraph_are_not_the_facts(text: str):
    told = {day for day in days(TUESDAY + text) if day}
    assert told == {"02-03"}
    assert None not in days(TUESDAY + text)
