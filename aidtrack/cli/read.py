"""The commands that answer: `totals`, `packages`, `show`, `statements`, `sources`, `timeline`, `explain`.

Each reads its options, asks `reports` once and has `render` write the answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aidtrack.cli.options import DEFAULT_DB, DbOption, Filters, Output, bundled, split_values
from aidtrack.errors import UsageError
from aidtrack.model import KINDS, Kind

if TYPE_CHECKING:
    from aidtrack.cli.holdings import Holdings
    from aidtrack.render.page import Line, Page
    from aidtrack.render.tables import Table
    from aidtrack.render.words import Names
    from aidtrack.reports.selection import Selection
    from aidtrack.reports.totals import Dimension, Totals

Record = Mapping[str, Any]
BY = "channel, donor, recipient, aid-type, year, quarter, month"


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    for command in (totals, packages, show, statements, sources, timeline, explain):
        app.command()(command)


@bundled
def totals(
    filters: Filters,
    output: Output,
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="A,B", help=f"Rows by {BY}.", show_default=False)
    ] = None,
    adjusted: Annotated[
        bool, typer.Option("--adjusted", help="Take in accounting corrections (aidtrack adjust).")
    ] = False,
    db: DbOption = DEFAULT_DB,
) -> None:
    """Add up announced packages: by channel for one donor, by donor for all.

    A row is of one donor, one recipient and one currency; nothing is added across them. With --since or
    --until a package counts if all days on which it can have been announced lie in that time.

    Example: aidtrack totals --donor US --aid-type military
    """
    from aidtrack.render import fields

    dimensions = _read_dimensions(by)
    held = _load(db, filters)
    selection = _selection(filters, "announced", for_sums=True)
    report = _add_up(held, selection, dimensions, adjusted)
    if output.format == "table" and not output.columns:
        _draw_totals(held, report, db, output)
        return
    _write(fields.totals_records(report), fields.totals_columns(report), output)


@bundled
def packages(filters: Filters, output: Output, db: DbOption = DEFAULT_DB) -> None:
    """List packages by date, one line each, with the running total of their donor and currency.

    Example: aidtrack packages --donor US --since 2024
    """
    from aidtrack.render import fields, lists
    from aidtrack.reports.records import package_records

    held = _load(db, filters)
    selection = _selection(filters, "announced")
    found = [each for each in held.packages if _is_listed(each, selection)] if held else []
    records = package_records(found, held.article_of if held else {}, selection.channels)
    notes = _package_notes(held, selection, len(records))
    _answer(held, records, fields.PACKAGES, lists.packages_table, notes, db, output)


@bundled
def statements(
    filters: Filters,
    output: Output,
    unexplained: Annotated[
        bool, typer.Option("--unexplained", help="List the sums of money that no rule explains.")
    ] = False,
    db: DbOption = DEFAULT_DB,
) -> None:
    """List what each article says of each sum: the finds that packages are made of.

    Example: aidtrack statements --kind cumulative --donor US
    """
    from aidtrack.render import fields, lists
    from aidtrack.render.words import count
    from aidtrack.reports.records import statement_records

    held = _load(db, filters)
    selection = _selection(filters, *KINDS)
    if unexplained:
        _list_unexplained(held, selection, db, output)
        return
    found = [each for each in held.statements if _is_said(each, selection)] if held else []
    records = statement_records(found, held.articles, held.package_of) if held else []
    articles = len({record["article"] for record in records})
    notes = [f"{count(len(records), 'statement')} in {count(articles, 'article')}."]
    _answer(held, records, fields.STATEMENTS, lists.statements_table, notes, db, output)


@bundled
def sources(filters: Filters, output: Output, db: DbOption = DEFAULT_DB) -> None:
    """List articles: publisher, date and how it is known, and how much was found in each.

    Example: aidtrack sources --since 2024-07 --csv
    """
    from aidtrack.cli.holdings import load_mentions
    from aidtrack.render import fields, lists
    from aidtrack.render.words import count
    from aidtrack.reports.records import source_records

    held = _load(db, filters)
    selection = _selection(filters, *KINDS)
    found = _find_articles(held, selection) if held else []
    records = source_records(found, held.statements if held else (), load_mentions(db))
    undated = sum(record["published"] is None for record in records)
    notes = [f"{count(len(records), 'article')}, {undated:,} of them without a stated date."]
    _answer(held, records, fields.SOURCES, lists.sources_table, notes, db, output)


@bundled
def timeline(
    filters: Filters,
    output: Output,
    each: Annotated[str, typer.Option("--each", metavar="LENGTH", help="year, quarter or month.")] = "year",
    db: DbOption = DEFAULT_DB,
) -> None:
    """Show announced packages by year, quarter or month, and what they add up to so far.

    Example: aidtrack timeline --donor US --each month
    """
    from aidtrack.render import fields
    from aidtrack.render.timeline import timeline_table
    from aidtrack.render.totals import title_of
    from aidtrack.reports.timeline import timeline_rows

    dimensions = _read_dimensions([each])
    if dimensions[0] not in ("year", "quarter", "month"):
        raise UsageError(f"--each {each}", "no such length", "try year, quarter or month")
    held = _load(db, filters)
    report = _add_up(held, _selection(filters, "announced", for_sums=True), dimensions)
    records = timeline_rows(report)

    notes = ["Without a period: no date is known that lies in one alone."]
    told = notes if any(record["period"] is None for record in records) else []
    heading: list[Line] = [[(f"{title_of(report, _names(), _page(output))} by {each}", "strong")], ""]
    _answer(held, records, fields.TIMELINE, timeline_table, told, db, output, heading if held else ())


@bundled
def show(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Packages or statements; the first letters do.")
    ],
    output: Output,
    db: DbOption = DEFAULT_DB,
) -> None:
    """Open a package or a statement down to the sentences it rests on, with sources, rules and reasons.

    Example: aidtrack show p-us-20240702-2300m
    """
    from aidtrack.cli.holdings import load, load_texts
    from aidtrack.render.trace import draw_dossier
    from aidtrack.reports.evidence import dossier_record, open_package

    held = load(db)
    if held is None:
        raise UsageError(f"show {ids[0]}", f"no articles yet in {db}", "read some with aidtrack ingest PATH")
    known = {statement.id: statement for statement in held.statements}
    found = [_find_package(held, name) for name in ids]
    told = [known[link.statement].article for each in found for link in each.links if link.statement in known]
    texts = load_texts(db, sorted(set(told)))
    dossiers = [open_package(each, known, texts) for each in found]
    if output.format == "table":
        page, names = _page(output), _names()
        _print("\n".join(draw_dossier(dossier, names, page) for dossier in dossiers))
        return
    records = [dossier_record(dossier) for dossier in dossiers]
    _write(records, tuple(records[0]), output)


@bundled
def explain(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Articles; - is standard input.")],
    output: Output,
) -> None:
    """Show what each sum of money in an article became, by which rule, or why it is no aid.

    Nothing is stored. Example: aidtrack explain seeds/pentagon-umerov.txt
    """
    from aidtrack import lexicon
    from aidtrack.extract import extract
    from aidtrack.render import fields
    from aidtrack.render.trace import draw_reading
    from aidtrack.reports.records import mention_records

    readings = [extract(article, lexicon.load()) for name in files for article in _read_articles(name)]
    if output.format == "table" and not output.columns:
        page, names = _page(output), _names()
        _print("\n".join(draw_reading(reading, names, page) for reading in readings))
        return
    records = [record for each in readings for record in mention_records(each.article, each.mentions)]
    _write(records, fields.MENTIONS, output)


# Asking


def _load(db: str, filters: Filters) -> Holdings | None:
    from aidtrack.cli.holdings import load

    return load(db, filters.as_of)


def _selection(filters: Filters, *default: Kind, for_sums: bool = False) -> Selection:
    """Make the question of the filters; cumulative figures are stocks and enter no sum."""
    from aidtrack.reports.selection import Selection

    kinds = tuple(dict.fromkeys(filters.kinds_or(*default)))
    if for_sums:
        kinds = tuple(kind for kind in kinds if kind != "cumulative")
    if not kinds:
        raise UsageError(
            "--kind cumulative",
            "a total to date is never added up",
            "list them with aidtrack statements --kind cumulative",
        )
    return Selection(
        filters.donors,
        filters.recipients,
        filters.channels,
        filters.aid_types,
        kinds,
        filters.since,
        filters.until,
    )


def _read_dimensions(by: list[str] | None) -> tuple[Dimension, ...]:
    """Check what rows are told apart by."""
    from aidtrack.reports.totals import DIMENSIONS, PERIODS

    found = tuple(dict.fromkeys(split_values(by)))
    for name in found:
        if name not in DIMENSIONS:
            raise UsageError(f"--by {name}", "rows cannot be told apart by that", f"try {BY}")
    if sum(name in PERIODS for name in found) > 1:
        raise UsageError(f"--by {','.join(found)}", "more than one length of time", "choose one")
    return found  # type: ignore[return-value]


def _add_up(
    held: Holdings | None, selection: Selection, by: tuple[Dimension, ...], adjusted: bool = False
) -> Totals:
    from aidtrack.cli.holdings import adjustment_packages
    from aidtrack.reports.totals import totals as add_up

    if held is None:
        return add_up((), (), selection, by)
    entries = adjustment_packages(held.judgements) if adjusted else []
    return add_up([*held.packages, *entries], held.as_judged(), selection, by, _groups())


def _is_listed(package: Any, selection: Selection) -> bool:
    """List packages of the question; a rejected one is seen in `history` and by `show` only."""
    return (
        package.kind in selection.kinds
        and package.status != "rejected"
        and selection.is_about(package)
        and selection.place_package(package) == "inside"
    )


def _is_said(statement: Any, selection: Selection) -> bool:
    return (
        statement.kind in selection.kinds
        and selection.is_about(statement)
        and selection.place_statement(statement) == "inside"
    )


def _find_articles(held: Holdings, selection: Selection) -> list[Any]:
    """Find the articles published in the period; with other filters, those that say something that fits."""
    from dataclasses import replace

    from aidtrack.reports.days import article_days, place

    anyone = replace(selection, since=None, until=None)
    saying = {each.article for each in held.statements if _is_said(each, anyone)}
    asks_all = not (anyone.donors or anyone.recipients or anyone.channels or anyone.aid_types)
    return [
        article
        for article in held.articles.values()
        if ((asks_all and anyone.all_kinds) or article.id in saying)
        and place(article_days(article), selection.since, selection.until) == "inside"
    ]


def _find_package(held: Holdings, name: str) -> Any:
    """Find the one package whose id, or one of whose statements' ids, begins with a name."""
    packages = {package.id: package for package in held.packages}
    if name in packages:
        return packages[name]
    found = {each for each in packages if each.startswith(name)}
    if not found:
        found = {package for each, package in held.package_of.items() if each.startswith(name)}
    if len(found) == 1:
        return packages[found.pop()]
    if found:
        near = ", ".join(sorted(found)[:5])
        raise UsageError(f"show {name}", f"{len(found)} packages begin so", f"write more of it: {near}")
    raise UsageError(f"show {name}", "no such package or statement", "list them with aidtrack packages")


