"""Claims → groups → packages: the strongest evidence first, one candidate or none."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from aidtrack.model import Article, Judgement, Package, Statement
from aidtrack.resolve.bundles import fold_bundles
from aidtrack.resolve.candidates import Claim, block_of, make_claim
from aidtrack.resolve.constraints import Constraints
from aidtrack.resolve.doubts import doubt_kinds
from aidtrack.resolve.figures import write_packages
from aidtrack.resolve.judged import apply_corrections, corrections, in_force
from aidtrack.resolve.matching import Fit, Group, choose, fit
from aidtrack.resolve.previews import attach_previews

REACH = 12  # per cent: no wording lets two amounts differ by more


def resolve_all(
    statements: Iterable[Statement], articles: Mapping[str, Article], judgements: Sequence[Judgement]
) -> tuple[Package, ...]:
    """Resolve every block of a set of statements."""
    found = corrections(judgements)
    blocks: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        blocks[block_of(apply_corrections(statement, found))].append(statement)
    return tuple(p for name in sorted(blocks) for p in resolve_block(blocks[name], articles, judgements))


def resolve_block(
    statements: Sequence[Statement], articles: Mapping[str, Article], judgements: Sequence[Judgement]
) -> tuple[Package, ...]:
    """Resolve one block: each statement but the cumulative ones ends in exactly one package."""
    verdicts = in_force(judgements)
    found = corrections(verdicts)
    fixed = [apply_corrections(statement, found) for statement in statements]
    made = [make_claim(statement, articles.get(statement.article)) for statement in fixed]
    claims = [claim for claim in made if claim.statement.kind != "cumulative"]
    constraints = Constraints.read(verdicts, claims)
    groups = _form_groups([c for c in claims if not constraints.is_rejected(c)], constraints)
    doubt_kinds(groups, [claim for claim in made if claim.statement.kind == "cumulative"])
    groups += constraints.rejected_groups(claims)
    return write_packages(groups, constraints)


def _form_groups(claims: list[Claim], constraints: Constraints) -> list[Group]:
    groups: list[Group] = []
    for kind in ("announced", "envelope", "proposed"):
        told = [c for c in claims if c.statement.kind == kind]
        formed = cluster(told, constraints)
        groups += fold_bundles(formed, constraints) if kind == "announced" else formed
    expected = [c for c in claims if c.statement.kind == "expected"]
    return groups + attach_previews(expected, groups, constraints)


def order(claim: Claim) -> tuple[int, int, int, int, int, str]:
    """Put the strongest evidence first: memoranda, days (earliest first), months, then what has no date."""
    stage = 0 if claim.instrument else 1 if claim.day is not None else 2 if claim.statement.date else 3
    hedged = claim.statement.qualifier not in ("exact", "up_to")
    unnamed = claim.statement.recipient is None
    return (unnamed, stage, claim.day or claim.latest, -claim.rank, hedged, claim.key)


def cluster(claims: Sequence[Claim], constraints: Constraints) -> list[Group]:
    """Let each claim join the one group it fits, or open its own; what fits several stays open."""
    shelf = Shelf()
    for claim in sorted(claims, key=order):
        bound = constraints.bound_group(claim)
        if bound is not None:
            _bind(claim, bound)
            shelf.put(claim.amount, bound)
            continue
        fits = [f for f in shelf.fits(claim) if constraints.allows(claim, f.group)]
        best, open_ones = choose(fits)
        group = _place(claim, best, open_ones)
        constraints.bind(claim, group)
        shelf.put(claim.amount, group)
    return shelf.groups


def _bind(claim: Claim, bound: Group) -> None:
    """Put a claim where a judgement wants it; a figure in other money does not change the group's own."""
    same_money = claim.statement.currency == bound.currency
    bound.add(claim, "whole" if same_money else "part", ["merged by judgement"])


def _place(claim: Claim, best: Fit | None, open_ones: tuple[Fit, ...]) -> Group:
    if best is not None:
        best.group.add(claim, best.role, best.reasons)
        best.group.flags.update(_conflicts(best))
        return best.group
    statement = claim.statement
    group = Group(statement.kind, statement.recipient, statement.currency)
    group.add(claim, "recall" if open_ones else "whole", ["may be any of several"] if open_ones else [])
    group.may_be = tuple(f.group for f in open_ones)
    return group


def _conflicts(best: Fit) -> list[str]:
    return ["conflict-channel"] if best.channel == 0 else []


class Shelf:
    """The groups formed so far, found by amount."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._amounts: list[int] = []
        self._by_amount: dict[int, list[Group]] = defaultdict(list)

    def put(self, amount: int, group: Group) -> None:
        """File a group under an amount that it is told with."""
        if not self._by_amount[amount]:
            insort(self._amounts, amount)
        if group not in self._by_amount[amount]:
            self._by_amount[amount].append(group)
        if len(group.claims) == 1:
            self.groups.append(group)

    def fits(self, claim: Claim) -> list[Fit]:
        """Weigh a claim against the groups of about its amount, same currency, recipient not another."""
        seen: dict[int, Fit] = {}
        start = bisect_left(self._amounts, claim.amount * (100 - REACH) // 100)
        for amount in self._amounts[start:]:
            if amount * (100 - REACH) > claim.amount * 100:
                break
            for group in self._by_amount[amount]:
                if id(group) not in seen and _comparable(claim, group):
                    found = fit(claim, group)
                    if found:
                        seen[id(group)] = found
        return list(seen.values())


def _comparable(claim: Claim, group: Group) -> bool:
    """Whether a claim and a group can be one at all; a group that stays open takes no one in."""
    if group.may_be or claim.statement.currency != group.currency:
        return False
    return claim.statement.recipient in (None, group.recipient) or group.recipient is None
