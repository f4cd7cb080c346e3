"""Claims → groups → packages: the strongest evidence first, one candidate or none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from aidtrack.model import Article, Judgement, Package, Statement
from aidtrack.resolve.bundles import fold_bundles
from aidtrack.resolve.candidates import REACH, RECALL_REACH, Claim, block_of, make_claim
from aidtrack.resolve.constraints import Constraints
from aidtrack.resolve.doubts import doubt_kinds
from aidtrack.resolve.figures import write_packages
from aidtrack.resolve.judged import apply_corrections, corrections, in_force
from aidtrack.resolve.matching import STALE, Fit, Group, choose, fit
from aidtrack.resolve.previews import attach_previews

WIDE = 62  # days: a window that tells something


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
    return groups + cluster(attach_previews(expected, groups, constraints), constraints)


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
    """The groups formed so far, found by amount and day, so that a claim meets its neighbours only."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._amounts: list[int] = []
        self._shelves: dict[int, Board] = {}

    def put(self, amount: int, group: Group) -> None:
        """File a group under an amount that it is told with."""
        if amount not in self._shelves:
            insort(self._amounts, amount)
            self._shelves[amount] = Board()
        self._shelves[amount].put(group)
        if len(group.claims) == 1:
            self.groups.append(group)

    def fits(self, claim: Claim) -> list[Fit]:
        """Weigh a claim against the groups of about its amount and days."""
        first = bisect_left(self._amounts, claim.amount * (100 - REACH) // 100)
        last = bisect_right(self._amounts, claim.amount * 100 // (100 - REACH))
        near = {
            id(group): group
            for amount in self._amounts[first:last]
            for group in self._shelves[amount].near(claim)
            if _comparable(claim, group)
        }
        fits = (fit(claim, group) for group in near.values())
        return [found for found in fits if found is not None]


class Board:
    """The groups of one amount, those with a narrow window in the order of their days."""

    def __init__(self) -> None:
        self._days: list[int] = []
        self._narrow: list[Group] = []
        self._wide: list[Group] = []
        self._filed: set[int] = set()

    def put(self, group: Group) -> None:
        """File a group under the first day it was known by when it came."""
        if id(group) in self._filed:
            return
        self._filed.add(id(group))
        if group.latest - group.earliest > WIDE:
            self._wide.append(group)
            return
        at = bisect_left(self._days, group.earliest)
        self._days.insert(at, group.earliest)
        self._narrow.insert(at, group)

    def near(self, claim: Claim) -> list[Group]:
        """The groups whose days a claim can speak of: later ones by little, earlier ones it may recall."""
        back = RECALL_REACH if claim.recall else STALE
        start = bisect_left(self._days, claim.earliest - back - WIDE)
        end = bisect_right(self._days, claim.latest + WIDE)
        return self._narrow[start:end] + self._wide


def _comparable(claim: Claim, group: Group) -> bool:
    """Whether a claim and a group can be one at all; a group that stays open takes no one in."""
    if group.may_be or claim.statement.currency != group.currency:
        return False
    return claim.statement.recipient in (None, group.recipient) or group.recipient is None
