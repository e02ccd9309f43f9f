"""HTML is escaped by default: what a page is given is text, however it is given, and no other room writes markup."""

import ast
import re
from collections.abc import Iterator

import pytest
from hypothesis import given

from presspack.writing.charts import Bar, Part, bars
from presspack.writing.html import Html, joined, tag
from presspack.writing.tags import cell, code, figure, paragraph, preformatted, prose, section, soft, table
from tests.support.hostile import TEXTS
from tests.support.projects import REPO

BAD = "<b onclick='x'>\u202e\x1b\n&amp;\""
SAFE = "&lt;b onclick=&#39;x&#39;&gt;‹U+202E›␛␊&amp;amp;&#34;"
PACKAGE = REPO / "src" / "presspack"
MARKUP = re.compile(r"</[a-z]|<(?:[a-z]|[a-z]+[1-6]?)(?:[ />]|$)")
XML = {"views/check/formats/junit.py"}  # JUnit, which the standard library's quoteattr and escape write
FORBIDDEN = ("html.escape", "xml.sax.saxutils", "markupsafe")


@given(TEXTS)
def test_however_a_text_comes_into_a_page_it_is_escaped_once(text):
    expected = str(Html.escape(text))
    assert tag("b", text) == f"<b>{expected}</b>"
    assert tag("b", class_=text) == f'<b class="{expected}"></b>'
    assert tag("b", tag("i", text)) == f"<b><i>{expected}</i></b>"
    assert tag("b") + text == f"<b></b>{expected}"
    assert text + tag("b") == f"{expected}<b></b>"
    assert tag("b", "{}").format(text) == f"<b>{expected}</b>"
    assert tag("b", "%s") % text == f"<b>{expected}</b>"
    assert joined([text, tag("b")], text) == f"{expected}{expected}<b></b>"


def test_html_in_an_attribute_is_text():
    assert tag("b", title=tag("i", "x")) == '<b title="&lt;i&gt;x&lt;/i&gt;"></b>'


def test_an_f_string_of_html_is_text_again():
    assert tag("p", f"{tag('b', 'x')}") == "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"


def test_an_attribute_may_have_no_value_or_be_left_out():
    assert tag("input", hidden=True, class_=None, id=False, aria_label=0) == '<input hidden aria-label="0"/>'


@pytest.mark.parametrize(
    "made",
    [
        cell(BAD), code(BAD), soft(BAD), prose(BAD), prose(f"`{BAD}`"), paragraph(BAD), preformatted([BAD]),
        section(BAD, BAD), table(BAD, [BAD], [[BAD]]), table(BAD, [BAD, BAD], [[BAD, BAD]]),
        figure(BAD, bars([Bar(BAD, BAD, [Part(1, BAD, BAD)])]), BAD, table(BAD, [BAD], [])),
    ],
    ids=str.__len__,
)  # fmt: skip
def test_no_piece_of_a_page_holds_markup_that_it_was_given(made):
    assert "<b " not in made and "'x'" not in made
    assert SAFE in made
    assert not re.search("[\u202e\x1b]", made)


def offences(source: str) -> Iterator[str]:
    """What a module outside writing/ does that only writing/ may: escape, declare a text to be HTML, write tags."""
    tree = ast.parse(source)
    builds = "presspack.writing.html" in source or "presspack.writing.tags" in source
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=module, names=names):
                found = [module or "", *(f"{module}.{name.name}" for name in names)]
            case ast.Import(names=names):
                found = [name.name for name in names]
            case ast.Attribute(value=ast.Name(id=module), attr=attr):
                found = [f"{module}.{attr}"]
            case ast.Call(func=ast.Name(id="Html")):
                yield f"{node.lineno}: calls Html"
                continue
            case ast.JoinedStr(values=values):
                text = "".join(value.value for value in values if isinstance(value, ast.Constant))
                if MARKUP.search(re.sub(r"`[^`]*`", "", text)):  # a message may quote a form such as `<path>`
                    yield f"{node.lineno}: an f-string of markup"
                continue
            case ast.Constant(value=str(text)) if builds and id(node) not in docstrings and MARKUP.search(text):
                yield f"{node.lineno}: a text with markup"
                continue
            case _:
                continue
        yield from (f"{node.lineno}: {name}" for name in found if name in FORBIDDEN)


def test_no_other_room_escapes_or_writes_markup():
    found = {
        f"{path.relative_to(PACKAGE)}:{said}"
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "writing" and str(path.relative_to(PACKAGE)) not in XML
        for said in offences(path.read_text("utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    "planted",
    [
        "from html import escape",
        "import html\nhtml.escape('x')",
        "from markupsafe import Markup",
        "import markupsafe",
        "from presspack.writing.html import Html\nHtml('x')",
        "f'<p>{x}</p>'",
        "f'{x}</p>'",
        "from presspack.writing.html import tag\ny = '<p>%s</p>' % x",
        "from xml.sax.saxutils import escape",
    ],
)
def test_a_room_that_escapes_or_writes_markup_would_be_found(planted):
    assert list(offences(planted))
