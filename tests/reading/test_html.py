"""A saved page of HTML is read as its text would be."""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generate import dumps as made
from presspack.article import Article, Record
from presspack.errors import Rejected
from presspack.project.outlets import Outlets
from presspack.project.rules import REASONS
from presspack.reading import saved_page as html
from presspack.reading.encodings.decode import decode
from presspack.reading.read import read
from tests.support.dumps import DUMPS
from tests.support.fixtures import as_json, expected, without_lines

PAGES = {path.stem: path.read_text("utf-8") for path in sorted(DUMPS.glob("*.html"))}
NOTHING = Record()
SITE = Record(url="http://www.courier.example/news/1")
SOURCE = "<p>Date: 19/01/2026 | Source: Sample Courier (En) | Read original version at source</p>"
BODY = "<p>The growers met at the gate.</p>"
END = "<p>More From Sample Courier (En)</p><p>More Articles</p>"


def values(text: str, outlets: Outlets, record: Record = NOTHING) -> Any:
    """All that is read of a dump but its lines and how often it was cleaned, or the reason why it is refused."""
    try:
        outlet, article = read(text, outlets, record)
    except Rejected as refusal:
        return refusal.note.slug
    found = without_lines(article)
    found["reasons"] = [note.slug for note in article.reasons]
    return outlet, found


def shown(text: str, outlets: Outlets) -> list[str]:
    """The lines of a page."""
    return html.lines(text, Record(), outlets).texts


def read_one(text: str, outlets: Outlets, record: Record = NOTHING) -> Article:
    return read(text, outlets, record)[1]


def test_the_same_dumps_as_text_and_as_html_give_the_same_articles(outlets: Outlets) -> None:
    told = []
    for (truth, text), (same, page) in zip(made(250, 11), made(250, 11, html=1), strict=True):
        assert truth == same
        if text != page:
            assert values(decode(page)[0].decode(), outlets) == values(decode(text)[0].decode(), outlets)
            told.append(truth.layout)
    assert len(told) >= 200
    assert set(told) == {"page", "body", "titled", "legacy"}


@pytest.mark.parametrize("name", PAGES)
def test_a_saved_page_is_read_as_its_json_says(name: str, outlets: Outlets) -> None:
    assert as_json(*read(PAGES[name], outlets)) == expected(name)


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize("name", PAGES)
def test_line_ends_change_nothing(name: str, end: str, outlets: Outlets) -> None:
    assert as_json(*read(PAGES[name].replace("\n", end), outlets)) == expected(name)


@pytest.mark.parametrize(
    ("saved", "text"), [("page-saved", "page-doubled"), ("body-saved", "body"), ("mfa-saved", "mfa")]
)
def test_a_saved_page_and_the_text_of_the_same_page_are_one_article(
    saved: str, text: str, dumps: dict[str, str], outlets: Outlets
) -> None:
    record = html.lines(PAGES[saved], Record(), outlets).record
    assert values(PAGES[saved], outlets) == values(dumps[text], outlets, record)


@pytest.mark.parametrize("name", PAGES)
def test_every_line_named_is_where_the_value_begins(name: str) -> None:
    lines, held = PAGES[name].split("\n"), expected(name)
    for field in ("title", "byline", "credit"):
        if held[field] is not None:
            assert held[field].split()[0] in "".join(lines[held[f"{field}_line"] - 1 :][:2])
    paragraphs = held["body"].split("\n\n")
    assert paragraphs[0][:30] in lines[held["body_line"] - 1]
    assert re.findall(r"\w+", paragraphs[-1])[-1] in lines[held["body_last_line"] - 1]
    for line, title, teaser, _ in held["related"]:
        assert (title or teaser) in "".join(lines[line - 1 :][:2])


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE html><p>x", "\n\n <HTML\n>", "<?xml version='1.0'?>", "<p>x", "<div class=a>", "<!-- a --><p>x"]
)
def test_markup_is_told_by_its_first_letters(text: str) -> None:
    assert html.is_html(text)


