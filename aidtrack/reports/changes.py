"""packages as known on two days -> what became known between them, each change with its cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from aidtrack.model import Package

Record = dict[str, Any]
FIELDS = ("amount", "date", "kind", "aid_type", "tranche", "status", "counted")


def changes(
    before: Sequence[Package], after: Sequence[Package], causes: Mapping[str, Sequence[str]]
) -> list[Record]:
    """List packages that are new, changed or gone; `causes` says for a statement what brought a change.

    A package is recognised by the statements it rests on, since its id follows its date and amount.
    """
    pairs = _pair(before, after)
    known = {id(old) for old, _ in pairs}
    records = [_record(old, new, causes) for old, new in pairs if _differs(old, new)]
    paired = {id(new) for _, new in pairs}
    records += [_record(None, new, causes) for new in after if id(new) not in paired]
    records += [_record(old, None, causes) for old in before if id(old) not in known]
    return sorted(records, key=lambda r: (r["date"] or "~", r["id"]))


def _pair(before: Sequence[Package], after: Sequence[Package]) -> list[tuple[Package, Package]]:
    """Pair packages that share the most statements; each has at most one partner."""
    home = {link.statement: package for package in before for link in package.links}
    shared: Counter[tuple[int, int]] = Counter()
    olds, news = {id(p): p for p in before}, {id(p): p for p in after}
    for package in after:
        for link in package.links:
            if link.statement in home:
                shared[id(home[link.statement]), id(package)] += 1
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    ranked = sorted(shared.items(), key=lambda item: (-item[1], olds[item[0][0]].id, news[item[0][1]].id))
    for (old, new), _ in ranked:
        if old not in pairs and new not in taken:
            pairs[old] = new
            taken.add(new)
    return [(olds[old], news[new]) for old, new in pairs.items()]


def _differs(old: Package, new: Package) -> bool:
    return bool(_fields(old, new))


def _fields(old: Package, new: Package) -> list[str]:
    found = [name for name in FIELDS if getattr(old, name) != getattr(new, name)]
    return found + (["channels"] if _named(old) != _named(new) else [])


def _named(package: Package) -> set[str | None]:
    return {share.channel for share in package.channels}


def _record(old: Package | None, new: Package | None, causes: Mapping[str, Sequence[str]]) -> Record:
    package = new or old
    assert package is not None
    links = [link.statement for each in (old, new) if each for link in each.links]
    told = list(dict.fromkeys(cause for statement in links for cause in causes.get(statement, ())))
    return {
        "change": "new" if old is None else "gone" if new is None else "changed",
        "id": package.id,
        "donor": package.donor,
        "recipient": package.recipient,
        "currency": package.currency,
        "date": package.date or package.date_latest,
        "amount_before": old.amount if old else None,
        "amount": new.amount if new else None,
        "counted_before": old.counted if old else None,
        "counted": new.counted if new else None,
        "fields": _fields(old, new) if old and new else [],
        "effect": _counted(new) - _counted(old),
        "causes": told or ["other packages became known"],
    }


def _counted(package: Package | None) -> int:
    if package is None or not package.counted or package.kind != "announced":
        return 0
    return package.amount
