"""Evidence -> text: a sentence with its amounts marked, the rules that read it, the reasons for merging."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from aidtrack.model import Article, Mention, Outcome, Part, Reading, Statement
from aidtrack.render.money import band, hedged, short
from aidtrack.render.page import Line, Page, Run, draw_lines
from aidtrack.render.safe import safe
from aidtrack.render.tables import Column, Table, draw_table
from aidtrack.render.words import Names, arrow, count, in_days, when
from aidtrack.reports.context import Sentence
from aidtrack.reports.evidence import Dossier, Passage, Witness, count_outcomes, passages

_MARKS: dict[Outcome, str] = {
    "statement": "mark-good",
    "part": "mark-kin",
    "equivalent": "mark-kin",
    "repeat": "mark-kin",
    "excluded": "mark-faint",
    "unexplained": "mark-warn",
}
_STYLES: dict[Outcome, str] = {
    "statement": "good",
    "part": "",
    "equivalent": "",
    "repeat": "",
    "excluded": "faint",
    "unexplained": "warn",
}
_ROLES = {
    "whole": "tells the sum",
    "part": "tells a share of the sum",
    "preview": "expected it",
    "recall": "recalls it",
}
_PLURALS: dict[Outcome, str] = {
    "statement": "statements",
    "part": "parts",
    "equivalent": "equivalents",
    "repeat": "repeats",
}


def draw_dossier(dossier: Dossier, names: Names, page: Page) -> str:
    """Draw a package: its sum, its parts, its evidence with sources and reasons."""
    lines = draw_lines([*_headline(dossier, names, page), ""], page)
    parts = _parts_table(dossier, names, page)
    table = draw_table(parts, page) + "\n" if parts.rows else ""
    heading = f"Evidence: {count(len(dossier.witnesses), 'statement')} in "
    heading += count(len(dossier.articles), "article")
    evidence = "".join(
        draw_witness(witness, page, f"[{number}] ") for number, witness in enumerate(dossier.witnesses, 1)
    )
    return lines + table + draw_lines([[(heading, "strong")], ""], page) + evidence


def _headline(dossier: Dossier, names: Names, page: Page) -> list[Line]:
    package = dossier.package
    day = in_days(package.date, package.date_earliest, package.date_latest)
    who = f"{names.party(package.donor)} {page.sign('→', '->')} {names.party(package.recipient)}"
    total = hedged(package.amount, package.currency, package.qualifier, page.ascii_only)
    told = f"{safe(who)}: {total} {package.aid_type}, {package.kind} {day}"
    lines: list[Line] = [[(safe(package.id), "strong")], told]
    limits = band(package.amount_low, package.amount, package.amount_high, package.currency, page.ascii_only)
    facts = [
        ("in full", f"{package.amount:,} {package.currency}"),
        ("between", limits),
        ("tranche", str(package.tranche or "")),
        ("status", package.status if package.status != "auto" else ""),
        ("flags", ", ".join(package.flags)),
        ("draws on", package.draws_on or ""),
        ("part of", package.part_of or ""),
        ("revises", package.revises or ""),
        ("not counted", "" if package.counted else package.why_not_counted or "set aside"),
    ]
    return lines + [f"{name}: {safe(fact)}" for name, fact in facts if fact]


def _parts_table(dossier: Dossier, names: Names, page: Page) -> Table:
    """List the shares by channel and what the texts name as parts, each with how it is known."""
    package = dossier.package
    told = [part for witness in dossier.witnesses for part in witness.statement.parts]
    rows: list[tuple[Line, ...]] = []
    if len(package.channels) > 1 or any(share.channel for share in package.channels):
        for share in package.channels:
            how = _how_known(share.channel, share.amount, told)
            amount = short(share.amount, package.currency, page.ascii_only)
            rows.append((safe(share.channel or page.none), amount, safe(names.channel(share.channel)), how))
    for part in _purposes(told):
        amount = short(part.amount, part.currency, page.ascii_only)
        rows.append(("of which", amount, safe(part.purpose or ""), "remainder" if part.derived else "stated"))
    columns = (
        Column("part"),
        Column("amount", right=True),
        Column("meaning", folds=True),
        Column("how known"),
    )
    return Table(columns, tuple(rows))


def _how_known(channel: str | None, amount: int, told: Iterable[Part]) -> str:
    if channel is None:
        return "what the parts leave"
    derived = {part.derived for part in told if part.channel == channel and part.amount == amount}
    return "remainder" if derived == {True} else "stated"


def _purposes(told: Iterable[Part]) -> list[Part]:
    """Keep each part that has a purpose and no channel once."""
    found = {(part.amount, part.currency): part for part in told if part.purpose and not part.channel}
    return list(found.values())


def draw_witness(witness: Witness, page: Page, number: str = "") -> str:
    """Draw one statement: its source, its sentence, its role with the reasons, and its rules."""
    statement, link = witness.statement, witness.link
    indent = len(number)
    source = draw_lines([[(number + source_name(witness.article, page), "strong")]], page)
    source += draw_places(witness.article, page, indent)
    reasons = f": {'; '.join(link.reasons)}" if link.reasons else ""
    below: list[Line] = [
        _sentence_line(witness.sentence),
        [(safe(f"{_ROLES[link.role]}{reasons}"), "")],
        *([_equivalents_line(statement, page)] if statement.equivalents else []),
        [(safe(f"rules: {', '.join(statement.rules) or 'none named'}"), "faint")],
        "",
    ]
    return source + draw_lines(below, page, indent)


def source_name(article: Article, page: Page) -> str:
    """Name an article by publisher and day."""
    window = article.window
    day = when(
        article.published, window.earliest if window else None, window.latest if window else None, page
    )
    who = f"{article.publisher}, " if article.publisher else ""
    return safe(who + (day if day != page.none else "undated"))


def draw_places(article: Article, page: Page, indent: int = 0) -> str:
    """Say where to open an article; addresses stay whole at any width, so that they can be followed."""
    places = [safe(place) for place in (article.url, article.path) if place]
    return draw_lines(places, replace(page, width=None), indent)


def _sentence_line(sentence: Sentence, styles: Mapping[int, str] | None = None) -> list[Run]:
    """Give the words, the amounts in them marked; `styles` are by the place of a mark in the article."""
    runs: list[Run] = []
    marks = iter(sentence.marks)
    for words, is_mark in sentence.pieces():
        place = sentence.start + next(marks)[0] if is_mark else -1
        runs.append((safe(words), (styles or {}).get(place, "mark") if is_mark else ""))
    return runs


def _equivalents_line(statement: Statement, page: Page) -> Line:
    told = [
        short(same.amount, same.currency, page.ascii_only)
        + (" (inconsistent with the other conversions or the rate of the day)" if same.inconsistent else "")
        for same in statement.equivalents
    ]
    return f"given also as: {', '.join(told)}"


def draw_reading(reading: Reading, names: Names, page: Page) -> str:
    """Draw an article's money mentions, sentence by sentence, with what each became and why."""
    article = reading.article
    statements = {statement.id: statement for statement in reading.statements}
    drawn = draw_lines([[(source_name(article, page), "strong")]], page) + draw_places(article, page)
    drawn += draw_lines([[(safe(f"dated by: {_dating(article)}"), "faint")], ""], page)
    for passage in passages(article, reading.mentions):
        drawn += draw_lines([_passage_line(passage)], page)
        drawn += draw_lines([_mention_line(each, statements, page) for each in passage.mentions], page, 4)
        drawn += "\n"
    return drawn + draw_lines([outcomes_line(reading.mentions)], page)


