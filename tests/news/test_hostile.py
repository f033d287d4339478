"""Hostile texts: the time they take grows with their size and no faster; what is no article is refused."""

import time

import pytest

from bhavhouse.errors import MalformedFile
from bhavhouse.news.extract import extract
from bhavhouse.news.text import MAX_BYTES

SIZE = 3_000
# Four times the size may take four times as long, and noise on a busy machine; a square would take sixteen.
FACTOR = 9
# Below this a timer tells nothing.
LEAST = 0.05

TEXTS = {
    "one line of a letter": "a",
    "names": "Tata Motors, ",
    "names and names": "Tata Motors and ",
    "one name without end": "Tata ",
    "single capitals": "A ",
    "opening brackets": "(",
    "brackets in words": "(a ",
    "closing brackets": "a) ",
    "right-to-left overrides": "\u202e\u202bTitan ",
    "digits": "1",
    "short numbers": "12 ",
    "commas": ",",
    "commas and blanks": ", ",
    "digits and commas": "1,",
    "grouped digits": "1,234,",
    "numbered": "1.",
    "full stops": ".",
    "full stops and blanks": ". ",
    "blanks": " ",
    "line ends": "\n",
    "short lines": "a\n",
    "bullets": "- Titan\n",
    "dated lines": "January 12 and more\n",
    "percentages": "2%, ",
    "moves in one sentence": "Tata Motors rose 2%, ",
    "moves": "Tata Motors rose 2%. ",
    "flows": "FIIs sold Rs 200 crore, ",
    "investors without amounts": "FIIs sold ",
    "sectors": "IT, metal and ",
    "sectors that lead": "IT and metal stocks led ",
    "results": "TCS will announce results on January 12 ",
    "results of nobody": "will announce results ",
    "companies of nothing": "companies announcing ",
    "dates": "January 12, 2026 ",
    "grades": "Buy Hold Sell ",
    "grade changes": "Jefferies upgraded Titan to Buy from Hold, ",
    "changes of nobody": "from Buy to Hold ",
    "target prices": "target price of Rs 200 ",
    "levels": "support at 24,500 ",
    "indices": "Nifty Bank, Nifty IT, ",
    "rotations": "money moved from gold to ",
    "mojibake": "â‚¹",
    "letters beyond ASCII": "é",
    "entities": "&amp;",
    "ampersands": "&",
    "bars": "| ",
    "hyphens": "a-",
    "possessives": "'s ",
    "quote marks": '"',
    "tags": "<a",
    "braces": "{{",
    "joints": "and ",
}


def seconds(text: str) -> float:
    payload = text.encode()
    best = float("inf")
    for _ in range(4):
        begin = time.process_time()
        extract(payload)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("head", ["", "Upgrades: ", "Titan results: ", "Nifty support at "])
@pytest.mark.parametrize("piece", TEXTS.values(), ids=TEXTS)
def test_four_times_the_text_takes_no_more_than_its_share_of_time(piece: str, head: str):
    times = SIZE // len(piece)
    short, long = seconds(head + piece * times), seconds(head + piece * times * 4)
    assert long < LEAST or long < FACTOR * short, (
        f"{short:.3f} s for {SIZE}, {long:.3f} s for {4 * SIZE} characters"
    )


def test_the_check_of_growth_sees_a_square():
    def square(size: int) -> int:
        return sum(1 for _ in range(size) for _ in range(size))

    def timed(size: int) -> float:
        begin = time.process_time()
        square(size)
        return time.process_time() - begin

    assert min(timed(2_000) for _ in range(3)) > FACTOR * min(timed(500) for _ in range(3))


def test_ten_megabytes_are_refused():
    with pytest.raises(MalformedFile, match="at most"):
        extract(b"Titan rose 2%. " * (10 * 1024 * 1024 // 15))


def test_a_text_of_the_greatest_size_is_read():
    payload = b"Titan gained 2% on Monday.\n" + b"x" * (MAX_BYTES - 27)
    assert len(payload) == MAX_BYTES
    assert [fact.kind for fact in extract(payload)] == ["mover"]


@pytest.mark.parametrize(
    "payload",
    [
        b"Titan rose 2%.\0",
        b"\0" * 100,
        b"\x7fELF\x02\x01\x01\0\0\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x1f\x8b\x08\x00" + bytes(range(256)),
        bytes(range(1, 9)) * 50,
        b"\xff\xfeT\0i\0t\0a\0n",
    ],
    ids=["one NUL", "NULs", "a program", "a picture", "gzip", "control characters", "half of UTF-16"],
)
def test_what_is_no_text_is_refused(payload: bytes):
    with pytest.raises(MalformedFile):
        extract(payload)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_its_encoding(encoding: str):
    (fact,) = extract("Nestlé’s rival Titan rose 2%.".encode(encoding))
    assert fact.quote.endswith("2%")


def test_digits_without_end_are_no_figure():
    (fact,) = extract(b"Nifty has support at " + b"9" * 400 + b".\n\nNifty has support at 24,500.")
    assert fact.fields["value"] == 24_500


def test_an_empty_text_states_nothing():
    assert extract(b"") == []
    assert extract(b" \n\r\n\t") == []


def test_overrides_hidden_in_a_name_do_not_hide_its_fact():
    raw = "Ti\u200btan\u202e rose 2%."
    (fact,) = extract(raw.encode())
    assert fact.fields["company"] == "Titan"
    assert raw[fact.start : fact.end] == fact.quote
    assert fact.quote.startswith("Ti\u200btan")
