"""Which reported total is a donor's newest, and of which scope."""

from __future__ import annotations

from samples import statement

from aidtrack.reports.reported import newest_totals
from aidtrack.reports.selection import Selection

A = "a0aaaaaaaaaaaaaa"


def newest(*told: object, **asked: object) -> list[tuple[str | None, str | None, int]]:
    found = newest_totals(told, Selection(**asked))  # type: ignore[arg-type]
    return [(each.donor, each.recipient, each.amount) for each in found.values()]


def test_a_later_day_beats_a_larger_sum() -> None:
    """Totals can be corrected downwards; the newest stands."""
    old = statement("old", A, "cumulative", "US", 46, date="2023-01-01")
    new = statement("new", A, "cumulative", "US", 44, date="2023-11-20")
    assert newest(old, new) == newest(new, old) == [("US", "UA", 44)]


def test_a_window_stands_for_the_day() -> None:
    """Proved to be December 2024: newer than July."""
    july = statement("july", A, "cumulative", "US", 60, date="2024-07-02")
    december = statement("dec", A, "cumulative", "US", 62, window=("2024-12-01", "2024-12-31"))
    assert newest(december, july) == [("US", "UA", 62)]


def test_of_the_same_day_the_larger_is_newer() -> None:
    """Totals rise."""
    told = [statement(str(n), A, "cumulative", "US", n, date="2024-01-01") for n in (5, 9, 7)]
    assert newest(*told) == [("US", "UA", 9)]


def test_undated_is_older_than_dated() -> None:
    """What may be of any day does not displace what is known to be recent."""
    told = statement("a", A, "cumulative", "US", 90), statement("b", A, "cumulative", "US", 50, date="2022")
    assert newest(*told) == [("US", "UA", 50)]


def test_scope_is_that_of_the_question() -> None:
    """Asked for military aid, a total of humanitarian aid does not answer; nor one after the period."""
    military = statement("m", A, "cumulative", "US", 40, date="2023-01-01")
    humanitarian = statement("h", A, "cumulative", "US", 20, aid_type="humanitarian", date="2024-01-01")
    assert newest(military, humanitarian, aid_types=("military",)) == [("US", "UA", 40)]
    assert newest(military, humanitarian, until="2023-06-30") == [("US", "UA", 40)]
    assert newest(military, humanitarian, until="2022-06-30") == []


def test_total_of_one_channel_answers_only_a_question_about_it() -> None:
    """The sum of all drawdowns is not the sum of all aid."""
    drawdowns = statement("d", A, "cumulative", "US", 20, channel="PDA", date="2024-01-01")
    assert newest(drawdowns) == []
    assert newest(drawdowns, channels=("PDA",)) == [("US", "UA", 20)]


def test_total_of_something_narrow_is_not_the_total() -> None:
    """A newer $159m for demining does not displace $50bn; a corrected total that falls a little does."""
    whole = statement("w", A, "cumulative", "US", 50_000, date="2023-02-21")
    narrow = statement("n", A, "cumulative", "US", 159, date="2023-06-16")
    fallen = statement("f", A, "cumulative", "US", 44_000, date="2023-06-20")
    assert newest(whole, narrow) == [("US", "UA", 50_000)]
    assert newest(whole, narrow, fallen) == [("US", "UA", 44_000)]