def _read_articles(name: str) -> Sequence[Any]:
    from aidtrack import articles

    return [articles.read(name)]


def _groups() -> frozenset[str]:
    """Name the groups, whose sums are never added to their members'."""
    from aidtrack import lexicon

    donors = lexicon.load().donors
    return frozenset(code for code, entry in donors.items() if entry.get("type") == "group")


# Answering


def _draw_totals(held: Holdings | None, report: Totals, db: str, output: Output) -> None:
    from aidtrack.render.totals import draw_totals

    if held is None:
        _print(_nothing_yet(db))
        return
    _print(draw_totals(report, _names(), _page(output), output.headers))


def _answer(
    held: Holdings | None,
    records: Sequence[Record],
    columns: tuple[str, ...],
    draw: Callable[[Sequence[Any], Page], Table],
    notes: Sequence[Line],
    db: str,
    output: Output,
    heading: Sequence[Line] = (),
) -> None:
    """Write records as asked; as a table with notes below, or a hint where there is nothing yet."""
    if output.format != "table" or output.columns:
        _write(records, columns, output)
    elif held is None:
        _print(_nothing_yet(db))
    else:
        from aidtrack.render.page import draw_lines
        from aidtrack.render.tables import draw_table

        page = _page(output)
        table = draw_table(draw(records, page), page, output.headers) + "\n" if records else ""
        _print(draw_lines(heading, page) + table + draw_lines(notes, page))


