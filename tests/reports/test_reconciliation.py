"""Reported totals beside ours, an official list package by package, and what changed between two days."""

from __future__ import annotations

from dataclasses import replace

from aidtrack.reports.alignment import align, official_rows
from aidtrack.reports.changes import changes
from aidtrack.reports.reconciliation import reconcile, told_totals, totals_from_rows
from tests.resolve.shorthand import made, resolved

PACKAGES = resolved(
    [
        "2022-03-12 act up_to 200m PDA @2022-03-12",
        "2022-03-16 act up_to 800m PDA @2022-03-16",
        "2022-03-30 release 500m financial @2022-03-30",
        "2022-04-01 release 300m USAI @2022-04-01",
        "2022-04-05 act up_to 100m PDA @2022-04-05",
        "2022-04-20 press 700m expected",
    ]
)


def rows(*lines):
    """Reconcile cumulative statements with the packages above."""
    pairs = [made(line) for line in lines]
    articles = {article.id: article for article, _ in pairs}
    return reconcile(told_totals([s for _, s in pairs], articles), PACKAGES, articles.values())


def test_a_total_is_compared_with_the_packages_of_its_type_up_to_its_day():
    (row,) = rows("2022-04-01 release 1.3bn cumulative @2022-04-01")
    assert (row["tracked"], row["difference"], row["ratio"]) == (1_300_000_000, 0, 1.0)
    assert row["scope"] == "military, no start told"


def test_a_total_of_all_aid_takes_every_type():
    (row,) = rows("2022-04-30 release 1.9bn cumulative unspecified @2022-04-30")
    assert row["tracked"] == 1_900_000_000


def test_a_total_of_one_channel_takes_that_channel():
    (row,) = rows("2022-04-30 release 1.1bn PDA cumulative @2022-04-30")
    assert (row["tracked"], row["scope"]) == (1_100_000_000, "military, PDA, no start told")


def test_a_total_without_a_day_counts_as_of_its_article():
    (row,) = rows("2022-03-20 release 1bn cumulative @2022-03")
    assert (row["date"], row["tracked"]) == ("2022-03-20", 1_000_000_000)


def test_a_total_of_an_unknown_day_is_listed_and_not_compared():
    (row,) = rows("undated press 1bn cumulative")
    assert (row["tracked"], row["ratio"], row["causes"]) == (
        None,
        None,
        ["the day of this total is not known"],
    )


def test_a_total_leaves_out_what_came_before_its_start():
    article, statement = made("2022-04-30 release 1.2bn cumulative @2022-04-30")
    statement = replace(statement, since="2022-03-15")
    (row,) = reconcile(told_totals([statement], {article.id: article}), PACKAGES)
    assert row["tracked"] == 1_200_000_000


def test_the_packages_between_two_totals_are_named():
    first, second = rows(
        "2022-03-20 release 1bn cumulative @2022-03-20", "2022-04-10 talk 1.4bn cumulative @2022-04-10"
    )
    assert first["between"] == []
    assert second["between"] == ["us-ua-2022-04-01-300m", "us-ua-2022-04-05-100m"]
    assert second["reported_step"] == 400_000_000


def test_a_total_that_falls_is_flagged_and_so_are_two_of_one_day():
    flags = [
        row["flags"]
        for row in rows(
            "2022-04-01 release 1.3bn cumulative @2022-04-01",
            "2022-04-10 talk 1bn cumulative @2022-04-10",
            "2022-04-10 press 1.4bn cumulative @2022-04-10",
        )
    ]
    assert flags == [[], ["falls"], ["disagrees"]]


def test_the_same_total_told_by_many_is_one_row():
    (row,) = rows(
        "2022-04-01 release 1.3bn cumulative @2022-04-01", "2022-04-02 press 1.3bn cumulative @2022-04-01"
    )
    assert row["sources"] == 2


def test_a_gap_names_what_was_expected_and_the_time_without_articles():
    (row,) = rows("2022-09-30 release 2.1bn cumulative @2022-09-30")
    assert (
        "expected, never seen announced: 1 of 700,000,000 (us-ua-after-2022-04-20-700m-expected)"
        in row["causes"]
    )


def test_a_table_of_totals_is_read_with_its_wording():
    table = [
        {
            "date": "2022-04-08",
            "amount_usd": "1700000000",
            "qualifier": "more than; since 2022-02-24",
            "source_url": "a",
        },
        {
            "date": "2023-05-09",
            "amount_usd": "21100000000",
            "qualifier": "approximately; PDA only",
            "source_url": "b",
        },
        {
            "date": "2023-06-20",
            "amount_usd": "6200000000",
            "qualifier": "REVALUATION: overvalued",
            "source_url": "c",
        },
    ]
    told = totals_from_rows(table, "US")
    assert [(t.qualifier, t.since, t.channel) for t in told] == [
        ("over", "2022-02-24", None),
        ("about", None, "PDA"),
    ]


OFFICIAL = [
    {
        "tranche": "PDA-4",
        "date": "2022-03-12",
        "channel": "PDA",
        "amount_usd": "200000000",
        "note": "primary",
    },
    {"tranche": "PDA-4", "date": "2022-03-13", "channel": "PDA", "amount_usd": "200000000", "note": "alt"},
    {
        "tranche": "PDA-5",
        "date": "2022-03-16",
        "channel": "PDA",
        "amount_usd": "850000000",
        "note": "primary",
    },
    {
        "tranche": "USAI-1",
        "date": "2022-04-01",
        "channel": "USAI",
        "amount_usd": "300000000",
        "note": "primary",
    },
    {
        "tranche": "FMF-1",
        "date": "2022-04-24",
        "channel": "FMF",
        "amount_usd": "322000000",
        "note": "primary",
    },
]


def test_an_official_list_is_aligned_package_by_package():
    military = [p for p in PACKAGES if p.aid_type == "military" and p.kind == "announced"]
    records = align(official_rows(OFFICIAL), military)
    assert [(r["state"], r["name"] or r["package"], r["differences"]) for r in records] == [
        ("matched", "PDA-4", []),
        ("different", "PDA-5", ["amount"]),
        ("matched", "USAI-1", []),
        ("extra", "us-ua-2022-04-05-100m", []),
        ("missing", "FMF-1", []),
    ]


def test_two_rows_of_one_sum_take_two_packages():
    packages = resolved(["2022-04-13 act 800m PDA @2022-04-13", "2022-04-21 act 800m PDA @2022-04-21"])
    wanted = [
        {"date": "2022-04-21", "channel": "PDA", "amount": "800000000"},
        {"date": "2022-04-13", "channel": "PDA", "amount": "800000000"},
    ]
    assert [r["state"] for r in align(official_rows(wanted), packages)] == ["matched", "matched"]


def test_what_became_known_is_new_changed_or_gone():
    before = resolved(
        ["2022-12-20 press about 1.8bn expected @2022-12-21", "2022-12-09 act 275m PDA @2022-12-09"]
    )
    after = resolved(
        [
            "2022-12-20 press about 1.8bn expected @2022-12-21",
            "2022-12-09 act 275m PDA @2022-12-09",
            "2022-12-21 release 1.85bn @2022-12-21",
        ]
    )
    (record,) = changes(before, after, {})
    assert record["change"] == "changed"
    assert record["fields"] == ["amount", "kind"]
    assert record["effect"] == 1_850_000_000
