"""The command line. Exit status: 0 all that could be had was processed, 1 a failure, 2 wrong usage."""

import json
import logging
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bhavhouse.errors import BhavhouseError, UsageError
from bhavhouse.printing import MOST_SHOWN, Format, print_json, print_rows, print_status, print_table

if TYPE_CHECKING:
    from bhavhouse.pipelines.house import House
    from bhavhouse.pipelines.ingest import Report

app = typer.Typer(
    help="Bhavhouse: a warehouse of the Indian equity market, from the exchanges' own files.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_ISO = ["%Y-%m-%d"]
From = Annotated[datetime, typer.Option("--from", formats=_ISO, help="First day of the interval.")]
To = Annotated[datetime, typer.Option("--to", formats=_ISO, help="Last day of the interval.")]
Feeds = Annotated[list[str] | None, typer.Option("--feed", help="Only this feed; may be given again.")]
Strict = Annotated[bool, typer.Option("--strict", help="A hole in the interval is a failure.")]


@app.command()
def backfill(start: From, end: To, feed: Feeds = None, strict: Strict = False) -> None:
    """Take in an interval, build what depends on it, publish."""
    from bhavhouse.pipelines.build import build as build_
    from bhavhouse.pipelines.publish import publish as publish_

    house = _house()
    report = _ingest(house, start, end, feed)
    built = build_(house)
    shown = publish_(house)
    print(f"built      {built.files_made} files, {built.rows_made:,} rows, in {built.models} tables")
    print(f"published  {house.settings.warehouse}" + ("" if shown.changed else " (no change)"))
    _end(house, report, start.date(), end.date(), strict)


@app.command()
def ingest(start: From, end: To, feed: Feeds = None, strict: Strict = False) -> None:
    """Take in an interval: raw bytes, checked rows in the lake, broken rows in quarantine."""
    house = _house()
    _end(house, _ingest(house, start, end, feed), start.date(), end.date(), strict)


@app.command()
def build() -> None:
    """Make every table whose inputs have changed."""
    from bhavhouse.pipelines.build import build as build_

    built = build_(_house())
    print(f"built      {built.files_made} files, {built.rows_made:,} rows, in {built.models} tables")


@app.command()
def publish() -> None:
    """Audit what is built and show it to readers, at once or not at all."""
    from bhavhouse.pipelines.publish import publish as publish_

    house = _house()
    shown = publish_(house)
    print(f"published  {house.settings.warehouse}" + ("" if shown.changed else " (no change)"))


@app.command()
def status(
    start: Annotated[datetime | None, typer.Option("--from", formats=_ISO, help="First day.")] = None,
    end: Annotated[datetime | None, typer.Option("--to", formats=_ISO, help="Last day.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what is held, what is missing and why, what was refused, what is published."""
    from bhavhouse.pipelines.status import status as status_

    found = status_(_house(), start.date() if start else None, end.date() if end else None)
    if as_json:
        print_json(vars(found))
    else:
        print_status(found)


@app.command()
def rebuild(
    as_of: Annotated[str | None, typer.Option(help="A moment, as 2026-02-12T19:00:00+05:30.")] = None,
) -> None:
    """Make everything after raw again; with --as-of, what was knowable then, beside the present."""
    from bhavhouse.clock import IST
    from bhavhouse.pipelines.replay import rebuild as rebuild_
    from bhavhouse.pipelines.replay import rebuild_as_of

    house = _house()
    if as_of is None:
        done = rebuild_(house)
        print(f"rebuilt    {done.files} files, {done.changed} of them with other bytes than before")
    else:
        try:
            moment = datetime.fromisoformat(as_of)
        except ValueError:
            raise UsageError(f"--as-of {as_of}: no moment of the form 2026-02-12T19:00:00+05:30") from None
        done = rebuild_as_of(house, moment if moment.tzinfo else moment.replace(tzinfo=IST))
        print(f"rebuilt    {done.files} files as of {as_of}")
    print(f"published  {done.warehouse}")


@app.command()
def verify() -> None:
    """Read every file that the ledger names and tell each that is missing or altered."""
    from bhavhouse.pipelines.status import verify as verify_

    faults = verify_(_house())
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise BhavhouseError(f"{len(faults)} files are not what they were")
    print("every file is what it was")


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One statement over core and marts.")],
    form: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = Format.TABLE,
) -> None:
    """Read what is published."""
    from bhavhouse.publish.read import query as query_

    settings = _house().settings
    rows = query_(settings.warehouse, settings.lake, sql)
    print_rows(rows.to_pylist(), form, rows.column_names)


@app.command()
def resolve(
    name: Annotated[str, typer.Argument(help="A symbol, ISIN, BSE scrip code, company or internal id.")],
    on: Annotated[
        datetime | None, typer.Option("--on", formats=_ISO, help="The day; else the latest session held.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = Format.TABLE,
) -> None:
    """Say which security a name means on a day, and how. Exit status 1 where it means none, or several."""
    from bhavhouse.pipelines.resolve import resolve as resolve_

    found = resolve_(_house(), name, on.date() if on else None)
    if found.rows:
        print_rows(found.rows, form)
    if len(found.rows) > 1:
        raise BhavhouseError(f"{name} is ambiguous on {found.day}: it means {len(found.rows)} securities")
    if not found.rows:
        for line in found.elsewhen:
            print(f"  on other days: {line}", file=sys.stderr)
        for line in found.candidates:
            print(f"  may be {line}", file=sys.stderr)
        raise BhavhouseError(f"{name} means nothing on {found.day}: {found.why}")


news = typer.Typer(help="Articles: take them in, read facts out of them.", no_args_is_help=True)
app.add_typer(news, name="news")


@news.command("ingest")
def news_ingest(
    files: Annotated[list[Path] | None, typer.Argument(help="Files or folders; else BHAVHOUSE_NEWS.")] = None,
    start: Annotated[datetime | None, typer.Option("--from", formats=_ISO, help="First day.")] = None,
    end: Annotated[datetime | None, typer.Option("--to", formats=_ISO, help="Last day.")] = None,
) -> None:
    """Take in articles, build what depends on them, publish.

    With an interval, texts of it that were read by another grammar are read again.
    """
    from bhavhouse.pipelines.articles import Span, ingest_articles
    from bhavhouse.pipelines.build import build as build_
    from bhavhouse.pipelines.news import read_again
    from bhavhouse.pipelines.publish import publish as publish_

    span = Span(start.date() if start else date.min, end.date() if end else date.max)
    if span.end < span.start:
        raise UsageError(f"--to {span.end} is before --from {span.start}")
    house = _house()
    report = ingest_articles(house, files or (), span)
    for line in report.fetched:
        print(f"fetched    {line}")
    print(
        f"landed     {report.landed} of {report.offered} files and pages, {report.rows:,} rows; "
        f"{len(report.refused)} refused, {report.quarantined} rows in quarantine"
    )
    for line in report.refused[:MOST_SHOWN]:
        print(f"  refused  {line}")
    if not span.is_all:
        print(f"read again {read_again(house, span):,} texts, by a grammar that had not read them")
    built = build_(house)
    shown = publish_(house)
    print(f"built      {built.files_made} files, {built.rows_made:,} rows, in {built.models} tables")
    print(f"published  {house.settings.warehouse}" + ("" if shown.changed else " (no change)"))
    for failure in report.failures:
        print(f"failed     {failure}", file=sys.stderr)
    if report.failures:
        raise typer.Exit(1)


@news.command("extract")
def news_extract(
    files: Annotated[list[Path], typer.Argument(help="Articles as .txt, .html or .jsonl.")],
) -> None:
    """Print the facts that articles state, one JSON object a line; nothing is kept."""
    from bhavhouse.news.files import facts_of

    is_failed = False
    for file in files:
        try:
            for fact in facts_of(file):
                print(json.dumps(fact, ensure_ascii=False))
        except BhavhouseError as error:
            print(f"{file}: {error}", file=sys.stderr)
            is_failed = True
    if is_failed:
        raise typer.Exit(1)


quarantine = typer.Typer(help="Rows held back: list, inspect, release, correct, undo.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")
Name = Annotated[str, typer.Argument(help="The exchange's name of the file.")]
Line = Annotated[int, typer.Argument(help="Line of the file; a header is 1.", min=1)]
Reason = Annotated[str, typer.Option(help="Why; kept with the decision.")]


@quarantine.command("list")
def quarantine_list() -> None:
    """Every row held back, and every decision in force."""
    from bhavhouse.pipelines.quarantine import decisions
    from bhavhouse.pipelines.status import held_back

    house = _house()
    columns = ["name", "line", "column", "value", "reason"]
    print_table(columns, [[row[name] for name in columns] for row in held_back(house)])
    made = decisions(house)
    if made:
        columns = ["decision_id", "kind", "name", "line", "column", "expected", "value", "reason"]
        print_table(columns, [[row[name] for name in columns] for row in made])


@quarantine.command("inspect")
def quarantine_inspect(name: Name, line: Line) -> None:
    """One line of a file as received, and why it is held back."""
    from bhavhouse.pipelines.quarantine import inspect

    held = inspect(_house(), name, line)
    print(f"{held.name} of {held.day}\n  1 {held.header}\n  {held.line} {held.text}")
    for reason in held.reasons or ["not held back"]:
        print(f"  {reason}")


@quarantine.command("release")
def quarantine_release(name: Name, line: Line, reason: Reason) -> None:
    """Let a row through although it breaks a check; the tables follow."""
    from bhavhouse.pipelines.quarantine import release

    release(_house(), name, line, reason)
    print(f"released   {name} line {line}")


@quarantine.command("correct")
def quarantine_correct(
    name: Name,
    line: Line,
    column: Annotated[str, typer.Argument(help="Header of the column, as printed.")],
    expected: Annotated[str, typer.Option(help="The wrong value that the file prints.")],
    value: Annotated[str, typer.Option(help="The right one.")],
    reason: Reason,
) -> None:
    """Put a right value in the place of a wrong one whenever this file is read; the tables follow."""
    from bhavhouse.pipelines.quarantine import correct

    correct(_house(), name, line, column, expected, value, reason)
    print(f"corrected  {name} line {line}: {column} {expected!r} to {value!r}")


@quarantine.command("withdraw")
def quarantine_withdraw(number: Annotated[int, typer.Argument(help="The decision's number.")]) -> None:
    """Undo a decision; the tables follow."""
    from bhavhouse.pipelines.quarantine import withdraw

    withdraw(_house(), number)
    print(f"withdrawn  decision {number}")


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="Folder to make.")],
    sessions: Annotated[int, typer.Option(min=1, max=2600, help="Trading sessions.")] = 300,
    securities: Annotated[int, typer.Option(min=20, max=5000, help="Lines that ever trade.")] = 160,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 7,
) -> None:
    """Write a simulated exchange: files in the genuine formats, articles that tell true and false of it, and
    the truth beside them."""
    from bhavhouse.progress import progress
    from bhavhouse.simulate import simulate as simulate_

    with progress("simulating", sessions) as advance:
        seen = 0

        def tell(done: int, _: int) -> None:
            nonlocal seen
            advance(done - seen)
            seen = done

        try:
            made = simulate_(out, sessions, securities, seed, progress=tell)
        except (FileExistsError, ValueError) as error:
            raise UsageError(str(error)) from None
    print(
        f"simulated  {made.sessions} sessions, {made.first_session} to {made.last_session}, "
        f"{made.files} files, {made.rows:,} rows: {out}"
    )


@app.command()
def dictionary(
    out: Annotated[Path, typer.Option("--out", help="The folder that the pages go to.", file_okay=False)],
) -> None:
    """Write the data dictionary: a page for each published table, with units, formulas and sources."""
    from bhavhouse.contracts import published
    from bhavhouse.contracts.derive import dictionary as dictionary_

    out.mkdir(parents=True, exist_ok=True)
    for name, page in dictionary_(published()).items():
        (out / name).write_text(page)


def _house() -> "House":
    from bhavhouse.pipelines.house import House

    return House.open()


def _ingest(house: "House", start: datetime, end: datetime, feeds: list[str] | None) -> "Report":
    from bhavhouse.pipelines.ingest import ingest as ingest_
    from bhavhouse.sources import FEEDS

    if end < start:
        raise UsageError(f"--to {end:%Y-%m-%d} is before --from {start:%Y-%m-%d}")
    unknown = set(feeds or ()) - set(FEEDS)
    if unknown:
        raise UsageError(f"no feed {', '.join(sorted(unknown))}; there are {', '.join(FEEDS)}")
    report = ingest_(house, start.date(), end.date(), feeds)
    for line in report.fetched:
        print(f"fetched    {line}")
    print(
        f"landed     {report.landed} of {report.offered} files, {report.rows:,} rows; "
        f"{report.offered - report.received} known already, {len(report.refused)} refused, "
        f"{report.quarantined} rows in quarantine"
    )
    return report


def _end(house: "House", report: "Report", start: date, end: date, strict: bool) -> None:
    """Tells what is missing, and ends with 1 where an expected file was refused."""
    from bhavhouse.market.sessions import states

    found = states(house.ledger, start, end, {})
    holes = [s for s in found if s.state in ("absent", "pending")]
    confirmed = sum(s.state == "confirmed" for s in found)
    print(f"sessions   {confirmed} confirmed, {len(holes)} missing in {start} to {end}")
    for hole in holes[:MOST_SHOWN]:
        print(f"  {hole.day} {hole.state}: {hole.reason}")
    if len(holes) > MOST_SHOWN:
        print(f"  and {len(holes) - MOST_SHOWN} more: bhavhouse status --from {start} --to {end}")
    for failure in report.failures:
        print(f"failed     {failure}", file=sys.stderr)
    if report.failures or (strict and holes):
        raise typer.Exit(1)


def main() -> None:
    """Runs the command line; a failure is one line that says what to do."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        app()
    except BhavhouseError as error:
        print(f"bhavhouse: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
