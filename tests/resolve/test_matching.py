"""Single reasons for and against, each as a small column of (cluster, what an article says)."""

from __future__ import annotations

import pytest

from tests.resolve.test_clusters import compare

CASES = {
    "the giver's own text three weeks later announces another package": (
        (0, "2022-03-30 release 500m financial @2022-03-30"),
        (1, "2022-04-21 release 500m financial @2022-04-21"),
        (1, "2022-04-21 press 500m financial @2022-04-21"),
    ),
    "the giver's own text that announces more eight days later announces another package": (
        (0, "2022-04-13 release 800m @2022-04-13 new"),
        (1, "2022-04-21 release 800m @2022-04-21 new"),
        (1, "2022-04-22 release 800m @2022-04-22 new"),
    ),
    "two memoranda of one amount within eight days are two packages": (
        (0, "2022-04-13 act up_to 800m PDA @2022-04-13"),
        (1, "2022-04-21 act up_to 800m PDA @2022-04-21"),
        (0, "2022-04-19 talk 800m recall @2022-04"),
        (1, "2022-04-26 talk 800m @2022-04-26"),
    ),
    "a preview belongs to what follows, not to what was before": (
        (0, "2022-04-13 act up_to 800m PDA @2022-04-13"),
        (1, "2022-04-19 press about 800m expected"),
        (1, "2022-04-21 act up_to 800m PDA @2022-04-21"),
    ),
    "400 is not 425": (
        (0, "2024-08-09 press 400m @2024-08-09"),
        (1, "2024-08-09 press 425m @2024-08-09"),
    ),
    "nearly 1bn is 988m, and 3bn is 2.98bn": (
        (0, "2024-12-07 release 988m USAI @2024-12-07"),
        (0, "2024-12-08 press about 1bn @2024-12-07"),
        (1, "2022-08-24 release about 2.98bn USAI @2022-08-24"),
        (1, "2022-08-25 press 3bn @2022-08-24"),
        (1, "2022-09-21 press over 2.9bn recall @2022-09-21"),
    ),
    "a plain 3bn of the same days is 2.98bn, also without its day; 2.9bn is not": (
        (0, "2022-08-24 release about 2.98bn USAI @2022-08-24"),
        (0, "2022-08-24 talk 3bn @2022-08"),
        (0, "2022-08-25 release about 3bn @2022-08-24"),
        (1, "2022-08-24 press 2.9bn @2022-08-24"),
    ),
    "a year alone does not make one package of two kinds of aid": (
        (0, "2023-05-21 release 250m unspecified @2023-05-20"),
        (1, "undated press 250m @2023"),
    ),
    "a sum foretold for a day is that day's, though the press errs in its channel": (
        (0, "2022-08-24 release 3bn PDA @2022-08-24"),
        (0, "2022-08-23 press about 3bn USAI expected @2022-08-24"),
    ),
    "roundings of roundings do not drift: 2.2bn is not 1.85bn, though both are about 2bn": (
        (0, "2022-12-21 release 1.85bn @2022-12-21"),
        (0, "2022-12-21 press about 2bn @2022-12-21"),
        (1, "2022-12-23 press 2.2bn new @2022-12-23"),
    ),
    "a tranche number tells apart and puts together": (
        (0, "2023-12-12 press 200m PDA @2023-12-12 #53"),
        (1, "2023-12-20 press 200m PDA @2023-12-20 #54"),
        (1, "2024-01-15 press 200m PDA recall #54"),
    ),
    "through another channel on another day it is another package": (
        (0, "2022-11-04 release 400m USAI @2022-11-04"),
        (1, "2022-11-10 press 400m PDA @2022-11-10"),
    ),
    "military and humanitarian aid of one sum and day are two": (
        (0, "2022-03-24 release 1bn humanitarian @2022-03-24"),
        (1, "2022-03-24 press 1bn @2022-03-24"),
    ),
    "what was told on the sixth cannot have come on the ninth": (
        (0, "2023-01-09 press 225m FMF @2023-01-09"),
        (0, "2023-01-06 press 225m FMF @2023-01"),
    ),
    "a month named a few days late still means the same drawdown": (
        (0, "2022-02-25 act up_to 350m PDA @2022-02-25"),
        (0, "2022-03-12 press 350m PDA recall @2022-03"),
    ),
    "of an article without a date, a round sum without channel or type says too little": (
        (0, "2022-10-04 talk 20bn unspecified @2022-10-04"),
        (None, "undated press 20bn financial ERA"),
    ),
    "of an article without a date, the one package of that sum and channel is meant": (
        (0, "2022-06-23 act up_to 450m PDA @2022-06-23"),
        (0, "undated press up_to 450m PDA #13"),
        (0, "undated press 450m PDA"),
    ),
    "no word of being new, and the sum is told again within weeks": (
        (0, "2022-09-15 act up_to 600m PDA @2022-09-15"),
        (0, "2022-10-04 talk 600m @2022-10-04"),
    ),
    "a word of being new, and it is a new one": (
        (0, "2024-07-29 press 200m @2024-07-29"),
        (1, "2024-08-23 press 200m new @2024-08-23"),
    ),
}


@pytest.mark.parametrize("fact", CASES)
def test_what_is_one_package_and_what_is_not(fact):
    gold, found = compare(CASES[fact])
    assert found == gold
