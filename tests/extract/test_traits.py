"""Traits: what is seen of a sum; names and figures are folded into classes; time grows with the text."""

from __future__ import annotations

from aidtrack.extract.traits import words_around
from aidtrack.lexicon import load
from tests.extract.growth import LINEAR, growth

LEXICON = load()


def test_names_and_figures_are_classes() -> None:
    """Weights may not learn who gave whom how much when: only how it was told."""
    seen = words_around("In March 2022 Norway gave Ukraine 20 tanks and § on Friday.", LEXICON)
    words = {trait.partition(" ")[2] for trait in seen if trait.startswith("word ")}
    assert {"<month>", "<year>", "<giver>", "<getter>", "<number>", "<day>"} <= words
    assert not {"march", "2022", "norway", "ukraine", "20", "friday"} & words


def test_near_words_count_more() -> None:
    """A word beside the sum has a higher value than the same word far off."""
    near = words_around("gave §", LEXICON)["word gave"]
    far = words_around("gave " + "of the many " * 6 + "§", LEXICON)["word gave"]
    assert near > far > 0


def test_the_edge_of_a_sentence_is_seen() -> None:
    """A sum that opens its sentence has nothing to its left, and that is a trait."""
    assert "left <start>" in words_around("§ was given", LEXICON)


def test_time_grows_with_the_sentence() -> None:
    """Only so many words are looked at, but all are cut up: no faster than the text grows."""
    assert growth(lambda text: words_around(f"{text}§{text}", LEXICON), "word, 1 ", 2000) <= LINEAR
