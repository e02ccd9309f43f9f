"""What `publish` puts in place loads as it is, and nothing that fails takes its place."""

import ctypes
import json
import os
import shutil
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import Features

from bench import pairs
from bench.generate import write
from presspack.dataset import card as derived
from presspack.dataset import configs as hub
from presspack.dataset import parquet as product
from presspack.dataset import verify
from presspack.engine.atomic import put as swap_in
from presspack.engine.pool import Pool
from presspack.engine.store import INDEX
from presspack.errors import PresspackError
from presspack.pipeline import publish
from presspack.pipeline.link import link
from presspack.pipeline.parse import parse
from presspack.pipeline.publish import _tolerable
from presspack.pipeline.stage import stage
from presspack.project.params import Params
from tests.support.projects import FEW, REPO, SAMPLE, build, contents, put, run, sums

LOAD = """
import json, sys
from datasets import get_dataset_config_names, load_dataset, load_dataset_builder
folder, told = sys.argv[1], {}
for config in get_dataset_config_names(folder):
    rows = load_dataset(folder, config, split="train")
    stream = load_dataset(folder, config, split="train", streaming=True)
    told[config] = {
        "rows": len(rows),
        "version": str(rows.info.version),
        "description": load_dataset_builder(folder, config).config.description,
        "types": {field.name: str(field.type) for field in rows.data.table.schema},
        "columns": rows.column_names,
        "first": {name: repr(value) for name, value in rows[0].items()},
        "streamed": [{name: repr(value) for name, value in row.items()} for row in stream.take(1)],
        "streamed_rows": sum(1 for _ in stream),
    }
default = load_dataset(folder)
told["default"] = {split: rows.column_names for split, rows in default.items()}
print(json.dumps(told))
"""


def load(folder: Path, home: Path) -> Any:
    """Load every config of a dataset in a process of its own, off line."""
    said = run(folder.parent, "python", "-c", LOAD, str(folder), HF_HOME=str(home), HF_HUB_OFFLINE="1")
    assert said.code == 0, said.err
    return json.loads(said.out)


FILES = """
import json, sys
from datasets import get_dataset_config_names, load_dataset_builder
configs = get_dataset_config_names(sys.argv[1])
held = [load_dataset_builder(sys.argv[1], config).config.data_files for config in configs]
print(json.dumps({"configs": configs, "files": [path for splits in held for paths in splits.values() for path in paths]}))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A build of generated dumps with more related items than one row group holds, and some stories in two outlets, and a page that changed."""
    folder = tmp_path_factory.mktemp("made")
    write(folder / "seeds", 900, seed=3, listed=0.1)
    pairs.write(folder / "seeds" / "pairs", 2)
    shutil.copytree(SAMPLE / "history", folder / "seeds" / "history")
    build(folder, Params(version="3.4.5", **FEW))
    return folder


