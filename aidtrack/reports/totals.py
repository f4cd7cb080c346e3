"""packages -> a row per group, what was left out and why, and the reported totals beside ours.

A row never mixes donors, recipients, currencies or kinds, so a script that adds up `amount` over the rows of
one donor and currency is right: there is no total row among them. A package whose parts come through several
channels is split over their rows and is counted in `packages` of each; the report knows the true count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from aidtrack.model import KINDS, ChannelShare, Kind, Package, Statement
from aidtrack.reports.days import last_day, package_days, period_of
from aidtrack.reports.reported import Comparison, Reported, compare, newest_totals
from aidtrack.reports.selection import Selection

Dimension = Literal["donor", "recipient", "channel", "aid-type", "year", "quarter", "month"]
DIMENSIONS: tuple[Dimension, ...] = ("channel", "donor", "recipient", "aid-type", "year", "quarter", "month")
PERIODS: tuple[Literal["year", "quarter", "month"], ...] = ("year", "quarter", "month")

_FAMILIES = {
    "drawn from ": "drawn from a package that counts",
    "may be any of ": "open in review: may repeat a package",
    "revised by ": "revised by a later package",
    "told as ": "open in review: others call it a total, an envelope or a request",
}
ADJUSTMENT = "adjustment"
"""The flag of an accounting correction: it moves a sum and is no package."""

GroupKey = tuple[str | None, str | None, str, Kind, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Portion:
    """What of one package falls to one channel; `high` is None where the text sets no upper bound."""

    package: Package
    channel: str | None
    amount: int
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """One group of packages.

    `share` is of the donor's sum in that currency; `first` and `last` are dates that the texts give, and
    `undated` counts the packages without one.
    """

    donor: str | None
    recipient: str | None
    channel: str | None
    currency: str
    packages: int
    amount: int
    amount_low: int
    amount_high: int | None
    share: float | None
    first: str | None
    last: str | None
    undated: int
    reported_amount: int | None = None
    reported_date: str | None = None
    reported_qualifier: str | None = None
    kind: Kind = "announced"
    aid_type: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Packages that a total leaves out: why, how many, and how much in each currency."""

    reason: str
    kind: Kind | None
    packages: int
    sums: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The answer of `totals`: rows, their sum per currency and kind, and what one must know to trust them.

    Sums over several donors leave groups out, whose members may have a row of their own.
    """

    rows: tuple[TotalsRow, ...]
    sums: tuple[TotalsRow, ...]
    by: tuple[Dimension, ...]
    selection: Selection
    packages: int
    articles: int
    in_review: int
    left_out: tuple[LeftOut, ...]
    reported: tuple[Comparison, ...]
    adjustments: tuple[Package, ...] = ()


def totals(
    packages: Iterable[Package],
    statements: Sequence[Statement],
    selection: Selection,
    by: tuple[Dimension, ...] = (),
    groups: frozenset[str] = frozenset(),
) -> Totals:
    """Add up the packages that a question is about, by channel for one donor and by donor for all."""
    by = by or (("channel",) if len(selection.donors) == 1 else ("donor",))
    about = [package for package in packages if selection.is_about(package)]
    counted = [package for package in about if is_counted(package, selection)]
    rows = _rows(counted, selection, by, groups)
    reported = newest_totals(statements, selection)
    rows = [_beside_reported(row, reported) for row in rows] or _empty_rows(reported, selection)
    return Totals(
        rows=tuple(rows),
        sums=tuple(_sums(counted, selection, groups)),
        by=by,
        selection=selection,
        packages=sum(map(_is_decision, counted)),
        articles=_count_articles(counted, statements),
        in_review=sum(package.status == "review" for package in counted),
        left_out=tuple(_left_out(about, selection)),
        adjustments=tuple(package for package in counted if not _is_decision(package)),
        reported=tuple(compare(found, counted) for found in reported.values()),
    )


def is_counted(package: Package, selection: Selection) -> bool:
    """Tell whether a package enters the sum: of the kind asked for, not set aside, wholly in the period."""
    return (
        package.kind in selection.kinds and package.counted and selection.place_package(package) == "inside"
    )


def _is_decision(package: Package) -> bool:
    return ADJUSTMENT not in package.flags


def portions(package: Package, channels: tuple[str | None, ...] = ()) -> list[Portion]:
    """Split a package over its channels, the band in proportion; keep only `channels` if given."""
    shares = _whole_shares(package)
    amounts = [share.amount for share in shares]
    lows = _split(package.amount_low, amounts)
    highs = None if package.amount_high is None else _split(package.amount_high, amounts)
    found = [
        Portion(package, share.channel, share.amount, lows[i], None if highs is None else highs[i])
        for i, share in enumerate(shares)
    ]
    return [portion for portion in found if not channels or portion.channel in channels]


def _whole_shares(package: Package) -> list[ChannelShare]:
    """List the shares by channel; what they leave of the amount has no stated channel."""
    shares: Counter[str | None] = Counter()
    for share in package.channels:
        shares[share.channel] += share.amount
    rest = package.amount - sum(shares.values())
    if rest or not shares:
        shares[None] += rest
    return [ChannelShare(channel, amount) for channel, amount in shares.items()]


def _split(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights so that the pieces add up to it exactly.

    >>> _split(100, [1, 1, 1]), _split(7, [0])
    ([33, 33, 34], [7])
    """
    total, pieces, taken, weighed = sum(weights), [], 0, 0
    for weight in weights[:-1]:
        weighed += weight
        upto = amount * weighed // total if total else 0
        pieces.append(upto - taken)
        taken = upto
    return [*pieces, amount - taken]


