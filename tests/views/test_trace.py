"""Every line of a dump is told what it became, and it is true."""

import html
import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.generate import Truth, dumps
from presspack.article import Record
from presspack.errors import Note, Rejected
from presspack.project.contracts import schemas
from presspack.project.rules import GOOD, REASONS, RULES, WARNINGS
from presspack.reading.encodings.decode import decode
from presspack.views.trace import ROLES, Traced, trace
from tests.support.dumps import DUMPS
from tests.support.generated import careful
from tests.support.projects import SAMPLE, presspack

OUTLETS = schemas().OUTLETS
FIXTURES = sorted(path for path in DUMPS.iterdir() if path.suffix in (".txt", ".html"))
UNTOLD = ((), ())  # of many dumps, the reasons are not asked for
MARK = re.compile(r"(?:-0-|---)?\s*(?:(?:www\.)?kcna\.kp\s*)?(?:\((?:Juche ?)?\d{2,4}\.\d{1,2}\.\d{1,2}\.?\))?$", re.I)
TAG = re.compile(r"<[^>]*>")


def bare(text: str) -> str:
    return "".join(text.split())


def lines(traced: Traced, role: str) -> list[str]:
    """The lines of a role as a careful reader copies them."""
    saved = traced.lines[0].text.lstrip("\ufeff").startswith("<")
    texts = [TAG.sub("", line.text) if saved else line.text for line in traced.lines if role in line.roles]
    return [careful(html.unescape(text)) if saved else careful(text) for text in texts]


def said(traced: Traced, role: str) -> str:
    return bare("".join(lines(traced, role)))


@pytest.fixture(scope="module")
def made() -> list[tuple[Truth, Traced]]:
    """What is known of many dumps, and what is traced of them; a third are saved pages."""
    found = []
    for truth, content in dumps(400, seed=5, html=0.3):
        if content and "binary" not in truth.reasons:
            found.append((truth, trace(decode(content)[0].decode(), OUTLETS, notes=UNTOLD)))
    return found


@pytest.fixture(scope="module")
def good(made) -> list[tuple[Truth, Traced]]:
    return [(truth, traced) for truth, traced in made if truth.outcome != "rejected"]


def test_every_line_has_a_role_and_its_number(made):
    for _, traced in made:
        assert [line.number for line in traced.lines] == list(range(1, len(traced.lines) + 1))
        assert all(line.roles and set(line.roles) <= set(ROLES) for line in traced.lines)


def test_the_lines_of_the_body_hold_its_words_and_no_others(good):
    assert {truth.layout for truth, _ in good} == {"page", "body", "titled", "legacy"}
    for truth, traced in good:
        assert bare("".join(MARK.sub("", text) for text in lines(traced, "body"))) == bare(truth.body), truth.path


def test_a_title_a_byline_and_a_credit_stand_on_lines_of_their_own(good):
    for truth, traced in good:
        for role in ("title", "byline", "credit"):
            assert said(traced, role) == bare(getattr(truth, role) or ""), (truth.path, role)
            assert all(line.roles == (role,) for line in traced.lines if role in line.roles)


def test_a_date_stands_on_the_line_that_prints_it(good):
    for truth, traced in good:
        told = lines(traced, "date")
        day = truth.published_on
        if truth.date_source == "page":
            assert f"{day:%d/%m/%Y}" in told[0]
        else:
            assert len(told) == (truth.date_source == "trailer")
            juche = f"{day.year - 1911}.{day.month}.{day.day}." if day else ""
            assert not day or juche in told[0] or f"{day:%Y.%m.%d.}" in told[0]


def test_a_crawl_stands_on_the_line_that_prints_its_day_be_it_of_an_item(good):
    for truth, traced in good:
        (line,) = lines(traced, "crawl-date") or [""]
        assert line.startswith(f"{truth.crawled_on:%B %d, %Y}" if truth.crawled_on else ""), truth.path


def test_every_outlet_line_names_the_outlet(good):
    for truth, traced in good:
        label = OUTLETS.by_id[truth.outlet].label.casefold()
        told = lines(traced, "outlet")
        assert len(told) == {"page": 3, "body": 1, "titled": 2, "legacy": 1}[truth.layout]
        assert all(label in line.casefold() for line in told)


def test_related_lines_are_the_items_one_after_the_other(good):
    for truth, traced in good:
        group = 5 if truth.layout == "page" else 3
        told = [line for line in lines(traced, "related") if line]
        assert len(told) == group * len(truth.related)
        assert [bare(line) for line in told[group - 1 :: group]] == [bare(item.teaser) for item in truth.related]


def test_what_a_page_says_beside_the_article_is_dropped(good):
    told = {line for _, traced in good for line in lines(traced, "dropped")}
    for line in ("More Articles", "Share Button", "Join the NK Pro team", "Newsstream", "About | Contact & terms"):
        assert line in told
    assert not any("Read original" in line or "More From" in line for line in told)


