"""segment_stat, its valuations: price to earnings and to book, dividend yield, of an index or a segment.

"The Nifty trades at a forward P/E of 21.4x against an average of 20.8x", "midcaps at 28.3x, smallcaps at
25.7x". A figure takes the measure named right after it, else the one named last; its subject is the index
named last.
"""

import re

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.counts.breadth import is_out
from bhavhouse.news.grammar.main_index import formal, subject
from bhavhouse.news.grammar.pieces import Facts, Span, make, pattern
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.numbers import Figure

_NAMES = {
    "F": "forward_pe", "E": "trailing_pe", "B": "price_to_book", "Y": "dividend_yield",
    "W": "forward_valuation", "U": "valuation",
}  # fmt: skip
_FIGURE = re.compile(r"K|(?<=[EFBUWA])[?:(|,-]{0,3}(?P<n>#)(?!-)|P")
_YEARS = {"five": 5, "ten": 10, "three": 3, "seven": 7, "twenty": 20}
_CUE = re.compile(
    r"\b(?:p / e|pe|p / b|price-to-\w+|price to|valu\w+|yields?|earnings|profits?|times|multiple|premium|"
    r"discount)\b"
)


def valuations(sentence: Sentence) -> Facts:
    """The valuations of a sentence."""
    if not re.search(r"[K#P]", sentence.string) or not (
        re.search(r"\b[IXS]\b", _near(sentence)) or segment_before(sentence)
    ):
        return
    if not _CUE.search(sentence.string) and "K" not in sentence.string:
        return
    if re.search(r"\bebitda\b|\bsum[ -]of[ -]the[ -]parts\b", sentence.string):
        return
    row = Row(sentence.shape, "valuation")
    string = row.string
    inherited = _inherited(sentence) if not re.search(r"[FEBW]", string) else ""
    for found in _FIGURE.finditer(string):
        at = found.start("n") if found["n"] else found.start()
        if "!" in _clause(string, at) or _WAS.search(
            sentence.string[: row.span(at, at + 1)[0]].rpartition(";")[2]
        ):
            continue
        letter = _measure(string, at, found.group(), inherited)
        if letter is None:
            continue
        unit = sentence.shape.units[row.at[at]]
        figure: Figure = unit.items[0].value
        place = Span(*row.span(max(0, at - 4) if string[max(0, at - 4) : at].isalpha() else at, at + 1))
        subject = _subject(sentence, row, at)
        if subject is None or figure.high is not None or len(unit.items) > 1:
            continue
        if is_out(sentence, Span(*row.span(at, at + 1))):
            continue
        if found["n"] and figure.value > 150:
            continue
        if letter == "B" and figure.value > 15:
            continue  # "the P/B is 3.4x. Midcaps command 29x": of their earnings
        if (letter in "FE" and not 4 < figure.value < 150) or (letter == "Y" and figure.value > 9):
            continue
        end = _average(row, string, at)
        if end is None:
            continue
        fields: dict[str, object] = {
            "stat": _NAMES[letter] + end,
            "value": plain_number(figure.value),
            "unit": "pct" if letter == "Y" else "x",
            **subject,
        }
        if figure.bound:
            fields["bound"] = figure.bound
        yield make(sentence, place, "segment_stat.valuation", "segment_stat", fields, confidence=0.8)
    yield from _premium(sentence, row)
    yield from _growth(sentence)


# "before the rally it traded at 13 times": what it was worth then
_WAS = re.compile(
    r"\b(?:before the \w+|had (?:been )?(?:trad\w+|quot\w+|commanded)|a year ago|earlier) [^,;]*$"
)


def _clause(string: str, at: int) -> str:
    """The row between the commas around a place."""
    begin = max(string.rfind(",", 0, at), string.rfind("&", 0, at)) + 1
    end = string.find(",", at)
    return string[begin : end if end >= 0 else len(string)]


def _near(sentence: Sentence) -> str:
    before = sentence.before()
    is_near = before is not None and before.block == sentence.block
    return (before.string + " " if before is not None and is_near else "") + sentence.string


def _measure(string: str, at: int, figure: str, inherited: str) -> str | None:
    """The letter of what a figure measures; None where it measures something else."""
    if figure == "P":
        return "Y" if re.search(r"Y[^PK#;.]{0,5}$", string[:at]) or re.match(r"PY", string[at:]) else None
    after = re.match(r"[K#][?']{0,2}([FEB])", string[at:])
    if after:
        return after[1]
    told = re.findall(r"[FEBW]", string[:at]) or re.findall(r"[FEBW]", string[at:])
    if told:
        return str(told[-1] if re.search(r"[FEBW]", string[:at]) else told[0])
    if "U" in string[:at]:
        return inherited if inherited and inherited != "U" else "U"
    return inherited or None


def _inherited(sentence: Sentence) -> str:
    """What the sentence before in the paragraph measured."""
    before = sentence.before()
    if before is None or before.block != sentence.block:
        return ""
    told = re.findall(r"[FEBWU]", Row(before.shape, "valuation").string)
    return str(told[-1]) if told and "K" in sentence.string else ""


# "compared with 18.9 times of the Sensex": another index's, not another day's
_OWN = re.compile(r"[K#][EFB]?I")


