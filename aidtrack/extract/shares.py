"""Shares: which sums of an article only break another one down.

In: the sums of a page in order, each read (kind, donor, recipient). Out: the same, with shares hung below their whole. A share shows by
the words between it and its whole ("of which", "made up of", "§ of it"), by words that point back ("The package includes §", "the
remaining §"), by a list that goes on, by a sentence that only tells a use ("Another § buys …"), or because sums add up. A sum that
another donor gives, that another country gets, or that was paid or voted on its own is no share, whatever the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from aidtrack.extract.coreference import Sum
from aidtrack.extract.parties import gives
from aidtrack.extract.scene import Page
from aidtrack.extract.weighing import KIND_ORDER, chances, choose

# Farther back than this a whole must be pointed at by name ("the package").
REACH_SENTENCES = 5
REACH_SUMS = 8

_WHOLE = r"(?:amount|sum|money|cash|funds?|funding|packages?|total|aid|assistance|support|allocation|loans?|grants?|request|bill|announcement|tranche|pledges?|commitments?|contribution|figure|financing|programme?|credit|envelope|budget|donation|offer|plan|help|authority|drawdown|facility|initiative|deal|proposal|law|measure|act)"
_POINT = rf"(?:that|this|it|which|these|those|them|(?:the|this|that|its|their|these) (?:[\w'’/-]+ ){{0,4}}?{_WHOLE}|(?:the|this|that) ¤|what (?:was|had|has|is|it|they))"

# Words that stand between a whole and its share in one sentence; they end where the share begins.
_INSIDE = re.compile(
    r"\b(?:including|inclusive of|of which|of that|of this|of it|of these|out of which|from which|from that|among (?:it|them|which)|comprising|comprised of|consist(?:s|ing|ed)? of|made up of|"
    r"composed of|in the form of|namely|specifically|i\.e\.|broken down|breaks? down|split|divided|splits|contain(?:s|ing)|includes|included|covers|comprises?|comprised|combin(?:es|ing)|in (?:that|it)|with the (?:rest|remainder))\b[^.;§]{0,90}$"
    r"| (?:that|which) (?:includes?|contains?|comprises?|covers?)\b[^.;§]{0,60}$|[(] ?(?:of which |including |with )?$",
    re.IGNORECASE,
)
_WITH = re.compile(r", with (?:[\w-]+ ){0,3}$")
_FOR_USE = re.compile(
    r"^ (?:[\w-]+ )?(?:for|in|to|from|as|of|through|via|by|going|coming|earmarked|allocated|set|reserved|dedicated|directed)\b"
)
_COLON = re.compile(r"^[^.;:¤]{0,60}(?::| [–—]) ?(?:some |a |an )?$")
# Words right after a share that say of what it is one.
_OF_WHOLE = re.compile(rf"^,? (?:[\w-]+ ){{0,3}}?(?:out )?(?:of|from) {_POINT}\b", re.IGNORECASE)
_IS_PART_OF = re.compile(
    r"\b(?:part|share|portion|slice|chunk|element|component|piece) of\b|^ (?:out )?of (?:the|that|this|its) ?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
# Words at the head of the share's sentence that point back to a whole told before.
_BACK = re.compile(
    rf"^\W*(?:(?:And|But|Overall|In all|However|Of course),? )?(?:(?:Of|Out of|From|Within|In|Included in|Part of|Among|As part of|Half of|From within|Inside|Some of|Under) {_POINT}|Included (?:are|is|were|was|therein))\b[^.;§]{{0,110}}§"
    rf"|[,;–—(:]? ?(?:and |with )?\b(?:of|out of|from|in|among) (?:that|this|it|which|them|the total)\b,?[^.;§¤]{{0,60}}§"
    rf"|^\W*(?:The|This|That|These|Its|His|Her|Their|It|They|Included|Also included|From [\w, ]{{2,40}}?, (?:this|it|that))\b[^.;§]{{0,90}}?\b(?:includ\w+|consist\w*|compris\w+|made up|contain\w*|broken down|breaks? down|split\w*|divided|composed|holds|combines)\b[^.;]{{0,170}}§"
    rf"|\b(?:[Tt]he|[Ii]ts|with the|[Aa]|[Aa]nother) (?:remaining|other|rest|remainder|balance|residual)\b[^.;§¤]{{0,40}}§|\b[Tt]he first §"
    r"|\b(?:most|the bulk|half|much|the majority|(?:the|by far the) (?:largest|biggest|greater|main|lion's|larger|bigger|other) (?:part|share|chunk|slice|item|portion|piece|single item|sum|amount)|a (?:third|quarter|fifth|part|share|portion|slice|chunk|good part|large part))\b[^.;§¤]{0,60}§"
    r"|§[^.;¤]{0,30}\b(?:is|are|will be|would be) the (?:largest|biggest|main) (?:part|share|chunk|slice|item|portion)\b",
)
# A sentence that only tells what a sum is for: "Another £95m buys air defence kit", "• €100 million for …".
_USE = re.compile(
    r"^(?:[•*–—-] ?|\W*)?(?:(?:In all,|And|The|A|An|Some|About|Another|Further|A further|An additional|An extra|The other|The first|The remaining|Additionally,|In addition,|Also,|Meanwhile,|Separately from that,|Specifically,|As [\w “”\"'-]{3,40}|"
    r"(?:[A-Z][\w'’-]+ ){1,3}would (?:get|receive)(?: more than)?) ?)*§(?:,? (?:also|more|then|each|of it|more of it))? ?"
    r"(?:(?:is|are|was|were|has been|have been|will|would|should|shall|could|is to|are to)\b|goes|go|went|buys?|pays?|covers?|funds?|finances?|supports?|provides?|helps?|com(?:es?|ing)|in|for|to|as|towards?|through|via|of|[-–—:])",
    re.IGNORECASE,
)
# The same, wherever in the sentence the share stands: "for shells there is §", "air defence takes §", "§ … is earmarked for".
_USE_TURNED = re.compile(
    r"§[^.;¤]{0,50}\b(?:is|are|was|were|will be|would be|to be|being|has been|have been) (?:for|earmarked|set aside|set apart|meant|intended|reserved|destined|devoted|spent|used|directed|allotted|ring-?fenced|channel\w+)\b"
    r"|\b(?:for|to|into|towards?|on|through) [^.;§¤]{3,90}\b(?:goes?|go|is|are|will go|would go|comes?|will come|there (?:is|are|will be)|falls?)(?: another| a further| some)? §"
    r"|\b(?:takes?|takes? up|accounts? for|makes? up|claims?|absorbs?|amounts? to|costs?)(?: another| a further| some)? §|§ (?:going|goes|to go|will go|would go|coming|comes|will come|drawn|taken) (?:to|into|towards?|for|on|from|through|via|under|out)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:announc\w+|pledg(?:ed|ing)|approv\w+|unveil\w*|signed|last (?:week|month|year)|since|total|earlier|previous\w*|so far|to date|request\w*|ask\w*|on top of|brings?|bringing|already|per (?:day|month|year)|a (?:day|month|year)|average|worth of)\b",
    re.IGNORECASE,
)
# A share that has been paid, voted or told on its own day is a fact of its own.
_OWN_EVENT = re.compile(
    r"§[^.;¤]{0,50}\b(?:(?:was|were|has been|have been|had been) (?:already )?(?:paid|disbursed|transferred|delivered|sent|released|received)|(?<!previously )announced(?! (?:before|earlier|previously)\b| funds)|unveiled)\b"
    r"|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth)(?: (?:tranche|instal?lment|one))?,? (?:of|worth) §[^.;¤]{0,24}\b(?:19|20)\d\d\b|\b(?:tranche|instal?lment|payment|disbursement)s? (?:of|worth) §|§ (?:[\w-]+ ){0,2}(?:tranche|instal?lment|disbursement)\b|\b(?:disbursed|paid out|paid|transferred|received|averag\w+)\b[^.;¤]{0,40}§|§ per (?:month|day)|§ a (?:month|day)",
    re.IGNORECASE,
)
# What is left of an authority, and what falls into another span of time, is told as a figure of its own.
_LEFT_OVER = re.compile(
    r"§[^.;¤]{0,60}\b(?:unused|unspent|left|available|still|can be used|may be used|expected|lapse)\b|\b(?:unused|unspent|only)\b[^.;¤]{0,30}§",
    re.IGNORECASE,
)
_OWN_PERIOD = re.compile(
    r"§[^.;¤]{0,60}\b(?:since|this year|last year|in (?:19|20)\d\d|under the|(?:in|during|over) the (?:last|past))\b|\b[Ii]n (?:19|20)\d\d\b[^.;¤]{0,70}§",
)
_NEW_TODAY = re.compile(
    r"\b(?:announc\w+|unveil\w*|pledg\w+|approv\w+|sign\w+|latest|new|additional|last week|this week|today|yesterday)\b",
    re.IGNORECASE,
)


def attach_shares(page: Page, sums: list[Sum]) -> None:
    """Hang each share below its whole; a sum that reads as a share of nothing is read again as what it else is."""
    _name_givers(page, sums)
    page.crowds = _crowds(sums)
    by_arithmetic(page, sums)
    for at, item in enumerate(sums):
        if item.rule == "part-of" or not _may_be_share(item):
            continue
        whole = _find_whole(page, sums, at)
        if whole:
            attach(item, whole)
        elif item.reading == "part":
            item.reading = choose(item.scores, ("none", *KIND_ORDER))
        elif at and item.donor_rule == "donor-from" and item.candidate.index in page.crowds:
            _read_as(sums[at - 1], item)


def attach(item: Sum, whole: Sum) -> None:
    """Make one sum a share of another."""
    item.reading, item.rule = "part", "part-of"
    whole.parts.append(item)


# Rules that name the giver of one sum among several in a sentence.
_OWN_GIVER = (
    "donor-beside",
    "donor-from",
    "donor-possessive",
    "donor-modifier",
    "donor-subject",
    "donor-each",
)


_FROM = re.compile(r"(?:[ \n]+(?:in|of)[ \n]+[\w -]{1,25})?[ \n]+from[ \n]+(?:the )?")


def _name_givers(page: Page, sums: list[Sum]) -> None:
    """Give a sum that reads as nothing by itself the giver that a list names right after it: "…, €43m from Norway"."""
    for at, item in enumerate(sums):
        near = sums[at - 1].candidate.index if at else -1
        if item.donor or item.reading != "none" or item.rule not in UNNAMED or near != item.candidate.index:
            continue
        money = item.candidate.money
        for party in page.parties_of(item.candidate.index):
            if (
                gives(party.code, page.lexicon)
                and party.start >= money.end
                and _FROM.fullmatch(page.text[money.end : party.start])
            ):
                item.donor, item.donor_rule = party.code, "donor-from"


def _crowds(sums: list[Sum]) -> set[int]:
    """The sentences in which several givers each have a sum of their own: "€125m from Denmark, €20m from Sweden"."""
    givers: dict[int, set[str]] = {}
    for item in sums:
        if item.donor and item.donor_rule in _OWN_GIVER:
            givers.setdefault(item.candidate.index, set()).add(item.donor)
    return {index for index, names in givers.items() if len(names) > 1}


# Lines of a breakdown need not name a country again, nor aid.
UNNAMED = ("", "nobody-abroad", "no-word-of-aid")


def _may_be_share(item: Sum) -> bool:
    """Whether a sum is aid, or at least nothing that an exclusion explains."""
    if item.reading != "none":
        return True
    refill = item.verdict.exclusion == "refill-own-stocks"
    return item.rule in UNNAMED and (item.verdict.none < 3 or refill)


def _find_whole(page: Page, sums: list[Sum], at: int) -> Sum | None:
    """The whole that a sum is a share of, by the strongest sign first.

    Signs from other sentences count only where the sum's own words allow a share; words that leave no doubt of one outweigh that it
    looks like a fact of its own.
    """
    item = sums[at]
    chance = chances(item.scores)["part"] if item.scores else UNTOLD
    near, far = (
        (_whole_in_sentence, _whole_after),
        (_whole_pointed_at, _whole_of_list, _whole_of_lines, _whole_of_use),
    )
    for find in (*near, *(far if chance >= AT_LEAST else ())):
        whole = find(page, sums, at)
        if whole and chance < SURELY and _stands_alone(page, item, whole):
            _read_as(whole, item)
            return None
        if whole:
            return _with_room(whole, item)
    return None


# The chance of being a share: of a sum that was not weighed; that far signs need; that leaves no doubt.
UNTOLD, AT_LEAST, SURELY = 0.3, 0.05, 0.9


def _read_as(whole: Sum, item: Sum) -> None:
    """What one giver among several gives of a sum of aid is aid of the same kind, if it reads as nothing by itself."""
    if item.reading == "none" and item.donor and whole.reading != "part":
        item.reading, item.rule = whole.reading, ""
        item.recipient = item.recipient or whole.recipient


def _with_room(whole: Sum, item: Sum) -> Sum | None:
    """The whole itself while its shares leave room; after that the share of it that this one breaks down further."""
    if _room(whole) >= item.amount:
        return whole
    shares = [s for s in reversed(whole.parts) if s.amount > item.amount and _room(s) >= item.amount]
    words = set(_LONG_WORD.findall(item.candidate.mask.lower()))
    return max(shares, key=lambda s: len(words & _words_beside(s)), default=None)


_LONG_WORD = re.compile(r"[a-z]{6,}")


def _words_beside(share: Sum) -> set[str]:
    """The longer words that follow a share, up to the next sum."""
    right = share.candidate.after.split("¤")[0]
    return set(_LONG_WORD.findall(right.lower()))


def _holds(whole: Sum, item: Sum) -> bool:
    """Whether a sum can be the whole of another at all: aid, of its currency, larger."""
    return whole.reading != "none" and whole.currency == item.currency and whole.amount > item.amount


def _room(whole: Sum) -> int:
    """How much of a whole its shares leave, with what a hedge allows."""
    slack = 0.03 if whole.qualifier in ("about", "over") else 0.01
    return int(whole.amount * (1 + slack)) - sum(
        {(p.amount, p.order, p.turn): p.amount for p in whole.parts}.values()
    )


def _between(item: Sum, back: int) -> str:
    """The words from the sum `back` places before to this one, in their sentence."""
    left = item.candidate.mask[: item.candidate.mask.find("§")]
    pieces = left.split("¤")
    return "¤".join(pieces[-back:]) if len(pieces) > back else ""


def _whole_in_sentence(_page: Page, sums: list[Sum], at: int) -> Sum | None:
    """The whole before in the same sentence: "¤, of which §", "¤ made up of §", "¤: § in loans and ¤ in grants", "¤, § of it in loans"."""
    item = sums[at]
    right = item.candidate.after
    for back, whole in enumerate(reversed(sums[max(0, at - REACH_SUMS) : at]), 1):
        if whole.candidate.index != item.candidate.index:
            return None
        if not _holds(whole, item):
            continue
        words = _between(item, back)
        told = _INSIDE.search(words) or _OF_WHOLE.match(right)
        if not told and (_COLON.match(words) or _WITH.search(words)):
            told = _FOR_USE.match(right)
        if told:
            return whole if whole.reading != "part" or back == 1 else None
    return None


def _whole_after(_page: Page, sums: list[Sum], at: int) -> Sum | None:
    """The whole that follows in the same sentence: "§ of the ¤", "§ for food, part of the ¤ package"."""
    item = sums[at]
    right = item.candidate.after
    for ahead, whole in enumerate(sums[at + 1 : at + 3]):
        if whole.candidate.index != item.candidate.index:
            return None
        words = right.split("¤")[0] if not ahead else ""
        if _holds(whole, item) and whole.reading != "part" and words and _IS_PART_OF.search(words):
            alike = item.reading in ("none", "part", whole.reading) and not (
                item.reading == "announced" and re.search(r"part of (?:an?|its)\b", words)
            )
            return whole if alike else None
    return None


def _whole_pointed_at(_page: Page, sums: list[Sum], at: int) -> Sum | None:
    """The whole of sentences before that the share's own words point back to."""
    item = sums[at]
    mask = item.candidate.mask
    if not (_BACK.search(mask) or _OF_WHOLE.match(item.candidate.after) or item.reading == "part"):
        return None
    named = re.search(r"\b(?:package|bill|request|envelope)\b", mask)
    wholes = []
    for whole in reversed(sums[:at] if named else sums[max(0, at - REACH_SUMS) : at]):
        apart = _apart(item, whole)
        if apart and _holds(whole, item) and whole.reading != "part" and (named or apart <= REACH_SENTENCES):
            wholes.append(whole)
    return _meant(wholes, item)


