"""Reasons and warnings can be selected and ignored, on the command line and in a file, and none is ignored in silence."""

import json
import re
from pathlib import Path

import pytest

from presspack.project.rules import GOOD
from tests.support.projects import Said, presspack, put

SOURCE = "Date: 31/02/2024 | Source: Sample Courier (En)"
BAD = "\n".join([*GOOD[:2], SOURCE, *GOOD[4:]])  # without a title, and of no date that there is


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("old/a.txt", "new/b.txt"):
        put(tmp_path / "seeds" / name, f"{BAD}\n{name}".encode())
    return tmp_path


def slugs(said: Said) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in said.out.splitlines():
        if match := re.match(r"(seeds/\S+?):\d+: (?:warning: )?([a-z-]+): ", line):
            found.setdefault(match[1], set()).add(match[2])
    return found


ALL = {"invalid-date", "untitled", "text-after-end"}


def test_all_counts_where_nothing_is_set():
    assert slugs(presspack("check", "seeds")) == {"seeds/old/a.txt": ALL, "seeds/new/b.txt": ALL}


@pytest.mark.parametrize(
    "words",
    [
        ("--ignore", "invalid-date,untitled"),
        ("--ignore", "invalid-date", "--ignore", " untitled , "),
        ("--select", "text-after-end,undated"),
        ("--select", "text-after-end,untitled", "--ignore", "untitled"),
    ],
)
def test_what_is_ignored_fails_no_check_and_is_counted_in_the_last_line(words):
    said = presspack("check", "seeds", *words)
    assert slugs(said) == {"seeds/old/a.txt": {"text-after-end"}, "seeds/new/b.txt": {"text-after-end"}}
    assert said.code == 0
    assert said.out.splitlines()[-1] == (
        "2 dumps checked: 0 with problems, 2 with warnings, 4 ignored (invalid-date 2, untitled 2)"
    )


def test_an_ignored_reason_stays_a_rejection_in_the_json():
    held = json.loads(presspack("check", "seeds", "--ignore", "invalid-date", "--format", "json").out)
    assert [dump["outcome"] for dump in held["dumps"]] == ["rejected", "rejected"]
    assert (held["failed"], held["ignored"]) == (False, {"invalid-date": 2})


def test_what_is_left_of_the_reasons_still_fails_the_check():
    assert presspack("check", "seeds", "--ignore", "untitled").code == 1


@pytest.mark.parametrize(("name", "table"), [("presspack.toml", "check"), ("pyproject.toml", "tool.presspack.check")])
def test_a_file_can_say_the_same_and_for_each_path(here, name, table):
    (here / name).write_text(
        f'[{table}]\nignore = ["text-after-end"]\n[{table}.per-path-ignores]\n"seeds/old/*" = ["invalid-date"]\n'
    )
    said = presspack("check", "seeds")
    assert slugs(said) == {"seeds/old/a.txt": {"untitled"}, "seeds/new/b.txt": {"invalid-date", "untitled"}}
    assert said.out.splitlines()[-1].endswith("3 ignored (invalid-date 1, text-after-end 2)")
    absolute = presspack("check", here / "seeds" / "old")
    assert (absolute.code, absolute.out.count("invalid-date 1")) == (0, 1)


def test_a_select_on_the_command_line_takes_the_place_of_the_files_and_ignores_add_up(here):
    (here / "presspack.toml").write_text('[check]\nselect = ["invalid-date"]\nignore = ["untitled"]\n')
    assert slugs(presspack("check", "seeds/old")) == {"seeds/old/a.txt": {"invalid-date"}}
    said = presspack("check", "seeds/old", "--select", "untitled,text-after-end")
    assert slugs(said) == {"seeds/old/a.txt": {"text-after-end"}}


def test_presspack_toml_comes_before_pyproject_and_a_file_without_our_table_is_none_of_ours(here):
    (here / "pyproject.toml").write_text('[tool.presspack.check]\nignore = ["untitled"]\n')
    (here / "presspack.toml").write_text("[other]\nx = 1\n")
    assert slugs(presspack("check", "seeds/old"))["seeds/old/a.txt"] == ALL - {"untitled"}
    (here / "presspack.toml").write_text('[check]\nignore = ["invalid-date"]\n')
    assert slugs(presspack("check", "seeds/old"))["seeds/old/a.txt"] == ALL - {"invalid-date"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '# undatd\n[check]\nignore = [\n  "undatd",\n]\n',
            "presspack.toml:4: 'undatd' is no rule: did you mean 'undated'?",
        ),
        ('[check]\nselect = ["date"]\n', "presspack.toml:2: 'date' is no rule: "),
        (
            '[check.per-path-ignores]\n"a/*" = ["untitled"]\n"b/*" = ["untitle"]\n',
            "presspack.toml:3: 'untitle' is no rule: did you mean 'untitled'?",
        ),
        ('[check]\n\nignores = ["untitled"]\n', "presspack.toml:3: 'ignores' is no setting: did you mean 'ignore'?"),
        ('[check]\nignore = "untitled"\n', "presspack.toml:2: ignore must be a list of slugs"),
        ("[check]\nignore = [1]\n", "presspack.toml:2: ignore must be a list of slugs"),
        ('[check.per-path-ignores]\n"a/*" = "untitled"\n', "presspack.toml:2: a/* must be a list of slugs"),
        ('[check]\nper-path-ignores = ["a/*"]\n', "presspack.toml:2: per-path-ignores must be a table"),
        ("check = 1\n", "presspack.toml: check must be a table"),
        ("[check\n", "presspack.toml: cannot be read: "),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line(here, text, said):
    (here / "presspack.toml").write_text(text)
    told = presspack("check", "seeds")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"presspack: {said}")
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_slug_on_the_command_line_is_told_with_the_nearest(option):
    said = presspack("check", "seeds", option, "untitled,invalid-dates")
    assert said == (2, "", "presspack: 'invalid-dates' is no rule: did you mean 'invalid-date'?\n")
