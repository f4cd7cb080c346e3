"""The commands that check: `reconcile` against reported totals or an official list, `diff` of two days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aidtrack.cli.options import DEFAULT_DB, DbOption, Filters, Output, bundled, read_period
from aidtrack.errors import CheckFailed, InputNotFound, UsageError

if TYPE_CHECKING:
    from aidtrack.cli.holdings import Holdings
    from aidtrack.model import Package
    from aidtrack.reports.reconciliation import ReportedTotal

Record = dict[str, Any]
Rows = list[dict[str, str]]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(reconcile)
    app.command()(diff)


def packages_as_of(db: str, date: str) -> Sequence[Package]:
    """Give the packages as articles published by a day tell them."""
    from aidtrack.cli.holdings import load

    held = load(db, date)
    return held.packages if held else ()


@bundled
def reconcile(
    filters: Filters,
    output: Output,
    reported: Annotated[
        Path | None,
        typer.Option(
            "--reported", metavar="FILE", help="Take the totals from a CSV: date, amount, qualifier."
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="Align with an official list: date, channel, amount."),
    ] = None,
    tolerance: Annotated[
        str | None,
        typer.Option("--tolerance", metavar="5%", help="Fail (exit 8) if a total is further off than that."),
    ] = None,
    newest: Annotated[
        bool, typer.Option("--newest", help="Only the newest total of each donor and scope.")
    ] = False,
    db: DbOption = DEFAULT_DB,
) -> None:
    """Set each reported total beside our sum up to its day and of its scope, and name what may be missing.

    With --against every row of an official list is looked for: matched, different, missing, or extra here.
    --tolerance then says how much of the list may be missing or different.

    Example: aidtrack reconcile --donor US --aid-type military --tolerance 5%
    """
    limit = read_tolerance(tolerance) if tolerance is not None else None
    held = _load(db, filters)
    if against is not None:
        _reconcile_list(held, read_table(against, ("date", "amount")), filters, output, limit)
        return
    rows = read_table(reported, ("date", "amount")) if reported is not None else None
    _reconcile_totals(held, rows, filters, output, limit, newest)


def _reconcile_totals(
    held: Holdings | None,
    rows: Rows | None,
    filters: Filters,
    output: Output,
    limit: float | None,
    newest: bool,
) -> None:
    from aidtrack.cli.printing import print_records
    from aidtrack.render.checks import RECONCILE, reconcile_table
    from aidtrack.reports import reconciliation

    totals = _totals(held, rows, filters)
    packages = held.packages if held else ()
    records = reconciliation.reconcile(totals, packages, held.articles.values() if held else ())
    records = [r for r in records if _in_period(r["date"], filters)]
    if newest:
        records = list({(r["donor"], r["recipient"], r["currency"], r["scope"]): r for r in records}.values())
    empty = "No total to date is reported: see aidtrack statements --kind cumulative."
    notes = [f"{len(records):,} reported totals; ratio is ours to the reported one."]
    print_records(records, RECONCILE, reconcile_table, output, empty, notes)
    off = [r for r in records if limit is not None and r["ratio"] is not None and abs(r["ratio"] - 1) > limit]
    if off:
        worst = max(off, key=lambda r: abs(r["ratio"] - 1))
        why = f"{len(off)} of {len(records)} totals are off by more than {limit:.1%}"
        where = f"worst is {_name_of(worst)}: {worst['ratio']:.1%}"
        raise CheckFailed("reconcile", why, where)


def _name_of(total: Record) -> str:
    """Name a reported total: whose, as of when if that is told, and of what."""
    return ", ".join(filter(None, (total["donor"] or "no donor", total["date"], total["scope"])))


def _totals(held: Holdings | None, rows: Rows | None, filters: Filters) -> list[ReportedTotal]:
    from aidtrack.model import KINDS
    from aidtrack.reports import reconciliation
    from aidtrack.reports.selection import Selection

    if rows is not None:
        donor = filters.donors[0] if filters.donors else None
        if donor is None and "donor" not in rows[0]:
            raise UsageError("--reported", "the file does not say whose totals these are", "add --donor US")
        return reconciliation.totals_from_rows(rows, donor)
    if held is None:
        return []
    asked = Selection(filters.donors, filters.recipients, filters.channels, filters.aid_types, KINDS)
    told = [statement for statement in held.as_judged() if asked.is_about(statement)]
    return reconciliation.told_totals(told, held.articles)


def _in_period(date: str | None, filters: Filters) -> bool:
    from aidtrack.reports.days import place, span

    return place(span(date), filters.since, filters.until) == "inside"


def _reconcile_list(
    held: Holdings | None, rows: Rows, filters: Filters, output: Output, limit: float | None
) -> None:
    from aidtrack.cli.printing import print_records
    from aidtrack.render.checks import ALIGNMENT, alignment_table
    from aidtrack.reports.alignment import align, official_rows

    official = [row for row in official_rows(rows) if _in_period(row.date, filters)]
    records = align(official, _comparable(held, official, filters))
    print_records(records, ALIGNMENT, alignment_table, output, "The list is empty.", _sums(records))
    wrong = [r for r in records if r["state"] in ("missing", "different")]
    if limit is not None and len(wrong) > limit * len(official):
        raise CheckFailed(
            "reconcile",
            f"{len(wrong)} of {len(official)} official packages are missing or different",
            f"more than {limit:.1%}",
        )


def _comparable(held: Holdings | None, official: Sequence[Any], filters: Filters) -> list[Package]:
    """The packages that an official list could hold: counted, and of the US to Ukraine unless told."""
    from aidtrack.reports.selection import Selection

    if held is None or not official:
        return []
    asked = Selection(
        filters.donors or ("US",),
        filters.recipients or ("UA",),
        filters.channels,
        filters.aid_types or ("military",),
    )
    return [p for p in held.packages if p.counted and p.kind == "announced" and asked.is_about(p)]


def _sums(records: Sequence[Record]) -> list[str]:
    """Count the states, and set our sum beside the official one of the rows that were found."""
    states = ("matched", "different", "missing", "extra")
    counts = {state: sum(r["state"] == state for r in records) for state in states}
    found = [r for r in records if r["state"] in ("matched", "different")]
    official, tracked = sum(r["amount"] for r in found), sum(r["tracked_amount"] for r in found)
    extra = sum(r["tracked_amount"] for r in records if r["state"] == "extra")
    missing = sum(r["amount"] for r in records if r["state"] == "missing")
    return [
        ", ".join(f"{number} {state}" for state, number in counts.items()) + ".",
        f"Found: official {official:,}, ours {tracked:,}; missing {missing:,}; extra {extra:,}.",
    ]


@bundled
def diff(
    filters: Filters,
    output: Output,
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="What was known by this day …")],
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="… and what by this one.")],
    db: DbOption = DEFAULT_DB,
) -> None:
    """Show what became known between two days: new, changed and withdrawn packages, and what brought it.

    Example: aidtrack diff --from 2022-11-01 --to 2022-12-01 --donor US
    """
    from aidtrack.cli.printing import print_records
    from aidtrack.render.checks import CHANGES, changes_table

    first, last = read_period(from_, "--from")[1], read_period(to, "--to")[1]
    if first > last:
        raise UsageError(
            f"--from {from_} --to {to}", "the first day is after the second", "change them round"
        )
    held = _load(db, Filters())
    records = compare_days(held, first, last, filters) if held else []
    effect: dict[str, int] = {}
    for record in records:
        effect[record["currency"]] = effect.get(record["currency"], 0) + record["effect"]
    notes = [f"Effect on the sums: {amount:+,} {currency}" for currency, amount in sorted(effect.items())]
    print_records(records, CHANGES, changes_table, output, "Nothing changed.", notes)


def compare_days(held: Holdings, first: str, last: str, filters: Filters) -> list[Record]:
    """Resolve what was known on each day and compare; judgements made between the two days count as new."""
    from aidtrack.model import KINDS
    from aidtrack.reports.changes import changes
    from aidtrack.reports.selection import Selection
    from aidtrack.resolve import as_of, judged_article, resolve_all

    articles = {name: judged_article(article, held.judgements) for name, article in held.articles.items()}
    earlier = [j for j in held.judgements if not first < j.at[:10] <= last]
    then = as_of(held.statements, articles, first)
    now = as_of(held.statements, articles, last)
    asked = Selection(filters.donors, filters.recipients, filters.channels, filters.aid_types)
    kinds = filters.kinds_or(*KINDS)
    before, after = (
        [p for p in resolve_all(told, articles, judged) if asked.is_about(p) and p.kind in kinds]
        for told, judged in ((then, earlier), (now, held.judgements))
    )
    return changes(before, after, _causes(held, articles, then, now, earlier))


def _causes(
    held: Holdings,
    articles: Mapping[str, Any],
    then: Sequence[Any],
    now: Sequence[Any],
    earlier: Sequence[Any],
) -> dict[str, list[str]]:
    """Say for each statement what may have brought a change: its article is new, or it was judged."""
    from aidtrack.resolve import key_of

    known = {statement.id for statement in then}
    judged: dict[str, list[str]] = {}
    for judgement in held.judgements:
        if judgement not in earlier:
            for key in judgement.targets:
                judged.setdefault(key, []).append(f"judgement #{judgement.sequence} by {judgement.by}")
    causes: dict[str, list[str]] = {}
    for statement in now:
        found = judged.get(key_of(statement), [])
        if statement.id not in known:
            article = articles[statement.article]
            found = [f"article of {article.published}: {article.url or article.path or article.id}", *found]
        causes[statement.id] = found
    return causes


def _load(db: str, filters: Filters) -> Holdings | None:
    from aidtrack.cli.holdings import load

    return load(db, filters.as_of)


def read_tolerance(text: str) -> float:
    """Read 5%, 0.05 or 5.

    >>> read_tolerance("5%"), read_tolerance("0.05"), read_tolerance("5")
    (0.05, 0.05, 0.05)
    """
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)\s*(%?)", text.strip(), re.ASCII)
    if not found:
        raise UsageError(f"--tolerance {text}", "not a share", "write 5% or 0.05")
    number = float(found[1])
    return number / 100 if found[2] or number >= 1 else number


def read_table(path: Path, needed: Sequence[str]) -> Rows:
    """Read a CSV with a line of column names, among them the needed ones (`amount` may be `amount_usd`)."""
    import csv

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise InputNotFound(str(path), error.strerror or "cannot be read", "check the path") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(str(path), f"not a CSV file in UTF-8 ({error})", "export it as CSV UTF-8") from error
    names = list(rows[0]) if rows else []
    missing = [each for each in needed if not any((name or "").startswith(each) for name in names)]
    if missing:
        raise UsageError(str(path), f"no column {', '.join(missing)}", f"it needs {', '.join(needed)}")
    for number, row in enumerate(rows, 2):
        _check_row(path, number, row)
    return rows


def _check_row(path: Path, number: int, row: Mapping[str, str]) -> None:
    amount = next(row[name] for name in row if (name or "").startswith("amount"))
    if not re.fullmatch(r"\d{1,15}", amount or "", re.ASCII):
        raise UsageError(f"{path} line {number}", f"amount {amount!r} is no whole number", "write 2300000000")
    if row.get("date"):
        read_period(row["date"], f"{path} line {number}: date")
