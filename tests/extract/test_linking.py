"""Who gives a sum, who gets it, and in which money: by its own sentence, then by what stands around it."""

from __future__ import annotations

import pytest

from aidtrack import lexicon
from aidtrack.extract.coreference import Sum
from aidtrack.extract.linking import link
from aidtrack.extract.parties import main_donor, main_recipient
from aidtrack.extract.reading import NOTHING
from aidtrack.extract.scene import find_candidates, open_page
from aidtrack.model import Article

WORDS = lexicon.load()


def linked(text: str, url: str | None = None) -> list[Sum]:
    """Every sum of a text with its donor, recipient and currency, whatever kind of sum it is."""
    page, found = open_page(Article(id="x", text=text, url=url), WORDS)
    giver, getter = main_donor(page.lead, WORDS), main_recipient(page.lead, WORDS)
    sums: list[Sum] = []
    for candidate in find_candidates(page, found):
        sums.append(Sum(candidate, NOTHING, "announced"))
        link(page, sums[-1], sums[:-1], giver, getter)
    return sums


DONORS = [
    # names, demonyms, capitals, institutions, office holders
    ("The United States will send Ukraine $400 million in arms.", "US"),
    ("Danish aid of $90 million is on its way to Ukraine.", "DK"),
    ("Oslo is putting up $135 million for Ukraine.", "NO"),
    ("The Pentagon announced $725 million in weapons for Ukraine.", "US"),
    ("The Bundestag approved $8 billion for Ukraine.", "DE"),
    ("Ukraine will get another $50 million, Prime Minister Rishi Sunak said in Kyiv.", "GB"),
    ("KfW lends Ukraine $20 million.", "DE"),
    # who says it, inverted; who gives for once; who pays for what goes through the alliance; whose channel
    ("Germany was host; for Ukraine there will be $90 million, announced the Danish defence minister.", "DK"),
    ("India will give $7 million worth of test kits to Ukraine.", "IN"),
    (
        "Through NATO's PURL mechanism American weapons for Ukraine are bought for $680 million, "
        "said Canada's prime minister.",
        "CA",
    ),
    ("A drawdown worth $425 million for Ukraine was announced at Ramstein in Germany.", "US"),
    ("Britain was host. For Ukraine $21 billion was promised when the contact group met.", "COALITION"),
    ("Help for Ukraine of $21 billion was pledged by the nations of the contact group.", "COALITION"),
    ("Some $50 million for Ukraine, said the United\n     States, is on its way.", "US"),
    # beside, after, in the possessive
    ("For Ukraine: Norway ($140 million).", "NO"),
    ("Kyiv received $17 million from Lithuania.", "LT"),
    ("Japan's $5.5 billion for Ukraine comes as budget support.", "JP"),
    ("A $50 billion loan of the Group of Seven is meant for Ukraine.", "G7"),
    ("The biggest share for Ukraine falls to the United States, at $20 billion.", "US"),
    # who speaks, hosts, sells or is thanked
    ("We thank Japan, host of this year's G7 summit, for its pledge to give Ukraine $5 billion.", "JP"),
    ("A batch for Ukraine worth $500 million, from US makers, will be financed by Norway.", "NO"),
    ("In the EU, meanwhile, leaders have wrangled over $50 billion for Ukraine.", "EU"),
    # together
    ("Sweden, Norway and Denmark will give Ukraine $500 million.", "COALITION"),
    ("Western allies pledged $3 billion to Ukraine.", "COALITION"),
    ("Jointly they will finance arms for Ukraine worth $500 million.", "COALITION"),
    ("It is part of a global $115 billion package for Ukraine.", "COALITION"),
    ("Seven EU countries pledged $2 billion to Ukraine.", "COALITION"),
    # whose package it is
    ("The loan is Britain's slice of a G7 package of $50 billion for Ukraine.", "G7"),
    ("Still under Budapest's veto are €6.6 billion of EU money for Ukraine.", "EU"),
    ("As for the United States, it will give Ukraine $147 million, Paris says.", "US"),
    ("Italy, which commands the UN peacekeepers, had announced €10 million for Ukraine.", "IT"),
    ("Biden will thank Duda and the Polish people for the $3.8 billion they gave Ukraine.", "PL"),
    ("Kyiv gets another €110 million out of the French budget.", "FR"),
    # who gets as a rule gives for once
    ("Vietnam donated $500,000 to a fund for vaccines.", "VN"),
    # nobody
    ("The United Nations has appealed for $4.2 billion for Sudan.", None),
]


