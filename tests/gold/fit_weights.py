"""Fit what the traits of a sum weigh for each reading: `make weights` (REAL=, PUBLISHED=: folders).

In: labelled articles, the tuned part only (the scored part is never read here), and phrases.
Out: `aidtrack/lexicon/weights.tsv`.
A regularised multinomial logistic regression over the traits of every sum of money (`extract/traits.py`): the
cues are facts of the language and written by hand; what they weigh against each other and against the other
words is counted, not guessed. Needs scikit-learn (`pip install --group fit`), which the
program itself does not.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from aidtrack.articles import from_text
from aidtrack.cli.measure import read_as_fed
from aidtrack.evaluate import GoldArticle, load_gold, load_split
from aidtrack.extract.amounts import Money
from aidtrack.extract.coreference import Sum
from aidtrack.extract.matter import Matter, may_be_aid
from aidtrack.extract.reading import weigh_sum
from aidtrack.extract.scene import find_candidates, open_page
from aidtrack.extract.weighing import READINGS, UNIT, Place, see_together
from aidtrack.lexicon import load
from aidtrack.model import Article
from tests.gold.published import load_published

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "aidtrack" / "lexicon" / "weights.tsv"
STRENGTH = 0.6  # inverse of the regularisation: small data, so every weight is pulled towards nothing
SEEDS_COUNT = 4  # the sample articles count several times: they must come out right
RARE = 3  # a trait seen less often than this has no weight of its own
SLIGHT = 2  # nor has one whose weights are all below so many hundredths
NEAR_REPEAT = 0.05  # a hedged sum so near a labelled one tells it again

HEAD = """\
# What each trait of a sum weighs for each reading, in hundredths. WRITTEN BY `make weights` from the
# tuned part of the labelled articles and the phrases; never by hand. Traits: extract/traits.py.
"""
FOLDS = 5  # the second weights learn from chances by first weights that were fitted on the other folds
BESIDE_STRENGTH = 1.0  # the second weights are few

Example = tuple[dict[str, float], str]
Labels = list[str | None]


@dataclass(frozen=True)
class Marked:
    """The sums of one article that are weighed, in order, each with its label; None where none matters."""

    name: str
    sums: list[Sum]
    labels: Labels


def weighed_sums(article: Article) -> list[Sum]:
    """The sums of one article, weighed alone; those that are refused before are left out."""
    page, found = open_page(article, load())
    if not found or not page.sentences:
        return []
    matter, candidates = Matter.of(page), find_candidates(page, found)
    return [
        weigh_sum(page, candidates, at, matter)
        for at, candidate in enumerate(candidates)
        if may_be_aid(page, candidate, matter)
    ]


def mark(one: GoldArticle) -> Marked:
    """Pair each sum of a labelled article with what its labels say that it is."""
    article = read_as_fed(one)
    sums = weighed_sums(article)
    labels = [labelled(s.candidate.money, article.text, one.label["statements"]) for s in sums]
    return Marked(one.name, sums, labels)


def examples(articles: list[Marked]) -> list[Example]:
    """The traits of every sum with a label, each weighed alone."""
    return [
        (item.traits, label)
        for one in articles
        for item, label in zip(one.sums, one.labels, strict=True)
        if label
    ]


def examples_beside(articles: list[Marked]) -> list[Example]:
    """What every sum with a label is beside the others, by weights fitted on other articles.

    Weights that were fitted on an article know its sums too well.
    """
    pairs: list[Example] = []
    for fold in range(FOLDS):
        held = [one for one in articles if _fold(one.name) == fold]
        model = Model(examples([one for one in articles if _fold(one.name) != fold]), STRENGTH)
        for one in held:
            if one.sums:
                rows = model.chances([item.traits for item in one.sums])
                places = [
                    Place(item.candidate.index, item.amount, row)
                    for item, row in zip(one.sums, rows, strict=True)
                ]
                seen = zip(see_together(places), one.labels, strict=True)
                pairs += [(traits, label) for traits, label in seen if label]
    return pairs


def _fold(name: str) -> int:
    return int(sha256(f"fold {name}".encode()).hexdigest(), 16) % FOLDS


def labelled(money: Money, text: str, labels: list[dict[str, Any]]) -> str | None:
    """What the labels say of a sum: a kind, `part`, `none`; None where it only converts another."""
    same = [label for label in labels if label["amount"] == money.amount and _same_currency(label, money)]
    if same:
        return str(min(same, key=lambda label: abs(text.find(label["evidence"]) - money.start))["kind"])
    for told, outcome in (("parts", "part"), ("equivalents", None)):
        if any(below["amount"] == money.amount for label in labels for below in label.get(told, [])):
            return outcome
    for label in labels:
        near = abs(label["amount"] - money.amount) <= NEAR_REPEAT * money.amount
        if near and money.qualifier != "exact" and label["currency"] == money.currency:
            return str(label["kind"])
    return "none"


def _same_currency(label: dict[str, Any], money: Money) -> bool:
    return label["currency"] == money.currency or label["currency"] in money.open_to


def load_phrases(path: Path) -> list[tuple[str, str, int]]:
    """Read the phrases: kind, sentence, and where in it the marked sum begins."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    told = [line.split(" | ", 1) for line in lines]
    return [(kind, text.replace("«", "").replace("»", ""), text.index("«")) for kind, text in told]


