"""evaluate: labels and readings are paired fairly and counted rightly; errors show their sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import InputNotFound
from aidtrack.evaluate import (
    Comparison,
    Score,
    agree,
    compare,
    group_score,
    list_errors,
    load_gold,
    load_split,
    score,
)
from aidtrack.model import Article, Equivalent, Mention, Part, Reading, Statement, Window

TEXT = "First line.\nThe US will give $400 million. Norway gave $85 million more."


def label(**told: Any) -> dict[str, Any]:
    """A labelled statement: $400m announced by the US, but for what is told."""
    usual = {
        "kind": "announced", "donor": "US", "recipient": "UA", "amount": 400_000_000, "currency": "USD",
        "qualifier": "exact", "aid_type": "military", "channel": "PDA", "date": "2022-11-04",
        "evidence": "$400 million",
    }  # fmt: skip
    return usual | told


def statement(**told: Any) -> Statement:
    """The same statement as `extract` would give it."""
    usual = label() | {
        "id": "s", "article": "a", "start": 0, "end": 1, "amount_start": 0, "amount_end": 1,
        "rules": ("rule-a", "rule-b"),
    }  # fmt: skip
    return Statement(**(usual | told))


def comparison(
    gold: list[dict[str, Any]], read: list[Statement], mentions: tuple[Mention, ...] = (), **meta: Any
) -> Comparison:
    """Compare labelled statements with those read; `meta` adds to the label, `article_…` to the article."""
    article = Article(id="a", text=TEXT, **{k[8:]: v for k, v in meta.items() if k.startswith("article_")})
    rest = {k: v for k, v in meta.items() if not k.startswith("article_")}
    return compare("one", {"statements": gold, **rest}, Reading(article, tuple(read), mentions))


def test_equal_statements_score_one_everywhere() -> None:
    """A reading that says what the label says is right in every measure."""
    scores = score([comparison([label()], [statement()])])
    assert {s.f1 for s in scores.measures.values()} == {1.0, None}
    assert scores.measures["all", "statement"] == Score(1, 1, 1)


@pytest.mark.parametrize(
    ("name", "value"), [("kind", "expected"), ("donor", "GB"), ("amount", 425_000_000), ("currency", "CAD")]
)
def test_each_core_field_decides_a_match(name: str, value: Any) -> None:
    """A statement is right only with kind, donor, amount and currency all right."""
    scores = score([comparison([label()], [statement(**{name: value})])])
    assert scores.measures["all", "statement"] == Score(0, 1, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("recipient", "MD"),
        ("qualifier", "over"),
        ("aid_type", "energy"),
        ("channel", "USAI"),
        ("date", "2022-11-05"),
    ],
)
def test_other_fields_are_measured_on_matched_statements(name: str, value: Any) -> None:
    """A wrong detail leaves the statement right and its own measure wrong."""
    scores = score([comparison([label()], [statement(**{name: value})])])
    assert scores.f1() == 1.0
    assert scores.measures["field", name] == Score(0, 1, 1)


def test_a_donor_not_stated_equals_only_a_donor_not_stated() -> None:
    """Null is a value: it agrees with null and with nothing else."""
    assert score([comparison([label(donor=None)], [statement(donor=None)])]).f1() == 1.0
    assert score([comparison([label(donor=None)], [statement(donor="US")])]).f1() == 0.0


def test_wrong_kind_counts_in_the_amount_and_in_the_confusion() -> None:
    """A running total read as a package has its amount right, and shows as such among the kinds."""
    scores = score([comparison([label(kind="cumulative")], [statement()])])
    assert scores.measures["all", "amount"] == Score(1, 1, 1)
    assert scores.confusion == {("cumulative", "announced"): 1}


def test_amounts_are_counted_as_often_as_they_occur() -> None:
    """Two labelled packages of one size want two statements."""
    scores = score([comparison([label(), label(date="2022-11-23")], [statement()])])
    assert scores.measures["all", "amount"] == Score(1, 1, 2)


def test_equal_sums_are_paired_where_most_fields_agree() -> None:
    """Of two packages of $400m, each is compared with the one of its own day, whatever the order."""
    gold = [label(date="2022-11-04", channel="USAI"), label(date="2022-11-23", channel="PDA")]
    read = [statement(date="2022-11-23", channel="PDA"), statement(date="2022-11-04", channel="USAI")]
    scores = score([comparison(gold, read)])
    assert scores.f1("date", "field") == scores.f1("channel", "field") == 1.0


def test_a_match_outweighs_agreeing_details() -> None:
    """Pairing gives as many matches as there can be, though other pairs would agree in more details."""
    gold = [label(kind="envelope", channel=None, date=None, qualifier="over"), label()]
    read = [statement(kind="envelope"), statement(channel=None, date=None, qualifier="over")]
    assert score([comparison(gold, read)]).f1() == 1.0


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_order_changes_no_score(gold_order: list[int], read_order: list[int]) -> None:
    """The order changes no score: three are announced by the US on either side, the fourth differs."""
    days = ["2022-11-04", "2022-11-10", "2022-11-23", "2022-12-09"]
    gold = [label(date=days[i], kind="expected" if i == 2 else "announced") for i in gold_order]
    read = [statement(date=days[i], donor="GB" if i == 1 else "US") for i in read_order]
    assert score([comparison(gold, read)]).measures["all", "statement"] == Score(3, 4, 4)


def test_many_equal_sums_are_still_paired_one_to_one() -> None:
    """Ten equal sums on either side, too many to try all ways, give ten pairs."""
    one = comparison([label() for _ in range(10)], [statement() for _ in range(10)])
    assert len(one.pairs) == 10
    assert len({id(pair.read) for pair in one.pairs}) == 10


@pytest.mark.parametrize(
    ("gold", "read", "same"),
    [
        ("2022-11-04", "2022-11-04", True),
        ("2022-11", "2022-11-04", True),
        ("2022-11-04", "2022", True),
        ("2022-11-04", "2022-11-05", False),
        ("2022-11", "2022-12-01", False),
        (None, None, True),
        (None, "2022", False),
        ("2022", None, False),
    ],
)
def test_dates_compare_by_the_shorter_precision(gold: str | None, read: str | None, same: bool) -> None:
    """A month agrees with a day in it; not knowing agrees only with not knowing."""
    assert agree("date", gold, read) is same


def test_rare_fields_count_only_told_values() -> None:
    """`since` and `tranche` are not made to look good by the many statements that have none."""
    gold = [label(tranche=71), label(amount=1, since="2022-02"), label(amount=2)]
    read = [statement(tranche=71), statement(amount=1), statement(amount=2, tranche=3)]
    measures = score([comparison(gold, read)]).measures
    assert measures["field", "tranche"] == Score(1, 2, 1)
    assert measures["field", "since"] == Score(0, 0, 1)


def test_parts_are_compared_by_amount_currency_and_channel() -> None:
    """A part under the wrong channel is wrong; a purpose is not compared."""
    parts = [
        {"amount": 150, "currency": "USD", "channel": "PDA"},
        {"amount": 250, "currency": "USD", "channel": None},
    ]
    read = (Part(150, "USD", "PDA", purpose="rockets"), Part(250, "USD", "USAI"))
    measures = score([comparison([label(parts=parts)], [statement(parts=read)])]).measures
    assert measures["field", "parts"] == Score(1, 2, 2)


def test_equivalents_are_compared_by_amount_and_currency() -> None:
    """The bracket of a sum is one value in another currency."""
    gold = label(equivalents=[{"amount": 350, "currency": "GBP"}])
    measures = score([comparison([gold], [statement(equivalents=(Equivalent(350, "GBP"),))])]).measures
    assert measures["field", "equivalents"] == Score(1, 1, 1)


def test_a_date_handed_over_by_the_feed_is_no_merit() -> None:
    """The published date is scored only where the text itself tells it."""
    by_feed = comparison([], [], published="2022-11-04", published_from="url", article_published="2022-11-04")
    assert score([by_feed]).measures["article", "published"] == Score()


def test_an_undated_article_must_not_get_a_date() -> None:
    """A date read in an article that tells none is an invention; one that was inferred says that it is."""
    wrong = comparison(
        [], [], published_from="none", article_published="2025-03-23", article_published_from="text"
    )
    fair = comparison(
        [], [], published_from="none", article_published="2024-12", article_published_from="inferred"
    )
    assert score([wrong]).measures["article", "published"] == Score(0, 1, 0)
    assert score([fair]).measures["article", "published"] == Score(0, 0, 0)


@pytest.mark.parametrize(
    ("earliest", "latest", "right"),
    [
        ("2024-12-01", "2024-12-31", 1),
        ("2024-12-07", "2024-12-07", 1),
        ("2024-11-30", "2024-12-31", 0),
        (None, None, 0),
    ],
)
def test_a_window_must_lie_within_the_one_that_is_proved(earliest: str, latest: str, right: int) -> None:
    """A narrower window is right, a wider one or an open one is not."""
    window = Window(earliest, latest)
    one = comparison([], [], published_window=["2024-12-01", "2024-12-31"], article_window=window)
    assert score([one]).measures["article", "window"] == Score(right, 1, 1)


def test_other_mentions_of_a_sum_must_be_repeats() -> None:
    """“nearly $1.0bn”, later “the $988 million package”: the first is a repeat of the second."""
    gold = label(
        amount=988_000_000, also_as=[{"amount": 1_000_000_000, "currency": "USD", "qualifier": "about"}]
    )
    repeat = Mention(0, 5, 1_000_000_000, "USD", outcome="repeat")
    assert score([comparison([gold], [], (repeat,))]).measures["article", "repeats"] == Score(1, 1, 1)
    assert score([comparison([gold], [])]).measures["article", "repeats"] == Score(0, 0, 1)


def test_unexplained_mentions_are_counted() -> None:
    """The share of mentions without an outcome is part of the scores."""
    mentions = (Mention(0, 5, 1, "USD"), Mention(6, 9, 2, "USD", outcome="excluded"))
    scores = score([comparison([], [], mentions)])
    assert (scores.unexplained, scores.mentions) == (1, 2)


def test_scores_of_one_recipient() -> None:
    """Aid to others is kept apart when one recipient is scored."""
    one = comparison(
        [label(), label(amount=7, recipient="PK")], [statement(), statement(amount=8, recipient="PK")]
    )
    assert group_score([one], "recipient", "UA") == Score(1, 1, 1)
    assert group_score([one], "recipient", "PK") == Score(0, 1, 1)


def test_nothing_to_count_is_no_score() -> None:
    """Where nothing is labelled and nothing read, there is no share to tell."""
    assert (Score().precision, Score().recall, Score().f1) == (None, None, None)
    assert Score(0, 3, 0).f1 == 0.0


def test_errors_show_sentence_rules_and_what_became_of_the_mention() -> None:
    """A miss tells the mention's outcome, an invention its rules, a difference both values."""
    mention = Mention(29, 41, 400_000_000, "USD", outcome="excluded", rule="sale")
    missed, invented = list_errors(
        comparison([label()], [statement(amount=85_000_000, evidence="$85 million")], (mention,))
    )
    assert (missed.sort, missed.read) == ("missed", "400,000,000 USD excluded [sale]")
    assert missed.sentence == "The US will give $400 million. Norway gave $85 million more."
    assert (invented.sort, invented.rules) == ("invented", ("rule-a", "rule-b"))
    (differs,) = list_errors(comparison([label()], [statement(channel=None)]))
    assert (differs.sort, differs.label[-11:], differs.read) == ("differs", "channel PDA", "channel -")


