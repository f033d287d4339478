"""How an article is cut before the grammar reads it: text, lines, sentences, days."""

from datetime import date

import pytest

from bhavhouse.news import dates
from bhavhouse.news.article import Article
from bhavhouse.news.blocks import Kind, blocks
from bhavhouse.news.extract import extract_text
from bhavhouse.news.sentences import sentences
from bhavhouse.news.text import repair


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("â‚¹1,234", "₹1,234"),
        ("β‚Ή1,234", "₹1,234"),
        ("в‚№1,234", "₹1,234"),
        ("Indiaâ€™s â€œbigâ€\x9d banks", 'India\'s "big" banks'),
        ("Ã¢â‚¬â„¢", "'"),
        ("M&amp;M at &#8377;5", "M&M at ₹5"),
        ("25\u202f000\u00a0points", "25 000 points"),
        ("１２％", "12%"),
        ("Nestlé", "Nestlé"),
        ("\ufeffTi\u200btan", "Titan"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("Coal India Limited12-Feb-24", "Coal India Limited 12-Feb-24"),
    ],
)
def test_text_is_repaired(raw: str, plain: str):
    assert repair(raw).plain == plain


def test_every_repaired_character_knows_its_place():
    raw = "Indiaâ€™s M&amp;M — â‚¹5 Limited12-Feb-24 \u200bx"
    text = repair(raw)
    for sign, printed in {"'": "â€™", "&": "&amp;", "₹": "â‚¹", "x": "x"}.items():
        at = text.plain.index(sign)
        start, end = text.span(at, at + 1)
        assert raw[start:end] == printed


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our newsletter: Titan rose 3%",
        "Also Read: Titan rose 3%",
        "ALSO READ | Titan rose 3%",
        "Related News\nTitan rose 3%",
        "Most Read\nTitan rose 3%",
        "Disclaimer: Titan rose 3% in our example.",
        "Just announced: our pick\n- Titan rose 3%",
        "{{col.header}} Titan rose 3%",
        "This stock is up 3% since our call. Jump in now!",
        "Leave a Reply\nTitan rose 3%, says a reader who has a lot to say.",
    ],
)
def test_what_is_no_part_of_the_story_is_junk(line: str):
    assert not [fact for fact in extract_text(line) if fact.kind in ("mover", "index_return")]


@pytest.mark.parametrize(
    "line",
    [
        "The house was promoted by Tatas. Titan rose 3%.",
        "Titan rose 3%. Also Read: Infosys shares jump 5%",
        "The demerger will unlock value, and Titan rose 3%.",
        "Related News\nInfosys jumps\n"
        + "The market had a quiet day, and not much was heard from abroad. " * 3
        + "Titan rose 3%.",
    ],
)
def test_the_story_beside_junk_is_read(line: str):
    assert [fact.fields["company"] for fact in extract_text(line) if fact.kind == "mover"] == ["Titan"]


def test_headings_items_and_paragraphs_are_told_apart():
    text = "Market at close\nThe Sensex rose.\n• Titan up 2%\n1. Infosys\n- TCS\n"
    assert [block.kind for block in blocks(text)] == [
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.ITEM,
        Kind.ITEM,
        Kind.ITEM,
    ]


@pytest.mark.parametrize(
    "whole",
    [
        "Kirl. Electric and Dixon Tech. rose to Rs. 1,234.50 on Jan. 5.",
        "Titan Co. Ltd. has been upgraded by J.P. Morgan.",
        "S. Kumars rose 2.5 per cent vs. the Sensex.",
        "Bharat Forge (up 2%; volume high) led.",
        "Larsen & Toubro Ltd., the U.S. firm's rival, gained.",
    ],
)
def test_a_full_stop_inside_a_name_or_a_number_ends_no_sentence(whole: str):
    assert [whole[start:end] for start, end in sentences(whole, 0, len(whole))] == [whole]


