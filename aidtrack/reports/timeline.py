"""totals by period -> a row for each period, empty ones too, with what each donor gave so far."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from aidtrack.reports.records import Record
from aidtrack.reports.totals import Totals, TotalsRow


def timeline_rows(report: Totals) -> list[Record]:
    """Fill the gaps between periods and add the sums up; what lies in no one period comes last."""
    rows: list[Record] = []
    for _, found in groupby(report.rows, key=_purse):
        rows += _line(list(found))
    return rows


def _purse(row: TotalsRow) -> tuple[str | None, str | None, str, str]:
    return row.donor, row.recipient, row.currency, row.kind


def _line(rows: Sequence[TotalsRow]) -> list[Record]:
    by_period = {row.period: row for row in rows}
    periods = _between(sorted(period for period in by_period if period))
    so_far, records = 0, []
    for period in [*periods, *([None] if None in by_period else [])]:
        row = by_period.get(period)
        so_far += row.amount if row else 0
        records.append(_record(rows[0], period, row, so_far))
    return records


def _record(purse: TotalsRow, period: str | None, row: TotalsRow | None, so_far: int) -> Record:
    return {
        "donor": purse.donor,
        "recipient": purse.recipient,
        "currency": purse.currency,
        "kind": purse.kind,
        "period": period,
        "packages": row.packages if row else 0,
        "amount": row.amount if row else 0,
        "cumulative": so_far,
    }


def _between(periods: Sequence[str]) -> list[str]:
    """List all periods from the first to the last.

    >>> _between(["2023-11", "2024-02"]), _between(["2023-Q4", "2024-Q1"]), _between([])
    (['2023-11', '2023-12', '2024-01', '2024-02'], ['2023-Q4', '2024-Q1'], [])
    """
    if not periods:
        return []
    filled = [periods[0]]
    while filled[-1] < periods[-1]:
        filled.append(_next(filled[-1]))
    return filled


def _next(period: str) -> str:
    year, rest = int(period[:4]), period[5:]
    if not rest:
        return f"{year + 1:04}"
    mark, last = ("Q", 4) if rest.startswith("Q") else ("", 12)
    number = int(rest.lstrip("Q")) + 1
    year, number = (year + 1, 1) if number > last else (year, number)
    return f"{year:04}-{mark}{number}" if mark else f"{year:04}-{number:02}"
