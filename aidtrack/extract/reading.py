"""Each amount read in its scene: is it aid, of what kind, from whom, to whom, in which currency.

In: the page and its candidates. Out: `Sum`s, in order of the text. What the sentence leaves open is taken from the sentences
before, then the title and lead, then the article as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from aidtrack.extract.amounts import Money
from aidtrack.extract.coreference import Sum
from aidtrack.extract.kinds import Verdict, judge, names_foreign_aid
from aidtrack.extract.parties import (
    DONOR_ASKED,
    RARELY_GIVE,
    RECIPIENT_WIDE,
    PartyMention,
    Scene,
    find_parties,
    link_donor,
    link_recipient,
    main_donor,
    main_recipient,
    named_recipient,
    names_many,
)
from aidtrack.extract.scene import Candidate, Page
from aidtrack.extract.traits import see
from aidtrack.extract.weighing import Place, chances, choose, weigh, weigh_together
from aidtrack.lexicon import Lexicon

# What a sum must at least be to be aid: prices and fares are smaller.
SMALLEST = 10_000
# No aid to one country has come near this: such a sum is an economy, a budget, a market.
LARGEST = 600 * 10**9
# Exclusions that outweigh all words of aid by so many points stand, whatever the weights: one may be too rare for a weight.
VETO = 5.0
NOTHING = Verdict({}, 0.0, 0.0, None, ())


def read_sums(page: Page, candidates: list[Candidate]) -> list[Sum]:
    """Read every amount of the page."""
    whole = _parties_of_short_page(page)
    giver = main_donor(page.lead, page.lexicon) or main_donor(whole, page.lexicon)
    getter = main_recipient(page.lead, page.lexicon) or _named_late(page, whole)
    sums: list[Sum] = []
    for item in weigh_sums(page, candidates):
        if item.verdict is not NOTHING:
            link(page, item, sums, giver, getter)
            if item.reading != "none" and (why := doubted(page, item)):
                item.reading, item.rule = "none", why
        sums.append(item)
    return sums


def weigh_sums(page: Page, candidates: list[Candidate]) -> list[Sum]:
    """Weigh what every amount of the page is, alone and then beside the others; one that cannot be aid at first sight is refused."""
    matter = Matter.of(page)
    sums = [
        weigh_sum(page, candidates, at, matter) if may_be_aid(page, candidate, matter) else refuse(candidate)
        for at, candidate in enumerate(candidates)
    ]
    weighed = [item for item in sums if item.traits]
    for item, scores in zip(weighed, weigh_together([place_of(item) for item in weighed]), strict=True):
        item.scores = scores
        item.reading = "none" if _is_vetoed(item.verdict) else choose(scores)
    return sums


def _is_vetoed(verdict: Verdict) -> bool:
    """Whether exclusions alone refuse a sum."""
    return verdict.barred or verdict.none - verdict.aid >= VETO


def place_of(item: Sum) -> Place:
    """Where a sum stands and what it reads as alone."""
    return Place(item.candidate.index, item.amount, chances(item.scores))


@dataclass(frozen=True, slots=True)
class Matter:
    """What a page is about: aid to some country, home affairs."""

    aid: bool
    home: bool

    @classmethod
    def of(cls, page: Page) -> Matter:
        """As title and lead tell."""
        return cls(is_about_aid(page), is_about_home(page))


def may_be_aid(page: Page, candidate: Candidate, matter: Matter) -> bool:
    """Whether an amount is of a size that aid can have, and near a word of aid or of a country abroad."""
    if not SMALLEST <= candidate.money.amount <= LARGEST:
        return False
    return (matter.aid and is_near_matter(page, candidate)) or is_abroad(page, candidate, matter.home)


def weigh_sum(page: Page, candidates: list[Candidate], at: int, matter: Matter) -> Sum:
    """Weigh what one amount is alone: by its own traits and by what its page and sentence are about."""
    candidate = candidates[at]
    sentence = page.sentences[candidate.index]
    verdict = judge(candidate.mask, page.lexicon)
    about = {
        "about-aid": matter.aid,
        "near-matter": matter.aid and is_near_matter(page, candidate),
        "about-home": matter.home,
        "beside-donor": _beside_donor(page, candidate),
        "names-recipient": _names_recipient(page, candidate),
        "heading": sentence.heading,
        "short": len(page.text) - page.article.body_start <= SHORT_PAGE,
        "early": sentence.start - page.article.body_start < EARLY,
    }
    traits = see(page, candidates, at, verdict, about)
    return Sum(candidate, verdict, "none", scores=weigh(traits), traits=traits)


# What stands so near the beginning is a title, a headline or a first sentence.
EARLY = 400


def _parties_of_short_page(page: Page) -> list[PartyMention]:
    """All parties of a short text; of a long one, none: it is about more than one matter."""
    start, end = page.article.body_start, len(page.text)
    if end - start > SHORT_PAGE:
        return []
    return find_parties(page.text, start, end, page.lexicon, page.day)


def _named_late(page: Page, parties: list[PartyMention]) -> str | None:
    """Ukraine, where a text names it later than in its lead, and no other country that gets aid."""
    getting = {p.code for p in parties if not page.lexicon.donors[p.code].get("gives")} - {"RU", "BY", "HU"}
    return "UA" if getting == {"UA"} else None


_NUMBER_IS_WRONG = re.compile(
    r"[\s\"')]*(?:[A-Z][A-Z. ]{2,30}: *)?(?:\"?No, )?[Tt]h(?:at|e|is)(?: (?:number|figure|sum|amount))?(?:'s| is| was)(?: \w+){0,2} (?:wrong|false|incorrect|untrue|not (?:right|true|correct|accurate))\b"
    r"|[\s\"')]*\"?No,? that(?:'s| is) (?:wrong|not right|not true|false)\b"
)
# A question's figure is contested where the answer begins with another.
_ASKED_RIGHT = re.compile(r"\b(?:correct|right|true|yes|is that so)\?[\"')]*\s*$")
_ANOTHER_FIGURE = re.compile(
    r"\s*(?:[A-Z][A-Z. ]{2,30}: *)?(?:It's |It is |Actually, |No, )?(?:US)?[$€£][\d.,]+"
)
# Headings of what is not the article, on a line of their own.
_OTHER_MATTER = re.compile(
    r"\n[ \t]*(?:[Oo]ther [Tt]opics(?: of [Ii]nterest)?|[Rr]elated(?: \w+)?|RELATED|[Mm]ost (?:[Rr]ead|[Pp]opular)|[Rr]ead (?:[Mm]ore|[Nn]ext|[Aa]lso)|[Mm]ore (?:[Nn]ews|[Ss]tories)|[Tt]rending|[Ss]ee [Aa]lso|[Ee]ditors?'? [Pp]icks?|[Yy]ou [Mm]ay (?:[Aa]lso )?[Ll]ike|[Rr]ecommended|[Aa]dvertisement|[Ss]ponsored(?: [Cc]ontent)?):?[ \t]*\n+[^\n]{0,200}$"
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|this|that|these|those|them|which|need|money|sum|rest|remainder|balance|plan|program(?:me)?|fund|facility|instrument|arrangement|scheme)\b",
    re.IGNORECASE,
)


def doubted(page: Page, item: Sum) -> str:
    """Why a sum that reads as aid is none after all, by what stands around its sentence; empty where it holds."""
    sentence = page.sentences[item.candidate.index]
    at, after = item.candidate.money.start, page.text[sentence.end : sentence.end + 90]
    if _NUMBER_IS_WRONG.match(after):
        return "denied-next"
    if _ASKED_RIGHT.search(
        page.text, max(sentence.start, sentence.end - 40), sentence.end
    ) and _ANOTHER_FIGURE.match(after):
        return "answered-otherwise"
    if _OTHER_MATTER.search(page.text[max(0, sentence.start - 240, at - 440) : at]):
        return "other-matter"
    follows = item.donor_rule in DONOR_OF_OTHERS and item.verdict.aid <= 0
    if follows and not (page.parties_of(item.candidate.index) or _POINTS_BACK.search(item.candidate.mask)):
        return "no-word-of-aid"
    return ""


# Rules by which a sum takes its donor from what stands around its sentence.
DONOR_OF_OTHERS = ("donor-sum-before", "donor-sentence-before")


def refuse(candidate: Candidate) -> Sum:
    """A sum that is no aid at first sight: too small, or nobody abroad is named anywhere near."""
    amount = candidate.money.amount
    rule = "small-sum" if amount < SMALLEST else "beyond-all-aid" if amount > LARGEST else "nobody-abroad"
    return Sum(candidate, NOTHING, "none", rule=rule, currency=candidate.money.currency)


def is_abroad(page: Page, candidate: Candidate, about_home: bool) -> bool:
    """Whether the sum's sentence or the one before names another country or an instrument of foreign aid.

    Where the page is about home affairs, the sum's own sentence must name it. Partners and allies are everywhere: they name nobody.
    """
    around = page.parties_of(candidate.index)
    if candidate.index and not about_home:
        around = around + page.parties_of(candidate.index - 1)
    if any(party.code not in ("US", "RU", "CN", "COALITION") for party in around):
        return True
    return names_foreign_aid(candidate.mask, page.lexicon) and not _names_a_state(page, candidate.index)


def _names_a_state(page: Page, index: int) -> bool:
    """Whether the sentence or the one before speaks of an American state: "the region" is there."""
    start = page.sentences[max(0, index - 1)].start
    return bool(_states(page.lexicon).search(page.text, start, page.sentences[index].end))


@cache
def _states(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(lexicon.exclusions["american-state"]["pattern"])


def is_about_home(page: Page) -> bool:
    """Whether title and lead speak of home affairs, again and again: roads, schools, tribes, factories."""
    lead = page.text[page.article.body_start : page.article.body_start + 1500]
    return len(_home_words(page.lexicon).findall(f"{page.article.title or ''} {lead}")) >= HOME_WORDS


# So many words of home affairs in title and lead make a page one about home affairs.
HOME_WORDS = 3


@cache
def _home_words(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(lexicon.exclusions["domestic"]["pattern"])


def _names_recipient(page: Page, candidate: Candidate) -> bool:
    """Whether the sum's own sentence names a country that gets aid."""
    return any(
        not page.lexicon.donors[p.code].get("gives") and p.code != "RU"
        for p in page.parties_of(candidate.index)
    )


