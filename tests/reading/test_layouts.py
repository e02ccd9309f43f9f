"""Every layout reads its dump as a careful person would, value by value and line by line."""

import datetime as dt
import json
import re
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from presspack.article import Article, Record, identity
from presspack.errors import Rejected
from presspack.project.outlets import Outlets
from presspack.reading import urls
from presspack.reading.clean import characters, clean_all
from presspack.reading.dates import MONTHS
from presspack.reading.layouts import LAYOUTS, generic, looked_for
from presspack.reading.lines import MORE_FROM, Lines
from presspack.reading.read import read
from tests.support.dumps import DUMPS
from tests.support.fixtures import as_json, expected, without_lines

WATCH = ("page", "body", "titled", "legacy")
NAMES = sorted(path.stem for path in DUMPS.glob("*.txt"))
SAVED = sorted(path.stem for path in DUMPS.glob("*.html"))  # test_html.py reads them
PIECES = [  # of bodies that are hard to read twice alike
    " ", "   ", "\u00a0", "\u00ad", ".", " ,", " .", "’s", "&amp;", "5 &lt; 6", "lt;", "e\u0301", " -0-", "-0-", "- ", " of", "KCNA", "Mira Solenne",
    "They went home.", "News of the mill", "and the growers", "Kim Jong Un", "Join the NK Pro team", "www.kcna.kp (2025.02.10.)", "113 th day",
    "(Juche111.8.13.)", " km 2 of", "word " * 13, "Sample Times", "”",
]  # fmt: skip


def record(name: str) -> Record:
    """What a container says of the dump: the URL, where the page does not name its outlet."""
    return Record(url=json.loads((DUMPS / f"{name}.json").read_text("utf-8")).get("url"))


def test_every_layout_has_a_fixture_and_every_fixture_a_layout(dumps: dict[str, str], outlets: Outlets) -> None:
    assert {expected(name)["layout"] for name in NAMES} == {layout.name for layout in LAYOUTS}
    assert {expected(name)["layout"] for name in SAVED} - {layout.name for layout in LAYOUTS} == {generic.LAYOUT.name}
    paths = [f"{name}{kind}" for kind, names in ((".txt", NAMES), (".html", SAVED)) for name in names]
    assert sorted(path.name for path in DUMPS.iterdir()) == sorted(
        [*paths, *(f"{name}.json" for name in NAMES + SAVED)]
    )


def test_the_crawl_line_is_shown_in_both_its_forms(dumps: dict[str, str]) -> None:
    firsts = {text.splitlines()[0] for name, text in dumps.items() if expected(name)["layout"] == "page"}
    assert {len(re.findall(r"\d{4}", first)) for first in firsts} == {1, 2}


@pytest.mark.parametrize("name", NAMES)
def test_a_dump_is_read_as_its_json_says(name: str, dumps: dict[str, str], outlets: Outlets) -> None:
    assert as_json(*read(dumps[name], outlets, record(name))) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_exactly_one_layout_claims_a_dump(name: str, dumps: dict[str, str], outlets: Outlets) -> None:
    told = record(name)
    lines = Lines.of(dumps[name], told, outlets.at(urls.host(told.url or "")))
    claims = [layout.name for layout in LAYOUTS if layout.matches(lines)]
    assert claims == [expected(name)["layout"]]


