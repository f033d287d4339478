"""Companies of a plain list, taken from the text as printed, so that none need be known."""

import re

from bhavhouse.news.article import Article
from bhavhouse.news.dates import DATE
from bhavhouse.news.grammar.results.words import DAYS, NO_COMPANY
from bhavhouse.news.lexicon import one_word_companies, printed_names, tails, words
from bhavhouse.news.names import is_one
from bhavhouse.news.units import Item

_NAME = re.compile(r"(?:[A-Z]|[ei][A-Z]|\d+[A-Za-z ]*[A-Z]|\d+ [A-Z])[\w&.'’()/ -]{0,60}")
_SMALL = frozenset(["of", "and", "the", "&", "for", "in", "india"])
_NO_NAME = re.compile(
    r"(?i)\b(?:results?|earnings|q[1-4]|today|tomorrow|list|companies|stocks?|others?|more|read|ist|min|news|"
    r"date|updated|yesterday|stats|none|nil|yoy|qoq|published|total|source|nse|team|desk|board|meeting|"
    r"conclusion|faqs?|events?|overview|contents?|index|highlights|summary|vix|ahead|mon|tues?|wed|thurs?|"
    r"fri|(?:mon|tues|wednes|thurs|fri|satur|sun)day|nifty|sensex|dividend|view|check|watch|buy|sell|hold|"
    r"notes?|disclaimer|tentative|delayed|postponed|deferred|cancelled|declared|actions?|economic|calendar|"
    r"data|disclosures?|focus|trends?|cues|levels?|ipos?|listing|ban|deals|inflation|policy|gdp|cpi|wpi)\b|"
    r"^(?:Dated|By) |^(?:company|market|markets|name|global|domestic|macro|economy|bse|key|corporate|"
    r"quarterly|quarter|large|mid|small|sat|sun)$"
)
# What stands behind a list, or behind a name of one: "among others", "(up 0.3%)", "Q2 results", "(IEX)".
_OTHERS = re.compile(
    r"(?i) ?\((?:rumou?red|tentative|expected|likely|date|dates|subject to|awaited)\b[^()]*\)$|"
    r"[ ,;(](?:and|&|amongst?|to name a few|among(?:st)? (?:many |several )?others?|"
    r"(?:and |& )?(?:many |several |a few |\d+ )?(?:other companies|others|more)|etc\.?)\)?$"
)
_PUT_OFF = re.compile(r"(?i)[(-].*(?:delay|postpon|defer|cancel|tentative|await|tba|tbd|confirm|\d\.\d\d\))")
# "(fund raising)", "(to consider a scheme of arrangement)"
_FOR_OTHER = re.compile(
    r"(?i)\((?![^()]*\b(?:results?|accounts|audited|financials?|quarter|q[1-4]))[^()]*\b(?:fund|scheme|bonus|"
    r"split|buy-?back|rights|merger|raising|allotment|preferential)"
)
_BEHIND = re.compile(
    r"(?i)(?: ?[(-] ?(?:q[1-4][^()]{0,12}|(?-i:[A-Z0-9&]{2,12})|DMart|up [^()]{1,12}|down [^()]{1,12}|"
    r"[+-][\d.]+%|(?:post|after|pre|before)[ -](?:the )?market[^()]{0,10}|mon|tues?|wed|thurs?|fri|sat|sun|"
    r"(?-i:(?!already)(?:[a-z]|[1-4][a-z])[^()]+(?=\)))|consolidated|standalone)\)?|\*|[ :-]+(?:q[1-4]\S*|"
    r"[a-z]+-quarter|quarterly|fy\d+|h[12])?(?:[ :-]*(?:results?|earnings|numbers)))+$"
)
# Words that end a name.
_LAST = ("bank", "ltd", "limited", "insurance", "motors", "finance", "life", "pharma", "cement")
_AMONG = re.compile(r"(?i) among (?:over |more than )?\d")
# "Nykaa operator FSN E-Commerce Ventures": the latter.
_BRAND = re.compile(r"[A-Z][\w&]+(?: [A-Z]\w+)? (?:operator|parent|owner)(?: company)? (?=[A-Z])")


