"""The command line: every command is one plain function; these modules only translate."""

import errno
import io
import sys
from typing import Annotated

import typer

from presspack import __version__
from presspack.cli import checks, layouts, seeing, stages, starting, versions
from presspack.engine import signals as stop
from presspack.engine.imports import lighten
from presspack.errors import PresspackError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

app = typer.Typer(
    name="presspack",
    help="Turn raw dumps of scraped news into a validated, versioned, citable dataset.",
    epilog="Most people run `dvc repro`, which calls stage, parse, link, report and publish as needed.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command, summary in (
    (starting.init, "Start a corpus of your own."),
    (stages.stage, "Read every file under a folder of dumps."),
    (stages.parse, "Turn staged dumps into articles or rejections."),
    (stages.link, "Merge the dumps of one article; find near-duplicates."),
    (seeing.report, "Write what became of the dumps, as HTML and metrics."),
    (stages.publish, "Write the dataset, verified before it is put in place."),
    (stages.verify, "Check a published dataset on its own."),
    (stages.card, "Print the data card, or check its prose."),
    (checks.check, "Say whether dumps would be published, and if not, why."),
    (checks.rules, "List every rule, with what it means."),
    (checks.explain, "Explain one rule, and how to fix a dump that breaks it."),
    (seeing.show, "Show one dump, line by line."),
    (seeing.missing, "List related items whose article is not there."),
    (seeing.history, "Show what a page said before, and what changed."),
    (versions.diff, "Compare two published datasets."),
    (versions.release, "Give the dataset its next version."),
    (versions.push, "Upload the dataset to the Hugging Face Hub."),
):
    app.command(short_help=summary)(command)  # a line of `--help` holds no more
app.add_typer(layouts.layout, name="layout", short_help="Write and test layouts of your own.")


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    """Turn raw dumps of scraped news into a validated, versioned, citable dataset."""
    if version:
        typer.echo(f"presspack {__version__}")
        raise typer.Exit


def main() -> None:
    """Run a command; what a person must mend is one line on stderr and exit code 2."""
    lighten()
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter shows its number
    try:
        with stop.listening():
            app()
    except PresspackError as error:
        typer.echo(f"presspack: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        where = "" if error.filename is None else f"{error.filename}: "
        advice = ": free some space, and run it again; what was there is as it was" if error.errno in FULL else ""
        typer.echo(f"presspack: {where}{error.strerror or error}{advice}", err=True)
        sys.exit(2)
