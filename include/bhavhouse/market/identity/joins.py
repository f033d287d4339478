"""One security, several symbols: changes of symbol of which the exchange's list does not tell."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bhavhouse.market.identity.decisions import DIFFERENT, SAME, Case, Docket
from bhavhouse.market.identity.evidence import LONG_ABSENCE, Life, Sessions, is_common, issuer_of
from bhavhouse.market.identity.reuse import ENTITLEMENT
from bhavhouse.market.identity.tenures import Change


def by_isin(lives: Iterable[Life], docket: Docket) -> list[Change]:
    """Joins lives with one ISIN that follow each other; such as overlap are never joined."""
    sharing: dict[str, list[Life]] = defaultdict(list)
    for life in lives:
        for isin in life.isins:
            sharing[isin].append(life)
    found: dict[Case, Change] = {}
    for isin, several in sorted(sharing.items()):
        several.sort(key=lambda one: (one.first, one.last, one.symbol))
        for earlier, later in pairwise(several):
            if earlier.symbol == later.symbol or earlier.tenure.root is later.tenure.root:
                continue
            case = Case(earlier.symbol, later.symbol, later.first)
            if later.first <= earlier.last:
                docket.ask(
                    case,
                    f"{isin} under two symbols at the same time: which security is it?",
                    f"{earlier.symbol} from {earlier.first} to {earlier.last}, "
                    f"{later.symbol} from {later.first} to {later.last}",
                    DIFFERENT,
                )
            elif _is_free(earlier, later) and docket.decided(case) != DIFFERENT:
                found[case] = Change(earlier.symbol, later.symbol, later.first)
    return list(found.values())


def by_close(lives: Iterable[Life], sessions: Sessions, docket: Docket) -> list[Change]:
    """Joins a symbol that ends to one that begins in the next session with its close, where both are alone.

    What is less certain is asked.
    """
    lives = [one for one in lives if not ENTITLEMENT.search(one.symbol)]
    ends = [a for a in lives if a.last < sessions.last and not a.tenure.is_renamed]
    begins = [b for b in lives if b.first > sessions.first and b.tenure.before is None]
    pairs = list(_pairs(ends, begins, sessions))
    alone = _uniquely_carried((a, b) for a, b in pairs if sessions.is_next(a.last, b.first))
    found: list[tuple[Life, Life]] = []
    for a, b in pairs:
        case = Case(a.symbol, b.symbol, b.first)
        certain = (id(a), id(b)) in alone and a.is_sme(a.last) == b.is_sme(b.first)
        verdict = docket.decided(case)
        if not certain:
            verdict = docket.ask(
                case,
                f"Is {b.symbol} the new symbol of {a.symbol}?",
                _told(a, b, sessions),
                SAME if _are_of_one_issuer(a, b) else DIFFERENT,
            )
        if verdict in (SAME, None):
            found.append((a, b))
    return _one_each(found)


def _pairs(ends: list[Life], begins: list[Life], sessions: Sessions) -> Iterator[tuple[Life, Life]]:
    """Lives that may be one: of one issuer, or the close carried over within a long absence."""
    by_issuer: dict[str, list[Life]] = defaultdict(list)
    by_price: dict[float, list[Life]] = defaultdict(list)
    for b in begins:
        for issuer in {issuer_of(isin) for isin in b.isins if is_common(isin)}:
            by_issuer[issuer].append(b)
        if b.first_prev_close:
            by_price[b.first_prev_close].append(b)
    for a in ends:
        near: dict[int, Life] = {}
        for issuer in sorted({issuer_of(isin) for isin in a.isins if is_common(isin)}):
            near |= {id(b): b for b in by_issuer[issuer]}
        if a.last_close:
            near |= {id(b): b for b in by_price[a.last_close] if _may_be_one(a, b, sessions)}
        for b in sorted(near.values(), key=lambda b: (b.first, b.symbol)):
            if b.first > a.last and a.symbol != b.symbol and a.tenure.root is not b.tenure.root:
                yield a, b


def _may_be_one(a: Life, b: Life, sessions: Sessions) -> bool:
    """Whether nothing speaks against a join: another issuer, a listing, a long absence."""
    issuers_a, issuers_b = ({issuer_of(isin) for isin in one.isins} for one in (a, b))
    if issuers_a and issuers_b and not issuers_a & issuers_b:
        return False
    if any(sessions.are_near(listed, b.first) for listed in b.listing_dates):
        return False
    return sessions.between(a.last, b.first) < LONG_ABSENCE


def _uniquely_carried(pairs: Iterable[tuple[Life, Life]]) -> set[tuple[int, int]]:
    """The pairs of which neither part could as well belong to another."""
    carried = [(id(a), id(b)) for a, b in pairs if _is_carried(a, b)]
    ends, begins = Counter(a for a, _ in carried), Counter(b for _, b in carried)
    return {(a, b) for a, b in carried if ends[a] == begins[b] == 1}


def _is_carried(a: Life, b: Life) -> bool:
    return a.last_close is not None and a.last_close == b.first_prev_close


def _are_of_one_issuer(a: Life, b: Life) -> bool:
    """Whether both are ordinary shares of one issuer, which has but one kind of them."""
    issuers_a, issuers_b = ({issuer_of(isin) for isin in one.isins if is_common(isin)} for one in (a, b))
    return bool(issuers_a & issuers_b)


def _is_free(earlier: Life, later: Life) -> bool:
    """Whether neither has its neighbour already."""
    return not earlier.tenure.is_renamed and later.tenure.before is None


def _one_each(joins: list[tuple[Life, Life]]) -> list[Change]:
    """Of several joins of one life the earliest: it has one before it and one after it."""
    found: list[Change] = []
    ended: set[int] = set()
    begun: set[int] = set()
    for a, b in sorted(joins, key=lambda pair: (pair[1].first, pair[0].symbol, pair[1].symbol)):
        if id(a) not in ended and id(b) not in begun:
            found.append(Change(a.symbol, b.symbol, b.first))
            ended.add(id(a))
            begun.add(id(b))
    return found


def _told(a: Life, b: Life, sessions: Sessions) -> str:
    isins = [", ".join(sorted(one.isins)) or "no ISIN" for one in (a, b)]
    listed = ", ".join(map(str, sorted(b.listing_dates)))
    return (
        f"{a.symbol} ({isins[0]}) closed at {a.last_close} on {a.last}; {b.symbol} ({isins[1]}) begins on "
        f"{b.first} with a previous close of {b.first_prev_close}; "
        f"{sessions.between(a.last, b.first)} sessions between"
        + (f"; {b.symbol} listed on {listed}" if listed else "")
    )
