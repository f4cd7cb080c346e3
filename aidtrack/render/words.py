"""Facts in words: days, parties, counts, as all tables and notes say them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from shlex import quote

from aidtrack.render.page import Page
from aidtrack.render.safe import safe
from aidtrack.reports.days import first_day, last_day
from aidtrack.reports.selection import Selection


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
    if earliest == latest:
        return earliest
    for whole in (earliest[:4], earliest[:7]):
        if (earliest, latest) == (first_day(whole), last_day(whole)):
            return whole
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


def filters_of(selection: Selection) -> str:
    """Write a question's filters as options, so that a hint can be copied; kinds are left to the hint."""
    chosen: list[tuple[str, tuple[str | None, ...]]] = [
        ("--donor", selection.donors),
        ("--recipient", selection.recipients),
        ("--channel", selection.channels),
        ("--aid-type", selection.aid_types),
        ("--since", (selection.since,) if selection.since else ()),
        ("--until", (selection.until,) if selection.until else ()),
    ]
    options = [(option, ",".join(each or "none" for each in codes)) for option, codes in chosen if codes]
    return "".join(f" {option} {quote(safe(codes))}" for option, codes in options)
