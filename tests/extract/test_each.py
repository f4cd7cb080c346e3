"""Amounts that stand for several sums."""

from __future__ import annotations

from tests.extract.test_shares import statements


def test_each_of_several_givers_has_a_statement_of_its_own() -> None:
    """Three givers of one amount each make three statements, with ids of their own."""
    found = statements(
        "Japan, Canada and the United Kingdom will provide Ukraine with $3 billion each in loans."
    )
    assert sorted((s.donor, s.amount) for s in found) == [
        ("CA", 3 * 10**9),
        ("GB", 3 * 10**9),
        ("JP", 3 * 10**9),
    ]
    assert len({s.id for s in found}) == 3


def test_each_of_several_that_get_it_has_a_statement_of_its_own() -> None:
    """What one giver announces for each of two countries makes two statements."""
    found = statements("Germany announced on Friday aid worth €5 million each to Moldova and Georgia.")
    assert sorted((s.recipient, s.amount) for s in found) == [("GE", 5 * 10**6), ("MD", 5 * 10**6)]


def test_packages_of_one_size_are_one_sum_with_a_part_for_each() -> None:
    """Two packages of 500 million each: one statement of a billion with two parts."""
    (found,) = statements("Germany announced two military aid packages for Ukraine of €500 million each.")
    assert found.amount == 10**9
    assert [part.amount for part in found.parts] == [500 * 10**6, 500 * 10**6]


def test_mentions_are_counted_once() -> None:
    """One amount that makes three statements is one mention of money."""
    from aidtrack.extract import extract
    from aidtrack.model import Article
    from tests.extract.test_shares import WORDS

    text = "Japan, Canada and the United Kingdom will provide Ukraine with $3 billion each in loans."
    assert len(extract(Article(id="x", text=text), WORDS).mentions) == 1


def test_each_of_a_whole_that_was_told_before() -> None:
    """What several give each of a package told before: three statements beside it, and no crash."""
    found = statements(
        "The G7 agreed on a $50 billion package for Ukraine. "
        "Of this package, Japan, Canada and the UK will give Ukraine $3 billion each."
    )
    assert sorted(s.donor or "" for s in found) == ["CA", "G7", "GB", "JP"]


def test_a_further_share_finds_room_beside_equal_ones() -> None:
    """Two packages of 500 million fill their sum: 400 million of one of them are no third."""
    (found,) = statements(
        "The United States announced two packages of $500 million each in military aid for Ukraine. "
        "The package includes $400 million for air defence."
    )
    assert sum(part.amount for part in found.parts) <= found.amount
