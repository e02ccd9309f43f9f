"""The vocabulary is closed: what the code says stands in it, and what stands in it is said and tested."""

import ast
import re
from pathlib import Path

import pytest

from presspack.project.rules import REASONS, RULES, WARNINGS

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"


def said(calls: set[str]) -> set[str]:
    """The first argument of every call of these names, where it is a text."""
    found = set()
    for path in (*ROOT.glob("src/**/*.py"), *ROOT.glob("schemas/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in calls and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


def promised() -> set[str]:
    """The slugs of the contracts' checks."""
    texts = [path.read_text("utf-8") for path in ROOT.glob("schemas/*.py")]
    return {slug for text in texts for slug in re.findall(r'error="([a-z-]+)"', text)}


def test_a_slug_is_a_reason_or_a_warning_and_never_both() -> None:
    assert not set(REASONS) & set(WARNINGS)


@pytest.mark.parametrize("slug", [*REASONS, *WARNINGS])
def test_a_slug_is_lower_case_and_is_said_in_one_plain_line(slug: str) -> None:
    assert re.fullmatch("[a-z]+(-[a-z]+)*", slug)
    meaning = (REASONS | WARNINGS)[slug]
    assert meaning == meaning.strip() and meaning.isprintable() and not meaning.endswith(".")


def test_dumps_are_rejected_for_known_reasons_alone() -> None:
    assert said({"Rejected", "refuse"}) <= set(REASONS) | {slug for slug in said({"refuse"}) if " " in slug}


def test_warnings_are_known() -> None:
    assert said({"warn"}) <= set(WARNINGS)
    assert said({"Note"}) <= set(REASONS | WARNINGS)


def test_every_reason_is_given_somewhere() -> None:
    assert set(REASONS) <= said({"Rejected", "refuse", "Note"}) | promised()


def test_every_warning_is_given_somewhere() -> None:
    assert set(WARNINGS) <= said({"Note", "warn"})


@pytest.mark.parametrize("slug", [slug for slug in (*REASONS, *WARNINGS) if not RULES[slug].instead_of])
def test_every_slug_whose_example_is_no_line_is_shown_by_a_test(slug: str) -> None:
    others = [path for path in TESTS.rglob("test_*.py") if path != Path(__file__)]
    assert any(f'"{slug}"' in path.read_text("utf-8") for path in others)
