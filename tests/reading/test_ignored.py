"""What is no dump, decided once; and what DVC hides is not read."""

import json
import sys
from pathlib import Path

import pytest

from presspack.reading.files import walk
from presspack.reading.ignored import no_dump
from tests.support.packing import jsonl, record, tarred, told, zipped
from tests.support.projects import presspack, put, run

ODD = [
    "__MACOSX/crawl/._a.txt",
    "crawl/._a.txt",
    ".DS_Store",
    "a/Thumbs.db",
    "desktop.ini",
    "a/.gitignore",
    "a.txt.dvc",
    ".git/config",
    "wget-log",
    "wget-log.1",
    "~$report.docx",
    ".a.txt.swp",
    "System Volume Information/x",
    "a.txt:Zone.Identifier",
    "www.sample.example/robots.txt",
    "SHA256SUMS",
]
SHOWN = ["a.png", "img/A.JPG", "style.css", "style.css?ver=2", "favicon.ico", "fonts/a.woff2", "clip.mp4", "app.min.js"]
PAGES = [
    "view.php?img=a.png",
    "a.pdf",
    "png",
    "a.js.html",
    "._",
    "DS_Store.txt",
    "macosx/a.txt",
    "dvc/a.txt",
    "a.gitignore.txt",
    ".hidden.txt",
    "thumbs.txt",
]


@pytest.mark.parametrize("name", ODD)
def test_a_file_of_a_system_or_a_tool_is_no_dump_in_a_folder_or_an_archive(name: str, tmp_path: Path) -> None:
    assert no_dump(name) is not None
    assert told("a.zip", zipped({name: b"One."})) == {f"a.zip!/{name}": "not-a-dump"}
    assert told("a.tar", tarred({name: b"One."})) == {f"a.tar!/{name}": "not-a-dump"}
    if not name.startswith(".git/"):  # DVC sees nothing of that one
        put(tmp_path / name, b"One.")
        done = presspack("check", str(tmp_path))
        assert "not-a-dump" in done.out


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_page_shows_is_no_page_in_a_folder_or_an_archive(name: str, tmp_path: Path) -> None:
    assert told("a.zip", zipped({name: b"One."})) == {f"a.zip!/{name}": "not-a-page"}
    assert told("a.tar", tarred({name: b"One."})) == {f"a.tar!/{name}": "not-a-page"}
    put(tmp_path / name, b"\x89PNG\r\n\0")
    assert "not-a-page" in presspack("check", str(tmp_path)).out


def test_of_a_package_of_a_crawl_only_the_crawl_is_read() -> None:
    page = record("a", b"The pear growers met.")
    listed = jsonl([{"format": "json-pages-1.0"}, {"url": "https://sample.example/", "text": "The pear growers met."}])
    files = {
        "archive/data.warc": page,
        "pages/pages.jsonl": listed,
        "indexes/index.cdx": b"example,sample)/ 1",
        "datapackage.json": b"{}",
        "logs/a.log": b"All is well.",
    }
    aside = {f"a.wacz!/{name}": "not-a-dump" for name in files if not name.startswith("archive/")}
    assert told("a.wacz", zipped(files)) == {"a.wacz!/archive/data.warc!/a": b"The pear growers met."} | aside
    several = zipped({"one.wacz": zipped(files), "datapackage.json": b"{}"})
    assert b"The pear growers met." in told("all.wacz", several).values()


@pytest.mark.parametrize("name", sorted({*PAGES} - {"._"}))
def test_another_name_may_be_a_dump(name: str) -> None:
    assert no_dump(name) is None


NAMES = [
    "a.txt",
    "b.tmp",
    "x/a.txt",
    "x/b.tmp",
    "x/y/c.tmp",
    "x/y/keep.tmp",
    "z/a.txt",
    ".git/a",
    "x/.hg/a",
    "x y/d.tmp",
]


RULES: list[dict[str, str]] = [
    {},
    {"": "*.tmp"},
    {"": "# *.txt\n\n*.tmp\n!keep.tmp"},
    {"": "x/"},
    {"": "/seeds/x/y"},
    {"": "seeds/x\n!seeds/x/y"},
    {"": "**/y/**"},
    {"seeds/x": "*.tmp"},
    {"seeds/x": "/b.tmp", "": "z"},
    {"": "*.tmp", "seeds/x": "!*.tmp"},
    {"": "x\\ y/"},
    {"": "a.tx?\n!/seeds/z/a.txt"},
    {"seeds": "x/*\n!x/y"},
]
ASK = """
import json, sys
from dvc.repo import Repo
for folder in sys.argv[1:]:
    ignore = (repo := Repo(folder)).dvcignore
    print(json.dumps([f"{at}/{file}" for at, _, files in ignore.walk(repo.fs, f"{folder}/seeds") for file in files]))
"""


def test_what_dvc_hides_is_not_read_and_nothing_else(tmp_path: Path) -> None:
    folders = [tmp_path / str(i) for i in range(len(RULES))]
    for folder, rules in zip(folders, RULES, strict=True):
        for name in NAMES:
            put(folder / "seeds" / name, b"One.")
        put(folder / ".dvc" / "config", b"[core]\n    no_scm = True\n")
        for below, said in rules.items():
            put(folder / below / ".dvcignore", said.encode())
    # DVC is asked in a process of its own, since it leaves databases open
    said = run(tmp_path, sys.executable, "-c", ASK, *map(str, folders))
    for folder, line in zip(folders, said.out.splitlines(), strict=True):
        seen = set(json.loads(line))
        assert {path for path in walk(folder / "seeds") if not path.endswith(".dvcignore")} == {
            path for path in seen if not path.endswith(".dvcignore")
        }


def test_outside_a_repository_of_dvc_nothing_is_hidden(tmp_path: Path) -> None:
    put(tmp_path / "a.tmp", b"One.")
    put(tmp_path / ".dvcignore", b"*.tmp")
    assert f"{tmp_path}/a.tmp" in set(walk(tmp_path))