def _write(records: Sequence[Record], columns: tuple[str, ...], output: Output) -> None:
    """Write records in a machine format, or as a plain table of the columns that were chosen."""
    from aidtrack.render.machine import write_records

    chosen = output.choose_columns(columns)
    if output.format != "table":
        _print(write_records(records, chosen, output.format, output.headers))
        return
    from aidtrack.render.lists import plain_table
    from aidtrack.render.tables import draw_table

    page = _page(output)
    _print(draw_table(plain_table(records, chosen, page), page, output.headers))


def _package_notes(held: Holdings | None, selection: Selection, listed: int) -> list[Line]:
    """Say how many there are, and which of the kinds asked for are not in the list."""
    from aidtrack.render.words import count

    if held is None:
        return []
    about = [each for each in held.packages if each.kind in selection.kinds and selection.is_about(each)]
    rejected = sum(each.status == "rejected" for each in about)
    vague = sum(each.status != "rejected" and selection.place_package(each) == "unproved" for each in about)
    notes: list[Line] = [f"{count(listed, 'package')}; open one with: aidtrack show ID"]
    if rejected:
        notes.append(f"Not listed: {rejected:,} rejected.")
    if vague:
        notes.append(f"Not listed: {vague:,} not proved to lie in the period.")
    return notes


