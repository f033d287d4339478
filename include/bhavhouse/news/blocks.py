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
    r"\{\{|\}\}|<(?![A-Z0-9&_-]{1,14}\.[A-Z]{1,3}>)[a-z!/][^>]{0,200}>|»|"
    # an arrow, but not between two grades
    r"(?<!hold )(?<!buy )(?<!sell )(?<!add )(?<!reduce )(?<!ish )(?<!sideways )(?<!neutral )(?<!flat )"
    r"(?<!tive )(?<!weight )(?<!perform )→ ?$|"
    r"\b(?:subscribe|sign up|log ?in|join (?:our|us)|follow us|whatsapp channel|telegram channel|"
    r"newsletters?|"
    r"click here|tap here|download (?:the|our)|unlock(?! (?:\w+ )?value)|start saving|limited (?:period|"
    r"time)|special offer|"
    r"free trial|enrol|register now|get (?:the|our) (?:complete|full|app|pre-market)|apply in|zero-fee|"
    r"see what's driving|our (?:pick|stock) (?:for|of) the|just announced(?=:)|don't (?:let|miss)|"
    r"jump in (?:now|before)|(?:just )?earned its spot|just entered our|caught your attention|explore our|"
    r"(?<!['\"])our (?:weekly|monthly|top|comprehensive|detailed|premium|research team)[^.]{0,40}"
    r"(?:recommendation|pick|report|portfolio|idea)|comprehensive research report|"
    r"detailed research report|share this article|since our (?:\w+ )?(?:call|pick|recommendation|entry)|"
    r"our (?:experts'?|analysts'?) picks?|our [\w-]+(?: [\w-]+)? portfolio|"
    r"(?:model|paper|sample) portfolio(?!, [+-])|"
    r"go to top|go beyond|all rights reserved|advertisement|sponsored|promoted(?! (?:by|to|from))|"
    r"cookie (?:policy|settings|consent)|accept cookies|privacy policy|"
    r"terms of use|open (?:a |your )?(?:free )?demat|loading(?=\.\.\.)|start investing|try (?:it )?(?:now|"
    r"free)|"
    r"(?<!ing )stock of the (?:week|month|day)|multibagger (?:pick|alert|idea)|turnaround pick|"
    r"don't wait|act now|is our (?:latest|new|top|next)|members? only|exclusive access|curious about|"
    r"catch all the|for more news|"
    r"views? (?:and|or) (?:investment )?(?:tips|opinions?|recommendations?) expressed|t&c apply|"
    r"(?:views|opinions|recommendations) (?:expressed|given|made) (?:by|above|here|in this)|"
    r"our (?:last|first|latest|previous) (?:pick|call|tip|alert)|after our|offer ends|members of our|"
    r"illustrati(?:on|ve) (?:only|purposes?)|not recommendatory|subject to market risks?)\b",
    re.I,
)
_DISCLAIMER = re.compile(
    r"^\W*(?:disclaimers?|disclosures?|caution|dear readers?|note to readers|risk warning)\b", re.I
)
_POINTER = (
    r"(?:also|must|read|related|further) (?:read|reads|watch|see|reading)|read (?:more|also|here|this|"
    r"full|next)|watch (?:live|video|also|this|here)|"
    r"more from|recommended(?: stories| reads?| for you)?|you (?:may|might|could) (?:also )?(?:like|"
    r"be interested)|"
    r"in case you missed|icymi|editor'?s picks?|related (?:news|stories|articles|links|posts|topics|"
    r"coverage)|similar (?:news|stories|articles|posts)|(?:top )?trending(?: now| stories| news| topics|"
    r" stocks)?|top (?:stories|news|headlines)|"
    r"most (?:read|popular|viewed|shared)|"
    r"latest (?:news|stories|updates|headlines)|popular (?:news|stories|posts)|"
    r"(?:explore )?more (?:stories|news|on this|articles)|"
    r"other (?:stories|news|headlines)|(?:next|previous) (?:story|article|post)|from around the web|"
    r"(?:also )?in (?:other|the) news|"
    r"don't miss|(?:don't|do not) miss|tags?|topics?|first published|also in news|what to read next|up next|"
    r"around the web|stories you (?:may|might) like|suggested (?:reads?|stories)|must[- ]reads?"
)
# A line that points to another story.
_ELSEWHERE = re.compile(
    rf"^\W*(?:{_POINTER})\s*(?:[:|»>-]|—|$)"
    r"|^\W*(?:read|watch|see|listen|explore|check(?: out)?|photos?|video|webstory|also) ?(?:more|also|"
    r"this|next|here)?\s*[:|»—]"
    r"|^\W*(?:also read|read also|must read|also see|also watch|read more|explore more|more from|"
    r"recommended (?:stories|for)|"
    r"in case you missed|you (?:may|might) (?:also )?like)\b",
    re.I,
)
# The same behind a paragraph on the same line; in capitals as links are.
_BEHIND = re.compile(
    r"(?:(?<=[.!?\"')”] )|(?<=  ))"
    r"(?:(?:Also|ALSO|Must|MUST|Most|MOST) (?:[Rr]ead|READ|[Ss]ee|SEE|[Ww]atch|WATCH)|(?:Read|"
    r"READ) (?:[Mm]ore|MORE|[Aa]lso|ALSO)|"
    r"READ|WATCH|Disclaimer|DISCLAIMER|Disclosure)\b ?(?:[:|—»-]|(?=[A-Z0-9\"']))"
)
# A heading under which links to other stories follow.
_LINKS = re.compile(
    rf"^\W*(?:{_POINTER}|more from .{{0,40}})(?: today| now| of the (?:day|week)| this week)?\W*$", re.I
)
# A part of an order to traders, behind a link that was put into it; a row in columns.
_ORDER = re.compile(
    r"^(?:(?:stop[ -]?loss|sl|target|tgt|cmp|ltp)\b.{0,12}\d|[A-Z][A-Z &.-]{1,40}: (?:BUY|SELL)\b|"
    r"[^.!?|]{2,40}?  +[^.!?|]{1,25}?  +\S)",
    re.I,
)
# From here on readers write.
_READERS = re.compile(
    r"^\W*(?:leave a (?:reply|comment)|post (?:a|your) comment|your email address will not|add (?:a|"
    r"your) comment|"
    r"write a comment|reader comments|join the (?:discussion|conversation)|"
    r"(?:\d+ )?comments?\b ?(?:\(\d+\))?:?$)",
    re.I,
)
# Who wrote it, above the hour of it, and a page's path printed onto the headline.
_BYLINE = re.compile(
    r"(?P<who>[A-Z][a-z]+(?: [A-Z][a-z.]*){1,3}) *\n+(?=[^\n]{0,60}"
    r"(?:\d ?(?i:am|pm|hrs|ist)\b|(?i:updated|published|min(?:ute)? read)|(?P<day>\b20\d\d *\n)))"
)
_PATH = re.compile(
    r"Home(?:News|Business|Markets?|Stocks?|Companies|Company|Economy|Finance|Earnings|Results?){1,6}(?=[A-Z])"
)
_BULLET = re.compile(r"(?:[•*·▪●◦‣>–-]+\s+)+|\(?\d{1,2}[.)]\s+(?=\D)|Q\d{1,2}[.:]\s+|[✅➡►✔📈📉🔴🟢]\s*")
_ENDED = re.compile(r"""[.!?;]["')\]]*$""")


