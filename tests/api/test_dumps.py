"""`presspack.check` and `presspack.read` say what the command says, and what a build would make."""

import json

import pyarrow.parquet as pq
import pytest

import presspack
from tests.support.projects import REPO, SAMPLE
from tests.support.projects import presspack as command

GOOD = SAMPLE / "page" / "ferry-timetable.txt"
BAD = SAMPLE / "rejected" / "february-31.txt"


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPO)


def test_check_says_of_every_dump_what_the_command_says() -> None:
    told = json.loads(command("check", "seeds/sample", "--format", "json").out)["dumps"]
    found = presspack.check("seeds/sample")
    assert len(found) == 67
    assert [(one.path, one.outcome, one.duplicate_of) for one in found] == [
        (one["path"], one["outcome"], one["duplicate_of"]) for one in told
    ]
    assert {one.outcome for one in found} == {"published", "duplicate", "rejected"}
    assert all(bool(one.reasons) == (one.outcome == "rejected") for one in found)


def test_check_takes_one_path_or_several_of_any_kind() -> None:
    (alone,) = presspack.check(BAD)
    assert presspack.check([str(BAD), GOOD])[1] == alone
    assert alone.reasons == (presspack.Reason("invalid-date", 6, "31/02/2024", alone.reasons[0].meaning),)
    assert presspack.check(path for path in [BAD]) == [alone]


def test_what_is_ignored_is_no_reason_and_the_outcome_stays() -> None:
    (one,) = presspack.check(BAD, ignore=["invalid-date"])
    assert (one.outcome, one.reasons) == ("rejected", ())


def test_a_file_called_as_standard_input_is_a_file(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-").write_bytes(GOOD.read_bytes())
    assert [one.outcome for one in presspack.check("-")] == ["published"]


@pytest.mark.parametrize(
    ("asked", "options", "said"),
    [
        ("nowhere", {}, "nowhere: is not there"),
        ([], {}, "no path is given"),
        (GOOD, {"ignore": ["undatd"]}, "did you mean 'undated'?"),
        (GOOD, {"params": "other.yaml"}, "other.yaml: cannot be read"),
    ],
)
def test_what_cannot_be_checked_is_an_error_of_ours(asked, options, said) -> None:
    with pytest.raises(presspack.PresspackError, match=said.replace("?", r"\?")):
        presspack.check(asked, **options)


def test_read_gives_the_fields_that_the_dataset_has() -> None:
    page = presspack.read(GOOD.read_bytes())
    rows = [
        row for file in (REPO / "dataset" / "articles").glob("*.parquet") for row in pq.read_table(file).to_pylist()
    ]
    (row,) = [row for row in rows if row["id"] == page.id]
    shared = row.keys() - {
        "story",
        "story_size",
        "dumps",
        "versions",
        "latest",
        "published_from",
        "published_to",
        "bounds",
    }
    assert {name: getattr(page, name) for name in shared} == {name: row[name] for name in shared}
    assert page.related[0].teaser.startswith("The night market")


def test_text_is_read_as_its_bytes_are() -> None:
    assert presspack.read(GOOD.read_text("utf-8")) == presspack.read(GOOD.read_bytes())


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("rejected/*")), ids=lambda path: path.stem)
def test_read_and_check_agree_on_what_is_rejected(path) -> None:
    (one,) = presspack.check(path)
    page = presspack.read(path.read_bytes())
    assert (page.outcome, page.reasons, page.warnings) == (one.outcome, one.reasons, one.warnings)
    assert (page.title, page.body, page.related) == (None, None, ())


def test_what_is_known_beside_a_text_fills_what_it_leaves_out() -> None:
    text = (SAMPLE / "body" / "byline.txt").read_text("utf-8")
    assert presspack.read(text).published_on is None
    page = presspack.read(text, date="2024-03-05", title="A Title of Its Own")
    assert (str(page.published_on), page.date_source, page.title) == ("2024-03-05", "record", "A Title of Its Own")


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\0", b"\xff\xfe\x00", "x" * 10_000_001])
def test_no_text_is_an_error(text) -> None:
    page = presspack.read(text)
    assert page.outcome == "rejected"
    assert page.reasons
