"""A published folder that is not what it says is told so, with the file at fault."""

import os
import re
import shutil
import sys
from pathlib import Path

import polars as pl
import pytest

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.dataset.card import blocks as figures
from presspack.dataset.card import pictures
from presspack.writing.visible import counted
from tests.support.projects import REPO, SAMPLE, Said, build, presspack, put, redo_checksums, run
from tests.support.published import FILES, change, edit, sign

EVERY = ["README.md", *FILES.values()]


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    (folder / "seeds").symlink_to(SAMPLE.parent)
    build(folder)
    return folder / "dataset"


@pytest.fixture
def dataset(published, tmp_path) -> Path:
    """A published folder, to be damaged by one test."""
    return shutil.copytree(published, tmp_path / "dataset")


def verify(dataset: Path) -> Said:
    return presspack("verify", dataset, "--params", REPO / "params.yaml")


def faults(dataset: Path) -> list[str]:
    """What `verify` says is wrong, each a path below the dataset and what is wrong with it; it must exit with 1."""
    said = verify(dataset)
    *lines, last = said.out.splitlines()
    assert (said.code, said.err) == (1, "")
    assert last == f"{counted(len(lines), 'problem')} in {dataset}/"
    assert lines
    assert all(line.startswith(f"{dataset}/") for line in lines)
    return [line.removeprefix(f"{dataset}/") for line in lines]


def flip(path: Path, at: float) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 0x10
    path.write_bytes(content)


def test_a_whole_folder_passes_and_says_how_to_load_it(dataset):
    assert verify(dataset) == (
        0,
        f'71 dumps: 55 published, 3 duplicate, 13 rejected; 49 articles in {dataset}/\nload_dataset("{dataset}")\n',
        "",
    )


def test_signing_a_folder_that_has_not_changed_changes_nothing(dataset, published):
    sign(dataset)
    assert {name: (dataset / name).read_bytes() for name in [*EVERY, "SHA256SUMS"]} == {
        name: (published / name).read_bytes() for name in [*EVERY, "SHA256SUMS"]
    }


def test_a_folder_written_anew_with_the_same_rows_passes(dataset):
    for config in hub.CONFIGS:
        change(dataset, config, lambda table: table)
    assert verify(dataset).code == 0


# --- files


@pytest.mark.parametrize("name", EVERY)
def test_a_flipped_bit_is_noticed(dataset, name):
    flip(dataset / name, at=0.1)
    assert f"{name}: is not the file that SHA256SUMS names" in faults(dataset)


@pytest.mark.parametrize("name", FILES.values())
def test_a_flipped_bit_is_noticed_even_where_the_checksums_agree(dataset, name):
    flip(dataset / name, at=0.1)
    sign(dataset)
    assert any(fault.startswith(f"{name}: cannot be read: ") for fault in faults(dataset))


@pytest.mark.parametrize("name", FILES.values())
def test_a_file_that_is_no_parquet_is_named(dataset, name):
    (dataset / name).write_bytes(b"PAR1 no more")
    sign(dataset)
    assert any(fault.startswith(f"{name}: cannot be read: ") for fault in faults(dataset))


@pytest.mark.parametrize("name", FILES.values())
def test_a_missing_file_is_named(dataset, name):
    (dataset / name).unlink()
    assert f"{name}: is missing" in faults(dataset)


def test_a_folder_without_its_ledger_is_not_whole_though_the_checksums_agree(dataset):
    shutil.rmtree(dataset / "dumps")
    sign(dataset)
    assert faults(dataset)


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "articles/train-00001-of-00002.csv", "code/load.py"])
def test_an_unexpected_file_is_named(dataset, name):
    (dataset / name).parent.mkdir(exist_ok=True)
    (dataset / name).write_text("surprise")
    assert faults(dataset) == [f"{name}: is not in SHA256SUMS"]