_PRONOUN = re.compile(
    r"\b(?:of|from|in|to|includes?) (?:that|it|this|which)\b(?! \w)|^\W*(?:That|It|This) includes",
    re.IGNORECASE,
)


def _meant(wholes: list[Sum], item: Sum) -> Sum | None:
    """Which whole is meant, nearest first: the one of a shared name ("the UNRWA envelope"), a pronoun's nearest, else no running total."""
    pointed = _OF_WHOLE.match(item.candidate.after)
    names = re.findall(r"\b[A-Z]{3,}\b", pointed.group() if pointed else "")
    for whole in wholes:
        if names and all(name in whole.candidate.mask for name in names):
            return whole
    if wholes and (item.reading == "cumulative" or _PRONOUN.search(item.candidate.mask)):
        return wholes[0]
    return next((w for w in wholes if w.reading != "cumulative"), wholes[0] if wholes else None)


def _whole_of_list(_page: Page, sums: list[Sum], at: int) -> Sum | None:
    """The whole of the share just before, in whose sentence this one goes on: "… § for food and ¤ for fuel"."""
    item, last = sums[at], sums[at - 1] if at else None
    if last is None or last.rule != "part-of" or last.candidate.index != item.candidate.index:
        return None
    if len(words := _between(item, 1)) > 150 or _EVENT.search(words) or re.search(r"[.;] |\bwhile\b", words):
        return None
    whole = next((s for s in reversed(sums[:at]) if last in s.parts), None)
    return whole if whole and _holds(whole, item) and _room(whole) >= item.amount else None


