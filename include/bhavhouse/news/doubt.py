"""Reasons not to take a clause as a stated fact: negation, condition, forecast, hearsay, question, history."""

import re

from bhavhouse.news.units import Shape

# Where a clause ends: what is said on the far side does not touch the claim.
_BORDER = re.compile(
    r"(?:^|(?<= ))(?:; |, (?:while|whereas|but|and|although|though|even as|as|with|where|which|who|after|following|before) |"
    r"(?:while|whereas|but|although|though|even as) |: |- |— |\( |\) )"
)
_NOT = r"not|n't|never|no|neither|nor|denied|denies|deny|without|isn't|wasn't|weren't|hasn't|haven't|didn't|doesn't|don't|won't|wouldn't|couldn't|aren't|failed to|refused to|declined to|yet to|far from|rather than|instead of|ruled out|stopped short"
_MAYBE = (
    r"could|would|should|might|may|can|cannot|will|shall|must|"
    r"likely|unlikely|possible|possibly|perhaps|probably|potential|potentially|hypothetical|"
    r"if|unless|until|"
    r"expect|expects|expected|expecting|expectation|expectations|anticipate|anticipates|anticipated|anticipating|"
    r"forecast|forecasts|forecasting|predict|predicts|predicted|predicting|project|projects|projected|projecting|estimated to|"
    r"set to|poised to|slated to|about to|due to be|on track to|going to|aims to|plans to|looks to|seen|eyes|hopes|hope|"
    r"rumour|rumours|rumor|rumors|rumoured|rumored|speculation|speculated|speculate|reportedly|allegedly|hearsay|chatter|buzz|"
    r"considering|mulling|mulls|weighing|mull|whether|warned|warns|threatens|risks?|fears?|were to|"
    r"bets|suppose|assuming|scenario|bull case|bear case|hints|hinted|suggests a|talk of|calls for|in case|candidate|candidates"
)
_PAST = (
    r"had(?! (?:a|an|the|its|led|shown|risen|only|P)\b)|previously|last year|last quarter|last month|last fiscal|year ago|years ago|months ago|weeks ago|"
    r"a year earlier|back in|in (?:19|20)\d\d|earlier this year|earlier that|once|formerly|historically|in the past|"
    r"at that time|in the previous|a year back|months back|at the time|earlier in the (?:year|quarter|month)|until recently"
)
_DOUBT = re.compile(rf"(?:^|(?<= ))(?:{_NOT}|{_MAYBE})(?= |$)")
_NEGATED = re.compile(rf"(?:^|(?<= ))(?:{_NOT})(?= |$)")
_HISTORY = re.compile(rf"(?:^|(?<= ))(?:{_PAST})(?= |$)")
_CONDITION = re.compile(
    r"^(?:\W )*(?:if|should|unless|were|once|in case|assuming|suppose|supposing|even if)(?= )"
)


def clause(shape: Shape, start: int, end: int) -> str:
    """The clause around a match, from the border before it to the match's end."""
    string = shape.string
    begin = 0
    for border in _BORDER.finditer(string, max(0, start - 600), start + 1):
        if border.end() <= start:
            begin = border.end()
    return string[begin:end]


# "beat expectations" tells what was, not what will be.
_MET = re.compile(
    r"\b(?:outperformed|beat|beats|beating|exceed\w*|topped|surpass\w*|missed|above|below|better than|worse than|ahead of|"
    r"in line with|against|than|met)(?: [a-z-]+){0,2} (?:expectations?|expected|estimates|estimated|forecasts?|anticipated)\b"
)


def is_asked(shape: Shape) -> bool:
    """Whether the sentence is a question, or wholly conditional."""
    return shape.string.endswith("?") or bool(_CONDITION.match(shape.string))


def is_doubtful(shape: Shape, start: int, end: int) -> bool:
    """Whether the claim is denied, conditional, expected or hearsay."""
    if is_asked(shape) or _DOUBT.search(_MET.sub("", clause(shape, start, end))):
        return True
    return bool(re.match(r" (?:if|unless|only if|in case|provided)\b", shape.string[end : end + 14]))


def is_denied(shape: Shape, start: int, end: int) -> bool:
    """Whether the claim is denied or asked; forecasts pass."""
    return is_asked(shape) or bool(_NEGATED.search(clause(shape, start, end)))


def is_history(shape: Shape, start: int, end: int) -> bool:
    """Whether the clause tells of an earlier time, not of the news."""
    tail = shape.string[end : end + 60]
    near = re.split(r"[,;:]|\b(?:while|but|and|after)\b", tail)[0]
    return bool(_HISTORY.search(clause(shape, start, end)) or _HISTORY.search(near.strip()))
