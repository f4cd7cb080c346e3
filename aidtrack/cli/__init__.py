"""The command line: the app, its commands, and the one gate through which every failure leaves.

Each command lives in a module beside this one and is added by its `register(app)`. Only typer is imported
here: everything heavier is imported inside the command that needs it, so that `--help` stays quick.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Annotated

import typer
from typer.exceptions import TyperException

from aidtrack import __version__
from aidtrack.cli.options import DEFAULT_DB
from aidtrack.errors import AidtrackError, StorageFailure, UsageError, one_line

ROOMS = ("ingest", "read", "decide", "check", "measure", "keep")
BROKEN_PIPE = 141
DISK_TROUBLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Stopped(KeyboardInterrupt):
    """SIGTERM or SIGHUP asked the program to end; it ends as after Ctrl-C, with a code of its own."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(signal.Signals(number).name)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"aidtrack {__version__}")
        raise typer.Exit()


EXIT_CODES = (
    "Exit codes: 0 done, 1 internal error, 2 wrong use, 3 done in part, 4 input not found, "
    "5 database refused, 6 database busy, 7 storage failed, 8 a check failed, 9 refused by a limit, "
    "130 and 143 interrupted."
)


@app.callback(invoke_without_command=True, epilog=EXIT_CODES)
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version)
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")] = False,
) -> None:
    """Read what articles say about aid packages, and add up what may be added up.

    \b
    Start with two commands:
      aidtrack ingest seeds/
      aidtrack totals --donor US
    """
    if context.invoked_subcommand is None:
        _show_status(os.environ.get("AIDTRACK_DB") or DEFAULT_DB)


def _show_status(db: str) -> None:
    """Tell what the database holds and what to do next."""
    from aidtrack import store
    from aidtrack.render.words import count

    with store.open_reading(db) as database:
        if database is None or not database.count("article"):
            typer.echo(f"No articles yet in {db}.")
            typer.echo("Next: aidtrack ingest PATH...    aidtrack --help")
            return
        articles, packages = database.count("article"), database.count("package")
    typer.echo(f"Database {db}: {count(articles, 'article')}, {count(packages, 'package')}.")
    typer.echo("Next: aidtrack totals    aidtrack packages    aidtrack review    aidtrack --help")


def register_rooms() -> None:
    """Add the commands of each module, in the order in which a newcomer meets them."""
    for room in ROOMS:
        importlib.import_module(f"{__name__}.{room}").register(app)


register_rooms()


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the exit code of the contract."""
    sys.exit(run(list(sys.argv[1:] if args is None else args)))


def run(args: list[str]) -> int:
    """Run one command line and give its exit code; every failure becomes one line on stderr."""
    _prepare_streams()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    args, debug = _take_debug(args)
    try:
        return _guard(lambda: _invoke(args), debug)
    finally:
        _drain_stdout()


def _invoke(args: list[str]) -> int:
    """Hand the arguments to typer without its own error handling, which prints boxes."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("aidtrack", list(args)) as context:
            command.invoke(context)
    except typer.Exit as leaving:
        code = leaving.exit_code
    else:
        code = 0
    sys.stdout.flush()
    return code


def _guard(work: Callable[[], int], debug: bool) -> int:
    """Run `work`; turn what it raises into one line and an exit code."""
    try:
        return work()
    except Stopped as stopped:
        return 128 + stopped.number
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return BROKEN_PIPE
    except Exception as failure:
        if debug:
            traceback.print_exc()
        return _report(failure)


def _report(failure: Exception) -> int:
    """Print the one line for a failure and give its exit code."""
    error = as_aidtrack_error(failure)
    print_error(str(error))
    return error.exit_code


def as_aidtrack_error(failure: Exception) -> AidtrackError:
    """Put any exception into the words of the contract: what, why, and what to do."""
    if isinstance(failure, AidtrackError):
        return failure
    if isinstance(failure, TyperException):
        command = getattr(getattr(failure, "ctx", None), "command_path", "aidtrack")
        return UsageError(command, failure.format_message().rstrip(".?"), f"see {command} --help")
    if isinstance(failure, OSError) and failure.errno in DISK_TROUBLE:
        return StorageFailure(failure.filename or "output", failure.strerror or "cannot be written")
    return AidtrackError(
        "internal error", f"{type(failure).__name__}: {failure}", "run again with --debug and report it"
    )


def print_error(message: str) -> None:
    """Print one line `aidtrack: error: …` on stderr; a closed stderr is no failure of its own."""
    with contextlib.suppress(OSError):
        print(one_line(f"aidtrack: error: {message}"), file=sys.stderr, flush=True)


def _take_debug(args: list[str]) -> tuple[list[str], bool]:
    """Let `--debug` stand anywhere before a `--`."""
    options = args[: args.index("--")] if "--" in args else args
    rest = args[len(options) :]
    return [arg for arg in options if arg != "--debug"] + rest, "--debug" in options


def _prepare_streams() -> None:
    """Print characters that the terminal's encoding lacks as `\\uXXXX`; print to nowhere what is closed."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _drain_stdout() -> None:
    """Give up what the reader of stdout no longer takes, so that the interpreter ends in silence."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped(number)
