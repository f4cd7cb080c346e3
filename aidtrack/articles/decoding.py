"""Bytes → text, by a fixed policy and no guess: a wrong guess turns `£` into `Ł` and `€` into `Ç`.

Byte order mark, strict UTF-8, the charset an HTML page declares, UTF-8 with at most one bad place in a
thousand, cp1252 where that is plausible; else the file is refused.
"""

from __future__ import annotations

import codecs
import re

from aidtrack.errors import UnreadableArticle

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_BINARY = ((b"%PDF-", "a PDF"), (b"PK\x03\x04", "a zip or office file"), (b"\x1f\x8b", "a gzip file"))
_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{2,40})", re.I)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# most of a Russian or Japanese text lies beyond ASCII, of a Western one only signs and accents do
_MAX_HIGH_SHARE = 0.1
_MAX_BAD_SHARE = 0.001


def decode(raw: bytes, path: str) -> str:
    """Turn a file's bytes into text, or refuse it."""
    if not raw.strip():
        raise UnreadableArticle(path, "empty", "leave it out, or put the text in")
    for magic, what in _KNOWN_BINARY:
        if raw.startswith(magic):
            raise UnreadableArticle(path, f"{what}, not text", "convert it to text first")
    text = _decode(raw)
    if text is None:
        raise UnreadableArticle(path, "not decodable as UTF-8 or Western text", "convert it to UTF-8")
    if "\x00" in text or len(_CONTROLS.findall(text[:100_000])) > len(text[:100_000]) // 200:
        raise UnreadableArticle(path, "binary, not text", "leave it out, or convert it to text")
    return text


def _decode(raw: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _try(raw, encoding)
    return _try(raw, "utf-8") or _declared(raw) or _damaged_utf8(raw) or _western(raw)


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(raw: bytes) -> str | None:
    found = _CHARSET.search(raw[:4096])
    return _try(raw, found[1].decode("ascii")) if found else None


def _damaged_utf8(raw: bytes) -> str | None:
    """Take UTF-8 with a rare bad byte: the good sequences in it show that it is UTF-8."""
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if ord(char) > 0x7F) - bad
    allowed = max(1, int(len(text) * _MAX_BAD_SHARE))
    return text if bad <= allowed and good > bad else None


def _western(raw: bytes) -> str | None:
    text = _try(raw, "cp1252")
    high = sum(1 for byte in raw if byte > 0x7F)
    good_utf8 = sum(1 for char in raw.decode("utf-8", "ignore") if ord(char) > 0x7F)
    if text is None or high > len(raw) * _MAX_HIGH_SHARE or good_utf8 > high // 4:
        return None
    return text
