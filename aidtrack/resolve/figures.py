"""Which figure stands, and why: groups → packages.

The rule, in this order: the act itself (a memorandum); an official text; officials talking; the press. Within
these a precise figure beats a rounded one, and a figure that merely rounds to a more precise one gives way to
it, whoever gave it. What still disagrees is flagged.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from aidtrack.model import ChannelShare, Package, Qualifier
from aidtrack.resolve.bundles import MONTH, parts_of
from aidtrack.resolve.candidates import ANY_TYPE, FAR_FUTURE, Claim, iso, rounds_to, unit_of
from aidtrack.resolve.constraints import Constraints
from aidtrack.resolve.matching import Group
from aidtrack.resolve.relations import relate


def write_packages(groups: Sequence[Group], constraints: Constraints) -> tuple[Package, ...]:
    """Write each group as a package with a readable id, in a fixed order."""
    drafts = [(_draft(group, constraints), group) for group in groups]
    drafts.sort(key=lambda pair: _place(pair[0], pair[1]))
    seen: Counter[str] = Counter()
    ids: dict[int, str] = {}
    for package, group in drafts:
        stem = _stem(package, group)
        seen[stem] += 1
        ids[id(group)] = stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"
    finished = [(_finish(package, group, ids, constraints), group) for package, group in drafts]
    return tuple(relate(finished, constraints))


def _place(package: Package, group: Group) -> tuple[str, str, int, int, str, str]:
    """Order packages; of two with one id, the better known and more often told keeps it plain."""
    known = max(c.rank for c in group.claims)
    channel = package.channels[0].channel or "~"
    first = min(c.key for c in group.claims)
    return (package.kind, package.date or "9", -known, -len(group.claims), channel, first)


def _stem(package: Package, group: Group) -> str:
    where = f"{_slug(package.donor)}-{_slug(package.recipient)}"
    tail = "" if package.kind == "announced" else f"-{package.kind}"
    return f"{where}-{_when(package, group)}-{_short(package.amount)}{tail}"


def _when(package: Package, group: Group) -> str:
    if package.date:
        return package.date
    if package.kind == "expected" and package.date_earliest:
        return f"after-{package.date_earliest}"
    if package.date_earliest and package.date_latest and package.date_earliest[:7] == package.date_latest[:7]:
        return package.date_latest[:7]
    narrow = package.date_latest and group.latest - group.earliest < 2 * MONTH
    return f"by-{package.date_latest}" if narrow else "undated"


def _slug(code: str | None) -> str:
    """Write a code for an id; a name written out gets a few letters of its digest, so that no two are alike.

    >>> _slug("US"), _slug(None), _slug("Asian Fund")
    ('us', 'unstated', 'asian-fund-6f5d')
    """
    if code is None:
        return "unstated"
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in code.lower())
    if code.isascii() and code.isalnum() and code.isupper():
        return plain
    return f"{plain}-{hashlib.sha256(code.encode()).hexdigest()[:4]}"


def _short(amount: int) -> str:
    """Write an amount for an id: 2300m, 5400k, 1234567.

    >>> _short(2_300_000_000), _short(5_400_000)
    ('2300m', '5400k')
    """
    if amount % 1_000_000 == 0:
        return f"{amount // 1_000_000}m"
    return f"{amount // 1000}k" if amount % 1000 == 0 else str(amount)


def _draft(group: Group, constraints: Constraints) -> Package:
    wholes = group.wholes() or group.claims
    best = standing(wholes)
    day = _standing_day(wholes, group)
    earliest, latest = (day, day) if day is not None else _proved_window(wholes, group)
    taken = sum(share for _, share in group.taken)
    total = _total(best, group)
    amount = total - taken
    low, high = band(best, wholes) if total == best.amount else (total, total)
    return Package(
        id="",
        kind=best.statement.kind,
        donor=best.statement.donor,
        recipient=group.recipient,
        amount=amount,
        amount_low=max(low - taken, 0),
        amount_high=None if high is None else max(high - taken, amount),
        currency=group.currency,
        qualifier=_qualifier(best, wholes) if total == best.amount else "exact",
        aid_type=_type_of_rest(group) or _vote_type(wholes) or best.statement.aid_type,
        channels=_shares(group, wholes, amount),
        date=iso(day) if day is not None else _rough_date(wholes),
        date_earliest=iso(earliest),
        date_latest=iso(latest),
        tranche=_vote([(c.rank, c.statement.tranche) for c in wholes if c.statement.tranche is not None]),
        links=tuple(sorted(group.links, key=lambda link: link.statement)),
        flags=tuple(sorted(set(group.flags) | _disagreements(wholes, best))),
    )


def _total(best: Claim, group: Group) -> int:
    """The whole sum: as told, or as its parts add up where the telling is hedged."""
    if group.total is not None:
        return group.total
    added = sum(part.amount for part in parts_of(group))
    hedged = best.statement.qualifier in ("about", "over")
    return added if hedged and best.low <= added <= best.high else best.amount


def _type_of_rest(group: Group) -> str | None:
    """The aid type of what is left of a mixed headline, where its purpose tells it."""
    gone = {share for _, share in group.taken}
    words = " ".join(part.purpose or "" for part in parts_of(group) if part.amount not in gone)
    found = [kind for kind, pattern in PURPOSES.items() if group.taken and re.search(pattern, words, re.I)]
    return found[0] if len(found) == 1 else None


def _vote_type(wholes: Sequence[Claim]) -> str | None:
    return _vote([(c.rank, c.statement.aid_type) for c in wholes if c.statement.aid_type not in ANY_TYPE])


def standing(wholes: Sequence[Claim]) -> Claim:
    """Pick the claim whose figure stands: rank, then hedge, then fineness, then agreement."""
    told = Counter(claim.amount for claim in wholes)

    def worth(claim: Claim) -> tuple[int, int, int, int, str]:
        return claim.rank, _exactness(claim), -unit_of(claim.amount), told[claim.amount], claim.key

    top = max(wholes, key=worth)
    finer = [c for c in wholes if unit_of(c.amount) < unit_of(top.amount) and _agree(c, top)]
    if top.rank < 3 and finer and top.amount not in {c.amount for c in finer}:
        return max(finer, key=worth)
    return top


def _exactness(claim: Claim) -> int:
    return {"exact": 3, "up_to": 2, "over": 1, "about": 1}[claim.statement.qualifier]


def _qualifier(best: Claim, wholes: Sequence[Claim]) -> Qualifier:
    """A hedge stands unless another source gives the same figure without one."""
    if any(c.amount == best.amount and c.statement.qualifier == "exact" for c in wholes):
        return "exact"
    return best.statement.qualifier


def band(best: Claim, wholes: Sequence[Claim]) -> tuple[int, int | None]:
    """The low and high end: "about" 5 % either way, "up to" a tenth below, "more than" open above."""
    amount, qualifier = best.amount, _qualifier(best, wholes)
    if best.statement.amount_low is not None:
        return best.statement.amount_low, amount
    if qualifier == "about":
        return amount * 95 // 100, amount * 105 // 100
    if qualifier == "up_to":
        return amount * 9 // 10, amount
    return amount, None if qualifier == "over" else amount


T = TypeVar("T")
PURPOSES = {
    "financial": r"budget|economic|financ",
    "humanitarian": r"humanitarian|food|refugee",
    "energy": r"energy|power|grid",
    "military": r"military|security|weapon|arms|ammunition",
}


def _vote(told: Sequence[tuple[int, T]]) -> T | None:
    """The value that the best-ranked sources give, the most frequent among them."""
    if not told:
        return None
    top = max(rank for rank, _ in told)
    votes = Counter(value for rank, value in told if rank == top)
    return min(votes, key=lambda value: (-votes[value], str(value)))


def _standing_day(wholes: Sequence[Claim], group: Group) -> int | None:
    """The day that stands: of the act, else the first that officials give, else the one most papers give."""
    acts = [c.day for c in wholes if c.instrument] + [g.day for g in group.taken_by if g.instrument]
    days = [day for day in acts if day is not None]
    if days:
        return min(days)
    told = [(c.rank, c.day) for c in _possible(wholes) if c.day is not None]
    official = [day for rank, day in told if rank >= 1]
    if official or not told:
        return min(official, default=None)
    votes = Counter(day for _, day in told)
    return min(votes, key=lambda day: (-votes[day], day))


def _possible(wholes: Sequence[Claim]) -> list[Claim]:
    """Leave out days later than somebody told of it: an announcement is no later than its first telling."""
    first = min(c.latest for c in wholes) + 1
    return [c for c in wholes if c.day is None or c.day <= first]


def _proved_window(wholes: Sequence[Claim], group: Group) -> tuple[int, int]:
    """The narrowest span of days that the statements prove together."""
    wholes = _possible(wholes)
    earliest, latest = max(c.proved for c in wholes), min(c.latest for c in wholes)
    if group.kind == "expected" and not any(c.statement.date for c in wholes):
        return earliest, FAR_FUTURE
    return (earliest, latest) if earliest <= latest else (wholes[0].proved, group.latest)


def _rough_date(wholes: Sequence[Claim]) -> str | None:
    told = [c.statement.date for c in _possible(wholes) if c.statement.date]
    return max(told, key=len) if told else None


def _shares(group: Group, wholes: Sequence[Claim], amount: int) -> tuple[ChannelShare, ...]:
    """Split the sum by channel as the parts tell it; a rest without a channel stays open."""
    sums = _pieces(group)
    gone = {channel for channel, _ in group.taken}
    rest = amount - sum(sums.values())
    if not sums or rest < 0:
        voted = _vote([(c.rank, c.channel) for c in wholes if c.channel and c.channel not in gone])
        return (ChannelShare(voted or _foretold_channel(group, gone), amount),)
    if rest:
        sums[None] = rest
    return tuple(ChannelShare(name, sums[name]) for name in sorted(sums, key=lambda n: (n is None, n or "")))


def _foretold_channel(group: Group, gone: set[str | None]) -> str | None:
    """The channel that previews name, where no telling of the decision itself names one."""
    pairs = zip(group.claims, group.links, strict=True)
    foretold = {c.channel for c, link in pairs if link.role == "preview" and c.channel} - gone
    return foretold.pop() if len(foretold) == 1 else None


def _pieces(group: Group) -> dict[str | None, int]:
    """What is told of each channel: the parts listed and the shares told apart, less what stands alone."""
    sums: dict[str | None, int] = {}
    for part in parts_of(group):
        if part.channel:
            sums[part.channel] = sums.get(part.channel, 0) + part.amount
    for claim, link in zip(group.claims, group.links, strict=True):
        told = claim.channel if link.role == "part" and claim.statement.currency == group.currency else None
        if told and told not in sums and not group.instrument:
            sums[told] = claim.amount
    for channel, share in group.taken:
        if channel in sums:
            sums[channel] -= share
    return {channel: share for channel, share in sums.items() if share > 0}


def _agree(claim: Claim, best: Claim) -> bool:
    """Whether wording or rounding explains the difference between two figures."""
    if claim.low <= best.amount <= claim.high or best.low <= claim.amount <= best.high:
        return True
    return rounds_to(claim.statement, best.amount) or rounds_to(best.statement, claim.amount)


def _disagreements(wholes: Sequence[Claim], best: Claim) -> set[str]:
    flags = set()
    if not all(_agree(claim, best) for claim in wholes):
        flags.add("conflict-amount")
    days = {c.day for c in wholes if c.day is not None and c.rank >= 2 and c.firm_day and not c.recall}
    if days and max(days) - min(days) > 1:
        flags.add("conflict-date")
    for claim in wholes:
        total = sum(p.amount for p in claim.statement.parts if p.currency == claim.statement.currency)
        if total > claim.amount:
            flags.add("inconsistent-parts")
        if any(e.inconsistent for e in claim.statement.equivalents):
            flags.add("inconsistent-equivalent")
    return flags


def _finish(package: Package, group: Group, ids: dict[int, str], constraints: Constraints) -> Package:
    keys = {c.key for c in group.claims}
    changes: dict[str, object] = {"id": ids[id(group)]}
    if keys & constraints.confirmed.keys():
        changes["status"] = "confirmed"
    elif keys & constraints.rejected.keys():
        changes |= {"status": "rejected", "counted": False, "why_not_counted": "rejected by judgement"}
    elif group.may_be:
        names = sorted({ids[id(other.home())] for other in group.may_be})
        changes |= {
            "status": "review",
            "counted": False,
            "why_not_counted": f"may be any of {', '.join(names)}",
        }
    elif group.doubt:
        changes |= {"status": "review", "counted": False, "why_not_counted": group.doubt}
    elif package.donor is None:
        changes |= {"status": "review", "flags": tuple(sorted({*package.flags, "no-donor"}))}
    elif package.flags and {"conflict-amount", "share-assumed"} & set(package.flags):
        changes["status"] = "review"
    if keys & constraints.reused.keys():
        changes |= {"counted": False, "why_not_counted": "authority counted before (judgement)"}
    return replace(package, **changes)  # type: ignore[arg-type]
