"""The phrases in which sectors lead and lag."""

import re

from bhavhouse.news.grammar.pieces import pattern

TAIL = (
    r"(?:stocks|shares|counters|scrips|sectors?|names|companies|indices|index|space|players|segments?|"
    r"pack|heavyweights|gauges?|makers|lenders|majors|basket)"
)
# "(up 2%)" behind a member of a list.
NOTE = r"(?: \( (?:[^()M]{1,30}) \)| , (?:up|down) P(?= (?:,|and) ))?"
THING = rf"(?:the )?[SI](?: {TAIL})?{NOTE}"
AND = r"(?: ,| and| , and| &| as well as| along with| , followed by| followed by)"
KNOWN = rf"{THING}(?:{AND} {THING}){{0,12}}"
# A word that no list knows is a sector only beside one that a list knows: "environmental and power stocks".
ANY = (
    r"(?:S|(?!(?:while|whereas|as|but|with|which|worst|best|hit|led|were|was|and|although|though|even|"
    r"after|also|most|the)(?: |$))[a-z][a-z&-]+)"
)
MIXED = rf"(?:{ANY} )?{ANY}(?:{AND} (?:{ANY} )?{ANY}){{0,8}} {TAIL}"
SUBJECT = rf"(?:(?P<s>{KNOWN})|(?P<t>{MIXED}))"
AFTER = rf"(?:(?P<t>{MIXED})|(?P<s>{KNOWN}))"
# "FMCG and IT, the usual safe havens, are ..."
ASIDE = (
    r"(?: , (?:(?:up|down|with a (?:gain|loss|fall|rise) of) P(?: ,)?|(?:the|which|usually|both|typically|"
    r"long|once) [^,;SINBM]{2,60} ,))?(?: with(?: a)? P(?: gain| loss| fall| rise)?)?"
)
AUX = (
    r"(?: (?:have|has|were|was|are|is|been|also|continued to|continue to|stay|stays|stayed|emerged as|"
    r"emerged|remained|remains|remain|being|particularly|all|"
    r"ended as|ended|closed|among|amongst|the|a|an|as|by far|today|too|proved to be|turned out to be|"
    r"stood out as|now|being|however|\w+ly))*"
)
BEST = r"(?:top|highest|best|biggest|major|main|key|leading|lead|prominent|largest|strongest|star|notable)"
WORST = (
    r"(?:top|lowest|poorest|worst|biggest|major|main|key|leading|prominent|largest|weakest|notable|heaviest)"
)
SECTORAL = r"(?: sectoral| sectorial| sector| index| indices)?"
UP = (
    r"rise|rally|gains?|charge|advance|upmove|up-move|upside|recovery|rebound|surge|gainers|pack|way|"
    r"outperformance|market higher|"
    r"pack of gainers|jump|climb|bounce|sectoral gains|sectoral rally|sectoral gainers|gainers' list|"
    r"chart|buying"
)
DOWN = (
    r"fall|decline|declines|losses|slide|slump|losers|sell-off|selloff|selling|drop|rout|crash|laggards|"
    r"decliners|downfall|retreat|correction|sectoral losses|sectoral losers|loss"
)
LEAD = (
    r"(?:(?:led|leading|leads|lead|spearheaded|powered|drove|fuelled|headed|paced|topped|"
    rf"tops)(?: from the front)?(?: the)?(?: \w+)? (?:{UP})|"
    r"(?:led|topped the list|topped the charts?)(?= (?:\.|,|;|with|on|as|while|and|among|$)|$)|"
    r"outperformed|outperforming(?: sectors?)?|shining|outshone|outpaced|shone|stole the show|"
    r"hogged the limelight|"
    rf"{BEST}(?:[ -]performing)?{SECTORAL}(?: performers?| gainers?| contributors?| sectors?|"
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
LAG = (
    rf"(?:(?:led|leading|leads|lead|topped|headed)(?: the)?(?: \w+)? (?:{DOWN})|"
    r"lagged|lagging|struggled|struggling|underperformed|underperforming(?: sectors?)?|trailed|"
    rf"{WORST}(?:[ -]performing)?{SECTORAL}(?: losers?| laggards?| drags?| underperformers?| decliners?)|"
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
NOW = r"(?P<now>leads?|outperforms?|shines?|lags?|struggles?|underperforms?|drags?|weighs?)"
# Several sectors that rose or fell, no figure given.
MOVED = (
    r"(?P<moved>gained|rose|advanced|rallied|surged|jumped|climbed|firmed up|ended higher|closed higher|"
    r"(?:ended|closed|finished) in (?:the )?green|edged higher|"
    r"fell|declined|slipped|dropped|eased|tumbled|slid|retreated|ended lower|closed lower|(?:ended|closed|"
    r"finished) in (?:the )?red|edged lower|corrected)"
    r"(?= (?:\.|,|;|while|whereas|but|a little|sharply|marginally|slightly|on|today|in trade|too|"
    r"also)(?: |$)|$)"
)
FOR = (
    r"(?: (?:heavy|strong|sharp|broad-based|robust|solid|healthy|good|continued|intense|some|fresh|a|an|"
    r"the|gains?|losses|buying|selling|interest|pressure|weakness|strength|rally|rise|jump|surge|fall|"
    r"decline|slump|drop|demand|profit booking|profit-booking|performers?|outperformance|underperformance|"
    r"upmove|in|from|by|of|for|across|among))*"
)
LEADS = pattern(rf"{SUBJECT}{ASIDE}{AUX} {LEAD}")
LAGS = pattern(rf"{SUBJECT}{ASIDE}{AUX} {LAG}")
PRESENT = pattern(rf"{SUBJECT} {NOW}")
SEVERAL = pattern(
    rf"{SUBJECT}(?: (?:were|are) the (?:only )?(?:ones|sectors|gauges) (?:that|which))? {MOVED}"
)
# "led by gains in banks", "dragged by IT"
LED_BY = pattern(
    r"(?P<verb>led|driven|powered|supported|spearheaded|lifted|boosted|aided|helped|buoyed|fuelled|propelled|"
    r"dragged(?: down)?|weighed(?: down)?|pulled (?:down|lower)|hit|hurt|pressured)(?: lower| higher)?"
    rf"(?: mainly| largely| primarily| partly| mostly)? by{FOR} {AFTER}"
)
# "buying was seen in metal counters", "selling pressure in IT"
SEEN = pattern(
    r"(?P<verb>buying(?: interest)?|demand|accumulation|selling(?: pressure)?|profit[ -]booking|"
    r"profit[ -]taking)"
    r"(?: (?:was|were|has been|is))?(?: also| mainly)? (?:seen|witnessed|visible|observed|noticed|"
    rf"noted)(?: today)? (?:in|across|for|among) {AFTER}"
)
# "fell on selling pressure in IT and bank stocks"
AMID = pattern(
    r"(?:amid|on|to|due to|after|by|on the back of|saw|seen|"
    r"witnessed)(?: \w+){0,2} (?P<verb>selling(?: pressure)?|sell-off|losses|profit[ -]booking|"
    r"profit[ -]taking|buying(?: interest)?|gains|weakness|strength|rally)(?: seen)? (?:in|across|"
    rf"among) {AFTER}"
)
# "gains in the metal and auto sectors propelled shares higher while losses in power led shares lower"
PUSHED = pattern(
    r"(?P<verb>gains|rally|rise|strength|buying|losses|weakness|selling|decline|fall)(?: in| among|"
    rf" of) {AFTER}"
    r" (?:propelled|led|pushed|drove|dragged|pulled|sent|lifted|weighed|kept|took|helped)(?: on)?(?: the)? "
    r"(?:shares|indices|index|market|markets|benchmarks?|equities|I|X|stocks)(?: (?:higher|lower|up|down))?"
)
# "Nifty IT fell 6% for the week, the worst among the sectors"
RANKED = pattern(
    rf"{SUBJECT} [^,;]{{1,30}} P[^,;]{{0,20}} , the (?P<side>worst|best|most|top|biggest|highest|steepest|"
    r"weakest)(?: \w+){0,2} (?:among|of|in)(?: all)?(?: the)? (?:\w+ )?(?:sectors|sectoral|gauges|indices)"
)
# "recession fears weighed on IT and pharma stocks"
WEIGHED = pattern(
    r"(?:fears|worries|concerns|woes|uncertainty|profit booking|"
    rf"tariffs?) (?P<verb>weighed)(?: heavily)? on(?: the)? {AFTER}"
)
# "... was the worst and Nifty FMCG the best"
AND_THE = pattern(
    rf"(?:and|while) {SUBJECT} the (?P<side>best|worst|weakest|strongest)(?: performers?| gainers?|"
    r" losers?)?"
)
# "the top sectoral gainers were metal and realty", "top losers: IT, pharma"
ROLE = pattern(
    r"(?:(?:the|sectoral|top|best|main|major|key|worst|biggest|leading|other|notable|prominent|"
    r"[\w-]+performing) )+(?P<side>(?:sectoral |sector )?(?:gainers?|losers?|laggards?|leaders?|"
    r"outperformers?|underperformers?|performers?|decliners?|drags?|sectors?))(?: (?:today|on D|"
    r"in the session|of the day|among sectors|by sector))?"
    rf"(?: (?:were|was|are|is|included?|includes|being|remained)| :| -)+ {AFTER}"
)
LABEL = pattern(
    rf"(?:(?:key|top|best|leading|main|major|worst|biggest) )?(?:sectors?|sectoral)(?: [a-z]+){{0,2}}? ?"
    r"(?P<side>driving|leading|gainers?|losers?|laggards?|leaders?|outperformers?|underperformers?|"
    r"lagging|performers?)"
    rf"(?: [a-z]+){{0,2}}? : {AFTER}"
)
INTO = pattern(rf"rotation (?:into|towards?) {AFTER}")
ABOUT = pattern(
    rf"(?P<side>underperformance|outperformance) (?:of|in|by|from) (?:certain |some |select )?{AFTER}"
)
FOLLOWED = re.compile(
    rf"(?: ,)?(?: (?:was|were))?(?: closely)? followed by {AFTER}(?! (?:at|with|by|\(|up|down|P|T))(?= |$)"
)
RULES = (
    ("leads", LEADS, 1), ("lags", LAGS, -1), ("headline", PRESENT, 0), ("several", SEVERAL, 0),
    ("led_by", LED_BY, 0), ("seen", SEEN, 0), ("amid", AMID, 0), ("pushed", PUSHED, 0),
    ("ranked", RANKED, 0),
    ("and_the", AND_THE, 0), ("weighed", WEIGHED, 0), ("role", ROLE, 0), ("label", LABEL, 0),
    ("into", INTO, 1), ("about", ABOUT, 0),
)  # fmt: skip
NEEDED = re.compile(
    r"led|lead|lag|driv|gain|rose|ris|fell|fall|slip|slid|eas|drop|declin|climb|jump|surg|rall|advanc|"
    r"correct|retreat|tumbl|buoyant|hit|bottom|top|out|shone|shin|best|worst|most|front|demand|spot|star|"
    r"favour|drag|weigh|under|brunt|strugg|trail|"
    r"by|seen|witness|visible|observed|gainer|loser|perform|rotation|selling|buying|profit|drove|paced|"
    r"head|drew|attract"
)
DOWNWARD = re.compile(
    r"\b(?:dragged|weighed|pulled|hit|hurt|pressured|los\w+|lag\w*|under\w+|selling|profit|weakness|"
    r"losses|decline\w*|fall|slump|drop|drags?|worst|weakest)\b"
)
FALLING = re.compile(
    r"lag|struggl|under|drag|fall|fell|slip|slid|tumbl|weigh|declin|drop|eas|retreat|correct|\w+ lower|"
    r"ended in the red"
)
# What sectors lead or drag; an earnings season too has its leaders.
MARKET = re.compile(
    r"\b(?:[IX]|markets?|indices|benchmarks?|equities|stocks|shares|gauges?|sectors?|sectoral|rall\w+|"
    r"gain\w*|losses|lower|higher|fell|"
    r"rose|declin\w*|green|red|sell-?off|buying|selling|bulls|bears|street)\b"
)
# Where sectors are a company's business or an economy's, not the market's.
BUSINESS = re.compile(
    r"\b(?:verticals?|yoy|y-o-y|year-on-year|qoq|q-o-q|revenues?|exports|consumption|production|guidance|"
    r"hiring|constant currency|gdp|inflation|order book|deal wins|capex|imports)\b"
)
LOWER = re.compile(
    r"\b(?:lower|fell|falls?|declin\w+|loss\w*|red|slip\w*|drop\w*|los\w+|sell-?off|negative|down|weak\w*|"
    r"slump\w*|slid\w*)\b"
)
HIGHER = re.compile(
    r"\b(?:higher|rose|gain\w*|green|advanc\w+|rall\w+|up|positive|climb\w*|jump\w*|surg\w+|rebound\w*|"
    r"recover\w*)\b"
)
WORD_ONLY = re.compile(r"^(?:[a-z]+-(?:bound|trading|owned|cap)|\w+ly)$")
DROP = re.compile(r"-(?:related|focused|oriented|linked|led|heavy|facing)$")
HOUSE = re.compile(
    r"(?i)^(?:S&P )?(?:(?:BSE|NSE)[ -]+)?(?:S&P )?(?:(?:CNX )?Nifty |CNX )?|(?: (?:index|Nifty|sector))+$"
)
