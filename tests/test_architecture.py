"""The frame: imports point inwards, the inner rooms are pure, and all data files travel in the wheel."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "aidtrack"

# Which rooms a room may import. Only `cli` knows all.
KNOWS = {
    "model": set(),
    "errors": set(),
    "lexicon": {"model", "errors"},
    "articles": {"model", "errors"},
    "store": {"model", "errors"},
    "reports": {"model", "errors"},
    "evaluate": {"model", "errors"},
    "extract": {"model", "errors", "lexicon"},
    "resolve": {"model", "errors", "lexicon"},
    "render": {"model", "errors", "reports"},
}
OUTERMOST = {"cli", "__main__", "__init__"}

# From model to reports: values in, values out.
PURE = ("model", "errors", "lexicon", "articles", "extract", "resolve", "reports", "evaluate")
OUTSIDE = {"typer", "click", "rich", "sqlite3", "sqlite_utils", "socket", "http", "requests", "httpx", "time"}
NETWORK = {"urllib.request", "http.client"}
CLOCK = {"now", "utcnow", "today"}

# What `aidtrack.cli` may not load before a command needs it: each costs more than the interpreter itself.
HEAVY = (
    "rich",
    "sqlite_utils",
    "dateparser",
    "trafilatura",
    "lxml",
    "rapidfuzz",
    "regex",
    "pydantic",
    "tomllib",
)

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room a module belongs to: `extract/money.py` belongs to `extract`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, at its top or inside a function, by full name."""
    package = ["aidtrack", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def rooms_imported(path: Path) -> set[str]:
    """The other rooms of aidtrack that a file imports."""
    names = [name.split(".") for name in imports_of(path) if name.split(".")[0] == "aidtrack"]
    return {name[1] for name in names if len(name) > 1 and _is_room(name[1])}


def _is_room(name: str) -> bool:
    return (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").exists()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_inwards(path: Path) -> None:
    """A room imports only the rooms that lie further in."""
    room = room_of(path)
    if room not in OUTERMOST:
        assert rooms_imported(path) - {room} <= KNOWS[room]


def test_the_check_of_imports_sees_a_wrong_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import inside a function, or a relative one, does not slip through."""
    (tmp_path / "store").mkdir()
    (tmp_path / "extract").mkdir()
    wrong = tmp_path / "extract" / "wrong.py"
    lines = ["from aidtrack import store", "from ..store import database", "import aidtrack.store"]
    wrong.write_text("def f():\n    " + "\n    ".join(lines))
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    assert list(imports_of(wrong)) == ["aidtrack.store", "aidtrack.store.database", "aidtrack.store"]
    assert rooms_imported(wrong) == {"store"}


@pytest.mark.parametrize(
    "path", [m for m in MODULES if room_of(m) in PURE], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_inner_rooms_are_pure(path: Path) -> None:
    """From model to reports there is no terminal, no SQL, no network and no clock."""
    names = set(imports_of(path))
    assert {name for name in names if name.split(".")[0] in OUTSIDE} == set()
    assert {name for name in names if any(name.startswith(each) for each in NETWORK)} == set()
    calls = (node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    assert {call.attr for call in calls if isinstance(call, ast.Attribute)} & CLOCK == set()


def test_the_command_line_starts_light() -> None:
    """Importing the command line loads typer, and nothing that only some command needs."""
    code = "import sys, aidtrack.cli; print(' '.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert set(HEAVY) & set(loaded) == set()
    inner = {"extract", "resolve", "store", "reports", "render", "lexicon", "articles", "evaluate"}
    assert {name for name in loaded if name.startswith("aidtrack.") and name.split(".")[1] in inner} == set()


def test_all_data_files_travel_in_the_wheel(tmp_path: Path) -> None:
    """A wheel holds every file of the package: tables and schema as well as modules."""
    pytest.importorskip("hatchling", reason="the build backend is not installed in this environment")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=PROJECT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = {p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    assert {str(path.relative_to(PROJECT)) for path in files} - inside == set()


def test_dependencies_are_those_imported() -> None:
    """Each library that the package imports is declared, so that a fresh install runs."""
    imported = {name.split(".")[0] for path in MODULES for name in imports_of(path)}
    outside = imported - set(sys.stdlib_module_names) - {"aidtrack"}
    makers = {module: {_fold(d) for d in names} for module, names in packages_distributions().items()}
    declared = {_fold(name) for name in declared_dependencies()}
    assert {module for module in outside if not makers.get(module, set()) & declared} == set()


def declared_dependencies() -> list[str]:
    """What pyproject.toml asks for, extras included."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    extras = project.get("optional-dependencies", {}).values()
    return [*project["dependencies"], *(name for extra in extras for name in extra)]


def _fold(requirement: str) -> str:
    """`CurrencyConverter>=0.18` and `currencyconverter` are one."""
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_exact_versions_cover_what_is_declared() -> None:
    """constraints.txt has a version of every declared dependency; if not: make constraints."""
    lines = (PROJECT / "constraints.txt").read_text().splitlines()
    pinned = {_fold(line) for line in lines if "==" in line}
    assert {_fold(name) for name in declared_dependencies()} - pinned == set()


def tracked_texts() -> Iterator[Path]:
    """Every text that belongs to the project, but for the gold articles and this test."""
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout: there is no list of what belongs to the project")
    for name in listed.stdout.splitlines():
        path = PROJECT / name
        if path.is_file() and not name.startswith("tests/gold/corpus/") and path != Path(__file__):
            yield path


def test_the_project_names_no_machine() -> None:
    """No path of one machine and no address of a package index stands in the project."""
    forbidden = re.compile(r"/work/|/root/|/home/\w|--(extra-)?index-url|\bpypi\.org|pythonhosted", re.ASCII)
    found = {
        f"{path.relative_to(PROJECT)}: {hit[0]}"
        for path in tracked_texts()
        for hit in forbidden.finditer(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert found == set()


def test_sample_files_that_are_named_exist() -> None:
    """Examples in help texts and documents name sample articles that there are."""
    named = {
        name
        for path in [*MODULES, PROJECT / "README.md"]
        for name in re.findall(r"\bseeds/[\w-]+\.txt", path.read_text(encoding="utf-8"))
    }
    assert named
    assert {name for name in named if not (PROJECT / name).exists()} == set()


def test_dependencies_have_hashes() -> None:
    """Every version in constraints.txt is exact and has hashes."""
    lines = (PROJECT / "constraints.txt").read_text().splitlines()
    pins = [i for i, line in enumerate(lines) if line and line[0] not in " #"]
    assert pins
    assert [lines[i] for i in pins if "==" not in lines[i] or "--hash=sha256:" not in lines[i + 1]] == []
