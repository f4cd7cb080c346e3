"""How the time of a reading grows with its text."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 3


def growth(read: Callable[[str], object], piece: str, length: int) -> float:
    """The processor's time for twice the length by that for the length, each the best of a few tries."""
    once, twice = (piece * (size // len(piece) + 1) for size in (length, 2 * length))
    return _best(read, twice) / max(_best(read, once), 0.002)


def _best(read: Callable[[str], object], text: str) -> float:
    return min(_timed(read, text) for _ in range(TRIES))


def _timed(read: Callable[[str], object], text: str) -> float:
    gc.collect()
    gc.disable()
    started = time.process_time()
    read(text)
    spent = time.process_time() - started
    gc.enable()
    return spent
