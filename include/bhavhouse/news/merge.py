"""Facts as found -> facts as told: dated by the text's clocks (days.py), each once."""

import re
from typing import Any

from bhavhouse.news.article import Article
from bhavhouse.news.days import settle
from bhavhouse.news.facts import GRADE_CHANGES, Fact
from bhavhouse.news.lexicon import is_no_company, plain_name, words
from bhavhouse.news.topic import whole_name

# Two ways to print one time.
_HORIZONS = {"1w": "5d", "5 sessions": "5d", "recent": "1d"}
# A fact is told again soon or not at all: so many facts of its bucket back.
_NEAR = 200


def merge(article: Article, found: list[Fact]) -> list[Fact]:
    """Restated facts dropped, the best witness of each kept."""
    found = [fact for fact in found if not is_no_company(fact.fields.get("company") or "")]
    settle(article, found)
    short = _headline_names(found) | _short_names(article)
    found = _without_the_bare(found, short)
    kept: list[Fact] = []
    places: dict[tuple[Any, ...], list[Fact]] = {}
    # A dated witness tells more than one without a day; a headline rounds.
    for fact in sorted(found, key=_by_witness):
        bucket = _bucket(fact, short)
        same = next((other for other in places.get(bucket, [])[-_NEAR:] if _is_same(fact, other)), None)
        if same is not None:
            _complete(same, fact)
            continue
        kept.append(fact)
        places.setdefault(bucket, []).append(fact)
    return kept


def _headline_names(found: list[Fact]) -> dict[str, str]:
    """Names that a headline cuts short, "Dixon Tech" of "Dixon Technologies", where one longer name fits."""
    kinds = ("rating_change", "target_price", "result_scheduled", "mover")
    told = [
        (plain_name(fact.fields["company"]), fact.is_title, fact.kind) for fact in found if fact.kind in kinds
    ]
    full = {name for name, is_title, _ in told if not is_title}
    cut = {
        name for name, is_title, kind in told if (is_title and name not in full) or kind == "result_scheduled"
    }
    return {name: whole for name in cut if len(cut) < 50 and (whole := whole_name(name, full))}


def _without_the_bare(found: list[Fact], short: dict[str, str]) -> list[Fact]:
    """A company named among the gainers or losers is dropped where its figure is told elsewhere."""
    sized = {
        (*_bucket(fact, short), size > 0)
        for fact in found
        if fact.kind == "mover" and (size := _size(fact.fields)) is not None
    }
    return [
        fact
        for fact in found
        if fact.kind != "mover"
        or _size(fact.fields) is not None
        or (*_bucket(fact, short), fact.fields.get("direction") == "up") not in sized
    ]


def _bucket(fact: Fact, short: dict[str, str]) -> tuple[Any, ...]:
    """Facts of different buckets are never the same."""
    fields = fact.fields
    if "company" in fields and fact.kind != "price_level":
        name = re.sub(r" (?:ltd|limited)$", "", plain_name(fields["company"]))
        full = short.get(name, name)
        return fact.kind, re.sub(r" (?:ltd|limited)$", "", full)
    return (fact.kind,)


_SHORT = re.compile(
    r"(?<![\w&'-])((?:[A-Z][\w&'-]{0,40}\.? (?:of |and |& )?){1,7})"
    r"\(([A-Z][A-Z0-9&-]{1,11}|(?!India\b)[A-Z][a-z]{3,11})\)"
)


def _short_names(article: Article) -> dict[str, str]:
    """Short names that the text itself explains: "Tata Consultancy Services (TCS)"."""
    made = dict(article.owners)
    for found in _SHORT.finditer(article.text.plain):
        full = re.sub(r" (?:ltd|limited)$", "", plain_name(found[1]))
        if full[0] == found[2][0].lower() or found[2][1:].islower():
            made[found[2].lower()] = full
    return made


