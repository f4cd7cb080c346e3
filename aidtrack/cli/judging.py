"""How a judgement is made: what it is about is found, it is appended, and what it touches is derived anew.

All of that happens in one transaction, so that nobody ever sees a judgement without its effect.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aidtrack.errors import UsageError
from aidtrack.model import Article, Judgement, Package, Statement

if TYPE_CHECKING:
    from aidtrack.store import Database

FIELDS = ("amount", "date", "donor", "recipient", "channel", "aid_type", "kind")
_SCALES = {"": 1, "k": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9}
_SCALES |= {"billion": 10**9, "tn": 10**12, "trillion": 10**12}


@dataclass(frozen=True)
class Target:
    """What a judgement is about: a package or one statement, as the statements it rests on."""

    name: str
    package: Package | None
    statements: tuple[Statement, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the statements, which outlive every rebuild."""
        from aidtrack.resolve import key_of

        return tuple(sorted(key_of(statement) for statement in self.statements))


@dataclass
class Judge:
    """Who judges and why, and the database; use within `database.transaction()`."""

    database: Database
    by: str
    why: str = ""
    made: list[Judgement] = field(default_factory=list)

    def find(self, name: str) -> Target:
        """Find a package or a statement by its id, or by the first letters of it."""
        packages = self.database.packages()
        owner = {link.statement: package for package in packages for link in package.links}
        ids = {package.id: package for package in packages}
        if name in ids:
            return self._of_package(ids[name])
        if name in owner:
            return Target(name, owner[name], tuple(self.database.statements(ids=[name])))
        near = [each for each in ids if each.startswith(name)]
        if len(near) == 1:
            return self._of_package(ids[near[0]])
        told = [each for each in owner if each.startswith(name)] if not near else []
        if len(told) == 1:
            return Target(told[0], owner[told[0]], tuple(self.database.statements(ids=told)))
        raise _not_found(name, sorted(near or told))

    def _of_package(self, package: Package) -> Target:
        ids = [link.statement for link in package.links]
        return Target(package.id, package, tuple(self.database.statements(ids=ids)))

    def record(self, verdict: str, targets: Sequence[str], **more: object) -> Judgement:
        """Append a judgement and derive anew the packages that it touches."""
        before = self._blocks(targets)
        draft = Judgement(0, verdict, tuple(targets), self.by, _now(), self.why)
        draft = replace(draft, **more)  # type: ignore[arg-type]
        draft = replace(draft, extra={**draft.extra, **self._told(targets)})
        judgement = self.database.add_judgement(draft)
        self.made.append(judgement)
        self._settle(judgement, before)
        return judgement

    def tell(self) -> list[str]:
        """Say what each judgement made of the packages it touched."""
        return [line for judgement in self.made for line in describe(self.database, judgement)]

    def _told(self, targets: Sequence[str]) -> dict[str, str]:
        """Keep what each statement claimed when it was judged, to notice when a reading changes it."""
        from aidtrack.resolve import key_of, tell

        return {f"told:{key_of(s)}": tell(s) for s in self._statements(targets)}

    def _statements(self, targets: Iterable[str]) -> list[Statement]:
        from aidtrack.resolve import key_of

        wanted = set(targets)
        articles = {key.rpartition(":")[0] for key in wanted}
        told = [s for article in sorted(articles) for s in self.database.statements(article)]
        return [statement for statement in told if key_of(statement) in wanted]

    def _blocks(self, targets: Iterable[str]) -> set[str]:
        from aidtrack.resolve import blocks_by

        name_block = blocks_by(self.database.judgements())
        return {name_block(statement) for statement in self._statements(targets)}

    def _settle(self, judgement: Judgement, before: set[str]) -> None:
        from aidtrack.cli.intake import read_again
        from aidtrack.resolve import blocks_by, resolve_block

        judgements = self.database.judgements()
        touched = [judgement, *_undone(judgement, judgements)]
        targets = [key for each in touched for key in each.targets]
        for each in touched:
            if each.field == "published":
                read_again(self.database, [key.rpartition(":")[0] for key in each.targets])
        if any(each.field == "donor" for each in touched):
            blocks = self.database.reblock(blocks_by(judgements))
        else:
            blocks = before | self._blocks(targets)
        self.database.resolve_blocks(blocks, resolve_block)