def names(article: Article, start: int, end: int) -> list[Item]:
    """The names of a plain list, as printed; none where a piece of it is no name."""
    text = article.text.plain
    if many := _AMONG.search(text, start, end):
        end = many.start()
    end = _end_of(text, start, end)
    while end > start and text[end - 1] in " .;,":
        if text[end - 1] == "." and re.search(r"\b(?:Ltd|Corp|Co|Inc|Inds|Ind)\.$", text[start:end]):
            break
        end -= 1
    made: list[Item] = []
    bad = 0
    pieces = [m.span() for m in re.finditer(r"(?:\([^()]{0,80}\)|[^,;|/]|/(?=\S))+", text[start:end])]
    for first, last in pieces:
        for begin, stop in _parted(text, start + first, start + last, is_list=len(pieces) > 1):
            while begin < stop and text[begin] in " •*·▪●-":
                begin += 1
            while stop > begin and text[stop - 1] == " ":
                stop -= 1
            name = text[begin : min(stop, begin + 90)]
            if brand := _BRAND.match(name):
                begin += brand.end()
                name = name[brand.end() :]
            behind = _BEHIND.search(name)
            is_starred = "*" in (name[-1:], text[stop : stop + 1])
            if (
                _PUT_OFF.search(name)
                or _FOR_OTHER.search(name)
                or (is_starred and _is_noted(article, name.rstrip("* ")))
            ):
                continue
            if behind and behind.start() > 1 and name != "(India)":
                stop -= len(name) - behind.start()
                name = text[begin:stop]
            if not name or re.fullmatch(r"(?i)among others|and others|others|etc\.?|and more|more", name):
                continue
            if not is_name(name) and not (name == "BSE" and made):
                bad += 1
                continue
            made.append(Item(name, begin, stop))
    # One odd piece spoils a short list, not a long one.
    return made if bad * 6 <= len(made) else []


def _is_noted(article: Article, name: str) -> bool:
    """Whether a footnote tells another day of a starred name, or that its day is not sure."""
    note = rf"(?m)^\*+ ?(?:{re.escape(name)}|[^\n]{{0,80}}\b(?:tentative|unconfirmed|to be confirmed))"
    return re.search(note, article.text.plain) is not None


def _end_of(text: str, start: int, end: int) -> int:
    """Where a list ends but for "among others" and the like."""
    for _ in range(6):
        while end > start and text[end - 1] in " ,;":
            end -= 1
        found = _OTHERS.search(text, max(start, end - 80), end)
        if found is None:
            break
        end = found.start()
    return end


def _parted(text: str, start: int, end: int, *, is_list: bool) -> list[tuple[int, int]]:
    """A piece of a list at its "and", unless that is part of one name."""
    if text[start:end].strip() in printed_names("whole_names"):
        return [(start, end)]
    found = re.search(r"(?:^| )(?:and|AND|aur) (?![^()]*\))", text[start:end])
    if found is None and is_list and (amp := re.search(r" & ", text[start:end])):
        found = amp if are_two(text[start : start + amp.start()], text[start + amp.end() : end]) else None
    if not found:
        return [(start, end)]
    before, after = text[start : start + found.start()].strip(), text[start + found.end() : end].strip()
    if before and after and is_one(before, after):
        return [(start, end)]
    parts = _parted(text, start + found.end(), end, is_list=is_list)
    return [(start, start + found.start()), *parts] if before else parts


def are_two(before: str, after: str) -> bool:
    """Whether "X & Y" at the end of a list is two companies: Y is known by its first word, X is no half."""
    head, tail = before.lower().split(), after.lower().split()
    if not head or not tail or head[-1] in words("pair") or tail[0] in tails():
        return False
    return tail[0] in one_word_companies() or head[-1] in _LAST


def is_name(name: str) -> bool:
    """Whether a printed piece can be a company's name: capitals, no words of prose."""
    if (
        DATE.search(name)
        or re.search(r"\d\.\d|   ", name)
        or not _NAME.fullmatch(name)
        or _NO_NAME.search(name)
        or NO_COMPANY.search(name.lower())
    ):
        return False
    parts = name.split()
    return (
        len(parts) <= 8
        and all(
            part[:2] != part[:2].lower() or not part[0].isalpha() or part.lower() in _SMALL for part in parts
        )
        and not re.fullmatch(rf"(?i){DAYS}|[\d .]+", name)
    )
