"""Articles: the text as published, and a date only where somebody tells it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as some

from aidtrack import articles
from aidtrack.articles import Found, Metadata, Skipped
from aidtrack.articles.dates import date_in_text, date_in_url, read_date
from aidtrack.articles.decoding import decode
from aidtrack.articles.header import read_header
from aidtrack.errors import AidtrackError, InputNotFound, LimitExceeded, UnreadableArticle

TITLE = "Aid for Ukraine\n\n"
PROSE = "\n\nThe Pentagon announced a package of $2.3 billion on Tuesday."

# Decoding


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("It gave £2.3bn – €3bn".encode(), "It gave £2.3bn – €3bn"),
        (
            "Kyiv was given £2.3bn – about €3bn – by the government".encode("cp1252"),
            "Kyiv was given £2.3bn – about €3bn – by the government",
        ),
        (b"\xef\xbb\xbfIt gave \xc2\xa35m", "It gave £5m"),
        ("It gave €5m".encode("utf-16"), "It gave €5m"),
        ("It gave €5m".encode("utf-32"), "It gave €5m"),
        ("Zelenskyy – “aid” ".encode() + b"\xe2\x82 of it", "Zelenskyy – “aid” \ufffd of it"),
        (
            "<meta charset=iso-8859-2>Łódź gives 5 zł ".encode("iso-8859-2"),
            "<meta charset=iso-8859-2>Łódź gives 5 zł ",
        ),
        ("<meta charset=windows-1251>€5m".encode(), "<meta charset=windows-1251>€5m"),
    ],
)
def test_bytes_are_decoded_by_a_fixed_policy(raw: bytes, text: str) -> None:
    """Mark, UTF-8, declared charset, UTF-8 with a rare bad byte, Western; a currency sign never changes."""
    assert decode(raw, "a.txt") == text


@given_any(some.binary(max_size=300))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    """Nothing else comes out of decoding."""
    try:
        text = decode(raw, "a.txt")
    except UnreadableArticle:
        return
    assert "\x00" not in text
    text.encode("utf-8")


@given_any(some.text(some.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_utf8_text_comes_back_as_it_was(text: str) -> None:
    """The text is published evidence: it is not mended."""
    assert decode(text.encode(), "a.txt").removeprefix("\ufeff") == text.removeprefix("\ufeff")


# Identity


@pytest.mark.parametrize(
    "variant",
    [
        "Aid of €5m\r\n\r\nfor Kyïv.\r\n",
        "\ufeffAid of €5m\n\nfor Kyïv.",
        "  Aid of €5m for   Kyïv.\n\n\n",
        "Aid of €5m\n\nfor Kyi\u0308v.",
        '---\ntitle: "Another title"\n---\nAid of €5m\n\nfor Kyïv.\n',
    ],
)
def test_one_text_has_one_id(variant: str) -> None:
    """Line ends, marks, white space, composed accents and a title make no other article."""
    assert articles.from_text(variant).id == articles.from_text("Aid of €5m\n\nfor Kyïv.\n").id


def test_equal_words_of_two_days_are_two_articles() -> None:
    """Presidential memoranda for several packages have the same words."""
    memo = "---\ndate: {}\n---\nI direct the drawdown of up to $400 million.\n"
    ids = {articles.from_text(memo.format(day)).id for day in ("2022-11-10", "2022-11-23")}
    assert len(ids) == 2


def test_offsets_point_into_the_text_as_published() -> None:
    """Line ends become one and accents are composed; nothing else is touched."""
    article = articles.from_text("Aid\r\nof  €5m \t now", given=Metadata(published="2024-07-02"))
    assert article.text == "Aid\nof  €5m \t now"


# Header


def test_a_yaml_head() -> None:
    """Quotes, escapes and folded lines of the heads in use; the prose begins after it."""
    text = (
        "---\ntags: releases\ndate: '2022-03-15'\nmodified_time: 2022-03-16 15:31:18-04:00\n"
        "source_url: https://a.example/2022/03/14/x/\npublished_time: 2022-03-15 15:31:17-04:00\n"
        'title: "Biden\\u2019s Plan:\\_Moving \\"Cargo\\" and\\\n  \\ Filling\\_Shelves"\n---\n \nProse.\n'
    )
    article = articles.from_text(text)
    assert (article.published, article.published_from) == ("2022-03-15", "header")
    assert article.url == "https://a.example/2022/03/14/x/"
    assert article.title == 'Biden’s Plan: Moving "Cargo" and Filling Shelves'
    assert article.text[article.body_start :].strip() == "Prose."


@pytest.mark.parametrize(
    ("head", "published", "url", "publisher"),
    [
        ("date: 2024-07-02", "2024-07-02", None, None),
        ("published: July 2, 2024\nsource: Reuters", "2024-07-02", None, "Reuters"),
        (
            "Publication-Date: 2 July 2024\nsource: https://b.example/a",
            "2024-07-02",
            "https://b.example/a",
            "b.example",
        ),
        ("date: 2024-07\npublisher: 'A ''Paper'''", "2024-07", None, "A 'Paper'"),
        ("date: yesterday\nurl: not a url", None, None, None),
        ("updated: 2024-07-02", None, None, None),
    ],
)
def test_heads_in_use(head: str, published: str | None, url: str | None, publisher: str | None) -> None:
    """What tells the date, the URL and the publisher has several names; a change of the page is no date."""
    article = articles.from_text(f"---\n{head}\n---\nSome words.\n")
    assert (article.published, article.url, article.publisher) == (published, url, publisher)


@pytest.mark.parametrize("text", ["---\nno end: 1\n", "-- \nx\n---\n", "\n---\n---\nx"])
def test_what_is_no_head(text: str) -> None:
    """Dashes alone make none."""
    assert read_header(text + "Words.").published is None


def test_a_date_word_before_the_first_words() -> None:
    """The line that some feeds put in front; the prose begins after it."""
    article = articles.from_text(" date 2024-07-02 The Pentagon announced it.\n")
    assert (article.published, article.published_from) == ("2024-07-02", "header")
    assert article.text[article.body_start :].startswith("The Pentagon")


# Date in the text


@pytest.mark.parametrize(
    "line",
    [
        "20 November 2023, 15:34",
        "05:43 AM, November 20, 2023",
        "Published: Nov 20, 2023",
        "Published : 20 Nov 2023, 23:04",
        "PUBLISHED 7:30 AM ET Nov. 20, 2023",
        "November 20, 2023",
        "November 20th, 2023",
        "2023-11-20",
        "2023-11-20 | 10:37",
        "2023-11-20T10:37:00Z",
        "20.11.2023",
        "20/11/2023 09:15",
        "Monday, 20 November 2023 02:05 PM EST",
        "Monday, November 20, 2023",
        "By Jo Bloggs / November 20, 2023 at 1:45 PM",
        "By Jo Bloggs and A. N. Other | Updated: 21 Nov 2023 10:00 | Created: 20 Nov 2023",
        "  • Kyiv • 20 November 2023, 10:22 • 8890 views",
        "Ministry of Energy, posted 20 November 2023 08:10",
        "Issued 2023-11-20 by Joseph R. Biden Jr.",
        "WARSAW, Nov 20, 2023 (BSS/AFP) - Poland will give more.",
        "Washington, Nov 20 (AFP) Nov 20, 2023",
        "November 20, 2023 (PARIS) – A conference closed.",
        "Last updated on Monday, 20 November 2023",
        "CHIȘINĂU, 20 November 2023",
        "by Jo Bloggs and The Example Evening Post news desk November 20, 2023 2:28 PM 1 min read",
        "KYIV, Ukraine, November 20, 2023 /CNW/ - Canada will give more.",
        "Kyiv. November 20, 2023. INTERFAX FINANCE – A mission has come.",
        "(November 20, 2023, 4:59 PM EDT) -- A package cleared the Senate.",
        "11/12/2023 November 20, 2023",
    ],
)
def test_lines_that_date_an_article(line: str) -> None:
    """A line of its own near the top, a label, a dateline with a year."""
    article = articles.from_text(TITLE + line + PROSE)
    assert (article.published, article.published_from) == ("2023-11-20", "text")


@pytest.mark.parametrize(
    "line",
    [
        "15:34",
        "Updated 3 hours ago",
        "© 2025 Public Radio",
        "KIEV, Aug. 1 (Xinhua) -- The first tranche has arrived.",
        "July 2 (UPI) -- A package was announced.",
        "The invasion began on February 24, 2022.",
        "On February 24, 2022, Russia invaded Ukraine, and much has changed since that day for everybody.",
        "Soldiers load shells in Dover, Delaware, on January 21, 2022.",
        "Photo taken on March 3, 2024",
        "Harris meets Zelenskyy, February 24, 2022",
        "Feb 24, 2022: Russia invades",
        "What is not used will lapse on Sept. 30, 2022.",
        "03/04/2024",
        "30 February 2024",
        "$2024-07-02",
        "2024",
        "May 2024",
    ],
)
def test_lines_that_do_not(line: str) -> None:
    """A clock, the date of an event, a day without its year, a date that can be read two ways."""
    article = articles.from_text(TITLE + line + PROSE)
    assert (article.published, article.published_from) == (None, "none")


def test_the_visitors_day_on_top_of_a_page() -> None:
    """The first line may be the day on which the page was saved: the dateline is right, or nothing."""
    frame = "Thursday, November 21, 2024\n\nThe Tribune\n\n"
    assert articles.from_text(frame + "April 15, 2024 (PARIS) – It closed.").published == "2024-04-15"
    assert articles.from_text(frame + "It closed on Monday.").published is None


def test_a_weekday_and_date_yields_to_the_url() -> None:
    """Such a line further down may be the frame's too, so a URL that knows better wins."""
    text = "12 C\nLondon\nMonday, March 10, 2025\n\nIt closed."
    assert articles.from_text(text).published == "2025-03-10"
    url = Metadata(url="https://a.example/2025/03/07/it-closed")
    assert articles.from_text(text, given=url).published == "2025-03-07"


