"""A writer that is killed, a disk that is full, rights that are missing: what was stored stays whole."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aidtrack import store

COMMAND = [sys.executable, "-m", "tests.store.quick"]
HERE = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "AIDTRACK_DB": "aidtrack.db"}


def write_articles(folder: Path, count: int, words: int = 300) -> None:
    """Write articles that differ in one number."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = (
            f"The United States will provide ${number + 1} million in aid to Ukraine. "
            + "More words. " * words
        )
        (folder / f"{number:03}.txt").write_text(text)


def ingest(path: Path, **more: object) -> subprocess.CompletedProcess[str]:
    """Run `ingest` on the folder of articles in a process of its own."""
    return subprocess.run(
        [*COMMAND, "ingest", "news"], cwd=path, env=HERE, capture_output=True, text=True, timeout=60, **more
    )  # type: ignore[call-overload, no-any-return]


def assert_whole(path: Path, articles: int | None = None) -> int:
    """Every stored article is complete; the number of them."""
    with store.open_reading(str(path / "aidtrack.db")) as database:
        if database is None:
            return 0
        assert database.integrity() == []
        stored = database.count("article")
        assert len(database.sightings()) == stored
        assert {each.article for each in database.statements()} == {each.id for each in database.articles()}
        assert len(database.all_mentions()) == stored
    assert articles is None or stored == articles
    return stored


def test_a_write_cut_short_is_undone_before_the_next_question(tmp_path: Path) -> None:
    """A process dies within a transaction: queries see the state before it, and need no repair."""
    path = str(tmp_path / "aidtrack.db")
    with store.open_writing(path, create=True):
        pass
    script = (
        "import os, sqlite3\n"
        f"c = sqlite3.connect({path!r}, isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN IMMEDIATE')\n"
        "c.executemany('INSERT INTO meta VALUES (?, ?)', [(str(i), 'x' * 5000) for i in range(200)])\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    assert os.path.getsize(f"{path}-journal") > 0, "the test must leave a hot journal"
    with store.open_reading(path) as database:
        assert database is not None
        assert database.integrity() == []
        assert database._rows("SELECT count(*) FROM meta") == [(1,)]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_keeps_what_is_whole(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """One line tells how far it came; running again completes it."""
    write_articles(tmp_path / "news", 400, words=10)
    with store.open_writing(str(tmp_path / "aidtrack.db"), create=True):
        empty = (tmp_path / "aidtrack.db").stat().st_size
    process = subprocess.Popen(
        [*COMMAND, "ingest", "news"],
        cwd=tmp_path,
        env=HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until_larger(tmp_path / "aidtrack.db", empty)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (code, "")
    stored = assert_whole(tmp_path)
    assert 0 < stored < 400
    assert err == f"aidtrack: interrupted: {stored} of 400 stored\n"
    again = ingest(tmp_path)
    assert again.returncode == 0, again.stderr
    assert f"{400 - stored:,} new" in again.stdout
    assert_whole(tmp_path, 400)


def wait_until_larger(file: Path, size: int) -> None:
    """Wait until the first articles are in the file."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and file.stat().st_size <= size:
        time.sleep(0.002)


def test_a_death_at_any_moment_loses_and_tears_nothing(tmp_path: Path) -> None:
    """Dying before the n-th SQL statement, for n up to the end: whole articles, never fewer than before."""
    write_articles(tmp_path / "news", 45, words=10)
    stored, deaths = 0, 0
    for number in range(1, 1000, 11):
        if ingest_and_die(tmp_path, number) == 0:
            break
        deaths += 1
        now = assert_whole(tmp_path)
        assert now >= stored
        stored = now
    assert deaths > 10, "the test must die while articles are stored"
    assert_whole(tmp_path, 45)


def ingest_and_die(path: Path, number: int) -> int:
    """Ingest in a child that ends without a word before its n-th SQL statement; 0 if it needed fewer."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = _die_at(path, number)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _die_at(path: Path, number: int) -> int:
    from aidtrack.cli import run
    from aidtrack.store import Database
    from tests.store.quick import make_quick

    make_quick()
    os.chdir(path)
    execute, count = Database._execute, itertools.count(1)

    def count_down(database: Database, sql: str, *values: object) -> None:
        if next(count) == number:
            os._exit(9)
        execute(database, sql, *values)

    Database._execute = count_down  # type: ignore[method-assign]
    return run(["ingest", "news", "-q", "--db", "aidtrack.db"])


def test_a_full_disk_is_told_and_leaves_whole_articles(tmp_path: Path) -> None:
    """Exit code 7 in one line; with more room the same command completes."""
    write_articles(tmp_path / "news", 200)

    def limit_files() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, resource.RLIM_INFINITY))

    result = ingest(tmp_path, preexec_fn=limit_files)
    assert (result.returncode, result.stdout) == (7, "")
    assert result.stderr.startswith("aidtrack: error: aidtrack.db: ")
    assert result.stderr.count("\n") == 1
    stored = assert_whole(tmp_path)
    assert f"{stored} of 200 inputs are stored" in result.stderr
    assert ingest(tmp_path).returncode == 0
    assert_whole(tmp_path, 200)


# Modules are loaded by a first run, since the interpreter itself may lie where only root can read.
AS_NOBODY = """
import contextlib, io, os, sys
from aidtrack.cli import run
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    run([*sys.argv[1:], "--db", "scratch.db"])
if os.geteuid() == 0:
    os.seteuid(65534)
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can read: pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)
        os.chmod(name, 0o755)


@pytest.mark.parametrize("what", ["folder", "file"])
def test_without_the_right_to_write(open_folder: Path, what: str) -> None:
    """Exit code 7, nothing is changed, and asking still works."""
    write_articles(open_folder / "news", 2)
    assert ingest(open_folder).returncode == 0
    database = open_folder / "aidtrack.db"
    database.chmod(0o444)
    open_folder.chmod(0o555 if what == "folder" else 0o777)
    before = database.read_bytes()
    result = _as_nobody(open_folder, "ingest", "news", "--force")
    assert (result.returncode, result.stdout) == (7, "")
    assert result.stderr.startswith("aidtrack: error: aidtrack.db: ")
    assert result.stderr.count("\n") == 1
    asked = _as_nobody(open_folder, "runs", "--json")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert database.read_bytes() == before


def _as_nobody(path: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a command without root's right to write everywhere."""
    command = [sys.executable, "-c", AS_NOBODY, *args]
    return subprocess.run(command, cwd=path, env=HERE, capture_output=True, text=True, timeout=60)


def test_two_ingests_of_one_folder_at_once(tmp_path: Path) -> None:
    """Nobody fails on a lock, and each article is there once."""
    write_articles(tmp_path / "news", 120, words=30)
    both = [
        subprocess.Popen(
            [*COMMAND, "ingest", "news", "-q"], cwd=tmp_path, env=HERE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [(process.communicate(timeout=60)[1], process.returncode) for process in both] == [("", 0)] * 2
    assert_whole(tmp_path, 120)
    with sqlite3.connect(tmp_path / "aidtrack.db") as connection:
        assert connection.execute("SELECT count(*) FROM sighting").fetchone() == (120,)
