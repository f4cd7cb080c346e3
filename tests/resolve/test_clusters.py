"""Which statements are one package: columns of (cluster, what an article says).

None stands for a statement that belongs with no other: a running total, or a recall that may be any of
several. The figures are those of the months named; the phrases are the test's own.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.resolve.shorthand import home_of, made, resolved

JULY_2022 = (
    # the 14th drawdown and a USAI order, told as one headline of 820m
    (0, "2022-07-01 act up_to 50m PDA @2022-07-01"),
    (1, "2022-07-01 release 820m new @2022-07-01 50m-PDA+770m-USAI"),
    (1, "2022-07-01 press 820m new @2022-07-01"),
    (1, "2022-07-02 press 820m recall @2022-07-01"),
    (1, "2022-06-30 press over 800m expected"),
    (1, "2022-07-05 talk 820m recall @2022-07-05"),
    (1, "2022-07-02 press 770m USAI @2022-07-01"),
    (0, "2022-07-06 press 50m PDA @2022-07-01 #14"),
    # the 15th drawdown
    (2, "2022-07-08 act up_to 400m PDA @2022-07-08"),
    (2, "2022-07-08 release up_to 400m PDA @2022-07-08 #15 new"),
    (2, "2022-07-08 press 400m expected @2022-07-08"),
    (2, "2022-07-09 press 400m PDA @2022-07 #15 new"),
    (2, "2022-07-11 talk 400m recall @2022-07-11"),
    (2, "2022-07-18 talk 400m @2022-07-18"),
    (2, "2022-07-20 press 400m recall @2022-07"),
    # money that is not military
    (3, "2022-07-09 release about 368m humanitarian @2022-07-09"),
    (3, "2022-07-09 press 368m humanitarian @2022-07-09"),
    (4, "2022-07-12 release 1.7bn financial @2022-07-12 new"),
    (4, "2022-07-13 press 1.7bn financial @2022-07-12"),
    (5, "2022-07-28 release about 74m humanitarian @2022-07"),
    # the 16th drawdown and a USAI order, told as one headline of 270m
    (6, "2022-07-22 act up_to 175m PDA @2022-07-22"),
    (7, "2022-07-22 release 270m @2022-07-22 175m-PDA+95m-USAI new"),
    (7, "2022-07-22 talk 270m @2022-07-22 new"),
    (7, "2022-07-23 press 270m @2022-07-22"),
    (6, "2022-07-23 press 175m PDA @2022-07-22"),
    (7, "2022-07-23 press 95m USAI @2022-07-22"),
    (7, "2022-07-27 talk 270m recall @2022-07-22"),
    # running totals
    (None, "2022-07-08 release over 7.3bn cumulative"),
    (None, "2022-07-22 release about 8.2bn cumulative"),
)

NOVEMBER_2022 = (
    # three packages of 400m within three weeks
    (0, "2022-11-04 release 400m USAI @2022-11-04 new"),
    (0, "2022-11-04 talk 400m @2022-11-04 new"),
    (0, "2022-11-04 press 400m @2022-11-04"),
    (0, "2022-11-07 talk 400m recall @2022-11-04"),
    (0, "2022-11-07 press 400m USAI @2022-11"),
    (1, "2022-11-10 act up_to 400m PDA @2022-11-10"),
    (1, "2022-11-10 release up_to 400m PDA #25 @2022-11-10"),
    (1, "2022-11-10 talk 400m @2022-11-10 new"),
    (1, "2022-11-10 press 400m expected @2022-11-10"),
    (1, "2022-11-11 press 400m PDA #25 @2022-11"),
    (1, "2022-11-14 talk 400m PDA recall @2022-11-14"),
    (2, "2022-11-23 act up_to 400m PDA @2022-11-23"),
    (2, "2022-11-23 release 400m @2022-11-23 new"),
    (2, "2022-11-23 press 400m USAI @2022-11-23"),  # a paper that names the wrong channel
    (2, "2022-11-24 press 400m PDA @2022-11-23"),
    (2, "2022-11-28 talk 400m @2022-11-28"),
    (2, "2022-11-22 press 400m expected"),
    (None, "2022-12-02 press 400m recall PDA @2022-11"),  # which of two?
    (None, "2022-12-05 press 400m recall"),
    # not military
    (3, "2022-11-22 release 4.5bn financial @2022-11-22"),
    (3, "2022-11-22 press 4.5bn financial @2022-11-22 new"),
    (4, "2022-11-29 release over 53m energy @2022-11-29 new"),
    (4, "2022-11-30 press 53m energy @2022-11-29"),
    (4, "2022-12-07 talk 53m energy recall @2022-11"),
    # asked for
    (5, "2022-11-15 release 37.7bn proposed mixed @2022-11-15"),
    (5, "2022-11-16 press 37.7bn proposed unspecified @2022-11-15"),
    (5, "2022-12-01 press about 38bn proposed unspecified"),
    (None, "2022-11-04 release 18.2bn cumulative @2022-11-04"),
    (None, "2022-11-23 release over 19bn cumulative @2022-11-23"),
)

DECEMBER_2022 = (
    (0, "2022-12-09 act up_to 275m PDA @2022-12-09"),
    (0, "2022-12-08 press 275m expected @2022-12-09"),
    (0, "2022-12-09 release 275m PDA #27 @2022-12-09 new"),
    (0, "2022-12-09 talk 275m @2022-12-09 new"),
    (0, "2022-12-10 press 275m @2022-12-09"),
    (0, "2022-12-13 talk 275m recall @2022-12-13"),
    (0, "2022-12-16 press 275m PDA @2022-12"),
    # the 28th drawdown and a USAI order, told as one headline of 1.85bn
    (1, "2022-12-21 act up_to 1bn PDA @2022-12-21"),
    (1, "2022-12-21 press up_to 1bn PDA @2022-12-21"),
    (1, "2022-12-22 press 1bn PDA #28 @2022-12-21"),
    (2, "2022-12-21 release 1.85bn @2022-12-21 new"),
    (2, "2022-12-21 talk 1.85bn @2022-12-21 1bn-PDA+850m-USAI"),
    (2, "2022-12-21 press 850m USAI @2022-12-21"),
    (2, "2022-12-23 press 1.85bn recall @2022-12-21"),
    (2, "2022-12-20 press about 1.8bn expected @2022-12-21"),
    (2, "2022-12-29 talk 1.85bn @2022-12-29"),
    (3, "2022-12-21 talk over 374m humanitarian @2022-12-21"),
    (3, "2022-12-22 press 374m humanitarian @2022-12-21"),
    (4, "2022-12-21 talk 2bn financial @2022-12-21 new"),
    (4, "2022-12-21 press 2bn financial @2022-12"),
    (5, "2022-12-21 talk 45bn proposed unspecified @2022-12-21"),
    (5, "2022-12-21 press about 45bn proposed unspecified @2022-12-21"),
    (6, "2022-12-30 release 45bn envelope unspecified @2022-12-29"),
    (6, "2023-01-06 press about 45bn envelope unspecified @2022-12-29"),
    (7, "2022-12-15 press 800m envelope USAI @2022-12-15"),
    (None, "2022-12-21 release 21.9bn cumulative @2022-12-21"),
    (None, "2022-12-21 talk over 20bn cumulative @2022-12-21"),
)

JANUARY_2023 = (
    # the 29th drawdown and an FMF grant, told as hedged headlines of over 3bn and nearly 3.1bn
    (0, "2023-01-06 act up_to 2.85bn PDA @2023-01-06"),
    (0, "2023-01-06 press 2.85bn PDA @2023-01"),
    (0, "2023-01-09 press 2.85bn PDA recall @2023-01-06"),
    (1, "2023-01-06 talk over 3bn new @2023-01-06 2.8bn-PDA"),
    (1, "2023-01-06 press 225m FMF @2023-01-06"),
    (1, "2023-01-09 press about 3.1bn @2023-01-06 2.85bn-PDA+225m-FMF"),
    (1, "2023-01-11 talk 3bn recall PDA @2023-01"),
    # the 30th drawdown
    (2, "2023-01-19 act up_to 2.5bn PDA @2023-01-19"),
    (2, "2023-01-18 press about 2.5bn expected"),
    (2, "2023-01-20 press 2.5bn @2023-01-19"),
    (2, "2023-01-23 talk 2.5bn recall @2023-01"),
)

MONTHS = {
    "July": JULY_2022, "November": NOVEMBER_2022, "December": DECEMBER_2022, "January": JANUARY_2023
}  # fmt: skip


def pairs_of(labels: dict[str, object]) -> set[tuple[str, str]]:
    """The pairs of statements with the same label."""
    return {(a, b) for a, b in combinations(sorted(labels), 2) if labels[a] == labels[b]}


def compare(column) -> tuple[set, set]:
    """Pairs that belong together by hand, and pairs that were put together."""
    ids = {made(line)[1].id: label for label, line in column}
    lines = {made(line)[1].id: line for _, line in column}
    gold = {id: (label if label is not None else id) for id, label in ids.items()}
    homes = home_of(resolved([line for _, line in column]))
    found = {id: homes[id].id if id in homes else id for id in ids}
    name = lambda pairs: {(lines[a], lines[b]) for a, b in pairs}  # noqa: E731
    return name(pairs_of(gold)), name(pairs_of(found))


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_with_bundles_and_equal_amounts_falls_into_its_packages(month):
    gold, found = compare(MONTHS[month])
    assert found - gold == set(), "put together, but not one package"
    assert gold - found == set(), "one package, but kept apart"


def test_all_months_together_keep_precision_and_recall():
    """Merging across months is as exact as within one."""
    column = [((month, label) if label is not None else None, line)
              for month, lines in MONTHS.items() for label, line in lines]  # fmt: skip
    gold, found = compare(column)
    assert len(gold & found) >= 0.98 * len(found)
    assert len(gold & found) >= 0.93 * len(gold)
