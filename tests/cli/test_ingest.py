"""`ingest`: each text once, whatever its place and form; a second run changes nothing; one line tells it."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aidtrack import store
from tests.commands import NEWS, Result

Run = Callable[..., Result]


def ingest(aidtrack: Run, *args: str) -> dict[str, Any]:
    """Ingest, and give what it reports for machines."""
    result = aidtrack("ingest", *args, "--json")
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)  # type: ignore[no-any-return]


def counts(outcome: dict[str, Any]) -> dict[str, int]:
    """The outcomes that occurred."""
    return {name: number for name, number in outcome["articles"].items() if number}


def article(path: str = "aidtrack.db") -> Any:
    """The one article of the database."""
    with store.open_reading(path) as database:
        assert database is not None
        (found,) = database.articles()
    return found


def test_a_second_run_changes_nothing(aidtrack: Run, news: Path) -> None:
    """It says so, and not a byte of the database is another."""
    assert counts(ingest(aidtrack, "news")) == {"new": 1}
    before = Path("aidtrack.db").read_bytes()
    assert counts(ingest(aidtrack, "news")) == {"unchanged": 1}
    assert (
        aidtrack("ingest", "./news/").out
        == "ingest: 0 new, 1 unchanged; 1 article, 1 package (aidtrack.db)\n"
    )
    assert Path("aidtrack.db").read_bytes() == before


def test_what_an_article_says_comes_out_as_package(aidtrack: Run, news: Path) -> None:
    """From the file to the answer in two commands."""
    outcome = ingest(aidtrack, "news")
    assert (outcome["statements"], outcome["database"]) == (1, {"articles": 1, "packages": 1})
    (package,) = json.loads(aidtrack("packages", "--json").out)
    assert (package["donor"], package["amount"], package["date"]) == ("US", 2_300_000_000, "2024-07-02")


@pytest.mark.parametrize(
    "copy",
    [NEWS.replace("\n", "\r\n"), "\ufeff" + NEWS, "\n\n" + NEWS + "\n\n", NEWS.replace(" ", "  ")],
)
def test_one_text_at_two_places_is_one_article(aidtrack: Run, news: Path, copy: str) -> None:
    """Both places are kept; the statements are there once."""
    news.with_name("copy.txt").write_text(copy, encoding="utf-8", newline="")
    assert counts(ingest(aidtrack, "news")) == {"new": 1, "duplicate": 1}
    assert counts(ingest(aidtrack, "news")) == {"unchanged": 2}
    with store.open_reading("aidtrack.db") as database:
        assert database is not None
        assert [each.path for each in database.sightings()] == ["news/austin.txt", "news/copy.txt"]
        assert len(database.statements()) == 1


def test_a_copy_that_knows_the_date_dates_the_article(aidtrack: Run, tmp_path: Path) -> None:
    """In whatever order the copies are read, and whether at once or one after the other."""
    text = "The United States will provide $5 million in aid to Ukraine, officials said."
    Path("a").mkdir()
    Path("b").mkdir()
    Path("a/x.txt").write_text(text)
    Path("b/x.txt").write_text(text)
    Path("b/x.meta.toml").write_text('published = "2024-07-02"\nurl = "https://b.example/x"')
    told = set()
    for number, runs in enumerate([[["a", "b"]], [["b", "a"]], [["a"], ["b"]], [["b"], ["a"]]]):
        for paths in runs:
            ingest(aidtrack, *paths, "--db", f"{number}.db")
        found = article(f"{number}.db")
        told.add((found.path, found.published, found.published_from, found.url))
    assert told == {("b/x.txt", "2024-07-02", "metadata", "https://b.example/x")}


def test_a_sidecar_written_later_is_heeded(aidtrack: Run, news: Path) -> None:
    """The article is read again with what it tells; then it is unchanged."""
    ingest(aidtrack, "news")
    news.with_name("austin.meta.toml").write_text("published = 2024-07-03")
    assert counts(ingest(aidtrack, "news")) == {"updated": 1}
    assert (article().published, article().published_from) == ("2024-07-03", "metadata")
    assert counts(ingest(aidtrack, "news")) == {"unchanged": 1}


def test_what_is_given_for_a_single_article(aidtrack: Run, news: Path) -> None:
    """It beats what the file tells, and a later run without it does not undo it."""
    file = str(news)
    given = ["--date", "2024-07-04", "--publisher", "A Paper", "--url", "https://a.example/x"]
    ingest(aidtrack, file, *given)
    ingest(aidtrack, "news")
    found = article()
    assert (found.published, found.published_from) == ("2024-07-04", "given")
    assert (found.publisher, found.url) == ("A Paper", "https://a.example/x")


def test_an_edited_file_is_another_article(aidtrack: Run, news: Path) -> None:
    """What an article said is never overwritten."""
    ingest(aidtrack, "news")
    news.write_text(NEWS.replace("2.3", "3.2"))
    assert counts(ingest(aidtrack, "news")) == {"new": 1}


def test_newer_rules_read_an_article_again(
    aidtrack: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its statements are replaced as a whole."""
    ingest(aidtrack, "news")
    monkeypatch.setattr("aidtrack.cli.intake.rules_version", lambda _: "newer")
    assert counts(ingest(aidtrack, "news")) == {"updated": 1}
    assert counts(ingest(aidtrack, "news")) == {"unchanged": 1}
    assert counts(ingest(aidtrack, "news", "--force")) == {"updated": 1}
    with store.open_reading("aidtrack.db") as database:
        assert database is not None
        assert len(database.statements()) == len(database.packages()) == 1


