"""text and a span in it -> the sentence around it, to be shown as evidence; it decides nothing.

A break is a full stop, question or exclamation mark before a capital, or the end of a paragraph.
A single capital before the stop is an initial ("the U.S. Congress"), not the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

REACH = 400

_BREAK = re.compile(r"""(?<![A-Z])[.!?]["”’')\]]{0,3}\s+(?=["“‘'(\[]?[A-Z0-9$£€])|\n\s*\n|\n(?=[#*\-])""")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of an article; `marks` are the amounts in `text`, `cut` tells whether an end is missing.

    `start` is where the words begin in the article; marks are offsets into the words.
    """

    start: int
    text: str
    marks: tuple[tuple[int, int], ...]
    cut: tuple[bool, bool] = (False, False)

    def pieces(self) -> list[tuple[str, bool]]:
        """Split into runs of plain and marked words, white space made single and the missing ends shown."""
        runs, at = [("… " if self.cut[0] else "", False)], 0
        for first, last in self.marks:
            runs += [(self.text[at:first], False), (self.text[first:last], True)]
            at = last
        runs += [(self.text[at:], False), (" …" if self.cut[1] else "", False)]
        return [(re.sub(r"\s+", " ", words), marked) for words, marked in runs if words]

    def on_one_line(self) -> str:
        """Give the words without marks."""
        return "".join(words for words, _ in self.pieces()).strip()


def sentence_around(text: str, start: int, end: int, also: Sequence[tuple[int, int]] = ()) -> Sentence:
    """Give the sentence that holds a span, which is marked, as are the spans in `also` that lie in it.

    >>> text = "It rained. The U.S. gives $1bn now. He left."
    >>> sentence_around(text, 26, 30).text
    'The U.S. gives $1bn now.'
    """
    lower, upper = max(0, start - REACH), min(len(text), end + REACH)
    first, is_cut_before = _start(text, lower, start)
    last, is_cut_after = _end(text, end, upper)
    spans = sorted({(start, end), *(span for span in also if first <= span[0] and span[1] <= last)})
    marks = tuple((a - first, b - first) for a, b in _without_overlaps(spans))
    return Sentence(first, text[first:last], marks, (is_cut_before, is_cut_after))


def _start(text: str, lower: int, start: int) -> tuple[int, bool]:
    breaks = [found.end() for found in _BREAK.finditer(text, lower, start + 1) if found.end() <= start]
    if breaks or lower == 0:
        return (breaks[-1] if breaks else 0), False
    space = text.find(" ", lower, start)
    return (space + 1 if space >= 0 else lower), True


def _end(text: str, end: int, upper: int) -> tuple[int, bool]:
    # The break may begin in the span itself: "$5bn." at the end of a sentence
    found = _BREAK.search(text, max(0, end - 1), upper)
    if found:
        return max(end, found.start() + len(found[0].rstrip())), False
    if upper == len(text):
        return upper, False
    space = text.rfind(" ", end, upper)
    return (space if space >= 0 else upper), True


def _without_overlaps(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
