"""statements -> the newest total that each donor is reported to have given, beside ours.

Such a total is a stock: it is compared and never added. It is compared with packages of its own aid type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aidtrack.model import Package, Qualifier, Statement
from aidtrack.reports.days import statement_days
from aidtrack.reports.selection import Selection

Purse = tuple[str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Reported:
    """A total to date as an article tells it, with the days it can stand at and the scope it is of."""

    donor: str | None
    recipient: str | None
    currency: str
    amount: int
    qualifier: Qualifier
    date: str | None
    earliest: str | None
    latest: str | None
    since: str | None
    aid_type: str
    statement: str
    article: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reported total beside our sum of the same donor, recipient, currency and aid type."""

    reported: Reported
    ours: int
    packages: int

    @property
    def ratio(self) -> float | None:
        """How far ours lies from the reported one: -0.05 is five per cent below."""
        return (self.ours - self.reported.amount) / self.reported.amount if self.reported.amount else None


def compare(reported: Reported, packages: Iterable[Package]) -> Comparison:
    """Put our sum of a total's scope beside it."""
    ours = [package.amount for package in packages if _is_of_scope(package, reported)]
    return Comparison(reported, sum(ours), len(ours))


def _is_of_scope(package: Package, reported: Reported) -> bool:
    purse = (package.donor, package.recipient, package.currency)
    return (
        package.kind == "announced"
        and purse == (reported.donor, reported.recipient, reported.currency)
        and reported.aid_type in (package.aid_type, "mixed", "unspecified")
    )


def newest_totals(statements: Iterable[Statement], selection: Selection) -> dict[Purse, Reported]:
    """Find the newest cumulative statement of each donor, recipient and currency that a question is about."""
    told: dict[Purse, list[Statement]] = defaultdict(list)
    for statement in statements:
        if _is_in_question(statement, selection):
            told[statement.donor, statement.recipient, statement.currency].append(statement)
    return {
        purse: _reported(max(_of_widest_scope(told[purse]), key=_age)) for purse in sorted(told, key=_text)
    }


def _of_widest_scope(told: Sequence[Statement]) -> list[Statement]:
    """Leave out totals of something narrower: "$159m for demining" beside "$50bn in security assistance".

    Totals to date hardly fall, so one below a tenth of another is of a region, a sector or a year.
    """
    most = max(statement.amount for statement in told)
    return [statement for statement in told if statement.amount * 10 >= most]


def _is_in_question(statement: Statement, selection: Selection) -> bool:
    """Keep totals of the scope asked for; one channel's total answers only a question about that channel."""
    if statement.kind != "cumulative" or not selection.is_about(statement):
        return False
    if statement.channel not in (selection.channels or (None,)):
        return False
    latest = statement_days(statement)[1]
    return selection.until is None or (latest is not None and latest <= selection.until)


def _age(statement: Statement) -> tuple[str, str, int, str]:
    """Order totals in time; of two that cannot be told apart the larger is the newer, for totals rise."""
    earliest, latest = statement_days(statement)
    return earliest or "", latest or "", statement.amount, statement.id


def _reported(statement: Statement) -> Reported:
    earliest, latest = statement_days(statement)
    return Reported(
        donor=statement.donor,
        recipient=statement.recipient,
        currency=statement.currency,
        amount=statement.amount,
        qualifier=statement.qualifier,
        date=statement.date,
        earliest=earliest,
        latest=latest,
        since=statement.since,
        aid_type=statement.aid_type,
        statement=statement.id,
        article=statement.article,
    )


def _text(purse: Purse) -> tuple[str, str, str]:
    return purse[0] or "~", purse[1] or "~", purse[2]
