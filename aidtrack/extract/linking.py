"""Who gives a sum and who gets it, by its own sentence first, then by what stands around it.

In: a sum that is read, the sums before it, and whom the page is about. Out: the sum with its donor, recipient and currency. What the sentence leaves open
is taken from the sentences before, from who speaks, from the sum before, then from the title and lead.
"""

from __future__ import annotations

import re
from functools import cache

from aidtrack.extract.amounts import Money
from aidtrack.extract.clause import Scene
from aidtrack.extract.coreference import Sum
from aidtrack.extract.getters import RECIPIENT_WIDE, link_recipient, names_many
from aidtrack.extract.givers import DONOR_ASKED, RARELY_GIVE, link_donor
from aidtrack.extract.home_money import settle_currency
from aidtrack.extract.matter import WORLD_MONEY
from aidtrack.extract.parties import PartyMention, find_parties, gives, main_donor, named_recipient
from aidtrack.extract.scene import SHORT_PAGE, Candidate, Page
from aidtrack.lexicon import Lexicon


def link(page: Page, item: Sum, before: list[Sum], giver: str | None, getter: str | None) -> None:
    """Give a sum its recipient, donor and currency."""
    if item.reading == "none":
        item.currency = item.candidate.money.currency
        return
    candidate = item.candidate
    sentence = page.sentences[candidate.index]
    scene = Scene(
        (sentence.start, sentence.end),
        page.parties_of(candidate.index),
        candidate.left,
        candidate.right,
    )
    start, end = candidate.money.start, max([candidate.money.end, *(m.end for m in candidate.equivalents)])
    item.recipient, rule = link_recipient(page.text, start, end, scene, page.lexicon)
    if item.recipient is None and rule != RECIPIENT_WIDE and not _goes_on_for_many(page, candidate):
        item.recipient = _inherited(page, candidate, before) or _getter_here(page, candidate, getter)
    item.donor, item.donor_rule = link_donor(page.text, start, end, scene, item.recipient, page.lexicon)
    if item.donor is None and item.donor_rule != DONOR_ASKED:
        item.donor, item.donor_rule = _donor_from_context(page, item, before, giver)
    item.currency = settle_currency(page, candidate.money, item.donor)


def _getter_here(page: Page, candidate: Candidate, getter: str | None) -> str | None:
    """The country that the article is about, for a sum told near its name; in a short text, anywhere.

    Military financing is given to many countries: a sum of it that names nobody is not given to the country of the day.
    """
    if re.search(r"\bFMF\b|\bForeign Military Financing\b", candidate.mask, re.IGNORECASE):
        return None
    if getter is None or page.length <= 2 * SHORT_PAGE:
        return getter
    near = range(max(0, candidate.index - 6), min(len(page.sentences), candidate.index + 3))
    return getter if any(p.code == getter for index in near for p in page.parties_of(index)) else None


_GOES_ON = re.compile(
    r"\W*(?:This|These|That|It|Such|They|Of (?:this|that|the)|The (?:funds|funding|money|package))\b"
)


def _goes_on_for_many(page: Page, candidate: Candidate) -> bool:
    """Whether the sentence goes on from one that names many recipients: "… around the world. This includes §"."""
    if not candidate.index or not _GOES_ON.match(candidate.mask):
        return False
    return names_many(page.words_of(candidate.index - 1))


# How many sentences back a talk about aid to Ukraine still tells whom a bare sum is for.
TALK = 5


def _inherited(page: Page, candidate: Candidate, before: list[Sum]) -> str | None:
    """The recipient of the sum just before, or of the sentences before: "to Ukraine: (1) …"."""
    for other in reversed(before[-3:]):
        if other.recipient and candidate.index - other.candidate.index <= 2:
            return other.recipient
    for back in range(1, min(TALK, candidate.index) + 1):
        named = named_recipient(page, page.parties_of(candidate.index - back))
        if named and (back <= 2 or named == "UA"):
            return named
    return None


_SPEAKER = re.compile(r"(?:^|\n)[ \t]*(?:(?P<question>Q)[ \t]|(?P<who>[A-Z][A-Z.'’ -]{2,60}):)")


def _speaker(page: Page, at: int, giver: str | None) -> str | None:
    """Who says "we" in a talk set down with its speakers: "PRIME MINISTER KISHIDA:"; the host, where it is his own people."""
    last = None
    for match in _SPEAKER.finditer(page.text, max(page.article.body_start, at - 6000), at):
        last = match
    if last is None or last.group("question"):
        return None
    who = last.group("who").title()
    named = [p.code for p in find_parties(who, 0, len(who), page.lexicon, page.day)]
    host = giver if giver not in _GROUPS else _country_of(page)
    code = named[0] if named else host
    return code if code and gives(code, page.lexicon) else None


