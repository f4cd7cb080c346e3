"""Words that tell a published date → ISO date: in a header's value, on a line near the top, in a URL.

Only dates with a year count, and only where they stand as the article's own: a line of its own, a dateline, a
`Published:` line. The date of an event in prose is none. A day and month that can be read both ways is none.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august"]
MONTHS += ["september", "october", "november", "december"]
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"

DATE = re.compile(
    rf"""(?<![\w$€£.,/-])(?:
        (?P<iso>{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}})
      | (?P<mdy>{_MONTH}\s{{1,2}}{_DAY}\s?,?\s{{0,2}}{_YEAR})
      | (?P<dmy>{_DAY}(?:\sof)?[\s-]{{1,2}}{_MONTH},?[\s-]{{1,2}}{_YEAR})
      | (?P<numeric>\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_YEAR})
    )(?!(?!T\d\d:)[\w$%]|[.,/-]\d)""",
    re.I | re.X,
)
_ISO_WITH_TIME = re.compile(rf"({_YEAR}-\d\d-\d\d)[T ]\d\d:?\d\d")
_MONTH_ONLY = re.compile(rf"(?P<month>{_MONTH})\s{{1,2}}(?P<year>{_YEAR})", re.I)

FIRST_LINES = 15
# a timeline or a list of other articles tells many dates, none of them its own
MOST_DATES = 2
_TIME = re.compile(
    r"\b(?:at\s)?\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m\b\.?)?(?:\s?\(?(?:GMT|UTC|CET|CEST|[A-Z]{1,3}T)\b\)?)?"
    r"(?:\s?[+-]\d\d:?\d\d)?",
    re.I,
)
_WEEKDAYS = re.compile(rf"\b{_WEEKDAY}(?=[\s,]|$)", re.I)
_BEFORE_DATE = r"[\s:_\"'-]*(?:on\s|at\s)?\Z"
_PUBLISHED = re.compile(
    r"(?:\b(?:published|publish(?:ed)?\sdate|publication[\s_]date|date\sof\spublication|posted|created|issued"
    rf"|released)|\A\W*(?:date|on|by\s[^\d|]{{2,60}}?))\b{_BEFORE_DATE}",
    re.I,
)
_UPDATED = re.compile(rf"\b(?:updated?|modified|edited|last[\s_]updated)\b{_BEFORE_DATE}", re.I)
_BY_NAME = re.compile(r"\s+by\s[A-Z][^\d]{1,60}\Z")
_SEGMENT = re.compile(r"\s+[|/•·–—-]\s+|\s*[|•·]\s*|\s{3,}")
_PLACE = r"[^\W\da-z_][\w .’'-]{1,40}"
_DATELINE_START = re.compile(rf"\s{{0,10}}(?:{_PLACE}(?:,\s{_PLACE})?[,.]\s|\()?")
_DATELINE_END = re.compile(
    r"(?:,\s\d{1,2}:\d\d(?:\s?[AP]M)?(?:\s[A-Z]{2,4})?\)|\.?\s[A-Z][A-Z. -]{2,30}\s)?\s{0,2}"
    r"(?:(?:\([^()]{1,40}\)|/[A-Z ]{2,20}/)\s{0,2}){0,2}(?:--|[-–—])"
)
_AGENCY_BEFORE = re.compile(
    rf"\s{{0,10}}[A-Z][\w .,’'-]{{1,60}}\s{_MONTH}\s{_DAY}\s\([A-Z][\w/ ]{{1,20}}\)\s\Z"
)


@dataclass(frozen=True)
class Told:
    """A date that the text tells as its own; `may_be_frame` where it may be the day of the visit."""

    date: str
    rank: int
    may_be_frame: bool = False


def read_date(text: str) -> str | None:
    """Read a date that stands alone, as in a header or a manifest; as precise as it is.

    >>> read_date("2024-07-02 16:12:41-05:00"), read_date("July 2, 2024"), read_date("March 2023")
    ('2024-07-02', '2024-07-02', '2023-03')
    >>> read_date("2024"), read_date("03/04/2024"), read_date("100M")
    ('2024', None, None)
    """
    text = " ".join(text.split()).strip("\"' ")
    if re.fullmatch(_YEAR, text):
        return text
    month = re.fullmatch(rf"({_YEAR})-(\d\d)", text)
    if month:
        return text if 1 <= int(month[2]) <= 12 else None
    stamp = _ISO_WITH_TIME.match(text)
    found = DATE.match(stamp[1] if stamp else _WEEKDAYS.sub("", text).strip(" ,"))
    if found:
        return resolve(found)
    words = _MONTH_ONLY.fullmatch(text)
    if words:
        number = _month_number(words["month"])
        return f"{words['year']}-{number:02}" if number else None
    return _ask_dateparser(text)


def _ask_dateparser(text: str) -> str | None:
    """Let dateparser read what the own grammar cannot: other languages, odd orders; never a bare number.

    It reads money as time ("100M" is 100 minutes ago), so a year and a word must be there.
    """
    if len(text) > 40 or not re.search(rf"\b{_YEAR}\b", text) or not re.search(r"[^\W\d_]{3}", text):
        return None
    import dateparser

    found = dateparser.parse(text, settings={"STRICT_PARSING": True, "TIMEZONE": "UTC"})
    return found.date().isoformat() if found and str(found.year) in text else None


def resolve(found: re.Match[str]) -> str | None:
    """Turn a match of DATE into an ISO day; None where it is no day, or can be read two ways.

    >>> [resolve(DATE.match(text)) for text in ("20-04-2022", "03/04/2024", "05.04.2024", "30 February 2024")]
    ['2022-04-20', None, '2024-04-05', None]
    """
    text = found[0]
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if found["iso"]:
        year, month, day = numbers
    elif found["numeric"]:
        day, month, year = numbers
        if day <= 12 and month <= 12 and day != month and "." not in text:
            return None
        if month > 12:
            day, month = month, day
    else:
        word = re.search(r"[A-Za-z]{3,}", re.sub(r"(?i)\d(?:st|nd|rd|th)|\bof\b", "", text))
        month = _month_number(word[0]) if word else 0
        day, year = numbers
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _month_number(word: str) -> int:
    """Number a month by its name or a usual abbreviation; 0 for another word (`Marching`, `Decree`).

    >>> _month_number("Sept."), _month_number("marvellous")
    (9, 0)
    """
    word = word.lower().rstrip(".")
    if word == "sept":
        return 9
    return next((n for n, name in enumerate(MONTHS, 1) if name == word or name[:3] == word), 0)


def date_in_text(text: str, body_start: int = 0) -> Told | None:
    """Find the date that the first lines tell as the article's own."""
    told: list[Told] = []
    for number, line in enumerate(_first_lines(text, body_start)):
        told.extend(_dates_of_line(line, first=number == 0))
    if len({each.date for each in told if each.rank}) > MOST_DATES:
        told = [each for each in told if each.rank == 0]
    return min(told, key=lambda each: each.rank, default=None)


