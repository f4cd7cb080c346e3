"""Who gives and who gets: entity linking of donors and recipients.

In: the plain text and the lexicon's names, demonyms, capitals, institutions and office holders. Out: `PartyMention`s; and of
many of them the one that a page is about, as giver and as getter. Which of them gives a sum, and which gets it: `givers.py`, `getters.py`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from aidtrack.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class PartyMention:
    """A name of a party in the text. `role`: name, demonym, capital, body, holder or group."""

    start: int
    end: int
    code: str
    role: str


_LOWER_GROUPS = [
    (re.compile(r"\b(?:western |Western |European |NATO |other |its |her |US |allied |foreign |international |donor |these |our |some |several |and |all |Ukraine's |Kyiv's )(?:allies|partners|donors|backers|countries|nations|governments)\b|\b(?:Allies and partners|allies and partners|allies)\b"), "COALITION"),
    (re.compile(r"\b(?:contact|Contact) [Gg]roup\b|\bcoalition of the willing\b|\binternational (?:community|donors)\b|\bmembers of (?:this|the) (?:group|coalition)\b|\b(?:[Bb]y|[Ff]rom) (?:\w+ )?donors\b|\b[Dd]onor (?:commitments|pledges|contributions|countries|nations)\b|\bDonors\b|\b(?:donors|partners|Europeans|governments|Europe)(?= (?:have|has|had|will|would|pledged|promised|committed|gave|allocated|allotted|spent|provided|are)\b)|\bby (?:the )?(?:Europeans|donors|partners|allies)\b"), "COALITION"),
    (re.compile(r"\b(?:Joint Expeditionary Force|JEF|(?:[Ii]nternational )?(?:Drone|Drones|IT|Artillery|Armou?r|Maritime|Demining|Air Defen[cs]e) (?:Capability )?[Cc]oalition|[Tt]he (?:\w+ )?[Ff]und (?:itself )?(?=has (?:raised|collected|received|attracted|gathered))|International Fund for Ukraine(?=,? (?:has|stands|now|passes|passed|reaches|reached|holds|tops|to date)\b)|Europe(?=['’]s (?:\w+ )?(?:allocations|aid|support|commitments|help|pledges|contribution|donations)\b)|(?:countries|nations) (?:at|on) (?:Kyiv|kyiv|Kiev|Ukraine)['’]s side)"), "COALITION"),
    (re.compile(r"\b(?:[Dd]onors?'?|[Pp]ledging|[Aa]id|[Rr]ecovery|pro-Ukraine|[Ii]nternational pro-Ukraine) [Cc]onference\b"), "COALITION"),
    (re.compile(r"\b(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:NATO |European |EU |Nordic |Baltic |Western |other |allied |donor |partner |more )?(?:allies|Allies|member states|states|States|members|countries|Countries|nations|Nations|governments|partners|donors)\b(?= (?:have|has|had|will|are|commit|pledge|agree|promise|give|gave|sign|join|pool|chip|to|[a-z]+ed)\b| Commit| Pledge| Put| Give| Join)|\b(?:Nordic|Baltic) (?:trio|five|states|countries|nations|allies|neighbou?rs)\b"), "COALITION"),
    (re.compile(r"\b(?:wealthiest|richest|leading|largest|seven|rich|advanced) (?:\w+ ){0,2}(?:democracies|democratic nations|industriali[sz]ed (?:nations|countries)|industrial nations)\b|\b(?:by|of) the [Ss]even\b"), "G7"),
    (re.compile(r"\b(?:[Mm]y|[Oo]ur|[Tt]his|the) [Aa]dministration\b"), "US"),
    (re.compile(r"\b(?:[Aa]ll|[Tt]he|[Bb]y) (?:27|[Tt]wenty-seven)\b(?: (?:member states|members|countries|leaders))?(?= (?:and|have|has|had|will|agree\w*|said|of|member|leaders|countries|gave|for)\b|[.,;])"), "EU"),
    (re.compile(r"(?<![\w'] )\bAllies(?= (?:have|has|had|will|are|agreed|committed|pledged|today))"), "NATO"),
]  # fmt: skip
# The role of words that hold a party's name and mean something else: "Indian Country", "Washington Post".
NO_PARTY = "no-party"
# The role of words that name a body only with "the" before them: "the Alliance", "the West".
WITH_THE = "with-the"
# Georgia is the country where the words around speak of its part of the world, else the state.
_NEAR_GEORGIA = re.compile(
    r"\b(?:Ukrain\w+|Moldova\w*|Armenia\w*|Azerbaijan\w*|Tbilisi|Abkhazia|Ossetia|Russian?|Black Sea|NATO|Caucasus|Bosnia\w*|Lebanon|Jordan|partner nations)\b"
)
_TOKEN = re.compile(r"[A-ZÉÖÅÄØŠ][\w.'’]*")


@cache
def _index(lexicon: Lexicon) -> dict[str, list[tuple[str, str, str]]]:
    """First word → (whole label, code, role), longest label first."""
    index: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for code, entry in lexicon.donors.items():
        labels = [(entry["name"], "name")]
        for key, role in (
            ("names", "name"),
            ("demonyms", "demonym"),
            ("capitals", "capital"),
            ("bodies", "body"),
        ):
            labels += [(label, role) for label in entry.get(key, [])]
        for name, role in labels:
            label = name.removeprefix("the ")
            index[_head(label)].append((label, code, role if label == name or role == "name" else WITH_THE))
        for label in entry.get("not_in", []):
            index[_head(label)].append((label, code, NO_PARTY))
    for holder in lexicon.offices["holder"]:
        for label in [holder["name"], *holder["names"]]:
            index[_head(label)].append((label, holder["party"], "holder"))
    for found in index.values():
        found.sort(key=lambda item: -len(item[0]))
    return dict(index)


def _head(label: str) -> str:
    match = re.match(r"[\w.]+", label)
    return (match.group() if match else label).rstrip(".")


@cache
def _moved(lexicon: Lexicon) -> dict[str, list[tuple[str, str]]]:
    """The names of those who held office for one party after another: name → (first day, party), in order of time."""
    terms: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for holder in sorted(lexicon.offices["holder"], key=lambda h: h["from"]):
        for label in {holder["name"], *holder["names"]}:
            terms[label].append((holder["from"].isoformat(), holder["party"]))
    return {label: held for label, held in terms.items() if len({party for _, party in held}) > 1}


def _party_on(label: str, code: str, day: str | None, lexicon: Lexicon) -> str:
    """Whose office the named person held last on a day; without a day, the newest: Rutte of NL, later of NATO."""
    held = _moved(lexicon).get(label)
    if not held:
        return code
    begun = [party for first, party in held if day is None or first[: len(day)] <= day]
    return begun[-1] if begun else held[0][1]


def find_parties(
    text: str, start: int, end: int, lexicon: Lexicon, day: str | None = None
) -> list[PartyMention]:
    """Find the parties named in `text[start:end]` as of a day, in order; the longest label wins."""
    index = _index(lexicon)
    found: list[PartyMention] = []
    reach = start
    for token in _TOKEN.finditer(text, start, end):
        if token.start() < reach:
            continue
        head = re.match(r"[\w.]+", token.group())
        labels = index.get(head.group().rstrip(".") if head else "")
        for label, code, role in labels or ():
            stop = _label_end(text, label, token.start())
            if stop is not None and stop <= end + 1:
                if role == WITH_THE and text[max(0, token.start() - 4) : token.start()].lower() != "the ":
                    continue
                if role != NO_PARTY and not (code == "GE" and _is_the_state(text, token.start())):
                    party = _party_on(label, code, day, lexicon) if role == "holder" else code
                    found.append(PartyMention(token.start(), stop, party, _plain(role)))
                reach = stop
                break
    groups = [
        PartyMention(match.start(), match.end(), code, "group")
        for pattern, code in _LOWER_GROUPS
        for match in pattern.finditer(text, start, end)
    ]
    found = [p for p in found if not any(g.start < p.start and p.end <= g.end for g in groups)]
    for group in groups:
        if not any(p.start < group.end and group.start < p.end and p.code == group.code for p in found):
            found.append(group)
    return sorted(found, key=lambda p: p.start)


def _plain(role: str) -> str:
    return "body" if role == WITH_THE else role


def _is_the_state(text: str, at: int) -> bool:
    """Whether "Georgia" here is the American state: nothing around speaks of the Caucasus."""
    return not _NEAR_GEORGIA.search(text[max(0, at - 500) : at + 500])


# A country's name before its money names no party: "US$5bn", "Canadian dollars".
_MONEY_AFTER = re.compile(
    r"\$|[ \n](?:dollars?|kron\w+|crowns?|pounds?|francs?|yen|euros?|won|zlot\w+|r(?:o)?ubles?|hryvni\w+|rupees?|liras?|korunas?|yuan|dirhams?)\b"
)


def _label_end(text: str, label: str, start: int) -> int | None:
    """Where a name that starts here ends, also over a line's end and its indentation; None where it is another word."""
    stop = start + len(label)
    if not text.startswith(label, start):
        match = _over_lines(label).match(text, start) if " " in label else None
        if match is None:
            return None
        stop = match.end()
    if text[stop : stop + 1].isalnum() or _MONEY_AFTER.match(text, stop):
        return None
    return stop


