"""Articles about the last sessions, by publishers of differing honesty, and the truth about their claims.

Two of three tell when they were published, after the close; of the third it must be found out from what it
says. A publisher's claims are true as often as its name is worth; what a publisher says of one session is
never true of another one, another window or another exchange.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import product
from typing import TypeVar

import numpy as np

from bhavhouse.clock import IST
from bhavhouse.simulate import article_words as words
from bhavhouse.simulate.history import History
from bhavhouse.simulate.meetings import Board
from bhavhouse.simulate.statements import NOT_CHECKABLE, SECTOR_INDICES, Claim, Statement, Writer
from bhavhouse.simulate.text import sheet

TRUTH_HEADER = (
    "article,title,publisher,published_at,session,kind,aspect,subject,truth_id,stat,direction,horizon,unit,"
    "bound,claimed,claimed_second,true,true_second,expected,quote"
)
SESSIONS = 40  # the last ones, which articles are about
_BEFORE = 6  # sessions that an article needs to look back on
_SOON = 10  # days within which results are worth a word
_FIRST_MINUTE, _LAST_MINUTE = 950, 1230  # of the day, when articles appear
_BROAD = ("Nifty Next 50", "Nifty 100", "Nifty 500", "Nifty Smallcap 100", "Nifty Total Market")
_INDICES = ("Nifty 50", *_BROAD, *SECTOR_INDICES)
T = TypeVar("T")
Make = Callable[[bool], Statement | None]


@dataclass
class Source:
    """Who writes, how much of what can be checked is true, and how much was so far. Plainly invented."""

    publisher: str
    host: str
    share_true: float
    percent: str
    told: int = 0
    true: int = 0

    def draws_truth(self, rng: np.random.Generator) -> bool:
        """Whether the next statement shall be true: by chance, but never far from the share."""
        ahead = self.true - self.share_true * self.told
        return bool(rng.uniform(-1.2, 1.2) > ahead - (self.share_true - 0.5))

    def count(self, claims: Iterable[Claim]) -> None:
        """Take down what was written."""
        for claim in claims:
            self.told += claim.expected != NOT_CHECKABLE
            self.true += claim.expected == "confirmed"


def _sources() -> list[Source]:
    return [
        Source("Kestrel Street Wire", "kestrel-street-wire.example", 0.95, "per cent"),
        Source("Rumour Mill Daily", "rumour-mill-daily.example", 0.30, "%"),
        Source("Lantern Ticker", "lantern-ticker.example", 0.60, "percent"),
        Source("", "", 0.65, "per cent"),  # of undated articles
    ]


# Whose turn it is: those who are mostly wrong write more.
_TURNS = (0, 1, 2, 1, 1)


@dataclass
class Press:
    """Writes the articles of a market that is over, and keeps the truth about them."""

    history: History
    breadth: dict[object, dict[str, tuple[int, int]]]  # session -> universe -> advances, declines
    board: Board
    rng: np.random.Generator
    rows: list[list[object]] = field(default_factory=list)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file of articles: its name and its bytes."""
        sources, titles = _sources(), set[str]()
        first = max(self.history.count - SESSIONS, self.history.first + _BEFORE)
        for place, number in enumerate(range(first, self.history.count)):
            is_dated = place % 3 != 2
            source = sources[_TURNS[(place - place // 3) % len(_TURNS)]] if is_dated else sources[-1]
            session = self.history.days[number].session
            writer = Writer(
                self.history, number, self.breadth.get(session, {}), self.rng, source.percent,
                f"{session:%A}" if is_dated else "",
            )  # fmt: skip
            parts = self._dated(writer, source) if is_dated else self._undated(writer, source)
            paragraphs, claims = self._paragraphs(parts)
            title = self._title(words.TITLES if is_dated else words.UNDATED_TITLES, claims, titles)
            told: list[object]
            if is_dated:
                minute = int(self.rng.integers(_FIRST_MINUTE, _LAST_MINUTE))
                at = datetime.combine(session, time(), IST) + timedelta(minutes=minute)
                slug = re.sub(r"\W+", "-", title.lower()).strip("-")
                told = [
                    f"https://{source.host}/markets/{session}/{slug}",
                    title,
                    source.publisher,
                    at.isoformat(),
                ]
                names = ("url", "title", "publisher", "published_at")
                article = {**dict(zip(names, told, strict=True)), "text": "\n\n".join(paragraphs)}
                name, payload = f"articles_{session}.jsonl", json.dumps(article) + "\n"
            else:
                name, payload = f"notebook_{place // 3 + 1:03d}.txt", "\n\n".join([title, *paragraphs]) + "\n"
                told = [name, title, "", ""]
            self.rows += [[*told, session, *_row(claim)] for claim in claims]
            yield name, payload.encode()

    def truth(self) -> bytes:
        """A row per claim."""
        return sheet(TRUTH_HEADER, self.rows)

    def _dated(self, writer: Writer, source: Source) -> list[list[Statement | str]]:
        """A closing report."""
        broad, sectoral = self._some(_BROAD, 3), self._some(SECTOR_INDICES, 3)
        w, plan = writer, list[list[Make]]()
        plan.append([
            lambda t: w.index_level("Nifty 50", t),
            lambda t: w.index_level(broad[0], t),
            lambda t: w.index_move(sectoral[0], "1d", t),
        ])  # fmt: skip
        plan.append([lambda t: w.advances("NSE", t), lambda t: w.new_highs(t)])
        if self.rng.random() < 0.5:
            plan.append([lambda t: w.advances("BSE", t)])
        plan.append([lambda t: w.top_gainer(t), lambda t: w.mover(1, t), lambda t: w.mover(1, t)])
        plan.append([lambda t: w.mover(-1, t), lambda t: w.mover(-1, t)])
        plan.append([lambda t: w.sector(1, t), lambda t: w.sector(-1, t)])
        later: list[list[Make]] = [
            [lambda t: w.index_move("Nifty 50", "week", t), lambda t: w.index_move(sectoral[1], "5d", t)],
            [lambda t: w.index_move(broad[1], "5d", t)],
            [lambda t: w.index_move(broad[2], "mtd", t)],
            [lambda t: w.index_move("Nifty 50", "ytd", t)],
            [lambda t: w.share_move("ytd", t)],
            [lambda t: w.share_move("mtd", t)],
        ]
        plan += [later[n] for n in sorted(self.rng.choice(len(later), 4, replace=False))]
        if self.rng.random() < 0.5:
            plan.append([lambda t: w.valuation(broad[0])])
        if self.rng.random() < 0.25:
            plan.append([lambda t: w.unlisted_mover()])
        return [self._told(makes, source) for makes in plan]

    def _undated(self, writer: Writer, source: Source) -> list[list[Statement | str]]:
        """A notebook without a date: movers and levels that belong to one session alone, and what comes."""
        broad, w = self._some(_BROAD, 3), writer
        sure = [lambda t: w.mover(1, t), lambda t: w.mover(-1, t), lambda t: w.mover(1, t)]
        parts = [
            self._told([*sure, lambda t: w.mover(-1, t), lambda t: w.mover(1, t)], source, certain=len(sure)),
            self._told(
                [lambda t: w.index_level("Nifty 50", t), lambda t: w.index_level(broad[0], t)],
                source,
                certain=1,
            ),
        ]
        for makes in (
            [lambda t: w.advances("NSE", t)],
            [lambda t: w.sector(1, t)],
            [lambda t: w.index_move(broad[1], "5d", t)],
            [lambda t: w.index_move(broad[2], "ytd", t)],
            [lambda t: w.share_move("ytd", t)],
        ):
            parts.append(self._told(makes, source))
        if self.rng.random() < 0.4:
            parts.append(self._told([lambda t: w.valuation(broad[1])], source))
        day = self.history.days[w.number]
        coming = [
            (line, on)
            for line, on in self.board.results_ahead(day.session)
            if self.history.eligible[line] and (on - day.session).days <= _SOON
        ]
        for n in self.rng.choice(len(coming), min(2, len(coming)), replace=False):
            line, on = coming[int(n)]
            form = words.RESULTS[int(self.rng.integers(len(words.RESULTS)))]
            name = day.names[line].removesuffix(" Limited")
            parts.append([form.format(name=name, day=f"{on.day} {on:%B %Y}")])
        return parts

    def _told(self, makes: list[Make], source: Source, certain: int = 0) -> list[Statement | str]:
        """The statements that the session offers; the first `certain` ones are true in any case."""
        found: list[Statement | str] = []
        for place, make in enumerate(makes):
            statement = make(place < certain or source.draws_truth(self.rng))
            if statement:
                source.count(statement.claims)
                found.append(statement)
        return found

    def _paragraphs(self, parts: list[list[Statement | str]]) -> tuple[list[str], list[Claim]]:
        """The parts as text, with idle talk behind some of them."""
        idle = self._some(words.IDLE, 6)
        paragraphs, claims = list[str](), list[Claim]()
        for part in filter(None, parts):
            said = [one if isinstance(one, str) else one.text for one in part]
            claims += [claim for one in part if isinstance(one, Statement) for claim in one.claims]
            if idle and self.rng.random() < 0.4:
                said.append(idle.pop())
            paragraphs.append(" ".join(said))
        return [*paragraphs, *idle[:4]], claims

    def _title(self, forms: tuple[str, ...], claims: list[Claim], titles: set[str]) -> str:
        """A title that no other article has."""
        subjects = [c.subject for c in claims if c.kind == "mover"] + self._some(_INDICES, 3)
        pairs = [(a, b) for a, b in product(subjects, subjects) if a != b]
        places = self._some(tuple(product(forms, pairs)), len(forms) * len(pairs))
        title = next(t for form, (a, b) in places if (t := form.format(a=a, b=b)) not in titles)
        titles.add(title)
        return title

    def _some(self, choice: tuple[T, ...], count: int) -> list[T]:
        return [choice[int(n)] for n in self.rng.choice(len(choice), count, replace=False)]


def _row(claim: Claim) -> list[object]:
    return [
        claim.kind, claim.aspect, claim.subject, claim.truth_id, claim.stat, claim.direction, claim.horizon,
        claim.unit, claim.bound, claim.claimed, claim.second, claim.true, claim.true_second, claim.expected,
        claim.quote,
    ]  # fmt: skip


def breadth_of(*tables: list[list[object]]) -> dict[object, dict[str, tuple[int, int]]]:
    """The advances and declines of breadth tables, by session and universe."""
    found: dict[object, dict[str, tuple[int, int]]] = {}
    for session, universe, up, down, *_ in (row for table in tables for row in table):
        found.setdefault(session, {})[str(universe)] = int(str(up)), int(str(down))
    return found
