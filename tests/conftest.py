"""What several tests share: the outlets, one good dump of every layout, and parsing in memory."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, settings

from presspack.errors import Rejected
from presspack.pipeline.parse import tabulate
from presspack.pipeline.shards import table
from presspack.project.contracts import schemas
from presspack.project.outlets import Outlets
from presspack.project.params import Params
from presspack.reading.dump import Row
from presspack.reading.encodings.decode import decode
from tests.support.dumps import DUMPS, NEW, OLD, Entry, notes
from tests.support.projects import FEW, SAMPLE, build

# the same examples on every machine, on any day, however slow
settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def outlets() -> Outlets:
    found: Outlets = schemas().OUTLETS
    return found


@pytest.fixture(scope="session")
def dumps() -> dict[str, str]:
    """The text of every dump in tests/dumps, by name."""
    return {path.stem: path.read_bytes().decode() for path in sorted(DUMPS.glob("*.txt"))}


@pytest.fixture(scope="session")
def staged() -> Callable[..., pl.DataFrame]:
    """Make staged rows of texts (or bytes) by path, as `stage` makes them of files."""
    return _staged


@pytest.fixture(scope="session")
def parse_one(outlets: Outlets) -> Callable[[str | bytes], Entry]:
    """Decode and parse one dump, and say what the ledger says of it."""

    def parse_one(dump: str | bytes) -> Entry:
        row = tabulate([_staged({"dump.txt": dump})], outlets).dumps.row(0, named=True)
        return Entry(row["outcome"], notes(row, "reason"), notes(row, "warning"))

    return parse_one


def _staged(texts: dict[str, str | bytes]) -> pl.DataFrame:
    rows = []
    for path, text in texts.items():
        data = text.encode() if isinstance(text, str) else text
        dump = hashlib.sha256(data).hexdigest()
        try:
            decoded, encoding = decode(data)
            rows.append(Row(path, dump, len(data), encoding, decoded))
        except Rejected as refusal:
            rows.append(Row(path, dump, len(data), None, None, *refusal.note))
    return pl.DataFrame(pl.from_arrow(table(rows)))


@pytest.fixture(scope="module")
def visit() -> Iterator[Any]:
    """Open pages in Chromium: `with visit(path, dark=True) as seen`; tests/browser.py says more."""
    from tests.support import browser

    with browser.running() as opened:
        yield opened


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two versions of a dataset by their tag; the second has no related items."""
    built = {}
    for tag, dumps in ((OLD, "titled"), (NEW, "legacy")):
        folder = tmp_path_factory.mktemp(tag)
        shutil.copytree(SAMPLE / dumps, folder / "seeds")
        build(folder, Params(**FEW, version=tag.removeprefix("v")))
        built[tag] = folder / "dataset"
    return built
