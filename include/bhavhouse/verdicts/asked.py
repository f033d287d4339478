"""Facts of articles -> claims: what is said of what, over which time, within which bounds."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

from bhavhouse.verdicts.subjects import SIZES, exchange_of, key_of
from bhavhouse.verdicts.windows import Window, window_of

CHECKED = (
    "index_return", "advance_decline", "mover", "flow", "price_level", "segment_stat", "sector_leadership",
)  # fmt: skip
_OF_SEGMENTS = ("index_return", "advance_decline", "price_level")
_ABOUT = 0.05  # of the figure: what "about", "nearly" and the like leave room for
_AT_LEAST = ("over", "more than", "above", "at least", "upwards of", "in excess of")
_AT_MOST = ("under", "less than", "below", "at most", "up to")
_EXTREME = ("as much as", "up to")
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_STOP = re.compile(r"[.!?;]\s|\n")
_SENTENCE = 400  # characters before and after a quote in which its sentence begins and ends
_ON = {"BSE": re.compile(r"\bBSE\b|\bSensex\b"), "NSE": re.compile(r"\bNSE\b|\bNifty\b")}


@dataclass(frozen=True)
class Claim:
    """One claim. `low` to `high` is what the words allow; `half` is half a unit of the last digit printed.

    `aspect` parts the claims of one fact: its figure, or its rank. `exchange` is the one that the
    article speaks of, where it speaks of one alone, and `segment` the segment by size, likewise. `is_extreme`
    claims a highest or lowest price, not a close.
    """

    claim_id: str
    fact: Mapping[str, Any]
    aspect: str
    value: float | None
    low: float
    high: float
    unit: str | None
    half: float = 0.0
    window: Window | None = None
    exchange: str | None = None
    is_extreme: bool = False
    segment: str | None = None

    @property
    def kind(self) -> str:
        """Kind of its fact, or comparison."""
        return str(self.fact["kind"])

    @property
    def stated_on(self) -> date | None:
        """The day that the text says."""
        day: date | None = self.fact["stated_on"]
        return day

    @property
    def has_bounds(self) -> bool:
        """Whether anything is claimed that a figure could contradict."""
        return self.low > -inf or self.high < inf


@dataclass(frozen=True)
class _Beside:
    """What the article's other facts tell of one: its exchange, its segment, its time, its ranks."""

    exchange: str | None
    segment: str | None
    window: Window | None
    ranks: Counter[str]


def claims_of(facts: Iterable[Mapping[str, Any]], text: str = "") -> list[Claim]:
    """The claims of an article's standing facts; facts of the other kinds are no claims on the market."""
    rows = [fact for fact in facts if fact["kind"] in CHECKED]
    windows = [window_of(fact["horizon"], words_around(fact, text)) for fact in rows]
    beside = _beside(rows, windows)
    return [
        claim for fact, window in zip(rows, windows, strict=True) for claim in _claims(fact, window, beside)
    ]


def words_around(fact: Mapping[str, Any], text: str) -> str:
    """The sentence that a fact's quote stands in; the quote where the text does not hold it."""
    quote, start, end = fact["quote"] or "", fact.get("quote_start"), fact.get("quote_end")
    if start is None or end is None or not quote or text[start:end] != quote:
        return quote
    before = _STOP.split(text[max(0, start - _SENTENCE) : start])[-1]
    return before + quote + _STOP.split(text[end : end + _SENTENCE])[0]


def time_of(windows: Collection[Window | None]) -> Window | None:
    """The time of a claim that tells none: that of the article's index returns, if one, else the session."""
    return next(iter(windows)) if len(windows) == 1 else Window("sessions")


def _beside(facts: Sequence[Mapping[str, Any]], windows: Sequence[Window | None]) -> _Beside:
    named = [f["index_as_printed"] for f in facts if f["index_as_printed"] and f["kind"] in _OF_SEGMENTS]
    exchanges = {exchange_of(name) for name in named} - {None}
    segments = {name: key_of(name).removeprefix("bse_") for name in named}
    sizes = {key: name for name, key in segments.items() if key in SIZES}
    return _Beside(
        exchanges.pop() if len(exchanges) == 1 else None,
        next(iter(sizes.values())) if len(sizes) == 1 and set(segments.values()) == set(sizes) else None,
        time_of({w for f, w in zip(facts, windows, strict=True) if f["kind"] == "index_return"}),
        Counter(f["rank"] for f in facts if f["rank"]),
    )


def _claims(fact: Mapping[str, Any], window: Window | None, beside: _Beside) -> Iterable[Claim]:
    kind, id_ = fact["kind"], f"{fact['fact_id']}.{fact['assertion']}"
    said = next((name for name, words in _ON.items() if words.search(fact["quote"] or "")), None)
    where = (said if kind in ("mover", "price_level") else None) or beside.exchange
    value, unit = fact["value"], fact["unit"]
    half = _half(value, fact["quote"] or "")
    low, high = _bounds(fact, half)
    if fact["bound"] and (fact["bound"] not in _EXTREME or low < high):
        half = 0.0  # its bounds allow for it
    if kind == "advance_decline":
        up, down, ratio = fact["advances"], fact["declines"], fact["ratio"]
        value = ratio if ratio is not None else up / down if up is not None and down else None
        low, high = (-inf, inf) if value is None else (value, value)
        unit, half = "x", _half(ratio, fact["quote"] or "") if ratio is not None else 0.005
    elif kind == "sector_leadership":
        value, low, high = None, 0.0, 0.0  # the share of sectors before it
        window = window if fact["horizon"] else beside.window
    is_extreme = fact["bound"] in _EXTREME and kind in ("mover", "index_return")
    if kind != "mover" or low > -inf or high < inf:
        yield Claim(
            id_, fact, "figure", value, low, high, unit, half, window, where, is_extreme, beside.segment
        )
    if kind == "mover" and fact["rank"] in ("top_gainer", "top_loser"):
        last = float(beside.ranks[fact["rank"]])
        yield Claim(
            f"{id_}.rank",
            fact,
            "rank",
            1.0,
            1.0,
            last,
            "rank",
            0.0,
            window,
            where,
            segment=said or beside.segment,
        )


def _bounds(fact: Mapping[str, Any], half: float) -> tuple[float, float]:
    """What the words allow: the figure, its range, or all on one side of it."""
    low, high, value = fact["value_low"], fact["value_high"], fact["value"]
    bound = (fact["bound"] or "").lower()
    if low is not None or high is not None:
        low, high = -inf if low is None else low, inf if high is None else high
        return min(low, high), max(low, high)
    if value is None:
        up = fact["direction"] in ("up", "leading")
        down = fact["direction"] in ("down", "lagging")
        return (0.0 if up else -inf), (0.0 if down else inf)
    if bound in _AT_LEAST:
        return (value, inf) if value >= 0 else (-inf, value)
    if bound in _AT_MOST:
        return (0.0, value) if value >= 0 else (value, 0.0)
    if bound and bound not in _EXTREME:
        room = max(_ABOUT * abs(value), half)
        return value - room, value + room
    return value, value


def _half(value: float | None, quote: str) -> float:
    """Half a unit of the last digit that the quote prints of the figure."""
    if value is None:
        return 0.0
    for found in _NUMBER.finditer(quote):
        if abs(float(found.group().replace(",", "")) - abs(value)) < 1e-9:
            return float(0.5 * 10.0 ** -len(found[1] or ""))
    return 0.005
