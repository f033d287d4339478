"""The forms in which company names are compared; there is no other."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['`´‘’]")
_INDIA = re.compile(r"\(\s*i\s*\)")
_WORDS = re.compile(r"[a-z0-9]+")
_LEFT_OUT = {"ltd", "limited", "the", "co", "company"}
_LINKS = {"and", "of"}
_LEGAL = re.compile(r"\b(ltd|limited)\b", re.IGNORECASE)


def squeezed(name: str) -> str:
    """A name in small letters without gaps, points, `Limited`, `Company` and `The`; `(I)` is India."""
    return "".join(word for word in words(name) if word not in _LEFT_OUT)


def words(name: str) -> list[str]:
    """The words of a name in small letters, without accents and apostrophes; `&` is one of them."""
    text = _APOSTROPHES.sub("", name).lower()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORDS.findall(_INDIA.sub(" india ", text).replace("&", " and "))


def significant(name: str) -> tuple[str, ...]:
    """The words that tell one company from another; letters that stand alone are one word.

    `J B Chemicals & Pharmaceuticals Ltd` -> jb chemicals pharmaceuticals.
    """
    found: list[str] = []
    letters = ""
    for word in words(name):
        if word in _LEFT_OUT or word in _LINKS:
            continue
        if len(word) == 1 and word.isalpha():
            letters += word
            continue
        if letters:
            found.append(letters)
            letters = ""
        found.append(word)
    return (*found, letters) if letters else tuple(found)


def without_india(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The words but India, where it does not come first."""
    return parts[:1] + tuple(word for word in parts[1:] if word != "india")


def tells_its_form(name: str) -> bool:
    """Whether the name is printed with Limited or Ltd."""
    return _LEGAL.search(name) is not None
