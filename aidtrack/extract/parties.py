"""Who gives and who gets: entity linking of donors and recipients.

In: the plain text and the lexicon's names, demonyms, capitals, institutions and office holders. Out: `PartyMention`s, and
for each amount its donor and recipient with the names of the rules that chose them. One reading or none: where the
sentence names nobody, the sentences before, the title and the article as a whole are asked, in this order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
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


# --- reading a sentence -------------------------------------------------------------------------------------------

_TO_BEFORE = re.compile(
    r"(?:\b(?:to|for|toward|towards|help|helps|helping|support|supports|supporting|aid|aiding|arm|arming|assist|assisting|give|gives|gave|given|giving|send|sends|sent|sending|provide|provides|provided|providing|offer|offers|"
    r"grant|granted|lend|back|backing|supply|supplied|bolster|bolsters|benefit|benefits|promised|promises|promise|pledged|handed|defend|with|rebuild|rebuilding|reconstruct|into|against|inside|within|throughout|reach|reached|of|in)"
    r"[ \n](?:the |a |an |our |its |people of |government of |Republic of |war-torn |embattled |neighbou?ring |Government of |millions of |displaced |affected |vulnerable |those in |in |and |from |both |young |all |two |three |four |five )*)$",
    re.IGNORECASE,
)
_DONOR_BEFORE = re.compile(r"\b(?:from|by|of|through|via)[ \n](?:the |an? )?(?:\w+[ \n])?$", re.IGNORECASE)
_GIVE = re.compile(
    r"\b(?:provid\w+|giv(?:e|es|ing|en)|gave|sen[dt]\w*|donat\w+|contribut\w+|grant(?:s|ed)?|deliver\w*|suppl\w+|lend\w*|lent|transfer\w*|pa(?:y|ys|id)|disburs\w+|allocat\w+|invest\w*|spen[dt]\w*|"
    r"commit\w*|offer\w*|announc\w+|pledg\w+|approv\w+|authori\w+|unveil\w*|sign\w*|promis\w+|ready\w*|prepar\w+|plan\w*|said|says|agree\w*|earmark\w*|set aside|put\w*|add\w*|make|made|has|have|had|direct\w*|"
    r"mobili\w+|extend\w*|appropriat\w+|pass\w*|request\w*|ask\w*|propos\w+|releas\w+|unlock\w*|intend\w*|want\w*|seek\w*|is|are|will|would|to|adopt\w*|decid\w+|finalis\w+|finaliz\w+|roll\w*|reveal\w*|hand\w*|ship\w*)\b",
    re.IGNORECASE,
)
_RECEIVE = re.compile(
    r"\b(?:receiv\w+|gets?|got|to get|will get|needs?|obtain\w*|secur(?:e|ed|ing)|asked|requested|borrow\w*|have had|draw)\b",
    re.IGNORECASE,
)
_AID_NOUN = re.compile(
    r"(?:[ \n](?:\w+|\w+-\w+)){0,3}?[ \n-](?:aid|assistance|support|help|loans?|grants?|packages?|funding|money|contribution|pledge|commitment|donations?|weapons|arms|taxpayers?|budget|government|administration|leaders|officials|programme?|drawdown)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known around an amount: its sentence, the parties in it, and those before, in order of nearness."""

    sentence: tuple[int, int]
    parties: list[PartyMention]
    earlier: list[list[PartyMention]]
    title: list[PartyMention]
    left: int
    right: int


