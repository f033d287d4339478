"""The words of the simulated articles: what market reports say about a session, and what says nothing."""

# {name}: index or company; {verb}, {done}, {side}, {way}: rise or fall; {day}: " on Tuesday", or nothing.
INDEX_LEVEL = (
    "The {name} {verb} {pts} points, or {pct}, to close at {level}{day}.",
    "The {name} ended {pct} {side} at {level}{day}.",
    "The {name} closed at {level}, {way} {pct}.",
    "The {name} {verb} {pct} to {level}{day}.",
)
INDEX_RETURN: dict[str, tuple[str, ...]] = {
    "1d": ("The {name} {verb} {pct}{day}.", "The {name} settled {pct} {side}{day}."),
    "5d": (
        "Over the past five sessions, the {name} has {done} {pct}.",
        "The {name} has {done} {pct} over the past five sessions.",
    ),
    "week": ("For the week, the {name} {verb} {pct}.", "The {name} {verb} {pct} for the week."),
    "mtd": ("The {name} is {way} {pct} so far this month.", "Month to date, the {name} has {done} {pct}."),
    "ytd": ("The {name} has {done} {pct} so far this year.", "Year to date, the {name} is {way} {pct}."),
}
MOVER = (
    "{name} {verb} {pct}.",
    "Shares of {name} {verb} {pct}{day}.",
    "{name} ended {pct} {side}.",
    "{name} was {way} {pct} at the close.",
)
TOP = (
    "{name} was the top gainer on the NSE, up {pct}.",
    "{name} emerged as the top gainer on the NSE with a gain of {pct}.",
)
SHARE_RETURN: dict[str, tuple[str, ...]] = {
    "mtd": ("{name} has {done} {pct} so far this month.", "Month to date, {name} is {way} {pct}."),
    "ytd": ("{name} is {way} {pct} so far this year.", "Year to date, {name} has {done} {pct}."),
}
RISES = ("rose", "gained", "advanced", "climbed", "added")
FALLS = ("fell", "lost", "declined", "slipped", "shed")
JUMPS, TUMBLES = ("jumped", "surged", "rallied"), ("tumbled", "slumped", "plunged")
ADVANCES = (
    "On the {exchange}, {up} shares advanced while {down} declined.",
    "{up} stocks rose on the {exchange}, against {down} that fell.",
    "On the {exchange}, there were {up} advances and {down} declines.",
    "On the {exchange}, {up} shares ended higher and {down} ended lower.",
)
NEW_HIGHS = (
    "On the NSE, {n} stocks touched their 52-week highs.",
    "On the NSE, {n} stocks hit fresh 52-week highs during the session.",
    "New 52-week highs were hit by {n} stocks on the NSE.",
)
LEADS = (
    "{sector} stocks led the gains.",
    "Among the sectors, {sector} gained the most.",
    "{sector} shares were the top performers.",
)
LAGS = (
    "{sector} shares lagged.",
    "{sector} stocks were the worst performers.",
    "{sector} stocks led the losses.",
)
FORWARD = (
    "The {name} trades at {x} times one-year forward earnings.",
    "The {name} now trades at {x} times forward earnings.",
)
EARNINGS = ("For the {name}, earnings growth ran at {pct}.",)
RESULTS = (
    "{name} will announce its quarterly results on {day}.",
    "The board of {name} meets on {day} to consider the quarterly results.",
)
# Companies that no exchange lists.
UNLISTED = (
    "Quillfern Airways",
    "Bluemoth Cables",
    "Oxbow Lantern Foods",
    "Wexham Paints",
    "Fjordale Shipping",
)
# Said in every market report; none of it is a claim.
IDLE = (
    "Dealers described the session as orderly, with most desks content to wait on the sidelines.",
    "The rupee was steady against the dollar and overseas cues were mixed.",
    "Volumes were thin in the first hour and picked up towards the end.",
    "Traders will look at the inflation print and at global bond yields for direction.",
    "Market participants remained selective and kept their positions light.",
    "The purchasing managers' survey for factories came in close to what economists had thought.",
    "Brokers pointed to steady demand from savings plans, though fresh money was slow to come.",
    "Crude oil was little changed, which eased some of the worry about the import bill.",
    "Talk on the street was of the budget, of the monsoon and of little else.",
    "Several desks said that clients asked more about valuations than about momentum.",
    "Derivatives desks saw rollovers in line with recent months.",
    "The mood in dealing rooms was calm, and the order books were even through the afternoon.",
)
TITLES = (
    "Closing report: {a} in focus as {b} sets the tone",
    "Market wrap: what moved {a} and {b}",
    "At the close: {a}, {b} and the rest of the board",
)
UNDATED_TITLES = (
    "Notebook of a dealing room: {a} and {b}",
    "From the trading floor: {a}, {b} and others",
    "What desks talked about: {a} and {b}",
)
