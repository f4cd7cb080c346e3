"""Any order, any split into ingests, repeats and rebuilds: the database holds the same packages.

And through any history of judgements with new readings between, none is lost or moves to another fact.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack import store
from aidtrack.cli.intake import make_block_of, rebuild
from aidtrack.cli.judging import Judge
from aidtrack.model import Reading, Sighting
from aidtrack.resolve import key_of, orphans, resolve_all, resolve_block
from tests.resolve.shorthand import made
from tests.resolve.test_properties import lines

LINES = st.lists(lines(), min_size=1, max_size=8, unique=True)


@contextmanager
def database():
    with store.open_in_memory() as opened:
        yield opened


def ingest(db, told):
    """Store articles of these lines, as one batch of an ingest does."""
    with db.transaction():
        run = db.start_run("2026-01-01T00:00:00Z", "0", "rules")
        block_of = make_block_of(db.judgements())
        touched: set[str] = set()
        for line in told:
            article, statement = made(line)
            place = Sighting(article.id, line, published=article.published, published_from="metadata")
            reading = Reading(replace(article, text="x" * 40), (statement,), ())
            touched |= db.save(reading, [place], rules="rules", run=run, block_of=block_of)
        db.resolve_blocks(touched, resolve_block)


def packages(db):
    return {package.id: package for package in db.packages()}


@given(LINES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_any_split_any_order_twice_or_rebuilt_gives_the_same_packages(told, random):
    pairs = [made(line) for line in told]
    wanted = {p.id: p for p in resolve_all([s for _, s in pairs], {a.id: a for a, _ in pairs}, ())}
    shuffled = random.sample(told, len(told))
    with database() as db:
        at = random.randrange(len(told) + 1)
        for batch in (shuffled[:at], shuffled[at:], shuffled[: at // 2]):
            ingest(db, batch)
        assert packages(db) == wanted
        with db.transaction():
            rebuild(db)
        assert packages(db) == wanted


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["confirm", "reject", "reuse", "amount", "donor", "merge", "undo", "ingest", "rebuild"]
        ),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=8,
)


def act(db, told, step):
    """One act of a desk: a judgement, an undo, or a new reading of some of the articles."""
    verdict, one, two = step
    if verdict == "ingest":
        ingest(db, told[: one % len(told) + 1])
        return
    with db.transaction():
        if verdict == "rebuild":
            rebuild(db)
            return
        judge, keys = Judge(db, "ana"), sorted(key_of(s) for s in db.statements())
        first, second = keys[one % len(keys)], keys[two % len(keys)]
        if verdict == "undo":
            sequences = [each.sequence for each in db.judgements()]
            if sequences:
                judge.record("undo", [], undoes=sequences[one % len(sequences)])
        elif verdict == "merge":
            judge.record("merge", sorted({first, second}))
        elif verdict in ("amount", "donor"):
            value = "123000000" if verdict == "amount" else "GB"
            judge.record("correct", [first], field=verdict, value=value)
        else:
            judge.record(verdict, [first])


@given(LINES, ACTS)
@settings(max_examples=40, deadline=None)
def test_no_judgement_is_lost_or_moved_through_any_history(told, acts):
    with database() as db:
        ingest(db, told)
        for step in acts:
            act(db, told, step)
        judgements, statements = db.judgements(), db.statements()
        articles = {article.id: article for article in db.articles(text=False)}
        assert orphans(judgements, statements, articles) == []
        assert [each.sequence for each in judgements] == list(range(1, len(judgements) + 1))
        wanted = {p.id: p for p in resolve_all(statements, articles, judgements)}
        assert packages(db) == wanted
