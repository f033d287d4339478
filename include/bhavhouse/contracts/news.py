"""What articles state: facts as extracted, as held to securities, and the feed of rating changes."""

from bhavhouse.contracts.base import Build, Column, Contract, count, day, flag, moment, real, text, whole

KINDS = (
    "rating_change",
    "technical_call_change",
    "financial_score_change",
    "result_scheduled",
    "index_return",
    "advance_decline",
    "mover",
    "flow",
    "price_level",
    "segment_stat",
    "target_price",
    "sector_leadership",
    "capital_rotation",
)
DIRECTIONS = ("upgrade", "downgrade", "none")
RATERS = ("broker", "model")


_PRINTED = "the figure of the quote, in unit"


def _value(meaning: str = "Figure as stated; falls and net sales are negative.") -> Column:
    return real("value", meaning, "as in unit", nullable=True, formula=_PRINTED)


# What a fact may tell, by column; the extractor's name for it, where that is another.
STATED: tuple[tuple[Column, str], ...] = (
    (text("company_as_printed", "Company.", nullable=True), "company"),
    (text("index_as_printed", "Index or segment.", nullable=True), "index"),
    (text("sector_as_printed", "Sector.", nullable=True), "sector"),
    (text("firm", "House that grades.", nullable=True), "broker"),
    (text("rater", "Who grades.", nullable=True), "rater"),
    (text("scale_id", "Scale of the grades.", nullable=True), "scale_id"),
    (text("action", "initiation or reiteration, where a grade is not changed.", nullable=True), "change"),
    (text("from_grade", "Grade before, as printed.", nullable=True), "from"),
    (text("to_grade", "Grade after, as printed.", nullable=True), "to"),
    (text("from_segments", "What capital leaves, parted by '; '.", nullable=True), "from"),
    (text("to_segments", "Where it goes, parted by '; '.", nullable=True), "to"),
    (text("direction", "upgrade, downgrade, none; up, down; leading, lagging.", nullable=True), "direction"),
    (day("stated_on", "Day that the fact speaks of, where the text tells it.", nullable=True), "date"),
    (_value(), "value"),
    (real("value_low", "Lower end of it.", "as in unit", nullable=True, formula=_PRINTED), "value_range"),
    (real("value_high", "Upper end of it.", "as in unit", nullable=True, formula=_PRINTED), "value_range"),
    (text("unit", "pct, x, count, points, inr, inr_crore or inr_bn.", nullable=True), "unit"),
    (text("bound", "over, under, about ... where the figure is no exact one.", nullable=True), "bound"),
    (text("horizon", "Span of the figure: 1d, 5d, 9 sessions, ytd, a year ...", nullable=True), "horizon"),
    (text("stat", "What a segment's figure counts.", nullable=True), "stat"),
    (text("since", "Since when it is the best or worst.", nullable=True), "since"),
    (text("rank", "Place among movers.", nullable=True), "rank"),
    (text("role", "support, resistance, close or last.", nullable=True), "role"),
    (text("investor", "Whose flow.", nullable=True), "investor"),
    (text("side", "net, buy or sell.", nullable=True), "side"),
    (count("advances", "Securities up.", "securities", nullable=True, formula=_PRINTED), "advances"),
    (count("declines", "Securities down.", "securities", nullable=True, formula=_PRINTED), "declines"),
    (count("unchanged", "Securities unchanged.", "securities", nullable=True, formula=_PRINTED), "unchanged"),
    (count("total", "Securities traded.", "securities", nullable=True, formula=_PRINTED), "total"),
    (real("ratio", "Advances for each decline.", "x", nullable=True, formula=_PRINTED), "ratio"),
)  # fmt: skip
_FIELDS = tuple(column for column, _ in STATED)
_EVIDENCE = (
    text("quote", "The words that state it.", nullable=True),
    count(
        "quote_start",
        "Where the quote begins in the text.",
        "characters",
        nullable=True,
        formula="text[quote_start:quote_end] = quote",
    ),
    count("quote_end", "Where it ends.", "characters", nullable=True, formula="as quote_start"),
    text("rule", "Rule that read it.", nullable=True),
    whole("rule_version", "Version of the rule.", nullable=True),
    text("grammar", "Grammar that read it.", formula="hash of the grammar's rules and word lists"),
    real(
        "confidence",
        "How sure the rule is.",
        "share",
        minimum=0,
        maximum=1,
        nullable=True,
        formula="declared by the rule",
    ),
)

