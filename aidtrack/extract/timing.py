"""When: the date of what a sum tells, and the start of what a running total counts.

In: a page and one of its sums, with all its mentions. Out: ISO dates and the names of the rules that chose them; None where the text does
not tell. Date words of the sum's own clause come first, then what news leaves unsaid: what stands in the lead is of the published day.
"""

from __future__ import annotations

import datetime
import re

from aidtrack.extract.coreference import Sum
from aidtrack.extract.dates import find_dates, next_weekday, past_year, read_since
from aidtrack.extract.details import clause_of
from aidtrack.extract.scene import Page


def date_of(page: Page, item: Sum) -> tuple[str | None, str]:
    """The date of what a sum tells: of the announcement, of the request; for a running total, its as-of date."""
    published = page.published
    if item.reading == "cumulative":
        as_of = _as_of(page, item)
        return (as_of, "date-as-told") if as_of else (published, "date-as-of" if published else "")
    if item.reading == "expected":
        return _expected_on(page, item)
    for mention in (item, *item.repeats):
        date, rule = _date_in(page, mention)
        if date:
            return date, rule
    return _fresh(item, published, item.candidate.index <= lead_end(page)) if published else (None, "")


def _fresh(item: Sum, published: str, leads: bool) -> tuple[str | None, str]:
    """The date of news that names no day: of the published month, in the lead of its day; a request's only if it was just made."""
    mask = item.candidate.mask
    if item.reading == "announced" and not _RECALLED.search(mask):
        return (published, "date-published") if leads else (published[:7], "date-fresh-news")
    decided = item.reading == "envelope" or _DECIDED.search(mask)
    if item.reading != "announced" and leads and decided and not _EARLIER.search(mask):
        return published[:7], "date-fresh-news"
    return None, ""


_RECALLED = re.compile(
    r"\b(?:previous(?:ly)?|earlier|prior|had (?:announced|pledged|approved|provided)|already)\b"
)
_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|earlier|prior|had|already|last|ago|since|remain\w*|left|could|would)\b"
)
_DECIDED = re.compile(
    r"\b(?:approved?|announce[ds]?|sign(?:ed|s)|pass(?:ed|es)|adopt(?:ed|s)|agreed?|voted|unveil(?:ed|s)|promised?|pledge[ds]?|presented|put forward|commit(?:ted|s)|has asked|asked|requested|proposed)\b"
)
_DUE = re.compile(
    r"\b(?:as (?:early|soon) as|possibly|perhaps|probably|likely|maybe|expected|due|scheduled|set|slated|planned|coming|later|(?:announce|unveil|reveal|approve|sign|present|disclose|make public|made public|announced|unveiled|announcement|decision)\b[^.;¤§]{0,60}?)"
    r" ?(?:on|for|this|next|by|in|later|to come)? ?(?:the )?$",
    re.IGNORECASE,
)


def _expected_on(page: Page, item: Sum) -> tuple[str | None, str]:
    """The day an announcement is expected on: "as early as Wednesday", "to be announced on Friday", "tomorrow"."""
    for mention in (item, *item.repeats):
        mask = mention.candidate.mask
        if re.search(r"\btomorrow\b", mask) and page.published and len(page.published) == 10:
            return (
                datetime.date.fromisoformat(page.published) + datetime.timedelta(days=1)
            ).isoformat(), "date-tomorrow"
        for start, end, date, rule in find_dates(mask, page.published):
            words = mask[max(0, start - 90) : start]
            if not _DUE.search(words) or re.search(r"\b(?:said|told|reported|says)\b[^,;]*$", words):
                continue
            if rule == "weekday":
                date = next_weekday(mask[start:end].split()[-1], page.published)
            if date and rule in (
                "weekday",
                "today",
                "month-day",
                "day-month",
                "month-day-year",
                "day-month-year",
                "iso",
            ):
                return date, f"date-due-{rule}"
    return None, ""


_AS_OF = re.compile(
    r"\b(?:as of|as at|through|until|till|up to|by|to the end of|at the end of|to|as on|ending|dated)[ ](?:the )?(?:end of |late |early |mid-?|the middle of |close of )?$",
    re.IGNORECASE,
)