def _beside_donor(page: Page, candidate: Candidate) -> bool:
    """Whether a donor's name touches the sum: "The Netherlands (€250 million)", "Germany $500 million"."""
    for party in page.parties_of(candidate.index):
        between = page.text[party.end : candidate.money.hedge_start]
        if party.end <= candidate.money.hedge_start and re.fullmatch(r"[ \n]*[(:]?[ \n]*", between):
            return bool(page.lexicon.donors[party.code].get("gives"))
    return False


_ABOUT_AID = re.compile(
    r"\b(?:aid|assistance|military support|humanitarian|donors?|pledge[sd]?|drawdown|security package|weapons for|arms for|support for Ukraine|ammunition|shells|arming|loan|grant|financing|help (?:for|to)|reconstruction)\b",
    re.IGNORECASE,
)


# A text up to this long is about one matter; in a longer one (a budget, a briefing) each sum needs its own surroundings.
SHORT_PAGE = 4500


def is_about_aid(page: Page) -> bool:
    """Whether title and lead speak of aid to some country."""
    lead = page.text[page.article.body_start : page.article.body_start + 1500]
    countries = any(not page.lexicon.donors.get(p.code, {}).get("gives") for p in page.lead if p.code != "RU")
    return countries and bool(_ABOUT_AID.search(f"{page.article.title or ''} {lead}"))


