"""The labels of the held-out articles hold against their own texts."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HELDOUT = Path(__file__).parent / "heldout"
ARTICLES = sorted(path.stem for path in HELDOUT.glob("*.txt"))
GRADES = {"rating_change", "technical_call_change", "financial_score_change"}
KINDS = GRADES | {
    "result_scheduled",
    "index_return",
    "advance_decline",
    "mover",
    "flow",
    "price_level",
    "segment_stat",
    "target_price",
    "sector_leadership",
    "capital_rotation",
}
UNITS = {"pct", "x", "count", "points", "inr", "inr_crore", "inr_bn"}
DIRECTIONS = {
    **{kind: {"upgrade", "downgrade", "none"} for kind in GRADES},
    "sector_leadership": {"leading", "lagging"},
    "mover": {"up", "down"},
}
SIGNED = {"index_return", "mover", "flow"}
FALL = re.compile(
    r"\b(fell|falls?|lost|lower|dropped|drops|declined?|decline|slipped|shed|sheds|slides|sank|dipped|eased"
    r"|tanks|down|sellers|offloaded|sold|pulled out|outflows|laggards|loser|worst)\b|(?<=[ (])[-−](?=[₹\d])"
)
RISE = re.compile(
    r"\b(rose|rises|rise|gained|gain|adding|added|higher|jumped|jumps|jump|climbed|rallied|up|upper|buyers|bought"
    r"|put in|took in|zoom|winners|gainer|best)\b|(?<=[ (])\+(?=[₹\d])"
)


def article(stem: str) -> tuple[str, list[dict[str, Any]]]:
    text = (HELDOUT / f"{stem}.txt").read_bytes().decode("utf-8")
    return text, json.loads((HELDOUT / f"{stem}.json").read_bytes())


def faults(text: str, facts: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the labels of one text."""
    found = []
    seen: set[str] = set()
    for fact in facts:
        kind, quote, value = fact["kind"], fact["quote"], fact.get("value")
        if text[fact["start"] : fact["end"]] != quote or not quote:
            found.append(f"quote is not the slice: {quote}")
        if kind not in KINDS:
            found.append(f"unknown kind: {kind}")
        if fact.get("unit", "pct") not in UNITS or ("value" in fact and "unit" not in fact):
            found.append(f"unknown unit: {fact.get('unit')}")
        if "direction" in fact and fact["direction"] not in DIRECTIONS.get(kind, set()):
            found.append(f"unknown direction: {fact['direction']}")
        if kind in SIGNED and value is not None and fact.get("side", "net") == "net":
            falls, rises = FALL.search(quote), RISE.search(quote)
            if (falls and not rises and value > 0) or (rises and not falls and value < 0):
                found.append(f"sign of {value}: {quote}")
        elif value is not None and (kind not in SIGNED or fact.get("side", "net") != "net") and value <= 0:
            found.append(f"value not positive: {value}")
        own = repr(sorted((k, repr(v)) for k, v in fact.items() if k not in ("quote", "start", "end")))
        if own in seen:
            found.append(f"stated twice: {own}")
        seen.add(own)
    return found


@pytest.mark.parametrize("stem", ARTICLES)
def test_labels_hold_against_the_text(stem: str) -> None:
    assert faults(*article(stem)) == []


def test_each_text_has_labels_and_each_kind_is_common_enough_to_score() -> None:
    assert sorted(path.stem for path in HELDOUT.glob("*.json")) == ARTICLES
    counts = Counter(fact["kind"] for stem in ARTICLES for fact in article(stem)[1])
    assert set(counts) == KINDS
    assert min(counts.values()) >= 12
    assert min(counts[kind] for kind in (*GRADES, "result_scheduled")) >= 35


TEXT = "Tata Steel fell 3.2% today."
GOOD = {
    "kind": "mover",
    "company": "Tata Steel",
    "value": -3.2,
    "unit": "pct",
    "horizon": "1d",
    "date": None,
    "quote": "Tata Steel fell 3.2%",
    "start": 0,
    "end": 20,
}


def test_a_good_label_has_no_fault() -> None:
    assert faults(TEXT, [GOOD]) == []


@pytest.mark.parametrize(
    "bad",
    [
        {"start": 1},
        {"kind": "rumour", "value": 3.2},
        {"unit": "usd"},
        {"value": 3.2},
        {"direction": "upgrade"},
    ],
)
def test_a_bad_label_has_a_fault(bad: dict[str, Any]) -> None:
    assert len(faults(TEXT, [GOOD | bad])) == 1


def test_a_fact_labelled_twice_is_a_fault() -> None:
    assert len(faults(TEXT, [GOOD, GOOD])) == 1
