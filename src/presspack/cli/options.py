"""What the commands share: their common arguments, and processes to work with."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from presspack.params import Params as Parameters
    from presspack.pool import Pool

DEFAULT = Path("params.yaml")
Params = Annotated[Path, typer.Option("--params", help="Parameters of the build.")]
Folder = Annotated[Path, typer.Argument(help="Folder to read.")]
Out = Annotated[Path, typer.Argument(help="Folder to write.")]


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
    from presspack.params import Params as Defaults
    from presspack.params import load

    return load(params) if params.exists() or params != DEFAULT else Defaults()


def workers(params: Path) -> "Pool":
    """Processes, as many as the parameters say; where there are none, as many as there are processors."""
    from presspack.params import Params as Defaults
    from presspack.params import load
    from presspack.pool import Pool

    return Pool((load(params) if params.exists() else Defaults()).processes)
