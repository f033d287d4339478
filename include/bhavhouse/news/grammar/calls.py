"""The calls of an article: grades and target prices, each with its house and its share, read line by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bhavhouse.news import grades
from bhavhouse.news.article import Article
from bhavhouse.news.grammar.attribution import Spoken, houses_of, is_listed, note, shares_of
from bhavhouse.news.grammar.events import RULES, Event, events
from bhavhouse.news.grammar.lines import Line, lines
from bhavhouse.news.grammar.pieces import listed_after
from bhavhouse.news.grammar.targets import STOP_LOSS, Target, targets
from bhavhouse.news.units import Item


@dataclass
class Call:
    """A grade or a target price, whose it is, of which shares, and where it is told."""

    line: Line
    told: Event | Target
    houses: list[Item]
    shares: list[Item]
    begin: int
    end: int
    spans: list[tuple[int, int]] = field(default_factory=list)

    def span(self) -> tuple[int, int]:
        """The text that tells it, its names taken in where they stand in the line."""
        start, end = self.line.shape.span(self.told.start, self.told.end)
        first, last = self.line.shape.units[0].start, self.line.shape.units[-1].end
        for item in (*self.houses, *self.shares):
            if first <= item.start and item.end <= last and abs(item.start - start) < 400:
                start, end = min(start, item.start), max(end, item.end)
        return start, end


def calls(article: Article) -> list[Call]:
    """The calls of an article, worked out once."""
    known: list[Call] | None = article.memo.get("calls")
    if known is None:
        known = article.memo["calls"] = list(_read(article))
    return known


def _read(article: Article) -> Iterator[Call]:
    spoken = Spoken()
    for line in lines(article, grades.BROKER, grades.MODEL):
        if _is_other(line):
            note(line, spoken)
            continue
        found: list[Event | Target] = sorted(
            [*events(line), *targets(line)], key=lambda told: told.start
        )
        last: Call | None = None
        for n, told in enumerate(found):
            begin = found[n - 1].end if n else 0
            end = found[n + 1].start if n + 1 < len(found) else len(line.string)
            if isinstance(told, Event) and is_listed(line, begin, told):
                shares = listed_after(line.first, told.end)
            else:
                shares = shares_of(line, told, begin, end, spoken)
            houses = houses_of(line, told, begin, end, spoken)
            known = {*map(id, last.houses), *map(id, last.shares)} if last else set()
            between = [u for _, u in line.units("NB", begin, told.end) if not all(id(i) in known for i in u.items)]
            if last is not None and not between:
                # What names nobody goes with what stands before it.
                houses = houses if _by_own(line, told, end) else last.houses
                shares = shares if _of_own(line, told, end) else last.shares
            call = Call(line, told, houses, shares, begin, end)
            yield call
            last = call
        note(line, spoken)
        if last is not None and len(last.shares) == 1:
            spoken.shares, spoken.shares_block = last.shares, line.first.block


def _by_own(line: Line, told: Event | Target, end: int) -> bool:
    return bool(re.search(r" (?:by|at|from|for) B(?= |$)", line.string[told.start : end]))


def _of_own(line: Line, told: Event | Target, end: int) -> bool:
    return bool(re.match(r"(?: \S+){0,3}? (?:on|for|of|in) N(?= |$)", line.string[told.end : end])) or "N" in line.string[
        told.start : told.end
    ].split()


# What is graded in such a line is no share, or not by a scale of ours; a stop-loss makes it a trader's order.
_OTHER = re.compile(
    r"\b(?:credit rating|bond|debt|issuer|bank facilit\w+|ncds?|sovereign|crisil|icra|care ratings|moody|fitch|india ratings|"
    r"s&p global|esg rating|valuation grade|quality grade|quality rating|model portfolio)\b"
)


def _is_other(line: Line) -> bool:
    return bool(_OTHER.search(line.string) or STOP_LOSS.search(line.string))


__all__ = ["RULES", "Call", "calls"]
