"""What `totals` adds up, what it leaves out, and that every way of grouping comes to the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import GROUPS, PACKAGES, STATEMENTS, package, statement

from aidtrack.model import KINDS, ChannelShare
from aidtrack.reports.selection import Selection
from aidtrack.reports.totals import DIMENSIONS, Totals, TotalsRow, portions, totals


def add_up(*by: str, **asked: object) -> Totals:
    return totals(PACKAGES, STATEMENTS, Selection(**asked), by, GROUPS)  # type: ignore[arg-type]


def amounts(report: Totals) -> dict[str | None, int]:
    return {row.channel: row.amount for row in report.rows}


def test_one_donor_is_told_by_channel() -> None:
    """2.3bn is split over its two channels; the energy package has none."""
    report = add_up(donors=("US",))
    assert amounts(report) == {"USAI": 3_138_000_000, "PDA": 875_000_000, None: 700_000_000}
    assert [row.packages for row in report.rows] == [2, 2, 1]
    assert report.packages == 4
    assert report.articles == 3


def test_rows_hold_no_total_row() -> None:
    """A script that adds up the rows gets the total."""
    assert sum(row.amount for row in add_up(donors=("US",)).rows) == 4_713_000_000


def test_aid_type_narrows_the_sum() -> None:
    """Without the energy package."""
    report = add_up(donors=("US",), aid_types=("military",))
    assert sum(row.amount for row in report.rows) == 4_013_000_000


def test_envelope_is_left_out_and_said_so() -> None:
    """£4.5bn is money set aside: not in the sum of the United Kingdom."""
    report = add_up(donors=("GB",))
    assert [(row.amount, row.packages) for row in report.rows] == [(1_050_000_000, 2)]
    (left,) = report.left_out
    assert (left.kind, left.packages, left.sums) == ("envelope", 1, (("GBP", 4_500_000_000),))


def test_all_donors_stand_in_rows_of_their_own_groups_last() -> None:
    """The contact group's 21bn euros is never added to its members' sums."""
    report = add_up()
    told = [(row.donor, row.currency, row.amount) for row in report.rows]
    assert told == [
        ("US", "USD", 4_713_000_000),
        ("GB", "GBP", 1_050_000_000),
        ("COALITION", "EUR", 21_000_000_000),
    ]
    assert {total.currency for total in report.sums} == {"USD", "GBP"}


def test_reported_total_is_the_newest_and_is_never_added() -> None:
    """Over $62bn (December 2024) is newer than $53.5bn (July) and $44bn (2023)."""
    report = add_up(donors=("US",))
    assert {row.reported_amount for row in report.rows} == {62_000_000_000}
    assert {row.reported_qualifier for row in report.rows} == {"over"}
    (found,) = report.reported
    assert (found.ours, found.packages) == (4_013_000_000, 3)
    assert found.ratio == pytest.approx(-0.9353, abs=1e-4)


def test_donor_with_a_reported_total_alone_has_a_row_of_nought() -> None:
    """The allies' $35bn is known, none of their packages in dollars is."""
    told = [each for each in STATEMENTS if each.kind == "cumulative"]
    (row,) = totals([], told, Selection(donors=("COALITION",))).rows
    assert (row.packages, row.amount, row.reported_amount) == (0, 0, 35_000_000_000)


def test_other_kinds_are_added_up_apart() -> None:
    """Asked for together, announced and envelope never share a row."""
    report = add_up(donors=("GB",), kinds=("announced", "envelope"))
    assert [(row.kind, row.amount) for row in report.rows] == [
        ("announced", 1_050_000_000),
        ("envelope", 4_500_000_000),
    ]


@pytest.mark.parametrize(
    ("since", "until", "total", "vague"),
    [
        ("2024-12-01", "2024-12-31", 1_713_000_000, 0),
        ("2024-12-02", None, 0, 2),
        ("2024-11-01", "2024-12-31", 1_713_000_000, 1),
        ("2024-01-01", "2024-12-31", 4_713_000_000, 0),
        (None, "2024-07-01", 0, 0),
        (None, "2024-07-02", 2_300_000_000, 0),
    ],
)
def test_period_takes_what_is_proved_to_lie_in_it(
    since: str | None, until: str | None, total: int, vague: int
) -> None:
    """A window counts as a whole or not at all; what only may lie in the period is told."""
    report = add_up(donors=("US",), since=since, until=until)
    assert sum(row.amount for row in report.rows) == total
    assert sum(left.packages for left in report.left_out) == vague


def test_undated_packages_are_counted_and_have_no_first_day() -> None:
    """First and last are dates that texts give, never the ends of a window."""
    rows = {row.channel: row for row in add_up(donors=("US",)).rows}
    assert (rows["PDA"].first, rows["PDA"].last, rows["PDA"].undated) == ("2024-07-02", "2024-07-02", 1)
    assert (rows[None].first, rows[None].last, rows[None].undated) == (None, None, 1)


def test_channel_filter_takes_only_that_share() -> None:
    """Of the package of 2.3bn, 150m is PDA."""
    report = add_up("donor", donors=("US",), channels=("PDA",))
    assert [row.amount for row in report.rows] == [875_000_000]
    assert amounts(add_up(donors=("US",), channels=(None,))) == {None: 700_000_000}


def test_month_takes_a_window_only_as_a_whole() -> None:
    """December 2024 is proved for two packages; September to November is no one month."""
    report = add_up("month", donors=("US",))
    assert [(row.period, row.amount) for row in report.rows] == [
        ("2024-07", 2_300_000_000),
        ("2024-12", 1_713_000_000),
        (None, 700_000_000),
    ]