@pytest.mark.parametrize(
    "parts",
    [
        ("Titan rose.", "Infosys fell."),
        ("Titan Ltd.", "The stock rose."),
        ("It rose 2.5%.", "Infosys fell."),
        ("Titan closed at Rs 5,050.", "“It rose,” he said."),
        ("ONGC rose;", "Wipro fell."),
        ("Is it over?", "No!", "It goes on."),
    ],
)
def test_sentences_end_where_they_end(parts: tuple[str, ...]):
    text = " ".join(parts)
    assert tuple(text[start:end] for start, end in sentences(text, 0, len(text))) == parts


def test_paragraphs_run_together_are_parted():
    text = "They met on Tuesday.Besides, Jefferies sees cuts."
    assert len(list(sentences(text, 0, len(text)))) == 2


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("12th February 2026", date(2026, 2, 12)),
        ("12 Feb, 2026", date(2026, 2, 12)),
        ("12-Feb-26", date(2026, 2, 12)),
        ("12 Feb '26", date(2026, 2, 12)),
        ("February 12, 2026", date(2026, 2, 12)),
        ("Feb. 12 2026", date(2026, 2, 12)),
        ("Mar-31-2025", date(2025, 3, 31)),
        ("2026-02-12", date(2026, 2, 12)),
        ("2026-02-12T09:15:00Z", date(2026, 2, 12)),
        ("12/02/2026", date(2026, 2, 12)),
        ("12.02.2026", date(2026, 2, 12)),
        ("Friday, 17 Oct 2025", date(2025, 10, 17)),
        ("31/02/2026", None),
        ("8/20/2014", date(2014, 8, 20)),
        ("March 2024", None),
        ("20 may rise", None),
        ("Dec 2.5%", None),
    ],
)
def test_days_are_read_as_they_are_printed(printed: str, day: date | None):
    found = dates.DATE.search(printed)
    made = dates.day(found) if found else None
    assert (made.on() if made else None) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (" date 2024-02-01 Q3 results: the season goes on. " + "Titan rose. " * 20, date(2024, 2, 1)),
        ("Titan up\nUpdated: Jan 10, 2026, 08:00 IST\nTitan rose.", date(2026, 1, 10)),
        ("SI Reporter / Mumbai May 18, 2010, 16:12 IST\nTitan rose.", date(2010, 5, 18)),
        ("Mumbai, January 13, 2026 (IST): Titan rose.", date(2026, 1, 13)),
        (
            "Titan was cut on 28 January 2026. The figures below are those of 29 January 2026.",
            date(2026, 1, 29),
        ),
        ("Data is available from April 04, 2006\nTitan rose.", None),
        ("The board meets on April 4, 2026.\nTitan rose.", None),
    ],
)
def test_the_day_of_an_article_is_its_dateline(text: str, day: date | None):
    assert Article(repair(text)).day == day


@pytest.mark.parametrize(
    "doubtful",
    [
        "FIIs may sell shares worth Rs 500 crore.",
        "FIIs did not sell shares worth Rs 500 crore.",
        "FIIs sold shares worth Rs 500 crore, if the rumours hold.",
        "FIIs reportedly sold shares worth Rs 500 crore.",
        "FIIs are expected to sell shares worth Rs 500 crore.",
        "FIIs sell shares worth Rs 500 crore?",
        "Say FIIs would sell shares worth Rs 500 crore.",
        "FIIs had sold shares worth Rs 500 crore a month ago.",
    ],
)
def test_what_is_doubted_is_not_claimed(doubtful: str):
    assert extract_text(doubtful) == []


@pytest.mark.parametrize(
    "plain",
    [
        "In May FIIs sold shares worth Rs 500 crore.",
        "On hopes of a rate cut FIIs bought shares worth Rs 500 crore.",
        "As expected, FIIs sold shares worth Rs 500 crore.",
        "FIIs sold shares worth Rs 500 crore amid fears of a war.",
    ],
)
def test_what_only_sounds_doubtful_is_claimed(plain: str):
    assert [fact.kind for fact in extract_text(plain)] == ["flow"]
