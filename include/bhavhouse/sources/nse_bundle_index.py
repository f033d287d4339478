"""The index rows of the daily bundle's `pr*` file -> lake.bundle_index.

The file lists indices first and then every security; market `Y` tells an index (column IND_SEC is `Y` for the
shares of the Nifty 50, too). It holds no date, as `pd*` does not, so its name is believed, unless the same
bytes were received under an earlier day's name. Beyond that its previous closes tell: they are the closes of
the session before.
"""

import pyarrow.compute as pc

from bhavhouse.contracts.lake_indices import BUNDLE_INDEX
from bhavhouse.sources.build import named, shaped, without_nulls
from bhavhouse.sources.delimited import REAL, Field, read
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_FIELDS = {
    "MKT": Field("market"),
    "SECURITY": Field("printed_name"),
    "PREV_CL_PR": Field("previous_close_points", REAL),
    "OPEN_PRICE": Field("open_points", REAL),
    "HIGH_PRICE": Field("high_points", REAL),
    "LOW_PRICE": Field("low_points", REAL),
    "CLOSE_PRICE": Field("close_points", REAL),
    "HI_52_WK": Field("year_high_points", REAL),
    "LO_52_WK": Field("year_low_points", REAL),
}


def parse(payload: bytes, asked: Asked) -> Parsed:
    """`pr*` bytes -> one row per index. A row of any section that cannot be read is told.

    Raises MalformedFile, TruncatedFile.
    """
    table, breaches = read(payload, _FIELDS, ends_in_newline=True)
    table = table.filter(pc.fill_null(pc.equal(table["market"], "Y"), False))
    table = without_nulls(table, ["printed_name", "close_points"], breaches)
    given = {"session": asked.day, "index_name": named(table["printed_name"])}
    return shaped(BUNDLE_INDEX, table, given, breaches)


FEEDS = (
    Feed(
        "nse_bundle_index",
        BUNDLE_INDEX,
        Cadence.SESSION,
        pattern(r"pr(?P<day>\d{6}|\d{8})\.csv"),
        parse,
        "%d%m%Y",
        prints_day=False,
    ),
)
