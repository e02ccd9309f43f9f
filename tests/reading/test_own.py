"""Layouts of a project: a module each in layouts/, known to every command, told at the line where it is wrong."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from presspack.errors import PresspackError, Rejected
from presspack.init.layout import new
from presspack.init.layout import test as tried
from presspack.pipeline.fingerprint import code
from presspack.project.contracts import schemas
from presspack.reading.own import _own, own
from presspack.reading.read import read
from tests.support.projects import presspack, put

BODY = "The gardeners of Tolvenna weighed their pears on Friday, and found them heavy.\nThe scales were borrowed."
OTHER = "The school of Tolvenna has a new bell, and the old one rings in the mill now.\nNobody can tell them apart."
PAGES = [
    f"SAMPLE TIMES\n{day} March 2025\nPears, No. {day}\n{body}\nPrinted here\n" for day, body in ((3, OTHER), (4, BODY))
]
MODULE = """from presspack.reading import Article, Label, Layout, read_body

def matches(lines):
    return lines.texts[0] == "SAMPLE TIMES"

def parse(lines, outlets):
    article = Article("herald", labels=[Label("Sample Times", 1)])
    read_body(lines, 3, len(lines), article, outlets)
    return article

LAYOUT = Layout("herald", matches, parse)
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    code.cache_clear()
    _own.cache_clear()


def module(text: str) -> None:
    put(Path("layouts/herald.py"), text.encode())


def test_a_page_that_only_a_layout_of_the_project_knows_is_read_by_it() -> None:
    with pytest.raises(Rejected, match="no-layout"):
        read(PAGES[0], schemas().OUTLETS)


def test_a_module_in_layouts_reads_pages_and_check_knows_it() -> None:
    module(MODULE)
    outlet, article = read(PAGES[0], schemas().OUTLETS)
    assert (outlet, article.layout, article.paragraphs) == ("sample-times", "herald", 3)
    put(Path("a.txt"), PAGES[0].encode())
    assert "herald" in presspack("show", "a.txt").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = (\n", "layouts/herald.py:1: the layout cannot be imported"),
        ("import presspack\nimport nothing_of_the_kind\n", "layouts/herald.py:2: the layout cannot be imported"),
        ("LAYOUT = 1\n", "layouts/herald.py: must end in"),
        (MODULE.replace('Layout("herald"', 'Layout("page"'), "layouts/herald.py: its layout is called 'page'"),
        (MODULE.replace("Layout(", "Layout(matches="), "layouts/herald.py:11: the layout cannot be imported"),
    ],
)
def test_a_module_that_cannot_be_used_is_told_at_its_line(text: str, said: str) -> None:
    module(text)
    with pytest.raises(PresspackError) as refusal:
        own()
    assert str(refusal.value).startswith(said)


def test_a_layout_that_presspack_has_is_not_taken_over() -> None:
    put(Path("layouts/page.py"), MODULE.replace('Layout("herald"', 'Layout("page"').encode())
    with pytest.raises(PresspackError, match="has a layout 'page' of its own"):
        own()


@pytest.mark.parametrize(
    ("old", "new_line", "line"),
    [
        ("read_body(lines, 3,", "read_body(lines, lines.texts[99],", 8),
        ('lines.texts[0] == "SAMPLE TIMES"', "lines.texts[99]", 4),
    ],
)
def test_a_layout_that_fails_rejects_the_dump_and_names_its_line(old: str, new_line: str, line: int) -> None:
    module(MODULE.replace(old, new_line))
    with pytest.raises(Rejected) as refusal:
        read(PAGES[0], schemas().OUTLETS)
    assert refusal.value.note.slug == "layout-failed"
    assert refusal.value.note.detail == f"layouts/herald.py:{line}: IndexError: list index out of range"


@pytest.mark.parametrize("text", ["", "\n \n", "<html><body></body></html>"])
def test_no_layout_is_asked_about_a_page_without_lines(text: str) -> None:
    module(MODULE)
    with pytest.raises(Rejected, match="no-layout"):
        read(text, schemas().OUTLETS)


def test_a_layout_that_gives_no_article_is_told() -> None:
    module(MODULE.replace("return article", "return None"))
    with pytest.raises(Rejected, match="layout-failed"):
        read(PAGES[0], schemas().OUTLETS)


def test_two_layouts_that_claim_one_page_are_told() -> None:
    module(MODULE)
    put(Path("layouts/other.py"), MODULE.replace('"herald"', '"other"').encode())
    with pytest.raises(Rejected, match="several-layouts"):
        read(PAGES[0], schemas().OUTLETS)


def test_an_edited_layout_makes_parse_anew() -> None:
    before = code("pipeline.parse", "parsed")
    module(MODULE)
    code.cache_clear()
    first = code("pipeline.parse", "parsed")
    module(MODULE + "# better\n")
    code.cache_clear()
    assert len({before, first, code("pipeline.parse", "parsed")}) == 3


def test_a_draft_reads_the_pages_that_it_was_made_from() -> None:
    for i, page in enumerate(PAGES):
        put(Path(f"seeds/{i}.txt"), page.encode())
    said = new("herald", [Path("seeds/0.txt"), Path("seeds/1.txt")])
    assert "wrote layouts/herald.py, layouts/herald.txt" in said
    assert [faults for _, faults in tried()] == [[], []]
    _own.cache_clear()  # a command is a process of its own
    article = read(PAGES[1], schemas().OUTLETS)[1]
    assert (article.title, str(article.published_on), article.body) == (
        "Pears, No. 4",
        "2025-03-04",
        BODY.replace("\n", "\n\n"),
    )
    done = presspack("layout", "test")
    assert (done.code, done.out) == (0, "2 fixtures: 2 as told, 0 not\n")
    told = Path("layouts/herald.json")
    told.write_text(told.read_text("utf-8").replace("No. 3", "No. 5"), "utf-8")
    done = presspack("layout", "test")
    assert done.code == 1
    assert "layouts/herald.txt: title is 'Pears, No. 3', not 'Pears, No. 5'" in done.out


@pytest.mark.parametrize("name", ["Herald", "my herald", "../x", "1st", ""])
def test_a_name_that_is_none_of_a_module_is_refused(name: str) -> None:
    put(Path("a.txt"), PAGES[0].encode())
    done = presspack("layout", "new", name, "a.txt")
    assert done.code == 2
    assert "cannot name a layout" in done.err
    assert not Path("layouts").exists()


def test_a_layout_that_is_there_is_not_written_over() -> None:
    put(Path("a.txt"), PAGES[0].encode())
    module(MODULE)
    assert presspack("layout", "new", "herald", "a.txt").code == 2
    assert Path("layouts/herald.py").read_text("utf-8") == MODULE


def test_what_a_layout_may_import_is_there_and_documented() -> None:
    import presspack.reading as face

    for name in face.__all__:
        assert getattr(face, name) is not None
    page = (Path(__file__).parents[2] / "docs" / "layouts.md").read_text("utf-8")
    assert all(f"`{name}`" in page for name in face.__all__)
    shutil.rmtree("layouts", ignore_errors=True)