_LINE = re.compile(r"^(?:[•*·▪–—-]|\d{1,2}[.)]|[(]?[a-z0-9][)])[ \t]")
_LEADS_IN = re.compile(
    r"\b(?:includ\w+|following|as follows|consist\w*|compris\w*|breaks? down|broken down|split|divided|goes|go|spent|used|contain\w*|cover\w*|fund\w*)\b[^.;]{0,60}:$",
    re.IGNORECASE,
)


def _whole_of_lines(page: Page, sums: list[Sum], at: int) -> Sum | None:
    """The whole told in or before the line that leads into a list: "The £100m package includes:" and then a line for each share."""
    index = sums[at].candidate.index
    if not _LINE.match(page.words_of(index)):
        return None
    while index and _LINE.match(page.words_of(index)):
        index -= 1
    if not page.words_of(index).endswith(":"):
        return None
    reach = 4 if _LEADS_IN.search(page.words_of(index)) else 0
    for whole in reversed(sums[:at]):
        if (
            _holds(whole, sums[at])
            and whole.reading != "part"
            and index - reach <= whole.candidate.index <= index
        ):
            return whole
    return None


def _whole_of_use(_page: Page, sums: list[Sum], at: int) -> Sum | None:
    """The whole that was broken down before, or just told, where a sentence only tells a use."""
    item = sums[at]
    mask = item.candidate.mask
    if (
        not (_USE.match(mask) or _USE_TURNED.search(mask))
        or _EVENT.search(mask)
        or item.verdict.points.get("cumulative", 0) >= 5
    ):
        return None
    for whole in reversed(sums[max(0, at - REACH_SUMS) : at]):
        apart = _apart(item, whole)
        if apart > 3 or not _holds(whole, item) or whole.reading in ("part", "cumulative"):
            continue
        return whole if (whole.parts or _is_open(whole)) and _room(whole) >= item.amount else None
    return None


