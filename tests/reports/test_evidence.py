"""The sentences that a package or an article is opened down to."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from samples import ARTICLES, PACKAGES, STATEMENTS, mentions_of

from aidtrack.model import OUTCOMES, Article, Link, Mention
from aidtrack.reports.evidence import count_outcomes, dossier_record, open_package, passages

KNOWN = {each.id: each for each in STATEMENTS}
TEXTS = {each.id: each for each in ARTICLES}


def test_whole_sums_come_before_recalls() -> None:
    """The best evidence first, whatever the order of the links."""
    links = (Link("us-988m", "recall", ()), Link("us-700m", "whole", ("same day",)))
    dossier = open_package(replace(PACKAGES[0], links=links), KNOWN, TEXTS)
    assert [witness.statement.id for witness in dossier.witnesses] == ["us-700m", "us-988m"]


def test_record_holds_the_sentence_the_role_and_the_reasons() -> None:
    """All that `show --json` needs to be checked by a reader."""
    record = dossier_record(open_package(PACKAGES[0], KNOWN, TEXTS))
    (evidence,) = record["evidence"]
    assert evidence["sentence"] == "The United States will send another 2.3 billion dollars, in two parts."
    assert (evidence["role"], evidence["reasons"]) == ("whole", ["the only one that tells it"])
    assert [source["path"] for source in record["sources"]] == ["seeds/a0.txt"]


def test_mentions_of_one_sentence_stand_together() -> None:
    """Two sums in one sentence make one passage."""
    article = Article("x", "It gave $1bn and £2bn. Then $3bn.")
    told = [
        Mention(8, 12, 10**9, "USD"),
        Mention(17, 21, 2 * 10**9, "GBP"),
        Mention(28, 32, 3 * 10**9, "USD"),
    ]
    assert [len(passage.mentions) for passage in passages(article, told)] == [2, 1]


@given(
    st.text("a. $1\n", max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 9)), max_size=150),
)
def test_no_mention_is_lost_among_passages(text: str, spans: list[tuple[int, int]]) -> None:
    """Overlapping, empty or crowded: every mention stands in exactly one passage."""
    told = [
        Mention(min(start, len(text)), min(start + length, len(text)), 1, "USD") for start, length in spans
    ]
    shown = [mention for passage in passages(Article("x", text), told) for mention in passage.mentions]
    assert sorted(shown, key=repr) == sorted(told, key=repr)


def test_counts_of_outcomes_add_up() -> None:
    """Every outcome is there, those that did not occur with nought."""
    mentions = mentions_of(ARTICLES[0].id)
    counts = count_outcomes([*mentions, replace(mentions[0], outcome="excluded")])
    assert tuple(counts) == OUTCOMES
    assert (counts["statement"], counts["excluded"], sum(counts.values())) == (2, 1, 3)
