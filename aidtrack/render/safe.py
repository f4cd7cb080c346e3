"""The one gate for text from elsewhere: control and direction characters are shown, never obeyed."""

from __future__ import annotations

import re

# C0 and C1 controls, DEL, marks that turn the direction of writing, invisible separators, lone surrogates
_DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")


def safe(text: str) -> str:
    r"""Escape what could command a terminal or disguise a text; line breaks and tabs become single spaces.

    >>> print(safe("pay \x1b[2J now"), safe("a\n  b"), safe("\u202egnp"))
    pay \x1b[2J now a b \u202egnp
    """
    return _DANGEROUS.sub(_escape, _SPACES.sub(" ", text))


def safe_json(text: str) -> str:
    r"""Escape the same characters in a JSON text, where an escape loses nothing.

    >>> print(safe_json('"\x9b1m"'))
    "\u009b1m"
    """
    return _DANGEROUS.sub(lambda found: f"\\u{ord(found[0]):04x}" if found[0] not in "\n" else "\n", text)


def safe_cell(text: str) -> str:
    """Escape the same characters in a CSV cell, whose line breaks and tabs are quoted and stay."""
    return _DANGEROUS.sub(lambda found: found[0] if found[0] in "\n\t" else _escape(found), text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