def main_recipient(parties: list[PartyMention], lexicon: Lexicon) -> str | None:
    """The country the article is about, if one stands out: the most named one that is no donor, Ukraine first."""
    counts = Counter(p.code for p in parties if p.role in ("name", "demonym", "capital", "holder", "body"))
    if counts.get("UA"):
        if set(counts) <= {"UA", "RU", "BY"} | {code for code in counts if _gives(code, lexicon)}:
            return "UA"
        others = [n for code, n in counts.items() if code not in ("UA", "RU") and not _gives(code, lexicon)]
        if counts["UA"] >= 2 and (counts["UA"] >= max(others, default=0) or counts["UA"] >= 4):
            return "UA"
    ranked = [
        (n, code)
        for code, n in counts.items()
        if not _gives(code, lexicon) and code not in (*_NEVER_GET, "IR")
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
        if _gives(party.code, page.lexicon) or party.code == "RU":
            continue
        before = page.text[max(0, party.start - 30) : party.start]
        if _NAMED_TO.search(before) or _NAMED_AID.match(page.text, party.end):
            named.add(party.code)
    return named.pop() if len(named) == 1 else None


def main_donor(parties: list[PartyMention], lexicon: Lexicon) -> str | None:
    """The donor the article is about: the party that may give and is named most, groups counting half."""
    counts: Counter[str] = Counter()
    for p in parties:
        if _gives(p.code, lexicon):
            counts[p.code] += 1 if p.role == "group" else 2
    ranked = counts.most_common(2)
    if not ranked:
        return None
    if len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
        return min(ranked[0][0], ranked[1][0], key=lambda c: next(p.start for p in parties if p.code == c))
    return ranked[0][0]


def _gives(code: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.donors.get(code, {}).get("gives"))


# A sum of many purses: "part of a global $115bn package".
_OF_ALL = re.compile(
    r"\b(?:part of|within|under) (?:a|an|the) (?:\w+ )?(?:global|international|worldwide|multi-donor|multinational|coordinated)[ \n](?:\w+[ \n]){0,2}$"
)
# Rules by which a donor may be one of several that are named together.
_SHARED = ("donor-subject", "donor-from", "donor-beside")


_JOINTLY = re.compile(
    r"\b(?:[Jj]ointly|[Tt]ogether|[Cc]ollectively|[Bb]etween them),? (?:they|the (?:\w+ )?(?:countries|nations|allies|states|members|partners))\b|\b(?:they|countries|nations|allies|states|members|partners) (?:will |have |had |would )?(?:jointly|together|collectively)\b"
)
# Who asks gives nothing, and nobody is told who will: "The United Nations has appealed for $4.2 billion".
_AGENCY = re.compile(
    r"\b(?:UN|U\.N\.|United Nations|UNHCR|UNICEF|WFP|World Food Program(?:me)?|OCHA|[Aa]id agencies|agencies)\b"
)
_ASKS = re.compile(
    r"\b(?:appeal\w*|response plan|call(?:s|ed|ing)?|ask(?:s|ed|ing)?|seek(?:s|ing)?|sought|needs?|needed|requires?|required|requests?|requested)\b(?:[ \n]\w+){0,4}[ \n]*$"
)
_APPEALS = re.compile(
    r"\b(?:appeals?|response plans?|humanitarian plans?)\b(?![^.;]{0,80}\b(?:gave|give|gives|provid\w+|pledg\w+|contribut\w+|donat\w+)\b)"
)
_IS_ASKED = re.compile(
    r"^[ \n](?:\w+[ \n]){0,2}(?:appeal|is needed|are needed|is required|are required|(?:is|are) (?:being )?(?:asked|sought)|needed|required)\b"
)
DONOR_ASKED = "donor-asked"


# Named in news of aid for other reasons as a rule; a donor only where that is said outright.
RARELY_GIVE = ("CN", "HU", "IN", "TW")
SURELY = 6.0
# Countries that are no recipients: parties to the war, and members that block.
_NEVER_GET = ("RU", "US", "BY", "KP", "HU")


# A country that as a rule gets, and here gives: "Vietnam donated $500,000 to COVAX".
_DONATES = re.compile(
    r"(?:[ \n](?:has|have|had|will|also|itself|too|is))*[ \n](?:donat\w+|contribut\w+|pledg\w+|gave|giving)(?:[ \n]\w+){0,3}[ \n]*"
)

_SAID_TO_GIVE = re.compile(
    r"(?:[ \n](?:government|has|have|had|is|was|will|would|also|itself|too|to))*[ \n](?:donat\w+|contribut\w+|pledg\w+|gave|giv(?:e|es|ing|en)|provid\w+|offer\w*|promis\w+|sen[dt]\w*)(?:[ \n]\w+){0,6}[ \n]*"
)


def link_donor(
    text: str, start: int, end: int, scene: Scene, recipient: str | None, lexicon: Lexicon
) -> tuple[str | None, str]:
    """Choose the donor of the amount at `text[start:end]`; also the rule that chose it.

    A sum that an agency appeals for has no donor: None, by the rule `donor-asked`.
    """
    before = text[max(scene.left, start - 90) : start]
    if _OF_ALL.search(before):
        return "COALITION", "donor-of-all"
    if _JOINTLY.search(text[scene.left : start]):
        return "COALITION", "donor-jointly"
    if _AGENCY.search(text[scene.left : scene.right]) and (
        _ASKS.search(before)
        or _IS_ASKED.match(text[end : end + 60])
        or _APPEALS.search(text[scene.sentence[0] : start])
    ):
        return None, DONOR_ASKED
    scored: dict[str, tuple[float, str]] = {}
    for party in scene.parties:
        gives = _SAID_TO_GIVE if party.code in RARELY_GIVE else _DONATES
        if party.end <= start and gives.fullmatch(text[party.end : start]) and party.code != recipient:
            scored[party.code] = (7.0, "donor-subject")
            continue
        rarely = party.code in RARELY_GIVE
        if party.code == recipient or not (rarely or _gives(party.code, lexicon)):
            continue
        score, rule = _donor_score(text, start, end, party, scene)
        if rarely and score < SURELY:
            continue
        if score > scored.get(party.code, (0.0, ""))[0]:
            scored[party.code] = (score, rule)
    if scored:
        code = max(scored, key=lambda c: (scored[c][0], c))
        if scored[code][0] >= 1.5:
            if scored[code][1] in _SHARED and _is_joint(text, code, scene, lexicon):
                return "COALITION", "donor-jointly"
            return code, scored[code][1]
    return None, ""


_TOGETHER = re.compile(
    r",?[ \n](?:and|together with|along with|as well as|joined by)[ \n](?:the |its |their )?|,[ \n](?:the )?"
)


def _is_joint(text: str, code: str, scene: Scene, lexicon: Lexicon) -> bool:
    """Whether the donor is one of several named together: "Sweden, Norway and Denmark", "the US and its allies"."""
    if re.search(r"\beach\b|\brespectively\b", text[scene.left : scene.right]):
        return False
    givers = [p for p in scene.parties if _gives(p.code, lexicon) and p.role in ("name", "group", "capital")]
    for first, second in pairwise(givers):
        if (
            code not in (first.code, second.code)
            or first.code == second.code
            or _AT_A_PLACE.search(text[max(0, first.start - 12) : first.start])
        ):
            continue
        if _TOGETHER.fullmatch(text[first.end : second.start]):
            return "UN" not in (first.code, second.code)
    return False


_HEDGE = r"(?:with |about |another |a further |roughly |around |nearly |almost |some |over |more than |up to |at least |approximately |an additional |an extra |just over |just under |only )*"
_BESIDE = re.compile(rf"[ \n]*[(:–—-]?[ \n]*(?:for |with )?{_HEDGE}", re.IGNORECASE)
_LISTED_BESIDE = re.compile(rf",[ \n]+{_HEDGE}", re.IGNORECASE)
_AT_A_PLACE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside)[ \n](?:the )?$")
_BY_NAME = re.compile(r"\b(?:from|by|[Ff]alls? (?:to|on)|fell (?:to|on))[ \n](?:the )?$", re.IGNORECASE)
# "from US makers", "American-made weapons": where the goods come from, not who pays for them.
_MAKERS = re.compile(
    r"(?:-made|[ \n](?:\w+[ \n])?(?:makers?|manufacturers?|compan(?:y|ies)|firms?|industry|producers?|suppliers?|contractors?|factories))\b"
)
_GOODS = re.compile(
    r"[ \n](?:-?made )?(?:weapons?|arms|equipment|armaments|materiel|systems|drones|missiles)\b"
)
# "the work of neighbouring countries and the EU to receive refugees": whose work it is, not who gives.
_OF_OTHERS = re.compile(r"\bof (?:[\w-]+ ){1,4}and[ \n](?:the )?$")
# "As for the United States, it is expected to give §": of whom the sentence speaks.
_AS_FOR = re.compile(r"\bAs (?:for|regards|to)[ \n](?:the )?$")
# "the US share of the G7 loan": what is a share of a party's sum is another's.
_SHARE_OF = re.compile(r"\b(?:share|part|portion|slice) of[ \n](?:the |a |an )?$")
# People and things that carry a party's name and give nothing: "UN peacekeepers", "American voters".
_CARRIES_NAME = re.compile(
    r"[ \n](?:\w+[ \n])?(?:peacekeepers|troops|soldiers|citizens|voters|newspaper|daily|broadcaster|magazine|firms?|refugees|embassy|ambassador to|newspapers|media)\b"
)
# What stands between a giver and the sum of its package: "a G7 package of §", "the EU's four-year programme worth §".
_NOUN_OF = re.compile(
    rf"(?:['’]s?)?[ \n](?:[\w-]+[ \n]){{0,3}}?(?:packages?|loans?|programmes?|programs?|grants?|fund|facility|scheme|pledge|tranche)[ \n](?:of|worth|totall?ing|at|for)[ \n]{_HEDGE}(?:a |the )?",
    re.IGNORECASE,
)
_GUARANTEES = re.compile(r"\b(?:guarant\w+|through|via|under|into|behind|from)[ \n](?:the |a |an )?$")
# A share of what others give too, and what a party only stops, is not its own.
_NOT_ITS_OWN = re.compile(
    r"\b(?:share|part|portion|slice|half|third) of\b|\b(?:veto\w*|block\w*|opposition|objections?|delays?|h[eo]ld(?:ing)? up)\b"
)
# One party speaks of what another gives: "welcomed the decision by X to provide", "thanked Y for".
_SPEAKS_OF = re.compile(
    r"\b(?:welcom\w+|appreciat\w+|thank\w*|prais\w+|urg(?:ed|es|ing)|called on|calls on|hailed|encourag\w+|commend\w*|applaud\w*|grateful|block(?:s|ed|ing)|veto(?:es|ed|ing)?|oppos(?:es|ed|ing)|h[eo]ld(?:s|ing)? up|delay(?:s|ed|ing))\b"
)
_THANKED = re.compile(
    r"\b(?:thank(?:s|ed|ing)?|grateful to|praise[ds]?|welcome[ds]?|commend(?:s|ed)?|applaud(?:s|ed)?)[ \n](?:the )?$"
)
# "will thank the Polish people for the §": whoever is thanked has given.
_THANKS = re.compile(r"\b(?:thank(?:s|ed|ing)?|grateful|gratitude|prais\w+|commend\w*|applaud\w*)\b")
_FOR_ITS = re.compile(
    rf"(?:['’]s)?(?:[ \n](?:people|government|leadership|parliament))?[ \n]for[ \n](?:the |their |its |his |a )?(?:\w+ ){{0,2}}{_HEDGE}",
    re.IGNORECASE,
)
# A group that lends its name to a meeting or an office does not give: "the new G7 president", "at the NATO summit".
_MEETING = re.compile(
    r"[ \n](?:presiden(?:t|cy)|[Ss]ummit|meeting|chair\w*|headquarters|General Assembly|Security Council|[Ff]oreign [Mm]inisters meet\w*)\b"
)
# NATO's list of what Ukraine needs is paid by others, and so is what goes through the alliance.
_THROUGH = re.compile(r"\b(?:[Tt]hrough|[Vv]ia|[Uu]nder|[Uu]sing|[Bb]y way of|[Ii]nto)[ \n](?:the )?$")
_BOUGHT = re.compile(r"\b(?:bought|[Bb]uy|[Bb]uying|purchased?|[Pp]urchasing|paid for|ordered|purchases?)\b")
_LIST_OF_NEEDS = re.compile(
    r"['’]s (?:[\w-]+ ){0,2}(?:PURL|Prioriti[sz]ed|shopping list|list|mechanism|scheme|initiative|account)\b"
)
_LEADERS_THERE = re.compile(
    r",(?: \w+,)? (?:the )?(?:\w+ )?(?:leaders|ministers|officials|lawmakers|government|parliament|coalition|cabinet|MPs|members)\b"
)
_OF_THE_SUM = re.compile(
    r"(?:[ \n-](?:loan|package|fund|grant|pledge|contribution|programme|program|facility|tranche|initiative|aid|assistance|support)){1,2}[ \n](?:of|by|from)[ \n](?:the )?"
)
_ROLE_WEIGHT = {"name": 4.0, "body": 4.2, "holder": 4.0, "capital": 3.2, "group": 3.2, "demonym": 3.0}
_ASIDE = re.compile(
    r"\b(?:against|while|after|when|whose|between|with|alongside|than|among|like|unlike|including|leads?|leading|led|joining|urged?|urging|told|rallied|as|for|across|behind|and Russia|met|meeting|visit\w*)[ \n](?:the )?(?:\w+[ \n])?$"
)
_SAID = re.compile(
    r"(?:[,]? (?:which|that))?[ \n](?:has|have|had|is|was|will|would|said|says|mentioned|announced|gave|pledged|provided|approved|committed|agreed)\b"
)
_OF_WORDS = re.compile(
    r"(?:[ \n](?:package|tranche|worth|in|of|additional|new|military|more|loan|grant|for)){0,3}[ \n](?:of |in )?(?:additional |new )?"
)


