"""Claims of articles held against the market, the session of each article, and the record of each source."""

from bhavhouse.contracts.base import Contract, count, day, flag, moment, real, text, whole

VERDICTS = ("confirmed", "close", "contradicted", "not_checkable")
BASES = ("exact", "other_exchange", "proxy", "own_index")
DATED_BY = ("stated", "published", "inferred", "undated")
CONFLICTS = ("headline_against_count", "different_figures", "repeated_figure")
ASPECTS = (
    "figure", "rank", "best", "worst", "ahead", "behind",
    "statement", "breadth better", "breadth worse", "breadth strong", "breadth weak",
)  # fmt: skip
KINDS = (
    "index_return", "advance_decline", "mover", "flow", "price_level", "segment_stat", "sector_leadership",
    "comparison", "unmeasured",
)  # fmt: skip
_FACT = "core.article_fact"
_AS_UNIT = "as in unit"

CLAIM_CHECKS = Contract(
    "marts.claim_checks",
    grain=("claim_id",),
    meaning="Every claim on the market that an article makes, held against what the exchange printed.",
    notes=(
        "A mover that is also called the top one makes two claims. Comparisons (best segment, ahead of, "
        "breadth weak or better) are read from the text. What stands for what, and how far a figure may lie "
        "from a claim, are the reviewed lists of include/bhavhouse/verdicts; docs/claims.md tells how to "
        "read and tune them."
    ),
    source=_FACT,
    columns=(
        text("claim_id", "The claim.", formula="fact_id, assertion, and rank where it is of a rank"),
        text("fact_id", "Fact that makes it; of a comparison the hash of its sentence."),
        whole("assertion", "As in the fact.", minimum=1, formula="as core.article_fact; 1 of a comparison"),
        text("article_id", "The article."),
        text("cluster_id", "Story; copies share it."),
        text("publisher", "Publisher.", nullable=True),
        text("canonical_url", "Address.", nullable=True),
        moment("published_at", "When the article was published.", nullable=True),
        moment("known_at", "Since when the claim stands."),
        text("kind", "What is claimed.", one_of=KINDS),
        text("aspect", "What of it: the figure, the rank, or the order.", one_of=ASPECTS),
        text("index_as_printed", "Index or segment; of an unmeasured claim its topic.", nullable=True),
        text("company_as_printed", "Company.", nullable=True),
        text("sector_as_printed", "Sector.", nullable=True),
        text("compared_with", "What a comparison sets it against.", nullable=True),
        text("security_id", "Company's internal id; null while it is open.", nullable=True),
        text("horizon", "Time covered, as told.", nullable=True),
        text("bound", "over, under, about ... as told.", nullable=True),
        text("unit", "pct, points, x, count, inr, inr_crore ...", nullable=True),
        real(
            "claimed_value",
            "Figure as claimed.",
            _AS_UNIT,
            nullable=True,
            formula="value of the fact; advances over declines; 1 for a first rank",
        ),
        real(
            "claimed_low",
            "Least that the words allow; null for no end.",
            _AS_UNIT,
            nullable=True,
            formula="claimed_value, less 5% of it, or half a unit of its last digit, for about and "
            "nearly; the range's end; the bound of over",
        ),
        real(
            "claimed_high",
            "Most that they allow; null for no end.",
            _AS_UNIT,
            nullable=True,
            formula="as claimed_low",
        ),
        text("quote", "The words that claim it.", nullable=True),
        day("session", "Session that it speaks of.", nullable=True, source="marts.article_sessions.session"),
        text(
            "session_basis",
            "What told the session: the text, the publication, or the article's own claims.",
            one_of=DATED_BY,
            formula="stated where the fact has stated_on; else as the article",
            source="marts.article_sessions",
        ),
        day(
            "since_session",
            "Session whose close the figure starts from.",
            nullable=True,
            source="core.calendar_day",
        ),
        text(
            "held_against",
            "What was measured: index, fund, universe, security, segment or flows, and its name.",
            nullable=True,
        ),
        text(
            "basis",
            "exact: the very thing; other_exchange: the share's price there, or the text names no exchange; "
            "proxy: what stands for it by declaration; own_index: an index or a segment of our own.",
            nullable=True,
            one_of=BASES,
            source="include/bhavhouse/verdicts/stands_for.csv",
        ),
        real(
            "computed_value",
            "Figure that the exchange's files give.",
            _AS_UNIT,
            nullable=True,
            formula="return of held_against from since_session to session; its level, counts, rank or flows "
            "of session, 21 for a rank behind the first twenty; of a sector the percent of sectors, of a "
            "size the number of sizes, that did better, or worse than a laggard; of a comparison the first "
            "return less the other",
            source="marts.index_history, core.price_change, core.bse_price_change, marts.breadth_history, "
            "marts.market_movers, marts.sector_rotation, marts.return_distribution, "
            "marts.institutional_flows",
        ),
        real(
            "difference",
            "How far the figure lies from what the words allow.",
            _AS_UNIT,
            nullable=True,
            formula="computed_value less the nearest value from claimed_low to claimed_high",
        ),
        real(
            "confirmed_within",
            "Difference up to which it is confirmed.",
            _AS_UNIT,
            nullable=True,
            minimum=0,
            formula="the tolerance of measure and basis, at least half a unit of the last digit printed; 0 "
            "where the words are open to one side and the basis is not exact",
            source="include/bhavhouse/verdicts/tolerances.csv",
        ),
        real(
            "close_within",
            "Difference up to which it is close.",
            _AS_UNIT,
            nullable=True,
            minimum=0,
            formula="as confirmed_within",
            source="include/bhavhouse/verdicts/tolerances.csv",
        ),
        text(
            "verdict",
            "Whether the market bears the claim out.",
            one_of=VERDICTS,
            formula="confirmed, close or contradicted by difference; not_checkable without computed_value",
        ),
        text("reason", "Why, in words, with the figures."),
        text(
            "needs", "What data would check it.", nullable=True, source="include/bhavhouse/verdicts/needs.csv"
        ),
    ),
)
ARTICLE_SESSIONS = Contract(
    "marts.article_sessions",
    grain=("article_id",),
    meaning="The session that each article speaks of, and what tells it.",
    source="core.article, core.article_fact",
    columns=(
        text("article_id", "The article."),
        day("session", "Session; null where nothing tells it with enough certainty.", nullable=True),
        text(
            "basis",
            "stated: most of its dated facts; published: by the moment of publication; inferred: its claims.",
            one_of=DATED_BY,
        ),
        flag(
            "is_intraday",
            "Written before that session's close.",
            formula="published_at is of that day, before 15:30 IST and not midnight",
        ),
        real(
            "score",
            "How well the best session fits, where one was looked for.",
            "ln odds",
            nullable=True,
            formula="sum of weight over the evidence for it, less 0.35 for each session that it lies before "
            "the last one possible",
            source="marts.article_session_evidence",
        ),
        real(
            "margin",
            "By how much it beats the next.",
            "ln odds",
            nullable=True,
            formula="score less the second best",
        ),
        day("likeliest", "The best session, sure or not.", nullable=True),
        day("runner_up", "The second best one.", nullable=True),
        count(
            "sessions_tried",
            "Sessions it was held against.",
            "sessions",
            formula="sessions held up to the day it was first seen, or the ten before results due",
        ),
    ),
)
ARTICLE_SESSION_EVIDENCE = Contract(
    "marts.article_session_evidence",
    grain=("article_id", "session", "claim_id"),
    meaning="What each claim of an undated article tells for and against its two likeliest sessions.",
    source="marts.claim_checks",
    columns=(
        text("article_id", "The article."),
        day("session", "The best session, or the runner-up."),
        text("claim_id", "The claim."),
        real(
            "computed_value",
            "What the market shows for that session.",
            _AS_UNIT,
            nullable=True,
            formula="as marts.claim_checks",
        ),
        text("verdict", "The claim's verdict, were the article of that session.", one_of=VERDICTS[:3]),
        real(
            "weight",
            "What it counts.",
            "ln odds",
            formula="ln of sessions over those that confirm the claim, at most 6; half of it where close; "
            "-0.7 where contradicted",
        ),
    ),
)
CLAIM_CONFLICTS = Contract(
    "marts.claim_conflicts",
    grain=("claim_id", "other_claim_id", "kind"),
    meaning="Claims that do not go together, whatever the market did.",
    source="marts.claim_checks",
    columns=(
        text("claim_id", "A claim."),
        text("other_claim_id", "The one that speaks against it."),
        text(
            "kind",
            "headline_against_count: an index moves one way, most of its names the other; different_figures: "
            "of one thing and session; repeated_figure: one figure, to the second decimal, of two sessions.",
            one_of=CONFLICTS,
        ),
        text("article_id", "Article of the claim."),
        text("other_article_id", "Article of the other; the same for a contradiction within one."),
        text("publisher", "Its publisher.", nullable=True),
        text("other_publisher", "The other's.", nullable=True),
        day("session", "Session of the claim.", nullable=True),
        day("other_session", "Session of the other.", nullable=True),
        text("told", "The contradiction in words."),
    ),
)
SOURCE_RECORD = Contract(
    "marts.source_record",
    grain=("publisher", "kind"),
    meaning="How often each publisher's claims were borne out, by kind; the kind all sums them up.",
    source="marts.claim_checks",
    columns=(
        text("publisher", "Publisher; - where none is told."),
        text("kind", "Kind of claim, or all.", one_of=(*KINDS, "all")),
        count("claims", "Claims.", "claims", formula="count of claim_id"),
        count("confirmed", "Confirmed ones.", "claims", formula="verdict = confirmed"),
        count("close", "Close ones.", "claims", formula="verdict = close"),
        count("contradicted", "Contradicted ones.", "claims", formula="verdict = contradicted"),
        count("not_checkable", "Ones that nothing can check.", "claims", formula="verdict = not_checkable"),
        real(
            "confirmed_pct",
            "Share of the checkable claims that were confirmed.",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
            formula="100 * confirmed / (confirmed + close + contradicted)",
        ),
        real(
            "contradicted_pct",
            "Share of them that were contradicted.",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
            formula="100 * contradicted / (confirmed + close + contradicted)",
        ),
        day("first_session", "First session of its claims.", nullable=True, formula="min session"),
        day("last_session", "Last one.", nullable=True, formula="max session"),
    ),
)
