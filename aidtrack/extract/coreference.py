"""Mentions of one sum in one article → one statement; shares of a sum → its parts.

In: the sums of an article in order, each read (kind, donor, recipient). Out: groups: which sums are one, which is a part of which.
A sum is told again when amount and currency are the same, or when a rounded sum ("nearly $1.0bn") fits a precise one of the
same donor and kind. Shares are recognised by their cues and by arithmetic: they add up to the whole.
"""

from __future__ import annotations

import re
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


def attach_parts(sums: list[Sum]) -> None:
    """Attach the shares: runs of sums that add up to one before them, sums that read as `part`, and lists below a whole."""
    by_arithmetic(sums)
    for at, item in enumerate(sums):
        if item.reading != "part" or item.rule == "part-of":
            continue
        whole = _whole_before(sums, at) or _whole_after(sums, at)
        if whole is None:
            item.reading = weigh_kind(item.verdict, item.candidate.money)
            continue
        whole.parts.append(item)
        item.rule = "part-of"
    for at, item in enumerate(sums):
        if item.reading in ("none", "part") or not (_tells_a_use(item) or _goes_on(sums, at)):
            continue
        whole = _whole_before(sums, at)
        if (
            whole
            and whole.reading != "cumulative"
            and (whole.parts or _is_open(whole))
            and _room(whole) >= item.amount
        ):
            item.reading, item.rule = "part", "part-of"
            whole.parts.append(item)


# What a share is for, said without a new decision: "Another £95m buys air defence kit", "• €100 million for …".
_USE = re.compile(
    r"^(?:[•*–—-] ?|\W*)?(?:(?:And |The |A |An |Some |About |Another |A further |An additional |An extra |The other |Additionally, |In addition, |Also, |Further )*)§(?:,? (?:also|more|then|each|of it))?"
    r" (?:is for|is to|is being|are for|are to|are|goes|go|will go|will be|would go|would be|buys?|pays?|covers?|funds?|finances?|supports?|will (?:help|fund|support|cover|finance|buy|come|pay)|comes? from|in|for|to|as|towards?|through|via|[-–—:])",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:announc\w+|pledg\w+|approv\w+|unveil\w*|signed|last (?:week|month|year)|since|total|earlier|previous\w*|so far|to date|request\w*|ask\w*)\b",
    re.IGNORECASE,
)


def _tells_a_use(item: Sum) -> bool:
    """Whether a sentence only tells what a sum is for, as the lines of a breakdown do."""
    mask = item.candidate.mask
    return bool(_USE.match(mask)) and not _EVENT.search(mask) and item.verdict.points.get("cumulative", 0) < 5


def _goes_on(sums: list[Sum], at: int) -> bool:
    """Whether a list of shares goes on: the sum just before, in the same sentence, is a part, and nothing new is said."""
    item, last = sums[at], sums[at - 1] if at else None
    if last is None or last.reading != "part" or last.candidate.index != item.candidate.index:
        return False
    between = item.candidate.mask[: item.candidate.mask.find("§")]
    between = between[between.rfind("¤") + 1 :]
    return len(between) < 120 and not _EVENT.search(between) and "total" not in between


def _is_open(whole: Sum) -> bool:
    """Whether a whole is a package or bill that is then broken down."""
    return bool(
        re.search(
            r"§[^.;¤]{0,60}(?:package|bill|aid|support|assistance|loan|fund)|(?:package|bill|support|aid)[^.;¤]{0,60}§",
            whole.candidate.mask,
        )
    )


def _room(whole: Sum) -> int:
    """How much of a whole its parts leave."""
    return whole.amount - sum({(p.amount, p.order): p.amount for p in whole.parts}.values())


_THE_PACKAGE = re.compile(
    r"^(?:\W*)(?:The|This|Included in the) (?:\w+ ){0,3}?(?:package|aid|support|tranche|sum|money|funding|total|bill|move)\b",
    re.IGNORECASE,
)


def _whole_before(sums: list[Sum], at: int) -> Sum | None:
    """The nearest larger sum of the same currency before: in the last sentences, or anywhere if "the package" points back."""
    item = sums[at]
    points_back = bool(_THE_PACKAGE.match(item.candidate.mask))
    for other in reversed(sums[:at] if points_back else sums[max(0, at - 8) : at]):
        if (
            other.reading in ("none", "part")
            or other.currency != item.currency
            or other.amount <= item.amount
        ):
            continue
        if points_back or item.candidate.index - other.candidate.index <= 3:
            return other
    return None


def _whole_after(sums: list[Sum], at: int) -> Sum | None:
    """The larger sum that follows in the same sentence ("$5m for x, part of the $20m")."""
    item = sums[at]
    for other in sums[at + 1 : at + 3]:
        larger = other.currency == item.currency and other.amount > item.amount
        if larger and other.candidate.index == item.candidate.index and other.reading not in ("none", "part"):
            return other
    return None


def by_arithmetic(sums: list[Sum]) -> None:
    """Sums that follow a larger one and add up to it exactly are its parts, whatever their words."""
    for at, whole in enumerate(sums):
        if whole.reading in ("none", "part") or whole.parts:
            continue
        total = 0
        run: list[Sum] = []
        for other in sums[at + 1 : at + 9]:
            if other.candidate.index - whole.candidate.index > 4 or other.currency != whole.currency:
                break
            if other.amount >= whole.amount or other.reading == "cumulative":
                break
            if any(
                other.amount == seen.amount and other.candidate.index != seen.candidate.index for seen in run
            ):
                continue
            total += other.amount
            run.append(other)
            if len(run) > 1 and total == whole.amount:
                for item in run:
                    item.reading, item.rule = "part", "part-of"
                    whole.parts.append(item)
                break
            if total > whole.amount:
                break


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
