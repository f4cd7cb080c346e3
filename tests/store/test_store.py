"""The store: nouns come back as they went in, decisions cannot be changed, nothing is created by asking."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from aidtrack import store
from aidtrack.errors import DatabaseBusy, DatabaseRefused, InputNotFound, StorageFailure
from aidtrack.model import (
    Article,
    ChannelShare,
    Equivalent,
    Failure,
    Judgement,
    Link,
    Mention,
    Package,
    Part,
    Reading,
    Sighting,
    Statement,
    Window,
)
from aidtrack.store import Database, rows, schema

TEXT = "Washington will send $2.3bn (£1.8bn) to Kyiv.\n"
ARTICLE = Article(
    "0123456789abcdef",
    TEXT,
    "news/a.txt",
    "https://a.example/1",
    "A Paper",
    "Aid",
    None,
    "inferred",
    3,
    Window("2024-07-01", None, ("names the secretary",)),
)
STATEMENT = Statement(
    id="0123456789abcdef:21",
    article=ARTICLE.id,
    kind="announced",
    donor="US",
    recipient="UA",
    amount=2_300_000_000,
    currency="USD",
    qualifier="about",
    aid_type="military",
    channel=None,
    date="2024-07",
    evidence=TEXT[:36],
    start=0,
    end=36,
    amount_start=21,
    amount_end=27,
    amount_low=2_000_000_000,
    since="2022-02",
    tranche=54,
    parts=(Part(150_000_000, "USD", "PDA", "shells", True, 1, 2), Part(2_150_000_000, "USD")),
    equivalents=(Equivalent(1_800_000_000, "GBP", True, 29, 35),),
    rules=("money.symbol", "kind.will-send"),
    date_window=Window(None, "2024-07-31", ("month", "named")),
)
MENTIONS = (
    Mention(21, 27, 2_300_000_000, "USD", "about", 2_000_000_000, "statement", "money.symbol", STATEMENT.id),
    Mention(29, 35, 1_800_000_000, None),
)
PACKAGE = Package(
    id="2024-07-us-2300m",
    kind="announced",
    donor="US",
    recipient=None,
    amount=2_300_000_000,
    amount_low=2_000_000_000,
    amount_high=None,
    currency="USD",
    qualifier="about",
    aid_type="military",
    channels=(ChannelShare("PDA", 150_000_000), ChannelShare(None, 2_150_000_000)),
    date="2024-07",
    date_earliest=None,
    date_latest="2024-07-31",
    tranche=None,
    links=(Link(STATEMENT.id, "whole", ("only one",)),),
    status="review",
    flags=("conflict-channel",),
    draws_on="x",
    counted=False,
    why_not_counted="reuse",
)
JUDGEMENT = Judgement(
    0,
    "correct",
    (f"{ARTICLE.id}:21",),
    "me",
    "2024-08-01T10:00:00Z",
    "typo",
    "amount",
    "1",
    "2",
    None,
    {"a": "b"},
)


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Where a test's database is."""
    return str(tmp_path / "aidtrack.db")


def fill(database: Database, *packages: Package) -> None:
    """Store the one article, its statement and these packages."""
    with database.transaction():
        run = database.start_run("2024-08-01T10:00:00Z", "0.1.0", "rules")
        reading = Reading(ARTICLE, (STATEMENT,), MENTIONS)
        place = Sighting(ARTICLE.id, "news/a.txt", "https://a.example/1")
        touched = database.save(
            reading, [place], rules="rules", run=run, block_of=lambda each: each.donor or "?"
        )
        assert touched == {"US"}
        database.resolve_blocks(touched, lambda *_: packages)
        database.finish_run(run, "2024-08-01T10:00:01Z", {"new": 1}, [Failure("b.txt", "empty", 3)])


@pytest.fixture
def database(path: str) -> Iterator[Database]:
    """A database that holds one of everything."""
    with store.open_writing(path, create=True) as opened:
        fill(opened, PACKAGE)
        yield opened


