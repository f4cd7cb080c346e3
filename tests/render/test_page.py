"""How wide a page is and whether it has colour."""

from __future__ import annotations

import io

import pytest

from aidtrack.render.page import page_for


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


class Pipe(io.StringIO):
    encoding = "utf-8"


def test_pipe_has_no_width_and_no_colour() -> None:
    """Unless --width or COLUMNS ask for one."""
    assert (page_for(Pipe(), None, {}).width, page_for(Pipe(), None, {}).colour) == (None, False)
    assert page_for(Pipe(), 100, {"COLUMNS": "90"}).width == 100
    assert page_for(Pipe(), None, {"COLUMNS": "90"}).width == 90


@pytest.mark.parametrize(
    ("environ", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_terminal_has_colour_unless_told_not_to(environ: dict[str, str], colour: bool) -> None:
    """NO_COLOR and a dumb terminal."""
    assert page_for(Terminal(), 80, environ).colour is colour


def test_forced_colour_reaches_a_pipe() -> None:
    """For `less -R`; NO_COLOR is stronger."""
    assert page_for(Pipe(), None, {"FORCE_COLOR": "1"}).colour
    assert not page_for(Pipe(), None, {"FORCE_COLOR": "1", "NO_COLOR": "1"}).colour


def test_terminal_whose_width_is_unknown_is_taken_as_80() -> None:
    """A serial line does not tell."""
    assert page_for(Terminal(), None, {}).width == 80


def test_encoding_decides_on_signs() -> None:
    """ASCII and Latin-1 lack some of them."""
    pipe = Pipe()
    pipe.encoding = "ascii"
    assert page_for(pipe, None, {}).ascii_only
    assert not page_for(Pipe(), None, {}).ascii_only
