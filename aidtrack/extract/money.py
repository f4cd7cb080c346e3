"""Money in text: every phrase that names an amount, with its value, currency and hedge.

In: the article's text (a copy of equal length in which odd spaces and quotes are plain, see `plain`).
Out: `Money` spans in order. A currency that the phrase leaves open (`$` of Canada, "crowns") is settled later, when the
donor is known. What is no sum (a count of people, a price per barrel) is left to `exclusions`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from aidtrack.extract.amounts import MAX_AMOUNT, SCALES, TENS, UNITS, Money, read_number, read_words
from aidtrack.extract.hedges import join_ranges, with_hedge
from aidtrack.lexicon import Lexicon

_SPACE = r"[ \t\n]"
_GAP = rf"{_SPACE}{{0,3}}"
# Digits: "13 009", "60,807,000,000", "1,5", "2 , 5" (a translated text), "2½", ".5"; never more than MAX_DIGITS.
_DIGITS = r"\d{0,3}[½¼¾]|\d{1,3}(?:[,.]\d{3}){2,4}(?!\d)(?:\.\d\d(?!\d))?|(?<![\d.,])\.\d{1,3}(?!\d)|\d{1,3}(?:,\d{3})(?!\d)(?:\.\d{1,3})?|\d{1,3}(?: \d{3}){1,3}(?!\d)|\d{1,15}(?: ?[.,] ?\d{1,3})?(?!\d)"
_WORD_NUMBER = (
    r"(?:half an?|a quarter of an?|three[ -]quarters of an?|one and a half|two and a half|(?:an?|one|several) hundred(?: and (?:fifty|twenty))?"
    rf"|(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(list(UNITS)[:9])}))?|{'|'.join(sorted(UNITS, key=len, reverse=True))}|an?)"
)
_LONG_SCALE = r"(?:thousand|millions?|billions?|trillions?|milliard)"
_SHORT_SCALE = r"(?:mn|mln|mio|mm|mill?|bn|bln|bill?|mrd|trn?|tn|[mbkt])(?![\w])\.?"
_SCALE = rf"(?:{_LONG_SCALE}|{_SHORT_SCALE})"
_SEPARATOR = rf"(?:[ -]|{_SPACE}){{0,12}}"


@cache
def _patterns(
    lexicon: Lexicon,
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, list[str]]]:
    """Compile the finders from the currency table; also each spelling's currencies."""
    spelled: dict[str, list[str]] = {}
    symbols, words, codes = [], [], []
    for code, entry in lexicon.currencies.items():
        for symbol in entry.get("symbols", []):
            spelled.setdefault(symbol.lower(), []).append(code)
            symbols.append(symbol)
        for spelling in [code, *entry.get("codes", [])]:
            spelled.setdefault(spelling.lower(), []).append(code)
            codes.append(spelling)
        for word in entry.get("words", []):
            spelled.setdefault(word.lower(), []).insert(0, code)
            words.append(word)
        for word in entry.get("shared", []):
            spelled.setdefault(word.lower(), []).append(code)
            words.append(word)
    longest = sorted(set(symbols), key=len, reverse=True)
    symbol = "|".join(re.escape(s) for s in longest)
    code = "|".join(sorted(set(codes), key=len, reverse=True))
    word = "|".join(
        re.escape(w).replace(r"\ ", r"\s{1,3}") for w in sorted(set(words), key=len, reverse=True)
    )
    number = rf"(?:{_DIGITS})"
    tail = rf"(?:{_SPACE}+(?P<num2>\d{{1,3}}){_GAP}(?P<scale2>million|thousand)\b)?"
    prefixed = re.compile(
        rf"(?:(?P<sym>(?<![A-Za-z])(?:{symbol}))|(?<![A-Za-z])(?P<code>{code})(?=[ \d\n$€£]))\$?{_GAP}"
        rf"(?:(?P<num>{number})(?:{_SEPARATOR}(?P<scale>{_SCALE})(?![A-Za-z]))?{tail}"
        rf"|(?P<word>{_WORD_NUMBER})[ \n-]+(?P<wscale>{_LONG_SCALE})\b)",
        re.IGNORECASE,
    )
    # Case counts for the codes only where they could be words ("mil", "try"): a code must be in capitals.
    suffixed = re.compile(
        rf"(?<![\w.,$€£])(?:(?P<num>{number})(?:{_SEPARATOR}(?P<scale>{_SCALE}))?{tail}"
        rf"|(?P<word>{_WORD_NUMBER})[ \n-]+(?P<wscale>{_LONG_SCALE})(?P<half>{_SPACE}+and{_SPACE}+a{_SPACE}+half)?)"
        rf"{_SEPARATOR}(?:of{_SPACE})?(?P<cur>(?:{word})\b|(?:{code})\b|[€£$](?!\d))",
        re.IGNORECASE,
    )
    bare = re.compile(
        rf"(?<![\w.,$€£/-])(?:(?P<num>{number}){_SEPARATOR}(?P<scale>{_LONG_SCALE}|bn|mn|mln|bln)\b{tail}"
        rf"|(?P<word>{_WORD_NUMBER})[ \n-]+(?P<wscale>millions?|billions?|trillions?)\b)",
        re.IGNORECASE,
    )
    return prefixed, suffixed, bare, spelled


