"""How packages hang together: shares are `part_of` a headline, a tranche `draws_on` an authority.

One package can also revise another, where a judgement says so. A tranche of an authority that was itself
announced and counted adds nothing: one dollar has one home.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from aidtrack.model import Package
from aidtrack.resolve.constraints import Constraints
from aidtrack.resolve.matching import Group

TRANCHE = re.compile(
    r"\b(?:tranche|instal?lment|drawn from|disburse\w*|under (?:the|its|a) [\w$€ .-]{0,40}program)"
)
PURSES = {"PDA", "USAI", "FMF"}  # refilled by each appropriation: which one a package draws on, no text tells
REACH = 5 * 366
Draft = tuple[Package, Group]
Purse = tuple[str | None, str, tuple[str | None, ...]]
Purses = dict[Purse, list[Draft]]


def relate(drafts: Sequence[Draft], constraints: Constraints) -> list[Package]:
    """Give the packages with their relations, and without what these take out of the sums."""
    packages = {id(group): package for package, group in drafts}
    homes = {claim.key: id(group) for _, group in drafts for claim in group.claims}
    _mark_parts(drafts, packages)
    purses = _purses(drafts)
    for _, group in drafts:
        _mark_source(group, purses, packages, homes, constraints)
    for _, group in drafts:
        _mark_revision(group, packages, homes, constraints)
    return [packages[id(group)] for _, group in drafts]


def _mark_parts(drafts: Sequence[Draft], packages: dict[int, Package]) -> None:
    """Name the package that holds the headline on each share that stands by itself."""
    for _, group in drafts:
        for share in group.part_of:
            whole = share.home()
            if whole is not group and id(whole) in packages:
                package = packages[id(group)]
                packages[id(group)] = replace(package, part_of=packages[id(whole)].id)


def _mark_source(
    group: Group,
    purses: Purses,
    packages: dict[int, Package],
    homes: Mapping[str, int],
    constraints: Constraints,
) -> None:
    sources = [constraints.draws_on.get(claim.key, "") for claim in group.claims]
    judged = [homes[key] for key in sources if key in homes]
    source = packages[judged[0]] if judged else _find_source(packages[id(group)], group, purses)
    package = packages[id(group)]
    if source is None or source.id == package.id:
        return
    package = replace(package, draws_on=source.id)
    if source.kind == "announced" and package.counted and source.counted:
        package = replace(package, counted=False, why_not_counted=f"drawn from {source.id}")
    packages[id(group)] = package


def _purse(package: Package) -> Purse:
    return package.recipient, package.currency, tuple(share.channel for share in package.channels)


def _purses(drafts: Sequence[Draft]) -> Purses:
    """Sums that tranches can be drawn from, by recipient, currency and channel."""
    found: Purses = defaultdict(list)
    for package, group in drafts:
        stands = package.kind in ("announced", "envelope") and not group.may_be and group.day is not None
        if stands and not any(_tells_tranche(group)):
            found[_purse(package)].append((package, group))
    return found


def _find_source(package: Package, group: Group, purses: Purses) -> Package | None:
    """The one larger authority of the same channel announced before, where the text speaks of a tranche."""
    told = group.kind == "announced" and not group.may_be and group.day is not None
    if not told or package.channels[0].channel in PURSES or not any(_tells_tranche(group)):
        return None
    found = [
        other
        for other, origin in purses.get(_purse(package), ())
        if other.amount >= package.amount * 3 // 2 and 0 < (group.day or 0) - (origin.day or 0) <= REACH
    ]
    return found[0] if len(found) == 1 else None


def _tells_tranche(group: Group) -> Sequence[bool]:
    return [
        c.statement.tranche is not None or bool(TRANCHE.search(c.statement.evidence)) for c in group.wholes()
    ]


def _mark_revision(
    group: Group, packages: dict[int, Package], homes: Mapping[str, int], constraints: Constraints
) -> None:
    """What a package revises no longer counts."""
    for claim in group.claims:
        old = homes.get(constraints.revises.get(claim.key, ""))
        if old is not None and old != id(group):
            package = packages[id(group)]
            packages[id(group)] = replace(package, revises=packages[old].id)
            why = f"revised by {package.id}"
            packages[old] = replace(packages[old], counted=False, why_not_counted=why)