def test_markup_shows_a_reader_nothing(good):
    told = {line.text for _, traced in good for line in traced.lines if line.roles == ("markup",)}
    assert {"<head>", "</div>", "<header>", "</html>"} < told
    unseen = ("<title>", "<style>", "window.stats", "document.write", "if (1 < 2")
    assert {text for text in told if bare(TAG.sub("", text)) and not any(map(text.__contains__, unseen))} == set()


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_in_every_layout_the_body_is_where_its_words_are(path):
    record = Record(url=json.loads(path.with_suffix(".json").read_text("utf-8")).get("url"))
    traced = trace(path.read_text("utf-8"), OUTLETS, record, UNTOLD)
    article = traced.article
    assert article is not None
    body = bare("".join(MARK.sub("", text).strip("|") for text in lines(traced, "body")))
    assert body == bare(article.body)
    for role, value in (("title", article.title), ("byline", article.byline), ("credit", article.credit)):
        assert said(traced, role) == bare(value or "") or (role == "title" and article.title_line is None)
    if article.date_source in ("page", "trailer"):
        assert "date" in traced.lines[article.published_on_line - 1].roles


def test_a_page_of_html_on_one_line_is_all_its_roles():
    text = (DUMPS / "page-saved.html").read_text("utf-8").replace("\n", " ")
    (line,) = trace(text, OUTLETS, notes=UNTOLD).lines
    assert line.roles == ("crawl-date", "outlet", "title", "date", "body", "byline", "credit", "related")


def test_reasons_and_warnings_are_those_of_check():
    checked = json.loads(presspack("check", "--format", "json", SAMPLE).out)["dumps"]
    told = 0
    for dump in checked:
        if dump["outcome"] == "duplicate":
            continue  # what there is to say is said of the other
        with suppress(Rejected):  # what has no text has no lines
            traced = trace(decode(Path(dump["path"]).read_bytes())[0].decode(), OUTLETS)
            notes = sorted((*traced.reasons, *traced.warnings), key=lambda note: (note.line or 0, note.slug))
            assert [tuple(note) for note in notes] == [
                (note["slug"], note["line"], note["detail"]) for note in dump["findings"]
            ]
            assert traced.outcome == dump["outcome"]
            told += 1
    assert told > 50


@pytest.mark.parametrize("slug", [rule.slug for rule in RULES.values() if rule.instead_of])
def test_a_line_that_breaks_a_rule_offends_and_says_whether_it_rejects(slug):
    rule = RULES[slug]
    example = rule.example.split("\n") if rule.example else []
    at = GOOD.index(rule.instead_of)
    traced = trace("\n".join([*GOOD[:at], *example, *GOOD[at + 1 :]]), OUTLETS)
    (line,) = [line for line in traced.lines if any(note.slug == slug for note in line.notes)]
    assert "offending" in line.roles
    assert line.level == ("error" if slug in REASONS else "warning")
    assert slug in REASONS or slug in WARNINGS


def test_a_good_dump_offends_nowhere():
    traced = trace("\n".join(GOOD), OUTLETS)
    assert not any(line.notes or "offending" in line.roles for line in traced.lines)
    assert [line.roles[0] for line in traced.lines] == [
        "crawl-date", "outlet", "title", "outlet", "body", "outlet", *["related"] * 5, "dropped",
    ]  # fmt: skip


def test_a_text_that_no_layout_fits_has_no_article_and_all_its_lines_are_dropped():
    traced = trace("Once upon a time.\n\nThere was a goat.\n", OUTLETS)
    assert traced.article is None and traced.outlet is None
    assert [line.roles for line in traced.lines] == [("dropped", "offending"), ("blank",), ("dropped",)]
    assert [note.slug for note in traced.reasons] == ["no-layout"]


def test_the_contracts_reasons_stand_at_their_lines():
    text = "\n".join(GOOD).replace("10/07/2024", "10/07/1824")
    (line,) = [line for line in trace(text, OUTLETS).lines if line.notes]
    assert (line.number, line.notes[0].slug, line.level) == (4, "date-before-founding", "error")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them_whatever_ends_them(end):
    traced = trace(end.join((*GOOD, "")), OUTLETS)
    assert tuple(line.text for line in traced.lines) == GOOD


def test_notes_that_are_given_are_believed():
    notes = ([Note("withdrawn", None, "asked for")], [Note("copies-disagree", 3), Note("untitled", 99)])
    traced = trace("\n".join(GOOD), OUTLETS, notes=notes)
    assert traced.outcome == "rejected"
    assert [(line.number, line.level) for line in traced.lines if line.notes] == [
        (3, "warning"),
        (len(GOOD), "warning"),
    ]


PIECES = st.sampled_from(
    [*GOOD, "", "-0-", "KCNA", "Ana Bel", "|", "<html>", "<p>", "</p>", "<h1>x</h1>", "<pre>", "Share Button", "Join the NK Pro team",
     "www.kcna.kp (Juche111.8.6.)", "calendar>>August 19. 2011 Juche 100", "Rodong Sinmun", "\u200b", "\ufeff", "<!-- "]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=30), st.sampled_from(["\n", "\r\n", "\r", ""]))
@example(["<"], "\n")
@example([""], "\n")
@example(["<p>" * 3000], "\n")
def test_any_text_is_traced_line_by_line(parts, end):
    text = end.join(parts)
    traced = trace(text, OUTLETS, notes=UNTOLD)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert "\n".join(line.text for line in traced.lines) == (plain[:-1] if plain.endswith("\n") else plain)
    assert all(line.roles for line in traced.lines)


@settings(max_examples=20)
@given(st.lists(PIECES, max_size=30))
def test_what_is_said_of_a_text_is_what_the_build_says(parts):
    traced = trace("\n".join(parts), OUTLETS)
    assert (traced.article is None) <= bool(traced.reasons)
    for note in (*traced.reasons, *traced.warnings):
        assert note.line is None or note in traced.lines[min(note.line, len(traced.lines)) - 1].notes