def _country_of(page: Page) -> str | None:
    """The country among the givers that the lead names: a president speaks for it, also at a summit of NATO."""
    return main_donor([p for p in page.lead if p.code not in (*_GROUPS, "EU")], page.lexicon)


_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|I|[Oo]ur|[Mm]y)(?:['’](?:ve|re|m|ll))?\b")
_GROUPS = ("COALITION", "NATO", "G7", "UN")


def _donor_from_context(
    page: Page, item: Sum, before: list[Sum], giver: str | None
) -> tuple[str | None, str]:
    """The donor where the sentence names none: of the sentences before, of the sum before, of the article.

    Who says "we" is no group that the sentence before speaks of.
    """
    index = item.candidate.index
    if at_home := _donor_by_currency(page, item.candidate.money):
        return at_home, "donor-by-currency"
    if whose := _named_with_own_money(page, item):
        return whose, "donor-own-money"
    if owner := _owner_of_channel(item.candidate.mask, page.lexicon):
        return owner, "donor-of-channel"
    says_we = _FIRST_PERSON.search(item.candidate.mask)
    if says_we and (speaker := _speaker(page, item.candidate.money.start, giver)):
        return speaker, "donor-speaker"
    for back in (1, 2):
        if index - back < 0:
            break
        subject = _subject(page, page.parties_of(index - back), item.recipient)
        if subject and not (says_we and subject in _GROUPS):
            return subject, "donor-sentence-before"
    for other in reversed(before[-2:]):
        near = index - other.candidate.index <= 3 and other.reading != "none"
        if other.donor and near and not _in_own_money(page, other, item):
            return other.donor, "donor-sum-before"
    if giver:
        return giver, "donor-of-article"
    by_currency = {"EUR": "EU", "GBP": "GB"}.get(item.candidate.money.currency or "")
    if by_currency:
        return by_currency, "donor-by-currency"
    return None, "donor-unknown"


def _owner_of_channel(mask: str, lexicon: Lexicon) -> str | None:
    """The one giver whose channel a sentence names: a drawdown is American, the Peace Facility European."""
    owners = {
        entry["donor"]
        for entry in lexicon.channels.values()
        if entry.get("donor") and any(pattern.search(mask) for pattern in _compiled(tuple(entry["names"])))
    }
    return owners.pop() if len(owners) == 1 else None


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _in_own_money(page: Page, other: Sum, item: Sum) -> bool:
    """Whether the sum before is told in its donor's own money, and this one is not: the donor has changed."""
    own = page.lexicon.donors[other.donor]["currency"] if other.donor in page.lexicon.donors else None
    return other.currency == own != item.candidate.money.currency


def _named_with_own_money(page: Page, item: Sum) -> str | None:
    """The one country that the sum's own sentence names, however it does, whose money the sum is told in ("British factories … £450m")."""
    if item.candidate.money.currency in ("USD", "EUR"):
        return None
    parties = {p.code for p in page.parties_of(item.candidate.index) if p.code != item.recipient}
    own = [
        c
        for c in parties
        if gives(c, page.lexicon) and page.lexicon.donors[c]["currency"] == item.candidate.money.currency
    ]
    return own[0] if len(own) == 1 else None


def _donor_by_currency(page: Page, money: Money) -> str | None:
    """The one giver whose own money a sum is told in: kronor are Sweden's, yen Japan's, special drawing rights the IMF's."""
    if money.currency in WORLD_MONEY or money.open_to:
        return None
    if money.currency == "XDR":
        return "IMF"
    homes = [
        c
        for c, e in page.lexicon.donors.items()
        if e["currency"] == money.currency and (gives(c, page.lexicon) or c in RARELY_GIVE)
    ]
    return homes[0] if len(homes) == 1 else None


_GONE_THROUGH = re.compile(r"\b(?:through|via|with|at|against|near|in|In|to|than|like)[ \n](?:the )?$")


def _subject(page: Page, parties: list[PartyMention], recipient: str | None) -> str | None:
    """The first donor named in a sentence, if only one is; not who is gone through, met or given to."""
    donors = [
        p.code
        for p in parties
        if p.code != recipient
        and gives(p.code, page.lexicon)
        and not _GONE_THROUGH.search(page.text[max(0, p.start - 16) : p.start])
    ]
    return donors[0] if donors and len(set(donors)) == 1 else None
