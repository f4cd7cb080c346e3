"""Kinds: what the mask of a sum is, how cues reach it, that no stock becomes a package; linear time."""

from __future__ import annotations

import pytest

from aidtrack.extract.kinds import judge, mask_sums
from aidtrack.lexicon import load
from tests.extract.growth import LINEAR, growth
from tests.extract.test_shares import statements

LEXICON = load()

STOCKS = [
    "The United States has given Ukraine more than $60 billion in military aid since the invasion.",
    "To date, the US has provided Ukraine with $44 billion in military aid.",
    "That brings total US military aid to Ukraine to $44 billion.",
    "US military aid to Ukraine now stands at $44 billion.",
    "Since the start of the war, $44 billion in US military aid has gone to Ukraine.",
    "Of the US there have come to Ukraine over these years $51 billion in weapons.",
    "US military aid to Ukraine tops $20 billion",
    "Total US security assistance to Ukraine: $69.2 billion",
    "Across 47 drawdowns the US has sent Ukraine arms worth $23 billion.",
    "In 2022 the United States gave Ukraine more than $20 billion in military aid.",
    "Including today's package, the US has committed $34 billion in military aid to Ukraine.",
    "Until now Ukraine had received €9 billion in aid from Germany.",
    "By the count of the Kiel Institute, Germany has allocated €17.7 billion in aid to Ukraine.",
    "Under Biden the US has committed $65.9 billion in security assistance to Ukraine.",
]


@pytest.mark.parametrize("text", STOCKS)
def test_a_stock_is_never_announced(text: str) -> None:
    """However a running total is told, nothing of it could be added up."""
    assert [found.kind for found in statements(text)] == ["cumulative"]


BESIDE_A_STOCK = [
    "The US announced a $400 million package for Ukraine, bringing the total since 2022 to $44 billion.",
    "Worth $400 million, the US drawdown for Ukraine takes total aid since 2021 to more than $44 billion.",
    "The US has given Ukraine $44 billion since the invasion; on Friday it announced another $400 million.",
]


@pytest.mark.parametrize("text", BESIDE_A_STOCK)
def test_a_package_beside_a_stock_is_a_package(text: str) -> None:
    """In one sentence, each sum has its own kind."""
    kinds = {found.amount: found.kind for found in statements(text)}
    assert kinds == {400_000_000: "announced", 44_000_000_000: "cumulative"}


def test_the_nth_package_since_is_one_package() -> None:
    """ "The 33rd drawdown since August 2021" counts drawdowns, not money."""
    text = "The US announced $350 million in aid to Ukraine, the 33rd drawdown since August 2021."
    assert [found.kind for found in statements(text)] == ["announced"]


def test_a_mask_shows_the_sum_and_hides_the_others() -> None:
    """The sum is §, others ¤, conversions are left out, and stops that end nothing go."""
    text = "The U.S. gave $2.5bn (€2.3bn) and $1bn on Dec. 3."
    mask = mask_sums(text, 0, len(text), (14, 20), [(34, 38)], [(21, 29)])
    assert mask == "The US gave § and ¤ on Dec 3."


def test_a_cue_reaches_less_far_beyond_another_sum() -> None:
    """A cue that touches the sum counts fully; beyond another sum it counts half."""
    near, far = (
        judge(mask, LEXICON).points["expected"]
        for mask in ("an imminent § for Kyiv", "an imminent ¤ and also § for Kyiv")
    )
    assert near > far


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "¤ ",
        "the ",
        "total ",
        "has been ",
        "since 2022 ",
        "said ",
        "to ",
        "(",
        "1 ",
        "bill ",
        "US ",
        "of the ",
    ],
)
def test_time_grows_with_the_sentence(piece: str) -> None:
    """The time of the cues grows no faster than the sentence, whatever it repeats."""
    assert growth(lambda text: judge(f"{text}§ {text}", LEXICON), piece, 1500) <= LINEAR
