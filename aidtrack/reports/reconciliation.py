"""packages and reported totals -> each total beside our sum of its scope, and what may explain a gap.

A reported total is a stock: it is set beside the sum of packages up to its day, of its aid type and channel
and since its start, and never added to anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from aidtrack.model import Article, Package, Statement
from aidtrack.reports.days import first_day, last_day, package_days, place
from aidtrack.reports.selection import Selection

Record = dict[str, Any]
ALL = ("mixed", "unspecified")
GAP_DAYS = 45


@dataclass(frozen=True, slots=True)
class ReportedTotal:
    """A total to date: of whom, how much, as of when, of which scope, told where."""

    donor: str | None
    recipient: str | None
    currency: str
    amount: int
    qualifier: str
    date: str | None
    since: str | None
    aid_type: str
    channel: str | None
    source: str | None

    @property
    def scope(self) -> str:
        """Say in words what the total is of: `military, PDA, since 2022-02`."""
        kind = "all" if self.aid_type in ALL else self.aid_type
        start = f"since {self.since}" if self.since else "no start told"
        return ", ".join(word for word in (kind, self.channel, start) if word)

    @property
    def series(self) -> tuple[str, str, str, str]:
        """What makes two totals comparable: the same donor, recipient, currency and scope."""
        return (self.donor or "~", self.recipient or "~", self.currency, self.scope)


def told_totals(statements: Iterable[Statement], articles: Mapping[str, Article]) -> list[ReportedTotal]:
    """Take the reported totals from cumulative statements; without a day of its own, as of its article's."""
    found = []
    for statement in statements:
        if statement.kind != "cumulative":
            continue
        article = articles.get(statement.article)
        found.append(
            ReportedTotal(
                donor=statement.donor,
                recipient=statement.recipient,
                currency=statement.currency,
                amount=statement.amount,
                qualifier=statement.qualifier,
                date=_as_of(statement, article),
                since=statement.since,
                aid_type=statement.aid_type,
                channel=statement.channel,
                source=(article.url or article.path) if article else None,
            )
        )
    return found


def _as_of(statement: Statement, article: Article | None) -> str | None:
    if statement.date and len(statement.date) == 10:
        return statement.date
    published = article.published if article else None
    if published and published.startswith(statement.date or ""):
        return published
    return statement.date


QUALIFIERS = (("over", r"more than|over\b|at least"), ("about", r"approximat|nearly|about|roughly|almost"))
STARTS = (
    (r"since (\d{4}(?:-\d\d){0,2})", None),
    (r"calendar (\d{4})", None),
    (r"all of FY(\d{4})", None),
    (r"war began|full-scale invasion", "2022-02"),
)
MONEY_COLUMN = re.compile(r"amount(?:_([a-z]{3}))?$")


def totals_from_rows(rows: Iterable[Mapping[str, str]], donor: str | None) -> list[ReportedTotal]:
    """Read totals from a table: columns date, amount (or amount_usd), qualifier, and if there, the rest.

    The wording beside an amount tells hedge, start and channel, as in `more than; since 2022-02-24`,
    `PDA only`. A revaluation is no total.
    """
    return [total for row in rows if (total := _total_of(row, donor)) is not None]


def _total_of(row: Mapping[str, str], donor: str | None) -> ReportedTotal | None:
    column = next(name for name in row if MONEY_COLUMN.match(name))
    words = row.get("qualifier") or ""
    if "REVALUATION" in words:
        return None
    currency = row.get("currency") or (MONEY_COLUMN.match(column)[1] or "usd").upper()  # type: ignore[index]
    channel = re.search(r"\b(PDA|USAI|FMF)\b[^;]*\bonly\b|\b(PDA|USAI|FMF) only", words)
    return ReportedTotal(
        donor=row.get("donor") or donor,
        recipient=row.get("recipient") or "UA",
        currency=currency,
        amount=int(row[column]),
        qualifier=next((name for name, pattern in QUALIFIERS if re.search(pattern, words)), "exact"),
        date=row.get("date") or None,
        since=row.get("since") or _start(words),
        aid_type=row.get("aid_type") or "military",
        channel=row.get("channel") or (next(filter(None, channel.groups())) if channel else None),
        source=row.get("source_url") or row.get("source") or None,
    )


def _start(words: str) -> str | None:
    for pattern, fixed in STARTS:
        found = re.search(pattern, words)
        if found:
            return fixed or found[1]
    return None


def reconcile(
    totals: Iterable[ReportedTotal], packages: Sequence[Package], articles: Iterable[Article] = ()
) -> list[Record]:
    """Set every reported total beside our sum, in the order of donor, scope and date."""
    dates = sorted(a.published for a in articles if a.published and len(a.published) == 10)
    rows: list[Record] = []
    before: dict[tuple[str, ...], Record] = {}
    for total, sources in _distinct(totals):
        row = _row(total, sources, packages, dates, before.get(total.series))
        before[total.series] = row
        rows.append(row)
    return rows


def _distinct(totals: Iterable[ReportedTotal]) -> list[tuple[ReportedTotal, int]]:
    """Fold the same total told on the same day by several into one, with how many told it."""
    told: dict[tuple[Any, ...], list[ReportedTotal]] = {}
    for total in totals:
        key = (*total.series, total.date or "~", total.amount)
        told.setdefault(key, []).append(total)
    return [
        (min(same, key=lambda t: (t.qualifier == "exact", t.source or "~")), len(same))
        for _, same in sorted(told.items(), key=lambda item: item[0])
    ]


