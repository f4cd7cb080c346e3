"""Sums that stand → statements, and the account of every mention.

In: the page, its sums, which of them stand. Out: `Statement`s with parts, equivalents, evidence and rules; and a `Mention` for each
amount of the text with what became of it. The counts add up: no mention is left without an outcome.
"""

from __future__ import annotations

import datetime
import re

from aidtrack.extract.coreference import Sum
from aidtrack.extract.dates import find_dates, next_weekday, past_year, read_since
from aidtrack.extract.details import (
    clause_of,
    find_channels,
    is_plain_help,
    main_aid_type,
    read_aid_type,
    read_channel,
    read_tranche,
)
from aidtrack.extract.rates import reference_rate
from aidtrack.extract.scene import Page
from aidtrack.extract.shares import all_shares, leaves
from aidtrack.model import Equivalent, Mention, Outcome, Part, Statement

# How far a conversion may lie from the article's other brackets before it is flagged (DESIGN: a tenth).
RATE_TOLERANCE = 0.1


def statement_id(article: str, start: int, turn: int = 0) -> str:
    """The id of the statement whose amount stands at `start`: content alone makes it; `turn` where one amount makes several."""
    return f"{article}-{start}-{turn}" if turn else f"{article}-{start}"


def make_statements(page: Page, standing: list[Sum]) -> list[Statement]:
    """Make a statement of each sum that stands, in order of the text."""
    rates = _rates(standing)
    return [_statement(page, item, rates) for item in sorted(standing, key=lambda s: s.order)]


def _statement(page: Page, item: Sum, rates: dict[tuple[str, str], list[float]]) -> Statement:
    money = item.candidate.money
    channel, channel_rule = channel_of(page, item)
    aid_type, type_rule = aid_type_of(page, item, channel)
    parts = _parts(page, item, channel if channel_rule == "channel-named" else None)
    if len({p.channel for p in parts} - {None}) > 1:
        channel = None
    date, date_rule = date_of(page, item)
    start, end = evidence_span(page, item)
    since = since_of(page, item) if item.reading == "cumulative" else None
    rules = (
        *item.verdict.rules(item.reading),
        item.donor_rule,
        channel_rule,
        type_rule,
        date_rule,
        money.rule,
    )
    return Statement(
        id=statement_id(page.article.id, money.start, item.turn), article=page.article.id, kind=item.reading,  # type: ignore[arg-type]
        donor=item.donor, recipient=item.recipient, amount=money.amount, currency=item.currency, qualifier=money.qualifier,
        aid_type=aid_type, channel=channel, date=date, evidence=page.article.text[start:end], start=start, end=end,
        amount_start=money.start, amount_end=money.end, amount_low=money.amount_low, since=since,
        tranche=tranche_of(page, item) if item.reading in ("announced", "expected") else None, parts=parts,
        equivalents=_equivalents(page, item, rates), rules=tuple(dict.fromkeys(rule for rule in rules if rule)),
        date_window=page.article.window if not date else None,
    )  # fmt: skip


def channel_of(page: Page, item: Sum) -> tuple[str | None, str]:
    """The channel of a sum: as each of its mentions tells in turn, then what it points back to, what is said of it next, what the article is about."""
    for mention in (item, *item.repeats):
        channel, rule = read_channel(_without_total(mention), item.donor, page.lexicon)
        if channel:
            return channel, rule
    for mention in (item, *item.repeats):
        if channel := _channel_pointed_at(page, mention, item.donor):
            return channel, "channel-pointed-at"
    if item.reading not in ("announced", "expected", "proposed"):
        return None, ""
    for mention in (item, *item.repeats):
        if following := _following(page, mention):
            channel, rule = read_channel("§ " + following, item.donor, page.lexicon)
            if channel:
                return channel, "channel-follow-up"
    return _channel_of_article(page, item)


_BRINGS = re.compile(
    r"\b(?:brings?|bringing|brought|takes?|taking|took|puts?|raises?|raising|lifts?|pushes|pushing)\b[^§¤]{0,120}§"
)


def _without_total(item: Sum) -> str:
    """A sum's mask; of a running total only what follows the verb: "the drawdown brings the total to §" tells no channel of the total."""
    mask = item.candidate.mask
    match = _BRINGS.search(mask) if item.reading == "cumulative" else None
    return mask[match.start() :] if match else mask


