"""How the exchange words a corporate action: free text, with its many habits and slips."""

from collections.abc import Callable

import numpy as np

from bhavhouse.simulate.record import Action

_SPLITS = (
    "Face Value Split (Sub-Division) - From {before}/- Per Share To {after}/- Per Share",
    " Face Value Split (Sub-Division) - From {before}/- Per Share To {after}/- Per Share",
    "Face Value Split (Sub-Division) - From {before}/- Per Share To {after}/- Per Share",
    " Face Value Split From {before} To {after}",
    " Face Value Split From {before}/- Per Share To {after}/- Per Share",
    " Face Value Split (Sub-Division) - From {before} Per Share To {after} Per Share",
    "Face Value Split (Sub-Division) - From {tight}/- Per Share To {after}/- Per Share",
    " Face Value Split (Sub-Division) - From {before} /- Per Share To {after}/- Per Share ",
    " Annual General Meeting/Face Value Split (Sub-Division) - From {before}/- Per Share "
    "To {after}/- Per Share",
    " Buyback + Face Value Split (Sub-Division) - From {before}/- Per Share To {after}/- Per Share ",
)
_BONUSES = (
    "Bonus {new}:{held}", " Bonus {new}:{held}", "Bonus {new}:{held}", " Bonus {new}: {held}",
    " Bonus  {new}:{held}", "Bonus- {new}:{held}", " Bonus {new}:{held}  ",
    " Bonus {new}:{held}/ Annual General Meeting", " Bonus {new}:{held} (Purpose Revised)",
    " Annual General Meeting/Bonus {new}:{held} (Revised)",
)  # fmt: skip
_BOTH = (
    " Bonus {new}:{held}/Face Value Split (Sub-Division) - From {before}/- Per Share To {after}/- Per Share",
    " Bonus {new}:{held}/ Face Value Split (Sub-Division) - From {before}/- Per Share To {after}/- Per Share",
    " Bonus {new}:{held}/Face Value Split (Sub-Division) From {before} Per Share To {after} Per Share",
)
_CONSOLIDATIONS = (
    "Consolidation Of Equity Shares From {before} Per Share To {after} Per Share",
    " Consolidation {before} To {after}",
)
_RIGHTS = (
    "Rights {new}:{held} @ Premium Rs {premium}/-", " Rights {new}:{held} @ Premium Rs {premium}/-",
    "Rights {new}:{held}@ Premium Rs {premium}/-", " Rights {new}:{held} @ Premium Rs {premium} Per Share",
    "Rights Issue {new}:{held}@ Premium Rs {premium}/-",
    " Rights {new}: {held} At Premium Rs {premium}/- Per Share",
    " Rights {new}:{held} @ Prem Rs {premium}/- Per Share",
)  # fmt: skip
_DEMERGERS = ("Demerger", " Demerger", " Scheme Of Demerger", " Scheme Of Arrangement")
_NCD_BONUSES = (
    "Bonus Ncrps {new}:{held}",
    " Bonus - 1 Debenture For 1 Equity Share Held",
    "Bonus {new}:{held} Preference Shares",
)
_DIVIDENDS = (
    " Annual General Meeting/Dividend - {amount} Per Share", "Interim Dividend - {amount} Per Share",
    "Dividend - {amount} Per Share", " Interim Dividend - {amount} Per Share",
    "Annual General Meeting/Dividend - {amount} Per Share", " Dividend - {amount} Per Share",
    " Annual General Meeting/Dividend- {amount} Per Share",
    " Interim Dividend - {amount}/- Per Share (Purpose Revised)",
    " Annual General Meeting/ Dividend - {amount}/- Per Share", " Interim Dividend {amount} Per Sh",
    "Special Dividend - {amount} Per Share", " Dividend- {amount} Per Share",
)  # fmt: skip
_TERSE_SPLITS = ("FVSPLT", "FV SPLT")
_TERSE_DIVIDENDS = ("INTDIV - {amount} PER SH", "DIV - {amount} PER SH", "AGM/DIV-{amount} PER SH")
# What else the list holds, of no consequence to a price.
IDLE = (
    " Annual General Meeting",
    "Buy Back",
    " Buyback",
    "Annual General Meeting",
    " Extraordinary General Meeting",
)


def worded(action: Action, turn: int) -> str:
    """One action's PURPOSE; `turn` walks through the ways to say it, so that a few actions show them all."""
    return _WORDED[action.kind](action, turn)


def both(split: Action, bonus: Action, turn: int) -> str:
    """A split and a bonus of one day in one row."""
    new, held = bonus.terms
    before, after = map(rupees, split.terms)
    return _pick(_BOTH, turn).format(new=new, held=held, before=before, after=after)


def terse(action: Action, turn: int) -> str:
    """One action's purpose as the daily bundle has it."""
    if action.kind in ("split", "consolidation"):
        before, after = (rupees(face).upper() for face in action.terms)
        word = _pick(_TERSE_SPLITS, turn) if action.kind == "split" else "CONSOLIDATION"
        return f"{word} FRM {before} TO {after}"
    if action.kind == "rights":
        new, held, premium = action.terms
        return f"RIGHTS {new}:{held}@PRM RS {premium // 100}"
    if action.kind == "dividend":
        return _pick(_TERSE_DIVIDENDS, turn).format(amount=amount(action.terms[0]).upper())
    if action.kind == "demerger":
        return "DEMERGER"
    paper = "BONUS NCRPS" if action.kind == "bonus_ncd" else "BONUS"
    return f"{paper} {action.terms[0]}:{action.terms[1]}"


def rupees(face: int) -> str:
    """A face value as it is written: Re 1, Rs 10."""
    return f"{'Re' if face == 1 else 'Rs'} {face}"


def amount(paise: int) -> str:
    """A dividend as it is written: Re 0.50, Rs 2.50, Rs 12."""
    figure = f"{paise // 100}" if paise % 100 == 0 else f"{paise / 100:.2f}"
    return f"{'Re' if paise <= 100 else 'Rs'} {figure}"


def _split(action: Action, turn: int) -> str:
    before, after = map(rupees, action.terms)
    return _pick(_SPLITS, turn).format(before=before, after=after, tight=before.replace(" ", ""))


def _consolidation(action: Action, turn: int) -> str:
    before, after = map(rupees, action.terms)
    return _pick(_CONSOLIDATIONS, turn).format(before=before, after=after)


def _bonus(action: Action, turn: int) -> str:
    return _pick(_BONUSES, turn).format(new=action.terms[0], held=action.terms[1])


def _bonus_ncd(action: Action, turn: int) -> str:
    return _pick(_NCD_BONUSES, turn).format(new=action.terms[0], held=action.terms[1])


def _rights(action: Action, turn: int) -> str:
    new, held, premium = action.terms
    return _pick(_RIGHTS, turn).format(new=new, held=held, premium=premium // 100)


def _demerger(action: Action, turn: int) -> str:
    return _pick(_DEMERGERS, turn)


def _dividend(action: Action, turn: int) -> str:
    return _pick(_DIVIDENDS, turn).format(amount=amount(action.terms[0]))


def _pick(ways: tuple[str, ...], turn: int) -> str:
    return ways[turn % len(ways)]


_WORDED: dict[str, Callable[[Action, int], str]] = {
    "split": _split, "bonus": _bonus, "consolidation": _consolidation, "rights": _rights,
    "demerger": _demerger, "bonus_ncd": _bonus_ncd, "dividend": _dividend,
}  # fmt: skip


def idle(rng: np.random.Generator) -> str:
    """An entry of no consequence."""
    return IDLE[int(rng.integers(len(IDLE)))]
