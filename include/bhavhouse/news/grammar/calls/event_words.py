"""The words and shapes in which a line tells a grade, over the symbols of lines.py."""

import re

from bhavhouse.news.grammar.pieces import pattern

UP = (
    r"(?:double[ -])?upgrad(?:ed|es|e|ing)|raised?|raises|raising|lift(?:ed|s)?|improv(?:ed|es|ing)|"
    r"bumped up|moved up|made (?:it|its way)|hiked|boosted|elevated|promoted|advanced|climbed|rose|risen|"
    r"rises|strengthened|jumped|ups|upped|(?:taken|marked|nudged|pushed|brought|moves?|took|takes|go|goes|"
    r"went|gone|going) up"
)
DOWN = (
    r"(?:double[ -])?downgrad(?:ed|es|e|ing)|cuts?|cutting|lower(?:ed|s|ing)?|slashed|slashes|reduced|"
    r"demoted|trimmed|slipped|slips|fell|fallen|falls|dropped|drops|weakened|weakens|deteriorated|"
    r"deteriorates|declined|worsened|slid|dipped|relegated|pared|scaled back|(?:pulled|brought|knocked|"
    r"marked|taken|moved?|moves|took|takes|pulls|brings|pushed|go|goes|went|gone|going) down"
)
TURN = (
    r"moved|moves|moving|shifted|shifts|changed|changes|revised|revises|turned|turns|taken|takes|took|went|"
    r"gone|goes|switched|swung|flipped|adjusted|transitioned|evolved|brought|brings|put|pushed|reclassified|"
    r"reverted|returned|re-?rate[ds]?|re-?graded?s?"
)
STEADY_VERBS = (
    r"(?:re-?)?(?:maintain(?:ed|s|ing)?|reiterat(?:ed|es|e|ing)|retain(?:ed|s|ing)?|reaffirm(?:ed|s|ing)?|"
    r"affirm(?:ed|s)?|kept|keeps?|keeping|repeat(?:ed|s)?|stuck|stick(?:s|ing)?|stays?|stayed|remains?|"
    r"remained|continu(?:ed|es|e|ing)|stands?|stood|holds on|left|leaves|leaving)"
)
RATING = (
    r"(?:ratings?|calls?|stances?|views?|recommendations?|grades?|tags?|reco|opinion|verdict|status|"
    r"territory|category|outlook|advice|position)"
)
_FILL = (
    r"(?: (?:a|an|its|the|their|his|our|this|current|earlier|previous|prior|existing|old|new|fresh|only|just|"
    r"straight|investment|stock|mojo|rating|ratings|grade|call|recommendation|of|being|more|overall))*"
)
_WORD = (
    r"(?:as well|(?!(?:to|at|as|into|and|but|while|whereas|which|target|cut|upgraded|downgraded|[GgM])(?: |"
    r"$))[^ ;|.]+)"
)
_KEEP_WORD = (
    rf"(?:its|the|their|a|an|his|our|{RATING}|on|for|[NC]|'s|stock|shares?|scrip|unchanged|at|as|"
    rf"with|of|to|in|be|investment|"
    r"long-term|positive|both|and|by|S|ltd|earlier|current|existing|previous|, which|this|alone|untouched|"
    r"put)"
)
_ON = rf"(?: {RATING})?(?: (?:on|for) [NC])?"
_START = r"(?:initiat(?:ed|es|e|ing|ion|ions)|re-?initiat(?:ed|es|e|ing)|reinstat(?:ed|es|e|ing))"
_BEGIN = (
    r"(?:start(?:ed|s|ing)?|began|begins?|beginning|resum(?:ed|es|e|ing)|launch(?:ed|es)|"
    r"commenc(?:ed|es|ing)|assum(?:ed|es)|picked up|took up)"
)

