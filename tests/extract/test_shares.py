"""Which sums only break another one down, and which are facts of their own."""

from __future__ import annotations

import pytest

from aidtrack.extract import extract
from aidtrack.lexicon import load
from aidtrack.model import Article, Statement

WORDS = load()


def statements(text: str, published: str | None = "2024-09-20") -> list[Statement]:
    """The statements of a text of one article."""
    return list(
        extract(Article(id="x", text=text, published=published, published_from="header"), WORDS).statements
    )


def millions(text: str) -> dict[int, list[int]]:
    """Each statement's amount with those of its parts, in millions."""
    return {s.amount // 10**6: [p.amount // 10**6 for p in s.parts] for s in statements(text)}


WHOLE = "Britain announced a £500 million aid package for Ukraine"
SHARES = [
    (", of which £200 million is for air defence.", [200]),
    (", made up of £350 million in grants and £150 million in loans.", [350, 150]),
    (": £350 million for weapons and £150 million for winter relief.", [350, 150]),
    (". Of that, £200 million will buy air defence.", [200]),
    (". The package includes £200 million for air defence.", [200]),
    (". Some £200 million of the sum is for the navy. Another £90 million buys radars.", [200, 90]),
    (". £200 million will go to drones, £100 million to shells.", [200, 100]),
    (". Drones cost £372 million. Training takes £128 million.", [372, 128]),
    (". It includes:\n\n• £200 million for air defence\n• £90 million for shells\n", [200, 90]),
]


@pytest.mark.parametrize(("told", "parts"), SHARES)
def test_shares_are_parts_of_the_whole_and_no_statements(told: str, parts: list[int]) -> None:
    """A breakdown, in one sentence, in the next, in lines or by its sum, makes one statement with parts."""
    assert millions(WHOLE + told) == {500: parts}


def test_the_whole_may_follow_its_share() -> None:
    """The part of a package may be told before the package."""
    text = "Britain will spend £200 million of the £500 million aid package for Ukraine on drones."
    assert millions(text) == {500: [200]}


OWN_FACTS = [
    (
        "other givers",
        "Allies gave Ukraine €178 million in arms: €135 million from Denmark, €43 million from Norway.",
        {178, 135, 43},
    ),
    (
        "paid on its own",
        "The EU approved a €900 million loan to Ukraine. A first tranche of €300 million was paid on Monday.",
        {900, 300},
    ),
    (
        "what is left",
        "Congress passed $900 million in drawdown authority for Ukraine. Over $300 million of it is unused.",
        {900, 300},
    ),
    (
        "a package among a total",
        "The US has provided more than $900 million in military aid to Ukraine since February 2022, "
        "including a new $300 million package announced today.",
        {900, 300},
    ),
]


@pytest.mark.parametrize(("why", "text", "amounts"), OWN_FACTS)
def test_a_fact_of_its_own_is_no_share(why: str, text: str, amounts: set[int]) -> None:
    """A sum with a giver, an event or a state of its own stands beside the larger one."""
    assert {s.amount // 10**6 for s in statements(text)} == amounts, why


def test_a_share_that_is_broken_down_gives_way_to_its_shares() -> None:
    """Parts are the leaves: of 16 million, 6 million is told as 2 and 4."""
    text = (
        "New Zealand announced $16 million in aid for Ukraine, made up of $6 million in military assistance "
        "and $10 million in humanitarian assistance. Out of the military assistance, $2 million will go to "
        "health care and $4 million to drones."
    )
    assert [sorted(parts) for parts in millions(text).values()] == [[2, 4, 10]]
