"""The clauses that tell a move: short patterns over the roles of a sentence (see roles.py).

Groups: e the subject, s what tells the side, p, p2 or t the figure, level the level that the move led to.
"""

import re

from bhavhouse.news.grammar.pieces import pattern
from bhavhouse.news.lexicon import moves, one_of

_UP = "rAGUCY"
_V, _NN, _SIDE = "[rfAE]", "[GLAE]", "[UD]"
# "300 points or 0.4%", "0.4% (300 points)", "0.4%", "300 points"; an index falls "300, or 0.4%".
AMT = (
    r"(?P<amt>(?P<p>P)(?:,?[|(&]:?[TM#]\)?|,T(?=[,.&x;]|$))?|(?P<t>[T#M])(?:[|,(&]{0,3}[UD:]?(?P<p2>P)\)?)?)"
)
# "Infosys, India's second-largest IT firm, rose"; "Larsen & Toubro (L&T) rose"
_AP = (
    r"(?:,w{0,2}I?[YQ](?:n[IS])?,|,w[^;()NIPTM#.]{0,8}P[^;()NIPTM#.]{0,3},|"
    r",(?:[^,;()PTM#NI.]|(?<=[On])[NI]){0,14},|,j(?![bzqh]*a#,[UD]P)[^,;.]{1,14},|"
    r"j[wn]{0,6}(?=[bhrf])|\([^()PTM.]{0,12}\)|OjNb[wb]{0,2}|"
    r",x[wn]{0,3}N[wn]{0,3},(?=[bzqrf])|,w?O[^,;()PTM#NI.]{0,12}(?=[rfb])|,Oj[^,;()PTM#I.]{1,9},|(?<=I)O[wN]w{1,3}(?:\([wN]?\))?)?"
)
# "jumped up", but not "bounced off"
_SAME = r"(?:(?<=[rA])U|(?<=[fE])D)?"
_AT = r"(?:(?:w{0,2}[UD]#|w?[UD])?[a:](?:[#TM]&)?(?P<level0>[#TM])(?:y[wzO]{1,4}[#M])?,?)?"
# "to 25,000", "to close at 25,000", "to end 150 points higher at 25,000"
_TO = (
    r"(?:(?:,?[inx]w{1,3}(?=,?&z)|,[^NISPTM#;.]{1,14}(?=,az))?[,&]{0,2}(?:y[#TM])?"
    r"(?:a[bzqhCF]{1,3}(?:U?T[UD])?a?|[bzq]{0,2}(?:[UD]#)?a)(?P<level>[#TM]))?"
)
# "is the best of the midcap pack", "was the top gainer on the Nifty"
_BEING = r"(?:[bzqohnwYQ&]|[Onia][IS](?=[iO,w])|wI(?=[iO,])|I'?w?(?=[YQ])|(?<=h)I(?=i))"
# What a subject did before it moved: "erased early losses to", "slid below 25,000 before"
_FIRST = (
    r"(?:[^NISPTM#.;:x!|]|x(?=[pzq]|[rf]a[zq])|(?<=[aUDyzqoOhn&])[#MT]|(?<=b)T(?=x)){0,24}?"
    r"(?:[,&xa]{1,3}|(?=[zq])|(?<=[^'][rfv])(?=[rf]))"
)

