"""The facts of the five sample articles as packages and statements made by hand.

Reports and renderings are tested on these, so that they are right whatever extraction makes of the texts.
"""

from __future__ import annotations

from dataclasses import replace

from aidtrack.model import (
    Article,
    ChannelShare,
    Kind,
    Link,
    Mention,
    Package,
    Part,
    Reading,
    Statement,
    Window,
)

DECEMBER = ("2024-12-01", "2024-12-31")
AUTUMN = ("2024-09-01", "2024-11-05")
SPRING = ("2025-01-25", "2025-04-30")


def statement(
    name: str,
    article: str,
    kind: Kind,
    donor: str | None,
    amount: int,
    currency: str = "USD",
    *,
    aid_type: str = "military",
    channel: str | None = None,
    date: str | None = None,
    window: tuple[str, str] | None = None,
    **more: object,
) -> Statement:
    """Make a statement whose evidence is its own id."""
    made = Statement(
        id=name,
        article=article,
        kind=kind,
        donor=donor,
        recipient="UA",
        amount=amount,
        currency=currency,
        qualifier="exact",
        aid_type=aid_type,
        channel=channel,
        date=date,
        evidence=name,
        start=0,
        end=len(name),
        amount_start=0,
        amount_end=len(name),
        date_window=Window(*window) if window else None,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def package(of: Statement, **more: object) -> Package:
    """Make the package that one statement tells alone."""
    window = of.date_window or Window(of.date, of.date)
    parts = {part.channel: part.amount for part in of.parts if part.channel}
    made = Package(
        id=f"p-{of.id}",
        kind=of.kind,
        donor=of.donor,
        recipient=of.recipient,
        amount=of.amount,
        amount_low=of.amount,
        amount_high=of.amount,
        currency=of.currency,
        qualifier=of.qualifier,
        aid_type=of.aid_type,
        channels=tuple(ChannelShare(*share) for share in (parts or {of.channel: of.amount}).items()),
        date=of.date,
        date_earliest=window.earliest,
        date_latest=window.latest,
        tranche=of.tranche,
        links=(Link(of.id, "whole", ("the only one that tells it",)),),
    )
    return replace(made, **more)  # type: ignore[arg-type]


TWO_CHANNELS = (
    Part(150_000_000, "USD", "PDA"),
    Part(2_150_000_000, "USD", "USAI", derived=True),
)

WORDS = {
    "us-2300m": ("The United States will send another {}, in two parts.", "2.3 billion dollars"),
    "us-53bn": ("It has given {} so far.", "more than 53.5 billion dollars"),
    "us-44bn": ("Kyiv has had {} from Washington.", "more than $44bn"),
    "co-35bn": ("Other allies gave {}.", "over $35bn"),
    "us-988m": ("The Pentagon will buy arms for {} from makers.", "988 million dollars"),
    "us-725m": ("Earlier that week {} came from its own stocks.", "$725 million"),
    "us-62bn": ("That makes {} since the invasion.", "more than 62 billion dollars"),
    "us-700m": ("Washington gave [energy] aid of {}.", "$700mn"),
    "gb-600m": ("London added {}.", "£600mn"),
    "co-21bn": ("The contact group pledged a record {}.", "21 billion euros"),
    "gb-4500m": ("Britain would spend {} this year.", "£4.5 billion"),
    "gb-450m": ("It includes a package of {}.", "£450 million"),
}


def _write(article: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Write an article that says what its statements tell, and note where each amount stands."""
    text, places = "", {}
    for told in (each for each in _STATEMENTS if each.article == article):
        before, after = WORDS[told.id][0].split("{}")
        amount = WORDS[told.id][1]
        start = len(text) + len(before)
        text += f"{before}{amount}{after} "
        places[told.id] = (start, start + len(amount))
    return text, places


def _place(told: Statement) -> Statement:
    text, places = _write(told.article)
    start, end = places[told.id]
    return replace(told, evidence=text[start:end], start=start, end=end, amount_start=start, amount_end=end)


_STATEMENTS = (
    statement(
        "us-2300m",
        "a0aaaaaaaaaaaaaa",
        "announced",
        "US",
        2_300_000_000,
        date="2024-07-02",
        parts=TWO_CHANNELS,
    ),
    statement(
        "us-53bn", "a0aaaaaaaaaaaaaa", "cumulative", "US", 53_500_000_000, date="2024-07-02", qualifier="over"
    ),
    statement(
        "us-44bn", "a1aaaaaaaaaaaaaa", "cumulative", "US", 44_000_000_000, date="2023-11-20", qualifier="over"
    ),
    statement(
        "co-35bn",
        "a1aaaaaaaaaaaaaa",
        "cumulative",
        "COALITION",
        35_000_000_000,
        date="2023-11-20",
        qualifier="over",
    ),
    statement("us-988m", "a2aaaaaaaaaaaaaa", "announced", "US", 988_000_000, channel="USAI", window=DECEMBER),
    statement("us-725m", "a2aaaaaaaaaaaaaa", "announced", "US", 725_000_000, channel="PDA", window=DECEMBER),
    statement(
        "us-62bn",
        "a2aaaaaaaaaaaaaa",
        "cumulative",
        "US",
        62_000_000_000,
        window=DECEMBER,
        qualifier="over",
        since="2022-02",
    ),
    statement(
        "us-700m", "a3aaaaaaaaaaaaaa", "announced", "US", 700_000_000, aid_type="energy", window=AUTUMN
    ),
    statement(
        "gb-600m", "a3aaaaaaaaaaaaaa", "announced", "GB", 600_000_000, "GBP", aid_type="mixed", window=AUTUMN
    ),
    statement("co-21bn", "a4aaaaaaaaaaaaaa", "announced", "COALITION", 21_000_000_000, "EUR", window=SPRING),
    statement("gb-4500m", "a4aaaaaaaaaaaaaa", "envelope", "GB", 4_500_000_000, "GBP", window=SPRING),
    statement("gb-450m", "a4aaaaaaaaaaaaaa", "announced", "GB", 450_000_000, "GBP", window=SPRING),
)

STATEMENTS = tuple(map(_place, _STATEMENTS))

ARTICLES = tuple(
    Article(
        name,
        _write(name)[0],
        f"seeds/{name[:2]}.txt",
        publisher=publisher,
        published=published,
        published_from="header" if published else "none",
        window=window,
    )
    for name, publisher, published, window in (
        ("a0aaaaaaaaaaaaaa", "PA", "2024-07-02", None),
        ("a1aaaaaaaaaaaaaa", "PA", "2023-11-20", None),
        ("a2aaaaaaaaaaaaaa", None, None, Window(*DECEMBER, ("the next president takes office next month",))),
        ("a3aaaaaaaaaaaaaa", None, None, Window(*AUTUMN, ("attacks in September",))),
        ("a4aaaaaaaaaaaaaa", None, None, Window(*SPRING, ("the secretary of defence is in office",))),
    )
)

PACKAGES = tuple(package(each) for each in STATEMENTS if each.kind != "cumulative")

GROUPS = frozenset({"COALITION", "G7", "NATO", "EU"})


def mentions_of(article: str) -> tuple[Mention, ...]:
    """Give the money mentions of a sample article: one for each of its statements."""
    return tuple(
        Mention(
            each.amount_start,
            each.amount_end,
            each.amount,
            each.currency,
            each.qualifier,
            outcome="statement",
            rule="sample",
            statement=each.id,
        )
        for each in STATEMENTS
        if each.article == article
    )


def make_database(path: str) -> None:
    """Store the samples in a new database, as if they had been ingested."""
    from aidtrack import store
    from aidtrack.articles import as_sighting

    made = {package.id: package for package in PACKAGES}
    with store.open_writing(path, create=True) as database, database.transaction():
        run = database.start_run("2024-01-01T00:00:00Z", "0", "sample")
        for article in ARTICLES:
            said = tuple(each for each in STATEMENTS if each.article == article.id)
            reading = Reading(article, said, mentions_of(article.id))
            database.save(reading, [as_sighting(article)], rules="sample", run=run, block_of=lambda _: "all")
        database.resolve_blocks(["all"], lambda *_: tuple(made.values()))