def _rows(
    packages: Sequence[Package], selection: Selection, by: tuple[Dimension, ...], groups: frozenset[str]
) -> list[TotalsRow]:
    grouped: dict[GroupKey, list[Portion]] = defaultdict(list)
    for package in packages:
        for portion in portions(package, selection.channels):
            grouped[_group_key(portion, by)].append(portion)
    return _in_order(_with_shares([_row(key, found) for key, found in grouped.items()]), groups)


def _sums(packages: Sequence[Package], selection: Selection, groups: frozenset[str]) -> list[TotalsRow]:
    """Add up per currency and kind what may be added: one donor's packages, or those of all but groups."""
    donors = {package.donor for package in packages}
    donor = donors.pop() if len(donors) == 1 else None
    purses: dict[tuple[str, Kind], list[Portion]] = defaultdict(list)
    for package in packages:
        if donor is not None or package.donor not in groups:
            purses[package.currency, package.kind] += portions(package, selection.channels)
    sums = [
        _row((donor, None, currency, kind, None, None, None), found)
        for (currency, kind), found in purses.items()
    ]
    return sorted(sums, key=lambda row: (-row.packages, row.currency, KINDS.index(row.kind)))


def _group_key(portion: Portion, by: tuple[Dimension, ...]) -> GroupKey:
    package = portion.package
    length = next((dimension for dimension in PERIODS if dimension in by), None)
    return (
        package.donor,
        package.recipient,
        package.currency,
        package.kind,
        portion.channel if "channel" in by else None,
        package.aid_type if "aid-type" in by else None,
        period_of(package_days(package), length) if length else None,
    )


def _row(key: GroupKey, found: Sequence[Portion]) -> TotalsRow:
    donor, recipient, currency, kind, channel, aid_type, period = key
    members = {portion.package.id: portion.package for portion in found}.values()
    dates = sorted(
        (package.date for package in members if package.date), key=lambda date: (last_day(date), date)
    )
    highs = [portion.high for portion in found]
    return TotalsRow(
        donor=donor,
        recipient=recipient,
        channel=channel,
        currency=currency,
        packages=sum(map(_is_decision, members)),
        amount=sum(portion.amount for portion in found),
        amount_low=sum(portion.low for portion in found),
        amount_high=None if None in highs else sum(high for high in highs if high is not None),
        share=None,
        first=min(dates, default=None),
        last=dates[-1] if dates else None,
        undated=sum(package.date is None for package in members),
        kind=kind,
        aid_type=aid_type,
        period=period,
    )


