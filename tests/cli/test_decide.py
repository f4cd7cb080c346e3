"""Judgements on the command line: each has its effect at once, and none is ever lost."""

from __future__ import annotations

import csv

import pytest

from aidtrack import store
from tests.cli.judged import Desk
from tests.resolve.shorthand import made

FOURTH = "2022-11-04 release 400m USAI @2022-11-04 new"
TENTH = "2022-11-10 act up_to 400m PDA @2022-11-10"
OPEN = "2022-12-05 press 400m recall"
HALF_BILLION = "2023-02-22 press 500m @2023-02"


@pytest.fixture
def desk(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)
    desk.read(FOURTH, TENTH, OPEN, HALF_BILLION)
    return desk


def counted(desk) -> int:
    return sum(package.amount for package in desk.packages().values() if package.counted)


def test_an_open_recall_waits_in_the_queue_and_is_not_counted(desk):
    (item,) = desk.records("review")
    assert item["candidates"] == ["us-ua-2022-11-04-400m", "us-ua-2022-11-10-400m"]
    assert counted(desk) == 1_300_000_000


def test_confirm_makes_an_open_recall_count(desk):
    (item,) = desk.records("review")
    desk.run("confirm", item["id"], "--by", "ana", "--why", "a third one")
    assert counted(desk) == 1_700_000_000
    assert desk.records("review") == []
    (entry,) = desk.records("history")
    assert (entry["by"], entry["why"], entry["state"]) == ("ana", "a third one", "holds")


def test_reject_takes_a_package_out_of_the_sum_and_undo_puts_it_back(desk):
    desk.run("reject", "us-ua-2023-02-500m")
    assert counted(desk) == 800_000_000
    assert [p.status for p in desk.packages().values() if p.amount == 500_000_000] == ["rejected"]
    desk.run("undo")
    assert counted(desk) == 1_300_000_000
    states = [entry["state"] for entry in desk.records("history")]
    assert states == ["undone by #2", "holds"]


def test_merge_puts_two_packages_together(desk):
    (item,) = desk.records("review")
    desk.run("merge", "us-ua-2022-11-04-400m", item["id"])
    assert len(desk.packages()["us-ua-2022-11-04-400m"].links) == 2
    assert desk.records("review") == []


def test_split_takes_a_statement_out_of_its_package(desk):
    desk.read("2022-11-11 press 400m PDA @2022-11-10")
    leaving = made("2022-11-11 press 400m PDA @2022-11-10")[1].id
    desk.run("split", "us-ua-2022-11-10-400m", leaving)
    (home,) = [p for p in desk.packages().values() for link in p.links if link.statement == leaving]
    assert (home.id, len(home.links)) == ("us-ua-2022-11-10-400m-2", 1)


def test_correct_changes_the_figure_and_what_it_matches(desk):
    """Half a billion, corrected to 460m, meets a release of that day."""
    desk.run("correct", "us-ua-2023-02-500m", "--amount", "460m", "--date", "2023-02-20")
    desk.read("2023-02-20 release 460m @2023-02-20")
    package = desk.packages()["us-ua-2023-02-20-460m"]
    assert len(package.links) == 2
    assert [entry["old"] for entry in desk.records("history")] == ["500000000", "2023-02"]


def test_correct_donor_moves_a_package_to_another_block(desk):
    desk.run("correct", "us-ua-2023-02-500m", "--donor", "Germany")
    assert desk.packages()["de-ua-2023-02-500m"].donor == "DE"
    desk.run("undo")
    assert "us-ua-2023-02-500m" in desk.packages()


def test_correct_published_reads_the_article_again(desk, monkeypatch):
    """What an article tells of "today" gets the day that a judgement gives it, and loses it with it."""
    from dataclasses import replace

    from aidtrack.cli import intake
    from aidtrack.model import Reading

    line = "undated press 150m PDA"
    statement = made(line)[1]
    desk.read(line)
    monkeypatch.setattr(
        intake,
        "extract",
        lambda article, words: Reading(article, (replace(statement, date=article.published),), ()),
    )
    desk.run("correct", line, "--published", "2022-05-06")
    assert "us-ua-2022-05-06-150m" in desk.packages()
    desk.run("undo")
    assert "us-ua-undated-150m" in desk.packages()


def test_reuse_takes_a_package_out_of_the_sum_and_says_why(desk):
    desk.run("correct", "us-ua-2023-02-500m", "--reuse")
    assert desk.packages()["us-ua-2023-02-500m"].why_not_counted == "authority counted before (judgement)"


def test_draws_on_names_the_package_that_holds_the_authority(desk):
    desk.run("correct", "us-ua-2022-11-10-400m", "--draws-on", "us-ua-2023-02-500m")
    package = desk.packages()["us-ua-2022-11-10-400m"]
    assert package.draws_on == "us-ua-2023-02-500m"
    assert not package.counted


