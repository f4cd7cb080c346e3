"""judgements -> the records that `history` lists, each with whether it holds and on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from aidtrack.model import Judgement


def history_records(
    judgements: Sequence[Judgement],
    homes: Mapping[str, str],
    lost: Mapping[tuple[int, str], str],
    keys: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """List judgements in the order they were made; `homes` gives the package of a statement's key.

    With `keys` only those that are about these statements, and what undid them.
    """
    undone_by = _undone_by(judgements)
    chosen = _about(judgements, keys)
    return [
        {
            "number": each.sequence,
            "at": each.at,
            "by": each.by,
            "verdict": each.verdict,
            "packages": sorted({homes[key] for key in each.targets if key in homes}),
            "field": each.field,
            "old": each.old,
            "value": each.value if each.verdict != "adjust" else each.extra.get("amount"),
            "undoes": each.undoes,
            "undone_by": undone_by.get(each.sequence),
            "why": each.why,
            "state": _state(each, undone_by, lost),
            "statements": list(each.targets),
        }
        for each in chosen
    ]


def _undone_by(judgements: Sequence[Judgement]) -> dict[int, int]:
    """Which undo took a judgement back; the newest first, since an undo can be undone."""
    found: dict[int, int] = {}
    for each in sorted(judgements, key=lambda j: -j.sequence):
        if each.verdict == "undo" and each.undoes is not None and each.sequence not in found:
            found.setdefault(each.undoes, each.sequence)
    return found


def _about(judgements: Sequence[Judgement], keys: Collection[str] | None) -> list[Judgement]:
    if keys is None:
        return list(judgements)
    numbers: set[int] = set()
    for each in judgements:
        if set(each.targets) & set(keys) or each.undoes in numbers:
            numbers.add(each.sequence)
    return [each for each in judgements if each.sequence in numbers]


def _state(judgement: Judgement, undone_by: Mapping[int, int], lost: Mapping[tuple[int, str], str]) -> str:
    if judgement.sequence in undone_by:
        return f"undone by #{undone_by[judgement.sequence]}"
    matters = sorted(
        {lost[judgement.sequence, key] for key in judgement.targets if (judgement.sequence, key) in lost}
    )
    return f"evidence lost: {'; '.join(matters)}" if matters else "holds"
