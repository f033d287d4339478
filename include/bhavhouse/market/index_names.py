"""One spelling for each index, whatever a file calls it.

The exchange prints `NIFTY SMALLCAP 250` on its pages, `NIFTY SMLCAP 250` in its bundle and calls the list
`ind_niftysmallcap250list.csv`. `index_names.csv` is a reviewed list: each known printed name with the name
that it goes by here, which is the long one as `spelled` writes it.
"""

import csv
import re
from functools import cache
from pathlib import Path

NAMES = Path(__file__).with_name("index_names.csv")
_GAPS = re.compile("[^A-Za-z0-9]+")


def spelled(printed: str) -> str:
    """A printed name in small letters, with one underscore for all between that is no letter or digit.

    As marts.index_history spells it in SQL.
    """
    return _GAPS.sub("_", printed).strip("_").lower()


def index_name(printed: str) -> str:
    """The name that an index goes by, or its printed one as `spelled` where the list does not know it."""
    found = spelled(printed)
    return known_names().get(found, found)


def index_of_list(source: str) -> str | None:
    """The index of a constituent list, from its file name without ending; None for what is not known.

    `ind_niftysmallcap250list` -> `nifty_smallcap_250`. File names have no gaps, so the names are compared
    without theirs; one that fits several is not known.
    """
    found = re.fullmatch(r"ind_(\w+?)_?list", source, re.ASCII | re.IGNORECASE)
    return _without_gaps().get(_squeezed(found[1])) if found else None


@cache
def known_names() -> dict[str, str]:
    """Every printed name of the reviewed list, as `spelled` -> the name it goes by."""
    with NAMES.open(newline="") as lines:
        return {spelled(row["printed"]): row["index_name"] for row in csv.DictReader(lines)}


@cache
def _without_gaps() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for printed, name in known_names().items():
        found.setdefault(_squeezed(printed), set()).add(name)
    return {squeezed: names.pop() for squeezed, names in found.items() if len(names) == 1}


def _squeezed(name: str) -> str:
    return name.replace("_", "").lower()
