"""What wraps a page changes no value of its article in silence."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.metamorphic import ABOVE, BELOW, SPACES, encoded, found, judge, mutated
from presspack.article import Record
from presspack.project.outlets import Outlets
from presspack.reading import urls
from presspack.reading.edges import is_chrome, is_machine, is_prose
from presspack.reading.read import read
from tests.support.dumps import DUMPS
from tests.support.fixtures import expected

FIXTURES = sorted(path for path in DUMPS.glob("*") if path.suffix in (".txt", ".html"))
PAGE = (DUMPS / "page-doubled.txt").read_text("utf-8")
WRAPPINGS = [wrapping for kind in (ABOVE, BELOW) for wrappings in kind.values() for wrapping in wrappings]


def url_of(path: Path) -> str | None:
    import json

    url = json.loads(path.with_suffix(".json").read_text("utf-8")).get("url")
    return str(url) if url else None


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_a_fixture_that_is_mutated_is_never_silently_another_article(path: Path) -> None:
    text, url = path.read_text("utf-8"), url_of(path)
    base = found(text, url)
    for kind, changed in [*mutated(path.name, text), *encoded(text)]:
        joined = kind in ("spaces: one line", "spaces: line separators")
        got = found(changed, url)
        assert judge(base, got, dropped=kind == "dropped line", joined=joined) != "wrong", (kind, changed[:200])


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_two_pages_in_one_dump_are_never_silently_one(path: Path) -> None:
    text, url = path.read_text("utf-8"), url_of(path)
    base = found(text, url)
    for between in ("\n", "\n\n\n", "\n-----\n"):
        got = found(text + between + text, url)
        assert judge(base, got) != "wrong"
        assert got != base or any(slug == "text-after-end" for slug, _ in got.warnings)


@given(
    st.sampled_from(FIXTURES),
    st.lists(st.sampled_from(WRAPPINGS), max_size=3),
    st.lists(st.sampled_from(WRAPPINGS), max_size=2),
)
def test_any_mix_of_wrappings_gives_the_same_article_a_refusal_or_a_warning(
    path: Path, above: list[str], below: list[str]
) -> None:
    text, url = path.read_text("utf-8"), url_of(path)
    wrapped = "\n".join([*above, text.rstrip(), *below])
    assert judge(found(text, url), found(wrapped, url)) != "wrong"


@given(st.sampled_from([path for path in FIXTURES if path.suffix == ".txt"]), st.sampled_from(sorted(SPACES)))
def test_what_is_wrapped_keeps_its_values_in_other_white_space(path: Path, name: str) -> None:
    text, url = path.read_text("utf-8"), url_of(path)
    joined = name in ("one line", "line separators")
    assert judge(found(text, url), found(SPACES[name](text), url), joined=joined) != "wrong"


@pytest.mark.parametrize(
    "above",
    [
        "https://kcnawatch.example/newstream/1",
        "---\ntitle: Another\ndate: 2001-02-03\n---\n",
        "HTTP/1.1 200 OK\nContent-Type: text/html\n",
        "Home\nNews\nSign In",
        "Sign in to read all of our stories about pears, ladders and lanterns.",
        "May 01, 2020",
    ],
)
def test_a_header_is_found_below_whatever_stands_above_it(above: str, outlets: Outlets) -> None:
    outlet, article = read(f"{above}\n{PAGE}", outlets)
    held = expected("page-doubled")
    assert (outlet, article.title, article.body) == (held["outlet"], held["title"], held["body"])
    assert (str(article.published_on), str(article.crawled_on)) == (held["published_on"], held["crawled_on"])
    assert [(note.slug, note.line) for note in article.warnings if note.slug == "text-before-page"] == [
        ("text-before-page", 1)
    ]


def test_a_second_source_line_is_a_second_page(parse_one) -> None:  # type: ignore[no-untyped-def]
    entry = parse_one(PAGE.replace("More From", "Date: 01/01/2020 | Source: Sample Times\nMore From", 1))
    assert [note.slug for note in entry.reasons] == ["unclear-header"]


def test_markup_below_a_line_is_read_as_markup(outlets: Outlets) -> None:
    text = (DUMPS / "page-saved.html").read_text("utf-8")
    article = read(f"\nhttps://press.example/1\n\n{text}", outlets)[1]
    held = expected("page-saved")
    assert (article.title, article.body) == (held["title"], held["body"])
    assert [(note.slug, note.line) for note in article.warnings] == [("text-before-page", 2)]


def test_the_sample_fixtures_have_no_warning_of_their_edges(outlets: Outlets) -> None:
    for path in FIXTURES:
        article = read(path.read_text("utf-8"), outlets, Record(url=url_of(path)))[1]
        slugs = {note.slug for note in article.warnings}
        assert slugs.isdisjoint({"stray-line", "text-before-page", "repeated-line", "unfinished-paragraph"}), path.name


@pytest.mark.parametrize(
    "line", ["www.a.example/b", "URL: x", "Title: Ferries", "X-Cache: HIT", "* * *", "12", "page 3/4"]
)
def test_lines_of_machines_are_told(line: str) -> None:
    assert is_machine(line)


@pytest.mark.parametrize(
    "line", ["Co-operation: a sign of the times", "Ferry saved from the ice", "12 ferries", "Two: a tale"]
)
def test_titles_are_no_lines_of_machines(line: str) -> None:
    assert not is_machine(line)
    assert not is_chrome(line)


@pytest.mark.parametrize(
    "line", ["Sign In", "Terms and Conditions", "Home > News", "We use cookies.", "© 2024 A Press"]
)
def test_lines_of_a_site_are_told(line: str) -> None:
    assert is_chrome(line)


def test_a_short_sentence_of_korean_is_prose() -> None:
    assert is_prose("물방아가 다시 돌기 시작하였다.")
    assert not is_prose("물방아가 돈다")


@given(st.integers(10**8, 1_454_252_399), st.integers(1000, 999_999_999))
def test_seconds_before_february_2016_date_no_article(seconds: int, number: int) -> None:
    page = urls.page(f"https://kcnawatch.org/newstream/{seconds}-{number}/a")
    assert page is not None
    assert page.key == f"{seconds}-{number}"
    assert page.published_about is None


def test_a_dateline_outranks_the_seconds_of_a_url(outlets: Outlets) -> None:
    text = (DUMPS / "body.txt").read_text("utf-8")  # of 11 April
    for seconds, day in ((1_618_100_000, dt.date(2021, 4, 11)), (1_640_000_000, None)):
        article = read(text, outlets, Record(url=f"https://kcnawatch.org/newstream/{seconds}-123456/a"))[1]
        assert article.published_on == day
        assert ("dates-disagree" in {note.slug for note in article.warnings}) is (day is None)
