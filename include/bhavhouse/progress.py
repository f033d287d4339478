"""Long work shows how far it is: a bar on a terminal, a line now and then in a log."""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger("bhavhouse")
Advance = Callable[[int], None]
_EVERY_SECONDS = 5.0


@contextmanager
def progress(what: str, total: int) -> Iterator[Advance]:
    """Gives a function that is told how many more of `total` are done."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(what, total=total)
            yield lambda done: bar.advance(task, done)
        return
    started = told = time.monotonic()
    count = 0

    def advance(done: int) -> None:
        nonlocal told, count
        count += done
        now = time.monotonic()
        if count >= total or now - told >= _EVERY_SECONDS:
            told = now
            log.info("%s: %d of %d (%.1f s)", what, count, total, now - started)

    yield advance
