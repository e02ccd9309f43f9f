"""The stages as they are run: alone in the folder that they write, on inputs that stay as they are; one, or all four."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from presspack.engine.lock import alone
from presspack.errors import PresspackError
from presspack.pipeline.inputs import steady
from presspack.project import params as parameters

if TYPE_CHECKING:
    from presspack.pipeline.publish import Published

PARAMS = parameters.FILE
WITHDRAWN = Path("withdrawn.yaml")
SEEDS, PROSE, DATASET = Path("seeds"), Path("DATACARD.md"), Path("dataset")
STAGED, PARSED, LINKED = (Path("data", name) for name in ("staged", "parsed", "linked"))


class Built(NamedTuple):
    """What a build has put in place."""

    version: str
    outcomes: Mapping[str, int]
    """How many dumps became what."""
    rows: Mapping[str, int]
    """How many rows each config has."""


def stage(seeds: Path, staged: Path, params: Path = PARAMS) -> str:
    """Read every file under `seeds`; return a sentence that says what was done."""
    from presspack.pipeline.stage import stage as work

    _outside(seeds, staged)
    with alone(staged), steady(seeds, params):
        return work(seeds, staged, parameters.load(params))


def _outside(read: Path, written: Path) -> None:
    """Refuse to write into what is read: the next run would take it for input."""
    if written.resolve().is_relative_to(read.resolve()):
        raise PresspackError(f"lies within {read}, which is read: name a folder outside of it", written)


def parse(staged: Path, parsed: Path, params: Path = PARAMS) -> str:
    """Read every staged dump; return a sentence that says what became of them."""
    from presspack.pipeline.parse import parse as work

    _outside(staged, parsed)
    with alone(parsed), steady(staged, params):
        return work(staged, parsed, parameters.load(params))


def link(parsed: Path, linked: Path, params: Path = PARAMS, withdrawn: Path = WITHDRAWN) -> str:
    """Join the dumps of each article, and take out what is withdrawn; return a sentence that says what was found."""
    from presspack.pipeline.link import link as work

    _outside(parsed, linked)
    with alone(linked), steady(parsed, withdrawn, params):
        return work(parsed, linked, parameters.load(params), withdrawn)


def publish(parsed: Path, linked: Path, prose: Path, dataset: Path, params: Path = PARAMS) -> "Published":
    """Write `dataset`, verified before it is put in place."""
    from presspack.pipeline.publish import publish as work

    with alone(dataset), steady(parsed, linked, prose, params):
        return work(parsed, linked, prose, dataset, parameters.load(params))


def build(project: Path) -> Built:
    """Run the four stages in a project, from seeds/ to dataset/. This process stands in the project from then on.

    Its contracts and layouts are those that are imported, so a process builds one project, and no other after it.
    """
    os.chdir(project)
    stage(SEEDS, STAGED)
    parse(STAGED, PARSED)
    link(PARSED, LINKED)
    facts = publish(PARSED, LINKED, PROSE, DATASET).facts
    outcomes = {str(outcome): many for outcome, many in sorted(facts.counts["outcome"].items(), key=str)}
    return Built(facts.version, outcomes, dict(facts.rows))
