"""Article bytes -> the raw text, and a repaired text whose every character knows its place in the raw one.

The raw text is what quotes point into: `raw[start:end]`. The repaired text is what the grammar reads: mojibake
put right, one kind of dash, quote mark and space, invisible characters gone.
"""

import re
from dataclasses import dataclass

from bhavhouse.errors import MalformedFile

MAX_BYTES = 16 * 1024 * 1024
_ENCODINGS = ("cp1252", "cp1253", "cp1250", "cp1251", "latin-1")
_MEANT = "‐‑‒–—―‘’‚“”„•…₹→\u00a0\u2009\u202f×±·½éü"
_PLAIN = {
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    **dict.fromkeys("‘’‚‛`´ʼ＇", "'"),
    **dict.fromkeys("“”„«»″＂", '"'),
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\f\v",
        " ",
    ),
    **dict.fromkeys("—―", "—"),
    **dict.fromkeys("\u2028\u2029\u0085", "\n"),
    "％": "%",
    "₨": "₹",
    "…": "…",
}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | {
    chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def _mojibake() -> dict[str, str]:
    """What the UTF-8 bytes of common signs look like, read in the wrong code page -> the sign meant."""
    wrong: dict[str, str] = {}
    for sign in _MEANT:
        for encoding in _ENCODINGS:
            try:
                seen = sign.encode().decode(encoding)
            except UnicodeDecodeError:
                # cp1252 leaves five bytes undefined; browsers pass them through.
                seen = "".join(bytes([b]).decode(encoding, "ignore") or chr(b) for b in sign.encode())
            wrong.setdefault(seen, sign)
    return wrong


_WRONG = _mojibake()
_ODD = re.compile(
    "|".join(map(re.escape, sorted(_WRONG, key=len, reverse=True)))
    + "|\r\n?|["
    + re.escape("".join(_PLAIN))
    + re.escape("".join(sorted(_INVISIBLE)))
    + "]"
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
        # What is invisible after the last character is no part of the quote, but the rest of a repaired one is.
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
    if not _ODD.search(raw):
        return Text(raw, raw, range(len(raw)))
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for odd in _ODD.finditer(raw):
        start, seen = odd.start(), odd.group()
        parts.append(raw[at:start])
        places.extend(range(at, start))
        meant = "\n" if seen[0] == "\r" else _WRONG.get(seen, seen)
        meant = _PLAIN.get(meant, meant)
        if meant not in _INVISIBLE:
            parts.append(meant)
            places.append(start)
        at = odd.end()
    parts.append(raw[at:])
    places.extend(range(at, len(raw)))
    return Text(raw, "".join(parts), tuple(places))
