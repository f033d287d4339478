"""What a printed name means on a day, by the first method that tells; what may mean two means none.

In order: the reviewed list; an exchange's symbol in capitals; the name that a company bears, however it is
spelled; one that it gave up and nobody else bears; the name but for India, and, of; letters that stand apart
and are both the symbol and the initials; words cut short or left out at the end; a slip of the pen in a long
word. A word alone is never taken for the beginning of a name. Windows count by the day asked for, and no name
or symbol of a later day is looked up.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bhavhouse.market.names.aliases import Alias, by_name, read_aliases
from bhavhouse.market.names.known import Company, Known, Name, NameSources, Row
from bhavhouse.market.names.shortened import distance, expanded, pointed, stands_for
from bhavhouse.market.names.spelling import significant, squeezed, without_india, words

METHODS = (
    "alias",
    "symbol",
    "name",
    "former_name",
    "normalised_name",
    "initials",
    "abbreviation",
    "prefix",
    "fuzzy",
)
_APART = re.compile(r"(?:[A-Z][.\s]+){1,7}[A-Z]\.?")
_CAMEL = re.compile(
    r"(?=.{5})[A-Z]\w*[a-z]\w*[A-Z]\w*|(?=.{5})[A-Z]{2}[A-Z]*[a-z]\w*"
)  # no common word is so
_SHOWN = 5
_TRADE = 3  # companies in whose names a word stands, not first, that tells none of them
_STANDARD = {"guj", "hind", "natl", "intl"}  # cut even without a full stop
_LEAST_LETTERS = 5
_LONG, _VERY_LONG = 7, 11  # letters of a word that may have one slip, two slips
_LEAST_SCORE, _LEAST_MARGIN = 0.9, 0.05
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a name may mean, how near it is, and why it is or is not taken."""

    security_id: str | None
    label: str
    name: str
    method: str
    score: float
    why: str
    valid_from: date
    valid_to: date | None
    is_carried_back: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a name means; `security_id` is None while that is open, and `why` says what keeps it so.

    `score` is the share of the name's letters that are printed, and `margin` how far the next one is behind.
    """

    security_id: str | None
    method: str | None
    score: float
    margin: float
    candidates: tuple[Candidate, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Printed words as the leading words of a name."""

    name: Name
    expanded: Words
    whole: Words

    @property
    def is_full(self) -> bool:
        return len(self.expanded) == len(self.whole)


