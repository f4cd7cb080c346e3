"""`python -m tests.store.quick ARGS`: the program with a reading that costs nothing and small batches.

Tests of the store want many transactions in little time; what is read from the texts does not matter to them.
"""

from __future__ import annotations

from aidtrack.cli import intake, main
from aidtrack.lexicon import Lexicon
from aidtrack.model import Article, Mention, Reading, Statement


def extract(article: Article, lexicon: Lexicon) -> Reading:
    """Find one statement in every article: its sixth word is the amount in millions."""
    amount = int(article.text.split()[5].strip("$")) * 1_000_000
    end = article.text.index(" million") + len(" million")
    statement = Statement(
        id=f"{article.id}:0",
        article=article.id,
        kind="announced",
        donor="US",
        recipient="UA",
        amount=amount,
        currency="USD",
        qualifier="exact",
        aid_type="unspecified",
        channel=None,
        date=None,
        evidence=article.text[:end],
        start=0,
        end=end,
        amount_start=end - 10,
        amount_end=end,
    )
    mention = Mention(end - 10, end, amount, "USD", outcome="statement", rule="quick", statement=statement.id)
    return Reading(article, (statement,), (mention,))


def make_quick() -> None:
    """Put it in the place of what costs time, in this process."""
    intake.extract = extract
    intake.BATCH_ARTICLES = 20
    intake.resolve.resolve_block = lambda *_: ()


if __name__ == "__main__":
    make_quick()
    main()
