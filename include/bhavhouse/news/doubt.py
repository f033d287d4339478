"""Reasons not to take a clause as a fact: negation, condition, forecast, hearsay, question, history."""

import re

from bhavhouse.news.units import Shape

# Where a clause ends: what is said on the far side does not touch the claim.
_BORDER = re.compile(
    r"(?:^|(?<= ))(?:; |, (?:while|whereas|but|and|although|though|even as|as|with|where|which|who|after|"
    r"following|before) |(?:while|whereas|but|although|though|even as) |"
    r"before (?=(?:ending|closing|settling|finishing|recovering) )|: |- |— |\( |\) )"
)
_NOT = (
    r"not|n't|never|no(?! (?:D|#))|neither|nor|denied|denies|deny|denying|without|isn't|wasn't|weren't|"
    r"hasn't|haven't|"
    r"didn't|doesn't|don't|won't|wouldn't|couldn't|aren't|ain't|cannot|failed to|fails to|refused to|"
    r"declined to|"
    r"yet to|far from|rather than|instead of|ruled out|rules out|rejects|rejected|refutes|refuted|"
    r"stopped short|false|incorrect|fake|erroneously|mistakenly|wrongly"
)
# A month is no "may".
_MAY = (
    r"(?<!in )(?<!since )(?<!of )(?<!for )(?<!last )(?<!till )(?<!this )(?<!from )may"
    r"(?! (?:#|D|quarter|month|series|expiry|20)(?: |$))"
)
_MAYBE = (
    rf"could|would|should|might|can|will|shall|must|{_MAY}|"
    r"likely|unlikely|possible|possibly|perhaps|maybe|probably|potential|potentially|hypothetical|"
    r"hypothetically|if|unless|until|till then|"
    r"expect|expects|expected|expecting|anticipate|anticipates|anticipated|anticipating|"
    r"forecast|forecasts|forecasting|predict|predicts|predicted|predicting|project|projects|projected|"
    r"projecting|"
    r"estimated to|set to|poised to|slated to|needs? to|has to|have to|about to|due to be|on track to|"
    r"going to|aims to|plans to|"
    r"looks to|(?<!last )seen (?:at|to|as|rising|falling|gaining|losing)|eyes|hope|hopes to|"
    r"(?<!came )(?<!coming )(?<!comes )in for|"
    r"rumour|rumours|rumor|rumors|rumoured|rumored|speculation|speculated|speculate|reportedly|allegedly|"
    r"hearsay|"
    r"chatter|unconfirmed|considering|mulling|mulls|weighing(?! on)|mull|whether|warned|warns|threatens|"
    r"were to|bets|suppose|assume|assumes|assuming|scenario|bull case|bear case|base case|hints|hinted|"
    r"suggests a|talk of|calls for|we see|i see|[BN] sees?|analysts see|(?:brokers|brokerages|houses|"
    r"strategists|experts|investors) see|experts see|(?:he|she) sees|"
    r"in case|candidate|candidates|simulated|backtest\w*|back-test\w*|for example|for instance|say ,|imagine|"
    # what is asked of readers or respondents
    r"poll|polled|survey|surveyed|respondents|voted|"
    # what is so as a rule
    r"usually|typically|traditionally|on average|tends? to|tended to|"
    # Hindi in Latin letters: will be, would, perhaps, if
    r"hoga|hogi|honge|karega|karegi|karenge|shayad|agar|sakta|sakti|sakte|nahi|nahin"
)
# Hopes and fears move markets ("rose on hopes of a cut"); only as the verb's object are they a doubt.
_FEELING = r"(?:hopes?|fears?|risks?|expectations?|anticipation|buzz)"
_FEELS = (
    rf"(?<!on )(?<!amid )(?<!by )(?<!as )(?<!of )(?<!with )(?<!despite )(?<!over ){_FEELING} (?:of|that|"
    r"for|to)"
)
_PAST = (
    r"had(?! (?:a|an|the|its|led|shown|risen|only|P|N|M|#)\b)|previously|last year|last quarter|"
    r"last month|last fiscal|"
    r"year ago|years ago|months? ago|weeks? ago|year back|years back|months? back|weeks? back|"
    r"(?:a|the) (?:year|month|week) after|a year earlier|a month earlier|a week earlier|back in|in (?:19|"
    r"20)\d\d|earlier this (?:year|month|week|quarter)|"
    r"earlier that|once|formerly|historically|in the past|at that time|in the previous|at the time|"
    r"earlier in the (?:year|quarter|month|week)|until recently|in the year-ago|year-ago|in its (?:last|"
    r"previous|earlier)"
)
# Each is looked for after a blank, which a search finds fast: put one before the text.
_DOUBT = re.compile(rf" (?:{_NOT}|{_MAYBE}|{_FEELS})(?= |$)")
_NEGATED = re.compile(rf" (?:{_NOT})(?= |$)")
_HISTORY = re.compile(rf" (?:{_PAST})(?= |$)")
_CONDITION = re.compile(
    r"^(?:[^\w#] )*(?:if|should|unless|were|once|in case|assuming|assume|suppose|supposing|even if|had|"
    r"what if|imagine|provided that|as long as|as soon as|"
    r"when(?:ever)? (?:\S+ ){1,4}?(?:gains?|falls?|rises?|drops?|declines?|climbs?|slips?|moves?|jumps?|"
    r"closes?|trades?|crosses|cross|is|are))(?= )"
)


