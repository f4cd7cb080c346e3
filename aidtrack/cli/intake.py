"""The way in: Article → extract → store → resolve, in batches that are stored whole or not at all.

One article is looked up by the digest of its text: known, read by the same rules and found in the same place,
it is left alone. The write lock is held only while a batch is stored, never while texts are read.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib import resources

from aidtrack import __version__, articles, resolve
from aidtrack.articles import Found, Metadata
from aidtrack.errors import AidtrackError, DatabaseBusy, DatabaseRefused, StorageFailure
from aidtrack.extract import extract
from aidtrack.lexicon import Lexicon
from aidtrack.lexicon import load as load_lexicon
from aidtrack.model import Article, Failure, Judgement, Reading, Sighting, Statement
from aidtrack.resolve.judged import apply_corrections, corrections
from aidtrack.store import Database

BATCH_ARTICLES = 200
BATCH_SECONDS = 2.0
BATCH_CHARACTERS = 20_000_000
OUTCOMES = ("new", "updated", "duplicate", "unchanged", "failed")


@dataclasses.dataclass
class Pending:
    """One article of the batch that is being collected."""

    reading: Reading
    sightings: dict[str, Sighting]
    outcome: str


class Intake:
    """Takes inputs one by one and stores them in batches; `counts` and `failures` tell what came of them."""

    def __init__(self, database: Database, *, force: bool = False) -> None:
        self.database, self.force = database, force
        self.lexicon = load_lexicon()
        self.rules, self.resolving = rules_version(self.lexicon), resolving_version(self.lexicon)
        self.judgements = database.judgements()
        self.started = now()
        self.run: int | None = None
        self.counts = dict.fromkeys((*OUTCOMES, "statements"), 0)
        self.failures: list[Failure] = []
        self._pending: dict[str, Pending] = {}
        self._places: dict[str, dict[str, Sighting]] = {}
        self._characters = 0
        self._since = time.monotonic()

    def take(self, found: Found, given: Metadata) -> None:
        """Read one input; what fails is noted, and the next goes on."""
        try:
            self._consider(articles.read(found, given))
        except (DatabaseBusy, DatabaseRefused, StorageFailure):
            raise
        except Exception as error:
            self.fail(found.shown, error)
        if self._is_due():
            self.flush()

    def fail(self, path: str, error: Exception) -> None:
        """Note one input that could not be read or stored."""
        known = isinstance(error, AidtrackError)
        why = (
            str(error).removeprefix(f"{path}: ")
            if known
            else f"internal error {type(error).__name__}: {error}"
        )
        self.failures.append(Failure(path, why, error.exit_code if isinstance(error, AidtrackError) else 1))
        self.counts["failed"] += 1

    def _consider(self, article: Article) -> None:
        """Decide what an article needs: nothing, a note of another place, or a reading."""
        place = articles.as_sighting(article)
        rules, places = self._known(article.id)
        is_new_place = place.path not in places
        if not is_new_place:
            place = articles.merge_sighting(places[place.path], place)
        merged = {**places, place.path: place}
        told = articles.from_sightings(article, merged.values())
        is_read = rules == self.rules and not self.force
        if is_read and merged == places:
            self.counts["unchanged"] += 1
        elif is_read and told == articles.from_sightings(article, places.values()):
            self._note_place(article.id, merged)
            self.counts["duplicate"] += 1
        elif is_read and is_new_place:
            self._read(told, merged, "duplicate")
        else:
            self._read(told, merged, "new" if rules is None else "updated")

    def _known(self, article: str) -> tuple[str | None, dict[str, Sighting]]:
        """Tell by which rules an article was read and where it was found, in the batch or the database."""
        if article in self._pending:
            return self.rules, self._pending[article].sightings
        if article in self._places:
            return self.rules, self._places[article]
        rules = self.database.known_rules(article)
        return rules, {each.path: each for each in self.database.sightings(article)} if rules else {}

    def _note_place(self, article: str, places: dict[str, Sighting]) -> None:
        if article in self._pending:
            self._pending[article].sightings = places
        else:
            self._places[article] = places

    def _read(self, article: Article, places: dict[str, Sighting], outcome: str) -> None:
        reading = extract(resolve.judged_article(article, self.judgements), self.lexicon)
        before = self._pending.get(article.id)
        if before:
            self.counts[outcome] += 1
            outcome = before.outcome
        self._pending[article.id] = Pending(reading, places, outcome)
        self._places.pop(article.id, None)
        self._characters += len(article.text)

    def _is_due(self) -> bool:
        waiting = len(self._pending) + len(self._places)
        late = time.monotonic() - self._since > BATCH_SECONDS
        return waiting >= BATCH_ARTICLES or self._characters > BATCH_CHARACTERS or (late and waiting > 0)

    def flush(self) -> None:
        """Store the batch and derive the packages that it touches, in one transaction."""
        if not self._pending and not self._places:
            return
        broken: dict[str, Exception] = {}
        with self.database.transaction():
            run = self.run or self.database.start_run(self.started, __version__, self.rules)
            block_of = make_block_of(self.judgements)
            touched: set[str] = set()
            for article, pending in self._pending.items():
                try:
                    touched |= self._save(pending, run, block_of)
                except (sqlite3.IntegrityError, OverflowError, TypeError) as error:
                    broken[article] = error
            for places in self._places.values():
                self.database.save_sightings(places.values(), run)
            self._derive(touched)
        self.run = run
        self._count_batch(broken)

    def _derive(self, touched: set[str]) -> None:
        """Derive the packages of the touched blocks, or all where older rules have derived them."""
        if self._are_packages_old():
            rebuild(self.database)
        else:
            self.database.resolve_blocks(touched, resolve.resolve_block)

    def _are_packages_old(self) -> bool:
        return self.database.packages_made_by() != self.resolving

    def _save(self, pending: Pending, run: int, block_of: Callable[[Statement], str]) -> set[str]:
        with self.database.savepoint():
            return self.database.save(
                pending.reading, pending.sightings.values(), rules=self.rules, run=run, block_of=block_of
            )

    def _count_batch(self, broken: dict[str, Exception]) -> None:
        for article, pending in self._pending.items():
            if article in broken:
                self.fail(pending.reading.article.path or "-", broken[article])
            else:
                self.counts[pending.outcome] += 1
                self.counts["statements"] += len(pending.reading.statements)
        self._pending, self._places, self._characters = {}, {}, 0
        self._since = time.monotonic()

    def finish(self) -> None:
        """Store what is left and complete the run's entry; a run that changed nothing leaves no entry."""
        self.flush()
        if self.database.count("article") and self._are_packages_old():
            with self.database.transaction():
                rebuild(self.database)
        if self.run is None and not self.failures:
            return
        with self.database.transaction():
            run = self.run or self.database.start_run(self.started, __version__, self.rules)
            self.database.finish_run(run, now(), self.counts, self.failures)
        self.run = run

    @property
    def stored(self) -> int:
        """How many articles are safely in the database by now, new or not."""
        return sum(self.counts[outcome] for outcome in OUTCOMES if outcome != "failed")


