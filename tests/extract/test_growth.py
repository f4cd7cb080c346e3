"""The measure of growth tells a quadratic reading from a linear one."""

from __future__ import annotations

from tests.extract.growth import LINEAR, growth


def test_a_quadratic_reading_is_caught() -> None:
    """Looking through the whole rest of the text at each of its characters grows with the square."""
    assert growth(lambda text: [text.count("a", at) for at in range(len(text))], "b", 5_000) > LINEAR
