"""A release is the next version by rule, in params.yaml, card, citation, changelog, commit and tag; or nothing happens."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
import yaml

from presspack.errors import PresspackError
from presspack.init.template import shipped
from presspack.versions.diff import version
from presspack.versions.release import set_value
from tests.support.dvc import MADE, built, command, commit, fresh, inside
from tests.support.once import once
from tests.support.projects import REPO, Said, contents, put

DAY = "2026-11-02"
CITED = {"version": "0.1.0", "date-released": None}


def git(folder: Path, *words: str) -> str:
    said = command(folder, "git", *words)
    assert said.code == 0, said.err
    return said.out.strip()


def release(folder: Path, *words: str) -> Said:
    return inside(folder, "release", *words)


def released(folder: Path, *words: str) -> str:
    """Release; the entry in the changelog."""
    said = release(folder, "--date", DAY, *words)
    assert said.code == 0, said.err
    [entry] = re.findall(r"^## Dataset .*?(?=^## |\nreleased as)", said.out, re.MULTILINE | re.DOTALL)
    return str(entry)


def planned(folder: Path, *words: str) -> str:
    """The entry in the changelog that a release would write."""
    said = release(folder, "--dry-run", "--date", DAY, *words)
    assert said.code == 0, said.err
    [entry] = re.findall(r"^## Dataset .*?(?=^## |\nnothing is done)", said.out, re.MULTILINE | re.DOTALL)
    return str(entry)


def refused(folder: Path, *words: str) -> str:
    """Try to release; why it is refused. Nothing may have changed by it."""
    before = state(folder)
    said = release(folder, *words)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1), said
    assert state(folder) == before
    return said.err.removeprefix("presspack: ")


def state(folder: Path) -> tuple[object, ...]:
    """All that a release may change: files, commits, tags, index; not what git ignores and a build makes anew."""
    made = (".git/", ".dvc/", "data/", "src/", "report/report.html")
    ours = {n: c for n, c in contents(folder).items() if not n.startswith(made)}
    return ours, git(folder, "for-each-ref"), git(folder, "status", "--porcelain"), git(folder, "rev-parse", "HEAD")


def cited(folder: Path) -> Mapping[str, object]:
    found: dict[str, object] = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    return found


def parameter(folder: Path, name: str) -> object:
    return yaml.safe_load((folder / "params.yaml").read_text("utf-8"))[name]


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A project that is built and committed, and not released yet."""
    return once(tmp_path_factory, "release", _first) / "project"


def _first(place: Path) -> None:
    folder = fresh(place / "project")
    for name in ("CITATION.cff", "CHANGELOG.md"):
        shutil.copy(REPO / name, folder)
    params = (folder / "params.yaml").read_text("utf-8")
    (folder / "params.yaml").write_text(params.replace("version: 0.1.0", "# the dataset's\nversion: 0.1.0   # of it"))
    built(folder)
    commit(folder, "The first build")


@pytest.fixture(scope="module")
def second(first, tmp_path_factory) -> Path:
    """That project, released once."""
    place = once(tmp_path_factory, "released", lambda place: released(shutil.copytree(first, place / "project")))
    return place / "project"


@pytest.fixture(scope="module")
def grown(second, tmp_path_factory) -> Path:
    """The released project with one more dump, built and committed."""

    def make(place: Path) -> None:
        folder = shutil.copytree(second, place / "project")
        put(folder / "seeds" / "new.txt", next((REPO / "tests" / "dumps").glob("*.txt")).read_bytes())
        built(folder)
        commit(folder, "Another dump")

    return once(tmp_path_factory, "grown", make) / "project"


@pytest.fixture(scope="module")
def raised(grown, tmp_path_factory) -> tuple[Path, str]:
    """That project, released again, and the entry of its changelog."""

    def make(place: Path) -> None:
        (place / "entry").write_text(released(shutil.copytree(grown, place / "project")), "utf-8")

    place = once(tmp_path_factory, "raised", make)
    return place / "project", (place / "entry").read_text("utf-8")


@pytest.fixture(scope="module")
def reworded(second, tmp_path_factory) -> Path:
    """The released project with another word in its card, built and committed."""
    place = once(tmp_path_factory, "reworded", lambda place: reword(shutil.copytree(second, place / "project")))
    return place / "project"


