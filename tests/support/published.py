"""Published folders, to be damaged and signed anew."""

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.dataset.card import content_digest
from tests.support.projects import redo_checksums

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
