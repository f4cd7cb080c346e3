"""records -> JSON, newline-delimited JSON, CSV or TSV: plain integers, ISO dates, null for unknown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aidtrack.render.safe import safe_cell, safe_json


def write_records(
    records: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str, headers: bool = True
) -> str:
    """Write records in one of the forms `json`, `nl`, `csv`, `tsv`, with these columns in this order."""
    chosen = [{column: record.get(column) for column in columns} for record in records]
    if form == "json":
        return _as_array(chosen)
    if form == "nl":
        return "".join(_as_json(record) + "\n" for record in chosen)
    return _as_lines(chosen, columns, "\t" if form == "tsv" else ",", headers)


def _as_array(records: Sequence[Mapping[str, Any]]) -> str:
    """Write an array with one record on each line, which is still easy to read and to compare."""
    if not records:
        return "[]\n"
    return "[" + ",\n ".join(map(_as_json, records)) + "]\n"


def _as_json(value: object) -> str:
    return safe_json(json.dumps(value, ensure_ascii=False))


def _as_lines(
    records: Sequence[Mapping[str, Any]], columns: Sequence[str], delimiter: str, headers: bool
) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    if headers:
        writer.writerow(columns)
    writer.writerows([_cell(record[column]) for column in columns] for record in records)
    return text.getvalue()


def _cell(value: Any) -> str | int | float:
    """Write a value for a cell: nothing for unknown, lists and objects as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return safe_cell(value) if isinstance(value, str) else _as_json(value)
