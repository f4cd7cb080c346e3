"""Money in text: every phrase that names an amount, with its value, currency and hedge.

In: the article's text (a copy of equal length in which odd spaces and quotes are plain, see `plain`).
Out: `Money` spans in order. A currency that the phrase leaves open (`$` of Canada, "crowns") is settled later, when the
donor is known. What is no sum (a count of people, a price per barrel) is left to `exclusions`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from aidtrack.lexicon import Lexicon
from aidtrack.model import Qualifier

MAX_DIGITS = 18
MAX_AMOUNT = 10**15


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as the text names it.

    `currency` is an ISO code; `open_to` lists the codes it may also be (a plain "$" in Ottawa is CAD).
    `bare` marks a number whose currency comes from its neighbour ("150 million of it"). `hedge_start` is where the
    words that hedge it begin.
    """

    start: int
    end: int
    amount: int
    currency: str
    qualifier: Qualifier = "exact"
    amount_low: int | None = None
    open_to: tuple[str, ...] = ()
    bare: bool = False
    bracketed: bool = False
    hedge_start: int = 0
    rule: str = "money"


SCALES = {
    "thousand": 3, "k": 3,
    "million": 6, "millions": 6, "mn": 6, "mln": 6, "mio": 6, "mil": 6, "m": 6, "mill": 6,
    "billion": 9, "billions": 9, "bn": 9, "bln": 9, "b": 9, "mrd": 9, "bil": 9, "bill": 9, "milliard": 9,
    "trillion": 12, "tn": 12, "trn": 12, "t": 12,
}  # fmt: skip
UNITS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)

_SPACE = r"[ \t\n]"
_GAP = rf"{_SPACE}{{0,3}}"
# Digits: "13 009", "60,807,000,000", "1,5", "2 , 5" (a translated text); never more than MAX_DIGITS.
_DIGITS = r"\d{1,3}(?:[,.]\d{3}){2,4}(?!\d)|\d{1,3}(?:,\d{3})(?!\d)(?:\.\d{1,3})?|\d{1,3}(?: \d{3}){1,3}(?!\d)|\d{1,15}(?: ?[.,] ?\d{1,3})?(?!\d)"
_WORD_NUMBER = (
    r"(?:half an?|a quarter of an?|three quarters of an?|one and a half|two and a half|(?:an?|one|several) hundred(?: and (?:fifty|twenty))?"
    rf"|(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(list(UNITS)[:9])}))?|{'|'.join(sorted(UNITS, key=len, reverse=True))}|an?)"
)
_LONG_SCALE = r"(?:thousand|millions?|billions?|trillions?|milliard)"
_SHORT_SCALE = r"(?:mn|mln|mio|mill?|bn|bln|bill?|mrd|trn?|tn|[mbkt])(?![\w])\.?"
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
        rf"|(?P<word>{_WORD_NUMBER})[ \n-]+(?P<wscale>{_LONG_SCALE}))"
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


