"""Building, verifying and loading a dataset, with the code that the commands run."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from presspack.api.values import Built, StrPath
from presspack.errors import PresspackError

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict, IterableDataset, IterableDatasetDict


def build(project: StrPath = ".") -> Built:
    """Build the dataset of a project, from its seeds/ to its dataset/.

    Runs the commands stage, parse, link and publish, with the folders that dvc.yaml names in a new project, in a process
    of its own that stands in the project. What is still right of an earlier build is not made again. Where it
    fails, dataset/ is as it was. It writes no report, and tells DVC nothing: `dvc repro` runs the stages again,
    finds their parts there, and writes the same bytes.

    Args:
        project: The folder of the project, with params.yaml in it.

    Returns:
        Where the dataset is, its version, and how many dumps became what.

    Raises:
        PresspackError: The folder is no project, something in it is broken, too many dumps are rejected, or another
            command is writing there.

    Example:
        >>> import presspack
        >>> built = presspack.build(".")
        >>> print(built.dataset, built.version, built.outcomes)
        dataset 0.1.0 {'duplicate': 2, 'published': 53, 'rejected': 12}
    """
    from presspack.engine.pool import apart
    from presspack.pipeline import run

    folder = Path(project)
    if not (folder / run.PARAMS).is_file():
        raise PresspackError(f"is no project: it has no {run.PARAMS}; `presspack init` makes one", folder)
    try:
        version, outcomes, rows = apart(run.build, folder)
    except PresspackError as error:
        if error.path is None:
            raise
        raise PresspackError(error.message, folder / str(error.path), error.line) from error
    return Built(folder / run.DATASET, version, outcomes, rows)


def verify(folder: StrPath, *, project: bool = True, workers: int = 1) -> list[str]:
    """Check a published dataset on its own: files, checksums, contracts, ledger, and the figures of its card.

    This is `presspack verify`. Its outlets and reasons are those of the project one stands in, whose schemas/ is code.
    Say `project=False` for a dataset of others: then no code of that folder runs, and those that presspack ships count.

    Args:
        folder: The folder of the dataset, or `hf://NAMESPACE/NAME@REVISION` for one on the Hub.
        project: Whether the folder one stands in counts as a project. Where not, a process of its own does the work.
        workers: How many processes work side by side, if there is much to read.

    Returns:
        All that is wrong, each a text such as `README.md:3: …`. Nothing is wrong where it is empty.

    Raises:
        PresspackError: It is no published dataset, or the Hub does not give it.

    Example:
        >>> import presspack
        >>> presspack.verify("dataset")
        []
        >>> presspack.verify("dataset", project=False)
        []
    """
    from presspack.engine.pool import apart
    from presspack.project import standing

    asked = os.fspath(folder), workers
    if project:
        return _problems(asked)
    with standing.nowhere():  # this process may have imported the contracts of a project
        return apart(_problems, asked)


def _problems(asked: tuple[str, int]) -> list[str]:
    from presspack.dataset.verify import verify as work
    from presspack.engine.pool import Pool
    from presspack.versions.revisions import plain

    folder, workers = asked
    with Pool(workers) as pool, plain(folder) as place:
        return work(place, pool)[0]


def load(
    folder: StrPath, config: str = "articles", *, split: str | None = None, streaming: bool = False
) -> "Dataset | DatasetDict | IterableDataset | IterableDatasetDict":
    """Load a table of a dataset, as `datasets.load_dataset` does, with the types of its card.

    Args:
        folder: The folder of the dataset, or `hf://NAMESPACE/NAME@REVISION` for one on the Hub.
        config: A table of the dataset, as its card lists them: `articles`, `dumps` and so on.
        split: `train`, `validation` or `test`; None for all that there are, by name.
        streaming: Go through the rows without a copy of them in the cache.

    Returns:
        With a split, a `Dataset`; else a `DatasetDict`. With `streaming`, an `IterableDataset` or `IterableDatasetDict`.

    Raises:
        PresspackError: It is no published dataset, it has no such config or split, or its files cannot be read.

    Example:
        >>> import presspack
        >>> articles = presspack.load("dataset", split="train")
        >>> print(len(articles), articles[0]["published_on"], articles[0]["title"])
        47 2018-04-24 Letter of Thanks to the Tree Wardens
    """
    from presspack.dataset import parquet
    from presspack.dataset.card import README
    from presspack.dataset.configs import CONFIGS
    from presspack.versions.revisions import SCHEME, from_hub

    if config not in CONFIGS:
        raise PresspackError(f"{config!r} is no config of a dataset: {', '.join(CONFIGS)}")
    name = os.fspath(folder)
    place = from_hub(name) if name.startswith(SCHEME) else Path(name)
    if not (place / README).is_file():
        raise PresspackError(f"is no published dataset: it has no {README}", place)
    there = [parquet.split(path) for path in parquet.files(place, config)]
    if not there:
        raise PresspackError(f"has no rows of {config}", place)
    if split is not None and split.partition("[")[0] not in there:
        raise PresspackError(f"has no split {split!r} of {config}: {', '.join(dict.fromkeys(there))}", place)
    from datasets import load_dataset
    from datasets.exceptions import DatasetsError

    try:
        loaded: Any = load_dataset(str(place.resolve()), config, split=split, streaming=streaming)
    except (DatasetsError, ValueError) as error:
        raise PresspackError(f"cannot be loaded: {str(error).partition(chr(10))[0]}", place) from error
    return loaded