def _first_lines(text: str, start: int) -> Iterator[str]:
    lines = (line.strip() for line in text[start : start + 20_000].split("\n"))
    filled = (line for line in lines if line)
    for _, line in zip(range(FIRST_LINES), filled, strict=False):
        yield line


def _dates_of_line(line: str, first: bool) -> Iterator[Told]:
    found = DATE.search(line[:200])
    if found is None:
        return
    date = resolve(found)
    if date and _is_dateline(line, found):
        yield Told(date, 1)
    elif len(line) <= 120:
        for segment in _SEGMENT.split(line):
            yield from _date_of_segment(segment, line, first)


def _is_dateline(line: str, found: re.Match[str]) -> bool:
    """`WARSAW, Aug 29, 2025 (BSS/AFP) - …`, `April 15, 2024 (PARIS) – …`, `Kyiv, May 2 (AFP) May 2, 2022`.

    Also a place in capitals and a day alone: `KYIV, 4 May 2023`.
    """
    before, after = line[: found.start()], line[found.end() :]
    if _AGENCY_BEFORE.fullmatch(before):
        return True
    if before.endswith(", ") and before.isupper() and not after:
        return True
    return bool(_DATELINE_START.fullmatch(before) and _DATELINE_END.match(after))


def _date_of_segment(segment: str, line: str, first: bool) -> Iterator[Told]:
    """Read one field of a line that holds little else than a date: `Published : 09 Feb 2024, 23:04`."""
    dates = ((match, resolve(match)) for match in DATE.finditer(segment))
    found, date = next(((match, day) for match, day in dates if day), (None, None))
    if found is None or date is None:
        return
    weekday = _WEEKDAYS.search(segment[: found.start()])
    before = _TIME.sub("", _WEEKDAYS.sub("", segment[: found.start()])).rstrip(" ,") + " "
    after = segment[found.end() :]
    if (
        after.lstrip().startswith(":")
        or len(_words(before)) > (12 if before.lower().startswith("by ") else 8)
        or (len(_words(after)) > 2 and not _BY_NAME.match(after))
    ):
        return
    if _UPDATED.search(before):
        yield Told(date, 3)
    elif _PUBLISHED.search(before):
        yield Told(date, 0)
    elif not _words(before):
        weekday_only = bool(weekday) and not _TIME.search(line)
        if not (weekday_only and first):
            yield Told(date, 2, may_be_frame=weekday_only)


