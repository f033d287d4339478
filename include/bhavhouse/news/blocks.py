"""The lines of an article told apart: headings, paragraphs, list items; and what is no part of the story."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a line of an article is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    JUNK = "junk"


@dataclass(frozen=True)
class Block:
    """A line of the repaired text, its bullet and surrounding blanks left out."""

    kind: Kind
    start: int
    end: int


# A line that holds one of these is a template, an advertisement or navigation.
_JUNK = re.compile(
    r"\{\{|\}\}|<[a-z!/][^>]{0,200}>|→|»|"
    r"\b(?:subscribe|sign up|log ?in|join (?:our|us)|follow us|whatsapp channel|telegram channel|newsletter|"
    r"click here|tap here|download (?:the|our)|unlock|start saving|limited (?:period|time)|special offer|"
    r"free trial|enrol|register now|get (?:the|our) (?:complete|full|app|pre-market)|"
    r"see what's driving|our (?:pick|stock) (?:for|of) the|just announced:|don't (?:let|miss)|"
    r"(?:just )?earned its spot|caught your attention|explore our|our (?:weekly|monthly|top|comprehensive|detailed|"
    r"premium|research team)[^.]{0,40}(?:recommendation|pick|report|portfolio|idea)|comprehensive research report|"
    r"detailed research report|share this article|"
    r"go to top|go beyond|all rights reserved|advertisement|sponsored|promoted|cookie|privacy policy|"
    r"terms of use|open (?:a |your )?(?:free )?demat|loading\.\.\.|start investing|try (?:it )?(?:now|free)|"
    r"stock of the (?:week|month|day)|multibagger (?:pick|alert|idea)|turnaround pick|don't wait|act now|"
    r"is our (?:latest|new|top|next)|members? only|exclusive access|curious about)\b",
    re.I,
)
# A line that points to another story.
_ELSEWHERE = re.compile(
    r"^\W*(?:also|must|further|related)?[ -]?(?:read|watch|see|check|listen)(?: (?:more|also|this|next|here))?\s*(?:[:|—-]|on\b)"
    r"|^\W*(?:also read|read more|read also|must read|also see|also watch|more from|recommended (?:stories|for)|"
    r"you may (?:also )?like|in case you missed|editor'?s picks?|related (?:news|stories|articles|links|posts)|"
    r"trending(?: now| stories| news)?|top stories|most read|latest news|popular (?:news|stories|posts)|more stories|"
    r"top news|other stories|next story|previous story|don't miss)\b",
    re.I,
)
# A heading under which links to other stories follow.
_LINKS = re.compile(
    r"^\W*(?:related (?:news|stories|articles|links|posts|reading)|trending(?: now| stories| news| topics)?|top stories|"
    r"most (?:read|popular|viewed)|latest (?:news|stories)|popular (?:news|stories|posts)|more (?:stories|news)|"
    r"more from(?: .{0,40})?|recommended(?: stories| for you| reads?)?|you may (?:also )?like|also read|read more|"
    r"read also|must reads?|also see|editor'?s picks?|"
    r"top news|other (?:stories|news)|from around the web|in other news|also in (?:the )?news|tags?)\W*$",
    re.I,
)
_BULLET = re.compile(r"(?:[•*·▪●◦‣>–-]+\s+)+|\(?\d{1,2}[.)]\s+(?=\D)|Q\d{1,2}[.:]\s+|[✅➡►✔📈📉🔴🟢]\s*")
_ENDED = re.compile(r"""[.!?;]["')\]]*$""")


def blocks(text: str) -> Iterator[Block]:
    """The lines of a repaired text, in order; blank ones left out."""
    advert = links = False
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        if start == end:
            continue
        bullet = _BULLET.match(text, start, end)
        inner = bullet.end() if bullet and bullet.end() < end else start
        size, is_item = end - inner, inner > start
        head = text[inner : min(end, inner + 400)]
        ended = bool(_ENDED.search(text, max(inner, end - 4), end))
        if links and (size > 140 and ended):
            links = False
        if _LINKS.match(head) and size < 80:
            links = True
        is_advert = bool(size < 700 and _JUNK.search(head)) or "{{" in head
        # The bullets below an advertisement belong to it.
        junk = links or is_advert or bool(_ELSEWHERE.match(head)) or (advert and is_item)
        advert = is_advert or (advert and is_item)
        if junk:
            kind = Kind.JUNK
        elif is_item:
            kind = Kind.ITEM
        elif size <= 140 and not ended and not re.search(r"[.!?] [A-Z]", head):
            kind = Kind.HEADING
        else:
            kind = Kind.PARAGRAPH
        yield Block(kind, inner, end)
