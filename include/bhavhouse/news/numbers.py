"""Figures as printed -> numbers: percent, money in lakh, crore and billion, ranges and bounds."""

import re
from dataclasses import dataclass

NUMBER = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"lakh[ -]crores?|lakh|lac|crores?|crs?|trillion|tn|billion|bn|million|mn|thousand"
_PERCENT = r"%|per ?cent\b|pct\b|pc\b|fisdi\b|feesdi\b|pratishat\b|p\.c\.|percentage points?\b"
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SPELLED = {word: n for n, word in enumerate(_ONES.split())}
SPELLED |= {word: n * 10 for n, word in enumerate(_TENS.split(), 2)}
SPELLED |= {
    f"{ten}-{one}": SPELLED[ten] + n for ten in _TENS.split() for n, one in enumerate(_ONES.split()[1:10], 1)
}
WORDS = {word: n for word, n in SPELLED.items() if 1 <= n <= 12}
_WORD = rf"\b(?:{'|'.join(WORDS)})(?:(?:-| )and(?:-| )a(?:-| )half)?"
# "(1,230.45) crore": an accountant's minus
LESS = re.compile(rf"\((?P<one>{NUMBER})\) ?(?:crores?|crs?)\b", re.I)
PERCENT = re.compile(
    rf"(?P<between>between )?(?P<sign>[+-](?=[\d.]))?(?P<low>{NUMBER}|"
    rf"{_WORD})(?: ?(?:{_PERCENT}))?(?(between)(?: ?and ?| ?to ?| ?- ?)|(?: ?to ?[+-]?| - |"
    rf"-(?! )))(?P<high>{NUMBER}|{_WORD}) ?(?:{_PERCENT})|(?P<one_sign>[+-] ?|\b(?:plus|"
    rf"minus) )?(?P<one>{NUMBER}|\.\d+|{_WORD}|\ba(?= per ?cent)) ?-?(?:{_PERCENT})(?P<more>\+)?",
    re.I,
)
MONEY = re.compile(
    rf"(?P<currency>₹|\bRs(?![A-Za-z])\.?|\bINR(?![A-Za-z])|US\$|\$|\bUSD(?![A-Za-z])|€|£) "
    rf"?(?P<sign>[+-] ?)?(?P<one>{NUMBER})"
    rf"(?: ?(?:-|to) ?(?:₹ ?|Rs\.? ?)?(?P<high>{NUMBER}))?(?: ?-? ?(?P<scale>{_SCALE}|b)\b\.?)?(?:/-)?"
    rf"|(?P<bare_sign>[+-] ?)?(?P<bare>{NUMBER}) ?-?(?P<bare_scale>lakh[ -]crores?|crores?|crs?|"
    r"billion|bn|million|mn|trillion)\b\.?"
    rf"(?: (?:rupees|dollars|rupaye|rupaya|rupay))?",
    re.I,
)
POINTS = re.compile(rf"(?P<sign>[+-])?(?P<one>{NUMBER}|{_WORD})[ -]?(?:points?|pts|factors|ank)\b", re.I)
YEARLY = re.compile(r"52(?:-| )?(?:weeks(?! ?(?:[,.;]|and|to|with|$))|week|wks?|w)\b", re.I)
CLOCK = re.compile(
    r"\d{1,2}[:.]\d\d ?(?:am|pm|a\.m\.?|p\.m\.?|hrs|hours|ist|noon)\b\.?(?: ist\b)?|"
    r"\d{1,2}:\d\d(?::\d\d)?\b(?! ?[%\d])|\d{1,2} ?(?:am|pm|a\.m\.?|p\.m\.?)(?!\w)",
    re.I,
)
TIMES = re.compile(rf"(?P<one>{NUMBER}) ?(?:x\b|times\b)", re.I)
PLAIN = re.compile(rf"(?P<low>{NUMBER})(?:(?: - |-)(?P<high>{NUMBER}))?(?![\w%])")

_CRORE = dict(lakhcrore=100_000.0, trillion=100_000.0, tn=100_000.0, crore=1.0, cr=1.0, lakh=0.01, lac=0.01)
_BILLION = dict(trillion=1000.0, tn=1000.0, billion=1.0, bn=1.0, b=1.0, million=0.001, mn=0.001)
# Words before a figure that say on which side of it the truth lies.
BOUNDS = {
    "over": "over", "above": "over", "more than": "over", "at least": "over", "upwards of": "over",
    "exceeding": "over", "nearly": "nearly", "almost": "nearly", "close to": "nearly", "just under": "nearly",
    "near": "near", "about": "about", "around": "about", "approximately": "about", "roughly": "about",
    "some": "about", "under": "under", "below": "under", "less than": "under", "up to": "up to",
    "as much as": "as much as", "as high as": "as much as", "nearly about": "about", "well over": "over",
    "a little over": "over", "little over": "over", "a tad over": "over", "a shade over": "over",
    "slightly over": "over", "slightly more than": "over", "marginally over": "over",
    "a little under": "under", "a shade under": "under", "slightly under": "under",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A figure: its size as printed, the range where two ends are printed, its own sign where it has one."""

    value: float
    high: float | None = None
    sign: int = 0
    unit: str = "count"
    bound: str | None = None


def number(printed: str) -> float:
    """1,23,456.7 -> 123456.7; two and a half -> 2.5."""
    word = re.match(r"[a-z]+", printed.lower())
    if word:
        return WORDS.get(word.group(), 1) + (0.5 if "half" in printed.lower() else 0.0)
    return float(printed.replace(",", ""))


def _sign(printed: str | None) -> int:
    return {"+": 1, "-": -1, "plus": 1, "minus": -1}.get((printed or "").strip().lower(), 0)


def percent(found: re.Match[str]) -> Figure:
    """A match of PERCENT."""
    if found["one"]:
        bound = "over" if found["more"] else None
        return Figure(number(found["one"]), None, _sign(found["one_sign"]), "pct", bound)
    low, high = number(found["low"]), number(found["high"])
    return Figure(min(low, high), max(low, high), _sign(found["sign"]), "pct")


def money(found: re.Match[str]) -> Figure:
    """A match of MONEY: rupees plain, in crore or in billion, as printed; other currencies by their sign."""
    if found.re is LESS:
        return Figure(number(found["one"]), None, -1, "inr_crore")
    printed, scale = found["one"] or found["bare"], (found["scale"] or found["bare_scale"] or "").lower()
    scale = re.sub(r"[ -]|s$", "", scale)
    currency = (found["currency"] or "₹").upper()
    is_rupee = currency[0] in "₹RI"
    high = number(found["high"]) if found["high"] else None
    sign = _sign(found["sign"] or found["bare_sign"])
    if not is_rupee:
        return Figure(number(printed) * _BILLION.get(scale, 1.0), high, sign, "usd_bn" if scale else "usd")
    if scale in ("trillion", "tn"):
        return Figure(round(number(printed) * 1000, 6), None, sign, "inr_bn")  # "1.45 trillion rupees"
    if scale in _CRORE:  # a trillion rupees is a lakh crore
        factor, unit = _CRORE[scale], "inr_crore"
    elif scale in _BILLION:
        factor, unit = _BILLION[scale], "inr_bn"
    else:
        factor, unit = (1000.0 if scale == "thousand" else 1.0), "inr"
    return Figure(round(number(printed) * factor, 6), high and round(high * factor, 6), sign, unit)