def test_what_goes_in_comes_out(database: Database) -> None:
    """Every field of every noun survives."""
    assert database.articles() == [ARTICLE]
    assert database.statements() == [STATEMENT]
    assert database.mentions(ARTICLE.id) == list(MENTIONS)
    assert database.packages() == [PACKAGE]
    assert database.add_judgement(JUDGEMENT) == dataclasses.replace(JUDGEMENT, sequence=1)
    assert database.judgements() == [dataclasses.replace(JUDGEMENT, sequence=1)]
    run = database.runs()[0]
    assert (run.counts, run.failures) == ({"new": 1}, (Failure("b.txt", "empty", 3),))


def test_queries_choose(database: Database) -> None:
    """By article, id, block and outcome; texts stay behind where nobody needs them."""
    assert database.statements(ARTICLE.id) == database.statements(block="US") == [STATEMENT]
    assert database.statements(ids=[]) == database.statements("another") == []
    assert database.articles([ARTICLE.id], text=False)[0].text == ""
    assert [mention.start for _, mention in database.all_mentions("unexplained")] == [29]
    assert database.package_of() == {STATEMENT.id: PACKAGE.id}
    assert database.known_rules(ARTICLE.id) == "rules"
    assert database.known_rules("another") is None


@pytest.mark.parametrize(
    "table",
    [
        rows.ARTICLES,
        rows.SIGHTINGS,
        rows.STATEMENTS,
        rows.MENTIONS,
        rows.PACKAGES,
        rows.JUDGEMENTS,
        rows.RUNS,
    ],
)
def test_tables_have_a_column_for_each_field(path: str, table: rows.Table[object]) -> None:
    """A field added to a noun needs a migration, or it would be lost."""
    with store.open_writing(path, create=True):
        pass
    with sqlite3.connect(path) as connection:
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")}
    assert set(table.columns) <= columns


def test_a_new_reading_takes_the_place_of_the_old_one(database: Database) -> None:
    """Statements, mentions and packages of the article go as a whole; the article keeps its text."""
    reread = Reading(dataclasses.replace(ARTICLE, text="changed", published="2024-07-02"), (), ())
    with database.transaction():
        run = database.start_run("2024-08-02T10:00:00Z", "0.1.0", "newer")
        touched = database.save(reread, (), rules="newer", run=run, block_of=lambda _: "never")
        database.resolve_blocks(touched, lambda statements, *_: [PACKAGE] if statements else [])
    assert touched == {"US"}
    assert database.statements() == database.mentions(ARTICLE.id) == database.packages() == []
    assert database.articles()[0].text == TEXT
    assert (database.articles()[0].published, database.known_rules(ARTICLE.id)) == ("2024-07-02", "newer")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE judgement SET why = 'x'",
        "DELETE FROM judgement",
        "REPLACE INTO judgement SELECT * FROM judgement",
        'INSERT OR REPLACE INTO judgement (sequence, verdict, targets, "by", at, why, extra) '
        "VALUES (1, 'confirm', '[]', 'x', 'x', 'x', '{}')",
        "DELETE FROM article",
        "DELETE FROM run",
    ],
)
def test_decisions_and_evidence_cannot_be_taken_back(database: Database, sql: str) -> None:
    """Also not by a careless statement of our own."""
    database.add_judgement(JUDGEMENT)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database._execute(sql)
    assert len(database.judgements()) == 1


@pytest.mark.parametrize("amount", [5.0, "5", True, 10**15 + 1, -1])
def test_an_amount_is_a_whole_number_within_reason(database: Database, amount: object) -> None:
    """STRICT columns would take 5.0 and "5" for 5."""
    wrong = dataclasses.replace(STATEMENT, id="other", amount=amount)  # type: ignore[arg-type]
    reading = Reading(ARTICLE, (wrong,), ())
    with pytest.raises((TypeError, sqlite3.IntegrityError)), database.transaction():
        database.save(reading, (), rules="rules", run=1, block_of=lambda _: "US")
    assert database.statements() == [STATEMENT]


