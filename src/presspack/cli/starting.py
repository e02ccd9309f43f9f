"""The command that starts a corpus of one's own."""

from pathlib import Path
from typing import Annotated

import typer


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Start a corpus of your own: a project with contracts, pipeline, card, example dump and CI, in git and DVC.

    Example: presspack init my-corpus
    """
    from presspack.init import init as work

    typer.echo(work(folder))
