"""The four stages, run on generated dumps whose truth is known: nothing is lost, nothing is done twice."""

import datetime as dt
import hashlib
import json
import os
import random
import re
import shutil
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest

from bench.generate import Truth, dumps, write
from presspack.dataset import parquet
from presspack.dataset.facts import measure
from presspack.engine.pool import Pool
from presspack.engine.store import Store
from presspack.errors import PresspackError
from presspack.pipeline.link import tables as linked
from presspack.pipeline.parse import parse
from presspack.pipeline.shards import TABLE
from presspack.pipeline.stage import stage
from presspack.project.contracts import schemas
from presspack.project.params import Params
from presspack.reading.clean import RULES
from tests.support.generated import careful
from tests.support.projects import FEW, SAMPLE, STAGES, build, contents, parameters, presspack, project, put, run, walk

Row = dict[str, Any]


def tables(stage_folder: Path, table: str) -> pl.DataFrame:
    """A table of all shards that count."""
    return pl.concat([pl.read_parquet(folder / table) for folder in Store(stage_folder).folders()])


def published(folder: Path, config: str) -> pl.DataFrame:
    return pl.concat([parquet.read(path) for path in parquet.files(folder / "dataset", config)])


# --- 2,000 dumps in all layouts, as their truth has them


class Made(NamedTuple):
    folder: Path
    truths: list[Truth]
    dumps: dict[str, str]
    """The SHA-256 of each path's bytes."""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    truths = write(folder / "seeds", 2000, seed=20)
    build(folder, Params(shards=4, workers=1))
    digests = {truth.path: hashlib.sha256((folder / "seeds" / truth.path).read_bytes()).hexdigest() for truth in truths}
    return Made(folder, truths, digests)


def test_every_layout_and_outcome_is_among_the_made_dumps(made):
    assert {truth.layout for truth in made.truths if truth.outcome == "published"} == {
        "page",
        "body",
        "titled",
        "legacy",
    }
    assert {truth.outcome for truth in made.truths} == {"published", "duplicate", "rejected"}


def test_every_dump_has_its_outcome_its_article_its_original_and_its_reasons(made):
    rows = (
        published(made.folder, "dumps").select("path", "dump", "outcome", "article", "duplicate_of", "reasons").rows()
    )
    # a label that nobody knows is a reason wherever it stands, and it stands up to three times
    assert [(*row, tuple(dict.fromkeys(slugs))) for *row, slugs in rows] == [
        (truth.path, made.dumps[truth.path], truth.outcome, truth.article, truth.duplicate_of, truth.reasons)
        for truth in made.truths
    ]


def test_every_reason_points_to_a_line_that_the_dump_has(made):
    for path, slugs, lines in published(made.folder, "dumps").select("path", "reasons", "reason_lines").rows():
        many = len(re.split(rb"\r\n|\r|\n", (made.folder / "seeds" / path).read_bytes()))
        for slug, line in zip(slugs, lines, strict=True):
            assert line is None if slug in ("empty-file", "binary") else 1 <= line <= many, (path, slug, line)


def test_every_field_of_every_dump_is_the_truth(made):
    names = (
        "layout",
        "outlet",
        "title",
        "body",
        "byline",
        "credit",
        "language",
        "published_on",
        "date_source",
        "crawled_on",
        "crawl_source",
    )
    names = (*names, "paragraphs", "words")
    found = {row["dump"]: row for row in tables(made.folder / "data/parsed", "articles.parquet").to_dicts()}
    live = [truth for truth in made.truths if truth.outcome == "published"]
    assert len(found) == len(live)
    for truth in live:
        row = found[made.dumps[truth.path]]
        counts = (truth.body.count("\n\n") + 1, len(truth.body.split()))
        assert tuple(row[name] for name in names) == (*(getattr(truth, name) for name in names[:-2]), *counts), (
            truth.path
        )
        assert row["id"] == truth.article


def bounded(outlet: str, day: dt.date | None, source: str | None, crawls: list[dt.date]) -> Row:
    """Between which days an article was published."""
    founded = schemas("article").FOUNDED[outlet]
    first, last = (day, day) if day else (founded, min(crawls) + dt.timedelta(days=1) if crawls else None)
    said = [source] if day else ["founding"] * (first is not None) + ["crawl"] * (last is not None)
    return {"published_from": first, "published_to": last, "bounds": said}