# Words by which a sum points back to a channel named before: "used that authority …, most recently for §".
_THAT_CHANNEL = re.compile(
    r"\b(?:[Tt]hat|[Tt]his|[Tt]he|[Ss]uch|[Tt]he same|[Ii]ts?) (?:same )?(?:authority|authorities|mechanism|initiative|scheme|facility|programme?|instrument|tool|list)\b|\bin authority\b|\bunder (?:it|which)\b"
    r"|\b(?:[Tt]he|[Aa]|[Ff]or the) (?:first|second|third|fourth|fifth|sixth|seventh)(?: such)?(?: package)?\b(?! (?:day|time|year|world|half|quarter|month))",
)
_THE_PACKAGE = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat) (?:\w+ )?(?:package|drawdown|aid|assistance|announcement)\b[^.;§¤]{0,60}§"
)


def _channel_pointed_at(page: Page, item: Sum, donor: str | None) -> str | None:
    """The one channel of the sentences before that a sum's words point back to."""
    mask, index = item.candidate.mask, item.candidate.index
    back = 3 if _THAT_CHANNEL.search(mask) else 1 if _THE_PACKAGE.search(mask) else 0
    for before in range(index - 1, max(-1, index - back - 1), -1):
        sentence = page.sentences[before]
        named = find_channels(page.text[sentence.start : sentence.end], donor, page.lexicon)
        if named:
            return named.pop() if len(named) == 1 else None
    return None


_RECALL = re.compile(
    r"\b(?:last|earlier|previous(?:ly)?|prior|already|ago|had)\b|\b(?:adds? to|on top of|follows|in addition to)\b[^.;¤]*§",
    re.IGNORECASE,
)


def _channel_of_article(page: Page, item: Sum) -> tuple[str | None, str]:
    """The one channel that the article names apart from other sums, for the sum that the article is about: it stands in the lead."""
    if item.reading == "proposed" or _RECALL.search(item.candidate.mask):
        return None, ""
    if min(m.candidate.index for m in (item, *item.repeats)) > _lead(page):
        return None, ""
    named = find_channels(page.text[page.article.body_start :], item.donor, page.lexicon)
    if len(named) != 1 or named & {_channel_of_share(page, share, item.donor) for share in leaves(item)}:
        return None, ""
    return named.pop(), "channel-of-article"


_FOLLOW_UP = re.compile(
    r"^(?:The|This|It|While|These|That|Under|In this|Such|They|With (?:this|it)|As part) ?(?:latest |new |initial |money |funds |funding |aid |assistance |weapons |equipment |package |drawdown |tranche |is |are |was |were |these |will |would |action |includes? |capabilities )|^(?:Proceeds|Income|Interest|Profits?|Revenues?|Earnings|Windfall)\b"
)


_COMES_THROUGH = re.compile(
    r"\b(?:(?:the|this|these|its) (?:[\w-]+ )?(?:money|package|aid|assistance|weapons|arms|funds?|funding|drawdown|equipment|systems)|it|they) (?:will |would |is |are |was |were |be |to |being |has been )*"
    r"(?:comes?|coming|drawn|taken|funded|financed|paid|provided|delivered|supplied|bought|sourced|pulled|made) (?:[\w-]+ )?(?:through|from|under|via|out of|by|for|with|available)\b",
    re.IGNORECASE,
)


def _following(page: Page, item: Sum) -> str:
    """The sentences just after the sum that speak of it on ("While these weapons …, they will be funded through …")."""
    words: list[str] = []
    for index in range(item.candidate.index + 1, min(item.candidate.index + 4, len(page.sentences))):
        sentence = page.sentences[index]
        text = " ".join(page.text[sentence.start : sentence.end].split())
        if (sum_at := re.search(r"[$€£] ?\d|\d (?:million|billion)", text)) is not None:
            if re.match(r"(?:It|This) (?:is|was|will be|would be)\b", text):
                words.append(text[: sum_at.start()].replace("U.S.", "US"))
            break
        if _FOLLOW_UP.match(text) or _COMES_THROUGH.search(text) or words:
            words.append(text.replace("U.S.", "US"))
    return " ".join(words)


def aid_type_of(page: Page, item: Sum, channel: str | None) -> tuple[str, str]:
    """The aid type of a sum: of its clearest mention, of its shares, then of its surroundings, last of what the article is about."""
    told = _type_told(page, item, channel, False)
    if told[0] == "unspecified" and (of_shares := _type_of_shares(page, item)):
        return ("mixed" if len(of_shares) > 1 else of_shares.pop()), "type-of-shares"
    if told[1] != "type-none" or (item.reading in PLAIN_KINDS and is_plain_help(item.candidate.mask)):
        return told
    told = _type_told(page, item, channel, True)
    if told[0] != "unspecified":
        return told
    for words in _type_context(page, item):
        found = read_aid_type("§ " + words, None, page.lexicon)
        if found[0] != "unspecified":
            return found[0], "type-context"
    if len(page.text) - page.article.body_start <= SHORT_PAGE:
        return main_aid_type(page.text[page.article.body_start :], page.lexicon)
    return "unspecified", "type-none"


