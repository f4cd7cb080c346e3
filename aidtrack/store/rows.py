"""Nouns to rows and back: columns are named as the fields; tuples of values travel as JSON.

Amounts are checked to be integers here, since a STRICT column would take `5.0` for 5.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from aidtrack.model import (
    Article,
    ChannelShare,
    Equivalent,
    Failure,
    Judgement,
    Link,
    Mention,
    Package,
    Part,
    Run,
    Sighting,
    Statement,
    Window,
)

Noun = TypeVar("Noun")
Decoder = Callable[[Any], Any]


class Table(Generic[Noun]):
    """How one noun is kept: its table, its columns, and which of them are JSON."""

    def __init__(
        self, name: str, noun: type[Noun], json_columns: Mapping[str, Decoder], without: Iterable[str] = ()
    ) -> None:
        self.name, self.noun, self.json_columns = name, noun, dict(json_columns)
        fields = dataclasses.fields(noun)  # type: ignore[arg-type]
        self.columns = tuple(field.name for field in fields if field.name not in set(without))

    def insert(self, *extra: str) -> str:
        """Give the INSERT for this noun, with columns that the noun does not have at the end."""
        names = [*self.columns, *extra]
        return f"INSERT INTO {self.name} ({quoted(names)}) VALUES ({', '.join('?' * len(names))})"

    def select(self, rest: str = "", **instead: str) -> str:
        """Give the SELECT that `decode` reads; `instead` puts an expression in the place of a column."""
        columns = ", ".join(instead.get(name, f'{self.name}."{name}"') for name in self.columns)
        return f"SELECT {columns} FROM {self.name} {rest}"

    def encode(self, noun: Noun) -> list[Any]:
        """Turn a noun into the values of its columns."""
        return [self._encode_value(name, getattr(noun, name)) for name in self.columns]

    def _encode_value(self, name: str, value: Any) -> Any:
        if name in self.json_columns:
            return None if value is None else to_json(value)
        if "amount" in name and value is not None and type(value) is not int:
            raise TypeError(f"{self.name}.{name} is no integer: {value!r}")
        return value

    def decode(self, row: tuple[Any, ...], **more: Any) -> Noun:
        """Turn a row of `select` into a noun."""
        values = dict(zip(self.columns, row, strict=True))
        for name, decoder in self.json_columns.items():
            if values[name] is not None:
                values[name] = decoder(json.loads(values[name]))
        return self.noun(**values, **more)


def quoted(names: Iterable[str]) -> str:
    """Quote column names: `end` and `by` are words of SQL."""
    return ", ".join(f'"{name}"' for name in names)


def to_json(value: Any) -> str:
    """Write a value of a noun as compact JSON, the same for the same value."""
    return json.dumps(value, default=_fields, ensure_ascii=False, separators=(",", ":"))


def _fields(noun: Any) -> dict[str, Any]:
    return {field.name: getattr(noun, field.name) for field in dataclasses.fields(noun)}


def _each(noun: type[Any]) -> Decoder:
    return lambda items: tuple(noun(**item) for item in items)


def _window(found: dict[str, Any]) -> Window:
    return Window(found["earliest"], found["latest"], tuple(found["reasons"]))


ARTICLES: Table[Article] = Table("article", Article, {"window": _window})
SIGHTINGS: Table[Sighting] = Table("sighting", Sighting, {})
MENTIONS: Table[Mention] = Table("mention", Mention, {})
STATEMENTS: Table[Statement] = Table(
    "statement",
    Statement,
    {"parts": _each(Part), "equivalents": _each(Equivalent), "rules": tuple, "date_window": _window},
)
PACKAGES: Table[Package] = Table(
    "package", Package, {"channels": _each(ChannelShare), "flags": tuple}, without=["links"]
)
LINKS: Table[Link] = Table("package_link", Link, {"reasons": tuple})
JUDGEMENTS: Table[Judgement] = Table("judgement", Judgement, {"targets": tuple, "extra": dict})
RUNS: Table[Run] = Table("run", Run, {"counts": dict}, without=["failures"])
FAILURES: Table[Failure] = Table("failure", Failure, {})
