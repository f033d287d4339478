"""`CF-CA-equities.csv`, the exchange's list of corporate actions -> lake.official_action."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.contracts.lake import OFFICIAL_ACTION
from bhavhouse.market.purpose import Action, read_purpose
from bhavhouse.sources.build import dated, shaped, without_nulls
from bhavhouse.sources.delimited import UTF8_OR_LATIN, Field, read
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_LARGEST_FACTOR = 10_000.0
_FIELDS = {
    "SYMBOL": Field("symbol"),
    "SERIES": Field("series"),
    "PURPOSE": Field("purpose"),
    "EX-DATE": Field("printed_on"),
}


def parse(payload: bytes, asked: Asked) -> Parsed:
    """Action list bytes -> one row per line and action in it; factors are price after over price before."""
    table, breaches = read(payload, _FIELDS, encodings=UTF8_OR_LATIN)
    table = without_nulls(table, ["symbol", "purpose"], breaches)
    table, ex_date = dated(table, "printed_on", ("%d-%b-%Y",), breaches)
    said = {purpose: _actions(purpose) for purpose in pc.unique(table["purpose"]).to_pylist()}
    actions = [said[purpose] for purpose in table["purpose"].to_pylist()]
    at = pa.array([row for row, found in enumerate(actions) for _ in found], pa.int64())
    flat = [action for found in actions for action in found]
    table = table.take(at)
    given = {
        "as_of": asked.day,
        "at_line": table["line"],
        "ex_date": ex_date.take(at),
        "series": pc.fill_null(table["series"], ""),
        "kind": pa.array([a.kind for a in flat], pa.string()),
        "price_factor": pa.array([a.price_factor for a in flat], pa.float64()),
        "unread": pa.array([a.unread for a in flat], pa.string()),
    }
    return shaped(OFFICIAL_ACTION, table, given, breaches)


def _actions(purpose: str) -> list[Action]:
    """What a purpose says; a factor that no action of any exchange ever had counts as not read."""
    return [
        replace(a, price_factor=None, unread="a factor beyond all measure")
        if a.price_factor is not None and not 1 / _LARGEST_FACTOR <= a.price_factor <= _LARGEST_FACTOR
        else a
        for a in read_purpose(purpose)
    ]


FEEDS = (
    Feed(
        "nse_official_action",
        OFFICIAL_ACTION,
        Cadence.REFERENCE,
        pattern(r"CF-CA-equities[\w-]*\.csv"),
        parse,
    ),
)