_PLAIN = {
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u200a": " ", "\u2002": " ", "\u2003": " ",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2011": "-", "\u2010": "-", "\u2012": "-", "\uff04": "$", "\ufe69": "$", "\r": " ", "\u200b": " ", "\u00ad": " ",
    "*": " ", "\\": " ", "_": " ", "&nbsp;": "      ", "& nbsp;": "       ",
}  # fmt: skip


def plain(text: str) -> str:
    """Copy the text with odd spaces, quotes and emphasis marks made plain; every offset stays where it was.

    >>> plain("\\u201cup to\\u201d **$ 3\\u00a0bn**")
    '"up to"   $ 3 bn  '
    """
    for odd, usual in _PLAIN.items():  # many passes of `replace` are ten times as fast as one `translate`
        text = text.replace(odd, usual)
    return text


def _value(match: re.Match[str]) -> int | None:
    """The amount that a match of one of the finders names."""
    groups = match.groupdict()
    if groups.get("num"):
        scale = (groups.get("scale") or "").lower().rstrip(".")
        value = read_number(groups["num"], SCALES.get(scale, 0))
        if value is not None and groups.get("num2"):
            value += int(groups["num2"]) * 10 ** SCALES[groups["scale2"].lower()]
        return value
    fraction = read_words(groups["word"])
    if fraction is None:
        return None
    scale_of_word = 10 ** SCALES[groups["wscale"].lower()]
    half = scale_of_word // 2 if groups.get("half") else 0
    return int(fraction[0] * scale_of_word // fraction[1]) + half


@cache
def _anchors(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What every amount has: a currency's sign or code, or its word (in small letters)."""
    signs: set[str] = set()
    codes: set[str] = set()
    stems: set[str] = set()
    for code, entry in lexicon.currencies.items():
        codes.update([code, *entry.get("codes", [])])
        signs.update(symbol for symbol in entry.get("symbols", []) if not symbol.isascii() or "$" in symbol)
        codes.update(symbol for symbol in entry.get("symbols", []) if symbol.isascii() and "$" not in symbol)
        stems.update(word.split()[-1].lower() for word in [*entry.get("words", []), *entry.get("shared", [])])
    single = "".join(
        sorted({sign for symbol in signs for sign in symbol if not sign.isalnum() and sign != "."})
    )
    stems = {stem for stem in stems if not any(other != stem and stem.startswith(other) for other in stems)}
    return (
        re.compile(rf"[{re.escape(single)}]|\b(?:{'|'.join(sorted(map(re.escape, codes)))})(?![a-z])"),
        re.compile(rf"(?:{'|'.join(sorted(map(re.escape, stems)))})"),
    )


def _windows(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The stretches of text that can hold an amount: around each sign, code or word of a currency."""
    signs, stems = _anchors(lexicon)
    places = [m.start() for m in signs.finditer(text)] + [m.start() for m in stems.finditer(text.lower())]
    return _merge(places, 72, 72, len(text))


def _merge(places: list[int], before: int, after: int, length: int) -> list[tuple[int, int]]:
    windows: list[tuple[int, int]] = []
    for place in sorted(places):
        start, end = max(0, place - before), min(length, place + after)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def find_money(text: str, lexicon: Lexicon) -> list[Money]:
    """Find every amount of money that `text` (made `plain`) names, in order, with hedges and ranges."""
    prefixed, suffixed, bare, spelled = _patterns(lexicon)
    found: list[Money] = []
    for start, end in _windows(text, lexicon):
        for pattern in (prefixed, suffixed):
            for match in pattern.finditer(text, start, end):
                money = _from_match(match, spelled)
                if money:
                    found.append(money)
    found.sort(key=lambda m: (m.start, -m.end))
    found = _drop_overlaps(found)
    if found:
        found = _with_bare(text, found, bare)
    return join_ranges(text, [with_hedge(text, money) for money in found])


def _from_match(match: re.Match[str], spelled: dict[str, list[str]]) -> Money | None:
    groups = match.groupdict()
    spelling = groups.get("sym") or groups.get("code") or groups.get("cur") or ""
    if groups.get("code") and not spelling.isupper() and spelling not in ("SKr", "NKr", "DKr", "SFr"):
        return None
    folded = " ".join(spelling.lower().split())
    currencies = spelled.get(folded)
    if currencies is None:
        return None
    if groups.get("cur") and not spelling.isupper() and folded in {c.lower() for c in currencies}:
        return None  # "try" in small letters is a word, no code
    if folded == "pounds" and _WEIGHED.match(match.string, match.end()):
        return None
    return _money(match, currencies)


# Pounds of goods are a weight: "1.8 million pounds of supplies".
_WEIGHED = re.compile(
    r"[ \n]of[ \n](?:\w+[ \n]){0,3}?(?:supplies|food|foodstuffs|formula|goods|items|cargo|meat|grain|wheat|rice|explosives|medicines?|commodities|freight|meals|crops|uranium)\b",
    re.IGNORECASE,
)


def _money(match: re.Match[str], currencies: list[str], bare: bool = False) -> Money | None:
    amount = _value(match)
    if not amount or not 0 < amount <= MAX_AMOUNT:
        return None
    open_to = tuple(currencies[1:])
    if currencies[0] == "USD" and match.groupdict().get("sym") == "$":
        open_to = ("CAD", "AUD", "NZD")
    end = match.end()
    while text_ends_open(match.string, match.start(), end):
        end -= 1
    return Money(match.start(), end, amount, currencies[0], open_to=open_to, bare=bare)


def text_ends_open(text: str, start: int, end: int) -> bool:
    """Whether the span ends in a space or stop that belongs to the sentence, not to the amount."""
    return end > start + 1 and text[end - 1] in " \n\t.,"


def _drop_overlaps(found: list[Money]) -> list[Money]:
    kept: list[Money] = []
    for money in found:
        if kept and money.start < kept[-1].end:
            if money.end - money.start > kept[-1].end - kept[-1].start:
                kept[-1] = money
            continue
        kept.append(money)
    return kept


# What follows a bare number when it counts things, not money.
_COUNTED = re.compile(
    r"[ \n-]{1,3}(?:[a-z]+ing |[a-z]+ed |more |other |new |additional |internally |[A-Z][a-z]+s? |U\.S\. |small |young |vulnerable |civilian ){0,3}"
    r"(?:people|persons?|men|women|children|refugees|Ukrainians|Americans|civilians|doses|vaccines?|shots|tests|rounds|shells|barrels|tons?|tonnes|"
    r"jobs|homes|households|families|acres|hectares|miles|km|kilomet|square|votes|voters|subscribers|users|views|students|workers|vehicles|"
    r"patients|lives|deaths|cases|cubic|gallons|bullets|bushels|cartridges|units|feet|years|copies|downloads|of (?:them|us|its people)|"
    r"residents|inhabitants|babies|kids|seniors|veterans|farmers|customers|passengers|teachers|soldiers|troops|members|pieces|metric|"
    r"megawatt|kilowatt|individuals|displaced|girls|youth|beneficiaries|immigrants|migrants|followers|times|drones|mines|masks|N95|smallholder|"
    r"treatments|meals|nets|borrowers|small businesses|businesses|applications|coronavirus|Covid|COVID|infections|livelihoods|visitors|hits|"
    r"survivors|victims|pensioners|pupils|schoolchildren|orphans|mothers|citizens|evacuees|returnees|Syrians|Sudanese|Afghans|Yemenis|Venezuelans|Ethiopians|"
    r"Somalis|Palestinians|Russians|Europeans|Syrian refugees|parcels|blankets|trees|litres|liters|kilograms|signatures|hours|inmates|voices)\b",
    re.IGNORECASE,
)


def _with_bare(text: str, found: list[Money], bare: re.Pattern[str]) -> list[Money]:
    """Add numbers without a currency where a sum with one stands near ("$60 billion …, another 150 million")."""
    added: list[Money] = []
    places = [place for money in found for place in (money.start, money.end)]
    starts = [money.start for money in found]
    matches = (m for a, b in _merge(places, 200, 200, len(text)) for m in bare.finditer(text, a, b))
    for match in matches:
        start, end = match.span()
        near = _nearest(found, starts, start, end)
        if near is None or _overlaps(found, starts, start, end) or _COUNTED.match(text, end):
            continue
        between = text[near.end : start] if near.end <= start else text[end : near.start]
        if len(between) > 160 or "\n\n" in between:
            continue
        if match.groupdict().get("word") in ("a", "an") and not re.match(
            r"[ \n]+(?:more|in|for|to|package|of)\b", text[end : end + 12]
        ):
            continue
        amount = _value(match)
        if amount and 10**5 <= amount <= MAX_AMOUNT:
            added.append(
                Money(start, end, amount, near.currency, open_to=near.open_to, bare=True, rule="money-bare")
            )
    return sorted([*found, *added], key=lambda m: m.start) if added else found


def _overlaps(found: list[Money], starts: list[int], start: int, end: int) -> bool:
    at = bisect_left(starts, start)
    return any(money.start < end and start < money.end for money in found[max(0, at - 1) : at + 1])


def _nearest(found: list[Money], starts: list[int], start: int, end: int) -> Money | None:
    at = bisect_left(starts, start)
    around = found[max(0, at - 1) : at + 1]
    return min(around, key=lambda m: min(abs(m.start - end), abs(start - m.end)), default=None)