def _words(text: str) -> list[str]:
    """List the words that are neither time nor weekday."""
    return re.findall(r"[^\W\d_]{2,}", _WEEKDAYS.sub("", _TIME.sub("", text)))


_URL_DATES = (
    re.compile(rf"[/_-](?P<y>{_YEAR})[/-](?P<m>\d\d?)[/-](?P<d>\d\d?)(?=[/_.-]|$)"),
    re.compile(rf"[/_-](?P<y>{_YEAR})[/-](?P<m>[a-z]{{3,9}})[/-](?P<d>\d\d?)(?=[/_.-]|$)", re.I),
    re.compile(rf"[/_-](?P<d>\d\d?)[/-](?P<m>[a-z]{{3,9}})[/-](?P<y>{_YEAR})(?=[/_.-]|$)", re.I),
    re.compile(rf"[/_-](?P<y>{_YEAR})/(?P<m>\d\d)(?P<d>\d\d)(?=/|$)"),
    re.compile(r"[/_-](?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=[/_.-]|$)"),
    re.compile(rf"[+/_-](?P<d>\d\d)(?P<m>\d\d)(?P<y>{_YEAR})\d{{6}}(?=[/_.?-]|$)"),
    re.compile(rf"/(?P<y>{_YEAR})[/-](?P<m>\d\d)(?=/|$)"),
)


def date_in_url(url: str | None) -> str | None:
    """Read the date in a URL's path; a year alone is none.

    >>> date_in_url("https://www.rte.ie/news/2023/0401/1367627-ukraine")
    '2023-04-01'
    >>> date_in_url("https://a.example/policy/2021/09/aid/"), date_in_url("https://a.example/2022/aid")
    ('2021-09', None)
    """
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return None
    for pattern in _URL_DATES:
        for found in pattern.finditer(path):
            date = _url_date(found.groupdict())
            if date:
                return date
    return None


def _url_date(pieces: dict[str, str]) -> str | None:
    month = int(pieces["m"]) if pieces["m"].isdigit() else _month_number(pieces["m"])
    try:
        day = datetime.date(int(pieces["y"]), month, int(pieces.get("d") or 1)).isoformat()
    except ValueError:
        return None
    return day if pieces.get("d") else day[:7]
