"""Files of articles -> their facts, for the command line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bhavhouse.errors import MalformedFile
from bhavhouse.news.extract import extract, extract_text
from bhavhouse.sources import NEWS
from bhavhouse.sources.articles import LARGEST_PAGE_BYTES
from bhavhouse.sources.feed import Asked
from bhavhouse.sources.readings import reading_day

_MOST_TOLD = 5


def facts_of(file: Path) -> Iterator[dict[str, Any]]:
    """The facts of a file's articles, with its name; a .txt is read as it is, others as they are taken in.

    Raises MalformedFile where it cannot be read or is none of these kinds, and at the end where single
    articles could not be read.
    """
    feed = NEWS["article"]
    if not feed.names.fullmatch(file.name):
        raise MalformedFile("no .txt, .html, .htm or .jsonl")
    try:
        if file.stat().st_size > 8 * LARGEST_PAGE_BYTES:
            raise MalformedFile(f"larger than {8 * LARGEST_PAGE_BYTES // 2**20} MiB")
        payload = file.read_bytes()
    except OSError as error:
        raise MalformedFile(error.strerror or "cannot be read") from None
    if file.suffix.lower() == ".txt":
        for fact in extract(payload):
            yield {"file": file.name, **fact.as_json()}
        return
    parsed = feed.parse(payload, Asked(file.name, date.min))
    for article in parsed.table.to_pylist():
        for fact in extract_text(article["text"], reading_day(article["published_at"])):
            yield {"file": file.name, "line": article["line"], **fact.as_json()}
    if parsed.breaches:
        lines = "; ".join(f"line {breach.line}: {breach.reason}" for breach in parsed.breaches[:_MOST_TOLD])
        raise MalformedFile(f"{len(parsed.breaches)} articles not read, among them {lines}")
