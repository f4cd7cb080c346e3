"""What the listings tell of packages, statements and articles."""

from __future__ import annotations

from dataclasses import replace

from samples import ARTICLES, PACKAGES, STATEMENTS, mentions_of

from aidtrack.reports.records import (
    mention_records,
    package_records,
    source_records,
    statement_records,
)

ARTICLE_OF = {each.id: each.article for each in STATEMENTS}


def test_running_total_is_per_donor_kind_and_currency() -> None:
    """A coalition's sum does not move its members' running totals, nor an envelope that of packages."""
    last = {(each["donor"], each["kind"]): each["running"] for each in package_records(PACKAGES, ARTICLE_OF)}
    assert last == {
        ("US", "announced"): 4_713_000_000,
        ("GB", "announced"): 1_050_000_000,
        ("GB", "envelope"): 4_500_000_000,
        ("COALITION", "announced"): 21_000_000_000,
    }


def test_packages_come_by_date_and_windows_by_their_beginning() -> None:
    """July, then September to November, then December, then 2025."""
    days = [each["date"] or each["date_earliest"] for each in package_records(PACKAGES, ARTICLE_OF)]
    assert days == sorted(days)


def test_what_is_not_counted_does_not_move_the_running_total() -> None:
    """A package set aside is listed all the same."""
    aside = replace(PACKAGES[0], counted=False, why_not_counted="reused authority")
    (record,) = package_records([aside], ARTICLE_OF)
    assert (record["amount"], record["running"], record["counted"]) == (2_300_000_000, 0, False)


def test_running_total_of_a_channel_takes_its_share() -> None:
    """Asked for PDA, the package of 2.3bn adds 150m."""
    (record,) = package_records(PACKAGES[:1], ARTICLE_OF, ("PDA",))
    assert (record["amount"], record["running"]) == (2_300_000_000, 150_000_000)


def test_statement_names_its_package_and_its_source() -> None:
    """A cumulative statement has none."""
    articles = {each.id: each for each in ARTICLES}
    records = {
        each["id"]: each for each in statement_records(STATEMENTS, articles, {"us-2300m": "p-us-2300m"})
    }
    assert len(records) == 12
    assert records["us-2300m"]["package"] == "p-us-2300m"
    assert records["us-2300m"]["path"] == "seeds/a0.txt"
    assert records["us-62bn"]["package"] is None
    for record, article in ((each, articles[each["article"]]) for each in records.values()):
        assert article.text[record["start"] : record["end"]] == record["evidence"]


def test_source_tells_how_its_date_is_known() -> None:
    """An undated article has a window and the reasons for it."""
    found = {
        each["id"][:2]: each
        for each in source_records(
            ARTICLES, STATEMENTS, [(a.id, m) for a in ARTICLES for m in mentions_of(a.id)]
        )
    }
    assert found["a2"]["published"] is None
    assert (found["a2"]["published_earliest"], found["a2"]["statements"]) == ("2024-12-01", 3)
    assert found["a2"]["reasons"] == ["the next president takes office next month"]
    assert (found["a0"]["mentions"], found["a0"]["unexplained"]) == (2, 0)


def test_mention_shows_its_words_and_its_sentence() -> None:
    """What stands in the text, and around it."""
    first, second = mention_records(ARTICLES[0], mentions_of(ARTICLES[0].id))
    assert first["text"] == "2.3 billion dollars"
    assert second["context"] == "It has given more than 53.5 billion dollars so far."
