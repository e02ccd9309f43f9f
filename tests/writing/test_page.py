"""The shell of every page: it shows what others wrote, and may do nothing but what it carries."""

import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.writing import page
from presspack.writing.html import Html, tag
from presspack.writing.visible import visible
from tests.support.browser import Visits
from tests.support.hostile import HOSTILE, TEXTS

PAIRS = [
    *((front, "back") for front in (
        "front", "muted", "link", "good", "bad", "doubt", "crawl-date", "outlet", "title", "date", "body", "byline", "credit", "related",
    )),
    *((front, back) for back in ("bad-back", "doubt-back") for front in (
        "front", "muted", "crawl-date", "outlet", "title", "date", "body", "byline", "credit", "related",
    )),
    ("bad", "bad-back"), ("doubt", "doubt-back"), ("muted", "raised"), ("front", "raised"),
]  # fmt: skip


def palettes() -> Iterator[dict[str, str]]:
    """The colours of each set: light, dark, on paper."""
    for block in re.findall(r":root \{(.*?)\}", page.STYLE, re.S):
        yield dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", list(palettes()), ids=["light", "dark", "print"])
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_every_pair_of_colours_can_be_told_apart(colours, pair):
    low, high = sorted(luminance(colours[name]) for name in pair)
    assert (high + 0.05) / (low + 0.05) >= 4.5


@given(TEXTS)
def test_text_holds_nothing_that_a_browser_or_a_reader_could_take_for_anything_else(text):
    shown = Html.escape(text)
    assert not re.search("[<>\"']", shown)
    assert all(char.isprintable() or unicodedata.category(char) == "Zs" for char in shown)


@given(st.text(alphabet=st.characters(categories=("L", "N", "Zs"), codec="utf-8")))
def test_letters_of_every_script_stay_as_they_are(text):
    assert visible(text) == text


def test_what_cannot_be_seen_is_shown():
    assert visible("a\x1b[31m\u202e\u200b\x7f\n한국 مرحبا") == "a␛[31m‹U+202E›‹U+200B›␡␊한국 مرحبا"


@pytest.mark.parametrize("code", ["</script>", "<!--", "x</STYLE"])
def test_a_script_or_a_style_that_would_end_itself_is_refused(code):
    for given_in in ("script", "style"):
        with pytest.raises(ValueError, match="contains what ends it"):
            page.document("t", Html(), **{given_in: code})


def test_its_own_script_and_style_work_and_nothing_else_does(visit: Visits, tmp_path):
    body = (
        '<h1>t</h1><p id="a" style="color: red" onclick="alert(1)">x</p><img src="x.png" alt="">'
        '<script>alert(2)</script><a href="javascript:alert(3)" id="b">b</a><iframe src="https://example.org/"></iframe>'
    )
    path = tmp_path / "page.html"
    path.write_text(page.document("t", Html(body), "document.title += '\\u0021'", "h1 { color: rgb(1, 2, 3); }"))
    with visit(path) as seen:
        assert seen.page.title() == "t!"
        colour = "getComputedStyle(document.querySelector('h1')).color"
        assert seen.page.evaluate(colour) == "rgb(1, 2, 3)"
        seen.page.click("#a")
        seen.page.click("#b")
        assert seen.dialogs == []
        assert seen.page.evaluate("getComputedStyle(document.querySelector('#a')).color") != "rgb(255, 0, 0)"
        for forbidden in ("style attribute", "event handler", "image", "script", "frame"):
            assert any(forbidden in said.lower() for said in seen.violations), (forbidden, seen.violations)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_title_and_text_are_shown_and_do_nothing(visit: Visits, tmp_path, words):
    path = tmp_path / "page.html"
    path.write_text(page.document(words, tag("h1", words, title=words), script="0"))
    with visit(path) as seen:
        assert seen.page.inner_text("h1") == visible(words)
        assert seen.page.get_attribute("h1", "title") == visible(words)
        assert seen.page.title() == visible(words)
        assert seen.trouble == []


def test_the_keyboard_reaches_the_content_first(visit: Visits, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(page.document("t", tag("h1", "t")))
    with visit(path) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the content"
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.id") == "main"
        assert seen.trouble == []
