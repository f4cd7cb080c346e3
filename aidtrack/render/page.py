"""Where a report is drawn: how wide, in colour or not, with which characters.

A pipe has no width: its tables are as wide as they need, so that nothing is cut or wrapped there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Run = tuple[str, str]
"""Words and their style: "" for plain, else a key of _STYLES; a "mark" is an amount in its sentence."""

Line = str | list[Run]

_STYLES = {
    "strong": "bold",
    "faint": "dim",
    "warn": "yellow",
    "good": "green",
    "mark": "bold",
    "mark-good": "bold green",
    "mark-kin": "bold cyan",
    "mark-faint": "dim",
    "mark-warn": "bold yellow",
}
_NO_LIMIT = 100_000
_NEEDED = "—–…«»£€─█→"


@dataclass(frozen=True, slots=True)
class Page:
    """A width (None: as wide as needed), whether there is colour, and whether only ASCII can be written."""

    width: int | None = None
    colour: bool = False
    ascii_only: bool = False

    def text(self, line: Line) -> str:
        """Give a line without colour; marked words stand between « and »."""
        if isinstance(line, str):
            return line
        left, right = ("<<", ">>") if self.ascii_only else ("«", "»")
        return "".join(
            f"{left}{words}{right}" if style.startswith("mark") else words for words, style in line
        )

    def sign(self, sign: str, ascii_sign: str) -> str:
        """Give a sign, or what stands for it where only ASCII can be written."""
        return ascii_sign if self.ascii_only else sign

    @property
    def none(self) -> str:
        """What stands for "not stated" in a table."""
        return self.sign("—", "-")


def page_for(stream: TextIO, width: int | None, environ: Mapping[str, str] = os.environ) -> Page:
    """Look at a stream: a terminal has width and colour, a pipe neither unless --width or COLUMNS ask."""
    is_terminal = stream.isatty()
    columns = environ.get("COLUMNS", "")
    if width is None and columns.isdecimal() and int(columns) > 0:
        width = int(columns)
    if width is None and is_terminal:
        width = _terminal_width(stream)
    return Page(width, _has_colour(is_terminal, environ), not _can_write(stream.encoding))


def _terminal_width(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80


def _has_colour(is_terminal: bool, environ: Mapping[str, str]) -> bool:
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return is_terminal and environ.get("TERM") != "dumb"


def _can_write(encoding: str | None) -> bool:
    try:
        _NEEDED.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def draw_lines(lines: Iterable[Line], page: Page, indent: int = 0) -> str:
    """Draw paragraphs, wrapped to the page's width; whole where it has none."""
    if page.width is None and not page.colour:
        return "".join((" " * indent + page.text(line)).rstrip() + "\n" for line in lines)
    from rich.padding import Padding

    console = open_console(page)
    with console.capture() as drawn:
        for line in lines:
            words = to_text(line, page)
            if not words.plain:
                console.print()
                continue
            console.print(Padding(words, (0, 0, 0, indent), expand=False), soft_wrap=page.width is None)
    return "\n".join(each.rstrip() for each in drawn.get().split("\n"))


def open_console(page: Page) -> Console:
    """Open a rich console that takes data as data: no markup, no highlighting, no emoji names."""
    from rich.console import Console

    return Console(
        width=page.width or _NO_LIMIT,
        color_system="standard" if page.colour else None,
        force_terminal=page.colour,
        force_interactive=False,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
        safe_box=page.ascii_only,
    )


def to_text(line: Line, page: Page) -> Text:
    """Make rich text of a line: styles where there is colour, « and » around marks where there is none."""
    from rich.text import Text

    if isinstance(line, str) or not page.colour:
        return Text(page.text(line))
    return Text.assemble(*((words, _STYLES.get(style, "")) for words, style in line))