# A total, a request or a frame often covers more than the article is about.
PLAIN_KINDS = ("cumulative", "proposed", "envelope")
# In a text up to this long the article as a whole may tell what a sum is for.
SHORT_PAGE = 4500


def _type_told(page: Page, item: Sum, channel: str | None, widely: bool) -> tuple[str, str]:
    """The aid type that a sum's own sentences tell."""
    told = ("unspecified", "type-none")
    for mention in (item, *item.repeats):
        found = read_aid_type(mention.candidate.mask, channel, page.lexicon, widely)
        if found[0] != "unspecified":
            return found
        told = max(told, found, key=lambda f: f[1] != "type-none")
    return told


def _type_of_shares(page: Page, item: Sum) -> set[str]:
    """The aid types of the shares of a sum; where one type is all that shares tell of a part of it, the rest is of another."""
    shares = leaves(item)
    types = {_type_told(page, share, None, False)[0] for share in shares} - {"unspecified"}
    if types and sum(s.amount for s in shares) < 0.9 * item.amount and is_plain_help(item.candidate.mask):
        types.add("other")
    return types


def _type_context(page: Page, item: Sum) -> list[str]:
    """Words beyond the sentence that tell what a sum is for: what is said of it next; for a sum of the lead, title and lead."""
    index = item.candidate.index
    words = [_following(page, mention) for mention in (item, *item.repeats)]
    if index and item.reading in TYPE_CONTEXT:
        words.append(page.text[page.sentences[index - 1].start : page.sentences[index - 1].end])
    if index <= _lead(page) and item.reading in TYPE_LEAD:
        start = page.article.body_start
        words += [page.article.title or "", page.text[start : start + 300]]
    return [w for w in words if w]


TYPE_CONTEXT = ("announced", "expected", "cumulative", "envelope")
TYPE_LEAD = ("announced", "expected")


_ALL_TOLD = re.compile(
    r"^\W*(?:All told|In all|Altogether|In total|Overall|So far|To date|In sum|Together|Thus far|By now|All in all)\b",
    re.IGNORECASE,
)


def since_of(page: Page, item: Sum) -> str | None:
    """The start of a running total: told beside it, in its sentence, or just before one that sums up ("All told it has given §")."""
    for mention in (item, *item.repeats):
        left, right = clause_of(mention.candidate.mask)
        for words in (f"§{right}", f"{left}§", mention.candidate.mask):
            if since := read_since(words, page.published):
                return since
    if item.candidate.index and _ALL_TOLD.match(item.candidate.mask):
        return read_since(_sentence(page, item.candidate.index - 1), page.published)
    return None


_IT_IS = re.compile(
    r"^\W*(?:It|This|That|Today's|The (?:\w+ )?(?:package|drawdown|aid|tranche|assistance|action|announcement))\b(?:[\w' ]{0,30})\b(?:is|was|marks?|will be|would be|becomes)\b"
)
_POINTS_AT = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]oday's|[Ii]t|[Ii]ts) (?:\w+ ){0,2}?(?:package|drawdown|aid|tranche|assistance|shipment)\b|^\W*(?:It|This|Worth)\b"
)


def tranche_of(page: Page, item: Sum) -> int | None:
    """The tranche number of a sum: told beside it, in its sentence, of it in the next ("It is the 13th …") or the one before."""
    for mention in (item, *item.repeats):
        mask, index = mention.candidate.mask, mention.candidate.index
        left, right = clause_of(mask)
        several = "¤" in mask
        words = [left[-70:] + "§" + right[:70]] + ([] if several else [mask])
        words += [after for after in [_sentence(page, index + 1)] if _IT_IS.match(after)]
        words += [before for before in [_sentence(page, index - 1)] if _POINTS_AT.search(mask)]
        for text in words:
            if (number := read_tranche(text)) is not None:
                return number
    return None


def _sentence(page: Page, index: int) -> str:
    """The words of a sentence on one line, of none if there is no such sentence."""
    if not 0 <= index < len(page.sentences):
        return ""
    return " ".join(page.text[page.sentences[index].start : page.sentences[index].end].split())


