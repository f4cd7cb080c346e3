"""The published date of an article that does not say it: the narrowest window that can be proved, with its reasons.

In: an article without a published date. Out: the same article with a `window`, and `published` as a month where the window lies in
one. Proofs are office holders named with their office, dated events, months the text looks back on, explicit dates it
looks back on. Neither today's date nor the file's is ever used. Two proofs that contradict each other prove nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from aidtrack.extract.dates import MONTHS
from aidtrack.extract.money import plain
from aidtrack.lexicon import Lexicon
from aidtrack.model import Article, Window

# How much of a text is read for proofs: enough for any news article, and linear on a book.
MOST = 40_000
Span = tuple[date, date]
_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Proof:
    """Spans of days in which the article can have been published (any of them), and the words that prove it."""

    spans: tuple[Span, ...]
    reason: str


def date_article(article: Article, lexicon: Lexicon) -> Article:
    """Bound the published date of an article that does not tell it.

    Shape: `window` holds ISO days, both inclusive, or None where nothing is proved on that side.
    """
    if article.published:
        return article
    text = " ".join(plain(article.text[article.body_start : article.body_start + MOST]).split())
    spans, reasons = _intersect([*_office_proofs(text, lexicon), *_event_proofs(text, lexicon)])
    spans, more = _look_back(text, spans)
    reasons += more
    if not reasons or not spans:
        return article
    earliest, latest = spans[0][0], max(end for _, end in spans)
    window = Window(
        earliest.isoformat() if earliest > _FIRST else None,
        latest.isoformat() if latest < _LAST else None,
        tuple(reasons),
    )
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return replace(article, window=window, published=earliest.isoformat()[:7], published_from="inferred")
    return replace(article, window=window)


def _intersect(proofs: list[Proof]) -> tuple[list[Span], list[str]]:
    """Intersect all proofs, the narrowest first; one that would leave nothing is passed over."""
    spans: list[Span] = [(_FIRST, _LAST)]
    reasons: list[str] = []
    for proof in sorted(proofs, key=lambda p: (_days(p.spans), p.reason)):
        common = sorted(
            {(max(a, c), min(b, d)) for a, b in spans for c, d in proof.spans if max(a, c) <= min(b, d)}
        )
        if common and common != spans:
            spans = common
            reasons.append(proof.reason)
    return spans, reasons


def _days(spans: tuple[Span, ...]) -> int:
    return sum((b - a).days for a, b in spans)


_TITLES = {
    "president": r"(?:the )?(?:US |U\.S\. |American |French |Ukrainian |Russian |Polish |Finnish )?[Pp]resident",
    "vice president": r"[Vv]ice[- ][Pp]resident",
    "secretary of state": r"[Ss]ecretary of [Ss]tate",
    "secretary of defense": r"(?:[Ss]ecretary of [Dd]efen[cs]e|[Dd]efen[cs]e [Ss]ecretary)",
    "treasury secretary": r"(?:Treasury [Ss]ecretary|[Ss]ecretary of the Treasury)",
    "national security advisor": r"[Nn]ational [Ss]ecurity [Aa]dvis[eo]r",
    "press secretary": r"[Pp]ress [Ss]ecretary",
    "prime minister": r"(?:[Pp]rime [Mm]inister|PM|[Pp]remier)",
    "defence secretary": r"(?:[Dd]efen[cs]e [Ss]ecretary|[Ss]ecretary of [Dd]efen[cs]e)",
    "foreign secretary": r"[Ff]oreign [Ss]ecretary",
    "chancellor": r"[Cc]hancellor",
    "defence minister": r"[Dd]efen[cs]e [Mm]inister",
    "foreign minister": r"[Ff]oreign [Mm]inister",
    "finance minister": r"[Ff]inance [Mm]inister",
    "ambassador": r"[Aa]mbassador to Ukraine",
    "high representative": r"(?:[Ff]oreign [Pp]olicy [Cc]hief|[Hh]igh [Rr]epresentative)",
    "secretary general": r"[Ss]ecretary[- ][Gg]eneral",
}
_NOT_NOW = re.compile(
    r"(?:\b(?:former|ex|then|late|previous|predecessor|outgoing|incoming|elect|ex-|when|under|vice|deputy|shadow|designate|next|future|first|onetime)[ -]*(?:US |U\.S\. |UK |British |German |Israeli |Prime |Vice )?)$",
    re.IGNORECASE,
)
# Who has left these offices keeps the title by courtesy ("President Obama"): the surname alone proves no term.
_COURTESY = ("Barack Obama", "Donald Trump")


@cache
def _offices(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str], tuple[Span, ...]], ...]:
    """Each holder's label, a pattern of office and name, and all terms of that holder in that office."""
    terms: dict[tuple[str, str], list[Span]] = {}
    names: dict[tuple[str, str], list[str]] = {}
    for holder in lexicon.offices["holder"]:
        if holder["office"] not in _TITLES:
            continue
        key = (holder["name"], holder["office"])
        until = holder.get("until")
        terms.setdefault(key, []).append((holder["from"], until - timedelta(days=1) if until else _LAST))
        courtesy = holder["name"] in _COURTESY
        names.setdefault(key, []).extend([holder["name"], *([] if courtesy else holder["names"])])
    return tuple(
        (
            f"{office} {name}",
            _named_in_office(_TITLES[office], names[name, office]),
            tuple(spans),
        )
        for (name, office), spans in terms.items()
    )  # fmt: skip


