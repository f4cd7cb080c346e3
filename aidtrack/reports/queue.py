"""packages, statements, articles -> the review queue: what waits for a person, the largest sums first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from aidtrack.model import Article, Package, Statement
from aidtrack.reports.context import sentence_around

Record = dict[str, Any]


def queue_records(
    packages: Iterable[Package], statements: Mapping[str, Statement], articles: Mapping[str, Article]
) -> list[Record]:
    """List packages that wait for a judgement: announced ones first, by what they would change in a sum."""
    waiting = [package for package in packages if package.status == "review"]
    waiting.sort(key=lambda p: (p.kind != "announced", p.donor is None, -p.amount, p.id))
    return [_record(package, statements, articles) for package in waiting]


def _record(package: Package, statements: Mapping[str, Statement], articles: Mapping[str, Article]) -> Record:
    told = [statements[link.statement] for link in package.links if link.statement in statements]
    first = told[0] if told else None
    article = articles.get(first.article) if first else None
    return {
        "id": package.id,
        "why": why_waiting(package),
        "candidates": candidates(package),
        "counted": package.counted,
        "kind": package.kind,
        "donor": package.donor,
        "recipient": package.recipient,
        "amount": package.amount,
        "currency": package.currency,
        "qualifier": package.qualifier,
        "date": package.date,
        "date_earliest": package.date_earliest,
        "date_latest": package.date_latest,
        "aid_type": package.aid_type,
        "channel": package.channels[0].channel if len(package.channels) == 1 else None,
        "evidence": first.evidence if first else None,
        "sentence": _sentence(first, article),
        "statement": first.id if first else None,
        "article": first.article if first else None,
        "published": article.published if article else None,
        "source": (article.url or article.path) if article else None,
    }


def _sentence(statement: Statement | None, article: Article | None) -> str | None:
    """The sentence around the amount, where the article comes with its text."""
    if statement is None or article is None or not article.text:
        return None
    return sentence_around(article.text, statement.amount_start, statement.amount_end).on_one_line()


def why_waiting(package: Package) -> str:
    """Say in a few words what a person has to decide."""
    if package.why_not_counted and package.why_not_counted.startswith("may be any of "):
        return "recall of one of several?"
    if "kind-in-doubt" in package.flags:
        return "package, or a total?"
    if "no-donor" in package.flags:
        return "who gives?"
    if "share-assumed" in package.flags:
        return "share of one headline?"
    if "conflict-amount" in package.flags:
        return "which amount?"
    return ", ".join(package.flags) or "to be looked at"


def candidates(package: Package) -> list[str]:
    """List the packages that a recall may be any of."""
    why = package.why_not_counted or ""
    return why.removeprefix("may be any of ").split(", ") if why.startswith("may be any of ") else []
