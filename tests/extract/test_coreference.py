"""Sums told twice, and equal sums that are two facts."""

from __future__ import annotations

from tests.extract.growth import LINEAR, growth
from tests.extract.test_shares import statements


def test_an_equal_hedged_sum_of_another_aid_type_is_another_fact() -> None:
    """A billion of weapons and almost a billion of relief: two statements."""
    found = statements(
        "The United States announced $1 billion in military aid to Ukraine on Wednesday. "
        "Washington has also given Ukraine almost $1 billion in humanitarian aid this year."
    )
    assert sorted((s.aid_type, s.qualifier) for s in found) == [
        ("humanitarian", "about"),
        ("military", "exact"),
    ]


def test_an_equal_hedged_sum_of_the_same_aid_type_is_told_again() -> None:
    """The same billion of weapons, once rounded: one statement."""
    (found,) = statements(
        "The United States announced almost $1 billion in military aid to Ukraine on Wednesday. "
        "The $1 billion in military aid includes artillery, officials said."
    )
    assert (found.amount, found.aid_type) == (10**9, "military")


def test_a_sum_named_without_its_type_is_told_again() -> None:
    """A type on one side alone tells no two sums apart."""
    (found,) = statements(
        "The United States announced almost $1 billion in military aid to Ukraine on Wednesday. "
        "The $1 billion package includes artillery, officials said."
    )
    assert (found.amount, found.aid_type) == (10**9, "military")


def test_the_sum_just_told_is_summed_up() -> None:
    """“That's almost a billion” is the sum just told, even if a package of a billion stands before."""
    found = statements(
        "The United States announced $1 billion in military aid to Ukraine on Wednesday. "
        "The United States has provided more than $914 million in humanitarian assistance to Ukraine "
        "since February 2022. "
        "So, that's almost a billion dollars just in humanitarian assistance."
    )
    assert sorted((s.kind, s.amount) for s in found) == [("announced", 10**9), ("cumulative", 914 * 10**6)]


def test_what_another_sum_comes_on_top_of_is_no_repeat_of_it() -> None:
    """“Over 53 million, on top of 55 million”: near in size, and two facts."""
    found = statements(
        "The US will give Ukraine over $53 million for its power grid, Blinken announced on Tuesday. "
        "It comes on top of $55 million in aid for generators that the US pledged to Ukraine before."
    )
    assert {s.amount // 10**6 for s in found} == {53, 55}


def test_a_sum_in_foreign_money_is_told_again_in_its_own() -> None:
    """The headline gives the dollars, the text its own kronor with the dollars in brackets: one statement."""
    (found,) = statements(
        "Denmark gives Ukraine $407 million in military aid\n\n"
        "Denmark announced military aid of 2.7 billion Danish kroner ($407 million) for Ukraine on Monday."
    )
    assert (found.amount, found.currency) == (2_700_000_000, "DKK")


def test_equal_sums_of_two_days_told_in_full_are_two_facts() -> None:
    """Four hundred million on 3 May and another on 9 June: two statements."""
    found = statements(
        "The United States announced $400 million in military aid for Ukraine on May 3, 2023.\n\n"
        "The United States announced another $400 million in military aid for Ukraine on June 9, 2023."
    )
    assert [s.date for s in found] == ["2023-05-03", "2023-06-09"]


def test_time_grows_with_how_often_a_sum_is_told() -> None:
    """Rough and precise tellings in turns, each better than the one before."""
    told = ("about $1.0 billion", "$980 million", "about $980 million", "$1.0 billion")
    lines = [f"The US announced {each} in military aid for Ukraine." for each in told]
    assert growth(lambda text: statements(text), "\n\n".join(lines) + "\n\n", 800) <= LINEAR
