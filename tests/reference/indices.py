"""Returns of indices as plain loops compute them from levels and a list of sessions."""

from collections.abc import Sequence

import pandas as pd

SPANS = (1, 5, 9, 21, 252)
PERIODS = {"week": "W-SUN", "month": "M", "calendar_year": "Y-DEC", "fiscal_year": "Y-MAR"}
NUMBERS = [f"return_{name}_pct" for name in (*SPANS, *PERIODS)] + ["drawdown_pct"]
COLUMNS = [*NUMBERS, "best_month_since", "is_best_month_held", "months_held", "months_not_held"]


def _change(level: float, base: float | None) -> float | None:
    return None if base is None else round(100 * (level / base - 1), 8)


def returns_of(levels: pd.DataFrame, sessions: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """One index: session, close, base_session, and the exchange's sessions -> a row per session with a level.

    Levels of different bases do not compare.
    """
    bases = dict(zip(levels["session"], levels["base_session"].fillna(pd.Timestamp(0)), strict=True))
    closes = dict(zip(levels["session"], levels["close"], strict=True))

    def back(session: pd.Timestamp, n: int) -> float | None:
        there = sessions[n] if n >= 0 else None
        return closes[there] if there in closes and bases[there] == bases[session] else None

    place = {session: n for n, session in enumerate(sessions)}
    eves = {name: _eves(sessions, place, rule) for name, rule in PERIODS.items()}
    month_ends = {session.to_period("M"): session for session in sessions}
    full: dict[pd.Period, float] = {}
    rows: list[dict[str, object]] = []
    highest: dict[pd.Timestamp, float] = {}
    for session in sorted(closes):
        level, month, base = closes[session], session.to_period("M"), bases[session]
        highest[base] = max(highest.get(base, 0.0), level)
        row: dict[str, object] = {"session": session, "drawdown_pct": _change(level, highest[base])}
        for span in SPANS:
            row[f"return_{span}_pct"] = _change(level, back(session, place[session] - span))
        for name, of in eves.items():
            row[f"return_{name}_pct"] = _change(level, back(session, of[session]))
        so_far = row["return_month_pct"]
        before = {m: r for m, r in full.items() if m < month}
        as_good = [m for m, r in before.items() if so_far is not None and r >= so_far]
        row["months_held"] = len(before)
        row["best_month_since"] = str(max(as_good)) if as_good else None
        known = so_far is not None and bool(before)
        row["is_best_month_held"] = not as_good if known else None
        if known:
            first = max(as_good) + 1 if as_good else min(before)
            between = pd.period_range(first, month - 1, freq="M")
            row["months_not_held"] = len(set(between) - set(before))
        else:
            row["months_not_held"] = None
        if month_ends[month] == session and so_far is not None:
            full[month] = so_far
        rows.append(row)
    return pd.DataFrame(rows)[["session", *COLUMNS]]


def _eves(
    sessions: Sequence[pd.Timestamp], place: dict[pd.Timestamp, int], rule: str
) -> dict[pd.Timestamp, int]:
    """Session -> place of the last session before its period."""
    first: dict[pd.Period, int] = {}
    for session in sessions:
        first.setdefault(session.to_period(rule), place[session])
    return {session: first[session.to_period(rule)] - 1 for session in sessions}


def assert_returns_are(
    found: pd.DataFrame, levels: pd.DataFrame, sessions: Sequence[pd.Timestamp]
) -> pd.DataFrame:
    """marts.index_return holds what the levels of marts.index_history give; the rows that were compared."""
    parts = [returns_of(own, sessions).assign(index_name=name) for name, own in levels.groupby("index_name")]
    keys = ["session", "index_name"]
    wanted = pd.concat(parts).sort_values(keys, ignore_index=True)
    found = found.sort_values(keys, ignore_index=True)
    assert found[keys].to_numpy().tolist() == wanted[keys].to_numpy().tolist()
    for name in COLUMNS:
        got, expected = ([None if pd.isna(v) else v for v in t[name]] for t in (found, wanted))
        wrong = [
            (*key, g, w)
            for key, g, w in zip(found[keys].itertuples(index=False), got, expected, strict=True)
            if (g is None) != (w is None) or (g is not None and not _alike(g, w))
        ]
        assert not wrong, (name, len(wrong), wrong[:5])
    return wanted


def own_levels(names: pd.DataFrame, sessions: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """Our own indices from comparable names: session, universe, return_1_pct, market_cap_inr or null."""
    place = {session: n for n, session in enumerate(sessions)}
    names = names[~names["universe"].str.startswith("index:")]
    weight = names["market_cap_inr"] / (1 + names["return_1_pct"] / 100)
    names = names.assign(weight=weight, product=weight * names["return_1_pct"])
    groups = names.groupby(["universe", "session"])
    enough = groups["weight"].count() >= 0.8 * groups.size()
    capped = (groups["product"].sum() / groups["weight"].sum()).where(enough)
    rows = []
    for weighting, returns in (("equal", groups["return_1_pct"].mean()), ("cap", capped.dropna())):
        for universe, own in returns.groupby(level=0):
            name, last = f"ours_{universe.replace(':', '_')}_{weighting}", None
            for session, change in own.droplevel(0).sort_index().items():
                n = place[session]
                if last is None or n != last + 1:
                    level, base = 1000.0, sessions[n - 1]
                    rows.append((base, name, level, base))
                level *= 1 + change / 100
                rows.append((session, name, level, base))
                last = n
    return pd.DataFrame(rows, columns=["session", "index_name", "close", "base_session"])


PAIRS = {
    "nifty_smallcap_250": ["nifty_midcap_150", "nifty_100"],
    "nifty_midcap_150": ["nifty_100"],
    "nifty_smallcap_100": ["nifty_midcap_100", "nifty_50"],
    "nifty_midcap_100": ["nifty_50"],
}


def valuations_of(levels: pd.DataFrame, sessions: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """marts.index_valuation from marts.index_history, one pair, measure and session after the other."""
    place = {session: n for n, session in enumerate(sessions)}
    rows = []
    for measure in ("pe_ratio", "pb_ratio", "dividend_yield_pct"):
        wide = levels[levels[measure] > 0].pivot(index="session", columns="index_name", values=measure)
        for name, against in ((n, a) for n, others in PAIRS.items() for a in others):
            if not {name, against} <= set(wide.columns):
                continue
            both = wide[[name, against]].dropna().sort_index()
            premium = (100 * (both[name] / both[against] - 1)).round(8)
            for session, value in both[name].items():
                n = place[session]
                near = [s for s in both.index if n - 1260 < place[s] <= n]
                enough = len(near) >= 10
                rows.append(
                    {
                        "session": session,
                        "index_name": name,
                        "against": against,
                        "measure": measure,
                        "value": value,
                        "against_value": both.loc[session, against],
                        "gap": value - both.loc[session, against],
                        "premium_pct": premium[session],
                        "value_percentile": 100 * (both.loc[near, name] <= value).mean() if enough else None,
                        "premium_percentile": 100 * (premium[near] <= premium[session]).mean()
                        if enough
                        else None,
                        "observations": len(near),
                    }
                )
    return pd.DataFrame(rows)


def assert_valuations_are(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    keys = ["session", "index_name", "against", "measure"]
    pd.testing.assert_frame_equal(
        found.sort_values(keys, ignore_index=True),
        wanted.sort_values(keys, ignore_index=True),
        check_dtype=False,
        rtol=0,
        atol=2e-8,
    )


def _alike(got: object, wanted: object) -> bool:
    return abs(got - wanted) < 2e-8 if isinstance(got, float) and isinstance(wanted, float) else got == wanted
