"""Records of reconcile, of its alignment with an official list, and of diff -> tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aidtrack.render.money import hedged, short
from aidtrack.render.page import Line, Page
from aidtrack.render.safe import safe
from aidtrack.render.tables import Column, Table, need
from aidtrack.render.words import arrow, count

Record = dict[str, Any]
RECONCILE = (
    "donor",
    "date",
    "reported",
    "reported_qualifier",
    "tracked",
    "difference",
    "ratio",
    "scope",
    "source",
    "recipient",
    "currency",
    "sources",
    "packages",
    "between",
    "reported_step",
    "flags",
    "causes",
)
ALIGNMENT = (
    "state",
    "name",
    "date",
    "channel",
    "amount",
    "package",
    "tracked_date",
    "tracked_channels",
    "tracked_amount",
    "differences",
    "source",
)
CHANGES = (
    "change",
    "id",
    "donor",
    "recipient",
    "currency",
    "date",
    "amount_before",
    "amount",
    "counted_before",
    "counted",
    "fields",
    "effect",
    "causes",
)


def reconcile_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each reported total, ours beside it."""
    columns = (
        Column("date"),
        Column("donor", gives_way=need(records, "donor", 6, 10)),
        Column("scope", folds=True),
        Column("reported", right=True),
        Column("tracked", right=True),
        Column("difference", right=True),
        Column("ratio", right=True),
        Column("new since", right=True, gives_way=3),
        Column("flags", gives_way=2),
        Column("likely causes", folds=True, gives_way=4),
        Column("source", folds=True, gives_way=1),
    )
    return Table(columns, tuple(_reconcile_cells(record, page) for record in records))


def _reconcile_cells(record: Record, page: Page) -> tuple[Line, ...]:
    currency = record["currency"]
    step = count(len(record["between"]), "package") if record["reported_step"] is not None else ""
    return (
        record["date"] or page.none,
        arrow(record["donor"], record["recipient"], page),
        safe(record["scope"]),
        hedged(record["reported"], currency, record["reported_qualifier"], page.ascii_only),
        page.none if record["tracked"] is None else short(record["tracked"], currency, page.ascii_only),
        page.none if record["tracked"] is None else signed(record["difference"], currency, page),
        "" if record["ratio"] is None else f"{record['ratio']:.1%}",
        step,
        ", ".join(record["flags"]),
        safe("; ".join(record["causes"])),
        safe(record["source"] or ""),
    )


def signed(amount: int, currency: str | None, page: Page) -> str:
    """Write a difference with its sign."""
    return ("+" if amount > 0 else "") + short(amount, currency, page.ascii_only)


def alignment_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each official row and each package that no row knows."""
    columns = (
        Column("state"),
        Column("name", gives_way=1),
        Column("date"),
        Column("channel"),
        Column("amount", right=True),
        Column("package"),
        Column("differs in", folds=True),
    )
    return Table(columns, tuple(_alignment_cells(record, page) for record in records))


def _alignment_cells(record: Record, page: Page) -> tuple[Line, ...]:
    extra = record["state"] == "extra"
    channels = [name or page.none for name in record["tracked_channels"]]
    amount = record["tracked_amount"] if extra else record["amount"]
    return (
        record["state"],
        safe(record["name"]),
        (record["tracked_date"] if extra else record["date"]) or page.none,
        safe(", ".join(channels) if extra else record["channel"] or page.none),
        short(amount, None, page.ascii_only),
        safe(record["package"] or page.none),
        ", ".join(record["differences"]),
    )


def changes_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each package that became known, changed or went."""
    columns = (
        Column("change"),
        Column("date"),
        Column("donor", gives_way=2),
        Column("before", right=True),
        Column("after", right=True),
        Column("effect", right=True),
        Column("fields", gives_way=1, folds=True),
        Column("package"),
        Column("because", folds=True, gives_way=3),
    )
    return Table(columns, tuple(_change_cells(record, page) for record in records))


def _change_cells(record: Record, page: Page) -> tuple[Line, ...]:
    currency = record["currency"]

    def sum_of(amount: int | None) -> str:
        return page.none if amount is None else short(amount, currency, page.ascii_only)

    return (
        record["change"],
        record["date"] or page.none,
        arrow(record["donor"], record["recipient"], page),
        sum_of(record["amount_before"]),
        sum_of(record["amount"]),
        signed(record["effect"], currency, page),
        ", ".join(record["fields"]),
        safe(record["id"]),
        safe("; ".join(record["causes"])),
    )