@pytest.mark.parametrize("name", ["notes.txt", "code/load.py", "articles/other.parquet"])
def test_an_unexpected_file_is_named_even_where_the_checksums_agree(dataset, name):
    (dataset / name).parent.mkdir(exist_ok=True)
    (dataset / name).write_text("surprise")
    redo_checksums(dataset)
    assert f"{name}: is no file of a dataset" in faults(dataset)


def test_a_link_out_of_the_folder_is_named(dataset):
    (dataset / "link").symlink_to(REPO)
    assert faults(dataset) == ["link: is a link, and a dataset holds none"]


def test_a_checksum_that_is_edited_names_its_file(dataset):
    edit(dataset / "SHA256SUMS", r"^[0-9a-f]{64}(?=  related)", "0" * 64)
    assert f"{FILES['related']}: is not the file that SHA256SUMS names" in faults(dataset)


def test_a_checksum_that_is_taken_out_names_its_file(dataset):
    edit(dataset / "SHA256SUMS", r"^.*  related.*\n", "")
    assert f"{FILES['related']}: is not in SHA256SUMS" in faults(dataset)


def test_a_line_that_is_no_checksum_is_named_with_its_number(dataset):
    edit(dataset / "SHA256SUMS", r"^[0-9a-f]{64}(?=  dumps)", "not hexadecimal")
    assert "SHA256SUMS:4: is not `<sha256>  <path>`" in faults(dataset)


def test_checksums_that_are_no_text_are_named(dataset):
    content = (dataset / "SHA256SUMS").read_bytes()
    (dataset / "SHA256SUMS").write_bytes(b"\xff" + content[1:])
    assert faults(dataset)[0].startswith("SHA256SUMS:")


# --- the card


def test_an_edited_card_is_noticed_by_its_checksum(dataset):
    edit(dataset / "README.md", r"\Z", "One more line.\n")
    assert faults(dataset) == ["README.md: is not the file that SHA256SUMS names"]


@pytest.mark.parametrize("block", figures.BLOCKS)
def test_an_edited_figure_is_named_with_the_line_of_its_table_even_where_the_checksums_agree(dataset, block):
    lines = (dataset / "README.md").read_text("utf-8").splitlines(keepends=True)
    first, last = (lines.index(f"<!-- {kind}: {block} -->\n") for kind in ("measured", "end"))
    at = next(i for i in range(last - 1, first, -1) if re.search(r"\d|never|alike", lines[i]))
    lines[at] = re.sub(
        r"\d(?!.*\d)|never|alike",
        lambda digit: str((int(digit[0]) + 1) % 10) if digit[0].isdigit() else "often",
        lines[at],
    )
    (dataset / "README.md").write_text("".join(lines), "utf-8")
    redo_checksums(dataset)
    assert faults(dataset) == [f"README.md:{first + 1}: the figures of `{block}` are not what the data give"]


def test_a_measured_table_that_nothing_measures_is_named_with_its_line(dataset):
    edit(dataset / "README.md", r"^<!-- measured: years -->$", "<!-- measured: ears -->")
    line = (dataset / "README.md").read_text("utf-8").splitlines().index("<!-- measured: ears -->") + 1
    redo_checksums(dataset)
    assert faults(dataset) == [f"README.md:{line}: nothing is measured as 'ears'"]


HEAD = [
    ("configs", r"^  version: 0\.1\.0$", "  version: 0.2.0"),
    ("configs", r"content-sha256:[0-9a-f]{4}", "content-sha256:0000"),
    ("configs", r"related/train-\*\.parquet", "articles/train-*.parquet"),
    ("dataset_info", r"num_examples: 49", "num_examples: 50"),
    ("size_categories", r"n<1K", "1K<n<10K"),
    ("language", r"^- es\n", ""),
]


@pytest.mark.parametrize(("name", "pattern", "replacement"), HEAD)
def test_an_edited_head_is_noticed_even_where_the_checksums_agree(dataset, name, pattern, replacement):
    assert edit(dataset / "README.md", pattern, replacement, count=1)
    redo_checksums(dataset)
    fault, *_ = faults(dataset)
    assert fault.startswith("README.md")
    assert f"{name} in the head is not what the data give" in fault