def test_what_is_revised_counts_no_more(desk):
    desk.run("correct", "us-ua-2022-11-10-400m", "--revises", "us-ua-2022-11-04-400m")
    packages = desk.packages()
    assert packages["us-ua-2022-11-10-400m"].revises == "us-ua-2022-11-04-400m"
    assert packages["us-ua-2022-11-04-400m"].why_not_counted == "revised by us-ua-2022-11-10-400m"


def test_judgements_hold_through_a_new_reading_of_the_same_article(desk):
    desk.run("reject", "us-ua-2023-02-500m")
    before = desk.packages()
    desk.read(HALF_BILLION, FOURTH)
    assert desk.packages() == before


def test_a_judgement_whose_evidence_changed_is_reported_and_kept(desk):
    desk.run("confirm", "us-ua-2023-02-500m")
    article, statement = made(HALF_BILLION)
    from dataclasses import replace

    from aidtrack.cli.intake import make_block_of
    from aidtrack.model import Reading

    with store.open_writing(desk.db) as database, database.transaction():
        run_id = database.start_run("2026-01-02T00:00:00Z", "0", "newer")
        changed = replace(statement, amount=50_000_000)
        reading = Reading(replace(article, text="x" * 40), (changed,), ())
        database.save(reading, (), rules="newer", run=run_id, block_of=make_block_of([]))
    (entry,) = desk.records("history")
    assert entry["state"].startswith("evidence lost: the statement changed from US announced 500000000 USD")


def test_a_dry_run_changes_nothing(desk):
    before = desk.packages()
    printed = desk.run("reject", "us-ua-2023-02-500m", "--dry-run")
    assert "rejected, not counted" in printed
    assert "Nothing was changed" in printed
    assert desk.packages() == before
    assert desk.records("history") == []


def test_the_queue_goes_out_as_csv_and_comes_back_filled_in(desk, tmp_path):
    sheet = tmp_path / "open.csv"
    desk.run("review", "--export", str(sheet))
    rows = list(csv.DictReader(sheet.open()))
    rows[0] |= {"verdict": "m", "into": "us-ua-2022-11-10-400m", "note": "the one of the tenth"}
    with sheet.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert "1 verdicts entered" in desk.run("review", "--apply", str(sheet))
    assert len(desk.packages()["us-ua-2022-11-10-400m"].links) == 2
    assert desk.records("history")[0]["why"] == "the one of the tenth"


def test_a_wrong_row_keeps_the_whole_sheet_out(desk, tmp_path):
    sheet = tmp_path / "open.csv"
    sheet.write_text("verdict,id,statement\nn,us-ua-2023-02-500m,\nmaybe,us-ua-2022-11-10-400m,\n")
    message = desk.run("review", "--apply", str(sheet), code=2)
    assert f"{sheet} line 3: verdict maybe: no such verdict; write y, n, m, e or nothing" in message
    assert desk.records("history") == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["confirm", "nothing"], "nothing: no such package or statement; list them with aidtrack packages"),
        (["confirm", "us-ua-2022-11"], "us-ua-2022-11: 2 begin so; write more of it"),
        (["correct", "us-ua-2023-02-500m"], "correct: nothing to correct"),
        (["correct", "us-ua-2023-02-500m", "--amount", "lots"], "amount lots: not an amount"),
        (["correct", "us-ua-2023-02-500m", "--donor", "Atlantis"], "no such donor or recipient"),
        (["merge", "us-ua-2023-02-500m", "us-ua-2023-02-500m"], "that is one package already"),
        (["split", "us-ua-2023-02-500m"], "which statements are to leave it?"),
        (["undo"], "no judgement is in force"),
        (["undo", "7"], "no such judgement"),
    ],
)
def test_wrong_use_is_refused_with_a_remedy(desk, args, message):
    assert message in desk.run(*args, code=2)


def test_answers_at_a_terminal_are_entered_one_by_one(desk, monkeypatch, capsys):
    from aidtrack.cli import review

    answers = iter(["?", "m", "2", "the tenth"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    items = desk.records("review")
    review._ask_all(items, desk.db, 1.0, "ana")
    assert len(desk.packages()["us-ua-2022-11-10-400m"].links) == 2
    assert "That was the queue." in capsys.readouterr().out


def test_a_correction_of_accounts_counts_only_where_it_is_asked_for(desk):
    told = desk.run("adjust", "--donor", "US", "--amount", "-50m", "--date", "2022-11-11", "--channel", "PDA")
    assert told == "#1 adjust US -50m USD on 2022-11-11\n"

    def drawn(*more: str) -> int:
        (row,) = (r for r in desk.records("totals", "--donor", "US", *more) if r["channel"] == "PDA")
        return row["amount"]

    assert drawn() == 400_000_000
    assert drawn("--adjusted") == 350_000_000
