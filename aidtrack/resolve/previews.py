"""Previews: what was expected joins the announcement that followed within weeks, and is never counted."""

from __future__ import annotations

from collections.abc import Sequence

from aidtrack.resolve.candidates import Claim
from aidtrack.resolve.constraints import Constraints
from aidtrack.resolve.matching import Group, fit_channel, fit_tranche, fit_type

FOLLOWS = 30  # days
LOOSE = 8  # per cent: a preview's figure is a guess


def attach_previews(
    expected: Sequence[Claim], groups: Sequence[Group], constraints: Constraints
) -> list[Claim]:
    """Attach each preview to the one announcement that followed; give back what is left."""
    announced = [g for g in groups if g.kind == "announced" and not g.may_be]
    left: list[Claim] = []
    for claim in sorted(expected, key=lambda c: c.key):
        bound = constraints.bound_group(claim)
        target = bound or _follower(claim, [g for g in announced if constraints.allows(claim, g)])
        if target is None:
            left.append(claim)
        else:
            reason = "merged by judgement" if bound else "expected before it was announced"
            target.add(claim, "preview", [reason])
    return left


def _follower(claim: Claim, announced: Sequence[Group]) -> Group | None:
    """The one announcement that a preview foretold: the amount fits, and it came within weeks."""
    fits = [(d, g) for g in announced if (d := _days_until(claim, g)) is not None and _agrees(claim, g, d)]
    exact = [(d, g) for d, g in fits if claim.amount in g.amounts]
    ranked = sorted(exact or fits, key=lambda pair: pair[0])
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return ranked[0][1] if ranked else None


def _days_until(claim: Claim, group: Group) -> int | None:
    if group.day is None or group.currency != claim.statement.currency:
        return None
    told = claim.published if claim.published is not None else claim.day
    if told is None:
        return 0 if claim.earliest <= group.day <= claim.latest else None
    days = group.day - told
    if claim.stated_day and claim.day is not None and claim.day >= told:
        return abs(group.day - claim.day) if abs(group.day - claim.day) <= 5 else None
    return days if -1 <= days <= FOLLOWS else None


def _agrees(claim: Claim, group: Group, days: int) -> bool:
    if claim.statement.recipient not in (None, group.recipient):
        return False
    slack = claim.amount * LOOSE // 100 if claim.statement.qualifier != "exact" else claim.amount // 40
    low, high = min(claim.low, claim.amount - slack), max(claim.high, claim.amount + slack)
    if not any(low <= amount <= high for amount in group.amounts):
        return False
    certain = abs(days) <= 1  # foretold of the day itself: the press errs in channels
    grades = (fit_channel(claim, group, certain), fit_tranche(claim, group), fit_type(claim, group))
    return min(grade for grade, _ in grades) >= 0