_FORMS = {
    # "rose 300 points or 0.4% (to close at 25,000)"
    "verb": rf"{_AP}(?:[bh]{_BEING}{{1,6}}[&,j]?)?[bzoq]{{0,3}}{_AT}[&,(]?i?(?:[bh]a?)?"
    rf"(?P<s>{_V}){_SAME}(?:w?,|\(|[in]I,?)?{AMT}{_SIDE}?\)?{_TO}",
    # "(closed at 25,000), up 0.4%"; "was the weak spot, down 2%"
    "side": rf"{_AP}[bzqoh]*{_AT}(?:{_BEING}{{1,6}},)?"
    rf"(?:[bwn]{{1,3}}[YQ](?:n?w{{0,2}}I?)?)?[,(:]?j?b*(?P<s>{_SIDE}),?{AMT}\)?{_TO}",
    # "ended (300 points or) 0.4% lower (at 25,000)", "ended 300 points lower, or 0.4%"
    "settled": rf"{_AP}:?[bzqoh]*{_AT}i?{AMT},?(?P<s>{_SIDE})(?:[|,(]{{1,2}}(?P<p3>P)\)?)?{_TO}",
    # "posted a 12% decline", "is the leader with a 3% jump"
    "gave": rf"{_AP}{_BEING}{{0,7}}{_AT}(?:,?[hibY]|,)w{{0,3}}{AMT}w{{0,2}}(?P<s>{_NN}){_TO}",
    # "closed at 25,000 with a loss of about 0.7%"
    "of": rf"{_AP}{_BEING}{{0,7}}(?:{_V}(?:(?=[aiAE])|[wYQ]{{1,3}}(?=i)))?{_AT}"
    rf"(?:,?[hibrYQ]|,|a?z(?=U))(?:w|U(?=[GA])|D(?=[LE])){{0,3}}(?P<s>{_NN})(?:,?O|a)?{AMT}{_TO}",
    "ranked": rf"{_AP},?[bwh]{{0,3}}(?P<s>[YQ])(?:n[IS]?w{{0,2}})?(?:,?[ia]|,)?(?P<amt>(?P<p>P))",
    # After what the subject did before: "bucked the mood and rose 2%", "slid below 25,000 to settle at
    # 24,980, down 0.5%", "also underperformed, ending at 14,472, a decrease of 164 points or 1.1%"
    "late_before": rf"{_FIRST}p?[bzqoh]{{0,3}}{_AT}[,(&i]{{0,2}}b?"
    rf"(?P<s>{_V}|{_SIDE}|{_NN}(?=O|[UD]?[PT])){_SAME}O?{AMT}{_SIDE}?{_TO}",
    # "touched 25,200 before it closed 0.4% higher at 25,000", "reversed gains to trade 1.4% lower at Rs 412"
    "late_after": rf"{_FIRST}p?[bzqoh]{{1,3}}{_AT}{AMT},?(?P<s>{_SIDE}){_TO}",
    # "topped the list of gainers with a 7% jump to Rs 1,180"
    "late_gave": rf"[^NISPTM#.;:x!|,]{{0,12}}?i{AMT}w{{0,2}}(?P<s>{_NN})(?!w?[nO]){_TO}",
    # "the index's 2.5% rise"
    # "X, whose 9% drop was the steepest"
    "own": rf"(?:'|,j)w{{0,2}}{AMT}w{{0,2}}(?P<s>{_NN})",
    # "the index's fall of 2.5%"
    "own_of": rf"'w{{0,2}}(?P<s>{_NN})(?:O|b{{1,2}}n?[aO]?){AMT}{_TO}",
    # "Infosys (up 2%)", "Wipro (-2.2%)", "Nifty IT: +1.3%"
    "signed": r":?(?:b?[zq](?=[a#]))?[(:,|i]{0,2}(?:a?:?(?:(?P<level>[M#])|"
    r"T)[,;(:|]{0,3}(?:w{0,2}[(:])?)?(?:[UD]?[#T](?:[,|:]{1,2}|\)\())?(?P<amt>(?P<s>[UD])?(?P<p>P))\)?(?:(?:a|\(?(?=M))(?P<level0>[#M])\)?)?",
    # "opened at 24,274 and closed at 23,914, i.e., -1.5%"
    "late_signed": rf"{_FIRST}[zq]a:?(?P<level>[#M])[,(|:]{{1,3}}(?:[UD]?[#T][,|])?(?P<amt>(?P<p>P))",
    # "locked in its 5% upper circuit"
    "circuit": rf"{_AP}:?[bzqhinwrfAE]{{0,4}}a?(?P<amt>(?P<p>P))(?P<s>[CF])(?:[aO](?P<level>M))?",
    "circuit_of": rf"{_AP}[bzqhinwrfAE]{{0,4}}a?(?P<s>[CF])[Oa(]?(?P<amt>(?P<p>P))"
    r"(?:\)?(?:aza|[aO])(?P<level>M))?",
    # "Tata Steel: surging by 6.4%, the company rose to Rs 1,220"; "Sun Pharma: with a gain of 3.5%"
    "label": rf":(?:[ih]?(?P<s>[rfAEGL])O?{AMT})(?:(?:,[Np]?[bzqrfAEw]{{0,3}})?a(?P<level>M))?",
    # "Nifty 0.3% girkar 25,040 par band hua"
    "hindi": rf"w?{AMT}w?(?P<s>[rf]|[UD](?=[#M][zqo]))(?:(?P<level>[#M])(?:[zqo]|(?=[,.;]|$)))?",
    # "for the Nifty 50 the figures are 3.2% and 5.2%"
    "listed": r"[wb]{1,4}(?P<amt>(?P<p>P))(?=,?\.|$)",
    # "performance over the week has been -0.1%"
    "signed_is": rf"{_AP}b{{1,3}}(?P<amt>(?P<p>P))(?=[.,;&)]|$)",
}
RULES = {
    name: re.compile(
        rf"(?P<e>[NIS])'?(?P<body>{rest})" if not name.startswith("own") else rf"(?P<e>[NIS])(?P<body>{rest})"
    )
    for name, rest in _FORMS.items()
}
# "it was up 40 points": the subject stands in the sentence before, or before ", which".
PRONOUN_RULES = {
    name: re.compile(rf"(?P<e>[pj])(?P<body>{_FORMS[name]})")
    for name in ("verb", "side", "settled", "gave", "of", "late_before", "late_after")
}
# "a 3% fall in A", "a rise of 3% in A"
REVERSED = re.compile(
    rf"(?:{AMT}:?w{{0,2}}(?P<s>{_NN})|(?P<s2>{_NN})O?(?:T,?[|(],?)?(?P<p3>P)[),]{{0,2}})[nO](?P<e>[NIS])"
)
# "compared with 0.9% for the Nifty", after a move of another
AGAINST = re.compile(r"y(?:(?P<p>P)[nO]?(?P<e>[NIS])|(?P<e2>I)'(?P<p2>P)(?!w{0,2}[GLAE]))")
# "delivered 120% in one year"
EARNED = re.compile(rf"(?P<e>[NIpC]){_AP}b*h(?P<p>P)(?=[,&.;)ynx]|$)")
# "Losses in the midcap and smallcap indices came to 2% and 3%"
INVERTED = re.compile(rf"(?P<s>{_NN})[nO]w?(?P<e>[NIS])b{{1,2}}[aO]?(?P<p>P)")
# ", B 2% and C 1.5%"; "followed by B (2%)"; "then came B with 2%"
GAPPED = re.compile(
    r"(?:[,;)&]|[xb](?=[NIS])|y(?=[NIS]'))*(?:(?<=&)O)?(?P<e>[NISp])'?(?:[(:,i]|a(?!T))?(?:T[|"
    r"(,]{1,2}(?=P))?(?P<p>[PT])(?:[|(]T)?\)?"
    rf"(?![GLAErfUD!Y|]|w[GLAE]|[,(]P){_TO}"
)
# "A clocked a 4% gain, B a 3.2% rise"
GAPPED_NOUN = re.compile(r"[,;&]+(?P<e>[NIS])(?P<p>P)w?(?P<s>[GLAE])(?![nO])")
# "gains of 1.4% for the mid-cap index and 1.9% for the small-cap index"
GAPS = (GAPPED, GAPPED_NOUN, re.compile(r"[,;&]+(?P<p>P)[nO](?P<e>[NIS])(?!w?[GLAE])"))
# "... and gaining 1.95% over five days": the same subject goes on.
CHAIN = re.compile(
    rf"(?:[bzqah][#TM]?)*(?:[,&x]|xi?)+(?:[bzq]{{0,2}}(?:a(?P<level0>[#MT]),?))?[bzq]{{0,2}}(?P<s>{_V}|"
    rf"b{_SIDE}|{_SIDE})[UD]?{AMT}(?!{_NN}){_TO}"
)
# "... before ending 4.9% higher at Rs 834"
# "... to a high of Rs 412, before paring gains to trade 2% higher at Rs 404"
CHAIN_LATE = re.compile(
    rf"(?:[^NISPT#.;:!|]|(?<=[aUDyzqO])#){{0,20}}?(?:[,&xa]{{1,3}}|(?=q))p?[bzqoh]{{1,3}}"
    rf"{_AT}{AMT},?(?P<s>{_SIDE}){_TO}"
)
# "... to hit a high of Rs 58 before settling at Rs 56, higher by 6.7%"
CHAIN_SIDE = re.compile(
    rf"(?:[^NISPT#.;:!|]|"
    rf"(?<=[aUDyzqO])#){{0,20}}?[,&xa]{{1,3}}[bzqoh]{{1,3}}{_AT}[,(]?b?(?P<s>{_SIDE}){AMT}{_TO}"
)
SERIES = re.compile(r"[,&]+(?P<p>[PT])(?=[,&.;yix]|$)")
# "... fell 121 points, equivalent to a loss of 0.5%, and closed at 25,839"; ", extending its loss in five
# sessions to 3.6%"
CHAIN_GIVEN = re.compile(r"[,&]+b?h(?P<p>P)(?=[,&.;)]|$)")  # "and has given 9.2% in the last 6 months"
CHAIN_NOUN = re.compile(
    rf"(?:,?&h?(?P<amt>(?P<p>P))w{{0,2}}(?P<s>{_NN})|"
    rf"(?:,[|&]?|&)w{{0,2}}[ah]?w?(?P<s2>{_NN})(?:O|a)?(?P<p3>P))"
    rf"(?![nO]w?[NIS]){_TO}"
)
# "its one-month loss comes to about 10%", "the three-year return of 221%"
OWNED = pattern(
    r"(?:(?:its|the|the stock 's)(?: [a-z-]+| # -?){0,3}?|[a-z]+-(?:week|month|year))"
    rf" (?P<noun>{one_of(moves('noun'))}|performance|change)(?P<how>(?: [a-z-]+){{0,4}}?) "
    r"(?P<verb>(?:of|is|was|comes? to|came to|stands at|stood at|amounts to|at|to) )?(?P<p>P)"
)
CAME_NEXT = re.compile(
    r"(?: \))? (?:(?:were|was) (?:not far behind|close behind|next|close on its heels)|"
    r"came (?:after|next|second)|followed|were next|came close behind)\b"
)
# A level alone: "The Nifty settled at 24,600", "the stock trades at Rs 198".
LEVEL = re.compile(
    rf"(?P<e>[NIp])'?{_AP}(?:,(?=q)|b|w(?!.{{0,3}}!))*(?P<z>[zq])(?:(?:[UD]#)?w{{0,2}}a|O):?(?P<level>[#M])(?![!|UD:])"
)

