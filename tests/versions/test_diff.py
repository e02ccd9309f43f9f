"""What sets two datasets apart is told row by row, and calls for a step of the version by rule."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.errors import PresspackError
from presspack.project.params import Params
from presspack.versions.diff import compare, diff
from presspack.versions.diff.model import Diff
from presspack.versions.diff.words import lines, sentences
from presspack.versions.revisions import extract
from tests.support.dvc import quiet
from tests.support.packing import tarred
from tests.support.projects import BIN, FEW, REPO, SAMPLE, Said, build, contents, presspack, put, run
from tests.support.published import FILES, change, edit, sign

PAGE = "sample/page/ferry-timetable.txt"


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> Path:
    """A published dataset, in the project that it was built in."""
    folder = tmp_path_factory.mktemp("old")
    shutil.copytree(SAMPLE, folder / "seeds" / "sample")
    build(folder)
    return folder / "dataset"


@pytest.fixture
def new(old, tmp_path) -> Path:
    """A copy of it, to be changed by one test."""
    shutil.copytree(old.parent, tmp_path / "new")
    return tmp_path / "new" / "dataset"


def rebuilt(new: Path, **params: object) -> Path:
    build(new.parent, Params(**(FEW | params)))
    return new


def told(old: object, new: object) -> Diff:
    return diff(str(old), str(new))


def text(found: Diff) -> str:
    return "\n".join(lines(found))


def articles(dataset: Path) -> pl.DataFrame:
    return parquet.read(dataset / FILES["articles"])


def fields_of(found: Diff, config: str) -> tuple[int, int, dict[str, int]]:
    rows = found.rows[config]
    return len(rows.added), len(rows.removed), rows.fields


# --- no difference, and less than a row


def test_a_folder_and_its_copy_have_no_difference(old, new):
    said = presspack("diff", old, new)
    assert said == (0, f"no difference between {old} and {new}\n", "")
    found = json.loads(presspack("diff", old, new, "--format", "json").out)
    assert (found["same"], found["step"], found["files"]) == (True, None, [])
    assert (found["rows"]["articles"]["old"], found["rows"]["articles"]["new"]) == (47, 47)


def test_another_version_in_the_card_is_a_patch(old, new):
    found = told(old, rebuilt(new, version="0.1.1"))
    files = ["README.md", "SHA256SUMS", "croissant.json"]
    assert (found.step, found.version, found.files) == ("patch", ("0.1.0", "0.1.1"), files)
    assert sentences(found) == ["Other bytes in `README.md`, `SHA256SUMS`, `croissant.json`."]
    assert presspack("diff", old, new).code == 1
    assert "articles: 47 → 47; the same rows\n" in presspack("diff", old, new).out


def test_the_same_rows_in_other_files_are_a_patch(old, new):
    table = articles(new)
    (new / FILES["articles"]).unlink()
    schema = parquet.schema("articles")
    parquet.write(table[:20], schema, new / parquet.name("articles", 0, 2))
    parquet.write(table[20:], schema, new / parquet.name("articles", 1, 2))
    found = told(old, new)
    assert found.step == "patch"
    assert fields_of(found, "articles") == (0, 0, {})


# --- rows


def test_added_dumps_are_a_minor_step_and_taking_them_back_is_a_major_one(old, new):
    fixture = next((REPO / "tests" / "dumps").glob("*.txt"))
    put(new.parent / "seeds" / "new.txt", fixture.read_bytes())
    found = told(old, rebuilt(new))
    added = set(articles(new)["id"]) - set(articles(old)["id"])
    assert len(added) == 1
    assert (found.step, set(found.rows["articles"].added), found.rows["dumps"].added) == ("minor", added, ["new.txt"])
    assert found.outcomes["published"] == (53, 54)
    assert (found.rows["articles"].old, found.rows["articles"].new) == (47, 48)
    back = told(new, old)
    assert (back.step, set(back.rows["articles"].removed), back.rows["dumps"].removed) == ("major", added, ["new.txt"])
    [outlet] = [name for name, (was, now) in found.outlets.items() if was != now]
    assert f"Added 1 article: 1 of {outlet}." in sentences(found)
    assert f"Removed 1 article: 1 of {outlet}." in sentences(back)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", pl.lit("Another title")), ("published_on", pl.lit(None, pl.Date)), ("words", pl.col("words") + 1),
     ("body", pl.col("body") + "\n"), ("byline", pl.lit("Somebody"))],
)  # fmt: skip
def test_a_changed_field_is_named_with_its_article_and_is_a_major_step(old, new, field, value):
    chosen = articles(new).filter(pl.col("byline").is_null() & pl.col("published_on").is_not_null())["id"][0]
    source = pl.col("date_source") if field != "published_on" else pl.when(pl.col("id") != chosen).then("date_source")
    changed = pl.when(pl.col("id") == chosen).then(value).otherwise(field).alias(field)
    change(new, "articles", lambda table: table.with_columns(changed, source.alias("date_source")))
    found = told(old, new)
    wanted = [name for name in hub.columns("articles") if name == field or (field == "published_on" == name)]
    fields = found.rows["articles"].changed[chosen]
    assert list(found.rows["articles"].changed) == [chosen]
    assert set(fields) - {"date_source"} == set(wanted)
    assert found.step == "major"
    assert f"  changed: {chosen} ({', '.join(fields)})" in text(found)
    assert sentences(found)[0].startswith("Changed 1 article: ")


def test_a_value_that_becomes_null_or_comes_from_null_has_changed(old, new):
    undated = articles(new)["published_on"].is_null()
    assert undated.any() and not undated.all()
    flipped = pl.when(pl.col("title").is_null()).then(pl.lit("Named")).alias("title")
    change(new, "articles", lambda table: table.with_columns(flipped))
    assert told(old, new).rows["articles"].fields == {"title": 47}


def test_lists_are_compared_too(old, new):
    none = pl.when(pl.col("path") != PAGE).then("warnings").otherwise(pl.lit(["undated"])).alias("warnings")
    change(new, "dumps", lambda table: table.with_columns(none))
    assert told(old, new).rows["dumps"].changed == {PAGE: ["warnings"]}


def test_a_body_that_has_changed_is_told_as_an_edit_of_the_article_that_its_path_carried(old, new):
    path = new.parent / "seeds" / PAGE
    before = parquet.read(old / FILES["dumps"]).filter(pl.col("path") == PAGE)["article"].item()
    path.write_bytes(path.read_bytes().replace(b"mainland school", b"island school"))
    found = told(old, rebuilt(new))
    after = parquet.read(new / FILES["dumps"]).filter(pl.col("path") == PAGE)["article"].item()
    assert before != after
    assert found.step == "major"
    assert (found.rows["articles"].removed, found.rows["articles"].added) == ([before], [after])
    assert found.edited == {before: after}
    assert sentences(found)[0] == f"1 article has another text, and so another id: `{before}` is now `{after}`."
    assert f"edited: {before} → {after}" in text(found)


def test_rows_that_move_to_another_split_are_a_major_step(old, new):
    table = articles(new)
    schema = parquet.schema("articles")
    parquet.write(table[:40], schema, new / FILES["articles"])
    parquet.write(table[40:], schema, new / "articles" / "test-00000-of-00001.parquet")
    found = told(old, new)
    assert found.splits == {"test": (0, 7), "train": (47, 40)}
    assert found.rows["articles"].changed == {key: ["split"] for key in sorted(table["id"][40:])}
    assert found.step == "major"
    assert sentences(found) == ["Moved 7 articles to another split."]


def test_a_withdrawn_article_is_told_with_when_and_why(old, new):
    gone = articles(old).filter(pl.col("dumps") == 2)["id"][0]
    entry = f'withdrawn:\n  - article: "{gone}"\n    date: 2026-11-02\n    reason: It *names* a child\n'
    (new.parent / "withdrawn.yaml").write_text(entry, "utf-8")
    data = new.parent / "data"
    done = presspack("link", data / "parsed", data / "linked", "--withdrawn", new.parent / "withdrawn.yaml")
    assert done.code == 0, done.err
    from presspack.pipeline.publish import publish

    publish(data / "parsed", data / "linked", REPO / "DATACARD.md", new, Params(**FEW))
    found = told(old, new)
    paths = int((parquet.read(new / FILES["dumps"])["outcome"] == "withdrawn").sum())
    assert found.withdrawn == [
        {"article": gone, "dump": None, "paths": paths, "said": "2026-11-02: It *names* a child"}
    ]
    assert f"  withdrawn: {gone} ({paths} dumps; 2026-11-02: It *names* a child)" in text(found)
    said = sentences(found)
    assert f"Withdrawn: article `{gone}` ({paths} dumps), 2026-11-02: It \\*names\\* a child." in said
    assert not any(sentence.startswith("Removed") for sentence in said)
    assert told(new, new).withdrawn == []


def test_related_items_are_told_apart_by_dump_and_place(old, new):
    items = parquet.read(new / FILES["related"])
    key = f"{items['dump'][0]}/{items['position'][0]}"
    change(new, "related", lambda table: table[1:])
    found = told(old, new)
    assert found.rows["related"].removed == [key]
    (new / FILES["related"]).unlink()
    assert len(told(old, new).rows["related"].removed) == len(items)
    assert len(told(new, old).rows["related"].added) == len(items)


def test_a_table_that_the_tool_does_not_know_is_compared_by_its_rows(old, new):
    for dataset, table in ((old, [["a", "b"], ["c", "d"]]), (new, [["a", "b"], ["c", "e"]])):
        put(dataset / "pairs" / "x", b"")
        pl.DataFrame(table, schema=["one", "other"], orient="row").write_parquet(dataset / "pairs" / "train-0.parquet")
    try:
        rows = told(old, new).rows["pairs"]
        assert ([*rows.added], [*rows.removed], rows.changed) == (["c/e/train"], ["c/d/train"], {})
    finally:
        shutil.rmtree(old / "pairs")


# --- fields


def test_an_added_field_is_a_minor_step_and_a_removed_one_or_another_type_is_a_major_one(old, new):
    path = new / FILES["articles"]
    pl.read_parquet(path).with_columns(mood=pl.lit("glad")).write_parquet(path)
    found, back = told(old, new), told(new, old)
    assert (found.schema["articles"].added, found.step) == (["mood"], "minor")
    assert (back.schema["articles"].removed, back.step) == (["mood"], "major")
    assert "`articles` has the new fields `mood`." in sentences(found)
    pl.read_parquet(path).drop("mood").with_columns(pl.col("words").cast(pl.Int64)).write_parquet(path)
    found = told(old, new)
    assert (found.schema["articles"].changed, found.step) == ({"words": ("Int32", "Int64")}, "major")
    assert found.rows["articles"].changed == {}
    assert "schema of articles: words is Int64, was Int32" in text(found)


# --- what is printed


def test_the_text_lists_some_and_the_json_all(old, new):
    change(new, "articles", lambda table: table.with_columns(title=pl.lit("One for all")))
    shown = next(line for line in lines(told(old, new)) if line.startswith("  changed: "))
    assert shown.count("(title)") == 10
    assert shown.endswith(" and 37 more")
    found = json.loads(presspack("diff", old, new, "--format", "json").out)
    assert len(found["rows"]["articles"]["changed"]) == 47


def test_the_json_names_its_format_and_has_the_documented_names(old, new):
    found = json.loads(presspack("diff", old, new, "--format", "json").out)
    assert found["format"] == 1
    documented = (REPO / "docs" / "versions.md").read_text("utf-8")
    assert all(f"| `{name}` |" in documented for name in [*found, *found["rows"]["articles"]])


def test_the_order_of_rows_does_not_matter(old, new):
    path = new / FILES["articles"]
    pl.read_parquet(path).reverse().write_parquet(path)
    found = told(old, new)
    assert (fields_of(found, "articles"), found.step) == ((0, 0, {}), "patch")


def test_without_an_old_one_every_row_is_added(old):
    found = compare(None, old, "", "dataset")
    assert len(found.rows["articles"].added) == 47
    assert sentences(found)[0].startswith("Added 47 articles: 14 of ")
    assert "Dumps found: 67; 2 duplicate, 53 published, 12 rejected." in sentences(found)


# --- where a dataset can lie


def git(folder: Path, *words: str) -> Said:
    said = run(folder, "git", *words, **quiet(folder))
    assert said.code == 0, said.err
    return said


@pytest.fixture
def repository(new) -> Path:
    """A repository whose dataset/ has a second version; the work tree has a third."""
    folder = new.parent
    shutil.rmtree(folder / "data")
    git(folder, "init", "--quiet")
    for version, title in (("one", ""), ("two", "Second"), ("three", "Third")):
        if title:
            change(new, "articles", lambda table, title=title: table.with_columns(title=pl.lit(title)))
        if version != "three":
            git(folder, "add", "--all")
            git(folder, "commit", "--quiet", "--message", version)
            git(folder, "tag", version)
    return folder


def test_revisions_of_git_are_read_without_touching_the_work_tree(repository, old, monkeypatch):
    monkeypatch.chdir(repository)
    before = contents(repository)
    assert presspack("diff", "one", old).code == 0
    assert presspack("diff", "HEAD~1", "one:dataset").code == 0
    found = told("one", "HEAD")
    assert (len(found.rows["articles"].changed), found.rows["articles"].fields) == (47, {"title": 47})
    assert len(told("HEAD", "dataset").rows["articles"].changed) == 47
    after = contents(repository)
    assert {name for name in after if not name.startswith(".git/")} == {n for n in before if not n.startswith(".git/")}
    assert all(after[name] == before[name] for name in before if not name.startswith(".git/"))
    assert after[".git/HEAD"] == before[".git/HEAD"]


def test_a_revision_is_read_below_the_folder_one_stands_in(repository, old, monkeypatch):
    outer = repository.parent / "outer"
    shutil.copytree(old, outer / "project" / "dataset")
    git(outer, "init", "--quiet")
    git(outer, "add", "--all")
    git(outer, "commit", "--quiet", "--message", "one")
    monkeypatch.chdir(outer / "project")
    assert presspack("diff", "HEAD", old).code == 0
    assert presspack("diff", "HEAD:project/dataset", old).code == 0


def test_a_link_in_a_revision_is_not_followed(repository, monkeypatch, tmp_path):
    monkeypatch.chdir(repository)
    (repository / "dataset" / "README.md").rename(tmp_path / "card.md")
    (repository / "dataset" / "README.md").symlink_to(tmp_path / "card.md")
    git(repository, "commit", "--all", "--quiet", "--message", "a link")
    said = presspack("diff", "HEAD", "one")
    assert (said.code, said.err) == (2, "presspack: HEAD: not a published dataset: README.md is missing\n")


@pytest.mark.parametrize("name", ["../out.md", "/out.md", "a/../../out.md"])
def test_a_name_that_leads_out_of_the_folder_of_a_revision_is_refused(tmp_path, name):
    """git refuses to pack one; this is for whatever packs it."""
    (tmp_path / "aside").mkdir()
    with pytest.raises(PresspackError, match="leads out of its folder"):
        extract(tarred({name: b"Out."}), tmp_path / "aside")
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "nowhere: no such folder, and no such revision of a git repository here"),
        ("--help^", None),
        ("one:seeds", "one:seeds: not a published dataset: README.md is missing"),
        ("one:other", "one:other: that revision has no folder other: name one as REVISION:FOLDER"),
        ("seeds", "seeds: not a published dataset: README.md is missing"),
        ("hf://alone", "hf://alone: not a dataset on the Hub: write hf://NAMESPACE/NAME@REVISION"),
    ],
)
def test_what_is_no_dataset_is_told_and_exits_with_2(repository, monkeypatch, name, said):
    monkeypatch.chdir(repository)
    for words in ((name, "dataset"), ("dataset", name)):
        answer = presspack("diff", *words)
        assert (answer.code, answer.out) == (2, "")
        assert said is None or answer.err == f"presspack: {said}\n"


def test_a_revision_of_the_hub_that_cannot_be_read_is_told(old):
    # a port where nothing answers
    said = run(REPO, "presspack", "diff", "hf://somebody/news@v1.0.0", str(old), HF_ENDPOINT="http://127.0.0.1:9", HF_HUB_DOWNLOAD_TIMEOUT="1", HF_HUB_OFFLINE="0")  # fmt: skip
    assert said.code == 2
    assert said.err.splitlines()[-1].startswith("presspack: hf://somebody/news@v1.0.0: cannot be read from the Hub: ")


def test_without_git_or_outside_of_a_repository_a_revision_is_told(old, tmp_path):
    for path in ({}, {"PATH": ""}):
        said = run(tmp_path, str(BIN / "presspack"), "diff", "HEAD", str(old), **path)
        assert said.code == 2
        assert "HEAD: no such folder, and no such revision of a git repository here" in said.err


def test_a_damaged_table_is_told_and_what_to_do(old, new):
    (new / FILES["articles"]).write_bytes(b"PAR1 no more")
    said = presspack("diff", old, new)
    assert said.code == 2
    assert said.err.endswith(": run `presspack verify`\n")


def test_a_card_without_a_head_has_no_version_and_is_compared_all_the_same(old, new):
    (new / "README.md").write_text("Nothing.\n")
    assert told(old, new).version == ("0.1.0", None)
    edit(new / "README.md", "Nothing", "---\na: [\n---\n")
    assert told(old, new).version == ("0.1.0", None)


def test_signing_anew_is_no_difference(old, new):
    sign(new)
    assert told(old, new).step is None
