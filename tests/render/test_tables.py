"""Tables: whole in a pipe, fitted on a terminal, and what they hold is never read as markup."""

from __future__ import annotations

import pytest

from aidtrack.render.page import Page, draw_lines
from aidtrack.render.tables import Column, Table, cells_of, draw_table

COLUMNS = (
    Column("donor"),
    Column("amount", right=True),
    Column("notes", gives_way=1),
    Column("channel", gives_way=2),
    Column("sentence", folds=True),
)
LONG = "he said [the package] of [/] is big " * 8
ROWS = (
    ("US", "$2.3bn", "a note", "PDA", [("gives ", ""), ("$2.3bn", "mark"), (" now", "")]),
    ("GB", "£450m", "", "", LONG),
)
TABLE = Table(COLUMNS, ROWS)


def test_pipe_has_every_word_on_one_line() -> None:
    """Without a width nothing is cut, folded or coloured, however long."""
    lines = draw_table(TABLE, Page()).splitlines()
    assert len(lines) == 4
    assert lines[3].endswith(LONG.rstrip())
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_terminal_is_never_overrun(width: int) -> None:
    """Lines fit the width and the words are all there."""
    drawn = draw_table(TABLE, Page(width))
    assert max(map(cells_of, drawn.splitlines())) <= width
    assert drawn.count("[/]") == 8


def test_nothing_is_cut_on_a_page_too_narrow() -> None:
    """A line too long is a lesser evil than a sum cut short."""
    drawn = draw_table(TABLE, Page(12))
    assert "$2.3bn" in drawn
    assert "donor" in drawn
    assert drawn.count("[/]") == 8


def test_columns_give_way_in_their_order() -> None:
    """Notes go first, then the channel; the key columns never."""
    headers = {width: draw_table(TABLE, Page(width)).splitlines()[0].split() for width in (80, 55, 40)}
    assert headers[80] == ["donor", "amount", "notes", "channel", "sentence"]
    assert headers[55] == ["donor", "amount", "channel", "sentence"]
    assert headers[40] == ["donor", "amount", "sentence"]


def test_an_id_is_folded_last() -> None:
    """A long text gives up its room before a short one does."""
    name = "us-ua-2022-03-24-1000m"
    columns = (Column("amount"), Column("channels", folds=True, least=10), Column("id", folds=True, least=60))
    drawn = draw_table(Table(columns, (("$1bn", "PDA $350m, USAI $650m", name),)), Page(50))
    assert name in drawn
    assert max(map(len, drawn.splitlines())) <= 50


def test_a_column_with_nothing_to_say_is_left_out() -> None:
    """If it may give way at all."""
    rows = tuple((row[0], "", "", row[3], "") for row in ROWS)
    assert draw_table(Table(COLUMNS, rows), Page()).splitlines()[0].split() == [
        "donor",
        "amount",
        "channel",
        "sentence",
    ]


def test_pipe_and_terminal_draw_the_same() -> None:
    """At its natural width the fitted table is the plain one."""
    table = Table(COLUMNS, ROWS[:1], totals=(("total", "$2.3bn", "", "", ""),))
    plain = draw_table(table, Page())
    assert draw_table(table, Page(max(map(len, plain.splitlines())))) == plain


def test_numbers_stand_to_the_right() -> None:
    """So that they can be compared."""
    lines = draw_table(Table(COLUMNS[:2], (("US", "$2.3bn"), ("GB", "£9m"))), Page()).splitlines()
    assert [line[-3:] for line in lines[2:]] == ["3bn", "£9m"]


def test_marked_words_stand_between_quotes_without_colour() -> None:
    """Meaning is never by colour alone."""
    assert "gives «$2.3bn» now" in draw_table(TABLE, Page(80))
    assert "gives <<$2.3bn>> now" in draw_table(TABLE, Page(ascii_only=True))
    assert "«" not in draw_table(TABLE, Page(80, colour=True))


def test_no_headers() -> None:
    """Rows alone, for scripts that cut columns."""
    assert draw_table(TABLE, Page(), headers=False).startswith("US")
    assert draw_table(TABLE, Page(80), headers=False).startswith("US")


def test_ascii_page_is_ascii() -> None:
    """Lines and signs too, at any width."""
    table = Table(COLUMNS[:2], (("US", "$2.3bn"),), (("total", "$2.3bn"),))
    assert draw_table(table, Page(ascii_only=True)).isascii()
    assert draw_table(table, Page(60, ascii_only=True)).isascii()


def test_lines_are_wrapped_on_a_terminal_and_whole_in_a_pipe() -> None:
    """A path or a hint in a pipe can be found by grep."""
    assert draw_lines([LONG.strip()], Page(), 4) == f"    {LONG.strip()}\n"
    wrapped = draw_lines([LONG, "", "end"], Page(40), 4).splitlines()
    assert max(map(len, wrapped)) <= 40
    assert wrapped[-2:] == ["", "    end"]
