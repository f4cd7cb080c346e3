"""Aid type, channel and tranche number of a sum.

In: the sum's mask, its sentence's place on the page. Out: values of the lexicon's tables. The nearer words win: those that touch
the sum, then its clause, then its sentence; the sentence before and the article as a whole are asked last.
"""

from __future__ import annotations

import re
from functools import cache

from aidtrack.lexicon import Lexicon

BESIDE = 80


@cache
def _aid_patterns(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile("|".join(f"(?:{p})" for p in entry["patterns"]), re.IGNORECASE))
        for code, entry in lexicon.aid_types.items()
    )


@cache
def _channel_patterns(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    patterns = []
    for code, entry in lexicon.channels.items():
        names = re.compile("|".join(f"(?:{p})" for p in entry["names"]), re.IGNORECASE)
        described = entry.get("described")
        described = re.compile("|".join(f"(?:{p})" for p in described), re.IGNORECASE) if described else None
        patterns.append((code, names, described))
    return tuple(patterns)


def clause_of(mask: str) -> tuple[str, str]:
    """The words before and after the sum in its own clause: up to the sums beside it.

    >>> clause_of("Britain gave ¤ in arms and § in food aid; ¤ more is due")
    (' in arms and ', ' in food aid')
    """
    at = mask.find("§")
    left, right = mask[:at], mask[at + 1 :]
    left = left[left.rfind("¤") + 1 :]
    cut = re.search(r"¤|;| [–—] ", right)
    return left, right[: cut.start()] if cut else right


def find_channels(words: str, donor: str | None, lexicon: Lexicon) -> set[str]:
    """All channels that some words name and the donor may give through."""
    return {
        code
        for code, names, _ in _channel_patterns(lexicon)
        if names.search(words) and _fits(code, donor, lexicon)
    }


def find_described(words: str, code: str, lexicon: Lexicon) -> set[str]:
    """The channel itself where some words describe it, else nothing."""
    told = {name: described for name, _, described in _channel_patterns(lexicon)}[code]
    return {code} if told and told.search(words) else set()


def find_aid_types(words: str, lexicon: Lexicon) -> set[str]:
    """All aid types that some words name."""
    return {code for code, pattern in _aid_patterns(lexicon) if pattern.search(words)}


_STOP = re.compile(
    r",(?! (?:and |or )?(?:humanitarian|military|economic|financial|security|energy|budget))| (?:that|which|who|as|when|while|after|since|said|announced|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)


# What stands before these words belongs to another sum: "the defence aid comes on top of §".
_OTHER_SUM = re.compile(
    r"\b(?:on top of|besides|in addition to|beyond|atop|alongside|compared (?:with|to)|follows)\b",
    re.IGNORECASE,
)


# Help that is of no type the lexicon knows: it stays unspecified, whatever the rest of the sentence speaks of.
_NEUTRAL = re.compile(
    r"^[^.;¤,]{0,40}\b(?:civilian|development|health|climate|food[- ]security|democra\w+|agricultur\w+|nutrition|vaccin\w+|COVID\S*|education|governance|environment\w*|biodiversity)\b",
    re.IGNORECASE,
)
_OF_ALL_KINDS = re.compile(
    r"\b(?:military and (?:civil\w*|non-?military|other|development)|civil(?:ian)? and military|non-military and military|of (?:every|all|any) (?:kinds?|sorts?|types?)|(?:all|various|different) (?:kinds|sorts|types|forms) of (?:aid|help|support|assistance))\b",
    re.IGNORECASE,
)
# Help told in so many words without its type: what a frame or a total is for is not guessed beyond that.
_PLAIN_HELP = re.compile(
    r"^ ?(?:[\w'’-]+ ){0,3}?(?:aid|assistance|support|help|funding|funds|package|bill|supplemental)\b(?! (?:military|for (?:the )?(?:army|military)))",
    re.IGNORECASE,
)


def read_aid_type(mask: str, channel: str | None, lexicon: Lexicon, widely: bool = True) -> tuple[str, str]:
    """Choose the aid type by the words beside the sum, in its clause, by its channel, `widely` by its sentence. Also the rule."""
    left, right = clause_of(mask)
    left = _OTHER_SUM.split(left)[-1]
    cut = _STOP.search(right)
    beside = right[: cut.start() if cut else BESIDE][:BESIDE]
    if _OF_ALL_KINDS.search(f"{left[-BESIDE:]} § {beside}"):
        return "mixed", "type-beside"
    for words, rule in (
        (beside, "type-beside"),
        (left[-BESIDE:], "type-beside"),
        (left[-130:] + " § " + right[:130], "type-clause"),
    ):
        types = find_aid_types(words, lexicon)
        if (
            "financial" in types
            and len(types) > 1
            and not re.search(r"economic|financial|budget", words, re.IGNORECASE)
        ):
            types.discard("financial")
        if types:
            return _one_type(types, words), rule
        if words is beside and _NEUTRAL.match(beside):
            return "unspecified", "type-other"
    if channel and "aid_type" in lexicon.channels[channel]:
        return str(lexicon.channels[channel]["aid_type"]), "type-channel"
    types = find_aid_types(mask, lexicon) if widely else set()
    if types:
        return _one_type(types, mask), "type-sentence"
    return "unspecified", "type-none"


def is_plain_help(mask: str) -> bool:
    """Whether a sum is called help without more: "§ in aid to Ukraine", "a § bill"."""
    return bool(_PLAIN_HELP.match(clause_of(mask)[1]))


MOST, TIMES = 2, 3


def main_aid_type(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """The one aid type that an article speaks of, at least twice and far more than of any other; also the rule."""
    counts = sorted(
        ((len(pattern.findall(text)), code) for code, pattern in _aid_patterns(lexicon)), reverse=True
    )
    (most, code), (next_most, _) = counts[:2]
    if most >= MOST and most >= TIMES * next_most:
        return code, "type-of-article"
    return "unspecified", "type-none"


def _one_type(types: set[str], words: str) -> str:
    if len(types) == 1:
        return next(iter(types))
    if types == {"energy", "reconstruction"}:
        return "energy"
    if types == {"military", "energy"} and not re.search(r"energy", words, re.IGNORECASE):
        return "military"
    return "mixed"


def read_channel(mask: str, donor: str | None, lexicon: Lexicon) -> tuple[str | None, str]:
    """Choose the channel: named for the sum in its sentence (the nearest of several), or described there, else none. Also the rule."""
    patterns = [
        entry
        for entry in _channel_patterns(lexicon)
        if _fits(entry[0], donor, lexicon) and not _refused(entry[0], mask, lexicon)
    ]
    found = [code for code, names, _ in patterns if _any_speaks(names, mask)]
    if found:
        return (found[0] if len(found) == 1 else _nearest(found, *clause_of(mask), lexicon)), "channel-named"
    for code, _, described in patterns:
        if described and _any_speaks(described, mask):
            return code, "channel-described"
    governing = [code for code, names, _ in patterns if _governs(names, mask)]
    return (governing[0], "channel-of-list") if len(governing) == 1 else (None, "")


_ANOTHER_MATTER = re.compile(
    r"\b(?:brings?|bringing|brought|takes?|taking|puts?|raises?|on top of|besides|in addition to|while|total\w*|since)\b",
    re.IGNORECASE,
)


def _governs(pattern: re.Pattern[str], mask: str) -> bool:
    """Whether the only name of a channel stands before a list of sums and speaks of all: "Under ERA the US gives ¤, Japan §"."""
    first, at = mask.find("¤"), mask.find("§")
    found = list(pattern.finditer(mask))
    if not found or not 0 <= first < at or found[-1].end() > first:
        return False
    return len(mask[found[-1].end() : first].split()) >= 3 and not _ANOTHER_MATTER.search(mask[first:at])


def _any_speaks(pattern: re.Pattern[str], mask: str) -> bool:
    return any(_speaks_of(mask, m.start(), m.end()) for m in pattern.finditer(mask))


_BREAK = re.compile(r",|;| and | while | plus |:")


def _speaks_of(mask: str, start: int, end: int) -> bool:
    """Whether words of a mask speak of § and not of another sum: § stands nearer, or is the last one before them.

    >>> mask = "asks for ¤ in drawdown authority, § for intelligence"
    >>> _speaks_of(mask, mask.find("drawdown"), mask.find(","))
    False
    """
    at = mask.find("§")
    if start <= at < end:
        return True
    if end > at:
        return "¤" not in mask[at + 1 : start]
    if "¤" in mask[end:at]:
        return False
    other = mask.rfind("¤", 0, start)
    return other < 0 or not _BREAK.search(mask[end:at]) or bool(_BREAK.search(mask[other:start]))


def _refused(code: str, mask: str, lexicon: Lexicon) -> bool:
    """Whether a channel's look-alike is named: a drawdown under section 552(c)(2) is no PDA."""
    unless = lexicon.channels[code].get("unless")
    return bool(unless and re.search(unless, mask))


def _fits(code: str, donor: str | None, lexicon: Lexicon) -> bool:
    """Whether a donor may give through a channel."""
    only = lexicon.channels[code].get("donor")
    return only is None or donor is None or donor == only


def _nearest(codes: list[str], left: str, right: str, lexicon: Lexicon) -> str:
    patterns = {code: names for code, names, _ in _channel_patterns(lexicon)}

    def distance(code: str) -> int:
        after = patterns[code].search(right)
        before = list(patterns[code].finditer(left))
        return min(after.start() if after else 999, len(left) - before[-1].end() if before else 999)

    return min(codes, key=lambda code: (distance(code), code))


_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
_ORDINAL = rf"(?P<n>\d{{1,3}})(?:st|nd|rd|th)|(?P<w>(?:twenty|thirty|forty|fifty|sixty|seventy)-(?:{'|'.join(_ORDINAL_WORDS[:9])})|{'|'.join(_ORDINAL_WORDS)}|thirtieth|fortieth|fiftieth)"
_TRANCHE = re.compile(
    rf"\b(?:{_ORDINAL})(?: (?:[\w'’-]+[ -]){{0,4}}?)?(?:drawdown|tranche|package|round|instal?lment|disbursement|payment|use of|usage|authori[sz]ation|shipment|PDA|time (?:since|that|in|the|it|Biden|President))\b(?! (?:of|in) (?:the year|(?:19|20)\d\d)| this year)"
    rf"|\b(?:drawdown|tranche|package) (?:number|No\.?|#) ?(?P<m>\d{{1,3}})\b|\bround (?P<k>\d{{1,3}})\b"
    rf"|\b(?:is|was|marks|be|makes) the (?:(?P<n2>\d{{1,3}})(?:st|nd|rd|th)|(?P<w2>(?:twenty|thirty|forty|fifty|sixty|seventy)-(?:{'|'.join(_ORDINAL_WORDS[:9])})|{'|'.join(_ORDINAL_WORDS)})) (?:since|such|under|of its kind|to be|from)\b",
    re.IGNORECASE,
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}


def read_tranche(words: str) -> int | None:
    """Read a tranche number: "the 54th drawdown", "in the twenty-second round of", "third PURL package".

    >>> read_tranche("the administration's twenty-first drawdown of equipment"), read_tranche("the second day")
    (21, None)
    """
    match = _TRANCHE.search(words)
    if not match:
        return None
    digits = match.group("n") or match.group("m") or match.group("k") or match.group("n2")
    if digits:
        return int(digits)
    word = (match.group("w") or match.group("w2")).lower()
    if word in _ORDINAL_WORDS:
        return _ORDINAL_WORDS.index(word) + 1
    if word.endswith("ieth"):
        return {"thirtieth": 30, "fortieth": 40, "fiftieth": 50}.get(word)
    tens, _, unit = word.partition("-")
    return _TENS[tens] + _ORDINAL_WORDS.index(unit) + 1