# "The Sensex opened at 37,040, rose to 37,572 and finally closed at 37,318"
LEVEL_LATE = re.compile(
    r"(?P<e>I)[^NISTM.;x]{1,30}?(?:[,&]{1,2}|x)(?P<z>z)w{0,2}a(?P<level>#)(?![!|UD:]|,?[UD][PT])"
)
# "the close of 46,918 for the BSE Smallcap"
# "The Nifty 50 (19,564) gained 1.2% last week", and as a heading
LEVEL_OF = re.compile(r"(?P<z>z)O(?P<level>#)[nO](?P<e>I)")
LEVEL_BESIDE = re.compile(r"(?P<e>I)\((?P<level>#)\)(?P<z>)")
# "India VIX eased to 10.68 from 11.88"
# "Nifty close: 25,960"
LEVEL_LABEL = re.compile(r"(?P<e>I)(?P<z>z):(?P<level>#)")
LEVEL_FROM = re.compile(r"(?P<e>I)b?[rf](?:y#(?=a))?a(?P<level>#)(?:y#|(?<=y#a.))(?P<z>)")
OTHER_LEVELS = (LEVEL_OF, LEVEL_BESIDE, LEVEL_LABEL, LEVEL_FROM)
# "Sensex up 0.75%, Nifty at 25,115" in a headline.
HEADLINE_LEVEL = re.compile(r"(?P<e>I)a(?P<level>#)(?=[,;.x]|$)(?P<z>)")

