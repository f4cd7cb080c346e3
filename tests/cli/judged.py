"""A database of statements in shorthand, and the command line on it, for tests of deciding and checking."""

from __future__ import annotations

import json
from dataclasses import replace

from aidtrack import store
from aidtrack.cli import run
from aidtrack.cli.intake import make_block_of
from aidtrack.model import Reading, Sighting
from aidtrack.resolve import resolve_block
from tests.resolve.shorthand import made


class Desk:
    """A database in a folder, and what its commands print."""

    def __init__(self, folder, capsys) -> None:
        self.db, self._capsys = str(folder / "aid.db"), capsys

    def read(self, *lines: str, **who) -> None:
        """Take articles in, as `ingest` would with these statements."""
        with store.open_writing(self.db, create=True) as database, database.transaction():
            run_id = database.start_run("2026-01-01T00:00:00Z", "0", "rules")
            block_of = make_block_of(database.judgements())
            touched: set[str] = set()
            for line in lines:
                article, statement = made(line, **who)
                article = replace(article, text="x" * 40)
                place = Sighting(article.id, line, published=article.published, published_from="metadata")
                reading = Reading(article, (statement,), ())
                touched |= database.save(reading, [place], rules="rules", run=run_id, block_of=block_of)
            database.resolve_blocks(touched, resolve_block)

    def run(self, *args: str, code: int = 0) -> str:
        """Run a command; what it printed."""
        self._capsys.readouterr()
        found = run([*args, "--db", self.db])
        out, err = self._capsys.readouterr()
        assert found == code, err or out
        return err if code else out

    def records(self, *args: str) -> list[dict]:
        """Run a command with --json."""
        return json.loads(self.run(*args, "--json"))

    def packages(self) -> dict[str, dict]:
        """All packages by id."""
        with store.open_reading(self.db) as database:
            return {package.id: package for package in database.packages()}