def _apart(item: Sum, whole: Sum) -> int:
    """How many sentences lie between a sum and a whole, or the last share that the whole already has."""
    told = [s.candidate.index for s in (whole, *whole.repeats, *whole.parts) if s.order < item.order]
    return item.candidate.index - max(told, default=whole.candidate.index)


def _is_open(whole: Sum) -> bool:
    """Whether a whole is a package or bill that is then broken down."""
    return bool(
        re.search(
            r"§[^.;¤]{0,60}(?:package|bill|aid|support|assistance|loan|fund)|(?:package|bill|support|aid)[^.;¤]{0,60}§",
            whole.candidate.mask,
        )
    )


def _stands_alone(page: Page, item: Sum, whole: Sum) -> bool:
    """Whether a sum is a fact of its own all the same: its own giver, its own getter, its own event."""
    if _gives_alone(page, item, whole):
        return True
    if item.recipient and whole.recipient and item.recipient != whole.recipient:
        return True
    mask = item.candidate.mask
    if _OWN_EVENT.search(mask) or _LEFT_OVER.search(mask):
        return True
    if whole.reading == "cumulative" and item.reading in ("cumulative", "part") and _OWN_PERIOD.search(mask):
        return True
    return whole.reading == "cumulative" and item.reading == "announced" and bool(_NEW_TODAY.search(mask))


