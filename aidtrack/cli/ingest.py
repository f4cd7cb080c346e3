"""`aidtrack ingest`: read articles into the database."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aidtrack.cli.options import DEFAULT_DB, DEFAULT_WAIT, DbOption, JsonOption, QuietOption, WaitOption
from aidtrack.errors import DatabaseBusy, InputNotFound, StorageFailure, UsageError, escape, one_line

if TYPE_CHECKING:
    from aidtrack.articles import Found, Metadata, Skipped
    from aidtrack.cli.intake import Intake
    from aidtrack.store import Database

PARTIAL, NOT_FOUND = 3, 4


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ingest)


def ingest(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for one on stdin.")
    ],
    db: DbOption = DEFAULT_DB,
    date: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When a single article was published.", show_default=False),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who published a single article.", show_default=False)
    ] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where a single article is from.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Read again what is known already.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read, but store nothing.")] = False,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
    wait: WaitOption = DEFAULT_WAIT,
) -> None:
    """Read articles, find what they say about aid, and store it.

    Text, Markdown and saved web pages are read; a second run changes nothing. What the texts do not tell, a
    manifest.csv in the folder (columns file,url,publisher,title,published) or NAME.meta.toml may.

    \b
    Examples:
      aidtrack ingest seeds/
      aidtrack ingest -q inbox/ && aidtrack totals --donor US
      aidtrack ingest story.txt --date 2024-07-02 --url https://www.example.org/story
      curl -s https://www.example.org/story | aidtrack ingest - --url https://www.example.org/story
    """
    from aidtrack import articles, store
    from aidtrack.cli import print_error

    missing = articles.missing_paths(paths)
    for path in missing:
        print_error(str(_not_found(path)))
    given = _read_given(paths, date, publisher, url)
    inputs = list(articles.discover(path for path in paths if path not in missing))
    if missing and not inputs:
        raise typer.Exit(NOT_FOUND)
    if dry_run:
        outcome = _look_only(db, inputs, given, force, quiet)
    else:
        with store.open_writing(db, wait, create=True) as database:
            outcome = _store(database, inputs, given, force, quiet)
    _report(outcome, db, quiet, as_json, dry_run)
    code = NOT_FOUND if missing else _exit_code(outcome, inputs)
    if code:
        raise typer.Exit(code)


def _not_found(path: str) -> InputNotFound:
    return InputNotFound(path, "no such file or folder", "check the path")


def _read_given(paths: list[str], date: str | None, publisher: str | None, url: str | None) -> Metadata:
    """Check what is told of a single article on the command line."""
    from aidtrack.articles import Metadata
    from aidtrack.articles.dates import read_date

    if (date or publisher or url) and (len(paths) > 1 or os.path.isdir(paths[0])):
        raise UsageError(
            "--date, --publisher, --url",
            "are for a single article",
            "for many, write a manifest.csv or NAME.meta.toml files",
        )
    published = read_date(date) if date else None
    if date and not published:
        raise UsageError(f"--date {date}", "not a date", "write it as 2024-07-02, 2024-07 or 2024")
    return Metadata(url=url, publisher=publisher, published=published)


def _store(
    database: Database, inputs: list[Found | Skipped], given: Metadata, force: bool, quiet: bool
) -> dict[str, Any]:
    """Take all inputs in; on an interruption keep what is whole and tell how far it came."""
    from aidtrack.cli.intake import Intake

    intake = Intake(database, force=force)
    try:
        _take_all(intake, inputs, given, quiet)
        intake.finish()
    except (DatabaseBusy, StorageFailure) as error:
        _print_failures(intake)
        kept = f"{intake.stored} of {len(inputs)} inputs are stored"
        raise type(error)(error.what, error.why, f"{error.remedy}; {kept}") from error
    except KeyboardInterrupt:
        intake.finish()
        _print_failures(intake)
        print(f"aidtrack: interrupted: {intake.stored} of {len(inputs)} stored", file=sys.stderr)
        raise
    _print_failures(intake)
    return _outcome(intake, database)


def _look_only(
    db: str, inputs: list[Found | Skipped], given: Metadata, force: bool, quiet: bool
) -> dict[str, Any]:
    """Do everything in a copy of the database in memory, and store nothing."""
    from aidtrack import store
    from aidtrack.cli.intake import Intake

    with store.open_in_memory() as database:
        with store.open_reading(db) as original:
            if original is not None:
                original.copy_into(database)
        intake = Intake(database, force=force)
        _take_all(intake, inputs, given, quiet)
        intake.finish()
        _print_failures(intake)
        return _outcome(intake, database) | {"run": None}


def _take_all(intake: Intake, inputs: list[Found | Skipped], given: Metadata, quiet: bool) -> None:
    from aidtrack.articles import Found

    with _progress(len(inputs), quiet) as advance:
        for item in inputs:
            if isinstance(item, Found):
                intake.take(item, given)
            elif not quiet:
                print(one_line(f"aidtrack: skipped: {item.path}: {item.why}"), file=sys.stderr)
            advance()


@contextmanager
def _progress(total: int, quiet: bool) -> Iterator[Any]:
    """Show a bar where somebody looks at it: stderr is a terminal."""
    if quiet or total < 2 or sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def _print_failures(intake: Intake) -> None:
    from aidtrack.cli import print_error

    for failure in intake.failures:
        print_error(f"{failure.path}: {failure.why}")


def _outcome(intake: Intake, database: Database) -> dict[str, Any]:
    counts = dict(intake.counts)
    statements = counts.pop("statements")
    return {
        "schema": "aidtrack/ingest/1",
        "run": intake.run,
        "articles": counts,
        "statements": statements,
        "database": {"articles": database.count("article"), "packages": database.count("package")},
        "failures": [
            {"path": failure.path, "why": failure.why, "code": failure.code} for failure in intake.failures
        ],
    }


def _report(outcome: dict[str, Any], db: str, quiet: bool, as_json: bool, dry_run: bool) -> None:
    """Tell what came of it: JSON, one line in a pipe, a few on a terminal, nothing if quiet."""
    from aidtrack.render.words import count

    if as_json:
        typer.echo(json.dumps(outcome, ensure_ascii=False))
        return
    if quiet:
        return
    counts = ", ".join(
        f"{number:,} {word}" for word, number in outcome["articles"].items() if number or word == "new"
    )
    held = outcome["database"]
    whole = f"{count(held['articles'], 'article')}, {count(held['packages'], 'package')}"
    line = f"ingest: {counts}; {whole}"
    typer.echo(f"{line} ({'nothing stored' if dry_run else escape(db)})")
    if sys.stdout.isatty() and not dry_run:
        typer.echo("Next: aidtrack totals    aidtrack packages    aidtrack statements")


def _exit_code(outcome: dict[str, Any], inputs: list[Found | Skipped]) -> int:
    """A single input fails with its own code; of many, some failing is done in part."""
    failures = outcome["failures"]
    if not failures:
        return 0
    return int(failures[0]["code"]) if len(inputs) == 1 else PARTIAL
