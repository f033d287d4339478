"""sector_leadership: a sector led the market or lagged it.

"Industrial stocks have led the charge", "Nifty Metal gained the most", "IT and pharma were the laggards",
"dragged by banks", "buying was seen in metal and realty counters". A sector is named as a sector or by its
index ("Nifty Metal").
"""

import re

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.grammar.pieces import Facts, make, pattern
from bhavhouse.news.grammar.told import told_horizon
from bhavhouse.news.lexicon import sectors, words

KIND = "sector_leadership"
_TAIL = (
    r"(?:stocks|shares|counters|scrips|sectors?|names|companies|indices|index|space|players|segments?|"
    r"pack|heavyweights|gauges?|makers|lenders|majors|basket)"
)
# "(up 2%)" behind a member of a list.
_NOTE = r"(?: \( (?:[^()M]{1,30}) \)| , (?:up|down) P(?= (?:,|and) ))?"
_THING = rf"(?:the )?[SI](?: {_TAIL})?{_NOTE}"
_AND = r"(?: ,| and| , and| &| as well as| along with| , followed by| followed by)"
_KNOWN = rf"{_THING}(?:{_AND} {_THING}){{0,12}}"
# A word that no list knows is a sector only beside one that a list knows: "environmental and power stocks".
_ANY = (
    r"(?:S|(?!(?:while|whereas|as|but|with|which|worst|best|hit|led|were|was|and|although|though|even|"
    r"after|also|most|the)(?: |$))[a-z][a-z&-]+)"
)
_MIXED = rf"(?:{_ANY} )?{_ANY}(?:{_AND} (?:{_ANY} )?{_ANY}){{0,8}} {_TAIL}"
_SUBJECT = rf"(?:(?P<s>{_KNOWN})|(?P<t>{_MIXED}))"
_AFTER = rf"(?:(?P<t>{_MIXED})|(?P<s>{_KNOWN}))"
# "FMCG and IT, the usual safe havens, are ..."
_ASIDE = (
    r"(?: , (?:(?:up|down|with a (?:gain|loss|fall|rise) of) P(?: ,)?|(?:the|which|usually|both|typically|"
    r"long|once) [^,;SINBM]{2,60} ,))?(?: with(?: a)? P(?: gain| loss| fall| rise)?)?"
)
_AUX = (
    r"(?: (?:have|has|were|was|are|is|been|also|continued to|continue to|stay|stays|stayed|emerged as|"
    r"emerged|remained|remains|remain|being|particularly|all|"
    r"ended as|ended|closed|among|amongst|the|a|an|as|by far|today|too|proved to be|turned out to be|"
    r"stood out as|now|being|however|\w+ly))*"
)
_BEST = r"(?:top|highest|best|biggest|major|main|key|leading|lead|prominent|largest|strongest|star|notable)"
_WORST = (
    r"(?:top|lowest|poorest|worst|biggest|major|main|key|leading|prominent|largest|weakest|notable|heaviest)"
)
_SECTORAL = r"(?: sectoral| sectorial| sector| index| indices)?"
_UP = (
    r"rise|rally|gains?|charge|advance|upmove|up-move|upside|recovery|rebound|surge|gainers|pack|way|"
    r"outperformance|market higher|"
    r"pack of gainers|jump|climb|bounce|sectoral gains|sectoral rally|sectoral gainers|gainers' list|"
    r"chart|buying"
)
_DOWN = (
    r"fall|decline|declines|losses|slide|slump|losers|sell-off|selloff|selling|drop|rout|crash|laggards|"
    r"decliners|downfall|retreat|correction|sectoral losses|sectoral losers|loss"
)
_LEAD = (
    r"(?:(?:led|leading|leads|lead|spearheaded|powered|drove|fuelled|headed|paced|topped|"
    rf"tops)(?: from the front)?(?: the)?(?: \w+)? (?:{_UP})|"
    r"(?:led|topped the list|topped the charts?)(?= (?:\.|,|;|with|on|as|while|and|among|$)|$)|"
    r"outperformed|outperforming(?: sectors?)?|shining|outshone|outpaced|shone|stole the show|"
    r"hogged the limelight|"
    rf"{_BEST}(?:[ -]performing)?{_SECTORAL}(?: performers?| gainers?| contributors?| sectors?|"
    r" performing sectors?| outperformers?| winners?| themes?| pockets?| spaces?)|"
    r"best-performing|top-performing|star performers?|outperformers?|best of the|"
    r"(?:gained|rose|surged|advanced|jumped|climbed|rallied|up|added|soared|gains|rises|"
    r"higher)(?: the)? most|at the forefront|stood out|"
    r"standout(?: performers?)?|stand-out|in (?:high |strong |good )?demand|bright spots?|in favour|"
    r"came out on top|on top|at the top|"
    r"buoyant|hold the first place|(?:saw|recorded|registered|posted|clocked)(?: the)?(?: best| highest|"
    r" biggest| strong)? gains(?! of)|"
    r"(?:saw|seeing|sees|witnessed|witnessing|attracted|drew|attracting) (?:\w+ )?(?:buying|demand|"
    r"accumulation)(?: interest)?)"
)
_LAG = (
    rf"(?:(?:led|leading|leads|lead|topped|headed)(?: the)?(?: \w+)? (?:{_DOWN})|"
    r"lagged|lagging|struggled|struggling|underperformed|underperforming(?: sectors?)?|trailed|"
    rf"{_WORST}(?:[ -]performing)?{_SECTORAL}(?: losers?| laggards?| drags?| underperformers?| decliners?)|"
    r"(?:worst|weakest|hardest|lowest|poorest)(?:[ -]performing)?(?: sectoral)?(?: performers?| sectors?|"
    r" hit| affected| performing sectors?)?|worst-performing|worst-hit|hit (?:the )?(?:hardest|worst|most)|"
    r"laggards?|underperformers?|drags?|dragged(?: down)?(?: (?:the )?(?:\w+ )?(?:indices|index|market|"
    r"benchmarks?|I|X))?(?! by)|"
    r"weighed(?: down)?(?: (?:heavily )?on(?! by))(?: the)?(?: \w+)?|weak spots?|at the bottom|"
    r"lost (?:their|its) leadership|"
    r"(?:fell|suffered|declined|lost|slipped|dropped|shed|tumbled|slid|plunged|down|lower|loses|"
    r"falls)(?: the)? most|"
    r"bore the brunt|(?:came |remained |come |were |stayed )?under (?:\w+ ){0,2}pressure|"
    r"(?:saw|seeing|sees|witnessed|witnessing|faced|facing|experienced|"
    r"succumbed to) (?:\w+ )?(?:selling(?: pressure)?|profit[ -]booking|profit[ -]taking|sell-off))"
)
# In a headline the present tells what was; in a text it tells what is usual.
_NOW = r"(?P<now>leads?|outperforms?|shines?|lags?|struggles?|underperforms?|drags?|weighs?)"
# Several sectors that rose or fell, no figure given.
_MOVED = (
    r"(?P<moved>gained|rose|advanced|rallied|surged|jumped|climbed|firmed up|ended higher|closed higher|"
    r"(?:ended|closed|finished) in (?:the )?green|edged higher|"
    r"fell|declined|slipped|dropped|eased|tumbled|slid|retreated|ended lower|closed lower|(?:ended|closed|"
    r"finished) in (?:the )?red|edged lower|corrected)"
    r"(?= (?:\.|,|;|while|whereas|but|a little|sharply|marginally|slightly|on|today|in trade|too|"
    r"also)(?: |$)|$)"
)
_FOR = (
    r"(?: (?:heavy|strong|sharp|broad-based|robust|solid|healthy|good|continued|intense|some|fresh|a|an|"
    r"the|gains?|losses|buying|selling|interest|pressure|weakness|strength|rally|rise|jump|surge|fall|"
    r"decline|slump|drop|demand|profit booking|profit-booking|performers?|outperformance|underperformance|"
    r"upmove|in|from|by|of|for|across|among))*"
)
_LEADS = pattern(rf"{_SUBJECT}{_ASIDE}{_AUX} {_LEAD}")
_LAGS = pattern(rf"{_SUBJECT}{_ASIDE}{_AUX} {_LAG}")
_PRESENT = pattern(rf"{_SUBJECT} {_NOW}")
_SEVERAL = pattern(
    rf"{_SUBJECT}(?: (?:were|are) the (?:only )?(?:ones|sectors|gauges) (?:that|which))? {_MOVED}"
)
# "led by gains in banks", "dragged by IT"
_LED_BY = pattern(
    r"(?P<verb>led|driven|powered|supported|spearheaded|lifted|boosted|aided|helped|buoyed|fuelled|propelled|"
    r"dragged(?: down)?|weighed(?: down)?|pulled (?:down|lower)|hit|hurt|pressured)(?: lower| higher)?"
    rf"(?: mainly| largely| primarily| partly| mostly)? by{_FOR} {_AFTER}"
)
# "buying was seen in metal counters", "selling pressure in IT"
_SEEN = pattern(
    r"(?P<verb>buying(?: interest)?|demand|accumulation|selling(?: pressure)?|profit[ -]booking|"
    r"profit[ -]taking)"
    r"(?: (?:was|were|has been|is))?(?: also| mainly)? (?:seen|witnessed|visible|observed|noticed|"
    rf"noted)(?: today)? (?:in|across|for|among) {_AFTER}"
)
# "fell on selling pressure in IT and bank stocks"
_AMID = pattern(
    r"(?:amid|on|to|due to|after|by|on the back of|saw|seen|"
    r"witnessed)(?: \w+){0,2} (?P<verb>selling(?: pressure)?|sell-off|losses|profit[ -]booking|"
    r"profit[ -]taking|buying(?: interest)?|gains|weakness|strength|rally)(?: seen)? (?:in|across|"
    rf"among) {_AFTER}"
)
# "gains in the metal and auto sectors propelled shares higher while losses in power led shares lower"
_PUSHED = pattern(
    r"(?P<verb>gains|rally|rise|strength|buying|losses|weakness|selling|decline|fall)(?: in| among|"
    rf" of) {_AFTER}"
    r" (?:propelled|led|pushed|drove|dragged|pulled|sent|lifted|weighed|kept|took|helped)(?: on)?(?: the)? "
    r"(?:shares|indices|index|market|markets|benchmarks?|equities|I|X|stocks)(?: (?:higher|lower|up|down))?"
)
# "Nifty IT fell 6% for the week, the worst among the sectors"
_RANKED = pattern(
    rf"{_SUBJECT} [^,;]{{1,30}} P[^,;]{{0,20}} , the (?P<side>worst|best|most|top|biggest|highest|steepest|"
    r"weakest)(?: \w+){0,2} (?:among|of|in)(?: all)?(?: the)? (?:\w+ )?(?:sectors|sectoral|gauges|indices)"
)
# "recession fears weighed on IT and pharma stocks"
_WEIGHED = pattern(
    r"(?:fears|worries|concerns|woes|uncertainty|profit booking|"
    rf"tariffs?) (?P<verb>weighed)(?: heavily)? on(?: the)? {_AFTER}"
)
# "... was the worst and Nifty FMCG the best"
_AND_THE = pattern(
    rf"(?:and|while) {_SUBJECT} the (?P<side>best|worst|weakest|strongest)(?: performers?| gainers?|"
    r" losers?)?"
)
# "the top sectoral gainers were metal and realty", "top losers: IT, pharma"
_ROLE = pattern(
    r"(?:(?:the|sectoral|top|best|main|major|key|worst|biggest|leading|other|notable|prominent|"
    r"[\w-]+performing) )+(?P<side>(?:sectoral |sector )?(?:gainers?|losers?|laggards?|leaders?|"
    r"outperformers?|underperformers?|performers?|decliners?|drags?|sectors?))(?: (?:today|on D|"
    r"in the session|of the day|among sectors|by sector))?"
    rf"(?: (?:were|was|are|is|included?|includes|being|remained)| :| -)+ {_AFTER}"
)
_LABEL = pattern(
    rf"(?:(?:key|top|best|leading|main|major|worst|biggest) )?(?:sectors?|sectoral)(?: [a-z]+){{0,2}}? ?"
    r"(?P<side>driving|leading|gainers?|losers?|laggards?|leaders?|outperformers?|underperformers?|"
    r"lagging|performers?)"
    rf"(?: [a-z]+){{0,2}}? : {_AFTER}"
)
_INTO = pattern(rf"rotation (?:into|towards?) {_AFTER}")
_ABOUT = pattern(
    rf"(?P<side>underperformance|outperformance) (?:of|in|by|from) (?:certain |some |select )?{_AFTER}"
)
_FOLLOWED = re.compile(
    rf"(?: ,)?(?: (?:was|were))?(?: closely)? followed by {_AFTER}(?! (?:at|with|by|\(|up|down|P|T))(?= |$)"
)
_RULES = (
    ("leads", _LEADS, 1), ("lags", _LAGS, -1), ("headline", _PRESENT, 0), ("several", _SEVERAL, 0),
    ("led_by", _LED_BY, 0), ("seen", _SEEN, 0), ("amid", _AMID, 0), ("pushed", _PUSHED, 0),
    ("ranked", _RANKED, 0),
    ("and_the", _AND_THE, 0), ("weighed", _WEIGHED, 0), ("role", _ROLE, 0), ("label", _LABEL, 0),
    ("into", _INTO, 1), ("about", _ABOUT, 0),
)  # fmt: skip
_NEEDED = re.compile(
    r"led|lead|lag|driv|gain|rose|ris|fell|fall|slip|slid|eas|drop|declin|climb|jump|surg|rall|advanc|"
    r"correct|retreat|tumbl|buoyant|hit|bottom|top|out|shone|shin|best|worst|most|front|demand|spot|star|"
    r"favour|drag|weigh|under|brunt|strugg|trail|"
    r"by|seen|witness|visible|observed|gainer|loser|perform|rotation|selling|buying|profit|drove|paced|"
    r"head|drew|attract"
)
_DOWNWARD = re.compile(
    r"\b(?:dragged|weighed|pulled|hit|hurt|pressured|los\w+|lag\w*|under\w+|selling|profit|weakness|"
    r"losses|decline\w*|fall|slump|drop|drags?|worst|weakest)\b"
)
_FALLING = re.compile(
    r"lag|struggl|under|drag|fall|fell|slip|slid|tumbl|weigh|declin|drop|eas|retreat|correct|\w+ lower|"
    r"ended in the red"
)
# What sectors lead or drag; an earnings season too has its leaders.
_MARKET = re.compile(
    r"\b(?:[IX]|markets?|indices|benchmarks?|equities|stocks|shares|gauges?|sectors?|sectoral|rall\w+|"
    r"gain\w*|losses|lower|higher|fell|"
    r"rose|declin\w*|green|red|sell-?off|buying|selling|bulls|bears|street)\b"
)
# Where sectors are a company's business or an economy's, not the market's.
_BUSINESS = re.compile(
    r"\b(?:verticals?|yoy|y-o-y|year-on-year|qoq|q-o-q|revenues?|exports|consumption|production|guidance|"
    r"hiring|constant currency|gdp|inflation|order book|deal wins|capex|imports)\b"
)
_LOWER = re.compile(
    r"\b(?:lower|fell|falls?|declin\w+|loss\w*|red|slip\w*|drop\w*|los\w+|sell-?off|negative|down|weak\w*|"
    r"slump\w*|slid\w*)\b"
)
_HIGHER = re.compile(
    r"\b(?:higher|rose|gain\w*|green|advanc\w+|rall\w+|up|positive|climb\w*|jump\w*|surg\w+|rebound\w*|"
    r"recover\w*)\b"
)
_WORD_ONLY = re.compile(r"^(?:[a-z]+-(?:bound|trading|owned|cap)|\w+ly)$")
_DROP = re.compile(r"-(?:related|focused|oriented|linked|led|heavy|facing)$")
_HOUSE = re.compile(
    r"(?i)^(?:S&P )?(?:(?:BSE|NSE)[ -]+)?(?:S&P )?(?:(?:CNX )?Nifty |CNX )?|(?: (?:index|Nifty|sector))+$"
)