EXTRACTED_FACT = Contract(
    "lake.extracted_fact",
    grain=("delivery", "at_line"),
    meaning="One row per fact that a reading of an article found, and one for a reading that found none.",
    build=Build.LANDED,
    columns=(
        text("delivery", "Name and hash of the readings."),
        count("at_line", "Place of the fact among them."),
        text("text_id", "Text that was read.", formula="hash of the text and the day it was read as of"),
        text("kind", "What is stated; null where nothing of ours is.", nullable=True, one_of=KINDS),
        *_FIELDS,
        *_EVIDENCE,
        whole("received_order", "Order of receipt in the ledger.", nullable=True),
        moment("received_at", "When it was read.", nullable=True),
    ),
)  # fmt: skip
ARTICLE_FACT = Contract(
    "core.article_fact",
    grain=("fact_id", "assertion"),
    meaning="Every fact that articles state or stated, with the time for which it stands.",
    build=Build.WHOLE,
    source="lake.extracted_fact, core.article",
    columns=(
        text("fact_id", "Stable id.", formula="hash of article, kind and what is stated"),
        whole("assertion", "1, or more where it was taken back and stated again.", minimum=1),
        text("kind", "What is stated.", one_of=KINDS),
        text("article_id", "The article."),
        whole("article_version", "Version of the article that stated it first.", minimum=1),
        text("cluster_id", "Story; copies share it."),
        text("publisher", "Publisher.", nullable=True),
        text("canonical_url", "Address.", nullable=True),
        moment("published_at", "When the article was published.", nullable=True),
        text("security_id", "Company's internal id; null while it is open.", nullable=True),
        text("resolved_by", "How the name was resolved.", nullable=True),
        text("candidates", "What an open name might mean, the likeliest first, with reasons.", nullable=True),
        day(
            "session",
            "Session that the fact counts for: published after 15:30 IST, the next.",
            nullable=True,
            formula="by published_at, else stated_on",
        ),
        moment(
            "known_at",
            "Since when it stands: publication, or the reading that first found it in a text read before.",
        ),
        moment("retracted_at", "When the article or a better reading took it back.", nullable=True),
        count("known_order", "Order of receipt of the reading that states it."),
        count("known_line", "Its place among the facts of that delivery."),
        moment("read_at", "When the text was read.", nullable=True),
        count("retracted_order", "Order of receipt of the reading that takes it back.", nullable=True),
        *_FIELDS,
        *_EVIDENCE,
    ),
)
OPEN_NAME = Contract(
    "marts.open_names",
    grain=("printed",),
    meaning="Company names in articles that no security could be told for; settle them in the alias file.",
    source="core.article_fact",
    columns=(
        text("printed", "Name as printed.", formula="company_as_printed"),
        count("facts", "Facts that name it.", "facts", formula="count of fact_id"),
        text("candidates", "Securities it might mean, the likeliest first, with reasons.", nullable=True),
        text("an_article_id", "One of the articles.", formula="least article_id"),
    ),
)


def _claimed(table: str, meaning: str, *columns: str) -> Contract:
    """A view of the standing facts of a kind, with the columns that the kind fills."""
    beside = (
        "session",
        "stated_on",
        "published_at",
        "known_at",
        "article_id",
        "publisher",
        "canonical_url",
        "quote",
    )
    names = ("fact_id", "assertion", *columns, *beside, "confidence")
    return Contract(
        f"marts.{table}",
        grain=("fact_id", "assertion"),
        meaning=meaning,
        build=Build.VIEW,
        source="core.article_fact",
        columns=tuple(ARTICLE_FACT.column(name) for name in names),
    )


