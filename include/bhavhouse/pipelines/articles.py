"""Articles from folders, files and feeds -> raw bytes and lake.article, by the way that market files take.

A feed is asked first, then the pages of its entries: new ones, those that it says have changed, and the
others a few hours after they were last asked for. What came is kept in the home and taken in from there.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from bhavhouse.archive import Offer, as_of, files_below
from bhavhouse.clock import IST, indian_day
from bhavhouse.errors import Refused, UsageError
from bhavhouse.fetch.addresses import Forbidden, Target, target
from bhavhouse.fetch.client import LIMITS, Client, Limits, Outcome
from bhavhouse.fetch.inbox import Validators
from bhavhouse.fetch.pages import Kept, Pages, may_ask, rules
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import Report, land
from bhavhouse.sources import NEWS
from bhavhouse.sources.articles import LARGEST_PAGE_BYTES
from bhavhouse.sources.feed import Asked

log = logging.getLogger("bhavhouse")
PAGES = replace(LIMITS, largest_bytes=LARGEST_PAGE_BYTES, file_seconds=60.0, attempts=3, pause_seconds=1.0)
_ASKED_AGAIN_SECONDS = 6 * 3600.0
_MOST_PAGES_A_RUN = 500
_PATIENCE_PAGES = 3


@dataclass(frozen=True)
class Span:
    """The days that are wanted, by publication, else by the day of the file."""

    start: date = date.min
    end: date = date.max

    def holds(self, day: date) -> bool:
        """Whether `day` is wanted."""
        return self.start <= day <= self.end

    @property
    def is_all(self) -> bool:
        """Whether every day is."""
        return self == Span()


EVERY_DAY = Span()


def ingest_articles(
    house: House,
    files: Sequence[Path] = (),
    span: Span = EVERY_DAY,
    *,
    limits: Limits = PAGES,
    now: datetime | None = None,
) -> Report:
    """Takes in `files`, or where none are named what BHAVHOUSE_NEWS holds. Running it twice changes nothing.

    A page of the web that is refused is told and no failure; a file or a feed that is, is one. Raises
    UsageError where there is nothing to take from.
    """
    settings = house.settings
    if not files and not settings.news and not settings.news_urls:
        raise UsageError("no articles: name files, or set BHAVHOUSE_NEWS to a folder or a feed's address")
    with house.alone("news"), house.ledger.run("news", start=span.start, end=span.end) as figures:
        offers = [o for path in files or settings.news for o in _below(path) if _is_wanted(o, span)]
        report = land(house, offers, 0, reprocess=False)
        for url in () if files else settings.news_urls:
            asking = _Asking(house, url, span, limits, now or datetime.now(IST))
            report.add(asking.take())
        figures.update({k: v for k, v in vars(report).items() if isinstance(v, int)})
    return report


def _below(path: Path) -> Iterator[Offer]:
    if not path.exists():
        raise UsageError(f"no articles at {path}")
    feed = NEWS["article"]
    if not path.is_dir():
        if not feed.names.fullmatch(path.name):
            raise UsageError(f"{path} is no .txt, .html, .htm or .jsonl")
        yield Offer(feed, path.name, as_of(path), path)
        return
    for file, problem in files_below(path):
        if feed.names.fullmatch(file.name) and not file.name.startswith("."):
            yield Offer(feed, file.name, as_of(file), file, problem=problem)


def _is_wanted(offer: Offer, span: Span) -> bool:
    """Whether any of a file's articles is of a day that is wanted; the file is taken whole, or not."""
    if span.is_all:
        return True
    try:
        found = offer.feed.parse(offer.read(), Asked(offer.name, offer.day)).table["published_at"].to_pylist()
    except Refused:
        found = []
    return any(span.holds(indian_day(at) if at else offer.day) for at in found or [None])