def find(sentence: Sentence) -> Facts:
    """The leading and lagging sectors of a sentence."""
    string = sentence.string
    if _BUSINESS.search(string):
        return
    if not _NEEDED.search(string) or not re.search(r"(?:^| )[SI](?: |$)", string):
        return
    taken: set[int] = set()
    for name, rule, told in _RULES:
        for found in sentence.shape.find(rule):
            side = told or _side(sentence, found, name)
            if is_doubtful(sentence.shape, found.start(), found.end()) or is_history(
                sentence.shape, found.start(), found.end()
            ):
                continue
            if _is_refused(sentence, found, name):
                continue
            ends = [found]
            more = _FOLLOWED.match(string, found.end()) if name in ("leads", "lags") else None
            if more:
                ends.append(more)
            for match in ends:
                yield from _facts(sentence, match, side, name, taken)


def _is_refused(sentence: Sentence, found: re.Match[str], name: str) -> bool:
    """Whether a rule's words mean something else here."""
    string = sentence.string
    match name:
        case "leads":
            return bool(re.search(r"\b(?:worst|not|no)\b", found.group())) or _is_object(string, found)
        case "lags":
            if re.match(
                r" (?:segment|vertical|business|market|link|spot for|quarter|year)\b",
                string[found.end() : found.end() + 12],
            ):
                return True
            if found.group().endswith("pressure") and string.startswith(" to ", found.end()):
                return True
            is_passive = re.search(r"(?:dragged|weighed)(?: down)?$", found.group())
            return bool(is_passive) and string.startswith(" by", found.end())
        case "headline":
            return not sentence.is_title
        case "several":
            return len(_sectors(sentence, found)) < 2
        case "led_by":
            return not _MARKET.search(string, 0, found.start()) and not _MARKET.search(_cue(found))
    return False


