"""Fixtures for tests that use the program as its users do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aidtrack.cli import run
from tests.commands import NEWS, Result


@pytest.fixture
def aidtrack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Run commands in an empty folder of their own, with the database in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AIDTRACK_DB", "aidtrack.db")

    def run_command(*args: str) -> Result:
        capsys.readouterr()
        code = run(list(args))
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return run_command


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """One article in a folder of its own."""
    folder = tmp_path / "news"
    folder.mkdir()
    file = folder / "austin.txt"
    file.write_text(NEWS, encoding="utf-8")
    return file