def _gives_alone(page: Page, item: Sum, whole: Sum) -> bool:
    """Whether another donor gives the share, named for it alone; what one named body announces stays whole."""
    if page.lexicon.donors.get(whole.donor or "", {}).get("type") == "body" or item.donor is None:
        return False
    if item.candidate.index in page.crowds and item.donor_rule in _OWN_GIVER:
        return True
    if _OWN_SHARE.search(item.candidate.mask):
        return True
    if item.donor == whole.donor or item.donor_rule not in _OWN_GIVER:
        return False
    start, end = item.candidate.left, item.candidate.right
    if page.lexicon.donors.get(item.donor, {}).get("type") == "group":
        return False
    return any(p.code == item.donor and start <= p.start < end for p in page.parties_of(item.candidate.index))


# "The US portion of that is §", "its § share of the loans": what one of several gives.
_OWN_SHARE = re.compile(
    r"\b(?:[A-Z][\w.]+(?:['’]s)?|[Ii]ts|[Oo]ur|[Tt]heir) (?:own )?(?:portion|share|contribution) (?:of|to|in)\b[^.;¤]{0,60}§|\b(?:[A-Z][\w.]+['’]s|[Ii]ts|[Oo]ur) § (?:share|portion) of\b"
)


def by_arithmetic(page: Page, sums: list[Sum]) -> None:
    """Sums that follow a larger one and add up to it are its shares, whatever their words; so are sums that it then totals."""
    for at, whole in enumerate(sums):
        if whole.reading in ("none", "part") or whole.parts:
            continue
        run = _adding_up(whole, sums[at + 1 : at + 9]) or _adding_up(whole, sums[max(0, at - 4) : at][::-1])
        if run and not any(_stands_alone(page, item, whole) for item in run):
            for item in sorted(run, key=lambda s: s.order):
                attach(item, whole)