def _list_unexplained(held: Holdings | None, selection: Selection, db: str, output: Output) -> None:
    from aidtrack.cli.holdings import load_mentions, load_texts
    from aidtrack.render import fields, lists
    from aidtrack.render.words import count
    from aidtrack.reports.records import mention_records

    allowed = {article.id for article in _find_articles(held, selection)} if held else set()
    found: dict[str, list[Any]] = {}
    for article, mention in load_mentions(db, "unexplained") if held else ():
        if article in allowed:
            found.setdefault(article, []).append(mention)
    texts = load_texts(db, sorted(found))
    records = [record for name in sorted(found) for record in mention_records(texts[name], found[name])]
    notes = [
        f"{count(len(records), 'sum')} of money that no rule explains, in {count(len(found), 'article')}."
    ]
    _answer(held, records, fields.MENTIONS, lists.mentions_table, notes, db, output)


def _nothing_yet(db: str) -> str:
    return f"No articles yet in {db}. Read some first:\n  aidtrack ingest seeds/\n"


def _page(output: Output) -> Page:
    from aidtrack.render.page import page_for

    return page_for(sys.stdout, output.width)


def _names() -> Names:
    from aidtrack import lexicon
    from aidtrack.render.words import Names

    words = lexicon.load()

    def channel_name(code: str | None) -> str:
        return "not stated" if code is None else str(words.channels.get(code, {}).get("name", code))

    return Names(words.party_name, channel_name)


def _print(text: str) -> None:
    sys.stdout.write(text)
