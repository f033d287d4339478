"""The lines of the simulated exchange as they stand before the first session."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bhavhouse.simulate.names import FUND_HOUSES, INDUSTRIES, Namer, isin, issuer_code
from bhavhouse.simulate.text import Ints

Floats = NDArray[np.float64]

SHARE, DVR, ETF, ENTITLEMENT = "share", "share_dvr", "etf", "rights_entitlement"
BOND, DEBENTURE, TRUST = "government_security", "debenture", "real_estate_trust"
MAIN_SERIES, SME_SERIES = ("EQ", "BE", "BZ"), ("SM", "ST", "SZ")

# How a fund can be told from a share: by the ETF list, by its ISIN in a file that prints ISINs, or by both.
BY_BOTH, BY_ISIN, BY_LIST = "both", "isin", "list"
_TOLD = (BY_BOTH, BY_ISIN, BY_LIST)
# Funds: symbol, name, underlying, rupees, own volatility a day. They follow the market, or gold, or nothing.
_FUNDS = (
    ("GOLDBEES", "Gold BeES", "Gold", 62.0, 0.003, BY_BOTH),
    ("CHINARGOLD", "Gold Shares", "Gold", 61.0, 0.003, BY_ISIN),
    ("DEODARMID", "Midcap Fund", "Nifty Midcap 150", 21.0, 0.003, BY_LIST),
    ("NIFTYBEES", "Nifty BeES", "Nifty 50", 260.0, 0.0, BY_BOTH),
    ("SILVERBEES", "Silver BeES", "Silver", 88.0, 0.006, BY_BOTH),
    ("LIQUIDBEES", "Liquid BeES", "Government Securities", 1000.0, 0.0, BY_BOTH),
    ("JUNIORBEES", "Junior BeES", "Nifty Next 50", 700.0, 0.002, BY_BOTH),
)


@dataclass
class Line:
    """One traded line: what it is, and how it behaves. Prices in paise, volumes in shares."""

    instrument: str
    name: str
    symbol: str
    series: str
    isin_parts: tuple[str, str, str, int]
    industry: str = ""
    price: int = 10000
    face: int = 10
    shares: int = 0
    lot: int = 1
    token: int = 0
    listed_on: date = date(2000, 1, 1)
    underlying: str = ""
    told: str = ""
    beta: float = 1.0
    sector_load: float = 1.0
    sigma: float = 0.018
    gold: float = 0.0
    volume: float = 1000.0
    trade_chance: float = 1.0
    flat_chance: float = 0.002

    @property
    def isin(self) -> str:
        """The ISIN in force."""
        return isin(*self.isin_parts)

    @property
    def is_share(self) -> bool:
        """Whether it is common equity, differential voting rights included."""
        return self.instrument in (SHARE, DVR)


def roster(securities: int, entitlements: int, start: date, rng: np.random.Generator) -> list[Line]:
    """Every line that ever trades, main board first: shares, SME, DVR, funds, debt, rights entitlements."""
    namer = Namer(rng, {fund[0] for fund in _FUNDS})
    funds = max(3, round(securities * 0.06))
    sme = max(3, round(securities * 0.14))
    debts = max(2, round(securities * 0.03))
    dvrs = max(1, securities // 400)
    main = securities - funds - sme - debts - dvrs - entitlements
    lines = [_main_share(n, namer, rng) for n in range(main)]
    lines += [_sme_share(main + n, namer, rng) for n in range(sme)]
    lines += [_dvr(lines[n], rng) for n in range(dvrs)]
    lines += [_fund(n, rng) for n in range(funds)]
    lines += [_debt(n, rng) for n in range(debts)]
    lines += [_entitlement() for _ in range(entitlements)]
    for number, line in enumerate(lines):
        line.token = 101 + 7 * number
        line.listed_on = start - timedelta(days=int(rng.integers(400, 9000)))
    return lines


def _main_share(number: int, namer: Namer, rng: np.random.Generator) -> Line:
    industry = list(INDUSTRIES)[number % len(INDUSTRIES)]
    name, symbol = namer.company(industry)
    is_penny = number % 9 == 4
    rupees = rng.uniform(9, 28) if is_penny else float(np.clip(np.exp(rng.normal(6.0, 1.0)), 40, 28000))
    crores = float(np.clip(np.exp(rng.normal(8.9, 1.5)), 60, 1_900_000)) * (0.05 if is_penny else 1)
    line = Line(SHARE, name, symbol, "EQ", ("INE", issuer_code(number), "01", 1), industry)
    line.face = 1 if is_penny else int(rng.choice([10, 10, 10, 5, 2, 1]))
    line.beta = float(rng.normal(1.0, 0.25))
    line.sector_load = float(rng.normal(1.0, 0.2))
    line.sigma = float(rng.uniform(0.011, 0.024))
    _size(line, rupees, crores, rng)
    if number % 11 == 7:
        line.series = "BZ" if number % 33 == 29 else "BE"
    if number % 6 == 5:  # a thin name: few shares change hands, often at yesterday's price
        line.volume = float(rng.uniform(40, 900))
        line.flat_chance = float(rng.uniform(0.12, 0.4))
        line.trade_chance = float(rng.uniform(0.75, 0.98))
    return line


def _sme_share(number: int, namer: Namer, rng: np.random.Generator) -> Line:
    industry = list(INDUSTRIES)[int(rng.integers(len(INDUSTRIES)))]
    name, symbol = namer.company(industry)
    line = Line(
        SHARE,
        name,
        symbol,
        "ST" if number % 3 == 2 else "SM",
        ("INE", issuer_code(number), "01", 1),
        industry,
    )
    line.sigma = float(rng.uniform(0.016, 0.03))
    line.beta = 0.7
    line.trade_chance = float(rng.uniform(0.7, 1.0))
    line.flat_chance = float(rng.uniform(0.02, 0.25))
    _size(line, float(rng.uniform(40, 420)), float(np.exp(rng.normal(4.9, 0.6))), rng)
    line.lot = max(25, round(120000 / (line.price / 100) / 100) * 100)
    return line


def _size(line: Line, rupees: float, crores: float, rng: np.random.Generator) -> None:
    line.price = max(5, round(rupees * 20) * 5)
    line.shares = max(10**5, round(crores * 1e9 / line.price))
    line.volume = line.shares * 0.002 * float(np.exp(rng.normal(0, 0.5)))


def _dvr(parent: Line, rng: np.random.Generator) -> Line:
    prefix, issuer, _, _ = "IN9", *parent.isin_parts[1:]
    line = Line(
        DVR, parent.name, (parent.symbol[:7] + "DVR"), "EQ", (prefix, issuer, "01", 1), parent.industry
    )
    line.beta, line.sigma, line.face = parent.beta, parent.sigma, parent.face
    _size(line, parent.price / 100 * 0.6, 400.0, rng)
    return line


def _fund(number: int, rng: np.random.Generator) -> Line:
    house = FUND_HOUSES[number % len(FUND_HOUSES)]
    if number < len(_FUNDS):
        symbol, product, underlying, rupees, sigma, told = _FUNDS[number]
    else:
        symbol, product = f"{house[:5].upper()}N{number}", f"Nifty {number} Fund"
        underlying, rupees, sigma = "Nifty 500", float(rng.uniform(20, 300)), 0.001
        told = _TOLD[number % len(_TOLD)]
    line = Line(
        ETF, f"{house.upper()} AMC - {product.upper()}", symbol, "EQ", ("INF", f"{204 + number}K", "01", 1)
    )
    line.underlying, line.told, line.face = underlying, told, 1
    follows_market = underlying.startswith("Nifty")
    line.beta = 1.0 if follows_market else 0.0
    line.gold = 1.0 if underlying in ("Gold", "Silver") else 0.0
    line.sector_load, line.sigma = 0.0, sigma
    _size(line, rupees, 900.0, rng)
    return line


def _debt(number: int, rng: np.random.Generator) -> Line:
    forms = (
        (BOND, "GS", "IN0", "GOVT OF INDIA BOND", 101.0),
        (DEBENTURE, "N1", "INE", "DEODAR FINANCE NCD", 1012.0),
        (BOND, "GB", "IN0", "GOLD BONDS SERIES", 7600.0),
        (TRUST, "RR", "INE", "CHINAR OFFICE PARKS REIT", 330.0),
        (DEBENTURE, "N2", "INE", "BANYAN HOUSING NCD", 998.0),
    )
    instrument, series, prefix, name, rupees = forms[number % len(forms)]
    security = {"GS": "24", "GB": "20", "RR": "25"}.get(series, "07")
    year = 2030 + number % 12
    symbols = {
        "GS": f"7{10 + number:02d}GS{year}",
        "GB": f"SGB{year % 100}N{number}",
        "RR": f"CHINARPK{number}",
    }
    symbol = symbols.get(series, f"8{number:02d}NCD{year % 100}")
    line = Line(
        instrument, f"{name} {number + 1}", symbol, series, (prefix, issuer_code(20000 + number), security, 1)
    )
    line.beta, line.sector_load, line.sigma, line.face = 0.02, 0.0, 0.002, 100
    _size(line, rupees, 50.0, rng)
    line.volume, line.trade_chance, line.flat_chance = float(rng.uniform(20, 400)), 0.8, 0.2
    return line


def _entitlement() -> Line:
    """A rights entitlement. Its name, symbol, issuer and price come with the rights issue it belongs to."""
    line = Line(ENTITLEMENT, "", "", "EQ", ("INE", "000A", "20", 1))
    line.beta, line.sector_load, line.sigma, line.volume = 1.0, 1.0, 0.035, 20000.0
    return line


def column(lines: list[Line], name: str) -> Floats:
    """One numeric property of every line."""
    return np.array([getattr(line, name) for line in lines], dtype=np.float64)


def integers(lines: list[Line], name: str) -> Ints:
    """One whole-number property of every line."""
    return np.array([getattr(line, name) for line in lines], dtype=np.int64)