def _average(row: Row, string: str, at: int) -> str | None:
    """The end of the name where the figure is an average of the past; None where it is another day's."""
    found = re.search(r"A[?(,:]{0,3}$", string[:at])
    if not found:
        return ""
    words = row.words(found.start())
    if not re.search(r"average|mean|median|l[tp]a", words):
        return "" if _OWN.match(string, at) else None
    years = re.search(r"(\d+|five|ten|three|seven|twenty)[ -]", words)
    if "#" in words:
        unit = row.shape.units[row.at[found.start()]]
        return f"_{int(unit.items[0].value.value)}y_average" if unit.items else "_average"
    return f"_{_YEARS.get(years[1], years[1])}y_average" if years else "_average"


def _subject(sentence: Sentence, row: Row, at: int) -> dict[str, object] | None:
    """The index, segment or sector valued: the one named last; None where a company is nearer."""
    before = re.findall(r"[NIS]", row.string[:at])
    if before and before[-1] == "N":
        return None
    order = [at + row.string[at:].index("I")] if _OWN.match(row.string, at) else []
    order += [place for place in range(at - 1, -1, -1) if row.string[place] in "IS"]
    if not order and sentence.string.startswith(("it ", "they ")) and (segment := segment_before(sentence)):
        return {"index": segment}
    order += [place for place in range(at + 1, min(len(row.string), at + 8)) if row.string[place] in "IS"]
    for place in order:
        unit = sentence.shape.units[row.at[place]]
        if row.string[place] == "S":
            return {"index": None, "sector": sentence.article.text.plain[unit.start : unit.end]}
        name: str | None = unit.items[-1].text
        if unit.symbol == "X":
            name = meant(sentence, row.shape.starts[row.at[place]])
        if name is None or names.is_foreign(name):
            return None
        is_short = names.is_sized(name) and not names.is_segment(name)
        return {"index": formal(sentence.article, name) if is_short else name}
    name = segment_before(sentence)
    return {"index": name} if name else None


def meant(sentence: Sentence, at: int) -> str | None:
    """Which index "the index" is: that of the paragraph, else what the whole text is about."""
    named = segment_before(sentence)
    if named is not None:
        return named
    about = subject(sentence.article)
    last = sentence.article.index(sentence, at)
    is_headline = about is None or re.fullmatch(r"(?i)(?:bse )?sensex|(?:nse )?nifty(?: ?50)?", about)
    told = last if is_headline else about
    return formal(sentence.article, told) if told else None


def segment_before(sentence: Sentence) -> str | None:
    """The index of the sentences before in the paragraph."""
    for n in range(1, 4):
        other = sentence.before(n)
        if other is None or other.block != sentence.block:
            return None
        told = [unit for _, unit in other.shape.subjects if unit.symbol in "IN"]
        if told:
            return told[0].items[0].text if told[0].symbol == "I" else None
    return None


# "earnings growth of the midcaps ran above 20%", "PAT of Nifty companies grew 5%"
_GROWTH = pattern(
    r"(?:(?P<i>I)(?: 's)? )?(?:earnings|profits?|eps|pat|net profit)(?: of|"
    r" for)?(?: the)?(?: (?P<i2>I))?(?: companies|"
    r" firms| constituents)?(?: [a-z'-]+| I){0,6}? (?P<v>P)(?! (?:of|weight))"
)
_GREW = re.compile(r"\b(?:grew|growth|grow|rose|increased|fell|declined|contracted|jumped|rises?|up|down)\b")
_SHRANK = re.compile(r"\b(?:fell|declined|contracted|decline|contraction|down)\b")


def _growth(sentence: Sentence) -> Facts:
    """Earnings of an index or a segment against a year before."""
    for found in sentence.shape.find(_GROWTH):
        said = found.group()
        if not _GREW.search(said) or is_out(sentence, Span(found.start(), found.end())):
            continue
        near = re.findall(r"(?<![a-z])[INCS](?![a-z])", sentence.string[: found.end()])
        told = [unit for start, unit in sentence.shape.subjects if unit.symbol == "I" and start < found.end()]
        if near and near[-1] != "I":
            continue
        name = told[-1].items[0].text if told else segment_before(sentence)
        figure: Figure = sentence.shape.told(found, "v").items[0].value
        if name is None or figure.high is not None or names.is_foreign(name):
            continue
        sign = -1 if _SHRANK.search(said) else 1
        fields: dict[str, object] = {
            "stat": "earnings_growth", "value": plain_number(sign * figure.value), "unit": "pct",
            "index": name,
        }  # fmt: skip
        if figure.bound:
            fields["bound"] = figure.bound
        yield make(sentence, found, "segment_stat.earnings_growth", "segment_stat", fields, confidence=0.8)


_PREMIUM = re.compile(r"(?P<p>P)?(?P<side>[XZ])[?:]?(?P<p2>P)?[?]{0,2}(?:(?P<to>I)|A)")


def _premium(sentence: Sentence, row: Row) -> Facts:
    """By how much a segment is dearer or cheaper than the headline index."""
    for found in _PREMIUM.finditer(row.string):
        at = found.start("p") if found["p"] else found.start("p2")
        subject = _subject(sentence, row, found.start()) if at >= 0 else None
        place = Span(*row.span(*found.span()))
        if subject is None or is_out(sentence, place):
            continue
        other = sentence.shape.units[row.at[found.start("to")]].items[0].text if found["to"] else "average"
        if subject.get("index") == other:
            continue
        figure: Figure = sentence.shape.units[row.at[at]].items[-1].value
        side = "premium" if found["side"] == "X" else "discount"
        to = re.sub(r"\W+", "_", other.lower())
        fields: dict[str, object] = {
            "stat": f"{side}_to_{to}", "value": plain_number(figure.value), "unit": "pct", **subject,
        }  # fmt: skip
        yield make(sentence, place, "segment_stat.premium", "segment_stat", fields, confidence=0.8)
