"""Judgements in force, what they correct, and what was known on a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aidtrack.model import Judgement, Window
from aidtrack.resolve import adjustments, as_of, corrected, judged_article, key_of, orphans, published_key
from aidtrack.resolve.judged import in_force
from tests.resolve.shorthand import made, resolved

ARTICLE, STATEMENT = made("2022-07-08 press 400m PDA @2022-07-08 50m-PDA+350m-USAI")
KEY = key_of(STATEMENT)


def judge(sequence, verdict, *targets, **more):
    return Judgement(sequence, verdict, targets, "ana", "2026-01-01T00:00:00Z", **more)


def test_an_undone_judgement_counts_for_nothing_and_its_undoing_can_be_undone():
    first, undo = judge(1, "confirm", KEY), judge(2, "undo", undoes=1)
    again = judge(3, "undo", undoes=2)
    assert in_force([first, undo]) == []
    assert in_force([first, undo, again]) == [first]


def test_the_latest_correction_wins():
    told = [judge(n, "correct", KEY, field="amount", value=str(n * 10**8)) for n in (1, 2)]
    assert corrected(STATEMENT, told).amount == 200_000_000


def test_parts_stay_only_while_they_add_up():
    same = judge(1, "correct", KEY, field="amount", value="400000000")
    other = judge(1, "correct", KEY, field="amount", value="500000000")
    assert corrected(STATEMENT, [same]).parts == STATEMENT.parts
    assert corrected(STATEMENT, [other]).parts == ()


def test_a_published_date_is_settled_by_judgement():
    settled = judge(1, "correct", published_key(ARTICLE.id), field="published", value="2022-07-09")
    article = judged_article(ARTICLE, [settled])
    assert (article.published, article.published_from) == ("2022-07-09", "given")
    assert judged_article(ARTICLE, [settled, judge(2, "undo", undoes=1)]) == ARTICLE


def test_lost_evidence_is_told_apart():
    lost = [
        judge(1, "confirm", KEY),
        judge(2, "confirm", "0" * 16 + ":7"),
        judge(3, "confirm", f"{ARTICLE.id}:99"),
    ]
    assert [(each.judgement.sequence, each.matter) for each in orphans(lost, [STATEMENT])] == [
        (2, "the article is gone"),
        (3, "no statement is read at this place any more"),
    ]


def test_an_adjustment_is_a_signed_entry_of_its_own():
    entry = {"donor": "US", "amount": "-6200000000", "date": "2023-06-20", "channel": "PDA", "recipient": ""}
    (found,) = adjustments([judge(1, "adjust", extra=entry)])
    assert (found.amount, found.channel, found.recipient) == (-6_200_000_000, "PDA", None)


@pytest.mark.parametrize(
    ("published", "window", "known"),
    [
        ("2022-07-08", None, True),
        ("2022-07-09", None, False),
        ("2022-06", None, True),
        ("2022-07", None, False),
        (None, None, False),
        (None, Window("2022-05-01", "2022-06-30"), True),
        (None, Window("2022-05-01", "2022-07-30"), False),
    ],
)
def test_an_article_is_known_by_a_day_only_where_that_is_proved(published, window, known):
    article = replace(ARTICLE, published=published, window=window)
    assert bool(as_of([STATEMENT], {article.id: article}, "2022-07-08")) is known


def test_a_split_holds_apart_what_the_rules_would_merge_until_a_merge_takes_it_back():
    lines = ["2022-07-08 press 400m @2022-07-08", "2022-07-08 talk 400m @2022-07-08"]
    one, two = (key_of(made(line)[1]) for line in lines)
    split = judge(1, "split", one, extra={"from": two})
    merge = judge(2, "merge", one, two)
    assert len(resolved(lines)) == 1
    assert len(resolved(lines, [split])) == 2
    assert len(resolved(lines, [split, merge])) == 1
