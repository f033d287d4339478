"""The clause of a changed grade: "from X to Y", "to Y from X", "to Y", shared by ratings, calls and scores."""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.pieces import ARTICLE
from bhavhouse.news.units import Item

UP = (
    r"upgraded|upgrades|upgrading|raised|raises|raising|lifted|lifts|improved|improves|improving|advanced|advances|climbed|strengthened|elevated|"
    r"double-upgraded|bumped up|moved up|promoted|rose|risen|jumped|hiked|boosted|ascended"
)
DOWN = (
    r"downgraded|downgrades|downgrading|cut|cuts|cutting|lowered|lowers|lowering|slashed|deteriorated|deteriorates|"
    r"slipped|slips|weakened|dropped|fell|fallen|slid|double-downgraded|demoted|declined|reduced|worsened|trimmed|dipped|relegated"
)
TURN = (
    r"moved|moves|moving|shifted|shifts|shifting|changed|changes|changing|revised|revises|revising|turned|turns|turning|evolved|transitioned|"
    r"gone|went|swung|switched|flipped|adjusted|reclassified|reverted|returned|recast"
)
VERB = rf"(?:re-?)?(?:{UP}|{DOWN}|{TURN})"
NOUN_AFTER = r"(?: (?:ratings?|calls?|stances?|grades?|recommendations?|views?|categor(?:y|ies)|territory|outlooks?|positions?|status|zone|trends?|scores?|mode|bias|set-?up|technical calls?|technical (?:stance|outlook|trend|grade|rating|call)s?|S (?:trend|grade|score)|S))*"


def change(grades: str, *, needs_both: bool = False) -> str:
    """A pattern of what changed to what; groups from1/to1, to2/from2, to3."""

    def grade(group: str) -> str:
        return rf"{ARTICLE}(?: (?:rating of|grade of|technical|new|previous|earlier|prior|more|S|current|rating|call))*(?: \( )?(?: )?(?P<{group}>{grades}){NOUN_AFTER}"

    both = (
        rf"(?: ,)?(?: \()?(?: )?from{grade('from1')}(?: earlier| previously)?(?: ,)? (?:to|into|towards|-)(?: being)?{grade('to1')}"
        rf"|(?: ,)?(?: up| down)? (?:to|as|at|into)(?: being)?{grade('to2')}(?: ,)?(?: \()?(?: as against| against| compared with| versus| earlier)? from{grade('from2')}(?: earlier| previously)?"
    )
    return f"(?:{both})" if needs_both else rf"(?:{both}|(?: up| down)? (?:to|as|into){grade('to3')})"


def grades_of(sentence: Sentence, found: re.Match[str]) -> tuple[str | None, str | None]:
    """The grade before and the grade after, as printed."""
    groups = found.groupdict()
    before = next((g for g in ("from1", "from2", "from3") if groups.get(g)), None)
    after = next((g for g in ("to1", "to2", "to3", "to4") if groups.get(g)), None)
    return (
        printed(sentence, found, before) if before else None,
        printed(sentence, found, after) if after else None,
    )


def printed(sentence: Sentence, found: re.Match[str], group: str) -> str:
    """What a group of words reads in the text."""
    first, last = sentence.shape.span(found.start(group), found.end(group))
    return re.sub(r"\s+", " ", sentence.article.text.plain[first:last]).strip(" \"'")


def verb_direction(verb: str | None) -> str | None:
    """What the verb alone says."""
    if verb is None:
        return None
    if re.search(rf"(?:^|-| )(?:{UP}|upgrade)", verb):
        return "upgrade"
    if re.search(rf"(?:^|-| )(?:{DOWN}|downgrade)", verb):
        return "downgrade"
    return None


def subject(sentence: Sentence, found: re.Match[str], group: str) -> list[Item]:
    """The companies that a group stands on; "the stock" means the one known from the context."""
    unit = sentence.shape.unit(found, group) if found.groupdict().get(group) else None
    if unit is None:
        return []
    if unit.symbol == "C":
        known = sentence.article.company(sentence, found.start(group))
        return [known] if known else []
    return unit.items if unit.symbol in ("N", "B") else []
