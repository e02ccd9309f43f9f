"""Published folders, to be damaged and signed anew."""

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.dataset.card import content_digest, others
from presspack.dataset.card import readme as card
from presspack.dataset.checksums import checksums
from presspack.dataset.facts import measure
from presspack.engine.pool import Pool
from tests.support.projects import REPO, redo_checksums

FILES = {config: parquet.name(config, 0, 1) for config in hub.CONFIGS}


def change(dataset: Path, config: str, alter: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Write a config anew with other rows, as `publish` would, and let all checksums agree with it."""
    path = dataset / FILES[config]
    parquet.write(alter(parquet.read(path)), parquet.schema(config), path)
    sign(dataset)


def sign(dataset: Path) -> None:
    """Let SHA256SUMS, and the digest in the head of the card, agree with the files as they are."""
    redo_checksums(dataset)
    digest = content_digest((dataset / "SHA256SUMS").read_text())
    edit(dataset / "README.md", r"content-sha256:[0-9a-f]{64}", f"content-sha256:{digest}")
    redo_checksums(dataset)


def edit(path: Path, pattern: str, replacement: str, count: int = 0) -> int:
    """Replace text in a file; the first line that changes."""
    old = path.read_text("utf-8")
    new = re.sub(pattern, replacement, old, count=count, flags=re.MULTILINE)
    path.write_text(new, "utf-8")
    return next(
        (i for i, lines in enumerate(zip(old.splitlines(), new.splitlines(), strict=False), 1) if lines[0] != lines[1]),
        0,
    )


def forge(dataset: Path, version: str = "0.1.0", prose: Path = REPO / "DATACARD.md") -> None:
    """Make all that follows from the rows anew, as `publish` would: card, pictures, croissant.json, checksums."""
    facts, _ = measure(dataset, Pool())
    written = checksums(dataset)
    readme = card.render(card.Prose(prose), facts, version, content_digest(written))
    for name, text in {"README.md": readme, **others(facts, readme, written)}.items():
        (dataset / name).write_text(text, "utf-8")
    redo_checksums(dataset)


def describe(dataset: Path) -> None:
    """Make croissant.json and the checksums anew, for the card as it is."""
    facts, _ = measure(dataset, Pool())
    card.disagreements(dataset / "README.md", facts, content_digest(checksums(dataset)))  # reads the head into facts
    text = (dataset / "README.md").read_text("utf-8")
    for name, content in others(facts, text, checksums(dataset)).items():
        (dataset / name).write_text(content, "utf-8")
    redo_checksums(dataset)
