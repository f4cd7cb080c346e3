"""The nouns of aidtrack, frozen: what flows from articles to packages.

Amounts are integers in whole units of their currency. Dates are ISO strings as precise as the text is:
`2024-07-02`, `2024-07` or `2024`; `None` where nothing is known. Offsets count characters of `Article.text`.
This module imports nothing of aidtrack.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

Kind = Literal["announced", "expected", "proposed", "envelope", "cumulative"]
KINDS: tuple[Kind, ...] = ("announced", "expected", "proposed", "envelope", "cumulative")

Qualifier = Literal["exact", "about", "over", "up_to"]
QUALIFIERS: tuple[Qualifier, ...] = ("exact", "about", "over", "up_to")

Precision = Literal["day", "month", "year"]
PublishedFrom = Literal["header", "metadata", "url", "text", "given", "inferred", "none"]

Outcome = Literal["statement", "part", "equivalent", "repeat", "excluded", "unexplained"]
OUTCOMES: tuple[Outcome, ...] = ("statement", "part", "equivalent", "repeat", "excluded", "unexplained")


def date_precision(date: str | None) -> Precision | None:
    """Tell how precise an ISO date is: `2024` year, `2024-07` month, `2024-07-02` day.

    >>> date_precision("2024-07"), date_precision(None)
    ('month', None)
    """
    if not date:
        return None
    return {4: "year", 7: "month", 10: "day"}[len(date)]  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Window:
    """The narrowest span of days that can be proved (both inclusive, an open end is None), and why."""

    earliest: str | None
    latest: str | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One text as published; never overwritten once stored.

    `id` is the digest of the normalised text. `body_start` is where the prose begins (after a YAML head).
    `window` says when an article without a date must have been published.
    """

    id: str
    text: str
    path: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    published_from: PublishedFrom = "none"
    body_start: int = 0
    window: Window | None = None

    @property
    def published_precision(self) -> Precision | None:
        """How precise `published` is."""
        return date_precision(self.published)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an amount of money, and what became of it.

    `outcome` is one of OUTCOMES; `rule` names the rule that decided; `statement` is the id of the statement
    that the mention made or belongs to (None when excluded or unexplained).
    """

    start: int
    end: int
    amount: int
    currency: str | None
    qualifier: Qualifier = "exact"
    amount_low: int | None = None
    outcome: Outcome = "unexplained"
    rule: str = ""
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a statement's amount, with the channel or purpose that the text gives it."""

    amount: int
    currency: str
    channel: str | None = None
    purpose: str | None = None
    derived: bool = False
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Equivalent:
    """The same sum in another currency, as the text converts it."""

    amount: int
    currency: str
    inconsistent: bool = False
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one article says of one sum of aid.

    `id` comes from the article's id and the offset of the amount. `evidence` is `text[start:end]`, a phrase
    that holds the amount; `amount_start`/`amount_end` mark the amount itself.
    `date_window` holds the days the announcement can fall on where `date` is not a day.
    """

    id: str
    article: str
    kind: Kind
    donor: str | None
    recipient: str | None
    amount: int
    currency: str
    qualifier: Qualifier
    aid_type: str
    channel: str | None
    date: str | None
    evidence: str
    start: int
    end: int
    amount_start: int
    amount_end: int
    amount_low: int | None = None
    since: str | None = None
    tranche: int | None = None
    parts: tuple[Part, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()
    rules: tuple[str, ...] = ()
    date_window: Window | None = None

    @property
    def date_precision(self) -> Precision | None:
        """How precise `date` is."""
        return date_precision(self.date)


@dataclass(frozen=True, slots=True)
class Reading:
    """What `extract` returns for one article: the article, dated where that is proved, and all it says."""

    article: Article
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class ChannelShare:
    """How much of a package comes through one channel (None: not stated)."""

    channel: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class Link:
    """Why one statement belongs to a package: its role and the named reasons.

    `role` is `whole` (tells the package's sum), `part` (tells a share of it), `preview` (expected it) or
    `recall` (mentions it afterwards).
    """

    statement: str
    role: Literal["whole", "part", "preview", "recall"]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """One aid decision, as all its statements tell it; derived, and rebuilt at any time.

    `channels` shares add up to `amount`. `date` is the day that stands; `date_earliest` and `date_latest`
    bound it where it is not known to the day. `flags` are short words such as `inconsistent-parts`,
    `conflict-channel`. `status` is `auto`, `review`, `confirmed` or `rejected`.
    """

    id: str
    kind: Kind
    donor: str | None
    recipient: str | None
    amount: int
    amount_low: int
    amount_high: int | None
    currency: str
    qualifier: Qualifier
    aid_type: str
    channels: tuple[ChannelShare, ...]
    date: str | None
    date_earliest: str | None
    date_latest: str | None
    tranche: int | None
    links: tuple[Link, ...]
    status: Literal["auto", "review", "confirmed", "rejected"] = "auto"
    flags: tuple[str, ...] = ()
    draws_on: str | None = None
    counted: bool = True
    why_not_counted: str | None = None
    part_of: str | None = None
    revises: str | None = None

    @property
    def date_precision(self) -> Precision | None:
        """How precise `date` is."""
        return date_precision(self.date)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict; append-only. `targets` are statement keys (article id and offset of the amount).

    `verdict` is one of: confirm, reject, correct, merge, split, draws_on, reuse, adjust, undo.
    `field`/`value` belong to `correct`; `undoes` to `undo`.
    """

    sequence: int
    verdict: str
    targets: tuple[str, ...]
    by: str
    at: str
    why: str = ""
    field: str | None = None
    old: str | None = None
    value: str | None = None
    undoes: int | None = None
    extra: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and how an article was found; one text can be found in several places.

    `path` is as given to `ingest`. The rest is what that place tells of the article.
    """

    article: str
    path: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    published_from: PublishedFrom = "none"


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that a run could not read, and why."""

    path: str
    why: str
    code: int


@dataclass(frozen=True, slots=True)
class Run:
    """One `ingest`: when, by which rules, how many articles came out how, and what failed; append-only.

    `counts` has new, unchanged, duplicate, updated and failed articles, and statements. `finished` is None
    for a run that was killed or still goes on.
    """

    id: int
    started: str
    finished: str | None
    version: str
    rules: str
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
