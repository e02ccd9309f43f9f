"""The API is documented as it is: docs/api.md, the examples, the README; and importing it costs little."""

import doctest
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import assert_type

import pytest

import presspack
from tests.support.dumps import DUMPS
from tests.support.projects import REPO, SAMPLE, project, run

FUNCTIONS = ("check", "read", "build", "verify", "load")


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", REPO / "docs" / "reference.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("api") / "corpus", SAMPLE)


def quiet(folder: Path) -> dict[str, str]:
    return {"HF_HOME": str(folder), "HF_HUB_OFFLINE": "1"}


def test_the_page_is_what_the_docstrings_say(reference) -> None:
    page = (REPO / "docs" / "api.md").read_text("utf-8")
    assert reference.page() == page, "stale: run `.venv/bin/python docs/reference.py`"


def test_the_page_has_every_name_that_is_offered(reference) -> None:
    assert {*reference.FUNCTIONS, *reference.VALUES, "PresspackError"} == set(presspack.__all__)
    assert set(presspack.__all__) <= set(dir(presspack))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_docstring_tells_of_every_parameter_what_comes_back_and_what_is_raised(reference, name) -> None:
    thing = getattr(presspack, name)
    said = reference.sections(thing)
    code = thing.__code__
    wanted = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    assert [arg for arg, _ in reference.entries(said["Args"])] == list(wanted)
    assert [error for error, _ in reference.entries(said["Raises"])] == ["PresspackError"]
    assert said["Returns"].strip()
    assert said["Example"].strip()


@pytest.mark.parametrize("name", ["Built", "Checked", "Reading", "Reason", "Related"])
def test_a_docstring_tells_of_every_field(reference, name) -> None:
    thing = getattr(presspack, name)
    assert [field for field, _ in reference.entries(reference.sections(thing)["Attributes"])] == list(thing.__slots__)


def test_every_example_says_what_it_shows(corpus, tmp_path) -> None:
    page = (REPO / "docs" / "api.md").read_text("utf-8")
    examples = re.findall(r"^```pycon\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(examples) == len(FUNCTIONS)
    assert all(doctest.DocTestParser().get_examples(example) for example in examples)
    (tmp_path / "examples.txt").write_text("\n".join(examples), "utf-8")
    words = (sys.executable, "-W", "error", "-m", "doctest", str(tmp_path / "examples.txt"))
    said = run(corpus, *words, **quiet(tmp_path))
    assert (said.code, said.out) == (0, ""), said.out


def test_the_block_of_the_readme_runs(corpus, tmp_path) -> None:
    _, _, below = (REPO / "README.md").read_text("utf-8").partition("## Python API\n")
    block = re.match(r"\n```python\n(.*?)^```$", below, re.MULTILINE | re.DOTALL)
    assert block is not None
    said = run(corpus, sys.executable, "-W", "error", "-c", block[1], **quiet(tmp_path))
    assert said.code == 0, said.err
    assert "seeds/sample/rejected/february-31.txt invalid-date at line 6" in said.out
    assert said.out.endswith("'rejected': 12} []\nLetter of Thanks to the Tree Wardens\n")


def test_importing_presspack_imports_no_library_and_none_of_its_rooms() -> None:
    script = "import sys, presspack; print(*sorted(name for name in sys.modules if name.partition('.')[0] in %r))"
    named = ("presspack", "polars", "pyarrow", "pandera", "datasets", "numpy", "yaml", "typer")
    assert run(REPO, sys.executable, "-c", script % (named,)).out == "presspack\n"


def test_a_name_that_is_not_offered_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        _ = presspack.chek  # type: ignore[attr-defined]


def test_who_uses_it_gets_types() -> None:
    # mypy reads this file too: `make check` fails where a type is another, or no longer wrong
    (checked,) = presspack.check(DUMPS / "body-inline.txt")
    assert_type(checked, presspack.Checked)
    assert_type(checked.reasons[0].line if checked.reasons else None, int | None)
    reading = presspack.read("no dump at all")
    assert_type(reading, presspack.Reading)
    assert_type(reading.title, str | None)
    assert_type(reading.reasons[0].line, int | None)
    with pytest.raises(TypeError):
        presspack.verify(1)  # type: ignore[arg-type]
    assert (REPO / "src" / "presspack" / "py.typed").is_file()
