"""A sum that may be a running total, an appropriation or a request is no package until somebody says so.

Of all errors in adding up figures from news, taking a total to date for a package is the commonest. So one
article that reads as an announcement does not outweigh others that give the same sum as a total. And where
the giver's own texts tell of several packages, two sorts of sums are no packages by themselves: what
officials only mention while talking, without a day; and what one article gives without a day, larger than
all of these packages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from aidtrack.resolve.candidates import Claim
from aidtrack.resolve.matching import Group, fit_type

Sort = tuple[str | None, str]  # recipient and currency
# Days within which the same sum is the same thing.
REACH = {"cumulative": 30, "envelope": 120, "proposed": 120}
YEAR = 366
LARGE = 3_000_000_000  # a sum that one decision seldom gives and an appropriation often does
HUGE = 10_000_000_000  # so large that it need not be told in the same months
OFFICIAL = 2  # the rank of the giver's own texts
ENOUGH = 5  # packages in them, for others to be measured by
WORDS = {"cumulative": "a total to date", "envelope": "money set aside", "proposed": "asked for"}


def doubt_kinds(groups: Sequence[Group], totals: Iterable[Claim]) -> None:
    """Mark announced groups that may be no packages: by what others call them, and by who tells them how."""
    rivals: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    others = [claim for group in groups if group.kind in REACH for claim in group.claims]
    for claim in (*totals, *others):
        rivals[claim.amount, claim.statement.currency].append(claim)
    open_ones = [
        group
        for group in groups
        if group.kind == "announced" and not group.instrument and not group.taken and not group.may_be
    ]
    for group in open_ones:
        group.doubt = _called_otherwise(group, rivals)
    largest = _largest_by_official_texts(groups)
    for group in open_ones:
        limit = largest.get((group.recipient, group.currency))
        if limit is not None and group.doubt is None:
            group.doubt = _poorly_told(group, limit)
        if group.doubt:
            group.flags.add("kind-in-doubt")


def _called_otherwise(group: Group, rivals: dict[tuple[int, str], list[Claim]]) -> str | None:
    """Whether as many articles give the sum as a total, an envelope or a request."""
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
        return f"told as {' and '.join(kinds)} by {len(articles)} of {len(articles | told)} articles"
    return None


def _poorly_told(group: Group, limit: int) -> str | None:
    """Whether no day is told, and the sum is known from talk alone, or from one article and very large."""
    wholes = group.wholes()
    if any(claim.statement.date_precision == "day" for claim in wholes):
        return None
    dated = [claim for claim in wholes if claim.published is not None]
    if dated and all(claim.rank == OFFICIAL - 1 for claim in dated):
        return "mentioned in talk only, without its day: may be a total"
    single = len({claim.statement.article for claim in wholes}) == 1 and group.rank < OFFICIAL
    if single and min(group.amounts) > limit:
        return "told once, without its day, and larger than any official package: may be a total"
    return None


def _largest_by_official_texts(groups: Iterable[Group]) -> dict[Sort, int]:
    """The largest package by recipient and currency, where official texts announce several."""
    told: dict[Sort, list[int]] = defaultdict(list)
    for group in groups:
        stands = group.kind == "announced" and not group.may_be and not group.doubt
        if stands and group.day is not None and group.rank >= OFFICIAL:
            told[group.recipient, group.currency].append(max(group.amounts))
    return {sort: max(amounts) for sort, amounts in told.items() if len(amounts) >= ENOUGH}


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
