"""Which patterns can match a text at all, told from plain words it must hold: a quick sieve before two hundred searches.

In: a pattern. Out: its needles, words of which every match holds at least one; none where that cannot be told. A sieve only
leaves out what cannot match, so a reading with it and without it is the same (tests/extract/test_needles.py).
"""

from __future__ import annotations

import re
from typing import Any

SHORTEST = 3


def needles_of(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """The words (small letters) of which every match of a pattern holds at least one; None where there are none.

    >>> sorted(needles_of(re.compile("(?:pledged|vowed) to")))
    ['pledged', 'vowed']
    """
    try:
        from re import _parser  # type: ignore[attr-defined]
    except ImportError:  # another Python may hide it: then every pattern is tried
        return None
    found = _of_sequence(_parser.parse(pattern.pattern, pattern.flags & re.IGNORECASE))
    return frozenset(found) if found else None


def _of_sequence(sequence: Any) -> set[str] | None:
    """The best needles among the parts of a sequence, all of which must match."""
    best: set[str] | None = None
    run = ""
    for kind, value in [*sequence, (None, None)]:
        if str(kind) == "LITERAL" and chr(value).isascii():
            run += chr(value).lower()
            continue
        for offer in ({run} if len(run) >= SHORTEST else None, _of_part(str(kind), value)):
            if offer and (best is None or _worth(offer) > _worth(best)):
                best = offer
        run = ""
    return best


def _of_part(kind: str, value: Any) -> set[str] | None:
    """The needles of one part: of every branch, of a group, of what must come at least once."""
    if kind == "BRANCH":
        branches = [_of_sequence(branch) for branch in value[1]]
        return None if None in branches else set().union(*(b for b in branches if b))
    if kind == "SUBPATTERN":
        return _of_sequence(value[3])
    if kind in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
        return _of_sequence(value[2])
    return None


def _worth(needles: set[str]) -> tuple[int, int]:
    """Long needles sieve best; of equal length, few."""
    return min(map(len, needles)), -len(needles)
