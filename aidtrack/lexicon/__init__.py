"""The words aidtrack knows: TOML tables and the code that reads and checks them once."""

from __future__ import annotations

import tomllib
from functools import cache, cached_property
from importlib import resources
from typing import Any

TABLES = ("donors", "offices", "channels", "currencies", "aid_types", "cues", "exclusions")
# New weights read differently, too: what was read by older ones must be read again.
DIGESTED = (*(f"{name}.toml" for name in TABLES), "weights.tsv")


class Lexicon:
    """All tables, each read when it is first asked for; `extract` compiles from them what it needs.

    A query needs the donors alone, and reading all tables takes longer than the rest of it.
    """

    @cached_property
    def donors(self) -> dict[str, Any]:
        """Donors and recipients: code → names, demonyms, capitals, institutions, currency."""
        return _read("donors")

    @cached_property
    def offices(self) -> dict[str, Any]:
        """Who held which office when, and the events that bound a date."""
        return _read("offices")

    @cached_property
    def channels(self) -> dict[str, Any]:
        """Funding channels: code → names and descriptions."""
        return _read("channels")

    @cached_property
    def currencies(self) -> dict[str, Any]:
        """Currencies: code → signs and words."""
        return _read("currencies")

    @cached_property
    def aid_types(self) -> dict[str, Any]:
        """What aid is for: type → patterns."""
        return _read("aid_types")

    @cached_property
    def cues(self) -> dict[str, Any]:
        """What tells the kind of a sum: cue → pattern and points."""
        return _read("cues")

    @cached_property
    def exclusions(self) -> dict[str, Any]:
        """What tells that a sum is no aid, and what speaks for aid."""
        return _read("exclusions")

    @cached_property
    def digest(self) -> str:
        """The digest of all tables: another one means newer rules."""
        import hashlib

        digest = hashlib.sha256()
        for name in DIGESTED:
            digest.update(_raw(name))
        return digest.hexdigest()[:16]

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
    """The tables that came with the program; the same object at every call."""
    return Lexicon()


def _raw(name: str) -> bytes:
    return (resources.files(__name__) / name).read_bytes()


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_raw(f"{name}.toml").decode())
