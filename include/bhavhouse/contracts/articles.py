"""News articles: as landed, as versions with their clusters, and as analysts list them."""

from bhavhouse.contracts.base import Build, Column, Contract, count, flag, moment, text, whole

_PUBLISHED_BY = ("json", "page", "feed")
_URL = text("url", "Address as received; null for a file that tells none.", nullable=True)
_CANONICAL = text(
    "canonical_url",
    "Address without tracking, mobile and AMP forms, and fragment.",
    nullable=True,
    formula="the page's own canonical link where it is of the same host, else url, by declared rules",
)
_PUBLISHER = text("publisher", "Publisher as told, else the host.", nullable=True)
_TITLE = text("title", "Title as told, else the first line of a text.", nullable=True)
_TEXT = text("text", "Main text in UTF-8: charset and clear mojibake mended, control characters removed.")
_AT = moment(
    "published_at", "When the source says that it was published; a time without zone is IST.", nullable=True
)


def _told(kinds: tuple[str, ...]) -> Column:
    return text("published_source", "What told published_at.", nullable=True, one_of=kinds)


_RECEIVED = (
    whole("received_order", "Order of receipt of the delivery in the ledger.", nullable=True),
    moment("received_at", "When the delivery came.", nullable=True),
)

LAKE_ARTICLE = Contract(
    "lake.article",
    grain=("delivery", "at_line"),
    meaning="One row per article of a file or page received.",
    build=Build.LANDED,
    columns=(
        text("delivery", "File name or address, and the start of its hash."),
        count("at_line", "Line of a .jsonl file; 1 in others."),
        _URL,
        _CANONICAL,
        _PUBLISHER,
        _TITLE,
        _AT,
        _told(_PUBLISHED_BY[:2]),
        _TEXT,
        *_RECEIVED,
    ),
)
ARTICLE_ENTRY = Contract(
    "lake.article_entry",
    grain=("delivery", "at_line"),
    meaning="One row per entry of an RSS or Atom feed received.",
    build=Build.LANDED,
    columns=(
        text("delivery", "The feed's address, and the start of its hash."),
        count("at_line", "Place of the entry in the feed, from 1."),
        _URL,
        _CANONICAL,
        _PUBLISHER,
        _TITLE,
        _AT,
        moment("updated_at", "When the feed says that it was changed.", nullable=True),
        *_RECEIVED,
    ),
)
ARTICLE = Contract(
    "core.article",
    grain=("article_id", "version"),
    meaning="One row per article and version of its text.",
    build=Build.WHOLE,
    internal=True,
    source="lake.article",
    columns=(
        text("article_id", "Stable id.", formula="hash of canonical_url, else of the text"),
        whole("version", "1 for the text first received; a changed title or text is the next.", minimum=1),
        flag("is_latest", "Whether no later version is held."),
        text("cluster_id", "Story: least article_id of its near-duplicates.", formula="see docs/adr/0010"),
        count("cluster_articles", "Articles of the cluster."),
        count(
            "cluster_publishers",
            "Hosts or publishers that print the story. Copies of one text are one piece of evidence, however "
            "many print it: count cluster_id.",
        ),
        _PUBLISHER,
        _TITLE,
        _URL,
        _CANONICAL,
        _AT,
        _told(_PUBLISHED_BY),
        moment("first_seen_at", "Receipt of the first delivery with this version.", nullable=True),
        _TEXT,
        text("reading_id", "What its readings are known by.", formula="hash of text and day of published_at"),
    ),
)
ARTICLES = Contract(
    "marts.articles",
    grain=("article_id",),
    meaning="Articles received, in their latest version, with the story that each tells.",
    build=Build.WHOLE,
    source="core.article",
    columns=(
        text("article_id", "Stable id.", source="core.article.article_id"),
        whole("version", "Latest version.", minimum=1, source="core.article.version"),
        text("cluster_id", "Story; copies share it.", source="core.article.cluster_id"),
        count(
            "cluster_articles",
            "Articles that tell the same story in nearly the same words.",
            "articles",
            formula="count of article_id with this cluster_id",
        ),
        count(
            "cluster_publishers",
            "Publishers among them; syndicated copies are no further evidence.",
            "publishers",
            formula="distinct hosts of canonical_url, else publishers, with this cluster_id",
        ),
        _PUBLISHER,
        _TITLE,
        _CANONICAL,
        _AT,
        _told(_PUBLISHED_BY),
        moment("first_seen_at", "Receipt of its first version.", nullable=True, formula="min first_seen_at"),
        count("text_characters", "Length of the text.", "characters", formula="length(text)"),
    ),
)
