"""The forms in which pages print a company's name, made by rule."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from bhavhouse.market.names.resolver import Resolver
from bhavhouse.pipelines.house import House
from houses import rows_of

_LEGAL = re.compile(r"[,\s]+(limited|ltd\.?)\s*$", re.IGNORECASE)
_BY_RIGHT = ("alias", "symbol", "name")


def forms(name: str, symbol: str) -> Iterator[tuple[str, str]]:
    """The form, and the name in it."""
    short = _LEGAL.sub("", name)
    words = short.split()
    yield "own", name
    yield "without Ltd", short
    yield "symbol", symbol
    for n in range(3, 7):
        yield f"words of {n} letters, points", " ".join(w if len(w) <= n else f"{w[:n]}." for w in words)
        yield f"words of {n} letters", " ".join(w[:n] for w in words)
        rest = " ".join(w if len(w) <= n else f"{w[:n]}." for w in words[1:])
        yield f"first word whole, {n} letters of others", f"{words[0]} {rest}".strip()
    yield "15 letters", short[:15].strip()
    yield "two words", " ".join(words[:2])


def named(house: House, on: date) -> dict[str, tuple[str, str]]:
    """The ordinary shares that trade about a day -> name and symbol of the day."""
    shares = {
        row["security_id"]
        for row in rows_of(house, "core.dim_security").to_pylist()
        if row["instrument"] == "common" and row["first_session"] <= on <= row["last_session"]
    }
    held: dict[str, dict[str, str]] = {}
    for row in rows_of(house, "core.security_identifier").to_pylist():
        is_held = row["valid_from"] <= on and (row["valid_to"] is None or on < row["valid_to"])
        if is_held and row["security_id"] in shares:
            held.setdefault(row["security_id"], {})[row["scheme"]] = row["value"]
    return {
        who: (of["name"], of.get("nse_symbol") or of.get("bse_symbol", of["name"]))
        for who, of in held.items()
        if "name" in of
    }


def outcomes(
    resolver: Resolver, names: dict[str, tuple[str, str]], on: date
) -> tuple[Counter[tuple[str, str]], list[tuple[str, ...]]]:
    """Security id -> (name, symbol): counts by form and outcome, and the links to another security.

    What is another's symbol, whole name or reviewed name is that one's by right.
    """
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[tuple[str, ...]] = []
    for security_id, (name, symbol) in names.items():
        for form, printed in forms(name, symbol):
            found = resolver.resolve(printed, on)
            if found.security_id in (security_id, None):
                counts[form, "right" if found.security_id else "open"] += 1
            elif found.method in _BY_RIGHT and form not in ("own", "without Ltd"):
                counts[form, "another's by right"] += 1
            else:
                wrong.append((form, printed, name, str(found.method), found.candidates[0].name))
    return counts, wrong


def share(counts: Counter[tuple[str, str]], form: str) -> float:
    """Percent resolved of a form."""
    total = sum(n for (f, _), n in counts.items() if f == form)
    return 100 * counts[form, "right"] / total