class _Undo(Exception):
    """Leaves a transaction without keeping what was written in it."""


@contextmanager
def judging(db: str, wait: float, by: str | None, why: str, dry_run: bool = False) -> Iterator[Judge]:
    """Open the database for one judgement or several that belong together: all are kept, or none."""
    from aidtrack import store

    with store.open_writing(db, wait) as database:
        try:
            with database.transaction():
                yield Judge(database, judge_name(by), why)
                if dry_run:
                    raise _Undo
        except _Undo:
            pass


def _undone(judgement: Judgement, judgements: Sequence[Judgement]) -> list[Judgement]:
    """The judgements that an undo (or the undo of an undo) brings to light or hides."""
    found = []
    by_number = {each.sequence: each for each in judgements}
    while judgement.undoes is not None and judgement.undoes in by_number:
        judgement = by_number[judgement.undoes]
        found.append(judgement)
    return found


def merge_all(judge: Judge, targets: Sequence[Target]) -> None:
    """Merge packages of one donor."""
    names = {target.package.id if target.package else target.name for target in targets}
    if len(names) < 2:
        raise UsageError("merge", "that is one package already", "name two packages")
    donors = {statement.donor or "none" for target in targets for statement in target.statements}
    if len(donors) > 1:
        why = f"they have different donors: {', '.join(sorted(donors))}"
        raise UsageError("merge", why, "correct the donor first: aidtrack correct ID --donor NAME")
    judge.record("merge", sorted({key for target in targets for key in target.keys}))


def correct_fields(judge: Judge, target: Target, fields: dict[str, str]) -> None:
    """Correct fields of all statements that tell a package's sum, or of one statement."""
    for name, text in fields.items():
        value = read_field(name, text)
        told = _telling(target, name)
        old = sorted({str(getattr(statement, name)) for statement in told})
        judge.record("correct", _keys(told), field=name, old=", ".join(old), value=value)


def _telling(target: Target, field: str) -> list[Statement]:
    """The statements that a correction is about: a preview and a share keep a figure of their own."""
    if target.package is None or field in ("donor", "recipient", "aid_type") or len(target.statements) == 1:
        return list(target.statements)
    roles = {link.statement: link.role for link in target.package.links}
    told = [s for s in target.statements if roles[s.id] in ("whole", "recall")]
    return told or list(target.statements)


def _keys(statements: Sequence[Statement]) -> list[str]:
    from aidtrack.resolve import key_of

    return sorted(key_of(statement) for statement in statements)


def take_back(judge: Judge, number: int | None) -> Judgement:
    """Undo one judgement, by number or the last one in force."""
    from aidtrack.resolve.judged import in_force

    judgements = judge.database.judgements()
    alive = in_force(judgements)
    if number is None and not alive:
        raise UsageError("undo", "no judgement is in force", "see aidtrack history")
    wanted = alive[-1].sequence if number is None else number
    found = [each for each in judgements if each.sequence == wanted]
    if not found:
        raise UsageError(f"undo {wanted}", "no such judgement", "see aidtrack history")
    if found[0].verdict != "undo" and found[0] not in alive:
        raise UsageError(f"undo {wanted}", "that is undone already", "see aidtrack history")
    judge.record("undo", [], undoes=wanted)
    return found[0]


def describe(database: Database, judgement: Judgement) -> list[str]:
    """Say in a line what a judgement was, and in one more for each package what it is now."""
    from aidtrack.resolve import key_of

    what = judgement.verdict
    if judgement.field:
        what = f"{what} {judgement.field}: {judgement.old or 'none'} is now {judgement.value or 'none'}"
    articles = sorted({key.rpartition(":")[0] for key in judgement.targets})
    ids = {s.id for a in articles for s in database.statements(a) if key_of(s) in judgement.targets}
    homes = sorted({home for id, home in database.package_of().items() if id in ids})
    return [f"{numbered(judgement)} {what}", *(_package_line(database, home) for home in homes)]


