"""The surroundings of each amount: its sentence and clause, the parties in them, its mask.

In: an article. Out: a `Page` and its `Candidate`s in order of the text: every amount with what stands around it, as the later
stages need it. Parties are found once per sentence, and only in sentences near an amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from aidtrack.extract.amounts import Money
from aidtrack.extract.kinds import mask_sums
from aidtrack.extract.money import find_money, plain
from aidtrack.extract.parties import PartyMention, find_parties
from aidtrack.extract.sentences import Sentence, join_lines, sentence_at, split_sentences
from aidtrack.lexicon import Lexicon
from aidtrack.model import Article

LEAD = 1500
# A text up to this long is about one matter; in a longer one (a budget, a briefing) each sum needs its own surroundings.
SHORT_PAGE = 4500
# How far around a sum its words are read: no cue reaches farther, and a text of sums alone stays linear.
REACH_BEFORE, REACH_AFTER = 420, 360


@dataclass(slots=True)
class Page:
    """An article as the stages see it: plain text, sentences, and the parties found in them so far."""

    article: Article
    text: str
    sentences: list[Sentence]
    lexicon: Lexicon
    lead: list[PartyMention] = field(default_factory=list)
    parties: dict[int, list[PartyMention]] = field(default_factory=dict)
    crowds: set[int] = field(default_factory=set)
    instruments: dict[str, list[int]] | None = None

    @property
    def published(self) -> str | None:
        """The published date that date words are resolved against: told, never inferred."""
        return None if self.article.published_from == "inferred" else self.article.published

    @property
    def day(self) -> str | None:
        """The day whose office holders the text means: the published one, or the last that can be proved."""
        window = self.article.window
        return self.article.published or (window.latest if window else None)

    @property
    def length(self) -> int:
        """How many characters the body has."""
        return len(self.text) - self.article.body_start

    @property
    def is_short(self) -> bool:
        """Whether the text is about one matter."""
        return self.length <= SHORT_PAGE

    @property
    def opening(self) -> str:
        """Title and lead in their words."""
        start = self.article.body_start
        return f"{self.article.title or ''} {self.text[start : start + LEAD]}"

    def words_of(self, index: int) -> str:
        """The words of a sentence on one line, of none if there is no such sentence."""
        if not 0 <= index < len(self.sentences):
            return ""
        return " ".join(self.text[self.sentences[index].start : self.sentences[index].end].split())

    def parties_of(self, index: int) -> list[PartyMention]:
        """The parties of a sentence, found once."""
        if index not in self.parties:
            sentence = self.sentences[index]
            self.parties[index] = find_parties(
                self.text, sentence.start, sentence.end, self.lexicon, self.day
            )
        return self.parties[index]


@dataclass(slots=True)
class Candidate:
    """An amount and its surroundings. `left` and `right` bound its clause: from the amount before to the one after.

    `equivalents` are conversions of it into other currencies; `mask` is its sentence with the amount as §.
    """

    money: Money
    index: int
    left: int
    right: int
    equivalents: list[Money] = field(default_factory=list)
    mask: str = ""

    @property
    def after(self) -> str:
        """What follows the amount in its sentence, with the sums there as ¤."""
        return self.mask[self.mask.find("§") + 1 :]


def open_page(article: Article, lexicon: Lexicon) -> tuple[Page, list[Money]]:
    """Make the text plain, find its amounts and, if there are any, its sentences and leading parties."""
    text = join_lines(plain(article.text), article.body_start)
    body = " " * article.body_start + text[article.body_start :] if article.body_start else text
    found = find_money(body, lexicon)
    if not found:
        return Page(article, text, [], lexicon), []
    page = Page(article, text, split_sentences(text, article.body_start), lexicon)
    if not page.sentences:
        return page, []
    lead_end = min(len(text), article.body_start + LEAD)
    page.lead = find_parties(text, article.body_start, lead_end, lexicon, page.day)
    return page, found


def find_candidates(page: Page, found: list[Money]) -> list[Candidate]:
    """Place each amount in its sentence and clause; conversions go with the amount they convert."""
    candidates: list[Candidate] = []
    for money in found:
        if candidates and _converts(page.text, candidates[-1], money):
            candidates[-1].equivalents.append(money)
            continue
        index = sentence_at(page.sentences, money.start)
        sentence = page.sentences[index]
        last = candidates[-1] if candidates else None
        left = sentence.start
        if last and last.index == index:
            left = max([last.money.end, *(m.end for m in last.equivalents)])
            last.right = max(min(money.hedge_start, money.start), last.money.end)
        candidates.append(Candidate(money, index, left, max(sentence.end, money.end)))
    for at, candidate in enumerate(candidates):
        candidate.mask = _mask(page, candidate, candidates, at)
    return candidates


_CONVERSION = re.compile(
    r"[\s,]*[(\[][\s]*(?:or |about |around |nearly |some |approx\.? |approximately |almost |roughly |over |more than |just over |equivalent to |the equivalent of |equal to |i\.e\. |ca\.? |circa |~|≈|=|US)*$"
    r"|[\s,]*(?:which is |that is |i\.e\.,? )?[\s]*(?:or (?:about |around |approximately |roughly |nearly )?|the equivalent of |equivalent to |equal to |equivalent of |(?:which is )?(?:approximately|about|roughly|around) )(?:about |around |approximately |roughly )?$"
    r"|(?:[ \n-]+[\w'-]+){1,5}[ \n]*\([ \n]*(?:about |around |or |some |approximately |nearly |roughly |over |almost )*$"
    r"|[^.;]{0,40}(?:equivalent (?:to|of)|equals?) (?:about |around |approximately )?$",
    re.IGNORECASE,
)


def _converts(text: str, last: Candidate, money: Money) -> bool:
    """Whether an amount converts the one before into another currency: "$2.3bn (£1.8bn)", "€8bn (£6.7bn; $8.7bn)"."""
    if money.currency == last.money.currency:
        return False
    if not money.amount / 2000 < last.money.amount < money.amount * 2000:
        return False
    end = max([last.money.end, *(m.end for m in last.equivalents)])
    between = text[end : money.hedge_start if money.hedge_start >= end else money.start]
    if len(between) > 60 or "\n\n" in between:
        return False
    if last.equivalents and re.fullmatch(r"\s*[;,/]\s*(?:or )?", between):
        return True
    if re.fullmatch(r"\s*/\s*", between):
        return True
    return bool(_CONVERSION.match(between))


def _mask(page: Page, candidate: Candidate, candidates: list[Candidate], at: int) -> str:
    sentence = page.sentences[candidate.index]
    others, dropped = [], []
    for other in (*candidates[max(0, at - 12) : at], *candidates[at + 1 : at + 13]):
        if other.index == candidate.index:
            others.append((other.money.hedge_start, other.money.end))
            dropped += [_with_brackets(page.text, m) for m in other.equivalents]
    dropped += [_with_brackets(page.text, m) for m in candidate.equivalents]
    end = min(max(sentence.end, candidate.money.end), candidate.money.end + REACH_AFTER)
    start = max(min(sentence.start, candidate.money.hedge_start), candidate.money.hedge_start - REACH_BEFORE)
    target = (candidate.money.hedge_start, candidate.money.end)
    return mask_sums(page.text, start, end, target, others, dropped)


def _with_brackets(text: str, money: Money) -> tuple[int, int]:
    """The span of a conversion with its brackets."""
    start, end = min(money.hedge_start, money.start), money.end
    opened = text.rfind("(", max(0, start - 12), start)
    if opened >= 0 and text[end : end + 1] == ")":
        return opened, end + 1
    return start, end