def test_dates_far_down_and_timelines_are_not_the_articles() -> None:
    """Furniture at the end and lists of events hold many dates."""
    assert date_in_text("Title\n" + "Words.\n" * 20 + "March 3, 2023\n") is None
    timeline = "".join(f"{day} March 2023 - They met again\n" for day in range(1, 9))
    assert date_in_text(timeline) is None


# Date in the URL


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2022/12/06/european-council/", "2022-12-06"),
        ("article/2022-12-06-aid", "2022-12-06"),
        ("world/2022/dec/06/aid", "2022-12-06"),
        ("06-Dec-2022/aid?version=amp", "2022-12-06"),
        ("news/2022/1206/1367627-ukraine", "2022-12-06"),
        ("amp/20221206/shells-1115674714.html", "2022-12-06"),
        ("world-europe-20221206", "2022-12-06"),
        ("articles/council+doubles+06122022103800?open", "2022-12-06"),
        ("policy/2022/12/aid/185004/", "2022-12"),
        ("2022/13/06/aid", None),
        ("world-news/2022/33-billion", None),
        ("aid-62345678", None),
        ("20229999/aid", None),
        ("", None),
    ],
)
def test_dates_in_urls(path: str, day: str | None) -> None:
    """Day or month; a year alone or a number that is no date tells nothing."""
    assert date_in_url(f"https://a.example/{path}") == day


