"""Which figure, date and channel stand, and what is flagged."""

from __future__ import annotations

import pytest

from tests.resolve.shorthand import resolved


def only(*lines, **who):
    (package,) = resolved(lines, **who)
    return package


def test_a_precise_figure_stands_before_a_rounded_one_whoever_gives_it():
    package = only("2024-12-07 release about 1bn USAI @2024-12-07", "2024-12-08 press 988m USAI @2024-12-07")
    assert (package.amount, package.qualifier) == (988_000_000, "exact")


def test_a_memorandum_stands_before_the_press_in_channel_and_date():
    package = only(
        "2022-11-23 act up_to 400m PDA @2022-11-23",
        "2022-11-23 press 400m USAI @2022-11-23",
        "2022-11-24 press 400m USAI @2022-11-24",
    )
    assert (package.date, [s.channel for s in package.channels]) == ("2022-11-23", ["PDA"])
    assert package.flags == ("conflict-channel",)


def test_official_days_that_differ_are_flagged_and_the_earlier_stands():
    package = only("2022-04-01 release 300m USAI @2022-04-01", "2022-04-03 release 300m USAI @2022-04-03")
    assert (package.date, package.flags) == ("2022-04-01", ("conflict-date",))


@pytest.mark.parametrize(
    ("line", "low", "high"),
    [
        ("2022-07-02 press 400m @2022-07-02", 400, 400),
        ("2022-07-02 press about 400m @2022-07-02", 380, 420),
        ("2022-07-02 press up_to 400m @2022-07-02", 360, 400),
        ("2022-07-02 press over 400m @2022-07-02", 400, None),
    ],
)
def test_a_hedge_makes_a_band(line, low, high):
    package = only(line)
    assert package.amount_low == low * 10**6
    assert package.amount_high == (high * 10**6 if high else None)


def test_a_hedge_goes_where_another_source_gives_the_same_figure_without_one():
    package = only("2022-07-08 act up_to 400m PDA @2022-07-08", "2022-07-08 press 400m @2022-07-08")
    assert (package.qualifier, package.amount_low) == ("exact", 400_000_000)


def test_a_statement_without_a_donor_waits_for_review():
    assert only("2022-07-02 press 400m @2022-07-02", donor=None).flags == ("no-donor",)


def test_a_statement_without_a_recipient_meets_the_package_of_its_day():
    from aidtrack.resolve import resolve_all
    from tests.resolve.shorthand import made

    one, two = (
        made("2022-07-08 act up_to 400m PDA @2022-07-08"),
        made("2022-07-08 press 400m @2022-07-08", "US", None),
    )
    (package,) = resolve_all([one[1], two[1]], {a.id: a for a, _ in (one, two)}, ())
    assert (package.recipient, len(package.links)) == ("UA", 2)


def test_a_sum_that_others_call_a_total_is_not_counted_unseen():
    packages = resolved(
        [
            "2022-03-12 press 1.2bn @2022-03-12",
            "2022-03-12 release over 1.2bn cumulative @2022-03-12",
            "2022-03-14 press 1.2bn cumulative @2022-03-14",
        ]
    )
    assert [(p.counted, p.why_not_counted) for p in packages] == [
        (False, "told as a total to date by 2 of 3 articles")
    ]


def test_a_tranche_of_an_announced_loan_adds_nothing():
    packages = resolved(
        [
            "2023-01-10 release 18bn MFA financial @2023-01-10",
            "2023-03-20 press 1.5bn MFA financial @2023-03-20 #2",
        ],
        donor="EU",
    )
    tranche = next(p for p in packages if p.amount == 1_500_000_000)
    assert (tranche.draws_on, tranche.counted) == ("eu-ua-2023-01-10-18000m", False)


def test_an_undated_package_has_no_day_that_is_not_proved():
    package = only("2022-07-28 press 74m humanitarian")
    assert (package.date, package.date_earliest, package.date_latest) == (None, None, "2022-07-28")


def test_a_channel_that_only_a_preview_names_is_carried():
    package = only("2022-08-23 press about 3bn USAI expected", "2022-08-24 release 3bn @2022-08-24")
    assert [s.channel for s in package.channels] == ["USAI"]
