"""What stands beside an amount: words that hedge it, and the other end of a range.

In: amounts as found in the text, in order. Out: the same with their hedges ("nearly", "up to"), ranges made one ("$800m-$1bn"), and the
scales that a list prints only once.
"""

from __future__ import annotations

import re
from dataclasses import replace

from aidtrack.extract.amounts import SCALES, Money, read_number
from aidtrack.model import Qualifier

_FILLER = r"(?:(?:an?|the|another|additional|additionally|extra|further|aggregate|value|worth|of|total|sum|initial|estimated|combined|new|one|its|her|his|US|USD|some)[ \n]+){0,4}"
_HEDGES: list[tuple[Qualifier, re.Pattern[str]]] = [
    (
        "about",
        re.compile(
            r"(?:just|slightly|a little|little)[ \n]+(?:under|less than|below|shy of|short of)[ \n]+(?:the )?$",
            re.IGNORECASE,
        ),
    ),
    (
        "up_to",
        re.compile(
            rf"(?:\bup to|\bas (?:much|high|many) as|\bno more than|\bnot more than|(?<!no )(?<!not )\bless than|\ba (?:maximum|ceiling|limit) of|\bmaximum of|\bfewer than|\bas big as|\bcapped at|\bupto)"
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
            rf"(?:\babout|\bnearly|\baround|\broughly|\balmost|\bsome|\bjust under|\bapproximately|\bapprox\.?|\bclose to|\bcirca|\bca\.|~|\bnear|\bestimate[sd]?(?:[ \n]it)?(?:[ \n]at)?|\bthe (?:same )?size (?:as|of)(?: the)?|\bin the (?:range|region|neighbou?rhood|vicinity) of|\bon the order of|\bgot to be|"
            rf"\bjust (?:shy|short) of|\bslightly (?:under|less than)|\bmore or less|\bpractically|\bvirtually|\bjust about|\banywhere from)[\"']?[ \n]+{_FILLER}[\"'(]?$|~$",
            re.IGNORECASE,
        ),
    ),
]
_HEDGE_AFTER: list[tuple[Qualifier, re.Pattern[str]]] = [
    ("over", re.compile(r"[ \n-]?(?:-?plus\b|\+|[ \n]or more\b|[ \n]and more\b)", re.IGNORECASE)),
    ("about", re.compile(r"[ \n]or (?:so|thereabouts)\b|-ish\b", re.IGNORECASE)),
    ("up_to", re.compile(r"[ \n]or less\b", re.IGNORECASE)),
]
# The words that a hedge can end with; after any other there is no need to look.
_MAY_END = frozenset(
    "to as than of at upto over above exceeding exceeds exceed exceeded surpassing surpass surpasses surpassed topping tops topped "
    "least minimum upward upwards beyond more about nearly around roughly almost some under approximately approx circa ca near it "
    "estimate estimated estimates be short shy less practically virtually from a an the another additional additionally extra further "
    "aggregate value worth total sum initial combined new one its her his us usd below size maximum".split()
)
_LAST_WORD = re.compile(r"([A-Za-z]+|~)\.?[\"']?[ \n]*[\"'(]?$")

# What only looks like a hedge: "add up to $5bn", "wrangle over $60bn", "hand over €100m", "more than the $350bn that …".
_NO_HEDGE = re.compile(
    r"\b(?:add(?:s|ed|ing)?|sum(?:s|med)?|tot(?:s|ted)|live[sd]?) up to[ \n]"
    r"|\b(?:wrangl|quarrel|argu|disput|debat|fight|fought|clash|row|squabbl|negotiat|talk|hand|turn|sign|concern|control|battle|bicker|feud|vot)\w* over[ \n]"
    r"|\b(?:more|less|greater|higher) than the[ \n]|\bover the[ \n]+$",
    re.IGNORECASE,
)
# Verbs that hedge stay in sight of the cues: "has exceeded $5bn" tells a total.
_HEDGING_VERB = re.compile(r"\b(?:exceed|surpass|top)(?:s|ed|ing|ped|es|ping)?\b", re.IGNORECASE)


def with_hedge(text: str, money: Money) -> Money:
    """Read the words beside an amount that hedge it: "nearly", "more than", "up to an aggregate value of"."""
    before = text[max(0, money.start - 70) : money.start]
    money = replace(money, hedge_start=money.start, bracketed=before.rstrip()[-1:] == "(")
    for qualifier, pattern in _HEDGES if _may_hedge(before) else ():
        hit = pattern.search(before)
        if not hit or _NO_HEDGE.search(before, max(0, hit.start() - 14)):
            continue
        start = money.start if _HEDGING_VERB.match(hit.group()) else money.start - len(before) + hit.start()
        return replace(money, qualifier=qualifier, hedge_start=start)
    for qualifier, pattern in _HEDGE_AFTER:
        if pattern.match(text, money.end):
            return replace(money, qualifier=qualifier)
    return money


def _may_hedge(before: str) -> bool:
    """Whether the last word before an amount is one that a hedge can end with."""
    last = _LAST_WORD.search(before, max(0, len(before) - 20))
    return last is not None and (last.group(1).lower() in _MAY_END or last.group(1) == "~")


