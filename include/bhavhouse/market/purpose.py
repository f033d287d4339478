"""The free text of the exchange's action lists, read: what happens, and in which terms.

Two wordings occur: the action list's (`Face Value Split (Sub-Division) - From Rs 10/- Per Share To Re 1/- Per
Share`) and the daily bundle's terse one (`FVSPLT FRM RS 10 TO RE 1`).
"""

import re
from dataclasses import dataclass

_NUMBER = r"(\d{1,7}(?:\.\d{1,6})?)"
_RUPEES = r"r\s?[se]\.?\s*"
_CONSOLIDATION_WORD = re.compile(r"consol|\bfv\s?cons")
_SPLIT_WORD = re.compile(r"split|splt|\bfv\s?spl|sub-?\s?division")
_FACE_VALUES = re.compile(
    rf"{_RUPEES}{_NUMBER}[^\d]*?(?<![a-z])to\s*(?:{_RUPEES})?{_NUMBER}(?P<paise>\s*(?:paise|ps)\b)?"
)
_BONUS_WORD = re.compile(r"bonus|\bbon(?=[\s:-]*\d)")
_BONUS = re.compile(r"bon(?:us)?[\s:-]*(\d{1,7})\s*:\s*(\d{1,7})")
# A bonus or rights in debt or preference paper leaves the share's price alone.
_OTHER_PAPER = re.compile(r"ncrps|\bo?ncds?\b|ncd|cc[dp]s?\b|debenture|convertible|preference|\bpref\b|dvr")
_REDUCTION = re.compile(r"\bcap(?:ital)?\.?\s+red(?:uction|n)?\b")
_DEMERGER = re.compile(r"de-?\s?merger|spin-?\s?off")
_SCHEME = re.compile(r"s[ch]*eme of|\bsch\.? of\b|amalgamation")

_RIGHTS_WORD = re.compile(r"\b(?:rights?|rgh?ts|rts)\b")
_RIGHTS = re.compile(
    r"(\d{1,7})\s*:\s*(\d{1,7})\s*"
    rf"(?:@|at)\s*(?:(par)\b|(?:premium|prem|prm)\.?\s*(?:of\s*)?(?:{_RUPEES})?{_NUMBER})"
)
_RATIO = re.compile(r"\d\s*:\s*\d")
_WITH_MORE = re.compile(r"warrant|wrnts?\b|part(?:ly|y)?[\s-]*paid")

# `dividend` in the spellings that the lists hold, joined to the word before it or cut short.
_DIVIDEND = re.compile(r"(?!\w*divis)\w*div\w*|\bividend\b")
_STOP = re.compile(
    rf"bonus|{_RIGHTS_WORD.pattern}|split|splt|sub-?\s?division|face value|\bfv|buy|cap\w*\s+red"
)
_AMOUNT = re.compile(
    r"[^0-9a-z/&+]*(?:(?:of|rupees|r\s?[se]|s|per|inr)[^0-9a-z]*)*(\d{1,7}(?:\s?\.{1,2}\s?\d{1,6})?)\s*(%)?"
)
_INCLUDED = re.compile(r"\(?\s*incl\w*\s+(?:special|spl|interim|final|one\s?time)?\s*div\w*[^)/+&]*\)?")
_DIVIDEND_KINDS = {
    "interim": re.compile(r"\binter?im|\bint\.?\s*div"),
    "special": re.compile(r"\bspl?ecial|\bspl\.?\s*div"),
}
_LARGEST_DIVIDEND = 100_000.0


@dataclass(frozen=True)
class Action:
    """One thing a purpose says, in its terms.

    `price_factor` is price after over price before, null where the text alone does not fix it. Rights offer
    `new_shares` for `held_shares` at `premium_inr` above the face value. `unread` says why the terms could
    not be read; then there are none.
    """

    kind: str
    price_factor: float | None = None
    new_shares: int | None = None
    held_shares: int | None = None
    premium_inr: float | None = None
    dividend_inr: float | None = None
    unread: str = ""