@pytest.mark.parametrize(
    "text", ["", "A <p>", "< 40 goats", "<<Red Star>> wrote", "<Interview> with a goat", "<pear", "&lt;p>"]
)
def test_other_texts_are_not_markup(text: str) -> None:
    assert not html.is_html(text)


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("<p>a <b>bold</b> <i>word</i><p>x", ["a bold word", "x"]),
        ("<p>one\n  two\tthree</p>", ["one two three"]),
        ("<div>one<div>two</div>three</div>", ["one", "two", "three"]),
        ("one<br>two<br/>three", ["one", "two", "three"]),
        ("<p>a<!-- b\n -->c<?d?>e", ["ace"]),
        ("<p>a<script>b</script>c<style>d</style>e<template>f</template>g<noscript>h</noscript>i", ["acegi"]),
        ("<p>a<span hidden>b</span>c<span style='Display : none'>d</span>e", ["ace"]),
        ("<p>&eacute;&#233;&#x80;&lt;&amp;lt;", ["éé€<&lt;"]),
        ("<p>a&nbsp;&nbsp;b", ["a  b"]),
        ("<pre>one\n two\n\nthree</pre>four", ["one", "two", "three", "four"]),
        ("<ul><li>one<li>two</ul><table><tr><td>three<td>four</table>", ["one", "two", "three", "four"]),
        ("<title>a</title><p>b", ["b"]),
        ("<p>a<svg><title>b</title></svg><select><option>c</select><textarea>d</textarea>e", ["ae"]),
        ("<html><meta charset='euc-kr'><p>조선 é", ["조선 é"]),
    ],
)  # fmt: skip
def test_lines_are_what_a_browser_shows(markup: str, lines: list[str], outlets: Outlets) -> None:
    assert shown(markup, outlets) == lines


def test_lines_are_numbered_by_where_their_text_begins(outlets: Outlets) -> None:
    page = "<html\n lang=en><body><!-- a\nb --><script>\n\n</script>\n\n first\n<p\nclass=x>\nsecond<pre>\nthird\n\nfourth</pre>"
    lines = html.lines(page, Record(), outlets)
    source = page.split("\n")
    assert [word in source[n - 1] for word, n in zip(lines.texts, lines.numbers, strict=True)] == [True] * 4
    long = "<p>\n" * 70_000 + "<p>last"
    assert html.lines(long, Record(), outlets).numbers == [70_001]


def test_navigation_around_the_article_is_left_out(outlets: Outlets) -> None:
    menu = "<div>KCNA Watch</div><div>Home</div><div>Sources</div>"
    page = f"<html>{menu}<p>January 20, 2026Jan 20, 2026</p>{menu}<p>KCNA Sample Courier (En)</p>{menu}<h1>Gate</h1>"
    page += f"<p>share this</p>{SOURCE}{BODY}{END}{menu}"
    article = read_one(page, outlets)
    assert (article.title, article.body, article.warnings) == ("Gate", "The growers met at the gate.", [])
    assert [label.text for label in article.labels] == ["Sample Courier (En)"] * 3
    assert str(article.crawled_on) == "2026-01-20"


def test_a_line_above_the_source_line_is_a_title_only_if_something_says_so(outlets: Outlets) -> None:
    def title(above: str, head: str = "") -> str | None:
        return read_one(f"<html>{head}{above}{SOURCE}{BODY}{END}", outlets).title

    assert title("<p>Home</p><p>Gate</p>") is None
    assert title("<p>Gate</p>") == "Gate"
    assert title("<p>Home</p><p>Gate opens</p>", "<title>Gate opens | KCNA Watch</title>") == "Gate opens"
    assert title("<p>Home</p><h2>Gate</h2>") == "Gate"
    assert title("<header><h1>Watchers</h1></header><p>Home</p>") == "Home"
    assert title("<nav><h1>Watchers</h1><p>Home</p></nav>") is None


