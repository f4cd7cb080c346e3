"""Each thing that can go wrong for a user: one line that tells what, why and what to do, and an exit code."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from aidtrack.errors import MAX_LINE_BYTES, one_line
from aidtrack.store import open_writing
from tests.commands import Result

Run = Callable[..., Result]
LINE = re.compile(r"aidtrack: error: [^\n]+: [^\n]+\n")


def assert_one_line(result: Result, code: int, *words: str) -> None:
    """The failure is told in one line that names these words; stdout stays empty."""
    assert (result.code, result.out) == (code, "")
    assert LINE.fullmatch(result.err), result.err
    assert len(result.err.encode()) <= MAX_LINE_BYTES + 1
    assert [word for word in words if word not in result.err] == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["totals", "--donor", "Ukrane"], ["--donor Ukrane", "Ukraine"]),
        (["totals", "--donor", "Untied States"], ["United States"]),
        (["packages", "--channel", "USIA"], ["--channel USIA", "USAI"]),
        (["packages", "--kind", "anounced"], ["announced"]),
        (["packages", "--aid-type", "militry"], ["military"]),
        (["packages", "--since", "2024-13"], ["--since 2024-13", "2024-Q3"]),
        (["packages", "--since", "last month"], ["not a date"]),
        (["totals", "--since", "2024", "--until", "2023"], ["--until 2023", "ends before it begins"]),
        (["packages", "--json", "--columns", "donnor"], ["--columns donnor", "donor"]),
        (["packages", "--json", "--columns", "foo"], ["--columns foo", "donor", "recipient"]),
        (["packages", "--json", "--csv"], ["--json", "--csv", "choose one"]),
        (["packages", "--colums", "id"], ["--colums", "--columns", "packages --help"]),
        (["totls"], ["totls", "Did you mean 'totals'"]),
        (["ingest"], ["ingest", "PATH"]),
        (["ingest", "a", "b", "--date", "2024-07-02"], ["single article", "manifest.csv"]),
        (["ingest", "a", "--date", "someday"], ["--date someday", "2024-07-02"]),
    ],
)
def test_wrong_use_names_what_is_near(aidtrack: Run, args: list[str], words: list[str]) -> None:
    """Exit code 2, and the message helps to mend the typing error."""
    for name in ("a", "b"):
        Path(name).write_text("Some words.")
    assert_one_line(aidtrack(*args), 2, *words)


def test_a_missing_path_is_told_and_the_others_are_stored(aidtrack: Run, news: Path) -> None:
    """Exit code 4; what is there is read all the same."""
    result = aidtrack("ingest", "nowhere", str(news), "-q")
    assert_one_line(result, 4, "nowhere", "no such file", "check the path")
    assert "1 article," in aidtrack().out


@pytest.mark.parametrize("command", ["totals", "packages", "statements", "reconcile", "review", "history"])
def test_a_database_asked_for_by_name_must_be_there(aidtrack: Run, command: str) -> None:
    """A mistyped path is no empty answer, and creates nothing; without a name there is only nothing yet."""
    assert_one_line(aidtrack(command, "--db", "mistyped.db"), 4, "mistyped.db", "no such database")
    assert not Path("mistyped.db").exists()
    assert aidtrack(command).code == 0


def test_nothing_but_missing_paths_makes_no_database(aidtrack: Run) -> None:
    """A mistyped path leaves nothing behind."""
    assert_one_line(aidtrack("ingest", "nowhere"), 4, "nowhere")
    assert not Path("aidtrack.db").exists()


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t \n", "empty"),
        ("head_only.md", b"---\ntitle: x\n---\n\n", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not"),
        ("nul.txt", b"The aid\x00of $5 million", "binary"),
        ("paper.txt", b"%PDF-1.7 ...", "a PDF"),
        ("office.txt", b"PK\x03\x04 ...", "zip"),
        ("russian.txt", "США выделят Украине пакет помощи".encode("cp1251"), "UTF-8"),
        ("japanese.txt", "米国はウクライナに追加支援を発表した".encode("shift_jis"), "UTF-8"),
        ("empty.html", b"<html><body></body></html>", "no article text"),
    ],
)
def test_an_unreadable_file_among_good_ones(
    aidtrack: Run, news: Path, name: str, raw: bytes, words: str
) -> None:
    """One line for it, the others are stored, exit code 3."""
    (news.parent / name).write_bytes(raw)
    result = aidtrack("ingest", "news", "-q")
    assert_one_line(result, 3, name, words)
    assert "1 article," in aidtrack().out


def test_a_broken_sidecar_is_named(aidtrack: Run, news: Path) -> None:
    """What was written to date an article must not be passed over in silence."""
    news.with_name("austin.meta.toml").write_text("published = July")
    assert_one_line(aidtrack("ingest", "news", "-q"), 3, "austin.meta.toml", "not TOML")


def test_a_date_in_a_manifest_that_is_none_is_named(aidtrack: Run, news: Path) -> None:
    """The message tells the value and how to write it."""
    news.with_name("manifest.csv").write_text("file,published\naustin.txt,03/04/2024\n")
    assert_one_line(aidtrack("ingest", "news", "-q"), 3, "manifest.csv", "03/04/2024", "2024-07-02")


def test_a_file_beyond_the_limit(aidtrack: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alone it ends with 9, in a batch with 3."""
    monkeypatch.setattr("aidtrack.articles.discovery.MAX_BYTES", 1000)
    big = news.with_name("big.txt")
    big.write_text("word " * 1000)
    assert_one_line(aidtrack("ingest", str(big), "-q"), 9, "big.txt", "larger than")
    assert_one_line(aidtrack("ingest", "news", "-q"), 3, "big.txt", "larger than")


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A database of another program."""
    path = tmp_path / "aidtrack.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    return path


READERS = (["totals"], ["packages"], ["statements"], ["sources"], ["runs"], ["doctor"])


@pytest.mark.parametrize("args", [*READERS, ["ingest", "news"], ["db", "rebuild"]])
def test_a_database_of_another_program_is_left_alone(
    aidtrack: Run, foreign: Path, news: Path, args: list[str]
) -> None:
    """Exit code 5, and not a byte of it changes."""
    before = foreign.read_bytes()
    assert_one_line(aidtrack(*args), 5, "aidtrack.db", "another program")
    assert foreign.read_bytes() == before


@pytest.mark.parametrize(
    "raw", [b"Dear diary, no database.\n" * 100, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_file_that_is_no_database(aidtrack: Run, news: Path, raw: bytes) -> None:
    """Exit code 5 for text and for a damaged file, reading and writing."""
    Path("aidtrack.db").write_bytes(raw)
    assert_one_line(aidtrack("totals"), 5, "aidtrack.db")
    assert_one_line(aidtrack("ingest", "news"), 5, "aidtrack.db")
    assert Path("aidtrack.db").read_bytes() == raw


@pytest.mark.parametrize("args", [["totals"], ["ingest", "news"]])
def test_a_folder_as_database(aidtrack: Run, news: Path, args: list[str]) -> None:
    """Exit code 5: it is no file."""
    assert_one_line(aidtrack(*args, "--db", "news"), 5, "news", "not a file")


@pytest.mark.parametrize("args", [["totals"], ["ingest", "news"]])
def test_a_database_of_a_newer_version(aidtrack: Run, news: Path, args: list[str]) -> None:
    """Exit code 5, both versions are named, and nothing is changed."""
    with open_writing("aidtrack.db", create=True):
        pass
    with sqlite3.connect("aidtrack.db") as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("UPDATE meta SET value = '7.0.0' WHERE key = 'made_by'")
    connection.close()
    before = Path("aidtrack.db").read_bytes()
    assert_one_line(aidtrack(*args), 5, "made by aidtrack 7.0.0", "this is 0.", "update aidtrack")
    assert Path("aidtrack.db").read_bytes() == before


def test_a_trigger_planted_in_a_database_is_refused(aidtrack: Run, news: Path) -> None:
    """A file that somebody hands over could delete decisions at the next ingest."""
    assert aidtrack("ingest", "news", "-q").code == 0
    with sqlite3.connect("aidtrack.db") as connection:
        connection.execute("CREATE TRIGGER sly AFTER INSERT ON article BEGIN DELETE FROM mention; END")
    connection.close()
    assert_one_line(aidtrack("ingest", "news"), 5, "sly", "backup")
    assert_one_line(aidtrack("totals"), 5, "sly")


def test_a_database_that_lost_a_table_is_refused(aidtrack: Run, news: Path) -> None:
    """Exit code 5: it is damaged, not the program."""
    assert aidtrack("ingest", "news", "-q").code == 0
    with sqlite3.connect("aidtrack.db") as connection:
        connection.execute("DROP TABLE mention")
    connection.close()
    assert_one_line(aidtrack("sources"), 5, "no such table", "backup")


def test_a_busy_database_is_waited_for_and_then_told(aidtrack: Run, news: Path) -> None:
    """Exit code 6 after `--wait`; nothing is lost, and the next try succeeds."""
    with open_writing("aidtrack.db", create=True) as other, other.transaction():
        assert_one_line(aidtrack("ingest", "news", "--wait", "0.1"), 6, "aidtrack.db", "--wait", "0 of 1")
    assert aidtrack("ingest", "news", "-q").code == 0


def test_a_missing_folder_for_the_database(aidtrack: Run, news: Path) -> None:
    """Exit code 7, and the folder is not made unasked."""
    assert_one_line(aidtrack("ingest", "news", "--db", "no/such/a.db"), 7, "no/such/a.db", "--db")
    assert not Path("no").exists()


def test_control_characters_of_names_do_not_reach_the_terminal(aidtrack: Run) -> None:
    """A file name may hold an escape sequence or a line end; the message stays one printable line."""
    result = aidtrack("ingest", "evil\x1b[2J\nname\u202e.txt")
    assert_one_line(result, 4, "evil\\x1b[2J name\\u202e.txt")


def test_an_internal_error_is_one_line_and_debug_shows_where(
    aidtrack: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 1 without a traceback; with `--debug` the traceback is there."""

    def fail(*_: object) -> None:
        raise RuntimeError("a screw came loose")

    monkeypatch.setattr("aidtrack.store.Database.runs", fail)
    aidtrack("ingest", "news", "-q")
    assert_one_line(aidtrack("runs"), 1, "RuntimeError: a screw came loose", "--debug")
    assert "Traceback" in aidtrack("runs", "--debug").err


def test_a_long_message_keeps_its_ends() -> None:
    """What fails stands at the beginning, what to do at the end."""
    line = one_line("aidtrack: error: " + "€" * 400 + "; check the path")
    assert len(line.encode()) <= MAX_LINE_BYTES
    assert line.startswith("aidtrack: error: €€")
    assert line.endswith("€€; check the path")


def test_a_folder_where_one_article_is_wanted(aidtrack: Run) -> None:
    """`explain` takes a file; a folder is named as what it is."""
    Path("folder").mkdir()
    assert_one_line(aidtrack("explain", "folder"), 3, "folder", "name one of its files")
