"""Sums of published documents outside the project, labelled one by one: `sums.tsv` holds no word of them.

In: the folder of the documents. Out: each document with the labels of its sums; and how many of its
statements are right. A third of the documents, by the digest of their names, is only scored.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aidtrack.articles import read
from aidtrack.extract import extract
from aidtrack.extract.coreference import Sum
from aidtrack.lexicon import load
from aidtrack.model import Article
from tests.gold.make_split import is_scored_only

LABELS = Path(__file__).parent / "sums.tsv"


@dataclass(frozen=True)
class SumLabel:
    """One sum: where it stands, its reading (a kind, `part`, `none`), who gives, who gets, told before."""

    start: int
    amount: int
    reading: str
    donor: str | None
    recipient: str | None
    repeat: bool


@dataclass(frozen=True)
class Published:
    """One document with the labels of its sums, by where they stand."""

    name: str
    article: Article
    labels: dict[int, SumLabel]

    @property
    def scored(self) -> bool:
        """Whether it is only scored, and nobody reads it."""
        return is_scored_only(self.name, 3)

    def marked(self, sums: list[Sum]) -> tuple[list[Sum], list[str | None]]:
        """Sums of the document with their readings; None for one without a label."""
        found = [self.labels.get(item.candidate.money.start) for item in sums]
        return sums, [label.reading if label else None for label in found]


def load_published(folder: Path) -> list[Published]:
    """Read the labels and the documents they belong to."""
    labels: dict[str, dict[int, SumLabel]] = defaultdict(dict)
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(rows, delimiter="\t"):
            labels[row["document"]][int(row["start"])] = SumLabel(
                int(row["start"]), int(row["amount"]), row["reading"], row["donor"] or None,
                row["recipient"] or None, row["repeat"] == "1",
            )  # fmt: skip
    paths = {path.stem: path for path in folder.rglob("*.md")}
    return [Published(name, read(str(paths[name])), found) for name, found in sorted(labels.items())]


def measure(documents: list[Published]) -> dict[str, Any]:
    """Score statements by where they stand; one is right in kind, donor and recipient."""
    found: list[str] = []
    invented: list[str] = []
    wanted = added = unexplained = mentions = 0
    for one in documents:
        wanted += sum(
            not label.repeat and label.reading not in ("none", "part") for label in one.labels.values()
        )
        reading = extract(one.article, load())
        mentions += len(reading.mentions)
        unexplained += sum(mention.outcome == "unexplained" for mention in reading.mentions)
        seen: set[tuple[str, str | None, str | None, int]] = set()
        for made in reading.statements:
            label = one.labels.get(made.amount_start)
            told = (label.reading, label.donor, label.recipient) if label else ("none", None, None)
            fact = (made.kind, made.donor, made.recipient, made.amount)
            is_right = label is not None and (*told, label.amount) == fact and fact not in seen
            seen.add(fact)
            shown = f"{one.name}: {made.kind} {made.donor or '?'} {made.amount:,} {made.currency}"
            (found if is_right else invented).append(shown)
            added += told[0] == "cumulative" and made.kind == "announced"
    precision, recall = len(found) / max(len(found) + len(invented), 1), len(found) / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    scores = {"precision": precision, "recall": recall, "f1": f1, "support": wanted}
    return {
        "articles": len(documents),
        "measures": {"all statement": scores},
        "cumulative_as_announced": added,
        "unexplained": round(unexplained / max(mentions, 1), 4),
        "found": sorted(found),
        "invented": sorted(invented),
    }