def merged(copies: list[Truth], made: Made) -> Row:
    """The article of some dumps. Its body and crawl are of the earliest crawl; made copies never contradict each other."""
    first = min(copies, key=lambda copy: (copy.crawled_on is None, copy.crawled_on, made.dumps[copy.path]))
    titles, days = ({getattr(copy, name) for copy in copies} - {None} for name in ("title", "published_on"))
    day = max(days, default=None)
    return {
        "id": first.article,
        "outlet": first.outlet,
        "title": max(titles, default=None),
        "body": first.body,
        "language": first.language,
        "published_on": day,
        "date_source": (source := None if day is None else first.date_source or "copy"),
        **bounded(first.outlet, day, source, [copy.crawled_on for copy in copies if copy.crawl_source == "page"]),
        "crawled_on": first.crawled_on,
        "crawl_source": first.crawl_source,
        "byline": first.byline,
        "credit": first.credit,
        "story": first.article,
        "story_size": 1,
        "paragraphs": first.body.count("\n\n") + 1,
        "words": len(first.body.split()),
        "dumps": len(copies),
        "versions": 1,
        "latest": True,
    }


def test_every_field_of_every_article_is_the_truth(made):
    copies = defaultdict(list)
    for truth in made.truths:
        if truth.outcome == "published":
            copies[truth.article].append(truth)
    wanted = [merged(copies[article], made) for article in sorted(copies)]
    assert Counter(row["date_source"] for row in wanted)["copy"] > 10
    assert published(made.folder, "articles").to_dicts() == wanted


def test_every_related_item_is_the_truth(made):
    live = {made.dumps[truth.path]: truth for truth in made.truths if truth.outcome == "published"}
    wanted = [
        (dump, position, live[dump].outlet, item.title, item.teaser, item.date, None)
        for dump in sorted(live)
        for position, item in enumerate(live[dump].related, 1)
    ]
    names = ("dump", "position", "outlet", "title", "teaser", "date", "article")
    assert published(made.folder, "related").select(names).rows() == wanted


def test_the_line_of_a_related_item_holds_its_title_or_its_teaser(made):
    lines = {}
    for truth in made.truths[:300]:
        text = (made.folder / "seeds" / truth.path).read_bytes().decode("utf-8", "replace")
        lines[made.dumps[truth.path]] = re.split(r"\r\n|\r|\n", text)
    rows = published(made.folder, "related").filter(pl.col("dump").is_in(list(lines)))
    assert len(rows) > 3000
    for dump, title, teaser, line in rows.select("dump", "title", "teaser", "line").rows():
        assert careful(lines[dump][line - 1]) == (title or teaser)


def test_no_made_dump_is_said_to_disagree_with_itself(made):
    warnings = published(made.folder, "dumps").filter(outcome="published")["warnings"].explode().to_list()
    assert set(warnings) & {"untitled", "undated", "no-end-mark"}
    assert not set(warnings) & {"dates-disagree", "trailer-date-unclear", "language-differs", "unknown-language"}


OF_NAMES = {"glued-name", "torn-name", "whole-title"}  # made articles name nobody real


def test_every_rule_of_cleaning_is_tried_and_counted(made):
    dumps = published(made.folder, "dumps")
    assert set(dumps["cleaning"].explode().drop_nulls()) == {rule.name for rule in RULES} - OF_NAMES
    facts, _ = measure(made.folder / "dataset", Pool())
    fired = dumps.select("cleaning", "cleaning_counts").explode("cleaning", "cleaning_counts").drop_nulls()
    for rule in RULES:
        counts = fired.filter(cleaning=rule.name)["cleaning_counts"]
        assert (facts.counts["cleaning"][rule.name], facts.counts["cleaning times"][rule.name]) == (
            len(counts),
            counts.sum(),
        )


def test_after_every_stage_there_is_one_row_for_every_path(made):
    paths, data = [truth.path for truth in made.truths], made.folder / "data"
    assert sorted(tables(data / "staged", TABLE)["path"]) == paths
    assert sorted(tables(data / "parsed", "dumps.parquet")["path"]) == paths
    assert linked.tables(data / "linked")[1]["path"].to_list() == paths
    assert published(made.folder, "dumps")["path"].to_list() == paths


