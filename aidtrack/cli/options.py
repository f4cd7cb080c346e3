"""Options that several commands share, and the values they are read into.

`Filters` and `Output` bundle the options of all reading commands, `Entry` those of the commands that enter a
judgement. A command takes them as parameters and is decorated with `bundled`, which puts the single options
in their place:

    @app.command()
    @bundled
    def totals(filters: Filters, output: Output, db: DbOption = DEFAULT_DB) -> None: ...
"""

from __future__ import annotations

import calendar
import difflib
import functools
import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import typer

from aidtrack.errors import UsageError
from aidtrack.model import KINDS, Kind

DEFAULT_DB = "aidtrack.db"
DEFAULT_WAIT = 30.0

DbOption = Annotated[
    str,
    typer.Option("--db", envvar="AIDTRACK_DB", metavar="FILE", help="The database.", show_default=True),
]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but errors.")]
WaitOption = Annotated[
    float, typer.Option("--wait", metavar="SECONDS", min=0, help="How long to wait for a busy database.")
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who judges; else $USER.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

Values = list[str] | None
Format = Literal["table", "json", "nl", "csv", "tsv"]


@dataclass(frozen=True)
class Filters:
    """Which statements or packages a reading command is about; an empty tuple does not filter.

    `since`, `until` and `as_of` are ISO days, both ends inclusive. `None` among donors, recipients or
    channels (`none` on the command line) stands for those that the text does not state.
    """

    donors: tuple[str | None, ...] = ()
    recipients: tuple[str | None, ...] = ()
    channels: tuple[str | None, ...] = ()
    aid_types: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    since: str | None = None
    until: str | None = None
    as_of: str | None = None

    def kinds_or(self, *default: Kind) -> tuple[Kind, ...]:
        """Give the kinds asked for, or those that the command is about by itself."""
        return self.kinds or default


@dataclass(frozen=True)
class Output:
    """How a reading command prints: the format, the columns chosen, headers, and a width for tables."""

    format: Format = "table"
    columns: tuple[str, ...] = ()
    headers: bool = True
    width: int | None = None

    def choose_columns(self, known: Iterable[str]) -> tuple[str, ...]:
        """Give the columns to print out of the known ones; an unknown one is refused with near matches."""
        names = list(known)
        for column in self.columns:
            if column not in names:
                near = difflib.get_close_matches(column, names, 3, 0.6) or names
                raise UsageError(f"--columns {column}", "no such column", f"try {', '.join(near)}")
        return self.columns or tuple(names)


@dataclass(frozen=True)
class Entry:
    """How a judgement is entered: why and by whom, for good or as a trial, into which database."""

    why: str
    by: str | None
    dry_run: bool
    quiet: bool
    db: str
    wait: float


def _option(*names: str, metavar: str, help: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=help, show_default=False)


FILTER_OPTIONS: dict[str, Any] = {
    "donor": Annotated[Values, _option("--donor", metavar="NAME", help="Who gives: US, USA, american, …")],
    "recipient": Annotated[Values, _option("--recipient", metavar="NAME", help="Who gets: UA, Ukraine, …")],
    "channel": Annotated[Values, _option("--channel", metavar="CODE", help="PDA, USAI, EPF, …, or none.")],
    "aid_type": Annotated[Values, _option("--aid-type", metavar="TYPE", help="military, humanitarian, …")],
    "kind": Annotated[Values, _option("--kind", metavar="KIND", help=f"{', '.join(KINDS)}, or all.")],
    "since": Annotated[
        str | None, _option("--since", metavar="DATE", help="From: 2024, 2024-Q3, 2024-07 or 2024-07-02.")
    ],
    "until": Annotated[str | None, _option("--until", metavar="DATE", help="Up to and with this date.")],
    "as_of": Annotated[
        str | None, _option("--as-of", metavar="DATE", help="Only what articles published by then tell.")
    ],
}
FILTER_DEFAULTS: dict[str, Any] = dict.fromkeys(FILTER_OPTIONS)

OUTPUT_OPTIONS: dict[str, Any] = {
    "json": Annotated[bool, typer.Option("--json", help="Print a JSON array of objects.")],
    "nl": Annotated[bool, typer.Option("--nl", help="Print JSON, one object per line.")],
    "csv": Annotated[bool, typer.Option("--csv", help="Print CSV.")],
    "tsv": Annotated[bool, typer.Option("--tsv", help="Print tab-separated values.")],
    "columns": Annotated[Values, _option("--columns", metavar="A,B", help="Print these columns.")],
    "no_headers": Annotated[bool, typer.Option("--no-headers", help="Leave out the line of column names.")],
    "width": Annotated[
        int | None,
        typer.Option("--width", metavar="N", min=20, help="Width of tables.", show_default=False),
    ],
}
OUTPUT_DEFAULTS: dict[str, Any] = {
    "json": False,
    "nl": False,
    "csv": False,
    "tsv": False,
    "columns": None,
    "no_headers": False,
    "width": None,
}

ENTRY_OPTIONS: dict[str, Any] = {
    "why": Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept with the judgement.")],
    "by": ByOption,
    "dry_run": Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")],
    "quiet": QuietOption,
    "db": DbOption,
    "wait": WaitOption,
}
ENTRY_DEFAULTS: dict[str, Any] = {
    "why": "",
    "by": None,
    "dry_run": False,
    "quiet": False,
    "db": DEFAULT_DB,
    "wait": DEFAULT_WAIT,
}


def bundled(command: Callable[..., Any]) -> Callable[..., Any]:
    """Put the single options in the place of a command's parameters `filters`, `output` and `entry`."""
    own = inspect.signature(command, eval_str=True)

    @functools.wraps(command)
    def run(**given: Any) -> Any:
        for bundle, (options, _, read) in _bundles().items():
            if bundle in own.parameters:
                given[bundle] = read(**{name: given.pop(name) for name in options})
        return command(**given)

    parameters: list[inspect.Parameter] = []
    for parameter in own.parameters.values():
        parameters.extend(_unfold(parameter))
    parameters.sort(key=lambda each: each.default is not each.empty)
    run.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _bundles() -> dict[str, tuple[dict[str, Any], dict[str, Any], Callable[..., Any]]]:
    """The bundling parameters: their options, the defaults of these, and what makes one value of them."""
    return {
        "filters": (FILTER_OPTIONS, FILTER_DEFAULTS, read_filters),
        "output": (OUTPUT_OPTIONS, OUTPUT_DEFAULTS, read_output),
        "entry": (ENTRY_OPTIONS, ENTRY_DEFAULTS, Entry),
    }


def _unfold(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    """Give the options that a bundling parameter stands for, or the parameter itself."""
    bundles = _bundles()
    if parameter.name not in bundles:
        return [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
    options, defaults, _ = bundles[parameter.name]
    kind = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(name, kind, default=defaults[name], annotation=annotation)
        for name, annotation in options.items()
    ]


def read_filters(
    *,
    donor: Values = None,
    recipient: Values = None,
    channel: Values = None,
    aid_type: Values = None,
    kind: Values = None,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
) -> Filters:
    """Turn the words given on the command line into codes and days."""
    first = read_period(since, "--since")[0] if since else None
    last = read_period(until, "--until")[1] if until else None
    if first and last and last < first:
        raise UsageError(f"--since {since} --until {until}", "ends before it begins", "turn the two around")
    return Filters(
        donors=tuple(read_party(name, "--donor") for name in split_values(donor)),
        recipients=tuple(read_party(name, "--recipient") for name in split_values(recipient)),
        channels=tuple(read_channel(name) for name in split_values(channel)),
        aid_types=tuple(read_aid_type(name) for name in split_values(aid_type)),
        kinds=read_kinds(split_values(kind)),
        since=first,
        until=last,
        as_of=read_period(as_of, "--as-of")[1] if as_of else None,
    )


def read_output(
    *,
    json: bool = False,
    nl: bool = False,
    csv: bool = False,
    tsv: bool = False,
    columns: Values = None,
    no_headers: bool = False,
    width: int | None = None,
) -> Output:
    """Choose the one format that was asked for."""
    chosen: list[Format] = []
    if json or nl:
        chosen.append("nl" if nl else "json")
    if csv:
        chosen.append("csv")
    if tsv:
        chosen.append("tsv")
    if len(chosen) > 1:
        raise UsageError("output", f"--{chosen[0]} and --{chosen[1]} exclude each other", "choose one")
    return Output(chosen[0] if chosen else "table", tuple(split_values(columns)), not no_headers, width)


def split_values(given: Values) -> list[str]:
    """Take a repeated option and a list with commas alike: `--donor US --donor GB` is `--donor US,GB`."""
    pieces = (piece.strip() for value in given or () for piece in value.split(","))
    return [piece for piece in pieces if piece]


def read_party(name: str, option: str = "--donor") -> str | None:
    """Find the code of a donor or recipient; an unknown one is refused with the names most like it."""
    from aidtrack import lexicon

    if name.casefold() == "none":
        return None
    words = lexicon.load()
    code = words.party_code(name)
    if code is None:
        near = words.near_parties(name) or sorted(words.donors)[:8]
        raise UsageError(f"{option} {name}", "no such donor or recipient", f"try {', '.join(near)}")
    return code


def read_channel(name: str) -> str | None:
    """Find the code of a funding channel by code or full name."""
    from aidtrack import lexicon

    if name.casefold() == "none":
        return None
    words = lexicon.load()
    code = words.channel_code(name)
    if code is None:
        known = sorted(words.channels)
        near = difflib.get_close_matches(name.upper(), known, 3, 0.5) or known
        raise UsageError(f"--channel {name}", "no such channel", f"try {', '.join(near)} or none")
    return code


AID_TYPES = ("military", "humanitarian", "financial", "energy", "reconstruction", "mixed", "unspecified")


def read_aid_type(name: str) -> str:
    """Check a type of aid."""
    return _one_of(name, AID_TYPES, "--aid-type", "type of aid")


def read_kinds(names: list[str]) -> tuple[Kind, ...]:
    """Check kinds; `all` stands for every kind."""
    if "all" in (name.casefold() for name in names):
        return KINDS
    return tuple(_one_of(name, KINDS, "--kind", "kind") for name in names)  # type: ignore[misc]


def _one_of(name: str, known: tuple[str, ...], option: str, what: str) -> str:
    """Give the known word that `name` is, whatever its case, or refuse it with near matches."""
    folded = name.casefold()
    if folded in known:
        return folded
    near = difflib.get_close_matches(folded, known, 3, 0.5) or known
    raise UsageError(f"{option} {name}", f"no such {what}", f"try {', '.join(near)}")


def read_period(text: str, option: str = "--date") -> tuple[str, str]:
    """Give the first and the last day of a year, quarter, month or day.

    >>> read_period("2024"), read_period("2024-Q3"), read_period("2024-02")
    (('2024-01-01', '2024-12-31'), ('2024-07-01', '2024-09-30'), ('2024-02-01', '2024-02-29'))
    """
    found = re.fullmatch(r"(\d{4})(?:-(?:[Qq]([1-4])|(\d{2})(?:-(\d{2}))?))?", text.strip(), re.ASCII)
    if found and int(found[1]) > 0:
        year, quarter, month, day = (int(piece) if piece else None for piece in found.groups())
        first = month or (3 * quarter - 2 if quarter else 1)
        last = month or (3 * quarter if quarter else 12)
        if 1 <= first <= 12 and (day is None or 1 <= day <= calendar.monthrange(year or 1, first)[1]):
            end = day or calendar.monthrange(year or 1, last)[1]
            return f"{year:04}-{first:02}-{day or 1:02}", f"{year:04}-{last:02}-{end:02}"
    raise UsageError(f"{option} {text}", "not a date", "write 2024, 2024-Q3, 2024-07 or 2024-07-02")