def is_near_matter(page: Page, candidate: Candidate) -> bool:
    """Whether the sum stands in a short text, or has a country that gets aid within three sentences."""
    if len(page.text) - page.article.body_start <= SHORT_PAGE:
        return True
    for index in range(max(0, candidate.index - 3), min(len(page.sentences), candidate.index + 2)):
        if any(
            not page.lexicon.donors[p.code].get("gives") and p.code != "RU" for p in page.parties_of(index)
        ):
            return True
    return False


def link(page: Page, item: Sum, before: list[Sum], giver: str | None, getter: str | None) -> None:
    """Give a sum its recipient, donor and currency."""
    if item.reading == "none":
        item.currency = item.candidate.money.currency
        return
    candidate = item.candidate
    sentence = page.sentences[candidate.index]
    scene = Scene(
        (sentence.start, sentence.end),
        page.parties_of(candidate.index),
        [],
        page.lead,
        candidate.left,
        candidate.right,
    )
    start, end = candidate.money.start, max([candidate.money.end, *(m.end for m in candidate.equivalents)])
    item.recipient, rule = link_recipient(page.text, start, end, scene, page.lexicon)
    if item.recipient is None and rule != RECIPIENT_WIDE and not _goes_on_for_many(page, candidate):
        item.recipient = _inherited(page, candidate, before) or _getter_here(page, candidate, getter)
    item.donor, item.donor_rule = link_donor(page.text, start, end, scene, item.recipient, page.lexicon)
    if item.donor is None and item.donor_rule != DONOR_ASKED:
        item.donor, item.donor_rule = _donor_from_context(page, item, before, giver)
    item.currency = settle_currency(page, candidate.money, item.donor)