def _row(
    total: ReportedTotal,
    sources: int,
    packages: Sequence[Package],
    dates: Sequence[str],
    before: Record | None,
) -> Record:
    inside = in_scope(packages, total) if total.date else []
    tracked = sum(_portion(package, total) for package in inside)
    row: Record = {
        "donor": total.donor,
        "date": total.date,
        "reported": total.amount,
        "reported_qualifier": total.qualifier,
        "tracked": tracked if total.date else None,
        "difference": tracked - total.amount if total.date else None,
        "ratio": round(tracked / total.amount, 4) if total.amount and total.date else None,
        "scope": total.scope,
        "source": total.source,
        "recipient": total.recipient,
        "currency": total.currency,
        "sources": sources,
        "packages": len(inside),
        "between": [],
        "reported_step": None,
        "flags": [],
    }
    ids = [package.id for package in inside]
    if before is not None and total.date:
        known = set(before["_ids"])
        row["between"] = [name for name in ids if name not in known]
        row["reported_step"] = total.amount - before["reported"]
        row["flags"] = _flags(row, before)
    row["_ids"] = ids
    row["causes"] = explain_gap(total, row, packages, dates)
    return row


def _flags(row: Record, before: Record) -> list[str]:
    """A total that falls, or two of one day that differ, cannot both be right."""
    if row["date"] == before["date"]:
        return ["disagrees"]
    return ["falls"] if row["reported"] < before["reported"] * 99 // 100 else []


def in_scope(packages: Iterable[Package], total: ReportedTotal) -> list[Package]:
    """The counted packages that a total speaks of: its parties, currency, type, channel and time."""
    since = first_day(total.since) if total.since else None
    until = last_day(total.date) if total.date else None
    return [
        package
        for package in packages
        if package.counted
        and package.kind == "announced"
        and _is_of(package, total)
        and place(package_days(package), since, until) == "inside"
    ]


def _is_of(package: Package, total: ReportedTotal) -> bool:
    asked = Selection(
        donors=(total.donor,),
        recipients=(total.recipient,) if total.recipient else (),
        channels=(total.channel,) if total.channel else (),
        aid_types=() if total.aid_type in ALL else (total.aid_type,),
    )
    return package.currency == total.currency and asked.is_about(package)


def _portion(package: Package, total: ReportedTotal) -> int:
    if total.channel is None:
        return package.amount
    return sum(share.amount for share in package.channels if share.channel == total.channel)


def explain_gap(
    total: ReportedTotal, row: Record, packages: Sequence[Package], dates: Sequence[str]
) -> list[str]:
    """Name what would explain that our sum is not the reported one, the likeliest first."""
    if row["ratio"] is None:
        return ["the day of this total is not known"] if not total.date else []
    if abs(row["ratio"] - 1) < 0.02:
        return []
    about = [p for p in packages if _is_of(p, total) and p.status != "rejected"]
    found = [_missing_period(total, dates)] if row["difference"] < 0 else []
    if row["difference"] < 0:
        found += [
            _listing("expected, never seen announced", [p for p in about if _waits(p, total)]),
            _listing("without a day that is proved", [p for p in about if _is_vague(p, total)]),
            _listing("not counted before a review", [p for p in about if _is_open(p)]),
            _listing("reuse of authority counted before", [p for p in about if _is_reused(p)]),
        ]
    else:
        reviewed = [p for p in in_scope(packages, total) if p.status == "review"]
        found.append(_listing("counted, yet to be reviewed", reviewed))
    if not total.since:
        found.append("the total does not say since when it counts")
    return [cause for cause in found if cause]


def _missing_period(total: ReportedTotal, dates: Sequence[str]) -> str:
    """The longest time before the total's day from which there is no article at all."""
    start = first_day(total.since) if total.since else None
    end = last_day(total.date) if total.date else None
    days = [day for day in dates if (not start or day >= start) and (not end or day <= end)]
    marks = [day for day in (start, *days, end) if day]
    if len(marks) < 2:
        return ""
    length, first, last = max((_days_between(a, b), a, b) for a, b in pairwise(marks))
    return f"no article from {first} to {last}" if length > GAP_DAYS else ""


def _days_between(first: str, last: str) -> int:
    from datetime import date

    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _listing(what: str, packages: Sequence[Package]) -> str:
    if not packages:
        return ""
    amount = sum(package.amount for package in packages)
    names = ", ".join(package.id for package in packages[:3])
    more = f" and {len(packages) - 3} more" if len(packages) > 3 else ""
    return f"{what}: {len(packages)} of {amount:,} ({names}{more})"


def _waits(package: Package, total: ReportedTotal) -> bool:
    return package.kind == "expected" and (package.date_earliest or "9") <= (total.date or "9")


def _is_vague(package: Package, total: ReportedTotal) -> bool:
    until = last_day(total.date) if total.date else None
    return (
        package.kind == "announced"
        and package.counted
        and place(package_days(package), first_day(total.since) if total.since else None, until) == "unproved"
    )


def _is_reused(package: Package) -> bool:
    return (package.why_not_counted or "").startswith("authority counted before")


def _is_open(package: Package) -> bool:
    return package.kind == "announced" and not package.counted and package.status == "review"