@pytest.mark.parametrize(("name", "pattern", "replacement"), HEAD)
def test_an_edited_head_is_named_with_its_line(dataset, name, pattern, replacement):
    edit(dataset / "README.md", pattern, replacement, count=1)
    redo_checksums(dataset)
    assert all(re.match(r"README\.md:\d+: ", fault) for fault in faults(dataset))


def test_a_card_without_a_head_is_noticed(dataset):
    edit(dataset / "README.md", r"\A---\n", "")
    redo_checksums(dataset)
    assert faults(dataset) == ["README.md:1: has no head in YAML"]


def test_a_head_that_is_no_yaml_is_noticed(dataset):
    edit(dataset / "README.md", r"^pretty_name: .*$", "pretty_name: [")
    redo_checksums(dataset)
    assert faults(dataset)[0].startswith("README.md:")


def test_a_card_that_is_no_text_is_noticed(dataset):
    (dataset / "README.md").write_bytes((dataset / "README.md").read_bytes() + b"\xff\n")
    redo_checksums(dataset)
    assert faults(dataset)[0].startswith("README.md")


# --- what is drawn and said beside the card

BESIDE = ["croissant.json", *(f"images/{name}.svg" for name in pictures.PICTURES)]


@pytest.mark.parametrize("name", BESIDE)
def test_a_picture_or_croissant_with_another_figure_is_named_even_where_the_checksums_agree(dataset, name):
    old = (dataset / name).read_text("utf-8")
    (dataset / name).write_text(re.sub(r'\d(?=[^<>]*</text>)|(?<=sha256": ")[0-9a-f]', "77", old, count=1), "utf-8")
    assert (dataset / name).read_text("utf-8") != old
    redo_checksums(dataset)
    assert f"{name}: is not what the data give" in faults(dataset)


@pytest.mark.parametrize("name", BESIDE)
def test_a_picture_or_croissant_that_is_gone_is_named_even_where_the_checksums_agree(dataset, name):
    (dataset / name).unlink()
    redo_checksums(dataset)
    assert faults(dataset) == [f"{name}: is missing"]


def test_a_picture_that_nothing_draws_is_no_file_of_a_dataset(dataset):
    (dataset / "images" / "cat.svg").write_text("<svg/>")
    redo_checksums(dataset)
    assert faults(dataset) == ["images/cat.svg: is no file of a dataset"]


# --- rows, with every checksum redone


def exists(dataset: Path, fault: str) -> bool:
    return (dataset / fault.split(":")[0]).exists()


@pytest.mark.parametrize("config", hub.CONFIGS)
def test_a_row_that_is_taken_out_is_noticed(dataset, config):
    change(dataset, config, lambda table: table[:-1])
    assert faults(dataset)


@pytest.mark.parametrize("outcome", ["published", "duplicate", "rejected"])
def test_a_row_of_the_ledger_that_is_taken_out_is_noticed(dataset, outcome):
    def lose(table: pl.DataFrame) -> pl.DataFrame:
        path = table.filter(outcome=outcome)["path"][0]
        return table.filter(pl.col("path") != path)

    change(dataset, "dumps", lose)
    assert faults(dataset)


@pytest.mark.parametrize("config", hub.CONFIGS)
def test_where_a_row_is_missing_every_fault_names_a_file(dataset, config):
    def lose(table: pl.DataFrame) -> pl.DataFrame:
        return (
            table.filter(outcome="rejected").vstack(table.filter(outcome="published")[1:]).sort("path")
            if config == "dumps"
            else table[1:]
        )

    change(dataset, config, lose)
    assert all(exists(dataset, fault) for fault in faults(dataset))


BROKEN = {
    "unknown-outlet": pl.lit("nobody").alias("outlet"),
    "empty-body": pl.lit(" — ").alias("body"),
    "date-before-founding": pl.date(1800, 1, 1).alias("published_on"),
    "date-after-crawl": (pl.col("crawled_on") + pl.duration(days=2)).alias("published_on"),
    "source-without-date": pl.lit(None, pl.Date).alias("crawled_on"),
    "str_matches": pl.lit("no hexadecimal").alias("id"),
    "isin": pl.lit("guess").alias("date_source"),
    "greater_than_or_equal_to": pl.lit(0, pl.Int32).alias("dumps"),
}