def _getter_here(page: Page, candidate: Candidate, getter: str | None) -> str | None:
    """The country that the article is about, for a sum told near its name; in a short text, anywhere.

    Military financing is given to many countries: a sum of it that names nobody is not given to the country of the day.
    """
    if re.search(r"\bFMF\b|\bForeign Military Financing\b", candidate.mask, re.IGNORECASE):
        return None
    if getter is None or len(page.text) - page.article.body_start <= 2 * SHORT_PAGE:
        return getter
    near = range(max(0, candidate.index - 6), min(len(page.sentences), candidate.index + 3))
    return getter if any(p.code == getter for index in near for p in page.parties_of(index)) else None


_GOES_ON = re.compile(
    r"\W*(?:This|These|That|It|Such|They|Of (?:this|that|the)|The (?:funds|funding|money|package))\b"
)


# The largest package that the United States has announced at once is $6bn; only its loans have been larger.
LARGEST_PACKAGE = {"US": 9 * 10**9}


def as_stock_if_too_large(item: Sum) -> str:
    """Read an announced sum that is too large for one package as what it must be: a total to date, or a frame."""
    largest = LARGEST_PACKAGE.get(item.donor or "")
    if item.reading != "announced" or largest is None or item.amount < largest:
        return item.reading
    if re.search(r"\bloans?\b|\blend|Extraordinary Revenue|\bERA\b", item.candidate.mask):
        return item.reading
    return choose(item.scores, ("cumulative", "proposed", "envelope"))


def _goes_on_for_many(page: Page, candidate: Candidate) -> bool:
    """Whether the sentence goes on from one that names many recipients: "… around the world. This includes §"."""
    if not candidate.index or not _GOES_ON.match(candidate.mask):
        return False
    last = page.sentences[candidate.index - 1]
    return names_many(" ".join(page.text[last.start : last.end].split()))


# How many sentences back a talk about aid to Ukraine still tells whom a bare sum is for.
TALK = 5


