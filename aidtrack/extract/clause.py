"""The clause of an amount, as givers and getters are read in it.

In: nothing but words. Out: the `Scene` around an amount, and the words that both readings know: what stands before a getter, how a
country that as a rule gets may give for once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aidtrack.extract.parties import PartyMention

TO_BEFORE = re.compile(
    r"(?:\b(?:to|for|toward|towards|help|helps|helping|support|supports|supporting|aid|aiding|arm|arming|assist|assisting|give|gives|gave|given|giving|send|sends|sent|sending|provide|provides|provided|providing|offer|offers|"
    r"grant|granted|lend|back|backing|supply|supplied|bolster|bolsters|benefit|benefits|promised|promises|promise|pledged|handed|defend|with|rebuild|rebuilding|reconstruct|into|against|inside|within|throughout|reach|reached|of|in)"
    r"[ \n](?:the |a |an |our |its |people of |government of |Republic of |war-torn |embattled |neighbou?ring |Government of |millions of |displaced |affected |vulnerable |those in |in |and |from |both |young |all |two |three |four |five )*)$",
    re.IGNORECASE,
)


# A country that as a rule gets, and here gives: "Vietnam donated $500,000 to COVAX".
DONATES = re.compile(
    r"(?:[ \n](?:has|have|had|will|also|itself|too|is))*[ \n](?:donat\w+|contribut\w+|pledg\w+|gave|giving)(?:[ \n]\w+){0,3}[ \n]*"
)


_GAPS = re.compile(r"[ \n]{2,}")


def flat(words: str) -> str:
    """Words with every gap of a broken and indented line as one space."""
    return _GAPS.sub(" ", words)


_FOR_EACH = re.compile(r"\beach\b|\brespectively\b")


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known around an amount: its sentence, the parties in it, and where its clause begins and ends."""

    sentence: tuple[int, int]
    parties: list[PartyMention]
    left: int
    right: int

    def tells_each(self, text: str) -> bool:
        """Whether the clause gives several parties a sum each: "Sweden and Norway gave §, each"."""
        return _FOR_EACH.search(text[self.left : self.right]) is not None
