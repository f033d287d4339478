"""Each example of the grammar: a text, and the facts of its kind that it states.

`examples/<kind>.txt` holds blocks apart by an empty line. Lines without an indent are the text; each
indented line is one fact, `field: value | field: value`, which must be found with these values. Facts of
the kind beyond these fail; a block without indented lines states none. A value is JSON where it reads as
JSON, else text.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bhavhouse.contracts.news import KINDS
from bhavhouse.news.extract import extract_text

EXAMPLES = Path(__file__).parent / "examples"


def _value(printed: str) -> Any:
    try:
        return json.loads(printed)
    except json.JSONDecodeError:
        return printed


def _blocks() -> Iterator[Any]:
    for path in sorted(EXAMPLES.glob("*.txt")):
        blocks = [block for block in path.read_text().split("\n\n") if block.strip()]
        for number, block in enumerate(blocks, 1):
            lines = [line for line in block.strip("\n").splitlines() if not line.startswith("#")]
            text = "\n".join(line for line in lines if not line.startswith(" "))
            told = [
                {
                    key.strip(): _value(value.strip())
                    for key, _, value in (part.partition(":") for part in line.split(" | "))
                }
                for line in lines
                if line.startswith(" ")
            ]
            if text:
                yield pytest.param(path.stem, text, told, id=f"{path.stem}-{number}")


@pytest.mark.parametrize(("kind", "text", "told"), list(_blocks()))
def test_the_text_states_these_facts_of_the_kind_and_no_others(
    kind: str, text: str, told: list[dict[str, Any]]
):
    assert kind in KINDS
    found = [fact.as_json() for fact in extract_text(text) if fact.kind == kind]
    for fact in told:
        twin = next((f for f in found if all(f.get(key) == value for key, value in fact.items())), None)
        assert twin is not None, f"not found: {fact}; found: {found}"
        found.remove(twin)
    assert not found, f"not stated: {found}"
