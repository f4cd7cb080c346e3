"""gold: the labels are well made, the halves are as stated, and no committed score sinks."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from aidtrack.cli.measure import compare_all
from aidtrack.evaluate import GoldArticle, load_gold, load_split
from aidtrack.model import KINDS, QUALIFIERS
from tests.gold import floors
from tests.gold.make_split import is_scored_only

GOLD = Path(__file__).parent / "gold"
SEEDS = GOLD.parent.parent / "seeds"
CORPUS = load_gold(GOLD / "corpus")
SEED_LABELS = load_gold(GOLD / "seeds", SEEDS)
AID_TYPES = {"military", "humanitarian", "financial", "energy", "reconstruction", "mixed", "unspecified"}

names = pytest.mark.parametrize("gold", [*CORPUS, *SEED_LABELS], ids=lambda gold: gold.name)
seeds = pytest.mark.parametrize("gold", SEED_LABELS, ids=lambda gold: gold.name)


@names
def test_evidence_stands_in_the_text(gold: GoldArticle) -> None:
    """Each label's evidence is a phrase of its text, to the letter."""
    text = gold.text.read_text(encoding="utf-8")
    assert [item["evidence"] for item in gold.label["statements"] if item["evidence"] not in text] == []


@names
def test_labels_keep_to_the_guide(gold: GoldArticle) -> None:
    """Kinds, qualifiers, aid types and amounts are of the forms that GUIDE.md knows."""
    for item in gold.label["statements"]:
        assert item["kind"] in KINDS
        assert item["qualifier"] in QUALIFIERS
        assert item["aid_type"] in AID_TYPES
        assert isinstance(item["amount"], int)
        assert len(item["currency"]) == 3


def test_the_split_is_that_of_the_digests() -> None:
    """Every corpus article is in the half that the digest of its name puts it in; the seeds are tuned on."""
    parts = load_split(GOLD / "SPLIT.toml")
    by_digest = {one.name: "scored" if is_scored_only(one.name, 3) else "tuned" for one in CORPUS}
    assert {one.name: parts[one.name] for one in CORPUS} == by_digest
    assert {parts[one.name] for one in SEED_LABELS} == {"tuned"}
    assert sum(half == "scored" for half in by_digest.values()) == 79


def test_no_committed_score_sinks() -> None:
    """Scores are at least those committed; lowering one takes `make gold-accept` with a reason."""
    committed = floors.load_scores()
    assert committed["sets"], "no scores are committed: make gold-accept"
    assert floors.sunken(floors.measure_sets(None), committed["sets"]) == []


def test_each_lowered_floor_has_a_reason() -> None:
    """No floor was ever lowered in silence."""
    assert all(floor["reason"] for floor in floors.load_scores()["lowered"])


def test_a_sinking_floor_is_seen() -> None:
    """A lower F1 and a higher count of false packages are both reported, a rise is not."""
    before = summary(f1=0.9, cumulative=0)
    assert floors.sunken({"a": summary(f1=0.91, cumulative=0)}, {"a": before}) == []
    sank = floors.sunken({"a": summary(f1=0.89, cumulative=1)}, {"a": before})
    assert [floor["measure"] for floor in sank] == ["all statement", "cumulative_as_announced"]


def test_a_floor_sinks_only_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accepting lower scores takes a reason, and keeps it; other sets stay as they are."""
    monkeypatch.setattr(floors, "SCORES", tmp_path / "scores.json")
    floors.accept({"a": summary(0.9, 0), "b": summary(0.8, 0)}, floors.load_scores(), None)
    with pytest.raises(SystemExit, match="say why"):
        floors.accept({"a": summary(0.8, 0)}, floors.load_scores(), None)
    floors.accept({"a": summary(0.8, 0)}, floors.load_scores(), "a label was wrong")
    committed = floors.load_scores()
    assert {name: s["measures"]["all statement"]["f1"] for name, s in committed["sets"].items()} == {
        "a": 0.8,
        "b": 0.8,
    }
    assert [(floor["from"], floor["to"], floor["reason"]) for floor in committed["lowered"]] == [
        (0.9, 0.8, "a label was wrong")
    ]


def summary(f1: float, cumulative: int) -> dict[str, Any]:
    """A set's summary, cut down to what the floors look at."""
    return {
        "measures": {"all statement": {"f1": f1}},
        "cumulative_as_announced": cumulative,
        "unexplained": 0.0,
    }


@seeds
def test_seeds_are_read_exactly(gold: GoldArticle) -> None:
    """In each sample article every labelled field is read as labelled, and nothing besides."""
    (one,) = compare_all([gold])
    assert list(one.invented) == []
    assert list(one.missed) == []
    assert {pair.gold.evidence: pair.differences() for pair in one.pairs if pair.differences()} == {}


@seeds
def test_seeds_flag_what_their_labels_flag(gold: GoldArticle) -> None:
    """Derived parts and inconsistent conversions are marked where the label marks them, and only there."""
    (one,) = compare_all([gold])
    assert _marks(gold.label["statements"]) == _marks(_as_labels(one.reading.statements))


def _marks(items: list[dict[str, Any]]) -> set[tuple[str, int]]:
    derived = {("derived", p["amount"]) for item in items for p in item.get("parts", []) if p.get("derived")}
    wrong = {
        ("inconsistent", e["amount"])
        for item in items
        for e in item.get("equivalents", [])
        if e.get("inconsistent")
    }
    return derived | wrong


def _as_labels(statements: Any) -> list[dict[str, Any]]:
    return [asdict(statement) for statement in statements]


@seeds
def test_seeds_are_dated_as_far_as_can_be_proved(gold: GoldArticle) -> None:
    """A seed has the published date of its label, or a window within the labelled one, with reasons."""
    (one,) = compare_all([gold])
    article = one.reading.article
    if gold.label["published"]:
        assert (article.published, article.published_from) == (
            gold.label["published"],
            gold.label["published_from"],
        )
        return
    earliest, latest = gold.label["published_window"]
    assert article.published is None or article.published_from == "inferred"
    assert article.window is not None
    assert article.window.reasons
    assert earliest <= (article.window.earliest or "")
    assert (article.window.latest or "9999") <= latest
