"""Statements in shorthand, so that a cluster test is a column one can read.

`2022-07-08 act up_to 400m PDA @2022-07-08` is the day of publication, the source (act, release, talk or
press), then in any order: the amount, a hedge, a channel, an aid type, a kind, `@date` of the announcement,
`#tranche`, parts as `50m-PDA+770m-USAI`, and the words `new` or `recall`.
"""

from __future__ import annotations

import hashlib
import re

from aidtrack.model import KINDS, QUALIFIERS, Article, Part, Statement
from aidtrack.resolve import resolve_all

SOURCES = {
    "act": ("https://www.whitehouse.gov/presidential-actions/506a1/", "Memorandum: Section 506(a)(1)"),
    "release": ("https://www.defense.gov/News/Releases/", "Release"),
    "talk": ("https://www.whitehouse.gov/briefing-room/press-briefings/", "Press Briefing"),
    "press": ("https://news.example/", "News"),
}
TYPES = ("military", "humanitarian", "financial", "energy", "mixed", "unspecified")
CHANNELS = ("PDA", "USAI", "FMF", "ERA", "MFA")
WORDS = {"new": "an additional package", "recall": "announced last week"}


def amount_of(text: str) -> int:
    """Read 400m or 1.85bn."""
    number, unit = re.fullmatch(r"([\d.]+)(m|bn)", text).groups()
    return round(float(number) * (10**6 if unit == "m" else 10**9))


def made(line: str, donor: str | None = "US", recipient: str | None = "UA") -> tuple[Article, Statement]:
    """Make the article and the one statement that a line stands for."""
    published, source, *tokens = line.split()
    id = hashlib.sha256(line.encode()).hexdigest()[:16]
    url, title = SOURCES[source]
    day = None if published == "undated" else published
    article = Article(id, "", line, url + id, None, title, day, "metadata" if day else "none")
    fields: dict = {
        "kind": "announced",
        "qualifier": "exact",
        "aid_type": "military",
        "evidence": "a package",
    }
    for token in tokens:
        fields |= _field(token)
    fields = {"channel": None, "date": None} | fields
    return article, Statement(
        id=f"{id}-7", article=id, donor=donor, recipient=recipient, currency="USD",
        start=0, end=20, amount_start=7, amount_end=12, **fields,
    )  # fmt: skip


def _field(token: str) -> dict:
    for name, known in {
        "kind": KINDS, "qualifier": QUALIFIERS, "aid_type": TYPES, "channel": CHANNELS
    }.items():  # fmt: skip
        if token in known:
            return {name: token}
    if token in WORDS:
        return {"evidence": WORDS[token]}
    if token[0] in "@#":
        return {"date": token[1:]} if token[0] == "@" else {"tranche": int(token[1:])}
    if "-" in token:
        pieces = [piece.split("-") for piece in token.split("+")]
        return {"parts": tuple(Part(amount_of(amount), "USD", channel) for amount, channel in pieces)}
    return {"amount": amount_of(token)}


def resolved(lines, judgements=(), **who):
    """Resolve lines; the packages."""
    pairs = [made(line, **who) for line in lines]
    return resolve_all([s for _, s in pairs], {a.id: a for a, _ in pairs}, judgements)


def home_of(packages) -> dict[str, object]:
    """The package of each statement id."""
    return {link.statement: package for package in packages for link in package.links}
