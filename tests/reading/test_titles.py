"""Titles and days that a record or a URL gives."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.article import Article, Record
from presspack.project.outlets import Outlets
from presspack.reading import titles, urls
from presspack.reading.read import read

SITE = "http://www.minzu.rep.kp/en/a"
PROSE = "The gardeners of Tolvenna weighed their pears on Friday.\n\nThe scales were borrowed.\nMira Solenne"
Read = Callable[..., Article]


@pytest.fixture
def article(outlets: Outlets) -> Read:
    return lambda text, **record: read(text, outlets, Record(**record))[1]


def dated(article: Article) -> tuple[str, str | None]:
    return str(article.published_on), article.date_source


@pytest.mark.parametrize("title", [None, " "])
def test_prose_without_a_title_is_an_article_of_the_site_that_its_url_names(title: str | None, article: Read) -> None:
    found = article("A Title\n" + PROSE, url=SITE, title=title)
    assert (found.layout, found.title, found.title_line, found.byline) == ("record", "A Title", 1, "Mira Solenne")
    untitled = article(PROSE, url=SITE, title=title)
    assert (untitled.title, untitled.paragraphs) == (None, 2)
    assert [note.slug for note in untitled.warnings] == ["undated", "untitled"]


@pytest.mark.parametrize(
    ("printed", "given"),
    [
        ("A Ferry Waits", "A Ferry Waits"),
        ("A FERRY WAITS", "A ferry waits"),
        ("“A Ferry” Waits", "A Ferry Waits"),
        ("A Ferry\nWaits", "A Ferry Waits"),
        ("A Ferry Waits", "A Ferry Waits | Sample Press"),
        ("A Ferry Waits", "A Ferry\n Waits\n\n[Juche113.1.2.]"),
    ],
)
@pytest.mark.parametrize("site", ["minzu.rep.kp", "mfa.gov.kp", "vok.rep.kp", "kcna.kp", "dprktoday.com"])
def test_a_title_that_the_text_repeats_is_taken_out_of_it_once(
    printed: str, given: str, site: str, article: Read
) -> None:
    found = article(f"{printed}\n{PROSE}", url=f"http://{site}/a", title=given)
    assert found.title == " ".join(printed.split())
    assert found.body.startswith("The gardeners")
    assert dated(found) == (("2024-01-02", "record") if "113" in given else ("None", None))


@pytest.mark.parametrize("end", ["the DPRK.", "the U.S.", "“pears.”", "pears (of 2024)", "pears in 2024", "pears"])
@pytest.mark.parametrize(
    "site", ["mfa.gov.kp", "naenara.com.kp", "vok.rep.kp", "rodong.rep.kp", "kcna.kp", "minzu.rep.kp"]
)
def test_a_paragraph_is_never_the_title_where_the_record_has_one(end: str, site: str, article: Read) -> None:
    text = f"The lower orchard of Tolvenna has the oldest of {end}\nThey bloom in April."
    found = article(text, url=f"http://{site}/a", title="Trees")
    assert (found.title, found.paragraphs) == ("Trees", 2)


@pytest.mark.parametrize("site", ["mfa.gov.kp", "naenara.com.kp", "vok.rep.kp", "kcna.kp", "minzu.rep.kp"])
def test_a_sentence_that_ends_in_an_abbreviation_is_no_title_either(site: str, article: Read) -> None:
    found = article("The lower orchard has the oldest trees of the DPRK.\nThey bloom in April.", url=f"http://{site}/a")
    assert (found.title, found.paragraphs) == (None, 2)
    titled = article(f"Talks with the U.S.\n{PROSE}", url=f"http://{site}/a")
    assert (titled.title, titled.paragraphs) == ("Talks with the U.S.", 2)


def test_a_text_of_one_line_keeps_its_body_and_gives_its_byline(article: Read) -> None:
    text = "The wheel turned. It turns still. Mira Solenne"
    found = article(text, url="http://rodong.rep.kp/en/a", title="A Wheel")
    assert (found.title, found.body, found.byline) == ("A Wheel", "The wheel turned. It turns still.", "Mira Solenne")
    mister = article("They met at noon with Mr. Ri Solenne", url="http://rodong.rep.kp/en/a", title="A Wheel")
    assert mister.byline is None


@given(st.text(max_size=30), st.sampled_from(["", "\n\n[Juche113.1.2.]", " (2024.1.2.)", "[주체113.1.2.]"]))
def test_a_title_is_one_line_with_its_day_taken_off(title: str, day: str) -> None:
    record, on = titles.of(Record(title=f"A{title}." + day))
    assert record.title == " ".join(f"A{title}.".split())
    assert str(on) == ("2024-01-02" if day else "None")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://rodong.rep.kp/en/index.php?strPageID=SF01&newsID=2021-05-12-0001", "2021-05-12"),
        ("http://www.rodong.rep.kp/ko/index.php?MTJAMjAyNC0wNy0xMy1IMDA2QDNAMUBAMEA=", "2024-07-13"),
        ("http://www.rodong.rep.kp/en/index.php?MTJAMjAyNC0wNy0xMy1IMDA2QDNAMUBAMEA%3D", "2024-07-13"),
        ("http://kcna.co.jp/item/2023/202302/news09/20230209-07ee.html", "2023-02-09"),
        ("http://www.kcna.co.jp/calendar/2009/12/12-31/2009-1231-004.html", "2009-12-31"),
        ("http://www.kcna.co.jp/item/1998/9812/news12/24.htm", "1998-12-24"),
        ("https://rodong.rep.kp/en/index.php?newsID=2021-13-12-0001", "None"),
        ("https://rodong.rep.kp/en/index.php?NEBA", "None"),
        ("https://press.example/?u=//rodong.rep.kp/?newsID=2021-05-12-1", "None"),
    ],
)
def test_the_day_in_the_url_of_an_outlet_s_site(url: str, day: str) -> None:
    assert str(urls.day(url)) == day


@pytest.mark.parametrize("printed", [" [Juche113.1.2.]", "[2024.1.2]", " 【Juche113(2024).1.2.】", "\n[Juche113.1.2.]"])
@pytest.mark.parametrize("title", [None, "A Mill"])
def test_the_day_behind_or_below_a_title_in_the_text_is_no_part_of_it(
    printed: str, title: str | None, article: Read
) -> None:
    found = article(f"A Mill{printed}\n{PROSE}", url="http://www.kcna.kp/en/article/q/1.kcmsf", title=title)
    assert (found.title, found.title_line, found.paragraphs) == ("A Mill", 1, 2)
    assert dated(found) == ("2024-01-02", "page")


def test_a_day_in_the_url_that_is_another_than_the_record_s_is_a_warning(article: Read) -> None:
    url = "https://rodong.rep.kp/en/index.php?newsID=2021-05-12-0001"
    assert dated(article(PROSE, url=url, title="A")) == ("2021-05-12", "url")
    found = article(PROSE, url=url, title="A", date="2021-06-12")
    assert dated(found) == ("2021-06-12", "record")
    assert "dates-disagree" in {note.slug for note in found.warnings}