@pytest.fixture
def more(grown, tmp_path) -> Path:
    """A copy with one more dump."""
    return shutil.copytree(grown, tmp_path / "project")


@pytest.fixture
def other(reworded, tmp_path) -> Path:
    """A copy with another card."""
    return shutil.copytree(reworded, tmp_path / "project")


@pytest.fixture
def fresh_copy(first, tmp_path) -> Path:
    return shutil.copytree(first, tmp_path / "project")


@pytest.fixture
def copy(second, tmp_path) -> Path:
    return shutil.copytree(second, tmp_path / "project")


def remove(folder: Path) -> None:
    """Remove a dump that is published, build, commit."""
    (folder / "seeds" / next(truth.path for truth, _ in MADE if truth.layout == "page")).unlink()
    built(folder)
    commit(folder, "One dump less")


def reword(folder: Path) -> None:
    """Change a word of the card, build, commit."""
    path = folder / "DATACARD.md"
    path.write_text(path.read_text("utf-8").replace("**Content warning.**", "**A warning.**"), "utf-8")
    built(folder)
    commit(folder, "Another word")


# --- the rule


def test_the_first_release_has_the_version_of_the_parameters(first, second):
    assert git(second, "tag") == "v0.1.0"
    assert parameter(second, "version") == "0.1.0"
    entry = (second / "CHANGELOG.md").read_text("utf-8").split("## ")[1]
    assert entry.startswith(f"Dataset 0.1.0\n\n{DAY}. This is the first release.\n\n- Added ")
    assert "Dumps found: 30; " in entry


def test_a_word_of_the_card_is_a_patch(other):
    entry = released(other)
    assert entry.startswith("## Dataset 0.1.1\n")
    assert "- Other bytes in `README.md`, `SHA256SUMS`, `croissant.json`.\n" in entry


def test_more_rows_are_a_minor_step(raised):
    _, entry = raised
    assert entry.startswith("## Dataset 0.2.0\n")
    assert "- Added 1 article: 1 of " in entry


@pytest.mark.slow
def test_fewer_rows_are_a_major_step_and_a_tag_at_another_commit_counts(copy):
    remove(copy)
    entry = released(copy)
    assert entry.startswith("## Dataset 1.0.0\n")
    assert "- Removed 1 article" in entry
    reword(copy)
    assert released(copy).startswith("## Dataset 1.0.1\n")


def test_a_withdrawn_article_is_named_in_the_changelog(copy):
    gone = pl.read_parquet(copy / "dataset" / "articles" / "*")["id"][0]
    text = f'withdrawn:\n  - article: "{gone}"\n    date: {DAY}\n    reason: A reader asked\n'
    (copy / "withdrawn.yaml").write_text(text)
    built(copy)
    commit(copy, "A request")
    entry = planned(copy)
    assert entry.startswith("## Dataset 1.0.0\n")
    assert re.search(rf"^- Withdrawn: article `{gone}` \(\d+ dumps?\), {DAY}: A reader asked\.$", entry, re.MULTILINE)


@pytest.mark.slow
def test_more_than_the_rule_asks_for_can_be_had_and_less_not(more):
    why = refused(more, "--bump", "patch")
    assert why.startswith("--bump patch is too low: since v0.1.0 the step is minor. ")
    assert released(more, "--bump", "major").startswith("## Dataset 1.0.0\n")


def test_without_a_difference_there_is_nothing_to_release_unless_a_step_is_named(copy):
    assert refused(copy) == "there is nothing to release: dataset/ is that of v0.1.0\n"
    entry = planned(copy, "--bump", "major")
    assert entry == f"## Dataset 1.0.0\n\n{DAY}. No row, no value and no file has changed.\n"


# --- what it writes