def _inherited(page: Page, candidate: Candidate, before: list[Sum]) -> str | None:
    """The recipient of the sum just before, or of the sentences before: "to Ukraine: (1) …"."""
    for other in reversed(before[-3:]):
        if other.recipient and candidate.index - other.candidate.index <= 2:
            return other.recipient
    for back in range(1, min(TALK, candidate.index) + 1):
        named = named_recipient(page, page.parties_of(candidate.index - back))
        if named and (back <= 2 or named == "UA"):
            return named
    return None


_SPEAKER = re.compile(r"(?:^|\n)[ \t]*(?:(?P<question>Q)[ \t]|(?P<who>[A-Z][A-Z.'’ -]{2,60}):)")


def _speaker(page: Page, at: int, giver: str | None) -> str | None:
    """Who says "we" in a talk set down with its speakers: "PRIME MINISTER KISHIDA:"; the host, where it is his own people."""
    last = None
    for match in _SPEAKER.finditer(page.text, max(page.article.body_start, at - 6000), at):
        last = match
    if last is None or last.group("question"):
        return None
    who = last.group("who").title()
    named = [p.code for p in find_parties(who, 0, len(who), page.lexicon, page.day)]
    host = giver if giver not in _GROUPS else _country_of(page)
    code = named[0] if named else host
    return code if code and page.lexicon.donors[code].get("gives") else None


def _country_of(page: Page) -> str | None:
    """The country among the givers that the lead names: a president speaks for it, also at a summit of NATO."""
    return main_donor([p for p in page.lead if p.code not in (*_GROUPS, "EU")], page.lexicon)


