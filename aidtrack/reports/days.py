"""The days a fact can fall on, and whether they lie in a period: ISO dates of any precision -> days.

A fact belongs to a period only when its whole span of days lies there; else nobody has proved that it does.
"""

from __future__ import annotations

from calendar import monthrange
from typing import Literal

from aidtrack.model import Article, Package, Statement, Window

Days = tuple[str | None, str | None]
Placement = Literal["inside", "outside", "unproved"]


def first_day(date: str) -> str:
    """Give the first day of an ISO date.

    >>> first_day("2024"), first_day("2024-07"), first_day("2024-07-02")
    ('2024-01-01', '2024-07-01', '2024-07-02')
    """
    return date + "-01-01"[len(date) - 4 :] if len(date) in (4, 7) else date


def last_day(date: str) -> str:
    """Give the last day of an ISO date.

    >>> last_day("2024"), last_day("2024-02"), last_day("2024-07-02")
    ('2024-12-31', '2024-02-29', '2024-07-02')
    """
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]:02}"
    return date


def span(date: str | None, earliest: str | None = None, latest: str | None = None) -> Days:
    """Bound a date by its own precision and by the window that was proved for it.

    >>> span("2024-12", "2024-12-07", None), span(None, None, "2024-11-05")
    (('2024-12-07', '2024-12-31'), (None, '2024-11-05'))
    """
    firsts = [first_day(day) for day in (date, earliest) if day]
    lasts = [last_day(day) for day in (date, latest) if day]
    return max(firsts, default=None), min(lasts, default=None)


def package_days(package: Package) -> Days:
    """Bound the day a package was announced."""
    return span(package.date, package.date_earliest, package.date_latest)


def statement_days(statement: Statement) -> Days:
    """Bound the day a statement's sum was announced, or stood at."""
    window = statement.date_window or Window(None, None)
    return span(statement.date, window.earliest, window.latest)


def article_days(article: Article) -> Days:
    """Bound the day an article was published."""
    window = article.window or Window(None, None)
    return span(article.published, window.earliest, window.latest)


def place(days: Days, since: str | None, until: str | None) -> Placement:
    """Say whether a span of days lies inside a period, outside it, or neither can be proved.

    >>> place(("2024-12-01", "2024-12-31"), "2024-01-01", "2024-12-31")
    'inside'
    >>> place(("2024-12-01", "2024-12-31"), "2024-12-10", None), place((None, None), None, "2024-12-31")
    ('unproved', 'unproved')
    """
    earliest, latest = days
    if (until and earliest and earliest > until) or (since and latest and latest < since):
        return "outside"
    begins = since is None or (earliest is not None and earliest >= since)
    ends = until is None or (latest is not None and latest <= until)
    return "inside" if begins and ends else "unproved"


def period_of(days: Days, length: Literal["year", "quarter", "month"]) -> str | None:
    """Name the year, quarter or month that holds a whole span of days; None where none does.

    >>> period_of(("2024-12-01", "2024-12-31"), "month"), period_of(("2024-09-01", "2024-11-05"), "quarter")
    ('2024-12', None)
    """
    earliest, latest = days
    if not earliest or not latest or _period(earliest, length) != _period(latest, length):
        return None
    return _period(earliest, length)


def _period(day: str, length: str) -> str:
    if length == "quarter":
        return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
    return day[:4] if length == "year" else day[:7]
