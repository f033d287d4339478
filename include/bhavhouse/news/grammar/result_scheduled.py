"""result_scheduled: a company will publish results on a day.

"earnings releases scheduled for 12th February 2026. Notable companies include ...", "X and Y will report tomorrow".
"""

import re
from datetime import date

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_denied
from bhavhouse.news.grammar.pieces import Facts, items, listed_after, make, pattern, said_day
from bhavhouse.news.units import Item

KIND = "result_scheduled"
_RESULTS = r"(?:(?:financial |quarterly |unaudited |audited |annual |corporate |upcoming |S )*(?:results?|earnings?|numbers|report card|scorecard|financials|performance|quarterly report|quarterly reports)(?: (?:releases?|announcements?|reports?|season|calendar|statements?|results))?)"
_SAY = r"(?:announce|announcing|declare|declaring|report|reporting|release|releasing|publish|publishing|post|posting|unveil|unveiling|present|detail|disclose|disclosing|come out with|coming out with)"
_WILL = r"(?:will(?: \w+ly)?(?: be)?(?: also)?|(?:is|are)(?: all| also)?(?: (?:scheduled|slated|set|due|expected|lined up|likely|to|gearing up|ready|preparing))?(?: to)?(?: be)?|to|scheduled to|slated to|set to|due to|would be)"
_GAP = r"(?: (?!not|if|may|could|might)[a-z0-9'/,&S-]+){0,7}?"
_WHEN = r"(?:(?:on|by|for|this|coming|next|dated|,|of|due|\()* ?(?:D|today|tomorrow|(?:on |this |coming |next )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)))"
_RULES = {
    # "X will announce its Q3 results on D"
    "will": pattern(
        rf"(?P<n>[NBC])(?: 's)?(?: , [^,NB]{{1,60}} ,)?(?: (?:and (?:several |many )?others?|among others|ltd|limited|,))* {_WILL} (?:{_SAY}){_GAP} {_RESULTS}(?:{_GAP}(?: (?P<when>{_WHEN})))?"
    ),
    # "X's results are due on D", "X results on D"
    "due": pattern(
        rf"(?P<n>[NBC])(?: 's)?(?: (?:will see|q\d\S*|h\d|december|march|june|september|quarter|third|second|first|fourth|quarterly|fy\d+))* {_RESULTS} (?:(?:is|are|will be) )?(?:due|scheduled|slated|expected|out|lined up|announced|released|declared|on){_GAP} (?P<when>{_WHEN})"
    ),
    # "the board of X will meet on D to approve the results"
    "board": pattern(
        rf"(?P<n>[NBC])(?: (?:'s|said|informed|has))?(?: [a-z]+){{0,4}}? board(?: of directors)?(?: meeting)?{_GAP} (?P<when>{_WHEN}){_GAP} {_RESULTS}"
    ),
    "board_of": pattern(
        rf"board(?: of directors)?(?: meeting)?s? (?:of|at) (?P<n>[NBC]){_GAP} (?P<when>{_WHEN}){_GAP} {_RESULTS}"
    ),
    # "on D, X and Y will report their results" is found by `will`; "D will see results from X"
    "from": pattern(
        rf"(?P<when>{_WHEN}) (?:will (?:see|bring|feature|have)|brings|sees|features|has){_GAP} {_RESULTS} (?:from|of|by) (?P<n>[NB])"
    ),
    "of": pattern(
        rf"(?:upcoming )?{_RESULTS} (?:of|from|by) (?P<n>[NBC]) (?:(?:is|are|will be) )?(?:due|scheduled|slated|expected|to be (?:announced|released|declared)|on){_GAP} (?P<when>{_WHEN})"
    ),
    # "X, which reports on D"
    "which": pattern(
        rf"(?P<n>[NB]) , (?:which|who) (?:(?:will|is due to|are due to|is set to) )?(?:reports?|announces?|declares?|release|releases){_GAP} (?P<when>{_WHEN})"
    ),
    "reports": pattern(
        rf"(?P<n>[NB]) (?:reports?|announces?|declares?) {_GAP}{_RESULTS}{_GAP} (?P<when>{_WHEN})"
    ),
}
# "results scheduled for D": the names follow.
_LISTED = pattern(
    rf"{_RESULTS}(?: [a-z0-9'-]+| I){{0,8}}? (?:scheduled|slated|due|lined up|expected|planned|set|announced|released|declared|on|of|announcing)(?: (?:to be|for|on|release|releases|announcement|by|announced|released|declared|out))* (?P<when>{_WHEN})"
)
_COMPANIES = pattern(
    rf"(?:companies|firms|names|stocks|corporates)(?: [a-z'-]+){{0,6}}? (?:{_SAY}){_GAP} {_RESULTS}(?:{_GAP}(?: (?P<when>{_WHEN})))?"
)
_TODAY = pattern(
    rf"(?:q\d\S* |quarterly )?{_RESULTS}(?: (?:on|for|to watch))?(?: (?P<when>{_WHEN}))(?: [:(|—-])? (?P<n>[NB])"
)
_CALENDAR = pattern(r"(?P<when>D)(?: [:(|—-])* (?P<n>[NB])(?: [.;])?")
_PAST = re.compile(
    r"\b(?:postponed|deferred|cancelled|rescheduled from|reported|announced its|declared its|posted)\b"
)
_DOUBT = re.compile(r"\b(?:may|could|might|if|tentatively|yet to|reportedly|rumou?rs?)\b")