_LINK = r"(?:-|–|—|to|and|or)"
_RANGE_LINK = re.compile(rf"[ \n]*{_LINK}[ \n]*(?:as much as |up to |even )?")
_LOW_END = re.compile(r"(?<![\w.,$€£])(\d{1,4}(?:\.\d{1,3})?)[ \n]*(?:-|–|—|to|and)[ \n]*$")
_HIGH_END = re.compile(
    r"[ \n]*(?:-|–|—|to|and|or)[ \n]*(\d{1,4}(?:[.,]\d{1,3})?)[ -]?\n?(million|billion|trillion|mn|mln|bn|bln|m|b)\b",
    re.IGNORECASE,
)
# The upper end of a range is at most this many times the lower one; beyond that they are two sums.
WIDEST = 5


def join_ranges(text: str, found: list[Money]) -> list[Money]:
    """Make one amount of a range: "between $1.5 and $2 billion", "$800m-$1bn", "240 to 250 million dollars"."""
    joined: list[Money] = []
    for money in _fill_in(text, found):
        last = joined[-1] if joined else None
        if last and money.start < last.end:
            continue
        if last and _is_range(text, last, money):
            qualifier = last.qualifier if last.qualifier != "exact" else money.qualifier
            joined[-1] = replace(
                money, start=last.start, amount_low=last.amount, hedge_start=last.hedge_start,
                qualifier=qualifier, bracketed=last.bracketed, rule="money-range",
            )  # fmt: skip
            continue
        joined.append(money)
    return joined


def _is_range(text: str, low: Money, high: Money) -> bool:
    """Whether two amounts side by side are the ends of one range."""
    if low.amount_low is not None or not 0 <= high.start - low.end <= 12 or low.currency != high.currency:
        return False
    link = _RANGE_LINK.fullmatch(text, low.end, high.start)
    return bool(link) and low.amount < high.amount <= low.amount * WIDEST and _links(text, low.start, link)


def _links(text: str, start: int, link: re.Match[str] | None) -> bool:
    """Whether the word between two numbers makes a range: "and" does after "between", "to" does not after "from" (a change)."""
    word = link.group().strip().split(" ")[0] if link else ""
    before = text[max(0, start - 14) : start].lower()
    if word in ("and", "or"):
        return word == "and" and "between" in before
    return word != "to" or not re.search(r"\bfrom\s*(?:\w+\s*)?$", before)


def _fill_in(text: str, found: list[Money]) -> list[Money]:
    """Give the ends of ranges and the items of lists the scale that only one of them prints."""
    filled = []
    for at, money in enumerate(found):
        if money.amount < 1000 and not money.bare:
            money = _with_high_end(text, money) or _with_lent_scale(text, found, at)
        if not money.bare and money.amount_low is None:
            money = _with_low_end(text, money)
        filled.append(money)
    return filled


def _with_high_end(text: str, money: Money) -> Money | None:
    """ "$1.5-2 billion": the upper end follows without a sign."""
    high = _HIGH_END.match(text, money.end)
    if not high or not _links(text, money.start, _RANGE_LINK.match(text, money.end)):
        return None
    scale = SCALES[high.group(2).lower()]
    low, value = _scaled(text, money, 10**scale), read_number(high.group(1), scale)
    if not value or not low < value <= low * WIDEST:
        return None
    return replace(money, end=high.end(), amount=value, amount_low=low, rule="money-range")


def _with_lent_scale(text: str, found: list[Money], at: int) -> Money:
    """ "$1.5 and $2 billion", "$60 billion for Kyiv, $14 for Israel": the scale stands beside the neighbour."""
    money = found[at]
    after = found[at + 1] if at + 1 < len(found) else None
    if after and after.start - money.end <= 12 and _RANGE_LINK.fullmatch(text, money.end, after.start):
        lent = _scaled(text, money, _scale_of(after.amount))
        return replace(money, amount=lent) if lent < after.amount else money
    near = _list_neighbour(text, found, at)
    return (
        replace(money, amount=_scaled(text, money, _scale_of(near.amount)), rule="money-list")
        if near
        else money
    )


def _with_low_end(text: str, money: Money) -> Money:
    """ "240 to 250 million dollars": the lower end stands before, bare."""
    before = text[max(0, money.start - 16) : money.start]
    low = _LOW_END.search(before)
    if (
        not low
        or money.amount < 10**5
        or not re.search(r"[a-z]", text[money.start : money.end], re.IGNORECASE)
    ):
        return money
    value = read_number(low.group(1), len(str(_scale_of(money.amount))) - 1)
    joiner = before[low.end(1) :].strip()
    fits = joiner != "and" or "between" in text[max(0, money.start - 40) : money.start].lower()
    if not value or not value < money.amount <= value * WIDEST or not fits:
        return money
    start = money.start - len(before) + low.start()
    return with_hedge(text, replace(money, start=start, amount_low=value, rule="money-range"))


def _scale_of(amount: int) -> int:
    """The thousand, million or billion that an amount is counted in."""
    return int(10 ** ((len(str(amount)) - 1) // 3 * 3))


def _list_neighbour(text: str, found: list[Money], at: int) -> Money | None:
    """The sum whose scale a list leaves out: "$60 billion for Kyiv, $14 for Israel"."""
    before = found[at - 1] if at else None
    if not before or not re.match(r"[ \n](?:for|to)\b", text[found[at].end : found[at].end + 5]):
        return None
    between = text[before.end : found[at].start]
    return before if before.amount >= 10**8 and len(between) <= 40 and "," in between else None


def _scaled(text: str, money: Money, scale: int) -> int:
    """The printed number of an amount in another scale."""
    digits = re.search(r"\d+(?:[.,]\d+)?", text[money.start : money.end])
    value = read_number(digits.group(), len(str(scale)) - 1) if digits else None
    return value or money.amount