def _is_same(fact: Fact, other: Fact) -> bool:
    one, two = fact.fields, other.fields
    match fact.kind:
        case "rating_change":
            houses = {plain_name(fields["broker"]) for fields in (one, two) if fields.get("broker")}
            return (
                len(houses) < 2
                and _fits(one["from"], two["from"])
                and _fits(one["to"], two["to"])
                and one["direction"] == two["direction"]
            )
        case "technical_call_change" | "financial_score_change":
            return _fits(one["from"], two["from"]) and _fits(one["to"], two["to"])
        case "result_scheduled":
            return one["date"] == two["date"] or one["date"] is None or fact.is_title
        case "index_return":
            return _same_move(fact, other) and _same_index(one["index"], two["index"])
        case "mover":
            return _same_move(fact, other)
        case "advance_decline":
            if one["advances"] is None or two["advances"] is None:
                return _same_ratio(fact, other)
            return bool(one["advances"] == two["advances"] and one["declines"] == two["declines"])
        case "flow":
            return _same_flow(fact, other)
        case "price_level":
            rounded = fact.is_title and int(one["value"]) == int(two["value"])
            return bool(
                (one["value"] == two["value"] or rounded)
                and one["role"] == two["role"]
                and one.get("company") == two.get("company")
            )
        case "segment_stat":
            if one["stat"] != two["stat"]:
                return False
            if fact.is_title and one["value"] and two["value"] and one["unit"] == two["unit"]:
                return bool(abs(one["value"] / two["value"] - 1) < 0.011)  # a headline rounds
            if one["value"] is None or two["value"] is None:
                times = {fields["since"] for fields in (one, two) if fields.get("since")}
                return len(times) < 2 and _same_index(str(one["index"]), str(two["index"]))
            return bool(one["value"] == two["value"])
        case "target_price":
            return bool(one["value"] == two["value"] and _fits(one.get("broker"), two.get("broker")))
        case "sector_leadership":
            return bool(one["direction"] == two["direction"] and _same_sector(one["sector"], two["sector"]))
        case "capital_rotation":
            first, second = ({name.lower() for name in _many(fields["to"])} for fields in (one, two))
            return first == second or bool((fact.is_title or other.is_title) and first & second)
    return False


# A sector's place among the others is told rather by "the top loser" than by "dragged by".
_BY_THE_WAY = frozenset(f"sector_leadership.{name}" for name in ("by", "seen", "amid", "moved", "pulled"))


def _by_witness(fact: Fact) -> tuple[bool, bool, int, bool, bool, int]:
    # A share's place among the others is told where the text comes to it, not in its lead.
    is_plain = fact.kind == "mover" and "rank" not in fact.fields
    is_bare = _is_bare_ratio(fact) or (fact.kind in GRADE_CHANGES and not fact.fields["from"])
    is_bare = is_bare or fact.rule in _BY_THE_WAY
    is_bare = is_bare or (fact.kind == "result_scheduled" and fact.fields["date"] is None)
    return fact.is_title, is_bare, fact.rank, not fact.has_day, is_plain, fact.start


def _is_bare_ratio(fact: Fact) -> bool:
    """Whether a ratio stands for the counts that another sentence tells."""
    return fact.kind == "advance_decline" and fact.fields["advances"] is None


def _same_ratio(fact: Fact, other: Fact) -> bool:
    """Whether a ratio is that of another fact: "0.31x", "three losers for each gainer" of 283 to 913."""
    first, second = _ratio(fact.fields), _ratio(other.fields)
    if first is None or second is None:
        return False
    is_counted = fact.rule.endswith("ratio") and bool(other.fields["advances"] and other.fields["declines"])
    near = (
        max(0.06, 0.12 * second) if fact.is_title else 0.011 if fact.rule.endswith("ratio") else 0.12 * second
    )
    is_one = is_counted or fact.is_title or _fits(fact.fields["index"], other.fields["index"])
    return is_one and abs(first - second) < near


def _ratio(fields: dict[str, Any]) -> float | None:
    """The ratio told, else that of the counts."""
    if fields["ratio"] is not None:
        return float(fields["ratio"])
    up, down = fields["advances"], fields["declines"]
    return None if up is None or down is None else up / down if down else float("inf")