@pytest.mark.parametrize("date", ["2024-7-2", "July 2024", "", "20240702"])
def test_a_date_is_a_year_a_month_or_a_day(database: Database, date: str) -> None:
    """What sorts as text must be written in one way."""
    reading = Reading(ARTICLE, (dataclasses.replace(STATEMENT, date=date),), ())
    with pytest.raises(sqlite3.IntegrityError), database.transaction():
        database.save(reading, (), rules="rules", run=1, block_of=lambda _: "US")


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    """An exception in it leaves what was there before."""

    def judge_and_stop() -> None:
        with database.transaction():
            database.add_judgement(JUDGEMENT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge_and_stop()
    assert database.judgements() == []


def test_settings_that_keep_what_was_acknowledged(database: Database) -> None:
    """The usual journal can lose the last commit at a power cut."""

    def ask(name: str) -> object:
        return database._rows(f"PRAGMA {name}")[0][0]

    assert ask("journal_mode") == "truncate"
    assert ask("synchronous") == 2
    assert (ask("foreign_keys"), ask("trusted_schema"), ask("recursive_triggers")) == (1, 0, 1)
    assert ask("application_id") == schema.APPLICATION_ID


def test_asking_creates_nothing(tmp_path: Path, path: str) -> None:
    """A mistyped path makes no empty database; an empty file is none yet."""
    with store.open_reading(path) as opened:
        assert opened is None
    assert list(tmp_path.iterdir()) == []
    Path(path).touch()
    with store.open_reading(path) as opened:
        assert opened is None
    assert Path(path).read_bytes() == b""


def test_a_query_cannot_write(database: Database, path: str) -> None:
    """Reading commands hold a connection that refuses."""
    with store.open_reading(path) as reader:
        assert reader is not None
        with pytest.raises(StorageFailure):
            reader.add_judgement(JUDGEMENT)


def test_writing_without_leave_to_create(path: str) -> None:
    """A judgement on a mistyped database is refused."""
    with pytest.raises(InputNotFound), store.open_writing(path):
        pass
    assert not Path(path).exists()


def test_a_reader_does_not_hold_up_a_writer(database: Database, path: str) -> None:
    """Rows are fetched before they are returned, so no lock is held while they are printed."""
    with store.open_reading(path) as reader:
        assert reader is not None
        assert reader.statements()
        database.add_judgement(JUDGEMENT)
        assert len(reader.judgements()) == 1


def test_a_snapshot_sees_one_state(database: Database, path: str) -> None:
    """Two queries in it agree; a writer waits for it to end."""
    with store.open_reading(path) as reader, store.open_writing(path, wait=0.05) as writer:
        assert reader is not None
        with reader.snapshot():
            assert reader.judgements() == []
            with pytest.raises(DatabaseBusy):
                writer.add_judgement(JUDGEMENT)
        writer.add_judgement(JUDGEMENT)


def test_first_opening_by_many_at_once_makes_the_tables_once(path: str) -> None:
    """The second finds them made while it waited for the lock."""
    with store.open_writing(path, create=True) as first, store.open_writing(path, create=True) as second:
        fill(first)
        assert second.articles() == [ARTICLE]


def test_a_truncated_database_is_told_as_damaged(database: Database, path: str) -> None:
    """Exit code 5, and the file is left as it is for a rescue."""
    raw = Path(path).read_bytes()
    Path(path).write_bytes(raw[: len(raw) // 2])

    def read_all() -> None:
        with store.open_reading(path) as reader:
            assert reader is not None
            reader.articles(), reader.packages(), reader.judgements()

    with pytest.raises(DatabaseRefused, match="damaged"):
        read_all()
    assert len(Path(path).read_bytes()) == len(raw) // 2
