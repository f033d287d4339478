"""The exchange's own list of corporate actions: most of them, in its words."""

from collections import defaultdict
from datetime import date

import numpy as np

from bhavhouse.simulate import phrases
from bhavhouse.simulate.happen import Happenings
from bhavhouse.simulate.record import Action

HEADER = (
    "SYMBOL,COMPANY NAME,SERIES,PURPOSE,FACE VALUE,EX-DATE,RECORD DATE,BOOK CLOSURE START DATE,"
    "BOOK CLOSURE END DATE"
)


def official_actions(happened: Happenings, sessions: list[date], rng: np.random.Generator) -> bytes:
    """The list as of the last session, by ex-date: UTF-8 with a byte order mark, every cell quoted.

    Some actions stand under the symbol their company adopted later; meetings and buybacks stand between them.
    """
    entries: list[tuple[int, list[str]]] = []
    for action, purpose in _worded([action for action in happened.actions if action.official]):
        entries.append((action.session, _row(happened, action, purpose, sessions[action.session])))
        if rng.random() < 0.4:
            session = int(rng.integers(len(sessions)))
            entries.append((session, _row(happened, action, phrases.idle(rng), sessions[session])))
    entries.sort(key=lambda entry: entry[0])
    table = [HEADER.split(","), *(row for _, row in entries)]
    text = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in table)
    return text.encode("utf-8-sig")


def _worded(actions: list[Action]) -> list[tuple[Action, str]]:
    """Actions with their words; of the days with a split and a bonus, every third stands on one row."""
    turns: dict[str, int] = defaultdict(int)
    found: list[tuple[Action, str]] = []
    for action in actions:
        before = found[-1][0] if found else None
        if before and (before.line, before.session) == (action.line, action.session):
            turns["both"] += 1
            if turns["both"] % 3 == 0:
                found[-1] = action, phrases.both(before, action, turns["both"] // 3)
                continue
        found.append((action, phrases.worded(action, turns[action.kind])))
        turns[action.kind] += 1
    return found


def _row(happened: Happenings, action: Action, purpose: str, day: date) -> list[str]:
    line = happened.lines[action.line]
    symbol = line.symbol if action.later else action.symbol
    ex_date = f"{day:%d-%b-%Y}"
    record_date = "-" if purpose.startswith(" ") else ex_date
    return [symbol, line.name, "EQ", purpose, str(action.face), ex_date, record_date, "-", "-"]
