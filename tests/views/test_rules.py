"""Every slug is explained, its example breaks it in a real run, and docs/rules.md says the same."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from presspack.project import libraries
from presspack.project.rules import GOOD, REASONS, RULES, WARNINGS, Reason
from presspack.reading.layouts import LAYOUTS
from presspack.views import rules as show
from tests.support.dumps import Entry
from tests.support.projects import REPO, presspack

BAD = REPO / "seeds" / "sample" / "rejected" / "february-31.txt"
Parse = Callable[[str | bytes], Entry]


def slugs(entry: Entry) -> list[str]:
    return [note.slug for note in (*entry.reasons, *entry.warnings)]


def broken(rule: Reason) -> str:
    """The good dump with the rule's example in the place that it names."""
    assert GOOD.count(rule.instead_of) == 1
    example = rule.example.split("\n") if rule.example else []
    at = GOOD.index(rule.instead_of)
    return "\n".join([*GOOD[:at], *example, *GOOD[at + 1 :]])


def test_every_slug_has_a_rule_and_no_rule_has_a_slug_of_its_own_but_drift():
    assert set(RULES) == {*REASONS, *WARNINGS, "drift"}
    assert all(RULES[slug].kind == "reason" for slug in REASONS)
    assert all(RULES[slug].kind == "warning" for slug in WARNINGS)


@pytest.mark.parametrize("slug", RULES)
def test_every_rule_has_all_its_parts_in_plain_sentences(slug):
    rule = RULES[slug]
    for part in (rule.why, rule.fix, *([] if rule.instead_of else [rule.example])):
        assert part.isprintable() and part[0].isupper() and part.endswith(".")
    assert rule.meaning == (REASONS | WARNINGS).get(slug, rule.meaning)


def test_the_good_dump_has_no_fault(parse_one: Parse):
    assert slugs(parse_one("\n".join(GOOD))) == []


@pytest.mark.parametrize("slug", [rule.slug for rule in RULES.values() if rule.instead_of])
def test_an_example_breaks_its_rule_at_its_line(parse_one: Parse, slug):
    rule, entry = RULES[slug], parse_one(broken(RULES[slug]))
    lines = {note.line for note in (*entry.reasons, *entry.warnings) if note.slug == slug}
    first = GOOD.index(rule.instead_of) + 1
    assert lines
    if rule.example and slug != "related-unclear":  # which is said at the first line of the group
        assert lines <= set(range(first, first + len(rule.example.split("\n"))))


def test_the_page_of_rules_is_what_the_rules_say():
    said = presspack("rules", "--format", "markdown")
    assert said.code == 0
    page = (REPO / "docs" / "rules.md").read_text("utf-8")
    assert said.out == page, "stale: run `presspack rules --format markdown > docs/rules.md`"


def test_the_list_has_a_line_for_each_rule():
    lines = presspack("rules").out.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule.slug, rule.kind] for rule in RULES.values()]


def test_the_list_as_json_holds_every_part():
    held = json.loads(presspack("rules", "--format", "json").out)
    assert [Reason(**rule) for rule in held] == list(RULES.values())


@pytest.mark.parametrize("slug", RULES)
def test_a_rule_is_explained_with_all_its_parts(slug):
    said = presspack("explain", slug)
    rule = RULES[slug]
    assert said.code == 0
    for part in (slug, rule.meaning, rule.why, rule.fix, *rule.example.split("\n"), rule.instead_of):
        assert part in said.out


@pytest.mark.parametrize(
    ("slug", "hint"),
    [("invalid-dat", "did you mean 'invalid-date'?"), ("xyzzy", "`presspack rules` lists them")],
)
def test_an_unknown_slug_is_told_with_the_nearest_one(slug, hint):
    assert presspack("explain", slug) == (2, "", f"presspack: {slug!r} is no rule: {hint}\n")


def test_an_unknown_slug_reaches_no_terminal_raw():
    assert "\x1b" not in presspack("explain", "\x1b[31mred").err


def test_a_missing_line_is_shown_as_missing():
    assert show.MISSING in show.explain("untitled")


def test_who_has_a_page_of_no_layout_is_told_what_each_looks_for():
    said = presspack("explain", "no-layout").out
    assert all(re.search(rf"^    {layout.name}: \S", said, re.MULTILINE) for layout in LAYOUTS)


# --- the page of a rule

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def installed_from(monkeypatch: pytest.MonkeyPatch, **origin: object) -> None:
    """As if pip had installed presspack from there."""
    monkeypatch.setattr(libraries, "origin", lambda: origin)


@pytest.mark.parametrize("slug", ["invalid-date", "no-layout", "unknown-outlet", "withdrawn"])
def test_an_explanation_leads_to_a_page_that_a_wheel_has_and_tells_of_it(monkeypatch, slug):
    installed_from(monkeypatch, url="https://example.org/presspack-0.1.0-py3-none-any.whl")
    page = Path(presspack("explain", slug).out.splitlines()[-1].removeprefix("More: "))
    assert slug in page.read_text("utf-8")
    wheel = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"][f"docs/{page.name}"] == f"presspack/docs/{page.name}"


def test_every_page_that_a_rule_names_is_in_the_wheel():
    wheel = (REPO / "pyproject.toml").read_text("utf-8").partition("[tool.hatch.build.targets.wheel.force-include]")[2]
    for rule in RULES.values():
        for page in re.findall(r"docs/[\w-]+\.md", f"{rule.why} {rule.fix}"):
            assert f'"{page}" = "presspack/{page}"' in wheel, rule.slug


def test_from_a_git_host_rules_have_the_address_of_their_page_at_that_commit(monkeypatch):
    git = {"vcs": "git", "commit_id": COMMIT}
    installed_from(monkeypatch, url="https://example.org/owner/presspack.git", vcs_info=git)
    home = f"https://example.org/owner/presspack/blob/{COMMIT}/docs"
    assert presspack("explain", "invalid-date").out.splitlines()[-1] == f"More: {home}/rules.md#invalid-date"
    (run,) = json.loads(presspack("check", "--format", "sarif", "--exit-zero", BAD).out)["runs"]
    pages = {rule["id"]: rule["helpUri"] for rule in run["tool"]["driver"]["rules"]}
    assert pages["no-layout"] == f"{home}/layouts.md"
    assert set(pages) == set(RULES)


def test_from_a_folder_sarif_names_no_page_that_nobody_else_has(monkeypatch):
    installed_from(monkeypatch, url="file:///home/somebody/presspack", dir_info={"editable": True})
    (run,) = json.loads(presspack("check", "--format", "sarif", "--exit-zero", BAD).out)["runs"]
    assert not any("helpUri" in rule for rule in run["tool"]["driver"]["rules"])