def test_all_places_have_the_new_version_and_only_they_change(grown, raised):
    before = contents(grown)
    more, _ = raised
    assert git(more, "status", "--porcelain") == ""
    assert git(more, "diff", "--name-only", "HEAD~1").split() == [
        "CHANGELOG.md", "CITATION.cff", "dataset/README.md", "dataset/SHA256SUMS",
        "dataset/croissant.json", "dvc.lock", "params.yaml",
    ]  # fmt: skip
    old, new = before["params.yaml"].decode(), (more / "params.yaml").read_text("utf-8")
    assert new == old.replace("version: 0.1.0   # of it", "version: 0.2.0   # of it")
    assert version(more / "dataset") == "0.2.0"
    assert {name: str(cited(more)[name]) for name in CITED} == {"version": "0.2.0", "date-released": DAY}
    assert (more / "CITATION.cff").read_text().count("\nversion: ") == 1
    old, new = before["CHANGELOG.md"].decode(), (more / "CHANGELOG.md").read_text("utf-8")
    head, mark, rest = old.partition("\n## ")
    assert new.startswith(f"{head}\n## Dataset 0.2.0\n")
    assert new.endswith(f"{mark}{rest}")


def test_commit_and_tag_are_at_one_place_and_tell_the_entry(raised):
    more, entry = raised
    assert git(more, "cat-file", "-t", "v0.2.0") == "tag"
    assert git(more, "rev-parse", "v0.2.0^{commit}") == git(more, "rev-parse", "HEAD")
    told = f"Dataset 0.2.0\n\n{entry.partition(chr(10) * 2)[2].strip()}"
    assert git(more, "log", "-1", "--format=%B") == told
    assert git(more, "tag", "--list", "--format=%(contents)", "v0.2.0") == told


def test_after_a_release_dvc_has_nothing_to_do_and_verify_finds_nothing(second):
    assert "Data and pipelines are up to date." in command(second, "dvc", "status").out
    assert inside(second, "verify", "dataset").code == 0
    assert inside(second, "diff", "v0.1.0", "dataset").code == 0


def test_the_day_is_that_of_the_last_commit_unless_it_is_given(more):
    said = release(more, "--dry-run")
    assert f"\n\n{git(more, 'show', '--no-patch', '--format=%cs', 'HEAD')}. There are more rows" in said.out
    assert f"\n\n{DAY}. There are more rows" in release(more, "--dry-run", "--date", DAY).out


def test_a_project_without_citation_and_changelog_gets_them_and_what_zenodo_reads(fresh_copy):
    for name in ("CITATION.cff", "CHANGELOG.md"):
        (fresh_copy / name).unlink()
    commit(fresh_copy, "Less")
    released(fresh_copy)
    assert (fresh_copy / "CHANGELOG.md").read_text().startswith("# Changelog\n\n## Dataset 0.1.0\n")
    assert cited(fresh_copy)["version"] == "0.1.0" and str(cited(fresh_copy)["date-released"]) == DAY
    assert cited(fresh_copy)["authors"] == [{"name": "The presspack contributors"}]
    told = json.loads((fresh_copy / ".zenodo.json").read_text("utf-8"))
    assert (told["version"], told["publication_date"], told["upload_type"]) == ("0.1.0", DAY, "dataset")
    assert told["creators"] == [{"name": "The presspack contributors"}]
    assert git(fresh_copy, "status", "--porcelain") == ""


def test_a_project_in_a_larger_repository_gets_nothing_that_zenodo_reads_at_the_root_alone(fresh_copy, tmp_path):
    (fresh_copy / "CITATION.cff").unlink()
    commit(fresh_copy, "Less")
    assert "\nCITATION.cff and .zenodo.json: version 0.1.0" in release(fresh_copy, "--dry-run").out
    shutil.move(fresh_copy / ".git", tmp_path)
    commit(tmp_path, "A part")
    assert "\nCITATION.cff: version 0.1.0" in release(fresh_copy, "--dry-run").out


def test_a_licence_that_nobody_has_put_in_yet_is_asked_for(fresh_copy):
    put(fresh_copy / "LICENSE", shipped("license.txt").read_bytes())
    commit(fresh_copy, "A question")
    assert refused(fresh_copy).startswith("LICENSE:1: '[fill in: the text of the licence")


def test_a_citation_written_by_hand_that_names_others_than_the_card_is_refused(fresh_copy):
    path = fresh_copy / "CITATION.cff"
    path.write_text(path.read_text("utf-8").replace("The presspack contributors", "The Ferry Archive"), "utf-8")
    commit(fresh_copy, "Others")
    assert re.match(r"CITATION\.cff:\d+: its authors are The Ferry Archive, and those in the head", refused(fresh_copy))