def test_dates_of_other_articles_are_not_the_crawl(outlets: Outlets) -> None:
    days = "<p>January 20, 2026</p><p>Oats</p><p>January 19, 2026</p><h1>Gate</h1>"
    article = read_one(f"<html>{days}{SOURCE}{BODY}{END}", outlets)
    assert (article.layout, article.crawled_on, article.title) == ("titled", None, "Gate")


def test_a_page_without_end_mark_ends_before_its_foot(outlets: Outlets) -> None:
    article = read_one(f"<html><h1>Gate</h1>{SOURCE}{BODY}<footer>Contact</footer>", outlets)
    assert article.body == "The growers met at the gate."
    assert [note.slug for note in article.warnings] == ["no-end-mark"]


WATCHED = "https://kcnawatch.org/newstream/1768780800-123456789/gate/"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (f'<link rel="canonical" href=" {WATCHED} ">', WATCHED),
        (f'<meta property="og:url" content="{WATCHED}">', WATCHED),
        (f'<meta property="og:url" content="http://courier.example/"><link rel=canonical href="{WATCHED}">', WATCHED),
        ('<link rel=canonical href="javascript:alert(1)">', None),
        ('<link rel=canonical href="/news/1">', None),
        ('<link rel=canonical href="http://a b/">', None),
        ('<link rel=canonical href="http://[">', "http://["),
        ('<link rel=stylesheet href="http://courier.example/x.css">', None),
    ],
)
def test_a_page_may_name_its_own_url(head: str, url: str | None, outlets: Outlets) -> None:
    assert html.lines(f"<html>{head}{SOURCE}", Record(), outlets).record.url == url


def test_the_url_of_the_container_counts_more_than_that_of_the_page(outlets: Outlets) -> None:
    lines = html.lines(f'<link rel="canonical" href="{WATCHED}">{SOURCE}', SITE, outlets)
    assert lines.record == SITE
    assert lines.site is not None and lines.site.id == "sample-courier"


PROSE = textwrap.dedent("""
    <p>The keeper of the mill counted the goats on Tuesday and found nineteen of them, two more than a year ago.</p>
    <p>She told callers that the two had come over the pass in the fog, and that nobody had asked for them back.</p>
    <p>The goats sleep in the chapel when it snows, and the bell rope has been moved out of their reach.</p>""")


def test_a_short_page_keeps_its_paragraphs(outlets: Outlets) -> None:
    page = (
        "<body><article><h1>A Mill</h1><p>{}</p><p>{}</p><time datetime=2025-03-01>a year ago</time></article></body>"
    )
    first, second = (
        "The keeper of the mill counted the goats on Tuesday.",
        "She found nineteen of them, two more than a year ago.",
    )
    article = read_one(f"<html>{page.format(first, second)}</html>", outlets, SITE)
    assert (article.title, article.body) == ("A Mill", f"{first}\n\n{second}")


def test_two_days_on_one_page_are_a_warning(outlets: Outlets) -> None:
    article = generic('<meta name="date" content="2025-03-01"><meta name="pubdate" content="2025-03-02">', outlets)
    assert str(article.published_on) == "2025-03-01"
    assert "dates-disagree" in {note.slug for note in article.warnings}


@pytest.mark.parametrize(
    "inside",
    [
        f"<script>for (i=0;i<n;i++) {{ a = [{'1, ' * 60_000}] }}</script>",
        f"<style>a<b {{ {'x: y; ' * 30_000} }}</style>",
        f"<!-- a <b {'c ' * 60_000} -->",
        f"<script>a<b {'c ' * 60_000}",
        f"<img src=data:image/png;base64,{'QUJD' * 50_000}>",
        f'<img src="{"a b " * 50_000}">',
    ],
    ids=["script", "style", "comment", "script without end", "unquoted data", "quoted data"],
)
def test_what_is_no_tag_is_not_taken_for_an_endless_one(inside: str, outlets: Outlets) -> None:
    page = (DUMPS / "page-saved.html").read_text("utf-8")
    article = read_one(page.rstrip() + inside, outlets)
    assert (article.title, article.body) == (expected("page-saved")["title"], expected("page-saved")["body"])


