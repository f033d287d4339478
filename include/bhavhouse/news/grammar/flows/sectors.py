"""flow, its sectors: whose shares were bought or sold, and lists of sectors that share a side."""

import re
from collections.abc import Iterator

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.flows.table import printed
from bhavhouse.news.grammar.flows.who import Flow, topic
from bhavhouse.news.grammar.flows.words import OF_SECTOR, SECTORS, SIDE
from bhavhouse.news.numbers import Figure

# "DIIs, including mutual funds and insurers, ..."
PART = re.compile(r"\b(?:including|such as|comprising|led by|especially|particularly)(?: [a-z]+| ,){0,4} $")


def figure_at(sentence: Sentence, at: int) -> Figure:
    """The amount at a place of the sentence."""
    figure: Figure = sentence.shape.units[sentence.shape.index(at)].items[0].value
    return figure


def listed_sectors(sentence: Sentence, investors: list[re.Match[str]]) -> Iterator[Flow]:
    """ "Oil & gas (M), power (M) and FMCG (M) were the others that faced selling": sectors by one side."""
    string = sentence.string
    for run in SECTORS.finditer(string):
        tail = re.split(r" (?:M|S|;|while|whereas)(?= |$)", string[run.end() : run.end() + 90])[0]
        side = SIDE.search(tail)
        named = next((printed(sentence, i) for i in investors if i.start() >= run.end()), None)
        who = named or topic(sentence)
        if side is None or who is None or is_doubtful(sentence.shape, run.start(), run.end() + side.end()):
            continue
        for one in re.finditer(r"S \( M", run.group()):
            at, end = run.start() + one.start(), run.start() + one.end()
            figure, sign = figure_at(sentence, end - 1), 1 if side["buy"] else -1
            yield Flow(who, -2, sign, True, figure, at, end, asprinted(sentence, at))


def sector_of(sentence: Sentence, begin: int, at: int, stop: int) -> tuple[str | None, int]:
    """The sector whose shares were bought or sold, if one is told, and where the claim ends."""
    string = sentence.string
    after = OF_SECTOR.match(string, stop)
    if after:
        return asprinted(sentence, after.start("s")), after.end()
    found = list(re.finditer(r"(?:^|(?<= ))S(?: \( S \))?(?= |$)", string[begin:at]))
    if len(found) == 1 and asprinted(sentence, begin + found[0].start()) == "capital markets":
        return None, stop
    if len(found) != 1 or PART.search(string, begin, begin + found[0].start()):
        return None, stop
    return asprinted(sentence, begin + found[0].start()), stop


def asprinted(sentence: Sentence, at: int) -> str | None:
    """The one sector at a place of the sentence."""
    unit = sentence.shape.units[sentence.shape.index(at)]
    # "software and services" is one of the depositories' sectors
    is_one = len(unit.items) == 1 or (len(unit.items) == 2 and sentence.string.count(" M") <= 2)
    return sentence.article.text.plain[unit.start : unit.end] if is_one else None
