"""Sentences: where they end in running text, lists, headlines and wrapped lines; linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.extract.sentences import MAX_SENTENCE, join_lines, sentence_at, split_sentences
from tests.extract.growth import LINEAR, growth

SPLITS = [
    ("It gave $5bn. It gave more.", ["It gave $5bn.", "It gave more."]),
    ("The U.S. gave $5bn on Dec. 3. It was much.", ["The U.S. gave $5bn on Dec. 3.", "It was much."]),
    ("It came from the U.S. The aid is new.", ["It came from the U.S.", "The aid is new."]),
    ("Gen. Smith and Mr. Jones met.", ["Gen. Smith and Mr. Jones met."]),
    ("It cost $2.5 billion.", ["It cost $2.5 billion."]),
    ("He paid 1 mln. dollars.", ["He paid 1 mln. dollars."]),
    ('"We will give $5m." Then he left.', ['"We will give $5m."', "Then he left."]),
    ("Is it $5bn? Yes! $6bn.", ["Is it $5bn?", "Yes!", "$6bn."]),
    ("US gives $5bn\n\nKyiv thanks.", ["US gives $5bn", "Kyiv thanks."]),
    ("It gives:\n- $5m for tanks\n- $6m for roads", ["It gives:", "- $5m for tanks", "- $6m for roads"]),
    ("Title here\nText here.", ["Title here", "Text here."]),
]


@pytest.mark.parametrize(("text", "sentences"), SPLITS)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    """Stops after abbreviations and within numbers end nothing; blank lines and list items do."""
    assert [text[s.start : s.end] for s in split_sentences(text)] == sentences


def test_hard_wrapped_lines_are_joined() -> None:
    """Lines broken at a fixed width do not cut a sentence in two."""
    line = "The United States announced on that day that it would give a package of aid to\n"
    text = line * 5 + "the country.\n"
    assert len(split_sentences(join_lines(text, 0))) == 1


def test_joining_lines_moves_nothing() -> None:
    """A line end inside a sentence becomes one space; those of headlines, lists and paragraphs stay."""
    broken = (
        "The United States announced a package of aid worth more\nthan $350\nmillion.\n\n"
        "A headline\nof two lines\n- $5bn"
    )
    assert join_lines(broken, 0) == broken.replace("more\nthan", "more than")
    assert join_lines(broken, len(broken)) == broken


def test_headings_are_told_from_sentences() -> None:
    """A short line without a stop is a heading."""
    assert [s.heading for s in split_sentences("US gives $5bn\n\nIt gave $5bn.")] == [True, False]


@given(
    st.lists(
        st.sampled_from(["A", "b", ". ", "! ", "\n", "\n\n", "U.S. ", "- ", "$5", " "]), max_size=80
    ).map("".join)
)
def test_sentences_are_in_order_and_trimmed(text: str) -> None:
    """Sentences begin and end with print, leave out nothing but white space, and are found again."""
    found = split_sentences(text)
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in found)
    assert all(s.end - s.start <= MAX_SENTENCE for s in found)
    assert "".join("".join(text[s.start : s.end].split()) for s in found) == "".join(text.split())
    assert [sentence_at(found, s.start) for s in found] == list(range(len(found)))


@pytest.mark.parametrize(
    "piece", ["a", "A. ", "U.S. ", ".", "\n", "- a\n", "$5bn ", "(((", '."', "a b. C", "1. "]
)
def test_time_grows_with_the_text(piece: str) -> None:
    """Time grows no faster than the text, whatever it repeats."""
    assert growth(split_sentences, piece, 20_000) <= LINEAR