class Resolver:
    """Names, symbols and the reviewed list, ready to be asked."""

    def __init__(self, known: Known, aliases: Iterable[Alias]) -> None:
        self._known = known
        self._aliases = by_name(aliases)
        self._by_words: dict[Words, list[Name]] = defaultdict(list)
        self._by_first: dict[str, list[tuple[Name, Words]]] = defaultdict(list)
        self._by_others: dict[tuple[int, int, Words], list[tuple[Name, Words]]] = defaultdict(list)
        later: dict[str, set[Company]] = defaultdict(set)
        for names in known.names.values():
            for name in names:
                if name.company.instrument == "common":
                    self._index(name, later)
        self._vocabulary = frozenset((*later, *self._by_first))
        self._trade = frozenset(word for word, companies in later.items() if len(companies) >= _TRADE)
        self._firsts = sorted(self._by_first)
        self._by_ends: dict[str, list[str]] = defaultdict(list)
        for first in self._firsts:
            self._by_ends[first[0] + first[-1]].append(first)

    def _index(self, name: Name, later: dict[str, set[Company]]) -> None:
        full = significant(name.value)
        for form in dict.fromkeys((full, without_india(full))):
            if not form:
                continue
            self._by_words[form].append(name)
            self._by_first[form[0]].append((name, form))
            for n in range(len(form) if len(form) > 1 else 0):
                self._by_others[len(form), n, form[:n] + form[n + 1 :]].append((name, form))
        for word in full[1:]:
            later[word].add(name.company)

    def resolve(self, printed: str, on: date) -> Outcome:
        """The security that a printed name means on a day, or none with the candidates."""
        key = squeezed(printed)
        if not key:
            return Outcome(None, None, 0.0, 0.0, (), "no name")
        alias = next((a for a in self._aliases.get(key, ()) if a.says(printed, on)), None)
        if alias:
            return self._reviewed(alias, printed, on)
        parts = significant(printed)
        return (
            self._exact(printed, key, on)
            or self._former(printed, key, parts, on)
            or self._normalised(parts, on)
            or self._initials(printed, on)
            or self._shortened(printed, parts, on)
            or self._fuzzy(parts, on)
            or self._open(printed, parts, on)
        )

    def _reviewed(self, alias: Alias, printed: str, on: date) -> Outcome:
        if not alias.symbol:
            near = self._near(printed, significant(printed), on)
            return Outcome(None, None, 0.0, 0.0, near, f"reviewed: {alias.reason}")
        company = self._known.holder(alias.symbol, on)
        if company is None:
            return Outcome(None, None, 0.0, 0.0, (), f"reviewed: {alias.symbol}, of which nothing is held")
        end = alias.end if alias.end < date.max else None
        found = Candidate(
            company.security_id, company.label, alias.printed, "alias", 1.0, alias.reason, alias.start, end
        )
        return Outcome(company.security_id, "alias", 1.0, 1.0, (found,))

    def _exact(self, printed: str, key: str, on: date) -> Outcome | None:
        """Symbol and name of the day; where they are two securities', neither counts."""
        found: list[tuple[str, Name]] = []
        if printed.strip().isupper() or _CAMEL.fullmatch(printed.strip()):
            symbols = self._known.symbols.get(printed.strip().upper(), ())
            found = [("symbol", n) for _, n in symbols if n.window(on) and n.company.instrument != "etf"]
        found += [("name", n) for n in self._known.bearers(key) if n.window(on)]
        return self._decided([_candidate(n, method, 1.0, on) for method, n in found], on)

    def _former(self, printed: str, key: str, parts: Words, on: date) -> Outcome | None:
        """Of names that nobody bears on the day, the one that was given up before it."""
        alike = [*self._known.bearers(key), *(self._by_words.get(parts, ()) if len(parts) > 1 else ())]
        names = [n for n in alike if n.given_up(on)]
        if not names or any(n.window(on) for n in alike):
            return None
        found = [_candidate(n, "former_name", 1.0, on) for n in names]
        if len(words(printed)) == 1:
            return Outcome(None, None, 0.0, 0.0, tuple(found), "a name given up, and one word alone")
        return self._unless_others_begin_so(found, parts, on)

    def _normalised(self, parts: Words, on: date) -> Outcome | None:
        if len(parts) < 2:
            return None
        names = [n for n in self._by_words.get(parts, ()) if n.window(on)]
        found = [_candidate(n, "normalised_name", 1.0, on) for n in names]
        return self._unless_others_begin_so(found, parts, on)

    def _unless_others_begin_so(self, found: list[Candidate], parts: Words, on: date) -> Outcome | None:
        """As `_decided`, but open where another name begins with the same words: its end may be left out."""
        mine = {(c.security_id, c.label) for c in found}
        begin = [
            self._short_candidate(_Reading(name, parts, whole), parts, on)
            for name, whole in self._by_first.get(parts[0] if parts else "", ())
            if whole[: len(parts)] == parts and name.window(on)
        ]
        others = [c for c in begin if (c.security_id, c.label) not in mine]
        if found and others:
            return Outcome(None, None, 0.0, 0.0, _best([*found, *others]), "other names begin so")
        return self._decided(found, on)

    def _initials(self, printed: str, on: date) -> Outcome | None:
        if not _APART.fullmatch(printed.strip()):
            return None
        letters = "".join(re.findall("[A-Z]", printed))
        names = [n for s, n in self._known.symbols.get(letters, ()) if s == "nse_symbol" and n.window(on)]
        told = {n.company for n in self._initialled(letters.lower(), on)}
        return self._decided([_candidate(n, "initials", 1.0, on) for n in names if n.company in told], on)

    def _initialled(self, letters: str, on: date) -> list[Name]:
        firsts = [f for f in self._firsts if f[0] == letters[0]]
        forms = [pair for first in firsts for pair in self._by_first[first] if pair[0].window(on)]
        return [n for n, form in forms if "".join(w[0] for w in form) == letters]

    def _shortened(self, printed: str, parts: Words, on: date) -> Outcome | None:
        if len(parts) < 2:
            return None
        first, has_point = parts[0], parts[0] in pointed(printed)
        is_joined = first not in words(printed)  # letters that stand apart are not cut
        firsts = [first] if is_joined else self._first_words(first, has_point)
        readings = self._readings(printed, parts, on, firsts)
        if not readings:
            return None
        chosen = _chosen(readings, parts)
        if chosen is not None and chosen.expanded != parts and not is_joined:
            # Where one word is short, the first may be, too.
            readings = self._readings(printed, parts, on, self._beginning(first, has_point))
            chosen = _chosen(readings, parts)
        shown = [self._short_candidate(r, parts, on) for r in readings]
        if chosen is None:
            return Outcome(None, None, 0.0, 0.0, _best(shown), "it may be short for several names")
        why = ""
        if not chosen.is_full and all(word in self._trade for word in chosen.expanded):
            why = "the words printed tell no company from another"
        elif _is_too_short(chosen, parts):
            why = "too few letters"
        if why:
            return Outcome(None, None, 0.0, 0.0, _best(shown), why)
        company = chosen.name.company
        others = [c for c, r in zip(shown, readings, strict=True) if r.name.company is not company]
        found = self._short_candidate(chosen, parts, on)
        return self._decided([found], on, others)

    def _readings(self, printed: str, parts: Words, on: date, firsts: list[str]) -> list[_Reading]:
        with_point = pointed(printed)
        found = []
        for first in firsts:
            for name, whole in self._by_first.get(first, ()):
                if len(whole) >= len(parts) and name.window(on):
                    words_ = expanded(parts, whole, with_point)
                    if words_ is not None:
                        found.append(_Reading(name, words_, whole))
        return found

    def _first_words(self, word: str, has_point: bool) -> list[str]:
        """The first words of names that a printed one stands for; one that is a word of its own, itself."""
        if not has_point and word in self._vocabulary and word not in _STANDARD:
            return [word] if word in self._by_first else []
        return self._beginning(word, has_point)

    def _beginning(self, word: str, has_point: bool) -> list[str]:
        at = bisect_left(self._firsts, word)
        found = []
        while at < len(self._firsts) and self._firsts[at].startswith(word):
            found.append(self._firsts[at])
            at += 1
        found += [w for w in self._by_ends.get(word[0] + word[-1], ()) if not w.startswith(word)]
        return [w for w in found if stands_for(word, w, has_point, is_first=True)]

    @staticmethod
    def _short_candidate(reading: _Reading, parts: Words, on: date) -> Candidate:
        is_cut = any(a != b for a, b in zip(parts[:-1], reading.expanded, strict=False))
        is_cut = is_cut or not reading.expanded[-1].startswith(parts[-1])
        score = sum(map(len, parts)) / max(1, sum(map(len, reading.whole)))
        return _candidate(reading.name, "abbreviation" if is_cut else "prefix", score, on)

    def _fuzzy(self, parts: Words, on: date) -> Outcome | None:
        if len(parts) < 2:
            return None
        best: dict[Company, tuple[float, Name]] = {}
        letters = sum(map(len, parts))
        for n, word in enumerate(parts):
            if word in self._vocabulary:
                continue  # another word, and no slip
            for name, form in self._by_others.get((len(parts), n, parts[:n] + parts[n + 1 :]), ()):
                other = form[n]
                if not (word.isalpha() and other.isalpha() and word[0] == other[0]):
                    continue
                shorter = min(len(word), len(other))
                most = 0 if shorter < _LONG else 1 if shorter < _VERY_LONG else 2
                slips = distance(word, other, most)
                score = 1 - slips / letters
                if slips <= most and score > best.get(name.company, (0.0, name))[0]:
                    best[name.company] = score, name
        ranked = sorted(best.values(), key=lambda pair: -pair[0])
        if not ranked or ranked[0][0] < _LEAST_SCORE or not ranked[0][1].window(on):
            return None
        margin = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0)
        found = [_candidate(name, "fuzzy", score, on) for score, name in ranked]
        if margin < _LEAST_MARGIN:
            return Outcome(None, None, 0.0, 0.0, _best(found), "two names are as near")
        return self._decided(found[:1], on, found[1:])

    def _decided(self, found: list[Candidate], on: date, others: Iterable[Candidate] = ()) -> Outcome | None:
        """The only one of the candidates, where the house holds it and it trades; None without any."""
        if not found:
            return None
        several = {(c.security_id, c.label) for c in found}
        first = found[0]
        rest = tuple(others)
        if len(several) > 1:
            return Outcome(None, None, 0.0, 0.0, _best([*found, *rest]), "it means several")
        if first.security_id is None:
            return Outcome(None, None, 0.0, 0.0, _best(found), "nothing is held of it")
        if self._known.companies[first.security_id].gone_on <= on:
            return Outcome(None, None, 0.0, 0.0, _best(found), "it no longer trades")
        margin = first.score - max((c.score for c in rest), default=0.0)
        return Outcome(first.security_id, first.method, first.score, margin, (first, *_best(rest)))

    def _open(self, printed: str, parts: Words, on: date) -> Outcome:
        near = self._near(printed, parts, on)
        if not near:
            return Outcome(None, None, 0.0, 0.0, (), "no name is near")
        why = "one word alone" if len(parts) == 1 else "no name is so, even cut short"
        return Outcome(None, None, 0.0, 0.0, near, why)

    def _near(self, printed: str, parts: Words, on: date) -> tuple[Candidate, ...]:
        """Those that bear the name on other days, and those whose names begin like it."""
        key = squeezed(printed)
        found = [_candidate(n, "name", 1.0, on) for n in self._known.bearers(key)]
        found += [
            _candidate(n, "symbol", 1.0, on) for _, n in self._known.symbols.get(printed.strip().upper(), ())
        ]
        for first in self._first_words(parts[0], False) if parts else ():
            for name, whole in self._by_first[first]:
                same = sum(a == b for a, b in zip(parts[1:], whole[1:], strict=False))
                score = (len(parts[0]) + same) / (sum(map(len, whole)) + len(parts))
                found.append(_candidate(name, "near", min(score, 0.99), on))
        return _best(found)


