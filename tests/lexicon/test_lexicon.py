"""lexicon: one name means one thing on one day; dates are in order; what is refused holds what it is not."""

from __future__ import annotations

import datetime
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest

from aidtrack import lexicon
from aidtrack.extract.parties import find_parties

WORDS = lexicon.load()
HOLDERS: list[dict[str, Any]] = WORDS.offices["holder"]
LABELS = ("names", "demonyms", "capitals", "bodies")


def labels_of(entry: dict[str, Any]) -> list[str]:
    """All that print calls a party."""
    return [entry["name"], *(label for key in LABELS for label in entry.get(key, []))]


@pytest.mark.parametrize(
    "code", [code for code, e in WORDS.donors.items() if e["type"] == "country" and code != "GE"]
)
def test_every_name_of_a_country_is_found_in_a_sentence(code: str) -> None:
    """A name, demonym, capital or institution of a country names that country, and nothing else."""
    for label in labels_of(WORDS.donors[code]):
        text = f"It was said that {label} will help."
        assert {p.code for p in find_parties(text, 0, len(text), WORDS)} <= {code}, label
        assert find_parties(text, 0, len(text), WORDS), label


@pytest.mark.parametrize(
    ("code", "phrase"), [(c, p) for c, e in WORDS.donors.items() for p in e.get("not_in", [])]
)
def test_what_only_holds_a_name_is_refused(code: str, phrase: str) -> None:
    """A phrase under `not_in` does not name the party it stands with."""
    text = f"It was read in the {phrase} today."
    assert code not in {p.code for p in find_parties(text, 0, len(text), WORDS)}


def test_no_capital_means_two_countries() -> None:
    """A capital stands for one government only, and is no name of another."""
    owners = defaultdict(set)
    for code, entry in WORDS.donors.items():
        for label in labels_of(entry):
            owners[label].add(code)
    assert {label: codes for label, codes in owners.items() if len(codes) > 1} == {}


def test_nobody_is_named_like_a_party() -> None:
    """No office holder's name is also the name of a country or body."""
    parties = {label for entry in WORDS.donors.values() for label in labels_of(entry)}
    assert {n for h in HOLDERS for n in [h["name"], *h["names"]]} & parties == set()


def test_one_person_serves_one_term_at_a_time() -> None:
    """Terms of one holder in one office do not overlap, and stand in order of time or of office."""
    terms = defaultdict(list)
    for holder in HOLDERS:
        terms[holder["name"], holder["party"], holder["office"]].append(
            (holder["from"], holder.get("until", datetime.date.max))
        )
    for key, held in terms.items():
        held.sort()
        assert all(first[1] <= second[0] for first, second in pairwise(held)), key


def test_no_office_begins_or_ends_beyond_belief() -> None:
    """Terms lie within living memory: a slip of the pen in a year shows."""
    for holder in HOLDERS:
        assert datetime.date(1990, 1, 1) < holder["from"] < datetime.date(2030, 1, 1), holder
        until = holder.get("until")
        assert until is None or (until - holder["from"]).days < 20 * 366, holder


@pytest.mark.parametrize("event", WORDS.offices["event"], ids=lambda event: event["reason"])
def test_events_are_dated(event: dict[str, Any]) -> None:
    """A dated event bounds at least one end, and not the wrong way round."""
    assert "from" in event or "until" in event
    assert event.get("from", datetime.date.min) <= event.get("until", datetime.date.max)


def test_every_party_has_money_of_its_own() -> None:
    """Each entry names its currency by a code of three letters."""
    assert {
        c for c, e in WORDS.donors.items() if len(e["currency"]) != 3 or not e["currency"].isupper()
    } == set()
