"""The registry of outlets: a person extends it in one place, and is told the line of whatever is wrong."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.errors import PresspackError
from presspack.project.outlets import Outlet, Outlets, fold, load, zone

GOOD = """# the papers of the valley
outlets:
  - id: valley-post
    label: Valley Post (En)
    aliases: [Valley Post, The Valley Post]
    publisher: the millers
    language: en
    founded: 1901-02-03
    site: post.example

  - id: hill-radio
    label: Hill Radio
    language: es
    sample: true
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "outlets.yaml"


def loaded(file: Path, text: str) -> Outlets:
    file.write_text(text, "utf-8")
    return load(file)


def refusal(file: Path, text: str) -> tuple[str, int | None]:
    with pytest.raises(PresspackError) as caught:
        loaded(file, text)
    assert caught.value.path == file
    return caught.value.message, caught.value.line


def test_an_outlet_is_what_its_entry_says(file: Path) -> None:
    assert loaded(file, GOOD).all == (
        Outlet(
            "valley-post",
            "Valley Post (En)",
            "en",
            ("Valley Post", "The Valley Post"),
            "the millers",
            dt.date(1901, 2, 3),
            "post.example",
        ),
        Outlet("hill-radio", "Hill Radio", "es", sample=True),
    )


@pytest.mark.parametrize(
    "label", ["Valley Post (En)", "valley post (EN)", " The  Valley\tPost ", "VALLEY POST", "valley\u00a0post"]
)
def test_a_label_is_found_whatever_its_case_and_white_space(label: str, file: Path) -> None:
    found = loaded(file, GOOD).find(label)
    assert found is not None
    assert found.id == "valley-post"


@pytest.mark.parametrize(
    "label", ["", "Valley", "Valley Post (Es)", "Valley Posts", "valley-post", "Hill Radio (En)", "\u202eValley Post"]
)
def test_no_other_label_is_found(label: str, file: Path) -> None:
    assert loaded(file, GOOD).find(label) is None


def test_the_name_of_an_outlet_has_no_edition(file: Path) -> None:
    assert [outlet.name for outlet in loaded(file, GOOD).all] == ["Valley Post", "Hill Radio"]


def test_names_of_outlets_and_of_the_agency_are_credits(file: Path) -> None:
    assert loaded(file, GOOD).credits == {"kcna", "valley post", "hill radio"}


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("label: Hill Radio", "label: the valley POST", "'the valley post' belongs to 'valley-post' already: give each outlet its own", 11),
        ("label: Hill Radio", "label: Valley Post (EN)", "'valley post (en)' belongs to 'valley-post' already: give each outlet its own", 11),
        ("id: hill-radio", "id: valley-post", "id 'valley-post' stands twice", 11),
        ("site: post.example", "web: post.example", "'web' is no field of an outlet: ", 9),
        ("1901-02-03", "1901", "founded cannot be 1901", 8),
        ("1901-02-03", "'1901-02-03'", "founded cannot be '1901-02-03'", 8),
        ("1901-02-03", "1901-02-03 04:05:06", "founded cannot be datetime", 8),
        ("1901-02-03", "", "founded cannot be None", 8),
        ("1901-02-03", "1901-02-30", "'1901-02-30' cannot be read as timestamp", 8),
        ("    label: Hill Radio\n", "", "an outlet needs its label", 11),
        ("    language: es\n", "", "an outlet needs its language", 11),
        ("id: hill-radio\n    ", "", "an outlet needs its id", 11),
        ("id: hill-radio", "id: Hill Radio", "id cannot be 'Hill Radio'", 11),
        ("id: hill-radio", "id: 7", "id cannot be 7", 11),
        ("language: es", "language: Spanish", "language cannot be 'Spanish'", 13),
        ("language: es", "language: no", "language cannot be False", 13),
        ("label: Hill Radio", "label: ' '", "label cannot be ' '", 12),
        ("label: Hill Radio", "label: [Hill Radio]", "label cannot be ['Hill Radio']", 12),
        ("[Valley Post, The Valley Post]", "Valley Post", "aliases cannot be 'Valley Post'", 5),
        ("[Valley Post, The Valley Post]", "[Valley Post, 7]", "aliases cannot be ['Valley Post', 7]", 5),
        ("sample: true", "sample: maybe", "sample cannot be 'maybe'", 14),
        ("    language: es\n", "    language: es\n    label: Hill Radio\n", "'label' stands twice", 14),
        ("  - id: hill-radio\n", "  - hill-radio\n  - id: hill-radio\n", "an outlet must be a list of `name: value`", 11),
        ("    label: Hill Radio", "   label: Hill Radio", "not YAML: ", 12),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_said_with_its_line(old: str, new: str, message: str, line: int, file: Path) -> None:
    said, found = refusal(file, GOOD.replace(old, new, 1))
    assert said.startswith(message)
    assert found == line