def test_a_url_that_is_none() -> None:
    """Nonsense is no date and no failure."""
    assert date_in_url("http://[bad") is date_in_url(None) is None


@pytest.mark.parametrize(
    "text", ["100M", "5m", "may", "2 days ago", "03/04/2024", "2024-02-30", "1e999", "of 40", "2024-13"]
)
def test_words_that_are_no_date(text: str) -> None:
    """A general date parser reads money and names as times."""
    assert read_date(text) is None


@given_any(some.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)))
def test_a_printed_date_reads_back(day: date) -> None:
    """In the orders in which papers print it."""
    for form in ("{:%Y-%m-%d}", "{:%B} {:%d}, {:%Y}", "{:%d} {:%b} {:%Y}", "{:%d}.{:%m}.{:%Y}"):
        assert read_date(form.format(day, day, day)) == f"{day:%Y-%m-%d}"


# Precedence


def test_who_is_believed_first(tmp_path: Path) -> None:
    """A person, then a list, then the header, the text, the URL."""
    file = tmp_path / "a.txt"
    told = []
    for prepare in (
        lambda: file.write_text("Title\n\nA package was announced."),
        lambda: (tmp_path / "manifest.csv").write_text("file,url\na.txt,https://a.example/2024/07/01/x\n"),
        lambda: file.write_text("Title\n\nPublished: 2 July 2024\n\nA package was announced."),
        lambda: file.write_text(
            "---\ndate: 2024-07-03\n---\nPublished: 2 July 2024\n\nA package was announced."
        ),
        lambda: (tmp_path / "a.meta.toml").write_text("published = 2024-07-04\npublisher = 'A Paper'"),
    ):
        prepare()
        article = articles.read(str(file))
        told.append((article.published, article.published_from))
    assert told == [
        (None, "none"),
        ("2024-07-01", "url"),
        ("2024-07-02", "text"),
        ("2024-07-03", "header"),
        ("2024-07-04", "metadata"),
    ]
    article = articles.read(str(file), Metadata(published="2024-07-05"))
    assert (article.published, article.published_from) == ("2024-07-05", "given")
    assert (article.publisher, article.url) == ("A Paper", "https://a.example/2024/07/01/x")


