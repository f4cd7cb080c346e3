"""The commands that decide: confirm, reject, correct, merge, split, adjust, undo, history, review.

A judgement is appended with who, when and why, and never changed; what it touches is derived anew at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Annotated, Any

import typer

from aidtrack.cli.judging import (
    Judge,
    Target,
    correct_fields,
    echo_lines,
    find_article,
    judging,
    merge_all,
    numbered,
    read_amount,
    take_back,
)
from aidtrack.cli.options import DEFAULT_DB, DbOption, Entry, Output, bundled
from aidtrack.errors import UsageError

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Packages or statements; first letters do.")]
Value = str | None


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    from aidtrack.cli.review import review

    app.command()(review)
    for command in (confirm, reject, correct, merge, split, adjust, undo, history):
        app.command()(command)


@bundled
def confirm(ids: Ids, entry: Entry) -> None:
    """Confirm that packages are what they are said to be; an open recall becomes a package that counts.

    Example: aidtrack confirm us-ua-2022-07-08-400m --why "seen in the release"
    """
    with _telling(entry) as judge:
        for name in ids:
            judge.record("confirm", judge.find(name).keys)


@bundled
def reject(ids: Ids, entry: Entry) -> None:
    """Throw packages or statements out of all sums; `show` and `history` still tell of them.

    Example: aidtrack reject us-ua-2023-02-500m --why "the 460m of 20 February, rounded up"
    """
    with _telling(entry) as judge:
        for name in ids:
            judge.record("reject", judge.find(name).keys)


@bundled
def merge(ids: Ids, entry: Entry) -> None:
    """Say that two or more packages are one decision.

    Example: aidtrack merge us-ua-2022-11-23-400m us-ua-undated-400m
    """
    with _telling(entry) as judge:
        merge_all(judge, [judge.find(name) for name in ids])


@bundled
def split(
    package: Annotated[str, typer.Argument(metavar="PACKAGE", help="The package to take apart.")],
    statements: Annotated[
        list[str] | None, typer.Argument(metavar="STATEMENT...", help="What does not belong to it.")
    ] = None,
    *,
    entry: Entry,
) -> None:
    """Say that some statements of a package speak of another decision.

    Example: aidtrack split us-ua-2022-11-23-400m 3f2a91
    """
    with _telling(entry) as judge:
        whole = judge.find(package)
        if not statements:
            ids = ", ".join(statement.id for statement in whole.statements)
            raise UsageError(f"split {package}", "which statements are to leave it?", f"it has {ids}")
        split_off(judge, whole, [judge.find(name) for name in statements])


def split_off(judge: Judge, whole: Target, leaving: Sequence[Target]) -> None:
    """Take statements out of a package and hold them apart from what stays."""
    keys = sorted({key for target in leaving for key in target.keys})
    strange = [key for key in keys if key not in whole.keys]
    if strange:
        raise UsageError(
            f"split {whole.name}", "not all of these statements belong to it", f"see {strange[0]}"
        )
    rest = [key for key in whole.keys if key not in keys]
    if not rest:
        raise UsageError(f"split {whole.name}", "nothing would be left of it", "leave out at least one")
    judge.record("split", keys, extra={"from": " ".join(rest)})


@bundled
def correct(
    name: Annotated[str, typer.Argument(metavar="ID", help="A package, a statement, or an article.")],
    amount: Annotated[Value, typer.Option(metavar="SUM", help="2.2bn, 500m, 2200000000.")] = None,
    date: Annotated[Value, typer.Option(metavar="DATE", help="2024, 2024-07, 2024-07-02 or none.")] = None,
    donor: Annotated[Value, typer.Option(metavar="NAME", help="Who gives.")] = None,
    recipient: Annotated[Value, typer.Option(metavar="NAME", help="Who gets.")] = None,
    channel: Annotated[Value, typer.Option(metavar="CODE", help="PDA, USAI, …, or none.")] = None,
    aid_type: Annotated[Value, typer.Option(metavar="TYPE", help="military, humanitarian, …")] = None,
    kind: Annotated[Value, typer.Option(metavar="KIND", help="announced, expected, …")] = None,
    published: Annotated[
        Value, typer.Option(metavar="DATE", help="The day an article was published; ID names the article.")
    ] = None,
    draws_on: Annotated[
        Value, typer.Option(metavar="ID", help="The package whose authority this one is drawn from.")
    ] = None,
    revises: Annotated[
        Value, typer.Option(metavar="ID", help="The package that this one replaces; it counts no more.")
    ] = None,
    reuse: Annotated[
        bool, typer.Option("--reuse", help="It is made of authority that was counted before.")
    ] = False,
    *,
    entry: Entry,
) -> None:
    """Correct what was read: fields of a package or statement, or the day an article was published.

    Examples: aidtrack correct us-ua-2022-07-08-400m --amount 400m --channel PDA
    aidtrack correct seeds/reagan-library.txt --published 2024-12-07
    """
    given = {"amount": amount, "date": date, "donor": donor, "recipient": recipient, "channel": channel}
    given |= {"aid_type": aid_type, "kind": kind}
    fields = {field: text for field, text in given.items() if text is not None}
    if not fields and published is None and not (draws_on or revises or reuse):
        raise UsageError("correct", "nothing to correct", "name a field, such as --amount 2.2bn")
    with _telling(entry) as judge:
        if published is not None:
            correct_published(judge, name, published)
        if fields:
            correct_fields(judge, judge.find(name), fields)
        if draws_on is not None:
            correct_source(judge, judge.find(name), judge.find(draws_on))
        if revises is not None:
            old = judge.find(revises)
            judge.record("correct", judge.find(name).keys, field="revises", value=old.keys[0])
        if reuse:
            judge.record("reuse", judge.find(name).keys)


def correct_source(judge: Judge, target: Target, source: Target) -> None:
    """Say which package's authority another one is drawn from."""
    if source.keys[0] in target.keys:
        raise UsageError(f"correct {target.name}", "nothing is drawn from itself", "name another package")
    judge.record("draws_on", target.keys, extra={"on": source.keys[0]})