def resolver_from(rows_of: Callable[[str], Iterable[Row]]) -> Resolver:
    """The resolver of what some tables tell (`known.TABLES`) and of the reviewed list that ships."""
    return Resolver(Known(NameSources.read(rows_of)), read_aliases())


def _is_too_short(reading: _Reading, parts: Words) -> bool:
    """Whether less than half is printed of words that are all cut, or of a name whose first word is."""
    shown = sum(map(len, parts))
    if not set(parts) & set(reading.expanded):
        return shown < sum(map(len, reading.expanded)) / 2
    if parts[0] != reading.expanded[0] and not reading.is_full:
        return shown < sum(map(len, reading.whole)) / 2
    return shown < _LEAST_LETTERS


def _chosen(readings: list[_Reading], parts: Words) -> _Reading | None:
    """The only company's reading; or the only full one, where all others expand to the same words.

    Where the last word is cut the end of the name may be, too, so that a full one tells no more than others.
    """
    full = [r for r in readings if r.is_full and r.expanded[-1] == parts[-1]]
    for some in (readings, full):
        if len({r.name.company for r in some}) == 1:
            best = max(some, key=lambda r: (r.is_full, -sum(map(len, r.whole))))
            if some is readings or all(r.expanded == best.expanded for r in readings):
                return best
    return None


def _candidate(name: Name, method: str, score: float, on: date) -> Candidate:
    company = name.company
    window = name.window(on)
    given_up = name.given_up(on)
    if window is None:
        window = name.windows[-1] if given_up else name.windows[0]
    why = f"{name.value}"
    if given_up and window.end <= on:
        why += f", until {window.end}"
    elif window.start > on:
        why += f", known since {window.start}"
    if company.security_id is None:
        why += ", of which nothing is held"
    elif company.gone_on <= on:
        why += ", no longer trades"
    return Candidate(
        company.security_id, company.label, name.value, method, score, why,
        window.start, window.end if window.end < date.max else None, on < window.shown,
    )  # fmt: skip


def _best(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The nearest few, each company once."""
    once: dict[tuple[str | None, str], Candidate] = {}
    for one in sorted(found, key=lambda c: (-c.score, c.label, c.name)):
        once.setdefault((one.security_id, one.label), one)
    return tuple(once.values())[:_SHOWN]
