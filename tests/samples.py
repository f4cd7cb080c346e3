"""The facts of the five sample articles as packages and statements made by hand.

Reports and renderings are tested on these, so that they are right whatever extraction makes of the texts.
"""

from __future__ import annotations

from dataclasses import replace

from aidtrack.model import Article, ChannelShare, Kind, Link, Package, Part, Statement, Window

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

ARTICLES = tuple(
    Article(name, f"text of {name}", f"seeds/{name}.txt", published=published, window=window)
    for name, published, window in (
        ("a0", "2024-07-02", None),
        ("a1", "2023-11-20", None),
        ("a2", None, Window(*DECEMBER, ("the next president takes office next month",))),
        ("a3", None, Window(*AUTUMN, ("attacks in September",))),
        ("a4", None, Window(*SPRING, ("the secretary of defence is in office",))),
    )
)

STATEMENTS = (
    statement("us-2300m", "a0", "announced", "US", 2_300_000_000, date="2024-07-02", parts=TWO_CHANNELS),
    statement("us-53bn", "a0", "cumulative", "US", 53_500_000_000, date="2024-07-02", qualifier="over"),
    statement("us-44bn", "a1", "cumulative", "US", 44_000_000_000, date="2023-11-20", qualifier="over"),
    statement(
        "co-35bn", "a1", "cumulative", "COALITION", 35_000_000_000, date="2023-11-20", qualifier="over"
    ),
    statement("us-988m", "a2", "announced", "US", 988_000_000, channel="USAI", window=DECEMBER),
    statement("us-725m", "a2", "announced", "US", 725_000_000, channel="PDA", window=DECEMBER),
    statement(
        "us-62bn",
        "a2",
        "cumulative",
        "US",
        62_000_000_000,
        window=DECEMBER,
        qualifier="over",
        since="2022-02",
    ),
    statement("us-700m", "a3", "announced", "US", 700_000_000, aid_type="energy", window=AUTUMN),
    statement("gb-600m", "a3", "announced", "GB", 600_000_000, "GBP", aid_type="mixed", window=AUTUMN),
    statement("co-21bn", "a4", "announced", "COALITION", 21_000_000_000, "EUR", window=SPRING),
    statement("gb-4500m", "a4", "envelope", "GB", 4_500_000_000, "GBP", window=SPRING),
    statement("gb-450m", "a4", "announced", "GB", 450_000_000, "GBP", window=SPRING),
)

PACKAGES = tuple(package(each) for each in STATEMENTS if each.kind != "cumulative")

GROUPS = frozenset({"COALITION", "G7", "NATO", "EU"})
