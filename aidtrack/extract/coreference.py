"""Mentions of one sum in one article → one statement; shares of a sum → its parts.

In: the sums of an article in order, each read (kind, donor, recipient). Out: groups: which sums are one, which is a part of which.
A sum is told again when amount and currency are the same, or when a rounded sum ("nearly $1.0bn") fits a precise one of the
same donor and kind. Shares are recognised by their cues and by arithmetic: they add up to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from aidtrack.extract.kinds import Verdict, weigh_kind
from aidtrack.extract.scene import Candidate


@dataclass(slots=True)
class Sum:
    """One sum of an article as read so far. `reading` is a kind, `part`, or `none`."""

    candidate: Candidate
    verdict: Verdict
    reading: str
    donor: str | None = None
    donor_rule: str = ""
    recipient: str | None = None
    currency: str = ""
    date: str | None = None
    rule: str = ""
    repeats: list[Sum] = field(default_factory=list)
    parts: list[Sum] = field(default_factory=list)
    derived: int | None = None

    @property
    def amount(self) -> int:
        """The amount of the sum."""
        return self.candidate.money.amount

    @property
    def qualifier(self) -> str:
        """The hedge of the sum."""
        return self.candidate.money.qualifier

    @property
    def order(self) -> int:
        """Where in the text the sum stands."""
        return self.candidate.money.start


def fits(rough: Sum, precise: Sum) -> bool:
    """Whether a hedged or rounded sum may be a precise one told roughly.

    "nearly 1.0 billion" fits 988 million; "over 2 billion" fits 2.3; "400" does not fit 425.
    """
    a, b = rough.amount, precise.amount
    if a == b:
        return True
    if rough.qualifier == "about":
        return abs(a - b) <= 0.05 * max(a, b)
    if rough.qualifier == "over":
        return 0 < b - a <= 0.1 * a
    return False


def merge_repeats(sums: list[Sum]) -> list[Sum]:
    """Make one of the sums that tell the same fact again; returns those that stand, in order of the text."""
    standing: list[Sum] = []
    for item in sums:
        if item.reading in ("none", "part"):
            continue
        same = next((s for s in standing if _same(s, item)), None)
        if same is None:
            standing.append(item)
            continue
        _fold(same, item, standing)
    return standing


# Rules that name the donor beyond doubt: two sums of one size from two such donors are two facts.
_SURE_DONOR = ("donor-beside", "donor-from", "donor-possessive", "donor-modifier")


def _same(first: Sum, second: Sum) -> bool:
    """Whether two sums of an article are one fact told twice."""
    if first.currency != second.currency:
        return False
    if first.amount == second.amount:
        if (
            first.donor != second.donor
            and first.donor_rule in _SURE_DONOR
            and second.donor_rule in _SURE_DONOR
        ):
            return False
        if first.recipient and second.recipient and first.recipient != second.recipient:
            return False
        if first.candidate.index == second.candidate.index and "each" not in first.candidate.mask:
            return _said_twice(first, second)
        return not (first.date and second.date and _days_apart(first.date, second.date))
    if first.donor and second.donor and first.donor != second.donor:
        return False
    if first.recipient and second.recipient and first.recipient != second.recipient:
        return False
    if first.reading != second.reading or first.reading == "cumulative":
        return False
    return fits(first, second) or fits(second, first)


def _said_twice(first: Sum, second: Sum) -> bool:
    """Whether one sentence says one sum twice (a headline run into its sentence), not two equal sums."""
    return second.order - first.candidate.money.end > 60 and first.donor == second.donor


def _days_apart(first: str, second: str) -> bool:
    length = min(len(first), len(second))
    return first[:length] != second[:length]


def _fold(kept: Sum, again: Sum, standing: list[Sum]) -> None:
    """Fold a repeat into the sum that stands; the more precise, better told one speaks."""
    both = again.verdict.joined(kept.verdict)
    if _tells_more(again, kept):
        again.verdict, again.reading = both, weigh_kind(both, again.candidate.money)
        again.repeats = [*kept.repeats, kept]
        again.parts = [*kept.parts, *again.parts]
        again.donor, again.donor_rule = (
            (again.donor, again.donor_rule) if again.donor else (kept.donor, kept.donor_rule)
        )
        again.recipient = again.recipient or kept.recipient
        again.date = again.date or kept.date
        again.candidate.equivalents = again.candidate.equivalents or kept.candidate.equivalents
        standing[standing.index(kept)] = again
        return
    kept.verdict, kept.reading = both, weigh_kind(both, kept.candidate.money)
    kept.repeats.append(again)
    kept.parts += again.parts
    kept.donor, kept.donor_rule = (
        (kept.donor, kept.donor_rule) if kept.donor else (again.donor, again.donor_rule)
    )
    kept.recipient = kept.recipient or again.recipient
    kept.date = kept.date or again.date
    kept.candidate.equivalents = kept.candidate.equivalents or again.candidate.equivalents


def _tells_more(again: Sum, kept: Sum) -> bool:
    """Whether the later mention is the better one: precise for rounded, hedged for bare, a sentence for a headline."""
    if again.amount != kept.amount:
        return kept.qualifier in ("about", "over") and again.qualifier == "exact"
    return kept.qualifier == "exact" and again.qualifier != "exact"
