"""The word lists of the grammar: data in `lexicon/`, read once."""

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicon"


_QUARTER = re.compile(r"\d?[qh]\d?fy ?'?\d\d")
# What ends the names of other countries' companies, and what may end any: "Toyota Motor", "Sony Group".
_ABROAD = re.compile(r" (?:inc|plc|ag|sa|nv|se|llc|gmbh)$")
_GROUP = re.compile(r"(?: (?:group|motors?|corp|corporation|holdings?|co|company|& co|platforms))+$")


def _lines(name: str) -> list[str]:
    return [
        line
        for line in (_FOLDER / name).read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]


@cache
def words(which: str) -> frozenset[str]:
    """The lower-case words of one list of words.txt: `function` or `common`."""
    found: set[str] = set()
    for line in _lines("words.txt"):
        name, _, listed = line.partition(":")
        if name == which:
            found.update(listed.split())
    return frozenset(found)


@cache
def cues(which: str) -> tuple[str, ...]:
    """The phrases of one list of grade_cues.txt, the longest first."""
    found = [
        phrase.strip()
        for line in _lines("grade_cues.txt")
        for phrase in re.split(r", ", line.partition(": ")[2])
        if line.partition(": ")[0] == which
    ]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def brokers() -> frozenset[str]:
    """Houses that rate shares, in lower case without full stops."""
    return frozenset(
        plain_name(name) for line in _lines("brokers.txt") for name in line.split(";") if name.strip()
    )


@cache
def sectors() -> frozenset[tuple[str, ...]]:
    """Sectors, each as its words in lower case."""
    return frozenset(tuple(name.split()) for line in _lines("sectors.txt") for name in line.split(","))


@cache
def tails() -> frozenset[str]:
    """Words that may follow "and" inside one name."""
    return frozenset(word for line in _lines("tails.txt") for word in line.split())


@cache
def names_of(name: str) -> frozenset[str]:
    """The names of `<name>.txt`, by commas, in lower case without full stops."""
    return frozenset(plain_name(printed) for line in _lines(f"{name}.txt") for printed in line.split(","))


def is_no_company(name: str) -> bool:
    """Whether a capitalised name is known to be none of a company: a vendor, a place, "4QFY14"."""
    plain = plain_name(name)
    if _ABROAD.search(plain) or _QUARTER.match(plain):
        return True
    return bool({plain, _GROUP.sub("", plain)} & names_of("no_company"))


@cache
def printed_names(name: str) -> frozenset[str]:
    """The names of `<name>.txt`, by commas, as printed, with "and" and with "&"."""
    listed = [printed.strip() for line in _lines(f"{name}.txt") for printed in line.split(",")]
    return frozenset(listed) | {printed.replace(" and ", " & ") for printed in listed}


@cache
def phrases(name: str, *, loose: bool = False) -> dict[tuple[str, ...], str]:
    """The phrases of `<name>.txt`, each as its words, with the letter before its line's colon.

    Those of a line "U~:" are told apart as `loose`; their "~bear" stands for every form of a verb.
    """
    found: dict[tuple[str, ...], str] = {}
    for line in _lines(f"{name}.txt"):
        letter, _, listed = line.partition(":")
        if letter.endswith("~") != loose:
            continue
        for phrase in listed.split(","):
            first, *rest = phrase.split()
            for form in _forms().get(first, (first,)):
                found.setdefault((form, *rest), letter[0])
    return found


@cache
def _forms() -> dict[str, list[str]]:
    """The forms of the verbs of verbs.txt, by "~" and the first."""
    verbs = [verb.split() for line in _lines("verbs.txt") for verb in line.split(",")]
    return {f"~{verb[0]}": verb for verb in verbs}


@cache
def present_verbs() -> frozenset[str]:
    """The forms of the verbs of verbs.txt that tell what is, unless they are those of the past, too."""
    told = {form for verb in _forms().values() for form in (verb[0], f"{verb[0]}s", f"{verb[0]}es")}
    return frozenset(told - {"hit", "cut", "set", "hurt", "beat"})


@cache
def one_word_companies() -> frozenset[str]:
    """Companies known by one word, in lower case."""
    return frozenset(word for line in _lines("one_word.txt") for word in line.split())


@cache
def moves(form: str) -> dict[str, int]:
    """Words of a move and their sign; `form` is verb, noun or adverb."""
    found: dict[str, int] = {}
    with (_FOLDER / "moves.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["form"] == form:
                found.update(dict.fromkeys(row["words"].split(), int(row["sign"])))
    return found


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name in lower case, without full stops and doubled blanks."""
    return " ".join(name.replace(".", "").lower().split())


def by_first_word(listed: Mapping[tuple[str, ...], str]) -> dict[str, list[tuple[list[str], str]]]:
    """Phrases with what they stand for, by their first word, the longest first."""
    made: dict[str, list[tuple[list[str], str]]] = {}
    for phrase, meant in sorted(listed.items(), key=lambda item: -len(item[0])):
        made.setdefault(phrase[0], []).append((list(phrase), meant))
    return made


def one_of(listed: "frozenset[str] | set[str] | dict[str, int] | list[str]") -> str:
    """A pattern that matches any of the words listed, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(listed, key=lambda word: (-len(word), word)))) + ")"
