"""A writer that is killed, a disk that is full, rights that are missing: what was stored stays whole."""

from __future__ import annotations

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

COMMAND = [sys.executable, "-m", "aidtrack"]


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
        [*COMMAND, "ingest", "news"], cwd=path, capture_output=True, text=True, timeout=60, **more
    )  # type: ignore[call-overload, no-any-return]


def assert_whole(path: Path, articles: int | None = None) -> int:
    """Every stored article is complete; the number of them."""
    with store.open_reading(str(path / "aidtrack.db")) as database:
        if database is None:
            return 0
        assert database.integrity() == []
        stored = database.count("article")
        assert len(database.sightings()) == stored
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


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_an_interruption_keeps_what_is_whole(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """One line tells how far it came; running again completes it."""
    write_articles(tmp_path / "news", 1000, words=60)
    process = subprocess.Popen(
        [*COMMAND, "ingest", "news"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_for_first_batch(tmp_path / "aidtrack.db")
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (code, "")
    stored = assert_whole(tmp_path)
    assert 0 < stored < 1000
    assert err == f"aidtrack: interrupted: {stored} of 1000 stored\n"
    again = ingest(tmp_path)
    assert again.returncode == 0, again.stderr
    assert f"{1000 - stored} new" in again.stdout
    assert_whole(tmp_path, 1000)


def wait_for_first_batch(database: Path) -> None:
    """Wait until articles are in the file: the empty tables take less than 150 kB."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if database.exists() and database.stat().st_size > 200_000:
            return
        time.sleep(0.002)
    raise AssertionError("nothing was stored within 30 s")


def test_kills_at_any_moment_lose_and_tear_nothing(tmp_path: Path) -> None:
    """SIGKILL at twelve moments: whole articles only, their number never falls, and the end is as without."""
    write_articles(tmp_path / "news", 250, words=30)
    stored = 0
    for delay in range(12):
        process = subprocess.Popen(
            [*COMMAND, "ingest", "news"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(0.1 + delay * 0.02)
        process.kill()
        process.wait(timeout=30)
        now = assert_whole(tmp_path)
        assert now >= stored
        stored = now
    assert ingest(tmp_path).returncode == 0
    assert_whole(tmp_path, 250)


def test_a_full_disk_is_told_and_leaves_whole_articles(tmp_path: Path) -> None:
    """Exit code 7 in one line; with more room the same command completes."""
    write_articles(tmp_path / "news", 450)

    def limit_files() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, resource.RLIM_INFINITY))

    result = ingest(tmp_path, preexec_fn=limit_files)
    assert (result.returncode, result.stdout) == (7, "")
    assert result.stderr.startswith("aidtrack: error: aidtrack.db: ")
    assert result.stderr.count("\n") == 1
    stored = assert_whole(tmp_path)
    assert f"{stored} of 450 inputs are stored" in result.stderr
    assert ingest(tmp_path).returncode == 0
    assert_whole(tmp_path, 450)


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
    return subprocess.run(command, cwd=path, capture_output=True, text=True, timeout=60)


def test_two_ingests_of_one_folder_at_once(tmp_path: Path) -> None:
    """Nobody fails on a lock, and each article is there once."""
    write_articles(tmp_path / "news", 120, words=30)
    both = [
        subprocess.Popen([*COMMAND, "ingest", "news", "-q"], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [(process.communicate(timeout=60)[1], process.returncode) for process in both] == [("", 0)] * 2
    assert_whole(tmp_path, 120)
    with sqlite3.connect(tmp_path / "aidtrack.db") as connection:
        assert connection.execute("SELECT count(*) FROM sighting").fetchone() == (120,)
