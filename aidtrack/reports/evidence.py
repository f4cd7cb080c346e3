"""a package or an article -> the sentences it rests on, each with its amounts, its rules and its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aidtrack.model import OUTCOMES, Article, Link, Mention, Outcome, Package, Statement
from aidtrack.reports.context import Sentence, sentence_around
from aidtrack.reports.days import article_days
from aidtrack.reports.records import Record, package_record, source_record, statement_record

_ROLES = ("whole", "part", "preview", "recall")


@dataclass(frozen=True, slots=True)
class Witness:
    """One statement of a package: where it stands, what it is for the package, and why it belongs."""

    statement: Statement
    article: Article
    link: Link
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Dossier:
    """A package with all that tells it, the best first."""

    package: Package
    witnesses: tuple[Witness, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, each once, in the order of the witnesses."""
        return tuple({witness.article.id: witness.article for witness in self.witnesses}.values())


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and the money mentions in it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]


def open_package(
    package: Package, statements: Mapping[str, Statement], articles: Mapping[str, Article]
) -> Dossier:
    """Collect what tells a package: whole sums before parts, previews and recalls, early before late."""
    witnesses = [
        testify(statements[link.statement], articles[statements[link.statement].article], link)
        for link in package.links
        if link.statement in statements
    ]
    return Dossier(package, tuple(sorted(witnesses, key=_rank)))


def _rank(witness: Witness) -> tuple[int, str, str, int]:
    earliest, latest = article_days(witness.article)
    return (
        _ROLES.index(witness.link.role),
        earliest or latest or "~",
        witness.article.id,
        witness.statement.amount_start,
    )


def testify(statement: Statement, article: Article, link: Link) -> Witness:
    """Put a statement beside its sentence, with its amount and those of its parts and equivalents marked."""
    spans = [(each.start, each.end) for each in statement.parts]
    spans += [(each.start, each.end) for each in statement.equivalents]
    kin = [(start, end) for start, end in spans if start is not None and end is not None]
    sentence = sentence_around(article.text, statement.amount_start, statement.amount_end, kin)
    return Witness(statement, article, link, sentence)


def dossier_record(dossier: Dossier) -> Record:
    """Tell a package and its evidence in plain values."""
    article_of = {witness.statement.id: witness.article.id for witness in dossier.witnesses}
    return package_record(dossier.package, article_of) | {
        "evidence": [_witness_record(witness, dossier.package.id) for witness in dossier.witnesses],
        "sources": [source_record(article) for article in dossier.articles],
    }


def _witness_record(witness: Witness, package: str) -> Record:
    return statement_record(witness.statement, witness.article, package) | {
        "sentence": witness.sentence.on_one_line(),
        "role": witness.link.role,
        "reasons": list(witness.link.reasons),
    }


def passages(article: Article, mentions: Sequence[Mention]) -> list[Passage]:
    """Gather an article's mentions by sentence, in the order of the text."""
    found: list[Passage] = []
    waiting = sorted(mentions, key=lambda mention: (mention.start, mention.end))
    while waiting:
        first = waiting[0]
        spans = [(mention.start, mention.end) for mention in waiting[:100]]
        sentence = sentence_around(article.text, first.start, first.end, spans)
        end = sentence.start + len(sentence.text)
        inside = [mention for mention in waiting[:100] if mention.end <= end]
        found.append(Passage(sentence, tuple(inside)))
        waiting = waiting[len(inside) :]
    return found


def count_outcomes(mentions: Iterable[Mention]) -> dict[Outcome, int]:
    """Count what the mentions became; the counts add up to their number."""
    counts = Counter(mention.outcome for mention in mentions)
    return {outcome: counts[outcome] for outcome in OUTCOMES}
