"""The phrases in which results to come are told."""

import re

from bhavhouse.news.dates import A_WEEKDAY
from bhavhouse.news.grammar.pieces import pattern

QUARTER = r"q[1-4](?:-?fy-?\d\d(?:-\d\d)?|fy\d{4})?"
RESULT = (
    r"(?:results?|nateeje|natije|earnings?|numbers|scorecards?|report cards?|financials|financial statements|"
    r"financial performance|(?:(?:its|their|quarterly|\b[a-z]{1,12}-quarter) figures)|"
    rf"quarterly performance|accounts|financial for the|{QUARTER}(?= (?:on|today|tomorrow|D|this|next|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b))"
)
SAY = (
    r"(?:announc(?:e|es|ing)|declar(?:e|es|ing)|report(?:s|ing)?|releas(?:e|es|ing)|publish(?:es|ing)?|"
    r"post|posting|unveil(?:s|ing)?|"
    r"present(?:s|ing)?|detail|disclos(?:e|es|ing)|com(?:e|es|ing) out with|be out with|(?:is|"
    r"are) out with|kick(?:s|ing)? ?-?(?:off|start)|"
    r"kick-?start(?:s|ing)?|ghoshit|jaari|jari|pesh|consider|approve|take up|take on record|bring out|"
    r"begin|start|open|roll out|put out|bring in|turn in|come up with|"
    r"share|be announced|be declared|be released|be reported|be published|be unveiled|be considered)"
)


DAYS = A_WEEKDAY
DAYS_OR_SHORT = rf"(?:{DAYS}|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)"
WHEN = (
    r"(?:D|today|tomorrow|aaj|during the day|(?:after|post) market hours|this (?:morning|afternoon|evening)|"
    r"(?:later )?in the day|later today|"
    rf"(?:on |this |coming |next )?{DAYS})"
)
ROW = pattern(r"^(?:[#|-] )*(?P<n>[NB])(?: [|:—-])* (?P<d>D)")
BRACKETED = pattern(r"(?P<n>[NB]) \( (?P<d>D)(?: \w+)? \)")
DATED_ROW = pattern(
    r"^(?:[|] )?(?:D (?:\| )?)?(?P<d>D)(?: \|)?(?: (?:quarterly|financial|audited) results(?: \|)?)?(?: \( "
    r"\w+ \))?(?: [|:—,-])* (?P<n>[NB])(?: 's)?"
    rf"(?: (?:{QUARTER}|{RESULT}|quarterly|board meeting))*(?: [.;|])*$"
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
    r"updated|dated|dividend|nifty|dozens|scores|hundreds|notice|aftermarket|agm|egm|ipo|"
    r"sensex|intimation|"
    r"holiday|"
    r"mon|tue|tues|wed|thu|thur|thurs|fri)\b"
)
PERIOD_END = re.compile(
    r"(?:ended|ending|ends|(?:months?|quarter|year|half|period) to|"
    r"closed|closing|since|as on|as of|till|until|from|dated|date|published|updated|"
    r"ex-date|record date)(?: on| the)? $"
)
# A meeting that was put off has no day.
PUT_OFF = re.compile(
    r"\b(?:adjourned|postponed|deferred|called off|cancelled|rescheduled|put off|pushed back|"
    r"want of quorum)(?= |$)"
)
# "by February 14", "next week": no day is told.
VAGUE_DAY = re.compile(
    r"(?:^| )(?:by|before|till|until|between) (?:the )?D\b|next (?:week|month)\b|"
    r"\b(?:first|second|third|fourth|last|latter|later)(?: (?:in|this|the))* "
    r"(?:week|half|fortnight|part|days?|month)\b|"
    r"\bonly said\b|\b(?:an?|one|two|three|\d+|few|#) weeks? (?:later|after)|few days (?:later|after)|"
    r"\bbetween now and\b|\b(?:soon|shortly|in due course)(?= |$)"
)
# What a board meets for besides results.
PURPOSE = re.compile(
    r"\b(?:raise|raising|funds?|fund-raising|fundraise|dividend|bonus|split|buyback|buy-back|rights|qip|"
    r"ncds?|"
    r"preferential|merger|demerger|amalgamation|warrants|agm|egm|allotment)(?= |$)"
)
# What a dated row of other matters speaks of.
NO_OTHER = re.compile(
    r"\b(?:buy|sell|hold|target|tp|neutral|overweight|outperform|upgrade|downgrade|ex-dividend|listing)\b"
)
