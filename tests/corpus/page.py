"""docs/bad-inputs.md, written from the corpus: run `python -m corpus.page` in tests/ to write it anew."""

from itertools import groupby
from pathlib import Path

from corpus.mutations import MUTATIONS, Gets, Mutation

PAGE = Path(__file__).parents[2] / "docs" / "bad-inputs.md"
_FEEDS = {
    "nse_full": "full",
    "nse_udiff": "UDiFF",
    "nse_legacy": "legacy",
    "nse_index_close": "index",
    "nse_master": "master",
    "nse_official_action": "actions",
    "nse_bundle_action": "bundle actions",
    "nse_market_cap": "market cap",
    "nse_name_change": "names",
    "bse_master": "BSE",
    "rating_csv": "ratings CSV",
    "rating_jsonl": "ratings JSON",
    "nse_market_activity": "activity",
    "bse_udiff": "BSE UDiFF",
    "bse_legacy": "BSE legacy",
    "nse_constituent_snapshot": "members page",
    "nse_market_snapshot": "market page",
    "nse_index_snapshot": "indices page",
    "nse_bundle_index": "bundle",
    "index_import": "own levels",
    "watchlist": "watch list",
    "flows_long": "flows",
    "flows_net": "net flows",
    "nse_index_membership": "workbook",
    "nse_board_meeting": "board meetings",
}
_HEAD = """# Bad inputs

What comes of a bad file. A broken row goes to quarantine with file, line, column, value and reason, and the
others land. A broken file stops only its own feed and session, keeps its bytes in `raw`, and the partition
that stood before stays. `bhavhouse status` tells both. A refused file that was expected, and that no good one
stands for, ends a run with status 1; a stale one (a holiday's name with another session inside), rows held
back and what is passed by do not. A file of which more than a tenth of the rows cannot be used is refused
whole (broken). A file that clears the floor of rows and still has far fewer than the sessions around it is
refused too (truncated), as soon as four of them are there. One that may not be read is refused (malformed).

Written from `tests/corpus/mutations.py`, which the tests carry out one by one for each feed named here.

| Kind | Meaning | Feeds | What it gets |
|---|---|---|---|
"""
_ARTICLES = """
## Articles

Held to this by `tests/integration/test_articles.py`. Refused files keep their receipt and their bytes.

| Kind | What it gets |
|---|---|
| Empty, binary or packed bytes under a text's name | file refused (malformed) |
| A page above 8 MiB, JSON lines above 64 MiB, a feed above 4 MiB | file refused (malformed) |
| A page of more than 50,000 elements, or nested too deeply to have a main text | file refused (malformed) |
| A page of scripts or entities alone | file refused (malformed): *a page without a main text* |
| A line that is no object, or a field that is no text | the row held back |
| Marks that turn the direction of text, control characters | removed from the text; raw keeps them |
| A feed with declared entities, or of more than 2,000 entries | file refused (malformed) |
| A redirect to a file, or to a private address | page refused, told |
| A packed answer, which was not asked for | page refused unread, told |
| A canonical link to another host | passed by; the page's own address counts |
"""


def page() -> str:
    """The page as the corpus wants it."""
    return _HEAD + "".join(map(_line, MUTATIONS)) + _ARTICLES


def _line(mutation: Mutation) -> str:
    by_outcome = sorted(mutation.feeds, key=lambda kind: _words(mutation.outcome(kind)))
    groups = [
        (words, [_FEEDS[kind] for kind in _FEEDS if kind in set(kinds)])
        for words, kinds in (
            (words, list(group))
            for words, group in groupby(by_outcome, key=lambda kind: _words(mutation.outcome(kind)))
        )
    ]
    groups.sort(key=lambda group: -len(group[1]))
    feeds = ", ".join(name for kind, name in _FEEDS.items() if kind in mutation.feeds)
    first, *others = groups
    gets = "; ".join([first[0], *(f"{', '.join(names)}: {words}" for words, names in others)])
    return f"| {_cell(mutation.name)} | {_cell(mutation.meaning)} | {feeds} | {_cell(gets)} |\n"


def _words(gets: Gets) -> str:
    reason = f": *{gets.says}*" if gets.says else ""
    match gets.what:
        case "same":
            return "the same rows land" if gets.exact else "its rows land"
        case "rows held back":
            count = "the row" if gets.lines == 1 else f"{gets.lines} lines"
            return f"{count} held back{reason}"
        case "file refused":
            return f"file refused ({gets.verdict}){reason}"
        case _:
            return f"passed by{', told in the log' + reason if reason else ''}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page())
