"""Scores against the labels, beside the committed ones: what was gained, what was lost, which floor sank.

`python -m tests.gold.floors` prints and fails where a floor sank; `--accept` commits to the scores of now,
which for a floor that sinks takes `--reason`. Run through `make gold` and `make gold-accept`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aidtrack.cli.measure import compare_all
from aidtrack.evaluate import Comparison, Fact, Score, group_score, load_gold, load_split, score
from tests.gold import published as documents

GOLD = Path(__file__).parent
SCORES = GOLD / "scores.json"
SEEDS = GOLD.parent.parent / "seeds"
MOST_LISTED = 40

Scored = dict[str, dict[str, Any]]


def measure_sets(real: Path | None, published: Path | None = None) -> Scored:
    """Score each set by halves, the seeds, texts without any sum, and documents labelled by sum."""
    parts = load_split(GOLD / "SPLIT.toml")
    sets: dict[str, list[Comparison]] = {}
    for name, folder in [
        ("corpus", GOLD / "corpus"),
        ("own", GOLD / "own"),
        ("retold", GOLD / "retold"),
        *([("real", real)] if real else []),
    ]:
        compared = list(compare_all(load_gold(folder)))
        for half in ("tuned", "scored"):
            sets[f"{name}/{half}"] = [one for one in compared if parts[one.name] == half]
    sets["seeds"] = list(compare_all(load_gold(GOLD / "seeds", SEEDS)))
    if real and (real / "no_money").is_dir():
        sets["real/no_money"] = list(compare_all(load_gold(real / "no_money", unlabelled=True)))
    scored = {name: summarise(compared) for name, compared in sets.items()}
    labelled = documents.load_published(published) if published else []
    for half in ("tuned", "scored") if published else ():
        scored[f"published/{half}"] = documents.measure(
            [one for one in labelled if one.scored == (half == "scored")]
        )
    return scored


def summarise(compared: list[Comparison]) -> dict[str, Any]:
    """Reduce a set to its measures and to the names of the statements found and invented."""
    scores = score(compared)
    measures = {f"{measure} {name}": _plain(s) for (measure, name), s in scores.measures.items() if s.support}
    to_ukraine = group_score(compared, "recipient", "UA")
    if to_ukraine.support:
        measures["all statement to UA"] = _plain(to_ukraine)
    return {
        "articles": scores.articles,
        "measures": measures,
        "cumulative_as_announced": scores.confusion.get(("cumulative", "announced"), 0),
        "unexplained": round(scores.unexplained / scores.mentions, 4) if scores.mentions else 0.0,
        "found": sorted(_identify(one, pair.gold) for one in compared for pair in one.matches),
        "invented": sorted(_identify(one, fact) for one in compared for fact in _inventions(one)),
    }


def _plain(s: Score) -> dict[str, Any]:
    return {"precision": s.precision, "recall": s.recall, "f1": s.f1, "support": s.support}


def _inventions(one: Comparison) -> list[Fact]:
    """All that was read and matches no label, the wrong kind or donor included."""
    return [*one.invented, *(pair.read for pair in one.pairs if not pair.is_match)]


def _identify(one: Comparison, fact: Fact) -> str:
    return f"{one.name}: {fact.kind} {fact.donor or '?'} {fact.amount:,} {fact.currency}"


def sunken(now: Scored, before: Scored) -> list[dict[str, Any]]:
    """List each floor that sank: a lower F1, or a higher count of what must not happen."""
    return [
        {"set": name, "measure": measure, "from": was, "to": value}
        for name, scored in now.items()
        for measure, value, was, lower_is_worse in _floors(scored, before.get(name, {}))
        if (value < was if lower_is_worse else value > was)
    ]


def _floors(scored: dict[str, Any], before: dict[str, Any]) -> Iterator[tuple[str, float, float, bool]]:
    """Give (measure, now, before, whether lower is worse) for all that was committed."""
    for measure, was in before.get("measures", {}).items():
        yield measure, scored["measures"].get(measure, {}).get("f1") or 0.0, was["f1"] or 0.0, True
    for ceiling in ("cumulative_as_announced", "unexplained"):
        if ceiling in before:
            yield ceiling, scored[ceiling], before[ceiling], False
    if before and not scored["measures"]:  # texts that say nothing of aid: whatever is read there is invented
        yield "invented", len(scored["invented"]), len(before["invented"]), False


def load_scores() -> dict[str, Any]:
    """Read the committed scores; none yet on the first run."""
    if not SCORES.exists():
        return {"sets": {}, "lowered": []}
    return dict(json.loads(SCORES.read_text(encoding="utf-8")))


def table_lines(now: Scored, before: Scored) -> Iterator[str]:
    """Lay the measures out: a row each, a column for each set, with the change since the committed ones."""
    labelled = [name for name in now if now[name]["measures"]]
    yield f"{'F1':24}" + "".join(f"{name:>18}" for name in labelled)
    yield f"{'articles':24}" + "".join(f"{now[name]['articles']:>11}{'':7}" for name in labelled)
    for measure in dict.fromkeys(m for name in labelled for m in now[name]["measures"]):
        values = [_cell(now[name], before.get(name, {}), measure) for name in labelled]
        yield f"{measure.removeprefix('all '):24}" + "".join(f"{value:>18}" for value in values)
    for count in ("cumulative_as_announced", "unexplained"):
        yield f"{count:24}" + "".join(f"{now[name][count]:>11}{'':7}" for name in labelled)
    for name in now:
        if not now[name]["measures"]:
            yield f"{name}: {now[name]['articles']} texts, {len(now[name]['invented'])} statements invented"


def _cell(scored: dict[str, Any], before: dict[str, Any], measure: str) -> str:
    value = scored["measures"].get(measure, {}).get("f1")
    was = before.get("measures", {}).get(measure, {}).get("f1")
    if value is None:
        return "–       "
    change = f"{value - was:+.3f}" if was is not None and value != was else ""
    return f"{value:.3f} {change:6}"


def change_lines(now: Scored, before: Scored) -> Iterator[str]:
    """List the statements gained and lost, and the inventions that came and went."""
    for name in now:
        for key in ("found", "invented"):
            new, old = Counter(now[name][key]), Counter(before.get(name, {}).get(key, []))
            came, went = sorted((new - old).elements()), sorted((old - new).elements())
            if old and (came or went):
                yield f"{name}, {key}: {len(came)} more, {len(went)} fewer"
                if name.endswith("/scored"):
                    continue  # which ones is not told: nobody reads these
                lines = [f"  + {each}" for each in came] + [f"  - {each}" for each in went]
                yield from lines[:MOST_LISTED]
                yield from [f"  … and {len(lines) - MOST_LISTED} more"] * (len(lines) > MOST_LISTED)


def accept(now: Scored, committed: dict[str, Any], reason: str | None) -> None:
    """Write the scores of now; sunken floors are kept with the reason given."""
    sank = sunken(now, committed["sets"])
    if sank and not reason:
        sys.exit('a floor sinks: say why with REASON="…"')
    lowered = committed["lowered"] + [{**floor, "reason": reason} for floor in sank]
    sets = dict(sorted({**committed["sets"], **now}.items()))
    text = json.dumps({"sets": sets, "lowered": lowered}, indent=1, ensure_ascii=False, sort_keys=False)
    SCORES.write_text(text + "\n", encoding="utf-8")
    print(f"committed to these scores in {SCORES.name}")


def main() -> None:
    """Print scores and changes; fail where a floor sank, or accept them."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "--real", type=Path, help="folder of published texts with labels, outside the project"
    )
    options.add_argument(
        "--published", type=Path, help="folder of the documents that sums.tsv labels, outside the project"
    )
    options.add_argument("--accept", action="store_true", help="commit to the scores of now")
    options.add_argument("--reason", help="why a floor may sink")
    chosen = options.parse_args()
    committed = load_scores()
    now = measure_sets(chosen.real, chosen.published)
    print("\n".join([*table_lines(now, committed["sets"]), *change_lines(now, committed["sets"])]))
    if chosen.accept:
        accept(now, committed, chosen.reason)
    elif sank := sunken(now, committed["sets"]):
        lines = [f"  {s['set']}: {s['measure']} {s['from']} -> {s['to']}" for s in sank]
        sys.exit("\n".join(["floors that sank:", *lines, 'raise them again, or make gold-accept REASON="…"']))


if __name__ == "__main__":
    main()