@pytest.mark.parametrize("slug", BROKEN)
def test_an_article_that_breaks_its_contract_is_named_with_its_file_and_the_reason(dataset, slug):
    def spoil(table: pl.DataFrame) -> pl.DataFrame:
        chosen = table.filter(
            pl.col("crawl_source") == "page", pl.col("outlet") == "sample-times", pl.col("date_source") == "page"
        )["id"][0]
        return pl.concat(
            [table.filter(pl.col("id") != chosen), table.filter(id=chosen).with_columns(BROKEN[slug])]
        ).sort("id")

    change(dataset, "articles", spoil)
    (fault, *_) = faults(dataset)
    assert fault.startswith(f"{FILES['articles']}: Published")
    assert slug in fault


def test_a_column_that_is_taken_out_is_noticed(dataset):
    path = dataset / FILES["related"]
    parquet.read(path).drop("article").write_parquet(path)
    sign(dataset)
    assert any(fault.startswith(f"{FILES['related']}: the columns are dump, position, ") for fault in faults(dataset))


@pytest.mark.parametrize("config", ["articles", "dumps"])
def test_a_row_that_stands_twice_is_noticed(dataset, config):
    change(dataset, config, lambda table: pl.concat([table[:1], table]))
    assert any(config in fault for fault in faults(dataset))


@pytest.mark.parametrize("config", ["articles", "dumps"])
def test_rows_out_of_order_are_noticed(dataset, config):
    change(dataset, config, lambda table: table.reverse())
    assert any(fault.startswith(f"{FILES[config]}: rows are not sorted") for fault in faults(dataset))


def test_a_related_item_of_a_dump_that_is_not_published_is_noticed(dataset):
    change(
        dataset,
        "related",
        lambda table: table.with_columns(dump=pl.lit("0" * 64), position=pl.int_range(1, pl.len() + 1, dtype=pl.Int32)),
    )
    assert any(fault.startswith("related: ") for fault in faults(dataset))


def test_a_word_that_is_changed_in_a_body_is_noticed_by_the_id(dataset):
    change(dataset, "articles", lambda table: table.with_columns(pl.col("body").str.replace("harbour", "Harbour")))
    assert any(fault.startswith(FILES["articles"]) for fault in faults(dataset))


# --- what is no dataset


@pytest.mark.parametrize("name", ["README.md", "SHA256SUMS"])
def test_a_folder_without_card_or_checksums_is_no_dataset(dataset, name):
    (dataset / name).unlink()
    message = f"presspack: {dataset}: is no published dataset: it has no README.md or no SHA256SUMS\n"
    assert verify(dataset) == (2, "", message)


@pytest.mark.parametrize("name", ["nowhere", "README.md"])
def test_what_is_no_folder_is_no_dataset(dataset, name):
    assert verify(dataset / name).code == 2


def test_without_a_project_no_code_of_the_folder_runs_and_the_packaged_contracts_count(dataset):
    folder = dataset.parent
    for place in ("schemas/__init__.py", "layouts/theirs.py"):
        put(folder / place, b"open('owned', 'w').close()\nraise SystemExit\n")
    put(folder / "schemas" / "reasons.yaml", b"not: reasons\n")
    # started so, Python looks for every module in this folder first
    said = run(folder, sys.executable, "-m", "presspack", "verify", "--no-project")
    assert (said.code, said.err) == (0, "")
    assert not (folder / "owned").exists()


def test_without_a_project_what_is_wrong_is_still_seen(dataset):
    edit(dataset / "README.md", "articles", "article")
    here = dict(os.environ), list(sys.path)
    assert presspack("verify", dataset, "--no-project") == verify(dataset)
    assert verify(dataset).code == 1
    assert (dict(os.environ), sys.path) == here
