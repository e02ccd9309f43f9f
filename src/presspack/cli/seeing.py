"""The commands that let one look at dumps, and at what became of them."""

import sys
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from presspack.cli.options import DEFAULT, Color, Params, Quiet, Verbose, parameters, say, shows_colour, working
from presspack.writing.visible import counted

AT_ONCE = 1000  # lines that are written together


class ListFormat(StrEnum):
    """How `missing` lists."""

    text = "text"
    urls = "urls"
    csv = "csv"
    json = "json"


def show(
    dump: Annotated[str, typer.Argument(help="A path, a member such as a.zip!/b.txt, `-`, or 8 hex digits of an id.")],
    html: Annotated[Path | None, typer.Option("--html", help="Write it to this file, as a page.")] = None,
    color: Annotated[Color, typer.Option(help="Colour the text; auto: on a terminal.")] = Color.auto,
    params: Params = DEFAULT,
) -> None:
    """Show one dump: what became of each of its lines, every reason at its line, and the article that was read from it.

    Hex digits are looked up in the ledger of dataset/, or of data/parsed where that is newer. Exit code 0 if the dump
    would be published, 1 if it is rejected, 2 if it cannot be shown.

    Example: presspack show seeds/sample/rejected/february-31.txt
    """
    from presspack.views.show import see

    seen = see(dump, parameters(params), sys.stdin.buffer.read)
    if html is not None:
        from presspack.engine.atomic import write
        from presspack.views.show.page import document

        write(html, document(seen))
        typer.echo(f"{seen.row.path}: {seen.traced.outcome}; written to {html}")
    else:
        from presspack.views.show.terminal import told, width_of

        coloured = shows_colour(color)
        typer.echo(told(seen, width_of(sys.stdout.isatty() or coloured), coloured), color=coloured)
    raise typer.Exit(1 if seen.traced.outcome == "rejected" else 0)


def report(
    staged: Annotated[Path, typer.Argument(help="Folder to read; so are the next two.")] = Path("data/staged"),
    parsed: Annotated[Path, typer.Argument()] = Path("data/parsed"),
    linked: Annotated[Path, typer.Argument()] = Path("data/linked"),
    folder: Annotated[Path, typer.Argument(metavar="report", help="Folder to write.")] = Path("report"),
    output: Annotated[
        Path | None, typer.Option("--output", help="Write the page alone, to this file; no metrics, no plots.")
    ] = None,
    params: Annotated[Path, typer.Option("--params", help="Where the version stands.")] = Path("params.yaml"),
    prose: Annotated[Path, typer.Option("--prose", help="Where the name of the dataset stands.")] = Path("DATACARD.md"),
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write what became of the dumps as one page of HTML, and as metrics and plots that DVC compares.

    Example: presspack report data/staged data/parsed data/linked report
    """
    from presspack.engine.lock import alone
    from presspack.pipeline.inputs import steady
    from presspack.views.report import named
    from presspack.views.report import report as work

    with working(quiet, verbose), alone(output or folder), steady(staged, parsed, linked):
        said = work(staged, parsed, linked, folder, output, named(params, prose))
    say(said, quiet)


def missing(
    dataset: Annotated[Path, typer.Argument(help="The published folder.")] = Path("dataset"),
    output_format: Annotated[
        ListFormat, typer.Option("--format", help="`urls` prints addresses alone.")
    ] = ListFormat.text,
    output_file: Annotated[Path | None, typer.Option(help="Write the list to this file.")] = None,
) -> None:
    """List every related item whose article the dataset does not have, most-listed first.

    Exit code 0 if there is a list, be it empty; 2 if there can be none.

    Example: presspack missing --format csv --output-file wanted.csv
    """
    from presspack.engine.atomic import write_all
    from presspack.views.missing import missing as work
    from presspack.views.missing.formats import lines, unprinted

    wanted = work(dataset)
    beside = unprinted(wanted, dataset) if output_format is ListFormat.urls else ""
    parts = (f"{line}\n" for line in lines(wanted, output_format.value))
    if output_file is not None:
        write_all(output_file, parts)
        typer.echo(f"{output_file}: {len(wanted.items)} of {counted(wanted.listed, 'item')} missing")
    else:
        while some := "".join(islice(parts, AT_ONCE)):
            typer.echo(some, nl=False)
    if beside:
        typer.echo(f"presspack: {beside}", err=True)


def history(
    what: Annotated[str, typer.Argument(help="Id of an article, URL of a page, or path of a dump.")],
    dataset: Annotated[Path, typer.Argument(help="The published folder.")] = Path("dataset"),
    html: Annotated[Path | None, typer.Option("--html", help="Write it to this file, as a page.")] = None,
) -> None:
    """Show what a page said before: its texts by day, what changed from one to the next, and whether it is gone.

    Exit code 0 if the dataset has the page; 2 if not.

    Example: presspack history https://example.org/news/ferry
    """
    from presspack.views import history as views

    pages = views.history(dataset, what)
    if html is None or not pages:
        for line in views.lines(pages):
            typer.echo(line)
        return
    from presspack.engine.atomic import write
    from presspack.views.history_page import document

    write(html, document(what, pages))
    typer.echo(f"{counted(len(pages), 'page')} written to {html}")
