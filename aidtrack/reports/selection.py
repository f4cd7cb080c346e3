"""Which facts a question is about: the filters of the reading commands as one plain value.

An empty tuple asks for all, None in it for what the text does not state; `since` and `until` are days.
"""

from __future__ import annotations

from dataclasses import dataclass

from aidtrack.model import KINDS, Kind, Package, Statement
from aidtrack.reports.days import Placement, package_days, place, statement_days


@dataclass(frozen=True, slots=True)
class Selection:
    """Donors, recipients, channels and aid types by code; kinds; and a period, both days inclusive."""

    donors: tuple[str | None, ...] = ()
    recipients: tuple[str | None, ...] = ()
    channels: tuple[str | None, ...] = ()
    aid_types: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ("announced",)
    since: str | None = None
    until: str | None = None

    def is_about(self, fact: Package | Statement) -> bool:
        """Tell whether donor, recipient, channel and aid type fit; kind and period are asked apart."""
        return (
            _fits(fact.donor, self.donors)
            and _fits(fact.recipient, self.recipients)
            and _fits(fact.aid_type, self.aid_types)
            and (not self.channels or bool(channels_of(fact) & set(self.channels)))
        )

    def place_package(self, package: Package) -> Placement:
        """Place a package in the period."""
        return place(package_days(package), self.since, self.until)

    def place_statement(self, statement: Statement) -> Placement:
        """Place a statement in the period."""
        return place(statement_days(statement), self.since, self.until)

    @property
    def has_period(self) -> bool:
        """Whether the question names a period."""
        return bool(self.since or self.until)

    @property
    def all_kinds(self) -> bool:
        """Whether every kind is asked for."""
        return set(self.kinds) == set(KINDS)


def channels_of(fact: Package | Statement) -> set[str | None]:
    """List the channels that a package or statement comes through, by part too; None: not stated."""
    if isinstance(fact, Package):
        named = {share.channel for share in fact.channels}
        return named | {None} if sum(share.amount for share in fact.channels) < fact.amount else named
    stated = {fact.channel, *(part.channel for part in fact.parts)} - {None}
    return stated or {None}


def _fits(code: str | None, wanted: tuple[str | None, ...]) -> bool:
    return not wanted or code in wanted