@pytest.mark.parametrize("text", ["", "outlets:\n", "outlets: []\n", "outlets: {a: 1}\n", "papers: []\n", "- a\n"])
def test_a_file_without_outlets_is_refused(text: str, file: Path) -> None:
    assert refusal(file, text) == ("must hold a list `outlets:` with at least one outlet", 1)


def test_a_missing_file_is_refused_by_its_path(file: Path) -> None:
    with pytest.raises(PresspackError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}: cannot be read")


@given(text=st.text())
def test_folding_a_label_twice_is_folding_it_once(text: str) -> None:
    assert fold(" " + text.replace(" ", "  ")) == fold(text)
    assert "  " not in fold(text)


def test_every_outlet_that_ships_is_found_by_all_its_labels(outlets: Outlets) -> None:
    for outlet in outlets.all:
        for label in (outlet.label, *outlet.aliases):
            assert outlets.find(label) is outlet
            assert outlets.find(label.upper()) is outlet


@pytest.mark.parametrize(
    "label",
    [
        "KCNA.kp (En)", "Pyongyang Times", "Voice of Korea (EN)", "Naenara (En)", "Ministry of Foreign Affairs (EN)",
        "Rodong Sinmun (En)", "Minju Choson (EN)", "Uriminzokkiri (En)", "KCNA.co.jp (En)",
    ],
)  # fmt: skip
def test_every_label_that_real_pages_print_is_known(label: str, outlets: Outlets) -> None:
    found = outlets.find(label)
    assert found is not None
    assert not found.sample


@pytest.mark.parametrize(
    ("said", "day"), [("+09:00", "2024-12-01"), ("-05:00", "2024-11-30"), ("Asia/Seoul", "2024-12-01")]
)
def test_an_outlet_has_its_time_zone(said: str, day: str) -> None:
    evening = dt.datetime(2024, 11, 30, 20, tzinfo=dt.UTC)
    assert str(evening.astimezone(zone(said)).date()) == day


@pytest.mark.parametrize("said", ["Mars/Base", "9", "+9:00", "+09:70", "../etc/passwd"])
def test_a_time_zone_that_there_is_not_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        zone(said)


@pytest.mark.parametrize(
    ("label", "entry"),
    [
        ("Valley Post (Kr)", ("valley-post-kr", "Valley Post (Kr)", "ko")),
        ("Valley Post (Ru)", ("valley-post-ru", "Valley Post (Ru)", "ru")),
        ("Lake Mail (En)", ("lake-mail", "Lake Mail (En)", "en")),
        ("Lake & Mail", ("lake-mail", "Lake & Mail", "en")),
        ("물방아", ("outlet", "물방아", "en")),
    ],
)
def test_an_unknown_label_has_an_entry_to_paste(label: str, entry: tuple[str, str, str], file: Path) -> None:
    outlets = loaded(file, GOOD)
    assert outlets.entry(label) == entry
    assert outlets.is_edition(label) is label.startswith("Valley Post")