def _adding_up(whole: Sum, others: Iterable[Sum]) -> list[Sum]:
    """The run of sums, nearest first, that add up to a whole: exactly, or within its hedge."""
    run: list[Sum] = []
    for other in others:
        apart = other.candidate.index - whole.candidate.index
        if not -1 <= apart <= 5 or other.reading == "part":
            break
        if other.amount == whole.amount or (other.reading == "none" and other.rule not in UNNAMED):
            continue
        if other.currency != whole.currency or other.amount > whole.amount or other.reading == "cumulative":
            break
        if any(other.amount == seen.amount and other.candidate.index != seen.candidate.index for seen in run):
            continue
        run.append(other)
        total = sum(item.amount for item in run)
        if len(run) > 1 and _adds_up(whole, total, apart):
            return run
        if total > whole.amount:
            break
    return []


def _adds_up(whole: Sum, total: int, apart: int) -> bool:
    """Whether shares add up to a whole: "nearly $3.1bn" holds 2.85bn and 225m."""
    if total == whole.amount:
        return apart >= 0 or whole.reading == "announced"
    hedged = whole.qualifier in ("about", "over") and apart >= 0
    return hedged and abs(total - whole.amount) <= 0.015 * whole.amount


def leaves(item: Sum) -> list[Sum]:
    """The shares of a sum at the finest level that tells all of it: a share that is broken down gives way to its own shares."""
    found: list[Sum] = []
    for share in item.parts:
        below = leaves(share)
        whole = sum(s.amount for s in below) * 2 >= share.amount
        found += below if below and whole else [share]
    return found


def all_shares(item: Sum) -> list[Sum]:
    """All shares of a sum, at every level."""
    return [s for share in item.parts for s in (share, *all_shares(share))]
