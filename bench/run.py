"""What aidtrack costs: documents a second and peak memory, start-up of `totals`, growth on hostile text.

Run by `make bench` (BENCH_DOCS=FOLDER reads that folder instead of copies of the gold texts). Machines
differ and drift, so start-up is told as ratios: all commands run in turns, each ratio within one round.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
COPIES = 4
ENOUGH = 0.5  # seconds that a timing takes at least, where the text may be that long

# Texts that make careless patterns slow: long runs of what a number, a bracket or a sentence is made of.
HOSTILE: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "digits and commas": lambda n: "1," * (n // 2),
    "digits and spaces": lambda n: "1 000 " * (n // 6),
    "dollar signs": lambda n: "$" * n,
    "opening brackets": lambda n: "$1bn (" * (n // 6),
    "amounts": lambda n: "$1.5 billion " * (n // 13),
    "amounts without end": lambda n: "$1 to $2 and $3 or " * (n // 19),
    "number words": lambda n: "hundred and " * (n // 12),
    "donor names": lambda n: "US and UK and EU " * (n // 17),
    "sentences": lambda n: "The US gave Ukraine $5 million in aid. " * (n // 39),
    "full stops": lambda n: "U.S. " * (n // 5),
    "spaces": lambda n: " " * n,
    "line ends": lambda n: "\n" * n,
    "dates": lambda n: "2 July 2024, Monday last month, " * (n // 32),
}


def measure_reading(docs: Path, rounds: int) -> Iterator[str]:
    """Read a folder into a new database, on one core as the command does it."""
    count = sum(path.is_file() and path.suffix in (".txt", ".md") for path in docs.rglob("*"))
    size = sum(path.stat().st_size for path in docs.rglob("*") if path.is_file())
    runs = [_read_once(docs) for _ in range(rounds)]
    seconds, peak = median(run[0] for run in runs), max(run[1] for run in runs)
    yield f"reading {count:,} documents, {size / 1e6:.1f} MB, into a new database ({rounds} runs, median)"
    rates = f"{count / seconds:8.0f} documents/s   {size / seconds / 1e6:6.2f} MB/s"
    yield f"  {seconds:8.2f} s   {rates}   peak {peak} MB"


def _read_once(docs: Path) -> tuple[float, int]:
    """Give wall time in seconds and peak memory in MB of one `ingest`."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(BIN / "aidtrack"), "ingest", str(docs), "--db", f"{folder}/bench.db", "-q"]
        start = time.perf_counter()
        process = subprocess.Popen(command)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 3):  # 3: some documents hold no text, the rest is stored
        sys.exit(f"ingest ended with {code}")
    return seconds, usage.ru_maxrss // (1024 if sys.platform != "darwin" else 1024 * 1024)


def make_documents(folder: Path) -> None:
    """Make documents out of the gold texts, each copy with a headline of its own."""
    for text in sorted((PROJECT / "tests" / "gold" / "corpus").glob("*.txt")):
        for copy in range(COPIES):
            body = text.read_text(encoding="utf-8")
            (folder / f"{text.stem}-{copy}.txt").write_text(f"Outlet {copy}\n\n{body}", encoding="utf-8")


def measure_start_up(rounds: int) -> Iterator[str]:
    """Time `totals` beside a bare interpreter and beside the query command of sqlite-utils, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        db = f"{folder}/seeds.db"
        subprocess.run([BIN / "aidtrack", "ingest", PROJECT / "seeds", "--db", db, "-q"], check=True)
        commands = {
            "python -c pass": [BIN / "python", "-c", "pass"],
            "aidtrack totals --json": [BIN / "aidtrack", "totals", "--json", "--db", db],
            "aidtrack totals": [BIN / "aidtrack", "totals", "--db", db],
            "sqlite-utils query": [BIN / "sqlite-utils", "query", db, "select * from package"],
        }
        for command in commands.values():
            _time(command)  # compiled, and in the file cache
        times = {name: [] for name in commands}  # type: dict[str, list[float]]
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(_time(command))
    bare, peer = times["python -c pass"], times["sqlite-utils query"]
    yield f"start-up over the five seeds ({rounds} rounds in turns, medians of ratios within a round)"
    yield f"  {'':24}{'ms':>8}{'to python -c pass':>20}{'to sqlite-utils query':>24}"
    for name, spent in times.items():
        to_bare, to_peer = _ratio(spent, bare), _ratio(spent, peer)
        yield f"  {name:24}{median(spent) * 1000:8.0f}{to_bare:20.1f}{to_peer:24.2f}"


def _time(command: list[str | Path]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return time.perf_counter() - start


def _ratio(these: list[float], those: list[float]) -> float:
    return median(this / that for this, that in zip(these, those, strict=True))


def measure_growth(most: int) -> Iterator[str]:
    """Read hostile texts of a length and of twice that: 2 is linear, 4 would be quadratic."""
    from aidtrack import articles, lexicon
    from aidtrack.extract import extract

    words = lexicon.load()

    def spend(text: str) -> float:
        return _best(lambda: extract(articles.from_text("Aid. " + text), words))

    yield f"growth on hostile text: t(2n) / t(n), n up to {most:,} characters (2 is linear)"
    for name, make in HOSTILE.items():
        size, once = _measurable(lambda n, make=make: spend(make(n)), most)
        twice = spend(make(2 * size))
        yield f"  {name:24}n {size:9,}{once * 1000:9.0f} ms{twice * 1000:9.0f} ms{twice / once:8.1f}"


def _measurable(spend: Callable[[int], float], most: int) -> tuple[int, float]:
    """Find a length that takes long enough to be timed, and not much longer; give it and its time."""
    size = 2_000
    while (spent := spend(size)) < ENOUGH and 2 * size <= most:
        size *= 2
    return size, spent


def _best(work: Callable[[], object], rounds: int = 3) -> float:
    """The least processor time of some runs: what disturbs a run only ever adds."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> None:
    """Print all three measures, each as soon as it is known."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles aidtrack anew
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "--docs", type=Path, help="folder of documents to read; else copies of the gold texts"
    )
    options.add_argument("--rounds", type=int, default=11, help="rounds of the start-up measure")
    options.add_argument("--size", type=int, default=1_000_000, help="longest n of the growth measure")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if chosen.docs is None:
            make_documents(Path(made))
        for line in measure_reading(chosen.docs or Path(made), 1 if chosen.docs else 3):
            print(line, flush=True)
    for line in [*measure_start_up(chosen.rounds)]:
        print(line, flush=True)
    for line in measure_growth(chosen.size):
        print(line, flush=True)


if __name__ == "__main__":
    main()
