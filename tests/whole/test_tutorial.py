"""docs/tutorial.md holds: every command in it is run, in order, and says what stands there."""

import os
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.projects import REPO, run

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = (REPO / "docs" / "tutorial.md").read_text("utf-8")


class Step(NamedTuple):
    """A command of the page, and what the page says that it prints."""

    line: int
    command: str
    shown: str


def steps() -> list[Step]:
    found: list[Step] = []
    for block in CONSOLE.finditer(PAGE):
        first = PAGE.count("\n", 0, block.start(1)) + 1
        for number, line in enumerate(block[1].splitlines(), first):
            if line.startswith("$ "):
                found.append(Step(number, line[2:], ""))
            else:
                last = found.pop()
                if line.startswith(">"):
                    found.append(last._replace(command=f"{last.command}\n{line[2:]}"))
                else:
                    found.append(last._replace(shown=f"{last.shown}{line}\n"))
    return found


def pattern(shown: str) -> re.Pattern[str]:
    """What is shown, where `…` alone on a line is any lines, and within one anything."""
    lines = shown.splitlines()
    return re.compile("".join(r"(?:.*\n)*" if line == "…" else f"{_inside(line)}\n" for line in lines))


def _inside(line: str) -> str:
    return ".*".join(map(re.escape, line.split("…")))


def environment(folder: Path) -> dict[str, str]:
    who = {f"GIT_{role}_{what}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    places = {f"DVC_{name}_DIR": str(folder / name) for name in ("SITE_CACHE", "GLOBAL_CONFIG", "SYSTEM_CONFIG")}
    quiet = {"HF_HOME": str(folder / "home"), "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    return {**places, **who, **quiet, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@pytest.mark.slow
def test_every_command_of_the_tutorial_says_what_stands_there(tmp_path):
    (tmp_path / "work").mkdir()
    folder = tmp_path / "work"
    for step in steps():
        script = f"{{ {step.command}\n}} 2>&1; pwd > {shlex.quote(str(tmp_path / 'pwd'))}"
        said = run(folder, "bash", "-c", script, **environment(tmp_path / "aside"))
        assert pattern(step.shown).fullmatch(said.out), f"docs/tutorial.md:{step.line}: {step.command}\n{said.out}"
        folder = Path((tmp_path / "pwd").read_text().rstrip("\n"))


def test_the_tutorial_goes_all_the_way():
    words = {" ".join(step.command.split()[:2]) for step in steps()}
    assert {
        f"presspack {name}" for name in ("init", "check", "explain", "verify", "diff", "release", "card", "layout")
    } <= words
    assert "dvc repro" in words
    assert len(re.findall(r"(?m)^## \d+\. ", PAGE)) == 16


def test_what_is_left_out_fits_and_what_is_not_must_be_said():
    assert pattern("a\n…\nb …\n").fullmatch("a\nb 1\n")
    assert pattern("a\n…\nb …\n").fullmatch("a\nx\ny\nb (2)\n")
    assert not pattern("a\nb\n").fullmatch("a\nx\nb\n")
    assert not pattern("a (1)\n").fullmatch("a 1\n")
    assert not pattern("").fullmatch("x\n")