def test_a_dataset_whose_licence_nobody_knows_is_not_released(fresh_copy):
    card = fresh_copy / "dataset" / "README.md"
    card.write_text(re.sub(r"(?m)^license: .*$", "license: unknown", card.read_text("utf-8")), "utf-8")
    commit(fresh_copy, "No licence")
    assert re.match(r"dataset/README\.md:\d+: the licence is unknown: name in DATACARD\.md", refused(fresh_copy))


@pytest.mark.slow
def test_a_project_without_data_is_built_from_its_dumps(other):
    shutil.rmtree(other / "data")
    assert released(other).startswith("## Dataset 0.1.1\n")
    assert git(other, "status", "--porcelain") == ""


def test_a_dry_run_says_it_all_and_does_nothing(more, raised):
    before = state(more)
    said = release(more, "--dry-run", "--date", DAY)
    assert (said.code, said.err) == (0, "")
    assert state(more) == before
    _, entry = raised
    assert said.out.endswith(f"{entry}\nnothing is done: --dry-run\n")


# --- what is refused


def test_a_dirty_work_tree_is_refused_with_the_list(copy):
    (copy / "DATACARD.md").write_text("nothing")
    put(copy / "notes" / "todo.txt", b"x")
    said = "the work tree is not clean: commit or remove M DATACARD.md, ?? notes/\n"
    assert refused(copy) == said
    assert refused(copy, "--dry-run") == said


def test_a_tag_that_exists_elsewhere_is_refused(more):
    git(more, "tag", "v0.2.0", git(more, "commit-tree", "-m", "Side", "HEAD^{tree}"))
    assert refused(more).startswith("tag v0.2.0 exists already, and is no release of this line of commits")


def test_a_tag_without_a_dataset_or_of_another_form_is_no_release(more):
    empty = git(more, "commit-tree", "-m", "none", git(more, "mktree"))
    git(more, "tag", "v9.0.0", empty)
    git(more, "merge", "--quiet", "--allow-unrelated-histories", "--strategy", "ours", "--message", "Merge", empty)
    git(more, "tag", "v10.0.0-rc1")
    assert planned(more).startswith("## Dataset 0.2.0\n")


@pytest.mark.slow
def test_a_tag_of_the_code_beside_the_dataset_is_no_release_of_it(more):
    git(more, "tag", "v0.7.0")
    assert released(more).startswith("## Dataset 0.2.0\n")


@pytest.mark.slow
def test_the_tags_of_releases_have_the_prefix_of_params(more):
    git(more, "tag", "dataset-v0.1.0", "v0.1.0")
    git(more, "tag", "v0.2.0", git(more, "commit-tree", "-m", "Code", "HEAD^{tree}"))
    text = (more / "params.yaml").read_text("utf-8")
    (more / "params.yaml").write_text(re.sub("tag_prefix: .*", "tag_prefix: dataset-v", text), "utf-8")
    commit(more, "A prefix")
    assert released(more).startswith("## Dataset 0.2.0\n")
    assert git(more, "rev-parse", "dataset-v0.2.0^{commit}") == git(more, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--date", "soon"), "--date must be a day such as 2026-11-02, not 'soon'"),
        (
            ("--bump", "minor"),
            "there is no release to raise by --bump minor: the first takes its version from params.yaml",
        ),
    ],
)
def test_words_that_cannot_be_meant_are_told(fresh_copy, words, said):
    assert refused(fresh_copy, *words) == f"{said}\n"


def test_a_step_that_is_none_exits_with_2(fresh_copy):
    assert release(fresh_copy, "--bump", "huge").code == 2


def test_what_is_no_repository_or_has_no_dataset_in_it_is_told(fresh_copy, tmp_path):
    assert release(tmp_path).err.startswith("presspack: there is no git repository with a commit here")
    git(fresh_copy, "rm", "-r", "--quiet", "--cached", "dataset")
    (fresh_copy / ".gitignore").write_text("/data/\n/dataset/\n")
    commit(fresh_copy, "Out")
    assert refused(fresh_copy) == "dataset: is not in git: build it with `dvc repro` and commit it\n"


