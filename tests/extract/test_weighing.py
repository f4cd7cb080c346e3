"""Weighing: a tie is never broken towards announced, reasons name cues before words."""

from __future__ import annotations

import pytest

from aidtrack.extract import weighing
from aidtrack.extract.weighing import (
    KIND_ORDER,
    READINGS,
    Place,
    chances,
    choose,
    reasons,
    see_together,
    weigh,
)


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small table instead of the fitted one."""
    zero = dict.fromkeys(READINGS, 0.0)
    table = {
        "bias": zero,
        "cue stock": zero | {"cumulative": 2.0, "announced": -1.0},
        "cue package": zero | {"announced": 1.5},
        "pair has given": zero | {"cumulative": 0.5},
        "right so far": zero | {"cumulative": 1.0},
    }
    fixed = {trait: tuple(row[reading] for reading in READINGS) for trait, row in table.items()}
    monkeypatch.setattr(weighing, "_weights", lambda: fixed)


def test_scores_add_up_by_value() -> None:
    """A trait counts by how strongly it is there; an unknown one counts nothing."""
    scores = weigh({"cue stock": 0.5, "cue package": 1.0, "word of-no-weight": 1.0})
    assert (scores["cumulative"], scores["announced"]) == (1.0, 1.0)


def test_a_tie_is_not_announced() -> None:
    """Where a stock is as likely as a package, it is no package; nor where it is a little less likely."""
    assert choose(weigh({"cue stock": 0.5, "cue package": 1.0}), KIND_ORDER) == "cumulative"
    assert choose(weigh({"cue stock": 0.4, "cue package": 0.75}), KIND_ORDER) == "cumulative"
    assert choose(weigh({"cue package": 1.0}), KIND_ORDER) == "announced"


def test_only_what_is_offered_is_chosen() -> None:
    """The choice can be narrowed, and then nothing else stands."""
    assert choose(weigh({"cue package": 1.0}), ("proposed", "envelope")) in ("proposed", "envelope")


def test_reasons_name_cues_first() -> None:
    """Cues by their names, strongest first; words only where no cue spoke."""
    assert reasons({"cue stock": 1.0, "right so far": 1.0, "cue package": 1.0}, "cumulative") == ("stock",)
    assert reasons({"right so far": 1.0, "pair has given": 1.0}, "cumulative") == ("said:so far",)
    assert reasons({"right so far": 1.0}, "announced") == ()


def place(index: int, amount: int, reading: str) -> Place:
    """A sum that reads as one thing for sure."""
    return Place(index, amount, {r: float(r == reading) for r in READINGS})


def test_chances_add_up_to_one() -> None:
    """Scores of any size are chances, the highest of them the likeliest."""
    told = chances(dict.fromkeys(READINGS, 0.0) | {"expected": 800.0, "announced": 799.0})
    assert sum(told.values()) == pytest.approx(1.0)
    assert max(told, key=lambda reading: told[reading]) == "expected"


def test_a_sum_is_seen_beside_the_others() -> None:
    """The sums before and after count where they are near, as do a larger one and the same amount again."""
    first, second, third = see_together(
        [place(0, 500, "announced"), place(0, 200, "part"), place(5, 500, "cumulative")]
    )
    assert first["beside next same part"] == 1.0
    assert "beside last same announced" not in first
    assert first["beside again cumulative"] == 1.0
    assert second["beside larger announced"] == 1.0
    assert second["beside first announced"] == 1.0
    assert "beside last near part" not in third  # five sentences lie between
    assert third["beside others part"] == 0.5


def test_a_sum_alone_is_seen_as_it_reads() -> None:
    """Without others there is nothing beside it."""
    (alone,) = see_together([place(0, 500, "announced")])
    assert {trait.rpartition(" ")[0] for trait in alone} == {"beside alone"}
