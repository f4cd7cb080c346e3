"""Fit how much each cue weighs for each kind: `make weights`, with `REAL=folder` for published texts too.

In: labelled articles, the tuned part only (the scored part is never read here).
Out: `aidtrack/lexicon/weights.toml`.
A regularised multinomial logistic regression over the cues that fired: the cues are facts of the language and
written by hand; what they weigh against each other is counted, not guessed. Needs scikit-learn
(`pip install --group fit`), which the program itself does not.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from aidtrack.articles import from_text
from aidtrack.cli.measure import read_as_fed
from aidtrack.evaluate import GoldArticle, load_gold, load_split
from aidtrack.extract.amounts import Money
from aidtrack.extract.coreference import Sum, merge_repeats
from aidtrack.extract.kinds import KIND_ORDER, Verdict, judge
from aidtrack.extract.reading import read_sums
from aidtrack.extract.scene import find_candidates, open_page
from aidtrack.extract.shares import attach_shares
from aidtrack.lexicon import load

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "aidtrack" / "lexicon" / "weights.toml"
STRENGTH = 0.25  # inverse of the regularisation: small data, so every weight is pulled towards nothing
SEEDS_COUNT = 4  # the sample articles count several times: they must come out right
RARE = 2  # a cue seen less often than this has no weight of its own
RARE_WORD = 10  # nor has a word

HEAD = """\
# What each cue weighs for each kind where cues contradict each other. WRITTEN BY `make weights` from the
# tuned part of the labelled articles (tests/gold/fit_weights.py); never by hand. The cues: cues.toml.
"""


def standing_sums(one: GoldArticle) -> list[Sum]:
    """The sums of one article that stand, as the stages read them."""
    page, found = open_page(read_as_fed(one), load())
    if not found or not page.sentences:
        return []
    sums = read_sums(page, find_candidates(page, found))
    attach_shares(page, sums)
    return merge_repeats(page, sums)


def examples(gold: list[GoldArticle]) -> list[tuple[dict[str, float], str]]:
    """Pair each labelled statement with what was found around its sum."""
    pairs = []
    for one in gold:
        standing = standing_sums(one)
        for label in one.label["statements"]:
            fitting = [s for s in standing if (s.amount, s.currency) == (label["amount"], label["currency"])]
            if fitting:
                chosen = min(fitting, key=lambda s: (s.donor != label["donor"], s.reading != label["kind"]))
                standing.remove(chosen)
                pairs.append((chosen.verdict.traits(chosen.candidate.money), label["kind"]))
    return pairs


def load_phrases(path: Path) -> list[tuple[str, str, int]]:
    """Read the phrases: kind, sentence, and where in it the marked sum begins."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    told = [line.split(" | ", 1) for line in lines]
    return [(kind, text.replace("«", "").replace("»", ""), text.index("«")) for kind, text in told]


def read_phrase(text: str, start: int) -> Sum | None:
    """Read the marked sum of a phrase, alone on its page."""
    page, found = open_page(from_text(text), load())
    sums = read_sums(page, find_candidates(page, found))
    return next((s for s in sums if s.candidate.money.end > start), None)


def judge_phrase(text: str, start: int) -> tuple[Verdict, Money]:
    """What the cues say of the marked sum of a phrase, be it aid or not."""
    candidates = find_candidates(*open_page(from_text(text), load()))
    marked = next(one for one in candidates if one.money.end > start)
    return judge(marked.mask, load()), marked.money


def phrase_examples(path: Path) -> list[tuple[dict[str, float], str]]:
    """What was found around the sum of each phrase of aid, with the kind that it has."""
    told = [
        (kind, judge_phrase(text, start)) for kind, text, start in load_phrases(path) if kind in KIND_ORDER
    ]
    return [(verdict.traits(money), kind) for kind, (verdict, money) in told]


def fit(pairs: list[tuple[dict[str, float], str]]) -> str:
    """Fit the weights and write them as TOML."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(trait for traits, _ in pairs for trait in traits)
    rows = [
        {t: v for t, v in traits.items() if seen[t] >= (RARE_WORD if t.startswith("near-") else RARE)}
        for traits, _ in pairs
    ]
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(matrix, [kind for _, kind in pairs])
    order = [list(model.classes_).index(kind) for kind in sorted(KIND_ORDER)]
    lines = [HEAD, f"bias = {_table(dict(zip(sorted(KIND_ORDER), model.intercept_[order], strict=True)))}"]
    for column, trait in enumerate(vectors.get_feature_names_out()):
        weights = dict(zip(sorted(KIND_ORDER), model.coef_[order, column], strict=True))
        lines.append(f'"{trait}" = {_table(weights)}')
    return "\n".join(lines) + "\n"


def _table(weights: dict[str, float]) -> str:
    told = ", ".join(f"{kind} = {value:.2f}" for kind, value in weights.items() if abs(value) >= 0.005)
    return f"{{ {told} }}"


def main(folders: list[Path]) -> None:
    """Fit on the tuned half of each folder and write the weights."""
    split = load_split(HERE / "SPLIT.toml")
    gold = [one for folder in folders for one in load_gold(folder) if split.get(one.name) == "tuned"]
    pairs = examples(gold) + examples(load_gold(HERE / "seeds", HERE.parents[1] / "seeds")) * SEEDS_COUNT
    pairs += phrase_examples(HERE / "phrases.txt")
    TARGET.write_text(fit(pairs), encoding="utf-8")
    print(f"{len(pairs)} statements of {len(gold)} articles → {TARGET}")


if __name__ == "__main__":
    main([HERE / "corpus", HERE / "own", *map(Path, sys.argv[1:])])
