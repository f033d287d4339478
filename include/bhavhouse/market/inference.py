"""Corporate actions read off the prices where no list tells of them.

A split or bonus shows as an opening at a plausible fraction of the previous close, because the exchange
moves the price band with it: without one no opening lies further than a band from the previous close, and
with one the whole session lies within a band of the new basis. How plausible a fraction is follows from how
often the exchange's own lists hold it. A demerger opens anywhere and moves the share to trade-for-trade
settlement on its ex-date; a rights issue opens a little lower. Neither is given a factor.

Where the daily bundle tells face values and issue sizes before and after, a change of them is evidence: it
gives the factor itself, shallow ones too, as long as the opening agrees.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

# How often the exchange's lists of 2016 to 2025 hold each factor, of 664 splits and bonuses; half where it is
# natural but not among them. Bonuses of 1:4 or shallower are left out: the floor of a band imitates them.
_OFTEN: dict[Fraction, float] = {
    Fraction(1, 2): 230,
    Fraction(1, 5): 136,
    Fraction(1, 10): 88,
    Fraction(2, 3): 61,
    Fraction(1, 3): 29,
    Fraction(1, 4): 17,
    Fraction(3, 4): 14,
    Fraction(5, 7): 10,
    Fraction(2, 5): 10,
    Fraction(1, 6): 7,
    Fraction(1, 20): 4,
    Fraction(1, 15): 3,
    Fraction(3, 5): 1,
    Fraction(3, 8): 1,
    Fraction(2, 15): 1,
    Fraction(1, 8): 1,
    Fraction(1, 11): 1,
    Fraction(1, 30): 1,
    Fraction(1, 9): 0.5,
    Fraction(1, 12): 0.5,
    Fraction(1, 25): 0.5,
    Fraction(1, 50): 0.5,
    Fraction(1, 100): 0.5,
}
_ACTIONS = 664
# Of an opening about its true basis, in logarithms: 57 real ones lie 1.2% above it, and 1.7% from there.
_CENTRE, _SPREAD = 0.012, 0.02
# What demergers, rights and special dividends are worth as an explanation, on the same scale. They come at
# any fraction, but seldom below the first.
_DEEP = 0.28
_ANYTHING, _ANYTHING_DEEP = -6.0, -10.0
_LEAST_MARGIN = 0.75  # between the best fraction and the next, in natural logarithms
_WIDEST_BAND, _TRADE_FOR_TRADE_BAND = 0.20, 0.05
_TICK_INR, _ROUNDING = 0.06, 0.003  # how far a printed price may pass a band, whose basis is rounded too
_NARROW = 0.015  # a basis that both ends of a session's band leave open
_DEEPEST_FALL = 0.55  # where many shares fall at once, no shallower fraction tells anything
_LONGEST_SILENCE = 20  # sessions; who returns after more opens at a price newly found

_COMMON, _AGREES_OVER_A_HOLE = 0.02, 0.09
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
class Opening:
    """A session that opens far from its previous close. Its prices are over the previous close as printed.

    `printed_ratio` is that over the last close. `moved_to_trade_for_trade` says that the share changed to
    that settlement in this session, `sessions_since` how many sessions ago it traded, where all are held,
    `is_with_many` that many shares open so in this session.
    """

    open_ratio: float
    low_ratio: float
    high_ratio: float
    printed_ratio: float
    last_close_inr: float
    is_trade_for_trade: bool = False
    moved_to_trade_for_trade: bool = False
    sessions_since: int | None = 1
    is_with_many: bool = False

    def fits(self, factor: float) -> bool:
        """Whether the whole session lies within a price band of this part of the close, printed or last."""
        band = _TRADE_FOR_TRADE_BAND if self.is_trade_for_trade else _WIDEST_BAND
        band += _TICK_INR / (factor * self.last_close_inr)
        # A demerger finds its price at the opening, with a band about that: there a basis must fit exactly.
        band += 0 if self.moved_to_trade_for_trade else _ROUNDING
        return any(
            self.low_ratio * basis / factor >= 1 - band and self.high_ratio * basis / factor <= 1 + band
            for basis in (1.0, self.printed_ratio)
        )

    @property
    def is_pinned(self) -> bool:
        """Whether it reached both ends of a trade-for-trade band, which leaves one basis."""
        highest = self.low_ratio / (1 - _TRADE_FOR_TRADE_BAND)
        return highest <= self.high_ratio / (1 + _TRADE_FOR_TRADE_BAND) * (1 + _NARROW)


@dataclass(frozen=True)
class Verdict:
    """What an opening tells: a factor, or none, and why in words.

    `is_confirmed` says that the bundle bears the factor out, so that no later session is waited for.
    """

    price_factor: float | None
    reason: str
    is_confirmed: bool = False


def judge(opening: Opening, evidence: Evidence = Evidence()) -> Verdict:
    """A factor, or why none."""
    if told := _told(evidence):
        return _held_against(opening.open_ratio * opening.printed_ratio, told)
    if leaves_a_gap(opening.printed_ratio):
        if opening.sessions_since is None:
            return _over_a_hole(opening.printed_ratio)
        return _printed(opening.open_ratio, opening.printed_ratio)
    if opening.last_close_inr < _LEAST_CLOSE_INR:
        return Verdict(None, f"one tick of a price of {opening.last_close_inr:.2f} is such a step")
    if opening.sessions_since is not None and opening.sessions_since > _LONGEST_SILENCE:
        return Verdict(None, f"trades again after {opening.sessions_since} sessions")
    if opening.moved_to_trade_for_trade and not opening.is_pinned:
        return Verdict(None, "moved to trade-for-trade with the gap, as demergers and schemes do")
    return _nearest(opening)


def leaves_a_gap(open_ratio: float) -> bool:
    """Whether an opening over its previous close needs an explanation."""
    return not _BAND[0] <= open_ratio <= _BAND[1]


def _nearest(opening: Opening) -> Verdict:
    # A consolidation is the same fraction upside down.
    is_upward = opening.open_ratio > 1
    factors = {(1 / fraction if is_upward else fraction): often for fraction, often in _OFTEN.items()}
    scored = sorted(
        (math.log(often / _ACTIONS) - abs(math.log(opening.open_ratio / float(f)) - _CENTRE) / _SPREAD, f)
        for f, often in factors.items()
        if opening.fits(float(f)) and not (opening.is_with_many and _DEEPEST_FALL < f < 1)
    )
    if not scored:
        return Verdict(None, "no plausible fraction within a price band of what it traded at")
    score, factor = scored[-1]
    off = opening.open_ratio / float(factor) - 1
    if score < (_ANYTHING if opening.open_ratio > _DEEP else _ANYTHING_DEEP):
        return Verdict(None, f"opens {off:+.1%} off the nearest plausible fraction, {factor}")
    if len(scored) > 1 and score - scored[-2][0] < _LEAST_MARGIN:
        return Verdict(None, f"{factor} is not plausible enough against {scored[-2][1]}")
    return Verdict(float(factor), f"opens {off:+.1%} off {factor} of the previous close")


def _over_a_hole(printed_ratio: float) -> Verdict:
    """The action fell on a session that is not held. Prices moved besides: only deep common ones tell."""
    common = [f for f, often in _OFTEN.items() if f <= _DEEPEST_FALL and often / _ACTIONS >= _COMMON]
    factors = [float(f) for f in common] + [1 / float(f) for f in common]
    factor = min(factors, key=lambda f: abs(math.log(printed_ratio / f)))
    off = printed_ratio / factor - 1
    if abs(math.log1p(off)) > _AGREES_OVER_A_HOLE:
        return Verdict(None, f"printed {off:+.1%} off the nearest common fraction after a hole, {factor:.4g}")
    return Verdict(
        factor, f"the previous close printed after a hole is {off:+.1%} off {factor:.4g} of the last"
    )


def _printed(open_ratio: float, printed_ratio: float) -> Verdict:
    """The exchange itself printed the previous close on another basis: the ratio is the factor, rounded."""
    fraction = Fraction(printed_ratio).limit_denominator(_LARGEST_DENOMINATOR)
    off = abs(printed_ratio / float(fraction) - 1) if fraction else 1.0
    if off > _PRINTED_EXACT or leaves_a_gap(open_ratio):
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