@dataclass
class _Asking:
    """One feed, and the pages that it leads to."""

    house: House
    url: str
    span: Span
    limits: Limits
    now: datetime
    clients: dict[str, Client] = field(default_factory=dict)
    robots: dict[str, RobotFileParser] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)

    def take(self) -> Report:
        """Fetches and lands the feed, then its pages."""
        self.base = _base(self.url)
        self.pages = Pages(self.house.settings.home / "news")
        report = Report()
        try:
            kept = self.pages.kept(self.url)
            if why := self._fetch(kept):
                report.failures.append(f"{self.url} could not be had: {why}")
            if not kept.versions:
                return report
            report.add(land(self.house, self._offers("article_feed", kept), 0, reprocess=False))
            offers = self._entries(kept, report)
            landed = land(self.house, offers, 0, reprocess=False)
            landed.failures = []  # a page without an article is no failure of ours
            report.add(landed)
        finally:
            for client in self.clients.values():
                client.__exit__(None, None, None)
        return report

    def _offers(self, feed: str, kept: Kept) -> list[Offer]:
        return [
            Offer(
                NEWS[feed],
                kept.url,
                date.fromisoformat(day),
                self.pages.file(kept.url, sha256),
                "",
                "",
                kept.url,
            )
            for sha256, day in kept.versions
        ]

    def _entries(self, feed: Kept, report: Report) -> list[Offer]:
        last = self._offers("article_feed", feed)[-1]
        try:
            entries = last.feed.parse(last.read(), Asked(last.name, last.day)).table.to_pylist()
        except Refused:
            return []  # its own landing has told
        offers, counts = [], {"fetched": 0, "unchanged": 0, "refused": 0}
        for entry in entries[:_MOST_PAGES_A_RUN]:
            at = entry["published_at"] or entry["updated_at"]
            if not self.span.holds(indian_day(at or self.now)):
                continue
            kept = self.pages.kept(entry["url"])
            updated = f"{entry['updated_at'] or entry['published_at'] or ''}"
            is_due = self.now.timestamp() - kept.asked_at >= _ASKED_AGAIN_SECONDS or kept.updated != updated
            if is_due or not kept.versions:
                held = len(kept.versions)
                kept.updated = updated
                if why := self._fetch(kept):
                    counts["refused"] += 1
                    report.refused.append(f"{kept.url} could not be had: {why}")
                else:
                    counts["fetched" if len(kept.versions) > held else "unchanged"] += 1
            offers += self._offers("article", kept)
        told = ", ".join(f"{n} pages {what}" for what, n in counts.items() if n)
        report.fetched.append(f"{self.url}: {len(entries)} entries, {told or 'nothing to ask for'}")
        return offers

    def _fetch(self, kept: Kept) -> str:
        """Asks for a page; why it could not be had, or empty."""
        try:
            to = target(kept.url)
        except Forbidden as error:
            return str(error)
        origin = f"{to.scheme}://{urlsplit(to.url).netloc}"
        if self.failed.get(origin, 0) >= _PATIENCE_PAGES:
            return "its host failed several times in a row"
        client = self._client(to, origin)
        if not may_ask(self.robots[origin], kept.url):
            return "robots.txt does not allow it"
        answer = client.get(
            kept.url, Validators(kept.etag, kept.last_modified) if kept.versions else Validators()
        )
        is_had = answer.outcome in (Outcome.FETCHED, Outcome.UNCHANGED)
        is_fault = answer.outcome in (Outcome.FAILED, Outcome.BLOCKED)
        self.failed[origin] = self.failed.get(origin, 0) + 1 if is_fault else 0
        kept.asked_at = self.now.timestamp()
        if answer.outcome is Outcome.FETCHED:
            self.pages.put(kept, answer.body, answer.said, indian_day(self.now))
        elif is_had:
            self.pages.note(kept)
        return "" if is_had else answer.why

    def _client(self, to: Target, origin: str) -> Client:
        if origin not in self.clients:
            is_own = (to.host, to.port) == (self.base.host, self.base.port)
            self.clients[origin] = Client(to, self.limits, may_be_private=is_own)
            self.robots[origin] = rules(self.clients[origin], origin)
        return self.clients[origin]


def _base(url: str) -> Target:
    try:
        return target(url)
    except Forbidden as error:
        raise UsageError(f"BHAVHOUSE_NEWS: {error}") from None
