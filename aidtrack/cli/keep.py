"""Commands that keep house: `runs`, `doctor`, and `db` with `path`, `rebuild`, `backup`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aidtrack.cli.options import DEFAULT_DB, DEFAULT_WAIT, DbOption, Output, QuietOption, WaitOption, bundled
from aidtrack.errors import CheckFailed, InputNotFound, StorageFailure, UsageError, escape

if TYPE_CHECKING:
    from aidtrack.model import Article, Run
    from aidtrack.render.page import Page
    from aidtrack.render.tables import Table
    from aidtrack.store import Database

RUN_COLUMNS = (
    "run",
    "started",
    "finished",
    "new",
    "updated",
    "duplicate",
    "unchanged",
    "failed",
    "statements",
)
RUN_DETAILS = ("version", "rules", "failures")
PROBLEM_COLUMNS = ("what", "where", "why")
Record = Mapping[str, Any]
Problem = dict[str, str]

database_app = typer.Typer(
    rich_markup_mode=None,
    help="Look after the database: where it is, a backup, packages derived anew.\n\n"
    "Example: aidtrack db backup friday.db",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(runs)
    app.command()(doctor)
    app.add_typer(database_app, name="db")


@bundled
def runs(output: Output, db: DbOption = DEFAULT_DB) -> None:
    """List what each ingest did, the newest last; one that found nothing new leaves no entry.

    \b
    Examples:
      aidtrack runs
      aidtrack runs --json | jq '.[-1].failures'
    """
    from aidtrack import store

    with store.open_reading(db) as database:
        found = database.runs() if database else []
    records = [_run_record(run) for run in found]
    _write(records, (*RUN_COLUMNS, *RUN_DETAILS), _runs_table, output, f"No runs yet in {escape(db)}.")


def _run_record(run: Run) -> dict[str, Any]:
    counts = {name: run.counts.get(name, 0) for name in RUN_COLUMNS[3:]}
    return {
        "run": run.id,
        "started": run.started,
        "finished": run.finished,
        **counts,
        "version": run.version,
        "rules": run.rules,
        "failures": [{"path": each.path, "why": each.why, "code": each.code} for each in run.failures],
    }


def _runs_table(records: Sequence[Record], page: Page) -> Table:
    """Show when, and how many came out how; counts that are nought stay empty and give way."""
    from aidtrack.render.tables import Column, Table

    numbers = RUN_COLUMNS[3:]
    columns = [Column("run", right=True), Column("started (UTC)")]
    columns += [Column(name, right=True, gives_way=0 if name in ("new", "failed") else 1) for name in numbers]
    rows = [
        (
            str(each["run"]),
            each["started"][:16].replace("T", " "),
            *(str(each[name] or "") for name in numbers),
            "" if each["finished"] else "cut short",
        )
        for each in records
    ]
    return Table((*columns, Column("", gives_way=2)), tuple(rows))


@bundled
def doctor(output: Output, quiet: QuietOption = False, db: DbOption = DEFAULT_DB) -> None:
    """Check the database: pages, references, texts, evidence, packages and judgements.

    Ends with exit code 8 if anything is wrong. Nothing is changed or mended.

    \b
    Examples:
      aidtrack doctor
      aidtrack doctor -q || mail -s 'aidtrack' desk@example.org
    """
    from aidtrack import store

    with store.open_reading(db) as database:
        if database is None:
            raise InputNotFound(
                db, "no such database", "start with aidtrack ingest PATH, or give another --db"
            )
        problems = list(_check(database))
        notes = _note(database)
        articles = database.count("article")
    if output.format != "table" or problems:
        _write(problems, PROBLEM_COLUMNS, _problems_table, output, "")
    if problems:
        raise CheckFailed(
            db, f"{len(problems)} found wrong", "restore a backup, or see aidtrack db rebuild --help"
        )
    if output.format == "table" and not quiet:
        typer.echo(f"{escape(db)}: all well with {articles:,} articles.")
        for note in notes:
            typer.echo(f"Note: {note}")


def _check(database: Database) -> Iterator[Problem]:
    """Find what is wrong, from the file up to what people decided."""
    for found in database.integrity():
        yield _problem("file", database.path, found)
    digests = database.text_digests()
    for article in digests:
        yield from _check_article(database, database.articles([article])[0], digests[article])
    yield from _check_packages(database)
    yield from _check_judgements(database)


def _problem(what: str, where: str, why: str) -> Problem:
    return {"what": what, "where": where, "why": why}


def _check_article(database: Database, article: Article, digest: str) -> Iterator[Problem]:
    """Compare a text with the digest it was stored with, and what was read from it with the text."""
    from aidtrack.store import text_digest

    if text_digest(article.text) != digest:
        yield _problem("article", article.id, "its text is not what was stored")
    for statement in database.statements(article.id):
        if article.text[statement.start : statement.end] != statement.evidence:
            yield _problem("statement", statement.id, "its evidence is not at its place in the text")
    for mention in database.mentions(article.id):
        if mention.end > len(article.text):
            yield _problem("mention", f"{article.id}:{mention.start}", "it lies beyond the text")


def _check_packages(database: Database) -> Iterator[Problem]:
    """Derive all packages in memory and compare them with those that the same rules have stored."""
    from aidtrack import store
    from aidtrack.cli.intake import rebuild

    if _are_packages_old(database):
        return
    stored = {each.id: each for each in database.packages()}
    with store.open_in_memory() as copy:
        database.copy_into(copy)
        with copy.transaction():
            rebuild(copy)
        derived = {each.id: each for each in copy.packages()}
    for package in sorted(stored.keys() | derived.keys()):
        if stored.get(package) != derived.get(package):
            yield _problem("package", package, "it is not what its statements give; run aidtrack db rebuild")


def _are_packages_old(database: Database) -> bool:
    from aidtrack.cli.intake import resolving_version
    from aidtrack.lexicon import load

    return database.packages_made_by() != resolving_version(load())


def _check_judgements(database: Database) -> Iterator[Problem]:
    from aidtrack import resolve

    articles = [article.id for article in database.articles(text=False)]
    for orphan in resolve.orphans(database.judgements(), database.statements(), articles):
        yield _problem("judgement", f"{orphan.judgement.sequence} on {orphan.key}", orphan.matter)


def _note(database: Database) -> list[str]:
    """List what is no fault but worth knowing."""
    from aidtrack.cli.intake import now, rules_version
    from aidtrack.lexicon import load

    notes = []
    outdated = len(database.outdated(rules_version(load())))
    if outdated:
        notes.append(f"{outdated:,} articles were read by older rules: aidtrack db rebuild --read-again")
    if database.count("article") and _are_packages_old(database):
        notes.append("packages were derived by older rules: aidtrack db rebuild, or the next ingest")
    unfinished = sum(1 for run in database.runs() if run.finished is None)
    if unfinished:
        notes.append(f"{unfinished} runs were cut short: ingest the same paths again")
    today = now()[:10]
    early = sum(1 for article in database.articles(text=False) if (article.published or "") > today)
    if early:
        notes.append(f"{early} articles are dated in the future: aidtrack sources")
    return notes


@database_app.command("path")
def show_path(db: DbOption = DEFAULT_DB) -> None:
    """Print where the database is.

    Example: sqlite3 "$(aidtrack db path)" .schema
    """
    typer.echo(os.path.abspath(db))


@database_app.command("rebuild")
def rebuild_packages(
    db: DbOption = DEFAULT_DB,
    texts: Annotated[
        bool, typer.Option("--read-again", help="First read all stored texts anew by today's rules.")
    ] = False,
    quiet: QuietOption = False,
    wait: WaitOption = DEFAULT_WAIT,
) -> None:
    """Derive all packages anew from the statements and judgements; the same come out.

    Example: aidtrack db rebuild --read-again
    """
    from aidtrack import store
    from aidtrack.cli.intake import read_again, rebuild

    with store.open_writing(db, wait) as database, database.transaction():
        if texts:
            read_again(database, [article.id for article in database.articles(text=False)])
        rebuild(database)
        statements, packages = database.count("statement"), database.count("package")
    if not quiet:
        typer.echo(f"rebuild: {packages:,} packages from {statements:,} statements ({escape(db)})")


@database_app.command("backup")
def back_up(
    target: Annotated[str, typer.Argument(metavar="FILE", help="Where the copy goes.")],
    db: DbOption = DEFAULT_DB,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Copy the database to a file, also while others write to it.

    Example: aidtrack db backup friday.db
    """
    from aidtrack import store

    if os.path.exists(target) and not force:
        raise UsageError(target, "is there already", "give another name, or --force")
    with store.open_reading(db) as database:
        if database is None:
            raise InputNotFound(db, "no such database", "give another --db")
        _copy_whole(database, target)
    if not quiet:
        typer.echo(f"backup: {escape(db)} copied to {escape(target)}")


