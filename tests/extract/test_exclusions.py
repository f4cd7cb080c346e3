"""Money that is no aid: each reason finds its examples and gives its name to the sum."""

from __future__ import annotations

import pytest

from aidtrack import lexicon
from aidtrack.extract import extract
from aidtrack.extract.kinds import _cues, mask_sums
from aidtrack.model import Article

WORDS = lexicon.load()
EXCLUSIONS = {name: entry for name, entry in WORDS.exclusions.items() if name not in ("words", "aid")}


def fired(mask: str) -> set[str]:
    """The exclusions found in a sentence with the sum written as §, prepared as in reading."""
    at = mask.find("§")
    prepared = mask_sums(mask, 0, len(mask), (at, at + 1), [], [])
    return {cue.name for cue in _cues(WORDS) if cue.kind == "none" and cue.pattern.search(prepared)}


@pytest.mark.parametrize(
    ("name", "example"), [(n, e) for n, entry in EXCLUSIONS.items() for e in entry["examples"]]
)
def test_exclusions_find_their_examples(name: str, example: str) -> None:
    """An exclusion fires on each of its examples."""
    assert name in fired(example)


@pytest.mark.parametrize(
    ("name", "phrase"), [(n, p) for n, entry in EXCLUSIONS.items() for p in entry.get("counterexamples", [])]
)
def test_exclusions_refuse_their_counterexamples(name: str, phrase: str) -> None:
    """An exclusion fires on none of its near misses."""
    assert name not in fired(phrase)


NO_AID = [
    ("Unlike Haiti, we have a plan: $10 billion in relief for homeowners.", "domestic"),
    ("In Louisiana, the Administration will invest $1 billion in levees.", "nobody-abroad"),
    ("DFC will provide a $19 million loan to build homes in Guatemala.", "development-bank-finance"),
    ("The grant to Thailand's ministry will leverage over $2 billion for transport.", "money-drawn-in"),
    (
        "Her call has generated more than $1 billion in private sector investment in Honduras.",
        "money-drawn-in",
    ),
    ("Accenture has committed more than $2 million in aid for Afghan refugees.", "company-gives"),
    ("The US has cleared $735 million in proposed weapons sales to Israel.", "possible-arms-sale"),
    ("Under section 614(a)(1) the US may furnish $122 million in aid to Ukraine.", "waiver"),
    ("Britain seized Russian assets worth $26 billion.", "frozen-assets"),
    ("Damage to Ukraine's homes is put at $50 billion.", "damage"),
    ("Ukraine's officials embezzled $40 million.", "crime"),
    ("Iran spends about $2 billion a year on proxies in Yemen.", "adversary-spending"),
    ("A ticket to Kyiv cost $90.", "small-sum"),
    ("Ukraine's economy will reach $900 billion.", "beyond-all-aid"),
    ("The road to Springfield cost $5 million.", "nobody-abroad"),
]


@pytest.mark.parametrize(("text", "rule"), NO_AID)
def test_a_refused_sum_has_a_named_reason(text: str, rule: str) -> None:
    """A sum that is no aid makes no statement, and says why."""
    reading = extract(Article(id="x", text=text, published="2023-05-05", published_from="header"), WORDS)
    assert reading.statements == ()
    assert [(mention.outcome, mention.rule) for mention in reading.mentions] == [("excluded", rule)]


AID = [
    "The US will give $10 million to rebuild bridges and schools in Ukraine.",
    "USAID will provide $28 million in food assistance to Haiti.",
    "The United States announced $308 million in humanitarian assistance for Afghanistan.",
    "The EU will lend Ukraine €5 billion, backed by profits of frozen Russian assets.",
    "The US will give Moldova $30 million for small businesses hit by the war.",
]


@pytest.mark.parametrize("text", AID)
def test_aid_is_not_refused_for_a_word(text: str) -> None:
    """Words of an exclusion beside aid to another country do not take it away."""
    reading = extract(Article(id="x", text=text, published="2023-05-05", published_from="header"), WORDS)
    assert len(reading.statements) == 1


DOUBTED = [
    (
        "Congress gave Ukraine aid.\n\nQ The Speaker says Kyiv got $200 billion in aid out of us."
        "\n\nMR. KIRBY: That number is just wrong.",
        "denied-next",
    ),
    (
        "Q And it is $60 billion in aid for Ukraine, correct?"
        "\n\nMR. KIRBY: $61.4 billion in aid for Ukraine is asked for.",
        "answered-otherwise",
    ),
    (
        "Japan gave Ukraine aid.\n\nOther Topics of Interest"
        "\n\nUkraine's defense industry hopes for $1 billion in aid",
        "other-matter",
    ),
    (
        "Norway gave Ukraine €5 million in aid on Monday. The old road was paid with €3 million.",
        "no-word-of-aid",
    ),
]


@pytest.mark.parametrize(("text", "rule"), DOUBTED)
def test_what_stands_around_a_sentence_takes_aid_away(text: str, rule: str) -> None:
    """Sums denied or put right next, in a list of other articles, or with no word of aid is none."""
    reading = extract(Article(id="x", text=text, published="2023-05-05", published_from="header"), WORDS)
    assert rule in [mention.rule for mention in reading.mentions if mention.outcome == "excluded"]


def test_a_small_money_has_room_for_large_sums() -> None:
    """Trillions of yen are billions of dollars."""
    text = "Japan has provided 1.7 trillion yen in aid to Ukraine since the invasion."
    reading = extract(Article(id="x", text=text, published="2023-05-05", published_from="header"), WORDS)
    assert [s.amount for s in reading.statements] == [1_700_000_000_000]
