"""Who gives: the donor of an amount, as its own sentence tells.

In: an amount in its `Scene`. Out: a donor's code and the name of the rule that chose it; one reading or none. What the sentence leaves
open is asked of what stands around it (`linking.py`).
"""

from __future__ import annotations

import re
from itertools import pairwise

from aidtrack.extract.clause import DONATES, TO_BEFORE, Scene, flat
from aidtrack.extract.parties import PartyMention, gives
from aidtrack.lexicon import Lexicon

_GIVE = re.compile(
    r"\b(?:provid\w+|giv(?:e|es|ing|en)|gave|sen[dt]\w*|donat\w+|contribut\w+|grant(?:s|ed)?|deliver\w*|suppl\w+|lend\w*|lent|transfer\w*|pa(?:y|ys|id)|disburs\w+|allocat\w+|invest\w*|spen[dt]\w*|"
    r"commit\w*|offer\w*|announc\w+|pledg\w+|approv\w+|authori\w+|unveil\w*|sign\w*|promis\w+|ready\w*|prepar\w+|plan\w*|said|says|agree\w*|earmark\w*|set aside|put\w*|add\w*|make|made|has|have|had|direct\w*|"
    r"mobili\w+|extend\w*|appropriat\w+|pass\w*|request\w*|ask\w*|propos\w+|releas\w+|unlock\w*|intend\w*|want\w*|seek\w*|is|are|will|would|to|adopt\w*|decid\w+|finalis\w+|finaliz\w+|roll\w*|reveal\w*|hand\w*|ship\w*)\b",
    re.IGNORECASE,
)
_AID_NOUN = re.compile(
    r"(?:[ \n](?:\w+|\w+-\w+)){0,3}?[ \n-](?:aid|assistance|support|help|loans?|grants?|packages?|funding|money|contribution|pledge|commitment|donations?|weapons|arms|taxpayers?|budget|government|administration|leaders|officials|programme?|drawdown)\b",
    re.IGNORECASE,
)

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
        giving = _SAID_TO_GIVE if party.code in RARELY_GIVE else DONATES
        if party.end <= start and giving.fullmatch(text[party.end : start]) and party.code != recipient:
            scored[party.code] = (7.0, "donor-subject")
            continue
        rarely = party.code in RARELY_GIVE
        if party.code == recipient or not (rarely or gives(party.code, lexicon)):
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
    if scene.tells_each(text):
        return False
    givers = [p for p in scene.parties if gives(p.code, lexicon) and p.role in ("name", "group", "capital")]
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


def _donor_score(text: str, start: int, end: int, party: PartyMention, scene: Scene) -> tuple[float, str]:
    """How well a party in the same sentence fits as the donor, and by which rule."""
    before = flat(text[max(scene.sentence[0], party.start - 52) : party.start])[-40:]
    inside = party.start < scene.right and party.end > scene.left
    if party.end <= start:
        return _score_before(text, flat(text[party.end : start]), party, scene, before, inside)
    if inside and scene.right < scene.sentence[1] and _BESIDE.fullmatch(text[party.end : scene.right]):
        return 0.4, "donor-doubtful"
    return _score_after(text, flat(text[end : party.start]), party, before, inside)


def _score_before(
    text: str, between: str, party: PartyMention, scene: Scene, before: str, inside: bool
) -> tuple[float, str]:
    """A party named before the sum: beside it, its owner, its subject."""
    near = 2.0 if inside else 0.0
    if _BESIDE.fullmatch(between) and not TO_BEFORE.search(before) and not _AT_A_PLACE.search(before):
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
    if TO_BEFORE.search(before) and not re.search(r"\b(?:of|in|with)[ \n](?:the )?$", before):
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
    if TO_BEFORE.search(before):
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
