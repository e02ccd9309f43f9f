"""croissant.json says of the dataset what is so: an independent reader finds the rows that the Parquet files hold."""

import datetime as dt
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from presspack.dataset import configs as hub
from presspack.dataset.card import lint
from presspack.dataset.card.croissant import ANSWERED, KINDS, PARQUET
from presspack.project.frames import types
from tests.support.projects import SAMPLE, build, environment

READ = """
import datetime, json, sys
import mlcroissant

dataset = mlcroissant.Dataset(sys.argv[1])
issues = dataset.metadata.ctx.issues
def plain(value):
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value != value:  # pandas, by which it reads, has no null among whole numbers
        return None
    return str(value.date()) if isinstance(value, datetime.datetime) else value
rows = {
    records.id: [{name: plain(value) for name, value in row.items()} for row in dataset.records(records.id)]
    for records in dataset.metadata.record_sets
}
print(json.dumps({"errors": list(issues.errors), "warnings": list(issues.warnings), "rows": rows}))
"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("croissant")
    (folder / "seeds").symlink_to(SAMPLE.parent)
    build(folder)
    return folder / "dataset"


@pytest.fixture(scope="module")
def said(dataset) -> dict[str, Any]:
    return json.loads((dataset / "croissant.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def read(dataset, tmp_path_factory) -> dict[str, Any]:
    """What mlcroissant makes of the file, in a process of its own, with a home that is empty."""
    home = str(tmp_path_factory.mktemp("home"))
    words = (sys.executable, "-c", READ, str(dataset / "croissant.json"))
    done = subprocess.run(words, capture_output=True, text=True, env=environment(HOME=home, HF_HUB_OFFLINE="1"))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def plain(value: Any) -> Any:
    return str(value) if isinstance(value, dt.date) else value


def test_mlcroissant_finds_nothing_to_say_against_it(read):
    assert (read["errors"], read["warnings"]) == ([], [])


@pytest.mark.parametrize("config", hub.CONFIGS)
def test_every_record_that_mlcroissant_reads_is_a_row_of_the_parquet_files(dataset, read, config):
    table = pq.read_table(next((dataset / config).glob("*.parquet")))
    rows = [{f"{config}/{name}": plain(value) for name, value in row.items()} for row in table.to_pylist()]
    assert read["rows"][config] == rows
    assert rows


def test_every_other_file_stands_in_it_with_its_checksum(dataset, said):
    told = {file["contentUrl"]: file["sha256"] for file in said["distribution"] if "sha256" in file}
    there = {path.relative_to(dataset).as_posix(): path for path in dataset.rglob("*") if path.is_file()}
    assert told == {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in there.items()
        if name not in ("croissant.json", "SHA256SUMS")
    }


def test_the_files_of_a_config_are_contained_in_nothing_and_are_parquet(said):
    sets = [each for each in said["distribution"] if each["@type"] == "cr:FileSet"]
    assert [each["includes"] for each in sets] == [f"{config}/*.parquet" for config in hub.CONFIGS]
    assert all("containedIn" not in each and each["encodingFormat"] == PARQUET for each in sets)


def test_every_field_of_the_contracts_stands_in_it_with_its_meaning_and_its_type(said):
    for records, config in zip(said["recordSet"], hub.CONFIGS, strict=True):
        columns = hub.contract(config).to_schema().columns
        assert [field["name"] for field in records["field"]] == hub.columns(config)
        for field in records["field"]:
            assert field["description"] == columns[field["name"]].description
            assert field["dataType"] in KINDS.values()
            assert field.get("isArray", False) == isinstance(types(hub.contract(config))[field["name"]], pl.List)


def test_keys_and_references_are_fields_that_there_are(said):
    known = {field["@id"] for records in said["recordSet"] for field in records["field"]}
    keys = {key["@id"] for records in said["recordSet"] for key in records["key"]}
    leads = {
        field["references"]["field"]["@id"]
        for each in said["recordSet"]
        for field in each["field"]
        if "references" in field
    }
    assert keys <= known
    assert leads == {"articles/id"}


def test_what_rai_asks_is_answered_by_the_prose_of_the_card_without_its_figures(dataset, said):
    card = (dataset / "README.md").read_text("utf-8")
    assert set(ANSWERED.values()) <= set(lint.SECTIONS)
    for name, section in ANSWERED.items():
        assert len(said[name]) > 100
        assert "measured:" not in said[name]
        first = said[name].splitlines()[0]
        assert first in card.partition(f"\n## {section}\n")[2].partition("\n## ")[0]


def test_version_licence_citation_and_provenance_are_told(said):
    assert said["conformsTo"] == ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
    assert said["version"] == "0.1.0"
    assert said["license"].startswith("compilation-mit-texts-belong-to-their-publishers: ")
    assert "version = {0.1.0}" in said["citeAs"]
    assert "pyarrow 26" in said["prov:wasGeneratedBy"]["description"]
    assert said["prov:wasDerivedFrom"]["description"].startswith("71 dumps, ")
    assert said["isLiveDataset"] is False


def test_no_outlet_and_no_text_of_a_dump_is_in_it(dataset, said):
    bodies = pq.read_table(next((dataset / "articles").glob("*.parquet")), columns=["body", "id"]).to_pylist()
    text = json.dumps(said, ensure_ascii=False)
    assert all(
        row["body"][:60] not in text for row in bodies if len(row["body"]) > 60 and row["id"] != "e98f9e3cd62b1e2c"
    )


def test_two_builds_give_the_same_bytes(dataset, tmp_path):
    shutil.copytree(SAMPLE.parent, tmp_path / "seeds")
    build(tmp_path)
    assert (tmp_path / "dataset" / "croissant.json").read_bytes() == (dataset / "croissant.json").read_bytes()
