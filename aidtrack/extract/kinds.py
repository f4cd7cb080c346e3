"""What a sum of money is: announced, expected, proposed, envelope, cumulative or a part; or no aid, and why.

In: an amount in its sentence, written as a mask (the sum is §, every other sum ¤). Out: a `Verdict` with the cues that told it.
Cues and exclusions are patterns of the lexicon with points (`cues.toml`, `exclusions.toml`); points add up, the heaviest
reading stands. A cumulative sum taken for a package is the worst error of all, so a tie is never broken towards `announced`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from aidtrack.extract.amounts import Money
from aidtrack.extract.needles import needles_of
from aidtrack.lexicon import Lexicon

# "announced a new package of" is said of requests, plans and totals too: more of it proves no more.
ANNOUNCED_AT_MOST = 6.0
SIZES = (10**7, 10**8, 10**9, 5 * 10**9, 10**10, 3 * 10**10, 10**11)
# By how much "announced" must outweigh "cumulative"; half of such confusions go, and hardly any package with them.
CLEARLY = 0.4
KIND_ORDER = ("cumulative", "proposed", "expected", "envelope", "announced")


@dataclass(frozen=True, slots=True)
class Cue:
    """A named pattern over a mask and what it says; `always`: nothing outweighs it."""

    name: str
    kind: str
    points: int
    pattern: re.Pattern[str]
    always: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a sum reads: points for each kind, for being aid, for being none; the cues that gave them; the words near the sum."""

    points: dict[str, float]
    aid: float
    none: float
    exclusion: str | None
    fired: tuple[tuple[Cue, float], ...]
    near: frozenset[str] = frozenset()

    def kind(self) -> str:
        """The kind with the most points; without any, announced. What is said of every package adds up only so far."""
        points = {kind: self.points.get(kind, 0.0) for kind in KIND_ORDER}
        points["announced"] = min(points["announced"], ANNOUNCED_AT_MOST)
        best = max(KIND_ORDER, key=lambda kind: (points[kind], -KIND_ORDER.index(kind)))
        return best if points[best] > 0 else "announced"

    def traits(self, money: Money) -> dict[str, float]:
        """What speaks for one kind or another, as the weights know it: each cue by its reach, points, size, hedge, words."""
        traits = {f"size-{bound}": 0.5 for bound in SIZES if money.amount >= bound}
        traits[f"hedge-{money.qualifier}"] = 0.5
        for cue, value in self.fired:
            if cue.kind not in ("none", "aid"):
                traits[cue.name] = max(traits.get(cue.name, 0.0), abs(value / cue.points))
        for kind in KIND_ORDER:
            traits |= self._loudness(kind)
        traits |= {f"near-{word}": 0.5 for word in self.near}
        return traits

    def _loudness(self, kind: str) -> dict[str, float]:
        """How loudly the cues speak for a kind: together, the strongest alone, or not at all."""
        points = max(0.0, min(self.points.get(kind, 0.0), 10.0))
        strongest = max((value for cue, value in self.fired if cue.kind == kind), default=0.0)
        told = {
            f"points-{kind}": points / 6,
            f"strongest-{kind}": max(strongest, 0.0) / 6,
            f"silent-{kind}": float(points == 0),
        }
        return {trait: value for trait, value in told.items() if value}

    def joined(self, other: Verdict) -> Verdict:
        """What two mentions of one sum say together: the stronger of both for each reading."""
        kinds = {*self.points, *other.points}
        points = {kind: max(self.points.get(kind, 0.0), other.points.get(kind, 0.0)) for kind in kinds}
        return Verdict(
            points,
            max(self.aid, other.aid),
            self.none,
            self.exclusion,
            (*self.fired, *other.fired),
            self.near | other.near,
        )

    def rules(self, kind: str) -> tuple[str, ...]:
        """The names of the cues that speak for a kind, strongest first."""
        cues = sorted(((points, cue.name) for cue, points in self.fired if cue.kind == kind and points > 0))
        return tuple(name for _, name in reversed(cues[-4:]))


@cache
def _weights() -> dict[str, dict[str, float]]:
    path = resources.files("aidtrack.lexicon") / "weights.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def weigh_kind(verdict: Verdict, money: Money) -> str:
    """Choose the kind by the fitted weights of what was found; `lexicon/weights.toml` says where they come from.

    Points tell how strongly each cue speaks alone; the weights settle what happens when cues contradict each other.
    "announced" must outweigh "cumulative" clearly: a stock taken for a package would be added up.
    """
    table = _weights()
    sums = dict(table["bias"])
    for trait, value in verdict.traits(money).items():
        for kind, weight in table.get(trait, {}).items():
            sums[kind] += weight * value
    if sums["announced"] < sums["cumulative"] + CLEARLY:
        sums["announced"] = min(sums.values())
    return max(KIND_ORDER, key=lambda kind: (sums[kind], -KIND_ORDER.index(kind)))


@cache
def _cues(lexicon: Lexicon) -> tuple[Cue, ...]:
    """Compile all cues once; `kind` is one of the kinds, `part`, `aid`, or `none` for an exclusion."""
    recipients = sorted(
        (name for code, e in lexicon.donors.items() if not e.get("gives") and code not in ("RU", "BY") for name in [e["name"], *e.get("names", []), *e.get("capitals", []), *e.get("demonyms", [])]),
        key=len, reverse=True,
    )  # fmt: skip
    holders = sorted(
        {
            name
            for h in lexicon.offices["holder"]
            if h["party"] not in ("UA", "RU")
            for name in [h["name"], *h["names"]]
        },
        key=len,
        reverse=True,
    )
    words = {
        **lexicon.cues["words"],
        **lexicon.exclusions["words"],
        "RECIPIENTS": _any_name(recipients),
        "HOLDERS": _any_name(holders),
    }
    compiled = [
        _compile(name, cue, cue["kind"], words) for name, cue in lexicon.cues.items() if name != "words"
    ]
    for name, cue in lexicon.exclusions.items():
        if name == "aid":
            compiled += [_compile(inner, entry, "aid", words) for inner, entry in cue.items()]
        elif name != "words":
            compiled.append(_compile(name, cue, "none", words))
    return tuple(compiled)


