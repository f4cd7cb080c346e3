"""Which dollar, crown or pound a shared word means: the donor's own, where print would leave it plain.

In: the page, an amount and its donor. Out: the code of a currency.
"""

from __future__ import annotations

import re

from aidtrack.extract.amounts import Money
from aidtrack.extract.parties import PartyMention
from aidtrack.extract.scene import Page


def settle_currency(page: Page, money: Money, donor: str | None) -> str:
    """Settle which dollar, crown or pound a shared word means: the donor's own, where print would leave it plain.

    A plain "$" stays USD unless the text is the donor's own country's: it calls its leaders by office alone, and names no
    other dollar.
    """
    for code in money.open_to:
        home = page.lexicon.currencies.get(code, {}).get("home", [])
        if donor in home and (money.currency != "USD" or is_home_text(page, str(donor))):
            return code
    own = page.lexicon.donors.get(donor or "", {}).get("currency")
    if money.open_to and money.currency != "USD" and own in (money.currency, *money.open_to):
        return str(own)
    return money.currency


# Endings of addresses that tell no country.
_ANYWHERE = ("com", "net", "org", "news", "info", "co", "tv", "press", "media", "today", "online", "world")
_OTHER_DOLLAR = re.compile(r"\bUS ?\$|\bU\.S\. ?\$|\bUSD\b|\b(?:US|U\.S\.|American) dollars?\b")


def is_home_text(page: Page, code: str) -> bool:
    """Whether the article comes from the donor's own country, as far as its address and words tell."""
    url = page.article.url or ""
    host = url.split("/")[2] if url.count("/") >= 2 else url
    if host.endswith(f".{code.lower()}"):
        return True
    if host and host.rsplit(".", 1)[-1] not in _ANYWHERE:
        return False
    if _OTHER_DOLLAR.search(page.text):
        return False
    return any(_is_own_leader(page, party, code) for party in page.lead)


def _is_own_leader(page: Page, party: PartyMention, code: str) -> bool:
    """Whether a leader is named as at home: "Prime Minister Mark Carney", "the Albanese government", no country before."""
    if party.code != code or party.role != "holder":
        return False
    before = page.text[max(0, party.start - 45) : party.start]
    own = page.lexicon.donors[code]
    labels = [own["name"], *own.get("names", []), *own.get("demonyms", [])]
    return not any(label in before for label in labels)
