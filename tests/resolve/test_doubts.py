"""What may be a total, an appropriation or a request is not counted before somebody confirms it."""

from __future__ import annotations

import pytest

from tests.resolve.shorthand import home_of, made, resolved

# Enough packages in the giver's own texts for others to be measured by; the largest is 850m.
OFFICIAL = [f"2022-{month:02}-10 release {month}50m @2022-{month:02}-10" for month in (4, 5, 6, 7, 8)]


def counted(*lines):
    """Whether the package of the last line counts."""
    return home_of(resolved(lines))[made(lines[-1])[1].id].counted


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("2022-09-20 talk 240m @2022-09", False),
        ("2022-09-20 talk over 300m PDA @2022-09", False),
        ("2022-09-20 talk 240m @2022-09-19", True),
        ("2022-09-20 press 240m @2022-09", True),
        ("2022-09-20 release 240m @2022-09", True),
        ("2022-09-20 press 17bn @2022-09", False),
        ("2022-09-20 press 17bn @2022-09-20", True),
        ("undated press 5bn", False),
        ("undated press 240m", True),
    ],
)
def test_what_is_poorly_told_beside_official_packages_waits(line, counts):
    assert counted(*OFFICIAL, line) is counts


def test_where_the_giver_has_told_little_itself_all_count():
    assert counted(*OFFICIAL[:2], "2022-09-20 talk 240m @2022-09")
    assert counted(*OFFICIAL[:2], "undated press 5bn")


def test_an_article_that_tells_it_too_bears_a_talk_out():
    assert counted(*OFFICIAL, "2022-09-21 press 240m @2022-09", "2022-09-20 talk 240m @2022-09")


def test_a_second_talk_and_an_article_without_any_date_do_not():
    assert not counted(*OFFICIAL, "2022-09-21 talk 240m @2022-09", "2022-09-20 talk 240m @2022-09")
    assert not counted(*OFFICIAL, "undated press 240m", "2022-09-20 talk 240m @2022-09")


def test_a_sum_that_others_give_as_a_total_waits():
    assert not counted("2022-09-01 press over 2bn cumulative", "2022-09-10 press 2bn @2022-09-10")