def _any_name(names: list[str]) -> str:
    """A pattern of hundreds of names that is tried only where a capital stands: searching is several times as fast."""
    return rf"(?-i:(?=[A-ZÀ-Ž]))(?:{'|'.join(map(re.escape, names))})"


def _compile(name: str, cue: dict[str, Any], kind: str, words: dict[str, str]) -> Cue:
    pattern = re.sub(r"\{([A-Z]+)\}", lambda m: words[m.group(1)], cue["pattern"])
    return Cue(name, kind, int(cue["points"]), re.compile(pattern, re.IGNORECASE), cue.get("always", False))


@lru_cache(maxsize=512)
def judge(mask: str, lexicon: Lexicon) -> Verdict:
    """Read a mask: which cues fire, how near, and what their points add up to."""
    at = mask.find("§")
    fired = [
        (cue, cue.points * reach)
        for cue in _sieved(mask, lexicon)
        if (reach := _reach(cue.pattern, mask, at))
    ]
    points: dict[str, float] = {}
    for cue, value in fired:
        points[cue.kind] = points.get(cue.kind, 0.0) + value
    exclusions = [(value, cue.name) for cue, value in fired if cue.kind == "none"]
    heaviest = max(exclusions)[1] if exclusions else None
    if any(cue.always for cue, _ in fired):
        points["none"] = 1000.0
    return Verdict(
        points, points.get("aid", 0.0), points.get("none", 0.0), heaviest, tuple(fired), words_near(mask)
    )


# How many words to each side of a sum are looked at; names and figures are none.
NEAR = 12
_WORD = re.compile(r"\b[a-z]+(?:'[a-z]+)?\b|¤")


def words_near(mask: str) -> frozenset[str]:
    """The words beside the sum, in small letters; another sum is `sum`.

    >>> sorted(words_near("Kyiv had asked for § of it, not ¤."))
    ['asked', 'for', 'had', 'it', 'not', 'of', 'sum']
    """
    before, _, after = mask.partition("§")
    words = _WORD.findall(before)[-NEAR:] + _WORD.findall(after)[:NEAR]
    return frozenset("sum" if word == "¤" else word for word in words)


@cache
def _needles(lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[tuple[Cue, frozenset[str] | None], ...]]:
    """Every needle of any cue, and each cue with its own."""
    told = tuple((cue, needles_of(cue.pattern)) for cue in _cues(lexicon))
    return tuple(sorted(set().union(*(needles for _, needles in told if needles)))), told


def _sieved(mask: str, lexicon: Lexicon) -> list[Cue]:
    """The cues that can fire on a mask, by the words it holds."""
    every, told = _needles(lexicon)
    small = mask.lower()
    held = {needle for needle in every if needle in small}
    return [cue for cue, needles in told if needles is None or not needles.isdisjoint(held)]


def names_foreign_aid(mask: str, lexicon: Lexicon) -> bool:
    """Whether a mask names an instrument or agency of foreign aid."""
    return any(
        cue.pattern.search(mask)
        for cue in _cues(lexicon)
        if cue.name in ("usaid", "drawdown", "security-assistance")
    )


def _reach(pattern: re.Pattern[str], mask: str, at: int) -> float:
    """How directly a cue speaks of the sum, 0 to 1: words that touch it fully, words beyond another sum half."""
    best, start = 0.0, 0
    for _ in range(6):
        match = pattern.search(mask, start)
        if not match:
            break
        low, high = match.span()
        if low <= at < high:
            inside, far = match.group(), (high - low) - 24
            value = 1.0 if far < 40 else 0.85 if far < 80 else 0.7
        else:
            inside, far = mask[min(low, at) : max(high, at)], (at - high if high <= at else low - at)
            value = 0.8 if far < 60 else 0.6 if far < 130 else 0.4
        crossed = inside.strip("¤").count("¤")
        best = max(best, value * (0.5 if crossed else 1.0))
        start = low + 1
        if best >= 1.0:
            break
    return best


_DOTTED = re.compile(
    r"\b(?:[A-Za-z]\.){1,4}(?=[ ,)'\"-]|$)|\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|Prof|St|No|Inc|Corp|Ltd|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|approx)\."
)
_POINT = re.compile(r"(?<=\d)[.,](?=\d)")


def mask_sums(
    text: str,
    start: int,
    end: int,
    target: tuple[int, int],
    others: list[tuple[int, int]],
    dropped: list[tuple[int, int]],
) -> str:
    """Write `text[start:end]` with the target sum as §, other sums as ¤, conversions in brackets left out, and no stop that ends no sentence.

    >>> text = "The U.S. gave $5bn (€4.6bn) and $2bn."
    >>> mask_sums(text, 0, len(text), (14, 18), [(32, 36)], [(19, 27)])
    'The US gave § and ¤.'
    """
    marks = [
        (target[0], target[1], "§"),
        *((a, b, "¤") for a, b in others),
        *((a, b, "") for a, b in dropped),
    ]
    pieces, at = [], start
    for a, b, sign in sorted(marks):
        if a < at or b > end + 1:
            continue
        pieces += [text[at:a], sign]
        at = b
    mask = "".join([*pieces, text[at:end]])
    mask = _DOTTED.sub(lambda m: m.group().replace(".", ""), mask)
    return " ".join(_POINT.sub("", mask).split())
