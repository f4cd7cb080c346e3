"""What can go wrong for a user: each error has a message, a remedy and the exit code of the contract.

`cli` catches `AidtrackError` in one place and prints `aidtrack: error: WHAT: WHY; WHAT TO DO`.
"""

import re

MAX_LINE_BYTES = 500
# C0, DEL and C1, line separators, bidirectional and zero-width marks, surrogates: none reaches a terminal
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def escape(text: str) -> str:
    """Write control characters as `\\x1b` or `\\u202e`, so that data cannot command a terminal.

    >>> escape("a\\x1b[2Jb\\u202ec")
    'a\\\\x1b[2Jb\\\\u202ec'
    """
    return _UNPRINTABLE.sub(lambda found: _escaped(ord(found[0])), text)


def _escaped(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def one_line(message: str) -> str:
    """Make a message one printable line of at most 500 bytes; what is too long loses its middle."""
    line = escape(" ".join(message.split("\n")))
    if len(line.encode()) <= MAX_LINE_BYTES:
        return line
    half = MAX_LINE_BYTES // 2 - 3
    raw = line.encode()
    return f"{raw[:half].decode(errors='ignore')} ... {raw[-half:].decode(errors='ignore')}"


class AidtrackError(Exception):
    """Something a user can mend: what failed, why, and what to do about it."""

    exit_code = 1

    def __init__(self, what: str, why: str, remedy: str = "") -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__(f"{what}: {why}" + (f"; {remedy}" if remedy else ""))


class UsageError(AidtrackError):
    """Wrong use: an unknown option, donor, channel or column."""

    exit_code = 2


class PartialFailure(AidtrackError):
    """Some inputs failed; all the others are stored."""

    exit_code = 3


class InputNotFound(AidtrackError):
    """An input does not exist or cannot be read at all."""

    exit_code = 4


class UnreadableArticle(AidtrackError):
    """One file of a batch holds no readable article: empty, binary or not decodable."""

    exit_code = 3


class DatabaseRefused(AidtrackError):
    """The database is not ours, is corrupt, or was made by a newer version."""

    exit_code = 5


class DatabaseBusy(AidtrackError):
    """Another process held the database for longer than `--wait`."""

    exit_code = 6


class StorageFailure(AidtrackError):
    """The disk is full, read-only or failing."""

    exit_code = 7


class CheckFailed(AidtrackError):
    """A check or assertion that the user asked for did not hold."""

    exit_code = 8


class LimitExceeded(AidtrackError):
    """An input was refused by a safety limit."""

    exit_code = 9
