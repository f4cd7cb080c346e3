"""Rows of a timeline -> a table with a bar for each period; one scale for each donor, currency and kind."""

from __future__ import annotations

from collections.abc import Sequence

from aidtrack.render.money import short
from aidtrack.render.page import Line, Page
from aidtrack.render.tables import Column, Table
from aidtrack.render.words import arrow
from aidtrack.reports.records import Record

_EIGHTHS = " ▏▎▍▌▋▊▉"


def timeline_table(records: Sequence[Record], page: Page) -> Table:
    """One line for each period."""
    purses = {_purse(record) for record in records}
    room = max(10, min(40, (page.width or 100) - 60))
    most = {purse: max(r["amount"] for r in records if _purse(r) == purse) for purse in purses}
    columns = (
        Column("donor" if len(purses) > 1 else "", gives_way=9),
        Column("period"),
        Column("packages", right=True, gives_way=1),
        Column("amount", right=True),
        Column("so far", right=True),
        Column("", gives_way=2),
    )
    rows = tuple(_cells(record, most[_purse(record)], room, len(purses) > 1, page) for record in records)
    return Table(columns, rows)


def _purse(record: Record) -> tuple[str | None, str | None, str, str]:
    return record["donor"], record["recipient"], record["currency"], record["kind"]


def _cells(record: Record, most: int, room: int, names_donor: bool, page: Page) -> tuple[Line, ...]:
    currency = record["currency"]
    kind = "" if record["kind"] == "announced" else f" {record['kind']}"
    return (
        arrow(record["donor"], record["recipient"], page) + kind if names_donor else "",
        record["period"] or page.none,
        f"{record['packages']:,}",
        short(record["amount"], currency, page.ascii_only),
        short(record["cumulative"], currency, page.ascii_only),
        bar(record["amount"], most, room, page),
    )


def bar(amount: int, most: int, room: int, page: Page) -> str:
    """Draw a bar in eighths of a place, or with # where only ASCII can be written.

    >>> bar(50, 100, 5, Page()), bar(50, 100, 6, Page(ascii_only=True)), bar(0, 0, 6, Page())
    ('██▌', '###', '')
    """
    if amount <= 0 or most <= 0:
        return ""
    if page.ascii_only:
        return "#" * max(1, round(amount * room / most))
    eighths = max(1, amount * room * 8 // most)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
