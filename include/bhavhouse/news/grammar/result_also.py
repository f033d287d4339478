"""Who else reports: sentences of a calendar, or behind one on results to come, that name but companies."""

import re
from datetime import date, timedelta

from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.result_clause_words import OWNER
from bhavhouse.news.units import Item

# A sentence of a calendar that only says who else reports, in whatever words.
_AHEAD = re.compile(
    r"\b(?:also|too|as well|due|scheduled|slated|lined up|follows?|reports?|reporting|will|are to|is to|come|"
    r"joins?|next|meets?|on tap|as is|so is|so are|as are|do so|does so|same day|on the list|the day|"
    r"others?)(?= |$)"
)
_PAST = re.compile(
    r"\b(?:had|was|were|reported|posted|announced|declared|released|rose|fell|gained|jumped|slipped|beat|"
    r"missed|"
    r"postponed|deferred|put off|cancelled|may|might|could|if|not|expects?|expected|forecast|estimates?|"
    r"awaited|target|rating|buy|sell|hold|share price|shares|united states|us|wall street|dividend|split|"
    r"bonus|"
    r"stake|acquir\w*|order|yet|likely|ex-date|fresh date|intimated?|notified|dates? (?:is|are|of|"
    r"to be)|undecided)(?= |$)"
)
# What stands behind a company that reports: "Ace investor-led DMart operator N" names N alone.
_SUBJECT = re.compile(
    r" ?(?:$|[,;.&()|:—–-]|'s |(?:and|or|will|would|shall|to|are|is|has|have|also|too|as|due|with|"
    r"besides|along|"
    r"on|for|reports?|reporting|announces?|announcing|declares?|declaring|comes?|follows?|joins?|meets?|next|"
    r"in|at|lined|scheduled|slated|set|while|whose|which|among|release|releases|post|posts|unveil|unveils|"
    r"step|steps|figure|feature|today|tomorrow|take|takes|bring|brings|go|goes|do|does)(?= |$))"
)
_NEXT_DAY = re.compile(r"\b(?:following|next) day\b|\ba day (?:later|after)\b|\bthe day after\b")


def also(sentence: Sentence, start: int) -> list[Item] | None:
    """The companies of a calendar's sentence that tells who reports, and nothing else."""
    string = sentence.string[start:]
    for part in re.split(r" (?:but|while|whereas|although) ", string)[1:]:
        if _PAST.search(part):
            return None
    if _PAST.search(string) or re.search(r"(?:^| )[PM](?= |$)", string) or not _AHEAD.search(string):
        return None
    found = [
        item
        for at, unit in zip(sentence.shape.starts, sentence.shape.units, strict=True)
        if unit.symbol in ("N", "B")
        and at >= start
        and not (len(unit.items) == 1 and OWNER.match(sentence.string, at))
        and not sentence.string[:at].endswith(" by ")
        and _SUBJECT.match(sentence.string, at + 1)
        for item in (unit.items[:-1] if OWNER.match(sentence.string, at) else unit.items)
    ]
    return found or None


def next_day(sentence: Sentence, day: date | None) -> date | None:
    """The day of a sentence that counts from the one before: "on the following day"."""
    return day + timedelta(days=1) if day is not None and _NEXT_DAY.search(sentence.string) else day


def goes_on(sentence: Sentence) -> list[Item] | None:
    """The companies of a sentence behind one about results to come: "Also reporting are N", "so is N"."""
    if sentence.string.endswith("?"):
        return None
    return also(sentence, 0)
