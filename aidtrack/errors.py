"""What can go wrong for a user: each error has a message, a remedy and the exit code of the contract.

`cli` catches `AidtrackError` in one place and prints `aidtrack: error: WHAT: WHY; WHAT TO DO`.
"""


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
