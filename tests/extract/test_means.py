"""By what and for what: channel, aid type and tranche of a sum, as its sentence and those around it tell."""

from __future__ import annotations

import pytest

from tests.extract.test_shares import statements

PACKAGE = "The United States announced a $400 million military aid package for Ukraine."
CHANNELS = [
    (PACKAGE + " The weapons will come from US stocks.", "PDA"),
    (PACKAGE + " The aid comes through the Ukraine Security Assistance Initiative.", "USAI"),
    (PACKAGE + " It is the fifth presidential drawdown this year.", "PDA"),
    (PACKAGE + " The package was praised in Kyiv.", None),
    ("The US gave Ukraine $300 million in drawdowns, and $400 million in other military aid.", None),
]


@pytest.mark.parametrize(("text", "channel"), CHANNELS)
def test_channels_are_told_by_the_sentences_that_speak_of_the_sum(text: str, channel: str | None) -> None:
    """What follows up on a sum tells its channel; what is said of another sum does not."""
    found = {s.amount // 10**6: s.channel for s in statements(text)}
    assert found[400] == channel


TYPES = [
    ("Britain announced £40 million in military aid for Ukraine.", "military"),
    ("Britain announced £40 million in military and humanitarian aid for Ukraine.", "mixed"),
    ("Britain announced £40 million in aid for Ukraine, humanitarian, financial and military.", "mixed"),
    ("Britain announced £40 million for Ukraine's power grid.", "energy"),
    ("Britain announced £40 million in aid for Ukraine, including £30 million for ammunition.", "mixed"),
    ("Britain announced £40 million for health programmes in Kenya.", "unspecified"),
]


@pytest.mark.parametrize(("text", "aid_type"), TYPES)
def test_aid_types_are_told_beside_the_sum_or_by_its_shares(text: str, aid_type: str) -> None:
    """One type, several, or none: as the words beside the sum and its shares tell."""
    assert statements(text)[0].aid_type == aid_type


TRANCHES = [
    ("The United States announced a 54th drawdown, of $400 million in arms for Ukraine.", 54),
    (PACKAGE + " It is the 13th drawdown since August 2021.", 13),
    (PACKAGE + " It is the 34th package of the year.", None),
]


@pytest.mark.parametrize(("text", "tranche"), TRANCHES)
def test_tranches_are_numbered_as_the_text_counts_them(text: str, tranche: int | None) -> None:
    """A number in the sentence or in the next; one that counts a year's packages is none."""
    assert statements(text)[0].tranche == tranche


def test_on_a_page_about_a_joint_instrument_each_givers_sum_comes_through_it() -> None:
    """The page names PURL alone, once; the givers follow with a sum each."""
    found = statements(
        "Five allies join the PURL scheme, by which American arms are bought for Ukraine, NATO said. "
        "New pledges came on Monday. Canada promised Ukraine €171 million, and the Netherlands pledged "
        "Ukraine €214 million."
    )
    assert {s.donor: s.channel for s in found} == {"CA": "PURL", "NL": "PURL"}


def test_a_page_that_names_two_channels_tells_neither_of_a_sum_apart() -> None:
    """PURL and the drawdowns both stand on the page: a sum told with neither has none."""
    found = statements(
        "Allies join the PURL scheme, by which American arms are bought for Ukraine, NATO said. "
        "Before, they came as drawdowns from US stocks under Presidential Drawdown Authority. "
        "Nobody expected it. Few had asked. Canada promised Ukraine €171 million on Monday."
    )
    assert [s.channel for s in found] == [None]


def test_talk_tells_channel_and_number_after_a_filler() -> None:
    """ "Now, this is the 13th time …" speaks of the package just told, up to the total that follows."""
    found = statements(
        "The United States announced another $450 million of security assistance to Ukraine today. "
        "It contains rocket systems. Now, this is the 13th time that President Biden has authorized "
        "a Presidential Drawdown package, bringing the total to approximately $6.1 billion since February."
    )
    (package,) = [s for s in found if s.kind == "announced"]
    assert (package.channel, package.tranche) == ("PDA", 13)
