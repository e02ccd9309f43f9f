"""The same dumps in any container are the same articles; whatever the bytes, nothing raises and the ledger closes."""

import gzip
import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import generate
from presspack.pipeline.link import link
from presspack.pipeline.link.tables import tables
from presspack.pipeline.parse import parse, tabulate
from presspack.pipeline.shards import table
from presspack.pipeline.stage import stage
from presspack.project.contracts import schemas
from presspack.project.params import Params
from presspack.reading.containers import Found
from presspack.reading.dump import Reader, row_of
from tests.support.dumps import DUMPS
from tests.support.packing import COMPRESSED, Files, csved, found, jsonl, parquet, record, tarred, zipped
from tests.support.projects import presspack, put

COUNT = 200
FEW = Params(workers=1, shards=2)
GOOD = (DUMPS / "page-doubled.txt").read_bytes()


def rows(files: Files) -> list[dict[str, str]]:
    """A row for each file; bytes that are no UTF-8 are carried as Python carries them."""
    return [{"text": data.decode("utf-8", "surrogateescape")} for data in files.values()]


def records(files: Files, **more: Any) -> bytes:
    return b"".join(record(f"urn:{name}", data, **more) for name, data in files.items())


PACKED: dict[str, Callable[[Files], bytes]] = {
    "dumps.zip": zipped,
    "dumps.tar": tarred,
    "dumps.tar.zst": lambda files: COMPRESSED[".zst"](tarred(files)),
    "dumps.tar.bz2": lambda files: COMPRESSED[".bz2"](tarred(files)),
    "dumps.jsonl.gz": lambda files: COMPRESSED[".gz"](jsonl(rows(files))),
    "dumps.ndjson.xz": lambda files: COMPRESSED[".xz"](jsonl(rows(files))),
    "dumps.csv": lambda files: csved(rows(files)),
    "dumps.parquet": lambda files: parquet({"text": list(files.values())}),
    "dumps.warc": records,
    "dumps.warc.gz": lambda files: b"".join(gzip.compress(records({n: d}), 1, mtime=0) for n, d in files.items()),
    "outer.tar": lambda files: tarred({"dumps.zip": zipped(files)}),
}


@pytest.fixture(scope="module")
def generated() -> dict[str, bytes]:
    """Dumps of every layout and with every fault."""
    return {truth.path: data for truth, data in generate.dumps(COUNT, seed=11)}


