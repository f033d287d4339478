"""Levels of any index from a plain CSV file of one's own -> lake.index_level_import.

For indices and years that no exchange file here holds, BSE's included. One row per session and index:
`session,index_name,close`, and where they are known `open,high,low,pe_ratio,pb_ratio,dividend_yield_pct`;
sessions as 2026-02-12, numbers without separators, `-` or nothing for what is not known.
"""

from bhavhouse.contracts.lake_indices import INDEX_LEVEL_IMPORT
from bhavhouse.sources.build import dated, named, shaped, up_to, without_nulls
from bhavhouse.sources.delimited import REAL, Field, read
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_FIELDS = {
    "session": Field("printed_on"),
    "index_name": Field("printed_name"),
    "close": Field("close_points", REAL),
    "open": Field("open_points", REAL, optional=True),
    "high": Field("high_points", REAL, optional=True),
    "low": Field("low_points", REAL, optional=True),
    "pe_ratio": Field("pe_ratio", REAL, optional=True),
    "pb_ratio": Field("pb_ratio", REAL, optional=True),
    "dividend_yield_pct": Field("dividend_yield_pct", REAL, optional=True),
}


def parse(payload: bytes, asked: Asked) -> Parsed:
    """A file of index levels -> one row per session and index; sessions after the file's own day are told.

    Raises MalformedFile, TruncatedFile.
    """
    table, breaches = read(payload, _FIELDS)
    table = without_nulls(table, ["printed_on", "printed_name", "close_points"], breaches)
    table, session = dated(table, "printed_on", ("%Y-%m-%d",), breaches)
    table, session = up_to(table, "printed_on", session, asked.day, breaches)
    given = {
        "as_of": asked.day,
        "source": asked.name.rsplit(".", 1)[0].lower(),
        "session": session,
        "index_name": named(table["printed_name"]),
    }
    return shaped(INDEX_LEVEL_IMPORT, table, given, breaches)


FEEDS = (
    Feed(
        "index_import",
        INDEX_LEVEL_IMPORT,
        Cadence.REFERENCE,
        pattern(r"index_history[\w-]*\.csv"),
        parse,
    ),
)