# What follows a percentage that is no move of a price.
OTHER_FIGURE = re.compile(
    r" (?:\) )?(?:stakes?|market share|equity|dividend|y-o-y|yoy|qoq|q-o-q|year-on-year|on-year|"
    r"quarter-on-quarter|sequentially|year on year|annually|of (?:its(?! value)|the|total|all)|volume|"
    r"weight(?:age)?|(?:(?:rise|jump|fall|drop|growth|increase|decline|surge|dip|gain|uptick|slump|slide|"
    r"decrease|cut) )?in (?:[a-z0-9-]+ ){0,3}?(?:revenues?|profits?|sales|income|ebitda|margins?|earnings|"
    r"volumes?|pat|net|deposits|loans|advances|turnover|expenses|costs?|orders?|production|output|bookings|"
    r"assets|aum|demand|exports|prices?|dispatches|deliveries|wholesales|stake|open interest)|(?:rise|jump|"
    r"fall|drop|growth|increase|decline|surge) (?:on-year|yoy|year-on-year|in net)|growth|"
    r"(?:in )?constant currency|upside|downside|discount|premium|coupon|interest|cagr|retracement|fibonacci|"
    r"(?!from (?:its|their|the) (?:record |all-time |life(?:time)? |# |[a-z]+ )?(?:peaks?|highs?)\b)(?:from|"
    r"off|below|above|away from|higher than|lower than|more than|less than)(?: [a-z0-9'-]+| D|"
    r" #){0,4}? (?:high|highs|peak|low|lows|issue price|ipo price|levels?|record|average|dma|top|bottom|"
    r"opening price|opening)|to M (?:crore|cr)\b|since (?:we|our|its) (?:recommend|initiat|call|"
    r"inclusion)[a-z]*|at one (?:stage|point|time)|at (?:the|its) (?:day 's )?(?:high|low)(?! of the))\b"
)
# An index "trades 18% off its life high": that is told of it, of a share it is no move.
FROM_PEAK = re.compile(
    r" (?:from (?:its|the) (?:52-week |D )|(?:from|off|below) (?:its|their|the) (?:[a-z-]+ |# ){0,3}?)"
    r"(?:peaks?|highs?|record)\b(?! closes?| closing)"
)
# Whose figure it is, where the company is named after it: "sales of Maruti fell 3%".
OTHER_OWNER = re.compile(
    r"(?:open interest|oi|ownership|revenues?|profits?|sales|income|margins?|earnings|volumes?|turnover|"
    r"stakes?|holdings?|production|output|exports?|demand|orders?|(?<!share )(?<!stock )prices?|price target|"
    r"target price|target|weightage|promoters?|futures|yields?|market cap\w*|m-cap|mcap|salaries|wages|"
    r"capacity|headcount|attrition|volatility|costs?|deposits|loans|shareholding|premium)(?: (?!shares|"
    r"stock|scrip|after|as|on|amid)[a-z-]+){0,4}? (?:of|at|in|for|from|by)(?: the)? $"
)

# "..., undoing Tuesday's gain of 0.3%"
UNDONE = re.compile(r"\b(?:undoing|eras|wiping|revers|recoup|recover|par|trimm|snapp|nullify)(?:ing)?\b")
HAD = re.compile(
    r"\bhad (?:ended|closed|settled|finished|fallen|risen|gained|lost|dropped|slipped|advanced|declined)\b"
)
OPENED = re.compile(r"o[ahi#MGAELOUDw,]{0,6}$")
WITHIN = re.compile(
    r"\b(?:intra-?day|during the (?:day|session)|in the day|to (?:the|its) day 's (?:high|low))\b"
)
AT_CLOSE = re.compile(r" (?:at|by|as of) (?:the )?(?:close|end)\b")
AVERAGED = re.compile(r"\b(?:average|mean|median|annualised) (?:annual |monthly )?(?:returns?|gains?|loss)\b")


def sign_of(role: str) -> int:
    """The side that a role tells."""
    return 1 if role in _UP else -1
