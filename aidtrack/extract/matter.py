"""What a page is about, and whether a sum on it may be aid at all: a sieve before anything is weighed.

In: the page and an amount with its place. Out: whether the page speaks of aid to some country, of home affairs; whether a country abroad stands near
the sum; whether its size is one that aid can have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from aidtrack.extract.kinds import names_foreign_aid
from aidtrack.extract.parties import PartyMention, find_parties, gets, gives
from aidtrack.extract.scene import Candidate, Page
from aidtrack.lexicon import Lexicon

# What a sum must at least be to be aid: prices and fares are smaller.
SMALLEST = 10_000
# No aid to one country has come near this: such a sum is an economy, a budget, a market.
LARGEST = 600 * 10**9
# Moneys of about the same worth, which others are told in too; of the rest many units may go to one of theirs.
WORLD_MONEY = ("USD", "EUR", "GBP")
SMALL_MONEY = 200


@dataclass(frozen=True, slots=True)
class Matter:
    """What a page is about: aid to some country, home affairs."""

    aid: bool
    home: bool

    @classmethod
    def of(cls, page: Page) -> Matter:
        """As title and lead tell."""
        return cls(is_about_aid(page), is_about_home(page))


def may_be_aid(page: Page, candidate: Candidate, matter: Matter) -> bool:
    """Whether an amount is of a size that aid can have, and near a word of aid or of a country abroad."""
    if not SMALLEST <= candidate.money.amount <= largest_of(candidate):
        return False
    return (matter.aid and is_near_matter(page, candidate)) or is_abroad(page, candidate, matter.home)


def largest_of(candidate: Candidate) -> int:
    """The largest sum that can be aid, in the sum's own money: a yen or a won is worth less than a cent."""
    return LARGEST if candidate.money.currency in WORLD_MONEY else LARGEST * SMALL_MONEY


def is_abroad(page: Page, candidate: Candidate, about_home: bool) -> bool:
    """Whether the sum's sentence or the one before names another country or an instrument of foreign aid.

    Where the page is about home affairs, the sum's own sentence must name it. Partners and allies are everywhere: they name nobody.
    """
    around = page.parties_of(candidate.index)
    if candidate.index and not about_home:
        around = around + page.parties_of(candidate.index - 1)
    if any(party.code not in ("US", "RU", "CN", "COALITION") for party in around):
        return True
    return names_foreign_aid(candidate.mask, page.lexicon) and not _names_a_state(page, candidate.index)


def _names_a_state(page: Page, index: int) -> bool:
    """Whether the sentence or the one before speaks of an American state: "the region" is there."""
    start = page.sentences[max(0, index - 1)].start
    return bool(_states(page.lexicon).search(page.text, start, page.sentences[index].end))


@cache
def _states(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(lexicon.exclusions["american-state"]["pattern"])


def is_about_home(page: Page) -> bool:
    """Whether title and lead speak of home affairs, again and again: roads, schools, tribes, factories."""
    return len(_home_words(page.lexicon).findall(page.opening)) >= HOME_WORDS


# So many words of home affairs in title and lead make a page one about home affairs.
HOME_WORDS = 3


@cache
def _home_words(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(lexicon.exclusions["domestic"]["pattern"])


def names_recipient(page: Page, candidate: Candidate) -> bool:
    """Whether the sum's own sentence names a country that gets aid."""
    return _names_getter(page, candidate.index)


def _names_getter(page: Page, index: int) -> bool:
    return any(gets(party.code, page.lexicon) for party in page.parties_of(index))


def beside_donor(page: Page, candidate: Candidate) -> bool:
    """Whether a donor's name touches the sum: "The Netherlands (€250 million)", "Germany $500 million"."""
    for party in page.parties_of(candidate.index):
        between = page.text[party.end : candidate.money.hedge_start]
        if party.end <= candidate.money.hedge_start and re.fullmatch(r"[ \n]*[(:]?[ \n]*", between):
            return gives(party.code, page.lexicon)
    return False


_ABOUT_AID = re.compile(
    r"\b(?:aid|assistance|military support|humanitarian|donors?|pledge[sd]?|drawdown|security package|weapons for|arms for|support for Ukraine|ammunition|shells|arming|loan|grant|financing|help (?:for|to)|reconstruction)\b",
    re.IGNORECASE,
)


def is_about_aid(page: Page) -> bool:
    """Whether title and lead speak of aid to some country."""
    return any(gets(p.code, page.lexicon) for p in page.lead) and bool(_ABOUT_AID.search(page.opening))


def is_near_matter(page: Page, candidate: Candidate) -> bool:
    """Whether the sum stands in a short text, or has a country that gets aid within three sentences."""
    around = range(max(0, candidate.index - 3), min(len(page.sentences), candidate.index + 2))
    return page.is_short or any(_names_getter(page, index) for index in around)


def parties_of_short_page(page: Page) -> list[PartyMention]:
    """All parties of a short text; of a long one, none: it is about more than one matter."""
    if not page.is_short:
        return []
    return find_parties(page.text, page.article.body_start, len(page.text), page.lexicon, page.day)


def named_late(page: Page, parties: list[PartyMention]) -> str | None:
    """Ukraine, where a text names it later than in its lead, and no other country that gets aid."""
    getting = {p.code for p in parties if gets(p.code, page.lexicon)} - {"BY", "HU"}
    return "UA" if getting == {"UA"} else None
