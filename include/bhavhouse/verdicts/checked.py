"""Articles with their facts -> rows of marts.claim_checks and of the tables that date articles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import inf, isfinite
from typing import Any

from bhavhouse.market.index_names import index_name
from bhavhouse.verdicts.asked import Claim, claims_of
from bhavhouse.verdicts.comparisons import COMPARED, comparisons
from bhavhouse.verdicts.counted import sectors_said
from bhavhouse.verdicts.dating import Dated, dated, is_before_close
from bhavhouse.verdicts.figure import UNDATED, Answer, Figure, Missing
from bhavhouse.verdicts.figures import answer
from bhavhouse.verdicts.judge import judge
from bhavhouse.verdicts.market import Market, Wanted
from bhavhouse.verdicts.subjects import BY_SIZE, breadths, key_of, levels

Row = dict[str, Any]
_OF_FACT = ("fact_id", "assertion", "article_id", "cluster_id", "publisher", "canonical_url", "published_at")
_AS_PRINTED = (
    "index_as_printed", "company_as_printed", "sector_as_printed", "security_id", "horizon", "bound",
)  # fmt: skip
# What is read of a fact, and of an article.
OF_FACT = (
    *_OF_FACT, *_AS_PRINTED, "kind", "known_at", "quote", "quote_start", "quote_end", "stated_on", "value",
    "value_low", "value_high", "unit", "direction", "rank", "role", "stat", "investor", "side", "advances",
    "declines", "ratio",
)  # fmt: skip
OF_ARTICLE = (
    "article_id", "cluster_id", "publisher", "canonical_url", "published_at", "first_seen_at", "text",
)  # fmt: skip
_INTRADAY = Missing("it was written before the close, of which the exchange's files tell")
_LATEST_REPEATS = 10  # sessions in which a contradicted figure is looked for


@dataclass
class Article:
    """An article, its standing facts, what it claims, and its session."""

    article_id: str
    published_at: datetime | None
    facts: list[Mapping[str, Any]]
    claims: list[Claim]
    dated: Dated = field(default_factory=lambda: Dated(None, "undated"))


def articles_of(facts: Iterable[Mapping[str, Any]], articles: Iterable[Mapping[str, Any]]) -> list[Article]:
    """Standing rows of core.article_fact and latest ones of core.article -> articles that state or claim."""
    standing: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for fact in facts:
        standing[fact["article_id"]].append(fact)
    made = []
    for row in articles:
        of = sorted(standing.get(row["article_id"], []), key=_place)
        claims = [*claims_of(of, row["text"] or ""), *comparisons(row, of)]
        if of or claims:
            made.append(Article(row["article_id"], row["published_at"], of, claims))
    return made


def _place(fact: Mapping[str, Any]) -> tuple[int, str, int]:
    return fact["quote_start"] or 0, fact["fact_id"], fact["assertion"]


def date_articles(articles: Sequence[Article], market: Market) -> set[date]:
    """Finds each article's session; returns the sessions that their claims speak of."""
    wanted = set()
    for article in articles:
        article.dated = dated(article.facts, article.claims, article.published_at, market)
        for claim in article.claims:
            if session := session_of(claim, article, market):
                wanted.add(session)
    return wanted


def session_of(claim: Claim, article: Article, market: Market) -> date | None:
    """The session that a claim is of: its own day's, else the article's."""
    if claim.stated_on:
        return market.session_up_to(claim.stated_on)
    return article.dated.session


def checks(articles: Iterable[Article], market: Market) -> Iterator[Row]:
    """Rows of marts.claim_checks."""
    for article in articles:
        for claim in article.claims:
            session = session_of(claim, article, market)
            yield _row(claim, article, _answered(claim, session, article, market), session, market)


def _answered(claim: Claim, session: date | None, article: Article, market: Market) -> Answer:
    found = answer(claim, session, market)
    if found is UNDATED and (day := article.dated.likeliest):
        told = f"no session is certain: {day} fits best, yet not by enough"
        return Missing(
            told if article.dated.runner_up is None else f"{told} over {article.dated.runner_up}",
            UNDATED.needs,
        )
    if isinstance(found, Figure) and is_before_close(article.published_at, found.session):
        stays = claim.fact["role"] in ("last", None) and claim.kind == "price_level"
        return found if stays else _INTRADAY
    return found