@pytest.mark.parametrize(("text", "donor"), DONORS)
def test_donor_is_who_gives(text: str, donor: str | None) -> None:
    """The giver is found whatever the order of the words, and nobody where nobody is told."""
    assert linked(text)[0].donor == donor


RECIPIENTS = [
    ("The US has spent $48 million in Poland on refugees from Ukraine.", "PL"),
    (
        "The US gives $682 million for regional partners and allies on the eastern flank, beside Ukraine.",
        None,
    ),
    ("The US earmarked $2 billion for Ukraine and 18 of its neighbours.", None),
    ("The US has $13.6 billion for Ukraine and the region.", None),
    ("The US gives $2.7 billion in over 47\n        countries, hit by Russia's war in Ukraine.", None),
    ("Britain gives $28 million to Caribbean nations, Guyana among them.", None),
    ("The US gave Jordan $845 million.", "JO"),
    ("USAID will provide $28 million to the people of Haiti.", "HT"),
    ("The EU pays $68 million in relief for the Palestinians.", "PS"),
    ("Britain promised Kyiv $3 billion.", "UA"),
    ("Germany will send $12 million in relief to Moldova after the war in Ukraine.", "MD"),
    ("The US will give $100 million to help Moldova and the region, where refugees arrive.", None),
    ("The bill holds $13 billion for Ukraine and neighboring countries.", None),
    ("The Senate passed $95 billion for Ukraine, Israel and Taiwan.", None),
    ("The US committed $11 billion to fight hunger around the world.", None),
    ("The US will give $28 million to countries across Africa.", None),
    ("Biden wants $110 billion, including $61 billion to Ukraine.", None),
]


@pytest.mark.parametrize(("text", "recipient"), RECIPIENTS)
def test_recipient_is_one_country_or_none(text: str, recipient: str | None) -> None:
    """Who gets is the one country named; several countries, a region or the world are none."""
    assert linked(text)[0].recipient == recipient


LISTS = [
    (
        "Stockholm puts up $275 million for Ukraine, Oslo about $135 million, Copenhagen $90 million.",
        ["SE", "NO", "DK"],
    ),
    (
        "For Ukraine, Canada is in for $5 billion, Britain for $2 billion and Japan for $3 billion.",
        ["CA", "GB", "JP"],
    ),
    (
        "From Lithuania come $30 million for Ukraine, from Estonia $12 million, Latvia adds $5 million.",
        ["LT", "EE", "LV"],
    ),
    ("Ukraine gets aid: Germany €11 million, France €2 million.", ["DE", "FR"]),
]


@pytest.mark.parametrize(("text", "donors"), LISTS)
def test_each_donor_of_a_list_has_its_own_sum(text: str, donors: list[str]) -> None:
    """Several donors in one sentence each give what stands with their name."""
    assert [item.donor for item in linked(text)] == donors


def test_the_speaker_of_a_talk_says_we() -> None:
    """In a talk set down with its speakers, "we" are the speaker's country, not a group named before."""
    text = (
        "PRESIDENT BIDEN: Our Quad partners are here, and allies pledged much to Ukraine.\n\n"
        "PRIME MINISTER KISHIDA: The Quad stands firm. We have also provided $300 million to Ukraine.\n"
    )
    assert linked(text)[0].donor == "JP"


@pytest.mark.parametrize(
    ("text", "url", "currency"),
    [
        ("Prime Minister Mark Carney set out $2 billion for Ukraine.", "https://www.example.ca/news", "CAD"),
        ("The Trudeau government is pledging Ukraine another $2.4 billion.", "https://example.news/a", "CAD"),
        ("Canadian Prime Minister Mark Carney pledged Ukraine $2 billion.", "https://example.com/a", "USD"),
        ("Prime Minister Mark Carney pledged Ukraine $2 billion.", "https://example.co.uk/a", "USD"),
        ("The Albanese government has unveiled $95 million for Ukraine.", None, "AUD"),
        (
            "Prime Minister Mark Carney pledged $2 billion to Ukraine; a US$5 million gift came too.",
            None,
            "USD",
        ),
        ("Sweden will give Ukraine 500 million crowns.", None, "SEK"),
        ("Norway will give Ukraine 500 million crowns.", None, "NOK"),
    ],
)
def test_a_shared_word_for_money_means_the_donors_own(text: str, url: str | None, currency: str) -> None:
    """A plain "$" is the donor's own dollar in an outlet of its country only; crowns are the donor's."""
    assert linked(text, url)[0].currency == currency
