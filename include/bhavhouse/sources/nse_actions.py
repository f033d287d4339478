"""The exchange's lists of corporate actions -> lake.official_action."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.contracts.lake import OFFICIAL_ACTION
from bhavhouse.market.purpose import Action, read_purpose
from bhavhouse.sources.build import Given, dated, shaped, without_nulls
from bhavhouse.sources.delimited import REAL, UTF8_OR_LATIN, Field, read
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_LARGEST_FACTOR = 10_000.0
_LIST = {
    "SYMBOL": Field("symbol"),
    "SERIES": Field("series"),
    "PURPOSE": Field("purpose"),
    "FACE VALUE": Field("face_value_inr", REAL),
    "EX-DATE": Field("printed_on"),
}
_BUNDLE = {
    "SYMBOL": Field("symbol"),
    "SERIES": Field("series"),
    "PURPOSE": Field("purpose"),
    "EX_DT": Field("printed_on"),
}


def parse_list(payload: bytes, asked: Asked) -> Parsed:
    """`CF-CA-equities.csv` -> one row per line and action in it."""
    return _parsed(payload, _LIST, ("%d-%b-%Y",), {"list": "action_list", "as_of": asked.day})


def parse_bundle(payload: bytes, asked: Asked) -> Parsed:
    """The bundle's `bc*`, which tells each series of a share apart -> one row per line and action in it.

    The file holds no date of its own, so its name is believed. Until October 2025 the name's day had
    six digits, and days were printed as 26/08/2025.
    """
    return _parsed(payload, _BUNDLE, ("%Y-%m-%d", "%d/%m/%Y"), {"list": "bundle", "as_of": asked.day})


def _parsed(
    payload: bytes, fields: Mapping[str, Field], forms: Sequence[str], given: Mapping[str, Given]
) -> Parsed:
    table, breaches = read(payload, fields, encodings=UTF8_OR_LATIN)
    table = without_nulls(table, ["symbol", "purpose"], breaches)
    table, ex_date = dated(table, "printed_on", forms, breaches)
    said = {purpose: _actions(purpose) for purpose in pc.unique(table["purpose"]).to_pylist()}
    actions = [said[purpose] for purpose in table["purpose"].to_pylist()]
    at = pa.array([row for row, found in enumerate(actions) for _ in found], pa.int64())
    flat = [action for found in actions for action in found]
    table = table.take(at)
    read_off = {
        "at_line": table["line"],
        "ex_date": ex_date.take(at),
        "series": pc.fill_null(table["series"], ""),
        "kind": pa.array([a.kind for a in flat], pa.string()),
        "unread": pa.array([a.unread for a in flat], pa.string()),
        "new_shares": pa.array([a.new_shares for a in flat], pa.int64()),
        "held_shares": pa.array([a.held_shares for a in flat], pa.int64()),
        **{
            name: pa.array([getattr(a, name) for a in flat], pa.float64())
            for name in ("price_factor", "premium_inr", "dividend_inr")
        },
    }
    return shaped(OFFICIAL_ACTION, table, {**given, **read_off}, breaches)


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
        parse_list,
    ),
    Feed(
        "nse_bundle_action",
        OFFICIAL_ACTION,
        Cadence.SESSION,
        pattern(r"bc(?P<day>\d{6}|\d{8})\.csv"),
        parse_bundle,
        "%d%m%Y",
    ),
)
