"""Rating changes: as vendors tell them, as the feed told them, and what stands behind each."""

from bhavhouse.contracts.base import Build, Column, Contract, count, day, moment, real, text, whole
from bhavhouse.contracts.news import ARTICLE_FACT, DIRECTIONS, RATERS

KINDS = (
    "rating_change",
    "initiation",
    "reiteration",
    "removal",
    "technical_call_change",
    "financial_score_change",
)
STATUSES = ("active", "confirmed", "corrected", "contradicted", "withdrawn")


def _targets(source: str) -> tuple[Column, ...]:
    return tuple(
        real(f"{side}_target_inr", f"Target price {when}.", "inr", nullable=True, source=source)
        for side, when in (("from", "before"), ("to", "after"))
    )


WHAT = (
    text("security_id", "Internal id; null while the name or symbol is not resolved.", nullable=True),
    text("symbol_as_printed", "Symbol as delivered.", nullable=True),
    text("company_as_printed", "Company as printed.", nullable=True),
    text("rater", "Who grades; null where the text does not tell.", nullable=True, one_of=RATERS),
    text("firm", "The house.", nullable=True),
    text("analyst", "The analyst.", nullable=True),
    text("scale_id", "Scale of the grades; null where a grade is on none we know.", nullable=True),
    text("kind", "What is told.", one_of=KINDS),
    text("from_grade", "Grade before, as printed.", nullable=True),
    text("to_grade", "Grade after, as printed.", nullable=True),
    text(
        "direction",
        "By the scale's order.",
        nullable=True,
        one_of=DIRECTIONS,
        formula="sign of steps, else as printed",
    ),
    whole(
        "steps",
        "Grades gained on the scale.",
        nullable=True,
        formula="ordinal of to_grade - ordinal of from_grade",
        source="core.rating_scale",
    ),
    *_targets("lake.rating_change"),
    day(
        "effective_session",
        "First session that could act on it; after 15:30 IST the next. Null where no source tells a day.",
        nullable=True,
        formula="the earliest among its evidence, by published_at, else by the day that the text tells",
        source="core.calendar_day",
    ),
    moment("published_at", "When the world could know; null where no source tells.", nullable=True),
)  # fmt: skip
_KNOWN_AT = moment(
    "known_at",
    "When this version could be known.",
    formula="vendors: the later of published_at and updated_at; articles: published_at, for a changed one "
    "its receipt, for a better reading of a text the moment of that reading",
)

VENDOR_RATING = Contract(
    "core.vendor_rating",
    grain=("vendor_event_id", "version"),
    meaning="Every version of every rating change that vendors delivered; equal ones are one.",
    internal=True,
    source="lake.rating_change",
    columns=(
        text("vendor_event_id", "The vendor's id, else a hash of what names the change."),
        whole("version", "Place among the event's versions, in the order of receipt.", minimum=1),
        *WHAT,
        _KNOWN_AT,
        text("source", "The delivery it came from."),
        count("received_order", "Order of receipt."),
        count("at_line", "Line in the delivery."),
        moment("received_at", "When it came.", nullable=True),
    ),
)

_VERSION = (
    whole(
        "feed_seq",
        "Position in the feed; read on from the last one you saw.",
        minimum=1,
        formula="1, 2, 3 ... in the order of receipt",
    ),
    text(
        "event_id",
        "The event; the same in all its versions.",
        formula="the vendor's id, else a hash of the fact that told it first",
    ),
    whole("version", "Version of the event, from 1.", minimum=1, formula="place by feed_seq"),
    *WHAT,
    _KNOWN_AT,
    text(
        "status",
        "What this version does: tells it first, adds evidence, changes what is told, sets it against "
        "another event, takes it back.",
        one_of=STATUSES,
    ),
    text("contradicts", "The event that tells otherwise.", nullable=True, source="event_id"),
    whole(
        "evidence_count",
        "Independent pieces of evidence.",
        "pieces",
        minimum=0,
        formula="distinct vendors' events and stories; copies of one text are one story",
    ),
    whole(
        "publisher_count",
        "Independent publishers.",
        "publishers",
        minimum=0,
        formula="distinct publishers of the first article of each story; a vendor counts as one",
    ),
    text("source", "The delivery or article that this version came from."),
)  # fmt: skip