def find(sentence: Sentence) -> Facts:
    """The scheduled results of a sentence."""
    string = sentence.string
    calendar = bool(
        re.search(
            r"(?:results?|earnings) (?:calendar|schedule|today|this week|on)|upcoming (?:results|earnings)",
            sentence.heading,
        )
    )
    if calendar:
        for found in re.finditer(_CALENDAR, string):
            day = _printed_day(sentence, found)
            if day and found.start() == 0:
                yield from _facts(sentence, found, items(sentence, found, "n"), "calendar", day)
    if not re.search(r"result|earning|numbers|report|financials|scorecard", string):
        return
    hit = False
    for name, rule in _RULES.items():
        for found in sentence.shape.find(rule):
            if _refused(sentence, found):
                continue
            day = _day(sentence, found)
            shares = items(sentence, found, "n")
            if string[found.start("n")] == "C":
                known = sentence.article.company(sentence, found.start("n"))
                shares = [known] if known else []
            hit = hit or bool(shares)
            yield from _facts(sentence, found, shares, name, day)
        if hit:
            return
    for rule in (_TODAY, _LISTED, _COMPANIES):
        for found in sentence.shape.find(rule):
            if _refused(sentence, found):
                continue
            shares = (
                items(sentence, found, "n") if "n" in rule.groupindex else listed_after(sentence, found.end())
            )
            if shares:
                yield from _facts(sentence, found, shares, "listed", _day(sentence, found))
                return


def _refused(sentence: Sentence, found: re.Match[str]) -> bool:
    return bool(
        is_denied(sentence.shape, found.start(), found.end())
        or _DOUBT.search(found.group())
        or _PAST.search(found.group())
        or re.search(r"\b(?:postponed|deferred|cancelled)\b", sentence.string)
    )


def _printed_day(sentence: Sentence, found: re.Match[str]) -> date | None:
    at = found.group().find("D ")
    if at < 0 and found.group().endswith("D"):
        at = len(found.group()) - 1
    if at < 0:
        return None
    place = re.search(r"(?:^|(?<= ))D(?= |$)", sentence.string[found.start() : found.end()])
    if place is None:
        return None
    unit = sentence.shape.units[sentence.shape.index(found.start() + place.start())]
    known = sentence.article.days(unit)
    return known[0] if len(known) == 1 else None


def _day(sentence: Sentence, found: re.Match[str]) -> date | None:
    """The day that the match prints; else the only one of the sentence; else "tomorrow" from the article's day."""
    printed = _printed_day(sentence, found)
    if printed:
        return printed
    known = {day for u in sentence.shape.units if u.symbol == "D" for day in sentence.article.days(u)}
    if len(known) == 1:
        return known.pop()
    said = said_day(sentence, ahead=True)
    if said or known:
        return said
    other = sentence.before()
    if other is not None and other.is_title:
        units = [u for u in other.shape.units if u.symbol == "D"]
        days = sentence.article.days(units[0]) if len(units) == 1 else []
        return days[0] if days else None
    return None


def _facts(
    sentence: Sentence, found: re.Match[str], shares: list[Item], rule: str, day: date | None
) -> Facts:
    for share in shares:
        fields: dict[str, object] = {"company": share.text, "date": day.isoformat() if day else None}
        yield make(
            sentence,
            found,
            f"result_scheduled.{rule}",
            KIND,
            fields,
            confidence=0.95 if day else 0.75,
            dated=False,
        )