# --- work is content-addressed


@pytest.fixture(scope="module")
def eight(tmp_path_factory) -> Path:
    """120 dumps in 8 shards, built."""
    folder = tmp_path_factory.mktemp("eight")
    write(folder / "seeds", 120, seed=7)
    rebuild(folder)
    return folder


@pytest.fixture
def small(eight, tmp_path) -> Path:
    """A copy of them, to be changed by one test."""
    return shutil.copytree(eight, tmp_path / "small")


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Which file stands at each path, and when it was written; the index is written anew every time."""
    found = {path: path.stat() for path in walk(folder) if path.name != "index.json"}
    return {path.relative_to(folder).as_posix(): (stat.st_ino, stat.st_mtime_ns) for path, stat in found.items()}


def shards(stamped: dict[str, tuple[int, int]]) -> set[str]:
    return {path.split("/")[0] for path in stamped}


def rebuild(folder: Path) -> None:
    build(folder, Params(shards=8, workers=1))


def test_a_second_run_does_nothing_again(small):
    before = stamps(small / "data")
    rebuild(small)
    assert stamps(small / "data") == before


def test_one_more_dump_costs_one_shard(small):
    name = "parsed"
    before = stamps(small / "data" / name)
    put(small / "seeds" / "new.txt", next(content for truth, content in dumps(9, seed=5) if truth.layout == "page"))
    rebuild(small)
    after = stamps(small / "data" / name)
    assert len(shards(after) - shards(before)) == len(shards(before) - shards(after)) == 1
    kept = shards(before) & shards(after)
    assert len(kept) == 7
    assert {p: s for p, s in after.items() if p.split("/")[0] in kept} == {
        p: s for p, s in before.items() if p.split("/")[0] in kept
    }
    assert "new.txt" in published(small, "dumps")["path"]


def test_a_file_more_leaves_the_parts_that_do_not_hold_it(tmp_path, monkeypatch):
    monkeypatch.setattr("presspack.pipeline.stage.BUCKET", 4)
    for i in range(30):
        put(tmp_path / "seeds" / f"{i}.txt", b"prose of no layout")
    stage(tmp_path / "seeds", tmp_path / "staged", Params(**FEW))
    before = stamps(tmp_path / "staged")
    assert len(shards(before)) > 4
    put(tmp_path / "seeds" / "new.txt", b"more prose of no layout")
    said = stage(tmp_path / "seeds", tmp_path / "staged", Params(**FEW))
    after = stamps(tmp_path / "staged")
    assert len(shards(after) - shards(before)) == 1
    assert said.startswith("31 dumps staged, of 31 files; ")
    assert len(tables(tmp_path / "staged", TABLE)) == 31


def test_a_dump_that_is_deleted_takes_its_rows_along(small):
    rows = published(small, "dumps")
    paths = Counter(rows["article"])
    row = next(row for row in rows.to_dicts() if row["layout"] == "page" and paths[row["article"]] == 1)
    assert row["dump"] in published(small, "related")["dump"]
    (small / "seeds" / row["path"]).unlink()
    rebuild(small)
    assert row["path"] not in tables(small / "data/staged", TABLE)["path"]
    assert row["dump"] not in tables(small / "data/parsed", "articles.parquet")["dump"]
    assert row["article"] not in linked.tables(small / "data/linked")[0]["id"]
    assert row["article"] not in published(small, "articles")["id"]
    assert row["dump"] not in published(small, "related")["dump"]
    assert published(small, "dumps").rows() == rows.filter(pl.col("path") != row["path"]).rows()


def test_a_published_dump_that_is_deleted_leaves_its_place_to_its_duplicate(small):
    path, original = published(small, "dumps").filter(outcome="duplicate").select("path", "duplicate_of").row(0)
    (small / "seeds" / original).unlink()
    rebuild(small)
    assert published(small, "dumps").filter(path=path)["outcome"].to_list() == ["published"]


def test_a_dump_that_moves_keeps_its_article(small):
    row = published(small, "dumps").filter(outcome="published").row(0, named=True)
    put(small / "seeds" / "elsewhere" / "moved.txt", (small / "seeds" / row["path"]).read_bytes())
    (small / "seeds" / row["path"]).unlink()
    before = published(small, "articles")
    rebuild(small)
    assert published(small, "articles").equals(before)
    assert published(small, "dumps").filter(path="elsewhere/moved.txt")["article"].to_list() == [row["article"]]


def test_fewer_shards_or_more_never_change_the_dataset(small, tmp_path_factory):
    before = contents(small / "dataset")
    build(small, Params(shards=3, workers=1))
    assert contents(small / "dataset") == before


# --- in a process of its own

ELSEWHERE = """
import contextlib, resource, sys
from presspack.engine import pool
from presspack.cli import main
if __name__ == "__main__":
    pool.WORTH = 0  # processes start however small the work
    for words in {words!r}:
        sys.argv = ["presspack", *words]
        with contextlib.suppress(SystemExit):
            main()
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
"""


# --- a project's own contracts


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """A project with the sample dumps, its four stages run."""
    folder = project(tmp_path_factory.mktemp("own") / "project", SAMPLE)
    build(folder)
    return folder


@pytest.fixture
def own(sample, tmp_path) -> Path:
    """A copy of that project, to be changed by one test."""
    return shutil.copytree(sample, tmp_path / "own")


def test_an_outlet_that_is_added_brings_its_dumps_in_and_loses_no_other(own):
    before, parsed = (published(own, "dumps"), published(own, "articles")), shards(stamps(own / "data" / "parsed"))
    label = before[0].filter(path="sample/rejected/unknown-outlet.txt")["reason_details"][0][0]
    with (own / "schemas" / "outlets.yaml").open("a", encoding="utf-8") as file:
        file.write(f"  - id: added\n    label: {json.dumps(label)}\n    language: en\n    sample: true\n")
    (own / "build.py").write_text(ELSEWHERE.format(words=[(name, *words) for name, words in STAGES.items()]))
    said = run(own, "python", "build.py")
    assert said.code == 0 and not said.err, said.err
    assert shards(stamps(own / "data" / "parsed")).isdisjoint(parsed)
    after = published(own, "dumps"), published(own, "articles")
    assert after[0]["path"].equals(before[0]["path"])
    changed = [new for old, new in zip(before[0].to_dicts(), after[0].to_dicts(), strict=True) if old != new]
    assert [(row["path"], row["outcome"]) for row in changed] == [("sample/rejected/unknown-outlet.txt", "published")]
    assert after[1].filter(pl.col("outlet") != "added").equals(before[1])
    assert after[1].filter(outlet="added")["id"].to_list() == [changed[0]["article"]]


IMPOSSIBLE = [  # for each stage, contracts that its tables cannot keep
    ("stage", "staged", "size: pl.Int64 = pa.Field(nullable=True, ge=", 99999),
    ("parse", "related", "position: pl.Int32 = pa.Field(metadata=COUNTED, ge=", 2),
    ("parse", "article", "paragraphs: pl.Int32 = pa.Field(metadata=COUNTED, ge=", 99),
    ("parse", "dumps", "size: pl.Int64 = pa.Field(\n        metadata=COUNTED, nullable=True, ge=", 99999),
    ("link", "linked", "dumps: pl.Int32 = pa.Field(ge=", 2),
    ("publish", "published", "dumps: pl.Int32 = pa.Field(metadata=COUNTED, ge=", 2),
]


@pytest.mark.parametrize(("name", "contract", "promise", "least"), IMPOSSIBLE)
def test_a_stage_that_fails_says_why_on_one_line_and_leaves_its_output_byte_for_byte(
    own, name, contract, promise, least
):
    file = own / "schemas" / f"{contract}.py"
    before, after = file.read_text("utf-8").split(promise)
    file.write_text(before + promise + re.sub(r"^\d+", str(least), after), "utf-8")
    output = own / STAGES[name][-1]
    before = contents(output)
    said = run(own, "presspack", name, *STAGES[name])
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith("presspack: ")
    assert contents(output) == before
    assert [path for path in own.iterdir() if path.name.startswith(".dataset")] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("parse", ("none", "parsed", "--params", "params.yaml")),
        ("link", ("none", "linked")),
        ("publish", ("none", "none", "DATACARD.md", "dataset", "--params", "params.yaml")),
    ],
)
def test_a_stage_that_never_finished_is_named_with_what_to_do(tmp_path, monkeypatch, name, words):
    monkeypatch.chdir(tmp_path)
    parameters(tmp_path, **FEW)
    (tmp_path / "DATACARD.md").write_text("---\npretty_name: x\nlicense: other\ntask_categories: [other]\n---\n")
    (tmp_path / "none" / "00000-0123456789abcdef").mkdir(parents=True)  # a shard is done, the stage is not
    said = presspack(name, *words)
    assert said == (2, "", "presspack: none: holds no finished stage: run `dvc repro`\n")


def test_what_a_killed_run_left_does_not_stop_the_next_one(tmp_path):
    """A container gives every run the same process id, so the name of a half-built shard may come back."""
    put(tmp_path / "seeds" / "a.txt", (SAMPLE / "page" / "lifeboat.txt").read_bytes())
    stage(tmp_path / "seeds", tmp_path / "staged", Params(**FEW))
    (unit,) = Store(tmp_path / "staged").folders()
    half = unit.rename(unit.with_name(f".{unit.name}.{os.getpid()}"))
    (half / TABLE).write_bytes(b"half a file")
    stage(tmp_path / "seeds", tmp_path / "staged", Params(**FEW))
    assert tables(tmp_path / "staged", TABLE)["path"].to_list() == ["a.txt"]
    assert not list((tmp_path / "staged").glob(".*"))


def test_an_empty_folder_of_dumps_leaves_what_was_staged(small):
    before = contents(small / "data" / "staged")
    shutil.rmtree(small / "seeds")
    (small / "seeds").mkdir()
    with pytest.raises(PresspackError, match="holds no dump"):
        stage(small / "seeds", small / "data" / "staged", Params(shards=8, workers=1))
    assert contents(small / "data" / "staged") == before


def test_paths_that_differ_only_in_bytes_that_no_terminal_shows_are_two_dumps(tmp_path):
    page = (SAMPLE / "page" / "lifeboat.txt").read_bytes()
    names = [b"\x85.txt", "\x85.txt".encode(), b"\n.txt", b"\\x0a.txt"]
    for number, name in enumerate(names):
        Path(tmp_path, "seeds").mkdir(exist_ok=True)
        Path(os.fsdecode(os.fsencode(tmp_path / "seeds") + b"/" + name)).write_bytes(page + b"\n" * number)
    stage(tmp_path / "seeds", tmp_path / "staged", Params(shards=1, workers=1))
    parse(tmp_path / "staged", tmp_path / "parsed", Params(shards=1, workers=1))
    assert tables(tmp_path / "parsed", "dumps.parquet")["path"].n_unique() == len(names)


# --- the same bytes on every machine


def elsewhere(folder: Path, made: list[tuple[Truth, bytes]], workers: int, **environment: str) -> tuple[str, float]:
    """Build in processes of its own; the checksums, and the time that its workers took in all."""
    project(folder, {}, workers=workers, shards=4)
    for truth, content in made:
        put(folder / "seeds" / truth.path, content)
    (folder / "build.py").write_text(ELSEWHERE.format(words=[(name, *words) for name, words in STAGES.items()]))
    said = run(folder, "python", "build.py", **environment)
    assert not said.err
    return (folder / "dataset" / "SHA256SUMS").read_text(), float(said.out.split()[-1])


def test_workers_order_of_files_time_zone_and_hash_seed_do_not_matter(tmp_path):
    made = list(dumps(200, seed=11))
    here, spent = elsewhere(tmp_path / "here", made, 1, TZ="UTC", PYTHONHASHSEED="0", LC_ALL="C")
    assert spent < 0.1
    shuffled = random.Random(1).sample(made, len(made))
    there, spent = elsewhere(
        tmp_path / "there", shuffled, 2, TZ="Pacific/Kiritimati", PYTHONHASHSEED="17", LC_ALL="C.UTF-8"
    )
    assert spent > 0.5
    assert here == there
    assert "dumps/train-00000-of-00001.parquet" in here
