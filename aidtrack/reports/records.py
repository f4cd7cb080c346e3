"""packages, statements, articles -> the records that `packages`, `statements` and `sources` list.

A record is a dict in the order of the machine contract: plain integers, ISO dates, None for unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aidtrack.model import Article, Mention, Package, Statement
from aidtrack.reports.context import sentence_around
from aidtrack.reports.days import article_days, package_days, statement_days
from aidtrack.reports.totals import portions

Record = dict[str, Any]


def package_records(
    packages: Iterable[Package],
    article_of: Mapping[str, str],
    channels: tuple[str | None, ...] = (),
) -> list[Record]:
    """List packages by date, each with what its donor has given so far in that kind and currency.

    `article_of` maps a statement's id to its article's. What is not counted does not move the running total;
    of a package that is asked for by channel, only the shares of those channels do.
    """
    running: Counter[tuple[str | None, str, str]] = Counter()
    records = []
    for package in sorted(packages, key=_by_date):
        purse = (package.donor, package.kind, package.currency)
        if package.counted:
            running[purse] += sum(portion.amount for portion in portions(package, channels))
        records.append(package_record(package, article_of) | {"running": running[purse]})
    return records


def package_record(package: Package, article_of: Mapping[str, str]) -> Record:
    """Tell one package in plain values."""
    articles = {article_of[link.statement] for link in package.links if link.statement in article_of}
    return {
        "id": package.id,
        "kind": package.kind,
        "donor": package.donor,
        "recipient": package.recipient,
        "amount": package.amount,
        "amount_low": package.amount_low,
        "amount_high": package.amount_high,
        "currency": package.currency,
        "qualifier": package.qualifier,
        "aid_type": package.aid_type,
        "channels": [{"channel": share.channel, "amount": share.amount} for share in package.channels],
        "date": package.date,
        "date_precision": package.date_precision,
        "date_earliest": package.date_earliest,
        "date_latest": package.date_latest,
        "tranche": package.tranche,
        "statements": len(package.links),
        "articles": len(articles),
        "status": package.status,
        "flags": list(package.flags),
        "draws_on": package.draws_on,
        "counted": package.counted,
        "why_not_counted": package.why_not_counted,
        "part_of": package.part_of,
        "revises": package.revises,
    }


def _by_date(package: Package) -> tuple[str, str, str, str]:
    earliest, latest = package_days(package)
    return earliest or latest or "~", latest or "~", package.donor or "~", package.id


def statement_records(
    statements: Iterable[Statement], articles: Mapping[str, Article], package_of: Mapping[str, str]
) -> list[Record]:
    """List statements by date and place; `package_of` maps a statement's id to its package's."""
    return [
        statement_record(statement, articles[statement.article], package_of.get(statement.id))
        for statement in sorted(statements, key=_by_day)
    ]


def _by_day(statement: Statement) -> tuple[str, str, str, int]:
    earliest, latest = statement_days(statement)
    return earliest or latest or "~", latest or "~", statement.article, statement.amount_start


def statement_record(statement: Statement, article: Article, package: str | None) -> Record:
    """Tell one statement in plain values, with its evidence and where it stands."""
    earliest, latest = statement_days(statement)
    return {
        "id": statement.id,
        "article": statement.article,
        "path": article.path,
        "url": article.url,
        "published": article.published,
        "kind": statement.kind,
        "donor": statement.donor,
        "recipient": statement.recipient,
        "amount": statement.amount,
        "amount_low": statement.amount_low,
        "currency": statement.currency,
        "qualifier": statement.qualifier,
        "aid_type": statement.aid_type,
        "channel": statement.channel,
        "date": statement.date,
        "date_precision": statement.date_precision,
        "since": statement.since,
        "tranche": statement.tranche,
        "parts": [
            {
                "amount": part.amount,
                "currency": part.currency,
                "channel": part.channel,
                "purpose": part.purpose,
                "derived": part.derived,
            }
            for part in statement.parts
        ],
        "equivalents": [
            {"amount": same.amount, "currency": same.currency, "inconsistent": same.inconsistent}
            for same in statement.equivalents
        ],
        "evidence": statement.evidence,
        "start": statement.start,
        "end": statement.end,
        "rules": list(statement.rules),
        "package": package,
        "date_earliest": earliest,
        "date_latest": latest,
    }


def source_records(
    articles: Iterable[Article], statements: Iterable[Statement], mentions: Iterable[tuple[str, Mention]]
) -> list[Record]:
    """List articles by date: what is known of each, and how much was found in it."""
    said = Counter(statement.article for statement in statements)
    found: Counter[str] = Counter()
    unexplained: Counter[str] = Counter()
    for article_id, mention in mentions:
        found[article_id] += 1
        unexplained[article_id] += mention.outcome == "unexplained"
    return [
        source_record(article)
        | {
            "statements": said[article.id],
            "mentions": found[article.id],
            "unexplained": unexplained[article.id],
        }
        for article in sorted(articles, key=_by_publication)
    ]


def _by_publication(article: Article) -> tuple[str, str, str]:
    earliest, latest = article_days(article)
    return earliest or latest or "~", latest or "~", article.id


def source_record(article: Article) -> Record:
    """Tell one article in plain values, with how its date is known."""
    window = article.window
    return {
        "id": article.id,
        "publisher": article.publisher,
        "title": article.title,
        "path": article.path,
        "url": article.url,
        "published": article.published,
        "published_precision": article.published_precision,
        "published_from": article.published_from,
        "published_earliest": window.earliest if window else None,
        "published_latest": window.latest if window else None,
        "reasons": list(window.reasons) if window else [],
    }


def mention_records(article: Article, mentions: Sequence[Mention]) -> list[Record]:
    """List an article's money mentions in order: what each became, by which rule, in which words."""
    return [
        {
            "article": article.id,
            "path": article.path,
            "start": mention.start,
            "end": mention.end,
            "text": article.text[mention.start : mention.end],
            "amount": mention.amount,
            "amount_low": mention.amount_low,
            "currency": mention.currency,
            "qualifier": mention.qualifier,
            "outcome": mention.outcome,
            "rule": mention.rule,
            "statement": mention.statement,
            "context": sentence_around(article.text, mention.start, mention.end).on_one_line(),
        }
        for mention in sorted(mentions, key=lambda mention: (mention.start, mention.end))
    ]
