"""Reading articles: how many a second, against finding their words, and how time grows with size and number.

Texts are the held-out articles of tests/news, joined to about 4 kB each, with figures changed so that no two
are copies. Adds its measures to bench/results.json.
"""

import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from backfill import ROOT, _result, timed

TEXTS = sorted((ROOT / "tests" / "news" / "heldout").glob("*.txt"))
CHARACTERS = 4_000
FEWEST_A_SECOND = 100.0
MOST_GROWTH = 5.0  # in time, for four times the size or number
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"\w+")


def articles(number: int) -> list[str]:
    """Texts of about CHARACTERS each."""
    chance = random.Random(number)
    held = [path.read_text() for path in TEXTS]
    made = []
    for _ in range(number):
        text = ""
        while len(text) < CHARACTERS:
            text += chance.choice(held) + "\n"
        made.append(_FIGURE.sub(lambda _: str(chance.randrange(1, 10)), text[:CHARACTERS]))
    return made


def seconds(texts: list[str]) -> float:
    """To read texts, in this process."""
    from bhavhouse.news.extract import extract_text

    started = time.perf_counter()
    for text in texts:
        extract_text(text)
    return time.perf_counter() - started


def ingested(work: Path, number: int) -> tuple[float, float]:
    """Seconds and MiB of `bhavhouse news ingest` on files of one article each, as a whole process."""
    folder = work / f"news-{number}"
    folder.mkdir()
    for n, text in enumerate(articles(number)):
        (folder / f"{n}.txt").write_text(text)
    home = {"BHAVHOUSE_HOME": str(work / f"home-{number}"), "BHAVHOUSE_NEWS": str(folder)}
    command = [str(Path(sys.executable).with_name("bhavhouse")), "news", "ingest"]
    return timed(command, {**os.environ, **home})


def main() -> None:
    work = Path(tempfile.mkdtemp(prefix="bhavhouse-bench-"))
    try:
        texts = articles(200)
        seconds(texts[:5])
        took = seconds(texts)
        started = time.perf_counter()
        for text in texts:
            _WORD.findall(text)
        bare = time.perf_counter() - started
        once, four = seconds(["\n".join(texts[:25])]), seconds(["\n".join(texts[:100])])
        few, _ = ingested(work, 250)
        many, peak = ingested(work, 1_000)
        results = [
            {**_result("articles read a second, of 4 kB", 200 / took, FEWEST_A_SECOND),
             "holds": 200 / took >= FEWEST_A_SECOND},
            _result("seconds to read / to find the words of the same texts", took / bare),
            _result("seconds for an article of 400 kB / of 100 kB", four / once, MOST_GROWTH),
            _result("seconds to ingest 1,000 articles", many),
            _result("seconds to ingest 1,000 articles / 250", many / few, MOST_GROWTH),
            _result("MiB to ingest 1,000 articles", peak),
        ]  # fmt: skip
    finally:
        shutil.rmtree(work)
    path = ROOT / "bench" / "results.json"
    own = {result["measure"] for result in results}
    held = [r for r in (json.loads(path.read_text()) if path.exists() else []) if r["measure"] not in own]
    path.write_text(json.dumps([*held, *results], indent=1) + "\n")
    for result in results:
        aim = f"  (aim {result['aim']:g})" if result["aim"] else ""
        print(f"{result['value']:10.1f}  {result['measure']}{aim}")


if __name__ == "__main__":
    main()
