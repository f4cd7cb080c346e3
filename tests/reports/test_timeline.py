"""Sums by period: gaps are filled, sums so far add up, what has no period comes last."""

from __future__ import annotations

from samples import PACKAGES, STATEMENTS

from aidtrack.reports.selection import Selection
from aidtrack.reports.timeline import timeline_rows
from aidtrack.reports.totals import totals


def test_months_without_packages_are_shown() -> None:
    """July to December 2024 for the United States, and 700m that lies in no one month."""
    rows = timeline_rows(totals(PACKAGES, STATEMENTS, Selection(donors=("US",)), ("month",)))
    assert [row["period"] for row in rows] == [*(f"2024-{month:02}" for month in range(7, 13)), None]
    assert [row["packages"] for row in rows] == [1, 0, 0, 0, 0, 2, 1]
    assert rows[-1]["cumulative"] == 4_713_000_000


def test_each_donor_has_a_line_of_its_own() -> None:
    """Nothing is added up across donors or currencies."""
    rows = timeline_rows(totals(PACKAGES, STATEMENTS, Selection(), ("year",)))
    last = {row["donor"]: row["cumulative"] for row in rows}
    assert last == {"US": 4_713_000_000, "GB": 1_050_000_000, "COALITION": 21_000_000_000}
