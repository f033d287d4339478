"""What flows are told in: investors, sides, and money that is something else."""

import re

from bhavhouse.news import dates

FOREIGN = (
    r"foreign institutional investors?|foreign portfolio investors?|foreign institutions|"
    r"foreign fund houses|foreign institutional players|foreigners|foreign funds|foreign investors?|"
    r"overseas investors?|overseas funds|offshore funds|fiis?(?: / fpis?)?|fpis?(?: / fiis?)?|fii-fpi"
)
DOMESTIC = (
    r"domestic institutional investors?|domestic institutions|domestic investors|domestic funds|"
    r"local institutions|local funds|local institutional investors|diis?"
)
FUNDS = (
    r"(?:domestic |equity )?mutual funds?|(?:domestic |local )?fund houses|mfs|"
    r"(?:domestic |mutual |equity )?fund managers"
)
OTHERS = (
    r"retail investors|individual investors|hnis|insurance companies|insurers|proprietary traders|pro traders"
)
# Savers' schemes: what they bring in is told as theirs.
SAVERS = (
    r"(?:systematic investment plans?|sips?)|(?:(?:I|[a-z]+-cap) )?(?:I |[a-z]+-cap |equity |"
    r"hybrid |"
    r"thematic |sectoral (?:and|&|or) thematic |sectoral |gold |sectoral ?/ ?thematic |balanced advantage |"
    r"arbitrage |index |equity-oriented |"
    r"equity mutual |"
    r"equity oriented |active equity |dividend yield |elss |value |"
    r"focused )(?:mutual )?(?:fund )?(?:schemes|funds|etfs|fund category)(?: of mutual funds)?"
)
EDGE = r"(?:^|(?<= ))"
INVESTOR = re.compile(
    rf"{EDGE}(?P<who>{FOREIGN}|{DOMESTIC}|{SAVERS}|{FUNDS}|{OTHERS}|"
    r"foreign(?: portfolio| fund| institutional)?"
    r"(?= (?:net )?(?:inflows?|outflows?|selling|buying|purchases|sales)))"
    r"(?: \( (?:[a-z/ -]{2,14}|N|B) \))?(?= |$)"
)
# One of these is in the name of every class of investors.
_NAMED = re.compile("fii|fpi|dii|fund|invest|instit|foreign|mfs|sip|insur|hnis|traders|schemes|etfs")


def investors(string: str) -> list[re.Match[str]]:
    """The investors that a sentence's symbols name."""
    return list(INVESTOR.finditer(string)) if _NAMED.search(string) else []


