"""The commands of the pipeline, one for each stage, and those that look at what it made."""

from pathlib import Path
from typing import Annotated

import typer

from presspack.cli.options import DEFAULT, Folder, Out, Params, Quiet, Verbose, say, workers, working
from presspack.writing.visible import counted


def stage(seeds: Folder, staged: Out, params: Params = DEFAULT, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Read every file under SEEDS: its bytes' SHA-256, its encoding, its text.

    Example: presspack stage seeds data/staged
    """
    from presspack.pipeline.run import stage as work

    with working(quiet, verbose):
        said = work(seeds, staged, params)
    say(said, quiet)


def parse(
    staged: Folder, parsed: Out, params: Params = DEFAULT, quiet: Quiet = False, verbose: Verbose = False
) -> None:
    """Make of every staged dump one article, or one rejection with all its reasons.

    Example: presspack parse data/staged data/parsed
    """
    from presspack.pipeline.run import parse as work

    with working(quiet, verbose):
        said = work(staged, parsed, params)
    say(said, quiet)


def link(
    parsed: Folder,
    linked: Out,
    params: Params = DEFAULT,
    withdrawn: Annotated[Path, typer.Option("--withdrawn", help="What to take out; may be missing.")] = Path(
        "withdrawn.yaml"
    ),
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make one row of several dumps of one article, find which tell one story, take out what is withdrawn.

    Example: presspack link data/parsed data/linked
    """
    from presspack.pipeline.run import link as work

    with working(quiet, verbose):
        said = work(parsed, linked, params, withdrawn)
    say(said, quiet)


def publish(
    parsed: Folder,
    linked: Folder,
    prose: Annotated[Path, typer.Argument(help="Prose of the data card.")],
    dataset: Out,
    params: Params = DEFAULT,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the dataset: Parquet, card and checksums, verified before it is put in place.

    Example: presspack publish data/parsed data/linked DATACARD.md dataset
    """
    from presspack.pipeline.run import publish as work

    with working(quiet, verbose):
        said = work(parsed, linked, prose, dataset, params).said
    say(said, quiet)


def verify(
    dataset: Annotated[str, typer.Argument(help="A folder, or hf://NAMESPACE/NAME@REVISION.")] = "dataset",
    against: Annotated[
        Path | None, typer.Option("--against", help="The data/ it was built from: every row is compared.")
    ] = None,
    prose: Annotated[Path, typer.Option("--prose", help="With --against: prose of the data card.")] = Path(
        "DATACARD.md"
    ),
    no_project: Annotated[
        bool,
        typer.Option(
            "--no-project", help="For a dataset of others: run no code of this folder's schemas/ or layouts/."
        ),
    ] = False,
    params: Params = DEFAULT,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check a published folder on its own: files, checksums, contracts, ledger, card; or against what it was built from.

    Exit code 0 if it is whole, 1 if not, 2 if it could not be checked. The contracts are those in schemas/ of the folder
    one stands in, which is code; with --no-project, those that presspack ships.

    Example: presspack verify dataset
    """
    from contextlib import nullcontext

    from presspack.dataset.verify import verify as work
    from presspack.project import standing
    from presspack.versions.revisions import named, plain

    project = standing.nowhere() if no_project else nullcontext()
    with project, working(quiet, verbose), workers(params) as pool, plain(dataset) as folder:
        problems, said = work(folder, pool)
        if against is not None and not problems:
            from presspack.pipeline.against import differences

            problems = differences(folder, against, prose, pool)
    dataset = named(dataset)
    if dataset != str(folder):  # a copy that is gone
        said = said.partition("\n")[0].replace(f"{folder}/", dataset)
    for problem in problems:
        typer.echo(f"{dataset}/{problem}")
    say(f"{counted(len(problems), 'problem')} in {dataset}/" if problems else said, quiet)
    raise typer.Exit(1 if problems else 0)


def card(
    dataset: Annotated[Path, typer.Argument(help="The published folder.")] = Path("dataset"),
    prose: Annotated[Path, typer.Option("--prose", help="Prose of the data card.")] = Path("DATACARD.md"),
    check: Annotated[bool, typer.Option("--check", help="Check the card that lies in the folder.")] = False,
    params: Params = DEFAULT,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print the card that prose and data give; or, with --check, say all that is wrong with the one that is there.

    Exit code 0 if nothing is wrong, 1 if something is, 2 if it could not be checked.

    Example: presspack card --check dataset
    """
    from presspack.dataset.verify import check_card
    from presspack.pipeline.publish import preview
    from presspack.project import params as parameters

    with working(quiet, verbose), workers(params) as pool:
        problems = check_card(dataset, pool) if check else []
        printed = "" if check else preview(dataset, prose, parameters.load(params), pool)
    if not check:
        typer.echo(printed, nl=False)
        return
    for problem in problems:
        typer.echo(f"{dataset}/{problem}")
    say(
        f"{counted(len(problems), 'problem')} in {dataset}/"
        if problems
        else f"{dataset}/: the card is what the data give",
        quiet,
    )
    raise typer.Exit(1 if problems else 0)