def _copy_whole(database: Database, target: str) -> None:
    """Write beside the target and put it there when it is whole, so that no half copy is ever found."""
    beside = f"{target}.{os.getpid()}.part"
    try:
        database.back_up(beside)
        os.replace(beside, target)
    except OSError as error:
        raise StorageFailure(
            target, error.strerror or str(error), "check the folder and free space"
        ) from error
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def _problems_table(records: Sequence[Record], page: Page) -> Table:
    from aidtrack.render.tables import Column, Table

    columns = (Column("what"), Column("where", folds=True), Column("why", folds=True))
    return Table(columns, tuple((each["what"], each["where"], each["why"]) for each in records))


def _write(
    records: Sequence[Record],
    known: Iterable[str],
    draw: Callable[[Sequence[Record], Page], Table],
    output: Output,
    if_none: str,
) -> None:
    """Write records as asked: all columns for machines, the main ones in a table."""
    from aidtrack.render.lists import plain_table
    from aidtrack.render.machine import write_records
    from aidtrack.render.page import page_for
    from aidtrack.render.tables import draw_table

    columns = output.choose_columns(known)
    if output.format != "table":
        typer.echo(write_records(records, columns, output.format, output.headers), nl=False)
    elif not records:
        typer.echo(if_none, nl=bool(if_none))
    else:
        page = page_for(sys.stdout, output.width)
        table = plain_table(records, columns, page) if output.columns else draw(records, page)
        typer.echo(draw_table(table, page, output.headers), nl=False)