def test_what_a_judgement_sets_aside_is_left_out_with_the_reason() -> None:
    """Reused authority leaves the sum and is told."""
    reused = [replace(each, counted=False, why_not_counted="reused authority") for each in PACKAGES[:1]]
    report = totals([*reused, *PACKAGES[1:]], STATEMENTS, Selection(donors=("US",)))
    assert sum(row.amount for row in report.rows) == 2_413_000_000
    assert [(left.reason, left.packages) for left in report.left_out] == [("reused authority", 1)]


def test_unsplit_rest_has_no_channel() -> None:
    """Of 425m, 125m is PDA and nothing is said of the rest."""
    told = replace(
        package(statement("x", "a0aaaaaaaaaaaaaa", "announced", "US", 425_000_000)),
        channels=(ChannelShare("PDA", 125_000_000),),
    )
    assert {each.channel: each.amount for each in portions(told)} == {"PDA": 125_000_000, None: 300_000_000}


def test_band_is_carried_into_the_sum() -> None:
    """About 1bn and exactly 500m make 1.4 to 1.6bn; over 1bn has no upper end."""
    about = replace(PACKAGES[2], amount=10**9, channels=(), amount_low=9 * 10**8, amount_high=11 * 10**8)
    exact = replace(PACKAGES[2], id="p2", amount=5 * 10**8, amount_low=5 * 10**8, amount_high=5 * 10**8)
    exact = replace(exact, channels=())
    (row,) = totals([about, exact], (), Selection()).rows
    assert (row.amount_low, row.amount, row.amount_high) == (14 * 10**8, 15 * 10**8, 16 * 10**8)
    (row,) = totals([replace(about, amount_high=None), exact], (), Selection()).rows
    assert row.amount_high is None


DATES = st.sampled_from([None, "2023", "2023-05", "2023-05-17", "2024-01-01"])
CHANNELS = st.dictionaries(st.sampled_from(["PDA", "USAI", None]), st.integers(1, 10**9), max_size=3)


@st.composite
def random_packages(draw: st.DrawFn) -> list[object]:
    made = []
    for number in range(draw(st.integers(0, 8))):
        shares = draw(CHANNELS)
        amount = sum(shares.values()) + draw(st.integers(0, 10**9))
        told = statement(
            f"s{number}",
            "a0aaaaaaaaaaaaaa",
            draw(st.sampled_from(KINDS[:4])),
            draw(st.sampled_from(["US", "GB", "COALITION", None])),
            amount,
            draw(st.sampled_from(["USD", "GBP"])),
            aid_type=draw(st.sampled_from(["military", "energy"])),
            date=draw(DATES),
        )
        made.append(
            replace(
                package(told),
                date_earliest=None,
                date_latest=None,
                channels=tuple(ChannelShare(*share) for share in shares.items()),
                amount_low=amount - amount // 7,
                amount_high=draw(st.sampled_from([None, amount + amount // 9])),
                counted=draw(st.booleans()),
            )
        )
    return made


@given(random_packages(), st.sampled_from(DIMENSIONS), st.sampled_from([KINDS[:1], KINDS[:4]]))
def test_every_grouping_comes_to_the_same_sums(made: list, by: str, kinds: tuple) -> None:
    """By donor, channel, aid type, year, quarter or month: the same sums and bands per purse."""
    report = totals(made, (), Selection(kinds=kinds), (by,), GROUPS)  # type: ignore[arg-type]
    expected: Counter = Counter()
    for each in made:
        if each.counted and each.kind in kinds:
            expected[each.donor, each.currency, each.kind, "amount"] += each.amount
            expected[each.donor, each.currency, each.kind, "low"] += each.amount_low
    assert add_rows(report.rows) == {key: value for key, value in expected.items() if value}


def add_rows(rows: tuple[TotalsRow, ...]) -> dict[tuple[object, ...], int]:
    found: Counter = Counter()
    for row in rows:
        found[row.donor, row.currency, row.kind, "amount"] += row.amount
        found[row.donor, row.currency, row.kind, "low"] += row.amount_low
    return {key: value for key, value in found.items() if value}


@given(random_packages(), st.randoms())
def test_the_order_of_packages_changes_nothing(made: list, chance: object) -> None:
    """The same rows in the same order, however the packages come."""
    shuffled = list(made)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert totals(made, (), Selection(), ("channel",)) == totals(shuffled, (), Selection(), ("channel",))


def test_correction_of_accounts_moves_the_sum_and_is_no_package() -> None:
    """Authority restored by revaluation is an entry of its own."""
    entry = replace(PACKAGES[0], id="a", amount=-(10**8), amount_low=-(10**8), amount_high=-(10**8))
    entry = replace(entry, channels=(ChannelShare("PDA", -(10**8)),), links=(), flags=("adjustment",))
    report = totals([*PACKAGES, entry], STATEMENTS, Selection(donors=("US",)))
    assert (amounts(report)["PDA"], report.packages) == (775_000_000, 4)
    assert report.adjustments == (entry,)


def test_packages_left_out_for_one_reason_stand_together() -> None:
    """The reason names another package each time; the note does not."""
    aside = [
        replace(each, counted=False, why_not_counted=f"drawn from {each.id}x")
        for each in PACKAGES
        if each.donor == "US"
    ]
    (left,) = totals(aside, (), Selection()).left_out
    assert (left.reason, left.packages) == ("drawn from a package that counts", 4)
