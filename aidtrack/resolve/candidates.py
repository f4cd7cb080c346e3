"""Which statements may be one package: blocks, and what of a statement is compared.

In: a Statement and its Article. Out: a Claim, with the days it allows, the amounts its wording allows, and
how far its day can be trusted.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from functools import lru_cache

from aidtrack.model import Article, Judgement, Statement
from aidtrack.resolve.judged import apply_corrections, corrections, key_of

# A drawdown memorandum names the section that gives the authority, in its title and in its address.
INSTRUMENT = re.compile(r"506\(a\)\(1\)|506a1|552\(c\)\(2\)|552c2", re.I)
OFFICIAL_HOST = re.compile(
    r"https?://(?:[\w-]+\.)*(?:[\w-]+\.(?:gov|mil)|gov\.\w\w|gouv\.\w\w|gc\.ca|europa\.eu|nato\.int"
    r"|imf\.org|worldbank\.org|canada\.ca|bundesregierung\.de|government\.\w\w)(?:[/:.]|$)",
    re.I,
)
OFFICIAL_NAME = re.compile(
    r"\b(?:White House|Department of (?:Defen[cs]e|State|the Treasury)|USAID|State Department|Pentagon"
    r"|Ministry|Government|Embassy|European (?:Commission|Council|Union)|Prime Minister's Office"
    r"|Federal (?:Register|Newswire)|NATO|IMF|International Monetary Fund|World Bank)\b"
)
TALK = re.compile(r"briefing(?!-room)|remarks|gaggle|interview|press[ -]call|speech|conference", re.I)
NEW = re.compile(
    r"\b(?:new|additional(?:ly)?|another|further|fresh|today|now|announc(?:es|ing)|latest|authori[sz]es"
    r"|(?:is|are) (?:providing|sending|announcing)|will (?:provide|send|announce|give))\b",
    re.I,
)
RECALL = re.compile(
    r"\b(?:last (?:week|month|year|\w+day)|earlier|previous(?:ly)?|already|since|recent(?:ly)?|ago|just"
    r"|(?:has|have|had|we've|we’ve) (?:\w+ )?(?:announced|provided|sent|committed|given|authori[sz]ed|done)"
    r"|(?:that|which) (?:the president|we|he|president biden) (?:\w+ )?(?:announced|authori[sz]ed|signed))\b",
    re.I,
)
# How the reading says that the sentence looks back; the evidence is but the phrase that holds the sum.
RECALL_RULES = {"date-last-week", "date-weeks-ago", "date-last-month", "date-months-ago", "date-last-year"}
FAR_PAST, FAR_FUTURE = Day(1990, 1, 1).toordinal(), Day(2100, 1, 1).toordinal()
REACH = 12  # per cent: no wording lets two amounts differ by more
RECALL_REACH = 400  # how many days back an undated recall may reach
PREVIEW_REACH = 60  # how many days ahead a preview may reach
ANY_TYPE = {"mixed", "unspecified"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement made ready to be compared; days are ordinals."""

    key: str
    statement: Statement
    day: int | None
    earliest: int
    latest: int
    proved: int  # the first day that can be proved; `earliest` may be the mere reach of a recall
    published: int | None
    stated_day: bool
    firm_day: bool  # told as a day, by the act, by an official text, or as another day than the publication's
    instrument: bool
    official: bool
    talk: bool
    new: bool
    recall: bool
    low: int
    high: int

    @property
    def amount(self) -> int:
        """The amount the statement gives."""
        return self.statement.amount

    @property
    def channel(self) -> str | None:
        """The channel the statement gives."""
        return self.statement.channel

    @property
    def rank(self) -> int:
        """How much the source counts: 3 the act, 2 an official text, 1 officials talking, 0 the press."""
        if self.instrument:
            return 3
        return (1 if self.talk else 2) if self.official else 0


def block_of(statement: Statement) -> str:
    """Name the block that a statement is resolved in: all that one donor gives.

    Recipients and currencies share a block, so that a statement without a recipient, or one that gives only
    an equivalent in another currency, can meet the one package that it fits. Statements without a donor
    have a block of their own: what they mean is for a judgement to say.
    """
    return statement.donor or "?"


