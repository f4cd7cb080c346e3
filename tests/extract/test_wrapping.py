"""Where lines are broken says nothing: the same text at another width has the same statements."""

from __future__ import annotations

import textwrap

import pytest

from tests.extract.test_shares import statements

TEXT = (
    "For people who had to leave their homes, the United States has provided more than $350 million "
    "in humanitarian assistance to Ukraine since February 2022. The Presidential Drawdown Authority "
    "package that the United States announced for Ukraine on Friday is worth as much as $400 "
    "million. Brussels will lend Ukraine an amount close to 1.5 billion euros, and the United "
    "Kingdom announced £200 million of military aid for Ukraine on Monday."
)


@pytest.mark.parametrize("width", range(60, 96))
def test_the_width_of_lines_changes_nothing(width: int) -> None:
    """Wrapped at any usual width, the statements are those of one long line."""

    def told(text: str) -> list[object]:
        return [
            (s.kind, s.donor, s.recipient, s.amount, s.qualifier, s.aid_type, s.channel, s.date, s.since)
            for s in statements(text)
        ]

    assert len(told(TEXT)) == 4
    assert told(textwrap.fill(TEXT, width, break_on_hyphens=False)) == told(TEXT)
