"""What a reading command looks at: packages, statements and articles, as judged and as of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.cli.options import DEFAULT_DB
from aidtrack.errors import InputNotFound
from aidtrack.model import Article, ChannelShare, Judgement, Link, Mention, Package, Statement

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Holdings:
    """All that a database tells; articles come without their text."""

    packages: Sequence[Package]
    statements: Sequence[Statement]
    articles: Mapping[str, Article]
    judgements: Sequence[Judgement]

    @property
    def article_of(self) -> dict[str, str]:
        """The article of each statement."""
        return {statement.id: statement.article for statement in self.statements}

    @property
    def package_of(self) -> dict[str, str]:
        """The package of each statement that belongs to one."""
        return {link.statement: package.id for package in self.packages for link in package.links}

    def as_judged(self) -> list[Statement]:
        """Give the statements as judgements correct them, without the rejected ones."""
        if not self.judgements:
            return list(self.statements)
        from aidtrack.resolve.judged import apply_corrections, corrections, in_force, key_of

        found = corrections(self.judgements)
        rejected = {
            key for each in in_force(self.judgements) if each.verdict == "reject" for key in each.targets
        }
        kept = [statement for statement in self.statements if key_of(statement) not in rejected]
        return [apply_corrections(statement, found) for statement in kept]


def adjustment_packages(judgements: Sequence[Judgement]) -> list[Package]:
    """Give the accounting corrections in force as entries that a sum can take in; they are no packages."""
    from aidtrack.reports.totals import ADJUSTMENT
    from aidtrack.resolve import adjustments

    return [
        Package(
            id=f"adjustment-{each.sequence}",
            kind="announced",
            donor=each.donor,
            recipient=each.recipient or None,
            amount=each.amount,
            amount_low=each.amount,
            amount_high=each.amount,
            currency=each.currency,
            qualifier="exact",
            aid_type=each.aid_type,
            channels=(ChannelShare(each.channel or None, each.amount),),
            date=each.date,
            date_earliest=None,
            date_latest=None,
            tranche=None,
            links=(Link("", "whole", (f"by {each.by}", *([each.why] if each.why else []))),),
            status="confirmed",
            flags=(ADJUSTMENT,),
        )
        for each in adjustments(judgements)
    ]


def refuse_if_named(db: str) -> None:
    """Say that a database is missing that was asked for by name: a mistyped path is no empty answer."""
    if db != DEFAULT_DB:
        raise InputNotFound(db, "no such database", "check the path, or read articles into it first")


def load(db: str, as_of: str | None = None) -> Holdings | None:
    """Read what a database holds, or held on a day; None where there is no article yet."""
    from aidtrack import store

    with store.open_reading(db) as database:
        if database is None:
            refuse_if_named(db)
        if database is None or not database.count("article"):
            return None
        with database.snapshot():
            held = Holdings(
                packages=database.packages(),
                statements=database.statements(),
                articles={article.id: article for article in database.articles(text=False)},
                judgements=database.judgements(),
            )
    return held if as_of is None else _as_of(held, as_of)


def _as_of(held: Holdings, day: str) -> Holdings:
    """Resolve anew from what articles published by a day tell; judgements hold whenever they were made."""
    from aidtrack.resolve import as_of, judged_article, resolve_all

    articles = {name: judged_article(article, held.judgements) for name, article in held.articles.items()}
    statements = as_of(held.statements, articles, day)
    known = {statement.article for statement in statements}
    return Holdings(
        packages=resolve_all(statements, articles, held.judgements),
        statements=statements,
        articles={name: article for name, article in articles.items() if name in known},
        judgements=held.judgements,
    )


def load_texts(db: str, ids: Sequence[str]) -> dict[str, Article]:
    """Read some articles with their text."""
    from aidtrack import store

    with store.open_reading(db) as database:
        return {article.id: article for article in database.articles(ids)} if database else {}


def load_mentions(db: str, outcome: str | None = None) -> list[tuple[str, Mention]]:
    """Read the money mentions of all articles, of one outcome or all."""
    from aidtrack import store

    with store.open_reading(db) as database:
        return database.all_mentions(outcome) if database else []
