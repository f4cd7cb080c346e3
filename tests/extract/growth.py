"""How the time of a reading grows with its text."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 3
TIMES = 4
# Four times the text takes four times the time where growth is linear, sixteen times where it is quadratic:
# half way between, on the scale of powers, tells the two apart on a machine that is busy with other work.
LINEAR = 8.0


def growth(read: Callable[[str], object], piece: str, length: int) -> float:
    """The processor's time for four times the length by that for the length, each the best of a few tries."""
    once, more = (piece * (size // len(piece) + 1) for size in (length, TIMES * length))
    return _best(read, more) / max(_best(read, once), 0.002)


def _best(read: Callable[[str], object], text: str) -> float:
    """Each try reads a text of its own: what a cache remembers is not measured."""
    return min(_timed(read, f"{text} {turn}") for turn in range(TRIES))


def _timed(read: Callable[[str], object], text: str) -> float:
    gc.collect()
    gc.disable()
    started = time.process_time()
    read(text)
    spent = time.process_time() - started
    gc.enable()
    return spent