@pytest.fixture(scope="module")
def loaded(made, tmp_path_factory) -> Any:
    return load(made / "dataset", tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def titled(tmp_path_factory) -> Path:
    """A build of three sample dumps."""
    folder = tmp_path_factory.mktemp("titled")
    shutil.copytree(SAMPLE / "titled", folder / "seeds")
    build(folder)
    return folder


@pytest.fixture
def sample(titled, tmp_path) -> Path:
    """A copy of it, to be changed by one test."""
    return shutil.copytree(titled, tmp_path / "sample")


def again(folder: Path, prose: Path = REPO / "DATACARD.md", **params: Any) -> str:
    parsed, linked = folder / "data" / "parsed", folder / "data" / "linked"
    return publish.publish(parsed, linked, prose, folder / "dataset", Params(**(FEW | params)))


# --- loading


def test_pictures_and_croissant_stand_beside_the_parquet_and_only_parquet_is_loaded(made, tmp_path):
    assert {path.name for path in (made / "dataset" / "images").iterdir()} == {
        "months.svg", "funnel.svg", "lengths.svg", "dates.svg",
    }  # fmt: skip
    said = run(made, "python", "-c", FILES, str(made / "dataset"), HF_HOME=str(tmp_path), HF_HUB_OFFLINE="1")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert found["configs"] == list(hub.CONFIGS)
    assert sorted(found["files"]) == sorted(str(path) for path in (made / "dataset").rglob("*.parquet"))


def test_the_articles_are_what_loads_by_default(loaded):
    assert loaded["default"] == {"train": loaded["articles"]["columns"]}


def test_every_config_loads_with_every_row(made, loaded):
    rows = {
        config: sum(pq.read_metadata(path).num_rows for path in product.files(made / "dataset", config))
        for config in hub.CONFIGS
    }
    assert rows["dumps"] == 970
    assert {config: loaded[config]["rows"] for config in loaded if config != "default"} == rows


def test_columns_come_in_the_order_of_the_contract(loaded):
    assert {config: loaded[config]["columns"] for config in hub.CONFIGS} == {
        config: hub.columns(config) for config in hub.CONFIGS
    }


def test_dates_load_as_dates_counts_as_integers_and_reasons_as_lists(loaded):
    articles, related, dumps, pairs, revisions, edits, pages = (loaded[config]["types"] for config in hub.CONFIGS)
    assert pairs == {"article": "string", "other": "string", "similarity": "double"}
    assert {name for name, kind in articles.items() if kind == "date32[day]"} == {
        "published_on", "published_from", "published_to", "crawled_on",
    }  # fmt: skip
    assert {name for name, kind in revisions.items() if kind == "date32[day]"} == {
        "first_seen", "last_seen", "changed_after", "changed_by",
    }  # fmt: skip
    assert sum(kind == "date32[day]" for kind in pages.values()) == 7
    assert {kind.split(": ")[-1].rstrip(">") for name, kind in edits.items() if "spans" in name} == {"int32"}
    assert {name for name, kind in articles.items() if kind == "int32"} == {
        "story_size",
        "paragraphs",
        "words",
        "dumps",
        "versions",
    }
    assert (articles["latest"], articles["bounds"].startswith("list")) == ("bool", True)
    assert (related["date"], related["position"], related["line"]) == ("date32[day]", "int32", "int32")
    lists = {name: kind.partition("<")[2].split(": ")[-1].rstrip(">") for name, kind in dumps.items() if "list" in kind}
    assert lists == {
        **dict.fromkeys(("cleaning", "reasons", "reason_details", "warnings", "warning_details"), "string"),
        **dict.fromkeys(("cleaning_counts", "reason_lines", "warning_lines"), "int32"),
    }
    assert Counter({**articles, **related, **dumps}.values()).keys() <= {
        "string",
        "int32",
        "int64",
        "date32[day]",
        "bool",
        articles["bounds"],
        *dumps.values(),
    }


def test_the_version_of_a_loaded_config_is_that_of_params_yaml(loaded):
    assert {loaded[config]["version"] for config in hub.CONFIGS} == {"3.4.5"}


def test_the_description_of_a_loaded_config_is_the_digest_of_the_data_without_which_an_old_copy_would_load(
    made, loaded
):
    digest = derived.content_digest((made / "dataset" / "SHA256SUMS").read_text())
    assert {loaded[config]["description"] for config in hub.CONFIGS} == {f"content-sha256:{digest}"}


def test_streaming_gives_the_same_first_row_and_as_many(loaded):
    for config in hub.CONFIGS:
        assert loaded[config]["streamed"] == [loaded[config]["first"]]
        assert loaded[config]["streamed_rows"] == loaded[config]["rows"]


def test_a_build_without_related_items_has_no_such_config_and_still_loads(tmp_path):
    shutil.copytree(SAMPLE / "legacy", tmp_path / "seeds")
    build(tmp_path)
    assert not (tmp_path / "dataset" / "related").exists()
    assert verify.verify(tmp_path / "dataset", Pool())[0] == []
    told = load(tmp_path / "dataset", tmp_path / "home")
    assert told.keys() == {"articles", "dumps", "pages", "default"}
    assert told["articles"]["rows"] == 4


# --- files


def parquet(folder: Path) -> dict[Path, pq.ParquetFile]:
    return {path: pq.ParquetFile(path) for config in hub.CONFIGS for path in product.files(folder / "dataset", config)}


def test_the_features_embedded_in_every_file_are_those_of_the_contract(made):
    for path, file in parquet(made).items():
        config = path.parent.name
        told = json.loads(file.schema_arrow.metadata[b"huggingface"])["info"]["features"]
        features = Features.from_dict(told)
        assert list(features) == hub.columns(config)
        assert file.schema_arrow.equals(features.arrow_schema)
        assert product.schema(config).equals(features.arrow_schema, check_metadata=True)
        assert features._to_yaml_list() == hub.listed(config)


def test_every_column_is_zstd_with_a_page_index(made):
    for file in parquet(made).values():
        for group in range(file.num_row_groups):
            columns = [file.metadata.row_group(group).column(i) for i in range(file.metadata.num_columns)]
            assert {column.compression for column in columns} == {"ZSTD"}
            assert all(column.has_offset_index and column.has_column_index for column in columns if column.statistics)


def test_a_flipped_bit_in_a_page_is_noticed_by_a_reader_that_checks_pages(made, tmp_path):
    path = shutil.copy(product.files(made / "dataset", "articles")[0], tmp_path)
    column = pq.ParquetFile(path).metadata.row_group(0).column(3)
    content = bytearray(Path(path).read_bytes())
    content[column.data_page_offset + column.total_compressed_size // 2] ^= 1
    Path(path).write_bytes(content)
    with pytest.raises(OSError, match="CRC"):
        product.read(Path(path))


def test_no_row_group_is_empty_or_above_ten_thousand_rows(made):
    sizes = [file.metadata.row_group(i).num_rows for file in parquet(made).values() for i in range(file.num_row_groups)]
    assert all(0 < size <= 10_000 for size in sizes)
    assert max(sizes) == 10_000


def test_a_config_above_the_size_of_a_file_is_parted_by_its_key(made, tmp_path, monkeypatch):
    whole = {config: pl.concat(map(product.read, product.files(made / "dataset", config))) for config in hub.CONFIGS}
    for config, rows in {
        "articles": 200,
        "related": 4000,
        "dumps": 300,
        "same_story": 10,
        "revisions": 1,
        "pages": 1000,
    }.items():
        monkeypatch.setitem(hub.CONFIGS, config, hub.CONFIGS[config]._replace(rows_per_file=rows))
    for part in ("data", "seeds"):
        (tmp_path / part).symlink_to(made / part)
    again(tmp_path, version="3.4.5")
    counts = {config: len(product.files(tmp_path / "dataset", config)) for config in hub.CONFIGS}
    wanted = {"articles": 8, "related": 4, "dumps": 4, "same_story": 3, "revisions": 2, "edits": 1, "pages": 9}
    assert counts | wanted == counts
    for config, table in whole.items():
        files = [product.read(path) for path in product.files(tmp_path / "dataset", config)]
        assert pl.concat(files).equals(table)
        assert all(map(len, files))
    assert load(tmp_path / "dataset", tmp_path / "home")["articles"]["rows"] == len(whole["articles"])


# --- putting in place


def test_publishing_again_gives_the_same_bytes(sample):
    before = contents(sample / "dataset")
    again(sample)
    assert contents(sample / "dataset") == before


@pytest.mark.parametrize("prose", ["no head at all", "---\npretty_name: x\n---\n", None])
def test_impossible_prose_leaves_the_old_dataset_and_nothing_beside_it(sample, prose):
    before = contents(sample / "dataset")
    if prose is not None:
        (sample / "prose.md").write_text(prose)
    with pytest.raises(PresspackError, match=r"prose\.md"):
        again(sample, sample / "prose.md")
    assert contents(sample / "dataset") == before
    assert not list(sample.glob(".dataset*"))


def test_a_build_that_does_not_pass_its_own_verification_is_not_put_in_place(sample, monkeypatch):
    before = contents(sample / "dataset")
    written = product.write

    def lose_a_row(table: pl.DataFrame, schema: pa.Schema, path: Path) -> None:
        written(table[1:] if path.parent.name == "articles" else table, schema, path)

    monkeypatch.setattr(product, "write", lose_a_row)
    with pytest.raises(PresspackError, match="not published, for it does not pass its own verification"):
        again(sample)
    assert contents(sample / "dataset") == before
    assert not list(sample.glob(".dataset*"))


def test_more_rejections_than_max_rejected_leave_the_old_dataset_and_name_the_reasons(sample):
    before = contents(sample / "dataset")
    put(sample / "seeds" / "empty.txt", b"")
    stage(sample / "seeds", sample / "data" / "staged", Params(**FEW))
    parse(sample / "data" / "staged", sample / "data" / "parsed", Params(**FEW))
    link(sample / "data" / "parsed", sample / "data" / "linked")
    with pytest.raises(PresspackError, match=r"1 of 4 dumps are rejected.*empty-file 1"):
        again(sample, max_rejected=0.24)
    assert contents(sample / "dataset") == before
    again(sample, max_rejected=0.25)
    assert contents(sample / "dataset") != before


def test_dumps_that_are_all_rejected_publish_nothing(tmp_path):
    put(tmp_path / "seeds" / "empty.txt", b"")
    with pytest.raises(PresspackError, match="holds no article"):
        build(tmp_path, Params(max_rejected=1, **FEW))
    assert not (tmp_path / "dataset").exists()


def test_what_a_killed_publish_left_is_removed(sample):
    before = contents(sample / "dataset")
    put(sample / ".dataset.new" / "articles" / "train-00000-of-00009.parquet", b"half a file")
    again(sample)
    assert contents(sample / "dataset") == before
    assert not list(sample.glob(".dataset*"))


def test_a_folder_that_is_no_dataset_is_not_replaced(sample):
    parsed, linked = sample / "data" / "parsed", sample / "data" / "linked"
    before = contents(sample / "seeds")
    with pytest.raises(PresspackError, match="seeds"):
        publish.publish(parsed, linked, REPO / "DATACARD.md", sample / "seeds", Params(**FEW))
    assert contents(sample / "seeds") == before


@pytest.mark.parametrize("name", [".git/config", "notes.txt", "articles/mine.parquet", "images/link"])
def test_what_somebody_laid_into_the_dataset_is_not_lost_to_the_next_build(sample, name):
    path = sample / "dataset" / name
    path.parent.mkdir(exist_ok=True)
    if name.endswith("link"):
        path.symlink_to("nowhere")
    else:
        path.write_text("mine")
    before = contents(sample / "dataset")
    with pytest.raises(
        PresspackError, match=f"holds {name}, which is not of the dataset and would be gone: move it away"
    ):
        again(sample)
    assert contents(sample / "dataset") == before
    path.unlink()
    again(sample)


def test_a_dataset_that_is_a_link_is_not_replaced(sample):
    (sample / "dataset").rename(sample / "elsewhere")
    (sample / "dataset").symlink_to("elsewhere")
    with pytest.raises(PresspackError, match="is a link, which would be replaced: name the folder itself"):
        again(sample)
    assert (sample / "dataset").is_symlink()


def test_a_folder_that_holds_something_else_is_not_emptied_by_a_stage(sample):
    put(sample / "letters" / "mine.txt", b"not to be lost")
    with pytest.raises(PresspackError, match="letters"):
        link(sample / "data" / "parsed", sample / "letters")
    assert (sample / "letters" / "mine.txt").exists()


def test_a_folder_of_hidden_files_is_not_emptied_by_a_stage(sample):
    put(sample / "clone" / ".git" / "config", b"not to be lost")
    with pytest.raises(PresspackError, match="clone"):
        link(sample / "data" / "parsed", sample / "clone")
    assert (sample / "clone" / ".git" / "config").exists()


def numbered(folder: Path, number: int) -> Path:
    for name in ("one", "two"):
        put(folder / name, str(number).encode())
    return folder


def test_while_folders_are_swapped_there_is_always_one_and_never_half_of_each(tmp_path):
    place, stop, seen = numbered(tmp_path / "place", 0), threading.Event(), set()

    def watch() -> None:
        while not stop.is_set():
            try:
                handle = os.open(place, os.O_RDONLY)
            except FileNotFoundError:
                seen.add("absent")
                continue
            try:
                found = []
                for name in ("one", "two"):
                    file = os.open(name, os.O_RDONLY, dir_fd=handle)
                    found.append(os.read(file, 9))
                    os.close(file)
                seen.add("whole" if found[0] == found[1] else "half")
            except FileNotFoundError:
                pass  # the folder that was opened has been swapped out, and is being removed
            finally:
                os.close(handle)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for number in range(1, 100):
            swap_in(numbered(tmp_path / ".place.new", number), place)
    finally:
        stop.set()
        watcher.join()
    assert seen == {"whole"}
    assert contents(tmp_path) == {"place/one": b"99", "place/two": b"99"}


def test_the_first_folder_is_put_where_there_was_none(tmp_path):
    swap_in(numbered(tmp_path / ".place.new", 1), tmp_path / "place")
    assert contents(tmp_path) == {"place/one": b"1", "place/two": b"1"}


def test_where_the_system_cannot_swap_the_new_folder_still_takes_the_place_of_the_old(tmp_path, monkeypatch):
    def nothing(name: object, **options: object) -> None:
        raise OSError("no such library")

    monkeypatch.setattr(ctypes, "CDLL", nothing)
    numbered(tmp_path / "place", 0)
    numbered(tmp_path / ".place.old", 7)  # from a run that was killed between the two renames
    swap_in(numbered(tmp_path / ".place.new", 1), tmp_path / "place")
    assert contents(tmp_path) == {"place/one": b"1", "place/two": b"1"}


def test_the_checksums_that_are_published_are_those_of_the_files(made):
    assert (made / "dataset" / "SHA256SUMS").read_text() == sums(made / "dataset")


def test_what_could_not_have_been_an_article_is_no_part_of_the_share_that_may_be_rejected(tmp_path: Path) -> None:
    def ledger(good: int, bad: int, aside: int) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "outcome": ["published"] * good + ["rejected"] * (bad + aside),
                "reasons": [[]] * good
                + [["no-layout"]] * bad
                + [["not-a-page"], ["not-a-dump"], ["moved-or-gone"]] * (aside // 3),
            },
            schema={"outcome": pl.String, "reasons": pl.List(pl.String)},
        )

    put(tmp_path / INDEX, b'["00000-ledger"]')
    _tolerable(ledger(10, 2, 90), 0.2, tmp_path)
    _tolerable(ledger(10, 0, 90), 0.0, tmp_path)
    with pytest.raises(PresspackError, match="18 of 20 dumps"):
        _tolerable(ledger(2, 18, 90), 0.2, tmp_path)
