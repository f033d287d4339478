"""A user's own list of securities from a plain CSV file -> lake.watchlist; it makes a universe watch:<name>.

The file is called `watch_<name>.csv`, with its day at the end of its name or of its folder's
(`watch_banks_2025-03-31.csv`). One row per security: `symbol`, or `isin`, or both; and where the list tells
when it counts, `valid_from` and `valid_to`, the first day after the window, as 2025-01-31.
"""

import re

import pyarrow.compute as pc

from bhavhouse.contracts.lake import WATCHLIST
from bhavhouse.errors import MalformedFile
from bhavhouse.sources.build import dated, shaped, without_nulls
from bhavhouse.sources.delimited import UTF8, Field, names_in, opening, read
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_NAMES = pattern(r"watch_(?P<watchlist>[a-z](?:[\w-]{0,38}?[a-z0-9])??)(?:_\d{4}-\d\d-\d\d)?\.csv")
_DAYS = ("%Y-%m-%d",)
_FIELDS = {
    "isin": Field("isin", optional=True),
    "valid_from": Field("printed_from", optional=True),
    "valid_to": Field("printed_to", optional=True),
}


def parse(payload: bytes, asked: Asked) -> Parsed:
    """A user's list -> one row per line; a line without symbol and ISIN is told.

    Raises MalformedFile, TruncatedFile.
    """
    called = _NAMES.fullmatch(asked.name)
    if not called:
        raise MalformedFile(f"{asked.name} names no list: watch_<name>.csv")
    _, head, _ = opening(payload, UTF8)
    has_isin = "isin" in [name.strip("\ufeff ") for name in names_in(head)]
    table, breaches = read(payload, {"symbol": Field("symbol", optional=has_isin), **_FIELDS})
    named = pc.coalesce(table["symbol"], table["isin"])
    table = without_nulls(table.append_column("symbol or isin", named), ["symbol or isin"], breaches)
    table, _ = dated(table, "printed_from", _DAYS, breaches)
    table, valid_to = dated(table, "printed_to", _DAYS, breaches)
    table, valid_from = dated(table, "printed_from", _DAYS, breaches)
    given = {
        "as_of": asked.day,
        "source": asked.name.rsplit(".", 1)[0].lower(),
        "at_line": table["line"],
        "watchlist": re.sub("[-_]+", "_", called["watchlist"].lower()),
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    return shaped(WATCHLIST, table, given, breaches)


FEEDS = (Feed("watchlist", WATCHLIST, Cadence.REFERENCE, _NAMES, parse),)
