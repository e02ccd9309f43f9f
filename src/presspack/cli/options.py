"""What the commands share: their common arguments, and processes to work with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from presspack.pool import Pool

DEFAULT = Path("params.yaml")
Params = Annotated[Path, typer.Option("--params", help="Parameters of the build.")]
Folder = Annotated[Path, typer.Argument(help="Folder to read.")]
Out = Annotated[Path, typer.Argument(help="Folder to write.")]


def workers(params: Path) -> "Pool":
    """Processes, as many as the parameters say; where there are none, as many as there are processors."""
    from presspack.params import Params as Defaults
    from presspack.params import load
    from presspack.pool import Pool

    return Pool((load(params) if params.exists() else Defaults()).processes)