def _dating(article: Article) -> str:
    reasons = "; ".join(article.window.reasons) if article.window else ""
    how = "nothing" if article.published_from == "none" else article.published_from
    return f"{how}; {reasons}" if reasons else how


def _passage_line(passage: Passage) -> list[Run]:
    styles = {mention.start: _MARKS[mention.outcome] for mention in passage.mentions}
    return _sentence_line(passage.sentence, styles)


def _mention_line(mention: Mention, statements: Mapping[str, Statement], page: Page) -> Line:
    """Say of one mention: the sum, what it became, of what, and by which rule."""
    amount = hedged(mention.amount, mention.currency, mention.qualifier, page.ascii_only)
    statement = statements.get(mention.statement or "")
    return [
        (f"{amount}  ", "strong"),
        (mention.outcome, _STYLES[mention.outcome]),
        (safe(_what(mention, statement, page)), ""),
        (safe(f"  [{mention.rule}]" if mention.rule else ""), "faint"),
    ]


def _what(mention: Mention, statement: Statement | None, page: Page) -> str:
    if statement is None:
        return ""
    if mention.outcome != "statement":
        return f" of {short(statement.amount, statement.currency, page.ascii_only)}"
    channel = f", {statement.channel}" if statement.channel else ""
    day = f", {statement.date}" if statement.date else ""
    who = arrow(statement.donor, statement.recipient, page)
    return f": {statement.kind}, {who}, {statement.aid_type}{channel}{day}"


def outcomes_line(mentions: Iterable[Mention]) -> str:
    """Count what all mentions became; the counts add up."""
    counts = count_outcomes(mentions)
    told = [
        f"{number:,} {outcome if number == 1 else _PLURALS.get(outcome, outcome)}"
        for outcome, number in counts.items()
    ]
    return f"{count(sum(counts.values()), 'money mention')}: {', '.join(told)}."