def test_the_files_own_date_is_never_taken(tmp_path: Path) -> None:
    """Whatever the clock says of the file."""
    file = tmp_path / "a.txt"
    file.write_text("A package was announced today.")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    assert articles.read(str(file)).published is None


@pytest.mark.parametrize(
    "manifest",
    [
        "file,url,publisher,title,published\nsub/a.txt,,A Paper,,2024-07-02\n",
        "\ufefffile,published,publisher\r\nsub/a,2 July 2024,A Paper\r\n",
        'published,file,publisher\n2024-07-02,./sub/a.txt,"A Paper"\n',
    ],
)
def test_manifests(tmp_path: Path, manifest: str) -> None:
    """Columns in any order, some missing or empty; with or without the suffix; as Windows writes them."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.txt").write_text("A package was announced.")
    (tmp_path / "manifest.csv").write_text(manifest, newline="")
    found = [each for each in articles.discover([str(tmp_path)]) if isinstance(each, Found)]
    article = articles.read(found[0])
    assert (article.published, article.published_from, article.publisher) == (
        "2024-07-02",
        "metadata",
        "A Paper",
    )


# Sightings


def test_what_the_best_place_tells_stands_whatever_the_order() -> None:
    """A copy without a date takes nothing from one with; the path is the better copy's."""
    text = "A package was announced."
    bare = articles.as_sighting(
        articles.from_text(text, path="a.txt", given=Metadata(url="https://a.example/x"))
    )
    dated = articles.as_sighting(
        articles.from_text(text, path="b.txt", given=Metadata(published="2024-07-02"))
    )
    article = articles.from_text(text)
    for order in ([bare, dated], [dated, bare]):
        told = articles.from_sightings(article, order)
        assert (told.path, told.published, told.url) == ("b.txt", "2024-07-02", "https://a.example/x")


def test_what_a_person_gave_survives_reading_the_file_again() -> None:
    """`ingest FILE --date …` once, and the nightly run over the folder later."""
    text = "Published: 3 July 2024\n\nA package was announced."
    given = articles.as_sighting(articles.from_text(text, path="a", given=Metadata(published="2024-07-02")))
    later = articles.as_sighting(articles.from_text(text, path="a"))
    merged = articles.merge_sighting(given, later)
    assert (merged.published, merged.published_from) == ("2024-07-02", "given")


# Discovery