def test_a_wrong_donor_is_shown_as_one_difference() -> None:
    """A statement with the right sum and the wrong donor is one entry, not a miss and an invention."""
    (error,) = list_errors(comparison([label()], [statement(donor="NO")]))
    assert (error.sort, error.read) == ("unmatched", "donor NO")


def test_no_errors_where_all_agrees() -> None:
    """A right reading lists nothing."""
    assert list_errors(comparison([label()], [statement()])) == []


def test_labels_without_text_are_reported(tmp_path: Path) -> None:
    """A label whose text is missing is an error of the user's, with what to do."""
    (tmp_path / "x.json").write_text(json.dumps({"statements": []}))
    with pytest.raises(InputNotFound, match=r"x\.txt or \.md"):
        load_gold(tmp_path)


def test_markdown_and_bare_texts_are_found(tmp_path: Path) -> None:
    """A text may be Markdown; one without a label counts only when asked for; other JSON is no label."""
    (tmp_path / "x.json").write_text(json.dumps({"statements": []}))
    (tmp_path / "x.md").write_text("text")
    (tmp_path / "y.txt").write_text("text")
    (tmp_path / "scores.json").write_text("[]")
    assert [one.name for one in load_gold(tmp_path)] == ["x"]
    assert [one.name for one in load_gold(tmp_path, unlabelled=True)] == ["x", "y"]


def test_the_split_is_read_over_all_sets(tmp_path: Path) -> None:
    """Each article's half is found by its name, in whichever set it is listed."""
    (tmp_path / "SPLIT.toml").write_text('[a]\ntuned = ["x"]\nscored = ["y"]\n[b]\nscored = ["z"]\n')
    assert load_split(tmp_path / "SPLIT.toml") == {"x": "tuned", "y": "scored", "z": "scored"}
