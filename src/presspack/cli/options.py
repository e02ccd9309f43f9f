"""What the commands share: their common arguments, processes to work with, and what is said meanwhile."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from presspack.engine import progress
from presspack.engine import signals as stop
from presspack.errors import PresspackError

if TYPE_CHECKING:
    from presspack.engine.pool import Pool
    from presspack.project.params import Params as Parameters

DEFAULT = Path("params.yaml")
NOTHING = "nothing was written; run it again"
Params = Annotated[Path, typer.Option("--params", help="Parameters of the build.")]
Folder = Annotated[Path, typer.Argument(help="Folder to read.")]
Out = Annotated[Path, typer.Argument(help="Folder to write.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what is wrong: no progress, no summary.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what is done and how long it takes.")]


class Color(StrEnum):
    """When text is coloured."""

    auto = "auto"
    always = "always"
    never = "never"


def shows_colour(color: Color) -> bool:
    """Whether standard output shall have colours: a terminal that knows some, and a person who did not forbid them."""
    if color is not Color.auto:
        return color is Color.always
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def parameters(params: Path) -> "Parameters":
    """The parameters of the build; the defaults where there is no file, and none was named: dumps may be anywhere."""
    from presspack.project.params import found

    return found(params)


def workers(params: Path) -> "Pool":
    """Processes, as many as the parameters say; where there are none, as many as there are processors."""
    from presspack.engine.pool import Pool
    from presspack.project.params import Params as Defaults
    from presspack.project.params import load

    return Pool((load(params) if params.exists() else Defaults()).processes)


@contextmanager
def working(quiet: bool, verbose: bool, kept: str = NOTHING) -> Iterator[None]:
    """Long work: a bar on a terminal, lines with --verbose; `kept` is what is said if it is stopped."""
    if quiet and verbose:
        raise PresspackError("--quiet and --verbose do not go together: leave one out")
    progress.keep(lambda: kept)
    with stop.forced(), progress.shown(verbose, bar=progress.terminal() and not quiet):
        yield


def say(text: str, quiet: bool) -> None:
    """The sentence on what was done."""
    if not quiet:
        typer.echo(text)
