"""README, ARCHITECTURE and CONTRIBUTING name what there is; help, hooks and tests keep to their rules."""

import re
from pathlib import Path

import pytest
import yaml

from tests.support.projects import BIN, REPO, presspack

PATH = re.compile(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|yaml|md))?)")


@pytest.mark.parametrize(("name", "most"), [("ARCHITECTURE.md", 150), ("CONTRIBUTING.md", 80)])
def test_a_guide_names_files_that_are_there_and_is_short(name: str, most: int) -> None:
    text = (REPO / name).read_text("utf-8")
    assert len(text.splitlines()) <= most
    named = PATH.findall(text)
    assert named
    for path in named:
        assert any((place / path).exists() for place in (REPO, REPO / "src" / "presspack")), path


def test_our_own_hooks_are_those_of_make_check_and_typos() -> None:
    config = yaml.safe_load((REPO / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = {hook["id"]: hook for repo in config["repos"] for hook in repo["hooks"]}
    assert set(hooks) == {"ruff", "ruff-format", "mypy", "import-contract", "typos"}
    for hook in hooks.values():
        tool = str(hook.get("entry", "")).split(" ")[0]
        assert not tool or (REPO / tool).exists() or (BIN / Path(tool).name).exists()


def test_the_readme_has_the_headings_that_people_look_for() -> None:
    page = (REPO / "README.md").read_text("utf-8")
    headings = re.findall(r"(?m)^## (.+)$", page)
    assert {
        "Installation",
        "Quick start",
        "Your own data",
        "Python API",
        "Deduplication",
        "CI",
        "Troubleshooting",
        "How it compares",
    } <= set(headings)
    for link in re.findall(r"\]\(([\w./-]+\.md)", page):
        assert (REPO / link).is_file(), link


def test_the_site_lists_every_page_once_and_its_pages_lead_to_headings_that_are_there() -> None:
    site = yaml.safe_load((REPO / "mkdocs.yml").read_text("utf-8"))
    listed = re.findall(r"[\w-]+\.md", str(site["nav"]))
    pages = {path.name: path.read_text("utf-8") for path in (REPO / "docs").glob("*.md")}
    assert sorted(listed) == sorted(["index.md", *pages])  # the first is made of README.md
    for text in pages.values():
        for name, anchor in re.findall(r"\]\(([\w-]+\.md)?#([\w-]+)\)", text):
            headings = re.findall(r"(?m)^#+ (.+)$", pages[name] if name else text)
            assert anchor in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}, anchor


def test_no_test_imports_another_test_file() -> None:
    for path in (REPO / "tests").rglob("*.py"):
        found = re.findall(r"(?m)^\s*(?:from|import) (tests\.[\w.]+)", path.read_text("utf-8"))
        assert all(name == "tests.support" or name.startswith("tests.support.") for name in found), path


def test_no_line_of_help_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    listed = presspack("--help").out.partition("Commands:")[2].partition("Most people")[0]
    names = re.findall(r"(?m)^  ([a-z]+) ", listed)
    assert {"check", "layout", "init"} <= set(names)
    assert "..." not in listed
    for name in names:
        _, options, listed = presspack(name, "--help").out.partition("Options:")
        assert options
        assert not re.search(r"\w\.\.\.$", listed, re.MULTILINE), name