def _facts(sentence: Sentence, found: re.Match[str], side: int, name: str, taken: set[int]) -> Facts:
    for at, sector in _sectors(sentence, found):
        if at in taken:
            continue
        taken.add(at)
        fields: dict[str, object] = {"sector": sector, "direction": "leading" if side > 0 else "lagging"}
        index = _index(sentence, found)
        if index:
            fields["index"] = index
        told = _horizon(sentence, found)
        if told not in (None, "1d"):
            fields["horizon"] = told
        yield make(sentence, found, f"sector_leadership.{name}", KIND, fields, confidence=0.8)


def _side(sentence: Sentence, found: re.Match[str], name: str) -> int:
    """Whether a match tells of a lead or a lag."""
    groups = found.groupdict()
    verb = groups.get("now") or groups.get("moved")
    if verb:
        return -1 if _FALLING.match(verb) else 1
    if _DOWNWARD.search(_cue(found)):
        return -1
    if name == "led_by":
        # "gauges fell, led by metal", "led by the metal index's 0.8% fall"
        if re.match(
            r" 's (?:P )?(?:fall|decline|drop|loss|slide|slump)",
            sentence.string[found.end() : found.end() + 16],
        ):
            return -1
        before = sentence.string[max(0, found.start() - 70) : found.start()]
        down = max((m.start() for m in _LOWER.finditer(before)), default=-1)
        up = max((m.start() for m in _HIGHER.finditer(before)), default=-1)
        return -1 if down > up else 1
    return 1


