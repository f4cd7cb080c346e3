"""Each: one amount that stands for several sums.

In: the sums of a page as read. Out: the same, where "Japan, Canada and the UK $3bn each" and "$5m each to Chad and Niger" have become one
sum for each of those named, and "two packages of $500m each" one sum of both with a share for each.
"""

from __future__ import annotations

import re
from dataclasses import replace

from aidtrack.extract.coreference import Sum
from aidtrack.extract.parties import PartyMention
from aidtrack.extract.scene import Page

_EACH = re.compile(r"^[^.;¤]{0,40}?\b(?:each|apiece|respectively each)\b")
_COUNT = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_ITEMS = r"(?:packages|tranches|loans|grants|instal?ments|contributions|drawdowns|payments|donations|pledges|shipments|batches)"
_SEVERAL = re.compile(
    rf"\b(?P<n>two|both|three|four|five|six) (?:[\w-]+ ){{0,4}}?{_ITEMS}(?: (?:of|for|to) [\w ]{{3,40}}?)?,? (?:of|worth|at|with|for) § (?:[\w-]+ ){{0,2}}?(?:each|apiece)\b"
    rf"|\b(?P<k>two|three|four|five|six) (?:[\w-]+ ){{0,4}}?{_ITEMS},? (?:each|all)(?: of them)? (?:of|worth|at|with) §"
    rf"|\b(?P<m>two|three|four|five|six) (?:[\w-]+ )?§ (?:[\w-]+ ){{0,3}}?{_ITEMS}\b",
    re.IGNORECASE,
)
_JOIN = re.compile(r"(?:,|,? and|,? or|;)?[ \n](?:the |also |both )?")


def spread_each(page: Page, sums: list[Sum]) -> list[Sum]:
    """Make several sums, or one with shares, of an amount that is told for each of several."""
    spread: list[Sum] = []
    for item in sums:
        mask = item.candidate.mask
        if item.reading in ("none", "part") or "§" not in mask:
            spread.append(item)
        elif match := _SEVERAL.search(mask):
            spread.append(
                _times(item, _COUNT[(match.group("n") or match.group("k") or match.group("m")).lower()])
            )
        else:
            spread += _for_each(page, item) if _EACH.match(item.candidate.after) else [item]
    return spread


def _times(item: Sum, count: int) -> Sum:
    """The sum of several equal ones, with each as its share."""
    money = item.candidate.money
    shares = [
        replace(item, reading="part", rule="part-of", turn=turn, parts=[], repeats=[])
        for turn in range(count)
    ]
    whole = replace(item.candidate, money=replace(money, amount=money.amount * count))
    return replace(item, candidate=whole, parts=shares)


def _for_each(page: Page, item: Sum) -> list[Sum]:
    """One sum for each giver named before the amount, or for each that gets it named after; the sum itself where none are."""
    money = item.candidate.money
    parties = [
        p for p in page.parties_of(item.candidate.index) if p.code != item.recipient or p.start > money.end
    ]
    givers = _row(page, [p for p in parties if p.end <= money.start][::-1])
    if len(givers) > 1 and len(page.text[givers[0].end : money.start]) < 60:
        codes = [p.code for p in reversed(givers)]
        return [
            replace(item, donor=code, donor_rule="donor-each", turn=turn, parts=[], repeats=[])
            for turn, code in enumerate(codes)
        ]
    getters = _row(page, [p for p in parties if p.start >= money.end and p.start < item.candidate.right])
    if len(getters) > 1 and re.search(
        r"\b(?:to|for|in)[ \n](?:the |both )?$", page.text[money.end : getters[0].start]
    ):
        return [
            replace(item, recipient=p.code, turn=turn, parts=[], repeats=[]) for turn, p in enumerate(getters)
        ]
    return [item]


def _row(page: Page, parties: list[PartyMention]) -> list[PartyMention]:
    """The parties that are named in one row with the first of them: "Japan, Canada and the UK"."""
    row = [p for p in parties[:1] if p.role in ("name", "capital")]
    for party in parties[1:]:
        if not row:
            break
        first, second = sorted((row[-1], party), key=lambda p: p.start)
        if party.role not in ("name", "capital") or not _JOIN.fullmatch(page.text[first.end : second.start]):
            break
        if party.code not in {p.code for p in row}:
            row.append(party)
    return row