def weigh_phrase(text: str, start: int) -> Sum:
    """Weigh the marked sum of a phrase, alone on its page, be a country named or not."""
    page, found = open_page(from_text(text), load())
    candidates = find_candidates(page, found)
    at = next(at for at, one in enumerate(candidates) if one.money.end > start)
    return weigh_sum(page, candidates, at, Matter.of(page))


def mark_phrases(path: Path) -> list[Marked]:
    """Each phrase as an article of one sum."""
    return [
        Marked(f"phrase {text}", [weigh_phrase(text, start)], [kind])
        for kind, text, start in load_phrases(path)
    ]


class Model:
    """A logistic regression over traits that are not too rare."""

    def __init__(self, pairs: list[Example], strength: float) -> None:
        """Fit it."""
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression

        seen = Counter(trait for traits, _ in pairs for trait in traits)
        rows = [{t: value for t, value in traits.items() if seen[t] >= RARE} for traits, _ in pairs]
        self.vectors = DictVectorizer()
        matrix = self.vectors.fit_transform(rows)
        self.model = LogisticRegression(C=strength, max_iter=5000).fit(matrix, [label for _, label in pairs])
        self.order = [list(self.model.classes_).index(reading) for reading in READINGS]

    def chances(self, traits: list[dict[str, float]]) -> list[dict[str, float]]:
        """The chances of each reading, for the traits of several sums."""
        table = self.model.predict_proba(self.vectors.transform(traits))[:, self.order]
        return [dict(zip(READINGS, map(float, row), strict=True)) for row in table]

    def lines(self, bias: str) -> list[str]:
        """The weights as lines of the table, slight ones left out."""
        found = [_line(bias, self.model.intercept_[self.order])]
        for column, trait in enumerate(self.vectors.get_feature_names_out()):
            weights = self.model.coef_[self.order, column]
            if max(abs(weights)) * UNIT >= SLIGHT:
                found.append(_line(trait, weights))
        return found


def fit(articles: list[Marked]) -> str:
    """Fit both weighings and write them as a table: a line for each trait, a column for each reading."""
    first = Model(examples(articles), STRENGTH)
    second = Model(examples_beside(articles), BESIDE_STRENGTH)
    lines = [*first.lines("bias"), *second.lines("bias beside")]
    return HEAD + "# trait\t" + "\t".join(READINGS) + "\n" + "\n".join(lines) + "\n"


def _line(trait: str, weights: Any) -> str:
    hundredths = [round(float(weight) * UNIT) for weight in weights]
    return "\t".join([trait, *(str(weight) if weight else "" for weight in hundredths)])


def main(real: Path | None, published: Path | None) -> None:
    """Fit on the tuned part of each set and write the weights."""
    split = load_split(HERE / "SPLIT.toml")
    folders = [HERE / "corpus", HERE / "own", HERE / "retold", *([real] if real else [])]
    articles = [
        mark(one) for folder in folders for one in load_gold(folder) if split.get(one.name) == "tuned"
    ]
    articles += [mark(one) for one in load_gold(HERE / "seeds", HERE.parents[1] / "seeds")] * SEEDS_COUNT
    if published:
        articles += [
            Marked(one.name, *one.marked(weighed_sums(one.article)))
            for one in load_published(published)
            if not one.scored
        ]
    TARGET.write_text(fit([*articles, *mark_phrases(HERE / "phrases.txt")]), encoding="utf-8")
    print(f"{sum(len(one.sums) for one in articles)} sums of {len(articles)} articles → {TARGET}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--real", type=Path, help="folder of published texts with labels, outside the project"
    )
    parser.add_argument(
        "--published", type=Path, help="folder of the documents that sums.tsv labels, outside the project"
    )
    chosen = parser.parse_args()
    main(chosen.real, chosen.published)
