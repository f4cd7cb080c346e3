"""File → Article: decode, keep the text as published, and find out when and by whom it was published.

In come paths, bytes or text and what is told about them from outside (`Metadata`); out come Articles.
The text is kept to the letter but for line ends and NFC, so that offsets into it stay true. Nothing here asks
for today's date or a file's: an article that does not tell its day has none.
"""

from __future__ import annotations

import dataclasses
import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from aidtrack.articles.dates import date_in_text, date_in_url
from aidtrack.articles.decoding import decode
from aidtrack.articles.discovery import Found, Skipped, discover, missing_paths, read_bytes
from aidtrack.articles.header import Header, read_header
from aidtrack.articles.metadata import Metadata, find_metadata, host_of
from aidtrack.errors import UnreadableArticle
from aidtrack.model import Article, PublishedFrom, Sighting

__all__ = [
    "Found",
    "Metadata",
    "Skipped",
    "as_sighting",
    "discover",
    "from_sightings",
    "from_text",
    "merge_sighting",
    "missing_paths",
    "read",
]

PRECEDENCE: tuple[PublishedFrom, ...] = ("given", "metadata", "header", "text", "url", "inferred", "none")


def read(found: Found | str, given: Metadata = Metadata()) -> Article:  # noqa: B008 (frozen)
    """Read one file, or standard input for `-`, with its sidecar and manifest; `given` beats both."""
    if isinstance(found, str):
        found = Found(found)
    raw = read_bytes(found.path)
    beside = find_metadata(found.path, found.root)
    text = decode(raw, found.shown)
    if _is_html(found.path, text):
        from aidtrack.articles.html import read_page

        text, told = read_page(text, found.shown, beside.url or given.url)
        return _build(text, found.shown, given, beside, told)
    return _build(text, found.shown, given, beside)


def from_text(
    text: str,
    *,
    path: str | None = None,
    given: Metadata = Metadata(),  # noqa: B008 (frozen)
    metadata: Metadata = Metadata(),  # noqa: B008 (frozen)
) -> Article:
    """Make an Article of a text that is already decoded."""
    return _build(text, path, given, metadata)


def _build(
    text: str, path: str | None, given: Metadata, beside: Metadata, page: Header | None = None
) -> Article:
    text = normalise(text)
    header = page or read_header(text)
    if not text[header.body_start :].strip():
        raise UnreadableArticle(path or "article", "empty", "leave it out, or put the text in")
    url = given.url or beside.url or header.url
    published, published_from = _published(text, header, url, given, beside)
    return Article(
        id=identify(text, header),
        text=text,
        path=path,
        url=url,
        publisher=given.publisher or beside.publisher or header.publisher or host_of(url),
        title=given.title or beside.title or header.title,
        published=published,
        published_from=published_from,
        body_start=header.body_start,
    )


def _published(
    text: str, header: Header, url: str | None, given: Metadata, beside: Metadata
) -> tuple[str | None, PublishedFrom]:
    """Take the date from the best that tells it: a person, a list, the header, the text, the URL.

    A date that may belong to the page's frame (the visitor's day on top of it) yields to the URL.
    """
    in_text = date_in_text(text, header.body_start)
    in_url = date_in_url(url)
    told: list[tuple[str | None, PublishedFrom]] = [
        (given.published, "given"),
        (beside.published, "metadata"),
        (header.published, "header"),
        (in_text.date if in_text and not in_text.may_be_frame else None, "text"),
        (in_url, "url"),
        (in_text.date if in_text else None, "text"),
    ]
    return next(((date, source) for date, source in told if date), (None, "none"))


def normalise(text: str) -> str:
    """Make line ends one and compose accents; nothing else, so that quotations stay to the letter."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def identify(text: str, header: Header | None = None) -> str:
    """Digest a text regardless of its white space and its head.

    The date that the head tells is part of it: four presidential memoranda of 2022 and 2023 have the same
    words, each for a package of its own.
    """
    header = header or read_header(text)
    words = " ".join(text[header.body_start :].split())
    return hashlib.sha256(f"{header.published or ''}\n{words}".encode("utf-8", "replace")).hexdigest()[:16]


def as_sighting(article: Article) -> Sighting:
    """Note where an article was found and what that place tells of it."""
    return Sighting(
        article.id,
        article.path or "-",
        article.url,
        article.publisher,
        article.title,
        article.published,
        article.published_from,
    )


def merge_sighting(old: Sighting, new: Sighting) -> Sighting:
    """Bring a place up to date; what a person gave on the command line is not lost by reading it again."""
    keep = old.published_from == "given" and new.published_from != "given"
    return dataclasses.replace(
        new,
        url=new.url or old.url,
        publisher=new.publisher or old.publisher,
        title=new.title or old.title,
        published=old.published if keep else new.published,
        published_from=old.published_from if keep else new.published_from,
    )


def from_sightings(article: Article, sightings: Iterable[Sighting]) -> Article:
    """Tell of an article what the best of its sightings tells, whatever the order of finding them."""
    ranked = sorted(sightings, key=lambda each: (PRECEDENCE.index(each.published_from), each.path))
    best = ranked[0]
    return dataclasses.replace(
        article,
        path=best.path,
        url=best.url or next((each.url for each in ranked if each.url), None),
        publisher=best.publisher or next((each.publisher for each in ranked if each.publisher), None),
        title=best.title or next((each.title for each in ranked if each.title), None),
        published=best.published,
        published_from=best.published_from,
        window=None,
    )


def _is_html(path: str, text: str) -> bool:
    start = text[:500].lstrip().lower()
    return PurePath(path).suffix.lower() in {".html", ".htm"} or start.startswith(("<!doctype html", "<html"))
