"""Opening a database: settings that keep it safe, checks that it is ours, SQLite's errors in our words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aidtrack import __version__
from aidtrack.errors import AidtrackError, DatabaseBusy, DatabaseRefused, InputNotFound, StorageFailure
from aidtrack.store import schema

READ_WAIT = 30.0
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_STORAGE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
}


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn what SQLite raises into what a user can mend."""
    try:
        yield
    except sqlite3.Error as error:
        known = explain(path, error)
        if known is None:
            raise
        raise known from error


def explain(path: str, error: sqlite3.Error) -> AidtrackError | None:
    """Say in our words what SQLite's error code means; None for a fault of our own."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _BUSY:
        return DatabaseBusy(path, "another process is writing to it", "try again, or wait longer with --wait")
    if primary in _DAMAGED:
        return DatabaseRefused(
            path,
            f"damaged, or a read error ({error})",
            "copy the file first, then look with aidtrack doctor, or take a backup",
        )
    if primary == sqlite3.SQLITE_ERROR and str(error).startswith("no such"):
        return DatabaseRefused(path, f"its tables are not those of aidtrack ({error})", "go back to a backup")
    if primary in _STORAGE:
        return StorageFailure(
            path, str(error), "check free space and permissions; what was stored before stays"
        )
    return None


def exists(path: str) -> bool:
    """Tell whether there is a database to read; an empty file is none yet (a first run was cut short)."""
    try:
        size = os.stat(path).st_size
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise StorageFailure(
            path, error.strerror or str(error), "check the path and its permissions"
        ) from error
    if not Path(path).is_file():
        raise DatabaseRefused(path, "not a file", "give another --db")
    return size > 0 or _has_journal(path)


def connect_reading(path: str) -> sqlite3.Connection:
    """Open an existing database for queries only; nothing is created or changed."""
    with explained(path):
        if _has_journal(path):
            _roll_back(path)
        connection = _connect(path, "ro", READ_WAIT)
        connection.execute("PRAGMA query_only = ON")
        if check_ours(connection, path) == 0:
            connection.close()
            raise DatabaseRefused(path, "holds no tables of aidtrack yet", "run aidtrack ingest first")
        return connection


def connect_writing(path: str, wait: float, create: bool) -> sqlite3.Connection:
    """Open for writing with durable settings, verified; make or upgrade the tables where needed."""
    if not create and not exists(path):
        raise InputNotFound(path, "no such database", "start with aidtrack ingest PATH, or give another --db")
    there = exists(path) or os.path.exists(path)
    if not _may_write(os.path.dirname(os.path.realpath(path))) or (there and not _may_write(path)):
        why = "it or its folder is missing or not writable"
        raise StorageFailure(path, why, "check the permissions, or give another --db")
    with explained(path):
        connection = _connect(path, "rwc" if create else "rw", wait)
        version = check_ours(connection, path)
        _make_durable(connection)
        if version < schema.VERSION:
            _upgrade(connection, path)
        return connection


def connect_memory() -> sqlite3.Connection:
    """Make a database in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _set_up(connection)
    _upgrade(connection, ":memory:")
    return connection


def _connect(path: str, mode: str, wait: float) -> sqlite3.Connection:
    uri = f"{Path(os.path.abspath(path)).as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
    _set_up(connection)
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    for setting in (
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _make_durable(connection: sqlite3.Connection) -> None:
    """Keep what was acknowledged through a power cut; the usual DELETE journal may lose the last commit."""
    journal = connection.execute("PRAGMA journal_mode = TRUNCATE").fetchone()[0]
    connection.execute("PRAGMA synchronous = FULL")
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (journal, synchronous) != ("truncate", 2):
        raise StorageFailure(
            "database", f"cannot be made durable (journal {journal}, synchronous {synchronous})"
        )


def check_ours(connection: sqlite3.Connection, path: str) -> int:
    """Refuse a database of another program or a newer version; give its version, 0 for an empty one."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables == 0 and application == 0 and version == 0:
        return 0
    if application != schema.APPLICATION_ID:
        raise DatabaseRefused(path, "a database of another program", "give another --db")
    if version > schema.VERSION:
        maker = connection.execute("SELECT value FROM meta WHERE key = 'made_by'").fetchone()
        raise DatabaseRefused(
            path,
            f"made by aidtrack {maker[0] if maker else '(newer)'}, this is {__version__}",
            "update aidtrack, or give another --db",
        )
    _check_triggers(connection, path)
    return version


def _check_triggers(connection: sqlite3.Connection, path: str) -> None:
    found = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    if found != schema.TRIGGERS:
        names = sorted(set(found) ^ set(schema.TRIGGERS)) or sorted(found)
        raise DatabaseRefused(path, f"its triggers were changed ({', '.join(names)})", "go back to a backup")


def _upgrade(connection: sqlite3.Connection, path: str) -> None:
    from aidtrack.store import migrations

    connection.execute("BEGIN IMMEDIATE")
    try:
        if check_ours(connection, path) < schema.VERSION:
            migrations.apply(connection, __version__)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _may_write(path: str) -> bool:
    """Tell whether this process, with the rights that it has now, may write there."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _has_journal(path: str) -> bool:
    """Tell whether a write is going on or was cut short: the journal is empty at rest."""
    try:
        return os.stat(f"{os.path.realpath(path)}-journal").st_size > 0
    except OSError:
        return False


def _roll_back(path: str) -> None:
    """Let SQLite undo a write that a crash cut short; a read-only connection may not."""
    if not _may_write(path):
        return
    connection = _connect(path, "rw", READ_WAIT)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        connection.close()