def blocks_by(judgements: Sequence[Judgement]) -> Callable[[Statement], str]:
    """Name blocks by what the statements say as judgements correct them."""
    found = corrections(judgements)
    return lambda statement: block_of(apply_corrections(statement, found))


def make_claim(statement: Statement, article: Article | None) -> Claim:
    """Read off a statement and its article what matching compares."""
    published = article.published if article else None
    pub_first, pub_last = _span(published)
    day, earliest, latest = _days(statement, article, pub_last)
    instrument = _is_instrument(statement, article)
    if day is None and _dates_itself(statement, article, instrument):
        day = earliest = latest = pub_first
    low, high = allowed_amounts(statement)
    return Claim(
        key=key_of(statement),
        statement=statement,
        day=day,
        earliest=earliest,
        latest=latest,
        proved=earliest if earliest != latest - RECALL_REACH else FAR_PAST,
        published=pub_first if published and len(published) == 10 else None,
        stated_day=day is not None and day != pub_last,
        firm_day=instrument or _has_firm_day(statement, article, pub_last),
        instrument=instrument,
        official=instrument or _is_official(article),
        talk=_is_talk(article),
        new=bool(NEW.search(statement.evidence)) and not _is_recall(statement),
        recall=_is_recall(statement),
        low=low,
        high=high,
    )


def _has_firm_day(statement: Statement, article: Article | None, pub_last: int) -> bool:
    """Whether a statement tells a day that is more than the day on which somebody wrote."""
    if statement.date_precision != "day":
        return False
    return _span(statement.date)[0] != pub_last or (_is_official(article) and not _is_talk(article))


def _dates_itself(statement: Statement, article: Article | None, instrument: bool) -> bool:
    """Whether a text was published on the day it announces: an act, or an official text on fresh news.

    Officials talking date themselves only where they speak of something new: they recall for weeks.
    """
    if article is None or statement.kind != "announced" or article.published_precision != "day":
        return False
    if instrument:
        return True
    fresh = statement.date == (article.published or "")[:7] and not _is_recall(statement)
    announces = not _is_talk(article) or bool(NEW.search(statement.evidence))
    return fresh and announces and _is_official(article)


def _is_recall(statement: Statement) -> bool:
    """Whether the text looks back on the sum: by its words, or by the time that it names."""
    return bool(RECALL.search(statement.evidence)) or not RECALL_RULES.isdisjoint(statement.rules)


def _is_talk(article: Article | None) -> bool:
    return bool(article and TALK.search(f"{article.title or ''} {article.path or ''} {article.url or ''}"))


