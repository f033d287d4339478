"""Corporate actions read off the prices where no list tells of them.

A split or bonus shows as an opening at a plausible fraction of the previous close, because the exchange
moves the price band with it. How plausible a fraction is follows from how often the exchange's own lists hold
it. A demerger opens anywhere and moves the share to trade-for-trade settlement on its ex-date; a crash opens
at no fraction in particular; a rights issue opens a little lower. None of these is given a factor.

Where the daily bundle tells face values and issue sizes before and after, a change of them is evidence: it
gives the factor itself, shallow ones too, as long as the opening agrees.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

# How often the exchange's lists of 2016 to 2025 hold each factor, of a thousand splits and bonuses. Fractions
# that rights issues and circuit limits imitate (3/4, 4/5 and above) are left out: they cannot be told apart.
_OFTEN: dict[Fraction, int] = {
    Fraction(1, 2): 390,
    Fraction(1, 5): 170,
    Fraction(1, 10): 150,
    Fraction(2, 3): 70,
    Fraction(1, 3): 60,
    Fraction(1, 4): 30,
    Fraction(2, 5): 25,
    Fraction(1, 6): 8,
    Fraction(1, 20): 5,
    Fraction(3, 5): 5,
    Fraction(1, 15): 3,
    Fraction(1, 11): 2,
    Fraction(1, 8): 2,
    Fraction(1, 9): 1,
    Fraction(1, 25): 1,
    Fraction(1, 50): 1,
    Fraction(1, 100): 1,
}
_SPREAD = 0.03  # of an opening about its true basis, in logarithms
_FURTHEST = 0.09  # an opening further off than this is nobody's factor
_SHALLOW, _FURTHEST_SHALLOW = 0.6, 0.05  # where crashes open too, the fit must be closer
_LEAST_MARGIN = 2.0  # between the best fraction and the next, in natural logarithms
_PRINTED_EXACT = 0.002  # a previous close that the exchange itself has moved, rounded to paise
_LARGEST_DENOMINATOR = 50
_BAND = (0.78, 1.30)  # of an opening that needs no explanation
_LEAST_CLOSE_INR = 1.0  # below it a tick of five paise makes fractions: 0.15 to 0.10 is two thirds

_SAME = (0.9, 1.1)  # of a face value or issue size that has not changed: staff options, placements
_AGREES = math.log(1.25)  # between an opening and the factor that the bundle tells
# Bonus issues add a few shares to a few: one for ten at least, ten for one at most, or as often as splits do.
_LARGEST_OF_A_BONUS, _BONUS_EXACT = 11, 0.002


@dataclass(frozen=True)
class Evidence:
    """What the bundle tells of an opening: face value now over before, issue size before over now.

    Null where it does not hold the share on both sides.
    """

    face_value_ratio: float | None = None
    issue_size_ratio: float | None = None


@dataclass(frozen=True)
class Verdict:
    """What an opening tells: a factor, or none, and why in words.

    `is_confirmed` says that the bundle bears the factor out, so that no later session is waited for.
    """

    price_factor: float | None
    reason: str
    is_confirmed: bool = False


def judge(
    open_ratio: float,
    printed_ratio: float,
    *,
    last_close_inr: float,
    moved_to_trade_for_trade: bool,
    evidence: Evidence = Evidence(),
) -> Verdict:
    """Opening over previous close as printed, and that over the last close -> a factor, or why none.

    `moved_to_trade_for_trade` says that the share changed to that segment in this session.
    """
    if told := _told(evidence):
        return _held_against(open_ratio * printed_ratio, told)
    if not _BAND[0] <= printed_ratio <= _BAND[1]:
        return _printed(open_ratio, printed_ratio)
    if last_close_inr < _LEAST_CLOSE_INR:
        return Verdict(None, f"one tick of a price of {last_close_inr:.2f} is such a step")
    if moved_to_trade_for_trade:
        return Verdict(None, "moved to trade-for-trade with the gap, as demergers and schemes do")
    # A consolidation is the same fraction upside down.
    ratio, is_upward = (1 / open_ratio, True) if open_ratio > 1 else (open_ratio, False)
    scored = sorted(
        (math.log(often / 1000) - abs(math.log(ratio / float(fraction))) / _SPREAD, fraction)
        for fraction, often in _OFTEN.items()
    )
    (next_score, _), (score, best) = scored[-2:]
    factor = 1 / best if is_upward else best
    off = open_ratio / float(factor) - 1
    if abs(math.log1p(off)) > (_FURTHEST_SHALLOW if best >= _SHALLOW else _FURTHEST):
        return Verdict(None, f"opens {off:+.1%} off the nearest plausible fraction, {factor}")
    if score - next_score < _LEAST_MARGIN:
        return Verdict(None, f"{factor} is not plausible enough against the other fractions")
    return Verdict(float(factor), f"opens {off:+.1%} off {factor} of the previous close")


def _printed(open_ratio: float, printed_ratio: float) -> Verdict:
    """The exchange itself printed the previous close on another basis: the ratio is the factor, rounded."""
    fraction = Fraction(printed_ratio).limit_denominator(_LARGEST_DENOMINATOR)
    off = abs(printed_ratio / float(fraction) - 1) if fraction else 1.0
    if off > _PRINTED_EXACT or not _BAND[0] <= open_ratio <= _BAND[1]:
        return Verdict(
            None, "the printed previous close is not the last close, at no fraction that explains it"
        )
    return Verdict(float(fraction), f"the exchange prints the previous close at {fraction} of the last close")


def _told(evidence: Evidence) -> dict[float, str]:
    """The factors that a change of the face value, of the issue size or of both would have, in words.

    A split changes both at once; of a split and a bonus the issue size may show one or both.
    """
    face, size = evidence.face_value_ratio, evidence.issue_size_ratio
    told: dict[float, str] = {}
    if size and not _SAME[0] <= size <= _SAME[1] and (exact := _of_shares(size)):
        told[float(exact)] = "the issue size"
    if face and not _SAME[0] <= face <= _SAME[1]:
        told.update({face * factor: "face value and issue size together" for factor in told})
        told[face] = "the face value"
    return told


def _of_shares(ratio: float) -> Fraction | None:
    """The bonus or split that leaves this part of the shares, or None where shares were placed."""
    found = min(
        (*_OFTEN, Fraction(ratio).limit_denominator(_LARGEST_OF_A_BONUS)),
        key=lambda fraction: abs(ratio - float(fraction)),
    )
    return found if abs(ratio / float(found) - 1) <= _BONUS_EXACT else None


def _held_against(ratio: float, told: dict[float, str]) -> Verdict:
    factor = min(told, key=lambda f: abs(math.log(ratio / f)))
    off = ratio / factor - 1
    words = told[factor]
    if abs(math.log1p(off)) > _AGREES:
        return Verdict(None, f"{words} changed by {factor:.4g}, and the opening is {off:+.1%} off that")
    return Verdict(round(factor, 12), f"{words} changed by {factor:.4g}; opens {off:+.1%} off that", True)
