"""Wholes and parts: a headline and its shares told apart are one dollar each.

Four findings, surest first: a headline that lists its parts; a headline that is the sum of packages of its
days; a headline and one share of it on one day; what such shares leave, told as a sum of its own. A share
without an act of its own joins the headline's package. A share that stands by itself (a presidential
memorandum, or another aid type in a mixed sum) keeps its own package, and the headline's
package holds the rest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from aidtrack.model import Part
from aidtrack.resolve.candidates import ANY_TYPE, Claim, is_rounding
from aidtrack.resolve.constraints import Constraints
from aidtrack.resolve.matching import Group

NEAR = 3  # days between a headline and its shares
WEEK = 14  # days that a sum of several packages may reach back
MOST = 3  # packages in one headline
MONTH = 31
Shares = Iterator[tuple[Group, str]]
Step = Callable[[Group, "Calendar"], Shares]


def fold_bundles(groups: list[Group], constraints: Constraints) -> list[Group]:
    """Recognise shares of a headline among the groups; give back the groups that stand."""
    calendar = Calendar(g for g in groups if not g.may_be and g.amounts)
    for step in (_by_parts, _by_sum, _by_share, _by_rest):
        for whole in calendar.largest_first():
            if whole.moved_to is None and not whole.instrument:
                _look_for_shares(whole, step, calendar, constraints)
    return _settle_recalls([g for g in groups if g.moved_to is None])


class Calendar:
    """Groups by the days they can fall on, so that shares are looked for among neighbours only."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._all = sorted(groups, key=_largest_first)
        self._narrow = sorted((g for g in self._all if _width(g) <= MONTH), key=lambda g: g.earliest)
        self._days = [group.earliest for group in self._narrow]

    def largest_first(self) -> list[Group]:
        """All groups, the largest sum first."""
        return self._all

    def between(self, first: int, last: int) -> list[Group]:
        """The groups that can fall between two days and are not too vague to tell."""
        start, end = bisect_left(self._days, first - MONTH), bisect_right(self._days, last)
        return [g for g in self._narrow[start:end] if g.latest >= first and g.moved_to is None]


def _look_for_shares(whole: Group, step: Step, calendar: Calendar, constraints: Constraints) -> None:
    for share, reason in step(whole, calendar):
        if all(constraints.allows(claim, whole) for claim in share.claims):
            _settle(whole, share, reason)
    if _is_empty(whole):
        _fold_into(whole, max(whole.taken_by, key=lambda g: (top_amount(g), _key(g))))


def _settle_recalls(groups: list[Group]) -> list[Group]:
    """A recall that might have been any of several has one candidate left when these turned out to be one."""
    settled = set()
    for group in groups:
        homes = {id(other.home()): other.home() for other in group.may_be}
        if len(homes) == 1:
            (home,) = homes.values()
            for claim in group.claims:
                home.add(claim, "recall", ["recalls one of its shares or the whole"])
            settled.add(id(group))
    return [g for g in groups if id(g) not in settled]


def top_amount(group: Group) -> int:
    """The largest amount that a group is told with."""
    return max(group.amounts)


def _key(group: Group) -> str:
    return min(c.key for c in group.claims)


def _largest_first(group: Group) -> tuple[int, str]:
    return -top_amount(group), _key(group)


def _alike(whole: Group, share: Group) -> bool:
    """Whether a group can be a share at all: smaller, same money, a type that the whole allows."""
    if share is whole or share.currency != whole.currency or top_amount(share) >= top_amount(whole):
        return False
    if whole.recipient not in (share.recipient, None) or share.tranches & whole.tranches:
        return False
    if whole.recipient != share.recipient:  # a sum for several countries, and what one of them gets
        return bool(share.types & whole.types) and bool(share.channels)
    return not (share.types and whole.types) or bool(share.types & whole.types)


def _width(group: Group) -> int:
    return group.latest - group.earliest


def _by_parts(whole: Group, calendar: Calendar) -> Shares:
    """Shares that the headline lists: the same amount, the same channel, within days."""
    parts = parts_of(whole)
    near = calendar.between(whole.earliest - NEAR, whole.latest + NEAR) if _width(whole) <= MONTH else []
    for part in parts:
        fits = [g for g in near if _is_share(part, g) and _suits(part, g) and _alike(whole, g)]
        fits = [g for g in fits if g.moved_to is None and g not in whole.taken_by]
        fits = [g for g in fits if whole.day is not None or g.day is not None or _is_telling(part, g)]
        if len(fits) == 1:
            yield fits[0], f"listed as a part of {top_amount(whole)}"


def parts_of(whole: Group) -> tuple[Part, ...]:
    """The parts that best account for the headline: the most channels named, then the best source."""
    listed = [c for c in whole.wholes() if c.statement.parts]
    if not listed:
        return ()
    best = max(listed, key=lambda c: (sum(bool(p.channel) for p in c.statement.parts), c.rank, c.key))
    return tuple(p for p in best.statement.parts if p.currency == whole.currency)


def _is_share(part: Part, group: Group) -> bool:
    """Whether a group can be the share listed: the same amount, or a finer one that the listing rounds."""
    return part.amount in group.amounts or any(is_rounding(part.amount, amount) for amount in group.amounts)


def _suits(part: Part, group: Group) -> bool:
    return part.channel is None or not group.channels or part.channel in group.channels


def _is_telling(part: Part, group: Group) -> bool:
    """Whether a share can be recognised without a day: by its channel."""
    return part.channel is not None and part.channel in group.channels