def _row(claim: Claim, article: Article, found: Answer, session: date | None, market: Market) -> Row:
    fact = claim.fact
    row: Row = {
        **{name: fact[name] for name in (*_OF_FACT, *_AS_PRINTED, "known_at", "quote")},
        "claim_id": claim.claim_id,
        "compared_with": fact.get("compared_with"),
        "kind": claim.kind,
        "aspect": claim.aspect,
        "claimed_value": claim.value,
        "claimed_low": claim.low if isfinite(claim.low) else None,
        "claimed_high": claim.high if isfinite(claim.high) else None,
        "unit": claim.unit,
        "session": session,
        "session_basis": "stated" if claim.stated_on else article.dated.basis,
    }
    if isinstance(found, Missing):
        return {**row, "verdict": "not_checkable", "reason": found.reason, "needs": found.needs}
    judged = judge(claim, found)
    return {
        **row,
        "session": found.session,
        "since_session": found.since,
        "held_against": f"{found.against.by} {found.against.name}",
        "basis": found.against.basis,
        "computed_value": round(found.value, 8),
        "difference": round(judged.difference, 8),
        "confirmed_within": round(judged.confirmed_within, 8),
        "close_within": round(judged.close_within, 8),
        "verdict": judged.verdict,
        "reason": _reason(claim, found, judged.verdict, market),
    }


def _reason(claim: Claim, found: Figure, verdict: str, market: Market) -> str:
    unit = {"pct": "%", "x": "x", "points": " points", "rank": ""}.get(claim.unit or "", "")
    if found.measure == "place":
        parts = [found.note]
    else:
        when = f"{found.since} to {found.session}" if found.sessions > 1 else f"{found.session}"
        parts = [f"{found.against.words} {when}: {_number(found.value, unit)}"]
        if claim.has_bounds:
            parts[0] += f" against {_claimed(claim, unit)}"
    if found.against.basis != "exact":
        why = found.against.reason
        parts.append(f"{found.against.basis.replace('_', ' ')}: {why[0].lower()}{why[1:]}")
    if found.note and found.measure != "place":
        parts.append(found.note)
    if found.also:
        parts.append("also " + ", ".join(f"{name} {_number(value, unit)}" for name, value in found.also))
    if verdict == "contradicted" and (again := _fits_earlier(claim, found, market)):
        parts.append(f"the figure fits {again}")
    return "; ".join(parts)


def _fits_earlier(claim: Claim, found: Figure, market: Market) -> date | None:
    """An earlier session, among the latest, that the same words would be true of: a figure left standing."""
    if claim.kind not in ("index_return", "mover") or claim.aspect != "figure" or found.sessions > 1:
        return None
    for n in range(1, _LATEST_REPEATS + 1):
        day = market.session_before(found.session, n)
        earlier = answer(claim, day, market) if day else None
        if isinstance(earlier, Figure) and judge(claim, earlier).verdict == "confirmed":
            return day
    return None


def _claimed(claim: Claim, unit: str) -> str:
    if claim.low == claim.high:
        return _number(claim.low, unit)
    if claim.high == inf:
        return f"{_number(claim.low, unit)} or more"
    if claim.low == -inf:
        return f"{_number(claim.high, unit)} or less"
    return f"{_number(claim.low, unit)} to {_number(claim.high, unit)}"


def _number(value: float, unit: str) -> str:
    if unit == "%":
        return f"{value:+.2f}%"
    return f"{value:,.2f}".rstrip("0").rstrip(".") + unit


def wanted_of(securities: Iterable[str | None], printed: Iterable[str | None]) -> Wanted:
    """What claims on these securities, and on indices and segments so printed, ask of the market."""
    names = {name for name in printed if name} | COMPARED
    against = [a for name in names for a in levels(name, ())]
    keys = {index_name(key_of(name)) for name in names}
    return Wanted(
        securities={security for security in securities if security},
        funds={a.name for a in against if a.by == "fund"},
        indices={index_name(name) for name in names}
        | keys
        | {a.name for a in against}
        | set(BY_SIZE.values())
        | {said.index for said in sectors_said().values()},
        universes={a.name for name in (*names, None) for a in breadths(name, ())}
        | {f"index:{key}" for key in keys},
    )
