"""What the sentence of a sum says that it is: which cues fire on its mask, and how near the sum.

In: an amount in its sentence, written as a mask (the sum is §, every other sum ¤). Out: a `Verdict` with the cues that fired.
Cues and exclusions are patterns of the lexicon with points (`cues.toml`, `exclusions.toml`). What they weigh against each
other, and against the other words, is told in `weighing.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from aidtrack.extract.needles import needles_of
from aidtrack.lexicon import Lexicon


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
    """What fired on a mask: points for each kind, for being aid or none; the heaviest exclusion; each cue with its points."""

    points: dict[str, float]
    exclusion: str | None
    fired: tuple[tuple[Cue, float], ...]

    @property
    def aid(self) -> float:
        """The points for being aid."""
        return self.points.get("aid", 0.0)

    @property
    def none(self) -> float:
        """The points for being no aid."""
        return self.points.get("none", 0.0)

    @property
    def barred(self) -> bool:
        """Whether an exclusion fired that nothing outweighs."""
        return any(cue.always for cue, _ in self.fired)


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
    return Verdict(points, heaviest, tuple(fired))


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
