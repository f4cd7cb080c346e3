"""`review`: the queue of what waits for a person, at a terminal, as a list, or as a spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from aidtrack.cli.judging import Judge, correct_fields, echo_lines, judging, merge_all, take_back
from aidtrack.cli.options import (
    DEFAULT_DB,
    DEFAULT_WAIT,
    ByOption,
    DbOption,
    Filters,
    Output,
    WaitOption,
    bundled,
)
from aidtrack.errors import AidtrackError, InputNotFound, UsageError

Record = dict[str, Any]
SHEET = ("verdict", "into", "set", "note")
KEYS = "y accept   n reject   e edit   m merge into   s skip   u undo   q quit"


@bundled
def review(
    filters: Filters,
    output: Output,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write the queue as CSV to fill in.")
    ] = None,
    apply: Annotated[
        Path | None, typer.Option("--apply", metavar="FILE", help="Enter the verdicts of a filled-in CSV.")
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="List the queue, also at a terminal.")] = False,
    by: ByOption = None,
    db: DbOption = DEFAULT_DB,
    wait: WaitOption = DEFAULT_WAIT,
) -> None:
    """Decide what the rules leave open, the largest sums first.

    At a terminal one by one; in a pipe the queue is listed. --export writes a CSV with the columns verdict
    (y, n, m, e or empty), into (for m: a package), set (for e: amount=2.2bn; channel=PDA) and note; --apply
    enters it, all rows or none.

    Example: aidtrack review --export open.csv
    """
    if apply is not None:
        _apply_sheet(apply, db, wait, by)
        return
    records = read_queue(db, filters)
    if export is not None:
        _export_sheet(records, export)
        return
    asks = output.format == "table" and not output.columns and not no_input
    if asks and records and sys.stdin.isatty() and sys.stdout.isatty():
        _ask_all(records, db, wait, by)
        return
    _list(records, output)


def read_queue(db: str, filters: Filters) -> list[Record]:
    """Read what waits, of the donors and so on that are asked for."""
    from aidtrack import store
    from aidtrack.cli.holdings import refuse_if_named
    from aidtrack.model import KINDS
    from aidtrack.reports.queue import queue_records
    from aidtrack.reports.selection import Selection

    asked = Selection(filters.donors, filters.recipients, filters.channels, filters.aid_types, KINDS)
    with store.open_reading(db) as database:
        if database is None:
            refuse_if_named(db)
            return []
        packages = [p for p in database.packages() if p.kind in filters.kinds_or(*KINDS)]
        waiting = [p for p in packages if p.status == "review" and asked.is_about(p)]
        ids = [link.statement for package in waiting for link in package.links]
        statements = {s.id: s for s in database.statements(ids=ids)}
        texts = database.articles({statement.article for statement in statements.values()})
    return queue_records(waiting, statements, {article.id: article for article in texts})


def _list(records: Sequence[Record], output: Output) -> None:
    from aidtrack.cli.printing import print_records
    from aidtrack.render.decisions import QUEUE, queue_table

    notes = [f"{len(records):,} to decide: aidtrack confirm ID, reject ID, merge ID ID, correct ID"]
    print_records(records, QUEUE, queue_table, output, "Nothing waits for review.", notes)


def _export_sheet(records: Sequence[Record], path: Path) -> None:
    from aidtrack.render.decisions import QUEUE
    from aidtrack.render.machine import write_records

    rows = [{**dict.fromkeys(SHEET, ""), **record} for record in records]
    text = write_records(rows, (*SHEET, *QUEUE), "csv")
    path.write_text(text, encoding="utf-8", newline="")
    typer.echo(f"{len(rows):,} to decide written to {path}.", err=True)


def _apply_sheet(path: Path, db: str, wait: float, by: str | None) -> None:
    """Enter the verdicts of a sheet in one transaction: a wrong row keeps all others out too."""
    rows = [(number, row) for number, row in _read_sheet(path) if (row.get("verdict") or "").strip()]
    with judging(db, wait, by, "") as judge:
        for number, row in rows:
            try:
                judge.why = (row.get("note") or "").strip()
                enter(judge, row["statement"] or row["id"], row)
            except AidtrackError as error:
                raise UsageError(
                    f"{path} line {number}", f"{error.what}: {error.why}", error.remedy
                ) from error
    typer.echo(f"{len(rows):,} verdicts entered.")


def _read_sheet(path: Path) -> list[tuple[int, dict[str, str]]]:
    import csv

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError as error:
        raise InputNotFound(str(path), "no such file", "write one with aidtrack review --export") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(str(path), f"not a CSV file in UTF-8 ({error})", "export it as CSV UTF-8") from error
    missing = {"verdict", "id", "statement"} - set(reader.fieldnames or ())
    if missing:
        raise UsageError(str(path), f"no column {', '.join(sorted(missing))}", "start from --export")
    return rows


def enter(judge: Judge, name: str, row: Mapping[str, str]) -> None:
    """Enter one verdict on a package: y, n, m with `into`, or e with `set`."""
    verdict = (row.get("verdict") or "").strip().lower()
    step = _STEPS.get(verdict)
    if step is None:
        raise UsageError(f"verdict {verdict}", "no such verdict", "write y, n, m, e or nothing")
    step(judge, name, row)


def _accept(judge: Judge, name: str, row: Mapping[str, str]) -> None:
    judge.record("confirm", judge.find(_package(judge, name)).keys)


def _reject(judge: Judge, name: str, row: Mapping[str, str]) -> None:
    judge.record("reject", judge.find(_package(judge, name)).keys)


def _merge(judge: Judge, name: str, row: Mapping[str, str]) -> None:
    into = (row.get("into") or "").strip()
    if not into:
        raise UsageError("merge", "into which package?", "name it in the column into")
    merge_all(judge, [judge.find(_package(judge, name)), judge.find(into)])


def _edit(judge: Judge, name: str, row: Mapping[str, str]) -> None:
    correct_fields(judge, judge.find(_package(judge, name)), read_changes(row.get("set") or ""))


_STEPS: dict[str, Callable[[Judge, str, Mapping[str, str]], None]] = {
    **dict.fromkeys(("y", "yes", "confirm"), _accept),
    **dict.fromkeys(("n", "no", "reject"), _reject),
    **dict.fromkeys(("m", "merge"), _merge),
    **dict.fromkeys(("e", "edit", "correct"), _edit),
}


def _package(judge: Judge, name: str) -> str:
    """The package that a statement belongs to now: earlier rows may have changed its id."""
    target = judge.find(name)
    return target.package.id if target.package else name


def read_changes(text: str) -> dict[str, str]:
    """Read `amount=2.2bn; channel=PDA`.

    >>> read_changes("amount=2.2bn; aid-type = military")
    {'amount': '2.2bn', 'aid_type': 'military'}
    """
    changes = {}
    for piece in filter(str.strip, text.split(";")):
        name, sign, value = piece.partition("=")
        if not sign:
            raise UsageError(f"edit {piece.strip()}", "not a change", "write amount=2.2bn; channel=PDA")
        changes[name.strip().replace("-", "_")] = value.strip()
    if not changes:
        raise UsageError("edit", "no change given", "write amount=2.2bn; channel=PDA")
    return changes


# At a terminal


def _ask_all(records: Sequence[Record], db: str, wait: float, by: str | None) -> None:
    """Show one item after the other and enter each answer at once, in a transaction of its own."""
    typer.echo(f"{len(records):,} to decide, the largest sums first.  {KEYS}\n")
    at = 0
    while at < len(records):
        _show_item(records[at], at + 1, len(records))
        answer = _prompt("? ").lower()[:1]
        if answer == "q":
            return
        at = max(at + _answer(answer, records[at], db, wait, by), 0)
    typer.echo("That was the queue.")


def _answer(answer: str, record: Record, db: str, wait: float, by: str | None) -> int:
    """Enter one answer; how many items to go on (an undo goes back)."""
    if answer in ("s", ""):
        return 1
    if answer not in "ynemu":
        typer.echo(KEYS)
        return 0
    try:
        row = _details(answer, record) if answer != "u" else {}
        with judging(db, wait, by, row.get("note", "")) as judge:
            if answer == "u":
                take_back(judge, None)
            else:
                enter(judge, record["statement"] or record["id"], row)
            told = judge.tell()
    except AidtrackError as error:
        typer.echo(f"{error.what}: {error.why}; {error.remedy}")
        return 0
    echo_lines(told)
    return -1 if answer == "u" else 1


def _details(answer: str, record: Record) -> dict[str, str]:
    row = {"verdict": answer}
    if answer == "m":
        row["into"] = _choose_package(record["candidates"])
    if answer == "e":
        row["set"] = _prompt("change (amount=2.2bn; channel=PDA): ")
    row["note"] = _prompt("why (may be empty): ")
    return row


def _choose_package(candidates: Sequence[str]) -> str:
    echo_lines([f"  {number}  {name}" for number, name in enumerate(candidates, 1)])
    chosen = _prompt("into (number or id): ")
    if chosen.isdecimal() and 1 <= int(chosen) <= len(candidates):
        return candidates[int(chosen) - 1]
    return chosen


def _show_item(record: Record, number: int, of: int) -> None:
    from aidtrack.render.money import hedged

    amount = hedged(record["amount"], record["currency"], record["qualifier"])
    day = record["date"] or f"by {record['date_latest'] or 'an unknown day'}"
    who = f"{record['donor'] or '?'} to {record['recipient'] or '?'}"
    echo_lines(
        [f"[{number}/{of}] {record['why']}  {who}, {amount}, {day}, {record['aid_type']}  ({record['id']})"]
    )
    told = record["sentence"] or record["evidence"] or ""
    echo_lines([f"  {told}", f"  {record['source'] or record['article'] or ''}"])
    if record["candidates"]:
        echo_lines([f"  may be {', '.join(record['candidates'])}"])


def _prompt(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        return "q"
