"""Names cut short: whether printed words stand for the words of a name, in order."""

import re

from bhavhouse.market.names.spelling import words

_POINTED = re.compile(r"[A-Za-z0-9]+(?=\.)")
_LEAST, _LEAST_POINTED, _LEAST_FIRST = 3, 2, 5
_VOWELS = set("aeiou")
# Never short for a longer word.
_WHOLE = {"india", "indian", "bharat", "hindustan", "bank", "new", "sun", "the"}


def pointed(printed: str) -> frozenset[str]:
    """The words that a full stop follows."""
    return frozenset(word for found in _POINTED.findall(printed) for word in words(found))


def stands_for(short: str, word: str, has_point: bool, is_first: bool = False) -> bool:
    """Whether a printed word is a name's word or short for it.

    Short are its first letters; its first letter and then consonants up to the last one, as Mfg, Engg, Intl;
    its first letters and the last one, as Inds, Labs, Corpn. A first word tells most: more of it is asked.
    """
    if short == word:
        return True
    if len(short) >= len(word) or short[0] != word[0] or not short.isalpha():
        return False
    if short in _WHOLE and not has_point:
        return False
    if word.startswith(short):
        return len(short) >= (_LEAST_POINTED if has_point else _LEAST)
    if short[-1] != word[-1] or len(short) < (_LEAST_FIRST if is_first else _LEAST):
        return False
    if word.startswith(short[:-1]) and not is_first:
        return True
    letters = iter(word[1:])
    return not _VOWELS & set(short[1:]) and all(letter in letters for letter in short[1:])


def expanded(
    printed: tuple[str, ...], name: tuple[str, ...], with_point: frozenset[str]
) -> tuple[str, ...] | None:
    """The leading words of a name that the printed words stand for, one each; None where they do not."""
    if len(printed) > len(name):
        return None
    for n, (short, word) in enumerate(zip(printed, name, strict=False)):
        if not stands_for(short, word, short in with_point, is_first=n == 0):
            return None
    return name[: len(printed)]


def distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed, or swapped with the next; `most` + 1 where they are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return min(last[-1], most + 1)
