"""Nothing that an article says can command a terminal or disguise a text."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.render.safe import safe, safe_cell, safe_json

ATTACKS = [
    "\x1b[2J",
    "\x1b]8;;http://evil\x07link\x1b]8;;\x07",
    "\x1b]52;c;AAAA\x07",
    "\x9b31m",
    "\x00",
    "\x7f",
    "\u202egnp.exe",
    "\u2066a\u2069",
    "\ud800",
    "a\rb",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_controls_are_shown_not_obeyed(attack: str) -> None:
    """Escape sequences, C1 controls, direction marks and lone surrogates lose their force."""
    for gate in (safe, safe_cell):
        shown = gate(attack)
        assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in shown)


def test_letters_and_brackets_stay() -> None:
    """Quotation marks, accents, other scripts and brackets are data."""
    text = "“Ministry [of] Defence” – Şişinău, Київ, 首相 [/] [link=http://evil]"
    assert safe(text) == text


@given(st.text())
def test_json_loses_nothing(text: str) -> None:
    """Escaped in JSON, every text comes back as it was."""
    assert json.loads(safe_json(json.dumps(text, ensure_ascii=False))) == text


def test_csv_cells_keep_line_breaks() -> None:
    """Evidence is quoted to the letter; CSV can hold its line breaks."""
    assert safe_cell("two\nlines\tand \x1b") == "two\nlines\tand \\x1b"
