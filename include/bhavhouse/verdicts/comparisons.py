"""Claims that compare: the best segment, one index ahead of another, breadth that is weak or has improved.

They are read from the article's text, not from its facts, as what they claim is an order and no figure.
Beside them stand claims that no exchange's file can check, as `unmeasured.csv` lists them: they are kept.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

from bhavhouse.news.periods import horizon
from bhavhouse.news.sentences import sentences
from bhavhouse.verdicts.asked import Claim, time_of, words_around
from bhavhouse.verdicts.lists import lines_of
from bhavhouse.verdicts.subjects import key_of
from bhavhouse.verdicts.windows import Window, window_of

# The names that comparisons are of.
COMPARED = {
    "smallcap", "midcap", "largecap", "microcap", "BSE Smallcap", "BSE Midcap", "BSE Largecap",
    "Nifty Smallcap", "Nifty Midcap", "Sensex", "Nifty", "Nifty 50", "Nifty Bank", "Bank Nifty",
    "broader market", "benchmark",
}  # fmt: skip
KIND, UNMEASURED = "comparison", "unmeasured"
TOPICS = Path(__file__).with_name("unmeasured.csv")
_DOUBT = re.compile(
    r"\b(?:may|might|could|would|should|will|can|if|unless|whether|expect\w*|likely|forecast\w*|not|never|no|"
    r"n't|poised|potential|historically|often|usually|tend(?:s|ed)?|had|last (?:year|month|week))\b|\?|"
    r"n['’]t\b",
    re.I,
)
_SEGMENT = (
    r"(?:(?:BSE|NSE|Nifty|S&P BSE) )?(?:small|mid|large|micro)[ -]?caps?(?: (?:100|150|250|index|segment))?|"
    r"(?:BSE )?Sensex|Nifty(?: ?50| Bank)?\b|Bank Nifty|"
    r"broader (?:market )?(?:market|index|indices|benchmarks?)|benchmarks?"
)
_NAMED = re.compile(_SEGMENT, re.I)
_ELSEWHERE = re.compile(
    r"\b(?:Wall Street|U\.?S\.?|America\w*|Russell|Dow|Nasdaq|Asia\w*|Europe\w*|Chin(?:a|ese)|Japan\w*|"
    r"Nikkei|Hang Seng|Kospi|FTSE|MSCI|S&P 500|[Ee]merging[ -]markets?|"
    r"(?:[Gg]lobal|[Ww]orld) (?:peers|stocks|markets|indices))\b"
)
_BEST = re.compile(
    r"\b(?P<which>best|strongest|top|worst|weakest)[ -]performing\b"
    r"(?:(?!\b(?:stocks?|shares?|sectors?|sectoral|compan\w+|constituents?|members?|funds?|names?)\b)[^.]){0,40}?"
    r"\b(?:segment|market cap|index)",
    re.I,
)
_IS = re.compile(r"[a-z ]{0,40}? (?:was|were|is|are|:) (?:the )?(?=(?P<name>.{1,40}))", re.I)
_AHEAD = re.compile(
    r"\b(?P<under>under|out)perform(?:ed|s|ing)\b|"
    r"\b(?:outpac(?:ed|es|ing)|outshone|beat(?:s|ing)?|trail(?P<trails>ed|s|ing))\b"
    r"(?! (?:p ?/ ?e|price|valuation|earnings|multiple|twelve|12|stop|one|month|quarter|basis|estimate)\w*)",
    re.I,
)
# A share or a company of the index is another subject than the index.
_OF_ONE = re.compile(
    r"\b(?:stock|share|scrip|company|firm|fund|counter|sector)\b|"
    r"\b(?!(?:Index|Cap|Indices|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Janu|Febru|March|April|May|June|July|"
    r"August|Septem|Octo|Novem|Decem)\w*)[A-Z][A-Za-z]+"
)
_PART_ENDS = re.compile(
    r"[;:,]|\b(?:while|(?<!such )as|but|after|with|when|where|which|amid|despite|even|though|although|"
    r"given)\b",
    re.I,
)
_BREADTH = re.compile(r"\b(?:market |overall )?breadth\b(?! (?:profile|figure|data))", re.I)
_STRONG = re.compile(
    r"\b(?:positive|strong|healthy|robust|favou?red (?:the )?(?:bulls|buyers|gainers|advances))\b", re.I
)
_WEAK = re.compile(
    r"\b(?:negative|weak|weakness|poor|subdued|favou?red (?:the )?(?:bears|sellers|losers|declines))\b", re.I
)
_BETTER = re.compile(r"\b(?:has |have )?(?:improv(?:ed|es|ing)|widened|broadened)\b", re.I)
_WORSE = re.compile(r"\b(?:has |have )?(?:deteriorat(?:ed|es|ing)|narrowed|weakened|worsened)\b", re.I)
_WORTH_READING = re.compile(
    r"perform|outpac|outsh|beat|trail|breadth|revis|grades? (?:to|of) |PMI|Purchasing|GDP|GVA|IIP|"
    r"industrial (?:prod|outp)|inflation|CPI|WPI",
    re.I,
)
_OF_ARTICLE = ("article_id", "cluster_id", "publisher", "canonical_url", "published_at")
_UNITS = {"best": "rank", "worst": "rank", "breadth strong": "x", "breadth weak": "x"}
_SUBJECT_WORDS, _OBJECT_WORDS, _NEAR = 160, 120, 40


def comparisons(article: Mapping[str, Any], facts: Sequence[Mapping[str, Any]]) -> list[Claim]:
    """The comparing claims of a row of core.article; its facts tell the time where a sentence does not."""
    text = article["text"] or ""
    window = time_of(
        {window_of(f["horizon"], words_around(f, text)) for f in facts if f["kind"] == "index_return"}
    )
    segments = [f["index_as_printed"] for f in facts if f["kind"] == "index_return" and f["index_as_printed"]]
    made: dict[tuple[Any, ...], Claim] = {}
    at = 0
    for line in text.split("\n"):
        spans = sentences(text, at, at + len(line)) if _WORTH_READING.search(line) else ()
        for start, end in spans:
            for claim in _of_sentence(article, text[start:end], window, segments):
                fact = claim.fact
                told = (
                    claim.aspect,
                    fact["index_as_printed"],
                    fact["compared_with"],
                    claim.window,
                    claim.low,
                )
                made.setdefault(told, claim)
        at += len(line) + 1
    return list(made.values())


def _of_sentence(
    article: Mapping[str, Any], sentence: str, window: Window | None, segments: Sequence[str]
) -> Iterator[Claim]:
    if len(sentence) > 1_000:
        return
    for topic, (words, _) in topics().items():
        if words.search(sentence) and not _DOUBT.search(words.sub("", sentence)):
            yield _claim(article, sentence, "statement", topic, None, None, (-inf, inf), UNMEASURED)
    if _DOUBT.search(sentence) or _ELSEWHERE.search(sentence):
        return
    told = horizon(sentence.lower())
    over = window_of(told, sentence) if told else window
    if found := _BEST.search(sentence):
        after = _IS.match(sentence, found.end())
        name = _NAMED.match(after["name"]) if after else None
        subject = name.group() if name else _before(sentence, found.start(), segments)
        if subject:
            worst = found["which"].lower() in ("worst", "weakest")
            yield _claim(article, sentence, "worst" if worst else "best", subject, None, over, (1.0, 1.0))
    for found in _AHEAD.finditer(sentence):
        subject, objects = _before(sentence, found.start(), segments), _after(sentence, found.end())
        behind = (found["under"] or "").lower() == "under" or bool(found["trails"])
        for other in objects if subject else []:
            bounds = (-inf, 0.0) if behind else (0.0, inf)
            yield _claim(
                article, sentence, "behind" if behind else "ahead", str(subject), other, over, bounds
            )
    if (found := _BREADTH.search(sentence)) and (told is None or (over and over.is_session)):
        around = sentence[max(0, found.start() - 40) : found.end() + 60]
        told_of = [
            (aspect, bounds)
            for words, aspect, bounds in (
                (_BETTER, "breadth better", (0.0, inf)),
                (_WORSE, "breadth worse", (-inf, 0.0)),
                (_STRONG, "breadth strong", (1.0, inf)),
                (_WEAK, "breadth weak", (-inf, 1.0)),
            )
            if words.search(around)
        ]
        if len(told_of) == 1:  # of two, one may be of something else
            (aspect, bounds), subject = told_of[0], _nearest(sentence, found.start())
            yield _claim(article, sentence, aspect, subject, None, Window("sessions"), bounds)


def _before(sentence: str, at: int, segments: Sequence[str]) -> str | None:
    """The one segment that is named before a verb, or the article's where the sentence says "it".

    None where several are named, or something between them and the verb may be the subject.
    """
    start = max(0, at - _SUBJECT_WORDS)
    found = [m for m in _NAMED.finditer(sentence, start, at) if not m.group().lower().startswith("benchmark")]
    names = {key_of(m.group()).removeprefix("bse_").removeprefix("nifty_"): m.group() for m in found}
    between = sentence[found[-1].end() if found else start : at]
    if len(names) > 1 or _OF_ONE.search(between, 0 if found else 1):
        return None
    if names:
        return found[-1].group()
    says_it = re.search(r"\b(?:it|the (?:index|segment|gauge))\b", between, re.I)
    return segments[0] if segments and says_it else None


def _after(sentence: str, at: int) -> list[str]:
    """The segments named after a verb, in its own part of the sentence, the first of them near it."""
    part = _PART_ENDS.split(sentence[at : at + _OBJECT_WORDS])[0]
    found = list(_NAMED.finditer(part))
    return [m.group() for m in found] if found and found[0].start() <= _NEAR else []


def _nearest(sentence: str, at: int) -> str | None:
    return next((m.group() for m in _NAMED.finditer(sentence) if abs(m.start() - at) < _OBJECT_WORDS), None)


def _claim(
    article: Mapping[str, Any],
    quote: str,
    aspect: str,
    subject: str | None,
    other: str | None,
    window: Window | None,
    bounds: tuple[float, float],
    kind: str = KIND,
) -> Claim:
    key = f"{article['article_id']} {aspect} {subject} {other} {quote}"
    fact = {
        **{name: article[name] for name in _OF_ARTICLE},
        "fact_id": hashlib.sha256(key.encode()).hexdigest()[:20],
        "assertion": 1,
        "kind": kind,
        "known_at": article["published_at"] or article["first_seen_at"],
        "quote": quote,
        "index_as_printed": subject,
        "compared_with": other,
        **dict.fromkeys(
            ("company_as_printed", "sector_as_printed", "security_id", "bound", "stated_on", "role")
        ),
        "horizon": window.words if window else None,
    }
    low, high = bounds
    return Claim(
        f"{fact['fact_id']}.1", fact, aspect, None, low, high, _UNITS.get(aspect, "pct"), 0.0, window
    )


@cache
def topics() -> Mapping[str, tuple[re.Pattern[str], str]]:
    """Topics that nothing held can check -> the words that speak of them, and what data would."""
    return {r["topic"]: (re.compile(r["words"], re.I), r["needs"]) for r in lines_of(TOPICS)}
