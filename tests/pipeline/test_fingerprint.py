"""What a stage's result depends on is in the names of what it builds, and nothing else is."""

from pathlib import Path

import pytest

from tests.support.projects import project, put, run

STAGED, PARSED = "code('pipeline.stage', 'staged', registers=False)", "code('pipeline.parse', 'parsed')"


def codes(folder: Path) -> list[str]:
    """What stands for `stage`, and what for `parse`, in a project with code of its own."""
    script = f"from presspack.pipeline.fingerprint import code; print({STAGED}, {PARSED})"
    said = run(folder, "python", "-c", script, PYTHONPATH=str(folder / "src"))
    assert said.code == 0, said.err
    return said.out.split()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = project(tmp_path_factory.mktemp("fingerprint") / "project", {})
    put(folder / "schemas" / "units" / "__init__.py", b"")
    put(folder / "schemas" / "units" / "metres.py", b"FOOT = 0.3048\n")
    parsed = folder / "schemas" / "parsed.py"
    parsed.write_text(parsed.read_text("utf-8") + "\nfrom .units import metres  # noqa\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def before(copy: Path) -> list[str]:
    return codes(copy)


@pytest.mark.parametrize(
    ("path", "stage", "parse"),
    [
        ("src/presspack/reading/layouts/rodong.py", False, True),
        ("src/presspack/reading/containers/archives.py", True, False),
        ("src/presspack/reading/__init__.py", True, True),  # it runs when what is below it is imported
        ("src/presspack/versions/release.py", False, False),
        ("schemas/parsed.py", False, True),
        ("schemas/units/__init__.py", False, True),
        ("schemas/units/metres.py", False, True),  # by a relative import
        ("schemas/outlets.yaml", False, True),
    ],
)
def test_each_file_that_runs_or_is_read_counts_and_no_other(
    copy: Path, before: list[str], path: str, stage: bool, parse: bool
) -> None:
    content = (copy / path).read_bytes()
    try:
        (copy / path).write_bytes(content + b"\n# another line\n")
        assert [old != new for old, new in zip(before, codes(copy), strict=True)] == [stage, parse]
    finally:
        (copy / path).write_bytes(content)
