"""Each amount read in its scene: what it is, from whom, to whom, in which currency.

In: the page and its candidates. Out: `Sum`s, in order of the text: refused at first sight (`matter.py`), weighed (`weighing.py`), linked to who gives
and who gets (`linking.py`), and doubted by what stands around their sentence.
"""

from __future__ import annotations

import re

from aidtrack.extract.coreference import Sum
from aidtrack.extract.kinds import Verdict, judge
from aidtrack.extract.linking import link
from aidtrack.extract.matter import (
    SMALLEST,
    WORLD_MONEY,
    Matter,
    beside_donor,
    is_near_matter,
    largest_of,
    may_be_aid,
    named_late,
    names_recipient,
    parties_of_short_page,
)
from aidtrack.extract.parties import main_donor, main_recipient
from aidtrack.extract.scene import Candidate, Page
from aidtrack.extract.traits import see
from aidtrack.extract.weighing import Place, chances, choose, weigh, weigh_together

# Exclusions that outweigh all words of aid by so many points stand, whatever the weights: one may be too rare for a weight.
VETO = 5.0
NOTHING = Verdict({}, None, ())


def read_sums(page: Page, candidates: list[Candidate]) -> list[Sum]:
    """Read every amount of the page."""
    whole = parties_of_short_page(page)
    giver = main_donor(page.lead, page.lexicon) or main_donor(whole, page.lexicon)
    getter = main_recipient(page.lead, page.lexicon) or named_late(page, whole)
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
        if item.verdict.barred and item.verdict.exclusion:
            item.rule = item.verdict.exclusion
    return sums


def _is_vetoed(verdict: Verdict) -> bool:
    """Whether exclusions alone refuse a sum."""
    return verdict.barred or verdict.none - verdict.aid >= VETO


def place_of(item: Sum) -> Place:
    """Where a sum stands and what it reads as alone."""
    return Place(item.candidate.index, item.amount, chances(item.scores))


def weigh_sum(page: Page, candidates: list[Candidate], at: int, matter: Matter) -> Sum:
    """Weigh what one amount is alone: by its own traits and by what its page and sentence are about."""
    candidate = candidates[at]
    sentence = page.sentences[candidate.index]
    verdict = judge(candidate.mask, page.lexicon)
    about = {
        "about-aid": matter.aid,
        "near-matter": matter.aid and is_near_matter(page, candidate),
        "about-home": matter.home,
        "beside-donor": beside_donor(page, candidate),
        "names-recipient": names_recipient(page, candidate),
        "heading": sentence.heading,
        "short": page.is_short,
        "early": sentence.start - page.article.body_start < EARLY,
    }
    traits = see(page, candidates, at, verdict, about)
    return Sum(candidate, verdict, "none", scores=weigh(traits), traits=traits)


# What stands so near the beginning is a title, a headline or a first sentence.
EARLY = 400


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
    amount, rule = candidate.money.amount, "nobody-abroad"
    if amount < SMALLEST:
        rule = "small-sum"
    elif amount > largest_of(candidate):
        rule = "beyond-all-aid"
    return Sum(candidate, NOTHING, "none", rule=rule, currency=candidate.money.currency)


# The largest package that the United States has announced at once is $6bn; only its loans have been larger.
LARGEST_PACKAGE = {"US": 9 * 10**9}


def as_stock_if_too_large(item: Sum) -> str:
    """Read an announced sum that is too large for one package as what it must be: a total to date, or a frame."""
    largest = LARGEST_PACKAGE.get(item.donor or "") if item.currency in WORLD_MONEY else None
    if item.reading != "announced" or largest is None or item.amount <= largest:
        return item.reading
    if re.search(r"\bloans?\b|\blend|Extraordinary Revenue|\bERA\b", item.candidate.mask):
        return item.reading
    return choose(item.scores, ("cumulative", "proposed", "envelope")) if item.scores else "cumulative"
