"""Sums that stand → statements, and the account of every mention.

In: the page, its sums, which of them stand. Out: `Statement`s with parts, equivalents, evidence and rules; and a `Mention` for each
amount of the text with what became of it. The counts add up: no mention is left without an outcome.
"""

from __future__ import annotations

import re

from aidtrack.extract.coreference import Sum
from aidtrack.extract.details import clause_of, read_channel
from aidtrack.extract.means import aid_type_of, channel_of, channel_of_share, tranche_of
from aidtrack.extract.rates import reference_rate
from aidtrack.extract.scene import Page
from aidtrack.extract.shares import all_shares, leaves
from aidtrack.extract.timing import date_of, since_of
from aidtrack.extract.weighing import chances, reasons
from aidtrack.model import Equivalent, Mention, Outcome, Part, Statement

# The chance of being no aid from which on a sum's words leave no doubt.
SURE = 0.8
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
        *reasons(item.traits, item.reading),
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


def _parts(page: Page, item: Sum, of_whole: str | None) -> tuple[Part, ...]:
    """The parts of a sum, each with its channel and purpose; a remainder that the text only names is computed."""
    parts: dict[tuple[int, str | None, str | None, int], Part] = {}
    for share in sorted(leaves(item), key=lambda s: s.order):
        money = share.candidate.money
        channel = channel_of_share(page, share, item.donor) or of_whole
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


_REST = re.compile(r"\bthe (?:rest|remainder|balance)\b(?P<words>[^.;¤§]{0,140})", re.IGNORECASE)


def _remainder(item: Sum) -> str | None:
    """What is said of "the remainder" in the sentence of a part."""
    for share in item.parts:
        if match := _REST.search(share.candidate.mask):
            return match.group("words")
    return None


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
    return min(money.hedge_start, money.start), end


def account_for(
    page: Page, sums: list[Sum], standing: list[Sum], statements: list[Statement]
) -> list[Mention]:
    """Tell of every amount what became of it: statement, part, equivalent, repeat, excluded by a rule, or unexplained."""
    owner: dict[int, tuple[Outcome, str]] = {}
    for item in standing:
        made = statement_id(page.article.id, item.order, item.turn)
        owner[id(item)] = ("statement", made)
        for repeat in item.repeats:
            owner[id(repeat)] = ("repeat", made)
            owner.update({id(p): ("part", made) for p in all_shares(repeat)})
        owner.update({id(p): ("part", made) for p in all_shares(item)})
    mentions = []
    for item in (s for s in sums if not s.turn):
        if id(item) in owner:
            outcome, made = owner[id(item)]
            rule = item.rule or item.donor_rule or "kind"
            if outcome == "statement":
                rule = next(iter(reasons(item.traits, item.reading)), "kind-default")
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


def _refused(item: Sum) -> tuple[Outcome, str]:
    """Why a sum is no aid: the rule that refused it, the heaviest exclusion, all its words together; else it stays unexplained."""
    if item.rule:
        return "excluded", item.rule
    if item.verdict.exclusion and item.verdict.none >= 3:
        return "excluded", item.verdict.exclusion
    if item.verdict.aid == 0:
        return "excluded", "no-word-of-aid"
    if item.scores and chances(item.scores)["none"] >= SURE:
        return "excluded", "weighed-as-no-aid"
    return "unexplained", "unexplained"
