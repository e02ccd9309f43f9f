"""Commands for the layouts of a project."""

from pathlib import Path
from typing import Annotated

import typer

layout = typer.Typer(
    help="Layouts of your own, in layouts/: a first draft, and their fixtures tried.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@layout.command("new", short_help="Write a first draft of a layout from some pages.")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The layout's name: small letters, digits, underscores.")],
    dumps: Annotated[
        list[Path], typer.Argument(metavar="DUMP…", help="Pages of that shape.", exists=True, dir_okay=False)
    ],
) -> None:
    """Write a first draft of a layout: its module, the dumps as fixtures, and what it reads in them.

    Example: presspack layout new herald seeds/herald/*.txt
    """
    from presspack.init.layout import new as work

    typer.echo(work(name, dumps))


@layout.command("test", short_help="Try the fixtures in layouts/.")
def test() -> None:
    """Read each fixture in layouts/, and say where it is other than its .json.

    Example: presspack layout test
    """
    from presspack.init.layout import test as work

    tried = list(work())
    for path, faults in tried:
        for fault in faults:
            typer.echo(f"{path}: {fault}")
    bad = sum(bool(faults) for _, faults in tried)
    typer.echo(f"{len(tried)} fixtures: {len(tried) - bad} as told, {bad} not")
    raise typer.Exit(bool(bad))
