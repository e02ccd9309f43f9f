"""Whoever tampers with a folder and recomputes its checksums is found out, as far as docs/versions.md says."""

import re
import shutil
from pathlib import Path

import pytest

from presspack.article import identity
from presspack.dataset import parquet
from presspack.pipeline.link import link
from presspack.pipeline.parse import parse
from presspack.pipeline.publish import publish
from presspack.pipeline.stage import stage
from presspack.project.params import Params
from tests.support.projects import FEW, REPO, SAMPLE, build, contents, presspack, put
from tests.support.published import FILES, forge
from tests.support.tampering import AGAINST, ALONE, SECRET, TAMPERINGS, UNSEEN, Tampering


def page(text: str) -> bytes:
    """A page with this text."""
    return f"""May 04, 2025

KCNA Sample Times

The Lamp Keeper

Date: 30/04/2025 | Source: Sample Times | Read original version at source

{text}

More From Sample Times

More Articles
""".encode()


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    (folder / "seeds").symlink_to(SAMPLE.parent)
    build(folder)
    return folder


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory) -> Path:
    """The same with one text more, which is withdrawn."""
    folder = tmp_path_factory.mktemp("withdrawn")
    shutil.copytree(SAMPLE, folder / "seeds" / "sample")
    put(folder / "seeds" / "keeper.txt", page(SECRET))
    return taken(folder)


def taken(folder: Path) -> Path:
    """A project that is built without the text that is withdrawn."""
    article = identity("sample-times", SECRET)
    entry = f'  - article: "{article}"\n    date: 2026-11-02\n    reason: She asked for it.\n'
    (folder / "withdrawn.yaml").write_text(f"withdrawn:\n{entry}")
    params, data = Params(**FEW), folder / "data"
    stage(folder / "seeds", data / "staged", params)
    parse(data / "staged", data / "parsed", params)
    link(data / "parsed", data / "linked", params, folder / "withdrawn.yaml")
    publish(data / "parsed", data / "linked", REPO / "DATACARD.md", folder / "dataset", params)
    return folder


@pytest.fixture
def project(request, tampering: Tampering) -> Path:
    """The project to tamper with: where something is withdrawn, if that is what it is about."""
    made: Path = request.getfixturevalue("withdrawn" if tampering.kind.startswith("withdrawn") else "sample")
    return made


def verify(dataset: Path, *more: object) -> tuple[int, list[str]]:
    """The exit code of `verify`, and what it says, without the path of the folder."""
    said = presspack("verify", dataset, "--params", REPO / "params.yaml", *more)
    assert said.err == ""
    return said.code, [line.removeprefix(f"{dataset}/") for line in said.out.splitlines()]


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_tampering_is_seen_as_we_say(project, tampering, tmp_path):
    dataset = shutil.copytree(project / "dataset", tmp_path / "dataset")
    tampering.alter(dataset)
    code, lines = verify(dataset)
    assert code == (tampering.seen == ALONE), lines
    if tampering.seen != ALONE:
        code, lines = verify(dataset, "--against", project / "data", "--prose", REPO / "DATACARD.md")
        assert code == (tampering.seen == AGAINST), lines
    assert tampering.seen == UNSEEN or any(re.match(tampering.told, line) for line in lines), lines


@pytest.mark.parametrize("made", ["sample", "withdrawn"])
def test_a_folder_that_nobody_touched_agrees_with_what_it_was_built_from(request, made):
    folder = request.getfixturevalue(made)
    assert verify(folder / "dataset", "--against", folder / "data", "--prose", REPO / "DATACARD.md")[0] == 0


def test_what_a_folder_was_built_from_must_be_there(sample, tmp_path):
    said = presspack("verify", sample / "dataset", "--against", tmp_path, "--params", REPO / "params.yaml")
    assert (said.code, said.out) == (2, "")
    assert said.err == f"presspack: {tmp_path}/linked: holds no finished stage: run `dvc repro`\n"


@pytest.mark.parametrize("made", ["sample", "withdrawn"])
def test_making_all_anew_that_follows_from_the_rows_changes_nothing(request, made, tmp_path):
    dataset = request.getfixturevalue(made) / "dataset"
    copy = shutil.copytree(dataset, tmp_path / "dataset")
    forge(copy)
    assert contents(copy) == contents(dataset)


@pytest.mark.parametrize("words", [1, 3, 8])
def test_similarities_are_measured_in_runs_as_long_as_the_dataset_was_built_with(sample, words, tmp_path):
    params, data = Params(**FEW, story_words=words), tmp_path / "data"
    link(sample / "data" / "parsed", data / "linked", params)
    publish(sample / "data" / "parsed", data / "linked", REPO / "DATACARD.md", tmp_path / "dataset", params)
    assert parquet.files(tmp_path / "dataset", "same_story")
    assert verify(tmp_path / "dataset")[0] == 0


@pytest.mark.parametrize("text", [f"{SECRET}x", f"x{SECRET}"])
def test_a_text_with_a_letter_more_at_an_end_is_withdrawn_too(text, tmp_path):
    put(tmp_path / "seeds" / "keeper.txt", page(SECRET))
    put(tmp_path / "seeds" / "again.txt", page(text))
    put(tmp_path / "seeds" / "other.txt", page(SECRET.replace("lamp", "lampx")))
    dumps = parquet.read(taken(tmp_path) / "dataset" / FILES["dumps"])
    assert dict(dumps.select("path", "outcome").iter_rows()) == {
        "again.txt": "withdrawn",
        "keeper.txt": "withdrawn",
        "other.txt": "published",
    }


def test_every_kind_of_tampering_stands_in_the_docs_with_who_sees_it():
    text = (REPO / "docs" / "versions.md").read_text("utf-8")
    table = text.partition("| tampering | is |")[2].partition("\n\n")[0]
    told = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table.splitlines()[2:]]
    assert told == list(dict.fromkeys((tampering.kind, tampering.seen) for tampering in TAMPERINGS))