def test_newer_rules_of_resolving_derive_all_packages_anew(aidtrack: Run, news: Path) -> None:
    """Also those that the run does not touch; then all is as new, and the doctor content."""
    ingest(aidtrack, "news")
    expected = aidtrack("packages", "--json").out
    with store.open_writing("aidtrack.db") as database:
        database._execute("UPDATE package SET amount = 1")
        database.note_packages_made_by("older")
    assert "older rules" in aidtrack("doctor").out
    assert counts(ingest(aidtrack, "news")) == {"unchanged": 1}
    assert aidtrack("packages", "--json").out == expected
    assert aidtrack("doctor").out == "aidtrack.db: all well with 1 articles.\n"


def test_one_article_that_cannot_be_read_spoils_no_other(
    aidtrack: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a fault of the rules nor an amount beyond the store's bounds takes the batch with it."""
    from aidtrack.cli import intake

    for name, text in (("fault.txt", "FAULT $1 million"), ("huge.txt", "HUGE $1 million")):
        news.with_name(name).write_text(text)
    extract = intake.extract

    def read(each: Any, lexicon: Any) -> Any:
        reading = extract(each, lexicon)
        if each.text.startswith("FAULT"):
            raise ZeroDivisionError("oops")
        if each.text.startswith("HUGE"):
            from dataclasses import replace

            from tests.store.test_store import MENTIONS

            return replace(reading, mentions=(replace(MENTIONS[0], amount=10**30),))
        return reading

    monkeypatch.setattr("aidtrack.cli.intake.extract", read)
    result = aidtrack("ingest", "news", "--json")
    outcome = json.loads(result.out)
    assert (result.code, counts(outcome)) == (3, {"new": 1, "failed": 2})
    assert {each["path"]: each["code"] for each in outcome["failures"]} == {
        "news/fault.txt": 1,
        "news/huge.txt": 1,
    }
    assert result.err.count("aidtrack: error: news/") == 2


def test_a_dry_run_stores_nothing(aidtrack: Run, news: Path) -> None:
    """It tells what would be new, with and without a database."""
    result = aidtrack("ingest", "news", "--dry-run")
    assert result.out == "ingest: 1 new; 1 article, 1 package (nothing stored)\n"
    assert not Path("aidtrack.db").exists()
    ingest(aidtrack, "news")
    before = Path("aidtrack.db").read_bytes()
    assert "1 unchanged" in aidtrack("ingest", "news", "--dry-run").out
    assert Path("aidtrack.db").read_bytes() == before


def test_quiet_is_silent(aidtrack: Run, news: Path) -> None:
    """As cron wants it: what it prints is mailed."""
    assert aidtrack("ingest", "news", "-q") == Result(0, "", "")


def test_standard_input(aidtrack: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One article, with what the options tell of it."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NEWS.encode())))
    ingest(aidtrack, "-", "--url", "https://a.example/x")
    assert (article().path, article().url) == ("-", "https://a.example/x")


def test_an_empty_folder_is_no_failure(aidtrack: Run) -> None:
    """A cron job whose inbox is empty today has done its work."""
    Path("inbox").mkdir()
    assert counts(ingest(aidtrack, "inbox")) == {}


def test_what_is_passed_over_is_named(aidtrack: Run, news: Path) -> None:
    """A link that leads out of the folder is not followed, and no failure."""
    Path("secret.txt").write_text("Words.")
    news.with_name("out.txt").symlink_to(Path("secret.txt").absolute())
    result = aidtrack("ingest", "news")
    assert result.code == 0
    assert result.err == "aidtrack: skipped: news/out.txt: a link that leads out of the folder\n"


def test_the_order_of_reading_changes_nothing(aidtrack: Run, tmp_path: Path) -> None:
    """One by one in any order, or all at once: the same statements and packages."""
    folder = Path("news")
    folder.mkdir()
    for day in (2, 3, 4):
        (folder / f"{day}.txt").write_text(NEWS.replace("July 2", f"July {day}").replace("2.3", f"2.{day}"))
    (folder / "again.txt").write_text("Again. " + NEWS)
    files = sorted(str(file) for file in folder.iterdir())
    printed = set()
    for number, order in enumerate(
        [[["news"]], [[file] for file in files], [[file] for file in files[::-1]]]
    ):
        for paths in order:
            ingest(aidtrack, *paths, "--db", f"{number}.db")
        printed.add(
            aidtrack("packages", "--json", "--db", f"{number}.db").out
            + aidtrack("statements", "--json", "--db", f"{number}.db").out
        )
    assert len(printed) == 1
    assert json.loads(aidtrack("packages", "--json", "--db", "0.db").out)


def test_a_bar_on_a_terminal_and_one_line_in_a_pipe(news: Path, tmp_path: Path) -> None:
    """The bar goes to stderr and only where somebody watches."""
    for number in range(5):
        news.with_name(f"{number}.txt").write_text(f"{number}. {NEWS}")
    watcher, terminal = pty.openpty()
    command = [sys.executable, "-m", "aidtrack", "ingest", "news", "--db", "a.db"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    watched = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=terminal, env=environment)
    os.close(terminal)
    shown = os.read(watcher, 100_000).decode()
    os.close(watcher)
    assert "Reading" in shown
    assert watched.stdout.decode().startswith("ingest: 6 new; ")
    command[-1] = "b.db"
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (piped.stderr, piped.stdout.count("\n")) == ("", 1)


def test_a_reader_that_goes_away_is_no_failure(news: Path, tmp_path: Path) -> None:
    """`| head -1`: silent, whatever is printed."""
    script = f"{sys.executable} -m aidtrack ingest news -q && {sys.executable} -m aidtrack {{}} | true"
    for command in ("statements --json", "totals", "packages", "--help", "ingest news"):
        done = subprocess.run(
            script.format(command), shell=True, cwd=tmp_path, capture_output=True, text=True
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), command


def test_a_gone_reader_is_told_by_the_exit_code(news: Path, tmp_path: Path) -> None:
    """141, as the shell's own tools end; nothing on stderr."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "aidtrack", "--help"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_the_terminal(news: Path, tmp_path: Path, encoding: str) -> None:
    """What it lacks is escaped; nothing fails."""
    news.with_name("é€.txt").write_text("No words.\x00")
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "aidtrack", "ingest", "news"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment)
    assert done.returncode == 3
    assert done.stderr.decode(encoding).startswith("aidtrack: error: news/")


def test_a_closed_standard_output(news: Path, tmp_path: Path) -> None:
    """The work is done all the same."""
    command = f"{sys.executable} -m aidtrack ingest news >&- 2>&-"
    assert subprocess.run(command, shell=True, cwd=tmp_path).returncode == 0


def test_bare_aidtrack_tells_what_to_do_next(aidtrack: Run, news: Path) -> None:
    """Before the first article and after it; asking creates nothing."""
    before = aidtrack()
    assert (before.code, before.err) == (0, "")
    assert "aidtrack ingest" in before.out
    assert not Path("aidtrack.db").exists()
    ingest(aidtrack, "news")
    assert "1 article, 1 package" in aidtrack().out
