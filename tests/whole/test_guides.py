"""ARCHITECTURE.md and CONTRIBUTING.md name files that there are, and stay short."""

import re

import pytest

from tests.support.projects import REPO

PATH = re.compile(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|yaml|md))?)")


@pytest.mark.parametrize(("name", "most"), [("ARCHITECTURE.md", 150), ("CONTRIBUTING.md", 80)])
def test_a_guide_names_files_that_are_there_and_is_short(name: str, most: int) -> None:
    text = (REPO / name).read_text("utf-8")
    assert len(text.splitlines()) <= most
    named = PATH.findall(text)
    assert named
    for path in named:
        assert any((place / path).exists() for place in (REPO, REPO / "src" / "presspack")), path
