"""A printed sum reads back as what it was, to the precision it shows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.render.money import band, percent, short

SCALES = {"tn": 10**12, "bn": 10**9, "m": 10**6}


def read_back(text: str) -> Decimal:
    number = text.removeprefix("$").replace(",", "")
    for scale, unit in SCALES.items():
        if number.endswith(scale):
            return Decimal(number.removesuffix(scale)) * unit
    return Decimal(number)


@given(st.integers(0, 10**15))
def test_printed_sum_is_right_to_half_a_thousandth(amount: int) -> None:
    """$4.713bn is 4,713 million within half a million."""
    slack = next((unit // 2000 for unit in SCALES.values() if amount >= unit), 0)
    assert abs(read_back(short(amount, "USD")) - amount) <= slack


@given(st.integers(1, 999_999))
def test_whole_millions_are_exact(millions: int) -> None:
    """A sum in whole millions below a trillion is never rounded."""
    assert read_back(short(millions * 10**6, "USD")) == millions * 10**6


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (4_713_000_000, "USD", "$4.713bn"),
        (999_999_999_999, "USD", "$1tn"),
        (999_999, "USD", "$999,999"),
        (999_999_600, "USD", "$1bn"),
        (85_000_000_000, "NOK", "NOK 85bn"),
        (1_000, None, "1,000"),
        (-6_200_000_000, "USD", "-$6.2bn"),
    ],
)
def test_short(amount: int, currency: str | None, expected: str) -> None:
    """Scales carry over, codes stand before, a correction downwards has its sign."""
    assert short(amount, currency) == expected


def test_ascii_writes_codes_for_signs() -> None:
    """Where only ASCII can be written, pounds and euros go by their codes; the dollar sign is ASCII."""
    assert short(450_000_000, "GBP", ascii_only=True) == "GBP 450m"
    assert band(1, 2, 3, "USD", ascii_only=True).isascii()


def test_percent_of_small_shares_has_a_digit_more() -> None:
    """A share that is there never reads 0%."""
    assert percent(0.0036) == "0.4%"
