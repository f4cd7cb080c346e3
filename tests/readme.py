"""What README.md shows is produced here, by `make docs`; `make check` fails where it is out of date.

Commands run in a fresh folder that holds the sample articles, at 80 columns, without colour, in a pipe.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parent.parent
SCORES = PROJECT / "tests" / "gold" / "scores.json"

ROWS = {
    "all statement": "statement (kind, donor, amount, currency)",
    "all amount": "amount alone",
    "field kind": "kind",
    "field donor": "donor",
    "field recipient": "recipient",
    "field aid_type": "aid type",
    "field channel": "channel",
    "field qualifier": "qualifier",
    "field date": "date",
    "field parts": "parts",
}
SETS = {
    "corpus/tuned": "retold, tuned on",
    "corpus/scored": "retold, never read",
    "retold/scored": "more retold, never read",
    "real/tuned": "published, tuned on",
    "real/scored": "published, never read",
}


@cache
def folder() -> Path:
    """A fresh folder with `seeds/` in it; removed when the process ends."""
    made = tempfile.TemporaryDirectory()
    folders.append(made)
    (Path(made.name) / "seeds").symlink_to(PROJECT / "seeds")
    return Path(made.name)


folders: list[tempfile.TemporaryDirectory[str]] = []


def run(command: str) -> str:
    """Give what a command prints; it must succeed."""
    words = [sys.executable, "-m", *shlex.split(command)]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    environment.pop("AIDTRACK_DB", None)
    done = subprocess.run(
        words, cwd=folder(), env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"{command}: exit {done.returncode}\n{done.stderr}")
    return done.stderr + done.stdout


def show(*commands: str) -> None:
    """Print commands with their output, as a reader would see them in a terminal."""
    blocks = [f"$ {command}\n{_trim(run(command))}" for command in commands]
    print("```console\n" + "\n\n".join(blocks) + "\n```")


def _trim(printed: str) -> str:
    return "\n".join(line.rstrip() for line in printed.rstrip().splitlines())


def package(donor: str, amount: int) -> str:
    """Give the id of the sample package of a donor and an amount."""
    packages = json.loads(run(f"aidtrack packages --donor {donor} --json"))
    (found,) = [each["id"] for each in packages if each["amount"] == amount]
    return str(found)


def show_scores() -> None:
    """Print the committed scores as a table: F1, or the share that agrees on matched statements."""
    sets = json.loads(SCORES.read_text(encoding="utf-8"))["sets"]
    columns = [name for name in SETS if name in sets]
    print("| F1 | " + " | ".join(SETS[name] for name in columns) + " |")
    print("|---|" + "---:|" * len(columns))
    counts = [f"{sets[name]['articles']} / {_support(sets[name])}" for name in columns]
    print("| articles / statements | " + " | ".join(counts) + " |")
    for measure, title in ROWS.items():
        values = [sets[name]["measures"].get(measure, {}).get("f1") for name in columns]
        print(f"| {title} | " + " | ".join("–" if v is None else f"{v:.3f}" for v in values) + " |")


def _support(summary: dict[str, dict[str, dict[str, int]]]) -> int:
    return summary["measures"]["all statement"]["support"]


def scores_of(name: str) -> dict[str, object]:
    """Give one set's committed summary, for a figure within a sentence."""
    return dict(json.loads(SCORES.read_text(encoding="utf-8"))["sets"][name])


def show_published() -> None:
    """Tell how many statements are right in kind, donor and recipient, of documents that were only scored."""
    summary = scores_of("published/scored")
    scores = summary["measures"]["all statement"]  # type: ignore[index]
    print(
        f"Of {summary['articles']} White House documents whose labels were only scored, "
        f"{scores['precision']:.0%} of the statements read are right in kind, donor and recipient, "
        f"and {scores['recall']:.0%} of those labelled are found so."
    )
