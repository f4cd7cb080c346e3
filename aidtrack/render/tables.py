"""rows of cells -> a table: natural width in a pipe, fitted to the page on a terminal.

Where the page is too narrow, columns give way in the order that the report names, never in one that rich
chooses; a column of free text is folded.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from aidtrack.render.page import Line, Page, open_console, to_text

if TYPE_CHECKING:
    from rich.table import Table as RichTable

GAP = 3
FOLD = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column; numbers stand to the right; `gives_way` 1 goes first, 0 never; text folds down to `least`."""

    header: str
    right: bool = False
    gives_way: int = 0
    folds: bool = False
    least: int = 24


def need(records: Sequence[Mapping[str, Any]], field: str, uniform: int, differing: int) -> int:
    """Say how late a column gives way: early if it says the same in every row."""
    return uniform if len({record[field] for record in records}) == 1 else differing


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of cells; `totals` are rows under a line of their own."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    totals: tuple[tuple[Line, ...], ...] = ()

    def keep(self, kept: Sequence[int]) -> Table:
        """Give the table with these columns only."""
        return Table(
            tuple(self.columns[i] for i in kept),
            tuple(tuple(row[i] for i in kept) for row in self.rows),
            tuple(tuple(row[i] for i in kept) for row in self.totals),
        )


def draw_table(table: Table, page: Page, headers: bool = True) -> str:
    """Draw a table on a page."""
    table = _without_empty_columns(table, page)
    if page.width is None and not page.colour:
        return _draw_plain(table, page, headers)
    return _draw_fitted(_give_way(table, page), page, headers)


def _without_empty_columns(table: Table, page: Page) -> Table:
    """Leave out columns that may give way and say nothing."""
    rows = table.rows + table.totals
    told = [
        i
        for i, column in enumerate(table.columns)
        if not column.gives_way or any(page.text(row[i]).strip() for row in rows)
    ]
    return table.keep(told)


def _give_way(table: Table, page: Page) -> Table:
    """Keep the columns that never give way, and of the others the most needed as long as they fit."""
    if page.width is None:
        return table
    kept = [i for i, column in enumerate(table.columns) if not column.gives_way]
    for _, i in sorted((-column.gives_way, i) for i, column in enumerate(table.columns) if column.gives_way):
        wider = sorted([*kept, i])
        if _least_width(table.keep(wider), page) <= page.width:
            kept = wider
    return table.keep(kept)


def _least_width(table: Table, page: Page) -> int:
    widths = _natural_widths(table, page)
    least = [min(w, c.least) if c.folds else w for c, w in zip(table.columns, widths, strict=True)]
    return sum(least) + GAP * (len(least) - 1)


def _narrowest(table: Table, page: Page) -> int:
    """Tell how narrow a table can be drawn without cutting anything."""
    widths = _natural_widths(table, page)
    least = [min(w, FOLD) if c.folds else w for c, w in zip(table.columns, widths, strict=True)]
    return sum(least) + GAP * (len(least) - 1)


def _widths(table: Table, page: Page) -> list[int]:
    """Share the page out: each column gets what it needs at least, and those that fold get what is left.

    Short ones first, so that an id is folded last.
    """
    natural = _natural_widths(table, page)
    if page.width is None:
        return natural
    fits = _least_width(table, page) <= page.width
    widths = [
        min(width, column.least if fits else FOLD) if column.folds else width
        for column, width in zip(table.columns, natural, strict=True)
    ]
    left = page.width - sum(widths) - GAP * (len(widths) - 1)
    for i in sorted(range(len(widths)), key=lambda i: natural[i]):
        more = max(0, min(left, natural[i] - widths[i]))
        widths[i] += more
        left -= more
    return widths


def _natural_widths(table: Table, page: Page) -> list[int]:
    rows = [tuple(column.header for column in table.columns), *table.rows, *table.totals]
    return [max(cells_of(page.text(row[i])) for row in rows) for i in range(len(table.columns))]


def cells_of(text: str) -> int:
    """Count the places a text takes on a terminal.

    >>> cells_of("$2.3bn"), cells_of("首相"), cells_of("e\\u0301")
    (6, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def _draw_plain(table: Table, page: Page, headers: bool) -> str:
    """Draw a table as wide as it needs to be; nothing is cut, folded or coloured."""
    widths = _natural_widths(table, page)

    def draw_row(row: Sequence[Line]) -> str:
        cells = [
            _pad(page.text(cell), width, column.right)
            for cell, width, column in zip(row, widths, table.columns, strict=True)
        ]
        return (" " * GAP).join(cells).rstrip()

    rule = page.sign("─", "-") * (sum(widths) + GAP * (len(widths) - 1))
    lines = [draw_row([column.header for column in table.columns]), rule] if headers else []
    lines += [draw_row(row) for row in table.rows]
    lines += [rule, *map(draw_row, table.totals)] if table.totals else []
    return "".join(line + "\n" for line in lines)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - cells_of(text))
    return space + text if right else text + space


def _draw_fitted(table: Table, page: Page, headers: bool) -> str:
    room = _narrowest(table, page)
    if page.width is not None and page.width < room:
        page = replace(page, width=room)  # a line too long is a lesser evil than a sum cut short
    console = open_console(page)
    with console.capture() as drawn:
        console.print(_rich_table(table, page, headers))
    return "".join(line.rstrip() + "\n" for line in drawn.get().splitlines())


def _rich_table(table: Table, page: Page, headers: bool) -> RichTable:
    from rich.box import Box
    from rich.table import Table as RichTable

    line = page.sign("─", "-")
    rule = f" {line}{line} \n"
    box = Box("    \n    \n" + rule + "    \n" + rule + rule + "    \n    \n", ascii=page.ascii_only)
    rich_table = RichTable(box=box, show_header=headers, show_edge=False, pad_edge=False, header_style="bold")
    widths = _widths(table, page)
    for i, column in enumerate(table.columns):
        rich_table.add_column(
            to_text(column.header, page),
            justify="right" if column.right else "left",
            no_wrap=not column.folds,
            overflow="fold",
            width=widths[i],
        )
    for i, row in enumerate(table.rows):
        ends = bool(table.totals) and i == len(table.rows) - 1
        rich_table.add_row(*(to_text(cell, page) for cell in row), end_section=ends)
    for row in table.totals:
        rich_table.add_row(*(to_text(cell, page) for cell in row), style="bold" if page.colour else None)
    return rich_table
