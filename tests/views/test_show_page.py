"""The page of `presspack show --html`: whatever a dump holds is in it as text, and it can be read by everybody."""

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from presspack.project.params import Params
from presspack.project.rules import GOOD
from presspack.views.show import see
from presspack.views.show.lines import STYLE, dump
from presspack.views.show.page import document
from presspack.views.trace import ROLES
from presspack.writing.visible import visible
from tests.support.browser import Visits
from tests.support.dumps import DUMPS
from tests.support.hostile import HOSTILE
from tests.support.projects import SAMPLE, presspack, put

BAD = SAMPLE / "rejected" / "month-13-and-unknown-outlet.txt"
LINES = "ol.dump > li"


@pytest.fixture
def written(tmp_path):
    """Write the page of a dump."""

    def write(path: object) -> Path:
        page = tmp_path / "page.html"
        page.write_text(document(see(str(path), Params(), lambda size: b"")), "utf-8")
        return page

    return write


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_dump_is_text_in_its_page(visit: Visits, tmp_path, monkeypatch, written, words):
    monkeypatch.chdir(tmp_path)
    name = words.replace("/", "_").replace("\x00", "_")[:60]
    good = [line.replace("10/07/2024", words).replace(GOOD[2], words) for line in GOOD]
    put(Path("seeds") / f"{name}.txt", "\n".join(good).encode(errors="replace"))
    with visit(written(Path("seeds") / f"{name}.txt")) as seen:
        seen.page.mouse.click(300, 300)
        for link in seen.page.locator("a").all()[:3]:
            link.focus()
            seen.page.keyboard.press("Enter")
        seen.page.locator("summary").first.click()
        shown = seen.page.locator("main").inner_text()
        for line in words.replace("\r", "\n").split("\n"):
            if line.strip():
                assert visible(line).strip() in shown
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)
        assert seen.page.locator("main script, main img, main iframe, main [onclick], main [style]").count() == 0
        assert seen.trouble == []
        assert not seen.overflows()


def test_no_address_in_a_dump_becomes_a_link(visit: Visits, tmp_path, written):
    put(tmp_path / "a.txt", "\n".join(GOOD).replace(GOOD[2], "javascript:alert(1) https://example.org/").encode())
    with visit(written(tmp_path / "a.txt")) as seen:
        links = seen.page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        assert links and all(re.fullmatch(r"#(main|L\d+)", link) for link in links)


def test_every_line_is_there_with_its_words_and_reasons_below_their_lines(visit: Visits, written):
    with visit(written(BAD)) as seen:
        lines = BAD.read_text("utf-8").split("\n")
        assert seen.page.locator(f"{LINES} .t").all_inner_texts() == lines
        offending = seen.page.locator(f"{LINES}.error")
        assert offending.locator(".n").all_inner_texts() == ["2", "6", "12"]
        assert offending.locator(".role").all_inner_texts()[1] == "✗ offending, outlet, date"
        assert "✗ invalid-date: the date is not in the calendar" in offending.nth(1).inner_text()
        assert seen.page.locator("h1").inner_text() == str(BAD)
        assert seen.page.locator(".outcome").inner_text() == "✗ rejected"


def test_a_reason_and_a_value_lead_to_their_lines(visit: Visits, written):
    with visit(written(BAD)) as seen:
        for words, number in (("line 6", "6"), ("12", "12")):
            seen.page.get_by_role("link", name=words, exact=True).first.click()
            expect(seen.page.locator(f"{LINES}:target .n")).to_have_text(number)  # it waits for the jump
        assert seen.trouble == []


def test_a_warning_is_told_from_a_reason_by_sign_and_word(visit: Visits, written):
    with visit(written(SAMPLE / "body" / "byline.txt")) as seen:
        assert seen.page.locator(f"{LINES}.warning .role").all_inner_texts() == ["! warning, body"]
        assert seen.page.locator(f"{LINES}.error").count() == 0
        assert seen.page.locator(".outcome").inner_text() == "✓ published"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 800, 1400])
def test_it_fits_its_window_by_day_and_by_night(visit: Visits, tmp_path, written, width, dark):
    with visit(written(BAD), dark=dark, width=width) as seen:
        assert not seen.overflows()
        left, right = (seen.page.locator(place).bounding_box() for place in (".both > :first-child", ".article"))
        assert left is not None and right is not None
        assert (right["x"] > left["x"]) == (width == 1400)
        assert (right["y"] > left["y"]) == (width != 1400)
        back = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert back == ("rgb(21, 23, 27)" if dark else "rgb(255, 255, 255)")
        assert seen.picture(tmp_path / "page.png").stat().st_size > 10_000
        assert seen.trouble == []


def test_on_paper_it_is_black_on_white_and_all_of_it(visit: Visits, tmp_path, written):
    with visit(written(BAD), dark=True) as seen:
        seen.media(dark=True, printed=True)
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert seen.page.evaluate("getComputedStyle(document.querySelector('.article')).overflowY") == "visible"
        assert seen.page.pdf(path=tmp_path / "page.pdf").startswith(b"%PDF")


@pytest.mark.parametrize(
    "path", [*sorted((SAMPLE / "rejected").iterdir()), DUMPS / "page-saved.html"], ids=lambda path: path.name
)
def test_every_bad_dump_has_a_page(visit: Visits, written, path):
    with visit(written(path)) as seen:
        assert seen.trouble == []
        assert seen.page.locator(".outcome").count() == 1
        assert seen.page.locator(f"{LINES}, pre, section > p").count() > 0


def test_letters_of_every_script_stay_as_they_are_and_keep_to_their_lines(visit: Visits, tmp_path, written):
    for words in ("조선중앙통신", "مرحبا بالعالم", "שלום", "平壤"):
        put(tmp_path / "a.txt", "\n".join(GOOD).replace(GOOD[2], words).encode())
        with visit(written(tmp_path / "a.txt")) as seen:
            assert seen.page.locator(f"{LINES} .t").nth(2).inner_text() == words
            assert seen.page.locator(".n").all_inner_texts() == [str(i) for i in range(1, len(GOOD) + 1)]


def test_marks_piled_upon_a_letter_do_not_cover_other_lines():
    assert "overflow: clip" in STYLE


def test_only_lines_near_a_note_are_kept_on_request():
    traced = see(str(BAD), Params(), lambda size: b"").traced
    shown = [int(number) for number in re.findall(r'<span class="n">(\d+)</span>', dump(traced, around=0))]
    assert set(shown) >= {2, 4, 6, 12} and len(shown) < 12
    assert 'class="gap">… 32 lines not shown: 15 related, 1 dropped, 16 blank …' in dump(traced, around=0)
    assert len(dump(traced)) > len(dump(traced, around=2)) > len(dump(traced, around=0))


def test_classes_of_lines_are_names_of_roles():
    traced = see(str(BAD), Params(), lambda size: b"").traced
    classes = {name for found in re.findall(r'<li class="([^"]*)"', dump(traced)) for name in found.split()}
    assert classes <= {*ROLES, "error", "warning"}


def test_the_command_writes_the_page_and_says_so(tmp_path):
    said = presspack("show", BAD, "--html", tmp_path / "page.html")
    assert said == (1, f"{BAD}: rejected; written to {tmp_path / 'page.html'}\n", "")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_page_that_cannot_be_written_is_told(tmp_path):
    said = presspack("show", BAD, "--html", tmp_path / "none" / "page.html")
    assert said.code == 2 and "No such file or directory" in said.err
    assert io.StringIO(said.err).readline() == said.err
