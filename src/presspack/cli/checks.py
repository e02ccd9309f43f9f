"""The commands that tell of dumps what is wrong with them, and what their reasons mean."""

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from presspack.cli.options import DEFAULT, Color, Params, Quiet, Verbose, parameters, shows_colour, working
from presspack.views import FORMATS

Format = StrEnum("Format", [(name, name) for name in FORMATS])  # type: ignore[misc]  # the table has the names


class RulesFormat(StrEnum):
    """How `rules` lists."""

    text = "text"
    json = "json"
    markdown = "markdown"


def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Dumps, folders of dumps, patterns; `-` is standard input.")
    ] = ["seeds"],  # noqa: B006
    output_format: Annotated[Format, typer.Option("--format", help="How to report.")] = Format.text,  # type: ignore[attr-defined]
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail also on undated, untitled, unknown-language and drift.")
    ] = False,
    select: Annotated[list[str], typer.Option(help="Slugs, with commas: look for these alone.")] = [],  # noqa: B006
    ignore: Annotated[list[str], typer.Option(help="Slugs, with commas: leave these out.")] = [],  # noqa: B006
    changed_since: Annotated[
        str | None, typer.Option(help="Only files new or changed after this git revision.")
    ] = None,
    against: Annotated[Path | None, typer.Option(help="A dataset: tell where the dumps differ from it.")] = None,
    max_rejected: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="The share that may be rejected, as in params.yaml; else none may."),
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count each slug.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    output_file: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    output: Annotated[
        list[str], typer.Option(metavar="FORMAT:FILE", help="Write the report to this file too, in this format.")
    ] = [],  # noqa: B006
    stdin_filename: Annotated[str, typer.Option(help="What to call standard input.")] = "-",
    color: Annotated[Color, typer.Option(help="Colour the text; auto: on a terminal.")] = Color.auto,
    params: Params = DEFAULT,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say of each dump whether it would be published, and if not, every reason with its line.

    Exit code 0 if all would be, 1 if not, 2 if they could not be checked.

    Example: presspack check --strict seeds/new
    """
    from presspack.engine.atomic import write
    from presspack.views.check import run

    others = [run.output(one) for one in output]
    asked = run.Asked(paths, stdin_filename, changed_since, select, ignore, against, strict, max_rejected)
    with working(quiet, verbose):
        report = run.report(asked, parameters(params), sys.stdin.buffer.read)
    coloured = shows_colour(color if output_file is None or color is Color.always else Color.never)
    width = shutil.get_terminal_size().columns if output_file is None and sys.stdout.isatty() else None
    if output_format == "github":
        _tell_github(run.written(report, "markdown", statistics=False)[0], report.counts)
    for form, file in others:
        other = run.written(report, form, statistics, quiet=quiet)[0]
        write(file, f"{other}\n" if other else "")
    said, beside = run.written(report, output_format, statistics, coloured, width, quiet)
    if output_file is None:
        if said:
            typer.echo(said, color=coloured)
    else:
        write(output_file, f"{said}\n" if said else "")
        beside = beside or ("" if quiet else report.counted())
    if beside:
        typer.echo(beside, err=output_file is None)
    raise typer.Exit(1 if report.failed and not exit_zero else 0)


def _tell_github(summary: str, counts: dict[str, int]) -> None:
    """Append the summary of the job and the outputs of the step to the files that a workflow names, if this is one."""
    outputs = "\n".join(f"{name}={many}" for name, many in counts.items())
    for variable, text in (("GITHUB_STEP_SUMMARY", summary), ("GITHUB_OUTPUT", outputs)):
        if name := os.environ.get(variable):
            with Path(name).open("a", encoding="utf-8") as file:
                file.write(f"{text}\n")


def rules(
    output_format: Annotated[RulesFormat, typer.Option("--format", help="How to list them.")] = RulesFormat.text,
) -> None:
    """List every reason and warning, with what it means.

    Example: presspack rules --format markdown
    """
    from presspack.views import rules as show

    shows = {RulesFormat.text: show.text, RulesFormat.json: show.as_json, RulesFormat.markdown: show.markdown}
    typer.echo(shows[output_format]())


def explain(slug: Annotated[str, typer.Argument(help="A reason or a warning, such as invalid-date.")]) -> None:
    """Tell of one reason or warning what it means, why it matters, what breaks it and how to mend it.

    Example: presspack explain invalid-date
    """
    from presspack.views import rules as show

    typer.echo(show.explain(slug))
