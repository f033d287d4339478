"""What a claim speaks of -> what it is held against, in order of preference.

`stands_for.csv` is a reviewed list: a printed name as `key_of` writes it, what of it is measured (its level,
or the breadth of its members), what stands for it, on which basis, and why. The first line whose figure is
held is used; nothing is ever chosen because it fits.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bhavhouse.contracts.verdicts import BASES
from bhavhouse.market.index_names import index_name, spelled
from bhavhouse.verdicts.lists import lines_of

STANDS_FOR = Path(__file__).with_name("stands_for.csv")
SIZES = ("largecap", "midcap", "smallcap", "microcap")
# The segments by size that make up the market, and our own index of each.
BY_SIZE = {size: f"ours_cap_{size.removesuffix('cap')}_cap" for size in SIZES[:3]}
_SIZES = re.compile(r"\b(small|mid|large|micro)[ -]?caps?\b")
_IDLE = re.compile(
    r"\b(?:s ?& ?p|s and p|cnx|the|an?|index|indices|stocks?|shares?|segments?|sectors?|sectoral|gauges?|"
    r"barometers?|pack|counters?|names|compan(?:y|ies)|universe|space|basket|indian?|markets?|key|benchmarks?|"
    r"equity|equities)\b"
)
_SAME = {
    "nse_nifty": "nifty", "nse_nifty_50": "nifty_50", "50_nifty": "nifty", "bse_sensex": "sensex",
    "30_sensex": "sensex", "30_bse_sensex": "sensex", "30_bse": "sensex",
    "sensex_30": "sensex", "autos": "auto", "automobile": "auto", "metals": "metal", "banks": "bank",
    "real_estate": "realty", "information_technology": "it", "health_care": "healthcare",
    "bse_bankex": "bankex", "bse_bank": "bankex", "psu_banks": "psu_bank", "public_banks": "psu_bank",
    "private_banks": "private_bank",
    "financials": "financial", "financial_services": "financial", "oil_gas": "oil_and_gas",
    "gas_and_oil": "oil_and_gas", "bse_oil_gas": "bse_oil_and_gas", "nifty_junior": "nifty_next_50",
    "vix": "volatility", "broader": "broader_market", "india_vix": "volatility",
    "smallcap_100": "nifty_smallcap_100", "smallcap_250": "nifty_smallcap_250",
    "midcap_100": "nifty_midcap_100", "midcap_150": "nifty_midcap_150", "bse_health_care": "bse_healthcare",
}  # fmt: skip


@dataclass(frozen=True)
class Against:
    """Something measured that a claim is held against: `by` is index, fund or universe."""

    by: str
    name: str
    basis: str
    reason: str

    @property
    def words(self) -> str:
        """Its name, as a reader says it."""
        return self.name.replace("_", " ") if self.by == "index" else self.name


def key_of(printed: str) -> str:
    """What all spellings of an index or segment have in common: `S&P BSE Small-cap index` -> bse_smallcap."""
    plain = _SIZES.sub(r"\1cap", printed.lower().replace("’s", "").replace("'s", ""))
    key = spelled(_IDLE.sub(" ", plain).replace("&", " and "))
    if not key:
        key = "benchmark" if "benchmark" in plain else "market"
    return _SAME.get(key, key)


def levels(printed: str, held: Collection[str]) -> list[Against]:
    """What a claim on an index or segment's level is held against; `held` are the indices with levels."""
    name = index_name(printed)
    own = [Against("index", name, "exact", "The index itself")] if name in held else []
    if not own and (name := index_name(key_of(printed))) in held:
        own = [Against("index", name, "exact", "The index itself")]
    return [*own, *_listed(key_of(printed), "level")]


def breadths(printed: str | None, held: Collection[str]) -> list[Against]:
    """What a count of shares is held against; `held` are the universes with counts."""
    key = key_of(printed or "")
    member = f"index:{index_name(key)}"
    own = [Against("universe", member, "exact", "Its members")] if member in held else []
    return [*own, *(a for a in _listed(key, "breadth") if a not in own)]


def exchange_of(printed: str) -> str | None:
    """The exchange whose index or count a printed name is, where it tells."""
    key = key_of(printed)
    if key.startswith("bse") or key in ("sensex", "bankex"):
        return "BSE"
    return "NSE" if key.startswith(("nifty", "nse", "bank_nifty")) else None


def _listed(key: str, figure: str) -> list[Against]:
    return list(_lines().get((key, figure), ()))


@cache
def _lines() -> dict[tuple[str, str], tuple[Against, ...]]:
    found: dict[tuple[str, str], tuple[Against, ...]] = {}
    for row in lines_of(STANDS_FOR):
        if row["basis"] not in BASES:
            raise ValueError(f"{STANDS_FOR.name}: {row['printed']}: no basis {row['basis']!r}")
        by, _, name = row["stands_for"].partition(":")
        place = (row["printed"], row["figure"])
        found[place] = (*found.get(place, ()), Against(by, name, row["basis"], row["reason"]))
    return found