_GAPS = re.compile(r"[ \n]{2,}")


def _flat(words: str) -> str:
    """Words with every gap of a broken and indented line as one space."""
    return _GAPS.sub(" ", words)


def _donor_score(text: str, start: int, end: int, party: PartyMention, scene: Scene) -> tuple[float, str]:
    """How well a party in the same sentence fits as the donor, and by which rule."""
    before = _flat(text[max(scene.sentence[0], party.start - 52) : party.start])[-40:]
    inside = party.start < scene.right and party.end > scene.left
    if party.end <= start:
        return _score_before(text, _flat(text[party.end : start]), party, scene, before, inside)
    if inside and scene.right < scene.sentence[1] and _BESIDE.fullmatch(text[party.end : scene.right]):
        return 0.4, "donor-doubtful"
    return _score_after(text, _flat(text[end : party.start]), party, before, inside)


def _score_before(
    text: str, between: str, party: PartyMention, scene: Scene, before: str, inside: bool
) -> tuple[float, str]:
    """A party named before the sum: beside it, its owner, its subject."""
    near = 2.0 if inside else 0.0
    if _BESIDE.fullmatch(between) and not _TO_BEFORE.search(before) and not _AT_A_PLACE.search(before):
        return 9.0, "donor-beside"
    if (
        _LISTED_BESIDE.fullmatch(between)
        and party.start - scene.sentence[0] < 30
        and re.fullmatch(r"\W*(?:[\w. ]+ and )?(?:the )?", before)
    ):
        return 8.0, "donor-beside"
    if re.fullmatch(r"[ \n]*[(:][ \n]*|[ \n]+", between):
        return 9.0, "donor-beside"
    if _FOR_ITS.fullmatch(between) and _THANKS.search(text, scene.sentence[0], party.start):
        return 8.0, "donor-thanked"
    if re.match(r"'", between) and re.fullmatch(r"(?:'s?)?[ \n](?:\w+[ \n]){0,4}", between):
        if _NOT_ITS_OWN.search(between):
            return 0.5, "donor-doubtful"
        return 7.0, "donor-possessive"
    if _MAKERS.match(text, party.end) or _MEETING.match(text, party.end):
        return 0.5, "donor-doubtful"
    if _NOUN_OF.fullmatch(between) and not _GUARANTEES.search(before):
        return 7.0, "donor-of-noun"
    if _CARRIES_NAME.match(text, party.end) or _SHARE_OF.search(before):
        return 0.5, "donor-doubtful"
    if party.role == "demonym" and _GOODS.match(text, party.end) and _BOUGHT.search(between):
        return 0.5, "donor-doubtful"
    if party.code == "NATO" and (_THROUGH.search(before) or _LIST_OF_NEEDS.match(text, party.end)):
        return 0.5, "donor-doubtful"
    leads = _LEADERS_THERE.match(text, party.end) and re.fullmatch(r"\W*In[ \n](?:the )?", before)
    if _BY_NAME.search(before) and len(between) < 60:
        return (4.0 + near if inside else 2.0), "donor-from"
    if _AS_FOR.search(before):
        return _ROLE_WEIGHT[party.role] + 1.0 + near, "donor-subject"
    if _TO_BEFORE.search(before) and not re.search(r"\b(?:of|in|with)[ \n](?:the )?$", before):
        return 0.5, "donor-doubtful"
    if not leads and party.role == "name" and re.fullmatch(r"\W*In[ \n](?:the |neighbou?ring )?", before):
        return 1.7, "donor-near"
    if _AT_A_PLACE.search(before) and party.role in ("name", "capital") and not leads:
        return 1.4, "donor-near"
    modifies = party.role in ("demonym", "name") and _AID_NOUN.match(text, party.end) and len(between) < 90
    if modifies and not _GOODS.match(text, party.end):
        return 4.5 + near - len(between) / 200, "donor-modifier"
    if _GIVE.search(between):
        weight = _ROLE_WEIGHT[party.role]
        if not leads and _AT_A_PLACE.search(before):
            weight -= 2.5
        if _ASIDE.search(before):
            weight -= 2.5 if party.role == "group" else 1.0
        if _SPEAKS_OF.search(between):
            weight -= 2.5
        if _THANKED.search(before):
            weight += 2.0
        if _OF_OTHERS.search(before):
            weight -= 2.5
        if ";" in between:
            weight -= 2.5
        return weight + near - len(between) / 150, "donor-subject"
    return (2.0 if leads else 1.2) + near / 2 - len(between) / 300, "donor-near"