def read_number(digits: str, scale: int = 0) -> int | None:
    """Read printed digits as a whole amount times 10**scale; None where they are no number of money.

    >>> read_number("13 009", 6), read_number("1,5", 9), read_number("2.15", 9), read_number("1,000", 6)
    (13009000000, 1500000000, 2150000000, 1000000000)
    """
    digits = digits.replace(" ", "")
    if sum(c.isdigit() for c in digits) > MAX_DIGITS or not digits.isascii():
        return None
    separators = [c for c in digits if c in ",."]
    whole, fraction = digits, ""
    if separators:
        head, _, tail = digits.rpartition(separators[-1])
        grouped = (
            len(tail) == 3 and (len(separators) > 1 or separators[-1] == ",") and len(set(separators)) == 1
        )
        if not grouped:
            whole, fraction = head, tail
    whole = whole.replace(",", "").replace(".", "")
    if not whole:
        return None
    value = int(whole + fraction) * 10**scale
    return int(value // 10 ** len(fraction)) if fraction else int(value)


def read_words(words: str) -> tuple[int, int] | None:
    """Read a number word as a fraction (numerator, denominator).

    >>> read_words("half a"), read_words("fifty"), read_words("one hundred and fifty"), read_words("twenty-five")
    ((1, 2), (50, 1), (150, 1), (25, 1))
    """
    words = " ".join(words.lower().replace("-", " ").split())
    fixed = {
        "half a": (1, 2), "half an": (1, 2), "a quarter of a": (1, 4), "three quarters of a": (3, 4),
        "one and a half": (3, 2), "two and a half": (5, 2), "a": (1, 1), "an": (1, 1),
    }  # fmt: skip
    if words in fixed:
        return fixed[words]
    if words.startswith("several"):
        return None
    total = 0
    for word in words.replace(" and ", " ").split():
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += UNITS.get(word, TENS.get(word, 1 if word in ("a", "an") else 0))
    return (total, 1) if total else None


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
    return int(fraction[0] * 10 ** SCALES[groups["wscale"].lower()] // fraction[1])


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
    return _join_ranges(text, [_with_hedge(text, money) for money in found])


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
    return _money(match, currencies)


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
    r"treatments|meals|nets|borrowers|small businesses|businesses|applications|coronavirus|Covid|COVID|infections|livelihoods|visitors|hits)\b",
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


_FILLER = r"(?:(?:an?|the|another|additional|additionally|extra|further|aggregate|value|worth|of|total|sum|initial|estimated|combined|new|one|its|her|his|US|some)[ \n]+){0,4}"
_HEDGES: list[tuple[Qualifier, re.Pattern[str]]] = [
    (
        "up_to",
        re.compile(
            rf"(?:\bup to|\bas (?:much|high|many) as|\bno more than|\bnot more than|\bless than|\ba (?:maximum|ceiling|limit) of|\bmaximum of|\bfewer than|\bas big as|\bcapped at|\bupto)"
            rf"[\"']?[ \n]+(?:approximately |about |around |nearly |roughly )?{_FILLER}[\"'(]?$",
            re.IGNORECASE,
        ),
    ),
    (
        "over",
        re.compile(
            rf"(?:\b(?:well |just |slightly |far |a little |little )?(?:over|above|exceeding|exceeds?|exceeded|surpassing|surpass(?:es|ed)?|topping|tops|topped)|\bmore than|\bgreater than|\bat least|\bat a minimum|"
            rf"\bin excess of|\bupwards? of|\b(?:a )?minimum(?: of)?|\bno less than|\bnot less than|\bnorth of|\bbeyond|\bbigger than|(?<!one )(?<!any )(?<!no )\bmore(?=[ \n]+$)|\bminimum baseline (?:funding )?of)[\"']?[ \n]+{_FILLER}[\"'(]?$",
            re.IGNORECASE,
        ),
    ),
    (
        "about",
        re.compile(
            rf"(?:\babout|\bnearly|\baround|\broughly|\balmost|\bsome|\bjust under|\bapproximately|\bapprox\.?|\bclose to|\bcirca|\bca\.|~|\bnear|\bestimated(?: at)?|\bin the (?:range|region|neighbou?rhood|vicinity) of|\bon the order of|\bgot to be|"
            rf"\bjust (?:shy|short) of|\bslightly (?:under|less than)|\bmore or less|\bpractically|\bvirtually|\bjust about|\banywhere from)[\"']?[ \n]+{_FILLER}[\"'(]?$|~$",
            re.IGNORECASE,
        ),
    ),
]
_JUST_UNDER = re.compile(
    r"(?:just|slightly|a little|little)[ \n]+(?:under|less than|below|shy of|short of)[ \n]+(?:the )?$",
    re.IGNORECASE,
)
_HEDGE_AFTER: list[tuple[Qualifier, re.Pattern[str]]] = [
    ("over", re.compile(r"[ \n-]?(?:-?plus\b|\+|[ \n]or more\b|[ \n]and more\b)", re.IGNORECASE)),
    ("about", re.compile(r"[ \n]or (?:so|thereabouts)\b|-ish\b", re.IGNORECASE)),
    ("up_to", re.compile(r"[ \n]or less\b", re.IGNORECASE)),
]


def _with_hedge(text: str, money: Money) -> Money:
    """Read the words beside an amount that hedge it: "nearly", "more than", "up to an aggregate value of"."""
    before = text[max(0, money.start - 70) : money.start]
    money = replace(money, hedge_start=money.start, bracketed=before.rstrip()[-1:] == "(")
    if just_under := _JUST_UNDER.search(before):
        return replace(money, qualifier="about", hedge_start=money.start - len(before) + just_under.start())
    for qualifier, pattern in _HEDGES:
        if hit := pattern.search(before):
            return replace(money, qualifier=qualifier, hedge_start=money.start - len(before) + hit.start())
    for qualifier, pattern in _HEDGE_AFTER:
        if pattern.match(text, money.end):
            return replace(money, qualifier=qualifier)
    return money


_RANGE_LINK = re.compile(r"[ \n]*(?:-|–|—|to|and|or)[ \n]*(?:as much as |up to |even )?")


def _join_ranges(text: str, found: list[Money]) -> list[Money]:
    """Make one amount of a range: "between $1.5 and $2 billion", "$800m-$1bn", "240 to 250 million dollars"."""
    found = _lend_scales(text, found)
    joined: list[Money] = []
    for money in found:
        last = joined[-1] if joined else None
        if last and last.amount_low is None and last.end <= money.start and money.start - last.end <= 12:
            link = _RANGE_LINK.fullmatch(text, last.end, money.start)
            if link and last.amount < money.amount <= last.amount * 5 and (last.currency == money.currency):
                word = link.group().strip().split(" ")[0]
                before = text[max(0, last.start - 14) : last.start].lower()
                spans = {
                    "and": "between" in before,
                    "or": False,
                    "to": not re.search(r"\bfrom\s*(?:\w+\s*)?$", before),
                }
                if spans.get(word, True):
                    qualifier: Qualifier = last.qualifier if last.qualifier != "exact" else money.qualifier
                    joined[-1] = replace(
                        money, start=last.start, amount_low=last.amount, hedge_start=last.hedge_start,
                        qualifier=qualifier, bracketed=last.bracketed, rule="money-range",
                    )  # fmt: skip
                    continue
        joined.append(money)
    return joined


_LOW_END = re.compile(r"(?<![\w.,$€£])(\d{1,4}(?:\.\d{1,3})?)[ \n]*(?:-|–|—|to|and)[ \n]*$")


def _lend_scales(text: str, found: list[Money]) -> list[Money]:
    """Give "$1.5 and $2 billion", "$60 billion …, $14 for Israel" the scale that only one of them prints."""
    lent: list[Money] = []
    for at, money in enumerate(found):
        if money.amount < 1000 and not money.bare:
            after = found[at + 1] if at + 1 < len(found) else None
            if (
                after
                and after.start - money.end <= 12
                and _RANGE_LINK.fullmatch(text, money.end, after.start)
            ):
                scale = 10 ** (len(str(after.amount)) - 1) // 10 ** ((len(str(after.amount)) - 1) % 3)
                if money.amount * scale < after.amount:
                    money = replace(money, amount=_scaled(text, money, scale))
            elif near := _list_neighbour(text, found, at):
                scale = 10 ** ((len(str(near.amount)) - 1) // 3 * 3)
                money = replace(money, amount=_scaled(text, money, scale), rule="money-list")
        if not money.bare and money.amount_low is None:
            before = text[max(0, money.start - 16) : money.start]
            low = _LOW_END.search(before)
            scale_word = re.search(r"([a-z]+)", text[money.start : money.end], re.IGNORECASE)
            if low and money.amount >= 10**5 and scale_word:
                scale = 10 ** ((len(str(money.amount)) - 1) // 3 * 3)
                value = read_number(low.group(1), len(str(scale)) - 1)
                joiner = before[low.end(1) :].strip()
                fits = joiner != "and" or "between" in text[max(0, money.start - 40) : money.start].lower()
                if value and value < money.amount <= value * 5 and fits:
                    start = money.start - len(before) + low.start()
                    money = _with_hedge(
                        text, replace(money, start=start, amount_low=value, rule="money-range")
                    )
        lent.append(money)
    return lent


def _list_neighbour(text: str, found: list[Money], at: int) -> Money | None:
    """The sum whose scale a list leaves out: "$60 billion for Kyiv, $14 for Israel"."""
    if not re.match(r"[ \n](?:for|to)\b", text[found[at].end : found[at].end + 5]):
        return None
    before = found[at - 1] if at else None
    if (
        before
        and before.amount >= 10**8
        and found[at].start - before.end <= 40
        and "," in text[before.end : found[at].start]
    ):
        return before
    return None


def _scaled(text: str, money: Money, scale: int) -> int:
    digits = re.search(r"\d+(?:\.\d+)?", text[money.start : money.end])
    value = read_number(digits.group(), len(str(scale)) - 1) if digits else None
    return value or money.amount
