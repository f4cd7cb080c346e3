"""Write SPLIT.toml: which articles rules are written from (`tuned`), which are only scored (`scored`).

The choice is a digest of the name, so that nobody chose. Usage: python tests/gold/make_split.py REAL_FOLDER
"""

import sys
from hashlib import sha256
from pathlib import Path

GOLD = Path(__file__).parent
HEAD = """\
# Which labelled articles rules are written from (tuned), and which are only scored and stay unread (scored).
# Written by make_split.py: an article is only scored where the SHA-256 of its name leaves no rest,
# divided by three (corpus, own, retold) or by two (real: published texts that lie outside the project).
"""


def is_scored_only(name: str, divisor: int) -> bool:
    """Tell by the digest of its name whether an article is only scored."""
    return int(sha256(name.encode()).hexdigest(), 16) % divisor == 0


def table(title: str, folder: Path, divisor: int) -> str:
    """List both parts of a folder of labels."""
    names = sorted(path.stem for path in folder.glob("*.json"))
    halves = {"tuned": [], "scored": []}
    for name in names:
        halves["scored" if is_scored_only(name, divisor) else "tuned"].append(name)
    lists = [
        f"{half} = [\n" + "".join(f'  "{n}",\n' for n in found) + "]\n" for half, found in halves.items()
    ]
    return f"\n[{title}]\n" + "".join(lists)


if __name__ == "__main__":
    seeds = "".join(f'  "{path.stem}",\n' for path in sorted((GOLD / "seeds").glob("*.json")))
    text = (
        HEAD
        + table("corpus", GOLD / "corpus", 3)
        + table("own", GOLD / "own", 3)
        + table("retold", GOLD / "retold", 3)
        + table("real", Path(sys.argv[1]), 2)
    )
    (GOLD / "SPLIT.toml").write_text(text + f"\n[seeds]\ntuned = [\n{seeds}]\n", encoding="utf-8")