def _same_flow(fact: Fact, other: Fact) -> bool:
    """Whether two amounts are one: a headline rounds, and names foreign investors its own way."""
    one, two = fact.fields, other.fields
    if _investor(one["investor"]) != _investor(two["investor"]) or one["side"] != two["side"]:
        return False
    first, second = one["value"], two["value"]
    if first is None or second is None:
        return first is second and one.get("value_range") == two.get("value_range")
    if fact.is_title and one["unit"] == two["unit"]:
        return bool(first * second > 0 and abs(first - second) <= 0.006 * abs(second))
    # "a net Rs 8,191 crore ... a net investment of Rs 8,191.70 crore".
    is_rounded = float(first).is_integer() or float(second).is_integer()
    return bool(first == second or (is_rounded and abs(first - second) < 1 and one["unit"] == two["unit"]))


def _investor(printed: str) -> str:
    """The class of investors that a name means."""
    name = printed.lower()
    if re.match(r"foreign|overseas|offshore|f[ip]i", name):
        return "foreign"
    if re.search(r"mutual fund|^mfs?$|fund house", name):
        return "funds"
    return "domestic" if re.match(r"domestic inst|domestic inv|domestic funds|local|dii", name) else name


def _fits(one: str | None, two: str | None) -> bool:
    """Whether two grades do not contradict each other."""
    return one is None or two is None or one.lower() == two.lower()


def _same_move(fact: Fact, other: Fact) -> bool:
    one, two = fact.fields, other.fields
    times = {_HORIZONS.get(str(fields.get("horizon")), fields.get("horizon")) for fields in (one, two)}
    if len(times) > 1 and not (fact.is_title or other.is_title):
        return False
    first, second = _size(one), _size(two)
    if first is None and second is None:
        return one.get("direction") == two.get("direction")
    if first is None or second is None or (first < 0) != (second < 0):
        return False
    # A headline prints fewer decimals.
    near = 0.51 if fact.is_title and abs(first - round(first)) < 1e-9 else 0.051 if fact.is_title else 0.001
    return abs(first - second) < near


def _size(fields: dict[str, Any]) -> float | None:
    if fields["value"] is not None:
        return float(fields["value"])
    ends = [end for end in fields.get("value_range", []) if end is not None]
    return float(ends[0]) if ends else None


def _same_index(one: str, two: str) -> bool:
    first, second = _index_words(one), _index_words(two)
    return first <= second or second <= first


def _index_words(name: str) -> set[str]:
    name = re.sub(r"(small|mid|large|micro)[ -]?caps?", r"\1cap", name.lower())
    if re.fullmatch(r"(?:the |nse |cnx |s&p )*nifty ?(?:50|fifty)?(?: index)?", name):
        return {"nifty50"}
    return set(re.findall(r"[a-z]+|\d+", name)) - words("index_filler") or {name}


def _same_sector(one: str, two: str) -> bool:
    first, second = _stems(one), _stems(two)
    if _OWNED & (first ^ second):
        return False  # "private banks" and "PSU banks" are not "banks"
    return first <= second or second <= first


_OWNED = frozenset(["psu", "private", "pvt", "public", "state-run", "state"])


def _stems(name: str) -> set[str]:
    return {
        re.sub(r"(?:ers?|s|ing|al|als)$", "", re.sub(r"-.*", "", word))
        for word in name.lower().split()
        if word not in ("and", "&", "niche")
    } or {name}


def _many(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _complete(kept: Fact, again: Fact) -> None:
    """What the second witness knows and the first does not; an exact value in the place of a bound."""
    for name, value in again.fields.items():
        if kept.fields.get(name) is None and value is not None:
            if name == "value":
                if again.is_title and kept.fields.get("value_range"):
                    continue  # a headline rounds "over 7%" to 7%
                kept.fields.pop("value_range", None)
                kept.fields.pop("direction", None)
            elif name in ("value_range", "direction", "bound", "rank", "status"):
                continue
            elif name == "ratio" and (again.is_title or not again.rule.endswith("ratio")):
                continue  # "three to one" is no figure of its own
            kept.fields[name] = value
