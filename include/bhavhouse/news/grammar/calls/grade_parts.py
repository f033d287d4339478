"""The part that a grade plays in its line, told by the words next to it (lexicon/grade_cues.txt)."""

import re
from dataclasses import dataclass

from bhavhouse.news.lexicon import cues

FROM, TO, TURNED, NOW, STAY, IS, BARE = "from", "to", "turned", "now", "stay", "is", "bare"

_NEAR = 110  # characters looked at on each side of a grade
FILL = "|".join(cues("fill_before"))
AFTER = rf"(?: (?:{'|'.join(cues('fill_after'))}))*"
_BEFORE = re.compile(
    r"(?:^|(?<= ))(?:"
    + "|".join(
        rf"(?P<{part}>{'|'.join(cues(name))})"
        for part, name in (
            (FROM, "before_from"),
            (STAY, "before_stay"),
            (NOW, "before_now"),
            (TURNED, "before_turn"),
            (TO, "before_to"),
            (IS, "before_is"),
        )
    )
    + rf")(?: (?:{FILL}))*$"
)
_BEHIND = re.compile(
    rf"^{AFTER}(?: (?:by|at|with) [NB])?(?: ,)? (?:"
    + "|".join(
        rf"(?P<{part}>{'|'.join(cues(name))})"
        for part, name in ((FROM, "after_from"), (NOW, "after_now"), (STAY, "after_stay"))
    )
    + r")(?= [,;.:)|]|$| (?:and|but|is|has|was|moved|slipped|turned) )"
)


@dataclass
class Part:
    """Which part a grade plays, and from where to where its words reach."""

    name: str
    start: int
    end: int
    cue: str = ""


def part_of(string: str, at: int, last: int, stop: int) -> Part:
    """The part of the grade at a place; `last` and `stop` are the grades around it."""
    left = string[max(last, at - _NEAR) : at - 1] if at > last else ""
    behind = _BEHIND.match(string[at + 1 : min(stop, at + _NEAR)])
    before = _BEFORE.search(left)
    start = at - 1 - len(left) + before.start() if before else at
    name = before.lastgroup if before and before.lastgroup else BARE
    if behind and (name in (BARE, IS, NOW, TO, STAY) or behind.lastgroup == FROM) and name != FROM:
        name = behind.lastgroup or name
    end = at + 1
    if name == FROM and behind and behind.lastgroup == FROM:
        end += behind.end()
    return Part(name, start, end, before.group() if before else "")
