"""The published date of an article that does not say it: the narrowest window that can be proved, with its reasons.

In: an article without a published date. Out: the same article with a `window`, and `published` where the window lies in one month.
Proofs are dated office holders, events, months and weekdays the text names. Today's date is never used.
"""

from __future__ import annotations

from aidtrack.lexicon import Lexicon
from aidtrack.model import Article


def date_article(article: Article, lexicon: Lexicon) -> Article:
    """Bound the published date of an undated article."""
    return article
