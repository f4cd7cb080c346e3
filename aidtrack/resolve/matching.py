"""Reasons for and against: does a claim tell the same decision as a group of claims?

In: a Claim and a Group. Out: a Fit with grades and named reasons, or None when something rules it out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from aidtrack.model import Link
from aidtrack.resolve.candidates import ANY_TYPE, Claim, rounds_to, unit_of

FRESH = 10  # days within which the same sum told again is a recall, unless something sets it apart
SAME_NEWS = 3  # days within which an official text may still tell the same news as new
SLIP = 7  # days by which a month may be named wrongly
VAGUE = 3  # days within which a recall without a day can only mean the last one
STALE = 45  # days after which only words of recall make it one


@dataclass(eq=False)
class Group:
    """Claims held to tell one decision, while packages are being formed."""

    kind: str
    recipient: str | None
    currency: str
    claims: list[Claim] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    channels: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    tranches: set[int] = field(default_factory=set)
    figures: dict[tuple[int, str], Claim] = field(default_factory=dict)
    amounts: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)  # also the roundings that finer figures replaced
    rank: int = -1
    day: int | None = None
    earliest: int = 0
    latest: int = 0
    instrument: bool = False
    firm: bool = False  # the day is told, not merely that of a publication
    flags: set[str] = field(default_factory=set)
    may_be: tuple[Group, ...] = ()
    doubt: str | None = None
    moved_to: Group | None = None  # the group that took its claims in
    total: int | None = None  # what its shares add up to, where a headline is hedged
    taken: list[tuple[str | None, int]] = field(default_factory=list)  # shares that stand by themselves
    taken_by: list[Group] = field(default_factory=list)
    part_of: list[Group] = field(default_factory=list)  # headlines that this group is a share of

    def add(self, claim: Claim, role: str, reasons: Sequence[str]) -> None:
        """Take a claim in; wholes tell the group's sum, day and channel, other roles only stand by it."""
        self.claims.append(claim)
        self.links.append(Link(claim.statement.id, role, tuple(reasons)))  # type: ignore[arg-type]
        if role in ("preview", "part"):
            return
        self._learn(claim)

    def _learn(self, claim: Claim) -> None:
        statement = claim.statement
        if statement.channel and (not self.channels or claim.rank > self.rank):
            self.channels.add(statement.channel)
        if statement.aid_type not in ANY_TYPE:
            self.types.add(statement.aid_type)
        if statement.tranche is not None:
            self.tranches.add(statement.tranche)
        self._take_figure(claim)
        self.rank = max(self.rank, claim.rank)
        self.instrument = self.instrument or claim.instrument
        too_late = self.day is not None and not self.firm and claim.latest + 1 < self.day
        self.firm = self.firm or claim.firm_day
        if len(self.links) == 1 or too_late:  # a day of writing gives way to an earlier telling
            self.day, self.earliest, self.latest = claim.day, claim.earliest, claim.latest
        elif self.day is None:
            self._narrow(claim)

    def _take_figure(self, claim: Claim) -> None:
        """Keep the figures that others are compared with: the finest, so that roundings cannot drift."""
        self.told.add(claim.amount)
        if self.figures and claim.amount not in self.amounts:
            finest = min(unit_of(amount) for amount in self.amounts)
            if unit_of(claim.amount) >= finest or self.instrument:
                return
            self.figures.clear()
        self.figures.setdefault((claim.amount, claim.statement.qualifier), claim)
        self.amounts = {amount for amount, _ in self.figures}

    def _narrow(self, claim: Claim) -> None:
        first, last = max(self.earliest, claim.earliest), min(self.latest, claim.latest)
        if first <= last:
            self.earliest, self.latest = first, last

    def home(self) -> Group:
        """The group that holds these claims now."""
        return self if self.moved_to is None else self.moved_to.home()

    def wholes(self) -> list[Claim]:
        """The claims that tell the sum of the group."""
        return [
            c for c, link in zip(self.claims, self.links, strict=True) if link.role in ("whole", "recall")
        ]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a claim fits a group: grades (higher is better) and the reasons in words."""

    group: Group
    tranche: int
    amount: int
    date: int
    channel: int
    kind: int
    distance: int
    reasons: tuple[str, ...]
    role: str = "whole"


def fit(claim: Claim, group: Group) -> Fit | None:
    """Weigh a claim against a group; None when amount, date, channel, tranche or type rule it out."""
    date = fit_date(claim, group)
    amount = fit_amount(claim, group) if date[0] else (0, "")
    same_day = date[0] >= 4
    if not amount[0] or (claim.statement.recipient != group.recipient and not same_day):
        return None  # where one side names no recipient, only the day can tell that it is the same sum
    tranche = fit_tranche(claim, group)
    channel = fit_channel(claim, group, same_day and amount[0] == 3)
    kind = fit_type(claim, group)
    if min(tranche[0], channel[0], kind[0]) < 0:
        return None
    if amount[0] < 2 and not same_day:  # a loose fit needs the day to bear it out
        return None
    agrees = tranche[0] > 0 or channel[0] == 2 or kind[0] > 0 or group.kind != "announced"
    if date[0] == 1 and not agrees and not _is_telling(claim, group):
        return None  # where the day tells little, something else must speak for it
    if claim.published is None and claim.day is None and amount[0] < 3:
        return None  # nor is a rounded sum enough, in an article without a date
    parts = (amount, date, tranche, channel, kind)
    reasons = tuple(part[1] for part in parts if part[1])
    role = "recall" if date[0] in (1, 2) else "whole"
    return Fit(group, tranche[0], amount[0], date[0], channel[0], kind[0], date[2], reasons, role)


def _is_telling(claim: Claim, group: Group) -> bool:
    """Whether an amount without a type is odd enough to be known by: 463m, not 10m."""
    typed = bool(group.types) or claim.statement.aid_type not in ANY_TYPE
    return not typed and claim.amount >= 11 * unit_of(claim.amount)


def fit_amount(claim: Claim, group: Group) -> tuple[int, str]:
    """3 the same amount, 2 a hedged one that rounds to it, 1 loosely within the wording, 0 another sum."""
    if claim.amount in group.amounts:
        return 3, "same amount"
    if claim.amount in group.told:
        return 2, "told so before"
    best = 0
    for other in group.figures.values():
        one, two = claim.statement, other.statement
        if rounds_to(one, two.amount) or rounds_to(two, one.amount):
            return 2, "amount rounds to it"
        if other.low <= claim.amount <= other.high or claim.low <= other.amount <= claim.high:
            best = 1
    return best, "amount within the wording" if best else ""


def fit_date(claim: Claim, group: Group) -> tuple[int, str, int]:
    """Grade the days: 5 the same, 4 a day apart, 3 within the month named, 2 and 1 a recall, 0 too far."""
    if group.day is None:
        return _fit_windows(claim, group)
    if claim.day is not None:
        return _fit_days(claim, group.day)
    if not group.firm and claim.latest + 1 < group.day <= claim.latest + FRESH:
        return 3, "told before, without its day", group.day - claim.latest
    if not claim.earliest - SLIP <= group.day <= claim.latest + 1:
        return 0, "", 0
    if group.day < claim.earliest - 1:  # "this month" said on its third day of what came on the 28th
        return 1, f"days before {claim.statement.date}", claim.earliest - group.day
    distance = 0 if claim.published is None else abs(claim.published - group.day)
    if claim.statement.date:  # a month tells much of the day, a year little
        grade = 1 if claim.statement.date_precision == "year" else 3
        return grade, f"within {claim.statement.date}", distance
    return 1, "recalled without a date", distance


def _fit_days(claim: Claim, day: int) -> tuple[int, str, int]:
    assert claim.day is not None
    later = claim.day - day
    distance = abs(later)
    if distance <= 1:
        return (4, "a day apart", 1) if distance else (5, "same day", 0)
    if claim.instrument:
        return 0, "", 0  # another memorandum is another decision
    if claim.stated_day:
        return (2, f"{distance} days apart", distance) if distance <= 3 else (0, "", 0)
    if later > SAME_NEWS and _announces_anew(claim):
        return 0, "", 0  # "announces an additional 800m today", eight days after another 800m
    if 0 < later <= FRESH:
        return 2, f"told again {later} days later", distance
    if later > FRESH and claim.firm_day and not claim.recall:
        return 0, "", 0  # the giver's own text of that day announces
    if FRESH < later <= STALE and not claim.new:
        return 1, f"told again {later} days later, with no word of being new", distance
    if later > STALE and claim.recall and later <= 400:
        return 1, f"recalled {later} days later", distance
    if -3 <= later < 0:
        return 1, f"told {distance} days ahead", distance
    return 0, "", 0


def _announces_anew(claim: Claim) -> bool:
    """Whether an official text of its day calls a sum additional: it is not the one announced days ago."""
    anew = claim.new or "new-additional" in claim.statement.rules
    return anew and claim.firm_day and not claim.recall and claim.rank >= 2


def _fit_windows(claim: Claim, group: Group) -> tuple[int, str, int]:
    first, last = max(claim.earliest, group.earliest), min(claim.latest, group.latest)
    if first > last:
        return 0, "", 0
    distance = 0 if claim.published is None else max(claim.published - group.latest, 0)
    named = bool(claim.statement.date) and group.latest - group.earliest <= 31
    return (3, "within the same month", distance) if named else (1, "days overlap", distance)


def fit_tranche(claim: Claim, group: Group) -> tuple[int, str]:
    """1 the same tranche number, 0 not told by both, -1 another number through the same channel."""
    number = claim.statement.tranche
    if number is None or not group.tranches:
        return 0, ""
    if number in group.tranches:
        return 1, f"tranche {number}"
    apart = claim.channel and group.channels and claim.channel not in group.channels
    return (0, "") if apart else (-1, "another tranche number")


def fit_channel(claim: Claim, group: Group, certain: bool) -> tuple[int, str]:
    """2 the same channel, 1 not told by both, 0 a conflict that day and amount outweigh, -1 another."""
    if claim.channel is None or not group.channels:
        return 1, ""
    if claim.channel in group.channels:
        return 2, f"same channel {claim.channel}"
    told = " and ".join(sorted(group.channels))
    return (0, f"channel differs: {claim.channel}, not {told}") if certain else (-1, "another channel")


def fit_type(claim: Claim, group: Group) -> tuple[int, str]:
    """1 the same aid type, 0 not told by both, -1 military on one side and not on the other."""
    kind = claim.statement.aid_type
    if kind in ANY_TYPE or not group.types:
        return 0, ""
    if kind in group.types:
        return 1, f"both {kind}"
    return -1, "another aid type"


def _day_grade(fit: Fit) -> int:
    return fit.date if fit.date >= 4 else 0


# What tells candidates apart, the most telling first.
GRADES: tuple[Callable[[Fit], int], ...] = (
    attrgetter("tranche"),
    _day_grade,
    attrgetter("amount"),
    attrgetter("channel"),
    attrgetter("date"),
    attrgetter("kind"),
)


def choose(fits: Sequence[Fit]) -> tuple[Fit | None, tuple[Fit, ...]]:
    """One candidate or none: narrow by tranche, day, amount, channel, type, nearness; or all stay open."""
    left = list(fits)
    for grade in GRADES:
        best = max((grade(f) for f in left), default=0)
        left = [f for f in left if grade(f) == best]
    if len(left) > 1:
        left = _nearest(left)
    return (left[0], ()) if len(left) == 1 else (None, tuple(left))


def _nearest(fits: list[Fit]) -> list[Fit]:
    """Prefer the package told days ago when the next one lies clearly further back.

    Where the claim has a day of its own, "days ago" reaches further than where it is vague.
    """
    near, second = sorted(fits, key=lambda f: f.distance)[:2]
    reach = FRESH if near.date == 2 else VAGUE
    return [near] if near.distance <= reach and second.distance >= near.distance + 4 else fits
