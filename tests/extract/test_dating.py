"""dating: when an article that does not say its date must have been published; never a wrong proof."""

from __future__ import annotations

import pytest

from aidtrack import lexicon
from aidtrack.extract.dating import date_article
from aidtrack.model import Article, Window

WORDS = lexicon.load()


def window_of(text: str) -> Window | None:
    """The window that is proved for an undated text."""
    return date_article(Article(id="x", text=text), WORDS).window


PROVED = [
    ("President-elect Trump takes office next month.", "2024-12-01", "2024-12-31"),
    ("UK foreign secretary David Lammy spoke in Kyiv.", "2024-07-05", "2025-09-04"),
    ("Defence Secretary John Healey met US defense secretary Pete Hegseth.", "2025-01-25", None),
    ("Chancellor Angela Merkel spoke with President Joe Biden.", "2021-01-20", "2021-12-07"),
    ("President Donald Trump met President Joe Biden's envoy.", "2021-01-20", "2025-01-19"),
    ("Prime Minister Liz Truss promised help.", "2022-09-06", "2022-10-24"),
    # what is looked back on
    ("President Joe Biden spoke. The fund was set up in March 2023.", "2023-03-01", "2025-01-19"),
    ("Since January 2024 Prime Minister Rishi Sunak has said so.", "2024-01-01", "2024-07-04"),
    # the holder of two terms proves both
    ("President Donald Trump signed it.", "2017-01-20", None),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), PROVED)
def test_window_is_what_can_be_proved(text: str, earliest: str | None, latest: str | None) -> None:
    """Holders in office, dated events and dates looked back on bound the day."""
    window = window_of(text)
    assert window is not None
    assert (window.earliest, window.latest) == (earliest, latest)
    assert window.reasons


NOT_PROVED = [
    # a courtesy title outlives the office
    "President Obama began it, and we go on.",
    "President Trump's deal cost much.",
    # not in office then
    "Former prime minister Liz Truss spoke.",
    "Then-Chancellor Angela Merkel refused.",
    "Vice Chancellor Olaf Scholz listened.",
    # what is still to come is not looked back on
    "The rule was set for January 2023.",
    "Payments were due to resume on January 1, 2023.",
    "It was announced that talks will be held in November 2031.",
    # a warning of an invasion is not the invasion
    "Nobody wants a full-scale invasion of Ukraine.",
]


@pytest.mark.parametrize("text", NOT_PROVED)
def test_no_proof_is_better_than_a_wrong_one(text: str) -> None:
    """Words that only resemble a proof bound nothing."""
    assert window_of(text) is None


AUTUMN = "Vice president Harris, the Democratic candidate Kamala Harris, said so. "
MONTHS = [
    ("In September two were killed there.", "2024-09-01"),
    ("In June two were killed there.", "2024-07-21"),
    ("In August alone, 184 were killed. Attacks followed in September.", "2024-09-01"),
]


@pytest.mark.parametrize(("text", "earliest"), MONTHS)
def test_a_month_without_its_year_lies_less_than_ten_months_back(text: str, earliest: str) -> None:
    """ "In September" is not said in July: it would be ten months ago."""
    window = window_of(AUTUMN + text)
    assert window is not None
    assert (window.earliest, window.latest) == (earliest, "2024-11-05")


def test_a_window_is_never_turned_round() -> None:
    """Its first day is not after its last, whatever terms it was made of."""
    window = window_of("President Donald Trump and President Volodymyr Zelenskyy met.")
    assert window is not None
    assert window.earliest == "2019-05-20"
    assert window.latest is None


def test_contradicting_proofs_do_not_empty_the_window() -> None:
    """Of two proofs that cannot both hold, the narrower stands."""
    window = window_of("Prime Minister Liz Truss met Prime Minister Keir Starmer.")
    assert window is not None
    assert (window.earliest, window.latest) == ("2022-09-06", "2022-10-24")


def test_a_told_date_is_left_alone() -> None:
    """An article that says its date gets no window."""
    article = Article(id="x", text="Prime Minister Liz Truss spoke.", published="2023-05-01")
    assert date_article(article, WORDS) is article


def test_a_window_of_one_month_dates_the_article_by_it() -> None:
    """Where the window lies in a month, that month is the inferred date."""
    article = date_article(Article(id="x", text="President-elect Trump takes office next month."), WORDS)
    assert (article.published, article.published_from) == ("2024-12", "inferred")
