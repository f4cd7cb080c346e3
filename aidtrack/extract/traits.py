"""What can be seen of a sum: the traits that its reading is weighed by.

In: an amount with its mask and its place on the page. Out: traits, each a name and a value from 0 to 1: the cues that fired (by how near
they stand), the words around the sum (one by one, in pairs, and those that touch it), its size and hedge, and what the page is about. One-word names of
givers and getters, days, months and figures are folded into classes: weights should learn how it was told, not who gave.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from aidtrack.extract.kinds import Verdict
from aidtrack.extract.scene import Candidate, Page
from aidtrack.lexicon import Lexicon

SIZES = (10**5, 10**6, 10**7, 10**8, 10**9, 5 * 10**9, 10**10, 3 * 10**10, 10**11)
CURRENCIES = ("USD", "EUR", "GBP")
# How many words before and after a sum are looked at, and how much one counts by its distance.
BEFORE, AFTER = 25, 20
NEAR, MIDDLE = (5, 0.5), (12, 0.35)
FAR = 0.2
TOUCHING = 0.6

_WORD = re.compile(r"[A-Za-zÀ-ž]+(?:['’-][A-Za-z]+)*|§|¤|\d+(?:st|nd|rd|th)?|[^\w\s]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr aug sept sep oct nov dec".split()
)


def see(
    page: Page, candidates: list[Candidate], at: int, verdict: Verdict, about: dict[str, bool]
) -> dict[str, float]:
    """All traits of one candidate; `about` holds what its page and sentence are about, by name."""
    candidate = candidates[at]
    return {
        **{f"cue {cue.name}": abs(value / cue.points) for cue, value in verdict.fired},
        **_of_amount(candidate),
        **{f"page {name}": 1.0 for name, holds in about.items() if holds},
        **_of_neighbours(candidates, at),
        **words_around(candidate.mask, page.lexicon),
    }


def _of_amount(candidate: Candidate) -> dict[str, float]:
    """Its size, hedge and currency."""
    money = candidate.money
    currency = money.currency if money.currency in CURRENCIES else "other"
    traits = {f"size {bound}": 0.4 for bound in SIZES if money.amount >= bound}
    return traits | {f"hedge {money.qualifier}": 0.5, f"currency {currency}": 0.5}


def _of_neighbours(candidates: list[Candidate], at: int) -> dict[str, float]:
    """How the sum stands to the sums just before and after it in its sentence."""
    here = candidates[at]
    told: dict[str, float] = {}
    if at and candidates[at - 1].index == here.index:
        smaller = here.money.amount < candidates[at - 1].money.amount
        told["sum smaller-than-last" if smaller else "sum larger-than-last"] = 1.0
    if at + 1 < len(candidates) and candidates[at + 1].index == here.index:
        smaller = here.money.amount < candidates[at + 1].money.amount
        told["sum smaller-than-next" if smaller else "sum larger-than-next"] = 1.0
    return told


@lru_cache(maxsize=512)
def _words(mask: str, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(_class_of(word, lexicon) for word in _WORD.findall(mask))


def words_around(mask: str, lexicon: Lexicon) -> dict[str, float]:
    """The words before and after the sum, near ones counting more; pairs of them; and the one to three words that touch it.

    >>> from aidtrack.lexicon import load
    >>> sorted(words_around("Norway gives §.", load()))[:4]
    ['left <giver> gives', 'left <start> <giver> gives', 'left gives', 'pair <giver> gives']
    """
    words = _words(mask, lexicon)
    at = words.index("§") if "§" in words else 0
    before, after = words[max(0, at - BEFORE) : at], words[at + 1 : at + 1 + AFTER]
    told: dict[str, float] = {}
    for side, run in (("before", before[::-1]), ("after", after)):
        for distance, word in enumerate(run, 1):
            value = NEAR[1] if distance <= NEAR[0] else MIDDLE[1] if distance <= MIDDLE[0] else FAR
            _raise(told, f"word {word}", value)
            if distance < len(run):
                pair = (run[distance], word) if side == "before" else (word, run[distance])
                _raise(told, f"pair {' '.join(pair)}", value)
    left = ("<start>",) * max(0, 3 - len(before)) + before[-3:]
    right = after[:3] + ("<end>",) * max(0, 3 - len(after))
    for count in (1, 2, 3):
        told[f"left {' '.join(left[-count:])}"] = TOUCHING
        told[f"right {' '.join(right[:count])}"] = TOUCHING
    return told


def _raise(told: dict[str, float], trait: str, value: float) -> None:
    if told.get(trait, 0.0) < value:
        told[trait] = value


@cache
def _names(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """The single words that name givers, and those that name getters."""
    givers: set[str] = set()
    getters: set[str] = set()
    for entry in lexicon.donors.values():
        labels = [
            entry["name"], *entry.get("names", []), *entry.get("capitals", []), *entry.get("demonyms", [])
        ]  # fmt: skip
        (givers if entry.get("gives") else getters).update(label for label in labels if " " not in label)
    return frozenset(givers), frozenset(getters)


def _class_of(word: str, lexicon: Lexicon) -> str:
    """A word in small letters; names, days, months and figures as their class."""
    givers, getters = _names(lexicon)
    small = word.lower()
    if word in givers:
        return "<giver>"
    if word in getters:
        return "<getter>"
    if small in _DAYS:
        return "<day>"
    if small in _MONTHS and word[0].isupper():
        return "<month>"
    if word[0].isdigit():
        return "<year>" if _YEAR.fullmatch(word) else "<number>" if word.isdigit() else "<ordinal>"
    return small.replace("’", "'")
