"""When: dates of announcements, days a decision is due, ends and starts of running totals."""

from __future__ import annotations

import pytest

from tests.extract.test_shares import statements

# Told in an article of Friday, 20 September 2024.
DATES = [
    ("The US announced a $400 million package for Ukraine on Wednesday.", "2024-09-18"),
    ("The US today announced a $400 million package for Ukraine.", "2024-09-20"),
    ("In July, the US announced a $400 million package for Ukraine.", "2024-07"),
    ("Last October the US announced a $400 million package for Ukraine.", "2023-10"),
    ("The US has given Ukraine $60 billion in aid since 2022.", "2024-09-20"),
    ("As of June 30, the US has given Ukraine $60 billion in aid in total.", "2024-06-30"),
    ("In all, the US gave Ukraine $24 billion in military aid in 2023.", "2023-12"),
    ("The US is expected to announce a $400 million package for Ukraine as early as Monday.", "2024-09-23"),
    ("A $400 million package for Ukraine may be announced soon, US officials said on Tuesday.", None),
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_dates_are_read_against_the_published_day(text: str, date: str | None) -> None:
    """Each wording gives the date that a careful reader of that day's paper would write down."""
    (found,) = statements(text)
    assert found.date == date


STARTS = [
    ("The US has given Ukraine more than $60 billion in aid since Russia's invasion.", "2022-02"),
    ("Counted from 2014, the US has committed more than $8.7 billion in aid to Ukraine.", "2014"),
    ("The US has given Ukraine $134 billion in aid from late January 2022 through June 2024.", "2022-01"),
    ("Since the war began the US has led. All told it has given over $40 billion to Ukraine.", "2022-02"),
]


@pytest.mark.parametrize(("text", "since"), STARTS)
def test_running_totals_start_where_the_text_says(text: str, since: str) -> None:
    """A start is told beside the sum, or in the sentence that it sums up."""
    (found,) = statements(text)
    assert found.since == since


def test_a_month_that_is_none_is_no_date() -> None:
    """A slip of the pen in a date takes nothing with it."""
    (found,) = statements("On 2024-13-05 the United States announced $400 million in aid for Ukraine.")
    assert found.date != "2024-13"
