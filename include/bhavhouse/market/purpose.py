"""The free text of the exchange's action list, read: what happens and by which factor the price moves."""

import re
from dataclasses import dataclass

_NUMBER = r"(\d+(?:\.\d+)?)"
_SPLIT = re.compile(rf"r[se]\.?\s*{_NUMBER}[^\d]*?\bto\s+r[se]\.?\s*{_NUMBER}", re.IGNORECASE)
_BONUS = re.compile(r"bonus[\s:-]*(\d+)\s*:\s*(\d+)", re.IGNORECASE)
# A bonus in debt or preference paper leaves the share's price alone.
_OTHER_PAPER = re.compile(r"ncrps|ncd|debenture|preference|\bpref\b|dvr", re.IGNORECASE)


@dataclass(frozen=True)
class Action:
    """One thing a purpose says. `price_factor` is price after over price before, null where not fixed.

    `unread` says why a split or bonus could not be read; then it has no factor.
    """

    kind: str
    price_factor: float | None = None
    unread: str = ""


def read_purpose(purpose: str) -> list[Action]:
    """Every action that a PURPOSE states: a bonus and a split may stand in one."""
    words = purpose.lower()
    actions: list[Action] = []
    if "bonus" in words and not _OTHER_PAPER.search(words):
        found = _BONUS.search(words)
        if found and int(found[1]) and int(found[2]):
            new, held = int(found[1]), int(found[2])
            actions.append(Action("bonus", held / (new + held)))
        else:
            actions.append(Action("bonus", unread="no ratio of the form a:b"))
    reduction = "capital reduction" in words
    consolidation = "consolidation" in words
    if consolidation or "split" in words or "sub-division" in words or "subdivision" in words:
        found = _SPLIT.search(words)
        kind = "consolidation" if consolidation else "split"
        if reduction:
            # The face value moves by both at once: no factor follows from the text.
            actions.append(Action("scheme"))
        elif found and float(found[1]) and float(found[2]):
            actions.append(Action(kind, float(found[2]) / float(found[1])))
        else:
            actions.append(Action(kind, unread="no face values of the form From Rs a To Rs b"))
    elif reduction:
        actions.append(Action("scheme"))
    if re.search(r"de-?merger|spin-?off", words):
        actions.append(Action("demerger"))
    elif re.search(r"s[ch]*eme of|amalgamation", words) and "dividend" not in words:
        actions.append(Action("scheme"))
    if "rights" in words:
        actions.append(Action("rights"))
    if "dividend" in words or re.search(r"\bdiv\b", words):
        actions.append(Action("dividend"))
    return actions or [Action("other")]
