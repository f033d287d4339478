"""A line of text -> its sentences. A full stop inside a name, a number or an abbreviation ends none."""

import re
from collections.abc import Iterator

from bhavhouse.news.lexicon import words

_STOP = re.compile(
    r"[.!?]+[\"')\]]*(?=\s|$)|;(?=\s)"
    # "on Tuesday.Besides, the stock", "5,050.The stock": paragraphs run together
    r"|(?<=[a-z0-9%)])\.(?=[A-Z][a-z]+,? [a-z])|(?<=[a-z]{4})[.!?](?=[A-Z][a-z]{3,}[ ,])"
)
# "... fell 1.7% after a sale to Eternal Ltd. Titan gained 2%": what ends a name, once a figure was told.
_SAID = re.compile(r"\d(?:%| per ?cent)")
_NEXT_NAME = re.compile(r"[A-Z][a-z]+ ")
_WORD_BEFORE = re.compile(r"[A-Za-z.&]+$")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`; the mark that ends one belongs to it."""
    at = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() <= at or (
            text[stop.start()] == "." and not _ends(text, at, stop.start(), stop.end(), end)
        ):
            continue
        if text[stop.start()] == ";" and _open_bracket(text, at, stop.start()):
            continue
        yield at, stop.end()
        at = stop.end()
        while at < end and text[at] == " ":
            at += 1
    if at < end:
        yield at, end


def _open_bracket(text: str, start: int, end: int) -> bool:
    return text.count("(", start, end) > text.count(")", start, end)


def _ends(text: str, start: int, stop: int, after: int, end: int) -> bool:
    """Whether the full stop at `stop` ends a sentence."""
    follows = text[after : after + 24].lstrip(" \"'(")
    if not follows or after >= end:
        return True
    if follows[0].islower() or follows[0] in ",;:)-%&":
        return False
    found = _WORD_BEFORE.search(text, max(start, stop - 24), stop)
    if not found:
        return not (text[stop - 1 : stop].isdigit() and stop - start <= 3)
    word = found.group()
    if text[after - 1 : after] == "." and text[after : after + 1].isalpha():
        # "Guj.St.Petronet"
        word = word.rpartition(".")[2] or word
        if word.lower() in words("abbreviation"):
            return False
    if word.lower() in words("abbreviation"):
        if word in ("pack", "print", "press", "steels"):
            return True  # plain words unless they have a capital: "the Sensex pack."
        if word == "Ltd" and _SAID.search(text, start, stop) and _NEXT_NAME.match(follows):
            return True
        # A shortened word of a name is followed by the rest of it, then by a verb; a sentence by a new start.
        return word[0].isupper() and _opens_sentence(follows) and word.lower() not in ("rs", "dr", "mr", "no")
    if word == "x" and text[stop - 2 : stop - 1].isdigit():
        return True  # "trades at 19.8x."
    if len(word) == 1 or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return len(word) == 1 and _opens_sentence(follows)
    return True


def _opens_sentence(follows: str) -> bool:
    first = re.match(r"[A-Za-z']+", follows)
    return bool(first) and first.group().lower() in words("opener")  # type: ignore[union-attr]
