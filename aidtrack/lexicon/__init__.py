"""The words aidtrack knows: TOML tables and the code that reads and checks them once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

TABLES = ("donors", "offices", "channels", "currencies", "aid_types", "cues", "exclusions")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All tables, as read; the stages of `extract` compile from it what they need."""

    donors: dict[str, Any]
    offices: dict[str, Any]
    channels: dict[str, Any]
    currencies: dict[str, Any]
    aid_types: dict[str, Any]
    cues: dict[str, Any]
    exclusions: dict[str, Any]
    digest: str

    def party_name(self, code: str | None) -> str:
        """Give the name to print for a donor or recipient code; an unknown code is its own name."""
        if code is None:
            return "not stated"
        return str(self.donors.get(code, {}).get("name", code))

    def party_code(self, text: str) -> str | None:
        """Find the code of a donor or recipient by code, name, demonym or alias, whatever its case.

        >>> load().party_code("american"), load().party_code("U.S."), load().party_code("Atlantis")
        ('US', 'US', None)
        """
        return self._parties().get(_fold(text))

    def near_parties(self, text: str, limit: int = 3) -> list[str]:
        """List the names most like `text`, for the message about an unknown donor."""
        from rapidfuzz import process

        names = {label: code for label, code in self._parties().items() if len(label) > 2}
        found = process.extract(_fold(text), list(names), limit=limit * 3, score_cutoff=60)
        return list(dict.fromkeys(self.party_name(names[label]) for label, _, _ in found))[:limit]

    def channel_code(self, text: str) -> str | None:
        """Find a channel's code by its code or full name, whatever its case."""
        wanted = _fold(text)
        for code, entry in self.channels.items():
            if wanted in {_fold(code), _fold(entry["name"])}:
                return code
        return None

    def _parties(self) -> dict[str, str]:
        labels: dict[str, str] = {}
        for code, entry in self.donors.items():
            for label in [code, entry["name"], *entry.get("names", []), *entry.get("demonyms", [])]:
                labels.setdefault(_fold(label), code)
        return labels


def _fold(text: str) -> str:
    """Fold case, dots and spaces, so that `U.S.` and `us` are one."""
    return " ".join(text.casefold().replace(".", "").split())


@cache
def load() -> Lexicon:
    """Read the tables that came with the program; the same object at every call."""
    import hashlib

    digest = hashlib.sha256()
    tables = {}
    for name in TABLES:
        raw = (resources.files(__name__) / f"{name}.toml").read_bytes()
        digest.update(raw)
        tables[name] = tomllib.loads(raw.decode())
    # New weights read differently, too: what was read by older ones must be read again.
    digest.update((resources.files(__name__) / "weights.toml").read_bytes())
    return Lexicon(**tables, digest=digest.hexdigest()[:16])