def built(folder: Path, files: Files) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The parsed dumps, the articles and the ledger of these files."""
    for name, data in files.items():
        put(folder / "seeds" / name, data)
    stage(folder / "seeds", folder / "staged", FEW)
    parse(folder / "staged", folder / "parsed", FEW)
    link(folder / "parsed", folder / "linked")
    parsed = pl.concat(pl.read_parquet(path) for path in sorted((folder / "parsed").glob("*/articles.parquet")))
    return parsed.sort("dump"), *tables(folder / "linked")


def without_paths(ledger: pl.DataFrame) -> list[Any]:
    """The ledger, whatever its containers are called."""
    said = ledger.drop("path", "duplicate_of", "url", "page", "warning_details").with_columns(
        pl.selectors.list().cast(pl.List(pl.String))
    )
    return sorted(map(repr, said.iter_rows()))


@pytest.fixture(scope="module")
def loose(
    generated: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> tuple[pl.DataFrame, pl.DataFrame, list[Any]]:
    """What is built of loose files."""
    parsed, articles, ledger = built(tmp_path_factory.mktemp("loose"), generated)
    assert {"published", "duplicate", "rejected"} == set(ledger["outcome"])
    assert {"binary", "empty-file", "no-layout"} < set(ledger["reasons"].explode())
    return parsed, articles, without_paths(ledger)


@pytest.mark.parametrize("name", PACKED)
def test_the_same_dumps_in_a_container_are_the_same_articles(
    name: str, generated: dict[str, bytes], loose: tuple[Any, ...], tmp_path: Path
) -> None:
    parsed, articles, ledger = built(tmp_path, {name: PACKED[name](generated)})
    assert len(ledger) == COUNT
    assert parsed.equals(loose[0])
    assert articles.equals(loose[1])
    assert without_paths(ledger) == loose[2]


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_the_same_dumps_each_compressed_are_the_same_articles(
    suffix: str, generated: dict[str, bytes], loose: tuple[Any, ...], tmp_path: Path
) -> None:
    parsed, articles, ledger = built(
        tmp_path, {f"{name}{suffix}": COMPRESSED[suffix](data) for name, data in generated.items()}
    )
    assert parsed.equals(loose[0])
    assert articles.equals(loose[1])
    assert len(ledger) == COUNT


def test_a_crawl_that_tells_its_time_dates_the_crawl_and_changes_nothing_else(
    generated: dict[str, bytes], loose: tuple[Any, ...], tmp_path: Path
) -> None:
    data = records(generated, more={"WARC-Date": "2026-05-01T10:00:00Z"})
    parsed, _, _ = built(tmp_path, {"dumps.warc": data})
    crawl = ["crawled_on", "crawl_source", "crawled_on_line"]
    assert parsed.drop(crawl).equals(loose[0].drop(crawl))
    assert set(parsed.select("crawled_on", "crawl_source").filter(pl.col("crawl_source") != "page").iter_rows()) == {
        (schemas().OUTLETS.all[0].founded.replace(2026, 5, 1), "record")
    }


def test_the_same_container_gives_the_same_rows_however_often_it_is_read(generated: dict[str, bytes]) -> None:
    for name, pack in PACKED.items():
        data = pack(dict(list(generated.items())[:20]))[:-200]
        assert found(name, data) == found(name, data)


# in the tree


def staged(folder: Path, **params: Any) -> dict[str, str | None]:
    """Of each path under a folder its reason, if it has one."""
    limits = Params(**params).limits
    reader = Reader(os.path.realpath(folder), limits)
    listed = [
        (row.path, row.reason)
        for file in sorted(folder.rglob("*"))
        if not file.is_dir()
        for row in reader.rows(reader.take(str(file), file.relative_to(folder).as_posix().replace("!/", "\\x21/")))
    ]
    assert len(dict(listed)) == len(listed)
    return dict(listed)


def test_a_folder_named_like_the_inside_of_an_archive_is_another_path(tmp_path: Path) -> None:
    put(tmp_path / "seeds" / "a.zip", zipped({"b.txt": GOOD}))
    put(tmp_path / "seeds" / "a.zip!" / "b.txt", GOOD + b"\n")
    _, _, ledger = built(tmp_path, {})
    assert ledger["path"].to_list() == ["a.zip!/b.txt", "a.zip\\x21/b.txt"]


def test_a_container_that_is_a_link_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "out.zip", zipped({"b.txt": GOOD}))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.zip").symlink_to(tmp_path / "out.zip")
    assert staged(tmp_path / "seeds") == {"a.zip": "link-not-followed"}


def test_a_container_that_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.zip")
    assert staged(tmp_path) == {"a.zip": "not-a-file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_container_without_permission_is_unreadable(tmp_path: Path) -> None:
    put(tmp_path / "a.zip", zipped({"b.txt": GOOD}))
    (tmp_path / "a.zip").chmod(0)
    assert staged(tmp_path) == {"a.zip": "unreadable"}


def test_what_is_wrong_with_a_container_stands_in_the_ledger_beside_its_dumps(tmp_path: Path) -> None:
    _, _, ledger = built(
        tmp_path,
        {
            "a.tar": tarred({"b.txt": GOOD, "\udcff.txt": b"\xff\0"}).rstrip(b"\0") + bytes(400),
            "b.jsonl": jsonl([b"{", {"text": "\ud800"}, {"text": GOOD.decode()}]),
        },
    )
    said = ledger.select("path", "outcome", "reasons", "reason_lines").iter_rows()
    assert list(said) == [
        ("a.tar", "rejected", ["damaged-container"], [None]),
        ("a.tar!/\\xff.txt", "rejected", ["binary"], [None]),
        ("a.tar!/b.txt", "published", [], []),
        ("b.jsonl!/1", "rejected", ["broken-record"], [1]),
        ("b.jsonl!/2", "rejected", ["undecodable"], [2]),
        ("b.jsonl!/3", "duplicate", [], []),
    ]


# check


def test_check_reads_containers_and_names_the_dump_and_its_line(tmp_path: Path) -> None:
    bad = re.sub(rb"Date: \d\d/\d\d/", b"Date: 31/02/", GOOD)
    line = GOOD[: GOOD.index(b"Date: ")].count(b"\n") + 1
    crawl = tmp_path / "crawl.zip"
    put(crawl, zipped({"a.txt": bad, "b.txt": GOOD, "c.jsonl": jsonl([b"{"])}))
    said = presspack("check", crawl, "--params", DUMPS.parents[1] / "params.yaml")
    assert said.code == 1
    assert [text.split(": ")[:2] for text in said.out.splitlines()[:-1]] == [
        [f"{crawl}!/a.txt:{line}", "invalid-date"],
        [f"{crawl}!/c.jsonl!/1:1", "broken-record"],
    ]
    assert said.out.splitlines()[-1] == "3 dumps checked: 2 with problems, 0 with warnings"


def test_check_says_of_dumps_in_a_container_what_it_says_of_files(tmp_path: Path) -> None:
    files = {path.name: path.read_bytes() for path in sorted(DUMPS.glob("*.txt"))}
    put(tmp_path / "all.tar.zst", COMPRESSED[".zst"](tarred(files)))
    for name, data in files.items():  # without the .json beside each, which would say its URL
        put(tmp_path / "loose" / name, data)
    params = DUMPS.parents[1] / "params.yaml"
    packed = presspack("check", tmp_path / "all.tar.zst", "--params", params)
    loose = presspack("check", tmp_path / "loose", "--params", params)
    assert packed.out.replace(f"{tmp_path}/all.tar.zst!", f"{tmp_path}/loose") == loose.out


# whatever the bytes

ENDINGS = [
    *PACKED,
    "a.txt.gz",
    "a.txt.zst",
    "a.txt.bz2",
    "a.txt.xz",
    "a.zip.gz",
    "a.csv.gz",
    "a.parquet.zst",
    "a.warc.xz",
]
SMALL = {
    "a.txt": b"The pear growers met.\n",
    "b/c.txt": b"\xff\xfe\0",
    "d.txt": "평양 \u202e".encode() * 9,
    "e.txt": b"",
}
SAMPLES = {name: pack(SMALL) for name, pack in PACKED.items()} | {
    f"a.txt{end}": pack(SMALL["a.txt"]) for end, pack in COMPRESSED.items()
}


def read_or_told(name: str, data: bytes) -> list[Found]:
    """What is found in a container: at least one dump or note, no two under one path."""
    listed = found(name, data, max_dump_bytes=10_000)
    assert listed
    assert all(path == name or path.startswith(f"{name}!/") for path in listed)
    assert all((dump.data is None) != (dump.note is None) for dump in listed.values())
    return list(listed.values())


def closes(listed: list[Found]) -> None:
    """Each dump and each note has its entry in the ledger."""
    rows = pl.DataFrame(pl.from_arrow(table([row_of(dump) for dump in listed])))
    ledger = tabulate([rows], schemas().OUTLETS).dumps
    assert sorted(ledger["path"]) == sorted(dump.name for dump in listed)


@given(name=st.sampled_from(ENDINGS), data=st.binary(max_size=3000))
def test_any_bytes_under_the_name_of_a_container_are_read_or_told(name: str, data: bytes) -> None:
    closes(read_or_told(name, data))


@st.composite
def torn(draw: st.DrawFn) -> tuple[str, bytes]:
    """A container with some bytes changed, cut out or put in."""
    name = draw(st.sampled_from(sorted(SAMPLES)))
    data = bytearray(SAMPLES[name])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["flip", "cut", "insert", "end", "number"])):
            case "flip":
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del data[at : at + draw(st.integers(1, 600))]
            case "insert":
                data[at:at] = draw(st.binary(max_size=20))
            case "end":
                del data[max(at, 1) :]
            case "number":
                data[at : at + 4] = draw(st.sampled_from([b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f", b"\x80\0\0\0"]))
    return name, bytes(data)


@settings(max_examples=100)
@given(torn())
def test_a_container_that_is_torn_anywhere_is_read_or_told(container: tuple[str, bytes]) -> None:
    closes(read_or_told(*container))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_container_that_is_cut_off_anywhere_is_read_or_told(name: str) -> None:
    data = SAMPLES[name]
    listed = []
    for end in range(0, len(data), max(1, len(data) // 300)):
        listed += [dump._replace(name=f"{end} {dump.name}") for dump in read_or_told(name, data[:end])]
    closes(listed)


names = st.sampled_from(
    ["a.txt", "a.txt", "b.jsonl", "../c", "d.zip", "e.tar.gz", "f.csv", "g.warc", "h!/a.txt", "i#2", ""]
)


def pack(files: dict[str, bytes]) -> st.SearchStrategy[bytes]:
    return st.sampled_from(list(PACKED.values())).map(lambda how: how(files))


@given(
    name=st.sampled_from(sorted(PACKED)),
    data=st.recursive(
        st.binary(max_size=60), lambda inner: st.dictionaries(names, inner, max_size=4).flatmap(pack), max_leaves=12
    ),
)
def test_archives_of_archives_are_read_or_told(name: str, data: bytes) -> None:
    closes(read_or_told(name, data))


@given(st.dictionaries(st.text(min_size=1, max_size=9), st.binary(min_size=1, max_size=40), min_size=1))
def test_what_goes_into_a_tar_comes_out(files: dict[str, bytes]) -> None:
    good = {
        name.replace("/", "_").replace("\\", "_").replace(":", "_").replace(".", "_").replace("\0", "_"): data
        for name, data in files.items()
    }
    listed = found("a.tar", tarred(good)).values()
    assert sorted(hashlib.sha256(dump.data or b"").hexdigest() for dump in listed) == sorted(
        hashlib.sha256(data).hexdigest() for data in good.values()
    )


@given(st.lists(st.text(max_size=40), min_size=1, max_size=9))
def test_what_goes_into_lines_of_json_comes_out(texts: list[str]) -> None:
    data = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts).encode()
    assert [dump.data for dump in found("a.jsonl", data).values()] == [text.encode() for text in texts]
