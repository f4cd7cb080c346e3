"""Records of the review queue and of judgements -> tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aidtrack.render.money import hedged
from aidtrack.render.page import Line, Page
from aidtrack.render.safe import safe
from aidtrack.render.tables import Column, Table
from aidtrack.render.words import arrow, when

Record = dict[str, Any]
HISTORY = (
    "number",
    "at",
    "by",
    "verdict",
    "packages",
    "field",
    "old",
    "value",
    "undoes",
    "undone_by",
    "why",
    "state",
    "statements",
)
QUEUE = (
    "id",
    "why",
    "candidates",
    "counted",
    "kind",
    "donor",
    "recipient",
    "amount",
    "currency",
    "qualifier",
    "date",
    "date_earliest",
    "date_latest",
    "aid_type",
    "channel",
    "evidence",
    "sentence",
    "statement",
    "article",
    "published",
    "source",
)


def history_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each judgement."""
    columns = (
        Column("#", right=True),
        Column("at", gives_way=2),
        Column("by"),
        Column("verdict"),
        Column("of", folds=True),
        Column("change", folds=True),
        Column("why", folds=True, gives_way=1),
        Column("state", folds=True),
    )
    return Table(columns, tuple(_history_cells(record, page) for record in records))


def _history_cells(record: Record, page: Page) -> tuple[Line, ...]:
    change = f"{record['old'] or page.none} → {record['value']}" if record["field"] else record["value"] or ""
    if record["field"]:
        change = f"{record['field']}: {record['old'] or page.none} {page.sign('→', '->')} {record['value']}"
    of = ", ".join(record["packages"]) or (f"#{record['undoes']}" if record["undoes"] else "")
    of = of or ", ".join(f"article {key[:8]}" for key in record["statements"]) or page.none
    return (
        str(record["number"]),
        record["at"][:16].replace("T", " "),
        safe(record["by"]),
        record["verdict"],
        safe(of),
        safe(change),
        safe(record["why"]),
        safe(record["state"]),
    )


def queue_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each thing to decide, the largest sum first."""
    columns = (
        Column("#", right=True),
        Column("why", folds=True),
        Column("donor", gives_way=3),
        Column("amount", right=True),
        Column("date", gives_way=2),
        Column("id"),
        Column("evidence", folds=True, gives_way=4),
    )
    return Table(columns, tuple(_queue_cells(i, record, page) for i, record in enumerate(records, 1)))


def _queue_cells(number: int, record: Record, page: Page) -> tuple[Line, ...]:
    return (
        str(number),
        record["why"],
        arrow(record["donor"], record["recipient"], page),
        hedged(record["amount"], record["currency"], record["qualifier"], page.ascii_only),
        when(record["date"], record["date_earliest"], record["date_latest"], page),
        safe(record["id"]),
        safe(record["evidence"] or ""),
    )
