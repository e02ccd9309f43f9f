"""The command line: every command is one plain function; this module only translates."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from presspack import __version__
from presspack.errors import PresspackError
from presspack.light import lighten

if TYPE_CHECKING:
    from presspack.pool import Pool

app = typer.Typer(
    name="presspack",
    help="Turn raw dumps of scraped news into a validated, versioned, citable dataset.",
    epilog="Most people run `dvc repro`, which calls stage, parse, link and publish as needed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DEFAULT = Path("params.yaml")
Params = Annotated[Path, typer.Option("--params", help="Parameters of the build.")]
Folder = Annotated[Path, typer.Argument(help="Folder to read.")]
Out = Annotated[Path, typer.Argument(help="Folder to write.")]


class Format(StrEnum):
    """How `check` reports."""

    text = "text"
    github = "github"
    json = "json"
    sarif = "sarif"
    junit = "junit"


class Color(StrEnum):
    """When `check` colours its text."""

    auto = "auto"
    always = "always"
    never = "never"


class Shape(StrEnum):
    """How `diff` reports."""

    text = "text"
    json = "json"


class Step(StrEnum):
    """The part of a version that is raised."""

    patch = "patch"
    minor = "minor"
    major = "major"


class RulesFormat(StrEnum):
    """How `rules` lists."""

    text = "text"
    json = "json"
    markdown = "markdown"


@app.command()
def stage(seeds: Folder, staged: Out, params: Params = DEFAULT) -> None:
    """Read every file under SEEDS: its bytes' SHA-256, its encoding, its text.

    Example: presspack stage seeds data/staged
    """
    from presspack import params as parameters
    from presspack.stage import stage as work

    typer.echo(work(seeds, staged, parameters.load(params)))


@app.command()
def parse(staged: Folder, parsed: Out, params: Params = DEFAULT) -> None:
    """Make of every staged dump one article, or one rejection with all its reasons.

    Example: presspack parse data/staged data/parsed
    """
    from presspack import params as parameters
    from presspack.parse import parse as work

    typer.echo(work(staged, parsed, parameters.load(params)))


@app.command()
def link(
    parsed: Folder,
    linked: Out,
    params: Params = Path("params.yaml"),
    withdrawn: Annotated[Path, typer.Option("--withdrawn", help="What to take out; may be missing.")] = Path(
        "withdrawn.yaml"
    ),
) -> None:
    """Make one row of several dumps of one article, find which tell one story, take out what is withdrawn.

    Example: presspack link data/parsed data/linked
    """
    from presspack import params as parameters
    from presspack.link import link as work

    typer.echo(work(parsed, linked, parameters.load(params), withdrawn))


@app.command()
def publish(
    parsed: Folder,
    linked: Folder,
    prose: Annotated[Path, typer.Argument(help="Prose of the data card.")],
    dataset: Out,
    params: Params = DEFAULT,
) -> None:
    """Write the dataset: Parquet, card and checksums, verified before it is put in place.

    Example: presspack publish data/parsed data/linked DATACARD.md dataset
    """
    from presspack import params as parameters
    from presspack.publish import publish as work

    typer.echo(work(parsed, linked, prose, dataset, parameters.load(params)))


@app.command()
def verify(dataset: Folder, params: Params = DEFAULT) -> None:
    """Check a published folder on its own: files, checksums, contracts, ledger, card.

    Exit code 0 if it is whole, 1 if not, 2 if it could not be checked.

    Example: presspack verify dataset
    """
    from presspack.verify import verify as work

    with _pool(params) as pool:
        problems, said = work(dataset, pool)
    for problem in problems:
        typer.echo(f"{dataset}/{problem}")
    typer.echo(f"{len(problems)} problems in {dataset}/" if problems else said)
    raise typer.Exit(1 if problems else 0)


@app.command()
def card(
    dataset: Annotated[Path, typer.Argument(help="The published folder.")] = Path("dataset"),
    prose: Annotated[Path, typer.Option("--prose", help="Prose of the data card.")] = Path("DATACARD.md"),
    check: Annotated[bool, typer.Option("--check", help="Check the card that lies in the folder.")] = False,
    params: Params = Path("params.yaml"),
) -> None:
    """Print the card that prose and data give; or, with --check, say all that is wrong with the one that is there.

    Exit code 0 if nothing is wrong, 1 if something is, 2 if it could not be checked.

    Example: presspack card --check dataset
    """
    from presspack import params as parameters
    from presspack.publish import preview
    from presspack.verify import check_card

    with _pool(params) as pool:
        if not check:
            typer.echo(preview(dataset, prose, parameters.load(params), pool), nl=False)
            return
        problems = check_card(dataset, pool)
    for problem in problems:
        typer.echo(f"{dataset}/{problem}")
    typer.echo(f"{len(problems)} problems in {dataset}/" if problems else f"{dataset}/: the card is what the data give")
    raise typer.Exit(1 if problems else 0)


@app.command()
def push(
    repository: Annotated[str, typer.Argument(metavar="NAMESPACE/NAME", help="Where on the Hub.")],
    dataset: Annotated[Path, typer.Option("--dataset", help="The published folder.")] = Path("dataset"),
    tag: Annotated[str | None, typer.Option("--tag", help="Default: `v` and the version of the card.")] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Create it so that only those with access can read it.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and stop.")] = False,
    params: Params = Path("params.yaml"),
) -> None:
    """Upload a published folder to the Hugging Face Hub: one commit, then a tag, then all is read back.

    The token is that of `hf auth login`, or of HF_TOKEN. Exit code 0 if the tag is there with these files, else 2.

    Example: presspack push NAMESPACE/NAME --dry-run
    """
    from presspack import push as work

    with _pool(params) as pool:
        plan = work.plan(dataset, repository, tag, private, pool)
    typer.echo(plan)
    if not dry_run:
        typer.echo(work.push(plan))


@app.command()
def check(
    paths: Annotated[list[str], typer.Argument(help="Dumps, folders of dumps, patterns; `-` is standard input.")],
    output_format: Annotated[Format, typer.Option("--format", help="How to report.")] = Format.text,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail also on undated, untitled, unknown-language and drift.")
    ] = False,
    select: Annotated[list[str], typer.Option(help="Slugs, with commas: look for these alone.")] = [],  # noqa: B006
    ignore: Annotated[list[str], typer.Option(help="Slugs, with commas: leave these out.")] = [],  # noqa: B006
    changed_since: Annotated[
        str | None, typer.Option(help="Only files new or changed after this git revision.")
    ] = None,
    against: Annotated[Path | None, typer.Option(help="A dataset: tell where the dumps differ from it.")] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count each slug.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    output_file: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    stdin_filename: Annotated[str, typer.Option(help="What to call standard input.")] = "-",
    color: Annotated[Color, typer.Option(help="Colour the text; auto: on a terminal.")] = Color.auto,
    params: Params = DEFAULT,
) -> None:
    """Say of each dump whether it would be published, and if not, every reason with its line.

    Exit code 0 if all would be, 1 if not, 2 if they could not be checked.

    Example: presspack check --strict seeds/new
    """
    from presspack import params as parameters
    from presspack.check import run

    # dumps may be checked where nothing is built
    held = parameters.load(params) if params.exists() or params != DEFAULT else parameters.Params()
    asked = run.Asked(paths, stdin_filename, changed_since, select, ignore, against, strict)
    report = run.report(asked, held, sys.stdin.buffer.read)
    coloured = color is Color.always or (color is Color.auto and output_file is None and _shows_colour())
    said, beside = run.written(report, output_format, statistics, coloured)
    if output_file is None:
        if said:
            typer.echo(said, color=coloured)
    else:
        from presspack.store import write

        write(output_file, f"{said}\n" if said else "")
        beside = beside or report.counted()
    if beside:
        typer.echo(beside, err=output_file is None)
    raise typer.Exit(1 if report.failed and not exit_zero else 0)


def _shows_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A folder, a git revision, or hf://NAMESPACE/NAME@REVISION.")],
    new: Annotated[str, typer.Argument(help="The same, of the newer dataset.")],
    output_format: Annotated[Shape, typer.Option("--format", help="`json` lists every row.")] = Shape.text,
) -> None:
    """Compare two published datasets: articles, dumps, outlets, reasons, splits, fields, files.

    Exit code 0 if there is no difference, 1 if there is, 2 if they could not be compared.

    Example: presspack diff HEAD dataset
    """
    import json

    from presspack.diff import diff as work
    from presspack.telling import lines

    found = work(old, new)
    for line in lines(found) if output_format is Shape.text else [json.dumps(found.json(), indent=1)]:
        typer.echo(line)
    raise typer.Exit(1 if found.step else 0)


@app.command()
def release(
    bump: Annotated[Step | None, typer.Option("--bump", help="Raise more than the rule asks for.")] = None,
    date: Annotated[
        str | None, typer.Option("--date", help="Day of the release; else that of the last commit.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
) -> None:
    """Give the dataset its next version: params.yaml, card, CITATION.cff, CHANGELOG.md, a commit and a tag.

    Example: presspack release --dry-run
    """
    from presspack.release import release as work

    typer.echo(work(bump.value if bump else None, date, dry_run))


def _pool(params: Path) -> "Pool":
    """Processes, as many as the parameters say; where there are none, as many as there are processors."""
    from presspack.params import Params as Defaults
    from presspack.params import load
    from presspack.pool import Pool

    return Pool((load(params) if params.exists() else Defaults()).processes)


@app.command()
def rules(
    output_format: Annotated[RulesFormat, typer.Option("--format", help="How to list them.")] = RulesFormat.text,
) -> None:
    """List every reason and warning, with what it means.

    Example: presspack rules --format markdown
    """
    from presspack.rules import show

    shows = {RulesFormat.text: show.text, RulesFormat.json: show.as_json, RulesFormat.markdown: show.markdown}
    typer.echo(shows[output_format]())


@app.command()
def explain(slug: Annotated[str, typer.Argument(help="A reason or a warning, such as invalid-date.")]) -> None:
    """Tell of one reason or warning what it means, why it matters, what breaks it and how to mend it.

    Example: presspack explain invalid-date
    """
    from presspack.rules import show

    typer.echo(show.explain(slug))


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
        app()
    except PresspackError as error:
        typer.echo(f"presspack: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        where = "" if error.filename is None else f"{error.filename}: "
        typer.echo(f"presspack: {where}{error.strerror or error}", err=True)
        sys.exit(2)