def read_again(database: Database, ids: Iterable[str]) -> int:
    """Read stored texts anew by today's rules and judgements, inside the caller's transaction."""
    lexicon = load_lexicon()
    rules, judgements = rules_version(lexicon), database.judgements()
    block_of = make_block_of(judgements)
    touched: set[str] = set()
    run, count = None, 0
    for article in ids:
        stored = database.articles([article])[0]
        told = articles.from_sightings(stored, database.sightings(article))
        reading = extract(resolve.judged_article(told, judgements), lexicon)
        run = run or database.start_run(now(), __version__, rules)
        touched |= database.save(reading, (), rules=rules, run=run, block_of=block_of)
        count += 1
    database.resolve_blocks(touched, resolve.resolve_block)
    if run:
        database.finish_run(run, now(), {"updated": count}, ())
    return count


def rebuild(database: Database) -> None:
    """Derive all packages anew from statements and judgements, inside the caller's transaction."""
    blocks = database.reblock(make_block_of(database.judgements()))
    database.resolve_blocks(blocks, resolve.resolve_block)
    database.note_packages_made_by(resolving_version(load_lexicon()))


def make_block_of(judgements: list[Judgement]) -> Callable[[Statement], str]:
    """Name blocks by what judgements make of a statement: a corrected donor moves it."""
    found = corrections(judgements)
    return lambda statement: resolve.block_of(apply_corrections(statement, found))


def rules_version(lexicon: Lexicon) -> str:
    """Digest the rules that read an article: the lexicon and the code of `extract`."""
    return _digest(lexicon, "aidtrack.extract")


def resolving_version(lexicon: Lexicon) -> str:
    """Digest the rules that derive packages: the lexicon and the code of `resolve`."""
    return _digest(lexicon, "aidtrack.resolve")


def _digest(lexicon: Lexicon, package: str) -> str:
    digest = hashlib.sha256(lexicon.digest.encode())
    for file in sorted(resources.files(package).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def now() -> str:
    """Give the time in UTC to the second, for the log of runs and nothing else."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
