"""Wholes and parts: a headline and its shares told apart."""

from __future__ import annotations

from aidtrack.resolve.constraints import Constraints
from aidtrack.resolve.matching import Group


def fold_bundles(groups: list[Group], constraints: Constraints) -> list[Group]:
    """Recognise shares of a headline among the groups."""
    return groups
