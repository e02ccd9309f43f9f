"""The dumps of tests/dumps, and what the ledger says of one."""

from pathlib import Path
from typing import Any, NamedTuple

from presspack.errors import Note

DUMPS = Path(__file__).parents[1] / "dumps"


class Entry(NamedTuple):
    """What the ledger says of one dump."""

    outcome: str
    reasons: list[Note]
    warnings: list[Note]


def notes(row: dict[str, Any], kind: str) -> list[Note]:
    """The reasons, or the warnings, of a row of the ledger."""
    cells = (row[f"{kind}s"], row[f"{kind}_lines"], row[f"{kind}_details"])
    return [Note(*cell) for cell in zip(*cells, strict=True)]


OLD, NEW = "v0.1.0", "v0.2.0"
