"""The reading commands as a user runs them: formats, filters, refusals, an empty database, snapshots.

`make snapshots` writes `tests/snapshots/` anew; reading the diff is the test.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from samples import make_database

from aidtrack.cli import run
from aidtrack.render import fields

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"
LISTINGS = ("totals", "packages", "statements", "sources", "timeline")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("read") / "samples.db")
    make_database(path)
    return path


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "AIDTRACK_DB"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def ask(database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run a command on the samples; its exit code, and what it printed where."""
    monkeypatch.setenv("AIDTRACK_DB", database)

    def answer(line: str) -> tuple[int, str, str]:
        code = run(line.split())
        out, err = capsys.readouterr()
        return code, out, err

    return answer


def rows(ask, line: str) -> list[dict]:
    code, out, err = ask(f"{line} --json")
    assert (code, err) == (0, "")
    return json.loads(out)


CASES = {
    f"{name}-{width}": f"{line} --width {width}"
    for width in (80, 120)
    for name, line in {
        "totals": "totals",
        "totals-us": "totals --donor US",
        "totals-gb": "totals --donor GB",
        "totals-period": "totals --donor US --since 2024-11 --until 2024-12",
        "totals-all-kinds": "totals --kind all --by channel",
        "packages": "packages",
        "statements": "statements",
        "sources": "sources",
        "timeline": "timeline --each month --donor US",
        "show": "show p-us-2300m p-us-700m",
    }.items()
}


@pytest.mark.parametrize("name", CASES)
def test_snapshot(ask, name: str) -> None:
    """What the command prints at a fixed width without colour."""
    code, out, err = ask(CASES[name])
    assert (code, err) == (0, "")
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("AIDTRACK_WRITE_SNAPSHOTS"):
        path.write_text(out)
    assert out == path.read_text()
    width = int(name.rsplit("-", 1)[1])
    assert max(map(len, out.splitlines())) <= width


@pytest.mark.parametrize("line", [f"{listing} --donor US" for listing in LISTINGS] + ["show p-us-700m"])
def test_pipe_is_never_cut_or_coloured(ask, line: str) -> None:
    """Without a width every line is whole."""
    _, out, _ = ask(line)
    assert "\x1b" not in out
    assert not any(text.endswith("…") for text in out.splitlines())


def test_totals_of_the_samples(ask) -> None:
    """The figures that the five articles come to."""
    told = {row["channel"]: row["amount"] for row in rows(ask, "totals --donor US")}
    assert told == {"PDA": 875_000_000, "USAI": 3_138_000_000, None: 700_000_000}
    assert sum(row["amount"] for row in rows(ask, "totals --donor US --aid-type military")) == 4_013_000_000
    assert [row["amount"] for row in rows(ask, "totals --donor GB")] == [1_050_000_000]


@pytest.mark.parametrize("name", ["US", "USA", "United States", "american", "U.S."])
def test_donor_is_found_by_any_of_its_names(database: str, capsys, name: str) -> None:
    """Whatever the case."""
    assert run(["totals", "--donor", name, "--json", "--db", database]) == 0
    assert {row["donor"] for row in json.loads(capsys.readouterr().out)} == {"US"}


def test_every_grouping_comes_to_the_same(ask) -> None:
    """By channel, donor, recipient, aid type, year, quarter, month, and over the packages."""
    for by in ("channel", "donor", "recipient", "aid-type", "year", "quarter", "month", "channel,month"):
        assert sum(row["amount"] for row in rows(ask, f"totals --donor US --by {by}")) == 4_713_000_000
    listed = rows(ask, "packages --donor US")
    assert sum(row["amount"] for row in listed) == listed[-1]["running"] == 4_713_000_000


def test_columns_of_the_contract_are_there_in_order(ask) -> None:
    """Fields are only ever added, at the end."""
    assert tuple(rows(ask, "totals")[0]) == fields.TOTALS
    assert tuple(rows(ask, "packages")[0]) == fields.PACKAGES
    assert tuple(rows(ask, "statements")[0]) == fields.STATEMENTS
    assert list(rows(ask, "totals --by year")[0])[-1] == "year"
    assert list(rows(ask, "totals --kind all --by aid-type")[0])[-2:] == ["kind", "aid_type"]


