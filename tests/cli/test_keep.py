"""`runs`, `doctor` and `db`: what happened, whether all is well, copies, packages derived anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands import Result

Run = Callable[..., Result]


@pytest.fixture
def filled(aidtrack: Run, news: Path) -> Run:
    """A database with one article."""
    assert aidtrack("ingest", "news", "-q").code == 0
    return aidtrack


@contextmanager
def opened() -> Iterator[sqlite3.Connection]:
    """The database, past all guards of the store."""
    connection = sqlite3.connect("aidtrack.db", isolation_level=None)
    yield connection
    connection.close()


def test_runs_tell_what_came_of_them(filled: Run, news: Path) -> None:
    """Counts and failures; a run that changed nothing leaves no entry."""
    news.with_name("empty.txt").touch()
    assert filled("ingest", "news", "-q").code == 3
    first, second = json.loads(filled("runs", "--json").out)
    assert (first["run"], first["new"], first["failures"]) == (1, 1, [])
    assert (second["unchanged"], second["failed"]) == (1, 1)
    assert second["failures"][0]["path"] == "news/empty.txt"
    assert first["started"] <= first["finished"]
    news.with_name("empty.txt").unlink()
    filled("ingest", "news", "-q")
    assert len(json.loads(filled("runs", "--json").out)) == 2


def test_runs_without_a_database(aidtrack: Run) -> None:
    """Nothing to list is no failure, and nothing is created."""
    assert aidtrack("runs", "--json").out == "[]\n"
    assert aidtrack("runs").out == "No runs yet in aidtrack.db.\n"
    assert not Path("aidtrack.db").exists()


def test_a_healthy_database(filled: Run) -> None:
    """Said in one line, and with -q in none."""
    assert filled("doctor").out == "aidtrack.db: all well with 1 articles.\n"
    assert filled("doctor", "-q") == Result(0, "", "")
    assert filled("doctor", "--json") == Result(0, "[]\n", "")


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ("UPDATE article SET text = replace(text, '2.3', '3.2')", "article"),
        ("UPDATE statement SET evidence = 'another'", "statement"),
        ('UPDATE mention SET "end" = 100000', "mention"),
        ("UPDATE package SET amount = amount + 1", "package"),
        ("DELETE FROM package_link", "package"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM sighting; UPDATE mention SET article = 'gone'", "file"),
    ],
)
def test_what_the_doctor_finds(filled: Run, damage: str, what: str) -> None:
    """Each layer is checked against the one below; exit code 8."""
    with opened() as connection:
        connection.executescript(damage)
    result = filled("doctor", "--json")
    assert result.code == 8
    assert what in {problem["what"] for problem in json.loads(result.out)}
    assert result.err.startswith("aidtrack: error: aidtrack.db: ")


def test_the_doctor_needs_a_patient(aidtrack: Run) -> None:
    """A mistyped path is not healthy."""
    assert aidtrack("doctor", "--db", "none.db").code == 4


def test_rebuilding_gives_the_same(filled: Run) -> None:
    """Packages are derived: they come back as they were, also after they were lost or changed."""
    before = filled("packages", "--json").out
    assert json.loads(before)
    for damage in ("", "DELETE FROM package_link; DELETE FROM package", "UPDATE package SET amount = 1"):
        with opened() as connection:
            connection.executescript(damage)
        assert filled("db", "rebuild").out == "rebuild: 1 packages from 1 statements (aidtrack.db)\n"
        assert filled("packages", "--json").out == before


def test_reading_again_gives_the_same(filled: Run) -> None:
    """By the same rules the stored texts say the same."""
    before = filled("statements", "--json").out + filled("packages", "--json").out
    assert filled("db", "rebuild", "--read-again", "-q") == Result(0, "", "")
    assert filled("statements", "--json").out + filled("packages", "--json").out == before


def test_a_backup_is_a_whole_database(filled: Run) -> None:
    """It answers as the original does; a file that is there is kept unless --force says otherwise."""
    assert filled("db", "backup", "copy.db").code == 0
    assert filled("packages", "--json", "--db", "copy.db").out == filled("packages", "--json").out
    assert filled("db", "backup", "copy.db").code == 2
    assert filled("db", "backup", "copy.db", "--force", "-q") == Result(0, "", "")
    assert filled("db", "backup", "no/such/copy.db").code == 7
    assert filled("db", "backup", "other.db", "--db", "none.db").code == 4
    assert sorted(path.name for path in Path().iterdir()) == [
        "aidtrack.db",
        "aidtrack.db-journal",
        "copy.db",
        "news",
    ]


def test_where_the_database_is(aidtrack: Run, tmp_path: Path) -> None:
    """For other programs; from the option, else the environment, else here."""
    assert aidtrack("db", "path").out == f"{tmp_path}/aidtrack.db\n"
    assert aidtrack("db", "path", "--db", "x.db").out == f"{tmp_path}/x.db\n"
