"""The words in which results to come are told: what opens a clause, what bars it, whom it is about."""

import re

from bhavhouse.news.dates import A_WEEKDAY
from bhavhouse.news.grammar.pieces import pattern

QUARTER = r"q[1-4](?:-?fy-?\d\d(?:-\d\d)?|fy\d{4})?"
RESULT = (
    r"(?:results?|nateeje|natije|earnings?|numbers|scorecards?|report cards?|financials|financial statements|"
    r"financial performance|(?:(?:its|their|quarterly|\b[a-z]{1,12}-quarter) figures)|"
    r"quarterly performance|(?<!demat )accounts|financial for the|"
    rf"{QUARTER}(?= (?:on|today|tomorrow|D|this|next|{A_WEEKDAY})\b))"
)
SAY = (
    r"(?:announc(?:e|es|ing)|declar(?:e|es|ing)|report(?:s|ing)?|releas(?:e|es|ing)|publish(?:es|ing)?|post|"
    r"posting|unveil(?:s|ing)?|present(?:s|ing)?|detail|disclos(?:e|es|ing)|com(?:e|es|ing) out with|"
    r"be out with|(?:is|are) out with|kick(?:s|ing)? ?-?(?:off|start)|kick-?start(?:s|ing)?|ghoshit|jaari|"
    r"jari|pesh|consider|approve|take up|take on record|bring out|begin|start|open|roll out|put out|bring in|"
    r"turn in|come up with|share|be announced|be declared|be released|be reported|be published|be unveiled|"
    r"be considered)"
)
DAYS = A_WEEKDAY
DAYS_OR_SHORT = rf"(?:{DAYS}|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)"
WHEN = (
    r"(?:D|today|tomorrow|aaj|during the day|(?:after|post) market hours|this (?:morning|afternoon|evening)|"
    r"(?:later )?in the day|later today|"
    rf"(?:on |this |coming |next )?{DAYS})"
)
ROW = pattern(r"^(?:[#|-] )*(?P<n>[NB])(?: [|:—-])* (?P<d>D)")
DATED_ROW = pattern(
    r"^(?:[|] )?(?:D (?:\| )?)?(?P<d>D)(?: \|)?(?: (?:quarterly|financial|audited) results(?: \|)?)?(?: \( "
    r"\w+ \))?(?: [|:—,-])* (?P<n>[NB])(?: 's)?"
    rf"(?: (?:{QUARTER}|{RESULT}|quarterly|board meeting))*(?: [/,&] [a-z ]{3, 30}| \( was D \))?(?: [.;|])*$"
)
ITEM = pattern(rf"^(?:[|] )*(?P<n>[NB])(?: [:—|-]| to)+(?: \S+){{0,8}}? {RESULT}")
CALENDAR = re.compile(
    r"(?:results?|earnings?)(?: 20\d\d)? (?:calendar|schedule|announcements?|dates?|today|tomorrow|"
    r"this week|next week|on\b|due|to watch)|upcoming (?:q[1-4]\w* |quarterly )?(?:results|earnings)|"
    r"reports? when|when will .{0,80}(?:results|earnings)|(?:check|full|complete) (?:list|dates?|schedule)|"
    r"reporting (?:this|next) week|announced the dates?|dates? of their|"
    r"announcing .{0,30}results|results for the|board meetings?|to (?:announce|report|"
    r"declare).{0,30}(?:results|earnings)|results? and dividend|dividend and results|results? ?(?:on|date)"
)
NO_COMPANY = re.compile(
    r"\b(?:\dqfy\d+|upsc|cbse|icse|ssc|neet|jee|results?|earnings|calendar|agm|source|board|quarter|season|"
    r"updated|dated|dividend|nifty|dozens|scores|hundreds|notice|aftermarket|agm|egm|ipo|sensex|intimation|"
    r"holiday|mon|tue|tues|wed|thu|thur|thurs|fri)\b"
)
PERIOD_END = re.compile(
    r"(?:ended|ending|ends|(?:months?|quarter|year|half|period) to|closed|closing|since|as on|as of|till|"
    r"until|from|dated|date|published|updated|ex-date|record date)(?: on| the)? $"
)
# A meeting that was put off has no day.
PUT_OFF = re.compile(
    r"\b(?:adjourned|postponed|deferred|called off|cancelled|rescheduled|put off|pushed back|"
    r"want of quorum)(?= |$)"
)
# "by February 14", "next week": no day is told.
VAGUE_DAY = re.compile(
    r"(?:^| )(?:by|before|till|until|between) (?:the )?D\b|next (?:week|month)\b|\b(?:first|second|third|"
    r"fourth|last|latter|later(?! in the day))(?: (?:in|this|the))* (?:week|half|fortnight|part|days?|"
    r"month)\b|\bonly said\b|\b(?:an?|one|two|three|\d+|few|#) weeks? (?:later|after)|few days (?:later|"
    r"after)|\bbetween now and\b|\b(?:soon|shortly|in due course)(?= |$)"
)
# What a board meets for besides results.
PURPOSE = re.compile(
    r"\b(?:raise|raising|funds?|fund-raising|fundraise|dividend|bonus|split|buyback|buy-back|rights|qip|"
    r"ncds?|preferential|merger|demerger|amalgamation|warrants|agm|egm|allotment|"
    r"refunds?|credited|bidding|subscription)(?= |$)"
)
# What a dated row of other matters speaks of.
NO_OTHER = re.compile(
    r"\b(?:buy|sell|hold|target|tp|neutral|overweight|outperform|upgrade|downgrade|ex-dividend|listing)\b"
)
ASIDE = re.compile(
    r" , (?:also )?(?:which|who|whose|due|scheduled|slated|set for|expected|both|earlier|"
    r"originally|previously|first)(?= )[^,;]* ,(?= )"
)
BORDER = re.compile(
    r" (?:; |\| )| (?:, )?(?:while|whereas|but|although|though|even as|(?<!day )before|and in the|said|"
    r"says)(?= )| , with (?=[NB] (?:to|set|due|lined|slated|scheduled|following|reporting) )|"
    r" , (?:and|but) (?=on D |those of |from [NB] |"
    r"[NB] (?:is|has|have|are|will|would|does|do|meets?|reports?) )|(?<! date) : "
)
RESULTS = re.compile(
    rf"\b(?:{RESULT}|theirs?|board|boards|directors|the (?:results |earnings |reporting )?season|books|"
    r"report cards?)(?= |$)"
)
TO_COME = re.compile(
    rf"\b(?:(?:will|would|shall|to|is|are)(?: also| all| both| then| now| next| each| do|"
    rf" does)? (?:be )?(?:{SAY}|come|follow|do so|put out|"
    r"out (?=this|later|on D|today|tomorrow)|be out|be held|be convened|be conducted|be taken up|meet|sit|"
    r"convene|consider|join|report|go|hold|take|have|being|reporting)|do so|does so|scheduled|slated|due|"
    r"set for|expected(?= on D)|(?:starting|beginning|kicking off) with|lined up|meets?|sits?|convenes?|"
    r"reports?|announces?|declares?|unveils?|comes?|comes out|follows?|kicks? ?-?off|opens?|goes|go|fixes|"
    r"steps? up|lands?|publish(?:es)?|releases?|(?:results|earnings|numbers) (?:today|tomorrow|"
    r"date)(?= [.,;:|(]|$)|turn(?: of|(?= [.,;]))|date is|(?:(?:has|have|had) )?(?:both |all |"
    r"also )?(?:fixed|picked|chosen|earmarked|opted for|called|set|notified|settled on|zeroed in on)|on tap|"
    r"next in line|up next|next up|look(?:ing|s)? forward to|(?:takes?|has|have) (?:its|their) turn|(?:has|"
    r"have|holds?|calls?) (?:its|their|a|the) (?:boards? )?meetings?|boards? meeting|best known|"
    r"on the calendar|(?:notable|prominent|biggest|main|key|big) (?:ones|names?)|stand out|feature|figure|"
    r"on the list|considers?|approves?|upcoming|in line|await|awaits|aayenge|aayega|karenge|karegi|karega|"
    r"aane wale|honge|brings?|will see|starts?|begins?|(?:be|keenly) (?:keenly )?(?:watched|eyed|tracked)|"
    r"coming out|all set|said to be out|to be out|(?<=[NB] )(?:announcing|reporting|declaring|releasing|"
    r"unveiling|posting)|next to|up for|in the queue|in the fray|awaited)(?= |$)"
)
# What is over, uncertain, or of another matter.
VETO = re.compile(
    r"^ , (?:earlier|originally|previously) |\b(?:was|were|had|(?<!be )(?:held|reported|posted|declared|"
    r"released|published|unveiled)|rose|fell|gained|lost|slipped|jumped|beat|missed|clocked|closed|"
    r"elections?|polls?|assembly|exams?|examinations?|scholarships?|"
    r"(?<!quarter )(?<!year )(?<!period )(?<!months )(?<!half )ended|traded|may(?! (?:await|watch|look))|"
    r"might|could|should(?! (?:keep|watch|note|track))|can|if(?! any)|unless|not|no|n't|yet(?! another|"
    r" to report)|likely|reportedly|learnt|rumou?rs?|tentative(?:ly)?|expects?|cancelled|called off|"
    r"stands cancelled|trading window|quiet period|(?:earnings|conference|analyst) (?:call|meet)|agm|egm|ipo|"
    r"listings?|debuts?|ex-\w+|advance tax|(?:after|following|since|on) (?:posting|reporting|declaring|"
    r"announcing|releasing)|record date|expiry|expire|auction|holiday|policy|fomc|inflation|gdp|iip|cpi|"
    r"last (?:week|month|year|quarter)|previous|estimated|since|(?<!will )(?<!to )(?:after|post|following|"
    r"despite|on) (?:its|their|the|strong|weak|"
    rf"good|poor|better|[a-z]+-quarter|q[1-4]\w*) (?:\w+ )?{RESULT}(?! on D| calendar| list|"
    rf" schedule))(?= |$)"
)
# What a verb tells that lies behind, whatever it is; the words of plans are none.
# What else days are of.
OTHER = re.compile(
    r"\b(?:[NB] (?:opens?|closes?) (?:on|for)|ipos?|subscription|ex-\w+|lists|listings?|debuts?|offers?|"
    r"issues?|lock-in|expir\w+|auctions?|record|trade|trades|trading|hearings?|verdicts?|trials?|approvals?|"
    r"holidays?|launch\w*|agm|stake)(?= |$)"
)
OVER = re.compile(
    r"\b(?!(?:scheduled|slated|lined|joined|followed|awaited|unaudited|audited|ended|limited|expected|listed|"
    r"un-audited|based|headed|led|red)\b)[a-z-]{1,20}ed(?= |$)|[NB] followed(?= |$)|\b(?:saw|got|did|boards?|"
    r"meetings?|came|went|made|took|met|lost|won|sold|bought|paid|gave|began|ran|stood|hit|out|up|down|at|"
    r"likely|said|says|told|if|should|would)(?= |$)"
)
# "has moved its board meeting to D": the new day.
MOVED = re.compile(
    r"\b(?:moved|shifted|re-?scheduled|advanced|preponed|deferred|postponed|pushed (?:back|out)|brought|"
    r"pushed|changed|revised|put off)(?: (?!to )[^ ;]+){0,9}? (?:to|for|till|until) (?=(?:\w+day|D|today|"
    r"tomorrow)(?: |$))"
)
NO_SUBJECT = re.compile(
    r"\b(?:by|according to|as per|says|said|told|versus|against|unlike|after|to|with|at|in|peers?|"
    r"(?<!-)rivals) $"
)
OF_THOSE = re.compile(
    r"\b(?:starting|beginning|kicking off) with $|\b(?:start|begin|kick off|open) (?:\S+ ){0,4}with $|"
    r"\b(?:(?:along|together) with|joined by|namely|including) (?:the )?$|\b(?:due|awaited|scheduled|slated|"
    r"expected|lined up|come|today|tomorrow|D) (?:from|by|at) (?:the )?$|"
    r"\bfollowed (?:\S+ ){0,4}by (?:the )?$|\bx of (?:the )?$|[NB] 's (?:\w+ ){0,2}(?:rivals?|peers?) $|"
    r"\b(?:opens|begins|starts|kicks off|closes|ends|concludes|winds up|season|off) .{0,30}with (?:the )?$|"
    r"\b(?:turn|results|earnings|numbers|figures|those|boards?|meetings?|directors|list|likes|accounts|"
    r"scorecards?|report cards?) (?:of|from|by|for|at) (?:the (?:likes of )?)?$"
)
OWNER = re.compile(
    r"[NB] (?:'s (?:\w+ ){0,2}?)?(?:parent|promoter|subsidiary|arm|unit|owner|rivals?|peers?)(?= )"
)
DAY_LATER = re.compile(
    r"\b(?:(?P<next>(?:a|one) day (?:later|after)|the (?:next|following) day|the day after)|the same day|"
    r"that day|(?P<prior>(?:a|one) day (?:before|earlier)(?= ,| \.|$)))(?= |$)"
)
SO_DO = re.compile(r"(?:and )?so (?:will|do|does|is|are)(?= )")
JOINS = re.compile(
    r"(?: (?:,|and|as|also|well|along|together|with|will|are|is|does|do|too|besides|including|joins?|likes?|"
    r"such|companies|names|firms|'s|\)|the|of|others?|~+))+ "
)
# "ahead of its Q2 results on D": of the company before it, whatever else the sentence tells.
BEFORE = pattern(
    r"(?P<n>[NBC])(?: (?![NBC] )\S+){0,24}? (?:ahead of|before|until|for|awaits?|awaiting|awaited|"
    r"in the run-up to|prior to)"
    rf"(?: (?:the|its|their|announcement|release|declaration|publication|of|"
    rf"official)){{0,5}}(?: (?:{QUARTER}|"
    r"[a-z]+-quarter|[a-z]+-[a-z]+|december|march|june|september|quarter|quarterly|first|second|third|"
    r"fourth|financial|fiscal|earnings|fy\d+|#|s|'s)){0,5}"
    rf" {RESULT}(?: (?:announcement|for (?:the )?\S+ quarter|,|-|\(|which|are|is|due|scheduled|slated|"
    rf"expected|out|release|set for|to be \w+))*(?: on| for)? (?P<when>{WHEN})"
)
# The moves in brackets behind the names of a list.
MOVE = re.compile(
    r" \( (?:[^()D]*\b[PMT]\b[^()D]*|(?:post|after|pre|before) (?:the )?market(?: hours)?|(?:formerly|"
    r"earlier|erstwhile) [NB]) \)"
)
# "on D, not on D as reported"
NOT_ON = re.compile(r" (?:, |and )(?:and )?not (?:on )?D(?: (?:as|like) [a-z]+(?: [a-z]+)?)?(?= |$)")
REPORTS = re.compile(
    rf"(?:[NBC](?: ,)?|company|bank|firm|lender|maker|giant|major|insurer|retailer) (?:(?:also|will|would|to|"
    rf"now|is|are|due|set|slated|scheduled) )*reports? (?:only )?(?:on )?(?:D|today|tomorrow|{DAYS})(?= |$)|"
    r"(?:companies|firms|names) (?:are )?reporting (?:on )?(?:D|today|tomorrow)(?= |$)"
)
# "on April 17 and 18": a meeting of two days.
TWO_DAYS = re.compile(r"D and #(?= |$)(?! respectively)")
ALL = re.compile(
    r"\b(?:(?:the|all) (?:two|three|four|five|trio|duo|pair|lot)|both|all(?= (?:scheduled|due|slated|"
    r"on) ))(?= |$)"
)
DOES = re.compile(
    r"^[ ,]*(?:but |which |and )?(?:(?:it|they|now|then) )*(?:will|would|shall|is|are|has|have|reports?)(?= )"
)
LIST_FOR = re.compile(r"\b(?:list|line-?up|schedule|roster|day)\b.{0,30}\bD\b")
OF_LIST = re.compile(r"\b(?:list|others?|include[sd]?|the day|same day)(?= |$)")
OF_MANY = re.compile(r"\b(?:companies|firms|corporates|banks|lenders|names|sector|season|others)(?= |$)")
FORECAST = re.compile(
    r"\b(?:profit|revenue|growth|margins?|estimates?|expected to report(?! .*include))(?= |$)"
)
AMONG = re.compile(
    r"\b(?:also|too|as well|due|scheduled|slated|lined up|follows?|reports?|reporting|joins?|next|on tap|"
    r"as is|so is|so are|so will|as are|do so|does so|same day|on the list|the day|others?|ones to watch|"
    r"heavyweights|^(?:it|they|these) ha(?:s|ve)|among (?:them|these|those)|(?:companies|firms|names|ones|"
    r"players|majors|list|these|they|those|others)(?: \S+){0,6}? (?:include|includes|are|comprise|comprises|"
    r"being)|(?:also )?includes?)(?= |$)"
)
FIGURE = re.compile(r"(?:^| )[PMT](?= |$)")
RESPECTIVELY = re.compile(r" respectively(?= |$)")
DATED = re.compile(
    rf"[NB] \( (?:{RESULT} (?:on|due|,) |both |all )?(?:on )?(?:D|{DAYS})(?: , \w+| \w+)? \)|"
    rf"[NB] on (?:{DAYS} \( D \)|D|{DAYS})(?= ,| and| \.|$)"
)
OF = re.compile(r"\b(?:of|from|for)(?: the)? $")
# "said on Friday its board would meet": of the company that said so.
ITS = re.compile(r"^(?: that)?(?: on \S+)?(?: that)? (?:its|it|the board|the company)(?= )")
LINED_UP = re.compile(
    r"\b(?:slated|scheduled|set|due|lined up|to report|to announce|to declare|announcing|reporting|"
    r"declaring)(?= )"
)
