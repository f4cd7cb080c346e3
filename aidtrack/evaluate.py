"""Statements against gold: precision, recall and F1, field by field.

In: labels written by hand (`NAME.json` beside its text) and what `extract` read in the same text.
Out: `Scores`, and for each article what was missed, invented or read differently. Nothing here reads an
article or prints: the caller pairs each label with a `Reading`.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any

from aidtrack.errors import InputNotFound
from aidtrack.model import KINDS, Article, Reading, Statement

TEXT_SUFFIXES = (".txt", ".md")

# Fields that always have a value, null among them: a matched statement agrees or it does not.
AGREED = ("kind", "donor", "recipient", "aid_type", "channel", "qualifier", "date")
# Fields that few statements have: only values that either side tells are counted.
TOLD = ("since", "tranche", "amount_low")
# Fields that hold several items each.
ITEMS = ("parts", "equivalents")

# Above this many ways to pair equal amounts, pairs are taken greedily; no labelled article comes near it.
MOST_PAIRINGS = 5040


@dataclass(frozen=True)
class GoldArticle:
    """A text and its label; a text without one (`label` empty) is held to say nothing of aid."""

    name: str
    text: Path
    label: dict[str, Any]

    @property
    def given_published(self) -> str | None:
        """The published date a feed would hand over: only where the text alone does not tell it."""
        return self.label.get("published") if self.label.get("published_from") == "url" else None


@dataclass(frozen=True)
class Fact:
    """One statement as both sides tell it, label and reading, in the form they are compared in."""

    kind: str
    donor: str | None
    recipient: str | None
    amount: int
    currency: str
    qualifier: str
    aid_type: str
    channel: str | None
    date: str | None
    since: str | None = None
    tranche: int | None = None
    amount_low: int | None = None
    parts: tuple[tuple[int, str, str | None], ...] = ()
    equivalents: tuple[tuple[int, str], ...] = ()
    evidence: str = ""
    rules: tuple[str, ...] = ()

    @property
    def sum_key(self) -> tuple[int, str]:
        """What makes two amounts one: number and currency."""
        return self.amount, self.currency

    @property
    def key(self) -> tuple[str, str | None, int, str]:
        """What makes two statements one: kind, donor, amount and currency."""
        return self.kind, self.donor, self.amount, self.currency


@dataclass(frozen=True)
class Pair:
    """A labelled statement and the one read for it; their amounts and currencies are equal."""

    gold: Fact
    read: Fact

    @property
    def is_match(self) -> bool:
        """True where kind and donor agree too."""
        return self.gold.key == self.read.key

    def differences(self) -> list[tuple[str, Any, Any]]:
        """List each field that differs: its name, the label's value, the value read."""
        return [
            (name, getattr(self.gold, name), getattr(self.read, name))
            for name in AGREED + TOLD + ITEMS
            if not agree(name, getattr(self.gold, name), getattr(self.read, name))
        ]


@dataclass(frozen=True)
class Comparison:
    """One article: labelled and read statements, paired; what is left is missed or invented."""

    name: str
    article: Article
    label: dict[str, Any]
    pairs: tuple[Pair, ...]
    missed: tuple[Fact, ...]
    invented: tuple[Fact, ...]
    reading: Reading

    @property
    def gold(self) -> list[Fact]:
        """All labelled statements."""
        return [pair.gold for pair in self.pairs] + list(self.missed)

    @property
    def read(self) -> list[Fact]:
        """All statements read."""
        return [pair.read for pair in self.pairs] + list(self.invented)

    @property
    def matches(self) -> list[Pair]:
        """The pairs that agree in kind, donor, amount and currency."""
        return [pair for pair in self.pairs if pair.is_match]


@dataclass(frozen=True)
class Score:
    """How many were right, of how many read and how many labelled.

    >>> Score(right=8, read=10, support=16).f1
    0.6154
    """

    right: int = 0
    read: int = 0
    support: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was read that is right; None where nothing was read."""
        return round(self.right / self.read, 4) if self.read else None

    @property
    def recall(self) -> float | None:
        """Share of what is labelled that was read; None where nothing is labelled."""
        return round(self.right / self.support, 4) if self.support else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where there is nothing on either side."""
        both = self.read + self.support
        return round(2 * self.right / both, 4) if both else None

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.read + other.read, self.support + other.support)