def _with_shares(rows: Sequence[TotalsRow]) -> list[TotalsRow]:
    """Give each row its share of what its donor gives in that currency and kind."""
    wholes: Counter[tuple[str | None, str, Kind]] = Counter()
    for row in rows:
        wholes[row.donor, row.currency, row.kind] += row.amount
    return [replace(row, share=_ratio(row.amount, wholes[row.donor, row.currency, row.kind])) for row in rows]


def _ratio(amount: int, whole: int) -> float | None:
    return round(amount / whole, 4) if whole else None


def _in_order(rows: Sequence[TotalsRow], groups: frozenset[str]) -> list[TotalsRow]:
    """Order rows: groups last, the commonest currency first, large before small, unstated last."""
    currencies: Counter[str] = Counter()
    sums: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        currencies[row.currency] += row.packages
        sums[row.donor, row.currency] += row.amount
        sums[row.donor, row.currency, row.recipient] += row.amount
        sums[row.donor, row.currency, row.recipient, row.kind, row.period] += row.amount

    def rank(row: TotalsRow) -> tuple[object, ...]:
        return (
            row.donor in groups,
            -currencies[row.currency],
            row.currency,
            -sums[row.donor, row.currency],
            row.donor or "~",
            -sums[row.donor, row.currency, row.recipient],
            row.recipient or "~",
            KINDS.index(row.kind),
            row.period or "~",
            row.channel is None,
            -row.amount,
            row.channel or "",
            row.aid_type or "",
        )

    return sorted(rows, key=rank)


def _beside_reported(
    row: TotalsRow, reported: Mapping[tuple[str | None, str | None, str], Reported]
) -> TotalsRow:
    found = reported.get((row.donor, row.recipient, row.currency))
    if found is None or row.kind != "announced":
        return row
    return replace(
        row,
        reported_amount=found.amount,
        reported_date=found.date or period_of((found.earliest, found.latest), "month"),
        reported_qualifier=found.qualifier,
    )


def _empty_rows(
    reported: Mapping[tuple[str | None, str | None, str], Reported], selection: Selection
) -> list[TotalsRow]:
    """Give a donor that was asked for by name a row of nought where only its reported total is known."""
    if not selection.donors or selection.kinds != ("announced",):
        return []
    return [
        _beside_reported(
            TotalsRow(donor, recipient, None, currency, 0, 0, 0, 0, None, None, None, 0),
            reported,
        )
        for donor, recipient, currency in reported
    ]


def _count_articles(packages: Sequence[Package], statements: Sequence[Statement]) -> int:
    article_of = {statement.id: statement.article for statement in statements}
    return len({article_of.get(link.statement) for package in packages for link in package.links} - {None})


def _left_out(about: Sequence[Package], selection: Selection) -> list[LeftOut]:
    """Say what was left out: other kinds, what a judgement or a relation set aside, what no date places."""
    other = [p for p in about if selection.place_package(p) == "inside" and p.counted]
    found = [
        _leave_out(kind, kind, [p for p in other if p.kind == kind])
        for kind in KINDS
        if kind not in selection.kinds
    ]
    asked = [p for p in about if p.kind in selection.kinds]
    for reason in sorted({_why_not(p) for p in asked if not p.counted}):
        aside = [p for p in asked if not p.counted and _why_not(p) == reason]
        found.append(_leave_out(reason, None, [p for p in aside if selection.place_package(p) != "outside"]))
    vague = [p for p in asked if p.counted and selection.place_package(p) == "unproved"]
    found.append(_leave_out("not proved to lie in the period", None, vague))
    return [item for item in found if item.packages]


def _why_not(package: Package) -> str:
    """Name the reason without the ids in it, so that packages left out for the same reason stand together."""
    reason = package.why_not_counted or ("rejected" if package.status == "rejected" else "set aside")
    return next((family for start, family in _FAMILIES.items() if reason.startswith(start)), reason)


def _leave_out(reason: str, kind: Kind | None, packages: Sequence[Package]) -> LeftOut:
    sums: Counter[str] = Counter()
    for package in packages:
        sums[package.currency] += package.amount
    return LeftOut(reason, kind, len(packages), tuple(sorted(sums.items())))
