"""The steps from an empty file to today's tables: numbered, append-only, applied inside one transaction.

A step that was released is never changed; a new one raises `schema.VERSION` by one. Only databases that need
a step pay for importing this.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from aidtrack.store import schema

steps = Migrations("aidtrack")


@steps()
def step_1_first_tables(database: Database) -> None:
    """Create all tables of the first version, and the triggers that keep decisions."""
    for statement in (*schema.FIRST_TABLES, *schema.TRIGGERS.values()):
        database.execute(statement)


def apply(connection: sqlite3.Connection, made_by: str) -> None:
    """Bring the database up to date; the caller holds the write lock, so two first runs cannot collide."""
    steps.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    connection.execute(
        "INSERT INTO meta VALUES ('made_by', ?) ON CONFLICT DO UPDATE SET value = excluded.value", (made_by,)
    )