def read_purpose(purpose: str) -> list[Action]:
    """Every action that a PURPOSE states, one of each kind: a bonus and a split may stand in one."""
    words = purpose.lower()
    actions: list[Action] = []
    if _BONUS_WORD.search(words) and not _OTHER_PAPER.search(words):
        actions.append(_bonus(words))
    actions += _change_of_face_value(words)
    pays = _DIVIDEND.search(words)
    if _DEMERGER.search(words):
        actions.append(Action("demerger"))
    elif _SCHEME.search(words) and not pays and not any(a.kind == "scheme" for a in actions):
        actions.append(Action("scheme"))
    if _RIGHTS_WORD.search(words) and not _in_other_paper(words):
        actions.append(_rights(words))
    if pays:
        actions.append(_dividend(words))
    return actions or [Action("other")]


def dividend_kind(purpose: str) -> str:
    """Which dividends a PURPOSE speaks of: `interim`, `special`, `final`, joined by a plus sign."""
    words = purpose.lower()
    return "+".join(kind for kind, word in _DIVIDEND_KINDS.items() if word.search(words)) or "final"


def _bonus(words: str) -> Action:
    found = _BONUS.search(words)
    if found and int(found[1]) and int(found[2]):
        new, held = int(found[1]), int(found[2])
        return Action("bonus", held / (new + held))
    return Action("bonus", unread="no ratio of the form a:b")


def _change_of_face_value(words: str) -> list[Action]:
    reduction = _REDUCTION.search(words)
    consolidation = bool(_CONSOLIDATION_WORD.search(words))
    if reduction:
        # With a split or consolidation the face value moves by both at once: no factor follows from the text.
        return [Action("scheme")]
    if not consolidation and not _SPLIT_WORD.search(words):
        return []
    kind = "consolidation" if consolidation else "split"
    found = _FACE_VALUES.search(words)
    if found and float(found[1]) and float(found[2]):
        new_inr = float(found[2]) / (100 if found["paise"] else 1)
        return [Action(kind, new_inr / float(found[1]))]
    return [Action(kind, unread="no face values of the form From Rs a To Rs b")]


def _in_other_paper(words: str) -> bool:
    if _OTHER_PAPER.search(words):
        return True
    return "warrant" in words and not _RIGHTS.search(words)


def _rights(words: str) -> Action:
    terms = _RIGHTS.findall(words)
    if _WITH_MORE.search(words):
        return Action("rights", unread="partly paid, or with warrants")
    if len(_RATIO.findall(words)) > 1:
        return Action("rights", unread="several ratios")
    if not terms:
        return Action("rights", unread="no ratio and premium of the form a:b @ Premium Rs c")
    new, held, par, premium = terms[0]
    if not int(new) or not int(held):
        return Action("rights", unread="a ratio with a zero")
    return Action("rights", None, int(new), int(held), 0.0 if par else float(premium))


def _dividend(words: str) -> Action:
    words = _INCLUDED.sub(" ", words)
    total, places = 0.0, [found.span() for found in _DIVIDEND.finditer(words)]
    for n, (_, start) in enumerate(places):
        end = places[n + 1][0] if n + 1 < len(places) else len(words)
        piece = words[start:end]
        if stop := _STOP.search(piece):
            piece = piece[: stop.start()]
        found = _AMOUNT.match(piece)
        if not found:
            return Action("dividend", unread="no amount of the form Rs a")
        if found[2]:
            return Action("dividend", unread="a percentage, not rupees")
        total += float(re.sub(r"\.+", ".", re.sub(r"\s", "", found[1])))
    if not 0 < total <= _LARGEST_DIVIDEND:
        return Action("dividend", unread="an amount of nothing, or beyond all measure")
    return Action("dividend", dividend_inr=round(total, 6))
