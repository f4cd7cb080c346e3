"""Money: value, currency, hedge and lower end of every form that print uses; what is no sum; linear time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.extract.money import find_money, plain
from aidtrack.lexicon import load
from tests.extract.growth import LINEAR, growth

LEXICON = load()

FORMS = [
    # sign before, scales in all forms
    ("$2.3bn", 2_300_000_000, "USD"),
    ("$1 bln", 1_000_000_000, "USD"),
    ("US$700mn", 700_000_000, "USD"),
    ("£600mn", 600_000_000, "GBP"),
    ("£1billion", 1_000_000_000, "GBP"),
    ("$61B", 61_000_000_000, "USD"),
    ("$800M", 800_000_000, "USD"),
    ("$10MM", 10_000_000, "USD"),
    ("$10 mil", 10_000_000, "USD"),
    ("€1,5 Mrd", 1_500_000_000, "EUR"),
    ("€100m", 100_000_000, "EUR"),
    ("$ 61bn", 61_000_000_000, "USD"),
    ("US $20 million", 20_000_000, "USD"),
    ("USD $ 5.2 billion", 5_200_000_000, "USD"),
    ("USD1.5bn", 1_500_000_000, "USD"),
    ("$1.2 trillion", 1_200_000_000_000, "USD"),
    # words and codes
    ("2.3 billion dollars", 2_300_000_000, "USD"),
    ("1.0 billion US dollars", 1_000_000_000, "USD"),
    ("a billion dollars", 1_000_000_000, "USD"),
    ("half a billion dollars", 500_000_000, "USD"),
    ("a quarter of a billion dollars", 250_000_000, "USD"),
    ("three-quarters of a billion dollars", 750_000_000, "USD"),
    ("a billion and a half dollars", 1_500_000_000, "USD"),
    ("two and a half billion euros", 2_500_000_000, "EUR"),
    ("one hundred million dollars", 100_000_000, "USD"),
    ("twenty-five million pounds", 25_000_000, "GBP"),
    ("seven billion euros", 7_000_000_000, "EUR"),
    ("TEN MILLION DOLLARS", 10_000_000, "USD"),
    ("$2½ billion", 2_500_000_000, "USD"),
    ("$.5 billion", 500_000_000, "USD"),
    # joined with hyphens
    ("a $400-million package", 400_000_000, "USD"),
    ("a fifty-billion-euro package", 50_000_000_000, "EUR"),
    ("a 12.75-million-euro measure", 12_750_000, "EUR"),
    ("a $2 million-dollar programme", 2_000_000, "USD"),
    ("£4.5bn-a-year", 4_500_000_000, "GBP"),
    ("$100 million-worth", 100_000_000, "USD"),
    # digits in groups
    ("$60,807,000,000", 60_807_000_000, "USD"),
    ("$1,000,000", 1_000_000, "USD"),
    ("$400,000,000.00", 400_000_000, "USD"),
    ("$400 000 000", 400_000_000, "USD"),
    ("1.400.000.000 euros", 1_400_000_000, "EUR"),
    ("$13 009 million", 13_009_000_000, "USD"),
    ("1,000 million euros", 1_000_000_000, "EUR"),
    ("5000 million dollars", 5_000_000_000, "USD"),
    ("$ 2 , 5 billion", 2_500_000_000, "USD"),
    ("€7. 2 million", 7_200_000, "EUR"),
    ("UAH 2 billion 548 million", 2_548_000_000, "UAH"),
    ("1 billion 300 million UAH", 1_300_000_000, "UAH"),
    # which dollar, crown, franc
    ("C$500 million", 500_000_000, "CAD"),
    ("CAD$500 million", 500_000_000, "CAD"),
    ("500 million Canadian dollars", 500_000_000, "CAD"),
    ("A$110 million", 110_000_000, "AUD"),
    ("16 million New Zealand dollars", 16_000_000, "NZD"),
    ("NOK 85bn", 85_000_000_000, "NOK"),
    ("SEK 6.2 billion", 6_200_000_000, "SEK"),
    ("40 billion kronor", 40_000_000_000, "SEK"),
    ("5 billion Czech crowns", 5_000_000_000, "CZK"),
    ("DKr3.7bn", 3_700_000_000, "DKK"),
    ("425 million ISK", 425_000_000, "ISK"),
    ("ISK one billion", 1_000_000_000, "ISK"),
    ("140 million Swiss francs", 140_000_000, "CHF"),
    ("¥300 billion", 300_000_000_000, "JPY"),
    ("130 billion won", 130_000_000_000, "KRW"),
    ("₴2 billion", 2_000_000_000, "UAH"),
    ("PLN 100 million", 100_000_000, "PLN"),
    ("SDR 664 million", 664_000_000, "XDR"),
    ("664 million special drawing rights", 664_000_000, "XDR"),
    # broken by lines, odd spaces, marks
    ("$300\nmillion", 300_000_000, "USD"),
    ("$300 \n        million", 300_000_000, "USD"),
    ("2.3\u00a0billion\u202fdollars", 2_300_000_000, "USD"),
    ("$ 300 &nbsp; million", 300_000_000, "USD"),
    ("**$300 million**", 300_000_000, "USD"),
    ("\u201c$300 million\u201d", 300_000_000, "USD"),
]


@pytest.mark.parametrize(("form", "amount", "currency"), FORMS)
def test_each_form_of_print_is_one_amount(form: str, amount: int, currency: str) -> None:
    """Within a sentence, the form is found once, with its value and currency; its span holds its digits."""
    text = plain(f"It gave {form} last week.")
    (money,) = find_money(text, LEXICON)
    assert (money.amount, money.currency, money.qualifier, money.amount_low) == (
        amount,
        currency,
        "exact",
        None,
    )
    assert text[money.start : money.end].strip() == text[money.start : money.end] != ""


HEDGED = [
    ("nearly $1bn", "about"),
    ("about $1bn", "about"),
    ("almost €1bn", "about"),
    ("some $1 billion", "about"),
    ("just under $1bn", "about"),
    ("roughly an additional $1bn", "about"),
    ("approximately USD $ 1 billion", "about"),
    ("$1bn or so", "about"),
    ("estimated at $1bn", "about"),
    ("more than $1bn", "over"),
    ("over 1 billion dollars", "over"),
    ("at least $1bn", "over"),
    ("exceeding $1bn", "over"),
    ("upwards of $1bn", "over"),
    ("no less than $1bn", "over"),
    ("$1bn-plus", "over"),
    ("$1 billion or more", "over"),
    ("up to $1bn", "up_to"),
    ('"up to" 1 billion euros', "up_to"),
    ("up to an aggregate value of $1bn", "up_to"),
    ("as much as $1bn", "up_to"),
    ("less than $1bn", "up_to"),
    ("not more than $1bn", "up_to"),
    ("a maximum of $1bn", "up_to"),
    # what only looks like a hedge
    ("gifts that add up to $1bn", "exact"),
    ("wrangling over a $1bn package", "exact"),
    ("handed over $1bn", "exact"),
    ("more than the $1bn that was asked for", "exact"),
    ("for over a year $1bn", "exact"),
    ("about Ukraine: $1bn", "exact"),
]


@pytest.mark.parametrize(("phrase", "qualifier"), HEDGED)
def test_hedges_are_read_from_the_words_beside(phrase: str, qualifier: str) -> None:
    """The words that touch the amount hedge it, and no others."""
    (money,) = find_money(plain(f"There were {phrase}."), LEXICON)
    assert (money.amount, money.qualifier) == (1_000_000_000, qualifier)


RANGES = [
    ("between $1.5 and $2 billion", 1_500_000_000, 2_000_000_000),
    ("between 10 and 15 million euros", 10_000_000, 15_000_000),
    ("$800m-$1bn", 800_000_000, 1_000_000_000),
    ("$300 million - $400 million", 300_000_000, 400_000_000),
    ("$1.5-2 billion", 1_500_000_000, 2_000_000_000),
    ("€2.5–3 billion", 2_500_000_000, 3_000_000_000),
    ("$500m to $600m", 500_000_000, 600_000_000),
    ("240 to 250 million dollars", 240_000_000, 250_000_000),
    ("between $500,000 and $1 million", 500_000, 1_000_000),
]


@pytest.mark.parametrize(("phrase", "low", "high"), RANGES)
def test_a_range_is_one_amount(phrase: str, low: int, high: int) -> None:
    """A range takes its upper end as amount and keeps the lower one."""
    (money,) = find_money(plain(f"It gave {phrase} for tanks."), LEXICON)
    assert (money.amount_low, money.amount) == (low, high)


def test_a_change_is_no_range() -> None:
    """ "From … to …" tells two sums, as does a list."""
    for phrase in (
        "from $1 billion to $2 billion",
        "$1 billion and $2 billion",
        "$1 billion for A, $2 billion for B",
    ):
        assert [m.amount for m in find_money(phrase, LEXICON)] == [1_000_000_000, 2_000_000_000]


NO_MONEY = [
    "100M soldiers", "2 million people fled", "a force of 300 million", "a nine-figure sum",
    "hundreds of millions of dollars", "tens of billions of euros", "several hundred million dollars",
    "a couple of billion dollars", "they try 300 million times", "sterling work", "the year 2024", "F-16",
    "500 million doses", "155 mm shells", "Section 506(a)(1)", "3.5 percent", "$", "€ million",
    "a dollar store", "$99999999999999999999", "1.8 million pounds of relief supplies",
]  # fmt: skip


@pytest.mark.parametrize("phrase", NO_MONEY)
def test_what_counts_no_money_is_no_amount(phrase: str) -> None:
    """Counts, vague words and digits without a currency are no amounts."""
    assert find_money(plain(f"There were {phrase}."), LEXICON) == []


def test_equivalents_and_lists_are_separate_amounts() -> None:
    """A conversion in brackets and each item of a list is an amount; a list prints its scale once."""
    text = "It gave $2.3bn (£1.8bn), and $60 billion for Kyiv, $14 for Israel."
    assert [(m.amount, m.currency) for m in find_money(text, LEXICON)] == [
        (2_300_000_000, "USD"),
        (1_800_000_000, "GBP"),
        (60_000_000_000, "USD"),
        (14_000_000_000, "USD"),
    ]


def test_a_number_borrows_the_currency_of_its_neighbour() -> None:
    """ "Another 150 million" beside dollars is dollars; people beside dollars stay people."""
    text = "It gave $5 billion, another 150 million of it for 2 million refugees."
    assert [(m.amount, m.currency, m.bare) for m in find_money(text, LEXICON)] == [
        (5_000_000_000, "USD", False),
        (150_000_000, "USD", True),
    ]


def test_shared_words_stay_open() -> None:
    """A plain dollar may be Canada's, a crown any Nordic or Czech one, until the donor is known."""
    (dollar,) = find_money("It gave $5 million.", LEXICON)
    (crown,) = find_money("It gave 5 million crowns.", LEXICON)
    assert (dollar.currency, set(dollar.open_to)) == ("USD", {"CAD", "AUD", "NZD"})
    assert {"NOK", "DKK", "CZK"} <= {crown.currency, *crown.open_to}


SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "NOK": "NOK ", "SEK": "SEK ", "CAD": "C$", "AUD": "A$"}


def written(amount: int, form: int) -> str:
    """Write an amount as print does: in full, grouped, or with a scale and no more digits than it needs."""
    if form == 0 or amount < 10**6:
        return f"{amount:,}"
    scale, word = (10**9, ("bn", " billion", "B")) if amount >= 10**9 else (10**6, ("m", " million", "mn"))
    whole, rest = divmod(amount, scale)
    digits = f"{rest:0{len(str(scale)) - 1}d}".rstrip("0")
    return f"{whole}{'.' + digits if digits else ''}{word[form % 3]}"


@given(
    st.integers(1, 999_999).map(lambda n: n * 10**6) | st.integers(10_000, 10**12),
    st.sampled_from(sorted(SIGNS)),
    st.integers(0, 3),
)
def test_a_printed_amount_reads_back(amount: int, currency: str, form: int) -> None:
    """Whatever the amount, what print makes of it reads as that amount again."""
    scaled = amount if form == 0 else amount // 10**6 * 10**6 or amount
    (money,) = find_money(f"It gave {SIGNS[currency]}{written(scaled, form)} last week.", LEXICON)
    assert (money.amount, money.currency) == (scaled, currency)


@given(
    st.lists(
        st.sampled_from([*"0123456789.,$€£ \n-()–", "billion", "m", "euros", " to ", "US", "½"]), max_size=60
    ).map("".join)
)
def test_any_text_gives_amounts_in_order(text: str) -> None:
    """Spans are ordered, apart, within the text; amounts are whole and positive; a lower end is lower."""
    found = find_money(plain(text), LEXICON)
    assert all(0 <= m.hedge_start <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(isinstance(m.amount, int) and m.amount > 0 and (m.amount_low or 0) < m.amount for m in found)


@given(st.text(max_size=80))
def test_plain_keeps_every_offset(text: str) -> None:
    """Text made plain is as long as before, and plain already."""
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


HOSTILE = [
    "1234567890", "$", "$$1", "1,", "1 ", "1.1", "(", "$1bn (", "€1 ", "$1-", "one ", "billion ",
    "1 million ", "$1 to ", "between $1 and ", "up to ", "more than the ", "\n", "USD ", "a hundred ",
    "$1 &nbsp;", "½", "-",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text(piece: str) -> None:
    """Time grows no faster than the text, whatever it repeats."""
    assert growth(lambda text: find_money(plain(text), LEXICON), piece, 10_000) <= LINEAR
