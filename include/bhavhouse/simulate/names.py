"""Invented names: companies, symbols, ISINs. No company here exists; the forms are those of the exchange."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np

# Industry, as the exchange's constituent lists print it -> the trade words of its companies.
INDUSTRIES: dict[str, tuple[str, ...]] = {
    "Automobile and Auto Components": ("Motors", "Auto Components", "Forgings"),
    "Capital Goods": ("Engineering", "Electric", "Bearings"),
    "Chemicals": ("Chemicals", "Agrochem", "Organics"),
    "Construction": ("Infra Projects", "Constructions", "Buildcon"),
    "Construction Materials": ("Cement", "Ceramics", "Aggregates"),
    "Consumer Durables": ("Appliances", "Jewellers", "Lighting"),
    "Consumer Services": ("Retail", "Hotels", "Learning"),
    "Diversified": ("Enterprises", "Industries", "Holdings"),
    "Fast Moving Consumer Goods": ("Foods", "Consumer Care", "Tea"),
    "Financial Services": ("Bank", "Finance", "Capital"),
    "Forest Materials": ("Paper", "Plyboards", "Packaging"),
    "Healthcare": ("Pharma", "Hospitals", "Biotech"),
    "Information Technology": ("Infotech", "Software", "Systems"),
    "Media Entertainment & Publication": ("Media", "Studios", "Publications"),
    "Metals & Mining": ("Steel", "Metals", "Minerals"),
    "Oil Gas & Consumable Fuels": ("Petroleum", "Gas", "Lubricants"),
    "Power": ("Power", "Energy", "Renewables"),
    "Realty": ("Estates", "Developers", "Properties"),
    "Services": ("Logistics", "Shipping", "Ports"),
    "Telecommunication": ("Telecom", "Networks", "Towers"),
    "Textiles": ("Textiles", "Spinning", "Fabrics"),
    "Utilities": ("Water", "Environ", "City Services"),
}

_STARTS = (
    "Aro", "Bhar", "Chin", "Dev", "Esh", "Gan", "Hari", "Indr", "Jay", "Kal", "Lax", "Mahi", "Niro", "Ompra",
    "Pari", "Ruch", "Sury", "Tej", "Udi", "Viru", "Yash", "Zen", "Kird", "Mand",
)  # fmt: skip
_ENDS = (
    "van", "dhar", "mit", "nath", "pur", "sagar", "tara", "vik", "yan", "shree",
    "gaon", "kesh", "lok", "mani",
)  # fmt: skip

FUND_HOUSES = ("Banyan", "Peepal", "Deodar", "Chinar", "Gulmohar")


@dataclass
class Namer:
    """Hands out names that are never given twice."""

    rng: np.random.Generator
    taken: set[str] = field(default_factory=set)

    def company(self, industry: str) -> tuple[str, str]:
        """A new company of `industry` -> (name, symbol of at most ten characters)."""
        while True:
            first = self._pick(_STARTS) + self._pick(_ENDS)
            trade = self._pick(INDUSTRIES[industry])
            name = f"{first} {trade} Limited"
            if name not in self.taken:
                self.taken.add(name)
                return name, self._symbol(first, trade)

    def _symbol(self, first: str, trade: str) -> str:
        word = trade.replace(" ", "").upper()
        for candidate in self._candidates(first.upper(), word):
            if candidate not in self.taken:
                self.taken.add(candidate)
                return candidate
        raise AssertionError("the candidates never end")

    @staticmethod
    def _candidates(first: str, word: str) -> Iterator[str]:
        yield first[:6] + word[:4]
        yield first[:8] + word[:2]
        yield first[:10]
        number = 2
        while True:
            yield f"{first[:5]}{word[:2]}{number}"
            number += 1

    def _pick(self, words: tuple[str, ...]) -> str:
        return words[int(self.rng.integers(len(words)))]


@cache
def isin(prefix: str, issuer: str, security: str, serial: int) -> str:
    """An ISIN with its check digit, such as INE123A01017: issuer 123A, security type 01, serial 1."""
    body = f"{prefix}{issuer}{security}{serial:02d}"
    digits = "".join(str(int(character, 36)) for character in body)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return f"{body}{-total % 10}"


def issuer_code(number: int) -> str:
    """The four characters that tell one issuer from another: 123A."""
    number = number * 7919 % 26000  # neighbours in the list should not be neighbours in the code
    return f"{number % 1000:03d}{chr(65 + number // 1000)}"
