"""Who gets: the recipient of an amount, as its own sentence tells.

In: an amount in its `Scene`. Out: a recipient's code and the name of the rule that chose it. Several countries, a region or the world are
no one recipient.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise

from aidtrack.extract.clause import DONATES, TO_BEFORE, Scene, flat
from aidtrack.extract.parties import NEVER_GET, PartyMention, gives
from aidtrack.lexicon import Lexicon

_RECEIVE = re.compile(
    r"\b(?:receiv\w+|gets?|got|to get|will get|needs?|obtain\w*|secur(?:e|ed|ing)|asked|requested|borrow\w*|have had|draw)\b",
    re.IGNORECASE,
)

# Recipients that are no one country: "Ukraine and its neighbours", "across Africa", "countries in need", "around the world".
_QUALIFIERS = r"(?:other|its|the|some|several|many|various|all|European|Eastern|eastern|Western|NATO|neighbou?ring|surrounding|nearby|allied|front-?line|affected|vulnerable|partner|regional|Central|developing|impacted|US|embattled|key|close|security)"
_WITH_OTHERS = re.compile(
    rf"\b[A-Z][\w-]+(?:,? and|,| as well as|,? plus)(?: to| for| in)?(?: {_QUALIFIERS}){{1,4}} (?:countries|nations|states|neighbou?rs|allies|partners|region)\b|\b[A-Z][\w-]+ and (?:its|her|the|other)(?: \w+)? (?:neighbou?rs|region|allies|partners)\b|\b[A-Z][\w-]+,? and (?:of|for|to|in|on)? ?countries\b"
    r"|\b[A-Z][\w-]+(?:,? and|,? as well as|,? plus) (?:(?:some|up to|as many as|another) )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:four|six|seven|eight|nine)teen|dozens) (?:of )?(?:its |her |the |other |more )?(?:\w+ )?(?:neighbou?rs|countries|nations|allies|partners)\b"
    r"|\b[A-Z][\w-]+(?:,? and|,? plus) (?:the|its) (?:wider |broader |entire |whole |surrounding )?region\b|\b[A-Z][\w-]+ and (?:the )?(?:people|refugees) of th(?:e|is) region\b"
)
_REGION = r"(?:(?:sub-Saharan |West(?:ern)? |East(?:ern)? |South(?:ern)? |North(?:ern)? |Central |and ){0,3}Africa|(?:South(?:east)? |Central )?Asia|(?:Central|Latin|South) America|the Caribbean|the Pacific(?: Islands)?|Pacific Islands?|the Sahel|the Middle East|the Western Hemisphere|the hemisphere|Europe|the (?:Western )?Balkans|the Baltics?|the Indo-Pacific|the Americas|the Horn of Africa|the Northern Triangle|ASEAN|the Global South)"
_WIDE = re.compile(
    rf"\b(?:to|for|in|across|throughout|of|within|from) (?:\w+ (?:in|across|of) )?{_REGION}\b|\b(?:in|across|throughout|to|for) the (?:wider |broader |entire )?region\b"
    r"|\b(?:around the world|across the (?:globe|world)|globally|worldwide|the world's (?:most|poorest|hungry))\b|\bglobal (?:food|health|hunger|humanitarian|vaccin\w+|pandemic|malaria|democracy|response|fight)\b|\bglobal \w+ (?:security|crisis|program\w*)\b"
    r"|\b(?:developing|low-income|vulnerable|poorest|partner|neighbou?ring|surrounding|other|affected|emerging|lower-income|middle-income|participating|host|island|like-minded|Baltic|Nordic) (?:and \w+(?:-\w+)? )?(?:countries|nations|states|economies|partners|neighbou?rs)\b|\bcountries (?:impacted|affected|in need|most|around|across|hosting|to|that|with|in the|of the|where|like)\b"
    r"|\bforeign (?:\w+ )?aid (?:bill|package|measure|supplemental)\b|\bnational security (?:bill|package|supplemental)\b|\bemergency spending (?:bill|package)\b"
    r"|\b(?:to|for|in|across|help|helping|support|supporting|among|with|of) (?:more than |over |at least |the |these |some |up to )?(?:\d+|dozens of|several|many|multiple|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:\w+ ){0,2}(?:countries|nations)\b|\bEuropean partners\b|\b(?:Caribbean|African|Asian|Latin American|Central American|South American|European|Gulf|Pacific Island|Arab|Andean) (?:\w+ )?(?:nations|countries|states|governments|economies)\b|\b(?:to|for|help|helping|support|supporting|assist|assisting) (?:our |its |the |their |regional |other |NATO |eastern |European |key |and )*(?:partners|allies)(?: and (?:partners|allies))?\b(?! (?:in|of) (?:providing|sending|support))|\bUkraine's neighbou?rs\b|\bconflict zones\b|\b(?:international|foreign) (?:food|disaster|health|development|climate) (?:assistance|aid)\b"
)
_IN_WAR = re.compile(
    r"\b(?:war|wars|invasion|conflict|fighting|aggression|situation|attacks?|crisis|impacts?|events|assault|embassy)[ \n](?:in|on|against|of)[ \n](?:the )?$",
    re.IGNORECASE,
)
_LISTED = re.compile(r",?[ \n](?:and|or|as well as|plus)[ \n](?:to |for |in |the )?|,[ \n](?:the )?|/")
# What names its recipient only for a share of it goes to others too: "a $110bn package, including $61bn to Ukraine".
_INCLUDING = re.compile(
    r"\b(?:including|includes?|of which|among (?:it|them)|with)\b[^.;]{0,60}\b(?:to|for)[ \n](?:the )?$"
)
RECIPIENT_WIDE = "recipient-wide"


def link_recipient(text: str, start: int, end: int, scene: Scene, lexicon: Lexicon) -> tuple[str | None, str]:
    """Choose the recipient named in the amount's own sentence, nearest first; also the rule.

    Several countries, a region or the world are no one recipient: None, by the rule `recipient-wide`.
    """
    best: tuple[float, PartyMention | None, str] = (0.0, None, "")
    for party in scene.parties:
        score, rule = _recipient_score(text, start, end, party, scene, lexicon)
        if score > best[0]:
            best = (score, party, rule)
    if _wide_score(text, start, end, scene) > best[0]:
        return None, RECIPIENT_WIDE
    if best[0] < 0.6 or best[1] is None:
        return None, ""
    if best[1].start >= scene.right and _INCLUDING.search(text[end : best[1].start]):
        return None, RECIPIENT_WIDE
    if _told_with_others(text, best[1].code, scene, lexicon):
        return None, RECIPIENT_WIDE
    if best[2] != "recipient-receives" and _is_one_of_several(text, best[1], scene, lexicon):
        return None, RECIPIENT_WIDE
    return best[1].code, best[2]


def _told_with_others(text: str, code: str, scene: Scene, lexicon: Lexicon) -> bool:
    """Whether the clause gives to a country and to unnamed others: "in support of Ukraine and of countries that …"."""
    name = re.escape(lexicon.donors[code]["name"])
    clause = text[max(scene.sentence[0], scene.left) : scene.right]
    return bool(
        re.search(
            rf"\b{name}[ \n]and[ \n](?:of[ \n]|for[ \n]|to[ \n]|other[ \n]|its[ \n])*(?:countries|neighbou?rs|allies)\b",
            clause,
        )
    )


# "§ in Poland, ¤ in Moldova": the country right after the sum gets it, also one that gives as a rule.
_IN_IT = re.compile(r"[ \n]{1,8}(?:in|to|for)[ \n]{1,8}(?:the )?")
# "Japan's historic §": its own sum, given to others.
_OWN_SUM = re.compile(r"['’]s[ \n](?:[\w-]+[ \n]){0,3}")


def _recipient_score(
    text: str, start: int, end: int, party: PartyMention, scene: Scene, lexicon: Lexicon
) -> tuple[float, str]:
    """How well a party in the same sentence fits as the recipient, and by which rule."""
    entry = lexicon.donors.get(party.code, {})
    if entry.get("type") != "country" or party.code in NEVER_GET:
        return 0.0, ""
    if party.end <= start and DONATES.fullmatch(text[party.end : start]):
        return 0.0, ""
    before = flat(text[max(scene.sentence[0], party.start - 72) : party.start])[-60:]
    if party.end <= start and _OWN_SUM.fullmatch(flat(text[party.end : start])):
        return 0.0, ""
    if re.search(r"\b[Aa]ccording to[ \n](?:the )?$", before):
        return 0.0, ""
    inside = 1.0 if party.start < scene.right and party.end > scene.left else 0.0
    distance = max(party.start - end, start - party.end, 0)
    score, rule = 0.0, ""
    if party.role == "name" and party.start >= end and _IN_IT.fullmatch(text[end : party.start]):
        return 4.5, "recipient-beside"
    if _IN_WAR.search(before) and not entry.get("gives"):
        return 1.6 + inside / 2 - distance / 120, "recipient-named"
    if TO_BEFORE.search(before) or party.code == "UA":
        weight = 3.0
        if entry.get("gives") and party.code != "UA":
            weight = 1.6 if re.search(r"\b(?:to|for)[ \n](?:the )?$", before) else 0.0
        if weight:
            score, rule = weight + inside - distance / 120, "recipient-to"
    if party.end <= start and _RECEIVE.search(text[party.end : start]) and start - party.end < 80:
        score, rule = max(score, 4.0 + inside - distance / 150), "recipient-receives"
    elif not entry.get("gives") and score == 0.0:
        score, rule = 1.4 + inside - distance / 120, "recipient-named"
    return score, rule


def _wide_score(text: str, start: int, end: int, scene: Scene) -> float:
    """How well words for many countries fit as the recipient."""
    best = 0.0
    words = list(_WORDS.finditer(text, scene.left, scene.right))
    clause = " ".join(word.group() for word in words)
    places = list(accumulate((len(word.group()) + 1 for word in words), initial=0))  # in the clause
    for pattern, weight, reach in ((_WITH_OTHERS, 5.0, 40), (_WIDE, 3.6, 120)):
        for match in pattern.finditer(clause):
            low = words[bisect_right(places, match.start()) - 1].start()
            high = words[bisect_left(places, match.end()) - 1].end()
            distance = max(low - end, start - high, 0)
            passed = 1.5 if high <= start and scene.left > scene.sentence[0] else 0.0
            best = max(best, weight - passed - distance / reach)
    return best


_WORDS = re.compile(r"[^ \n]+")


def names_many(text: str) -> bool:
    """Whether words name more recipients than one country."""
    return bool(_WITH_OTHERS.search(text) or _WIDE.search(text))


def _is_one_of_several(text: str, chosen: PartyMention, scene: Scene, lexicon: Lexicon) -> bool:
    """Whether the recipient is one of several named together: "for Ukraine, Israel and Taiwan"."""
    if scene.tells_each(text):
        return False
    countries = [
        p for p in scene.parties if lexicon.donors[p.code]["type"] == "country" and p.role != "holder"
    ]
    for first, second in pairwise(countries):
        if chosen not in (first, second) or first.code == second.code:
            continue
        other = second if chosen is first else first
        if other.code in ("RU", "US", "CN", "BY", "KP", "IR") or (
            gives(other.code, lexicon)
            and not re.search(r"\b(?:to|for)[ \n](?:the )?$", text[max(0, first.start - 12) : first.start])
        ):
            continue
        if _LISTED.fullmatch(text[first.end : second.start]):
            return True
    return False
