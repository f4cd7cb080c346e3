"""Fixtures for tests that use the program as its users do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from aidtrack.cli import run

NEWS = """WASHINGTON, July 2, 2024 (Example) - The United States will provide $2.3 billion in new security
assistance for Ukraine, Defense Secretary Lloyd Austin announced on Tuesday.
"""


@dataclass(frozen=True)
class Result:
    """What a command left behind: its exit code and what it printed."""

    code: int
    out: str
    err: str


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
