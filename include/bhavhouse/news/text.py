"""Article bytes -> the raw text, and a repaired text whose every character knows its place in the raw one.

The raw text is what quotes point into: `raw[start:end]`. The repaired text is what the grammar reads:
mojibake put right, one kind of dash, quote mark and space, invisible characters gone.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import ftfy

from bhavhouse.errors import MalformedFile

MAX_BYTES = 1024 * 1024
_PLAIN = {
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    **dict.fromkeys("‘’‚‛`´ʼ＇", "'"),
    **dict.fromkeys("“”„«»″＂", '"'),
    **dict.fromkeys(
        (
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
            "\t\f\v"
        ),
        " ",
    ),
    **dict.fromkeys("—―", "—"),
    **dict.fromkeys("➜➔➝➞⇒⟶", "→"),
    **dict.fromkeys("\u2028\u2029\u0085", "\n"),
    "％": "%",
    "₨": "₹",
    "\x7f": "",
}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | {
    chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


# The rupee sign read in the Greek and the Cyrillic code page: letters of those alphabets, which ftfy leaves.
_RUPEE = re.compile("β‚Ή|в‚№")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?= ))"
)
_GLUED = re.compile(
    # "Coal India Limited12-Feb-24": the columns of a table run together.
    r"(?<=[A-Za-z)])(?<!\bQ)(?<!\bH)(?=\d{1,2}[- ](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|"
    r"Dec)[a-z]*[- ,])"
    r"|(?<=\d-[A-Z][a-z]{2}-20\d\d)(?=\d)|(?<=\.\d\d)(?=-?\d{1,3},\d{3}\.\d\d)"
    # "GTPL HathwayJanuary 14HCL Technologies": rows of a calendar run together.
    rf"|(?<=[a-z.)])(?={_MONTH} \d{{1,2}}(?:[A-Z, ]|$))|{_MONTH} \d{{1,2}}(?=[A-Z][A-Za-z&])"
    # "Target: Rs 1,070Jefferies has", "in estimates.BNP Paribas": paragraphs run together.
    r"|(?<=\d,\d{3})(?=[A-Z][a-z]{2})|(?<=\d,\d{3}\))(?=[A-Z][A-Za-z])"
    r"|(?<=[a-z]{4}\.)(?=[A-Z]{2,5} [A-Z][a-z]|[A-Z][a-z]+(?: [A-Z][a-z]+)?: )"
    # "results:- 5Paisa", "October 17 (Friday):- Nuvama": bullets run together.
    r"|(?<=:)(?=- (?!\d[\d,.]))"
)
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});"
# What sets words in bold, or a line apart.
_INLINE = r"</?(?:strong|b|em|i|u|span|font)(?: [^<>\n]{0,80})?>"
_BREAK = r"<(?:br ?/?|/?p|/?li|/?ul|/?h[1-6])>"
_ODD = re.compile(
    rf"{_INLINE}|{_BREAK}|[^\x00-\x7f]{{1,64}}|{_ENTITY}|\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\t`]"
)


@dataclass(frozen=True)
class Text:
    """A raw text and its repaired form. `places[i]` is where repaired character i stands in the raw text."""

    raw: str
    plain: str
    places: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the repaired text as a span of the raw one."""
        if end <= start:
            at = self.places[start] if start < len(self.places) else len(self.raw)
            return at, at
        last = end - 1
        follows = self.places[end] if end < len(self.places) else len(self.raw)
        # What is invisible behind the last character is no part of the quote; the rest of a repaired one is.
        stop = self.places[last] + 1
        if follows - self.places[last] > 1:
            stop = follows
            while stop > self.places[last] + 1 and self.raw[stop - 1] in _INVISIBLE:
                stop -= 1
        return self.places[start], stop