ASIDE = (
    r", (?:which (?:was|had been|stood)|already|earlier|until now|hitherto|formerly|so far)"
    r"(?: (?:at|an?|rated|graded))* (?P<fr>[Gg])(?: [^,; ]+){0,5} , (?:is|was|stands|has been|are|has)"
    r"(?: (?:now|been|become|turned|slipped|improved|moved|placed|raised|cut|lowered|upgraded|downgraded|"
    r"put|at|to|an?))* (?P<to>[Gg])"
)
RULES: dict[str, re.Pattern[str]] = {
    # "from Hold to Buy"
    "from_to": pattern(
        rf"(?:from|out of){_FILL} (?P<fr>[Gg])(?: {RATING})?(?: (?:earlier|previously|straight|directly|"
        rf"all the way))?(?: ,)? (?:to|into){_FILL} (?P<to>[Gg])(?: {RATING})?"
    ),
    # "to Buy from Hold", "Buy (earlier Hold)", "at Underweight, down from Neutral"
    "to_from": pattern(
        rf"(?P<to>[Gg]){_ON}(?: ,| \()*(?: an? (?:upgrade|downgrade|improvement))?(?: up| down| upgraded|"
        rf" downgraded| raised| cut| lowered)? (?:from|against|as against|versus|vs|earlier|previously|was|"
        rf"instead of|replacing|replaces|in place of|after(?= an? )|compared (?:to|"
        rf"with))(?: [:.])?{_FILL} (?P<fr>[Gg])(?: {RATING})?"
    ),
    # "lost its Buy rating and is now a Hold", "used to be Sell, it is now Hold"
    "was_now": pattern(
        rf"(?:los(?:t|es)|shed|stripped of|surrender(?:ed|s)|gave up|gives up|forfeited|used to be|was once|"
        rf"no longer)(?: (?:its|the|a|an|rated|at))* (?P<fr>[Gg])(?: {RATING})?(?: ,| and| but| ;| to become|"
        rf" it| the stock| C| is| where| gets| was| has| being| becoming| stands| at| become| been| a| an|"
        rf" now| carries| moved| to| B){{1,7}} (?P<to>[Gg])(?: {RATING})?"
    ),
    # "X, already a Buy, is now a Strong Buy", "the trend, which had been flat, was placed at positive"
    "aside": pattern(ASIDE),
    # "dropped a rung each, the former to Sell and the latter to Hold"
    "either": pattern(r"the (?:former|latter|first|second) (?:(?:to|at|as|an?) )?(?P<to>[Gg])"),
    "put_on": pattern(r"(?:puts?|has|have) (?:it|[NC]) on (?P<to>G)"),
    # "Hold > Buy"
    "arrow": pattern(r"(?P<fr>[Gg]) (?:>|→|- >) (?P<to>[Gg])"),
    # "Buy (Upgraded)"
    "marked": pattern(r"(?P<to>[Gg]) \( (?P<verb>upgraded?|downgraded?) \)"),
    # "B on X: Sell to Neutral"
    "pair_cell": pattern(
        r"(?:(?<=^)|(?<=[:|(,;—-] )|(?<=and ))(?P<fr>[Gg]) to (?P<to>[Gg])(?= [,;:|.)(]|$| with| tp| "
        r"target| for N| at B| by B)"
    ),
    # "upgraded X to Buy", "rating raised to Buy"
    "to": pattern(
        rf"(?P<verb>{UP}|{DOWN}|{TURN})(?: {_WORD}){{0,9}}? (?:to|at|as|into){_FILL} "
        rf"(?P<to>[Gg])(?: {RATING})?"
    ),
    # "upgrade on X; Buy"
    "coverage": pattern(
        rf"(?:{_START}|{_BEGIN}(?= N (?:at|with|as) )|{_BEGIN}(?: {_WORD}){{0,3}}? coverage|"
        rf"coverage(?: {_WORD}){{0,4}}? {_BEGIN})(?: {_WORD}){{0,10}}? (?:with|at|as|to|assigning|giving|"
        rf"by assigning){_FILL} (?P<to>[Gg])(?: {RATING})?"
    ),
    # "initiates 'Buy' on X"
    "initiated": pattern(
        rf"{_START}(?: (?:with|coverage|a|an|:|,|on|of|[NC])){{0,6}} (?P<to>[Gg])(?: {RATING})?"
    ),
    # "maintained its Buy rating", "keeps X at Hold"
    "kept": pattern(rf"(?P<kept>{STEADY_VERBS})(?: {_KEEP_WORD}){{0,8}}? (?P<to>[Gg])(?: {RATING})?"),
    # "Buy retained", "Overweight rating reaffirmed"
    "kept_after": pattern(
        rf"(?P<to>[Gg]){_ON}(?: and (?:its )?(?:M )?target(?: price)?(?: of M)?)?"
        rf"(?: (?:is|was|has|have|been|being|also|were|are))* (?:retained|maintained|"
        rf"reiterated|reaffirmed|kept|left (?:as it is|untouched|alone|unchanged)|stands(?= [,.;]|$)|"
        rf"unchanged|intact|affirmed|repeated|stays?|continues|remains?|stayed)"
        # "X's Hold and Y's Sell were left untouched"
        r"|(?P<to2>[Gg])(?= and N 's [Gg](?: (?:was|were|has|have|been))+ (?:left|retained|maintained|kept|"
        r"unchanged))"
    ),
    # "Unchanged at Buy: X", "without a change in its Buy"
    "kept_at": pattern(
        r"(?:unchanged|retained|maintained|kept) at (?P<to>[Gg])(?= :)|(?:calls?|ratings?|views?|stance|"
        r"recommendation) (?:unchanged|retained|maintained|kept) at (?P<to3>[Gg])|(?:without (?:any |a )?|"
        r"no )change (?:in|to)(?: (?:its|the|their|our))? (?P<to2>[Gg])"
    ),
    # "No change: X (Hold), Y (Sell)"
    "kept_in": pattern(r"(?P<n>N) \( (?P<to>G) \)"),
    # "is Overweight on X", "turns buyer": the grade held
    "is_on": pattern(
        r"(?:is|are|was|were|be|been|stays|turned|turns)(?: (?:a|an|at|also|now|still|"
        r"currently|with))* (?P<to>[Gg]) (?:on|for)(?= [NCB]| the| both| all)"
    ),
    # "B is 'neutral'", "B's 'overweight'"
    "house_is": pattern(
        r"(?:(?<=^B )|(?<= B ))(?:'s(?: (?:is|stays|remains))?|, whose|is|was|remains|stays|are)(?: (?:a|an|"
        r"at|also|new|fresh|now|still|currently))* (?P<to>G)"
    ),
    # "B has it at 'Buy'"
    "has_at": pattern(
        rf"(?:has|have|puts?|holds?|sees)(?: now)? (?:it|[NC])(?: now)? (?:at|as){_FILL} (?P<to>G)"
    ),
    # "a Buy rating", "'Sell' call"
    "held": pattern(r"(?P<to>[Gg]) (?:ratings?|calls?|stance|view|recommendations?|grade|tag|reco|opinion)"),
    # "rating: Buy", "rating of Buy"
    "rated": pattern(
        rf"(?:ratings?|recommendations?|reco|stance|grade)(?: (?:on|for) [NC])?(?: (?:is|of|at|as|unchanged|"
        rf"kept|:|-|stands|remains))+{_FILL} (?P<to>[Gg])|(?:rates?|rated|rating(?= (?:[NC]|it|"
        rf"them) ))(?: (?:[NC]|it|them|both))?(?: (?:as|at|a|an))* (?P<to2>[Gg])"
    ),
    # "the call on X is Buy", "suggested as a Buy", "calls it a Buy"
    "called": pattern(
        r"(?:calls?|views?|verdict|opinion|stance) (?:on|for) [NC] (?:is|stays|remains|stands at|was)"
        r"(?: (?:an?|at|kept|left|unchanged))* (?P<to>[Gg])|"
        r"(?:recommended|suggested|tipped|advised|marked|picked|seen) as(?: an?)? (?P<to2>[Gg])|"
        r"(?:calls|deems|considers|terms) (?:it|[NC]|them) (?:an? )?(?P<to3>G)"
    ),
    # "'Buy' on X", "B neutral on X"
    "on": pattern(
        r"(?P<to>G) (?:on|for|from|by)(?: the stock of| shares of)?(?= [NCB](?: |$))|"
        r"(?<=B )(?P<to2>g) on(?= N(?: |$))"
    ),
    # "keeps X at Hold and Y at Sell", "raises X to Buy and Y to Add": the verb stands before
    "more": pattern(r"(?:,|and|while|;) (?P<n>N) (?:at|as|to|an?) (?P<to>[Gg])"),
    # "has 'Buy', target Rs 100": the grade beside a verb of giving
    "given": pattern(
        r"(?:has|have|gives?|gave|given|(?:gets?|got|wins?|won)(?: back)?|"
        r"regain(?:s|ed)|receives?|received|holds|carries|carry|sports|wears|assign(?:s|ed|ing)?|"
        r"recommend(?:s|ed)?|advis(?:es|ed)|with)(?: (?:[NC]|it))?(?: (?:a|an|as|its))* (?P<to>G)"
    ),
    # "has a buy on the stock"
    "has_on": pattern(
        r"(?:has|have|had|with|keeps|holds) (?:a|an) (?P<to>[Gg]) on(?= [NC](?: |$)| the (?:stock|share))"
    ),
    # "B recommends buy, target Rs 100"
    "recommends": pattern(
        r"(?:recommend(?:s|ed)?|advis(?:es|ed)|suggest(?:s|ed)?|(?<=B )(?:still )?says)(?: (?:a|an|to))? "
        r"(?P<to>[Gg])(?: (?:ratings?|calls?))?(?= [,.;()]|$| with| on| for| at| but| N)"
    ),
    # "Buy Titan, target Rs 100: B"
    "order": pattern(
        r"(?:(?<=^)|(?<=: )|(?<=\| ))(?P<to>[Gg])(?: :)?(?= [NB] )"
        # "picked three: buy A with a target of Rs 100, sell B with a target of Rs 90"
        r"|(?:(?<=, )|(?<=and )|(?<=; ))(?P<to2>[Gg])(?= N (?:with|for|at|, target|target|tp)(?: an?|"
        r" the)?(?: price)? (?:target|tp|M))"
    ),
    # a cell or a clause that holds the grade alone
    "cell": pattern(
        r"(?<=B )(?P<to2>G)(?= [,;.] (?:tgt|target|tp)| tgt| tp| target| [M#])|"
        r"(?:(?<=^)|(?<=[:|;(,.—-] ))(?P<to>[Gg])(?: (?:call|rating|with|at))?(?= [:|"
        r";),.—(-]| (?:with|and|at|M|for|target|tp|but|as|on)(?= )|$)"
    ),
    # "is a Sell; a week ago it was a Hold", "now a Buy, having been a Hold": only with the grade before
    "is_moved": pattern(
        r"(?:is|are|now|today)(?: (?:now|an?|rated|at))* (?P<to>G)(?: now| today)?"
        r"(?= [,.;()]|$| with| at| for)"
    ),
}
# Rules of grades held which, the grade before told behind, tell of a move.
MAY_MOVE = frozenset([
    "is_moved", "cell", "put_on", "is_on", "on", "rated", "called", "has_at", "house_is",
    "given", "recommends", "held"
])  # fmt: skip
STEADY = MAY_MOVE | {
    "kept_in", "coverage", "initiated", "kept", "kept_after", "kept_at", "order", "pick", "more", "has_on"
}  # fmt: skip
BEGUN = frozenset(["coverage", "initiated"])
TOLD = frozenset([
    "is_moved", "kept_in", "from_to", "to_from", "aside", "either", "pair_cell", "arrow",
    "was_now", "columns", "marked", "to", "coverage", "initiated", "more"
])  # fmt: skip
# After a weak grade only these show that it was one and no verb.
CLOSES = re.compile(
    rf" (?:{RATING}|[,.;:)(|—-]|on|for|from|by|with|and|but|at|as|in|after|while|citing|given|following|amid|"
    rf"due|target|tp|owing|because|thanks|despite|even|[MDB]|over|following|since|saying|post|ahead|cmp|-|"
    rf"upside|price)(?= |$)|$"
)
NEXT_OK = re.compile(
    rf" (?:{RATING}|[,.;:)(|—-]|on|for|from|by|with|and|but|at|M|cmp|post|upside|after)(?= |$)|$"
)
NOT_GRADES = re.compile(
    r"\b(?:range|ranging|ranges|scale|spectrum|anywhere|between|either|options?|signals?)\b"
)
BEFORE = re.compile(
    r"\b(?:last(?=$)|an? (?:\S+ )?(?:score|grade|call|trend|rating) (?:that|which)|may|might|could|would|"
    r"should|ought|will|shall|can|cannot|likely|unlikely|not|n't|never|no|nor|neither|without|if|unless|"
    r"whether|expects|hopes|(?:about|ready|set|plans|yet) to|considering|mulls|mulling|poised|planning|"
    r"rumou?rs?|denied|denies|deny|reportedly|decided|when|until|once|instead|rather|before|how|why|what|"
    r"(?<!have )(?<!has )had(?! (?:its|their)(?: |$)| (?:a|an|the)$)|possible|potential|any|scope|room|"
    r"chance|likelihood|prospects?|case|hopes?|talk|possibly|perhaps|say|either)(?= |$)"
)
PAST_BEFORE = re.compile(
    r"\bat (?:that|the) time\b|\bback then\b|(?:^|[,;] )(?:in|last|back|earlier|previously|(?:a|two|three|"
    r"few|some) (?:month|year|week)s?)(?: [a-z]+){0,3}(?: ,)? (?:month|year|quarter|january|february|march|"
    r"april|may|june|july|august|september|october|november|december|ago|\d{4})\b"
)
PAST_AFTER = re.compile(
    r"^(?: \S+){0,6}? (?:(?:from|between) (?:19\d\d|20\d\d|#|D) (?:to|and|until|till) (?:19\d\d|20\d\d|#|D)|"
    r"last (?:year|month|quarter|fiscal)|(?:months?|years?|weeks?|quarters?|days?) ago|back in|"
    r"earlier this (?:year|month|quarter)|(?:in|since) (?:january|february|march|april|june|july|august|"
    r"september|october|november|december|19\d\d|20\d\d|D))(?= |$)"
)
COUNTED = re.compile(
    r"(?:#|(?<!B 's )\b(?:analysts?|of them|brokerages|most|majority|many|several|experts|half|two|three|"
    r"four|five|six|seven|eight|nine|ten|one))(?: (?:analysts|brokerages|have|has|of|them|had|"
    r"recommend|maintain|rate|give|suggest|with|a|an|while|and|,|other|others))* $"
)
