"""In an archive, what stands beside a page tells of it as it does in a folder."""

import gzip
import itertools
import json

import pytest

from presspack.article import Record
from tests.support.packing import found, told, zipped
from tests.support.packing import tarred as tar

TEXT, OTHER = b"The pear growers met.", b"The ferry waits."
SAID = {"url": "http://minzu.rep.kp/a", "title": "Pears", "date": "2024-11-30"}
FILES = {"b/a.json": json.dumps(SAID).encode(), "b/a.txt": TEXT, "c.html": OTHER, "c.html.meta": b'{"title": "Bell"}'}


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_a_page_has_what_is_said_beside_it(name: str) -> None:
    files = dict(sorted(FILES.items(), key=lambda file: (file[0].split(".")[0], file[0].endswith((".txt", ".html")))))
    seen = found(name, pack(name, files))
    assert {path.partition("!/")[2]: (row.data, row.record) for path, row in seen.items() if row.data} == {
        "b/a.txt": (TEXT, Record(**SAID)),
        "c.html": (OTHER, Record(title="Bell")),
    }
    notes = {path.partition("!/")[2]: (row.note.slug, row.note.detail) for path, row in seen.items() if row.note}
    assert notes == {
        "b/a.json": ("not-a-dump", "it describes b/a.txt"),
        "c.html.meta": ("not-a-dump", "it describes c.html"),
    }


def pack(name: str, files: dict[str, bytes]) -> bytes:
    data = zipped(files) if name.endswith(".zip") else tar(files)
    return gzip.compress(data) if name.endswith(".gz") else data


def test_a_zip_says_the_same_in_any_order() -> None:
    held = {
        tuple(sorted(map(repr, found("a.zip", zipped(dict(order))).items())))
        for order in itertools.permutations(FILES.items())
    }
    assert len(held) == 1


def test_what_comes_too_late_in_a_tar_is_told() -> None:
    seen = found("a.tar", tar({"a.txt": TEXT, "a.json": FILES["b/a.json"]}))
    assert (seen["a.tar!/a.txt"].data, seen["a.tar!/a.txt"].record) == (TEXT, Record())
    late = seen["a.tar!/a.json"].note
    assert late is not None and late.slug == "no-text" and "put it first" in (late.detail or "")


@pytest.mark.parametrize("pack", [zipped, tar])
def test_what_tells_of_no_page_is_read_as_any_other(pack) -> None:  # type: ignore[no-untyped-def]
    files = {
        "a.json": json.dumps([{"text": "One."}, {"text": "Two."}]).encode(),  # a list has its own dumps
        "a.txt": TEXT,
        "b.json": json.dumps({"text": "Alone."}).encode(),
        "c.json": json.dumps({"text": "Long. " * 20_000}).encode(),
        "c.txt": OTHER,
        "d.meta": b"plain",
    }
    rows = told("a.zip" if pack is zipped else "a.tar", pack(files))
    assert {path.partition("!/")[2]: row for path, row in rows.items()} == {
        "a.json!/1": b"One.",
        "a.json!/2": b"Two.",
        "a.txt": TEXT,
        "b.json!/1": b"Alone.",
        "c.json!/1": b"Long. " * 20_000,
        "c.txt": OTHER,
        "d.meta": b"plain",
    }