THEY = re.compile(
    rf"{EDGE}(?:they|these investors|the category|the cohort|"
    r"their(?= (?:net|gross|total|overall|cumulative|purchases|sales|selling|buying|"
    r"investments?|inflows?|outflows?)))(?= |$)"
)
SIDE = re.compile(
    rf"{EDGE}(?:(?P<buy>net buyers?|net buying|gross purchasers?|gross (?:purchases?|buying|bought|buys?)|"
    rf"net bought|net buys?|net purchases?|"
    r"net purchasers?|net inflows?|net purchased|"
    r"net investors|bought|buying|buys?|buyers?|purchased?|purchases|purchasing|infused?|infusing|infuses|"
    r"invested|invest(?:s|ing)?|pumped(?: in)?|pumping(?: in)?|pumps?(?: in)?|poured(?: in)?|pouring(?: in)?|"
    r"ploughed(?: in)?|"
    r"put in|picked up|picking up|inflows?|added|adding|lapped up|absorbed|absorbing|mopped up|mopping up|"
    r"mop up|"
    r"took in|taken in|taking in|kharide|kharida|kharidari|kharidaari|collected|garnered|mobilised|raked in|"
    r"contributions?|collections?|flows?(?= (?:is|was|are|were|of|at|stood|M))|"
    r"acquired?|acquiring|deployed|injected|net positive|put|received|got|attracted|drew|net investments?|"
    r"investments?|putting)"
    r"|(?P<sell>booked profits?|booking profits?|gross (?:sales?|selling|sold|sells?)|net sellers?|"
    r"net selling|net sold|net sells?|"
    r"net sales?|net outflows?|net offloaded|"
    r"net withdrawals?|"
    r"sold|selling|sells?|sellers?|sales|offloaded|offloading|offloads?|pulled(?: out)?|pulling(?: out)?|"
    r"pulls?(?: out)?|"
    r"withdrew|withdrawn|withdrawing|withdraws?|withdrawals?|outflows?|dumped|dumping|dumps?|unloaded|"
    r"unloading|"
    r"divested|divesting|liquidated|liquidating|exited|shed|taken out|took out|takes? out|taking out|"
    r"beche|becha|bechi|bechein|bikwali|bikwaali|trimmed|trimming|pared|paring|lightened|"
    r"taken|took|taking|yanked(?: out)?|squared off|disposed of|net negative|sell-off|selloff))(?= |$)"
)
BREAK = re.compile(r"; |(?:^| )(?:while|whereas|but|(?<!, )however|although|even as)(?= )")
MONEY = re.compile(rf"{EDGE}M(?= |$)")
# Money that is no flow into or out of shares.
OTHER_MONEY = re.compile(
    r"\b(?:debt|bonds?|futures|options|derivatives?|g-secs?|gilts?|ipos?|primary market|hybrid|stake in|"
    r"stakes in|aum|"
    r"assets under|custody|sips?|folios|market cap\w*|holdings?|block deals?|bulk deals?|revenue|profit|"
    r"loans?|vrr|route)\b"
)
# Shares placed with investors are bought from the company, not in the market.
PLACED = re.compile(
    r"\b(?:in the (?:offer|issue|offering)|anchor investors?|ipo|qip|preferential|follow-on|"
    r"offer for sale|ofs|block deals?|bulk deals?|"
    r"allotted|pre-ipo)\b"
)
# "FII selling wiped out Rs 3 lakh crore": what shares lost in value.
WIPED = re.compile(r"\b(?:wiped|eroded|erased|cost|knocked|shaved|wealth|market value|capitali[sz]ation)\b")
DEBT = re.compile(
    r"(?:^|, )(?:in|on) (?:the )?debt (?:side )?,|\b(?:debt|bond|primary|derivatives?|f&o|"
    r"currency) (?:market|markets|segment)\b"
)
SHARES = re.compile(r"\b(?:shares|stocks|equit(?:y|ies)|cash|scrips)\b")
# "FPIs took Rs 13,471 crore out of financials, Rs 6,380 crore out of IT", "..., IT Rs 6,380 crore"
OF_SECTOR = re.compile(
    r"(?: worth)? (?:of|from|out of|in|into|to) (?:the )?(?P<s>S)(?= (?:shares|stocks|sector|space|\.|,|"
    r"and|in|during|over|this|last|while|;|respectively)|$)"
)
NEXT_SECTOR = re.compile(
    r" ?(?: , the (?:highest|most|largest)(?: [a-z]+){0,3} ,)?"
    r"(?: ?(?:,|and|followed|by|then|those|of|in|\)))*"
    r" S (?:(?:by|at|got|of|with|worth|stocks|shares|companies|firms|a|another|modest|only) ){0,2}(?:\( )?"
)
# "... in July, Rs 900 crore in August", "..., Rs 300 crore of it in June": the same side goes on.
GOES_ON = re.compile(
    r"(?: (?:in|during|for|over|on)(?: the)?(?: [a-z-]+| D){1,2})?(?: ,| and| &)+ (?:(?:another|a) )?"
)
ITS_TIME = re.compile(r"(?: of (?:it|which|this))?(?= (?:in|during|over|on) (?:the )?(?:[a-z]|D|#))")
# "..., taking the September tally to M", "the net outflow in October has gone up to M"
TALLY = re.compile(
    r"(?:taking|pushing|bringing|lifting|swelling)(?: (?:the|their|its|total|net|overall))*"
    r"(?: [a-z]+){0,2} (?:tally|total|figure|purchases|sales|selling|buying|(?:in|out)flows?)"
    r"(?: (?:in|for|so far) (?:the )?(?:[a-z]+|#))?(?: so far)? to $|"
    r"^(?:with this , )?(?:the )?(?:net |total )?(?:[a-z]+ )?(?P<flow>in|out)flows?"
    r"(?: (?:in|for) [a-z]+| so far){0,2} (?:has|have|had) (?:[a-z]+ ){0,2}(?:to )?$"
)
MORE = re.compile(r"(?:(?: (?:shares|stocks))?(?: ,| and| followed by)* ?)")
# "Gross equity purchased stood at M against gross equity sold at M", of those just named
GROSS = re.compile(
    r" ?(?:the |their )?(?:gross|total|net) (?:equity |equities |cash )?(?:purchase|bought|sold|sales?)"
)
# "In October so far the inflow is at M", of those just named
INFLOW = re.compile(
    r"(?:the )?(?:equity|cash) (?:segment|market) (?:saw|witnessed|recorded|received) |"
    r"(?:(?:in|for|during) (?:the month|the week|the year|[a-z]+)(?: so far)? (?:, )?)?the (?:total |"
    r"net )?(?:in|out)flow "
)
RIGHT_SIDE = re.compile(
    r"(?: (?:was|were|ki|ka|ke|rupaye|shares|share|equity|sauda|\)|\(|of|worth|in|as|net|on|:|-|[|]|"
    r"crore))*(?= )"
)
# "FIIs bought M and DIIs (of) M": the second has the side of the first.
SAME_SIDE = re.compile(
    r"(?: (?:worth|of|shares|equities|stocks|a|D|\w+day|so far|(?:in|on|during|over|for|this) (?:the |a )?"
    r"(?:net )?[a-z]+))*(?: , (?:up|down) P(?: [a-z]+){0,3})?(?: ,)?(?: (?:and|while|&|followed by|then))?"
    r"(?: (?:those|that))?(?: (?:of|by|"
    r"from))?(?: the)? "
)
AMOUNT_OF = re.compile(r"(?: (?:of|at|for|with|worth|about|:|-|by|another))* ")
BY = re.compile(r"(?: [a-z-]+| S){0,7}? (?:by|from) (?:the )?(?=[a-z])")
INTO = re.compile(r" in(?:to)? (?:the )?(?=[a-z])")  # "M in large-cap funds"
# "FPIs, who had sold M in May, bought M": background.
ASIDE = re.compile(r" , (?:who|which) had\b[^;]*? , ")
ON_DAY = re.compile(rf"\bon (?:D|{dates.A_WEEKDAY})|\byesterday\b|\bprevious session\b")
# "Oil & gas (M), power (M) and FMCG (M) were the others that faced selling"
SECTORS = re.compile(r"(?:^|(?<= ))S \( M \)(?:(?: ,| and| &| followed by)+ S \( M \))+")
# A financial year, "2011-12", is a time of its own.
YEAR = re.compile(
    r"\b(?:(?:in|during|throughout|of) (?:calendar |fiscal )?|"
    r"(?<!since )(?<!\d )(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    r"dec)[a-z]*,? )(?P<year>20\d\d)\b(?!-\d\d\b)"
)
# A sum told for comparison: "after offloading M", "compared with an inflow of M".
COMPARED = re.compile(
    r"\b(?:on top of|(?:after|following) (?:\w+ing|an?|net|the)\b|compared (?:to|with)|(?:as "
    r")?against(?! (?:gross|"
    r"their|sales|purchases|buying|selling))|versus|"
    r"than|up from|down from|"
    r"as compared to)(?: [a-z-]+){0,6} ?$"
)
# Derivatives in rupees are told with a note.
FUTURES = re.compile(
    r"(?: worth)?(?: of)? (?:in|of) (?:the )?(?P<note>(?:index|stock) (?:futures|options))\b"
)
FUTURES_BEFORE = re.compile(r"(?:^|(?<= ))(?P<note>(?:index|stock) (?:futures|options))(?: \w+| ,){0,4}? $")
UNITS = ("inr_crore", "inr_bn", "usd_bn")
NEAR = 90