def _cue(found: re.Match[str]) -> str:
    """The words of a match that are not its sectors."""
    group = "s" if found["s"] else "t"
    return found.string[found.start() : found.start(group)] + found.string[found.end(group) : found.end()]


def _is_object(string: str, found: re.Match[str]) -> bool:
    """Whether "led" turns out to be led by others, or to lead to something."""
    return bool(
        re.match(
            r" (?:to|by|lower|the (?:fall|decline|losses|losers|slide))\b",
            string[found.end() : found.end() + 16],
        )
    )


def _sectors(sentence: Sentence, found: re.Match[str]) -> list[tuple[int, str]]:
    """The sectors of a match, as printed, each with its place."""
    group = "s" if found["s"] else "t"
    shape = sentence.shape
    first, last = shape.index(found.start(group)), shape.index(found.end(group) - 1)
    made: list[tuple[int, str]] = []
    parts: list[str] = []
    place = -1
    known = False
    depth = 0

    def close() -> None:
        if parts and len(parts) <= 3:
            made.append((place, " ".join(parts)))
        parts.clear()

    for unit in shape.units[first : last + 1]:
        depth += (unit.symbol == "(") - (unit.symbol == ")")
        if depth or unit.symbol in (")", "P", "up", "down"):
            continue
        if unit.symbol in "SI":
            for item in unit.items:
                name = _sector_name(
                    item.text if unit.symbol == "I" else sentence.article.text.plain[item.start : item.end]
                )
                if unit.symbol == "I" and not name:
                    return []
                if parts and unit.symbol == "S" and item is unit.items[0] and not known:
                    # "speciality chemicals" where the list knows only chemicals
                    parts.append(name)
                    known = True
                    continue
                close()
                place, known = item.start, True
                parts.append(name)
        elif unit.symbol in (",", "and", "&"):
            close()
        elif re.fullmatch(_TAIL, unit.symbol) or unit.symbol in (
            "the",
            "as",
            "well",
            "along",
            "with",
            "followed",
            "by",
        ):
            continue
        else:
            word = _DROP.sub("", unit.symbol)
            if word in words("no_sector") or _WORD_ONLY.match(word):
                parts.clear()
                continue
            if not parts:
                place = unit.start
            parts.append(word)
    close()
    if group == "t":
        told = {
            item.start for unit in shape.units[first : last + 1] if unit.symbol == "S" for item in unit.items
        }
        return made if told else []
    return made