@pytest.mark.parametrize("name", NAMES)
def test_every_line_named_in_a_fixture_holds_its_value(name: str, dumps: dict[str, str]) -> None:
    lines, held = dumps[name].split("\n"), expected(name)

    def squeezed(text: str) -> str:
        return re.sub(r"\s", "", characters(text, Counter()))

    for field in ("title", "byline", "credit"):
        if held[field] is not None:
            assert squeezed(lines[held[f"{field}_line"] - 1]) == squeezed(held[field])
    for label, line in held["labels"]:
        assert held["layout"] not in WATCH or squeezed(label) in squeezed(lines[line - 1])
    for line, title, teaser, _ in held["related"]:
        assert squeezed(lines[line - 1]) == squeezed(title or teaser)
    body = "".join(lines[held["body_line"] - 1 : held["body_last_line"]])
    assert squeezed(held["body"]) in squeezed(body).replace("-0-", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
def test_line_ends_change_neither_values_nor_lines(
    name: str, end: str, dumps: dict[str, str], outlets: Outlets
) -> None:
    assert as_json(*read(dumps[name].replace("\n", end), outlets, record(name))) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_blank_lines_change_lines_and_no_value(name: str, dumps: dict[str, str], outlets: Outlets) -> None:
    close = "\n".join(line for line in dumps[name].split("\n") if line)
    wide = "\n \n" + close.replace("\n", " \n\t\n\n\u00a0") + "\n\n"
    assert without_lines(read(close, outlets, record(name))[1]) == without_lines(
        read(dumps[name], outlets, record(name))[1]
    )
    assert without_lines(read(wide, outlets, record(name))[1]) == without_lines(
        read(dumps[name], outlets, record(name))[1]
    )


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_white_space_in_the_lines_of_a_dump_never_changes_its_id(
    name: str, dumps: dict[str, str], outlets: Outlets, data: st.DataObject
) -> None:
    outlet, article = read(dumps[name], outlets, record(name))
    spaces = data.draw(st.text(" \t\u00a0\u2003\x0b", min_size=1, max_size=4), label="spaces")
    lines = dumps[name].split("\n")
    for number in range(article.body_line or 0, (article.body_last_line or 0) + 1):
        lines[number - 1] = spaces + lines[number - 1].replace(" ", spaces) + spaces
    spaced = read("\n".join(lines), outlets, record(name))
    assert identity(spaced[0], spaced[1].body) == identity(outlet, article.body)
    assert spaced[1].body == article.body


def long_date(day: dt.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day:02d}, {day.year}"


def printed(article: Article) -> str:
    """A clean article, as its layout prints it."""
    label, day = article.labels[0].text, article.published_on
    lines: list[str | None] = []
    if article.layout == "page":
        assert article.crawled_on is not None
        lines += long_date(article.crawled_on), f"KCNA {label}"
    if article.layout != "body":
        lines += article.title, f"Date: {day:%d/%m/%Y} | Source: {label} | Read original version at source"
    if article.layout == "legacy":
        lines.append("Share Button")
    lines += [*article.body.split("\n\n"), article.byline, article.credit]
    if article.date_source == "trailer" and day is not None:
        lines.append(f"www.kcna.kp ({day.year}.{day.month:02d}.{day.day:02d}.)")
    if article.layout == "legacy":
        return "\n".join(filter(None, [*lines, "Get North Korea headlines", "Subscribe to the NK News"]))
    lines.append(f"More From {label}")
    for item in article.related:
        lines += item.title, item.title, item.teaser, long_date(item.date), item.teaser
    return "\n".join(filter(None, [*lines, "More Articles"]))


@pytest.mark.parametrize("name", [name for name in NAMES if expected(name)["layout"] in WATCH])
def test_an_article_that_is_printed_and_read_again_is_the_same_article(
    name: str, dumps: dict[str, str], outlets: Outlets
) -> None:
    article = read(dumps[name], outlets)[1]
    again = read(printed(article), outlets)[1]
    assert without_lines(again) == without_lines(article)
    assert set(again.cleaned) <= {"byline", "credit", "trailer"}


@settings(max_examples=100)
@given(
    paragraphs=st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join), min_size=1, max_size=6)
)
@pytest.mark.parametrize("name", [name for name in NAMES if expected(name)["layout"] in WATCH])
def test_whatever_its_body_is_an_article_read_again_is_the_same(
    name: str, paragraphs: list[str], dumps: dict[str, str], outlets: Outlets
) -> None:
    held = expected(name)
    lines = dumps[name].split("\n")
    lines[held["body_line"] - 1 : held["body_last_line"]] = paragraphs
    article = read("\n".join(lines), outlets)[1]
    assume(re.search(r"\w", article.body))  # else it is rejected
    again = read(printed(article), outlets)[1]
    assert (again.body, again.byline, again.credit) == (article.body, article.byline, article.credit)
    assert (again.published_on, again.title) == (article.published_on, article.title)


