"""extract(article, lexicon): what one article says of aid, all stages in order.

article → amounts in their scenes → readings (kind, or no aid and why) → donor, recipient, date → parts and repeats → statements.
A pure function of one article and the lexicon: no clock, no network, no store; the same text always gives the same reading.
"""

from __future__ import annotations

from aidtrack.extract.coreference import Sum, merge_repeats
from aidtrack.extract.dating import date_article
from aidtrack.extract.each import spread_each
from aidtrack.extract.reading import as_stock_if_too_large, read_sums
from aidtrack.extract.scene import find_candidates, open_page
from aidtrack.extract.shares import attach_shares
from aidtrack.extract.statements import account_for, make_statements
from aidtrack.extract.timing import told_day
from aidtrack.lexicon import Lexicon
from aidtrack.model import Article, Reading


def extract(article: Article, lexicon: Lexicon) -> Reading:
    """Read one article: its statements, and what became of every mention of money."""
    article = date_article(article, lexicon)
    page, found = open_page(article, lexicon)
    if not found or not page.sentences:
        return Reading(article, (), ())
    sums: list[Sum] = spread_each(page, read_sums(page, find_candidates(page, found)))
    attach_shares(page, sums)
    for item in sums:
        item.date = told_day(page, item)
    standing = merge_repeats(page, sums)
    for item in standing:
        item.reading = as_stock_if_too_large(item)
    statements = make_statements(page, standing)
    return Reading(article, tuple(statements), tuple(account_for(page, sums, standing, statements)))
