"""The command line: every command is one plain function; these modules only translate."""

import sys
from typing import Annotated

import typer

from presspack import __version__
from presspack.cli import checks, layouts, seeing, stages, starting, versions
from presspack.engine import signals as stop
from presspack.engine.imports import lighten
from presspack.errors import PresspackError

app = typer.Typer(
    name="presspack",
    help="Turn raw dumps of scraped news into a validated, versioned, citable dataset.",
    epilog="Most people run `dvc repro`, which calls stage, parse, link, report and publish as needed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    starting.init,
    stages.stage,
    stages.parse,
    stages.link,
    seeing.report,
    stages.publish,
    stages.verify,
    stages.card,
    checks.check,
    checks.rules,
    checks.explain,
    seeing.show,
    versions.diff,
    versions.release,
    versions.push,
):
    app.command()(command)
app.add_typer(layouts.layout, name="layout")


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    """Turn raw dumps of scraped news into a validated, versioned, citable dataset."""
    if version:
        typer.echo(f"presspack {__version__}")
        raise typer.Exit


def main() -> None:
    """Run a command; what a person must mend is one line on stderr and exit code 2."""
    lighten()
    try:
        with stop.listening():
            app()
    except PresspackError as error:
        typer.echo(f"presspack: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        where = "" if error.filename is None else f"{error.filename}: "
        typer.echo(f"presspack: {where}{error.strerror or error}", err=True)
        sys.exit(2)