@dataclass(frozen=True)
class Scores:
    """All measures over a set of articles, by name; `confusion` counts (labelled kind, kind read)."""

    articles: int
    measures: dict[tuple[str, str], Score]
    confusion: dict[tuple[str, str], int] = field(default_factory=dict)
    mentions: int = 0
    unexplained: int = 0

    def f1(self, name: str = "statement", measure: str = "all") -> float:
        """Give one measure's F1, 0 where it has nothing to count."""
        return self.measures.get((measure, name), Score()).f1 or 0.0

    def rows(self) -> list[dict[str, Any]]:
        """Give all measures as flat records, in the order they are printed."""
        rows = [record(measure, name, score) for (measure, name), score in self.measures.items()]
        rows += [_count("confusion", f"{gold} > {read}", n) for (gold, read), n in self.confusion.items()]
        share = round(self.unexplained / self.mentions, 4) if self.mentions else None
        return [*rows, {**_count("mentions", "unexplained", self.mentions), "share": share}]


def record(measure: str, name: str, score: Score) -> dict[str, Any]:
    """Give one measure as a flat record."""
    values = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return {"measure": measure, "name": name, **values, "support": score.support, "share": None}


def _count(measure: str, name: str, count: int) -> dict[str, Any]:
    empty = {"precision": None, "recall": None, "f1": None}
    return {"measure": measure, "name": name, **empty, "support": count, "share": None}


# --- labels ---------------------------------------------------------------------------------------------


def load_gold(folder: Path, texts: Path | None = None, unlabelled: bool = False) -> list[GoldArticle]:
    """Find the labels of a folder and their texts, beside them or in `texts`, sorted by name.

    With `unlabelled`, a text without a label counts as one that says nothing of aid.
    """
    if not folder.is_dir():
        raise InputNotFound(
            str(folder), "no such folder", "give a folder of texts with NAME.json beside NAME.txt"
        )
    found = [_load_label(path, texts or folder) for path in sorted(folder.glob("*.json"))]
    gold = [article for article in found if article is not None]
    if unlabelled:
        labelled = {article.name for article in gold}
        bare = sorted(p for p in folder.iterdir() if p.suffix in TEXT_SUFFIXES and p.stem not in labelled)
        gold += [GoldArticle(path.stem, path, {}) for path in bare]
    if not gold:
        raise InputNotFound(
            str(folder), "holds no labels", "each label is a NAME.json beside its NAME.txt or NAME.md"
        )
    return gold


def _load_label(path: Path, texts: Path) -> GoldArticle | None:
    """Read one label; a JSON file that holds no `statements` (scores, settings) is no label."""
    label = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(label, dict) or "statements" not in label:
        return None
    for suffix in TEXT_SUFFIXES:
        text = texts / f"{path.stem}{suffix}"
        if text.exists():
            return GoldArticle(path.stem, text, label)
    raise InputNotFound(str(path), "its text is missing", f"put {path.stem}.txt or .md beside it")


def load_split(path: Path) -> dict[str, str]:
    """Read which articles rules were written from (`tuned`) and which were only scored (`scored`)."""
    with path.open("rb") as file:
        sets = tomllib.load(file)
    return {
        name: half for table in sets.values() for half in ("tuned", "scored") for name in table.get(half, [])
    }


def fact_of_label(label: dict[str, Any]) -> Fact:
    """Bring a labelled statement into the form of comparison."""
    return Fact(
        **{name: label.get(name) for name in AGREED + TOLD},  # type: ignore[arg-type]
        amount=label["amount"],
        currency=label["currency"],
        parts=tuple((p["amount"], p["currency"], p.get("channel")) for p in label.get("parts", [])),
        equivalents=tuple((e["amount"], e["currency"]) for e in label.get("equivalents", [])),
        evidence=label.get("evidence", ""),
    )


