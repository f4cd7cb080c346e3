"""lexicon: examples are found, counterexamples refused, terms make sense, no name means two things."""

import datetime
import re
from collections import defaultdict
from typing import Any

import pytest

from aidtrack import lexicon
from aidtrack.extract.money import find_money
from aidtrack.model import KINDS

WORDS = lexicon.load()
HOLDERS: list[dict[str, Any]] = WORDS.offices["holder"]
FOREVER = datetime.date.max
# offices that several hold at a time
SEVERAL = {"commissioner", "Senate leader", "special envoy", "spokesman"}


def with_key(table: dict[str, Any], key: str) -> list[tuple[str, str]]:
    """Each (entry, example) of a table."""
    return [(name, example) for name, entry in table.items() for example in entry.get(key, [])]


@pytest.mark.parametrize(("currency", "example"), with_key(WORDS.currencies, "examples"))
def test_money_examples_are_of_their_currency(currency: str, example: str) -> None:
    """An example of a currency is found as a sum of that currency, or of several that share the word."""
    (money,) = find_money(f"It gave {example} last week.", WORDS)
    assert currency in {money.currency, *money.open_to}


@pytest.mark.parametrize(("currency", "example"), with_key(WORDS.currencies, "counterexamples"))
def test_money_counterexamples_are_not(currency: str, example: str) -> None:
    """A counterexample is a sum of another currency, or none."""
    assert [m for m in find_money(f"It gave {example} last week.", WORDS) if m.currency == currency] == []


@pytest.mark.parametrize(("cue", "example"), with_key(WORDS.cues, "examples"))
def test_cues_find_their_examples(cue: str, example: str) -> None:
    """A cue's pattern is found in each of its examples."""
    assert _pattern(WORDS.cues[cue]).search(example)


@pytest.mark.parametrize(("cue", "example"), with_key(WORDS.cues, "counterexamples"))
def test_cues_refuse_their_counterexamples(cue: str, example: str) -> None:
    """A cue's pattern is found in none of its counterexamples."""
    assert not _pattern(WORDS.cues[cue]).search(example)


def _pattern(entry: dict[str, Any]) -> re.Pattern[str]:
    return re.compile(entry["pattern"], 0 if entry.get("case") else re.IGNORECASE)


def test_every_cue_has_an_example() -> None:
    """No cue enters without showing what it is for."""
    assert [
        name for name, entry in WORDS.cues.items() if "pattern" in entry and not entry.get("examples")
    ] == []


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda holder: f"{holder['name']}, {holder['office']}")
def test_terms_of_office_are_dated(holder: dict[str, Any]) -> None:
    """A holder belongs to a known party and holds the office from a day to a later one."""
    assert holder["party"] in WORDS.donors
    assert holder["from"] < holder.get("until", FOREVER)


def test_no_name_means_two_holders_on_one_day() -> None:
    """On any day, what print calls a holder names one party only."""
    terms = defaultdict(list)
    for holder in HOLDERS:
        for name in {holder["name"], *holder.get("names", [])}:
            terms[name].append((holder["from"], holder.get("until", FOREVER), holder["party"]))
    clashes = {
        name
        for name, held in terms.items()
        for first in held
        for second in held
        if first[2] != second[2] and first[0] < second[1] and second[0] < first[1]
    }
    assert clashes == set()


def test_an_office_has_one_holder_on_a_day() -> None:
    """Two persons do not hold one office of one party on the same day, where there is but one such office."""
    terms = defaultdict(list)
    for holder in HOLDERS:
        if holder["office"] not in SEVERAL:
            terms[holder["party"], holder["office"]].append(holder)
    clashes = [
        (first["name"], second["name"])
        for held in terms.values()
        for first in held
        for second in held
        if first["name"] < second["name"]
        and first["from"] < second.get("until", FOREVER)
        and second["from"] < first.get("until", FOREVER)
    ]
    assert clashes == []


def test_no_name_means_two_parties() -> None:
    """A name, demonym or institution belongs to one donor or recipient."""
    owners = defaultdict(set)
    for code, entry in WORDS.donors.items():
        for key in ("names", "demonyms", "bodies"):
            for label in [*entry.get(key, []), entry["name"]]:
                owners[label].add(code)
    assert {label: codes for label, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("code", sorted(WORDS.donors))
def test_parties_are_found_by_code_name_and_demonym(code: str) -> None:
    """Whoever types a code, a name or a demonym in any case gets the party."""
    entry = WORDS.donors[code]
    for label in [code, entry["name"], *entry.get("names", []), *entry.get("demonyms", [])]:
        assert WORDS.party_code(label.upper()) == code


def test_channels_belong_to_known_donors() -> None:
    """A channel's donor is in the table of donors."""
    assert {e["donor"] for e in WORDS.channels.values() if "donor" in e} <= set(WORDS.donors)


def test_kinds_of_the_model_are_the_ones_spoken_of() -> None:
    """Wherever a table names a kind, it is one of the five."""
    named = {
        entry["kind"]
        for table in (WORDS.cues, WORDS.exclusions)
        for entry in table.values()
        if "kind" in entry
    }
    assert named <= set(KINDS)
