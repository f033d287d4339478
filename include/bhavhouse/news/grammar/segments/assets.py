"""segment_stat, the assets that funds and foreign investors hold, their cash, and the market against GDP.

"The assets under custody of FPIs stood at Rs 48.6 lakh crore, up 3.4% from a month ago", "equity AUM rose
5.3%", "cash stood at 6.4% of the corpus", "the market cap-to-GDP ratio stands at 105%".
"""

import re
from datetime import date, timedelta

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.facts import Fact, plain_number
from bhavhouse.news.grammar.pieces import Facts, Span, make, pattern, text_of
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.numbers import Figure
from bhavhouse.news.periods import MONTHS, horizon

_KIND = "segment_stat"
_AUM = re.compile(
    r"\b(?:assets under (?:management|custody)|aa?ums?|auc|"
    r"assets (?:of|held by) f[ip]is?)\b"
)
_SIDE = re.compile(r"(?P<s>[rf])[?y]{0,3}$")
_FOREIGN = re.compile(r"\b(?:fpis?|fiis?|foreign|overseas)\b")
_MONTH_END = re.compile(rf"(?P<at>\bat the )?\bend(?: of|-)? ?(?P<m>{MONTHS})|\b(?P<m2>{MONTHS})[- ]end\b")
_BACK = re.compile(r"(?:from|against|versus|than|compared (?:with|to))(?: the| a| an| about| nearly)* $")
# "Cash stood at 6.4% of the corpus", "held 8.4% in cash"
_CASH = pattern(
    r"cash(?: (?:holdings?|levels?|share|position|component|of|the|equity|funds|schemes|industry|in|"
    r"portfolios?))*"
    r" (?:stood at|is at|was at|at|rose to|fell to|climbed to|dropped to|to|was|is) (?P<p>P)|"
    r"(?:held|hold|holding|sat on|sitting on) (?P<p2>P)(?: of (?:their|its|the) (?:\w+ )?\w+)? in cash"
)
_FUNDS = re.compile(r"\b(?:corpus|funds?|schemes?|portfolios?|mfs?)\b")
# "The market cap-to-GDP ratio stands at 105%", "India's share in the world market cap is at 3.4%"
_RATIO = pattern(
    r"(?:(?P<gdp>\S*to(?:-| )gdp(?: ratio)?)|share (?:in|of) (?:the )?(?:world|global)(?: 's)? "
    r"(?:market cap\w*|m-?cap))(?: [a-z]+){0,4}? (?P<p>P)"
)


def assets(sentence: Sentence) -> Facts:
    """The assets, the cash and the ratios that a sentence tells."""
    string = sentence.string
    if not re.search(r"(?:^| )[PM](?= |$)", string) or is_doubtful(sentence.shape, 0, len(string)):
        return
    if _AUM.search(string) and _is_of_funds(sentence) and not re.search(r"(?:^| )[NC](?= |$)", string):
        yield from _managed(sentence)
    for found in sentence.shape.find(_CASH) if _FUNDS.search(string) else ():
        group = "p" if found["p"] else "p2"
        yield _fact(sentence, found, "cash_share", sentence.shape.told(found, group).items[0].value)
    for found in sentence.shape.find(_RATIO):
        figure = sentence.shape.told(found, "p").items[0].value
        if not _BACK.search(string, 0, found.start("p")):
            yield _fact(sentence, found, "market_cap_to_gdp" if found["gdp"] else "share_of_world", figure)


def _managed(sentence: Sentence) -> Facts:
    row, string = Row(sentence.shape, "shares"), sentence.string
    cues = list(_AUM.finditer(string))
    for at, letter in enumerate(row.string):
        if letter not in "MP":
            continue
        place = Span(*row.span(at, at + 1))
        cue = next((cue for cue in reversed(cues) if cue.end() <= place.start()), None)
        if cue is None or _BACK.search(string, 0, place.start()):
            continue
        whose = string[max(0, cue.start() - 30) : place.start()]
        own = (
            "fpi_assets"
            if _is_foreign(sentence, whose)
            else "equity_aum"
            if "equity" in whose
            else "total_aum"
        )
        figure: Figure = sentence.shape.units[row.at[at]].items[0].value
        side = _SIDE.search(row.string[:at])
        if figure.high is not None or figure.unit not in ("inr_crore", "inr_bn", "usd_bn", "pct"):
            continue
        if letter == "M" and not side:
            yield _fact(sentence, place, own, figure)
        elif letter == "P" and side:
            sign = 1 if side["s"] == "r" else -1
            yield _fact(sentence, place, f"{own}_change", Figure(sign * figure.value, unit="pct"))


_OF_FUNDS = re.compile(r"\b(?:mutual|industry|mfs?|schemes?|fpis?|fiis?|foreign|overseas|custody|amfi)\b")


def _is_of_funds(sentence: Sentence) -> bool:
    """Whether the assets are those of funds, not of one lender or house."""
    before = sentence.before()
    near = before.string if before is not None and before.block == sentence.block else ""
    return bool(_OF_FUNDS.search(sentence.string)) or (
        "their" in sentence.string and bool(_OF_FUNDS.search(near))
    )


def _is_foreign(sentence: Sentence, whose: str) -> bool:
    if _FOREIGN.search(whose):
        return True
    before = sentence.before()
    return "their" in whose and before is not None and bool(_FOREIGN.search(before.string))


def _fact(sentence: Sentence, place: Span | re.Match[str], stat: str, figure: Figure) -> Fact:
    fields: dict[str, object] = {
        "stat": stat, "value": plain_number(figure.value), "unit": figure.unit, "index": None,
    }  # fmt: skip
    if figure.unit == "inr_bn":
        fields["value"], fields["unit"] = plain_number(figure.value * 100), "inr_crore"
    if stat == "share_of_world":
        fields["index"] = "India"
    over = horizon(text_of(sentence, 0, len(sentence.string)))
    if stat.endswith("_change") and over:
        fields["horizon"] = over
    fact = make(sentence, place, f"segment_stat.{stat}", _KIND, fields, confidence=0.8)
    day = stock_day(sentence)
    fact.fields["date"], fact.has_day = day.isoformat() if day else None, True
    return fact


def stock_day(sentence: Sentence, *, is_month: bool = False) -> date | None:
    """The day that a stock of assets is told of: "as on March 31", "at the end of June"."""
    year = sentence.article.year
    for other in (sentence, sentence.before(), sentence.before(2)):
        if other is None or (other is not sentence and other.block < sentence.block - 1):
            break
        for unit in other.shape.units if not is_month else ():
            if unit.symbol == "D" and (day := unit.items[0].value.on(year)):
                return day  # type: ignore[no-any-return]
        # "..., compared with Rs 71.9 trillion at the end of July": another day's
        told = re.split(r"\b(?:compared|against|from|versus)\b", text_of(other, 0, len(other.string)))[0]
        found = _MONTH_END.search(told)
        if found and year and (found["at"] or other is sentence):
            month = MONTHS.split("|").index(found["m"] or found["m2"]) + 1
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return None