def blocks(text: str) -> Iterator[Block]:
    """The lines of a repaired text, in order; blank ones left out."""
    advert = links = readers = False
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        path = _PATH.match(text, start, end)
        start = path.end() if path else start
        if start == end:
            continue
        bullet = _BULLET.match(text, start, end)
        inner = bullet.end() if bullet and bullet.end() < end else start
        behind = _BEHIND.search(text, inner, end)
        if behind:
            yield Block(Kind.JUNK, behind.start(), end)
            end = behind.start() - 1
        size, is_item = end - inner, inner > start
        head = text[inner : min(end, inner + 400)]
        ended = bool(_ENDED.search(text, max(inner, end - 4), end))
        if links and ((size > 140 and ended) or _ORDER.match(head)):
            links = False
        if _LINKS.match(head) and size < 80:
            links = True
        readers = readers or bool(_READERS.match(head))
        is_advert = bool(size < 700 and _JUNK.search(head)) or "{{" in head or bool(_DISCLAIMER.match(head))
        # The bullets below an advertisement belong to it.
        junk = (
            _is_byline(text, inner)
            or readers
            or links
            or is_advert
            or bool(_ELSEWHERE.match(head))
            or (advert and is_item)
        )
        advert = is_advert or (advert and is_item)
        if junk:
            kind = Kind.JUNK
        elif is_item:
            kind = Kind.ITEM
        elif size <= 140 and not ended and not re.search(r"(?<!\bDr)(?<!\bLtd)(?<!\bCo)[.!?] [A-Z]", head):
            kind = Kind.HEADING
        else:
            kind = Kind.PARAGRAPH
        yield Block(kind, inner, end)


def _is_byline(text: str, start: int) -> bool:
    """Whether a line is the writer's name: an hour stands below it, or a day, and the text names it once."""
    found = _BYLINE.match(text, start)
    return found is not None and (found["day"] is None or (start < 600 and text.count(found["who"]) == 1))