def fact_of_statement(statement: Statement) -> Fact:
    """Bring a statement that was read into the form of comparison."""
    return Fact(
        **{name: getattr(statement, name) for name in AGREED + TOLD},
        amount=statement.amount,
        currency=statement.currency,
        parts=tuple((p.amount, p.currency, p.channel) for p in statement.parts),
        equivalents=tuple((e.amount, e.currency) for e in statement.equivalents),
        evidence=statement.evidence,
        rules=statement.rules,
    )


# --- comparing ------------------------------------------------------------------------------------------


def agree(name: str, gold: Any, read: Any) -> bool:
    """Tell whether two values of a field say the same; dates are compared by the shorter one's precision.

    >>> agree("date", "2024-07", "2024-07-02"), agree("date", None, "2024-07-02"), agree("donor", None, None)
    (True, False, True)
    """
    if name in ITEMS:
        return Counter(gold) == Counter(read)
    if name in ("date", "since") and gold and read:
        length = min(len(gold), len(read))
        return bool(gold[:length] == read[:length])
    return bool(gold == read)


def compare(name: str, label: dict[str, Any], reading: Reading) -> Comparison:
    """Pair the statements of a label with those read: one to one, with the most agreement in all."""
    gold = [fact_of_label(item) for item in label.get("statements", [])]
    read = [fact_of_statement(item) for item in reading.statements]
    pairs = [pair for key in sorted({f.sum_key for f in gold}) for pair in _pair_equal_sums(key, gold, read)]
    return Comparison(
        name=name,
        article=reading.article,
        label=label,
        pairs=tuple(Pair(gold[i], read[j]) for i, j in sorted(pairs)),
        missed=tuple(fact for i, fact in enumerate(gold) if i not in {i for i, _ in pairs}),
        invented=tuple(fact for j, fact in enumerate(read) if j not in {j for _, j in pairs}),
        reading=reading,
    )


def _pair_equal_sums(key: tuple[int, str], gold: list[Fact], read: list[Fact]) -> list[tuple[int, int]]:
    """Pair the statements of one amount so that most match, and among those most fields agree."""
    ours = [i for i, fact in enumerate(gold) if fact.sum_key == key]
    theirs = [j for j, fact in enumerate(read) if fact.sum_key == key]
    worth = {(i, j): _worth(gold[i], read[j]) for i in ours for j in theirs}
    ways = _all_pairings(ours, theirs) if _count_pairings(ours, theirs) <= MOST_PAIRINGS else [_greedy(worth)]
    # max keeps the first of equals, and pairings come in the order of the text: same result every time
    return max(ways, key=lambda way: sum(worth[pair] for pair in way), default=[])


def _worth(gold: Fact, read: Fact) -> int:
    """A match outweighs any number of agreeing fields."""
    fields = sum(agree(n, getattr(gold, n), getattr(read, n)) for n in AGREED + TOLD + ITEMS)
    return 100 * (gold.key == read.key) + fields


def _count_pairings(ours: list[int], theirs: list[int]) -> int:
    """Tell how many ways there are to pair the shorter list with items of the longer."""
    few, many = sorted((len(ours), len(theirs)))
    ways = 1
    for taken in range(few):
        ways *= many - taken
    return ways


def _all_pairings(ours: list[int], theirs: list[int]) -> Iterator[list[tuple[int, int]]]:
    if len(ours) <= len(theirs):
        yield from ([*zip(ours, some, strict=True)] for some in permutations(theirs, len(ours)))
    else:
        yield from ([*zip(some, theirs, strict=True)] for some in permutations(ours, len(theirs)))