def _by_sum(whole: Group, calendar: Calendar) -> Shares:
    """Packages that add up to the headline: of its day, or (when it recalls them) of the days before.

    Where shares that it lists were found, others of its day may explain what a hedged headline leaves.
    """
    listed = bool(whole.taken or parts_of(whole))
    if _width(whole) > MONTH or (listed and not _is_hedged(whole)):
        return
    day = whole.latest if whole.day is None else whole.day
    for reach in (1,) if listed else (1, WEEK):
        close = [g for g in calendar.between(day - reach, day + 1) if _alike(whole, g)]
        close = [g for g in close if (g.day is not None or reach == 1) and g not in whole.taken_by]
        sums = _adding_up(whole, sorted(close, key=_largest_first)[:12])
        sums = [some for some in sums if reach == 1 or _follow_each_other(some, close, whole)]
        if len(sums) == 1:
            whole.total = sum(map(top_amount, (*whole.taken_by, *sums[0])))
            for group in sums[0]:
                yield group, f"adds up to the headline of {top_amount(whole)}"
            return


def _adding_up(whole: Group, close: Sequence[Group]) -> list[tuple[Group, ...]]:
    """The fewest packages that give the headline with what was found of it, in every choice."""
    told = _told_by(whole)
    found = sum(map(top_amount, whole.taken_by))
    low, high = (told.low, told.high) if _is_hedged(whole) else (told.amount, told.amount)
    for size in range(1 if whole.taken_by else 2, MOST + 1 - len(whole.taken_by)):
        sums = [s for s in combinations(close, size) if low <= found + sum(map(top_amount, s)) <= high]
        if sums:
            return sums
    return []


def _told_by(whole: Group) -> Claim:
    """The claim whose wording tells how far the headline's figure reaches."""
    return max(whole.figures.values(), key=lambda c: (bool(c.statement.parts), c.rank, c.key))


def _is_hedged(whole: Group) -> bool:
    return _told_by(whole).statement.qualifier != "exact"


def _follow_each_other(some: Sequence[Group], close: Sequence[Group], whole: Group) -> bool:
    """Whether a sum of several days leaves out no package of these days but tiny ones."""
    days = [group.day or 0 for group in some]
    between = [g for g in close if min(days) <= (g.day or 0) <= max(days)]
    return all(g in some or top_amount(g) * 20 < top_amount(whole) for g in between)


def _by_share(whole: Group, calendar: Calendar) -> Shares:
    """One share of a fresh military headline, told on its day with a channel; the headline names none."""
    if whole.taken or whole.channels or whole.day is None or "military" not in whole.types:
        return
    if parts_of(whole) or not _is_fresh(whole):
        return
    near = [g for g in calendar.between(whole.day - 1, whole.day + 1) if _alike(whole, g)]
    fits = [g for g in near if g.day is not None and g.channels]
    if len(fits) == 1:
        whole.flags.add("share-assumed")
        yield fits[0], f"the same day as the headline of {top_amount(whole)}, which names no channel"


def _by_rest(whole: Group, calendar: Calendar) -> Shares:
    """What shares with packages of their own leave of a headline, told as a sum of its own within days."""
    if not whole.taken or _width(whole) > MONTH:
        return
    rest = (whole.total or top_amount(whole)) - sum(amount for _, amount in whole.taken)
    near = calendar.between(whole.earliest - NEAR, whole.latest + NEAR)
    fits = [g for g in near if rest in g.amounts and not g.instrument and _alike(whole, g)]
    if len(fits) == 1:
        yield fits[0], f"what is left of {top_amount(whole)} beside its other shares"


def _is_fresh(whole: Group) -> bool:
    """Whether a headline is told on its day as new, by the giver or by several."""
    told = [claim for claim in whole.wholes() if claim.day == whole.day and not claim.recall]
    several = len({claim.statement.article for claim in told if claim.new}) > 1
    return several or any(claim.rank == 2 for claim in told)


def _settle(whole: Group, share: Group, reason: str) -> None:
    """Put a share where it belongs: into the headline's package, or beside it as one of its own."""
    if _stands_alone(whole, share):
        listed = [p.amount for p in parts_of(whole) if _is_share(p, share) and _suits(p, share)]
        amount = listed[0] if len(listed) == 1 else top_amount(share)
        whole.taken.append((min(share.channels, default=None), amount))
        whole.taken_by.append(share)
        share.part_of.append(whole)
        return
    for claim, link in zip(share.claims, share.links, strict=True):
        role = "part" if link.role in ("whole", "recall", "part") else link.role
        whole.add(claim, role, [reason])
    share.moved_to = whole


def _stands_alone(whole: Group, share: Group) -> bool:
    mixed = not whole.types and any(c.statement.aid_type in ANY_TYPE for c in whole.claims)
    other = share.recipient != whole.recipient  # "$907m for Ukraine and others, of which $225m for Ukraine"
    return share.instrument or other or (mixed and bool(share.types)) or bool(share.taken_by)


def _is_empty(whole: Group) -> bool:
    """Whether nothing of a headline is left that is not a package of its own (roundings and hedges aside)."""
    taken = sum(amount for _, amount in whole.taken)
    left = (whole.total or top_amount(whole)) - taken
    return bool(whole.taken_by) and left * 100 <= top_amount(whole) * (3 if _names_more(whole, taken) else 10)


def _names_more(whole: Group, taken: int) -> bool:
    """Whether more of a headline is known than was taken: its figure is no mere hedge around these shares."""
    shares = any(link.role == "part" for link in whole.links)
    listed = sum(part.amount for part in parts_of(whole)) > taken
    return shares or listed or whole.total is not None or not _is_hedged(whole)


def _fold_into(whole: Group, share: Group) -> None:
    """Let the headline stand by the largest of its packages: every statement has one home."""
    others = " + ".join(str(top_amount(g)) for g in sorted(whole.taken_by, key=_largest_first))
    for claim in whole.claims:
        share.add(claim, "part", [f"headline that adds up {others}"])
    whole.moved_to = share