@pytest.mark.parametrize("name", ["page-saved", "body-saved", "mfa-saved", "trafilatura"])
def test_two_pages_in_one_dump_are_refused(name: str, outlets: Outlets) -> None:
    page = (DUMPS / f"{name}.html").read_text("utf-8")
    with pytest.raises(Rejected) as refusal:
        read_one(f"{page}\n{page}", outlets, Record(url=expected_url(name)))
    assert refusal.value.note.slug in ("more-from-twice", "html-unreadable", "unclear-header")
    assert (refusal.value.note.line or 0) > page.count("\n") / 2


def expected_url(name: str) -> str | None:
    url = json.loads((DUMPS / f"{name}.json").read_text("utf-8")).get("url")
    return str(url) if url else None


def generic(head: str, outlets: Outlets, body: str = PROSE) -> Article:
    return read_one(f"<html><head>{head}</head><body><div>{body}</div></body></html>", outlets, SITE)


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("", None),
        ('<meta property="article:published_time" content="2025-03-01T02:00:00+09:00">', "2025-03-01"),
        ('<meta property="article:published_time" content="2025-02-28T17:00:00Z">', "2025-03-01"),
        ('<meta name="date" content="2025-03-01">', "2025-03-01"),
        ('<meta name="date" content="yesterday"><meta name="pubdate" content="2025-03-01">', "2025-03-01"),
        ('<meta name="date" content="9999-12-31T23:00:00Z">', None),
        ('<meta name="date" content="2025-03-01T23:30:00-05:00">', "2025-03-01"),
        ('<meta itemprop="datePublished" content="2025-03-01">', "2025-03-01"),
        ('<script type="application/ld+json">{"datePublished": "2025-03-01"}</script>', "2025-03-01"),
        ('<script type="application/ld+json">{"@graph": [{}, {"datePublished": "2025-03-01"}]}</script>', "2025-03-01"),
        ('<script type="application/ld+json">{"datePublished": [</script>', None),
        ('<script type="application/ld+json">' + '["datePublished", ' * 5000 + "</script>", None),
        ('<script type="application/ld+json">{"@type": "VideoObject", "datePublished": "2025-03-01"}</script>', None),
        (
            '<script type="application/ld+json">{"@type": ["NewsArticle"], "datePublished": "2025-03-01"}</script>',
            "2025-03-01",
        ),
        (
            '<body><div itemscope itemtype="https://schema.org/VideoObject"><meta itemprop="datePublished" content="2025-03-01"></div>',
            None,
        ),
        (
            '<title>A Mill</title><script type="application/ld+json">[{"@type": "NewsArticle", "headline": "B", '
            '"datePublished": "2019-01-02"}, {"@type": "NewsArticle", "headline": "a mill", "datePublished": "2025-03-01"}]</script>',
            "2025-03-01",
        ),
        (
            '<script type="application/ld+json">[{"@type": "NewsArticle", "headline": "B", "datePublished": "2019-01-02"}, '
            '{"@type": "NewsArticle", "headline": "C", "datePublished": "2025-03-01"}]</script>',
            None,
        ),
        (
            '<script type="application/ld+json">{"@type": "WebPage", "mainEntity": {"@type": "Article", "datePublished": '
            '"2025-03-01"}, "video": {"@type": "VideoObject", "datePublished": "2019-01-01"}}</script>',
            "2025-03-01",
        ),
        ("<body><time datetime=2025-03-01>a year ago</time>", None),
        ("<body><article><h1>A</h1><time datetime=2025-03-01>a year ago</time></article>", "2025-03-01"),
        ("<body><article><time datetime=2025-03-01>a</time><time datetime=2025-03-02>b</time></article>", None),
        ("<body><article><h1>A</h1><article class=x><time datetime=2025-03-01>a</time></article></article>", None),
        ("<body><article><div class=comments><time datetime=2025-03-01>a</time></div></article>", None),
        ("<body><main><aside><time datetime=2025-03-01>a</time></aside></main>", None),
        (
            '<h1>A Mill</h1><script type="application/ld+json">{"headline": "Goats", "datePublished": "2019-01-02"}</script>',
            None,
        ),
        (
            "<h1>A Mill &amp; Goats</h1>"
            '<script type="application/ld+json">{"headline": "A mill &amp; goats", "datePublished": "2025-03-01"}</script>',
            "2025-03-01",
        ),
        (
            '<script type="application/ld+json">{"@type": "CollectionPage", "datePublished": "2019-01-02"}</script>',
            None,
        ),
        (
            '<body><h1>A Mill</h1><div itemscope itemtype="https://schema.org/NewsArticle"><b itemprop="headline">Goats</b>'
            '<meta itemprop="datePublished" content="2019-01-02"></div>',
            None,
        ),
        ('<body><div class="comment"><meta itemprop="datePublished" content="2019-01-02"></div>', None),
    ],
)
def test_only_the_metadata_of_a_page_dates_what_trafilatura_reads(
    head: str, date: str | None, outlets: Outlets
) -> None:
    article = generic(head, outlets, PROSE + "<p>Printed on 2 May 2024.</p>")
    assert article.layout == "trafilatura"
    assert (article.published_on and str(article.published_on)) == date
    assert article.date_source == ("page" if date else None)


