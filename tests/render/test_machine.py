"""Machine formats: the columns asked for, plain integers, null for unknown, and all of it read back."""

from __future__ import annotations

import csv
import io
import json

from aidtrack.render.machine import write_records

RECORDS = [
    {"id": "p1", "amount": 2_300_000_000, "date": None, "flags": ["a"], "text": 'say "x", \n\x1b[2J'},
    {"id": "p2", "amount": 1, "date": "2024-07", "flags": [], "text": "=1+1"},
]
COLUMNS = ("id", "amount", "date", "flags", "text")


def test_json_is_one_array() -> None:
    """And it holds exactly what went in."""
    assert json.loads(write_records(RECORDS, COLUMNS, "json")) == RECORDS
    assert write_records([], COLUMNS, "json") == "[]\n"


def test_nl_is_one_object_a_line() -> None:
    """None of them is broken by a line break in the data."""
    lines = write_records(RECORDS, COLUMNS, "nl").splitlines()
    assert [json.loads(line) for line in lines] == RECORDS
    assert write_records([], COLUMNS, "nl") == ""


def test_csv_and_tsv_read_back() -> None:
    """Unknown is an empty cell; numbers have no thousands marks; a control character cannot act."""
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        text = write_records(RECORDS, COLUMNS, form)
        header, first, second = csv.reader(io.StringIO(text), delimiter=delimiter)
        assert tuple(header) == COLUMNS
        assert first == ["p1", "2300000000", "", '["a"]', 'say "x", \n\\x1b[2J']
        assert second[4] == "=1+1"
        assert "\x1b" not in text


def test_columns_are_chosen_in_their_order() -> None:
    """Only those asked for."""
    assert write_records(RECORDS, ("amount", "id"), "csv", headers=False) == "2300000000,p1\n1,p2\n"


def test_no_terminal_codes_in_json() -> None:
    """Escaped as JSON allows."""
    assert "\x1b" not in write_records(RECORDS, COLUMNS, "json")
