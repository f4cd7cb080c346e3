"""Facts in words: days, parties, counts, as all tables and notes say them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aidtrack.render.page import Page
from aidtrack.render.safe import safe


@dataclass(frozen=True, slots=True)
class Names:
    """How codes are called: donors and recipients, and channels; a code without a name is its own."""

    party: Callable[[str | None], str]
    channel: Callable[[str | None], str]


def when(date: str | None, earliest: str | None, latest: str | None, page: Page) -> str:
    """Write a date as precise as it is known: given, or the window that was proved.

    >>> when("2024-07-02", None, None, Page()), when(None, "2024-12-01", "2024-12-31", Page())
    ('2024-07-02', '2024-12')
    >>> when(None, "2024-09-01", "2024-11-05", Page()), when(None, None, "2024-11-05", Page())
    ('2024-09-01…2024-11-05', 'by 2024-11-05')
    """
    if date:
        return date
    if earliest and latest:
        return _window(earliest, latest, page)
    if earliest:
        return f"from {earliest}"
    return f"by {latest}" if latest else page.none


def _window(earliest: str, latest: str, page: Page) -> str:
    from aidtrack.reports.days import last_day

    if earliest == latest:
        return earliest
    for whole in (earliest[:4], earliest[:7]):
        if earliest == f"{whole}-01-01"[:10] and latest == last_day(whole):
            return whole
    if earliest.endswith("-01") and latest == last_day(earliest[:7]):
        return earliest[:7]
    return f"{earliest}{page.sign('…', '..')}{latest}"


def count(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> count(1, "package"), count(1200, "article")
    ('1 package', '1,200 articles')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def arrow(donor: str | None, recipient: str | None, page: Page) -> str:
    """Write who gives to whom in codes."""
    return f"{safe(donor or page.none)} {page.sign('→', '->')} {safe(recipient or page.none)}"


def listed(words: list[str]) -> str:
    """Write a list of words.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