@pytest.mark.parametrize(
    ("page", "date"),
    [
        ("<main><time {t}>today</time><article><h1>A Mill</h1>{p}</article></main>", None),  # of the site
        ("<body class=sidebar-left><article><h1>A Mill</h1><time {t}>then</time>{p}</article>", "2025-03-01"),
        ("<article><h1>A Mill</h1>{p}<div><b>Goats</b> <time {t}>then</time></div></article>", None),  # below the text
        ("<article><h1>A Mill</h1>{p}<time {t} itemprop=datePublished>then</time></article>", "2025-03-01"),
        (
            "<article><h1>A Mill</h1><p>Of <time {t}>that day</time>, and of all of the days before it, the keeper of the mill said, we count goats.{p}",
            None,
        ),
        ("<article><h1>A Mill</h1><time class=updated {t}>then</time>{p}</article>", None),
        ("<article><h1>A Mill</h1><time itemprop=dateModified {t}>then</time>{p}</article>", None),
        ("<article><h1>A Mill</h1><i>By Mira, here since <time {t}>spring</time></i>{p}</article>", None),
        (
            "<article><h1>A Mill</h1><time class=published {t}>a</time>"
            "<time class=updated datetime=2025-04-01>b</time>{p}</article>",
            "2025-03-01",
        ),
        ("<article><h1>A Mill</h1>" + "<time {t}>then</time>" * 501 + "{p}</article>", None),  # a list
    ],
)
def test_a_time_dates_an_article_only_from_above_its_text(page: str, date: str | None, outlets: Outlets) -> None:
    article = read_one(f"<html>{page.format(t='datetime=2025-03-01', p=PROSE)}</html>", outlets, SITE)
    assert (article.published_on and str(article.published_on)) == date


@pytest.mark.parametrize("tag", ["time", "label", "output", "b", "abbr", "q", "mark"])
def test_no_word_of_a_paragraph_is_lost_for_the_element_that_it_is_in(tag: str, outlets: Outlets) -> None:
    page = f"<html><body><div>{PROSE}</div></body></html>"
    marked = page.replace("on Tuesday", f"on <{tag}>Tuesday</{tag}>")
    assert read_one(marked, outlets, SITE).body == read_one(page, outlets, SITE).body


SECOND = "She told callers that the two had come over the pass in the fog, and that nobody had asked for them back."


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (f"<p><a href=/x>{SECOND}</a></p>", f"left out of the body: {SECOND}"),  # taken for a menu
        (f"<p>{SECOND}</p><div>Advertisement</div>", "Advertisement"),
    ],
)
def test_what_the_extractor_leaves_out_or_lets_in_is_a_warning(made: str, told: str, outlets: Outlets) -> None:
    article = generic("<title>A Mill</title>", outlets, PROSE.replace(f"<p>{SECOND}</p>", made))
    assert SECOND in article.body or told in {note.detail for note in article.warnings}
    assert "Advertisement" not in article.body or told in {note.detail for note in article.warnings}