def date_of(page: Page, item: Sum) -> tuple[str | None, str]:
    """The date of what a sum tells: of the announcement, of the request; for a running total, its as-of date."""
    published = page.published
    if item.reading == "cumulative":
        as_of = _as_of(page, item)
        return (as_of, "date-as-told") if as_of else (published, "date-as-of" if published else "")
    if item.reading == "expected":
        return _expected_on(page, item)
    for mention in (item, *item.repeats):
        date, rule = _date_in(page, mention)
        if date:
            return date, rule
    return _fresh(item, published, item.candidate.index <= _lead(page)) if published else (None, "")


def _fresh(item: Sum, published: str, leads: bool) -> tuple[str | None, str]:
    """The date of news that names no day: of the published month, in the lead of its day; a frame's only if it was just decided."""
    mask = item.candidate.mask
    if item.reading == "announced" and not _RECALLED.search(mask):
        return (published, "date-published") if leads else (published[:7], "date-fresh-news")
    if item.reading != "announced" and leads and _DECIDED.search(mask) and not _EARLIER.search(mask):
        return published[:7], "date-fresh-news"
    return None, ""


_RECALLED = re.compile(
    r"\b(?:previous(?:ly)?|earlier|prior|had (?:announced|pledged|approved|provided)|already)\b"
)
_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|earlier|prior|had|already|last|ago|since|remain\w*|left|could|would)\b"
)
_DECIDED = re.compile(
    r"\b(?:approved?|announce[ds]?|sign(?:ed|s)|pass(?:ed|es)|adopt(?:ed|s)|agreed?|voted|unveil(?:ed|s)|promised?|pledge[ds]?|presented|put forward|commit(?:ted|s)|has asked|asked|requested|proposed)\b"
)
_DUE = re.compile(
    r"\b(?:as (?:early|soon) as|possibly|perhaps|probably|likely|maybe|expected|due|scheduled|set|slated|planned|coming|later|(?:announce|unveil|reveal|approve|sign|present|disclose|make public|made public|announced|unveiled|announcement|decision)\b[^.;¤§]{0,60}?)"
    r" ?(?:on|for|this|next|by|in|later|to come)? ?(?:the )?$",
    re.IGNORECASE,
)


def _expected_on(page: Page, item: Sum) -> tuple[str | None, str]:
    """The day an announcement is expected on: "as early as Wednesday", "to be announced on Friday", "tomorrow"."""
    for mention in (item, *item.repeats):
        mask = mention.candidate.mask
        if re.search(r"\btomorrow\b", mask) and page.published and len(page.published) == 10:
            return (
                datetime.date.fromisoformat(page.published) + datetime.timedelta(days=1)
            ).isoformat(), "date-tomorrow"
        for start, end, date, rule in find_dates(mask, page.published):
            words = mask[max(0, start - 90) : start]
            if not _DUE.search(words) or re.search(r"\b(?:said|told|reported|says)\b[^,;]*$", words):
                continue
            if rule == "weekday":
                date = next_weekday(mask[start:end].split()[-1], page.published)
            if date and rule in (
                "weekday",
                "today",
                "month-day",
                "day-month",
                "month-day-year",
                "day-month-year",
                "iso",
            ):
                return date, f"date-due-{rule}"
    return None, ""


_AS_OF = re.compile(
    r"\b(?:as of|as at|through|until|till|up to|by|to the end of|at the end of|to|as on|ending|dated)[ ](?:the )?(?:end of |late |early |mid-?|the middle of |close of )?$",
    re.IGNORECASE,
)


def _as_of(page: Page, item: Sum) -> str | None:
    """The day or month up to which a running total counts, where the text tells it: "as of Sept. 15", "through June 2025"."""
    for mention in (item, *item.repeats):
        mask = mention.candidate.mask
        left, right = clause_of(mask)
        low, high = mask.find("§") - len(left), mask.find("§") + 1 + len(right)
        for start, _, date, rule in find_dates(mask, page.published):
            words = mask[max(0, start - 70) : start]
            told = _AS_OF.search(words) and low <= start < high
            told = told and not re.search(r"\b[Ss]ince\b[^,;]*$|\bexpected\b", words)
            if (
                date
                and told
                and rule not in ("today", "last-year")
                and (not page.published or date[: len(date)] <= page.published[: len(date)])
            ):
                return date
        if year := past_year(f"{left}§{right}", page.published):
            return year
    return None


