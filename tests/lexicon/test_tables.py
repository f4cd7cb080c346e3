"""lexicon: examples are found, counterexamples refused, terms make sense, no name means two things."""

import datetime
from collections import defaultdict
from typing import Any

import pytest

from aidtrack import lexicon
from aidtrack.extract.details import read_channel
from aidtrack.extract.kinds import _cues, mask_sums
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


CUES = {
    **{name: cue for name, cue in WORDS.cues.items() if name != "words"},
    **{name: cue for name, cue in WORDS.exclusions.items() if name not in ("words", "aid")},
    **WORDS.exclusions["aid"],
}


def cues_in(mask: str) -> set[str]:
    """The cues and exclusions found in a sentence with the sum written as §, prepared as in reading."""
    prepared = mask_sums(mask, 0, len(mask), (mask.find("§"), mask.find("§") + 1), [], [])
    return {cue.name for cue in _cues(WORDS) if cue.pattern.search(prepared)}


@pytest.mark.parametrize(("cue", "example"), with_key(CUES, "examples"))
def test_cues_find_their_examples(cue: str, example: str) -> None:
    """A cue or exclusion fires on each of its examples."""
    assert cue in cues_in(example)


@pytest.mark.parametrize(("cue", "example"), with_key(CUES, "counterexamples"))
def test_cues_refuse_their_counterexamples(cue: str, example: str) -> None:
    """A cue or exclusion fires on none of its counterexamples."""
    assert cue not in cues_in(example)


@pytest.mark.parametrize(("cue", "entry"), CUES.items(), ids=str)
def test_every_cue_shows_what_it_is_for(cue: str, entry: dict[str, Any]) -> None:
    """No cue enters without an example, points, and a kind that there is."""
    assert entry["examples"]
    assert isinstance(entry["points"], int)
    assert entry.get("kind", "none") in {*KINDS, "part", "none"}


def test_no_cue_hides_another() -> None:
    """A name is used once over cues and exclusions, so that a rule's name tells where it stands."""
    assert len(CUES) == len(WORDS.cues) - 1 + len(WORDS.exclusions) - 2 + len(WORDS.exclusions["aid"])


def channel_of(phrase: str) -> str | None:
    """The channel that is read for a sum with this phrase beside it."""
    return read_channel(phrase if "§" in phrase else f"§ {phrase}", None, WORDS)[0]


@pytest.mark.parametrize(("channel", "example"), with_key(WORDS.channels, "examples"))
def test_channels_find_their_examples(channel: str, example: str) -> None:
    """A channel is read from its name and from its plain description."""
    assert channel_of(example) == channel


@pytest.mark.parametrize(("channel", "example"), with_key(WORDS.channels, "counterexamples"))
def test_channels_refuse_their_counterexamples(channel: str, example: str) -> None:
    """What only resembles a channel's description is not that channel."""
    assert channel_of(example) != channel


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
