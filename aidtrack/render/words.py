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
    """Write a date for a narrow column: as given, or the months of the window that was proved.

    >>> when("2024-07-02", None, None, Page()), when(None, "2024-12-01", "2024-12-31", Page())
    ('2024-07-02', '2024-12')
    >>> when(None, "2024-09-01", "2024-11-05", Page()), when(None, None, "2024-11-05", Page())
    ('2024-09…2024-11', 'by 2024-11-05')
    """
    known = date or _whole(earliest, latest)
    if known:
        return known
    if earliest and latest:
        return _months(earliest, latest, page.sign("…", ".."))
    if earliest:
        return f"from {earliest}"
    return f"by {latest}" if latest else page.none


def in_days(date: str | None, earliest: str | None, latest: str | None) -> str:
    """Say in a sentence when something was, as exactly as it is known.

    >>> in_days("2024-07-02", None, None), in_days("2024-07", None, None), in_days(None, None, None)
    ('on 2024-07-02', 'in 2024-07', 'on an unknown day')
    >>> in_days(None, "2024-09-01", "2024-11-05")
    'between 2024-09-01 and 2024-11-05'
    """
    known = date or _whole(earliest, latest)
    if known:
        return f"on {known}" if len(known) == 10 else f"in {known}"
    if earliest and latest:
        return f"between {earliest} and {latest}"
    if earliest:
        return f"on {earliest} or later"
    return f"on {latest} or earlier" if latest else "on an unknown day"


def _months(earliest: str, latest: str, dots: str) -> str:
    """Shorten a window to its months, or to the days of one month.

    >>> _months("2024-12-07", "2024-12-09", "…")
    '2024-12-07…09'
    """
    if earliest[:7] == latest[:7]:
        return f"{earliest}{dots}{latest[8:]}"
    return f"{earliest[:7]}{dots}{latest[:7]}"


def _whole(earliest: str | None, latest: str | None) -> str | None:
    """Name the day, month or year that a window is exactly."""
    if not earliest or not latest:
        return None
    names = (earliest[:4], earliest[:7], earliest)
    return next((name for name in names if (first_day(name), last_day(name)) == (earliest, latest)), None)


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
