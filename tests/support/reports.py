"""What a report is made from."""

from pathlib import Path

from presspack.pipeline.link import link
from presspack.pipeline.parse import parse
from presspack.pipeline.stage import stage
from presspack.project.params import Params
from tests.support.projects import FEW


def files(folder: Path) -> tuple[Path, Path, Path]:
    """The folders that a report reads."""
    return folder / "data" / "staged", folder / "data" / "parsed", folder / "data" / "linked"


def three(folder: Path, params: Params = Params(**FEW)) -> Path:  # noqa: B008 -- immutable
    """Run all stages before the report."""
    staged, parsed, linked = files(folder)
    stage(folder / "seeds", staged, params)
    parse(staged, parsed, params)
    link(parsed, linked, params, folder / "withdrawn.yaml")
    return folder
