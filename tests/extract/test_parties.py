"""Parties: names of givers and getters in a text; what only holds a name is none."""

from __future__ import annotations

import pytest

from aidtrack import lexicon
from aidtrack.extract.parties import find_parties

WORDS = lexicon.load()


NO_PARTY = [
    "The Indian Health Service invests in Indian Country.",
    "A road in New Mexico.",
    "Reported by the Washington Post and the Kyiv Independent.",
    "Schools in Georgia, from Savannah to Atlanta.",
    "It cost 580 million Danish kroner and US$5 million.",
    "A commission in West Virginia met.",
]


@pytest.mark.parametrize("text", NO_PARTY)
def test_words_that_only_hold_a_name_are_no_party(text: str) -> None:
    """A name inside another name, or before its money, names nobody."""
    assert find_parties(text, 0, len(text), WORDS) == []


def test_both_names_of_a_pair_are_found() -> None:
    """ "U.S.-Ukraine" names two."""
    text = "A U.S.-Ukraine charter; Georgia and Moldova signed too."
    assert [party.code for party in find_parties(text, 0, len(text), WORDS)] == ["US", "UA", "GE", "MD"]


@pytest.mark.parametrize(
    ("name", "day", "party"),
    [
        ("Mark Rutte", "2023-03-01", "NL"),
        ("Mark Rutte", "2024-08", "NL"),
        ("Mark Rutte", "2024-10-02", "NATO"),
        ("Mark Rutte", None, "NATO"),
        ("Kaja Kallas", "2023-03-01", "EE"),
        ("Kaja Kallas", "2025-03-01", "EU"),
    ],
)
def test_a_holder_stands_for_the_office_of_the_day(name: str, day: str | None, party: str) -> None:
    """Who held offices of two parties stands for the one held on the day, or last before it."""
    (found,) = find_parties(name, 0, len(name), WORDS, day)
    assert found.code == party
