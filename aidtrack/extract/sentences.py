"""Sentences: where the one around an amount begins and ends, in running text, lists, headlines and wrapped lines.

In: the article's text made `plain`, its broken lines joined. Out: `Sentence` spans, in order. A general splitter is not used: offsets must stay
true, only sentences near an amount are wanted, and one that splits after "U.S." or "Dec." would cut the donor off.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

MAX_SENTENCE = 1200


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or headline: `text[start:end]`."""

    start: int
    end: int
    heading: bool = False


_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|U\.K|U\.N|E\.U|D\.C|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|Adm|Sen|Rep|Gov|Prof|St|Jr|Sr|No|Nos|Inc|Ltd|Co|Corp|vs|etc|approx|ca|e\.g|i\.e|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|mln|bln|mn|bn|Mich|Ore|Wash|Fig|Art|Sec|Amb|Hon|Pres|Ukr|fl)|\b[A-Z])\.[\"')]*$"
)
_END = re.compile(
    r"[.!?…][\"')\]]*(?=[ \n]+[\"'(\[]*(?:[A-Z0-9$€£¥•–—-]|#))|\n[ \t]*\n\s*|\n(?=[ \t]*(?:[•*·▪–—-][ \t]|\d{1,2}[.)] |#))"
)
_LINE_END = re.compile(r"\n+")


def split_sentences(text: str, body_start: int = 0) -> list[Sentence]:
    """Split the text from `body_start` on, its broken lines joined (`join_lines`): every line end divides."""
    cuts = [body_start]
    for match in _END.finditer(text, body_start):
        if match.group()[0] in ".!?…" and match.group()[0] == ".":
            before = text[max(cuts[-1], match.start() - 12) : match.start() + 1]
            if _ABBREVIATION.search(before) and not _starts_sentence(text, match.end(), before):
                continue
        cuts.append(match.end())
    cuts = sorted({*cuts, *(m.end() for m in _LINE_END.finditer(text, body_start))})
    cuts.append(len(text))
    return [piece for start, end in pairwise(cuts) for piece in _trim(text, start, end)]


def _starts_sentence(text: str, at: int, before: str) -> bool:
    """Whether a new sentence starts after "U.S." here: an article or pronoun in capitals follows."""
    if not re.search(r"(?:U\.S|U\.K|E\.U|U\.N|D\.C|mln|bln|bn|mn|etc|Inc|Corp)\.[\"')]*$", before):
        return False
    return bool(
        re.match(
            r"[ \n]+[\"'(]*(?:The|It|This|In|A|An|He|She|They|We|But|And|Since|On|Also|That|There|As|With|For|At|If|Of)\b",
            text[at : at + 20],
        )
    )


# A line long enough to have been broken at a fixed width, and what goes on in small letters: "worth $350\\nmillion".
_BROKEN = re.compile(r"(?<=[^\n]{30})\n(?=[ \t]*[a-z])")
_BROKEN_ANYWHERE = re.compile(r"(?<=[^\n]{48})\n(?![ \t]*(?:[•*·▪–—#-]|\d{1,2}[.)] |\n))")


def join_lines(text: str, body_start: int = 0) -> str:
    """Join lines that were broken inside a sentence: a space for each line end, so that every offset stays where it was."""
    broken = _BROKEN_ANYWHERE if is_wrapped(text[body_start:]) else _BROKEN
    return text[:body_start] + broken.sub(" ", text[body_start:])


def is_wrapped(text: str) -> bool:
    """Whether lines were broken at a fixed width: most lines are long, even, and end inside a sentence.

    >>> is_wrapped("The United States announced a package of aid to the country of Ukraine\\nworth much.\\n" * 6)
    True
    """
    lines = [line.rstrip() for line in text[:20000].split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    inside = sum(1 for line in lines if 48 <= len(line) <= 95 and line[-1] not in ".!?:\"'")
    return inside >= 0.3 * len(lines)


def _trim(text: str, start: int, end: int) -> list[Sentence]:
    """One cut as sentences without the white space around; one that is too long is cut into lengths."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if end <= start:
        return []
    pieces = []
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        pieces.append(Sentence(start, cut))
        start = cut + 1
    heading = end - start < 140 and text[end - 1] not in ".!?;:,\"'" and not any(pieces)
    return [*pieces, Sentence(start, end, heading)]


def sentence_at(sentences: list[Sentence], position: int) -> int:
    """The index of the sentence that holds a position (the one before it where it lies between two)."""
    return max(0, bisect_right(sentences, position, key=lambda sentence: sentence.start) - 1)
