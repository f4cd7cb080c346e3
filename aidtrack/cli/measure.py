"""`evaluate`: what the rules read, measured against labels written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aidtrack.cli.options import JsonOption
from aidtrack.errors import CheckFailed, InputNotFound, UsageError

if TYPE_CHECKING:
    from aidtrack.evaluate import Comparison, Error, GoldArticle, Scores
    from aidtrack.model import Article

SPLIT_NAME = "SPLIT.toml"


def _option(metavar: str, help: str) -> Any:
    return typer.Option(metavar=metavar, help=help, show_default=False)


def _argument(metavar: str, help: str) -> Any:
    return typer.Argument(metavar=metavar, help=help)


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("evaluate")(evaluate)


def evaluate(
    folder: Annotated[Path, _argument("DIR", "Folder of texts, each with its label (NAME.json) beside it.")],
    texts: Annotated[Path | None, _option("DIR", "Where the texts lie, if not beside the labels.")] = None,
    only: Annotated[Path | None, _option("FILE", "Take only the articles that this file names.")] = None,
    name: Annotated[list[str] | None, _option("NAME", "Take only this article; can be repeated.")] = None,
    split: Annotated[str | None, _option("HALF", "tuned or scored: one half of the articles.")] = None,
    split_file: Annotated[
        Path | None, _option("FILE", f"What is tuned and what only scored; else {SPLIT_NAME} beside DIR.")
    ] = None,
    by: Annotated[
        str | None, _option("FIELD", "Also score by donor, recipient, channel or aid_type.")
    ] = None,
    unlabelled: Annotated[
        bool, typer.Option("--unlabelled", help="Hold texts without a label to say nothing of aid.")
    ] = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every miss, invention and difference.")
    ] = False,
    include_scored: Annotated[
        bool, typer.Option("--include-scored", help="With --errors: show articles that are kept unread.")
    ] = False,
    json_: JsonOption = False,
    min_f1: Annotated[float | None, _option("X", "Fail (exit 8) where the statement F1 is below X.")] = None,
) -> None:
    """Measure what the rules read against labels: precision, recall and F1.

    Example: aidtrack evaluate tests/gold/corpus --split tuned --errors
    """
    from dataclasses import asdict

    from aidtrack.evaluate import list_errors, load_gold, score

    if split not in (None, "tuned", "scored"):
        raise UsageError(f"--split {split}", "no such half", "use tuned or scored")
    parts = _load_parts(folder, split_file)
    gold = _select(load_gold(folder, texts, unlabelled), _read_names(only, name), split, parts)
    if errors and not include_scored:
        _refuse_unread(gold, parts)
    comparisons = list(compare_all(gold))
    scores = score(comparisons)
    rows = scores.rows() + (_group(comparisons, by) if by else [])
    found = [error for one in comparisons for error in list_errors(one)] if errors else []
    if json_:
        _print_json([asdict(error) for error in found] if errors else rows)
    else:
        typer.echo("\n".join([*_error_lines(found), *_score_lines(scores, rows)]))
    if min_f1 is not None and scores.f1() < min_f1:
        raise CheckFailed(
            "evaluate", f"statement F1 is {scores.f1():.3f}, below {min_f1:.3f}", "see --errors"
        )


def compare_all(gold: list[GoldArticle]) -> Iterator[Comparison]:
    """Read each article as a feed would hand it over, and compare it with its label."""
    from aidtrack import lexicon
    from aidtrack.evaluate import compare
    from aidtrack.extract import extract

    words = lexicon.load()
    for one in gold:
        yield compare(one.name, one.label, extract(read_as_fed(one), words))


def read_as_fed(one: GoldArticle) -> Article:
    """Read a text with what a feed tells of it: the URL, and the date where the text does not tell it."""
    from aidtrack.articles import Metadata, from_text

    told = Metadata(url=one.label.get("url"), published=one.given_published)
    return from_text(one.text.read_text(encoding="utf-8"), path=str(one.text), metadata=told)


def _load_parts(folder: Path, split_file: Path | None) -> dict[str, str]:
    """Read the list of tuned and scored articles, given or found beside the folder or in tests/gold."""
    from aidtrack.evaluate import load_split

    if split_file is not None and not split_file.exists():
        raise InputNotFound(
            str(split_file), "no such file", "give a TOML file with the lists tuned and scored"
        )
    places = [folder / SPLIT_NAME, folder.parent / SPLIT_NAME, Path("tests/gold") / SPLIT_NAME]
    found = split_file or next((place for place in places if place.exists()), None)
    return load_split(found) if found else {}


def _read_names(only: Path | None, names: list[str] | None) -> set[str]:
    """Gather the names asked for, from a file and from the command line; none means all."""
    listed = only.read_text(encoding="utf-8").split() if only else []
    return {Path(line).stem for line in listed} | set(names or [])


def _select(
    gold: list[GoldArticle], names: set[str], split: str | None, parts: dict[str, str]
) -> list[GoldArticle]:
    """Keep the articles that are asked for, by name and by half."""
    if names:
        gold = [one for one in gold if one.name in names]
    if split:
        gold = [one for one in gold if parts.get(one.name) == split]
    if not gold:
        raise InputNotFound("evaluate", "no article is left to score", "check --only, --name and --split")
    return gold


def _refuse_unread(gold: list[GoldArticle], parts: dict[str, str]) -> None:
    """Keep the scored-only articles unread: their errors would show their sentences."""
    unread = [one.name for one in gold if parts.get(one.name) == "scored"]
    if unread:
        raise UsageError(
            "--errors",
            f"{len(unread)} of these articles are only scored, and stay unread so that it is honest",
            "use --split tuned, or --include-scored to read them all the same",
        )


def _group(comparisons: list[Comparison], by: str) -> list[dict[str, Any]]:
    """Score the statements by the values of one field, most frequent first."""
    from collections import Counter

    from aidtrack.evaluate import AGREED, group_score, record

    if by not in AGREED:
        raise UsageError(f"--by {by}", "no such field", f"use one of {', '.join(AGREED)}")
    values = Counter(getattr(fact, by) for one in comparisons for fact in [*one.gold, *one.read])
    return [record(by, str(value), group_score(comparisons, by, value)) for value, _ in values.most_common()]


def _print_json(records: list[dict[str, Any]]) -> None:
    """Print records as one JSON array."""
    import json

    typer.echo(json.dumps(records, ensure_ascii=False, indent=1))


def _score_lines(scores: Scores, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{scores.articles} article{'' if scores.articles == 1 else 's'}"
    yield f"{'':22}{'precision':>10}{'recall':>8}{'F1':>8}{'support':>9}"
    for row in rows:
        if row["measure"] in ("confusion", "mentions") or not (
            row["support"] or row["precision"] is not None
        ):
            continue
        label = f"{row['name']}" if row["measure"] == "all" else f"{row['measure']} {row['name']}"
        shares = f"{_share(row['precision']):>10}{_share(row['recall']):>8}{_share(row['f1']):>8}"
        yield f"{label:22}{shares}{row['support']:>9}"
    wrong = {pair: n for pair, n in scores.confusion.items() if pair[0] != pair[1]}
    if wrong:
        yield "kinds: " + ", ".join(f"{gold} > {read} {n}" for (gold, read), n in wrong.items())
    if scores.mentions:
        share = scores.unexplained / scores.mentions
        yield f"unexplained mentions: {scores.unexplained} of {scores.mentions} ({share:.1%})"


def _share(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "–"


def _error_lines(errors: list[Error]) -> Iterator[str]:
    last = None
    for error in errors:
        if error.article != last:
            yield f"\n== {error.article}"
            last = error.article
        yield f"{error.sort}: {error.label}" + (f"  <> {error.read}" if error.read else "")
        if error.sentence:
            yield f"    “{error.sentence}”"
        if error.rules:
            yield f"    rules: {', '.join(error.rules)}"
    if errors:
        yield ""