_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|I|[Oo]ur|[Mm]y)(?:['’](?:ve|re|m|ll))?\b")
_GROUPS = ("COALITION", "NATO", "G7", "UN")


def _donor_from_context(
    page: Page, item: Sum, before: list[Sum], giver: str | None
) -> tuple[str | None, str]:
    """The donor where the sentence names none: of the sentences before, of the sum before, of the article.

    Who says "we" is no group that the sentence before speaks of.
    """
    index = item.candidate.index
    if at_home := _donor_by_currency(page, item.candidate.money):
        return at_home, "donor-by-currency"
    if whose := _named_with_own_money(page, item):
        return whose, "donor-own-money"
    if owner := _owner_of_channel(item.candidate.mask, page.lexicon):
        return owner, "donor-of-channel"
    says_we = _FIRST_PERSON.search(item.candidate.mask)
    if says_we and (speaker := _speaker(page, item.candidate.money.start, giver)):
        return speaker, "donor-speaker"
    for back in (1, 2):
        if index - back < 0:
            break
        subject = _subject(page, page.parties_of(index - back), item.recipient)
        if subject and not (says_we and subject in _GROUPS):
            return subject, "donor-sentence-before"
    for other in reversed(before[-2:]):
        near = index - other.candidate.index <= 3 and other.reading != "none"
        if other.donor and near and not _in_own_money(page, other, item):
            return other.donor, "donor-sum-before"
    if giver:
        return giver, "donor-of-article"
    by_currency = {"EUR": "EU", "GBP": "GB"}.get(item.candidate.money.currency or "")
    if by_currency:
        return by_currency, "donor-by-currency"
    return None, "donor-unknown"


def _owner_of_channel(mask: str, lexicon: Lexicon) -> str | None:
    """The one giver whose channel a sentence names: a drawdown is American, the Peace Facility European."""
    owners = {
        entry["donor"]
        for entry in lexicon.channels.values()
        if entry.get("donor") and any(pattern.search(mask) for pattern in _compiled(tuple(entry["names"])))
    }
    return owners.pop() if len(owners) == 1 else None


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _in_own_money(page: Page, other: Sum, item: Sum) -> bool:
    """Whether the sum before is told in its donor's own money, and this one is not: the donor has changed."""
    own = page.lexicon.donors[other.donor]["currency"] if other.donor in page.lexicon.donors else None
    return other.currency == own != item.candidate.money.currency


# Moneys that others are told in too; any other tells its giver.
_WORLD_MONEY = ("USD", "EUR", "GBP")


def _named_with_own_money(page: Page, item: Sum) -> str | None:
    """The one country that the sum's own sentence names, however it does, whose money the sum is told in ("British factories … £450m")."""
    if item.candidate.money.currency in ("USD", "EUR"):
        return None
    parties = {p.code for p in page.parties_of(item.candidate.index) if p.code != item.recipient}
    own = [
        c
        for c in parties
        if page.lexicon.donors[c].get("gives")
        and page.lexicon.donors[c]["currency"] == item.candidate.money.currency
    ]
    return own[0] if len(own) == 1 else None


def _donor_by_currency(page: Page, money: Money) -> str | None:
    """The one giver whose own money a sum is told in: kronor are Sweden's, yen Japan's, special drawing rights the IMF's."""
    if money.currency in _WORLD_MONEY or money.open_to:
        return None
    if money.currency == "XDR":
        return "IMF"
    homes = [
        c
        for c, e in page.lexicon.donors.items()
        if e["currency"] == money.currency and (e.get("gives") or c in RARELY_GIVE)
    ]
    return homes[0] if len(homes) == 1 else None


_GONE_THROUGH = re.compile(r"\b(?:through|via|with|at|against|near|in|In|to|than|like)[ \n](?:the )?$")


def _subject(page: Page, parties: list[PartyMention], recipient: str | None) -> str | None:
    """The first donor named in a sentence, if only one is; not who is gone through, met or given to."""
    donors = [
        p.code
        for p in parties
        if p.code != recipient
        and page.lexicon.donors.get(p.code, {}).get("gives")
        and not _GONE_THROUGH.search(page.text[max(0, p.start - 16) : p.start])
    ]
    return donors[0] if donors and len(set(donors)) == 1 else None


def settle_currency(page: Page, money: Money, donor: str | None) -> str:
    """Settle which dollar, crown or pound a shared word means: the donor's own, where print would leave it plain.

    A plain "$" stays USD unless the text is the donor's own country's: it calls its leaders by office alone, and names no
    other dollar.
    """
    for code in money.open_to:
        home = page.lexicon.currencies.get(code, {}).get("home", [])
        if donor in home and (money.currency != "USD" or is_home_text(page, str(donor))):
            return code
    own = page.lexicon.donors.get(donor or "", {}).get("currency")
    if money.open_to and money.currency != "USD" and own in (money.currency, *money.open_to):
        return str(own)
    return money.currency


# Endings of addresses that tell no country.
_ANYWHERE = ("com", "net", "org", "news", "info", "co", "tv", "press", "media", "today", "online", "world")
_OTHER_DOLLAR = re.compile(r"\bUS ?\$|\bU\.S\. ?\$|\bUSD\b|\b(?:US|U\.S\.|American) dollars?\b")


def is_home_text(page: Page, code: str) -> bool:
    """Whether the article comes from the donor's own country, as far as its address and words tell."""
    url = page.article.url or ""
    host = url.split("/")[2] if url.count("/") >= 2 else url
    if host.endswith(f".{code.lower()}"):
        return True
    if host and host.rsplit(".", 1)[-1] not in _ANYWHERE:
        return False
    if _OTHER_DOLLAR.search(page.text):
        return False
    return any(_is_own_leader(page, party, code) for party in page.lead)


def _is_own_leader(page: Page, party: PartyMention, code: str) -> bool:
    """Whether a leader is named as at home: "Prime Minister Mark Carney", "the Albanese government", no country before."""
    if party.code != code or party.role != "holder":
        return False
    before = page.text[max(0, party.start - 45) : party.start]
    own = page.lexicon.donors[code]
    labels = [own["name"], *own.get("names", []), *own.get("demonyms", [])]
    return not any(label in before for label in labels)


def with_currency(money: Money, currency: str) -> Money:
    """The amount in its settled currency."""
    return replace(money, currency=currency)