def test_statements_are_of_every_kind_and_packages_announced(ask) -> None:
    """The defaults of the contract."""
    assert len(rows(ask, "statements")) == 12
    assert {row["kind"] for row in rows(ask, "packages")} == {"announced"}
    assert [row["id"] for row in rows(ask, "packages --kind envelope")] == ["p-gb-4500m"]
    assert {row["kind"] for row in rows(ask, "statements --kind cumulative")} == {"cumulative"}


@pytest.mark.parametrize("listing", LISTINGS)
def test_all_formats_tell_the_same(ask, listing: str) -> None:
    """JSON, lines of JSON, CSV and TSV have the same rows and columns."""
    told = rows(ask, listing)
    _, out, _ = ask(f"{listing} --nl")
    assert [json.loads(line) for line in out.splitlines()] == told
    for form, delimiter in (("--csv", ","), ("--tsv", "\t")):
        _, out, _ = ask(f"{listing} {form}")
        header, *cells = csv.reader(io.StringIO(out), delimiter=delimiter)
        assert header == list(told[0])
        assert len(cells) == len(told)
    _, out, _ = ask(f"{listing} --csv --no-headers")
    assert len(list(csv.reader(io.StringIO(out)))) == len(told)


def test_columns_are_chosen(ask) -> None:
    """In CSV, in JSON and as a table."""
    assert ask("totals --donor GB --columns amount,donor --csv")[1] == "amount,donor\n1050000000,GB\n"
    assert rows(ask, "totals --donor GB --columns amount") == [{"amount": 1_050_000_000}]
    assert ask("totals --donor GB --columns donor,amount")[1].splitlines()[2].split() == ["GB", "1050000000"]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("totals --columns amont", "amount"),
        ("packages --columns chanels --json", "channels"),
        ("totals --donor Germny", "Germany"),
        ("totals --by week", "month"),
        ("totals --by year,month", "choose one"),
        ("timeline --each channel", "quarter"),
        ("totals --kind cumulative", "statements --kind cumulative"),
        ("show p-us", "p-us-2300m"),
        ("show nothing", "aidtrack packages"),
    ],
)
def test_wrong_use_is_refused_in_one_line(ask, line: str, hint: str) -> None:
    """Exit 2, nothing on stdout, and what to write instead."""
    code, out, err = ask(line)
    assert (code, out) == (2, "")
    assert err.startswith("aidtrack: error: ")
    assert err.count("\n") == 1
    assert hint in err


@pytest.mark.parametrize("listing", LISTINGS)
def test_missing_database_says_what_to_do_and_is_not_made(
    listing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    """Exit 0 where none was named; nothing in the machine formats but their frame."""
    monkeypatch.chdir(tmp_path)
    for options, expected in (
        ([], "No articles yet in aidtrack.db. Read some first:\n  aidtrack ingest seeds/\n"),
        (["--json"], "[]\n"),
        (["--nl"], ""),
    ):
        assert run([listing, *options]) == 0
        assert capsys.readouterr().out == expected
    assert list(tmp_path.iterdir()) == []


def test_donor_without_packages_is_no_error(ask) -> None:
    """France has none; the allies have a reported total only in dollars."""
    assert rows(ask, "totals --donor FR") == []
    code, out, _ = ask("totals --donor FR")
    assert code == 0
    assert "no announced packages" in out


def test_show_opens_by_the_first_letters_and_by_statement(ask) -> None:
    """A package's id, the beginning of it, or a statement's."""
    for name in ("p-us-988m", "p-us-98", "us-988m"):
        (record,) = rows(ask, f"show {name}")
        assert record["id"] == "p-us-988m"
        assert record["evidence"][0]["sentence"] == (
            "The Pentagon will buy arms for 988 million dollars from makers."
        )
    assert "«988 million dollars»" in ask("show us-988m")[1]


def test_sources_are_those_that_say_what_is_asked(ask) -> None:
    """By donor, and by the days an article can be of."""
    assert [row["path"] for row in rows(ask, "sources --donor GB")] == ["seeds/a3.txt", "seeds/a4.txt"]
    assert [row["path"] for row in rows(ask, "sources --until 2024-07")] == ["seeds/a1.txt", "seeds/a0.txt"]


def test_as_of_knows_only_what_was_published(ask) -> None:
    """In 2023 one article was out, with no package in it."""
    assert rows(ask, "statements --as-of 2023") != []
    assert {row["published"] for row in rows(ask, "statements --as-of 2023")} == {"2023-11-20"}
    assert rows(ask, "packages --as-of 2023") == []


def test_each_help_has_an_example(ask) -> None:
    """A line that can be copied."""
    for command in (*LISTINGS, "show", "explain"):
        code, out, _ = ask(f"{command} --help")
        assert code == 0
        assert f"aidtrack {command}" in out.split("Example:")[1]


def test_machine_formats_do_not_import_rich(database: str) -> None:
    """Nor sqlite_utils, dateparser or trafilatura: a cron job does not pay for them."""
    heavy = "{'rich', 'sqlite_utils', 'dateparser', 'trafilatura'}"
    code = (
        "import sys; from aidtrack.cli import run; run(['totals', '--json']);"
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )
    environ = os.environ | {"AIDTRACK_DB": database}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ)
    assert done.stderr.strip() == "[]"