def _package_line(database: Database, home: str) -> str:
    package = database.packages([home])[0]
    state = package.status if package.counted else f"{package.status}, not counted"
    return f"  {package.id}: {package.amount:,} {package.currency}, {package.kind}, {state}"


def echo_lines(lines: Iterable[str]) -> None:
    """Print lines made safe for a terminal, indented ones indented."""
    import typer

    from aidtrack.render.safe import safe

    for line in lines:
        typer.echo(("  " if line.startswith("  ") else "") + safe(line.strip()))


def numbered(judgement: Judgement) -> str:
    """Write the number of a judgement: #12."""
    return f"#{judgement.sequence}"


def find_article(database: Database, name: str) -> Article:
    """Find an article by id (or its first letters), path or URL."""
    articles = database.articles(text=False)
    found = [a for a in articles if name in (a.id, a.path, a.url)]
    found = found or [a for a in articles if len(name) >= 4 and a.id.startswith(name)]
    paths = {s.article for s in database.sightings() if s.path == name}
    found = found or [a for a in articles if a.id in paths]
    if len(found) == 1:
        return found[0]
    why = f"{len(found)} articles fit" if found else "no such article"
    raise UsageError(f"article {name}", why, "list them with aidtrack sources")


def _not_found(name: str, near: list[str]) -> UsageError:
    if near:
        return UsageError(name, f"{len(near)} begin so", f"write more of it: {', '.join(near[:5])}")
    return UsageError(name, "no such package or statement", "list them with aidtrack packages")


def read_amount(text: str) -> int:
    """Read an amount as people write it: 2.2bn, 500m, 2,200,000,000, -6.2bn.

    >>> read_amount("2.2bn"), read_amount("$500m"), read_amount("-6.2bn"), read_amount("2,200,000")
    (2200000000, 500000000, -6200000000, 2200000)
    """
    plain = text.strip().replace(",", "").replace("_", "").replace(" ", "").lower()
    found = re.fullmatch(r"(-?)[$£€]?(\d{1,15})(?:\.(\d{1,12}))?([a-z]*)", plain, re.ASCII)
    if not found or found[4] not in _SCALES:
        raise UsageError(f"amount {text}", "not an amount", "write 2.2bn, 500m or 2200000000")
    sign, whole, fraction, scale = found[1], found[2], found[3] or "", _SCALES[found[4]]
    scaled, rest = divmod(int(whole + fraction) * scale, int("1" + "0" * len(fraction)))
    if rest or scaled > 10**15:
        raise UsageError(f"amount {text}", "not a whole sum of money", "write 2.2bn, 500m or 2200000000")
    return -scaled if sign else scaled


def read_field(name: str, text: str) -> str | None:
    """Check the new value of a field and write it as judgements keep it; `none` empties it."""
    from aidtrack.cli import options

    if name == "amount":
        amount = read_amount(text)
        if amount <= 0:
            raise UsageError(f"--amount {text}", "a package gives more than nothing", "reject it instead")
        return str(amount)
    if name == "date":
        if text.casefold() == "none":
            return None
        options.read_period(text, "--date")
        if "q" in text.casefold():
            raise UsageError(f"--date {text}", "a quarter is no date", "write 2024, 2024-07 or 2024-07-02")
        return text
    if name in ("donor", "recipient"):
        return options.read_party(text, f"--{name}")
    if name == "channel":
        return options.read_channel(text)
    if name == "aid_type":
        return options.read_aid_type(text)
    if name == "kind":
        return options.read_kinds([text])[0]
    raise UsageError(name, "no such field", f"try {', '.join(FIELDS)}")


def judge_name(by: str | None) -> str:
    """Tell who judges: --by, else the user of the machine."""
    return by or os.environ.get("AIDTRACK_BY") or os.environ.get("USER") or "unknown"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
