"""The only door to SQLite: one file that holds articles, statements, packages and judgements.

with store.open_reading(path) as database:      # None where there is no database yet; creates nothing
    packages = database.packages() if database else []

with store.open_writing(path) as database, database.transaction():
    database.add_judgement(judgement)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aidtrack.store.connection import connect_memory, connect_reading, connect_writing, exists
from aidtrack.store.database import Database, text_digest

__all__ = ["DEFAULT_WAIT", "Database", "open_in_memory", "open_reading", "open_writing", "text_digest"]

DEFAULT_WAIT = 30.0


@contextmanager
def open_reading(path: str) -> Iterator[Database | None]:
    """Open a database for queries; None where there is none yet, and nothing is created."""
    if not exists(path):
        yield None
        return
    connection = connect_reading(path)
    try:
        yield Database(connection, path)
    finally:
        connection.close()


@contextmanager
def open_writing(path: str, wait: float = DEFAULT_WAIT, *, create: bool = False) -> Iterator[Database]:
    """Open a database for writing, waiting so many seconds for others; `create` makes a missing one."""
    connection = connect_writing(path, wait, create)
    try:
        yield Database(connection, path)
    finally:
        connection.close()


@contextmanager
def open_in_memory() -> Iterator[Database]:
    """Open a new database that is gone afterwards: for trying out."""
    connection = connect_memory()
    try:
        yield Database(connection, ":memory:")
    finally:
        connection.close()
