"""A sum that others call a running total or an appropriation is no package until somebody says so.

Of all errors in adding up figures from news, taking a total to date for a package is the commonest. One
article that reads as an announcement does not outweigh others that give the same sum as a total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from aidtrack.resolve.candidates import Claim
from aidtrack.resolve.matching import Group, fit_type

# Days within which the same sum is the same thing.
REACH = {"cumulative": 30, "envelope": 120, "proposed": 120}
YEAR = 366
LARGE = 3_000_000_000  # a sum that one decision seldom gives and an appropriation often does
HUGE = 10_000_000_000  # so large that it need not be told in the same months
WORDS = {"cumulative": "a total to date", "envelope": "money set aside", "proposed": "asked for"}


def doubt_kinds(groups: Sequence[Group], totals: Iterable[Claim]) -> None:
    """Mark announced groups whose sum as many articles give as a total, an envelope or a request."""
    rivals: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    others = [claim for group in groups if group.kind in REACH for claim in group.claims]
    for claim in (*totals, *others):
        rivals[claim.amount, claim.statement.currency].append(claim)
    for group in groups:
        if group.kind == "announced" and not group.instrument and not group.taken and not group.may_be:
            _doubt(group, rivals)


def _doubt(group: Group, rivals: dict[tuple[int, str], list[Claim]]) -> None:
    told = {claim.statement.article for claim in group.wholes()}
    against = [
        claim
        for amount in group.amounts
        for claim in rivals.get((amount, group.currency), ())
        if claim.statement.recipient in (None, group.recipient) and _is_rival(claim, group)
    ]
    articles = {claim.statement.article for claim in against} - told
    stocks = {claim.statement.article for claim in against if claim.statement.kind == "cumulative"} - told
    outweighed = len(articles) > len(told) or (stocks and len(stocks) >= len(told))
    if outweighed or (articles and len(articles) == len(told) and min(group.amounts) >= LARGE):
        kinds = sorted({WORDS[claim.statement.kind] for claim in against})
        group.doubt = f"told as {' and '.join(kinds)} by {len(articles)} of {len(articles | told)} articles"
        group.flags.add("kind-in-doubt")


def _is_rival(claim: Claim, group: Group) -> bool:
    """Whether a claim can speak of the same sum: its days, channel and type fit; a request is a large one."""
    if claim.statement.kind == "proposed" and claim.amount <= LARGE:
        return False  # what was asked for is often given later
    if group.channels and claim.channel not in group.channels:
        return False
    return fit_type(claim, group)[0] >= 0 and _is_near(claim, group)


def _is_near(claim: Claim, group: Group) -> bool:
    if group.latest - group.earliest > YEAR:
        return claim.amount >= HUGE
    told = claim.published if claim.published is not None else claim.latest
    reach = REACH[claim.statement.kind]
    return group.earliest - reach <= told <= group.latest + reach