def test_what_is_hidden_is_not_in_the_body(outlets: Outlets) -> None:
    hidden = "<p hidden>Nobody sees these words of the keeper of the mill, who has hidden them with some care.</p>"
    assert generic("<title>A</title>", outlets, PROSE + hidden).body == generic("<title>A</title>", outlets).body


@pytest.mark.parametrize("tag", ["aside", "figcaption", "div class=related", "div id=comments"])
def test_a_note_in_the_article_of_a_site_is_a_warning(tag: str, outlets: Outlets) -> None:
    note = f"<{tag}><p>The keeper has written of goats since the spring.</p></{tag.split()[0]}>"
    page = f"<html><article><h1>A Mill</h1>{PROSE}{note}<p>They left on Friday.</p></article></html>"
    article = read_one(page, outlets, Record(url="http://www.mfa.gov.kp/en/1"))
    assert article.layout == "mfa"
    assert "The keeper has written of goats since the spring." in {each.detail for each in article.warnings}


def test_lines_of_the_site_at_the_edges_of_a_body_are_a_warning(outlets: Outlets) -> None:
    article = generic("<title>A Mill</title>", outlets, f"<div>2025-03-01 07:00</div>{PROSE}<p>Share this page")
    texts = article.body.split("\n\n")
    told = {note.detail for note in article.warnings if note.slug == "stray-line"}
    assert {text for text in texts if "2025" in text or "Share" in text} == told


def test_a_page_that_no_layout_claims_needs_a_known_site(outlets: Outlets) -> None:
    for url, why in [
        (None, "the page names no URL"),
        ("http://goat.example/1", "no outlet's site is at 'goat.example'"),
    ]:
        with pytest.raises(Rejected) as refusal:
            read(f"<html>{PROSE}", outlets, Record(url=url))
        assert refusal.value.note.slug == "no-layout"
        assert refusal.value.note.detail.startswith(why)


def test_where_navigation_may_stand_a_url_alone_makes_no_layout(outlets: Outlets) -> None:
    record = Record(url="http://www.mfa.gov.kp/en/1")
    menu = "<ul><li><a href=/>Home</a><li><a href=/a>All our seeds</a></ul>"
    around = read_one(f"<html>{menu}<h1>Seeds</h1><div>{PROSE}</div>", outlets, record)
    assert (around.layout, around.title) == ("trafilatura", "Seeds")
    assert around.body.startswith("The keeper of the mill")
    assert read_one(f"<html>{menu}<h1>Seeds</h1><main>{PROSE}</main>", outlets, record).layout == "mfa"


def test_a_list_of_articles_is_none(outlets: Outlets) -> None:
    listed = "".join(f"<h2>Seeds {i}</h2>{PROSE}<p>... ... ...<p>Read More" for i in range(3))
    assert values(f"<html>{listed}", outlets, Record(url="http://www.mfa.gov.kp/en/")) == "no-layout"


