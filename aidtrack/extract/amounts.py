"""Numbers of money: printed digits and number words as whole amounts.

In: the digits or words of one number. Out: its value as an integer, never a float. `Money` is a sum as the text names it.
"""

from __future__ import annotations

from dataclasses import dataclass

from aidtrack.model import Qualifier

MAX_DIGITS = 18
MAX_AMOUNT = 10**15


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as the text names it.

    `currency` is an ISO code; `open_to` lists the codes it may also be (a plain "$" in Ottawa is CAD).
    `bare` marks a number whose currency comes from its neighbour ("150 million of it"). `hedge_start` is where the
    words that hedge it begin.
    """

    start: int
    end: int
    amount: int
    currency: str
    qualifier: Qualifier = "exact"
    amount_low: int | None = None
    open_to: tuple[str, ...] = ()
    bare: bool = False
    bracketed: bool = False
    hedge_start: int = 0
    rule: str = "money"


SCALES = {
    "thousand": 3, "k": 3,
    "million": 6, "millions": 6, "mn": 6, "mln": 6, "mio": 6, "mm": 6, "mil": 6, "m": 6, "mill": 6,
    "billion": 9, "billions": 9, "bn": 9, "bln": 9, "b": 9, "mrd": 9, "bil": 9, "bill": 9, "milliard": 9,
    "trillion": 12, "tn": 12, "trn": 12, "t": 12,
}  # fmt: skip
UNITS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)


FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}


def read_number(digits: str, scale: int = 0) -> int | None:
    """Read printed digits as a whole amount times 10**scale; None where they are no number of money.

    >>> read_number("13 009", 6), read_number("1,5", 9), read_number("2.15", 9), read_number("1,000", 6)
    (13009000000, 1500000000, 2150000000, 1000000000)
    >>> read_number("2½", 9), read_number(".5", 9), read_number("400,000,000.00")
    (2500000000, 500000000, 400000000)
    """
    for sign, fraction in FRACTIONS.items():
        digits = digits.replace(sign, fraction)
    digits = digits.replace(" ", "")
    if sum(c.isdigit() for c in digits) > MAX_DIGITS or not digits.isascii():
        return None
    separators = [c for c in digits if c in ",."]
    whole, fraction = digits, ""
    if separators:
        head, _, tail = digits.rpartition(separators[-1])
        grouped = (
            len(tail) == 3 and (len(separators) > 1 or separators[-1] == ",") and len(set(separators)) == 1
        )
        if not grouped:
            whole, fraction = head, tail
    whole = whole.replace(",", "").replace(".", "")
    if not whole and not fraction:
        return None
    value = int(whole + fraction) * 10**scale
    return int(value // 10 ** len(fraction)) if fraction else int(value)


def read_words(words: str) -> tuple[int, int] | None:
    """Read a number word as a fraction (numerator, denominator).

    >>> read_words("half a"), read_words("fifty"), read_words("one hundred and fifty"), read_words("twenty-five")
    ((1, 2), (50, 1), (150, 1), (25, 1))
    """
    words = " ".join(words.lower().replace("-", " ").split())
    fixed = {
        "half a": (1, 2), "half an": (1, 2), "a quarter of a": (1, 4), "three quarters of a": (3, 4),
        "one and a half": (3, 2), "two and a half": (5, 2), "a": (1, 1), "an": (1, 1),
    }  # fmt: skip
    if words in fixed:
        return fixed[words]
    if words.startswith("several"):
        return None
    total = 0
    for word in words.replace(" and ", " ").split():
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += UNITS.get(word, TENS.get(word, 1 if word in ("a", "an") else 0))
    return (total, 1) if total else None