def correct_published(judge: Judge, name: str, published: str) -> None:
    """Settle the day an article was published, and read it again with that."""
    from aidtrack.cli.options import read_period
    from aidtrack.resolve import published_key

    read_period(published, "--published")
    article = find_article(judge.database, name)
    key = published_key(article.id)
    judge.record("correct", [key], field="published", old=article.published, value=published)


@bundled
def adjust(
    amount: Annotated[str, typer.Option(metavar="SUM", help="Signed: -6.2bn takes away.")],
    donor: Annotated[str, typer.Option(metavar="NAME", help="Whose account is corrected.")],
    date: Annotated[str, typer.Option(metavar="DATE", help="The day the correction was made known.")],
    recipient: Annotated[str, typer.Option(metavar="NAME", help="Whose aid it was.")] = "UA",
    currency: Annotated[str, typer.Option(metavar="CODE", help="Its currency.")] = "USD",
    channel: Annotated[Value, typer.Option(metavar="CODE", help="PDA, USAI, …")] = None,
    aid_type: Annotated[str, typer.Option(metavar="TYPE", help="military, …")] = "military",
    *,
    entry: Entry,
) -> None:
    """Enter a correction of accounts, such as a revaluation, as an entry of its own.

    Example: aidtrack adjust --donor US --amount -6.2bn --date 2023-06-20 --channel PDA
    """
    from aidtrack.cli import options

    options.read_period(date, "--date")
    if len(currency) != 3 or not currency.isalpha():
        raise UsageError(f"--currency {currency}", "not a currency", "write a code such as USD")
    booked = {
        "amount": str(read_amount(amount)),
        "donor": options.read_party(donor, "--donor") or "?",
        "recipient": options.read_party(recipient, "--recipient") or "",
        "currency": currency.upper(),
        "aid_type": options.read_aid_type(aid_type),
        "date": date,
    }
    if channel is not None:
        booked["channel"] = options.read_channel(channel) or ""
    with _judging(entry) as judge:
        judge.record("adjust", [], extra=booked)
        number = numbered(judge.made[0])
    _say([f"{number} adjust {booked['donor']} {amount} {booked['currency']} on {date}"], entry)


@bundled
def undo(
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="Which judgement; else the last in force.")
    ] = None,
    *,
    entry: Entry,
) -> None:
    """Take a judgement back; it stays on record, and the undoing can be undone.

    Example: aidtrack undo 12
    """
    with _judging(entry) as judge:
        undone = take_back(judge, number)
        told = [f"undone: {numbered(undone)} {undone.verdict}", *judge.tell()]
    _say(told, entry)


@bundled
def history(
    output: Output,
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="Only of this package or statement.")
    ] = None,
    db: DbOption = DEFAULT_DB,
) -> None:
    """List all judgements: who, when, why, whether they hold, and which have lost their evidence.

    Example: aidtrack history us-ua-2022-07-08-400m
    """
    from aidtrack import store
    from aidtrack.cli.holdings import refuse_if_named
    from aidtrack.reports.history import history_records
    from aidtrack.resolve import key_of, orphans

    with store.open_reading(db) as database:
        records: list[dict[str, Any]] = []
        if database is None:
            refuse_if_named(db)
        else:
            judgements = database.judgements()
            statements = database.statements()
            keys = set(Judge(database, "").find(name).keys) if name else None
            lost = orphans(judgements, statements, [a.id for a in database.articles(text=False)])
            package_of = database.package_of()
            homes = {key_of(s): package_of[s.id] for s in statements if s.id in package_of}
            matters = {(each.judgement.sequence, each.key): each.matter for each in lost}
            records = history_records(judgements, homes, matters, keys)
    _print_history(records, output)


def _print_history(records: Sequence[dict[str, Any]], output: Output) -> None:
    from aidtrack.cli.printing import print_records
    from aidtrack.render.decisions import HISTORY, history_table

    print_records(records, HISTORY, history_table, output, "No judgements yet: see aidtrack review.")


def _judging(entry: Entry) -> AbstractContextManager[Judge]:
    return judging(entry.db, entry.wait, entry.by, entry.why, entry.dry_run)


@contextmanager
def _telling(entry: Entry) -> Iterator[Judge]:
    """Enter judgements, and say what each of them made of the packages it touched."""
    with _judging(entry) as judge:
        yield judge
        told = judge.tell()
    _say(told, entry)


def _say(lines: Sequence[str], entry: Entry) -> None:
    if entry.quiet:
        return
    echo_lines(lines)
    if entry.dry_run:
        typer.echo("Nothing was changed (--dry-run).")
