"""How print says what a sum is: short phrases, each read alone."""

from pathlib import Path

from aidtrack.extract.weighing import KIND_ORDER, READINGS, choose
from tests.gold.fit_weights import load_phrases, weigh_phrase

PHRASES = load_phrases(Path(__file__).parent / "phrases.txt")
# Raised freely; lowered only with the reason written here.
FLOOR = 0.9
# Worse than any other slip: a running total that would be added up.
TOTALS_ADDED = 5


def read_as(kind: str, text: str, start: int) -> str:
    """What the marked sum is read as: aid by its kind, anything else by its whole reading."""
    return choose(weigh_phrase(text, start).scores, KIND_ORDER if kind in KIND_ORDER else READINGS)


def test_most_phrases_are_read_as_marked() -> None:
    """The share of phrases whose kind is right stays above the floor."""
    right = [kind == read_as(kind, text, start) for kind, text, start in PHRASES]
    assert sum(right) / len(right) >= FLOOR


def test_running_totals_are_not_taken_for_packages() -> None:
    """Hardly any phrase of a cumulative sum is read as announced."""
    added = [
        text
        for kind, text, start in PHRASES
        if kind == "cumulative" and read_as(kind, text, start) == "announced"
    ]
    assert len(added) <= TOTALS_ADDED, added
