"""What the exchange prints of a board meeting, read: whether it is about results, and what is told of it.

A purpose begins with the exchange's own heading (`Financial Results`, `Fund Raising/Other business matters`,
`Outcome of Board Meeting`) and goes on in the company's words. In files of about 2015 the heading stands
inside those words: `ToResults consider`, `To iResultsinter alia`.
"""

import re

NOTICE, MOVED, WITHDRAWN, OUTCOME = "notice", "moved", "withdrawn", "outcome"

# Any results but a vote's, and but where something results in something else.
_RESULTS = re.compile(
    r"results(?!\s+(?:in|from|into)\b)|(?:financial|audited|quarterly|yearly|annual)\s+result\b",
    re.IGNORECASE,
)
_VOTE = r"(?:e-?\s?voting|voting|poll|ballot|scrutini[sz]er|agm|egm|general\s+meeting)"
_OF_A_VOTE = re.compile(
    rf"\b{_VOTE}\W{{1,3}}(?:\w{{1,20}}\W{{1,3}}){{0,2}}?results?"
    rf"|results?\s+of\s+(?:the\s+)?(?:\w{{1,20}}\s+){{0,2}}?{_VOTE}",
    re.IGNORECASE,
)
_NO_RESULT = re.compile(r"\bas\s+a\s+result\b", re.IGNORECASE)

_HEADED_OUTCOME = re.compile(r"outcome\s+of\b", re.IGNORECASE)
_HELD = re.compile(r"\bmeeting\s+(?:which\s+was\s+)?held\s+on\b", re.IGNORECASE)
_GONE = re.compile(r"\bmeeting\b[^.]{0,200}\b(?:cancel+ed|withdrawn|called\s+off)\b", re.IGNORECASE)
_PUT_OFF = re.compile(
    r"\bmeeting\b[^.]{0,200}\b(?:re-?\s?scheduled|postponed|preponed|deferred|adjourned)\b", re.IGNORECASE
)
_NEW_DAY = re.compile(r":\s*(\d{1,2}-[A-Za-z]{3}-\d{4})\s*:")


def is_results(purpose: str) -> bool:
    """Whether a purpose speaks of results: financial, audited, quarterly and so on, or just `Results`.

    A vote's results are none, and dividends, fund raising and other business alone are not.
    """
    return bool(_RESULTS.search(_OF_A_VOTE.sub(" ", _NO_RESULT.sub(" ", purpose))))


def what_is_told(purpose: str) -> str:
    """What a print tells of its meeting: that it is to come, was moved, was withdrawn, or has been held."""
    if _HEADED_OUTCOME.match(purpose):
        return OUTCOME
    if _GONE.search(purpose):
        return WITHDRAWN
    if _PUT_OFF.search(purpose):
        return MOVED
    return OUTCOME if _HELD.search(purpose) else NOTICE


def new_day(purpose: str) -> str | None:
    """The day to which a moved meeting was moved, as printed; None where the print names none."""
    found = _NEW_DAY.search(purpose)
    return found[1] if found else None
