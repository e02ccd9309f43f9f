"""The commands that compare versions of a dataset, make one and upload it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from presspack.cli.options import DEFAULT, Params, Quiet, Verbose, parameters, say, workers, working


class Shape(StrEnum):
    """How `diff` reports."""

    text = "text"
    json = "json"


class Step(StrEnum):
    """The part of a version that is raised."""

    patch = "patch"
    minor = "minor"
    major = "major"


def diff(
    old: Annotated[str, typer.Argument(help="A folder, a git revision, or hf://NAMESPACE/NAME@REVISION.")],
    new: Annotated[str, typer.Argument(help="The same, of the newer dataset.")],
    output_format: Annotated[Shape, typer.Option("--format", help="`json` lists every row.")] = Shape.text,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare two published datasets: articles, dumps, outlets, reasons, splits, fields, files.

    Exit code 0 if there is no difference, 1 if there is, 2 if they could not be compared.

    Example: presspack diff HEAD dataset
    """
    import json

    from presspack.versions.diff import diff as work
    from presspack.versions.diff.words import lines

    with working(quiet, verbose):
        found = work(old, new)
    for line in lines(found) if output_format is Shape.text else [json.dumps(found.json(), indent=1)]:
        typer.echo(line)
    raise typer.Exit(1 if found.step else 0)


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
    from presspack.engine import progress
    from presspack.versions.release import release as work

    progress.keep(lambda: "the work tree and git are as they were")
    typer.echo(work(bump.value if bump else None, date, dry_run))


def push(
    repository: Annotated[str, typer.Argument(metavar="NAMESPACE/NAME", help="Where on the Hub.")],
    dataset: Annotated[Path, typer.Option("--dataset", help="The published folder.")] = Path("dataset"),
    tag: Annotated[
        str | None, typer.Option("--tag", help="Default: `tag_prefix` of params.yaml and the version of the card.")
    ] = None,
    private: Annotated[
        bool | None,
        typer.Option(
            "--private/--public", show_default=False, help="Who may read a new repository. Default: --private."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and stop.")] = False,
    params: Params = DEFAULT,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Upload a published folder to the Hugging Face Hub: one commit, then a tag, then all is read back.

    The token is that of `hf auth login`, or of HF_TOKEN. Exit code 0 if the tag is there with these files, else 2.

    Example: presspack push NAMESPACE/NAME --dry-run
    """
    from presspack.versions import push as work

    with working(quiet, verbose), workers(params) as pool:
        plan = work.plan(dataset, repository, tag, private, pool, parameters(params).tag_prefix)
    say(str(plan), quiet and not dry_run)
    if not dry_run:
        with working(quiet, verbose, work.STATE):
            said = work.push(plan)
        say(said, quiet)