# --- nothing half done


def hook(folder: Path, name: str, text: str) -> None:
    path = folder / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.mark.slow
def test_a_dataset_that_its_dumps_do_not_give_is_refused(copy):
    put(copy / "seeds" / "new.txt", next((REPO / "tests" / "dumps").glob("*.txt")).read_bytes())
    reword(copy)
    (copy / "seeds" / "new.txt").unlink()
    commit(copy, "A dump is gone, and nobody built")
    assert refused(copy).startswith("dataset: is not what its dumps and code give: run `dvc repro`")


def test_a_build_that_fails_leaves_all_as_it_was(other):
    path = other / "DATACARD.md"
    path.write_text(path.read_text("utf-8") + "\n<!-- measured: nonsense -->\n", "utf-8")
    commit(other, "Broken prose")
    why = refused(other)
    assert why.startswith("`dvc repro publish` failed: DATACARD.md:")
    assert "nothing is measured as 'nonsense'" in why


def test_a_commit_that_is_refused_leaves_all_as_it_was(other):
    hook(other, "pre-commit", "echo the hook says no >&2; exit 1")
    assert refused(other) == "git commit failed: the hook says no\n"


@pytest.mark.slow
def test_a_tag_that_is_refused_takes_the_commit_back(other):
    hook(other, "reference-transaction", 'grep -q refs/tags && [ "$1" = prepared ] && exit 1; exit 0')
    assert refused(other).startswith("git tag failed: ")


def test_the_first_release_that_fails_takes_back_files_that_were_not_there(fresh_copy):
    (fresh_copy / "CHANGELOG.md").unlink()
    commit(fresh_copy, "No changelog")
    hook(fresh_copy, "pre-commit", "exit 1")
    assert refused(fresh_copy) == "git commit failed\n"
    assert not (fresh_copy / "CHANGELOG.md").exists()


@pytest.mark.slow
def test_an_entry_that_is_there_already_is_refused(copy):
    path = copy / "CHANGELOG.md"
    path.write_text(
        path.read_text("utf-8").replace("## Dataset 0.1.0", "## Dataset 0.1.1\n\n## Dataset 0.1.0"), "utf-8"
    )
    reword(copy)
    assert refused(copy) == "CHANGELOG.md: has an entry `## Dataset 0.1.1` already: rename or remove it\n"


def test_parameters_without_a_version_are_told(copy):
    path = copy / "params.yaml"
    path.write_text(path.read_text("utf-8").replace("version: 0.1.0   # of it\n", ""), "utf-8")
    commit(copy, "No version")
    put(copy / "DATACARD.md", (copy / "DATACARD.md").read_bytes().replace(b"**Content warning.**", b"**A warning.**"))
    commit(copy, "Another word")
    assert refused(copy, "--bump", "patch") == "params.yaml: has no line `version: 0.1.1`: add one\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\nversion: 0.1.0   # of it\nb: 2\n", "a: 1\nversion: 0.2.0   # of it\nb: 2\n"),
        ("version: '0.1.0'  # é\n", "version: 0.2.0  # é\n"),
        ("version:\na: 1\n", "version: 0.2.0\na: 1\n"),
        ("cff-version: 1.2.0  # of CFF\na: 1\n", "cff-version: 1.2.0  # of CFF\nversion: 0.2.0\na: 1\n"),
        ("cff-version: 1.2.0", "cff-version: 1.2.0\nversion: 0.2.0"),
        ("a: {version: 1}\nversion: 0.1.0\n", "a: {version: 1}\nversion: 0.2.0\n"),
    ],
)
def test_one_value_of_a_yaml_file_changes_and_nothing_else(tmp_path, before, after):
    path = tmp_path / "file.yaml"
    path.write_text(before, "utf-8")
    set_value(path, "version", "0.2.0", below="cff-version")
    assert path.read_text("utf-8") == after


@pytest.mark.parametrize("text", ["", "- version\n", "other: 1\n"])
def test_a_yaml_file_without_a_place_for_a_value_is_refused(tmp_path, text):
    path = tmp_path / "file.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(PresspackError, match="has no line `version: 0.2.0`: add one"):
        set_value(path, "version", "0.2.0", below="cff-version")
