"""`presspack.build`, `verify` and `load`: the dataset of a project, made, held against itself, and read."""

import shutil
import sys
from pathlib import Path

import pytest

import presspack
from presspack.dataset.configs import CONFIGS
from tests.support.dvc import inside
from tests.support.projects import SAMPLE, contents, project, put, run, sums


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("api") / "corpus", SAMPLE)


@pytest.fixture(scope="module")
def built(corpus: Path) -> presspack.Built:
    return presspack.build(corpus)


def test_a_build_says_where_the_dataset_is_and_what_is_in_it(corpus, built) -> None:
    assert (built.dataset, built.version) == (corpus / "dataset", "0.1.0")
    assert built.outcomes == {"published": 53, "duplicate": 2, "rejected": 12}
    assert built.rows["articles"] == 47
    assert built.rows["dumps"] == 67


def test_a_build_writes_what_the_commands_write(built, tmp_path) -> None:
    folder = project(tmp_path / "same", SAMPLE)
    for words in (
        ("stage", "seeds", "data/staged"),
        ("parse", "data/staged", "data/parsed"),
        ("link", "data/parsed", "data/linked"),
        ("publish", "data/parsed", "data/linked", "DATACARD.md", "dataset"),
    ):
        assert inside(folder, *words).code == 0
    assert sums(folder / "dataset") == sums(built.dataset)


def test_a_second_build_writes_the_same(corpus, built) -> None:
    before = contents(built.dataset)
    assert presspack.build(str(corpus)) == presspack.Built(built.dataset, built.version, built.outcomes, built.rows)
    assert contents(built.dataset) == before


def test_two_projects_are_built_by_their_own_outlets_in_one_process(built, tmp_path) -> None:
    other = project(tmp_path / "other", SAMPLE / "page", max_rejected=1)
    outlets = other / "schemas" / "outlets.yaml"
    text = outlets.read_text("utf-8")
    outlets.write_text(text.replace("label: Sample Courier (En)\n", "label: Another Courier (En)\n"), "utf-8")
    assert presspack.build(other).outcomes["rejected"] > 0
    assert Path.cwd() != other


def test_what_a_project_lacks_is_told_at_its_own_path(tmp_path) -> None:
    with pytest.raises(presspack.PresspackError, match="is no project"):
        presspack.build(tmp_path)
    folder = project(tmp_path / "corpus", SAMPLE / "page")
    (folder / "params.yaml").write_text("versoin: 1.0.0\n")
    with pytest.raises(presspack.PresspackError, match="did you mean 'version'") as told:
        presspack.build(folder)
    assert (told.value.path, told.value.line) == (folder / "params.yaml", 1)


def test_a_build_with_too_many_rejected_leaves_the_dataset_as_it_was(built, tmp_path) -> None:
    folder = project(tmp_path / "bad", SAMPLE / "rejected")
    shutil.copytree(built.dataset, folder / "dataset")
    with pytest.raises(presspack.PresspackError, match="dumps are rejected, more than max_rejected"):
        presspack.build(folder)
    assert contents(folder / "dataset") == contents(built.dataset)


def test_a_whole_dataset_has_no_problem_and_a_damaged_one_has_its_file_named(built, tmp_path) -> None:
    assert presspack.verify(built.dataset) == []
    damaged = shutil.copytree(built.dataset, tmp_path / "dataset")
    (damaged / "croissant.json").unlink()
    assert "croissant.json: is missing" in presspack.verify(damaged)


def test_without_a_project_no_code_of_the_folder_runs(built, tmp_path, monkeypatch) -> None:
    dataset = shutil.copytree(built.dataset, tmp_path / "dataset")
    put(tmp_path / "schemas" / "__init__.py", b"open('owned', 'w').close()\nraise SystemExit\n")
    put(tmp_path / "html.py", b"open('owned', 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")  # as a Python that was started without a script has it
    assert presspack.verify("dataset", project=False) == []
    (dataset / "croissant.json").unlink()
    assert presspack.verify(dataset, project=False) == presspack.verify(dataset)
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("work", [presspack.verify, presspack.load])
def test_what_is_no_dataset_is_an_error_of_ours(work, tmp_path) -> None:
    with pytest.raises(presspack.PresspackError, match="is no published dataset"):
        work(tmp_path)
    with pytest.raises(presspack.PresspackError, match="not a dataset on the Hub"):
        work("hf://alone")


LOADED = """
import sys
import datasets
import presspack

folder = sys.argv[1]
datasets.disable_progress_bars()
for config in datasets.get_dataset_config_names(folder):
    ours, theirs = presspack.load(folder, config), datasets.load_dataset(folder, config)
    assert list(ours) == ["train"] and ours["train"].features == theirs["train"].features, config
    assert ours["train"].to_list() == theirs["train"].to_list(), config
assert presspack.load(folder, split="train").num_rows == presspack.load(folder, split="train[:100%]").num_rows == 47
assert next(iter(presspack.load(folder, split="train", streaming=True)))["id"]
for config, split in (("article", None), ("articles", "test"), ("articles", "train[x]")):
    try:
        presspack.load(folder, config, split=split)
    except presspack.PresspackError as error:
        print(error.message)
"""


def test_load_gives_what_datasets_gives(built, tmp_path) -> None:
    said = run(tmp_path, sys.executable, "-c", LOADED, str(built.dataset), HF_HOME=str(tmp_path), HF_HUB_OFFLINE="1")
    assert said.code == 0, said.err
    assert said.out.splitlines()[:2] == [
        f"'article' is no config of a dataset: {', '.join(CONFIGS)}",
        "has no split 'test' of articles: train",
    ]
    assert said.out.splitlines()[2].startswith("cannot be loaded: ")


def test_a_config_without_rows_is_told(built, tmp_path) -> None:
    dataset = shutil.copytree(built.dataset, tmp_path / "dataset")
    shutil.rmtree(dataset / "same_story")
    with pytest.raises(presspack.PresspackError, match="has no rows of same_story"):
        presspack.load(dataset, "same_story")
