"""What a sum is, weighed: one of the five kinds, a share of another sum (`part`), or no aid (`none`).

In: the traits of a sum. Out: a score for each reading, the reading that stands, and the traits that told it. A page is weighed twice: each
sum alone, then each beside the others, by what those read as (a list goes on as it began; a page on a request asks for all of its sums). The
weights are fitted from labelled articles by a regularised logistic regression (`lexicon/weights.tsv`, written by `make weights`): the cues are
facts of the language and written by hand; what they weigh against each other and against the other words is counted, not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log

KIND_ORDER = ("cumulative", "proposed", "expected", "envelope", "announced")
READINGS = ("none", "part", *KIND_ORDER)
# A stock taken for a package would be added up: "announced" must outweigh "cumulative" clearly.
CLEARLY = 0.4
# A sum of aid left unread is missed in silence, one read wrongly is seen: "none" must outweigh the next reading by so much.
PLAINLY = 0.4
# Weights are written as whole hundredths.
UNIT = 100
# How many sums back a larger one is looked for, and how many sentences.
SUMS_BACK, SENTENCES_BACK = 6, 2
# The least chance that is told apart from none, and the range that its logarithm is brought to.
LEAST, RANGE = 1e-3, 3.0

Scores = dict[str, float]


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    """Each trait with its weight for each reading, in the order of `READINGS`."""
    lines = (resources.files("aidtrack.lexicon") / "weights.tsv").read_text(encoding="utf-8").splitlines()
    table = {}
    for line in lines:
        if line and line[0] != "#":
            trait, *weights = line.split("\t")
            table[trait] = tuple(int(weight or 0) / UNIT for weight in weights)
    return table


def weigh(traits: dict[str, float], bias: str = "bias") -> Scores:
    """Score each reading by what speaks for it; the scores are logarithms of odds, up to a constant."""
    table = _weights()
    scores = list(table[bias])
    for trait, value in traits.items():
        for at, weight in enumerate(table.get(trait, ())):
            scores[at] += weight * value
    return dict(zip(READINGS, scores, strict=True))


def chances(scores: Scores) -> Scores:
    """The scores as chances that add up to one."""
    highest = max(scores.values())
    shares = {reading: exp(score - highest) for reading, score in scores.items()}
    whole = sum(shares.values())
    return {reading: share / whole for reading, share in shares.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sum stands and what it reads as alone: its sentence's index, its amount, its chances."""

    index: int
    amount: int
    chances: Scores


def weigh_together(places: Sequence[Place]) -> list[Scores]:
    """Score each sum of a page beside the others."""
    return [weigh(traits, "bias beside") for traits in see_together(places)]


def see_together(places: Sequence[Place]) -> list[dict[str, float]]:
    """What each sum is beside the others: what it reads as alone, what its neighbours, its repeats, a larger sum before it, and the page do."""
    told: list[dict[str, float]] = []
    whole = {reading: sum(place.chances[reading] for place in places) for reading in READINGS}
    same: dict[int, Scores] = {}
    times = Counter(place.amount for place in places)
    for place in places:
        added = same.setdefault(place.amount, dict.fromkeys(READINGS, 0.0))
        for reading in READINGS:
            added[reading] += place.chances[reading]
    for at, here in enumerate(places):
        alone = {r: log(chance + LEAST) / RANGE for r, chance in here.chances.items()}
        traits = _named("beside alone", alone)
        for side, other in (("last", places[at - 1] if at else None), ("next", places[at + 1] if at + 1 < len(places) else None)):  # fmt: skip
            if other and (apart := abs(other.index - here.index)) <= 1:
                traits |= _named(f"beside {side} {'near' if apart else 'same'}", other.chances)
        if times[here.amount] > 1:
            again = _without(same[here.amount], here.chances, times[here.amount])
            traits |= _named("beside again", again)
        if len(places) > 1:
            traits |= _named("beside others", _without(whole, here.chances, len(places)))
            traits |= _named("beside first", places[0 if at else 1].chances)
        larger = [
            p for p in places[max(0, at - SUMS_BACK) : at]
            if here.index - p.index <= SENTENCES_BACK and p.amount > here.amount
        ]  # fmt: skip
        if larger:
            traits |= _named("beside larger", larger[-1].chances)
        told.append(traits)
    return told


def _named(what: str, chances_of: Scores) -> dict[str, float]:
    return {f"{what} {reading}": value for reading, value in chances_of.items()}


def _without(added: Scores, own: Scores, count: int) -> Scores:
    """The mean of all but one's own, from what they add up to."""
    return {reading: (added[reading] - own[reading]) / (count - 1) for reading in READINGS}


def choose(scores: Scores, among: Collection[str] = READINGS) -> str:
    """Choose the reading with the highest score; a tie is never broken towards announced."""
    if "announced" in among and scores["announced"] < scores["cumulative"] + CLEARLY:
        among = [reading for reading in among if reading != "announced"]
    weighed = {**scores, "none": scores["none"] - PLAINLY}
    return max(READINGS, key=lambda reading: (reading in among, weighed[reading]))


def reasons(traits: dict[str, float], reading: str) -> tuple[str, ...]:
    """Name what spoke for a reading, strongest first: cues by their names; where none did, the words."""
    at, table = READINGS.index(reading), _weights()
    told = {t: value * table[t][at] for t, value in traits.items() if t in table}
    spoke = sorted((trait for trait in told if told[trait] > 0), key=lambda trait: (-told[trait], trait))
    cues = [trait.removeprefix("cue ") for trait in spoke if trait.startswith("cue ")]
    words = [
        f"said:{trait.partition(' ')[2]}" for trait in spoke if trait.startswith(("left ", "right ", "pair "))
    ]
    return tuple(cues[:4] or words[:1])
