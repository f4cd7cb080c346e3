"""Mentions of one sum in one article → one statement.

In: the sums of an article in order, each read (kind, donor, recipient), its shares attached. Out: the sums that stand, with their repeats.
A sum is told again when amount and currency are the same, or when a rounded sum ("nearly $1.0bn") fits a precise one of the
same donor and kind. Equal sums are two facts where one is hedged and the words beside them name two aid types.
A total to date is no repeat of a package, and is never one by rounding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from aidtrack.extract.details import read_aid_type
from aidtrack.extract.kinds import Verdict
from aidtrack.extract.scene import Candidate, Page
from aidtrack.extract.weighing import KIND_ORDER, choose


@dataclass(slots=True)
class Sum:
    """One sum of an article as read so far. `reading` is a kind, `part`, or `none`; `turn` counts the sums that one amount stands for."""

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
    turn: int = 0
    scores: dict[str, float] = field(default_factory=dict)
    traits: dict[str, float] = field(default_factory=dict)

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


def rounds_to(rough: Sum, precise: Sum) -> bool:
    """Whether a headline's short figure is a precise one cut short: "2.5bn" of 2,548m, "400m" of 397m."""
    digits = len(str(rough.amount).rstrip("0"))
    unit = 10 ** (len(str(rough.amount)) - digits)
    longer = len(str(precise.amount).rstrip("0")) > digits
    return (
        longer
        and digits < 3
        and abs(rough.amount - precise.amount) < 0.5 * unit
        and abs(rough.amount - precise.amount) <= 0.05 * precise.amount
    )


def merge_repeats(page: Page, sums: list[Sum]) -> list[Sum]:
    """Make one of the sums that tell the same fact again; returns those that stand, in order of the text."""
    standing: list[Sum] = []
    for item in sums:
        if item.reading in ("none", "part"):
            continue
        same = next((s for s in standing if _converts(s, item) or _same(page, s, item)), None)
        if same is None:
            standing.append(item)
            continue
        _fold(same, item, standing)
    return standing


def _converts(first: Sum, second: Sum) -> bool:
    """Whether one sum is the other in foreign money: "aid of about US$47 million", later "C$64.8 million (US$47 million)"."""
    return _is_conversion_of(first, second) or _is_conversion_of(second, first)


def _is_conversion_of(sum_: Sum, other: Sum) -> bool:
    return any((e.amount, e.currency) == (sum_.amount, sum_.currency) for e in other.candidate.equivalents)


# Rules that name the donor beyond doubt: two sums of one size from two such donors are two facts.
_SURE_DONOR = ("donor-beside", "donor-from", "donor-possessive", "donor-modifier")


def _same(page: Page, first: Sum, second: Sum) -> bool:
    """Whether two sums of an article are one fact told twice."""
    if first.currency != second.currency or first.order == second.order:
        return False
    if _sums_up(first, second):
        return True
    if _told_apart(first, second):
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
        if _of_other_types(page, first, second):
            return False
        if first.candidate.index == second.candidate.index and "each" not in first.candidate.mask:
            return _said_twice(first, second)
        return not (first.date and second.date and _days_apart(first.date, second.date))
    if first.donor and second.donor and first.donor != second.donor:
        return False
    if first.recipient and second.recipient and first.recipient != second.recipient:
        return False
    if "cumulative" in (first.reading, second.reading):
        return False
    if _COMES_ON_TOP.search(first.candidate.mask) or _COMES_ON_TOP.search(second.candidate.mask):
        return False
    if page.sentences[first.candidate.index].heading and rounds_to(first, second):
        return True
    return first.reading == second.reading and (fits(first, second) or fits(second, first))


# A sum that another comes on top of is another sum, however near the two figures are.
_COMES_ON_TOP = re.compile(
    r"\b(?:on top of|in addition to|besides|beyond|adds? to|atop|follows)\b[^.;§¤]{0,60}§", re.IGNORECASE
)
# "So that's almost a billion dollars", said of the sum just told.
_THAT_IS = re.compile(
    r"^(?:[A-Z][a-z]+,? )?(?:that|this)(?:'s| is| was) (?:just )?[^,;.§]{0,24}§", re.IGNORECASE
)


def _sums_up(first: Sum, second: Sum) -> bool:
    """Whether a sum is the one of the sentence before, told again roughly."""
    return (
        second.qualifier == "about"
        and second.candidate.index == first.candidate.index + 1
        and abs(first.amount - second.amount) <= 0.1 * second.amount
        and bool(_THAT_IS.match(" ".join(second.candidate.mask.split())))
    )


def _of_other_types(page: Page, first: Sum, second: Sum) -> bool:
    """Whether two equal sums, one of them hedged, are of two aid types: "§ in weapons", "almost § in humanitarian aid"."""
    if first.qualifier == second.qualifier:
        return False
    types = set()
    for item in (first, second):
        aid_type, rule = read_aid_type(item.candidate.mask, None, page.lexicon, widely=False)
        if rule != "type-beside" or aid_type in ("mixed", "unspecified"):
            return False
        types.add(aid_type)
    return len(types) > 1


def _told_apart(first: Sum, second: Sum) -> bool:
    """Whether one sum is plainly a total to date and the other plainly none, however equal they are."""
    kinds = {first.reading, second.reading}
    if "cumulative" not in kinds or len(kinds) == 1:
        return False
    return all(s.verdict.points.get(s.reading, 0.0) >= PLAIN for s in (first, second))


# Points from which on a sum's own words tell its kind beyond doubt.
PLAIN = 8.0


def _said_twice(first: Sum, second: Sum) -> bool:
    """Whether one sentence says one sum twice (a headline run into its sentence), not two equal sums."""
    return second.order - first.candidate.money.end > 60 and first.donor == second.donor


def _days_apart(first: str, second: str) -> bool:
    length = min(len(first), len(second))
    return first[:length] != second[:length]


def _fold(kept: Sum, again: Sum, standing: list[Sum]) -> None:
    """Fold a repeat into the sum that stands; the more precise, better told one speaks."""
    better, other = (again, kept) if _tells_more(again, kept) else (kept, again)
    if better.scores and other.scores:
        better.scores = {reading: score + other.scores[reading] for reading, score in better.scores.items()}
        better.reading = choose(better.scores, KIND_ORDER)
    if better is again:
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
    kept.repeats.append(again)
    kept.parts += again.parts
    kept.donor, kept.donor_rule = (
        (kept.donor, kept.donor_rule) if kept.donor else (again.donor, again.donor_rule)
    )
    kept.recipient = kept.recipient or again.recipient
    kept.date = kept.date or again.date
    kept.candidate.equivalents = kept.candidate.equivalents or again.candidate.equivalents


def _tells_more(again: Sum, kept: Sum) -> bool:
    """Whether the later mention is the better one: converted for its conversion, precise for rounded, hedged for bare, a sentence for a headline."""
    if again.currency != kept.currency:
        return _is_conversion_of(kept, again)
    if again.amount != kept.amount:
        return rounds_to(kept, again) or (kept.qualifier in ("about", "over") and again.qualifier == "exact")
    return kept.qualifier == "exact" and again.qualifier != "exact"
