"""What of a statement is compared: here, whether its sentence looks back."""

from __future__ import annotations

import pytest

from aidtrack.extract import extract
from aidtrack.lexicon import load
from aidtrack.model import Article
from aidtrack.resolve.candidates import make_claim


@pytest.mark.parametrize(
    ("time", "recalls"),
    [("Last week", True), ("Two weeks ago", True), ("Last month", True), ("Today", False)],
)
def test_a_sentence_that_looks_back_recalls_though_the_evidence_is_but_a_phrase(time, recalls):
    text = f"{time}, the United States announced a $400 million package of military aid for Ukraine."
    article = Article(id="x", text=text, published="2022-09-30", published_from="header")
    (statement,) = extract(article, load()).statements
    assert make_claim(statement, article).recall is recalls