def decode(payload: bytes) -> str:
    """Bytes as received -> text. Raises MalformedFile where they are too many or no text."""
    if len(payload) > MAX_BYTES:
        raise MalformedFile(f"{len(payload):,} bytes; an article has at most {MAX_BYTES:,}")
    if payload[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return payload.decode("utf-16")
        except UnicodeDecodeError as error:
            raise MalformedFile(f"is no text: {error}") from None
    if b"\0" in payload:
        raise MalformedFile("is binary, no text: it holds a zero byte")
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = payload.decode("cp1252", "replace")
    odd = sum(text.count(chr(c)) for c in (*range(9), *range(14, 32), 0xFFFD))
    if odd > 8 and odd * 50 > len(text):
        raise MalformedFile(f"is binary, no text: {odd} of {len(text)} characters are none")
    return text


def repair(raw: str) -> Text:
    """The text that the grammar reads, with the way back."""
    if not (_ODD.search(raw) or _GLUED.search(raw)):
        return Text(raw, raw, range(len(raw)))
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for odd in _ODD.finditer(raw):
        start = odd.start()
        parts.append(raw[at:start])
        places.extend(range(at, start))
        for offset, meant in _meant(odd.group()):
            parts.append(meant)
            places.extend([start + offset] * len(meant))
        at = odd.end()
    parts.append(raw[at:])
    places.extend(range(at, len(raw)))
    return _parted(raw, "".join(parts), places)


@lru_cache(maxsize=4096)
def _meant(seen: str) -> tuple[tuple[int, str], ...]:
    """What an odd run of characters stands for: each sign with the offset of what it is printed as."""
    if seen[0] == "\r":
        return ((0, "\n"),)
    if seen[0] == "<":
        return ((0, "\n"),) if re.match(_BREAK, seen) else ()
    if seen[0] == "&":
        return tuple((0, _plain(sign)) for sign in html.unescape(seen) if _plain(sign))
    runs: list[tuple[int, str]] = []
    at = 0
    for rupee in _RUPEE.finditer(seen):
        runs += _fixed(seen, at, rupee.start())
        runs.append((rupee.start(), "₹"))
        at = rupee.end()
    runs += _fixed(seen, at, len(seen))
    return tuple((offset, plain) for offset, sign in runs if (plain := _plain(sign)))


def _fixed(seen: str, start: int, end: int) -> list[tuple[int, str]]:
    """A run of characters with mojibake put right, each sign with its offset."""
    if start == end:
        return []
    run = seen[start:end]
    meant = ftfy.fix_encoding(run) if end - start > 1 else run
    if meant == run:
        return [(start + n, sign) for n, sign in enumerate(run)]
    # One character was printed for each byte of UTF-8; where that does not add up (read wrongly twice), the
    # first sign takes what is left over.
    sizes = [len(sign.encode()) for sign in meant]
    if sum(sizes) != len(run):
        sizes = [len(run) - len(meant) + 1] + [1] * (len(meant) - 1)
    made, at = [], start
    for sign, size in zip(meant, sizes, strict=True):
        made.append((at, sign))
        at += max(0, size)
    return made


def _plain(sign: str) -> str:
    """A sign as the grammar knows it; nothing for what is invisible."""
    if sign in _INVISIBLE or (sign < " " and sign not in "\t\n"):
        return ""
    known = _PLAIN.get(sign)
    if known is not None:
        return known
    # Ligatures and full-width letters.
    return unicodedata.normalize("NFKC", sign) if "\ufb00" <= sign <= "\uffef" else sign


def _joint(text: str, found: re.Match[str]) -> str:
    """What is put between two glued parts: a line's end before an item, a colon behind a row's date."""
    start, end = found.span()
    if start == end:
        return "\n" if text[end - 1] == ":" or (text[end].isalpha() and text[end - 1] not in ")") else " "
    return ": " if start == 0 or text[start - 1] == "\n" or text[start - 1].isalnum() else " "


def _parted(raw: str, text: str, places: list[int]) -> Text:
    """A blank put where two parts of a page were glued together; it stands for nothing in the raw text."""
    cuts = [(found.end(), _joint(text, found)) for found in _GLUED.finditer(text)]
    if not cuts:
        return Text(raw, text, tuple(places))
    parts: list[str] = []
    new: list[int] = []
    at = 0
    for cut, joint in cuts:
        parts += (text[at:cut], joint)
        new += places[at:cut]
        new += [places[cut]] * len(joint)
        at = cut
    parts.append(text[at:])
    new += places[at:]
    return Text(raw, "".join(parts), tuple(new))