@cache
def _over_lines(label: str) -> re.Pattern[str]:
    return re.compile(r"[ \n]{1,12}".join(map(re.escape, label.split())))


# Countries that are no recipients: parties to the war, and members that block.
NEVER_GET = ("RU", "US", "BY", "KP", "HU")


def main_recipient(parties: list[PartyMention], lexicon: Lexicon) -> str | None:
    """The country the article is about, if one stands out: the most named one that is no donor, Ukraine first."""
    counts = Counter(p.code for p in parties if p.role in ("name", "demonym", "capital", "holder", "body"))
    if counts.get("UA"):
        if set(counts) <= {"UA", "RU", "BY"} | {code for code in counts if gives(code, lexicon)}:
            return "UA"
        others = [n for code, n in counts.items() if code not in ("UA", "RU") and not gives(code, lexicon)]
        if counts["UA"] >= 2 and (counts["UA"] >= max(others, default=0) or counts["UA"] >= 4):
            return "UA"
    ranked = [
        (n, code) for code, n in counts.items() if not gives(code, lexicon) and code not in (*NEVER_GET, "IR")
    ]
    ranked.sort(reverse=True)
    if ranked and ranked[0][0] >= 2 and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
        return ranked[0][1]
    return None


_NAMED_TO = re.compile(
    r"\b(?:to|for|help|helps|helping|support|supporting|aid|aiding|arm|arming|assist|assisting|give|gives|gave|giving|send|sends|sent|lend|of support for|people of|[Gg]overnment of)[ \n](?:the |people of |people in )?$"
)
_NAMED_AID = re.compile(
    r"[ \n](?:\w+[ \n])?(?:aid|assistance|package|supplemental|funding|war effort|people|military|forces)\b"
)


