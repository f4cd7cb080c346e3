"""When: date words of a sentence against the article's published day, as precise as the text is.

In: a mask or sentence and the published date (ISO, may be None or short). Out: ISO dates `2024-07-02`, `2024-07`, `2024` or None.
Nothing is resolved against today. A weekday is the last one up to the published day; a month without a year is the last
such month up to it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"

_EXPRESSIONS = [
    ("iso", re.compile(r"\b(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)\b")),
    ("month-day-year", re.compile(rf"\b{_MONTH} {_DAY},? (?:of )?{_YEAR}")),
    ("day-month-year", re.compile(rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}")),
    ("month-year", re.compile(rf"\b{_MONTH},? (?:of )?(?P<year>(?:19|20)\d\d)\b")),
    ("month-day", re.compile(rf"\b{_MONTH} {_DAY}(?! (?:million|billion|percent|countries|people|other))(?!\d|%)")),
    ("day-month", re.compile(rf"\b{_DAY} (?:of )?{_MONTH}(?! \d)")),
    ("today", re.compile(r"\b(?:today|this morning|this afternoon|this evening|tonight|earlier today)\b", re.IGNORECASE)),
    ("yesterday", re.compile(r"\b(?:yesterday|last night)\b", re.IGNORECASE)),
    ("weekday", re.compile(r"\b(?P<last>last |the previous )?(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?! (?:Times|night football))")),
    ("days-ago", re.compile(r"\b(?P<n>two|three|four|five|six|ten|\d{1,2}) days (?:ago|earlier|before)\b", re.IGNORECASE)),
    ("last-week", re.compile(r"\b(?:last week|a week ago|the week before|(?:just )?(?:over )?a week (?:before|earlier)|earlier this week|this week|this past week|days ago|days (?:later|earlier|before)|last weekend|over the weekend)\b", re.IGNORECASE)),
    ("weeks-ago", re.compile(r"\b(?P<n>two|three|four|several|few|a few) weeks (?:ago|earlier|before)\b", re.IGNORECASE)),
    ("this-month", re.compile(r"\b(?:earlier this month|this month|later this month)\b", re.IGNORECASE)),
    ("last-month", re.compile(r"\b(?:last month|a month ago|the month before|the previous month)\b", re.IGNORECASE)),
    ("months-ago", re.compile(r"\b(?P<n>two|three|four|five|six) months ago\b", re.IGNORECASE)),
    ("in-month", re.compile(rf"\b(?i:in|of|since|from|during|until|back in|earlier in|throughout)(?: early| mid| late|-)?[ -]?(?:the (?:start|end|beginning) of )?{_MONTH}(?P<lastyear> (?:last year|of last year|a year earlier))?(?! \d|,? (?:19|20)\d\d)")),
    ("last-named-month", re.compile(rf"\b(?i:last|this) {_MONTH}(?! \d)")),
    ("month-then", re.compile(rf"\b(?i:late|early|mid)[ -]{_MONTH}(?P<lastyear> last year)?")),
    ("end-of-month", re.compile(rf"\b(?i:announced|approved|signed|passed|pledged|delivered|unveiled),? {_MONTH}\b")),
    ("year", re.compile(r"\b(?i:in|of|during|back in) (?P<year>20[012]\d)\b")),
    ("last-year", re.compile(r"\blast year\b", re.IGNORECASE)),
]  # fmt: skip
_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "several": 3,
    "few": 3,
    "a few": 3,
}


def find_dates(text: str, published: str | None) -> list[tuple[int, int, str | None, str]]:
    """Find the date words of a text: start, end, ISO date (None where the published date is needed and missing), rule."""
    found: list[tuple[int, int, str | None, str]] = []
    for rule, pattern in _EXPRESSIONS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end, _, _ in found):
                continue
            found.append((match.start(), match.end(), resolve(rule, match, published), rule))
    return sorted(found)


def resolve(rule: str, match: re.Match[str], published: str | None) -> str | None:
    """Resolve one date expression against the published date."""
    groups = match.groupdict()
    if groups.get("year"):
        return _explicit(groups)
    base = _day(published)
    if base is None:
        return None
    if rule == "today":
        return base.isoformat()
    if rule == "yesterday":
        return (base - timedelta(days=1)).isoformat()
    if rule == "weekday":
        back = (base.weekday() - _WEEKDAYS[groups["weekday"].lower()]) % 7
        return (base - timedelta(days=back + (7 if groups.get("last") and back == 0 else 0))).isoformat()
    if rule in ("days-ago", "weeks-ago"):
        number = groups["n"].lower()
        count = _NUMBERS.get(number) or int(number)
        if rule == "days-ago":
            return (base - timedelta(days=count)).isoformat()
        return (base - timedelta(weeks=count)).isoformat()[:7]
    if rule == "last-week":
        back = 0 if "this week" in match.group().lower() else 7
        earlier = base - timedelta(days=back)
        return earlier.isoformat()[:7]
    if rule == "this-month":
        return base.isoformat()[:7]
    if rule == "last-month":
        return (base.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    if rule == "months-ago":
        months = base.year * 12 + base.month - 1 - _NUMBERS[groups["n"].lower()]
        return f"{months // 12}-{months % 12 + 1:02d}"
    if rule == "last-year":
        return str(base.year - 1)
    return _yearless(groups, base)


def _explicit(groups: dict[str, str | None]) -> str | None:
    year, month, day = groups["year"], groups.get("month"), groups.get("day")
    if not month:
        return year
    number = int(month) if month.isdigit() else MONTHS[month.lower().rstrip(".")]
    if not day:
        return f"{year}-{number:02d}"
    try:
        return date(int(year or 0), number, int(day)).isoformat()
    except ValueError:
        return f"{year}-{number:02d}"


def _yearless(groups: dict[str, str | None], base: date) -> str | None:
    """A month, or a day of a month, without a year: the last one up to the published day (a week's grace ahead)."""
    number = MONTHS[(groups.get("month") or "").lower().rstrip(".")]
    year = base.year
    if groups.get("lastyear") or (
        (number, int(groups.get("day") or 1)) > (base.month, base.day + 7) and number != base.month
    ):
        year -= 1
    if groups.get("day"):
        try:
            return date(year, number, int(groups["day"] or 1)).isoformat()
        except ValueError:
            return f"{year}-{number:02d}"
    return f"{year}-{number:02d}"


def next_weekday(name: str, published: str | None) -> str | None:
    """The day of a weekday to come, from the published day on.

    >>> next_weekday("Wednesday", "2022-08-23")
    '2022-08-24'
    """
    base = _day(published) if published and len(published) == 10 else None
    if base is None:
        return None
    return (base + timedelta(days=(_WEEKDAYS[name.lower()] - base.weekday()) % 7)).isoformat()


def past_year(words: str, published: str | None) -> str | None:
    """The last month of a year that is over, for a sum "in 2021" or "in 2014-2021".

    >>> past_year("in 2014-2021, §", None), past_year("in 2022 §", "2022-08-01")
    ('2021-12', None)
    """
    spans = [m.group("last") for m in _YEARS.finditer(words)]
    year = spans[0] if spans else next((m.group("year") for m in _WHOLE_YEAR.finditer(words)), None)
    if year is None or (published and published[:4] <= year):
        return None
    return f"{year}-12"


def _day(published: str | None) -> date | None:
    if not published or len(published) < 7:
        return None
    return date.fromisoformat(published if len(published) == 10 else published + "-28")


_SINCE_WAR = re.compile(
    r"\bsince (?:[^.;¤]{0,60}?)(?:invasion|invaded|war\b|conflict|aggression|hostilities|fighting|onslaught|attack on Ukraine|24 February|February 24|Feb 24|24th of February)|\bfull-scale\b[^.;]{0,40}\bbegan\b|\bsince (?:late |the end of )?February\b",
    re.IGNORECASE,
)
_SINCE_OFFICE = re.compile(
    r"\bsince (?:[^.;¤]{0,70}?)(?:administration|took office|taking office|office|inauguration|inaugurated|Biden(?: Administration)?|the beginning of (?:the|this) (?:Biden )?administration)\b",
    re.IGNORECASE,
)
_SINCE_YEAR = re.compile(r"\b[Ss]ince (?:[^.;¤]{0,25}?)\b(?P<year>19[89]\d|20[012]\d)\b")
_SINCE_MONTH = re.compile(
    rf"\b[Ss]ince (?:[^.;¤]{{0,25}}?)(?:late |early |mid-?)?{_MONTH}(?: (?P<day>\d{{1,2}}))?(?:st|nd|rd|th)?(?:,? (?P<year>20\d\d))?"
)


# "from late January 2022 through June 2025", "in 2014-2021", "counted from 2014": the span's first year or month.
_PERIOD = re.compile(
    rf"\b(?:[Ff]rom|[Bb]etween|[Cc]ounted from|[Ss]tarting (?:in|from)|[Bb]eginning (?:in|with|from)) (?:early |late |mid-?|the (?:start|end|beginning) of )?(?:{_MONTH} (?:\d{{1,2}},? )?)?(?P<year>(?:19|20)\d\d)\b"
    rf"|\b(?:[Ii]n|[Oo]ver|[Dd]uring) (?P<year2>(?:19|20)\d\d) ?[-–—/] ?(?:20)?\d\d\b"
)
_YEARS = re.compile(
    r"\b(?:[Ii]n|[Oo]ver|[Dd]uring|[Ff]rom|[Bb]etween) (?:19|20)\d\d ?(?:[-–—/]|to|through|and) ?(?P<last>20\d\d)\b"
)
_WHOLE_YEAR = re.compile(
    r"\b(?:[Ii]n|[Dd]uring|[Oo]ver|[Tt]hroughout)(?: the (?:whole|course) of| all of)? (?P<year>20[012]\d)\b"
)


def read_since(words: str, published: str | None) -> str | None:
    """Read the start of a running total: "since Russia's invasion" 2022-02, "since 2014" the year, "since the administration took office" 2021-01."""
    if period := _PERIOD.search(words):
        month = period.group("month")
        return (period.group("year") or period.group("year2")) + (
            f"-{MONTHS[month.lower().rstrip('.')]:02d}" if month else ""
        )
    if re.search(r"\b[Ss]ince (?:[^.;¤]{0,30}?)2014\b", words):
        return "2014"
    month = _SINCE_MONTH.search(words)
    if month and month.group("year"):
        return f"{month.group('year')}-{MONTHS[month.group('month').lower().rstrip('.')]:02d}"
    if _SINCE_WAR.search(words):
        return "2022-02"
    if _SINCE_OFFICE.search(words):
        return "2021-01"
    if year := _SINCE_YEAR.search(words):
        return year.group("year")
    if month and published:
        base = _day(published)
        if base:
            iso = _yearless({"month": month.group("month")}, base)
            return iso
    if month and month.group("month").lower().startswith("feb"):
        return "2022-02"
    if published and re.search(r"\bthis year\b", words):
        return f"{published[:4]}-01"
    if whole_year := _WHOLE_YEAR.search(words):
        return whole_year.group("year")
    return None