_FIGURE = ("value", "value_low", "value_high", "unit", "bound")
CLAIMED_MOVES = _claimed(
    "claimed_moves",
    "Moves of indices, segments and stocks that articles state.",
    *("kind", "security_id", "company_as_printed", "index_as_printed", "stat", *_FIGURE),
    *("horizon", "rank", "since", "direction"),
)
CLAIMED_BREADTH = _claimed(
    "claimed_breadth",
    "Advances and declines that articles state.",
    *("index_as_printed", "advances", "declines", "unchanged", "total", "ratio"),
)
CLAIMED_FLOWS = _claimed(
    "claimed_flows",
    "Institutional flows that articles state.",
    *("investor", "side", "value", "unit", "bound", "horizon"),
)
CLAIMED_LEVELS = _claimed(
    "claimed_levels",
    "Levels of indices and stocks that articles state.",
    *("security_id", "company_as_printed", "index_as_printed", "role", *_FIGURE),
)
CLAIMED_LEADERSHIP = _claimed(
    "claimed_leadership",
    "Sectors that articles say lead or lag.",
    *("sector_as_printed", "index_as_printed", "direction"),
)
CLAIMED_ROTATION = _claimed(
    "claimed_rotation", "Shifts of capital that articles state.", "from_segments", "to_segments"
)
TARGET_PRICES = Contract(
    "marts.target_prices",
    grain=("claim_id",),
    meaning="Target prices that vendors and articles state, with the time for which each stands.",
    source="core.article_fact, core.vendor_rating",
    columns=(
        text(
            "claim_id",
            "The claim.",
            formula="fact_id and assertion, or vendor_event_id and the place of the version by known_at",
        ),
        text("origin", "Who states it.", one_of=("vendor", "article")),
        text("security_id", "Internal id; null while it is open.", nullable=True),
        text("company_as_printed", "Company as printed.", nullable=True),
        text("firm", "The house; null where the text names none.", nullable=True),
        real("target_inr", "Target price.", "inr", formula="value, or to_target_inr"),
        real(
            "former_target_inr",
            "Target before, where the source tells it.",
            "inr",
            nullable=True,
            formula="from_target_inr",
        ),
        day(
            "effective_session",
            "First session that could act on it.",
            nullable=True,
            source="core.calendar_day",
        ),
        moment("published_at", "When it was published.", nullable=True),
        moment("known_at", "Since when it stands."),
        moment(
            "retracted_at", "Since when it stands no more: taken back, or another version.", nullable=True
        ),
        text("quote", "The words that state it.", nullable=True),
        text("source", "Delivery or article."),
    ),
)
RESULTS_CALENDAR = Contract(
    "marts.results_calendar",
    grain=("company", "quarter_end", "version"),
    meaning="Every version of the day on which a company's results are due, and the day on which they came.",
    source="lake.board_meeting, core.article_fact",
    columns=(
        text("company", "security_id, or the symbol or name where that is open."),
        day(
            "quarter_end",
            "Quarter that the results are of.",
            formula="end of the calendar quarter before expected_on, or before the day that no longer holds",
        ),
        whole("version", "Version of the day, from 1, in the order in which each could be known.", minimum=1),
        text("security_id", "Internal id; null while it is open.", nullable=True),
        text("company_as_printed", "Company as printed.", nullable=True),
        day("expected_on", "Day of the results; null where none holds any more.", nullable=True),
        text(
            "status",
            "What this version tells; held is the day on which the results came.",
            one_of=("expected", "moved", "withdrawn", "held"),
        ),
        text(
            "told_by", "The exchange's list of board meetings, or an article.", one_of=("exchange", "article")
        ),
        moment(
            "known_at",
            "When it could be known; a bundle counts from 19:00 IST of its session.",
            source="lake.board_meeting.session, core.article_fact.known_at",
        ),
        count(
            "evidence_count",
            "Prints and articles that tell the same.",
            "pieces",
            formula="rows of the same company, quarter_end, expected_on and status",
        ),
        flag(
            "is_current",
            "The version that holds.",
            formula="the exchange's latest, else the articles' latest",
        ),
        text("source", "Bundle and line, or fact and assertion."),
    ),
)