def test_folders_are_walked_in_a_fixed_order(tmp_path: Path) -> None:
    """Text, Markdown and pages; labels, sidecars, manifests, hidden and other files are not articles."""
    for name in (
        "b.txt",
        "a/z.md",
        "a/b.HTML",
        "a.json",
        "a.meta.toml",
        "manifest.csv",
        ".hidden.txt",
        ".git/x.txt",
        "p.pdf",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words.")
    found = [os.path.relpath(each.path, tmp_path) for each in articles.discover([str(tmp_path)])]
    assert found == ["a/b.HTML", "a/z.md", "b.txt"]
    twice = [str(tmp_path), str(tmp_path / "b.txt"), str(tmp_path / "a.json")]
    assert len(list(articles.discover(twice))) == 3


def test_links_and_special_files(tmp_path: Path) -> None:
    """What leads out of the folder, blocks or dangles is named and passed over; a loop ends."""
    folder = tmp_path / "news"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("Words.")
    (folder / "good.txt").write_text("Words.")
    os.mkfifo(folder / "fifo.txt")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "dangling.txt").symlink_to(folder / "none.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "within.txt").symlink_to(folder / "good.txt")
    items = {os.path.basename(each.path): each for each in articles.discover([str(folder)])}
    assert {name for name, each in items.items() if isinstance(each, Found)} == {"good.txt", "within.txt"}
    skipped = {name: each.why for name, each in items.items() if isinstance(each, Skipped)}
    assert skipped["fifo.txt"] == "not a plain file"
    assert "leads out" in skipped["out.txt"]
    assert set(skipped) == {"fifo.txt", "out.txt", "dangling.txt"}


def test_what_cannot_be_read_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe would block for ever, a device never end."""
    os.mkfifo(tmp_path / "fifo")
    for path in (str(tmp_path / "fifo"), "/dev/zero", str(tmp_path)):
        with pytest.raises(UnreadableArticle):
            articles.read(path)
    with pytest.raises(InputNotFound):
        articles.read(str(tmp_path / "none.txt"))


# Pages

PAGE = """<!DOCTYPE html><html><head><title>More aid | A Paper</title>
<meta property="og:site_name" content="A Paper"><meta property="og:title" content="More aid for Ukraine">
<link rel="canonical" href="https://a.example/news/more-aid">
{meta}</head><body><nav><a href="/">Home</a> 1 January 2020</nav>
<article><h1>More aid for Ukraine</h1>
<p>The United States will provide $2.3&nbsp;billion in new security assistance for Ukraine, the secretary
of defense announced on Tuesday in Washington, standing beside his Ukrainian colleague.</p>
<p>The package comes on top of what was promised before, and holds interceptors, artillery and
ammunition, as officials explained at some length to those who had come to listen to them.</p></article>
<footer>© 2026 A Paper. Updated November 19, 2026</footer></body></html>"""


@pytest.mark.parametrize(
    "meta",
    [
        '<meta property="article:published_time" content="2024-07-02T14:00:00Z">',
        "<meta content='July 2, 2024' name='date'>",
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2024-07-02T10:00"}]}</script>',
    ],
)
def test_a_saved_page(tmp_path: Path, meta: str) -> None:
    """Text without furniture; date, title, site and URL as the page declares them."""
    file = tmp_path / "page.html"
    file.write_text(PAGE.replace("{meta}", meta))
    article = articles.read(str(file))
    assert (article.published, article.published_from) == ("2024-07-02", "header")
    assert (article.title, article.publisher) == ("More aid for Ukraine", "A Paper")
    assert article.url == "https://a.example/news/more-aid"
    assert "will provide $2.3\xa0billion" in article.text or "will provide $2.3 billion" in article.text
    assert "©" not in article.text


def test_a_page_that_declares_no_date_has_none(tmp_path: Path) -> None:
    """The footer's and the menu's dates are not the article's."""
    file = tmp_path / "page.txt"
    file.write_text(PAGE.replace("{meta}", ""))
    assert articles.read(str(file)).published is None


@pytest.mark.parametrize("body", ["<p " + "a=1 " * 50_000 + ">Words.</p>", "<p>Words." * 60_000])
def test_a_page_made_to_choke_the_parser(tmp_path: Path, body: str) -> None:
    """A tag with very many attributes kept it busy for a minute; very many tags do as well."""
    file = tmp_path / "page.html"
    file.write_text(f"<html>{body}</html>")
    with pytest.raises(LimitExceeded):
        articles.read(str(file))


@given_any(some.text(max_size=400))
def test_any_text_is_an_article_or_refused(text: str) -> None:
    """Reading never fails in another way, and what it dates is a date."""
    try:
        article = articles.from_text(text)
    except AidtrackError:
        return
    assert 0 <= article.body_start <= len(article.text)
    assert (article.published is None) == (article.published_from == "none")
