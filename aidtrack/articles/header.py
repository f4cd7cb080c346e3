"""The head that an article's file may have: a YAML head, or ` date 2024-07-02 ` before its first words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aidtrack.articles.dates import read_date

_YAML = re.compile(r"\A\s{0,20}---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_LINE = re.compile(r"([A-Za-z][\w -]{0,40}?)\s{0,3}:(?:\s+(.*)|$)")
_DATE_WORD = re.compile(r"\A\s{0,20}date[ \t:]{1,3}(\d{4}-\d\d-\d\d)\b[ \t]*", re.I)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_MARKDOWN_TITLE = re.compile(r"#\s+(.{1,300})")

# the keys of a head that tell each thing, the best first
_DATE_KEYS = (
    "date published date_published datepublished publication_date published_time published_at pubdate"
)
_URL_KEYS = "url source_url link canonical canonical_url permalink source"
_PUBLISHER_KEYS = "publisher site site_name sitename outlet newspaper source"
_TITLE_KEYS = "title headline"


@dataclass(frozen=True)
class Header:
    """What the head tells, and where the prose begins after it."""

    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    body_start: int = 0


def read_header(text: str) -> Header:
    """Read the head of a text, or find that it has none."""
    yaml = _YAML.match(text)
    if yaml:
        return _from_fields(read_fields(yaml[1]), yaml.end())
    word = _DATE_WORD.match(text)
    if word:
        return Header(published=read_date(word[1]), body_start=word.end())
    title = _MARKDOWN_TITLE.match(text.lstrip())
    return Header(title=" ".join(title[1].split()) if title else None)


def _from_fields(fields: dict[str, str], body_start: int) -> Header:
    dates = map(read_date, _values(fields, _DATE_KEYS))
    return Header(
        published=next(filter(None, dates), None),
        url=next(filter(_is_url, _values(fields, _URL_KEYS)), None),
        publisher=next((name for name in _values(fields, _PUBLISHER_KEYS) if not _is_url(name)), None),
        title=next(_values(fields, _TITLE_KEYS), None),
        body_start=body_start,
    )


def _values(fields: dict[str, str], keys: str) -> Iterator[str]:
    return (fields[key] for key in keys.split() if fields.get(key))


def _is_url(value: str) -> bool:
    return re.match(r"https?://\S+\Z", value, re.I) is not None


def read_fields(head: str) -> dict[str, str]:
    """Read `key: value` lines, values in quotes or not, also over several indented lines.

    This is no YAML: of its riches heads of articles use quotes, escapes and folded lines.

    >>> read_fields('title: "Biden\\\\u2019s\\\\_Plan"\\ndate: \\'2024-07-02\\'')
    {'title': 'Biden’s Plan', 'date': '2024-07-02'}
    """
    fields: dict[str, list[str]] = {}
    key = None
    for line in head.split("\n"):
        found = _LINE.match(line)
        if found:
            key = found[1].strip().lower().replace("-", "_").replace(" ", "_")
            fields.setdefault(key, [found[2] or ""])
        elif key and line[:1].isspace():
            fields[key].append(line.strip())
    return {key: _unquote(lines) for key, lines in fields.items()}


def _unquote(lines: list[str]) -> str:
    value = "\n".join(lines).strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = _ESCAPE.sub(_unescape, re.sub(r"\\\n\s*(?:\\(?= ))?", "", value[1:-1]))
    elif len(value) > 1 and value[0] == value[-1] == "'":
        value = value[1:-1].replace("''", "'")
    return " ".join(value.split())


def _unescape(found: re.Match[str]) -> str:
    if found[1] or found[2]:
        return chr(int(found[1] or found[2], 16)) if not _is_surrogate(found[1]) else "\ufffd"
    return {"_": " ", "n": "\n", "t": "\t"}.get(found[3], found[3])


def _is_surrogate(digits: str | None) -> bool:
    return digits is not None and 0xD800 <= int(digits, 16) <= 0xDFFF