RATING_LOG = Contract(
    "lake.rating_log",
    grain=("feed_seq",),
    meaning="What the rating feed has told, version by version; what is told is never changed.",
    build=Build.LANDED,
    columns=(
        *_VERSION,
        text("claims", "Claims that this version rests on, parted by blanks.", nullable=True),
        whole("received_order", "Order of receipt in the ledger.", nullable=True),
        moment("received_at", "When it was told.", nullable=True),
    ),
)
RATING_CHANGE_FEED = Contract(
    "marts.rating_change_feed",
    grain=("feed_seq",),
    meaning="Every version of every rating change, in the order we learnt of it. Only ever appended to.",
    source="lake.rating_log",
    columns=_VERSION,
)
RATING_CHANGE_CURRENT = Contract(
    "marts.rating_change_current",
    grain=("event_id",),
    meaning="The latest version of every rating change that was not withdrawn.",
    build=Build.VIEW,
    source="marts.rating_change_feed",
    columns=RATING_CHANGE_FEED.columns,
)
RATING_EVIDENCE = Contract(
    "marts.rating_evidence",
    grain=("event_id", "claim_id"),
    meaning="What stands or stood behind each event of the rating feed.",
    columns=(
        text("event_id", "The event.", source="lake.rating_log.event_id"),
        text("claim_id", "The claim.", formula="the vendor's event, or the fact and its assertion"),
        text("origin", "Who claims it.", one_of=("vendor", "article")),
        text("story", "Copies of one text share it.", formula="the article's cluster_id, else claim_id"),
        text("publisher", "Publisher.", nullable=True),
        text("article_id", "The article.", nullable=True, source="marts.articles.article_id"),
        text("url", "Its address.", nullable=True, source="marts.articles.canonical_url"),
        *(ARTICLE_FACT.column(name) for name in ("quote", "quote_start", "quote_end")),
        text("rule", "Rule that read it, and its version.", nullable=True),
        text("grammar", "Grammar that read it.", nullable=True),
        ARTICLE_FACT.column("confidence"),
        moment("known_at", "Since when it stands.", formula="see marts.rating_change_feed.known_at"),
        moment("retracted_at", "When it was taken back.", nullable=True),
        text("source", "Delivery or address it came from."),
    ),
    source="core.vendor_rating, core.article_fact",
)  # fmt: skip
RATING_BALANCE = Contract(
    "marts.rating_balance",
    grain=("session", "level", "sector", "scale_id"),
    meaning="Upgrades against downgrades by session, segment and scale, of events as they stand now.",
    notes="Scales are never added up: a broker's upgrade is not a model's.",
    source="marts.rating_change_feed, core.segment_membership",
    columns=(
        day("session", "Effective session of the changes."),
        text("level", "Level of the segment; market for all."),
        text("sector", "The segment, as in marts.sector_rotation."),
        text("scale_id", "Scale of the grades.", source="core.rating_scale"),
        count("upgrades", "Events that raise a grade.", "events", formula="count where direction = upgrade"),
        count("downgrades", "Events that lower one.", "events", formula="count where direction = downgrade"),
        whole("net_upgrades", "Which way they lean.", "events", formula="upgrades - downgrades"),
        real(
            "balance_pct",
            "The same as a share.",
            "pct",
            minimum=-100,
            maximum=100,
            formula="100 * (upgrades - downgrades) / (upgrades + downgrades)",
        ),
        count(
            "securities", "Securities concerned, where known.", "securities", formula="distinct security_id"
        ),
    ),
)
FINANCIAL_SCORECARD = Contract(
    "marts.financial_scorecard",
    grain=("company",),
    meaning="The latest financial score that articles tell of each company.",
    source="marts.rating_change_feed where kind = financial_score_change",
    columns=(
        text("company", "security_id, or the name where that is open."),
        text("security_id", "Internal id.", nullable=True),
        text("company_as_printed", "Company as printed.", nullable=True),
        text("event_id", "The event that tells it."),
        text("from_grade", "Score before.", nullable=True),
        text("to_grade", "Score now.", nullable=True),
        text("direction", "Which way it went.", nullable=True, one_of=DIRECTIONS),
        day("effective_session", "First session that could act on it.", nullable=True),
        moment("known_at", "When it could be known."),
        text("status", "Status of the event's latest version.", one_of=STATUSES),
        whole(
            "evidence_count",
            "Independent pieces of evidence.",
            "pieces",
            minimum=0,
            formula="as in marts.rating_change_feed",
        ),
        count(
            "upgrades_1y",
            "Scores raised in the year up to it.",
            "events",
            formula="count where direction = upgrade",
        ),
        count("downgrades_1y", "Scores lowered.", "events", formula="count where direction = downgrade"),
    ),
)
