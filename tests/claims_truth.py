"""The truth about the claims of simulated articles, and what was made of them: facts, and checks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

_SUBJECTS = {"mover": "company", "sector_leadership": "sector"}
# How readers may call a horizon, and a figure of a segment.
_HORIZONS = {"mtd": ("mtd", "1m")}
_STATS = {"forward_valuation": ("forward_valuation", "forward_pe")}


def read(archive: Path) -> pd.DataFrame:
    """truth/claims.csv of a simulated exchange."""
    table = pd.read_csv(archive / "truth/claims.csv", keep_default_na=False, na_values=[""])
    words = ["publisher", "published_at", "truth_id", "stat", "direction", "horizon", "bound"]
    return table.assign(**{name: table[name].astype(object).fillna("") for name in words})


def is_stated(claim: Any, fact: Mapping[str, Any]) -> bool:
    """Whether a fact as the extractor prints it states a row of the truth, neither more nor less."""
    if (fact["kind"], fact.get(_SUBJECTS.get(claim.kind, "index"))) != (claim.kind, claim.subject):
        return False
    if fact["quote"] not in claim.quote:
        return False
    if claim.kind == "advance_decline":
        return bool((fact["advances"], fact["declines"]) == (claim.claimed, claim.claimed_second))
    if claim.kind == "sector_leadership":
        return bool(fact["direction"] == claim.direction)
    horizon = fact.get("horizon", "")
    if horizon and claim.horizon and horizon not in _HORIZONS.get(claim.horizon, (claim.horizon,)):
        return False
    if claim.aspect == "rank":
        return fact.get("rank") == "top_gainer"
    ends = [end for end in fact.get("value_range", []) if end is not None]
    value = ends[0] if fact["value"] is None and len(ends) == 1 else fact["value"]
    if fact.get("stat", "") not in _STATS.get(claim.stat, (claim.stat,)):
        return False
    told = (value, fact.get("bound", ""), fact["unit"])
    return told == (claim.claimed, claim.bound, claim.unit)


def joined(claims: pd.DataFrame, checks: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Each row of the truth with its row of marts.claim_checks, whose columns end in _checked.

    A claim that was not checked at all has nothing there. `articles` are rows of marts.articles.
    """
    by_address = articles.dropna(subset=["canonical_url"]).set_index("canonical_url")["article_id"]
    by_title = articles.set_index("title")["article_id"]
    claims = claims.assign(
        article_id=claims["article"].map(by_address).fillna(claims["title"].map(by_title)),
        figure=(claims["claimed"] / claims["claimed_second"].fillna(1)).fillna(0).round(4),
    )
    columns = {"mover": "company_as_printed", "sector_leadership": "sector_as_printed"}
    figure = checks["claimed_value"].fillna(checks["claimed_low"]).fillna(checks["claimed_high"])
    checks = checks.assign(
        subject=[row[columns.get(row["kind"], "index_as_printed")] for _, row in checks.iterrows()],
        figure=figure.where(checks["kind"] != "sector_leadership", 0).round(4),
    )
    # One figure may be told of two spans.
    for table in (claims, checks):
        table["span"] = table["horizon"].fillna("").where(table["kind"].isin(["index_return", "mover"]), "")
    keys = ["article_id", "kind", "aspect", "subject", "figure", "span"]
    twice = checks.duplicated(keys, keep=False)
    if twice.any():
        raise AssertionError(f"checks of one claim: {checks.loc[twice, keys].to_dict('records')}")
    return claims.merge(checks, on=keys, how="left", suffixes=("", "_checked"))
