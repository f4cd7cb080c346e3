"""What is told of an article from outside: on the command line, in a sidecar, in a manifest."""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from aidtrack.articles.dates import read_date
from aidtrack.articles.decoding import decode
from aidtrack.articles.discovery import STDIN, read_bytes
from aidtrack.errors import UnreadableArticle

MANIFEST = "manifest.csv"
SIDECAR = ".meta.toml"
FIELDS = ("url", "publisher", "title", "published")


@dataclass(frozen=True)
class Metadata:
    """Where and when an article was published, as far as somebody says so; `published` is an ISO date."""

    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """Fill what this does not tell from another."""
        return Metadata(*(getattr(self, name) or getattr(other, name) for name in FIELDS))


def find_metadata(path: str, root: str | None = None) -> Metadata:
    """Read a file's sidecar and its line in a manifest, as far as there are any; the sidecar comes first."""
    if path == STDIN:
        return Metadata()
    told = _read_sidecar(path)
    for folder in dict.fromkeys([os.path.dirname(path) or ".", root or os.path.dirname(path) or "."]):
        lines = _manifest_of(folder)
        name = os.path.relpath(path, folder).replace(os.sep, "/")
        line = lines.get(name) or lines.get(os.path.splitext(name)[0])
        if line:
            told = told.over(_as_metadata(line, os.path.join(folder, MANIFEST)))
    return told


def _read_sidecar(path: str) -> Metadata:
    """Read `NAME.meta.toml` (or `NAME.txt.meta.toml`) beside `NAME.txt`."""
    for beside in (path + SIDECAR, os.path.splitext(path)[0] + SIDECAR):
        if os.path.isfile(beside):
            try:
                return _as_metadata(tomllib.loads(decode(read_bytes(beside), beside)), beside)
            except tomllib.TOMLDecodeError as error:
                raise UnreadableArticle(beside, f"not TOML: {error}", "mend or remove it") from error
    return Metadata()


def _manifest_of(folder: str) -> dict[str, dict[str, str]]:
    """Give a folder's manifest by the names of the files; an absent one has no lines."""
    path = os.path.abspath(os.path.join(folder, MANIFEST))
    try:
        state = os.stat(path)
    except OSError:
        return {}
    return _read_manifest(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _read_manifest(path: str, changed: int, size: int) -> dict[str, dict[str, str]]:
    """Read a manifest once, and again when it was changed."""
    rows = csv.DictReader(decode(read_bytes(path), path).lstrip("\ufeff").splitlines())
    return {_plain(row.get("file")): row for row in rows if _plain(row.get("file"))}


def _plain(name: str | None) -> str:
    return os.path.normpath(name.strip()).replace(os.sep, "/") if name and name.strip() else ""


def _as_metadata(told: Mapping[str, Any], where: str) -> Metadata:
    values = {name: " ".join(str(told.get(name) or "").split()) or None for name in FIELDS}
    if values["published"]:
        date = read_date(values["published"])
        if date is None:
            raise UnreadableArticle(
                where, f"published {values['published']!r} is not a date", "write it as 2024-07-02"
            )
        values["published"] = date
    return Metadata(**values)


def host_of(url: str | None) -> str | None:
    """Name the site of a URL: the publisher, where nobody says more.

    >>> host_of("https://www.rte.ie/news/2023/0401/")
    'rte.ie'
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