def test_what_trafilatura_reads_depends_on_nothing_but_the_page(outlets: Outlets, tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import json, sys
        from pathlib import Path
        from tests.support.fixtures import as_json
        from presspack.project.contracts import schemas
        from presspack.reading.read import read
        pages = [Path(name).read_text("utf-8") for name in sys.argv[1:]]
        print(json.dumps([as_json(*read(page, schemas().OUTLETS)) for page in pages]))
    """)
    names = [str(DUMPS / f"{name}.html") for name in PAGES]
    runs = [(names, "Asia/Pyongyang", "1"), ([*names[::-1], *names, *names], "America/Lima", "2")]
    found = []
    for order, zone, seed in runs:
        said = subprocess.run(
            [sys.executable, "-c", program, *order],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        )
        assert said.stderr == ""
        found.append(set(zip(order, map(json.dumps, json.loads(said.stdout)), strict=True)))
    assert len(found[0]) == len(names)
    assert found[0] == found[1]


HOSTILE = {
    "unclosed": "<div><p><b>a<table><tr><td>" * 50,
    "deep": "<div>" * 5000 + "a",
    "many-tags": "<br>" * 200_000,
    "deeper than trafilatura bears": "<div>" * 600 + PROSE,
    "attributes": "<p " + " ".join(f"a{i}" for i in range(40_000)) + ">" + "a" * 100_000,
    "endless tag": "<p " + "a=1 " * 100_000,
    "nul": "<p>a\0b</p>\0<\0p>",
    "script in title": "<title><script>alert(1)</script></title><p>a",
    "entity bomb": "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><p>" + "&b;" * 9000,
    "external entity": "<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><p>&a;",
    "external dtd": "<!DOCTYPE html SYSTEM 'http://localhost:9/a.dtd'><p>a",
    "cdata": "<p><![CDATA[ <p>b ]]>c",
    "charset": "<?xml version='1.0' encoding='utf-16'?><meta charset=utf-16><p>é",
    "javascript": "<a href='javascript:alert(1)'>a</a><link rel=canonical href='javascript:1'>",
    "surrogate": "<p>\ud800",
    "replacement": "<p>\ufffd\ufffe\U0010ffff",
    "comment": "<!-- a",
    "no element": "<!-- a -->",
    "frames": "<frameset><frame src=a></frameset>",
    "mains": "<main>a</main><main>b</main><article></article>" + PROSE,
    "heading in heading": "<h1><div>a<h1>b</h1></div></h1>" + SOURCE,
    "source last": f"<nav>{SOURCE}</nav>",
    "more from first": "<p>More From Sample Courier (En)",
    "end only": "<p>More Articles",
}


def read_or_refused(text: str, outlets: Outlets) -> None:
    for record in (NOTHING, SITE):
        try:
            article = read(text, outlets, record)[1]
        except Rejected as refusal:
            assert refusal.note.slug in REASONS
        else:
            count = text.count("\n") + text.count("\r") + 1
            lines = [article.body_line, article.body_last_line, article.title_line, article.published_on_line]
            assert all(1 <= line <= count for line in lines if line is not None)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_an_article_or_a_rejection(name: str, outlets: Outlets) -> None:
    for before in ("", "<html>", "<!DOCTYPE html>\n<body>"):
        read_or_refused(before + HOSTILE[name], outlets)


@pytest.mark.parametrize("name", ["deep", "many-tags", "attributes", "endless tag"])
def test_markup_made_to_exhaust_its_reader_is_rejected(name: str, outlets: Outlets) -> None:
    assert values(f"<html>{HOSTILE[name]}", outlets) == "html-unreadable"


def test_no_entity_is_resolved(outlets: Outlets) -> None:
    assert shown(HOSTILE["external entity"], outlets) == ["]>", "&a;"]  # as browsers show it
    assert len(shown(HOSTILE["entity bomb"], outlets)[-1]) == 3 * 9000


PIECES = sorted({piece for text in PAGES.values() for piece in text.replace(">", ">\n").split("\n")}) + list(
    HOSTILE.values()
)


@given(
    pieces=st.lists(st.one_of(st.sampled_from([p for p in PIECES if len(p) < 5000]), st.text(max_size=20)), max_size=40)
)
def test_any_markup_is_an_article_or_a_rejection(pieces: list[str], outlets: Outlets) -> None:
    read_or_refused("<html>" + "\n".join(pieces), outlets)


BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {blocked!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Block())
from presspack.cli import main
sys.argv = ["presspack", "check", {dump!r}]
main()
"""


def test_without_html_no_reader_of_it_is_imported() -> None:
    program = BLOCKED.format(blocked="lxml", dump=str(DUMPS / "page-single.txt"))
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
