"""A saved web page → its text, and what its metadata tells; trafilatura does the reading."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from aidtrack.articles.dates import read_date
from aidtrack.articles.header import Header
from aidtrack.errors import LimitExceeded, UnreadableArticle

# a tag with 100,000 attributes kept the parser busy for a minute, 50,000 paragraphs for seven seconds
MAX_ATTRIBUTES = 1_000
MAX_TAGS = 50_000
_LONG_TAG = re.compile(r"<[^<>]{5000,}")
_META = re.compile(r"<meta\b([^<>]{1,2000})>", re.I)
_ATTRIBUTE = re.compile(r"([a-z:_-]{1,40})\s{0,3}=\s{0,3}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')", re.I)
_JSON_LD = re.compile(
    r"<script[^<>]{1,300}application/ld\+json[^<>]{0,300}>(.{1,200000}?)</script>", re.I | re.S
)
_DATE_NAMES = {
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "pubdate",
    "publish-date",
    "publishdate",
    "publication_date",
    "sailthru.date",
    "parsely-pub-date",
}


def read_page(page: str, path: str, url: str | None = None) -> tuple[str, Header]:
    """Give the article's text, and its header as the page's metadata tells it."""
    _refuse_monsters(page, path)
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document: Any = trafilatura.bare_extraction(page, url=url, with_metadata=True, include_comments=False)
    text = (document.text or "").strip() if document else ""
    if not text:
        raise UnreadableArticle(path, "no article text in the page", "save it as text")
    title = " ".join((document.title or "").split()) or None
    if title and title not in text[: 3 * len(title) + 200]:
        text = f"{title}\n\n{text}"
    return text + "\n", Header(
        published=_published(page),
        url=document.url,
        publisher=document.sitename or None,
        title=title,
    )


def _refuse_monsters(page: str, path: str) -> None:
    """Refuse what no author writes and the parser takes minutes for."""
    if page.count("<") > MAX_TAGS:
        raise LimitExceeded(path, f"has more than {MAX_TAGS:,} tags", "save the article alone, or as text")
    if any(tag[0].count("=") > MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(page)):
        raise LimitExceeded(
            path, f"has a tag with more than {MAX_ATTRIBUTES:,} attributes", "save it as text"
        )


def _published(page: str) -> str | None:
    """Take the date from the page's own declarations; a search through its text would find any date."""
    for value in (*_json_ld_dates(page), *_meta_dates(page)):
        date = read_date(value)
        if date:
            return date
    return None


def _meta_dates(page: str) -> Iterator[str]:
    for tag in _META.finditer(page):
        values = {name.lower(): unescape(a or b) for name, a, b in _ATTRIBUTE.findall(tag[1])}
        name = values.get("property") or values.get("name") or values.get("itemprop") or ""
        if name.lower() in _DATE_NAMES and values.get("content"):
            yield values["content"]


def _json_ld_dates(page: str) -> Iterator[str]:
    for script in _JSON_LD.finditer(page):
        try:
            yield from _dates_within(json.loads(script[1]), 4)
        except (ValueError, RecursionError):
            continue


def _dates_within(data: Any, depth: int) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("datePublished"), str):
            yield data["datePublished"]
        data = list(data.values())
    if isinstance(data, list) and depth:
        for item in data[:200]:
            yield from _dates_within(item, depth - 1)
