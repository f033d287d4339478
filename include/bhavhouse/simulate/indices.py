"""Index closes, computed from the simulated constituents and printed as the exchange does."""

from dataclasses import dataclass, field

import numpy as np

from bhavhouse.simulate.record import MAIN, Day
from bhavhouse.simulate.roster import Line
from bhavhouse.simulate.shelf import Shelf
from bhavhouse.simulate.text import Ints, Mask, sheet

HEADER = (
    "Index Name,Index Date,Open Index Value,High Index Value,Low Index Value,Closing Index Value,"
    "Points Change,Change(%),Volume,Turnover (Rs. Cr.),P/E,P/B,Div Yield"
)

# Name -> (level before the first session, P/E, industries or none for a size index)
_LEVELS: dict[str, tuple[float, float, tuple[str, ...]]] = {
    "Nifty 50": (23600.0, 21.8, ()),
    "Nifty Next 50": (67900.0, 22.6, ()),
    "Nifty 100": (24500.0, 21.9, ()),
    "Nifty 500": (22200.0, 25.4, ()),
    "Nifty Smallcap 100": (18750.0, 30.1, ()),
    "Nifty Total Market": (12500.0, 25.9, ()),
    "Nifty Financial Services": (23500.0, 16.2, ("Financial Services",)),
    "Nifty Auto": (22800.0, 22.9, ("Automobile and Auto Components",)),
    "Nifty IT": (43300.0, 31.4, ("Information Technology",)),
    "Nifty Pharma": (23400.0, 34.5, ("Healthcare",)),
    "Nifty FMCG": (56800.0, 43.2, ("Fast Moving Consumer Goods",)),
    "Nifty Metal": (8650.0, 19.7, ("Metals & Mining",)),
    "Nifty Realty": (1050.0, 45.8, ("Realty",)),
    "Nifty Energy": (35200.0, 14.9, ("Power", "Oil Gas & Consumable Fuels")),
}
LISTED = {
    "Nifty 50": "ind_nifty50list.csv",
    "Nifty 500": "ind_nifty500list.csv",
    "Nifty Total Market": "ind_niftytotalmarket_list.csv",
}
_PAISE_IN_CRORE = 10**9


@dataclass
class Indices:
    """The indices from day to day. Members are chosen at the first and at the middle session."""

    lines: list[Line]
    shelf: Shelf
    rng: np.random.Generator
    members: dict[str, Ints] = field(default_factory=dict)
    levels: dict[str, float] = field(
        default_factory=lambda: {name: form[0] for name, form in _LEVELS.items()}
    )
    vix: float = 14.5

    def choose(self, day: Day) -> None:
        """Choose members by market value, as the exchange would on the evening before `day`."""
        in_series = np.array([line.is_share and line.series == "EQ" for line in self.lines])
        eligible = np.flatnonzero(day.listed & day.comparable & in_series & (day.identity.universe == MAIN))
        before = day.caps[eligible] * (day.previous[eligible] / np.maximum(day.close[eligible], 1))
        ranked = eligible[np.argsort(-before, kind="stable")]
        count = len(ranked)
        large = count if count <= 20 else max(20, min(50, count // 3))
        broad = min(500, round(count * 0.8)) if count > 25 else count
        small_from = min(250, broad // 2)
        cuts = {
            "Nifty 50": (0, large), "Nifty Next 50": (large, 2 * large), "Nifty 100": (0, 2 * large),
            "Nifty 500": (0, broad), "Nifty Smallcap 100": (small_from, small_from + 100),
            "Nifty Total Market": (0, min(750, round(count * 0.95)) if count > 25 else count),
        }  # fmt: skip
        self.members = {name: ranked[low:high] for name, (low, high) in cuts.items()}
        broad_set = set(self.members["Nifty 500"].tolist())
        for name, (_, _, industries) in _LEVELS.items():
            if industries:
                chosen = [n for n in ranked if n in broad_set and self.lines[n].industry in industries]
                self.members[name] = np.array(chosen, dtype=np.int64)

    def close(self, day: Day) -> bytes:
        """The session's index file."""
        if day.number in (0, self.shelf.middle):
            self.choose(day)
        basis = np.maximum(day.previous * (day.numerator / day.denominator), 1)
        counted = day.traded & day.comparable
        weights = np.where(counted, day.caps * (basis / day.close), day.caps).astype(np.float64)
        ratios = [np.where(counted, price / basis, 1.0) for price in (day.open, day.high, day.low, day.close)]
        rows = []
        for name in _LEVELS:
            members = self.members[name][day.listed[self.members[name]]]
            if len(members):
                weight = weights[members] / weights[members].sum()
                moves = [float((ratio[members] * weight).sum()) for ratio in ratios]
                rows.append(self._row(name, moves, members, day))
        rows.append(self._volatility(day))
        return sheet(HEADER, rows)

    def _row(self, name: str, moves: list[float], members: Ints, day: Day) -> list[object]:
        before, (start, earnings, _) = self.levels[name], _LEVELS[name]
        first, close = round(before * moves[0], 2), round(before * moves[3], 2)
        # Not every constituent is at its high at once: an index's range is narrower than its members'.
        high = max(first, close) + 0.45 * max(0.0, before * moves[1] - max(first, close))
        low = min(first, close) - 0.45 * max(0.0, min(first, close) - before * moves[2])
        self.levels[name] = close
        grown = close / start / (1 + 0.12 * day.number / 248)
        traded: Mask = day.traded[members]
        crores = day.turnover[members][traded].sum() / _PAISE_IN_CRORE
        has_change, has_turnover = self.rng.random() > 0.03, self.rng.random() > 0.05
        return [
            name, f"{day.session:%d-%m-%Y}", f"{first:.2f}", f"{high:.2f}", f"{low:.2f}", f"{close:.2f}",
            f"{close - before:.2f}" if has_change else "-",
            f"{100 * (close / before - 1):.2f}" if has_change else "-",
            int(day.volume[members][traded].sum()), f"{crores:.2f}" if has_turnover else "-",
            f"{earnings * grown:.2f}", f"{earnings * grown / 6:.2f}", f"{1.3 / grown:.2f}",
        ]  # fmt: skip

    def _volatility(self, day: Day) -> list[object]:
        """India VIX: an index that is none, with dashes where it has nothing to say."""
        before = round(self.vix, 4)
        self.vix = float(
            np.clip(before * np.exp(0.05 * self.rng.standard_normal() + 0.03 * np.log(14 / before)), 9, 60)
        )
        close = round(self.vix, 4)
        change = [f"{close - before:.2f}", f"{100 * (close / before - 1):.2f}"]
        shown = [f"{value:.4f}" for value in (before, max(before, close), min(before, close), close)]
        return ["India VIX", f"{day.session:%d-%m-%Y}", *shown, *change, "-", "-", "-", "-", "-"]
