"""The pages of kcna.co.jp that hold the items of a day are read item by item."""

import datetime as dt
from pathlib import Path

import pytest

from presspack.article import Record
from presspack.project.outlets import Outlets
from presspack.project.params import Params
from presspack.reading.daypage import items
from presspack.reading.dump import Reader, Row
from presspack.reading.read import read
from tests.support.packing import jsonl
from tests.support.projects import put

URL = "http://www.kcna.co.jp/item/2004/200402/news02/19.htm"
FIRST = (
    "A Mill Turns\n    Pyongyang, February 18 (KCNA) -- The mill of the lower village turned at noon.\n    It went on."
)
SECOND = "A Bakery Opens\nin the Upper Town\n\n    Chongjin, February 17 (KCNA) -- The bakery of the upper town opened.\n    Bread came."
THIRD = "    Wonsan, February 17 (KCNA) -- A ferry without a title sailed from Wonsan to the island."
PAGE = f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


def rows(folder: Path, text: str, url: str | None = URL) -> list[Row]:
    put(folder / "a.jsonl", jsonl([{"text": text, "url": url}]))
    reader = Reader(str(folder), Params().limits)
    return list(reader.rows(reader.take(str(folder / "a.jsonl"), "a.jsonl")))


def test_each_item_is_a_dump_with_its_lines_where_they_were(tmp_path: Path, outlets: Outlets) -> None:
    found = rows(tmp_path, PAGE)
    assert [row.path for row in found] == ["a.jsonl!/1!/1", "a.jsonl!/1!/2", "a.jsonl!/1!/3"]
    told = []
    for row in found:
        outlet, article = read((row.text or b"").decode(), outlets, Record(url=row.url))
        assert (outlet, article.published_on, article.date_source) == ("kcna-co-jp", dt.date(2004, 2, 19), "url")
        told.append((article.title, article.title_line, article.body_line, article.paragraphs))
    assert told == [("A Mill Turns", 1, 2, 2), ("A Bakery Opens in the Upper Town", 5, 8, 2), (None, None, 11, 1)]


def test_nothing_of_the_page_is_lost(tmp_path: Path) -> None:
    text = f"A line of the site\n{PAGE}"
    parts = [(row.text or b"").decode() for row in rows(tmp_path, text)]
    assert "\n".join(part.strip("\n") for part in parts).split() == text.split()


TITLES = ["A Mill Turns", "A Bakery Opens\nin the Upper Town"]
LISTED = "[ February. 19. 2004 Juche 93 ]\n" + "\n".join(TITLES) + "\n"


def marked(text: str, end: str) -> str:
    """The same page in HTML: a title in bold, a paragraph with blanks before it."""
    lines = [line for line in text.split("\n") if line.strip()]
    blanks = (f"<p>&nbsp;&nbsp;{line.strip()}</p>" if line[0] == " " else f"<b>{line}</b><br>" for line in lines)
    return f"<html><body><ul>{''.join(f'<li>{title}' for title in TITLES)}</ul>{end}{end.join(blanks)}</body></html>"


@pytest.mark.parametrize(
    "text",
    [
        LISTED + PAGE,
        f"\n{LISTED}\n\n{PAGE}",
        marked(PAGE, "\n"),
        marked(LISTED + PAGE, "\n"),
        marked(PAGE, ""),
        f"<pre>\n{LISTED}{PAGE}",
    ],
    ids=["listed", "listed apart", "HTML", "HTML, listed", "HTML on one line", "preformatted"],
)
def test_the_items_are_the_same_below_a_list_of_them_and_in_html(text: str, tmp_path: Path, outlets: Outlets) -> None:
    told = []
    for row in rows(tmp_path, text):
        article = read((row.text or b"").decode(), outlets, Record(url=row.url))[1]
        told.append((article.title, article.paragraphs))
    assert told == [("A Mill Turns", 2), ("A Bakery Opens in the Upper Town", 2), (None, 1)]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (FIRST, URL),
        (PAGE, None),
        (PAGE, "http://www.mfa.gov.kp/item/2004/200402/news02/19.htm"),
        (PAGE, "http://www.kcna.co.jp/index.htm"),
        (f"<p>{FIRST}", URL),
        ("<p " + "a=b " * 30_000, URL),
    ],
)
def test_another_page_is_one_dump(text: str, url: str | None, tmp_path: Path) -> None:
    (row,) = rows(tmp_path, text, url)
    assert row.path == "a.jsonl!/1"
    assert list(items(text, url)) == []


def test_one_item_of_the_site_is_dated_by_its_url(outlets: Outlets) -> None:
    url = "http://kcna.co.jp/item/2023/202302/news09/20230209-07ee.html"
    outlet, article = read(FIRST, outlets, Record(url=url))
    assert (outlet, article.layout, article.title) == ("kcna-co-jp", "kcna_co_jp", "A Mill Turns")
    assert (article.published_on, article.date_source) == (dt.date(2023, 2, 9), "url")
