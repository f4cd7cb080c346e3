"""The database as the rest of aidtrack sees it: nouns in, nouns out, whole articles or nothing.

Every query fetches all its rows before it returns, so that no lock is held while somebody prints them.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from aidtrack.model import (
    Article,
    Failure,
    Judgement,
    Link,
    Mention,
    Package,
    Reading,
    Run,
    Sighting,
    Statement,
)
from aidtrack.store.connection import explained
from aidtrack.store.rows import (
    ARTICLES,
    FAILURES,
    JUDGEMENTS,
    LINKS,
    MENTIONS,
    PACKAGES,
    RUNS,
    SIGHTINGS,
    STATEMENTS,
    to_json,
)

BlockOf = Callable[[Statement], str]
Resolve = Callable[[Sequence[Statement], dict[str, Article], Sequence[Judgement]], Sequence[Package]]
TABLES = ("article", "sighting", "statement", "mention", "package", "judgement", "run", "failure")


class Database:
    """One open database; made by `open_reading` and `open_writing`."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection, self.path = connection, path

    # Asking

    def count(self, table: str) -> int:
        """Count the rows of one of TABLES."""
        if table not in TABLES:
            raise ValueError(table)
        return int(self._rows(f"SELECT count(*) FROM {table}")[0][0])

    def articles(self, ids: Collection[str] | None = None, *, text: bool = True) -> list[Article]:
        """Give articles in the order of their ids; without their text (empty) where it is not needed."""
        instead = {} if text else {"text": "''"}
        return [ARTICLES.decode(row) for row in self._some(ARTICLES.select("", **instead), "article.id", ids)]

    def article(self, article: str) -> Article | None:
        """Give one article by its id."""
        found = self.articles([article])
        return found[0] if found else None

    def known_rules(self, article: str) -> str | None:
        """Tell by which rules an article was last read; None for one never seen."""
        rows = self._rows("SELECT rules FROM article WHERE id = ?", article)
        return rows[0][0] if rows else None

    def outdated(self, rules: str) -> list[str]:
        """List the articles that other rules than these have read."""
        return [row[0] for row in self._rows("SELECT id FROM article WHERE rules != ? ORDER BY id", rules)]

    def sightings(self, article: str | None = None) -> list[Sighting]:
        """Give where articles were found, of one article or all."""
        ids = None if article is None else [article]
        return [
            SIGHTINGS.decode(row)
            for row in self._some(SIGHTINGS.select(), "sighting.article", ids, "sighting.article, path")
        ]

    def statements(
        self, article: str | None = None, *, ids: Collection[str] | None = None, block: str | None = None
    ) -> list[Statement]:
        """Give statements in the order of article and place: all, of one article, by id, or of one block."""
        order = "statement.article, amount_start, statement.id"
        column, values = "statement.id", ids
        if article is not None:
            column, values = "statement.article", [article]
        elif block is not None:
            column, values = "statement.block", [block]
        return [STATEMENTS.decode(row) for row in self._some(STATEMENTS.select(), column, values, order)]

    def mentions(self, article: str) -> list[Mention]:
        """Give the money mentions of one article in the order of the text."""
        rows = self._rows(MENTIONS.select("WHERE article = ? ORDER BY start, rowid"), article)
        return [MENTIONS.decode(row) for row in rows]

    def all_mentions(self, outcome: str | None = None) -> list[tuple[str, Mention]]:
        """Give the mentions of all articles with the article's id; where it is given, of one outcome only."""
        columns = ", ".join(f'"{name}"' for name in MENTIONS.columns)
        where, values = ("WHERE outcome = ?", [outcome]) if outcome else ("", [])
        rows = self._rows(
            f"SELECT article, {columns} FROM mention {where} ORDER BY article, start, rowid", *values
        )
        return [(row[0], MENTIONS.decode(row[1:])) for row in rows]

    def packages(self, ids: Collection[str] | None = None, *, block: str | None = None) -> list[Package]:
        """Give packages by date and id, with the statements that they rest on."""
        order = "coalesce(date, date_earliest, '9999'), package.id"
        column, values = ("package.block", [block]) if block is not None else ("package.id", ids)
        rows = self._some(PACKAGES.select(), column, values, order)
        links: dict[str, list[Link]] = {}
        columns = ", ".join(LINKS.columns)
        for package, *row in self._rows(
            f"SELECT package, {columns} FROM package_link ORDER BY package, position"
        ):
            links.setdefault(package, []).append(LINKS.decode(tuple(row)))
        return [self._package(row, links) for row in rows]

    @staticmethod
    def _package(row: tuple[Any, ...], links: dict[str, list[Link]]) -> Package:
        package = PACKAGES.decode(row, links=())
        return dataclasses.replace(
            package, links=tuple(links.get(package.id, ())), counted=bool(package.counted)
        )

    def package_of(self) -> dict[str, str]:
        """Give the package of each statement that belongs to one."""
        return dict(self._rows("SELECT statement, package FROM package_link"))

    def judgements(self) -> list[Judgement]:
        """Give all judgements in the order in which they were made."""
        return [JUDGEMENTS.decode(row) for row in self._rows(JUDGEMENTS.select("ORDER BY sequence"))]

    def runs(self) -> list[Run]:
        """Give all runs, the oldest first, with what failed in them."""
        failures: dict[int, list[Failure]] = {}
        for run, *row in self._rows("SELECT run, path, why, code FROM failure ORDER BY rowid"):
            failures.setdefault(run, []).append(FAILURES.decode(tuple(row)))
        runs = [RUNS.decode(row, failures=()) for row in self._rows(RUNS.select("ORDER BY id"))]
        return [dataclasses.replace(run, failures=tuple(failures.get(run.id, ()))) for run in runs]

    def packages_made_by(self) -> str | None:
        """Tell by which rules all packages were derived; None before there were any."""
        rows = self._rows("SELECT value FROM meta WHERE key = 'packages_made_by'")
        return rows[0][0] if rows else None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let several queries see one state; nothing may be printed inside, since writers wait meanwhile."""
        self._execute("BEGIN")
        try:
            yield
        finally:
            self._execute("ROLLBACK")

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that happens inside, or nothing; the lock is taken at once, so nobody fails half-way."""
        self._execute("BEGIN IMMEDIATE")
        try:
            yield
            self._execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo one article of a batch alone."""
        self._execute("SAVEPOINT article")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO article")
                self._connection.execute("RELEASE article")
            raise
        self._execute("RELEASE article")

    def start_run(self, started: str, version: str, rules: str) -> int:
        """Enter a run; its id."""
        return self._insert(
            "INSERT INTO run (started, version, rules) VALUES (?, ?, ?)", started, version, rules
        )

    def finish_run(
        self, run: int, finished: str, counts: dict[str, int], failures: Iterable[Failure]
    ) -> None:
        """Complete a run's entry with what came of it."""
        self._execute("UPDATE run SET finished = ?, counts = ? WHERE id = ?", finished, to_json(counts), run)
        rows = [[*FAILURES.encode(failure), run] for failure in failures]
        self._many(FAILURES.insert("run"), rows)

    def save(
        self,
        reading: Reading,
        sightings: Iterable[Sighting],
        *,
        rules: str,
        run: int,
        block_of: BlockOf,
    ) -> set[str]:
        """Store one article whole, in place of its former reading; the blocks whose packages it touches."""
        article = reading.article
        touched = self._forget_reading(article.id)
        self._save_article(article, rules, run)
        self.save_sightings(sightings, run)
        blocks = [block_of(statement) for statement in reading.statements]
        self._many(
            STATEMENTS.insert("block"),
            [
                [*STATEMENTS.encode(each), block]
                for each, block in zip(reading.statements, blocks, strict=True)
            ],
        )
        self._many(
            MENTIONS.insert("article"), [[*MENTIONS.encode(each), article.id] for each in reading.mentions]
        )
        return touched | set(blocks)

    def save_sightings(self, sightings: Iterable[Sighting], run: int) -> None:
        """Keep where an article was found; the same place again is brought up to date."""
        changed = [name for name in SIGHTINGS.columns if name not in ("article", "path")]
        updates = ", ".join(f"{name} = excluded.{name}" for name in [*changed, "run"])
        self._many(
            f"{SIGHTINGS.insert('run')} ON CONFLICT (article, path) DO UPDATE SET {updates}",
            [[*SIGHTINGS.encode(sighting), run] for sighting in sightings],
        )

    def resolve_blocks(self, blocks: Iterable[str], resolve: Resolve) -> None:
        """Derive the packages of these blocks anew from their statements and all judgements."""
        judgements = self.judgements()
        packages: list[tuple[Package, str]] = []
        for block in sorted(blocks):
            self._drop_packages(block)
            statements = self.statements(block=block)
            articles = self.articles({each.article for each in statements}, text=False)
            found = resolve(statements, {each.id: each for each in articles}, judgements)
            packages.extend((package, block) for package in found)
        for package, block in packages:
            self._save_package(package, block)

    def note_packages_made_by(self, rules: str) -> None:
        """Note by which rules all packages are derived from now on."""
        self._execute(
            "INSERT INTO meta VALUES ('packages_made_by', ?) "
            "ON CONFLICT DO UPDATE SET value = excluded.value",
            rules,
        )

    def reblock(self, block_of: BlockOf) -> set[str]:
        """Assign every statement to its block anew and drop all packages; all blocks there are now."""
        blocks = {statement.id: block_of(statement) for statement in self.statements()}
        self._many(
            "UPDATE statement SET block = ? WHERE id = ?", [[block, id] for id, block in blocks.items()]
        )
        self._execute("DELETE FROM package_link")
        self._execute("DELETE FROM package")
        return set(blocks.values())

    def add_judgement(self, judgement: Judgement) -> Judgement:
        """Append a judgement; it comes back with the sequence number that it got."""
        columns = [name for name in JUDGEMENTS.columns if name != "sequence"]
        values = dict(zip(JUDGEMENTS.columns, JUDGEMENTS.encode(judgement), strict=True))
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        sequence = self._insert(
            f"INSERT INTO judgement ({names}) VALUES ({marks})", *[values[name] for name in columns]
        )
        return dataclasses.replace(judgement, sequence=sequence)

    def copy_into(self, other: Database) -> None:
        """Copy the whole database into another, also while others write to it."""
        with explained(self.path):
            self._connection.backup(other._connection)

    def back_up(self, path: str) -> None:
        """Copy the whole database into a file, also while others write to it."""
        with explained(path):
            target = sqlite3.connect(path, isolation_level=None)
            try:
                self._connection.backup(target)
            finally:
                target.close()

    # Checking

    def integrity(self) -> list[str]:
        """List what SQLite itself finds wrong: damaged pages, broken references."""
        found = [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
        broken = [
            f"{row[0]} row {row[1]}: no such {row[2]}" for row in self._rows("PRAGMA foreign_key_check")
        ]
        return found + broken

    def text_digests(self) -> dict[str, str]:
        """Give the digest that each article's text had when it was stored."""
        return dict(self._rows("SELECT id, text_digest FROM article"))

    # Below: SQL and nothing else

    def _forget_reading(self, article: str) -> set[str]:
        """Remove what was read from an article; the blocks that it touched."""
        rows = self._rows("SELECT DISTINCT block FROM statement WHERE article = ?", article)
        touched = {row[0] for row in rows}
        for block in touched:
            self._drop_packages(block)
        self._execute("DELETE FROM statement WHERE article = ?", article)
        self._execute("DELETE FROM mention WHERE article = ?", article)
        return touched

    def _drop_packages(self, block: str) -> None:
        inner = "SELECT id FROM package WHERE block = ?"
        self._execute(f"DELETE FROM package_link WHERE package IN ({inner})", block)
        self._execute("DELETE FROM package WHERE block = ?", block)

    def _save_article(self, article: Article, rules: str, run: int) -> None:
        kept = {"id", "text", "body_start"}
        changing = [name for name in ARTICLES.columns if name not in kept]
        updates = ", ".join(f'"{name}" = excluded."{name}"' for name in [*changing, "rules"])
        self._execute(
            f"{ARTICLES.insert('text_digest', 'rules', 'run')} ON CONFLICT (id) DO UPDATE SET {updates}",
            *ARTICLES.encode(article),
            text_digest(article.text),
            rules,
            run,
        )

    def _save_package(self, package: Package, block: str) -> None:
        self._execute(PACKAGES.insert("block"), *PACKAGES.encode(package), block)
        self._many(
            LINKS.insert("package", "position"),
            [[*LINKS.encode(link), package.id, position] for position, link in enumerate(package.links)],
        )

    def _some(
        self, select: str, column: str, values: Collection[str] | None, order: str = ""
    ) -> list[tuple[Any, ...]]:
        """Give all rows, or those whose column is among the values (as JSON: no limit to their number)."""
        order = f" ORDER BY {order or column}"
        if values is None:
            return self._rows(select + order)
        return self._rows(
            f"{select} WHERE {column} IN (SELECT value FROM json_each(?)){order}", to_json(sorted(values))
        )

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with explained(self.path):
            return self._connection.execute(sql, values).fetchall()

    def _execute(self, sql: str, *values: Any) -> None:
        with explained(self.path):
            self._connection.execute(sql, values)

    def _many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with explained(self.path):
            self._connection.executemany(sql, rows)

    def _insert(self, sql: str, *values: Any) -> int:
        with explained(self.path):
            return int(self._connection.execute(sql, values).lastrowid or 0)


def text_digest(text: str) -> str:
    """Digest a stored text to the letter, to tell later whether the file still holds what was read."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
