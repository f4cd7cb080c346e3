"""What people decided: judgements in force, applied to statements; orphans; as-of.

A judgement names its statements by key (article id and offset of the amount), so that it holds through every
new reading. Later judgements win over earlier ones; an undone one counts for nothing and stays on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aidtrack.model import Article, Judgement, Statement

PUBLISHED = "published"
FIELDS = ("amount", "date", "donor", "recipient", "channel", "aid_type", "kind")


def key_of(statement: Statement) -> str:
    """Name a statement for judgements: its article and the offset of its amount."""
    return f"{statement.article}:{statement.amount_start}"


def published_key(article: str) -> str:
    """Name an article's published date for judgements."""
    return f"{article}:{PUBLISHED}"


def in_force(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Leave out what was undone (an undo can itself be undone), in the order of judging."""
    undone: set[int] = set()
    for judgement in sorted(judgements, key=lambda j: j.sequence, reverse=True):
        if judgement.verdict == "undo" and judgement.sequence not in undone and judgement.undoes is not None:
            undone.add(judgement.undoes)
    kept = [j for j in judgements if j.verdict != "undo" and j.sequence not in undone]
    return sorted(kept, key=lambda j: j.sequence)


def corrected(statement: Statement, judgements: Sequence[Judgement]) -> Statement:
    """Give the statement as judgements correct it."""
    return apply_corrections(statement, corrections(judgements))


def corrections(judgements: Sequence[Judgement]) -> dict[str, dict[str, Any]]:
    """Collect the corrected fields of each key, the latest judgement winning."""
    found: dict[str, dict[str, Any]] = {}
    for judgement in in_force(judgements):
        if judgement.verdict == "correct" and judgement.field in FIELDS:
            for target in judgement.targets:
                found.setdefault(target, {})[judgement.field] = _typed(judgement.field, judgement.value)
    return found


def apply_corrections(statement: Statement, found: Mapping[str, Mapping[str, Any]]) -> Statement:
    """Put the corrected fields in place of what was read."""
    fields = found.get(key_of(statement))
    if not fields:
        return statement
    fields = dict(fields)
    if "amount" in fields and fields["amount"] != statement.amount:
        fields |= {"amount_low": None, "qualifier": "exact", "parts": _parts_of(statement, fields["amount"])}
    if "channel" in fields and "parts" not in fields:
        fields["parts"] = ()
    if "date" in fields:
        fields["date_window"] = None
    return replace(statement, **fields)


def _parts_of(statement: Statement, amount: int) -> tuple[Any, ...]:
    """Keep the parts only if they add up to the corrected amount."""
    return statement.parts if sum(part.amount for part in statement.parts) == amount else ()


def _typed(field: str, value: str | None) -> Any:
    return int(value) if field == "amount" and value is not None else value


def judged_article(article: Article, judgements: Sequence[Judgement]) -> Article:
    """Give the article with the published date that a judgement settles, if any."""
    for judgement in reversed(in_force(judgements)):
        settles = judgement.verdict == "correct" and judgement.field == PUBLISHED
        if settles and published_key(article.id) in judgement.targets:
            return replace(article, published=judgement.value, published_from="given", window=None)
    return article


@dataclass(frozen=True, slots=True)
class Orphan:
    """A judgement whose evidence is gone or changed: which key, and what is the matter."""

    judgement: Judgement
    key: str
    matter: str


def orphans(
    judgements: Sequence[Judgement], statements: Iterable[Statement], articles: Iterable[str] = ()
) -> list[Orphan]:
    """List the judgements in force that no longer find what they were made on."""
    known = {key_of(statement): statement for statement in statements}
    held = {statement.article for statement in known.values()} | set(articles)
    found: list[Orphan] = []
    for judgement in in_force(judgements):
        for key in judgement.targets:
            matter = _matter(judgement, key, known, held)
            if matter:
                found.append(Orphan(judgement, key, matter))
    return found


def _matter(judgement: Judgement, key: str, known: Mapping[str, Statement], held: set[str]) -> str | None:
    article, _, place = key.rpartition(":")
    if place == PUBLISHED:
        return None if article in held else "the article is no longer in the database"
    statement = known.get(key)
    if statement is None:
        return "no statement is read at this place any more" if article in held else "the article is gone"
    told = judgement.extra.get(f"told:{key}")
    if told is not None and told != tell(statement):
        return f"the statement changed from {told} to {tell(statement)}"
    return None


def tell(statement: Statement) -> str:
    """Say in one line what a statement claims, to notice when a new reading changes it."""
    return f"{statement.donor or '?'} {statement.kind} {statement.amount} {statement.currency}"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A dated, signed correction of accounts (authority restored by revaluation), an entry of its own."""

    sequence: int
    donor: str
    recipient: str | None
    channel: str | None
    aid_type: str
    amount: int
    currency: str
    date: str | None
    by: str
    why: str


def adjustments(judgements: Sequence[Judgement]) -> list[Adjustment]:
    """List the accounting corrections in force."""
    return [
        Adjustment(
            sequence=j.sequence,
            donor=j.extra.get("donor", "?"),
            recipient=j.extra.get("recipient") or None,
            channel=j.extra.get("channel") or None,
            aid_type=j.extra.get("aid_type", "military"),
            amount=int(j.extra["amount"]),
            currency=j.extra.get("currency", "USD"),
            date=j.extra.get("date"),
            by=j.by,
            why=j.why,
        )
        for j in in_force(judgements)
        if j.verdict == "adjust"
    ]


def as_of(statements: Iterable[Statement], articles: Mapping[str, Article], date: str) -> list[Statement]:
    """Keep what articles published by `date` say; an undated article counts once its window has passed."""
    return [s for s in statements if _known_by(articles.get(s.article), date)]


def _known_by(article: Article | None, date: str) -> bool:
    """Whether an article was out by a day, as far as its date or its window proves."""
    if article is None:
        return False
    latest = article.published or (article.window.latest if article.window else None)
    return latest is not None and _last_day(latest) <= _last_day(date)


def _last_day(date: str) -> str:
    """Pad a date to the end of its month or year, for comparison only.

    >>> _last_day("2024"), _last_day("2024-02"), _last_day("2024-02-01")
    ('2024-12-31', '2024-02-31', '2024-02-01')
    """
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")