def _sector_name(printed: str) -> str:
    """The sector of an index's name ("Nifty Metal": Metal); nothing where it is one of the whole market."""
    if names.is_segment(printed) or names.is_foreign(printed):
        return ""
    name = _HOUSE.sub("", printed).strip()
    plain = name.lower().replace("-", " ")
    if tuple(plain.split()) in sectors() or plain in ("bankex", "teck", "bank", "fin service", "fin"):
        return name
    # NIFTYMETAL, NIFTYIT
    glued = re.match(r"(?i)nifty(?=[a-z])(.+)", plain)
    if glued and tuple(glued[1].split()) in sectors():
        return printed
    return ""


def _horizon(sentence: Sentence, found: re.Match[str]) -> str | None:
    """Over what time: as the sentence tells, else the one before in the same paragraph."""
    told = told_horizon(sentence, found.start(), found.end())
    for n in (1, 2):
        other = sentence.before(n)
        if told or other is None or other.block != sentence.block:
            break
        told = told_horizon(other, 0, 0)
    return told


def _index(sentence: Sentence, found: re.Match[str]) -> str | None:
    near = [u for u in sentence.shape.units if u.symbol == "I" and len(u.items) == 1]
    if near and re.search(r"[A-Z]", near[0].items[0].text) and not _sector_name(near[0].items[0].text):
        return near[0].items[0].text
    return sentence.article.index(sentence, found.start())
