"""The sentence that is shown around an amount."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.reports.context import REACH, sentence_around


def around(text: str, amount: str) -> str:
    start = text.index(amount)
    return sentence_around(text, start, start + len(amount)).on_one_line()


@pytest.mark.parametrize(
    ("text", "amount", "expected"),
    [
        ("He came. It gave $1bn. He left.", "$1bn", "It gave $1bn."),
        ("He came. The U.S. Congress gave $1bn! He left.", "$1bn", "The U.S. Congress gave $1bn!"),
        ("Title\n\nIt gave $2.3bn\nto Kyiv.\n\nMore", "$2.3bn", "It gave $2.3bn to Kyiv."),
        ("$5bn", "$5bn", "$5bn"),
        ("“It is $5bn.” She left.", "$5bn", "“It is $5bn.”"),
        ("It rose to $5bn. Then it fell.", "$5bn.", "It rose to $5bn."),
    ],
)
def test_sentence(text: str, amount: str, expected: str) -> None:
    """Breaks at stops before capitals and at empty lines, not after initials."""
    assert around(text, amount) == expected


def test_endless_sentence_is_cut_at_words_and_says_so() -> None:
    """A text without stops shows what is near, with dots for what is missing."""
    shown = around("word " * 1000 + "$1bn" + " word" * 1000, "$1bn")
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert len(shown) <= 2 * REACH + 20


@given(st.text(max_size=300), st.data())
def test_marks_are_the_spans(text: str, data: st.DataObject) -> None:
    """Whatever the text, the first mark holds what the span held."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    sentence = sentence_around(text, start, end)
    (first, last), *_ = sentence.marks
    assert sentence.text[first:last] == text[start:end]
    assert text[sentence.start :].startswith(sentence.text)
