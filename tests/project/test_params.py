"""Parameters are what params.yaml says, or their defaults; anything else is refused with its line."""

import os
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.errors import PresspackError
from presspack.project.params import RULES, Params, load

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "params.yaml"


def refusal(file: Path, text: str) -> tuple[str, int | None]:
    file.write_text(text, "utf-8")
    with pytest.raises(PresspackError) as caught:
        load(file)
    assert caught.value.path == file
    return caught.value.message, caught.value.line


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}\n"])
def test_what_is_left_out_has_its_default(text: str, file: Path) -> None:
    file.write_text(text, "utf-8")
    assert load(file) == Params()


def test_what_is_set_is_taken(file: Path) -> None:
    file.write_text("version: 2.10.3\nworkers: 3\nshards: 65536\nmax_rejected: 1\nmax_dump_bytes: 1\n", "utf-8")
    assert load(file) == Params("2.10.3", 3, 65536, 1, 1)


def test_the_parameters_that_ship_are_the_defaults() -> None:
    assert load(ROOT / "params.yaml") == Params()


def test_every_parameter_has_a_rule_that_its_default_keeps() -> None:
    assert list(RULES) == [field.name for field in fields(Params)]
    assert all(RULES[field.name][1](getattr(Params(), field.name)) for field in fields(Params))


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("worker", "workers"),
        ("shard", "shards"),
        ("max_reject", "max_rejected"),
        ("max-dump-bytes", "max_dump_bytes"),
        ("verison", "version"),
    ],
)
def test_a_name_that_is_nearly_right_is_refused_with_the_right_one(name: str, near: str, file: Path) -> None:
    assert refusal(file, f"shards: 2\n\n{name}: 1\n") == (f"{name!r} is no parameter: did you mean {near!r}?", 3)


def test_a_name_that_is_like_no_other_is_refused_with_all_of_them(file: Path) -> None:
    message, line = refusal(file, "quux: green\n")
    assert line == 1
    assert all(field.name in message for field in fields(Params))


@pytest.mark.parametrize(
    "setting",
    [
        "version: 1", "version: 0.1", "version: 1.2", "version: v1.2.3", "version: 1.2.3-rc1", "version: ", "tag_prefix: 5", "tag_prefix: a b", "tag_prefix: v1", "tag_prefix: -v", "workers: -1",
        "workers: two", "workers: 1.5", "workers: true", "workers: 1025", "shards: 0", "shards: 65537", "shards: '16'",
        "max_rejected: 1.1", "max_rejected: -0.1", "max_rejected: .nan", "max_rejected: 20%", "max_rejected: true",
        "max_dump_bytes: 0", "max_dump_bytes: 10 MB", "max_dump_bytes: 1e7", "max_dump_bytes: [1]",
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_refused_with_its_line(setting: str, file: Path) -> None:
    name = setting.split(": ")[0]
    message, line = refusal(file, f"# one\n# two\n{setting}\n")
    assert line == 3
    assert message.startswith(f"{name} must be ")


def test_the_refusal_quotes_the_value(file: Path) -> None:
    assert refusal(file, "shards: many\n")[0].endswith("not 'many'")


@pytest.mark.parametrize("text", ["- workers: 2\n", "workers\n", "3\n"])
def test_a_file_that_is_no_list_of_names_is_refused(text: str, file: Path) -> None:
    assert refusal(file, text) == ("must be a list of `name: value`, such as `workers: 2`", 1)


def test_a_name_that_stands_twice_is_refused_at_its_second_line(file: Path) -> None:
    assert refusal(file, "workers: 1\nworkers: 2\n") == ("'workers' stands twice", 2)


def test_broken_yaml_is_refused_with_its_line(file: Path) -> None:
    message, line = refusal(file, "workers: 1\nshards: ]\n")
    assert message.startswith("not YAML")
    assert line == 2


def test_a_missing_file_is_refused_by_its_path(file: Path) -> None:
    with pytest.raises(PresspackError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}: cannot be read (No such file or directory)")


def test_no_worker_named_is_one_for_each_processor() -> None:
    assert Params(workers=3).processes == 3
    assert Params().processes == len(os.sched_getaffinity(0))


@given(workers=st.integers(), shards=st.integers(), share=st.floats())
def test_any_numbers_are_taken_or_refused(
    workers: int, shards: int, share: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "params.yaml"
    file.write_text(f"workers: {workers}\nshards: {shards}\nmax_rejected: {share!r}\n", "utf-8")
    good = 0 <= workers <= 1024 and 1 <= shards <= 65536 and 0 <= share <= 1 and "e" not in repr(share)
    try:
        params = load(file)
    except PresspackError as error:
        assert not good
        assert error.line in (1, 2, 3)
    else:
        assert (params.workers, params.shards, params.max_rejected) == (workers, shards, share)