_SAID_BY = re.compile(
    r"\b(?:said|says|announced|announces|promised|pledged|declared|revealed|confirmed|unveiled)[ \n](?:(?!(?:in|at|near|on|to|with|for|after|that|against|of)\b)\w+[ \n]){0,3}$"
)
_MEETS = ("COALITION", "G7", "EU", "NATO")
_FROM_BEFORE = re.compile(
    r"\b(?:from|by|via|out of)[ \n](?:the |both )?(?:(?:(?:nations|countries|members|states|partners|allies|donors|governments|parliament|government) (?:of|in) (?:the )?)|\w+[ \n])?$"
)
# What was promised when a group met, the group has promised.
_WHEN = re.compile(r"\b(?:when|as|where|at which)[ \n](?:the )?(?:\w+[ \n]){0,3}$")
_MET = re.compile(r"[^.;,]{0,50}\b(?:met|meets?|gathered|convened|assembled|came together|sat down)\b")


def _score_after(
    text: str, between: str, party: PartyMention, before: str, inside: bool
) -> tuple[float, str]:
    """A party named after the sum: from or by it, in brackets, with its aid, as who says so."""
    near = 1.0 if inside else 0.0
    if _MAKERS.match(text, party.end):
        return 0.5, "donor-doubtful"
    if _OF_THE_SUM.fullmatch(between):
        return 8.5, "donor-from"
    if _FROM_BEFORE.search(before) and len(between) < 110:
        return (6.0 + near if inside else 2.0) - len(between) / 60, "donor-from"
    if re.fullmatch(r"[ \n]*\([ \n]*(?:from )?(?:the )?", between):
        return 8.0, "donor-beside"
    if party.code in _MEETS and _WHEN.search(before) and _MET.match(text, party.end):
        return 3.4, "donor-met"
    modifies = party.role in ("demonym", "name") and _AID_NOUN.match(text, party.end)
    goods = _GOODS.match(text, party.end)
    if goods and _BOUGHT.search(before + between):
        return 0.5, "donor-doubtful"
    if modifies and _OF_WORDS.fullmatch(between):
        return (3.0 if goods else 6.0), "donor-modifier"
    if _TO_BEFORE.search(before):
        return 0.3, "donor-doubtful"
    if modifies and not goods and len(between) < 50:
        return 3.0 + near, "donor-modifier"
    if (
        re.search(r"\b(?:which|that)[ \n](?:the )?$", before)
        and _SAID.match(text[party.end : party.end + 24])
        and len(between) < 40
    ):
        return 6.0, "donor-which"
    if _SAID.match(text[party.end : party.end + 24]):
        return 2.4 + near - len(between) / 120, "donor-said"
    if _SAID_BY.search(before):
        return 2.8 + near - len(between) / 120, "donor-said"
    if party.role == "group" and re.match(
        r"[ \n](?:[Cc]ommit|[Pp]ledge|[Aa]gree|[Pp]romise)", text[party.end : party.end + 10]
    ):
        return 3.4 + near - len(between) / 120, "donor-said"
    return 1.0 + near / 2 - len(between) / 150, "donor-near"


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
    if entry.get("type") != "country" or party.code in _NEVER_GET:
        return 0.0, ""
    if party.end <= start and _DONATES.fullmatch(text[party.end : start]):
        return 0.0, ""
    before = _flat(text[max(scene.sentence[0], party.start - 72) : party.start])[-60:]
    if party.end <= start and _OWN_SUM.fullmatch(_flat(text[party.end : start])):
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
    if _TO_BEFORE.search(before) or party.code == "UA":
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
    if re.search(r"\beach\b|\brespectively\b", text[scene.left : scene.right]):
        return False
    countries = [
        p for p in scene.parties if lexicon.donors[p.code]["type"] == "country" and p.role != "holder"
    ]
    for first, second in pairwise(countries):
        if chosen not in (first, second) or first.code == second.code:
            continue
        other = second if chosen is first else first
        if other.code in ("RU", "US", "CN", "BY", "KP", "IR") or (
            _gives(other.code, lexicon)
            and not re.search(r"\b(?:to|for)[ \n](?:the )?$", text[max(0, first.start - 12) : first.start])
        ):
            continue
        if _LISTED.fullmatch(text[first.end : second.start]):
            return True
    return False