def test_the_id_depends_on_the_outlet_and_on_every_letter_of_the_body() -> None:
    ids = [
        identity(*key) for key in [("a", "one\n\ntwo"), ("b", "one\n\ntwo"), ("a", "one\n\ntwp"), ("a", "one\n\nTwo")]
    ]
    assert len(set(ids)) == 4
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in ids)
    # the ids of a published dataset must never change
    assert ids[0] == "8331266cd79b9fd5"


ODD = ("\u00a0", "\u200b", "\u00ad", "e\u0301", "\u3000", "\u2009", "\ufeff", "\u202e", "\x0b", "\u1100\u1161", "  ")


def texts_of(article: Article) -> list[str | None]:
    """Every text of an article, a paragraph each."""
    listed = [text for item in article.related for text in (item.title, item.teaser)]
    return [article.title, article.byline, article.credit, *article.body.split("\n\n"), *listed]


@pytest.mark.parametrize("path", sorted([*DUMPS.glob("*.txt"), *DUMPS.glob("*.html")]), ids=lambda path: path.name)
@settings(max_examples=15)
@given(data=st.data())
def test_every_text_is_clean_whatever_characters_stand_in_the_dump(path, outlets: Outlets, data: st.DataObject) -> None:
    dump = path.read_text("utf-8")
    between = [place.start() for place in re.finditer(r"(?<=[a-z,.]) (?=[A-Za-z])(?![^<]*>)", dump)]  # not in a tag
    for at in data.draw(st.lists(st.sampled_from(between), max_size=5, unique=True).map(sorted))[::-1]:
        dump = dump[:at] + data.draw(st.sampled_from(ODD)) + dump[at + data.draw(st.integers(0, 1)) :]
    try:
        _, article = read(dump, outlets, record(path.stem))
    except Rejected:
        return
    for text in filter(None, texts_of(article)):
        seen = characters(text, Counter(), decoded=True)
        assert clean_all([seen], Counter()) == [text]


@pytest.mark.parametrize("name", NAMES)
def test_words_are_what_white_space_parts(name: str, dumps: dict[str, str], outlets: Outlets) -> None:
    article = read(dumps[name], outlets, record(name))[1]
    assert article.words == len(article.body.split())
    assert article.paragraphs == len(article.body.split("\n\n"))


def test_the_refusal_of_a_text_says_what_was_looked_for() -> None:
    for layout in LAYOUTS:
        assert layout.name in looked_for()
    assert MORE_FROM in looked_for()


@given(blocks=st.lists(st.sampled_from(["item", "other"]), max_size=8), size=st.sampled_from([3, 5]))
def test_items_among_other_lines_are_all_found_and_each_run_of_others_is_one_warning(
    blocks: list[str], size: int, outlets: Outlets
) -> None:
    lines = ["May 05, 2023", "KCNA Sample Times", "A Title", "Date: 03/05/2023 | Source: Sample Times | Read original"]
    lines = [*(lines if size == 5 else []), "A first paragraph of the page.", "More From Sample Times"]
    items: list[tuple[int, str | None, str]] = []
    runs: list[int] = []
    for i, kind in enumerate(blocks):
        here = len(lines) + 1
        teaser, title = f"Teaser number {i} of this list", f"Title number {i}"
        if kind == "other":
            if i == 0 or blocks[i - 1] != "other":
                runs.append(here)
            lines.append(f"a stray line, the {i}th")
        elif size == 3:
            items.append((here, None, teaser))
            lines += [teaser, "May 04, 2023", teaser]
        else:
            items.append((here, title, teaser))
            lines += [title, title, teaser, "May 04, 2023", teaser]
    article = read("\n".join([*lines, "More Articles"]), outlets)[1]
    assert [item[:3] for item in article.related] == items
    assert [note.line for note in article.warnings if note.slug == "related-unclear"] == runs
