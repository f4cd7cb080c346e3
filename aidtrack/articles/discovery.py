"""Paths → inputs: files and folders, sorted and recursive, with nothing read that is no plain file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from aidtrack.errors import InputNotFound, LimitExceeded, UnreadableArticle

MAX_BYTES = 20_000_000
ARTICLE_SUFFIXES = {".txt", ".md", ".markdown", ".text", ".html", ".htm"}
# what lies beside articles: labels, sidecars, manifests
COMPANION_SUFFIXES = {".json", ".toml", ".csv"}
STDIN = "-"


@dataclass(frozen=True)
class Found:
    """One input; `root` is the folder in which it was found."""

    path: str
    root: str | None = None

    @property
    def shown(self) -> str:
        """The path as text, also where its bytes are none."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class Skipped:
    """Something in a folder that is not read, and why."""

    path: str
    why: str


def missing_paths(paths: Iterable[str]) -> list[str]:
    """List those of the given paths that do not exist."""
    return [path for path in paths if path != STDIN and not os.path.lexists(path)]


def discover(paths: Iterable[str]) -> Iterator[Found | Skipped]:
    """Give all inputs under the paths in a fixed order, each once."""
    seen: set[str] = set()
    for path in paths:
        for item in _discover_one(path):
            if item.path not in seen:
                seen.add(item.path)
                yield item


def _discover_one(path: str) -> Iterator[Found | Skipped]:
    if path == STDIN:
        yield Found(path)
        return
    path = os.path.normpath(path)
    if os.path.isdir(path):
        yield from _walk(path, path)
    elif PurePath(path).suffix.lower() not in COMPANION_SUFFIXES:
        yield Found(path)


def _walk(folder: str, root: str) -> Iterator[Found | Skipped]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(folder, error.strerror or "cannot be listed")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, root)
        elif PurePath(entry.name).suffix.lower() in ARTICLE_SUFFIXES:
            yield _check(entry, root)


def _check(entry: os.DirEntry[str], root: str) -> Found | Skipped:
    """Refuse links that lead out of the folder, and what would block or never end when read."""
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if not target.startswith(os.path.realpath(root) + os.sep):
            return Skipped(entry.path, "a link that leads out of the folder")
    try:
        if not stat.S_ISREG(os.stat(entry.path).st_mode):
            return Skipped(entry.path, "not a plain file")
    except OSError as error:
        return Skipped(entry.path, error.strerror or "cannot be read")
    return Found(entry.path, root)


def read_bytes(path: str) -> bytes:
    """Read a plain file, or standard input for `-`, up to the limit on size."""
    shown = Found(path).shown
    if path == STDIN:
        raw = _read_stdin()
    else:
        try:
            raw = _read_plain(path, shown)
        except FileNotFoundError as error:
            raise InputNotFound(shown, "no such file", "check the path") from error
        except IsADirectoryError as error:
            raise UnreadableArticle(shown, "a folder", "name one of its files") from error
        except OSError as error:
            raise UnreadableArticle(
                shown, error.strerror or "cannot be read", "check its permissions"
            ) from error
    if len(raw) > MAX_BYTES:
        raise LimitExceeded(shown, f"larger than {MAX_BYTES // 1_000_000} MB", "split it into its articles")
    return raw


def _read_plain(path: str, shown: str) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UnreadableArticle(
                shown, "not a plain file", "give a file or a folder, or - for standard input"
            )
        return file.read(MAX_BYTES + 1)


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise UnreadableArticle(STDIN, "standard input is closed", "give a file")
    return sys.stdin.buffer.read(MAX_BYTES + 1)