def allowed_amounts(statement: Statement) -> tuple[int, int]:
    """Give the amounts that the wording allows: "nearly $1bn" 930m to 1.07bn, "up to $400m" 372m to 400m.

    An exact figure still rounds: "$1.8bn" may be 1.85bn, but never by more than 3 %, so that 400 is not
    425. "More than" reaches to the next figure of the same roundness, at most a tenth above.
    """
    amount, unit = statement.amount, unit_of(statement.amount)
    if statement.amount_low is not None and statement.qualifier != "over":
        return min(statement.amount_low, amount), amount
    if statement.qualifier == "about":
        slack = min(unit, amount * 7 // 100)
        return amount - slack, amount + slack
    if statement.qualifier == "over":
        return amount, amount + min(unit, amount // 10)
    if statement.qualifier == "up_to":
        return amount - min(unit // 2, amount * 7 // 100), amount
    slack = min(unit // 2, amount * 3 // 100)
    return amount - slack, amount + slack


@lru_cache(maxsize=4096)
def _span(date: str | None) -> tuple[int, int]:
    """First and last day (ordinals) of an ISO date of any precision; all time for None."""
    if not date:
        return FAR_PAST, FAR_FUTURE
    year = int(date[:4])
    first, last = (int(date[5:7]),) * 2 if len(date) >= 7 else (1, 12)
    if len(date) == 10:
        day = Day.fromisoformat(date).toordinal()
        return day, day
    return Day(year, first, 1).toordinal(), Day(year, last, monthrange(year, last)[1]).toordinal()


def iso(ordinal: int | None) -> str | None:
    """Write an ordinal as an ISO date; None for the ends of time."""
    if ordinal is None or ordinal <= FAR_PAST or ordinal >= FAR_FUTURE:
        return None
    return Day.fromordinal(ordinal).isoformat()


def _days(statement: Statement, article: Article | None, pub_last: int) -> tuple[int | None, int, int]:
    """Give the day, if known, and the span of days the announcement can fall on."""
    first, last = _span(statement.date)
    if first == last:
        return first, first, last
    window = statement.date_window
    if window is not None:
        first, last = max(first, _span(window.earliest)[0]), min(last, _span(window.latest)[1])
    ceiling = pub_last
    if ceiling == FAR_FUTURE and article is not None and article.window is not None:
        ceiling = _span(article.window.latest)[1]
    if statement.kind != "expected":  # what is decided or asked for was so before it was told
        last = min(last, max(ceiling, first))
    if statement.kind == "expected" and pub_last < FAR_FUTURE:
        first = min(max(first, pub_last), last)  # what is expected comes after the telling, and soon
        last = min(last, first + PREVIEW_REACH)
    if first == FAR_PAST and last < FAR_FUTURE:
        first = last - RECALL_REACH
    elif statement.date and article is not None and article.published == statement.date + "-01":
        first -= 7  # on the first of a month "this month" is news of the days before
    return None, min(first, last), last


def rounds_to(statement: Statement, amount: int) -> bool:
    """Whether a figure is an honest rounding of a finer one: "nearly $3bn" of 2.98bn, not of 2.8bn.

    A bare "$3bn" rounds too, but only where the other figure is finer by a digit.
    """
    if statement.qualifier == "exact":
        return is_rounding(statement.amount, amount)
    unit, gap = unit_of(statement.amount), amount - statement.amount
    if abs(gap) * 100 > statement.amount * REACH:
        return False
    if statement.qualifier == "over":
        return 0 <= gap < unit
    if statement.qualifier == "up_to":
        return -unit // 2 <= gap <= 0
    return statement.qualifier == "about" and abs(gap) * 2 <= unit


def is_rounding(figure: int, finer: int) -> bool:
    """Whether a plain figure is another one rounded: by 3 % at most, to digits that are all printed.

    >>> is_rounding(3_000_000_000, 2_980_000_000), is_rounding(400_000_000, 425_000_000)
    (True, False)
    """
    unit, gap = unit_of(figure), abs(finer - figure)
    return gap * 2 <= unit and gap * 100 <= figure * 3 and unit >= 10 * unit_of(finer)


@lru_cache(maxsize=4096)
def unit_of(amount: int) -> int:
    """The place of the last digit that is not zero: 2,300,000,000 → 100,000,000.

    >>> unit_of(2_300_000_000), unit_of(988_000_000)
    (100000000, 1000000)
    """
    unit = 1
    while amount and amount % (unit * 10) == 0:
        unit *= 10
    return unit


def _is_instrument(statement: Statement, article: Article | None) -> bool:
    """Whether the text is itself the act that gives the money: a memorandum of delegation."""
    if article is None or statement.kind != "announced":
        return False
    title = article.title or ""
    return bool(re.search(r"memorandum|delegation", title, re.I) and INSTRUMENT.search(title)) or bool(
        article.url and "presidential-actions" in article.url and INSTRUMENT.search(article.url)
    )


@lru_cache(maxsize=4096)
def _official_source(url: str | None, publisher: str | None, path: str | None) -> bool:
    if url and OFFICIAL_HOST.match(url):
        return True
    return bool(publisher and OFFICIAL_NAME.search(publisher))


def _is_official(article: Article | None) -> bool:
    """Whether the article is published by a government or an intergovernmental body."""
    return article is not None and _official_source(article.url, article.publisher, article.path)
