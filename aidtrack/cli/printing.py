"""Records to stdout in the form that was asked for: one door for the commands that decide and check."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aidtrack.cli.options import Output

if TYPE_CHECKING:
    from aidtrack.render.page import Page
    from aidtrack.render.tables import Table

Record = Mapping[str, Any]


def print_records(
    records: Sequence[Any],
    columns: tuple[str, ...],
    draw: Callable[[Sequence[Any], Page], Table],
    output: Output,
    empty: str,
    notes: Sequence[str] = (),
) -> None:
    """Print records as JSON, CSV or the like, or as a table with notes under it."""
    from aidtrack.render.page import draw_lines, page_for
    from aidtrack.render.tables import draw_table

    if output.format != "table" or output.columns:
        _print_machine(records, columns, output)
        return
    page = page_for(sys.stdout, output.width)
    table = draw_table(draw(records, page), page, output.headers) if records else ""
    lines = [*notes] if records else [empty]
    gap = "\n" if table and lines else ""
    sys.stdout.write(table + gap + draw_lines(lines, page))


def _print_machine(records: Sequence[Any], columns: tuple[str, ...], output: Output) -> None:
    from aidtrack.render.machine import write_records

    form = output.format if output.format != "table" else "tsv"
    sys.stdout.write(write_records(records, output.choose_columns(columns), form, output.headers))
