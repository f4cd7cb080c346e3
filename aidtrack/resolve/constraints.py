"""What judgements bind together or hold apart while groups are formed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aidtrack.model import Judgement
from aidtrack.resolve.candidates import Claim
from aidtrack.resolve.matching import Group


class Constraints:
    """Merges, splits, rejections and marks of the judgements in force, by statement key."""

    def __init__(self) -> None:
        self.together: dict[str, frozenset[str]] = {}
        self.apart: dict[str, set[str]] = {}
        self.rejected: dict[str, Judgement] = {}
        self.confirmed: dict[str, Judgement] = {}
        self.reused: dict[str, Judgement] = {}
        self.draws_on: dict[str, str] = {}
        self.revises: dict[str, str] = {}
        self._groups: dict[str, Group] = {}

    @classmethod
    def read(cls, verdicts: Sequence[Judgement], claims: Iterable[Claim]) -> Constraints:
        """Collect what the judgements in force say of the statements at hand; the latest wins."""
        made, known = cls(), {claim.key for claim in claims}
        for judgement in verdicts:
            targets = [key for key in judgement.targets if key in known]
            if targets:
                made._take(judgement, targets)
        return made

    def _take(self, judgement: Judgement, targets: list[str]) -> None:
        verdict = judgement.verdict
        if verdict == "merge":
            self._merge(targets)
        elif verdict == "split":
            self._split(targets, judgement.extra.get("from", "").split())
        elif verdict in ("confirm", "reject", "reuse"):
            marks = {"confirm": self.confirmed, "reject": self.rejected, "reuse": self.reused}[verdict]
            for key in targets:
                marks[key] = judgement
                if verdict == "confirm":
                    self.rejected.pop(key, None)
                if verdict == "reject":
                    self.confirmed.pop(key, None)
        elif verdict == "draws_on":
            self.draws_on.update(dict.fromkeys(targets, judgement.extra.get("on", "")))
        elif verdict == "correct" and judgement.field == "revises":
            self.revises.update(dict.fromkeys(targets, judgement.value or ""))

    def _merge(self, targets: list[str]) -> None:
        bound = frozenset(targets).union(*(self.together.get(key, frozenset()) for key in targets))
        for key in bound:
            self.together[key] = bound
            self.apart.get(key, set()).difference_update(bound)

    def _split(self, targets: list[str], others: list[str]) -> None:
        kept = frozenset(targets)
        for key in targets:
            self.together[key] = kept
            self.apart.setdefault(key, set()).update(others)
        for key in others:
            self.apart.setdefault(key, set()).update(targets)
            self.together[key] = self.together.get(key, frozenset()) - kept

    def bound_group(self, claim: Claim) -> Group | None:
        """The group that a claim must join, if another claim of its bond has one already."""
        return self._groups.get(self._bond(claim))

    def bind(self, claim: Claim, group: Group) -> None:
        """Remember where the first claim of a bond went."""
        if self.together.get(claim.key):
            self._groups.setdefault(self._bond(claim), group)

    def _bond(self, claim: Claim) -> str:
        return min(self.together.get(claim.key) or {claim.key}, default=claim.key)

    def allows(self, claim: Claim, group: Group) -> bool:
        """Whether no judgement holds a claim (or its bond) apart from what a group has taken in."""
        bond = self.together.get(claim.key) or {claim.key}
        kept_out = set().union(*(self.apart.get(key, set()) for key in bond))
        return not kept_out or not any(other.key in kept_out for other in group.claims)

    def is_rejected(self, claim: Claim) -> bool:
        """Whether a judgement throws the statement out."""
        return claim.key in self.rejected

    def rejected_groups(self, claims: Iterable[Claim]) -> list[Group]:
        """Keep what was rejected together by one judgement as a group that nothing counts."""
        groups: dict[int, Group] = {}
        for claim in sorted((c for c in claims if self.is_rejected(c)), key=lambda c: c.key):
            judgement, statement = self.rejected[claim.key], claim.statement
            if judgement.sequence not in groups:
                groups[judgement.sequence] = Group(statement.kind, statement.recipient, statement.currency)
            groups[judgement.sequence].add(claim, "whole", [f"rejected by {judgement.by}"])
        return list(groups.values())