def _named_in_office(title: str, names: list[str]) -> re.Pattern[str]:
    """A holder with the office before or after the name: "foreign secretary David Lammy", "David Lammy, the UK foreign secretary"."""
    labels = "|".join(map(re.escape, sorted(set(names), key=len, reverse=True)))
    nation = r"(?:US|U\.S\.|UK|British|American|German|French|Ukrainian|EU|NATO|Nato|country's)"
    return re.compile(
        rf"{title},? (?:of \w+ )?(?:Sir |Mr |Mr\. |Gen )?(?:{labels})\b|\b(?:{labels}), (?:who is )?(?:the |its )?(?:{nation} )?{title}\b"
    )


def _office_proofs(text: str, lexicon: Lexicon) -> list[Proof]:
    """Holders named with their office, as in office: not "former", "then" or "-elect"."""
    proofs = []
    for label, pattern, spans in _offices(lexicon):
        for match in pattern.finditer(text):
            if _NOT_NOW.search(text[max(0, match.start() - 24) : match.start()]):
                continue
            proofs.append(Proof(spans, f"{label} is in office ({_tell(spans)})"))
            break
    return proofs


def _tell(spans: tuple[Span, ...]) -> str:
    return ", ".join(
        f"{a.isoformat()} to {b.isoformat() if b < _LAST else 'today'}".replace(" to today", " on")
        for a, b in spans
    )


@cache
def _events(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str], tuple[Span, ...]], ...]:
    return tuple(
        (
            event["reason"],
            re.compile(event["pattern"]),
            ((event.get("from", _FIRST), event.get("until", _LAST)),),
        )
        for event in lexicon.offices["event"]
    )


def _event_proofs(text: str, lexicon: Lexicon) -> list[Proof]:
    """Dated events that the text speaks of as past, under way or to come."""
    return [Proof(spans, reason) for reason, pattern, spans in _events(lexicon) if pattern.search(text)]


_MONTH = "|".join(sorted((m.capitalize() for m in MONTHS if len(m) > 3 or m == "may"), key=len, reverse=True))
_PAST_MONTH = re.compile(
    rf"\b(?:was|were|had|did|began|killed|fell|rose|took|saw|gave|came|struck|hit|met|visited|followed|occurred|happened|died|announced|approved|signed|pledged|launched)\b[^.;]{{0,80}}\b(?:in|through to|through|since|during) (?P<month>{_MONTH})\b(?!,? \d)"
    rf"|\bIn (?P<month2>{_MONTH}) (?:alone|this year)?,?[^.;]{{0,60}}\b(?:was|were|had|did|announced|approved|signed|pledged|launched)\b"
)
_FULL_DATE = re.compile(
    rf"(?:\b(?P<since>[Ss]ince)|\b(?:was|were|had|did|began|took|gave|went|came|saw|invaded|launched|announced|started|approved|pledged|signed)\b[^.;]{{0,60}}\b(?:in|on))"
    rf"(?: early| late| mid)? (?P<month>{_MONTH})(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?,? (?P<year>20[012]\d)\b"
)
# Words of what is still to come: a date beside them is not looked back on.
_TO_COME = re.compile(
    r"\b(?:will|would|shall|may|by|until|due|expect\w*|plan\w*|schedul\w*|set for|set to|expir\w*|to be|ends?|through|upcoming|next|effective|effect|deadline|no later|before|ahead|starting|beginning|as of|going to|host\w*|held|deliver by|intend\w*|agreed to|commit\w*|resum\w*|from)\b",
    re.IGNORECASE,
)
# A month named without its year lies at most this many months back: who means an earlier one says its year, or "last".
_MONTHS_BACK = 9


def _look_back(text: str, spans: list[Span]) -> tuple[list[Span], list[str]]:
    """Explicit dates, and months without a year, that the text looks back on: it is no older than they are."""
    reasons: list[str] = []
    floor = None
    for match in _FULL_DATE.finditer(text):
        if _TO_COME.search(text[max(0, match.start() - 50) : match.end()]):
            continue
        day = date(int(match.group("year")), MONTHS[match.group("month").lower()], 1)
        if floor is None or day > floor[0]:
            floor = (day, f"{match.group('month')} {match.group('year')}")
    if floor:
        spans, told = _not_before(spans, floor[0], f"looks back on {floor[1]}")
        reasons += told
    if spans and (spans[-1][1] - spans[0][0]).days <= 400:
        for match in _PAST_MONTH.finditer(text):
            if _TO_COME.search(text[max(0, match.start() - 30) : match.end()]):
                continue
            name = match.group("month") or match.group("month2")
            spans, told = _within_months(spans, MONTHS[name.lower()], f"looks back on {name}")
            reasons += told
    return spans, reasons


def _within_months(spans: list[Span], number: int, reason: str) -> tuple[list[Span], list[str]]:
    """Keep the months from which a month without a year lies at most `_MONTHS_BACK` back, or is under way.

    "In September" is not said in July or August: September would then be ten or eleven months back.
    """
    kept: list[Span] = []
    for first, last in spans:
        day = first
        while day <= last:
            end = min(last, day.replace(day=monthrange(day.year, day.month)[1]))
            if (day.month - number) % 12 <= _MONTHS_BACK:
                kept.append((day, end))
            day = end + timedelta(days=1)
    if not kept or (kept[0][0], kept[-1][1]) == (spans[0][0], spans[-1][1]):
        return spans, []
    return kept, [reason]


def _not_before(spans: list[Span], day: date, reason: str) -> tuple[list[Span], list[str]]:
    later = [(max(a, day), b) for a, b in spans if b >= day]
    if not later or later == spans:
        return spans, []
    return later, [reason]


def month_span(month: str) -> tuple[str, str]:
    """The first and last day of an ISO month.

    >>> month_span("2024-02")
    ('2024-02-01', '2024-02-29')
    """
    year, number = int(month[:4]), int(month[5:7])
    return f"{month}-01", f"{month}-{monthrange(year, number)[1]:02d}"
