"""YAML that a person wrote is read with the line of each value; what is wrong with it is said with its line."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presspack.errors import PresspackError
from presspack.project.yamlfile import YamlFile

GOOD = """# a comment
name: Pear
many: 3
day: 2024-02-29

rows:
  - id: one
    tags: [a, b]
  - id: two
"""


def refusal(text: str) -> tuple[str, int | None]:
    path = Path("garden.yaml")
    with pytest.raises(PresspackError) as caught:
        YamlFile(path, text)
    assert caught.value.path == path
    return caught.value.message, caught.value.line


def test_values_have_their_types() -> None:
    data = YamlFile(Path("garden.yaml"), GOOD).data
    assert data == {
        "name": "Pear", "many": 3, "day": dt.date(2024, 2, 29), "rows": [{"id": "one", "tags": ["a", "b"]}, {"id": "two"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("name",), 2), (("many",), 3), (("rows",), 6), (("rows", 0), 7), (("rows", 0, "tags"), 8), (("rows", 0, "tags", 1), 8),
        (("rows", 1, "id"), 9),
    ],
)  # fmt: skip
def test_a_value_is_refused_with_its_line(where: tuple[str | int, ...], line: int) -> None:
    with pytest.raises(PresspackError) as caught:
        YamlFile(Path("garden.yaml"), GOOD).refuse("is not ripe", *where)
    assert str(caught.value) == f"garden.yaml:{line}: is not ripe"


def test_lines_are_counted_from_where_the_text_begins() -> None:
    with pytest.raises(PresspackError) as caught:
        YamlFile(Path("card.md"), "a: 1\nb: 2\n", first_line=5).refuse("is not ripe", "b")
    assert caught.value.line == 6


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n"])
def test_a_file_without_values_is_none(text: str) -> None:
    assert YamlFile(Path("garden.yaml"), text).data is None


def test_a_key_that_stands_twice_is_refused_at_its_second_line() -> None:
    assert refusal("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n") == ("'c' stands twice", 5)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [", 2),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\nb: 'open\n", 3),
        ("a: 1\nb: *nobody\n", 2),
        ("a: 1\nb: !unknown x\n", 2),
        ("a: 1\n- b\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    message, found = refusal(text)
    assert message.startswith("not YAML: ")
    assert found in (line, line - 1)  # where it breaks off, a parser may name the last line that was good
    assert "\n" not in message


def test_a_day_that_no_calendar_has_is_refused_with_its_line() -> None:
    message, line = refusal("a: 1\nday: 2024-02-30\n")
    assert "2024-02-30" in message
    assert line == 2


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "garden.yaml").write_bytes(b"a: \xff\n")
    with pytest.raises(PresspackError, match="not YAML in UTF-8"):
        YamlFile(tmp_path / "garden.yaml")


@pytest.mark.parametrize("name", ["gone.yaml", "."])
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    with pytest.raises(PresspackError, match="cannot be read .*: restore it") as caught:
        YamlFile(tmp_path / name)
    assert (caught.value.path, caught.value.line) == (tmp_path / name, None)


@pytest.mark.parametrize("value", ["!!bool maybe", "!!int ''", "!!timestamp soon"])
def test_a_value_that_does_not_fit_its_tag_is_refused_with_its_line(value: str) -> None:
    assert refusal(f"a: 1\nb: {value}\n")[1] == 2


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "a: " + "[" * 3000], ids=["itself", "deep"])
def test_a_value_without_end_is_refused(text: str) -> None:
    assert refusal(text)[1] == 1


@settings(max_examples=200)
@given(text=st.one_of(st.text(), st.text("ab: -\n[]{}'\"#,|>%@`01.", max_size=30)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        YamlFile(Path("garden.yaml"), text)
    except PresspackError as error:
        assert error.line is None or 1 <= error.line <= len(text.splitlines()) + 1


def test_aliases_of_aliases_are_refused_before_they_fill_memory() -> None:
    lines = ["a0: &a0 [pear, pear]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 20))]
    assert "aliases repeat each other" in refusal("\n".join(lines))[0]


def test_an_alias_that_says_a_thing_again_is_read() -> None:
    again = "first: &why\n  reason: as asked\nthen: *why\n"
    assert YamlFile(Path("garden.yaml"), again).data == {
        "first": {"reason": "as asked"},
        "then": {"reason": "as asked"},
    }
