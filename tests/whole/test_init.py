"""`presspack init` makes a whole project or nothing; the project builds, and its contracts are its own."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from presspack.dataset import parquet
from presspack.dataset.card import lint
from presspack.engine.hashing import file_sha256
from presspack.errors import PresspackError
from presspack.init import template
from presspack.init.template import files, shipped
from presspack.project.outlets import load
from tests.support import environments
from tests.support.once import once
from tests.support.projects import BIN, REPO, Said, contents, parameters, put, run

HERALD = """
  - id: valley-herald
    label: Valley Herald (En)
    language: en
"""
FEW = """
reasons:
  - slug: few-words
    meaning: the body has fewer than twenty words
    why: A caption is no article.
    mend: Fetch the page again.
    example: A body that reads `Photo of the day.`
  - slug: advertisement
    meaning: a related item is an advertisement
    why: It was not printed as news.
    fix: Take the item out of the dump.
    example: A teaser that begins with `Advertisement`.
"""
CHECK = """
    @pa.check("{column}", error="{slug}")
    def {name}(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select({wanted})
"""
WORDS = {"column": "words", "slug": "few-words", "name": "body_has_words_enough", "wanted": "pl.col(data.key) >= 20"}
TEASER = {
    "column": "teaser",
    "slug": "advertisement",
    "name": "teaser_is_news",
    "wanted": 'pl.col(data.key).str.starts_with("Advertisement").not_()',
}
TITLE = {
    "column": "title",
    "slug": "few-words",
    "name": "title_is_short",
    "wanted": "pl.col(data.key).str.len_chars() < 9",
}
GOOD = (REPO / "seeds" / "sample" / "page" / "ferry-timetable.txt").read_text("utf-8")
BODY = GOOD[GOOD.index("From this autumn") : GOOD.index("More From")]


class Tool(NamedTuple):
    """A presspack, and the environment in which it is the one that is run."""

    env: dict[str, str]

    def __call__(self, folder: Path, *words: object) -> Said:
        return run(folder, *map(str, words), **self.env)


def aside(folder: Path) -> dict[str, str]:
    """An environment in which git knows who commits, and DVC and git know of no other settings."""
    who = {f"GIT_{role}_{what}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    places = {f"DVC_{name}_DIR": str(folder / name) for name in ("SITE_CACHE", "GLOBAL_CONFIG", "SYSTEM_CONFIG")}
    return {**places, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """presspack as it lies in this repository."""
    return Tool(aside(tmp_path_factory.mktemp("aside")))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """presspack built and installed, beside all that it needs, in an environment that has nothing of this repository."""
    folder = once(tmp_path_factory, "wheel", _installed)
    path = os.pathsep.join((str(folder / "venv" / "bin"), str(BIN), os.environ["PATH"]))
    return Tool({**aside(folder), "PATH": path, "PYTHONPATH": ""})


def _installed(folder: Path) -> None:
    package = environments.wheel(folder)
    venv.create(folder / "venv")
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "ours.pth").write_text(next(path for path in sys.path if path.endswith("site-packages")))
    python = str(folder / "venv" / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check", "install"]
    done = subprocess.run([*pip, "--no-deps", "--no-index", str(package)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def made(tool: Tool, folder: Path) -> Path:
    said = tool(folder.parent, "presspack", "init", folder.name)
    assert said.code == 0, said.err
    return folder


@pytest.fixture(scope="module")
def built(wheel: Tool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its first build, in `corpus`, to be copied; and what the build said, in `said`."""

    def make(place: Path) -> None:
        said = wheel(made(wheel, place / "corpus"), "dvc", "repro")
        assert said.code == 0, said.err
        (place / "said").write_text(said.out, "utf-8")

    return once(tmp_path_factory, "built", make)


def ledger(project: Path) -> dict[str, tuple[str, list[str], list[int]]]:
    """The outcome of each dump, its reasons and their lines."""
    (file,) = parquet.files(project / "dataset", "dumps")
    columns = ("path", "outcome", "reasons", "reason_lines")
    return {path: tuple(rest) for path, *rest in parquet.read(file).select(columns).iter_rows()}


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


# --- a project


@pytest.mark.parametrize("name", ["corpus", "my corpus", "корпус é", "-dash", "*#`[x](y)"])
def test_a_project_is_made_whole_and_committed_whatever_its_name(checkout, tmp_path, name):
    said = checkout(tmp_path, "presspack", "init", "--", name)
    assert said.code == 0, said.err
    project = tmp_path / name
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert said.out.splitlines()[1] == "git: one commit, on main"
    assert checkout(project, "git", "status", "--porcelain").out == ""
    assert checkout(project, "git", "rev-list", "--count", "main").out == "1\n"
    held = {path: content for path, content in contents(project).items() if not path.startswith(".git/")}
    assert held == files(name, True)
    assert said.out.startswith(f"{name}: a project of {len(held)} files\n")


def test_repro_builds_the_example_and_git_holds_all_that_counts(wheel, built, tmp_path):
    tool, project = wheel, shutil.copytree(built / "corpus", tmp_path / "corpus")
    said = (built / "said").read_text("utf-8")
    assert "1 dump: 1 published; 1 article in dataset/" in said
    assert re.search(r"DATACARD\.md: answer its \d\d questions before a release", said)
    assert tool(project, "presspack", "verify", "dataset").code == 0
    assert "up to date" in tool(project, "dvc", "status").out
    assert tool(project, "git", "status", "--porcelain").out == "?? dataset/\n?? dvc.lock\n?? report/\n"
    # another presspack builds anew
    append(project / "requirements.txt", "# another\n")
    assert "up to date" not in tool(project, "dvc", "status").out


def test_a_wheel_and_a_checkout_make_the_same_project(checkout, wheel, tmp_path):
    both = [contents(made(tool, tmp_path / name)) for tool, name in ((checkout, "one"), (wheel, "two"))]
    plain = [{path: text for path, text in held.items() if not path.startswith(".git/")} for held in both]
    assert plain[0].pop("README.md").replace(b"one", b"two", 1) == plain[1].pop("README.md")
    assert plain[0] == plain[1]


def test_dvc_finds_what_its_own_init_would_have_made(checkout, tmp_path):
    project = made(checkout, tmp_path / "corpus")
    (tmp_path / "other").mkdir()
    checkout(tmp_path / "other", "git", "init", "--quiet")
    assert checkout(tmp_path / "other", "dvc", "init", "--quiet").code == 0
    ours, theirs = (
        {path for path in contents(folder / ".dvc") if not path.startswith("tmp/")}
        for folder in (project, tmp_path / "other")
    )
    assert ours == theirs
    assert (project / ".dvc" / ".gitignore").read_text() == (tmp_path / "other" / ".dvc" / ".gitignore").read_text()
    said = checkout(project, "dvc", "config", "--list").out
    assert "core.analytics=false" in said and "core.check_update=false" in said


# --- refusals


def test_a_folder_that_is_not_empty_is_refused_and_left_as_it_was(checkout, tmp_path):
    put(tmp_path / "corpus" / "notes.txt", b"mine")
    said = checkout(tmp_path, "presspack", "init", "corpus")
    assert said == (2, "", "presspack: corpus: is not empty, it holds notes.txt: name a new folder\n")
    assert contents(tmp_path) == {"corpus/notes.txt": b"mine"}
    said = checkout(tmp_path, "presspack", "init", "corpus/notes.txt")
    assert said == (2, "", "presspack: corpus/notes.txt: is a file: name a new folder\n")
    said = checkout(tmp_path, "presspack", "init", "a/b")
    assert said == (2, "", "presspack: a/b: the folder above it is not there: make it first\n")
    assert contents(tmp_path) == {"corpus/notes.txt": b"mine"}


def test_a_path_that_is_not_utf8_is_refused_since_dvc_would_not_run_there(checkout, tmp_path):
    said = checkout(tmp_path, "presspack", "init", "corpus\udcff")
    message = "presspack: corpus\\xff: its path is not UTF-8, and DVC runs in no such folder: name another\n"
    assert said == (2, "", message)
    assert contents(tmp_path) == {}


def test_without_git_nothing_is_made_and_it_is_said(checkout, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "presspack").symlink_to(BIN / "presspack")
    env = {**os.environ, **checkout.env, "PATH": str(tmp_path / "bin")}
    done = subprocess.run([BIN / "presspack", "init", "corpus"], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "presspack: git is not installed, and a project needs it: install it, and try again\n"
    assert not (tmp_path / "corpus").exists()


def test_what_fails_half_way_leaves_nothing(checkout, tmp_path):
    put(tmp_path / "bin" / "git", b'#!/bin/sh\n[ "$1" != add ] || { echo "fatal: the disk is full" >&2; exit 1; }\nexec /usr/bin/env -i PATH=/usr/bin:/bin git "$@"\n')  # fmt: skip
    (tmp_path / "bin" / "git").chmod(0o755)
    (tmp_path / "here").mkdir()
    env = {**checkout.env, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"}
    said = Tool(env)(tmp_path / "here", "presspack", "init", "corpus")
    assert said == (2, "", "presspack: git add failed: fatal: the disk is full\n")
    assert list((tmp_path / "here").iterdir()) == []


def test_where_git_does_not_know_who_commits_all_is_staged_and_it_is_said(checkout, tmp_path):
    env = {
        name: "" if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER")) else value for name, value in checkout.env.items()
    }
    said = Tool({**env, "HOME": str(tmp_path / "home")})(tmp_path, "presspack", "init", "corpus")
    assert said.code == 0, said.err
    assert said.out.splitlines()[1].startswith("git: does not know who you are")
    staged = checkout(tmp_path / "corpus", "git", "diff", "--cached", "--name-only").out.splitlines()
    assert set(staged) == set(files("corpus", True))
    assert checkout(tmp_path / "corpus", "git", "commit", "-qm", "A new corpus").code == 0


def test_an_empty_folder_and_an_empty_repository_are_filled(checkout, tmp_path):
    (tmp_path / "empty").mkdir()
    said = checkout(tmp_path / "empty", "presspack", "init", ".")
    assert said.code == 0, said.err
    assert checkout(tmp_path / "empty", "git", "status", "--porcelain").out == ""
    checkout(tmp_path, "git", "init", "--quiet", "cloned")
    said = checkout(tmp_path / "cloned", "presspack", "init", ".")
    assert said.code == 0, said.err
    assert f"git: a part of {tmp_path / 'cloned'}; add and commit it there" in said.out
    assert (tmp_path / "cloned" / ".github").is_dir()
    assert checkout(tmp_path / "cloned", "git", "rev-list", "--all", "--count").out == "0\n"


@pytest.mark.slow
def test_in_a_repository_the_project_is_a_part_of_it_and_builds(checkout, tmp_path):
    checkout(tmp_path, "git", "init", "--quiet", ".")
    put(tmp_path / "notes.txt", b"mine")
    project = made(checkout, tmp_path / "corpus")
    assert not (project / ".git").exists() and not (project / ".github").exists()
    assert checkout(tmp_path, "git", "status", "--porcelain").out == "?? corpus/\n?? notes.txt\n"
    said = checkout(project, "dvc", "repro")
    assert said.code == 0, said.err
    assert checkout(project, "presspack", "verify", "dataset").code == 0


# --- one source


def test_what_lies_here_already_is_copied_or_derived():
    held = files("corpus", True)
    for path in (*template.COPIED, *(f"schemas/{path.name}" for path in (REPO / "schemas").glob("*.py"))):
        assert held[path] == (REPO / path).read_bytes()
    ours = yaml.safe_load((REPO / "dvc.yaml").read_text("utf-8"))
    theirs = yaml.safe_load(held["dvc.yaml"])
    for stage in ours["stages"].values():
        at = stage["deps"].index("src/presspack") if "src/presspack" in stage["deps"] else len(stage["deps"])
        stage["deps"][at : at + 1] = ["layouts", "requirements.txt"]
    assert theirs == ours
    assert b"src/" not in held["dvc.yaml"]
    assert all((shipped(path)).is_relative_to(REPO) for path in template.COPIED)


def test_the_example_is_one_of_the_samples_which_a_checkout_may_have_thrown_away(monkeypatch):
    assert files("corpus", True)["seeds/example/ferry-timetable.txt"] == GOOD.encode()
    assert shipped(template.DUMP).is_relative_to(REPO / "src")
    monkeypatch.setattr(template, "DUMP", "gone.txt")
    with pytest.raises(PresspackError, match="gone.txt: is gone from this copy of presspack"):
        files("corpus", True)
    with pytest.raises(PresspackError, match="schemas/outlets.yaml: has no outlet sample-courier"):
        template.outlets("outlets:\n")


def test_every_outlet_is_there_but_the_made_up_ones_without_an_example(tmp_path):
    text = files("corpus", True)["schemas/outlets.yaml"]
    put(tmp_path / "outlets.yaml", text)
    ours, theirs = load(REPO / "schemas" / "outlets.yaml").all, load(tmp_path / "outlets.yaml").all
    assert theirs == tuple(outlet for outlet in ours if not outlet.sample or outlet.id == "sample-courier")
    assert b"seeds/sample" not in text and text.index(b"Made up, for seeds/example/") < text.index(b"sample-courier")


def test_the_card_has_every_section_and_says_nothing_of_our_corpus():
    text = files("corpus", True)["DATACARD.md"].decode()
    assert not re.search(r"North Korea|state media|sample dumps|KCNA Watch|e98f9e3c", text)
    ours = dict(template._sections((REPO / "DATACARD.md").read_text("utf-8")))
    theirs = dict(template._sections(text))
    assert list(theirs) == list(ours)
    asked = {heading for heading, said in theirs.items() if list(lint.unfilled(said))}
    assert asked == {"", "Motivation", "Outlets", "Collection", "Language and writers", "Coverage and bias", "Limits", "Uses", "People named in the text", "Rights", "Contact"}  # fmt: skip
    assert all(theirs[heading] == ours[heading] for heading in ours if heading not in asked | {"Fields"})
    assert all("\n" not in mark for mark in lint.UNFILLED.findall(text))


def test_the_hook_runs_the_presspack_of_the_project():
    (repo,) = yaml.safe_load(files("corpus", True)[".pre-commit-config.yaml"])["repos"]
    (ours,) = yaml.safe_load((REPO / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert repo == {"repo": "local", "hooks": [ours | {"language": "system"}]}


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (None, None),
        ({"url": "file:///home/x/presspack", "dir_info": {}}, None),
        ({"url": "file:///home/x/presspack-0.1.0-py3-none-any.whl", "archive_info": {}}, None),
        ({"url": "file:///home/x/p", "vcs_info": {"vcs": "git", "commit_id": "ab12"}}, None),
        (
            {"url": "https://example.org/p.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}},
            "presspack[build] @ git+https://example.org/p.git@ab12",
        ),
        (
            {"url": "https://example.org/p.whl", "archive_info": {}},
            "presspack[build] @ https://example.org/p.whl",
        ),
    ],
)
def test_presspack_is_required_from_where_it_was_installed(monkeypatch, origin, said):
    monkeypatch.setattr(template, "origin", lambda: origin or {})
    text = template.requirements()
    required = [line for line in text.splitlines() if line.startswith("presspack")]
    assert required == ([] if said is None else [said])
    assert ("is in no package index" in text) == (said is None)
    assert "/home/x" not in text
    assert f"pyarrow=={template.installed('pyarrow')}\n" in text


# --- the workflow


@pytest.mark.slow
def test_the_workflow_passes_on_a_built_corpus_and_fails_on_a_bad_dump_or_a_stale_dataset(checkout, tmp_path):
    project = made(checkout, tmp_path / "corpus")
    steps = yaml.safe_load((project / ".github" / "workflows" / "ci.yml").read_text())["jobs"]["corpus"]["steps"]
    pull, checks, build, verify, compare = (
        step["run"] for step in steps if "run" in step and "pip install" not in step["run"]
    )

    def act(script: str) -> Said:
        return run(project, "bash", "-eo", "pipefail", "-c", script, **checkout.env, BASE="main")

    assert all(act(script).code == 0 for script in (pull, build, verify))
    assert act(compare).code == 1
    checkout(project, "git", "add", "--all")
    checkout(project, "git", "commit", "--quiet", "--message", "The first build")
    assert act(compare).code == 0
    checkout(project, "git", "checkout", "--quiet", "-b", "new")
    put(project / "seeds" / "new.txt", GOOD.replace("10/07/2024", "31/02/2024").encode())
    said = act(checks)
    assert said.code == 1
    assert said.out.startswith("::error file=seeds/new.txt,line=6,title=invalid-date::")
    put(project / "seeds" / "new.txt", GOOD.replace("thanked", "praised").encode())
    assert act(checks).code == 0
    assert act(build).code == 0
    assert act(compare).code == 1


# --- its contracts are its own


def dumps(project: Path) -> None:
    put(project / "seeds" / "herald.txt", GOOD.replace("Sample Courier", "Valley Herald").encode())
    put(project / "seeds" / "short.txt", GOOD.replace(BODY, "The ferry waits for the bell.\n\n").encode())
    put(project / "seeds" / "shop.txt", GOOD.replace("The lantern regatta", "Advertisement. The lantern regatta").replace("thanked", "praised").encode())  # fmt: skip


def own(project: Path) -> None:
    """An outlet, two reasons, a check of a field and one of related items."""
    append(project / "schemas" / "outlets.yaml", HERALD)
    put(project / "schemas" / "reasons.yaml", FEW.encode())
    append(project / "schemas" / "parsed.py", CHECK.format(**WORDS))
    append(project / "schemas" / "related.py", CHECK.format(**TEASER))


BEFORE = {
    "example/ferry-timetable.txt": ("published", [], []),
    "herald.txt": ("rejected", ["unknown-outlet"] * 3, [2, 6, 16]),
    "shop.txt": ("published", [], []),
    "short.txt": ("published", [], []),
}
AFTER = {
    "example/ferry-timetable.txt": ("published", [], []),
    "herald.txt": ("published", [], []),
    "shop.txt": ("rejected", ["advertisement"], [28]),
    "short.txt": ("rejected", ["few-words"], [8]),
}


def told(tool: Tool, project: Path) -> dict[str, tuple[str, list[str], list[int]]]:
    """What `check` says of each dump, in the form of the ledger."""
    said = tool(project, "presspack", "check", "seeds", "--format", "json")
    found = {}
    for dump in json.loads(said.out)["dumps"]:
        notes = [note for note in dump["findings"] if note["kind"] == "reason"]
        slugs, lines = [note["slug"] for note in notes], [note["line"] for note in notes]
        found[dump["path"].removeprefix("seeds/")] = (dump["outcome"], slugs, lines)
    return found


@pytest.mark.slow
def test_an_outlet_a_check_and_a_reason_of_the_project_change_the_build_and_check(wheel, tmp_path):
    """With presspack as it is installed; the tutorial does it with the checkout."""
    tool, project = wheel, made(wheel, tmp_path / "corpus")
    parameters(project, shards=1, workers=1, max_rejected=0.9)
    dumps(project)
    assert told(tool, project) == BEFORE
    assert tool(project, "dvc", "repro").code == 0
    assert ledger(project) == BEFORE
    own(project)
    assert told(tool, project) == AFTER
    said = tool(project, "dvc", "repro")
    assert said.code == 0, said.err
    assert ledger(project) == AFTER
    # and all who speak of reasons know them
    card = (project / "dataset" / "README.md").read_text("utf-8")
    assert "| `few-words` | the body has fewer than twenty words | 1 |" in card
    assert tool(project, "presspack", "verify", "dataset").code == 0
    assert (
        "few-words (reason): the body has fewer than twenty words"
        in tool(project, "presspack", "explain", "few-words").out
    )
    assert "advertisement" in tool(project, "presspack", "rules").out
    said = tool(project, "presspack", "check", "seeds", "--select", "few-words")
    assert said.out.splitlines()[0] == "seeds/short.txt:8: few-words: the body has fewer than twenty words (6)"
    assert "few-words" in tool(project, "presspack", "show", "seeds/short.txt").out
    assert "the body has fewer than twenty words" in (project / "report" / "report.html").read_text("utf-8")
    for form in ("sarif", "github", "junit"):
        assert "few-words" in tool(project, "presspack", "check", "seeds", "--format", form).out
    # elsewhere, verify says what it would need
    said = tool(tmp_path, "presspack", "verify", "corpus/dataset")
    assert said.code == 1
    assert "a project that has its own verifies where its schemas/ lie" in said.out


def test_a_check_that_names_no_known_reason_is_refused_with_its_line_and_the_nearest_name(checkout, tmp_path):
    project = made(checkout, tmp_path / "corpus")
    own(project)
    path = project / "schemas" / "parsed.py"
    path.write_text(path.read_text("utf-8").replace('"few-words"', '"few-wrods"'), "utf-8")
    line = path.read_text("utf-8").splitlines().index('    @pa.check("words", error="few-wrods")') + 1
    said = f"presspack: schemas/parsed.py:{line}: 'few-wrods' is no reason: did you mean 'few-words'? Else name it in schemas/reasons.yaml\n"
    assert checkout(project, "presspack", "check", "seeds") == (2, "", said)


@pytest.mark.slow
def test_a_check_of_a_published_field_stops_the_build_and_the_old_dataset_stays(checkout, built, tmp_path):
    project = shutil.copytree(built / "corpus", tmp_path / "corpus")
    before = file_sha256(project / "dataset" / "SHA256SUMS")
    put(project / "schemas" / "reasons.yaml", FEW.encode())
    append(project / "schemas" / "published.py", CHECK.format(**TITLE))
    said = checkout(project, "dvc", "repro")
    assert said.code != 0
    assert "Published: 1 of 1 rows break the contract, first few-words (Winter Ferries to Lethmar" in said.err
    assert file_sha256(project / "dataset" / "SHA256SUMS") == before


def test_a_card_with_open_questions_is_built_but_neither_released_nor_pushed(checkout, built, tmp_path):
    project = shutil.copytree(built / "corpus", tmp_path / "corpus")
    checkout(project, "git", "add", "--all")
    checkout(project, "git", "commit", "--quiet", "--message", "The first build")
    left = checkout(project, "presspack", "card", "--check")
    assert left.code == 1
    assert "dataset/README.md:2: '[fill in: the name of the dataset]' is left to be written" in left.out
    for words in (("release",), ("push", "some/body")):
        said = checkout(project, "presspack", *words)
        assert said.code == 2
        assert said.err.startswith("presspack: dataset/README.md:2: '[fill in: the name of the dataset]' is left to be written and ")  # fmt: skip