def _greedy(worth: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    for i, j in sorted(worth, key=lambda pair: (-worth[pair], pair)):
        if all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken


# --- scores ---------------------------------------------------------------------------------------------


def score(comparisons: Iterable[Comparison]) -> Scores:
    """Add up the measures of all articles."""
    all_of = list(comparisons)
    pairs = [pair for c in all_of for pair in c.pairs]
    measures: dict[tuple[str, str], Score] = {
        ("all", "statement"): _sum(all_of, _statement_score),
        ("all", "amount"): _sum(all_of, _amount_score),
    }
    measures |= {("kind", kind): group_score(all_of, "kind", kind) for kind in KINDS}
    measures |= {("field", name): _agreement(pairs, name) for name in AGREED}
    measures |= {("field", name): _told_values(pairs, name) for name in TOLD}
    measures |= {("field", name): _items(pairs, name) for name in ITEMS}
    measures["article", "published"] = _sum(all_of, _published_score)
    measures["article", "window"] = _sum(all_of, _window_score)
    measures["article", "repeats"] = _sum(all_of, _repeat_score)
    mentions = [mention for c in all_of for mention in c.reading.mentions]
    return Scores(
        articles=len(all_of),
        measures=measures,
        confusion=_confusion(all_of),
        mentions=len(mentions),
        unexplained=sum(mention.outcome == "unexplained" for mention in mentions),
    )


def group_score(comparisons: Iterable[Comparison], name: str, value: Any) -> Score:
    """Score the statements whose field `name` has this value, on either side: one kind, one recipient."""
    all_of = list(comparisons)
    return Score(
        right=sum(
            getattr(pair.gold, name) == getattr(pair.read, name) == value
            for c in all_of
            for pair in c.matches
        ),
        read=sum(getattr(fact, name) == value for c in all_of for fact in c.read),
        support=sum(getattr(fact, name) == value for c in all_of for fact in c.gold),
    )


def _sum(comparisons: Iterable[Comparison], one: Callable[[Comparison], Score]) -> Score:
    return sum((one(comparison) for comparison in comparisons), Score())


def _statement_score(one: Comparison) -> Score:
    return Score(len(one.matches), len(one.read), len(one.gold))


def _amount_score(one: Comparison) -> Score:
    gold, read = Counter(f.sum_key for f in one.gold), Counter(f.sum_key for f in one.read)
    return Score((gold & read).total(), read.total(), gold.total())


def _agreement(pairs: list[Pair], name: str) -> Score:
    right = sum(agree(name, getattr(p.gold, name), getattr(p.read, name)) for p in pairs)
    return Score(right, len(pairs), len(pairs))


def _told_values(pairs: list[Pair], name: str) -> Score:
    values = [(getattr(p.gold, name), getattr(p.read, name)) for p in pairs]
    right = sum(gold is not None and agree(name, gold, read) for gold, read in values)
    return Score(right, sum(r is not None for _, r in values), sum(g is not None for g, _ in values))


def _items(pairs: list[Pair], name: str) -> Score:
    sides = [(Counter(getattr(p.gold, name)), Counter(getattr(p.read, name))) for p in pairs]
    return sum((Score((g & r).total(), r.total(), g.total()) for g, r in sides), Score())


def _published_score(one: Comparison) -> Score:
    """Score the date that the text itself tells; one handed over by the feed proves nothing."""
    if one.label.get("published_from") == "url":
        return Score()
    gold = one.label.get("published")
    read = one.article.published if one.article.published_from not in ("inferred", "none") else None
    return Score(bool(gold and agree("date", gold, read)), read is not None, gold is not None)


def _window_score(one: Comparison) -> Score:
    """Score the window of an undated article: it must lie within the one that the label proves."""
    gold, read = one.label.get("published_window"), one.article.window
    if not gold:
        return Score()
    right = bool(read and (read.earliest or "") >= gold[0] and (read.latest or "9999") <= gold[1])
    return Score(right, read is not None, 1)


def _repeat_score(one: Comparison) -> Score:
    """Score the looser mentions of a sum (`also_as`): each must have become a repeat or equivalent."""
    gold = Counter(sums for item in one.label.get("statements", []) for sums in _other_mentions(item))
    read = Counter(
        (m.amount, m.currency)
        for m in one.reading.mentions
        if m.outcome in ("repeat", "equivalent") and m.currency
    )
    right = (gold & read).total()
    return Score(right, right, gold.total())  # other repeats are not labelled, so nothing counts as invented


def _other_mentions(item: dict[str, Any]) -> Iterator[tuple[int, str]]:
    for other in item.get("also_as", []):
        yield other["amount"], other["currency"]
        yield from ((e["amount"], e["currency"]) for e in other.get("equivalents", []))


def _confusion(comparisons: list[Comparison]) -> dict[tuple[str, str], int]:
    """Count (labelled kind, kind read) over equal amounts; `missed` and `invented` stand for no partner."""
    counts = Counter((pair.gold.kind, pair.read.kind) for c in comparisons for pair in c.pairs)
    counts.update((fact.kind, "missed") for c in comparisons for fact in c.missed)
    counts.update(("invented", fact.kind) for c in comparisons for fact in c.invented)
    order = [*KINDS, "invented", "missed"]
    return dict(sorted(counts.items(), key=lambda item: [order.index(kind) for kind in item[0]]))


# --- errors ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Error:
    """One disagreement: what sort, between what, in which sentence, and the rules that fired."""

    article: str
    sort: str  # missed, invented, differs
    label: str
    read: str
    sentence: str
    rules: tuple[str, ...]


def list_errors(one: Comparison) -> list[Error]:
    """List every miss, invention and field difference of an article, in that order."""
    text = one.article.text
    errors = [
        Error(one.name, "missed", describe(f), _fate(f, one.reading), _sentence(text, f.evidence), ())
        for f in one.missed
    ]
    errors += [
        Error(one.name, "invented", "", describe(f), _sentence(text, f.evidence), f.rules)
        for f in one.invented
    ]
    for pair in one.pairs:
        if found := pair.differences():
            told = ", ".join(f"{name} {_short(gold)}" for name, gold, _ in found)
            read = ", ".join(f"{name} {_short(value)}" for name, _, value in found)
            sort = "differs" if pair.is_match else "unmatched"
            sentence = _sentence(text, pair.gold.evidence)
            errors.append(
                Error(one.name, sort, f"{describe(pair.gold)}: {told}", read, sentence, pair.read.rules)
            )
    return errors + _published_error(one)


def _published_error(one: Comparison) -> list[Error]:
    """Report a published date that differs from the label's, where the text tells it."""
    found = _published_score(one)
    if found.right == found.support == found.read:
        return []
    read = f"published {one.article.published} ({one.article.published_from})"
    return [Error(one.name, "published", f"published {one.label.get('published')}", read, "", ())]


def describe(fact: Fact) -> str:
    """Put the core of a statement in a line: `announced US > UA 2,300,000,000 USD exact military`."""
    parties = f"{fact.donor or '?'} > {fact.recipient or '?'}"
    return f"{fact.kind} {parties} {fact.amount:,} {fact.currency} {fact.qualifier} {fact.aid_type}"


def _fate(fact: Fact, reading: Reading) -> str:
    """Tell what became of the mention where a missed statement's evidence stands."""
    start = reading.article.text.find(fact.evidence)
    end = start + len(fact.evidence)
    near = [m for m in reading.mentions if start <= m.start < end] if start >= 0 else []
    if not near:
        return "no money mention there"
    return "; ".join(f"{m.amount:,} {m.currency} {m.outcome} [{m.rule}]" for m in near)


def _short(value: Any) -> str:
    """Print a value briefly; items as `150,000,000 USD PDA`."""
    if isinstance(value, tuple):
        items = [" ".join(f"{v:,}" if isinstance(v, int) else str(v) for v in item if v) for item in value]
        return "(" + "; ".join(items) + ")"
    return "-" if value is None else str(value)


def _sentence(text: str, evidence: str, most: int = 240) -> str:
    """Give the paragraph in which the evidence stands, in one line, cut to `most` characters either side."""
    start = text.find(evidence)
    if start < 0 or not evidence:
        return f"[not in the text] {evidence}"
    end = start + len(evidence)
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    head = before if len(before) <= most else "…" + before[-most:]
    tail = after if len(after) <= most else after[:most] + "…"
    return " ".join(f"{head}{evidence}{tail}".split())
