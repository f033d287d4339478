"""Columns of integers -> the text of an exchange file, without a Python loop over rows."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

_FRACTIONS = {places: pa.array([f"{n:0{places}d}" for n in range(10**places)]) for places in (2, 4)}


def fixed(values: Ints, places: int = 2) -> Any:
    """Non-negative integers in units of 10^-places -> decimal text: 12345 -> "123.45"."""
    whole, fraction = np.divmod(values, 10**places)
    return pc.binary_join_element_wise(count(whole), _FRACTIONS[places].take(pa.array(fraction)), ".")


def count(values: Ints) -> Any:
    """Integers -> text."""
    return pc.cast(pa.array(values), pa.string())


def trimmed(decimals: Any) -> Any:
    """Decimal text without its trailing zeros, as the legacy file prints it: "18940.00" -> "18940"."""
    return pc.utf8_rtrim(pc.utf8_rtrim(decimals, "0"), ".")


def shortened(decimals: Any) -> Any:
    """Decimal text of a float, as the budget session's file prints it: "171.00" -> "171.0"."""
    return pc.replace_substring_regex(pc.utf8_rtrim(decimals, "0"), r"\.$", ".0")


def padded(column: Any, width: int) -> Any:
    """Text with spaces before it up to a width; after it where the width is negative."""
    pad = pc.utf8_lpad if width > 0 else pc.utf8_rpad
    return pad(column, abs(width))


def where(mask: Mask, then: Any, otherwise: Any) -> Any:
    """Text by condition."""
    return pc.if_else(pa.array(mask), then, otherwise)


def is_one_of(column: Any, words: tuple[str, ...]) -> Mask:
    """Which cells are one of `words`."""
    return np.array(pc.is_in(column, value_set=pa.array(words)), dtype=bool)


def same(word: str) -> Any:
    """A column whose every cell is `word`."""
    return pa.scalar(word)


def after_space(column: Any) -> Any:
    """Text with a space before it."""
    return pc.binary_join_element_wise(same(""), column, " ")


def body(columns: list[Any], separator: str = ",") -> bytes:
    """Columns of text -> the lines of a file, each ended by a newline."""
    joined = pc.binary_join_element_wise(*columns, separator)
    if len(joined) == 0:
        return b""
    page = pc.binary_join(pa.ListArray.from_arrays([0, len(joined)], joined), "\n")[0]
    return bytes(page.as_buffer().to_pybytes()) + b"\n"


def sheet(header: str, rows: list[list[object]]) -> bytes:
    """A small table -> plain CSV bytes. Cells that hold a comma or a quote are quoted."""
    return "".join(f"{line}\n" for line in [header, *(",".join(map(_cell, row)) for row in rows)]).encode()


def _cell(value: object) -> str:
    word = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return '"' + word.replace('"', '""') + '"' if "," in word or '"' in word else word
