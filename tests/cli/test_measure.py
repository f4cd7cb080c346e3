"""evaluate on the command line: selection, errors kept from unread articles, exit codes, JSON."""

import json
from pathlib import Path

import pytest

from aidtrack.cli import run

ARTICLE = (
    "4 November 2022, 15:30\n\n"
    "The Pentagon announced a $400 million package of military aid for Ukraine on Friday.\n"
)


def label(amount: int = 400_000_000) -> dict[str, object]:
    """The label of ARTICLE; with another amount it is a wrong one."""
    statement = {
        "kind": "announced", "donor": "US", "recipient": "UA", "amount": amount, "currency": "USD",
        "qualifier": "exact", "aid_type": "military", "channel": None, "date": "2022-11-04",
        "evidence": "$400 million package",
    }  # fmt: skip
    published = {"published": "2022-11-04", "published_from": "header"}
    return {"url": None, "publisher": None, **published, "statements": [statement]}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder with one rightly labelled article, `right`, and one labelled with another amount, `wrong`."""
    for name, amount in (("right", 400_000_000), ("wrong", 7_000)):
        (tmp_path / f"{name}.txt").write_text(ARTICLE)
        (tmp_path / f"{name}.json").write_text(json.dumps(label(amount)))
    (tmp_path / "SPLIT.toml").write_text('[all]\ntuned = ["right"]\nscored = ["wrong"]\n')
    return tmp_path


def rows(printed: str) -> dict[str, dict[str, object]]:
    """The printed rows by name."""
    return {f"{row['measure']} {row['name']}": row for row in json.loads(printed)}


def test_json_has_the_fields_of_the_contract(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each row has precision, recall, f1 and support, by field and by kind."""
    assert run(["evaluate", str(gold), "--json"]) == 0
    found = rows(capsys.readouterr().out)
    statement = found["all statement"]
    assert (statement["precision"], statement["recall"], statement["f1"]) == (0.5, 0.5, 0.5)
    assert statement["support"] == 2
    assert {"kind announced", "field channel", "field date", "field parts"} <= set(found)


def test_split_takes_one_half(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the tuned article is scored, and it is right."""
    assert run(["evaluate", str(gold), "--split", "tuned", "--json"]) == 0
    assert rows(capsys.readouterr().out)["all statement"]["f1"] == 1.0


def test_only_takes_the_listed_names(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list of names, with or without endings, chooses the articles."""
    (gold / "names").write_text("right.txt\n")
    assert run(["evaluate", str(gold), "--only", str(gold / "names")]) == 0
    assert capsys.readouterr().out.startswith("1 article\n")


def test_min_f1_fails_with_8(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A score below the one asked for is exit code 8; one that holds is 0."""
    assert run(["evaluate", str(gold), "--min-f1", "0.5"]) == 0
    assert run(["evaluate", str(gold), "--min-f1", "0.51"]) == 8
    assert "statement F1 is 0.500, below 0.510" in capsys.readouterr().err


def test_errors_of_unread_articles_are_refused(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is only scored stays unread, unless one says that it may be read."""
    assert run(["evaluate", str(gold), "--errors"]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    assert "--include-scored" in refused.err
    assert run(["evaluate", str(gold), "--errors", "--include-scored"]) == 0
    assert "== wrong\nmissed: announced US > UA 7,000 USD" in capsys.readouterr().out


def test_errors_as_json(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, the errors are records with sentence and rules; without any the array is empty."""
    assert run(["evaluate", str(gold), "--errors", "--include-scored", "--json"]) == 0
    missed, invented = json.loads(capsys.readouterr().out)
    assert (missed["article"], missed["sort"], invented["sort"]) == ("wrong", "missed", "invented")
    assert "$400 million package" in invented["sentence"]
    assert run(["evaluate", str(gold), "--errors", "--split", "tuned", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_scores_by_another_field(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Scores can be grouped by recipient; an unknown field is refused with those there are."""
    assert run(["evaluate", str(gold), "--by", "recipient", "--json"]) == 0
    assert rows(capsys.readouterr().out)["recipient UA"]["f1"] == 0.5
    assert run(["evaluate", str(gold), "--by", "colour"]) == 2
    assert "recipient" in capsys.readouterr().err


def test_texts_without_labels_are_inventions_when_asked(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text that is held to say nothing of aid counts against precision."""
    (gold / "bare.txt").write_text(ARTICLE)
    assert run(["evaluate", str(gold), "--unlabelled", "--json"]) == 0
    statement = rows(capsys.readouterr().out)["all statement"]
    assert (statement["precision"], statement["recall"]) == (0.3333, 0.5)


@pytest.mark.parametrize(
    ("args", "code"),
    [(["nowhere"], 4), (["."], 4), ([".", "--split", "third"], 2), ([".", "--split-file", "nowhere"], 4)],
)
def test_wrong_use_has_its_code(
    args: list[str],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No folder, no labels, no such half, no list: one line, nothing on stdout."""
    monkeypatch.chdir(tmp_path)
    assert run(["evaluate", *args]) == code
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