# "Nifty at 30,000: what brokerages expect", "Sensex crashes 1,000 points: a look back"
_OUTLOOK = re.compile(
    r" what (?:\S+ ){1,2}(?:expects?|forecasts?|predicts?)(?= |$)|"
    r" [:-] (?:an? )?(?:look back|timeline|throwback|flashback)(?= |$)"
)
_RELATIVE = re.compile(r" ?, (?:who|which)")


def clause(shape: Shape, start: int, end: int) -> str:
    """The clause around a match, from the border before it to the match's end."""
    string = shape.string
    begin = 0
    for border in _BORDER.finditer(string, max(0, start - 600), start + 1):
        if border.end() <= start:
            begin = border.end()
            if _RELATIVE.match(border.group()) and (close := string.find(" , ", begin, start)) >= 0:
                begin = close + 3  # "FPIs, who had sold M in May, bought M": the aside is over
    return string[begin:end]


# "beat expectations" tells what was, not what will be; so does "as expected".
_MET = re.compile(
    r"\b(?:outperformed|beat|beats|beating|exceed\w*|topped|surpass\w*|missed|above|below|better than|"
    r"worse than|ahead of|"
    r"in line with|against|than|met|as)(?: [a-z-]+){0,2} (?:expectations?|expected|estimates|estimated|"
    r"forecasts?|anticipated)\b"
)
# "India VIX, a gauge of the market's expectations, fell": what a subject is, no part of what is told of it.
_WHICH = re.compile(r" , (?:which|who|whose) [^,;]*, (?=[a-z])")
_ASIDE = re.compile(r" , (?:an?|the) (?:[^\s,PTM#]+ ){1,16}, ")
_GAUGED = re.compile(r"\bexpectations? of (?:[a-z-]+ )?(?:volatility|swings)\b")
# "Only 17 stocks could manage a gain": they did.
_ONLY = re.compile(
    r"\bcould (?=(?:only |just )?(?:manage|muster)\b|[a-z]+ (?:only|just) P)|"
    r"\b(?:only|just|barely|mere) [^;]{1,70}? could(?= )"
)
_UNLESS = re.compile(
    r"(?: (?:index|stocks?|shares?|or (?:more|less|above|below|higher|lower)))?"
    r"(?: (?:cannot|can|could|may|might|would|will|should)\b|"
    r" (?:, )?(?:if|unless|only if|in case|provided|provided that|subject to)|"
    r" (?:is|are|looks?|seems?|appears?|remains?) (?:\w+ )?(?:likely|unlikely|expected|possible|"
    r"anticipated|on the cards)|"
    r" (?:over|above|below|from|against) (?:its |the )?(?:ipo|issue|listing|offer) price)\b"
)


def is_asked(shape: Shape) -> bool:
    """Whether the sentence is a question, or wholly conditional."""
    return shape.string.endswith("?") or bool(_CONDITION.match(shape.string) or _OUTLOOK.search(shape.string))


def is_doubtful(shape: Shape, start: int, end: int) -> bool:
    """Whether the claim is denied, conditional, expected or hearsay."""
    if is_asked(shape):
        return True
    told = clause(shape, start, end)
    if any(word in told for word in ("expect", "estimate", "forecast", "anticipated")):
        told = _GAUGED.sub("", _MET.sub("", told))
    if "could" in told:
        told = _ONLY.sub("", told)
    if " , " in told:
        told = _WHICH.sub(" ", told)
        told = _ASIDE.sub(" ", told)
    if _DOUBT.search(" " + told):
        return True
    return bool(_UNLESS.match(shape.string[end : end + 40]))


def is_denied(shape: Shape, start: int, end: int) -> bool:
    """Whether the claim is denied or asked; forecasts pass."""
    return is_asked(shape) or bool(_NEGATED.search(" " + clause(shape, start, end)))


def is_history(shape: Shape, start: int, end: int, *, but: str = "") -> bool:
    """Whether the clause tells of an earlier time, not of the news; the words `but` are none."""
    tail = shape.string[end : end + 60]
    near = re.split(r"[,;:]|\b(?:while|but|and|after)\b", tail)[0]
    texts = (clause(shape, start, end), near.strip())
    return any(_HISTORY.search(" " + (text.replace(but, "") if but else text)) for text in texts)