# News and releases open with what is new: a sum this near the top, with no day of its own, is of the published day.
LEAD_SENTENCES = 3


def _lead(page: Page) -> int:
    """The last sentence of the lead; headlines do not count."""
    headings = sum(1 for s in page.sentences[: 2 * LEAD_SENTENCES] if s.heading)
    return LEAD_SENTENCES - 1 + headings


def _date_in(page: Page, item: Sum) -> tuple[str | None, str]:
    """The date words of the sum's own clause, then of its sentence: the nearest that says when, not since when."""
    mask = item.candidate.mask
    at = mask.find("§")
    dates = [
        d
        for d in find_dates(mask, page.published)
        if not (d[3] == "iso" and mask[: d[0]] == "date ")
        and not re.search(r"\bsince\b[^.;§¤]{0,60}$", mask[max(0, d[0] - 70) : d[0]])
        and not re.search(
            r"\b(?:since|through|until|till|by|from|between|fiscal year|before|after|ends?|for|FY|over)[ ](?:the )?(?:end of |late |early )?$",
            mask[max(0, d[0] - 18) : d[0]],
        )
    ]
    dates = [
        d
        for d in dates
        if not (
            d[3] in ("in-month", "month-then")
            and re.match(r"(?:since|from|until|of)\b", mask[d[0] : d[1]], re.IGNORECASE)
        )
    ]
    if item.reading in ("envelope", "proposed"):
        dates = [d for d in dates if d[3] not in ("year", "last-year", "this-month", "last-week")]
    if not dates:
        return None, ""
    left, right = clause_of(mask)
    low, high = at - len(left), at + 1 + len(right)
    inside = [d for d in dates if low <= d[0] and d[1] <= high]
    chosen = min(inside or dates, key=lambda d: min(abs(d[0] - at), abs(d[1] - at)))
    return chosen[2], f"date-{chosen[3]}" if chosen[2] else ""


def _parts(page: Page, item: Sum, of_whole: str | None) -> tuple[Part, ...]:
    """The parts of a sum, each with its channel and purpose; a remainder that the text only names is computed."""
    parts: dict[tuple[int, str | None, str | None, int], Part] = {}
    for share in sorted(leaves(item), key=lambda s: s.order):
        money = share.candidate.money
        channel = _channel_of_share(page, share, item.donor) or of_whole
        purpose = None if channel else _purpose(share)
        part = Part(money.amount, share.currency, channel, purpose, False, money.start, money.end)
        parts[money.amount, channel, purpose, share.turn] = part
    rest = item.candidate.money.amount - sum(p.amount for p in parts.values())
    remainder = _remainder(item) if parts and rest > 0 else None
    if remainder:
        channel, _ = read_channel("§ " + remainder, item.donor, page.lexicon)
        purpose = None if channel else remainder.strip(" .,")[:60] or None
        parts[rest, channel, purpose, -1] = Part(rest, item.currency, channel, purpose, True)
    return tuple(parts.values())


def _channel_of_share(page: Page, share: Sum, donor: str | None) -> str | None:
    """The channel of a share: by the words after it, up to the next sum; only then by those before."""
    left, _, right = _own_clause(share).partition("§")
    for words in (f"§ {right}", f"{left} §"):
        channel, _ = read_channel(" ".join(words.split()), donor, page.lexicon)
        if channel:
            return channel
    return None


_REST = re.compile(r"\bthe (?:rest|remainder|balance)\b(?P<words>[^.;¤§]{0,140})", re.IGNORECASE)


def _remainder(item: Sum) -> str | None:
    """What is said of "the remainder" in the sentence of a part."""
    for share in item.parts:
        if match := _REST.search(share.candidate.mask):
            return match.group("words")
    return None


def _own_clause(share: Sum) -> str:
    left, right = clause_of(share.candidate.mask)
    cut = re.search(r"\band the (?:rest|remainder)\b|\bwhile\b", right)
    right = right[: cut.start()] if cut else right
    return f"{left[-70:]} § {right[:110]}"


def _purpose(share: Sum) -> str | None:
    """What a part is for, as the text says it after the amount."""
    _, right = clause_of(share.candidate.mask)
    match = re.match(
        r"\s*(?:would |will |is |are |has |have )?(?:be |been |go |goes |gone |went |used |spent |come |allocated )*(?:in |for |to |on |towards? |as |of )(?P<words>[^.;:(]{3,80})",
        right,
    )
    if not match:
        return None
    words = re.split(r", (?:and|which|with|said|as)\b| and $| which | that ", match.group("words"))[0].strip(
        " ,"
    )
    return re.sub(r" and$", "", words) or None


