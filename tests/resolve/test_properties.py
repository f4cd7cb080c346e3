"""What holds for any set of statements: order, splits and repeats change nothing; each has one home."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.model import Judgement
from aidtrack.resolve import key_of, orphans, resolve_all, resolve_block
from tests.resolve.shorthand import made

DAYS = [f"2022-{month:02}-{day:02}" for month in (7, 8, 11) for day in (1, 4, 5, 10, 11, 22, 23)]
AMOUNTS = ("400m", "425m", "125m", "300m", "820m", "770m", "50m", "1bn", "988m")


@st.composite
def lines(draw):
    """Any line of shorthand."""
    words = [draw(st.sampled_from(DAYS)), draw(st.sampled_from(["act", "release", "talk", "press"]))]
    words.append(draw(st.sampled_from(AMOUNTS)))
    words.append(draw(st.sampled_from(["exact", "about", "over", "up_to"])))
    words.append(
        draw(st.sampled_from(["announced", "announced", "expected", "envelope", "proposed", "cumulative"]))
    )
    words += draw(st.sampled_from([[], ["PDA"], ["USAI"]]))
    words += draw(st.sampled_from([[], ["new"], ["recall"]]))
    words += draw(st.sampled_from([[], ["humanitarian"], ["unspecified"]]))
    words += draw(st.sampled_from([[], ["50m-PDA+770m-USAI"], ["125m-PDA+300m-USAI"]]))
    words += draw(st.sampled_from([[], [f"@{words[0]}"], [f"@{words[0][:7]}"], ["@2022-07-10"]]))
    words += draw(st.sampled_from([[], [], ["#15"], ["#16"]]))
    return " ".join(words)


@st.composite
def statements(draw, most=14):
    """Statements of one or two donors, some without a recipient, with their articles."""
    pairs = []
    for line in draw(st.lists(lines(), min_size=1, max_size=most, unique=True)):
        recipient = draw(st.sampled_from(["UA", "UA", "UA", None, "PL"]))
        pairs.append(made(line, draw(st.sampled_from(["US", "US", "US", "GB", None])), recipient))
    return [s for _, s in pairs], {a.id: a for a, _ in pairs}


@given(statements(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_order_of_reading_gives_the_same_packages(told, random):
    said, articles = told
    mixed = list(said)
    random.shuffle(mixed)
    assert resolve_all(mixed, articles, ()) == resolve_all(said, articles, ())


@given(statements())
@settings(max_examples=60, deadline=None)
def test_each_statement_but_a_running_total_has_exactly_one_package(told):
    said, articles = told
    homes = Counter(link.statement for p in resolve_all(said, articles, ()) for link in p.links)
    assert homes == Counter(s.id for s in said if s.kind != "cumulative")


@given(statements())
@settings(max_examples=60, deadline=None)
def test_ids_are_unique_and_the_shares_add_up(told):
    packages = resolve_all(*told, ())
    assert len({p.id for p in packages}) == len(packages)
    for package in packages:
        assert sum(share.amount for share in package.channels) == package.amount
        assert package.amount_low <= package.amount <= (package.amount_high or package.amount)


@given(statements())
@settings(max_examples=40, deadline=None)
def test_one_donors_block_does_not_depend_on_anothers(told):
    said, articles = told
    alone = [s for s in said if s.donor == "US"]
    assert resolve_block(alone, articles, ()) == tuple(
        p for p in resolve_all(said, articles, ()) if p.donor == "US"
    )


VERDICTS = st.lists(
    st.tuples(
        st.sampled_from(["confirm", "reject", "correct", "merge", "split", "reuse", "undo"]),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    max_size=8,
)


def judged(verdicts, said):
    """Turn drawn numbers into judgements on the statements at hand."""
    made_ones = []
    for sequence, (verdict, one, two) in enumerate(verdicts, 1):
        targets = [key_of(said[one % len(said)]), key_of(said[two % len(said)])]
        more = {}
        if verdict == "correct":
            more = {"field": "amount", "value": "123000000"}
            targets = targets[:1]
        if verdict == "split":
            more = {"extra": {"from": targets.pop()}}
        if verdict == "undo":
            more = {"undoes": one % sequence} if sequence > 1 else {}
            targets = []
        made_ones.append(Judgement(sequence, verdict, tuple(targets), "me", "2026-01-01T00:00:00Z", **more))
    return made_ones


@given(statements(), VERDICTS, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_judgements_hold_whatever_is_read_after_them(told, verdicts, random):
    """A correction stays on its statement, and no judgement is lost, while other articles come and go."""
    said, articles = told
    judgements = judged(verdicts, said)
    some = [s for s in said if random.random() < 0.5]
    resolve_all(some, articles, judgements)
    packages = resolve_all(said, articles, judgements)
    assert resolve_all(list(reversed(said)), articles, judgements) == packages
    assert orphans(judgements, said, articles) == []
    homes = Counter(link.statement for p in packages for link in p.links)
    assert homes == Counter(s.id for s in said if s.kind != "cumulative")


@given(statements(), st.integers(0, 99), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_a_merge_puts_two_together_and_its_undoing_takes_it_back(told, one, two):
    said, articles = told
    same = [s for s in said if s.kind == "announced" and s.donor == "US" and s.recipient == "UA"]
    if len(same) < 2 or same[one % len(same)] is same[two % len(same)]:
        return
    pair = (same[one % len(same)], same[two % len(same)])
    merge = Judgement(1, "merge", tuple(key_of(s) for s in pair), "me", "2026-01-01T00:00:00Z")
    undo = Judgement(2, "undo", (), "me", "2026-01-02T00:00:00Z", undoes=1)
    homes = {link.statement: p.id for p in resolve_all(said, articles, [merge]) for link in p.links}
    assert homes[pair[0].id] == homes[pair[1].id]
    assert resolve_all(said, articles, [merge, undo]) == resolve_all(said, articles, ())