def _as_of(page: Page, item: Sum) -> str | None:
    """The day or month up to which a running total counts, where the text tells it: "as of Sept. 15", "through June 2025"."""
    for mention in (item, *item.repeats):
        mask = mention.candidate.mask
        left, right = clause_of(mask)
        low, high = mask.find("§") - len(left), mask.find("§") + 1 + len(right)
        for start, _, date, rule in find_dates(mask, page.published):
            words = mask[max(0, start - 70) : start]
            told = _AS_OF.search(words) and low <= start < high
            told = told and not re.search(r"\b[Ss]ince\b[^,;]*$|\bexpected\b", words)
            if (
                date
                and told
                and rule not in ("today", "last-year")
                and (not page.published or date[: len(date)] <= page.published[: len(date)])
            ):
                return date
        if year := past_year(f"{left}§{right}", page.published):
            return year
    return None


def _date_in(page: Page, item: Sum) -> tuple[str | None, str]:
    """The date words of the sum's own clause, then of its sentence: the nearest that says when, not since when."""
    mask = item.candidate.mask
    at = mask.find("§")
    dates = [
        d
        for d in find_dates(mask, page.published)
        if not (d[3] == "iso" and mask[: d[0]] == "date ")
        and not re.search(r"\bsince\b[^.;§¤]{0,60}$", mask[max(0, d[0] - 70) : d[0]])
        and not re.search(
            r"\b(?:since|through|until|till|by|from|between|fiscal year|before|after|ends?|for|FY|over)[ ](?:the )?(?:end of |late |early )?$",
            mask[max(0, d[0] - 18) : d[0]],
        )
    ]
    dates = [
        d
        for d in dates
        if not (
            d[3] in ("in-month", "month-then")
            and re.match(r"(?:since|from|until|of)\b", mask[d[0] : d[1]], re.IGNORECASE)
        )
    ]
    if item.reading in ("envelope", "proposed"):
        dates = [d for d in dates if d[3] not in ("year", "last-year", "this-month", "last-week")]
    if not dates:
        return None, ""
    left, right = clause_of(mask)
    low, high = at - len(left), at + 1 + len(right)
    inside = [d for d in dates if low <= d[0] and d[1] <= high]
    chosen = min(inside or dates, key=lambda d: min(abs(d[0] - at), abs(d[1] - at)))
    return chosen[2], f"date-{chosen[3]}" if chosen[2] else ""


def told_day(page: Page, item: Sum) -> str | None:
    """The day with its year that a package's own sentence tells: two equal sums of two such days are two packages."""
    if item.reading != "announced":
        return None
    date, rule = _date_in(page, item)
    return date if rule in EXPLICIT_DAYS else None


EXPLICIT_DAYS = ("date-month-day-year", "date-day-month-year", "date-iso")


_ALL_TOLD = re.compile(
    r"^\W*(?:All told|In all|Altogether|In total|Overall|So far|To date|In sum|Together|Thus far|By now|All in all)\b",
    re.IGNORECASE,
)


def since_of(page: Page, item: Sum) -> str | None:
    """The start of a running total: told beside it, in its sentence, or just before one that sums up ("All told it has given §")."""
    for mention in (item, *item.repeats):
        left, right = clause_of(mention.candidate.mask)
        for words in (f"§{right}", f"{left}§", mention.candidate.mask):
            if since := read_since(words, page.published):
                return since
    if item.candidate.index and _ALL_TOLD.match(item.candidate.mask):
        return read_since(page.words_of(item.candidate.index - 1), page.published)
    return None


# News and releases open with what is new: a sum this near the top, with no day of its own, is of the published day.
LEAD_SENTENCES = 3


def lead_end(page: Page) -> int:
    """The last sentence of the lead; headlines do not count."""
    headings = sum(1 for s in page.sentences[: 2 * LEAD_SENTENCES] if s.heading)
    return LEAD_SENTENCES - 1 + headings