def _equivalents(page: Page, item: Sum, rates: dict[tuple[str, str], list[float]]) -> tuple[Equivalent, ...]:
    """The conversions of a sum; one that is a tenth or more off the rate of its day, or of the article's other brackets, is flagged."""
    found = []
    for money in item.candidate.equivalents:
        rate = item.candidate.money.amount / money.amount
        others = [r for r in rates[item.currency, money.currency] if r != rate]
        usual = reference_rate(item.currency, money.currency, page.published)
        if usual is None and len(others) > 1:
            usual = sorted(others)[len(others) // 2]
        odd = usual is not None and abs(rate / usual - 1) > RATE_TOLERANCE
        found.append(Equivalent(money.amount, money.currency, odd, money.start, money.end))
    return tuple(found)


def _rates(standing: list[Sum]) -> dict[tuple[str, str], list[float]]:
    rates: dict[tuple[str, str], list[float]] = {}
    for item in standing:
        for mention in (item, *item.repeats):
            for money in mention.candidate.equivalents:
                rates.setdefault((item.currency, money.currency), []).append(
                    mention.candidate.money.amount / money.amount
                )
    return rates


_EVIDENCE_END = re.compile(
    r"^[^.;:$€£\n]{0,70}?\b(?:package|aid|assistance|support|loan|grant|drawdown|weapons|arms|tranche|funding|help|request|commitment|contribution|equipment)\b",
    re.IGNORECASE,
)


def evidence_span(page: Page, item: Sum) -> tuple[int, int]:
    """A short phrase to the letter that holds the amount: its hedge, the amount, its conversion, the noun it belongs to."""
    money = item.candidate.money
    sentence = page.sentences[item.candidate.index]
    end = max([money.end, *(m.end for m in item.candidate.equivalents)])
    if page.text[end : end + 1] == ")":
        end += 1
    match = _EVIDENCE_END.match(page.text[end : min(sentence.end, item.candidate.right, end + 90)])
    if match:
        end += match.end()
    return min(money.hedge_start or money.start, money.start), end


def account_for(
    page: Page, sums: list[Sum], standing: list[Sum], statements: list[Statement]
) -> list[Mention]:
    """Tell of every amount what became of it: statement, part, equivalent, repeat, excluded by a rule, or unexplained."""
    owner: dict[int, tuple[Outcome, str]] = {}
    for item in standing:
        made = statement_id(page.article.id, item.order, item.turn)
        owner[id(item)] = ("statement", made)
        for repeat in _all_repeats(item):
            owner[id(repeat)] = ("repeat", made)
            owner.update({id(p): ("part", made) for p in all_shares(repeat)})
        owner.update({id(p): ("part", made) for p in all_shares(item)})
    mentions = []
    for item in (s for s in sums if not s.turn):
        if id(item) in owner:
            outcome, made = owner[id(item)]
            rule = item.rule or item.donor_rule or "kind"
            if outcome == "statement":
                rule = next(iter(item.verdict.rules(item.reading)), "kind-default")
        else:
            (outcome, rule), made = _refused(item), ""
        money = item.candidate.money
        mentions.append(
            Mention(
                money.start,
                money.end,
                money.amount,
                item.currency,
                money.qualifier,
                money.amount_low,
                outcome,
                rule,
                made or None,
            )
        )
        for other in item.candidate.equivalents:
            fate: Outcome = "equivalent" if made else outcome
            mentions.append(
                Mention(
                    other.start,
                    other.end,
                    other.amount,
                    other.currency,
                    other.qualifier,
                    None,
                    fate,
                    "conversion",
                    made or None,
                )
            )
    return sorted(mentions, key=lambda m: m.start)


def _all_repeats(item: Sum) -> list[Sum]:
    return [again for repeat in item.repeats for again in (repeat, *_all_repeats(repeat))]


def _refused(item: Sum) -> tuple[Outcome, str]:
    """Why a sum is no aid: the heaviest exclusion, too small, nobody gives; else it stays unexplained."""
    if item.rule in ("nobody-abroad", "small-sum", "beyond-all-aid"):
        return "excluded", item.rule
    if item.verdict.exclusion and item.verdict.none >= 3:
        return "excluded", item.verdict.exclusion
    if item.verdict.aid == 0:
        return "excluded", "no-word-of-aid"
    return "unexplained", "unexplained"