def test_ascii_terminal_gets_ascii(database: str) -> None:
    """Codes for signs, no escapes where there is a plain way to say it."""
    environ = os.environ | {"AIDTRACK_DB": database, "PYTHONIOENCODING": "ascii"}
    for line in ("totals", "packages", "show p-us-2300m", "timeline"):
        command = [sys.executable, "-m", "aidtrack", *line.split()]
        done = subprocess.run(command, capture_output=True, env=environ, check=True)
        assert b"\\u" not in done.stdout
        assert done.stdout.decode("ascii")


ARTICLE = """date 2024-07-02

The United States will send Ukraine another $2.3 billion (£1.8 billion) in military aid, it announced.
A new bridge costs $40 million."""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE)
    return path


def test_explain_accounts_for_every_sum(ask, article: Path) -> None:
    """Each of the three sums of money is told in its own words, with what it became."""
    told = rows(ask, f"explain {article}")
    assert [each["text"] for each in told] == ["$2.3 billion", "£1.8 billion", "$40 million"]
    assert [each["outcome"] for each in told][:2] == ["statement", "equivalent"]
    assert all(each["rule"] for each in told if each["outcome"] != "unexplained")
    assert ARTICLE[told[0]["start"] : told[0]["end"]] == "$2.3 billion"


def test_explain_shows_sums_in_their_sentences(ask, article: Path) -> None:
    """Marked without colour, and the counts at the end add up."""
    _, out, _ = ask(f"explain {article}")
    assert "another «$2.3 billion» («£1.8 billion») in military aid" in out
    last = out.splitlines()[-1]
    assert last.startswith("3 money mentions: ")
    assert sum(int(word) for word in last.split(":")[1].split() if word.isdigit()) == 3


def test_explain_reads_standard_input(database: str, article: Path) -> None:
    """The same as from the file."""
    command = [sys.executable, "-m", "aidtrack", "explain", "--json"]
    piped = subprocess.run([*command, "-"], input=ARTICLE.encode(), capture_output=True, check=True)
    named = subprocess.run([*command, str(article)], capture_output=True, check=True)
    without_path = [[{**each, "path": None} for each in json.loads(done.stdout)] for done in (piped, named)]
    assert without_path[0] == without_path[1]


def test_explain_of_a_missing_file(ask, tmp_path: Path) -> None:
    """Exit 4, one line."""
    code, out, err = ask(f"explain {tmp_path / 'none.txt'}")
    assert (code, out, err.count("\n")) == (4, "", 1)


def test_hostile_article_cannot_command_the_terminal(ask, tmp_path: Path) -> None:
    """Escapes and markup in the text come out as text."""
    path = tmp_path / "hostile.txt"
    path.write_text(
        "The US gives Ukraine $5bn in \x1b[2J military aid [/] [link=http://x]y[/link] \u202e now."
    )
    for options in ("", "--width 80", "--json", "--csv"):
        code, out, _ = ask(f"explain {path} {options}")
        assert code == 0
        assert "\x1b" not in out
        assert "\u202e" not in out
    assert "[link=http://x]y[/link]" in ask(f"explain {path}")[1]


def test_reader_that_goes_away_is_no_failure(database: str) -> None:
    """`| head -1` is silent."""
    line = f"{sys.executable} -m aidtrack statements --db {database} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in ("0", "141")
