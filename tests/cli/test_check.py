"""`reconcile` and `diff` on the command line."""

from __future__ import annotations

import json

import pytest

from tests.cli.judged import Desk

LIST = "tranche,date,channel,amount_usd\nPDA-4,2022-03-12,PDA,200000000\nPDA-5,2022-03-16,PDA,800000000\n"


@pytest.fixture
def desk(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)
    desk.read(
        "2022-03-12 act up_to 200m PDA @2022-03-12",
        "2022-03-16 act up_to 800m PDA @2022-03-16",
        "2022-03-20 release over 1bn cumulative @2022-03-20",
        "2022-04-30 release over 2bn cumulative @2022-04-30",
    )
    return desk


def test_reconcile_gives_the_fields_of_the_contract(desk):
    first, second = desk.records("reconcile", "--donor", "US")
    contract = {key: first[key] for key in list(first)[:9]}
    source = contract.pop("source")
    assert source.startswith("https://www.defense.gov/")
    assert contract == {
        "donor": "US",
        "date": "2022-03-20",
        "reported": 1_000_000_000,
        "reported_qualifier": "over",
        "tracked": 1_000_000_000,
        "difference": 0,
        "ratio": 1.0,
        "scope": "military, no start told",
    }
    assert second["ratio"] == 0.5


def test_reconcile_fails_beyond_its_tolerance_and_still_prints(desk):
    message = desk.run("reconcile", "--tolerance", "5%", code=8)
    assert "1 of 2 totals are off by more than 5.0%" in message
    desk.run("reconcile", "--tolerance", "5%", "--until", "2022-03")


def test_reconcile_takes_totals_from_a_file(desk, tmp_path):
    table = tmp_path / "totals.csv"
    table.write_text("date,amount_usd,qualifier\n2022-03-31,1000000000,more than; since 2022-02-24\n")
    (row,) = desk.records("reconcile", "--reported", str(table), "--donor", "US")
    assert (row["ratio"], row["scope"]) == (1.0, "military, since 2022-02-24")


def test_a_table_of_totals_needs_a_donor(desk, tmp_path):
    table = tmp_path / "totals.csv"
    table.write_text("date,amount_usd,qualifier\n2022-03-31,1000000000,\n")
    assert "add --donor US" in desk.run("reconcile", "--reported", str(table), code=2)


def test_reconcile_aligns_with_an_official_list(desk, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text(LIST + "USAI-1,2022-04-01,USAI,300000000\n")
    assert [row["state"] for row in desk.records("reconcile", "--against", str(table))] == [
        "matched",
        "matched",
        "missing",
    ]
    assert "2 matched, 0 different, 1 missing, 0 extra." in desk.run("reconcile", "--against", str(table))
    message = desk.run("reconcile", "--against", str(table), "--tolerance", "5%", code=8)
    assert "1 of 3 official packages are missing or different" in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("day,sum\n2022-03-12,5\n", "no column date, amount"),
        ("date,amount\n2022-03-12,many\n", "line 2: amount 'many' is no whole number"),
        ("date,amount\nMarch,5\n", "line 2: date March: not a date"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(desk, tmp_path, text, message):
    table = tmp_path / "list.csv"
    table.write_text(text)
    assert message in desk.run("reconcile", "--against", str(table), code=2)


def test_a_missing_table_is_not_found(desk):
    assert "no such file" in desk.run("reconcile", "--against", "nowhere.csv", code=4).lower()


def test_as_of_a_day_later_articles_are_unknown(desk):
    (row,) = json.loads(desk.run("packages", "--as-of", "2022-03-14", "--json"))
    assert row["id"] == "us-ua-2022-03-12-200m"


def test_diff_shows_what_became_known_and_by_which_article(desk):
    (row,) = desk.records("diff", "--from", "2022-03-13", "--to", "2022-03-31")
    assert (row["change"], row["id"], row["effect"]) == ("new", "us-ua-2022-03-16-800m", 800_000_000)
    assert row["causes"][0].startswith("article of 2022-03-16: https://")


def test_diff_shows_a_judgement_made_in_between(desk):
    desk.run("reject", "us-ua-2022-03-16-800m", "--by", "ana")
    (row,) = desk.records("diff", "--from", "2024-01-01", "--to", "2100-01-01")
    assert (row["change"], row["effect"], row["causes"]) == ("changed", -800_000_000, ["judgement #1 by ana"])


def test_diff_of_days_in_the_wrong_order_is_refused(desk):
    assert "change them round" in desk.run("diff", "--from", "2023", "--to", "2022", code=2)


def test_a_missing_database_is_told_and_not_created(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)
    assert "no such database" in desk.run("reconcile", code=4)
    assert "no such database" in desk.run("diff", "--from", "2022", "--to", "2023", code=4)
    assert not (tmp_path / "aid.db").exists()
