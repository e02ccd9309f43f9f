"""What is pushed is what readers get: `datasets`, pandas, polars and a mirror, each in a process of its own."""

import copy
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from presspack.dataset.configs import CONFIGS
from presspack.dataset.parquet import ROW_GROUP, schema, write
from tests.support.dumps import NEW, OLD
from tests.support.environments import made, wait
from tests.support.localhub import TOKEN, Hub, serving
from tests.support.projects import REPO, contents, run

NAME = "press/kcna"
ROWS = """
import hashlib, json
def digest(rows):
    return hashlib.sha256(json.dumps(list(rows), default=str, sort_keys=True).encode()).hexdigest()
"""


def rows(dataset: Path, config: str) -> list[dict]:
    files = sorted((dataset / config).glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def digest(rows: list[dict]) -> str:
    return hashlib.sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()


@pytest.fixture(scope="module")
def hub(versions, tmp_path_factory) -> Iterator[Hub]:
    """A Hub to which both versions have been pushed."""
    with serving() as hub:
        for dataset in versions.values():
            words = ("presspack", "push", NAME, "--public", "--dataset", str(dataset))
            said = run(REPO, *words, **asking(hub.url, tmp_path_factory), HF_TOKEN=TOKEN)
            assert said.code == 0, said.err
        yield hub


def asking(endpoint: str, places: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose Hub is there, with nothing cached."""
    return {"HF_ENDPOINT": endpoint, "HF_HUB_DISABLE_XET": "1", "HF_HOME": str(places.mktemp("home"))}


def python(script: str, folder: Path, **more: str) -> dict:
    """Run a script in a fresh process, and return what it says as JSON."""
    # threads of the libraries may still stream when the interpreter takes itself apart, which ends some runs in an abort
    end = "\nimport os, sys\nsys.stdout.flush()\nos._exit(0)\n"
    said = run(folder, sys.executable, "-c", ROWS + script + end, **more)
    assert said.code == 0, said.err
    answer: dict = json.loads(said.out.splitlines()[-1])
    return answer


LOAD = """
from datasets import get_dataset_config_names, load_dataset
configs = get_dataset_config_names({name!r}, revision={tag!r})
loaded = {{config: load_dataset({name!r}, config, split="train", revision={tag!r}) for config in configs}}
streamed = {{config: load_dataset({name!r}, config, split="train", revision={tag!r}, streaming=True) for config in configs}}
print(json.dumps({{
    "version": str(loaded["articles"].info.version),
    "loaded": {{config: digest(rows) for config, rows in loaded.items()}},
    "streamed": {{config: digest(rows) for config, rows in streamed.items()}},
}}))
"""


def expected(dataset: Path, tag: str) -> dict:
    configs = [config for config in CONFIGS if (dataset / config).is_dir()]
    told = {config: digest(rows(dataset, config)) for config in configs}
    return {"version": tag.removeprefix("v"), "loaded": told, "streamed": told}


@pytest.mark.parametrize("tag", [OLD, NEW])
def test_each_version_is_loaded_and_streamed_by_its_tag(hub, versions, tag, tmp_path_factory):
    found = python(LOAD.format(name=NAME, tag=tag), versions[tag], **asking(hub.url, tmp_path_factory))
    assert found == expected(versions[tag], tag)


TABLES = """
import os, warnings
import pandas, polars
from huggingface_hub import HfFileSystem
path = "datasets/{name}@{tag}/articles/train-00000-of-00001.parquet"
address = os.environ["HF_ENDPOINT"] + "/datasets/{name}/resolve/{tag}/articles/train-00000-of-00001.parquet"
with HfFileSystem().open(path) as file:
    opened = polars.read_parquet(file)
print(json.dumps({{
    "pandas": pandas.read_parquet("hf://" + path)["id"].tolist(),
    "polars, opened": opened["id"].to_list(),
    "polars, address": polars.scan_parquet(address).select("id").collect()["id"].to_list(),
}}))
"""


@pytest.mark.parametrize("tag", [OLD, NEW])
def test_pandas_and_polars_read_it_by_its_tag(hub, versions, tag, tmp_path_factory):
    found = python(TABLES.format(name=NAME, tag=tag), versions[tag], **asking(hub.url, tmp_path_factory))
    ids = [row["id"] for row in rows(versions[tag], "articles")]
    assert found == {"pandas": ids, "polars, opened": ids, "polars, address": ids}


def test_two_versions_on_the_hub_are_compared_as_two_folders_are(hub, versions, tmp_path_factory):
    names = [f"hf://{NAME}@{tag}" for tag in (OLD, NEW)]
    told = [
        run(REPO, "presspack", "diff", "--format", "json", *pair, **asking(hub.url, tmp_path_factory))
        for pair in (names, [str(versions[OLD]), str(versions[NEW])], [names[1], str(versions[NEW])])
    ]
    assert [said.code for said in told] == [1, 1, 0]
    fetched, local = (json.loads(said.out) for said in told[:2])
    assert {**fetched, "old": None, "new": None} == {**local, "old": None, "new": None}
    gone = run(REPO, "presspack", "diff", f"hf://{NAME}@v9.9.9", names[1], **asking(hub.url, tmp_path_factory))
    assert (gone.code, gone.out, gone.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("name", [f"hf://{NAME}@{NEW}", f"hf://datasets/{NAME}@{NEW}"])
def test_a_version_on_the_hub_is_verified_as_its_folder_is(hub, versions, name, tmp_path_factory):
    asked = asking(hub.url, tmp_path_factory)
    said = run(REPO, "presspack", "verify", name, **asked)
    assert said.code == 0, said.out + said.err
    local = run(REPO, "presspack", "verify", str(versions[NEW]))
    assert said.out == f"{local.out.partition(' in ')[0]} in {name}\n"


def document(heading: str) -> str:
    """The block of Python below a heading of docs/hub.md, about the repository of the test."""
    text = (REPO / "docs" / "hub.md").read_text("utf-8")
    block = re.search(rf"^## {heading}\n.*?^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert block
    return block[1].replace("NAMESPACE/NAME", NAME)


def test_the_document_reads_by_tag(hub, versions, tmp_path_factory):
    script = document("Reading by tag") + "print(json.dumps([digest(articles), digest(related)]))"
    found = python(script, versions[OLD], **asking(hub.url, tmp_path_factory))
    assert found == [digest(rows(versions[OLD], config)) for config in ("articles", "related")]


def test_what_the_document_says_of_taking_down_leaves_nothing_but_the_last_version(hub, versions, tmp_path_factory):
    before = copy.deepcopy(vars(hub.store))
    script = document("Taking down") + "print(1)"
    python(script, versions[NEW], **asking(hub.url, tmp_path_factory), HF_TOKEN=TOKEN)
    repository = hub.store.repositories[NAME]
    assert set(repository.tags) == {NEW}
    reached = {path: file.content for files in repository.commits.values() for path, file in files.items()}
    assert contents(versions[NEW]).items() <= reached.items()
    assert repository.branches["main"] == repository.tags[NEW]
    kept = [repository.commits[oid] for oid in (*repository.tags.values(), *repository.branches.values())]
    gone = contents(versions[OLD])["articles/train-00000-of-00001.parquet"]
    assert all(file.content != gone for files in kept for file in files.values())
    vars(hub.store).update(before)


def test_files_are_as_the_viewer_wants_them(tmp_path):
    many = 2 * ROW_GROUP + 1
    table = pl.DataFrame({"id": [f"{i:016x}" for i in range(many)], "body": ["one two three"] * many})
    write(table, table.to_arrow().schema, tmp_path / "many.parquet")
    metadata = pq.read_metadata(tmp_path / "many.parquet")
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    assert [group.num_rows for group in groups] == [10_000, 10_000, 1]
    columns = [group.column(i) for group in groups for i in range(group.num_columns)]
    assert all(column.has_offset_index and column.has_column_index for column in columns)
    shown = {"string", "int32", "int64", "double", "date32", "bool", "list<string>", "list<int32>"}
    for config in CONFIGS:
        for field in schema(config):
            kind = str(field.type).replace("[day]", "")
            assert re.sub(r"<\w+: (\w+)>", r"<\1>", kind) in shown, field


@pytest.mark.slow
def test_a_mirror_in_an_environment_of_its_own_serves_what_was_pushed(hub, versions, tmp_path_factory):
    olah = made("olah", ["olah==0.5.4"], tmp_path_factory) / "olah-cli"
    folder = tmp_path_factory.mktemp("mirror")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here, there = f"127.0.0.1:{port}", hub.url.removeprefix("http://")
    (folder / "olah.toml").write_text(
        f'[basic]\nhost = "127.0.0.1"\nport = {port}\nrepos-path = "{folder}/repos"\n'
        f'hf-scheme = "http"\nhf-netloc = "{there}"\nhf-lfs-netloc = "{there}"\n'
        f'mirror-netloc = "{here}"\nmirror-lfs-netloc = "{here}"\n'
    )
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    words = [str(olah), "-c", str(folder / "olah.toml")]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(words, cwd=folder, env=plain, stdout=log, stderr=log) as server,
    ):
        try:
            wait(f"http://{here}/api/datasets/{NAME}/revision/{OLD}", server)
            for tag, dataset in versions.items():
                hub.begin()
                found = python(LOAD.format(name=NAME, tag=tag), dataset, **asking(f"http://{here}", tmp_path_factory))
                assert found == expected(dataset, tag)
                assert any(".parquet" in call for call in hub.calls)  # it came from the Hub, through the mirror
        finally:
            server.terminate()
