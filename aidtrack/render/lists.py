"""Records of packages, statements, sources and mentions -> tables with one line each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aidtrack.render.money import hedged, short
from aidtrack.render.page import Line, Page
from aidtrack.render.safe import safe
from aidtrack.render.tables import Column, Table, need
from aidtrack.render.words import when
from aidtrack.reports.records import Record


def packages_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each package; what is not counted says so in the place of the running total."""
    kinds = {record["kind"] for record in records}
    columns = (
        Column("date"),
        Column("donor", gives_way=need(records, "donor", 2, 10)),
        Column("recipient", gives_way=need(records, "recipient", 1, 8)),
        Column("amount", right=True),
        Column("running", right=True, gives_way=6 if all(r["counted"] for r in records) else 11),
        Column("kind" if len(kinds) > 1 else "", gives_way=9),
        Column("aid type", gives_way=4),
        Column("channels", gives_way=5, folds=True, least=10),
        Column("articles", right=True, gives_way=3),
        Column("notes", gives_way=1, folds=True),
        Column("id", folds=True, least=60),
    )
    return Table(columns, tuple(_package_cells(record, len(kinds) > 1, page) for record in records))


def _package_cells(record: Record, shows_kind: bool, page: Page) -> tuple[Line, ...]:
    currency = record["currency"]
    running = short(record["running"], currency, page.ascii_only) if record["counted"] else "not counted"
    return (
        when(record["date"], record["date_earliest"], record["date_latest"], page),
        safe(record["donor"] or page.none),
        safe(record["recipient"] or page.none),
        hedged(record["amount"], currency, record["qualifier"], page.ascii_only),
        running,
        record["kind"] if shows_kind else "",
        record["aid_type"],
        _channels(record, page),
        str(record["articles"]),
        safe(", ".join(_notes(record))),
        safe(record["id"]),
    )


def _channels(record: Record, page: Page) -> str:
    """Name the channels, with the sum of each where there are several."""
    shares = [share for share in record["channels"] if share["channel"]]
    if len(shares) == 1 and shares[0]["amount"] == record["amount"]:
        return safe(shares[0]["channel"])
    sums = (
        f"{safe(share['channel'])} {short(share['amount'], record['currency'], page.ascii_only)}"
        for share in shares
    )
    return ", ".join(sums) or page.none


def _notes(record: Record) -> list[str]:
    notes = [record["why_not_counted"]] if record["why_not_counted"] else []
    if record["status"] != "auto":
        notes.append(record["status"])
    if record["tranche"]:
        notes.append(f"no. {record['tranche']}")
    return [*notes, *record["flags"]]


def statements_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each statement, with the words it rests on."""
    columns = (
        Column("date"),
        Column("kind"),
        Column("donor", gives_way=need(records, "donor", 2, 10)),
        Column("recipient", gives_way=need(records, "recipient", 1, 8)),
        Column("amount", right=True),
        Column("aid type", gives_way=4),
        Column("channel", gives_way=3),
        Column("package", gives_way=1),
        Column("article", gives_way=2),
        Column("evidence", folds=True, least=20),
    )
    return Table(columns, tuple(_statement_cells(record, page) for record in records))


def _statement_cells(record: Record, page: Page) -> tuple[Line, ...]:
    return (
        when(record["date"], record["date_earliest"], record["date_latest"], page),
        record["kind"],
        safe(record["donor"] or page.none),
        safe(record["recipient"] or page.none),
        hedged(record["amount"], record["currency"], record["qualifier"], page.ascii_only),
        record["aid_type"],
        safe(record["channel"] or page.none),
        safe(record["package"] or page.none),
        record["article"][:8],
        safe(record["evidence"]),
    )


def sources_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each article: its date and how that is known, what was found in it."""
    columns = (
        Column("published"),
        Column("known from", gives_way=4),
        Column("publisher", gives_way=5),
        Column("statements", right=True, gives_way=3),
        Column("mentions", right=True, gives_way=2),
        Column("unexplained", right=True, gives_way=1),
        Column("source", folds=True, least=40),
        Column("because", folds=True, gives_way=6),
    )
    return Table(columns, tuple(_source_cells(record, page) for record in records))


def _source_cells(record: Record, page: Page) -> tuple[Line, ...]:
    return (
        when(record["published"], record["published_earliest"], record["published_latest"], page),
        record["published_from"],
        safe(record["publisher"] or ""),
        str(record["statements"]),
        str(record["mentions"]),
        str(record["unexplained"] or ""),
        safe(record["url"] or record["path"] or record["id"]),
        safe("; ".join(record["reasons"])),
    )


def mentions_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each money mention, in its sentence."""
    columns = (
        Column("amount", right=True),
        Column("sentence", folds=True, least=30),
        Column("article", folds=True, least=20),
    )
    return Table(
        columns,
        tuple(
            (
                hedged(record["amount"], record["currency"], record["qualifier"], page.ascii_only),
                safe(record["context"]),
                safe(record["path"] or record["article"]),
            )
            for record in records
        ),
    )


def plain_table(records: Sequence[Mapping[str, Any]], columns: Sequence[str], page: Page) -> Table:
    """Draw chosen columns under their names, the values as in the machine formats."""
    shown = tuple(Column(column, right=_is_number(records, column)) for column in columns)
    rows = tuple(tuple(_plain(record.get(column), page) for column in columns) for record in records)
    return Table(shown, rows)


def _is_number(records: Sequence[Mapping[str, Any]], column: str) -> bool:
    values = [record.get(column) for record in records]
    return any(isinstance(value, int | float) for value in values)


def _plain(value: object, page: Page) -> str:
    if value is None:
        return page.none
    return safe(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