def named_recipient(page: Any, parties: list[PartyMention]) -> str | None:
    """The one country that a sentence names as the one that gets: "assistance to Ukraine", "on the Ukrainian aid"."""
    named = set()
    for party in parties:
        if not gets(party.code, page.lexicon):
            continue
        before = page.text[max(0, party.start - 30) : party.start]
        if _NAMED_TO.search(before) or _NAMED_AID.match(page.text, party.end):
            named.add(party.code)
    return named.pop() if len(named) == 1 else None


def main_donor(parties: list[PartyMention], lexicon: Lexicon) -> str | None:
    """The donor the article is about: the party that may give and is named most, groups counting half."""
    counts: Counter[str] = Counter()
    for p in parties:
        if gives(p.code, lexicon):
            counts[p.code] += 1 if p.role == "group" else 2
    ranked = counts.most_common(2)
    if not ranked:
        return None
    if len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
        return min(ranked[0][0], ranked[1][0], key=lambda c: next(p.start for p in parties if p.code == c))
    return ranked[0][0]


def gives(code: str, lexicon: Lexicon) -> bool:
    """Whether a party gives aid as a rule."""
    return bool(lexicon.donors.get(code, {}).get("gives"))


def gets(code: str, lexicon: Lexicon) -> bool:
    """Whether a country is one that gets aid."""
    return not gives(code, lexicon) and code != "RU"
