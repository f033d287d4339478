"""The sectors that a part of a sentence names, as sectors or by their indices."""

import re
from functools import lru_cache

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.lexicon import sectors

_HOUSE = re.compile(
    r"(?i)^(?:S&P )?(?:(?:BSE|NSE)(?:[ -]+|(?=[A-Z]{2,}(?:&[A-Z]+)?$)))?(?:S&P )?"
    r"(?:(?:CNX )?Nifty |CNX )?|(?: (?:index|Nifty|sector))+$"
)

# Traded as an index of its own, beside the Nifty.
_HEADLINE = re.compile(r"(?i)(?:NSE )?bank ?nifty$")
_DEALERS = re.compile(r"(?!supp)[a-z]{3,}[eo]rs")
_DROP = re.compile(r"-(?:related|focused|oriented|linked|led|heavy|facing)$")


@lru_cache(maxsize=4096)
def sector_name(printed: str) -> str:
    """The sector of an index's name ("Nifty Metal": Metal); nothing where it is one of the whole market."""
    if names.is_segment(printed) or names.is_foreign(printed) or _HEADLINE.match(printed):
        return ""
    name = _HOUSE.sub("", printed).strip()
    plain = name.lower().replace("-", " ")
    if tuple(plain.split()) in sectors() or plain in ("bankex", "teck", "bank", "fin service", "fin"):
        return name
    # NIFTYMETAL, BSEPOWER
    glued = re.match(r"(?i)(?:nifty|bse)(?=[a-z])(.+)", plain)
    if glued and tuple(glued[1].split()) in sectors():
        return printed
    return ""


def sectors_of(sentence: Sentence, row: Row, start: int, end: int) -> list[tuple[int, str]]:
    """The sectors between two places of a row, as printed, each with its place; brackets are left out."""
    made: list[tuple[int, str]] = []
    depth = 0
    plain = sentence.article.text.plain
    for place in range(start, end):
        unit = sentence.shape.units[row.at[place]]
        depth += (unit.symbol == "(") - (unit.symbol == ")")
        if depth:
            continue
        if unit.symbol == "I":
            made += [(item.start, name) for item in unit.items if (name := sector_name(item.text))]
        elif unit.symbol == "S":
            # "oil marketers": who deals in it is of the name
            more = row.words(place + 1) if row.string[place + 1 : place + 2] == "?" else ""
            last = sentence.shape.units[row.at[place + 1]].end if _DEALERS.fullmatch(more) else 0
            made += [(item.start, plain[item.start : item.end]) for item in unit.items[:-1]]
            made.append((unit.items[-1].start, plain[unit.items[-1].start : last or unit.items[-1].end]))
        elif row.string[place] == "?" and place + 1 < end and row.string[place + 1] in "t&,":
            made.append((unit.start, _DROP.sub("", unit.symbol)))
    return made
