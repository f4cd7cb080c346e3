"""Help: every command has an example, and asking for help costs little."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

from aidtrack.cli import app
from tests.commands import Result


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """All commands with their names, those of groups included."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        yield (*path, name), command


ALL = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_help_with_an_example(
    aidtrack: Callable[..., Result], path: tuple[str, ...]
) -> None:
    """The example calls the command by its name, with options that it has."""
    result = aidtrack(*path, "--help")
    assert (result.code, result.err) == (0, "")
    assert "Example" in result.out
    examples = re.findall(rf"aidtrack {' '.join(path)}\b[^|;&>\n]*", result.out.split("Example", 1)[1])
    assert examples
    known = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", result.out.split("Options:")[-1]))
    for example in examples:
        words = shlex.split(example.rstrip(" .").replace('"', ""))
        assert {word for word in words if re.match(r"--?[a-z]", word)} <= known, example


def test_help_lists_commands_and_exit_codes(aidtrack: Callable[..., Result]) -> None:
    """With both spellings; what a script must know stands in it."""
    result = aidtrack("-h")
    assert result == aidtrack("--help")
    for word in ("ingest", "totals", "doctor", "Exit codes:", "130"):
        assert word in result.out


def test_help_loads_nothing_heavy() -> None:
    """Each of these costs more than the interpreter itself."""
    heavy = {
        "rich",
        "sqlite3",
        "sqlite_utils",
        "dateparser",
        "trafilatura",
        "rapidfuzz",
        "tomllib",
        "pydantic",
    }
    script = (
        "import sys; sys.argv = ['aidtrack', '--help']\n"
        "from aidtrack.cli import run\n"
        "code = run(['--help'])\n"
        f"print('LOADED', code, sorted({heavy!r} & sys.modules.keys()))\n"
    )
    environment = {**os.environ, "COLUMNS": "80"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert done.stdout.splitlines()[-1] == "LOADED 0 []"


def test_version(aidtrack: Callable[..., Result]) -> None:
    """One line."""
    from aidtrack import __version__

    assert aidtrack("--version") == Result(0, f"aidtrack {__version__}\n", "")
