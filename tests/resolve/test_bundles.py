"""A headline and its shares are one dollar each, whoever tells which."""

from __future__ import annotations

from dataclasses import replace

from aidtrack.model import Part
from aidtrack.resolve import resolve_all
from tests.resolve.shorthand import made, resolved


def told(*lines):
    """Packages by id: their shares by channel."""
    return {p.id: {s.channel: s.amount // 10**6 for s in p.channels} for p in resolved(lines)}


def test_a_headline_with_its_parts_is_one_package_split_by_channel():
    assert told("2024-07-02 press 2.3bn @2024-07-02 150m-PDA+2.15bn-USAI") == {
        "us-ua-2024-07-02-2300m": {"PDA": 150, "USAI": 2150}
    }


def test_a_share_told_by_another_paper_is_the_part_of_the_headline():
    """One outlet gives the headline with its parts, another only the drawdown."""
    assert told(
        "2024-08-09 press 425m @2024-08-09 125m-PDA+300m-USAI",
        "2024-08-10 press 125m PDA @2024-08-09",
    ) == {"us-ua-2024-08-09-425m": {"PDA": 125, "USAI": 300}}


def test_two_papers_that_give_one_share_each_meet_in_the_third_that_gives_both():
    assert told(
        "2024-08-10 press 125m PDA @2024-08-09",
        "2024-08-10 press 300m USAI @2024-08-09",
        "2024-08-09 press 425m @2024-08-09 125m-PDA+300m-USAI",
    ) == {"us-ua-2024-08-09-425m": {"PDA": 125, "USAI": 300}}


def test_two_shares_that_add_up_to_a_headline_without_parts_are_its_parts():
    assert told(
        "2024-08-10 press 125m PDA @2024-08-09",
        "2024-08-10 press 300m USAI @2024-08-09",
        "2024-08-09 press 425m @2024-08-09",
    ) == {"us-ua-2024-08-09-425m": {"PDA": 125, "USAI": 300}}


def test_one_share_of_a_fresh_headline_of_that_day_is_assumed_and_waits_for_review():
    (package,) = resolved(
        ["2024-08-09 release 425m @2024-08-09 new", "2024-08-10 press 125m PDA @2024-08-09"]
    )
    assert (package.amount, package.status, package.flags) == (425_000_000, "review", ("share-assumed",))
    assert [(s.channel, s.amount) for s in package.channels] == [("PDA", 125_000_000), (None, 300_000_000)]


def test_a_memorandum_keeps_its_own_package_and_the_headline_holds_the_rest():
    packages = resolved(
        [
            "2022-06-15 act up_to 350m PDA @2022-06-15",
            "2022-06-15 release 1bn @2022-06-15 350m-PDA+650m-USAI new",
        ]
    )
    assert {p.id: [s.channel for s in p.channels] for p in packages} == {
        "us-ua-2022-06-15-350m": ["PDA"],
        "us-ua-2022-06-15-650m": ["USAI"],
    }
    assert [p.part_of for p in packages if p.amount == 350_000_000] == ["us-ua-2022-06-15-650m"]


def test_a_week_told_as_one_sum_adds_nothing_to_its_packages():
    """ "$1bn in new security assistance" of late March is 200m of the 12th and 800m of the 16th."""
    assert told(
        "2022-03-12 act up_to 200m PDA @2022-03-12",
        "2022-03-16 act up_to 800m PDA @2022-03-16",
        "2022-03-24 release 1bn @2022-03 new",
    ) == {"us-ua-2022-03-12-200m": {"PDA": 200}, "us-ua-2022-03-16-800m": {"PDA": 800}}


def test_a_hedged_headline_gives_way_to_the_sum_of_its_parts():
    assert told("2023-01-09 press about 3.1bn @2023-01-09 2.85bn-PDA+225m-FMF") == {
        "us-ua-2023-01-09-3075m": {"FMF": 225, "PDA": 2850}
    }


def test_shares_of_another_day_are_no_shares():
    assert len(told("2024-08-09 press 425m @2024-08-09", "2024-07-01 press 125m PDA @2024-07-01")) == 2


OVER_3BN = "2023-01-06 talk over 3bn @2023-01-06 2.8bn-PDA new"


def test_a_hedged_headline_adds_nothing_beyond_a_share_that_it_rounds():
    """ "Over $3bn, including a $2.8bn drawdown": the memorandum gives 2.85bn, and the rest is but a hedge."""
    assert told("2023-01-06 act up_to 2.85bn PDA @2023-01-06", OVER_3BN) == {
        "us-ua-2023-01-06-2850m": {"PDA": 2850}
    }


def test_what_a_hedged_headline_leaves_is_explained_by_another_package_of_its_day():
    assert told(
        "2023-01-06 act up_to 2.85bn PDA @2023-01-06", "2023-01-06 press 225m FMF @2023-01-06", OVER_3BN
    ) == {"us-ua-2023-01-06-2850m": {"PDA": 2850}, "us-ua-2023-01-06-225m": {"FMF": 225}}


def test_a_rounded_share_of_another_day_is_no_share():
    assert told("2023-01-19 act up_to 2.85bn PDA @2023-01-19", OVER_3BN) == {
        "us-ua-2023-01-19-2850m": {"PDA": 2850},
        "us-ua-2023-01-06-3000m": {"PDA": 2800, None: 200},
    }


def test_what_one_country_gets_of_a_sum_for_several_stays_its_own_package():
    pairs = [
        made("2023-01-06 press 907m FMF @2023-01-06", recipient=None),
        made("2023-01-06 press 682m FMF @2023-01-06", recipient=None),
        made("2023-01-06 press 225m FMF @2023-01-06"),
    ]
    packages = resolve_all([s for _, s in pairs], {a.id: a for a, _ in pairs}, ())
    assert {(p.recipient, p.amount // 10**6) for p in packages} == {("UA", 225), (None, 682)}


def test_what_is_left_of_a_mixed_headline_is_of_the_type_that_its_purpose_tells():
    act, headline = (
        made("2022-08-08 act up_to 1bn PDA @2022-08-08"),
        made("2022-08-08 press 5.5bn @2022-08-08"),
    )
    parts = (Part(4_500_000_000, "USD", purpose="budget support"), Part(1_000_000_000, "USD", purpose="arms"))
    statements = [act[1], replace(headline[1], parts=parts)]
    packages = resolve_all(statements, {a.id: a for a, _ in (act, headline)}, ())
    assert {(p.aid_type, p.amount // 10**6) for p in packages} == {("military", 1000), ("financial", 4500)}


def test_a_listed_share_that_a_memorandum_gives_finer_leaves_the_other_shares_as_listed():
    """ "Over 3bn, of which 2.8bn PDA and 225m FMF": the memorandum's 2.85bn is the 2.8bn, and 225m stay."""
    assert told(
        "2023-01-06 act up_to 2.85bn PDA @2023-01-06",
        "2023-01-06 talk over 3bn @2023-01-06 2.8bn-PDA+225m-FMF new",
    ) == {"us-ua-2023-01-06-2850m": {"PDA": 2850}, "us-ua-2023-01-06-225m": {"FMF": 225}}


def test_what_a_memorandum_leaves_of_a_headline_meets_the_sum_told_of_it():
    """The headline names no second channel, the briefing does: 1bn less 350m PDA is the 650m of USAI."""
    assert told(
        "2022-06-15 act up_to 350m PDA @2022-06-15",
        "2022-06-15 talk 1bn @2022-06-15 350m-PDA new",
        "2022-06-15 talk 650m USAI @2022-06",
    ) == {"us-ua-2022-06-15-350m": {"PDA": 350}, "us-ua-2022-06-15-650m": {"USAI": 650}}
