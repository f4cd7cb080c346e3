"""packages and an official list -> package by package: matched, different, missing, extra."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import Any

from aidtrack.model import Package
from aidtrack.reports.days import package_days, place

Record = dict[str, Any]
NEAR = 20  # days within which a package of the same sum is taken for the one that was meant


@dataclass(frozen=True, slots=True)
class Official:
    """One row of an official list."""

    name: str
    date: str
    channel: str | None
    amount: int
    source: str | None


def official_rows(rows: Iterable[Mapping[str, str]]) -> list[Official]:
    """Read an official list: columns tranche, date, channel, amount_usd (or amount), note.

    Where notes tell primary rows from alternative ones, only the primary ones count. `PDA-552` is PDA.
    """
    told = list(rows)
    if any((row.get("note") or "").startswith("primary") for row in told):
        told = [row for row in told if (row.get("note") or "").startswith("primary")]
    return [
        Official(
            name=row.get("tranche") or "",
            date=row["date"],
            channel=re.sub(r"-\d+$", "", row.get("channel") or "") or None,
            amount=int(row.get("amount_usd") or row.get("amount") or 0),
            source=row.get("source_url") or None,
        )
        for row in told
    ]


def align(official: Sequence[Official], packages: Sequence[Package]) -> list[Record]:
    """Give each official row its package, the surest pairs first; then the packages that no row knows."""
    pairs = sorted(
        (grade, number, package.id, package)
        for number, row in enumerate(official)
        for package in packages
        if (grade := _grade(row, package)) is not None
    )
    taken: dict[int, Package] = {}
    used: set[str] = set()
    for _, number, name, package in pairs:
        if number not in taken and name not in used:
            taken[number] = package
            used.add(name)
    records = [_record(row, taken.get(number)) for number, row in enumerate(official)]
    unknown = [p for p in packages if p.id not in used and _is_placed(p, official)]
    return sorted(records + [_extra(package) for package in unknown], key=_by_date)


def _is_placed(package: Package, official: Sequence[Official]) -> bool:
    """Whether a package is proved to be of the list's time; of others the list can say nothing."""
    dates = [row.date for row in official]
    return bool(dates) and place(package_days(package), min(dates), max(dates)) == "inside"


def _grade(row: Official, package: Package) -> tuple[int, int, int] | None:
    """How far a package is from a row (less is nearer): amount, channel, days; None where they are apart."""
    days = _days_apart(row.date, package)
    if days is None or days > NEAR:
        return None
    channels = {share.channel for share in package.channels}
    amounts = {package.amount} | {s.amount for s in package.channels if s.channel == row.channel}
    if row.amount not in amounts and not (days <= 1 and _is_near(row, package, channels)):
        return None
    return (row.amount not in amounts, row.channel not in channels, days)


def _is_near(row: Official, package: Package, channels: set[str | None]) -> bool:
    """Whether another sum of the same day may be meant: through the same channel, or rounded."""
    gap = abs(package.amount - row.amount)
    if package.date is None:
        return False
    if row.channel in channels:
        return gap * 4 <= row.amount
    return channels == {None} and gap * 10 <= row.amount


def _days_apart(date: str, package: Package) -> int | None:
    earliest, latest = package_days(package)
    if not earliest or not latest:
        return None
    day, first, last = (Day.fromisoformat(each).toordinal() for each in (date, earliest, latest))
    return 0 if first <= day <= last else min(abs(day - first), abs(day - last))


def _record(row: Official, package: Package | None) -> Record:
    different = _differences(row, package) if package else []
    return {
        "state": "missing" if package is None else "different" if different else "matched",
        "name": row.name,
        "date": row.date,
        "channel": row.channel,
        "amount": row.amount,
        "package": package.id if package else None,
        "tracked_date": package.date if package else None,
        "tracked_channels": [share.channel for share in package.channels] if package else [],
        "tracked_amount": _tracked(row, package) if package else None,
        "differences": different,
        "source": row.source,
    }


def _tracked(row: Official, package: Package) -> int:
    shares = [share.amount for share in package.channels if share.channel == row.channel]
    return row.amount if row.amount in shares else package.amount


def _differences(row: Official, package: Package) -> list[str]:
    found = []
    if _tracked(row, package) != row.amount:
        found.append("amount")
    elif package.amount != row.amount:
        found.append("share of a larger package")
    if row.channel not in {share.channel for share in package.channels}:
        found.append("channel")
    if not package.date or len(package.date) < 10:
        found.append("no day")
    elif (_days_apart(row.date, package) or 0) > 1:
        found.append("date")
    return found


def _extra(package: Package) -> Record:
    return {
        "state": "extra",
        "name": "",
        "date": None,
        "channel": None,
        "amount": None,
        "package": package.id,
        "tracked_date": package.date,
        "tracked_channels": [share.channel for share in package.channels],
        "tracked_amount": package.amount,
        "differences": [],
        "source": None,
    }


def _by_date(record: Record) -> tuple[str, str, str]:
    return (record["date"] or record["tracked_date"] or "~", record["name"] or "~", record["package"] or "~")
